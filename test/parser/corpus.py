"""Makes sources to compare errors on, as JSON lines [mode, source] on standard output.

Usage:
    corpus.py literals FILE…                 every string literal of the files, and every doctest in one
    corpus.py mutations SEED COUNT FILE…     valid pieces of the files, each damaged a little
"""
import ast
import doctest
import io
import json
import random
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


if sys.argv[1] == 'literals':
    literals(sys.argv[2:])
else:
    mutations(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
