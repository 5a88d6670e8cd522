# Operators: references to both operands inside their special methods.
import sys
G = sys.getrefcount
class V:
    def __init__(self, n=0): self.n = n
    def _r(self, o): return "%d/%d" % (G(self), G(o))
    __add__ = __sub__ = __matmul__ = __and__ = __lt__ = __floordiv__ = _r
    def __eq__(self, o): print("eq", G(self), G(o)); return True
    def __hash__(self): print("hash", G(self)); return 1
    def __radd__(self, o): return "r%d/%d" % (G(self), G(o))
    def __iadd__(self, o): print("iadd", G(self), G(o)); return self
    def __neg__(self): return G(self)
    def __bool__(self): print("bool", G(self)); return True
    def __len__(self): return G(self)
    def __getitem__(self, k): return G(self), G(k)
    def __setitem__(self, k, v): print("set", G(self), G(k), G(v))
    def __delitem__(self, k): print("delitem", G(self), G(k))
    def __contains__(self, k): print("in", G(self), G(k)); return True
    def __iter__(self): print("iter", G(self)); return iter(())
    def __repr__(self): return "V%d" % G(self)
    def __format__(self, s): return "F%d" % G(self)
    def __call__(self): return G(self)
    def __index__(self): return G(self)
    def __enter__(self): return G(self)
    def __exit__(self, *a): print("exit", G(self), G(a))
a = V(); b = V(); k = "k-k" + str(1)
print(a + b, a - b, a @ b, a & b, a < b, a > b, a // V(), V() + V(), 1 + a, [] + a if 0 else None)
print(a == b, a != b, a == 1); a += b; a += V(); print(-a, -V(), len(a), bool(a), not a)
print(a[k], a[k, 1], a[0:1]); a[k] = b; a[k] = V(); del a[k]; print(k in a, b in a, [*a], list(a))
print(repr(a), str(a), f"{a}", f"{a!r}", "%s" % a, "{}".format(a), [a], (a,), {1: a})
print(a(), V()(), [0] * 20 is not None, range(50)[a], hex(a), a and 1, a or 1, 1 if a else 2)
with a as n: print(n)
with V() as n: print(n)
d = {a: 1}; print(d[a], d[b], a in d, d.get(b)); s = {a}; print(b in s); l = [a]; print(b in l, l.index(b), l.count(a)); print(G(a), G(b))
