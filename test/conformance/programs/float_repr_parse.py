# float: shortest repr, parsing, special values, hex and their errors.
class Idx:
    def __index__(self): return 3
class Fl:
    def __float__(self): return 2.5
class BadFl:
    def __float__(self): return 2
class SubFl(float):
    def __repr__(self): return "sub"
class RetSub:
    def __float__(self): return SubFl(1)
import warnings; warnings.simplefilter("ignore")
CASES = r"""
0.1, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001, 1e22, 1e23, 5e-324, 1.7976931348623157e308, 2.0**-1022, 9007199254740993.0, 0.1 + 0.2, 1/3, -0.0, 100.0, 1e100
float("inf"), float("-Infinity"), float("nan"), float("+NaN"), float(" 1.5\n"), float("1_0.5"), float("1e5"), float(".5"), float("5."), float("1E-400"), float("1e400"), float("\u0661.5")
float("1__0")
float("_1")
float("1e")
float("0x1")
float(".")
float("1.5\0")
float("")
float("a" * 100)
float("infinit")
float(b"1.5"), float(bytearray(b"2")), float(Idx()), float(Fl()), float(SubFl(3)), type(float(SubFl(3))), float(10**22)
float(BadFl())
float(RetSub()), type(float(RetSub()))
float(None)
float(1j)
(0.1).hex(), (-1.5).hex(), (0.0).hex(), (-0.0).hex(), (5e-324).hex(), float("inf").hex(), float("nan").hex(), (1e308).hex(), (1.0).hex()
float.fromhex("0x1.8p3"), float.fromhex("1.8"), float.fromhex("-0X1P-1074"), float.fromhex("inf"), float.fromhex(" nan "), float.fromhex("0x.8"), float.fromhex("0x1p-1080"), float.fromhex("1p1023"), float.fromhex("0x1.fffffffffffff8p0"), float.fromhex("0x1.00000000000008p0")
float.fromhex("0x1p1024")
float.fromhex("zz")
float.fromhex("0x1.8.8")
float.fromhex("1" * 500)
float.fromhex(5)
(0.75).as_integer_ratio(), (-1.5).as_integer_ratio(), (1e20).as_integer_ratio(), (5e-324).as_integer_ratio()[0], (0.0).as_integer_ratio()
float("inf").as_integer_ratio()
float("nan").as_integer_ratio()
(1.0).is_integer(), (1.5).is_integer(), float("inf").is_integer(), float("nan").is_integer(), (1e300).is_integer()
hash(1.0), hash(0.5), hash(float("inf")), hash(float("-inf")), hash(1e300), hash(-1.0), hash(-0.0), hash(0.1)
float.__getformat__("double"), float.__getformat__("float")
float.__getformat__("x")
round(2.5), round(3.5), round(-2.5), round(0.5), round(2.675, 2), round(1.005, 2), round(1e22, 2), round(123.456, -1), round(5.5, -1), round(1e308, -308), round(0.15, 1), round(-0.4), round(2.5, 0), round(1.5, None), round(1e-320, 320), round(1.25, 400), round(1.25, -400)
round(float("nan"))
round(float("inf"))
round(float("inf"), 2), round(float("nan"), 2)
round(1.7976931348623157e308, -308)
int(float("nan"))
int(float("-inf"))
5.5 // 2, -5.5 // 2, 5.5 % -2, -5.5 % 2, divmod(-5.5, 2), 1e300 % 7, -0.0 % 5, 5.0 % float("inf"), -5.0 % float("inf"), -5.0 // float("inf"), divmod(0.0, -3)
5.0 % 0
5.0 // 0.0
divmod(1.0, 0)
1.0 / 0
2.0 ** 0.5, (-8.0) ** 2, 0.0 ** 0, 1.0 ** float("nan"), float("nan") ** 0, (-1.0) ** float("inf"), 2 ** 1023.5, 0.5 ** 2000, (-2.0) ** -3, (-2.0) ** 0.5
0.0 ** -1
(-0.0) ** -3
10.0 ** 400
pow(2.0, 3, 5)
float("nan") == float("nan"), [x := float("nan")] == [x], x in (x,), x != x, min(x, 1), max(1, x), sorted([3, x, 1]), -x, abs(x)
1.5.__lt__(2), 1.5.__eq__("a"), (1.5).__add__(1j), float.__radd__(1.5, 10**30), (1.5).__floordiv__(0.4), (2.5).__trunc__(), (2.5).__floor__(), (-2.5).__ceil__(), (2.5).__round__(), (1.5).real, (1.5).imag, (1.5).conjugate()
float.__new__(SubFl, 1), repr(SubFl(1)), str(SubFl(1)), f"{SubFl(1)}", "%s" % SubFl(1), SubFl(1) + 1, SubFl.fromhex("0x1p1")
float.__new__(int)
10**16 + 0.5, 2**63 + 0.0, float(2**63 + 1025), float(2**53 + 1), float(2**54 + 3), float(-(2**1023)), float(2**1024 - 2**970 - 1)
float(2**1024 - 2**970)
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
