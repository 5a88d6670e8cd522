// float: the object, its C API and slots; methods in floatmethods.ts. Follows Objects/floatobject.c, CPython 3.13.

import { registerFreeList } from '../heap/freelists';
import { PyObject_Del, PyObject_New } from '../heap/alloc';
import { PyObject_Free, addressOf } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, _Py_NewReference } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyIndex_Check, PyNumber_Float, _PyNumber_Index } from './abstract';
import { PyBool_FromLong } from './boolobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetObject, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError, PyExc_ZeroDivisionError } from './exceptions';
import { float_getset, float_methods } from './floatmethods';
import { PyFloatObject } from './floatstruct';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from './getargs';
import * as libm from './libm';
import { PyLong_AsDouble, PyLong_Check, PyLong_FromDouble, PyLong_FromLong } from './longobject';
import type { PyLongObject } from './longstruct';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from './object';
import { Py_None, Py_NotImplemented, PyObject_Repr } from './objectprotocol';
import { _Py_HashPointer, makeHash } from './pyhash';
import { PyOS_double_to_string, parseFloatText } from './pystrtod';
import { complex_pow_from_floats } from './complexobject';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_BASETYPE, _Py_TPFLAGS_MATCH_SELF, defineType } from './typestruct';
import { PyType_IsSubtype } from './typeobject';
import { PyUnicode_Check, PyUnicode_FromString, PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check } from './bytesobject';
import { latin1, transformDecimalAndSpaceToASCII } from './longformat';

const PyFloat_MAXFREELIST = 100;
let free_list: PyFloatObject[];
onRuntimeReset(() => {
  free_list = [];
});
registerFreeList({
  name: 'float',
  limit: PyFloat_MAXFREELIST,
  blocks: () => free_list.map((op) => op.ob_addr),
  exchange(content) {
    const held = free_list;
    free_list = content as PyFloatObject[];
    return held;
  },
  clear: () => _PyFloat_ClearFreeList(),
});
/** Full collections empty the free lists. */
export function _PyFloat_ClearFreeList(): void {
  while (free_list.length > 0) PyObject_Free(free_list.pop()!.ob_addr);
}

export const PyFloat_Type: PyTypeObject = defineType({
  tp_name: 'float',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
  tp_doc: 'float(x=0, /)\n--\n\nConvert a string or number to a floating-point number, if possible.',
  construct: (type) => new PyFloatObject(type, 0),
  tp_dealloc: float_dealloc,
  tp_free: PyObject_Del,
  tp_repr: float_repr,
  tp_hash: float_hash,
  tp_richcompare: float_richcompare,
  tp_new: float_new,
  tp_vectorcall: float_vectorcall,
  tp_methods: float_methods,
  tp_getset: float_getset,
  nb_add: (a, b) => arithmetic(a, b, (x, y) => x + y),
  nb_subtract: (a, b) => arithmetic(a, b, (x, y) => x - y),
  nb_multiply: (a, b) => arithmetic(a, b, (x, y) => x * y),
  nb_remainder: float_rem,
  nb_divmod: float_divmod,
  nb_power: float_pow,
  nb_negative: (a) => PyFloat_FromDouble(-(a as PyFloatObject).ob_fval),
  nb_positive: float_float,
  nb_absolute: (a) => PyFloat_FromDouble(Math.abs((a as PyFloatObject).ob_fval)),
  nb_bool: (a) => ((a as PyFloatObject).ob_fval !== 0 ? 1 : 0),
  nb_int: float___trunc___slot,
  nb_float: float_float,
  nb_floor_divide: float_floor_div,
  nb_true_divide: float_div,
});

export function PyFloat_Check(op: PyObject): op is PyFloatObject {
  return op.ob_type === PyFloat_Type || PyType_IsSubtype(op.ob_type, PyFloat_Type);
}
export function PyFloat_CheckExact(op: PyObject): op is PyFloatObject {
  return op.ob_type === PyFloat_Type;
}

