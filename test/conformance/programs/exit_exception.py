# A script that ends with an exception: what the traceback keeps alive until when.
import sys, atexit
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def f():
    local = D("f local")
    raise ValueError(D("arg"))
def hook(t, v, tb):
    print("hook", t.__name__, sorted(tb.tb_next.tb_frame.f_locals), v.args[0].n)
sys.excepthook = hook
atexit.register(print, "atexit")
g = D("global")
def main():
    m = D("main local")
    f()
main()
