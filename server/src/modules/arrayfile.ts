// array.fromfile and array.tofile: whatever has a `read` or `write`. Follows Modules/arraymodule.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBytes_Check, PyBytes_FromStringAndSize } from '../objects/bytesobject';
import type { PyBytesObject } from '../objects/bytesstruct';
import { PyObject_CallMethod } from '../objects/call';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyErr_NoMemory, PyExc_EOFError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from '../objects/longobject';
import { _PyNumber_Index } from '../objects/abstract';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';

/** How much tofile writes at a time. */
const BLOCKSIZE = 64 * 1024;

/** An array as these two see it. */
export interface ArrayBytes {
  readonly itemsize: number;
  /** The bytes of its items. */
  bytes(): Uint8Array;
  /** Appends items: owned None, or null with an exception. */
  frombytes(bytes: PyObject): Owned<PyObject> | null;
}

const fromfileParser = argParser('fromfile', ['', ''], 2);
const tofileParser = argParser('tofile', [''], 1);

/** Appends `n` items out of `f`, or as many as there are and raises EOFError. Owned None, or null with an exception. */
export function array_fromfile(
  self: ArrayBytes,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, fromfileParser);
  if (argv === null) return null;
  const index = _PyNumber_Index(argv[1]!);
  if (index === null) return null;
  const n = PyLong_AsSsize_t(index);
  Py_DECREF(index);
  if (n === -1 && PyErr_Occurred()) return null;
  if (n < 0) return PyErr_SetString(PyExc_ValueError, 'negative count');
  const nbytes = n * self.itemsize;
  if (nbytes > Number.MAX_SAFE_INTEGER) return PyErr_NoMemory();
  const count = PyLong_FromSsize_t(nbytes);
  const bytes = PyObject_CallMethod(argv[0]!, 'read', count);
  Py_DECREF(count);
  if (bytes === null) return null;
  if (!PyBytes_Check(bytes)) {
    Py_DECREF(bytes);
    return PyErr_SetString(PyExc_TypeError, "read() didn't return bytes");
  }
  const enough = (bytes as PyBytesObject).ob_sval.length === nbytes;
  const result = self.frombytes(bytes);
  Py_DECREF(bytes);
  if (result === null || enough) return result;
  Py_DECREF(result);
  return PyErr_SetString(PyExc_EOFError, "read() didn't return enough bytes");
}

/** Writes the items to a file in blocks. Owned None, or null with an exception. */
export function array_tofile(
  self: ArrayBytes,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, tofileParser);
  if (argv === null) return null;
  const bytes = self.bytes();
  for (let at = 0; at < bytes.length; at += BLOCKSIZE) {
    const block = PyBytes_FromStringAndSize(bytes.slice(at, at + BLOCKSIZE));
    const result = PyObject_CallMethod(argv[0]!, 'write', block);
    Py_DECREF(block);
    if (result === null) return null;
    Py_DECREF(result);
  }
  return Py_NewRef(Py_None);
}
