// Emptying every type's free list, as a full collection does. Follows _PyObject_ClearFreeLists, CPython 3.13.

import { _PyAsyncGen_ClearFreeLists } from './genobject';
import { _PyDict_ClearFreeList } from './dictobject';
import { _PyFloat_ClearFreeList } from './floatobject';
import { _PyList_ClearFreeList } from './listobject';
import { _PyTuple_ClearFreeList } from './tupleobject';

export function clearAllFreeLists(): void {
  _PyFloat_ClearFreeList();
  _PyTuple_ClearFreeList();
  _PyList_ClearFreeList();
  _PyDict_ClearFreeList();
  _PyAsyncGen_ClearFreeLists();
}
