// _testcapi's functions that raise and print exceptions. Follows Modules/_testcapi/exceptions.c, CPython 3.13.

import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyDict_New, PyDict_SetItemString } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import {
  PyErr_NewException,
  PyErr_Occurred,
  PyErr_SetObject,
  PyErr_SetRaisedException,
  PyErr_SetString,
  reprText,
} from '../../objects/errors';
import { PyErr_NoMemory, PyExc_SystemError } from '../../objects/exceptions';
import { PyLong_AsInt, PyLong_FromLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { vmInterface } from '../../objects/pystate';
import { PyTraceBack_Print } from '../../objects/traceback';
import { PyTuple_FromArraySteal } from '../../objects/tupleobject';
import { METH_NOARGS, method } from '../../objects/typestruct';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyErr_FormatUnraisable, PyErr_WriteUnraisable } from '../../objects/unraisable';
import type { Arg } from '../support';
import { keywordMethod, none, positionalMethod } from '../support';

const given = (arg: PyObject | undefined): PyObject | null => (arg === undefined || arg === Py_None ? null : arg);

function raise_exception(_m: PyObject, [exc, count]: readonly PyObject[]): null {
  const n = PyLong_AsInt(count!);
  if (n === -1 && PyErr_Occurred()) return null;
  const args = PyTuple_FromArraySteal(Array.from({ length: n }, (_, i) => PyLong_FromLong(i)));
  PyErr_SetObject(exc!, args);
  Py_DECREF(args);
  return null;
}

/** PyErr_NewExceptionWithDoc. */
function make_exception_with_doc(_m: PyObject, [name, doc, base, dict]: Arg[]): PyObject | null {
  const text = (name as PyUnicodeObject).str;
  if (!text.includes('.')) return PyErr_SetString(PyExc_SystemError, 'PyErr_NewException: name must be module.class');
  const namespace = (dict as PyDictObject | null | undefined) ?? null;
  if (doc == null) return PyErr_NewException(text, base ?? null, namespace);
  const own = namespace ?? PyDict_New();
  const result = PyDict_SetItemString(own, '__doc__', doc) < 0 ? null : PyErr_NewException(text, base ?? null, own);
  if (namespace === null) Py_DECREF(own);
  return result;
}

function err_writeunraisable(_m: PyObject, [exc, obj]: readonly PyObject[]): PyObject {
  const e = given(exc);
  if (e !== null) PyErr_SetRaisedException(Py_NewRef(e));
  PyErr_WriteUnraisable(given(obj));
  return none();
}
function err_formatunraisable(_m: PyObject, args: readonly PyObject[]): PyObject {
  const exc = given(args[0]);
  if (exc !== null) PyErr_SetRaisedException(Py_NewRef(exc));
  const format = given(args[1]);
  if (format === null) {
    PyErr_WriteUnraisable(null);
    return none();
  }
  let next = 2;
  const text = (format as unknown as { ob_sval?: Uint8Array }).ob_sval;
  const pattern = text === undefined ? (format as PyUnicodeObject).str : new TextDecoder().decode(text);
  const message = pattern.replace(/%R/g, () => reprText(args[next++]!));
  PyErr_FormatUnraisable(message);
  return none();
}

export const errorMethods = [
  positionalMethod('raise_exception', 2, 2, raise_exception),
  method('raise_memoryerror', METH_NOARGS, () => PyErr_NoMemory()),
  keywordMethod('make_exception_with_doc', ['name', 'doc', 'base', 'dict'], 1, 4, make_exception_with_doc),
  positionalMethod('err_writeunraisable', 2, 2, err_writeunraisable),
  positionalMethod('err_formatunraisable', 2, 12, err_formatunraisable),
  positionalMethod('exception_print', 1, 2, (_m, [exc]) => {
    vmInterface.displayException(exc!);
    return none();
  }),
  positionalMethod('traceback_print', 2, 2, (_m, [tb, file]) => (PyTraceBack_Print(tb!, file!) < 0 ? null : none())),
];
