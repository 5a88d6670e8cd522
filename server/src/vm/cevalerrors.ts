// Error messages of the eval loop, and lookups that end in one. Follows Python/ceval.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyMapping_GetOptionalItem } from '../objects/abstract';
import type { PyCodeObject } from '../objects/codestruct';
import { PyDict_GetItemRef } from '../objects/dictobject';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_GetRaisedException,
  PyErr_GivenExceptionMatches,
  PyErr_SetRaisedException,
  PyErr_SetString,
} from '../objects/errors';
import {
  PyExc_AttributeError,
  PyExc_KeyError,
  PyExc_NameError,
  PyExc_SystemError,
  PyExc_TypeError,
  PyExc_UnboundLocalError,
} from '../objects/exceptions';
import type { PyBaseExceptionObject, PyNameErrorObject } from '../objects/exceptionstruct';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject } from '../objects/object';
import { PyObject_SetAttr, PyObject_Str, _PyObject_FunctionStr } from '../objects/objectprotocol';
import { tstate } from '../objects/pystate';
import type { PyTypeObject } from '../objects/typestruct';
import { _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

/** NameError for `name`, which goes into the exception for suggestions. */
export function nameError(name: PyObject): void {
  formatNameError(name, `name '${(name as PyUnicodeObject).str}' is not defined`);
}
function formatNameError(name: PyObject, message: string): void {
  PyErr_SetString(PyExc_NameError, message);
  const exc = PyErr_GetRaisedException();
  if (PyErr_GivenExceptionMatches(exc, PyExc_NameError) && (exc as PyNameErrorObject).name === null) {
    PyObject_SetAttr(exc!, _Py_ID('name'), name);
  }
  PyErr_SetRaisedException(exc);
}

export function unboundLocal(code: PyCodeObject, oparg: number): void {
  const name = code.unit.co_localsplusnames[oparg];
  PyErr_SetString(
    PyExc_UnboundLocalError,
    `cannot access local variable '${name}' where it is not associated with a value`,
  );
}

/** An empty cell. */
export function _PyEval_FormatExcUnbound(code: PyCodeObject, oparg: number): void {
  if (tstate.current_exception !== null) return;
  if (oparg < code.co_nlocalsplus - code.co_nfreevars) {
    unboundLocal(code, oparg);
    return;
  }
  const name = code.unit.co_localsplusnames[oparg];
  formatNameError(
    code.co_localsplusnames.ob_item[oparg]!,
    `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
  );
}

/** LOAD_NAME: namespace, globals, builtins. Owned, or null with an exception. */
export function loadNameSlow(frame: _PyInterpreterFrame, name: PyObject): Owned<PyObject> | null {
  const locals = frame.f_locals;
  if (locals === null) return PyErr_SetString(PyExc_SystemError, 'no locals found');
  const out: { value: PyObject | null } = { value: null };
  if (PyMapping_GetOptionalItem(locals, name, out) < 0) return null;
  if (out.value !== null) return out.value;
  if (PyDict_GetItemRef(frame.f_globals, name, out) < 0) return null;
  if (out.value !== null) return out.value;
  if (PyMapping_GetOptionalItem(frame.f_builtins, name, out) < 0) return null;
  if (out.value === null) nameError(name);
  return out.value;
}

/** What f(**x) says of an x that is no mapping, or has a keyword that was given already. */
export function _PyEval_FormatKwargsError(func: PyObject, kwargs: PyObject): void {
  if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
    PyErr_Clear();
    const funcstr = _PyObject_FunctionStr(func);
    if (funcstr === null) return;
    PyErr_SetString(
      PyExc_TypeError,
      `${funcstr.str} argument after ** must be a mapping, not ${kwargs.ob_type.tp_name}`,
    );
    Py_DECREF(funcstr);
  } else if (PyErr_ExceptionMatches(PyExc_KeyError)) {
    const exc = PyErr_GetRaisedException() as PyBaseExceptionObject;
    const args = exc.args!.ob_item;
    if (args.length !== 1) {
      PyErr_SetRaisedException(exc);
      return;
    }
    const funcstr = _PyObject_FunctionStr(func);
    if (funcstr !== null) {
      const key = PyObject_Str(args[0]!);
      PyErr_SetString(
        PyExc_TypeError,
        `${funcstr.str} got multiple values for keyword argument '${key === null ? '' : key.str}'`,
      );
      if (key !== null) Py_DECREF(key);
      Py_DECREF(funcstr);
    }
    Py_DECREF(exc);
  }
}

export function _PyEval_FormatAwaitableError(type: PyTypeObject, oparg: number): void {
  if (type.am_await !== null || (oparg !== 1 && oparg !== 2)) return;
  const which = oparg === 1 ? '__aenter__' : '__aexit__';
  PyErr_SetString(
    PyExc_TypeError,
    `'async with' received an object from ${which} that does not implement __await__: ${type.tp_name}`,
  );
}
