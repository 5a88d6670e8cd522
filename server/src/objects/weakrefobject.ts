// weakref.ref and the list of weak references each object may have. Proxies are in weakproxy.ts.
// Follows Objects/weakrefobject.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { addressOf } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { heapObserver } from '../heap/runtime';
import { PyBool_FromLong } from './boolobject';
import { PyObject_CallOneArg, PyVectorcall_Call } from './call';
import type { PyDictObject } from './dictstruct';
import {
  PyErr_Clear,
  PyErr_GetRaisedException,
  PyErr_SetRaisedException,
  PyErr_SetString,
  PyErr_WriteUnraisable,
} from './errors';
import { PyExc_TypeError } from './exceptions';
import { Py_GenericAlias } from './genericaliasobject';
import { PyArg_UnpackTuple, _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from './getargs';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_NE } from './object';
import { Py_None, Py_NotImplemented, PyObject_Hash, PyObject_RichCompare } from './objectprotocol';
import { hashError as makeHashError, hash_hi, isHashError, makeHash } from './pyhash';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_GenericAlloc, PyType_IsSubtype } from './typeobject';
import { _PyObject_LookupSpecial } from './typeslots';
import type { PyTypeObject } from './typestruct';
import {
  METH_CLASS,
  METH_O,
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { _PyWeakref_CallableProxyType, _PyWeakref_ProxyType } from './weakproxy';
import { PyWeakReference } from './weakrefstruct';
import { fullyQualifiedText } from './typeattributes';

export const _PyWeakref_RefType: PyTypeObject = defineType({
  tp_name: 'weakref.ReferenceType',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
  construct: (type) => new PyWeakReference(type),
  tp_dealloc: weakref_dealloc,
  tp_repr: weakref_repr,
  tp_call: (callable, args, kwargs) => PyVectorcall_Call(callable, args, kwargs),
  tp_hash: weakref_hash,
  tp_traverse: gc_traverse,
  tp_clear: gc_clear,
  tp_richcompare: weakref_richcompare,
  tp_init: weakref___init__,
  tp_new: weakref___new__,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_methods: [method('__class_getitem__', METH_O | METH_CLASS, Py_GenericAliasMethod, null, 'See PEP 585')],
  tp_members: [{ name: '__callback__', type: _Py_T_OBJECT, field: 'wr_callback', flags: Py_READONLY, doc: null }],
  edges: (self: PyWeakReference, emit) => {
    if (self.wr_callback !== null) emit(self.wr_callback, 'field', '__callback__');
  },
});
function Py_GenericAliasMethod(type: PyObject, item: PyObject): PyObject | null {
  return Py_GenericAlias(type, item);
}

export function PyWeakref_CheckRef(op: PyObject): op is PyWeakReference {
  return op.ob_type === _PyWeakref_RefType || PyType_IsSubtype(op.ob_type, _PyWeakref_RefType);
}
export function PyWeakref_CheckRefExact(op: PyObject): op is PyWeakReference {
  return op.ob_type === _PyWeakref_RefType;
}
export function PyWeakref_CheckProxy(op: PyObject): op is PyWeakReference {
  return op.ob_type === _PyWeakref_ProxyType || op.ob_type === _PyWeakref_CallableProxyType;
}
export function PyWeakref_Check(op: PyObject): op is PyWeakReference {
  return PyWeakref_CheckRef(op) || PyWeakref_CheckProxy(op);
}

/** _PyType_SUPPORTS_WEAKREFS. */
export function supportsWeakrefs(type: PyTypeObject): boolean {
  return type.tp_weaklistoffset !== 0;
}

/** The referent, a new reference, or null when it is gone: also while it is being deallocated. */
export function _PyWeakref_GET_REF(ref: PyWeakReference): Owned<PyObject> | null {
  const op = ref.wr_object;
  if (op === null || op.ob_refcnt === 0) return null;
  return Py_NewRef(op);
}
/** 1 with the referent, 0 without; never fails for a real reference. */
export function PyWeakref_GetRef(ref: PyObject, result: { value: PyObject | null }): number {
  result.value = _PyWeakref_GET_REF(ref as PyWeakReference);
  return result.value === null ? 0 : 1;
}
export function _PyWeakref_IS_DEAD(ref: PyWeakReference): boolean {
  return ref.wr_object === null || ref.wr_object.ob_refcnt === 0;
}

/** Unlinks `self` from its referent's list and forgets the referent. Returns its callback, now the caller's, or null. */
function clear_weakref_taking(self: PyWeakReference, takeCallback: boolean): Owned<PyObject> | null {
  const ob = self.wr_object;
  if (ob !== null) {
    if (ob.ob_weakreflist === self) ob.ob_weakreflist = self.wr_next;
    self.wr_object = null;
    if (self.wr_prev !== null) self.wr_prev.wr_next = self.wr_next;
    if (self.wr_next !== null) self.wr_next.wr_prev = self.wr_prev;
    self.wr_prev = null;
    self.wr_next = null;
  }
  if (!takeCallback) return null;
  const callback = self.wr_callback;
  self.wr_callback = null;
  return callback;
}
/** Clears the reference and drops its callback. */
export function clear_weakref(self: PyWeakReference): void {
  Py_XDECREF(clear_weakref_taking(self, true));
}
/** For the collector: the reference is cleared, its callback stays. */
export function _PyWeakref_ClearRef(self: PyWeakReference): void {
  clear_weakref_taking(self, false);
}

function weakref_dealloc(self: PyWeakReference): void {
  PyObject_GC_UnTrack(self);
  clear_weakref(self);
  self.ob_type.tp_free!(self as never);
}
export function gc_traverse(self: PyWeakReference, visit: (op: PyObject) => void): void {
  if (self.wr_callback !== null) visit(self.wr_callback);
}
export function gc_clear(self: PyWeakReference): void {
  clear_weakref(self);
}

function weakref_vectorcall(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (!_PyArg_NoKwnames('weakref', kwnames)) return null;
  if (!_PyArg_CheckPositional('weakref', args.length, 0, 0)) return null;
  return _PyWeakref_GET_REF(self as PyWeakReference) ?? Py_NewRef(Py_None);
}

function weakref_hash(op: PyObject): number {
  const self = op as PyWeakReference;
  if (self.hashed) return makeHash(self.hash_lo, self.hash_hi);
  const obj = _PyWeakref_GET_REF(self);
  if (obj === null) {
    PyErr_SetString(PyExc_TypeError, 'weak object has gone away');
    return makeHashError();
  }
  const lo = PyObject_Hash(obj);
  const hi = hash_hi;
  const failed = isHashError(lo);
  Py_DECREF(obj);
  if (failed) return makeHashError();
  self.hash_lo = lo;
  self.hash_hi = hi;
  self.hashed = true;
  return makeHash(lo, hi);
}

/** `0x7f…`, as %p prints. */
export function pointer(op: PyObject): string {
  return '0x' + addressOf(op.ob_addr, op.ob_type.presize).toString(16);
}

function weakref_repr(op: PyObject): PyObject | null {
  const obj = _PyWeakref_GET_REF(op as PyWeakReference);
  if (obj === null) return PyUnicode_FromString(`<weakref at ${pointer(op)}; dead>`);
  const name = _PyObject_LookupSpecial(obj, _Py_ID('__name__'));
  if (name === null) PyErr_Clear();
  const shown = name !== null && PyUnicode_Check(name) ? ` (${(name as PyUnicodeObject).str})` : '';
  const repr = PyUnicode_FromString(
    `<weakref at ${pointer(op)}; to '${fullyQualifiedText(obj)}' at ${pointer(obj)}${shown}>`,
  );
  Py_DECREF(obj);
  Py_XDECREF(name);
  return repr;
}

function weakref_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  if ((op !== Py_EQ && op !== Py_NE) || !PyWeakref_Check(self) || !PyWeakref_Check(other))
    return Py_NewRef(Py_NotImplemented);
  const a = _PyWeakref_GET_REF(self);
  const b = _PyWeakref_GET_REF(other);
  if (a === null || b === null) {
    Py_XDECREF(a);
    Py_XDECREF(b);
    return PyBool_FromLong((self === other) === (op === Py_EQ));
  }
  const res = PyObject_RichCompare(a, b, op);
  Py_DECREF(a);
  Py_DECREF(b);
  return res;
}

