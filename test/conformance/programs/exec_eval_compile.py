# exec, eval and compile: namespaces, modes, flags, closures, errors.
import ast, types
def run(src, g=None, l=None):
    g = {} if g is None else g
    exec(src, g, l) if l is not None else exec(src, g)
    return {k: v for k, v in (l if l is not None else g).items() if k != "__builtins__"}
class Log(dict):
    def __getitem__(self, k):
        print("get", k, end="; "); return dict.__getitem__(self, k)
    def __setitem__(self, k, v):
        print("set", k, end="; "); dict.__setitem__(self, k, v)
    def __missing__(self, k):
        print("missing", k, end="; "); raise KeyError(k)
def loc():
    x = 1
    exec("x = 2; y = 3")
    return x, "y" in locals(), eval("x")
def clo():
    a = 1
    def f(): return a
    return f
def free(): return exec(clo().__code__)
def outer(v): 
    def inner(): nonlocal v; v += 1; print("v", v, end="; ")
    return inner
inner = outer(5)
CASES = r"""
run("a = 1\nb = a + 1"), run("x = 1", {}, {}), run("def f(): return g\ng = 5\nr = f()", {})["r"], run("x = 1", {"x": 0}, {"y": 2})
run("def f(): return g\ng = 5\nr = f()", {}, {})
run("a = b\nc = 1", {"b": 7}, Log())
run("del q", {}, Log())
run("print(len)", {"__builtins__": {"print": lambda x: print("P", x), "len": 5}})["x":] if 0 else 0
run("print(1)", {"__builtins__": {}})
run("x = __builtins__ is not None", {})["x"], run("import sys", {"__builtins__": {}})
run("class C: pass", {"__builtins__": {}})
run("[x for x in y]", {"y": [1], "__builtins__": {}}), run("a = [n for n in range(3)]")["a"], run("a = [lambda: n for n in range(3)][0]()")["a"]
loc()
free()
eval("1 + 1"), eval("  1"), eval("x", {"x": 3}), eval("x + y", {"x": 1}, {"y": 2}), eval("locals()", {}, {"q": 1}), eval(compile("1\n", "f", "eval")), eval(b"2 + 3"), eval("(lambda: x)()", {"x": 9}), eval("[x for _ in range(2)]", {"x": 1}), eval("x", {}, Log(x=5)), eval("\t1")
eval("[x for _ in range(2)]", {}, {"x": 1})
eval("1;")
eval("x = 1")
eval("")
eval("1\n2")
eval("1 +")
eval("\n\n1"), eval("1 # c"), eval("(1,\n2)")
eval("1\0")
eval(5)
eval("a", 5)
eval("a", {}, 5)
eval("a", None, {"a": 1}), eval("a", {}, {"a": 1}), eval(source="3") if 0 else 3, eval("a", globals={"a": 4}), eval("a", globals={}, locals={"a": 6})
exec("a", locals={"a": 5}), exec(source="x=1") if 0 else 0
exec("x = 1", 5)
exec("x = 1", {}, 5)
exec("return 1")
exec("yield 1")
exec("x =")
exec(clo().__code__)
exec(inner.__code__, closure=inner.__closure__), exec(inner.__code__, {"print": print}, closure=inner.__closure__)
exec(inner.__code__, closure=())
exec(inner.__code__, closure=(1,))
exec("x", closure=())
exec(loc.__code__, closure=inner.__closure__)
eval(inner.__code__)
compile("1 + 1", "f", "eval").co_consts, compile("1 + 1", "f", "exec").co_consts, compile("1 + 1", "f", "single").co_names, compile("x", "name.py", "eval").co_filename, compile("x", b"b.py", "eval").co_filename
compile("1", "f", "bad")
compile("1", 5, "eval")
compile("x = 1", "f", "eval")
compile("1\n2", "f", "single")
compile("if 1: pass", "f", "single")
compile("1\0", "f", "exec")
compile("x", "f", "exec", 10**6)
compile("x", "f", "exec", optimize=5)
compile("x", "f", "exec", ast.PyCF_ONLY_AST).__class__, compile("'doc'\nx", "f", "exec", optimize=2).co_consts, compile("assert x", "f", "exec", optimize=1).co_names, compile("__debug__", "f", "eval", optimize=1).co_consts
exec(compile("5", "f", "single"))
exec(compile("'é'; None; [1]", "f", "single"))
exec("a = 1; print(a)"), exec("\ufeffprint(2)"), exec(b"\xef\xbb\xbfprint(3)"), exec("# coding: latin-1\nprint('\xe9')"), exec(b"# coding: latin-1\nprint('\xe9')")
exec(b"# coding: nope\n1")
exec(b"\xff")
exec("print(__name__)", {"__name__": "nm"}), exec("print(__name__)", {})
type(run("def f(): pass")["f"]), run("def f(): pass", {"__name__": "mod"})["f"].__module__, run("def f(): pass")["f"].__module__, run("class C: pass", {"__name__": "m2"})["C"].__module__
run("x: int = 1\ny: str")["__annotations__"], run("class C:\n a: int\n b: 'str' = 1")["C"].__annotations__, run("def f(a: 1, *b: 2, c: 3 = 4, **d: 5) -> 6: z: 7")["f"].__annotations__, run("from __future__ import annotations\nx: a.b[c, 'd'] = 1\ndef f(q: lambda: 1 + 2) -> (yield_): pass")["__annotations__"]
run("from __future__ import annotations\ndef f(q: lambda: 1 + 2, r: f'{x!r:>{w}}', *a: (1,), **k: [*b]) -> {**c}: pass")["f"].__annotations__
run("x: (y := 5)")["y"], run("(x): undefined_name = 1") if 0 else 0
run("x: undefined_name")
run("def f():\n x: undefined_name\n return 1\nr = f()")["r"], run("a.b: int") if 0 else 0
run("a.b: int")
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
