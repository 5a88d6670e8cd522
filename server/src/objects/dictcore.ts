// Making dicts, and getting, setting and deleting items: the C API below the type. Follows the middle of
// Objects/dictobject.c, CPython 3.13.
//
// Output parameters are objects with a `value`, which is null unless the function returned 1 (or 0 for setdefault).

import { registerFreeList } from '../heap/freelists';
import { PyObject_GC_New, PyObject_GC_Del } from '../heap/alloc';
import {
  PyObject_GC_UnTrack,
  PyObject_IS_GC,
  _PyObject_GC_IS_TRACKED,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from '../heap/gclists';
import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef, _Py_NewReference } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import {
  DK_IS_UNICODE,
  PyDict_LOG_MINSIZE,
  Py_EMPTY_KEYS,
  USABLE_FRACTION,
  _PyDictValues_AddToInsertionOrder,
  _PyObject_HashFast,
  _Py_dict_lookup,
  build_indices_generic,
  build_indices_unicode,
  calculate_log2_keysize,
  clear_keys_freelist,
  delete_index_from_values,
  dictkeys_decref,
  dictkeys_incref,
  estimate_log2_keysize,
  find_empty_slot,
  free_keys_object,
  free_values,
  get_index_from_order,
  key_hash_hi,
  lookdict_index,
  new_keys_object,
  new_values,
  unicodekeys_lookup_unicode,
  valueAt,
} from './dictkeys';
import { DICT_KEYS_GENERAL, DKIX_DUMMY, DKIX_EMPTY, DKIX_ERROR, PyDictObject } from './dictstruct';
import type { PyDictKeysObject, PyDictValues } from './dictstruct';
import { PyErr_BadInternalCall, PyErr_FormatUnraisable, _PyErr_SetKeyError } from './errors';
import type { PyObject } from './object';
import type { Out } from './objectattr';
import { tstate } from './pystate';
import { PyDict_Type } from './dictobject';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTuple_Type } from './tupleobject';
import { Py_TPFLAGS_DICT_SUBCLASS } from './typestruct';
import { PyUnicode_FromString, _PyUnicode_InternImmortal, PyUnicode_Check, PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export const PyDict_MAXFREELIST = 80;
/** Presized dicts stop here. */
const LOG2_MAX_PRESIZE = 17;

let dict_freelist: PyDictObject[] = [];
onRuntimeReset(() => {
  dict_freelist = [];
});

registerFreeList({
  name: 'dict',
  limit: PyDict_MAXFREELIST,
  blocks: () => dict_freelist.map((op) => op.ob_addr),
  exchange(content) {
    const held = dict_freelist;
    dict_freelist = content as PyDictObject[];
    return held;
  },
  clear: () => _PyDict_ClearFreeList(),
});

export function PyDict_Check(op: PyObject): op is PyDictObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_DICT_SUBCLASS) !== 0;
}
export function PyDict_CheckExact(op: PyObject): op is PyDictObject {
  return op.ob_type === PyDict_Type;
}
export function PyDict_GET_SIZE(op: PyDictObject): number {
  return op.ma_used;
}
export function _PyDict_HasSplitTable(op: PyDictObject): boolean {
  return op.ma_values !== null;
}

// ----------------------------------------------------------------------------------------------------------- making

/** A dict over `keys` (its reference is taken over) and `values`; untracked, as in 3.13. */
export function new_dict(keys: PyDictKeysObject, values: PyDictValues | null, used: number): Owned<PyDictObject> {
  let mp: PyDictObject;
  if (dict_freelist.length > 0) {
    mp = dict_freelist.pop()!;
    mp.ma_keys = keys;
    _Py_NewReference(mp);
  } else {
    mp = PyObject_GC_New(new PyDictObject(PyDict_Type, keys), 48);
  }
  mp.ma_values = values;
  mp.ma_used = used;
  return mp;
}

/** A new empty dict. */
export function PyDict_New(): Owned<PyDictObject> {
  return new_dict(Py_EMPTY_KEYS, null, 0);
}

