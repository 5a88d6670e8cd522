// Traceback objects. Follows Python/traceback.c, CPython 3.13. How an uncaught exception is printed is another matter:
// vm/displayexception.ts. What is here prints the plain tracebacks of "Exception ignored in …".

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Borrowed, Owned } from '../heap/refcount';
import { Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { lineOfUnit } from './codelocations';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError, PyExc_ValueError } from './exceptions';
import type { PyBaseExceptionObject } from './exceptionstruct';
import { PyFile_WriteString } from './fileobject';
import type { PyFrameObject } from './framestruct';
import { PyFrame_Check, PyFrame_Type } from './frameobject';
import { _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyList_FromArraySteal } from './listobject';
import { PyLong_AsInt, PyLong_AsValue, PyLong_Check, PyLong_FromLong } from './longobject';
import type { visitproc } from './object';
import { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { tstate } from './pystate';
import { PySys_GetObject } from './sysdict';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, Py_READONLY, Py_TPFLAGS_HAVE_GC, Py_T_INT, _Py_T_OBJECT, defineType, method } from './typestruct';
import type { PyDictObject } from './dictstruct';
import { PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
// Text only, at the moment a traceback is printed: not worth an entry in the VM interface.
// eslint-disable-next-line import-x/no-restricted-paths
import { sourceLine } from '../vm/sourcelines';

export class PyTracebackObject extends PyObject {
  /** Owned; towards where the exception was raised. */
  tb_next: PyTracebackObject | null;
  /** Owned. */
  tb_frame: PyFrameObject | null;
  /** Bytes into the code. */
  tb_lasti: number;
  /** −1: to be found from tb_lasti. */
  tb_lineno: number;

  constructor(type: PyTypeObject, next: PyTracebackObject | null, frame: PyFrameObject, lasti: number, lineno: number) {
    super(type);
    this.tb_next = next;
    this.tb_frame = frame;
    this.tb_lasti = lasti;
    this.tb_lineno = lineno;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

const BASICSIZE = 40;

export function PyTraceBack_Check(op: PyObject): op is PyTracebackObject {
  return op.ob_type === PyTraceBack_Type;
}

/** Takes over `next`; `frame` is borrowed. */
function tb_create_raw(
  next: Owned<PyTracebackObject> | null,
  frame: Borrowed<PyFrameObject>,
  lasti: number,
  lineno: number,
): Owned<PyTracebackObject> {
  Py_INCREF(frame);
  const tb = PyObject_GC_New(new PyTracebackObject(PyTraceBack_Type, next, frame, lasti, lineno), BASICSIZE);
  _PyObject_GC_TRACK(tb);
  return tb;
}

/** An entry for where `frame` is now, in front of `tb_next` (borrowed). */
export function _PyTraceBack_FromFrame(
  tb_next: Borrowed<PyObject> | null,
  frame: PyFrameObject,
): Owned<PyTracebackObject> {
  return tb_create_raw(Py_XNewRef(tb_next) as PyTracebackObject | null, frame, frame.f_frame.instr_ptr * 2, -1);
}

/** The exception that is set passes `frame`: one more entry in front of its traceback. */
export function PyTraceBack_Here(frame: PyFrameObject): void {
  const exc = tstate.current_exception as PyBaseExceptionObject;
  const tb = exc.traceback;
  const newtb = tb_create_raw(tb as PyTracebackObject | null, frame, frame.f_frame.instr_ptr * 2, -1);
  exc.traceback = newtb;
}

/** Line of an entry, or −1. */
export function tb_get_lineno(tb: PyTracebackObject): number {
  if (tb.tb_lineno !== -1) return tb.tb_lineno;
  return lineOfUnit(tb.tb_frame!.f_frame.f_executable, tb.tb_lasti >> 1);
}

const newParser = argParser('traceback', ['tb_next', 'tb_frame', 'tb_lasti', 'tb_lineno'], 4);

function tb_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): Owned<PyObject> | null {
  const argv = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  if (argv === null) return null;
  const tb_next = argv[0]!;
  const tb_frame = argv[1]!;
  if (!PyFrame_Check(tb_frame)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `traceback() argument 'tb_frame' must be ${PyFrame_Type.tp_name}, not ${typeName(tb_frame)}`,
    );
  }
  const lasti = PyLong_AsInt(argv[2]!);
  if (lasti === -1 && tstate.current_exception !== null) return null;
  const lineno = PyLong_AsInt(argv[3]!);
  if (lineno === -1 && tstate.current_exception !== null) return null;
  if (tb_next !== Py_None && !PyTraceBack_Check(tb_next)) {
    return PyErr_SetString(PyExc_TypeError, `expected traceback object or None, got '${tb_next.ob_type.tp_name}'`);
  }
  return tb_create_raw(tb_next === Py_None ? null : (Py_NewRef(tb_next) as PyTracebackObject), tb_frame, lasti, lineno);
}
function typeName(op: PyObject): string {
  return op === Py_None ? 'None' : op.ob_type.tp_name;
}

function tb_dir(): Owned<PyObject> {
  return PyList_FromArraySteal(
    ['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno'].map((name) => PyUnicode_FromString(name)),
  );
}
function tb_lineno_get(tb: PyTracebackObject): Owned<PyObject> {
  const lineno = tb_get_lineno(tb);
  return lineno < 0 ? Py_NewRef(Py_None) : PyLong_FromLong(lineno);
}
function tb_next_set(tb: PyTracebackObject, value: PyObject | null): number {
  if (value === null) {
    PyErr_SetString(PyExc_TypeError, "can't delete tb_next attribute");
    return -1;
  }
  let next: PyTracebackObject | null = null;
  if (value !== Py_None) {
    if (!PyTraceBack_Check(value)) {
      PyErr_SetString(PyExc_TypeError, `expected traceback object, got '${value.ob_type.tp_name}'`);
      return -1;
    }
    next = value;
  }
  for (let cursor = next; cursor !== null; cursor = cursor.tb_next) {
    if (cursor === tb) {
      PyErr_SetString(PyExc_ValueError, 'traceback loop detected');
      return -1;
    }
  }
  const old = tb.tb_next;
  tb.tb_next = Py_XNewRef(next);
  Py_XDECREF(old);
  return 0;
}

function tb_dealloc(tb: PyTracebackObject): void {
  PyObject_GC_UnTrack(tb);
  if (Py_TRASHCAN_BEGIN(tb, tb_dealloc)) return;
  Py_XDECREF(tb.tb_next);
  Py_XDECREF(tb.tb_frame);
  PyObject_GC_Del(tb);
  Py_TRASHCAN_END();
}
function tb_traverse(tb: PyTracebackObject, visit: visitproc): void {
  if (tb.tb_next !== null) visit(tb.tb_next);
  if (tb.tb_frame !== null) visit(tb.tb_frame);
}
function tb_clear(tb: PyTracebackObject): void {
  const next = tb.tb_next;
  tb.tb_next = null;
  Py_XDECREF(next);
  const frame = tb.tb_frame;
  tb.tb_frame = null;
  Py_XDECREF(frame);
}

export const PyTraceBack_Type = defineType({
  tp_name: 'traceback',
  tp_basicsize: BASICSIZE,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc: 'traceback(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.',
  tp_dealloc: tb_dealloc,
  tp_traverse: tb_traverse,
  tp_clear: tb_clear,
  tp_new: tb_new,
  tp_methods: [method('__dir__', METH_NOARGS, tb_dir, null)],
  tp_members: [
    { name: 'tb_frame', type: _Py_T_OBJECT, field: 'tb_frame', flags: Py_READONLY, doc: null },
    { name: 'tb_lasti', type: Py_T_INT, field: 'tb_lasti', flags: Py_READONLY, doc: null },
  ],
  tp_getset: [
    { name: 'tb_next', get: (tb: PyTracebackObject) => Py_NewRef(tb.tb_next ?? Py_None), set: tb_next_set, doc: null },
    { name: 'tb_lineno', get: tb_lineno_get, set: null, doc: null },
  ],
  edges: (tb: PyTracebackObject, emit) => {
    if (tb.tb_next !== null) emit(tb.tb_next, 'field', 'tb_next');
    if (tb.tb_frame !== null) emit(tb.tb_frame, 'field', 'tb_frame');
  },
});

const TB_RECURSIVE_CUTOFF = 3;

function repeated(f: PyObject, count: number): number {
  const n = count - TB_RECURSIVE_CUTOFF;
  return PyFile_WriteString(`  [Previous line repeated ${n} more time${n > 1 ? 's' : ''}]\n`, f);
}

/** Writes header and entries, without carets. 0, or −1 with an exception. */
export function PyTraceBack_Print(v: PyObject, f: PyObject): number {
  let limit = 1000;
  const limitv = PySys_GetObject('tracebacklimit');
  if (limitv !== null && PyLong_Check(limitv)) {
    limit = Number(PyLong_AsValue(limitv));
    if (limit <= 0) return 0;
  }
  if (PyFile_WriteString('Traceback (most recent call last):\n', f) < 0) return -1;
  let depth = 0;
  for (let t: PyTracebackObject | null = v as PyTracebackObject; t !== null; t = t.tb_next) depth++;
  let tb: PyTracebackObject | null = v as PyTracebackObject;
  for (; tb !== null && depth > limit; depth--) tb = tb.tb_next;
  let last: PyTracebackObject | null = null;
  let count = 0;
  for (; tb !== null; tb = tb.tb_next) {
    const code = tb.tb_frame!.f_frame.f_executable;
    const before = last?.tb_frame!.f_frame.f_executable;
    const lineno = tb_get_lineno(tb);
    if (
      last === null ||
      before!.co_filename !== code.co_filename ||
      before!.co_name !== code.co_name ||
      lineno === -1 ||
      tb_get_lineno(last) !== lineno
    ) {
      if (count > TB_RECURSIVE_CUTOFF && repeated(f, count) < 0) return -1;
      count = 0;
    }
    last = tb;
    if (++count > TB_RECURSIVE_CUTOFF) continue;
    const filename = (code.co_filename as PyUnicodeObject).str;
    const line = sourceLine(filename, lineno);
    const text = line === null ? '' : `    ${line.replace(/^[ \t\f]+/, '')}\n`;
    const entry = `  File "${filename}", line ${lineno}, in ${(code.co_name as PyUnicodeObject).str}\n${text}`;
    if (PyFile_WriteString(entry, f) < 0) return -1;
  }
  return count > TB_RECURSIVE_CUTOFF ? repeated(f, count) : 0;
}
