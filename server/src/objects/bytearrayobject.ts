// bytearray. Follows Objects/bytearrayobject.c, CPython 3.13. The methods it shares with bytes are in bytes_methods.ts.

import { PyObject_New } from '../heap/alloc';
import { PyMem_Free, PyMem_Malloc, PyMem_Realloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyIndex_Check, PyIter_Next, PyNumber_Check, PyObject_GetIter, PyObject_LengthHint } from './abstract';
import { PyBool_FromLong } from './boolobject';
import {
  bytesOf,
  newBuffer,
  PyBuffer_FillInfo,
  PyBuffer_Release,
  PyBuffer_ToContiguous,
  PyObject_CheckBuffer,
  PyObject_GetBuffer,
} from './bufferobject';
import type { Py_buffer } from './bufferstruct';
import { PyBUF_FULL_RO } from './bufferstruct';
import { _PyBytes_FormatEx } from './bytes_format';
import * as m from './bytes_methods';
import { bytesIterType, newBytesIter, PyBytes_FromStringAndSize, repeatInto } from './bytesobject';
import { PyByteArrayObject } from './bytesstruct';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { argCString, argInt, argSsize, asIndex, unpackSlice } from './clinic';
import type { PyDictObject } from './dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_NoMemory,
  PyErr_Occurred,
  PyErr_SetString,
  PyErr_WriteUnraisable,
} from './errors';
import {
  PyExc_BufferError,
  PyExc_IndexError,
  PyExc_OverflowError,
  PyExc_SystemError,
  PyExc_TypeError,
  PyExc_ValueError,
} from './exceptions';
import { PyList_CheckExact } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_AsLongLong, PyLong_Check, PyLong_CheckExact, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { _PyNumber_Index } from './abstractnumber';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from './object';
import { noneResult, Py_NotImplemented } from './objectprotocol';
import { _PyObject_GetState } from './objectreduce';
import { PySlice_Check } from './sliceobject';
import { PyTuple_CheckExact, PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_IsSubtype } from './typeobject';
import type { PyTypeObject } from './typestruct';
import {
  _Py_TPFLAGS_MATCH_SELF,
  defineType,
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_STATIC,
  method,
  Py_TPFLAGS_BASETYPE,
} from './typestruct';
import { PyUnicode_AsEncodedString, PyUnicode_DecodeLatin1 } from './unicode_codecs';
import { PyUnicode_Check, PyUnicode_FromString, PyUnicode_NewASCII } from './unicode_core';

const basicsize = 56;
const NO_BYTES = new Uint8Array(0);

export function PyByteArray_Check(op: PyObject): op is PyByteArrayObject {
  return (
    op.ob_type === PyByteArray_Type ||
    (op instanceof PyByteArrayObject && PyType_IsSubtype(op.ob_type, PyByteArray_Type))
  );
}
export function PyByteArray_CheckExact(op: PyObject): op is PyByteArrayObject {
  return op.ob_type === PyByteArray_Type;
}
/** The contents: a window on the object's memory, good until its size changes. */
export function PyByteArray_AS_STRING(op: PyObject): Uint8Array {
  const self = op as PyByteArrayObject;
  return self.ob_bytes.subarray(self.ob_start, self.ob_start + self.ob_size);
}
export function PyByteArray_GET_SIZE(op: PyObject): number {
  return (op as PyByteArrayObject).ob_size;
}

/** A bytearray with a copy of `bytes`. */
export function PyByteArray_FromStringAndSize(bytes: Uint8Array): Owned<PyByteArrayObject> {
  const self = PyObject_New(new PyByteArrayObject(PyByteArray_Type), basicsize);
  const size = bytes.length;
  if (size > 0) {
    self.ob_alloc = size + 1;
    self.ob_addr_bytes = PyMem_Malloc(self.ob_alloc);
    self.ob_bytes = new Uint8Array(self.ob_alloc);
    self.ob_bytes.set(bytes);
    self.ob_size = size;
  }
  return self;
}

/** PyByteArray_FromObject: `bytearray(input)`. */
export function PyByteArray_FromObject(input: PyObject): Owned<PyObject> | null {
  const self = PyByteArray_FromStringAndSize(NO_BYTES);
  if (init_impl(self, input, null, null) === 0) return self;
  Py_DECREF(self);
  return null;
}

