# __context__, __cause__ and __suppress_context__: who sets them, cycles that are broken, what is inherited.
def ctx(e):
    out = []
    while e is not None and len(out) < 9:
        out.append(f"{type(e).__name__}({e})"); e = e.__context__
    return " <- ".join(out)
try:
    try:
        try: raise A  # noqa
        except NameError: raise KeyError(1)
    except KeyError: raise ValueError(2) from None
except ValueError as e: print(ctx(e), e.__cause__, e.__suppress_context__)
a, b, c = KeyError("a"), ValueError("b"), TypeError("c")
try:
    try: raise a
    except KeyError:
        try: raise b
        except ValueError:
            try: raise c
            except TypeError: raise a
except KeyError as e: print(ctx(e))
try:
    try: raise a
    except KeyError: raise a
except KeyError as e: print(ctx(e))
def handler():
    try: raise IndexError("in handler")
    except IndexError: pass
try:
    try: raise KeyError("x")
    except KeyError:
        handler(); raise TypeError("y")
except TypeError as e: print(ctx(e))
class Ctx:
    def __exit__(self, *a): raise OSError("exit")
    def __enter__(self): return self
try:
    with Ctx(): raise KeyError("body")
except OSError as e: print(ctx(e))
def g():
    try: yield
    except KeyError: raise ValueError("from gen")
it = g(); next(it)
try:
    try: raise IndexError("outer")
    except IndexError: it.throw(KeyError("thrown"))
except ValueError as e: print(ctx(e))
try:
    try: 1 / 0
    except ZeroDivisionError as z: raise KeyError("k") from z
except KeyError as e: print(ctx(e), repr(e.__cause__), e.__suppress_context__, e.__cause__ is e.__context__)
e = ValueError()
e.__cause__ = None; print(e.__suppress_context__)
for name, v in (("__cause__", 5), ("__context__", "x"), ("__traceback__", 1), ("__suppress_context__", 2), ("args", 5), ("__cause__", ValueError)):
    try: setattr(e, name, v); print("set", name)
    except TypeError as x: print(x)
for name in ("__cause__", "__context__", "__traceback__", "args", "__suppress_context__"):
    try: delattr(e, name); print("deleted", name)
    except (TypeError, AttributeError) as x: print(x)
e.args = "abc"; print(e.args, repr(e), str(e))
class Fails(Exception):
    def __init__(self): raise LookupError("init failed")
try: raise Fails
except LookupError as x: print(ctx(x))
class NotExc(Exception):
    def __new__(cls): return 5
try: raise NotExc
except TypeError as x: print(x)
try: raise ValueError("a") from NotExc
except TypeError as x: print(x)
x = e.with_traceback(None); print(x is e)
try: e.with_traceback(5)
except TypeError as x: print(x)
try: e.add_note(5)
except TypeError as x: print(x)
e.__notes__ = "bad"
try: e.add_note("n")
except TypeError as x: print(x)
try: Exception(a=1)
except TypeError as x: print(x)
def frames(tb):
    out = []
    while tb: out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno)); tb = tb.tb_next
    return out
def one(): 1 / 0
def two():
    try: one()
    except ZeroDivisionError as e: keep = e; raise
try: two()
except ZeroDivisionError as e: print(frames(e.__traceback__)[1:])
