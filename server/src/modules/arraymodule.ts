// array.array. Follows Modules/arraymodule.c, CPython 3.13: sizes, growth of the memory, messages.

import { PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr } from '../objects/objectattr';
import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, PyObject_GC_UnTrack } from '../heap/gclists';
import { PyMem_Free, PyMem_Malloc, PyMem_Realloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyIndex_Check, PyIter_Next, PyObject_GetIter } from '../objects/abstract';
import { PyBool_FromLong } from '../objects/boolobject';
import { bytesOf, PyBuffer_FillInfo } from '../objects/bufferobject';
import type { Py_buffer } from '../objects/bufferstruct';
import { PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES } from '../objects/bufferstruct';
import { PyByteArray_Check } from '../objects/bytearrayobject';
import { PyBytes_Check, PyBytes_FromStringAndSize, repeatInto } from '../objects/bytesobject';
import { argSsize, argSliceIndex, asIndex, PY_SSIZE_T_MAX, unpackSlice } from '../objects/clinic';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import {
  PyExc_BufferError,
  PyExc_DeprecationWarning,
  PyExc_IndexError,
  PyExc_OverflowError,
  PyExc_TypeError,
  PyExc_ValueError,
} from '../objects/exceptions';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { _PyArg_CheckPositional, _PyArg_BadArgument } from '../objects/getargs';
import { PyList_Append, PyList_Check, PyList_New } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import {
  PyLong_AsValue,
  PyLong_FromLong,
  PyLong_FromSsize_t,
  PyLong_AsInt,
  PyLong_Check,
  PyLong_FromBigInt,
} from '../objects/longobject';
import { _PyNumber_Index } from '../objects/abstractnumber';
import { PyModule_AddObject, PyModule_AddStringConstant, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { dataView, fitsNative, isIntFormat, storeInt, unpackNative } from '../objects/nativeformat';
import type { CompareOp } from '../objects/object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE, PyObject } from '../objects/object';
import {
  noneResult,
  Py_NotImplemented,
  PyObject_Repr,
  PyObject_SelfIter,
  PyObject_RichCompare,
  PyObject_RichCompareBool,
} from '../objects/objectprotocol';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { PySlice_Check } from '../objects/sliceobject';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_IsSubtype } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  method,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_SEQUENCE,
} from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import {
  MACHINE_FORMAT_CODE_MAX,
  decodeFormat,
  formatOfTypecode,
  isUnicodeFormat,
  itemSize,
  typecodeOfFormat,
} from './arrayreduce';
import type { PyBytesObject } from '../objects/bytesstruct';
import type { ArrayBytes } from './arrayfile';
import { array_fromfile, array_tofile } from './arrayfile';
import { PyType_Check } from '../objects/typebasics';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { _Py_ID } from '../objects/unicode_interned';
import { vmInterface } from '../objects/pystate';

const typecodes = 'bBuwhHiIlLqQfd';
const TOO_LARGE = 'Python int too large to convert to C ';

class arrayobject extends PyObject {
  /** The items in native format: `allocated` of them, `ob_size` in use. */
  bytes = new Uint8Array(0);
  ob_size = 0;
  allocated = 0;
  typecode = 'b';
  itemsize = 1;
  ob_exports = 0;
  /** The C block (granules), 0 while there is none. */
  ob_addr_items = 0;
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_weakreflist = null;
  }
}

const array_Check = (op: PyObject): op is arrayobject =>
  op instanceof arrayobject && PyType_IsSubtype(op.ob_type, Array_Type);

/** An array of `size` items, all zero. */
function newarrayobject(type: PyTypeObject, size: number, typecode: string): Owned<arrayobject> {
  const op = type.tp_alloc!(type, 0) as arrayobject;
  op.typecode = typecode;
  op.itemsize = itemSize(typecode);
  op.ob_size = op.allocated = size;
  if (size > 0) {
    op.ob_addr_items = PyMem_Malloc(size * op.itemsize);
    op.bytes = new Uint8Array(size * op.itemsize);
  }
  return op;
}
function contents(op: arrayobject): Uint8Array {
  return op.bytes.subarray(0, op.ob_size * op.itemsize);
}
function fromBytes(like: arrayobject, bytes: Uint8Array): Owned<arrayobject> {
  const op = newarrayobject(Array_Type, bytes.length / like.itemsize, like.typecode);
  op.bytes.set(bytes);
  return op;
}

function exported(op: arrayobject): boolean {
  if (op.ob_exports === 0) return false;
  PyErr_SetString(PyExc_BufferError, 'cannot resize an array that is exporting buffers');
  return true;
}

