# Properties, methods, subscripts, comparisons written in Python, called often from within generators.
class C:
    def __init__(self, v): self.v = v
    @property
    def p(self): return self.v
    def m(self, a, b=2): return self.v + a + b
    def __getitem__(self, k): return self.v * k
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __getattribute__(self, n): return object.__getattribute__(self, n)
    def __len__(self): return self.v
    def __contains__(self, k): return k == self.v
    def __iter__(self): yield from range(self.v)
    def __call__(self, *a, **k): return len(a), sorted(k)
    def __bool__(self): return self.v > 0
    @classmethod
    def make(cls, v): return cls(v)
    @staticmethod
    def st(v): return v
class G:
    def __init__(self, v): self.v = v
    def __getattr__(self, n): return n, self.v
    @property
    def p(self): return self.v
    def __getitem__(self, k): return self.v, k
def run(n, tag):
    for i in range(n):
        c = C(i); g = G(i); local = [tag, i]
        yield c.p, c.m(1), c.m(1, b=5), c[2], c == C(i), c < C(5), len(c), i in c, list(c), c(1, 2, k=3), bool(c), C.make(i).v, C.st(i), g.p, g.zz, g[i], local
        local.append(c.m(*[1], **{"b": 1})); yield local, tag, n
out = []
for r in run(5, "t"): out.append(r)
print(*out, sep="\n")
def inter():
    gens = [run(3, "g%d" % k) for k in range(3)]
    while gens:
        for g in list(gens):
            try: r = next(g)
            except StopIteration: gens.remove(g); continue
            yield r[-1] if isinstance(r[-1], list) else r[1:]
print(list(inter()))
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
f = fib(); print([next(f) for _ in range(12)])
def tree(d): return None if d == 0 else (tree(d - 1), C(d), tree(d - 1))
def walk(t):
    if t: yield from walk(t[0]); yield t[1].p; yield from walk(t[2])
print(list(walk(tree(4))))
def zipper(*its):
    its = [iter(i) for i in its]
    while True:
        row = []
        for i in its:
            try: row.append(next(i))
            except StopIteration: return
        yield tuple(row)
print(list(zipper(C(3), [C(1).p, C(2).p, C(3).p], (G(k)[k] for k in range(5)))))
