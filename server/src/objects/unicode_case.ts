// Case conversions of str. Follows case_operation and do_lower … do_title of Objects/unicodeobject.c, CPython 3.13.
// Results are new objects even when nothing changed or one character is left.

import type { Owned } from '../heap/refcount';
import { Py_NewRef } from '../heap/refcount';
import type { PyObject } from './object';
import { PyUnicode_New, PyUnicode_READ_CHAR, textOfPoints, unicode_result_unchanged } from './unicode_core';
import { emptyUnicode } from './unicode_interned';
import {
  _PyUnicode_IsCased,
  _PyUnicode_IsCaseIgnorable,
  _PyUnicode_ToFoldedFull,
  _PyUnicode_ToLowerFull,
  _PyUnicode_ToTitleFull,
  _PyUnicode_ToUpperFull,
  Py_UNICODE_ISLOWER,
  Py_UNICODE_ISUPPER,
} from './unicodectype';
import type { PyUnicodeObject } from './unicodestruct';

/** Whether a capital sigma at `i` ends a word: a final one in lower case. */
function handle_capital_sigma(op: PyUnicodeObject, i: number): number {
  let j = i - 1;
  while (j >= 0 && _PyUnicode_IsCaseIgnorable(PyUnicode_READ_CHAR(op, j))) j--;
  let final_sigma = j >= 0 && _PyUnicode_IsCased(PyUnicode_READ_CHAR(op, j));
  if (final_sigma) {
    j = i + 1;
    while (j < op.length && _PyUnicode_IsCaseIgnorable(PyUnicode_READ_CHAR(op, j))) j++;
    final_sigma = j === op.length || !_PyUnicode_IsCased(PyUnicode_READ_CHAR(op, j));
  }
  return final_sigma ? 0x3c2 : 0x3c3;
}

function lower_ucs4(op: PyUnicodeObject, i: number, ch: number, out: number[]): void {
  if (ch === 0x3a3) out.push(handle_capital_sigma(op, i));
  else _PyUnicode_ToLowerFull(ch, out);
}

/** case_operation: `perform` appends what becomes of the character at an index. */
function case_operation(
  op: PyUnicodeObject,
  perform: (ch: number, i: number, out: number[]) => void,
): Owned<PyUnicodeObject> {
  const out: number[] = [];
  for (let i = 0; i < op.length; i++) perform(PyUnicode_READ_CHAR(op, i), i, out);
  let bits = 0;
  for (const ch of out) bits |= ch;
  if (out.length === 0) return Py_NewRef(emptyUnicode);
  return PyUnicode_New(textOfPoints(out), out.length, bits < 256 ? 1 : bits < 65536 ? 2 : 4, bits < 128);
}

/** The result for an ASCII string. */
function ascii(op: PyUnicodeObject, text: string): Owned<PyUnicodeObject> {
  return PyUnicode_New(text, op.length, 1, true);
}

export function unicode_lower(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  if (op.ascii) return ascii(op, op.str.toLowerCase());
  return case_operation(op, (ch, i, out) => lower_ucs4(op, i, ch, out));
}
export function unicode_upper(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  if (op.ascii) return ascii(op, op.str.toUpperCase());
  return case_operation(op, (ch, _i, out) => _PyUnicode_ToUpperFull(ch, out));
}
export function unicode_casefold(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  if (op.ascii) return ascii(op, op.str.toLowerCase());
  return case_operation(op, (ch, _i, out) => _PyUnicode_ToFoldedFull(ch, out));
}
export function unicode_capitalize(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  if (op.length === 0) return unicode_result_unchanged(op);
  return case_operation(op, (ch, i, out) => {
    if (i === 0) _PyUnicode_ToTitleFull(ch, out);
    else lower_ucs4(op, i, ch, out);
  });
}
export function unicode_title(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  let previous_is_cased = false;
  return case_operation(op, (ch, i, out) => {
    if (previous_is_cased) lower_ucs4(op, i, ch, out);
    else _PyUnicode_ToTitleFull(ch, out);
    previous_is_cased = _PyUnicode_IsCased(ch);
  });
}
export function unicode_swapcase(self: PyObject): Owned<PyObject> {
  const op = self as PyUnicodeObject;
  return case_operation(op, (ch, i, out) => {
    if (Py_UNICODE_ISUPPER(ch)) lower_ucs4(op, i, ch, out);
    else if (Py_UNICODE_ISLOWER(ch)) _PyUnicode_ToUpperFull(ch, out);
    else out.push(ch);
  });
}