/** PyByteArray_Concat: `a + b` of any bytes-like objects. */
export function PyByteArray_Concat(a: PyObject, b: PyObject): Owned<PyObject> | null {
  const va = bytesOf(a);
  const vb = va === null ? null : bytesOf(b);
  if (va === null || vb === null) {
    return PyErr_SetString(PyExc_TypeError, `can't concat ${b.ob_type.tp_name} to ${a.ob_type.tp_name}`);
  }
  if (va.length + vb.length > m.MAX_BYTES) return PyErr_NoMemory();
  const bytes = new Uint8Array(va.length + vb.length);
  bytes.set(va);
  bytes.set(vb, va.length);
  return PyByteArray_FromStringAndSize(bytes);
}

/** Whether the size may change now; false with BufferError. */
function canresize(self: PyByteArrayObject): boolean {
  if (self.ob_exports === 0) return true;
  PyErr_SetString(PyExc_BufferError, 'Existing exports of data: object cannot be re-sized');
  return false;
}

/** PyByteArray_Resize: 0, or −1 with BufferError or MemoryError. New bytes are whatever was there. */
export function PyByteArray_Resize(op: PyObject, size: number): number {
  const self = op as PyByteArrayObject;
  if (size === self.ob_size) return 0;
  if (!canresize(self)) return -1;
  let alloc = self.ob_alloc;
  if (size + self.ob_start + 1 <= alloc) {
    if (size >= Math.floor(alloc / 2)) {
      self.ob_size = size;
      self.ob_bytes[self.ob_start + size] = 0;
      return 0;
    }
    alloc = size + 1;
  } else if (size <= alloc * 1.125) alloc = size + (size >> 3) + (size < 9 ? 3 : 6);
  else alloc = size + 1;
  if (alloc > m.MAX_BYTES) {
    PyErr_NoMemory();
    return -1;
  }
  const bytes = new Uint8Array(alloc);
  bytes.set(self.ob_bytes.subarray(self.ob_start, self.ob_start + Math.min(size, self.ob_size)));
  if (self.ob_start > 0) {
    const block = PyMem_Malloc(alloc);
    PyMem_Free(self.ob_addr_bytes);
    self.ob_addr_bytes = block;
  } else self.ob_addr_bytes = PyMem_Realloc(self.ob_addr_bytes, alloc);
  self.ob_bytes = bytes;
  self.ob_start = 0;
  self.ob_size = size;
  self.ob_alloc = alloc;
  return 0;
}

/** _getbytevalue: −1 with ValueError or TypeError. */
function getbytevalue(arg: PyObject): number {
  let value: number | bigint | null;
  if (PyLong_Check(arg)) value = arg.value;
  else {
    const index = _PyNumber_Index(arg);
    if (index === null) return -1;
    value = PyLong_AsLongLong(index);
    Py_DECREF(index);
    if (value === null) PyErr_Clear();
  }
  if (value !== null && value >= 0 && value < 256) return Number(value);
  PyErr_SetString(PyExc_ValueError, 'byte must be in range(0, 256)');
  return -1;
}

function bytearray_getbuffer(self: PyObject, view: Py_buffer, flags: number): number {
  const op = self as PyByteArrayObject;
  if (PyBuffer_FillInfo(view, op, op.ob_bytes, op.ob_start, op.ob_size, false, flags) < 0) return -1;
  op.ob_exports++;
  return 0;
}
function bytearray_releasebuffer(self: PyObject, _view: Py_buffer): void {
  (self as PyByteArrayObject).ob_exports--;
}

function bytearray_iconcat(self: PyObject, other: PyObject): Owned<PyObject> | null {
  const op = self as PyByteArrayObject;
  if (other === self) {
    // The buffer taken of the object itself forbids that it grows.
    if (op.ob_size === 0) return Py_NewRef(self);
    op.ob_exports++;
    canresize(op);
    op.ob_exports--;
    return null;
  }
  const bytes = bytesOf(other);
  if (bytes === null) {
    return PyErr_SetString(PyExc_TypeError, `can't concat ${other.ob_type.tp_name} to ${self.ob_type.tp_name}`);
  }
  const size = op.ob_size;
  if (PyByteArray_Resize(op, size + bytes.length) < 0) return null;
  op.ob_bytes.set(bytes, op.ob_start + size);
  return Py_NewRef(self);
}

