# References on the value stack: nested calls, displays, subscripts, f-strings, chained and conditional expressions.
import sys
G = sys.getrefcount
x = object(); l = [x]; d = {"k": x}
def i(v): return v
def n(a, b): return G(a), G(b)
print(G(x), G(i(x)), G(i(i(i(x)))), n(x, x), n(i(x), x), G(l[0]), G(d["k"]), G((x, x)[0]), G([x, x][0]), G({1: x}[1]))
print([x, G(x)][1], (x, G(x))[1], (G(x), x)[0], {x: G(x)}[x], {"a": x, "b": G(x)}["b"], [G(x), x, G(x), x, G(x)][::2], (lambda a, b: b)(x, G(x)), "%s" % (G(x),), f"{G(x)} {x and G(x)}", (x and G(x)), (x or 1) and G(x), (None or G(x)), (x if G(x) else 0) is x)
print(G(x) == G(x), G(x) < G(x) + 1 < G(x) + 2, x is x and G(x), x in [x] and G(x), not G(x), -G(x), [x][0] is x and G(x), x.__class__ and G(x), (y := x) and G(x), G(y)); del y
def loc():
    x = object(); r = [G(x)]; r.append(G(x)); a = b = x; r.append(G(x)); a, b = b, a; r.append(G(x)); del a; r.append(G(x)); b = None; r.append(G(x))
    r.append((x, x, G(x))[2]); r.append([*(x, x), G(x)][2]); r.append(G(*[x])); r.append(G(*(x,))); r.append((lambda: G(x))()); r.append(max(x, x, key=lambda v: G(v)) is x); r.append([G(x) for _ in [0]][0]); r.append(n(x, x)); r.append(n(*[x] * 2)); r.append(n(**{"a": x, "b": x}))
    return r
print(loc())
class C:
    def __init__(self, v): self.r = G(v)
    def __getitem__(self, k): return G(k)
    def __call__(self, *a, **k): return G(a[0]) if a else G(k["v"])
    def __contains__(self, v): self.c = G(v); return True
    def __eq__(self, o): return G(o)
    def __format__(self, s): return str(G(s) > 1)
    def __iter__(self): yield G(self)
c = C(x); print(c.r, c[x], c[x, x], c[x:x], c(x), c(v=x), c(*[x]), x in c, c.c, c == x, x == c, list(c), [*c], f"{c:{'spec'}}", sorted([x, x], key=G)[0] is x, [G(v) for v in [x] * 2], dict(a=x)["a"] is x and G(x))
for v in [x]: print(G(x), G(v))
for v in (x, x): pass
print(G(x)); del v; print(G(x)); a, *b = x, x, x; print(G(x)); del a, b; [e, (f, g)] = [x, (x, x)]; print(G(x)); del e, f, g; l2 = [x]; l2[0] = l2[0]; print(G(x)); l2 += l2; print(G(x)); del l2; print(G(x)); assert x, "m"; print(G(x)); x.__class__; x is None; [x]; (x, 1); print(G(x))
