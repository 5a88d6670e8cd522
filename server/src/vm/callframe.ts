// The frame of a Python call, with its arguments sorted into its locals. Follows initialize_locals and
// _PyEvalFramePushAndInit (Python/ceval.c), CPython 3.13.

import { PyMem_Free } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { _PyStack_UnpackDict } from '../objects/call';
import type { PyCodeObject } from '../objects/codestruct';
import { PyDict_GET_SIZE, PyDict_GetItemRef, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError } from '../objects/exceptions';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyFunctionObject } from '../objects/funcstruct';
import type { PyObject } from '../objects/object';
import { Py_EQ } from '../objects/object';
import { PyObject_RichCompareBool, PyObject_Repr, PyObject_Str } from '../objects/objectprotocol';
import { calculateSuggestions } from '../objects/suggestions';
import { PyTuple_New, _PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyUnicode_Check } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { _PyEval_FrameClearAndPop, pushFrame_steal } from './frame';
import type { Stack } from './frame';

const CO_OPTIMIZED = 1;
const CO_VARARGS = 4;
const CO_VARKEYWORDS = 8;

/**
 * A frame for calling `func` with args[start … start + argcount) and, for `kwnames` (borrowed), the values behind them.
 * Takes over the references to the function and all arguments, also when it fails (null, with an exception). Code that is
 * not optimised gets the function's globals as its namespace.
 */
export function _PyEvalFramePushAndInit_steal(
  func: PyFunctionObject,
  args: Stack,
  start: number,
  argcount: number,
  kwnames: PyTupleObject | null,
): _PyInterpreterFrame | null {
  const code = func.func_code as PyCodeObject;
  const locals = (code.co_flags & CO_OPTIMIZED) !== 0 ? null : Py_NewRef(func.func_globals);
  return pushAndInit_steal(func, locals, args, start, argcount, kwnames);
}

/** The same with a namespace of one's own (taken over). */
export function pushAndInit_steal(
  func: PyFunctionObject,
  locals: Owned<PyObject> | null,
  args: readonly (PyObject | null)[],
  start: number,
  argcount: number,
  kwnames: PyTupleObject | null,
): _PyInterpreterFrame | null {
  const frame = pushFrame_steal(func, -1, 0);
  frame.f_locals = locals;
  if (initialize_locals(frame, func, args, start, argcount, kwnames)) return frame;
  _PyEval_FrameClearAndPop(frame);
  return null;
}

/** For f(*args, **kwargs): takes over the function, the tuple and the dict. */
export function _PyEvalFramePushAndInit_Ex_steal(
  func: PyFunctionObject,
  callargs: Owned<PyTupleObject>,
  kwargs: Owned<PyDictObject> | null,
): _PyInterpreterFrame | null {
  const nargs = callargs.ob_item.length;
  let frame: _PyInterpreterFrame | null;
  if (kwargs !== null && PyDict_GET_SIZE(kwargs) > 0) {
    const stack = _PyStack_UnpackDict(callargs.ob_item, kwargs);
    if (stack === null) {
      Py_DECREF(func);
      Py_DECREF(callargs);
      Py_DECREF(kwargs);
      return null;
    }
    frame = _PyEvalFramePushAndInit_steal(func, stack.args, 0, nargs, stack.kwnames);
    // _PyStack_UnpackDict_FreeNoDecRef: the frame has the arguments.
    PyMem_Free(stack.block);
    Py_DECREF(stack.kwnames);
  } else {
    for (const arg of callargs.ob_item) Py_INCREF(arg);
    frame = _PyEvalFramePushAndInit_steal(func, callargs.ob_item, 0, nargs, null);
  }
  Py_DECREF(callargs);
  Py_XDECREF(kwargs);
  return frame;
}

