// PyWeakReference's struct; the types are in weakrefobject.ts and weakproxy.ts. A leaf module.
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyWeakReference extends PyObject {
  /** The referent, not counted; null (C: Py_None) once it is gone. */
  wr_object: PyObject | null;
  /** Owned. */
  wr_callback: PyObject | null;
  /** The referent's hash, once asked for. */
  hash_lo: number;
  hash_hi: number;
  hashed: boolean;
  /** Neighbours in the referent's list, not counted. */
  wr_prev: PyWeakReference | null;
  wr_next: PyWeakReference | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.wr_object = null;
    this.wr_callback = null;
    this.hash_lo = 0;
    this.hash_hi = 0;
    this.hashed = false;
    this.wr_prev = null;
    this.wr_next = null;
    this.vectorcall = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
