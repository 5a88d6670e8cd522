# One weakref and one proxy without callback per object; those with callbacks are separate; counts and order.
import weakref, sys
class C: pass
class Sub(weakref.ref): pass
c = C()
a = weakref.ref(c); b = weakref.ref(c); print(a is b, weakref.getweakrefcount(c), sys.getrefcount(a), sys.getrefcount(c))
p = weakref.proxy(c); q = weakref.proxy(c); print(p is q, weakref.getweakrefcount(c), type(p).__name__)
cb = lambda r: None
d = weakref.ref(c, cb); e = weakref.ref(c, cb); print(d is e, d is a, weakref.getweakrefcount(c), sys.getrefcount(cb))
s = Sub(c); t = Sub(c); print(s is t, s is a, weakref.getweakrefcount(c), s == a, hash(a) == hash(s))
print([type(r).__name__ for r in weakref.getweakrefs(c)], weakref.getweakrefs(c)[0] is a, weakref.getweakrefs(c)[1] is p, a.__callback__, d.__callback__ is cb)
del a; print(weakref.getweakrefcount(c)); del b; print(weakref.getweakrefcount(c)); f = weakref.ref(c); print(weakref.getweakrefs(c)[0] is f, weakref.ref(c) is f, weakref.ref(c, None) is f)
del d, e, s, t, p, q; print(weakref.getweakrefcount(c), sys.getrefcount(c)); print(f() is c, sys.getrefcount(f()), bool(f)); c2 = C(); g = weakref.ref(c2); print(f == g, f != g, f == f, g == weakref.ref(c2, cb))
del c; print(f(), f == f, f.__callback__, weakref.getweakrefcount(5), weakref.getweakrefs("x"))
try: hash(weakref.ref(C()))
except TypeError as x: print(x)
h = weakref.ref(c2); k = hash(h); del c2; print(hash(h) == k, h())
for o in (5, "s", (), [], {}, None, object(), 1.5):
    try: weakref.ref(o)
    except TypeError as x: print(x, end="; ")
print()
for o in (set(), frozenset([1]), lambda: 0, C, C(), type, len, [].append, C().__init__, (x for x in ()), weakref, sys.stdout, Exception(), memoryview(b""), C.__dict__["__weakref__"]):
    try: weakref.ref(o); print("ok", end=" ")
    except TypeError as x: print(str(x)[25:], end=" ")
print()