function bytearray_repeat(self: PyObject, count: number): Owned<PyObject> | null {
  const bytes = PyByteArray_AS_STRING(self);
  const size = bytes.length * Math.max(0, count);
  if (size > m.MAX_BYTES) return PyErr_NoMemory();
  const out = new Uint8Array(size);
  repeatInto(out, bytes);
  return PyByteArray_FromStringAndSize(out);
}
function bytearray_irepeat(self: PyObject, count: number): Owned<PyObject> | null {
  if (count < 0) count = 0;
  else if (count === 1) return Py_NewRef(self);
  const bytes = PyByteArray_AS_STRING(self).slice();
  const size = bytes.length * count;
  if (size > m.MAX_BYTES) return PyErr_NoMemory();
  if (PyByteArray_Resize(self, size) < 0) return null;
  repeatInto(PyByteArray_AS_STRING(self), bytes);
  return Py_NewRef(self);
}

const outOfRange = (): null => PyErr_SetString(PyExc_IndexError, 'bytearray index out of range');

function bytearray_getitem(self: PyObject, i: number): Owned<PyObject> | null {
  const op = self as PyByteArrayObject;
  return i < 0 || i >= op.ob_size ? outOfRange() : PyLong_FromLong(op.ob_bytes[op.ob_start + i]!);
}
function bytearray_subscript(self: PyObject, index: PyObject): Owned<PyObject> | null {
  const op = self as PyByteArrayObject;
  if (PyIndex_Check(index)) {
    const i = asIndex(index, PyExc_IndexError);
    return i === null ? null : bytearray_getitem(self, i < 0 ? i + op.ob_size : i);
  }
  if (!PySlice_Check(index)) return badIndex(index);
  const slice = unpackSlice(index, op.ob_size);
  if (slice === null) return null;
  const { start, step, slicelength } = slice;
  if (slicelength <= 0) return PyByteArray_FromStringAndSize(NO_BYTES);
  const bytes = PyByteArray_AS_STRING(self);
  if (step === 1) return PyByteArray_FromStringAndSize(bytes.subarray(start, start + slicelength));
  const out = new Uint8Array(slicelength);
  for (let i = 0, cur = start; i < slicelength; i++, cur += step) out[i] = bytes[cur]!;
  return PyByteArray_FromStringAndSize(out);
}
function badIndex(index: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `bytearray indices must be integers or slices, not ${index.ob_type.tp_name}`);
}

/** bytearray_setslice_linear: self[lo:hi] = bytes; 0, or −1 with an exception. */
function setslice_linear(self: PyByteArrayObject, lo: number, hi: number, bytes: Uint8Array): number {
  const growth = bytes.length - (hi - lo);
  if (growth < 0) {
    if (!canresize(self)) return -1;
    // At the front the contents only begin later; elsewhere the tail moves down.
    if (lo === 0) self.ob_start -= growth;
    else {
      const at = self.ob_start;
      self.ob_bytes.copyWithin(at + lo + bytes.length, at + hi, at + self.ob_size);
    }
    if (PyByteArray_Resize(self, self.ob_size + growth) < 0) return -1;
  } else if (growth > 0) {
    const size = self.ob_size;
    if (PyByteArray_Resize(self, size + growth) < 0) return -1;
    const at = self.ob_start;
    self.ob_bytes.copyWithin(at + lo + bytes.length, at + hi, at + size);
  }
  self.ob_bytes.set(bytes, self.ob_start + lo);
  return 0;
}

/** bytearray_setslice: `values` null deletes. */
function bytearray_setslice(self: PyByteArrayObject, lo: number, hi: number, values: PyObject | null): number {
  const view = newBuffer();
  let bytes: Uint8Array = NO_BYTES;
  if (values === self) bytes = PyByteArray_AS_STRING(self).slice();
  else if (values !== null) {
    if (PyObject_GetBuffer(values, view, 0) < 0) {
      PyErr_SetString(PyExc_TypeError, `can't set bytearray slice from ${values.ob_type.tp_name}`);
      return -1;
    }
    bytes = view.buf.subarray(view.offset, view.offset + view.len);
  }
  lo = Math.max(lo, 0);
  hi = Math.min(Math.max(hi, lo), self.ob_size);
  const res = setslice_linear(self, lo, hi, bytes);
  PyBuffer_Release(view);
  return res;
}

function bytearray_setitem(self: PyObject, i: number, value: PyObject | null): number {
  const op = self as PyByteArrayObject;
  let byte = -1;
  if (value !== null && (byte = getbytevalue(value)) < 0) return -1;
  if (i < 0) i += op.ob_size;
  if (i < 0 || i >= op.ob_size) {
    outOfRange();
    return -1;
  }
  if (value === null) return bytearray_setslice(op, i, i + 1, null);
  op.ob_bytes[op.ob_start + i] = byte;
  return 0;
}

