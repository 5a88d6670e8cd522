# Exceptions of every built-in layout, groups, with notes, arguments and attributes.
import sys
S = sys.getsizeof
names = ["BaseException", "Exception", "ValueError", "KeyError", "OSError", "SyntaxError", "ImportError", "ModuleNotFoundError", "UnicodeDecodeError", "StopIteration", "SystemExit", "AttributeError", "NameError", "UnboundLocalError", "MemoryError", "RecursionError", "KeyboardInterrupt", "GeneratorExit", "StopAsyncIteration", "Warning", "IndentationError", "FileNotFoundError", "BlockingIOError"]
import builtins
for n in names:
    t = getattr(builtins, n)
    e = t("utf-8", b"x", 0, 1, "r") if n == "UnicodeDecodeError" else t()
    print(n, S(e), t.__basicsize__, S(type("Sub", (t,), {})), end="; ")
    print(S(type("Sub", (t,), {})("utf-8", b"x", 0, 1, "r") if n == "UnicodeDecodeError" else type("Sub", (t,), {})()))
g = ExceptionGroup("g", [ValueError(1), TypeError(2)]); print(S(g), S(g.exceptions), S(g.split(ValueError)[0]), S(g.derive([OSError()])))
e = ValueError("x"); print(S(e)); e.add_note("n"); print(S(e), S(e.__dict__), S(e.__notes__)); e.a = e.b = 1; print(S(e.__dict__))
try:
    try: 1 / 0
    except ZeroDivisionError as z: raise KeyError("k") from z
except KeyError as k: print(S(k), S(k.__cause__), S(k.__traceback__), S(k.args))
class E(Exception):
    def __init__(self, a, b): super().__init__(a); self.b = b
x = E(1, 2); print(S(x), S(x.__dict__), x.__sizeof__(), S(x.args)); y = OSError(2, "msg", "file"); print(S(y), S(y.args)); z = E.__new__(E); print(S(z), z.args)
class Sl(ValueError): __slots__ = ("q", "r")
class Two(E, KeyError): pass
print(S(Sl()), Sl.__basicsize__, S(Two(1, 2)), Two.__basicsize__, S(E), S(Sl), S(Two))
