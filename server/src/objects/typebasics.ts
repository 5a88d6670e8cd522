// What everybody asks of a type: is it one, is it a subtype, what is it called; and the registry of subclasses.
// Follows parts of Objects/typeobject.c, CPython 3.13.

import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyDict_DelItem, PyDict_GET_SIZE, PyDict_New, PyDict_SetItem, _PyDict_Next, next_value } from './dictobject';
import { PyErr_Clear } from './errors';
import { PyList_Append, PyList_New } from './listobject';
import { PyLong_FromVoidPtr } from './longobject';
import type { PyObject } from './object';
import { objectAddress, Py_None } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import { type_from_ref } from './typecache';
import { PyBaseObject_Type } from './objecttype';
import { PyType_Type } from './typeobject';
import type { PyTypeObject } from './typestruct';
import { METH_CLASS, METH_COEXIST, METH_NOARGS, METH_O, METH_STATIC, Py_TPFLAGS_TYPE_SUBCLASS } from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';
import { PyWeakref_NewRef } from './weakrefobject';

/** Set on the types that CPython's core allocates statically. */
export const _Py_TPFLAGS_STATIC_BUILTIN = 1 << 1;

export function PyType_Check(op: PyObject): op is PyTypeObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS) !== 0;
}
export function PyType_CheckExact(op: PyObject): op is PyTypeObject {
  return op.ob_type === PyType_Type;
}
export function PyType_HasFeature(type: PyTypeObject, feature: number): boolean {
  return (type.tp_flags & feature) !== 0;
}
export const _PyType_HasFeature = PyType_HasFeature;

/** `a` or one of its bases along tp_base is `b`. For types that have no MRO yet. */
export function type_is_subtype_base_chain(a: PyTypeObject, b: PyTypeObject): boolean {
  for (let t: PyTypeObject | null = a; t !== null; t = t.tp_base) if (t === b) return true;
  return b === PyBaseObject_Type;
}

/** `b` is in the MRO of `a`: a real subclass, whatever `__subclasscheck__` says. */
export function PyType_IsSubtype(a: PyTypeObject, b: PyTypeObject): boolean {
  const mro = a.tp_mro;
  if (mro === null) return type_is_subtype_base_chain(a, b);
  const items = mro.ob_item;
  for (let i = 0; i < items.length; i++) if (items[i] === b) return true;
  return false;
}

/** `ob` is an instance of `type` or of a subtype. */
export function PyObject_TypeCheck(ob: PyObject, type: PyTypeObject): boolean {
  return ob.ob_type === type || PyType_IsSubtype(ob.ob_type, type);
}

/** The type's name without its module. */
export function _PyType_Name(type: PyTypeObject): string {
  return type.tp_name.slice(type.tp_name.lastIndexOf('.') + 1);
}

// ---------------------------------------------------------------------------------------------------- docstrings

const SIGNATURE_END_MARKER = ')\n--\n\n';

/** Where the text signature begins in a built-in's docstring `name(…)\n--\n\n…`: index of its `(`, or −1. */
function find_signature(name: string, doc: string | null): number {
  if (doc === null) return -1;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return doc.startsWith(last) && doc[last.length] === '(' ? last.length : -1;
}

/** Index behind the signature that begins at `start`, or −1 when it has no proper end. */
function skip_signature(doc: string, start: number): number {
  const end = doc.indexOf(SIGNATURE_END_MARKER, start);
  if (end < 0) return -1;
  const blank = doc.indexOf('\n\n', start);
  return blank >= 0 && blank < end ? -1 : end + SIGNATURE_END_MARKER.length;
}

export function _PyType_DocWithoutSignature(name: string, internal_doc: string | null): string | null {
  const start = find_signature(name, internal_doc);
  if (start < 0) return internal_doc;
  const end = skip_signature(internal_doc!, start);
  return end < 0 ? internal_doc : internal_doc!.slice(end);
}

