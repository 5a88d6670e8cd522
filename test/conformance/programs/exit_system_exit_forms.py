# SystemExit: code, its forms, finally blocks and what is printed.
import sys, atexit
def attempt(f):
    try: f()
    except SystemExit as e: print(repr(e), repr(e.code), e.args)
attempt(lambda: sys.exit()); attempt(lambda: sys.exit(3)); attempt(lambda: sys.exit("message")); attempt(lambda: sys.exit((1, 2))); attempt(lambda: sys.exit(None))
attempt(lambda: exec("raise SystemExit")); attempt(lambda: exec("raise SystemExit(1, 2)")); attempt(lambda: exec("raise SystemExit((1,))"))
e = SystemExit(5); e.code = "changed"; print(repr(e), e.code)
try: sys.exit(1, 2)
except TypeError as x: print(x)
try:
    try: sys.exit(1)
    except Exception: print("not reached")
    finally: print("finally runs")
except BaseException as x: print(type(x).__mro__[1].__name__)
class Code:
    def __str__(self): return "code object"
    def __repr__(self): return "Code()"
atexit.register(lambda: print("atexit 1"))
@atexit.register
def second(): print("atexit 2"); raise ValueError("in atexit")
atexit.register(print, "third", sep="-", end="!\n")
atexit.unregister(print)
class Err:
    parts = ""
    def write(self, s): self.parts += s
    def flush(self): pass
    def __del__(self): print(self.parts.split(" at ")[0])
sys.stderr = Err()
try:
    raise ValueError("context")
finally:
    sys.exit(Code())