/** A new empty dict over a class's shared keys, with values of its own. */
export function new_dict_with_shared_keys(keys: PyDictKeysObject): Owned<PyDictObject> {
  const values = new_values(keys.dk_nentries + keys.dk_usable);
  dictkeys_incref(keys);
  return new_dict(keys, values, 0);
}

function dict_new_presized(minused: number, unicode: boolean): Owned<PyDictObject> {
  if (minused <= 5) return PyDict_New();
  const log2_newsize =
    minused > USABLE_FRACTION(2 ** LOG2_MAX_PRESIZE) ? LOG2_MAX_PRESIZE : estimate_log2_keysize(minused);
  return new_dict(new_keys_object(log2_newsize, unicode), null, 0);
}

/** An empty dict with room for `minused` items; its table is a general one. */
export function _PyDict_NewPresized(minused: number): Owned<PyDictObject> {
  return dict_new_presized(minused, false);
}

/**
 * A dict of `length` items: keys[keysStart + i·step] and values[valuesStart + i·step], all borrowed. null with an exception.
 */
export function _PyDict_FromItems(
  keys: readonly PyObject[],
  keysStart: number,
  values: readonly PyObject[],
  valuesStart: number,
  length: number,
  step = 1,
): Owned<PyDictObject> | null {
  let unicode = true;
  for (let i = 0, k = keysStart; i < length; i++, k += step) {
    if (keys[k]!.ob_type !== PyUnicode_Type) {
      unicode = false;
      break;
    }
  }
  const dict = dict_new_presized(length, unicode);
  for (let i = 0, k = keysStart, v = valuesStart; i < length; i++, k += step, v += step) {
    if (PyDict_SetItem(dict, keys[k]!, values[v]!) < 0) {
      Py_DECREF(dict);
      return null;
    }
  }
  return dict;
}

/** tp_dealloc. */
export function dict_dealloc(mp: PyDictObject): void {
  if (mp.gc_next !== null) PyObject_GC_UnTrack(mp);
  if (Py_TRASHCAN_BEGIN(mp, dict_dealloc)) return;
  const values = mp.ma_values;
  const keys = mp.ma_keys;
  if (values !== null) {
    if (!values.embedded) {
      for (let i = 0, n = values.capacity; i < n; i++) Py_XDECREF(values.values[i]!);
      free_values(values);
    }
    dictkeys_decref(keys);
  } else {
    dictkeys_decref(keys);
  }
  mp.ma_keys = Py_EMPTY_KEYS;
  mp.ma_values = null;
  mp.ma_used = 0;
  if (dict_freelist.length < PyDict_MAXFREELIST && mp.ob_type === PyDict_Type) dict_freelist.push(mp);
  else mp.ob_type.tp_free!(mp as never);
  Py_TRASHCAN_END();
}

/** Called by a full collection and at exit: dead dicts, then dead key tables. */
export function _PyDict_ClearFreeList(): void {
  while (dict_freelist.length > 0) PyObject_GC_Del(dict_freelist.pop()!);
  clear_keys_freelist();
}

// -------------------------------------------------------------------------------------------------------- gc tracking

/** _PyObject_GC_MAY_BE_TRACKED. */
export function _PyObject_GC_MAY_BE_TRACKED(op: PyObject): boolean {
  return PyObject_IS_GC(op) && (op.ob_type !== PyTuple_Type || _PyObject_GC_IS_TRACKED(op));
}

/** MAINTAIN_TRACKING: a dict is tracked from when it first holds something that can be part of a cycle. */
export function maintainTracking(mp: PyDictObject, key: PyObject, value: PyObject): void {
  if (mp.gc_next === null && (_PyObject_GC_MAY_BE_TRACKED(key) || _PyObject_GC_MAY_BE_TRACKED(value))) {
    _PyObject_GC_TRACK(mp);
  }
}