function bytearray_ass_subscript(self: PyObject, index: PyObject, values: PyObject | null): number {
  const op = self as PyByteArrayObject;
  if (PyIndex_Check(index)) {
    const i = asIndex(index, PyExc_IndexError);
    return i === null ? -1 : bytearray_setitem(self, i, values);
  }
  if (!PySlice_Check(index)) {
    badIndex(index);
    return -1;
  }
  const slice = unpackSlice(index, op.ob_size);
  if (slice === null) return -1;
  if (values === null) return ass_slice(op, slice, NO_BYTES);
  if (values !== self && PyByteArray_Check(values)) return ass_slice(op, slice, PyByteArray_AS_STRING(values));
  if (PyNumber_Check(values) || PyUnicode_Check(values)) {
    PyErr_SetString(PyExc_TypeError, 'can assign only bytes, buffers, or iterables of ints in range(0, 256)');
    return -1;
  }
  const copy = PyByteArray_FromObject(values);
  if (copy === null) return -1;
  const err = bytearray_ass_subscript(self, index, copy);
  Py_DECREF(copy);
  return err;
}

interface Slice {
  start: number;
  stop: number;
  step: number;
  slicelength: number;
}
function ass_slice(op: PyByteArrayObject, { start, stop, step, slicelength }: Slice, bytes: Uint8Array): number {
  if ((step < 0 && start < stop) || (step > 0 && start > stop)) stop = start;
  if (step === 1) return setslice_linear(op, start, stop, bytes);
  if (bytes.length === 0) {
    if (!canresize(op)) return -1;
    if (slicelength === 0) return 0;
    const drop = new Set<number>();
    for (let i = 0; i < slicelength; i++) drop.add(start + i * step);
    const kept = PyByteArray_AS_STRING(op).filter((_, i) => !drop.has(i));
    op.ob_bytes.set(kept, op.ob_start);
    return PyByteArray_Resize(op, op.ob_size - slicelength);
  }
  if (bytes.length !== slicelength) {
    PyErr_SetString(
      PyExc_ValueError,
      `attempt to assign bytes of size ${bytes.length} to extended slice of size ${slicelength}`,
    );
    return -1;
  }
  for (let cur = start, i = 0; i < slicelength; cur += step, i++) op.ob_bytes[op.ob_start + cur] = bytes[i]!;
  return 0;
}

const initParser = argParser('bytearray', ['source', 'encoding', 'errors'], 0);
function bytearray_init(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): number {
  const unpacked = _PyArg_UnpackKeywordsDict(args, kwargs, initParser);
  if (unpacked === null) return -1;
  const texts: (string | null)[] = [null, null];
  for (const [i, name] of ['encoding', 'errors'].entries()) {
    const arg = unpacked[i + 1];
    if (arg != null && (texts[i] = argCString('bytearray', `argument '${name}'`, arg)) === null) return -1;
  }
  return init_impl(self as PyByteArrayObject, unpacked[0] ?? null, texts[0]!, texts[1]!);
}

