// UTF-16, UTF-32 and UTF-7. Follows Objects/unicodeobject.c and Objects/stringlib/codecs.h, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import type { PyObject } from './object';
import { DecodeErrors, EncodeErrors } from './unicode_codec_errors';
import type { Consumed } from './unicode_codecs';
import { ByteWriter, latin1Bytes } from './unicode_codecs';
import { pointsOf, UnicodeWriter } from './unicode_core';
import { emptyUnicode } from './unicode_interned';
import type { PyUnicodeObject } from './unicodestruct';

/** −1 little-endian, 1 big-endian, 0 by the byte order mark (little-endian without one). Set to what was found. */
export interface ByteOrder {
  value: number;
}

const isSurrogate = (ch: number): boolean => ch >= 0xd800 && ch <= 0xdfff;
const isHigh = (ch: number): boolean => (ch & ~0x3ff) === 0xd800;
const isLow = (ch: number): boolean => (ch & ~0x3ff) === 0xdc00;

export function PyUnicode_DecodeUTF16(
  bytes: Uint8Array,
  errors: string | null,
  order: number,
): Owned<PyUnicodeObject> | null {
  return PyUnicode_DecodeUTF16Stateful(bytes, errors, { value: order }, null);
}

export function PyUnicode_DecodeUTF16Stateful(
  bytes: Uint8Array,
  errors: string | null,
  byteorder: ByteOrder,
  consumed: Consumed | null,
): Owned<PyUnicodeObject> | null {
  let q = 0;
  let bo = byteorder.value;
  if (bo === 0 && bytes.length >= 2) {
    const bom = bytes[0]! | (bytes[1]! << 8);
    if (bom === 0xfeff) bo = -1;
    else if (bom === 0xfffe) bo = 1;
    if (bo !== 0) q = 2;
    byteorder.value = bo;
  }
  if (consumed !== null) consumed.value = bytes.length;
  if (q === bytes.length) return Py_NewRef(emptyUnicode);
  const writer = new UnicodeWriter();
  const state = new DecodeErrors(errors, bo <= 0 ? 'utf-16-le' : 'utf-16-be', bytes);
  const ok = decode16(state, q, bo <= 0, writer, consumed);
  state.release();
  return ok ? writer.finish() : writer.dealloc();
}

function decode16(
  state: DecodeErrors,
  q: number,
  little: boolean,
  writer: UnicodeWriter,
  consumed: Consumed | null,
): boolean {
  let bytes = state.input;
  const unit = (i: number): number => (little ? bytes[i]! | (bytes[i + 1]! << 8) : (bytes[i]! << 8) | bytes[i + 1]!);
  for (;;) {
    const end = bytes.length;
    let reason: string;
    let start = q;
    let stop = end;
    if (end - q < 2) {
      if (q === end || consumed !== null) break;
      reason = 'truncated data';
    } else {
      const ch = unit(q);
      if (!isSurrogate(ch)) {
        writer.addChar(ch);
        q += 2;
        continue;
      }
      if (!isHigh(ch)) {
        reason = 'illegal encoding';
        stop = q + 2;
      } else if (end - q < 4) {
        if (consumed !== null) break;
        reason = 'unexpected end of data';
      } else {
        const ch2 = unit(q + 2);
        if (isLow(ch2)) {
          writer.addChar(0x10000 + ((ch & 0x3ff) << 10) + (ch2 & 0x3ff));
          q += 4;
          continue;
        }
        reason = 'illegal UTF-16 surrogate';
        stop = q + 2;
      }
      start = q;
    }
    q = state.call(reason, start, stop, writer);
    if (q < 0) return false;
    bytes = state.input;
  }
  if (consumed !== null) consumed.value = q;
  return true;
}

export function PyUnicode_DecodeUTF32(
  bytes: Uint8Array,
  errors: string | null,
  order: number,
): Owned<PyUnicodeObject> | null {
  return PyUnicode_DecodeUTF32Stateful(bytes, errors, { value: order }, null);
}

