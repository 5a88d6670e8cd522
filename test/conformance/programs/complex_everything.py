# complex: repr, parsing, arithmetic, formatting and errors.
class C:
    def __complex__(self): return 3 + 4j
class Bad:
    def __complex__(self): return 1.0
class F:
    def __float__(self): return 2.0
inf, nan = float("inf"), float("nan")
import warnings; warnings.simplefilter("ignore")
CASES = r"""
1j, 1+2j, -1j, -0j, 0j, complex(-0.0, -0.0), complex(0, -0.0), complex(nan, inf), complex(inf, -nan), 1e100j, 1.5 - 2.5j, complex(1, -0.0), -(1j), complex(-0.0, 1)
complex("1+2j"), complex("j"), complex("-j"), complex("1e5-2.5E-3j"), complex(" (1-2j)\n"), complex("inf+nanj"), complex("infinityj"), complex("1_0+1_1J"), complex("3"), complex("+.5j")
complex("1 + 2j")
complex("1+2")
complex("")
complex("(1")
complex("1+-2j")
complex("j1")
complex("1", 2)
complex(1, "2")
complex(b"1")
complex(C()), complex(F()), complex(1j, 1j), complex(1, 2j), complex(real=1, imag=2), complex(True, 2.5), complex(C(), 1)
complex(Bad())
complex(None)
complex(1, None)
complex(1, C())
complex(imag=1), complex()
(1+2j) * (3-1j), (1+2j) / (3-1j), (1+2j) ** 2, (1+2j) ** -1, (1+2j) ** 0.5, 1j ** 1j, 0j ** 0, (1+2j) ** 0, (2+0j) ** 100, (1+1j) ** 3.0, (1+2j) ** (1+1j), 2 ** 1j
0j ** -1
0j ** 1j
1j / 0
1j // 1
1j % 2
divmod(1j, 1)
pow(1j, 2, 3)
1j < 2j
(1e200 + 1j) ** 2
(1e308 + 1e308j) * 10
abs(3+4j), abs(complex(inf, nan)), abs(complex(nan, 1)), abs(1e-320j)
abs(complex(1e308, 1e308))
(3+4j).conjugate(), (3+4j).real, (3+4j).imag, (3+4j).__getnewargs__(), (3+4j).__complex__(), complex.__complex__(1j), -(3+4j), +(3+4j), bool(0j), bool(complex(0, nan))
(1j).real.__class__, 1j == 1j, 1+0j == 1, 1+0j == 1.0, 1j == "a", (1+0j).__eq__(10**400), 2j != 2, hash(1+0j) == hash(1), hash(1j), hash(complex(0, -1)), hash(3.5 + 2j)
int(1j)
float(1j)
round(1j)
format(1+2j), format(1.5+2j, ".2f"), format(-1j, "+.1e"), format(1+2j, ">20"), format(1+2j, "*^20.1f"), format(1234567+1234567j, ","), format(1j, ""), format(1j, "g"), format(0j, "f"), format(complex(nan, -inf), ".1f"), format(1+2j, "#.3g"), format(1.0+2j, ".3"), format(1e20+1j, "n")
format(1j, "=20")
format(1j, "020")
format(1j, "x")
format(1j, "%")
format(1j, "z.1f"), format(complex(-0.01, -0.01), "z.1f")
"%s %r" % (1j, 2j)
"%f" % 1j
"%d" % 1j
sum([1j, 2, 3.5]), 1 + 1j, 1.5 * 1j, True + 1j, 10**20 + 1j, 1j - inf * 1, complex(inf, 0) * 1j, (inf + 0j) * (1 + 1j), 1 / complex(inf, inf), complex(nan, 0) == complex(nan, 0)
10**400 + 1j
1j.real, 1j.imag, 5 .real, 1_0j, 0_0.1e1_0j, 00j, 1.j, .5j
complex.from_number
max([1j, 2j])
sorted([2j], key=abs), sorted([3j, 1j], key=abs)
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
