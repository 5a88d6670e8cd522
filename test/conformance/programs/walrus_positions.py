# Assignment expressions: scope, precedence, where they are allowed, evaluation order.
if (n := 10) > 5: print(n)
print((a := 1, b := 2), a, b, [c := 3, c * 2], {(d := 4): (e := 5)}, d, e)
print(x := 1, y := x + 1, sep="|")
lst = [1, 2, 3, 4]
print([h for v in lst if (h := v * 2) > 4], h, [(j := i) + j for i in lst][-1], j)
while (k := lst.pop()) > 2: print("popped", k)
print(lst, k, any((wit := v) > 1 for v in lst), wit)
def f(a=(dflt := 7)): return (b := a) + b
print(f(), dflt, f((q := 3)), q)
lam = lambda: (inner := 5) + inner
print(lam(), lam.__code__.co_varnames)
def g():
    def h(): nonlocal z; return (z := z + 1)
    z = 1
    return h(), z, h(), z
print(g())
def gl():
    global made
    return (made := "global made")
print(gl(), made)
class K:
    v = (w := 3)
    print(sorted(n for n in locals() if len(n) == 1))
print(K.w, f"{(fs := 9)}", f"{fs:=5}", f"{fs=}")
print(not (t := 0), t, (u := 1 if False else 2), u, (p := lambda: 1)(), (o := 1, 2), o)
s = "abcdef"
print(s[(i := 1):(i := i + 2)], i, s[::(st := 2)], {(m := 1), m + 1}, (r := 3) ** (r := 2), r)
try: print([(ex := 1) / 0])
except ZeroDivisionError: print(ex)
assert (msg := 1), "x"
del (msg)
for src in ("a := 1", "(a.b := 1)", "(a[0] := 1)", "f(a := 1)", "f(a=b:=1)", "f(a=(b:=1))", "(a, b := 1, 2)", "((a, b) := 1)", "a = b := 1", "a = (b := 1)", "lambda: x := 1", "lambda: (x := 1)", "lambda x=(y:=1): x", "def f(a=b:=1): pass", "def f(a: (b := 1) = 2): pass", "(1 := 2)", "(f() := 1)", "[x := 1, y := 2]", "{x := 1, 2}", "{x := 1: 2}", "{1: x := 2}", "{1: (x := 2)}", "x[y := 1]", "x[y:=1:2]", "x[(y:=1):2]", "x[y:=1, z:=2]", "(yield := 1)", "(True := 1)", "(__debug__ := 1)", "@(x := y)\ndef f(): pass", "@x := y\ndef f(): pass", "return (x := 1)", "with (x := y): pass", "with x := y: pass", "del (x := 1)", "(x := 1) = 2", "for (x := 1) in y: pass", "[x for x in y if x := 1]", "(await := 1)", "assert x := 1", "print(f'{x:=1}')", "import (x := y)", "x = y = (z := 1)", "x += (y := 1)", "(x) := 1", "((x) := 1)"):
    try: compile(src, "w", "exec"); print("ok", src)
    except SyntaxError as e: print("--", src.replace("\n", "/"), "->", e.msg, e.offset, e.end_offset)