/** The growth pattern is 0, 4, 8, 16, 25, 34, 46 … 0, or −1 with BufferError. */
function array_resize(op: arrayobject, newsize: number): number {
  if (newsize !== op.ob_size && exported(op)) return -1;
  if (op.allocated >= newsize && op.ob_size < newsize + 16 && op.ob_addr_items !== 0) {
    op.ob_size = newsize;
    return 0;
  }
  if (newsize === 0) {
    PyMem_Free(op.ob_addr_items);
    op.ob_addr_items = 0;
    op.bytes = new Uint8Array(0);
    op.ob_size = op.allocated = 0;
    return 0;
  }
  const allocated = Math.floor(newsize / 16) + (op.ob_size < 8 ? 3 : 7) + newsize;
  const size = allocated * op.itemsize;
  op.ob_addr_items = op.ob_addr_items === 0 ? PyMem_Malloc(size) : PyMem_Realloc(op.ob_addr_items, size);
  const grown = new Uint8Array(size);
  grown.set(op.bytes.subarray(0, Math.min(size, op.bytes.length)));
  op.bytes = grown;
  op.allocated = allocated;
  op.ob_size = newsize;
  return 0;
}

/** What the C converters say about an int that doesn't fit. */
function rangeMessage(c: string, value: number | bigint): string {
  const big = value >= 2 ** 63 || value < -(2 ** 63);
  const side = value < 0 ? 'less than minimum' : 'greater than maximum';
  switch (c) {
    case 'b':
      if (big) return `${TOO_LARGE}long`;
      return value < -32768 || value > 32767 ? `signed short integer is ${side}` : `signed char is ${side}`;
    case 'B':
      return big ? `${TOO_LARGE}long` : `unsigned byte integer is ${side}`;
    case 'h':
      return big ? `${TOO_LARGE}long` : `signed short integer is ${side}`;
    case 'H':
      if (big) return `${TOO_LARGE}long`;
      return value < -(2 ** 31) || value >= 2 ** 31 ? `signed integer is ${side}` : `unsigned short is ${side}`;
    case 'i':
      return big ? `${TOO_LARGE}long` : `signed integer is ${side}`;
    case 'I':
      if (value < 0) return "can't convert negative value to unsigned int";
      return value >= 2n ** 64n ? `${TOO_LARGE}unsigned long` : 'unsigned int is greater than maximum';
    case 'L':
      return value < 0 ? "can't convert negative value to unsigned int" : `${TOO_LARGE}unsigned long`;
    case 'Q':
      return value < 0 ? "can't convert negative int to unsigned" : 'int too big to convert';
    case 'q':
      return 'int too big to convert';
    default:
      return `${TOO_LARGE}long`;
  }
}

/** Stores `v` at `i`, or only checks it when `i` is −1. 0, or −1 with an exception. */
function setitem(op: arrayobject, i: number, v: PyObject): number {
  const c = op.typecode;
  if (isUnicodeFormat(c)) {
    if (!PyUnicode_Check(v) || v.length !== 1) {
      PyErr_SetString(PyExc_TypeError, 'array item must be unicode character');
      return -1;
    }
    if (i >= 0 && i < op.ob_size) dataView(op.bytes).setUint32(i * 4, v.str.codePointAt(0)!, true);
    return 0;
  }
  if (!isIntFormat(c)) {
    const d = PyFloat_AsDouble(v);
    if (d === -1 && PyErr_Occurred() !== null) {
      return -1;
    }
    if (i < 0 || i >= op.ob_size) return 0;
    if (c === 'f') dataView(op.bytes).setFloat32(i * 4, d, true);
    else dataView(op.bytes).setFloat64(i * 8, d, true);
    return 0;
  }
  const index = _PyNumber_Index(v);
  if (index === null) return -1;
  const value = PyLong_AsValue(index);
  Py_DECREF(index);
  if (!fitsNative(value, c)) {
    PyErr_SetString(PyExc_OverflowError, rangeMessage(c, value));
    return -1;
  }
  if (i >= 0 && i < op.ob_size) storeInt(op.bytes, i * op.itemsize, value, c);
  return 0;
}
function getitem(op: arrayobject, i: number): Owned<PyObject> {
  if (isUnicodeFormat(op.typecode)) return PyUnicode_FromString(codePoints(op, i, i + 1));
  return unpackNative(op.bytes, i * op.itemsize, op.typecode);
}

/** The text of items of a 'u' or 'w' array; what is no code point is U+FFFD. */
function codePoints(op: arrayobject, from: number, to: number): string {
  const view = dataView(op.bytes);
  let text = '';
  for (let i = from; i < to; i++) {
    const c = view.getUint32(i * 4, true);
    text += String.fromCodePoint(c > 0x10ffff ? 0xfffd : c);
  }
  return text;
}
function append(op: arrayobject, text: string): number {
  const points = [...text];
  const old = op.ob_size;
  if (points.length === 0) return 0;
  if (array_resize(op, old + points.length) < 0) return -1;
  const view = dataView(op.bytes);
  points.forEach((p, i) => {
    view.setUint32((old + i) * 4, p.codePointAt(0)!, true);
  });
  return 0;
}
function array_fromunicode(self: PyObject, ustr: PyObject): PyObject | null {
  const op = self as arrayobject;
  if (!PyUnicode_Check(ustr)) {
    return PyErr_SetString(PyExc_TypeError, `fromunicode() argument must be str, not ${ustr.ob_type.tp_name}`);
  }
  if (!isUnicodeFormat(op.typecode)) {
    return PyErr_SetString(PyExc_ValueError, "fromunicode() may only be called on unicode type arrays ('u' or 'w')");
  }
  return append(op, ustr.str) < 0 ? null : noneResult();
}
function array_tounicode(self: PyObject): PyObject | null {
  const op = self as arrayobject;
  if (!isUnicodeFormat(op.typecode)) {
    return PyErr_SetString(PyExc_ValueError, "tounicode() may only be called on unicode type arrays ('u' or 'w')");
  }
  const view = dataView(op.bytes);
  for (let i = 0; i < op.ob_size; i++) {
    if (view.getUint32(i * 4, true) > 0x10ffff) {
      return PyErr_SetString(
        PyExc_ValueError,
        'character U+' + view.getUint32(i * 4, true).toString(16) + ' is not in range [U+0000; U+10ffff]',
      );
    }
  }
  return PyUnicode_FromString(codePoints(op, 0, op.ob_size));
}

