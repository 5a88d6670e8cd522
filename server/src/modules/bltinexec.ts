// compile, eval and exec. Follows their part of Python/bltinmodule.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBuffer_Release, PyObject_CheckBuffer, PyObject_GetBuffer, newBuffer } from '../objects/bufferobject';
import { PyBUF_SIMPLE } from '../objects/bufferstruct';
import { PyMapping_Check } from '../objects/abstract';
import { PyCell_Check } from '../objects/cellobject';
import { PyCode_Check, PyCode_GetNumFree } from '../objects/codeobject';
import { PyDict_Check, PyDict_Contains, PyDict_SetItem } from '../objects/dictobject';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_SyntaxError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { _PyArg_BadArgument, _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyLong_AsInt } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyObject_IsTrue, Py_None } from '../objects/objectprotocol';
import { vmInterface } from '../objects/pystate';
import { PyTuple_CheckExact } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, method } from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { parse } from '../parser/parser';
import { decodeSource } from '../parser/source';
import { raiseSyntaxError } from '../vm/compilestring';
import { PyAST_mod2obj } from './astobjects';
import { PyUnicode_FSDecoder } from './posixmodule';

const typeError = (message: string): null => PyErr_SetString(PyExc_TypeError, message);

export const PyCF_ONLY_AST = 0x0400;
export const PyCF_DONT_IMPLY_DEDENT = 0x0200;
const PyCF_KNOWN = 0x1fe0000 | 0x0200 | 0x0400 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x0010;

/** _Py_SourceAsString: the text of a str or bytes-like source; null with an exception. */
function sourceAsString(cmd: PyObject, funcname: string, what: string, filename = '<string>'): string | null {
  let text: string;
  if (PyUnicode_Check(cmd)) text = (cmd as PyUnicodeObject).str;
  else if (PyObject_CheckBuffer(cmd)) {
    const view = newBuffer();
    if (PyObject_GetBuffer(cmd, view, PyBUF_SIMPLE) < 0) return null;
    const decoded = decodeSource(view.buf.slice(view.offset, view.offset + view.len), filename, 'string');
    PyBuffer_Release(view);
    if (!decoded.ok) return raiseSyntaxError(decoded.error);
    text = decoded.source;
  } else return typeError(`${funcname}() arg 1 must be a ${what} object`);
  if (text.includes('\0')) return PyErr_SetString(PyExc_SyntaxError, 'source code string cannot contain null bytes');
  return text;
}

const compileParser = argParser(
  'compile',
  ['source', 'filename', 'mode', 'flags', 'dont_inherit', 'optimize', '_feature_version'],
  3,
  6,
);
function builtin_compile(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, compileParser);
  if (argv === null) return null;
  const [source, , mode] = argv as [PyObject, PyObject, PyObject];
  const filename = PyUnicode_FSDecoder(argv[1]!);
  if (filename === null) return null;
  const result = compile_impl(source, filename, mode, argv);
  Py_DECREF(filename);
  return result;
}
function compile_impl(
  source: PyObject,
  filename: PyUnicodeObject,
  mode: PyObject,
  argv: readonly (PyObject | null | undefined)[],
): PyObject | null {
  if (!PyUnicode_Check(mode)) return _PyArg_BadArgument('compile', "argument 'mode'", 'str', mode);
  let flags = 0;
  let inherit = true;
  let optimize = -1;
  if (argv[3] != null) {
    flags = PyLong_AsInt(argv[3]);
    if (flags === -1 && PyErr_Occurred()) return null;
  }
  if (argv[4] != null) {
    const truth = PyObject_IsTrue(argv[4]);
    if (truth < 0) return null;
    inherit = truth === 0;
  }
  if (argv[5] != null) {
    optimize = PyLong_AsInt(argv[5]);
    if (optimize === -1 && PyErr_Occurred()) return null;
  }
  if ((flags & ~PyCF_KNOWN) !== 0) return PyErr_SetString(PyExc_ValueError, 'compile(): unrecognised flags');
  if (optimize < -1 || optimize > 2) return PyErr_SetString(PyExc_ValueError, 'compile(): invalid optimize value');
  const modeText = (mode as PyUnicodeObject).str;
  if (modeText !== 'exec' && modeText !== 'eval' && modeText !== 'single') {
    return PyErr_SetString(PyExc_ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  }
  const text = sourceAsString(source, 'compile', 'string, bytes or AST', filename.str);
  if (text === null) return null;
  if ((flags & PyCF_ONLY_AST) !== 0) {
    const parsed = parse(text, filename.str, { mode: modeText });
    return parsed.ok ? PyAST_mod2obj(parsed.tree) : raiseSyntaxError(parsed.error);
  }
  return vmInterface.compileString(text, filename, modeText, flags, inherit, optimize);
}

/** Makes sure that code run with these globals finds its builtins. */
function ensureBuiltins(globals: PyObject): boolean {
  const r = PyDict_Contains(globals, _Py_ID('__builtins__'));
  if (r === 0) return PyDict_SetItem(globals, _Py_ID('__builtins__'), vmInterface.getBuiltins()!) >= 0;
  return r > 0;
}

function compileFor(text: string, mode: 'exec' | 'eval'): Owned<PyObject> | null {
  const filename = PyUnicode_FromString('<string>');
  const code = vmInterface.compileString(text, filename, mode, 0, true, -1);
  Py_DECREF(filename);
  return code;
}

const evalParser = argParser('eval', ['', 'globals', 'locals'], 1, 3);
function builtin_eval(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, evalParser);
  if (argv === null) return null;
  const source = argv[0]!;
  let globals: PyObject | null = argv[1] ?? Py_None;
  let locals: PyObject | null = argv[2] ?? Py_None;
  if (locals !== Py_None && !PyMapping_Check(locals)) return typeError('locals must be a mapping');
  if (globals !== Py_None && !PyDict_Check(globals)) {
    return typeError(
      PyMapping_Check(globals) ? 'globals must be a real dict; try eval(expr, {}, mapping)' : 'globals must be a dict',
    );
  }
  if (globals === Py_None) {
    globals = vmInterface.getGlobals();
    if (locals === Py_None) {
      locals = vmInterface.getFrameLocals();
      if (locals === null) return null;
    } else Py_NewRef(locals);
  } else if (locals === Py_None) locals = Py_NewRef(globals);
  else Py_NewRef(locals);
  if (globals === null) {
    Py_DECREF(locals);
    return typeError('eval must be given globals and locals when called without a frame');
  }
  let result: PyObject | null = null;
  if (ensureBuiltins(globals)) {
    if (PyCode_Check(source)) {
      if (PyCode_GetNumFree(source) > 0) typeError('code object passed to eval() may not contain free variables');
      else result = vmInterface.evalCode(source, globals, locals, null);
    } else {
      const text = sourceAsString(source, 'eval', 'string, bytes or code');
      const code = text === null ? null : compileFor(text.replace(/^[ \t]+/, ''), 'eval');
      if (code !== null) {
        result = vmInterface.evalCode(code, globals, locals, null);
        Py_DECREF(code);
      }
    }
  }
  Py_DECREF(locals);
  return result;
}

