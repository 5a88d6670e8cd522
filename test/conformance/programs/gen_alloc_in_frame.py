# Objects made by classes with __init__ inside generators and coroutines, often enough to be specialised.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): log.append("del %s" % self.n)
class E:
    def __init__(self): self.d = D("inner")
log = []
def gen(n, a=1, b=2, c=3):
    x = D(n); e = E(); y = [D(n + "l"), a, b, c]
    yield x.n, e.d.n, y[0].n, a, b, c
    z = D(n + "z")
    yield x.n, z.n, a, b, c, len(y)
for i in range(5):
    g = gen("g%d" % i); print(next(g), log); h = gen("h%d" % i); print(next(h), next(g), log); del g; print(log); log.clear(); list(h); del h; print(log); log.clear()
async def co(n):
    x = D(n); y = D(n + "y"); return x.n, y.n, n
for i in range(4):
    c = co("c%d" % i)
    try: c.send(None)
    except StopIteration as s: print(s.value)
    del c, s if False else c; print(log); log.clear()
def deep(k):
    d = D("d%d" % k)
    if k: yield from deep(k - 1)
    yield d.n
for i in range(3): print(list(deep(3)), log); log.clear()
class P:
    __slots__ = ("v",)
    def __init__(self, v): self.v = v
def many():
    a = b = c = d = e = f = None
    for i in range(6):
        a, b, c, d, e, f = P(i), a, b, c, d, e
        yield [q.v if q else None for q in (a, b, c, d, e, f)]
for r in many(): print(r)
print([P(i).v for i in range(3)], list(P(i).v for i in range(3)), {P(i).v: P(i).v for i in range(3)}, sum(P(i).v for i in range(9)))
