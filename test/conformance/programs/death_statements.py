# When temporaries die: expression statements, arguments, comparisons, chained calls, assignment targets.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
    def m(self, *a): print("m", end="; "); return self
    def __add__(self, o): return D(self.n + o.n)
    def __getitem__(self, k): return D("item")
    def __bool__(self): print("bool", end="; "); return True
    def __eq__(self, o): print("eq", end="; "); return True
    def __lt__(self, o): print("lt", end="; "); return False
    def __iter__(self): return iter([D("it1"), D("it2")])
    def __contains__(self, x): print("in", end="; "); return True
    def __hash__(self): return 1
D("expr"); print()
D("a").m(D("arg")).m(); print()
D("a") + D("b") + D("c"); print()
D("x")[D("key")]; print()
x = D("one"); x = D("two"); print("|", end=" "); x = x + x; print("|", end=" "); del x; print()
D("a") == D("b") == D("c"); print()
D("a") < D("b") < D("c"); print()
D("a") and D("b"); print()
D("a") or D("b"); print()
D("t") if D("cond") else D("f"); print()
D("el") in D("cont"); print()
a, b = D("seq"); print("|", end=" "); a, b = b, a; del a; print("|", end=" "); del b; print()
try: a, b, c = D("seq")
except ValueError: print("short", end="; ")
print()
for v in D("iter"): print("body", end="; ")
print("|", end=" "); del v; print()
print(f"{D('f').n} {D('g').n}", end=" "); print()
l = [D("l0"), D("l1")]; l[0] = l[1]; print("|", end=" "); l[:] = [D("new")]; print("|", end=" "); del l[0]; print()
d = {}; d[D("k1")] = D("v1"); d[D("k2")] = D("v2"); print("|", end=" "); d.clear(); print()
def f(*a, **k): print("f", end="; ")
f(D("1"), *[D("2")], k=D("3"), **{"z": D("4")}); print()
(lambda p: print("lambda", end="; "))(D("p")); print()
if (w := D("walrus")): pass
print("|", end=" "); del w; print()
while D("while"): break
print()
with __import__("contextlib").nullcontext(D("ctx")) as c: print("body", end="; ")
print("|", end=" "); del c; print()
match D("subject"):
    case int(): pass
    case D(n=name): print(name, end="; ")
print()
assert D("assert"); print(); del D("del").n if 0 else None or [D("z")][0].n; print()
