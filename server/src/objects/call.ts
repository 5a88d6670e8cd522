// Calling: vectorcall, tp_call, methods; and the count of C recursion. Follows Objects/call.c and the helpers of
// Include/internal/pycore_call.h and pycore_ceval.h, CPython 3.13.
//
// Arguments of a vectorcall are a borrowed JavaScript array: positional ones first, then the values of the keywords in
// `kwnames`. The callee keeps nothing of the array.

import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_XDECREF } from '../heap/refcount';
import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import { PyDict_GET_SIZE, PyDict_Next, _PyDict_FromItems } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString, _PyErr_FormatFromCause, PyErr_Clear, reprText } from './errors';
import { PyExc_RecursionError, PyExc_SystemError, PyExc_TypeError } from './exceptions';
import { PyModule_Check, PyModule_GetNameObject } from './moduleobject';
import type { PyObject, vectorcallfunc } from './object';
import {
  PyCallable_Check,
  PyObject_GetAttr,
  PyObject_GetAttrString,
  PyObject_GetOptionalAttr,
  _PyObject_GetMethod,
} from './objectprotocol';
import { tstate, vmInterface } from './pystate';
import { _PyTuple_FromArray, PyTuple_New } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_UNICODE_SUBCLASS } from './typestruct';
import type { PyUnicodeObject } from './unicodestruct';

// Recursion

/**
 * _Py_EnterRecursiveCall: one level of C recursion deeper. True: too deep, RecursionError is set, the level was not taken.
 * `where` begins with a space, or is empty.
 */
export function _Py_EnterRecursiveCall(where: string): boolean {
  return tstate.c_recursion_remaining-- < 0 && _Py_CheckRecursiveCall(where);
}
export function _Py_LeaveRecursiveCall(): void {
  tstate.c_recursion_remaining++;
}
export function _Py_CheckRecursiveCall(where: string): boolean {
  if (tstate.recursion_headroom > 0) {
    if (tstate.c_recursion_remaining < -50) throw new Error('Cannot recover from stack overflow.');
    return false;
  }
  if (tstate.c_recursion_remaining <= 0) {
    tstate.recursion_headroom++;
    PyErr_SetString(PyExc_RecursionError, `maximum recursion depth exceeded${where}`);
    tstate.recursion_headroom--;
    tstate.c_recursion_remaining++;
    return true;
  }
  return false;
}

/** A result and an exception at once, or neither, is a bug of a built-in: SystemError, as in CPython. */
export function _Py_CheckFunctionResult(
  callable: PyObject | null,
  result: Owned<PyObject> | null,
  where: string | null = null,
): Owned<PyObject> | null {
  if (result === null) {
    if (tstate.current_exception === null) {
      const what = callable !== null ? reprText(callable) : where;
      PyErr_SetString(PyExc_SystemError, `${what} returned NULL without setting an exception`);
    }
    return null;
  }
  if (tstate.current_exception !== null) {
    Py_DECREF(result);
    const exc = tstate.current_exception;
    tstate.current_exception = null;
    const what = callable !== null ? reprText(callable) : where;
    tstate.current_exception = exc;
    return _PyErr_FormatFromCause(PyExc_SystemError, `${what} returned a result with an exception set`);
  }
  return result;
}

/** The vectorcall function of `callable`, or null: it is called through tp_call. */
export function PyVectorcall_Function(callable: PyObject): vectorcallfunc | null {
  return (callable.ob_type.tp_flags & Py_TPFLAGS_HAVE_VECTORCALL) !== 0 ? callable.vectorcall : null;
}

const NO_ARGS: readonly PyObject[] = [];

/** callable(*args, **kwnames). The one way in for all calls with an argument array. Null with an exception. */
export function PyObject_Vectorcall(
  callable: Borrowed<PyObject>,
  args: readonly PyObject[],
  kwnames: Borrowed<PyTupleObject> | null = null,
): Owned<PyObject> | null {
  if ((callable.ob_type.tp_flags & Py_TPFLAGS_HAVE_VECTORCALL) !== 0) {
    const func = callable.vectorcall;
    if (func !== null) {
      const res = func(callable, args, kwnames);
      if ((res === null) !== (tstate.current_exception !== null)) return _Py_CheckFunctionResult(callable, res);
      return res;
    }
  }
  return _PyObject_MakeTpCall(callable, args, kwnames);
}

