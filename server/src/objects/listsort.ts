// list.sort: an adaptive, stable merge sort with galloping and the powersort merge policy. Follows Objects/listobject.c,
// CPython 3.13, comparison by comparison: a program's `__lt__` sees the same calls in the same order, and temporary
// memory is asked for as there. The comparisons made faster for lists of one type are those no program can observe.

import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBool_Check, Py_True } from './boolobject';
import { PyObject_CallOneArg } from './call';
import { PyErr_BadInternalCall, PyErr_SetString } from './errors';
import { PyExc_ValueError } from './exceptions';
import { PyFloat_Type } from './floatobject';
import type { PyFloatObject } from './floatstruct';
import { PyList_Check } from './listcore';
import type { PyListObject } from './liststruct';
import { PyLong_Type } from './longobject';
import type { PyLongObject } from './longstruct';
import type { PyObject, richcmpfunc } from './object';
import { Py_EQ, Py_LT } from './object';
import { PyObject_IsTrue, PyObject_RichCompareBool, Py_None, Py_NotImplemented } from './objectprotocol';
import { PyTuple_Type } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const MIN_GALLOP = 7;
const MERGESTATE_TEMP_SIZE = 256;
const MAX_MINRUN = 64;

/** x < y: 1, 0, or −1 with an exception. */
type Compare = (ms: MergeState, x: PyObject, y: PyObject) => number;

function safe_object_compare(_ms: MergeState, v: PyObject, w: PyObject): number {
  return PyObject_RichCompareBool(v, w, Py_LT);
}

/** Keys of one type: calls its tp_richcompare without asking for identity or a reflected method first. */
function unsafe_object_compare(ms: MergeState, v: PyObject, w: PyObject): number {
  if (v.ob_type.tp_richcompare !== ms.key_richcompare) return PyObject_RichCompareBool(v, w, Py_LT);
  const res_obj = ms.key_richcompare!(v, w, Py_LT);
  if (res_obj === null) return -1;
  if (res_obj === Py_NotImplemented) {
    Py_DECREF(res_obj);
    return PyObject_RichCompareBool(v, w, Py_LT);
  }
  const res = PyBool_Check(res_obj) ? (res_obj === Py_True ? 1 : 0) : PyObject_IsTrue(res_obj);
  Py_DECREF(res_obj);
  return res;
}

function unsafe_latin_compare(_ms: MergeState, v: PyObject, w: PyObject): number {
  return (v as PyUnicodeObject).str < (w as PyUnicodeObject).str ? 1 : 0;
}
function unsafe_long_compare(_ms: MergeState, v: PyObject, w: PyObject): number {
  return (v as PyLongObject).value < (w as PyLongObject).value ? 1 : 0;
}
function unsafe_float_compare(_ms: MergeState, v: PyObject, w: PyObject): number {
  return (v as PyFloatObject).ob_fval < (w as PyFloatObject).ob_fval ? 1 : 0;
}

function unsafe_tuple_compare(ms: MergeState, v: PyObject, w: PyObject): number {
  const vt = (v as PyTupleObject).ob_item;
  const wt = (w as PyTupleObject).ob_item;
  const n = Math.min(vt.length, wt.length);
  let i = 0;
  for (; i < n; i++) {
    const k = PyObject_RichCompareBool(vt[i]!, wt[i]!, Py_EQ);
    if (k < 0) return -1;
    if (k === 0) break;
  }
  if (i >= n) return vt.length < wt.length ? 1 : 0;
  return i === 0 ? ms.tuple_elem_compare(ms, vt[0]!, wt[0]!) : PyObject_RichCompareBool(vt[i]!, wt[i]!, Py_LT);
}

interface Run {
  /** Where the run begins, as an index into the keys. */
  base: number;
  len: number;
  power: number;
}

/**
 * The state of one sort. A `sortslice` of C is an index here: `keys` and `values` are moved in step, and both
 * temporaries likewise. Without a key function `values` is null and the keys are the items.
 */
