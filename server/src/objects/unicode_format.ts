// str % args. Follows PyUnicode_Format of Objects/unicodeobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyErr_ExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError } from './exceptions';
import { PyFloat_AsDouble } from './floatobject';
import { _PyLong_Format } from './longformat';
import { PyLong_AsLong, PyLong_CheckExact } from './longobject';
import type { PyObject } from './object';
import { PyObject_ASCII, PyObject_Repr, PyObject_Str } from './objectprotocol';
import type { FormatArg } from './percent_format';
import { F_ALT, F_BLANK, F_LJUST, F_SIGN, F_ZERO, FormatContext, formatLong, integerArg } from './percent_format';
import { PyOS_double_to_string } from './pystrtod';
import {
  MAX_LENGTH,
  MAX_UNICODE,
  PyUnicode_Check,
  PyUnicode_CheckExact,
  PyUnicode_NewASCII,
  PyUnicode_READ_CHAR,
  unicode_char,
  unicode_substring,
  UnicodeWriter,
} from './unicode_core';
import type { PyUnicodeObject } from './unicodestruct';

/** formatchar: the code point of a %c argument, −1 with an exception. */
function formatchar(v: PyObject): number {
  if (PyUnicode_Check(v)) {
    if (v.length === 1) return PyUnicode_READ_CHAR(v, 0);
  } else {
    const x = PyLong_AsLong(v);
    if (x !== -1 || PyErr_Occurred() === null) {
      if (x >= 0 && x <= MAX_UNICODE) return x;
      PyErr_SetString(PyExc_OverflowError, '%c arg not in range(0x110000)');
      return -1;
    }
    if (PyErr_ExceptionMatches(PyExc_OverflowError)) {
      PyErr_SetString(PyExc_OverflowError, '%c arg not in range(0x110000)');
      return -1;
    }
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
  }
  PyErr_SetString(PyExc_TypeError, '%c requires int or char');
  return -1;
}

/** The text of one argument still to be padded, or 'written' when it went into the writer; null with an exception. */
function format_arg(
  ctx: FormatContext,
  arg: FormatArg,
  writer: UnicodeWriter,
): { str: Owned<PyUnicodeObject>; signed: boolean } | 'written' | null {
  if (ctx.pos === ctx.length) writer.overallocate = false;
  const v = ctx.nextArg();
  if (v === null) return null;
  const plain = arg.width === -1 && arg.prec === -1;
  const type = String.fromCodePoint(arg.ch);
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      if (PyLong_CheckExact(v) && plain) {
        const text = _PyLong_Format(v, 10, false);
        if (text === null) return null;
        writer.addASCII(text);
        return 'written';
      }
      let str: PyUnicodeObject | null;
      if (type === 's') str = PyUnicode_CheckExact(v) ? Py_NewRef(v) : PyObject_Str(v);
      else str = type === 'r' ? PyObject_Repr(v) : PyObject_ASCII(v);
      return str && { str, signed: false };
    }
    case 'i':
    case 'd':
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const iobj = integerArg(v, type);
      if (iobj === null) return null;
      const text = formatLong(iobj, (arg.flags & F_ALT) !== 0, arg.prec, type);
      Py_DECREF(iobj);
      if (text === null) return null;
      if (PyLong_CheckExact(v) && plain && (arg.flags & (F_SIGN | F_BLANK)) === 0 && type !== 'X') {
        writer.addASCII(text);
        return 'written';
      }
      return { str: PyUnicode_NewASCII(text), signed: true };
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      const x = PyFloat_AsDouble(v);
      if (x === -1 && PyErr_Occurred() !== null) return null;
      const text = PyOS_double_to_string(x, type, arg.prec < 0 ? 6 : arg.prec, { alt: (arg.flags & F_ALT) !== 0 });
      if (plain && (arg.flags & (F_SIGN | F_BLANK)) === 0) {
        writer.addASCII(text);
        return 'written';
      }
      return { str: PyUnicode_NewASCII(text), signed: true };
    }
    case 'c': {
      const ch = formatchar(v);
      if (ch < 0) return null;
      if (!plain) return { str: unicode_char(ch), signed: false };
      writer.addChar(ch);
      return 'written';
    }
  }
  return ctx.unsupported(arg);
}

