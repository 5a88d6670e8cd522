# Classes die by the collector only; instances keep them; subclasses, metaclasses and caches.
import gc, weakref
gc.disable(); gc.collect()
log = []
class Meta(type):
    def __del__(cls): log.append("del " + cls.__name__)
def make():
    class A(metaclass=Meta):
        attr = []
        def m(self): return __class__
    class B(A): pass
    return A, B
A, B = make(); wa = weakref.ref(A); wb = weakref.ref(B); i = B(); print(A.__subclasses__() == [B], [c.__name__ for c in B.__mro__])
del A, B; print(gc.collect(), log, wa() is not None); del i; print(gc.collect() > 0, log, wa(), wb()); log.clear()
class Base: pass
def sub(): return type("Sub", (Base,), {"x": 1})
s = sub(); print(len(Base.__subclasses__())); r = weakref.ref(s); del s; print(len(Base.__subclasses__()), r() is not None); gc.collect(); print(len(Base.__subclasses__()), r())
class C(metaclass=Meta): pass
c = C(); d = c.__dict__; f = C.__init__; del C; gc.collect(); print(log); T = type(c); del c; gc.collect(); print(log); del T; gc.collect(); print(log); log.clear()
class M2(Meta):
    def __call__(cls, *a): o = super().__call__(*a); cls.made = o; return o
class X(metaclass=M2): pass
X(); print(X.made.__class__ is X); w = weakref.ref(X); del X; gc.collect(); print(w(), log); log.clear()
class P:
    def __init_subclass__(cls, **k): log.append((cls.__name__, sorted(k)))
    def __class_getitem__(cls, k): return cls, k
class Q(P, a=1): pass
print(log, P[1][0] is P); log.clear()
class Reg(type):
    all = weakref.WeakSet()
    def __new__(m, n, b, ns): c = super().__new__(m, n, b, ns); m.all.add(c); return c
def many():
    for i in range(5): Reg("R%d" % i, (), {})
many(); print(len(Reg.all)); gc.collect(); print(len(Reg.all))
e = None
try: type("E", (int, str), {})
except TypeError as ex: print(str(ex).split("\n")[0])
gc.collect(); n = len(object.__subclasses__()); k = type("K", (), {}); print(len(object.__subclasses__()) - n); del k; gc.collect(); print(len(object.__subclasses__()) - n)
k = type("K", (), {}); k.self = k; k.inst = k(); wk = weakref.ref(k, lambda r: log.append("class gone")); del k; print(gc.collect() > 0, log)
