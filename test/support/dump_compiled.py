"""Dumps what CPython 3.13 makes of Python files: trees, code objects, warnings, errors. One JSON object a line.

Usage: PYTHONHASHSEED=0 python3.13 test/support/dump_compiled.py [--no-ast] [--mode exec] FILE…   (or - : names on stdin)
"""
import ast
import ctypes
import json
import sys
import tokenize
import types
import warnings

if sys.version_info[:2] != (3, 13):
    sys.exit('expectations come from CPython 3.13; run this with that version')
sys.setrecursionlimit(100000)


def constant(value):
    t = type(value)
    if value is None:
        return {'type': 'None'}
    if value is ...:
        return {'type': 'Ellipsis'}
    if t is bool:
        return {'type': 'bool', 'value': value}
    if t is int:
        return {'type': 'int', 'value': hex(value)}
    if t is float:
        return {'type': 'float', 'value': value.hex()}
    if t is complex:
        return {'type': 'complex', 'real': value.real.hex(), 'imag': value.imag.hex()}
    if t is str:
        out = {'type': 'str', 'value': value}
        if any('\ud800' <= a < '\udc00' <= b < '\ue000' for a, b in zip(value, value[1:])):
            out['codePoints'] = [ord(c) for c in value]
        return out
    if t is bytes:
        return {'type': 'bytes', 'value': value.hex()}
    if t is tuple:
        return {'type': 'tuple', 'items': [constant(v) for v in value]}
    if t is frozenset:
        return {'type': 'frozenset', 'items': sorted((constant(v) for v in value), key=json.dumps)}
    raise TypeError(t)


def tree(node):
    if isinstance(node, list):
        return [tree(n) for n in node]
    if isinstance(node, (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)):
        return type(node).__name__
    if isinstance(node, ast.AST):
        out = {'kind': type(node).__name__}
        for f in node._fields:
            value = getattr(node, f, None)
            if f == 'value' and isinstance(node, (ast.Constant, ast.MatchSingleton)):
                out[f] = constant(value)
            else:
                out['kind_' if f == 'kind' else f] = tree(value)
        if 'lineno' in node._attributes:
            for f in ('lineno', 'col_offset', 'end_lineno', 'end_col_offset'):
                out[f] = getattr(node, f)
        return out
    return node


def code(co, ids):
    def const(c):
        if isinstance(c, types.CodeType):
            out = {'type': 'code', 'code': code(c, ids)}
        elif type(c) is tuple:
            out = {'type': 'tuple', 'items': [const(v) for v in c]}
        elif type(c) is frozenset:
            out = {'type': 'frozenset', 'items': sorted((constant(v) for v in c), key=json.dumps)}
        else:
            out = constant(c)
        out['id'] = ids.setdefault(id(c), len(ids))
        return out

    # Two fields Python does not show, at their places in PyCodeObject (64-bit).
    names = ctypes.cast(id(co) + 96, ctypes.POINTER(ctypes.py_object)).contents.value
    kinds = ctypes.cast(id(co) + 104, ctypes.POINTER(ctypes.py_object)).contents.value
    assert names == tuple(co._varname_from_oparg(i) for i in range(len(names))) and len(kinds) == len(names)
    return {
        'co_name': co.co_name, 'co_qualname': co.co_qualname,
        'co_argcount': co.co_argcount, 'co_posonlyargcount': co.co_posonlyargcount,
        'co_kwonlyargcount': co.co_kwonlyargcount, 'co_stacksize': co.co_stacksize,
        'co_firstlineno': co.co_firstlineno, 'co_flags': co.co_flags,
        'co_code': co.co_code.hex(), 'co_consts': [const(c) for c in co.co_consts],
        'co_names': list(co.co_names), 'co_localsplusnames': list(names), 'co_localspluskinds': list(kinds),
        'co_linetable': co.co_linetable.hex(), 'co_exceptiontable': co.co_exceptiontable.hex(),
    }


def compiled(source, filename='<string>', mode='exec', with_ast=True, flags=0):
    """The record for one source text (str or bytes)."""
    record = {'mode': mode, 'flags': flags}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            node = compile(source, filename, mode, flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as e:
        return {**record, 'refused': f'{type(e).__name__}: {e}'}
    if with_ast:
        record['ast'] = tree(node)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            co = compile(node, filename, mode, flags, dont_inherit=True)
        record['code'] = code(co, {})
        record['warnings'] = [[str(w.message), w.lineno] for w in caught if w.category is SyntaxWarning]
    except SyntaxError as e:
        record['error'] = ['SyntaxError', e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
    except RecursionError as e:
        record['error'] = ['RecursionError', str(e), None, None, None, None]
    return record


def main(argv):
    with_ast = True
    mode = 'exec'
    files = []
    it = iter(argv)
    for a in it:
        if a == '--no-ast':
            with_ast = False
        elif a == '--mode':
            mode = next(it)
        elif a == '-':
            files += sys.stdin.read().split('\n')
        else:
            files.append(a)
    for name in filter(None, files):
        try:
            with open(name, 'rb') as f:
                source = f.read()
        except OSError:
            continue
        print(json.dumps({'file': name, **compiled(source, name, mode, with_ast)}))


if __name__ == '__main__':
    main(sys.argv[1:])
