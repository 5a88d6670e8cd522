# inspect.signature and __text_signature__ of built-in callables.
import inspect
def sig(o):
    try: return str(inspect.signature(o))
    except (ValueError, TypeError) as e: return f"{type(e).__name__}: {e}".split(" at 0x")[0]
class A:
    def __init__(self, a, *, b=1): pass
class B:
    def __new__(cls, x, y=2): return object.__new__(cls)
class C:
    def __call__(self, *args): pass
class D(A): pass
class M(type):
    def __call__(cls, q): pass
class E(metaclass=M): pass
import functools
CASES = r"""
"len", sig(len)
"print", sig(print)
"sorted", sig(sorted)
"sum", sig(sum)
"isinstance", sig(isinstance)
"iter", sig(iter)
"next", sig(next)
"getattr", sig(getattr)
"range", sig(range)
"int", sig(int)
"str", sig(str)
"dict", sig(dict)
"list", sig(list)
"tuple", sig(tuple)
"bytes", sig(bytes)
"type", sig(type)
"object", sig(object)
"super", sig(super)
"zip", sig(zip)
"map", sig(map)
"min", sig(min)
"vars", sig(vars)
"dir", sig(dir)
"open", sig(open)
"pow", sig(pow)
"round", sig(round)
"divmod", sig(divmod)
"enumerate", sig(enumerate)
"compile", sig(compile)
"eval", sig(eval)
"exec", sig(exec)
"hash", sig(hash)
"id", sig(id)
"repr", sig(repr)
"__import__", sig(__import__)
"property", sig(property)
"staticmethod", sig(staticmethod)
"classmethod", sig(classmethod)
"slice", sig(slice)
"float", sig(float)
"complex", sig(complex)
"bool", sig(bool)
"set", sig(set)
"frozenset", sig(frozenset)
"bytearray", sig(bytearray)
"memoryview", sig(memoryview)
"reversed", sig(reversed)
"filter", sig(filter)
"Exception", sig(Exception)
"ValueError", sig(ValueError)
"abs", sig(abs)
"all", sig(all)
"any", sig(any)
"ascii", sig(ascii)
"bin", sig(bin)
"chr", sig(chr)
"ord", sig(ord)
"hex", sig(hex)
"oct", sig(oct)
"callable", sig(callable)
"delattr", sig(delattr)
"format", sig(format)
"globals", sig(globals)
"input", sig(input)
[sig(o) for o in (str.join, str.split, str.replace, str.format, str.encode, "a".split, list.append, [].append, list.sort, list.index, list.pop, dict.get, {}.get, dict.pop, dict.update, dict.fromkeys, dict.setdefault, set.add, set.union, int.from_bytes, int.to_bytes, (1).to_bytes, float.hex, bytes.decode, bytes.join)]
[sig(o) for o in (object.__init__, object.__new__, object.__eq__, int.__add__, (1).__add__, list.__getitem__, list.__len__, list.__init__, str.__new__, type.__call__, dict.__contains__, object.__reduce_ex__, object.__dir__, object.__init_subclass__)]
[sig(o) for o in (A, B, C, C(), D, E, A(1), lambda: 0, functools.partial(A, 1), functools.partial(int, base=2), 5, A.__init__, B.__new__)]
sig(lambda a, /, b=[], *c, d: int = 1 if 0 else 2, **e: 0) if 0 else sig(lambda a, b=[], *c, d, e="x", **f: 0)
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
