// complex. Follows Objects/complexobject.c, CPython 3.13.

import { PyObject_Del, PyObject_New } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyIndex_Check, _PyNumber_Index } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { PyObject_CallNoArgs } from './call';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError, PyExc_ZeroDivisionError } from './exceptions';
import { PyFloat_AsDouble, PyFloat_Check, PyFloat_FromDouble, _Py_HashDouble } from './floatobject';
import { PyComplexObject } from './floatstruct';
import type { PyFloatObject } from './floatstruct';
import { _PyComplex_FormatAdvanced } from './formatter_unicode';
import { _PyArg_BadArgument, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import * as libm from './libm';
import { transformDecimalAndSpaceToASCII } from './longformat';
import { PyLong_AsDouble, PyLong_Check } from './longobject';
import type { PyLongObject } from './longstruct';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_NE } from './object';
import { Py_None, Py_NotImplemented, PyObject_RichCompare } from './objectprotocol';
import { hash_hi, makeHash } from './pyhash';
import { PyOS_double_to_string, parseFloatText } from './pystrtod';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { _PyObject_LookupSpecial } from './typeslots';
import { PyType_IsSubtype } from './typeobject';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, METH_O, Py_READONLY, Py_TPFLAGS_BASETYPE, Py_T_DOUBLE, defineType, method } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export interface Py_complex {
  real: number;
  imag: number;
}

export const PyComplex_Type: PyTypeObject = defineType({
  tp_name: 'complex',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_doc:
    "complex(real=0, imag=0)\n--\n\nCreate a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
  construct: (type) => new PyComplexObject(type, 0, 0),
  tp_dealloc: (self: PyObject) => self.ob_type.tp_free!(self as never),
  tp_free: PyObject_Del,
  tp_repr: complex_repr,
  tp_hash: complex_hash,
  tp_richcompare: complex_richcompare,
  tp_new: complex_new,
  tp_methods: [
    method(
      'conjugate',
      METH_NOARGS,
      (self: PyObject) => fromDoubles(c(self).real, -c(self).imag),
      '($self, /)',
      'Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.',
    ),
    method('__complex__', METH_NOARGS, complex___complex__, '($self, /)', 'Convert this value to exact type complex.'),
    method(
      '__getnewargs__',
      METH_NOARGS,
      (self: PyObject) => PyTuple_FromArraySteal([PyFloat_FromDouble(c(self).real), PyFloat_FromDouble(c(self).imag)]),
      '($self, /)',
    ),
    method(
      '__format__',
      METH_O,
      complex___format__,
      '($self, format_spec, /)',
      'Convert to a string according to format_spec.',
    ),
  ],
  tp_members: [
    { name: 'real', type: Py_T_DOUBLE, field: 'real', flags: Py_READONLY, doc: 'the real part of a complex number' },
    {
      name: 'imag',
      type: Py_T_DOUBLE,
      field: 'imag',
      flags: Py_READONLY,
      doc: 'the imaginary part of a complex number',
    },
  ],
  nb_add: (a, b) => binary(a, b, (x, y) => ({ real: x.real + y.real, imag: x.imag + y.imag })),
  nb_subtract: (a, b) => binary(a, b, (x, y) => ({ real: x.real - y.real, imag: x.imag - y.imag })),
  nb_multiply: (a, b) => binary(a, b, _Py_c_prod),
  nb_true_divide: (a, b) =>
    binary(a, b, (x, y) => _Py_c_quot(x, y) ?? PyErr_SetString(PyExc_ZeroDivisionError, 'complex division by zero')),
  nb_power: complex_pow,
  nb_negative: (a) => fromDoubles(-c(a).real, -c(a).imag),
  nb_positive: (a) => (a.ob_type === PyComplex_Type ? Py_NewRef(a) : fromDoubles(c(a).real, c(a).imag)),
  nb_absolute: complex_abs,
  nb_bool: (a) => (c(a).real !== 0 || c(a).imag !== 0 ? 1 : 0),
});

function c(op: PyObject): Py_complex {
  return op as PyComplexObject;
}
export function PyComplex_Check(op: PyObject): op is PyComplexObject {
  return op.ob_type === PyComplex_Type || PyType_IsSubtype(op.ob_type, PyComplex_Type);
}
export function PyComplex_CheckExact(op: PyObject): op is PyComplexObject {
  return op.ob_type === PyComplex_Type;
}
export function PyComplex_FromDoubles(real: number, imag: number): Owned<PyComplexObject> {
  return PyObject_New(new PyComplexObject(PyComplex_Type, real, imag), 32);
}
const fromDoubles = PyComplex_FromDoubles;

