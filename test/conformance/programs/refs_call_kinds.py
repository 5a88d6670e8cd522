# What each kind of call adds to the reference count of its argument while the callee runs.
import sys
G = sys.getrefcount
x = object()
def pos(a): return G(a)
def kw(*, a): return G(a)
def star(*args): return G(args[0]), G(args)
def dstar(**kw): return G(kw["a"]), G(kw)
def default(a=x): return G(a)
def posonly(a, /): return G(a)
def mixed(a, *args, b, **kw): return G(a), G(b), G(args), G(kw)
class C:
    def __call__(self, a): return G(a), G(self)
    def m(self, a): return G(a), G(self)
    @classmethod
    def c(cls, a): return G(a)
    @staticmethod
    def s(a): return G(a)
    def __init__(self, a=None): self.n = G(a)
print(G(x), pos(x), pos(a=x), kw(a=x), posonly(x))
print(star(x), star(*[x]), star(*(x,)), dstar(a=x), dstar(**{"a": x}))
print(default(), default(x), mixed(x, b=x), mixed(x, x, x, b=x, c=x))
c = C()
print(c(x), c.m(x), C.m(c, x), C.c(x), c.c(x), C.s(x), c.s(x))
bound = c.m
print(bound(x), bound(*[x]), bound(**{"a": x}), G(c))
print(C(x).n, C(a=x).n, C(*[x]).n, C(**{"a": x}).n, type.__call__(C, x).n)
from functools import partial
print(partial(pos, x)(), partial(pos)(x), partial(kw, a=x)(), partial(c.m, x)())
print((lambda a: G(a))(x), list(map(pos, [x])), next(map(G, (x,))), max([x], key=pos) is x)
print(G(x))
