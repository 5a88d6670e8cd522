# int arithmetic at the corners: floor division, shifts, powers, bit operations, comparisons with floats.
CASES = r"""
-7 // 2, -7 % 2, 7 // -2, 7 % -2, divmod(-7, 3), divmod(7, -3), -0 // 5
(10**30) // -7, (10**30) % -7, divmod(-10**30, 10**15)
1 // 0
1 % 0
1 / 0
divmod(5, 0)
5 // 0.0
10**400 / 10**399, 10**400 / 3**800
10**400 / 1.5
10**400 * 1.0
float(10**400)
1 / 10**400, -1 / 10**400
(2**1074 + 1) / 2**1074, (2**53 + 1) / 1, 2**53 + 1.0
1 << 64, -1 << 3, 1 >> 70, -1 >> 70, -5 >> 1, 0 << 10**20
1 << -1
1 >> -1
1 << 10**20
1 >> 10**20, -1 >> 10**20
2 ** -1, 2 ** -2, 0 ** 0, (-2) ** 3, (-8) ** (1/3)
0 ** -1
pow(3, 100, 7), pow(3, -1, 7), pow(-3, 2, 5), pow(3, 2, -5), pow(0, 0, 1), pow(5, 0, 1), pow(2, 10**30, 97)
pow(2, -1, 4)
pow(2, 3, 0)
pow(2, 3, 1.0)
-5 & 3, -5 | 3, -5 ^ 3, ~0, ~-1, -2**70 & (2**64 - 1), -1 ^ 2**70, -2**65 | 1
True + True, True & False, True ^ 1, ~True, -True, True << 2, type(True & True), type(True & 1), True == 1.0, hash(True)
1 < 1.5, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 10**400 > 1e308, 10**400 < float("inf"), -10**400 > float("-inf"), 1 == float("nan")
1 < "a"
1 + "a"
"a" + 1
1 - None
[] - 1
1 @ 2
-"a"
~1.5
+[]
(5).bit_length(), (-5).bit_length(), (0).bit_length(), (2**100).bit_length(), (-7).bit_count(), (2**100 - 1).bit_count()
(6).as_integer_ratio(), True.as_integer_ratio(), (5).conjugate(), (5).numerator, (5).imag, (5).is_integer()
round(15, -1), round(25, -1), round(-15, -1), round(5, -1), round(12345, -2), round(-5, 3), round(True), round(10**30 + 5 * 10**9, -10), round(7, 1000), round(7, -1000)
round(1, 1.5)
hash(2**61 - 1), hash(2**61), hash(-1), hash(-2), hash(-(2**61 - 1)), hash(2**200), hash(10**20) == hash(1e20)
int.__add__(1, 2.0), int.__add__(1, True), int.__radd__(1, 2), (1).__lt__(2.0), (1).__eq__("a"), (1).__pow__(2, 5), (1).__truediv__("x"), (7).__rdivmod__(22), int.__rpow__(2, 3)
int.__add__("a", 1)
int.__add__()
(1).__add__()
(5).__format__("x", 1)
(5).__round__(-1), (5).__ceil__(), (5).__trunc__(), (5).__index__(), (5).__getnewargs__(), (5).__sizeof__(), (2**30).__sizeof__(), (0).__bool__(), (5).__float__()
1 if 0x_f == 15 and 0b_1 == 1 and 1_0.0_1 == 10.01 else 2
sum([2**62] * 4), sum([1, 2.5, 3]), sum([True, True]), sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([1, 0.1, 2j]), sum([10**400, 1]), sum([1.0, 10**20])
sum([1.0, 10**400])
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
