// str.isalpha and the other tests. Follows Objects/unicodeobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { PyBool_FromLong } from './boolobject';
import type { PyObject } from './object';
import { PyUnicode_READ_CHAR } from './unicode_core';
import * as ctype from './unicodectype';
import type { PyUnicodeObject } from './unicodestruct';

/** Whether the text is not empty and all its characters pass. */
function every(self: PyObject, test: (ch: number) => boolean): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  if (op.length === 0) return PyBool_FromLong(false);
  for (let i = 0; i < op.length; i++) if (!test(PyUnicode_READ_CHAR(op, i))) return PyBool_FromLong(false);
  return PyBool_FromLong(true);
}

export function unicode_isascii(self: PyObject): Owned<PyObject> {
  return PyBool_FromLong((self as PyUnicodeObject).ascii);
}
export function unicode_isspace(self: PyObject): Owned<PyObject> {
  return every(self, ctype.Py_UNICODE_ISSPACE);
}
export function unicode_isdecimal(self: PyObject): Owned<PyObject> {
  return every(self, ctype.Py_UNICODE_ISDECIMAL);
}
export function unicode_isdigit(self: PyObject): Owned<PyObject> {
  return every(self, ctype.Py_UNICODE_ISDIGIT);
}
export function unicode_isnumeric(self: PyObject): Owned<PyObject> {
  return every(self, ctype.Py_UNICODE_ISNUMERIC);
}
export function unicode_isalpha(self: PyObject): Owned<PyObject> {
  return every(self, ctype.Py_UNICODE_ISALPHA);
}
export function unicode_isalnum(self: PyObject): Owned<PyObject> {
  return every(self, ctype.Py_UNICODE_ISALNUM);
}

export function unicode_islower(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  let cased = false;
  for (let i = 0; i < op.length; i++) {
    const ch = PyUnicode_READ_CHAR(op, i);
    if (ctype.Py_UNICODE_ISUPPER(ch) || ctype.Py_UNICODE_ISTITLE(ch)) return PyBool_FromLong(false);
    if (!cased && ctype.Py_UNICODE_ISLOWER(ch)) cased = true;
  }
  return PyBool_FromLong(cased);
}
export function unicode_isupper(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  let cased = false;
  for (let i = 0; i < op.length; i++) {
    const ch = PyUnicode_READ_CHAR(op, i);
    if (ctype.Py_UNICODE_ISLOWER(ch) || ctype.Py_UNICODE_ISTITLE(ch)) return PyBool_FromLong(false);
    if (!cased && ctype.Py_UNICODE_ISUPPER(ch)) cased = true;
  }
  return PyBool_FromLong(cased);
}
export function unicode_istitle(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  let cased = false;
  let previous_is_cased = false;
  for (let i = 0; i < op.length; i++) {
    const ch = PyUnicode_READ_CHAR(op, i);
    if (ctype.Py_UNICODE_ISUPPER(ch) || ctype.Py_UNICODE_ISTITLE(ch)) {
      if (previous_is_cased) return PyBool_FromLong(false);
      previous_is_cased = true;
      cased = true;
    } else if (ctype.Py_UNICODE_ISLOWER(ch)) {
      if (!previous_is_cased) return PyBool_FromLong(false);
      previous_is_cased = true;
      cased = true;
    } else previous_is_cased = false;
  }
  return PyBool_FromLong(cased);
}

/** _PyUnicode_ScanIdentifier: length of the longest start of the text that is an identifier; 0 for none. */
export function _PyUnicode_ScanIdentifier(self: PyObject): number {
  const op = self as PyUnicodeObject;
  if (op.length === 0) return 0;
  const first = PyUnicode_READ_CHAR(op, 0);
  if (!ctype._PyUnicode_IsXidStart(first) && first !== 0x5f) return 0;
  let i = 1;
  while (i < op.length && ctype._PyUnicode_IsXidContinue(PyUnicode_READ_CHAR(op, i))) i++;
  return i;
}
export function PyUnicode_IsIdentifier(self: PyObject): boolean {
  const length = (self as PyUnicodeObject).length;
  return length > 0 && _PyUnicode_ScanIdentifier(self) === length;
}
export function unicode_isidentifier(self: PyObject): Owned<PyObject> {
  return PyBool_FromLong(PyUnicode_IsIdentifier(self));
}

export function unicode_isprintable(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  for (let i = 0; i < op.length; i++) {
    if (!ctype.Py_UNICODE_ISPRINTABLE(PyUnicode_READ_CHAR(op, i))) return PyBool_FromLong(false);
  }
  return PyBool_FromLong(true);
}
