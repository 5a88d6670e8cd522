// iterator (over anything with __getitem__), callable_iterator and anext_awaitable. Follows Objects/iterobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyIter_Check, PySequence_Check, PySequence_GetItem, PySequence_Size, _PyObject_HasLen } from './abstract';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyObject_CallMethodObjArgs, PyObject_CallMethodOneArg, PyObject_CallNoArgs } from './call';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_IndexError, PyExc_StopAsyncIteration, PyExc_StopIteration, PyExc_TypeError } from './exceptions';
import { PyGCObject } from './gcobject';
import { _PyCoro_GetAwaitableIter, _PyGen_SetStopIterationValue } from './genobject';
import { PyLong_AsSsize_t, PyLong_FromLong } from './longobject';
import type { PyObject } from './object';
import { Py_EQ } from './object';
import { PyObject_RichCompareBool, PyObject_SelfIter, Py_None, Py_NotImplemented } from './objectprotocol';
import { PyTuple_FromArraySteal, PyTuple_Pack, tuple_empty } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, METH_O, METH_VARARGS, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';
import { _Py_ID } from './unicodeobject';

const id_iter = _Py_ID('iter');

/** iter(…) with an empty tuple of arguments: how an exhausted iterator is pickled. Steals `iter`. */
function reduceExhausted(iter: PyObject): Owned<PyObject> {
  return PyTuple_FromArraySteal([iter, PyTuple_Pack(tuple_empty)]);
}

// ----------------------------------------------------------------------------------------------------------- iterator

export class seqiterobject extends PyGCObject {
  it_index: number;
  /** null once exhausted. */
  it_seq: PyObject | null;

  constructor(type: PyTypeObject, seq: PyObject) {
    super(type);
    this.it_index = 0;
    this.it_seq = seq;
  }
}

/** An iterator over `seq` (borrowed) by its __getitem__. null with an exception. */
export function PySeqIter_New(seq: PyObject): Owned<PyObject> | null {
  if (!PySequence_Check(seq)) {
    PyErr_BadInternalCall();
    return null;
  }
  const it = PyObject_GC_New(new seqiterobject(PySeqIter_Type, Py_NewRef(seq)), 32);
  _PyObject_GC_TRACK(it);
  return it;
}

function iter_dealloc(it: seqiterobject): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(it.it_seq);
  PyObject_GC_Del(it);
}

function iter_iternext(self: PyObject): PyObject | null {
  const it = self as seqiterobject;
  const seq = it.it_seq;
  if (seq === null) return null;
  const result = PySequence_GetItem(seq, it.it_index);
  if (result !== null) {
    it.it_index++;
    return result;
  }
  if (PyErr_ExceptionMatches(PyExc_IndexError) || PyErr_ExceptionMatches(PyExc_StopIteration)) {
    PyErr_Clear();
    it.it_seq = null;
    Py_DECREF(seq);
  }
  return null;
}

function iter_len(self: PyObject): PyObject | null {
  const it = self as seqiterobject;
  if (it.it_seq === null) return PyLong_FromLong(0);
  if (!_PyObject_HasLen(it.it_seq)) return Py_NewRef(Py_NotImplemented);
  const seqsize = PySequence_Size(it.it_seq);
  return seqsize === -1 ? null : PyLong_FromLong(Math.max(0, seqsize - it.it_index));
}

function iter_reduce(self: PyObject): PyObject | null {
  const iter = _PyEval_GetBuiltin(id_iter);
  if (iter === null) return null;
  const it = self as seqiterobject;
  if (it.it_seq === null) return reduceExhausted(iter);
  return PyTuple_FromArraySteal([iter, PyTuple_Pack(it.it_seq), PyLong_FromLong(it.it_index)]);
}

function iter_setstate(self: PyObject, state: PyObject): PyObject | null {
  const it = self as seqiterobject;
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred() !== null) return null;
  if (it.it_seq !== null) it.it_index = Math.max(0, index);
  return Py_NewRef(Py_None);
}

export const PySeqIter_Type: PyTypeObject = defineType({
  tp_name: 'iterator',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: iter_dealloc,
  tp_traverse: (it: seqiterobject, visit) => {
    if (it.it_seq !== null) visit(it.it_seq);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: iter_iternext,
  tp_methods: [
    method('__length_hint__', METH_NOARGS, iter_len, null, 'Private method returning an estimate of len(list(it)).'),
    method('__reduce__', METH_NOARGS, iter_reduce, null, 'Return state information for pickling.'),
    method('__setstate__', METH_O, iter_setstate, null, 'Set state information for unpickling.'),
  ],
});

// -------------------------------------------------------------------------------------------------- callable_iterator

export class calliterobject extends PyGCObject {
  /** Both null once exhausted. */
  it_callable: PyObject | null;
  it_sentinel: PyObject | null;

  constructor(type: PyTypeObject, callable: PyObject, sentinel: PyObject) {
    super(type);
    this.it_callable = callable;
    this.it_sentinel = sentinel;
  }
}

/** iter(callable, sentinel); both borrowed. */
export function PyCallIter_New(callable: PyObject, sentinel: PyObject): Owned<PyObject> {
  const it = PyObject_GC_New(new calliterobject(PyCallIter_Type, Py_NewRef(callable), Py_NewRef(sentinel)), 32);
  _PyObject_GC_TRACK(it);
  return it;
}

function calliter_dealloc(it: calliterobject): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(it.it_callable);
  Py_XDECREF(it.it_sentinel);
  PyObject_GC_Del(it);
}

function calliter_finish(it: calliterobject): void {
  const { it_callable, it_sentinel } = it;
  it.it_callable = null;
  Py_XDECREF(it_callable);
  it.it_sentinel = null;
  Py_XDECREF(it_sentinel);
}

