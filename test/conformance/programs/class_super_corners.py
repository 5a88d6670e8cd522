# super(): without arguments, with one, unbound, in odd places, and its errors.
class A:
    x = "A.x"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c", cls.__name__
    @staticmethod
    def s(): return "A.s"
class B(A):
    x = "B.x"
    def f(self): return "B.f", super().f()
    @classmethod
    def c(cls): return "B.c", super().c()
    @staticmethod
    def s(): return super(B, B).s()
    def lam(self): return (lambda: super(B, self).x)()
    def comp(self): return [super().x for _ in range(2)]
    def gen(self):
        yield super().x
    def nested(self):
        def inner(self): return super().x
        return inner(self)
    def noself(): return super().x
    def deleted(self):
        del self
        return super().x
    def rebound(self):
        self = 1
        return super().x
    def cell(self):
        f = lambda: self
        return super().x, f() is self
    u = super
b = B()
print(b.f(), b.c(), B.c(), b.s(), b.lam(), b.comp(), list(b.gen()), b.nested(), b.cell())
for call in (B.noself, b.deleted, b.rebound, lambda: super().x, lambda: super(int, "s"), lambda: super(1, 2),
             lambda: super(A).x, lambda: super(A, b).nope, lambda: super(B, B).nope, lambda: super(1),
             lambda: super(A, b, 3), lambda: super(x=1), lambda: super().__init__()):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, "-", e)
s = super(B, b)
print(repr(s).split(" object")[0], s.__thisclass__, s.__self__ is b, s.__self_class__, s.__class__)
print(super(B, B).__self_class__, repr(super(B)))
u = super(B)
print(u.__get__(b).f(), u.__get__(None, B) is u)
try:
    s.x = 3
except AttributeError as e:
    print("AttributeError", e)
try:
    u.__get__(3)
except TypeError as e:
    print("TypeError", e)
class C(A):
    def f(self):
        __class__ = 5
        return super().f()
try:
    print(C().f())
except Exception as e:
    print(type(e).__name__, e)
class D(A):
    x = super
    y = [super for _ in range(1)]
print(D.x is super, D.y)
def outside(self): return super(type(self), self).x
print(outside(b))
