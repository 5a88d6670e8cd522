// The functions of exceptions that have fields of their own: StopIteration, SystemExit, ImportError, NameError,
// AttributeError, SyntaxError; and KeyError's str. Follows Objects/exceptions.c, CPython 3.13. The types are built in
// exceptions.ts.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XNewRef } from '../heap/refcount';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PySequence_Tuple } from './abstract';
import { PyDict_Copy, PyDict_GET_SIZE, PyDict_New, PyDict_SetItem } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import {
  BaseException_clear,
  BaseException_init,
  BaseException_str,
  BaseException_traverse,
  setField,
} from './exceptionbase';
import { PyExc_TypeError } from './exceptions';
import type {
  PyAttributeErrorObject,
  PyBaseExceptionObject,
  PyImportErrorObject,
  PyNameErrorObject,
  PyStopIterationObject,
  PySyntaxErrorObject,
  PySystemExitObject,
} from './exceptionstruct';
import type { _PyArg_Parser } from './getargs';
import { _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyLong_CheckExact } from './longobject';
import type { PyLongObject } from './longstruct';
import type { PyObject, visitproc } from './object';
import { PyObject_Repr, PyObject_Str, Py_None } from './objectprotocol';
import { PyTuple_New, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

// StopIteration

export function StopIteration_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (BaseException_init(op, args, kwds) === -1) return -1;
  const self = op as PyStopIterationObject;
  setField(self, 'value', null);
  self.value = Py_NewRef(args.ob_item.length > 0 ? args.ob_item[0]! : Py_None);
  return 0;
}
export function StopIteration_clear(self: PyStopIterationObject): void {
  setField(self, 'value', null);
  BaseException_clear(self);
}
export function StopIteration_dealloc(self: PyStopIterationObject): void {
  PyObject_GC_UnTrack(self);
  StopIteration_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function StopIteration_traverse(self: PyStopIterationObject, visit: visitproc): void {
  if (self.value !== null) visit(self.value);
  BaseException_traverse(self, visit);
}

// SystemExit

export function SystemExit_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (BaseException_init(op, args, kwds) === -1) return -1;
  const size = args.ob_item.length;
  if (size > 0) setField(op as PySystemExitObject, 'code', Py_NewRef(size === 1 ? args.ob_item[0]! : args));
  return 0;
}
export function SystemExit_clear(self: PySystemExitObject): void {
  setField(self, 'code', null);
  BaseException_clear(self);
}
export function SystemExit_dealloc(self: PySystemExitObject): void {
  PyObject_GC_UnTrack(self);
  SystemExit_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function SystemExit_traverse(self: PySystemExitObject, visit: visitproc): void {
  if (self.code !== null) visit(self.code);
  BaseException_traverse(self, visit);
}

/** PyArg_ParseTupleAndKeywords(empty_tuple, kwds, "|$OO…"): the keyword-only arguments, or null with TypeError. */
function keywordsOnly(kwds: PyDictObject | null, parser: _PyArg_Parser): (PyObject | null)[] | null {
  if (kwds === null || PyDict_GET_SIZE(kwds) === 0) return parser.keywords.map(() => null);
  const empty = PyTuple_New(0);
  const values = _PyArg_UnpackKeywordsDict(empty, kwds, parser);
  Py_DECREF(empty);
  return values;
}

// ImportError

const importErrorParser = argParser('ImportError', ['name', 'path', 'name_from'], 0, 0);

export function ImportError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (BaseException_init(op, args, null) === -1) return -1;
  const self = op as PyImportErrorObject;
  const values = keywordsOnly(kwds, importErrorParser);
  if (values === null) return -1;
  setField(self, 'name', Py_XNewRef(values[0]!));
  setField(self, 'path', Py_XNewRef(values[1]!));
  setField(self, 'name_from', Py_XNewRef(values[2]!));
  setField(self, 'msg', args.ob_item.length === 1 ? Py_NewRef(args.ob_item[0]!) : null);
  return 0;
}
export function ImportError_clear(self: PyImportErrorObject): void {
  setField(self, 'msg', null);
  setField(self, 'name', null);
  setField(self, 'path', null);
  setField(self, 'name_from', null);
  BaseException_clear(self);
}
export function ImportError_dealloc(self: PyImportErrorObject): void {
  PyObject_GC_UnTrack(self);
  ImportError_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function ImportError_traverse(self: PyImportErrorObject, visit: visitproc): void {
  if (self.msg !== null) visit(self.msg);
  if (self.name !== null) visit(self.name);
  if (self.path !== null) visit(self.path);
  if (self.name_from !== null) visit(self.name_from);
  BaseException_traverse(self, visit);
}
export function ImportError_str(op: PyObject): Owned<PyObject> | null {
  const self = op as PyImportErrorObject;
  if (self.msg !== null && PyUnicode_CheckExact(self.msg)) return Py_NewRef(self.msg);
  return BaseException_str(self);
}

/** The dict for pickling: a copy of the instance's with some fields added; None when there is nothing. Owned. */
function stateWith(self: PyBaseExceptionObject, entries: [string, PyObject | null][]): Owned<PyObject> | null {
  if (entries.every(([, value]) => value === null)) return Py_NewRef(self.ob_dict ?? Py_None);
  const dict = (self.ob_dict !== null ? PyDict_Copy(self.ob_dict) : PyDict_New()) as PyDictObject | null;
  if (dict === null) return null;
  for (const [name, value] of entries) {
    if (value !== null && PyDict_SetItem(dict, _Py_ID(name), value) < 0) {
      Py_DECREF(dict);
      return null;
    }
  }
  return dict;
}

export function ImportError_reduce(op: PyObject): Owned<PyObject> | null {
  const self = op as PyImportErrorObject;
  const state = stateWith(self, [
    ['name', self.name],
    ['path', self.path],
    ['name_from', self.name_from],
  ]);
  if (state === null) return null;
  const res =
    state === Py_None ? PyTuple_Pack(self.ob_type, self.args!) : PyTuple_Pack(self.ob_type, self.args!, state);
  Py_DECREF(state);
  return res;
}

// NameError

const nameErrorParser = argParser('NameError', ['name'], 0, 0);

export function NameError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (BaseException_init(op, args, null) === -1) return -1;
  const values = keywordsOnly(kwds, nameErrorParser);
  if (values === null) return -1;
  setField(op as PyNameErrorObject, 'name', Py_XNewRef(values[0]!));
  return 0;
}
export function NameError_clear(self: PyNameErrorObject): void {
  setField(self, 'name', null);
  BaseException_clear(self);
}
export function NameError_dealloc(self: PyNameErrorObject): void {
  PyObject_GC_UnTrack(self);
  NameError_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function NameError_traverse(self: PyNameErrorObject, visit: visitproc): void {
  if (self.name !== null) visit(self.name);
  BaseException_traverse(self, visit);
}

// AttributeError

const attributeErrorParser = argParser('AttributeError', ['name', 'obj'], 0, 0);

export function AttributeError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (BaseException_init(op, args, null) === -1) return -1;
  const self = op as PyAttributeErrorObject;
  const values = keywordsOnly(kwds, attributeErrorParser);
  if (values === null) return -1;
  setField(self, 'name', Py_XNewRef(values[0]!));
  setField(self, 'obj', Py_XNewRef(values[1]!));
  return 0;
}
export function AttributeError_clear(self: PyAttributeErrorObject): void {
  setField(self, 'obj', null);
  setField(self, 'name', null);
  BaseException_clear(self);
}
export function AttributeError_dealloc(self: PyAttributeErrorObject): void {
  PyObject_GC_UnTrack(self);
  AttributeError_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function AttributeError_traverse(self: PyAttributeErrorObject, visit: visitproc): void {
  if (self.obj !== null) visit(self.obj);
  if (self.name !== null) visit(self.name);
  BaseException_traverse(self, visit);
}
export function AttributeError_getstate(op: PyObject): Owned<PyObject> | null {
  const self = op as PyAttributeErrorObject;
  return stateWith(self, [
    ['name', self.name],
    ['args', self.args],
  ]);
}
export function AttributeError_reduce(op: PyObject): Owned<PyObject> | null {
  const self = op as PyAttributeErrorObject;
  const state = AttributeError_getstate(self);
  if (state === null) return null;
  const res = PyTuple_Pack(self.ob_type, self.args!, state);
  Py_DECREF(state);
  return res;
}

// SyntaxError

const LOCATION = ['filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset'] as const;

export function SyntaxError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (BaseException_init(op, args, kwds) === -1) return -1;
  const self = op as PySyntaxErrorObject;
  const lenargs = args.ob_item.length;
  if (lenargs >= 1) setField(self, 'msg', Py_NewRef(args.ob_item[0]!));
  if (lenargs === 2) {
    const info = PySequence_Tuple(args.ob_item[1]!) as PyTupleObject | null;
    if (info === null) return -1;
    const n = info.ob_item.length;
    if (n < 4 || n > 6) {
      const few = n < 4;
      PyErr_SetString(PyExc_TypeError, `function takes at ${few ? 'least 4' : 'most 6'} arguments (${n} given)`);
      Py_DECREF(info);
      return -1;
    }
    // As in C, what a first __init__ put here is not released by a second one; here it is, quietly.
    for (let i = 0; i < LOCATION.length; i++) setField(self, LOCATION[i]!, i < n ? Py_NewRef(info.ob_item[i]!) : null);
    Py_DECREF(info);
    if (self.end_lineno !== null && self.end_offset === null) {
      PyErr_SetString(PyExc_TypeError, 'end_offset must be provided when end_lineno is provided');
      return -1;
    }
  }
  return 0;
}
const SYNTAX_FIELDS = [
  'msg',
  'filename',
  'lineno',
  'offset',
  'end_lineno',
  'end_offset',
  'text',
  'print_file_and_line',
] as const;
export function SyntaxError_clear(self: PySyntaxErrorObject): void {
  for (const field of SYNTAX_FIELDS) setField(self, field, null);
  BaseException_clear(self);
}
export function SyntaxError_dealloc(self: PySyntaxErrorObject): void {
  PyObject_GC_UnTrack(self);
  SyntaxError_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function SyntaxError_traverse(self: PySyntaxErrorObject, visit: visitproc): void {
  for (const field of SYNTAX_FIELDS) {
    const value = self[field];
    if (value !== null) visit(value);
  }
  BaseException_traverse(self, visit);
}
export function SyntaxError_str(op: PyObject): Owned<PyObject> | null {
  const self = op as PySyntaxErrorObject;
  const filename =
    self.filename !== null && PyUnicode_Check(self.filename) ? (self.filename as PyUnicodeObject).str : null;
  const lineno = self.lineno !== null && PyLong_CheckExact(self.lineno) ? (self.lineno as PyLongObject).value : null;
  const msg = PyObject_Str(self.msg ?? Py_None);
  if (msg === null || (filename === null && lineno === null)) return msg;
  // A line number that no C long holds prints as −1.
  const line =
    lineno === null ? '' : `line ${typeof lineno === 'bigint' && BigInt.asIntN(64, lineno) !== lineno ? -1 : lineno}`;
  const name = filename === null ? '' : filename.slice(filename.lastIndexOf('/') + 1);
  const place = filename !== null && lineno !== null ? `${name}, ${line}` : name + line;
  const result = PyUnicode_FromString(`${(msg as PyUnicodeObject).str} (${place})`);
  Py_DECREF(msg);
  return result;
}

/** A missing key is shown as its repr, so that `KeyError: ''` says something. */
export function KeyError_str(op: PyObject): Owned<PyObject> | null {
  const args = (op as PyBaseExceptionObject).args!;
  if (args.ob_item.length === 1) return PyObject_Repr(args.ob_item[0]!);
  return BaseException_str(op);
}