export function PyObject_CallNoArgs(func: Borrowed<PyObject>): Owned<PyObject> | null {
  return PyObject_Vectorcall(func, NO_ARGS, null);
}
export const _PyObject_CallNoArgs = PyObject_CallNoArgs;

export function PyObject_CallOneArg(func: Borrowed<PyObject>, arg: Borrowed<PyObject>): Owned<PyObject> | null {
  return PyObject_Vectorcall(func, [arg], null);
}

/** Calls with positional arguments and a dict of keywords (null: none). */
export function PyObject_VectorcallDict(
  callable: Borrowed<PyObject>,
  args: readonly PyObject[],
  kwargs: Borrowed<PyDictObject> | null,
): Owned<PyObject> | null {
  const func = PyVectorcall_Function(callable);
  if (func === null) return makeTpCall(callable, args, args.length, kwargs, null);
  let res: PyObject | null;
  if (kwargs === null || PyDict_GET_SIZE(kwargs) === 0) res = func(callable, args, null);
  else {
    const stack = _PyStack_UnpackDict(args, kwargs);
    if (stack === null) return null;
    res = func(callable, stack.args, stack.kwnames);
    _PyStack_UnpackDict_Free(stack, args.length);
  }
  return _Py_CheckFunctionResult(callable, res);
}
export const _PyObject_VectorcallDictTstate = PyObject_VectorcallDict;
export const _PyObject_FastCallDict = PyObject_VectorcallDict;

function object_is_not_callable(callable: PyObject): null {
  const message = `'${callable.ob_type.tp_name}' object is not callable`;
  if (PyModule_Check(callable)) {
    const name = PyModule_GetNameObject(callable);
    if (name === null) PyErr_Clear();
    else {
      const attr: { value: PyObject | null } = { value: null };
      const res = PyObject_GetOptionalAttr(callable, name, attr);
      const text = (name as PyUnicodeObject).str;
      Py_DECREF(name);
      if (res < 0) PyErr_Clear();
      else if (res > 0) {
        const callableAttr = PyCallable_Check(attr.value!);
        Py_DECREF(attr.value!);
        if (callableAttr) {
          return PyErr_SetString(PyExc_TypeError, `${message}. Did you mean: '${text}.${text}(...)'?`);
        }
      }
    }
  }
  return PyErr_SetString(PyExc_TypeError, message);
}

/** Calls through tp_call: an argument tuple is built, and a dict if there are keywords. */
export function _PyObject_MakeTpCall(
  callable: Borrowed<PyObject>,
  args: readonly PyObject[],
  kwnames: Borrowed<PyTupleObject> | null,
): Owned<PyObject> | null {
  if (kwnames === null || kwnames.ob_item.length === 0) return makeTpCall(callable, args, args.length, null, null);
  return makeTpCall(callable, args, args.length - kwnames.ob_item.length, null, kwnames);
}
function makeTpCall(
  callable: PyObject,
  args: readonly PyObject[],
  nargs: number,
  kwargs: PyDictObject | null,
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const call = callable.ob_type.tp_call;
  if (call === null) return object_is_not_callable(callable);
  const argstuple = _PyTuple_FromArray(args, nargs) as PyTupleObject;
  let kwdict = kwargs;
  if (kwnames !== null) {
    kwdict = _PyStack_AsDict(args, nargs, kwnames);
    if (kwdict === null) {
      Py_DECREF(argstuple);
      return null;
    }
  }
  let result: PyObject | null = null;
  if (!_Py_EnterRecursiveCall(' while calling a Python object')) {
    result = call(callable as never, argstuple, kwdict);
    tstate.c_recursion_remaining++;
  }
  Py_DECREF(argstuple);
  if (kwnames !== null) Py_XDECREF(kwdict);
  return _Py_CheckFunctionResult(callable, result);
}

