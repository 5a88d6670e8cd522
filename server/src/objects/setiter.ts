// set_iterator. Follows Objects/setobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PySequence_List } from './abstract';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyErr_SetString } from './errors';
import { PyExc_RuntimeError } from './exceptions';
import { PyLong_FromLong } from './longobject';
import { PyObject } from './object';
import { PyObject_SelfIter } from './objectprotocol';
import { dummy } from './setcore';
import type { PySetObject } from './setstruct';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';
import { _Py_ID } from './unicodeobject';

export class setiterobject extends PyObject {
  /** null once exhausted. */
  si_set: PySetObject | null;
  /** The set's size when iteration began; −1 after it was seen to have changed. */
  si_used: number;
  si_pos: number;
  len: number;

  constructor(type: PyTypeObject, so: PySetObject) {
    super(type);
    this.si_set = so;
    this.si_used = so.used;
    this.si_pos = 0;
    this.len = so.used;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** tp_iter of set and frozenset. */
export function set_iter(so: PyObject): PyObject | null {
  const si = PyObject_GC_New(new setiterobject(PySetIter_Type, Py_NewRef(so as PySetObject)), 48);
  _PyObject_GC_TRACK(si);
  return si;
}

function setiter_dealloc(si: setiterobject): void {
  _PyObject_GC_UNTRACK(si);
  Py_XDECREF(si.si_set);
  PyObject_GC_Del(si);
}

function setiter_len(self: PyObject): PyObject | null {
  const si = self as setiterobject;
  return PyLong_FromLong(si.si_set !== null && si.si_used === si.si_set.used ? si.len : 0);
}

function setiter_reduce(self: PyObject): PyObject | null {
  const si = self as setiterobject;
  // As in dictiter_reduce: a copy that is nobody's object is exhausted in the original's place.
  const tmp = Object.assign(Object.create(setiterobject.prototype) as setiterobject, si);
  tmp.ob_refcnt = 2;
  tmp.gc_next = null;
  tmp.gc_prev = null;
  if (tmp.si_set !== null) Py_INCREF(tmp.si_set);
  const list = PySequence_List(tmp);
  Py_XDECREF(tmp.si_set);
  if (list === null) return null;
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  if (iter === null) {
    Py_DECREF(list);
    return null;
  }
  return PyTuple_FromArraySteal([iter, PyTuple_FromArraySteal([list])]);
}

export function setiter_iternext(self: PyObject): PyObject | null {
  const si = self as setiterobject;
  const so = si.si_set;
  if (so === null) return null;
  if (si.si_used !== so.used) {
    si.si_used = -1;
    return PyErr_SetString(PyExc_RuntimeError, 'Set changed size during iteration');
  }
  const keys = so.keys;
  const n = keys.length;
  let i = si.si_pos;
  while (i < n && (keys[i] === null || keys[i] === dummy)) i++;
  si.si_pos = i + 1;
  if (i >= n) {
    si.si_set = null;
    Py_DECREF(so);
    return null;
  }
  si.len--;
  return Py_NewRef(keys[i]!);
}

export const PySetIter_Type: PyTypeObject = defineType({
  tp_name: 'set_iterator',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: setiter_dealloc,
  tp_traverse: (si: setiterobject, visit) => {
    if (si.si_set !== null) visit(si.si_set);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: setiter_iternext,
  tp_methods: [
    method('__length_hint__', METH_NOARGS, setiter_len, null, 'Private method returning an estimate of len(list(it)).'),
    method('__reduce__', METH_NOARGS, setiter_reduce, null, 'Return state information for pickling.'),
  ],
});
