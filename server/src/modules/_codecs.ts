// The _codecs module: the codec registry's functions and the built-in codecs. Follows Modules/_codecsmodule.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { bytesOf } from '../objects/bufferobject';
import type { PyBytesObject } from '../objects/bytesstruct';
import { PyBytes_Check, PyBytes_FromStringAndSize } from '../objects/bytesobject';
import { argCString, argInt, argStr } from '../objects/clinic';
import {
  _PyCodec_Lookup,
  PyCodec_Decode,
  PyCodec_Encode,
  PyCodec_LookupError,
  PyCodec_Register,
  PyCodec_RegisterError,
  PyCodec_Unregister,
} from '../objects/codecs';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_DeprecationWarning, PyExc_ValueError } from '../objects/exceptions';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None, PyObject_IsTrue } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_O, method } from '../objects/typestruct';
import type { Consumed } from '../objects/unicode_codecs';
import * as codec from '../objects/unicode_codecs';
import { ByteWriter } from '../objects/unicode_codecs';
import { PyUnicode_Check } from '../objects/unicodeobject';
import { PyErr_WarnEx } from '../objects/warnings';

type Args = readonly PyObject[];

/** Argument `at` as `str or None`: undefined with an exception. */
function errorsArg(fname: string, args: Args, at: number): string | null | undefined {
  const arg = args[at];
  if (arg === undefined || arg === Py_None) return null;
  if (!PyUnicode_Check(arg)) {
    _PyArg_BadArgument(fname, `argument ${at + 1}`, 'str or None', arg);
    return undefined;
  }
  return argCString(fname, `argument ${at + 1}`, arg) ?? undefined;
}

/** The result and how much was used, as a tuple; `result` is stolen. */
function codec_tuple(result: Owned<PyObject> | null, length: number): Owned<PyObject> | null {
  return result === null ? null : PyTuple_FromArraySteal([result, PyLong_FromLong(length)]);
}

/** bytes of a buffer, or the UTF-8 of a str. */
function strOrBytes(arg: PyObject): Uint8Array | null {
  if (!PyUnicode_Check(arg)) return bytesOf(arg);
  const encoded = codec.PyUnicode_AsUTF8String(arg);
  if (encoded === null) return null;
  const bytes = encoded.ob_sval;
  Py_DECREF(encoded);
  return bytes;
}

type Encode = (str: PyObject, errors: string | null) => Owned<PyBytesObject> | null;
function encoder(name: string, encode: Encode): PyMethodDef {
  const fname = `${name}_encode`;
  return method(
    fname,
    METH_FASTCALL,
    (_module: PyObject, args: Args) => {
      if (!_PyArg_CheckPositional(fname, args.length, 1, 2)) return null;
      const str = argStr(fname, 'argument 1', args[0]!);
      if (str === null) return null;
      const errors = errorsArg(fname, args, 1);
      return errors === undefined ? null : codec_tuple(encode(str, errors), str.length);
    },
    '($module, str, errors=None, /)',
  );
}

/** utf_16_encode and utf_32_encode also take the byte order. */
function orderedEncoder(
  name: string,
  encode: (str: PyObject, errors: string | null, order: number) => Owned<PyBytesObject> | null,
): PyMethodDef {
  const fname = `${name}_encode`;
  return method(
    fname,
    METH_FASTCALL,
    (_module: PyObject, args: Args) => {
      if (!_PyArg_CheckPositional(fname, args.length, 1, 3)) return null;
      const str = argStr(fname, 'argument 1', args[0]!);
      if (str === null) return null;
      const errors = errorsArg(fname, args, 1);
      if (errors === undefined) return null;
      const order = args.length > 2 ? argInt(args[2]!) : 0;
      return order === null ? null : codec_tuple(encode(str, errors, order), str.length);
    },
    '($module, str, errors=None, byteorder=0, /)',
  );
}

type Decode = (bytes: Uint8Array, errors: string | null, consumed: Consumed | null) => Owned<PyObject> | null;
/** `final`: null when the codec has no such argument, else its default. */
function decoder(
  name: string,
  final: boolean | null,
  bytesFrom: (arg: PyObject) => Uint8Array | null,
  decode: Decode,
): PyMethodDef {
  const fname = `${name}_decode`;
  const signature =
    final === null
      ? '($module, data, errors=None, /)'
      : `($module, data, errors=None, final=${final ? 'True' : 'False'}, /)`;
  return method(
    fname,
    METH_FASTCALL,
    (_module: PyObject, args: Args) => {
      if (!_PyArg_CheckPositional(fname, args.length, 1, final === null ? 2 : 3)) return null;
      const bytes = bytesFrom(args[0]!);
      if (bytes === null) return null;
      const errors = errorsArg(fname, args, 1);
      if (errors === undefined) return null;
      const isFinal = args.length > 2 ? PyObject_IsTrue(args[2]!) : Number(final ?? true);
      if (isFinal < 0) return null;
      const consumed = { value: bytes.length };
      const decoded = decode(bytes, errors, isFinal ? null : consumed);
      return codec_tuple(decoded, isFinal ? bytes.length : consumed.value);
    },
    signature,
  );
}

