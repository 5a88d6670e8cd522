# Free lists of lists, dicts, floats, slices, methods, generators: an address comes back to the same kind.
def same(make, between=None):
    a = make(); i = id(a); del a
    if between is not None: keep = between()
    b = make(); return id(b) == i
print("list", same(lambda: []), same(lambda: [1, 2, 3]), same(lambda: list("abc")), same(lambda: [], lambda: {}), same(lambda: [], lambda: ()))
print("dict", same(lambda: {}), same(lambda: {1: 2}), same(lambda: dict(a=1)), same(lambda: {}, lambda: set()), same(lambda: {}, lambda: [[]]))
print("float", same(lambda: float("1.5")), same(lambda: 2.5 * float(3)), same(lambda: float("1.5"), lambda: float("2")), same(lambda: complex(1, 2)))
print("slice", same(lambda: slice(1, 2)), same(lambda: slice(1, 2), lambda: slice(3)))
class C:
    def m(self): pass
c = C(); print("method", same(lambda: c.m), same(lambda: c.m, lambda: C.m), same(lambda: [].append), same(lambda: C()), same(lambda: C(), lambda: []))
print("others", same(lambda: set()), same(lambda: {1}), same(lambda: frozenset([1])), same(lambda: bytearray(b"x")), same(lambda: range(5)), same(lambda: object()), same(lambda: iter([])), same(lambda: iter(())), same(lambda: (x for x in ())), same(lambda: lambda: 0))
print("strings", same(lambda: "x" * 3 + str(5)), same(lambda: str(12345)), same(lambda: b"%d" % 12345), same(lambda: int("123456789")), same(lambda: 10 ** 30), same(lambda: chr(1000)))
L = [[] for _ in range(100)]; ids = [id(x) for x in L]; L.clear(); M = [[] for _ in range(100)]; print([ids.index(id(x)) for x in M[:5] if id(x) in ids])
F = [float(i) for i in range(150)]; ids = [id(x) for x in F]; F.clear(); G = [float(i) for i in range(150)]; print(sum(id(x) in set(ids) for x in G), [ids.index(id(x)) for x in G[:4]])
D = [{} for _ in range(90)]; ids = [id(x) for x in D]; D.clear(); E = [{} for _ in range(90)]; print(sum(id(x) in set(ids) for x in E), [ids.index(id(x)) if id(x) in ids else -1 for x in E[78:84]])
a = [1]; i = id(a); b = [a]; del a, b; c = []; d = []; print(id(c) == i, id(d) == i)
import gc
x = [float("1.5"), float("2.5")]; i = id(x[0]); del x; gc.collect(); y = float("3.5"); print(id(y) == i)
