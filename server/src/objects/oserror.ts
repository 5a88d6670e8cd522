// OSError: its arguments, and the choice of a subclass by errno. Follows Objects/exceptions.c, CPython 3.13. The types are
// built in exceptions.ts.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PyNumber_Check } from './abstract';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { BaseException_clear, BaseException_str, BaseException_traverse, setField } from './exceptionbase';
import * as exc from './exceptions';
import type { PyOSErrorObject } from './exceptionstruct';
import { _PyArg_NoKeywords } from './getargs';
import { PyLong_Check, PyLong_FromSsize_t, PyNumber_AsSsize_t } from './longobject';
import type { PyLongObject } from './longstruct';
import type { PyObject, visitproc } from './object';
import { PyObject_Repr, PyObject_Str, Py_None } from './objectprotocol';
import { PyTuple_GetSlice, PyTuple_New, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

/** errnomap, with Linux's numbers. */
function typeForErrno(code: number | bigint): PyTypeObject | null {
  switch (code) {
    case 11: // EAGAIN, EWOULDBLOCK
    case 114: // EALREADY
    case 115: // EINPROGRESS
      return exc.PyExc_BlockingIOError;
    case 32: // EPIPE
    case 108: // ESHUTDOWN
      return exc.PyExc_BrokenPipeError;
    case 10:
      return exc.PyExc_ChildProcessError;
    case 103:
      return exc.PyExc_ConnectionAbortedError;
    case 111:
      return exc.PyExc_ConnectionRefusedError;
    case 104:
      return exc.PyExc_ConnectionResetError;
    case 17:
      return exc.PyExc_FileExistsError;
    case 2:
      return exc.PyExc_FileNotFoundError;
    case 21:
      return exc.PyExc_IsADirectoryError;
    case 20:
      return exc.PyExc_NotADirectoryError;
    case 4:
      return exc.PyExc_InterruptedError;
    case 13: // EACCES
    case 1: // EPERM
      return exc.PyExc_PermissionError;
    case 3:
      return exc.PyExc_ProcessLookupError;
    case 110:
      return exc.PyExc_TimeoutError;
    default:
      return null;
  }
}

/** A class that overrides `__init__` but not `__new__` leaves all the work to `__init__`. */
function oserror_use_init(type: PyTypeObject): boolean {
  return type.tp_init !== OSError_init && type.tp_new === OSError_new;
}

/** The arguments' meaning: errno, strerror, filename and filename2 (borrowed), all null unless 2 to 5 were given. */
function oserror_parse_args(args: PyTupleObject): (PyObject | null)[] {
  const a = args.ob_item;
  if (a.length < 2 || a.length > 5) return [null, null, null, null];
  return [a[0]!, a[1]!, a[2] ?? null, a[4] ?? null];
}

/** Fills in the fields. 0, or −1 with an exception. `args` is borrowed. */
function oserror_init(self: PyOSErrorObject, args: PyTupleObject, parsed: (PyObject | null)[]): number {
  const [myerrno, strerror, filename, filename2] = parsed as [
    PyObject | null,
    PyObject | null,
    PyObject | null,
    PyObject | null,
  ];
  const nargs = args.ob_item.length;
  let shown: PyTupleObject = args;
  Py_INCREF(shown);
  if (filename !== null && filename !== Py_None) {
    if (self.ob_type === exc.PyExc_BlockingIOError && PyNumber_Check(filename)) {
      self.written = PyNumber_AsSsize_t(filename, exc.PyExc_ValueError);
      if (self.written === -1 && PyErr_Occurred() !== null) {
        Py_DECREF(shown);
        return -1;
      }
    } else {
      self.filename = Py_NewRef(filename);
      if (filename2 !== null && filename2 !== Py_None) self.filename2 = Py_NewRef(filename2);
      if (nargs >= 2 && nargs <= 5) {
        // File names do not show in `args`.
        const slice = PyTuple_GetSlice(args, 0, 2) as PyTupleObject | null;
        Py_DECREF(shown);
        if (slice === null) return -1;
        shown = slice;
      }
    }
  }
  self.myerrno = Py_XNewRef(myerrno);
  self.strerror = Py_XNewRef(strerror);
  const old = self.args;
  self.args = shown;
  Py_XDECREF(old);
  return 0;
}

export function OSError_new(
  type: PyTypeObject,
  args: PyTupleObject,
  kwds: PyDictObject | null,
): Owned<PyObject> | null {
  let actual = type;
  const deferred = oserror_use_init(type);
  let parsed: (PyObject | null)[] = [];
  if (!deferred) {
    if (!_PyArg_NoKeywords(type.tp_name, kwds)) return null;
    parsed = oserror_parse_args(args);
    const myerrno = parsed[0]!;
    if (myerrno !== null && PyLong_Check(myerrno) && type === exc.PyExc_OSError) {
      actual = typeForErrno((myerrno as PyLongObject).value) ?? type;
    }
  }
  const self = actual.tp_alloc!(actual, 0) as PyOSErrorObject | null;
  if (self === null) return null;
  self.written = -1;
  if (deferred) self.args = PyTuple_New(0);
  else if (oserror_init(self, args, parsed) < 0) {
    Py_DECREF(self);
    return null;
  }
  return self;
}

export function OSError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (!oserror_use_init(op.ob_type)) return 0;
  if (!_PyArg_NoKeywords(op.ob_type.tp_name, kwds)) return -1;
  return oserror_init(op as PyOSErrorObject, args, oserror_parse_args(args));
}

