// Iterators over str: one type for ASCII, one for the rest. Follows Objects/unicodeobject.c, CPython 3.13.

import { PyObject_GC_New, PyObject_GC_Del } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyErr_Occurred } from './errors';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from './longobject';
import { PyObject } from './object';
import type { visitproc } from './object';
import { noneResult, PyObject_SelfIter } from './objectprotocol';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTypeObject } from './typestruct';
import { defineType, METH_NOARGS, METH_O, method, Py_TPFLAGS_HAVE_GC } from './typestruct';
import { unicode_char, unicode_points } from './unicode_core';
import { _Py_ID, emptyUnicode, latin1Chars } from './unicode_interned';
import type { PyUnicodeObject } from './unicodestruct';

export class unicodeiterobject extends PyObject {
  it_index = 0;
  it_seq: PyUnicodeObject | null;
  constructor(type: PyTypeObject, seq: PyUnicodeObject) {
    super(type);
    this.it_seq = seq;
  }
}

function unicodeiter_dealloc(it: unicodeiterobject): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(it.it_seq);
  PyObject_GC_Del(it);
}
function unicodeiter_traverse(it: unicodeiterobject, visit: visitproc): void {
  if (it.it_seq !== null) visit(it.it_seq);
}

function exhausted(it: unicodeiterobject, seq: PyUnicodeObject): null {
  it.it_seq = null;
  Py_DECREF(seq);
  return null;
}
function unicode_ascii_iter_next(self: PyObject): Owned<PyObject> | null {
  const it = self as unicodeiterobject;
  const seq = it.it_seq;
  if (seq === null) return null;
  if (it.it_index < seq.length) return Py_NewRef(latin1Chars[seq.str.charCodeAt(it.it_index++)]!);
  return exhausted(it, seq);
}
function unicodeiter_next(self: PyObject): Owned<PyObject> | null {
  const it = self as unicodeiterobject;
  const seq = it.it_seq;
  if (seq === null) return null;
  const i = it.it_index;
  if (i >= seq.length) return exhausted(it, seq);
  it.it_index++;
  return unicode_char(seq.kind === 4 ? unicode_points(seq)[i]! : seq.str.charCodeAt(i));
}

function unicodeiter_len(self: PyObject): Owned<PyObject> {
  const it = self as unicodeiterobject;
  return PyLong_FromSsize_t(it.it_seq === null ? 0 : it.it_seq.length - it.it_index);
}
function unicodeiter_reduce(self: PyObject): Owned<PyObject> | null {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  if (iter === null) return null;
  const it = self as unicodeiterobject;
  if (it.it_seq === null) return PyTuple_FromArraySteal([iter, PyTuple_FromArraySteal([Py_NewRef(emptyUnicode)])]);
  return PyTuple_FromArraySteal([
    iter,
    PyTuple_FromArraySteal([Py_NewRef(it.it_seq)]),
    PyLong_FromSsize_t(it.it_index),
  ]);
}
function unicodeiter_setstate(self: PyObject, state: PyObject): Owned<PyObject> | null {
  const it = self as unicodeiterobject;
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred() !== null) return null;
  if (it.it_seq !== null) it.it_index = Math.max(0, Math.min(index, it.it_seq.length));
  return noneResult();
}

function iterType(name: string, next: (self: PyObject) => PyObject | null): PyTypeObject {
  return defineType({
    tp_name: name,
    tp_basicsize: 32,
    tp_flags: Py_TPFLAGS_HAVE_GC,
    tp_dealloc: unicodeiter_dealloc,
    tp_traverse: unicodeiter_traverse,
    tp_iter: (self: PyObject) => PyObject_SelfIter(self),
    tp_iternext: next,
    tp_methods: [
      method('__length_hint__', METH_NOARGS, unicodeiter_len, '($self, /)'),
      method('__reduce__', METH_NOARGS, unicodeiter_reduce, '($self, /)'),
      method('__setstate__', METH_O, unicodeiter_setstate, '($self, object, /)'),
    ],
  });
}
export const PyUnicodeIter_Type = iterType('str_iterator', unicodeiter_next);
export const _PyUnicodeASCIIIter_Type = iterType('str_ascii_iterator', unicode_ascii_iter_next);

/** str.__iter__. */
export function unicode_iter(self: PyObject): Owned<PyObject> {
  const seq = self as PyUnicodeObject;
  const it = PyObject_GC_New(
    new unicodeiterobject(seq.ascii ? _PyUnicodeASCIIIter_Type : PyUnicodeIter_Type, Py_NewRef(seq)),
    32,
  );
  _PyObject_GC_TRACK(it);
  return it;
}
