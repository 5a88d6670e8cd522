# Objects that the interpreter keeps for us: hooks, trace functions, atexit, displays.
import sys, atexit, gc
G = sys.getrefcount
def hook(*a): return None
atexit.register(hook, 1); print(G(hook), atexit._ncallbacks()); atexit.unregister(hook); print(G(hook), atexit._ncallbacks())
gc.callbacks.append(hook); print(G(hook)); gc.callbacks.clear(); print(G(hook))
sys.excepthook = hook; print(G(hook)); sys.excepthook = sys.__excepthook__; print(G(hook))
sys.displayhook = hook; exec(compile("hook", "s", "single")); print(G(hook)); sys.displayhook = sys.__displayhook__; print(G(hook))
import builtins; exec(compile("[1]", "s", "single")); print(builtins._, G(builtins._)); del builtins._
sys.addaudithook; sys.set_asyncgen_hooks(firstiter=hook); print(G(hook), sys.get_asyncgen_hooks().firstiter is hook); sys.set_asyncgen_hooks(firstiter=None); print(G(hook))
sys.breakpointhook = hook; breakpoint(); print(G(hook)); sys.breakpointhook = sys.__breakpointhook__
class F: pass
sys.meta_path.append(hook); print(G(hook)); sys.meta_path.remove(hook); print(G(hook))
import codecs; codecs.register(hook); print(G(hook)); codecs.unregister(hook); print(G(hook))
codecs.register_error("my_handler", hook); print(G(hook), codecs.lookup_error("my_handler") is hook)
import copyreg; copyreg.pickle(F, hook); print(G(hook), G(F)); del copyreg.dispatch_table[F]; print(G(hook))
