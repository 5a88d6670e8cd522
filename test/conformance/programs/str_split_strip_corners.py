# str: split, rsplit, splitlines, partition, strip and friends at their corners.
CASES = r"""
"".split(), "  ".split(), "".split(","), ",".split(","), " a  b ".split(), " a  b ".split(" "), "a,b,c".split(",", 1), "a,b,c".split(",", 0), "a b c".split(None, 1), " a b c ".split(None, 0), "a b".split(None, -5), "aXXbXXc".split("XX"), "aXXX".split("XX"), "XXXX".split("XX")
"a,b,c".rsplit(",", 1), " a b  c ".rsplit(None, 1), "aXXXb".rsplit("XX"), "  a".rsplit(None, 0), "abc".rsplit("abc"), "".rsplit()
"a\nb\r\nc\rd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "\r\n".splitlines(keepends=True), "a\u00a0b\u2003c\x1fd\x85e".split()
"a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("-"), "abc".rpartition("-"), "-".partition("-")
"xxabcxx".strip("x"), "abc".strip("abc"), "  a ".strip(None), "\u2003a\u00a0".strip(), "a\x00 ".strip(), "aba".lstrip("ab"), "éaé".strip("é"), "".strip(), "xyz".rstrip("zy"), "a\x1c\x85".strip(), "\ufeffa".strip() == "\ufeffa"
"abc".removeprefix("ab"), "abc".removeprefix(""), "abc".removesuffix("bc"), "abc".removesuffix(""), "abc".removesuffix("abcd"), "aXbXc".replace("X", ""), "abc".replace("", "-"), "abc".replace("", "-", 2), "aaa".replace("a", "b", 2), "aaa".replace("aa", "b"), "abc".replace("b", "é"), "".replace("", "x"), "".replace("", "x", 0), "aaa".replace("a", "bb", count=1)
"".join([]), ",".join("abc"), ",".join({"a": 1}), "é".join(["a", "b"]), "x".join(("solo",)), "-".join(c for c in "xy")
"a".join(["b", 1])
"a".join([b"b"])
"abcabc".find("c"), "abcabc".rfind("c"), "abc".find(""), "abc".rfind(""), "abc".find("", 3), "abc".find("", 4), "abc".find("c", -1), "abc".find("b", None, -1), "".find(""), "aaa".count("aa"), "aaa".count(""), "abc".count("", 2), "abc".count("", 4), "abcabc".index("c", 3), "é漢😀".find("😀"), "abc".find("😀"), "😀" * 3 in "😀" * 5, "aab" * 50 + "x" in "aab" * 99 + "x", "abcabc".rindex("a", 0, 3)
"abc".index("d")
"abc".rindex("")
"abc".startswith(("x", "a")), "abc".startswith("b", 1), "abc".startswith("", 3), "abc".startswith("", 4), "abc".endswith("bc", -2), "abc".endswith(("",)), "abc".startswith(()), "abc".endswith("c", 0, 2), "abc".startswith("abcd")
"ab".center(7, "*"), "abc".center(6, "*"), "ab".center(5), "a".ljust(3, "é"), "a".rjust(3) , "abc".center(2), "-5".zfill(4), "+5".zfill(4), "--5".zfill(5), "".zfill(2), "abc".zfill(-1)
"a\tb\tcd\te".expandtabs(), "a\tb".expandtabs(0), "\t".expandtabs(1), "ab\tc\n\td".expandtabs(4), "é\tx".expandtabs(2), "a\r\tb".expandtabs(4), "a\tb".expandtabs(tabsize=-3)
str.maketrans("abc", "xyz", "d"), "abcd".translate(str.maketrans("abc", "xyz", "d")), "abc".translate({97: None, 98: "BB", 99: 0x1F600}), "abc".translate([None] * 98 + ["q"]) , str.maketrans({"a": 1, 98: "x"})
"abc".translate({97: -1})
"abc".translate({97: 0x110000})
"abc".translate({97: 1.5})
str.maketrans("a", "bc")
str.maketrans({1.5: "a"})
str.maketrans("a", "b", 5)
"abc"[::-1], "abc"[5:], "abc"[-100:2], "abc"[::2], "abc"[10:0:-1], "é漢😀"[::-1], "abc"[True], "abc"[-1:-4:-1]
"abc"[3]
"abc"["a"]
"abc"[1.0]
"abc"[::0]
"abc" * 0, "abc" * -1, "ab" * True, 2 * "x", "" * 10**18
"ab" * 10**18
"abc" * 1.5
"a" "b" + "c", "abc" > "abd", "a" < "B", "é" > "z", "" < "a", "a" == b"a", "😀" > "\uffff", "a" <= "a"
"a" + None
"a" < 1
"abc" in 5
5 in "abc"
"ab" in "cab", "" in "", "a" not in "b"
"Hello".swapcase(), "hello world's end".title(), "hELLO wORLD".capitalize(), "ǆ".title(), "ß".upper(), "İ".lower(), "ŉ".upper(), "ΑΣ".lower(), "ΑΣΑ".lower(), "ß".casefold(), "ﬁ".upper(), "ﬁ".title(), "ﬁx".capitalize(), "ΐ".upper(), "ᾳ".upper(), "ᾳ".title(), "Σ".lower(), "aΣ.b".lower(), "a.Σ".lower(), "ͅ".upper()
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