function exDecoder(
  name: string,
  decode: (
    bytes: Uint8Array,
    errors: string | null,
    order: { value: number },
    consumed: Consumed | null,
  ) => Owned<PyObject> | null,
): PyMethodDef {
  const fname = `${name}_ex_decode`;
  return method(
    fname,
    METH_FASTCALL,
    (_module: PyObject, args: Args) => {
      if (!_PyArg_CheckPositional(fname, args.length, 1, 4)) return null;
      const bytes = bytesOf(args[0]!);
      if (bytes === null) return null;
      const errors = errorsArg(fname, args, 1);
      if (errors === undefined) return null;
      const value = args.length > 2 ? argInt(args[2]!) : 0;
      if (value === null) return null;
      const isFinal = args.length > 3 ? PyObject_IsTrue(args[3]!) : 0;
      if (isFinal < 0) return null;
      const order = { value };
      const consumed = { value: bytes.length };
      const decoded = decode(bytes, errors, order, isFinal ? null : consumed);
      if (decoded === null) return null;
      const used = isFinal ? bytes.length : consumed.value;
      return PyTuple_FromArraySteal([decoded, PyLong_FromLong(used), PyLong_FromLong(order.value)]);
    },
    '($module, data, errors=None, byteorder=0, final=False, /)',
  );
}

const ESCAPES: Record<string, number> = {
  '\\': 0x5c,
  "'": 0x27,
  '"': 0x22,
  b: 8,
  f: 12,
  t: 9,
  n: 10,
  r: 13,
  v: 11,
  a: 7,
};
const isOctal = (c: number | undefined): boolean => c !== undefined && c >= 0x30 && c <= 0x37;
function hexDigit(c: number | undefined): number {
  const value = c === undefined ? NaN : parseInt(String.fromCharCode(c), 16);
  return Number.isNaN(value) ? -1 : value;
}

/** The bytes that a bytes literal's text stands for. */
function PyBytes_DecodeEscape(bytes: Uint8Array, errors: string | null): Owned<PyObject> | null {
  const out = new ByteWriter(bytes.length);
  let warning: string | null = null;
  for (let s = 0; s < bytes.length;) {
    const byte = bytes[s++]!;
    if (byte !== 0x5c) {
      out.push(byte);
      continue;
    }
    if (s === bytes.length) return PyErr_SetString(PyExc_ValueError, 'Trailing \\ in string');
    const c = bytes[s++]!;
    if (c === 10) continue;
    const simple = ESCAPES[String.fromCharCode(c)];
    if (simple !== undefined) {
      out.push(simple);
    } else if (isOctal(c)) {
      let value = c - 0x30;
      for (let n = 0; n < 2 && isOctal(bytes[s]); n++) value = value * 8 + bytes[s++]! - 0x30;
      if (value > 0xff) warning ??= `invalid octal escape sequence '\\${value.toString(8)}'`;
      out.push(value & 0xff);
    } else if (c === 0x78) {
      const high = hexDigit(bytes[s]);
      const low = hexDigit(bytes[s + 1]);
      if (high >= 0 && low >= 0) {
        out.push(high * 16 + low);
        s += 2;
        continue;
      }
      if (errors === null || errors === 'strict') {
        return PyErr_SetString(PyExc_ValueError, `invalid \\x escape at position ${s - 2}`);
      }
      if (errors === 'replace') out.push(0x3f);
      else if (errors !== 'ignore') {
        return PyErr_SetString(PyExc_ValueError, `decoding error; unknown error handling code: ${errors}`);
      }
      if (high >= 0) s++;
    } else {
      warning ??= `invalid escape sequence '\\${String.fromCharCode(c)}'`;
      out.push(0x5c);
      s--;
    }
  }
  if (warning !== null && PyErr_WarnEx(PyExc_DeprecationWarning, warning, 1) < 0) return null;
  return PyBytes_FromStringAndSize(out.finish());
}

