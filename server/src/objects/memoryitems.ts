// Items, slices and comparisons of memoryviews. Follows Objects/memoryobject.c, CPython 3.13.
// Deviation: views whose formats are no single native characters compare unequal (C asks the struct module, which refuses
// every format that can come up here).

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyIndex_Check } from './abstractnumber';
import { PyBool_FromLong } from './boolobject';
import { contiguousStrides, newBuffer, PyBuffer_Release, PyObject_GetBuffer } from './bufferobject';
import type { Py_buffer } from './bufferstruct';
import { PyBUF_FULL_RO } from './bufferstruct';
import { asIndex, unpackSlice } from './clinic';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from './errors';
import {
  PyExc_IndexError,
  PyExc_NotImplementedError,
  PyExc_OverflowError,
  PyExc_TypeError,
  PyExc_ValueError,
} from './exceptions';
import { PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import type { PyMemoryViewObject } from './memoryobject';
import {
  adjust_fmt,
  inaccessible,
  init_flags,
  isReleased,
  mbuf_add_view,
  PyMemoryView_Check,
  unpackItem,
} from './memoryobject';
import { nativeFormat, packNative, unpackNative } from './nativeformat';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_NE } from './object';
import { Py_NotImplemented, PyObject_RichCompareBool } from './objectprotocol';
import { Py_Ellipsis, PySlice_Check } from './sliceobject';
import { PyTuple_Check } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';

const typeError = (message: string): null => PyErr_SetString(PyExc_TypeError, message);
const notImplemented = (message: string): null => PyErr_SetString(PyExc_NotImplementedError, message);

/** pack_single: writes an item at an offset; 0, or −1 with an exception. */
function packItem(self: PyMemoryViewObject, at: number, item: PyObject, fmt: string): number {
  if (nativeFormat(fmt) === null) {
    notImplemented(`memoryview: format ${fmt} not supported`);
    return -1;
  }
  let result = packNative(self.view.buf, at, item, fmt, () => !isReleased(self));
  if (result === 'ok') return 0;
  if (result === 'error' && fmt !== '?' && !inaccessible(self)) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) result = 'type';
    else if (PyErr_ExceptionMatches(PyExc_OverflowError) || PyErr_ExceptionMatches(PyExc_ValueError)) result = 'range';
    if (result !== 'error') PyErr_Clear();
  }
  if (result === 'type') PyErr_SetString(PyExc_TypeError, `memoryview: invalid type for format '${fmt}'`);
  if (result === 'range') PyErr_SetString(PyExc_ValueError, `memoryview: invalid value for format '${fmt}'`);
  return -1;
}

/** lookup_dimension: the offset of an index in one dimension, added to `at`; −1 with IndexError. */
function lookup_dimension(view: Py_buffer, at: number, dim: number, index: number): number {
  const nitems = view.shape![dim]!;
  if (index < 0) index += nitems;
  if (index < 0 || index >= nitems) {
    PyErr_SetString(PyExc_IndexError, `index out of bounds on dimension ${dim + 1}`);
    return -1;
  }
  return at + view.strides![dim]! * index;
}
function offsetOfTuple(view: Py_buffer, tup: PyTupleObject): number {
  const indices = tup.ob_item;
  if (indices.length > view.ndim) {
    typeError(`cannot index ${view.ndim}-dimension view with ${indices.length}-element tuple`);
    return -1;
  }
  let at = view.offset;
  for (let dim = 0; dim < indices.length; dim++) {
    const index = asIndex(indices[dim]!, PyExc_IndexError);
    if (index === null) return -1;
    at = lookup_dimension(view, at, dim, index);
    if (at < 0) return -1;
  }
  return at;
}

const isTuple = (key: PyObject): key is PyTupleObject => PyTuple_Check(key);
const isMultiindex = (key: PyObject): key is PyTupleObject => isTuple(key) && key.ob_item.every(PyIndex_Check);
const isMultislice = (key: PyObject): boolean =>
  isTuple(key) && key.ob_item.length > 0 && key.ob_item.every(PySlice_Check);

/** `self[index]` of a one-dimensional view. */
export function memory_item(op: PyObject, index: number): Owned<PyObject> | null {
  const self = op as PyMemoryViewObject;
  if (isReleased(self)) return null;
  const { view } = self;
  const fmt = adjust_fmt(view);
  if (fmt === null) return null;
  if (view.ndim === 0) return typeError('invalid indexing of 0-dim memory');
  if (view.ndim !== 1) return notImplemented('multi-dimensional sub-views are not implemented');
  const at = lookup_dimension(view, view.offset, 0, index);
  return at < 0 ? null : unpackItem(self, at, fmt);
}

