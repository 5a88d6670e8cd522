// int: the object, its C API and its number slots. Arithmetic is in longvalue.ts, strings in longformat.ts, methods in
// longmethods.ts. Follows Objects/longobject.c, CPython 3.13.

import { PyObject_Del, PyObject_New, staticObject } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_INCREF, Py_NewRef, Py_DECREF } from '../heap/refcount';
import { PyNumber_Index, PyNumber_Long, _PyNumber_Index } from './abstract';
import { PyBool_FromLong } from './boolobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError, PyExc_ZeroDivisionError } from './exceptions';
import { PyFloat_FromDouble } from './floatobject';
import { _PyArg_UnpackKeywords, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { long_getset, long_methods } from './longmethods';
import { PyLong_FromUnicodeObject, long_to_decimal_string } from './longformat';
import { PyLongObject } from './longstruct';
import type { IntValue } from './longvalue';
import * as V from './longvalue';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from './object';
import { Py_NotImplemented, Py_None } from './objectprotocol';
import { hashFromNumber, makeHash } from './pyhash';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_BASETYPE, Py_TPFLAGS_LONG_SUBCLASS, _Py_TPFLAGS_MATCH_SELF, defineType } from './typestruct';

export const PyLong_Type: PyTypeObject = defineType({
  tp_name: 'int',
  tp_basicsize: 24,
  tp_itemsize: 4,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LONG_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
  tp_doc:
    "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
  construct: (type) => new PyLongObject(type, 0),
  tp_dealloc: long_dealloc,
  tp_free: PyObject_Del,
  tp_repr: long_to_decimal_string,
  tp_hash: long_hash,
  tp_richcompare: long_richcompare,
  tp_new: long_new,
  tp_vectorcall: long_vectorcall,
  tp_methods: long_methods,
  tp_getset: long_getset,
  nb_add: long_add,
  nb_subtract: long_sub,
  nb_multiply: long_mul,
  nb_remainder: long_mod,
  nb_divmod: long_divmod,
  nb_power: long_pow,
  nb_negative: (a) => PyLong_FromValue(V.neg(valueOf(a))),
  nb_positive: long_long,
  nb_absolute: (a) => (valueOf(a) < 0 ? PyLong_FromValue(V.neg(valueOf(a))) : long_long(a)),
  nb_bool: (a) => (valueOf(a) === 0 ? 0 : 1),
  nb_invert: long_invert,
  nb_lshift: long_lshift,
  nb_rshift: long_rshift,
  nb_and: long_and,
  nb_xor: long_xor,
  nb_or: long_or,
  nb_int: long_long,
  nb_float: long_float,
  nb_floor_divide: long_div,
  nb_true_divide: long_true_divide,
  nb_index: long_long,
});

export const _PY_NSMALLNEGINTS = 5;
export const _PY_NSMALLPOSINTS = 257;
/** −5 … 256, immortal. */
export const small_ints: PyLongObject[] = [];
for (let i = -_PY_NSMALLNEGINTS; i < _PY_NSMALLPOSINTS; i++) {
  small_ints.push(staticObject(new PyLongObject(PyLong_Type, i), 32));
}

export function PyLong_Check(op: PyObject): op is PyLongObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_LONG_SUBCLASS) !== 0;
}
export function PyLong_CheckExact(op: PyObject): op is PyLongObject {
  return op.ob_type === PyLong_Type;
}

function valueOf(op: PyObject): IntValue {
  return (op as PyLongObject).value;
}

/**
 * An int of an integer: a cached one for −5 … 256, else new. A size of 2**53 or more (of a range) is the number that C's
 * Py_ssize_t has only if JavaScript's has all its digits.
 */
