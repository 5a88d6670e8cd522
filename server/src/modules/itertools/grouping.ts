// batched, pairwise, groupby, accumulate and zip_longest. Follows Modules/itertoolsmodule.c, CPython 3.13.

import { PyObject_GenericGetAttr } from '../../objects/objectattr';
import { PyObject_GC_Del, PyObject_GC_New } from '../../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyIter_Next, PyNumber_Add, PyObject_GetIter } from '../../objects/abstract';
import { _PyEval_GetBuiltin } from '../../objects/builtinlookup';
import { PyObject_CallFunctionObjArgs, PyObject_CallOneArg } from '../../objects/call';
import { argSsize } from '../../objects/clinic';
import { PyDict_CheckExact, PyDict_GetItemWithError } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { recyclePair } from '../../objects/enumobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { _PyArg_BadArgument } from '../../objects/getargs';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject } from '../../objects/object';
import { Py_EQ } from '../../objects/object';
import { PyObject_IsTrue, PyObject_RichCompareBool, PyObject_SelfIter, Py_None } from '../../objects/objectprotocol';
import { PyTuple_New, PyTuple_Pack, _PyTuple_Resize } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject } from '../../objects/typestruct';
import { Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE } from '../../objects/typestruct';
import { _Py_ID } from '../../objects/unicodeobject';
import { chain_type, islice_type } from './simple';
import {
  PyGCObject,
  clearField,
  defineIter,
  int,
  keywords,
  none,
  positional,
  reduceMethod,
  ref,
  setField,
  setstateMethod,
  stateItems,
  tuple,
  withIterator,
} from './support';

// ------------------------------------------------------------------------------------------------------------ batched

class batchedobject extends PyGCObject {
  it: PyObject | null = null;
  batch_size = 0;
  strict = false;
}

function batched_next(self: PyObject): PyObject | null {
  const bo = self as batchedobject;
  const it = bo.it;
  if (it === null) return null;
  const n = bo.batch_size;
  const result = PyTuple_New(n);
  const iternext = it.ob_type.tp_iternext!;
  for (let i = 0; i < n; i++) {
    const item = iternext(it);
    if (item !== null) {
      result.ob_item[i] = item;
      continue;
    }
    let failed = i === 0;
    if (PyErr_Occurred() !== null) {
      if (PyErr_ExceptionMatches(PyExc_StopIteration)) PyErr_Clear();
      else failed = true;
    }
    if (!failed && !bo.strict) return _PyTuple_Resize(result, i);
    clearField(bo, 'it');
    Py_DECREF(result);
    if (!failed) PyErr_SetString(PyExc_ValueError, 'batched(): incomplete batch');
    return null;
  }
  return result;
}

export const batched_type: PyTypeObject = defineIter<batchedobject>({
  name: 'batched',
  basicsize: 40,
  doc:
    'batched(iterable, n, *, strict=False)\n--\n\nBatch data into tuples of length n. The last batch may be shorter than n.\n\n' +
    'Loops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\n' +
    'fill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n' +
    "    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\n" +
    'If "strict" is True, raises a ValueError if the final batch is shorter\nthan n.',
  construct: (type) => new batchedobject(type),
  owned: ['it'],
  create: keywords('batched', ['iterable', 'n', 'strict'], 2, 2, (type, args) => {
    const n = argSsize(args[1]!);
    if (n === null) return null;
    const strict = args[2] === null ? 0 : PyObject_IsTrue(args[2]!);
    if (strict < 0) return null;
    if (n < 1) return PyErr_SetString(PyExc_ValueError, 'n must be at least one');
    const bo = withIterator<batchedobject>(type, args[0]!);
    if (bo === null) return null;
    bo.batch_size = n;
    bo.strict = strict > 0;
    return bo;
  }),
  next: batched_next,
});

// ----------------------------------------------------------------------------------------------------------- pairwise

class pairwiseobject extends PyGCObject {
  it: PyObject | null = null;
  old: PyObject | null = null;
  result: PyTupleObject | null = null;
}

function pairwise_next(self: PyObject): PyObject | null {
  const po = self as pairwiseobject;
  let it = po.it;
  let old = po.old;
  if (it === null) return null;
  if (old === null) {
    old = it.ob_type.tp_iternext!(it);
    const previous = po.old;
    po.old = old;
    Py_XDECREF(previous);
    if (old === null) {
      clearField(po, 'it');
      return null;
    }
    // The iterator may have used this very object meanwhile.
    it = po.it;
    if (it === null) {
      clearField(po, 'old');
      return null;
    }
  }
  Py_INCREF(old);
  const next = it.ob_type.tp_iternext!(it);
  if (next === null) {
    clearField(po, 'it');
    clearField(po, 'old');
    Py_DECREF(old);
    return null;
  }
  const result = recyclePair(po.result!, Py_NewRef(old), Py_NewRef(next));
  const previous = po.old;
  po.old = next;
  Py_XDECREF(previous);
  Py_DECREF(old);
  return result;
}

