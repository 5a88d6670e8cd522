// tuple and its iterator. Follows Objects/tupleobject.c, CPython 3.13.

import { registerFreeList } from '../heap/freelists';
import { PyObject_GC_Del, PyObject_GC_New, staticObject } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { PyObject_Realloc } from '../heap/obmalloc';
import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, _Py_NewReference } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyIndex_Check, PySequence_Tuple } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { _PyObject_GC_MAY_BE_TRACKED } from './dictcore';
import { _PyObject_HashFast, key_hash_hi, nullArray } from './dictkeys';
import type { PyDictObject } from './dictstruct';
import { PyErr_BadInternalCall, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_IndexError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { Py_GenericAlias } from './genericaliasobject';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from './getargs';
import { PyLong_AsSsize_t, PyLong_FromLong, PyNumber_AsSsize_t } from './longobject';
import { PyObject, Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from './object';
import type { CompareOp, visitproc } from './object';
import {
  PyObject_Repr,
  PyObject_RichCompare,
  PyObject_RichCompareBool,
  PyObject_SelfIter,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import { hashError, makeHash } from './pyhash';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack, _PyEval_SliceIndexNotNone } from './sliceobject';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTupleObject } from './tuplestruct';
import type { PyTypeObject, edgeproc } from './typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_SEQUENCE,
  Py_TPFLAGS_TUPLE_SUBCLASS,
  _Py_TPFLAGS_MATCH_SELF,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';

export { PyTupleObject } from './tuplestruct';

export const PyTuple_MAXSAVESIZE = 20;
export const PyTuple_MAXFREELIST = 2000;

/** Items of a tuple that is not alive, or has none. Never written to. */
const NO_ITEMS: PyObject[] = [];

/** Dead tuples by length − 1, reused last-in first-out. */
let freelists: PyTupleObject[][] = [];
onRuntimeReset(() => {
  freelists = [];
  for (let i = 0; i < PyTuple_MAXSAVESIZE; i++) freelists.push([]);
});

for (let i = 0; i < PyTuple_MAXSAVESIZE; i++) {
  registerFreeList({
    name: `tuple of ${i + 1}`,
    limit: PyTuple_MAXFREELIST,
    blocks: () => freelists[i]!.map((op) => op.ob_addr),
    exchange(content) {
      const held = freelists[i]!;
      freelists[i] = content as PyTupleObject[];
      return held;
    },
    clear: () => {
      for (const op of freelists[i]!.splice(0)) PyObject_GC_Del(op);
    },
  });
}

export function PyTuple_Check(op: PyObject): op is PyTupleObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) !== 0;
}
export function PyTuple_CheckExact(op: PyObject): op is PyTupleObject {
  return op.ob_type === PyTuple_Type;
}
export function PyTuple_GET_SIZE(op: PyObject): number {
  return (op as PyTupleObject).ob_item.length;
}
/** Borrowed. */
export function PyTuple_GET_ITEM(op: PyObject, i: number): Borrowed<PyObject> {
  return (op as PyTupleObject).ob_item[i]!;
}
/** Steals `item`; for filling a tuple just made. */
export function PyTuple_SET_ITEM(op: PyObject, i: number, item: PyObject): void {
  (op as PyTupleObject).ob_item[i] = item;
}

/** A tracked tuple with `items`, n ≥ 1 of them: the array and the references in it become the tuple's. */
function tuple_alloc(items: PyObject[]): Owned<PyTupleObject> {
  const n = items.length;
  let op: PyTupleObject;
  if (n <= PyTuple_MAXSAVESIZE) {
    const free = freelists[n - 1]!;
    if (free.length > 0) {
      op = free.pop()!;
      op.ob_item = items;
      _Py_NewReference(op);
      _PyObject_GC_TRACK(op);
      return op;
    }
  }
  op = PyObject_GC_New(new PyTupleObject(PyTuple_Type, items), 24 + 8 * n);
  _PyObject_GC_TRACK(op);
  return op;
}

/** A tuple of `n` NULLs to be filled with PyTuple_SET_ITEM before anybody sees it. */
export function PyTuple_New(n: number): Owned<PyTupleObject> {
  if (n === 0) return Py_NewRef(tuple_empty);
  let items: (PyObject | null)[];
  if (n <= 64) items = nullArray(n);
  else {
    items = [];
    for (let i = 0; i < n; i++) items.push(null);
  }
  return tuple_alloc(items as PyObject[]);
}

