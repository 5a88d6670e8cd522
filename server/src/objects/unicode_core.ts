// Making strings and reading their characters: what every other unicode_*.ts file is built on. Follows
// Objects/unicodeobject.c (PyUnicode_New, unicode_result, unicode_char, _PyUnicode_FromUCS*, unicode_hash), CPython 3.13.
//
// Deviation: a string of kind 4 whose text has a lone high surrogate right before a lone low one is told from a pair
// only by its `points`, which such strings are given when they are made; searches may take it for the pair.

import { PyObject_New } from '../heap/alloc';
import { PyMem_Malloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import type { PyObject } from './object';
import { hash_hi, makeHash, _Py_HashBytes } from './pyhash';
import { Py_TPFLAGS_UNICODE_SUBCLASS } from './typestruct';
import { emptyUnicode, latin1Chars } from './unicode_interned';
import { PyUnicodeObject, unicode_extra } from './unicodestruct';
import { PyUnicode_Type } from './unicodeobject';

export type Kind = 1 | 2 | 4;
export const MAX_UNICODE = 0x10ffff;
/** Longest text a JavaScript string holds; beyond it is a MemoryError. */
export const MAX_LENGTH = 0x1fffffe8;

export function PyUnicode_Check(op: PyObject): op is PyUnicodeObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS) !== 0;
}
export function PyUnicode_CheckExact(op: PyObject): op is PyUnicodeObject {
  return op.ob_type === PyUnicode_Type;
}

/** Bytes of a compact string: what PyUnicode_New asks of the allocator. */
export function unicode_size(length: number, kind: Kind, ascii: boolean): number {
  return ascii ? 41 + length : 56 + (length + 1) * kind;
}

/**
 * PyUnicode_New, with the text: always a new object, except that there is only one empty string. `str` must really be
 * of `kind` (and `ascii`), `length` counts code points.
 */
export function PyUnicode_New(str: string, length: number, kind: Kind, ascii: boolean): Owned<PyUnicodeObject> {
  if (length === 0) return Py_NewRef(emptyUnicode);
  return PyObject_New(
    new PyUnicodeObject(PyUnicode_Type, str, length, kind, ascii),
    ascii ? 41 + length : 56 + (length + 1) * kind,
  );
}

/** A new object for ASCII text, never a shared one-character string: what int's conversion to text makes. */
export function PyUnicode_NewASCII(str: string): Owned<PyUnicodeObject> {
  return PyUnicode_New(str, str.length, 1, true);
}

/** All units or-ed: below 0x80 exactly for ASCII, below 0x100 exactly for Latin-1. */
function unitBits(str: string): number {
  let bits = 0;
  for (let i = 0; i < str.length; i++) bits |= str.charCodeAt(i);
  return bits;
}

const surrogatePair = /[\ud800-\udbff][\udc00-\udfff]/;

/** A string whose UTF-16 units are its code points: pairs of surrogates stay two. Shares the singletons. */
export function unicode_from_units(str: string): Owned<PyUnicodeObject> {
  const n = str.length;
  if (n === 0) return Py_NewRef(emptyUnicode);
  if (n === 1) {
    const ch = str.charCodeAt(0);
    return ch < 256 ? Py_NewRef(latin1Chars[ch]!) : PyUnicode_New(str, 1, 2, false);
  }
  const bits = unitBits(str);
  return PyUnicode_New(str, n, bits < 256 ? 1 : 2, bits < 128);
}

/** The same for text known to be ASCII: no look at its characters. */
export function unicode_from_ascii(str: string): Owned<PyUnicodeObject> {
  const n = str.length;
  if (n === 0) return Py_NewRef(emptyUnicode);
  if (n === 1) return Py_NewRef(latin1Chars[str.charCodeAt(0)]!);
  return PyUnicode_New(str, n, 1, true);
}

/**
 * The Python string of a JavaScript string: surrogate pairs are one code point. Empty and one-character Latin-1 results
 * are the shared ones. The one constructor for text that comes from the engine's own code or from outside.
 */
