// The hash table of set and frozenset. Follows Objects/setobject.c, CPython 3.13: linear probes of up to ten entries, then a
// jump by the perturbed hash; so a set's order is CPython's.
//
// A hash is two int32 halves, as in dictkeys.ts.

import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { PyIter_Next, PyObject_GetIter } from './abstract';
import { PyDict_CheckExact, _PyDict_Next, next_hash_hi, next_hash_lo, next_key } from './dictcore';
import { _PyObject_HashFast, key_hash_hi } from './dictkeys';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred } from './errors';
import { PyLong_Type } from './longobject';
import type { PyLongObject } from './longstruct';
import { PyObject, Py_EQ } from './object';
import { PyObject_RichCompareBool } from './objectprotocol';
import { PyAnySet_Check } from './setobject';
import type { PySetObject } from './setstruct';
import { PySet_MINSIZE } from './setstruct';
import { PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import type { PyTypeObject } from './typestruct';

const LINEAR_PROBES = 9;

/** Stands in deleted entries: no object of Python's, nothing but its identity is ever used. */
export const dummy = new PyObject({ tp_name: '<dummy key> type', tp_flags: 0 } as PyTypeObject);

/** Same value without a call: exact str or int of one type. Undefined: ask __eq__. */
function plainEqual(a: PyObject, b: PyObject): boolean | undefined {
  const type = a.ob_type;
  if (type !== b.ob_type) return undefined;
  if (type === PyUnicode_Type) {
    return (
      (a as PyUnicodeObject).kind === (b as PyUnicodeObject).kind &&
      (a as PyUnicodeObject).str === (b as PyUnicodeObject).str
    );
  }
  if (type === PyLong_Type) return (a as PyLongObject).value === (b as PyLongObject).value;
  return undefined;
}

/** The entry with the key, or the unused entry where the search ended; −1 when a comparison raised. */
export function set_lookkey(so: PySetObject, key: PyObject, lo: number, hi: number): number {
  let mask = so.mask;
  const keys = so.keys;
  const hashes = so.hash_lo;
  let perturb = lo;
  let perturbHi = hi;
  let i = lo & mask;
  for (;;) {
    let entry = i;
    let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
    do {
      const k = keys[entry]!;
      if (k === null) return entry;
      if (hashes[entry] === lo && so.hash_hi[entry] === hi) {
        if (k === key) return entry;
        const equal = plainEqual(k, key);
        if (equal === true) return entry;
        if (equal === undefined) {
          Py_INCREF(k);
          const cmp = PyObject_RichCompareBool(k, key, Py_EQ);
          Py_DECREF(k);
          if (cmp < 0) return -1;
          if (keys !== so.keys || keys[entry] !== k) return set_lookkey(so, key, lo, hi);
          if (cmp > 0) return entry;
          mask = so.mask;
        }
      }
      entry++;
    } while (probes-- > 0);
    perturb = (perturb >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

/** Adds a key (borrowed) unless it is there. 0, or −1 with an exception. */
export function set_add_entry(so: PySetObject, key: PyObject, lo: number, hi: number): number {
  // Beforehand, so that a comparison can't free the key.
  Py_INCREF(key);
  restart: for (;;) {
    let mask = so.mask;
    const keys = so.keys;
    const hashes = so.hash_lo;
    let perturb = lo;
    let perturbHi = hi;
    let i = lo & mask;
    let freeslot = -1;
    for (;;) {
      let entry = i;
      let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
      do {
        const k = keys[entry]!;
        if (k === null) {
          if (freeslot >= 0) {
            so.used++;
            keys[freeslot] = key;
            so.hash_lo[freeslot] = lo;
            so.hash_hi[freeslot] = hi;
            return 0;
          }
          so.fill++;
          so.used++;
          keys[entry] = key;
          so.hash_lo[entry] = lo;
          so.hash_hi[entry] = hi;
          if (so.fill * 5 >= mask * 3) set_table_resize(so, so.used > 50000 ? so.used * 2 : so.used * 4);
          return 0;
        }
        if (hashes[entry] === lo && so.hash_hi[entry] === hi) {
          let cmp: number;
          const equal = k === key ? true : plainEqual(k, key);
          if (equal !== undefined) {
            cmp = equal ? 1 : 0;
          } else {
            Py_INCREF(k);
            cmp = PyObject_RichCompareBool(k, key, Py_EQ);
            Py_DECREF(k);
          }
          if (cmp > 0) {
            Py_DECREF(key);
            return 0;
          }
          if (cmp < 0) {
            Py_DECREF(key);
            return -1;
          }
          if (keys !== so.keys || keys[entry] !== k) continue restart;
          mask = so.mask;
        } else if (k === dummy) {
          freeslot = entry;
        }
        entry++;
      } while (probes-- > 0);
      perturb = (perturb >>> 5) | (perturbHi << 27);
      perturbHi >>>= 5;
      i = (i * 5 + 1 + perturb) & mask;
    }
  }
}

/** Puts in a key that is not there, into a table without dummies. Counts nothing. */
function set_insert_clean(
  keys: (PyObject | null)[],
  los: number[],
  his: number[],
  mask: number,
  key: PyObject,
  lo: number,
  hi: number,
): void {
  let perturb = lo;
  let perturbHi = hi;
  let i = lo & mask;
  for (;;) {
    let entry = i;
    const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
    for (; entry <= last; entry++) {
      if (keys[entry] === null) {
        keys[entry] = key;
        los[entry] = lo;
        his[entry] = hi;
        return;
      }
    }
    perturb = (perturb >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

function filled<T>(n: number, value: T): T[] {
  const array: T[] = [];
  for (let i = 0; i < n; i++) array.push(value);
  return array;
}

/** Gives the set the smallest table larger than `minused`, without dummies. */
export function set_table_resize(so: PySetObject, minused: number): void {
  let newsize = PySet_MINSIZE;
  while (newsize <= minused) newsize *= 2;
  let newaddr = 0;
  if (newsize === PySet_MINSIZE) {
    if (so.table_addr === 0 && so.fill === so.used) return;
  } else {
    newaddr = PyMem_Malloc(newsize * 16);
  }
  const { keys, hash_lo, hash_hi, table_addr } = so;
  const mask = newsize - 1;
  const newKeys = filled<PyObject | null>(newsize, null);
  const newLo = filled(newsize, 0);
  const newHi = filled(newsize, 0);
  so.mask = mask;
  so.keys = newKeys;
  so.hash_lo = newLo;
  so.hash_hi = newHi;
  so.table_addr = newaddr;
  so.fill = so.used;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key !== null && key !== dummy) set_insert_clean(newKeys, newLo, newHi, mask, key, hash_lo[i]!, hash_hi[i]!);
  }
  PyMem_Free(table_addr);
}

/** 1, 0, or −1 with an exception. */
export function set_contains_entry(so: PySetObject, key: PyObject, lo: number, hi: number): number {
  const entry = set_lookkey(so, key, lo, hi);
  return entry < 0 ? -1 : so.keys[entry] !== null ? 1 : 0;
}

export const DISCARD_NOTFOUND = 0;
export const DISCARD_FOUND = 1;

/** DISCARD_*, or −1 with an exception. */
export function set_discard_entry(so: PySetObject, key: PyObject, lo: number, hi: number): number {
  const entry = set_lookkey(so, key, lo, hi);
  if (entry < 0) return -1;
  const old_key = so.keys[entry]!;
  if (old_key === null) return DISCARD_NOTFOUND;
  so.keys[entry] = dummy;
  so.hash_lo[entry] = -1;
  so.hash_hi[entry] = -1;
  so.used--;
  Py_DECREF(old_key);
  return DISCARD_FOUND;
}

/** 0, or −1 with an exception. */
export function set_add_key(so: PySetObject, key: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  return lo === -1 && hi === -1 ? -1 : set_add_entry(so, key, lo, hi);
}

/** 1, 0, or −1 with an exception. */
export function set_contains_key(so: PySetObject, key: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  return lo === -1 && hi === -1 ? -1 : set_contains_entry(so, key, lo, hi);
}

/** DISCARD_*, or −1 with an exception. */
export function set_discard_key(so: PySetObject, key: PyObject): number {
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  return lo === -1 && hi === -1 ? -1 : set_discard_entry(so, key, lo, hi);
}

/** Empties the set, then lets the keys go, first entry first. */
export function set_clear_internal(so: PySetObject): void {
  const { keys, table_addr } = so;
  let used = so.used;
  if (table_addr !== 0 || so.fill > 0) {
    so.keys = [null, null, null, null, null, null, null, null];
    so.hash_lo = [0, 0, 0, 0, 0, 0, 0, 0];
    so.hash_hi = [0, 0, 0, 0, 0, 0, 0, 0];
    so.fill = 0;
    so.used = 0;
    so.mask = PySet_MINSIZE - 1;
    so.table_addr = 0;
    so.cached_lo = -1;
    so.cached_hi = -1;
  }
  for (let i = 0; used > 0; i++) {
    const key = keys[i]!;
    if (key !== null && key !== dummy) {
      used--;
      Py_DECREF(key);
    }
  }
  PyMem_Free(table_addr);
}

/** What `_PySet_NextEntry` found last, borrowed: read it at once. */
export let set_next_key: PyObject;
export let set_next_hash_lo = 0;
export let set_next_hash_hi = 0;

/**
 * Goes to the next key at or after position `pos` (0 to begin) and leaves it in set_next_key, set_next_hash_*. Returns the
 * position to go on from, or −1 when there are no more.
 */
export function _PySet_NextEntry(so: PySetObject, pos: number): number {
  const keys = so.keys;
  const n = keys.length;
  while (pos < n && (keys[pos] === null || keys[pos] === dummy)) pos++;
  if (pos >= n) return -1;
  set_next_key = keys[pos]!;
  set_next_hash_lo = so.hash_lo[pos]!;
  set_next_hash_hi = so.hash_hi[pos]!;
  return pos + 1;
}

function set_merge(so: PySetObject, other: PySetObject): number {
  if (other === so || other.used === 0) return 0;
  if ((so.fill + other.used) * 5 >= so.mask * 3) set_table_resize(so, (so.used + other.used) * 2);
  if (so.fill === 0) {
    const { keys, hash_lo, hash_hi, mask } = so;
    const copy = mask === other.mask && other.fill === other.used;
    so.fill = other.used;
    so.used = other.used;
    for (let i = 0, n = other.keys.length; i < n; i++) {
      const key = other.keys[i]!;
      if (key === null || key === dummy) continue;
      if (copy) {
        keys[i] = Py_NewRef(key);
        hash_lo[i] = other.hash_lo[i]!;
        hash_hi[i] = other.hash_hi[i]!;
      } else {
        set_insert_clean(keys, hash_lo, hash_hi, mask, Py_NewRef(key), other.hash_lo[i]!, other.hash_hi[i]!);
      }
    }
    return 0;
  }
  for (let i = 0; i <= other.mask; i++) {
    const key = other.keys[i]!;
    if (key !== null && key !== dummy && set_add_entry(so, key, other.hash_lo[i]!, other.hash_hi[i]!) < 0) return -1;
  }
  return 0;
}

function set_update_dict(so: PySetObject, other: PyDictObject): number {
  const dictsize = other.ma_used;
  if ((so.fill + dictsize) * 5 >= so.mask * 3) set_table_resize(so, (so.used + dictsize) * 2);
  for (let pos = _PyDict_Next(other, 0); pos >= 0; pos = _PyDict_Next(other, pos)) {
    const lo = next_hash_lo;
    const hi = next_hash_hi;
    if (set_add_entry(so, next_key, lo, hi) < 0) return -1;
  }
  return 0;
}

/** so |= other, for any iterable. 0, or −1 with an exception. */
export function set_update_internal(so: PySetObject, other: PyObject): number {
  if (PyAnySet_Check(other)) return set_merge(so, other);
  if (PyDict_CheckExact(other)) return set_update_dict(so, other);
  const it = PyObject_GetIter(other);
  if (it === null) return -1;
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    const failed = set_add_key(so, key) < 0;
    if (failed) {
      Py_DECREF(it);
      Py_DECREF(key);
      return -1;
    }
    Py_DECREF(key);
  }
  Py_DECREF(it);
  return PyErr_Occurred() !== null ? -1 : 0;
}

/** Exchanges the contents of two sets. `hashes`: both are frozensets, which keep their hash with the contents. */
export function set_swap_bodies(a: PySetObject, b: PySetObject, hashes: boolean): void {
  const { fill, used, mask, keys, hash_lo, hash_hi, table_addr, cached_lo, cached_hi } = a;
  a.fill = b.fill;
  a.used = b.used;
  a.mask = b.mask;
  a.keys = b.keys;
  a.hash_lo = b.hash_lo;
  a.hash_hi = b.hash_hi;
  a.table_addr = b.table_addr;
  a.cached_lo = hashes ? b.cached_lo : -1;
  a.cached_hi = hashes ? b.cached_hi : -1;
  b.fill = fill;
  b.used = used;
  b.mask = mask;
  b.keys = keys;
  b.hash_lo = hash_lo;
  b.hash_hi = hash_hi;
  b.table_addr = table_addr;
  b.cached_lo = hashes ? cached_lo : -1;
  b.cached_hi = hashes ? cached_hi : -1;
}