class MergeState {
  min_gallop = MIN_GALLOP;
  readonly keys: PyObject[];
  readonly values: PyObject[] | null;
  tmpKeys: PyObject[] = [];
  tmpValues: PyObject[] = [];
  alloced: number;
  /** Block of the temporary memory once the part on C's stack was too small. */
  addr = 0;
  pending: Run[] = [];
  key_compare: Compare = safe_object_compare;
  key_richcompare: richcmpfunc | null = null;
  tuple_elem_compare: Compare = safe_object_compare;

  constructor(keys: PyObject[], values: PyObject[] | null) {
    this.keys = keys;
    this.values = values;
    this.alloced = values === null ? MERGESTATE_TEMP_SIZE : Math.min((keys.length + 1) >> 1, MERGESTATE_TEMP_SIZE / 2);
  }
}

function merge_getmem(ms: MergeState, need: number): void {
  if (need <= ms.alloced) return;
  PyMem_Free(ms.addr);
  ms.addr = PyMem_Malloc((ms.values !== null ? 2 : 1) * need * 8);
  ms.alloced = need;
}

function reverse_slice(items: PyObject[], lo: number, hi: number): void {
  for (hi--; lo < hi; lo++, hi--) {
    const t = items[lo]!;
    items[lo] = items[hi]!;
    items[hi] = t;
  }
}

function sortslice_reverse(ms: MergeState, lo: number, n: number): void {
  reverse_slice(ms.keys, lo, lo + n);
  if (ms.values !== null) reverse_slice(ms.values, lo, lo + n);
}

/** Copies n items within or between arrays, as memmove does. */
function move(dst: PyObject[], to: number, src: PyObject[], from: number, n: number): void {
  if (dst === src && from < to) for (let i = n - 1; i >= 0; i--) dst[to + i] = src[from + i]!;
  else for (let i = 0; i < n; i++) dst[to + i] = src[from + i]!;
}

/** Insertion sort with binary search of the n items at `lo`, of which the first `ok` are in order. 0 or −1. */
function binarysort(ms: MergeState, lo: number, n: number, ok: number): number {
  const a = ms.keys;
  const v = ms.values;
  const end = lo + n;
  for (let start = lo + (ok === 0 ? 1 : ok); start < end; start++) {
    let left = lo;
    let right = start;
    let pivot = a[start]!;
    do {
      const mid = (left + right) >> 1;
      const k = ms.key_compare(ms, pivot, a[mid]!);
      if (k < 0) return -1;
      if (k > 0) right = mid;
      else left = mid + 1;
    } while (left < right);
    for (let i = start; i > left; i--) a[i] = a[i - 1]!;
    a[left] = pivot;
    if (v !== null) {
      pivot = v[start]!;
      for (let i = start; i > left; i--) v[i] = v[i - 1]!;
      v[left] = pivot;
    }
  }
  return 0;
}

/** Length of the run at `lo`, at most `nremaining`; a descending one is turned round. −1 with an exception. */
function count_run(ms: MergeState, lo: number, nremaining: number): number {
  const a = ms.keys;
  let n = 1;
  let k: number;
  for (; n < nremaining; n++) {
    k = ms.key_compare(ms, a[lo + n]!, a[lo + n - 1]!);
    if (k < 0) return -1;
    if (k > 0) break;
  }
  if (n === nremaining) return n;
  if (n > 1) {
    k = ms.key_compare(ms, a[lo]!, a[lo + n - 1]!);
    if (k < 0) return -1;
    if (k > 0) return n;
    sortslice_reverse(ms, lo, n);
  }
  n++;
  // Descending: stretches of equal items are reversed at once, so that the reversal of the whole restores their order.
  let neq = 0;
  for (; n < nremaining; n++) {
    k = ms.key_compare(ms, a[lo + n]!, a[lo + n - 1]!);
    if (k < 0) return -1;
    if (k > 0) {
      if (neq > 0) {
        neq++;
        sortslice_reverse(ms, lo + n - neq, neq);
        neq = 0;
      }
    } else {
      k = ms.key_compare(ms, a[lo + n - 1]!, a[lo + n]!);
      if (k < 0) return -1;
      if (k > 0) break;
      neq++;
    }
  }
  if (neq > 0) {
    neq++;
    sortslice_reverse(ms, lo + n - neq, neq);
  }
  sortslice_reverse(ms, lo, n);
  for (; n < nremaining; n++) {
    k = ms.key_compare(ms, a[lo + n]!, a[lo + n - 1]!);
    if (k < 0) return -1;
    if (k > 0) break;
  }
  return n;
}

