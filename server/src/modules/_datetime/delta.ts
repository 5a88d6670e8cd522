// datetime.timedelta. Follows Modules/_datetimemodule.c, CPython 3.13.

import { staticObject } from '../../heap/alloc';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import {
  PyNumber_Add,
  PyNumber_And,
  PyNumber_Divmod,
  PyNumber_FloorDivide,
  PyNumber_Multiply,
  PyNumber_Remainder,
  PyNumber_TrueDivide,
} from '../../objects/abstract';
import { PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { PyBool_FromLong } from '../../objects/boolobject';
import { PyObject_CallMethodNoArgs } from '../../objects/call';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError, PyExc_ZeroDivisionError } from '../../objects/exceptions';
import { PyFloat_Check } from '../../objects/floatobject';
import type { PyFloatObject } from '../../objects/floatstruct';
import * as libm from '../../objects/libm';
import {
  PyLong_AsDouble,
  PyLong_AsInt,
  PyLong_AsValue,
  PyLong_Check,
  PyLong_FromDouble,
  PyLong_FromLong,
  PyLong_FromValue,
} from '../../objects/longobject';
import * as V from '../../objects/longvalue';
import type { CompareOp, PyObject } from '../../objects/object';
import { PyObject_Hash, PyObject_IsTrue, Py_NotImplemented } from '../../objects/objectprotocol';
import { defineModuleType } from '../../objects/moduletype';
import { PyTuple_Check, PyTuple_FromArraySteal, PyTuple_GET_ITEM, PyTuple_Pack } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject } from '../../objects/typestruct';
import { METH_NOARGS, Py_READONLY, Py_TPFLAGS_BASETYPE, Py_T_INT, method } from '../../objects/typestruct';
import { PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import { divmod } from './calendar';
import { delta_bool, new_delta } from './construct';
import { state } from './state';
import { PyDateTime_Delta, PyDelta_Check, cachedHash } from './structs';

const id_as_integer_ratio = _Py_ID('as_integer_ratio');

const notImplemented = (): Owned<PyObject> => Py_NewRef(Py_NotImplemented);

/** What a three-way comparison says of `op`. */
export function diff_to_bool(diff: number, op: CompareOp): Owned<PyObject> {
  const answers = [diff < 0, diff <= 0, diff === 0, diff !== 0, diff > 0, diff >= 0];
  return PyBool_FromLong(answers[op]!);
}

/** The int nearest to m / n, ties to even; null with an exception. */
function divide_nearest(m: PyObject, n: PyObject): Owned<PyObject> | null {
  if (!PyLong_Check(m) || !PyLong_Check(n)) {
    return PyErr_SetString(PyExc_TypeError, 'non-integer arguments in division');
  }
  const b = PyLong_AsValue(n);
  if (V.compare(b, 0) === 0) return PyErr_SetString(PyExc_ZeroDivisionError, 'integer division or modulo by zero');
  const negative = V.compare(b, 0) < 0;
  const divisor = negative ? V.neg(b) : b;
  const dividend = negative ? V.neg(PyLong_AsValue(m)) : PyLong_AsValue(m);
  const [q, r] = V.divmod(dividend, divisor);
  const cmp = V.compare(V.mul(r, 2), divisor);
  const up = cmp > 0 || (cmp === 0 && V.compare(V.mod(q, 2), 0) !== 0);
  return PyLong_FromValue(up ? V.add(q, 1) : q);
}

/** The whole difference in microseconds, an int. */
export function delta_to_microseconds(self: PyDateTime_Delta): Owned<PyObject> | null {
  const days = PyLong_FromLong(self.days);
  const dayseconds = PyNumber_Multiply(days, state.seconds_per_day)!;
  Py_DECREF(days);
  const seconds = PyLong_FromLong(self.seconds);
  const all = PyNumber_Add(seconds, dayseconds)!;
  Py_DECREF(seconds);
  Py_DECREF(dayseconds);
  const us = PyNumber_Multiply(all, state.us_per_second)!;
  Py_DECREF(all);
  const rest = PyLong_FromLong(self.microseconds);
  const result = PyNumber_Add(us, rest);
  Py_DECREF(us);
  Py_DECREF(rest);
  return result;
}

function checked_divmod(a: PyObject, b: PyObject): Owned<PyTupleObject> | null {
  const result = PyNumber_Divmod(a, b);
  if (result === null) return null;
  let message: string;
  if (!PyTuple_Check(result)) message = `divmod() returned non-tuple (type ${result.ob_type.tp_name})`;
  else if (result.ob_item.length === 2) return result;
  else message = `divmod() returned a tuple of size ${result.ob_item.length}`;
  Py_DECREF(result);
  return PyErr_SetString(PyExc_TypeError, message);
}

/** A difference from an int of microseconds. */
function microseconds_to_delta(
  pyus: PyObject,
  type: PyTypeObject = PyDateTime_DeltaType,
): Owned<PyDateTime_Delta> | null {
  const outOfRange = (): null => PyErr_SetString(PyExc_TypeError, 'divmod() returned a value out of range');
  let tuple = checked_divmod(pyus, state.us_per_second);
  if (tuple === null) return null;
  const us = PyLong_AsInt(PyTuple_GET_ITEM(tuple, 1));
  if ((us === -1 && PyErr_Occurred() !== null) || us < 0 || us >= 1000000) {
    Py_DECREF(tuple);
    return PyErr_Occurred() !== null ? null : outOfRange();
  }
  let num = Py_NewRef(PyTuple_GET_ITEM(tuple, 0));
  Py_DECREF(tuple);
  tuple = checked_divmod(num, state.seconds_per_day);
  Py_DECREF(num);
  if (tuple === null) return null;
  const s = PyLong_AsInt(PyTuple_GET_ITEM(tuple, 1));
  if ((s === -1 && PyErr_Occurred() !== null) || s < 0 || s >= 24 * 3600) {
    Py_DECREF(tuple);
    return PyErr_Occurred() !== null ? null : outOfRange();
  }
  num = Py_NewRef(PyTuple_GET_ITEM(tuple, 0));
  const d = PyLong_AsInt(num);
  const result = d === -1 && PyErr_Occurred() !== null ? null : new_delta(d, s, us, false, type);
  Py_DECREF(tuple);
  Py_DECREF(num);
  return result;
}

/** microseconds_to_delta that takes its argument over; null passes a failure on. */
function deltaFrom(pyus: Owned<PyObject> | null): Owned<PyObject> | null {
  if (pyus === null) return null;
  const result = microseconds_to_delta(pyus);
  Py_DECREF(pyus);
  return result;
}

/** `operation` on the microseconds of `self` and `other`: an int, or a timedelta. */
function withMicroseconds(
  self: PyDateTime_Delta,
  other: PyObject,
  operation: (us: PyObject, other: PyObject) => PyObject | null,
): Owned<PyObject> | null {
  const us = delta_to_microseconds(self);
  if (us === null) return null;
  let result: PyObject | null;
  if (PyDelta_Check(other)) {
    const right = delta_to_microseconds(other);
    result = right === null ? null : operation(us, right);
    Py_DECREF(us);
    Py_XDECREF(right);
  } else {
    result = operation(us, other);
    Py_DECREF(us);
  }
  return result;
}

function get_float_as_integer_ratio(floatobj: PyObject): Owned<PyTupleObject> | null {
  const ratio = PyObject_CallMethodNoArgs(floatobj, id_as_integer_ratio);
  if (ratio === null) return null;
  if (!PyTuple_Check(ratio)) {
    PyErr_SetString(
      PyExc_TypeError,
      `unexpected return type from as_integer_ratio(): expected tuple, got '${ratio.ob_type.tp_name}'`,
    );
  } else if (ratio.ob_item.length === 2) return ratio;
  else PyErr_SetString(PyExc_ValueError, 'as_integer_ratio() must return a 2-tuple');
  Py_DECREF(ratio);
  return null;
}

/** delta * float, delta / float: `up` is the ratio's item to multiply with. */
function timesFloat(delta: PyDateTime_Delta, floatobj: PyObject, up: 0 | 1): Owned<PyObject> | null {
  const us = delta_to_microseconds(delta);
  if (us === null) return null;
  const ratio = get_float_as_integer_ratio(floatobj);
  if (ratio === null) {
    Py_DECREF(us);
    return null;
  }
  const product = PyNumber_Multiply(us, PyTuple_GET_ITEM(ratio, up));
  Py_DECREF(us);
  let quotient: PyObject | null = null;
  if (product !== null) {
    quotient = divide_nearest(product, PyTuple_GET_ITEM(ratio, 1 - up));
    Py_DECREF(product);
  }
  const result = deltaFrom(quotient);
  Py_DECREF(ratio);
  return result;
}

// ------------------------------------------------------------------------------------------------------ arithmetic

export function delta_add(left: PyObject, right: PyObject): Owned<PyObject> | null {
  if (!PyDelta_Check(left) || !PyDelta_Check(right)) return notImplemented();
  return new_delta(left.days + right.days, left.seconds + right.seconds, left.microseconds + right.microseconds, true);
}
export function delta_subtract(left: PyObject, right: PyObject): Owned<PyObject> | null {
  if (!PyDelta_Check(left) || !PyDelta_Check(right)) return notImplemented();
  return new_delta(left.days - right.days, left.seconds - right.seconds, left.microseconds - right.microseconds, true);
}
export function delta_negative(op: PyObject): Owned<PyDateTime_Delta> | null {
  const self = op as PyDateTime_Delta;
  return new_delta(-self.days, -self.seconds, -self.microseconds, true);
}
function delta_positive(op: PyObject): Owned<PyObject> | null {
  const self = op as PyDateTime_Delta;
  return new_delta(self.days, self.seconds, self.microseconds, false);
}
function delta_abs(op: PyObject): Owned<PyObject> | null {
  return (op as PyDateTime_Delta).days < 0 ? delta_negative(op) : delta_positive(op);
}

const multiplyInt = (delta: PyDateTime_Delta, i: PyObject): Owned<PyObject> | null =>
  deltaFrom(withMicroseconds(delta, i, (us, n) => PyNumber_Multiply(n, us)));

function delta_multiply(left: PyObject, right: PyObject): Owned<PyObject> | null {
  const [delta, factor] = PyDelta_Check(left) ? [left, right] : [right as PyDateTime_Delta, left];
  if (PyLong_Check(factor)) return multiplyInt(delta, factor);
  return PyFloat_Check(factor) ? timesFloat(delta, factor, 0) : notImplemented();
}

function delta_divide(left: PyObject, right: PyObject): Owned<PyObject> | null {
  if (!PyDelta_Check(left)) return notImplemented();
  if (PyLong_Check(right)) return deltaFrom(withMicroseconds(left, right, PyNumber_FloorDivide));
  return PyDelta_Check(right) ? withMicroseconds(left, right, PyNumber_FloorDivide) : notImplemented();
}

function delta_truedivide(left: PyObject, right: PyObject): Owned<PyObject> | null {
  if (!PyDelta_Check(left)) return notImplemented();
  if (PyDelta_Check(right)) return withMicroseconds(left, right, PyNumber_TrueDivide);
  if (PyFloat_Check(right)) return timesFloat(left, right, 1);
  return PyLong_Check(right) ? deltaFrom(withMicroseconds(left, right, divide_nearest)) : notImplemented();
}

function delta_remainder(left: PyObject, right: PyObject): Owned<PyObject> | null {
  if (!PyDelta_Check(left) || !PyDelta_Check(right)) return notImplemented();
  return deltaFrom(withMicroseconds(left, right, PyNumber_Remainder));
}

function delta_divmod(left: PyObject, right: PyObject): Owned<PyObject> | null {
  if (!PyDelta_Check(left) || !PyDelta_Check(right)) return notImplemented();
  const pair = withMicroseconds(left, right, checked_divmod);
  if (pair === null) return null;
  const delta = microseconds_to_delta(PyTuple_GET_ITEM(pair, 1));
  let result: PyObject | null = null;
  if (delta !== null) {
    result = PyTuple_Pack(PyTuple_GET_ITEM(pair, 0), delta);
    Py_DECREF(delta);
  }
  Py_DECREF(pair);
  return result;
}

// ------------------------------------------------------------------------------------------------------ comparison

export function delta_cmp(self: PyDateTime_Delta, other: PyDateTime_Delta): number {
  return self.days - other.days || self.seconds - other.seconds || self.microseconds - other.microseconds;
}

export function delta_richcompare(self: PyObject, other: PyObject, op: CompareOp): Owned<PyObject> {
  return PyDelta_Check(other) ? diff_to_bool(delta_cmp(self as PyDateTime_Delta, other), op) : notImplemented();
}

export function delta_hash(self: PyObject): number {
  return cachedHash(self, (op: PyDateTime_Delta) => {
    const temp = delta_getstate(op);
    const lo = PyObject_Hash(temp);
    Py_DECREF(temp);
    return lo;
  });
}

// ------------------------------------------------------------------------------------------------------ construction

const modf = (x: number): [fraction: number, whole: number] => {
  const whole = Math.trunc(x);
  return [Number.isFinite(x) ? x - whole : Number.isNaN(x) ? x : 0, whole];
};

/** sofar + num * factor, what is less than a microsecond added to `leftover`. */
function accum(
  tag: string,
  sofar: PyObject,
  num: PyObject,
  factor: PyObject,
  leftover: { us: number },
): Owned<PyObject> | null {
  const addProduct = (n: PyObject): PyObject | null => {
    const prod = PyNumber_Multiply(n, factor);
    if (prod === null) return null;
    const sum = PyNumber_Add(sofar, prod);
    Py_DECREF(prod);
    return sum;
  };
  if (PyLong_Check(num)) return addProduct(num);
  if (!PyFloat_Check(num)) {
    return PyErr_SetString(PyExc_TypeError, `unsupported type for timedelta ${tag} component: ${num.ob_type.tp_name}`);
  }
  const [fraction, whole] = modf((num as PyFloatObject).ob_fval);
  const x = PyLong_FromDouble(whole);
  if (x === null) return null;
  const sum = addProduct(x);
  Py_DECREF(x);
  if (sum === null || fraction === 0) return sum;
  const [rest, more] = modf(PyLong_AsDouble(factor) * fraction);
  const y = PyLong_FromDouble(more);
  if (y === null) {
    Py_DECREF(sum);
    return null;
  }
  const result = PyNumber_Add(sum, y);
  Py_DECREF(sum);
  Py_DECREF(y);
  leftover.us += rest;
  return result;
}

const keywords = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];

