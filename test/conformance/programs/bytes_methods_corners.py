# bytes: construction, methods, formatting and messages.
class B:
    def __bytes__(self): return b"B!"
class BadB:
    def __bytes__(self): return "x"
class I:
    def __index__(self): return 3
class Sub(bytes): pass
CASES = r"""
bytes(), bytes(3), bytes([1, 2, True]), bytes(range(3)), bytes("é", "latin-1"), bytes(B()), bytes(I()), bytes(b"x"), bytes(bytearray(b"y")), bytes(memoryview(b"z")[::-1]), bytes((I(),)), bytes({1: 2}), Sub(b"s"), bytes(Sub(b"s")), type(bytes(Sub(b"q"))), bytes(source=b"k")
bytes(BadB())
bytes("a")
bytes(-1)
bytes([300])
bytes([-1])
bytes([1.5])
bytes("abc", 5)
bytes(b"a", "ascii")
bytes(5, errors="x")
bytes(10**20)
bytes(None)
b"abc"[0], b"abc"[-1:], b"abc"[::-1], b"a" + b"b", b"ab" * 2, b"a" + bytearray(b"c"), type(b"a" + bytearray()), b"a" + memoryview(b"d"), b"b" in b"abc", 98 in b"abc", b"" in b"", b"abc" < b"abd", b"a" == "a", b"a" == bytearray(b"a"), memoryview(b"a") == b"a", b"\xff" > b"a"
b"a" + "b"
300 in b"abc"
"a" in b"abc"
b"abc"[5]
b"abc"["a"]
b"a" < "a"
b"a" * 1.5
b"a".join(["b"])
b",".join([b"a", bytearray(b"b"), memoryview(b"c")]), b"".join([]), b"abc".hex(), b"abcd".hex(" "), b"abcde".hex(":", 2), b"abcde".hex(":", -2), bytes.fromhex("61 6263\n"), bytes.fromhex(""), b"a".hex("-")
bytes.fromhex("6")
bytes.fromhex("zz")
bytes.fromhex("6 1")
bytes.fromhex("61é")
bytes.fromhex(5)
b"abc".hex("ab")
b"abc".hex("é")
b"abc".hex(5)
b"a,b".split(b","), b" a b ".split(), b"a\nb\r\nc\x0bd\x85e".splitlines(), b"a-b".partition(b"-"), b"xax".strip(b"x"), b"a\x0b\x1c ".strip(), b"abc".replace(b"b", b""), b"abc".replace(b"", b"-"), b"abc".find(98), b"abc".find(b"c", -1), b"aaa".count(b"aa"), b"aaa".count(97), b"abc".startswith((b"x", b"a")), b"abc".translate(None, b"b"), b"abc".translate(bytes(range(1, 256)) + b"\0"), b"a\tb".expandtabs(4), b"ab".center(5, b"*"), b"-5".zfill(4), b"abc".rindex(99), b"AbC".swapcase(), b"it's ok".title(), b"\xe9a".upper(), b"aB".capitalize(), b"abc".removeprefix(b"a"), bytes.maketrans(b"a", b"b")[97]
b"abc".translate(b"a")
b"abc".index(b"z")
b"abc".find("a")
b"abc".find(256)
b"abc".split("a")
b"abc".startswith("a")
b"abc".replace("a", b"b")
b"abc".center(5, b"ab")
b"abc".center(5, "a")
b"abc".decode("ascii", 5)
bytes.maketrans(b"a", b"bc")
b"abc".split(b"")
b"".isalpha(), b"a1".isalnum(), b"12".isdigit(), b"\xe9".isalpha(), b" \x0b".isspace(), b"Ab".istitle(), b"\x80".isascii(), b"AB".isupper(), b"a\xe9".islower()
b"%s %d %x %5.1f|%c%c|%r|%a|%-5s|%%" % (b"a", 5, 255, 1.5, 65, b"B", "é", "é", b"q"), b"%b" % B(), b"%(a)s" % {b"a": b"v"}, b"%5b|%.1b" % (b"x", b"yz"), b"%s" % memoryview(b"m"), b"%i" % True, b"%#x %+d %05d" % (10, 5, -3), type(bytearray(b"%d") % 5)
b"%s" % "a"
b"%b" % 5
b"%c" % 256
b"%c" % b"ab"
b"%d" % "5"
b"%z" % 1
b"%(a)s" % {"a": b"v"}
b"%s" % ()
b"" % 1
repr(b"'"), repr(b"'\""), repr(b"\t\n\r\\\x00\x7f\xff"), str(b"a"), repr(b'"'), repr(Sub(b"x")), ascii(b"\xe9"), f"{b'x'}", f"{b'x'!s:>6}"
format(b"x", "5")
hash(b"") == hash(""), hash(b"abc") == hash("abc"), b"abc".__getnewargs__(), b"abc".__sizeof__(), b"".__bytes__() is b"", bytes(b"abc") == b"abc", list(b"ab"), max(b"abc"), sorted(b"ca"), bytes.__doc__ is None, b"abc".__contains__(97), b"a".__mod__(5) if 0 else 1, b"ab".__getitem__(slice(1)), iter(b"a").__length_hint__(), reversed(b"ab").__class__
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