/** Called by full collections on the dicts that survive: untracks those that hold only atoms. */
export function _PyDict_MaybeUntrack(mp: PyDictObject): void {
  if (mp.ob_type !== PyDict_Type || mp.gc_next === null) return;
  const keys = mp.ma_keys;
  const values = mp.ma_values !== null ? mp.ma_values.values : keys.me_value;
  const general = keys.dk_kind === DICT_KEYS_GENERAL;
  for (let i = 0, n = keys.dk_nentries; i < n; i++) {
    const value = values[i]!;
    if (value === null || value === undefined) continue;
    if (_PyObject_GC_MAY_BE_TRACKED(value)) return;
    if (general && _PyObject_GC_MAY_BE_TRACKED(keys.me_key[i]!)) return;
  }
  _PyObject_GC_UNTRACK(mp);
}

// ---------------------------------------------------------------------------------------------------------- resizing

function invalidate_and_clear_inline_values(values: PyDictValues): void {
  values.valid = false;
  for (let i = 0; i < values.capacity; i++) values.values[i] = null;
}

/**
 * Gives `mp` a new combined table of 2^log2_newsize slots without the deleted entries. `unicode`: the new table may be one
 * for str keys only, if the old one is.
 */
export function dictresize(mp: PyDictObject, log2_newsize: number, unicode: boolean): void {
  const oldkeys = mp.ma_keys;
  const oldvalues = mp.ma_values;
  if (!DK_IS_UNICODE(oldkeys)) unicode = false;
  const newkeys = new_keys_object(log2_newsize, unicode);
  const numentries = mp.ma_used;
  const newKey = newkeys.me_key;
  const newValue = newkeys.me_value;
  if (oldvalues !== null) {
    const from = oldvalues.values;
    for (let i = 0; i < numentries; i++) {
      const index = get_index_from_order(oldvalues, i);
      const key = oldkeys.me_key[index] as PyUnicodeObject;
      newKey[i] = Py_NewRef(key);
      newValue[i] = from[index]!;
      if (!unicode) {
        newkeys.me_hash_lo[i] = key.hash_lo;
        newkeys.me_hash_hi[i] = key.hash_hi;
      }
    }
    if (unicode) build_indices_unicode(newkeys, numentries);
    else build_indices_generic(newkeys, numentries);
    mp.ma_keys = newkeys;
    dictkeys_decref(oldkeys);
    mp.ma_values = null;
    if (oldvalues.embedded) invalidate_and_clear_inline_values(oldvalues);
    else free_values(oldvalues);
  } else {
    const oldKey = oldkeys.me_key;
    const oldValue = oldkeys.me_value;
    if (oldkeys.dk_kind === DICT_KEYS_GENERAL) {
      const { me_hash_lo: oldLo, me_hash_hi: oldHi } = oldkeys;
      const { me_hash_lo: newLo, me_hash_hi: newHi } = newkeys;
      for (let i = 0, j = 0; i < numentries; j++) {
        const value = oldValue[j]!;
        if (value === null) continue;
        newKey[i] = oldKey[j]!;
        newValue[i] = value;
        newLo[i] = oldLo[j]!;
        newHi[i++] = oldHi[j]!;
      }
      build_indices_generic(newkeys, numentries);
    } else {
      for (let i = 0, j = 0; i < numentries; j++) {
        const value = oldValue[j]!;
        if (value === null) continue;
        newKey[i] = oldKey[j]!;
        newValue[i++] = value;
      }
      if (unicode) build_indices_unicode(newkeys, numentries);
      else {
        for (let i = 0; i < numentries; i++) {
          const key = newKey[i] as PyUnicodeObject;
          newkeys.me_hash_lo[i] = key.hash_lo;
          newkeys.me_hash_hi[i] = key.hash_hi;
        }
        build_indices_generic(newkeys, numentries);
      }
    }
    mp.ma_keys = newkeys;
    if (oldkeys !== Py_EMPTY_KEYS) free_keys_object(oldkeys);
  }
  newkeys.dk_usable -= numentries;
  newkeys.dk_nentries = numentries;
}

/** Grows by GROWTH_RATE: to three times the items in use. */
export function insertion_resize(mp: PyDictObject, unicode: boolean): void {
  dictresize(mp, calculate_log2_keysize(mp.ma_used * 3), unicode);
}

// ---------------------------------------------------------------------------------------------------------- inserting