export function PyFloat_FromDouble(value: number): Owned<PyFloatObject> {
  const op = free_list.pop();
  if (op === undefined) return PyObject_New(new PyFloatObject(PyFloat_Type, value), 24);
  op.ob_fval = value;
  _Py_NewReference(op);
  return op;
}

function float_dealloc(op: PyFloatObject): void {
  if (op.ob_type === PyFloat_Type) {
    if (free_list.length < PyFloat_MAXFREELIST) free_list.push(op);
    else PyObject_Free(op.ob_addr);
  } else {
    op.ob_type.tp_free!(op as never);
  }
}

/** The double of a float, of anything with __float__ or __index__; −1 and an exception otherwise. */
export function PyFloat_AsDouble(op: PyObject): number {
  if (PyFloat_Check(op)) return op.ob_fval;
  const nb_float = op.ob_type.nb_float;
  if (nb_float === null) {
    if (PyIndex_Check(op)) {
      const index = _PyNumber_Index(op);
      if (index === null) return -1;
      const value = PyLong_AsDouble(index);
      Py_DECREF(index);
      return value;
    }
    PyErr_SetString(PyExc_TypeError, `must be real number, not ${op.ob_type.tp_name}`);
    return -1;
  }
  const result = nb_float(op);
  if (result === null) return -1;
  if (!PyFloat_Check(result)) {
    PyErr_SetString(
      PyExc_TypeError,
      `${op.ob_type.tp_name}.__float__ returned non-float (type ${result.ob_type.tp_name})`,
    );
    Py_DECREF(result);
    return -1;
  }
  const value = result.ob_fval;
  Py_DECREF(result);
  return value;
}

/** float(text), for str, bytes and bytearray. */
export function PyFloat_FromString(op: PyObject): Owned<PyObject> | null {
  let text: string;
  if (PyUnicode_Check(op)) text = transformDecimalAndSpaceToASCII((op as PyUnicodeObject).str);
  else if (PyBytes_Check(op)) text = latin1(PyBytes_AS_STRING(op));
  else if (PyByteArray_Check(op)) text = latin1(PyByteArray_AS_STRING(op));
  else {
    return PyErr_SetString(
      PyExc_TypeError,
      `float() argument must be a string or a real number, not '${op.ob_type.tp_name}'`,
    );
  }
  const value = parseFloatText(text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, ''));
  if (value !== null) return PyFloat_FromDouble(value);
  const repr = PyObject_Repr(op);
  if (repr === null) return null;
  const shown = (repr as PyUnicodeObject).str;
  Py_DECREF(repr);
  return PyErr_SetString(PyExc_ValueError, `could not convert string to float: ${shown}`);
}

function float_repr(self: PyObject): PyObject | null {
  return PyUnicode_FromString(PyOS_double_to_string((self as PyFloatObject).ob_fval, 'r', 0, { addDot0: true }));
}

/** _Py_HashDouble: equal to the int's hash where the value is one; nan by identity. */
export function _Py_HashDouble(inst: PyObject, v: number): number {
  if (!Number.isFinite(v)) {
    if (v === Infinity) return makeHash(314159, 0);
    if (v === -Infinity) return makeHash(-314159, -1);
    return _Py_HashPointer(addressOf(inst.ob_addr));
  }
  if (Number.isInteger(v) && Math.abs(v) < 2 ** 53) {
    return makeHash(v | 0, Math.floor(v / 4294967296) | 0);
  }
  // Reduce modulo 2^61 − 1, 28 bits at a time, as C does; exact in bigint.
  const [m0, e0] = libm.frexp(Math.abs(v));
  let m = m0;
  let e = e0;
  let x = 0n;
  const P = (1n << 61n) - 1n;
  while (m !== 0) {
    x = ((x << 28n) & P) | (x >> 33n);
    m *= 268435456;
    e -= 28;
    const y = Math.floor(m);
    m -= y;
    x += BigInt(y);
    if (x >= P) x -= P;
  }
  e = e >= 0 ? e % 61 : 60 - ((-1 - e) % 61);
  x = ((x << BigInt(e)) & P) | (x >> BigInt(61 - e));
  if (v < 0) x = -x;
  const u = BigInt.asUintN(64, x);
  return makeHash(Number(u & 0xffffffffn) | 0, Number(u >> 32n) | 0);
}
function float_hash(self: PyObject): number {
  return _Py_HashDouble(self, (self as PyFloatObject).ob_fval);
}

