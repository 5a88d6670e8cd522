// int's methods. Follows the method half of Objects/longobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyNumber_Index } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyObject_Bytes } from './bytesobject';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_ValueError } from './exceptions';
import { _PyLong_FormatAdvanced } from './formatter_unicode';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from './getargs';
import { PyLong_FromLong, PyLong_FromValue, PyLong_Type, PyNumber_AsSsize_t, long_long } from './longobject';
import type { PyLongObject } from './longstruct';
import * as V from './longvalue';
import { PyObject_CallOneArg } from './call';
import type { PyObject } from './object';
import { PyObject_IsTrue } from './objectprotocol';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyGetSetDef, PyMethodDef } from './typestruct';
import { METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, method } from './typestruct';
import { PyUnicode_Check } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const valueOf = (op: PyObject): V.IntValue => (op as PyLongObject).value;

function bitCount(v: V.IntValue): number {
  let x = typeof v === 'number' ? BigInt(v < 0 ? -v : v) : v < 0n ? -v : v;
  let count = 0;
  while (x !== 0n) {
    let w = Number(x & 0xffffffffn);
    x >>= 32n;
    w -= (w >>> 1) & 0x55555555;
    w = (w & 0x33333333) + ((w >>> 2) & 0x33333333);
    count += (((w + (w >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}

function int___round__(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('__round__', args.length, 0, 1)) return null;
  if (args.length === 0) return long_long(self);
  const index = PyNumber_Index(args[0]!);
  if (index === null) return null;
  const ndigits = valueOf(index);
  Py_DECREF(index);
  if (ndigits >= 0) return long_long(self);
  // Round half to even at 10 ** -ndigits.
  const unit = V.pow(10, V.neg(ndigits));
  const v = valueOf(self);
  const [q, r] = V.divmod(v, unit);
  const twice = V.mul(r, 2);
  const cmp = V.compare(twice, unit);
  const up = cmp > 0 || (cmp === 0 && V.mod(q, 2) === 1);
  return PyLong_FromValue(V.mul(up ? V.add(q, 1) : q, unit));
}

/** 'little' → true, 'big' → false; null with an exception. */
function littleEndian(fname: string, byteorder: PyObject | null): boolean | null {
  if (byteorder === null) return false;
  if (!PyUnicode_Check(byteorder)) return _PyArg_BadArgument(fname, "argument 'byteorder'", 'str', byteorder);
  const text = (byteorder as PyUnicodeObject).str;
  if (text === 'little') return true;
  if (text === 'big') return false;
  return PyErr_SetString(PyExc_ValueError, "byteorder must be either 'little' or 'big'");
}

const toBytesParser = argParser('to_bytes', ['length', 'byteorder', 'signed'], 0, 2);

function int_to_bytes(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, toBytesParser);
  if (argv === null) return null;
  let length = 1;
  if (argv[0] !== null) {
    length = PyNumber_AsSsize_t(argv[0]!, PyExc_OverflowError);
    if (length === -1 && PyErr_Occurred()) return null;
  }
  const little = littleEndian('to_bytes', argv[1]!);
  if (little === null) return null;
  const signed = argv[2] === null ? 0 : PyObject_IsTrue(argv[2]!);
  if (signed < 0) return null;
  if (length < 0) return PyErr_SetString(PyExc_ValueError, 'length argument must be non-negative');
  let v = BigInt(valueOf(self));
  if (v < 0n && !signed) return PyErr_SetString(PyExc_OverflowError, "can't convert negative int to unsigned");
  const bits = BigInt(length) * 8n;
  const limit = signed ? 1n << (bits > 0n ? bits - 1n : 0n) : 1n << bits;
  if (bits === 0n ? v !== 0n : signed ? v >= limit || v < -limit : v >= limit) {
    return PyErr_SetString(PyExc_OverflowError, 'int too big to convert');
  }
  if (v < 0n) v += 1n << bits;
  const bytes = new Uint8Array(length);
  const hex = v.toString(16).padStart(length * 2, '0');
  for (let i = 0; i < length; i++) bytes[i] = parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  if (little) bytes.reverse();
  return PyBytes_FromStringAndSize(bytes);
}

const fromBytesParser = argParser('from_bytes', ['bytes', 'byteorder', 'signed'], 1, 2);

function int_from_bytes(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, fromBytesParser);
  if (argv === null) return null;
  const little = littleEndian('from_bytes', argv[1]!);
  if (little === null) return null;
  const signed = argv[2] === null ? 0 : PyObject_IsTrue(argv[2]!);
  if (signed < 0) return null;
  const bytesObject = PyObject_Bytes(argv[0]!);
  if (bytesObject === null) return null;
  const bytes = PyBytes_AS_STRING(bytesObject);
  let hex = '';
  for (let i = 0; i < bytes.length; i++) hex += bytes[little ? bytes.length - 1 - i : i]!.toString(16).padStart(2, '0');
  const length = bytes.length;
  Py_DECREF(bytesObject);
  let v = hex === '' ? 0n : BigInt('0x' + hex);
  if (signed && length > 0 && v >> BigInt(length * 8 - 1) !== 0n) v -= 1n << BigInt(length * 8);
  const result = PyLong_FromValue(V.normalize(v));
  if (type === PyLong_Type) return result;
  const converted = PyObject_CallOneArg(type, result);
  Py_DECREF(result);
  return converted;
}

function int___format__(self: PyObject, spec: PyObject): PyObject | null {
  if (!PyUnicode_Check(spec)) return _PyArg_BadArgument('__format__', 'argument', 'str', spec);
  return _PyLong_FormatAdvanced(self, spec);
}

const plain = (self: PyObject): PyObject | null => long_long(self);

export const long_methods: PyMethodDef[] = [
  method('conjugate', METH_NOARGS, plain, '($self, /)', 'Returns self, the complex conjugate of any int.'),
  method(
    'bit_length',
    METH_NOARGS,
    (self: PyObject) => PyLong_FromLong(V.bitLength(valueOf(self))),
    '($self, /)',
    "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
  ),
  method(
    'bit_count',
    METH_NOARGS,
    (self: PyObject) => PyLong_FromLong(bitCount(valueOf(self))),
    '($self, /)',
    "Number of ones in the binary representation of the absolute value of self.\n\nAlso known as the population count.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3",
  ),
  method(
    'to_bytes',
    METH_FASTCALL | METH_KEYWORDS,
    int_to_bytes,
    "($self, /, length=1, byteorder='big', *, signed=False)",
    'Return an array of bytes representing an integer.',
  ),
  method(
    'from_bytes',
    METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
    int_from_bytes,
    "($type, /, bytes, byteorder='big', *, signed=False)",
    'Return the integer represented by the given array of bytes.',
  ),
  method(
    'as_integer_ratio',
    METH_NOARGS,
    (self: PyObject) => PyTuple_FromArraySteal([long_long(self), PyLong_FromLong(1)]),
    '($self, /)',
    'Return a pair of integers, whose ratio is equal to the original int.',
  ),
  method('__trunc__', METH_NOARGS, plain, '($self, /)', 'Truncating an Integral returns itself.'),
  method('__floor__', METH_NOARGS, plain, '($self, /)', 'Flooring an Integral returns itself.'),
  method('__ceil__', METH_NOARGS, plain, '($self, /)', 'Ceiling of an Integral returns itself.'),
  method(
    '__round__',
    METH_FASTCALL,
    int___round__,
    '($self, ndigits=<unrepresentable>, /)',
    'Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.',
  ),
  method(
    '__getnewargs__',
    METH_NOARGS,
    (self: PyObject) => PyTuple_FromArraySteal([PyLong_FromValue(valueOf(self))]),
    '($self, /)',
  ),
  method(
    '__format__',
    METH_O,
    int___format__,
    '($self, format_spec, /)',
    'Convert to a string according to format_spec.',
  ),
  method(
    '__sizeof__',
    METH_NOARGS,
    (self: PyObject) => PyLong_FromLong(24 + 4 * Math.max(1, V.digitCount(valueOf(self)))),
    '($self, /)',
    'Returns size in memory, in bytes.',
  ),
  method(
    'is_integer',
    METH_NOARGS,
    () => PyBool_FromLong(true),
    '($self, /)',
    'Returns True. Exists for duck type compatibility with float.is_integer.',
  ),
];

export const long_getset: PyGetSetDef[] = [
  { name: 'real', get: plain, set: null, doc: 'the real part of a complex number' },
  { name: 'imag', get: () => PyLong_FromLong(0), set: null, doc: 'the imaginary part of a complex number' },
  { name: 'numerator', get: plain, set: null, doc: 'the numerator of a rational number in lowest terms' },
  {
    name: 'denominator',
    get: () => PyLong_FromLong(1),
    set: null,
    doc: 'the denominator of a rational number in lowest terms',
  },
];