export function _Py_c_prod(a: Py_complex, b: Py_complex): Py_complex {
  return { real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real };
}

/** Quotient by Smith's method; null for a zero divisor. */
export function _Py_c_quot(a: Py_complex, b: Py_complex): Py_complex | null {
  const abs_breal = Math.abs(b.real);
  const abs_bimag = Math.abs(b.imag);
  if (abs_breal >= abs_bimag) {
    if (abs_breal === 0) return null;
    const ratio = b.imag / b.real;
    const denom = b.real + b.imag * ratio;
    return { real: (a.real + a.imag * ratio) / denom, imag: (a.imag - a.real * ratio) / denom };
  }
  if (abs_bimag >= abs_breal) {
    const ratio = b.real / b.imag;
    const denom = b.real * ratio + b.imag;
    return { real: (a.real * ratio + a.imag) / denom, imag: (a.imag * ratio - a.real) / denom };
  }
  return { real: NaN, imag: NaN };
}

/** a ** b; null for 0 to a negative or complex power. */
export function _Py_c_pow(a: Py_complex, b: Py_complex): Py_complex | null {
  if (b.real === 0 && b.imag === 0) return { real: 1, imag: 0 };
  if (a.real === 0 && a.imag === 0) return b.imag !== 0 || b.real < 0 ? null : { real: 0, imag: 0 };
  const vabs = libm.hypot(a.real, a.imag);
  let len = libm.pow(vabs, b.real);
  const at = libm.atan2(a.imag, a.real);
  let phase = at * b.real;
  if (b.imag !== 0) {
    len /= libm.exp(at * b.imag);
    phase += b.imag * libm.log(vabs);
  }
  return { real: len * libm.cos(phase), imag: len * libm.sin(phase) };
}

function c_powi(x: Py_complex, n: number): Py_complex | null {
  if (n > 0) return c_powu(x, n);
  return _Py_c_quot({ real: 1, imag: 0 }, c_powu(x, -n));
}
function c_powu(x: Py_complex, n: number): Py_complex {
  let r: Py_complex = { real: 1, imag: 0 };
  let p = x;
  for (let mask = 1; mask > 0 && n >= mask; mask *= 2) {
    if (Math.floor(n / mask) % 2 === 1) r = _Py_c_prod(r, p);
    p = _Py_c_prod(p, p);
  }
  return r;
}

/** 1: converted into `out`; 0: not a number complex takes; −1: exception. */
function toComplex(op: PyObject, out: Py_complex): number {
  if (PyComplex_Check(op)) {
    out.real = op.real;
    out.imag = op.imag;
    return 1;
  }
  out.imag = 0;
  if (PyLong_Check(op)) {
    out.real = PyLong_AsDouble(op);
    return out.real === -1 && PyErr_Occurred() ? -1 : 1;
  }
  if (PyFloat_Check(op)) {
    out.real = op.ob_fval;
    return 1;
  }
  return 0;
}

function binary(a: PyObject, b: PyObject, f: (x: Py_complex, y: Py_complex) => Py_complex | null): PyObject | null {
  const x = { real: 0, imag: 0 };
  const y = { real: 0, imag: 0 };
  let ok = toComplex(a, x);
  if (ok === 1) ok = toComplex(b, y);
  if (ok !== 1) return ok < 0 ? null : Py_NewRef(Py_NotImplemented);
  const r = f(x, y);
  return r === null ? null : fromDoubles(r.real, r.imag);
}

function complex_pow(v: PyObject, w: PyObject, z: PyObject): PyObject | null {
  const a = { real: 0, imag: 0 };
  const b = { real: 0, imag: 0 };
  let ok = toComplex(v, a);
  if (ok === 1) ok = toComplex(w, b);
  if (ok !== 1) return ok < 0 ? null : Py_NewRef(Py_NotImplemented);
  if (z !== Py_None) return PyErr_SetString(PyExc_ValueError, 'complex modulo');
  const p =
    b.imag === 0 && b.real === Math.floor(b.real) && Math.abs(b.real) <= 100 && b.real !== 0
      ? c_powi(a, b.real)
      : _Py_c_pow(a, b);
  if (p === null) return PyErr_SetString(PyExc_ZeroDivisionError, '0.0 to a negative or complex power');
  if (
    Number.isFinite(a.real) &&
    Number.isFinite(a.imag) &&
    Number.isFinite(b.real) &&
    (Math.abs(p.real) === Infinity || Math.abs(p.imag) === Infinity)
  ) {
    return PyErr_SetString(PyExc_OverflowError, 'complex exponentiation');
  }
  return fromDoubles(p.real, p.imag);
}
/** float ** float with a negative base and a fractional exponent. */
export function complex_pow_from_floats(v: PyObject, w: PyObject): PyObject | null {
  return complex_pow(v, w, Py_None);
}

