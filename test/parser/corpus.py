"""Makes sources to compare errors on, as JSON lines [mode, source] on standard output.

Usage:
    corpus.py literals FILE…                 every string literal of the files, and every doctest in one
    corpus.py mutations SEED COUNT FILE…     valid pieces of the files, each damaged a little
    corpus.py dense SEED COUNT MODE          statements of dense.txt, each damaged
    corpus.py soup KIND SEED COUNT           random strings of fragments; KIND is a name in SOUPS
"""
import ast
import doctest
import io
import json
import pathlib
import random
import re
import sys
import textwrap
import tokenize
import warnings

warnings.simplefilter('ignore')


def emit(mode, source):
    try:
        source.encode('utf-8')
    except UnicodeEncodeError:
        return
    sys.stdout.write(json.dumps([mode, source]) + '\n')


def literals(paths):
    seen = set()
    parser = doctest.DocTestParser()

    def add(text):
        if text in seen or len(text) > 20000:
            return
        seen.add(text)
        for mode in ('exec', 'eval', 'single'):
            emit(mode, text)
        stripped = textwrap.dedent(text)
        if stripped != text:
            add(stripped)

    for path in paths:
        with open(path, encoding='utf-8') as f:
            tree = ast.parse(f.read())
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                add(node.value)
                if '>>>' in node.value:
                    try:
                        examples = parser.get_examples(node.value)
                    except ValueError:
                        continue
                    for example in examples:
                        add(example.source)


def pieces(path):
    """Functions, classes and other top-level statements of a file, dedented."""
    with open(path, encoding='utf-8') as f:
        source = f.read()
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and node.end_lineno - node.lineno < 60:
            piece = textwrap.dedent(''.join(lines[node.lineno - 1:node.end_lineno]))
            try:
                ast.parse(piece)
            except SyntaxError:
                continue
            yield piece


TOKENS = '''( ) [ ] { } : , ; + - * / | & < > = . % == != <= >= ~ ^ << >> ** += -= *= //= @ -> ... := ! $ ? ` \\ # " '
False None True and as assert async await break class continue def del elif else except finally for from global if
import in is lambda nonlocal not or pass raise return try while with yield match case type _ print exec x 1 1.5 2j
0777 1_ 0x 'a' b'a' f'{x}' f'{x' f" rb'' """ \'\'\' \'\\x\' u\'\' é € \u00a0 \t'''.split(' ')
TOKENS = [word for token in TOKENS for word in token.split('\n')]


def token_spans(piece):
    starts = [0]
    for line in piece.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    spans = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(piece).readline):
            start = starts[token.start[0] - 1] + token.start[1]
            end = starts[token.end[0] - 1] + token.end[1]
            if end > start:
                spans.append((start, end))
    except (tokenize.TokenError, SyntaxError, IndexError):
        pass
    return spans


def mutate(rng, piece):
    spans = token_spans(piece)
    if not spans:
        return piece[:rng.randrange(len(piece) + 1)]
    start, end = rng.choice(spans)
    other = rng.choice(spans)
    at = rng.randrange(len(piece) + 1)
    match rng.randrange(12):
        case 0 | 1:
            return piece[:start] + piece[end:]
        case 2:
            return piece[:at] + piece[at + 1:]
        case 3:
            return piece[:at]
        case 4:
            return piece[:end]
        case 5:
            return piece[:start] + rng.choice(TOKENS) + ' ' + piece[start:]
        case 6:
            return piece[:start] + rng.choice(TOKENS) + piece[end:]
        case 7:
            return piece[:end] + ' ' + piece[start:end] + piece[end:]
        case 8:
            return piece[:start] + piece[other[0]:other[1]] + piece[end:]
        case 9:
            lines = piece.splitlines(keepends=True)
            del lines[rng.randrange(len(lines))]
            return ''.join(lines)
        case 10:
            lines = piece.splitlines(keepends=True)
            i = rng.randrange(len(lines))
            lines[i] = rng.choice([' ', '  ', '\t', '    ', '\f', '\\\n']) + lines[i]
            return ''.join(lines)
        case 11:
            lines = piece.splitlines(keepends=True)
            i = rng.randrange(len(lines))
            lines[i] = lines[i][1:] if lines[i][:1].isspace() else lines[i].rstrip(':\n') + '\n'
            return ''.join(lines)


def mutations(seed, count, paths):
    rng = random.Random(seed)
    stock = [piece for path in paths for piece in pieces(path)]
    rng.shuffle(stock)
    for i in range(count):
        piece = stock[i % len(stock)]
        for _ in range(rng.choice([1, 1, 1, 1, 2, 3])):
            if piece:
                piece = mutate(rng, piece)
        emit('exec', piece)


