// format() of str, int, float and complex: the format specification mini-language. Follows Python/formatter_unicode.c,
// CPython 3.13. The locale is always C: type 'n' groups nothing.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyNumber_Float } from './abstract';
import { PY_SSIZE_T_MAX } from './clinic';
import { PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_ValueError } from './exceptions';
import { PyFloat_AsDouble } from './floatobject';
import type { PyComplexObject } from './floatstruct';
import { _PyLong_Format } from './longformat';
import { PyLong_AsLong, PyLong_CheckExact } from './longobject';
import type { PyObject } from './object';
import { PyObject_Str } from './objectprotocol';
import type { DoubleFlags } from './pystrtod';
import { PyOS_double_to_string } from './pystrtod';
import { MAX_LENGTH, PyUnicode_CheckExact, PyUnicode_READ_CHAR, textSlice, UnicodeWriter } from './unicode_core';
import { Py_UNICODE_TODECIMAL } from './unicodectype';
import type { PyUnicodeObject } from './unicodestruct';

interface InternalFormatSpec {
  fill_char: number;
  align: string;
  alternate: boolean;
  no_neg_0: boolean;
  /** '' when not given. */
  sign: string;
  /** −1 when not given, like precision. */
  width: number;
  /** '', ',' or '_'. */
  thousands: string;
  /** Digits in a group. */
  group: number;
  precision: number;
  type: number;
}

const code = (c: string): number => c.charCodeAt(0);
const valueError = (message: string): null => PyErr_SetString(PyExc_ValueError, message);

/** A character as the error messages show it. */
function shown(ch: number): string {
  return ch > 32 && ch < 128 ? `'${String.fromCharCode(ch)}'` : `'\\x${ch.toString(16)}'`;
}

function unknown_presentation_type(type: number, obj: PyObject): -1 {
  valueError(`Unknown format code ${shown(type)} for object of type '${obj.ob_type.tp_name}'`);
  return -1;
}

const isAlign = (ch: number): boolean => ch === 60 || ch === 62 || ch === 61 || ch === 94;
const isSign = (ch: number): boolean => ch === 32 || ch === 43 || ch === 45;

/** parse_internal_render_format_spec: null with ValueError. */
function parseSpec(
  obj: PyObject,
  spec: PyUnicodeObject,
  start: number,
  end: number,
  default_type: number,
  default_align: string,
): InternalFormatSpec | null {
  const at = (i: number): number => (i < end ? PyUnicode_READ_CHAR(spec, i) : -1);
  const format: InternalFormatSpec = {
    fill_char: 32,
    align: default_align,
    alternate: false,
    no_neg_0: false,
    sign: '',
    width: -1,
    thousands: '',
    group: 3,
    precision: -1,
    type: default_type,
  };
  let pos = start;
  let fillGiven = false;
  let alignGiven = false;
  if (end - pos >= 2 && isAlign(at(pos + 1))) {
    format.fill_char = at(pos);
    format.align = String.fromCharCode(at(pos + 1));
    fillGiven = alignGiven = true;
    pos += 2;
  } else if (isAlign(at(pos))) {
    format.align = String.fromCharCode(at(pos++));
    alignGiven = true;
  }
  if (isSign(at(pos))) format.sign = String.fromCharCode(at(pos++));
  if (at(pos) === code('z')) {
    format.no_neg_0 = true;
    pos++;
  }
  if (at(pos) === code('#')) {
    format.alternate = true;
    pos++;
  }
  if (!fillGiven && at(pos) === code('0')) {
    format.fill_char = code('0');
    if (!alignGiven && default_align === '>') format.align = '=';
    pos++;
  }
  /** get_integer: the number at `pos`, −1 when there is none, −2 with an exception. */
  const integer = (): number => {
    const first = pos;
    let n = 0;
    for (; pos < end; pos++) {
      const digit = Py_UNICODE_TODECIMAL(at(pos));
      if (digit < 0) break;
      n = n * 10 + digit;
      if (n >= PY_SSIZE_T_MAX) {
        valueError('Too many decimal digits in format string');
        return -2;
      }
    }
    return pos === first ? -1 : n;
  };
  format.width = integer();
  if (format.width === -2) return null;
  if (at(pos) === code(',')) {
    format.thousands = ',';
    pos++;
  }
  if (at(pos) === code('_')) {
    if (format.thousands !== '') return valueError("Cannot specify both ',' and '_'.");
    format.thousands = '_';
    pos++;
  }
  if (at(pos) === code(',') && format.thousands === '_') return valueError("Cannot specify both ',' and '_'.");
  if (at(pos) === code('.')) {
    pos++;
    format.precision = integer();
    if (format.precision === -2) return null;
    if (format.precision === -1) return valueError('Format specifier missing precision');
  }
  if (end - pos > 1) {
    return valueError(
      `Invalid format specifier '${textSlice(spec, start, end)}' for object of type '${obj.ob_type.tp_name}'`,
    );
  }
  if (end - pos === 1) format.type = at(pos);
  if (format.thousands !== '') {
    const type = format.type === 0 ? '' : String.fromCodePoint(format.type);
    if ('boxX'.includes(type) && type !== '' && format.thousands === '_') format.group = 4;
    else if (!'defgEG%F'.includes(type))
      return valueError(`Cannot specify '${format.thousands}' with ${shown(format.type)}.`);
  }
  return format;
}