export const pairwise_type: PyTypeObject = defineIter<pairwiseobject>({
  name: 'pairwise',
  basicsize: 40,
  doc:
    'pairwise(iterable, /)\n--\n\nReturn an iterator of overlapping pairs taken from the input iterator.\n\n' +
    '    s -> (s0,s1), (s1,s2), (s2, s3), ...',
  construct: (type) => new pairwiseobject(type),
  owned: ['it', 'old', 'result'],
  create: positional(
    'pairwise',
    1,
    1,
    (type, args) => {
      const po = withIterator<pairwiseobject>(type, args[0]!);
      if (po !== null) po.result = PyTuple_Pack(Py_None, Py_None);
      return po;
    },
    () => pairwise_type,
  ),
  next: pairwise_next,
});

// ------------------------------------------------------------------------------------------------------------ groupby

class groupbyobject extends PyGCObject {
  it: PyObject | null = null;
  keyfunc: PyObject | null = null;
  tgtkey: PyObject | null = null;
  currkey: PyObject | null = null;
  currvalue: PyObject | null = null;
  /** The group handed out last; not owned. */
  currgrouper: _grouperobject | null = null;
}

class _grouperobject extends PyGCObject {
  parent: groupbyobject;
  tgtkey: PyObject;

  constructor(type: PyTypeObject, parent: groupbyobject, tgtkey: PyObject) {
    super(type);
    this.parent = parent;
    this.tgtkey = tgtkey;
  }
}

/** Reads the next value and computes its key. 0, or −1 at the end or with an exception. */
function groupby_step(gbo: groupbyobject): number {
  const newvalue = PyIter_Next(gbo.it!);
  if (newvalue === null) return -1;
  const newkey = gbo.keyfunc === Py_None ? Py_NewRef(newvalue) : PyObject_CallOneArg(gbo.keyfunc!, newvalue);
  if (newkey === null) {
    Py_DECREF(newvalue);
    return -1;
  }
  const oldvalue = gbo.currvalue;
  gbo.currvalue = newvalue;
  const oldkey = gbo.currkey;
  gbo.currkey = newkey;
  Py_XDECREF(oldkey);
  Py_XDECREF(oldvalue);
  return 0;
}

function groupby_next(self: PyObject): PyObject | null {
  const gbo = self as groupbyobject;
  gbo.currgrouper = null;
  for (;;) {
    if (gbo.currkey !== null) {
      if (gbo.tgtkey === null) break;
      const rcmp = PyObject_RichCompareBool(gbo.tgtkey, gbo.currkey, Py_EQ);
      if (rcmp < 0) return null;
      if (rcmp === 0) break;
    }
    if (groupby_step(gbo) < 0) return null;
  }
  setField(gbo, 'tgtkey', gbo.currkey!);
  const grouper = grouper_create(gbo, gbo.tgtkey!);
  const r = PyTuple_Pack(gbo.currkey!, grouper);
  Py_DECREF(grouper);
  return r;
}

export const groupby_type: PyTypeObject = defineIter<groupbyobject>({
  name: 'groupby',
  basicsize: 72,
  doc:
    'groupby(iterable, key=None)\n--\n\nmake an iterator that returns consecutive keys and groups from the iterable\n\n' +
    '  iterable\n    Elements to divide into groups according to the key function.\n' +
    '  key\n    A function for computing the group category for each element.\n' +
    '    If the key function is not specified or is None, the element itself\n    is used for grouping.',
  construct: (type) => new groupbyobject(type),
  owned: ['it', 'keyfunc', 'tgtkey', 'currkey', 'currvalue'],
  create: keywords('groupby', ['iterable', 'key'], 1, 2, (type, args) => {
    const gbo = type.tp_alloc!(type, 0) as groupbyobject | null;
    if (gbo === null) return null;
    gbo.keyfunc = ref(args[1] ?? Py_None);
    gbo.it = PyObject_GetIter(args[0]!);
    if (gbo.it === null) {
      Py_DECREF(gbo);
      return null;
    }
    return gbo;
  }),
  next: groupby_next,
  methods: [
    reduceMethod((self) => {
      const lz = self as groupbyobject;
      const args = tuple(ref(lz.it!), ref(lz.keyfunc!));
      if (lz.tgtkey === null || lz.currkey === null || lz.currvalue === null) return tuple(ref(lz.ob_type), args);
      return tuple(ref(lz.ob_type), args, tuple(ref(lz.currkey), ref(lz.currvalue), ref(lz.tgtkey)));
    }),
    setstateMethod((self, state) => {
      const lz = self as groupbyobject;
      const items = stateItems(state, 3);
      if (items === null) return null;
      setField(lz, 'currkey', items[0]!);
      setField(lz, 'currvalue', items[1]!);
      setField(lz, 'tgtkey', items[2]!);
      return none();
    }),
  ],
});

