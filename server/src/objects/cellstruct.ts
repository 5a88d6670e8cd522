// PyCellObject; the type is in cellobject.ts. A leaf module.
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyCellObject extends PyObject {
  /** The variable's value, null while it is unbound; owned. */
  ob_ref: PyObject | null;

  constructor(type: PyTypeObject, value: PyObject | null) {
    super(type);
    this.ob_ref = value;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