/** A tuple of `items`: the array and the references in it become the tuple's. */
export function PyTuple_FromArraySteal(items: PyObject[]): Owned<PyTupleObject> {
  return items.length === 0 ? Py_NewRef(tuple_empty) : tuple_alloc(items);
}

/** A tuple of src[start : start + n], copied; takes over the references. For the VM's stack. */
export function _PyTuple_FromArraySteal(src: readonly PyObject[], start: number, n: number): Owned<PyTupleObject> {
  return n === 0 ? Py_NewRef(tuple_empty) : tuple_alloc(src.slice(start, start + n));
}

/** A tuple of the first `n` of `src`, which are borrowed. */
export function PyTuple_FromArray(src: readonly PyObject[], n: number = src.length): Owned<PyTupleObject> {
  if (n === 0) return Py_NewRef(tuple_empty);
  const items = n === src.length ? src.slice() : src.slice(0, n);
  for (let i = 0; i < n; i++) Py_INCREF(items[i]!);
  return tuple_alloc(items);
}
export const _PyTuple_FromArray = PyTuple_FromArray;

/** A tuple of the arguments, which are borrowed. */
export function PyTuple_Pack(...items: PyObject[]): Owned<PyTupleObject> {
  if (items.length === 0) return Py_NewRef(tuple_empty);
  for (let i = 0; i < items.length; i++) Py_INCREF(items[i]!);
  return tuple_alloc(items);
}

export function PyTuple_Size(op: PyObject): number {
  if (PyTuple_Check(op)) return op.ob_item.length;
  PyErr_BadInternalCall();
  return -1;
}

/** Borrowed; null with IndexError. */
export function PyTuple_GetItem(op: PyObject, i: number): Borrowed<PyObject> | null {
  if (!PyTuple_Check(op)) {
    PyErr_BadInternalCall();
    return null;
  }
  if (i < 0 || i >= op.ob_item.length) return PyErr_SetString(PyExc_IndexError, 'tuple index out of range');
  return op.ob_item[i]!;
}

/** Steals `newitem`. 0, or −1 with an exception. */
export function PyTuple_SetItem(op: PyObject, i: number, newitem: PyObject): number {
  if (!PyTuple_Check(op) || op.ob_refcnt !== 1) {
    Py_XDECREF(newitem);
    PyErr_BadInternalCall();
    return -1;
  }
  if (i < 0 || i >= op.ob_item.length) {
    Py_XDECREF(newitem);
    PyErr_SetString(PyExc_IndexError, 'tuple assignment index out of range');
    return -1;
  }
  const old = op.ob_item[i]!;
  op.ob_item[i] = newitem;
  Py_XDECREF(old);
  return 0;
}

/** Changes the length of a tuple that only the caller knows; returns it (perhaps another one). Consumes `v`. */
export function _PyTuple_Resize(v: PyTupleObject, newsize: number): Owned<PyTupleObject> {
  const oldsize = v.ob_item.length;
  if (oldsize === newsize) return v;
  if (newsize === 0) {
    Py_DECREF(v);
    return Py_NewRef(tuple_empty);
  }
  if (oldsize === 0) {
    Py_DECREF(v);
    return PyTuple_New(newsize);
  }
  PyObject_GC_UnTrack(v);
  const items = v.ob_item as (PyObject | null)[];
  for (let i = newsize; i < oldsize; i++) {
    const item = items[i]!;
    items[i] = null;
    Py_XDECREF(item);
  }
  if (newsize < oldsize) items.length = newsize;
  else for (let i = oldsize; i < newsize; i++) items.push(null);
  v.ob_addr = PyObject_Realloc(v.ob_addr, 24 + 8 * newsize + v.ob_type.presize);
  _PyObject_GC_TRACK(v);
  return v;
}

/** Called by collections on the tuples that survive: untracks those that hold nothing that can be in a cycle. */
export function _PyTuple_MaybeUntrack(op: PyTupleObject): void {
  if (op.ob_type !== PyTuple_Type || op.gc_next === null) return;
  const items = op.ob_item;
  for (let i = 0, n = items.length; i < n; i++) {
    const item = items[i]!;
    if (item === null || _PyObject_GC_MAY_BE_TRACKED(item)) return;
  }
  _PyObject_GC_UNTRACK(op);
}

