// collections.deque and its iterators. Follows Modules/_collectionsmodule.c, CPython 3.13: a doubly linked list of blocks of
// 64 items, up to 16 free blocks kept by each deque.

import { PyObject_GenericGetAttr } from '../objects/objectattr';
import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyIter_Next, PyObject_GetIter, PyObject_IsInstance, PySequence_List } from '../objects/abstract';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallOneArg } from '../objects/call';
import { argSsize } from '../objects/clinic';
import type { PyDictObject } from '../objects/dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_NoMemory,
  PyErr_Occurred,
  PyErr_SetString,
} from '../objects/errors';
import { reprString } from '../objects/reprstring';
import {
  PyExc_IndexError,
  PyExc_RuntimeError,
  PyExc_StopIteration,
  PyExc_TypeError,
  PyExc_ValueError,
} from '../objects/exceptions';
import { PyGCObject } from '../objects/gcobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import { PyLong_AsSsize_t, PyLong_FromLong } from '../objects/longobject';
import { defineModuleType } from '../objects/moduletype';
import type { CompareOp, PyObject, visitproc } from '../objects/object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from '../objects/object';
import {
  PyObject_HashNotImplemented,
  PyObject_Repr,
  PyObject_RichCompareBool,
  PyObject_SelfIter,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from '../objects/objectprotocol';
import { _PyEval_SliceIndexNotNone } from '../objects/sliceobject';
import { PyTuple_FromArraySteal, PyTuple_New } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyObject_TypeCheck, PyType_GenericAlloc, _PyObject_GetState, _PyType_Name } from '../objects/typeobject';
import type { PyTypeObject, edgeproc } from '../objects/typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_SEQUENCE,
  method,
} from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';

const BLOCKLEN = 64;
const CENTER = (BLOCKLEN - 1) >> 1;
const MAXFREEBLOCKS = 16;
const SIZEOF_BLOCK = 528;

class Block {
  leftlink: Block | null = null;
  rightlink: Block | null = null;
  readonly data: (PyObject | null)[] = [];
  readonly addr: number;

  constructor() {
    for (let i = 0; i < BLOCKLEN; i++) this.data.push(null);
    this.addr = PyMem_Malloc(SIZEOF_BLOCK);
  }
}

export class dequeobject extends PyGCObject {
  ob_size: number;
  /** null only before deque_new has given the deque its first block. */
  leftblock: Block | null;
  rightblock: Block | null;
  /** First and last item within their blocks; both inclusive. */
  leftindex: number;
  rightindex: number;
  /** Changes whenever the indices move. */
  state: number;
  /** −1: unbounded. */
  maxlen: number;
  freeblocks: Block[];

  constructor(type: PyTypeObject) {
    super(type);
    this.ob_size = 0;
    this.leftblock = null;
    this.rightblock = null;
    this.leftindex = CENTER + 1;
    this.rightindex = CENTER;
    this.state = 0;
    this.maxlen = -1;
    this.freeblocks = [];
    this.ob_weakreflist = null;
  }
}

function newblock(deque: dequeobject): Block {
  return deque.freeblocks.length > 0 ? deque.freeblocks.pop()! : new Block();
}

function freeblock(deque: dequeobject, b: Block): void {
  b.leftlink = null;
  b.rightlink = null;
  if (deque.freeblocks.length < MAXFREEBLOCKS) deque.freeblocks.push(b);
  else PyMem_Free(b.addr);
}

function deque_new(type: PyTypeObject): Owned<dequeobject> | null {
  const deque = type.tp_alloc!(type, 0) as dequeobject | null;
  if (deque === null) return null;
  const b = newblock(deque);
  deque.leftblock = b;
  deque.rightblock = b;
  return deque;
}

function pop(deque: dequeobject): Owned<PyObject> | null {
  if (deque.ob_size === 0) return PyErr_SetString(PyExc_IndexError, 'pop from an empty deque');
  const block = deque.rightblock!;
  const item = block.data[deque.rightindex]!;
  block.data[deque.rightindex] = null;
  deque.rightindex--;
  deque.ob_size--;
  deque.state++;
  if (deque.rightindex < 0) {
    if (deque.ob_size > 0) {
      const prevblock = block.leftlink!;
      freeblock(deque, block);
      prevblock.rightlink = null;
      deque.rightblock = prevblock;
      deque.rightindex = BLOCKLEN - 1;
    } else {
      deque.leftindex = CENTER + 1;
      deque.rightindex = CENTER;
    }
  }
  return item;
}

