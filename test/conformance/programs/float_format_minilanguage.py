# format(float, spec) and % with every type, precision, grouping, sign and special value.
CASES = r"""
[format(v, s) for v in (0.0, -0.0, 1.0, 1234.5678, 1e-7, 1e17, float("inf"), float("nan")) for s in ("", "e", "f", "g", "n", "%")]
[format(1234567.891, s) for s in (",", "_", ",.2f", "_.0f", "015,.1f", "+", " ", "-", ".3", ".3g", ".10g", ".0e", ".0f", "#.0f", "#.0e", "#g", "#.3g", "#", "E", "G", "F", "20", "<20", "^20", "=+20", "*>20.2f", "020", "0>20", ".15", ".17", ".20f", ".0%", ",%")]
[format(-float("inf"), s) for s in ("F", "E", "010", "+", "x=10", "=10", "<10", ",", "05", "%")], [format(float("nan"), s) for s in ("+", " ", "010", "G", "-")]
[format(v, "z.1f") for v in (-0.01, 0.01, -0.06, -0.0)], format(-0.0, "z"), format(-1e-20, "z.5g"), format(-0.4, "+z.0f"), format(-0.001, "z.1%")
[format(v, ".0f") for v in (0.5, 1.5, 2.5, 0.49999999999999994)], [format(v, ".1f") for v in (0.05, 0.15, 0.25, 0.35)], [format(v, ".2e") for v in (1.005, 9.995, 99.95)]
[format(v, ".3g") for v in (0.0001, 0.00001, 999.5, 1000.0, 99999.0, 123456.0)], [format(v, "g") for v in (100000.0, 1000000.0, 0.0001, 1e-5, 123456789.0)]
[format(v, "") for v in (1e16, 1e15, 123456.789, 1e-4, 1e-5)], [format(v, ".0") for v in (5.0, 15.0, 0.5)] , [format(v, ".1") for v in (15.0, 1.0, 0.001)], [format(3.0, s) for s in (".5", "8.5", ".17", "+.2")]
[format(1e300, s) for s in (".3f", ",.0f")][0][:20], format(1.0, ".300f")[-3:], format(5e-324, ".1074f")[-5:], format(1e-300, ".310f")[295:], format(2**0.5, ".60f")
format(1.5, "d")
format(1.5, "x")
format(1.5, "c")
format(1.5, "s")
format(1.5, ",n")
format(1.5, "#x")
format(1.5, ".")
format(1.5, ".-1f")
format(1.5, ".2147483648f")
format(1.5, "zz")
format(1, "zx")
format("a", "z")
"%f %.2f %10.3f|%-10.1f|%+f % f %010.2f %#.0f" % (1.5, 1.005, 3.14159, 2.5, 1.0, 1.0, -3.14159, 5.0)
"%e %.0e %E %g %G %#g %.3g %10g|%-10g|" % (12345.678, 5.5, 1e-10, 1e20, 1e-20, 1.0, 1234.5, 1.5, 1.5)
"%f %5.1f %e %G %05d" % (float("inf"), float("nan"), float("-inf"), float("inf"), -3)
"%f" % "a"
"%f" % None
"%.2f%%" % 99.5, "%s %r %a" % (1.0, 0.1, 1e100), "%d" % 1e10, "%i" % -3.99, "%.500f" % 1.0 == "1." + "0" * 500
"%d" % float("inf")
"%d" % float("nan")
[str(v) for v in (1.0, 1e16, 1e-5)], [f"{v!s:>8}" for v in (1.5, -2.0)], "{:{}.{}}".format(3.14159, 10, 3), "{0:.{p}f}".format(2.0, p=1), format(3.7, "05.1f"), format(-3.7, "07.1f"), format(3.7, ">+7.1f")
format(1e6, ","), format(1e21, ","), format(12345.678, ",.1f"), format(0.001, ",.6f"), format(1234.0, "012,"), format(1234567.0, "_"), format(123456.0, "010,.0f"), format(-1234.5, "0=12,.1f")
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
