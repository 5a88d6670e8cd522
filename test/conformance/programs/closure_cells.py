# Cells: when they are shared, empty, rebound, and what the function objects show of them.
def make():
    x = 1
    def get(): return x
    def put(v):
        nonlocal x
        x = v
    def drop():
        nonlocal x
        del x
    return get, put, drop
get, put, drop = make()
put(5)
print(get(), get.__closure__[0] is put.__closure__[0], get.__closure__[0].cell_contents, get.__code__.co_freevars, make.__code__.co_cellvars)
drop()
try: get()
except NameError as e: print(type(e).__name__, e, e.name)
try: get.__closure__[0].cell_contents
except ValueError as e: print("ValueError", e)
print(repr(get.__closure__[0]).split(" at ")[0], repr(get.__closure__[0]).split(": ")[1])
get.__closure__[0].cell_contents = "set from outside"
print(get())
del get.__closure__[0].cell_contents
try: drop()
except NameError as e: print(type(e).__name__, e)
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda i=i: i for i in range(3)]])
def late():
    def f(): return y
    try: f()
    except NameError as e: print(type(e).__name__, e)
    y = 2
    return f()
print(late())
def param(a, *b, c, **d):
    def f(): return a, b, c, d
    a = a + 1
    return f
f = param(1, 2, 3, c=4, e=5)
print(f(), param.__code__.co_cellvars, param.__code__.co_varnames, param.__code__.co_nlocals)
x = "global"
class K:
    x = "class"
    def m(self): return x
    y = [x for _ in range(1)]
    z = (lambda: x)()
    first = [e for e in x]
print(K().m(), K.y, K.z, K.first)
import types
cell = types.CellType(7)
print(cell == types.CellType(7), cell < types.CellType(8), types.CellType() < cell, types.CellType() == types.CellType())
g = types.FunctionType(get.__code__, {}, "g", None, (cell,))
print(g(), g.__name__, g.__qualname__)
for args in ((get.__code__, {}), (get.__code__, {}, None, None, ()), (get.__code__, {}, None, None, (1,)),
             (late.__code__, {}, None, None, (cell,)), (1, {}), (get.__code__, 1), (get.__code__, {}, 1)):
    try: types.FunctionType(*args)
    except Exception as e: print(type(e).__name__, e)
try: get.__closure__ = ()
except AttributeError as e: print(e)
try: get.__code__ = late.__code__
except ValueError as e: print(e)