function complex_abs(self: PyObject): PyObject | null {
  const { real, imag } = c(self);
  if (Math.abs(real) === Infinity || Math.abs(imag) === Infinity) return PyFloat_FromDouble(Infinity);
  const r = libm.hypot(real, imag);
  if (r === Infinity) return PyErr_SetString(PyExc_OverflowError, 'absolute value too large');
  return PyFloat_FromDouble(r);
}

function complex_repr(self: PyObject): PyObject | null {
  const { real, imag } = c(self);
  const text = (v: number, sign: boolean): string => PyOS_double_to_string(v, 'r', 0, { sign });
  if (real === 0 && !Object.is(real, -0)) return PyUnicode_FromString(`${text(imag, false)}j`);
  return PyUnicode_FromString(`(${text(real, false)}${text(imag, true)}j)`);
}

function complex_hash(self: PyObject): number {
  const { real, imag } = c(self);
  const realLo = _Py_HashDouble(self, real);
  const realHi = hash_hi;
  const imagLo = _Py_HashDouble(self, imag);
  const combined = BigInt.asUintN(64, join(realLo, realHi) + 1000003n * join(imagLo, hash_hi));
  return makeHash(Number(combined & 0xffffffffn) | 0, Number(combined >> 32n) | 0);
}
const join = (lo: number, hi: number): bigint => (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);

function complex_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  if (op !== Py_EQ && op !== Py_NE) return Py_NewRef(Py_NotImplemented);
  const { real, imag } = c(v);
  let equal: boolean;
  if (PyLong_Check(w)) {
    if (imag === 0) {
      const r = PyFloat_FromDouble(real);
      const sub = PyObject_RichCompare(r, w, op);
      Py_DECREF(r);
      return sub;
    }
    equal = false;
  } else if (PyFloat_Check(w)) equal = real === (w as PyFloatObject).ob_fval && imag === 0;
  else if (PyComplex_Check(w)) equal = real === w.real && imag === w.imag;
  else return Py_NewRef(Py_NotImplemented);
  return PyBool_FromLong(equal === (op === Py_EQ));
}

function complex___complex__(self: PyObject): PyObject | null {
  return self.ob_type === PyComplex_Type ? Py_NewRef(self) : fromDoubles(c(self).real, c(self).imag);
}
function complex___format__(self: PyObject, spec: PyObject): PyObject | null {
  if (!PyUnicode_Check(spec)) return _PyArg_BadArgument('__format__', 'argument', 'str', spec);
  return _PyComplex_FormatAdvanced(self, spec);
}

/** Reads `1+2j`, `(1j)`, `nan`, …; null when malformed. */
export function parseComplex(text: string): Py_complex | null {
  let s = text.trim();
  if (s.startsWith('(') && s.endsWith(')')) s = s.slice(1, -1).trim();
  if (s === '') return null;
  const number = '[+-]?(?:(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d[\\d_]*)?|inf(?:inity)?|nan)';
  const m = new RegExp(`^(${number})?(?:([+-]?)j|([+-]?(?:${number.slice(5)}))j)?$`, 'i').exec(s);
  const both = new RegExp(`^(${number})(?:([+-](?:${number.slice(5)})?)[jJ])$`, 'i').exec(s);
  if (both !== null) {
    const real = parseFloatText(both[1]!);
    const it = both[2]!;
    const imag = it === '+' ? 1 : it === '-' ? -1 : parseFloatText(it);
    return real === null || imag === null ? null : { real, imag };
  }
  if (m === null) return null;
  if (/j$/i.test(s)) {
    const it = s.slice(0, -1);
    const imag = it === '' || it === '+' ? 1 : it === '-' ? -1 : parseFloatText(it);
    return imag === null ? null : { real: 0, imag };
  }
  const real = parseFloatText(s);
  return real === null ? null : { real, imag: 0 };
}

