import unicodedata as u, hashlib, stringprep

def t(f, *a):
    try:
        print(f.__name__, repr(f(*a)))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)

for c in 'a Z5½Ⅷ٣²é(漢ﬁ한\u0301\u200f\n🐍𝒜\uffff':
    print(ascii(c), u.category(c), u.bidirectional(c), u.combining(c), u.mirrored(c), u.east_asian_width(c),
          u.decomposition(c), u.name(c, 'no name'), u.numeric(c, None), u.digit(c, None), u.decimal(c, None))
for form in ('NFC', 'NFD', 'NFKC', 'NFKD'):
    for s in ('é', 'e\u0301', 'ﬁ①', '한글', 'a\u0327\u0301', 'a\u0301\u0327', 'Å', 'q\u0307\u0323', '\u1e9b\u0323', 'abc'):
        n = u.normalize(form, s)
        print(form, ascii(s), ascii(n), u.is_normalized(form, s), n is s)
print('\N{BULLET}', '\N{latin small letter e with ACUTE}', u.lookup('GREEK SMALL LETTER PI'), f'\N{SNOWMAN}', '\N{HANGUL SYLLABLE GAG}')
for f, a in ((u.category, ('ab',)), (u.category, (5,)), (u.category, ()), (u.name, ('\0',)), (u.name, ('ab',)),
             (u.lookup, ('nope',)), (u.decimal, ('x',)), (u.digit, ('x',)), (u.numeric, ('x',)), (u.numeric, ('xy',)),
             (u.normalize, ('NFX', 'a')), (u.normalize, ('NFC',)), (u.normalize, ('NFC', 5)), (u.is_normalized, ('NFZ', 'a')),
             (u.lookup, ('LATIN SMALL LETTER R WITH TILDE',)), (u.decimal, ('x', 3)), (u.lookup, ('x' * 300,))):
    t(f, *a)
print(u.unidata_version, u.ucd_3_2_0.unidata_version)
h = hashlib.sha256()
for i in range(0, 0x30000, 7):
    c = chr(i)
    h.update('|'.join([u.category(c), u.bidirectional(c), str(u.combining(c)), u.east_asian_width(c), u.decomposition(c),
                       u.name(c, '')]).encode())
print(h.hexdigest())
try:
    eval("'\\N{NO SUCH NAME}'")
except SyntaxError as e:
    print(e)
