# get_stats and get_count as objects move from generation to generation.
import gc
gc.disable()
class C: pass
def cyc(): c = C(); c.me = c; return c
gc.collect(); base = [dict(s) for s in gc.get_stats()]
def diff(): return [{k: s[k] - b[k] for k in s} for s, b in zip(gc.get_stats(), base)]
cyc(); cyc(); keep = cyc()
print(gc.collect(0), diff()[0]); del keep; print(gc.collect(0), gc.collect(1), diff())
print(gc.get_count()[1:]); gc.collect(0); gc.collect(0); print(gc.get_count()[1:]); gc.collect(1); print(gc.get_count()[1:]); gc.collect(); print(gc.get_count()[1:])
a = gc.get_count()[0]; l = [[] for _ in range(100)]; b = gc.get_count()[0]; print(b - a); del l; c = gc.get_count()[0]; print(c - b)
x = [(i,) for i in range(50)]; d = gc.get_count()[0]; del x; print(gc.get_count()[0] - d)
y = [C() for i in range(50)]; d = gc.get_count()[0]; del y; print(gc.get_count()[0] - d)
z = [set() for i in range(50)]; d = gc.get_count()[0]; z.clear(); print(gc.get_count()[0] - d)
s = gc.get_stats(); print(type(s), len(s), sorted(s[0])); print(len(gc.get_objects()) >= len(gc.get_objects(2)), [[] in gc.get_objects(g) for g in range(3)] is not None)
o = C(); print([any(x is o for x in gc.get_objects(g)) for g in range(3)]); gc.collect(0); print([any(x is o for x in gc.get_objects(g)) for g in range(3)]); gc.collect(1); print([any(x is o for x in gc.get_objects(g)) for g in range(3)])
for bad in (-1, 3): 
    try: gc.get_objects(bad)
    except ValueError as e: print(e)
print(any(x is o for x in gc.get_objects(generation=None)), gc.is_tracked(o), gc.isenabled())
