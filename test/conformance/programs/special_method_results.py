# What special methods may return, and the errors when they return something else.
def mk(name, val, base=object, **extra): return type("C", (base,), {name: (lambda self, *a: val), **extra})()
class Raises:
    def __bool__(self): raise ValueError("bool")
    def __len__(self): raise ValueError("len")
    def __hash__(self): raise ValueError("hash")
    def __repr__(self): raise ValueError("repr")
import operator, math
CASES = r"""
bool(mk("__bool__", 1))
bool(mk("__bool__", True)), bool(mk("__len__", 0)), bool(mk("__len__", 5))
bool(mk("__len__", -1))
len(mk("__len__", -1))
len(mk("__len__", "a"))
len(mk("__len__", 1.0))
len(mk("__len__", 2**70))
bool(mk("__len__", 2**70))
len(mk("__len__", True))
hash(mk("__hash__", "a"))
hash(mk("__hash__", 2**70)), hash(mk("__hash__", -1)), hash(mk("__hash__", True)), hash(mk("__hash__", -2**200))
repr(mk("__repr__", 5))
repr(mk("__repr__", None))
str(mk("__str__", 5))
str(mk("__repr__", 5))
str(mk("__str__", b"a"))
f"{mk('__str__', 5)}"
"%s" % mk("__str__", 5)
"%r" % mk("__repr__", 5)
ascii(mk("__repr__", 5))
format(mk("__format__", 5))
format(mk("__format__", b""), "x")
bytes(mk("__bytes__", "a"))
int(mk("__int__", 1.0))
int(mk("__int__", "5"))
int(mk("__index__", 5)), int(mk("__trunc__", 5)) if 0 else 1
float(mk("__float__", 1))
float(mk("__float__", "1"))
float(mk("__index__", 7)), complex(mk("__index__", 7)), complex(mk("__float__", 7.5)), complex(mk("__complex__", 1j))
complex(mk("__complex__", 1))
operator.index(mk("__index__", 1.0))
operator.index(1.0)
[1][mk("__index__", "a")]
range(mk("__index__", None))
hex(mk("__index__", "a"))
iter(mk("__iter__", 5))
iter(mk("__iter__", []))
list(mk("__iter__", None))
reversed(mk("__reversed__", 5)), [*reversed(mk("__reversed__", "ab"))]
5 in mk("__contains__", "yes"), 5 in mk("__contains__", ""), 5 not in mk("__contains__", [])
dir(mk("__dir__", 5))
dir(mk("__dir__", ["b", "a"])), dir(mk("__dir__", "ba"))
dir(mk("__dir__", [1, "a"]))
round(mk("__round__", "r")), math.ceil(mk("__ceil__", "c")), math.trunc(mk("__trunc__", "t")), abs(mk("__abs__", "a")), divmod(mk("__divmod__", 5), 1)
math.trunc(object())
mk("__lt__", "lt") < 1, mk("__eq__", []) == 1, mk("__ne__", 5) != 1, mk("__eq__", 0) != 1, not mk("__eq__", []) == 1
sorted([mk("__lt__", ""), mk("__lt__", "")])[0].__class__.__name__, max(mk("__gt__", 1), mk("__gt__", 1)).__class__.__name__
isinstance(5, mk("__instancecheck__", "yes")), issubclass(int, mk("__subclasscheck__", 0)), isinstance(5, type("M", (type,), {"__instancecheck__": lambda c, o: "x"})("N", (), {}))
isinstance(5, mk("__instancecheck__x", 1))
bool(Raises())
not Raises()
1 if Raises() else 2
[Raises()] and any([Raises()])
hash(Raises())
{Raises()}
repr([Raises()])
f"{Raises()!r}"
mk("__getattr__", 5).anything, mk("__getattribute__", 6).x, mk("__call__", 7)(1, 2), mk("__getitem__", 8)[...], mk("__missing__", 9, dict)["k"]
mk("__enter__", 1).__enter__(), hasattr(mk("__getattr__", 1), "zz")
mk("__length_hint__", "a").__length_hint__(), operator.length_hint(mk("__length_hint__", 4))
mk("__setattr__", 1).__setattr__("a", 2), mk("__delattr__", 3).__delattr__("a"), mk("__init__", None) is not None
mk("__init__", 5)
mk("__new__", 5)
type("C", (), {"__new__": lambda c: 5})(), type("C", (), {"__new__": lambda c: object.__new__(c), "__init__": lambda s: None})().__class__.__name__
type("C", (), {"__init__": lambda s: 0})()
type("C", (), {"__slots__": (), "__bool__": None})().__bool__
bool(type("C", (), {"__bool__": None})())
int(type("C", (), {"__int__": None})())
str(type("C", (), {"__str__": None})())
repr(type("C", (), {"__repr__": None})())
iter(type("C", (), {"__iter__": None, "__getitem__": lambda s, i: i})())
1 in type("C", (), {"__contains__": None, "__iter__": lambda s: iter([1])})()
hash(type("C", (), {"__hash__": None})())
type("C", (), {"__eq__": lambda s, o: True}).__hash__
type("C", (), {"__call__": None})()()
type("C", (), {"__class__": property(lambda s: int)})().__class__, isinstance(type("C", (), {"__class__": property(lambda s: int)})(), int)
type("C", (int,), {"__index__": lambda s: 9})(3) + 1, [*range(10)][type("C", (int,), {"__index__": lambda s: 9})(3)], hex(type("C", (int,), {"__index__": lambda s: 9})(3)), operator.index(type("C", (int,), {"__index__": lambda s: 9})(3))
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
