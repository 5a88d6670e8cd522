// Instance attributes: a class's shared keys, values inside instances, and dicts made from them when asked for. Follows the
// end of Objects/dictobject.c, CPython 3.13.
//
// `obj.ob_values` is C's block of inline values; `obj.ob_dict` its managed dict pointer.

import { _PyObject_GC_TRACK } from '../heap/gclists';
import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import {
  PyDict_New,
  _PyDict_SetItem_LockHeld,
  _PyObject_GC_MAY_BE_TRACKED,
  insert_split_key,
  new_dict,
  new_dict_with_shared_keys,
} from './dictcore';
import {
  _PyDictKeys_StringLookup,
  _PyDictValues_AddToInsertionOrder,
  _PyObject_HashFast,
  copy_values,
  delete_index_from_values,
  dictkeys_incref,
  key_hash_hi,
  new_keys_object,
  nullArray,
} from './dictkeys';
import { DICT_KEYS_SPLIT, DKIX_EMPTY, PyDictValues } from './dictstruct';
import type { PyDictKeysObject, PyDictObject } from './dictstruct';
import { PyErr_SetString, PyErr_WriteUnraisable } from './errors';
import { PyExc_AttributeError } from './exceptions';
import type { PyObject, visitproc } from './object';
import type { Out } from './objectattr';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_MANAGED_DICT } from './typestruct';
import { PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export const SHARED_KEYS_MAX_SIZE = 30;
const NEXT_LOG2_SHARED_KEYS_MAX_SIZE = 6;

/** The table that the instances of a new class share. One reference, the class's. */
export function _PyDict_NewKeysForClass(): Owned<PyDictKeysObject> {
  const keys = new_keys_object(NEXT_LOG2_SHARED_KEYS_MAX_SIZE, true);
  keys.dk_usable = SHARED_KEYS_MAX_SIZE;
  keys.dk_kind = DICT_KEYS_SPLIT;
  keys.me_value = [];
  return keys;
}

/** Names that an instance made now must have room for. */
export function shared_keys_usable_size(keys: PyDictKeysObject): number {
  return keys.dk_nentries + keys.dk_usable;
}

/** Bytes that an instance's inline values take now: part of the size PyType_GenericAlloc asks for. */
export function _PyInlineValuesSize(tp: PyTypeObject): number {
  const size = shared_keys_usable_size(tp.ht_cached_keys!);
  return ((size + 7) & ~7) + (size + 1) * 8;
}

/** Prepares a new instance, whose block was sized by _PyInlineValuesSize just before. Each takes away one spare name. */
export function _PyObject_InitInlineValues(obj: PyObject, tp: PyTypeObject): void {
  const keys = tp.ht_cached_keys!;
  if (keys.dk_usable > 1) keys.dk_usable--;
  const size = keys.dk_nentries + keys.dk_usable;
  obj.ob_values = new PyDictValues(nullArray(size), size, true, 0);
  obj.ob_dict = null;
}

/** A dict over an instance's own values: they stay where they are, and both see the same. */
function make_dict_from_instance_attributes(keys: PyDictKeysObject, values: PyDictValues): Owned<PyDictObject> {
  dictkeys_incref(keys);
  let used = 0;
  let track = false;
  const slots = values.values;
  for (let i = 0, n = values.capacity; i < n; i++) {
    const val = slots[i]!;
    if (val !== null) {
      used++;
      if (_PyObject_GC_MAY_BE_TRACKED(val)) track = true;
    }
  }
  const res = new_dict(keys, values, used);
  if (track) _PyObject_GC_TRACK(res);
  return res;
}

/** Makes the instance's dict, which the instance owns; borrowed. To be called while it has none. */
export function _PyObject_MaterializeManagedDict(obj: PyObject): Borrowed<PyDictObject> {
  if (obj.ob_dict !== null) return obj.ob_dict;
  const values = obj.ob_values!;
  const dict = values.valid ? make_dict_from_instance_attributes(obj.ob_type.ht_cached_keys!, values) : PyDict_New();
  obj.ob_dict = dict;
  return dict;
}

/** Sets (`value` null: deletes) an attribute of an instance whose inline values are valid. 0, or −1 with an exception. */
export function store_instance_attr(
  obj: PyObject,
  values: PyDictValues,
  name: PyObject,
  value: PyObject | null,
): number {
  const keys = obj.ob_type.ht_cached_keys!;
  const dict = obj.ob_dict;
  let ix = DKIX_EMPTY;
  if (name.ob_type === PyUnicode_Type) {
    const lo = _PyObject_HashFast(name);
    ix = insert_split_key(keys, name, lo, key_hash_hi);
  }
  if (ix === DKIX_EMPTY) {
    if (dict !== null) return _PyDict_SetItem_LockHeld(dict, name, value);
    const made = make_dict_from_instance_attributes(keys, values);
    if (_PyDict_SetItem_LockHeld(made, name, value) < 0) {
      Py_DECREF(made);
      return -1;
    }
    obj.ob_dict = made;
    return 0;
  }
  const slots = values.values;
  const old_value = slots[ix]!;
  if (old_value === null && value === null) {
    PyErr_SetString(
      PyExc_AttributeError,
      `'${obj.ob_type.tp_name}' object has no attribute '${(name as PyUnicodeObject).str}'`,
    );
    return -1;
  }
  // In 3.13.0 a materialised dict is not tracked for what comes in this way.
  slots[ix] = Py_XNewRef(value);
  if (old_value === null) {
    _PyDictValues_AddToInsertionOrder(values, ix);
    if (dict !== null) dict.ma_used++;
  } else {
    if (value === null) {
      delete_index_from_values(values, ix);
      if (dict !== null) dict.ma_used--;
    }
    Py_DECREF(old_value);
  }
  return 0;
}

/** Sets (`value` null: deletes) an attribute of an instance with inline values. 0, or −1 with an exception. */
export function _PyObject_StoreInstanceAttribute(obj: PyObject, name: PyObject, value: PyObject | null): number {
  const values = obj.ob_values!;
  if (values.valid) return store_instance_attr(obj, values, name, value);
  const dict = obj.ob_dict;
  if (dict !== null) return _PyDict_SetItem_LockHeld(dict, name, value);
  const made = new_dict_with_shared_keys(obj.ob_type.ht_cached_keys!);
  obj.ob_dict = made;
  Py_INCREF(made);
  const res = _PyDict_SetItem_LockHeld(made, name, value);
  Py_DECREF(made);
  return res;
}

/** True: `attr.value` is the attribute (owned) or null when unset. False: the caller has to look into the dict. */
export function _PyObject_TryGetInstanceAttribute(obj: PyObject, name: PyObject, attr: Out): boolean {
  const values = obj.ob_values!;
  if (!values.valid) return false;
  const ix = _PyDictKeys_StringLookup(obj.ob_type.ht_cached_keys!, name);
  attr.value = ix < 0 ? null : Py_XNewRef(values.values[ix] ?? null);
  return true;
}

export function _PyObject_IsInstanceDictEmpty(obj: PyObject): boolean {
  const tp = obj.ob_type;
  if (tp.tp_dictoffset === 0) return true;
  if ((tp.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
    const values = obj.ob_values!;
    if (values.valid) return values.size === 0;
  }
  return obj.ob_dict === null || obj.ob_dict.ma_used === 0;
}

/** The part of an instance's tp_traverse that is about its attributes. */
export function PyObject_VisitManagedDict(obj: PyObject, visit: visitproc): void {
  const tp = obj.ob_type;
  if ((tp.tp_flags & Py_TPFLAGS_MANAGED_DICT) === 0) return;
  if ((tp.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
    const values = obj.ob_values!;
    if (values.valid) {
      const slots = values.values;
      for (let i = 0, n = values.capacity; i < n; i++) {
        const value = slots[i]!;
        if (value !== null) visit(value);
      }
      return;
    }
  }
  if (obj.ob_dict !== null) visit(obj.ob_dict);
}

/** Replaces an instance's attributes by `new_dict` (borrowed; null: none). 0, or −1 with an exception. */
export function _PyObject_SetManagedDict(obj: PyObject, new_dict: PyDictObject | null): number {
  const dict = obj.ob_dict;
  if ((obj.ob_type.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
    if (dict === null) {
      const values = obj.ob_values!;
      obj.ob_dict = Py_XNewRef(new_dict);
      if (values.valid) {
        values.valid = false;
        const slots = values.values;
        for (let i = 0, n = values.capacity; i < n; i++) {
          const value = slots[i]!;
          if (value !== null) {
            slots[i] = null;
            Py_DECREF(value);
          }
        }
      }
      return 0;
    }
    if (_PyDict_DetachFromObject(dict, obj) < 0) return -1;
  }
  obj.ob_dict = Py_XNewRef(new_dict);
  Py_XDECREF(dict);
  return 0;
}

/** The part of an instance's tp_clear and deallocation that is about its attributes. */
export function PyObject_ClearManagedDict(obj: PyObject): void {
  if (_PyObject_SetManagedDict(obj, null) < 0) PyErr_WriteUnraisable(null);
}

/** A dict that lives on (or is replaced) takes its values out of the instance's block. 0. */
export function _PyDict_DetachFromObject(mp: PyDictObject, obj: PyObject): number {
  const values = mp.ma_values;
  if (values === null || values !== obj.ob_values) return 0;
  mp.ma_values = copy_values(values);
  values.valid = false;
  return 0;
}

/** For the audit and views: the values an instance owns itself (not through its dict). */
export function ownsInlineValues(obj: PyObject): boolean {
  return obj.ob_values !== null && obj.ob_values !== undefined && obj.ob_values.valid;
}
