// product, combinations, combinations_with_replacement and permutations. Follows Modules/itertoolsmodule.c, CPython 3.13.

import { PyMem_Malloc } from '../../heap/obmalloc';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF } from '../../heap/refcount';
import { PySequence_Tuple } from '../../objects/abstract';
import { argSsize } from '../../objects/clinic';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { _PyArg_UnpackKeywordsDict, argParser } from '../../objects/getargs';
import { PyLong_AsSsize_t, PyLong_Check } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { PyTuple_Check, PyTuple_New, tuple_empty } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyMethodDef, PyTypeObject } from '../../objects/typestruct';
import { METH_NOARGS, method } from '../../objects/typestruct';
import {
  PyGCObject,
  defineIter,
  int,
  keywords,
  none,
  ownResult,
  reduceMethod,
  ref,
  replaceItem,
  setstateMethod,
  stateItems,
  tuple,
} from './support';

/** The common parts: a pool of items (of pools, in product), indices in memory of their own, the last result. */
class combobject extends PyGCObject {
  pool: PyTupleObject | null = null;
  indices: number[] = [];
  indices_addr = 0;
  /** Of permutations: the rollover counter of each place. */
  cycles: number[] = [];
  cycles_addr = 0;
  result: PyTupleObject | null = null;
  r = 0;
  stopped = false;
}

const indexTuple = (indices: readonly number[]): Owned<PyTupleObject> => tuple(...indices.map((i) => int(i)));

/** Reads `n` indices from a tuple into `to`, each between bounds that depend on its place. False with an exception. */
function readIndices(state: PyObject, n: number, to: number[], low: number, high: (i: number) => number): boolean {
  if (!PyTuple_Check(state) || state.ob_item.length !== n) {
    PyErr_SetString(PyExc_ValueError, 'invalid arguments');
    return false;
  }
  for (let i = 0; i < n; i++) {
    const index = PyLong_AsSsize_t(state.ob_item[i]!);
    if (index < 0 && PyErr_Occurred() !== null) return false;
    to[i] = Math.max(low, Math.min(index, high(i)));
  }
  return true;
}

/** Makes the result tuple of pool[indices[i]] for i < r, in place of the old one. */
function resetResult(co: combobject): void {
  const result = PyTuple_New(co.r);
  const pool = co.pool!.ob_item;
  for (let i = 0; i < co.r; i++) result.ob_item[i] = ref(pool[co.indices[i]!]!);
  const old = co.result;
  co.result = result;
  if (old !== null) Py_DECREF(old);
}

/** Steps past the end. */
function stop(co: combobject): null {
  co.stopped = true;
  return null;
}

function sizeofMethod(items: (co: combobject) => number): PyMethodDef {
  return method(
    '__sizeof__',
    METH_NOARGS,
    (self: PyObject) => int(self.ob_type.tp_basicsize + 8 * items(self as combobject)),
    null,
    'Returns size in memory, in bytes.',
  );
}

// ------------------------------------------------------------------------------------------------------------ product

const productParser = argParser('product', ['repeat'], 0, 1);

function product_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  let repeat: number | null = 1;
  if (kwds !== null) {
    const parsed = _PyArg_UnpackKeywordsDict(tuple_empty, kwds, productParser);
    if (parsed === null) return null;
    if (parsed[0] !== null && (repeat = argSsize(parsed[0]!)) === null) return null;
    if (repeat < 0) return PyErr_SetString(PyExc_ValueError, 'repeat argument cannot be negative');
  }
  const nargs = repeat === 0 ? 0 : args.ob_item.length;
  if (nargs > 2 ** 60 / repeat) return PyErr_SetString(PyExc_OverflowError, 'repeat argument too large');
  const npools = nargs * repeat;
  const indices: number[] = [];
  const addr = PyMem_Malloc(npools * 8);
  const pools = PyTuple_New(npools);
  const free = (): null => {
    Py_DECREF(pools);
    return null;
  };
  for (let i = 0; i < npools; i++) {
    const pool = i < nargs ? PySequence_Tuple(args.ob_item[i]!) : ref(pools.ob_item[i - nargs]!);
    if (pool === null) return free();
    pools.ob_item[i] = pool;
    indices.push(0);
  }
  const lz = type.tp_alloc!(type, 0) as combobject | null;
  if (lz === null) return free();
  lz.pool = pools;
  lz.indices = indices;
  lz.indices_addr = addr;
  lz.r = npools;
  return lz;
}