/** Adds an item whose key is not in the combined table. Steals both references. */
export function insert_combined_dict_steal(
  mp: PyDictObject,
  lo: number,
  hi: number,
  key: PyObject,
  value: PyObject,
): void {
  let keys = mp.ma_keys;
  if (keys.dk_usable <= 0) {
    insertion_resize(mp, true);
    keys = mp.ma_keys;
  }
  keys.dk_version = 0;
  const n = keys.dk_nentries;
  keys.dk_indices[find_empty_slot(keys, lo, hi)] = n;
  keys.me_key[n] = key;
  keys.me_value[n] = value;
  if (keys.dk_kind === DICT_KEYS_GENERAL) {
    keys.me_hash_lo[n] = lo;
    keys.me_hash_hi[n] = hi;
  }
  keys.dk_usable--;
  keys.dk_nentries = n + 1;
}

/** The index of `key` in shared keys, where it is added if there is room; else DKIX_EMPTY. */
export function insert_split_key(keys: PyDictKeysObject, key: PyObject, lo: number, hi: number): number {
  let ix = unicodekeys_lookup_unicode(keys, key, lo, hi);
  if (ix === DKIX_EMPTY && keys.dk_usable > 0) {
    keys.dk_version = 0;
    ix = keys.dk_nentries;
    keys.dk_indices[find_empty_slot(keys, lo, hi)] = ix;
    keys.me_key[ix] = Py_NewRef(key);
    keys.dk_nentries = ix + 1;
    keys.dk_usable--;
  }
  return ix;
}

function insert_split_value(mp: PyDictObject, key: PyObject, value: PyObject, ix: number): void {
  maintainTracking(mp, key, value);
  const values = mp.ma_values!;
  const old_value = values.values[ix]!;
  values.values[ix] = Py_NewRef(value);
  if (old_value === null) {
    _PyDictValues_AddToInsertionOrder(values, ix);
    mp.ma_used++;
  } else {
    Py_DECREF(old_value);
  }
}

/** Sets an item in a dict that has a table. Steals both references. 0, or −1 when a comparison raised. */
function insertdict_steal(mp: PyDictObject, key: PyObject, lo: number, hi: number, value: PyObject): number {
  if (mp.ma_keys.dk_kind !== DICT_KEYS_GENERAL) {
    if (key.ob_type !== PyUnicode_Type) {
      insertion_resize(mp, false);
    } else if (mp.ma_values !== null) {
      const ix = insert_split_key(mp.ma_keys, key, lo, hi);
      if (ix !== DKIX_EMPTY) {
        insert_split_value(mp, key, value, ix);
        Py_DECREF(key);
        Py_DECREF(value);
        return 0;
      }
      insertion_resize(mp, true);
    }
  }
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix >= 0) {
    maintainTracking(mp, key, value);
    const column = mp.ma_keys.me_value;
    const old_value = column[ix]!;
    column[ix] = value;
    Py_DECREF(old_value);
    Py_DECREF(key);
    return 0;
  }
  if (ix === DKIX_ERROR) {
    Py_DECREF(value);
    Py_DECREF(key);
    return -1;
  }
  maintainTracking(mp, key, value);
  insert_combined_dict_steal(mp, lo, hi, key, value);
  mp.ma_used++;
  return 0;
}

/** The first item of a dict that has no table yet. Steals both references. */
function insert_to_emptydict_steal(mp: PyDictObject, key: PyObject, lo: number, hi: number, value: PyObject): void {
  const unicode = key.ob_type === PyUnicode_Type;
  const keys = new_keys_object(PyDict_LOG_MINSIZE, unicode);
  maintainTracking(mp, key, value);
  keys.dk_indices[lo & 7] = 0;
  keys.me_key[0] = key;
  keys.me_value[0] = value;
  if (!unicode) {
    keys.me_hash_lo[0] = lo;
    keys.me_hash_hi[0] = hi;
  }
  keys.dk_usable--;
  keys.dk_nentries = 1;
  mp.ma_used++;
  mp.ma_keys = keys;
}