function grouper_create(parent: groupbyobject, tgtkey: PyObject): _grouperobject {
  const igo = PyObject_GC_New(new _grouperobject(_grouper_type, ref(parent), ref(tgtkey)), 32);
  parent.currgrouper = igo;
  _PyObject_GC_TRACK(igo);
  return igo;
}

function grouper_next(self: PyObject): PyObject | null {
  const igo = self as _grouperobject;
  const gbo = igo.parent;
  if (gbo.currgrouper !== igo) return null;
  if (gbo.currvalue === null && groupby_step(gbo) < 0) return null;
  if (PyObject_RichCompareBool(igo.tgtkey, gbo.currkey!, Py_EQ) <= 0) return null;
  const r = gbo.currvalue;
  gbo.currvalue = null;
  clearField(gbo, 'currkey');
  return r;
}

export const _grouper_type: PyTypeObject = defineModuleType({
  tp_name: 'itertools._grouper',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dealloc: (igo: _grouperobject) => {
    PyObject_GC_UnTrack(igo);
    Py_DECREF(igo.parent);
    Py_DECREF(igo.tgtkey);
    PyObject_GC_Del(igo);
  },
  tp_traverse: (igo: _grouperobject, visit) => {
    visit(igo.parent);
    visit(igo.tgtkey);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: grouper_next,
  tp_new: positional(
    '_grouper',
    2,
    2,
    (_type, args) =>
      args[0]!.ob_type.tp_iternext !== groupby_type.tp_iternext
        ? _PyArg_BadArgument('_grouper', 'argument 1', 'itertools.groupby', args[0]!)
        : grouper_create(args[0] as groupbyobject, args[1]!),
    () => _grouper_type,
  ),
  tp_methods: [
    reduceMethod((self) => {
      const igo = self as _grouperobject;
      if (igo.parent.currgrouper !== igo) {
        const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
        return iter === null ? null : tuple(iter, tuple(PyTuple_New(0)));
      }
      return tuple(ref(igo.ob_type), tuple(ref(igo.parent), ref(igo.tgtkey)));
    }),
  ],
});

// --------------------------------------------------------------------------------------------------------- accumulate

class accumulateobject extends PyGCObject {
  total: PyObject | null = null;
  it: PyObject | null = null;
  binop: PyObject | null = null;
  initial: PyObject | null = null;
}

function accumulate_next(self: PyObject): PyObject | null {
  const lz = self as accumulateobject;
  if (lz.initial !== Py_None) {
    lz.total = lz.initial;
    lz.initial = none();
    return ref(lz.total!);
  }
  const val = lz.it!.ob_type.tp_iternext!(lz.it!);
  if (val === null) return null;
  if (lz.total === null) {
    lz.total = Py_NewRef(val);
    return val;
  }
  const newtotal =
    lz.binop === null ? PyNumber_Add(lz.total, val) : PyObject_CallFunctionObjArgs(lz.binop, lz.total, val);
  Py_DECREF(val);
  if (newtotal === null) return null;
  setField(lz, 'total', newtotal);
  return newtotal;
}

/** chain((first,), it). */
function chainOf(first: PyObject, it: PyObject): PyObject | null {
  const pair = tuple(ref(first));
  const chain = PyObject_CallFunctionObjArgs(chain_type, pair, it);
  Py_DECREF(pair);
  return chain;
}

function accumulate_reduce(self: PyObject): PyObject | null {
  const lz = self as accumulateobject;
  const binop = lz.binop ?? Py_None;
  if (lz.initial !== Py_None) {
    const it = chainOf(lz.initial!, lz.it!);
    return it === null ? null : tuple(ref(lz.ob_type), tuple(it, ref(binop)), none());
  }
  if (lz.total === Py_None) {
    const chain = chainOf(lz.total, lz.it!);
    if (chain === null) return null;
    const it = PyObject_CallFunctionObjArgs(lz.ob_type, chain, binop);
    Py_DECREF(chain);
    return it === null ? null : tuple(ref(islice_type), tuple(it, int(1), none()));
  }
  return tuple(ref(lz.ob_type), tuple(ref(lz.it!), ref(binop)), ref(lz.total ?? Py_None));
}

export const accumulate_type: PyTypeObject = defineIter<accumulateobject>({
  name: 'accumulate',
  basicsize: 56,
  doc: 'accumulate(iterable, func=None, *, initial=None)\n--\n\nReturn series of accumulated sums (or other binary function results).',
  construct: (type) => new accumulateobject(type),
  owned: ['binop', 'total', 'it', 'initial'],
  visited: ['binop', 'it', 'total', 'initial'],
  create: keywords('accumulate', ['iterable', 'func', 'initial'], 1, 2, (type, args) => {
    const lz = withIterator<accumulateobject>(type, args[0]!);
    if (lz === null) return null;
    if (args[1] !== null && args[1] !== Py_None) lz.binop = ref(args[1]!);
    lz.initial = ref(args[2] ?? Py_None);
    return lz;
  }),
  next: accumulate_next,
  methods: [
    reduceMethod(accumulate_reduce),
    setstateMethod((self, state) => {
      setField(self as accumulateobject, 'total', state);
      return none();
    }),
  ],
});

// -------------------------------------------------------------------------------------------------------- zip_longest

class ziplongestobject extends PyGCObject {
  numactive = 0;
  /** The iterators; null where one is exhausted. */
  ittuple: PyTupleObject | null = null;
  result: PyTupleObject | null = null;
  fillvalue: PyObject | null = null;
}

function zip_longest_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  let fillvalue: PyObject | null = Py_None;
  if (kwds !== null && PyDict_CheckExact(kwds) && kwds.ma_used > 0) {
    fillvalue = kwds.ma_used === 1 ? PyDict_GetItemWithError(kwds, _Py_ID('fillvalue')) : null;
    if (fillvalue === null) {
      if (PyErr_Occurred() === null)
        PyErr_SetString(PyExc_TypeError, 'zip_longest() got an unexpected keyword argument');
      return null;
    }
  }
  const n = args.ob_item.length;
  const ittuple = PyTuple_New(n);
  for (let i = 0; i < n; i++) {
    const it = PyObject_GetIter(args.ob_item[i]!);
    if (it === null) {
      Py_DECREF(ittuple);
      return null;
    }
    ittuple.ob_item[i] = it;
  }
  const result = PyTuple_New(n);
  for (let i = 0; i < n; i++) result.ob_item[i] = none();
  const lz = type.tp_alloc!(type, 0) as ziplongestobject | null;
  if (lz === null) {
    Py_DECREF(ittuple);
    Py_DECREF(result);
    return null;
  }
  lz.ittuple = ittuple;
  lz.numactive = n;
  lz.result = result;
  lz.fillvalue = ref(fillvalue);
  return lz;
}

