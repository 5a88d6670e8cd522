# Data descriptors, instance attributes, non-data descriptors, class attributes and __getattr__, in that order.
class Data:
    def __init__(self, n): self.n = n
    def __get__(self, obj, owner=None): return ("data", self.n, obj is None, owner.__name__)
    def __set__(self, obj, value): print("set", self.n, value)
    def __delete__(self, obj): print("delete", self.n)
class NonData:
    def __get__(self, obj, owner=None): return ("nondata", obj is None, owner.__name__)
class SetOnly:
    def __set__(self, obj, value): obj.__dict__["so"] = value * 2
class Meta(type):
    md = Data("meta")
    mn = NonData()
    onmeta = 1
class C(metaclass=Meta):
    d = Data("d")
    n = NonData()
    so = SetOnly()
    md = "class md"
    mn = "class mn"
    def __getattr__(self, name):
        return "getattr " + name
c = C()
c.__dict__.update(d="inst d", n="inst n")
print(c.d, c.n, c.zzz, c.md)
c.d = 5
del c.d
print(c.so.__class__.__name__)
c.so = 4
print(c.so, c.__dict__["so"])
try:
    del c.so
except AttributeError as e:
    print("AttributeError:", e)
print(C.d, C.n, C.md, C.mn, C.onmeta)
C.md = 9
print(C.__dict__["md"], C.md)
try:
    C.missing
except AttributeError as e:
    print("AttributeError:", e, e.name, e.obj is C)
try:
    c.onmeta + 1
except TypeError as e:
    print("TypeError:", e)
class Raises:
    @property
    def p(self): raise AttributeError("inner")
    def __getattr__(self, name): return "fallback " + name
print(Raises().p)
class GetAttribute:
    x = 1
    def __getattribute__(self, name):
        if name == "y": raise AttributeError("no " + name)
        return name, object.__getattribute__(self, "x")
    def __getattr__(self, name): return "ga", name
g = GetAttribute()
print(g.x, g.y, g.anything, getattr(g, "y", 3))
del c.n
print(c.n)
try:
    object.__setattr__(c, 3, 4)
except TypeError as e:
    print("TypeError:", e)
try:
    setattr(int, "foo", 1)
except TypeError as e:
    print("TypeError:", e)
try:
    (5).foo = 1
except AttributeError as e:
    print("AttributeError:", e)
try:
    object().foo = 1
except AttributeError as e:
    print("AttributeError:", e)
try:
    del (5).real
except AttributeError as e:
    print("AttributeError:", e)
