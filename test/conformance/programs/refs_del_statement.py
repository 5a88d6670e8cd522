# del, rebinding, augmented assignment, global, nonlocal, and exec namespaces.
import sys
G = sys.getrefcount
o = object()
a = o; b = a; print(G(o)); del a; print(G(o)); b = None; print(G(o))
def f():
    global gl
    gl = o
    return G(o)
print(f(), G(o)); del gl; print(G(o))
def g():
    x = o
    def h():
        nonlocal x
        del x
        return G(o)
    r = h()
    try: x
    except NameError as e: print(e)
    return r
print(g())
ns = {}; exec("y = o; z = y", {"o": o}, ns); print(G(o), sorted(ns)); ns.clear(); print(G(o))
ns = {"o": o}; exec("y = o", ns); print(G(o), "__builtins__" in ns); del ns; print(G(o))
exec("""
class K:
    v = o
    del v
    w = o
"""); print(G(o)); del K.w; print(G(o))
for o2 in [o]: pass
print(G(o)); del o2
with __import__("contextlib").nullcontext(o) as w: print(G(o))
print(G(o)); del w; print(G(o))
try: raise ValueError(o)
except ValueError as ex: print(G(o))
print(G(o), "ex" in globals())
match {"k": o, "r": [o, o]}:
    case {"k": m, "r": [p, *q], **rest}: print(G(o), rest)
print(G(o)); del m, p, q, rest; print(G(o))
if (wal := o) is o: print(G(o))
del wal; print(G(o)); l = [o]; l[0] = l; print(G(o), G(l)); l[0] = None; print(G(l))
import builtins; builtins.secret = o; print(G(o), G(secret)); del builtins.secret; print(G(o))
lam = lambda: (yield o); it = lam(); next(it); print(G(o)); del it; print(G(o))
