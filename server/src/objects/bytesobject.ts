// bytes. Follows Objects/bytesobject.c, CPython 3.13. The methods it shares with bytearray are in bytes_methods.ts, `%` is
// in bytes_format.ts.

import { PyObject_GC_Del, PyObject_GC_New, PyObject_New, staticObject } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { PyObject_Realloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyIndex_Check, PyIter_Next, PyObject_GetIter } from './abstract';
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
import { _PyEval_GetBuiltin } from './builtinlookup';
import { _PyBytes_FormatEx } from './bytes_format';
import * as m from './bytes_methods';
import { PyBytesObject } from './bytesstruct';
import { PyObject_CallNoArgs } from './call';
import { argCString, asIndex, unpackSlice } from './clinic';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_IndexError, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyList_CheckExact } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_AsSsize_t, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import type { CompareOp, visitproc } from './object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE, PyObject } from './object';
import { noneResult, Py_NotImplemented, PyObject_Bytes, PyObject_SelfIter } from './objectprotocol';
import { _Py_HashBytes, hash_hi, makeHash } from './pyhash';
import { PySlice_Check } from './sliceobject';
import { PyTuple_CheckExact, PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { _PyObject_LookupSpecial } from './typeobject';
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
  Py_TPFLAGS_BYTES_SUBCLASS,
  Py_TPFLAGS_HAVE_GC,
} from './typestruct';
import { PyUnicode_AsEncodedString } from './unicode_codecs';
import { PyUnicode_Check, PyUnicode_New } from './unicode_core';
import { _Py_ID } from './unicode_interned';

export { PyObject_Bytes };

const PyBytesObject_SIZE = 33;

export function PyBytes_Check(op: PyObject): op is PyBytesObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS) !== 0;
}
export function PyBytes_CheckExact(op: PyObject): op is PyBytesObject {
  return op.ob_type === PyBytes_Type;
}

/**
 * A bytes object that adopts `bytes`: the caller must not change it any more. Empty and one-byte results are the shared
 * static ones.
 */
export function PyBytes_FromStringAndSize(bytes: Uint8Array): Owned<PyBytesObject> {
  if (bytes.length < 2) return Py_NewRef(bytes.length === 0 ? emptyBytes : characters[bytes[0]!]!);
  return PyBytes_New(bytes);
}
/** Always a new object. */
export function PyBytes_New(bytes: Uint8Array): Owned<PyBytesObject> {
  return PyObject_New(new PyBytesObject(PyBytes_Type, bytes), PyBytesObject_SIZE + bytes.length);
}

/** The bytes themselves; not to be changed. */
export function PyBytes_AS_STRING(op: PyObject): Uint8Array {
  return (op as PyBytesObject).ob_sval;
}
export function PyBytes_GET_SIZE(op: PyObject): number {
  return (op as PyBytesObject).ob_sval.length;
}

/** PyBytes_Concat for `a + b` of any bytes-like objects; null with TypeError. */
export function bytes_concat(a: PyObject, b: PyObject): Owned<PyObject> | null {
  const va = bytesOf(a);
  const vb = va === null ? null : bytesOf(b);
  if (va === null || vb === null) {
    return PyErr_SetString(PyExc_TypeError, `can't concat ${b.ob_type.tp_name} to ${a.ob_type.tp_name}`);
  }
  if (va.length === 0 && PyBytes_CheckExact(b)) return Py_NewRef(b);
  if (vb.length === 0 && PyBytes_CheckExact(a)) return Py_NewRef(a);
  if (va.length + vb.length > m.MAX_BYTES) return PyErr_NoMemory();
  const bytes = new Uint8Array(va.length + vb.length);
  bytes.set(va);
  bytes.set(vb, va.length);
  return PyBytes_FromStringAndSize(bytes);
}

/** PyBytes_Concat: takes over `v`, which grows in place when nobody else holds it. */
export function PyBytes_Concat(v: Owned<PyObject>, w: PyObject): Owned<PyObject> | null {
  if (v.ob_refcnt === 1 && PyBytes_CheckExact(v)) {
    const wb = bytesOf(w);
    if (wb === null) {
      PyErr_SetString(PyExc_TypeError, `can't concat ${w.ob_type.tp_name} to ${v.ob_type.tp_name}`);
      Py_DECREF(v);
      return null;
    }
    const bytes = new Uint8Array(v.ob_sval.length + wb.length);
    bytes.set(v.ob_sval);
    bytes.set(wb, v.ob_sval.length);
    return _PyBytes_Resize(v, bytes);
  }
  const result = bytes_concat(v, w);
  Py_DECREF(v);
  return result;
}

