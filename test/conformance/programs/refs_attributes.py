# Counts of objects reached through every kind of attribute.
import sys
G = sys.getrefcount
v = object()
class C:
    cls = v
    def __init__(self): self.a = v
    @property
    def p(self): return v
    @property
    def q(self): return G(self)
    def __getattr__(self, name):
        if name == "dyn": return G(self)
        raise AttributeError(name)
class S:
    __slots__ = ("a",)
    def __init__(self): self.a = v
class D:
    def __get__(self, o, t): return G(o), G(self)
    def __set__(self, o, val): self.n = G(val), G(o)
class E:
    d = D()
print(G(v))
c = C(); s = S(); e = E()
print(G(v), G(c.a), G(s.a), G(C.cls), G(c.cls), G(c.p))
print(c.q, C().q, c.dyn, C().dyn, getattr(c, "dyn"))
print(e.d, E().d, getattr(e, "d"))
e.d = v
print(E.__dict__["d"].n)
e.d = object()
print(E.__dict__["d"].n)
setattr(e, "d", []); print(E.__dict__["d"].n)
print(G(getattr(c, "a")), G(vars(c)["a"]), G(c.__dict__["a"]))
try: c.missing
except AttributeError as ex: print(ex.obj is c, G(c), ex.name)
print(G(c))
c.b = c.a
print(G(v)); del c.b; del c.a; print(G(v)); del s.a; print(G(v))
del C.cls; print(G(v))
print(hasattr(c, "zz"), G(c), getattr(c, "zz", v) is v, G(v))