export function PyLong_FromLong(v: number): Owned<PyLongObject> {
  if (v >= -5 && v <= 256) {
    const small = small_ints[v + 5]!;
    Py_INCREF(small);
    return small;
  }
  if (v < 1073741824 && v > -1073741824) return PyObject_New(new PyLongObject(PyLong_Type, v), 32);
  // PY_SSIZE_T_MAX is the one such size that is met, and no double.
  if (!Number.isSafeInteger(v)) return PyLong_FromValue(v === 2 ** 63 ? 0x7fffffffffffffffn : BigInt(v));
  return PyObject_New(new PyLongObject(PyLong_Type, v), 32);
}
export const PyLong_FromSsize_t = PyLong_FromLong;
export const PyLong_FromSize_t = PyLong_FromLong;

/** An int of any normalised value. `ndigits`: digits C allocates before it normalises, where that is more than needed. */
export function PyLong_FromValue(v: IntValue, ndigits = 0): Owned<PyLongObject> {
  if (typeof v === 'number') return PyLong_FromLong(v);
  return PyObject_New(new PyLongObject(PyLong_Type, v), 24 + 4 * Math.max(ndigits, V.digitCount(v)));
}

export function PyLong_FromBigInt(v: bigint): Owned<PyLongObject> {
  return PyLong_FromValue(V.normalize(v));
}

/** Truncates; OverflowError or ValueError for infinity and nan. */
export function PyLong_FromDouble(d: number): Owned<PyObject> | null {
  if (d === Infinity || d === -Infinity)
    return PyErr_SetString(PyExc_OverflowError, 'cannot convert float infinity to integer');
  if (Number.isNaN(d)) return PyErr_SetString(PyExc_ValueError, 'cannot convert float NaN to integer');
  return PyLong_FromValue(V.fromDouble(Math.trunc(d)));
}

/** The address `id()` shows. */
export function PyLong_FromVoidPtr(address: number): Owned<PyLongObject> {
  return PyLong_FromLong(address);
}

/** The value of an int (or subclass). */
export function PyLong_AsValue(op: PyObject): IntValue {
  return valueOf(op);
}

/** `op` as an index in [−2^63, 2^63), through __index__; null with TypeError or OverflowError. Exact up to 2^53. */
export function PyLong_AsLongLong(op: PyObject): IntValue | null {
  if (PyLong_Check(op)) return fitsLong(op.value);
  const index = _PyNumber_Index(op);
  if (index === null) return null;
  const v = valueOf(index);
  Py_DECREF(index);
  return fitsLong(v);
}
function fitsLong(v: IntValue): IntValue | null {
  if (typeof v === 'bigint' && BigInt.asIntN(64, v) !== v) {
    return PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C long');
  }
  return v;
}

/** PyLong_AsLong for callers whose range is far below 2^53: −1 and an exception when out of C's range. */
export function PyLong_AsLong(op: PyObject): number {
  const v = PyLong_AsLongLong(op);
  return v === null ? -1 : Number(v);
}

/** PyLong_AsInt: a C int; −1 and an exception when it does not fit. */
export function PyLong_AsInt(op: PyObject): number {
  const v = PyLong_AsLongLong(op);
  if (v === null) {
    if (PyErr_Occurred() === PyExc_OverflowError) {
      PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C int');
    }
    return -1;
  }
  if (v > 2147483647 || v < -2147483648) {
    PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C int');
    return -1;
  }
  return Number(v);
}

/** A C Py_ssize_t of an int object; −1 and an exception otherwise. No __index__. */
export function PyLong_AsSsize_t(op: PyObject): number {
  if (!PyLong_Check(op)) {
    PyErr_SetString(PyExc_TypeError, 'an integer is required');
    return -1;
  }
  const v = op.value;
  if (typeof v === 'bigint' && BigInt.asIntN(64, v) !== v) {
    PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C ssize_t');
    return -1;
  }
  return Number(v);
}

/** A double; −1 and OverflowError when too large, TypeError when not an int. */
export function PyLong_AsDouble(op: PyObject): number {
  if (!PyLong_Check(op)) {
    PyErr_SetString(PyExc_TypeError, 'an integer is required');
    return -1;
  }
  const d = V.toDouble(op.value);
  if (d === null) {
    PyErr_SetString(PyExc_OverflowError, 'int too large to convert to float');
    return -1;
  }
  return d;
}