function tupledealloc(op: PyTupleObject): void {
  if (op.gc_next !== null) PyObject_GC_UnTrack(op);
  if (Py_TRASHCAN_BEGIN(op, tupledealloc)) return;
  const items = op.ob_item;
  const n = items.length;
  for (let i = n - 1; i >= 0; i--) Py_XDECREF(items[i]!);
  op.ob_item = NO_ITEMS;
  if (
    n > 0 &&
    n <= PyTuple_MAXSAVESIZE &&
    op.ob_type === PyTuple_Type &&
    freelists[n - 1]!.length < PyTuple_MAXFREELIST
  ) {
    freelists[n - 1]!.push(op);
  } else {
    op.ob_type.tp_free!(op as never);
  }
  Py_TRASHCAN_END();
}

/** Called by a full collection and at exit. */
export function _PyTuple_ClearFreeList(): void {
  for (const free of freelists) while (free.length > 0) PyObject_GC_Del(free.pop()!);
}

function tuplerepr(self: PyObject): PyObject | null {
  const items = (self as PyTupleObject).ob_item;
  const n = items.length;
  if (n === 0) return PyUnicode_FromString('()');
  const entered = Py_ReprEnter(self);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('(...)') : null;
  let text = '(';
  for (let i = 0; i < n; i++) {
    if (i > 0) text += ', ';
    const s = PyObject_Repr(items[i]!);
    if (s === null) {
      Py_ReprLeave(self);
      return null;
    }
    text += s.str;
    Py_DECREF(s);
  }
  Py_ReprLeave(self);
  return PyUnicode_FromString(text + (n > 1 ? ')' : ',)'));
}

// xxHash's constants, in halves.
const XXPRIME_1_HI = 0x9e3779b1 | 0;
const XXPRIME_1_LO = 0x85ebca87 | 0;
const XXPRIME_2_HI = 0xc2b2ae3d | 0;
const XXPRIME_2_LO = 0x27d4eb4f | 0;
const XXPRIME_5_HI = 0x27d4eb2f | 0;
const XXPRIME_5_LO = 0x165667c5 | 0;

/** High 32 bits of the product of two unsigned 32-bit numbers. */
export function umulh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const t = a1 * b0 + ((a0 * b0) >>> 16);
  const u = a0 * b1 + (t & 0xffff);
  return (a1 * b1 + (t >>> 16) + (u >>> 16)) | 0;
}

function tuplehash(self: PyObject): number {
  return tuplehash_items((self as PyTupleObject).ob_item, true);
}

/** The hash over `items`: tuple's, or slice's, which leaves the length out. Register convention of pyhash.ts. */
export function tuplehash_items(items: readonly PyObject[], withLength: boolean): number {
  let hi = XXPRIME_5_HI;
  let lo = XXPRIME_5_LO;
  for (let i = 0, n = items.length; i < n; i++) {
    const laneLo = _PyObject_HashFast(items[i]!);
    const laneHi = key_hash_hi;
    if (laneLo === -1 && laneHi === -1) return hashError();
    const mulLo = Math.imul(laneLo, XXPRIME_2_LO);
    const mulHi = (umulh(laneLo, XXPRIME_2_LO) + Math.imul(laneLo, XXPRIME_2_HI) + Math.imul(laneHi, XXPRIME_2_LO)) | 0;
    const sum = (lo >>> 0) + (mulLo >>> 0);
    hi = (hi + mulHi + (sum > 0xffffffff ? 1 : 0)) | 0;
    lo = sum | 0;
    const rotated = (hi << 31) | (lo >>> 1);
    lo = (lo << 31) | (hi >>> 1);
    hi = (umulh(lo, XXPRIME_1_LO) + Math.imul(lo, XXPRIME_1_HI) + Math.imul(rotated, XXPRIME_1_LO)) | 0;
    lo = Math.imul(lo, XXPRIME_1_LO);
  }
  if (withLength) {
    const sum = (lo >>> 0) + ((items.length ^ XXPRIME_5_LO ^ 3527539) >>> 0);
    hi = (hi + XXPRIME_5_HI + (sum > 0xffffffff ? 1 : 0)) | 0;
    lo = sum | 0;
  }
  if (lo === -1 && hi === -1) return makeHash(1546275796, 0);
  return makeHash(lo, hi);
}

function tuplelength(self: PyObject): number {
  return (self as PyTupleObject).ob_item.length;
}

