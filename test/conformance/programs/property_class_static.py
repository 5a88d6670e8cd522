# property, classmethod and staticmethod objects: copies, docs, names, errors, abstract flags, wrapping.
class C:
    "C doc"
    @property
    def p(self): "p doc"; return "got"
    @p.setter
    def p(self, v): self.v = v
    @p.deleter
    def p(self): self.v = "deleted"
    ro = property(lambda s: 1)
    wo = property(None, lambda s, v: None, doc="write only")
    empty = property()
    @classmethod
    def c(cls, *a): "c doc"; return cls.__name__, a
    @staticmethod
    def s(*a): "s doc"; return a
    x = staticmethod(len)
    n: int
class D(C):
    @C.p.getter
    def p(self): return "sub"
class Sub(property):
    "Sub doc"
c, d = C(), D()
def tr(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
def seta(o, n, v): setattr(o, n, v); return vars(o)
def dela(o, n): delattr(o, n); return vars(o)
P, CM, SM = vars(C)["p"], vars(C)["c"], vars(C)["s"]
class Abs:
    @property
    def a(self): ...
    a.fget.__isabstractmethod__ = True
CASES = r"""
c.p, d.p, seta(c, "p", 5), dela(c, "p"), seta(d, "p", 6), C.p.__doc__, D.p.__doc__, C.wo.__doc__, C.empty.__doc__, C.ro.__doc__, type(C.p)
c.wo
c.empty
seta(c, "ro", 1)
dela(c, "ro")
seta(c, "empty", 1)
dela(c, "wo")
property(lambda s: 1).__get__(5), property(lambda s: 1).__get__(None, C).__class__, P.__get__(None, C) is P, P.fget(c), P.fset.__name__, P.fdel.__name__, P.__name__, C.ro.__name__, P.__isabstractmethod__, vars(Abs)["a"].__isabstractmethod__
property().__name__
property(5).__get__(1)
property(1).__name__
P.__set__(c)
P.__get__()
setattr(P, "fget", None)
setattr(P, "__doc__", "new"), P.__doc__, setattr(P, "__doc__", None), P.__doc__, setattr(C.ro, "__name__", "renamed"), C.ro.__name__
seta(C(), "ro", 5)
Sub(lambda s: 1).__doc__, Sub(c.c.__func__).__doc__, Sub(None, doc="given").__doc__, type(Sub(None).getter(len)), property(len, doc=None).__doc__ == len.__doc__, property(None).fget, property(doc="d").__doc__, property(fget=len, fset=None, fdel=None, doc=5).__doc__
property(1, 2, 3, 4, 5)
property(foo=1)
c.c(1), C.c(), D.c(2), d.c(), c.s(1), C.s(), C.x("ab"), C.c.__func__.__name__, C.c.__self__, CM.__func__ is C.c.__func__, CM.__wrapped__ is CM.__func__, SM.__wrapped__ is C.s, SM(1, 2), CM.__doc__, SM.__doc__, CM.__name__, SM.__qualname__, CM.__module__, CM.__isabstractmethod__, C.c.__doc__
CM()
CM.__get__(None, int)(1), SM.__get__(None) is C.s, CM.__get__(5)(2), repr(CM).split(" at")[0], repr(SM).split(" at")[0], repr(classmethod(5)), repr(staticmethod("x"))
classmethod(5).__get__(None, int)
classmethod(5).__get__(1)()
classmethod(property(lambda cls: cls)).__get__(None, int) if 0 else type(classmethod(property(lambda cls: cls)).__get__(None, int))
staticmethod(5)()
staticmethod(5).__get__(None, None), staticmethod(len).__call__([1]), classmethod(len).__get__(None, "abc")() if 0 else 0
classmethod()
classmethod(1, 2)
staticmethod(f=1)
seta(CM, "foo", 1)["foo"], vars(SM).get("__doc__"), seta(SM, "__name__", "zz")["__name__"], SM.__name__, C.s.__name__, sorted(vars(CM))
seta(c, "c", 5)["c"], c.c, dela(c, "c"), c.c()
C.p.fset(c, 9), c.v, tr(lambda: C.p.fget()), tr(lambda: C.p()), tr(lambda: c.p()), tr(lambda: c.c.nope), tr(lambda: C.p.nope)
object.__dict__["__class__"].__get__(5), type.__dict__["__name__"].__get__(int), type.__dict__["__doc__"].__get__(C), int.__dict__["numerator"].__get__(5), type.__dict__["__dict__"].__get__(C)["n"] if 0 else 1
int.__dict__["numerator"].__get__("a")
int.__dict__["numerator"].__set__(5, 1)
type.__dict__["__name__"].__set__(int, "x")
type.__dict__["__name__"].__set__(C, 5)
type.__dict__["__name__"].__delete__(C)
setattr(C, "__name__", "New"), C.__name__, C, C.__qualname__, setattr(C, "__qualname__", "Q.New"), C, setattr(C, "__doc__", "new doc"), C.__doc__, setattr(C, "__module__", "m"), C
setattr(C, "__dict__", {})
setattr(C, "__class__", 5)
setattr(C, "__mro__", ())
setattr(int, "__doc__", "x")
setattr(C, "__name__", "a\0b")
delattr(C, "__doc__")
delattr(C, "__qualname__")
delattr(C, "nope")
setattr(C, "__abstractmethods__", {"zz"}), tr(C), delattr(C, "__abstractmethods__"), tr(lambda: C().__class__.__name__)
C.__abstractmethods__
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