function delta_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, '|OOOOOOO:__new__', keywords);
  if (parsed === null) return null;
  const [day, second, us, ms, minute, hour, week] = parsed as (PyObject | null)[];
  const one = PyLong_FromLong(1);
  const components: [string, PyObject | null | undefined, PyObject][] = [
    ['microseconds', us, one],
    ['milliseconds', ms, state.us_per_ms],
    ['seconds', second, state.us_per_second],
    ['minutes', minute, state.us_per_minute],
    ['hours', hour, state.us_per_hour],
    ['days', day, state.us_per_day],
    ['weeks', week, state.us_per_week],
  ];
  Py_DECREF(one);
  let x: PyObject = PyLong_FromLong(0);
  const leftover = { us: 0 };
  for (const [tag, num, factor] of components) {
    if (num == null) continue;
    const y = accum(tag, x, num, factor, leftover);
    Py_DECREF(x);
    if (y === null) return null;
    x = y;
  }
  if (leftover.us !== 0) {
    let whole = libm.round(leftover.us);
    if (Math.abs(whole - leftover.us) === 0.5) {
      const bit = PyNumber_And(x, one)!;
      const odd = PyObject_IsTrue(bit);
      Py_DECREF(bit);
      whole = 2 * libm.round((leftover.us + odd) * 0.5) - odd;
    }
    const temp = PyLong_FromLong(Math.trunc(whole));
    const y = PyNumber_Add(x, temp);
    Py_DECREF(temp);
    Py_DECREF(x);
    if (y === null) return null;
    x = y;
  }
  const self = microseconds_to_delta(x, type);
  Py_DECREF(x);
  return self;
}

