// set and frozenset. Follows Objects/setobject.c, CPython 3.13; this file has the types, their operations and the C API,
// and exports setcore.ts (the table) and setiter.ts.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PyMem_Free } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyIter_Next, PyObject_GetIter, PySequence_List } from './abstract';
import { PyBool_FromLong, boolResult } from './boolobject';
import {
  PyDict_CheckExact,
  _PyDict_Contains_KnownHash,
  _PyDict_Next,
  next_hash_hi,
  next_hash_lo,
  next_key,
} from './dictcore';
import { _PyObject_HashFast, key_hash_hi } from './dictkeys';
import type { PyDictObject } from './dictstruct';
import {
  PyErr_BadInternalCall,
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetString,
  _PyErr_SetKeyError,
} from './errors';
import { PyExc_KeyError, PyExc_TypeError } from './exceptions';
import { Py_GenericAlias } from './genericaliasobject';
import { PyArg_UnpackTuple, _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from './getargs';
import { PyLong_FromLong } from './longobject';
import type { CompareOp, PyObject, visitproc } from './object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from './object';
import {
  PyObject_HashNotImplemented,
  PyObject_IsTrue,
  PyObject_Repr,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import { makeHash } from './pyhash';
import {
  DISCARD_NOTFOUND,
  _PySet_NextEntry,
  dummy,
  set_add_entry,
  set_add_key,
  set_clear_internal,
  set_contains_entry,
  set_contains_key,
  set_discard_entry,
  set_discard_key,
  set_next_hash_hi,
  set_next_hash_lo,
  set_next_key,
  set_swap_bodies,
  set_table_resize,
  set_update_internal,
} from './setcore';
import { set_iter } from './setiter';
import { PySetObject } from './setstruct';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTuple_FromArray, PyTuple_Pack, umulh } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_GenericAlloc, PyType_IsSubtype, _PyObject_GetState } from './typeobject';
import type { PyTypeObject, edgeproc, PyMethodDef } from './typestruct';
import {
  METH_CLASS,
  METH_COEXIST,
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  _Py_TPFLAGS_MATCH_SELF,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export { PySetObject, PySet_MINSIZE } from './setstruct';
export * from './setcore';
export * from './setiter';

export function PySet_CheckExact(op: PyObject): op is PySetObject {
  return op.ob_type === PySet_Type;
}
export function PyFrozenSet_CheckExact(op: PyObject): op is PySetObject {
  return op.ob_type === PyFrozenSet_Type;
}
export function PyAnySet_CheckExact(op: PyObject): op is PySetObject {
  return op.ob_type === PySet_Type || op.ob_type === PyFrozenSet_Type;
}
export function PySet_Check(op: PyObject): op is PySetObject {
  return op.ob_type === PySet_Type || PyType_IsSubtype(op.ob_type, PySet_Type);
}
export function PyFrozenSet_Check(op: PyObject): op is PySetObject {
  return op.ob_type === PyFrozenSet_Type || PyType_IsSubtype(op.ob_type, PyFrozenSet_Type);
}
export function PyAnySet_Check(op: PyObject): op is PySetObject {
  return PyAnySet_CheckExact(op) || PySet_Check(op) || PyFrozenSet_Check(op);
}
export function PySet_GET_SIZE(op: PyObject): number {
  return (op as PySetObject).used;
}

function set_dealloc(so: PySetObject): void {
  if (so.gc_next !== null) PyObject_GC_UnTrack(so);
  if (Py_TRASHCAN_BEGIN(so, set_dealloc)) return;
  if (so.ob_weakreflist !== null) PyObject_ClearWeakRefs(so);
  const keys = so.keys;
  let used = so.used;
  for (let i = 0; used > 0; i++) {
    const key = keys[i]!;
    if (key !== null && key !== dummy) {
      used--;
      Py_DECREF(key);
    }
  }
  PyMem_Free(so.table_addr);
  so.table_addr = 0;
  so.ob_type.tp_free!(so as never);
  Py_TRASHCAN_END();
}

function set_repr(self: PyObject): PyObject | null {
  const so = self as PySetObject;
  const name = so.ob_type.tp_name;
  const entered = Py_ReprEnter(so);
  if (entered !== 0) return entered < 0 ? null : PyUnicode_FromString(`${name}(...)`);
  let result: PyObject | null = null;
  if (so.used === 0) {
    result = PyUnicode_FromString(`${name}()`);
  } else {
    const keys = PySequence_List(so);
    if (keys !== null) {
      const listrepr = PyObject_Repr(keys);
      Py_DECREF(keys);
      if (listrepr !== null) {
        const inner = listrepr.str.slice(1, -1);
        Py_DECREF(listrepr);
        result = PyUnicode_FromString(PySet_CheckExact(so) ? `{${inner}}` : `${name}({${inner}})`);
      }
    }
  }
  Py_ReprLeave(so);
  return result;
}

function set_len(self: PyObject): number {
  return (self as PySetObject).used;
}

function set_traverse(so: PySetObject, visit: visitproc): void {
  const keys = so.keys;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key !== null && key !== dummy) visit(key);
  }
}

