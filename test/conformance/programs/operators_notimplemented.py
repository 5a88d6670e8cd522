# Binary operators: reflected methods, subclasses first, NotImplemented, in-place fallbacks, messages.
log = []
class A:
    def __init__(self, n="a"): self.n = n
    def __add__(self, o): log.append(f"{self.n}+"); return NotImplemented
    def __radd__(self, o): log.append(f"r{self.n}+"); return NotImplemented
    def __lt__(self, o): log.append(f"{self.n}<"); return NotImplemented
    def __gt__(self, o): log.append(f"{self.n}>"); return NotImplemented
    def __eq__(self, o): log.append(f"{self.n}=="); return NotImplemented
    __hash__ = None
class B(A):
    def __radd__(self, o): log.append(f"rB{self.n}+"); return "B"
    def __gt__(self, o): log.append(f"B{self.n}>"); return "gt"
class C(A): pass
class I:
    def __iadd__(self, o): return NotImplemented
    def __add__(self, o): return "added"
    def __imul__(self, o): return "imul"
    def __radd__(self, o): return "radd"
class N:
    __add__ = None
    __radd__ = None
    __eq__ = None
    __contains__ = None
    __iter__ = None
    __hash__ = None
    __len__ = None
class Q:
    def __init__(self, **k): self.__dict__.update(k)
class P3:
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o, m=None): return ("rpow", o, m)
    def __divmod__(self, o): return "divmod"
    def __matmul__(self, o): return "@"
    def __index__(self): return 2
    def __neg__(self): return "neg"
    def __invert__(self): return "inv"
    def __pos__(self): return "pos"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return ("round", n)
    def __floor__(self): return "floor"
def t(f):
    log.clear()
    try: r = f()
    except Exception as e: r = f"{type(e).__name__}: {e}"
    return r, log[:]
def ia(x, y): x += y; return x
def im(x, y): x *= y; return x
def ip(x, y): x **= y; return x
def imat(x, y): x @= y; return x
def ish(x, y): x <<= y; return x
CASES = r"""
t(lambda: A("1") + A("2"))
t(lambda: A("1") + B("2"))
t(lambda: B("1") + A("2"))
t(lambda: A("1") + C("2"))
t(lambda: B("1") + B("2"))
t(lambda: A() + 1)
t(lambda: 1 + A())
t(lambda: 1 + B())
t(lambda: "s" + B())
t(lambda: [] + B())
t(lambda: A("1") < A("2"))
t(lambda: A("1") < B("2"))
t(lambda: B("1") < A("2"))
t(lambda: A("1") == A("2"))
t(lambda: A("1") != A("2"))
t(lambda: A("1") == B("2"))
t(lambda: A("1") == 1)
t(lambda: 1 == A("1"))
t(lambda: A("1") <= A("2"))
t(lambda: hash(A()))
t(lambda: [A("1")] == [A("2")])
t(lambda: A("1") in [1, 2])
t(lambda: 1 < A("x") < 5)
t(lambda: ia(I(), 1))
t(lambda: im(I(), 1))
t(lambda: ip(I(), 1))
t(lambda: imat(1, I()))
t(lambda: imat(P3(), 1))
t(lambda: ish([], 1))
t(lambda: ia(5, I()))
t(lambda: ia([1], I()))
t(lambda: ia("a", I()))
t(lambda: ia((1,), [2]))
t(lambda: im("ab", 2.0))
t(lambda: N() + 1)
t(lambda: 1 + N())
t(lambda: N() == 1)
t(lambda: 1 in N())
t(lambda: iter(N()))
t(lambda: hash(N()))
t(lambda: len(N()))
t(lambda: bool(N()))
t(lambda: list(N()))
t(lambda: {N(): 1})
t(lambda: (pow(P3(), 2), pow(P3(), 2, 3), 2 ** P3(), P3() ** 2, divmod(P3(), 1), P3() @ 1, -P3(), ~P3(), +P3(), abs(P3()), round(P3()), round(P3(), 2), __import__("math").floor(P3()), [1, 2, 3][P3()], hex(P3()), "ab" * P3(), range(P3())))
t(lambda: pow(2, P3(), 3))
t(lambda: pow("a", 2, 3))
t(lambda: "a" ** 2)
t(lambda: divmod("a", 1))
t(lambda: 1 << 1.0)
t(lambda: ~"a")
t(lambda: abs("a"))
t(lambda: round(object()))
t(lambda: object() < object())
t(lambda: None < None)
t(lambda: int < str)
t(lambda: print >> 1)
t(lambda: print + 1)
t(lambda: [1] * [2])
t(lambda: {} + {})
t(lambda: {} | 1)
t(lambda: "%d" % Q())
t(lambda: 1 if NotImplemented is not None else 0)
t(lambda: NotImplemented == NotImplemented)
t(lambda: Q(__add__=lambda o: 1) + 1)
t(lambda: len(Q(__len__=lambda: 1)))
t(lambda: object().__eq__(1))
t(lambda: (object().__ne__(1), object().__lt__(1), (1).__eq__("a"), "a".__add__ and int.__eq__(1, 1.0), type(NotImplemented), repr(NotImplemented), NotImplemented.__reduce__()))
t(lambda: type("R", (), {"__rsub__": lambda s, o: ("rsub", o)})().__rsub__(1))
t(lambda: 5 - type("R", (), {"__rsub__": lambda s, o: ("rsub", o)})())
t(lambda: type("X", (int,), {"__radd__": lambda s, o: "radd"})(3) + 1)
t(lambda: 1 + type("X", (int,), {"__radd__": lambda s, o: "radd"})(3))
t(lambda: 1.5 + type("X", (int,), {"__radd__": lambda s, o: "radd"})(3))
t(lambda: "a" + type("X", (str,), {"__radd__": lambda s, o: "radd"})("b"))
t(lambda: "a" * type("X", (int,), {"__rmul__": lambda s, o: "rmul"})(3))
t(lambda: [1] == type("L", (list,), {"__eq__": lambda s, o: "sub eq"})())
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
