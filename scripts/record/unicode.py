"""Records what the engine needs to know about characters and static strings from a real CPython 3.13.

    python3.13 scripts/record/unicode.py

writes server/src/objects/unicodetype_db.ts and server/src/objects/unicode_static_strings.ts. Everything is asked of the
interpreter that runs this (its str methods and unicodedata) and of the headers installed with it, so the tables are that
interpreter's and of no other version.
"""
import re
import sys
import sysconfig
import unicodedata
import _sre
from fractions import Fraction
from pathlib import Path

assert sys.version_info[:2] == (3, 13), 'run this with CPython 3.13'
OUT = Path(__file__).resolve().parents[2] / 'server' / 'src' / 'objects'
DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
MAX = 0x110000
FINAL = '\u03c2'

FLAGS = ['ALPHA', 'DECIMAL', 'DIGIT', 'LOWER', 'LINEBREAK', 'SPACE', 'TITLE', 'UPPER', 'XID_START', 'XID_CONTINUE',
         'PRINTABLE', 'NUMERIC', 'CASE_IGNORABLE', 'CASED', 'SRE_CASED']
BIT = {name: 1 << i for i, name in enumerate(FLAGS)}


def base36(n):
    if n < 0:
        return '-' + base36(-n)
    if n < 36:
        return DIGITS[n]
    return base36(n // 36) + DIGITS[n % 36]


def flags(c):
    f = 0
    for name, test in (
        ('ALPHA', c.isalpha()), ('DECIMAL', c.isdecimal()), ('DIGIT', c.isdigit()), ('LOWER', c.islower()),
        ('LINEBREAK', len(('a' + c + 'b').splitlines()) == 2), ('SPACE', c.isspace()),
        ('TITLE', c.istitle() and not c.isupper()), ('UPPER', c.isupper()),
        ('XID_START', c != '_' and c.isidentifier()), ('XID_CONTINUE', ('a' + c).isidentifier()),
        ('PRINTABLE', c.isprintable()), ('NUMERIC', c.isnumeric()),
        ('SRE_CASED', _sre.unicode_iscased(ord(c))),
    ):
        if test:
            f |= BIT[name]
    # str.lower's rule for a final sigma tells which characters it skips and which it takes for cased.
    alone = (c + '\u03a3').lower().endswith(FINAL)
    after = ('A' + c + '\u03a3').lower().endswith(FINAL)
    if after and not alone:
        f |= BIT['CASE_IGNORABLE']
    # str.title goes on in lower case after what is cased.
    if (c + 'a').title().endswith('a'):
        f |= BIT['CASED']
    return f


def runs(values, default):
    """'start+length:value' runs of equal values, in base 36, starts relative to the end of the run before."""
    out = []
    at = 0
    i = 0
    while i < MAX:
        v = values(i)
        j = i + 1
        while j < MAX and values(j) == v:
            j += 1
        if v != default:
            out.append(f'{base36(i - at)},{base36(j - i)},{base36(v)}')
            at = j
        i = j
    return ';'.join(out)


def deltas(mapping):
    """Maps code point -> code point as 'start,count,step,delta' groups."""
    out = []
    items = sorted(mapping.items())
    at = 0
    i = 0
    while i < len(items):
        start, delta = items[i][0], items[i][1] - items[i][0]
        step, n = 1, 1
        if i + 1 < len(items) and items[i + 1][1] - items[i + 1][0] == delta and items[i + 1][0] - start in (1, 2):
            step = items[i + 1][0] - start
            while i + n < len(items) and items[i + n][0] == start + n * step and items[i + n][1] - items[i + n][0] == delta:
                n += 1
        out.append(f'{base36(start - at)},{base36(n)},{base36(step)},{base36(delta)}')
        at = start + (n - 1) * step
        i += n
    return ';'.join(out)


def case_tables(convert):
    simple, special = {}, {}
    for i in range(MAX):
        c = chr(i)
        r = convert(c)
        if r == c:
            continue
        if len(r) == 1:
            simple[i] = ord(r)
        else:
            special[i] = r
    return simple, special


def lines(text, width=110):
    parts = []
    while text:
        parts.append(text[:width])
        text = text[width:]
    return ' +\n'.join(f"  '{p}'" for p in parts) or "  ''"


def special_text(special):
    return ';'.join(base36(i) + ',' + ','.join(base36(ord(x)) for x in r) for i, r in special.items())


table = [flags(chr(i)) for i in range(MAX)]
lower, lower_special = case_tables(str.lower)
upper, upper_special = case_tables(str.upper)
title, title_special = case_tables(str.title)
fold, fold_special = case_tables(str.casefold)
# Titlecase is recorded where it differs from uppercase, casefolding where it differs from lowercase.
title_diff = {i: title.get(i, i) for i in set(upper) | set(title) | set(upper_special)
              if (title.get(i, i) != upper.get(i, i) or i in upper_special) and i not in title_special}
title_special_diff = {i: r for i, r in title_special.items() if upper_special.get(i) != r}
fold_diff = {i: fold.get(i, i) for i in set(lower) | set(fold) | set(lower_special)
             if (fold.get(i, i) != lower.get(i, i) or i in lower_special) and i not in fold_special}
# str.lower of a sigma depends on its neighbours; alone it is the plain one. U+0130 alone has a special lower case, whose
# simple mapping is what sre uses.
simple_lower_diff = {i: _sre.unicode_tolower(i) for i in range(MAX) if _sre.unicode_tolower(i) != lower.get(i, i)}

decimal = {i: unicodedata.decimal(chr(i)) for i in range(MAX) if unicodedata.decimal(chr(i), None) is not None}
digit = {i: unicodedata.digit(chr(i)) for i in range(MAX) if unicodedata.digit(chr(i), None) is not None}
numeric = {i: unicodedata.numeric(chr(i)) for i in range(MAX) if unicodedata.numeric(chr(i), None) is not None}
digit_only = {i: v for i, v in digit.items() if i not in decimal}
numeric_only = {i: v for i, v in numeric.items() if i not in digit}
assert all(digit[i] == v == numeric[i] for i, v in decimal.items())
assert all(numeric[i] == v for i, v in digit.items())


def fraction(v):
    f = Fraction(v).limit_denominator(1000)
    assert float(f) == v, v
    return base36(f.numerator) + ('' if f.denominator == 1 else '/' + base36(f.denominator))


def number_runs(values):
    """'start,count,value' where values rise by one along the run."""
    out = []
    at = 0
    items = sorted(values.items())
    i = 0
    while i < len(items):
        start, v = items[i]
        n = 1
        while i + n < len(items) and items[i + n][0] == start + n and items[i + n][1] == v + n:
            n += 1
        out.append(f'{base36(start - at)},{base36(n)},{fraction(v)}')
        at = start + n
        i += n
    return ';'.join(out)


HEAD = f'''// Made by scripts/record/unicode.py from CPython {sys.version.split()[0]} (Unicode {unicodedata.unidata_version}). Do not edit.
/* prettier-ignore */
'''
body = [HEAD]
for i, name in enumerate(FLAGS):
    body.append(f'export const {name}_MASK = 1 << {i};\n')
body.append(f"export const unidata_version = '{unicodedata.unidata_version}';\n")


def export(name, doc, text):
    body.append(f'/** {doc} */\nexport const {name} =\n{lines(text)};\n')


export('FLAG_RUNS', 'Runs of characters of the same flags: gap after the run before, length, flags; base 36.',
       runs(table.__getitem__, 0))
export('LOWER_RUNS', 'Lower case: start relative to the last one, count, step, delta.', deltas(lower))
export('LOWER_SPECIAL', 'Lower case of several characters.', special_text(lower_special))
export('SIMPLE_LOWER', 'The single-character lower case, where str.lower gives more.', deltas(simple_lower_diff))
export('UPPER_RUNS', 'Upper case.', deltas(upper))
export('UPPER_SPECIAL', 'Upper case of several characters.', special_text(upper_special))
export('TITLE_RUNS', 'Title case, where it is not the upper case.', deltas(title_diff))
export('TITLE_SPECIAL', 'Title case of several characters.', special_text(title_special_diff))
export('FOLD_RUNS', 'Case folding, where it is not the lower case.', deltas(fold_diff))
export('FOLD_SPECIAL', 'Case folding to several characters.', special_text(fold_special))
export('DECIMAL_RUNS', 'Decimal digits: start relative to the end of the run before, count, first value.', number_runs(decimal))
export('DIGIT_RUNS', 'Digits that are not decimal.', number_runs(digit_only))
export('NUMERIC_RUNS', 'Numeric characters that are no digits.', number_runs(numeric_only))
(OUT / 'unicodetype_db.ts').write_text(''.join(body), encoding='ascii')

header = Path(sysconfig.get_path('include'), 'internal', 'pycore_global_strings.h').read_text()
literals = [m[1] for m in re.finditer(r'^\s+STRUCT_FOR_STR\(\w+, "(.*)"\)', header, re.M)]
identifiers = [m[1] for m in re.finditer(r'^\s+STRUCT_FOR_ID\((\w+)\)', header, re.M)]
assert '__init__' in identifiers and '<module>' in literals
text = ' '.join(identifiers)
strings = ',\n'.join("  '" + s.replace("'", "\\'") + "'" for s in literals if s)


def words(text, width=112):
    out, line = [], ''
    for w in text.split(' '):
        if len(line) + len(w) + 1 > width:
            out.append(line)
            line = ''
        line += w + ' '
    out.append(line.rstrip())
    return ' +\n'.join(f"  '{p}'" for p in out)


(OUT / 'unicode_static_strings.ts').write_text(f'''// Made by scripts/record/unicode.py from CPython {sys.version.split()[0]}. Do not edit.
/* prettier-ignore */
/** Strings that CPython allocates statically: literals of its own sources. */
export const STATIC_LITERALS: readonly string[] = [
{strings},
];
/** Identifiers that CPython allocates statically (_Py_ID). */
export const STATIC_IDENTIFIERS: readonly string[] = (
{words(text)}
).split(' ');
''')
