// The list that split() fills: made as long as the pieces may be many, twelve at most. Follows PREALLOC_SIZE, SPLIT_ADD and
// FIX_PREALLOC_SIZE of Objects/stringlib/split.h, CPython 3.13: the array keeps its first size.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyList_Append, PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import type { PyObject } from './object';

const MAX_PREALLOC = 12;

/** An empty list with room for the pieces of at most `maxcount` splits. */
export function new_split_list(maxcount: number): Owned<PyListObject> {
  const list = PyList_New(maxcount >= MAX_PREALLOC ? MAX_PREALLOC : maxcount + 1);
  list.ob_item = [];
  return list;
}

/** Adds a piece, taken over. */
export function split_add(list: PyListObject, sub: Owned<PyObject>): void {
  if (list.ob_item.length < MAX_PREALLOC) list.ob_item.push(sub);
  else {
    PyList_Append(list, sub);
    Py_DECREF(sub);
  }
}
