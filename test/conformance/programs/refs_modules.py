# Modules: their dict, the import system's references, names after deletion.
import sys, types, gc
G = sys.getrefcount
m = types.ModuleType("m", "doc"); print(G(m), G(m.__dict__), sorted(k for k in m.__dict__))
d = m.__dict__; del m; print(G(d), d["__name__"], sorted(d))
m = types.ModuleType("fake"); sys.modules["fake"] = m; print(G(m)); import fake; print(fake is m, G(m)); del sys.modules["fake"]; print(G(m)); del fake; print(G(m))
m.f = types.FunctionType((lambda: x).__code__, m.__dict__); m.x = 5; print(m.f(), G(m.__dict__)); f = m.f; del m; print(f.__globals__["x"], f())
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
m = types.ModuleType("n"); m.b = D("b"); m.a = D("a"); m._p = D("_p"); m.__d__ = D("__d__"); del m; print("--")
m = types.ModuleType("n"); m.self = m; m.a = D("cyc"); del m; print("collect", gc.collect())
import colorsys; print(G(colorsys) , sys.modules["colorsys"] is colorsys); r = colorsys.rgb_to_hsv; del sys.modules["colorsys"]; print(G(colorsys)); del colorsys; print(r.__globals__["__name__"], r(0, 0, 0), G(r.__globals__) > 5)
import colorsys as c2; print(c2.rgb_to_hsv is r, c2.rgb_to_hsv.__code__ is r.__code__, c2.rgb_to_hsv.__code__ == r.__code__)
from colorsys import rgb_to_hsv as z; print(z is c2.rgb_to_hsv, G(z))
print(G(sys.modules["__main__"]) , sys.modules["__main__"].__dict__ is globals(), type(__loader__).__name__, __spec__)
class Sub(types.ModuleType):
    def __getattr__(self, n): return n, G(self)
s = Sub("s"); print(s.zzz, G(s)); s.v = s; print(G(s)); del s.v; print(G(s), Sub.__module__)
def __getattr__(name): return "module getattr " + name
import __main__; print(__main__.nope, G(__main__)); del __main__