function ins1(op: arrayobject, where: number, v: PyObject): number {
  if (setitem(op, -1, v) < 0) return -1;
  const n = op.ob_size;
  if (array_resize(op, n + 1) < 0) return -1;
  if (where < 0) where = Math.max(0, where + n);
  if (where > n) where = n;
  if (where !== n) op.bytes.copyWithin((where + 1) * op.itemsize, where * op.itemsize, n * op.itemsize);
  return setitem(op, where, v);
}

function array_iter_extend(op: arrayobject, bb: PyObject): number {
  const it = PyObject_GetIter(bb);
  if (it === null) return -1;
  for (let v = PyIter_Next(it); v !== null; v = PyIter_Next(it)) {
    const status = ins1(op, op.ob_size, v);
    Py_DECREF(v);
    if (status < 0) {
      Py_DECREF(it);
      return -1;
    }
  }
  Py_DECREF(it);
  return PyErr_Occurred() === null ? 0 : -1;
}
function array_do_extend(op: arrayobject, bb: PyObject): number {
  if (!array_Check(bb)) return array_iter_extend(op, bb);
  if (bb.typecode !== op.typecode) {
    PyErr_SetString(PyExc_TypeError, 'can only extend with array of same kind');
    return -1;
  }
  const old = op.ob_size;
  const bytes = contents(bb).slice();
  if (array_resize(op, old + bb.ob_size) < 0) return -1;
  op.bytes.set(bytes, old * op.itemsize);
  return 0;
}

function array_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyObject | null): Owned<PyObject> | null {
  if (type === Array_Type && kwargs !== null && (kwargs as unknown as { ma_used: number }).ma_used > 0) {
    return PyErr_SetString(PyExc_TypeError, 'array.array() takes no keyword arguments');
  }
  const [code, initial] = args.ob_item;
  const nargs = args.ob_item.length;
  if (nargs < 1 || nargs > 2) {
    const limit = nargs < 1 ? 'at least 1 argument' : 'at most 2 arguments';
    return PyErr_SetString(PyExc_TypeError, `array() takes ${limit} (${nargs} given)`);
  }
  if (!PyUnicode_Check(code!) || code.length !== 1) {
    return PyErr_SetString(
      PyExc_TypeError,
      `array() argument 1 must be a unicode character, not ${code!.ob_type.tp_name}`,
    );
  }
  const c = code.str;
  if (c === 'u') {
    const message = "The 'u' type code is deprecated and will be removed in Python 3.16";
    if (vmInterface.warn(PyExc_DeprecationWarning, message, 1) < 0) return null;
  }
  if (initial !== undefined && array_Check(initial) && isUnicodeFormat(initial.typecode) && !isUnicodeFormat(c)) {
    return PyErr_SetString(PyExc_TypeError, `cannot use a unicode array to initialize an array with typecode '${c}'`);
  }
  if (initial !== undefined && PyUnicode_Check(initial) && !isUnicodeFormat(c)) {
    return PyErr_SetString(PyExc_TypeError, `cannot use a str to initialize an array with typecode '${c}'`);
  }
  if (!typecodes.includes(c)) {
    return PyErr_SetString(PyExc_ValueError, 'bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)');
  }
  if (initial === undefined) return newarrayobject(type, 0, c);
  if (PyList_Check(initial) || PyTuple_Check(initial)) {
    const items = (initial as PyListObject | PyTupleObject).ob_item;
    const size = PyList_Check(initial)
      ? ((initial as PyListObject & { ob_size?: number }).ob_size ?? items.length)
      : items.length;
    const op = newarrayobject(type, size, c);
    for (let i = 0; i < size; i++) {
      if (setitem(op, i, items[i]!) < 0) {
        Py_DECREF(op);
        return null;
      }
    }
    return op;
  }
  if (PyBytes_Check(initial) || PyByteArray_Check(initial)) {
    const op = newarrayobject(type, 0, c);
    const done = array_frombytes(op, initial);
    if (done === null) {
      Py_DECREF(op);
      return null;
    }
    Py_DECREF(done);
    return op;
  }
  if (PyUnicode_Check(initial)) {
    const op = newarrayobject(type, 0, c);
    if (append(op, initial.str) === 0) return op;
    Py_DECREF(op);
    return null;
  }
  if (array_Check(initial) && initial.typecode === c) {
    const op = newarrayobject(type, initial.ob_size, c);
    op.bytes.set(contents(initial));
    return op;
  }
  const op = newarrayobject(type, 0, c);
  if (array_iter_extend(op, initial) < 0) {
    Py_DECREF(op);
    return null;
  }
  return op;
}