function calliter_iternext(self: PyObject): PyObject | null {
  const it = self as calliterobject;
  if (it.it_callable === null) return null;
  const result = PyObject_CallNoArgs(it.it_callable);
  // The call may have exhausted the iterator.
  if (result !== null && it.it_sentinel !== null) {
    const ok = PyObject_RichCompareBool(it.it_sentinel, result, Py_EQ);
    if (ok === 0) return result;
    if (ok > 0) calliter_finish(it);
  } else if (PyErr_ExceptionMatches(PyExc_StopIteration)) {
    PyErr_Clear();
    calliter_finish(it);
  }
  Py_XDECREF(result);
  return null;
}

function calliter_reduce(self: PyObject): PyObject | null {
  const iter = _PyEval_GetBuiltin(id_iter);
  if (iter === null) return null;
  const it = self as calliterobject;
  if (it.it_callable === null || it.it_sentinel === null) return reduceExhausted(iter);
  return PyTuple_FromArraySteal([iter, PyTuple_Pack(it.it_callable, it.it_sentinel)]);
}

export const PyCallIter_Type: PyTypeObject = defineType({
  tp_name: 'callable_iterator',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: calliter_dealloc,
  tp_traverse: (it: calliterobject, visit) => {
    if (it.it_callable !== null) visit(it.it_callable);
    if (it.it_sentinel !== null) visit(it.it_sentinel);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: calliter_iternext,
  tp_methods: [method('__reduce__', METH_NOARGS, calliter_reduce, null, 'Return state information for pickling.')],
});

// ---------------------------------------------------------------------------------------------------- anext_awaitable

class anextawaitableobject extends PyGCObject {
  wrapped: PyObject;
  default_value: PyObject;

  constructor(type: PyTypeObject, wrapped: PyObject, default_value: PyObject) {
    super(type);
    this.wrapped = wrapped;
    this.default_value = default_value;
  }
}

/** What anext(…, default) returns; both borrowed. */
export function PyAnextAwaitable_New(awaitable: PyObject, default_value: PyObject): Owned<PyObject> {
  const anext = PyObject_GC_New(
    new anextawaitableobject(_PyAnextAwaitable_Type, Py_NewRef(awaitable), Py_NewRef(default_value)),
    32,
  );
  _PyObject_GC_TRACK(anext);
  return anext;
}

function anextawaitable_dealloc(obj: anextawaitableobject): void {
  _PyObject_GC_UNTRACK(obj);
  Py_DECREF(obj.wrapped);
  Py_DECREF(obj.default_value);
  PyObject_GC_Del(obj);
}

function anextawaitable_getiter(obj: anextawaitableobject): Owned<PyObject> | null {
  const awaitable = _PyCoro_GetAwaitableIter(obj.wrapped);
  if (awaitable === null || awaitable.ob_type.tp_iternext !== null) return awaitable;
  // A coroutine: the only thing here without __next__.
  const new_awaitable = awaitable.ob_type.am_await!(awaitable);
  Py_DECREF(awaitable);
  if (new_awaitable === null || PyIter_Check(new_awaitable)) return new_awaitable;
  Py_DECREF(new_awaitable);
  return PyErr_SetString(PyExc_TypeError, '__await__ returned a non-iterable');
}

/** After a failed step: the end of the async iterator becomes StopIteration(default). */
function replaceStop(obj: anextawaitableobject): null {
  if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration)) {
    PyErr_Clear();
    _PyGen_SetStopIterationValue(obj.default_value);
  }
  return null;
}

function anextawaitable_iternext(self: PyObject): PyObject | null {
  const obj = self as anextawaitableobject;
  const awaitable = anextawaitable_getiter(obj);
  if (awaitable === null) return null;
  const result = awaitable.ob_type.tp_iternext!(awaitable);
  Py_DECREF(awaitable);
  return result ?? replaceStop(obj);
}

function anextawaitable_proxy(self: PyObject, name: PyObject, arg: PyObject): PyObject | null {
  const obj = self as anextawaitableobject;
  const awaitable = anextawaitable_getiter(obj);
  if (awaitable === null) return null;
  const ret = PyObject_CallMethodOneArg(awaitable, name, arg);
  Py_DECREF(awaitable);
  return ret ?? replaceStop(obj);
}

/** PyObject_CallMethod with a format of one object spreads a tuple of arguments. */
function anextawaitable_spread(self: PyObject, name: string, args: PyTupleObject): PyObject | null {
  const obj = self as anextawaitableobject;
  const awaitable = anextawaitable_getiter(obj);
  if (awaitable === null) return null;
  const ret = PyObject_CallMethodObjArgs(awaitable, _Py_ID(name), ...args.ob_item);
  Py_DECREF(awaitable);
  return ret ?? replaceStop(obj);
}

const id_send = _Py_ID('send');

export const _PyAnextAwaitable_Type: PyTypeObject = defineType({
  tp_name: 'anext_awaitable',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: anextawaitable_dealloc,
  tp_traverse: (obj: anextawaitableobject, visit) => {
    visit(obj.wrapped);
    visit(obj.default_value);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: anextawaitable_iternext,
  am_await: PyObject_SelfIter,
  tp_methods: [
    method(
      'send',
      METH_O,
      (self: PyObject, arg: PyObject) => anextawaitable_proxy(self, id_send, arg),
      null,
      "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration.",
    ),
    method(
      'throw',
      METH_VARARGS,
      (self: PyObject, args: PyTupleObject) => anextawaitable_spread(self, 'throw', args),
      null,
      'throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration.',
    ),
    method(
      'close',
      METH_VARARGS,
      (self: PyObject, args: PyTupleObject) => anextawaitable_spread(self, 'close', args),
      null,
      'close() -> raise GeneratorExit inside generator.',
    ),
  ],
});
