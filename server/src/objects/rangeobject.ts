// range and its iterators, for ints of any size. Follows Objects/rangeobject.c, CPython 3.13.

import { PyObject_Del, PyObject_New } from '../heap/alloc';
import { PyObject_Free } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import {
  PY_ITERSEARCH_CONTAINS,
  PY_ITERSEARCH_COUNT,
  PY_ITERSEARCH_INDEX,
  PyIndex_Check,
  PyNumber_Add,
  PyNumber_FloorDivide,
  PyNumber_Index,
  PyNumber_Multiply,
  PyNumber_Negative,
  PyNumber_Subtract,
  _PySequence_IterSearch,
} from './abstract';
import { PyBool_Check, boolResult } from './boolobject';
import { _PyEval_GetBuiltin } from './builtinlookup';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { reprString } from './reprstring';
import { PyExc_IndexError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_NoKeywords, _PyArg_NoKwnames } from './getargs';
import {
  PyLong_AsLongLong,
  PyLong_AsSsize_t,
  PyLong_AsValue,
  PyLong_CheckExact,
  PyLong_FromLong,
  PyLong_FromValue,
} from './longobject';
import type { IntValue } from './longvalue';
import * as V from './longvalue';
import { PyObject, Py_EQ, Py_NE } from './object';
import type { CompareOp } from './object';
import {
  PyObject_Hash,
  PyObject_Repr,
  PyObject_RichCompareBool,
  PyObject_SelfIter,
  Py_None,
  Py_NotImplemented,
} from './objectprotocol';
import { PySlice_Check, _PySlice_GetLongIndices } from './sliceobject';
import { PyTuple_FromArraySteal, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import {
  METH_NOARGS,
  METH_O,
  Py_READONLY,
  Py_TPFLAGS_SEQUENCE,
  Py_T_OBJECT_EX,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';

export class rangeobject extends PyObject {
  start: PyObject;
  stop: PyObject;
  step: PyObject;
  length: PyObject;

  constructor(type: PyTypeObject, start: PyObject, stop: PyObject, step: PyObject, length: PyObject) {
    super(type);
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = length;
  }
}

export function PyRange_Check(op: PyObject): op is rangeobject {
  return op.ob_type === PyRange_Type;
}

const valueOf = PyLong_AsValue;

/** How many items range(lo, hi, step) has. */
function range_len(lo: IntValue, hi: IntValue, step: IntValue): IntValue {
  if (step > 0 ? lo >= hi : lo <= hi) return 0;
  if (step === 1) return V.sub(hi, lo);
  const span = step > 0 ? V.sub(hi, lo) : V.sub(lo, hi);
  return V.add(V.floordiv(V.sub(span, 1), step > 0 ? step : V.neg(step)), 1);
}

/** Consumes the three references. */
function make_range_object(type: PyTypeObject, start: PyObject, stop: PyObject, step: PyObject): Owned<rangeobject> {
  const length = PyLong_FromValue(range_len(valueOf(start), valueOf(stop), valueOf(step)));
  return PyObject_New(new rangeobject(type, start, stop, step, length), 48);
}

function range_from_array(type: PyTypeObject, args: readonly PyObject[]): PyObject | null {
  const n = args.length;
  if (n === 0) return PyErr_SetString(PyExc_TypeError, 'range expected at least 1 argument, got 0');
  if (n > 3) return PyErr_SetString(PyExc_TypeError, `range expected at most 3 arguments, got ${n}`);
  if (n === 1) {
    const stop = PyNumber_Index(args[0]!);
    return stop === null ? null : make_range_object(type, PyLong_FromLong(0), stop, PyLong_FromLong(1));
  }
  const start = PyNumber_Index(args[0]!);
  if (start === null) return null;
  const stop = PyNumber_Index(args[1]!);
  if (stop === null) {
    Py_DECREF(start);
    return null;
  }
  let step = n === 2 ? PyLong_FromLong(1) : PyNumber_Index(args[2]!);
  if (step !== null && valueOf(step) === 0) {
    PyErr_SetString(PyExc_ValueError, 'range() arg 3 must not be zero');
    Py_DECREF(step);
    step = null;
  }
  if (step === null) {
    Py_DECREF(start);
    Py_DECREF(stop);
    return null;
  }
  return make_range_object(type, start, stop, step);
}

function range_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  return _PyArg_NoKeywords('range', kw) ? range_from_array(type, args.ob_item) : null;
}

function range_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  return _PyArg_NoKwnames('range', kwnames) ? range_from_array(type as PyTypeObject, args) : null;
}