function array_dealloc(op: arrayobject): void {
  PyObject_GC_UnTrack(op);
  PyMem_Free(op.ob_addr_items);
  op.ob_type.tp_free!(op as never);
}

function array_repr(self: PyObject): Owned<PyObject> | null {
  const op = self as arrayobject;
  const name = op.ob_type.tp_name.split('.').at(-1)!;
  if (op.ob_size === 0) return PyUnicode_FromString(`${name}('${op.typecode}')`);
  const list = isUnicodeFormat(op.typecode) ? array_tounicode(op) : array_tolist(op);
  if (list === null) return null;
  const repr = PyObject_Repr(list);
  Py_DECREF(list);
  if (repr === null) return null;
  const text = `${name}('${op.typecode}', ${(repr as unknown as { str: string }).str})`;
  Py_DECREF(repr);
  return PyUnicode_FromString(text);
}

function array_richcompare(v: PyObject, w: PyObject, op: CompareOp): Owned<PyObject> | null {
  if (!array_Check(v) || !array_Check(w)) return Py_NewRef(Py_NotImplemented);
  if (v.ob_size !== w.ob_size && (op === Py_EQ || op === Py_NE)) return PyBool_FromLong(op === Py_NE);
  let k = 1;
  let i = 0;
  for (; i < v.ob_size && i < w.ob_size; i++) {
    const a = getitem(v, i);
    const b = getitem(w, i);
    k = PyObject_RichCompareBool(a, b, Py_EQ);
    if (k === 0 && op !== Py_EQ && op !== Py_NE) {
      const result = PyObject_RichCompare(a, b, op);
      Py_DECREF(a);
      Py_DECREF(b);
      return result;
    }
    Py_DECREF(a);
    Py_DECREF(b);
    if (k < 0) return null;
    if (k === 0) return PyBool_FromLong(op === Py_NE);
  }
  const [a, b] = [v.ob_size, w.ob_size];
  const cmp = { [Py_LT]: a < b, [Py_LE]: a <= b, [Py_EQ]: a === b, [Py_NE]: a !== b, [Py_GT]: a > b, [Py_GE]: a >= b };
  return PyBool_FromLong(cmp[op]);
}

function array_item(self: PyObject, i: number): Owned<PyObject> | null {
  const op = self as arrayobject;
  if (i < 0 || i >= op.ob_size) return PyErr_SetString(PyExc_IndexError, 'array index out of range');
  return getitem(op, i);
}
function array_subscr(self: PyObject, item: PyObject): Owned<PyObject> | null {
  const op = self as arrayobject;
  if (PyIndex_Check(item)) {
    const i = asIndex(item, PyExc_IndexError);
    return i === null ? null : array_item(self, i < 0 ? i + op.ob_size : i);
  }
  if (!PySlice_Check(item)) return PyErr_SetString(PyExc_TypeError, 'array indices must be integers');
  const slice = unpackSlice(item, op.ob_size);
  if (slice === null) return null;
  const size = op.itemsize;
  const result = newarrayobject(Array_Type, slice.slicelength, op.typecode);
  for (let i = 0, cur = slice.start; i < slice.slicelength; i++, cur += slice.step) {
    result.bytes.set(op.bytes.subarray(cur * size, (cur + 1) * size), i * size);
  }
  return result;
}
/** Replaces items [at, at + gone) by `bytes`. */
function splice(op: arrayobject, at: number, gone: number, bytes: Uint8Array): number {
  const size = op.itemsize;
  const n = op.ob_size;
  const more = bytes.length / size - gone;
  if (more !== 0 && exported(op)) return -1;
  const tail = contents(op).slice((at + gone) * size);
  if (array_resize(op, n + more) < 0) return -1;
  op.bytes.set(bytes, at * size);
  op.bytes.set(tail, at * size + bytes.length);
  return 0;
}
function array_ass_subscr(self: PyObject, item: PyObject, value: PyObject | null): number {
  const op = self as arrayobject;
  let slice: { start: number; stop: number; step: number; slicelength: number } | null;
  if (PyIndex_Check(item)) {
    let i = asIndex(item, PyExc_IndexError);
    if (i === null) return -1;
    if (i < 0) i += op.ob_size;
    if (i < 0 || i >= op.ob_size) {
      PyErr_SetString(PyExc_IndexError, 'array assignment index out of range');
      return -1;
    }
    return value === null ? splice(op, i, 1, new Uint8Array(0)) : setitem(op, i, value);
  }
  if (!PySlice_Check(item)) {
    PyErr_SetString(PyExc_TypeError, 'array indices must be integers');
    return -1;
  }
  if ((slice = unpackSlice(item, op.ob_size)) === null) return -1;
  let bytes = new Uint8Array(0);
  if (value !== null) {
    if (!array_Check(value)) {
      PyErr_SetString(PyExc_TypeError, `can only assign array (not "${value.ob_type.tp_name}") to array slice`);
      return -1;
    }
    if (value.typecode !== op.typecode) {
      PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
      return -1;
    }
    bytes = contents(value).slice();
  }
  const { start, step, slicelength } = slice;
  if (step === 1) return splice(op, start, slicelength, bytes);
  const size = op.itemsize;
  if (value === null) {
    if (slicelength === 0) return 0;
    if (exported(op)) return -1;
    const drop = new Set<number>();
    for (let i = 0; i < slicelength; i++) drop.add(start + i * step);
    const kept = contents(op).filter((_, at) => !drop.has(Math.floor(at / size)));
    op.bytes.set(kept);
    return array_resize(op, op.ob_size - slicelength);
  }
  if (bytes.length / size !== slicelength) {
    PyErr_SetString(
      PyExc_ValueError,
      `attempt to assign array of size ${bytes.length / size} to extended slice of size ${slicelength}`,
    );
    return -1;
  }
  for (let i = 0, cur = start; i < slicelength; i++, cur += step) {
    op.bytes.set(bytes.subarray(i * size, (i + 1) * size), cur * size);
  }
  return 0;
}

