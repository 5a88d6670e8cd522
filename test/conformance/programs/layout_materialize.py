# When the dict of an instance comes into being: vars, __dict__, copy, pickling, gc, setattr with odd names.
import sys, gc, copy
class C:
    def __init__(self): self.a = 1; self.b = [2]
def has(o): return any(type(r) is dict for r in gc.get_referents(o))
o = C(); print(has(o)); o.c = 1; print(has(o)); getattr(o, "zzz", 0); print(has(o)); dir(o); print(has(o)); o2 = C(); vars(o2); print(has(o2)); o3 = C(); copy.copy(o3); print(has(o3)); o4 = C(); o4.__reduce_ex__(2); print(has(o4)); o5 = C(); o5.__getstate__(); print(has(o5)); o6 = C(); object.__setattr__(o6, "q", 1); print(has(o6)); o7 = C(); o7.__class__ = type("D", (), {}); print(has(o7), o7.a)
class E(C):
    def __getattr__(self, n): return n
e = E(); e.x; print(has(e)); e.__dict__["y"] = 1; print(has(e), e.y, e.z)
d = e.__dict__; print(sys.getrefcount(d), d is e.__dict__, gc.is_tracked(d)); i = id(d); del d; print(id(e.__dict__) == i)
f = C(); d = f.__dict__; f.new = 5; print(d); d["other"] = 6; print(f.other); del f.a; print(d); d.pop("b"); print(hasattr(f, "b")); f.__dict__ = {}; print(d, f.__dict__, f.__dict__ is d)
g = C(); gd = g.__dict__; w = []; gd["cyc"] = g; print(sys.getrefcount(g), sys.getrefcount(gd)); del g; print(gc.collect() >= 0, list(gd)); gd.clear(); print(gc.collect() >= 0)
h = C(); hd = h.__dict__; hd["h"] = h; del h, hd; print(gc.collect())
class S: __slots__ = ("x", "__dict__")
s = S(); print(has(s)); s.x = 1; print(has(s)); s.y = 2; print(has(s), s.__dict__, sys.getsizeof(s.__dict__)); s.__dict__; del s.y; print(s.__dict__, has(s))
class L(list): pass
l = L(); print(has(l)); l.a = 1; print(has(l)); print(L().__dict__, sys.getsizeof(L().__dict__)); x = Exception(); print(has(x)); x.a = 1; print(has(x), x.__dict__)
def fn(): pass
print(has(fn)); fn.a = 1; print(sum(type(r) is dict for r in gc.get_referents(fn))); print(fn.__dict__, (lambda: 0).__dict__); fn.__dict__ = {"b": 2}; print(fn.b, hasattr(fn, "a"))
for bad in (5, None, []):
    try: C().__dict__ = bad
    except TypeError as ex: print(ex)
class M(type): pass
K = M("K", (), {}); K.attr = 1; print(type(K.__dict__).__name__, sys.getrefcount(K.__dict__), K.__dict__["attr"]); t = type("T", (C,), {})(); t.extra = 1; print(sys.getsizeof(t), list(t.__dict__))
