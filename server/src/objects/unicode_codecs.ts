// str to bytes and back: the dispatch by name, and UTF-8, ASCII and Latin-1. Follows Objects/unicodeobject.c and
// Objects/stringlib/codecs.h, CPython 3.13. UTF-16, UTF-32 and UTF-7 are in unicode_codecs_utf.ts, the escape codecs in
// unicode_codecs_escape.ts, charmaps in unicode_charmap.ts; codecs with other names come from the registry (codecs.ts).

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBuffer_FillInfo, PyBuffer_Release, PyObject_GetBuffer, newBuffer } from './bufferobject';
import { PyBUF_FULL_RO, PyBUF_SIMPLE } from './bufferstruct';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { argCString } from './clinic';
import { _PyCodec_DecodeText, _PyCodec_EncodeText } from './codecs';
import { PyErr_SetString } from './errors';
import { PyExc_RuntimeWarning, PyExc_TypeError } from './exceptions';
import { _PyArg_UnpackKeywords, argParser } from './getargs';
import { PyMemoryView_FromBuffer } from './memoryobject';
import type { PyObject } from './object';
import type { PyTupleObject } from './tuplestruct';
import { DecodeErrors, EncodeErrors } from './unicode_codec_errors';
import {
  PyUnicode_DecodeUTF16,
  PyUnicode_DecodeUTF32,
  _PyUnicode_EncodeUTF16,
  _PyUnicode_EncodeUTF32,
} from './unicode_codecs_utf';
import {
  PyUnicode_Check,
  PyUnicode_New,
  pointsOf,
  unicode_cache_utf8,
  unicode_char,
  UnicodeWriter,
  utf8Length,
} from './unicode_core';
import { emptyUnicode, get_latin1_char, latin1Chars } from './unicode_interned';
import { escapeOf } from './unicode_repr';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx } from './warnings';

export * from './unicode_codecs_utf';
export * from './unicode_codecs_escape';
export * from './unicode_charmap';

/** Where a decoder that may stop early says how far it came. */
export interface Consumed {
  value: number;
}

/** Bytes being put together: _PyBytesWriter. */
export class ByteWriter {
  private bytes: Uint8Array;
  length = 0;
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }
  push(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = byte;
  }
  pushText(ascii: string): void {
    for (let i = 0; i < ascii.length; i++) this.push(ascii.charCodeAt(i));
  }
  pushBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(16, 2 * this.bytes.length, this.length + more));
    grown.set(this.bytes);
    this.bytes = grown;
  }
  finish(): Uint8Array {
    return this.length === this.bytes.length ? this.bytes : this.bytes.slice(0, this.length);
  }
}

const CHUNK = 8192;

/** The JavaScript text of bytes taken as Latin-1. */
export function latin1Text(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start <= CHUNK) return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
  let text = '';
  for (let i = start; i < end; i += CHUNK) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, Math.min(end, i + CHUNK)) as unknown as number[]);
  }
  return text;
}

/** The bytes of a text all of whose characters are below 256. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Length of the ASCII run at `from`. */
function asciiEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i]! < 0x80) i++;
  return i;
}

const UTF8_OK = 0;
const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Why the sequence at `s` is no character: 0 the end came too early, 1 bad first byte, 2…4 bad continuation byte. */
function utf8Problem(bytes: Uint8Array, s: number, end: number): number {
  const ch = bytes[s]!;
  if (ch < 0xc2 || ch >= 0xf5) return 1;
  const left = end - s;
  if (left < 2) return UTF8_OK;
  const ch2 = bytes[s + 1]!;
  if (!isContinuation(ch2)) return 2;
  if (ch < 0xe0) return UTF8_OK;
  if (ch === 0xe0 ? ch2 < 0xa0 : ch === 0xed ? ch2 >= 0xa0 : ch === 0xf0 ? ch2 < 0x90 : ch === 0xf4 && ch2 >= 0x90)
    return 2;
  if (left < 3) return UTF8_OK;
  if (!isContinuation(bytes[s + 2])) return 3;
  if (ch < 0xf0 || left < 4) return UTF8_OK;
  return isContinuation(bytes[s + 3]) ? UTF8_OK : 4;
}

