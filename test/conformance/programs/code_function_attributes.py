# Attributes of code and function objects: flags, argument counts, names, replace, defaults, docs.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    "doc of f"
    x = 1
    def inner(): return x, a
    return inner
def g():
    yield 1
async def co(): await x
async def ag(): yield
lam = lambda q, *, r: q
class C:
    "class doc"
    def m(self): return __class__
    s = staticmethod(lambda: 1)
c = f.__code__
def setf(name, v):
    def t(a, b=1, *, k=2): return a, b, k
    setattr(t, name, v); return t
def delf(name):
    def t(a, b=1, *, k=2): return a, b, k
    delattr(t, name); return t
CASES = r"""
c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_cellvars, c.co_freevars, c.co_names, c.co_name, c.co_qualname, c.co_firstlineno, c.co_stacksize, hex(c.co_flags), c.co_consts[0]
[hex(x.__code__.co_flags) for x in (g, co, ag, lam, C.m, f(1, d=2))], f(1, d=2).__code__.co_qualname, lam.__qualname__, C.m.__code__.co_freevars, f(1, d=2).__code__.co_freevars
list(c.co_lines())[0][2], len(list(c.co_positions())) * 2 == len(c.co_code), [l for _, _, l in c.co_lines()], c.co_exceptiontable, co.__code__.co_exceptiontable != b"", list(g.__code__.co_positions())[0]
c == f.__code__, c == c.replace(), c == c.replace(co_name="z"), c.replace(co_name="z").co_name, hash(c) == hash(c.replace()), c.replace(co_consts=("new",) + c.co_consts[1:]).co_consts[0], (lambda: 1).__code__ == (lambda: 1).__code__
c.replace(co_argcount="a")
c.replace(nope=1)
c.replace(co_argcount=-1)
c.replace(co_varnames=())
c.replace(co_consts=[])
setattr(c, "co_name", "x")
repr(c).split(" at ")[0], repr(lam.__code__).split(" at ")[0], repr(c).split('"')[0] != "", type(c)(0, 0, 0, 0, 0, 0, b"", (), (), (), "f", "n", "q", 1, b"", b"") .co_qualname
type(c)()
f.__defaults__, f.__kwdefaults__, f.__doc__, f.__name__, f.__qualname__, f.__module__, f.__closure__, f.__globals__ is globals(), f.__dict__, f.__annotations__, f.__type_params__, f.__builtins__["len"] is len, lam.__kwdefaults__, lam.__doc__
setf("__defaults__", (5, 6))(), setf("__defaults__", None)(1), setf("__kwdefaults__", {"k": 9})(0), setf("__kwdefaults__", {"k": 1, "zz": 2})(0), delf("__defaults__")(1, 2)
setf("__defaults__", ())(1)
setf("__defaults__", None)()
setf("__kwdefaults__", None)(1)
delf("__kwdefaults__")(1)
setf("__kwdefaults__", {})(1)
delf("__defaults__")()
setf("__defaults__", [1])
setf("__defaults__", (1, 2, 3, 4, 5))()
setf("__kwdefaults__", 5)
setf("__name__", 5)
setf("__qualname__", None)
setf("__code__", 5)
setf("__code__", C.m.__code__)
setf("__code__", lam.__code__)(1, r=2), setf("__name__", "new").__name__, setf("__name__", "new").__code__.co_name, setf("__qualname__", "a.b").__qualname__, repr(setf("__qualname__", "a.b")).split(" at")[0], setf("__doc__", 5).__doc__, delf("__doc__").__doc__
setf("__dict__", 5)
setf("__dict__", {"z": 1}).z, setf("foo", 1).__dict__, setf("__annotations__", {"a": 1}).__annotations__, setf("__annotations__", None).__annotations__, delf("__annotations__").__annotations__, setf("__module__", 5).__module__, setf("__type_params__", (1,)).__type_params__
delf("__name__")
delf("__code__")
delf("__closure__")
delf("foo")
delf("__dict__")
setf("__annotations__", 5)
setf("__closure__", ())
setf("__globals__", {})
setf("__type_params__", 5)
f.nope
g().gi_code is g.__code__, g().__name__, g().__qualname__, type(f).__name__, type(lam) is type(f), callable(f), f.__get__(5).__self__, f.__get__(5).__func__ is f, f.__get__(None, int) is f, C.m is C.m, C().m == C().m, (lambda o: o.m == o.m)(C()), (lambda o: hash(o.m) == hash(o.m))(C())
f.__get__(None)
f.__get__(None, None)
(lambda o: setattr(o.m, "x", 1))(C())
C().m.__name__, C().m.__qualname__, C().m.__doc__, repr(C().m).split(" of ")[0], C().m.__func__ is C.m, C().m.__code__ is C.m.__code__, type(C().m)(lam, 1).__self__, C.s(), C().s(), C().m.__reduce__()[0]
type(C().m)(lam, None)
type(C().m)(5, 1)
type(C().m)(lam)
[].append.__self__, [].append.__name__, [].append.__qualname__, len.__self__.__name__, len.__module__, len.__text_signature__, list.append.__objclass__, list.append.__text_signature__, int.__add__.__name__, (1).__add__.__self__, int.__dict__["real"].__name__, type.__dict__["__mro__"].__objclass__, repr(len), repr(list.append), repr(int.__add__), repr([].append).split(" at")[0], repr((1).__add__).split(" at")[0], repr(int.real), repr(int.from_bytes).split(" at")[0], repr(dict.fromkeys).split(" at")[0], repr(str.maketrans).split(" at")[0]
list.append(5, 1)
list.append()
int.real.__get__("a")
int.__add__(1)
str.join(",", [1])
setattr(len, "x", 1)
len.__call__([1]), [].append == [].append, (lambda l: l.append == l.append)([]), len == len, hash(len) == hash(len), "a".upper.__call__(), list.__len__([1, 2]), [].__len__.__objclass__
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
