# What itertools objects keep: inputs, saved items, result tuples that are reused, shared tee buffers.
import sys, itertools as it
G = sys.getrefcount
o = object(); p = object(); l = [o, p]
def n(x): return next(x)
for name, mk in [("chain", lambda: it.chain(l, l)), ("cycle", lambda: it.cycle(l)), ("islice", lambda: it.islice(l, 5)), ("repeat", lambda: it.repeat(l)), ("acc", lambda: it.accumulate(l, lambda a, b: b)), ("compress", lambda: it.compress(l, [1, 1])), ("takewhile", lambda: it.takewhile(bool, l)), ("dropwhile", lambda: it.dropwhile(id, l + l)), ("filterfalse", lambda: it.filterfalse(lambda v: 0, l)), ("starmap", lambda: it.starmap(lambda *a: a, [l])), ("pairwise", lambda: it.pairwise(l)), ("zl", lambda: it.zip_longest(l, l, [])), ("product", lambda: it.product(l, l)), ("perm", lambda: it.permutations(l)), ("comb", lambda: it.combinations(l, 2)), ("batched", lambda: it.batched(l, 2)), ("groupby", lambda: it.groupby(l))]:
    x = mk(); a = G(l), G(o); r = next(x, None); b = G(l), G(o); rest = list(it.islice(x, 3)); c = G(l), G(o); del r, rest; d = G(l), G(o), G(p); del x; print(name, a, b, c, d, G(l), G(o))
a, b = it.tee(l); next(a); print(G(o), G(l)); next(b); print(G(o)); next(a); print(G(p)); c = a.__copy__(); del a, b; print(G(p)); del c; print(G(p), G(l))
g = it.groupby([o, o, p]); k, grp = next(g); print(G(o), G(grp), k is o); list(grp); print(G(o)); k2, g2 = next(g); print(G(o), G(p), len(list(grp))); del k, k2, g2, grp, g; print(G(o), G(p))
z = it.zip_longest(l, l); t1 = next(z); t2 = next(z); print(t1 is t2); del t1, t2; ids = {id(t) for t in it.zip_longest(l, l)}; print(len(ids)); print(len({id(t) for t in it.pairwise(l * 3)}), len({id(t) for t in it.product(l, l)}), len({id(t) for t in it.combinations(l * 2, 2)}), len({id(t) for t in it.permutations(l)}))
c = it.cycle([o]); next(c); next(c); print(G(o)); del c; print(G(o)); r = it.repeat(o, 2); print(G(o), [G(v) for v in r]); e = enumerate(l); q = next(e); w = next(e); print(q is w); del q, w, e
m = map(lambda *a: G(a[0]), l, l); print(list(m)); f = filter(lambda v: G(v) > 0, l); print(G(next(f))); del f; s = it.starmap(lambda a: G(a), [(o,)]); print(next(s)); v = it.accumulate([l, l], initial=[]); print(len(next(v)), len(next(v)), G(l)); del v, s, m; print(G(l), G(o), G(p))
