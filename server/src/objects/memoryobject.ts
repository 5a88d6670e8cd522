// memoryview, and the managed buffer its views share. Follows Objects/memoryobject.c, CPython 3.13. Suboffsets
// (PIL-style arrays) do not exist here: no exporter makes them. Items are in memoryitems.ts.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyBool_FromLong } from './boolobject';
import {
  contiguousStrides,
  newBuffer,
  PyBuffer_FillInfo,
  PyBuffer_IsContiguous,
  PyBuffer_Release,
  PyBuffer_ToContiguous,
  PyObject_CheckBuffer,
  PyObject_GetBuffer,
} from './bufferobject';
import type { Py_buffer } from './bufferstruct';
import {
  PyBUF_ANY_CONTIGUOUS,
  PyBUF_C_CONTIGUOUS,
  PyBUF_F_CONTIGUOUS,
  PyBUF_FORMAT,
  PyBUF_FULL_RO,
  PyBUF_ND,
  PyBUF_STRIDES,
  PyBUF_WRITABLE,
} from './bufferstruct';
import { hexArgs } from './bytes_methods';
import { PyBytes_FromStringAndSize } from './bytesobject';
import { argCString, argInt, argStr, PY_SSIZE_T_MAX } from './clinic';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_BufferError, PyExc_NotImplementedError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_BadArgument, _PyArg_UnpackKeywords, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyList_Check } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { memory_ass_sub, memory_item, memory_richcompare, memory_subscript, memory_tolist } from './memoryitems';
import { nativeFormat, nativeSize, unpackNative } from './nativeformat';
import { PyObject } from './object';
import type { visitproc } from './object';
import { noneResult, pointerText, Py_None, PyObject_Hash, PyObject_SelfIter } from './objectprotocol';
import { _Py_HashBytes, hash_hi, hashError, isHashError, makeHash } from './pyhash';
import { _Py_strhex_with_sep } from './pystrhex';
import { PyTuple_Check, PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyGetSetDef, PyTypeObject } from './typestruct';
import {
  defineType,
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_VARARGS,
  method,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_SEQUENCE,
} from './typestruct';
import { PyUnicode_AsASCIIString } from './unicode_codecs';
import { PyUnicode_Check, PyUnicode_FromString } from './unicode_core';
import { PyObject_ClearWeakRefs } from './weakrefobject';

const MAX_NDIM = 64;

/** The buffer of an exporter, shared by all memoryviews that show parts of it. */
export class _PyManagedBufferObject extends PyObject {
  released = false;
  /** Memoryviews registered with it that are not released. */
  exports = 0;
  master: Py_buffer;
  constructor(type: PyTypeObject) {
    super(type);
    this.master = newBuffer();
  }
}

export class PyMemoryViewObject extends PyObject {
  mbuf: _PyManagedBufferObject | null;
  released = false;
  /** Shown to __release_buffer__ only: no other view may be made of it. */
  restricted = false;
  /** Buffers exported by the view itself: it can't be released meanwhile. */
  exports = 0;
  /** Shape and strides are always there (null only where there are no dimensions). `obj` is borrowed from the buffer. */
  view: Py_buffer;
  c_contiguous = false;
  f_contiguous = false;
  hash_lo = 0;
  hash_hi = 0;
  hashed = false;
  /** Items of ob_array: three for each dimension there was room for. */
  ob_size: number;
  constructor(type: PyTypeObject, ob_size: number) {
    super(type);
    this.mbuf = null;
    this.view = newBuffer();
    this.ob_size = ob_size;
    this.ob_weakreflist = null;
  }
}

export function PyMemoryView_Check(op: PyObject): op is PyMemoryViewObject {
  return op.ob_type === PyMemoryView_Type;
}

