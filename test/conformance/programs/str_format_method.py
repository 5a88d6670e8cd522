# str.format and format_map: fields, indexing, nesting, conversions and errors.
class A:
    x = {"k": [10, 20], "1": "one"}
    y = 3
    def __format__(self, s): return f"A<{s}>"
    def __getitem__(self, k): return f"item {k!r}"
class D(dict):
    def __missing__(self, k): return f"<{k}>"
a = A()
CASES = r"""
"{} {} {}".format(1, "b", [3]), "{1} {0} {1}".format("a", "b"), "{a} {b!r:>5} {c:{w}}".format(a=1, b="x", c=5, w=4), "{{}} {{{0}}}".format(5), "{:{}{}}".format(5, "^", 7), "{0:{1}{2}}".format(5, "<", 3), "{:{:{}}}".format(1, 2, 3) if 0 else ""
"{0.x[k][1]} {0[zz]} {0[1]} {0[1x]} {0[-1]} {0.y:03} {a.x[1]}".format(a, a=a), "{0[k]}".format({"k": 1}), "{0[0]}".format([5]), "{:abc}".format(a), "{!r}".format("x"), "{!s:>4}".format("x"), "{!a}".format("é"), "{0[a]]}".format({"a]": 1}) if 0 else "", "{0[ a ]}".format({" a ": 1}), "{0[]}".format({"": 1}) if 0 else ""
"{".format()
"}".format()
"{}".format()
"{} {0}".format(1)
"{0} {}".format(1)
"{a}".format(1)
"{a}".format(b=1)
"{0".format(1)
"{0!}".format(1)
"{0!x}".format(1)
"{0!rr}".format(1)
"{0!r".format(1)
"{0.}".format(a)
"{0.x.}".format(a)
"{0[}".format(a)
"{0[]}".format(a)
"{0[k}".format(a)
"{0[k]x}".format(a)
"{0.nope}".format(a)
"{0[9]}".format([1])
"{0[a]}".format([1])
"{:{:{:{}}}}".format(1, 2, 3, 4)
"{:{}}".format(1)
"{0:{0:{0}}}".format(5)
"{99999999999999999999}".format(1)
"{-1}".format(1)
"{ 0}".format(1)
"{0 }".format(1)
"{0:}}".format(1)
"{:{}}}".format(1, 2)
"{a.b[c]}".format(**{"a.b[c]": 1})
"{é}".format(é=5), "{a b}".format(**{"a b": 1}), "{0x}".format(**{"0x": 1}), "{!r:}".format(1), "{:>{w}.{p}}".format("abcdef", w=6, p=2), "{:%H}".format(a), "{: }".format(5), "{:\n}".format(a), "{0}{1}{0}".format("é", "😀"), "{:é^5}".format("a")
"{a} {b.c}".format_map(D(a=1)) if 0 else "{a} {b}".format_map(D(a=1)), "{x[0]}".format_map(D()), "no fields".format_map(5)
"{}".format_map({})
"{a}".format_map({})
"{a}".format_map(5)
[format("abc", s) for s in ("", "5", "<5", ">5", "^5", "*^6", ".2", "5.1", "s", "5s", "05", "é<4", "-<5", "=<5", "<<5")]
format("abc", "=5")
format("abc", "d")
format("abc", "+")
format("abc", " ")
format("abc", "#")
format("abc", ",")
format("abc", "_")
format("abc", "5.x")
format("abc", "S")
format(None), format([1]), format({}), format(int), format(...)
format(None, "5")
format([1], "s")
format(5, None)
format(5, 5)
object().__format__("x") if 0 else object.__format__(5, "")
object.__format__(5, "x")
"%s|%5s|%-5s|%.1s|%r|%c" % ("é", "漢", "😀", "ab", "'", "Z"), "{!r} {!r}".format("'", '"'), str.__format__("a", ">3"), "a".__format__("")
"a".__mod__(5) if 0 else "a%s".__mod__(5), "a".__rmod__("%s"), "a".__rmod__(5), "a".__mul__(2), "a".__rmul__(2), "a".__contains__("a"), "a".__add__("b"), "a".__getnewargs__(), "a".__sizeof__(), "é".__sizeof__(), "漢".__sizeof__(), "😀".__sizeof__()
"a".__mul__("b")
"a".__add__(5)
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
