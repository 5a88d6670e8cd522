# with: order of lookups, suppression, return values, nested and parenthesized forms, errors.
class CM:
    def __init__(self, name, ret=False, enter_exc=None, exit_exc=None): self.name, self.ret, self.ee, self.xe = name, ret, enter_exc, exit_exc
    def __enter__(self):
        print("enter", self.name)
        if self.ee: raise self.ee
        return self.name.upper()
    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        if self.xe: raise self.xe
        return self.ret
with CM("a") as x, CM("b") as y: print(x, y)
with (CM("a") as x, CM("b"),): print(x)
with CM("s", True): raise KeyError("suppressed")
try:
    with CM("o"), CM("i", exit_exc=ValueError("from exit")): raise KeyError("body")
except ValueError as e: print(repr(e), repr(e.__context__))
try:
    with CM("o", 1), CM("e", enter_exc=OSError("enter")): print("no")
    print("after")
except OSError as e: print("leaked", e)
def f():
    with CM("r"): return "returned"
def g():
    for i in range(3):
        with CM(str(i)):
            if i == 0: continue
            if i == 1: break
    return i
print(f(), g())
class Inst:
    def __init__(self): self.__enter__ = self.__exit__ = lambda *a: None
class OnlyEnter:
    def __enter__(self): pass
class AsyncCM:
    async def __aenter__(self): pass
    async def __aexit__(self, *a): pass
for bad in (Inst, OnlyEnter, AsyncCM, int):
    try:
        with bad(): pass
    except TypeError as e: print(e)
async def aw():
    async with CM("x"): pass
try: aw().send(None)
except TypeError as e: print(e)
class Weird:
    def __enter__(self): return 1, (2, 3)
    def __exit__(self, *a):
        class B:
            def __bool__(self): raise LookupError("bool")
        return B()
with Weird() as (a, (b, *c)): print(a, b, c)
d = {}
class Plain:
    def __enter__(self): return 7
    def __exit__(self, *a): print(len(a), a[:2])
with Plain() as d["k"], Plain() as d.setdefault("l", [0])[0]: pass
print(d)
try:
    with Weird(): raise KeyError("k")
except LookupError as e: print(repr(e), repr(e.__context__))
try:
    with Plain() as (p, q): pass
except TypeError as e: print(e)
def gen():
    with CM("gen"): yield 1; yield 2
it = gen(); next(it); it.close()
import contextlib
@contextlib.contextmanager
def cm(v):
    try: yield v
    except ValueError as e: print("swallowed", e)
with cm(5) as z: print(z); raise ValueError("v")
try:
    with contextlib.closing(5): pass
except AttributeError as e: print(e)
with contextlib.suppress(ZeroDivisionError, KeyError): {}["x"]
with contextlib.ExitStack() as st:
    for i in range(2): st.enter_context(CM(f"st{i}"))
    st.callback(print, "callback", i)
