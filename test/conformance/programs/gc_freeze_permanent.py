# gc.freeze moves everything to a generation that is never looked at; unfreeze brings it back.
import gc
gc.disable(); gc.collect()
class C: pass
def cyc(): c = C(); c.me = c; return c
print(gc.get_freeze_count())
a = cyc(); gc.freeze(); n = gc.get_freeze_count(); print(n > 0, any(x is a for x in gc.get_objects()), len(gc.get_objects()) < 10)
del a; print(gc.collect(), gc.get_freeze_count() == n)
b = cyc(); del b; print(gc.collect()); gc.unfreeze(); print(gc.get_freeze_count(), gc.collect())
l = [cyc() for _ in range(3)]; gc.freeze(); c = cyc(); l[0].extra = c; del c; print(gc.collect()); del l; print(gc.collect(), gc.get_freeze_count() > 0)
gc.unfreeze(); print(gc.collect(), gc.get_freeze_count())
x = C(); gc.freeze(); w = []; x.w = w; w.append(x); print(gc.get_count()[0] < 50, [any(o is x for o in gc.get_objects(g)) for g in range(3)], [any(o is w for o in gc.get_objects(g)) for g in range(3)])
m = gc.get_freeze_count(); del x, w; y = []; y.append(y); del y; print(gc.collect(), gc.get_freeze_count() == m); gc.unfreeze(); print([type(o).__name__ for o in gc.get_objects(2)][-2:] != [], gc.collect())
gc.freeze(); gc.freeze(); print(gc.get_freeze_count() > 0); k = []; del k; gc.unfreeze(); print(gc.get_freeze_count()); print(gc.is_tracked(C), gc.collect())
