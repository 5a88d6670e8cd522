// bytes % args and bytearray % args. Follows _PyBytes_FormatEx of Objects/bytesobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyObject_CheckBuffer } from './bufferobject';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { _PyBytes_FromBuffer, PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import { PyObject_CallNoArgs } from './call';
import { PyErr_ExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError } from './exceptions';
import { PyFloat_AsDouble } from './floatobject';
import { PyLong_AsLong } from './longobject';
import type { PyObject } from './object';
import { PyObject_ASCII } from './objectprotocol';
import type { FormatArg } from './percent_format';
import { F_ALT, F_BLANK, F_LJUST, F_SIGN, F_ZERO, FormatContext, formatLong, integerArg } from './percent_format';
import { PyOS_double_to_string } from './pystrtod';
import { _PyObject_LookupSpecial } from './typeobject';
import { ByteWriter, latin1Bytes } from './unicode_codecs';
import { MAX_LENGTH, PyUnicode_Check } from './unicode_core';
import { _Py_ID } from './unicode_interned';

/** format_obj: the bytes of a %b argument; null with TypeError. */
function bytesArg(v: PyObject): Uint8Array | null {
  if (PyBytes_Check(v)) return PyBytes_AS_STRING(v);
  if (PyByteArray_Check(v)) return PyByteArray_AS_STRING(v).slice();
  const func = _PyObject_LookupSpecial(v, _Py_ID('__bytes__'));
  if (func !== null) {
    const result = PyObject_CallNoArgs(func);
    Py_DECREF(func);
    if (result === null) return null;
    const ok = PyBytes_Check(result);
    if (!ok) PyErr_SetString(PyExc_TypeError, `__bytes__ returned non-bytes (type ${result.ob_type.tp_name})`);
    const bytes = ok ? PyBytes_AS_STRING(result) : null;
    Py_DECREF(result);
    return bytes;
  }
  if (PyErr_Occurred() !== null) return null;
  if (PyObject_CheckBuffer(v)) {
    const result = _PyBytes_FromBuffer(v);
    if (result === null) return null;
    const bytes = PyBytes_AS_STRING(result);
    Py_DECREF(result);
    return bytes;
  }
  return PyErr_SetString(
    PyExc_TypeError,
    `%b requires a bytes-like object, or an object that implements __bytes__, not '${v.ob_type.tp_name}'`,
  );
}

/** byte_converter: the byte of a %c argument; −1 with an exception. */
function byteArg(v: PyObject): number {
  if (PyBytes_Check(v) && PyBytes_AS_STRING(v).length === 1) return PyBytes_AS_STRING(v)[0]!;
  if (PyByteArray_Check(v) && PyByteArray_AS_STRING(v).length === 1) return PyByteArray_AS_STRING(v)[0]!;
  const value = PyLong_AsLong(v);
  if (value === -1 && PyErr_Occurred() !== null && !PyErr_ExceptionMatches(PyExc_OverflowError)) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_SetString(PyExc_TypeError, '%c requires an integer in range(256) or a single byte');
    }
    return -1;
  }
  if (value >= 0 && value <= 255) return value;
  PyErr_SetString(PyExc_OverflowError, '%c arg not in range(256)');
  return -1;
}

/** The bytes of one argument, before sign and padding; null with an exception. */
function convert(ctx: FormatContext, arg: FormatArg, v: PyObject): { bytes: Uint8Array; signed: boolean } | null {
  const type = String.fromCharCode(arg.ch);
  const cut = (bytes: Uint8Array): Uint8Array => (arg.prec >= 0 ? bytes.subarray(0, arg.prec) : bytes);
  switch (type) {
    case 'r':
    case 'a': {
      const text = PyObject_ASCII(v);
      if (text === null) return null;
      const bytes = cut(latin1Bytes(text.str));
      Py_DECREF(text);
      return { bytes, signed: false };
    }
    case 's':
    case 'b': {
      const bytes = bytesArg(v);
      return bytes === null ? null : { bytes: cut(bytes), signed: false };
    }
    case 'i':
    case 'd':
    case 'u':
    case 'o':
    case 'x':
    case 'X': {
      const iobj = integerArg(v, type === 'i' ? 'd' : type);
      if (iobj === null) return null;
      const text = formatLong(iobj, (arg.flags & F_ALT) !== 0, arg.prec, type);
      Py_DECREF(iobj);
      return text === null ? null : { bytes: latin1Bytes(text), signed: true };
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      const x = PyFloat_AsDouble(v);
      if (x === -1 && PyErr_Occurred() !== null) {
        return PyErr_SetString(PyExc_TypeError, `float argument required, not ${v.ob_type.tp_name}`);
      }
      const text = PyOS_double_to_string(x, type, arg.prec < 0 ? 6 : arg.prec, { alt: (arg.flags & F_ALT) !== 0 });
      return { bytes: latin1Bytes(text), signed: true };
    }
    case 'c': {
      const byte = byteArg(v);
      return byte < 0 ? null : { bytes: Uint8Array.of(byte), signed: false };
    }
  }
  return ctx.unsupported(arg, true);
}

