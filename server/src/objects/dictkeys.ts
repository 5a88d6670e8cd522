// Key tables of dicts: making and freeing them, probing, hashing keys. Follows the first half of Objects/dictobject.c,
// CPython 3.13.0 (not 3.13.5: calculate_log2_keysize differs).
//
// A hash travels as two int32 halves (see pyhash.ts). Functions that produce one return the low half and leave the high
// half in `key_hash_hi`, to be read at once.

import { registerFreeList } from '../heap/freelists';
import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import type { Borrowed } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_XDECREF } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import {
  DICT_KEYS_GENERAL,
  DICT_KEYS_SPLIT,
  DICT_KEYS_UNICODE,
  DKIX_EMPTY,
  DKIX_ERROR,
  DKIX_KEY_CHANGED,
  PyDictKeysObject,
  PyDictValues,
} from './dictstruct';
import type { PyDictObject } from './dictstruct';
import { PyLong_Type } from './longobject';
import type { PyLongObject } from './longstruct';
import type { PyObject } from './object';
import { Py_EQ } from './object';
import { PyObject_Hash, PyObject_RichCompareBool } from './objectprotocol';
import { hash_hi } from './pyhash';
import { PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export const PyDict_LOG_MINSIZE = 3;
export const PyDict_MINSIZE = 8;
const PyDict_MAXFREELIST = 80;
const SIZEOF_PyDictKeysObject = 32;
const SIZEOF_PyDictKeyEntry = 24;
const SIZEOF_PyDictUnicodeEntry = 16;
const SIZEOF_POINTER = 8;

// ---------------------------------------------------------------------------------------------------------- hashing

/** High half of the hash that `_PyObject_HashFast` returned last. */
export let key_hash_hi = 0;

/**
 * The key's hash: low half; the high one in `key_hash_hi`. Both −1: an exception is set (`isKeyHashError`).
 * Answers for exact str with a known hash and for exact int without a call.
 */
export function _PyObject_HashFast(key: PyObject): number {
  const type = key.ob_type;
  if (type === PyUnicode_Type) {
    const u = key as PyUnicodeObject;
    if (u.hashed) {
      key_hash_hi = u.hash_hi;
      return u.hash_lo;
    }
  } else if (type === PyLong_Type) {
    const v = (key as PyLongObject).value;
    if (typeof v === 'number' && v === (v | 0)) {
      key_hash_hi = v >> 31;
      return v === -1 ? -2 : v;
    }
  }
  const lo = PyObject_Hash(key);
  key_hash_hi = hash_hi;
  return lo;
}

// -------------------------------------------------------------------------------------------------- sizes of tables

/** USABLE_FRACTION: two thirds. */
export function USABLE_FRACTION(size: number): number {
  return Math.floor((size * 2) / 3);
}

export function DK_SIZE(keys: PyDictKeysObject): number {
  return keys.dk_indices.length;
}

export function DK_IS_UNICODE(keys: PyDictKeysObject): boolean {
  return keys.dk_kind !== DICT_KEYS_GENERAL;
}

function bitLength(n: number): number {
  return n < 0x80000000 ? 32 - Math.clz32(n) : n.toString(2).length;
}

/**
 * The log2 of the table made for `minsize` slots. Up to 3.13.0 the arithmetic errs upwards: 1 to 7 give 16 slots, and a
 * power of two from 16 on gives its double.
 */
export function calculate_log2_keysize(minsize: number): number {
  if (minsize > 0x3fffffff) return bitLength(minsize - 1);
  const n = (minsize | PyDict_MINSIZE) - 1;
  return bitLength(n | (PyDict_MINSIZE - 1));
}

/** The log2 of a table for `n` entries. */
export function estimate_log2_keysize(n: number): number {
  return calculate_log2_keysize(Math.floor((n * 3 + 1) / 2));
}

function log2IndexBytes(log2_size: number): number {
  return log2_size < 8 ? log2_size : log2_size < 16 ? log2_size + 1 : log2_size + 2;
}

/** Bytes of a table of this size. */
function tableBytes(log2_size: number, general: boolean): number {
  const entry = general ? SIZEOF_PyDictKeyEntry : SIZEOF_PyDictUnicodeEntry;
  return SIZEOF_PyDictKeysObject + 2 ** log2IndexBytes(log2_size) + entry * USABLE_FRACTION(2 ** log2_size);
}

/** Bytes of a key table's block. */
export function _PyDict_KeysSize(keys: PyDictKeysObject): number {
  if (keys === Py_EMPTY_KEYS) return SIZEOF_PyDictKeysObject + 8;
  return tableBytes(keys.dk_log2_size, keys.dk_kind === DICT_KEYS_GENERAL);
}

// --------------------------------------------------------------------------------------------------- making, freeing

/** Never written to. */
const NO_NUMBERS: number[] = [];
const NO_OBJECTS: (PyObject | null)[] = [];

const TEMPLATE_LOG2 = 12;
const filledIndices: number[][] = [];
const filledObjects: (PyObject | null)[][] = [];

/** `1 << log2` times `value`, as a packed array: filled, cloned or concatenated, never `new Array(n)`, which is holey. */
function packed<T>(templates: T[][], log2: number, value: T): T[] {
  if (log2 <= TEMPLATE_LOG2) {
    let template = templates[log2];
    if (template === undefined) {
      template = [];
      for (let i = 0; i < 1 << log2; i++) template.push(value);
      for (let i = templates.length; i < log2; i++) templates.push([]);
      templates[log2] = template;
    } else if (template.length === 0) {
      for (let i = 0; i < 1 << log2; i++) template.push(value);
    }
    return template.slice();
  }
  let half = packed(templates, TEMPLATE_LOG2, value);
  for (let i = TEMPLATE_LOG2; i < log2; i++) half = half.concat(half);
  return half;
}

/** An array for the columns of a table of 2^log2 slots: `usable` nulls. */
function entryColumn(log2: number, usable: number): (PyObject | null)[] {
  if (log2 === 3) return [null, null, null, null, null];
  if (log2 === 4) return [null, null, null, null, null, null, null, null, null, null];
  return packed(filledObjects, log2, null).slice(0, usable);
}

function indexArray(log2: number): number[] {
  if (log2 === 3) return [-1, -1, -1, -1, -1, -1, -1, -1];
  if (log2 === 4) return [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1];
  return packed(filledIndices, log2, -1);
}

function hashColumn(log2: number, usable: number): number[] {
  if (log2 === 3) return [0, 0, 0, 0, 0];
  return packed(filledIndices, log2, -1).slice(0, usable);
}

/** Py_EMPTY_KEYS: the table of every empty dict; shared, static, never written to. Its dk_refcnt means nothing. */
export const Py_EMPTY_KEYS = new PyDictKeysObject(
  DICT_KEYS_UNICODE,
  0,
  0,
  [DKIX_EMPTY],
  NO_OBJECTS,
  NO_OBJECTS,
  NO_NUMBERS,
  NO_NUMBERS,
  0,
);

/** Dead 8-slot str tables, reused last-in first-out. */
let keys_freelist: PyDictKeysObject[] = [];
let next_keys_version = 2;

onRuntimeReset(() => {
  keys_freelist = [];
  next_keys_version = 2;
  Py_EMPTY_KEYS.dk_version = 1;
});

registerFreeList({
  name: 'dict keys',
  limit: PyDict_MAXFREELIST,
  blocks: () => keys_freelist.map((k) => k.addr),
  exchange(content) {
    const held = keys_freelist;
    keys_freelist = content as PyDictKeysObject[];
    return held;
  },
  clear: () => clear_keys_freelist(),
});

/** A new, empty table with one reference. */
export function new_keys_object(log2_size: number, unicode: boolean): PyDictKeysObject {
  if (log2_size === PyDict_LOG_MINSIZE && unicode && keys_freelist.length > 0) {
    const dk = keys_freelist.pop()!;
    dk.dk_refcnt = 1;
    dk.dk_version = 0;
    dk.dk_usable = 5;
    dk.dk_nentries = 0;
    const indices = dk.dk_indices;
    for (let i = 0; i < 8; i++) indices[i] = DKIX_EMPTY;
    return dk;
  }
  const usable = USABLE_FRACTION(2 ** log2_size);
  return new PyDictKeysObject(
    unicode ? DICT_KEYS_UNICODE : DICT_KEYS_GENERAL,
    log2_size,
    usable,
    indexArray(log2_size),
    entryColumn(log2_size, usable),
    entryColumn(log2_size, usable),
    unicode ? NO_NUMBERS : hashColumn(log2_size, usable),
    unicode ? NO_NUMBERS : hashColumn(log2_size, usable),
    PyMem_Malloc(tableBytes(log2_size, !unicode)),
  );
}

/** Frees the block; the entries must have been dealt with. */
export function free_keys_object(keys: PyDictKeysObject): void {
  if (
    keys.dk_log2_size === PyDict_LOG_MINSIZE &&
    keys.dk_kind === DICT_KEYS_UNICODE &&
    keys_freelist.length < PyDict_MAXFREELIST
  ) {
    const { me_key, me_value } = keys;
    for (let i = 0; i < 5; i++) {
      me_key[i] = null;
      me_value[i] = null;
    }
    keys_freelist.push(keys);
    return;
  }
  PyMem_Free(keys.addr);
}

/** The dictkeys half of _PyDict_ClearFreeList. */
export function clear_keys_freelist(): void {
  while (keys_freelist.length > 0) PyMem_Free(keys_freelist.pop()!.addr);
}

export function dictkeys_incref(keys: PyDictKeysObject): void {
  keys.dk_refcnt++;
}

/** Gives up a reference to a table; the last one gives up its keys and values too, first entry first. */
export function dictkeys_decref(keys: PyDictKeysObject): void {
  if (keys === Py_EMPTY_KEYS) return;
  if (--keys.dk_refcnt > 0) return;
  const { me_key, me_value } = keys;
  const n = keys.dk_nentries;
  if (keys.dk_kind === DICT_KEYS_SPLIT) {
    for (let i = 0; i < n; i++) Py_XDECREF(me_key[i]!);
  } else {
    for (let i = 0; i < n; i++) {
      const key = me_key[i]!;
      if (key === null) continue;
      const value = me_value[i]!;
      Py_DECREF(key);
      Py_XDECREF(value);
    }
  }
  free_keys_object(keys);
}

export function _PyDictKeys_DecRef(keys: PyDictKeysObject): void {
  dictkeys_decref(keys);
}

/** A number for the present state of the keys (their order included), for inline caches; never 0 here. */
export function _PyDictKeys_GetVersionForCurrentState(keys: PyDictKeysObject): number {
  if (keys.dk_version !== 0) return keys.dk_version;
  keys.dk_version = next_keys_version++;
  return keys.dk_version;
}

/** Copies a combined table with all its entries (deleted ones too) into a new block; the copy owns what it holds. */
export function clone_keys_object(orig: PyDictKeysObject): PyDictKeysObject {
  const keys = new PyDictKeysObject(
    orig.dk_kind,
    orig.dk_log2_size,
    orig.dk_usable,
    orig.dk_indices.slice(),
    orig.me_key.slice(),
    orig.me_value.slice(),
    orig.dk_kind === DICT_KEYS_GENERAL ? orig.me_hash_lo.slice() : NO_NUMBERS,
    orig.dk_kind === DICT_KEYS_GENERAL ? orig.me_hash_hi.slice() : NO_NUMBERS,
    PyMem_Malloc(_PyDict_KeysSize(orig)),
  );
  keys.dk_nentries = orig.dk_nentries;
  keys.dk_version = orig.dk_version;
  const { me_key, me_value } = keys;
  for (let i = 0, n = keys.dk_nentries; i < n; i++) {
    const value = me_value[i]!;
    if (value !== null) {
      Py_INCREF(value);
      Py_INCREF(me_key[i]!);
    }
  }
  return keys;
}

// ----------------------------------------------------------------------------------------------------------- values

const nullValues: (PyObject | null)[][] = [];

/** `n` nulls, packed. */
export function nullArray(n: number): (PyObject | null)[] {
  let template = nullValues[n];
  if (template === undefined) {
    for (let i = nullValues.length; i <= n; i++) {
      const fresh: (PyObject | null)[] = [];
      for (let j = 0; j < i; j++) fresh.push(null);
      nullValues.push(fresh);
    }
    template = nullValues[n]!;
  }
  return template.slice();
}

/** Bytes of a block of values that is not inside an instance. */
export function values_size_from_count(count: number): number {
  return (count + 1) * SIZEOF_POINTER + ((count + 7) & ~7);
}

export function new_values(size: number): PyDictValues {
  return new PyDictValues(nullArray(size), size, false, PyMem_Malloc(values_size_from_count(size)));
}

export function free_values(values: PyDictValues): void {
  PyMem_Free(values.addr);
}

/** Copies the values without touching their counts. The copy has a block of its own. */
export function copy_values(values: PyDictValues): PyDictValues {
  const copy = new_values(values.capacity);
  const from = values.values;
  const to = copy.values;
  for (let i = 0, n = values.capacity; i < n; i++) to[i] = from[i]!;
  copy.size = values.size;
  copy.order = values.order === null ? null : values.order.slice();
  return copy;
}

/** Entry index of the i-th value set. */
export function get_index_from_order(values: PyDictValues, i: number): number {
  return values.order === null ? i : values.order[i]!;
}

export function _PyDictValues_AddToInsertionOrder(values: PyDictValues, ix: number): void {
  const size = values.size;
  values.size = size + 1;
  const order = values.order;
  if (order !== null) order.push(ix);
  else if (ix !== size) startOrder(values, size).push(ix);
}

function startOrder(values: PyDictValues, size: number): number[] {
  const order: number[] = [];
  for (let i = 0; i < size; i++) order.push(i);
  values.order = order;
  return order;
}

export function delete_index_from_values(values: PyDictValues, ix: number): void {
  const size = values.size;
  values.size = size - 1;
  if (values.order === null) {
    if (ix === size - 1) return;
    startOrder(values, size);
  }
  values.order!.splice(values.order!.indexOf(ix), 1);
}

// ---------------------------------------------------------------------------------------------------------- probing

/** Same text. Both exact str. */
function unicode_eq(a: PyUnicodeObject, b: PyUnicodeObject): boolean {
  return a.kind === b.kind && a.str === b.str;
}

/** A str key in a table of str keys. Entry index or DKIX_EMPTY; calls nothing. */
export function unicodekeys_lookup_unicode(dk: PyDictKeysObject, key: PyObject, lo: number, hi: number): number {
  const indices = dk.dk_indices;
  const keys = dk.me_key;
  const mask = indices.length - 1;
  let i = lo & mask;
  let ix = indices[i]!;
  if (ix >= 0) {
    const k = keys[ix] as PyUnicodeObject;
    if (k === key || (k.hash_lo === lo && k.hash_hi === hi && unicode_eq(k, key as PyUnicodeObject))) return ix;
  } else if (ix === DKIX_EMPTY) return DKIX_EMPTY;
  let perturb = lo;
  let perturbHi = hi;
  for (;;) {
    perturb = (perturb >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + perturb + 1) & mask;
    ix = indices[i]!;
    if (ix >= 0) {
      const k = keys[ix] as PyUnicodeObject;
      if (k === key || (k.hash_lo === lo && k.hash_hi === hi && unicode_eq(k, key as PyUnicodeObject))) return ix;
    } else if (ix === DKIX_EMPTY) return DKIX_EMPTY;
  }
}

/** Any other key in a table of str keys: only a str subclass or something with a __eq__ of its own can be there. */
function unicodekeys_lookup_generic(
  mp: PyDictObject,
  dk: PyDictKeysObject,
  key: PyObject,
  lo: number,
  hi: number,
): number {
  const indices = dk.dk_indices;
  const keys = dk.me_key;
  const mask = indices.length - 1;
  let i = lo & mask;
  let perturb = lo;
  let perturbHi = hi;
  for (;;) {
    const ix = indices[i]!;
    if (ix >= 0) {
      const k = keys[ix] as PyUnicodeObject;
      if (k.hash_lo === lo && k.hash_hi === hi) {
        Py_INCREF(k);
        const cmp = PyObject_RichCompareBool(k, key, Py_EQ);
        Py_DECREF(k);
        if (cmp < 0) return DKIX_ERROR;
        if (dk !== mp.ma_keys || keys[ix] !== k) return DKIX_KEY_CHANGED;
        if (cmp > 0) return ix;
      }
    } else if (ix === DKIX_EMPTY) return DKIX_EMPTY;
    perturb = (perturb >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + perturb + 1) & mask;
  }
}

/** A key in a general table. Exact ints and strs are compared in place: their comparison can't be observed. */
function dictkeys_generic_lookup(
  mp: PyDictObject,
  dk: PyDictKeysObject,
  key: PyObject,
  lo: number,
  hi: number,
): number {
  const indices = dk.dk_indices;
  const keys = dk.me_key;
  const hashes = dk.me_hash_lo;
  const mask = indices.length - 1;
  let i = lo & mask;
  let perturb = lo;
  let perturbHi = hi;
  for (;;) {
    const ix = indices[i]!;
    if (ix >= 0) {
      const k = keys[ix]!;
      if (k === key) return ix;
      if (hashes[ix] === lo && dk.me_hash_hi[ix] === hi) {
        const type = key.ob_type;
        if (type === k.ob_type && type === PyLong_Type) {
          if ((k as PyLongObject).value === (key as PyLongObject).value) return ix;
        } else if (type === k.ob_type && type === PyUnicode_Type) {
          if (unicode_eq(k as PyUnicodeObject, key as PyUnicodeObject)) return ix;
        } else {
          Py_INCREF(k);
          const cmp = PyObject_RichCompareBool(k, key, Py_EQ);
          Py_DECREF(k);
          if (cmp < 0) return DKIX_ERROR;
          if (dk !== mp.ma_keys || keys[ix] !== k) return DKIX_KEY_CHANGED;
          if (cmp > 0) return ix;
        }
      }
    } else if (ix === DKIX_EMPTY) return DKIX_EMPTY;
    perturb = (perturb >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + perturb + 1) & mask;
  }
}

/**
 * Finds `key` in `mp`: the entry's index, DKIX_EMPTY when it isn't there, DKIX_ERROR when a comparison raised. In a split
 * dict the entry may exist in the shared keys while its value is null (`valueAt`).
 */
export function _Py_dict_lookup(mp: PyDictObject, key: PyObject, lo: number, hi: number): number {
  for (;;) {
    const dk = mp.ma_keys;
    let ix: number;
    if (dk.dk_kind !== DICT_KEYS_GENERAL) {
      if (key.ob_type === PyUnicode_Type) return unicodekeys_lookup_unicode(dk, key, lo, hi);
      ix = unicodekeys_lookup_generic(mp, dk, key, lo, hi);
    } else {
      ix = dictkeys_generic_lookup(mp, dk, key, lo, hi);
    }
    if (ix !== DKIX_KEY_CHANGED) return ix;
  }
}

/** The value of entry `ix` ≥ 0; null when a split dict has none there. */
export function valueAt(mp: PyDictObject, ix: number): Borrowed<PyObject> | null {
  const values = mp.ma_values;
  return values !== null ? values.values[ix]! : mp.ma_keys.me_value[ix]!;
}

/**
 * Looks an exact str up in a table of str keys: entry index, DKIX_EMPTY, or DKIX_ERROR (without an exception) when it is
 * not such a pair.
 */
export function _PyDictKeys_StringLookup(dk: PyDictKeysObject, key: PyObject): number {
  if (dk.dk_kind === DICT_KEYS_GENERAL || key.ob_type !== PyUnicode_Type) return DKIX_ERROR;
  const lo = _PyObject_HashFast(key);
  return unicodekeys_lookup_unicode(dk, key, lo, key_hash_hi);
}

/** Where in the index the entry `index` is noted. */
export function lookdict_index(dk: PyDictKeysObject, lo: number, hi: number, index: number): number {
  const indices = dk.dk_indices;
  const mask = indices.length - 1;
  let i = lo & mask;
  let perturb = lo;
  let perturbHi = hi;
  for (;;) {
    const ix = indices[i]!;
    if (ix === index) return i;
    if (ix === DKIX_EMPTY) return DKIX_EMPTY;
    perturb = (perturb >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + perturb + 1) & mask;
  }
}

/** The slot for a key that is not in the table. */
export function find_empty_slot(dk: PyDictKeysObject, lo: number, hi: number): number {
  const indices = dk.dk_indices;
  const mask = indices.length - 1;
  let i = lo & mask;
  let perturb = lo;
  let perturbHi = hi;
  while (indices[i]! >= 0) {
    perturb = (perturb >>> 5) | (perturbHi << 27);
    perturbHi >>>= 5;
    i = (i * 5 + perturb + 1) & mask;
  }
  return i;
}

/** Notes the first `n` entries of a fresh general table in its index. */
export function build_indices_generic(dk: PyDictKeysObject, n: number): void {
  const indices = dk.dk_indices;
  const { me_hash_lo, me_hash_hi } = dk;
  const mask = indices.length - 1;
  for (let ix = 0; ix < n; ix++) {
    const lo = me_hash_lo[ix]!;
    let i = lo & mask;
    let perturb = lo;
    let perturbHi = me_hash_hi[ix]!;
    while (indices[i] !== DKIX_EMPTY) {
      perturb = (perturb >>> 5) | (perturbHi << 27);
      perturbHi >>>= 5;
      i = (i * 5 + perturb + 1) & mask;
    }
    indices[i] = ix;
  }
}

/** The same for a table of str keys. */
export function build_indices_unicode(dk: PyDictKeysObject, n: number): void {
  const indices = dk.dk_indices;
  const keys = dk.me_key;
  const mask = indices.length - 1;
  for (let ix = 0; ix < n; ix++) {
    const key = keys[ix] as PyUnicodeObject;
    const lo = key.hash_lo;
    let i = lo & mask;
    let perturb = lo;
    let perturbHi = key.hash_hi;
    while (indices[i] !== DKIX_EMPTY) {
      perturb = (perturb >>> 5) | (perturbHi << 27);
      perturbHi >>>= 5;
      i = (i * 5 + perturb + 1) & mask;
    }
    indices[i] = ix;
  }
}
