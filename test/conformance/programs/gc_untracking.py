# Tuples and dicts that hold only atomic things are not tracked any more after a collection.
import gc
T = gc.is_tracked
t = (1, "a", 2.5); u = tuple([1, 2]); v = (1, []); w = ((1, 2), 3); x = (None,)
print(T(t), T(u), T(v), T(w), T(x), T(()))
ts = [tuple([i, str(i)]) for i in range(3)]; us = [(i, [i]) for i in range(2)]; vs = [((i, i), (i,)) for i in range(2)]
print([T(a) for a in ts + us + vs]); gc.collect(0); print([T(a) for a in ts + us + vs]); gc.collect(); print([T(a) for a in ts + us + vs], [T(a[0]) for a in vs])
class Tu(tuple): pass
class Di(dict): pass
s = Tu((1, 2)); d = Di(a=1); print(T(s), T(d)); gc.collect(); print(T(s), T(d))
import collections
P = collections.namedtuple("P", "a"); p = P(1); print(T(p)); gc.collect(); print(T(p))
d1 = {}; d2 = {"a": 1}; d3 = {"a": (1, 2)}; d4 = {"a": [1]}; d5 = {(1, 2): 3}; d6 = dict(a="b"); d7 = dict.fromkeys("abc"); d8 = {k: k for k in "ab"}; d9 = {"x": {}}
all_d = [d1, d2, d3, d4, d5, d6, d7, d8, d9]; print([T(d) for d in all_d]); gc.collect(); print([T(d) for d in all_d], T(d9["x"]))
d4["a"] = 1; print(T(d4)); gc.collect(); print(T(d4)); d2["c"] = d1; print(T(d2), T(d1)); del d2["c"]; gc.collect(); print(T(d2))
d2.update({"z": 1}); print(T(d2)); d2.update(z=[]); print(T(d2)); d2.clear(); print(T(d2)); gc.collect(); print(T(d2)); d2.setdefault(1, []); print(T(d2)); c = d2.copy(); print(T(c)); d2.pop(1); c2 = d2.copy(); print(T(d2), T(c2)); e = dict(d4); print(T(e)); f = d4 | {}; print(T(f))
class O: pass
o = O(); o.a = 1; print(T(o), T(o.__dict__)); o.b = []; print(T(o.__dict__)); gc.collect(); print(T(o.__dict__), T(vars(O)), T(globals()))
print(T(frozenset()), T(set()), T({1}), T([]), T(iter(())), T(iter("")), T(range(3)), T(slice(1)), T(slice([])), T(1 .__add__), T("".join), T([].append), T(object()), T(O), T(int), T(type(sys := __import__("sys"))), T(sys.flags), T(u"x"), T(b""), T(bytearray()), T(memoryview(b"")), T(ValueError()), T((x for x in ())), T(lambda: 0), T((lambda: 0).__code__))
def kw(**k): return T(k)
def ar(*a): return T(a)
print(kw(), kw(a=1), kw(a=[]), ar(), ar(1), ar([]), T(dict(zip("ab", [1, 2]))), T(eval("{'a': 1}")), T(eval("(1, 2)")), T((lambda: (1, 2))()), T([(1, 2)][0]), T(tuple(x for x in (1, 2))), T({}.items()), T(list(zip([1], [2]))[0]), T(list({1: 2}.items())[0]), T(list(enumerate("a"))[0]))
