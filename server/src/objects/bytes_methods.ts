// Methods that bytes and bytearray have in common. Follows Objects/bytes_methods.c and Objects/stringlib/*.h as
// Objects/bytesobject.c and Objects/bytearrayobject.c use them, CPython 3.13. A bytearray's results are always new
// bytearrays; bytes gives itself back where nothing changed, as C does.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { PyIndex_Check, PySequence_Fast } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { bytesOf, PyObject_CheckBuffer } from './bufferobject';
import { PyByteArray_Check, PyByteArray_FromStringAndSize } from './bytearrayobject';
import { PyBytes_Check, PyBytes_CheckExact, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyByteArrayObject } from './bytesstruct';
import { PyObject_CallOneArg } from './call';
import { adjustEnd, adjustStart, argInt, argSliceIndex, argSsize, argStr, asIndex, PY_SSIZE_T_MAX } from './clinic';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from './getargs';
import { PyList_Append, PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_FromSsize_t } from './longobject';
import type { PyObject } from './object';
import { Py_None, PyObject_IsTrue } from './objectprotocol';
import { _Py_strhex_with_sep } from './pystrhex';
import { new_split_list, split_add } from './splitlist';
import { PyTuple_Check, PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { codecArgs, PyUnicode_FromEncodedObject } from './unicode_codecs';
import type { PyUnicodeObject } from './unicodestruct';

/** Longest bytes a typed array is asked to hold. */
export const MAX_BYTES = 0x7fffffff;

/** The contents: a window on the object's memory. */
function data(self: PyObject): Uint8Array {
  if (self instanceof PyByteArrayObject) return self.ob_bytes.subarray(self.ob_start, self.ob_start + self.ob_size);
  return (self as PyBytesObject).ob_sval;
}
const isMutable = (self: PyObject): boolean => self instanceof PyByteArrayObject;

/** STRINGLIB_NEW: a new object of the base type. `bytes` is adopted when it is no window on other memory. */
function make(self: PyObject, bytes: Uint8Array): Owned<PyObject> {
  return isMutable(self) ? PyByteArray_FromStringAndSize(bytes) : PyBytes_FromStringAndSize(bytes);
}
function makeSlice(self: PyObject, start: number, end: number): Owned<PyObject> {
  return make(self, data(self).slice(start, end));
}
/** STRINGLIB_CHECK_EXACT of what is immutable: may be given back itself. */
const isExactBytes = (op: PyObject): boolean => PyBytes_CheckExact(op);
/** return_self: itself when it can't change, else a copy. */
function return_self(self: PyObject): Owned<PyObject> {
  return isExactBytes(self) ? Py_NewRef(self) : make(self, data(self).slice());
}

const isUpper = (c: number): boolean => c >= 65 && c <= 90;
const isLower = (c: number): boolean => c >= 97 && c <= 122;
const isAlpha = (c: number): boolean => isUpper(c) || isLower(c);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);

