// The math module. Follows Modules/mathmodule.c, CPython 3.13; the numerics are in mathfunctions.ts and libm.ts.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import * as A from '../objects/abstract';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyObject_CallNoArgs } from '../objects/call';
import { PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_Check, PyFloat_CheckExact, PyFloat_FromDouble } from '../objects/floatobject';
import type { PyFloatObject } from '../objects/floatstruct';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import * as libm from '../objects/libm';
import {
  PyLong_AsDouble,
  PyLong_AsLongLong,
  PyLong_Check,
  PyLong_CheckExact,
  PyLong_FromDouble,
  PyLong_FromLong,
  PyLong_FromValue,
} from '../objects/longobject';
import type { PyLongObject } from '../objects/longstruct';
import * as V from '../objects/longvalue';
import { PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { _PyObject_LookupSpecial } from '../objects/typeslots';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_O, method } from '../objects/typestruct';
import { _Py_ID } from '../objects/unicodeobject';
import * as M from './mathfunctions';

const domainError = (): null => PyErr_SetString(PyExc_ValueError, 'math domain error');
const rangeError = (): null => PyErr_SetString(PyExc_OverflowError, 'math range error');
const float = (v: number): PyObject => PyFloat_FromDouble(v);

/** math_1: a libm function; nan out of a number is a domain error, infinity out of a finite one range or domain. */
function FUNC1(f: (x: number) => number, canOverflow: boolean) {
  return (_m: PyObject, arg: PyObject): PyObject | null => {
    const x = PyFloat_AsDouble(arg);
    if (x === -1 && PyErr_Occurred()) return null;
    const r = f(x);
    if (Number.isNaN(r) && !Number.isNaN(x)) return domainError();
    if (Math.abs(r) === Infinity && Number.isFinite(x)) return canOverflow ? rangeError() : domainError();
    return float(r);
  };
}

/** math_1a: the function says itself what went wrong. */
function FUNC1A(f: (x: number) => M.Result) {
  return (_m: PyObject, arg: PyObject): PyObject | null => {
    const x = PyFloat_AsDouble(arg);
    if (x === -1 && PyErr_Occurred()) return null;
    return fromResult(f(x));
  };
}
function fromResult(r: M.Result): PyObject | null {
  if (r.error === 'domain') return domainError();
  if (r.error === 'range') return Math.abs(r.value) < 1.5 ? float(r.value) : rangeError();
  return float(r.value);
}

/** math_2. */
function FUNC2(name: string, f: (x: number, y: number) => number) {
  return (_m: PyObject, args: readonly PyObject[]): PyObject | null => {
    const pair = twoDoubles(name, args);
    if (pair === null) return null;
    const [x, y] = pair;
    const r = f(x, y);
    if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) return domainError();
    if (Math.abs(r) === Infinity && Number.isFinite(x) && Number.isFinite(y)) return rangeError();
    return float(r);
  };
}
function twoDoubles(name: string, args: readonly PyObject[]): [number, number] | null {
  if (!_PyArg_CheckPositional(name, args.length, 2, 2)) return null;
  const x = PyFloat_AsDouble(args[0]!);
  if (x === -1 && PyErr_Occurred()) return null;
  const y = PyFloat_AsDouble(args[1]!);
  if (y === -1 && PyErr_Occurred()) return null;
  return [x, y];
}

/** ceil and floor: the type's own method first, unless it is an exact float. */
function rounding(name: '__ceil__' | '__floor__', f: (x: number) => number) {
  return (_m: PyObject, number: PyObject): PyObject | null => {
    if (!PyFloat_CheckExact(number)) {
      const meth = _PyObject_LookupSpecial(number, _Py_ID(name));
      if (meth !== null) {
        const result = PyObject_CallNoArgs(meth);
        Py_DECREF(meth);
        return result;
      }
      if (PyErr_Occurred()) return null;
    }
    const x = PyFloat_AsDouble(number);
    if (x === -1 && PyErr_Occurred()) return null;
    return PyLong_FromDouble(f(x));
  };
}