export function OSError_clear(self: PyOSErrorObject): void {
  setField(self, 'myerrno', null);
  setField(self, 'strerror', null);
  setField(self, 'filename', null);
  setField(self, 'filename2', null);
  BaseException_clear(self);
}
export function OSError_dealloc(self: PyOSErrorObject): void {
  PyObject_GC_UnTrack(self);
  OSError_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function OSError_traverse(self: PyOSErrorObject, visit: visitproc): void {
  if (self.myerrno !== null) visit(self.myerrno);
  if (self.strerror !== null) visit(self.strerror);
  if (self.filename !== null) visit(self.filename);
  if (self.filename2 !== null) visit(self.filename2);
  BaseException_traverse(self, visit);
}

export function OSError_str(op: PyObject): Owned<PyObject> | null {
  const self = op as PyOSErrorObject;
  const named = self.filename !== null;
  if (!named && (self.myerrno === null || self.strerror === null)) return BaseException_str(self);
  const parts: string[] = [];
  const converters: [PyObject | null, (op: PyObject) => PyObject | null][] = [
    [self.myerrno, PyObject_Str],
    [self.strerror, PyObject_Str],
  ];
  if (named) converters.push([self.filename, PyObject_Repr]);
  if (named && self.filename2 !== null) converters.push([self.filename2, PyObject_Repr]);
  for (const [value, convert] of converters) {
    const str = convert(value ?? Py_None);
    if (str === null) return null;
    parts.push((str as PyUnicodeObject).str);
    Py_DECREF(str);
  }
  const [code, message, ...names] = parts;
  return PyUnicode_FromString(`[Errno ${code}] ${message}${names.length > 0 ? `: ${names.join(' -> ')}` : ''}`);
}

export function OSError_reduce(op: PyObject): Owned<PyObject> | null {
  const self = op as PyOSErrorObject;
  let args = self.args!;
  if (args.ob_item.length === 2 && self.filename !== null) {
    const [a, b] = args.ob_item as [PyObject, PyObject];
    args = (
      self.filename2 !== null
        ? PyTuple_Pack(a, b, self.filename, Py_None, self.filename2)
        : PyTuple_Pack(a, b, self.filename)
    ) as PyTupleObject;
  } else Py_INCREF(args);
  const res = self.ob_dict !== null ? PyTuple_Pack(self.ob_type, args, self.ob_dict) : PyTuple_Pack(self.ob_type, args);
  Py_DECREF(args);
  return res;
}

export function OSError_written_get(self: PyOSErrorObject): Owned<PyObject> | null {
  if (self.written === -1) return PyErr_SetString(exc.PyExc_AttributeError, 'characters_written');
  return PyLong_FromSsize_t(self.written);
}
export function OSError_written_set(self: PyOSErrorObject, arg: PyObject | null): number {
  if (arg === null) {
    if (self.written === -1) {
      PyErr_SetString(exc.PyExc_AttributeError, 'characters_written');
      return -1;
    }
    self.written = -1;
    return 0;
  }
  const n = PyNumber_AsSsize_t(arg, exc.PyExc_ValueError);
  if (n === -1 && PyErr_Occurred() !== null) return -1;
  self.written = n;
  return 0;
}
