# types.MappingProxyType and types.SimpleNamespace.
from types import MappingProxyType as M, SimpleNamespace as N
d = {"a": 1, "b": 2}
m = M(d)
n = N(x=1, y="two")
class Sub(N): pass
class Miss(dict):
    def __missing__(self, k): return k
def setd(o, k, v): setattr(o, k, v); return o
def dele(o, k): delattr(o, k); return o
import copy
CASES = r"""
m["a"], m.get("z"), m.get("z", 3), len(m), list(m), "a" in m, m == d, m == M(d), m != {}, m | {"c": 3}, {"c": 3} | m, m.copy(), type(m.copy()), list(reversed(m)), m.keys(), m.values(), m.items(), repr(m), str(m), bool(M({})), bool(m)
m["z"]
m.__setitem__
m.pop
M(d).__delitem__
M(5)
M([])
M("a")
M()
M(d, d)
M(M(d)) == m, M(Miss())["q"], hash(M({})) if 0 else 1, M({1: []})[1], m.__class_getitem__(int), isinstance(m, __import__("collections").abc.Mapping), dict(m), {**m}, (lambda **k: k)(**m)
hash(m)
hash(M(N(a=1))) if 0 else 1
m < m
m.foo
m | 5
[1] | m
m.__ior__({})
type(int.__dict__).__name__, type(m) is type(int.__dict__), int.__dict__["real"].__class__.__name__, "__add__" in vars(int)
vars(int)["x"]
(d.update(c=3), m["c"], len(m), d.pop("c"))[1:3]
type("T", (M,), {})
M(mapping=d)["a"]
n, n.x, n == N(y="two", x=1), n != N(x=1), n == 5, repr(N()), N(**{"a b": 1, "class": 2}), vars(n), N({"q": 1}), N([("k", 1)], k=2), N({}), Sub(a=1), repr(Sub()), setd(N(), "z", N(w=N())), dele(N(a=1, b=2), "a")
N(1)
N({1: 2})
N({}, {})
N([("a",)])
N().missing
dele(N(), "q")
n < n
hash(N())
N(a=1).__reduce__(), Sub(b=2).__reduce__()[1:], copy.copy(n) == n, copy.replace(n, x=5), copy.replace(n, q=1)
copy.replace(N(), 5)
(lambda s: (setd(s, "me", s), repr(s))[1])(N()), (lambda a, b: (setd(a, "o", b), setd(b, "o", a), repr(a))[2])(N(), N()), N(b=1, a=2), N(**{"x": 1}).__dict__ is not None, [k for k in dir(n) if not k.startswith("_")], N.__doc__.split("\n")[0]
setd(n, "__dict__", {"new": 1})
N(__class__=5)
N(a=[1]).__eq__(N(a=[1])), N(a=1).__lt__(N(a=2)), N(a=1) < N(a=2), N(a=2) >= N(a=1)
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