/** _PyBytes_Resize: takes over `v`, whose contents become `bytes` (adopted); the block is reallocated. */
export function _PyBytes_Resize(v: Owned<PyBytesObject>, bytes: Uint8Array): Owned<PyBytesObject> {
  if (bytes.length === v.ob_sval.length) {
    v.ob_sval = bytes;
    return v;
  }
  if (v.ob_sval.length === 0 || bytes.length === 0 || v.ob_refcnt !== 1) {
    Py_DECREF(v);
    return bytes.length === 0 ? Py_NewRef(emptyBytes) : PyBytes_New(bytes);
  }
  v.ob_sval = bytes;
  v.hashed = false;
  v.ob_addr = PyObject_Realloc(v.ob_addr, PyBytesObject_SIZE + bytes.length);
  return v;
}

/** PyBytes_Repr: `b'...'`. */
export function PyBytes_Repr(op: PyObject): Owned<PyObject> {
  const bytes = (op as PyBytesObject).ob_sval;
  const quote = bytes.includes(39) && !bytes.includes(34) ? 34 : 39;
  const q = String.fromCharCode(quote);
  const text = `b${q}${m.bytesReprText(bytes, (c) => c === quote || c === 92)}${q}`;
  return PyUnicode_New(text, text.length, 1, true);
}

function bytes_repeat(self: PyObject, n: number): Owned<PyObject> | null {
  const bytes = (self as PyBytesObject).ob_sval;
  if (n < 0) n = 0;
  const size = bytes.length * n;
  if (size >= 2 ** 63) return PyErr_SetString(PyExc_OverflowError, 'repeated bytes are too long');
  if (size === bytes.length && PyBytes_CheckExact(self)) return Py_NewRef(self);
  if (size > m.MAX_BYTES) return PyErr_NoMemory();
  const out = new Uint8Array(size);
  repeatInto(out, bytes);
  // Not shared even when it is one byte or none.
  return PyBytes_New(out);
}
/** _PyBytes_Repeat: fills `out` with copies of `bytes`. */
export function repeatInto(out: Uint8Array, bytes: Uint8Array): void {
  if (bytes.length === 1) out.fill(bytes[0]!);
  else if (bytes.length > 0) for (let i = 0; i < out.length; i += bytes.length) out.set(bytes, i);
}

function bytes_item(self: PyObject, i: number): Owned<PyObject> | null {
  const bytes = (self as PyBytesObject).ob_sval;
  if (i < 0 || i >= bytes.length) return PyErr_SetString(PyExc_IndexError, 'index out of range');
  return PyLong_FromLong(bytes[i]!);
}

function bytes_subscript(self: PyObject, item: PyObject): Owned<PyObject> | null {
  const bytes = (self as PyBytesObject).ob_sval;
  if (PyIndex_Check(item)) {
    const i = asIndex(item, PyExc_IndexError);
    return i === null ? null : bytes_item(self, i < 0 ? i + bytes.length : i);
  }
  if (!PySlice_Check(item)) {
    return PyErr_SetString(PyExc_TypeError, `byte indices must be integers or slices, not ${item.ob_type.tp_name}`);
  }
  const slice = unpackSlice(item, bytes.length);
  if (slice === null) return null;
  const { start, step, slicelength } = slice;
  if (slicelength <= 0) return Py_NewRef(emptyBytes);
  if (start === 0 && step === 1 && slicelength === bytes.length && PyBytes_CheckExact(self)) return Py_NewRef(self);
  if (step === 1) return PyBytes_FromStringAndSize(bytes.slice(start, start + slicelength));
  const out = new Uint8Array(slicelength);
  for (let i = 0, cur = start; i < slicelength; i++, cur += step) out[i] = bytes[cur]!;
  return slicelength === 1 ? PyBytes_New(out) : PyBytes_FromStringAndSize(out);
}

function bytes_getbuffer(self: PyObject, view: Py_buffer, flags: number): number {
  const bytes = (self as PyBytesObject).ob_sval;
  return PyBuffer_FillInfo(view, self, bytes, 0, bytes.length, true, flags);
}