function output(arg: FormatArg, bytes: Uint8Array, signed: boolean, writer: ByteWriter): void {
  const { flags } = arg;
  let start = 0;
  let sign = '';
  const fill = signed && (flags & F_ZERO) !== 0 ? 48 : 32;
  if (signed) {
    if (bytes[0] === 45 || bytes[0] === 43) sign = String.fromCharCode(bytes[start++]!);
    else if ((flags & F_SIGN) !== 0) sign = '+';
    else if ((flags & F_BLANK) !== 0) sign = ' ';
  }
  let len = bytes.length - start;
  let width = Math.max(arg.width, len);
  if (fill !== 32) writer.pushText(sign);
  if (sign !== '' && width > len) width--;
  let prefix = '';
  if ((flags & F_ALT) !== 0 && 'xXo'.includes(String.fromCharCode(arg.ch))) {
    prefix = String.fromCharCode(bytes[start]!, bytes[start + 1]!);
    if (fill !== 32) writer.pushText(prefix);
    start += 2;
    len -= 2;
    width = Math.max(0, width - 2);
  }
  if (width > len && (flags & F_LJUST) === 0) {
    writer.pushBytes(new Uint8Array(width - len).fill(fill));
    width = len;
  }
  if (fill === 32) writer.pushText(sign + prefix);
  writer.pushBytes(bytes.subarray(start));
  if (width > len) writer.pushBytes(new Uint8Array(width - len).fill(32));
}

/** `format % args`: the bytes, or null with an exception. */
export function _PyBytes_FormatEx(format: Uint8Array, args: PyObject): Uint8Array | null {
  const makeKey = (start: number, end: number): Owned<PyObject> => PyBytes_FromStringAndSize(format.slice(start, end));
  const isText = (op: PyObject): boolean => PyBytes_Check(op) || PyUnicode_Check(op) || PyByteArray_Check(op);
  const ctx = new FormatContext(format.length, (i) => format[i]!, args, makeKey, isText, 'prec too big');
  const writer = new ByteWriter(format.length + 16);
  const ok = run(format, ctx, writer);
  ctx.release();
  return ok ? writer.finish() : null;
}

function run(format: Uint8Array, ctx: FormatContext, writer: ByteWriter): boolean {
  const notAllConverted = (): false => {
    PyErr_SetString(PyExc_TypeError, 'not all arguments converted during bytes formatting');
    return false;
  };
  while (ctx.pos < ctx.length) {
    if (format[ctx.pos] !== 37) {
      const next = format.indexOf(37, ctx.pos);
      const end = next < 0 ? ctx.length : next;
      writer.pushBytes(format.subarray(ctx.pos, end));
      ctx.pos = end;
      continue;
    }
    ctx.pos++;
    if (format[ctx.pos] === 37) {
      ctx.pos++;
      writer.push(37);
      continue;
    }
    const arg = ctx.parse();
    if (arg === null) return false;
    const v = ctx.nextArg();
    if (v === null) return false;
    const converted = convert(ctx, arg, v);
    if (converted === null) return false;
    if (arg.width > MAX_LENGTH) {
      PyErr_NoMemory();
      return false;
    }
    output(arg, converted.bytes, converted.signed, writer);
    if (ctx.dict !== null && ctx.argsLeft()) return notAllConverted();
  }
  return ctx.argsLeft() && ctx.dict === null ? notAllConverted() : true;
}