function mbuf_alloc(): Owned<_PyManagedBufferObject> {
  const mbuf = PyObject_GC_New(new _PyManagedBufferObject(_PyManagedBuffer_Type), 112);
  _PyObject_GC_TRACK(mbuf);
  return mbuf;
}
function mbuf_release(self: _PyManagedBufferObject): void {
  if (self.released) return;
  self.released = true;
  _PyObject_GC_UNTRACK(self);
  PyBuffer_Release(self.master);
}
export const _PyManagedBuffer_Type = defineType({
  tp_name: 'managedbuffer',
  tp_basicsize: 112,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (self: _PyManagedBufferObject) => {
    mbuf_release(self);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: _PyManagedBufferObject, visit) => {
    if (self.master.obj !== null) visit(self.master.obj);
  },
  tp_clear: mbuf_release,
});

/** The view's `shape` and so on, taken from `src`, with what is missing put in. */
function fill_view(mv: PyMemoryViewObject, src: Py_buffer): void {
  const shape = src.ndim === 0 ? null : src.shape !== null ? [...src.shape] : [Math.floor(src.len / src.itemsize)];
  mv.view = {
    obj: src.obj,
    buf: src.buf,
    offset: src.offset,
    len: src.len,
    itemsize: src.itemsize,
    readonly: src.readonly,
    ndim: src.ndim,
    format: src.format ?? 'B',
    shape,
    strides: shape === null ? null : src.strides !== null ? [...src.strides] : contiguousStrides(shape, src.itemsize),
    suboffsets: null,
    internal: src.internal,
  };
  init_flags(mv);
}
export function init_flags(mv: PyMemoryViewObject): void {
  const { ndim, shape, strides, itemsize } = mv.view;
  if (ndim === 1) {
    // Unlike PyBuffer_IsContiguous, no items at all don't make it contiguous.
    mv.c_contiguous = mv.f_contiguous = shape![0] === 1 || strides![0] === itemsize;
    return;
  }
  mv.c_contiguous = PyBuffer_IsContiguous(mv.view, 'C');
  mv.f_contiguous = PyBuffer_IsContiguous(mv.view, 'F');
}

/** A view registered with `mbuf` that shows what `src` shows; `ndim` is the room for dimensions. */
export function mbuf_add_view(
  mbuf: _PyManagedBufferObject,
  src: Py_buffer,
  ndim = src.ndim,
): Owned<PyMemoryViewObject> | null {
  if (src.ndim > MAX_NDIM) return tooManyDimensions();
  const mv = PyObject_GC_New(new PyMemoryViewObject(PyMemoryView_Type, 3 * ndim), 144 + 24 * ndim);
  _PyObject_GC_TRACK(mv);
  fill_view(mv, src);
  mv.mbuf = Py_NewRef(mbuf);
  mbuf.exports++;
  return mv;
}
function tooManyDimensions(): null {
  return PyErr_SetString(PyExc_ValueError, `memoryview: number of dimensions must not exceed ${MAX_NDIM}`);
}

/** PyMemoryView_FromBuffer: `info.obj` is borrowed and not kept. */
export function PyMemoryView_FromBuffer(info: Py_buffer): Owned<PyObject> | null {
  const mbuf = mbuf_alloc();
  mbuf.master = { ...info, obj: null };
  const mv = mbuf_add_view(mbuf, mbuf.master);
  Py_DECREF(mbuf);
  return mv;
}
/** PyMemoryView_FromMemory: a view of plain bytes that belong to nobody. */
export function PyMemoryView_FromMemory(bytes: Uint8Array, writable: boolean): Owned<PyObject> | null {
  const info = newBuffer();
  PyBuffer_FillInfo(info, null, bytes, 0, bytes.length, !writable, PyBUF_FULL_RO);
  return PyMemoryView_FromBuffer(info);
}

