// PySliceObject's struct; the type is in sliceobject.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PySliceObject extends PyObject {
  start: PyObject;
  stop: PyObject;
  step: PyObject;

  constructor(type: PyTypeObject, start: PyObject, stop: PyObject, step: PyObject) {
    super(type);
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
