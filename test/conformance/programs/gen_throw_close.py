# throw() and close(): states, return values, errors that generators raise when they are closed.
def show(f, *args):
    try: print("->", f(*args))
    except BaseException as e: print("!!", type(e).__name__, e, "cause", repr(e.__cause__), "ctx", repr(e.__context__))
def g():
    try:
        x = yield 1
        print("got", x)
        yield 2
    except ValueError as e:
        print("caught", e)
        yield "after"
    finally:
        print("finally")
    return "ret"
a = g(); show(a.send, 5)
show(a.send, None); show(a.throw, ValueError("v")); show(next, a); show(next, a); show(a.throw, KeyError(1)); show(a.close)
b = g(); show(b.throw, KeyError("unstarted")); show(next, b)
c = g(); next(c); show(c.close); show(c.send, 1)
def swallow():
    try: yield 1
    except GeneratorExit: yield 2
d = swallow(); next(d); show(d.close)
def returns():
    try: yield 1
    except GeneratorExit: return "closed value"
e = returns(); next(e); show(e.close); show(e.close)
def other():
    try: yield 1
    finally: raise KeyError("in finally")
f = other(); next(f); show(f.close)
h = g(); next(h)
show(h.throw, 5); show(h.throw, int); show(h.throw, KeyError, "val"); 
def stop():
    yield 1
    raise StopIteration("inner")
i = stop(); next(i); show(next, i)
def nested():
    try: yield next(iter(()))
    except StopIteration: print("plain StopIteration")
show(list, nested())
def reenter():
    yield next(me)
me = reenter(); show(next, me)
def running():
    print(me2.gi_running, me2.gi_frame is not None, me2.gi_suspended)
    yield
me2 = running(); print(me2.gi_running, me2.gi_suspended); next(me2); print(me2.gi_running, me2.gi_suspended); me2.close(); print(me2.gi_frame, me2.gi_suspended)
def ctx():
    try: 1 / 0
    except ZeroDivisionError: yield 1
j = ctx(); next(j); show(j.throw, ValueError("with context"))
k = g(); show(k.throw, StopIteration("s"))
def cls():
    try: yield
    except Exception as e: print(repr(e)); yield
l = cls(); next(l); l.throw(ValueError)
m = cls(); next(m); m.throw(OSError(2, "x"))
try: raise RuntimeError("outer")
except RuntimeError:
    n = cls(); next(n); show(n.throw, BaseException("B"))
