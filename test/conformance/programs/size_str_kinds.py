# Strings made by every operation have exactly the kind and size they need; += in place keeps them so.
import sys
S = sys.getsizeof
e = "\u20ac"; q = "\U0001f600"; l = "\xe9"
def k(s): return (S(s) - (41 if s.isascii() else 0), len(s))
print(S("ab" + e), S(("ab" + e)[:2]), S(("ab" + e)[2:]), S((q + "a")[1:]), S((q + "abc").replace(q, "")), S((l + "abc").strip(l)), S((e * 3)[0]))
print(S("".join(["a", "b", e])), S("".join(["a", l])), S("a".join([q, q])), S(("a" + e).split(e)[0]), S((e + "," + "a").split(",")[1]), S("%s" % e), S(f"{e}a"), S("{}{}".format(l, "b")))
s = "a" + str(len("x"))
out = []
for i in range(20): s += "b"; out.append(S(s))
print(out); s += e; print(S(s)); s += "c"; print(S(s)); s = s[:3]; print(S(s)); s += q; print(S(s))
print(S(e.encode().decode()), S(b"abc".decode()), S(b"\xe9".decode("latin-1")), S("abc".upper()), S("\xdf".upper()), S("\xff".upper()), S("\u0130".lower()), S(e.center(5)), S("a".ljust(4, e)), S("\xe9".casefold()), S("ab".translate({97: e})), S("a\u20ac".translate({0x20ac: "b"})))
print(S(chr(65)), S(chr(200)), S(chr(300)), S(chr(70000)), S(str(1.5)), S(repr(e)), S(ascii(e)), S(str([e])), S("x" * 3), S(e * 3), S(("a" + e)[::-1]), S(str(b"abc")), S(hex(255)), S(format(5, ">10")), S("\ud800"), S("a\ud800"))
x = "\xe9\xe8" + str(3); print(S(x)); x.encode("utf-8"); print(S(x)); open; hash(x); print(S(x)); int; import unicodedata; print(S(unicodedata.normalize("NFD", "\xe9")), S(unicodedata.normalize("NFC", "e\u0301")))
y = "\u20ac" + str(1); a = S(y); y.encode(); b = S(y); d = {y: 1}; y.isidentifier(); print(a, b, S(y)); getattr(object(), y, 0); print(S(y)); sys.intern(y); print(S(y))