function popleft(deque: dequeobject): Owned<PyObject> | null {
  if (deque.ob_size === 0) return PyErr_SetString(PyExc_IndexError, 'pop from an empty deque');
  const block = deque.leftblock!;
  const item = block.data[deque.leftindex]!;
  block.data[deque.leftindex] = null;
  deque.leftindex++;
  deque.ob_size--;
  deque.state++;
  if (deque.leftindex === BLOCKLEN) {
    if (deque.ob_size > 0) {
      const nextblock = block.rightlink!;
      freeblock(deque, block);
      nextblock.leftlink = null;
      deque.leftblock = nextblock;
      deque.leftindex = 0;
    } else {
      deque.leftindex = CENTER + 1;
      deque.rightindex = CENTER;
    }
  }
  return item;
}

function growRight(deque: dequeobject): void {
  const b = newblock(deque);
  b.leftlink = deque.rightblock;
  deque.rightblock!.rightlink = b;
  deque.rightblock = b;
  deque.rightindex = -1;
}

/** Adds an item at the right, whose reference it takes over; drops one at the left when the deque is full. */
function append_steal(deque: dequeobject, item: PyObject): void {
  if (deque.rightindex === BLOCKLEN - 1) growRight(deque);
  deque.ob_size++;
  deque.rightblock!.data[++deque.rightindex] = item;
  if (deque.maxlen >= 0 && deque.maxlen < deque.ob_size) Py_DECREF(popleft(deque)!);
  else deque.state++;
}

function appendleft_steal(deque: dequeobject, item: PyObject): void {
  if (deque.leftindex === 0) {
    const b = newblock(deque);
    b.rightlink = deque.leftblock;
    deque.leftblock!.leftlink = b;
    deque.leftblock = b;
    deque.leftindex = BLOCKLEN;
  }
  deque.ob_size++;
  deque.leftblock!.data[--deque.leftindex] = item;
  if (deque.maxlen >= 0 && deque.maxlen < deque.ob_size) Py_DECREF(pop(deque)!);
  else deque.state++;
}

function deque_append(self: PyObject, item: PyObject): PyObject | null {
  append_steal(self as dequeobject, Py_NewRef(item));
  return Py_NewRef(Py_None);
}

function deque_appendleft(self: PyObject, item: PyObject): PyObject | null {
  appendleft_steal(self as dequeobject, Py_NewRef(item));
  return Py_NewRef(Py_None);
}

/** At the end of an iterator, which is given up: 0, or −1 with an exception. */
function finalize_iterator(it: PyObject): number {
  if (PyErr_Occurred() !== null) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) {
      Py_DECREF(it);
      return -1;
    }
    PyErr_Clear();
  }
  Py_DECREF(it);
  return 0;
}

/** extend and extendleft. 0, or −1 with an exception. */
function extend(deque: dequeobject, iterable: PyObject, left: boolean): number {
  if (deque === iterable) {
    const s = PySequence_List(iterable);
    if (s === null) return -1;
    const result = extend(deque, s, left);
    Py_DECREF(s);
    return result;
  }
  const it = PyObject_GetIter(iterable);
  if (it === null) return -1;
  const iternext = it.ob_type.tp_iternext!;
  if (deque.maxlen === 0) {
    for (let item = iternext(it); item !== null; item = iternext(it)) Py_DECREF(item);
    return finalize_iterator(it);
  }
  if (deque.ob_size === 0) {
    // Start filling from one end: saves space.
    deque.leftindex = left ? BLOCKLEN - 1 : 1;
    deque.rightindex = left ? BLOCKLEN - 2 : 0;
  }
  for (let item = iternext(it); item !== null; item = iternext(it)) {
    if (left) appendleft_steal(deque, item);
    else append_steal(deque, item);
  }
  return finalize_iterator(it);
}

const none = (status: number): PyObject | null => (status < 0 ? null : Py_NewRef(Py_None));

function deque_inplace_concat(self: PyObject, other: PyObject): PyObject | null {
  return extend(self as dequeobject, other, false) < 0 ? null : Py_NewRef(self);
}

function deque_copy(self: PyObject): Owned<PyObject> | null {
  const deque = self as dequeobject;
  if (deque.ob_type === deque_type) {
    const copy = deque_new(deque_type);
    if (copy === null) return null;
    copy.maxlen = deque.maxlen;
    if (deque.ob_size === 1) append_steal(copy, Py_NewRef(deque.leftblock!.data[deque.leftindex]!));
    else if (extend(copy, deque, false) < 0) {
      Py_DECREF(copy);
      return null;
    }
    return copy;
  }
  let result: PyObject | null;
  if (deque.maxlen < 0) result = PyObject_CallOneArg(deque.ob_type, deque);
  else {
    const maxlen = PyLong_FromLong(deque.maxlen);
    result = PyObject_CallFunctionObjArgs(deque.ob_type, deque, maxlen);
    Py_DECREF(maxlen);
  }
  if (result !== null && !PyObject_TypeCheck(result, deque_type)) {
    PyErr_SetString(PyExc_TypeError, `${deque.ob_type.tp_name}() must return a deque, not ${result.ob_type.tp_name}`);
    Py_DECREF(result);
    return null;
  }
  return result;
}