function bytes_richcompare(a: PyObject, b: PyObject, op: CompareOp): Owned<PyObject> {
  if (!PyBytes_Check(a) || !PyBytes_Check(b)) return Py_NewRef(Py_NotImplemented);
  if (op === Py_EQ || op === Py_NE) {
    return PyBool_FromLong((a === b || m.equalBytes(a.ob_sval, b.ob_sval)) === (op === Py_EQ));
  }
  const c = a === b ? 0 : m.compareBytes(a.ob_sval, b.ob_sval);
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

function bytes_hash(self: PyObject): number {
  const op = self as PyBytesObject;
  if (op.hashed) return makeHash(op.hash_lo, op.hash_hi);
  const lo = _Py_HashBytes(op.ob_sval);
  op.hash_lo = lo;
  op.hash_hi = hash_hi;
  op.hashed = true;
  return lo;
}

function bytes_mod(v: PyObject, w: PyObject): Owned<PyObject> | null {
  if (!PyBytes_Check(v)) return Py_NewRef(Py_NotImplemented);
  const bytes = _PyBytes_FormatEx(v.ob_sval, w);
  return bytes === null ? null : PyBytes_FromStringAndSize(bytes);
}

/** An item of an iterable as a byte; −1 with ValueError or TypeError. Gives nothing up. */
function byteItem(item: PyObject): number {
  const value = asIndex(item, null);
  if (value === null) return -1;
  if (value >= 0 && value < 256) return value;
  PyErr_SetString(PyExc_ValueError, 'bytes must be in range(0, 256)');
  return -1;
}

/** PyBytes_FromObject: from a buffer, a list, a tuple or another iterable of ints; null with an exception. */
export function PyBytes_FromObject(x: PyObject): Owned<PyBytesObject> | null {
  if (PyBytes_CheckExact(x)) return Py_NewRef(x);
  if (PyObject_CheckBuffer(x)) return _PyBytes_FromBuffer(x);
  if (PyList_CheckExact(x) || PyTuple_CheckExact(x)) {
    const items = (x as PyListObject | PyTupleObject).ob_item;
    const out: number[] = [];
    for (let i = 0; i < items.length; i++) {
      const item = Py_NewRef(items[i]!);
      const value = byteItem(item);
      Py_DECREF(item);
      if (value < 0) return null;
      out.push(value);
    }
    return PyBytes_FromStringAndSize(Uint8Array.from(out));
  }
  if (!PyUnicode_Check(x)) {
    const it = PyObject_GetIter(x);
    if (it !== null) {
      const result = fromIterator(it);
      Py_DECREF(it);
      return result;
    }
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return null;
  }
  return PyErr_SetString(PyExc_TypeError, `cannot convert '${x.ob_type.tp_name}' object to bytes`);
}
export function _PyBytes_FromBuffer(x: PyObject): Owned<PyBytesObject> | null {
  const view = newBuffer();
  if (PyObject_GetBuffer(x, view, PyBUF_FULL_RO) < 0) return null;
  const bytes = PyBytes_FromStringAndSize(PyBuffer_ToContiguous(view, 'C'));
  PyBuffer_Release(view);
  return bytes;
}
function fromIterator(it: PyObject): Owned<PyBytesObject> | null {
  const out: number[] = [];
  for (;;) {
    const item = PyIter_Next(it);
    if (item === null) return PyErr_Occurred() !== null ? null : PyBytes_FromStringAndSize(Uint8Array.from(out));
    const value = byteItem(item);
    Py_DECREF(item);
    if (value < 0) return null;
    out.push(value);
  }
}

const bytesParser = argParser('bytes', ['source', 'encoding', 'errors'], 0);

function bytes_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywordsDict(args, kwargs, bytesParser);
  if (unpacked === null) return null;
  const texts: (string | null)[] = [null, null];
  for (const [i, name] of ['encoding', 'errors'].entries()) {
    const arg = unpacked[i + 1];
    if (arg != null && (texts[i] = argCString('bytes', `argument '${name}'`, arg)) === null) return null;
  }
  const bytes = new_impl(unpacked[0] ?? null, texts[0]!, texts[1]!);
  if (bytes === null || type === PyBytes_Type) return bytes;
  const self = type.tp_alloc!(type, bytes.ob_sval.length) as PyBytesObject | null;
  if (self !== null) {
    self.ob_sval = bytes.ob_sval;
    self.hash_lo = bytes.hash_lo;
    self.hash_hi = bytes.hash_hi;
    self.hashed = bytes.hashed;
  }
  Py_DECREF(bytes);
  return self;
}