function math_trunc(_m: PyObject, x: PyObject): PyObject | null {
  if (PyFloat_CheckExact(x)) return PyLong_FromDouble(Math.trunc(x.ob_fval));
  const trunc = _PyObject_LookupSpecial(x, _Py_ID('__trunc__'));
  if (trunc === null) {
    return PyErr_Occurred()
      ? null
      : PyErr_SetString(PyExc_TypeError, `type ${x.ob_type.tp_name} doesn't define __trunc__ method`);
  }
  const result = PyObject_CallNoArgs(trunc);
  Py_DECREF(trunc);
  return result;
}

/** An argument through __index__ as a value; null with TypeError. */
function indexValue(op: PyObject): V.IntValue | null {
  const index = A.PyNumber_Index(op);
  if (index === null) return null;
  const v = (index as PyLongObject).value;
  Py_DECREF(index);
  return v;
}

function fold(start: V.IntValue, f: (a: V.IntValue, b: V.IntValue) => V.IntValue) {
  return (_m: PyObject, args: readonly PyObject[]): PyObject | null => {
    let result = start;
    for (const arg of args) {
      const v = indexValue(arg);
      if (v === null) return null;
      result = f(result, v);
    }
    return PyLong_FromValue(result);
  };
}
const abs = (v: V.IntValue): V.IntValue => (v < 0 ? V.neg(v) : v);
function lcm(a: V.IntValue, b: V.IntValue): V.IntValue {
  if (a === 0 || b === 0) return 0;
  return abs(V.mul(V.floordiv(a, V.gcd(a, b)), b));
}

function math_factorial(_m: PyObject, arg: PyObject): PyObject | null {
  const x = PyLong_AsLongLong(arg);
  if (x === null) {
    if (PyErr_ExceptionMatches(PyExc_OverflowError)) {
      return PyErr_SetString(PyExc_OverflowError, 'factorial() argument should not exceed 9223372036854775807');
    }
    return null;
  }
  if (x < 0) return PyErr_SetString(PyExc_ValueError, 'factorial() not defined for negative values');
  const n = Number(x);
  return PyLong_FromValue(product(1, n));
}
/** lo · (lo+1) · … · hi, by halves so that the factors stay balanced. */
function product(lo: number, hi: number): V.IntValue {
  if (hi < lo) return 1;
  if (hi - lo < 8) {
    let p: V.IntValue = lo;
    for (let i = lo + 1; i <= hi; i++) p = V.mul(p, i);
    return p;
  }
  const mid = Math.floor((lo + hi) / 2);
  return V.mul(product(lo, mid), product(mid + 1, hi));
}

function permComb(name: 'perm' | 'comb') {
  return (_m: PyObject, args: readonly PyObject[]): PyObject | null => {
    if (!_PyArg_CheckPositional(name, args.length, name === 'perm' ? 1 : 2, 2)) return null;
    if (name === 'perm' && (args.length === 1 || args[1] === Py_None)) return math_factorial(_m, args[0]!);
    const n = indexValue(args[0]!);
    if (n === null) return null;
    const k = indexValue(args[1]!);
    if (k === null) return null;
    if (n < 0) return PyErr_SetString(PyExc_ValueError, 'n must be a non-negative integer');
    if (k < 0) return PyErr_SetString(PyExc_ValueError, 'k must be a non-negative integer');
    if (k > n) return PyLong_FromLong(0);
    let kk = k;
    if (name === 'comb') {
      const other = V.sub(n, k);
      if (other < kk) kk = other;
    }
    if (typeof kk === 'bigint')
      return PyErr_SetString(
        PyExc_OverflowError,
        `${name === 'comb' ? 'min(n - k, k)' : 'k'} must not exceed 9223372036854775807`,
      );
    let result: V.IntValue = 1;
    for (let i = 0; i < kk; i++) {
      result = V.mul(result, V.sub(n, i));
      if (name === 'comb') result = V.floordiv(result, i + 1);
    }
    return PyLong_FromValue(result);
  };
}

