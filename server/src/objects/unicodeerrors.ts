// UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError, with the accessors codecs use on them.
// Follows Objects/exceptions.c, CPython 3.13. The types are built in exceptions.ts.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PyNumber_Index } from './abstract';
import { PyBytes_Check, _PyBytes_FromBuffer } from './bytesobject';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { BaseException_clear, BaseException_init, BaseException_traverse, setField } from './exceptionbase';
import { PyExc_TypeError } from './exceptions';
import type { PyDictObject } from './dictstruct';
import type { PyUnicodeErrorObject } from './exceptionstruct';
import { PyLong_AsSsize_t } from './longobject';
import type { PyObject, visitproc } from './object';
import { PyObject_Str, Py_None } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import { PyUnicode_Check, PyUnicode_FromString, PyUnicode_ReadChar } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export function UnicodeError_clear(self: PyUnicodeErrorObject): void {
  setField(self, 'encoding', null);
  setField(self, 'object', null);
  setField(self, 'reason', null);
  BaseException_clear(self);
}
export function UnicodeError_dealloc(self: PyUnicodeErrorObject): void {
  PyObject_GC_UnTrack(self);
  UnicodeError_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function UnicodeError_traverse(self: PyUnicodeErrorObject, visit: visitproc): void {
  if (self.encoding !== null) visit(self.encoding);
  if (self.object !== null) visit(self.object);
  if (self.reason !== null) visit(self.reason);
  BaseException_traverse(self, visit);
}

/**
 * PyArg_ParseTuple with "U" (a str), "O" and "n" (an index). The values in order, borrowed, or null with TypeError.
 */
function parse(args: PyTupleObject, format: string): (PyObject | number)[] | null {
  const items = args.ob_item;
  if (items.length !== format.length) {
    return PyErr_SetString(
      PyExc_TypeError,
      `function takes exactly ${format.length} arguments (${items.length} given)`,
    );
  }
  const out: (PyObject | number)[] = [];
  for (let i = 0; i < format.length; i++) {
    const item = items[i]!;
    if (format[i] === 'U' && !PyUnicode_Check(item)) {
      const actual = item === Py_None ? 'None' : item.ob_type.tp_name;
      return PyErr_SetString(PyExc_TypeError, `argument ${i + 1} must be str, not ${actual}`);
    }
    if (format[i] === 'n') {
      const index = PyNumber_Index(item);
      if (index === null) return null;
      const value = PyLong_AsSsize_t(index);
      Py_DECREF(index);
      if (value === -1 && PyErr_Occurred() !== null) return null;
      out.push(value);
    } else out.push(item);
  }
  return out;
}

function clearFields(self: PyUnicodeErrorObject): void {
  setField(self, 'encoding', null);
  setField(self, 'object', null);
  setField(self, 'reason', null);
}
function init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null, format: string): number {
  if (BaseException_init(op, args, kwds) === -1) return -1;
  const self = op as PyUnicodeErrorObject;
  clearFields(self);
  const values = parse(args, format);
  if (values === null) return -1;
  self.encoding = Py_NewRef(values[0] as PyObject);
  self.object = Py_NewRef(values[1] as PyObject);
  self.start = values[2] as number;
  self.end = values[3] as number;
  self.reason = Py_NewRef(values[4] as PyObject);
  return 0;
}

export function UnicodeEncodeError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  return init(op, args, kwds, 'UUnnU');
}
export function UnicodeDecodeError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (init(op, args, kwds, 'UOnnU') < 0) return -1;
  const self = op as PyUnicodeErrorObject;
  if (!PyBytes_Check(self.object!)) {
    const bytes = _PyBytes_FromBuffer(self.object!);
    if (bytes === null) {
      clearFields(self);
      return -1;
    }
    setField(self, 'object', bytes);
  }
  return 0;
}
export function UnicodeTranslateError_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (BaseException_init(op, args, kwds) === -1) return -1;
  const self = op as PyUnicodeErrorObject;
  setField(self, 'object', null);
  setField(self, 'reason', null);
  const values = parse(args, 'UnnU');
  if (values === null) return -1;
  self.object = Py_NewRef(values[0] as PyObject);
  self.start = values[1] as number;
  self.end = values[2] as number;
  self.reason = Py_NewRef(values[3] as PyObject);
  return 0;
}

function text(op: PyObject | null): string | null {
  const str = PyObject_Str(op ?? Py_None);
  if (str === null) return null;
  const value = (str as PyUnicodeObject).str;
  Py_DECREF(str);
  return value;
}
function escaped(ch: number): string {
  const hex = (digits: number): string => ch.toString(16).padStart(digits, '0');
  return ch <= 0xff ? `\\x${hex(2)}` : ch <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
/** The message's middle: one character or byte at a position, or a range. */
function describe(
  self: PyUnicodeErrorObject,
  length: number,
  verb: string,
  one: string,
  many: string,
  show: () => string,
): string {
  const { start, end } = self;
  if (start >= 0 && start < length && end >= 0 && end <= length && end === start + 1) {
    return `can't ${verb} ${one} ${show()} in position ${start}`;
  }
  return `can't ${verb} ${many} in position ${start}-${end - 1}`;
}
function quoted(self: PyUnicodeErrorObject): () => string {
  return () => `'${escaped(PyUnicode_ReadChar(self.object as PyUnicodeObject, self.start))}'`;
}

export function UnicodeEncodeError_str(op: PyObject): Owned<PyObject> | null {
  const self = op as PyUnicodeErrorObject;
  if (self.object === null) return PyUnicode_FromString('');
  const reason = text(self.reason);
  if (reason === null) return null;
  const encoding = text(self.encoding);
  if (encoding === null) return null;
  const what = describe(
    self,
    (self.object as PyUnicodeObject).length,
    'encode',
    'character',
    'characters',
    quoted(self),
  );
  return PyUnicode_FromString(`'${encoding}' codec ${what}: ${reason}`);
}
export function UnicodeDecodeError_str(op: PyObject): Owned<PyObject> | null {
  const self = op as PyUnicodeErrorObject;
  if (self.object === null) return PyUnicode_FromString('');
  const reason = text(self.reason);
  if (reason === null) return null;
  const encoding = text(self.encoding);
  if (encoding === null) return null;
  const bytes = (self.object as unknown as { ob_sval: Uint8Array }).ob_sval;
  const what = describe(
    self,
    bytes.length,
    'decode',
    'byte',
    'bytes',
    () => `0x${bytes[self.start]!.toString(16).padStart(2, '0')}`,
  );
  return PyUnicode_FromString(`'${encoding}' codec ${what}: ${reason}`);
}
export function UnicodeTranslateError_str(op: PyObject): Owned<PyObject> | null {
  const self = op as PyUnicodeErrorObject;
  if (self.object === null) return PyUnicode_FromString('');
  const reason = text(self.reason);
  if (reason === null) return null;
  const what = describe(
    self,
    (self.object as PyUnicodeObject).length,
    'translate',
    'character',
    'characters',
    quoted(self),
  );
  return PyUnicode_FromString(`${what}: ${reason}`);
}
