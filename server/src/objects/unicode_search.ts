// Finding, counting, replacing and matching ends in str. Follows the find/replace/tailmatch parts of
// Objects/unicodeobject.c and Objects/stringlib/fastsearch.h, CPython 3.13. The search itself is JavaScript's.

import type { Owned } from '../heap/refcount';
import { Py_NewRef } from '../heap/refcount';
import { PyBool_FromLong } from './boolobject';
import { adjustEnd, adjustStart, argSliceIndex, argSsize, argStr, PY_SSIZE_T_MAX } from './clinic';
import { PyErr_NoMemory, PyErr_SetString } from './errors';
import { PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from './getargs';
import { PyLong_FromSsize_t } from './longobject';
import type { PyObject } from './object';
import { PyTuple_Check } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import {
  MAX_LENGTH,
  pointIndex,
  PyUnicode_Check,
  PyUnicode_New,
  PyUnicode_READ_CHAR,
  unicode_from_points,
  unicode_points,
  unicode_result_unchanged,
  unitIndex,
} from './unicode_core';
import { emptyUnicode } from './unicode_interned';
import type { PyUnicodeObject } from './unicodestruct';

/** Whether a match at `at` in the UTF-16 text of a kind-4 string would split a surrogate pair. */
function splitsPair(str: string, at: number): boolean {
  return (
    at > 0 &&
    at < str.length &&
    (str.charCodeAt(at) & 0xfc00) === 0xdc00 &&
    (str.charCodeAt(at - 1) & 0xfc00) === 0xd800
  );
}

/** Index of `needle` in UTF-16 units, not before `from`; −1. `needle` is not empty, its kind not above the hay's. */
export function unitFind(hay: PyUnicodeObject, needle: PyUnicodeObject, from: number): number {
  const str = hay.str;
  let at = str.indexOf(needle.str, from);
  if (hay.kind === 4) {
    while (at >= 0 && (splitsPair(str, at) || splitsPair(str, at + needle.str.length)))
      at = str.indexOf(needle.str, at + 1);
  }
  return at;
}
/** The last index that is not after `from`. */
export function unitRFind(hay: PyUnicodeObject, needle: PyUnicodeObject, from: number): number {
  const str = hay.str;
  let at = from < 0 ? -1 : str.lastIndexOf(needle.str, from);
  if (hay.kind === 4) {
    while (at >= 0 && (splitsPair(str, at) || splitsPair(str, at + needle.str.length))) {
      at = at === 0 ? -1 : str.lastIndexOf(needle.str, at - 1);
    }
  }
  return at;
}

/** any_find_slice: the code point index of `needle` in `hay[start:end]`, from the left or the right; −1. */
function any_find_slice(
  hay: PyUnicodeObject,
  needle: PyUnicodeObject,
  start: number,
  end: number,
  right: boolean,
): number {
  if (hay.kind < needle.kind) return -1;
  end = adjustEnd(end, hay.length);
  start = adjustStart(start, hay.length);
  if (end - start < needle.length) return -1;
  if (needle.length === 0) return right ? end : start;
  const first = unitIndex(hay, start);
  const last = unitIndex(hay, end) - needle.str.length;
  // A search that may not run to the end of a long text must not: cut it off (cheap, nothing is copied).
  if (right) {
    const at = unitRFind(hay, needle, last);
    return at < first ? -1 : pointIndex(hay, at);
  }
  if (hay.kind !== 4 && end < hay.length) {
    const at = hay.str.slice(start, end).indexOf(needle.str);
    return at < 0 ? -1 : at + start;
  }
  const at = unitFind(hay, needle, first);
  return at < 0 || at > last ? -1 : pointIndex(hay, at);
}

/** PyUnicode_Find: `direction` > 0 from the left. −1 when it is not there. */
export function PyUnicode_Find(str: PyObject, substr: PyObject, start: number, end: number, direction: number): number {
  return any_find_slice(str as PyUnicodeObject, substr as PyUnicodeObject, start, end, direction < 0);
}
export function PyUnicode_FindChar(str: PyObject, ch: number, start: number, end: number, direction: number): number {
  const op = str as PyUnicodeObject;
  end = Math.min(end, op.length);
  if (direction > 0) {
    for (let i = start; i < end; i++) if (PyUnicode_READ_CHAR(op, i) === ch) return i;
  } else {
    for (let i = end - 1; i >= start; i--) if (PyUnicode_READ_CHAR(op, i) === ch) return i;
  }
  return -1;
}

/** PyUnicode_Contains: 1, 0, or −1 with TypeError. */
export function PyUnicode_Contains(str: PyObject, substr: PyObject): number {
  if (!PyUnicode_Check(substr)) {
    PyErr_SetString(PyExc_TypeError, `'in <string>' requires string as left operand, not ${substr.ob_type.tp_name}`);
    return -1;
  }
  if (!PyUnicode_Check(str)) {
    PyErr_SetString(PyExc_TypeError, `must be str, not ${str.ob_type.tp_name}`);
    return -1;
  }
  if (str.kind < substr.kind) return 0;
  if (str.kind === 4) return substr.length === 0 || unitFind(str, substr, 0) >= 0 ? 1 : 0;
  return str.str.includes(substr.str) ? 1 : 0;
}

/** Number of matches that do not overlap in `str[start:end]`, at most `max`. */
export function PyUnicode_Count(
  str: PyObject,
  substr: PyObject,
  start: number,
  end: number,
  max = PY_SSIZE_T_MAX,
): number {
  const hay = str as PyUnicodeObject;
  const needle = substr as PyUnicodeObject;
  if (hay.kind < needle.kind) return 0;
  end = adjustEnd(end, hay.length);
  start = adjustStart(start, hay.length);
  if (end - start < needle.length) return 0;
  if (needle.length === 0) return Math.min(end - start + 1, max);
  const last = unitIndex(hay, end) - needle.str.length;
  let count = 0;
  for (let at = unitIndex(hay, start); count < max; count++) {
    at = unitFind(hay, needle, at);
    if (at < 0 || at > last) break;
    at += needle.str.length;
  }
  return count;
}

/** tailmatch: whether `self[start:end]` begins (direction < 0) or ends with `substring`. */
export function PyUnicode_Tailmatch(
  self: PyObject,
  substring: PyObject,
  start: number,
  end: number,
  direction: number,
): boolean {
  const op = self as PyUnicodeObject;
  const sub = substring as PyUnicodeObject;
  end = adjustEnd(end, op.length);
  start = adjustStart(start, op.length);
  end -= sub.length;
  if (end < start) return false;
  if (sub.length === 0) return true;
  if (op.kind < sub.kind) return false;
  const offset = direction > 0 ? end : start;
  if (op.kind !== 4) return op.str.startsWith(sub.str, offset);
  const points = unicode_points(op);
  for (let i = 0; i < sub.length; i++) if (points[offset + i] !== PyUnicode_READ_CHAR(sub, i)) return false;
  return true;
}

/** The arguments (sub[, start[, end]]) of find and its like. */
function searchArgs(
  name: string,
  args: readonly PyObject[],
): { sub: PyUnicodeObject; start: number; end: number } | null {
  if (!_PyArg_CheckPositional(name, args.length, 1, 3)) return null;
  const sub = argStr(name, 'argument 1', args[0]!);
  if (sub === null) return null;
  const start = argSliceIndex(args[1], 0);
  if (start === null) return null;
  const end = argSliceIndex(args[2], PY_SSIZE_T_MAX);
  if (end === null) return null;
  return { sub, start, end };
}

export function unicode_find(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = searchArgs('find', args);
  return a && PyLong_FromSsize_t(any_find_slice(self as PyUnicodeObject, a.sub, a.start, a.end, false));
}
export function unicode_rfind(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = searchArgs('rfind', args);
  return a && PyLong_FromSsize_t(any_find_slice(self as PyUnicodeObject, a.sub, a.start, a.end, true));
}
function index(self: PyObject, name: string, args: readonly PyObject[], right: boolean): Owned<PyObject> | null {
  const a = searchArgs(name, args);
  if (a === null) return null;
  const at = any_find_slice(self as PyUnicodeObject, a.sub, a.start, a.end, right);
  return at < 0 ? PyErr_SetString(PyExc_ValueError, 'substring not found') : PyLong_FromSsize_t(at);
}
export function unicode_index(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return index(self, 'index', args, false);
}
export function unicode_rindex(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return index(self, 'rindex', args, true);
}
export function unicode_count(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = searchArgs('count', args);
  return a && PyLong_FromSsize_t(PyUnicode_Count(self, a.sub, a.start, a.end));
}

function matchEnds(self: PyObject, name: string, args: readonly PyObject[], direction: number): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional(name, args.length, 1, 3)) return null;
  const subobj = args[0]!;
  const start = argSliceIndex(args[1], 0);
  if (start === null) return null;
  const end = argSliceIndex(args[2], PY_SSIZE_T_MAX);
  if (end === null) return null;
  if (PyTuple_Check(subobj)) {
    for (const substring of (subobj as PyTupleObject).ob_item) {
      if (!PyUnicode_Check(substring)) {
        return PyErr_SetString(
          PyExc_TypeError,
          `tuple for ${name} must only contain str, not ${substring.ob_type.tp_name}`,
        );
      }
      if (PyUnicode_Tailmatch(self, substring, start, end, direction)) return PyBool_FromLong(true);
    }
    return PyBool_FromLong(false);
  }
  if (!PyUnicode_Check(subobj)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `${name} first arg must be str or a tuple of str, not ${subobj.ob_type.tp_name}`,
    );
  }
  return PyBool_FromLong(PyUnicode_Tailmatch(self, subobj, start, end, direction));
}
export function unicode_startswith(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return matchEnds(self, 'startswith', args, -1);
}
export function unicode_endswith(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return matchEnds(self, 'endswith', args, 1);
}

