// Lists: making and freeing them, their memory, and the C API. Follows Objects/listobject.c, CPython 3.13.
//
// The JavaScript array's length is ob_size. What C does to the size of its array (list_resize) is done here to the block
// alone, *before* the items move: `list_resize(self, newsize)` while `ob_item` still has the old length.

import { registerFreeList } from '../heap/freelists';
import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import { PyMem_Free, PyMem_Malloc, PyMem_Realloc } from '../heap/obmalloc';
import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, _Py_NewReference } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_GetIter, PyObject_LengthHint, PySequence_Fast } from './abstract';
import { PyDict_CheckExact, _PyDict_Next, next_key, next_value } from './dictcore';
import { nullArray } from './dictkeys';
import type { PyDictObject, _PyDictViewObject } from './dictstruct';
import { PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type } from './dictviews';
import {
  PyErr_BadInternalCall,
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_NoMemory,
  PyErr_Occurred,
  PyErr_SetString,
} from './errors';
import { PyExc_IndexError, PyExc_StopIteration } from './exceptions';
import { PyList_Type } from './listobject';
import { PyListObject } from './liststruct';
import type { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { PyAnySet_CheckExact, PySet_GET_SIZE, _PySet_NextEntry, set_next_key } from './setobject';
import type { PySetObject } from './setstruct';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTuple_CheckExact, PyTuple_FromArray, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { Py_TPFLAGS_LIST_SUBCLASS } from './typestruct';

export const PyList_MAXFREELIST = 80;
/** More items than any simulated memory holds: PY_SSIZE_T_MAX / sizeof(void *). */
export const MAX_LIST_ITEMS = 2 ** 60;

/** Items of a list that is not alive. Never written to. */
const NO_ITEMS: PyObject[] = [];
let list_freelist: PyListObject[] = [];
onRuntimeReset(() => {
  list_freelist = [];
});

registerFreeList({
  name: 'list',
  limit: PyList_MAXFREELIST,
  blocks: () => list_freelist.map((op) => op.ob_addr),
  exchange(content) {
    const held = list_freelist;
    list_freelist = content as PyListObject[];
    return held;
  },
  clear: () => _PyList_ClearFreeList(),
});

export function PyList_Check(op: PyObject): op is PyListObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_LIST_SUBCLASS) !== 0;
}
export function PyList_CheckExact(op: PyObject): op is PyListObject {
  return op.ob_type === PyList_Type;
}
export function PyList_GET_SIZE(op: PyObject): number {
  return (op as PyListObject).ob_item.length;
}
/** Borrowed. */
export function PyList_GET_ITEM(op: PyObject, i: number): Borrowed<PyObject> {
  return (op as PyListObject).ob_item[i]!;
}
/** Steals `item`; for filling a list just made. */
export function PyList_SET_ITEM(op: PyObject, i: number, item: PyObject): void {
  (op as PyListObject).ob_item[i] = item;
}

// ------------------------------------------------------------------------------------------------------------ memory

/** A tracked list without items and without an array. */
function list_alloc(): Owned<PyListObject> {
  let op: PyListObject;
  if (list_freelist.length > 0) {
    op = list_freelist.pop()!;
    op.ob_item = [];
    _Py_NewReference(op);
  } else {
    op = PyObject_GC_New(new PyListObject(PyList_Type), 40);
  }
  _PyObject_GC_TRACK(op);
  return op;
}

/** A list of `n` NULLs, with an array of exactly that size, to be filled before anybody sees it. */
export function PyList_New(n: number): Owned<PyListObject> {
  const op = list_alloc();
  if (n > 0) {
    op.ob_item_addr = PyMem_Malloc(n * 8);
    op.allocated = n;
    let items: (PyObject | null)[];
    if (n <= 64) items = nullArray(n);
    else {
      items = [];
      for (let i = 0; i < n; i++) items.push(null);
    }
    op.ob_item = items as PyObject[];
  }
  return op;
}

/** A list of `items`, with an array of exactly that size: the JavaScript array and the references become the list's. */
export function PyList_FromArraySteal(items: PyObject[]): Owned<PyListObject> {
  const op = list_alloc();
  const n = items.length;
  if (n > 0) {
    op.ob_item_addr = PyMem_Malloc(n * 8);
    op.allocated = n;
    op.ob_item = items;
  }
  return op;
}

/** A list of src[start : start + n], copied; takes over the references. For the VM's stack. */
export function _PyList_FromArraySteal(src: readonly PyObject[], start: number, n: number): Owned<PyListObject> {
  return PyList_FromArraySteal(src.slice(start, start + n));
}

/** A list of `items`, which are borrowed; the array becomes the list's. */
export function list_from_array(items: PyObject[]): Owned<PyListObject> {
  for (let i = 0; i < items.length; i++) Py_INCREF(items[i]!);
  return PyList_FromArraySteal(items);
}