export function PyUnicode_FromString(str: string): Owned<PyUnicodeObject> {
  if (!surrogatePair.test(str)) return unicode_from_units(str);
  let length = str.length;
  for (let i = 0; i + 1 < str.length; i++) {
    if ((str.charCodeAt(i) & 0xfc00) === 0xd800 && (str.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length--;
      i++;
    }
  }
  return PyUnicode_New(str, length, 4, false);
}
export const PyUnicode_FromStringAndSize = PyUnicode_FromString;

const CHUNK = 8192;

/** The JavaScript text of code points. */
export function textOfPoints(points: ArrayLike<number>, start = 0, end = points.length): string {
  if (end - start === 1) return String.fromCodePoint(points[start]!);
  let text = '';
  for (let i = start; i < end; i += CHUNK) {
    const stop = Math.min(end, i + CHUNK);
    const part = points instanceof Uint32Array ? points.subarray(i, stop) : Array.prototype.slice.call(points, i, stop);
    text += String.fromCodePoint.apply(null, part as number[]);
  }
  return text;
}

/** _PyUnicode_FromUCS4: the string of `points[start:end]`; shares the singletons. */
export function unicode_from_points(points: ArrayLike<number>, start = 0, end = points.length): Owned<PyUnicodeObject> {
  const n = end - start;
  if (n <= 0) return Py_NewRef(emptyUnicode);
  let bits = 0;
  let loneHighFirst = false;
  for (let i = start; i < end; i++) {
    const ch = points[i]!;
    bits |= ch;
    if ((ch & ~0x3ff) === 0xdc00 && i > start && (points[i - 1]! & ~0x3ff) === 0xd800) loneHighFirst = true;
  }
  if (n === 1 && bits < 256) return Py_NewRef(latin1Chars[bits]!);
  const text = textOfPoints(points, start, end);
  if (bits < 0x10000) return PyUnicode_New(text, n, bits < 256 ? 1 : 2, bits < 128);
  const op = PyUnicode_New(text, n, 4, false);
  if (loneHighFirst)
    unicode_extra(op).points = Uint32Array.from(Array.prototype.slice.call(points, start, end) as number[]);
  return op;
}

/** The code points of a kind-4 string, kept for the next time. */
export function unicode_points(op: PyUnicodeObject): Uint32Array {
  const extra = unicode_extra(op);
  if (extra.points === null) {
    const points = new Uint32Array(op.length);
    const str = op.str;
    for (let i = 0, at = 0; i < points.length; i++) {
      const ch = str.codePointAt(at)!;
      points[i] = ch;
      at += ch > 0xffff ? 2 : 1;
    }
    extra.points = points;
  }
  return extra.points;
}

/** The code points of any string, for walks that do not care for the kind. Borrowed: not to be changed. */
export function pointsOf(op: PyUnicodeObject): ArrayLike<number> {
  if (op.kind === 4) return unicode_points(op);
  const str = op.str;
  const points = op.kind === 1 ? new Uint8Array(str.length) : new Uint16Array(str.length);
  for (let i = 0; i < points.length; i++) points[i] = str.charCodeAt(i);
  return points;
}

/** PyUnicode_READ_CHAR: the code point at a valid index. */
export function PyUnicode_READ_CHAR(op: PyUnicodeObject, index: number): number {
  return op.kind === 4 ? unicode_points(op)[index]! : op.str.charCodeAt(index);
}

/** The one-character string of a valid code point; Latin-1 ones are shared. */
export function unicode_char(ch: number): Owned<PyUnicodeObject> {
  if (ch < 256) return Py_NewRef(latin1Chars[ch]!);
  return ch < 0x10000
    ? PyUnicode_New(String.fromCharCode(ch), 1, 2, false)
    : PyUnicode_New(String.fromCodePoint(ch), 1, 4, false);
}

/** The JavaScript text of `op[start:end]` (valid indices). */
export function textSlice(op: PyUnicodeObject, start: number, end: number): string {
  return op.kind === 4 ? textOfPoints(unicode_points(op), start, end) : op.str.slice(start, end);
}

/** unicode_result_unchanged: `op` itself when it is exactly a str, else a str of the same text. */
export function unicode_result_unchanged(op: PyUnicodeObject): Owned<PyUnicodeObject> {
  return op.ob_type === PyUnicode_Type ? Py_NewRef(op) : _PyUnicode_Copy(op);
}

/** _PyUnicode_Copy: a new exact str of the same text. */
export function _PyUnicode_Copy(op: PyUnicodeObject): Owned<PyUnicodeObject> {
  const copy = PyUnicode_New(op.str, op.length, op.kind, op.ascii);
  if (op.extra !== null && op.extra.points !== null && op.length > 0) unicode_extra(copy).points = op.extra.points;
  return copy;
}

/** PyUnicode_Substring for indices that are in range: `op[start:end]`. */
export function unicode_substring(op: PyUnicodeObject, start: number, end: number): Owned<PyUnicodeObject> {
  if (start === 0 && end === op.length) return unicode_result_unchanged(op);
  if (start >= end) return Py_NewRef(emptyUnicode);
  if (op.ascii) return unicode_from_ascii(op.str.slice(start, end));
  return op.kind === 4
    ? unicode_from_points(unicode_points(op), start, end)
    : unicode_from_units(op.str.slice(start, end));
}

/** Code point index of a UTF-16 index into a string of any kind. */
export function pointIndex(op: PyUnicodeObject, unit: number): number {
  if (op.kind !== 4) return unit;
  const points = unicode_points(op);
  let i = 0;
  for (let at = 0; at < unit; i++) at += points[i]! > 0xffff ? 2 : 1;
  return i;
}

/** UTF-16 index of a code point index (0 ≤ index ≤ length). */
export function unitIndex(op: PyUnicodeObject, index: number): number {
  if (op.kind !== 4) return index;
  const points = unicode_points(op);
  let at = 0;
  for (let i = 0; i < index; i++) at += points[i]! > 0xffff ? 2 : 1;
  return at;
}

/** Whether the two are equal; unicode_eq. */
export function unicode_eq(a: PyUnicodeObject, b: PyUnicodeObject): boolean {
  return a === b || (a.length === b.length && a.kind === b.kind && a.str === b.str);
}
export const _PyUnicode_EQ = unicode_eq;
export const _PyUnicode_Equal = unicode_eq;

let scratch = new Uint8Array(4096);

/** The bytes of the string's representation, as C has them in memory: little-endian units of `kind` bytes. */
export function unicode_bytes(op: PyUnicodeObject): Uint8Array {
  const n = op.length * op.kind;
  if (n > scratch.length) scratch = new Uint8Array(n * 2);
  const str = op.str;
  if (op.kind === 1) {
    for (let i = 0; i < n; i++) scratch[i] = str.charCodeAt(i);
  } else if (op.kind === 2) {
    for (let i = 0, j = 0; j < n; i++, j += 2) {
      const ch = str.charCodeAt(i);
      scratch[j] = ch;
      scratch[j + 1] = ch >> 8;
    }
  } else {
    const points = unicode_points(op);
    for (let i = 0, j = 0; j < n; i++, j += 4) {
      const ch = points[i]!;
      scratch[j] = ch;
      scratch[j + 1] = ch >> 8;
      scratch[j + 2] = ch >> 16;
      scratch[j + 3] = 0;
    }
  }
  return scratch.subarray(0, n);
}

/** unicode_hash; leaves the high half in pyhash's register. */
export function unicode_hash(self: PyObject): number {
  const op = self as PyUnicodeObject;
  if (op.hashed) return makeHash(op.hash_lo, op.hash_hi);
  const lo = _Py_HashBytes(unicode_bytes(op));
  op.hash_lo = lo;
  op.hash_hi = hash_hi;
  op.hashed = true;
  return lo;
}

/**
 * PyUnicode_AsUTF8, as the engine uses it: the text as a JavaScript string. Nothing is cached; where C code really asks
 * for the UTF-8 bytes of a program's string, see PyUnicode_AsUTF8AndSize.
 */
export function PyUnicode_AsUTF8(op: PyObject): string {
  return (op as PyUnicodeObject).str;
}

/** Bytes that UTF-8 needs for the text, lone surrogates counted as three. */
export function utf8Length(op: PyUnicodeObject): number {
  if (op.ascii) return op.length;
  let n = 0;
  const str = op.str;
  for (let i = 0; i < str.length; i++) {
    const ch = str.charCodeAt(i);
    n += ch < 0x80 ? 1 : ch < 0x800 ? 2 : 3;
  }
  // A pair was counted 6 instead of 4.
  return op.kind === 4 ? n - 2 * (str.length - op.length) : n;
}

/** PyUnicode_AsUTF8AndSize's lasting effect: a UTF-8 copy is cached in a block of its own. */
export function unicode_cache_utf8(op: PyUnicodeObject): void {
  if (op.ascii || (op.extra !== null && op.extra.utf8_length > 0)) return;
  const extra = unicode_extra(op);
  extra.utf8_length = utf8Length(op);
  extra.utf8_addr = PyMem_Malloc(extra.utf8_length + 1);
}

export function PyUnicode_GET_LENGTH(op: PyObject): number {
  return (op as PyUnicodeObject).length;
}

/** _PyUnicode_EqualToASCIIString: `right` is ASCII. */
export function _PyUnicode_EqualToASCIIString(left: PyObject, right: string): boolean {
  return (left as PyUnicodeObject).str === right;
}
export const PyUnicode_EqualToUTF8 = _PyUnicode_EqualToASCIIString;

/** unicode_compare: by code point; −1, 0, 1. */
export function unicode_compare(a: PyUnicodeObject, b: PyUnicodeObject): number {
  const s = a.str;
  const t = b.str;
  if (s === t && a.kind === b.kind) return 0;
  if (a.kind !== 4 && b.kind !== 4) return s < t ? -1 : 1;
  // UTF-16 order is not code point order: a pair is greater than U+E000…U+FFFF.
  const p = pointsOf(a);
  const q = pointsOf(b);
  const n = Math.min(p.length, q.length);
  for (let i = 0; i < n; i++) if (p[i] !== q[i]) return p[i]! < q[i]! ? -1 : 1;
  return p.length < q.length ? -1 : p.length > q.length ? 1 : 0;
}

/**
 * _PyUnicodeWriter: text put together from pieces whose kinds are known. A string that was the only thing written, while
 * `overallocate` was off, is handed back itself, as C's read-only buffer is.
 */
export class UnicodeWriter {
  text = '';
  length = 0;
  kind: Kind = 1;
  ascii = true;
  overallocate = false;
  /** The one string written so far, while it may still become the result itself; the writer owns a reference. */
  private readonlyStr: Owned<PyUnicodeObject> | null = null;

  private dropReadonly(): void {
    const str = this.readonlyStr;
    if (str === null) return;
    this.readonlyStr = null;
    Py_DECREF(str);
  }

  /** _PyUnicodeWriter_WriteStr. */
  add(op: PyUnicodeObject): void {
    if (op.length === 0) return;
    if (this.length === 0 && !this.overallocate) this.readonlyStr = Py_NewRef(op);
    else this.dropReadonly();
    this.text += op.str;
    this.length += op.length;
    if (op.kind > this.kind) this.kind = op.kind;
    if (!op.ascii) this.ascii = false;
  }
  addASCII(text: string): void {
    if (text === '') return;
    this.dropReadonly();
    this.text += text;
    this.length += text.length;
  }
  addChar(ch: number): void {
    this.dropReadonly();
    if (ch >= 128) {
      this.ascii = false;
      if (ch > 0xffff) this.kind = 4;
      else if (ch > 0xff && this.kind < 2) this.kind = 2;
    }
    this.text += ch > 0xffff ? String.fromCodePoint(ch) : String.fromCharCode(ch);
    this.length++;
  }
  addRepeated(ch: number, count: number): void {
    if (count <= 0) return;
    this.addChar(ch);
    this.text += String.fromCodePoint(ch).repeat(count - 1);
    this.length += count - 1;
  }
  /** `op[start:end]`. */
  addSlice(op: PyUnicodeObject, start: number, end: number): void {
    if (start >= end) return;
    if (start === 0 && end === op.length) {
      this.add(op);
    } else if (op.ascii) {
      this.addASCII(op.str.slice(start, end));
    } else if (op.kind !== 4) {
      this.dropReadonly();
      const text = op.str.slice(start, end);
      const bits = unitBits(text);
      if (bits >= 128) this.ascii = false;
      if (bits >= 256 && this.kind < 2) this.kind = 2;
      this.text += text;
      this.length += text.length;
    } else {
      const points = unicode_points(op);
      for (let i = start; i < end; i++) this.addChar(points[i]!);
    }
  }
  /** _PyUnicodeWriter_Finish: the string, owned; empty and one-character Latin-1 ones are shared. */
  finish(): Owned<PyUnicodeObject> {
    const str = this.readonlyStr;
    if (str !== null) {
      this.readonlyStr = null;
      return str;
    }
    if (this.length === 1 && this.kind === 1) return Py_NewRef(latin1Chars[this.text.charCodeAt(0)]!);
    return PyUnicode_New(this.text, this.length, this.kind, this.ascii);
  }
  /** _PyUnicodeWriter_Dealloc: nothing will come of it. */
  dealloc(): null {
    this.dropReadonly();
    return null;
  }
}
