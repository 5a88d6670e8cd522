# Cells: counts through closures, their sharing and their end.
import sys
G = sys.getrefcount
def make(x):
    before = G(x)
    def read(): return G(x)
    def write(y):
        nonlocal x
        x = y
    def outer():
        def inner(): return G(x), x
        return inner
    return before, read, write, outer
o = object()
b, r, w, out = make(o)
print(b, r(), G(o), G(r.__closure__[0]), r.__closure__[0] is w.__closure__[0] is out.__closure__[0])
i = out()
print(i()[0], i.__closure__[0] is r.__closure__[0], G(r.__closure__[0]))
w(None)
print(G(o), r() > 1000, r.__closure__[0].cell_contents)
w(o); del i, out, w
print(G(o), G(r.__closure__), G(r.__closure__[0]))
cell = r.__closure__[0]
del r
print(G(cell), cell.cell_contents is o, G(o))
del cell
print(G(o))
fs = [lambda: k for k in (o, [], o)]
print([f() is o for f in fs], G(o), fs[0].__closure__[0] is fs[2].__closure__[0], G(fs[0].__closure__[0]))
fs = [lambda k=k: k for k in (o, [], o)]
print([f() is o for f in fs], G(o), fs[0].__closure__)
del fs
def gen():
    x = yield
    def f(): return x
    yield f
g = gen(); next(g); f = g.send(o)
print(G(o), G(f.__closure__[0]))
del g; print(G(o), G(f.__closure__[0])); del f; print(G(o))