function range_dealloc(r: rangeobject): void {
  Py_DECREF(r.start);
  Py_DECREF(r.stop);
  Py_DECREF(r.step);
  Py_DECREF(r.length);
  PyObject_Free(r.ob_addr);
}

function range_length(self: PyObject): number {
  return PyLong_AsSsize_t((self as rangeobject).length);
}

/** start + i · step; `i` is borrowed. */
function compute_item(r: rangeobject, i: PyObject): PyObject | null {
  if (valueOf(r.step) === 1) return PyNumber_Add(r.start, i);
  const incr = PyNumber_Multiply(i, r.step);
  if (incr === null) return null;
  const result = PyNumber_Add(r.start, incr);
  Py_DECREF(incr);
  return result;
}

function compute_range_item(r: rangeobject, arg: PyObject): PyObject | null {
  const i = valueOf(arg) < 0 ? PyNumber_Add(r.length, arg) : Py_NewRef(arg);
  if (i === null) return null;
  const index = valueOf(i);
  const result =
    index < 0 || index >= valueOf(r.length)
      ? PyErr_SetString(PyExc_IndexError, 'range object index out of range')
      : compute_item(r, i);
  Py_DECREF(i);
  return result;
}

function range_item(self: PyObject, i: number): PyObject | null {
  const arg = PyLong_FromLong(i);
  const res = compute_range_item(self as rangeobject, arg);
  Py_DECREF(arg);
  return res;
}

function compute_slice(r: rangeobject, slice: PyObject): PyObject | null {
  if (!PySlice_Check(slice)) return null;
  const indices = _PySlice_GetLongIndices(slice, valueOf(r.length));
  if (indices === null) return null;
  const [start, stop, step] = indices;
  const item = (i: IntValue): PyObject => PyLong_FromValue(V.add(valueOf(r.start), V.mul(i, valueOf(r.step))));
  const substep = PyLong_FromValue(V.mul(valueOf(r.step), step));
  const substart = item(start);
  const substop = item(stop);
  return make_range_object(r.ob_type, substart, substop, substep);
}

function range_contains_long(r: rangeobject, ob: PyObject): boolean {
  const v = valueOf(ob);
  const start = valueOf(r.start);
  const step = valueOf(r.step);
  const stop = valueOf(r.stop);
  if (step > 0 ? start > v || v >= stop : v > start || stop >= v) return false;
  return V.mod(V.sub(v, start), step) === 0;
}

function range_contains(self: PyObject, ob: PyObject): number {
  if (PyLong_CheckExact(ob) || PyBool_Check(ob)) return range_contains_long(self as rangeobject, ob) ? 1 : 0;
  return _PySequence_IterSearch(self, ob, PY_ITERSEARCH_CONTAINS);
}

/** 1, 0, or −1 with an exception: same items. */
function range_equals(r0: rangeobject, r1: rangeobject): number {
  if (r0 === r1) return 1;
  let cmp = PyObject_RichCompareBool(r0.length, r1.length, Py_EQ);
  if (cmp !== 1) return cmp;
  const length = valueOf(r0.length);
  if (length === 0) return 1;
  cmp = PyObject_RichCompareBool(r0.start, r1.start, Py_EQ);
  if (cmp !== 1) return cmp;
  return length === 1 ? 1 : PyObject_RichCompareBool(r0.step, r1.step, Py_EQ);
}

function range_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  if (!PyRange_Check(other) || (op !== Py_EQ && op !== Py_NE)) return Py_NewRef(Py_NotImplemented);
  const result = range_equals(self as rangeobject, other);
  return boolResult(op === Py_NE && result >= 0 ? 1 - result : result);
}

function range_hash(self: PyObject): number {
  const r = self as rangeobject;
  const length = valueOf(r.length);
  const t = PyTuple_Pack(r.length, length === 0 ? Py_None : r.start, length === 0 || length === 1 ? Py_None : r.step);
  const result = PyObject_Hash(t);
  Py_DECREF(t);
  return result;
}