function new_impl(x: PyObject | null, encoding: string | null, errors: string | null): Owned<PyBytesObject> | null {
  const typeError = (message: string): null => PyErr_SetString(PyExc_TypeError, message);
  if (x === null) {
    if (encoding === null && errors === null) return Py_NewRef(emptyBytes);
    return typeError(`${encoding !== null ? 'encoding' : 'errors'} without a string argument`);
  }
  if (encoding !== null) {
    if (!PyUnicode_Check(x)) return typeError('encoding without a string argument');
    return PyUnicode_AsEncodedString(x, encoding, errors) as PyBytesObject | null;
  }
  if (errors !== null) {
    return typeError(PyUnicode_Check(x) ? 'string argument without an encoding' : 'errors without a string argument');
  }
  const func = _PyObject_LookupSpecial(x, _Py_ID('__bytes__'));
  if (func !== null) {
    const bytes = PyObject_CallNoArgs(func);
    Py_DECREF(func);
    if (bytes === null || PyBytes_Check(bytes)) return bytes;
    typeError(`__bytes__ returned non-bytes (type ${bytes.ob_type.tp_name})`);
    Py_DECREF(bytes);
    return null;
  }
  if (PyErr_Occurred() !== null) return null;
  if (PyUnicode_Check(x)) return typeError('string argument without an encoding');
  if (PyIndex_Check(x)) {
    const size = asIndex(x, PyExc_OverflowError);
    if (size !== null) {
      if (size < 0) return PyErr_SetString(PyExc_ValueError, 'negative count');
      if (size > m.MAX_BYTES) return PyErr_NoMemory();
      return size === 0 ? Py_NewRef(emptyBytes) : PyBytes_New(new Uint8Array(size));
    }
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return null;
    PyErr_Clear();
  }
  return PyBytes_FromObject(x);
}

function bytes___bytes__(self: PyObject): Owned<PyObject> {
  return PyBytes_CheckExact(self) ? Py_NewRef(self) : PyBytes_FromStringAndSize((self as PyBytesObject).ob_sval);
}
function bytes_getnewargs(self: PyObject): Owned<PyObject> {
  return PyTuple_FromArraySteal([PyBytes_FromStringAndSize((self as PyBytesObject).ob_sval)]);
}
function bytes_fromhex(type: PyObject, string: PyObject): Owned<PyObject> | null {
  return m.fromhex(type, string, PyBytes_Type, PyBytes_FromStringAndSize);
}
const length = (self: PyObject): number => (self as PyBytesObject).ob_sval.length;

const FASTKW = METH_FASTCALL | METH_KEYWORDS;