function set_edges(so: PySetObject, emit: edgeproc): void {
  const keys = so.keys;
  for (let i = 0; i < keys.length; i++) if (keys[i] !== null && keys[i] !== dummy) emit(keys[i]!, 'key', i);
}

/** The hash of a set's contents, whatever their order. */
function frozenset_hash(self: PyObject): number {
  const so = self as PySetObject;
  if (so.cached_lo !== -1 || so.cached_hi !== -1) return makeHash(so.cached_lo, so.cached_hi);
  let lo = 0;
  let hi = 0;
  const C = 3644798167 | 0;
  for (let pos = _PySet_NextEntry(so, 0); pos >= 0; pos = _PySet_NextEntry(so, pos)) {
    const l = set_next_hash_lo;
    const h = set_next_hash_hi;
    // ((hash ^ 89869747) ^ (hash << 16)) · 3644798167
    const shuffledLo = l ^ 89869747 ^ (l << 16);
    const shuffledHi = h ^ ((h << 16) | (l >>> 16));
    lo ^= Math.imul(shuffledLo, C);
    hi ^= umulh(shuffledLo, C) + Math.imul(shuffledHi, C);
  }
  const n = so.used + 1;
  lo ^= Math.imul(n, 1927868237);
  hi ^= umulh(n, 1927868237);
  // hash ^= (hash >> 11) ^ (hash >> 25)
  const mixLo = ((lo >>> 11) | (hi << 21)) ^ ((lo >>> 25) | (hi << 7));
  const mixHi = (hi >>> 11) ^ (hi >>> 25);
  lo ^= mixLo;
  hi ^= mixHi;
  // hash · 69069 + 907133923
  hi = (umulh(lo, 69069) + Math.imul(hi, 69069)) | 0;
  const sum = (Math.imul(lo, 69069) >>> 0) + 907133923;
  lo = sum | 0;
  if (sum > 0xffffffff) hi = (hi + 1) | 0;
  if (lo === -1 && hi === -1) {
    lo = 590923713;
    hi = 0;
  }
  so.cached_lo = lo;
  so.cached_hi = hi;
  return makeHash(lo, hi);
}

function make_new_set(type: PyTypeObject, iterable: PyObject | null): Owned<PySetObject> | null {
  const so = type.tp_alloc!(type, 0) as PySetObject | null;
  if (so === null) return null;
  if (iterable !== null && set_update_internal(so, iterable) < 0) {
    Py_DECREF(so);
    return null;
  }
  return so;
}

/** An empty set of the type that operations on `so` give: plain set or frozenset. */
function make_new_set_basetype(so: PySetObject, iterable: PyObject | null): Owned<PySetObject> | null {
  const type = so.ob_type;
  if (type === PySet_Type || type === PyFrozenSet_Type) return make_new_set(type, iterable);
  return make_new_set(PyType_IsSubtype(type, PySet_Type) ? PySet_Type : PyFrozenSet_Type, iterable);
}

function make_new_frozenset(type: PyTypeObject, iterable: PyObject | null): PyObject | null {
  if (type === PyFrozenSet_Type && iterable !== null && PyFrozenSet_CheckExact(iterable)) return Py_NewRef(iterable);
  return make_new_set(type, iterable);
}

function frozenset_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if (
    (type === PyFrozenSet_Type || type.tp_init === PyFrozenSet_Type.tp_init) &&
    !_PyArg_NoKeywords('frozenset', kwds)
  ) {
    return null;
  }
  const parsed = PyArg_UnpackTuple(args, type.tp_name, 0, 1);
  return parsed === null ? null : make_new_frozenset(type, parsed[0] ?? null);
}

