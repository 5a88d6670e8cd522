# What an exception keeps alive, and when it lets go: unwinding, except, finally, context.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
def f():
    a = D("f.a")
    raise ValueError(D("arg"))
def g():
    b = D("g.b")
    f()
try: g()
except ValueError: print("handler", end="; ")
print()
try: g()
except ValueError as e: print("handler", end="; ")
print()
try: g()
except ValueError as e: keep = e
print("kept", end="; "); keep.__traceback__ = None; print("|", end=" "); del keep; print()
def h():
    c = D("h.c")
    try: g()
    except ValueError: d = D("h.d"); print("in h", end="; ")
    print("h ends", end="; ")
h(); print()
def k():
    try: g()
    finally: print("finally", end="; "); x = D("k.x")
try: k()
except ValueError: print("|", end=" ")
print()
def sw():
    try: g()
    finally: return D("swallowed")
sw(); print()
try:
    try: g()
    except ValueError: raise KeyError(D("key"))
except KeyError as e: print("key", end="; "); e.__context__ = None; print("|", end=" ")
print()
def loop():
    for i in range(2):
        try: raise ValueError(D("loop%d" % i))
        except ValueError as e: last = e
    print("end", end="; ")
loop(); print()
try: [D("el"), 1 / 0]
except ZeroDivisionError: print("h", end="; ")
print()
try: f(D("too many"))
except TypeError as e: print("type", end="; ")
print()
class Ctx:
    def __init__(self, n): self.d = D(n)
    def __enter__(self): return D("as")
    def __exit__(self, t, v, tb): print("exit", t is not None, end="; "); return True
with Ctx("one") as n: x = D("body"); raise ValueError(D("v"))
print("|", end=" "); del n, x; print()
def gen():
    g1 = D("gen")
    yield 1
    raise ValueError
it = gen(); next(it)
try: next(it)
except ValueError: print("h", end="; ")
print(); del it
try: assert D("asserted") is None, D("message")
except AssertionError as e: print(type(e.args[0]).__name__, end="; ")
print()
