# tracemalloc: what single objects cost, including their tables; current, peak, reset.
import tracemalloc as tm, gc
gc.disable(); gc.collect()
class C: pass
class S: __slots__ = ("a", "b")
def cost(f):
    f(); tm.start(); a = tm.get_traced_memory()[0]; o = f(); b = tm.get_traced_memory()[0]; tm.stop(); return b - a
def attrs(n):
    def make():
        o = C()
        for i in range(n): setattr(o, "a%d" % i, None)
        return o
    return make
big = "x" * 3
for label, f in [("object", object), ("float", lambda: float("1.5")), ("int", lambda: int("12345678901")), ("str", lambda: "a" * 50), ("uni", lambda: "\u20ac" * 50), ("bytes", lambda: bytes(100)), ("bytearray", lambda: bytearray(100)), ("tuple30", lambda: tuple(range(30))), ("set5", lambda: set("abcde")), ("set3", lambda: set("abc")), ("slots", S), ("range", lambda: range(1000)), ("complex", lambda: complex(1, 2)), ("frozenset", lambda: frozenset("abcdef")), ("memoryview", lambda: memoryview(b"abc")), ("list20", lambda: list(range(20))), ("sortedset", lambda: sorted("hello world")), ("join", lambda: "".join(["ab"] * 30)), ("split", lambda: "a b c d e f".split()), ("big int", lambda: 1 << 5000), ("deque", lambda: __import__("collections").deque()), ("array", lambda: __import__("array").array("i", range(100))), ("exc", lambda: ValueError("x")), ("lambda", lambda: lambda: 0), ("gen", lambda: (i for i in ())), ("class", lambda: type("T", (), {}))]:
    if label in ("class",): continue
    print(label, cost(f), end="; ")
print()
print(tm.is_tracing(), tm.get_traced_memory()); tm.start(); x = bytes(1000); c, p = tm.get_traced_memory(); del x; c2, p2 = tm.get_traced_memory(); print(p >= c > 1000, c - c2, p2 >= p); tm.reset_peak(); c3, p3 = tm.get_traced_memory(); print(p3 - c3 < 500); tm.clear_traces(); print(tm.get_traced_memory()[0] < 500); tm.stop(); print(tm.get_traced_memory(), tm.get_traceback_limit())