/** Sets an item under a known hash. `key` and `value` are borrowed. 0, or −1 with an exception. */
export function _PyDict_SetItem_KnownHash(
  mp: PyDictObject,
  key: PyObject,
  value: PyObject,
  lo: number,
  hi: number,
): number {
  Py_INCREF(key);
  Py_INCREF(value);
  if (mp.ma_keys === Py_EMPTY_KEYS) {
    insert_to_emptydict_steal(mp, key, lo, hi, value);
    return 0;
  }
  return insertdict_steal(mp, key, lo, hi, value);
}

/** Sets an item; consumes references to key and value in any case. 0, or −1 with an exception. */
export function _PyDict_SetItem_Take2(mp: PyDictObject, key: PyObject, value: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) {
    Py_DECREF(key);
    Py_DECREF(value);
    return -1;
  }
  if (mp.ma_keys === Py_EMPTY_KEYS) {
    insert_to_emptydict_steal(mp, key, lo, hi, value);
    return 0;
  }
  return insertdict_steal(mp, key, lo, hi, value);
}

/** Sets an item. `key` and `value` are borrowed. 0, or −1 with an exception. */
export function PyDict_SetItem(op: PyObject, key: PyObject, value: PyObject): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  Py_INCREF(key);
  Py_INCREF(value);
  return _PyDict_SetItem_Take2(op, key, value);
}

/** Sets an item, or deletes it when `value` is null. */
export function _PyDict_SetItem_LockHeld(mp: PyDictObject, key: PyObject, value: PyObject | null): number {
  return value === null ? PyDict_DelItem(mp, key) : PyDict_SetItem(mp, key, value);
}

// ------------------------------------------------------------------------------------------------------------ looking

/** The value under a known hash, borrowed; null when missing or with an exception. */
export function _PyDict_GetItem_KnownHash(
  mp: PyDictObject,
  key: PyObject,
  lo: number,
  hi: number,
): Borrowed<PyObject> | null {
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  return ix < 0 ? null : valueAt(mp, ix);
}

/** The value, borrowed; null when missing (no exception) or with an exception. */
export function PyDict_GetItemWithError(op: PyObject, key: PyObject): Borrowed<PyObject> | null {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return null;
  }
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return null;
  const ix = _Py_dict_lookup(op, key, lo, hi);
  return ix < 0 ? null : valueAt(op, ix);
}

export const _PyDict_GetItemWithError = PyDict_GetItemWithError;

/** 1 with a new reference to the value in `result`, 0 when missing, −1 with an exception. */
export function PyDict_GetItemRef(op: PyObject, key: PyObject, result: Out): number {
  result.value = Py_XNewRef(PyDict_GetItemWithError(op, key));
  return result.value !== null ? 1 : tstate.current_exception !== null ? -1 : 0;
}

/** 1 with a new reference to the value in `result`, 0 when missing, −1 with an exception. */
export function _PyDict_GetItemRef_KnownHash(
  mp: PyDictObject,
  key: PyObject,
  lo: number,
  hi: number,
  result: Out,
): number {
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  result.value = ix < 0 ? null : Py_XNewRef(valueAt(mp, ix));
  return result.value !== null ? 1 : ix === DKIX_ERROR ? -1 : 0;
}

/** The value, borrowed, or null; exceptions of the lookup are reported as unraisable and forgotten. */
export function PyDict_GetItem(op: PyObject, key: PyObject): Borrowed<PyObject> | null {
  if (!PyDict_Check(op)) return null;
  const exc = tstate.current_exception;
  tstate.current_exception = null;
  const value = PyDict_GetItemWithError(op, key);
  if (tstate.current_exception !== null) {
    PyErr_FormatUnraisable(
      'Exception ignored in PyDict_GetItem(); consider using PyDict_GetItemRef() or PyDict_GetItemWithError()',
    );
  }
  tstate.current_exception = exc;
  return value;
}

/** The index of an exact str key, for the VM's caches; negative when absent. */
export function _PyDict_LookupIndex(mp: PyDictObject, key: PyObject): number {
  const lo = _PyObject_HashFast(key);
  return _Py_dict_lookup(mp, key, lo, key_hash_hi);
}

