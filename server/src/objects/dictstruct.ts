// PyDictObject's structs; the type is in dictobject.ts. A leaf module (see object.ts).
// Follows Include/internal/pycore_dict.h, CPython 3.13.
import type { PyDictValues } from './object';
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export const DICT_KEYS_GENERAL = 0;
export const DICT_KEYS_UNICODE = 1;
export const DICT_KEYS_SPLIT = 2;

/** The key table: an open-addressing index over entries in insertion order. May be shared by several split dicts. */
export class PyDictKeysObject {
  dk_refcnt = 1;
  dk_log2_size: number;
  dk_kind: number;
  /** Entries that can still be added before a resize. */
  dk_usable: number;
  /** Entries used, deleted ones included. */
  dk_nentries = 0;
  dk_version = 0;
  /** Slot → entry index; −1 empty, −2 deleted (DKIX_EMPTY, DKIX_DUMMY). */
  dk_indices: Int8Array | Int16Array | Int32Array;
  /** Entries, column by column. me_key null: deleted. */
  me_key: (PyObject | null)[] = [];
  /** Not used while values live elsewhere (split). */
  me_value: (PyObject | null)[] = [];
  /** Hash halves of each entry: kept for general tables; unicode keys have theirs in the str. */
  me_hash_lo: number[] = [];
  me_hash_hi: number[] = [];
  /** The C block (granules), 0 for the static empty table. */
  addr = 0;

  constructor(log2_size: number, kind: number, usable: number, indices: Int8Array | Int16Array | Int32Array) {
    this.dk_log2_size = log2_size;
    this.dk_kind = kind;
    this.dk_usable = usable;
    this.dk_indices = indices;
  }
}

export class PyDictObject extends PyObject {
  ma_used: number;
  ma_keys: PyDictKeysObject;
  /** Non-null: a split dictionary, whose values stand here. */
  ma_values: PyDictValues | null;
  /** The watcher bits and version are not simulated; this counts changes for the VM's global caches. */
  ma_version: number;

  constructor(type: PyTypeObject, keys: PyDictKeysObject) {
    super(type);
    this.ma_used = 0;
    this.ma_keys = keys;
    this.ma_values = null;
    this.ma_version = 0;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