function array_concat(self: PyObject, bb: PyObject): Owned<PyObject> | null {
  const op = self as arrayobject;
  if (!array_Check(bb)) {
    return PyErr_SetString(PyExc_TypeError, `can only append array (not "${bb.ob_type.tp_name}") to array`);
  }
  if (op.typecode !== bb.typecode) {
    return PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
  }
  const result = newarrayobject(Array_Type, op.ob_size + bb.ob_size, op.typecode);
  result.bytes.set(contents(op));
  result.bytes.set(contents(bb), op.ob_size * op.itemsize);
  return result;
}
function array_inplace_concat(self: PyObject, bb: PyObject): Owned<PyObject> | null {
  if (!array_Check(bb)) {
    return PyErr_SetString(PyExc_TypeError, `can only extend array with array (not "${bb.ob_type.tp_name}")`);
  }
  return array_do_extend(self as arrayobject, bb) < 0 ? null : Py_NewRef(self);
}
function array_repeat(self: PyObject, n: number): Owned<PyObject> | null {
  const op = self as arrayobject;
  const result = newarrayobject(Array_Type, op.ob_size * Math.max(0, n), op.typecode);
  if (result.ob_size > 0) repeatInto(result.bytes, contents(op));
  return result;
}
function array_inplace_repeat(self: PyObject, n: number): Owned<PyObject> | null {
  const op = self as arrayobject;
  if (op.ob_size > 0 && n !== 1) {
    const bytes = contents(op).slice();
    if (array_resize(op, op.ob_size * Math.max(0, n)) < 0) return null;
    if (op.ob_size > 0) repeatInto(contents(op), bytes);
  }
  return Py_NewRef(self);
}
/** The place of the first item from `start` on that equals `v`: −1 when none, −2 with an exception. */
function find(op: arrayobject, v: PyObject, start = 0, stop = PY_SSIZE_T_MAX): number {
  for (let i = start; i < stop && i < op.ob_size; i++) {
    const item = getitem(op, i);
    const equal = PyObject_RichCompareBool(item, v, Py_EQ);
    Py_DECREF(item);
    if (equal !== 0) return equal > 0 ? i : -2;
  }
  return -1;
}

function array_getbuffer(self: PyObject, view: Py_buffer, flags: number): number {
  const op = self as arrayobject;
  if (PyBuffer_FillInfo(view, op, op.bytes, 0, op.ob_size * op.itemsize, false, flags) < 0) return -1;
  view.itemsize = op.itemsize;
  view.shape = (flags & PyBUF_ND) === PyBUF_ND ? [op.ob_size] : null;
  view.strides = (flags & PyBUF_STRIDES) === PyBUF_STRIDES ? [op.itemsize] : null;
  const format = op.typecode === 'u' ? 'w' : op.typecode;
  view.format = (flags & PyBUF_FORMAT) === PyBUF_FORMAT ? format : null;
  op.ob_exports++;
  return 0;
}

type Args = readonly PyObject[];
const noneOr = (status: number): Owned<PyObject> | null => (status < 0 ? null : noneResult());