function frozenset_vectorcall(
  type: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  if (!_PyArg_NoKwnames('frozenset', kwnames)) return null;
  if (!_PyArg_CheckPositional('frozenset', args.length, 0, 1)) return null;
  return make_new_frozenset(type as PyTypeObject, args[0] ?? null);
}

function set_new(type: PyTypeObject): PyObject | null {
  return make_new_set(type, null);
}

function set_init(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const self = op as PySetObject;
  if (!_PyArg_NoKeywords('set', kwds)) return -1;
  const parsed = PyArg_UnpackTuple(args, self.ob_type.tp_name, 0, 1);
  if (parsed === null) return -1;
  if (self.fill > 0) set_clear_internal(self);
  self.cached_lo = -1;
  self.cached_hi = -1;
  return parsed.length === 0 ? 0 : set_update_internal(self, parsed[0]!);
}

function set_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (!_PyArg_NoKwnames('set', kwnames)) return null;
  if (!_PyArg_CheckPositional('set', args.length, 0, 1)) return null;
  return make_new_set(type as PyTypeObject, args[0] ?? null);
}

// --------------------------------------------------------------------------------------------------------- operations

type Method = (self: PyObject, args: readonly PyObject[]) => PyObject | null;

/**
 * What Argument Clinic makes of `*others`: a tuple of them exists while the method runs.
 */
function varargs(impl: (so: PySetObject, others: readonly PyObject[]) => PyObject | null): Method {
  return (self, args) => {
    const tuple = PyTuple_FromArray(args);
    const result = impl(self as PySetObject, tuple.ob_item);
    Py_DECREF(tuple);
    return result;
  };
}

const none = (ok: boolean): PyObject | null => (ok ? Py_NewRef(Py_None) : null);
/** `result` if `ok`; else it is given up. */
function keepIf<T extends PyObject>(ok: boolean, result: T): T | null {
  if (ok) return result;
  Py_DECREF(result);
  return null;
}

function set_pop(self: PyObject): PyObject | null {
  const so = self as PySetObject;
  if (so.used === 0) return PyErr_SetString(PyExc_KeyError, 'pop from an empty set');
  const keys = so.keys;
  let entry = so.finger & so.mask;
  while (keys[entry] === null || keys[entry] === dummy) if (++entry > so.mask) entry = 0;
  const key = keys[entry]!;
  keys[entry] = dummy;
  so.hash_lo[entry] = -1;
  so.hash_hi[entry] = -1;
  so.used--;
  so.finger = entry + 1;
  return key;
}

function set_copy(so: PySetObject): Owned<PySetObject> | null {
  return make_new_set_basetype(so, so);
}

function set_update(so: PySetObject, others: readonly PyObject[]): PyObject | null {
  for (const other of others) if (set_update_internal(so, other) < 0) return null;
  return Py_NewRef(Py_None);
}

function set_union(so: PySetObject, others: readonly PyObject[]): PyObject | null {
  const result = set_copy(so);
  if (result === null) return null;
  for (const other of others) {
    if (other !== so && set_update_internal(result, other) < 0) {
      Py_DECREF(result);
      return null;
    }
  }
  return result;
}

const notSets = (a: PyObject, b: PyObject): boolean => !PyAnySet_Check(a) || !PyAnySet_Check(b);
const notImplemented = (): PyObject => Py_NewRef(Py_NotImplemented);

function set_or(self: PyObject, other: PyObject): PyObject | null {
  return notSets(self, other) ? notImplemented() : set_union(self as PySetObject, [other]);
}

function set_ior(self: PyObject, other: PyObject): PyObject | null {
  if (!PyAnySet_Check(other)) return notImplemented();
  return set_update_internal(self as PySetObject, other) < 0 ? null : Py_NewRef(self);
}