function tuplecontains(self: PyObject, el: PyObject): number {
  const items = (self as PyTupleObject).ob_item;
  for (let i = 0; i < items.length; i++) {
    const cmp = PyObject_RichCompareBool(items[i]!, el, Py_EQ);
    if (cmp !== 0) return cmp;
  }
  return 0;
}

function tupleitem(self: PyObject, i: number): PyObject | null {
  const items = (self as PyTupleObject).ob_item;
  if (i < 0 || i >= items.length) return PyErr_SetString(PyExc_IndexError, 'tuple index out of range');
  return Py_NewRef(items[i]!);
}

/** op[i:j]; null with an exception when it is no tuple. */
export function PyTuple_GetSlice(op: PyObject, i: number, j: number): Owned<PyTupleObject> | null {
  if (!PyTuple_Check(op)) {
    PyErr_BadInternalCall();
    return null;
  }
  const n = op.ob_item.length;
  if (i < 0) i = 0;
  if (j > n) j = n;
  if (j < i) j = i;
  if (i === 0 && j === n && PyTuple_CheckExact(op)) return Py_NewRef(op);
  return PyTuple_FromArray(op.ob_item.slice(i, j));
}

function tupleconcat(a: PyObject, b: PyObject): PyObject | null {
  const left = (a as PyTupleObject).ob_item;
  if (left.length === 0 && PyTuple_CheckExact(b)) return Py_NewRef(b);
  if (!PyTuple_Check(b)) {
    return PyErr_SetString(PyExc_TypeError, `can only concatenate tuple (not "${b.ob_type.tp_name}") to tuple`);
  }
  if (b.ob_item.length === 0 && PyTuple_CheckExact(a)) return Py_NewRef(a);
  return PyTuple_FromArray(left.concat(b.ob_item));
}

function tuplerepeat(self: PyObject, n: number): PyObject | null {
  const src = (self as PyTupleObject).ob_item;
  if ((src.length === 0 || n === 1) && PyTuple_CheckExact(self)) return Py_NewRef(self);
  if (src.length === 0 || n <= 0) return Py_NewRef(tuple_empty);
  if (src.length > MAX_ITEMS / n) return PyErr_NoMemory();
  const items: PyObject[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < src.length; j++) {
      Py_INCREF(src[j]!);
      items.push(src[j]!);
    }
  }
  return tuple_alloc(items);
}

function tuple_index(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('index', args.length, 1, 3)) return null;
  const items = (self as PyTupleObject).ob_item;
  let start = 0;
  let stop = items.length;
  if (args.length > 1) {
    const i = _PyEval_SliceIndexNotNone(args[1]!);
    if (i === null) return null;
    start = i < 0 ? Math.max(0, i + items.length) : i;
  }
  if (args.length > 2) {
    const i = _PyEval_SliceIndexNotNone(args[2]!);
    if (i === null) return null;
    stop = i < 0 ? i + items.length : Math.min(i, items.length);
  }
  for (let i = start; i < stop; i++) {
    const cmp = PyObject_RichCompareBool(items[i]!, args[0]!, Py_EQ);
    if (cmp > 0) return PyLong_FromLong(i);
    if (cmp < 0) return null;
  }
  return PyErr_SetString(PyExc_ValueError, 'tuple.index(x): x not in tuple');
}

function tuple_count(self: PyObject, value: PyObject): PyObject | null {
  const items = (self as PyTupleObject).ob_item;
  let count = 0;
  for (let i = 0; i < items.length; i++) {
    const cmp = PyObject_RichCompareBool(items[i]!, value, Py_EQ);
    if (cmp > 0) count++;
    else if (cmp < 0) return null;
  }
  return PyLong_FromLong(count);
}

function tupletraverse(op: PyTupleObject, visit: visitproc): void {
  const items = op.ob_item;
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!;
    if (item !== null) visit(item);
  }
}

function tupleedges(op: PyTupleObject, emit: edgeproc): void {
  const items = op.ob_item;
  for (let i = 0; i < items.length; i++) if (items[i] !== null) emit(items[i]!, 'item', i);
}

