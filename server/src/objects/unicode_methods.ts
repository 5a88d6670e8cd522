// str methods that strip, pad and align. Follows Objects/unicodeobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { argInt, argSsize, PY_SSIZE_T_MAX } from './clinic';
import { PyErr_NoMemory, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError } from './exceptions';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from './getargs';
import type { PyObject } from './object';
import { Py_None } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import type { Kind } from './unicode_core';
import {
  MAX_LENGTH,
  PyUnicode_Check,
  PyUnicode_New,
  PyUnicode_READ_CHAR,
  unicode_result_unchanged,
  unicode_substring,
  UnicodeWriter,
} from './unicode_core';
import { PyUnicode_Tailmatch } from './unicode_search';
import { Py_UNICODE_ISSPACE } from './unicodectype';
import type { PyUnicodeObject } from './unicodestruct';

export const LEFTSTRIP = 0;
export const RIGHTSTRIP = 1;
export const BOTHSTRIP = 2;

/** `self` without the characters for which `drop` holds at the ends that `striptype` names. */
function strip(op: PyUnicodeObject, striptype: number, drop: (ch: number) => boolean): Owned<PyUnicodeObject> {
  let i = 0;
  let j = op.length;
  if (striptype !== RIGHTSTRIP) while (i < j && drop(PyUnicode_READ_CHAR(op, i))) i++;
  if (striptype !== LEFTSTRIP) while (j > i && drop(PyUnicode_READ_CHAR(op, j - 1))) j--;
  return unicode_substring(op, i, j);
}

/** _PyUnicode_XStrip: strips the characters of `sepobj`. */
export function _PyUnicode_XStrip(self: PyObject, striptype: number, sepobj: PyObject): Owned<PyUnicodeObject> {
  const sep = sepobj as PyUnicodeObject;
  if (sep.length === 1) {
    const only = PyUnicode_READ_CHAR(sep, 0);
    return strip(self as PyUnicodeObject, striptype, (ch) => ch === only);
  }
  const chars = new Set<number>();
  for (let i = 0; i < sep.length; i++) chars.add(PyUnicode_READ_CHAR(sep, i));
  return strip(self as PyUnicodeObject, striptype, (ch) => chars.has(ch));
}

function do_argstrip(
  self: PyObject,
  name: string,
  striptype: number,
  args: readonly PyObject[],
): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional(name, args.length, 0, 1)) return null;
  const sep = args[0];
  if (sep !== undefined && sep !== Py_None) {
    if (PyUnicode_Check(sep)) return _PyUnicode_XStrip(self, striptype, sep);
    return PyErr_SetString(PyExc_TypeError, `${name} arg must be None or str`);
  }
  return strip(self as PyUnicodeObject, striptype, Py_UNICODE_ISSPACE);
}
export function unicode_strip(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return do_argstrip(self, 'strip', BOTHSTRIP, args);
}
export function unicode_lstrip(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return do_argstrip(self, 'lstrip', LEFTSTRIP, args);
}
export function unicode_rstrip(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return do_argstrip(self, 'rstrip', RIGHTSTRIP, args);
}

function kindOfChar(ch: number): Kind {
  return ch < 256 ? 1 : ch < 65536 ? 2 : 4;
}

/** pad: `left` fill characters, the text, `right` fill characters. */
function pad(op: PyUnicodeObject, left: number, right: number, fill: number): Owned<PyUnicodeObject> | null {
  if (left < 0) left = 0;
  if (right < 0) right = 0;
  if (left === 0 && right === 0) return unicode_result_unchanged(op);
  const length = op.length + left + right;
  if (length >= PY_SSIZE_T_MAX) return PyErr_SetString(PyExc_OverflowError, 'padded string is too long');
  if (length > MAX_LENGTH) return PyErr_NoMemory();
  const kind = kindOfChar(fill);
  const by = String.fromCodePoint(fill);
  return PyUnicode_New(
    by.repeat(left) + op.str + by.repeat(right),
    length,
    op.kind > kind ? op.kind : kind,
    op.ascii && fill < 128,
  );
}