function array_tolist(self: PyObject): Owned<PyObject> {
  const op = self as arrayobject;
  const list = PyList_New(0) as PyListObject;
  for (let i = 0; i < op.ob_size; i++) {
    const item = getitem(op, i);
    PyList_Append(list, item);
    Py_DECREF(item);
  }
  return list;
}
function array_frombytes(self: PyObject, arg: PyObject): Owned<PyObject> | null {
  const op = self as arrayobject;
  const bytes = bytesOf(arg)?.slice();
  if (bytes === undefined) return null;
  if (bytes.length % op.itemsize !== 0) {
    return PyErr_SetString(PyExc_ValueError, 'bytes length not a multiple of item size');
  }
  const old = op.ob_size;
  if (bytes.length > 0) {
    if (array_resize(op, old + bytes.length / op.itemsize) < 0) return null;
    op.bytes.set(bytes, old * op.itemsize);
  }
  return noneResult();
}
const filed = (self: PyObject): ArrayBytes => ({
  itemsize: (self as arrayobject).itemsize,
  bytes: () => contents(self as arrayobject),
  frombytes: (bytes) => array_frombytes(self, bytes),
});
function array_fromlist(self: PyObject, list: PyObject): Owned<PyObject> | null {
  const op = self as arrayobject;
  if (!PyList_Check(list)) return PyErr_SetString(PyExc_TypeError, 'arg must be list');
  const items = list.ob_item.slice();
  const old = op.ob_size;
  if (items.length === 0) return noneResult();
  if (array_resize(op, old + items.length) < 0) return null;
  for (let i = 0; i < items.length; i++) {
    if (setitem(op, old + i, items[i]!) < 0) {
      array_resize(op, old);
      return null;
    }
  }
  return noneResult();
}
function array_index(self: PyObject, args: Args): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('index', args.length, 1, 3)) return null;
  const op = self as arrayobject;
  let start = argSliceIndex(args[1], 0);
  if (start === null) return null;
  let stop = argSliceIndex(args[2], PY_SSIZE_T_MAX);
  if (stop === null) return null;
  if (start < 0) start = Math.max(0, start + op.ob_size);
  if (stop < 0) stop += op.ob_size;
  const at = find(op, args[0]!, start, stop);
  if (at === -2) return null;
  if (at === -1) return PyErr_SetString(PyExc_ValueError, 'array.index(x): x not in array');
  return PyLong_FromSsize_t(at);
}
function array_count(self: PyObject, v: PyObject): Owned<PyObject> | null {
  const op = self as arrayobject;
  let count = 0;
  for (let at = find(op, v); at !== -1; at = find(op, v, at + 1)) {
    if (at === -2) return null;
    count++;
  }
  return PyLong_FromSsize_t(count);
}
function array_remove(self: PyObject, v: PyObject): Owned<PyObject> | null {
  const at = find(self as arrayobject, v);
  if (at === -2) return null;
  if (at === -1) return PyErr_SetString(PyExc_ValueError, 'array.remove(x): x not in array');
  return noneOr(splice(self as arrayobject, at, 1, new Uint8Array(0)));
}
function array_pop(self: PyObject, args: Args): Owned<PyObject> | null {
  const op = self as arrayobject;
  if (!_PyArg_CheckPositional('pop', args.length, 0, 1)) return null;
  let i = args.length > 0 ? argSsize(args[0]!) : -1;
  if (i === null) return null;
  if (op.ob_size === 0) return PyErr_SetString(PyExc_IndexError, 'pop from empty array');
  if (i < 0) i += op.ob_size;
  if (i < 0 || i >= op.ob_size) return PyErr_SetString(PyExc_IndexError, 'pop index out of range');
  const item = getitem(op, i);
  if (splice(op, i, 1, new Uint8Array(0)) < 0) {
    Py_DECREF(item);
    return null;
  }
  return item;
}
function array_insert(self: PyObject, args: Args): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('insert', args.length, 2, 2)) return null;
  const i = argSsize(args[0]!);
  return i === null ? null : noneOr(ins1(self as arrayobject, i, args[1]!));
}
/** The bytes of each item reversed, or with `items` the order of the items. */
function reversed(op: arrayobject, items: boolean): Owned<PyObject> {
  const size = op.itemsize;
  const bytes = contents(op);
  const flipped = bytes.slice().reverse();
  if (!items) {
    for (let i = 0; i < op.ob_size; i++)
      bytes.set(flipped.subarray((op.ob_size - 1 - i) * size).subarray(0, size), i * size);
    return noneResult();
  }
  for (let i = 0; i < op.ob_size; i++) bytes.set(flipped.slice(i * size, (i + 1) * size).reverse(), i * size);
  return noneResult();
}

class arrayiterobject extends PyObject {
  index = 0;
  ao: arrayobject | null;
  constructor(type: PyTypeObject, ao: arrayobject) {
    super(type);
    this.ao = ao;
  }
}
function array_iter(self: PyObject): Owned<PyObject> {
  const it = PyObject_GC_New(new arrayiterobject(ArrayIter_Type, Py_NewRef(self as arrayobject)), 40);
  _PyObject_GC_TRACK(it);
  return it;
}
const ArrayIter_Type = defineModuleType({
  tp_name: 'array.arrayiterator',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: (it: arrayiterobject) => {
    PyObject_GC_UnTrack(it);
    Py_XDECREF(it.ao);
    PyObject_GC_Del(it);
  },
  tp_traverse: (it: arrayiterobject, visit) => {
    if (it.ao !== null) visit(it.ao);
  },
  tp_iter: (self: PyObject) => PyObject_SelfIter(self),
  tp_iternext: (self: PyObject) => {
    const it = self as arrayiterobject;
    const { ao } = it;
    if (ao === null) return null;
    if (it.index < ao.ob_size) return getitem(ao, it.index++);
    it.ao = null;
    Py_DECREF(ao);
    return null;
  },
});

