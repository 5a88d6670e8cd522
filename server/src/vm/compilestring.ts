// Source text to a code object, with CPython's exceptions and warnings. Follows Py_CompileStringObject
// (Python/pythonrun.c), CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import { compile } from '../compiler';
import type { CodeUnit } from '../compiler/codeunit';
import { PyCode_FromUnit, newConstantObjects, releaseConstants } from '../objects/codeobject';
import { PyErr_SetObject, PyErr_SetString } from '../objects/errors';
import {
  PyExc_IndentationError,
  PyExc_MemoryError,
  PyExc_OverflowError,
  PyExc_RecursionError,
  PyExc_SyntaxError,
  PyExc_SyntaxWarning,
  PyExc_TabError,
  PyExc_ValueError,
} from '../objects/exceptions';
import { PyLong_FromLong } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { parse } from '../parser';
import './unicodeNames';
import { warnBoolInversion } from '../objects/boolobject';
import { simulateCompilation } from './compilationheap';

const classes = (): Record<PySyntaxErrorInfo['type'], PyObject> => ({
  SyntaxError: PyExc_SyntaxError,
  IndentationError: PyExc_IndentationError,
  TabError: PyExc_TabError,
  RecursionError: PyExc_RecursionError,
  MemoryError: PyExc_MemoryError,
  OverflowError: PyExc_OverflowError,
  ValueError: PyExc_ValueError,
  UnicodeEncodeError: PyExc_ValueError,
  UnicodeDecodeError: PyExc_ValueError,
  _IncompleteInputError: PyExc_SyntaxError,
});

/** Raises what the parser or the compiler found. Always null. */
export function raiseSyntaxError(error: PySyntaxErrorInfo): null {
  const type = classes()[error.type];
  if (type !== PyExc_SyntaxError && type !== PyExc_IndentationError && type !== PyExc_TabError) {
    return PyErr_SetString(type, error.msg);
  }
  const number = (n: number | null): PyObject => (n === null ? Py_NewRef(Py_None) : PyLong_FromLong(n));
  const details = PyTuple_FromArraySteal([
    error.filename === null ? Py_NewRef(Py_None) : PyUnicode_FromString(error.filename),
    number(error.lineno),
    number(error.offset),
    error.text === null ? Py_NewRef(Py_None) : PyUnicode_FromString(error.text),
    number(error.end_lineno),
    number(error.end_offset),
  ]);
  const args = PyTuple_FromArraySteal([PyUnicode_FromString(error.msg), details]);
  PyErr_SetObject(type, args);
  Py_DECREF(args);
  return null;
}

/** What to do with a warning of the compiler: 0, or −1 with an exception. */
export type WarnExplicit = (category: PyObject, message: string, filename: PyObject, lineno: number) => number;

/** Shorter texts, such as eval()'s, are compiled quickly and would push out the program. */
const WORTH_KEEPING = 200;
/** What was compiled last, and from what: a replay compiles the same text again. A function of its inputs only. */
let last: { readonly key: string; readonly source: string; readonly unit: CodeUnit } | null = null;

/** Compiles; the unit as plain data, or null with an exception. */
export function compileToUnit(
  source: string,
  filename: PyObject,
  mode: 'exec' | 'eval' | 'single',
  flags: number,
  optimize: number,
  warn: WarnExplicit,
): CodeUnit | null {
  const file = (filename as PyUnicodeObject).str;
  const key = `${mode} ${flags} ${optimize} ${file}`;
  if (last !== null && last.source === source && last.key === key) return last.unit;
  const parsed = parse(source, file, { mode, identifiers: true });
  if (!parsed.ok) return raiseSyntaxError(parsed.error);
  for (const w of parsed.warnings ?? []) {
    if (warn(PyExc_SyntaxWarning, w.msg, filename, w.lineno) < 0) return null;
  }
  const compiled = compile(parsed.tree, {
    filename: file,
    mode,
    flags,
    optimize: optimize === 1 || optimize === 2 ? optimize : 0,
    source,
  });
  if (!compiled.ok) return raiseSyntaxError(compiled.error);
  compiled.code.compilation = { identifiers: parsed.identifiers, footprint: compiled.footprint };
  for (const w of compiled.warnings) {
    if (w.category === 'DeprecationWarning') {
      if (warnBoolInversion() < 0) return null;
    } else if (warn(PyExc_SyntaxWarning, w.msg, filename, w.lineno) < 0) return null;
  }
  // With warnings it has to be gone through again each time.
  if (source.length >= WORTH_KEEPING && !parsed.warnings?.length && compiled.warnings.length === 0) {
    last = { key, source, unit: compiled.code };
  }
  return compiled.code;
}

/** Compiles to a code object: owned, or null with an exception. */
export function Py_CompileStringObject(
  source: string,
  filename: PyObject,
  mode: 'exec' | 'eval' | 'single',
  flags: number,
  optimize: number,
  warn: WarnExplicit,
): Owned<PyObject> | null {
  const unit = compileToUnit(source, filename, mode, flags, optimize, warn);
  if (unit === null) return null;
  const constants = newConstantObjects((filename as PyUnicodeObject).str);
  const code = PyCode_FromUnit(unit, constants);
  simulateCompilation(constants, unit);
  releaseConstants(constants);
  return code;
}
