// The import statement's instructions. Follows import_name and import_from (Python/ceval.c), CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyMapping_GetOptionalItem } from '../objects/abstract';
import { PyObject_Vectorcall } from '../objects/call';
import { PyDict_GetItemWithError } from '../objects/dictobject';
import { PyErr_Clear, PyErr_SetObject, PyErr_SetString, reprText } from '../objects/errors';
import { PyExc_ImportError } from '../objects/exceptions';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import { PyModule_Check, PyModule_GetFilenameObject, _PyModuleSpec_IsInitializing } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyObject_GetOptionalAttr, Py_None } from '../objects/objectprotocol';
import { tstate } from '../objects/pystate';
import { PySys_GetObject } from '../objects/sysdict';
import { PyTuple_Pack } from '../objects/tupleobject';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

/** Calls `__import__` of the frame's builtins. Owned module, or null with an exception. */
export function import_name(
  frame: _PyInterpreterFrame,
  name: PyObject,
  fromlist: PyObject,
  level: PyObject,
): Owned<PyObject> | null {
  const out: { value: PyObject | null } = { value: null };
  if (PyMapping_GetOptionalItem(frame.f_builtins, _Py_ID('__import__'), out) < 0) return null;
  const import_func = out.value;
  if (import_func === null) return PyErr_SetString(PyExc_ImportError, '__import__ not found');
  const args = [name, frame.f_globals, frame.f_locals ?? Py_None, fromlist, level];
  const res = PyObject_Vectorcall(import_func, args, null);
  Py_DECREF(import_func);
  return res;
}

/** `from v import name`. Owned, or null with an exception. */
export function import_from(v: PyObject, name: PyObject): Owned<PyObject> | null {
  const out: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(v, name, out) !== 0) return out.value;
  // A circular relative import: the submodule may be in sys.modules already.
  if (PyObject_GetOptionalAttr(v, _Py_ID('__name__'), out) < 0) return null;
  let mod_name = out.value;
  if (mod_name !== null && !PyUnicode_Check(mod_name)) {
    Py_DECREF(mod_name);
    mod_name = null;
  }
  if (mod_name !== null) {
    const full = PyUnicode_FromString(`${(mod_name as PyUnicodeObject).str}.${(name as PyUnicodeObject).str}`);
    const modules = PySys_GetObject('modules');
    const x = modules === null ? null : PyDict_GetItemWithError(modules, full);
    Py_DECREF(full);
    if (x !== null) {
      Py_DECREF(mod_name);
      return Py_NewRef(x);
    }
    if (tstate.current_exception !== null) {
      Py_DECREF(mod_name);
      return null;
    }
  }
  cannotImport(v, name, mod_name);
  Py_XDECREF(mod_name);
  return null;
}

/** As 3.13.0 says it: later versions also tell of a file that hides a library module. */
function cannotImport(v: PyObject, name: PyObject, mod_name: PyObject | null): void {
  const module = mod_name !== null ? reprText(mod_name) : "'<unknown module name>'";
  const what = `cannot import name ${reprText(name)} from`;
  const file = PyModule_Check(v) ? PyModule_GetFilenameObject(v) : null;
  PyErr_Clear();
  if (file === null) {
    importError(`${what} ${module} (unknown location)`, mod_name, null, name);
    return;
  }
  const origin = (file as PyUnicodeObject).str;
  Py_DECREF(file);
  const spec: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(v, _Py_ID('__spec__'), spec) < 0) return;
  const initializing = _PyModuleSpec_IsInitializing(spec.value);
  Py_XDECREF(spec.value);
  if (initializing < 0) return;
  const text =
    initializing > 0
      ? `${what} partially initialized module ${module} (most likely due to a circular import) (${origin})`
      : `${what} ${module} (${origin})`;
  importError(text, mod_name, origin, name);
}

/** _PyErr_SetImportErrorWithNameFrom. */
function importError(message: string, mod_name: PyObject | null, origin: string | null, name: PyObject): void {
  const msg = PyUnicode_FromString(message);
  const path = origin === null ? Py_NewRef(Py_None) : PyUnicode_FromString(origin);
  const kwnames = PyTuple_Pack(_Py_ID('name'), _Py_ID('path'), _Py_ID('name_from'));
  const error = PyObject_Vectorcall(PyExc_ImportError, [msg, mod_name ?? Py_None, path, name], kwnames);
  Py_DECREF(kwnames);
  Py_DECREF(path);
  Py_DECREF(msg);
  if (error !== null) {
    PyErr_SetObject(error.ob_type, error);
    Py_DECREF(error);
  }
}
