# A class statement: namespace, bases, metaclass, qualified names and subclass lists.
import sys, gc
G = sys.getrefcount
class A: pass
print(G(A), G(A.__dict__), G(A.__mro__), G(A.__bases__), len(A.__mro__))
class B(A): pass
print(G(A), G(B), G(B.__mro__), G(B.__bases__), A.__subclasses__() == [B])
a = A(); print(G(A)); L = [A() for _ in range(10)]; print(G(A)); del L, a; print(G(A))
class M(type):
    def __new__(m, name, bases, ns):
        r = G(ns), G(bases), G(m)
        c = super().__new__(m, name, bases, ns)
        c.r = r, G(ns), G(c)
        return c
class C(metaclass=M): x = 1
print(C.r, G(C), G(M))
class P:
    def m(self): return __class__
    n = 1
print(G(P), P.m.__closure__[0].cell_contents is P, G(P.m.__closure__[0]))
del P; print(gc.collect() > 0)
def build():
    v = []
    class L:
        ref = v
        def f(self): return v
    return L, G(v)
L, n = build(); print(n, G(L.ref), G(L)); del L
class Meta(type):
    @classmethod
    def __prepare__(m, name, bases): return {"seed": bases}
class D(A, metaclass=Meta): pass
print(G(D.seed), D.seed is D.__bases__, G(D.__bases__), D.seed is D.__orig_bases__ if hasattr(D, "__orig_bases__") else None)
class H:
    def __init_subclass__(cls, **kw): cls.n = G(cls); super().__init_subclass__(**kw)
class I(H): pass
print(I.n, G(I))
class N:
    def __set_name__(self, owner, name): self.n = G(owner), G(self), name
class O: d = N()
print(O.d.n, G(O), G(O.d))
T = type("T", (A,), {"v": []}); print(G(T), G(T.v), G(A)); del T, B, D; gc.collect(); print(G(A), A.__subclasses__())
