# At exit the main module's names are cleared although functions and classes still refer to its dict.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, helper() if helper else "no helper", type(other).__name__)
def helper(): return "helped"
first = D("first")
_private = D("_private")
class K:
    inst = None
    def m(self): return first
K.inst = D("class attribute")
def user(d=D("default")): return first, second
second = D("second")
closure = (lambda x: lambda: x)(D("closed over"))
gen = (x for x in [D("in generator")]); next(gen)
other = object()
cyc = D("cycle"); cyc.me = cyc
last = D("last")
print("end")
