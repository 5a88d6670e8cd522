// str: the type, its slots, and the C API other files use. Follows Objects/unicodeobject.c, CPython 3.13.
// The rest of that file is in unicode_core.ts (making and reading strings), unicode_interned.ts, unicode_search.ts,
// unicode_methods.ts, unicode_tests.ts (is…), unicode_case.ts, unicode_codecs*.ts, unicode_format.ts (%),
// stringlib_format.ts (str.format) and unicode_iter.ts; all public names can be imported from here.

// First, so that _Py_ID works for every module that is evaluated after this one was begun.
import {
  PyUnicode_InternInPlace,
  emptyUnicode,
  latin1Chars,
  registerUnicodeType,
  unicode_forget_interned,
} from './unicode_interned';
import { PyMem_Free, PyMem_Malloc, PyObject_Realloc } from '../heap/obmalloc';
import { PyObject_Del } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { _Py_IsImmortal, Py_DECREF, Py_NewRef, Py_SET_REFCNT } from '../heap/refcount';
import { PyIndex_Check, PySequence_Fast } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { _PyStack_AsDict } from './call';
import { argCString, asIndex, unpackSlice } from './clinic';
import type { PyDictObject } from './dictstruct';
import { PyErr_BadInternalCall, PyErr_NoMemory, PyErr_SetString } from './errors';
import { PyExc_IndexError, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import type { PyListObject } from './liststruct';
import { PyLong_FromSsize_t } from './longobject';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from './object';
import { Py_NotImplemented, PyObject_Str } from './objectprotocol';
import { PySlice_Check } from './sliceobject';
import { do_string_format, do_string_format_map, unicode___format__ } from './stringlib_format';
import { PyTuple_FromArray, PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import {
  _Py_TPFLAGS_MATCH_SELF,
  defineType,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_STATIC,
  METH_VARARGS,
  method,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_UNICODE_SUBCLASS,
} from './typestruct';
import {
  unicode_capitalize,
  unicode_casefold,
  unicode_lower,
  unicode_swapcase,
  unicode_title,
  unicode_upper,
} from './unicode_case';
import { PyUnicode_FromEncodedObject, unicode_encode } from './unicode_codecs';
import type { Kind } from './unicode_core';
import {
  _PyUnicode_Copy,
  MAX_LENGTH,
  MAX_UNICODE,
  PyUnicode_Check,
  PyUnicode_CheckExact,
  PyUnicode_FromString,
  PyUnicode_New,
  PyUnicode_READ_CHAR,
  textOfPoints,
  unicode_char,
  unicode_compare,
  unicode_eq,
  unicode_hash,
  unicode_points,
  unicode_result_unchanged,
  unicode_substring,
} from './unicode_core';
import { PyUnicode_Format } from './unicode_format';
import { unicode_iter } from './unicode_iter';
import * as m from './unicode_methods';
import { unicode_repr } from './unicode_repr';
import {
  PyUnicode_Contains,
  unicode_count,
  unicode_endswith,
  unicode_find,
  unicode_index,
  unicode_replace,
  unicode_rfind,
  unicode_rindex,
  unicode_startswith,
} from './unicode_search';
import * as split from './unicode_split';
import * as is from './unicode_tests';
import { unicode_maketrans, unicode_translate } from './unicode_translate';
import { PyUnicodeObject, SSTATE_INTERNED_MORTAL, SSTATE_NOT_INTERNED, unicode_extra } from './unicodestruct';

export {
  _Py_ID,
  _PyUnicode_InternImmortal,
  _PyUnicode_InternMortal,
  PyUnicode_InternMortal,
  _PyUnicode_InternedSize,
  PyUnicode_CHECK_INTERNED,
  PyUnicode_InternInPlace,
  get_latin1_char,
  lookupInterned,
  unicode_get_empty,
} from './unicode_interned';
export * from './unicode_core';
export {
  PyUnicode_Contains,
  PyUnicode_Count,
  PyUnicode_Find,
  PyUnicode_FindChar,
  PyUnicode_Replace,
  PyUnicode_Tailmatch,
} from './unicode_search';
export {
  PyUnicode_Partition,
  PyUnicode_RPartition,
  PyUnicode_RSplit,
  PyUnicode_Split,
  PyUnicode_Splitlines,
} from './unicode_split';
export { _PyUnicode_XStrip } from './unicode_methods';
export { PyUnicode_IsIdentifier, _PyUnicode_ScanIdentifier } from './unicode_tests';
export { PyUnicode_Format } from './unicode_format';
export { unicode_repr } from './unicode_repr';
export { PyUnicode_Translate } from './unicode_translate';
export { PyUnicodeIter_Type, _PyUnicodeASCIIIter_Type } from './unicode_iter';
export * from './unicode_codecs';

/** PyUnicode_FromOrdinal: chr(). */
export function PyUnicode_FromOrdinal(ordinal: number): Owned<PyUnicodeObject> | null {
  if (ordinal < 0 || ordinal > MAX_UNICODE) {
    return PyErr_SetString(PyExc_ValueError, 'chr() arg not in range(0x110000)');
  }
  return unicode_char(ordinal);
}

/** PyUnicode_FromObject: an exact str; null with TypeError when `obj` is no str. */
export function PyUnicode_FromObject(obj: PyObject): Owned<PyUnicodeObject> | null {
  if (PyUnicode_CheckExact(obj)) return Py_NewRef(obj);
  if (PyUnicode_Check(obj)) return _PyUnicode_Copy(obj);
  return PyErr_SetString(PyExc_TypeError, `Can't convert '${obj.ob_type.tp_name}' object to str implicitly`);
}

/** An interned string, mortal unless it was immortal already. */
export function PyUnicode_InternFromString(text: string): Owned<PyUnicodeObject> {
  return PyUnicode_InternInPlace(PyUnicode_FromString(text));
}

/** −1 with TypeError when `op` is no str. */
export function PyUnicode_GetLength(op: PyObject): number {
  if (PyUnicode_Check(op)) return op.length;
  PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
  return -1;
}

/** PyUnicode_ReadChar: the code point, or −1 with IndexError. */
export function PyUnicode_ReadChar(op: PyObject, index: number): number {
  if (index < 0 || index >= (op as PyUnicodeObject).length) {
    PyErr_SetString(PyExc_IndexError, 'string index out of range');
    return -1;
  }
  return PyUnicode_READ_CHAR(op as PyUnicodeObject, index);
}

/** PyUnicode_Substring: `self[start:end]`, clipped at the end; null with IndexError for negative indices. */
export function PyUnicode_Substring(self: PyObject, start: number, end: number): Owned<PyUnicodeObject> | null {
  const op = self as PyUnicodeObject;
  end = Math.min(end, op.length);
  if (start === 0 && end === op.length) return unicode_result_unchanged(op);
  if (start < 0 || end < 0) return PyErr_SetString(PyExc_IndexError, 'string index out of range');
  return unicode_substring(op, start, end);
}

/**
 * PyUnicode_AsUTF8AndSize where C code asks for a program's string: the UTF-8 copy stays cached and counts in
 * sys.getsizeof from then on. Returns the text, or null with UnicodeEncodeError for lone surrogates.
 */
export { PyUnicode_AsUTF8AndSize } from './unicode_codecs';

/** PyUnicode_Compare: −1, 0, 1 by code point. Both must be str. */
export function PyUnicode_Compare(left: PyObject, right: PyObject): number {
  if (left === right) return 0;
  return unicode_compare(left as PyUnicodeObject, right as PyUnicodeObject);
}
/** `right` is ASCII. */
export function PyUnicode_CompareWithASCIIString(left: PyObject, right: string): number {
  const text = (left as PyUnicodeObject).str;
  return text === right ? 0 : text < right ? -1 : 1;
}

export function PyUnicode_RichCompare(left: PyObject, right: PyObject, op: CompareOp): Owned<PyObject> {
  if (!PyUnicode_Check(left) || !PyUnicode_Check(right)) return Py_NewRef(Py_NotImplemented);
  if (op === Py_EQ) return PyBool_FromLong(unicode_eq(left, right));
  if (op === Py_NE) return PyBool_FromLong(!unicode_eq(left, right));
  const c = left === right ? 0 : unicode_compare(left, right);
  switch (op) {
    case Py_LT:
      return PyBool_FromLong(c < 0);
    case Py_LE:
      return PyBool_FromLong(c <= 0);
    case Py_GT:
      return PyBool_FromLong(c > 0);
    case Py_GE:
      return PyBool_FromLong(c >= 0);
  }
}

/** Points of a kind-4 result made of two parts where a lone high surrogate meets a lone low one; else null. */
function joinedPoints(left: PyUnicodeObject, right: PyUnicodeObject): Uint32Array | null {
  if ((left.str.charCodeAt(left.str.length - 1) & 0xfc00) !== 0xd800 || (right.str.charCodeAt(0) & 0xfc00) !== 0xdc00) {
    return null;
  }
  const points = new Uint32Array(left.length + right.length);
  for (let i = 0; i < left.length; i++) points[i] = PyUnicode_READ_CHAR(left, i);
  for (let i = 0; i < right.length; i++) points[left.length + i] = PyUnicode_READ_CHAR(right, i);
  return points;
}

/** The two exact or subclass strings in one new object. */
function concat(left: PyUnicodeObject, right: PyUnicodeObject): Owned<PyUnicodeObject> | null {
  const length = left.length + right.length;
  const kind: Kind = left.kind > right.kind ? left.kind : right.kind;
  if (left.str.length + right.str.length > MAX_LENGTH) return PyErr_NoMemory();
  const op = PyUnicode_New(left.str + right.str, length, kind, left.ascii && right.ascii);
  if (kind === 4) {
    const points = joinedPoints(left, right);
    if (points !== null) unicode_extra(op).points = points;
  }
  return op;
}

/** `left + right`. */
export function PyUnicode_Concat(left: PyObject, right: PyObject): Owned<PyUnicodeObject> | null {
  if (!PyUnicode_Check(left)) return PyErr_SetString(PyExc_TypeError, `must be str, not ${left.ob_type.tp_name}`);
  if (!PyUnicode_Check(right)) {
    return PyErr_SetString(PyExc_TypeError, `can only concatenate str (not "${right.ob_type.tp_name}") to str`);
  }
  if (left === emptyUnicode) return PyUnicode_FromObject(right);
  if (right === emptyUnicode) return PyUnicode_FromObject(left);
  return concat(left, right);
}

/** unicode_modifiable: nobody else can see the object change. */
function unicode_modifiable(op: PyUnicodeObject): boolean {
  return op.ob_refcnt === 1 && !op.hashed && op.interned === SSTATE_NOT_INTERNED && op.ob_type === PyUnicode_Type;
}

/** unicode_resize's simple case: the object takes other text of the same kind and its block is reallocated. */
function resize_compact(op: PyUnicodeObject, str: string, length: number): void {
  if (op.extra !== null) {
    PyMem_Free(op.extra.utf8_addr);
    op.extra = null;
  }
  op.str = str;
  op.length = length;
  op.ob_addr = PyObject_Realloc(op.ob_addr, op.ascii ? 41 + length : 56 + (length + 1) * op.kind);
}

/**
 * `left += right`: takes over the reference to `left` and gives one to the result, which is `left` itself, grown in
 * place, when nobody else holds it. null with an exception (`left` is then given up).
 */
export function PyUnicode_Append(left_steal: Owned<PyObject>, right: PyObject): Owned<PyUnicodeObject> | null {
  const left = left_steal;
  if (!PyUnicode_Check(left) || !PyUnicode_Check(right)) {
    PyErr_BadInternalCall('PyUnicode_Append');
    Py_DECREF(left);
    return null;
  }
  let res: PyUnicodeObject | null;
  if (left === emptyUnicode) res = PyUnicode_FromObject(right);
  else if (right === emptyUnicode) return left;
  else if (
    unicode_modifiable(left) &&
    right.ob_type === PyUnicode_Type &&
    right.kind <= left.kind &&
    (!left.ascii || right.ascii)
  ) {
    if (left.str.length + right.str.length > MAX_LENGTH) res = PyErr_NoMemory();
    else {
      const points = left.kind === 4 ? joinedPoints(left, right) : null;
      resize_compact(left, left.str + right.str, left.length + right.length);
      if (points !== null) unicode_extra(left).points = points;
      return left;
    }
  } else res = concat(left, right);
  Py_DECREF(left);
  return res;
}

/** `separator.join(seq)` for any iterable. `separator` null is a blank. */
export function PyUnicode_Join(separator: PyObject | null, seq: PyObject): Owned<PyUnicodeObject> | null {
  const fseq = PySequence_Fast(seq, 'can only join an iterable');
  if (fseq === null) return null;
  const res = _PyUnicode_JoinArray(separator, (fseq as PyListObject | PyTupleObject).ob_item);
  Py_DECREF(fseq);
  return res;
}

export function _PyUnicode_JoinArray(
  separator: PyObject | null,
  items: readonly PyObject[],
): Owned<PyUnicodeObject> | null {
  const n = items.length;
  if (n === 0) return Py_NewRef(emptyUnicode);
  const first = items[0]!;
  if (n === 1 && PyUnicode_CheckExact(first)) return Py_NewRef(first);
  let sep: PyUnicodeObject | null = null;
  if (n > 1) {
    if (separator === null) sep = latin1Chars[32]!;
    else if (PyUnicode_Check(separator)) sep = separator;
    else
      return PyErr_SetString(PyExc_TypeError, `separator: expected str instance, ${separator.ob_type.tp_name} found`);
  }
  let length = 0;
  let kind: Kind = 1;
  let ascii = true;
  const texts: string[] = [];
  for (let i = 0; i < n; i++) {
    const item = items[i]!;
    if (!PyUnicode_Check(item)) {
      return PyErr_SetString(
        PyExc_TypeError,
        `sequence item ${i}: expected str instance, ${item.ob_type.tp_name} found`,
      );
    }
    texts.push(item.str);
    length += item.length;
    if (item.kind > kind) kind = item.kind;
    if (!item.ascii) ascii = false;
  }
  if (sep === null || sep.length === 0) return joined(texts.join(''), length, kind, ascii, texts);
  if (sep.kind > kind) kind = sep.kind;
  length += sep.length * (n - 1);
  return joined(texts.join(sep.str), length, kind, ascii && sep.ascii, null);
}

/** The result of a join; parts that are lone surrogates may meet only where there is no separator. */
function joined(
  text: string,
  length: number,
  kind: Kind,
  ascii: boolean,
  parts: string[] | null,
): Owned<PyUnicodeObject> | null {
  if (text.length > MAX_LENGTH) return PyErr_NoMemory();
  const op = PyUnicode_New(text, length, kind, ascii);
  if (kind === 4 && parts !== null && text.length > 0) {
    let units = 0;
    for (const _ch of text) units++;
    if (units !== length) {
      const points: number[] = [];
      for (const part of parts) for (const ch of part) points.push(ch.codePointAt(0)!);
      unicode_extra(op).points = Uint32Array.from(points);
    }
  }
  return op;
}

/** sq_repeat. */
export function unicode_repeat(self: PyObject, count: number): Owned<PyUnicodeObject> | null {
  const op = self as PyUnicodeObject;
  if (count < 1) return Py_NewRef(emptyUnicode);
  if (count === 1) return unicode_result_unchanged(op);
  const length = op.length * count;
  if (length >= 2 ** 63) return PyErr_SetString(PyExc_OverflowError, 'repeated string is too long');
  if (op.str.length * count > MAX_LENGTH) return PyErr_NoMemory();
  return PyUnicode_New(op.str.repeat(count), length, op.kind, op.ascii);
}

function unicode_length(self: PyObject): number {
  return (self as PyUnicodeObject).length;
}

/** sq_item: IndexError when out of range. */
export function unicode_getitem(self: PyObject, index: number): Owned<PyUnicodeObject> | null {
  const op = self as PyUnicodeObject;
  if (index < 0 || index >= op.length) return PyErr_SetString(PyExc_IndexError, 'string index out of range');
  if (op.kind === 1) return Py_NewRef(latin1Chars[op.str.charCodeAt(index)]!);
  return unicode_char(op.kind === 4 ? unicode_points(op)[index]! : op.str.charCodeAt(index));
}

function unicode_subscript(self: PyObject, item: PyObject): Owned<PyUnicodeObject> | null {
  const op = self as PyUnicodeObject;
  if (PyIndex_Check(item)) {
    const i = asIndex(item, PyExc_IndexError);
    return i === null ? null : unicode_getitem(op, i < 0 ? i + op.length : i);
  }
  if (!PySlice_Check(item)) {
    return PyErr_SetString(PyExc_TypeError, `string indices must be integers, not '${item.ob_type.tp_name}'`);
  }
  const slice = unpackSlice(item, op.length);
  if (slice === null) return null;
  const { start, step, slicelength } = slice;
  if (slicelength <= 0) return Py_NewRef(emptyUnicode);
  if (start === 0 && step === 1 && slicelength === op.length) return unicode_result_unchanged(op);
  if (step === 1) return unicode_substring(op, start, start + slicelength);
  // C makes a new object here even for a single character.
  const picked = new Uint32Array(slicelength);
  let bits = 0;
  for (let i = 0, cur = start; i < slicelength; i++, cur += step) bits |= picked[i] = PyUnicode_READ_CHAR(op, cur);
  return PyUnicode_New(textOfPoints(picked), slicelength, bits < 256 ? 1 : bits < 65536 ? 2 : 4, bits < 128);
}

const strParser = argParser('str', ['object', 'encoding', 'errors'], 0);

/** `str.__new__`. */
function unicode_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywordsDict(args, kwargs, strParser);
  if (unpacked === null) return null;
  const [x, encodingArg, errorsArg] = unpacked;
  let encoding: string | null = null;
  let errors: string | null = null;
  if (encodingArg != null && (encoding = argCString('str', "argument 'encoding'", encodingArg)) === null) return null;
  if (errorsArg != null && (errors = argCString('str', "argument 'errors'", errorsArg)) === null) return null;
  let unicode: PyUnicodeObject | null;
  if (x == null) unicode = Py_NewRef(emptyUnicode);
  else if (encoding === null && errors === null) unicode = PyObject_Str(x);
  else unicode = PyUnicode_FromEncodedObject(x, encoding, errors);
  if (unicode === null || type === PyUnicode_Type) return unicode;
  const self = unicode_subtype_new(type, unicode);
  Py_DECREF(unicode);
  return self;
}

function unicode_vectorcall(
  type: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  if (kwnames !== null && kwnames.ob_item.length !== 0) {
    const nargs = args.length - kwnames.ob_item.length;
    const tuple = PyTuple_FromArray(args.slice(0, nargs));
    const dict = _PyStack_AsDict(args, nargs, kwnames);
    if (dict === null) {
      Py_DECREF(tuple);
      return null;
    }
    const ret = unicode_new(type as PyTypeObject, tuple, dict);
    Py_DECREF(tuple);
    Py_DECREF(dict);
    return ret;
  }
  if (!_PyArg_CheckPositional('str', args.length, 0, 3)) return null;
  if (args.length === 0) return Py_NewRef(emptyUnicode);
  if (args.length === 1) return PyObject_Str(args[0]!);
  const texts: string[] = [];
  for (const [i, name] of [
    [1, 'encoding'],
    [2, 'errors'],
  ] as const) {
    if (i >= args.length) break;
    if (!PyUnicode_Check(args[i]!)) {
      return PyErr_SetString(PyExc_TypeError, `str() argument '${name}' must be str, not ${typeFullName(args[i]!)}`);
    }
    const text = argCString('str', name, args[i]!);
    if (text === null) return null;
    texts.push(text);
  }
  return PyUnicode_FromEncodedObject(args[0]!, texts[0]!, texts[1] ?? null);
}

/** `%T` of PyErr_Format for the types that may come here: the qualified name without `builtins`. */
function typeFullName(op: PyObject): string {
  return op.ob_type.tp_name;
}

/** unicode_subtype_new: an instance of a subclass keeps its text in a block of its own. */
function unicode_subtype_new(type: PyTypeObject, unicode: PyUnicodeObject): Owned<PyObject> | null {
  const self = type.tp_alloc!(type, 0) as PyUnicodeObject | null;
  if (self === null) return null;
  self.str = unicode.str;
  self.length = unicode.length;
  self.kind = unicode.kind;
  self.ascii = unicode.ascii;
  self.hash_lo = unicode.hash_lo;
  self.hash_hi = unicode.hash_hi;
  self.hashed = unicode.hashed;
  const extra = unicode_extra(self);
  extra.data_addr = PyMem_Malloc((unicode.length + 1) * unicode.kind);
  if (unicode.extra !== null) extra.points = unicode.extra.points;
  return self;
}

export function unicode_dealloc(op: PyUnicodeObject): void {
  if (_Py_IsImmortal(op)) return;
  if (op.interned === SSTATE_INTERNED_MORTAL) {
    // The two references of the table, which were never counted, go now.
    Py_SET_REFCNT(op, 0);
    unicode_forget_interned(op);
  }
  if (op.extra !== null) {
    PyMem_Free(op.extra.utf8_addr);
    PyMem_Free(op.extra.data_addr);
  }
  if (op.ob_type === PyUnicode_Type) PyObject_Del(op);
  else op.ob_type.tp_free!(op as never);
}

/** `__sizeof__` in bytes, without the pre-header. */
export function unicode_sizeof_value(op: PyUnicodeObject): number {
  let size = op.ascii ? 41 + op.length : 56 + (op.length + 1) * op.kind;
  const extra = op.extra;
  if (extra !== null) {
    if (extra.data_addr !== 0) size = 64 + (op.length + 1) * op.kind;
    if (extra.utf8_length > 0) size += extra.utf8_length + 1;
  }
  return size;
}

const sizeof = (self: PyObject): PyObject => PyLong_FromSsize_t(unicode_sizeof_value(self as PyUnicodeObject));
const getnewargs = (self: PyObject): PyObject => PyTuple_FromArraySteal([_PyUnicode_Copy(self as PyUnicodeObject)]);
const join = (self: PyObject, iterable: PyObject): PyObject | null => PyUnicode_Join(self, iterable);
const mod = (v: PyObject, w: PyObject): PyObject | null =>
  PyUnicode_Check(v) ? PyUnicode_Format(v, w) : Py_NewRef(Py_NotImplemented);
/** `str.__str__`. */
const unicode_str = (self: PyObject): PyObject => unicode_result_unchanged(self as PyUnicodeObject);

const FASTKW = METH_FASTCALL | METH_KEYWORDS;

export const PyUnicode_Type: PyTypeObject = defineType({
  tp_name: 'str',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_UNICODE_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
  tp_doc:
    "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n" +
    'The text of an object, as its __str__ or __repr__ gives it; or, when encoding or errors\n' +
    'are given, the text that the bytes of the object stand for.',
  construct: (type) => new PyUnicodeObject(type, '', 0, 1, true),
  tp_new: unicode_new,
  tp_vectorcall: unicode_vectorcall,
  tp_dealloc: unicode_dealloc,
  tp_repr: unicode_repr,
  tp_str: unicode_str,
  tp_hash: unicode_hash,
  tp_richcompare: PyUnicode_RichCompare,
  tp_iter: unicode_iter,
  nb_remainder: mod,
  sq_length: unicode_length,
  sq_concat: PyUnicode_Concat,
  sq_repeat: unicode_repeat,
  sq_item: unicode_getitem,
  sq_contains: PyUnicode_Contains,
  mp_length: unicode_length,
  mp_subscript: unicode_subscript,
  tp_methods: [
    method('encode', FASTKW, unicode_encode, "($self, /, encoding='utf-8', errors='strict')"),
    method('replace', FASTKW, unicode_replace, '($self, old, new, /, count=-1)'),
    method('split', FASTKW, split.unicode_split, '($self, /, sep=None, maxsplit=-1)'),
    method('rsplit', FASTKW, split.unicode_rsplit, '($self, /, sep=None, maxsplit=-1)'),
    method('join', METH_O, join, '($self, iterable, /)'),
    method('capitalize', METH_NOARGS, unicode_capitalize, '($self, /)'),
    method('casefold', METH_NOARGS, unicode_casefold, '($self, /)'),
    method('title', METH_NOARGS, unicode_title, '($self, /)'),
    method('center', METH_FASTCALL, m.unicode_center, "($self, width, fillchar=' ', /)"),
    method('count', METH_FASTCALL, unicode_count, '($self, sub[, start[, end]], /)'),
    method('expandtabs', FASTKW, m.unicode_expandtabs, '($self, /, tabsize=8)'),
    method('find', METH_FASTCALL, unicode_find, '($self, sub[, start[, end]], /)'),
    method('partition', METH_O, split.unicode_partition, '($self, sep, /)'),
    method('index', METH_FASTCALL, unicode_index, '($self, sub[, start[, end]], /)'),
    method('ljust', METH_FASTCALL, m.unicode_ljust, "($self, width, fillchar=' ', /)"),
    method('lower', METH_NOARGS, unicode_lower, '($self, /)'),
    method('lstrip', METH_FASTCALL, m.unicode_lstrip, '($self, chars=None, /)'),
    method('rfind', METH_FASTCALL, unicode_rfind, '($self, sub[, start[, end]], /)'),
    method('rindex', METH_FASTCALL, unicode_rindex, '($self, sub[, start[, end]], /)'),
    method('rjust', METH_FASTCALL, m.unicode_rjust, "($self, width, fillchar=' ', /)"),
    method('rstrip', METH_FASTCALL, m.unicode_rstrip, '($self, chars=None, /)'),
    method('rpartition', METH_O, split.unicode_rpartition, '($self, sep, /)'),
    method('splitlines', FASTKW, split.unicode_splitlines, '($self, /, keepends=False)'),
    method('strip', METH_FASTCALL, m.unicode_strip, '($self, chars=None, /)'),
    method('swapcase', METH_NOARGS, unicode_swapcase, '($self, /)'),
    method('translate', METH_O, unicode_translate, '($self, table, /)'),
    method('upper', METH_NOARGS, unicode_upper, '($self, /)'),
    method('startswith', METH_FASTCALL, unicode_startswith, '($self, prefix[, start[, end]], /)'),
    method('endswith', METH_FASTCALL, unicode_endswith, '($self, suffix[, start[, end]], /)'),
    method('removeprefix', METH_O, m.unicode_removeprefix, '($self, prefix, /)'),
    method('removesuffix', METH_O, m.unicode_removesuffix, '($self, suffix, /)'),
    method('isascii', METH_NOARGS, is.unicode_isascii, '($self, /)'),
    method('islower', METH_NOARGS, is.unicode_islower, '($self, /)'),
    method('isupper', METH_NOARGS, is.unicode_isupper, '($self, /)'),
    method('istitle', METH_NOARGS, is.unicode_istitle, '($self, /)'),
    method('isspace', METH_NOARGS, is.unicode_isspace, '($self, /)'),
    method('isdecimal', METH_NOARGS, is.unicode_isdecimal, '($self, /)'),
    method('isdigit', METH_NOARGS, is.unicode_isdigit, '($self, /)'),
    method('isnumeric', METH_NOARGS, is.unicode_isnumeric, '($self, /)'),
    method('isalpha', METH_NOARGS, is.unicode_isalpha, '($self, /)'),
    method('isalnum', METH_NOARGS, is.unicode_isalnum, '($self, /)'),
    method('isidentifier', METH_NOARGS, is.unicode_isidentifier, '($self, /)'),
    method('isprintable', METH_NOARGS, is.unicode_isprintable, '($self, /)'),
    method('zfill', METH_O, m.unicode_zfill, '($self, width, /)'),
    method('format', METH_VARARGS | METH_KEYWORDS, do_string_format, '($self, /, *args, **kwargs)'),
    method('format_map', METH_O, do_string_format_map, '($self, mapping, /)'),
    method('__format__', METH_O, unicode___format__, '($self, format_spec, /)'),
    method('maketrans', METH_FASTCALL | METH_STATIC, unicode_maketrans, null),
    method('__sizeof__', METH_NOARGS, sizeof, '($self, /)'),
    method('__getnewargs__', METH_NOARGS, getnewargs, '($self, /)'),
  ],
});
registerUnicodeType(PyUnicode_Type);