/** Py_RETURN_RICHCOMPARE for numbers. */
export function compareLengths(v: number, w: number, op: CompareOp): Owned<PyObject> {
  switch (op) {
    case Py_LT:
      return PyBool_FromLong(v < w);
    case Py_LE:
      return PyBool_FromLong(v <= w);
    case Py_EQ:
      return PyBool_FromLong(v === w);
    case Py_NE:
      return PyBool_FromLong(v !== w);
    case Py_GT:
      return PyBool_FromLong(v > w);
    case Py_GE:
      return PyBool_FromLong(v >= w);
  }
}

function tuplerichcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  if (!PyTuple_Check(v) || !PyTuple_Check(w)) return Py_NewRef(Py_NotImplemented);
  const a = v.ob_item;
  const b = w.ob_item;
  const n = Math.min(a.length, b.length);
  let i = 0;
  for (; i < n; i++) {
    const k = PyObject_RichCompareBool(a[i]!, b[i]!, Py_EQ);
    if (k < 0) return null;
    if (k === 0) break;
  }
  if (i >= n) return compareLengths(a.length, b.length, op);
  if (op === Py_EQ || op === Py_NE) return PyBool_FromLong(op === Py_NE);
  return PyObject_RichCompare(a[i]!, b[i]!, op);
}

function tuple_new_impl(type: PyTypeObject, iterable: PyObject | null): PyObject | null {
  if (type !== PyTuple_Type) return tuple_subtype_new(type, iterable);
  return iterable === null ? Py_NewRef(tuple_empty) : PySequence_Tuple(iterable);
}

function tuple_subtype_new(type: PyTypeObject, iterable: PyObject | null): PyObject | null {
  const tmp = tuple_new_impl(PyTuple_Type, iterable) as PyTupleObject | null;
  if (tmp === null) return null;
  const newobj = type.tp_alloc!(type, tmp.ob_item.length) as PyTupleObject | null;
  if (newobj === null) {
    Py_DECREF(tmp);
    return null;
  }
  const items = tmp.ob_item.slice();
  for (let i = 0; i < items.length; i++) Py_INCREF(items[i]!);
  newobj.ob_item = items;
  Py_DECREF(tmp);
  if (newobj.gc_next === null) _PyObject_GC_TRACK(newobj);
  return newobj;
}

function tuple_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if ((type === PyTuple_Type || type.tp_init === PyTuple_Type.tp_init) && !_PyArg_NoKeywords('tuple', kwargs))
    return null;
  if (!_PyArg_CheckPositional('tuple', args.ob_item.length, 0, 1)) return null;
  return tuple_new_impl(type, args.ob_item.length > 0 ? args.ob_item[0]! : null);
}

function tuple_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (!_PyArg_NoKwnames('tuple', kwnames)) return null;
  if (!_PyArg_CheckPositional('tuple', args.length, 0, 1)) return null;
  return tuple_new_impl(type as PyTypeObject, args.length > 0 ? args[0]! : null);
}

function tuplesubscript(self: PyObject, item: PyObject): PyObject | null {
  const src = (self as PyTupleObject).ob_item;
  if (PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred() !== null) return null;
    if (i < 0) i += src.length;
    return tupleitem(self, i);
  }
  if (PySlice_Check(item)) {
    const unpacked = PySlice_Unpack(item);
    if (unpacked === null) return null;
    const { start, step, slicelength } = PySlice_AdjustIndices(
      src.length,
      unpacked.start,
      unpacked.stop,
      unpacked.step,
    );
    if (slicelength <= 0) return Py_NewRef(tuple_empty);
    if (start === 0 && step === 1 && slicelength === src.length && PyTuple_CheckExact(self)) return Py_NewRef(self);
    const items: PyObject[] = [];
    for (let cur = start, i = 0; i < slicelength; cur += step, i++) items.push(Py_NewRef(src[cur]!));
    return tuple_alloc(items);
  }
  return PyErr_SetString(PyExc_TypeError, `tuple indices must be integers or slices, not ${item.ob_type.tp_name}`);
}

function tuple___getnewargs__(self: PyObject): PyObject | null {
  const items = (self as PyTupleObject).ob_item;
  return PyTuple_FromArraySteal([PyTuple_GetSlice(self, 0, items.length)!]);
}

