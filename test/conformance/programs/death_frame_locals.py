# A returning frame lets its locals go first to last, cells and arguments included.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
def f(a, b=None, *args, k=None, **kw):
    x = D("x"); y = D("y")
    def inner(): return z
    z = D("z (cell)"); w = D("w")
    print("body end", end=": ")
f(D("a"), D("b"), D("args"), k=D("k"), m=D("kw")); print()
def g():
    x = D("x1"); x = D("x2"); y = x; del x
    print("end", end=": ")
g(); print()
def early(n):
    a = D("a")
    for i in range(3):
        b = D("b%d" % i)
        if i == n: return D("result")
    else:
        c = D("c")
    print("fell", end=": ")
r = early(1); print("got", r.n, end=": "); del r; print()
early(9); print()
def temp(): return [D("t1"), D("t2")][0]
temp(); print(); t = temp(); print("held", t.n, end=": "); t = None; print()
def swap():
    a = D("a"); b = D("b"); a, b = b, a
    del b; print("-", end=" ")
swap(); print()
def rec(n):
    d = D("r%d" % n)
    if n: rec(n - 1)
rec(3); print()
def fin():
    a = D("a")
    try: return D("ret")
    finally:
        b = D("b"); print("finally", end=": ")
fin(); print()
lam = lambda p, q=D("default"): 1
lam(D("p")); print("|", end=" "); del lam; print()
def star(*a): a = None; print("after", end=": ")
star(D("s1"), D("s2")); print()