function math_isqrt(_m: PyObject, arg: PyObject): PyObject | null {
  const n = indexValue(arg);
  if (n === null) return null;
  if (n < 0) return PyErr_SetString(PyExc_ValueError, 'isqrt() argument must be nonnegative');
  return PyLong_FromValue(V.isqrt(n));
}

/** loghelper: huge ints by their bits, everything else as a double. */
function loghelper(arg: PyObject, f: (x: number) => M.Result): PyObject | null {
  if (PyLong_Check(arg)) {
    const v = arg.value;
    if (v <= 0) return domainError();
    const d = V.toDouble(v);
    if (d !== null) return float(f(d).value);
    const e = V.bitLength(v);
    const x = Number(BigInt(v) >> BigInt(e - 64)) / 2 ** 64;
    return float(f(x).value + f(2).value * e);
  }
  const x = PyFloat_AsDouble(arg);
  if (x === -1 && PyErr_Occurred()) return null;
  return fromResult(f(x));
}
function math_log(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('log', args.length, 1, 2)) return null;
  const num = loghelper(args[0]!, M.log);
  if (num === null || args.length === 1) return num;
  const den = loghelper(args[1]!, M.log);
  if (den === null) {
    Py_DECREF(num);
    return null;
  }
  const result = A.PyNumber_TrueDivide(num, den);
  Py_DECREF(num);
  Py_DECREF(den);
  return result;
}

function math_fmod(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const pair = twoDoubles('fmod', args);
  if (pair === null) return null;
  const [x, y] = pair;
  if (Math.abs(y) === Infinity && Number.isFinite(x)) return float(x);
  const r = x % y;
  return Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y) ? domainError() : float(r);
}

function math_pow(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const pair = twoDoubles('pow', args);
  if (pair === null) return null;
  const [x, y] = pair;
  const r = libm.pow(x, y);
  if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y)) {
    if (Number.isNaN(r) || x === 0) return domainError();
    return rangeError();
  }
  return float(r);
}

function math_ldexp(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('ldexp', args.length, 2, 2)) return null;
  const x = PyFloat_AsDouble(args[0]!);
  if (x === -1 && PyErr_Occurred()) return null;
  if (!PyLong_Check(args[1]!)) return PyErr_SetString(PyExc_TypeError, 'Expected an int as second argument to ldexp.');
  const e = args[1].value;
  if (x === 0 || !Number.isFinite(x)) return float(x);
  const r = libm.ldexp(x, typeof e === 'bigint' ? (e < 0n ? -9999 : 9999) : Math.max(-9999, Math.min(9999, e)));
  return Math.abs(r) === Infinity ? rangeError() : float(r);
}

function doubles(items: readonly PyObject[]): { values: number[]; max: number; nan: boolean } | null {
  const values: number[] = [];
  let max = 0;
  let nan = false;
  for (const item of items) {
    const x = PyFloat_AsDouble(item);
    if (x === -1 && PyErr_Occurred()) return null;
    const a = Math.abs(x);
    if (Number.isNaN(a)) nan = true;
    if (a > max) max = a;
    values.push(a);
  }
  return { values, max, nan };
}
function math_hypot(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const d = doubles(args);
  return d === null ? null : float(M.vectorNorm(d.values, d.max, d.nan));
}
function math_dist(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('dist', args.length, 2, 2)) return null;
  const p = A.PySequence_Tuple(args[0]!);
  if (p === null) return null;
  const q = A.PySequence_Tuple(args[1]!);
  if (q === null) {
    Py_DECREF(p);
    return null;
  }
  const ps = (p as PyTupleObject).ob_item;
  const qs = (q as PyTupleObject).ob_item;
  let result: PyObject | null = null;
  if (ps.length !== qs.length) PyErr_SetString(PyExc_ValueError, 'both points must have the same number of dimensions');
  else {
    const values: number[] = [];
    let max = 0;
    let nan = false;
    let failed = false;
    for (let i = 0; i < ps.length && !failed; i++) {
      const px = PyFloat_AsDouble(ps[i]!);
      if (px === -1 && PyErr_Occurred()) failed = true;
      const qx = failed ? 0 : PyFloat_AsDouble(qs[i]!);
      if (!failed && qx === -1 && PyErr_Occurred()) failed = true;
      const a = Math.abs(px - qx);
      if (Number.isNaN(a)) nan = true;
      if (a > max) max = a;
      values.push(a);
    }
    if (!failed) result = float(M.vectorNorm(values, max, nan));
  }
  Py_DECREF(p);
  Py_DECREF(q);
  return result;
}

