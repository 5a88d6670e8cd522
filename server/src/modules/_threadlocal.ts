// _thread._local, which is threading.local: an object with one dict of attributes per thread. Follows the thread-local
// objects of Modules/_threadmodule.c, CPython 3.13. Each thread owns two dummies: the key under which a local object
// keeps its dict, and a sentinel whose death, at the thread's end, tells by weak references to drop that dict.

import { PyObject_Del, PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyDict_DelItem, PyDict_GetItemRef, PyDict_New, PyDict_Pop, PyDict_SetItem } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_Clear, PyErr_GetRaisedException, PyErr_SetRaisedException, PyErr_SetString } from '../objects/errors';
import { PyExc_AttributeError, PyExc_TypeError } from '../objects/exceptions';
import { PyCFunction_New } from '../objects/methodobject';
import { defineModuleType } from '../objects/moduletype';
import { PyObject, Py_EQ } from '../objects/object';
import type { Out } from '../objects/objectattr';
import { _PyObject_GenericGetAttrWithDict, _PyObject_GenericSetAttrWithDict } from '../objects/objectattr';
import { PyObject_IsTrue, PyObject_RichCompareBool, Py_None } from '../objects/objectprotocol';
import { PySet_Add, PySet_Discard, PySet_New } from '../objects/setobject';
import type { PySetObject } from '../objects/setstruct';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyBaseObject_Type } from '../objects/objecttype';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { _Py_ID } from '../objects/unicodeobject';
import { PyErr_WriteUnraisable } from '../objects/unraisable';
import type { PyWeakReference } from '../objects/weakrefstruct';
import { PyObject_ClearWeakRefs, PyWeakref_NewRef, _PyWeakref_GET_REF } from '../objects/weakrefobject';

class localdummyobject extends PyObject {
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_weakreflist = null;
  }
}

export const local_dummy_type = defineModuleType({
  tp_name: '_thread._localdummy',
  heap: 'immutable',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
  tp_weaklistoffset: 16,
  construct: (type) => new localdummyobject(type),
  tp_doc: 'Thread-local dummy',
  tp_dealloc: (self: PyObject) => {
    if (self.ob_weakreflist != null) PyObject_ClearWeakRefs(self);
    self.ob_type.tp_free!(self as never);
  },
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
});