/** Index of `needle` in `hay`, at `start` or after it, ending at `end` at most; −1. */
export function findBytes(hay: Uint8Array, needle: Uint8Array, start: number, end: number): number {
  const n = needle.length;
  if (end - start < n) return -1;
  if (n === 0) return start;
  const first = needle[0]!;
  const last = end - n;
  for (let i = hay.indexOf(first, start); i >= 0 && i <= last; i = hay.indexOf(first, i + 1)) {
    let j = 1;
    while (j < n && hay[i + j] === needle[j]) j++;
    if (j === n) return i;
  }
  return -1;
}
export function rfindBytes(hay: Uint8Array, needle: Uint8Array, start: number, end: number): number {
  const n = needle.length;
  if (end - start < n) return -1;
  if (n === 0) return end;
  const first = needle[0]!;
  for (let i = hay.lastIndexOf(first, end - n); i >= start; i = i === 0 ? -1 : hay.lastIndexOf(first, i - 1)) {
    let j = 1;
    while (j < n && hay[i + j] === needle[j]) j++;
    if (j === n) return i;
  }
  return -1;
}
export function countBytes(hay: Uint8Array, needle: Uint8Array, max = PY_SSIZE_T_MAX): number {
  if (needle.length === 0) return Math.min(hay.length + 1, max);
  let count = 0;
  for (let at = 0; count < max; count++) {
    at = findBytes(hay, needle, at, hay.length);
    if (at < 0) break;
    at += needle.length;
  }
  return count;
}
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
/** memcmp, then the lengths. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

// ---- tests ----

function every(self: PyObject, test: (c: number) => boolean): Owned<PyObject> {
  const bytes = data(self);
  return PyBool_FromLong(bytes.length > 0 && bytes.every(test));
}
export function bytes_isspace(self: PyObject): Owned<PyObject> {
  return every(self, isSpace);
}
export function bytes_isalpha(self: PyObject): Owned<PyObject> {
  return every(self, isAlpha);
}
export function bytes_isalnum(self: PyObject): Owned<PyObject> {
  return every(self, (c) => isAlpha(c) || isDigit(c));
}
export function bytes_isdigit(self: PyObject): Owned<PyObject> {
  return every(self, isDigit);
}
export function bytes_isascii(self: PyObject): Owned<PyObject> {
  return PyBool_FromLong(data(self).every((c) => c < 128));
}
export function bytes_islower(self: PyObject): Owned<PyObject> {
  const bytes = data(self);
  return PyBool_FromLong(bytes.some(isLower) && !bytes.some(isUpper));
}
export function bytes_isupper(self: PyObject): Owned<PyObject> {
  const bytes = data(self);
  return PyBool_FromLong(bytes.some(isUpper) && !bytes.some(isLower));
}
export function bytes_istitle(self: PyObject): Owned<PyObject> {
  let cased = false;
  let previous_is_cased = false;
  for (const c of data(self)) {
    if (isUpper(c) ? previous_is_cased : isLower(c) && !previous_is_cased) return PyBool_FromLong(false);
    previous_is_cased = isAlpha(c);
    if (previous_is_cased) cased = true;
  }
  return PyBool_FromLong(cased);
}

// ---- case ----

const lower = (c: number): number => (isUpper(c) ? c + 32 : c);
const upper = (c: number): number => (isLower(c) ? c - 32 : c);
export function bytes_lower(self: PyObject): Owned<PyObject> {
  return make(self, data(self).map(lower));
}
export function bytes_upper(self: PyObject): Owned<PyObject> {
  return make(self, data(self).map(upper));
}
export function bytes_swapcase(self: PyObject): Owned<PyObject> {
  return make(
    self,
    data(self).map((c) => (isLower(c) ? c - 32 : lower(c))),
  );
}
export function bytes_capitalize(self: PyObject): Owned<PyObject> {
  return make(
    self,
    data(self).map((c, i) => (i === 0 ? upper(c) : lower(c))),
  );
}
export function bytes_title(self: PyObject): Owned<PyObject> {
  let previous_is_cased = false;
  return make(
    self,
    data(self).map((c) => {
      const out = previous_is_cased ? lower(c) : upper(c);
      previous_is_cased = isAlpha(c);
      return out;
    }),
  );
}

// ---- searching ----

/** parse_args_finds_byte: what to look for, as bytes; null with an exception. */
function needleOf(arg: PyObject): Uint8Array | null {
  if (PyObject_CheckBuffer(arg)) return bytesOf(arg);
  if (!PyIndex_Check(arg)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `argument should be integer or bytes-like object, not '${arg.ob_type.tp_name}'`,
    );
  }
  const value = asIndex(arg, null);
  if (value === null) return null;
  if (value < 0 || value > 255) return PyErr_SetString(PyExc_ValueError, 'byte must be in range(0, 256)');
  return Uint8Array.of(value);
}

