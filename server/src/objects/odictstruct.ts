// PyODictObject's struct; the type is in odictobject.ts. A leaf module (see object.ts).
// Follows Objects/odictobject.c, CPython 3.13.
import { PyDictObject } from './dictstruct';
import type { PyDictKeysObject } from './dictstruct';
import type { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

/** A link of the list of keys: 32 bytes in C. */
export interface _ODictNode {
  /** Owned. */
  key: PyObject;
  hash_lo: number;
  hash_hi: number;
  next: _ODictNode | null;
  prev: _ODictNode | null;
  addr: number;
}

/** OrderedDict; `od_inst_dict` is `ob_dict`, `od_weakreflist` is `ob_weakreflist`. */
export class PyODictObject extends PyDictObject {
  od_first: _ODictNode | null;
  od_last: _ODictNode | null;
  /** By the index of the key's entry in the dict. null: none made yet. */
  od_fast_nodes: (_ODictNode | null)[] | null;
  od_fast_nodes_addr: number;
  /** The key table that od_fast_nodes mirrors. */
  od_resize_sentinel: PyDictKeysObject | null;
  od_state: number;

  constructor(type: PyTypeObject, keys: PyDictKeysObject) {
    super(type, keys);
    this.od_first = null;
    this.od_last = null;
    this.od_fast_nodes = null;
    this.od_fast_nodes_addr = 0;
    this.od_resize_sentinel = null;
    this.od_state = 0;
    this.ob_dict = null;
    this.ob_weakreflist = null;
  }
}