function init_impl(
  self: PyByteArrayObject,
  arg: PyObject | null,
  encoding: string | null,
  errors: string | null,
): number {
  const typeError = (message: string): -1 => {
    PyErr_SetString(PyExc_TypeError, message);
    return -1;
  };
  if (self.ob_size !== 0 && PyByteArray_Resize(self, 0) < 0) return -1;
  const noString = `${encoding !== null ? 'encoding' : 'errors'} without a string argument`;
  if (arg === null) return encoding !== null || errors !== null ? typeError(noString) : 0;
  if (PyUnicode_Check(arg)) {
    if (encoding === null) return typeError('string argument without an encoding');
    const encoded = PyUnicode_AsEncodedString(arg, encoding, errors);
    if (encoded === null) return -1;
    const res = bytearray_iconcat(self, encoded);
    Py_DECREF(encoded);
    if (res === null) return -1;
    Py_DECREF(res);
    return 0;
  }
  if (encoding !== null || errors !== null) return typeError(noString);
  if (PyIndex_Check(arg)) {
    const count = asIndex(arg, PyExc_OverflowError);
    if (count !== null) {
      if (count < 0) {
        PyErr_SetString(PyExc_ValueError, 'negative count');
        return -1;
      }
      if (count > 0) {
        if (PyByteArray_Resize(self, count) < 0) return -1;
        PyByteArray_AS_STRING(self).fill(0);
      }
      return 0;
    }
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
    PyErr_Clear();
  }
  if (PyObject_CheckBuffer(arg)) {
    const view = newBuffer();
    if (PyObject_GetBuffer(arg, view, PyBUF_FULL_RO) < 0) return -1;
    const failed = PyByteArray_Resize(self, view.len) < 0;
    if (!failed) self.ob_bytes.set(PyBuffer_ToContiguous(view, 'C'), self.ob_start);
    PyBuffer_Release(view);
    return failed ? -1 : 0;
  }
  if (PyList_CheckExact(arg) || PyTuple_CheckExact(arg)) {
    const items = (arg as PyListObject | PyTupleObject).ob_item;
    if (PyByteArray_Resize(self, items.length) < 0) return -1;
    let i = 0;
    for (; i < items.length && PyLong_CheckExact(items[i]!); i++) {
      const value = getbytevalue(items[i]!);
      if (value < 0) return -1;
      self.ob_bytes[self.ob_start + i] = value;
    }
    if (i === items.length) return 0;
    if (self.ob_size !== 0 && PyByteArray_Resize(self, 0) < 0) return -1;
  }
  const it = PyObject_GetIter(arg);
  if (it === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError))
      typeError(`cannot convert '${arg.ob_type.tp_name}' object to bytearray`);
    return -1;
  }
  const res = fillFromIterator(self, it);
  Py_DECREF(it);
  return res;
}
function fillFromIterator(self: PyByteArrayObject, it: PyObject): number {
  for (;;) {
    const item = PyIter_Next(it);
    if (item === null) return PyErr_Occurred() !== null ? -1 : 0;
    const value = getbytevalue(item);
    Py_DECREF(item);
    if (value < 0) return -1;
    if (self.ob_size + 1 < self.ob_alloc) self.ob_size++;
    else if (PyByteArray_Resize(self, self.ob_size + 1) < 0) return -1;
    self.ob_bytes[self.ob_start + self.ob_size - 1] = value;
  }
}

function bytearray_repr(self: PyObject): Owned<PyObject> {
  const bytes = PyByteArray_AS_STRING(self);
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  // Single quotes are escaped whichever quote is used.
  const text = m.bytesReprText(bytes, (c) => c === 39 || c === 92);
  const name = self.ob_type.tp_name.slice(self.ob_type.tp_name.lastIndexOf('.') + 1);
  return PyUnicode_FromString(`${name}(b${quote}${text}${quote})`);
}

function bytearray_richcompare(self: PyObject, other: PyObject, op: CompareOp): Owned<PyObject> {
  const notImplemented = (): Owned<PyObject> => {
    PyErr_Clear();
    return Py_NewRef(Py_NotImplemented);
  };
  if (!PyObject_CheckBuffer(self) || !PyObject_CheckBuffer(other)) return Py_NewRef(Py_NotImplemented);
  const a = bytesOf(self);
  const b = a === null ? null : bytesOf(other);
  if (a === null || b === null) return notImplemented();
  if (op === Py_EQ || op === Py_NE) return PyBool_FromLong(m.equalBytes(a, b) === (op === Py_EQ));
  const c = m.compareBytes(a, b);
  switch (op) {
    case Py_LT:
      return PyBool_FromLong(c < 0);
    case Py_LE:
      return PyBool_FromLong(c <= 0);
    case Py_GT:
      return PyBool_FromLong(c > 0);
    case Py_GE:
      return PyBool_FromLong(c >= 0);
  }
}

function bytearray_dealloc(self: PyByteArrayObject): void {
  if (self.ob_exports > 0) {
    PyErr_SetString(PyExc_SystemError, 'deallocated bytearray object has exported buffers');
    PyErr_WriteUnraisable(null);
  }
  PyMem_Free(self.ob_addr_bytes);
  self.ob_type.tp_free!(self as never);
}

// ---- methods of its own ----