interface Range {
  arg: PyObject;
  start: number;
  end: number;
}
/** (sub[, start[, end]]), not yet clipped. */
function rangeArgs(name: string, args: readonly PyObject[]): Range | null {
  if (!_PyArg_CheckPositional(name, args.length, 1, 3)) return null;
  const start = argSliceIndex(args[1], 0);
  if (start === null) return null;
  const end = argSliceIndex(args[2], PY_SSIZE_T_MAX);
  return end === null ? null : { arg: args[0]!, start, end };
}

/** find_internal: the index, −1, or null with an exception. */
function find(self: PyObject, name: string, args: readonly PyObject[], right: boolean): number | null {
  const a = rangeArgs(name, args);
  if (a === null) return null;
  const needle = needleOf(a.arg);
  if (needle === null) return null;
  const hay = data(self);
  const end = adjustEnd(a.end, hay.length);
  const start = adjustStart(a.start, hay.length);
  return right ? rfindBytes(hay, needle, start, end) : findBytes(hay, needle, start, end);
}
function findResult(at: number | null): Owned<PyObject> | null {
  return at === null ? null : PyLong_FromSsize_t(at);
}
function indexResult(at: number | null): Owned<PyObject> | null {
  return at === -1 ? PyErr_SetString(PyExc_ValueError, 'subsection not found') : findResult(at);
}
export function bytes_find(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return findResult(find(self, 'find', args, false));
}
export function bytes_rfind(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return findResult(find(self, 'rfind', args, true));
}
export function bytes_index(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return indexResult(find(self, 'index', args, false));
}
export function bytes_rindex(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return indexResult(find(self, 'rindex', args, true));
}
export function bytes_count(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = rangeArgs('count', args);
  if (a === null) return null;
  const needle = needleOf(a.arg);
  if (needle === null) return null;
  const hay = data(self);
  const end = adjustEnd(a.end, hay.length);
  const start = adjustStart(a.start, hay.length);
  return PyLong_FromSsize_t(end < start ? 0 : countBytes(hay.subarray(start, end), needle));
}

/** `arg in self`: 1, 0, −1. */
export function bytes_contains(self: PyObject, arg: PyObject): number {
  const value = asIndex(arg, null);
  if (value === null) {
    PyErr_Clear();
    const needle = bytesOf(arg);
    if (needle === null) return -1;
    const hay = data(self);
    return findBytes(hay, needle, 0, hay.length) >= 0 ? 1 : 0;
  }
  if (value < 0 || value > 255) {
    PyErr_SetString(PyExc_ValueError, 'byte must be in range(0, 256)');
    return -1;
  }
  return data(self).includes(value) ? 1 : 0;
}

/** tailmatch: 1, 0, −1. */
function tailmatch(self: PyObject, substr: PyObject, a: Range, direction: number): number {
  const sub = bytesOf(substr);
  if (sub === null) return -1;
  const str = data(self);
  const end = adjustEnd(a.end, str.length);
  let start = adjustStart(a.start, str.length);
  if (end - start < sub.length || start > str.length) return 0;
  if (direction > 0) start = Math.max(start, end - sub.length);
  for (let i = 0; i < sub.length; i++) if (str[start + i] !== sub[i]) return 0;
  return 1;
}
function matchEnds(self: PyObject, name: string, args: readonly PyObject[], direction: number): Owned<PyObject> | null {
  const a = rangeArgs(name, args);
  if (a === null) return null;
  if (PyTuple_Check(a.arg)) {
    for (const item of (a.arg as PyTupleObject).ob_item) {
      const result = tailmatch(self, item, a, direction);
      if (result < 0) return null;
      if (result > 0) return PyBool_FromLong(true);
    }
    return PyBool_FromLong(false);
  }
  const result = tailmatch(self, a.arg, a, direction);
  if (result >= 0) return PyBool_FromLong(result);
  if (PyErr_ExceptionMatches(PyExc_TypeError)) {
    PyErr_SetString(
      PyExc_TypeError,
      `${name} first arg must be bytes or a tuple of bytes, not ${a.arg.ob_type.tp_name}`,
    );
  }
  return null;
}
export function bytes_startswith(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return matchEnds(self, 'startswith', args, -1);
}
export function bytes_endswith(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return matchEnds(self, 'endswith', args, 1);
}

