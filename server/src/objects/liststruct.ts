// PyListObject's struct; the type is in listobject.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyListObject extends PyObject {
  /** The items, all owned; `ob_item.length` is ob_size. */
  ob_item: PyObject[];
  /** Capacity of the C array, in items; −1 while the list is being sorted. */
  allocated: number;
  /** The C array's block (granules), 0 while there is none (C's `ob_item == NULL`). */
  ob_item_addr: number;

  constructor(type: PyTypeObject) {
    super(type);
    this.ob_item = [];
    this.allocated = 0;
    this.ob_item_addr = 0;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
