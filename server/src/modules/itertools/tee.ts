// tee: iterators over a shared, linked list of what was read so far. Follows Modules/itertoolsmodule.c, CPython 3.13.0
// (later releases of 3.13 changed what tee() does with an argument that is a tee itself).

import { PyObject_GenericGetAttr } from '../../objects/objectattr';
import { PyObject_GC_Del, PyObject_GC_New } from '../../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_XDECREF } from '../../heap/refcount';
import { PyIter_Next, PyObject_GetIter } from '../../objects/abstract';
import { PyObject_CallNoArgs } from '../../objects/call';
import { argInt, argSsize } from '../../objects/clinic';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../objects/getargs';
import { PyList_Check, PyList_FromArraySteal } from '../../objects/listobject';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject } from '../../objects/object';
import type { Out } from '../../objects/objectattr';
import { PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_SelfIter, Py_None } from '../../objects/objectprotocol';
import { PyTuple_New } from '../../objects/tupleobject';
import { PyObject_TypeCheck } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import { METH_NOARGS, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, method } from '../../objects/typestruct';
import { _Py_ID } from '../../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import {
  PyGCObject,
  clearField,
  int,
  none,
  positional,
  reduceMethod,
  ref,
  setField,
  setstateMethod,
  stateItems,
  tuple,
} from './support';

const LINKCELLS = 57;

class teedataobject extends PyGCObject {
  it: PyObject | null;
  running = false;
  nextlink: teedataobject | null = null;
  /** What was read, at most LINKCELLS. */
  values: PyObject[] = [];

  constructor(type: PyTypeObject, it: PyObject) {
    super(type);
    this.it = it;
  }
}

class teeobject extends PyGCObject {
  dataobj: teedataobject | null;
  index: number;

  constructor(type: PyTypeObject, dataobj: teedataobject, index: number) {
    super(type);
    this.dataobj = dataobj;
    this.index = index;
    this.ob_weakreflist = null;
  }
}

function teedataobject_new(it: PyObject): Owned<teedataobject> {
  const tdo = PyObject_GC_New(new teedataobject(teedataobject_type, ref(it)), 496);
  _PyObject_GC_TRACK(tdo);
  return tdo;
}

function teedataobject_getitem(tdo: teedataobject, i: number): PyObject | null {
  if (i < tdo.values.length) return ref(tdo.values[i]!);
  if (tdo.running) return PyErr_SetString(PyExc_RuntimeError, 'cannot re-enter the tee iterator');
  tdo.running = true;
  const value = PyIter_Next(tdo.it!);
  tdo.running = false;
  if (value === null) return null;
  tdo.values.push(value);
  return ref(value);
}

function teedataobject_clear(tdo: teedataobject): void {
  clearField(tdo, 'it');
  const { values } = tdo;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    values[i] = null as never;
    Py_XDECREF(value);
  }
  // Link by link, so that a long list needs no deep stack.
  let link = tdo.nextlink;
  tdo.nextlink = null;
  while (link !== null && link.ob_refcnt === 1) {
    const next: teedataobject | null = link.nextlink;
    link.nextlink = null;
    Py_DECREF(link);
    link = next;
  }
  Py_XDECREF(link);
}

export const teedataobject_type: PyTypeObject = defineModuleType({
  tp_name: 'itertools._tee_dataobject',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_basicsize: 496,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.',
  tp_dealloc: (tdo: teedataobject) => {
    PyObject_GC_UnTrack(tdo);
    teedataobject_clear(tdo);
    PyObject_GC_Del(tdo);
  },
  tp_traverse: (tdo: teedataobject, visit) => {
    if (tdo.it !== null) visit(tdo.it);
    for (const value of tdo.values) if (value !== null) visit(value);
    if (tdo.nextlink !== null) visit(tdo.nextlink);
  },
  tp_clear: teedataobject_clear,
  tp_new: positional(
    'teedataobject',
    3,
    3,
    (_type, args) => {
      if (!PyList_Check(args[1]!)) return _PyArg_BadArgument('teedataobject', 'argument 2', 'list', args[1]!);
      const tdo = teedataobject_new(args[0]!);
      const items = args[1].ob_item;
      const next = args[2]!;
      const full = items.length === LINKCELLS;
      if (items.length > LINKCELLS || (next !== Py_None && (!full || next.ob_type !== teedataobject_type))) {
        Py_DECREF(tdo);
        return PyErr_SetString(PyExc_ValueError, 'Invalid arguments');
      }
      for (const item of items) tdo.values.push(ref(item));
      if (next !== Py_None) tdo.nextlink = ref(next as teedataobject);
      return tdo;
    },
    () => teedataobject_type,
  ),
  tp_methods: [
    reduceMethod((self) => {
      const tdo = self as teedataobject;
      const values = PyList_FromArraySteal(tdo.values.map((value) => ref(value)));
      return tuple(ref(tdo.ob_type), tuple(ref(tdo.it!), values, ref(tdo.nextlink ?? Py_None)));
    }),
  ],
});