/** Whether the view's memory is gone; sets ValueError then. */
export function isReleased(self: PyMemoryViewObject): boolean {
  if (!inaccessible(self)) return false;
  PyErr_SetString(PyExc_ValueError, 'operation forbidden on released memoryview object');
  return true;
}
/** CHECK_RESTRICTED, after the check whether it is released. */
function isClosed(self: PyMemoryViewObject): boolean {
  if (isReleased(self)) return true;
  if (!self.restricted) return false;
  PyErr_SetString(PyExc_ValueError, 'cannot create new view on restricted memoryview');
  return true;
}
/** BASE_INACCESSIBLE. */
export function inaccessible(self: PyMemoryViewObject): boolean {
  return self.released || self.mbuf === null || self.mbuf.released;
}

function fromObjectAndFlags(v: PyObject, flags: number): Owned<PyObject> | null {
  if (PyMemoryView_Check(v)) return isClosed(v) ? null : mbuf_add_view(v.mbuf!, v.view);
  if (!PyObject_CheckBuffer(v)) {
    return PyErr_SetString(PyExc_TypeError, `memoryview: a bytes-like object is required, not '${v.ob_type.tp_name}'`);
  }
  const mbuf = mbuf_alloc();
  if (PyObject_GetBuffer(v, mbuf.master, flags) < 0) {
    mbuf.master.obj = null;
    Py_DECREF(mbuf);
    return null;
  }
  const mv = mbuf_add_view(mbuf, mbuf.master);
  Py_DECREF(mbuf);
  return mv;
}
/** PyMemoryView_FromObject: `memoryview(v)`. */
export function PyMemoryView_FromObject(v: PyObject): Owned<PyObject> | null {
  return fromObjectAndFlags(v, PyBUF_FULL_RO);
}
/** _PyMemoryView_FromBufferProc: a view of what `getbuffer` gives of `v`. */
export function _PyMemoryView_FromBufferProc(
  v: PyObject,
  flags: number,
  getbuffer: (obj: PyObject, view: Py_buffer, flags: number) => number,
): Owned<PyObject> | null {
  const mbuf = mbuf_alloc();
  const failed = getbuffer(v, mbuf.master, flags) < 0;
  if (failed) mbuf.master.obj = null;
  const mv = failed ? null : mbuf_add_view(mbuf, mbuf.master);
  Py_DECREF(mbuf);
  return mv;
}

const newParser = argParser('memoryview', ['object'], 1);
function memoryview_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  return unpacked === null ? null : PyMemoryView_FromObject(unpacked[0]!);
}
const fromFlagsParser = argParser('_from_flags', ['object', 'flags'], 2);
function memoryview__from_flags(
  _type: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, fromFlagsParser);
  if (unpacked === null) return null;
  const flags = argInt(unpacked[1]!);
  return flags === null ? null : fromObjectAndFlags(unpacked[0]!, flags);
}

// ---- release ----

function _memory_release(self: PyMemoryViewObject): void {
  if (self.released) return;
  self.released = true;
  if (--self.mbuf!.exports === 0) mbuf_release(self.mbuf!);
}
function memoryview_release(op: PyObject): Owned<PyObject> | null {
  const self = op as PyMemoryViewObject;
  if (self.exports > 0) {
    return PyErr_SetString(
      PyExc_BufferError,
      `memoryview has ${self.exports} exported buffer${self.exports === 1 ? '' : 's'}`,
    );
  }
  _memory_release(self);
  return noneResult();
}
function memory_dealloc(self: PyMemoryViewObject): void {
  _PyObject_GC_UNTRACK(self);
  _memory_release(self);
  const mbuf = self.mbuf;
  self.mbuf = null;
  Py_XDECREF(mbuf);
  if (self.ob_weakreflist !== null) PyObject_ClearWeakRefs(self);
  PyObject_GC_Del(self);
}
function memory_traverse(self: PyMemoryViewObject, visit: visitproc): void {
  if (self.mbuf !== null) visit(self.mbuf);
}
function memory_clear(self: PyMemoryViewObject): void {
  if (self.exports !== 0) return;
  _memory_release(self);
  const mbuf = self.mbuf;
  self.mbuf = null;
  Py_XDECREF(mbuf);
}
function memory_enter(self: PyObject): Owned<PyObject> | null {
  return isReleased(self as PyMemoryViewObject) ? null : Py_NewRef(self);
}
function memory_exit(self: PyObject, _args: PyTupleObject): Owned<PyObject> | null {
  return memoryview_release(self);
}