function product_next(self: PyObject): PyObject | null {
  const lz = self as combobject;
  if (lz.stopped) return null;
  const pools = lz.pool!.ob_item as PyTupleObject[];
  const npools = pools.length;
  if (lz.result === null) {
    const result = PyTuple_New(npools);
    lz.result = result;
    for (let i = 0; i < npools; i++) {
      const pool = pools[i]!.ob_item;
      if (pool.length === 0) return stop(lz);
      result.ob_item[i] = ref(pool[0]!);
    }
    return ref(result);
  }
  const result = ownResult(lz);
  // The rightmost pool goes on; one that rolls over lets its left neighbour go on.
  for (let i = npools - 1; i >= 0; i--) {
    const pool = pools[i]!.ob_item;
    const index = lz.indices[i]! + 1;
    const rollover = index === pool.length;
    lz.indices[i] = rollover ? 0 : index;
    replaceItem(result, i, pool[lz.indices[i]!]!);
    if (!rollover) return ref(result);
  }
  return stop(lz);
}

function product_reduce(self: PyObject): PyObject | null {
  const lz = self as combobject;
  if (lz.stopped) return tuple(ref(lz.ob_type), tuple(PyTuple_New(0)));
  if (lz.result === null) return tuple(ref(lz.ob_type), ref(lz.pool!));
  return tuple(ref(lz.ob_type), ref(lz.pool!), indexTuple(lz.indices));
}

function product_setstate(self: PyObject, state: PyObject): PyObject | null {
  const lz = self as combobject;
  const pools = lz.pool!.ob_item as PyTupleObject[];
  if (!readIndices(state, pools.length, lz.indices, 0, (i) => pools[i]!.ob_item.length - 1)) return null;
  if (pools.some((pool) => pool.ob_item.length === 0)) {
    lz.stopped = true;
    return none();
  }
  const result = PyTuple_New(pools.length);
  for (let i = 0; i < pools.length; i++) result.ob_item[i] = ref(pools[i]!.ob_item[lz.indices[i]!]!);
  const old = lz.result;
  lz.result = result;
  if (old !== null) Py_DECREF(old);
  return none();
}

const construct = (type: PyTypeObject): combobject => new combobject(type);
const owned = ['pool', 'result'] as const;
const blocks = (co: combobject): number[] => [co.indices_addr, co.cycles_addr];

export const product_type: PyTypeObject = defineIter<combobject>({
  name: 'product',
  basicsize: 48,
  doc:
    'product(*iterables, repeat=1)\n--\n\nCartesian product of input iterables.  Equivalent to nested for-loops.\n\n' +
    'For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n' +
    'The leftmost iterators are in the outermost for-loop, so the output tuples\n' +
    'cycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\n' +
    'To compute the product of an iterable with itself, specify the number\n' +
    'of repetitions with the optional repeat keyword argument. For example,\n' +
    'product(A, repeat=4) means the same as product(A, A, A, A).\n\n' +
    "product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n" +
    'product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...',
  construct,
  owned,
  blocks,
  create: product_new,
  next: product_next,
  methods: [
    reduceMethod(product_reduce),
    setstateMethod(product_setstate),
    sizeofMethod((lz) => lz.pool!.ob_item.length),
  ],
});

// ------------------------------------------------------------------------- combinations, with and without replacement