/* eslint-disable eqeqeq -- a double and an int (number or bigint) compare by value */
function float_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  const i = (v as PyFloatObject).ob_fval;
  // JavaScript compares a double with a number or a bigint by mathematical value, as C does by hand.
  let j: number | bigint;
  if (PyFloat_Check(w)) j = w.ob_fval;
  else if (PyLong_Check(w)) j = (w as PyLongObject).value;
  else return Py_NewRef(Py_NotImplemented);
  let r: boolean;
  switch (op) {
    case Py_EQ:
      r = i == j;
      break;
    case Py_NE:
      r = i != j;
      break;
    case Py_LT:
      r = i < j;
      break;
    case Py_LE:
      r = i <= j;
      break;
    case Py_GT:
      r = i > j;
      break;
    case Py_GE:
      r = i >= j;
      break;
  }
  return PyBool_FromLong(r);
}
/* eslint-enable eqeqeq */

// CONVERT_TO_DOUBLE: operands of float's number slots. `converted` keeps the two doubles of the last success.
let left = 0;
let right = 0;
/** 1 converted, 0 not a number we take, −1 exception. */
function convertBoth(a: PyObject, b: PyObject): number {
  const x = toDouble(a);
  if (x !== 1) return x;
  left = converted;
  const y = toDouble(b);
  right = converted;
  return y;
}
let converted = 0;
function toDouble(op: PyObject): number {
  if (PyFloat_Check(op)) {
    converted = op.ob_fval;
    return 1;
  }
  if (PyLong_Check(op)) {
    converted = PyLong_AsDouble(op);
    return converted === -1 && PyErr_Occurred() ? -1 : 1;
  }
  return 0;
}
function refuse(status: number): PyObject | null {
  return status < 0 ? null : Py_NewRef(Py_NotImplemented);
}

function arithmetic(a: PyObject, b: PyObject, f: (x: number, y: number) => number): PyObject | null {
  const ok = convertBoth(a, b);
  return ok === 1 ? PyFloat_FromDouble(f(left, right)) : refuse(ok);
}

function float_div(a: PyObject, b: PyObject): PyObject | null {
  const ok = convertBoth(a, b);
  if (ok !== 1) return refuse(ok);
  if (right === 0) return PyErr_SetString(PyExc_ZeroDivisionError, 'float division by zero');
  return PyFloat_FromDouble(left / right);
}

/** Python's float modulo: the sign of the divisor. */
export function float_mod(vx: number, wx: number): number {
  let mod = vx % wx;
  if (mod !== 0) {
    if (wx < 0 !== mod < 0) mod += wx;
  } else {
    mod = libm.copysign(0, wx);
  }
  return mod;
}
function float_rem(a: PyObject, b: PyObject): PyObject | null {
  const ok = convertBoth(a, b);
  if (ok !== 1) return refuse(ok);
  if (right === 0) return PyErr_SetString(PyExc_ZeroDivisionError, 'float modulo by zero');
  return PyFloat_FromDouble(float_mod(left, right));
}

