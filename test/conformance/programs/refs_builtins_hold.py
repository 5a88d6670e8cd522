# How long built-in iterators, views and helpers hold what they were given.
import sys
G = sys.getrefcount
L = [object()]; o = L[0]; D = {"k": o}
base = G(L), G(o), G(D)
print(base)
its = dict(iter=lambda: iter(L), rev=lambda: reversed(L), enum=lambda: enumerate(L), zip=lambda: zip(L, L), map=lambda: map(id, L), filt=lambda: filter(None, L))
for n, mk in its.items():
    it = mk(); a = G(L); r = next(it); b = G(o); del r
    c = G(o); rest = list(it); d = G(L); e = G(o)
    print(n, a, b, c, rest, d, e)
    del it
print(G(L), G(o))
for n, mk in dict(keys=D.keys, values=D.values, items=D.items, iter=D.__iter__, revd=D.__reversed__).items():
    v = mk(); print(n, G(D), end=" "); it = iter(v); print(G(D), end=" "); x = next(it); print(G(o), end=" "); print(list(it), G(D)); del v, it, x
print(G(D), G(o))
it = iter(lambda: o, o); print(G(o), list(it), G(o)); del it
sl = slice(L, D, o); print(G(L), G(D), G(o)); del sl
t = (L, o); print(G(L), G(o)); u = t + (o,); print(G(o)); del t, u
p = property(L.append, L.append); print(G(L)); del p
m = L.append; print(G(L), G(m), m.__self__ is L); del m
w = L.__len__; print(G(L), type(w).__name__); del w
s = super(object.__class__, type); print(G(type) > 100); del s
mv = memoryview(bytearray(b"abc")); print(G(mv.obj), G(mv)); mv.release(); del mv
r = range(10**10, 10**11); ri = iter(r); print(G(r), type(ri).__name__, G(r.start)); del r; print(next(ri) == 10**10)
import types
ns = types.SimpleNamespace(a=o); print(G(o), G(ns.__dict__)); del ns
mp = types.MappingProxyType(D); print(G(D), G(mp)); del mp
print(G(L), G(o), G(D))