/** What tp_call is for types with a vectorcall: unpacks the tuple and the dict. */
export function PyVectorcall_Call(
  callable: Borrowed<PyObject>,
  tuple: Borrowed<PyTupleObject>,
  kwargs: Borrowed<PyDictObject> | null,
): Owned<PyObject> | null {
  const func = (callable as { vectorcall?: vectorcallfunc | null }).vectorcall ?? null;
  if (func === null) {
    return PyErr_SetString(PyExc_TypeError, `'${callable.ob_type.tp_name}' object does not support vectorcall`);
  }
  return _PyVectorcall_Call(func, callable, tuple, kwargs);
}
function _PyVectorcall_Call(
  func: vectorcallfunc,
  callable: PyObject,
  tuple: PyTupleObject,
  kwargs: PyDictObject | null,
): Owned<PyObject> | null {
  if (kwargs === null || PyDict_GET_SIZE(kwargs) === 0) return func(callable, tuple.ob_item, null);
  const nargs = tuple.ob_item.length;
  const stack = _PyStack_UnpackDict(tuple.ob_item, kwargs);
  if (stack === null) return null;
  const result = func(callable, stack.args, stack.kwnames);
  _PyStack_UnpackDict_Free(stack, nargs);
  return _Py_CheckFunctionResult(callable, result);
}

/** callable(*args, **kwargs) with a tuple and a dict (or null). */
export function PyObject_Call(
  callable: Borrowed<PyObject>,
  args: Borrowed<PyTupleObject>,
  kwargs: Borrowed<PyDictObject> | null,
): Owned<PyObject> | null {
  const vector_func = PyVectorcall_Function(callable);
  if (vector_func !== null) return _PyVectorcall_Call(vector_func, callable, args, kwargs);
  const call = callable.ob_type.tp_call;
  if (call === null) return object_is_not_callable(callable);
  if (_Py_EnterRecursiveCall(' while calling a Python object')) return null;
  const result = call(callable as never, args, kwargs);
  tstate.c_recursion_remaining++;
  return _Py_CheckFunctionResult(callable, result);
}
export const _PyObject_Call = PyObject_Call;

/** callable(*args); `args` is a tuple or null. */
export function PyObject_CallObject(
  callable: Borrowed<PyObject>,
  args: Borrowed<PyTupleObject> | null,
): Owned<PyObject> | null {
  return args === null ? PyObject_CallNoArgs(callable) : PyObject_Call(callable, args, null);
}

/** callable(obj, *args, **kwargs). */
export function _PyObject_Call_Prepend(
  callable: Borrowed<PyObject>,
  obj: Borrowed<PyObject>,
  args: Borrowed<PyTupleObject>,
  kwargs: Borrowed<PyDictObject> | null,
): Owned<PyObject> | null {
  const items = args.ob_item;
  // C copies onto its own stack, or into a block when there are more than five arguments.
  const block = items.length + 1 > 5 ? PyMem_Malloc((items.length + 1) * 8) : 0;
  const result = PyObject_VectorcallDict(callable, [obj, ...items], kwargs);
  PyMem_Free(block);
  return result;
}

// Methods

