# The TypeErrors of wrong calls of Python functions.
def err(f, *a, **k):
    try: return f(*a, **k)
    except TypeError as e: return str(e)
def p0(): pass
def p2(a, b): return a, b
def d(a, b=2, c=3): return a, b, c
def po(a, b=1, /, c=2, *, d): return a, b, c, d
def po2(a, b, /): return a, b
def kwo(*, x, y, z=1): return x, y, z
def va(a, *args, k, **kw): return a, args, k, kw
def onlykw(**kw): return kw
for call in (lambda: p0(1), lambda: p0(x=1), lambda: p2(), lambda: p2(1), lambda: p2(1, 2, 3), lambda: p2(1, a=2), lambda: p2(b=1), lambda: p2(1, 2, c=3), lambda: d(), lambda: d(1, 2, 3, 4), lambda: d(1, 2, 3, 4, 5, x=1),
             lambda: d(b=1), lambda: d(1, x=2), lambda: d(1, aa=2), lambda: d(1, bb=2), lambda: po(), lambda: po(1), lambda: po(a=1, d=2), lambda: po(1, b=2, d=3), lambda: po(1, a=1, b=2, d=3), lambda: po(1, 2, 3, 4), lambda: po(1, 2, 3, 4, d=5), lambda: po2(1, b=2), lambda: po2(a=1, b=2),
             lambda: kwo(), lambda: kwo(1, x=1), lambda: kwo(x=1), lambda: kwo(1, 2, x=1, y=2), lambda: kwo(1, x=1, y=2, z=3), lambda: va(), lambda: va(1), lambda: va(k=1), lambda: va(1, 2, k=3, a=4), lambda: va(1, 2, k=3, j=4), lambda: onlykw(1), lambda: onlykw(a=1),
             lambda: p2(*(1, 2, 3)), lambda: p2(**{"a": 1, "c": 2}), lambda: (lambda q: q)(), lambda: (lambda *, q: q)(), lambda: kwo(zz=1, x=1, y=1), lambda: p2(1, 2, **{"": 3})):
    print(err(call))
def many(a, b, c, d, e): pass
def kmany(*, a, b, c, d): pass
print(err(many)); print(err(many, 1, 2, 3)); print(err(kmany)); print(err(kmany, a=1)); print(err(kmany, 1, 2)); print(err(many, 1, 2, 3, 4, 5, 6)); print(err(many, e=1, c=2))
class C:
    def m(self, a): pass
    @classmethod
    def c(cls, a): pass
    @staticmethod
    def s(a): pass
    def __init__(self, x): pass
    def noself(): pass
    def __call__(self, q): pass
c = C(1)
for call in (lambda: c.m(), lambda: c.m(1, 2), lambda: C.m(), lambda: C.m(1), lambda: C.c(), lambda: c.c(1, 2), lambda: C.s(), lambda: C(), lambda: C(1, 2), lambda: C(y=1), lambda: c.noself(), lambda: c(), lambda: c(1, 2), lambda: c(1, z=1)): print(err(call))
class D: pass
class E:
    def __new__(cls, a): return object.__new__(cls)
for call in (lambda: D(1), lambda: D(x=1), lambda: E(), lambda: E(1, 2), lambda: object(1), lambda: object(x=1), lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: object.__init__(D(), 1), lambda: D.__init__(), lambda: E(1).__init__(5), lambda: (5)(), lambda: "x"(1), lambda: None(), lambda: c.m.__call__(), lambda: D()(), lambda: D.__new__(D, 1)): print(err(call))
f = lambda self: 0
D.dyn = f; print(err(D().dyn, 1)); f.__qualname__ = "Renamed.q"; print(err(D().dyn, 1)); f.__name__ = "nm"; print(err(f))
def gen(a): yield a
async def co(a): pass
print(err(gen)); print(err(co)); print(err(gen, b=1))
