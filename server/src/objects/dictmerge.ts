// Copying, merging and updating dicts, and dict.fromkeys. Follows Objects/dictobject.c, CPython 3.13.

import { _PyObject_GC_TRACK } from '../heap/gclists';
import { PyObject_GC_New } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XINCREF } from '../heap/refcount';
import {
  PyMapping_Keys,
  PyObject_GetItem,
  PyObject_GetIter,
  PyObject_SetItem,
  PyIter_Next,
  PySequence_Fast,
} from './abstract';
import { PyObject_CallNoArgs } from './call';
import {
  PyDict_Check,
  PyDict_CheckExact,
  PyDict_Contains,
  PyDict_New,
  PyDict_SetDefault,
  PyDict_SetItem,
  _PyDict_Contains_KnownHash,
  _PyDict_Next,
  dictresize,
  insertdict,
  new_dict,
  next_hash_hi,
  next_hash_lo,
  next_key,
  next_value,
} from './dictcore';
import {
  DK_IS_UNICODE,
  DK_SIZE,
  PyDict_LOG_MINSIZE,
  USABLE_FRACTION,
  clone_keys_object,
  copy_values,
  dictkeys_decref,
  dictkeys_incref,
  estimate_log2_keysize,
} from './dictkeys';
import { PyDict_Type, dict_iter } from './dictobject';
import { PyDictObject } from './dictstruct';
import {
  PyErr_BadInternalCall,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetString,
  _PyErr_SetKeyError,
} from './errors';
import { PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import type { PyListObject } from './liststruct';
import type { PyObject } from './object';
import { PyObject_HasAttrWithError } from './objectprotocol';
import {
  PyAnySet_CheckExact,
  PySet_GET_SIZE,
  _PySet_NextEntry,
  set_next_hash_hi,
  set_next_hash_lo,
  set_next_key,
} from './setobject';
import type { PySetObject } from './setstruct';
import type { PyTupleObject } from './tuplestruct';
import { _Py_ID } from './unicodeobject';

const id_keys = _Py_ID('keys');

function dict_dict_merge(mp: PyDictObject, other: PyDictObject, override: number): number {
  if (other === mp || other.ma_used === 0) return 0;
  if (mp.ma_used === 0) {
    override = 1;
    const okeys = other.ma_keys;
    // A clean table that is neither split nor oversized is cloned as it stands.
    if (
      mp.ma_values === null &&
      other.ma_values === null &&
      other.ma_used === okeys.dk_nentries &&
      (okeys.dk_log2_size === PyDict_LOG_MINSIZE || USABLE_FRACTION(DK_SIZE(okeys) / 2) < other.ma_used)
    ) {
      const keys = clone_keys_object(okeys);
      dictkeys_decref(mp.ma_keys);
      mp.ma_keys = keys;
      mp.ma_used = other.ma_used;
      if (other.gc_next !== null && mp.gc_next === null) _PyObject_GC_TRACK(mp);
      return 0;
    }
  }
  if (USABLE_FRACTION(DK_SIZE(mp.ma_keys)) < other.ma_used) {
    dictresize(mp, estimate_log2_keysize(mp.ma_used + other.ma_used), DK_IS_UNICODE(other.ma_keys));
  }
  const orig_size = other.ma_keys.dk_nentries;
  for (let pos = _PyDict_Next(other, 0); pos >= 0; pos = _PyDict_Next(other, pos)) {
    const key = next_key;
    const value = next_value;
    const lo = next_hash_lo;
    const hi = next_hash_hi;
    let err: number;
    Py_INCREF(key);
    Py_INCREF(value);
    if (override === 1) {
      err = insertdict(mp, Py_NewRef(key), lo, hi, Py_NewRef(value));
    } else {
      err = _PyDict_Contains_KnownHash(mp, key, lo, hi);
      if (err === 0) {
        err = insertdict(mp, Py_NewRef(key), lo, hi, Py_NewRef(value));
      } else if (err > 0) {
        if (override !== 0) {
          _PyErr_SetKeyError(key);
          Py_DECREF(value);
          Py_DECREF(key);
          return -1;
        }
        err = 0;
      }
    }
    Py_DECREF(value);
    Py_DECREF(key);
    if (err !== 0) return -1;
    if (orig_size !== other.ma_keys.dk_nentries) {
      PyErr_SetString(PyExc_RuntimeError, 'dict mutated during update');
      return -1;
    }
  }
  return 0;
}

/** `override` 0: the first value of a key stays; 1: the last one wins; 2: KeyError. 0, or −1 with an exception. */
function dict_merge(a: PyObject, b: PyObject, override: number): number {
  if (!PyDict_Check(a)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (PyDict_Check(b) && b.ob_type.tp_iter === dict_iter) return dict_dict_merge(a, b, override);
  const keys = PyMapping_Keys(b);
  if (keys === null) return -1;
  const iter = PyObject_GetIter(keys);
  Py_DECREF(keys);
  if (iter === null) return -1;
  for (let key = PyIter_Next(iter); key !== null; key = PyIter_Next(iter)) {
    if (override !== 1) {
      const status = PyDict_Contains(a, key);
      if (status !== 0) {
        if (status > 0) {
          if (override === 0) {
            Py_DECREF(key);
            continue;
          }
          _PyErr_SetKeyError(key);
        }
        Py_DECREF(key);
        Py_DECREF(iter);
        return -1;
      }
    }
    const value = PyObject_GetItem(b, key);
    if (value === null) {
      Py_DECREF(iter);
      Py_DECREF(key);
      return -1;
    }
    const status = PyDict_SetItem(a, key, value);
    Py_DECREF(key);
    Py_DECREF(value);
    if (status < 0) {
      Py_DECREF(iter);
      return -1;
    }
  }
  Py_DECREF(iter);
  return PyErr_Occurred() !== null ? -1 : 0;
}

/** a.update(b) for a mapping b. 0, or −1 with an exception. */
export function PyDict_Update(a: PyObject, b: PyObject): number {
  return dict_merge(a, b, 1);
}

/** Merges the mapping b into a; keys that a has stay unless `override`. 0, or −1 with an exception. */
export function PyDict_Merge(a: PyObject, b: PyObject, override: number | boolean): number {
  return dict_merge(a, b, override ? 1 : 0);
}

/** The same with override 2: a key that a has is a KeyError with the key. */
export function _PyDict_MergeEx(a: PyObject, b: PyObject, override: number): number {
  return dict_merge(a, b, override);
}

/** Merges an iterable of pairs. 0, or −1 with an exception. */
export function PyDict_MergeFromSeq2(d: PyObject, seq2: PyObject, override: number | boolean): number {
  const it = PyObject_GetIter(seq2);
  if (it === null) return -1;
  for (let i = 0; ; i++) {
    const item = PyIter_Next(it);
    if (item === null) {
      Py_DECREF(it);
      return PyErr_Occurred() !== null ? -1 : 0;
    }
    const fast = PySequence_Fast(item, '');
    if (fast === null) {
      if (PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_SetString(PyExc_TypeError, `cannot convert dictionary update sequence element #${i} to a sequence`);
      }
    } else {
      const pair = (fast as PyListObject | PyTupleObject).ob_item;
      if (pair.length !== 2) {
        PyErr_SetString(
          PyExc_ValueError,
          `dictionary update sequence element #${i} has length ${pair.length}; 2 is required`,
        );
      } else {
        const key = pair[0]!;
        const value = pair[1]!;
        Py_INCREF(key);
        Py_INCREF(value);
        const failed = override ? PyDict_SetItem(d, key, value) < 0 : PyDict_SetDefault(d, key, value) === null;
        Py_DECREF(key);
        Py_DECREF(value);
        if (!failed) {
          Py_DECREF(fast);
          Py_DECREF(item);
          continue;
        }
      }
    }
    Py_DECREF(item);
    Py_XDECREF(fast);
    Py_DECREF(it);
    return -1;
  }
}

/** The one positional argument of dict(), dict.update, `|` and `|=`. 0, or −1 with an exception. */
export function dict_update_arg(self: PyObject, arg: PyObject): number {
  if (PyDict_CheckExact(arg)) return dict_merge(self, arg, 1);
  const has_keys = PyObject_HasAttrWithError(arg, id_keys);
  if (has_keys < 0) return -1;
  return has_keys ? dict_merge(self, arg, 1) : PyDict_MergeFromSeq2(self, arg, 1);
}

/** A shallow copy, a plain dict. null with an exception. */
export function PyDict_Copy(o: PyObject): Owned<PyDictObject> | null {
  if (!PyDict_Check(o)) {
    PyErr_BadInternalCall();
    return null;
  }
  const mp = o;
  if (mp.ma_used === 0) return PyDict_New();
  if (mp.ma_values !== null) {
    const newvalues = copy_values(mp.ma_values);
    const copy = PyObject_GC_New(new PyDictObject(PyDict_Type, mp.ma_keys), 48);
    for (let i = 0; i < newvalues.capacity; i++) Py_XINCREF(newvalues.values[i]!);
    copy.ma_values = newvalues;
    copy.ma_used = mp.ma_used;
    dictkeys_incref(mp.ma_keys);
    if (mp.gc_next !== null) _PyObject_GC_TRACK(copy);
    return copy;
  }
  if (mp.ob_type.tp_iter === dict_iter && mp.ma_used >= Math.floor((mp.ma_keys.dk_nentries * 2) / 3)) {
    // At most a third of the entries are deleted ones: copied along.
    const copy = new_dict(clone_keys_object(mp.ma_keys), null, mp.ma_used);
    if (mp.gc_next !== null) _PyObject_GC_TRACK(copy);
    return copy;
  }
  const copy = PyDict_New();
  if (dict_merge(copy, mp, 1) === 0) return copy;
  Py_DECREF(copy);
  return null;
}

function dict_dict_fromkeys(mp: PyDictObject, iterable: PyDictObject, value: PyObject): number {
  const unicode = DK_IS_UNICODE(iterable.ma_keys);
  dictresize(mp, Math.max(estimate_log2_keysize(iterable.ma_used), mp.ma_keys.dk_log2_size), unicode);
  for (let pos = _PyDict_Next(iterable, 0); pos >= 0; pos = _PyDict_Next(iterable, pos)) {
    const lo = next_hash_lo;
    const hi = next_hash_hi;
    if (insertdict(mp, Py_NewRef(next_key), lo, hi, Py_NewRef(value)) < 0) return -1;
  }
  return 0;
}

function dict_set_fromkeys(mp: PyDictObject, iterable: PySetObject, value: PyObject): number {
  dictresize(mp, Math.max(estimate_log2_keysize(PySet_GET_SIZE(iterable)), mp.ma_keys.dk_log2_size), false);
  for (let pos = _PySet_NextEntry(iterable, 0); pos >= 0; pos = _PySet_NextEntry(iterable, pos)) {
    const lo = set_next_hash_lo;
    const hi = set_next_hash_hi;
    if (insertdict(mp, Py_NewRef(set_next_key), lo, hi, Py_NewRef(value)) < 0) return -1;
  }
  return 0;
}

/** dict.fromkeys, also for subclasses. null with an exception. */
export function _PyDict_FromKeys(cls: PyObject, iterable: PyObject, value: PyObject): Owned<PyObject> | null {
  const d = PyObject_CallNoArgs(cls);
  if (d === null) return null;
  const exact = PyDict_CheckExact(d);
  if (exact) {
    let done: number | null = null;
    if (PyDict_CheckExact(iterable)) done = dict_dict_fromkeys(d, iterable, value);
    else if (PyAnySet_CheckExact(iterable)) done = dict_set_fromkeys(d, iterable, value);
    if (done === 0) return d;
    if (done !== null) {
      Py_DECREF(d);
      return null;
    }
  }
  const it = PyObject_GetIter(iterable);
  if (it === null) {
    Py_DECREF(d);
    return null;
  }
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    const status = exact ? PyDict_SetItem(d, key, value) : PyObject_SetItem(d, key, value);
    Py_DECREF(key);
    if (status < 0) break;
  }
  Py_DECREF(it);
  if (PyErr_Occurred() === null) return d;
  Py_DECREF(d);
  return null;
}