const copy = (self: PyObject): Owned<PyObject> => fromBytes(self as arrayobject, contents(self as arrayobject));
const Array_Type: PyTypeObject = defineModuleType({
  tp_name: 'array.array',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_basicsize: 64,
  // The collector sees arrays, because in C they refer to their (heap) type.
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_SEQUENCE,
  tp_traverse: () => {},
  tp_weaklistoffset: 48,
  construct: (type) => new arrayobject(type),
  tp_new: array_new as never,
  tp_dealloc: array_dealloc,
  tp_repr: array_repr,
  tp_richcompare: array_richcompare,
  tp_iter: array_iter,
  sq_length: (self: PyObject) => (self as arrayobject).ob_size,
  sq_concat: array_concat,
  sq_repeat: array_repeat,
  sq_item: array_item,
  sq_contains: (self: PyObject, v: PyObject) => {
    const at = find(self as arrayobject, v);
    return at === -2 ? -1 : Number(at >= 0);
  },
  sq_inplace_concat: array_inplace_concat,
  sq_inplace_repeat: array_inplace_repeat,
  mp_length: (self: PyObject) => (self as arrayobject).ob_size,
  mp_subscript: array_subscr,
  mp_ass_subscript: array_ass_subscr,
  bf_getbuffer: array_getbuffer,
  bf_releasebuffer: (self: PyObject) => {
    (self as arrayobject).ob_exports--;
  },
  tp_getset: [
    {
      name: 'typecode',
      get: (self: PyObject) => PyUnicode_FromString((self as arrayobject).typecode),
      set: null,
      doc: 'the typecode character used to create the array',
    },
    {
      name: 'itemsize',
      get: (self: PyObject) => PyLong_FromLong((self as arrayobject).itemsize),
      set: null,
      doc: 'the size, in bytes, of one array item',
    },
  ],
  tp_methods: [
    method(
      'append',
      METH_O,
      (self: PyObject, v: PyObject) => noneOr(ins1(self as arrayobject, (self as arrayobject).ob_size, v)),
      '($self, v, /)',
    ),
    method(
      'buffer_info',
      METH_NOARGS,
      (self: PyObject) =>
        PyTuple_FromArraySteal([
          PyLong_FromSsize_t((self as arrayobject).ob_addr_items * 16),
          PyLong_FromSsize_t((self as arrayobject).ob_size),
        ]),
      '($self, /)',
    ),
    method('byteswap', METH_NOARGS, (self: PyObject) => reversed(self as arrayobject, false), '($self, /)'),
    method('clear', METH_NOARGS, (self: PyObject) => noneOr(array_resize(self as arrayobject, 0)), '($self, /)'),
    method('__copy__', METH_NOARGS, copy, '($self, /)'),
    method('count', METH_O, array_count, '($self, v, /)'),
    method('__deepcopy__', METH_O, copy, '($self, unused, /)'),
    method(
      'extend',
      METH_O,
      (self: PyObject, bb: PyObject) => noneOr(array_do_extend(self as arrayobject, bb)),
      '($self, bb, /)',
    ),
    method(
      'fromfile',
      METH_FASTCALL | METH_KEYWORDS,
      (self: PyObject, args: Args, kwnames: PyTupleObject | null) => array_fromfile(filed(self), args, kwnames),
      '($self, f, n, /)',
    ),
    method('fromlist', METH_O, array_fromlist, '($self, list, /)'),
    method('frombytes', METH_O, array_frombytes, '($self, buffer, /)'),
    method('index', METH_FASTCALL, array_index, '($self, v, start=0, stop=sys.maxsize, /)'),
    method('insert', METH_FASTCALL, array_insert, '($self, i, v, /)'),
    method('pop', METH_FASTCALL, array_pop, '($self, i=-1, /)'),
    method('__reduce_ex__', METH_O, array___reduce_ex__, '($self, value, /)', 'Return state information for pickling.'),
    method('remove', METH_O, array_remove, '($self, v, /)'),
    method('reverse', METH_NOARGS, (self: PyObject) => reversed(self as arrayobject, true), '($self, /)'),
    method(
      'tofile',
      METH_FASTCALL | METH_KEYWORDS,
      (self: PyObject, args: Args, kwnames: PyTupleObject | null) => array_tofile(filed(self), args, kwnames),
      '($self, f, /)',
    ),
    method('tolist', METH_NOARGS, array_tolist, '($self, /)'),
    method('fromunicode', METH_O, array_fromunicode, '($self, ustr, /)'),
    method('tounicode', METH_NOARGS, array_tounicode, '($self, /)'),
    method(
      'tobytes',
      METH_NOARGS,
      (self: PyObject) => PyBytes_FromStringAndSize(contents(self as arrayobject).slice()),
      '($self, /)',
    ),
    method(
      '__sizeof__',
      METH_NOARGS,
      (self: PyObject) =>
        PyLong_FromSsize_t(
          self.ob_type.tp_basicsize + (self as arrayobject).allocated * (self as arrayobject).itemsize,
        ),
      '($self, /)',
    ),
    method('__class_getitem__', METH_O | METH_CLASS, Py_GenericAlias as never, '($type, object, /)'),
  ],
});

