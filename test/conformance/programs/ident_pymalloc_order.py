# Blocks of one size class are handed out in order; freed ones come back last freed first, across types.
class A: __slots__ = ()
class B: __slots__ = ("a", "b")
def deltas(objs): return [id(b) - id(a) for a, b in zip(objs, objs[1:])]
keep = [bytes(200) for _ in range(300)]
run = deltas(keep[-20:]); print(set(run) <= {224 + 16, 240, -240} or sorted(set(run))[:5])
x = [bytes(200) for _ in range(10)]; ids = [id(o) for o in x]
del x[3]; del x[5]; y = bytes(200); z = bytearray(150); w = bytes(201); print(ids.index(id(y)), ids.index(id(w)))
del y; v = "a" * 190; print(ids.index(id(v)) if id(v) in ids else -1)
u = "a" * 170; print(id(u) in ids)
ids = []
for i in range(4):
    o = bytes(333); ids.append(id(o)); del o
print(len(set(ids)))
objs = [bytes(400) for _ in range(6)]; ids = [id(o) for o in objs]
objs.pop(1); objs.pop(); objs.pop(0); new = [bytes(400) for _ in range(3)]; print([ids.index(id(o)) for o in new])
big = [bytes(5000) for _ in range(2)]; print(len(set(map(id, big))))
a = [0] * 40; i = id(a); a.extend([0] * 4000); print(id(a) == i)
t = bytes(470); i = id(t); del t; t2 = bytes(475); print(id(t2) == i); del t2; t3 = bytes(485); print(id(t3) == i)
l = [bytes(100) for _ in range(1000)]; ids = [id(o) for o in l]; freed = ids[100:200]; del l[100:200]; n = [bytes(100) for _ in range(100)]; print([freed.index(id(o)) for o in n[:5]], len(set(map(id, n)) & set(freed)))
