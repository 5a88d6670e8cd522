// float's methods. Follows the method half of Objects/floatobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyNumber_Index } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_TypeError, PyExc_OverflowError, PyExc_ValueError } from './exceptions';
import { PyFloat_FromDouble, PyFloat_Type, float_float } from './floatobject';
import type { PyFloatObject } from './floatstruct';
import { _PyFloat_FormatAdvanced } from './formatter_unicode';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from './getargs';
import * as libm from './libm';
import { PyLong_FromDouble, PyLong_FromValue, PyNumber_AsSsize_t } from './longobject';
import { normalize, scaleRounded } from './longvalue';
import { PyObject_CallOneArg } from './call';
import type { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { PyOS_double_to_string } from './pystrtod';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyGetSetDef, PyMethodDef } from './typestruct';
import { METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, method } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const valueOf = (op: PyObject): number => (op as PyFloatObject).ob_fval;

function float_as_integer_ratio(self: PyObject): PyObject | null {
  const v = valueOf(self);
  if (v === Infinity || v === -Infinity)
    return PyErr_SetString(PyExc_OverflowError, 'cannot convert Infinity to integer ratio');
  if (Number.isNaN(v)) return PyErr_SetString(PyExc_ValueError, 'cannot convert NaN to integer ratio');
  let [m, e] = libm.frexp(v);
  for (let i = 0; i < 300 && m !== Math.floor(m); i++) {
    m *= 2;
    e--;
  }
  let numerator = BigInt(m);
  let denominator = 1n;
  if (e > 0) numerator <<= BigInt(e);
  else denominator <<= BigInt(-e);
  return PyTuple_FromArraySteal([PyLong_FromValue(normalize(numerator)), PyLong_FromValue(normalize(denominator))]);
}

/** round(v, ndigits), correctly rounded through the decimal representation as C's double_round does. */
export function roundToDigits(v: number, ndigits: number): number {
  const text = PyOS_double_to_string(v, 'f', Math.max(0, ndigits), {});
  if (ndigits >= 0) return Number(text);
  // Left of the point: round the exact integer part, halves to even on the exact value.
  const unit = 10n ** BigInt(-ndigits);
  const negative = v < 0;
  const a = Math.abs(v);
  const whole = BigInt(Math.floor(a));
  const fraction = a - Math.floor(a);
  let q = whole / unit;
  const rest = (whole % unit) * 2n;
  if (rest > unit || (rest === unit && (fraction > 0 || q % 2n === 1n))) q += 1n;
  const r = Number(q * unit);
  return negative ? -r : r;
}

function float___round__(self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('__round__', args.length, 0, 1)) return null;
  const x = valueOf(self);
  if (args.length === 0 || args[0] === Py_None) return PyLong_FromDouble(libm.rint(x));
  const index = PyNumber_Index(args[0]!);
  if (index === null) return null;
  const ndigits = PyNumber_AsSsize_t(index, null);
  Py_DECREF(index);
  if (ndigits === -1 && PyErr_Occurred()) return null;
  if (!Number.isFinite(x) || ndigits > 323) return PyFloat_FromDouble(x);
  if (ndigits < -308) return PyFloat_FromDouble(0 * x);
  const r = roundToDigits(x, ndigits);
  if (!Number.isFinite(r)) return PyErr_SetString(PyExc_OverflowError, 'rounded value too large to represent');
  return PyFloat_FromDouble(r);
}

function float_hex(self: PyObject): PyObject | null {
  const x = valueOf(self);
  if (!Number.isFinite(x)) return self.ob_type.tp_repr!(self);
  if (x === 0) return PyUnicode_FromString(Object.is(x, -0) ? '-0x0.0p+0' : '0x0.0p+0');
  let [m, e] = libm.frexp(Math.abs(x));
  const shift = 1 - Math.max(-1021 - e, 0);
  m = libm.ldexp(m, shift);
  e -= shift;
  let digits = '';
  const lead = Math.floor(m);
  m -= lead;
  for (let i = 0; i < 13; i++) {
    m *= 16;
    const d = Math.floor(m);
    digits += d.toString(16);
    m -= d;
  }
  return PyUnicode_FromString(`${x < 0 ? '-' : ''}0x${lead}.${digits}p${e < 0 ? '-' : '+'}${Math.abs(e)}`);
}

