// PyFloatObject's and PyComplexObject's structs; the types are in floatobject.ts and complexobject.ts. A leaf module.
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

export class PyFloatObject extends PyObject {
  ob_fval: number;
  constructor(type: PyTypeObject, value: number) {
    super(type);
    this.ob_fval = value;
  }
}

export class PyComplexObject extends PyObject {
  real: number;
  imag: number;
  constructor(type: PyTypeObject, real: number, imag: number) {
    super(type);
    this.real = real;
    this.imag = imag;
  }
}