// ---- casts ----

const typeError = (message: string): null => PyErr_SetString(PyExc_TypeError, message);
const valueError = (message: string): null => PyErr_SetString(PyExc_ValueError, message);
const isByteFormat = (c: string | null): boolean => c === 'b' || c === 'B' || c === 'c';

const castParser = argParser('cast', ['format', 'shape'], 1);
function memoryview_cast(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, castParser);
  if (unpacked === null) return null;
  const format = argStr('cast', "argument 'format'", unpacked[0]!);
  if (format === null) return null;
  const shape = unpacked[1] ?? null;
  const self = op as PyMemoryViewObject;
  if (isClosed(self)) return null;
  if (!self.c_contiguous) return typeError('memoryview: casts are restricted to C-contiguous views');
  const { view } = self;
  if ((shape !== null || view.ndim !== 1) && view.shape !== null && view.shape.includes(0)) {
    return typeError('memoryview: cannot cast view with zeros in shape or strides');
  }
  let ndim = 1;
  if (shape !== null) {
    if (!PyList_Check(shape) && !PyTuple_Check(shape)) return typeError('shape must be a list or a tuple');
    ndim = (shape as PyListObject | PyTupleObject).ob_item.length;
    if (ndim > MAX_NDIM) return tooManyDimensions();
    if (view.ndim !== 1 && ndim !== 1) return typeError('memoryview: cast must be 1D -> ND or ND -> 1D');
  }
  const mv = mbuf_add_view(self.mbuf!, view, Math.max(ndim, 1));
  if (mv === null) return null;
  if (cast_to_1D(mv, format) && (shape === null || cast_to_ND(mv, (shape as PyListObject | PyTupleObject).ob_item))) {
    return mv;
  }
  Py_DECREF(mv);
  return null;
}

/** False with an exception. */
function cast_to_1D(mv: PyMemoryViewObject, format: PyObject): boolean {
  const { view } = mv;
  const ascii = PyUnicode_AsASCIIString(format);
  if (ascii === null) return false;
  const text = String.fromCharCode(...ascii.ob_sval);
  Py_DECREF(ascii);
  const dest = nativeFormat(text);
  let problem: string | null = null;
  if (dest === null) {
    valueError("memoryview: destination format must be a native single character format prefixed with an optional '@'");
    return false;
  }
  const itemsize = nativeSize(dest);
  if (!isByteFormat(nativeFormat(view.format!)) && !isByteFormat(dest)) {
    problem = 'memoryview: cannot cast between two non-byte formats';
  } else if (view.len % itemsize !== 0) problem = 'memoryview: length is not a multiple of itemsize';
  if (problem !== null) {
    typeError(problem);
    return false;
  }
  view.format = text;
  view.itemsize = itemsize;
  view.ndim = 1;
  view.shape = [view.len / itemsize];
  view.strides = [itemsize];
  init_flags(mv);
  return true;
}

function cast_to_ND(mv: PyMemoryViewObject, dims: readonly PyObject[]): boolean {
  const { view } = mv;
  let len = view.itemsize;
  const shape: number[] = [];
  for (const dim of dims) {
    if (!PyLong_Check(dim)) return typeError('memoryview.cast(): elements of shape must be integers') !== null;
    const x = PyLong_AsSsize_t(dim);
    if (x === -1 && PyErr_Occurred() !== null) return false;
    if (x <= 0) return valueError('memoryview.cast(): elements of shape must be integers > 0') !== null;
    len *= x;
    if (len >= PY_SSIZE_T_MAX) return valueError('memoryview.cast(): product(shape) > SSIZE_MAX') !== null;
    shape.push(x);
  }
  view.ndim = shape.length;
  view.shape = shape.length === 0 ? null : shape;
  view.strides = shape.length === 0 ? null : contiguousStrides(shape, view.itemsize);
  if (view.len !== len) {
    typeError('memoryview: product(shape) * itemsize != buffer size');
    return false;
  }
  init_flags(mv);
  return true;
}