// ---- cutting ----

export function bytes_removeprefix(self: PyObject, arg: PyObject): Owned<PyObject> | null {
  const prefix = bytesOf(arg);
  if (prefix === null) return null;
  const bytes = data(self);
  if (prefix.length > 0 && equalBytes(bytes.subarray(0, prefix.length), prefix)) {
    return makeSlice(self, prefix.length, bytes.length);
  }
  return return_self(self);
}
export function bytes_removesuffix(self: PyObject, arg: PyObject): Owned<PyObject> | null {
  const suffix = bytesOf(arg);
  if (suffix === null) return null;
  const bytes = data(self);
  const at = bytes.length - suffix.length;
  if (suffix.length > 0 && at >= 0 && equalBytes(bytes.subarray(at), suffix)) return makeSlice(self, 0, at);
  return return_self(self);
}

const LEFTSTRIP = 0;
const RIGHTSTRIP = 1;
const BOTHSTRIP = 2;
const WHITESPACE = Uint8Array.of(9, 10, 13, 12, 11, 32);
function strip(self: PyObject, name: string, striptype: number, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional(name, args.length, 0, 1)) return null;
  const sep = args.length === 0 || args[0] === Py_None ? WHITESPACE : bytesOf(args[0]!);
  if (sep === null) return null;
  const bytes = data(self);
  let i = 0;
  let j = bytes.length;
  if (striptype !== RIGHTSTRIP) while (i < j && sep.includes(bytes[i]!)) i++;
  if (striptype !== LEFTSTRIP) while (j > i && sep.includes(bytes[j - 1]!)) j--;
  return i === 0 && j === bytes.length ? return_self(self) : makeSlice(self, i, j);
}
export function bytes_strip(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return strip(self, 'strip', BOTHSTRIP, args);
}
export function bytes_lstrip(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return strip(self, 'lstrip', LEFTSTRIP, args);
}
export function bytes_rstrip(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  return strip(self, 'rstrip', RIGHTSTRIP, args);
}

function split_whitespace(self: PyObject, maxcount: number): Owned<PyListObject> {
  const list = new_split_list(maxcount);
  const str = data(self);
  const len = str.length;
  let i = 0;
  while (maxcount-- > 0) {
    while (i < len && isSpace(str[i]!)) i++;
    if (i === len) break;
    const j = i++;
    while (i < len && !isSpace(str[i]!)) i++;
    if (j === 0 && i === len && isExactBytes(self)) {
      list.ob_item.push(Py_NewRef(self));
      break;
    }
    split_add(list, makeSlice(self, j, i));
  }
  while (i < len && isSpace(str[i]!)) i++;
  if (i < len) split_add(list, makeSlice(self, i, len));
  return list;
}
function rsplit_whitespace(self: PyObject, maxcount: number): Owned<PyListObject> {
  const list = new_split_list(maxcount);
  const str = data(self);
  const len = str.length;
  let i = len - 1;
  while (maxcount-- > 0) {
    while (i >= 0 && isSpace(str[i]!)) i--;
    if (i < 0) break;
    const j = i--;
    while (i >= 0 && !isSpace(str[i]!)) i--;
    if (j === len - 1 && i < 0 && isExactBytes(self)) {
      list.ob_item.push(Py_NewRef(self));
      break;
    }
    split_add(list, makeSlice(self, i + 1, j + 1));
  }
  while (i >= 0 && isSpace(str[i]!)) i--;
  if (i >= 0) split_add(list, makeSlice(self, 0, i + 1));
  list.ob_item.reverse();
  return list;
}

