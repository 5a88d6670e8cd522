# format(int, spec): every type, sign, grouping, width, alignment and the errors.
CASES = r"""
[format(255, s) for s in ("", "d", "b", "o", "x", "X", "#b", "#o", "#x", "#X", "n", "c", "e", "f", "g", "%", "E", "G", "F")]
[format(-255, s) for s in ("+", " ", "-", "+x", " b", "#x", "08d", "#010x", "=+8d", ">8", "<8", "^8", "*^9", "x=8")]
[format(1234567, s) for s in (",", "_", ",d", "_d", "_x", "_b", "#_x", "_o", "020,", "020_", "+,", "12,", "012,", "013,", "014,", "*>14,", "0<12,", ",.2f", "_.1e", ",g", ",%", ".3", "010_b")]
format(3, ",x")
format(3, ",c")
format(3, ",n")
format(3, ".2d")
format(3, ".2x")
format(3, "z")
format(3, "zd")
format(3, "s")
format(3, "q")
format(3, "+c")
format(3, "#c")
format(3, ",,")
format(3, "_,")
format(3, "__")
format(3, "<<<")
format(3, "1.")
format(3, "1.d")
format(3, ".")
format(3, "dd")
format(3, "  d")
format(3, "\0>5"), format(3, "é^5"), format(3, "😀>3"), format(3, "{<4"), format(3, "}=4")
format(3, "99999999999999999999")
format(3, ".99999999999999999999f")
format(65, "c"), format(65, "5c"), format(65, "^5c"), format(0x1F600, "<3c"), format(65, "05c")
format(-1, "c")
format(0x110000, "c")
format(10**400, "e")
format(10**400, "f")
format(10**22, "e"), format(10**22, "f"), format(10**30, ","), format(-10**30, "+050_d")
format(True), format(True, "d"), format(True, "5"), format(True, "x"), format(False, "s") if False else format(False, "c") == "\0"
"%d %i %u" % (3.9, True, -2), "%x %X %#x %#X" % (255, 255, 255, -255), "%o %#o" % (8, 8), "%5d|%-5d|%05d|%+d|% d|%+05d" % (42, 42, 42, 42, 42, 42)
"%.3d|%8.3d|%-8.3d|%08.3d|%+.3d|%#.4x|%.0d" % (5, 5, 5, 5, 5, 5, 0)
"%c%c%c" % (65, "b", 0x1F600), "%s %r %a" % ("é", "é", "é"), "%5.1s|%-5s|%.0s" % ("abc", "x", "y"), "%%", "%5%|" % ()
"%d" % "a"
"%x" % 1.5
"%d" % None
"%c" % "ab"
"%c" % -1
"%c" % 1.5
"%d %d" % 1
"%d" % (1, 2)
"" % 1
"" % {}, "" % [], "x" % ()
"%(a)s %(b)d %(a)r" % {"a": 1, "b": 2.7}, "%(a(b))s" % {"a(b)": 5}, "%()s" % {"": 6}
"%(a)s" % 5
"%(a)s" % {"b": 1}
"%(a" % {}
"%*d|%-*d|%.*f" % (5, 42, 5, 42, 2, 3.14159)
"%*d" % ("a", 1)
"%z" % 1
"%" % ()
"%5" % 1
"%l" % 1
"%ld %hd %Ld" % (1, 2, 3)
"%s" % (1, ), "%s" % ((1, 2),), "%s %s" % [1, 2] if False else "%s" % [1, 2]
"%d" % 10**30, "%x" % -2**70, "%.50d" % 7, "%e %g %F" % (10**20, 10**20, 3)
"%f" % 10**400
"%s" % b"x", "%d%%" % 50, "%-10s|" % "é", "%+s|% s|%05s" % (1, 2, 3)
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