/** The pool and r of combinations(iterable, r); null with an exception. */
function combinations_create(type: PyTypeObject, args: (PyObject | null)[], replacement: boolean): PyObject | null {
  const r = argSsize(args[1]!);
  if (r === null) return null;
  const pool = PySequence_Tuple(args[0]!) as PyTupleObject | null;
  if (pool === null) return null;
  if (r < 0) {
    Py_DECREF(pool);
    return PyErr_SetString(PyExc_ValueError, 'r must be non-negative');
  }
  const addr = PyMem_Malloc(r * 8);
  const co = type.tp_alloc!(type, 0) as combobject | null;
  if (co === null) {
    Py_DECREF(pool);
    return null;
  }
  const n = pool.ob_item.length;
  co.pool = pool;
  co.indices_addr = addr;
  for (let i = 0; i < r; i++) co.indices.push(replacement ? 0 : i);
  co.r = r;
  co.stopped = replacement ? n === 0 && r > 0 : r > n;
  return co;
}

function combinations_next(self: PyObject): PyObject | null {
  const co = self as combobject;
  if (co.stopped) return null;
  const { indices, r } = co;
  if (co.result === null) {
    resetResult(co);
    return ref(co.result!);
  }
  const pool = co.pool!.ob_item;
  const n = pool.length;
  const result = ownResult(co);
  // The rightmost index that is not at its end goes on, those right of it follow close behind.
  let i = r - 1;
  while (i >= 0 && indices[i] === i + n - r) i--;
  if (i < 0) return stop(co);
  indices[i]!++;
  for (let j = i + 1; j < r; j++) indices[j] = indices[j - 1]! + 1;
  for (; i < r; i++) replaceItem(result, i, pool[indices[i]!]!);
  return ref(result);
}

function cwr_next(self: PyObject): PyObject | null {
  const co = self as combobject;
  if (co.stopped) return null;
  const { indices, r } = co;
  if (co.result === null) {
    resetResult(co);
    return ref(co.result!);
  }
  const pool = co.pool!.ob_item;
  const n = pool.length;
  const result = ownResult(co);
  let i = r - 1;
  while (i >= 0 && indices[i] === n - 1) i--;
  if (i < 0) return stop(co);
  const index = indices[i]! + 1;
  for (; i < r; i++) {
    indices[i] = index;
    replaceItem(result, i, pool[index]!);
  }
  return ref(result);
}

const combReduce = reduceMethod((self) => {
  const lz = self as combobject;
  if (lz.result === null) return tuple(ref(lz.ob_type), tuple(ref(lz.pool!), int(lz.r)));
  if (lz.stopped) return tuple(ref(lz.ob_type), tuple(PyTuple_New(0), int(lz.r)));
  return tuple(ref(lz.ob_type), tuple(ref(lz.pool!), int(lz.r)), indexTuple(lz.indices));
});

function combSetstate(high: (co: combobject, i: number) => number): PyMethodDef {
  return setstateMethod((self, state) => {
    const co = self as combobject;
    if (!readIndices(state, co.r, co.indices, 0, (i) => high(co, i))) return null;
    resetResult(co);
    return none();
  });
}
const combSizeof = sizeofMethod((co) => co.r);

export const combinations_type: PyTypeObject = defineIter<combobject>({
  name: 'combinations',
  basicsize: 56,
  doc:
    'combinations(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable.\n\n' +
    'combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)',
  construct,
  owned,
  blocks,
  create: keywords('combinations', ['iterable', 'r'], 2, 2, (type, args) => combinations_create(type, args, false)),
  next: combinations_next,
  methods: [combReduce, combSetstate((co, i) => i + co.pool!.ob_item.length - co.r), combSizeof],
});

export const cwr_type: PyTypeObject = defineIter<combobject>({
  name: 'combinations_with_replacement',
  basicsize: 56,
  doc:
    'combinations_with_replacement(iterable, r)\n--\n\n' +
    'Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\n' +
    "combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
  construct,
  owned,
  blocks,
  create: keywords('combinations_with_replacement', ['iterable', 'r'], 2, 2, (type, args) =>
    combinations_create(type, args, true),
  ),
  next: cwr_next,
  methods: [combReduce, combSetstate((co) => co.pool!.ob_item.length - 1), combSizeof],
});

