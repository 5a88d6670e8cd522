# gc.get_referents gives what tp_traverse visits, in its order; get_referrers finds containers.
import gc, functools, collections, types, itertools
gc.disable(); gc.collect()
def show(label, o): print(label, [r if isinstance(r, (int, str, float)) or r is None else type(r).__name__ + (":" + r.__name__ if hasattr(r, "__name__") else "") for r in gc.get_referents(o)])
class C:
    def m(self): pass
class S:
    __slots__ = ("b", "a")
    def __init__(self): self.b = "vb"; self.a = "va"
class L(list): pass
show("list", [1, "a", None]); show("tuple", ("x", 2.5)); show("dict", {"k": 1, 2: "v"}); show("set", {7}); show("slice", slice(1, "b"))
c = C(); c.x = "vx"; c.y = [1]; show("instance", c); c.__dict__; show("materialized", c); show("slots", S()); l = L([5]); l.attr = 1; show("subclass", l)
def f(a, b=2, *, k="kw") -> int: return c
f.attr = 1; show("function", f); show("method", c.m); show("partial", functools.partial(f, 1, k=2)); show("builtin", [].append); show("property", property(f)); show("staticmethod", staticmethod(f)); show("cell", (lambda: f).__closure__ or types.CellType(9))
show("module", types.ModuleType("m")); show("class", C); show("gen", (i for i in [3])); show("iter", iter([1])); show("zip", zip("ab", [1])); show("map", map(f, [1])); show("enumerate", enumerate([1])); show("chain", itertools.chain([1], [2])); show("dictitems", {}.items()); show("dictiter", iter({1: 2})); show("deque", collections.deque([1, "z"])); show("odict", collections.OrderedDict(a=1)); show("ddict", collections.defaultdict(list, a=1)); show("ns", types.SimpleNamespace(q=1)); show("mp", types.MappingProxyType({}))
try: raise ValueError("msg") from KeyError("k")
except ValueError as e: show("exc", e); show("tb", e.__traceback__); show("frame", (lambda: __import__("sys")._getframe())())
g = (i for i in [3]); next(g); show("gen started", g); show("int", 5); show("str", "s"); show("code", f.__code__); show("ga", list[int]); show("union", int | str)
a = []; b = [a]; d = {"a": a}; t = (a,); c.a = a
print([type(r).__name__ for r in gc.get_referrers(a) if r is not globals()]); print(len(gc.get_referrers()))
import weakref
w = weakref.ref(c, f); show("weakref", w); ct = contextvars = __import__("contextvars"); show("partial nested", functools.partial(functools.partial(f, 1), 2)); show("super", super(C, c)); show("classmethod", C.__dict__["m"]); show("many", 1); print(gc.get_referents(a, b, {1: 2}, 5))