/** What a number is made of. */
interface NumberParts {
  negative: boolean;
  /** '0x' and the like. */
  prefix: string;
  /** Digits before the decimal point; '' for type 'c'. */
  digits: string;
  /** From the decimal point on. */
  rest: string;
}

/** parse_number: splits what PyOS_double_to_string made. */
function numberParts(text: string): NumberParts {
  const negative = text.startsWith('-');
  const body = negative ? text.slice(1) : text;
  let i = 0;
  while (i < body.length && body.charCodeAt(i) >= 48 && body.charCodeAt(i) <= 57) i++;
  return { negative, prefix: '', digits: body.slice(0, i), rest: body.slice(i) };
}

/** _PyUnicode_InsertThousandsGrouping: groups from the right, zeros in front up to `min_width`. */
export function insertGrouping(digits: string, min_width: number, separator: string, group: number): string {
  if (separator === '') return digits.padStart(Math.max(min_width, 1), '0');
  let out = '';
  let remaining = digits.length;
  min_width = Math.max(0, min_width);
  for (let first = true; ; first = false) {
    const len = Math.min(group, Math.max(remaining, min_width, 1));
    const chars = Math.max(0, Math.min(remaining, len));
    out = '0'.repeat(len - chars) + digits.slice(remaining - chars, remaining) + (first ? '' : separator) + out;
    remaining -= chars;
    min_width -= len;
    if (remaining <= 0 && min_width <= 0) return out;
    min_width -= separator.length;
  }
}

/** calc_number_widths and fill_number: the number with its sign, grouping and padding. False when it is too long. */
function writeNumber(writer: UnicodeWriter, parts: NumberParts, format: InternalFormatSpec, upper = false): boolean {
  let sign = parts.negative ? '-' : '';
  if (!parts.negative && (format.sign === '+' || format.sign === ' ')) sign = format.sign;
  const fixed = sign.length + parts.prefix.length + [...parts.rest].length;
  const min_width = format.fill_char === 48 && format.align === '=' ? format.width - fixed : 0;
  if (Math.max(format.width, parts.digits.length) > MAX_LENGTH) {
    PyErr_NoMemory();
    return false;
  }
  let grouped = parts.digits === '' ? '' : insertGrouping(parts.digits, min_width, format.thousands, format.group);
  let prefix = parts.prefix;
  if (upper) {
    grouped = grouped.toUpperCase();
    prefix = prefix.toUpperCase();
  }
  const padding = Math.max(0, format.width - fixed - grouped.length);
  const left = format.align === '>' ? padding : format.align === '^' ? Math.floor(padding / 2) : 0;
  const inner = format.align === '=' ? padding : 0;
  writer.addRepeated(format.fill_char, left);
  writer.addASCII(sign + prefix);
  writer.addRepeated(format.fill_char, inner);
  writer.addASCII(grouped);
  if (parts.digits === '') for (const ch of parts.rest) writer.addChar(ch.codePointAt(0)!);
  else writer.addASCII(parts.rest);
  writer.addRepeated(format.fill_char, padding - left - inner);
  return true;
}

function format_string(value: PyUnicodeObject, format: InternalFormatSpec, writer: UnicodeWriter): number {
  let problem: string | null = null;
  if (format.sign === ' ') problem = 'Space not allowed in string format specifier';
  else if (format.sign !== '') problem = 'Sign not allowed in string format specifier';
  else if (format.no_neg_0) problem = 'Negative zero coercion (z) not allowed in string format specifier';
  else if (format.alternate) problem = 'Alternate form (#) not allowed in string format specifier';
  else if (format.align === '=') problem = "'=' alignment not allowed in string format specifier";
  if (problem !== null) {
    valueError(problem);
    return -1;
  }
  let len = value.length;
  if (format.width <= len && (format.precision === -1 || format.precision >= len)) {
    writer.add(value);
    return 0;
  }
  if (format.precision >= 0 && len >= format.precision) len = format.precision;
  const padding = Math.max(0, format.width - len);
  if (padding > MAX_LENGTH) {
    PyErr_NoMemory();
    return -1;
  }
  const left = format.align === '>' ? padding : format.align === '^' ? Math.floor(padding / 2) : 0;
  writer.addRepeated(format.fill_char, left);
  writer.addSlice(value, 0, len);
  writer.addRepeated(format.fill_char, padding - left);
  return 0;
}