/** Makes the block fit for `newsize` items as list_resize does; `ob_item` still has the old length. */
export function list_resize(self: PyListObject, newsize: number): void {
  const allocated = self.allocated;
  if (allocated >= newsize && newsize >= allocated >> 1) return;
  let new_allocated = newsize < 0x1fffffff ? (newsize + (newsize >> 3) + 6) & ~3 : newsize;
  if (newsize - self.ob_item.length > new_allocated - newsize)
    new_allocated = newsize < 0x1fffffff ? (newsize + 3) & ~3 : newsize;
  if (newsize === 0) new_allocated = 0;
  self.ob_item_addr = PyMem_Realloc(self.ob_item_addr, new_allocated * 8);
  self.allocated = new_allocated;
}

/** The first array of a list: `size` rounded up to even. */
function list_preallocate_exact(self: PyListObject, size: number): void {
  size += size & 1;
  self.ob_item_addr = PyMem_Malloc(size * 8);
  self.allocated = size;
}

/** tp_dealloc. */
export function list_dealloc(op: PyListObject): void {
  if (op.gc_next !== null) PyObject_GC_UnTrack(op);
  if (Py_TRASHCAN_BEGIN(op, list_dealloc)) return;
  if (op.ob_item_addr !== 0) {
    const items = op.ob_item;
    for (let i = items.length - 1; i >= 0; i--) Py_XDECREF(items[i]!);
    PyMem_Free(op.ob_item_addr);
    op.ob_item_addr = 0;
    op.allocated = 0;
  }
  op.ob_item = NO_ITEMS;
  if (list_freelist.length < PyList_MAXFREELIST && op.ob_type === PyList_Type) list_freelist.push(op);
  else op.ob_type.tp_free!(op as never);
  Py_TRASHCAN_END();
}

/** Called by a full collection and at exit. */
export function _PyList_ClearFreeList(): void {
  while (list_freelist.length > 0) PyObject_GC_Del(list_freelist.pop()!);
}

/** Empties the list, then lets the items go, last first. */
export function list_clear(a: PyListObject): void {
  if (a.ob_item_addr === 0) return;
  const items = a.ob_item;
  const addr = a.ob_item_addr;
  a.ob_item = [];
  a.ob_item_addr = 0;
  a.allocated = 0;
  for (let i = items.length - 1; i >= 0; i--) Py_XDECREF(items[i]!);
  PyMem_Free(addr);
}

// --------------------------------------------------------------------------------------------------------- the C API

export function PyList_Size(op: PyObject): number {
  if (PyList_Check(op)) return op.ob_item.length;
  PyErr_BadInternalCall();
  return -1;
}

/** Borrowed; null with IndexError. */
export function PyList_GetItem(op: PyObject, i: number): Borrowed<PyObject> | null {
  if (!PyList_Check(op)) {
    PyErr_BadInternalCall();
    return null;
  }
  if (i < 0 || i >= op.ob_item.length) return PyErr_SetString(PyExc_IndexError, 'list index out of range');
  return op.ob_item[i]!;
}

/** A new reference; null with IndexError. */
export function PyList_GetItemRef(op: PyObject, i: number): Owned<PyObject> | null {
  const item = PyList_GetItem(op, i);
  if (item !== null) Py_INCREF(item);
  return item;
}

/** Steals `newitem`. 0, or −1 with an exception. */
export function PyList_SetItem(op: PyObject, i: number, newitem: PyObject): number {
  if (!PyList_Check(op)) {
    Py_XDECREF(newitem);
    PyErr_BadInternalCall();
    return -1;
  }
  if (i < 0 || i >= op.ob_item.length) {
    Py_XDECREF(newitem);
    PyErr_SetString(PyExc_IndexError, 'list assignment index out of range');
    return -1;
  }
  const old = op.ob_item[i]!;
  op.ob_item[i] = newitem;
  Py_XDECREF(old);
  return 0;
}

/** Inserts `v` (borrowed) before index `where`. */
export function ins1(self: PyListObject, where: number, v: PyObject): void {
  const n = self.ob_item.length;
  list_resize(self, n + 1);
  if (where < 0) where = Math.max(0, where + n);
  Py_INCREF(v);
  if (where >= n) self.ob_item.push(v);
  else if (where === 0) self.ob_item.unshift(v);
  else self.ob_item.splice(where, 0, v);
}