/** Decodes the valid sequence at `s`, or −1 when there is none. */
function utf8Char(bytes: Uint8Array, s: number, end: number): number {
  const ch = bytes[s]!;
  const left = end - s;
  if (ch < 0xc2) return -1;
  const ch2 = left > 1 ? bytes[s + 1]! : 0;
  if (!isContinuation(ch2)) return -1;
  if (ch < 0xe0) return ((ch & 0x1f) << 6) | (ch2 & 0x3f);
  const ch3 = left > 2 ? bytes[s + 2]! : 0;
  if (!isContinuation(ch3)) return -1;
  if (ch < 0xf0) {
    const value = ((ch & 0x0f) << 12) | ((ch2 & 0x3f) << 6) | (ch3 & 0x3f);
    return value < 0x800 || (value >= 0xd800 && value < 0xe000) ? -1 : value;
  }
  const ch4 = left > 3 ? bytes[s + 3]! : 0;
  if (!isContinuation(ch4) || ch >= 0xf5) return -1;
  const value = ((ch & 0x07) << 18) | ((ch2 & 0x3f) << 12) | ((ch3 & 0x3f) << 6) | (ch4 & 0x3f);
  return value < 0x10000 || value > 0x10ffff ? -1 : value;
}

export function PyUnicode_DecodeUTF8(bytes: Uint8Array, errors: string | null = null): Owned<PyUnicodeObject> | null {
  return PyUnicode_DecodeUTF8Stateful(bytes, errors, null);
}

/** Decodes UTF-8; with `consumed`, an incomplete sequence at the end is left for the next call. */
export function PyUnicode_DecodeUTF8Stateful(
  bytes: Uint8Array,
  errors: string | null,
  consumed: Consumed | null,
): Owned<PyUnicodeObject> | null {
  const size = bytes.length;
  if (consumed !== null) consumed.value = size;
  if (size === 0) return Py_NewRef(emptyUnicode);
  const plain = asciiEnd(bytes, 0, size);
  if (plain === size) {
    return size === 1 ? get_latin1_char(bytes[0]!) : PyUnicode_New(latin1Text(bytes), size, 1, true);
  }
  const writer = new UnicodeWriter();
  const state = new DecodeErrors(errors, 'utf-8', bytes);
  const ok = decode_utf8_impl(state, plain, writer, consumed);
  state.release();
  return ok ? writer.finish() : writer.dealloc();
}

function decode_utf8_impl(
  state: DecodeErrors,
  plain: number,
  writer: UnicodeWriter,
  consumed: Consumed | null,
): boolean {
  let bytes = state.input;
  let end = bytes.length;
  writer.addASCII(latin1Text(bytes, 0, plain));
  let s = plain;
  while (s < end) {
    const run = asciiEnd(bytes, s, end);
    if (run > s) {
      writer.addASCII(latin1Text(bytes, s, run));
      s = run;
      continue;
    }
    const ch = utf8Char(bytes, s, end);
    if (ch >= 0) {
      writer.addChar(ch);
      s += ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;
      continue;
    }
    const problem = utf8Problem(bytes, s, end);
    let reason: string;
    let endinpos: number;
    if (problem === UTF8_OK) {
      if (consumed !== null) break;
      reason = 'unexpected end of data';
      endinpos = end;
    } else if (problem === 1) {
      reason = 'invalid start byte';
      endinpos = s + 1;
    } else {
      // A truncated surrogate is left for the next call, which may be told to let it pass.
      if (
        problem === 2 &&
        consumed !== null &&
        bytes[s] === 0xed &&
        end - s === 2 &&
        bytes[s + 1]! >= 0xa0 &&
        bytes[s + 1]! <= 0xbf
      )
        break;
      reason = 'invalid continuation byte';
      endinpos = s + problem - 1;
    }
    if (state.errors === 'ignore') s = endinpos;
    else if (state.errors === 'replace') {
      writer.addChar(0xfffd);
      s = endinpos;
    } else if (state.errors === 'surrogateescape') {
      for (; s < endinpos; s++) writer.addChar(0xdc00 + bytes[s]!);
    } else {
      s = state.call(reason, s, endinpos, writer);
      if (s < 0) return false;
      bytes = state.input;
      end = bytes.length;
    }
  }
  if (consumed !== null) consumed.value = s;
  return true;
}