function memoryview_toreadonly(op: PyObject): Owned<PyObject> | null {
  const self = op as PyMemoryViewObject;
  if (isClosed(self)) return null;
  const mv = mbuf_add_view(self.mbuf!, self.view);
  if (mv !== null) mv.view.readonly = true;
  return mv;
}

// ---- the view as an exporter ----

function memory_getbuf(op: PyObject, view: Py_buffer, flags: number): number {
  const self = op as PyMemoryViewObject;
  if (isClosed(self)) return -1;
  const base = self.view;
  const requests = (wanted: number): boolean => (flags & wanted) === wanted;
  let problem: string | null = null;
  if ((flags & PyBUF_WRITABLE) !== 0 && base.readonly) problem = 'underlying buffer is not writable';
  else if (requests(PyBUF_C_CONTIGUOUS) && !self.c_contiguous) problem = 'underlying buffer is not C-contiguous';
  else if (requests(PyBUF_F_CONTIGUOUS) && !self.f_contiguous) problem = 'underlying buffer is not Fortran contiguous';
  else if (requests(PyBUF_ANY_CONTIGUOUS) && !self.c_contiguous && !self.f_contiguous) {
    problem = 'underlying buffer is not contiguous';
  } else if (!requests(PyBUF_STRIDES) && !self.c_contiguous) problem = 'underlying buffer is not C-contiguous';
  else if (!requests(PyBUF_ND) && (flags & PyBUF_FORMAT) !== 0) {
    problem = 'cannot cast to unsigned bytes if the format flag is present';
  }
  if (problem !== null) {
    PyErr_SetString(PyExc_BufferError, `memoryview: ${problem}`);
    return -1;
  }
  Object.assign(view, base);
  if ((flags & PyBUF_FORMAT) === 0) view.format = null;
  if (!requests(PyBUF_STRIDES)) view.strides = null;
  if (!requests(PyBUF_ND)) {
    view.ndim = 1;
    view.shape = null;
  }
  view.obj = Py_NewRef(self);
  self.exports++;
  return 0;
}
function memory_releasebuf(op: PyObject, _view: Py_buffer): void {
  (op as PyMemoryViewObject).exports--;
}

// ---- contents ----

const tobytesParser = argParser('tobytes', ['order'], 0);
function memoryview_tobytes(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, tobytesParser);
  if (unpacked === null) return null;
  let order: string | null = 'C';
  if (unpacked[0] != null && unpacked[0] !== Py_None) {
    if (!PyUnicode_Check(unpacked[0])) {
      return _PyArg_BadArgument('tobytes', "argument 'order'", 'str or None', unpacked[0]);
    }
    order = argCString('tobytes', "argument 'order'", unpacked[0]);
    if (order === null) return null;
  }
  const self = op as PyMemoryViewObject;
  if (isReleased(self)) return null;
  if (order !== 'C' && order !== 'F' && order !== 'A') return valueError("order must be 'C', 'F' or 'A'");
  return PyBytes_FromStringAndSize(PyBuffer_ToContiguous(self.view, order));
}
function memoryview_hex(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const a = hexArgs(args, kwnames);
  const self = op as PyMemoryViewObject;
  if (a === null || isReleased(self)) return null;
  return _Py_strhex_with_sep(PyBuffer_ToContiguous(self.view, 'C'), a.sep, a.bytes_per_sep);
}
function memory_repr(self: PyObject): Owned<PyObject> {
  const released = (self as PyMemoryViewObject).released ? 'released ' : '';
  return PyUnicode_FromString(`<${released}memory at ${pointerText(self)}>`);
}
function memory_length(op: PyObject): number {
  const self = op as PyMemoryViewObject;
  if (isReleased(self)) return -1;
  if (self.view.ndim === 0) {
    typeError('0-dim memory has no length');
    return -1;
  }
  return self.view.shape![0]!;
}

