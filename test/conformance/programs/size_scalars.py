# sys.getsizeof of numbers, strings and bytes of every kind.
import sys
S = sys.getsizeof
print([S(n) for n in (0, 1, -1, 2**30 - 1, 2**30, -2**30, 2**60 - 1, 2**60, 2**90, 10**100)], S(True), S(10**1000))
print(S(1.5), S(1j), S(None), S(...), S(NotImplemented), S(object()), S(slice(1)), S(range(5)), S(range(10**30)))
for s in ("", "a", "abc", "\xe9", "ab\xe9", "\u20ac", "ab\u20ac", "\U0001f600", "ab\U0001f600", "a" * 100, "\xff" * 100, "\u0100" * 100, "\U0001f600" * 100):
    print(len(s), S(s), end="; ")
print()
u = "ab\xe9"; a = S(u); u.encode(); b = S(u); u.encode("latin-1"); import ctypes
print(a, b, S("\xe9" + str(1)), S("x" * 5 + "\xe9"))
print(S(b""), S(b"a"), S(b"a" * 100), S(bytearray()), S(bytearray(b"")), S(bytearray(b"a")), S(bytearray(10)), S(bytearray(b"abc") + b"def"))
class I(int): pass
class St(str): pass
class B(bytes): pass
class F(float): pass
print(S(I(0)), S(I(2**100)), S(St("")), S(St("abc")), S(St("\u20ac")), S(B()), S(B(b"abc")), S(F(1)))
class I2(int): __slots__ = ()
class F2(float): __slots__ = ()
class St2(str): __slots__ = ()
print(S(I2(5)), S(F2(1)), S(St2("abc")), (5).__sizeof__(), "abc".__sizeof__(), I(5).__sizeof__(), St("abc").__sizeof__())
print(S(memoryview(b"abc")), S(memoryview(bytes(12)).cast("B", [3, 4])), S(memoryview(bytes(8)).cast("B", [2, 2, 2])))
print(S(int), S(type), S(object), S(str), S(type(None)), S(len), S([].append), S(str.join), S(dict.__dict__["get"]), S(int.__add__), S((1).__add__))
class Bad:
    def __sizeof__(self): return -1
class Odd:
    def __sizeof__(self): return 7
class NoInt:
    def __sizeof__(self): return "x"
for o in (Bad(), Odd(), NoInt()):
    try: print(S(o), S(o, 99))
    except (TypeError, ValueError) as e: print(type(e).__name__, e, end="; ")
    try: print(S(o, 99))
    except ValueError as e: print(e)