function set_intersection(so: PySetObject, other: PyObject): Owned<PySetObject> | null {
  if (so === other) return set_copy(so);
  const result = make_new_set_basetype(so, null);
  if (result === null) return null;
  if (PyAnySet_Check(other)) {
    let small = other;
    if (other.used > so.used) {
      small = so;
      so = other;
    }
    for (let pos = _PySet_NextEntry(small, 0); pos >= 0; pos = _PySet_NextEntry(small, pos)) {
      const key = Py_NewRef(set_next_key);
      const lo = set_next_hash_lo;
      const hi = set_next_hash_hi;
      const rv = set_contains_entry(so, key, lo, hi);
      const failed = rv < 0 || (rv > 0 && set_add_entry(result, key, lo, hi) < 0);
      if (failed) Py_DECREF(result);
      Py_DECREF(key);
      if (failed) return null;
    }
    return result;
  }
  const it = PyObject_GetIter(other);
  if (it === null) {
    Py_DECREF(result);
    return null;
  }
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    const lo = _PyObject_HashFast(key);
    const hi = key_hash_hi;
    let rv = lo === -1 && hi === -1 ? -1 : set_contains_entry(so, key, lo, hi);
    if (rv > 0 && set_add_entry(result, key, lo, hi) < 0) rv = -1;
    if (rv < 0) {
      Py_DECREF(it);
      Py_DECREF(result);
      Py_DECREF(key);
      return null;
    }
    Py_DECREF(key);
    if (rv > 0 && result.used >= so.used) break;
  }
  Py_DECREF(it);
  return keepIf(PyErr_Occurred() === null, result);
}

function set_intersection_multi(so: PySetObject, others: readonly PyObject[]): Owned<PySetObject> | null {
  if (others.length === 0) return set_copy(so);
  let result = Py_NewRef(so);
  for (const other of others) {
    const newresult = set_intersection(result, other);
    Py_DECREF(result);
    if (newresult === null) return null;
    result = newresult;
  }
  return result;
}

const bothFrozen = (a: PySetObject, b: PySetObject): boolean => PyFrozenSet_Check(a) && PyFrozenSet_Check(b);

/** Takes the contents of `tmp` (stolen). */
function become(so: PySetObject, tmp: PySetObject | null): number {
  if (tmp === null) return -1;
  set_swap_bodies(so, tmp, bothFrozen(so, tmp));
  Py_DECREF(tmp);
  return 0;
}

function set_and(self: PyObject, other: PyObject): PyObject | null {
  return notSets(self, other) ? notImplemented() : set_intersection(self as PySetObject, other);
}

function set_iand(self: PyObject, other: PyObject): PyObject | null {
  if (!PyAnySet_Check(other)) return notImplemented();
  const so = self as PySetObject;
  return become(so, set_intersection(so, other)) < 0 ? null : Py_NewRef(self);
}

function set_isdisjoint(self: PyObject, other: PyObject): PyObject | null {
  let so = self as PySetObject;
  if (so === other) return PyBool_FromLong(so.used === 0);
  if (PyAnySet_CheckExact(other)) {
    let small = other;
    if (other.used > so.used) {
      small = so;
      so = other;
    }
    for (let pos = _PySet_NextEntry(small, 0); pos >= 0; pos = _PySet_NextEntry(small, pos)) {
      const key = Py_NewRef(set_next_key);
      const rv = set_contains_entry(so, key, set_next_hash_lo, set_next_hash_hi);
      Py_DECREF(key);
      if (rv !== 0) return rv < 0 ? null : PyBool_FromLong(0);
    }
    return PyBool_FromLong(1);
  }
  const it = PyObject_GetIter(other);
  if (it === null) return null;
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    const rv = set_contains_key(so, key);
    Py_DECREF(key);
    if (rv !== 0) {
      Py_DECREF(it);
      return rv < 0 ? null : PyBool_FromLong(0);
    }
  }
  Py_DECREF(it);
  return PyErr_Occurred() !== null ? null : PyBool_FromLong(1);
}

function set_difference_update_internal(so: PySetObject, other: PyObject): number {
  if (so === other) {
    set_clear_internal(so);
    return 0;
  }
  if (PyAnySet_Check(other)) {
    let from: PySetObject | null = other;
    // When the other set is much larger, only what is common to both is worth looking at.
    if (other.used >> 3 > so.used) {
      from = set_intersection(so, other);
      if (from === null) return -1;
    } else {
      Py_INCREF(other);
    }
    for (let pos = _PySet_NextEntry(from, 0); pos >= 0; pos = _PySet_NextEntry(from, pos)) {
      const key = Py_NewRef(set_next_key);
      const failed = set_discard_entry(so, key, set_next_hash_lo, set_next_hash_hi) < 0;
      if (failed) Py_DECREF(from);
      Py_DECREF(key);
      if (failed) return -1;
    }
    Py_DECREF(from);
  } else {
    const it = PyObject_GetIter(other);
    if (it === null) return -1;
    for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
      const failed = set_discard_key(so, key) < 0;
      if (failed) Py_DECREF(it);
      Py_DECREF(key);
      if (failed) return -1;
    }
    Py_DECREF(it);
    if (PyErr_Occurred() !== null) return -1;
  }
  if (so.fill - so.used > Math.floor(so.mask / 4)) set_table_resize(so, so.used > 50000 ? so.used * 2 : so.used * 4);
  return 0;
}

