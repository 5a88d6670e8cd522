// Raising, catching, with blocks. See README.md.
import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyObject_CallNoArgs, PyObject_Vectorcall } from '../../objects/call';
import type { PyCodeObject } from '../../objects/codestruct';
import {
  PyErr_GivenExceptionMatches,
  PyErr_SetHandledException,
  PyErr_SetRaisedException,
  PyErr_SetString,
} from '../../objects/errors';
import {
  PyExc_AssertionError,
  PyExc_StopAsyncIteration,
  PyExc_StopIteration,
  PyExc_SystemError,
  PyExc_TypeError,
} from '../../objects/exceptions';
import type { PyBaseExceptionObject, PyStopIterationObject } from '../../objects/exceptionstruct';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import { PyLong_Check } from '../../objects/longobject';
import type { PyLongObject } from '../../objects/longstruct';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { tstate } from '../../objects/pystate';
import { _PyObject_LookupSpecial } from '../../objects/typelookup';
import { _Py_ID } from '../../objects/unicodeobject';
import {
  _PyEval_CheckExceptStarTypeValid,
  _PyEval_CheckExceptTypeValid,
  _PyEval_ExceptionGroupMatch,
  do_raise_steal,
} from '../cevalraise';

declare let S: (PyObject | null)[],
  sp: number,
  pc: number,
  oparg: number,
  code: PyCodeObject,
  frame: _PyInterpreterFrame;
declare function NEXT(n: number): never;
declare function REENTER(unit: number): void;
declare function NEXT_BOOL(condition: boolean, n: number): never;
declare function ERROR(): never;
declare function UNWIND(): never;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;
declare function XDECREF(op: PyObject | null): void;

/** @cold exc, cause -- : as many as oparg says */
export function RAISE_VARARGS(): void {
  let cause: PyObject | null = null;
  let exc: PyObject | null = null;
  if (oparg === 2) cause = S[--sp]!;
  if (oparg >= 1) exc = S[--sp]!;
  if (do_raise_steal(exc, cause)) UNWIND();
  ERROR();
}

/** @cold values[oparg], exc -- values[oparg] : values[0] is where the exception was raised first */
export function RERAISE(): void {
  if (oparg > 0) {
    const lasti = S[sp - 1 - oparg]!;
    if (!PyLong_Check(lasti)) {
      PyErr_SetString(PyExc_SystemError, 'lasti is not an int');
      ERROR();
    }
    frame.instr_ptr = (lasti as PyLongObject).value as number;
  }
  // C leaves the exception on the stack, to be released by the unwinding.
  PyErr_SetRaisedException(Py_NewRef(S[sp - 1]!));
  UNWIND();
}

/** new_exc -- prev_exc, new_exc */
export function PUSH_EXC_INFO(): void {
  const value = S[sp - 1]!;
  const exc_info = tstate.exc_info;
  if (exc_info.exc_value !== null) S[sp - 1] = exc_info.exc_value;
  else {
    S[sp - 1] = Py_None;
    INCREF(Py_None);
  }
  S[sp++] = value;
  INCREF(value);
  exc_info.exc_value = value;
  NEXT(1);
}

/** exc_value -- */
export function POP_EXCEPT(): void {
  const value = S[--sp]!;
  const exc_info = tstate.exc_info;
  const old = exc_info.exc_value;
  exc_info.exc_value = value === Py_None ? null : value;
  XDECREF(old);
  NEXT(1);
}

/** left, right -- left, bool */
export function CHECK_EXC_MATCH(): void {
  const right = S[sp - 1]!;
  SAVE();
  if (_PyEval_CheckExceptTypeValid(right) < 0) {
    sp--;
    DECREF(right);
    ERROR();
  }
  const flag = PyErr_GivenExceptionMatches(S[sp - 2]!, right);
  sp--;
  DECREF(right);
  NEXT_BOOL(flag, 1);
}

/** @cold exc_value, match_type -- rest, match */
export function CHECK_EG_MATCH(): void {
  const right = S[sp - 1]!;
  const left = S[sp - 2]!;
  let ok = _PyEval_CheckExceptStarTypeValid(right) >= 0;
  const result: { match: PyObject | null; rest: PyObject | null } = { match: null, rest: null };
  if (ok) ok = _PyEval_ExceptionGroupMatch(left, right, result) >= 0;
  S[sp - 2] = result.rest;
  DECREF(left);
  S[sp - 1] = result.match;
  DECREF(right);
  if (!ok) {
    sp -= 2;
    ERROR();
  }
  if (result.match !== Py_None) PyErr_SetHandledException(result.match);
  NEXT(1);
}

