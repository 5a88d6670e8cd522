// datetime.datetime: what makes it from other things (class methods) and other things from it. Follows
// Modules/_datetimemodule.c, CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyArg_ParseTuple, PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { PyObject_CallMethodObjArgs, PyObject_CallMethodOneArg } from '../../objects/call';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from '../../objects/errors';
import { PyExc_DeprecationWarning, PyExc_TypeError, PyExc_UnicodeEncodeError } from '../../objects/exceptions';
import { PyFloat_FromDouble } from '../../objects/floatobject';
import { _PyArg_UnpackKeywords, argParser } from '../../objects/getargs';
import { PyLong_AsLongLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyMethodDef } from '../../objects/typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  method,
} from '../../objects/typestruct';
import { PyUnicode_AsUTF8AndSize } from '../../objects/unicode_codecs';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import { PyErr_WarnEx } from '../../objects/warnings';
import { PyImport_ImportModule } from '../import';
import { clockTime } from '../timemodule';
import {
  _find_isoformat_datetime_separator,
  cString,
  parse_isoformat_date,
  parse_isoformat_time,
  utf8Length,
} from './calendar';
import {
  check_tzinfo_subclass,
  delta_bool,
  new_date_ex,
  new_datetime_subclass_fold_ex,
  new_delta,
  new_time_ex2,
  new_timezone,
} from './construct';
import { PyDateTime_DateType, invalidIsoformat } from './date';
import { add_datetime_timedelta, datetimeLike, datetime_subtract } from './datetime';
import { delta_to_microseconds, delta_total_seconds } from './delta';
import { build_struct_time } from './format';
import type { tm } from './localtime';
import {
  EPOCH_SECONDS,
  _PyTime_ObjectToTimeval,
  _PyTime_gmtime,
  _PyTime_localtime,
  foldOf,
  local_to_seconds,
} from './localtime';
import { state } from './state';
import type { PyDateTime_Date, PyDateTime_DateTime, PyDateTime_Delta, PyDateTime_Time } from './structs';
import { PyDelta_Check, tzinfoOf } from './structs';
import { PyDateTime_TimeType } from './time';
import { call_dst, call_utcoffset, tzinfo_from_isoformat_results, utc_timezone } from './timezone';

const id_fromutc = _Py_ID('fromutc');
const id__strptime_datetime = _Py_ID('_strptime_datetime');

// ------------------------------------------------------------------------------------------------------ class methods

/** The datetime that the local clock (`tzinfo` None and not `utc`) or UTC's shows at a moment. */
function datetime_from_timet_and_us(
  cls: PyObject,
  utc: boolean,
  timet: number,
  us: number,
  tzinfo: PyObject,
): Owned<PyObject> | null {
  const t = utc ? _PyTime_gmtime(timet) : _PyTime_localtime(timet);
  if (t === null) return null;
  let fold: number | null = 0;
  if (tzinfo === Py_None && !utc) {
    fold = foldOf(timet, t);
    if (fold === null) return null;
  }
  return new_datetime_subclass_fold_ex(t.year, t.month, t.day, t.hour, t.minute, t.second, us, tzinfo, fold, cls);
}

function datetime_from_timestamp(
  cls: PyObject,
  utc: boolean,
  timestamp: PyObject,
  tzinfo: PyObject,
): Owned<PyObject> | null {
  const moment = _PyTime_ObjectToTimeval(timestamp);
  return moment === null ? null : datetime_from_timet_and_us(cls, utc, ...moment, tzinfo);
}

function datetime_best_possible(cls: PyObject, utc: boolean, tzinfo: PyObject): Owned<PyObject> | null {
  const us = clockTime() / 1000n;
  return datetime_from_timet_and_us(cls, utc, Number(us / 1000000n), Number(us % 1000000n), tzinfo);
}

/** tzinfo.fromutc(self), which is taken over; `self` itself where there is no tzinfo. */
function convertFromUtc(self: Owned<PyObject> | null, tzinfo: PyObject): Owned<PyObject> | null {
  if (self === null || tzinfo === Py_None) return self;
  const res = PyObject_CallMethodOneArg(tzinfo, id_fromutc, self);
  Py_DECREF(self);
  return res;
}

const nowParser = argParser('now', ['tz'], 0);

function datetime_now(cls: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywords(args, kwnames, nowParser);
  if (parsed === null) return null;
  const tz = parsed[0] ?? Py_None;
  if (!check_tzinfo_subclass(tz)) return null;
  return convertFromUtc(datetime_best_possible(cls, tz !== Py_None, tz), tz);
}