function set_difference_update(so: PySetObject, others: readonly PyObject[]): PyObject | null {
  for (const other of others) if (set_difference_update_internal(so, other) < 0) return null;
  return Py_NewRef(Py_None);
}

function set_difference(so: PySetObject, other: PyObject): Owned<PySetObject> | null {
  const dict = PyDict_CheckExact(other) ? other : null;
  const set = dict === null && PyAnySet_Check(other) ? other : null;
  const other_size = dict !== null ? dict.ma_used : set !== null ? set.used : -1;
  if (other_size < 0 || so.used >> 2 > other_size) {
    const copy = set_copy(so);
    return copy === null ? null : keepIf(set_difference_update_internal(copy, other) === 0, copy);
  }
  const result = make_new_set_basetype(so, null);
  if (result === null) return null;
  for (let pos = _PySet_NextEntry(so, 0); pos >= 0; pos = _PySet_NextEntry(so, pos)) {
    const key = Py_NewRef(set_next_key);
    const lo = set_next_hash_lo;
    const hi = set_next_hash_hi;
    const rv = dict !== null ? _PyDict_Contains_KnownHash(dict, key, lo, hi) : set_contains_entry(set!, key, lo, hi);
    const failed = rv < 0 || (rv === 0 && set_add_entry(result, key, lo, hi) < 0);
    if (failed) Py_DECREF(result);
    Py_DECREF(key);
    if (failed) return null;
  }
  return result;
}

function set_difference_multi(so: PySetObject, others: readonly PyObject[]): PyObject | null {
  if (others.length === 0) return set_copy(so);
  const result = set_difference(so, others[0]!);
  if (result === null) return null;
  for (let i = 1; i < others.length; i++) {
    if (set_difference_update_internal(result, others[i]!) < 0) {
      Py_DECREF(result);
      return null;
    }
  }
  return result;
}

function set_sub(self: PyObject, other: PyObject): PyObject | null {
  return notSets(self, other) ? notImplemented() : set_difference(self as PySetObject, other);
}

function set_isub(self: PyObject, other: PyObject): PyObject | null {
  if (!PyAnySet_Check(other)) return notImplemented();
  return set_difference_update_internal(self as PySetObject, other) < 0 ? null : Py_NewRef(self);
}

/** Removes the key if it is there, else adds it. */
function toggle(so: PySetObject, key: PyObject, lo: number, hi: number): number {
  Py_INCREF(key);
  let rv = set_discard_entry(so, key, lo, hi);
  if (rv === DISCARD_NOTFOUND) rv = set_add_entry(so, key, lo, hi);
  Py_DECREF(key);
  return rv < 0 ? -1 : 0;
}

function set_symmetric_difference_update_set(so: PySetObject, other: PySetObject): number {
  for (let pos = _PySet_NextEntry(other, 0); pos >= 0; pos = _PySet_NextEntry(other, pos)) {
    if (toggle(so, set_next_key, set_next_hash_lo, set_next_hash_hi) < 0) return -1;
  }
  return 0;
}

function set_symmetric_difference_update_internal(so: PySetObject, other: PyObject): number {
  if (so === other) {
    set_clear_internal(so);
    return 0;
  }
  if (PyDict_CheckExact(other)) {
    for (let pos = _PyDict_Next(other, 0); pos >= 0; pos = _PyDict_Next(other, pos)) {
      if (toggle(so, next_key, next_hash_lo, next_hash_hi) < 0) return -1;
    }
    return 0;
  }
  if (PyAnySet_Check(other)) return set_symmetric_difference_update_set(so, other);
  const otherset = make_new_set_basetype(so, other);
  if (otherset === null) return -1;
  const rv = set_symmetric_difference_update_set(so, otherset);
  Py_DECREF(otherset);
  return rv;
}

function set_symmetric_difference(self: PyObject, other: PyObject): PyObject | null {
  const so = self as PySetObject;
  const result = make_new_set_basetype(so, null);
  if (result === null) return null;
  return keepIf(
    set_update_internal(result, other) === 0 && set_symmetric_difference_update_set(result, so) === 0,
    result,
  );
}

function set_xor(self: PyObject, other: PyObject): PyObject | null {
  return notSets(self, other) ? notImplemented() : set_symmetric_difference(self, other);
}