function math_fsum(_m: PyObject, seq: PyObject): PyObject | null {
  const iter = A.PyObject_GetIter(seq);
  if (iter === null) return null;
  const values: number[] = [];
  for (;;) {
    const item = A.PyIter_Next(iter);
    if (item === null) break;
    const x = PyFloat_AsDouble(item);
    Py_DECREF(item);
    if (x === -1 && PyErr_Occurred()) break;
    values.push(x);
  }
  Py_DECREF(iter);
  if (PyErr_Occurred()) return null;
  const r = M.fsum(values);
  if (r === 'overflow') return PyErr_SetString(PyExc_OverflowError, 'intermediate overflow in fsum');
  if (r === 'invalid') return PyErr_SetString(PyExc_ValueError, '-inf + inf in fsum');
  return float(r);
}

const prodParser = argParser('prod', ['', 'start'], 1, 1);
function math_prod(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, prodParser);
  if (argv === null) return null;
  const iter = A.PyObject_GetIter(argv[0]!);
  if (iter === null) return null;
  let result: PyObject | null = argv[1] === null ? PyLong_FromLong(1) : Py_NewRef(argv[1]!);
  // Products of ints and of floats are kept outside Python objects while they fit.
  if (PyLong_CheckExact(result) && typeof result.value === 'number') {
    let total: V.IntValue = result.value;
    for (;;) {
      const item = A.PyIter_Next(iter);
      if (item === null) {
        Py_DECREF(iter);
        Py_DECREF(result);
        return PyErr_Occurred() ? null : PyLong_FromValue(total);
      }
      if (PyLong_CheckExact(item)) {
        const p: V.IntValue = V.mul(total, item.value);
        if (typeof p === 'number' || BigInt.asIntN(64, p) === p) {
          total = p;
          Py_DECREF(item);
          continue;
        }
      }
      Py_DECREF(result);
      result = multiply_steal(PyLong_FromValue(total), item);
      break;
    }
    if (result === null) {
      Py_DECREF(iter);
      return null;
    }
  }
  if (PyFloat_CheckExact(result)) {
    let total = (result as PyFloatObject).ob_fval;
    for (;;) {
      const item = A.PyIter_Next(iter);
      if (item === null) {
        Py_DECREF(iter);
        Py_DECREF(result);
        return PyErr_Occurred() ? null : float(total);
      }
      if (PyFloat_CheckExact(item)) {
        total *= item.ob_fval;
        Py_DECREF(item);
        continue;
      }
      if (PyLong_CheckExact(item) && typeof item.value === 'number') {
        total *= item.value;
        Py_DECREF(item);
        continue;
      }
      Py_DECREF(result);
      result = multiply_steal(float(total), item);
      break;
    }
    if (result === null) {
      Py_DECREF(iter);
      return null;
    }
  }
  for (;;) {
    const item = A.PyIter_Next(iter);
    if (item === null) {
      if (PyErr_Occurred()) {
        Py_DECREF(result);
        result = null;
      }
      break;
    }
    result = multiply_steal(result, item);
    if (result === null) break;
  }
  Py_DECREF(iter);
  return result;
}
function multiply_steal(a: PyObject, b: PyObject): PyObject | null {
  const p = A.PyNumber_Multiply(a, b);
  Py_DECREF(a);
  Py_DECREF(b);
  return p;
}