export function PyUnicode_DecodeUTF32Stateful(
  bytes: Uint8Array,
  errors: string | null,
  byteorder: ByteOrder,
  consumed: Consumed | null,
): Owned<PyUnicodeObject> | null {
  let q = 0;
  let bo = byteorder.value;
  if (bo === 0 && bytes.length >= 4) {
    const bom = (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
    if (bom === 0xfeff) bo = -1;
    else if (bom === 0xfffe0000) bo = 1;
    if (bo !== 0) q = 4;
    byteorder.value = bo;
  }
  if (consumed !== null) consumed.value = bytes.length;
  if (q === bytes.length) return Py_NewRef(emptyUnicode);
  const writer = new UnicodeWriter();
  const state = new DecodeErrors(errors, bo <= 0 ? 'utf-32-le' : 'utf-32-be', bytes);
  const ok = decode32(state, q, bo <= 0, writer, consumed);
  state.release();
  return ok ? writer.finish() : writer.dealloc();
}

function decode32(
  state: DecodeErrors,
  q: number,
  little: boolean,
  writer: UnicodeWriter,
  consumed: Consumed | null,
): boolean {
  let bytes = state.input;
  for (;;) {
    const end = bytes.length;
    let reason: string;
    let stop = end;
    if (end - q < 4) {
      if (q === end || consumed !== null) break;
      reason = 'truncated data';
    } else {
      const [a, b, c, d] = [bytes[q]!, bytes[q + 1]!, bytes[q + 2]!, bytes[q + 3]!];
      const ch = (little ? a | (b << 8) | (c << 16) | (d << 24) : d | (c << 8) | (b << 16) | (a << 24)) >>> 0;
      if (ch < 0x110000 && !isSurrogate(ch)) {
        writer.addChar(ch);
        q += 4;
        continue;
      }
      reason = isSurrogate(ch)
        ? 'code point in surrogate code point range(0xd800, 0xe000)'
        : 'code point not in range(0x110000)';
      stop = q + 4;
    }
    q = state.call(reason, q, stop, writer);
    if (q < 0) return false;
    bytes = state.input;
  }
  if (consumed !== null) consumed.value = q;
  return true;
}

const SURROGATES = 'surrogates not allowed';

/** The two encoders: `unitBytes` 2 or 4. */
function encode(
  unicode: PyObject,
  errors: string | null,
  byteorder: number,
  name: string,
  unitBytes: 2 | 4,
): Owned<PyBytesObject> | null {
  const op = unicode as PyUnicodeObject;
  const little = byteorder <= 0;
  const writer = new ByteWriter((op.length + 1) * unitBytes);
  const put = (unit: number): void => {
    for (let i = 0; i < unitBytes; i++) writer.push((unit >>> (8 * (little ? i : unitBytes - 1 - i))) & 0xff);
  };
  if (byteorder === 0) put(0xfeff);
  const state = new EncodeErrors(errors, byteorder === 0 ? name : `${name}-${little ? 'le' : 'be'}`, op);
  const ok = encodeUnits(op, state, writer, put, unitBytes);
  state.release();
  return ok ? PyBytes_FromStringAndSize(writer.finish()) : null;
}
function encodeUnits(
  op: PyUnicodeObject,
  state: EncodeErrors,
  writer: ByteWriter,
  put: (unit: number) => void,
  unitBytes: 2 | 4,
): boolean {
  const points = pointsOf(op);
  for (let pos = 0; pos < points.length;) {
    const ch = points[pos]!;
    if (!isSurrogate(ch)) {
      if (unitBytes === 2 && ch > 0xffff) {
        put(0xd800 + ((ch - 0x10000) >> 10));
        put(0xdc00 + (ch & 0x3ff));
      } else put(ch);
      pos++;
      continue;
    }
    const handled = state.call(SURROGATES, pos, pos + 1);
    if (handled === null) return false;
    const rep = handled.replacement;
    let ok = true;
    if (PyBytes_Check(rep)) {
      ok = (rep as PyBytesObject).ob_sval.length % unitBytes === 0;
      if (ok) writer.pushBytes((rep as PyBytesObject).ob_sval);
    } else {
      const text = rep as PyUnicodeObject;
      ok = text.ascii;
      if (ok) for (let i = 0; i < text.length; i++) put(text.str.charCodeAt(i));
    }
    Py_DECREF(rep);
    if (!ok) {
      state.raise(pos, pos + 1, SURROGATES);
      return false;
    }
    pos = handled.newpos;
  }
  return true;
}

/** `byteorder` 0 writes a byte order mark. */
export function _PyUnicode_EncodeUTF16(
  op: PyObject,
  errors: string | null,
  byteorder: number,
): Owned<PyBytesObject> | null {
  return encode(op, errors, byteorder, 'utf-16', 2);
}
export function _PyUnicode_EncodeUTF32(
  op: PyObject,
  errors: string | null,
  byteorder: number,
): Owned<PyBytesObject> | null {
  return encode(op, errors, byteorder, 'utf-32', 4);
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const fromBase64 = (ch: number | undefined): number =>
  ch === undefined ? -1 : BASE64.indexOf(String.fromCharCode(ch));

/** What the UTF-7 decoder is in the middle of. */
interface Shift {
  on: boolean;
  bits: number;
  buffer: number;
  surrogate: number;
  /** Where the '+' stands, and the output before it. */
  start: number;
  before: { text: string; length: number; kind: 1 | 2 | 4; ascii: boolean };
}

export function PyUnicode_DecodeUTF7Stateful(
  bytes: Uint8Array,
  errors: string | null,
  consumed: Consumed | null,
): Owned<PyUnicodeObject> | null {
  if (consumed !== null) consumed.value = bytes.length;
  if (bytes.length === 0) return Py_NewRef(emptyUnicode);
  const writer = new UnicodeWriter();
  const state = new DecodeErrors(errors, 'utf7', bytes);
  const ok = decode7(state, writer, consumed);
  state.release();
  return ok ? writer.finish() : writer.dealloc();
}

/** One base-64 character of a shifted section. */
function shiftIn(shift: Shift, value: number, writer: UnicodeWriter): void {
  shift.buffer = (shift.buffer << 6) | value;
  shift.bits += 6;
  if (shift.bits < 16) return;
  shift.bits -= 16;
  const out = (shift.buffer >>> shift.bits) & 0xffff;
  shift.buffer &= (1 << shift.bits) - 1;
  if (shift.surrogate !== 0) {
    const high = shift.surrogate;
    shift.surrogate = 0;
    if (isLow(out)) {
      writer.addChar(0x10000 + ((high & 0x3ff) << 10) + (out & 0x3ff));
      return;
    }
    writer.addChar(high);
  }
  if (isHigh(out)) shift.surrogate = out;
  else writer.addChar(out);
}

function decode7(state: DecodeErrors, writer: UnicodeWriter, consumed: Consumed | null): boolean {
  const shift: Shift = {
    on: false,
    bits: 0,
    buffer: 0,
    surrogate: 0,
    start: 0,
    before: { text: '', length: 0, kind: 1, ascii: true },
  };
  let s = 0;
  for (;;) {
    while (s < state.input.length) {
      const ch = state.input[s]!;
      let reason: string | null = null;
      if (shift.on) {
        const value = fromBase64(ch);
        if (value >= 0) {
          s++;
          shiftIn(shift, value, writer);
          continue;
        }
        shift.on = false;
        if (shift.bits >= 6) reason = 'partial character in shift sequence';
        else if (shift.bits > 0 && shift.buffer !== 0) reason = 'non-zero padding bits in shift sequence';
        if (reason !== null) s++;
        else {
          if (shift.surrogate !== 0 && ch <= 127 && ch !== 43) writer.addChar(shift.surrogate);
          shift.surrogate = 0;
          if (ch === 45) s++;
          continue;
        }
      } else if (ch === 43) {
        shift.start = s++;
        if (state.input[s] === 45) {
          s++;
          writer.addChar(43);
          continue;
        }
        if (s < state.input.length && fromBase64(state.input[s]) < 0) {
          s++;
          reason = 'ill-formed sequence';
        } else {
          shift.on = true;
          shift.bits = 0;
          shift.buffer = 0;
          shift.surrogate = 0;
          shift.before = { text: writer.text, length: writer.length, kind: writer.kind, ascii: writer.ascii };
          continue;
        }
      } else if (ch <= 127) {
        s++;
        writer.addChar(ch);
        continue;
      } else {
        shift.start = s++;
        reason = 'unexpected special character';
      }
      s = state.call(reason, shift.start, s, writer);
      if (s < 0) return false;
    }
    if (!shift.on || consumed !== null) break;
    shift.on = false;
    if (shift.surrogate !== 0 || shift.bits >= 6 || (shift.bits > 0 && shift.buffer !== 0)) {
      s = state.call('unterminated shift sequence', shift.start, state.input.length, writer);
      if (s < 0) return false;
    }
    if (s >= state.input.length) break;
  }
  if (consumed !== null) {
    consumed.value = s;
    if (shift.on) {
      consumed.value = shift.start;
      Object.assign(writer, shift.before);
    }
  }
  return true;
}

/** Set D, set O and white space of RFC 2152: what UTF-7 writes as it is. */
const direct = new Set(
  latin1Codes('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\'(),-./:?!"#$%&*;<=>@[]^_`{|} \t\n\r'),
);
function latin1Codes(text: string): number[] {
  return Array.from(text, (c) => c.charCodeAt(0));
}

export function _PyUnicode_EncodeUTF7(unicode: PyObject): Owned<PyBytesObject> {
  const points = pointsOf(unicode as PyUnicodeObject);
  let out = '';
  let inShift = false;
  let bits = 0;
  let buffer = 0;
  const flush = (unit: number): void => {
    buffer = ((buffer & 0x3f) << 16) | unit;
    bits += 16;
    while (bits >= 6) {
      bits -= 6;
      out += BASE64[(buffer >>> bits) & 0x3f]!;
    }
  };
  for (let i = 0; i < points.length; i++) {
    const ch = points[i]!;
    const asItself = direct.has(ch);
    if (inShift && asItself) {
      if (bits > 0) out += BASE64[(buffer << (6 - bits)) & 0x3f]!;
      buffer = 0;
      bits = 0;
      inShift = false;
      if (fromBase64(ch) >= 0 || ch === 45) out += '-';
      out += String.fromCharCode(ch);
      continue;
    }
    if (!inShift) {
      if (ch === 43) {
        out += '+-';
        continue;
      }
      if (asItself) {
        out += String.fromCharCode(ch);
        continue;
      }
      out += '+';
      inShift = true;
    }
    if (ch > 0xffff) {
      flush(0xd800 + ((ch - 0x10000) >> 10));
      flush(0xdc00 + (ch & 0x3ff));
    } else flush(ch);
  }
  if (bits > 0) out += BASE64[(buffer << (6 - bits)) & 0x3f]!;
  if (inShift) out += '-';
  return PyBytes_FromStringAndSize(latin1Bytes(out));
}
