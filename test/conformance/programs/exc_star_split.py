# except*: splitting, naked exceptions, re-raising, nesting, errors.
def attempt(exc, *handlers):
    try:
        try: raise exc
        except* ValueError as eg: print("  V", eg.exceptions, eg.message)
        except* (KeyError, IndexError) as eg: print("  KI", repr(eg))
        else: print("else")
        finally: print("  finally")
    except BaseException as e: print("  out", repr(e), repr(e.__cause__), repr(e.__context__))
attempt(ExceptionGroup("g", [ValueError(1), KeyError(2), TypeError(3), ExceptionGroup("n", [ValueError(4), OSError(5)])]))
attempt(ValueError("naked"))
attempt(ExceptionGroup("g", [IndexError(1)]))
attempt(BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(1)]))
attempt(ZeroDivisionError("z"))
def reraise(exc):
    try:
        try: raise exc
        except* ValueError as eg: raise
        except* TypeError as eg: raise RuntimeError("new") from eg
        except* OSError: pass
    except BaseException as e:
        print(repr(e))
        for x in e.exceptions if hasattr(e, "exceptions") else (): print("   ", repr(x), repr(x.__cause__), repr(x.__context__))
reraise(ExceptionGroup("g", [ValueError(1), OSError(2)]))
reraise(ExceptionGroup("g", [ValueError(1), TypeError(2), OSError(3), KeyError(4)]))
reraise(ExceptionGroup("g", [TypeError(2)]))
reraise(TypeError("naked"))
for bad in ("ExceptionGroup", "(ValueError, BaseExceptionGroup)", "5"):
    try: exec(f"try: raise ValueError\nexcept* {bad}: pass")
    except TypeError as e: print(e)
for src in ("try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept*: pass", "def f():\n try: pass\n except* A: return", "for i in x:\n try: pass\n except* A: break", "for i in x:\n try: pass\n except* A:\n  for j in x: break", "try: pass\nexcept* A as a.b: pass", "try: pass\nexcept A, B: pass", "try: pass\nexcept A as 1: pass"):
    try: compile(src, "s", "exec"); print("ok")
    except SyntaxError as e: print(e.msg, e.lineno, e.offset)
eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("sub", [TypeError(2), ValueError(3)])])
eg.add_note("a note"); eg.__cause__ = KeyError("cause")
m, r = eg.split(ValueError)
print(repr(m), repr(r), m.__notes__, r.__notes__, m.__notes__ is r.__notes__, repr(m.__cause__))
print(repr(eg.subgroup(lambda e: isinstance(e, TypeError))), eg.subgroup(OSError), eg.split(ExceptionGroup)[0] is eg)
class MyEG(ExceptionGroup):
    def __new__(cls, msg, excs, code):
        self = super().__new__(MyEG, msg, excs); self.code = code; return self
    def derive(self, excs): return MyEG(self.message, excs, self.code)
print([(type(p).__name__, p.code) for p in MyEG("m", [ValueError(1), TypeError(2)], 42).split(ValueError)])
for args in ((), ("m",), ("m", []), ("m", 5), (3, [ValueError()]), ("m", [1]), ("m", [ValueError]), ("m", [KeyboardInterrupt()])):
    try: ExceptionGroup(*args)
    except Exception as e: print(type(e).__name__, e)
print(type(BaseExceptionGroup("m", [ValueError()])).__name__, str(eg), eg.args)