const newParser = argParser('complex', ['real', 'imag'], 0, 2);

/** Calls __complex__ if there is one: the result, undefined when there is none, null with an exception. */
function try_complex_special_method(op: PyObject): PyObject | null | undefined {
  if (PyComplex_CheckExact(op)) return Py_NewRef(op);
  const f = _PyObject_LookupSpecial(op, _Py_ID('__complex__'));
  if (f === null) return PyErr_Occurred() ? null : undefined;
  const result = PyObject_CallNoArgs(f);
  Py_DECREF(f);
  if (result === null || PyComplex_Check(result)) return result;
  PyErr_SetString(PyExc_TypeError, `__complex__ returned non-complex (type ${result.ob_type.tp_name})`);
  Py_DECREF(result);
  return null;
}

function isReal(op: PyObject): boolean {
  return op.ob_type.nb_float !== null || PyIndex_Check(op);
}

function make(type: PyTypeObject, real: number, imag: number): PyObject | null {
  if (type === PyComplex_Type) return fromDoubles(real, imag);
  const self = type.tp_alloc!(type, 0) as PyComplexObject | null;
  if (self !== null) {
    self.real = real;
    self.imag = imag;
  }
  return self;
}

function complex_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  if (argv === null) return null;
  const [r, i] = argv as [PyObject | null, PyObject | null];
  if (r !== null && i === null && PyComplex_CheckExact(r) && type === PyComplex_Type) return Py_NewRef(r);
  if (r !== null && PyUnicode_Check(r)) {
    if (i !== null) return PyErr_SetString(PyExc_TypeError, "complex() can't take second arg if first is a string");
    const value = parseComplex(transformDecimalAndSpaceToASCII((r as PyUnicodeObject).str));
    if (value === null) return PyErr_SetString(PyExc_ValueError, 'complex() arg is a malformed string');
    return make(type, value.real, value.imag);
  }
  if (i !== null && PyUnicode_Check(i))
    return PyErr_SetString(PyExc_TypeError, "complex() second arg can't be a string");
  let cr: Py_complex = { real: 0, imag: 0 };
  let crIsComplex = false;
  if (r !== null) {
    const special = try_complex_special_method(r);
    if (special === null) return null;
    if (special !== undefined) {
      cr = { real: c(special).real, imag: c(special).imag };
      crIsComplex = true;
      Py_DECREF(special);
    } else if (!isReal(r)) {
      return PyErr_SetString(
        PyExc_TypeError,
        `complex() first argument must be a string or a number, not '${r.ob_type.tp_name}'`,
      );
    } else {
      cr.real = asDouble(r);
      if (cr.real === -1 && PyErr_Occurred()) return null;
    }
  }
  if (i === null) return make(type, cr.real, crIsComplex ? cr.imag : 0);
  if (!PyComplex_Check(i) && !isReal(i)) {
    return PyErr_SetString(PyExc_TypeError, `complex() second argument must be a number, not '${i.ob_type.tp_name}'`);
  }
  let ci: Py_complex = { real: 0, imag: 0 };
  if (PyComplex_Check(i)) ci = { real: i.real, imag: i.imag };
  else {
    ci.real = asDouble(i);
    if (ci.real === -1 && PyErr_Occurred()) return null;
  }
  if (PyComplex_Check(i)) cr.real -= ci.imag;
  if (crIsComplex) ci.real += cr.imag;
  return make(type, cr.real, ci.real);
}

function asDouble(op: PyObject): number {
  if (op.ob_type.nb_float === null && PyIndex_Check(op)) {
    const index = _PyNumber_Index(op);
    if (index === null) return -1;
    const d = PyLong_AsDouble(index as PyLongObject);
    Py_DECREF(index);
    return d;
  }
  return PyFloat_AsDouble(op);
}

/** The value of a complex, of an object with __complex__, or of a real number; null with an exception. */
export function PyComplex_AsCComplex(op: PyObject): Py_complex | null {
  if (PyComplex_Check(op)) return c(op);
  const special = try_complex_special_method(op);
  if (special === null) return null;
  if (special !== undefined) {
    const value = { ...c(special) };
    Py_DECREF(special);
    return value;
  }
  const real = PyFloat_AsDouble(op);
  return real === -1 && PyErr_Occurred() !== null ? null : { real, imag: 0 };
}
