# namedtuple, typing aliases and generics: caches that give the same object, counts, sizes.
import collections, typing, sys, types, gc
G = sys.getrefcount; S = sys.getsizeof
P = collections.namedtuple("P", "x y", defaults=[5]); o = object(); p = P(o, y=o); print(G(o), S(p), p._fields is P._fields, P._field_defaults, type(P.x).__name__, P.x is P.x, p == (o, o), hash(p) == hash((o, o)))
q = p._replace(x=1); print(G(o), q.y is o, p._asdict()["x"] is o, P._make([1, 2]), P(1)); del q, p; print(G(o))
class N(typing.NamedTuple):
    a: int
    b: str = "d"
n = N(1); print(n, S(n), N.__annotations__ is N.__annotations__, N._field_defaults, N.__mro__[1:])
print(list[int] is list[int], list[int] == list[int], typing.List[int] is typing.List[int], typing.Optional[int] is typing.Optional[int], typing.Union[int, str] is typing.Union[int, str], (int | str) is (int | str), (int | str) == (str | int), typing.Union[int, int] is int, int | int is int)
T = typing.TypeVar("T"); print(typing.List[T][int] is typing.List[int], list[T].__parameters__, S(T), T.__constraints__, T.__bound__, typing.Dict[str, T].__parameters__ == (T,), hash(list[int]) == hash(list[int]))
class Gn(typing.Generic[T]): pass
g = Gn[int]; print(g is Gn[int], g.__origin__ is Gn, G(g) > 2, type(g).__name__, Gn[int]().__class__ is Gn, Gn[int]().__orig_class__ is g, S(g), Gn.__orig_bases__, Gn.__parameters__ == (T,))
class New[U, *Ts, **Pp]: pass
print(New.__type_params__, S(New.__type_params__), [type(x).__name__ for x in New.__type_params__], New[int, str, [int]].__args__)
def fn[V: int](v: V) -> V: return v
print(fn.__type_params__[0].__bound__, fn.__annotations__["v"] is fn.__type_params__[0], G(fn.__type_params__)); type A[X] = list[X]; print(A, A.__value__, A[int], S(A), A.__value__ is A.__value__, type(A).__name__)
class TD(typing.TypedDict, total=False): x: int
t = TD(x=1); print(type(t) is dict, TD.__total__, TD.__optional_keys__, S(t)); NT = typing.NewType("NT", int); print(NT(5) is 5, S(NT), type(NT).__name__)
L = typing.Literal["a", 1]; print(L is typing.Literal["a", 1], L.__args__, typing.Literal[1] == typing.Literal[True], typing.cast(int, o) is o, typing.Any is typing.Any, typing.Callable[[int], str].__args__, typing.Annotated[int, o].__metadata__[0] is o); print(G(o))
class Pr(typing.Protocol):
    def m(self): ...
@typing.runtime_checkable
class Rp(typing.Protocol):
    def m(self): ...
class Impl:
    def m(self): pass
print(isinstance(Impl(), Rp), isinstance(1, Rp), typing.get_type_hints(N), typing.get_args(dict[str, int]), typing.get_origin(list[int]) is list, types.GenericAlias(list, (int,)) == list[int], list[int]([1]) == [1], type(list[int]()) is list, [*list[int]][0])
