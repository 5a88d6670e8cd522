// The method cache: what each name means in each type, keyed on tp_version_tag. The VM's inline caches use the same tags: a
// type whose tag is unchanged looks every name up as before. Follows the first part of Objects/typeobject.c, CPython 3.13.
//
// The table has CPython's size and hash (name's address xor version), so that a new entry replaces an old one as there.
// An entry owns its name: a name made at run time (getattr(x, a + b)) lives until its entry is replaced.

import type { Borrowed } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_XDECREF } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { _PyDict_GetItem_KnownHash, _PyDict_Next, next_value } from './dictobject';
import { PyErr_Clear } from './errors';
import type { PyObject } from './object';
import { PyObject_Hash } from './objectprotocol';
import { hash_hi, isHashError } from './pyhash';
import { tstate } from './pystate';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_READY } from './typestruct';
import { PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { _PyWeakref_GET_REF } from './weakrefobject';
import type { PyWeakReference } from './weakrefstruct';

const MCACHE_SIZE = 1 << 12;
const MCACHE_MAX_ATTR_SIZE = 100;
/** A class changed this often is not cached any more. */
const MAX_VERSIONS_PER_CLASS = 1000;
const _Py_MAX_GLOBAL_TYPE_VERSION_TAG = (2 << 16) - 1;

let entry_version: Int32Array;
let entry_name: (PyObject | null)[];
let entry_value: (PyObject | null)[];
let next_global_version_tag: number;
let next_version_tag: number;
onRuntimeReset(() => {
  entry_version = new Int32Array(MCACHE_SIZE);
  entry_name = new Array<PyObject | null>(MCACHE_SIZE).fill(null);
  entry_value = new Array<PyObject | null>(MCACHE_SIZE).fill(null);
  next_global_version_tag = 1;
  next_version_tag = _Py_MAX_GLOBAL_TYPE_VERSION_TAG + 1;
});

/** Gives the type its first version when it is made ready. */
export function assignStaticVersionTag(type: PyTypeObject): void {
  type.tp_version_tag = next_global_version_tag++;
}

// The cache owns the names.
registerRoots((visit) => {
  for (const name of entry_name) if (name !== null) visit(name);
});

/** Empties the cache. Returns the version that was assigned last. */
export function PyType_ClearCache(): number {
  entry_version.fill(0);
  for (let i = 0; i < MCACHE_SIZE; i++) {
    const name = entry_name[i]!;
    entry_name[i] = null;
    entry_value[i] = null;
    Py_XDECREF(name);
  }
  return next_version_tag - 1;
}

/** The type a weak reference in tp_subclasses refers to: owned, null when it is gone. */
export function type_from_ref(ref: PyObject): PyTypeObject | null {
  return _PyWeakref_GET_REF(ref as PyWeakReference) as PyTypeObject | null;
}

/** Something about the type or its bases has changed: forgets what was cached about it and all its subclasses. */
export function PyType_Modified(type: PyTypeObject): void {
  if (type.tp_version_tag === 0) return;
  const subclasses = type.tp_subclasses;
  if (subclasses !== null) {
    for (let pos = _PyDict_Next(subclasses, 0); pos >= 0; pos = _PyDict_Next(subclasses, pos)) {
      const subclass = type_from_ref(next_value);
      if (subclass === null) continue;
      PyType_Modified(subclass);
      Py_DECREF(subclass);
    }
  }
  invalidateVersion(type);
}

/** The type alone loses its version (set_version_unlocked(type, 0)). */
export function invalidateVersion(type: PyTypeObject): void {
  type.tp_version_tag = 0;
  if ((type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0) {
    type.spec_getitem = null;
    type.spec_init = null;
  }
}

/** Versions each class has used up. */
let versionsUsed = new WeakMap<PyTypeObject, number>();
onRuntimeReset(() => {
  versionsUsed = new WeakMap();
});

/** Makes sure that the type and its bases have a version. False when the type is not to be cached. */
export function assign_version_tag(type: PyTypeObject): boolean {
  if (type.tp_version_tag !== 0) return true;
  if ((type.tp_flags & Py_TPFLAGS_READY) === 0) return false;
  const used = versionsUsed.get(type) ?? 0;
  if (used >= MAX_VERSIONS_PER_CLASS) return false;
  for (const base of type.tp_bases!.ob_item) if (!assign_version_tag(base as PyTypeObject)) return false;
  if ((type.tp_flags & Py_TPFLAGS_IMMUTABLETYPE) !== 0) {
    if (next_global_version_tag > _Py_MAX_GLOBAL_TYPE_VERSION_TAG) return false;
    type.tp_version_tag = next_global_version_tag++;
  } else {
    type.tp_version_tag = next_version_tag++;
  }
  versionsUsed.set(type, used + 1);
  return true;
}
/** For the VM's specialisation: 1 when the type has a version afterwards. */
export function PyUnstable_Type_AssignVersionTag(type: PyTypeObject): number {
  return assign_version_tag(type) ? 1 : 0;
}

/** What find_name_in_mro could not do: 0 nothing; 1 the type has no MRO yet; −1 an exception is set. */
export let find_error = 0;

/** Looks `name` up in the dicts of the MRO, without the cache. Borrowed; null: see find_error. */
export function find_name_in_mro(type: PyTypeObject, name: PyObject): Borrowed<PyObject> | null {
  let lo: number;
  let hi: number;
  if (name.ob_type === PyUnicode_Type && (name as PyUnicodeObject).hashed) {
    lo = (name as PyUnicodeObject).hash_lo;
    hi = (name as PyUnicodeObject).hash_hi;
  } else {
    lo = PyObject_Hash(name);
    hi = hash_hi;
    if (isHashError(lo)) {
      find_error = -1;
      return null;
    }
  }
  const mro: PyTupleObject | null = type.tp_mro;
  if (mro === null) {
    find_error = 1;
    return null;
  }
  // Comparing keys may run code that replaces type.tp_mro.
  Py_INCREF(mro);
  const items = mro.ob_item;
  let res: PyObject | null = null;
  let error = 0;
  for (let i = 0; i < items.length; i++) {
    res = _PyDict_GetItem_KnownHash((items[i] as PyTypeObject).tp_dict!, name, lo, hi);
    if (res !== null) break;
    if (tstate.current_exception !== null) {
      error = -1;
      break;
    }
  }
  Py_DECREF(mro);
  find_error = error;
  return res;
}

/** What `name` means in `type` and its bases: borrowed, null when nothing. Sets no exception. */
export function _PyType_Lookup(type: PyTypeObject, name: PyObject): Borrowed<PyObject> | null {
  const h = (type.tp_version_tag ^ (name.ob_addr << 1)) & (MCACHE_SIZE - 1);
  if (entry_name[h] === name && entry_version[h] === type.tp_version_tag) return entry_value[h]!;
  return lookupAndCache(type, name);
}

function lookupAndCache(type: PyTypeObject, name: PyObject): PyObject | null {
  const res = find_name_in_mro(type, name);
  if (find_error !== 0) {
    if (find_error === -1) PyErr_Clear();
    return null;
  }
  if (
    name.ob_type === PyUnicode_Type &&
    (name as PyUnicodeObject).length <= MCACHE_MAX_ATTR_SIZE &&
    assign_version_tag(type)
  ) {
    const h = (type.tp_version_tag ^ (name.ob_addr << 1)) & (MCACHE_SIZE - 1);
    const old = entry_name[h]!;
    entry_version[h] = type.tp_version_tag;
    entry_value[h] = res;
    Py_INCREF(name);
    entry_name[h] = name;
    Py_XDECREF(old);
  }
  return res;
}

/** _PyType_Lookup with a new reference. */
export function _PyType_LookupRef(type: PyTypeObject, name: PyObject): PyObject | null {
  const res = _PyType_Lookup(type, name);
  if (res !== null) Py_INCREF(res);
  return res;
}
