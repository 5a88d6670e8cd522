// slice and Ellipsis, and _PyEval_SliceIndex of Python/ceval.c. Follows Objects/sliceobject.c, CPython 3.13.

import { registerFreeList } from '../heap/freelists';
import { PyObject_GC_Del, PyObject_GC_New, staticObject } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, _Py_NewReference, _Py_SetImmortal } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyIndex_Check, PyNumber_Index } from './abstract';
import { PyBool_FromLong } from './boolobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyArg_UnpackTuple, _PyArg_NoKeywords } from './getargs';
import { PyLong_AsValue, PyLong_FromLong, PyLong_FromValue, PyNumber_AsSsize_t } from './longobject';
import type { IntValue } from './longvalue';
import { add } from './longvalue';
import { PyObject, Py_EQ, Py_GE, Py_LE } from './object';
import type { CompareOp, visitproc } from './object';
import { PyObject_Repr, PyObject_RichCompare, Py_None, Py_NotImplemented } from './objectprotocol';
import { PySliceObject } from './slicestruct';
import { PyTuple_FromArraySteal, PyTuple_Pack, tuplehash_items } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, METH_O, Py_READONLY, Py_TPFLAGS_HAVE_GC, _Py_T_OBJECT, defineType, method } from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';

export { PySliceObject } from './slicestruct';

const PY_SSIZE_T_MAX = 2 ** 63;

/** The one dead slice that is kept. */
let slice_cache: PySliceObject | null = null;
onRuntimeReset(() => {
  slice_cache = null;
});

registerFreeList({ name: 'slice', limit: 1, blocks: () => (slice_cache === null ? [] : [slice_cache.ob_addr]) });

export function PySlice_Check(op: PyObject): op is PySliceObject {
  return op.ob_type === PySlice_Type;
}

/** A slice of references that are taken over. */
export function slice_from_steal(start: PyObject, stop: PyObject, step: PyObject): Owned<PySliceObject> {
  let obj: PySliceObject;
  if (slice_cache !== null) {
    obj = slice_cache;
    slice_cache = null;
    obj.start = start;
    obj.stop = stop;
    obj.step = step;
    _Py_NewReference(obj);
  } else {
    obj = PyObject_GC_New(new PySliceObject(PySlice_Type, start, stop, step), 40);
  }
  _PyObject_GC_TRACK(obj);
  return obj;
}

/** A slice; null stands for None. Arguments are borrowed. */
export function PySlice_New(
  start: PyObject | null,
  stop: PyObject | null,
  step: PyObject | null,
): Owned<PySliceObject> {
  return slice_from_steal(Py_NewRef(start ?? Py_None), Py_NewRef(stop ?? Py_None), Py_NewRef(step ?? Py_None));
}

/** start:stop, both stolen: BINARY_SLICE's way. */
export function _PyBuildSlice_ConsumeRefs(start: PyObject, stop: PyObject): Owned<PySliceObject> {
  return slice_from_steal(start, stop, Py_NewRef(Py_None));
}

export function PySlice_FromIndices(istart: number, istop: number): Owned<PySliceObject> {
  return slice_from_steal(PyLong_FromLong(istart), PyLong_FromLong(istop), Py_NewRef(Py_None));
}
export const _PySlice_FromIndices = PySlice_FromIndices;

/** Called at exit only: a collection leaves the cached slice alone. */
export function _PySlice_ClearFreeList(): void {
  if (slice_cache !== null) PyObject_GC_Del(slice_cache);
  slice_cache = null;
}

/** _PyEval_SliceIndex: an index clipped to C's range, `missing` for None; null with an exception. */
export function _PyEval_SliceIndex(v: PyObject, missing: number): number | null {
  if (v === Py_None) return missing;
  if (!PyIndex_Check(v)) {
    return PyErr_SetString(PyExc_TypeError, 'slice indices must be integers or None or have an __index__ method');
  }
  const x = PyNumber_AsSsize_t(v, null);
  return x === -1 && PyErr_Occurred() !== null ? null : x;
}