/** Sorts the arguments into the locals; false with an exception (the arguments are consumed all the same). */
function initialize_locals(
  frame: _PyInterpreterFrame,
  func: PyFunctionObject,
  args: readonly (PyObject | null)[],
  start: number,
  argcount: number,
  kwnames: PyTupleObject | null,
): boolean {
  const co = func.func_code as PyCodeObject;
  const stack = frame.localsplus;
  const base = frame.base;
  const co_argcount = co.co_argcount;
  const total_args = co_argcount + co.co_kwonlyargcount;
  let kwdict: PyDictObject | null = null;
  if ((co.co_flags & CO_VARKEYWORDS) !== 0) {
    kwdict = PyDict_New();
    stack[base + total_args + ((co.co_flags & CO_VARARGS) !== 0 ? 1 : 0)] = kwdict;
  }
  const n = argcount > co_argcount ? co_argcount : argcount;
  for (let j = 0; j < n; j++) stack[base + j] = args[start + j]!;
  if ((co.co_flags & CO_VARARGS) !== 0) {
    stack[base + total_args] =
      argcount === n ? PyTuple_New(0) : _PyTuple_FromArraySteal(args as PyObject[], start + n, argcount - n);
  } else {
    for (let j = n; j < argcount; j++) Py_DECREF(args[start + j]!);
  }
  if (kwnames !== null && !keywordArguments(frame, func, args, start + argcount, kwnames, kwdict)) return false;
  if (argcount > co_argcount && (co.co_flags & CO_VARARGS) === 0) {
    too_many_positional(frame, func, argcount);
    return false;
  }
  if (argcount < co_argcount) {
    const defaults = func.func_defaults;
    const defcount = defaults === null ? 0 : defaults.ob_item.length;
    const m = co_argcount - defcount;
    let missing = 0;
    for (let i = argcount; i < m; i++) if (stack[base + i] === null) missing++;
    if (missing > 0) {
      missing_arguments(frame, func, defcount);
      return false;
    }
    for (let i = n > m ? n - m : 0; i < defcount; i++) {
      if (stack[base + m + i] === null) stack[base + m + i] = Py_NewRef(defaults!.ob_item[i]!);
    }
  }
  if (co.co_kwonlyargcount > 0) {
    let missing = 0;
    for (let i = co_argcount; i < total_args; i++) {
      if (stack[base + i] !== null) continue;
      if (func.func_kwdefaults !== null) {
        const out: { value: PyObject | null } = { value: null };
        if (PyDict_GetItemRef(func.func_kwdefaults, co.co_localsplusnames.ob_item[i]!, out) < 0) return false;
        if (out.value !== null) {
          stack[base + i] = out.value;
          continue;
        }
      }
      missing++;
    }
    if (missing > 0) {
      missing_arguments(frame, func, -1);
      return false;
    }
  }
  return true;
}

function keywordArguments(
  frame: _PyInterpreterFrame,
  func: PyFunctionObject,
  args: readonly (PyObject | null)[],
  first: number,
  kwnames: PyTupleObject,
  kwdict: PyDictObject | null,
): boolean {
  const co = func.func_code as PyCodeObject;
  const total_args = co.co_argcount + co.co_kwonlyargcount;
  const names = co.co_localsplusnames.ob_item;
  const keywords = kwnames.ob_item;
  for (let i = 0; i < keywords.length; i++) {
    const keyword = keywords[i]!;
    const value = args[first + i]!;
    const j = parameterIndex(co, func, keyword, names, total_args);
    if (j >= 0) {
      if (frame.localsplus[frame.base + j] === null) {
        frame.localsplus[frame.base + j] = value;
        continue;
      }
      PyErr_SetString(PyExc_TypeError, `${qualname(func)}() got multiple values for argument '${text(keyword)}'`);
    } else if (j === -1) {
      if (kwdict !== null) {
        if (PyDict_SetItem(kwdict, keyword, value) !== -1) {
          Py_DECREF(value);
          continue;
        }
      } else unexpectedKeyword(func, kwnames, keyword);
    }
    for (let k = i; k < keywords.length; k++) Py_DECREF(args[first + k]!);
    return false;
  }
  return true;
}

/** The parameter `keyword` names; −1: none; −2: an exception. */
function parameterIndex(
  co: PyCodeObject,
  func: PyFunctionObject,
  keyword: PyObject,
  names: readonly PyObject[],
  total_args: number,
): number {
  if (!PyUnicode_Check(keyword)) {
    PyErr_SetString(PyExc_TypeError, `${qualname(func)}() keywords must be strings`);
    return -2;
  }
  for (let j = co.co_posonlyargcount; j < total_args; j++) if (names[j] === keyword) return j;
  for (let j = co.co_posonlyargcount; j < total_args; j++) {
    const cmp = PyObject_RichCompareBool(keyword, names[j]!, Py_EQ);
    if (cmp > 0) return j;
    if (cmp < 0) return -2;
  }
  return -1;
}

