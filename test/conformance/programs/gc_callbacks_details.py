# gc.callbacks: phases, information, exceptions in callbacks, changes of the list, collections within.
import gc, sys
class C: pass
gc.disable(); gc.collect()
def mk(n):
    for _ in range(n): c = C(); c.me = c
log = []
def a(phase, info): log.append(("a", phase, dict(info)))
def b(phase, info): log.append(("b", phase)); 
gc.callbacks.extend([a, b]); mk(3); print(gc.collect(1)); print(log); log.clear()
def nested(phase, info): log.append(("nested", phase, gc.collect()))
gc.callbacks[:] = [nested]; mk(2); print(gc.collect(), log); log.clear()
def bad(phase, info): raise ValueError(phase)
sys.unraisablehook = lambda u: log.append((u.err_msg, type(u.exc_value).__name__, str(u.exc_value), u.object))
gc.callbacks[:] = [bad, b]; print(gc.collect()); print([l if l[0] == "b" else (l[0] and l[0][:30], l[1], l[2], l[3] is bad) for l in log]); log.clear()
def remover(phase, info): log.append(phase); gc.callbacks.remove(remover)
gc.callbacks[:] = [remover, b]; gc.collect(); print(log); log.clear(); gc.collect(); print(log); log.clear()
class Fin:
    def __del__(self): log.append("del")
f = Fin(); f.me = f; del f
import weakref
w = C(); w.me = w; r = weakref.ref(w, lambda _: log.append("weakref")); del w
gc.callbacks[:] = [lambda p, i: log.append((p, i["collected"]))]; gc.collect(); print(log); gc.callbacks.clear()
i = {}; gc.callbacks.append(lambda p, info: i.setdefault(p, info)); gc.collect(); gc.callbacks.clear(); print(sorted(i), i["start"] is i["stop"], sorted(i["start"]))
gc.callbacks.append(5); log.clear(); gc.collect(); print(log[0][1:3]); gc.callbacks.clear()
try: gc.callbacks = None
finally: print(gc.callbacks); gc.collect()