export function PyUnicode_DecodeASCII(bytes: Uint8Array, errors: string | null): Owned<PyUnicodeObject> | null {
  const size = bytes.length;
  if (size === 0) return Py_NewRef(emptyUnicode);
  const plain = asciiEnd(bytes, 0, size);
  if (plain === size) {
    return size === 1 ? get_latin1_char(bytes[0]!) : PyUnicode_New(latin1Text(bytes), size, 1, true);
  }
  const writer = new UnicodeWriter();
  const state = new DecodeErrors(errors, 'ascii', bytes);
  let s = 0;
  while (s < state.input.length && s >= 0) {
    const c = state.input[s]!;
    if (c < 128) {
      const run = asciiEnd(state.input, s, state.input.length);
      writer.addASCII(latin1Text(state.input, s, run));
      s = run;
    } else if (errors === 'replace' || errors === 'surrogateescape') {
      writer.addChar(errors === 'replace' ? 0xfffd : c + 0xdc00);
      s++;
    } else if (errors === 'ignore') s++;
    else s = state.call('ordinal not in range(128)', s, s + 1, writer);
  }
  state.release();
  return s < 0 ? writer.dealloc() : writer.finish();
}

export function PyUnicode_DecodeLatin1(bytes: Uint8Array): Owned<PyUnicodeObject> {
  const size = bytes.length;
  if (size === 0) return Py_NewRef(emptyUnicode);
  if (size === 1) return Py_NewRef(latin1Chars[bytes[0]!]!);
  return PyUnicode_New(latin1Text(bytes), size, 1, asciiEnd(bytes, 0, size) === size);
}

