# Callbacks run newest first; errors in them; callbacks that kill or make other references.
import weakref, sys, gc
class C: pass
log = []
c = C(); rs = [weakref.ref(c, lambda r, i=i: log.append((i, r()))) for i in range(5)]; del c; print(log); log.clear()
c = C(); a = weakref.ref(c, lambda r: log.append("a")); p = weakref.proxy(c, lambda r: log.append("p")); b = weakref.ref(c, lambda r: log.append("b")); del c; print(log); log.clear()
c = C(); a = weakref.ref(c, lambda r: log.append("a")); b = weakref.ref(c, lambda r: log.append("b")); del a; del c; print(log); log.clear()
def killer(r): log.append("killer"); holder.clear()
c = C(); holder = [weakref.ref(c, lambda r, i=i: log.append(i)) for i in range(3)]; k = weakref.ref(c, killer); del c; print(log); log.clear()
sys.unraisablehook = lambda u: log.append((type(u.exc_value).__name__, u.object is bad, u.err_msg))
def bad(r): raise ValueError
c = C(); x = weakref.ref(c, bad); y = weakref.ref(c, lambda r: log.append("y")); del c; print(log); log.clear()
class D:
    def __del__(self): log.append(("del", w() is self, weakref.getweakrefcount(self))); self.late = weakref.ref(self, lambda r: log.append("late"))
d = D(); w = weakref.ref(d, lambda r: log.append("cb")); del d; print(log); log.clear()
class R:
    def __del__(self): saved.append(self)
saved = []; r = R(); w = weakref.ref(r, lambda _: log.append("dead")); del r; print(w() is saved[0], log); saved.clear(); print(w(), log); log.clear()
class Owner: pass
o = Owner(); c = C(); o.ref = weakref.ref(c, lambda r: log.append("owner")); del o; del c; print(log)
c = C(); c.own = weakref.ref(c, lambda r: log.append("own")); del c; print(log); log.clear()
c1 = C(); c2 = C(); w1 = weakref.ref(c1, lambda r: log.append(("1", w2() is None))); w2 = weakref.ref(c2, lambda r: log.append(("2", w1() is None))); l = [c1, c2]; del c1, c2; l.clear(); print(log); log.clear()
c = C(); n = weakref.ref(c, lambda r: log.append((r is n, r.__callback__, r()))); del c; print(log, n.__callback__); log.clear()
def f():
    c = C(); ws.append(weakref.ref(c, lambda r: log.append("local"))); return 1
ws = []; f(); print(log); log.clear(); c = C(); ws = weakref.finalize(c, log.append, "fin"); wr = weakref.ref(c, lambda r: log.append("ref")); del c; print(log, ws.alive)
