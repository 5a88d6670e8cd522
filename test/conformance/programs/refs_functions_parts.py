# What a function object owns and shares: globals, defaults, closure, code, annotations, dict.
import sys, types
G = sys.getrefcount
def base(): return G(base.__code__), G(base.__globals__) > 2
print(base(), G(base))
v = object()
def f(a=v, *, b=v) -> v: return v
print(G(v), G(f), G(f.__code__), G(f.__defaults__), G(f.__kwdefaults__), G(f.__annotations__), f.__annotations__["return"] is v, G(f.__dict__), G(f.__name__) > 1000, G(f.__module__) > 1000)
g = types.FunctionType(f.__code__, globals(), "g", f.__defaults__); print(G(v), G(f.__code__), G(f.__defaults__), g.__kwdefaults__); del g; print(G(f.__code__))
f.__defaults__ = None; print(G(v)); f.__kwdefaults__ = None; print(G(v)); del f.__annotations__; print(G(v), f.__annotations__); f.me = f; print(G(f)); del f.me
def maker():
    def inner(): return v
    return inner
a = maker(); b = maker(); print(a is b, a.__code__ is b.__code__, G(a.__code__), a.__name__ is b.__name__, G(maker.__code__.co_consts)); del a, b
ls = [lambda: v for _ in range(3)]; print(ls[0].__code__ is ls[2].__code__, G(ls[0].__code__), ls[0] == ls[1]); del ls
class C:
    def m(self): return self
    s = staticmethod(f); k = classmethod(f); p = property(f)
print(G(f), G(C.m), C.__dict__["s"].__func__ is f, C.__dict__["k"].__wrapped__ is f, C.s is f); c = C(); m = c.m; print(G(c), G(C.m), m.__func__ is C.m, m.__self__ is c, G(m)); m2 = C.m.__get__(c); print(m == m2, G(c)); del m, m2; print(G(c)); kk = c.k; print(kk.__self__ is C, G(C)); del kk
code = f.__code__.replace(co_name="other"); print(code.co_name, code.co_consts is f.__code__.co_consts, code == f.__code__, G(code), G(code.co_consts)); h = types.FunctionType(code, {}); print(h.__name__, h.__builtins__ is __builtins__.__dict__ if hasattr(__builtins__, "__dict__") else 1, h.__module__)
f.__code__ = maker.__code__; print(G(maker.__code__), f.__name__, f().__name__); import functools
w = functools.wraps(f)(lambda: 0); print(w.__wrapped__ is f, w.__name__ is f.__name__, G(f)); del w; print(G(f)); p = functools.partial(f, v, x=v); print(G(v), G(f), p.args[0] is v, G(p.args), G(p.keywords), type(p.__dict__).__name__); q = functools.partial(p, v); print(q.func is f, len(q.args), G(v)); del p, q; print(G(v))
cell = types.CellType(v); n = types.FunctionType((lambda: v).__code__, globals(), closure=None); print(G(v), G(cell)); cl = (lambda z: lambda: z)(v); fn = types.FunctionType(cl.__code__, {}, closure=(cell,)); print(fn() is v, G(cell), G(cl.__closure__)); cell.cell_contents = None; print(fn(), G(v)); del cell.cell_contents
try: fn()
except NameError as e: print(e)