function format_long(value: PyObject, format: InternalFormatSpec, writer: UnicodeWriter): number {
  let problem: string | null = null;
  const type = String.fromCharCode(format.type);
  if (format.precision !== -1) problem = 'Precision not allowed in integer format specifier';
  else if (format.no_neg_0) problem = 'Negative zero coercion (z) not allowed in integer format specifier';
  else if (type === 'c' && format.sign !== '') problem = "Sign not allowed with integer format specifier 'c'";
  else if (type === 'c' && format.alternate)
    problem = "Alternate form (#) not allowed with integer format specifier 'c'";
  if (problem !== null) {
    valueError(problem);
    return -1;
  }
  if (type === 'c') {
    const x = PyLong_AsLong(value);
    if (x === -1 && PyErr_Occurred() !== null) return -1;
    if (x < 0 || x > 0x10ffff) {
      PyErr_SetString(PyExc_OverflowError, '%c arg not in range(0x110000)');
      return -1;
    }
    const parts = { negative: false, prefix: '', digits: '', rest: String.fromCodePoint(x) };
    return writeNumber(writer, parts, format) ? 0 : -1;
  }
  const base = type === 'b' ? 2 : type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const text = _PyLong_Format(value, base, format.alternate);
  if (text === null) return -1;
  const parts = numberParts(text);
  if (base !== 10) {
    const skip = format.alternate ? 2 : 0;
    const body = text.slice(parts.negative ? 1 : 0);
    parts.prefix = body.slice(0, skip);
    parts.digits = body.slice(skip);
    parts.rest = '';
  }
  return writeNumber(writer, parts, format, type === 'X') ? 0 : -1;
}

/** The double as text, before it is grouped and padded; null with ValueError. */
function doubleText(
  val: number,
  format: InternalFormatSpec,
  flags: DoubleFlags,
  default_precision: number,
  reprType: boolean,
): string | null {
  if (format.precision > 0x7fffffff) return valueError('precision too big');
  let type = String.fromCharCode(format.type);
  let precision = format.precision;
  if (reprType) {
    type = precision < 0 ? 'r' : 'g';
    default_precision = 0;
  } else if (type === 'n') type = 'g';
  if (precision < 0) precision = default_precision;
  return PyOS_double_to_string(val, type, precision, flags);
}

function format_float(value: PyObject, format: InternalFormatSpec, writer: UnicodeWriter): number {
  const flags: DoubleFlags = { alt: format.alternate, noNegZero: format.no_neg_0, addDot0: format.type === 0 };
  if (format.precision > 0x7fffffff) {
    valueError('precision too big');
    return -1;
  }
  let val = PyFloat_AsDouble(value);
  if (val === -1 && PyErr_Occurred() !== null) return -1;
  const percent = format.type === code('%');
  if (percent) val *= 100;
  let text = doubleText(val, percent ? { ...format, type: code('f') } : format, flags, 6, format.type === 0);
  if (text === null) return -1;
  if (percent) text += '%';
  return writeNumber(writer, numberParts(text), format) ? 0 : -1;
}

function format_complex(value: PyComplexObject, format: InternalFormatSpec, writer: UnicodeWriter): number {
  let problem: string | null = null;
  if (format.precision > 0x7fffffff) problem = 'precision too big';
  else if (format.fill_char === 48) problem = 'Zero padding is not allowed in complex format specifier';
  else if (format.align === '=') problem = "'=' alignment flag is not allowed in complex format specifier";
  if (problem !== null) {
    valueError(problem);
    return -1;
  }
  const reprType = format.type === 0;
  const skip_re = reprType && Object.is(value.real, 0);
  const parens = reprType && !skip_re;
  const flags: DoubleFlags = { alt: format.alternate, noNegZero: format.no_neg_0 };
  const re = doubleText(value.real, format, flags, 6, reprType)!;
  const im = doubleText(value.imag, format, flags, 6, reprType)!;
  // The parts are put together without padding, which then goes around the whole.
  const bare: InternalFormatSpec = { ...format, fill_char: 0, align: '<', width: -1 };
  const inner = new UnicodeWriter();
  if (parens) inner.addASCII('(');
  if (!skip_re) {
    writeNumber(inner, numberParts(re), bare);
    bare.sign = '+';
  }
  writeNumber(inner, numberParts(im), bare);
  inner.addASCII(parens ? 'j)' : 'j');
  const padding = Math.max(0, format.width - inner.length);
  if (padding > MAX_LENGTH) {
    PyErr_NoMemory();
    return -1;
  }
  const left = format.align === '>' ? padding : format.align === '^' ? Math.floor(padding / 2) : 0;
  writer.addRepeated(format.fill_char, left);
  writer.addASCII(inner.text);
  writer.addRepeated(format.fill_char, padding - left);
  return 0;
}

