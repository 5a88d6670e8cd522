# str predicates, case and identifiers over odd code points.
chars = ["", "a", "A", "1", " ", "_", "é", "ß", "ª", "²", "½", "Ⅷ", "٣", "漢", "ǅ", "\u0345", "\u200b", "\x1f", "\x85", "\ud800", "😀", "ↀ", "ⓐ", "·", "ʰ", "\u2028", "1.5", "a1", "Aa", "aA", "A A", "AB", "A1", "1A", "Ǆ", "℘", "℮", "\xa0", "\xad", "x\n", "ªb", "\u0378"]
CASES = r'''
[int(c.isalpha()) for c in chars]
[int(c.isdigit()) for c in chars]
[int(c.isdecimal()) for c in chars]
[int(c.isnumeric()) for c in chars]
[int(c.isalnum()) for c in chars]
[int(c.islower()) for c in chars]
[int(c.isupper()) for c in chars]
[int(c.istitle()) for c in chars]
[int(c.isspace()) for c in chars]
[int(c.isidentifier()) for c in chars]
[int(c.isprintable()) for c in chars]
[int(c.isascii()) for c in chars]
[c.upper() for c in chars if c.upper() != c]
[c.lower() for c in chars if c.lower() != c]
[c.title() for c in chars if c.title() != c]
[c.swapcase() for c in chars if c.swapcase() != c]
[c.casefold() for c in chars if c.casefold() != c]
[ascii(c) for c in chars]
[repr(c) for c in chars if c.isascii() or not c.isprintable()]
repr("'"), repr('"'), repr("'\""), repr("\\"), repr("\t\r\n\x00\x7f\x80\xad\u0300\u200e\ue000\U000e0001\U0010ffff"), ascii("\x7f\xff\u0100\U00010000")
[len(s) for s in ("😀", "é", "e\u0301")], "é" == "e\u0301", [ord(c) for c in "😀é"]
sum(chr(i).isprintable() for i in range(0x3000)), sum(chr(i).isalpha() for i in range(0x3000)), sum(chr(i).isspace() for i in range(0x10000)), sum(chr(i).isnumeric() for i in range(0x4000)), sum(chr(i).isdigit() for i in range(0x4000)), sum(chr(i).isidentifier() for i in range(0x3000)), sum(("a" + chr(i)).isidentifier() for i in range(0x3000)), sum(chr(i).islower() for i in range(0x3000)), sum(chr(i).isupper() for i in range(0x3000)), sum(chr(i).istitle() for i in range(0x3000))
hash("".join(chr(i).upper() for i in range(0x250))) == hash("".join([chr(i).upper() for i in range(0x250)])), len("".join(chr(i).upper() for i in range(0x2500))), len("".join(chr(i).casefold() for i in range(0x2500))), len("".join(chr(i).lower() for i in range(0x2500))), len("".join(chr(i).title() for i in range(0x2500)))
sum(ord(c) for i in range(0x2500) for c in chr(i).upper()), sum(ord(c) for i in range(0x2500) for c in chr(i).lower()), sum(ord(c) for i in range(0x2500) for c in chr(i).title()), sum(ord(c) for i in range(0x2500) for c in chr(i).casefold())
"\N{LATIN SMALL LETTER A}\N{EM DASH}\x41\101\u0041\U00000041\a\b\f\v\0", r"\x41", "\
joined", 'it''s', "a" 'b' """c"""
'''
for case in CASES.strip().splitlines():
    try: print(eval(case))
    except Exception as e: print(type(e).__name__ + ":", e)