function memory_hash(op: PyObject): number {
  const self = op as PyMemoryViewObject;
  if (self.hashed) return makeHash(self.hash_lo, self.hash_hi);
  if (isReleased(self)) return hashError();
  const { view } = self;
  if (!view.readonly) {
    valueError('cannot hash writable memoryview object');
    return hashError();
  }
  if (!isByteFormat(nativeFormat(view.format!))) {
    valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    return hashError();
  }
  // Unhashable exporters say so themselves.
  if (view.obj !== null && isHashError(PyObject_Hash(view.obj))) return hashError();
  const lo = _Py_HashBytes(PyBuffer_ToContiguous(view, 'C'));
  self.hash_lo = lo;
  self.hash_hi = hash_hi;
  self.hashed = true;
  return lo;
}

function intTuple(values: readonly number[] | null): Owned<PyObject> {
  return PyTuple_FromArraySteal((values ?? []).map((v) => PyLong_FromSsize_t(v)));
}
function getter(name: string, get: (self: PyMemoryViewObject) => PyObject, doc: string): PyGetSetDef {
  return { name, get: (self: PyMemoryViewObject) => (isReleased(self) ? null : get(self)), set: null, doc };
}

// ---- iterator ----

class memoryiterobject extends PyObject {
  it_index = 0;
  it_seq: PyMemoryViewObject | null;
  it_length: number;
  it_fmt: string;
  constructor(type: PyTypeObject, seq: PyMemoryViewObject, fmt: string) {
    super(type);
    this.it_seq = seq;
    this.it_length = seq.view.shape![0]!;
    this.it_fmt = fmt;
  }
}
function memoryiter_next(self: PyObject): Owned<PyObject> | null {
  const it = self as memoryiterobject;
  const seq = it.it_seq;
  if (seq === null) return null;
  if (it.it_index < it.it_length) {
    if (isReleased(seq)) return null;
    const { view } = seq;
    return unpackItem(seq, view.offset + view.strides![0]! * it.it_index++, it.it_fmt);
  }
  it.it_seq = null;
  Py_DECREF(seq);
  return null;
}
export const _PyMemoryIter_Type = defineType({
  tp_name: 'memory_iterator',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (it: memoryiterobject) => {
    _PyObject_GC_UNTRACK(it);
    Py_XDECREF(it.it_seq);
    PyObject_GC_Del(it);
  },
  tp_traverse: (it: memoryiterobject, visit) => {
    if (it.it_seq !== null) visit(it.it_seq);
  },
  tp_iter: (self: PyObject) => PyObject_SelfIter(self),
  tp_iternext: memoryiter_next,
});
function memory_iter(op: PyObject): Owned<PyObject> | null {
  const self = op as PyMemoryViewObject;
  if (isReleased(self)) return null;
  if (self.view.ndim === 0) return typeError('invalid indexing of 0-dim memory');
  if (self.view.ndim !== 1) {
    return PyErr_SetString(PyExc_NotImplementedError, 'multi-dimensional sub-views are not implemented');
  }
  const fmt = adjust_fmt(self.view);
  if (fmt === null) return null;
  const it = PyObject_GC_New(new memoryiterobject(_PyMemoryIter_Type, Py_NewRef(self), fmt), 48);
  _PyObject_GC_TRACK(it);
  return it;
}

/** adjust_fmt: the view's format if it is a single character, else null with NotImplementedError. */
export function adjust_fmt(view: Py_buffer): string | null {
  const format = view.format!;
  const fmt = format.startsWith('@') ? format.slice(1) : format;
  if (fmt.length === 1) return fmt;
  return PyErr_SetString(PyExc_NotImplementedError, `memoryview: unsupported format ${format}`);
}