// The list of an object's references: the plain ref (no callback), the plain proxy, then all others, newest first.

const isBasicRef = (ref: PyWeakReference): boolean => ref.ob_type === _PyWeakref_RefType && ref.wr_callback === null;
const isBasicProxy = (ref: PyWeakReference): boolean => PyWeakref_CheckProxy(ref) && ref.wr_callback === null;

function get_basic_refs(head: PyWeakReference | null): { ref: PyWeakReference | null; proxy: PyWeakReference | null } {
  let ref: PyWeakReference | null = null;
  let proxy: PyWeakReference | null = null;
  if (head !== null && head.wr_callback === null) {
    if (isBasicRef(head)) {
      ref = head;
      head = head.wr_next;
    }
    if (head !== null && isBasicProxy(head)) proxy = head;
  }
  return { ref, proxy };
}

function insert_weakref(self: PyWeakReference, ob: PyObject): void {
  const head = ob.ob_weakreflist as PyWeakReference | null;
  const { ref, proxy } = get_basic_refs(head);
  const prev = isBasicRef(self) ? null : isBasicProxy(self) ? ref : (proxy ?? ref);
  if (prev === null) {
    self.wr_next = head;
    if (head !== null) head.wr_prev = self;
    ob.ob_weakreflist = self;
  } else {
    self.wr_prev = prev;
    self.wr_next = prev.wr_next;
    if (prev.wr_next !== null) prev.wr_next.wr_prev = self;
    prev.wr_next = self;
  }
}

