// The binascii module: bytes as base64, hexadecimal, uuencoded and quoted-printable text. Follows Modules/binascii.c,
// CPython 3.13.

import { Py_DECREF } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { bytesOf } from '../objects/bufferobject';
import { PyErr_Clear, PyErr_NewException, PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyLong_FromLong } from '../objects/longobject';
import { argInt } from '../objects/clinic';
import { PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { _Py_strhex_bytes_with_sep } from '../objects/pystrhex';
import { latin1Bytes } from '../objects/unicode_codecs';
import { PyUnicode_Check } from '../objects/unicodeobject';
import { crc32 } from './checksums';
import type { Arg } from './support';
import { argBool, argUint32, bytes, keywordMethod, positionalMethod } from './support';

/** binascii.Error; the module's dict owns it. */
let Error_: PyObject = null as never;
onRuntimeReset(() => {
  Error_ = null as never;
});
const fail = (message: string): null => PyErr_SetString(Error_, message);

/** ascii_buffer: the bytes of a bytes-like object or of an ASCII str; null with an exception. */
function asciiBuffer(arg: PyObject): Uint8Array | null {
  if (PyUnicode_Check(arg)) {
    const text = arg.str;
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) > 127) {
        return PyErr_SetString(PyExc_ValueError, 'string argument should contain only ASCII characters');
      }
    }
    return latin1Bytes(text);
  }
  const data = bytesOf(arg);
  if (data !== null) return data;
  PyErr_Clear();
  return PyErr_SetString(
    PyExc_TypeError,
    `argument should be bytes, buffer or ASCII string, not '${arg.ob_type.tp_name}'`,
  );
}

// ------------------------------------------------------------------------------------------------------------- uuencode

function a2b_uu(arg: PyObject): PyObject | null {
  const data = asciiBuffer(arg);
  if (data === null) return null;
  // An empty line's first character is the terminating null character.
  const length = ((data[0] ?? 0) - 32) & 63;
  const out = new Uint8Array(length);
  let at = 1;
  let bits = 0;
  let value = 0;
  for (let n = 0; n < length; at++) {
    let ch = at < data.length ? data[at]! : 0;
    if (ch === 10 || ch === 13 || at >= data.length) ch = 0;
    else {
      if (ch < 32 || ch > 96) return fail('Illegal char');
      ch = (ch - 32) & 63;
    }
    value = (value << 6) | ch;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[n++] = (value >> bits) & 0xff;
      value &= (1 << bits) - 1;
    }
  }
  for (; at < data.length; at++) {
    const ch = data[at]!;
    if (ch !== 32 && ch !== 96 && ch !== 10 && ch !== 13) return fail('Trailing garbage');
  }
  return bytes(out);
}

function b2a_uu(arg: PyObject, backtickArg: Arg): PyObject | null {
  const data = bytesOf(arg);
  if (data === null) return null;
  const backtick = argBool(backtickArg, false);
  if (backtick === null) return null;
  if (data.length > 45) return fail('At most 45 bytes at once');
  const char = (v: number): number => (backtick && v === 0 ? 96 : v + 32);
  const out = [char(data.length)];
  for (let i = 0; i < data.length; i += 3) {
    const value = (data[i]! << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    out.push(char(value >> 18), char((value >> 12) & 63), char((value >> 6) & 63), char(value & 63));
  }
  out.push(10);
  return bytes(Uint8Array.from(out));
}

// --------------------------------------------------------------------------------------------------------------- base64

const alphabet = latin1Bytes('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const values = new Uint8Array(256).fill(255);
alphabet.forEach((c, i) => (values[c] = i));
const PAD = 61;

function a2b_base64(arg: PyObject, strictArg: Arg): PyObject | null {
  const data = asciiBuffer(arg);
  if (data === null) return null;
  const strict = argBool(strictArg, false);
  if (strict === null) return null;
  if (strict && data[0] === PAD) return fail('Leading padding not allowed');
  const out = new Uint8Array(Math.ceil(data.length / 4) * 3);
  let n = 0;
  let quad = 0;
  let left = 0;
  let pads = 0;
  let padding = false;
  for (let i = 0; i < data.length; i++) {
    if (data[i] === PAD) {
      padding = true;
      if (strict && quad === 0) return fail('Excess padding not allowed');
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < data.length) return fail('Excess data after padding');
        return bytes(out.slice(0, n));
      }
      continue;
    }
    const v = values[data[i]!]!;
    if (v >= 64) {
      if (strict) return fail('Only base64 data is allowed');
      continue;
    }
    if (strict && padding) return fail('Discontinuous padding not allowed');
    pads = 0;
    if (quad === 1) out[n++] = (left << 2) | (v >> 4);
    else if (quad === 2) out[n++] = ((left & 15) << 4) | (v >> 2);
    else if (quad === 3) out[n++] = ((left & 3) << 6) | v;
    left = v;
    quad = (quad + 1) & 3;
  }
  if (quad === 1) {
    return fail(
      `Invalid base64-encoded string: number of data characters (${Math.floor(n / 3) * 4 + 1}) cannot be 1 more ` +
        'than a multiple of 4',
    );
  }
  if (quad !== 0) return fail('Incorrect padding');
  return bytes(out.slice(0, n));
}

