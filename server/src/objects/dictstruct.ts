// PyDictObject's structs; the type is in dictobject.ts. A leaf module (see object.ts).
// Follows Include/internal/pycore_dict.h, CPython 3.13.
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export const DICT_KEYS_GENERAL = 0;
export const DICT_KEYS_UNICODE = 1;
export const DICT_KEYS_SPLIT = 2;

export const DKIX_EMPTY = -1;
export const DKIX_DUMMY = -2;
/** A comparison raised an exception. */
export const DKIX_ERROR = -3;
/** A comparison changed the dict: look again. */
export const DKIX_KEY_CHANGED = -4;

/**
 * The key table: an open-addressing index over entries in insertion order. May be shared by several split dicts.
 *
 * All arrays are made in full size with small integers or null, so that V8 keeps them packed: index lookups are the
 * hottest loads of the engine. (Typed arrays would be denser, but cost ten times as much to make.)
 */
export class PyDictKeysObject {
  dk_refcnt: number;
  /** DICT_KEYS_*. */
  dk_kind: number;
  dk_log2_size: number;
  /** 0 until somebody asked for a version; reset by any change of the keys (not of the values). */
  dk_version: number;
  /** Entries that can still be added before a resize. */
  dk_usable: number;
  /** Entries used, deleted ones included. */
  dk_nentries: number;
  /** Slot → entry index, or DKIX_EMPTY, DKIX_DUMMY. Its length is the table's size, a power of two. */
  dk_indices: number[];
  /** Entries, column by column; USABLE_FRACTION(size) of them. me_key null: deleted or not used yet. */
  me_key: (PyObject | null)[];
  /** Empty for a split table: its values live in each dict's PyDictValues. */
  me_value: (PyObject | null)[];
  /** Hash halves of each entry of a general table; empty for the others, whose keys are str and carry theirs. */
  me_hash_lo: number[];
  me_hash_hi: number[];
  /** The C block (granules), 0 for the static empty table. */
  addr: number;

  constructor(
    kind: number,
    log2_size: number,
    usable: number,
    dk_indices: number[],
    me_key: (PyObject | null)[],
    me_value: (PyObject | null)[],
    me_hash_lo: number[],
    me_hash_hi: number[],
    addr: number,
  ) {
    this.dk_refcnt = 1;
    this.dk_kind = kind;
    this.dk_log2_size = log2_size;
    this.dk_version = 0;
    this.dk_usable = usable;
    this.dk_nentries = 0;
    this.dk_indices = dk_indices;
    this.me_key = me_key;
    this.me_value = me_value;
    this.me_hash_lo = me_hash_lo;
    this.me_hash_hi = me_hash_hi;
    this.addr = addr;
  }
}

/** The values half of a split dictionary, or of an instance that has no dictionary yet. */
export class PyDictValues {
  /** Value i belongs to entry i of the shared keys; null when unset. Owned. */
  values: (PyObject | null)[];
  capacity: number;
  /** How many are set. */
  size: number;
  /** The entry indices in the order they were set; null stands for 0, 1, … size−1, the usual case. */
  order: number[] | null;
  /** Lives inside its instance's block (true) or in a block of its own. */
  embedded: boolean;
  /** Only of embedded ones: false once the values have moved into a dict, and the instance has to ask that. */
  valid: boolean;
  /** Its own block when not embedded. */
  addr: number;

  constructor(values: (PyObject | null)[], capacity: number, embedded: boolean, addr: number) {
    this.values = values;
    this.capacity = capacity;
    this.size = 0;
    this.order = null;
    this.embedded = embedded;
    this.valid = embedded;
    this.addr = addr;
  }
}

export class PyDictObject extends PyObject {
  ma_used: number;
  ma_keys: PyDictKeysObject;
  /** Non-null: a split dictionary, whose values stand here. */
  ma_values: PyDictValues | null;

  constructor(type: PyTypeObject, keys: PyDictKeysObject) {
    super(type);
    this.ma_used = 0;
    this.ma_keys = keys;
    this.ma_values = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** One of the three views of a dict. */
export class _PyDictViewObject extends PyObject {
  dv_dict: PyDictObject | null;

  constructor(type: PyTypeObject, dict: PyDictObject) {
    super(type);
    this.dv_dict = dict;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