function math_sumprod(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('sumprod', args.length, 2, 2)) return null;
  const p_it = A.PyObject_GetIter(args[0]!);
  if (p_it === null) return null;
  const q_it = A.PyObject_GetIter(args[1]!);
  if (q_it === null) {
    Py_DECREF(p_it);
    return null;
  }
  let total: PyObject | null = PyLong_FromLong(0);
  let floats: M.TripleLength | null = null;
  let failed = false;
  for (;;) {
    const p = A.PyIter_Next(p_it);
    if (p === null && PyErr_Occurred()) {
      failed = true;
      break;
    }
    const q = A.PyIter_Next(q_it);
    if (q === null && PyErr_Occurred()) {
      if (p !== null) Py_DECREF(p);
      failed = true;
      break;
    }
    if ((p === null) !== (q === null)) {
      if (p !== null) Py_DECREF(p);
      if (q !== null) Py_DECREF(q);
      PyErr_SetString(PyExc_ValueError, 'Inputs are not the same length');
      failed = true;
      break;
    }
    if (p === null || q === null) break;
    const isNumber = (op: PyObject): boolean => PyFloat_CheckExact(op) || PyLong_CheckExact(op);
    if ((PyFloat_CheckExact(p) || PyFloat_CheckExact(q)) && isNumber(p) && isNumber(q)) {
      const asDouble = (op: PyObject): number => (PyFloat_Check(op) ? op.ob_fval : PyLong_AsDouble(op));
      floats ??= new M.TripleLength();
      floats.addProduct(asDouble(p), asDouble(q));
      Py_DECREF(p);
      Py_DECREF(q);
      if (PyErr_Occurred()) {
        failed = true;
        break;
      }
      continue;
    }
    if (floats !== null) {
      total = add_steal(total, float(floats.value()));
      floats = null;
      if (total === null) {
        Py_DECREF(p);
        Py_DECREF(q);
        failed = true;
        break;
      }
    }
    const term = multiply_steal(p, q);
    total = term === null ? (Py_DECREF(total), null) : add_steal(total, term);
    if (total === null) {
      failed = true;
      break;
    }
  }
  Py_DECREF(p_it);
  Py_DECREF(q_it);
  if (failed) {
    if (total !== null) Py_DECREF(total);
    return null;
  }
  return floats !== null ? add_steal(total!, float(floats.value())) : total;
}
function add_steal(a: PyObject, b: PyObject): PyObject | null {
  const s = A.PyNumber_Add(a, b);
  Py_DECREF(a);
  Py_DECREF(b);
  return s;
}

const iscloseParser = argParser('isclose', ['a', 'b', 'rel_tol', 'abs_tol'], 2, 2);
function math_isclose(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, iscloseParser);
  if (argv === null) return null;
  const values: number[] = [0, 0, 1e-9, 0];
  for (const [i, arg] of argv.entries()) {
    if (arg === null) continue;
    values[i] = PyFloat_AsDouble(arg);
    if (values[i] === -1 && PyErr_Occurred()) return null;
  }
  const [a, b, rel_tol, abs_tol] = values as [number, number, number, number];
  if (rel_tol < 0 || abs_tol < 0) return PyErr_SetString(PyExc_ValueError, 'tolerances must be non-negative');
  if (a === b) return PyBool_FromLong(true);
  if (Math.abs(a) === Infinity || Math.abs(b) === Infinity) return PyBool_FromLong(false);
  const diff = Math.abs(b - a);
  return PyBool_FromLong(diff <= Math.abs(rel_tol * b) || diff <= Math.abs(rel_tol * a) || diff <= abs_tol);
}

