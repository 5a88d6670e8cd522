# Views, iterators and wrappers: new each time or the same object.
class C:
    def m(self): pass
    x = 1
c = C(); d = {"a": 1}; l = [1, 2]; f = lambda: 0
def g(): yield 1
it = g()
pairs = [("dict keys", lambda: d.keys()), ("items", lambda: d.items()), ("iter list", lambda: iter(l)), ("iter iter", lambda: iter(it)), ("__dict__", lambda: c.__dict__), ("class dict", lambda: C.__dict__), ("method", lambda: c.m), ("function attr", lambda: C.m), ("code", lambda: f.__code__), ("globals", lambda: f.__globals__), ("defaults", lambda: f.__defaults__), ("closure", lambda: f.__closure__), ("annotations", lambda: f.__annotations__), ("kwdefaults", lambda: f.__kwdefaults__), ("fdict", lambda: f.__dict__), ("mro", lambda: C.__mro__), ("bases", lambda: C.__bases__), ("subclasses", lambda: C.__subclasses__()), ("type name", lambda: C.__name__), ("doc", lambda: C.__doc__), ("gi_frame", lambda: it.gi_frame), ("gi_code", lambda: it.gi_code), ("co_consts", lambda: f.__code__.co_consts), ("co_varnames", lambda: f.__code__.co_varnames), ("co_code", lambda: f.__code__.co_code), ("co_names", lambda: f.__code__.co_names), ("range attr", lambda: range(10 ** 10).start), ("slice attr", lambda: slice(l).stop), ("module dict", lambda: __import__("sys").__dict__), ("locals", lambda: locals()), ("globals()", lambda: globals()), ("vars", lambda: vars(c)), ("dir", lambda: dir(c)), ("memoryview obj", lambda: memoryview(b"x").obj), ("exc args", lambda: e.args), ("tb", lambda: e.__traceback__), ("tb_frame", lambda: e.__traceback__.tb_frame), ("f_locals", lambda: e.__traceback__.tb_frame.f_locals), ("f_code", lambda: e.__traceback__.tb_frame.f_code), ("f_back", lambda: e.__traceback__.tb_frame.f_back), ("f_builtins", lambda: e.__traceback__.tb_frame.f_builtins), ("weakref", lambda: __import__("weakref").ref(c)), ("proxy", lambda: __import__("weakref").proxy(c)), ("GenericAlias", lambda: list[int]), ("union", lambda: int | str), ("super", lambda: super(C, c)), ("str()", lambda: str("abc")), ("staticmethod", lambda: C.x), ("wrapper", lambda: c.__str__), ("slot wrapper", lambda: object.__str__), ("builtin method", lambda: l.append), ("type()", lambda: type(c)), ("real", lambda: (10 ** 20).real), ("imag", lambda: (1.5).imag), ("numerator", lambda: (10 ** 20).numerator), ("conj", lambda: (1j).conjugate())]
e = ValueError(1)
try: raise e
except ValueError: pass
for n, mk in pairs:
    a = mk(); b = mk(); print(n, a is b, end="; ")
print()
