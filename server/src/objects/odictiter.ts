// odict_iterator and the views of OrderedDict. Follows Objects/odictobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XINCREF } from '../heap/refcount';
import { PySequence_List } from './abstract';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyDict_GetItem } from './dictcore';
import type { _PyDictViewObject } from './dictstruct';
import { PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type } from './dictviews';
import { recyclePair } from './enumobject';
import { PyErr_Occurred, PyErr_SetObject, PyErr_SetString } from './errors';
import { PyExc_KeyError, PyExc_RuntimeError } from './exceptions';
import { PyGCObject } from './gcobject';
import type { PyObject } from './object';
import { PyObject_SelfIter, Py_None } from './objectprotocol';
import { _odict_find_node } from './odictnodes';
import type { PyODictObject } from './odictstruct';
import { PyTuple_FromArraySteal, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';
import { _Py_ID } from './unicodeobject';

export const _odict_ITER_REVERSED = 1;
export const _odict_ITER_KEYS = 2;
export const _odict_ITER_VALUES = 4;
export const _odict_ITER_ITEMS = _odict_ITER_KEYS | _odict_ITER_VALUES;

class odictiterobject extends PyGCObject {
  kind: number;
  di_odict: PyODictObject | null;
  di_size: number;
  di_state: number;
  /** The key to hand out next: a node might be gone by then. */
  di_current: PyObject | null;
  di_result: PyTupleObject | null;

  constructor(type: PyTypeObject, od: PyODictObject, kind: number) {
    super(type);
    this.kind = kind;
    this.di_odict = od;
    this.di_size = od.ma_used;
    this.di_state = od.od_state;
    this.di_current = null;
    this.di_result = null;
  }
}

export function odictiter_new(od: PyODictObject, kind: number): Owned<PyObject> {
  const di = PyObject_GC_New(new odictiterobject(PyODictIter_Type, od, kind), 64);
  if ((kind & _odict_ITER_ITEMS) === _odict_ITER_ITEMS) di.di_result = PyTuple_Pack(Py_None, Py_None);
  const node = (kind & _odict_ITER_REVERSED) !== 0 ? od.od_last : od.od_first;
  di.di_current = node !== null ? Py_NewRef(node.key) : null;
  Py_INCREF(od);
  _PyObject_GC_TRACK(di);
  return di;
}

function odictiter_dealloc(di: odictiterobject): void {
  _PyObject_GC_UNTRACK(di);
  Py_XDECREF(di.di_odict);
  Py_XDECREF(di.di_current);
  Py_XDECREF(di.di_result);
  PyObject_GC_Del(di);
}

function clearOdict(di: odictiterobject): null {
  const od = di.di_odict;
  di.di_odict = null;
  Py_XDECREF(od);
  return null;
}

function clearCurrent(di: odictiterobject): null {
  const current = di.di_current;
  di.di_current = null;
  Py_XDECREF(current);
  return null;
}

function odictiter_nextkey(di: odictiterobject): Owned<PyObject> | null {
  const od = di.di_odict;
  if (od === null) return null;
  const key = di.di_current;
  if (key === null) return clearOdict(di);
  if (od.od_state !== di.di_state) {
    PyErr_SetString(PyExc_RuntimeError, 'OrderedDict mutated during iteration');
    return clearOdict(di);
  }
  if (di.di_size !== od.ma_used) {
    di.di_size = -1;
    return PyErr_SetString(PyExc_RuntimeError, 'OrderedDict changed size during iteration');
  }
  let node = _odict_find_node(od, key);
  if (node === null) {
    if (PyErr_Occurred() === null) PyErr_SetObject(PyExc_KeyError, key);
    return clearCurrent(di);
  }
  node = (di.kind & _odict_ITER_REVERSED) !== 0 ? node.prev : node.next;
  di.di_current = node === null ? null : Py_NewRef(node.key);
  return key;
}

function odictiter_iternext(self: PyObject): PyObject | null {
  const di = self as odictiterobject;
  const key = odictiter_nextkey(di);
  if (key === null || (di.kind & _odict_ITER_VALUES) === 0) return key;
  const value = PyDict_GetItem(di.di_odict!, key);
  if (value === null) {
    if (PyErr_Occurred() === null) PyErr_SetObject(PyExc_KeyError, key);
    Py_DECREF(key);
    clearCurrent(di);
    return clearOdict(di);
  }
  Py_INCREF(value);
  if ((di.kind & _odict_ITER_KEYS) === 0) {
    Py_DECREF(key);
    return value;
  }
  return recyclePair(di.di_result!, key, value);
}

function odictiter_reduce(self: PyObject): PyObject | null {
  const di = self as odictiterobject;
  // As in dictiter_reduce: a copy that is nobody's object is exhausted in the original's place.
  const tmp = Object.assign(Object.create(odictiterobject.prototype) as odictiterobject, di);
  tmp.ob_refcnt = 2;
  tmp.gc_next = null;
  tmp.gc_prev = null;
  Py_XINCREF(tmp.di_odict);
  Py_XINCREF(tmp.di_current);
  const list = PySequence_List(tmp);
  Py_XDECREF(tmp.di_odict);
  Py_XDECREF(tmp.di_current);
  if (list === null) return null;
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  if (iter === null) {
    Py_DECREF(list);
    return null;
  }
  return PyTuple_FromArraySteal([iter, PyTuple_FromArraySteal([list])]);
}

export const PyODictIter_Type: PyTypeObject = defineType({
  tp_name: 'odict_iterator',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: odictiter_dealloc,
  tp_traverse: (di: odictiterobject, visit) => {
    if (di.di_odict !== null) visit(di.di_odict);
    if (di.di_current !== null) visit(di.di_current);
    if (di.di_result !== null) visit(di.di_result);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: odictiter_iternext,
  tp_methods: [method('__reduce__', METH_NOARGS, odictiter_reduce, null, 'Return state information for pickling')],
});

function defineView(tp_name: string, tp_base: () => PyTypeObject, kind: number): PyTypeObject {
  const iterate = (self: PyObject, kinds: number): PyObject =>
    odictiter_new((self as _PyDictViewObject).dv_dict as PyODictObject, kinds);
  return defineType({
    tp_name,
    tp_basicsize: 24,
    tp_base,
    tp_iter: (self) => iterate(self, kind),
    tp_methods: [method('__reversed__', METH_NOARGS, (self: PyObject) => iterate(self, kind | _odict_ITER_REVERSED))],
  });
}

export const PyODictKeys_Type = defineView('odict_keys', () => PyDictKeys_Type, _odict_ITER_KEYS);
export const PyODictItems_Type = defineView('odict_items', () => PyDictItems_Type, _odict_ITER_ITEMS);
export const PyODictValues_Type = defineView('odict_values', () => PyDictValues_Type, _odict_ITER_VALUES);