function deque_concat(self: PyObject, other: PyObject): PyObject | null {
  const rv = PyObject_IsInstance(other, deque_type);
  if (rv < 0) return null;
  if (rv === 0) {
    return PyErr_SetString(PyExc_TypeError, `can only concatenate deque (not "${other.ob_type.tp_name}") to deque`);
  }
  const copy = deque_copy(self);
  if (copy === null) return null;
  if (extend(copy as dequeobject, other, false) < 0) {
    Py_DECREF(copy);
    return null;
  }
  return copy;
}

/** Empties the deque, then lets the items go, first to last. */
function deque_clear(deque: dequeobject): void {
  if (deque.ob_size === 0) return;
  const b = newblock(deque);
  let n = deque.ob_size;
  let block = deque.leftblock!;
  let index = deque.leftindex;
  deque.ob_size = 0;
  deque.leftblock = b;
  deque.rightblock = b;
  deque.leftindex = CENTER + 1;
  deque.rightindex = CENTER;
  deque.state++;
  for (;;) {
    const limit = Math.min(BLOCKLEN, index + n);
    n -= limit - index;
    for (; index < limit; index++) {
      const item = block.data[index]!;
      block.data[index] = null;
      Py_DECREF(item);
    }
    if (n === 0) break;
    const next: Block = block.rightlink!;
    freeblock(deque, block);
    block = next;
    index = 0;
  }
  freeblock(deque, block);
}

function deque_inplace_repeat(self: PyObject, n: number): PyObject | null {
  const deque = self as dequeobject;
  const size = deque.ob_size;
  if (size === 0 || n === 1) return Py_NewRef(deque);
  if (n <= 0) {
    deque_clear(deque);
    return Py_NewRef(deque);
  }
  if (size === 1) {
    const item = deque.leftblock!.data[deque.leftindex]!;
    if (deque.maxlen >= 0 && n > deque.maxlen) n = deque.maxlen;
    deque.state++;
    for (let i = 0; i < n - 1; i++) {
      if (deque.rightindex === BLOCKLEN - 1) growRight(deque);
      deque.rightblock!.data[++deque.rightindex] = Py_NewRef(item);
    }
    deque.ob_size += Math.max(0, n - 1);
    return Py_NewRef(deque);
  }
  if (size > 2 ** 63 / n) return PyErr_NoMemory();
  const seq = PySequence_List(deque);
  if (seq === null) return null;
  if (deque.maxlen >= 0 && n * size > deque.maxlen) n = Math.floor((deque.maxlen + size - 1) / size);
  for (let i = 0; i < n - 1; i++) {
    if (extend(deque, seq, false) < 0) {
      Py_DECREF(seq);
      return null;
    }
  }
  Py_INCREF(deque);
  Py_DECREF(seq);
  return deque;
}

function deque_repeat(self: PyObject, n: number): PyObject | null {
  const copy = deque_copy(self);
  if (copy === null) return null;
  const rv = deque_inplace_repeat(copy, n);
  Py_DECREF(copy);
  return rv;
}