/** A global, else a builtin: a new reference, or null (with an exception only if a lookup raised). */
export function _PyDict_LoadGlobal(
  globals: PyDictObject,
  builtins: PyDictObject,
  key: PyObject,
): Owned<PyObject> | null {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return null;
  let ix = _Py_dict_lookup(globals, key, lo, hi);
  if (ix === DKIX_ERROR) return null;
  if (ix >= 0) {
    const value = valueAt(globals, ix);
    if (value !== null) return Py_NewRef(value);
  }
  ix = _Py_dict_lookup(builtins, key, lo, hi);
  return ix < 0 ? null : Py_XNewRef(valueAt(builtins, ix));
}

/** 1, 0, or −1 with an exception. */
export function _PyDict_Contains_KnownHash(mp: PyDictObject, key: PyObject, lo: number, hi: number): number {
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix >= 0) return valueAt(mp, ix) !== null ? 1 : 0;
  return ix === DKIX_ERROR ? -1 : 0;
}

/** 1, 0, or −1 with an exception. */
export function PyDict_Contains(op: PyObject, key: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return -1;
  return _PyDict_Contains_KnownHash(op as PyDictObject, key, lo, hi);
}

export function _PyDict_HasOnlyStringKeys(mp: PyDictObject): boolean {
  if (mp.ma_keys.dk_kind !== DICT_KEYS_GENERAL) return true;
  const { me_key, me_value, dk_nentries } = mp.ma_keys;
  for (let i = 0; i < dk_nentries; i++) if (me_value[i] !== null && !PyUnicode_Check(me_key[i]!)) return false;
  return true;
}

export function PyDict_Size(op: PyObject): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return op.ma_used;
}

// ------------------------------------------------------------------------------------------------- names as C strings

/** Sets an item under a name, which is interned. 0, or −1 with an exception. */
export function PyDict_SetItemString(op: PyObject, name: string, value: PyObject): number {
  const key = _PyUnicode_InternImmortal(PyUnicode_FromString(name));
  const err = PyDict_SetItem(op, key, value);
  Py_DECREF(key);
  return err;
}
export function PyDict_GetItemStringRef(op: PyObject, name: string, result: Out): number {
  const key = PyUnicode_FromString(name);
  const found = PyDict_GetItemRef(op, key, result);
  Py_DECREF(key);
  return found;
}
/** Borrowed. */
export function PyDict_GetItemString(op: PyObject, name: string): Borrowed<PyObject> | null {
  const key = PyUnicode_FromString(name);
  const value = PyDict_GetItemWithError(op, key);
  Py_DECREF(key);
  return value;
}
export const _PyDict_GetItemStringWithError = PyDict_GetItemString;
export function PyDict_ContainsString(op: PyObject, name: string): number {
  const key = PyUnicode_FromString(name);
  const found = PyDict_Contains(op, key);
  Py_DECREF(key);
  return found;
}
export function PyDict_DelItemString(op: PyObject, name: string): number {
  const key = PyUnicode_FromString(name);
  const err = PyDict_DelItem(op, key);
  Py_DECREF(key);
  return err;
}
export function PyDict_PopString(op: PyObject, name: string, result: Out | null): number {
  const key = PyUnicode_FromString(name);
  const found = PyDict_Pop(op, key, result);
  Py_DECREF(key);
  return found;
}

// ----------------------------------------------------------------------------------------------------------- deleting

function delitem_common(mp: PyDictObject, lo: number, hi: number, ix: number, old_value: PyObject): void {
  const keys = mp.ma_keys;
  const hashpos = lookdict_index(keys, lo, hi, ix);
  mp.ma_used--;
  const values = mp.ma_values;
  if (values !== null) {
    values.values[ix] = null;
    delete_index_from_values(values, ix);
  } else {
    keys.dk_version = 0;
    keys.dk_indices[hashpos] = DKIX_DUMMY;
    const old_key = keys.me_key[ix]!;
    keys.me_key[ix] = null;
    keys.me_value[ix] = null;
    if (keys.dk_kind === DICT_KEYS_GENERAL) {
      keys.me_hash_lo[ix] = 0;
      keys.me_hash_hi[ix] = 0;
    }
    Py_DECREF(old_key);
  }
  Py_DECREF(old_value);
}

