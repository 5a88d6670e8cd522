# Which temporaries get the same address: object() twice, method objects, bound methods, comparisons of id().
class C:
    def m(self): pass
    @property
    def p(self): return object()
    @classmethod
    def k(cls): pass
c = C(); d = C()
print(id(object()) == id(object()), object() is object(), id(c.m) == id(c.m), c.m is c.m, c.m == c.m, c.m == d.m, id(C()) == id(C()), C() is C(), C.m is C.m, c.k is c.k, c.k == C.k, id(c.p) == id(c.p))
print(id([]) == id([]), id({}) == id({}), id([1]) == id([2]), id((1, c)) == id((2, c)), id("a%d" % 1) == id("a%d" % 2), id(1.5 + len("a")) == id(2.5 + len("a")), id(set()) == id(set()), id(lambda: 1) == id(lambda: 2), id(10**20) == id(10**21), id(b"x" * len("abc")) == id(b"y" * len("abc")))
a = id(C()); b = id(C()); e = C(); print(a == b, id(e) == a); f = C(); print(id(f) == a); del e; g = C(); print(id(g) == a)
def fn(): x = object(); return id(x)
print(fn() == fn(), len({fn() for _ in range(10)}), len({id(object()) for _ in range(10)}), len({id(o) for o in [object() for _ in range(10)]}), len(set(map(id, (object() for _ in range(10))))))
l = [C() for _ in range(5)]; ids = [id(o) for o in l]; l.clear(); m = [C() for _ in range(5)]; print([ids.index(id(o)) if id(o) in ids else -1 for o in m])
l = [C() for _ in range(5)]; ids = [id(o) for o in l]; del l[2], l[0]; m = [C(), C()]; print([ids.index(id(o)) if id(o) in ids else -1 for o in m])
class S: __slots__ = ("a", "b")
s = S(); i = id(s); del s; t = bytearray(); u = S(); print(id(u) == i)
x = [1, 2, 3]; i = id(x); x += [4]; print(id(x) == i); x = x + [5]; print(id(x) == i); x[:] = []; j = id(x); x.extend(range(1000)); print(id(x) == j)
st = "abc" + str(1); i = id(st); st += "d"; print(id(st) == i); st2 = st; st += "e"; print(st is st2, len(st2)); n = 300; i = id(n); n += 0; print(n is 300, id(n) == i)
p = (1, [2]); q = p; p += (3,); print(p is q, q); z = [[]] * 3; z[0].append(1); print(z, z[0] is z[2]); w = [[] for _ in range(3)]; print(w[0] is w[1]); k = dict.fromkeys("ab", []); k["a"].append(1); print(k)
def default(v=[]): v.append(len(v)); return v
r1 = default(); r2 = default(); print(r1 is r2, r1, default.__defaults__[0] is r1); print((lambda v={}: v)() is (lambda v={}: v)()); print([] is [], () is (), {} is {}, "" is "", type(c) is C, type(c) is type(d), None is type(None)(), NotImplemented is type(NotImplemented)())