const SHORT: Record<number, string> = { 0x5c: '\\\\', 0x27: "\\'", 9: '\\t', 10: '\\n', 13: '\\r' };
function escapeBytes(bytes: Uint8Array): Uint8Array {
  const out = new ByteWriter(bytes.length);
  for (const c of bytes) {
    const short = SHORT[c];
    if (short !== undefined) out.pushBytes(codec.latin1Bytes(short));
    else if (c < 0x20 || c >= 0x7f) out.pushBytes(codec.latin1Bytes(`\\x${c.toString(16).padStart(2, '0')}`));
    else out.push(c);
  }
  return out.finish();
}

function escape_encode(_module: PyObject, args: Args): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('escape_encode', args.length, 1, 2)) return null;
  const data = args[0]!;
  if (!PyBytes_Check(data)) return _PyArg_BadArgument('escape_encode', 'argument 1', 'bytes', data);
  if (errorsArg('escape_encode', args, 1) === undefined) return null;
  return codec_tuple(PyBytes_FromStringAndSize(escapeBytes(data.ob_sval)), data.ob_sval.length);
}

function readbuffer_encode(_module: PyObject, args: Args): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('readbuffer_encode', args.length, 1, 2)) return null;
  const bytes = strOrBytes(args[0]!);
  if (bytes === null || errorsArg('readbuffer_encode', args, 1) === undefined) return null;
  return codec_tuple(PyBytes_FromStringAndSize(bytes.slice()), bytes.length);
}

const mappingArg = (args: Args): PyObject | null => (args[2] === undefined || args[2] === Py_None ? null : args[2]);

function charmap_encode(_module: PyObject, args: Args): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('charmap_encode', args.length, 1, 3)) return null;
  const str = argStr('charmap_encode', 'argument 1', args[0]!);
  if (str === null) return null;
  const errors = errorsArg('charmap_encode', args, 1);
  if (errors === undefined) return null;
  return codec_tuple(codec._PyUnicode_EncodeCharmap(str, mappingArg(args), errors), str.length);
}
function charmap_decode(_module: PyObject, args: Args): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('charmap_decode', args.length, 1, 3)) return null;
  const bytes = bytesOf(args[0]!);
  if (bytes === null) return null;
  const errors = errorsArg('charmap_decode', args, 1);
  if (errors === undefined) return null;
  return codec_tuple(codec.PyUnicode_DecodeCharmap(bytes, mappingArg(args), errors), bytes.length);
}
function charmap_build(_module: PyObject, map: PyObject): Owned<PyObject> | null {
  const str = argStr('charmap_build', 'argument', map);
  return str === null ? null : codec.PyUnicode_BuildEncodingMap(str);
}

const codingParsers = {
  encode: argParser('encode', ['obj', 'encoding', 'errors'], 1),
  decode: argParser('decode', ['obj', 'encoding', 'errors'], 1),
};
function coding(fname: 'encode' | 'decode', run: typeof PyCodec_Encode): PyMethodDef {
  return method(
    fname,
    METH_FASTCALL | METH_KEYWORDS,
    (_module: PyObject, args: Args, kwnames: PyTupleObject | null) => {
      const unpacked = _PyArg_UnpackKeywords(args, kwnames, codingParsers[fname]);
      if (unpacked === null) return null;
      const texts: (string | null)[] = ['utf-8', null];
      for (const [i, name] of ['encoding', 'errors'].entries()) {
        const arg = unpacked[i + 1];
        if (arg == null) continue;
        const text = argCString(fname, `argument '${name}'`, arg);
        if (text === null) return null;
        texts[i] = text;
      }
      return run(unpacked[0]!, texts[0]!, texts[1]!);
    },
    `($module, /, obj, encoding='utf-8', errors='strict')`,
  );
}

function lookup(_module: PyObject, arg: PyObject): Owned<PyObject> | null {
  const encoding = argCString('lookup', 'argument', arg);
  return encoding === null ? null : _PyCodec_Lookup(encoding);
}
function lookup_error(_module: PyObject, arg: PyObject): Owned<PyObject> | null {
  const name = argCString('lookup_error', 'argument', arg);
  return name === null ? null : PyCodec_LookupError(name);
}
function register_error(_module: PyObject, args: Args): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('register_error', args.length, 2, 2)) return null;
  const name = argCString('register_error', 'argument 1', args[0]!);
  if (name === null || PyCodec_RegisterError(name, args[1]!) < 0) return null;
  return Py_NewRef(Py_None);
}

