# Proxies: operators, attributes, truth, hashing, callables, and what happens after death.
import weakref, sys
class C:
    def __init__(self, v): self.v = v
    def __add__(self, o): return ("add", type(o).__name__)
    def __radd__(self, o): return ("radd", type(o).__name__)
    def __iadd__(self, o): self.v += o; return self
    def __len__(self): return self.v
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): self.v = v
    def __contains__(self, k): return k == 1
    def __iter__(self): return iter([self.v])
    def __bool__(self): return False
    def __eq__(self, o): return ("eq", type(self).__name__)
    def __call__(self, *a): return sys.getrefcount(self), a
    def __str__(self): return "str"
    def __index__(self): return 3
    def m(self): return sys.getrefcount(self)
    def __matmul__(self, o): return "mm"
    __hash__ = None
c = C(5); p = weakref.proxy(c)
print(type(p).__name__, p.v, p + 1, 1 + p, p + p, len(p), p["k"], 1 in p, list(p), bool(p), p == 1, str(p), p(1), p.m(), p @ 1, [10, 20, 30, 40][p], int.__index__(p.v))
p["x"] = 9; print(c.v, isinstance(p, C), type(p) is C, p.__class__ is C); p.w = 1; print(c.w, hasattr(p, "zz")); del p.w; print(hasattr(c, "w")); q = p; q += 1; print(type(q).__name__, c.v, q is p)
try: hash(p)
except TypeError as e: print(e)
class D: pass
d = D(); pd = weakref.proxy(d); print(type(pd).__name__, callable(pd), callable(p), repr(pd).startswith("<weakproxy at"), sys.getrefcount(d), weakref.getweakrefcount(d))
for f in (lambda: pd(), lambda: pd + 1, lambda: len(pd), lambda: pd < 1, lambda: iter(pd), lambda: next(pd)):
    try: f()
    except TypeError as e: print(str(e)[:70], end="; ")
print(); del c, q
for f in (lambda: p.v, lambda: p + 1, lambda: len(p), lambda: p(), lambda: str(p), lambda: bool(p), lambda: p == 1, lambda: setattr(p, "v", 1), lambda: list(p)):
    try: f()
    except ReferenceError as e: print(e, end="; ")
print(repr(p).startswith("<weakproxy at"), type(p).__name__)
it = iter(weakref.proxy(x := (i for i in range(3)))); print(next(it)); pg = weakref.proxy(x); print(next(pg), list(pg)); del x
try: weakref.proxy(pg)
except TypeError as e: print(e)