/** PyUnicode_MAX_CHAR_VALUE as a rank: 0 ASCII, 1 Latin-1, 2, 4. */
function rank(op: PyUnicodeObject): number {
  return op.ascii ? 0 : op.kind;
}

/** PyUnicode_Replace: `self.replace(str1, str2, maxcount)`; a negative count is all. */
export function PyUnicode_Replace(
  self: PyObject,
  str1: PyObject,
  str2: PyObject,
  maxcount: number,
): Owned<PyUnicodeObject> | null {
  return replace(self as PyUnicodeObject, str1 as PyUnicodeObject, str2 as PyUnicodeObject, maxcount);
}

function replace(
  self: PyUnicodeObject,
  str1: PyUnicodeObject,
  str2: PyUnicodeObject,
  maxcount: number,
): Owned<PyUnicodeObject> | null {
  if (self.length < str1.length) return unicode_result_unchanged(self);
  if (maxcount < 0) maxcount = PY_SSIZE_T_MAX;
  else if (maxcount === 0) return unicode_result_unchanged(self);
  if (str1 === str2 || rank(self) < rank(str1)) return unicode_result_unchanged(self);
  if (str1.length === 0) return str2.length === 0 ? unicode_result_unchanged(self) : interleave(self, str2, maxcount);
  const from = str1.str;
  let text = '';
  let n = 0;
  let at = unitFind(self, str1, 0);
  if (at < 0) return unicode_result_unchanged(self);
  if (self.kind !== 4 && maxcount >= self.length) {
    const parts = self.str.split(from);
    n = parts.length - 1;
    if (self.str.length + n * (str2.str.length - from.length) > MAX_LENGTH) return PyErr_NoMemory();
    text = parts.join(str2.str);
  } else {
    let done = 0;
    while (at >= 0 && n < maxcount) {
      text += self.str.slice(done, at) + str2.str;
      done = at + from.length;
      n++;
      at = unitFind(self, str1, done);
    }
    if (text.length + self.str.length - done > MAX_LENGTH) return PyErr_NoMemory();
    text += self.str.slice(done);
  }
  const length = self.length + n * (str2.length - str1.length);
  if (length === 0) return Py_NewRef(emptyUnicode);
  return adjusted(self, str1, str2, text, length);
}

