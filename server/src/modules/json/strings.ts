// Strings of JSON: reading and writing them, and the errors of both. Follows Modules/_json.c, CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_DECREF } from '../../heap/refcount';
import { PyObject_CallFunctionObjArgs } from '../../objects/call';
import { PyErr_SetObject, PyErr_SetString } from '../../objects/errors';
import { PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { PyLong_FromLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { PyTuple_FromArraySteal } from '../../objects/tupleobject';
import { PyUnicode_READ_CHAR, textSlice, unicode_substring } from '../../objects/unicode_core';
import { PyUnicode_Check, PyUnicode_FromString } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyImport_ImportModuleAttrString } from '../import';

/** Sets json.decoder.JSONDecodeError. */
export function raise_errmsg(msg: string, s: PyObject, end: number): null {
  const JSONDecodeError = PyImport_ImportModuleAttrString('json.decoder', 'JSONDecodeError');
  if (JSONDecodeError === null) return null;
  const message = PyUnicode_FromString(msg);
  const index = PyLong_FromLong(end);
  const exc = PyObject_CallFunctionObjArgs(JSONDecodeError, message, s, index);
  Py_DECREF(message);
  Py_DECREF(index);
  if (exc !== null) {
    PyErr_SetObject(JSONDecodeError, exc);
    Py_DECREF(exc);
  }
  Py_DECREF(JSONDecodeError);
  return null;
}

export function raise_stop_iteration(idx: number): null {
  const value = PyLong_FromLong(idx);
  PyErr_SetObject(PyExc_StopIteration, value);
  Py_DECREF(value);
  return null;
}

/** (rval, idx), taking `rval` over; null passes a failure on. */
export function rvalIndexTuple(rval: Owned<PyObject> | null, idx: number): Owned<PyObject> | null {
  return rval === null ? null : PyTuple_FromArraySteal([rval, PyLong_FromLong(idx)]);
}

/** TypeError unless `op` is a str. */
export function checkString(op: PyObject): op is PyUnicodeObject {
  if (PyUnicode_Check(op)) return true;
  PyErr_SetString(PyExc_TypeError, `first argument must be a string, not ${op.ob_type.tp_name}`);
  return false;
}

/** Where the scanner has come to: index of the first character behind what was read last. */
export interface Position {
  next: number;
}

const ESCAPED: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const QUOTE = 34;
const BACKSLASH = 92;
const LETTER_u = 117;

/** Four hexadecimal digits at `at`, or −1. */
function hex4(s: PyUnicodeObject, at: number): number {
  const digits = textSlice(s, at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
}
const isHighSurrogate = (c: number): boolean => c >= 0xd800 && c <= 0xdbff;
const isLowSurrogate = (c: number): boolean => c >= 0xdc00 && c <= 0xdfff;

/** The string whose opening quote stands before `end`; null with JSONDecodeError. */
export function scanstring_unicode(
  s: PyUnicodeObject,
  end: number,
  strict: boolean,
  position: Position,
): Owned<PyObject> | null {
  const len = s.length;
  const begin = end - 1;
  if (end < 0 || len < end) return PyErr_SetString(PyExc_ValueError, 'end is out of bounds');
  let written: string | null = null;
  for (;;) {
    let next = end;
    let c = 0;
    for (; next < len; next++) {
      c = PyUnicode_READ_CHAR(s, next);
      if (c === QUOTE || c === BACKSLASH) break;
      if (c <= 0x1f && strict) return raise_errmsg('Invalid control character at', s, next);
    }
    if (next === len) c = 0;
    if (c === QUOTE) {
      position.next = next + 1;
      return written === null
        ? unicode_substring(s, end, next)
        : PyUnicode_FromString(written + textSlice(s, end, next));
    }
    if (c !== BACKSLASH) return raise_errmsg('Unterminated string starting at', s, begin);
    written = (written ?? '') + textSlice(s, end, next);
    next++;
    if (next === len) return raise_errmsg('Unterminated string starting at', s, begin);
    c = PyUnicode_READ_CHAR(s, next);
    if (c !== LETTER_u) {
      end = next + 1;
      const escaped = ESCAPED[String.fromCodePoint(c)];
      if (escaped === undefined) return raise_errmsg('Invalid \\escape', s, end - 2);
      written += escaped;
      continue;
    }
    next++;
    end = next + 4;
    if (end >= len) return raise_errmsg('Invalid \\uXXXX escape', s, next - 1);
    c = hex4(s, next);
    if (c < 0) return raise_errmsg('Invalid \\uXXXX escape', s, end - 5);
    next = end;
    if (
      isHighSurrogate(c) &&
      end + 6 < len &&
      PyUnicode_READ_CHAR(s, next) === BACKSLASH &&
      PyUnicode_READ_CHAR(s, next + 1) === LETTER_u
    ) {
      const c2 = hex4(s, next + 2);
      if (c2 < 0) return raise_errmsg('Invalid \\uXXXX escape', s, end + 6 - 5);
      if (isLowSurrogate(c2)) {
        end += 6;
        c = 0x10000 + ((c - 0xd800) << 10) + (c2 - 0xdc00);
      }
    }
    written += String.fromCodePoint(c);
  }
}

const SHORT: Record<string, string> = {
  '\\': '\\\\',
  '"': '\\"',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
const escapeUnit = (c: string): string => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
const TO_ESCAPE = /[\u0000-\u001f"\\]/g;
const TO_ESCAPE_ASCII = /[^ !#-[\]-~]/g;

/** The text in JSON's quotes; `ascii` escapes everything else too. */
export function quoted(text: string, ascii: boolean): string {
  return `"${text.replace(ascii ? TO_ESCAPE_ASCII : TO_ESCAPE, escapeUnit)}"`;
}

export function py_encode_basestring_ascii(_m: PyObject | null, pystr: PyObject): Owned<PyObject> | null {
  return checkString(pystr) ? PyUnicode_FromString(quoted(pystr.str, true)) : null;
}
export function py_encode_basestring(_m: PyObject | null, pystr: PyObject): Owned<PyObject> | null {
  return checkString(pystr) ? PyUnicode_FromString(quoted(pystr.str, false)) : null;
}