function set_ixor(self: PyObject, other: PyObject): PyObject | null {
  if (!PyAnySet_Check(other)) return notImplemented();
  return set_symmetric_difference_update_internal(self as PySetObject, other) < 0 ? null : Py_NewRef(self);
}

/** 1, 0, or −1 with an exception. */
function issubset(so: PySetObject, other: PyObject): number {
  if (!PyAnySet_Check(other)) {
    const tmp = set_intersection(so, other);
    if (tmp === null) return -1;
    const result = tmp.used === so.used ? 1 : 0;
    Py_DECREF(tmp);
    return result;
  }
  if (so.used > other.used) return 0;
  for (let pos = _PySet_NextEntry(so, 0); pos >= 0; pos = _PySet_NextEntry(so, pos)) {
    const key = Py_NewRef(set_next_key);
    const rv = set_contains_entry(other, key, set_next_hash_lo, set_next_hash_hi);
    Py_DECREF(key);
    if (rv <= 0) return rv;
  }
  return 1;
}

function set_issubset(self: PyObject, other: PyObject): PyObject | null {
  return boolResult(issubset(self as PySetObject, other));
}

function set_issuperset(self: PyObject, other: PyObject): PyObject | null {
  const so = self as PySetObject;
  if (PyAnySet_Check(other)) return boolResult(issubset(other, so));
  const it = PyObject_GetIter(other);
  if (it === null) return null;
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    const rv = set_contains_key(so, key);
    Py_DECREF(key);
    if (rv <= 0) {
      Py_DECREF(it);
      return boolResult(rv);
    }
  }
  Py_DECREF(it);
  return PyErr_Occurred() !== null ? null : PyBool_FromLong(1);
}

function set_richcompare(self: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  const v = self as PySetObject;
  if (!PyAnySet_Check(w)) return notImplemented();
  switch (op) {
    case Py_EQ: {
      if (v.used !== w.used) return PyBool_FromLong(0);
      const known = (so: PySetObject): boolean => so.cached_lo !== -1 || so.cached_hi !== -1;
      if (known(v) && known(w) && (v.cached_lo !== w.cached_lo || v.cached_hi !== w.cached_hi))
        return PyBool_FromLong(0);
      return boolResult(issubset(v, w));
    }
    case Py_NE: {
      const r1 = set_richcompare(v, w, Py_EQ);
      if (r1 === null) return null;
      const r2 = PyObject_IsTrue(r1);
      Py_DECREF(r1);
      return r2 < 0 ? null : PyBool_FromLong(r2 === 0);
    }
    case Py_LE:
      return boolResult(issubset(v, w));
    case Py_GE:
      return boolResult(issubset(w, v));
    case Py_LT:
      return v.used >= w.used ? PyBool_FromLong(0) : boolResult(issubset(v, w));
    case Py_GT:
      return v.used <= w.used ? PyBool_FromLong(0) : boolResult(issubset(w, v));
  }
}

function set_add(self: PyObject, key: PyObject): PyObject | null {
  return none(set_add_key(self as PySetObject, key) === 0);
}

