# match: every kind of pattern, binding rules and guards.
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Color: RED = 1; BLUE = "blue"
def m(v):
    match v:
        case None | True | False: return "singleton"
        case -1 | 1.5 | 2 + 3j | -0j: return "number", v
        case "a" "b": return "str ab"
        case b"x": return "bytes"
        case Color.BLUE: return "dotted"
        case []: return "empty seq"
        case [x]: return "one", x
        case [1, *rest, 9]: return "1..9", rest
        case (a, b) if a == b: return "equal pair", a
        case [_, _, *_] as whole if len(whole) > 4: return "long", whole
        case [[p, q], *_]: return "nested", p, q
        case {"k": int(n), **kw}: return "map int", n, kw
        case {"k": str() | bytes() as s}: return "map text", s
        case {}: return "any map"
        case P(0, y=yy): return "P0", yy
        case P(x=1 | 2 as k): return "P12", k
        case P(a, b): return "P", a, b
        case int() | float() as num: return "numeric", num
        case str(text): return "str", text
        case (1 | 2, _): return "never"
        case _: return "other", type(v).__name__
for v in (None, True, 0, 1, -1, 1.5, 2 + 3j, "ab", b"x", "blue", [], (5,), [1, 9], (1, 2, 3, 9), [4, 4], range(6), [[1, 2], 3], [[1], 2],
          {"k": 5, "z": 1}, {"k": "s"}, {"k": 1.0}, {}, P(0, 3), P(2, 0), P(7, 8), 3.25, "text", {1}, "ba", bytearray(b"x"), b"yy", iter([]), memoryview(b"ab"), 2):
    print(repr(v) if not isinstance(v, P) and "object" not in repr(v) and "memory" not in repr(v) else type(v).__name__, "->", m(v) if not isinstance(v, memoryview) else m(v)[0])
def binds(v):
    x = "before"
    match v:
        case [x, 2]: pass
        case [y, 3]: pass
    return x, locals().get("y")
print(binds([1, 2]), binds([1, 3]), binds([1, 4]))
def guard(v):
    match v:
        case n if n > 10: return "big", n
        case n if (z := n * 2) > 10: return "double big", z
        case n: return "small", n
print(guard(11), guard(6), guard(2))
match 1, 2:
    case a, b: print(a, b)
match {"a": 1, "b": 2}:
    case {"b": b, **rest}: print(b, rest)
match (match := 3):
    case case: print(match, case)
