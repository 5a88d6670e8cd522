# Coroutines and asynchronous generators: closing, dropping, throwing, finalizer hooks.
import sys, warnings, gc
warnings.simplefilter("ignore")
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
class Aw:
    def __init__(self, d): self.d = d
    def __await__(self): r = yield self.d; return r
async def co(n):
    a = D(n + ".a")
    try: await Aw(D(n + ".w"))
    finally: print("finally", n, end="; ")
    return D(n + ".r")
c = co("drop"); c.send(None); print("|", end=" "); del c; print()
c = co("close"); c.send(None); c.close(); print("|", end=" "); del c; print()
c = co("done"); c.send(None)
try: c.send(5)
except StopIteration as s: print("value", s.value.n, end="; ")
print("|", end=" "); del c; print()
c = co("thrown"); c.send(None)
try: c.throw(ValueError("x"))
except ValueError: print("raised", end="; ")
del c; print()
c = co("never"); del c; print("nothing")
async def outer():
    o = D("outer"); await co("inner")
c = outer(); c.send(None); print(c.cr_await is not None, sys.getrefcount(c.cr_await) > 1, end=" "); del c; print()
async def ag(n):
    a = D(n + ".ag")
    try:
        yield D(n + ".y1"); yield D(n + ".y2")
    finally: print("ag finally", n, end="; ")
def run(x):
    try: x.send(None)
    except StopIteration as s: return s.value
    except StopAsyncIteration: return "end"
g = ag("1"); v = run(g.__anext__()); print(v.n, end=" "); del v; run(g.__anext__()); print("|", end=" "); print(run(g.__anext__()), end=" "); del g; print()
hooks = []
sys.set_asyncgen_hooks(firstiter=lambda g: hooks.append("first"), finalizer=lambda g: hooks.append(("final", g.ag_frame is not None)))
g = ag("2"); run(g.__anext__()); del g; print(hooks); sys.set_asyncgen_hooks(None, None)
g = ag("3"); run(g.__anext__()); run(g.aclose()); print("|", end=" "); del g; print()
g = ag("4"); run(g.__anext__())
try: run(g.athrow(KeyError("k")))
except KeyError: print("key", end="; ")
del g; print(); g = ag("5"); n = g.__anext__(); print(sys.getrefcount(g), end=" "); del g; n.close(); del n; print(gc.collect() >= 0)
async def lst(): return [x.n async for x in ag("6")]
c = lst(); print(run(c))
