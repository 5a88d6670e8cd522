# Objects between life and death during a collection as get_referrers, getrefcount and __del__ see them.
import gc, sys, weakref
G = sys.getrefcount
gc.disable(); gc.collect()
out = []
class N:
    def __init__(self, n): self.n = n
    def __del__(self): out.append((self.n, G(self), G(self.__dict__) > 1, self.other.n, gc.isenabled(), len(gc.get_referrers(self)) > 0, gc.is_tracked(self), gc.is_finalized(self)))
a = N("a"); b = N("b"); a.other = b; b.other = a; del a, b; print(gc.collect(), out); out.clear()
class Inner:
    def __del__(self): out.append("inner"); gc.collect(); out.append("after")
x = Inner(); x.me = x; y = Inner(); y.me = y; del x, y; print(gc.collect(), out); out.clear()
class Alloc:
    def __del__(self): out.append(len([[] for _ in range(3000)]))
gc.enable(); x = Alloc(); x.me = x; del x; print(gc.collect(), out); gc.disable(); out.clear()
class Breaks:
    def __del__(self):
        out.append("breaks")
        if self.other: self.other.other = None
p = Breaks(); q = Breaks(); p.other = q; q.other = p
del p, q
try: print(gc.collect(), out)
finally: out.clear()
class T(tuple): pass
t = T(([],)); t[0].append(t); t.attr = 1; del t; print(gc.collect()); d = {}; k = (d,); d[1] = k; del d, k; print(gc.collect()); s = set(); 
class H:
    def __hash__(self): return 1
h = H(); h.s = {h}; del h; print(gc.collect()); f = frozenset([H()]); next(iter(f)).f = f; del f; print(gc.collect())
e = ValueError(); e.__cause__ = e; del e; print(gc.collect()); e1 = ValueError(); e2 = KeyError(); e1.__context__ = e2; e2.__context__ = e1; del e1, e2; print(gc.collect())
def gen():
    g = yield; yield g
g = gen(); next(g); g.send(g); del g; print(gc.collect()); import itertools, functools, types
c = [0]; it = itertools.chain(c, [1]); c[0] = it; next(it); del c, it; print(gc.collect()); l = []; l.append(iter(l)); del l; print(gc.collect()); l = []; l.append(zip(l, l)); l.append(enumerate(l)); l.append(map(len, l)); l.append(reversed(l)); del l; print(gc.collect())
ns = types.SimpleNamespace(); ns.ns = ns; del ns; print(gc.collect()); m = types.MappingProxyType(d := {}); d["m"] = m; del m, d; print(gc.collect()); mod = types.ModuleType("m"); mod.m = mod; del mod; print(gc.collect()); cell = types.CellType(); cell.cell_contents = cell; del cell; print(gc.collect()); pr = property(); l = [pr]; pr2 = property(l.append); l.append(pr2); del pr, pr2, l; print(gc.collect()); sl = []; sl.append(slice(sl)); del sl; print(gc.collect()); me = []; me.append(me.append); del me; print(gc.collect()); w = N("w"); w.other = w; w.r = weakref.ref(w); del w; print(gc.collect(), [o[0] for o in out])
