// CALL_INTRINSIC_1 and CALL_INTRINSIC_2. Follows Python/intrinsics.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { unsupported } from '../heap/runtime';
import { PyNumber_Positive, PyObject_GetIter, PyObject_SetItem, PyIter_Next } from '../objects/abstract';
import { PyObject_CallMethodNoArgs, PyObject_CallOneArg } from '../objects/call';
import { PyDict_Check, PyDict_Keys } from '../objects/dictobject';
import { PyErr_GivenExceptionMatches, PyErr_SetString, reprText } from '../objects/errors';
import { PyException_SetCause_steal, PyException_SetContext_steal } from '../objects/exceptionbase';
import {
  PyExc_ImportError,
  PyExc_RuntimeError,
  PyExc_StopAsyncIteration,
  PyExc_StopIteration,
  PyExc_TypeError,
  _PyExc_PrepReraiseStar,
} from '../objects/exceptions';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import { _Py_set_function_type_params } from '../objects/funcobject';
import { PyAsyncGen_CheckExact, _PyAsyncGenValueWrapperNew } from '../objects/genobject';
import { PyList_AsTuple } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import type { PyObject } from '../objects/object';
import { PyObject_GetAttr, PyObject_GetOptionalAttr, Py_None } from '../objects/objectprotocol';
import { tstate } from '../objects/pystate';
import { PySys_GetObject } from '../objects/sysdict';
import {
  _Py_make_paramspec,
  _Py_make_typealias,
  _Py_make_typevar,
  _Py_make_typevartuple,
  _Py_set_typeparam_default,
  _Py_subscript_generic,
} from '../objects/typevarobject';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

type Unary = (value: PyObject, frame: _PyInterpreterFrame) => PyObject | null;
type Binary = (value2: PyObject, value1: PyObject) => PyObject | null;

function print_expr(value: PyObject): Owned<PyObject> | null {
  const hook = PySys_GetObject('displayhook');
  if (hook === null) return PyErr_SetString(PyExc_RuntimeError, 'lost sys.displayhook');
  return PyObject_CallOneArg(hook, value);
}

/** import_all_from: the names of `from v import *` into `locals`. 0, or −1 with an exception. */
function import_all_from(locals: PyObject, v: PyObject): number {
  const all: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(v, _Py_ID('__all__'), all) < 0) return -1;
  let skip_leading_underscores = false;
  if (all.value === null) {
    const dict: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(v, _Py_ID('__dict__'), dict) < 0) return -1;
    if (dict.value === null) {
      PyErr_SetString(PyExc_ImportError, 'from-import-* object has no __dict__ and no __all__');
      return -1;
    }
    all.value = PyDict_Check(dict.value)
      ? PyDict_Keys(dict.value)
      : PyObject_CallMethodNoArgs(dict.value, _Py_ID('keys'));
    Py_DECREF(dict.value);
    if (all.value === null) return -1;
    skip_leading_underscores = true;
  }
  const result = importNames(locals, v, all.value, skip_leading_underscores);
  Py_DECREF(all.value);
  return result;
}
function importNames(locals: PyObject, v: PyObject, all: PyObject, skip: boolean): number {
  const iter = PyObject_GetIter(all);
  if (iter === null) return -1;
  let err = 0;
  for (let name = PyIter_Next(iter); name !== null; name = PyIter_Next(iter)) {
    if (!PyUnicode_Check(name)) {
      badName(v, name, skip);
      err = -1;
    } else if (!(skip && (name as PyUnicodeObject).str.startsWith('_'))) {
      const value = PyObject_GetAttr(v, name);
      if (value === null) err = -1;
      else {
        err = PyObject_SetItem(locals, name, value);
        Py_DECREF(value);
      }
    }
    Py_DECREF(name);
    if (err < 0) break;
  }
  Py_DECREF(iter);
  if (err < 0) return -1;
  return tstate.current_exception !== null ? -1 : 0;
}
function badName(v: PyObject, name: PyObject, skip: boolean): void {
  const modname = PyObject_GetAttr(v, _Py_ID('__name__'));
  if (modname === null) return;
  const text = PyUnicode_Check(modname) ? (modname as PyUnicodeObject).str : reprText(modname);
  const where = skip ? `Key in ${text}.__dict__` : `Item in ${text}.__all__`;
  PyErr_SetString(PyExc_TypeError, `${where} must be str, not ${name.ob_type.tp_name}`);
  Py_DECREF(modname);
}

function import_star(from: PyObject, frame: _PyInterpreterFrame): Owned<PyObject> | null {
  if (frame.f_locals === null) return unsupported('import * in a function');
  return import_all_from(frame.f_locals, from) < 0 ? null : Py_NewRef(Py_None);
}

/** StopIteration that leaves a generator becomes RuntimeError (PEP 479). */
function stopiteration_error(exc: PyObject, frame: _PyInterpreterFrame): Owned<PyObject> | null {
  const flags = frame.f_executable.co_flags;
  let msg: string | null = null;
  if (PyErr_GivenExceptionMatches(exc, PyExc_StopIteration)) {
    msg = 'generator raised StopIteration';
    if ((flags & 0x200) !== 0) msg = 'async generator raised StopIteration';
    else if ((flags & 0x80) !== 0) msg = 'coroutine raised StopIteration';
  } else if ((flags & 0x200) !== 0 && PyErr_GivenExceptionMatches(exc, PyExc_StopAsyncIteration)) {
    msg = 'async generator raised StopAsyncIteration';
  }
  if (msg === null) return Py_NewRef(exc);
  const message = PyUnicode_FromString(msg);
  const error = PyObject_CallOneArg(PyExc_RuntimeError, message);
  Py_DECREF(message);
  if (error === null) return null;
  PyException_SetCause_steal(error, Py_NewRef(exc));
  // The new exception is not raised by PyErr_SetObject, which would set the context.
  PyException_SetContext_steal(error, Py_NewRef(exc));
  return error;
}
function no_intrinsic1(value: PyObject): null {
  return PyErr_SetString(PyExc_RuntimeError, `invalid intrinsic function (${value.ob_type.tp_name})`);
}

/** By INTRINSIC_* number (compiler/opcodes.ts). */
export const intrinsics1: readonly Unary[] = [
  no_intrinsic1,
  print_expr,
  import_star,
  stopiteration_error,
  (value, frame) => (PyAsyncGen_CheckExact(frame.generator!) ? _PyAsyncGenValueWrapperNew(value) : Py_NewRef(value)),
  (value) => PyNumber_Positive(value),
  (value) => PyList_AsTuple(value),
  (name) => _Py_make_typevar(name, null, null),
  (name) => _Py_make_paramspec(name),
  (name) => _Py_make_typevartuple(name),
  (params) => _Py_subscript_generic(params),
  (args) => _Py_make_typealias(args),
];
export const intrinsics2: readonly Binary[] = [
  (value) => no_intrinsic1(value),
  (orig, excs) => _PyExc_PrepReraiseStar(orig, excs as PyListObject),
  (name, evaluate_bound) => _Py_make_typevar(name, evaluate_bound, null),
  (name, evaluate_constraints) => _Py_make_typevar(name, null, evaluate_constraints),
  (func, type_params) => _Py_set_function_type_params(func, type_params),
  (typeparam, evaluate_default) => _Py_set_typeparam_default(typeparam, evaluate_default),
];
