# Functions, methods, code objects, frames, generators, coroutines, cells, tracebacks.
import sys
S = sys.getsizeof
def f(a, b=1, *, c=2): "doc"; return a
def gen(a, b):
    for i in range(3): yield (a, b, i)
def big():
    a = b = c = d = e = 1
    x = [a, b, [c, [d, [e]]]]
    yield x
async def co(): await None
async def agen(): yield 1
class C:
    def m(self): pass
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass
    @property
    def p(self): return 1
print(S(f), S(lambda: 0), S(C.m), S(C().m), S(C.c), S(C.s), S(C.__dict__["c"]), S(C.__dict__["s"]), S(C.__dict__["p"]))
f.attr = 1; print(S(f), S(f.__dict__), S(f.__defaults__), S(f.__kwdefaults__), S(f.__annotations__))
g = gen(1, 2); print(S(g)); next(g); print(S(g), S(g.gi_frame) > 0); list(g); print(S(g))
print(S(big()), S((x for x in ())), S((x + y for x in () for y in ())), S(agen()), S(agen().__anext__()), S(agen().asend(None)), S(agen().aclose()))
c = co(); print(S(c), S(c.__await__())); c.close()
def outer(x):
    def inner(): return x
    return inner
i = outer(1); print(S(i), S(i.__closure__), S(i.__closure__[0]))
for fn in (f, gen, big, outer, i, C.m, lambda: 0): print(S(fn.__code__), S(fn.__code__.co_code), S(fn.__code__.co_consts), S(fn.__code__.co_linetable), S(fn.__code__.co_varnames), end="; ")
print()
try: 1 / 0
except ZeroDivisionError as e: print(S(e), S(e.__traceback__), S(e.__traceback__.tb_frame), S(e.args))
def frames(a, b=2): x = 1; return S(sys._getframe()), S(sys._getframe().f_locals)
print(frames(1), S(sys._getframe()))
print(S(iter([])), S(iter(())), S(iter("")), S(iter("\u20ac")), S(iter(b"")), S(iter(range(3))), S(iter(range(10**30))), S(iter({})), S(iter(set())), S(reversed([])), S(reversed(())), S(iter(int, 1)), S(iter(bytearray())), S(iter(memoryview(b""))))
print(S(enumerate([])), S(zip()), S(zip("", "")), S(map(f, "")), S(map(f, "", "")), S(filter(None, "")), S(super(C, C())), S(classmethod(f)), S(property()), S(type("T", (), {}).__dict__))