/** Moves items from one end to the other; blocks emptied on the way are used at the other end. */
function rotate(deque: dequeobject, n: number): void {
  const len = deque.ob_size;
  const halflen = len >> 1;
  if (len <= 1) return;
  if (n > halflen || n < -halflen) {
    n %= len;
    if (n > halflen) n -= len;
    else if (n < -halflen) n += len;
  }
  let b: Block | null = null;
  let leftblock = deque.leftblock!;
  let rightblock = deque.rightblock!;
  let { leftindex, rightindex } = deque;
  deque.state++;
  while (n > 0) {
    if (leftindex === 0) {
      b ??= newblock(deque);
      b.rightlink = leftblock;
      leftblock.leftlink = b;
      leftblock = b;
      b.leftlink = null;
      leftindex = BLOCKLEN;
      b = null;
    }
    let m = Math.min(n, rightindex + 1, leftindex);
    n -= m;
    rightindex -= m;
    leftindex -= m;
    for (let i = 0; m > 0; m--, i++) {
      leftblock.data[leftindex + i] = rightblock.data[rightindex + 1 + i]!;
      rightblock.data[rightindex + 1 + i] = null;
    }
    if (rightindex < 0) {
      b = rightblock;
      rightblock = rightblock.leftlink!;
      rightblock.rightlink = null;
      rightindex = BLOCKLEN - 1;
    }
  }
  while (n < 0) {
    if (rightindex === BLOCKLEN - 1) {
      b ??= newblock(deque);
      b.leftlink = rightblock;
      rightblock.rightlink = b;
      rightblock = b;
      b.rightlink = null;
      rightindex = -1;
      b = null;
    }
    let m = Math.min(-n, BLOCKLEN - leftindex, BLOCKLEN - 1 - rightindex);
    n += m;
    for (; m > 0; m--) {
      rightblock.data[++rightindex] = leftblock.data[leftindex]!;
      leftblock.data[leftindex++] = null;
    }
    if (leftindex === BLOCKLEN) {
      b = leftblock;
      leftblock = leftblock.rightlink!;
      leftblock.leftlink = null;
      leftindex = 0;
    }
  }
  if (b !== null) freeblock(deque, b);
  deque.leftblock = leftblock;
  deque.rightblock = rightblock;
  deque.leftindex = leftindex;
  deque.rightindex = rightindex;
}

function deque_rotate(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('rotate', args.length, 0, 1)) return null;
  const n = args.length > 0 ? argSsize(args[0]!) : 1;
  if (n === null) return null;
  rotate(self as dequeobject, n);
  return Py_NewRef(Py_None);
}

function deque_reverse(self: PyObject): PyObject | null {
  const deque = self as dequeobject;
  let leftblock = deque.leftblock!;
  let rightblock = deque.rightblock!;
  let { leftindex, rightindex } = deque;
  for (let n = deque.ob_size >> 1; n > 0; n--) {
    const tmp = leftblock.data[leftindex]!;
    leftblock.data[leftindex] = rightblock.data[rightindex]!;
    rightblock.data[rightindex] = tmp;
    if (++leftindex === BLOCKLEN && leftblock.rightlink !== null) {
      leftblock = leftblock.rightlink;
      leftindex = 0;
    }
    if (--rightindex < 0 && rightblock.leftlink !== null) {
      rightblock = rightblock.leftlink;
      rightindex = BLOCKLEN - 1;
    }
  }
  return Py_NewRef(Py_None);
}

/** The block and index of item `i`, which is within bounds. */
function locate(deque: dequeobject, i: number): { block: Block; index: number } {
  const at = i + deque.leftindex;
  let n = Math.floor(at / BLOCKLEN);
  const index = at % BLOCKLEN;
  let block: Block;
  if (i < deque.ob_size >> 1) {
    block = deque.leftblock!;
    while (n-- > 0) block = block.rightlink!;
  } else {
    n = Math.floor((deque.leftindex + deque.ob_size - 1) / BLOCKLEN) - n;
    block = deque.rightblock!;
    while (n-- > 0) block = block.leftlink!;
  }
  return { block, index };
}

/**
 * Compares the items from `start` on with `v`: the index of the first equal one, −1 when there is none before `stop`, −2 with
 * an exception (of type `mutated` when the deque changed meanwhile). `count`: counts the equal ones instead.
 */
function search(
  deque: dequeobject,
  v: PyObject,
  start: number,
  stop: number,
  count: boolean,
  mutated: PyObject,
): number {
  const state = deque.state;
  if (start >= stop) return count ? 0 : -1;
  let { block, index } = locate(deque, start);
  let found = 0;
  for (let i = start; i < stop; i++) {
    const item = Py_NewRef(block.data[index]!);
    const cmp = PyObject_RichCompareBool(item, v, Py_EQ);
    Py_DECREF(item);
    if (cmp < 0) return -2;
    // remove() looks whether the deque has changed before it believes a match; index() and in don't.
    if (cmp > 0 && !count && mutated !== PyExc_IndexError) return i;
    if (state !== deque.state) {
      PyErr_SetString(mutated, 'deque mutated during iteration');
      return -2;
    }
    if (cmp > 0) {
      if (!count) return i;
      found++;
    }
    if (++index === BLOCKLEN && block.rightlink !== null) {
      block = block.rightlink;
      index = 0;
    }
  }
  return count ? found : -1;
}

function deque_count(self: PyObject, v: PyObject): PyObject | null {
  const deque = self as dequeobject;
  const count = search(deque, v, 0, deque.ob_size, true, PyExc_RuntimeError);
  return count < 0 ? null : PyLong_FromLong(count);
}