/** `&#n;` for each character. */
export function xmlcharrefs(op: PyUnicodeObject, start: number, end: number): string {
  const points = pointsOf(op);
  let text = '';
  for (let i = start; i < end; i++) text += `&#${points[i]!};`;
  return text;
}
/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh` for each character. */
export function backslashes(op: PyUnicodeObject, start: number, end: number): string {
  const points = pointsOf(op);
  let text = '';
  for (let i = start; i < end; i++) text += escapeOf(points[i]!);
  return text;
}

/** The UTF-8 bytes of a string without lone surrogates; unchecked. */
export function utf8Bytes(op: PyUnicodeObject): Uint8Array {
  if (op.ascii) return latin1Bytes(op.str);
  const out = new Uint8Array(utf8Length(op));
  const points = pointsOf(op);
  let p = 0;
  for (let i = 0; i < points.length; i++) {
    const ch = points[i]!;
    if (ch < 0x80) out[p++] = ch;
    else if (ch < 0x800) {
      out[p++] = 0xc0 | (ch >> 6);
      out[p++] = 0x80 | (ch & 0x3f);
    } else if (ch < 0x10000) {
      out[p++] = 0xe0 | (ch >> 12);
      out[p++] = 0x80 | ((ch >> 6) & 0x3f);
      out[p++] = 0x80 | (ch & 0x3f);
    } else {
      out[p++] = 0xf0 | (ch >> 18);
      out[p++] = 0x80 | ((ch >> 12) & 0x3f);
      out[p++] = 0x80 | ((ch >> 6) & 0x3f);
      out[p++] = 0x80 | (ch & 0x3f);
    }
  }
  return out;
}

const isSurrogate = (ch: number): boolean => ch >= 0xd800 && ch <= 0xdfff;

/** _PyUnicode_AsUTF8String: bytes, or null with UnicodeEncodeError. */
export function _PyUnicode_AsUTF8String(unicode: PyObject, errors: string | null): Owned<PyBytesObject> | null {
  const op = unicode as PyUnicodeObject;
  if (op.kind === 1 || !hasSurrogates(op)) return PyBytes_FromStringAndSize(utf8Bytes(op));
  const writer = new ByteWriter(op.length * 3);
  const state = new EncodeErrors(errors, 'utf-8', op);
  const ok = encode_utf8_impl(op, state, writer);
  state.release();
  return ok ? PyBytes_FromStringAndSize(writer.finish()) : null;
}
export function PyUnicode_AsUTF8String(unicode: PyObject): Owned<PyBytesObject> | null {
  return _PyUnicode_AsUTF8String(unicode, null);
}

/** There are lone surrogates in the text, so that it has no UTF-8. */
export function hasSurrogates(op: PyUnicodeObject): boolean {
  const points = pointsOf(op);
  for (let i = 0; i < points.length; i++) if (isSurrogate(points[i]!)) return true;
  return false;
}

const SURROGATES = 'surrogates not allowed';

function encode_utf8_impl(op: PyUnicodeObject, state: EncodeErrors, writer: ByteWriter): boolean {
  const points = pointsOf(op);
  const size = points.length;
  for (let i = 0; i < size;) {
    const ch = points[i]!;
    if (!isSurrogate(ch)) {
      pushUTF8(writer, ch);
      i++;
      continue;
    }
    let start = i;
    let end = i + 1;
    while (end < size && isSurrogate(points[end]!)) end++;
    i = end;
    switch (state.errors) {
      case 'replace':
        for (let k = start; k < end; k++) writer.push(63);
        continue;
      case 'ignore':
        continue;
      case 'surrogatepass':
        for (let k = start; k < end; k++) pushUTF8(writer, points[k]!);
        continue;
      case 'backslashreplace':
        writer.pushText(backslashes(op, start, end));
        continue;
      case 'xmlcharrefreplace':
        writer.pushText(xmlcharrefs(op, start, end));
        continue;
      case 'surrogateescape':
        while (start < end && points[start]! >= 0xdc80 && points[start]! <= 0xdcff)
          writer.push(points[start++]! & 0xff);
        if (start === end) continue;
        break;
    }
    const handled = state.call(SURROGATES, start, end);
    if (handled === null) return false;
    const ok = pushReplacement(writer, handled.replacement, (rep) => rep.ascii);
    Py_DECREF(handled.replacement);
    if (!ok) {
      state.raise(start, end, SURROGATES);
      return false;
    }
    i = handled.newpos;
  }
  return true;
}

/** A handler's replacement: bytes as they are, a str when `fits` says that it can be encoded. */
function pushReplacement(writer: ByteWriter, rep: PyObject, fits: (rep: PyUnicodeObject) => boolean): boolean {
  if (PyBytes_Check(rep)) writer.pushBytes((rep as PyBytesObject).ob_sval);
  else if (fits(rep as PyUnicodeObject)) writer.pushText((rep as PyUnicodeObject).str);
  else return false;
  return true;
}

export function pushUTF8(writer: ByteWriter, ch: number): void {
  if (ch < 0x80) writer.push(ch);
  else if (ch < 0x800) {
    writer.push(0xc0 | (ch >> 6));
    writer.push(0x80 | (ch & 0x3f));
  } else {
    if (ch < 0x10000) writer.push(0xe0 | (ch >> 12));
    else {
      writer.push(0xf0 | (ch >> 18));
      writer.push(0x80 | ((ch >> 12) & 0x3f));
    }
    writer.push(0x80 | ((ch >> 6) & 0x3f));
    writer.push(0x80 | (ch & 0x3f));
  }
}

/** unicode_encode_ucs1: Latin-1 (limit 256) or ASCII (limit 128). */
export function unicode_encode_ucs1(
  op: PyUnicodeObject,
  errors: string | null,
  limit: 128 | 256,
): Owned<PyBytesObject> | null {
  if (op.ascii || (limit === 256 && op.kind === 1)) return PyBytes_FromStringAndSize(latin1Bytes(op.str));
  const writer = new ByteWriter(op.length);
  const state = new EncodeErrors(errors, limit === 256 ? 'latin-1' : 'ascii', op);
  const ok = encode_ucs1_impl(op, state, writer, limit);
  state.release();
  return ok ? PyBytes_FromStringAndSize(writer.finish()) : null;
}

function encode_ucs1_impl(op: PyUnicodeObject, state: EncodeErrors, writer: ByteWriter, limit: 128 | 256): boolean {
  const points = pointsOf(op);
  const size = points.length;
  const reason = `ordinal not in range(${limit})`;
  for (let pos = 0; pos < size;) {
    const ch = points[pos]!;
    if (ch < limit) {
      writer.push(ch);
      pos++;
      continue;
    }
    let start = pos;
    let end = pos + 1;
    while (end < size && points[end]! >= limit) end++;
    pos = end;
    switch (state.errors) {
      case null:
      case 'strict':
        state.raise(start, end, reason);
        return false;
      case 'replace':
        for (let i = start; i < end; i++) writer.push(63);
        continue;
      case 'ignore':
        continue;
      case 'backslashreplace':
        writer.pushText(backslashes(op, start, end));
        continue;
      case 'xmlcharrefreplace':
        writer.pushText(xmlcharrefs(op, start, end));
        continue;
      case 'surrogateescape':
        while (start < end && points[start]! >= 0xdc80 && points[start]! <= 0xdcff)
          writer.push(points[start++]! - 0xdc00);
        if (start === end) continue;
        break;
    }
    const handled = state.call(reason, start, end);
    if (handled === null) return false;
    const ok = pushReplacement(writer, handled.replacement, (rep) => (limit === 256 ? rep.kind === 1 : rep.ascii));
    Py_DECREF(handled.replacement);
    if (!ok) {
      state.raise(start, end, reason);
      return false;
    }
    pos = handled.newpos;
  }
  return true;
}
export function _PyUnicode_AsLatin1String(op: PyObject, errors: string | null): Owned<PyBytesObject> | null {
  return unicode_encode_ucs1(op as PyUnicodeObject, errors, 256);
}
export function PyUnicode_AsLatin1String(op: PyObject): Owned<PyBytesObject> | null {
  return unicode_encode_ucs1(op as PyUnicodeObject, null, 256);
}
export function _PyUnicode_AsASCIIString(op: PyObject, errors: string | null): Owned<PyBytesObject> | null {
  return unicode_encode_ucs1(op as PyUnicodeObject, errors, 128);
}
export function PyUnicode_AsASCIIString(op: PyObject): Owned<PyBytesObject> | null {
  return unicode_encode_ucs1(op as PyUnicodeObject, null, 128);
}

/**
 * PyUnicode_AsUTF8AndSize, where C code asks for the UTF-8 copy of a program's string: the copy stays cached and counts in
 * sys.getsizeof. Returns the text, or null with UnicodeEncodeError for lone surrogates.
 */
export function PyUnicode_AsUTF8AndSize(unicode: PyObject): string | null {
  const op = unicode as PyUnicodeObject;
  if (op.kind !== 1 && hasSurrogates(op)) {
    const bytes = _PyUnicode_AsUTF8String(op, null);
    if (bytes !== null) Py_DECREF(bytes);
    return null;
  }
  unicode_cache_utf8(op);
  return op.str;
}

/** _Py_normalize_encoding: lower case, runs of other characters than letters, digits and '.' become one '_'. */
export function _Py_normalize_encoding(encoding: string): string {
  let lower = '';
  let punct = false;
  for (const c of encoding) {
    if (/[0-9A-Za-z.]/.test(c)) {
      if (punct && lower !== '') lower += '_';
      punct = false;
      lower += c.toLowerCase();
    } else punct = true;
  }
  return lower;
}

type Shortcut = 'utf8' | 'utf16' | 'utf32' | 'ascii' | 'latin1' | null;
function shortcut(encoding: string): Shortcut {
  if (encoding === 'utf-8') return 'utf8';
  switch (_Py_normalize_encoding(encoding)) {
    case 'utf8':
    case 'utf_8':
      return 'utf8';
    case 'utf16':
    case 'utf_16':
      return 'utf16';
    case 'utf32':
    case 'utf_32':
      return 'utf32';
    case 'ascii':
    case 'us_ascii':
      return 'ascii';
    case 'latin1':
    case 'latin_1':
    case 'iso_8859_1':
    case 'iso8859_1':
      return 'latin1';
    default:
      return null;
  }
}

/** PyUnicode_Decode: `encoding` null is UTF-8. */
export function PyUnicode_Decode(
  bytes: Uint8Array,
  encoding: string | null,
  errors: string | null,
): Owned<PyUnicodeObject> | null {
  if (bytes.length === 0) return Py_NewRef(emptyUnicode);
  switch (encoding === null ? 'utf8' : shortcut(encoding)) {
    case 'utf8':
      return PyUnicode_DecodeUTF8Stateful(bytes, errors, null);
    case 'utf16':
      return PyUnicode_DecodeUTF16(bytes, errors, 0);
    case 'utf32':
      return PyUnicode_DecodeUTF32(bytes, errors, 0);
    case 'ascii':
      return PyUnicode_DecodeASCII(bytes, errors);
    case 'latin1':
      return PyUnicode_DecodeLatin1(bytes);
  }
  const info = newBuffer();
  if (PyBuffer_FillInfo(info, null, bytes, 0, bytes.length, true, PyBUF_FULL_RO) < 0) return null;
  const buffer = PyMemoryView_FromBuffer(info);
  if (buffer === null) return null;
  const unicode = _PyCodec_DecodeText(buffer, encoding!, errors);
  if (unicode !== null && !PyUnicode_Check(unicode)) {
    PyErr_SetString(
      PyExc_TypeError,
      `'${encoding!}' decoder returned '${unicode.ob_type.tp_name}' instead of 'str'; use codecs.decode() to decode to arbitrary types`,
    );
    Py_DECREF(unicode);
    Py_DECREF(buffer);
    return null;
  }
  Py_DECREF(buffer);
  return unicode === null ? null : unicode_result(unicode as PyUnicodeObject);
}

/** unicode_result: takes over `op`; one-character Latin-1 and empty strings become the shared ones. */
function unicode_result(op: Owned<PyUnicodeObject>): Owned<PyUnicodeObject> {
  if (op.length > 1 || op.kind !== 1) return op;
  const shared = op.length === 0 ? Py_NewRef(emptyUnicode) : unicode_char(op.str.charCodeAt(0));
  Py_DECREF(op);
  return shared;
}

/** PyUnicode_FromEncodedObject: text of bytes or of anything with a buffer. */
export function PyUnicode_FromEncodedObject(
  obj: PyObject,
  encoding: string | null,
  errors: string | null,
): Owned<PyUnicodeObject> | null {
  if (PyBytes_Check(obj)) return PyUnicode_Decode((obj as PyBytesObject).ob_sval, encoding, errors);
  if (PyUnicode_Check(obj)) return PyErr_SetString(PyExc_TypeError, 'decoding str is not supported');
  const buffer = newBuffer();
  if (PyObject_GetBuffer(obj, buffer, PyBUF_SIMPLE) < 0) {
    return PyErr_SetString(PyExc_TypeError, `decoding to str: need a bytes-like object, ${obj.ob_type.tp_name} found`);
  }
  const v = PyUnicode_Decode(buffer.buf.subarray(buffer.offset, buffer.offset + buffer.len), encoding, errors);
  PyBuffer_Release(buffer);
  return v;
}

/** PyUnicode_AsEncodedString: bytes; `encoding` null is UTF-8. */
export function PyUnicode_AsEncodedString(
  unicode: PyObject,
  encoding: string | null,
  errors: string | null,
): Owned<PyObject> | null {
  switch (encoding === null ? 'utf8' : shortcut(encoding)) {
    case 'utf8':
      return _PyUnicode_AsUTF8String(unicode, errors);
    case 'utf16':
      return _PyUnicode_EncodeUTF16(unicode, errors, 0);
    case 'utf32':
      return _PyUnicode_EncodeUTF32(unicode, errors, 0);
    case 'ascii':
      return _PyUnicode_AsASCIIString(unicode, errors);
    case 'latin1':
      return _PyUnicode_AsLatin1String(unicode, errors);
  }
  const v = _PyCodec_EncodeText(unicode, encoding!, errors);
  if (v === null || PyBytes_Check(v)) return v;
  if (PyByteArray_Check(v)) {
    const message = `encoder ${encoding!} returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types`;
    const failed = PyErr_WarnEx(PyExc_RuntimeWarning, message, 1) < 0;
    const b = failed ? null : PyBytes_FromStringAndSize(PyByteArray_AS_STRING(v).slice());
    Py_DECREF(v);
    return b;
  }
  PyErr_SetString(
    PyExc_TypeError,
    `'${encoding!}' encoder returned '${v.ob_type.tp_name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`,
  );
  Py_DECREF(v);
  return null;
}

