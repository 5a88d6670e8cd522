# Comprehension scopes (inlined since 3.12): shadowing, restoring, class bodies, locals(), errors in them.
x = "global"
def f():
    x = "local"
    y = [x for x in range(3)]
    return x, y
print(f(), x)
def unbound():
    r = [q for q in (1,)]
    try: return q
    except UnboundLocalError as e: return "UnboundLocalError", str(e)
    q = 1
print(unbound())
def only():
    r = [q2 for q2 in (1,)]
    try: return q2
    except NameError as e: return type(e).__name__, str(e)
print(only(), only.__code__.co_varnames)
def loc():
    a = 1
    return [sorted(locals()) for b in (1,)], sorted(locals())
print(loc())
def restore():
    v = "keep"
    try: [1 // v for v in (1, 0)]
    except ZeroDivisionError: return v
print(restore())
def cellvar():
    fs = [lambda: i for i in range(2)]
    i = 9
    return [g() for g in fs], i, cellvar.__code__.co_cellvars
print(cellvar())
def deleted():
    z = 1
    del z
    r = [z for z in "a"]
    try: z
    except UnboundLocalError as e: return r, str(e)
print(deleted())
class K:
    x = "class"
    a = [x for _ in range(1)]
    b = [x for x in range(2)]
    c = [__class__ for _ in ()]
    d = [[x for _ in (1,)] for x in "pq"]
    e = [locals_name for locals_name in sorted(locals()) if not locals_name.startswith("__")]
print(K.a, K.b, K.d, K.e, K.x)
def nested(n): return [[(i, j) for j in range(i)] for i in range(n)]
print(nested(3))
def nl():
    t = 0
    def g():
        nonlocal t
        return [(t := t + 1) for _ in range(3)]
    return g(), t
print(nl())
def glob():
    global x
    return [x for x in "ab"], x
print(glob(), x)
def lam(): return [(lambda y=i: (y, i))() for i in range(2)]
print(lam())
def dis_order(log=[]): return {log.append(("k", k)) or k: log.append(("v", k)) for k in (1, 2)}, log
print(dis_order())
def star(): return [a for a, *b in [(1, 2, 3), "xy"]], [b for a, *b in [(1, 2, 3), "xy"]]
print(star())
for src in ("[i := 0 for i in ()]", "[j for i in (k := [1])]", "def f():\n [a:=1 for b in c]", "class C:\n [a := 1 for b in c]", "[*a for a in b]", "{**a for a in b}", "[x for x in 1, 2]", "[x, y for x in z]", "(x for x in y, 1)", "f(x for x in y, 1)", "[a for b in c else d]", "[x for x() in y]", "[x async for x in y]", "{a:b for c in d for}"):
    try: compile(src, "s", "exec"); print("ok", src)
    except SyntaxError as e: print(e.msg, e.lineno, e.offset, e.end_offset)