/** The same without None. */
export function _PyEval_SliceIndexNotNone(v: PyObject): number | null {
  if (!PyIndex_Check(v)) {
    return PyErr_SetString(PyExc_TypeError, 'slice indices must be integers or have an __index__ method');
  }
  const x = PyNumber_AsSsize_t(v, null);
  return x === -1 && PyErr_Occurred() !== null ? null : x;
}

export interface SliceBounds {
  start: number;
  stop: number;
  step: number;
}
export interface SliceIndices extends SliceBounds {
  slicelength: number;
}

/** The slice's numbers, clipped to C's range; null with an exception. */
export function PySlice_Unpack(r: PyObject): SliceBounds | null {
  const slice = r as PySliceObject;
  const step = _PyEval_SliceIndex(slice.step, 1);
  if (step === null) return null;
  if (step === 0) return PyErr_SetString(PyExc_ValueError, 'slice step cannot be zero');
  const start = _PyEval_SliceIndex(slice.start, step < 0 ? PY_SSIZE_T_MAX : 0);
  if (start === null) return null;
  const stop = _PyEval_SliceIndex(slice.stop, step < 0 ? -PY_SSIZE_T_MAX : PY_SSIZE_T_MAX);
  return stop === null ? null : { start, stop, step };
}

/** The same, clipped to a sequence of `length` items, with the number of items selected. */
export function PySlice_AdjustIndices(length: number, start: number, stop: number, step: number): SliceIndices {
  if (start < 0) {
    start += length;
    if (start < 0) start = step < 0 ? -1 : 0;
  } else if (start >= length) {
    start = step < 0 ? length - 1 : length;
  }
  if (stop < 0) {
    stop += length;
    if (stop < 0) stop = step < 0 ? -1 : 0;
  } else if (stop >= length) {
    stop = step < 0 ? length - 1 : length;
  }
  let slicelength = 0;
  if (step < 0) {
    if (stop < start) slicelength = Math.floor((start - stop - 1) / -step) + 1;
  } else if (start < stop) {
    slicelength = Math.floor((stop - start - 1) / step) + 1;
  }
  return { start, stop, step, slicelength };
}

function slice_new(_type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('slice', kw)) return null;
  const parsed = PyArg_UnpackTuple(args, 'slice', 1, 3);
  if (parsed === null) return null;
  if (parsed.length === 1) return PySlice_New(null, parsed[0]!, null);
  return PySlice_New(parsed[0]!, parsed[1]!, parsed[2] ?? null);
}

function slice_dealloc(r: PySliceObject): void {
  _PyObject_GC_UNTRACK(r);
  const { start, stop, step } = r;
  r.start = r.stop = r.step = Py_None;
  Py_DECREF(step);
  Py_DECREF(start);
  Py_DECREF(stop);
  if (slice_cache === null) slice_cache = r;
  else PyObject_GC_Del(r);
}

function slice_repr(self: PyObject): PyObject | null {
  const r = self as PySliceObject;
  let text = 'slice(';
  for (const part of [r.start, r.stop, r.step]) {
    const s = PyObject_Repr(part);
    if (s === null) return null;
    text += (text.length > 6 ? ', ' : '') + s.str;
    Py_DECREF(s);
  }
  return PyUnicode_FromString(text + ')');
}

/** An int through __index__, or null with TypeError. */
function evaluate_slice_index(v: PyObject): IntValue | null {
  if (!PyIndex_Check(v)) {
    return PyErr_SetString(PyExc_TypeError, 'slice indices must be integers or None or have an __index__ method');
  }
  const index = PyNumber_Index(v);
  if (index === null) return null;
  const value = PyLong_AsValue(index);
  Py_DECREF(index);
  return value;
}

/** slice.indices for a length of any size: [start, stop, step], or null with an exception. */
export function _PySlice_GetLongIndices(self: PySliceObject, length: IntValue): [IntValue, IntValue, IntValue] | null {
  let step: IntValue = 1;
  if (self.step !== Py_None) {
    const value = evaluate_slice_index(self.step);
    if (value === null) return null;
    if (value === 0) return PyErr_SetString(PyExc_ValueError, 'slice step cannot be zero');
    step = value;
  }
  const negative = step < 0;
  const lower: IntValue = negative ? -1 : 0;
  const upper = negative ? add(length, -1) : length;
  const clip = (part: PyObject, missing: IntValue): IntValue | null => {
    if (part === Py_None) return missing;
    const value = evaluate_slice_index(part);
    if (value === null) return null;
    if (value < 0) {
      const sum = add(value, length);
      return sum < lower ? lower : sum;
    }
    return value > upper ? upper : value;
  };
  const start = clip(self.start, negative ? upper : lower);
  if (start === null) return null;
  const stop = clip(self.stop, negative ? lower : upper);
  return stop === null ? null : [start, stop, step];
}

