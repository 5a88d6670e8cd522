// _PyEval_GetBuiltin of Python/ceval.c, CPython 3.13: what C code in objects and modules needs to pickle itself.

import type { Owned } from '../heap/refcount';
import { PyMapping_GetOptionalItem } from './abstract';
import { PyErr_SetObject } from './errors';
import { PyExc_AttributeError } from './exceptions';
import type { PyObject } from './object';
import type { Out } from './objectattr';
import { vmInterface } from './pystate';

/** A name of the running frame's builtins; null with AttributeError. */
export function _PyEval_GetBuiltin(name: PyObject): Owned<PyObject> | null {
  const attr: Out = { value: null };
  if (PyMapping_GetOptionalItem(vmInterface.getBuiltins()!, name, attr) === 0)
    PyErr_SetObject(PyExc_AttributeError, name);
  return attr.value;
}