function range_count(self: PyObject, ob: PyObject): PyObject | null {
  if (PyLong_CheckExact(ob) || PyBool_Check(ob))
    return PyLong_FromLong(range_contains_long(self as rangeobject, ob) ? 1 : 0);
  const count = _PySequence_IterSearch(self, ob, PY_ITERSEARCH_COUNT);
  return count === -1 ? null : PyLong_FromLong(count);
}

function range_index(self: PyObject, ob: PyObject): PyObject | null {
  const r = self as rangeobject;
  if (!PyLong_CheckExact(ob) && !PyBool_Check(ob)) {
    const index = _PySequence_IterSearch(self, ob, PY_ITERSEARCH_INDEX);
    return index === -1 ? null : PyLong_FromLong(index);
  }
  if (range_contains_long(r, ob)) {
    const idx = PyNumber_Subtract(ob, r.start);
    if (idx === null || valueOf(r.step) === 1) return idx;
    const sidx = PyNumber_FloorDivide(idx, r.step);
    Py_DECREF(idx);
    return sidx;
  }
  const text = reprString(ob);
  return text === null ? null : PyErr_SetString(PyExc_ValueError, `${text} is not in range`);
}

function range_repr(self: PyObject): PyObject | null {
  const r = self as rangeobject;
  let text = 'range(';
  for (const part of valueOf(r.step) === 1 ? [r.start, r.stop] : [r.start, r.stop, r.step]) {
    const s = PyObject_Repr(part);
    if (s === null) return null;
    text += (text.length > 6 ? ', ' : '') + s.str;
    Py_DECREF(s);
  }
  return PyUnicode_FromString(text + ')');
}

function range_reduce(self: PyObject): PyObject | null {
  const r = self as rangeobject;
  return PyTuple_FromArraySteal([Py_NewRef(r.ob_type), PyTuple_Pack(r.start, r.stop, r.step)]);
}

function range_subscript(self: PyObject, item: PyObject): PyObject | null {
  const r = self as rangeobject;
  if (PyIndex_Check(item)) {
    const i = PyNumber_Index(item);
    if (i === null) return null;
    const result = compute_range_item(r, i);
    Py_DECREF(i);
    return result;
  }
  if (PySlice_Check(item)) return compute_slice(r, item);
  return PyErr_SetString(PyExc_TypeError, `range indices must be integers or slices, not ${item.ob_type.tp_name}`);
}

const member = (name: string): { name: string; type: number; field: string; flags: number; doc: null } => ({
  name,
  type: Py_T_OBJECT_EX,
  field: name,
  flags: Py_READONLY,
  doc: null,
});

export const PyRange_Type: PyTypeObject = defineType({
  tp_name: 'range',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_SEQUENCE,
  tp_doc:
    'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n' +
    'Return an object that produces a sequence of integers from start (inclusive)\n' +
    'to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n' +
    'start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n' +
    'These are exactly the valid indices for a list of 4 elements.\n' +
    'When step is given, it specifies the increment (or decrement).',
  tp_dealloc: range_dealloc,
  tp_repr: range_repr,
  tp_hash: range_hash,
  tp_richcompare: range_richcompare,
  tp_iter: range_iter,
  tp_new: range_new,
  tp_vectorcall: range_vectorcall,
  nb_bool: (self) => (valueOf((self as rangeobject).length) === 0 ? 0 : 1),
  sq_length: range_length,
  sq_item: range_item,
  sq_contains: range_contains,
  mp_length: range_length,
  mp_subscript: range_subscript,
  tp_methods: [
    method('__reversed__', METH_NOARGS, range_reverse, null, 'Return a reverse iterator.'),
    method('__reduce__', METH_NOARGS, range_reduce),
    method(
      'count',
      METH_O,
      range_count,
      null,
      'rangeobject.count(value) -> integer -- return number of occurrences of value',
    ),
    method(
      'index',
      METH_O,
      range_index,
      null,
      'rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.',
    ),
  ],
  tp_members: [member('start'), member('stop'), member('step')],
  edges: (r: rangeobject, emit) => {
    emit(r.start, 'field', 'start');
    emit(r.stop, 'field', 'stop');
    emit(r.step, 'field', 'step');
    emit(r.length, 'field', 'length');
  },
});

// --------------------------------------------------------------------------------------------------------- iterators