/** 0, or −1 with KeyError or what a comparison raised. */
export function _PyDict_DelItem_KnownHash(mp: PyDictObject, key: PyObject, lo: number, hi: number): number {
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix === DKIX_ERROR) return -1;
  const old_value = ix < 0 ? null : valueAt(mp, ix);
  if (old_value === null) {
    _PyErr_SetKeyError(key);
    return -1;
  }
  delitem_common(mp, lo, hi, ix, old_value);
  return 0;
}

/** 0, or −1 with KeyError or what hashing or a comparison raised. */
export function PyDict_DelItem(op: PyObject, key: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return -1;
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return _PyDict_DelItem_KnownHash(op, key, lo, hi);
}

/** Deletes the item if it is there and `predicate` of its value is positive: 1 if so, 0 if not, −1 with an exception. */
export function _PyDict_DelItemIf(mp: PyDictObject, key: PyObject, predicate: (value: PyObject) => number): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return -1;
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix === DKIX_ERROR) return -1;
  const old_value = ix < 0 ? null : valueAt(mp, ix);
  if (old_value === null) return 0;
  const res = predicate(old_value);
  if (res <= 0) return res;
  delitem_common(mp, lo, hi, ix, old_value);
  return 1;
}

/** Empties the dict; what it held goes first entry first, after the dict is empty. */
export function PyDict_Clear(op: PyObject): void {
  if (!PyDict_Check(op)) return;
  const oldkeys = op.ma_keys;
  const oldvalues = op.ma_values;
  if (oldkeys === Py_EMPTY_KEYS) return;
  op.ma_used = 0;
  if (oldvalues === null) {
    op.ma_keys = Py_EMPTY_KEYS;
    dictkeys_decref(oldkeys);
    return;
  }
  const slots = oldvalues.values;
  for (let i = 0, n = oldkeys.dk_nentries; i < n; i++) {
    const value = slots[i] ?? null;
    slots[i] = null;
    Py_XDECREF(value);
  }
  if (oldvalues.embedded) {
    oldvalues.size = 0;
    oldvalues.order = null;
  } else {
    op.ma_values = null;
    op.ma_keys = Py_EMPTY_KEYS;
    free_values(oldvalues);
    dictkeys_decref(oldkeys);
  }
}

/** 1 with the item removed and its value in `result` (given up if null), 0 when missing, −1 with an exception. */
export function _PyDict_Pop_KnownHash(
  mp: PyDictObject,
  key: PyObject,
  lo: number,
  hi: number,
  result: Out | null,
): number {
  if (result !== null) result.value = null;
  if (mp.ma_used === 0) return 0;
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix === DKIX_ERROR) return -1;
  const old_value = ix < 0 ? null : valueAt(mp, ix);
  if (old_value === null) return 0;
  delitem_common(mp, lo, hi, ix, Py_NewRef(old_value));
  if (result !== null) result.value = old_value;
  else Py_DECREF(old_value);
  return 1;
}

/** 1 with the item removed and its value in `result` (given up if null), 0 when missing, −1 with an exception. */
export function PyDict_Pop(op: PyObject, key: PyObject, result: Out | null): number {
  if (result !== null) result.value = null;
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (op.ma_used === 0) return 0;
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return -1;
  return _PyDict_Pop_KnownHash(op, key, lo, hi, result);
}

/** dict.pop: the value, or a new reference to `default_value`, or null with KeyError. */
export function _PyDict_Pop(op: PyObject, key: PyObject, default_value: PyObject | null): Owned<PyObject> | null {
  const result: Out = { value: null };
  if (PyDict_Pop(op, key, result) !== 0) return result.value;
  if (default_value !== null) return Py_NewRef(default_value);
  _PyErr_SetKeyError(key);
  return null;
}

/** dict.setdefault; borrowed. null with an exception. */
export function PyDict_SetDefault(op: PyObject, key: PyObject, default_value: PyObject): Borrowed<PyObject> | null {
  return dict_setdefault(op, key, default_value) < 0 ? null : setdefault_value;
}