function zip_longest_next(self: PyObject): PyObject | null {
  const lz = self as ziplongestobject;
  const iters = lz.ittuple!.ob_item as (PyObject | null)[];
  const n = iters.length;
  if (n === 0 || lz.numactive === 0) return null;
  let result = lz.result!;
  const recycle = result.ob_refcnt === 1;
  if (recycle) Py_INCREF(result);
  else result = PyTuple_New(n);
  for (let i = 0; i < n; i++) {
    const it = iters[i]!;
    let item: PyObject | null = null;
    if (it !== null) {
      item = PyIter_Next(it);
      if (item === null) {
        lz.numactive--;
        if (lz.numactive === 0 || PyErr_Occurred() !== null) {
          lz.numactive = 0;
          Py_DECREF(result);
          return null;
        }
        item = ref(lz.fillvalue!);
        iters[i] = null;
        Py_DECREF(it);
      }
    }
    item ??= ref(lz.fillvalue!);
    const old = result.ob_item[i]!;
    result.ob_item[i] = item;
    if (recycle) Py_DECREF(old);
  }
  if (recycle && result.gc_next === null) _PyObject_GC_TRACK(result);
  return result;
}

export const ziplongest_type: PyTypeObject = defineIter<ziplongestobject>({
  name: 'zip_longest',
  basicsize: 56,
  doc:
    'zip_longest(*iterables, fillvalue=None)\n--\n\nReturn a zip_longest object whose .__next__() method returns a tuple where\n' +
    'the i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\n' +
    'is exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\n' +
    'defaults to None or can be specified by a keyword argument.\n',
  construct: (type) => new ziplongestobject(type),
  owned: ['ittuple', 'result', 'fillvalue'],
  create: zip_longest_new,
  next: zip_longest_next,
  methods: [
    reduceMethod((self) => {
      const lz = self as ziplongestobject;
      const args = tuple(
        ...(lz.ittuple!.ob_item as (PyObject | null)[]).map((it) => (it === null ? PyTuple_New(0) : ref(it))),
      );
      return tuple(ref(lz.ob_type), args, ref(lz.fillvalue!));
    }),
    setstateMethod((self, state) => {
      setField(self as ziplongestobject, 'fillvalue', state);
      return none();
    }),
  ],
});
