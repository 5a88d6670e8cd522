// map, filter and zip. Follows Python/bltinmodule.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_GetIter } from './abstract';
import { PyBool_Type, Py_True } from './boolobject';
import { PyObject_CallOneArg, PyObject_Vectorcall } from './call';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyGCObject } from './gcobject';
import {
  PyArg_UnpackTuple,
  _PyArg_CheckPositional,
  _PyArg_NoKeywords,
  _PyArg_NoKwnames,
  _PyArg_UnpackKeywordsDict,
  argParser,
} from './getargs';
import type { PyObject } from './object';
import { PyObject_IsTrue, PyObject_SelfIter, Py_None } from './objectprotocol';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTuple_FromArraySteal, PyTuple_New, PyTuple_Pack, tuple_empty } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_GenericAlloc } from './typeobject';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, METH_O, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';

const REDUCE_DOC = 'Return state information for pickling.';

/** A tuple of iterators over items[start:]; null with an exception. */
function iteratorsOf(items: readonly PyObject[], start: number): Owned<PyTupleObject> | null {
  const n = items.length - start;
  const iters = PyTuple_New(n);
  for (let i = 0; i < n; i++) {
    const it = PyObject_GetIter(items[start + i]!);
    if (it === null) {
      Py_DECREF(iters);
      return null;
    }
    iters.ob_item[i] = it;
  }
  return iters;
}

// ------------------------------------------------------------------------------------------------------------- filter

class filterobject extends PyGCObject {
  func: PyObject | null;
  it: PyObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.func = null;
    this.it = null;
  }
}

function filter_make(type: PyTypeObject, func: PyObject, seq: PyObject): PyObject | null {
  const it = PyObject_GetIter(seq);
  if (it === null) return null;
  const lz = type.tp_alloc!(type, 0) as filterobject | null;
  if (lz === null) {
    Py_DECREF(it);
    return null;
  }
  lz.func = Py_NewRef(func);
  lz.it = it;
  return lz;
}

function filter_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if ((type === PyFilter_Type || type.tp_init === PyFilter_Type.tp_init) && !_PyArg_NoKeywords('filter', kwds))
    return null;
  const parsed = PyArg_UnpackTuple(args, 'filter', 2, 2);
  return parsed === null ? null : filter_make(type, parsed[0]!, parsed[1]!);
}

function filter_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (type === PyFilter_Type && !_PyArg_NoKwnames('filter', kwnames)) return null;
  if (!_PyArg_CheckPositional('filter', args.length - (kwnames?.ob_item.length ?? 0), 2, 2)) return null;
  return filter_make(type as PyTypeObject, args[0]!, args[1]!);
}

function filter_dealloc(lz: filterobject): void {
  PyObject_GC_UnTrack(lz);
  if (Py_TRASHCAN_BEGIN(lz, filter_dealloc)) return;
  Py_XDECREF(lz.func);
  Py_XDECREF(lz.it);
  lz.ob_type.tp_free!(lz as never);
  Py_TRASHCAN_END();
}

function filter_next(self: PyObject): PyObject | null {
  const lz = self as filterobject;
  const it = lz.it!;
  const func = lz.func!;
  const checktrue = func === Py_None || func === PyBool_Type;
  const iternext = it.ob_type.tp_iternext!;
  for (;;) {
    const item = iternext(it);
    if (item === null) return null;
    let ok: number;
    if (checktrue) {
      ok = PyObject_IsTrue(item);
    } else {
      const good = PyObject_CallOneArg(func, item);
      if (good === null) {
        Py_DECREF(item);
        return null;
      }
      ok = PyObject_IsTrue(good);
      Py_DECREF(good);
    }
    if (ok > 0) return item;
    Py_DECREF(item);
    if (ok < 0) return null;
  }
}

function filter_reduce(self: PyObject): PyObject | null {
  const lz = self as filterobject;
  return PyTuple_FromArraySteal([Py_NewRef(lz.ob_type), PyTuple_Pack(lz.func!, lz.it!)]);
}