/** The shared plain reference where one may be reused, else a new one. `callback` may be None. */
export function get_or_create_weakref(
  type: PyTypeObject,
  ob: PyObject,
  callback: PyObject | null,
): Owned<PyWeakReference> | null {
  if (!supportsWeakrefs(ob.ob_type)) {
    return PyErr_SetString(PyExc_TypeError, `cannot create weak reference to '${ob.ob_type.tp_name}' object`);
  }
  if (callback === Py_None) callback = null;
  if (callback === null) {
    const { ref, proxy } = get_basic_refs(ob.ob_weakreflist as PyWeakReference | null);
    const candidate =
      type === _PyWeakref_RefType
        ? ref
        : type === _PyWeakref_ProxyType || type === _PyWeakref_CallableProxyType
          ? proxy
          : null;
    if (candidate !== null && candidate.ob_refcnt > 0) return Py_NewRef(candidate);
  }
  const self = type.tp_alloc!(type, 0) as PyWeakReference | null;
  if (self === null) return null;
  self.wr_object = ob;
  self.wr_callback = Py_XNewRef(callback);
  self.vectorcall = weakref_vectorcall;
  insert_weakref(self, ob);
  return self;
}

export function PyWeakref_NewRef(ob: PyObject, callback: PyObject | null): Owned<PyObject> | null {
  return get_or_create_weakref(_PyWeakref_RefType, ob, callback);
}

function weakref___new__(type: PyTypeObject, args: PyTupleObject, _kwargs: PyDictObject | null): PyObject | null {
  const argv = PyArg_UnpackTuple(args, '__new__', 1, 2);
  return argv === null ? null : get_or_create_weakref(type, argv[0]!, argv[1] ?? null);
}
function weakref___init__(_self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): number {
  if (!_PyArg_NoKeywords('ref', kwargs)) return -1;
  return PyArg_UnpackTuple(args, '__init__', 1, 2) === null ? -1 : 0;
}

/** How many weak references `ob` has: weakref.getweakrefcount. */
export function _PyWeakref_GetWeakrefCount(ob: PyObject): number {
  if (!supportsWeakrefs(ob.ob_type)) return 0;
  let count = 0;
  for (let ref = ob.ob_weakreflist as PyWeakReference | null; ref !== null; ref = ref.wr_next) count++;
  return count;
}

function handle_callback(ref: PyWeakReference, callback: PyObject): void {
  if (heapObserver !== null) heapObserver.callback?.(ref);
  const result = PyObject_CallOneArg(callback, ref);
  if (result === null) PyErr_WriteUnraisable(callback);
  else Py_DECREF(result);
}

/** For tp_dealloc: all references to `object` (count 0) are cleared, then their callbacks run, newest first. */
export function PyObject_ClearWeakRefs(object: PyObject): void {
  let head = object.ob_weakreflist as PyWeakReference | null;
  if (head === null || head === undefined) return;
  while (head !== null && (isBasicRef(head) || isBasicProxy(head))) {
    clear_weakref_taking(head, true);
    head = object.ob_weakreflist as PyWeakReference | null;
  }
  if (head === null) return;
  const exc = PyErr_GetRaisedException();
  // C keeps the pairs in a tuple of twice as many slots as there are references.
  const pairs: PyObject[] = [];
  for (;;) {
    const cur = object.ob_weakreflist as PyWeakReference | null;
    if (cur === null) break;
    const callback = clear_weakref_taking(cur, true);
    if (cur.ob_refcnt > 0 && callback !== null) {
      Py_INCREF(cur);
      pairs.push(cur, callback);
    } else Py_XDECREF(callback);
  }
  const tuple = PyTuple_FromArraySteal(pairs);
  for (let i = 0; i < pairs.length; i += 2) handle_callback(pairs[i] as PyWeakReference, pairs[i + 1]!);
  Py_DECREF(tuple);
  PyErr_SetRaisedException(exc);
}

/** For the collector and subtype_dealloc after a finalizer: clears all references to `object`, runs no callback. */
export function _PyWeakref_ClearWeakRefsNoCallbacks(object: PyObject): void {
  while (object.ob_weakreflist !== null && object.ob_weakreflist !== undefined) {
    clear_weakref(object.ob_weakreflist as PyWeakReference);
  }
}
