# dataclasses: fields, defaults, factories, frozen, slots, replace, asdict: sizes and reference counts.
import dataclasses as dc, sys, gc, copy
G = sys.getrefcount; S = sys.getsizeof
o = object()
@dc.dataclass
class A:
    x: object
    y: object = o
    z: list = dc.field(default_factory=list)
a = A(o); b = A(o); print(G(o), a.z is b.z, G(a.z), S(a), S(a.__dict__), a == b, A.y is o)
del a, b; print(G(o))
@dc.dataclass(slots=True)
class Sl:
    x: object
    y: object = o
s = Sl(o); print(S(s), hasattr(s, "__dict__"), Sl.__slots__, G(o), type(Sl.y).__name__)
@dc.dataclass(slots=True, weakref_slot=True)
class Ws: x: int = 1
print(S(Ws()), Ws.__slots__)
@dc.dataclass(frozen=True, order=True)
class F:
    x: int
    y: tuple = (1, 2)
f = F(1)
try: f.x = 2
except dc.FrozenInstanceError as e: print(e)
print(hash(f) == hash(F(1)), f < F(2), f.y is F(3).y, dc.replace(f, x=5), dc.astuple(f), dc.asdict(f), {f: 1}[F(1)])
@dc.dataclass
class N:
    l: list
    d: dict
    n: object = None
l = [1]; d = {"k": l}; n = N(l, d, N(l, d)); t = dc.asdict(n); print(t, t["l"] is l, t["d"]["k"] is l); u = dc.astuple(n); print(u[0] is l, G(l), G(d)); v = copy.deepcopy(n); print(v.l is v.d["k"], v.n.l is v.l); w = copy.replace(n, l=None); print(w.d is d)
print([f.name for f in dc.fields(N)], dc.fields(N) is dc.fields(N), dc.fields(N)[0] is N.__dataclass_fields__["l"], dc.fields(N)[2].default, dc.fields(N)[0].default is dc.MISSING, S(dc.fields(N)[0]))
try:
    @dc.dataclass
    class Bad: x: list = []
except ValueError as e: print(e)
@dc.dataclass(kw_only=True)
class K(A):
    w: int = 0
k = K(x=o, w=1) if 0 else K(o, w=1); print(k.w, K.__match_args__, [f.kw_only for f in dc.fields(K)])
class Post: pass
@dc.dataclass
class I:
    a: dc.InitVar[object]
    b: object = dc.field(init=False)
    def __post_init__(self, a): self.b = [a, G(a)]
i = I(o); print(i.b[1], hasattr(i, "a"), dc.asdict(i)["b"][0] is o if 0 else len(dc.fields(i))); m = dc.make_dataclass("M", [("q", int, 5)]); print(m(), S(m()), S(m) > 1000); w = n; n.n = n
print(repr(n)[:40], gc.is_tracked(n)); del n, w, v; print(gc.collect())