function slice_indices(self: PyObject, len: PyObject): PyObject | null {
  const index = PyNumber_Index(len);
  if (index === null) return null;
  const length = PyLong_AsValue(index);
  Py_DECREF(index);
  if (length < 0) return PyErr_SetString(PyExc_ValueError, 'length should not be negative');
  const indices = _PySlice_GetLongIndices(self as PySliceObject, length);
  return indices === null ? null : PyTuple_FromArraySteal(indices.map((value) => PyLong_FromValue(value)));
}

function slice_reduce(self: PyObject): PyObject | null {
  const r = self as PySliceObject;
  Py_INCREF(r.ob_type);
  return PyTuple_FromArraySteal([r.ob_type, PyTuple_Pack(r.start, r.stop, r.step)]);
}

function slice_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  if (!PySlice_Check(v) || !PySlice_Check(w)) return Py_NewRef(Py_NotImplemented);
  if (v === w) return PyBool_FromLong(op === Py_EQ || op === Py_LE || op === Py_GE);
  const t1 = PyTuple_Pack(v.start, v.stop, v.step);
  const t2 = PyTuple_Pack(w.start, w.stop, w.step);
  const res = PyObject_RichCompare(t1, t2, op);
  Py_DECREF(t1);
  Py_DECREF(t2);
  return res;
}

function slicehash(self: PyObject): number {
  const r = self as PySliceObject;
  return tuplehash_items([r.start, r.stop, r.step], false);
}

const member = (name: string): { name: string; type: number; field: string; flags: number; doc: null } => ({
  name,
  type: _Py_T_OBJECT,
  field: name,
  flags: Py_READONLY,
  doc: null,
});

export const PySlice_Type: PyTypeObject = defineType({
  tp_name: 'slice',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc:
    'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
  tp_dealloc: slice_dealloc,
  tp_repr: slice_repr,
  tp_hash: slicehash,
  tp_traverse: (r: PySliceObject, visit: visitproc) => {
    visit(r.start);
    visit(r.stop);
    visit(r.step);
  },
  tp_richcompare: slice_richcompare,
  tp_new: slice_new,
  tp_members: [member('start'), member('stop'), member('step')],
  tp_methods: [
    method(
      'indices',
      METH_O,
      slice_indices,
      null,
      'S.indices(len) -> (start, stop, stride)\n\n' +
        'Assuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by\n' +
        'S. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices.',
    ),
    method('__reduce__', METH_NOARGS, slice_reduce, null, 'Return state information for pickling.'),
  ],
});

function ellipsis_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (args.ob_item.length > 0 || (kwargs !== null && kwargs.ma_used > 0)) {
    return PyErr_SetString(PyExc_TypeError, 'EllipsisType takes no arguments');
  }
  return Py_NewRef(Py_Ellipsis);
}

const ellipsis_text = (): PyObject => PyUnicode_FromString('Ellipsis');

export const PyEllipsis_Type: PyTypeObject = defineType({
  tp_name: 'ellipsis',
  tp_basicsize: 16,
  tp_doc: 'ellipsis()\n--\n\nThe type of the Ellipsis singleton.',
  // Immortal: its count may drift to nothing only by a bug.
  tp_dealloc: (self: PyObject) => {
    _Py_SetImmortal(self);
  },
  tp_repr: ellipsis_text,
  tp_new: ellipsis_new,
  tp_methods: [method('__reduce__', METH_NOARGS, ellipsis_text, null)],
});

/** `...`; immortal. */
export const Py_Ellipsis: PyObject = staticObject(new PyObject(PyEllipsis_Type), 16);