/** `__doc__` of something built in. Owned str or None. */
export function _PyType_GetDocFromInternalDoc(name: string, internal_doc: string | null): Owned<PyObject> {
  const doc = _PyType_DocWithoutSignature(name, internal_doc);
  return doc === null || doc === '' ? Py_NewRef(Py_None) : PyUnicode_FromString(doc)!;
}

/** The signature that a method's flags imply, for those without one in their docstring. */
function signature_from_flags(flags: number): string | null {
  switch (flags & ~METH_COEXIST) {
    case METH_NOARGS:
      return '($self, /)';
    case METH_NOARGS | METH_CLASS:
      return '($type, /)';
    case METH_NOARGS | METH_STATIC:
      return '()';
    case METH_O:
      return '($self, object, /)';
    case METH_O | METH_CLASS:
      return '($type, object, /)';
    case METH_O | METH_STATIC:
      return '(object, /)';
    default:
      return null;
  }
}

/** `__text_signature__` of something built in; `flags`: ml_flags of a method, else 0. Owned str or None. */
export function _PyType_GetTextSignatureFromInternalDoc(
  name: string,
  internal_doc: string | null,
  flags: number,
): Owned<PyObject> {
  const start = find_signature(name, internal_doc);
  const end = start < 0 ? -1 : skip_signature(internal_doc!, start);
  const text =
    end < 0 ? signature_from_flags(flags) : internal_doc!.slice(start, end - SIGNATURE_END_MARKER.length + 1);
  return text === null ? Py_NewRef(Py_None) : PyUnicode_FromString(text)!;
}

// ---------------------------------------------------------------------------------------------------- subclasses

/** Enters `type` into its base's registry: a weak reference under the type's address. 0, or −1 with an exception. */
export function add_subclass(base: PyTypeObject, type: PyTypeObject): number {
  const key = PyLong_FromVoidPtr(objectAddress(type));
  const ref = PyWeakref_NewRef(type, null);
  if (ref === null) {
    Py_DECREF(key);
    return -1;
  }
  const subclasses = (base.tp_subclasses ??= PyDict_New());
  const result = PyDict_SetItem(subclasses, key, ref);
  Py_DECREF(ref);
  Py_DECREF(key);
  return result;
}

export function add_all_subclasses(type: PyTypeObject, bases: PyTupleObject): number {
  let res = 0;
  for (const base of bases.ob_item) if (add_subclass(base as PyTypeObject, type) < 0) res = -1;
  return res;
}

function remove_subclass(base: PyTypeObject, type: PyTypeObject): void {
  const subclasses = base.tp_subclasses;
  if (subclasses === null) return;
  const key = PyLong_FromVoidPtr(objectAddress(type));
  // It is not there when making the class failed before it was entered.
  if (PyDict_DelItem(subclasses, key) !== 0) PyErr_Clear();
  Py_DECREF(key);
  if (PyDict_GET_SIZE(subclasses) === 0) {
    base.tp_subclasses = null;
    Py_XDECREF(subclasses);
  }
}

export function remove_all_subclasses(type: PyTypeObject, bases: PyTupleObject): void {
  for (const base of bases.ob_item) if (PyType_Check(base)) remove_subclass(base, type);
}

export function _PyType_HasSubclasses(type: PyTypeObject): boolean {
  return type.tp_subclasses !== null;
}

/** A new list of the direct subclasses that are alive, in the order they were made. */
export function _PyType_GetSubclasses(self: PyTypeObject): Owned<PyObject> | null {
  const list = PyList_New(0)!;
  const subclasses = self.tp_subclasses;
  if (subclasses === null) return list;
  for (let pos = _PyDict_Next(subclasses, 0); pos >= 0; pos = _PyDict_Next(subclasses, pos)) {
    const subclass = type_from_ref(next_value);
    if (subclass === null) continue;
    const res = PyList_Append(list, subclass);
    Py_DECREF(subclass);
    if (res < 0) {
      Py_DECREF(list);
      return null;
    }
  }
  return list;
}
