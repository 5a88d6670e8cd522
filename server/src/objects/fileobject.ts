// What C code does with Python file objects. Follows Objects/fileobject.c, CPython 3.13.

import { Py_DECREF } from '../heap/refcount';
import { PyObject_CallMethodNoArgs, PyObject_CallOneArg } from './call';
import type { PyObject } from './object';
import { PyObject_GetAttr, PyObject_Repr, PyObject_Str } from './objectprotocol';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import { Py_NewRef } from '../heap/refcount';

export const Py_PRINT_RAW = 1;

/** file.write(repr(v)), or str(v) with Py_PRINT_RAW. 0, or −1 with an exception. */
export function PyFile_WriteObject(v: PyObject, f: PyObject, flags: number): number {
  const writer = PyObject_GetAttr(f, _Py_ID('write'));
  if (writer === null) return -1;
  const value =
    (flags & Py_PRINT_RAW) === 0 ? PyObject_Repr(v) : PyUnicode_Check(v) ? Py_NewRef(v) : PyObject_Str(v);
  if (value === null) {
    Py_DECREF(writer);
    return -1;
  }
  const result = PyObject_CallOneArg(writer, value);
  Py_DECREF(value);
  Py_DECREF(writer);
  if (result === null) return -1;
  Py_DECREF(result);
  return 0;
}

/** file.write(s). 0, or −1 with an exception. */
export function PyFile_WriteString(s: string, f: PyObject): number {
  const v = PyUnicode_FromString(s);
  const err = PyFile_WriteObject(v, f, Py_PRINT_RAW);
  Py_DECREF(v);
  return err;
}

/** file.flush(). 0, or −1 with an exception. */
export function _PyFile_Flush(f: PyObject): number {
  const result = PyObject_CallMethodNoArgs(f, _Py_ID('flush'));
  if (result === null) return -1;
  Py_DECREF(result);
  return 0;
}