/** array._array_reconstructor: an array of `items`, bytes in a machine format. */
function array__array_reconstructor(_m: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('_array_reconstructor', args.length, 4, 4)) return null;
  const [given, code, format, items] = args as [PyObject, PyObject, PyObject, PyObject];
  if (!PyUnicode_Check(code) || (code as PyUnicodeObject).length !== 1) {
    return _PyArg_BadArgument('_array_reconstructor', 'argument 2', 'a unicode character', code);
  }
  const mformat_code = PyLong_AsInt(format);
  if (mformat_code === -1 && PyErr_Occurred()) return null;
  if (!PyType_Check(given)) {
    return PyErr_SetString(PyExc_TypeError, `first argument must be a type object, not ${given.ob_type.tp_name}`);
  }
  const type = given as PyTypeObject;
  if (!PyType_IsSubtype(type, Array_Type)) {
    return PyErr_SetString(PyExc_TypeError, `${type.tp_name} is not a subtype of ${Array_Type.tp_name}`);
  }
  let typecode = (code as PyUnicodeObject).str;
  if (!typecodes.includes(typecode)) {
    return PyErr_SetString(PyExc_ValueError, 'second argument must be a valid type code');
  }
  if (mformat_code < 0 || mformat_code > MACHINE_FORMAT_CODE_MAX) {
    return PyErr_SetString(PyExc_ValueError, 'third argument must be a valid machine format code.');
  }
  if (!PyBytes_Check(items)) {
    return PyErr_SetString(PyExc_TypeError, `fourth argument should be bytes, not ${items.ob_type.tp_name}`);
  }
  const bytes = (items as PyBytesObject).ob_sval;
  if (mformat_code === formatOfTypecode(typecode)) {
    if (bytes.length % itemSize(typecode) !== 0) {
      return PyErr_SetString(PyExc_ValueError, 'bytes length not a multiple of item size');
    }
    const op = newarrayobject(type, bytes.length / itemSize(typecode), typecode);
    op.bytes.set(bytes);
    return op;
  }
  const decoded = decodeFormat(bytes, mformat_code);
  if (decoded === null) return PyErr_SetString(PyExc_ValueError, 'string length not a multiple of item size');
  if (decoded.kind !== 'float' && decoded.kind !== 'utf')
    typecode = typecodeOfFormat(mformat_code, typecodes, typecode);
  const op = newarrayobject(type, 0, typecode);
  for (const value of decoded.values) {
    const item =
      typeof value === 'string'
        ? PyUnicode_FromString(value)
        : typeof value === 'number'
          ? PyFloat_FromDouble(value)
          : PyLong_FromBigInt(value);
    const status = ins1(op, op.ob_size, item);
    Py_DECREF(item);
    if (status < 0) {
      Py_DECREF(op);
      return null;
    }
  }
  return op;
}

function array___reduce_ex__(self: PyObject, value: PyObject): Owned<PyObject> | null {
  const op = self as arrayobject;
  if (!PyLong_Check(value)) return PyErr_SetString(PyExc_TypeError, '__reduce_ex__ argument should be an integer');
  const protocol = PyLong_AsInt(value);
  if (protocol === -1 && PyErr_Occurred()) return null;
  const dict: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(self, _Py_ID('__dict__'), dict) < 0) return null;
  const state = dict.value ?? noneResult();
  const type = Py_NewRef(self.ob_type);
  const typecode = PyUnicode_FromString(op.typecode);
  if (protocol < 3) {
    const args = PyTuple_FromArraySteal([typecode, array_tolist(self)]);
    return PyTuple_FromArraySteal([type, args, state]);
  }
  const module = vmInterface.importModule('array');
  const reconstructor = module === null ? null : PyObject_GetAttr(module, _Py_ID('_array_reconstructor'));
  Py_XDECREF(module);
  if (reconstructor === null) {
    Py_DECREF(state);
    Py_DECREF(type);
    Py_DECREF(typecode);
    return null;
  }
  const format = PyLong_FromLong(formatOfTypecode(op.typecode));
  const bytes = PyBytes_FromStringAndSize(contents(op).slice());
  return PyTuple_FromArraySteal([reconstructor, PyTuple_FromArraySteal([type, typecode, format, bytes]), state]);
}

export function PyInit_array(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: 'array',
    m_doc:
      'This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.',
    m_methods: [
      method(
        '_array_reconstructor',
        METH_FASTCALL,
        array__array_reconstructor,
        '($module, arraytype, typecode, mformat_code, items, /)',
        'Internal. Used for pickling support.',
      ),
    ],
    m_exec: (module) => {
      if (readyModuleTypes(module, Array_Type, ArrayIter_Type) < 0) return -1;
      if (PyModule_AddObject(module, 'array', Py_NewRef(Array_Type)) < 0) return -1;
      if (PyModule_AddObject(module, 'ArrayType', Py_NewRef(Array_Type)) < 0) return -1;
      return PyModule_AddStringConstant(module, 'typecodes', 'bBuwhHiIlLqQfd');
    },
  });
}
