// int to text and text to int. Follows the conversion half of Objects/longobject.c, CPython 3.13.

import { onRuntimeReset } from '../heap/runtime';
import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check } from './bytesobject';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyLong_FromValue } from './longobject';
import type { PyLongObject } from './longstruct';
import { bitLength, normalize } from './longvalue';
import type { IntValue } from './longvalue';
import type { PyObject } from './object';
import { PyObject_Repr } from './objectprotocol';
import { _PyUnicode_ToDecimalDigit, _PyUnicode_IsWhitespace } from './unicodectype';
import { PyUnicode_Check } from './unicodeobject';
import { PyUnicode_New } from './unicode_core';
import type { PyUnicodeObject } from './unicodestruct';

export const _PY_LONG_DEFAULT_MAX_STR_DIGITS = 4300;
/** sys.set_int_max_str_digits(); 0 means no limit. */
export let max_str_digits = _PY_LONG_DEFAULT_MAX_STR_DIGITS;
onRuntimeReset(() => {
  max_str_digits = _PY_LONG_DEFAULT_MAX_STR_DIGITS;
});
export function setMaxStrDigits(limit: number): void {
  max_str_digits = limit;
}

/** The decimal digits, or null with ValueError when there are more than sys.set_int_max_str_digits() allows. */
export function decimalString(v: IntValue): string | null {
  if (typeof v === 'number') return String(v);
  // The cheap bound first, as C does: no work is spent on a number that will be refused.
  if (max_str_digits > 0 && bitLength(v) > (max_str_digits + 1) * 3.33) return tooManyDigits();
  const text = v.toString();
  if (max_str_digits > 0 && text.length - (v < 0n ? 1 : 0) > max_str_digits) return tooManyDigits();
  return text;
}
function tooManyDigits(): null {
  return PyErr_SetString(
    PyExc_ValueError,
    `Exceeds the limit (${max_str_digits} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
  );
}

/** int.__repr__ and __str__. */
export function long_to_decimal_string(self: PyObject): Owned<PyObject> | null {
  const text = decimalString((self as PyLongObject).value);
  // Always a new string: not the shared one of a single digit.
  return text === null ? null : PyUnicode_New(text, text.length, 1, true);
}

/** Digits in base 2, 8, 10 or 16, with the sign and, if asked, the 0b/0o/0x prefix: _PyLong_Format. */
export function _PyLong_Format(op: PyObject, base: number, prefix = true): string | null {
  const v = (op as PyLongObject).value;
  if (base === 10) return decimalString(v);
  const digits = (v < 0 ? -v : v).toString(base);
  const head = !prefix ? '' : base === 2 ? '0b' : base === 8 ? '0o' : '0x';
  return (v < 0 ? '-' : '') + head + digits;
}

/** Unicode decimal digits become ASCII ones and white space blanks: _PyUnicode_TransformDecimalAndSpaceToASCII. */
export function transformDecimalAndSpaceToASCII(text: string): string {
  let plain = true;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 126) {
      plain = false;
      break;
    }
  }
  if (plain) return text;
  let out = '';
  for (const ch of text) {
    const cp = ch.codePointAt(0)!;
    if (cp < 127) out += ch;
    else if (_PyUnicode_IsWhitespace(cp)) out += ' ';
    else {
      const digit = _PyUnicode_ToDecimalDigit(cp);
      // C cuts the text at the first other character with a '?', so that the caller fails.
      if (digit < 0) return out + '?';
      out += String(digit);
    }
  }
  return out;
}

const SPACE = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

/** Parses an int literal as int() does; undefined when it is none, null with an exception when it is too long. */
export function parseLong(text: string, base: number): IntValue | null | undefined {
  let s = text.replace(SPACE, '');
  let negative = false;
  if (s[0] === '+' || s[0] === '-') {
    negative = s[0] === '-';
    s = s.slice(1);
  }
  const lead = s[0] === '0' && s.length > 1 ? s[1]!.toLowerCase() : '';
  const prefixBase = lead === 'x' ? 16 : lead === 'o' ? 8 : lead === 'b' ? 2 : 0;
  let zeroOnly = false;
  if (base === 0) {
    if (prefixBase !== 0) base = prefixBase;
    else {
      // "010" is an error in base 0, "000" is 0.
      zeroOnly = s[0] === '0';
      base = 10;
    }
  }
  if (prefixBase !== 0 && prefixBase === base) {
    s = s.slice(2);
    if (s[0] === '_') s = s.slice(1);
  }
  if (s === '' || s[0] === '_' || s.endsWith('_') || s.includes('__')) return undefined;
  if (s.includes('_')) s = s.replaceAll('_', '');
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    const d = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 122 ? c - 87 : c >= 65 && c <= 90 ? c - 55 : 99;
    if (d >= base) return undefined;
  }
  if (zeroOnly && !/^0+$/.test(s)) return undefined;
  let v: IntValue;
  if (s.length <= 10) v = parseInt(s, base);
  else if (base === 10) {
    if (max_str_digits > 0 && s.length > max_str_digits) {
      return PyErr_SetString(
        PyExc_ValueError,
        `Exceeds the limit (${max_str_digits} digits) for integer string conversion: value has ${s.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
      );
    }
    v = normalize(BigInt(s));
  } else if (base === 16 || base === 8 || base === 2) {
    v = normalize(BigInt((base === 16 ? '0x' : base === 8 ? '0o' : '0b') + s));
  } else {
    if ((base & (base - 1)) !== 0 && max_str_digits > 0 && s.length > max_str_digits) {
      return PyErr_SetString(
        PyExc_ValueError,
        `Exceeds the limit (${max_str_digits} digits) for integer string conversion: value has ${s.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
      );
    }
    let big = 0n;
    for (const ch of s) big = big * BigInt(base) + BigInt(parseInt(ch, 36));
    v = normalize(big);
  }
  if (!negative) return v;
  return typeof v === 'number' ? 0 - v : normalize(-v);
}

/** int(u, base) of a str, bytes or bytearray object `u`; the base is valid. */
export function PyLong_FromUnicodeObject(u: PyObject, base: number): Owned<PyObject> | null {
  const text = textOf(u);
  if (text === null) {
    return PyErr_SetString(PyExc_TypeError, "int() can't convert non-string with explicit base");
  }
  const value = parseLong(text, base);
  if (value === null) return null;
  if (value !== undefined) return PyLong_FromValue(value);
  const repr = PyObject_Repr(u);
  if (repr === null) return null;
  const shown = [...(repr as PyUnicodeObject).str].slice(0, 200).join('');
  Py_DECREF(repr);
  return PyErr_SetString(PyExc_ValueError, `invalid literal for int() with base ${base}: ${shown}`);
}

function textOf(u: PyObject): string | null {
  if (PyUnicode_Check(u)) return transformDecimalAndSpaceToASCII((u as PyUnicodeObject).str);
  if (PyBytes_Check(u)) return latin1(PyBytes_AS_STRING(u));
  if (PyByteArray_Check(u)) return latin1(PyByteArray_AS_STRING(u));
  return null;
}
/** Bytes as characters; a NUL or a byte beyond ASCII is simply no digit. */
export function latin1(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}
