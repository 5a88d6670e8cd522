// Timestamps and broken-down time, for the datetime types. Follows Python/pytime.c and Modules/_datetimemodule.c, CPython
// 3.13. The simulated machine's zone is UTC.

import { PyErr_ExceptionMatches, PyErr_SetString } from '../../objects/errors';
import { PyExc_OverflowError, PyExc_ValueError } from '../../objects/exceptions';
import { PyFloat_Check } from '../../objects/floatobject';
import type { PyFloatObject } from '../../objects/floatstruct';
import { PyLong_AsLongLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { raiseErrno } from '../posixmodule';
import { MAXYEAR, MINYEAR, divmod, ord_to_ymd, ymd_to_ord } from './calendar';

const EOVERFLOW = 75;
/** Ordinal of 1 January 1970. */
const EPOCH_DAY = 719163;
const SECONDS_PER_DAY = 86400;
/** Seconds from the first day of year 1 to the Unix epoch, with day 1 counted whole. */
export const EPOCH_SECONDS = EPOCH_DAY * SECONDS_PER_DAY;

export interface tm {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const timestampOverflow = (): null =>
  PyErr_SetString(PyExc_OverflowError, 'timestamp out of range for platform time_t');

/** 2^63, beyond which no time_t lies. */
const TIME_T_LIMIT = 2 ** 63;

/** A time_t of an int; null with an exception. */
function _PyLong_AsTime_t(op: PyObject): number | null {
  const v = PyLong_AsLongLong(op);
  if (v !== null) return Number(v);
  return PyErr_ExceptionMatches(PyExc_OverflowError) ? timestampOverflow() : null;
}

/** Whole seconds of a timestamp, rounded down; null with an exception. */
export function _PyTime_ObjectToTime_t(op: PyObject): number | null {
  if (!PyFloat_Check(op)) return _PyLong_AsTime_t(op);
  const d = Math.floor((op as PyFloatObject).ob_fval);
  if (Number.isNaN(d)) return PyErr_SetString(PyExc_ValueError, 'Invalid value NaN (not a number)');
  return d >= -TIME_T_LIMIT && d < TIME_T_LIMIT ? d : timestampOverflow();
}

function roundHalfEven(x: number): number {
  let rounded = Math.round(x);
  if (Math.abs(x - Math.trunc(x)) === 0.5) rounded = 2 * Math.round(x / 2);
  return rounded;
}

/** Seconds and microseconds of a timestamp, ties to even; null with an exception. */
export function _PyTime_ObjectToTimeval(op: PyObject): [seconds: number, us: number] | null {
  if (!PyFloat_Check(op)) {
    const seconds = _PyLong_AsTime_t(op);
    return seconds === null ? null : [seconds, 0];
  }
  const d = (op as PyFloatObject).ob_fval;
  if (Number.isNaN(d)) return PyErr_SetString(PyExc_ValueError, 'Invalid value NaN (not a number)');
  let whole = Math.trunc(d);
  let us = Number.isFinite(d) ? roundHalfEven((d - whole) * 1e6) : 0;
  if (us >= 1e6) {
    us -= 1e6;
    whole += 1;
  } else if (us < 0) {
    us += 1e6;
    whole -= 1;
  }
  return whole >= -TIME_T_LIMIT && whole < TIME_T_LIMIT ? [whole, us] : timestampOverflow();
}

/** The clock and calendar at a moment; null with OSError when the year is beyond a C int. */
export function _PyTime_gmtime(t: number): tm | null {
  const [days, second] = divmod(t, SECONDS_PER_DAY);
  // 400 years have 146097 days: years far away are counted in such steps.
  const [cycles, day] = divmod(days + EPOCH_DAY - 1, 146097);
  const [y, month, d] = ord_to_ymd(day + 1);
  const year = y + cycles * 400;
  if (year > 2147483647 + 1900 || year < -2147483648 + 1900) return raiseErrno(EOVERFLOW, null);
  return {
    year,
    month,
    day: d,
    hour: Math.trunc(second / 3600),
    minute: Math.trunc(second / 60) % 60,
    second: second % 60,
  };
}
export const _PyTime_localtime = _PyTime_gmtime;

/** Seconds since the beginning of year 1; null with ValueError. */
export function utc_to_seconds(t: tm): number | null {
  if (t.year < MINYEAR || t.year > MAXYEAR) {
    return PyErr_SetString(PyExc_ValueError, `year ${t.year} is out of range`);
  }
  return ((ymd_to_ord(t.year, t.month, t.day) * 24 + t.hour) * 60 + t.minute) * 60 + t.second;
}

/** Seconds on the local clock at `u` seconds on that of UTC; null with an exception. */
export function local(u: number): number | null {
  const t = _PyTime_localtime(u - EPOCH_SECONDS);
  return t === null ? null : utc_to_seconds(t);
}

const MAX_FOLD_SECONDS = 24 * 3600;

/** The time on UTC's clock when the local one shows `t` (in a gap or twice: `fold` chooses); null with an exception. */
export function local_to_seconds(time: tm, fold: number): number | null {
  const t = utc_to_seconds(time);
  if (t === null) return null;
  let lt = local(t);
  if (lt === null) return null;
  const a = lt - t;
  const u1 = t - a;
  const t1 = local(u1);
  if (t1 === null) return null;
  let b: number;
  if (t1 === t) {
    const probe = u1 + (fold !== 0 ? MAX_FOLD_SECONDS : -MAX_FOLD_SECONDS);
    lt = local(probe);
    if (lt === null) return null;
    b = lt - probe;
    if (a === b) return u1;
  } else b = t1 - u1;
  const u2 = t - b;
  const t2 = local(u2);
  if (t2 === null) return null;
  if (t2 === t) return u2;
  if (t1 === t) return u1;
  return fold !== 0 ? Math.min(u1, u2) : Math.max(u1, u2);
}

/** 1 when the moment `timet` shows a local time for the second time; null with an exception. */
export function foldOf(timet: number, shown: tm): number | null {
  const result = utc_to_seconds(shown);
  if (result === null) return null;
  let probe = local(EPOCH_SECONDS + timet - MAX_FOLD_SECONDS);
  if (probe === null) return null;
  const transition = result - probe - MAX_FOLD_SECONDS;
  if (transition >= 0) return 0;
  probe = local(EPOCH_SECONDS + timet + transition);
  if (probe === null) return null;
  return probe === result ? 1 : 0;
}
