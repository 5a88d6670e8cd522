// PySetObject's struct; the types are in setobject.ts. A leaf module (see object.ts).
// Follows Include/cpython/setobject.h, CPython 3.13.
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export const PySet_MINSIZE = 8;

/** set and frozenset. The table is three columns of `mask + 1` entries; see setcore.ts for what they hold. */
export class PySetObject extends PyObject {
  /** Active and dummy entries. */
  fill: number;
  /** Active entries. */
  used: number;
  mask: number;
  /** The key (owned), null for an entry never used, `dummy` for a deleted one. */
  keys: (PyObject | null)[];
  /** Halves of the key's hash; 0 for null, −1 for dummy. */
  hash_lo: number[];
  hash_hi: number[];
  /** Block of the table (granules); 0 while it is the small one inside the object. */
  table_addr: number;
  /** frozenset's hash, halves; both −1 as long as it is not known. */
  cached_lo: number;
  cached_hi: number;
  /** Where pop() looks next. */
  finger: number;

  constructor(type: PyTypeObject) {
    super(type);
    this.fill = 0;
    this.used = 0;
    this.mask = PySet_MINSIZE - 1;
    this.keys = [null, null, null, null, null, null, null, null];
    this.hash_lo = [0, 0, 0, 0, 0, 0, 0, 0];
    this.hash_hi = [0, 0, 0, 0, 0, 0, 0, 0];
    this.table_addr = 0;
    this.cached_lo = -1;
    this.cached_hi = -1;
    this.finger = 0;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