/** 1 if the key was there, 0 if it was added, with a new reference to its value in `result`; −1 with an exception. */
export function PyDict_SetDefaultRef(op: PyObject, key: PyObject, default_value: PyObject, result: Out | null): number {
  const found = dict_setdefault(op, key, default_value);
  if (result !== null) result.value = found < 0 ? null : Py_NewRef(setdefault_value!);
  return found;
}

/** What dict_setdefault found or put there, borrowed. */
let setdefault_value: PyObject | null = null;

function dict_setdefault(op: PyObject, key: PyObject, default_value: PyObject): number {
  setdefault_value = null;
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  const mp = op;
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) return -1;
  if (mp.ma_keys === Py_EMPTY_KEYS) {
    insert_to_emptydict_steal(mp, Py_NewRef(key), lo, hi, Py_NewRef(default_value));
    setdefault_value = default_value;
    return 0;
  }
  if (mp.ma_keys.dk_kind !== DICT_KEYS_GENERAL && key.ob_type !== PyUnicode_Type) insertion_resize(mp, false);
  if (mp.ma_values !== null) {
    const ix = insert_split_key(mp.ma_keys, key, lo, hi);
    if (ix !== DKIX_EMPTY) {
      const value = mp.ma_values.values[ix]!;
      setdefault_value = value ?? default_value;
      if (value !== null) return 1;
      insert_split_value(mp, key, default_value, ix);
      return 0;
    }
    insertion_resize(mp, true);
  }
  const ix = _Py_dict_lookup(mp, key, lo, hi);
  if (ix === DKIX_ERROR) return -1;
  if (ix >= 0) {
    setdefault_value = mp.ma_keys.me_value[ix]!;
    return 1;
  }
  insert_combined_dict_steal(mp, lo, hi, Py_NewRef(key), Py_NewRef(default_value));
  maintainTracking(mp, key, default_value);
  mp.ma_used++;
  setdefault_value = default_value;
  return 0;
}

// ---------------------------------------------------------------------------------------------------------- iterating

/** What `_PyDict_Next` found last, borrowed: read it at once. */
export let next_key: PyObject;
export let next_value: PyObject;
export let next_hash_lo = 0;
export let next_hash_hi = 0;

/**
 * Goes to the next item at or after position `pos` (0 to begin) and leaves it in next_key, next_value, next_hash_*.
 * Returns the position to go on from, or −1 when there are no more items.
 */
export function _PyDict_Next(mp: PyDictObject, pos: number): number {
  const keys = mp.ma_keys;
  const values = mp.ma_values;
  let key: PyObject;
  if (values !== null) {
    if (pos >= mp.ma_used) return -1;
    const index = get_index_from_order(values, pos);
    next_value = values.values[index]!;
    key = keys.me_key[index]!;
  } else {
    const n = keys.dk_nentries;
    const column = keys.me_value;
    while (pos < n && column[pos] === null) pos++;
    if (pos >= n) return -1;
    next_value = column[pos]!;
    key = keys.me_key[pos]!;
    if (keys.dk_kind === DICT_KEYS_GENERAL) {
      next_key = key;
      next_hash_lo = keys.me_hash_lo[pos]!;
      next_hash_hi = keys.me_hash_hi[pos]!;
      return pos + 1;
    }
  }
  next_key = key;
  next_hash_lo = (key as PyUnicodeObject).hash_lo;
  next_hash_hi = (key as PyUnicodeObject).hash_hi;
  return pos + 1;
}

/** Calls `visit` with each item (borrowed references), in order; ends early when it returns false. */
export function PyDict_Next(op: PyObject, visit: (key: PyObject, value: PyObject) => boolean | void): void {
  const mp = op as PyDictObject;
  for (let pos = _PyDict_Next(mp, 0); pos >= 0; pos = _PyDict_Next(mp, pos)) {
    if (visit(next_key, next_value) === false) return;
  }
}

/** Steals: sets an item under a known hash in a dict that already has a table. For merging. */
export const insertdict = insertdict_steal;
