// What C code does with Python file objects. Follows Objects/fileobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyObject_CallMethodNoArgs, PyObject_CallNoArgs, PyObject_CallMethodOneArg, PyObject_CallOneArg } from './call';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_EOFError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyLong_AsInt, PyLong_Check, PyLong_FromLong } from './longobject';
import type { PyObject } from './object';
import type { Out } from './objectattr';
import { PyObject_GetOptionalAttr } from './objectattr';
import { PyObject_GetAttr, PyObject_Repr, PyObject_Str } from './objectprotocol';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export const Py_PRINT_RAW = 1;

/** file.write(repr(v)), or str(v) with Py_PRINT_RAW. 0, or −1 with an exception. */
export function PyFile_WriteObject(v: PyObject, f: PyObject, flags: number): number {
  const writer = PyObject_GetAttr(f, _Py_ID('write'));
  if (writer === null) return -1;
  const value = (flags & Py_PRINT_RAW) === 0 ? PyObject_Repr(v) : PyUnicode_Check(v) ? Py_NewRef(v) : PyObject_Str(v);
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

/** The descriptor of an int or of an object with fileno(). −1 with an exception. */
export function PyObject_AsFileDescriptor(o: PyObject): number {
  let fd: number;
  if (PyLong_Check(o)) fd = PyLong_AsInt(o);
  else {
    const meth: Out = { value: null };
    if (PyObject_GetOptionalAttr(o, _Py_ID('fileno'), meth) < 0) return -1;
    if (meth.value === null) {
      PyErr_SetString(PyExc_TypeError, 'argument must be an int, or have a fileno() method.');
      return -1;
    }
    const fno = PyObject_CallNoArgs(meth.value);
    Py_DECREF(meth.value);
    if (fno === null) return -1;
    if (!PyLong_Check(fno)) {
      PyErr_SetString(PyExc_TypeError, 'fileno() returned a non-integer');
      Py_DECREF(fno);
      return -1;
    }
    fd = PyLong_AsInt(fno);
    Py_DECREF(fno);
  }
  if (fd === -1 && PyErr_Occurred()) return -1;
  if (fd < 0) {
    PyErr_SetString(PyExc_ValueError, `file descriptor cannot be a negative integer (${fd})`);
    return -1;
  }
  return fd;
}

/** file.flush(). 0, or −1 with an exception. */
export function _PyFile_Flush(f: PyObject): number {
  const result = PyObject_CallMethodNoArgs(f, _Py_ID('flush'));
  if (result === null) return -1;
  Py_DECREF(result);
  return 0;
}

/**
 * file.readline(n), for n < 0 without its newline and with EOFError at the end, as input() wants it. Owned, or null with
 * an exception.
 */
export function PyFile_GetLine(f: PyObject, n: number): Owned<PyObject> | null {
  let result: PyObject | null;
  if (n <= 0) result = PyObject_CallMethodNoArgs(f, _Py_ID('readline'));
  else {
    const limit = PyLong_FromLong(n);
    result = PyObject_CallMethodOneArg(f, _Py_ID('readline'), limit);
    Py_DECREF(limit);
  }
  if (result === null) return null;
  if (!PyUnicode_Check(result)) {
    Py_DECREF(result);
    return PyErr_SetString(PyExc_TypeError, 'object.readline() returned non-string');
  }
  if (n >= 0) return result;
  const text = (result as PyUnicodeObject).str;
  if (text === '') {
    Py_DECREF(result);
    return PyErr_SetString(PyExc_EOFError, 'EOF when reading a line');
  }
  if (!text.endsWith('\n')) return result;
  Py_DECREF(result);
  return PyUnicode_FromString(text.slice(0, -1));
}