/** @cold awaitable, exc -- : the exception must say that the loop is over */
export function END_ASYNC_FOR(): void {
  const right = S[sp - 1]!;
  if (!PyErr_GivenExceptionMatches(right, PyExc_StopAsyncIteration)) {
    PyErr_SetRaisedException(Py_NewRef(right));
    UNWIND();
  }
  const left = S[sp - 2]!;
  S[sp - 2] = right;
  sp--;
  DECREF(left);
  sp--;
  DECREF(right);
  NEXT(1);
}

/** @cold sub_iter, last_sent_val, exc_value -- None, value */
export function CLEANUP_THROW(): void {
  const value = S[sp - 1]!;
  if (!PyErr_GivenExceptionMatches(value, PyExc_StopIteration)) {
    PyErr_SetRaisedException(Py_NewRef(value));
    UNWIND();
  }
  const res = Py_NewRef((value as PyStopIterationObject).value!);
  const left = S[sp - 3]!;
  const right = S[sp - 2]!;
  S[sp - 3] = Py_NewRef(Py_None);
  S[sp - 2] = res;
  sp--;
  Py_DECREF(left);
  Py_DECREF(right);
  Py_DECREF(value);
  NEXT(1);
}

/** @cold -- AssertionError */
export function LOAD_ASSERTION_ERROR(): void {
  S[sp++] = Py_NewRef(PyExc_AssertionError);
  NEXT(1);
}

/** mgr -- exit, res */
export function BEFORE_WITH(): void {
  const owner = S[sp - 1]!;
  SAVE();
  const enter = _PyObject_LookupSpecial(owner, _Py_ID('__enter__'));
  if (enter === null) {
    if (tstate.current_exception === null) {
      PyErr_SetString(
        PyExc_TypeError,
        `'${owner.ob_type.tp_name}' object does not support the context manager protocol`,
      );
    }
    ERROR();
  }
  const value = _PyObject_LookupSpecial(owner, _Py_ID('__exit__'));
  if (value === null) {
    if (tstate.current_exception === null) {
      PyErr_SetString(
        PyExc_TypeError,
        `'${owner.ob_type.tp_name}' object does not support the context manager protocol (missed __exit__ method)`,
      );
    }
    Py_DECREF(enter!);
    ERROR();
  }
  S[sp - 1] = value;
  S[sp++] = enter;
  DECREF(owner);
  SAVE();
  const res = PyObject_CallNoArgs(enter!);
  S[sp - 1] = res;
  DECREF(enter);
  if (res === null) {
    sp -= 2;
    DECREF(value);
    ERROR();
  }
  // A thread that has to wait for the lock leaves before the body.
  if ((tstate.eval_breaker & 2) !== 0) REENTER(pc + 1);
  NEXT(1);
}

/** @cold mgr -- exit, res */
export function BEFORE_ASYNC_WITH(): void {
  const owner = S[sp - 1]!;
  const enter = _PyObject_LookupSpecial(owner, _Py_ID('__aenter__'));
  if (enter === null) {
    if (tstate.current_exception === null) {
      PyErr_SetString(
        PyExc_TypeError,
        `'${owner.ob_type.tp_name}' object does not support the asynchronous context manager protocol`,
      );
    }
    ERROR();
  }
  const value = _PyObject_LookupSpecial(owner, _Py_ID('__aexit__'));
  if (value === null) {
    if (tstate.current_exception === null) {
      PyErr_SetString(
        PyExc_TypeError,
        `'${owner.ob_type.tp_name}' object does not support the asynchronous context manager protocol (missed __aexit__ method)`,
      );
    }
    Py_DECREF(enter!);
    ERROR();
  }
  S[sp - 1] = value;
  S[sp++] = enter;
  DECREF(owner);
  frame.stacktop = sp;
  const res = PyObject_CallNoArgs(enter!);
  S[sp - 1] = res;
  DECREF(enter);
  if (res === null) {
    sp -= 2;
    DECREF(value);
    ERROR();
  }
  NEXT(1);
}

/** @cold exit_func, lasti, prev_exc, val -- exit_func, lasti, prev_exc, val, res */
export function WITH_EXCEPT_START(): void {
  const value = S[sp - 1] as PyBaseExceptionObject;
  const res = PyObject_Vectorcall(S[sp - 4]!, [value.ob_type, value, value.traceback ?? Py_None], null);
  if (res === null) ERROR();
  S[sp++] = res;
  NEXT(1);
}