/** After a failed look for `key`: an unhashable set stands for the frozenset of its items. `look` is tried with that. */
function withFrozen(key: PyObject, look: (key: PyObject) => number): number {
  if (!PySet_Check(key) || !PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
  PyErr_Clear();
  const tmpkey = make_new_set(PyFrozenSet_Type, key);
  if (tmpkey === null) return -1;
  const rv = look(tmpkey);
  Py_DECREF(tmpkey);
  return rv;
}

/** `key in so`: 1, 0, or −1 with an exception. */
export function _PySet_Contains(self: PyObject, key: PyObject): number {
  const so = self as PySetObject;
  const rv = set_contains_key(so, key);
  return rv < 0 ? withFrozen(key, (k) => set_contains_key(so, k)) : rv;
}

function discard(so: PySetObject, key: PyObject): number {
  const rv = set_discard_key(so, key);
  return rv < 0 ? withFrozen(key, (k) => set_discard_key(so, k)) : rv;
}

function set_remove(self: PyObject, key: PyObject): PyObject | null {
  const rv = discard(self as PySetObject, key);
  if (rv === DISCARD_NOTFOUND) return _PyErr_SetKeyError(key);
  return none(rv > 0);
}

function set_discard(self: PyObject, key: PyObject): PyObject | null {
  return none(discard(self as PySetObject, key) >= 0);
}

function set___reduce__(self: PyObject): PyObject | null {
  const keys = PySequence_List(self);
  if (keys === null) return null;
  const args = PyTuple_Pack(keys);
  const state = _PyObject_GetState(self);
  const result = state === null ? null : PyTuple_Pack(self.ob_type, args, state);
  Py_DECREF(args);
  Py_DECREF(keys);
  Py_XDECREF(state);
  return result;
}

function set___sizeof__(self: PyObject): PyObject | null {
  const so = self as PySetObject;
  return PyLong_FromLong(so.ob_type.tp_basicsize + (so.table_addr !== 0 ? (so.mask + 1) * 16 : 0));
}

const contains = method(
  '__contains__',
  METH_O | METH_COEXIST,
  (self: PyObject, key: PyObject) => boolResult(_PySet_Contains(self, key)),
  '($self, object, /)',
  'x.__contains__(y) <==> y in x.',
);
/** Both types' methods in the order of set's table; frozenset has fewer. */
const METHOD_ORDER = (
  'add clear __contains__ copy discard difference difference_update intersection intersection_update isdisjoint issubset ' +
  'issuperset pop __reduce__ remove __sizeof__ symmetric_difference symmetric_difference_update union update __class_getitem__'
).split(' ');
function inOrder(methods: PyMethodDef[]): PyMethodDef[] {
  return methods.sort((a, b) => METHOD_ORDER.indexOf(a.ml_name) - METHOD_ORDER.indexOf(b.ml_name));
}
const shared = [
  method(
    'difference',
    METH_FASTCALL,
    varargs(set_difference_multi),
    '($self, /, *others)',
    'Return a new set with elements in the set that are not in the others.',
  ),
  method(
    'intersection',
    METH_FASTCALL,
    varargs(set_intersection_multi),
    '($self, /, *others)',
    'Return a new set with elements common to the set and all others.',
  ),
  method(
    'isdisjoint',
    METH_O,
    set_isdisjoint,
    '($self, other, /)',
    'Return True if two sets have a null intersection.',
  ),
  method('issubset', METH_O, set_issubset, '($self, other, /)', 'Report whether another set contains this set.'),
  method('issuperset', METH_O, set_issuperset, '($self, other, /)', 'Report whether this set contains another set.'),
  method('__reduce__', METH_NOARGS, set___reduce__, '($self, /)', 'Return state information for pickling.'),
  method('__sizeof__', METH_NOARGS, set___sizeof__, '($self, /)', 'S.__sizeof__() -> size of S in memory, in bytes.'),
  method(
    'symmetric_difference',
    METH_O,
    set_symmetric_difference,
    '($self, other, /)',
    'Return a new set with elements in either the set or other but not both.',
  ),
  method(
    'union',
    METH_FASTCALL,
    varargs(set_union),
    '($self, /, *others)',
    'Return a new set with elements from the set and all others.',
  ),
  method(
    '__class_getitem__',
    METH_O | METH_CLASS,
    (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
    null,
    'See PEP 585',
  ),
];

const common = {
  tp_basicsize: 200,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
  tp_weaklistoffset: 192,
  tp_dealloc: set_dealloc,
  tp_repr: set_repr,
  tp_traverse: set_traverse,
  tp_clear: set_clear_internal,
  tp_richcompare: set_richcompare,
  tp_iter: set_iter,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  nb_subtract: set_sub,
  nb_and: set_and,
  nb_xor: set_xor,
  nb_or: set_or,
  sq_length: set_len,
  sq_contains: _PySet_Contains,
  construct: (type: PyTypeObject) => new PySetObject(type),
  edges: set_edges,
};

export const PySet_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'set',
  tp_doc: 'set(iterable=(), /)\n--\n\nBuild an unordered collection of unique elements.',
  tp_hash: PyObject_HashNotImplemented,
  tp_init: set_init,
  tp_new: set_new,
  tp_vectorcall: set_vectorcall,
  nb_inplace_subtract: set_isub,
  nb_inplace_and: set_iand,
  nb_inplace_xor: set_ixor,
  nb_inplace_or: set_ior,
  tp_methods: inOrder([
    method(
      'add',
      METH_O,
      set_add,
      '($self, object, /)',
      'Add an element to a set.\n\nThis has no effect if the element is already present.',
    ),
    method(
      'clear',
      METH_NOARGS,
      (self: PyObject) => {
        set_clear_internal(self as PySetObject);
        return Py_NewRef(Py_None);
      },
      '($self, /)',
      'Remove all elements from this set.',
    ),
    contains,
    method(
      'copy',
      METH_NOARGS,
      (self: PyObject) => set_copy(self as PySetObject),
      '($self, /)',
      'Return a shallow copy of a set.',
    ),
    method(
      'discard',
      METH_O,
      set_discard,
      '($self, object, /)',
      'Remove an element from a set if it is a member.\n\n' +
        'Unlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.',
    ),
    method(
      'difference_update',
      METH_FASTCALL,
      varargs(set_difference_update),
      '($self, /, *others)',
      'Update the set, removing elements found in others.',
    ),
    method(
      'intersection_update',
      METH_FASTCALL,
      varargs((so, others) => none(become(so, set_intersection_multi(so, others)) === 0)),
      '($self, /, *others)',
      'Update the set, keeping only elements found in it and all others.',
    ),
    method(
      'pop',
      METH_NOARGS,
      set_pop,
      '($self, /)',
      'Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.',
    ),
    method(
      'remove',
      METH_O,
      set_remove,
      '($self, object, /)',
      'Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.',
    ),
    method(
      'symmetric_difference_update',
      METH_O,
      (self: PyObject, other: PyObject) =>
        none(set_symmetric_difference_update_internal(self as PySetObject, other) === 0),
      '($self, other, /)',
      'Update the set, keeping only elements found in either set, but not in both.',
    ),
    method(
      'update',
      METH_FASTCALL,
      varargs(set_update),
      '($self, /, *others)',
      'Update the set, adding elements from all others.',
    ),
    ...shared,
  ]),
});

