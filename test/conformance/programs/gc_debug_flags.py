# gc.set_debug: what is saved in gc.garbage; flags and their values.
import gc, weakref
gc.disable(); gc.collect()
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK, gc.get_debug())
class C:
    def __init__(self, n): self.n = n
    def __repr__(self): return "C(%r)" % self.n
gc.set_debug(gc.DEBUG_SAVEALL); print(gc.get_debug())
c = C(1); c.me = c; l = []; l.append(l); d = {"a": 1}; d["d"] = d; del c, l, d
n = gc.collect(); print(n, len(gc.garbage), [type(o).__name__ for o in gc.garbage])
c = C(2); c.__dict__; c.me = c; t = ([],); t[0].append(t); del c, t; print(gc.collect(), [type(o).__name__ for o in gc.garbage[n:]])
gc.set_debug(0); print(gc.collect(), len(gc.garbage)); gc.garbage.clear(); print(gc.collect(), gc.garbage)
class D:
    def __del__(self): print("del")
gc.set_debug(gc.DEBUG_SAVEALL); x = D(); x.me = x; del x; print(gc.collect(), [type(o).__name__ for o in gc.garbage]); gc.garbage.clear(); gc.set_debug(0); print(gc.collect())
gc.set_debug(gc.DEBUG_SAVEALL); x = C(3); x.me = x; w = weakref.ref(x, lambda r: print("callback")); del x; print(gc.collect(), w() is None, gc.garbage); del gc.garbage[:]; gc.set_debug(0); print(gc.collect())
gc.garbage.append("mine"); print(gc.collect(), gc.garbage); gc.garbage.clear()
try: gc.set_debug("x")
except TypeError as e: print(type(e).__name__)
try: gc.set_debug()
except TypeError as e: print(type(e).__name__)
gc.set_debug(gc.DEBUG_UNCOLLECTABLE); print(gc.get_debug(), gc.collect()); gc.set_debug(0)