function bytearray_alloc(self: PyObject): Owned<PyObject> {
  return PyLong_FromSsize_t((self as PyByteArrayObject).ob_alloc);
}
function bytearray_sizeof(self: PyObject): Owned<PyObject> {
  return PyLong_FromSsize_t(self.ob_type.tp_basicsize + (self as PyByteArrayObject).ob_alloc);
}
function bytearray_append(self: PyObject, item: PyObject): Owned<PyObject> | null {
  const value = getbytevalue(item);
  if (value < 0) return null;
  const op = self as PyByteArrayObject;
  const n = op.ob_size;
  if (PyByteArray_Resize(op, n + 1) < 0) return null;
  op.ob_bytes[op.ob_start + n] = value;
  return noneResult();
}
function bytearray_clear(self: PyObject): Owned<PyObject> | null {
  return PyByteArray_Resize(self, 0) < 0 ? null : noneResult();
}
function bytearray_copy(self: PyObject): Owned<PyObject> {
  return PyByteArray_FromStringAndSize(PyByteArray_AS_STRING(self));
}
function bytearray_insert(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('insert', args.length, 2, 2)) return null;
  let index = argSsize(args[0]!);
  if (index === null) return null;
  const value = getbytevalue(args[1]!);
  if (value < 0) return null;
  const op = self as PyByteArrayObject;
  const n = op.ob_size;
  if (PyByteArray_Resize(op, n + 1) < 0) return null;
  if (index < 0) index = Math.max(0, index + n);
  if (index > n) index = n;
  const at = op.ob_start;
  op.ob_bytes.copyWithin(at + index + 1, at + index, at + n);
  op.ob_bytes[at + index] = value;
  return noneResult();
}
function bytearray_extend(self: PyObject, iterable: PyObject): Owned<PyObject> | null {
  const op = self as PyByteArrayObject;
  if (PyObject_CheckBuffer(iterable)) {
    return bytearray_setslice(op, op.ob_size, op.ob_size, iterable) < 0 ? null : noneResult();
  }
  const it = PyObject_GetIter(iterable);
  if (it === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_SetString(PyExc_TypeError, `can't extend bytearray with ${iterable.ob_type.tp_name}`);
    }
    return null;
  }
  const hint = PyObject_LengthHint(iterable, 32);
  if (hint < 0) {
    Py_DECREF(it);
    return null;
  }
  const collected = collect(it, iterable);
  Py_DECREF(it);
  if (collected === null) return null;
  const obj = PyByteArray_FromStringAndSize(collected);
  const failed = bytearray_setslice(op, op.ob_size, op.ob_size, obj) < 0;
  Py_DECREF(obj);
  return failed ? null : noneResult();
}
function collect(it: PyObject, iterable: PyObject): Uint8Array | null {
  const out: number[] = [];
  for (;;) {
    const item = PyIter_Next(it);
    if (item === null) return PyErr_Occurred() !== null ? null : Uint8Array.from(out);
    const value = getbytevalue(item);
    if (value < 0) {
      if (PyErr_ExceptionMatches(PyExc_TypeError) && PyUnicode_Check(iterable)) {
        PyErr_SetString(PyExc_TypeError, "expected iterable of integers; got: 'str'");
      }
      Py_DECREF(item);
      return null;
    }
    Py_DECREF(item);
    out.push(value);
  }
}
function bytearray_pop(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('pop', args.length, 0, 1)) return null;
  let index = args.length === 0 ? -1 : argSsize(args[0]!);
  if (index === null) return null;
  const op = self as PyByteArrayObject;
  const n = op.ob_size;
  if (n === 0) return PyErr_SetString(PyExc_IndexError, 'pop from empty bytearray');
  if (index < 0) index += n;
  if (index < 0 || index >= n) return PyErr_SetString(PyExc_IndexError, 'pop index out of range');
  if (!canresize(op)) return null;
  return removeAt(op, index);
}
/** Takes a byte out and gives it back as an int. */
function removeAt(op: PyByteArrayObject, index: number): Owned<PyObject> | null {
  const at = op.ob_start;
  const value = op.ob_bytes[at + index]!;
  op.ob_bytes.copyWithin(at + index, at + index + 1, at + op.ob_size);
  return PyByteArray_Resize(op, op.ob_size - 1) < 0 ? null : PyLong_FromLong(value);
}
function bytearray_remove(self: PyObject, arg: PyObject): Owned<PyObject> | null {
  const value = getbytevalue(arg);
  if (value < 0) return null;
  const where = PyByteArray_AS_STRING(self).indexOf(value);
  if (where < 0) return PyErr_SetString(PyExc_ValueError, 'value not found in bytearray');
  const op = self as PyByteArrayObject;
  if (!canresize(op)) return null;
  const removed = removeAt(op, where);
  if (removed === null) return null;
  Py_DECREF(removed);
  return noneResult();
}
function bytearray_reverse(self: PyObject): Owned<PyObject> {
  PyByteArray_AS_STRING(self).reverse();
  return noneResult();
}
function bytearray_fromhex(type: PyObject, string: PyObject): Owned<PyObject> | null {
  return m.fromhex(type, string, PyByteArray_Type, PyByteArray_FromStringAndSize);
}

