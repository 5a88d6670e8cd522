// The structs of bytes and bytearray; the types are in bytesobject.ts and bytearrayobject.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyBytesObject extends PyObject {
  /** The bytes; never changed once the object can be seen. `ob_sval.length` is ob_size. */
  ob_sval: Uint8Array;
  /** The hash's halves, valid when `hashed`. */
  hash_lo: number;
  hash_hi: number;
  hashed: boolean;

  constructor(type: PyTypeObject, bytes: Uint8Array) {
    super(type);
    this.ob_sval = bytes;
    this.hash_lo = 0;
    this.hash_hi = 0;
    this.hashed = false;
  }
}

export class PyByteArrayObject extends PyObject {
  /** The memory from ob_bytes on: `ob_alloc` bytes, of which those in [ob_start, ob_start + ob_size) are the contents. */
  ob_bytes: Uint8Array;
  ob_size: number;
  ob_alloc: number;
  /** Where the contents begin within `ob_bytes`: deletions at the front only move it. */
  ob_start: number;
  /** Buffers that are exported now: while there are any, the size can't change. */
  ob_exports: number;
  /** The C block (granules), 0 while there is none. */
  ob_addr_bytes: number;

  constructor(type: PyTypeObject) {
    super(type);
    this.ob_bytes = new Uint8Array(0);
    this.ob_size = 0;
    this.ob_alloc = 0;
    this.ob_start = 0;
    this.ob_exports = 0;
    this.ob_addr_bytes = 0;
  }
}
