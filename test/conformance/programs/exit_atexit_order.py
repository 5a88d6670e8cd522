# atexit: last registered first, arguments, exceptions, registration while running; then finalizers and globals.
import atexit, weakref, sys, threading
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
g = D("global")
def show(*a, **k): print("atexit", a, k, g.n)
atexit.register(show, 1)
atexit.register(show, 2, k=3)
@atexit.register
def decorated(): print("decorated")
def more(): atexit.register(show, "registered late"); print("more")
atexit.register(more)
def bad(): raise ValueError("in atexit")
atexit.register(bad)
atexit.register(show, "gone"); atexit.unregister(show); atexit.register(show, "again")
weakref.finalize(g, print, "finalizer of g")
f = weakref.finalize(D("t"), print, "finalizer of t"); print("alive", f.alive)
class Holder:
    def __call__(self, d): print("holder", d.n)
atexit.register(Holder(), D("argument"))
threading._register_atexit(print, "threading atexit")
t = threading.Thread(target=print, args=("thread ran",)); t.start(); t.join()
sys.exit("message to stderr")