/** unpack_single: the item at an offset of the view's memory. */
export function unpackItem(self: PyMemoryViewObject, at: number, fmt: string): Owned<PyObject> | null {
  if (nativeFormat(fmt) === null) {
    return PyErr_SetString(PyExc_NotImplementedError, `memoryview: format ${fmt} not supported`);
  }
  return unpackNative(self.view.buf, at, fmt);
}

const FASTKW = METH_FASTCALL | METH_KEYWORDS;

export const PyMemoryView_Type: PyTypeObject = defineType({
  tp_name: 'memoryview',
  tp_basicsize: 144,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE,
  tp_doc: 'memoryview(object)\n--\n\nCreate a new memoryview object which references the given object.',
  tp_weaklistoffset: 136,
  tp_new: memoryview_new,
  tp_dealloc: memory_dealloc,
  tp_repr: memory_repr,
  tp_hash: memory_hash,
  tp_traverse: memory_traverse,
  tp_clear: memory_clear,
  tp_richcompare: memory_richcompare,
  tp_iter: memory_iter,
  sq_length: memory_length,
  sq_item: memory_item,
  mp_length: memory_length,
  mp_subscript: memory_subscript,
  mp_ass_subscript: memory_ass_sub,
  bf_getbuffer: memory_getbuf,
  bf_releasebuffer: memory_releasebuf,
  tp_methods: [
    method('release', METH_NOARGS, memoryview_release, '($self, /)'),
    method('tobytes', FASTKW, memoryview_tobytes, "($self, /, order='C')"),
    method('hex', FASTKW, memoryview_hex, '($self, /, sep=<unrepresentable>, bytes_per_sep=1)'),
    method('tolist', METH_NOARGS, memory_tolist, '($self, /)'),
    method('cast', FASTKW, memoryview_cast, '($self, /, format, shape=<unrepresentable>)'),
    method('toreadonly', METH_NOARGS, memoryview_toreadonly, '($self, /)'),
    method('_from_flags', FASTKW | METH_CLASS, memoryview__from_flags, '($type, /, object, flags)'),
    method('__enter__', METH_NOARGS, memory_enter, '($self, /)'),
    method('__exit__', METH_VARARGS, memory_exit, '($self, /, *exc_info)'),
  ],
  tp_getset: [
    getter('obj', (self) => Py_NewRef(self.view.obj ?? Py_None), 'The underlying object of the memoryview.'),
    getter('nbytes', (self) => PyLong_FromSsize_t(self.view.len), 'Bytes that the items take up without gaps.'),
    getter('readonly', (self) => PyBool_FromLong(self.view.readonly), 'Whether the memory is read only.'),
    getter('itemsize', (self) => PyLong_FromSsize_t(self.view.itemsize), 'Bytes of each item.'),
    getter(
      'format',
      (self) => PyUnicode_FromString(self.view.format!),
      'Format of each item, as in the struct module.',
    ),
    getter('ndim', (self) => PyLong_FromLong(self.view.ndim), 'Number of dimensions.'),
    getter('shape', (self) => intTuple(self.view.shape), 'Length of each dimension.'),
    getter('strides', (self) => intTuple(self.view.strides), 'Bytes from one item to the next in each dimension.'),
    getter('suboffsets', () => intTuple(null), 'Used internally for PIL-style arrays.'),
    getter(
      'c_contiguous',
      (self) => PyBool_FromLong(self.c_contiguous),
      'Whether the items lie in C order without gaps.',
    ),
    getter(
      'f_contiguous',
      (self) => PyBool_FromLong(self.f_contiguous),
      'Whether the items lie in Fortran order without gaps.',
    ),
    getter(
      'contiguous',
      (self) => PyBool_FromLong(self.c_contiguous || self.f_contiguous),
      'Whether there are no gaps.',
    ),
  ],
});
