// All types' free lists: emptying them, as a full collection does (_PyObject_ClearFreeLists of CPython 3.13), and the state
// a start-up leaves them in.

import { Py_DECREF } from '../heap/refcount';
import { PyDict_LOG_MINSIZE, dictkeys_decref, new_keys_object } from './dictkeys';
import { PyDict_New, _PyDict_ClearFreeList } from './dictobject';
import { PyFloat_FromDouble, _PyFloat_ClearFreeList } from './floatobject';
import { _PyAsyncGen_ClearFreeLists } from './genobject';
import { PyList_New, _PyList_ClearFreeList } from './listobject';
import type { PyObject } from './object';
import { PyTuple_New, _PyTuple_ClearFreeList } from './tupleobject';

export function clearAllFreeLists(): void {
  _PyFloat_ClearFreeList();
  _PyTuple_ClearFreeList();
  _PyList_ClearFreeList();
  _PyDict_ClearFreeList();
  _PyAsyncGen_ClearFreeLists();
}

/** Free tuples of each length (from 1) that a CPython 3.13.0 has when a script's first line runs. */
const TUPLES = [5, 8, 4, 1, 0, 2, 5, 2, 3, 5, 2, 8, 2, 1, 1, 2, 2, 2, 1, 0];

/** Fills the free lists as importing site and the rest of a real start-up leaves them. */
export function primeFreeLists(): void {
  const objects: PyObject[] = [];
  for (let i = 0; i < TUPLES.length; i++) {
    for (let k = 0; k < TUPLES[i]!; k++) objects.push(PyTuple_New(i + 1));
  }
  // One more than there are then: the annotations of the main module take it.
  for (let k = 0; k < 13; k++) objects.push(PyDict_New());
  for (let k = 0; k < 10; k++) objects.push(PyList_New(0));
  for (let k = 0; k < 5; k++) objects.push(PyFloat_FromDouble(0.5));
  const keys = Array.from({ length: 5 }, () => new_keys_object(PyDict_LOG_MINSIZE, true));
  for (const op of objects) Py_DECREF(op);
  for (const dk of keys) dictkeys_decref(dk);
}