def statements(text):
    out, current = [], []
    for line in text.splitlines():
        continues = line.startswith((' ', '}', 'except', 'else', 'finally', 'elif', '"""'))
        if current and not continues and not current[0].startswith(('@', 'x = f"""')):
            out.append('\n'.join(current) + '\n')
            current = []
        current.append(line)
        if line == '"""' or current[0].startswith('@') and len(current) == 2:
            out.append('\n'.join(current) + '\n')
            current = []
    return out + (['\n'.join(current) + '\n'] if current else [])


def dense(seed, count, mode):
    rng = random.Random(seed)
    text = pathlib.Path(__file__).with_name('dense.txt').read_text(encoding='utf-8')
    stock = statements(text.partition('\n')[2])
    for _ in range(count):
        piece = rng.choice(stock)
        if rng.random() < 0.2:
            piece += rng.choice(stock)
        if rng.random() < 0.15:
            piece = 'def f():\n' + textwrap.indent(piece, '    ')
        for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
            spans = [m.span() for m in re.finditer(r'\w+|\s+|[^\w\s]', piece)]
            if not spans:
                break
            (a, b), (c, d), at = rng.choice(spans), rng.choice(spans), rng.randrange(len(piece) + 1)
            token = rng.choice(TOKENS)
            piece = rng.choice([
                piece[:a] + piece[b:], piece[:at] + piece[at + 1:], piece[:at], piece[:a] + token + piece[a:],
                piece[:a] + token + piece[b:], piece[:a] + ' ' + token + ' ' + piece[a:],
                piece[:a] + piece[c:d] + piece[b:], piece[:a] + piece[c:d] + ' ' + piece[a:],
                piece[:at] + rng.choice('()[]{}:,=\'"\\\n \t#;.*@!') + piece[at:],
                piece[:a] + rng.choice(stock).strip() + piece[b:], piece[:b] + piece[c:d] + piece[b:],
            ])
        emit(mode, piece)


SOUPS = {
    'indentation': ['if x:\n', '    ', '\t', '  ', '        ', '\f', ' ', 'pass\n', 'x\n', '\\\n', '# c\n', '\n',
                    'else:\n', 'def f():\n', 'class A:', '(\n', ')\n', 'for i in x:\n', 'try:\n', 'except:\n',
                    'finally:\n', 'match x:\n', 'case 1:\n', '@d\n', "\'\'\'\n", ']', '[', '\\', '\r\n', '\r'],
    'numbers': [*'0123456789_.eEjJ+-Lfaé "', 'x', '0x', '0b', '0o', 'if', 'else', 'and', 'or', 'in', 'is', 'not', 'for',
                '1__0', '00', 'e5', 'E+', '0_', '0xg', '0b2', '0o8'],
    'strings': [*'brufBRU\'"\\\nx} {#é😀', 'Rb', "\'\'\'", '"""', '\\x4', '\\x41', '\\u12', '\\u1234', '\\U0010ffff',
                '\\U00110000', '\\N{', '\\N{DASH}', '\\400', '\\8', '\\d', '\\é', '\\\n', '\\ud800', '\\udc00', '\\N'],
    'unicode': [*'xé變\xa0\u200b\ufeff\u2028\x85\x01\x7fªﬁ𝐱😀€…“’·1_ =()\n\'{}℘゛\u0301Ⅷ٣\x0c\x1b$?!`ｘ\u1885\u180e', "f'"],
    'tokens': [*'()[]{}:,;+-*/|&<>=.%~^@!$?`\\#"\' \n\tx1_', '**', '//', '->', ':=', '...', '<>', '!=', '<<=', 'y', 'if',
               'else', 'for', 'in', 'lambda', 'not', 'def', 'class', 'return', 'yield', 'await', 'async', 'import', 'from',
               'as', 'with', 'del', 'print', 'match', 'case', 'type', "'a'", "f'{x}'", 'None', 'is', 'and', 'try',
               'except', 'while', 'pass', 'global', ' ', ' ', ' '],
    'fstrings': [*'{}!rs:=xy \'"\\#()[],*\n1é\t;', '{{', '}}', '>', '10', '\\N{DASH}', 'lambda x', "f'", 'f"', "\'\'\'", '=!r',
                 '!=', '==', '{x}', '{x=}', '{x!r:', '{x:{y}}', 'yield', '\\x41', '\\{', "b''", "'a'"],
}


def soup(kind, seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        text = ''.join(rng.choice(SOUPS[kind]) for _ in range(rng.randrange(1, 13)))
        if kind == 'fstrings':
            quote = rng.choice(["'", '"', "\'\'\'", '"""'])
            text = rng.choice(['f', 'rf', 'F', 'fr']) + quote + text + quote
        emit(rng.choice(['exec', 'exec', 'exec', 'eval', 'single']), text)


match sys.argv[1:]:
    case ['literals', *paths]:
        literals(paths)
    case ['mutations', seed, count, *paths]:
        mutations(int(seed), int(count), paths)
    case ['dense', seed, count, mode]:
        dense(int(seed), int(count), mode)
    case ['soup', kind, seed, count]:
        soup(kind, int(seed), int(count))
    case _:
        sys.exit(__doc__)