/** The arguments (width, fillchar=' '). */
function padArgs(name: string, args: readonly PyObject[]): { width: number; fill: number } | null {
  if (!_PyArg_CheckPositional(name, args.length, 1, 2)) return null;
  const width = argSsize(args[0]!);
  if (width === null) return null;
  const obj = args[1];
  if (obj === undefined) return { width, fill: 32 };
  if (!PyUnicode_Check(obj)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `The fill character must be a unicode character, not ${obj.ob_type.tp_name}`,
    );
  }
  if (obj.length !== 1) {
    return PyErr_SetString(PyExc_TypeError, 'The fill character must be exactly one character long');
  }
  return { width, fill: PyUnicode_READ_CHAR(obj, 0) };
}
export function unicode_center(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = padArgs('center', args);
  if (a === null) return null;
  const op = self as PyUnicodeObject;
  if (op.length >= a.width) return unicode_result_unchanged(op);
  const marg = a.width - op.length;
  const left = Math.floor(marg / 2) + (marg % 2 === 1 && a.width % 2 === 1 ? 1 : 0);
  return pad(op, left, marg - left, a.fill);
}
export function unicode_ljust(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = padArgs('ljust', args);
  if (a === null) return null;
  const op = self as PyUnicodeObject;
  return op.length >= a.width ? unicode_result_unchanged(op) : pad(op, 0, a.width - op.length, a.fill);
}
export function unicode_rjust(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = padArgs('rjust', args);
  if (a === null) return null;
  const op = self as PyUnicodeObject;
  return op.length >= a.width ? unicode_result_unchanged(op) : pad(op, a.width - op.length, 0, a.fill);
}
export function unicode_zfill(self: PyObject, arg: PyObject): Owned<PyObject> | null {
  const width = argSsize(arg);
  if (width === null) return null;
  const op = self as PyUnicodeObject;
  if (op.length >= width) return unicode_result_unchanged(op);
  const fill = width - op.length;
  const u = pad(op, fill, 0, 48);
  if (u === null) return null;
  const sign = op.str.charAt(0);
  // The sign goes before the zeros. Nobody has seen the new string yet.
  if (sign === '+' || sign === '-') u.str = sign + '0'.repeat(fill) + op.str.slice(1);
  return u;
}

const expandtabsParser = argParser('expandtabs', ['tabsize'], 0);
export function unicode_expandtabs(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, expandtabsParser);
  if (unpacked === null) return null;
  const tabsize = unpacked[0] == null ? 8 : argInt(unpacked[0]);
  if (tabsize === null) return null;
  const op = self as PyUnicodeObject;
  if (!op.str.includes('\t')) return unicode_result_unchanged(op);
  const writer = new UnicodeWriter();
  let column = 0;
  for (let i = 0; i < op.length; i++) {
    const ch = PyUnicode_READ_CHAR(op, i);
    if (ch === 9) {
      if (tabsize <= 0) continue;
      const incr = tabsize - (column % tabsize);
      column += incr;
      if (writer.length + incr > MAX_LENGTH) return PyErr_NoMemory();
      writer.addASCII(' '.repeat(incr));
    } else {
      column++;
      writer.addChar(ch);
      if (ch === 10 || ch === 13) column = 0;
    }
  }
  // As wide as the original, except that what is too short to need it is shared.
  return writer.finish();
}

export function unicode_removeprefix(self: PyObject, prefix: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(prefix)) return _PyArg_BadArgument('removeprefix', 'argument', 'str', prefix);
  const op = self as PyUnicodeObject;
  if (!PyUnicode_Tailmatch(op, prefix, 0, PY_SSIZE_T_MAX, -1)) return unicode_result_unchanged(op);
  return unicode_substring(op, prefix.length, op.length);
}
export function unicode_removesuffix(self: PyObject, suffix: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(suffix)) return _PyArg_BadArgument('removesuffix', 'argument', 'str', suffix);
  const op = self as PyUnicodeObject;
  if (!PyUnicode_Tailmatch(op, suffix, 0, PY_SSIZE_T_MAX, 1)) return unicode_result_unchanged(op);
  return unicode_substring(op, 0, op.length - suffix.length);
}