function qualname(func: PyFunctionObject): string {
  return (func.func_qualname as PyUnicodeObject).str;
}
function text(op: PyObject): string {
  const str = PyObject_Str(op);
  const result = str === null ? '?' : str.str;
  Py_XDECREF(str);
  return result;
}

function unexpectedKeyword(func: PyFunctionObject, kwnames: PyTupleObject, keyword: PyObject): void {
  const co = func.func_code as PyCodeObject;
  const names = co.co_localsplusnames.ob_item;
  const posonly: string[] = [];
  for (let k = 0; k < co.co_posonlyargcount; k++) {
    for (const kwname of kwnames.ob_item) {
      if (kwname === names[k] || PyObject_RichCompareBool(names[k]!, kwname, Py_EQ) > 0) posonly.push(text(kwname));
    }
  }
  if (posonly.length > 0) {
    PyErr_SetString(
      PyExc_TypeError,
      `${qualname(func)}() got some positional-only arguments passed as keyword arguments: '${posonly.join(', ')}'`,
    );
    return;
  }
  const possible = names.slice(co.co_posonlyargcount, co.co_argcount + co.co_kwonlyargcount);
  const suggestion = calculateSuggestions(
    possible.map((name) => (name as PyUnicodeObject).str),
    text(keyword),
  );
  const hint = suggestion === null ? '' : `. Did you mean '${suggestion}'?`;
  PyErr_SetString(PyExc_TypeError, `${qualname(func)}() got an unexpected keyword argument '${text(keyword)}'${hint}`);
}

/** `defcount` −1: keyword-only parameters are missing. */
function missing_arguments(frame: _PyInterpreterFrame, func: PyFunctionObject, defcount: number): void {
  const co = func.func_code as PyCodeObject;
  const positional = defcount !== -1;
  const from = positional ? 0 : co.co_argcount;
  const to = positional ? co.co_argcount - defcount : co.co_argcount + co.co_kwonlyargcount;
  const names: string[] = [];
  for (let i = from; i < to; i++) {
    if (frame.localsplus[frame.base + i] === null) {
      const repr = PyObject_Repr(co.co_localsplusnames.ob_item[i]!)!;
      names.push(repr.str);
      Py_DECREF(repr);
    }
  }
  const last = names.length - 1;
  const list =
    names.length < 3
      ? names.join(' and ')
      : `${names.slice(0, last - 1).join(', ')}, ${names[last - 1]}, and ${names[last]}`;
  const kind = positional ? 'positional' : 'keyword-only';
  const plural = names.length === 1 ? '' : 's';
  PyErr_SetString(
    PyExc_TypeError,
    `${qualname(func)}() missing ${names.length} required ${kind} argument${plural}: ${list}`,
  );
}

function too_many_positional(frame: _PyInterpreterFrame, func: PyFunctionObject, given: number): void {
  const co = func.func_code as PyCodeObject;
  const co_argcount = co.co_argcount;
  let kwonly_given = 0;
  for (let i = co_argcount; i < co_argcount + co.co_kwonlyargcount; i++) {
    if (frame.localsplus[frame.base + i] !== null) kwonly_given++;
  }
  const defcount = func.func_defaults === null ? 0 : func.func_defaults.ob_item.length;
  const sig = defcount > 0 ? `from ${co_argcount - defcount} to ${co_argcount}` : `${co_argcount}`;
  const plural = defcount > 0 || co_argcount !== 1;
  const s = (n: number): string => (n !== 1 ? 's' : '');
  const kwonly =
    kwonly_given > 0
      ? ` positional argument${s(given)} (and ${kwonly_given} keyword-only argument${s(kwonly_given)})`
      : '';
  const were = given === 1 && kwonly_given === 0 ? 'was' : 'were';
  PyErr_SetString(
    PyExc_TypeError,
    `${qualname(func)}() takes ${sig} positional argument${plural ? 's' : ''} but ${given}${kwonly} ${were} given`,
  );
}
