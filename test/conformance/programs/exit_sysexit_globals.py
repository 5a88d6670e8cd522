# sys.exit keeps the main module referenced: its names are cleared one by one, underscored first.
import sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, "later" if later is not None else None)
later = 1
b = D("b")
_u = D("_u")
a = D("a")
lst = [D("l0"), D("l1")]
def f(): return a
__x__ = D("__x__")
cyc = D("cyc"); cyc.me = cyc
print("before exit")
try: sys.exit(3)
finally: print("finally")