function split_sep(self: PyObject, sep: Uint8Array, maxcount: number, right: boolean): Owned<PyListObject> | null {
  if (sep.length === 0) return PyErr_SetString(PyExc_ValueError, 'empty separator');
  const list = new_split_list(maxcount);
  const str = data(self);
  let i = 0;
  let j = str.length;
  while (maxcount-- > 0) {
    const at = right ? rfindBytes(str, sep, 0, j) : findBytes(str, sep, i, j);
    if (at < 0) break;
    if (right) {
      split_add(list, makeSlice(self, at + sep.length, j));
      j = at;
    } else {
      split_add(list, makeSlice(self, i, at));
      i = at + sep.length;
    }
  }
  if (list.ob_item.length === 0 && isExactBytes(self)) list.ob_item.push(Py_NewRef(self));
  else split_add(list, makeSlice(self, i, j));
  if (right) list.ob_item.reverse();
  return list;
}

const splitParser = argParser('split', ['sep', 'maxsplit'], 0);
const rsplitParser = argParser('rsplit', ['sep', 'maxsplit'], 0);
function split(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  right: boolean,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, right ? rsplitParser : splitParser);
  if (unpacked === null) return null;
  let maxsplit = unpacked[1] == null ? -1 : argSsize(unpacked[1]);
  if (maxsplit === null) return null;
  if (maxsplit < 0) maxsplit = PY_SSIZE_T_MAX;
  const sep = unpacked[0];
  if (sep == null || sep === Py_None)
    return right ? rsplit_whitespace(self, maxsplit) : split_whitespace(self, maxsplit);
  const bytes = bytesOf(sep);
  return bytes === null ? null : split_sep(self, bytes, maxsplit, right);
}
export function bytes_split(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  return split(self, args, kwnames, false);
}
export function bytes_rsplit(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  return split(self, args, kwnames, true);
}

const splitlinesParser = argParser('splitlines', ['keepends'], 0);
export function bytes_splitlines(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, splitlinesParser);
  if (unpacked === null) return null;
  const keepends = unpacked[0] == null ? 0 : PyObject_IsTrue(unpacked[0]);
  if (keepends < 0) return null;
  const list = PyList_New(0);
  const str = data(self);
  const len = str.length;
  for (let i = 0, j = 0; i < len; j = i) {
    while (i < len && str[i] !== 10 && str[i] !== 13) i++;
    let eol = i;
    if (i < len) {
      i += str[i] === 13 && str[i + 1] === 10 ? 2 : 1;
      if (keepends > 0) eol = i;
    }
    const whole = j === 0 && eol === len && isExactBytes(self);
    const sub = whole ? Py_NewRef(self) : makeSlice(self, j, eol);
    PyList_Append(list, sub);
    Py_DECREF(sub);
    if (whole) break;
  }
  return list;
}

function partition(self: PyObject, arg: PyObject, right: boolean): Owned<PyObject> | null {
  const mutable = isMutable(self);
  const sep = bytesOf(arg);
  if (sep === null) return null;
  if (sep.length === 0) return PyErr_SetString(PyExc_ValueError, 'empty separator');
  const sep_obj = mutable ? PyByteArray_FromStringAndSize(sep.slice()) : Py_NewRef(arg);
  const str = data(self);
  const at = right ? rfindBytes(str, sep, 0, str.length) : findBytes(str, sep, 0, str.length);
  if (at >= 0) {
    return PyTuple_FromArraySteal([makeSlice(self, 0, at), sep_obj, makeSlice(self, at + sep.length, str.length)]);
  }
  Py_DECREF(sep_obj);
  const whole = mutable ? makeSlice(self, 0, str.length) : Py_NewRef(self);
  const empty = (): Owned<PyObject> => make(self, new Uint8Array(0));
  return PyTuple_FromArraySteal(right ? [empty(), empty(), whole] : [whole, empty(), empty()]);
}
export function bytes_partition(self: PyObject, sep: PyObject): Owned<PyObject> | null {
  return partition(self, sep, false);
}
export function bytes_rpartition(self: PyObject, sep: PyObject): Owned<PyObject> | null {
  return partition(self, sep, true);
}

// ---- padding ----