function common_reduce(self: PyObject, proto: number): Owned<PyObject> | null {
  const state = _PyObject_GetState(self);
  if (state === null) return null;
  const bytes = PyByteArray_AS_STRING(self);
  let args: PyObject;
  if (bytes.length === 0) args = PyTuple_FromArraySteal([]);
  else if (proto < 3) args = PyTuple_FromArraySteal([PyUnicode_DecodeLatin1(bytes), PyUnicode_NewASCII('latin-1')]);
  else args = PyTuple_FromArraySteal([PyBytes_FromStringAndSize(bytes.slice())]);
  return PyTuple_FromArraySteal([Py_NewRef(self.ob_type), args, state]);
}
function bytearray_reduce(self: PyObject): Owned<PyObject> | null {
  return common_reduce(self, 2);
}
function bytearray_reduce_ex(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('__reduce_ex__', args.length, 0, 1)) return null;
  const proto = args.length === 0 ? 0 : argInt(args[0]!);
  return proto === null ? null : common_reduce(self, proto);
}
function bytearray_mod(v: PyObject, w: PyObject): Owned<PyObject> | null {
  if (!PyByteArray_Check(v)) return Py_NewRef(Py_NotImplemented);
  const bytes = _PyBytes_FormatEx(PyByteArray_AS_STRING(v), w);
  return bytes === null ? null : PyByteArray_FromStringAndSize(bytes);
}
function bytearray_iter(seq: PyObject): Owned<PyObject> {
  return newBytesIter(PyByteArrayIter_Type, seq);
}

const FASTKW = METH_FASTCALL | METH_KEYWORDS;