function memory_item_multi(self: PyMemoryViewObject, tup: PyTupleObject): Owned<PyObject> | null {
  const fmt = adjust_fmt(self.view);
  if (fmt === null) return null;
  if (tup.ob_item.length < self.view.ndim) return notImplemented('sub-views are not implemented');
  const at = offsetOfTuple(self.view, tup);
  if (at < 0) return null;
  return isReleased(self) ? null : unpackItem(self, at, fmt);
}

/** init_slice for the first dimension; false with an exception. */
function init_slice(base: Py_buffer, key: PyObject): boolean {
  const slice = unpackSlice(key, base.shape![0]!);
  if (slice === null) return false;
  base.offset += base.strides![0]! * slice.start;
  base.shape![0] = slice.slicelength;
  base.strides![0] = base.strides![0]! * slice.step;
  return true;
}

export function memory_subscript(op: PyObject, key: PyObject): Owned<PyObject> | null {
  const self = op as PyMemoryViewObject;
  if (isReleased(self)) return null;
  const { view } = self;
  if (view.ndim === 0) {
    if (isTuple(key) && key.ob_item.length === 0) {
      const fmt = adjust_fmt(view);
      return fmt === null ? null : unpackItem(self, view.offset, fmt);
    }
    return key === Py_Ellipsis ? Py_NewRef(self) : typeError('invalid indexing of 0-dim memory');
  }
  if (PyIndex_Check(key)) {
    const index = asIndex(key, PyExc_IndexError);
    return index === null ? null : memory_item(self, index);
  }
  if (PySlice_Check(key)) {
    const sliced = mbuf_add_view(self.mbuf!, view);
    if (sliced === null) return null;
    if (!init_slice(sliced.view, key)) {
      Py_DECREF(sliced);
      return null;
    }
    sliced.view.len = sliced.view.shape!.reduce((n, dim) => n * dim, view.itemsize);
    init_flags(sliced);
    return sliced;
  }
  if (isMultiindex(key)) return memory_item_multi(self, key);
  if (isMultislice(key)) return notImplemented('multi-dimensional slicing is not implemented');
  return typeError('memoryview: invalid slice key');
}

export function memory_ass_sub(op: PyObject, key: PyObject, value: PyObject | null): number {
  const self = op as PyMemoryViewObject;
  if (isReleased(self)) return -1;
  const { view } = self;
  const fmt = adjust_fmt(view);
  if (fmt === null) return -1;
  if (view.readonly || value === null) {
    typeError(view.readonly ? 'cannot modify read-only memory' : 'cannot delete memory');
    return -1;
  }
  if (view.ndim === 0) {
    if (key === Py_Ellipsis || (isTuple(key) && key.ob_item.length === 0))
      return packItem(self, view.offset, value, fmt);
    typeError('invalid indexing of 0-dim memory');
    return -1;
  }
  if (PyIndex_Check(key)) {
    if (view.ndim > 1) {
      notImplemented('sub-views are not implemented');
      return -1;
    }
    const index = asIndex(key, PyExc_IndexError);
    if (index === null) return -1;
    const at = lookup_dimension(view, view.offset, 0, index);
    return at < 0 ? -1 : packItem(self, at, value, fmt);
  }
  if (PySlice_Check(key) && view.ndim === 1) return ass_slice(self, key, value);
  if (isMultiindex(key)) {
    if (key.ob_item.length < view.ndim) {
      notImplemented('sub-views are not implemented');
      return -1;
    }
    const at = offsetOfTuple(view, key);
    return at < 0 ? -1 : packItem(self, at, value, fmt);
  }
  if (PySlice_Check(key) || isMultislice(key)) {
    notImplemented('memoryview slice assignments are currently restricted to ndim = 1');
  } else typeError('memoryview: invalid slice key');
  return -1;
}