function float_fromhex(type: PyObject, string: PyObject): PyObject | null {
  if (!PyUnicode_Check(string)) return PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
  const text = (string as PyUnicodeObject).str.trim();
  let value: number;
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    value = special[2]!.toLowerCase() === 'nan' ? NaN : Infinity;
    if (special[1] === '-') value = -value;
  } else {
    const m = /^([+-]?)(?:0[xX])?([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?\d+))?$/.exec(text);
    if (m === null || (m[2] === '' && (m[3] ?? '') === '')) {
      return PyErr_SetString(PyExc_ValueError, 'invalid hexadecimal floating-point string');
    }
    const digits = m[2]! + (m[3] ?? '');
    const exponent = Number(m[4] ?? 0) - 4 * (m[3] ?? '').length;
    value = fromHexDigits(BigInt('0x' + digits), exponent);
    if (value === Infinity) {
      return PyErr_SetString(PyExc_OverflowError, 'hexadecimal value too large to represent as a float');
    }
    if (m[1] === '-') value = -value;
  }
  const result = PyFloat_FromDouble(value);
  if (type === PyFloat_Type) return result;
  const converted = PyObject_CallOneArg(type, result);
  Py_DECREF(result);
  return converted;
}
function fromHexDigits(q: bigint, e: number): number {
  if (q === 0n) return 0;
  return scaleRounded(q, Math.max(-100000, Math.min(100000, e)));
}
function float___getformat__(_type: PyObject, typestr: PyObject): PyObject | null {
  if (!PyUnicode_Check(typestr)) return _PyArg_BadArgument('__getformat__', 'argument', 'str', typestr);
  const text = (typestr as PyUnicodeObject).str;
  if (text !== 'double' && text !== 'float') {
    return PyErr_SetString(PyExc_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
  }
  return PyUnicode_FromString('IEEE, little-endian');
}

function float___format__(self: PyObject, spec: PyObject): PyObject | null {
  if (!PyUnicode_Check(spec)) return _PyArg_BadArgument('__format__', 'argument', 'str', spec);
  return _PyFloat_FormatAdvanced(self, spec);
}

export const float_methods: PyMethodDef[] = [
  method('conjugate', METH_NOARGS, float_float, '($self, /)', 'Return self, the complex conjugate of any float.'),
  method(
    '__trunc__',
    METH_NOARGS,
    (self: PyObject) => PyLong_FromDouble(valueOf(self)),
    '($self, /)',
    'Return the Integral closest to x between 0 and x.',
  ),
  method(
    '__floor__',
    METH_NOARGS,
    (self: PyObject) => PyLong_FromDouble(Math.floor(valueOf(self))),
    '($self, /)',
    'Return the floor as an Integral.',
  ),
  method(
    '__ceil__',
    METH_NOARGS,
    (self: PyObject) => PyLong_FromDouble(Math.ceil(valueOf(self))),
    '($self, /)',
    'Return the ceiling as an Integral.',
  ),
  method(
    '__round__',
    METH_FASTCALL,
    float___round__,
    '($self, ndigits=None, /)',
    'Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).',
  ),
  method(
    'as_integer_ratio',
    METH_NOARGS,
    float_as_integer_ratio,
    '($self, /)',
    'Return a pair of integers, whose ratio is exactly equal to the original float.',
  ),
  method(
    'fromhex',
    METH_O | METH_CLASS,
    float_fromhex,
    '($type, string, /)',
    'Create a floating-point number from a hexadecimal string.',
  ),
  method(
    'hex',
    METH_NOARGS,
    float_hex,
    '($self, /)',
    'Return a hexadecimal representation of a floating-point number.',
  ),
  method(
    'is_integer',
    METH_NOARGS,
    (self: PyObject) => PyBool_FromLong(Number.isInteger(valueOf(self))),
    '($self, /)',
    'Return True if the float is an integer.',
  ),
  method(
    '__getnewargs__',
    METH_NOARGS,
    (self: PyObject) => PyTuple_FromArraySteal([PyFloat_FromDouble(valueOf(self))]),
    '($self, /)',
  ),
  method('__getformat__', METH_O | METH_CLASS, float___getformat__, '($type, typestr, /)'),
  method(
    '__format__',
    METH_O,
    float___format__,
    '($self, format_spec, /)',
    'Formats the float according to format_spec.',
  ),
];

export const float_getset: PyGetSetDef[] = [
  { name: 'real', get: float_float, set: null, doc: 'the real part of a complex number' },
  { name: 'imag', get: () => PyFloat_FromDouble(0), set: null, doc: 'the imaginary part of a complex number' },
];
