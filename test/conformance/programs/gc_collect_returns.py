# gc.collect() counts unreachable objects: cycles, their contents, instance dicts, classes, closures.
import gc
gc.disable(); gc.collect()
class C: pass
def n(f): f(); return gc.collect()
def ring(k):
    objs = [C() for _ in range(k)]
    for a, b in zip(objs, objs[1:] + objs[:1]): a.nxt = b
def selflist(): l = []; l.append(l)
def selfdict(): d = {}; d["d"] = d
def tup(): l = []; t = (l, 1, "x"); l.append(t)
def fn():
    def f(): return f
def cls():
    class K: pass
def clsbig():
    class K:
        def m(self): return __class__
        x = []
        @property
        def p(self): return 1
def inst(): c = C(); c.me = c; c.data = [1, 2, {"k": "v"}]
def withdict(): c = C(); c.__dict__; c.me = c
def slots():
    class S: __slots__ = ("a",)
    s = S(); s.a = s
def gen():
    def g(): yield me
    me = g(); next(me)
def exc():
    try: raise ValueError
    except ValueError as e: me = e
def lam(): x = lambda: x
def many(): l = []; l.append([l, {}, (l,), {l.__class__: l}, iter(l), C()])
def deq():
    import collections; d = collections.deque(); d.append(d); o = collections.OrderedDict(); o[1] = o; dd = collections.defaultdict(lambda: dd); dd[1] = dd
def part():
    import functools; p = functools.partial(print); p.p = p; m = [].append; m.__self__.append(m)
def bound(): c = C(); c.m = c.__init__; c.k = c.__class__
for f in (lambda: ring(1), lambda: ring(5), selflist, selfdict, tup, fn, cls, clsbig, inst, withdict, slots, gen, exc, lam, many, deq, part, bound): print(getattr(f, "__name__", f), n(f))
print(gc.collect(), gc.collect(0), gc.collect(1), gc.collect(2))
for bad in (-1, 3):
    try: gc.collect(bad)
    except ValueError as e: print(e)
print(gc.collect(generation=1), gc.garbage)