export const PyBytes_Type: PyTypeObject = defineType({
  tp_name: 'bytes',
  tp_basicsize: PyBytesObject_SIZE,
  tp_itemsize: 1,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BYTES_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
  tp_doc:
    'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n' +
    'bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n' +
    'bytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object',
  construct: (type, nitems) => new PyBytesObject(type, new Uint8Array(nitems)),
  tp_new: bytes_new,
  tp_repr: PyBytes_Repr,
  tp_str: PyBytes_Repr,
  tp_hash: bytes_hash,
  tp_richcompare: bytes_richcompare,
  tp_iter: bytes_iter,
  nb_remainder: bytes_mod,
  sq_length: length,
  sq_concat: bytes_concat,
  sq_repeat: bytes_repeat,
  sq_item: bytes_item,
  sq_contains: m.bytes_contains,
  mp_length: length,
  mp_subscript: bytes_subscript,
  bf_getbuffer: bytes_getbuffer,
  tp_methods: [
    method('__getnewargs__', METH_NOARGS, bytes_getnewargs, '($self, /)'),
    method('__bytes__', METH_NOARGS, bytes___bytes__, '($self, /)'),
    method('capitalize', METH_NOARGS, m.bytes_capitalize, '($self, /)'),
    method('center', METH_FASTCALL, m.bytes_center, "($self, width, fillchar=b' ', /)"),
    method('count', METH_FASTCALL, m.bytes_count, '($self, sub[, start[, end]], /)'),
    method('decode', FASTKW, m.bytes_decode, "($self, /, encoding='utf-8', errors='strict')"),
    method('endswith', METH_FASTCALL, m.bytes_endswith, '($self, suffix[, start[, end]], /)'),
    method('expandtabs', FASTKW, m.bytes_expandtabs, '($self, /, tabsize=8)'),
    method('find', METH_FASTCALL, m.bytes_find, '($self, sub[, start[, end]], /)'),
    method('fromhex', METH_O | METH_CLASS, bytes_fromhex, '($type, string, /)'),
    method('hex', FASTKW, m.bytes_hex, '($self, /, sep=<unrepresentable>, bytes_per_sep=1)'),
    method('index', METH_FASTCALL, m.bytes_index, '($self, sub[, start[, end]], /)'),
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
    method('replace', METH_FASTCALL, m.bytes_replace, '($self, old, new, count=-1, /)'),
    method('removeprefix', METH_O, m.bytes_removeprefix, '($self, prefix, /)'),
    method('removesuffix', METH_O, m.bytes_removesuffix, '($self, suffix, /)'),
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

/** b'' and the 256 one-byte objects: static, immortal. */
export const emptyBytes: PyBytesObject = staticObject(new PyBytesObject(PyBytes_Type, new Uint8Array(0)), 33);
export const characters: readonly PyBytesObject[] = Array.from({ length: 256 }, (_, c) =>
  staticObject(new PyBytesObject(PyBytes_Type, Uint8Array.of(c)), 34),
);

export class bytesiterobject extends PyObject {
  it_index = 0;
  it_seq: PyObject | null;
  constructor(type: PyTypeObject, seq: PyObject) {
    super(type);
    this.it_seq = seq;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
export function bytesiter_dealloc(it: bytesiterobject): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(it.it_seq);
  PyObject_GC_Del(it);
}
export function bytesiter_traverse(it: bytesiterobject, visit: visitproc): void {
  if (it.it_seq !== null) visit(it.it_seq);
}
/** The type of an iterator over bytes or bytearrays; `bytes` gives the contents at the moment. */
export function bytesIterType(name: string, bytes: (seq: PyObject) => Uint8Array): PyTypeObject {
  const next = (self: PyObject): Owned<PyObject> | null => {
    const it = self as bytesiterobject;
    const seq = it.it_seq;
    if (seq === null) return null;
    const contents = bytes(seq);
    if (it.it_index < contents.length) return PyLong_FromLong(contents[it.it_index++]!);
    it.it_seq = null;
    Py_DECREF(seq);
    return null;
  };
  const lengthHint = (self: PyObject): Owned<PyObject> => {
    const it = self as bytesiterobject;
    return PyLong_FromSsize_t(it.it_seq === null ? 0 : Math.max(0, bytes(it.it_seq).length - it.it_index));
  };
  const reduce = (self: PyObject): Owned<PyObject> | null => {
    const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
    if (iter === null) return null;
    const it = self as bytesiterobject;
    if (it.it_seq === null) return PyTuple_FromArraySteal([iter, PyTuple_FromArraySteal([PyTuple_FromArraySteal([])])]);
    return PyTuple_FromArraySteal([
      iter,
      PyTuple_FromArraySteal([Py_NewRef(it.it_seq)]),
      PyLong_FromSsize_t(it.it_index),
    ]);
  };
  const setstate = (self: PyObject, state: PyObject): Owned<PyObject> | null => {
    const it = self as bytesiterobject;
    const index = PyLong_AsSsize_t(state);
    if (index === -1 && PyErr_Occurred() !== null) return null;
    if (it.it_seq !== null) it.it_index = Math.max(0, Math.min(index, bytes(it.it_seq).length));
    return noneResult();
  };
  return defineType({
    tp_name: name,
    tp_basicsize: 32,
    tp_flags: Py_TPFLAGS_HAVE_GC,
    tp_dealloc: bytesiter_dealloc,
    tp_traverse: bytesiter_traverse,
    tp_iter: (self: PyObject) => PyObject_SelfIter(self),
    tp_iternext: next,
    tp_methods: [
      method('__length_hint__', METH_NOARGS, lengthHint, '($self, /)'),
      method('__reduce__', METH_NOARGS, reduce, '($self, /)'),
      method('__setstate__', METH_O, setstate, '($self, object, /)'),
    ],
  });
}
export const PyBytesIter_Type = bytesIterType('bytes_iterator', PyBytes_AS_STRING);

export function newBytesIter(type: PyTypeObject, seq: PyObject): Owned<PyObject> {
  const it = PyObject_GC_New(new bytesiterobject(type, Py_NewRef(seq)), 32);
  _PyObject_GC_TRACK(it);
  return it;
}
function bytes_iter(seq: PyObject): Owned<PyObject> {
  return newBytesIter(PyBytesIter_Type, seq);
}
