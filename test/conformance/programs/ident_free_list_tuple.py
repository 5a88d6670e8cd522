# Tuples of each size have a free list of 2000; what was freed last comes first; subclasses and big ones have none.
def addr(t): return id(t)
def reuse(n, k=1):
    def make(): return tuple([object] * n)
    ts = [make() for _ in range(k)]
    ids = [id(t) for t in ts]
    del ts[:]
    again = [make() for _ in range(k)]
    return [id(t) for t in again] == ids
print([reuse(n, 3) for n in range(1, 24)])
a = tuple([1, 2, 3]); i = id(a); del a
b = tuple([4, 5]); c = tuple([4, 5, 6]); print(id(c) == i, id(b) == i)
l = [(x, x) for x in range(5)]; ids = [id(t) for t in l]; l.reverse(); l.clear()
m = [(x, x) for x in range(5)]; print([ids.index(id(t)) if id(t) in ids else -1 for t in m])
l = [(x, x, x) for x in range(5)]; ids = [id(t) for t in l]
del l[2]; t = (9, 9, id); print(ids.index(id(t))); del l[0]; u = (9, 9, id); print(ids.index(id(u)))
class T(tuple): pass
x = T((1, 2)); i = id(x); del x; y = (1, 2, i); x = T((1, 2)); print(id(x) == i)
def f(*args): return id(args)
print(f(1, 2) == f(3, 4), f(1) == f(2), f() == id(()))
print(id((i, 1)) == id((i, 2)), id((i,)) == id((i, 1)))
import itertools
z = zip([1, 2, 3], [1, 2, 3]); print(len({id(t) for t in z}), len({id(t) for t in enumerate("abc")}), len({id(t) for t in {1: 2, 3: 4}.items()}))
z = list(zip([1, 2, 3], [1, 2, 3])); print(len({id(t) for t in z}))