/** obj.name(*args). */
export function PyObject_CallMethodObjArgs(
  obj: Borrowed<PyObject>,
  name: Borrowed<PyObject>,
  ...args: PyObject[]
): Owned<PyObject> | null {
  const method: { value: PyObject | null } = { value: null };
  const is_method = _PyObject_GetMethod(obj, name, method);
  const callable = method.value;
  if (callable === null) return null;
  const result = PyObject_Vectorcall(callable, is_method ? [obj, ...args] : args, null);
  Py_DECREF(callable);
  return result;
}
/** args[0].name(*args[1:], **kwnames). */
export function PyObject_VectorcallMethod(
  name: Borrowed<PyObject>,
  args: readonly PyObject[],
  kwnames: Borrowed<PyTupleObject> | null = null,
): Owned<PyObject> | null {
  const method: { value: PyObject | null } = { value: null };
  const unbound = _PyObject_GetMethod(args[0]!, name, method);
  const callable = method.value;
  if (callable === null) return null;
  const result = PyObject_Vectorcall(callable, unbound ? args : args.slice(1), kwnames);
  Py_DECREF(callable);
  return result;
}
export function PyObject_CallMethodNoArgs(self: Borrowed<PyObject>, name: Borrowed<PyObject>): Owned<PyObject> | null {
  return PyObject_VectorcallMethod(name, [self], null);
}
export function PyObject_CallMethodOneArg(
  self: Borrowed<PyObject>,
  name: Borrowed<PyObject>,
  arg: Borrowed<PyObject>,
): Owned<PyObject> | null {
  return PyObject_VectorcallMethod(name, [self, arg], null);
}
/** callable(*args). */
export function PyObject_CallFunctionObjArgs(
  callable: Borrowed<PyObject>,
  ...args: PyObject[]
): Owned<PyObject> | null {
  return PyObject_Vectorcall(callable, args, null);
}
/** _PyObject_CallMethod with "O…": gets the attribute (a bound method), then calls it. */
export function _PyObject_CallMethod(
  obj: Borrowed<PyObject>,
  name: Borrowed<PyObject>,
  ...args: PyObject[]
): Owned<PyObject> | null {
  return callmethod(PyObject_GetAttr(obj, name), args);
}
/** PyObject_CallMethod: the same with the name as a C string. */
export function PyObject_CallMethod(
  obj: Borrowed<PyObject>,
  name: string,
  ...args: PyObject[]
): Owned<PyObject> | null {
  return callmethod(PyObject_GetAttrString(obj, name), args);
}
function callmethod(callable: Owned<PyObject> | null, args: PyObject[]): Owned<PyObject> | null {
  if (callable === null) return null;
  let result: PyObject | null;
  if (!PyCallable_Check(callable)) {
    result = PyErr_SetString(PyExc_TypeError, `attribute of type '${callable.ob_type.tp_name}' is not callable`);
  } else result = PyObject_Vectorcall(callable, args, null);
  Py_DECREF(callable);
  return result;
}

// Argument arrays

/** A dict of the keyword arguments that stand in `args` from `nargs` on; null with an exception. */
export function _PyStack_AsDict(
  args: readonly PyObject[],
  nargs: number,
  kwnames: PyTupleObject,
): Owned<PyDictObject> | null {
  const n = kwnames.ob_item.length;
  return _PyDict_FromItems(kwnames.ob_item, 0, args, nargs, n);
}

/** An unpacked dict of keywords: see _PyStack_UnpackDict. */
export interface UnpackedStack {
  args: PyObject[];
  kwnames: PyTupleObject;
  block: number;
}
/**
 * Turns positional arguments and a dict into a vectorcall's arrays. The positional references and the values are new ones
 * (given up by _PyStack_UnpackDict_Free). Null with TypeError when a key is no string.
 */
export function _PyStack_UnpackDict(args: readonly PyObject[], kwargs: PyDictObject): UnpackedStack | null {
  const nkwargs = PyDict_GET_SIZE(kwargs);
  const block = PyMem_Malloc((1 + args.length + nkwargs) * 8);
  const kwnames = PyTuple_New(nkwargs) as PyTupleObject;
  const stack: PyObject[] = new Array<PyObject>(args.length + nkwargs);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    Py_INCREF(arg);
    stack[i] = arg;
  }
  let keys_are_strings = Py_TPFLAGS_UNICODE_SUBCLASS;
  let i = 0;
  PyDict_Next(kwargs, (key, value) => {
    keys_are_strings &= key.ob_type.tp_flags;
    Py_INCREF(key);
    Py_INCREF(value);
    kwnames.ob_item[i] = key;
    stack[args.length + i] = value;
    i++;
  });
  const unpacked = { args: stack, kwnames, block };
  if (keys_are_strings === 0) {
    PyErr_SetString(PyExc_TypeError, 'keywords must be strings');
    _PyStack_UnpackDict_Free(unpacked, args.length);
    return null;
  }
  return unpacked;
}
export function _PyStack_UnpackDict_Free(stack: UnpackedStack, nargs: number): void {
  const n = nargs + stack.kwnames.ob_item.length;
  for (let i = 0; i < n; i++) Py_DECREF(stack.args[i]!);
  PyMem_Free(stack.block);
  Py_DECREF(stack.kwnames);
}

/** A Python function's vectorcall: runs its code. */
export function _PyFunction_Vectorcall(
  func: Borrowed<PyObject>,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  return vmInterface.functionVectorcall(func, args, kwnames);
}