function deque_contains(self: PyObject, v: PyObject): number {
  const deque = self as dequeobject;
  const at = search(deque, v, 0, deque.ob_size, false, PyExc_RuntimeError);
  return at >= 0 ? 1 : at + 1;
}

function notInDeque(v: PyObject): null {
  const text = reprString(v);
  return text === null ? null : PyErr_SetString(PyExc_ValueError, `${text} is not in deque`);
}

function deque_index(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('index', args.length, 1, 3)) return null;
  const deque = self as dequeobject;
  let start: number | null = 0;
  let stop: number | null = deque.ob_size;
  if (args.length > 1 && (start = _PyEval_SliceIndexNotNone(args[1]!)) === null) return null;
  if (args.length > 2 && (stop = _PyEval_SliceIndexNotNone(args[2]!)) === null) return null;
  const n = deque.ob_size;
  if (start < 0) start = Math.max(0, start + n);
  if (stop < 0) stop = Math.max(0, stop + n);
  if (stop > n) stop = n;
  const at = search(deque, args[0]!, start, stop, false, PyExc_RuntimeError);
  return at >= 0 ? PyLong_FromLong(at) : at === -1 ? notInDeque(args[0]!) : null;
}

function deque_insert(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('insert', args.length, 2, 2)) return null;
  const index = argSsize(args[0]!);
  if (index === null) return null;
  const deque = self as dequeobject;
  const value = args[1]!;
  const n = deque.ob_size;
  if (deque.maxlen === n) return PyErr_SetString(PyExc_IndexError, 'deque already at its maximum size');
  if (index >= n) return deque_append(deque, value);
  if (index <= -n || index === 0) return deque_appendleft(deque, value);
  rotate(deque, -index);
  if (index < 0) append_steal(deque, Py_NewRef(value));
  else appendleft_steal(deque, Py_NewRef(value));
  rotate(deque, index);
  return Py_NewRef(Py_None);
}

function deque_item(self: PyObject, i: number): PyObject | null {
  const deque = self as dequeobject;
  if (i < 0 || i >= deque.ob_size) return PyErr_SetString(PyExc_IndexError, 'deque index out of range');
  if (i === 0) return Py_NewRef(deque.leftblock!.data[deque.leftindex]!);
  if (i === deque.ob_size - 1) return Py_NewRef(deque.rightblock!.data[deque.rightindex]!);
  const { block, index } = locate(deque, i);
  return Py_NewRef(block.data[index]!);
}

function deque_del_item(deque: dequeobject, i: number): void {
  rotate(deque, -i);
  const item = popleft(deque)!;
  rotate(deque, i);
  Py_DECREF(item);
}

function deque_remove(self: PyObject, value: PyObject): PyObject | null {
  const deque = self as dequeobject;
  const at = search(deque, value, 0, deque.ob_size, false, PyExc_IndexError);
  if (at < 0) return at === -1 ? notInDeque(value) : null;
  deque_del_item(deque, at);
  return Py_NewRef(Py_None);
}

function deque_ass_item(self: PyObject, i: number, v: PyObject | null): number {
  const deque = self as dequeobject;
  if (i < 0 || i >= deque.ob_size) {
    PyErr_SetString(PyExc_IndexError, 'deque index out of range');
    return -1;
  }
  if (v === null) {
    deque_del_item(deque, i);
    return 0;
  }
  const { block, index } = locate(deque, i);
  const old = block.data[index]!;
  block.data[index] = Py_NewRef(v);
  Py_DECREF(old);
  return 0;
}

function deque_dealloc(deque: dequeobject): void {
  PyObject_GC_UnTrack(deque);
  if (deque.ob_weakreflist !== null) PyObject_ClearWeakRefs(deque);
  if (deque.leftblock !== null) {
    deque_clear(deque);
    freeblock(deque, deque.leftblock);
  }
  deque.leftblock = null;
  deque.rightblock = null;
  for (const b of deque.freeblocks) PyMem_Free(b.addr);
  deque.freeblocks = [];
  deque.ob_type.tp_free!(deque as never);
}

/** Calls `f` with each item, first to last. */
function forEach(deque: dequeobject, f: (item: PyObject, i: number) => void): void {
  let index = deque.leftindex;
  let n = 0;
  for (let b = deque.leftblock; b !== null; b = b.rightlink) {
    const end = b === deque.rightblock ? deque.rightindex : BLOCKLEN - 1;
    for (; index <= end; index++) f(b.data[index]!, n++);
    index = 0;
  }
}