function datetime_utcnow(cls: PyObject): PyObject | null {
  const warned = PyErr_WarnEx(
    PyExc_DeprecationWarning,
    'datetime.datetime.utcnow() is deprecated and scheduled for removal in a ' +
      'future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).',
    1,
  );
  return warned < 0 ? null : datetime_best_possible(cls, true, Py_None);
}

function datetime_fromtimestamp(cls: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, 'O|O:fromtimestamp', ['timestamp', 'tz']);
  if (parsed === null) return null;
  const tzinfo = (parsed[1] as PyObject | null) ?? Py_None;
  if (!check_tzinfo_subclass(tzinfo)) return null;
  const self = datetime_from_timestamp(cls, tzinfo !== Py_None, parsed[0] as PyObject, tzinfo);
  return convertFromUtc(self, tzinfo);
}

function datetime_utcfromtimestamp(cls: PyObject, args: PyTupleObject): PyObject | null {
  const warned = PyErr_WarnEx(
    PyExc_DeprecationWarning,
    'datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal ' +
      'in a future version. Use timezone-aware objects to represent ' +
      'datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).',
    1,
  );
  if (warned < 0) return null;
  const parsed = PyArg_ParseTuple(args, 'O:utcfromtimestamp');
  return parsed === null ? null : datetime_from_timestamp(cls, true, parsed[0] as PyObject, Py_None);
}

function datetime_strptime(cls: PyObject, args: PyTupleObject): PyObject | null {
  const parsed = PyArg_ParseTuple(args, 'UU:strptime');
  if (parsed === null) return null;
  const module = PyImport_ImportModule('_strptime');
  if (module === null) return null;
  const [string, format] = parsed as PyObject[];
  const result = PyObject_CallMethodObjArgs(module, id__strptime_datetime, cls, string!, format!);
  Py_DECREF(module);
  return result;
}

function datetime_combine(cls: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(
    args,
    kw,
    'O!O!|O:combine',
    ['date', 'time', 'tzinfo'],
    PyDateTime_DateType,
    PyDateTime_TimeType,
  );
  if (parsed === null) return null;
  const { year, month, day } = parsed[0] as PyDateTime_Date;
  const time = parsed[1] as PyDateTime_Time;
  return new_datetime_subclass_fold_ex(
    year,
    month,
    day,
    time.hour,
    time.minute,
    time.second,
    time.microsecond,
    (parsed[2] as PyObject | null) ?? tzinfoOf(time),
    time.fold,
    cls,
  );
}

/**
 * The text with a lone surrogate as the separator replaced by `T`, so that it can be encoded; null when it is too short.
 */
function sanitizedText(dtstr: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(dtstr) || dtstr.length < 7) return null;
  const chars = Array.from(dtstr.str);
  for (const pos of [7, 8, 10]) {
    const code = chars[pos]?.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) {
      chars[pos] = 'T';
      return PyUnicode_FromString(chars.join(''));
    }
  }
  return Py_NewRef(dtstr);
}

function datetime_fromisoformat(cls: PyObject, dtstr: PyObject): PyObject | null {
  if (!PyUnicode_Check(dtstr)) return PyErr_SetString(PyExc_TypeError, 'fromisoformat: argument must be str');
  const clean = sanitizedText(dtstr);
  if (clean === null) return invalidIsoformat(dtstr);
  const dt = parsedDatetime(cls, clean);
  Py_DECREF(clean);
  return dt === undefined ? invalidIsoformat(dtstr) : dt;
}

/** Undefined for text that is none of a datetime. */
function parsedDatetime(cls: PyObject, clean: PyObject): Owned<PyObject> | null | undefined {
  const text = PyUnicode_AsUTF8AndSize(clean);
  if (text === null) {
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return null;
    PyErr_Clear();
    return undefined;
  }
  const s = cString(text);
  const len = utf8Length(text);
  const separator = _find_isoformat_datetime_separator(s, len);
  const date = parse_isoformat_date(s, separator);
  if (typeof date === 'number') return undefined;
  let fields: [number, number, number, number] = [0, 0, 0, 0];
  let offset: [number, number] | null = null;
  if (len > separator) {
    const first = s(separator);
    const width = (first & 0x80) === 0 ? 1 : (first & 0xf0) === 0xe0 ? 3 : (first & 0xf0) === 0xf0 ? 4 : 2;
    const time = parse_isoformat_time(s, separator + width, len);
    if (typeof time === 'number') return undefined;
    ({ fields, offset } = time);
  }
  const tzinfo = tzinfo_from_isoformat_results(offset);
  if (tzinfo === null) return null;
  const dt = new_datetime_subclass_fold_ex(...date, ...fields, tzinfo, 0, cls);
  Py_DECREF(tzinfo);
  return dt;
}