const nextafterParser = argParser('nextafter', ['', '', 'steps'], 2, 2);
function math_nextafter(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, nextafterParser);
  if (argv === null) return null;
  const x = PyFloat_AsDouble(argv[0]!);
  if (x === -1 && PyErr_Occurred()) return null;
  const y = PyFloat_AsDouble(argv[1]!);
  if (y === -1 && PyErr_Occurred()) return null;
  let steps = 1n;
  if (argv[2] !== null && argv[2] !== Py_None) {
    const v = indexValue(argv[2]!);
    if (v === null) return null;
    if (v < 0) return PyErr_SetString(PyExc_ValueError, 'steps must be a non-negative integer');
    steps = BigInt(v);
  }
  return float(M.nextafter(x, y, steps));
}

function predicate(f: (x: number) => boolean) {
  return (_m: PyObject, arg: PyObject): PyObject | null => {
    const x = PyFloat_AsDouble(arg);
    return x === -1 && PyErr_Occurred() ? null : PyBool_FromLong(f(x));
  };
}

function math_modf(_m: PyObject, arg: PyObject): PyObject | null {
  const x = PyFloat_AsDouble(arg);
  if (x === -1 && PyErr_Occurred()) return null;
  if (!Number.isFinite(x)) {
    return PyTuple_FromArraySteal(
      Math.abs(x) === Infinity ? [float(libm.copysign(0, x)), float(x)] : [float(x), float(x)],
    );
  }
  const whole = Math.trunc(x);
  return PyTuple_FromArraySteal([float(libm.copysign(x - whole, x)), float(libm.copysign(whole, x))]);
}
function math_frexp(_m: PyObject, arg: PyObject): PyObject | null {
  const x = PyFloat_AsDouble(arg);
  if (x === -1 && PyErr_Occurred()) return null;
  const [m, e] = libm.frexp(x);
  return PyTuple_FromArraySteal([float(m), PyLong_FromLong(e)]);
}

function math_fma(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('fma', args.length, 3, 3)) return null;
  const v: number[] = [];
  for (const arg of args) {
    const x = PyFloat_AsDouble(arg);
    if (x === -1 && PyErr_Occurred()) return null;
    v.push(x);
  }
  const [x, y, z] = v as [number, number, number];
  const r = M.fma(x, y, z);
  if (Number.isFinite(r)) return float(r);
  if (Number.isNaN(r))
    return v.some((w) => Number.isNaN(w)) ? float(r) : PyErr_SetString(PyExc_ValueError, 'invalid operation in fma');
  return v.every((w) => Number.isFinite(w)) ? PyErr_SetString(PyExc_OverflowError, 'overflow in fma') : float(r);
}

const one = (name: string, f: (x: number) => number, canOverflow = false): PyMethodDef =>
  method(name, METH_O, FUNC1(f, canOverflow), '($module, x, /)');
const two = (name: string, f: (x: number, y: number) => number, signature = '($module, x, y, /)'): PyMethodDef =>
  method(name, METH_FASTCALL, FUNC2(name, f), signature);