function b2a_base64(arg: PyObject, newlineArg: Arg): PyObject | null {
  const data = bytesOf(arg);
  if (data === null) return null;
  const newline = argBool(newlineArg, true);
  if (newline === null) return null;
  const out = new Uint8Array(Math.ceil(data.length / 3) * 4 + (newline ? 1 : 0));
  let n = 0;
  for (let i = 0; i < data.length; i += 3) {
    const value = (data[i]! << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    out[n++] = alphabet[value >> 18]!;
    out[n++] = alphabet[(value >> 12) & 63]!;
    out[n++] = i + 1 < data.length ? alphabet[(value >> 6) & 63]! : PAD;
    out[n++] = i + 2 < data.length ? alphabet[value & 63]! : PAD;
  }
  if (newline) out[n] = 10;
  return bytes(out);
}

// ---------------------------------------------------------------------------------------------------------- hexadecimal

const digit = (c: number): number =>
  c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : 16;

function a2b_hex(arg: PyObject): PyObject | null {
  const data = asciiBuffer(arg);
  if (data === null) return null;
  if (data.length % 2 !== 0) return fail('Odd-length string');
  const out = new Uint8Array(data.length / 2);
  for (let i = 0; i < data.length; i += 2) {
    const high = digit(data[i]!);
    const low = digit(data[i + 1]!);
    if (high === 16 || low === 16) return fail('Non-hexadecimal digit found');
    out[i / 2] = high * 16 + low;
  }
  return bytes(out);
}

function b2a_hex(arg: PyObject, sep: Arg, groupArg: Arg): PyObject | null {
  const data = bytesOf(arg);
  if (data === null) return null;
  const group = groupArg === null ? 1 : argInt(groupArg);
  return group === null ? null : _Py_strhex_bytes_with_sep(data, sep, group);
}

// ----------------------------------------------------------------------------------------------------- quoted-printable

function a2b_qp(arg: PyObject, headerArg: Arg): PyObject | null {
  const data = asciiBuffer(arg);
  if (data === null) return null;
  const header = argBool(headerArg, false);
  if (header === null) return null;
  const out: number[] = [];
  let i = 0;
  while (i < data.length) {
    const c = data[i]!;
    if (c === PAD) {
      if (++i >= data.length) break;
      const next = data[i]!;
      if (next === 10 || next === 13) {
        while (i < data.length && data[i] !== 10) i++;
        if (i < data.length) i++;
      } else if (next === PAD) {
        out.push(PAD);
        i++;
      } else if (i + 1 < data.length && digit(next) < 16 && digit(data[i + 1]!) < 16) {
        out.push(digit(next) * 16 + digit(data[i + 1]!));
        i += 2;
      } else out.push(PAD);
    } else {
      out.push(header && c === 95 ? 32 : c);
      i++;
    }
  }
  return bytes(Uint8Array.from(out));
}

const LINE = 76;

function b2a_qp(arg: PyObject, tabsArg: Arg, textArg: Arg, headerArg: Arg): PyObject | null {
  const data = bytesOf(arg);
  if (data === null) return null;
  const quotetabs = argBool(tabsArg, false);
  if (quotetabs === null) return null;
  const istext = argBool(textArg, true);
  if (istext === null) return null;
  const header = argBool(headerArg, false);
  if (header === null) return null;
  const length = data.length;
  const firstNewline = data.indexOf(10);
  const crlf = firstNewline > 0 && data[firstNewline - 1] === 13;
  const hex = (v: number): number => '0123456789ABCDEF'.charCodeAt(v);
  const out: number[] = [];
  let line = 0;
  const softBreak = (): void => {
    out.push(PAD);
    if (crlf) out.push(13);
    out.push(10);
    line = 0;
  };
  let i = 0;
  while (i < length) {
    const c = data[i]!;
    const next = data[i + 1];
    const quoted =
      c > 126 ||
      c === PAD ||
      (header && c === 95) ||
      (c === 46 && line === 0 && (i + 1 === length || next === 10 || next === 13 || next === 0)) ||
      (!istext && (c === 13 || c === 10)) ||
      ((c === 9 || c === 32) && i + 1 === length) ||
      (c < 33 && c !== 13 && c !== 10 && (quotetabs || (c !== 9 && c !== 32)));
    if (quoted) {
      if (line + 3 >= LINE) softBreak();
      out.push(PAD, hex(c >> 4), hex(c & 15));
      line += 3;
      i++;
    } else if (istext && (c === 10 || (c === 13 && next === 10))) {
      line = 0;
      const last = out[out.length - 1];
      if (last === 32 || last === 9) {
        out[out.length - 1] = PAD;
        out.push(hex(last >> 4), hex(last & 15));
      }
      if (crlf) out.push(13);
      out.push(10);
      i += c === 13 ? 2 : 1;
    } else {
      if (i + 1 !== length && next !== 10 && line + 1 >= LINE) softBreak();
      line++;
      out.push(header && c === 32 ? 95 : c);
      i++;
    }
  }
  return bytes(Uint8Array.from(out));
}

function crc_hqx(arg: PyObject, crcArg: PyObject): PyObject | null {
  const data = bytesOf(arg);
  if (data === null) return null;
  const start = argUint32(crcArg, 0);
  if (start === null) return null;
  let crc = start & 0xffff;
  for (const byte of data) {
    crc ^= byte << 8;
    for (let k = 0; k < 8; k++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return PyLong_FromLong(crc);
}

const hexDoc = (other: string): string =>
  'Hexadecimal representation of binary data.\n\n' +
  '  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n    right, negative values count from the left.\n\nThe return value is a bytes object.  This function is also\navailable as ' +
  `"${other}()".\n\nExample:\n>>> binascii.b2a_hex(b'\\xb9\\x01\\xef')\nb'b901ef'\n>>> binascii.hexlify(b'\\xb9\\x01\\xef', ':')\nb'b9:01:ef'\n>>> binascii.b2a_hex(b'\\xb9\\x01\\xef', b'_', 2)\nb'b9_01ef'`;
const hexSignature = '($module, data, sep=<unrepresentable>, bytes_per_sep=1)';

/** Makes the module: a new reference, or null with an exception. */
export function PyInit_binascii(): PyObject | null {
  return PyModule_Create({
    m_name: 'binascii',
    m_doc: 'Conversion between binary data and ASCII',
    m_methods: [
      positionalMethod(
        'a2b_uu',
        1,
        1,
        (_, [a]) => a2b_uu(a!),
        '($module, data, /)',
        'Decode a line of uuencoded data.',
      ),
      keywordMethod(
        'b2a_uu',
        ['', 'backtick'],
        1,
        1,
        (_, [a, b]) => b2a_uu(a!, b!),
        '($module, data, /, *, backtick=False)',
        'Uuencode line of data.',
      ),
      keywordMethod(
        'a2b_base64',
        ['', 'strict_mode'],
        1,
        1,
        (_, [a, b]) => a2b_base64(a!, b!),
        '($module, data, /, *, strict_mode=False)',
        'Decode a line of base64 data.\n\n  strict_mode\n    When set to True, bytes that are not part of the base64 standard are not allowed.\n    The same applies to excess data after padding (= / ==).',
      ),
      keywordMethod(
        'b2a_base64',
        ['', 'newline'],
        1,
        1,
        (_, [a, b]) => b2a_base64(a!, b!),
        '($module, data, /, *, newline=True)',
        'Base64-code line of data.',
      ),
      positionalMethod(
        'a2b_hex',
        1,
        1,
        (_, [a]) => a2b_hex(a!),
        '($module, hexstr, /)',
        'Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).\nThis function is also available as "unhexlify()".',
      ),
      keywordMethod(
        'b2a_hex',
        ['data', 'sep', 'bytes_per_sep'],
        1,
        3,
        (_, [a, s, n]) => b2a_hex(a!, s!, n!),
        hexSignature,
        hexDoc('hexlify'),
      ),
      keywordMethod(
        'hexlify',
        ['data', 'sep', 'bytes_per_sep'],
        1,
        3,
        (_, [a, s, n]) => b2a_hex(a!, s!, n!),
        hexSignature,
        hexDoc('b2a_hex'),
      ),
      positionalMethod(
        'unhexlify',
        1,
        1,
        (_, [a]) => a2b_hex(a!),
        '($module, hexstr, /)',
        'Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).',
      ),
      positionalMethod(
        'crc_hqx',
        2,
        2,
        (_, [a, c]) => crc_hqx(a!, c!),
        '($module, data, crc, /)',
        'Compute CRC-CCITT incrementally.',
      ),
      positionalMethod(
        'crc32',
        1,
        2,
        (_, [a, c]) => {
          const data = bytesOf(a!);
          const start = data === null ? null : argUint32(c, 0);
          return start === null ? null : PyLong_FromLong(crc32(data!, start));
        },
        '($module, data, crc=0, /)',
        'Compute CRC-32 incrementally.',
      ),
      keywordMethod(
        'a2b_qp',
        ['data', 'header'],
        1,
        2,
        (_, [a, h]) => a2b_qp(a!, h!),
        '($module, /, data, header=False)',
        'Decode a string of qp-encoded data.',
      ),
      keywordMethod(
        'b2a_qp',
        ['data', 'quotetabs', 'istext', 'header'],
        1,
        4,
        (_, [a, q, t, h]) => b2a_qp(a!, q!, t!, h!),
        '($module, /, data, quotetabs=False, istext=True, header=False)',
        'Encode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded.',
      ),
    ],
    m_exec: (module) => {
      const error = PyErr_NewException('binascii.Error', PyExc_ValueError, null);
      if (error === null) return -1;
      Error_ = error;
      let res = PyModule_AddObjectRef(module, 'Error', error);
      Py_DECREF(error);
      if (res < 0) return -1;
      const incomplete = PyErr_NewException('binascii.Incomplete', null, null);
      if (incomplete === null) return -1;
      res = PyModule_AddObjectRef(module, 'Incomplete', incomplete);
      Py_DECREF(incomplete);
      return res;
    },
  });
}