/** Where `key` belongs in the sorted a[base : base + n], left of its equals; the search starts at `hint`. −1: exception. */
function gallop_left(ms: MergeState, key: PyObject, a: PyObject[], base: number, n: number, hint: number): number {
  const at = base + hint;
  let lastofs = 0;
  let ofs = 1;
  let k = ms.key_compare(ms, a[at]!, key);
  if (k < 0) return -1;
  if (k > 0) {
    const maxofs = n - hint;
    while (ofs < maxofs) {
      k = ms.key_compare(ms, a[at + ofs]!, key);
      if (k < 0) return -1;
      if (k === 0) break;
      lastofs = ofs;
      ofs = ofs * 2 + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    lastofs += hint;
    ofs += hint;
  } else {
    const maxofs = hint + 1;
    while (ofs < maxofs) {
      k = ms.key_compare(ms, a[at - ofs]!, key);
      if (k < 0) return -1;
      if (k > 0) break;
      lastofs = ofs;
      ofs = ofs * 2 + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    const t = lastofs;
    lastofs = hint - ofs;
    ofs = hint - t;
  }
  lastofs++;
  while (lastofs < ofs) {
    const m = lastofs + ((ofs - lastofs) >> 1);
    k = ms.key_compare(ms, a[base + m]!, key);
    if (k < 0) return -1;
    if (k > 0) lastofs = m + 1;
    else ofs = m;
  }
  return ofs;
}

/** The same, right of its equals. */
function gallop_right(ms: MergeState, key: PyObject, a: PyObject[], base: number, n: number, hint: number): number {
  const at = base + hint;
  let lastofs = 0;
  let ofs = 1;
  let k = ms.key_compare(ms, key, a[at]!);
  if (k < 0) return -1;
  if (k > 0) {
    const maxofs = hint + 1;
    while (ofs < maxofs) {
      k = ms.key_compare(ms, key, a[at - ofs]!);
      if (k < 0) return -1;
      if (k === 0) break;
      lastofs = ofs;
      ofs = ofs * 2 + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    const t = lastofs;
    lastofs = hint - ofs;
    ofs = hint - t;
  } else {
    const maxofs = n - hint;
    while (ofs < maxofs) {
      k = ms.key_compare(ms, key, a[at + ofs]!);
      if (k < 0) return -1;
      if (k > 0) break;
      lastofs = ofs;
      ofs = ofs * 2 + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    lastofs += hint;
    ofs += hint;
  }
  lastofs++;
  while (lastofs < ofs) {
    const m = lastofs + ((ofs - lastofs) >> 1);
    k = ms.key_compare(ms, key, a[base + m]!);
    if (k < 0) return -1;
    if (k > 0) ofs = m;
    else lastofs = m + 1;
  }
  return ofs;
}

/**
 * Merges the adjacent runs [a, a + na) and [b, b + nb), na ≤ nb, with the first one in temporary memory. The first of b
 * is known to come first, the last of a to come last. 0 or −1; the items are all there in any case.
 */
function merge_lo(ms: MergeState, a: number, na: number, b: number, nb: number): number {
  merge_getmem(ms, na);
  const { keys, values, tmpKeys, tmpValues } = ms;
  move(tmpKeys, 0, keys, a, na);
  if (values !== null) move(tmpValues, 0, values, a, na);
  let dest = a;
  a = 0;
  keys[dest] = keys[b]!;
  if (values !== null) values[dest] = values[b]!;
  dest++;
  b++;
  nb--;
  /** 1: all of b is in place, 2: only the last of a is left, −1: exception. */
  let state = nb === 0 ? 1 : na === 1 ? 2 : 0;
  let min_gallop = ms.min_gallop;
  while (state === 0) {
    let acount = 0;
    let bcount = 0;
    for (;;) {
      const k = ms.key_compare(ms, keys[b]!, tmpKeys[a]!);
      if (k !== 0) {
        if (k < 0) {
          state = -1;
          break;
        }
        keys[dest] = keys[b]!;
        if (values !== null) values[dest] = values[b]!;
        dest++;
        b++;
        bcount++;
        acount = 0;
        if (--nb === 0) {
          state = 1;
          break;
        }
        if (bcount >= min_gallop) break;
      } else {
        keys[dest] = tmpKeys[a]!;
        if (values !== null) values[dest] = tmpValues[a]!;
        dest++;
        a++;
        acount++;
        bcount = 0;
        if (--na === 1) {
          state = 2;
          break;
        }
        if (acount >= min_gallop) break;
      }
    }
    if (state !== 0) break;
    min_gallop++;
    do {
      if (min_gallop > 1) min_gallop--;
      ms.min_gallop = min_gallop;
      let k = gallop_right(ms, keys[b]!, tmpKeys, a, na, 0);
      acount = k;
      if (k !== 0) {
        if (k < 0) {
          state = -1;
          break;
        }
        move(keys, dest, tmpKeys, a, k);
        if (values !== null) move(values, dest, tmpValues, a, k);
        dest += k;
        a += k;
        na -= k;
        if (na === 1) {
          state = 2;
          break;
        }
        if (na === 0) {
          state = 1;
          break;
        }
      }
      keys[dest] = keys[b]!;
      if (values !== null) values[dest] = values[b]!;
      dest++;
      b++;
      if (--nb === 0) {
        state = 1;
        break;
      }
      k = gallop_left(ms, tmpKeys[a]!, keys, b, nb, 0);
      bcount = k;
      if (k !== 0) {
        if (k < 0) {
          state = -1;
          break;
        }
        move(keys, dest, keys, b, k);
        if (values !== null) move(values, dest, values, b, k);
        dest += k;
        b += k;
        nb -= k;
        if (nb === 0) {
          state = 1;
          break;
        }
      }
      keys[dest] = tmpKeys[a]!;
      if (values !== null) values[dest] = tmpValues[a]!;
      dest++;
      a++;
      if (--na === 1) {
        state = 2;
        break;
      }
    } while (acount >= MIN_GALLOP || bcount >= MIN_GALLOP);
    if (state !== 0) break;
    min_gallop++;
    ms.min_gallop = min_gallop;
  }
  if (state === 2) {
    move(keys, dest, keys, b, nb);
    keys[dest + nb] = tmpKeys[a]!;
    if (values !== null) {
      move(values, dest, values, b, nb);
      values[dest + nb] = tmpValues[a]!;
    }
    return 0;
  }
  move(keys, dest, tmpKeys, a, na);
  if (values !== null) move(values, dest, tmpValues, a, na);
  return state === 1 ? 0 : -1;
}

/** The same from the right, for na ≥ nb, with the second run in temporary memory. */
function merge_hi(ms: MergeState, a: number, na: number, b: number, nb: number): number {
  merge_getmem(ms, nb);
  const { keys, values, tmpKeys, tmpValues } = ms;
  let dest = b + nb - 1;
  move(tmpKeys, 0, keys, b, nb);
  if (values !== null) move(tmpValues, 0, values, b, nb);
  const basea = a;
  b = nb - 1;
  a += na - 1;
  keys[dest] = keys[a]!;
  if (values !== null) values[dest] = values[a]!;
  dest--;
  a--;
  na--;
  /** 1: all of a is in place, 2: only the first of b is left, −1: exception. */
  let state = na === 0 ? 1 : nb === 1 ? 2 : 0;
  let min_gallop = ms.min_gallop;
  while (state === 0) {
    let acount = 0;
    let bcount = 0;
    for (;;) {
      const k = ms.key_compare(ms, tmpKeys[b]!, keys[a]!);
      if (k !== 0) {
        if (k < 0) {
          state = -1;
          break;
        }
        keys[dest] = keys[a]!;
        if (values !== null) values[dest] = values[a]!;
        dest--;
        a--;
        acount++;
        bcount = 0;
        if (--na === 0) {
          state = 1;
          break;
        }
        if (acount >= min_gallop) break;
      } else {
        keys[dest] = tmpKeys[b]!;
        if (values !== null) values[dest] = tmpValues[b]!;
        dest--;
        b--;
        bcount++;
        acount = 0;
        if (--nb === 1) {
          state = 2;
          break;
        }
        if (bcount >= min_gallop) break;
      }
    }
    if (state !== 0) break;
    min_gallop++;
    do {
      if (min_gallop > 1) min_gallop--;
      ms.min_gallop = min_gallop;
      let k = gallop_right(ms, tmpKeys[b]!, keys, basea, na, na - 1);
      if (k < 0) {
        state = -1;
        break;
      }
      k = na - k;
      acount = k;
      if (k !== 0) {
        dest -= k;
        a -= k;
        move(keys, dest + 1, keys, a + 1, k);
        if (values !== null) move(values, dest + 1, values, a + 1, k);
        na -= k;
        if (na === 0) {
          state = 1;
          break;
        }
      }
      keys[dest] = tmpKeys[b]!;
      if (values !== null) values[dest] = tmpValues[b]!;
      dest--;
      b--;
      if (--nb === 1) {
        state = 2;
        break;
      }
      k = gallop_left(ms, keys[a]!, tmpKeys, 0, nb, nb - 1);
      if (k < 0) {
        state = -1;
        break;
      }
      k = nb - k;
      bcount = k;
      if (k !== 0) {
        dest -= k;
        b -= k;
        move(keys, dest + 1, tmpKeys, b + 1, k);
        if (values !== null) move(values, dest + 1, tmpValues, b + 1, k);
        nb -= k;
        if (nb === 1) {
          state = 2;
          break;
        }
        if (nb === 0) {
          state = 1;
          break;
        }
      }
      keys[dest] = keys[a]!;
      if (values !== null) values[dest] = values[a]!;
      dest--;
      a--;
      if (--na === 0) {
        state = 1;
        break;
      }
    } while (acount >= MIN_GALLOP || bcount >= MIN_GALLOP);
    if (state !== 0) break;
    min_gallop++;
    ms.min_gallop = min_gallop;
  }
  if (state === 2) {
    move(keys, dest + 1 - na, keys, a + 1 - na, na);
    keys[dest - na] = tmpKeys[b]!;
    if (values !== null) {
      move(values, dest + 1 - na, values, a + 1 - na, na);
      values[dest - na] = tmpValues[b]!;
    }
    return 0;
  }
  if (nb > 0) {
    move(keys, dest - (nb - 1), tmpKeys, 0, nb);
    if (values !== null) move(values, dest - (nb - 1), tmpValues, 0, nb);
  }
  return state === 1 ? 0 : -1;
}

/** Merges the pending runs i and i + 1. 0 or −1. */
function merge_at(ms: MergeState, i: number): number {
  const pending = ms.pending;
  let { base: a, len: na } = pending[i]!;
  const { base: b, len } = pending[i + 1]!;
  pending[i]!.len = na + len;
  pending.splice(i + 1, 1);
  const keys = ms.keys;
  const k = gallop_right(ms, keys[b]!, keys, a, na, 0);
  if (k < 0) return -1;
  a += k;
  na -= k;
  if (na === 0) return 0;
  const nb = gallop_left(ms, keys[a + na - 1]!, keys, b, len, len - 1);
  if (nb <= 0) return nb;
  return na <= nb ? merge_lo(ms, a, na, b, nb) : merge_hi(ms, a, na, b, nb);
}

/** The depth at which powersort merges two adjacent runs of n items: first where their midpoints' binary digits differ. */
function powerloop(s1: number, n1: number, n2: number, n: number): number {
  let a = 2 * s1 + n1;
  let b = a + n1 + n2;
  for (let result = 1; ; result++) {
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) {
      return result;
    }
    a *= 2;
    b *= 2;
  }
}

function found_new_run(ms: MergeState, n2: number): number {
  const p = ms.pending;
  if (p.length === 0) return 0;
  const last = p[p.length - 1]!;
  const power = powerloop(last.base, last.len, n2, ms.keys.length);
  while (p.length > 1 && p[p.length - 2]!.power > power) if (merge_at(ms, p.length - 2) < 0) return -1;
  p[p.length - 1]!.power = power;
  return 0;
}

function merge_force_collapse(ms: MergeState): number {
  const p = ms.pending;
  while (p.length > 1) {
    let n = p.length - 2;
    if (n > 0 && p[n - 1]!.len < p[n + 1]!.len) n--;
    if (merge_at(ms, n) < 0) return -1;
  }
  return 0;
}

function merge_compute_minrun(n: number): number {
  let r = 0;
  while (n >= MAX_MINRUN) {
    r |= n & 1;
    n >>= 1;
  }
  return n + r;
}

/** _PyLong_IsCompact: one digit. */
function isCompact(op: PyLongObject): boolean {
  return typeof op.value === 'number' && op.value > -(1 << 30) && op.value < 1 << 30;
}

/** Looks at all keys and chooses the comparison. */
function chooseCompare(ms: MergeState): void {
  const keys = ms.keys;
  let keys_are_in_tuples = keys[0]!.ob_type === PyTuple_Type && (keys[0] as PyTupleObject).ob_item.length > 0;
  const key_type = (keys_are_in_tuples ? (keys[0] as PyTupleObject).ob_item[0]! : keys[0]!).ob_type;
  let same_type = true;
  let strings_are_latin = true;
  let ints_are_bounded = true;
  for (let i = 0; i < keys.length; i++) {
    const item = keys[i]!;
    if (keys_are_in_tuples && !(item.ob_type === PyTuple_Type && (item as PyTupleObject).ob_item.length !== 0)) {
      keys_are_in_tuples = false;
      same_type = false;
      break;
    }
    const key = keys_are_in_tuples ? (item as PyTupleObject).ob_item[0]! : item;
    if (key.ob_type !== key_type) {
      same_type = false;
      if (!keys_are_in_tuples) break;
    }
    if (same_type) {
      if (key_type === PyLong_Type) {
        if (ints_are_bounded && !isCompact(key as PyLongObject)) ints_are_bounded = false;
      } else if (key_type === PyUnicode_Type) {
        if (strings_are_latin && (key as PyUnicodeObject).kind !== 1) strings_are_latin = false;
      }
    }
  }
  if (same_type) {
    if (key_type === PyUnicode_Type && strings_are_latin) ms.key_compare = unsafe_latin_compare;
    else if (key_type === PyLong_Type && ints_are_bounded) ms.key_compare = unsafe_long_compare;
    else if (key_type === PyFloat_Type) ms.key_compare = unsafe_float_compare;
    else if ((ms.key_richcompare = key_type.tp_richcompare) !== null) ms.key_compare = unsafe_object_compare;
  }
  if (keys_are_in_tuples) {
    ms.tuple_elem_compare = key_type === PyTuple_Type ? safe_object_compare : ms.key_compare;
    ms.key_compare = unsafe_tuple_compare;
  }
}

/** Sorts ms.keys (and values). 0 or −1. */
function sortRuns(ms: MergeState): number {
  let nremaining = ms.keys.length;
  const minrun = merge_compute_minrun(nremaining);
  let lo = 0;
  do {
    let n = count_run(ms, lo, nremaining);
    if (n < 0) return -1;
    if (n < minrun) {
      const force = nremaining <= minrun ? nremaining : minrun;
      if (binarysort(ms, lo, force, n) < 0) return -1;
      n = force;
    }
    if (found_new_run(ms, n) < 0) return -1;
    ms.pending.push({ base: lo, len: n, power: 0 });
    lo += n;
    nremaining -= n;
  } while (nremaining > 0);
  return merge_force_collapse(ms);
}

/** list.sort. A new reference to None, or null with an exception; the list holds all its items in any case. */
export function list_sort_impl(self: PyListObject, keyfunc: PyObject | null, reverse: boolean): Owned<PyObject> | null {
  if (keyfunc === Py_None) keyfunc = null;
  // Empty while it is sorted, so that what comparisons do to it can be noticed and does no harm.
  const saved_ob_item = self.ob_item;
  const saved_addr = self.ob_item_addr;
  const saved_allocated = self.allocated;
  const n = saved_ob_item.length;
  self.ob_item = [];
  self.ob_item_addr = 0;
  self.allocated = -1;

  let result: PyObject | null = null;
  let keys: PyObject[] | null = null;
  let keysAddr = 0;
  let keysDone = true;
  if (keyfunc !== null) {
    keys = [];
    if (n >= MERGESTATE_TEMP_SIZE / 2) keysAddr = PyMem_Malloc(8 * n);
    for (let i = 0; i < n; i++) {
      const key = PyObject_CallOneArg(keyfunc, saved_ob_item[i]!);
      if (key === null) {
        for (i--; i >= 0; i--) Py_DECREF(keys[i]!);
        PyMem_Free(keysAddr);
        keysDone = false;
        break;
      }
      keys.push(key);
    }
  }
  if (keysDone) {
    const ms = keys !== null ? new MergeState(keys, saved_ob_item) : new MergeState(saved_ob_item, null);
    if (n > 1) {
      chooseCompare(ms);
      if (reverse) {
        if (keys !== null) keys.reverse();
        saved_ob_item.reverse();
      }
    }
    if (n < 2 || sortRuns(ms) === 0) result = Py_None;
    if (keys !== null) {
      for (let i = 0; i < n; i++) Py_DECREF(keys[i]!);
      PyMem_Free(keysAddr);
    }
    if (self.allocated !== -1 && result !== null) {
      PyErr_SetString(PyExc_ValueError, 'list modified during sort');
      result = null;
    }
    if (reverse && n > 1) saved_ob_item.reverse();
    PyMem_Free(ms.addr);
  }
  const final_ob_item = self.ob_item;
  const final_addr = self.ob_item_addr;
  self.ob_item = saved_ob_item;
  self.ob_item_addr = saved_addr;
  self.allocated = saved_allocated;
  if (final_addr !== 0) {
    for (let i = final_ob_item.length - 1; i >= 0; i--) Py_DECREF(final_ob_item[i]!);
    PyMem_Free(final_addr);
  }
  return result === null ? null : Py_NewRef(result);
}

/** 0, or −1 with an exception. */
export function PyList_Sort(v: PyObject): number {
  if (!PyList_Check(v)) {
    PyErr_BadInternalCall();
    return -1;
  }
  const res = list_sort_impl(v, null, false);
  if (res === null) return -1;
  Py_DECREF(res);
  return 0;
}