export const PyTuple_Type: PyTypeObject = defineType({
  tp_name: 'tuple',
  tp_basicsize: 24,
  tp_itemsize: 8,
  tp_flags:
    Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TUPLE_SUBCLASS | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_SEQUENCE,
  tp_doc:
    'tuple(iterable=(), /)\n--\n\nBuilt-in immutable sequence.\n\n' +
    "If no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\n" +
    'If the argument is a tuple, the return value is the same object.',
  tp_dealloc: tupledealloc,
  tp_repr: tuplerepr,
  tp_hash: tuplehash,
  tp_traverse: tupletraverse,
  tp_richcompare: tuplerichcompare,
  tp_iter: tuple_iter,
  tp_new: tuple_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: tuple_vectorcall,
  sq_length: tuplelength,
  sq_concat: tupleconcat,
  sq_repeat: tuplerepeat,
  sq_item: tupleitem,
  sq_contains: tuplecontains,
  mp_length: tuplelength,
  mp_subscript: tuplesubscript,
  tp_methods: [
    method('__getnewargs__', METH_NOARGS, tuple___getnewargs__, '($self, /)'),
    method(
      'index',
      METH_FASTCALL,
      tuple_index,
      '($self, value, start=0, stop=sys.maxsize, /)',
      'Return first index of value.\n\nRaises ValueError if the value is not present.',
    ),
    method('count', METH_O, tuple_count, '($self, value, /)', 'Return number of occurrences of value.'),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
      null,
      'See PEP 585',
    ),
  ],
  construct: (type) => new PyTupleObject(type, NO_ITEMS),
  edges: tupleedges,
});

/** `()`. */
export const tuple_empty: PyTupleObject = staticObject(new PyTupleObject(PyTuple_Type, NO_ITEMS), 24);

/** More items than any simulated memory holds. */
const MAX_ITEMS = 2 ** 60;

// --------------------------------------------------------------------------------------------------------- iterator

export class _PyTupleIterObject extends PyObject {
  it_index: number;
  /** null once exhausted. */
  it_seq: PyTupleObject | null;

  constructor(type: PyTypeObject, seq: PyTupleObject) {
    super(type);
    this.it_index = 0;
    this.it_seq = seq;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

function tuple_iter(seq: PyObject): PyObject | null {
  const it = PyObject_GC_New(new _PyTupleIterObject(PyTupleIter_Type, Py_NewRef(seq as PyTupleObject)), 32);
  _PyObject_GC_TRACK(it);
  return it;
}

function tupleiter_dealloc(it: _PyTupleIterObject): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(it.it_seq);
  PyObject_GC_Del(it);
}

export function tupleiter_next(self: PyObject): PyObject | null {
  const it = self as _PyTupleIterObject;
  const seq = it.it_seq;
  if (seq === null) return null;
  if (it.it_index < seq.ob_item.length) return Py_NewRef(seq.ob_item[it.it_index++]!);
  it.it_seq = null;
  Py_DECREF(seq);
  return null;
}

function tupleiter_len(self: PyObject): PyObject | null {
  const it = self as _PyTupleIterObject;
  return PyLong_FromLong(it.it_seq === null ? 0 : it.it_seq.ob_item.length - it.it_index);
}

function tupleiter_reduce(self: PyObject): PyObject | null {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  if (iter === null) return null;
  const it = self as _PyTupleIterObject;
  if (it.it_seq === null) return PyTuple_FromArraySteal([iter, PyTuple_FromArraySteal([Py_NewRef(tuple_empty)])]);
  return PyTuple_FromArraySteal([iter, PyTuple_Pack(it.it_seq), PyLong_FromLong(it.it_index)]);
}

function tupleiter_setstate(self: PyObject, state: PyObject): PyObject | null {
  const it = self as _PyTupleIterObject;
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred() !== null) return null;
  if (it.it_seq !== null) it.it_index = Math.max(0, Math.min(index, it.it_seq.ob_item.length));
  return Py_NewRef(Py_None);
}

export const PyTupleIter_Type: PyTypeObject = defineType({
  tp_name: 'tuple_iterator',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: tupleiter_dealloc,
  tp_traverse: (it: _PyTupleIterObject, visit) => {
    if (it.it_seq !== null) visit(it.it_seq);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: tupleiter_next,
  tp_methods: [
    method(
      '__length_hint__',
      METH_NOARGS,
      tupleiter_len,
      null,
      'Private method returning an estimate of len(list(it)).',
    ),
    method('__reduce__', METH_NOARGS, tupleiter_reduce, null, 'Return state information for pickling.'),
    method('__setstate__', METH_O, tupleiter_setstate, null, 'Set state information for unpickling.'),
  ],
});
