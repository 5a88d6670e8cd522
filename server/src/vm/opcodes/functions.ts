// Functions, imports, patterns, asynchronous protocols, intrinsics. See README.md.
import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyObject_Size } from '../../objects/abstract';
import { Py_False, Py_True } from '../../objects/boolobject';
import type { PyCodeObject } from '../../objects/codestruct';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString, _PyErr_FormatFromCause } from '../../objects/errors';
import { PyExc_RuntimeError, PyExc_TypeError } from '../../objects/exceptions';
import type { PyGenObject, _PyInterpreterFrame } from '../../objects/framestruct';
import { PyFunction_New, _PyFunction_SetVersion } from '../../objects/funcobject';
import type { PyFunctionObject } from '../../objects/funcstruct';
import { PyAsyncGen_CheckExact, PyCoro_CheckExact, _PyCoro_GetAwaitableIter, _PyGen_yf } from '../../objects/genobject';
import { PyLong_FromSsize_t } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { tstate } from '../../objects/pystate';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { Py_TPFLAGS_MAPPING, Py_TPFLAGS_SEQUENCE } from '../../objects/typestruct';
import { _PyEval_FormatAwaitableError } from '../cevalerrors';
import { import_from, import_name } from '../cevalimport';
import { _PyEval_MatchClass, _PyEval_MatchKeys } from '../cevalmatch';
import { intrinsics1, intrinsics2 } from '../intrinsics';

declare let S: (PyObject | null)[],
  sp: number,
  pc: number,
  oparg: number,
  code: PyCodeObject,
  frame: _PyInterpreterFrame;
declare function NEXT(n: number): never;
declare function ERROR(): never;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;

/** codeobj -- func */
export function MAKE_FUNCTION(): void {
  const value = S[sp - 1]!;
  SAVE();
  const func = PyFunction_New(value, frame.f_globals) as PyFunctionObject;
  S[sp - 1] = func;
  DECREF(value);
  if (func === null) {
    sp--;
    ERROR();
  }
  _PyFunction_SetVersion(func, (value as PyCodeObject).co_version);
  NEXT(1);
}

/** attr, func -- func : defaults, keyword defaults, annotations, closure */
export function SET_FUNCTION_ATTRIBUTE(): void {
  const func = S[--sp] as PyFunctionObject;
  const value = S[sp - 1]!;
  S[sp - 1] = func;
  switch (oparg) {
    case 1:
      func.func_defaults = value as PyTupleObject;
      break;
    case 2:
      func.func_kwdefaults = value as PyDictObject;
      break;
    case 4:
      func.func_annotations = value;
      break;
    default:
      func.func_closure = value as PyTupleObject;
  }
  NEXT(1);
}

/** @cold level, fromlist -- module */
export function IMPORT_NAME(): void {
  const right = S[sp - 1]!;
  const left = S[sp - 2]!;
  const res = import_name(frame, code.names[oparg]!, right, left);
  S[sp - 2] = res;
  DECREF(left);
  sp--;
  DECREF(right);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}
/** @cold module -- module, value */
export function IMPORT_FROM(): void {
  const res = import_from(S[sp - 1]!, code.names[oparg]!);
  if (res === null) ERROR();
  S[sp++] = res;
  NEXT(1);
}

