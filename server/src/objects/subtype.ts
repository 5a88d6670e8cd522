// Instances of classes made in Python: allocating, traversing, clearing and deallocating them. Follows "Helpers for
// subtyping" in Objects/typeobject.c, CPython 3.13. Every object of a heap type passes here: the hottest code of its kind.

import { PyObject_GC_New, PyObject_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import {
  PyObject_ClearManagedDict,
  PyObject_VisitManagedDict,
  _PyInlineValuesSize,
  _PyObject_InitInlineValues,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { NO_SLOTS } from './instancestruct';
import type { PyObject, visitproc } from './object';
import { PyObject_CallFinalizerFromDealloc } from './objectprotocol';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import {
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HEAPTYPE,
  Py_TPFLAGS_INLINE_VALUES,
  Py_TPFLAGS_MANAGED_DICT,
  Py_T_OBJECT_EX,
} from './typestruct';
import { PyObject_ClearWeakRefs, _PyWeakref_ClearRef } from './weakrefobject';

// ---------------------------------------------------------------------------------------------------- allocation

/** PyType_GenericAlloc that leaves the object untracked. */
export function _PyType_AllocNoTrack(type: PyTypeObject, nitems: number): Owned<PyObject> {
  const flags = type.tp_flags;
  const op = type.construct!(type, nitems);
  let size = type.tp_basicsize;
  // One item more than asked for, as in C, whether or not the type needs it.
  if (type.tp_itemsize !== 0) size = (size + (nitems + 1) * type.tp_itemsize + 7) & ~7;
  if ((flags & Py_TPFLAGS_HEAPTYPE) !== 0 && !type.heapSpec) {
    // What the class adds to a built-in's struct; PyInstanceObject has it all already.
    if (type.tp_dictoffset !== 0 && op.ob_dict === undefined) op.ob_dict = null;
    if (type.tp_weaklistoffset !== 0 && op.ob_weakreflist === undefined) op.ob_weakreflist = null;
    if (type.ht_nslots !== 0) op.ob_slots = new Array<PyObject | null>(type.ht_nslots).fill(null);
    else if (op.ob_slots === undefined) op.ob_slots = NO_SLOTS;
    Py_INCREF(type);
    if ((flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
      PyObject_GC_New(op, size + _PyInlineValuesSize(type));
      _PyObject_InitInlineValues(op, type);
      return op;
    }
  }
  return (flags & Py_TPFLAGS_HAVE_GC) !== 0 ? PyObject_GC_New(op, size) : PyObject_New(op, size);
}

/** tp_alloc of all types: a zeroed object with one reference, tracked if collectable. */
export function PyType_GenericAlloc(type: PyTypeObject, nitems: number): Owned<PyObject> {
  const op = _PyType_AllocNoTrack(type, nitems);
  if ((type.tp_flags & Py_TPFLAGS_HAVE_GC) !== 0) _PyObject_GC_TRACK(op);
  return op;
}

/** tp_new of types whose tp_init does everything. */
export function PyType_GenericNew(
  type: PyTypeObject,
  _args: PyTupleObject | null,
  _kwds: PyDictObject | null,
): Owned<PyObject> | null {
  return type.tp_alloc!(type, 0);
}

// ---------------------------------------------------------------------------------------------------- slots

function traverse_slots(type: PyTypeObject, self: PyObject, visit: visitproc): void {
  const members = type.tp_members;
  for (let i = 0; i < members.length; i++) {
    const obj = self.ob_slots[members[i]!.slot!]!;
    if (obj !== null) visit(obj);
  }
}

function clear_slots(type: PyTypeObject, self: PyObject): void {
  const members = type.tp_members;
  for (let i = 0; i < members.length; i++) {
    const mp = members[i]!;
    if (mp.type !== Py_T_OBJECT_EX || (mp.flags & Py_READONLY) !== 0) continue;
    const slot = mp.slot!;
    const obj = self.ob_slots[slot]!;
    if (obj !== null) {
      self.ob_slots[slot] = null;
      Py_DECREF(obj);
    }
  }
}

// ---------------------------------------------------------------------------------------------------- traverse, clear

/** tp_traverse of heap types. */
export function subtype_traverse(self: PyObject, visit: visitproc): void {
  const type = self.ob_type;
  let base = type;
  while (base.tp_traverse === subtype_traverse) {
    if (base.tp_members.length !== 0) traverse_slots(base, self, visit);
    base = base.tp_base!;
  }
  if (type.tp_dictoffset !== base.tp_dictoffset) {
    if ((type.tp_flags & Py_TPFLAGS_MANAGED_DICT) !== 0) PyObject_VisitManagedDict(self, visit);
    else if (self.ob_dict !== null) visit(self.ob_dict);
  }
  const basetraverse = base.tp_traverse;
  // An instance owns a reference to its heap type.
  if (
    (type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 &&
    (basetraverse === null || (base.tp_flags & Py_TPFLAGS_HEAPTYPE) === 0)
  ) {
    visit(type);
  }
  if (basetraverse !== null) basetraverse(self as never, visit);
}

/** tp_clear of heap types. */
export function subtype_clear(self: PyObject): void {
  const type = self.ob_type;
  let base = type;
  while (base.tp_clear === subtype_clear) {
    if (base.tp_members.length !== 0) clear_slots(base, self);
    base = base.tp_base!;
  }
  // The dictionary too: `self.__dict__ is self` is a cycle by itself.
  if ((type.tp_flags & Py_TPFLAGS_MANAGED_DICT) !== 0) {
    if ((base.tp_flags & Py_TPFLAGS_MANAGED_DICT) === 0) PyObject_ClearManagedDict(self);
  } else if (type.tp_dictoffset !== base.tp_dictoffset) {
    const dict = self.ob_dict;
    self.ob_dict = null;
    Py_XDECREF(dict);
  }
  if (base.tp_clear !== null) base.tp_clear(self as never);
}

// ---------------------------------------------------------------------------------------------------- deallocation

/** tp_dealloc of heap types. */
export function subtype_dealloc(self: PyObject): void {
  const type = self.ob_type;
  if ((type.tp_flags & Py_TPFLAGS_HAVE_GC) === 0) {
    dealloc_without_gc(self, type);
    return;
  }
  PyObject_GC_UnTrack(self);
  if (Py_TRASHCAN_BEGIN(self, subtype_dealloc)) return;
  dealloc_body(self, type);
  Py_TRASHCAN_END();
}

function dealloc_body(self: PyObject, type: PyTypeObject): void {
  let base = type;
  while (base.tp_dealloc === subtype_dealloc) base = base.tp_base!;

  const added_weaklist = type.tp_weaklistoffset !== 0 && base.tp_weaklistoffset === 0;
  if (type.tp_finalize !== null) {
    // The finalizer runs on an object that looks alive: one reference, tracked.
    _PyObject_GC_TRACK(self);
    if (PyObject_CallFinalizerFromDealloc(self) < 0) return;
    _PyObject_GC_UNTRACK(self);
  }
  // Untracked from here on: weakref callbacks may start a collection, which must not see the dying object.
  if (added_weaklist) {
    if (self.ob_weakreflist !== null) PyObject_ClearWeakRefs(self);
    if (type.tp_finalize !== null) {
      // References made during the finalizer and callbacks go without having theirs called.
      while (self.ob_weakreflist !== null) _PyWeakref_ClearRef(self.ob_weakreflist as never);
    }
  }
  if (type.tp_del !== null) {
    _PyObject_GC_TRACK(self);
    (type.tp_del as (self: PyObject) => void)(self);
    if (self.ob_refcnt > 0) return;
    _PyObject_GC_UNTRACK(self);
    if (added_weaklist) while (self.ob_weakreflist !== null) _PyWeakref_ClearRef(self.ob_weakreflist as never);
  }
  if (type.ht_nslots !== 0) {
    for (let t = type; t.tp_dealloc === subtype_dealloc; t = t.tp_base!) {
      if (t.tp_members.length !== 0) clear_slots(t, self);
    }
  }
  if ((type.tp_flags & Py_TPFLAGS_MANAGED_DICT) !== 0) {
    PyObject_ClearManagedDict(self);
  } else if (type.tp_dictoffset !== 0 && base.tp_dictoffset === 0) {
    const dict = self.ob_dict;
    self.ob_dict = null;
    Py_XDECREF(dict);
  }

  // A finalizer may have set __class__.
  type = self.ob_type;
  if ((base.tp_flags & Py_TPFLAGS_HAVE_GC) !== 0) _PyObject_GC_TRACK(self);
  const type_needs_decref = (type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 && (base.tp_flags & Py_TPFLAGS_HEAPTYPE) === 0;
  base.tp_dealloc!(self as never);
  if (type_needs_decref) Py_DECREF(type);
}

/** A heap type that is not collectable adds nothing that would have to be cleared. */
function dealloc_without_gc(self: PyObject, type: PyTypeObject): void {
  if (type.tp_finalize !== null && PyObject_CallFinalizerFromDealloc(self) < 0) return;
  if (type.tp_del !== null) {
    (type.tp_del as (self: PyObject) => void)(self);
    if (self.ob_refcnt > 0) return;
  }
  let base = type;
  while (base.tp_dealloc === subtype_dealloc) base = base.tp_base!;
  const last = self.ob_type;
  const type_needs_decref = (last.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 && (base.tp_flags & Py_TPFLAGS_HEAPTYPE) === 0;
  base.tp_dealloc!(self as never);
  if (type_needs_decref) Py_DECREF(last);
}
