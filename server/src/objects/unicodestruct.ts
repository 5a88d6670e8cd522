// PyUnicodeObject's struct; the type is in unicodeobject.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

/** Not interned, interned and mortal (3.13: string constants that look like identifiers), interned and immortal. */
export const SSTATE_NOT_INTERNED = 0;
export const SSTATE_INTERNED_MORTAL = 1;
export const SSTATE_INTERNED_IMMORTAL = 2;
export const SSTATE_INTERNED_IMMORTAL_STATIC = 3;

export class PyUnicodeObject extends PyObject {
  /**
   * The text. `kind` 1 and 2: one UTF-16 unit per code point (lone surrogates included). `kind` 4: some code points are
   * surrogate pairs; use unicodeobject.ts's accessors, never plain indices.
   */
  str: string;
  /** Number of code points. */
  length: number;
  /** Bytes per code point: 1 (Latin-1), 2, 4. */
  kind: 1 | 2 | 4;
  ascii: boolean;
  /** A UTF-8 copy is cached (non-ASCII only): counts in __sizeof__. Length in bytes, 0 when none. */
  utf8_length: number;
  interned: number;
  /** The hash's halves, valid when `hashed`. */
  hash_lo: number;
  hash_hi: number;
  hashed: boolean;
  /** For kind 4: the code points, made when first needed. */
  points: Uint32Array | null;

  constructor(type: PyTypeObject, str: string, length: number, kind: 1 | 2 | 4, ascii: boolean) {
    super(type);
    this.str = str;
    this.length = length;
    this.kind = kind;
    this.ascii = ascii;
    this.utf8_length = 0;
    this.interned = SSTATE_NOT_INTERNED;
    this.hash_lo = 0;
    this.hash_hi = 0;
    this.hashed = false;
    this.points = null;
  }
}
