# Generator expressions: the outermost iterable is evaluated at once, names are looked up late, attributes.
n = 3
g = (n * i for i in range(n))
n = 10
print(list(g), g.__name__, g.__qualname__, g.gi_code.co_name, g.gi_code.co_varnames)
try: ge = (i for i in 5)
except TypeError as e: print(e)
ge = (j for i in range(2) for j in undefined_name)
try: next(ge)
except NameError as e: print(e)
def f():
    x = 2
    h = (x + i for i in (1, 2))
    x = 5
    return list(h), h.gi_frame
print(f())
class K:
    items = [1, 2]
    k = 3
    ok = list(i for i in items)
    try: bad = list(k for i in items)
    except NameError as e: print("NameError", e)
    try: lst = [k for i in items]
    except NameError as e: print("NameError", e)
print(K.ok)
print(list((a, b) for a in range(3) if a for b in range(a) if b < a))
g = (i for i in range(3))
print(next(g), next(g), 5 in g, list(g))
g.__name__ = "renamed"
print(g.__name__, repr(g).split(" at")[0])
try: g.__name__ = 1
except TypeError as e: print(e)
try: del g.__qualname__
except TypeError as e: print(e)
g = (x for x in [1, 2, 3])
try: print(g.send(1))
except TypeError as e: print(e)
try: len(g)
except TypeError as e: print(e)
try: g[0]
except TypeError as e: print(e)
def early(seq):
    return any(print("test", s) or s > 1 for s in seq)
print(early([1, 2, 3]))
print([y := 1, y ** 2], (z := 5), sum(w := w2 for w2 in range(4)), w)
print([last := e for e in "abc"], last)
def wal():
    total = 0
    r = [total := total + v for v in range(4)]
    return r, total, wal.__code__.co_cellvars
print(wal())
print({k: v for k, v in zip("ab", (1, 2))}, {c for c in "aab"} == {"a", "b"}, [*(q for q in "xy")], *(q for q in "z"))
a = [lambda: v for v in range(2)]
b = list((lambda: v) for v in range(2))
print([fn() for fn in a], [fn() for fn in b])
it = iter([1, 2, 3, 4])
print([(p, next(it)) for p in it])
print(type(i for i in ()).__name__, [i for i in range(2) for i in range(i + 1)])
