# Instance dicts: inline values, shared keys, what breaks the sharing, materialized dicts and their sizes.
import sys
S = sys.getsizeof
class A:
    def __init__(self, n):
        for i in range(n): setattr(self, "a%d" % i, i)
print([S(A(i).__dict__) for i in range(8)])
class B:
    def __init__(self): self.x = self.y = self.z = 1
b = [B() for _ in range(3)]; print([S(o) for o in b], [S(o.__dict__) for o in b], S(B().__dict__))
b[0].w = 1; print(S(b[0].__dict__), S(b[1].__dict__), S(B().__dict__)); del b[1].x; print(S(b[1].__dict__), list(b[1].__dict__)); b[1].x = 2; print(list(b[1].__dict__), S(b[1].__dict__))
b[2].__dict__[5] = 1; print(S(b[2].__dict__)); o = B(); d = o.__dict__; d.clear(); print(S(d), o.__dict__ is d); o.x = 1; print(S(d), d)
o = B(); o.__dict__ = {"q": 1}; print(S(o.__dict__), o.q, hasattr(o, "x")); d = {"x": 1, "y": 2}; o.__dict__ = d; o.z = 3; print(d, S(d), sys.getrefcount(d)); del o.__dict__; print(o.__dict__, sys.getrefcount(d))
o = B(); d = o.__dict__; print(sys.getrefcount(d)); del o; print(d, sys.getrefcount(d), S(d)); d["new"] = 1; print(S(d), list(d))
class C: pass
cs = []
for i in range(40):
    c = C(); setattr(c, "k%d" % i, i); cs.append(c)
print([S(c.__dict__) for c in cs[:3]], [S(c.__dict__) for c in cs[-12:]], [S(c) for c in cs[-3:]])
class Many: pass
m = Many(); sizes = []
for i in range(40):
    setattr(m, "m%d" % i, i)
    if i % 5 == 4: sizes.append(S(m))
print(sizes, S(m.__dict__), S(Many().__dict__)); m2 = Many(); m2.m0 = 1; print(S(m2.__dict__))
class P: 
    def __init__(self): self.a = 1; self.b = 2
p = P(); q = P(); q2 = P.__new__(P); q2.b = 1; q2.a = 2; print(list(q2.__dict__), S(q2.__dict__), S(p.__dict__)); vars(p).update(c=3); print(S(p.__dict__)); c = p.__dict__.copy(); print(S(c), S(dict(p.__dict__)), S({**q.__dict__}), S(p.__dict__ | {}))
r = P(); r.__dict__.pop("a"); print(list(r.__dict__), S(r.__dict__)); r.a = 5; print(list(r.__dict__)); r.__dict__.popitem(); print(r.__dict__); r.__dict__.setdefault("zz", 1); print(r.zz, S(r.__dict__))
import copy; k = copy.copy(P()); print(S(k.__dict__), k.__dict__); class_attr = type("L", (list,), {})(); class_attr.x = 1; print(S(class_attr.__dict__), S(class_attr))
