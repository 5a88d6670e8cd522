// The sys module's attributes as C code reads them, below the module itself (modules/sysmodule.ts).
// Follows the PySys_* part of Python/sysmodule.c, CPython 3.13.

import { onRuntimeReset } from '../heap/runtime';
import type { Borrowed } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyDict_DelItem, PyDict_GetItemWithError, PyDict_SetItem } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_GetRaisedException, PyErr_SetRaisedException } from './errors';
import { PyFile_WriteString } from './fileobject';
import type { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { PyUnicode_FromString } from './unicodeobject';

/** sys.__dict__; borrowed from the module. null before it exists. */
export let sysdict: PyDictObject | null;
/** Where text goes that sys.stderr cannot take. */
let rawStderr: (text: string) => void = () => undefined;
onRuntimeReset(() => {
  sysdict = null;
});
export function setSysDict(dict: PyDictObject | null): void {
  sysdict = dict;
}
export function setRawStderr(write: (text: string) => void): void {
  rawStderr = write;
}

/** sys.name, or null without an exception. */
export function PySys_GetAttr(name: PyObject): Borrowed<PyObject> | null {
  if (sysdict === null) return null;
  const exc = PyErr_GetRaisedException();
  const value = PyDict_GetItemWithError(sysdict, name);
  PyErr_SetRaisedException(exc);
  return value;
}
export function PySys_GetObject(name: string): Borrowed<PyObject> | null {
  const key = PyUnicode_FromString(name);
  const value = PySys_GetAttr(key);
  Py_DECREF(key);
  return value;
}

/** sys.name = value, or deletion when null. 0, or −1 with an exception. */
export function PySys_SetObject(name: string, value: PyObject | null): number {
  if (sysdict === null) return -1;
  const key = PyUnicode_FromString(name);
  let r = 0;
  if (value === null) {
    if (PyDict_GetItemWithError(sysdict, key) !== null) r = PyDict_DelItem(sysdict, key);
  } else r = PyDict_SetItem(sysdict, key, value);
  Py_DECREF(key);
  return r;
}

/** Writes to sys.stderr; to the process's when there is none or it fails. Keeps the current exception. */
export function PySys_WriteStderr(text: string): void {
  const exc = PyErr_GetRaisedException();
  const file = PySys_GetObject('stderr');
  if (file === null || file === Py_None || PyFile_WriteString(text, file) !== 0) {
    PyErr_Clear();
    rawStderr(text);
  }
  PyErr_SetRaisedException(exc);
}
export const PySys_FormatStderr = PySys_WriteStderr;
