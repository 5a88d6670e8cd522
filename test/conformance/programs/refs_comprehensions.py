# Comprehensions and generator expressions: who holds the item, and for how long.
import sys
G = sys.getrefcount
o = object()
t = (o,)
print(G(o), [G(v) for v in t], {G(v) for v in t}, {G(k): G(v) for k, v in [(o, o)]}, list(G(v) for v in t))
print([G(v) for v in [o]], [G(v) for v in iter((o,))], [(v, G(v))[1] for v in t])
print([[G(v) for w in t] for v in t], [G(v) for v in t for w in (v,)], [G(v) for v in t if v], [G(w) for v in t if (w := v)])
print(G(o)); del w; print(G(o))
def f(o):
    a = [G(v) for v in (o,)]
    b = [G(o) for v in (1,)]
    c = [lambda: v for v in (o,)]
    d = G(o)
    e = list((G(v) for v in (o,)))
    h = [G(x) for x in (v for v in (o,))]
    return a, b, d, e, h, G(c[0].__closure__[0])
print(f(o), f(object()))
class K:
    z = [G(v) for v in (o,)]
    y = (lambda q=o: G(q))()
    n = G(o)
print(K.z, K.y, K.n, G(o))
g = (v for v in t)
print(G(t), G(o)); next(g); print(G(t), G(o))
print(list(g), G(t), G(o))
g = (v for v in [o]); del g; print(G(o))
print(sum(G(v) for v in t), any(G(v) for v in t), sorted(G(v) for v in (o, o)), max(G(v) for v in (o, o)))
print(dict((v, G(v)) for v in t)[o], [*(G(v) for v in t)], (*[G(v) for v in t],), {*(G(v) for v in t)})
