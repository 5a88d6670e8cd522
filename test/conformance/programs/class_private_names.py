# Name mangling of __private names: where it applies and where not.
class _Lead:
    __x = 1
    def f(self): return self.__x
class ___:
    __x = 2
    def f(self): return __x
class Own:
    __slots__ = ("__a", "b")
    def __init__(self): self.__a = 5
    def get(self): return self.__a
print(_Lead().f(), sorted(n for n in vars(_Lead) if "x" in n))
print(sorted(n for n in vars(___) if "x" in n))
try:
    ___().f()
except NameError as e:
    print(e)
o = Own()
print(o.get(), o._Own__a, [n for n in dir(Own) if not n.startswith("__")])
class Scope:
    __dunder__ = 0
    def kw(self, *, __k=3): return __k
    def glob(self):
        global __g
        __g = 1
    def imp(self):
        import __nomodule
    def args(self, __p): return locals()
    def ann(self):
        __v: int = 1
        return locals()
    def comp(self): return [__i for __i in range(2)], locals()
    class __Inner:
        __z = 0
        def get(self): return self.__z
    def kwcall(self): return dict(__q=1)
    def exc(self):
        try: raise ValueError(1)
        except ValueError as __e: return list(locals())
    def match(self, v):
        match v:
            case {"a": __m, **__r}: return locals()
    def lam(self): return (lambda __l: __l).__code__.co_varnames
    def attr(self): return getattr(self, "__k2", "string not mangled")
s = Scope()
print(s.kw(_Scope__k=4), s.kwcall(), s.lam(), s.attr())
s.glob()
print([n for n in globals() if n.endswith("__g")])
try: s.imp()
except ImportError as e: print(e)
print({k: v for k, v in s.args(9).items() if k != "self"}, {k: v for k, v in s.ann().items() if k != "self"})
print(s.comp()[0], s.exc(), sorted(k for k in s.match({"a": 1, "b": 2})))
print([n for n in vars(Scope) if "Inner" in n], Scope._Scope__Inner.__qualname__, sorted(n for n in vars(Scope._Scope__Inner) if "z" in n))
class Dotted:
    try:
        exec("class __Q: pass")
    except Exception as e: print(e)
    print([n for n in locals() if "Q" in n])
