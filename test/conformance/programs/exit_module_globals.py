# Interpreter exit: names of __main__ die in order, underscored ones first; None afterwards.
import sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, other)
other = 1
b = D("b")
_under = D("_under")
__dunder = D("__dunder")
__special__ = D("__special__")
a = D("a")
_2 = D("_2")
Z = D("Z")
lst = [D("in list 1"), D("in list 2")]
dct = {"k": D("in dict")}
def func(x=D("default")): return x
func.attr = D("func attr")
class K: attr = D("class attr")
inst = K(); inst.v = D("inst attr")
sys.stored = D("in sys")
import builtins; builtins.stored = D("in builtins")
print("end of script")
