// match statements: class and mapping patterns. Follows Python/ceval.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_IsInstance } from '../objects/abstract';
import { PyObject_CallNoArgs, PyObject_Vectorcall } from '../objects/call';
import { PyErr_SetString, reprText } from '../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyList_AsTuple, PyList_Append, PyList_New } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import type { PyObject } from '../objects/object';
import { PyObject_GetOptionalAttr, Py_None, _PyObject_GetMethod } from '../objects/objectprotocol';
import { tstate } from '../objects/pystate';
import { PySet_Add, PySet_Contains, PySet_New } from '../objects/setobject';
import { PyTuple_CheckExact, PyTuple_FromArraySteal, PyTuple_New } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyBaseObject_Type, PyType_Check } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { _Py_TPFLAGS_MATCH_SELF } from '../objects/typestruct';
import { PyUnicode_CheckExact, _Py_ID } from '../objects/unicodeobject';

/** The values of `keys` in `map` as a tuple, None when one is missing. Owned, or null with an exception. */
export function _PyEval_MatchKeys(map: PyObject, keys: PyTupleObject): Owned<PyObject> | null {
  const nkeys = keys.ob_item.length;
  // No keys: an empty tuple, and map.get is not even looked up.
  if (nkeys === 0) return PyTuple_New(0);
  const get: { value: PyObject | null } = { value: null };
  const meth_found = _PyObject_GetMethod(map, _Py_ID('get'), get);
  if (get.value === null) return null;
  const seen = PySet_New(null)!;
  const dummy = PyObject_CallNoArgs(PyBaseObject_Type)!;
  const result = matchKeys(map, keys, get.value, meth_found !== 0, seen, dummy);
  Py_DECREF(get.value);
  Py_DECREF(seen);
  Py_DECREF(dummy);
  return result;
}
function matchKeys(
  map: PyObject,
  keys: PyTupleObject,
  get: PyObject,
  is_method: boolean,
  seen: PyObject,
  dummy: PyObject,
): Owned<PyObject> | null {
  const values: PyObject[] = [];
  const drop = (): void => {
    for (const value of values) Py_DECREF(value);
  };
  for (const key of keys.ob_item) {
    if (PySet_Contains(seen, key) !== 0 || PySet_Add(seen, key) !== 0) {
      if (tstate.current_exception === null) {
        PyErr_SetString(PyExc_ValueError, `mapping pattern checks duplicate key (${reprText(key)})`);
      }
      drop();
      return null;
    }
    const value = PyObject_Vectorcall(get, is_method ? [map, key, dummy] : [key, dummy], null);
    if (value === null) {
      drop();
      return null;
    }
    if (value === dummy) {
      Py_DECREF(value);
      drop();
      return Py_NewRef(Py_None);
    }
    values.push(value);
  }
  return PyTuple_FromArraySteal(values);
}

/** An attribute of the subject; null without an exception when it is missing. */
function match_class_attr(
  subject: PyObject,
  type: PyTypeObject,
  name: PyObject,
  seen: PyObject,
): Owned<PyObject> | null {
  if (PySet_Contains(seen, name) !== 0 || PySet_Add(seen, name) !== 0) {
    if (tstate.current_exception === null) {
      PyErr_SetString(PyExc_TypeError, `${type.tp_name}() got multiple sub-patterns for attribute ${reprText(name)}`);
    }
    return null;
  }
  const attr: { value: PyObject | null } = { value: null };
  PyObject_GetOptionalAttr(subject, name, attr);
  return attr.value;
}

/** The attributes a class pattern asks for as a tuple; null: no match, or an exception. */
export function _PyEval_MatchClass(
  subject: PyObject,
  type: PyObject,
  nargs: number,
  kwargs: PyTupleObject,
): Owned<PyObject> | null {
  if (!PyType_Check(type)) return PyErr_SetString(PyExc_TypeError, 'called match pattern must be a class');
  if (PyObject_IsInstance(subject, type) <= 0) return null;
  const seen = PySet_New(null)!;
  const attrs = PyList_New(0);
  const matched = matchAttributes(subject, type, nargs, kwargs, seen, attrs);
  const result = matched ? PyList_AsTuple(attrs) : null;
  Py_DECREF(attrs);
  Py_DECREF(seen);
  return result;
}
function matchAttributes(
  subject: PyObject,
  type: PyTypeObject,
  nargs: number,
  kwargs: PyTupleObject,
  seen: PyObject,
  attrs: PyListObject,
): boolean {
  const add = (name: PyObject): boolean => {
    const attr = match_class_attr(subject, type, name, seen);
    if (attr === null) return false;
    PyList_Append(attrs, attr);
    Py_DECREF(attr);
    return true;
  };
  if (nargs > 0) {
    const out: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(type, _Py_ID('__match_args__'), out) < 0) return false;
    const match_args = out.value;
    const ok = matchPositional(subject, type, nargs, match_args, attrs, add);
    Py_XDECREF(match_args);
    if (!ok) return false;
  }
  return kwargs.ob_item.every(add);
}
function matchPositional(
  subject: PyObject,
  type: PyTypeObject,
  nargs: number,
  match_args: PyObject | null,
  attrs: PyListObject,
  add: (name: PyObject) => boolean,
): boolean {
  if (match_args !== null && !PyTuple_CheckExact(match_args)) {
    PyErr_SetString(
      PyExc_TypeError,
      `${type.tp_name}.__match_args__ must be a tuple (got ${match_args.ob_type.tp_name})`,
    );
    return false;
  }
  const names = match_args === null ? [] : (match_args as PyTupleObject).ob_item;
  const match_self = match_args === null && (type.tp_flags & _Py_TPFLAGS_MATCH_SELF) !== 0;
  const allowed = match_self ? 1 : names.length;
  if (allowed < nargs) {
    const plural = allowed === 1 ? '' : 's';
    PyErr_SetString(
      PyExc_TypeError,
      `${type.tp_name}() accepts ${allowed} positional sub-pattern${plural} (${nargs} given)`,
    );
    return false;
  }
  if (match_self) {
    PyList_Append(attrs, subject);
    return true;
  }
  for (let i = 0; i < nargs; i++) {
    const name = names[i]!;
    if (!PyUnicode_CheckExact(name)) {
      PyErr_SetString(
        PyExc_TypeError,
        `__match_args__ elements must be strings (got ${(name as PyObject).ob_type.tp_name})`,
      );
      return false;
    }
    if (!add(name)) return false;
  }
  return true;
}
