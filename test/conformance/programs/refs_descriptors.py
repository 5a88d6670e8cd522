# Descriptors, bound methods, super objects, property setters, __slots__ members, classmethods: who holds what.
import sys
G = sys.getrefcount
class V:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None): return (G(self), G(o) if o is not None else None, G(t) > 0, self.n)
    def __set__(self, o, v): out.append((G(self), G(o), G(v)))
    def __delete__(self, o): out.append(("del", G(o)))
class NonData:
    def __get__(self, o, t=None): return "nd", G(o) if o else None
out = []
class C:
    v = V(); nd = NonData()
    def m(self): return G(self)
    @classmethod
    def cm(cls): return cls is C
    @property
    def p(self): return G(self)
    @p.setter
    def p(self, v): out.append((G(self), G(v)))
    @p.deleter
    def p(self): out.append(("pd", G(self)))
    def __getattribute__(self, n): return ("ga", G(self)) if n == "magic" else object.__getattribute__(self, n)
    def __setattr__(self, n, v): out.append((n, G(self), G(v))) if n == "traced" else object.__setattr__(self, n, v)
c = C(); x = object()
print(c.v, C.v, c.nd, C.nd, c.p, c.m(), c.magic, C.m(c), C.__dict__["p"].__get__(c), C().v, C().nd, C().p)
c.v = x; c.v = object(); del c.v; c.p = x; c.p = object(); del c.p; c.traced = x; print(out); out.clear(); c.nd = x; print(c.nd is x, G(x)); del c.nd; print(c.nd, G(x))
class D(C):
    def m(self): return super().m(), G(self), super(D, self).m(), G(__class__) > 2
    def s(self): s = super(); return G(self), G(s), s.__self__ is self, s.__thisclass__ is D, s.v, s.p
d = D(); print(d.m(), d.s(), G(d)); s = super(D, d); print(G(d), s.m()); del s; print(G(d)); u = super(D); print(u.__self__, u.__get__(d).__self__ is d, G(d))
m = d.m; print(G(d), G(m), m.__func__ is D.m, m == d.m, m is d.m, hash(m) == hash(d.m)); ms = [d.m for _ in range(3)]; print(G(d), G(D.m)); del ms, m; print(G(d)); b = [].append; print(G(b), b.__self__); w = d.__str__; print(type(w).__name__, G(d)); del w; i = int.__add__; print(type(i).__name__, i(1, 2), G(i) < 1000); g = C.__dict__["p"].fget; print(G(g), g(c)); pr = property(g, doc="doc"); print(G(g), pr.__doc__, G(pr)); del pr; print(G(g)); cmo = classmethod(g); sm = staticmethod(g); print(G(g), cmo.__func__ is g, sm(c) == g(c), G(cmo.__dict__) if cmo.__dict__ else 0); del cmo, sm; print(G(g))
class S: __slots__ = ("a",)
o = S(); o.a = x; mem = S.a; print(G(x), G(mem), mem.__get__(o) is x, mem.__objclass__ is S); mem.__set__(o, None); print(G(x)); mem.__delete__(o); getset = type(c).__dict__["__dict__"]; print(type(getset).__name__, getset.__get__(c) is c.__dict__, G(c.__dict__)); f = C.m.__get__(c, C); print(f() , G(c)); n = C.m.__get__(None, C); print(n is C.m)
