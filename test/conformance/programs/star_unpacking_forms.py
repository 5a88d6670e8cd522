# Star expressions in assignments, calls, displays, subscripts, returns, and their errors.
a, *b = 1, 2, 3; *c, d = "xyz"; e, *f, g = range(2); [h, [i, *j]] = 1, (2, 3, 4); (k, (l, *m), *n), o = (1, "ab", 3, 4), 5
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o)
*p, = (); print(p, *[], *(1,), *{2: 3}, [*p, *"ab"], (*p, 1), {*"a", *[1]} == {"a", 1}, {**{1: 2}, 1: 3, **{4: 5}})
def err(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
class It:
    def __init__(self, n): self.n = n
    def __iter__(self):
        print("iter", self.n)
        for q in range(self.n): print("yield", q); yield q
def un(v):
    x, y = v
def unstar(v):
    x, *y, z = v
print(err(lambda: un(It(3))), err(lambda: un(It(1))), err(lambda: unstar(It(1))), err(lambda: un(5)), err(lambda: un((1, 2, 3))), err(lambda: un([1])), err(lambda: un({1: 2})), err(lambda: unstar(None)))
def ret(): return 1, *[2, 3]
def yi(): x = yield 1, *[2]; return x
print(ret(), next(yi()), [*range(3)][1:], (lambda *a, **k: (a, k))(*[1], 2, *(3,), x=1, **{"y": 2}, z=3))
class G:
    def __getitem__(self, i): return i
    def __class_getitem__(cls, i): return i
print(G()[*[1, 2]], G()[*(), 1], G[*[1]], G()[1, *[2]], G()[*[]], G()[1:2, *"a"])
for x, *y in [(1, 2, 3), "ab"]: print(x, y)
for z in *[1, 2], 3: print(z, end=" ")
print()
i = 0
lst = [0, 0, 0]
i, lst[i] = 1, 5; print(i, lst)
x = y = [z] = [1]; print(x is y, z)
def order():
    log = []
    def t(v): log.append(v); return lst if isinstance(v, str) else v
    t("first")[t(0)], t("second")[t(1)] = t(2), t(3)
    return log
print(order())
def f2(*, a): return a
print(err(lambda: f2(1, a=2)), err(lambda: f2(*5)), err(lambda: f2(**5)), err(lambda: f2(**{1: 2})), err(lambda: f2(a=1, **{"a": 2})), err(lambda: f2(*[1], *5)), err(lambda: {**[1]}), err(lambda: [*None]), err(lambda: f2(**{"a": 1}, **{"a": 2})), err(lambda: print(*[1], **[2])))
class BadMap:
    def keys(self): return ["a"]
    def __getitem__(self, k): raise KeyError("bad map")
class BadKeys:
    def keys(self): return 5
print(err(lambda: f2(**BadMap())), err(lambda: {**BadMap()}), err(lambda: f2(**BadKeys())), err(lambda: {**BadKeys()}))
for src in ("*a = 1", "*a, *b = 1", "*a", "print(*a, **b, *c)", "f(**a, b)", "f(a=1, 2)", "f(**a, *b)", "del *a", "(*a)", "*a + 1", "return *a", "[*a for a in b]", "a = *b", "a = *b,", "for *a in b: pass", "for *a, in b: pass", "x[*a:b]", "f(*)", "f(**)", "lambda *: 1", "def f(*): pass", "def f(**a, b): pass", "def f(*a, *b): pass", "def f(a=1, b): pass", "*a, = *b, *c", "a, *b, c: int = 1", "*a += 1", "(a, b) += 1", "print(a for a in b, c)", "f(a.b=1)", "f(True=1)", "f(a=1, a=2)", "f((a)=1)", "if *a: pass", "a if *b else c", "{*a: 1}", "{**a, *b}", "{*a, **b}", "[**a]", "(**a)", "f(* a)", "a, b = *c", "def f(*args: *Ts): pass", "def f(x: *Ts): pass", "x: *a = 1"):
    try: compile(src, "w", "exec"); print("ok", src)
    except SyntaxError as e: print("--", src, "->", e.msg, e.offset, e.end_offset)
