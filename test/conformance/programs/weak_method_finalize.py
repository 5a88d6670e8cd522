# WeakMethod follows both object and function; finalize objects: alive, detach, peek, order at exit.
import weakref, gc, sys
class C:
    def m(self): return 1
    def __del__(self): log.append("del")
log = []
c = C(); w = weakref.ref(c.m); print(w()); wm = weakref.WeakMethod(c.m, lambda r: log.append("wm")); print(wm()() , wm() == c.m, wm() is wm(), sys.getrefcount(c)); del c; print(wm(), log); log.clear()
c = C(); wm = weakref.WeakMethod(c.m); wm2 = weakref.WeakMethod(c.m); print(wm == wm2, wm != wm2, hash(wm) == hash(wm2)); del C.m; print(wm() is None, log); del c; log.clear(); print(wm == wm2)
try: weakref.WeakMethod(len)
except TypeError as e: print(e)
c = C(); f = weakref.finalize(c, lambda *a, **k: log.append((a, k)) or "result", 1, x=2); print(f.alive, f.peek()[0] is c, f.peek()[2:], f.atexit, sys.getrefcount(c)); print(f(), f.alive, f(), f.peek(), f.detach(), log); log.clear(); del c; print(log); log.clear()
c = C(); f = weakref.finalize(c, log.append, "never"); d = f.detach(); print(d[0] is c, d[2:], f.alive); del d, c; print(log); log.clear()
c = C(); fs = [weakref.finalize(c, log.append, i) for i in range(3)]; del c; print(log, [f.alive for f in fs]); log.clear()
c = C(); c.me = c; f = weakref.finalize(c, log.append, "cyclic"); del c; print(f.alive, log); gc.collect(); print(f.alive, log); log.clear()
def boom(): raise ValueError
sys.unraisablehook = lambda u: log.append(type(u.exc_value).__name__)
c = C(); weakref.finalize(c, boom); del c; print(log); log.clear()
a = C(); b = C(); f1 = weakref.finalize(a, print, "first"); f2 = weakref.finalize(b, print, "second"); f3 = weakref.finalize(b, print, "not at exit"); f3.atexit = False; f4 = weakref.finalize(a, print, "third")
print(f1, f1 is f2) if 0 else print(len(weakref.finalize._registry), repr(f1).startswith("<finalize object at"), f3.atexit)
