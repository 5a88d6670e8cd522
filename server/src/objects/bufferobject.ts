// The buffer protocol. Follows the buffer part of Objects/abstract.c, CPython 3.13.
// A view's bytes are `buf` from `offset` on: the exporter's own memory, not a copy.

import { Py_DECREF, Py_XNewRef } from '../heap/refcount';
import type { Py_buffer } from './bufferstruct';
import { PyBUF_FORMAT, PyBUF_ND, PyBUF_SIMPLE, PyBUF_STRIDES, PyBUF_WRITABLE } from './bufferstruct';
import { PyByteArrayObject, PyBytesObject } from './bytesstruct';
import { PyErr_SetString } from './errors';
import { PyExc_BufferError, PyExc_TypeError } from './exceptions';
import type { PyObject } from './object';

const NO_BYTES = new Uint8Array(0);

/** An empty view, to be filled by PyObject_GetBuffer. */
export function newBuffer(): Py_buffer {
  return {
    obj: null,
    buf: NO_BYTES,
    offset: 0,
    len: 0,
    itemsize: 1,
    readonly: true,
    ndim: 0,
    format: null,
    shape: null,
    strides: null,
    suboffsets: null,
    internal: null,
  };
}

export function PyObject_CheckBuffer(obj: PyObject): boolean {
  return obj.ob_type.bf_getbuffer !== null;
}

/** Fills `view` from `obj`, which the view then keeps alive; 0, or −1 with an exception. */
export function PyObject_GetBuffer(obj: PyObject, view: Py_buffer, flags: number): number {
  const getbuffer = obj.ob_type.bf_getbuffer;
  if (getbuffer === null) {
    PyErr_SetString(PyExc_TypeError, `a bytes-like object is required, not '${obj.ob_type.tp_name}'`);
    return -1;
  }
  return getbuffer(obj, view, flags);
}

/** Gives the view up; a view that was never filled may come too. */
export function PyBuffer_Release(view: Py_buffer): void {
  const obj = view.obj;
  if (obj === null) return;
  const release = obj.ob_type.bf_releasebuffer;
  if (release !== null) release(obj, view);
  view.obj = null;
  Py_DECREF(obj);
}

/** Fills a view of plain bytes: what most exporters' getbuffer does. `obj` may be null. */
export function PyBuffer_FillInfo(
  view: Py_buffer,
  obj: PyObject | null,
  buf: Uint8Array,
  offset: number,
  len: number,
  readonly: boolean,
  flags: number,
): number {
  if ((flags & PyBUF_WRITABLE) === PyBUF_WRITABLE && readonly) {
    PyErr_SetString(PyExc_BufferError, 'Object is not writable.');
    return -1;
  }
  view.obj = Py_XNewRef(obj);
  view.buf = buf;
  view.offset = offset;
  view.len = len;
  view.readonly = readonly;
  view.itemsize = 1;
  view.format = (flags & PyBUF_FORMAT) === PyBUF_FORMAT ? 'B' : null;
  view.ndim = 1;
  view.shape = (flags & PyBUF_ND) === PyBUF_ND ? [len] : null;
  view.strides = (flags & PyBUF_STRIDES) === PyBUF_STRIDES ? [1] : null;
  view.suboffsets = null;
  view.internal = null;
  return 0;
}

function isCContiguous(view: Py_buffer): boolean {
  if (view.len === 0 || view.strides === null) return true;
  let size = view.itemsize;
  for (let i = view.ndim - 1; i >= 0; i--) {
    const dim = view.shape![i]!;
    if (dim > 1 && view.strides[i] !== size) return false;
    size *= dim;
  }
  return true;
}
function isFortranContiguous(view: Py_buffer): boolean {
  if (view.len === 0) return true;
  if (view.strides === null) {
    // C order; also Fortran's when at most one dimension is longer than one.
    if (view.ndim <= 1) return true;
    let longer = 0;
    for (const dim of view.shape!) if (dim > 1) longer++;
    return longer <= 1;
  }
  let size = view.itemsize;
  for (let i = 0; i < view.ndim; i++) {
    const dim = view.shape![i]!;
    if (dim > 1 && view.strides[i] !== size) return false;
    size *= dim;
  }
  return true;
}

/** `order`: 'C', 'F' or 'A' (either). */
export function PyBuffer_IsContiguous(view: Py_buffer, order: 'C' | 'F' | 'A'): boolean {
  if (view.suboffsets !== null) return false;
  if (order === 'C') return isCContiguous(view);
  if (order === 'F') return isFortranContiguous(view);
  return isCContiguous(view) || isFortranContiguous(view);
}

/** Calls `visit` with the offset of each item, the last index moving fastest ('C') or the first ('F'). */
export function forEachItem(view: Py_buffer, order: 'C' | 'F', visit: (at: number) => void): void {
  const { ndim, itemsize } = view;
  if (ndim === 0) {
    visit(view.offset);
    return;
  }
  const shape = view.shape ?? [view.len / itemsize];
  const strides = view.strides ?? contiguousStrides(shape, itemsize);
  if (shape.some((dim) => dim === 0)) return;
  const index = new Array<number>(ndim).fill(0);
  let at = view.offset;
  for (;;) {
    visit(at);
    let k = order === 'C' ? ndim - 1 : 0;
    for (;;) {
      at += strides[k]!;
      if (++index[k]! < shape[k]!) break;
      at -= strides[k]! * shape[k]!;
      index[k] = 0;
      k += order === 'C' ? -1 : 1;
      if (k < 0 || k === ndim) return;
    }
  }
}

/** PyBuffer_FillContiguousStrides for C order. */
export function contiguousStrides(shape: readonly number[], itemsize: number): number[] {
  const strides = new Array<number>(shape.length);
  let size = itemsize;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = size;
    size *= shape[i]!;
  }
  return strides;
}

/** PyBuffer_ToContiguous: a copy of the view's bytes in the given order ('A': Fortran's if it is that, else C's). */
export function PyBuffer_ToContiguous(view: Py_buffer, order: 'C' | 'F' | 'A'): Uint8Array {
  if (order === 'A') order = isFortranContiguous(view) && !isCContiguous(view) ? 'F' : 'C';
  if (view.suboffsets === null && PyBuffer_IsContiguous(view, order)) {
    return view.buf.slice(view.offset, view.offset + view.len);
  }
  const out = new Uint8Array(view.len);
  let to = 0;
  forEachItem(view, order, (at) => {
    for (let i = 0; i < view.itemsize; i++) out[to++] = view.buf[at + i]!;
  });
  return out;
}

/**
 * The bytes of a bytes-like object for the moment: a window on its memory, to be read before anything else runs. null with
 * TypeError or BufferError. The clinic's Py_buffer arguments.
 */
export function bytesOf(obj: PyObject): Uint8Array | null {
  if (obj instanceof PyBytesObject) return obj.ob_sval;
  if (obj instanceof PyByteArrayObject) return obj.ob_bytes.subarray(obj.ob_start, obj.ob_start + obj.ob_size);
  const view = newBuffer();
  if (PyObject_GetBuffer(obj, view, PyBUF_SIMPLE) < 0) return null;
  const bytes = view.buf.subarray(view.offset, view.offset + view.len);
  PyBuffer_Release(view);
  return bytes;
}