export const PyFrozenSet_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'frozenset',
  tp_doc: 'frozenset(iterable=(), /)\n--\n\nBuild an immutable unordered collection of unique elements.',
  tp_hash: frozenset_hash,
  tp_new: frozenset_new,
  tp_vectorcall: frozenset_vectorcall,
  tp_methods: [
    contains,
    method(
      'copy',
      METH_NOARGS,
      (self: PyObject) => (PyFrozenSet_CheckExact(self) ? Py_NewRef(self) : set_copy(self as PySetObject)),
      '($self, /)',
      'Return a shallow copy of a set.',
    ),
    ...shared,
  ],
});

// -------------------------------------------------------------------------------------------------------------- C API

/** A set of an iterable's items (null: empty). null with an exception. */
export function PySet_New(iterable: PyObject | null): Owned<PySetObject> | null {
  return make_new_set(PySet_Type, iterable);
}
export function PyFrozenSet_New(iterable: PyObject | null): Owned<PySetObject> | null {
  return make_new_set(PyFrozenSet_Type, iterable);
}
export function PySet_Size(anyset: PyObject): number {
  if (PyAnySet_Check(anyset)) return anyset.used;
  PyErr_BadInternalCall();
  return -1;
}
export function PySet_Clear(set: PyObject): number {
  if (!PySet_Check(set)) {
    PyErr_BadInternalCall();
    return -1;
  }
  set_clear_internal(set);
  return 0;
}
/** 1, 0, or −1 with an exception. */
export function PySet_Contains(anyset: PyObject, key: PyObject): number {
  if (PyAnySet_Check(anyset)) return set_contains_key(anyset, key);
  PyErr_BadInternalCall();
  return -1;
}
/** 1 if the key was there, 0 if not, −1 with an exception. */
export function PySet_Discard(set: PyObject, key: PyObject): number {
  if (PySet_Check(set)) return set_discard_key(set, key);
  PyErr_BadInternalCall();
  return -1;
}
/** Adds a key (borrowed); to a frozenset only while nobody else has it. 0, or −1 with an exception. */
export function PySet_Add(anyset: PyObject, key: PyObject): number {
  if (PySet_Check(anyset) || (PyFrozenSet_Check(anyset) && anyset.ob_refcnt === 1)) {
    return set_add_key(anyset as PySetObject, key);
  }
  PyErr_BadInternalCall();
  return -1;
}
/** Any key, removed; null with KeyError. */
export function PySet_Pop(set: PyObject): Owned<PyObject> | null {
  if (PySet_Check(set)) return set_pop(set);
  PyErr_BadInternalCall();
  return null;
}
/** 0, or −1 with an exception. */
export function _PySet_Update(set: PyObject, iterable: PyObject): number {
  if (PySet_Check(set)) return set_update_internal(set, iterable);
  PyErr_BadInternalCall();
  return -1;
}