export const PyByteArray_Type: PyTypeObject = defineType({
  tp_name: 'bytearray',
  tp_basicsize: basicsize,
  tp_flags: Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
  tp_doc:
    'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n' +
    'bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n' +
    'bytearray(int) -> bytes array of size given by the parameter initialized with null bytes\n' +
    'bytearray() -> empty bytes array',
  construct: (type) => new PyByteArrayObject(type),
  tp_new: (type) => type.tp_alloc!(type, 0),
  tp_init: bytearray_init,
  tp_dealloc: bytearray_dealloc,
  tp_repr: bytearray_repr,
  tp_str: bytearray_repr,
  tp_richcompare: bytearray_richcompare,
  tp_iter: bytearray_iter,
  nb_remainder: bytearray_mod,
  sq_length: PyByteArray_GET_SIZE,
  sq_concat: PyByteArray_Concat,
  sq_repeat: bytearray_repeat,
  sq_item: bytearray_getitem,
  sq_ass_item: bytearray_setitem,
  sq_contains: m.bytes_contains,
  sq_inplace_concat: bytearray_iconcat,
  sq_inplace_repeat: bytearray_irepeat,
  mp_length: PyByteArray_GET_SIZE,
  mp_subscript: bytearray_subscript,
  mp_ass_subscript: bytearray_ass_subscript,
  bf_getbuffer: bytearray_getbuffer,
  bf_releasebuffer: bytearray_releasebuffer,
  tp_methods: [
    method('__alloc__', METH_NOARGS, bytearray_alloc, '($self, /)'),
    method('__reduce__', METH_NOARGS, bytearray_reduce, '($self, /)'),
    method('__reduce_ex__', METH_FASTCALL, bytearray_reduce_ex, '($self, proto=0, /)'),
    method('__sizeof__', METH_NOARGS, bytearray_sizeof, '($self, /)'),
    method('append', METH_O, bytearray_append, '($self, item, /)'),
    method('capitalize', METH_NOARGS, m.bytes_capitalize, '($self, /)'),
    method('center', METH_FASTCALL, m.bytes_center, "($self, width, fillchar=b' ', /)"),
    method('clear', METH_NOARGS, bytearray_clear, '($self, /)'),
    method('copy', METH_NOARGS, bytearray_copy, '($self, /)'),
    method('count', METH_FASTCALL, m.bytes_count, '($self, sub[, start[, end]], /)'),
    method('decode', FASTKW, m.bytes_decode, "($self, /, encoding='utf-8', errors='strict')"),
    method('endswith', METH_FASTCALL, m.bytes_endswith, '($self, suffix[, start[, end]], /)'),
    method('expandtabs', FASTKW, m.bytes_expandtabs, '($self, /, tabsize=8)'),
    method('extend', METH_O, bytearray_extend, '($self, iterable_of_ints, /)'),
    method('find', METH_FASTCALL, m.bytes_find, '($self, sub[, start[, end]], /)'),
    method('fromhex', METH_O | METH_CLASS, bytearray_fromhex, '($type, string, /)'),
    method('hex', FASTKW, m.bytes_hex, '($self, /, sep=<unrepresentable>, bytes_per_sep=1)'),
    method('index', METH_FASTCALL, m.bytes_index, '($self, sub[, start[, end]], /)'),
    method('insert', METH_FASTCALL, bytearray_insert, '($self, index, item, /)'),
    method('isalnum', METH_NOARGS, m.bytes_isalnum, '($self, /)'),
    method('isalpha', METH_NOARGS, m.bytes_isalpha, '($self, /)'),
    method('isascii', METH_NOARGS, m.bytes_isascii, '($self, /)'),
    method('isdigit', METH_NOARGS, m.bytes_isdigit, '($self, /)'),
    method('islower', METH_NOARGS, m.bytes_islower, '($self, /)'),
    method('isspace', METH_NOARGS, m.bytes_isspace, '($self, /)'),
    method('istitle', METH_NOARGS, m.bytes_istitle, '($self, /)'),
    method('isupper', METH_NOARGS, m.bytes_isupper, '($self, /)'),
    method('join', METH_O, m.bytes_join, '($self, iterable_of_bytes, /)'),
    method('ljust', METH_FASTCALL, m.bytes_ljust, "($self, width, fillchar=b' ', /)"),
    method('lower', METH_NOARGS, m.bytes_lower, '($self, /)'),
    method('lstrip', METH_FASTCALL, m.bytes_lstrip, '($self, bytes=None, /)'),
    method('maketrans', METH_FASTCALL | METH_STATIC, m.bytes_maketrans, null),
    method('partition', METH_O, m.bytes_partition, '($self, sep, /)'),
    method('pop', METH_FASTCALL, bytearray_pop, '($self, index=-1, /)'),
    method('remove', METH_O, bytearray_remove, '($self, value, /)'),
    method('replace', METH_FASTCALL, m.bytes_replace, '($self, old, new, count=-1, /)'),
    method('removeprefix', METH_O, m.bytes_removeprefix, '($self, prefix, /)'),
    method('removesuffix', METH_O, m.bytes_removesuffix, '($self, suffix, /)'),
    method('reverse', METH_NOARGS, bytearray_reverse, '($self, /)'),
    method('rfind', METH_FASTCALL, m.bytes_rfind, '($self, sub[, start[, end]], /)'),
    method('rindex', METH_FASTCALL, m.bytes_rindex, '($self, sub[, start[, end]], /)'),
    method('rjust', METH_FASTCALL, m.bytes_rjust, "($self, width, fillchar=b' ', /)"),
    method('rpartition', METH_O, m.bytes_rpartition, '($self, sep, /)'),
    method('rsplit', FASTKW, m.bytes_rsplit, '($self, /, sep=None, maxsplit=-1)'),
    method('rstrip', METH_FASTCALL, m.bytes_rstrip, '($self, bytes=None, /)'),
    method('split', FASTKW, m.bytes_split, '($self, /, sep=None, maxsplit=-1)'),
    method('splitlines', FASTKW, m.bytes_splitlines, '($self, /, keepends=False)'),
    method('startswith', METH_FASTCALL, m.bytes_startswith, '($self, prefix[, start[, end]], /)'),
    method('strip', METH_FASTCALL, m.bytes_strip, '($self, bytes=None, /)'),
    method('swapcase', METH_NOARGS, m.bytes_swapcase, '($self, /)'),
    method('title', METH_NOARGS, m.bytes_title, '($self, /)'),
    method('translate', FASTKW, m.bytes_translate, "($self, table, /, delete=b'')"),
    method('upper', METH_NOARGS, m.bytes_upper, '($self, /)'),
    method('zfill', METH_O, m.bytes_zfill, '($self, width, /)'),
  ],
});

export const PyByteArrayIter_Type = bytesIterType('bytearray_iterator', PyByteArray_AS_STRING);