/** _float_div_mod. */
export function _float_div_mod(vx: number, wx: number): [number, number] {
  let mod = vx % wx;
  let div = (vx - mod) / wx;
  if (mod !== 0) {
    if (wx < 0 !== mod < 0) {
      mod += wx;
      div -= 1;
    }
  } else {
    mod = libm.copysign(0, wx);
  }
  let floordiv: number;
  if (div !== 0) {
    floordiv = Math.floor(div);
    if (div - floordiv > 0.5) floordiv += 1;
  } else {
    floordiv = libm.copysign(0, vx / wx);
  }
  return [floordiv, mod];
}
function float_divmod(a: PyObject, b: PyObject): PyObject | null {
  const ok = convertBoth(a, b);
  if (ok !== 1) return refuse(ok);
  if (right === 0) return PyErr_SetString(PyExc_ZeroDivisionError, 'float divmod()');
  const [q, m] = _float_div_mod(left, right);
  return PyTuple_FromArraySteal([PyFloat_FromDouble(q), PyFloat_FromDouble(m)]);
}
function float_floor_div(a: PyObject, b: PyObject): PyObject | null {
  const ok = convertBoth(a, b);
  if (ok !== 1) return refuse(ok);
  if (right === 0) return PyErr_SetString(PyExc_ZeroDivisionError, 'float floor division by zero');
  return PyFloat_FromDouble(_float_div_mod(left, right)[0]);
}

function float_pow(v: PyObject, w: PyObject, z: PyObject): PyObject | null {
  if (z !== Py_None) {
    return PyErr_SetString(PyExc_TypeError, 'pow() 3rd argument not allowed unless all arguments are integers');
  }
  const ok = convertBoth(v, w);
  if (ok !== 1) return refuse(ok);
  const iv = left;
  const iw = right;
  if (iw === 0) return PyFloat_FromDouble(1);
  if (Number.isNaN(iv)) return PyFloat_FromDouble(iv);
  if (Number.isNaN(iw)) return PyFloat_FromDouble(iv === 1 ? 1 : iw);
  if (!Number.isFinite(iv) || !Number.isFinite(iw)) return PyFloat_FromDouble(libm.pow(iv, iw));
  if (iv === 0) {
    if (iw < 0) return PyErr_SetString(PyExc_ZeroDivisionError, '0.0 cannot be raised to a negative power');
    return PyFloat_FromDouble(Math.abs(iw) % 2 === 1 ? iv : 0);
  }
  if (iv < 0 && !Number.isInteger(iw)) return complex_pow_from_floats(v, w);
  const r = libm.pow(iv, iw);
  if (r === Infinity || r === -Infinity) return overflowErrno();
  return PyFloat_FromDouble(r);
}
/** What C gets from errno: OverflowError(34, 'Numerical result out of range'). */
export function overflowErrno(): null {
  const args = PyTuple_FromArraySteal([PyLong_FromLong(34), PyUnicode_FromString('Numerical result out of range')]);
  PyErr_SetObject(PyExc_OverflowError, args);
  Py_DECREF(args);
  return null;
}

/** Exact floats give themselves, subclasses a plain copy. */
export function float_float(op: PyObject): Owned<PyObject> {
  return PyFloat_CheckExact(op) ? Py_NewRef(op) : PyFloat_FromDouble((op as PyFloatObject).ob_fval);
}
function float___trunc___slot(op: PyObject): PyObject | null {
  return PyLong_FromDouble((op as PyFloatObject).ob_fval);
}

function float_new_impl(type: PyTypeObject, x: PyObject | null): PyObject | null {
  if (type !== PyFloat_Type) {
    const tmp = float_new_impl(PyFloat_Type, x);
    if (tmp === null) return null;
    const self = type.tp_alloc!(type, 0);
    if (self !== null) (self as PyFloatObject).ob_fval = (tmp as PyFloatObject).ob_fval;
    Py_DECREF(tmp);
    return self;
  }
  if (x === null) return PyFloat_FromDouble(0);
  // A str subclass may define __float__: only exact strings go straight to the parser.
  if (x.ob_type === PyUnicode_Type) return PyFloat_FromString(x);
  return PyNumber_Float(x);
}
function float_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (type === PyFloat_Type && !_PyArg_NoKeywords('float', kwargs)) return null;
  if (!_PyArg_CheckPositional('float', args.ob_item.length, 0, 1)) return null;
  return float_new_impl(type, args.ob_item[0] ?? null);
}
function float_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (!_PyArg_NoKwnames('float', kwnames)) return null;
  if (!_PyArg_CheckPositional('float', args.length, 0, 1)) return null;
  return float_new_impl(type as PyTypeObject, args[0] ?? null);
}