const math_methods: PyMethodDef[] = [
  one('acos', libm.acos),
  one('acosh', libm.acosh),
  one('asin', libm.asin),
  one('asinh', libm.asinh),
  one('atan', libm.atan),
  two('atan2', libm.atan2, '($module, y, x, /)'),
  one('atanh', libm.atanh),
  one('cbrt', libm.cbrt),
  method('ceil', METH_O, rounding('__ceil__', Math.ceil), '($module, x, /)'),
  two('copysign', libm.copysign),
  one('cos', libm.cos),
  one('cosh', libm.cosh, true),
  method(
    'degrees',
    METH_O,
    FUNC1((x) => x * (180 / Math.PI), true),
    '($module, x, /)',
  ),
  method('dist', METH_FASTCALL, math_dist, '($module, p, q, /)'),
  method(
    'erf',
    METH_O,
    FUNC1A((x) => ({ value: M.erf(x), error: null })),
    '($module, x, /)',
  ),
  method(
    'erfc',
    METH_O,
    FUNC1A((x) => ({ value: M.erfc(x), error: null })),
    '($module, x, /)',
  ),
  one('exp', libm.exp, true),
  one('exp2', libm.exp2, true),
  one('expm1', libm.expm1, true),
  one('fabs', Math.abs),
  method('factorial', METH_O, math_factorial, '($module, n, /)'),
  method('floor', METH_O, rounding('__floor__', Math.floor), '($module, x, /)'),
  method('fma', METH_FASTCALL, math_fma, '($module, x, y, z, /)'),
  method('fmod', METH_FASTCALL, math_fmod, '($module, x, y, /)'),
  method('frexp', METH_O, math_frexp, '($module, x, /)'),
  method('fsum', METH_O, math_fsum, '($module, seq, /)'),
  method('gamma', METH_O, FUNC1A(M.tgamma), '($module, x, /)'),
  method('gcd', METH_FASTCALL, fold(0, V.gcd), '($module, *integers)'),
  method('hypot', METH_FASTCALL, math_hypot, null, 'hypot(*coordinates) -> value'),
  method('isclose', METH_FASTCALL | METH_KEYWORDS, math_isclose, '($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)'),
  method('isfinite', METH_O, predicate(Number.isFinite), '($module, x, /)'),
  method(
    'isinf',
    METH_O,
    predicate((x) => Math.abs(x) === Infinity),
    '($module, x, /)',
  ),
  method('isnan', METH_O, predicate(Number.isNaN), '($module, x, /)'),
  method('isqrt', METH_O, math_isqrt, '($module, n, /)'),
  method('lcm', METH_FASTCALL, fold(1, lcm), '($module, *integers)'),
  method('ldexp', METH_FASTCALL, math_ldexp, '($module, x, i, /)'),
  method('lgamma', METH_O, FUNC1A(M.lgamma), '($module, x, /)'),
  method(
    'log',
    METH_FASTCALL,
    math_log,
    null,
    'log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of x.',
  ),
  method('log10', METH_O, (_m: PyObject, x: PyObject) => loghelper(x, M.log10), '($module, x, /)'),
  one('log1p', libm.log1p),
  method('log2', METH_O, (_m: PyObject, x: PyObject) => loghelper(x, M.log2), '($module, x, /)'),
  method('modf', METH_O, math_modf, '($module, x, /)'),
  method('nextafter', METH_FASTCALL | METH_KEYWORDS, math_nextafter, '($module, x, y, /, *, steps=None)'),
  method('perm', METH_FASTCALL, permComb('perm'), '($module, n, k=None, /)'),
  method('comb', METH_FASTCALL, permComb('comb'), '($module, n, k, /)'),
  method('pow', METH_FASTCALL, math_pow, '($module, x, y, /)'),
  method('prod', METH_FASTCALL | METH_KEYWORDS, math_prod, '($module, iterable, /, *, start=1)'),
  method(
    'radians',
    METH_O,
    FUNC1((x) => x * (Math.PI / 180), false),
    '($module, x, /)',
  ),
  method(
    'remainder',
    METH_FASTCALL,
    (_m: PyObject, args: readonly PyObject[]) => {
      const pair = twoDoubles('remainder', args);
      return pair === null ? null : fromResult(M.remainder(pair[0], pair[1]));
    },
    '($module, x, y, /)',
  ),
  one('sin', libm.sin),
  one('sinh', libm.sinh, true),
  one('sqrt', Math.sqrt),
  method('sumprod', METH_FASTCALL, math_sumprod, '($module, p, q, /)'),
  one('tan', libm.tan),
  one('tanh', libm.tanh),
  method('trunc', METH_O, math_trunc, '($module, x, /)'),
  method('ulp', METH_O, FUNC1(M.ulp, false), '($module, x, /)'),
];

export function PyInit_math(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: 'math',
    m_doc: 'This module provides access to the mathematical functions\ndefined by the C standard.',
    m_methods: math_methods,
  });
  if (m === null) return null;
  const constants: [string, number][] = [
    ['pi', Math.PI],
    ['e', Math.E],
    ['tau', 2 * Math.PI],
    ['inf', Infinity],
    ['nan', NaN],
  ];
  for (const [name, value] of constants) PyModule_AddObject(m, name, float(value));
  return m;
}