export const PyFilter_Type: PyTypeObject = defineType({
  tp_name: 'filter',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc:
    'filter(function, iterable, /)\n--\n\nReturn an iterator yielding those items of iterable for which function(item)\n' +
    'is true. If function is None, return the items that are true.',
  tp_dealloc: filter_dealloc,
  tp_traverse: (lz: filterobject, visit) => {
    if (lz.it !== null) visit(lz.it);
    if (lz.func !== null) visit(lz.func);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: filter_next,
  tp_alloc: PyType_GenericAlloc,
  tp_new: filter_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: filter_vectorcall,
  tp_methods: [method('__reduce__', METH_NOARGS, filter_reduce, null, REDUCE_DOC)],
  construct: (type) => new filterobject(type),
});

// ---------------------------------------------------------------------------------------------------------------- map

class mapobject extends PyGCObject {
  iters: PyTupleObject | null;
  func: PyObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.iters = null;
    this.func = null;
  }
}

function map_make(type: PyTypeObject, args: readonly PyObject[]): PyObject | null {
  if (args.length < 2) return PyErr_SetString(PyExc_TypeError, 'map() must have at least two arguments.');
  const iters = iteratorsOf(args, 1);
  if (iters === null) return null;
  const lz = type.tp_alloc!(type, 0) as mapobject | null;
  if (lz === null) {
    Py_DECREF(iters);
    return null;
  }
  lz.iters = iters;
  lz.func = Py_NewRef(args[0]!);
  return lz;
}

function map_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if ((type === PyMap_Type || type.tp_init === PyMap_Type.tp_init) && !_PyArg_NoKeywords('map', kwds)) return null;
  return map_make(type, args.ob_item);
}

function map_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (type === PyMap_Type && !_PyArg_NoKwnames('map', kwnames)) return null;
  return map_make(type as PyTypeObject, kwnames === null ? args : args.slice(0, args.length - kwnames.ob_item.length));
}

function map_dealloc(lz: mapobject): void {
  PyObject_GC_UnTrack(lz);
  Py_XDECREF(lz.iters);
  Py_XDECREF(lz.func);
  lz.ob_type.tp_free!(lz as never);
}

function map_next(self: PyObject): PyObject | null {
  const lz = self as mapobject;
  const iters = lz.iters!.ob_item;
  const stack: PyObject[] = [];
  let result: PyObject | null = null;
  for (let i = 0; ; i++) {
    if (i === iters.length) {
      result = PyObject_Vectorcall(lz.func!, stack, null);
      break;
    }
    const it = iters[i]!;
    const val = it.ob_type.tp_iternext!(it);
    if (val === null) break;
    stack.push(val);
  }
  for (let i = 0; i < stack.length; i++) Py_DECREF(stack[i]!);
  return result;
}

function map_reduce(self: PyObject): PyObject | null {
  const lz = self as mapobject;
  return PyTuple_FromArraySteal([Py_NewRef(lz.ob_type), PyTuple_Pack(lz.func!, ...lz.iters!.ob_item)]);
}

export const PyMap_Type: PyTypeObject = defineType({
  tp_name: 'map',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc:
    'map(function, iterable, /, *iterables)\n--\n\nMake an iterator that computes the function using arguments from\n' +
    'each of the iterables.  Stops when the shortest iterable is exhausted.',
  tp_dealloc: map_dealloc,
  tp_traverse: (lz: mapobject, visit) => {
    if (lz.iters !== null) visit(lz.iters);
    if (lz.func !== null) visit(lz.func);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: map_next,
  tp_alloc: PyType_GenericAlloc,
  tp_new: map_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: map_vectorcall,
  tp_methods: [method('__reduce__', METH_NOARGS, map_reduce, null, REDUCE_DOC)],
  construct: (type) => new mapobject(type),
});

// ---------------------------------------------------------------------------------------------------------------- zip

class zipobject extends PyGCObject {
  ittuple: PyTupleObject | null;
  /** The tuple handed out last: used again if nobody kept it. */
  result: PyTupleObject | null;
  strict: boolean;

  constructor(type: PyTypeObject) {
    super(type);
    this.ittuple = null;
    this.result = null;
    this.strict = false;
  }
}

const zipParser = argParser('zip', ['strict'], 0, 0);

function zip_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  let strict = 0;
  if (kwds !== null) {
    const parsed = _PyArg_UnpackKeywordsDict(tuple_empty, kwds, zipParser);
    if (parsed === null) return null;
    if (parsed[0] !== null && (strict = PyObject_IsTrue(parsed[0]!)) < 0) return null;
  }
  const ittuple = iteratorsOf(args.ob_item, 0);
  if (ittuple === null) return null;
  const result = PyTuple_New(args.ob_item.length);
  for (let i = 0; i < args.ob_item.length; i++) result.ob_item[i] = Py_NewRef(Py_None);
  const lz = type.tp_alloc!(type, 0) as zipobject | null;
  if (lz === null) {
    Py_DECREF(ittuple);
    Py_DECREF(result);
    return null;
  }
  lz.ittuple = ittuple;
  lz.result = result;
  lz.strict = strict > 0;
  return lz;
}