/** unicode_format_arg_output: sign, prefix and padding; false when it would be too long. */
function output(arg: FormatArg, str: PyUnicodeObject, signed: boolean, writer: UnicodeWriter): boolean {
  let { width, flags } = arg;
  let len = str.length;
  if ((width === -1 || width <= len) && (arg.prec === -1 || arg.prec >= len) && (flags & (F_SIGN | F_BLANK)) === 0) {
    writer.add(str);
    return true;
  }
  if (width > MAX_LENGTH) {
    PyErr_NoMemory();
    return false;
  }
  const type = String.fromCodePoint(arg.ch);
  if ('sra'.includes(type) && arg.prec >= 0 && len > arg.prec) len = arg.prec;
  const fill = signed && (flags & F_ZERO) !== 0 ? 48 : 32;
  let start = 0;
  let sign = '';
  if (signed) {
    const first = str.str[0]!;
    if (first === '-' || first === '+') {
      sign = first;
      len--;
      start++;
    } else if ((flags & F_SIGN) !== 0) sign = '+';
    else if ((flags & F_BLANK) !== 0) sign = ' ';
  }
  if (width < len) width = len;
  if (fill !== 32) writer.addASCII(sign);
  if (sign !== '' && width > len) width--;
  let prefix = '';
  if ((flags & F_ALT) !== 0 && 'xXo'.includes(type)) {
    prefix = str.str.slice(start, start + 2);
    if (fill !== 32) writer.addASCII(prefix);
    start += 2;
    width = Math.max(0, width - 2);
    len -= 2;
  }
  if (width > len && (flags & F_LJUST) === 0) {
    writer.addRepeated(fill, width - len);
    width = len;
  }
  if (fill === 32) writer.addASCII(sign + prefix);
  writer.addSlice(str, start, start + len);
  if (width > len) writer.addRepeated(32, width - len);
  return true;
}

/** `format % args`. */
export function PyUnicode_Format(format: PyObject, args: PyObject): Owned<PyUnicodeObject> | null {
  if (!PyUnicode_Check(format)) return PyErr_SetString(PyExc_TypeError, `must be str, not ${format.ob_type.tp_name}`);
  const ctx = new FormatContext(
    format.length,
    (i) => PyUnicode_READ_CHAR(format, i),
    args,
    (start, end) => unicode_substring(format, start, end),
    PyUnicode_Check,
  );
  const writer = new UnicodeWriter();
  writer.overallocate = true;
  const ok = run(format, ctx, writer);
  ctx.release();
  return ok ? writer.finish() : writer.dealloc();
}

const notAllConverted = (): void => {
  PyErr_SetString(PyExc_TypeError, 'not all arguments converted during string formatting');
};

function run(format: PyUnicodeObject, ctx: FormatContext, writer: UnicodeWriter): boolean {
  while (ctx.pos < ctx.length) {
    if (ctx.read(ctx.pos) !== 37) {
      const start = ctx.pos;
      while (ctx.pos < ctx.length && ctx.read(ctx.pos) !== 37) ctx.pos++;
      if (ctx.pos === ctx.length) writer.overallocate = false;
      writer.addSlice(format, start, ctx.pos);
      continue;
    }
    ctx.pos++;
    if (ctx.pos < ctx.length && ctx.read(ctx.pos) === 37) {
      ctx.pos++;
      writer.addChar(37);
      continue;
    }
    const arg = ctx.parse();
    if (arg === null) return false;
    const formatted = format_arg(ctx, arg, writer);
    if (formatted === null) return false;
    if (formatted !== 'written') {
      const ok = output(arg, formatted.str, formatted.signed, writer);
      Py_DECREF(formatted.str);
      if (!ok) return false;
    }
    if (ctx.dict !== null && ctx.argsLeft()) {
      notAllConverted();
      return false;
    }
  }
  if (ctx.argsLeft() && ctx.dict === null) {
    notAllConverted();
    return false;
  }
  return true;
}
