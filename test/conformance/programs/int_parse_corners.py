# int(): what text and objects it takes, and its messages.
class Idx:
    def __index__(self): return 7
class Trunc:
    def __trunc__(self): return 9
class BadInt:
    def __int__(self): return "x"
class SubInt:
    def __int__(self): return True
class FloatInt:
    def __int__(self): return 1.5
class I(int):
    def __int__(self): return 99
    def __repr__(self): return "I!"
import warnings; warnings.simplefilter("ignore")
CASES = r"""
int("  12\n")
int("1_000")
int("_1")
int("1__0")
int("0x1f", 16)
int("0x1f", 0)
int("0X_1f", 0)
int("0b101", 0), int("0o17", 0), int("0b1", 2), int("b1", 16)
int("010", 0)
int("00", 0), int("0_0", 0)
int("010", 10)
int("z", 36), int("Zz", 36), int("1", 2), int("2", 2)
int("\u0661\u0662")
int("\u2460")
int("1\x00")
int("+ 1")
int("--1")
int("-0"), int("+5"), int(" -7 ")
int(b"12"), int(bytearray(b"-3"), 4)
int(b"\xff")
int(memoryview(b"12"))
int("12", Idx())
int(Idx())
int(Trunc())
int(BadInt())
int(SubInt()), type(int(SubInt()))
int(FloatInt())
int(I(5)), I(5) + 1, repr(I(5)), str(I(5)), f"{I(5)}", type(I(5) + 0), type(+I(5)), int.__repr__(I(3))
int(1e22), int(-1.9), int(2.0**100)
int("9" * 5000)
len(str(int("9" * 4300)))
int("1" * 4301)
str(10 ** 4300)
int("f" * 5000, 16) > 0
int("1", True)
int("12", base="10")
int(x="1")
int("1.5")
int("x" * 300)
int.from_bytes(b"\xff\x00", "big"), int.from_bytes(b"\xff\x00", "little", signed=True), int.from_bytes([1, 2]), int.from_bytes(b"")
int.from_bytes("a")
int.from_bytes([256])
int.from_bytes(b"a", "middle")
(255).to_bytes(), (256).to_bytes(2, "little"), (-1).to_bytes(3, "big", signed=True), (0).to_bytes(0)
(256).to_bytes()
(-1).to_bytes()
(128).to_bytes(1, signed=True)
(1).to_bytes(-1)
I.from_bytes(b"\x05"), type(I.from_bytes(b"\x05"))
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