/** @cold obj -- obj, len(obj) */
export function GET_LEN(): void {
  const n = PyObject_Size(S[sp - 1]!);
  if (n < 0) ERROR();
  S[sp++] = PyLong_FromSsize_t(n);
  NEXT(1);
}
/** @cold subject, type, names -- attrs or None */
export function MATCH_CLASS(): void {
  const subject = S[sp - 3]!;
  const type = S[sp - 2]!;
  const names = S[sp - 1] as PyTupleObject;
  const attrs = _PyEval_MatchClass(subject, type, oparg, names);
  const failed = attrs === null && tstate.current_exception !== null;
  S[sp - 3] = attrs ?? Py_NewRef(Py_None);
  Py_DECREF(subject);
  Py_DECREF(type);
  Py_DECREF(names);
  sp -= 2;
  if (failed) {
    sp--;
    ERROR();
  }
  NEXT(1);
}
/** @cold subject -- subject, bool */
export function MATCH_MAPPING(): void {
  S[sp] = (S[sp - 1]!.ob_type.tp_flags & Py_TPFLAGS_MAPPING) !== 0 ? Py_True : Py_False;
  sp++;
  NEXT(1);
}
/** @cold subject -- subject, bool */
export function MATCH_SEQUENCE(): void {
  S[sp] = (S[sp - 1]!.ob_type.tp_flags & Py_TPFLAGS_SEQUENCE) !== 0 ? Py_True : Py_False;
  sp++;
  NEXT(1);
}
/** @cold subject, keys -- subject, keys, values or None */
export function MATCH_KEYS(): void {
  const res = _PyEval_MatchKeys(S[sp - 2]!, S[sp - 1] as PyTupleObject);
  if (res === null) ERROR();
  S[sp++] = res;
  NEXT(1);
}

/** @cold obj -- iter */
export function GET_AITER(): void {
  const value = S[sp - 1]!;
  const type = value.ob_type;
  let iter: PyObject | null = null;
  if (type.am_aiter === null) {
    PyErr_SetString(PyExc_TypeError, `'async for' requires an object with __aiter__ method, got ${type.tp_name}`);
  } else iter = type.am_aiter(value);
  S[sp - 1] = iter;
  DECREF(value);
  if (iter === null) {
    sp--;
    ERROR();
  }
  if (iter!.ob_type.am_anext === null) {
    PyErr_SetString(
      PyExc_TypeError,
      `'async for' received an object from __aiter__ that does not implement __anext__: ${iter!.ob_type.tp_name}`,
    );
    sp--;
    Py_DECREF(iter!);
    ERROR();
  }
  NEXT(1);
}
/** @cold aiter -- aiter, awaitable */
export function GET_ANEXT(): void {
  const aiter = S[sp - 1]!;
  const type = aiter.ob_type;
  let awaitable: PyObject | null = null;
  if (PyAsyncGen_CheckExact(aiter)) {
    awaitable = type.am_anext!(aiter);
    if (awaitable === null) ERROR();
  } else {
    if (type.am_anext === null) {
      PyErr_SetString(PyExc_TypeError, `'async for' requires an iterator with __anext__ method, got ${type.tp_name}`);
      ERROR();
    }
    const next_iter = type.am_anext!(aiter);
    if (next_iter === null) ERROR();
    awaitable = _PyCoro_GetAwaitableIter(next_iter!);
    if (awaitable === null) {
      _PyErr_FormatFromCause(
        PyExc_TypeError,
        `'async for' received an invalid object from __anext__: ${next_iter!.ob_type.tp_name}`,
      );
      Py_DECREF(next_iter!);
      ERROR();
    }
    Py_DECREF(next_iter!);
  }
  S[sp++] = awaitable;
  NEXT(1);
}
/** @cold iterable -- iter */
export function GET_AWAITABLE(): void {
  const value = S[sp - 1]!;
  let iter = _PyCoro_GetAwaitableIter(value);
  if (iter === null) _PyEval_FormatAwaitableError(value.ob_type, oparg);
  S[sp - 1] = iter;
  DECREF(value);
  if (iter !== null && PyCoro_CheckExact(iter)) {
    const yf = _PyGen_yf(iter as PyGenObject);
    if (yf !== null) {
      Py_DECREF(yf);
      S[sp - 1] = null;
      Py_DECREF(iter);
      iter = null;
      PyErr_SetString(PyExc_RuntimeError, 'coroutine is being awaited already');
    }
  }
  if (iter === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}

/** @cold value -- res */
export function CALL_INTRINSIC_1(): void {
  const value = S[sp - 1]!;
  const res = intrinsics1[oparg]!(value, frame);
  S[sp - 1] = res;
  DECREF(value);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}
/** @cold value2, value1 -- res */
export function CALL_INTRINSIC_2(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  const res = intrinsics2[oparg]!(left, right);
  S[sp - 2] = res;
  DECREF(left);
  sp--;
  DECREF(right);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}