function zip_dealloc(lz: zipobject): void {
  PyObject_GC_UnTrack(lz);
  Py_XDECREF(lz.ittuple);
  Py_XDECREF(lz.result);
  lz.ob_type.tp_free!(lz as never);
}

function zip_next(self: PyObject): PyObject | null {
  const lz = self as zipobject;
  const iters = lz.ittuple!.ob_item;
  const n = iters.length;
  if (n === 0) return null;
  let result = lz.result!;
  const recycle = result.ob_refcnt === 1;
  if (recycle) Py_INCREF(result);
  else result = PyTuple_New(n);
  const items = result.ob_item;
  for (let i = 0; i < n; i++) {
    const it = iters[i]!;
    const item = it.ob_type.tp_iternext!(it);
    if (item === null) {
      Py_DECREF(result);
      return lz.strict ? zip_check(lz, i) : null;
    }
    const old = items[i]!;
    items[i] = item;
    if (recycle) Py_DECREF(old);
  }
  if (recycle && result.gc_next === null) _PyObject_GC_TRACK(result);
  return result;
}

const argumentsUpTo = (i: number): string => (i === 1 ? `argument ${i}` : `arguments 1-${i}`);

/** Clears a StopIteration. False when another exception is set. */
function stopCleared(): boolean {
  if (PyErr_Occurred() === null) return true;
  if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return false;
  PyErr_Clear();
  return true;
}

/** strict: argument `i` (from 0) is exhausted; are all the others? Always null. */
function zip_check(lz: zipobject, i: number): null {
  if (!stopCleared()) return null;
  if (i > 0) return PyErr_SetString(PyExc_ValueError, `zip() argument ${i + 1} is shorter than ${argumentsUpTo(i)}`);
  const iters = lz.ittuple!.ob_item;
  for (let j = 1; j < iters.length; j++) {
    const it = iters[j]!;
    const item = it.ob_type.tp_iternext!(it);
    if (item !== null) {
      Py_DECREF(item);
      return PyErr_SetString(PyExc_ValueError, `zip() argument ${j + 1} is longer than ${argumentsUpTo(j)}`);
    }
    if (!stopCleared()) return null;
  }
  return null;
}

function zip_reduce(self: PyObject): PyObject | null {
  const lz = self as zipobject;
  return lz.strict ? PyTuple_Pack(lz.ob_type, lz.ittuple!, Py_True) : PyTuple_Pack(lz.ob_type, lz.ittuple!);
}

function zip_setstate(self: PyObject, state: PyObject): PyObject | null {
  const strict = PyObject_IsTrue(state);
  if (strict < 0) return null;
  (self as zipobject).strict = strict > 0;
  return Py_NewRef(Py_None);
}

export const PyZip_Type: PyTypeObject = defineType({
  tp_name: 'zip',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc:
    'zip(*iterables, strict=False)\n--\n\n' +
    'The zip object yields n-length tuples, where n is the number of iterables\n' +
    'passed as positional arguments to zip().  The i-th element in every tuple\n' +
    'comes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\n' +
    'If strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n' +
    "   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
  tp_dealloc: zip_dealloc,
  tp_traverse: (lz: zipobject, visit) => {
    if (lz.ittuple !== null) visit(lz.ittuple);
    if (lz.result !== null) visit(lz.result);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: zip_next,
  tp_alloc: PyType_GenericAlloc,
  tp_new: zip_new,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    method('__reduce__', METH_NOARGS, zip_reduce, null, REDUCE_DOC),
    method('__setstate__', METH_O, zip_setstate, null, 'Set state information for unpickling.'),
  ],
  construct: (type) => new zipobject(type),
});
