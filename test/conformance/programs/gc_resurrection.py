# Finalizers that bring objects back: is_finalized, second deaths, cycles partly resurrected.
import gc, weakref
gc.disable(); gc.collect()
saved = []; log = []
class R:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(self.n); saved.append(self)
r = R("plain"); print(gc.is_finalized(r)); del r; print(log, gc.is_finalized(saved[0])); saved.clear(); print(log)
c = R("cycle"); c.me = c; w = weakref.ref(c, lambda _: log.append("wcb")); log.clear(); del c; print(gc.collect(), log, w(), gc.is_finalized(saved[0]), gc.garbage)
saved.clear(); print(gc.collect(), log, w() is None); log.clear()
a = R("a"); b = R("b"); a.o = b; b.o = a; a.l = [1]; wa = weakref.ref(a); del a, b; print(gc.collect(), sorted(log), len(saved)); log.clear(); saved.clear(); print(gc.collect(), log)
class P:
    def __init__(self, keep): self.keep = keep
    def __del__(self):
        log.append("P")
        if self.keep: saved.append(self.other)
p = P(False); q = P(True); p.other = q; q.other = p; x = [p]; x.append(x); p.x = x; del p, q, x
log.clear(); print(gc.collect(), log, len(saved), saved[0].other.other is saved[0]); saved.clear(); log.clear(); print(gc.collect(), log)
class G:
    def __del__(self): log.append("G"); saved.append(self); self.fresh = G2()
class G2:
    def __del__(self): log.append("G2")
g = G(); log.clear(); del g; print(log); saved.clear(); print(log)
def gen():
    try: yield
    finally: log.append("gen fin"); saved.append(holder.pop())
holder = []; it = gen(); next(it); holder.append(it); log.clear(); it = None; holder[0] = iter(holder); print(log)
class S:
    __slots__ = ("v",)
    def __del__(self): log.append(("S", self.v)); saved.append(self)
s = S(); s.v = 5; log.clear(); del s; print(log, saved[-1].v, gc.is_finalized(saved[-1])); saved.clear()
class Count:
    n = 0
    def __del__(self): Count.n += 1; globals()["again"] = self
again = Count(); del again; del again; print(Count.n); print(gc.is_finalized(1), gc.is_finalized([]), gc.is_finalized(saved))