class localobject extends PyObject {
  args: PyTupleObject | null;
  kw: PyDictObject | null;
  /** Key dummy → the thread's attributes. */
  localdicts: PyDictObject | null;
  /** Weak references to the sentinels. */
  thread_watchdogs: PySetObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.args = null;
    this.kw = null;
    this.localdicts = null;
    this.thread_watchdogs = null;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** tstate->threading_local_key and tstate->threading_local_sentinel. */
export interface LocalDummies {
  key: Owned<PyObject> | null;
  sentinel: Owned<PyObject> | null;
}
let current: LocalDummies;
/** Those of the threads that wait for the one they started. */
let outer: LocalDummies[];
let abandoned: LocalDummies[];
/** Those of threads that have stopped for a while. */
let suspended: LocalDummies[];
onRuntimeReset(() => {
  current = { key: null, sentinel: null };
  outer = [];
  abandoned = [];
  suspended = [];
});
registerRoots((visit) => {
  for (const dummies of [...abandoned, ...outer, ...suspended, current]) {
    if (dummies.key !== null) visit(dummies.key);
    if (dummies.sentinel !== null) visit(dummies.sentinel);
  }
});

/** Another thread begins: it has no dummies yet. */
export function enterThreadLocals(): void {
  outer.push(current);
  current = { key: null, sentinel: null };
}
/** The thread stops for a while: its dummies, for resumeThreadLocals. */
export function suspendThreadLocals(): LocalDummies {
  const own = current;
  current = outer.pop()!;
  suspended.push(own);
  return own;
}
export function resumeThreadLocals(own: LocalDummies): void {
  suspended.splice(suspended.indexOf(own), 1);
  outer.push(current);
  current = own;
}
/** The thread ends: what it kept in local objects goes. Dummies made by what runs meanwhile are never let go. */
export function leaveThreadLocals(): void {
  clearThreadLocals();
  if (current.key !== null) abandoned.push(current);
  current = outer.pop()!;
}
/** What PyThreadState_Clear does to a thread's dummies. */
function clearThreadLocals(): void {
  const { key, sentinel } = current;
  current.key = null;
  Py_XDECREF(key);
  current.sentinel = null;
  Py_XDECREF(sentinel);
}

/** Called when a sentinel dies; `locals_and_key` holds a weak reference to the local object, and the key. */
function clear_locals(locals_and_key: PyObject, dummyweakref: PyObject): PyObject {
  const [localweakref, key] = (locals_and_key as PyTupleObject).ob_item as [PyObject, PyObject];
  const self = _PyWeakref_GET_REF(localweakref as PyWeakReference) as localobject | null;
  if (self === null) return Py_NewRef(Py_None);
  if (self.localdicts !== null && PyDict_Pop(self.localdicts, key, null) < 0) PyErr_WriteUnraisable(self);
  if (self.thread_watchdogs !== null && PySet_Discard(self.thread_watchdogs, dummyweakref) < 0) {
    PyErr_WriteUnraisable(self);
  }
  Py_DECREF(self);
  return Py_NewRef(Py_None);
}
const wr_callback_def = method('clear_locals', METH_O, clear_locals, null);

/** A weak reference to the current thread's sentinel. The callback knows the local object weakly, to make no cycle. */
function create_sentinel_wr(self: localobject): Owned<PyObject> | null {
  const self_wr = PyWeakref_NewRef(self, null);
  if (self_wr === null) return null;
  const args = PyTuple_FromArraySteal([self_wr, Py_NewRef(current.key!)]);
  const cb = PyCFunction_New(wr_callback_def, args);
  Py_DECREF(args);
  const wr = PyWeakref_NewRef(current.sentinel!, cb);
  Py_DECREF(cb);
  return wr;
}

function create_localdummies(): void {
  if (current.key !== null) return;
  current.key = PyType_GenericAlloc(local_dummy_type, 0);
  current.sentinel = PyType_GenericAlloc(local_dummy_type, 0);
}

/** Takes the current thread's dict away again; the exception that is set stays. */
function forgetLocals(self: localobject, wr: PyObject | null): void {
  const exc = PyErr_GetRaisedException();
  if (PyDict_DelItem(self.localdicts!, current.key!) < 0) {
    PyErr_WriteUnraisable(self);
    PyErr_Clear();
  }
  if (wr !== null && PySet_Discard(self.thread_watchdogs!, wr) < 0) PyErr_WriteUnraisable(self);
  PyErr_SetRaisedException(exc);
}

/** A dict for the current thread, and the weak reference that watches the thread: both owned, or null. */
function create_localsdict(self: localobject): { ldict: Owned<PyDictObject>; wr: Owned<PyObject> } | null {
  create_localdummies();
  const ldict = PyDict_New();
  if (PyDict_SetItem(self.localdicts!, current.key!, ldict) < 0) {
    Py_DECREF(ldict);
    return null;
  }
  const wr = create_sentinel_wr(self);
  if (wr === null || PySet_Add(self.thread_watchdogs!, wr) < 0) {
    forgetLocals(self, null);
    Py_DECREF(ldict);
    Py_XDECREF(wr);
    return null;
  }
  return { ldict, wr };
}

function local_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  if (type.tp_init === PyBaseObject_Type.tp_init) {
    let rc = PyObject_IsTrue(args);
    if (rc === 0 && kw !== null) rc = PyObject_IsTrue(kw);
    if (rc !== 0) {
      return rc > 0 ? PyErr_SetString(PyExc_TypeError, 'Initialization arguments are not supported') : null;
    }
  }
  const self = type.tp_alloc!(type, 0) as localobject | null;
  if (self === null) return null;
  self.args = Py_NewRef(args);
  self.kw = Py_XNewRef(kw);
  self.localdicts = PyDict_New();
  self.thread_watchdogs = PySet_New(null);
  const made = create_localsdict(self);
  if (made === null) {
    Py_DECREF(self);
    return null;
  }
  Py_DECREF(made.ldict);
  Py_DECREF(made.wr);
  return self;
}

