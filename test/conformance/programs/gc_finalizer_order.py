# The order of __del__, weak reference callbacks and clearing inside one garbage cycle.
import gc, weakref
gc.disable(); gc.collect()
log = []
class N:
    def __init__(self, n): self.n = n
    def __del__(self): log.append("del " + self.n + " " + ",".join(sorted(k for k in self.__dict__)))
def ring(*names):
    objs = [N(n) for n in names]
    for x, y in zip(objs, objs[1:] + objs[:1]): x.nxt = y
    return objs
o = ring("a", "b", "c"); ws = [weakref.ref(x, lambda r, n=x.n: log.append("cb " + n)) for x in o]; del o
print(gc.collect(), log, [w() for w in ws]); log.clear()
o = ring("d", "e"); inner = [weakref.ref(x, lambda r: log.append("inner cb")) for x in o]; o[0].wr = inner[1]; del o, inner; print(gc.collect(), log); log.clear()
class Peek(N):
    def __del__(self): log.append((self.n, self.nxt.n, self.nxt.nxt is self, self.w() is None))
a = Peek("p"); b = Peek("q"); a.nxt = b; b.nxt = a; a.w = weakref.ref(b); b.w = weakref.ref(a); del a, b; print(gc.collect(), log); log.clear()
l = []; l.append(l); l.append(N("in list")); d = {"l": l}; l.append(d); del l, d; print(gc.collect(), log); log.clear()
o = ring("x", "y"); gc.collect(0); o[1].late = N("late"); del o; print(gc.collect(0), log); print(gc.collect(1), log); log.clear()
class Gen:
    def __init__(self): self.g = self.run(); next(self.g)
    def run(self):
        try: yield self
        finally: log.append("generator closed")
Gen(); print(gc.collect(), log); log.clear()
class W(N): pass
def cb(r): log.append(("cb sees", target() is None))
t = W("t"); t.me = t; other = W("o"); other.t = t; t.o = other; target = weakref.ref(t, cb); w2 = weakref.ref(other, cb); del t, other; print(gc.collect(), log); log.clear()
p = N("proxied"); p.me = p; px = weakref.proxy(p, lambda r: log.append("proxy cb")); del p; print(gc.collect(), log)
try: px.n
except ReferenceError as e: print(e)
ks = weakref.WeakKeyDictionary(); vs = weakref.WeakValueDictionary(); ss = weakref.WeakSet()
k = ring("k1", "k2"); ks[k[0]] = 1; vs["v"] = k[1]; ss.add(k[0]); print(len(ks), len(vs), len(ss)); del k; log.clear(); print(gc.collect() > 0, len(ks), len(vs), len(ss), log)
