# tracemalloc: cost of instances as attributes are added, in order and out of order, slots, subclasses.
import tracemalloc as tm, gc
gc.disable(); gc.collect()
def many(make, n=100):
    make(); make(); gc.collect(); tm.start(); base = tm.get_traced_memory()[0]; keep = [None] * n; b0 = tm.get_traced_memory()[0]
    for i in range(n): keep[i] = make()
    r = (tm.get_traced_memory()[0] - b0) / n; tm.stop(); return round(r, 1)
def cls(n, **ns):
    names = ["a%d" % i for i in range(n)]
    def __init__(self):
        for k in names: setattr(self, k, None)
    return type("C%d" % n, ns.pop("bases", ()), {"__init__": __init__, **ns})
print([many(cls(n)) for n in (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 28, 29, 30, 31, 40)])
print([many(cls(n, __slots__=tuple("a%d" % i for i in range(n)))) for n in (0, 1, 2, 3, 5, 8)])
print([many(cls(n, bases=(list,))) for n in (0, 1, 3, 6)], [many(cls(n, bases=(dict,))) for n in (0, 1)], [many(cls(n, bases=(int,))) for n in (0, 1)], [many(cls(n, bases=(Exception,))) for n in (0, 1, 5)])
def touched(n):
    c = cls(n)
    def make(): o = c(); o.__dict__; return o
    return make
print([many(touched(n)) for n in (0, 1, 3, 5, 10, 30)])
class V: pass
k = [0]
def varied():
    o = V(); k[0] += 1; setattr(o, "v%d" % (k[0] % 60), 1); return o
print(many(varied, 200))
class W:
    def __init__(self): self.a = 1; self.b = 2; del self.a
print(many(W)); 
class X:
    def __init__(self): self.__dict__["q"] = 1
print(many(X)); 
class Y:
    def __init__(self): self.__dict__ = {"q": 1}
print(many(Y)); import types, collections, dataclasses
P = collections.namedtuple("P", "a b c"); print(many(lambda: P(None, None, None)), many(lambda: types.SimpleNamespace(a=None, b=None)), many(lambda: (None, None, None)), many(lambda: [None, None, None]), many(lambda: {"a": None, "b": None}), many(lambda: {"a": None, 5: None}), many(object), many(lambda: {None}))
@dataclasses.dataclass
class Dc: a: object = None; b: object = None
@dataclasses.dataclass(slots=True)
class Ds: a: object = None; b: object = None
print(many(Dc), many(Ds))
def clo():
    x = []
    def f(): return x
    return f
print(many(clo), many(lambda: lambda: 0), many(lambda: (i for i in ())), many(lambda: [].append), many(lambda: iter([])))
