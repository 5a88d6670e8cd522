# SystemExit raised in the depths: finally blocks, with blocks and locals on its way, exit codes as objects.
import atexit
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, *a): print("exit", self.n, a[0].__name__, a[1].code.n)
    def __str__(self): return "code object"
def gen():
    try: yield 1
    finally: print("gen finally")
it = gen(); next(it)
def f():
    a = D("f.a")
    try:
        with D("ctx"): raise SystemExit(D("code"))
    finally: print("finally")
atexit.register(print, "atexit")
try: f()
except Exception: print("never")
finally: print("outer finally")
