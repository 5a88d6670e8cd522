// The head of a collectable object with nothing else: a base for the many small iterator structs. A leaf module.
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyGCObject extends PyObject {
  constructor(type: PyTypeObject) {
    super(type);
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
