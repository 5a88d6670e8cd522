# The whole text of exceptions with causes, contexts, notes, groups, cycles and odd str() results.
import sys
class Out:
    def write(self, s): sys.stdout.write(s.replace(__file__, "FILE"))
    def flush(self): pass
sys.stderr = Out()
def show(e): sys.excepthook(type(e), e, e.__traceback__); print("--")
def chain():
    try:
        try: raise KeyError("first")
        except KeyError as k: raise ValueError("second") from k
    except ValueError: raise TypeError("third")
try: chain()
except TypeError as e: show(e)
e = ValueError("a\nb"); e.add_note("note 1"); e.add_note("two\nlines"); show(e)
e.__notes__ = "not a list"; show(e)
e.__notes__ = [1, "x"]; show(e)
class BadStr(Exception):
    def __str__(self): raise RuntimeError("no str")
show(BadStr())
class Empty(Exception): pass
show(Empty()); show(KeyError("quo'te")); show(KeyError("a", "b")); show(OSError(2, "No such", "file.txt")); show(OSError(1, "x", "a", None, "b"))
a, b = ValueError("a"), ValueError("b")
a.__context__ = b; b.__context__ = a
show(a)
s = ValueError("suppressed"); s.__context__ = KeyError("hidden"); s.__suppress_context__ = True; show(s)
def boom(n):
    if n: raise ValueError(n)
excs = []
for i in (1, 2):
    try: boom(i)
    except ValueError as x: excs.append(x)
inner = ExceptionGroup("inner", [TypeError("t")]); inner.add_note("inner note")
try: raise ExceptionGroup("outer", [*excs, inner, OSError("os")]) from KeyError("cause")
except ExceptionGroup as eg: show(eg)
show(ExceptionGroup("many", [ValueError(i) for i in range(20)]))
class Nested:
    class Local(Exception): pass
show(Nested.Local("qualified"))
Nested.Local.__module__ = "builtins"; show(Nested.Local("builtin"))
def f():
    class InF(Exception): pass
    return InF("x")
show(f())
show(SyntaxError("msg", ("file.py", 3, 5, "abc def ghi\n", 3, 8)))
show(SyntaxError("msg")); show(SyntaxError("m", ("f", 1, 0, "text")))
show(ImportError("imp", name="n", path="p")); show(SystemExit(3)); show(KeyboardInterrupt()); show(StopIteration(5)); show(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"))
