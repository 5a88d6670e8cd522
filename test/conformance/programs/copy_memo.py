# copy and deepcopy: the memo, shared and recursive structures, hooks, reference counts left behind.
import copy, sys
G = sys.getrefcount
a = [1, [2]]; memo = {}; b = copy.deepcopy(a, memo); print(b == a, b[1] is a[1], len(memo), id(a) in memo, memo[id(memo)][0] is a[1] or memo[id(memo)][-1] is a, G(a)); del memo; print(G(a), G(b))
r = []; r.append(r); s = copy.deepcopy(r); print(s[0] is s, s is r); d = {}; d["d"] = d; e = copy.deepcopy(d); print(e["d"] is e); t = ([],); t[0].append(t); u = copy.deepcopy(t); print(u[0][0] is u, u is t)
x = object(); l = [x] * 3; m = copy.copy(l); print(G(x)); n = copy.deepcopy([[x2 := []] * 2] * 2); print(n[0] is n[1], n[0][0] is n[1][1], n[0][0] is x2)
for o in (1, "s", None, int, len, lambda: 0, (), (1, 2), frozenset([1]), range(3), b"x", 1.5, ..., type, copy, slice(1)):
    try: print(copy.copy(o) is o, copy.deepcopy(o) is o, end="; ")
    except TypeError as ex: print(ex, end="; ")
print()
class C:
    def __init__(self, v): self.v = v; self.me = self
    def __copy__(self): print("copy"); return C(self.v)
    def __deepcopy__(self, memo): print("deepcopy", len(memo)); c = C.__new__(C); memo[id(self)] = c; c.v = copy.deepcopy(self.v, memo); c.me = copy.deepcopy(self.me, memo); return c
c = C([1]); k = copy.copy(c); print(k.v is c.v); k = copy.deepcopy([c, c]); print(k[0] is k[1], k[0].me is k[0], k[0].v is c.v)
class P:
    def __init__(self): self.d = {"k": self}; self.l = [self.d]
p = P(); q = copy.deepcopy(p); print(q.d["k"] is q, q.l[0] is q.d); q = copy.copy(p); print(q.d is p.d, sys.getsizeof(q), G(p.d))
class S:
    __slots__ = ("a", "b")
s = S(); s.a = [1]; v = copy.copy(s); w = copy.deepcopy(s); print(v.a is s.a, w.a is s.a, hasattr(w, "b"))
class R:
    def __reduce__(self): print("reduce"); return R, (), {"st": 1}
    def __setstate__(self, st): print("setstate", st)
copy.copy(R()); copy.deepcopy(R())
class L(list):
    def append(self, v): print("append", v); super().append(v)
l = L([1, 2]); l.x = [3]; m = copy.copy(l); print(m, m.x is l.x); m = copy.deepcopy(l); print(m, m.x is l.x)
class N(dict): pass
n = N(a=[1]); n.z = 1; o = copy.deepcopy(n); print(type(o).__name__, o, o.z, o["a"] is n["a"]); import collections
dq = collections.deque([[1]], 3); e = copy.copy(dq); f = copy.deepcopy(dq); print(e, e[0] is dq[0], f[0] is dq[0], f.maxlen, copy.copy(collections.defaultdict(list, a=1)), copy.deepcopy(collections.OrderedDict(a=[1])), copy.copy(collections.Counter("ab")))
ex = ValueError("a", [1]); ex.n = 1; y = copy.copy(ex); print(repr(y), y.n, y.args[1] is ex.args[1]); z = copy.deepcopy(ex); print(z.args[1] is ex.args[1]); m1 = c.__init__; m2 = copy.deepcopy(m1) if 0 else copy.copy(m1); print(m1 is m2, m1 == m2)
print(copy.replace(__import__("types").SimpleNamespace(a=1, b=2), a=5)); 
try: copy.deepcopy((i for i in ()))
except TypeError as ex: print(ex)
