# Enumerations: members are singletons held by the class; counts, sizes, flags made on demand, pickling by name.
import enum, sys, gc, copy
G = sys.getrefcount
class C(enum.Enum):
    RED = 1
    GREEN = "g"
    ALIAS = 1
print(C.RED is C(1), C["RED"] is C.RED, C.ALIAS is C.RED, copy.copy(C.RED) is C.RED, copy.deepcopy([C.RED])[0] is C.RED, list(C), len(C), G(C.RED) - G(C.GREEN))
print(sys.getsizeof(C.RED), sorted(C.RED.__dict__), sys.getsizeof(C.RED.__dict__), C.RED.__objclass__ is C, C.RED.value, hash(C.RED) == hash("RED"))
class F(enum.Flag):
    A = 1; B = 2; D = 4
x = F.A | F.B; y = F(3); print(x is y, x, len(F), x in F, F.A in x, list(x), ~x is F.D, (x & F.A) is F.A, F(0) is F(0), bool(F(0)), G(x) > 2, F._value2member_map_[3] is x, len(F._value2member_map_))
class I(enum.IntEnum): ONE = 1; TWO = 2
print(I.ONE + 1, I.ONE == 1, I.ONE is 1, {1: "a"}[I.ONE], sys.getsizeof(I.ONE), isinstance(I.ONE, int), I(1) is I.ONE, type(I.ONE + I.TWO).__name__, f"{I.ONE}", sorted([I.TWO, I.ONE])[0] is I.ONE)
class IF(enum.IntFlag): R = 4; W = 2
print(IF.R | 1, type(IF.R | 1).__name__, IF(7) is IF(7), IF.R | IF.W, (IF.R | IF.W) is IF(6), sys.getsizeof(IF.R))
class S(enum.StrEnum): X = enum.auto(); Y = enum.auto()
print(S.X, S.X == "x", sys.getsizeof(S.X), S("y") is S.Y)
class T(enum.Enum):
    a = (1, 2); b = [3]
    def __init__(self, *v): self.v = v
    @property
    def p(self): return G(self)
    @enum.member
    def fn(): return 1
    @enum.nonmember
    class Inner: pass
print(T.a.v, T.b.v, T.a.p, [m.name for m in T], T.Inner.__name__)
for f in (lambda: C(9), lambda: C["Q"], lambda: setattr(C, "RED", 2), lambda: delattr(C, "RED"), lambda: type("X", (C,), {}), lambda: C.RED.zz):
    try: f()
    except (ValueError, KeyError, AttributeError, TypeError) as e: print(type(e).__name__, str(e)[:60])
D = enum.Enum("D", "P Q"); print(D.P.value, list(D), D.P.__class__ is D, D.__members__["P"] is D.P); r = gc.collect(); del D; print(gc.collect() > 0)
@enum.unique
class U(enum.Enum): A = enum.auto(); B = enum.auto()
print([m.value for m in U], U.A.name, U.A._value_, {m: 1 for m in U}[U.A], min(U, key=lambda m: m.value) is U.A, G(U.A.name) > 1000, U.A.__reduce_ex__(2)[0].__name__)
