"""What CPython 3.13 makes of Python sources: trees and errors, as text that the TypeScript side makes as well.

Usage:
    oracle.py fields                      the fields of every node class, as JSON
    oracle.py trees  < list-of-paths      for each file: one line, the tree's dump or the error, as JSON
    oracle.py sources < json-lines        the same for sources given as JSON: [mode, source]; after the mode may come
                                          '!' (the flags codeop compiles with) or '@' (the source is a file's)
"""
import ast
import json
import os
import re
import struct
import sys
import tempfile
import warnings

if sys.version_info[:2] != (3, 13):
    sys.exit('oracle.py: needs CPython 3.13, this is ' + sys.version)

SKIPPED = {'type_comment'}
LONE = re.compile('[\ud800-\udfff]')


def quote(text):
    return LONE.sub(lambda m: '\\u%04x' % ord(m[0]), json.dumps(text, ensure_ascii=False))


def constant(value):
    match value:
        case None:
            return 'None'
        case True | False:
            return str(value)
        case builtins if builtins is Ellipsis:
            return '...'
        case int():
            return str(value)
        case float():
            return 'f' + struct.pack('>d', value).hex()
        case complex():
            return 'c' + struct.pack('>dd', value.real, value.imag).hex()
        case str():
            return quote(value)
        case bytes():
            return 'b' + value.hex()
    raise TypeError(value)


def dump(node, out):
    if isinstance(node, ast.AST):
        fields = [f for f in node._fields if f not in SKIPPED]
        if not fields and not hasattr(node, 'lineno'):
            out.append(type(node).__name__)  # an operator or a context
            return
        out.append('(' + type(node).__name__)
        if hasattr(node, 'lineno') and hasattr(node, 'end_lineno'):
            out.append(f'@{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}')
        for name in fields:
            value = getattr(node, name)
            if name == 'value' and isinstance(node, (ast.Constant, ast.MatchSingleton)):
                out.append(constant(value))
            else:
                dump(value, out)
        out.append(')')
    elif isinstance(node, list):
        out.append('[')
        for item in node:
            dump(item, out)
        out.append(']')
    elif isinstance(node, str):
        out.append(quote(node))
    elif node is None:
        out.append('-')
    else:
        out.append(str(node))


def tree_text(node):
    out = []
    dump(node, out)
    return ' '.join(out)


def error(e):
    place = [getattr(e, name, None) for name in ('lineno', 'offset', 'text', 'end_lineno', 'end_offset')]
    msg = e.msg if isinstance(e, SyntaxError) else str(e)
    return {'error': [type(e).__name__, msg, *place]}


CODEOP_FLAGS = ast.PyCF_ONLY_AST | 0x200 | 0x4000  # PyCF_DONT_IMPLY_DEDENT | PyCF_ALLOW_INCOMPLETE_INPUT
HERE = tempfile.mkdtemp()


def parse(source, mode):
    filename = '<string>'
    flags = ast.PyCF_ONLY_AST
    if mode.endswith('!'):
        flags = CODEOP_FLAGS
    elif mode.endswith('@'):
        filename = os.path.join(HERE, 'source.py')
        with open(filename, 'w', encoding='utf-8', newline='') as f:
            f.write(source)
    mode = mode.rstrip('!@')
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            node = compile(source, filename, mode, flags)
        except (SyntaxError, MemoryError, ValueError, OverflowError, RecursionError) as e:
            result = error(e)
        else:
            limit = sys.get_int_max_str_digits()
            sys.set_int_max_str_digits(0)
            try:
                result = {'tree': tree_text(node)}
            except RecursionError:
                result = {'deep': True}
            sys.set_int_max_str_digits(limit)
    result['warnings'] = [[w.category.__name__, str(w.message), w.lineno] for w in caught]
    return result


def reply(result):
    text = json.dumps(result)
    sys.stdout.write(text + '\n')


def main():
    command = sys.argv[1]
    sys.setrecursionlimit(20000)
    if command == 'fields':
        table = {}
        for name, cls in vars(ast).items():
            if isinstance(cls, type) and issubclass(cls, ast.AST):
                table[name] = [f for f in cls._fields if f not in SKIPPED]
        reply(table)
    elif command == 'trees':
        for line in sys.stdin:
            path = line.rstrip('\n')
            try:
                with open(path, 'rb') as f:
                    source = f.read().decode('utf-8-sig')
            except UnicodeDecodeError:
                reply(None)
                continue
            reply(parse(source, 'exec'))
    elif command == 'sources':
        for line in sys.stdin:
            mode, source = json.loads(line)
            reply(parse(source, mode))


main()