const methods: PyMethodDef[] = [
  method(
    'register',
    METH_O,
    (_m: PyObject, f: PyObject) => (PyCodec_Register(f) < 0 ? null : Py_NewRef(Py_None)),
    '($module, search_function, /)',
  ),
  method(
    'unregister',
    METH_O,
    (_m: PyObject, f: PyObject) => (PyCodec_Unregister(f) < 0 ? null : Py_NewRef(Py_None)),
    '($module, search_function, /)',
  ),
  method('lookup', METH_O, lookup, '($module, encoding, /)'),
  coding('encode', PyCodec_Encode),
  coding('decode', PyCodec_Decode),
  method('escape_encode', METH_FASTCALL, escape_encode, '($module, data, errors=None, /)'),
  decoder('escape', null, strOrBytes, (bytes, errors) => PyBytes_DecodeEscape(bytes, errors)),
  encoder('utf_8', codec._PyUnicode_AsUTF8String),
  decoder('utf_8', false, bytesOf, codec.PyUnicode_DecodeUTF8Stateful),
  encoder('utf_7', (str) => codec._PyUnicode_EncodeUTF7(str)),
  decoder('utf_7', false, bytesOf, codec.PyUnicode_DecodeUTF7Stateful),
  orderedEncoder('utf_16', codec._PyUnicode_EncodeUTF16),
  encoder('utf_16_le', (str, errors) => codec._PyUnicode_EncodeUTF16(str, errors, -1)),
  encoder('utf_16_be', (str, errors) => codec._PyUnicode_EncodeUTF16(str, errors, 1)),
  decoder('utf_16', false, bytesOf, (b, errors, consumed) =>
    codec.PyUnicode_DecodeUTF16Stateful(b, errors, { value: 0 }, consumed),
  ),
  decoder('utf_16_le', false, bytesOf, (b, errors, consumed) =>
    codec.PyUnicode_DecodeUTF16Stateful(b, errors, { value: -1 }, consumed),
  ),
  decoder('utf_16_be', false, bytesOf, (b, errors, consumed) =>
    codec.PyUnicode_DecodeUTF16Stateful(b, errors, { value: 1 }, consumed),
  ),
  exDecoder('utf_16', codec.PyUnicode_DecodeUTF16Stateful),
  orderedEncoder('utf_32', codec._PyUnicode_EncodeUTF32),
  encoder('utf_32_le', (str, errors) => codec._PyUnicode_EncodeUTF32(str, errors, -1)),
  encoder('utf_32_be', (str, errors) => codec._PyUnicode_EncodeUTF32(str, errors, 1)),
  decoder('utf_32', false, bytesOf, (b, errors, consumed) =>
    codec.PyUnicode_DecodeUTF32Stateful(b, errors, { value: 0 }, consumed),
  ),
  decoder('utf_32_le', false, bytesOf, (b, errors, consumed) =>
    codec.PyUnicode_DecodeUTF32Stateful(b, errors, { value: -1 }, consumed),
  ),
  decoder('utf_32_be', false, bytesOf, (b, errors, consumed) =>
    codec.PyUnicode_DecodeUTF32Stateful(b, errors, { value: 1 }, consumed),
  ),
  exDecoder('utf_32', codec.PyUnicode_DecodeUTF32Stateful),
  encoder('unicode_escape', (str) => codec.PyUnicode_AsUnicodeEscapeString(str)),
  decoder('unicode_escape', true, strOrBytes, codec._PyUnicode_DecodeUnicodeEscapeStateful),
  encoder('raw_unicode_escape', (str) => codec.PyUnicode_AsRawUnicodeEscapeString(str)),
  decoder('raw_unicode_escape', true, strOrBytes, codec._PyUnicode_DecodeRawUnicodeEscapeStateful),
  encoder('latin_1', codec._PyUnicode_AsLatin1String),
  decoder('latin_1', null, bytesOf, (bytes) => codec.PyUnicode_DecodeLatin1(bytes)),
  encoder('ascii', codec._PyUnicode_AsASCIIString),
  decoder('ascii', null, bytesOf, (bytes, errors) => codec.PyUnicode_DecodeASCII(bytes, errors)),
  method('charmap_encode', METH_FASTCALL, charmap_encode, '($module, str, errors=None, mapping=None, /)'),
  method('charmap_decode', METH_FASTCALL, charmap_decode, '($module, data, errors=None, mapping=None, /)'),
  method('charmap_build', METH_O, charmap_build, '($module, map, /)'),
  method('readbuffer_encode', METH_FASTCALL, readbuffer_encode, '($module, data, errors=None, /)'),
  method('register_error', METH_FASTCALL, register_error, '($module, errors, handler, /)'),
  method('lookup_error', METH_O, lookup_error, '($module, name, /)'),
];

export function PyInit__codecs(): Owned<PyObject> | null {
  return PyModule_Create({ m_name: '_codecs', m_doc: null, m_methods: methods });
}
