// PyLongObject's struct; the type is in longobject.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyLongObject extends PyObject {
  /** A number where it is a safe integer (|v| ≤ 2^53 − 1, never −0), else a bigint: one form for each value. */
  value: number | bigint;

  constructor(type: PyTypeObject, value: number | bigint) {
    super(type);
    this.value = value;
  }
}
