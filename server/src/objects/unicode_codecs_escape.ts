// unicode_escape and raw_unicode_escape. Follows Objects/unicodeobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { getcode } from './ucnhash';
import { PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyExc_DeprecationWarning } from './exceptions';
import type { PyObject } from './object';
import { DecodeErrors } from './unicode_codec_errors';
import type { Consumed } from './unicode_codecs';
import { latin1Bytes, latin1Text } from './unicode_codecs';
import { MAX_UNICODE, pointsOf, UnicodeWriter } from './unicode_core';
import { emptyUnicode } from './unicode_interned';
import { escapeOf } from './unicode_repr';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx } from './warnings';

function hexValue(ch: number | undefined): number {
  if (ch === undefined) return -1;
  if (ch >= 48 && ch <= 57) return ch - 48;
  if (ch >= 97 && ch <= 102) return ch - 87;
  return ch >= 65 && ch <= 70 ? ch - 55 : -1;
}

/** What one escape gave: a character, or why not and whether the input ended too early. `s` is where it stopped. */
interface Escape {
  ch: number;
  s: number;
  message: string;
  incomplete: boolean;
}

function hexEscape(bytes: Uint8Array, s: number, count: number, message: string, tooLarge: string): Escape {
  let ch = 0;
  for (; count > 0; count--, s++) {
    if (s >= bytes.length) return { ch: -1, s, message, incomplete: true };
    const value = hexValue(bytes[s]);
    if (value < 0) return { ch: -1, s, message, incomplete: false };
    ch = ch * 16 + value;
  }
  if (ch > MAX_UNICODE) return { ch: -1, s, message: tooLarge, incomplete: false };
  return { ch, s, message, incomplete: false };
}

/** `\N{name}`; `s` stands after the N. */
function namedEscape(bytes: Uint8Array, s: number): Escape {
  let message = 'malformed \\N character escape';
  if (s >= bytes.length) return { ch: -1, s, message, incomplete: true };
  if (bytes[s] !== 0x7b) return { ch: -1, s, message, incomplete: false };
  const start = ++s;
  while (s < bytes.length && bytes[s] !== 0x7d) s++;
  if (s >= bytes.length) return { ch: -1, s, message, incomplete: true };
  if (s > start) {
    const ch = getcode(latin1Text(bytes, start, s), false);
    s++;
    if (ch >= 0) return { ch, s, message, incomplete: false };
    message = 'unknown Unicode character name';
  }
  return { ch: -1, s, message, incomplete: false };
}

const SIMPLE: Record<number, number> = {
  0x5c: 0x5c,
  0x27: 0x27,
  0x22: 0x22,
  0x62: 8,
  0x66: 12,
  0x74: 9,
  0x6e: 10,
  0x72: 13,
  0x76: 11,
  0x61: 7,
};

/** `first_invalid`: the first character of an escape that is none, −1 if there was no such. */
function decodeEscapes(
  state: DecodeErrors,
  writer: UnicodeWriter,
  consumed: Consumed | null,
  first_invalid: { value: number },
): boolean {
  let s = 0;
  while (s < state.input.length) {
    const bytes = state.input;
    const start = s;
    let c = bytes[s++]!;
    if (c !== 0x5c) {
      writer.addChar(c);
      continue;
    }
    let escape: Escape;
    if (s >= bytes.length) escape = { ch: -1, s, message: '\\ at end of string', incomplete: true };
    else {
      c = bytes[s++]!;
      if (c === 10) continue;
      const simple = SIMPLE[c];
      if (simple !== undefined) {
        writer.addChar(simple);
        continue;
      }
      if (c >= 48 && c <= 55) {
        let ch = c - 48;
        for (let n = 0; n < 2 && bytes[s]! >= 48 && bytes[s]! <= 55; n++) ch = ch * 8 + bytes[s++]! - 48;
        if (ch > 0o377 && first_invalid.value === -1) first_invalid.value = ch;
        writer.addChar(ch);
        continue;
      }
      if (c === 0x78) escape = hexEscape(bytes, s, 2, 'truncated \\xXX escape', '');
      else if (c === 0x75) escape = hexEscape(bytes, s, 4, 'truncated \\uXXXX escape', '');
      else if (c === 0x55) escape = hexEscape(bytes, s, 8, 'truncated \\UXXXXXXXX escape', 'illegal Unicode character');
      else if (c === 0x4e) escape = namedEscape(bytes, s);
      else {
        if (first_invalid.value === -1) first_invalid.value = c;
        writer.addChar(0x5c);
        writer.addChar(c);
        continue;
      }
    }
    s = escape.s;
    if (escape.ch >= 0) {
      writer.addChar(escape.ch);
      continue;
    }
    if (escape.incomplete && consumed !== null) {
      consumed.value = start;
      break;
    }
    s = state.call(escape.message, start, s, writer);
    if (s < 0) return false;
  }
  return true;
}