// ------------------------------------------------------------------------------------------------------- permutations

function permutations_create(type: PyTypeObject, args: (PyObject | null)[]): PyObject | null {
  const pool = PySequence_Tuple(args[0]!) as PyTupleObject | null;
  if (pool === null) return null;
  const n = pool.ob_item.length;
  let r = n;
  const robj = args[1] ?? Py_None;
  if (robj !== Py_None) {
    r = PyLong_Check(robj) ? PyLong_AsSsize_t(robj) : -1;
    if (!PyLong_Check(robj)) PyErr_SetString(PyExc_TypeError, 'Expected int as r');
    else if (r < 0 && PyErr_Occurred() === null) PyErr_SetString(PyExc_ValueError, 'r must be non-negative');
    if (r < 0) {
      Py_DECREF(pool);
      return null;
    }
  }
  const indices_addr = PyMem_Malloc(n * 8);
  const cycles_addr = PyMem_Malloc(r * 8);
  const po = type.tp_alloc!(type, 0) as combobject | null;
  if (po === null) {
    Py_DECREF(pool);
    return null;
  }
  for (let i = 0; i < n; i++) po.indices.push(i);
  for (let i = 0; i < r; i++) po.cycles.push(n - i);
  po.pool = pool;
  po.indices_addr = indices_addr;
  po.cycles_addr = cycles_addr;
  po.r = r;
  po.stopped = r > n;
  return po;
}

function permutations_next(self: PyObject): PyObject | null {
  const po = self as combobject;
  if (po.stopped) return null;
  const { indices, cycles, r } = po;
  if (po.result === null) {
    resetResult(po);
    return ref(po.result!);
  }
  const pool = po.pool!.ob_item;
  const n = pool.length;
  if (n === 0) return stop(po);
  const result = ownResult(po);
  for (let i = r - 1; i >= 0; i--) {
    const j = cycles[i]! - 1;
    const index = indices[i]!;
    if (j === 0) {
      // A full cycle of this place: its index goes behind all others.
      for (let k = i; k < n - 1; k++) indices[k] = indices[k + 1]!;
      indices[n - 1] = index;
      cycles[i] = n - i;
    } else {
      cycles[i] = j;
      indices[i] = indices[n - j]!;
      indices[n - j] = index;
      for (let k = i; k < r; k++) replaceItem(result, k, pool[indices[k]!]!);
      return ref(result);
    }
  }
  return stop(po);
}

export const permutations_type: PyTypeObject = defineIter<combobject>({
  name: 'permutations',
  basicsize: 64,
  doc:
    'permutations(iterable, r=None)\n--\n\nReturn successive r-length permutations of elements in the iterable.\n\n' +
    'permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)',
  construct,
  owned,
  blocks,
  create: keywords('permutations', ['iterable', 'r'], 1, 2, permutations_create),
  next: permutations_next,
  methods: [
    reduceMethod((self) => {
      const po = self as combobject;
      if (po.result === null) return tuple(ref(po.ob_type), tuple(ref(po.pool!), int(po.r)));
      if (po.stopped) return tuple(ref(po.ob_type), tuple(PyTuple_New(0), int(po.r)));
      const state = tuple(indexTuple(po.indices), indexTuple(po.cycles));
      return tuple(ref(po.ob_type), tuple(ref(po.pool!), int(po.r)), state);
    }),
    setstateMethod((self, state) => {
      const po = self as combobject;
      const items = stateItems(state, 2);
      if (items === null) return null;
      const n = po.pool!.ob_item.length;
      if (!readIndices(items[0]!, n, po.indices, 0, () => n - 1)) return null;
      if (!readIndices(items[1]!, po.r, po.cycles, 1, (i) => n - i)) return null;
      resetResult(po);
      return none();
    }),
    sizeofMethod((po) => po.pool!.ob_item.length + po.r),
  ],
});
