# Classes and their instances: plain, slots, inherited, metaclass, with many members.
import sys
S = sys.getsizeof
class A: pass
class B: __slots__ = ()
class C: __slots__ = ("a", "b", "c")
class D(C): __slots__ = ("d",)
class E(C): pass
class F: __slots__ = ("__dict__",)
class G: __slots__ = ("__weakref__",)
class H: __slots__ = ("x", "__dict__", "__weakref__")
class I(list): __slots__ = ("q",)
class J(dict): pass
class K(tuple): pass
class L(int): pass
class M(type): pass
class N(metaclass=M): pass
class O(Exception): pass
class P(Exception): __slots__ = ("z",)
class Q(A, C): pass
class R(J): __slots__ = ()
for cls in (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R):
    print(cls.__name__, S(cls), cls.__basicsize__, cls.__itemsize__, cls.__dictoffset__, cls.__weakrefoffset__, end=" ")
    if cls is not M: print(S(cls()))
    else: print()
a = A(); print(S(a)); a.x = 1; print(S(a)); a.__dict__; print(S(a), S(a.__dict__)); print(a.__sizeof__(), object.__sizeof__(a))
many = type("Many", (), {"__slots__": tuple("s%d" % i for i in range(20))}); print(S(many), S(many()), many.__basicsize__)
meths = type("Meths", (), {"m%d" % i: None for i in range(100)}); print(S(meths), S(meths())); print(S(type("Deep", (D, ), {"__slots__": ("e", "f")})()))
print(S(A.__dict__), S(A.__mro__), S(A.__name__), S(A.__weakref__), S(C.a), S(A.__dict__["__dict__"]), S(int.real), S(type.__dict__["__dict__"]))
import types, enum, dataclasses, typing, collections, abc
class En(enum.Enum): X = 1; Y = 2
class Fl(enum.Flag): X = 1; Y = 2
@dataclasses.dataclass
class Dc: x: int = 0; y: int = 0
@dataclasses.dataclass(slots=True)
class Ds: x: int = 0; y: int = 0
Nt = collections.namedtuple("Nt", "x y")
class Tn(typing.NamedTuple): x: int; y: int
class Ab(abc.ABC): pass
class Gn(typing.Generic[typing.TypeVar("T")]): pass
class Td(typing.TypedDict): x: int
print(S(En.X), S(Fl.X), S(Fl.X | Fl.Y), S(Dc()), S(Ds()), S(Nt(1, 2)), S(Tn(1, 2)), S(Ab()), S(Gn()), S(Td(x=1)), S(types.SimpleNamespace()), S(types.SimpleNamespace(a=1)))
print([S(c) for c in (En, Fl, Dc, Ds, Nt, Tn, Ab, Gn)], S(Dc.__dataclass_fields__["x"]), S(list[int]), S(int | str), S(typing.List[int]), S(typing.Optional[int]), S(typing.TypeVar("T")))
