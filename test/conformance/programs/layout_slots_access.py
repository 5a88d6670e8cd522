# Slots as descriptors: order, clearing, deletion, inheritance, conflicts, dicts and weakrefs beside them.
import sys, weakref, gc
class A:
    __slots__ = ("b", "a")
class B(A):
    __slots__ = ("c", "__dict__")
class D(A):
    __slots__ = ()
class W(A):
    __slots__ = "__weakref__"
class P(A): pass
for cls in (A, B, D, W, P): print(cls.__name__, cls.__basicsize__, cls.__dictoffset__, cls.__weakrefoffset__, sys.getsizeof(cls()), hasattr(cls(), "__dict__"), [k for k in cls.__dict__ if len(k) == 1])
a = A(); print([hasattr(a, n) for n in "abc"]); a.a = []; print(sys.getrefcount(a.a), A.a.__get__(a), A.b.__name__, A.a.__objclass__ is A); del a.a
for f in (lambda: a.a, lambda: A.a.__get__(B), lambda: setattr(a, "z", 1), lambda: delattr(a, "a"), lambda: weakref.ref(a), lambda: a.__dict__):
    try: print(f())
    except (AttributeError, TypeError) as e: print(type(e).__name__, e)
b = B(); b.a = 1; b.c = 2; b.x = 3; print(b.__dict__, b.a, [getattr(b, n) for n in ("a", "c", "x")], b.__getstate__())
try:
    class Bad(A, type("X", (), {"__slots__": ("q",)})): pass
except TypeError as e: print(e)
for ns in ({"__slots__": ("a",), "a": 1}, {"__slots__": ("1x",)}, {"__slots__": 5}, {"__slots__": ("__dict__", "__dict__")}, {"__slots__": ("__weakref__", "__weakref__")}, {"__slots__": ("x", "x")}):
    try: t = type("T", (), ns); print(t.__basicsize__)
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
try: type("T", (int,), {"__slots__": ("a",)})
except TypeError as e: print(e)
class Priv: __slots__ = ("__p", "_q")
print([k for k in Priv.__dict__ if "p" in k or "q" in k][:3]); x = Priv(); x._q = x; print([type(r).__name__ for r in gc.get_referents(x)]); x._q = None
class Doc: __slots__ = {"a": "doc of a", "b": None}
print(Doc.a.__doc__, Doc.b.__doc__, Doc.__slots__); it = iter(["m", "n"]); T = type("T", (), {"__slots__": it}); print(list(it), type(T.__slots__).__name__, T.__basicsize__)
o = A.__new__(A); o.__class__ = D; print(type(o).__name__)
try: o.__class__ = B
except TypeError as e: print(e)
