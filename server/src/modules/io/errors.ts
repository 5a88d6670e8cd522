// Errors of streams. Follows Modules/_io/_iomodule.c, CPython 3.13.

import { onRuntimeReset } from '../../heap/runtime';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_OSError, PyExc_ValueError } from '../../objects/exceptions';
import type { PyObject } from '../../objects/object';

/** io.UnsupportedOperation; borrowed from the module, which keeps it. */
let UnsupportedOperation: PyObject | null;
onRuntimeReset(() => {
  UnsupportedOperation = null;
});
export function setUnsupportedOperation(error: PyObject | null): void {
  UnsupportedOperation = error;
}
export function unsupportedOperation(message: string): null {
  return PyErr_SetString(UnsupportedOperation ?? PyExc_OSError, message);
}
export function closedFile(): null {
  return PyErr_SetString(PyExc_ValueError, 'I/O operation on closed file.');
}
