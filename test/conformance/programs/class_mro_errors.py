# C3 linearization: orders that exist, and the messages for those that don't.
def attempt(make):
    try:
        print([c.__name__ for c in make().__mro__])
    except TypeError as e:
        print("TypeError:", e)

class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B, A): pass
attempt(lambda: C)
attempt(lambda: type("E", (C, D), {}))
attempt(lambda: type("F", (O, A), {}))
attempt(lambda: type("G", (A, A), {}))
attempt(lambda: type("H", (object, A), {}))
attempt(lambda: type("I", (int, str), {}))
attempt(lambda: type("J", (bool,), {}))
attempt(lambda: type("K", (type(None),), {}))
attempt(lambda: type("L", (1,), {}))
attempt(lambda: type("M", (range,), {}))
attempt(lambda: type("N", (type(lambda: 0),), {}))
attempt(lambda: type("P", (list, A), {}))
attempt(lambda: type("Q", (A, list), {"__slots__": ()}))
attempt(lambda: type("R", [A], {}))
attempt(lambda: type(3, (A,), {}))
attempt(lambda: type("S", (A,), []))
try: type("a\0b", (A,), {})
except ValueError as e: print(e)
class S1: __slots__ = "x",
class S2: __slots__ = "y",
attempt(lambda: type("T", (S1, S2), {}))
class M(type):
    def mro(cls):
        base = super().mro()
        return [base[0], *reversed(base[1:-1]), base[-1]]
attempt(lambda: M("U", (A, B), {}))
class Bad(type):
    def mro(cls):
        return [cls, 5]
attempt(lambda: Bad("V", (), {}))
class Bad2(type):
    def mro(cls):
        return [cls, int]
attempt(lambda: Bad2("W", (), {}))
class A2(O): pass
A2.__bases__ = (B,)
print([c.__name__ for c in A2.__mro__])
try:
    A.__bases__ = (B,)
except TypeError as e:
    print("TypeError:", e)
try:
    A.__bases__ = ()
except TypeError as e:
    print("TypeError:", e)
try:
    del A.__bases__
except TypeError as e:
    print("TypeError:", e)
try:
    A.__bases__ = (int,)
except TypeError as e:
    print("TypeError:", e)
