# yield from: delegation of send, throw, close and the value it gives.
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration("it value")
        self.n -= 1
        return self.n
class Full(It):
    def send(self, v): print("send", v); return next(self)
    def throw(self, *a): print("throw", a); return "thrown"
    def close(self): print("close")
def g(it):
    r = yield from it
    print("result", r)
    return r
print(list(g(It(2))), list(g("ab")), list(g(())))
x = g(Full(3)); print(next(x), x.send(9), x.throw(ValueError("q")), x.gi_yieldfrom.__class__.__name__); x.close()
y = g(It(3)); next(y)
try: y.send(1)
except AttributeError as e: print(e)
y = g(It(3)); next(y)
try: y.throw(KeyError("k"))
except KeyError as e: print("KeyError", e)
def inner():
    try:
        while True:
            try: v = yield "i"; print("inner got", v)
            except ValueError as e: print("inner caught", e)
    finally: print("inner closed")
z = g(inner()); next(z); z.send(1); z.throw(ValueError("v")); z.close()
def outer():
    try: yield from inner()
    except GeneratorExit: print("outer GE"); raise
z = outer(); next(z); z.close()
for bad in (1, None):
    try: list(g(bad))
    except TypeError as e: print(e)
class BadClose(It):
    def close(self): raise RuntimeError("bad close")
z = g(BadClose(2)); next(z)
try: z.close()
except RuntimeError as e: print("RuntimeError", e)
class PropThrow(It):
    @property
    def throw(self): raise LookupError("prop")
z = g(PropThrow(2)); next(z)
try: z.throw(ValueError("v"))
except Exception as e: print(type(e).__name__, e)
def rec(n):
    if n: yield from rec(n - 1)
    yield n
print(list(rec(50))[-3:], sum(rec(50)))
def same():
    yield from s
s = same()
try: next(s)
except ValueError as e: print("ValueError", e)
def ret():
    return (yield)
def chain(): return (yield from ret()), (yield from ret())
c = chain(); next(c); c.send(1)
try: c.send(2)
except StopIteration as e: print(e.value, e.args)
def tup(): return (1, 2); yield
def exc(): return ValueError("value"); yield
for f in (tup, exc):
    try: next(f())
    except StopIteration as e: print(repr(e), repr(e.value))
    print(*g(f()))