export function _PyLong_Sign(op: PyObject): number {
  return V.compare(valueOf(op), 0);
}

function long_dealloc(self: PyLongObject): void {
  self.ob_type.tp_free!(self as never);
}

/** Exact ints give themselves, subclasses a plain copy. */
export function long_long(op: PyObject): Owned<PyObject> {
  return PyLong_CheckExact(op) ? Py_NewRef(op) : PyLong_FromValue(valueOf(op));
}

function long_hash(self: PyObject): number {
  const v = valueOf(self);
  if (typeof v === 'number') return hashFromNumber(v);
  const P = (1n << 61n) - 1n;
  const h = v < 0n ? -(-v % P) : v % P;
  const u = BigInt.asUintN(64, h);
  return makeHash(Number(u & 0xffffffffn) | 0, Number(u >> 32n) | 0);
}

function long_richcompare(a: PyObject, b: PyObject, op: CompareOp): PyObject | null {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NewRef(Py_NotImplemented);
  return PyBool_FromLong(compareValues(a.value, b.value, op));
}
export function compareValues(a: IntValue, b: IntValue, op: CompareOp): boolean {
  switch (op) {
    case Py_LT:
      return a < b;
    case Py_LE:
      return a <= b;
    case Py_EQ:
      return a === b;
    case Py_NE:
      return a !== b;
    case Py_GT:
      return a > b;
    case Py_GE:
      return a >= b;
  }
}

const notImplemented = (): PyObject => Py_NewRef(Py_NotImplemented);
const both = (a: PyObject, b: PyObject): boolean => PyLong_Check(a) && PyLong_Check(b);

/** Digits of the wider operand: x_add allocates one more, x_sub as many. */
/** _PyLong_IsCompact of both: results of such are made without a digit to spare. */
const compact = (a: IntValue, b: IntValue): boolean =>
  typeof a === 'number' && typeof b === 'number' && Math.abs(a) < 1073741824 && Math.abs(b) < 1073741824;
const magnitude = (a: IntValue): bigint => (a < 0 ? -BigInt(a) : BigInt(a));
/** Digits that x_sub allocates: up to the highest in which the two differ. */
const differing = (a: IntValue, b: IntValue): number =>
  V.digitCount(a) === V.digitCount(b) ? V.digitCount(magnitude(a) ^ magnitude(b)) : widest(a, b);
/** What x_add and x_sub make of two values whose sum (or difference) is `r`. */
function fromDigits(r: IntValue, ndigits: number): Owned<PyLongObject> {
  if (typeof r !== 'number' || (r >= -5 && r <= 256)) return PyLong_FromValue(r, ndigits);
  return PyObject_New(new PyLongObject(PyLong_Type, r), 24 + 4 * Math.max(ndigits, V.digitCount(r)));
}
const widest = (a: IntValue, b: IntValue): number => Math.max(V.digitCount(a), V.digitCount(b));

export function long_add(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  const x = valueOf(a);
  const y = valueOf(b);
  const r = V.add(x, y);
  if (compact(x, y)) return PyLong_FromLong(r as number);
  return fromDigits(r, x < 0 === y < 0 ? widest(x, y) + 1 : differing(x, y));
}
export function long_sub(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  const x = valueOf(a);
  const y = valueOf(b);
  const r = V.sub(x, y);
  if (compact(x, y)) return PyLong_FromLong(r as number);
  return fromDigits(r, x < 0 !== y < 0 ? widest(x, y) + 1 : differing(x, y));
}
export function long_mul(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  const x = valueOf(a);
  const y = valueOf(b);
  const r = V.mul(x, y);
  if (compact(x, y)) return PyLong_FromValue(r);
  return fromDigits(r, V.digitCount(x) + V.digitCount(y));
}

