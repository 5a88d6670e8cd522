# sys.last_exc keeps the failed frames until sys itself is cleared.
import sys, atexit
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def f():
    local = D("f local")
    return 1 / 0
def at():
    print(type(sys.last_exc).__name__, sys.last_exc is sys.last_value, sys.last_exc.__traceback__ is sys.last_traceback, sys.last_type)
atexit.register(at)
g = D("global")
f()