const execParser = argParser('exec', ['', 'globals', 'locals', 'closure'], 1, 3);
function builtin_exec(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, execParser);
  if (argv === null) return null;
  const source = argv[0]!;
  let globals: PyObject | null = argv[1] ?? Py_None;
  let locals: PyObject | null = argv[2] ?? Py_None;
  const closure = argv[3] === null || argv[3] === Py_None ? null : argv[3]!;
  if (globals === Py_None) {
    globals = vmInterface.getGlobals()!;
    if (locals === Py_None) {
      locals = vmInterface.getFrameLocals();
      if (locals === null) return null;
    } else Py_NewRef(locals);
  } else if (locals === Py_None) locals = Py_NewRef(globals);
  else Py_NewRef(locals);
  const v = execIn(source, globals, locals, closure);
  Py_DECREF(locals);
  if (v === null) return null;
  Py_DECREF(v);
  return Py_NewRef(Py_None);
}

function execIn(
  source: PyObject,
  globals: PyObject,
  locals: PyObject,
  closure: PyObject | null,
): Owned<PyObject> | null {
  if (!PyDict_Check(globals)) return typeError(`exec() globals must be a dict, not ${globals.ob_type.tp_name}`);
  if (!PyMapping_Check(locals)) return typeError(`locals must be a mapping or None, not ${locals.ob_type.tp_name}`);
  if (!ensureBuiltins(globals)) return null;
  if (PyCode_Check(source)) {
    const free = PyCode_GetNumFree(source);
    if (free === 0) {
      if (closure !== null) return typeError('cannot use a closure with this code object');
    } else {
      const ok =
        closure !== null &&
        PyTuple_CheckExact(closure) &&
        (closure as PyTupleObject).ob_item.length === free &&
        (closure as PyTupleObject).ob_item.every((cell) => PyCell_Check(cell));
      if (!ok) return typeError(`code object requires a closure of exactly length ${free}`);
    }
    return vmInterface.evalCode(source, globals, locals, closure);
  }
  if (closure !== null) return typeError('closure can only be used when source is a code object');
  const text = sourceAsString(source, 'exec', 'string, bytes or code');
  const code = text === null ? null : compileFor(text, 'exec');
  if (code === null) return null;
  const v = vmInterface.evalCode(code, globals, locals, null);
  Py_DECREF(code);
  return v;
}

export const execMethods: PyMethodDef[] = [
  method(
    'compile',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_compile,
    '($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)',
    'Compile source into a code object that can be executed by exec() or eval().',
  ),
  method(
    'eval',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_eval,
    '($module, source, /, globals=None, locals=None)',
    'Evaluate the given source in the context of globals and locals.',
  ),
  method(
    'exec',
    METH_FASTCALL | METH_KEYWORDS,
    builtin_exec,
    '($module, source, /, globals=None, locals=None, *, closure=None)',
    'Execute the given source in the context of globals and locals.',
  ),
];