/** The current thread's dict, made when first asked for, with __init__ of a subclass run again. Owned, or null. */
function _ldict(self: localobject): Owned<PyDictObject> | null {
  create_localdummies();
  const found: Out = { value: null };
  if (PyDict_GetItemRef(self.localdicts!, current.key!, found) < 0) return null;
  if (found.value !== null) return found.value as PyDictObject;
  const made = create_localsdict(self);
  if (made === null) return null;
  const { ldict, wr } = made;
  const init = self.ob_type.tp_init;
  if (init !== PyBaseObject_Type.tp_init && init!(self, self.args!, self.kw) < 0) {
    forgetLocals(self, wr);
    Py_DECREF(ldict);
    Py_DECREF(wr);
    return null;
  }
  Py_DECREF(wr);
  return ldict;
}

function local_setattro(op: PyObject, name: PyObject, v: PyObject | null): number {
  const ldict = _ldict(op as localobject);
  if (ldict === null) return -1;
  let r = PyObject_RichCompareBool(name, _Py_ID('__dict__'), Py_EQ);
  if (r === 1) {
    PyErr_SetString(PyExc_AttributeError, `'${op.ob_type.tp_name}' object attribute '__dict__' is read-only`);
    r = -1;
  } else if (r === 0) r = _PyObject_GenericSetAttrWithDict(op, name, v, ldict);
  Py_DECREF(ldict);
  return r;
}

function local_getattro(op: PyObject, name: PyObject): PyObject | null {
  const ldict = _ldict(op as localobject);
  if (ldict === null) return null;
  const r = PyObject_RichCompareBool(name, _Py_ID('__dict__'), Py_EQ);
  if (r === 1) return ldict;
  let res: PyObject | null = null;
  if (r === 0) {
    const found: Out = { value: null };
    // Subclasses may have descriptors; a plain local object has but the dict, __class__ and __dict__.
    const state = op.ob_type === local_type ? PyDict_GetItemRef(ldict, name, found) : 0;
    res = state !== 0 ? found.value : _PyObject_GenericGetAttrWithDict(op, name, ldict, false);
  }
  Py_DECREF(ldict);
  return res;
}

function local_clear(op: PyObject): number {
  const self = op as localobject;
  const { args, kw } = self;
  self.args = null;
  Py_XDECREF(args);
  self.kw = null;
  Py_XDECREF(kw);
  const { localdicts, thread_watchdogs } = self;
  self.localdicts = null;
  Py_XDECREF(localdicts);
  self.thread_watchdogs = null;
  Py_XDECREF(thread_watchdogs);
  return 0;
}

export const local_type: PyTypeObject = defineModuleType({
  tp_name: '_thread._local',
  heap: 'immutable',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_weaklistoffset: 32,
  construct: (type) => new localobject(type),
  tp_doc: 'Thread-local data',
  tp_dealloc: (self: PyObject) => {
    if (self.ob_weakreflist != null) PyObject_ClearWeakRefs(self);
    PyObject_GC_UnTrack(self);
    local_clear(self);
    self.ob_type.tp_free!(self as never);
  },
  tp_getattro: local_getattro,
  tp_setattro: local_setattro,
  tp_traverse: (op: PyObject, visit) => {
    const self = op as localobject;
    if (self.args !== null) visit(self.args);
    if (self.kw !== null) visit(self.kw);
    if (self.localdicts !== null) visit(self.localdicts);
    if (self.thread_watchdogs !== null) visit(self.thread_watchdogs);
  },
  tp_clear: local_clear,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_new: local_new,
});
