// The _heapq module. Follows Modules/_heapqmodule.c, CPython 3.13.

import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_IndexError, PyExc_RuntimeError } from '../objects/exceptions';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../objects/getargs';
import { PyList_Append, PyList_Check, PyList_SetSlice } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import { PyModule_Create, PyModule_Add } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_LT } from '../objects/object';
import { PyObject_RichCompareBool, Py_None } from '../objects/objectprotocol';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_O, method } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { ABOUT } from './heapqabout';

const outOfRange = (): null => PyErr_SetString(PyExc_IndexError, 'index out of range');

/** a < b of items of the heap, which the comparison may change; −1 with an exception, also when its size has changed. */
function less(heap: PyListObject, a: PyObject, b: PyObject): number {
  const size = heap.ob_item.length;
  Py_INCREF(a);
  Py_INCREF(b);
  const cmp = PyObject_RichCompareBool(a, b, Py_LT);
  Py_DECREF(a);
  Py_DECREF(b);
  if (cmp >= 0 && size !== heap.ob_item.length) {
    PyErr_SetString(PyExc_RuntimeError, 'list changed size during iteration');
    return -1;
  }
  return cmp;
}

/** Lets the item at `pos` rise while it is smaller (with `max`: greater) than its parent. 0, or −1 with an exception. */
function siftdown(heap: PyListObject, startpos: number, pos: number, max: boolean): number {
  if (pos >= heap.ob_item.length) {
    outOfRange();
    return -1;
  }
  while (pos > startpos) {
    const arr = heap.ob_item;
    const parentpos = (pos - 1) >> 1;
    const cmp = max ? less(heap, arr[parentpos]!, arr[pos]!) : less(heap, arr[pos]!, arr[parentpos]!);
    if (cmp < 0) return -1;
    if (cmp === 0) break;
    swap(heap, parentpos, pos);
    pos = parentpos;
  }
  return 0;
}

function swap(heap: PyListObject, i: number, j: number): void {
  const arr = heap.ob_item;
  const item = arr[i]!;
  arr[i] = arr[j]!;
  arr[j] = item;
}

/** Lets the item at `pos` sink to a leaf, its smaller (greater) children moving up, and rise from there. */
function siftup(heap: PyListObject, pos: number, max: boolean): number {
  const endpos = heap.ob_item.length;
  const startpos = pos;
  if (pos >= endpos) {
    outOfRange();
    return -1;
  }
  const limit = endpos >> 1;
  while (pos < limit) {
    let childpos = 2 * pos + 1;
    if (childpos + 1 < endpos) {
      const a = heap.ob_item[childpos]!;
      const b = heap.ob_item[childpos + 1]!;
      const cmp = max ? less(heap, b, a) : less(heap, a, b);
      if (cmp < 0) return -1;
      if (cmp === 0) childpos++;
    }
    swap(heap, childpos, pos);
    pos = childpos;
  }
  return siftdown(heap, startpos, pos, max);
}

function heappush(heap: PyListObject, item: PyObject): PyObject | null {
  if (PyList_Append(heap, item) < 0 || siftdown(heap, 0, heap.ob_item.length - 1, false) < 0) return null;
  return Py_NewRef(Py_None);
}

function heappop(heap: PyListObject, max: boolean): PyObject | null {
  let n = heap.ob_item.length;
  if (n === 0) return outOfRange();
  const lastelt = Py_NewRef(heap.ob_item[n - 1]!);
  if (PyList_SetSlice(heap, n - 1, n, null) < 0) {
    Py_DECREF(lastelt);
    return null;
  }
  n--;
  if (n === 0) return lastelt;
  return replaceFirst(heap, lastelt, max);
}

/** Puts `item` (taken over) at the root and returns what was there. */
function replaceFirst(heap: PyListObject, item: PyObject, max: boolean): PyObject | null {
  const returnitem = heap.ob_item[0]!;
  heap.ob_item[0] = item;
  if (siftup(heap, 0, max) < 0) {
    Py_DECREF(returnitem);
    return null;
  }
  return returnitem;
}

function heapreplace(heap: PyListObject, item: PyObject, max: boolean): PyObject | null {
  return heap.ob_item.length === 0 ? outOfRange() : replaceFirst(heap, Py_NewRef(item), max);
}

function heappushpop(heap: PyListObject, item: PyObject): PyObject | null {
  if (heap.ob_item.length === 0) return Py_NewRef(item);
  const top = Py_NewRef(heap.ob_item[0]!);
  const cmp = PyObject_RichCompareBool(top, item, Py_LT);
  Py_DECREF(top);
  if (cmp < 0) return null;
  return cmp === 0 ? Py_NewRef(item) : heapreplace(heap, item, false);
}

/** Sifts `j` and, while it is a right child, its parent. */
function siftWithParents(heap: PyListObject, j: number, max: boolean): number {
  for (;;) {
    if (siftup(heap, j, max) < 0) return -1;
    if ((j & 1) === 0) return 0;
    j >>= 1;
  }
}

