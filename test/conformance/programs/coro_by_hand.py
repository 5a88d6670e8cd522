# Coroutines driven by hand: send, throw, close, await protocol and its errors.
import sys
class Aw:
    def __init__(self, *vals): self.vals = vals
    def __await__(self):
        got = []
        for v in self.vals: got.append((yield v))
        return got
async def add(a, b):
    r = await Aw(a, b)
    return r
c = add(1, 2)
print(c.cr_running, c.cr_await, c.cr_code.co_name, c.cr_origin, c.cr_suspended)
print(c.send(None), c.send("x"), type(c.cr_await).__name__, c.cr_suspended)
try: c.send("y")
except StopIteration as e: print("value", e.value)
try: c.send(None)
except RuntimeError as e: print(e)
c = add(1, 2)
try: c.send(1)
except TypeError as e: print(e)
c.close()
try: c.send(None)
except RuntimeError as e: print(e)
async def catches():
    try: await Aw(1)
    except KeyError as e: return "caught", e.args
c = catches(); c.send(None)
try: c.throw(KeyError("k"))
except StopIteration as e: print(e.value)
async def bad(x): return await x
class NotIter:
    def __await__(self): return 5
class CoroAwait:
    def __await__(self): return catches()
class GenAwait:
    def __await__(self): return iter([7])
for x in (1, NotIter(), [1], CoroAwait(), lambda: 0):
    c = bad(x)
    try: c.send(None)
    except TypeError as e: print(e)
c = bad(GenAwait()); print(c.send(None)); c.close()
inner = add(1, 2)
c = bad(inner); print(c.send(None))
d = bad(inner)
try: d.send(None)
except RuntimeError as e: print(e)
c.close()
for op in (lambda: iter(inner), lambda: next(inner), lambda: list(add), lambda: [i for i in inner]):
    try: op()
    except TypeError as e: print(e)
w = inner.__await__(); print(type(w).__name__, iter(w) is w)
class StderrLog:
    def write(self, s): sys.stdout.write("".join(s.rsplit("/", 1)[-1:]))
    def flush(self): pass
sys.stderr = StderrLog()
add(3, 4)
e = add(5, 6)
del e
async def ret_stop(): raise StopIteration("x")
try: ret_stop().send(None)
except RuntimeError as e: print(e, repr(e.__cause__))
async def comp(): return [await Aw(i) for i in range(2)], [j async for j in agen()]
async def agen():
    for i in range(3): yield i; await Aw("between")
c = comp()
seen = []
try:
    while True: seen.append(c.send(len(seen) or None))
except StopIteration as e: print(seen, e.value)
import types
@types.coroutine
def legacy(): r = yield 1; return r
c = bad(legacy()); print(c.send(None))
try: c.send(8)
except StopIteration as e: print(e.value)
import inspect
print(inspect.iscoroutinefunction(add), inspect.iscoroutine(c), inspect.getcoroutinestate(c), inspect.isawaitable(legacy()))