function pad(self: PyObject, left: number, right: number, fill: number): Owned<PyObject> | null {
  if (left <= 0 && right <= 0) return return_self(self);
  const bytes = data(self);
  const size = left + bytes.length + right;
  if (size > MAX_BYTES) return PyErr_NoMemory();
  const out = new Uint8Array(size).fill(fill);
  out.set(bytes, left);
  return make(self, out);
}
function padArgs(name: string, args: readonly PyObject[]): { width: number; fill: number } | null {
  if (!_PyArg_CheckPositional(name, args.length, 1, 2)) return null;
  const width = argSsize(args[0]!);
  if (width === null) return null;
  if (args.length === 1) return { width, fill: 32 };
  const arg = args[1]!;
  if (PyBytes_Check(arg) || PyByteArray_Check(arg)) {
    const bytes = data(arg);
    if (bytes.length === 1) return { width, fill: bytes[0]! };
  }
  return _PyArg_BadArgument(name, 'argument 2', 'a byte string of length 1', arg);
}
export function bytes_ljust(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = padArgs('ljust', args);
  return a && pad(self, 0, a.width - data(self).length, a.fill);
}
export function bytes_rjust(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = padArgs('rjust', args);
  return a && pad(self, a.width - data(self).length, 0, a.fill);
}
export function bytes_center(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const a = padArgs('center', args);
  if (a === null) return null;
  const marg = a.width - data(self).length;
  if (marg <= 0) return return_self(self);
  const left = Math.floor(marg / 2) + (marg % 2 === 1 && a.width % 2 === 1 ? 1 : 0);
  return pad(self, left, marg - left, a.fill);
}
export function bytes_zfill(self: PyObject, arg: PyObject): Owned<PyObject> | null {
  const width = argSsize(arg);
  if (width === null) return null;
  const bytes = data(self);
  if (bytes.length >= width) return return_self(self);
  const fill = width - bytes.length;
  if (width > MAX_BYTES) return PyErr_NoMemory();
  const out = new Uint8Array(width).fill(48);
  const signed = bytes[0] === 43 || bytes[0] === 45;
  if (signed) {
    out[0] = bytes[0]!;
    out.set(bytes.subarray(1), fill + 1);
  } else out.set(bytes, fill);
  return make(self, out);
}
const expandtabsParser = argParser('expandtabs', ['tabsize'], 0);
export function bytes_expandtabs(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, expandtabsParser);
  if (unpacked === null) return null;
  const tabsize = unpacked[0] == null ? 8 : argInt(unpacked[0]);
  if (tabsize === null) return null;
  const out: number[] = [];
  let column = 0;
  for (const c of data(self)) {
    if (c === 9) {
      if (tabsize <= 0) continue;
      const incr = tabsize - (column % tabsize);
      if (out.length + incr > MAX_BYTES) return PyErr_NoMemory();
      for (let i = 0; i < incr; i++) out.push(32);
      column += incr;
    } else {
      out.push(c);
      column = c === 10 || c === 13 ? 0 : column + 1;
    }
  }
  return make(self, Uint8Array.from(out));
}

// ---- putting together ----

