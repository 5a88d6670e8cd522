# Interpreter exit: cycles among globals, cycles that are garbage already, and resurrected objects.
import gc, weakref
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def cycle(n):
    a = N(n + "1"); b = N(n + "2"); a.o = b; b.o = a
    return a
gc.disable()
keep = cycle("kept")
cycle("lost")
self_ref = N("self"); self_ref.me = self_ref
saved = []
class R:
    def __del__(self): print("R"); saved.append(self)
r = R()
late = N("late")
w = weakref.ref(late, lambda _: print("late callback"))
fin = N("finalized"); weakref.finalize(fin, print, "finalize at exit")
lst = []; lst.append(lst); lst.append(N("in cyclic list"))
def f(): return f, cyc
cyc = N("closed over")
print("end")