export function datetime_classmethods(): PyMethodDef[] {
  return [
    method(
      'now',
      METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
      datetime_now,
      '($type, /, tz=None)',
      'Returns new datetime object representing current time local to tz.\n\n' +
        '  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone.',
    ),
    method(
      'utcnow',
      METH_NOARGS | METH_CLASS,
      datetime_utcnow,
      null,
      'Return a new datetime representing UTC day and time.',
    ),
    method(
      'fromtimestamp',
      METH_VARARGS | METH_KEYWORDS | METH_CLASS,
      datetime_fromtimestamp,
      null,
      "timestamp[, tz] -> tz's local time from POSIX timestamp.",
    ),
    method(
      'utcfromtimestamp',
      METH_VARARGS | METH_CLASS,
      datetime_utcfromtimestamp,
      null,
      'Construct a naive UTC datetime from a POSIX timestamp.',
    ),
    method(
      'strptime',
      METH_VARARGS | METH_CLASS,
      datetime_strptime,
      null,
      'string, format -> new datetime parsed from a string (like time.strptime()).',
    ),
    method(
      'combine',
      METH_VARARGS | METH_KEYWORDS | METH_CLASS,
      datetime_combine,
      null,
      'date, time -> datetime with same date and time fields',
    ),
    method(
      'fromisoformat',
      METH_O | METH_CLASS,
      datetime_fromisoformat,
      null,
      'string -> datetime from a string in most ISO 8601 formats',
    ),
  ];
}

// ------------------------------------------------------------------------------------------------------ conversions

const fieldsOf = (d: PyDateTime_DateTime): tm => ({
  year: d.year,
  month: d.month,
  day: d.day,
  hour: d.hour,
  minute: d.minute,
  second: d.second,
});

/** The fixed zone that the local clock follows at a moment. */
function local_timezone_from_timestamp(timestamp: number): Owned<PyObject> | null {
  if (_PyTime_localtime(timestamp) === null) return null;
  const delta = new_delta(0, 0, 0, true);
  if (delta === null) return null;
  const name = PyUnicode_FromString('UTC');
  const result = new_timezone(delta, name);
  Py_DECREF(name);
  Py_DECREF(delta);
  return result;
}

function local_timezone(utc_time: PyDateTime_DateTime): Owned<PyObject> | null {
  const delta = datetime_subtract(utc_time, state.epoch) as PyDateTime_Delta | null;
  if (delta === null) return null;
  const us = delta_to_microseconds(delta);
  Py_DECREF(delta);
  if (us === null) return null;
  const v = PyLong_AsLongLong(us);
  Py_DECREF(us);
  return v === null ? null : local_timezone_from_timestamp(Math.floor(Number(v) / 1e6));
}

function local_timezone_from_local(local_dt: PyDateTime_DateTime): Owned<PyObject> | null {
  const fold = local_dt.fold;
  const t = fieldsOf(local_dt);
  let seconds = local_to_seconds(t, fold);
  if (seconds === null) return null;
  const seconds2 = local_to_seconds(t, fold === 0 ? 1 : 0);
  if (seconds2 === null) return null;
  if (seconds2 !== seconds && seconds2 > seconds === (fold === 1)) seconds = seconds2;
  return local_timezone_from_timestamp(seconds - EPOCH_SECONDS);
}

function datetime_astimezone(op: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, '|O:astimezone', ['tz']);
  if (parsed === null) return null;
  const self = op as PyDateTime_DateTime;
  const tz = (parsed[0] as PyObject | null) ?? Py_None;
  if (!check_tzinfo_subclass(tz)) return null;
  let naive = tzinfoOf(self) === Py_None;
  let offset: PyObject | null;
  for (;;) {
    const own = naive ? local_timezone_from_local(self) : Py_NewRef(tzinfoOf(self));
    if (own === null) return null;
    if (own === tz) {
      Py_DECREF(own);
      return Py_NewRef(self);
    }
    offset = call_utcoffset(own, self);
    Py_DECREF(own);
    if (offset === null) return null;
    if (PyDelta_Check(offset)) break;
    Py_DECREF(offset);
    naive = true;
  }
  let result = add_datetime_timedelta(self, offset, -1) as PyDateTime_DateTime | null;
  Py_DECREF(offset);
  if (result === null) return null;
  if (result.tzinfo === null) {
    const temp = result;
    result = datetimeLike(temp, utc_timezone, temp.fold);
    Py_DECREF(temp);
    if (result === null) return null;
  } else replaceTzinfo(result, Py_NewRef(utc_timezone));
  const target = tz === Py_None ? local_timezone(result) : Py_NewRef(tz);
  if (target === null) {
    Py_DECREF(result);
    return null;
  }
  replaceTzinfo(result, target);
  const converted = PyObject_CallMethodOneArg(target, id_fromutc, result);
  Py_DECREF(result);
  return converted;
}
function replaceTzinfo(dt: PyDateTime_DateTime, tzinfo: Owned<PyObject>): void {
  const old = dt.tzinfo!;
  dt.tzinfo = tzinfo;
  Py_DECREF(old);
}

