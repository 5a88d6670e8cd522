// PyUnicodeObject's struct; the type is in unicodeobject.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

/** Not interned, interned and mortal (3.13: string constants that look like identifiers), interned and immortal. */
export const SSTATE_NOT_INTERNED = 0;
export const SSTATE_INTERNED_MORTAL = 1;
export const SSTATE_INTERNED_IMMORTAL = 2;
export const SSTATE_INTERNED_IMMORTAL_STATIC = 3;

/** What only some strings have. */
export interface UnicodeExtra {
  /** For kind 4: the code points, made when first needed. */
  points: Uint32Array | null;
  /** Bytes of the cached UTF-8 copy (not ASCII only), without its final zero; counts in __sizeof__. 0: none. */
  utf8_length: number;
  /** The UTF-8 copy's block. */
  utf8_addr: number;
  /** Instances of subclasses keep their text in a block of its own (C's `data.any`). 0: inside the object. */
  data_addr: number;
}

export class PyUnicodeObject extends PyObject {
  /**
   * The text. `kind` 1 and 2: one UTF-16 unit per code point (lone surrogates included). `kind` 4: some code points are
   * surrogate pairs; use unicode_core.ts's accessors, never plain indices.
   */
  str: string;
  /** Number of code points. */
  length: number;
  /** Bytes per code point: 1 (Latin-1), 2, 4. */
  kind: 1 | 2 | 4;
  ascii: boolean;
  /** SSTATE_*. */
  interned: number;
  /** The hash's halves, valid when `hashed`. */
  hash_lo: number;
  hash_hi: number;
  hashed: boolean;
  extra: UnicodeExtra | null;

  constructor(type: PyTypeObject, str: string, length: number, kind: 1 | 2 | 4, ascii: boolean) {
    super(type);
    this.str = str;
    this.length = length;
    this.kind = kind;
    this.ascii = ascii;
    this.interned = SSTATE_NOT_INTERNED;
    this.hash_lo = 0;
    this.hash_hi = 0;
    this.hashed = false;
    this.extra = null;
  }
}

/** `op`'s extra fields, made if there were none. */
export function unicode_extra(op: PyUnicodeObject): UnicodeExtra {
  op.extra ??= { points: null, utf8_length: 0, utf8_addr: 0, data_addr: 0 };
  return op.extra;
}