/** 0, or −1 with an exception. */
export function PyList_Insert(op: PyObject, where: number, newitem: PyObject): number {
  if (!PyList_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  ins1(op, where, newitem);
  return 0;
}

/** Appends `newitem`, whose reference it takes over. */
export function _PyList_AppendTakeRef(self: PyListObject, newitem: PyObject): void {
  const items = self.ob_item;
  const n = items.length;
  if (self.allocated <= n) list_resize(self, n + 1);
  items.push(newitem);
}

/** Appends `newitem` (borrowed). 0, or −1 with an exception when `op` is no list. */
export function PyList_Append(op: PyObject, newitem: PyObject): number {
  if (!PyList_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  Py_INCREF(newitem);
  _PyList_AppendTakeRef(op, newitem);
  return 0;
}

/** A new list of a[ilow : ihigh], indices within bounds. */
export function list_slice(a: PyListObject, ilow: number, ihigh: number): Owned<PyListObject> {
  return ihigh <= ilow ? PyList_New(0) : list_from_array(a.ob_item.slice(ilow, ihigh));
}

export function PyList_GetSlice(a: PyObject, ilow: number, ihigh: number): Owned<PyListObject> | null {
  if (!PyList_Check(a)) {
    PyErr_BadInternalCall();
    return null;
  }
  const n = a.ob_item.length;
  ilow = Math.max(0, Math.min(ilow, n));
  ihigh = Math.max(ilow, Math.min(ihigh, n));
  return list_slice(a, ilow, ihigh);
}

/** Puts `values` in place of items[low : low + count]; for any number of values. */
export function replaceItems(items: PyObject[], low: number, count: number, values: readonly PyObject[]): PyObject[] {
  if (values.length < 1000) {
    items.splice(low, count, ...values);
    return items;
  }
  return items.slice(0, low).concat(values, items.slice(low + count));
}

/**
 * a[ilow:ihigh] = v, or del a[ilow:ihigh] for null. The items replaced go last, last first, when the list is in order
 * again. 0, or −1 with an exception.
 */
function list_ass_slice_impl(a: PyListObject, ilow: number, ihigh: number, v: PyObject | null): number {
  let v_as_SF: PyObject | null = null;
  let vitem: readonly PyObject[] = NO_ITEMS;
  if (v !== null) {
    v_as_SF = PySequence_Fast(v, 'can only assign an iterable');
    if (v_as_SF === null) return -1;
    vitem = (v_as_SF as PyListObject | PyTupleObject).ob_item;
  }
  const size = a.ob_item.length;
  ilow = ilow < 0 ? 0 : Math.min(ilow, size);
  ihigh = ihigh < ilow ? ilow : Math.min(ihigh, size);
  const n = vitem.length;
  const norig = ihigh - ilow;
  const d = n - norig;
  if (size + d === 0) {
    Py_XDECREF(v_as_SF);
    list_clear(a);
    return 0;
  }
  const recycleAddr = norig > 8 ? PyMem_Malloc(norig * 8) : 0;
  const recycle = norig > 0 ? a.ob_item.slice(ilow, ihigh) : NO_ITEMS;
  if (d !== 0) list_resize(a, size + d);
  for (let k = 0; k < n; k++) Py_INCREF(vitem[k]!);
  a.ob_item = replaceItems(a.ob_item, ilow, norig, vitem);
  for (let k = norig - 1; k >= 0; k--) Py_XDECREF(recycle[k]!);
  PyMem_Free(recycleAddr);
  Py_XDECREF(v_as_SF);
  return 0;
}

export function list_ass_slice(a: PyListObject, ilow: number, ihigh: number, v: PyObject | null): number {
  if (a !== v) return list_ass_slice_impl(a, ilow, ihigh, v);
  const copy = list_slice(a, 0, a.ob_item.length);
  const ret = list_ass_slice_impl(a, ilow, ihigh, copy);
  Py_DECREF(copy);
  return ret;
}

/** a[ilow:ihigh] = v, or deletion for null. 0, or −1 with an exception. */
export function PyList_SetSlice(a: PyObject, ilow: number, ihigh: number, v: PyObject | null): number {
  if (!PyList_Check(a)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return list_ass_slice(a, ilow, ihigh, v);
}

/** self *= n. 0, or −1 with MemoryError. */
export function list_inplace_repeat_impl(self: PyListObject, n: number): number {
  const input_size = self.ob_item.length;
  if (input_size === 0 || n === 1) return 0;
  if (n < 1) {
    list_clear(self);
    return 0;
  }
  if (input_size > MAX_LIST_ITEMS / n) {
    PyErr_NoMemory();
    return -1;
  }
  list_resize(self, input_size * n);
  const items = self.ob_item;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < input_size; j++) {
      const item = items[j]!;
      Py_INCREF(item);
      items.push(item);
    }
  }
  return 0;
}

// ---------------------------------------------------------------------------------------------------------- extending

function list_extend_fast(self: PyListObject, src: readonly PyObject[]): void {
  const n = src.length;
  if (n === 0) return;
  if (self.ob_item_addr === 0) list_preallocate_exact(self, n);
  else list_resize(self, self.ob_item.length + n);
  const items = self.ob_item;
  for (let i = 0; i < n; i++) {
    const item = src[i]!;
    Py_INCREF(item);
    items.push(item);
  }
}

function list_extend_iter(self: PyListObject, iterable: PyObject): number {
  const it = PyObject_GetIter(iterable);
  if (it === null) return -1;
  const iternext = it.ob_type.tp_iternext!;
  const n = PyObject_LengthHint(iterable, 8);
  if (n < 0) {
    Py_DECREF(it);
    return -1;
  }
  if (n > MAX_LIST_ITEMS - self.ob_item.length) {
    if (n < 2 ** 63 - self.ob_item.length) {
      PyErr_NoMemory();
      Py_DECREF(it);
      return -1;
    }
  } else if (self.ob_item_addr === 0) {
    if (n > 0) list_preallocate_exact(self, n);
  } else {
    list_resize(self, self.ob_item.length + n);
  }
  for (;;) {
    const item = iternext(it);
    if (item === null) {
      if (PyErr_Occurred() !== null) {
        if (!PyErr_ExceptionMatches(PyExc_StopIteration)) {
          Py_DECREF(it);
          return -1;
        }
        PyErr_Clear();
      }
      break;
    }
    _PyList_AppendTakeRef(self, item);
  }
  // Cut back if the guess was too large.
  const size = self.ob_item.length;
  if (size < self.allocated) list_resize(self, size);
  Py_DECREF(it);
  return 0;
}

function list_extend_set(self: PyListObject, other: PySetObject): void {
  list_resize(self, self.ob_item.length + PySet_GET_SIZE(other));
  const items = self.ob_item;
  for (let pos = _PySet_NextEntry(other, 0); pos >= 0; pos = _PySet_NextEntry(other, pos))
    items.push(Py_NewRef(set_next_key));
}

/** What of each item: its key, its value, or both. */
const enum Which {
  key,
  value,
  item,
}

function list_extend_dict(self: PyListObject, dict: PyDictObject, which: Which): void {
  list_resize(self, self.ob_item.length + dict.ma_used);
  const items = self.ob_item;
  for (let pos = _PyDict_Next(dict, 0); pos >= 0; pos = _PyDict_Next(dict, pos)) {
    if (which === Which.item) items.push(PyTuple_Pack(next_key, next_value));
    else items.push(Py_NewRef(which === Which.key ? next_key : next_value));
  }
}

/** self += iterable. 0, or −1 with an exception. */
export function _list_extend(self: PyListObject, iterable: PyObject): number {
  if (self === iterable) return list_inplace_repeat_impl(self, 2);
  if (PyList_CheckExact(iterable)) list_extend_fast(self, iterable.ob_item);
  else if (PyTuple_CheckExact(iterable)) list_extend_fast(self, iterable.ob_item);
  else if (PyAnySet_CheckExact(iterable)) list_extend_set(self, iterable);
  else if (PyDict_CheckExact(iterable)) list_extend_dict(self, iterable, Which.key);
  else {
    const type = iterable.ob_type;
    if (type === PyDictKeys_Type) list_extend_dict(self, (iterable as _PyDictViewObject).dv_dict!, Which.key);
    else if (type === PyDictValues_Type) list_extend_dict(self, (iterable as _PyDictViewObject).dv_dict!, Which.value);
    else if (type === PyDictItems_Type) list_extend_dict(self, (iterable as _PyDictViewObject).dv_dict!, Which.item);
    else return list_extend_iter(self, iterable);
  }
  return 0;
}

/** list.extend as C code calls it: a new reference to None, or null with an exception. */
export function _PyList_Extend(self: PyListObject, iterable: PyObject): Owned<PyObject> | null {
  return _list_extend(self, iterable) < 0 ? null : Py_NewRef(Py_None);
}

/** 0, or −1 with an exception. */
export function PyList_Extend(self: PyObject, iterable: PyObject): number {
  if (!PyList_Check(self)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return _list_extend(self, iterable);
}

export function PyList_Clear(self: PyObject): number {
  if (!PyList_Check(self)) {
    PyErr_BadInternalCall();
    return -1;
  }
  list_clear(self);
  return 0;
}

export function PyList_Reverse(self: PyObject): number {
  if (!PyList_Check(self)) {
    PyErr_BadInternalCall();
    return -1;
  }
  self.ob_item.reverse();
  return 0;
}

export function PyList_AsTuple(v: PyObject): Owned<PyTupleObject> | null {
  if (!PyList_Check(v)) {
    PyErr_BadInternalCall();
    return null;
  }
  return PyTuple_FromArray(v.ob_item);
}