/** self[key] = value for a slice of a one-dimensional view. */
function ass_slice(self: PyMemoryViewObject, key: PyObject, value: PyObject): number {
  const src = newBuffer();
  if (PyObject_GetBuffer(value, src, PyBUF_FULL_RO) < 0) return -1;
  const { view } = self;
  const dest: Py_buffer = { ...view, shape: [...view.shape!], strides: [...view.strides!] };
  const res = init_slice(dest, key) ? copy_single(self, dest, src) : -1;
  PyBuffer_Release(src);
  return res;
}
const plainFormat = (format: string | null): string => (format ?? 'B').replace(/^@/, '');
function copy_single(self: PyMemoryViewObject, dest: Py_buffer, src: Py_buffer): number {
  if (isReleased(self)) return -1;
  const { itemsize } = dest;
  if (plainFormat(dest.format) !== plainFormat(src.format) || itemsize !== src.itemsize || !equiv_shape(dest, src)) {
    PyErr_SetString(PyExc_ValueError, 'memoryview assignment: lvalue and rvalue have different structures');
    return -1;
  }
  const n = dest.shape![0]!;
  // By way of a copy: the two may overlap.
  const items = new Uint8Array(n * itemsize);
  const from = stridesOf(src)[0]!;
  for (let i = 0; i < n; i++)
    items.set(src.buf.subarray(src.offset + i * from, src.offset + i * from + itemsize), i * itemsize);
  for (let i = 0; i < n; i++)
    dest.buf.set(items.subarray(i * itemsize, (i + 1) * itemsize), dest.offset + i * dest.strides![0]!);
  return 0;
}
function stridesOf(view: Py_buffer): number[] {
  return view.strides ?? contiguousStrides(shapeOf(view), view.itemsize);
}
function shapeOf(view: Py_buffer): number[] {
  return view.ndim === 0 ? [] : (view.shape ?? [view.len / view.itemsize]);
}
/** Equal shapes, as far as a dimension of length zero. */
function equiv_shape(a: Py_buffer, b: Py_buffer): boolean {
  if (a.ndim !== b.ndim) return false;
  const p = shapeOf(a);
  const q = shapeOf(b);
  for (let i = 0; i < p.length; i++) {
    if (p[i] !== q[i]) return false;
    if (p[i] === 0) break;
  }
  return true;
}

/** Nested lists of the items from `at` on, beginning at dimension `dim`. */
function tolist_rec(self: PyMemoryViewObject, at: number, dim: number, fmt: string): Owned<PyObject> | null {
  const { view } = self;
  const n = view.shape![dim]!;
  const list = PyList_New(n) as PyListObject | null;
  if (list === null) return null;
  for (let i = 0; i < n; i++, at += view.strides![dim]!) {
    const item = dim === view.ndim - 1 ? unpackItem(self, at, fmt) : tolist_rec(self, at, dim + 1, fmt);
    if (item === null) {
      list.ob_item.length = i;
      Py_DECREF(list);
      return null;
    }
    list.ob_item[i] = item;
  }
  return list;
}
export function memory_tolist(op: PyObject): Owned<PyObject> | null {
  const self = op as PyMemoryViewObject;
  if (isReleased(self)) return null;
  const fmt = adjust_fmt(self.view);
  if (fmt === null) return null;
  return self.view.ndim === 0 ? unpackItem(self, self.view.offset, fmt) : tolist_rec(self, self.view.offset, 0, fmt);
}

/** Whether the items of the two views are equal: 1, 0, −1. */
function equalItems(v: Py_buffer, w: Py_buffer, vfmt: string, wfmt: string): number {
  const shape = shapeOf(v);
  const vs = stridesOf(v);
  const ws = stridesOf(w);
  const compare = (dim: number, p: number, q: number): number => {
    if (dim === shape.length) {
      if (vfmt === wfmt && vfmt === 'B') return v.buf[p] === w.buf[q] ? 1 : 0;
      const a = unpackNative(v.buf, p, vfmt);
      const b = unpackNative(w.buf, q, wfmt);
      // By value, not identity: a nan is not even equal to itself.
      const equal = a === b ? 1 : PyObject_RichCompareBool(a, b, Py_EQ);
      Py_DECREF(a);
      Py_DECREF(b);
      return equal;
    }
    for (let i = 0; i < shape[dim]!; i++) {
      const equal = compare(dim + 1, p + i * vs[dim]!, q + i * ws[dim]!);
      if (equal <= 0) return equal;
    }
    return 1;
  };
  return compare(0, v.offset, w.offset);
}

export function memory_richcompare(v: PyObject, w: PyObject, op: CompareOp): Owned<PyObject> | null {
  if (op !== Py_EQ && op !== Py_NE) return Py_NewRef(Py_NotImplemented);
  const result = (equal: boolean): Owned<PyObject> => PyBool_FromLong(equal === (op === Py_EQ));
  const self = v as PyMemoryViewObject;
  if (inaccessible(self)) return result(v === w);
  const wbuf = newBuffer();
  let ww = wbuf;
  if (PyMemoryView_Check(w)) {
    if (inaccessible(w)) return result(v === w);
    ww = w.view;
  } else if (PyObject_GetBuffer(w, wbuf, PyBUF_FULL_RO) < 0) {
    PyErr_Clear();
    return Py_NewRef(Py_NotImplemented);
  }
  let equal = 0;
  if (equiv_shape(self.view, ww)) {
    const vfmt = nativeFormat(self.view.format!);
    const wfmt = nativeFormat(ww.format ?? 'B');
    if (vfmt !== null && wfmt !== null) equal = equalItems(self.view, ww, vfmt, wfmt);
  }
  PyBuffer_Release(wbuf);
  return equal < 0 ? null : result(equal === 1);
}
