// Special methods: looking them up on the type, past the instance's own attributes, and calling them without making a bound
// method where that can be avoided. Follows parts of Objects/typeobject.c, CPython 3.13.

import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_Vectorcall } from './call';
import { PyErr_SetObject } from './errors';
import { PyExc_AttributeError } from './exceptions';
import type { PyObject } from './object';
import { Py_NotImplemented } from './objectprotocol';
import { tstate } from './pystate';
import { _PyType_Lookup } from './typecache';
import { Py_TPFLAGS_METHOD_DESCRIPTOR } from './typestruct';

/**
 * `attr` as the type of `self` has it, bound to `self`. Owned; null without an exception when there is none, with one when
 * its `__get__` failed.
 */
export function _PyObject_LookupSpecial(self: PyObject, attr: PyObject): Owned<PyObject> | null {
  const type = self.ob_type;
  const res = _PyType_Lookup(type, attr);
  if (res === null) return null;
  Py_INCREF(res);
  const f = res.ob_type.tp_descr_get;
  if (f === null) return res;
  const bound = f(res, self, type);
  Py_DECREF(res);
  return bound;
}

/** Set by lookup_maybe_method: what it returned takes `self` as its first argument. Read it at once. */
export let unbound = false;

/** _PyObject_LookupSpecial that leaves functions unbound: see `unbound`. */
export function lookup_maybe_method(self: PyObject, attr: PyObject): Owned<PyObject> | null {
  const type = self.ob_type;
  const res = _PyType_Lookup(type, attr);
  if (res === null) return null;
  Py_INCREF(res);
  if ((res.ob_type.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR) !== 0) {
    unbound = true;
    return res;
  }
  const f = res.ob_type.tp_descr_get;
  if (f === null) {
    unbound = false;
    return res;
  }
  const bound = f(res, self, type);
  Py_DECREF(res);
  unbound = false;
  return bound;
}

/** lookup_maybe_method that sets AttributeError when there is none. */
export function lookup_method(self: PyObject, attr: PyObject): Owned<PyObject> | null {
  const res = lookup_maybe_method(self, attr);
  if (res === null && tstate.current_exception === null) PyErr_SetObject(PyExc_AttributeError, attr);
  return res;
}

/** Calls what lookup_maybe_method gave, with no more arguments. */
export function call_unbound_noarg(isUnbound: boolean, func: PyObject, self: PyObject): Owned<PyObject> | null {
  return isUnbound ? PyObject_CallOneArg(func, self) : PyObject_CallNoArgs(func);
}

/** The same with arguments; args[0] is the object. */
export function vectorcall_unbound(
  isUnbound: boolean,
  func: PyObject,
  args: readonly PyObject[],
): Owned<PyObject> | null {
  return PyObject_Vectorcall(func, isUnbound ? args : args.slice(1), null);
}

/** args[0].name(args[1], …), the name being looked up on the type. */
export function vectorcall_method(name: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const func = lookup_method(args[0]!, name);
  if (func === null) return null;
  const retval = vectorcall_unbound(unbound, func, args);
  Py_DECREF(func);
  return retval;
}

/** vectorcall_method that gives NotImplemented when there is no such method. */
export function vectorcall_maybe(name: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const func = lookup_maybe_method(args[0]!, name);
  if (func === null) return tstate.current_exception === null ? Py_NewRef(Py_NotImplemented) : null;
  const retval = vectorcall_unbound(unbound, func, args);
  Py_DECREF(func);
  return retval;
}