/** range_iterator: C longs. */
export class _PyRangeIterObject extends PyObject {
  start: number;
  step: number;
  /** Items left. 0 also while `big` counts. */
  len: number;
  /** start, step and len where they fit a C long but not a safe integer. */
  big: [bigint, bigint, bigint] | null;

  constructor(type: PyTypeObject, start: number, step: number, len: number) {
    super(type);
    this.start = start;
    this.step = step;
    this.len = len;
    this.big = null;
  }
}

const safe = (v: IntValue): v is number => typeof v === 'number';

function fast_range_iter(start: IntValue, step: IntValue, len: IntValue): Owned<_PyRangeIterObject> {
  // One step past the end must be safe, too.
  if (safe(start) && safe(step) && safe(len) && safe(V.add(start, V.mul(len, step)))) {
    return PyObject_New(new _PyRangeIterObject(PyRangeIter_Type, start, step, len), 40);
  }
  const it = PyObject_New(new _PyRangeIterObject(PyRangeIter_Type, 0, 0, 0), 40);
  it.big = [BigInt(start), BigInt(step), BigInt(len)];
  return it;
}

export function rangeiter_next(self: PyObject): PyObject | null {
  const r = self as _PyRangeIterObject;
  if (r.len > 0) {
    const result = r.start;
    r.start = result + r.step;
    r.len--;
    return PyLong_FromLong(result);
  }
  const big = r.big;
  if (big !== null && big[2] > 0n) {
    const result = big[0];
    big[0] += big[1];
    big[2]--;
    return PyLong_FromValue(V.normalize(result));
  }
  return null;
}

/** start, step, len of either kind of iterator. */
function state(r: _PyRangeIterObject): [IntValue, IntValue, IntValue] {
  return r.big !== null
    ? (r.big.map((v) => V.normalize(v)) as [IntValue, IntValue, IntValue])
    : [r.start, r.step, r.len];
}

function reduceTo(start: IntValue, step: IntValue, len: IntValue): PyObject | null {
  const range = make_range_object(
    PyRange_Type,
    PyLong_FromValue(start),
    PyLong_FromValue(V.add(start, V.mul(len, step))),
    PyLong_FromValue(step),
  );
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  if (iter === null) {
    Py_DECREF(range);
    return null;
  }
  return PyTuple_FromArraySteal([iter, PyTuple_FromArraySteal([range]), Py_NewRef(Py_None)]);
}

function rangeiter_len(self: PyObject): PyObject | null {
  return PyLong_FromValue(state(self as _PyRangeIterObject)[2]);
}

function rangeiter_reduce(self: PyObject): PyObject | null {
  return reduceTo(...state(self as _PyRangeIterObject));
}

function rangeiter_setstate(self: PyObject, arg: PyObject): PyObject | null {
  const r = self as _PyRangeIterObject;
  let index = PyLong_AsLongLong(arg);
  if (index === null) return null;
  const [start, step, len] = state(r);
  if (index < 0) index = 0;
  else if (index > len) index = len;
  const newStart = V.add(start, V.mul(index, step));
  const newLen = V.sub(len, index);
  if (r.big !== null) r.big = [BigInt(newStart), r.big[1], BigInt(newLen)];
  else {
    r.start = Number(newStart);
    r.len = Number(newLen);
  }
  return Py_NewRef(Py_None);
}

const iteratorMethods = (
  len: (self: PyObject) => PyObject | null,
  reduce: (self: PyObject) => PyObject | null,
  setstate: (self: PyObject, arg: PyObject) => PyObject | null,
): ReturnType<typeof method>[] => [
  method('__length_hint__', METH_NOARGS, len, null, 'Private method returning an estimate of len(list(it)).'),
  method('__reduce__', METH_NOARGS, reduce, null, 'Return state information for pickling.'),
  method('__setstate__', METH_O, setstate, null, 'Set state information for unpickling.'),
];

export const PyRangeIter_Type: PyTypeObject = defineType({
  tp_name: 'range_iterator',
  tp_basicsize: 40,
  tp_dealloc: PyObject_Del,
  tp_iter: PyObject_SelfIter,
  tp_iternext: rangeiter_next,
  tp_methods: iteratorMethods(rangeiter_len, rangeiter_reduce, rangeiter_setstate),
});

/** longrange_iterator: numbers beyond C's. */
class longrangeiterobject extends PyObject {
  start: PyObject;
  step: PyObject;
  len: PyObject;