function tee_next(self: PyObject): PyObject | null {
  const to = self as teeobject;
  if (to.index >= LINKCELLS) {
    const data = to.dataobj!;
    data.nextlink ??= teedataobject_new(data.it!);
    setField(to, 'dataobj', data.nextlink);
    to.index = 0;
  }
  const value = teedataobject_getitem(to.dataobj!, to.index);
  if (value !== null) to.index++;
  return value;
}

/** A tee that stands where another stands; its data is borrowed. */
function tee_make(dataobj: teedataobject, index: number): Owned<teeobject> {
  const to = PyObject_GC_New(new teeobject(tee_type, ref(dataobj), index), 48);
  _PyObject_GC_TRACK(to);
  return to;
}

function tee_copy(self: PyObject): PyObject | null {
  const to = self as teeobject;
  return tee_make(to.dataobj!, to.index);
}

function tee_fromiterable(iterable: PyObject): Owned<PyObject> | null {
  const it = PyObject_GetIter(iterable);
  if (it === null) return null;
  let to: PyObject | null;
  if (PyObject_TypeCheck(it, tee_type)) to = tee_copy(it);
  else {
    const dataobj = teedataobject_new(it);
    to = tee_make(dataobj, 0);
    Py_DECREF(dataobj);
  }
  Py_DECREF(it);
  return to;
}

function tee_clear(to: teeobject): void {
  if (to.ob_weakreflist !== null) PyObject_ClearWeakRefs(to);
  clearField(to, 'dataobj');
}

export const tee_type: PyTypeObject = defineModuleType({
  tp_name: 'itertools._tee',
  heap: 'immutable',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_weaklistoffset: 32,
  tp_doc: '_tee(iterable, /)\n--\n\nIterator wrapped to make it copyable.',
  tp_dealloc: (to: teeobject) => {
    PyObject_GC_UnTrack(to);
    tee_clear(to);
    PyObject_GC_Del(to);
  },
  tp_traverse: (to: teeobject, visit) => {
    if (to.dataobj !== null) visit(to.dataobj);
  },
  tp_clear: tee_clear,
  tp_iter: PyObject_SelfIter,
  tp_iternext: tee_next,
  tp_new: positional(
    '_tee',
    1,
    1,
    (_type, args) => tee_fromiterable(args[0]!),
    () => tee_type,
  ),
  tp_methods: [
    method('__copy__', METH_NOARGS, tee_copy, null, 'Returns an independent iterator.'),
    reduceMethod((self) => {
      const to = self as teeobject;
      return tuple(ref(to.ob_type), tuple(PyTuple_New(0)), tuple(ref(to.dataobj!), int(to.index)));
    }),
    setstateMethod((self, state) => {
      const to = self as teeobject;
      const items = stateItems(state, 2);
      if (items === null) return null;
      if (!PyObject_TypeCheck(items[0]!, teedataobject_type)) {
        return PyErr_SetString(
          PyExc_TypeError,
          `argument 1 must be itertools._tee_dataobject, not ${items[0]!.ob_type.tp_name}`,
        );
      }
      const index = argInt(items[1]!);
      if (index === null) return null;
      if (index < 0 || index > LINKCELLS) return PyErr_SetString(PyExc_ValueError, 'Index out of range');
      setField(to, 'dataobj', items[0] as teedataobject);
      to.index = index;
      return none();
    }),
  ],
});

/** itertools.tee(iterable, n=2, /). */
export function itertools_tee(_module: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('tee', args.length, 1, 2)) return null;
  const n = args.length > 1 ? argSsize(args[1]!) : 2;
  if (n === null) return null;
  if (n < 0) return PyErr_SetString(PyExc_ValueError, 'n must be >= 0');
  const result = PyTuple_New(n);
  if (n === 0) return result;
  let it = PyObject_GetIter(args[0]!);
  const copyfunc: Out = { value: null };
  if (it !== null && PyObject_GetOptionalAttr(it, _Py_ID('__copy__'), copyfunc) < 0) {
    Py_DECREF(it);
    it = null;
  }
  if (it !== null && copyfunc.value === null) {
    const to = tee_fromiterable(it);
    Py_DECREF(it);
    it = to;
    if (it !== null) {
      copyfunc.value = PyObject_GetAttr(it, _Py_ID('__copy__'));
      if (copyfunc.value === null) {
        Py_DECREF(it);
        it = null;
      }
    }
  }
  if (it === null) {
    Py_DECREF(result);
    return null;
  }
  result.ob_item[0] = it;
  const copy = copyfunc.value!;
  for (let i = 1; i < n; i++) {
    const to = PyObject_CallNoArgs(copy);
    if (to === null) {
      Py_DECREF(copy);
      Py_DECREF(result);
      return null;
    }
    result.ob_item[i] = to;
  }
  Py_DECREF(copy);
  return result;
}