/** format_obj: the object's str(). */
function format_obj(obj: PyObject, writer: UnicodeWriter): number {
  const str = PyObject_Str(obj);
  if (str === null) return -1;
  writer.add(str);
  Py_DECREF(str);
  return 0;
}

/** Writes `obj` as spec[start:end] says; 0, or −1 with an exception. So for all four. */
export function _PyUnicode_FormatAdvancedWriter(
  writer: UnicodeWriter,
  obj: PyObject,
  spec: PyObject,
  start: number,
  end: number,
): number {
  if (start === end) {
    if (!PyUnicode_CheckExact(obj)) return format_obj(obj, writer);
    writer.add(obj);
    return 0;
  }
  const format = parseSpec(obj, spec as PyUnicodeObject, start, end, code('s'), '<');
  if (format === null) return -1;
  if (format.type !== code('s')) return unknown_presentation_type(format.type, obj);
  return format_string(obj as PyUnicodeObject, format, writer);
}

export function _PyLong_FormatAdvancedWriter(
  writer: UnicodeWriter,
  obj: PyObject,
  spec: PyObject,
  start: number,
  end: number,
): number {
  if (start === end) {
    if (!PyLong_CheckExact(obj)) return format_obj(obj, writer);
    const text = _PyLong_Format(obj, 10, false);
    if (text === null) return -1;
    writer.addASCII(text);
    return 0;
  }
  const format = parseSpec(obj, spec as PyUnicodeObject, start, end, code('d'), '>');
  if (format === null) return -1;
  switch (String.fromCodePoint(format.type)) {
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n':
      return format_long(obj, format, writer);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
      const tmp = PyNumber_Float(obj);
      if (tmp === null) return -1;
      const result = format_float(tmp, format, writer);
      Py_DECREF(tmp);
      return result;
    }
  }
  return unknown_presentation_type(format.type, obj);
}

export function _PyFloat_FormatAdvancedWriter(
  writer: UnicodeWriter,
  obj: PyObject,
  spec: PyObject,
  start: number,
  end: number,
): number {
  if (start === end) return format_obj(obj, writer);
  const format = parseSpec(obj, spec as PyUnicodeObject, start, end, 0, '>');
  if (format === null) return -1;
  if (format.type === 0 || 'eEfFgGn%'.includes(String.fromCodePoint(format.type)))
    return format_float(obj, format, writer);
  return unknown_presentation_type(format.type, obj);
}

export function _PyComplex_FormatAdvancedWriter(
  writer: UnicodeWriter,
  obj: PyObject,
  spec: PyObject,
  start: number,
  end: number,
): number {
  if (start === end) return format_obj(obj, writer);
  const format = parseSpec(obj, spec as PyUnicodeObject, start, end, 0, '>');
  if (format === null) return -1;
  if (format.type === 0 || 'eEfFgGn'.includes(String.fromCodePoint(format.type))) {
    return format_complex(obj as PyComplexObject, format, writer);
  }
  return unknown_presentation_type(format.type, obj);
}

type FormatWriter = typeof _PyUnicode_FormatAdvancedWriter;
function formatted(write: FormatWriter, obj: PyObject, spec: PyObject): Owned<PyUnicodeObject> | null {
  const writer = new UnicodeWriter();
  return write(writer, obj, spec, 0, (spec as PyUnicodeObject).length) < 0 ? writer.dealloc() : writer.finish();
}
/** `obj.__format__(spec)`: the string, or null with an exception. */
export function _PyUnicode_FormatAdvanced(obj: PyObject, spec: PyObject): Owned<PyUnicodeObject> | null {
  return formatted(_PyUnicode_FormatAdvancedWriter, obj, spec);
}
export function _PyLong_FormatAdvanced(obj: PyObject, spec: PyObject): Owned<PyUnicodeObject> | null {
  return formatted(_PyLong_FormatAdvancedWriter, obj, spec);
}
export function _PyFloat_FormatAdvanced(obj: PyObject, spec: PyObject): Owned<PyUnicodeObject> | null {
  return formatted(_PyFloat_FormatAdvancedWriter, obj, spec);
}
export function _PyComplex_FormatAdvanced(obj: PyObject, spec: PyObject): Owned<PyUnicodeObject> | null {
  return formatted(_PyComplex_FormatAdvancedWriter, obj, spec);
}