function deque_traverse(deque: dequeobject, visit: visitproc): void {
  forEach(deque, visit);
}

function deque___reduce__(self: PyObject): PyObject | null {
  const deque = self as dequeobject;
  const state = _PyObject_GetState(deque);
  if (state === null) return null;
  const it = PyObject_GetIter(deque);
  if (it === null) {
    Py_DECREF(state);
    return null;
  }
  const args =
    deque.maxlen < 0 ? PyTuple_New(0) : PyTuple_FromArraySteal([PyTuple_New(0), PyLong_FromLong(deque.maxlen)]);
  return PyTuple_FromArraySteal([Py_NewRef(deque.ob_type), args, state, it]);
}

function deque_repr(self: PyObject): PyObject | null {
  const deque = self as dequeobject;
  const entered = Py_ReprEnter(deque);
  if (entered !== 0) return entered < 0 ? null : PyUnicode_FromString('[...]');
  let result: PyObject | null = null;
  const aslist = PySequence_List(deque);
  if (aslist !== null) {
    const text = PyObject_Repr(aslist);
    if (text !== null) {
      const maxlen = deque.maxlen >= 0 ? `, maxlen=${deque.maxlen}` : '';
      result = PyUnicode_FromString(`${_PyType_Name(deque.ob_type)}(${text.str}${maxlen})`);
      Py_DECREF(text);
    }
  }
  Py_ReprLeave(deque);
  Py_XDECREF(aslist);
  return result;
}

function deque_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  if (!PyObject_TypeCheck(v, deque_type) || !PyObject_TypeCheck(w, deque_type)) return Py_NewRef(Py_NotImplemented);
  if (op === Py_EQ || op === Py_NE) {
    if (v === w) return PyBool_FromLong(op === Py_EQ);
    if ((v as dequeobject).ob_size !== (w as dequeobject).ob_size) return PyBool_FromLong(op === Py_NE);
  }
  const it1 = PyObject_GetIter(v);
  const it2 = it1 === null ? null : PyObject_GetIter(w);
  let cmp = -1;
  if (it1 !== null && it2 !== null) cmp = compareItems(it1, it2, op);
  Py_XDECREF(it1);
  Py_XDECREF(it2);
  return cmp < 0 ? null : PyBool_FromLong(cmp);
}

function compareItems(it1: PyObject, it2: PyObject, op: CompareOp): number {
  for (;;) {
    const x = PyIter_Next(it1);
    if (x === null && PyErr_Occurred() !== null) return -1;
    const y = PyIter_Next(it2);
    if (x !== null && y !== null) {
      const b = PyObject_RichCompareBool(x, y, Py_EQ);
      const cmp = b === 0 ? PyObject_RichCompareBool(x, y, op) : b;
      Py_DECREF(x);
      Py_DECREF(y);
      if (b <= 0) return cmp;
      continue;
    }
    Py_XDECREF(x);
    Py_XDECREF(y);
    if (PyErr_Occurred() !== null) return -1;
    const longer = { v: x !== null, w: y !== null };
    switch (op) {
      case Py_LT:
        return longer.w ? 1 : 0;
      case Py_LE:
        return longer.v ? 0 : 1;
      case Py_EQ:
        return longer.v || longer.w ? 0 : 1;
      case Py_NE:
        return longer.v || longer.w ? 1 : 0;
      case Py_GT:
        return longer.v ? 1 : 0;
      case Py_GE:
        return longer.w ? 0 : 1;
    }
  }
}

const initParser = argParser('deque', ['iterable', 'maxlen'], 0);

function deque_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwds, initParser);
  if (parsed === null) return -1;
  const deque = self as dequeobject;
  let maxlen = -1;
  if (parsed[1] !== null && parsed[1] !== Py_None) {
    maxlen = PyLong_AsSsize_t(parsed[1]!);
    if (maxlen === -1 && PyErr_Occurred() !== null) return -1;
    if (maxlen < 0) {
      PyErr_SetString(PyExc_ValueError, 'maxlen must be non-negative');
      return -1;
    }
  }
  deque.maxlen = maxlen;
  if (deque.ob_size > 0) deque_clear(deque);
  return parsed[0] === null ? 0 : extend(deque, parsed[0]!, false);
}

function deque___sizeof__(self: PyObject): PyObject | null {
  const deque = self as dequeobject;
  const blocks = Math.floor((deque.leftindex + deque.ob_size + BLOCKLEN - 1) / BLOCKLEN);
  return PyLong_FromLong(deque.ob_type.tp_basicsize + blocks * SIZEOF_BLOCK);
}

