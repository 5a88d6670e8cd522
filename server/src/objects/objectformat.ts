// format(): PyObject_Format of Objects/abstract.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyObject_CallOneArg } from './call';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_SystemError, PyExc_TypeError } from './exceptions';
import { PyLong_CheckExact } from './longobject';
import type { PyObject } from './object';
import { PyObject_Str } from './objectprotocol';
import { _PyObject_LookupSpecial } from './typeobject';
import { PyUnicode_Check, PyUnicode_CheckExact } from './unicode_core';
import { _Py_ID, emptyUnicode } from './unicode_interned';

/** `format(obj, format_spec)`; null for no specification. Owned, or null with an exception. */
export function PyObject_Format(obj: PyObject, format_spec: PyObject | null): Owned<PyObject> | null {
  if (format_spec !== null && !PyUnicode_Check(format_spec)) {
    return PyErr_SetString(PyExc_SystemError, `Format specifier must be a string, not ${format_spec.ob_type.tp_name}`);
  }
  if (format_spec === null || format_spec.length === 0) {
    if (PyUnicode_CheckExact(obj)) return Py_NewRef(obj);
    if (PyLong_CheckExact(obj)) return PyObject_Str(obj);
  }
  const meth = _PyObject_LookupSpecial(obj, _Py_ID('__format__'));
  if (meth === null) {
    if (PyErr_Occurred() !== null) return null;
    return PyErr_SetString(PyExc_TypeError, `Type ${obj.ob_type.tp_name} doesn't define __format__`);
  }
  const result = PyObject_CallOneArg(meth, format_spec ?? emptyUnicode);
  Py_DECREF(meth);
  if (result === null || PyUnicode_Check(result)) return result;
  PyErr_SetString(PyExc_TypeError, `__format__ must return a str, not ${result.ob_type.tp_name}`);
  Py_DECREF(result);
  return null;
}
