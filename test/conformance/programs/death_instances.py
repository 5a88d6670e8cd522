# __del__ first, then weak reference callbacks, then attributes; slots, dicts and bases.
import weakref
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
class C:
    def __init__(self): self.b = D("b"); self.a = D("a")
    def __del__(self): print("C", end="; ")
c = C(); w = weakref.ref(c, lambda r: print("callback", end="; ")); del c; print()
class S:
    __slots__ = ("z", "a", "m", "__weakref__")
    def __init__(self): self.z = D("z"); self.m = D("m"); self.a = D("a")
    def __del__(self): print("S", end="; ")
s = S(); w = weakref.ref(s, lambda r: print("callback", end="; ")); del s; print()
class T(S):
    __slots__ = ("b", "__dict__")
    def __init__(self): super().__init__(); self.b = D("b"); self.extra = D("extra")
t = T(); del t; print()
class U(S): pass
u = U(); u.q = D("q"); del u; print()
class L(list): pass
l = L([D("item")]); l.attr = D("attr"); del l; print()
class DD(dict):
    __slots__ = ("s",)
d = DD(k=D("value")); d.s = D("slot"); del d; print()
class E(Exception): pass
e = E(D("arg")); e.attr = D("attr"); e.__cause__ = E(D("cause")); e.__context__ = E(D("context")); del e; print()
c = C(); c.__dict__; del c; print()
c = C(); d = c.__dict__; del c; print("| dict left", end=" "); del d; print()
c = C(); c.__dict__ = {"x": D("x")}; print("|", end=" "); del c; print()
c = C(); del c.b; print("|", end=" "); c.b = D("b2"); del c; print()
class Chain:
    def __init__(self, n, nxt): self.n = n; self.nxt = nxt
    def __del__(self): print(self.n, end=" ")
x = None
for i in range(6): x = Chain(i, x)
del x; print()
class Prop:
    def __init__(self): self._v = D("v")
    def __del__(self): self._v = D("new v")
p = Prop(); del p; print()
def f():
    class Local:
        attr = D("class attr")
        def __del__(self): print("Local", end="; ")
    return Local()
o = f(); del o; import gc; print("|", end=" "); gc.collect(); print()
