# partial, reduce, cmp_to_key, singledispatch, cached_property, total_ordering: owners and counts.
import sys, functools as ft, gc, operator as op
G = sys.getrefcount
o = object()
def f(*a, **k): return G(o), len(a), len(k)
p = ft.partial(f, o, k=o); print(G(o), p(), p(o), p(k=1), G(p.args), G(p.keywords)); q = ft.partial(p, o, z=o); print(G(o), q.func is f, q()); del p; print(G(o)); q.attr = o; print(G(o), sorted(q.__dict__)); r = q.__reduce__(); print(len(r), G(o)); del r; c = __import__("copy").copy(q); print(c.args is q.args, c.keywords is q.keywords, G(o)); del c, q; print(G(o))
print(ft.reduce(lambda a, b: (G(a), G(b)), [o, o]), ft.reduce(lambda a, b: G(b), [o], o), ft.reduce(max, [1, 2, 3])); l = []; ft.reduce(lambda a, b: l.append(id((a, b))) or a, [1, 2, 3, 4]); print(len(l))
k = ft.cmp_to_key(lambda a, b: (rs.append((G(a), G(b))), 0)[1]); rs = []; x = k(o); print(G(o), x.obj is o, x == k(o), rs); del x; print(G(o))
@ft.singledispatch
def sd(a): return "base", G(a)
@sd.register
def _(a: list): return "list", G(a)
print(sd(o), sd([]), sd.dispatch(list) is sd.registry[list], len(sd.registry)); class_ = type("T", (list,), {}); print(sd(class_())[0]); del class_; gc.collect()
class C:
    @ft.cached_property
    def cp(self): return [G(self)]
    @ft.singledispatchmethod
    def m(self, a): return G(self), G(a)
    pm = ft.partialmethod(lambda self, a: (G(self), G(a)), o)
c = C(); print(c.cp, c.cp is c.cp, G(c.cp), list(c.__dict__), c.m(o), c.pm(), G(c)); del c.cp; print(list(c.__dict__))
@ft.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): seen.append((G(self), G(o))); return self.v < o.v
seen = []; a = T(1); b = T(2); print(a <= b, a > b, a >= b, seen)
ig = op.itemgetter(0, 1); ag = op.attrgetter("v", "v"); mc = op.methodcaller("__eq__", a, **{}); t = (o, o); print(ig(t)[0] is o, G(o), ag(a), G(a), mc(a), G(a)); del mc, t; print(G(a), G(o)); ig2 = op.itemgetter(o); print(G(o)); 
try: ig2({})
except KeyError as e: print(e.args[0] is o, G(o))
del ig2; print(G(o)); w = ft.wraps(f)(lambda: 0); print(w.__wrapped__ is f, G(f)); ft.update_wrapper(w, C.m if 0 else f); del w; gc.collect(); print(G(f)); cw = ft.lru_cache(None)(f); cw(o); print(G(o)); cw.cache_clear(); print(G(o)); del cw; print(G(f))
h = ft.partial(ft.partial(ft.partial(f, 1), 2), 3); print(h.args, G(h.args)); h.__setstate__((f, (o,), {}, {"n": o})); print(h.n is o, G(o)); del h; print(G(o)); pc = ft.partial(f); pc.self = pc; del pc; print(gc.collect()); print(ft.partial.__dictoffset__, ft.partial.__weakrefoffset__ if hasattr(ft.partial, "__weakrefoffset__") else 0)