/** Decodes, and warns (DeprecationWarning) of escapes that are none. */
export function _PyUnicode_DecodeUnicodeEscapeStateful(
  bytes: Uint8Array,
  errors: string | null,
  consumed: Consumed | null,
): Owned<PyUnicodeObject> | null {
  if (consumed !== null) consumed.value = bytes.length;
  if (bytes.length === 0) return Py_NewRef(emptyUnicode);
  const writer = new UnicodeWriter();
  const state = new DecodeErrors(errors, 'unicodeescape', bytes);
  const first = { value: -1 };
  const ok = decodeEscapes(state, writer, consumed, first);
  state.release();
  if (!ok) return writer.dealloc();
  const result = writer.finish();
  if (first.value !== -1) {
    const message =
      first.value > 0xff
        ? `invalid octal escape sequence '\\${first.value.toString(8)}'`
        : `invalid escape sequence '\\${String.fromCharCode(first.value)}'`;
    if (PyErr_WarnEx(PyExc_DeprecationWarning, message, 1) < 0) {
      Py_DECREF(result);
      return null;
    }
  }
  return result;
}

export function _PyUnicode_DecodeRawUnicodeEscapeStateful(
  bytes: Uint8Array,
  errors: string | null,
  consumed: Consumed | null,
): Owned<PyUnicodeObject> | null {
  if (consumed !== null) consumed.value = bytes.length;
  if (bytes.length === 0) return Py_NewRef(emptyUnicode);
  const writer = new UnicodeWriter();
  const state = new DecodeErrors(errors, 'rawunicodeescape', bytes);
  const ok = decodeRawEscapes(state, writer, consumed);
  state.release();
  return ok ? writer.finish() : writer.dealloc();
}

function decodeRawEscapes(state: DecodeErrors, writer: UnicodeWriter, consumed: Consumed | null): boolean {
  let s = 0;
  while (s < state.input.length) {
    const bytes = state.input;
    const start = s;
    let c = bytes[s++]!;
    if (c !== 0x5c || (s >= bytes.length && consumed === null)) {
      writer.addChar(c);
      continue;
    }
    if (s >= bytes.length) {
      consumed!.value = start;
      break;
    }
    c = bytes[s++]!;
    if (c !== 0x75 && c !== 0x55) {
      writer.addChar(0x5c);
      writer.addChar(c);
      continue;
    }
    const escape =
      c === 0x75
        ? hexEscape(bytes, s, 4, 'truncated \\uXXXX escape', '')
        : hexEscape(bytes, s, 8, 'truncated \\UXXXXXXXX escape', '\\Uxxxxxxxx out of range');
    s = escape.s;
    if (escape.ch >= 0) {
      writer.addChar(escape.ch);
      continue;
    }
    if (escape.incomplete && consumed !== null) {
      consumed.value = start;
      break;
    }
    s = state.call(escape.message, start, s, writer);
    if (s < 0) return false;
  }
  return true;
}

export function PyUnicode_AsUnicodeEscapeString(unicode: PyObject): Owned<PyBytesObject> {
  const points = pointsOf(unicode as PyUnicodeObject);
  let out = '';
  for (let i = 0; i < points.length; i++) {
    const ch = points[i]!;
    if (ch === 0x5c) out += '\\\\';
    else if (ch >= 0x20 && ch < 127) out += String.fromCharCode(ch);
    else if (ch === 9) out += '\\t';
    else if (ch === 10) out += '\\n';
    else if (ch === 13) out += '\\r';
    else out += escapeOf(ch);
  }
  return PyBytes_FromStringAndSize(latin1Bytes(out));
}

export function PyUnicode_AsRawUnicodeEscapeString(unicode: PyObject): Owned<PyBytesObject> {
  const points = pointsOf(unicode as PyUnicodeObject);
  let out = '';
  for (let i = 0; i < points.length; i++) {
    const ch = points[i]!;
    out += ch < 0x100 ? String.fromCharCode(ch) : escapeOf(ch);
  }
  return PyBytes_FromStringAndSize(latin1Bytes(out));
}