function zeroDivision(message: string): null {
  return PyErr_SetString(PyExc_ZeroDivisionError, message);
}
function long_div(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  if (valueOf(b) === 0) return zeroDivision('integer division or modulo by zero');
  return PyLong_FromValue(V.floordiv(valueOf(a), valueOf(b)));
}
export function long_mod(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  if (valueOf(b) === 0) return zeroDivision('integer modulo by zero');
  return PyLong_FromValue(V.mod(valueOf(a), valueOf(b)));
}
function long_divmod(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  if (valueOf(b) === 0) return zeroDivision('integer division or modulo by zero');
  const [q, m] = V.divmod(valueOf(a), valueOf(b));
  return PyTuple_FromArraySteal([PyLong_FromValue(q), PyLong_FromValue(m)]);
}
export function long_true_divide(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  if (valueOf(b) === 0) return zeroDivision('division by zero');
  const d = V.truediv(valueOf(a), valueOf(b));
  if (d === null) return PyErr_SetString(PyExc_OverflowError, 'integer division result too large for a float');
  return PyFloat_FromDouble(d);
}

export function long_pow(v: PyObject, w: PyObject, x: PyObject): PyObject | null {
  if (!both(v, w) || (x !== Py_None && !PyLong_Check(x))) return notImplemented();
  let base = valueOf(v);
  let exponent = valueOf(w);
  if (x === Py_None) {
    if (exponent < 0) {
      // Negative power: floats, as C does through float_pow.
      const a = PyLong_AsDouble(v);
      if (a === -1 && PyErr_Occurred()) return null;
      const b = PyLong_AsDouble(w);
      if (b === -1 && PyErr_Occurred()) return null;
      const fa = PyFloat_FromDouble(a);
      const fb = PyFloat_FromDouble(b);
      const r = fa.ob_type.nb_power!(fa, fb, x);
      Py_DECREF(fa);
      Py_DECREF(fb);
      return r;
    }
    return PyLong_FromValue(V.pow(base, exponent));
  }
  const modulus = valueOf(x);
  if (modulus === 0) return PyErr_SetString(PyExc_ValueError, 'pow() 3rd argument cannot be 0');
  if (exponent < 0) {
    const inverse = V.invmod(base, modulus < 0 ? V.neg(modulus) : modulus);
    if (inverse === null) return PyErr_SetString(PyExc_ValueError, 'base is not invertible for the given modulus');
    base = inverse;
    exponent = V.neg(exponent);
  }
  return PyLong_FromValue(V.powmod(base, exponent, modulus));
}

export function long_invert(a: PyObject): PyObject | null {
  const x = valueOf(a);
  const r = V.sub(-1, x);
  return compact(x, 0) ? PyLong_FromValue(r) : fromDigits(r, V.digitCount(x) + (x < 0 ? 0 : 1));
}
export function long_and(a: PyObject, b: PyObject): PyObject | null {
  return both(a, b) ? PyLong_FromValue(V.and(valueOf(a), valueOf(b))) : notImplemented();
}
export function long_or(a: PyObject, b: PyObject): PyObject | null {
  return both(a, b) ? PyLong_FromValue(V.or(valueOf(a), valueOf(b))) : notImplemented();
}
export function long_xor(a: PyObject, b: PyObject): PyObject | null {
  return both(a, b) ? PyLong_FromValue(V.xor(valueOf(a), valueOf(b))) : notImplemented();
}
function long_lshift(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  if (valueOf(b) < 0) return PyErr_SetString(PyExc_ValueError, 'negative shift count');
  // MAX_LONG_DIGITS of 30 bits: beyond that CPython does not try to get the memory.
  if (valueOf(a) !== 0 && valueOf(b) >= 0x7fff_ffff_ffff_ffffn)
    return PyErr_SetString(PyExc_OverflowError, 'too many digits in integer');
  const x = valueOf(a);
  const shift = valueOf(b);
  const r = V.lshift(x, shift);
  // A count that leaves digits unaligned takes one more, needed or not.
  if (compact(x, 0) && (x === 0 || shift < 30)) return PyLong_FromValue(r);
  return fromDigits(r, V.digitCount(x) + Math.floor(Number(shift) / 30) + (Number(shift) % 30 === 0 ? 0 : 1));
}
function long_rshift(a: PyObject, b: PyObject): PyObject | null {
  if (!both(a, b)) return notImplemented();
  if (valueOf(b) < 0) return PyErr_SetString(PyExc_ValueError, 'negative shift count');
  const x = valueOf(a);
  const shift = valueOf(b);
  const r = V.rshift(x, shift);
  if (compact(x, 0)) return PyLong_FromLong(r as number);
  return fromDigits(r, V.digitCount(x) - Math.floor(Number(shift) / 30));
}
function long_float(a: PyObject): PyObject | null {
  const d = PyLong_AsDouble(a);
  return d === -1 && PyErr_Occurred() ? null : PyFloat_FromDouble(d);
}