const encodeParser = argParser('encode', ['encoding', 'errors'], 0);
/** The arguments of str.encode, bytes.decode and the like: texts, or null where absent; undefined with an exception. */
export function codecArgs(
  fname: string,
  parser: typeof encodeParser,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): { encoding: string | null; errors: string | null } | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, parser);
  if (unpacked === null) return null;
  const out: (string | null)[] = [null, null];
  for (const [i, name] of ['encoding', 'errors'].entries()) {
    const arg = unpacked[i];
    if (arg == null) continue;
    const text = argCString(fname, `argument '${name}'`, arg);
    if (text === null) return null;
    out[i] = text;
  }
  return { encoding: out[0]!, errors: out[1]! };
}
export function unicode_encode(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const a = codecArgs('encode', encodeParser, args, kwnames);
  return a === null ? null : PyUnicode_AsEncodedString(self, a.encoding, a.errors);
}

/** The file system encoding is UTF-8 with surrogateescape, as on Linux. */
export function PyUnicode_EncodeFSDefault(unicode: PyObject): Owned<PyBytesObject> | null {
  return _PyUnicode_AsUTF8String(unicode, 'surrogateescape');
}
export function PyUnicode_DecodeFSDefault(bytes: Uint8Array): Owned<PyUnicodeObject> | null {
  return PyUnicode_DecodeUTF8Stateful(bytes, 'surrogateescape', null);
}

/** The text of bytes that the engine itself made, for messages: bad bytes become U+FFFD. */
export function textOfBytes(bytes: Uint8Array): string {
  const op = PyUnicode_DecodeUTF8(bytes, 'replace');
  if (op === null) return '';
  const text = op.str;
  Py_DECREF(op);
  return text;
}