export function bytes_join(self: PyObject, iterable: PyObject): Owned<PyObject> | null {
  // A bytearray may not change its size while an iterator of the program's runs.
  if (self instanceof PyByteArrayObject) self.ob_exports++;
  const result = join(self, iterable);
  if (self instanceof PyByteArrayObject) self.ob_exports--;
  return result;
}
function join(self: PyObject, iterable: PyObject): Owned<PyObject> | null {
  const seq = PySequence_Fast(iterable, 'can only join an iterable') as PyListObject | PyTupleObject | null;
  if (seq === null) return null;
  const items = seq.ob_item;
  const n = items.length;
  if (n === 1 && !isMutable(self) && isExactBytes(items[0]!)) {
    const only = items[0]!;
    Py_INCREF(only);
    Py_DECREF(seq);
    return only;
  }
  const sep = data(self);
  const parts: Uint8Array[] = [];
  let size = 0;
  let failed = false;
  for (let i = 0; i < n && !failed; i++) {
    const bytes = bytesOf(items[i]!);
    if (bytes === null) {
      PyErr_SetString(
        PyExc_TypeError,
        `sequence item ${i}: expected a bytes-like object, ${items[i]!.ob_type.tp_name} found`,
      );
      failed = true;
    } else {
      parts.push(bytes);
      size += bytes.length + (i > 0 ? sep.length : 0);
      if (size > MAX_BYTES) {
        PyErr_SetString(PyExc_OverflowError, 'join() result is too long');
        failed = true;
      } else if (items.length !== n) {
        PyErr_SetString(PyExc_RuntimeError, 'sequence changed size during iteration');
        failed = true;
      }
    }
  }
  let result: PyObject | null = null;
  if (!failed) {
    const out = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i < parts.length; i++) {
      if (i > 0) {
        out.set(sep, at);
        at += sep.length;
      }
      out.set(parts[i]!, at);
      at += parts[i]!.length;
    }
    result = make(self, out);
  }
  Py_DECREF(seq);
  return result;
}

export function bytes_replace(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('replace', args.length, 2, 3)) return null;
  const from = bytesOf(args[0]!);
  if (from === null) return null;
  const to = bytesOf(args[1]!);
  if (to === null) return null;
  let maxcount = args.length < 3 ? -1 : argSsize(args[2]!);
  if (maxcount === null) return null;
  const bytes = data(self);
  if (bytes.length < from.length) return return_self(self);
  if (maxcount < 0) maxcount = PY_SSIZE_T_MAX;
  else if (maxcount === 0) return return_self(self);
  if (from.length === 0) {
    if (to.length === 0) return return_self(self);
    const n = Math.min(bytes.length + 1, maxcount);
    const size = bytes.length + n * to.length;
    if (size > MAX_BYTES) return PyErr_SetString(PyExc_OverflowError, 'replace bytes is too long');
    const out = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i <= bytes.length; i++) {
      if (i < n) {
        out.set(to, at);
        at += to.length;
      }
      if (i < bytes.length) out[at++] = bytes[i]!;
    }
    return make(self, out);
  }
  const n = bytes.length === 0 ? 0 : countBytes(bytes, from, maxcount);
  if (n === 0) return return_self(self);
  const size = bytes.length + n * (to.length - from.length);
  if (size > MAX_BYTES) return PyErr_SetString(PyExc_OverflowError, 'replace bytes is too long');
  const out = new Uint8Array(size);
  let read = 0;
  let at = 0;
  for (let i = 0; i < n; i++) {
    const found = findBytes(bytes, from, read, bytes.length);
    out.set(bytes.subarray(read, found), at);
    at += found - read;
    out.set(to, at);
    at += to.length;
    read = found + from.length;
  }
  out.set(bytes.subarray(read), at);
  return make(self, out);
}

const translateParser = argParser('translate', ['', 'delete'], 1);
export function bytes_translate(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, translateParser);
  if (unpacked === null) return null;
  const table = unpacked[0] === Py_None ? null : bytesOf(unpacked[0]!);
  if (table === null && unpacked[0] !== Py_None) return null;
  if (table !== null && table.length !== 256) {
    return PyErr_SetString(PyExc_ValueError, 'translation table must be 256 characters long');
  }
  const drop = unpacked[1] == null ? new Uint8Array(0) : bytesOf(unpacked[1]);
  if (drop === null) return null;
  const bytes = data(self);
  const out = new Uint8Array(bytes.length);
  let n = 0;
  let changed = false;
  for (const c of bytes) {
    if (drop.length > 0 && drop.includes(c)) changed = true;
    else {
      const to = table === null ? c : table[c]!;
      if (to !== c) changed = true;
      out[n++] = to;
    }
  }
  if (!changed && isExactBytes(self)) return Py_NewRef(self);
  return make(self, n === out.length ? out : out.slice(0, n));
}
export function bytes_maketrans(_self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('maketrans', args.length, 2, 2)) return null;
  const frm = bytesOf(args[0]!);
  if (frm === null) return null;
  const to = bytesOf(args[1]!);
  if (to === null) return null;
  if (frm.length !== to.length) return PyErr_SetString(PyExc_ValueError, 'maketrans arguments must have same length');
  const table = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0; i < frm.length; i++) table[frm[i]!] = to[i]!;
  return PyBytes_FromStringAndSize(table);
}