const newParser = argParser('int', ['', 'base'], 0, 2);

function long_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  if (argv === null) return null;
  return long_new_impl(type, argv[0]!, argv[1]!);
}

function long_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (kwnames === null && args.length <= 2)
    return long_new_impl(type as PyTypeObject, args[0] ?? null, args[1] ?? null);
  if (kwnames === null || kwnames.ob_item.length === 0) {
    return PyErr_SetString(PyExc_TypeError, `int expected at most 2 arguments, got ${args.length}`);
  }
  const argv = _PyArg_UnpackKeywords(args, kwnames, newParser);
  return argv === null ? null : long_new_impl(type as PyTypeObject, argv[0]!, argv[1]!);
}

function long_new_impl(type: PyTypeObject, x: PyObject | null, obase: PyObject | null): PyObject | null {
  if (type !== PyLong_Type) return long_subtype_new(type, x, obase);
  if (x === null) {
    if (obase !== null) return PyErr_SetString(PyExc_TypeError, 'int() missing string argument');
    return PyLong_FromLong(0);
  }
  if (obase === null) return PyNumber_Long(x);
  const base = PyNumber_AsSsize_t_clipped(obase);
  if (base === null) return null;
  if ((base !== 0 && base < 2) || base > 36) {
    return PyErr_SetString(PyExc_ValueError, 'int() base must be >= 2 and <= 36, or 0');
  }
  return PyLong_FromUnicodeObject(x, base);
}

function PyNumber_AsSsize_t_clipped(op: PyObject): number | null {
  const index = PyNumber_Index(op);
  if (index === null) return null;
  const v = valueOf(index);
  Py_DECREF(index);
  return typeof v === 'number' ? v : v < 0n ? -1 : 37;
}

/** A subclass gets its value from a plain int that exists beside it for a moment, as in C. */
function long_subtype_new(type: PyTypeObject, x: PyObject | null, obase: PyObject | null): PyObject | null {
  const tmp = long_new_impl(PyLong_Type, x, obase);
  if (tmp === null) return null;
  const value = valueOf(tmp);
  const self = type.tp_alloc!(type, Math.max(1, V.digitCount(value)));
  if (self !== null) (self as PyLongObject).value = value;
  Py_DECREF(tmp);
  return self;
}

/** PyNumber_AsSsize_t: an index clipped to C's range when `exc` is null, else `exc` is raised. Exact up to 2^53. */
export function PyNumber_AsSsize_t(op: PyObject, exc: PyObject | null): number {
  if (PyLong_CheckExact(op) && typeof op.value === 'number') return op.value;
  const index = _PyNumber_Index(op);
  if (index === null) return -1;
  const v = valueOf(index);
  Py_DECREF(index);
  if (typeof v === 'number' || BigInt.asIntN(64, v) === v) return Number(v);
  if (exc === null) return v < 0n ? -(2 ** 63) : 2 ** 63;
  PyErr_SetString(exc, `cannot fit '${op.ob_type.tp_name}' into an index-sized integer`);
  return -1;
}
