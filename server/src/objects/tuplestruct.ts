// PyTupleObject's struct; the type is in tupleobject.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyTupleObject extends PyObject {
  /** The items, all owned. Fixed length once built. */
  ob_item: PyObject[];

  constructor(type: PyTypeObject, items: PyObject[]) {
    super(type);
    this.ob_item = items;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
