// Bytes as hexadecimal text, with separators. Follows Python/pystrhex.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { PyObject_Size } from './abstract';
import { PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyErr_NoMemory, PyErr_SetString } from './errors';
import { PyExc_TypeError, PyExc_ValueError } from './exceptions';
import type { PyObject } from './object';
import { MAX_LENGTH, PyUnicode_Check, PyUnicode_New } from './unicode_core';

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** The separator's character, '' for none, null with an exception. */
function separator(sep: PyObject | null, return_bytes: boolean): string | null {
  if (sep === null) return '';
  const length = PyObject_Size(sep);
  if (length < 0) return null;
  if (length !== 1) return PyErr_SetString(PyExc_ValueError, 'sep must be length 1.');
  let ch: number;
  if (PyUnicode_Check(sep)) {
    if (sep.kind !== 1) return PyErr_SetString(PyExc_ValueError, 'sep must be ASCII.');
    ch = sep.str.charCodeAt(0);
  } else if (PyBytes_Check(sep)) ch = (sep as PyBytesObject).ob_sval[0]!;
  else return PyErr_SetString(PyExc_TypeError, 'sep must be str or bytes.');
  if (ch > 127 && !return_bytes) return PyErr_SetString(PyExc_ValueError, 'sep must be ASCII.');
  return String.fromCharCode(ch);
}

/** The digits: groups of |per_group| bytes, counted from the right, or from the left when negative. null: see separator. */
function hexText(bytes: Uint8Array, sep: PyObject | null, per_group: number, return_bytes: boolean): string | null {
  const mark = separator(sep, return_bytes);
  if (mark === null) return null;
  if (bytes.length * 3 > MAX_LENGTH) return PyErr_NoMemory();
  const size = Math.abs(per_group);
  const parts: string[] = [];
  const grouped = mark !== '' && size !== 0 && size < bytes.length;
  const phase = per_group < 0 ? 0 : bytes.length % (size || 1);
  for (let i = 0; i < bytes.length; i++) {
    if (grouped && i > 0 && (i - phase) % size === 0) parts.push(mark);
    parts.push(HEX[bytes[i]!]!);
  }
  return parts.join('');
}

/** hex() of bytes-like objects: a str; null with an exception. `sep` null: no separators. */
export function _Py_strhex_with_sep(
  bytes: Uint8Array,
  sep: PyObject | null,
  per_group: number,
): Owned<PyObject> | null {
  const text = hexText(bytes, sep, per_group, false);
  return text === null ? null : PyUnicode_New(text, text.length, 1, true);
}
/** binascii.hexlify(): the same as bytes. */
export function _Py_strhex_bytes_with_sep(
  bytes: Uint8Array,
  sep: PyObject | null,
  per_group: number,
): Owned<PyObject> | null {
  const text = hexText(bytes, sep, per_group, true);
  if (text === null) return null;
  return PyBytes_FromStringAndSize(Uint8Array.from(text, (c) => c.charCodeAt(0)));
}
