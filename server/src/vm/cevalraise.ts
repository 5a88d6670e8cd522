// raise, except and except*. Follows Python/ceval.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_IsSubclass } from '../objects/abstract';
import { PyObject_CallMethod, PyObject_CallNoArgs } from '../objects/call';
import {
  PyErr_GivenExceptionMatches,
  PyErr_SetObject,
  PyErr_SetRaisedException,
  PyErr_SetString,
  _PyErr_GetTopmostException,
  reprText,
} from '../objects/errors';
import {
  PyExceptionClass_Check,
  PyExceptionInstance_Check,
  PyException_SetCause_steal,
  PyException_SetTraceback,
} from '../objects/exceptionbase';
import {
  PyExc_BaseExceptionGroup,
  PyExc_RuntimeError,
  PyExc_TypeError,
  _PyBaseExceptionGroup_Check,
  _PyExc_CreateExceptionGroup,
} from '../objects/exceptions';
import { _PyFrame_GetFrameObject } from '../objects/frameobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { _PyTraceBack_FromFrame } from '../objects/traceback';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_Pack } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { _PyThreadState_GetFrame } from './frame';

/** `raise exc from cause`; takes over both (null: not given). True: it is a bare `raise` that raised something again. */
export function do_raise_steal(exc: Owned<PyObject> | null, cause: Owned<PyObject> | null): boolean {
  if (exc === null) {
    const handled = _PyErr_GetTopmostException().exc_value;
    if (handled === null) {
      PyErr_SetString(PyExc_RuntimeError, 'No active exception to reraise');
      return false;
    }
    PyErr_SetRaisedException(Py_NewRef(handled));
    return true;
  }
  let type: PyObject;
  let value: PyObject | null;
  if (PyExceptionClass_Check(exc)) {
    type = exc;
    value = PyObject_CallNoArgs(exc);
    if (value !== null && !PyExceptionInstance_Check(value)) {
      notAnException(type, value);
      Py_DECREF(value);
      value = null;
    }
    if (value === null) {
      Py_DECREF(type);
      Py_XDECREF(cause);
      return false;
    }
  } else if (PyExceptionInstance_Check(exc)) {
    value = exc;
    type = Py_NewRef(exc.ob_type);
  } else {
    Py_DECREF(exc);
    PyErr_SetString(PyExc_TypeError, 'exceptions must derive from BaseException');
    Py_XDECREF(cause);
    return false;
  }
  if (cause !== null) {
    let fixed: PyObject | null = null;
    let ok = true;
    if (PyExceptionClass_Check(cause)) {
      fixed = PyObject_CallNoArgs(cause);
      if (fixed !== null && !PyExceptionInstance_Check(fixed)) {
        notAnException(cause, fixed);
        Py_DECREF(fixed);
        fixed = null;
      }
      ok = fixed !== null;
      Py_DECREF(cause);
    } else if (PyExceptionInstance_Check(cause)) fixed = cause;
    else {
      if (cause !== Py_None) {
        PyErr_SetString(PyExc_TypeError, 'exception causes must derive from BaseException');
        ok = false;
      }
      Py_DECREF(cause);
    }
    if (!ok) {
      Py_DECREF(value);
      Py_DECREF(type);
      return false;
    }
    PyException_SetCause_steal(value, fixed);
  }
  PyErr_SetObject(type, value);
  Py_DECREF(value);
  Py_DECREF(type);
  return false;
}
function notAnException(type: PyObject, value: PyObject): void {
  PyErr_SetString(
    PyExc_TypeError,
    `calling ${reprText(type)} should have returned an instance of BaseException, not ${reprText(value.ob_type)}`,
  );
}

function classesOf(right: PyObject): readonly PyObject[] {
  return PyTuple_Check(right) ? (right as PyTupleObject).ob_item : [right];
}
/** 0, or −1 with TypeError. */
export function _PyEval_CheckExceptTypeValid(right: PyObject): number {
  if (PyExceptionClass_Check(right)) return 0;
  if (PyTuple_Check(right) && classesOf(right).every((exc) => PyExceptionClass_Check(exc))) return 0;
  PyErr_SetString(PyExc_TypeError, 'catching classes that do not inherit from BaseException is not allowed');
  return -1;
}
/** The same for `except*`, which may not name groups. */
export function _PyEval_CheckExceptStarTypeValid(right: PyObject): number {
  if (_PyEval_CheckExceptTypeValid(right) < 0) return -1;
  for (const exc of classesOf(right)) {
    const is_subclass = PyObject_IsSubclass(exc, PyExc_BaseExceptionGroup);
    if (is_subclass < 0) return -1;
    if (is_subclass) {
      PyErr_SetString(PyExc_TypeError, 'catching ExceptionGroup with except* is not allowed. Use except instead.');
      return -1;
    }
  }
  return 0;
}

/** The part of `exc_value` that matches and the rest, both owned (None where there is nothing). 0, or −1. */
export function _PyEval_ExceptionGroupMatch(
  exc_value: PyObject,
  match_type: PyObject,
  result: { match: PyObject | null; rest: PyObject | null },
): number {
  if (exc_value === Py_None) {
    result.match = Py_NewRef(Py_None);
    result.rest = Py_NewRef(Py_None);
    return 0;
  }
  if (PyErr_GivenExceptionMatches(exc_value, match_type)) {
    if (_PyBaseExceptionGroup_Check(exc_value)) result.match = Py_NewRef(exc_value);
    else {
      // A naked exception is wrapped.
      const excs = PyTuple_Pack(exc_value);
      const wrapped = _PyExc_CreateExceptionGroup('', excs);
      Py_DECREF(excs);
      if (wrapped === null) return -1;
      const frame = _PyThreadState_GetFrame();
      if (frame !== null) {
        const tb = _PyTraceBack_FromFrame(null, _PyFrame_GetFrameObject(frame));
        PyException_SetTraceback(wrapped, tb);
        Py_DECREF(tb);
      }
      result.match = wrapped;
    }
    result.rest = Py_NewRef(Py_None);
    return 0;
  }
  if (_PyBaseExceptionGroup_Check(exc_value)) {
    const pair = PyObject_CallMethod(exc_value, 'split', match_type);
    if (pair === null) return -1;
    const name = exc_value.ob_type.tp_name;
    if (!PyTuple_CheckExact(pair)) {
      PyErr_SetString(PyExc_TypeError, `${name}.split must return a tuple, not ${(pair as PyObject).ob_type.tp_name}`);
      Py_DECREF(pair);
      return -1;
    }
    const items = (pair as PyTupleObject).ob_item;
    if (items.length < 2) {
      PyErr_SetString(PyExc_TypeError, `${name}.split must return a 2-tuple, got tuple of size ${items.length}`);
      Py_DECREF(pair);
      return -1;
    }
    result.match = Py_NewRef(items[0]!);
    result.rest = Py_NewRef(items[1]!);
    Py_DECREF(pair);
    return 0;
  }
  result.match = Py_NewRef(Py_None);
  result.rest = Py_NewRef(exc_value);
  return 0;
}