  constructor(type: PyTypeObject, start: PyObject, step: PyObject, len: PyObject) {
    super(type);
    this.start = start;
    this.step = step;
    this.len = len;
  }
}

function longrangeiter_dealloc(r: longrangeiterobject): void {
  Py_DECREF(r.start);
  Py_DECREF(r.step);
  Py_DECREF(r.len);
  PyObject_Free(r.ob_addr);
}

function longrangeiter_next(self: PyObject): PyObject | null {
  const r = self as longrangeiterobject;
  const len = valueOf(r.len);
  if (len <= 0) return null;
  const new_start = PyNumber_Add(r.start, r.step);
  if (new_start === null) return null;
  const new_len = PyLong_FromValue(V.sub(len, 1));
  const result = r.start;
  r.start = new_start;
  const old = r.len;
  r.len = new_len;
  Py_DECREF(old);
  return result;
}

function longrangeiter_reduce(self: PyObject): PyObject | null {
  const r = self as longrangeiterobject;
  return reduceTo(valueOf(r.start), valueOf(r.step), valueOf(r.len));
}

function longrangeiter_setstate(self: PyObject, arg: PyObject): PyObject | null {
  const r = self as longrangeiterobject;
  if (!PyLong_CheckExact(arg) && !PyBool_Check(arg)) return PyErr_SetString(PyExc_TypeError, 'an integer is required');
  const len = valueOf(r.len);
  let index = valueOf(arg);
  if (index < 0) index = 0;
  else if (index > len) index = len;
  const start = r.start;
  const oldLen = r.len;
  r.start = PyLong_FromValue(V.add(valueOf(start), V.mul(index, valueOf(r.step))));
  r.len = PyLong_FromValue(V.sub(len, index));
  Py_DECREF(oldLen);
  Py_DECREF(start);
  return Py_NewRef(Py_None);
}

export const PyLongRangeIter_Type: PyTypeObject = defineType({
  tp_name: 'longrange_iterator',
  tp_basicsize: 40,
  tp_dealloc: longrangeiter_dealloc,
  tp_iter: PyObject_SelfIter,
  tp_iternext: longrangeiter_next,
  tp_methods: iteratorMethods(
    (self) => Py_NewRef((self as longrangeiterobject).len),
    longrangeiter_reduce,
    longrangeiter_setstate,
  ),
  edges: (r: longrangeiterobject, emit) => {
    emit(r.start, 'field', 'start');
    emit(r.step, 'field', 'step');
    emit(r.len, 'field', 'len');
  },
});

/** Fits a C long. */
function isLong(v: IntValue): boolean {
  return typeof v === 'number' || BigInt.asIntN(64, v) === v;
}

function range_iter(seq: PyObject): PyObject | null {
  const r = seq as rangeobject;
  const start = valueOf(r.start);
  const stop = valueOf(r.stop);
  const step = valueOf(r.step);
  const len = valueOf(r.length);
  const past = step > 0 ? V.add(stop, V.sub(step, 1)) : V.add(stop, V.add(step, 1));
  if (isLong(start) && isLong(stop) && isLong(step) && isLong(len) && (len === 0 || isLong(past))) {
    return fast_range_iter(start, step, len);
  }
  return PyObject_New(
    new longrangeiterobject(PyLongRangeIter_Type, Py_NewRef(r.start), Py_NewRef(r.step), Py_NewRef(r.length)),
    40,
  );
}

function range_reverse(seq: PyObject): PyObject | null {
  const r = seq as rangeobject;
  const start = valueOf(r.start);
  const stop = valueOf(r.stop);
  const step = valueOf(r.step);
  const len = valueOf(r.length);
  const new_stop = V.sub(start, step);
  if (isLong(start) && isLong(stop) && isLong(step) && isLong(V.neg(step)) && isLong(new_stop) && isLong(len)) {
    return fast_range_iter(V.add(new_stop, V.mul(len, step)), V.neg(step), len);
  }
  const sum = PyLong_FromValue(V.add(start, V.mul(V.sub(len, 1), step)));
  return PyObject_New(
    new longrangeiterobject(PyLongRangeIter_Type, sum, PyNumber_Negative(r.step)!, Py_NewRef(r.length)),
    40,
  );
}
