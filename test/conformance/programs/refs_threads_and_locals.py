# A thread's target, arguments and its local storage: who holds them before, during, after.
import sys, threading, gc
G = sys.getrefcount
o = object()
def work(a):
    seen.append((G(a), G(threading.current_thread()) > 1))
seen = []
t = threading.Thread(target=work, args=(o,))
print(G(o)); t.start(); t.join(); print(seen, G(o), hasattr(t, "_target"), hasattr(t, "_args")); del t
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, threading.current_thread().name != "MainThread")
loc = threading.local(); loc.x = D("main")
def use():
    loc.x = D("thread"); loc.y = o
    seen.append((G(o), sorted(loc.__dict__)))
t = threading.Thread(target=use); t.start(); t.join()
print(seen[-1], G(o), sorted(loc.__dict__), G(loc))
del loc.x; print(G(loc.__dict__))
class L(threading.local):
    count = 0
    def __init__(self, v): self.v = v; L.count += 1
l = L(o); print(G(o), L.count, l.v is o)
t = threading.Thread(target=lambda: seen.append(l.v is o)); t.start(); t.join(); print(seen[-1], L.count, G(o))
del l; print(G(o))
def fail(a): raise ValueError(a)
threading.excepthook = lambda args: print("hook", type(args).__name__, args.exc_type.__name__, G(args.exc_value) , G(o))
t = threading.Thread(target=fail, args=(o,)); t.start(); t.join(); print(G(o)); del t; print(G(o))
lock = threading.Lock()
with lock: print(G(lock), lock.locked())
print(G(lock)); e = threading.Event(); print(G(e), G(e._cond), G(e._cond._lock)); c = threading.Condition(); print(G(c._lock))