function structTimeOf(t: tm, dstflag: number): Owned<PyObject> | null {
  return build_struct_time(t.year, t.month, t.day, t.hour, t.minute, t.second, dstflag);
}

function datetime_timetuple(op: PyObject): PyObject | null {
  const self = op as PyDateTime_DateTime;
  let dstflag = -1;
  if (tzinfoOf(self) !== Py_None) {
    const dst = call_dst(self.tzinfo!, self);
    if (dst === null) return null;
    if (dst !== Py_None) dstflag = delta_bool(dst as PyDateTime_Delta) ? 1 : 0;
    Py_DECREF(dst);
  }
  return structTimeOf(fieldsOf(self), dstflag);
}

function datetime_timestamp(op: PyObject): PyObject | null {
  const self = op as PyDateTime_DateTime;
  if (tzinfoOf(self) !== Py_None) {
    const delta = datetime_subtract(self, state.epoch);
    if (delta === null) return null;
    const result = delta_total_seconds(delta);
    Py_DECREF(delta);
    return result;
  }
  const seconds = local_to_seconds(fieldsOf(self), self.fold);
  return seconds === null ? null : PyFloat_FromDouble(seconds - EPOCH_SECONDS + self.microsecond / 1e6);
}

const clockOf = (op: PyObject, tzinfo: PyObject): PyObject | null => {
  const { hour, minute, second, microsecond, fold } = op as PyDateTime_DateTime;
  return new_time_ex2(hour, minute, second, microsecond, tzinfo, fold, PyDateTime_TimeType);
};

function datetime_utctimetuple(op: PyObject): PyObject | null {
  const self = op as PyDateTime_DateTime;
  let utcself: PyDateTime_DateTime | null = null;
  if (tzinfoOf(self) !== Py_None) {
    const offset = call_utcoffset(self.tzinfo!, self);
    if (offset === null) return null;
    if (offset !== Py_None) {
      utcself = add_datetime_timedelta(self, offset as PyDateTime_Delta, -1) as PyDateTime_DateTime | null;
      if (utcself === null) {
        Py_DECREF(offset);
        return null;
      }
    }
    Py_DECREF(offset);
  }
  const fields = fieldsOf(utcself ?? self);
  if (utcself !== null) Py_DECREF(utcself);
  return structTimeOf(fields, 0);
}

/** The instance methods, in the three places of CPython's table where they stand. */
export function datetime_conversions(where: 'before' | 'after' | 'last'): PyMethodDef[] {
  if (where === 'before') {
    return [
      method(
        'date',
        METH_NOARGS,
        (op: PyObject) => {
          const { year, month, day } = op as PyDateTime_DateTime;
          return new_date_ex(year, month, day, PyDateTime_DateType);
        },
        null,
        'Return date object with same year, month and day.',
      ),
      method(
        'time',
        METH_NOARGS,
        (op: PyObject) => clockOf(op, Py_None),
        null,
        'Return time object with same time but with tzinfo=None.',
      ),
      method(
        'timetz',
        METH_NOARGS,
        (op: PyObject) => clockOf(op, tzinfoOf(op as PyDateTime_DateTime)),
        null,
        'Return time object with same time and tzinfo.',
      ),
    ];
  }
  if (where === 'after') {
    return [
      method(
        'timetuple',
        METH_NOARGS,
        datetime_timetuple,
        null,
        'Return time tuple, compatible with time.localtime().',
      ),
      method('timestamp', METH_NOARGS, datetime_timestamp, null, 'Return POSIX timestamp as float.'),
      method(
        'utctimetuple',
        METH_NOARGS,
        datetime_utctimetuple,
        null,
        'Return UTC time tuple, compatible with time.localtime().',
      ),
    ];
  }
  return [
    method(
      'astimezone',
      METH_VARARGS | METH_KEYWORDS,
      datetime_astimezone,
      null,
      'tz -> convert to local time in new timezone tz\n',
    ),
  ];
}
