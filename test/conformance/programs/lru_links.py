# functools.lru_cache: what the cache owns, how evicted entries die, typed keys, methods, cache_clear, cycles.
import functools, sys, gc, weakref
G = sys.getrefcount
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return self.n == o.n
@functools.lru_cache(maxsize=2)
def f(k): return D("result of %s" % k.n)
a = D("a"); r = f(a); print(G(a), G(r)); r2 = f(D("a")); print(r is r2, G(a), f.cache_info()); del r, r2
f(D("b")); print(f.cache_info()); f(D("c")); print(f.cache_info()); f(D("b")); f(D("d")); print(f.cache_info()); f.cache_clear(); print(f.cache_info(), G(a))
@functools.lru_cache(maxsize=None)
def g(*args, **kw): return object()
o = object(); x = g(o); print(G(o), G(x)); y = g(o, 1); print(G(o)); z = g(k=o); print(G(o)); print(g(1) is g(1.0), g(1) is g(True), g("a") is g("a"), g(1, 2) is g(1, 2), g(a=1, b=2) is g(b=2, a=1)); print(g.cache_info()); g.cache_clear(); print(G(o))
@functools.lru_cache(typed=True)
def t(v): return object()
print(t(1) is t(1.0), t(1) is t(1), t.cache_info(), t.cache_parameters())
@functools.lru_cache(maxsize=0)
def z0(v): return object()
print(z0(1) is z0(1), z0.cache_info())
class C:
    @functools.lru_cache
    def m(self, v): return v
    @functools.cached_property
    def p(self): print("computed"); return object()
c = C(); w = weakref.ref(c); c.m(1); print(G(c)); print(c.p is c.p, G(c.p), "p" in c.__dict__); del c; print(w() is None); C.m.cache_clear(); print(w() is None)
@functools.lru_cache
def rec(n): return n if n < 2 else rec(n - 1) + rec(n - 2)
print(rec(50), rec.cache_info(), rec.__wrapped__.__name__, sys.getsizeof(rec))
@functools.lru_cache(2)
def err(v): raise ValueError(v)
for _ in range(2):
    try: err(a)
    except ValueError: pass
print(err.cache_info(), G(a))
def cyc():
    @functools.lru_cache
    def inner(v): return inner
    inner(1); return weakref.ref(inner)
w = cyc(); print(w() is None, gc.collect() > 0, w() is None)
try: f([])
except (TypeError, AttributeError) as e: print(type(e).__name__)
k = functools.partial(f, a); print(G(a), k.func is f, k.args[0] is a); del k; d = functools.lru_cache(2)(lambda v: v); i = [d(1), d(2), d(3), d(1)]; print(d.cache_info(), gc.is_tracked(d), sorted(type(r).__name__ for r in gc.get_referents(d)))