function deque_get_maxlen(deque: dequeobject): PyObject | null {
  return deque.maxlen < 0 ? Py_NewRef(Py_None) : PyLong_FromLong(deque.maxlen);
}

export const deque_type: PyTypeObject = defineModuleType({
  tp_name: 'collections.deque',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_basicsize: 216,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_weaklistoffset: 208,
  tp_doc: 'deque([iterable[, maxlen]])\n--\n\nA list-like sequence optimized for data accesses near its endpoints.',
  tp_dealloc: deque_dealloc,
  tp_repr: deque_repr,
  tp_hash: PyObject_HashNotImplemented,
  tp_traverse: deque_traverse,
  tp_clear: deque_clear,
  tp_richcompare: deque_richcompare,
  tp_iter: (deque) => dequeiter(dequeiter_type, deque as dequeobject),
  tp_init: deque_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: deque_new,
  tp_free: PyObject_GC_Del,
  sq_length: (deque) => (deque as dequeobject).ob_size,
  sq_concat: deque_concat,
  sq_repeat: deque_repeat,
  sq_item: deque_item,
  sq_ass_item: deque_ass_item,
  sq_contains: deque_contains,
  sq_inplace_concat: deque_inplace_concat,
  sq_inplace_repeat: deque_inplace_repeat,
  tp_getset: [
    { name: 'maxlen', get: deque_get_maxlen, set: null, doc: 'maximum size of a deque or None if unbounded' },
  ],
  tp_methods: [
    method('append', METH_O, deque_append, '($self, item, /)', 'Add an element to the right side of the deque.'),
    method('appendleft', METH_O, deque_appendleft, '($self, item, /)', 'Add an element to the left side of the deque.'),
    method(
      'clear',
      METH_NOARGS,
      (deque: PyObject) => {
        deque_clear(deque as dequeobject);
        return Py_NewRef(Py_None);
      },
      '($self, /)',
      'Remove all elements from the deque.',
    ),
    method('__copy__', METH_NOARGS, deque_copy, '($self, /)', 'Return a shallow copy of a deque.'),
    method('copy', METH_NOARGS, deque_copy, '($self, /)', 'Return a shallow copy of a deque.'),
    method('count', METH_O, deque_count, '($self, value, /)', 'Return number of occurrences of value.'),
    method(
      'extend',
      METH_O,
      (deque: PyObject, iterable: PyObject) => none(extend(deque as dequeobject, iterable, false)),
      '($self, iterable, /)',
      'Extend the right side of the deque with elements from the iterable.',
    ),
    method(
      'extendleft',
      METH_O,
      (deque: PyObject, iterable: PyObject) => none(extend(deque as dequeobject, iterable, true)),
      '($self, iterable, /)',
      'Extend the left side of the deque with elements from the iterable.',
    ),
    method(
      'index',
      METH_FASTCALL,
      deque_index,
      '($self, value, [start, [stop]])',
      'Return first index of value.\n\nRaises ValueError if the value is not present.',
    ),
    method('insert', METH_FASTCALL, deque_insert, '($self, index, value, /)', 'Insert value before index.'),
    method(
      'pop',
      METH_NOARGS,
      (deque: PyObject) => pop(deque as dequeobject),
      '($self, /)',
      'Remove and return the rightmost element.',
    ),
    method(
      'popleft',
      METH_NOARGS,
      (deque: PyObject) => popleft(deque as dequeobject),
      '($self, /)',
      'Remove and return the leftmost element.',
    ),
    method('__reduce__', METH_NOARGS, deque___reduce__, '($self, /)', 'Return state information for pickling.'),
    method('remove', METH_O, deque_remove, '($self, value, /)', 'Remove first occurrence of value.'),
    method(
      '__reversed__',
      METH_NOARGS,
      (deque: PyObject) => dequeiter(dequereviter_type, deque as dequeobject),
      '($self, /)',
      'Return a reverse iterator over the deque.',
    ),
    method('reverse', METH_NOARGS, deque_reverse, '($self, /)', 'Reverse *IN PLACE*.'),
    method(
      'rotate',
      METH_FASTCALL,
      deque_rotate,
      '($self, n=1, /)',
      'Rotate the deque n steps to the right.  If n is negative, rotates left.',
    ),
    method(
      '__sizeof__',
      METH_NOARGS,
      deque___sizeof__,
      '($self, /)',
      'Return the size of the deque in memory, in bytes.',
    ),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
      null,
      'See PEP 585',
    ),
  ],
  construct: (type) => new dequeobject(type),
  edges: (deque: dequeobject, emit: edgeproc) => forEach(deque, (item, i) => emit(item, 'item', i)),
});