/** The order C keeps to for a heap greater than the processor's first cache. */
function cache_friendly_heapify(heap: PyListObject, max: boolean): number {
  const m = heap.ob_item.length >> 1;
  const leftmost = (1 << (31 - Math.clz32(m + 1))) - 1;
  for (let i = leftmost - 1; i >= m >> 1; i--) if (siftWithParents(heap, i, max) < 0) return -1;
  for (let i = m - 1; i >= leftmost; i--) if (siftWithParents(heap, i, max) < 0) return -1;
  return 0;
}

function heapify(heap: PyListObject, max: boolean): PyObject | null {
  const n = heap.ob_item.length;
  if (n > 2500) {
    if (cache_friendly_heapify(heap, max) < 0) return null;
  } else {
    for (let i = (n >> 1) - 1; i >= 0; i--) if (siftup(heap, i, max) < 0) return null;
  }
  return Py_NewRef(Py_None);
}

function one(name: string, f: (heap: PyListObject) => PyObject | null, doc: string): PyMethodDef {
  const meth = (_m: PyObject, heap: PyObject): PyObject | null =>
    PyList_Check(heap) ? f(heap) : _PyArg_BadArgument(name, 'argument', 'list', heap);
  return method(name, METH_O, meth, '($module, heap, /)', doc);
}

function two(name: string, f: (heap: PyListObject, item: PyObject) => PyObject | null, doc: string): PyMethodDef {
  const meth = (_m: PyObject, args: readonly PyObject[]): PyObject | null => {
    if (!_PyArg_CheckPositional(name, args.length, 2, 2)) return null;
    const heap = args[0]!;
    return PyList_Check(heap) ? f(heap, args[1]!) : _PyArg_BadArgument(name, 'argument 1', 'list', heap);
  };
  return method(name, METH_FASTCALL, meth, '($module, heap, item, /)', doc);
}

const methods: PyMethodDef[] = [
  two('heappush', heappush, 'Push item onto heap, maintaining the heap invariant.'),
  two(
    'heappushpop',
    heappushpop,
    'Push item on the heap, then pop and return the smallest item from the heap.\n\n' +
      'The combined action runs more efficiently than heappush() followed by\na separate call to heappop().',
  ),
  one('heappop', (heap) => heappop(heap, false), 'Pop the smallest item off the heap, maintaining the heap invariant.'),
  two(
    'heapreplace',
    (heap, item) => heapreplace(heap, item, false),
    'Pop and return the current smallest value, and add the new item.\n\n' +
      'This is more efficient than heappop() followed by heappush(), and can be\n' +
      'more appropriate when using a fixed-size heap.  Note that the value\n' +
      'returned may be larger than item!  That constrains reasonable uses of\n' +
      'this routine unless written as part of a conditional replacement:\n\n' +
      '    if item > heap[0]:\n        item = heapreplace(heap, item)',
  ),
  one('heapify', (heap) => heapify(heap, false), 'Transform list into a heap, in-place, in O(len(heap)) time.'),
  one('_heappop_max', (heap) => heappop(heap, true), 'Maxheap variant of heappop.'),
  one('_heapify_max', (heap) => heapify(heap, true), 'Maxheap variant of heapify.'),
  two('_heapreplace_max', (heap, item) => heapreplace(heap, item, true), 'Maxheap variant of heapreplace.'),
];

export function PyInit__heapq(): PyObject | null {
  return PyModule_Create({
    m_name: '_heapq',
    m_doc:
      'Heap queue algorithm (a.k.a. priority queue).\n\n' +
      'Heaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\n' +
      'all k, counting elements from 0.  For the sake of comparison,\n' +
      'non-existing elements are considered to be infinite.  The interesting\n' +
      'property of a heap is that a[0] is always its smallest element.\n\n' +
      'Usage:\n\n' +
      'heap = []            # creates an empty heap\n' +
      'heappush(heap, item) # pushes a new item on the heap\n' +
      'item = heappop(heap) # pops the smallest item from the heap\n' +
      'item = heap[0]       # smallest item on the heap without popping it\n' +
      'heapify(x)           # transforms list into a heap, in-place, in linear time\n' +
      'item = heapreplace(heap, item) # pops and returns smallest item, and adds\n' +
      '                               # new item; the heap size is unchanged\n\n' +
      'Our API differs from textbook heap algorithms as follows:\n\n' +
      '- We use 0-based indexing.  This makes the relationship between the\n' +
      '  index for a node and the indexes for its children slightly less\n' +
      '  obvious, but is more suitable since Python uses 0-based indexing.\n\n' +
      '- Our heappop() method returns the smallest item, not the largest.\n\n' +
      'These two make it possible to view the heap as a regular Python list\n' +
      'without surprises: heap[0] is the smallest item, and heap.sort()\n' +
      'maintains the heap invariant!\n',
    m_methods: methods,
    m_exec: (m) => PyModule_Add(m, '__about__', PyUnicode_FromString(ABOUT)),
  });
}
