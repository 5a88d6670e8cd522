# __slots__: layouts, defaults, conflicts and what they forbid.
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "-", e)
class A:
    __slots__ = ("x", "y")
a = A()
attempt(lambda: a.x)
a.x = 1
attempt(lambda: setattr(a, "z", 1))
attempt(lambda: a.__dict__)
attempt(lambda: delattr(a, "y"))
attempt(lambda: A.x.__get__(3))
attempt(lambda: A.x.__set__(B(), 3))
print(A.x, type(A.x).__name__, A.x.__name__, A.x.__qualname__, A.x.__objclass__, A.x.__doc__)
class B(A): pass
b = B()
b.x, b.q = 3, 4
print(b.x, b.__dict__)
attempt(lambda: type("C", (), {"__slots__": ("x",), "x": 1}))
attempt(lambda: type("C", (), {"__slots__": ("1x",)}))
attempt(lambda: type("C", (), {"__slots__": (1,)}))
attempt(lambda: type("C", (int,), {"__slots__": ("x",)}))
attempt(lambda: type("C", (tuple,), {"__slots__": ("x",)}))
attempt(lambda: type("C", (int,), {"__slots__": ()})(3) + 1)
attempt(lambda: type("C", (), {"__slots__": ("__dict__", "__dict__")}))
attempt(lambda: type("C", (B,), {"__slots__": ("__dict__",)}))
attempt(lambda: type("C", (), {"__slots__": ("__weakref__", "__weakref__")}))
attempt(lambda: type("C", (), {"__slots__": "solo"})().solo)
class D:
    __slots__ = {"p": "doc of p", "q": None}
print(D.__slots__, D.p.__doc__, D.q.__doc__)
class E:
    __slots__ = iter(("m", "n"))
print(list(E.__slots__), E.m)
class F(A):
    __slots__ = ("x",)
f = F()
f.x = 1
A.x.__set__(f, 2)
print(f.x, A.x.__get__(f))
import weakref
attempt(lambda: weakref.ref(a))
class G:
    __slots__ = ("__weakref__",)
print(weakref.ref(G())())
class H: __slots__ = ("x", "y")
a.__class__ = H
print(type(a).__name__, a.x)
class I: __slots__ = ("x", "w")
attempt(lambda: setattr(a, "__class__", I))
attempt(lambda: setattr(a, "__class__", B))
attempt(lambda: setattr(a, "__class__", int))
attempt(lambda: setattr(a, "__class__", 5))
class J:
    __slots__ = ()
    __qualname__ = "Renamed.J"
    __module__ = "elsewhere"
print(J)
attempt(lambda: type("K", (), {"__qualname__": 3}))
attempt(lambda: type("K", (), {"__slots__": ("a", "b"), "__classcell__": 5}))
