# WeakValueDictionary, WeakKeyDictionary and WeakSet while their objects die, also during iteration.
import weakref, sys, copy, gc
class C:
    def __init__(self, n): self.n = n
    def __repr__(self): return "C%d" % self.n
    def __lt__(self, o): return self.n < o.n
objs = [C(i) for i in range(5)]
v = weakref.WeakValueDictionary((o.n, o) for o in objs); k = weakref.WeakKeyDictionary((o, o.n) for o in objs); s = weakref.WeakSet(objs)
print(len(v), len(k), len(s), sys.getrefcount(objs[0]), weakref.getweakrefcount(objs[0])); del objs[1]; print(sorted(v), sorted(k.values()), sorted(s))
for key in v:
    if key == 0: del objs[0]
print(sorted(v.items()), len(v)); 
it = iter(k); next(it); del objs[-1]; print(len(k), len(list(it)) <= 2); del it; print(len(k), sorted(s))
print(v.get(99), v.get(2), v.pop(2).n, 2 in v, v.setdefault(7, objs[0]) is objs[0], sorted(v), [type(r).__name__ for r in v.valuerefs()], len(k.keyrefs()))
c = copy.copy(v); d = copy.deepcopy(k); print(type(c).__name__, sorted(c), type(d).__name__, len(d)); del objs[:]; del key; gc.collect(); print(len(v), len(k), len(s), len(c), len(d))
s = weakref.WeakSet(); a = C(1); b = C(2); s.add(a); s.add(a); s.add(b); print(len(s), a in s, C(1) in s, s | {a} == s, len(s & {a}), len(s - {a}), s.isdisjoint({C(1)})); s.discard(a); s.discard(a); print(len(s)); del b; print(len(s))
try: s.pop()
except KeyError as e: print(e)
try: weakref.WeakSet([1])
except TypeError as e: print(e)
w = weakref.WeakValueDictionary(); w["x"] = C(3); print("x" in w, len(w)); w["y"] = y = C(4); w.update(z=y); print(sorted(w), sys.getrefcount(y)); x = w.popitem(); print(x[1] is y, len(w)); del y, x; print(len(w), dict(w))
kd = weakref.WeakKeyDictionary(); q = C(5); kd[q] = q; print(sys.getrefcount(q)); r = weakref.ref(q); del q; print(r() is None, len(kd)); kd.clear(); print(r() is None)
class E:
    def __eq__(self, o): return True
    def __hash__(self): return 1
kd = weakref.WeakKeyDictionary(); e1 = E(); e2 = E(); kd[e1] = 1; kd[e2] = 2; print(len(kd), kd[e1]); del e1; print(len(kd)); kd[e2] = 3; print(len(kd), kd[e2])