/** The result, in a narrower kind when the widest characters may all have been replaced (unicode_adjust_maxchar). */
function adjusted(
  self: PyUnicodeObject,
  str1: PyUnicodeObject,
  str2: PyUnicodeObject,
  text: string,
  length: number,
): Owned<PyUnicodeObject> {
  let kind = self.kind > str2.kind ? self.kind : str2.kind;
  let ascii = self.ascii && str2.ascii;
  if (rank(str2) < rank(str1) && rank(self) === rank(str1)) {
    let bits = 0;
    for (let i = 0; i < text.length; i++) bits |= text.charCodeAt(i);
    ascii = bits < 128;
    kind = bits < 256 ? 1 : kind === 4 && text.length > length ? 4 : 2;
  }
  return PyUnicode_New(text, length, kind, ascii);
}

function interleave(self: PyUnicodeObject, str2: PyUnicodeObject, maxcount: number): Owned<PyUnicodeObject> | null {
  const n = Math.min(self.length + 1, maxcount);
  const length = self.length + n * str2.length;
  if (length > MAX_LENGTH) return PyErr_NoMemory();
  const kind = self.kind > str2.kind ? self.kind : str2.kind;
  if (kind === 4) {
    const points: number[] = [];
    for (let i = 0; i <= self.length; i++) {
      if (i < n) for (let j = 0; j < str2.length; j++) points.push(PyUnicode_READ_CHAR(str2, j));
      if (i < self.length) points.push(PyUnicode_READ_CHAR(self, i));
    }
    return unicode_from_points(points);
  }
  const units = self.str.slice(0, n - 1);
  const head = units === '' ? '' : units.split('').join(str2.str);
  const text = str2.str + head + (n > 1 ? str2.str : '') + self.str.slice(n - 1);
  // With n = length + 1 the last copy stands at the end, otherwise before the untouched rest.
  return PyUnicode_New(text, length, kind, self.ascii && str2.ascii);
}

const replaceParser = argParser('replace', ['', '', 'count'], 2);
export function unicode_replace(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, replaceParser);
  if (unpacked === null) return null;
  const old = argStr('replace', 'argument 1', unpacked[0]!);
  if (old === null) return null;
  const by = argStr('replace', 'argument 2', unpacked[1]!);
  if (by === null) return null;
  const count = unpacked[2] == null ? -1 : argSsize(unpacked[2]);
  return count === null ? null : replace(self as PyUnicodeObject, old, by, count);
}
