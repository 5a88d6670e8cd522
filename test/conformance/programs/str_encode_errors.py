# str.encode, bytes.decode: codecs, error handlers and the fields of the exceptions.
def fields(f):
    try: return f()
    except UnicodeError as e: return type(e).__name__, e.encoding, e.object, e.start, e.end, e.reason, str(e)
import codecs
def handler(e):
    if isinstance(e, UnicodeEncodeError): return "<%d>" % (e.end - e.start), e.end
    return "<%s>" % e.object[e.start:e.end].hex(), e.end
codecs.register_error("mine", handler)
codecs.register_error("back", lambda e: ("?", -1))
codecs.register_error("bad", lambda e: 5)
codecs.register_error("far", lambda e: ("", 100))
codecs.register_error("byt", lambda e: (b"\x00", e.end))
CASES = r"""
"é漢😀".encode(), "é漢😀".encode("utf-16"), "é漢😀".encode("utf-16-le"), "a😀".encode("utf-32-be"), "é".encode("latin-1"), "é€".encode("cp1252"), "aé".encode("utf-8-sig"), "é".encode("cp437"), "a+b é".encode("utf-7"), "bücher".encode("punycode"), "é\n".encode("unicode_escape"), "é漢".encode("raw_unicode_escape")
fields(lambda: "aé漢".encode("ascii"))
fields(lambda: "aéé漢".encode("latin-1"))
fields(lambda: "a\ud800b".encode())
fields(lambda: "a\ud800b".encode("utf-16"))
fields(lambda: "漢".encode("cp1252"))
[("aé漢😀\ud800z").encode("ascii", h) for h in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "mine")]
[("é漢").encode("latin-1", h) for h in ("ignore", "replace", "mine", "byt")]
"\udce9\ud800".encode("utf-8", "surrogatepass"), "a\udce9".encode("utf-8", "surrogateescape"), "\udce9".encode("ascii", "surrogateescape"), b"\xe9a\xff".decode("utf-8", "surrogateescape"), b"\xed\xa0\x80".decode("utf-8", "surrogatepass")
fields(lambda: "\ud800".encode("utf-8", "surrogateescape"))
"é".encode("ascii", "nope")
"a".encode("ascii", "nope")
"é".encode("ascii", "bad")
"é".encode("ascii", "far")
"éa".encode("ascii", "back") if 0 else 1
fields(lambda: b"a\xffb".decode())
fields(lambda: b"\xe6\xbc".decode())
fields(lambda: b"\xe6(".decode())
fields(lambda: b"\xc0\x80".decode())
fields(lambda: b"\xf5\x80".decode())
fields(lambda: b"\xed\xa0\x80".decode())
fields(lambda: b"\xf0\x9f\x98".decode())
fields(lambda: b"\xf4\x90\x80\x80".decode())
fields(lambda: b"\x80".decode("ascii"))
fields(lambda: b"\x81".decode("cp1252"))
fields(lambda: b"a".decode("utf-16-le"))
fields(lambda: b"\x00\xd8a\x00".decode("utf-16-le"))
fields(lambda: b"\x00\x00\x11\x00".decode("utf-32-le"))
fields(lambda: b"abc".decode("utf-32"))
fields(lambda: b"\\x4".decode("unicode_escape"))
fields(lambda: b"\\N{nope}".decode("unicode_escape"))
fields(lambda: b"+".decode("utf-7"))
[b"a\xff\xe6\xbc\xf0\x9f\x98z\xc0\xaf".decode("utf-8", h) for h in ("ignore", "replace", "backslashreplace", "mine")]
b"\xff\xfea\x00".decode("utf-16"), b"\xfe\xff\x00a".decode("utf-16"), b"\xef\xbb\xbfa".decode("utf-8-sig"), b"\xef\xbb\xbfa".decode(), b"\\u00e9\\n\\x41\\101".decode("unicode_escape"), b"\xe9".decode("iso8859-15"), b"\xa4".decode("iso-8859-15"), b"\x82".decode("cp437"), b"\xe9".decode("mac_roman"), b"\xc1".decode("koi8-r")
b"a".decode("rot13")
b"616263".decode("hex")
"a".encode("rot13")
codecs.encode("Hello", "rot13"), codecs.decode(b"616263", "hex"), codecs.encode(b"abc", "base64"), codecs.lookup("UTF8").name, codecs.lookup("Latin_1").name, codecs.lookup("utf_8").name, str(b"a\xe9", "latin-1"), str(b"\xff", errors="replace"), str(b"abc")
"a".encode("no such")
b"a".decode("utf-8\0")
"é".encode("UTF-8"), "é".encode("U8"), "é".encode("utf_8_SIG"), "é".encode("L1"), "a".encode("us-ascii"), "é".encode("cp850"), "Ж".encode("cp1251")
UnicodeEncodeError("a", "b", 1, 2, "r"), str(UnicodeEncodeError("a", "bcd", 0, 3, "r")), str(UnicodeDecodeError("a", b"bcd", 1, 2, "r")), str(UnicodeTranslateError("b\u1234", 1, 2, "r")), str(UnicodeEncodeError("a", "\U0001f600", 0, 1, "r")), str(UnicodeEncodeError("a", "\xe9", 0, 1, "r"))
UnicodeDecodeError("a", "b", 1, 2, "r")
UnicodeEncodeError("a", "b", 1, 2)
str(UnicodeEncodeError("a", "", 5, 9, "r")), str(UnicodeDecodeError("a", bytearray(b"x"), -5, 9, "r"))
codecs.lookup_error("strict").__name__, codecs.lookup_error("mine") is handler
codecs.lookup_error("zzz")
codecs.ignore_errors(5)
codecs.xmlcharrefreplace_errors(UnicodeEncodeError("a", "é漢", 0, 2, "r")), codecs.replace_errors(UnicodeDecodeError("a", b"bc", 0, 1, "r")), codecs.namereplace_errors(UnicodeEncodeError("a", "é", 0, 1, "r")), codecs.backslashreplace_errors(UnicodeDecodeError("a", b"\xff\x01", 0, 2, "r"))
codecs.charmap_encode("ab", "strict", {97: 1, 98: b"xy"}), codecs.charmap_decode(b"ab", "strict", {97: "x", 98: 0x1F600}), codecs.charmap_decode(b"\x00\x01", "replace", "z\ufffe"), codecs.charmap_build("abc")["b" == 5:] if 0 else type(codecs.charmap_build("abc")).__name__
"""
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