// ---- text ----

const decodeParser = argParser('decode', ['encoding', 'errors'], 0);
export function bytes_decode(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const a = codecArgs('decode', decodeParser, args, kwnames);
  return a === null ? null : PyUnicode_FromEncodedObject(self, a.encoding, a.errors);
}

const hexParser = argParser('hex', ['sep', 'bytes_per_sep'], 0);
/** The arguments (sep, bytes_per_sep=1) of hex(). */
export function hexArgs(
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): { sep: PyObject | null; bytes_per_sep: number } | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, hexParser);
  if (unpacked === null) return null;
  const bytes_per_sep = unpacked[1] == null ? 1 : argInt(unpacked[1]);
  return bytes_per_sep === null ? null : { sep: unpacked[0] ?? null, bytes_per_sep };
}
export function bytes_hex(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const a = hexArgs(args, kwnames);
  return a === null ? null : _Py_strhex_with_sep(data(self), a.sep, a.bytes_per_sep);
}

const hexDigit = (c: number): number =>
  isDigit(c) ? c - 48 : isLower(c) && c <= 102 ? c - 87 : isUpper(c) && c <= 70 ? c - 55 : 16;
/** fromhex's bytes; null with ValueError. */
export function bytesFromHex(string: PyUnicodeObject): Uint8Array | null {
  const invalid = (at: number): null =>
    PyErr_SetString(PyExc_ValueError, `non-hexadecimal number found in fromhex() arg at position ${at}`);
  const text = string.str;
  if (!string.ascii) {
    let at = 0;
    for (const ch of text) {
      if (ch.codePointAt(0)! >= 128) break;
      at++;
    }
    return invalid(at);
  }
  const out = new Uint8Array(text.length >> 1);
  let n = 0;
  for (let i = 0; i < text.length;) {
    if (isSpace(text.charCodeAt(i))) {
      i++;
      continue;
    }
    for (let digit = 0; digit < 2; digit++, i++) {
      const value = i < text.length ? hexDigit(text.charCodeAt(i)) : 16;
      if (value > 15) return invalid(i);
      out[n] = out[n]! * 16 + value;
    }
    n++;
  }
  return out.slice(0, n);
}
/** `bytes.fromhex` and `bytearray.fromhex`: `make` gives the base type's object. */
export function fromhex(
  type: PyObject,
  arg: PyObject,
  base: PyTypeObject,
  makeBase: (bytes: Uint8Array) => Owned<PyObject>,
): Owned<PyObject> | null {
  const string = argStr('fromhex', 'argument', arg);
  if (string === null) return null;
  const bytes = bytesFromHex(string);
  if (bytes === null) return null;
  const result = makeBase(bytes);
  if (type === base) return result;
  const instance = PyObject_CallOneArg(type, result);
  Py_DECREF(result);
  return instance;
}

/** Whether an exception is set that a caller may replace by its own TypeError. */
export function isTypeError(): boolean {
  return PyErr_Occurred() !== null && PyErr_ExceptionMatches(PyExc_TypeError);
}

/** repr's text between the quotes of bytes: `quote` and the backslash are escaped. */
export function bytesReprText(bytes: Uint8Array, escaped: (c: number) => boolean): string {
  let text = '';
  for (const c of bytes) {
    if (escaped(c)) text += `\\${String.fromCharCode(c)}`;
    else if (c === 9) text += '\\t';
    else if (c === 10) text += '\\n';
    else if (c === 13) text += '\\r';
    else if (c < 32 || c >= 127) text += `\\x${c.toString(16).padStart(2, '0')}`;
    else text += String.fromCharCode(c);
  }
  return text;
}
