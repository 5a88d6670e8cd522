// Making the objects of the datetime types from plain numbers, with the checks of their fields. Follows
// Modules/_datetimemodule.c, CPython 3.13.

import { PyObject_New } from '../../heap/alloc';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../../heap/refcount';
import { PyObject_Call, PyObject_Vectorcall } from '../../objects/call';
import { PyDict_New, PyDict_SetItemString } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { PyLong_FromLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { reprString } from '../../objects/reprstring';
import { PyTuple_FromArraySteal } from '../../objects/tupleobject';
import { PyObject_TypeCheck } from '../../objects/typebasics';
import type { PyTypeObject } from '../../objects/typestruct';
import { check_date_args, check_delta_day_range, check_time_args, normalize_d_s_us } from './calendar';
import { PyDateTime_DateType } from './date';
import { PyDateTime_DateTimeType } from './datetime';
import { PyDateTime_DeltaType, zero_delta } from './delta';
import type { PyDateTime_Date, PyDateTime_Delta, PyDateTime_TimeZone } from './structs';
import { PyDateTime_DateTime, PyDateTime_Time } from './structs';
import { PyDateTime_TimeType } from './time';
import { PyDateTime_TZInfoType, PyDateTime_TimeZoneType, utc_timezone } from './timezone';

export const PyTZInfo_Check = (op: PyObject): boolean => PyObject_TypeCheck(op, PyDateTime_TZInfoType);

/** True for None and instances of tzinfo; else false with TypeError. */
export function check_tzinfo_subclass(p: PyObject): boolean {
  if (p === Py_None || PyTZInfo_Check(p)) return true;
  PyErr_SetString(
    PyExc_TypeError,
    `tzinfo argument must be None or of a tzinfo subclass, not type '${p.ob_type.tp_name}'`,
  );
  return false;
}

// ------------------------------------------------------------------------------------------------------ allocation

/** tp_alloc of time and datetime themselves: `nitems` says whether there is to be a place for tzinfo. */
export function time_alloc(type: PyTypeObject, nitems: number): Owned<PyObject> {
  return PyObject_New(new PyDateTime_Time(type), nitems !== 0 ? 40 : 32);
}
export function datetime_alloc(type: PyTypeObject, nitems: number): Owned<PyObject> {
  return PyObject_New(new PyDateTime_DateTime(type), nitems !== 0 ? 48 : 40);
}

// ------------------------------------------------------------------------------------------------------ constructors

/** A date of `type`; null with ValueError when there is no such date. */
export function new_date_ex(year: number, month: number, day: number, type: PyTypeObject): Owned<PyObject> | null {
  if (!check_date_args(year, month, day)) return null;
  const self = type.tp_alloc!(type, 0) as PyDateTime_Date | null;
  if (self === null) return null;
  self.year = year;
  self.month = month;
  self.day = day;
  return self;
}

/** new_date_ex for date and datetime, else a call of the class. */
export function new_date_subclass_ex(year: number, month: number, day: number, cls: PyObject): Owned<PyObject> | null {
  if (cls === PyDateTime_DateType) return new_date_ex(year, month, day, PyDateTime_DateType);
  if (cls === PyDateTime_DateTimeType) {
    return new_datetime_ex2(year, month, day, 0, 0, 0, 0, Py_None, 0, PyDateTime_DateTimeType);
  }
  return callWithInts(cls, [year, month, day]);
}

/** cls(*numbers, *rest). */
export function callWithInts(cls: PyObject, numbers: number[], ...rest: PyObject[]): Owned<PyObject> | null {
  const args: PyObject[] = numbers.map((n) => PyLong_FromLong(n));
  for (const op of rest) args.push(Py_NewRef(op));
  const result = PyObject_Vectorcall(cls, args, null);
  for (const arg of args) Py_DECREF(arg);
  return result;
}

export function new_datetime_ex2(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  usecond: number,
  tzinfo: PyObject,
  fold: number,
  type: PyTypeObject,
): Owned<PyDateTime_DateTime> | null {
  if (!check_date_args(year, month, day) || !check_time_args(hour, minute, second, usecond, fold)) return null;
  if (!check_tzinfo_subclass(tzinfo)) return null;
  const self = type.tp_alloc!(type, tzinfo !== Py_None ? 1 : 0) as PyDateTime_DateTime | null;
  if (self === null) return null;
  self.year = year;
  self.month = month;
  self.day = day;
  self.hour = hour;
  self.minute = minute;
  self.second = second;
  self.microsecond = usecond;
  self.fold = fold;
  if (tzinfo !== Py_None) self.tzinfo = Py_NewRef(tzinfo);
  return self;
}

/** cls(*numbers, tzinfo), with fold=1 if so. */
function call_subclass_fold(cls: PyObject, fold: number, numbers: number[], tzinfo: PyObject): Owned<PyObject> | null {
  const items: PyObject[] = numbers.map((n) => PyLong_FromLong(n));
  items.push(Py_NewRef(tzinfo));
  const args = PyTuple_FromArraySteal(items);
  let kwargs: PyDictObject | null = null;
  let failed = false;
  if (fold !== 0) {
    kwargs = PyDict_New();
    const obj = PyLong_FromLong(fold);
    failed = PyDict_SetItemString(kwargs, 'fold', obj) < 0;
    Py_DECREF(obj);
  }
  const res = failed ? null : PyObject_Call(cls, args, kwargs);
  Py_DECREF(args);
  Py_XDECREF(kwargs);
  return res;
}

export function new_datetime_subclass_fold_ex(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  usecond: number,
  tzinfo: PyObject,
  fold: number,
  cls: PyObject,
): Owned<PyObject> | null {
  if (cls === PyDateTime_DateTimeType) {
    return new_datetime_ex2(year, month, day, hour, minute, second, usecond, tzinfo, fold, PyDateTime_DateTimeType);
  }
  return call_subclass_fold(cls, fold, [year, month, day, hour, minute, second, usecond], tzinfo);
}

export function new_time_ex2(
  hour: number,
  minute: number,
  second: number,
  usecond: number,
  tzinfo: PyObject,
  fold: number,
  type: PyTypeObject,
): Owned<PyDateTime_Time> | null {
  if (!check_time_args(hour, minute, second, usecond, fold) || !check_tzinfo_subclass(tzinfo)) return null;
  const self = type.tp_alloc!(type, tzinfo !== Py_None ? 1 : 0) as PyDateTime_Time | null;
  if (self === null) return null;
  self.hour = hour;
  self.minute = minute;
  self.second = second;
  self.microsecond = usecond;
  self.fold = fold;
  if (tzinfo !== Py_None) self.tzinfo = Py_NewRef(tzinfo);
  return self;
}

export function new_time_subclass_fold_ex(
  hour: number,
  minute: number,
  second: number,
  usecond: number,
  tzinfo: PyObject,
  fold: number,
  cls: PyObject,
): Owned<PyObject> | null {
  if (cls === PyDateTime_TimeType) {
    return new_time_ex2(hour, minute, second, usecond, tzinfo, fold, PyDateTime_TimeType);
  }
  return call_subclass_fold(cls, fold, [hour, minute, second, usecond], tzinfo);
}

/** A timedelta; `normalize` unless seconds and microseconds are known to be in range. Null with OverflowError. */
export function new_delta(
  days: number,
  seconds: number,
  microseconds: number,
  normalize: boolean,
  type: PyTypeObject = PyDateTime_DeltaType,
): Owned<PyDateTime_Delta> | null {
  if (normalize) [days, seconds, microseconds] = normalize_d_s_us(days, seconds, microseconds);
  if (!check_delta_day_range(days)) return null;
  if (days === 0 && seconds === 0 && microseconds === 0 && type === PyDateTime_DeltaType) return Py_NewRef(zero_delta);
  const self = type.tp_alloc!(type, 0) as PyDateTime_Delta | null;
  if (self === null) return null;
  self.days = days;
  self.seconds = seconds;
  self.microseconds = microseconds;
  return self;
}

/** A timezone without a check of its range. */
export function create_timezone(offset: PyDateTime_Delta, name: PyObject | null): Owned<PyObject> | null {
  if (offset === zero_delta && name === null) return Py_NewRef(utc_timezone);
  const self = PyDateTime_TimeZoneType.tp_alloc!(PyDateTime_TimeZoneType, 0) as PyDateTime_TimeZone | null;
  if (self === null) return null;
  self.offset = Py_NewRef(offset);
  self.name = Py_XNewRef(name);
  return self;
}

export const delta_bool = (self: PyDateTime_Delta): boolean =>
  self.days !== 0 || self.seconds !== 0 || self.microseconds !== 0;

/** It is less than a day, in either direction. */
export const isOffset = (delta: PyDateTime_Delta): boolean =>
  delta.days === 0 || (delta.days === -1 && (delta.seconds !== 0 || delta.microseconds >= 1));

export function new_timezone(offset: PyDateTime_Delta, name: PyObject | null): Owned<PyObject> | null {
  if (name === null && !delta_bool(offset)) return Py_NewRef(utc_timezone);
  if (!isOffset(offset)) {
    const repr = reprString(offset);
    if (repr === null) return null;
    return PyErr_SetString(
      PyExc_ValueError,
      `offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${repr}.`,
    );
  }
  return create_timezone(offset, name);
}