// ------------------------------------------------------------------------------------------------------ text, pickle

function delta_repr(op: PyObject): PyObject {
  const self = op as PyDateTime_Delta;
  const parts: string[] = [];
  if (self.days !== 0) parts.push(`days=${self.days}`);
  if (self.seconds !== 0) parts.push(`seconds=${self.seconds}`);
  if (self.microseconds !== 0) parts.push(`microseconds=${self.microseconds}`);
  return PyUnicode_FromString(`${op.ob_type.tp_name}(${parts.join(', ') || '0'})`);
}

export const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

function delta_str(op: PyObject): PyObject {
  const { days, seconds: all, microseconds: us } = op as PyDateTime_Delta;
  const [allMinutes, seconds] = divmod(all, 60);
  const [hours, minutes] = divmod(allMinutes, 60);
  const d = days !== 0 ? `${days} day${days === 1 || days === -1 ? '' : 's'}, ` : '';
  return PyUnicode_FromString(`${d}${hours}:${pad(minutes)}:${pad(seconds)}${us !== 0 ? `.${pad(us, 6)}` : ''}`);
}

function delta_getstate(self: PyDateTime_Delta): Owned<PyObject> {
  return PyTuple_FromArraySteal([
    PyLong_FromLong(self.days),
    PyLong_FromLong(self.seconds),
    PyLong_FromLong(self.microseconds),
  ]);
}

