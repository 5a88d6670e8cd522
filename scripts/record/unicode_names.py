"""Records names and properties of characters from a real CPython 3.13, for unicodedata, \\N{...} and namereplace.

    python3.13 scripts/record/unicode_names.py

writes server/src/objects/unicodename_db.ts and server/src/modules/unicodedata_db.ts.

Names are sequences of words; a word is an index into a list of words sorted by frequency, written with one, two or three
characters of an alphabet of 90.
"""
import sys
import unicodedata
from collections import Counter
from pathlib import Path

assert sys.version_info[:2] == (3, 13), 'run this with CPython 3.13'
SRC = Path(__file__).resolve().parents[2] / 'server' / 'src'
MAX = 0x110000
DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
# Printable ASCII without what a single-quoted JavaScript string escapes, and without the separators used below.
ALPHABET = ''.join(chr(i) for i in range(35, 127) if chr(i) not in "'\\|")
ONE, TWO = 30, 45
assert len(ALPHABET) == 89

HEAD = f'''// Made by scripts/record/unicode_names.py from CPython {sys.version.split()[0]} (Unicode {unicodedata.unidata_version}). Do not edit.
/* prettier-ignore */
'''


def base36(n):
    if n < 0:
        return '-' + base36(-n)
    return DIGITS[n] if n < 36 else base36(n // 36) + DIGITS[n % 36]


def lines(text, width=5000):
    parts = [text[i:i + width] for i in range(0, len(text), width)] or ['']
    return ' +\n'.join(f"  '{p}'" for p in parts)


def is_computed(i, name):
    """Names that follow from the code point: ideographs and Hangul syllables."""
    return name == f'CJK UNIFIED IDEOGRAPH-{i:X}' or (0xAC00 <= i <= 0xD7A3 and name.startswith('HANGUL SYLLABLE '))


names = {}
unified = []
for i in range(MAX):
    name = unicodedata.name(chr(i), '')
    if name and is_computed(i, name):
        if i < 0xAC00 or i > 0xD7A3:
            if unified and unified[-1][1] == i:
                unified[-1][1] = i + 1
            else:
                unified.append([i, i + 1])
    elif name:
        names[i] = name

# The database keeps aliases and named sequences under private code points, which the error handler gives away.
aliases = []
for i in range(0xF0000, 0xF1000):
    text = chr(i).encode('ascii', 'namereplace')
    if text.startswith(b'\\N{'):
        alias = text[3:-1].decode()
        aliases.append((i, alias, unicodedata.lookup(alias)))


def words(i, name):
    # A word that ends in the code point itself is written with '#'.
    return [w[:-len(f'{i:X}')] + '#' if w.endswith(f'-{i:X}') else w for w in name.split(' ')]


count = Counter(w for i, n in names.items() for w in words(i, n))
count.update(w for i, n, _ in aliases for w in n.split(' '))
lexicon = [w for w, _ in sorted(count.items(), key=lambda p: (-p[1], p[0]))]
index = {w: i for i, w in enumerate(lexicon)}


def encode(i):
    if i < ONE:
        return ALPHABET[i]
    i -= ONE
    if i < TWO * 89:
        return ALPHABET[ONE + i // 89] + ALPHABET[i % 89]
    i -= TWO * 89
    return ALPHABET[ONE + TWO + i // 89 // 89] + ALPHABET[i // 89 % 89] + ALPHABET[i % 89]


def encoded(i, name):
    return ''.join(encode(index[w]) for w in words(i, name))


runs, at = [], 0
for i in sorted(names):
    if runs and runs[-1][0] + runs[-1][1] == i:
        runs[-1][1] += 1
    else:
        runs.append([i, 1])
text = []
for start, n in runs:
    text.append(f'{base36(start - at)},{base36(n)}')
    at = start + n
body = HEAD + f"export const NAME_ALPHABET =\n{lines(ALPHABET)};\n"
body += f'/** Where one-, two- and three-character words begin. */\nexport const NAME_ONE = {ONE};\nexport const NAME_TWO = {TWO};\n'
body += f"export const NAME_WORDS =\n{lines(' '.join(lexicon))};\n"
body += f"/** Gaps and lengths of the runs of code points that have names here; base 36. */\nexport const NAME_RUNS =\n{lines(';'.join(text))};\n"
body += f"export const NAME_TEXTS =\n{lines('|'.join(encoded(i, names[i]) for i in sorted(names)))};\n"
body += '/** Aliases and named sequences: private code point, what it stands for, name. */\nexport const NAME_ALIASES =\n'
body += lines('|'.join(f"{i:x},{'.'.join(f'{ord(c):x}' for c in r)},{n}" for i, n, r in aliases)) + ';\n'
body += '/** Unified ideographs: [start, end). */\nexport const UNIFIED_IDEOGRAPHS: readonly (readonly [number, number])[] = [\n'
body += ''.join(f'  [0x{a:x}, 0x{b:x}],\n' for a, b in unified) + '];\n'
(SRC / 'objects' / 'unicodename_db.ts').write_text(body, encoding='ascii')

records, order, props = {}, [], []
for i in range(MAX):
    c = chr(i)
    r = (unicodedata.category(c), unicodedata.bidirectional(c), unicodedata.combining(c), unicodedata.mirrored(c),
         unicodedata.east_asian_width(c))
    if r not in records:
        records[r] = len(order)
        order.append(r)
    if props and props[-1][1] == records[r]:
        props[-1][0] += 1
    else:
        props.append([1, records[r]])
decomposition = []
at = 0
tags = []
for i in range(MAX):
    d = unicodedata.decomposition(chr(i))
    if not d:
        continue
    parts = d.split(' ')
    tag = parts.pop(0) if parts[0].startswith('<') else ''
    if tag not in tags:
        tags.append(tag)
    # Digits as unicodedata shows them: at least four.
    assert all(f'{int(p, 16):04X}' == p for p in parts)
    decomposition.append(f"{base36(i - at)},{base36(tags.index(tag))},{','.join(base36(int(p, 16)) for p in parts)}")
    at = i
# Pairs that NFC does not compose again, although they are canonical decompositions.
excluded = [i for i in range(MAX) if unicodedata.decomposition(chr(i)) and not unicodedata.decomposition(chr(i)).startswith('<')
            and unicodedata.normalize('NFC', unicodedata.normalize('NFD', chr(i))) != chr(i)]
body = HEAD + f"export const unidata_version = '{unicodedata.unidata_version}';\n"
body += '/** Distinct property records: category, bidirectional, combining, mirrored, east_asian_width. */\nexport const RECORDS =\n'
body += lines(';'.join(','.join(str(x) for x in r) for r in order)) + ';\n'
body += '/** Runs of code points with the same record: length, record; base 36. */\nexport const RECORD_RUNS =\n'
body += lines(';'.join(f'{base36(n)},{base36(r)}' for n, r in props)) + ';\n'
body += '/** Kinds of decomposition; the first is canonical. */\nexport const DECOMPOSITION_TAGS: readonly string[] = '
tags_sorted = tags
body += '[' + ', '.join(f"'{t}'" for t in tags_sorted) + '];\n'
body += '/** Distance from the code point before, kind, what it decomposes to. */\nexport const DECOMPOSITIONS =\n'
body += lines(';'.join(decomposition)) + ';\n'
body += '/** Canonical decompositions that are not composed again. */\nexport const COMPOSITION_EXCLUSIONS =\n'
body += lines(','.join(base36(i) for i in excluded)) + ';\n'
(SRC / 'modules' / 'unicodedata_db.ts').write_text(body, encoding='ascii')