// --------------------------------------------------------------------------------------------------------- iterators

class dequeiterobject extends PyGCObject {
  b: Block | null;
  index: number;
  deque: dequeobject | null;
  /** The deque's state when the iterator was made. */
  state: number;
  /** Items left. */
  counter: number;

  constructor(type: PyTypeObject, deque: dequeobject) {
    super(type);
    const reverse = type === dequereviter_type;
    this.b = reverse ? deque.rightblock : deque.leftblock;
    this.index = reverse ? deque.rightindex : deque.leftindex;
    this.deque = deque;
    this.state = deque.state;
    this.counter = deque.ob_size;
  }
}

function dequeiter(type: PyTypeObject, deque: dequeobject): Owned<dequeiterobject> {
  const it = PyObject_GC_New(new dequeiterobject(type, Py_NewRef(deque)), 56);
  _PyObject_GC_TRACK(it);
  return it;
}

function dequeiter_clear(it: dequeiterobject): void {
  const deque = it.deque;
  it.deque = null;
  Py_XDECREF(deque);
}

function dequeiter_dealloc(it: dequeiterobject): void {
  PyObject_GC_UnTrack(it);
  dequeiter_clear(it);
  PyObject_GC_Del(it);
}

function mutated(it: dequeiterobject): null {
  it.counter = 0;
  return PyErr_SetString(PyExc_RuntimeError, 'deque mutated during iteration');
}

function dequeiter_next(self: PyObject): PyObject | null {
  const it = self as dequeiterobject;
  if (it.deque!.state !== it.state) return mutated(it);
  if (it.counter === 0) return null;
  const item = it.b!.data[it.index]!;
  it.index++;
  it.counter--;
  if (it.index === BLOCKLEN && it.counter > 0) {
    it.b = it.b!.rightlink;
    it.index = 0;
  }
  return Py_NewRef(item);
}

function dequereviter_next(self: PyObject): PyObject | null {
  const it = self as dequeiterobject;
  if (it.counter === 0) return null;
  if (it.deque!.state !== it.state) return mutated(it);
  const item = it.b!.data[it.index]!;
  it.index--;
  it.counter--;
  if (it.index < 0 && it.counter > 0) {
    it.b = it.b!.leftlink;
    it.index = BLOCKLEN - 1;
  }
  return Py_NewRef(item);
}

function iterator_new(type: PyTypeObject, args: PyTupleObject): PyObject | null {
  const given = args.ob_item;
  if (!_PyArg_CheckPositional(type.tp_name, given.length, 1, 2)) return null;
  if (!PyObject_TypeCheck(given[0]!, deque_type)) {
    return _PyArg_BadArgument(type.tp_name, 'argument 1', 'collections.deque', given[0]!);
  }
  const index = given.length > 1 ? argSsize(given[1]!) : 0;
  if (index === null) return null;
  const it = dequeiter(type, given[0] as dequeobject);
  for (let i = 0; i < index; i++) {
    const item = type.tp_iternext!(it);
    if (item === null) {
      if (it.counter === 0) break;
      Py_DECREF(it);
      return null;
    }
    Py_DECREF(item);
  }
  return it;
}

function dequeiter_reduce(self: PyObject): PyObject | null {
  const it = self as dequeiterobject;
  const deque = it.deque!;
  const consumed = PyLong_FromLong(deque.ob_size - it.counter);
  return PyTuple_FromArraySteal([Py_NewRef(it.ob_type), PyTuple_FromArraySteal([Py_NewRef(deque), consumed])]);
}

function defineIterator(tp_name: string, tp_iternext: (self: PyObject) => PyObject | null): PyTypeObject {
  return defineModuleType({
    tp_name,
    tp_basicsize: 56,
    tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    tp_dealloc: dequeiter_dealloc,
    tp_traverse: (it: dequeiterobject, visit) => {
      if (it.deque !== null) visit(it.deque);
    },
    tp_clear: dequeiter_clear,
    tp_iter: PyObject_SelfIter,
    tp_iternext,
    tp_new: iterator_new,
    tp_methods: [
      method(
        '__length_hint__',
        METH_NOARGS,
        (it: PyObject) => PyLong_FromLong((it as dequeiterobject).counter),
        null,
        'Private method returning an estimate of len(list(it)).',
      ),
      method('__reduce__', METH_NOARGS, dequeiter_reduce, null, 'Return state information for pickling.'),
    ],
  });
}

export const dequeiter_type = defineIterator('collections._deque_iterator', dequeiter_next);
export const dequereviter_type = defineIterator('collections._deque_reverse_iterator', dequereviter_next);