export function delta_total_seconds(self: PyObject): Owned<PyObject> | null {
  const us = delta_to_microseconds(self as PyDateTime_Delta);
  if (us === null) return null;
  const total = PyNumber_TrueDivide(us, state.us_per_second);
  Py_DECREF(us);
  return total;
}

function delta_reduce(self: PyObject): PyObject {
  return PyTuple_FromArraySteal([Py_NewRef(self.ob_type), delta_getstate(self as PyDateTime_Delta)]);
}

const member = (name: string, doc: string) => ({ name, type: Py_T_INT, field: name, flags: Py_READONLY, doc });

export const PyDateTime_DeltaType: PyTypeObject = defineModuleType({
  tp_name: 'datetime.timedelta',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_doc:
    'Difference between two datetime values.\n\n' +
    'timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\n' +
    'All arguments are optional and default to 0.\n' +
    'Arguments may be integers or floats, and may be positive or negative.',
  construct: (type) => new PyDateTime_Delta(type),
  tp_repr: delta_repr,
  nb_add: delta_add,
  nb_subtract: delta_subtract,
  nb_multiply: delta_multiply,
  nb_remainder: delta_remainder,
  nb_divmod: delta_divmod,
  nb_negative: delta_negative,
  nb_positive: delta_positive,
  nb_absolute: delta_abs,
  nb_bool: (self) => (delta_bool(self as PyDateTime_Delta) ? 1 : 0),
  nb_floor_divide: delta_divide,
  nb_true_divide: delta_truedivide,
  tp_hash: delta_hash,
  tp_str: delta_str,
  tp_richcompare: delta_richcompare,
  tp_methods: [
    method('total_seconds', METH_NOARGS, delta_total_seconds, null, 'Total seconds in the duration.'),
    method('__reduce__', METH_NOARGS, delta_reduce, null, '__reduce__() -> (cls, state)'),
  ],
  tp_members: [
    member('days', 'Number of days.'),
    member('seconds', 'Number of seconds (>= 0 and less than 1 day).'),
    member('microseconds', 'Number of microseconds (>= 0 and less than 1 second).'),
  ],
  tp_new: delta_new,
});

/** All empty differences are this one object. */
export const zero_delta: PyDateTime_Delta = staticObject(new PyDateTime_Delta(PyDateTime_DeltaType), 40);
