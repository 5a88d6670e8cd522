// list_iterator and list_reverseiterator. Follows Objects/listobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyErr_Occurred } from './errors';
import { PyList_New } from './listcore';
import type { PyListObject } from './liststruct';
import { PyLong_AsSsize_t, PyLong_FromLong } from './longobject';
import { PyObject } from './object';
import { PyObject_SelfIter, Py_None } from './objectprotocol';
import { PyTuple_FromArraySteal, PyTuple_Pack } from './tupleobject';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, METH_O, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';
import { _Py_ID } from './unicodeobject';

export class _PyListIterObject extends PyObject {
  /** −1 once exhausted. */
  it_index: number;
  /** null once exhausted; a reverse iterator may keep its list even then. */
  it_seq: PyListObject | null;

  constructor(type: PyTypeObject, seq: PyListObject, index: number) {
    super(type);
    this.it_index = index;
    this.it_seq = seq;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

function newIterator(type: PyTypeObject, seq: PyListObject, index: number): Owned<_PyListIterObject> {
  const it = PyObject_GC_New(new _PyListIterObject(type, Py_NewRef(seq), index), 32);
  _PyObject_GC_TRACK(it);
  return it;
}

/** tp_iter of list. */
export function list_iter(seq: PyObject): PyObject | null {
  return newIterator(PyListIter_Type, seq as PyListObject, 0);
}

export function list___reversed__(seq: PyObject): PyObject | null {
  return newIterator(PyListRevIter_Type, seq as PyListObject, (seq as PyListObject).ob_item.length - 1);
}

function listiter_dealloc(it: _PyListIterObject): void {
  if (it.gc_next !== null) PyObject_GC_UnTrack(it);
  Py_XDECREF(it.it_seq);
  PyObject_GC_Del(it);
}

export function listiter_next(self: PyObject): PyObject | null {
  const it = self as _PyListIterObject;
  const index = it.it_index;
  if (index < 0) return null;
  const seq = it.it_seq!;
  if (index < seq.ob_item.length) {
    it.it_index = index + 1;
    return Py_NewRef(seq.ob_item[index]!);
  }
  it.it_index = -1;
  it.it_seq = null;
  Py_DECREF(seq);
  return null;
}

/** At its regular end it keeps the list, as 3.13's does. */
export function listreviter_next(self: PyObject): PyObject | null {
  const it = self as _PyListIterObject;
  const index = it.it_index;
  if (index < 0) return null;
  const seq = it.it_seq!;
  if (index < seq.ob_item.length) {
    it.it_index = index - 1;
    return Py_NewRef(seq.ob_item[index]!);
  }
  it.it_index = -1;
  it.it_seq = null;
  Py_DECREF(seq);
  return null;
}

function listiter_len(self: PyObject): PyObject | null {
  const it = self as _PyListIterObject;
  const len = it.it_index >= 0 ? it.it_seq!.ob_item.length - it.it_index : 0;
  return PyLong_FromLong(Math.max(0, len));
}

function listreviter_len(self: PyObject): PyObject | null {
  const it = self as _PyListIterObject;
  const len = it.it_index + 1;
  return PyLong_FromLong(it.it_seq === null || it.it_seq.ob_item.length < len ? 0 : len);
}

const id_iter = _Py_ID('iter');
const id_reversed = _Py_ID('reversed');

function reduce(self: PyObject, name: PyObject): PyObject | null {
  const callable = _PyEval_GetBuiltin(name);
  if (callable === null) return null;
  const it = self as _PyListIterObject;
  if (it.it_index >= 0)
    return PyTuple_FromArraySteal([callable, PyTuple_Pack(it.it_seq!), PyLong_FromLong(it.it_index)]);
  return PyTuple_FromArraySteal([callable, PyTuple_FromArraySteal([PyList_New(0)])]);
}

/** `last`: the highest index, counted from the list's length. */
function setstate(self: PyObject, state: PyObject, last: number): PyObject | null {
  const it = self as _PyListIterObject;
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred() !== null) return null;
  if (it.it_seq !== null) it.it_index = Math.max(-1, Math.min(index, it.it_seq.ob_item.length + last));
  return Py_NewRef(Py_None);
}

function defineIterator(
  tp_name: string,
  tp_iternext: (self: PyObject) => PyObject | null,
  len: (self: PyObject) => PyObject | null,
  name: PyObject,
  last: number,
): PyTypeObject {
  return defineType({
    tp_name,
    tp_basicsize: 32,
    tp_flags: Py_TPFLAGS_HAVE_GC,
    tp_dealloc: listiter_dealloc,
    tp_traverse: (it: _PyListIterObject, visit) => {
      if (it.it_seq !== null) visit(it.it_seq);
    },
    tp_iter: PyObject_SelfIter,
    tp_iternext,
    tp_methods: [
      method('__length_hint__', METH_NOARGS, len, null, 'Private method returning an estimate of len(list(it)).'),
      method(
        '__reduce__',
        METH_NOARGS,
        (self: PyObject) => reduce(self, name),
        null,
        'Return state information for pickling.',
      ),
      method(
        '__setstate__',
        METH_O,
        (self: PyObject, state: PyObject) => setstate(self, state, last),
        null,
        'Set state information for unpickling.',
      ),
    ],
  });
}

export const PyListIter_Type = defineIterator('list_iterator', listiter_next, listiter_len, id_iter, 0);
export const PyListRevIter_Type = defineIterator(
  'list_reverseiterator',
  listreviter_next,
  listreviter_len,
  id_reversed,
  -1,
);
