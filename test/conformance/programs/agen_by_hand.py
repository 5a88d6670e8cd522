# Async generators driven by hand: asend, athrow, aclose, anext with a default, hooks, errors.
import sys
def run(aw):
    try:
        it = aw.__await__() if hasattr(aw, "__await__") else aw
        out = []
        while True: out.append(it.send(None))
    except StopIteration as e: return out, e.value
    except BaseException as e: return type(e).__name__, str(e)
class P:
    def __await__(self): return (yield "pause")
async def ag():
    try:
        x = yield 1
        print("got", x)
        await P()
        y = yield 2
        print("got", y)
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        await P()
        print("cleanup")
a = ag()
print(run(a.asend(1)), a.ag_running, a.ag_suspended)
print(run(a.asend(None))); print(run(a.asend("s"))); print(run(a.athrow(ValueError("v")))); print(run(a.aclose())); print(run(a.asend(None)), run(a.aclose()))
b = ag(); print(run(anext(b)), run(b.aclose()), run(anext(b)), run(anext(b, "default")))
c = ag(); print(run(c.athrow(KeyError("unstarted"))), run(c.aclose()))
async def ignore():
    try: yield 1
    except GeneratorExit: yield 2
d = ignore(); run(anext(d)); print(run(d.aclose()))
s = ag().asend(None); print(type(s).__name__); s.close()
try: s.send(None)
except RuntimeError as e: print(e)
e = ag(); f1 = e.asend(None); print(type(e.athrow(ValueError)).__name__, type(e.aclose()).__name__)
async def stop(): yield 1; raise StopAsyncIteration("x")
async def stop2(): yield 1; raise StopIteration("x")
for f in (stop, stop2):
    g = f(); run(anext(g)); print(run(anext(g)))
for bad in (lambda: anext(5), lambda: aiter(5), lambda: iter(ag()), lambda: anext(ag(), 1, 2)):
    try: bad()
    except TypeError as x: print(x)
async def loop(it):
    out = []
    async for v in it:
        if v == 3: break
        if v == 1: continue
        out.append(v)
    else: out.append("else")
    return out
async def rng(n):
    for i in range(n): yield i
print(run(loop(rng(3))), run(loop(rng(6))), run(loop([1])))
class A1:
    def __aiter__(self): return self
    def __anext__(self): return 5
class A2:
    async def __aiter__(self): return self
class A3:
    def __aiter__(self): return 5
for k in (A1, A2, A3): print(run(loop(k())))
async def comps(): return [i async for i in rng(4) if i % 2], {i: 1 async for i in rng(2)}, {i async for i in rng(1)}, (i async for i in rng(2))
r = run(comps()); print(r[1][:3], type(r[1][3]).__name__, run(loop(r[1][3])))
old = sys.get_asyncgen_hooks(); print(old)
sys.set_asyncgen_hooks(firstiter=lambda g: print("first", g.__name__), finalizer=lambda g: print("final", g.__name__))
h = rng(3); run(anext(h)); run(anext(h)); del h
print(sys.get_asyncgen_hooks()[0].__name__); sys.set_asyncgen_hooks(*old)
h = rng(1); k = h.asend(None); k.send
i = ag(); p = i.asend(None); q = i.asend(None); run(p); w = i.asend(None); w.send(None)
try: q.send(None)
except RuntimeError as x: print(x)
