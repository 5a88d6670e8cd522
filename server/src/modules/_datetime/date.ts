// datetime.date. Follows Modules/_datetimemodule.c, CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyArg_ParseTuple, PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { PyBytes_Check, PyBytes_FromStringAndSize } from '../../objects/bytesobject';
import type { PyBytesObject } from '../../objects/bytesstruct';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from '../../objects/call';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_ExceptionMatches, PyErr_SetString } from '../../objects/errors';
import {
  PyExc_OverflowError,
  PyExc_TypeError,
  PyExc_UnicodeEncodeError,
  PyExc_ValueError,
} from '../../objects/exceptions';
import { PyLong_FromLong } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import type { CompareOp, PyObject } from '../../objects/object';
import { PyObject_Str, Py_NotImplemented } from '../../objects/objectprotocol';
import { _Py_HashBytes } from '../../objects/pyhash';
import { reprString } from '../../objects/reprstring';
import { PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyMethodDef, PyTypeObject } from '../../objects/typestruct';
import {
  METH_CLASS,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  Py_TPFLAGS_BASETYPE,
  method,
} from '../../objects/typestruct';
import { PyUnicode_AsLatin1String, PyUnicode_AsUTF8AndSize } from '../../objects/unicode_codecs';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import {
  cString,
  divmod,
  iso_to_ymd,
  iso_week1_monday,
  normalize_date,
  ord_to_ymd,
  parse_isoformat_date,
  utf8Length,
  weekday,
  ymd_to_ord,
} from './calendar';
import { new_date_ex, new_date_subclass_ex, new_delta } from './construct';
import { diff_to_bool, pad } from './delta';
import { build_struct_time, format_ctime, time_time, wrap_strftime } from './format';
import { isocalendar_date_type, iso_calendar_date_new_impl } from './isocalendar';
import { numberGetter, replaceMethods } from './methods';
import { _PyTime_ObjectToTime_t, _PyTime_localtime } from './localtime';
import type { PyDateTime_Delta } from './structs';
import { PyDateTime_Check, PyDateTime_Date, PyDate_Check, PyDelta_Check, cachedHash } from './structs';

const id_isoformat = _Py_ID('isoformat');
const id_strftime = _Py_ID('strftime');
const id_timetuple = _Py_ID('timetuple');
const id_fromtimestamp = _Py_ID('fromtimestamp');

const notImplemented = (): Owned<PyObject> => Py_NewRef(Py_NotImplemented);

// ------------------------------------------------------------------------------------------------------ construction

/**
 * The state that pickle gave to a constructor: bytes of length `size`, or a str that stands for them, when `sane` says
 * that they are such a state. Owned; undefined when the argument is something else; null with an exception.
 */
export function pickledState(
  state: PyObject,
  size: number,
  sane: (byteAt: (i: number) => number) => boolean,
  typename: string,
): Owned<PyBytesObject> | null | undefined {
  if (PyBytes_Check(state)) {
    const data = (state as PyBytesObject).ob_sval;
    return data.length === size && sane((i) => data[i]!) ? Py_NewRef(state as PyBytesObject) : undefined;
  }
  if (!PyUnicode_Check(state) || state.length !== size) return undefined;
  const chars = Array.from(state.str, (c) => c.codePointAt(0)!);
  if (!sane((i) => chars[i]!)) return undefined;
  const latin1 = PyUnicode_AsLatin1String(state);
  if (latin1 === null && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
    return PyErr_SetString(
      PyExc_ValueError,
      `Failed to encode latin1 string when unpickling a ${typename} object. ` +
        "pickle.load(data, encoding='latin1') is assumed.",
    );
  }
  return latin1;
}

export const monthIsSane = (month: number): boolean => month >= 1 && month <= 12;

function date_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  if (args.ob_item.length === 1) {
    const state = pickledState(args.ob_item[0]!, 4, (at) => monthIsSane(at(2)), 'date');
    if (state === null) return null;
    if (state !== undefined) {
      const self = type.tp_alloc!(type, 0) as PyDateTime_Date | null;
      if (self !== null) {
        const data = state.ob_sval;
        self.year = data[0]! * 256 + data[1]!;
        self.month = data[2]!;
        self.day = data[3]!;
      }
      Py_DECREF(state);
      return self;
    }
  }
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, 'iii', ['year', 'month', 'day']);
  if (parsed === null) return null;
  const [year, month, day] = parsed as number[];
  return new_date_ex(year!, month!, day!, type);
}

function date_fromtimestamp(cls: PyObject, timestamp: PyObject): PyObject | null {
  const t = _PyTime_ObjectToTime_t(timestamp);
  if (t === null) return null;
  const tm = _PyTime_localtime(t);
  return tm === null ? null : new_date_subclass_ex(tm.year, tm.month, tm.day, cls);
}

function date_today(cls: PyObject): PyObject | null {
  const time = time_time();
  if (time === null) return null;
  const result = PyObject_CallMethodOneArg(cls, id_fromtimestamp, time);
  Py_DECREF(time);
  return result;
}

function date_fromordinal(cls: PyObject, args: PyTupleObject): PyObject | null {
  const parsed = PyArg_ParseTuple(args, 'i:fromordinal');
  if (parsed === null) return null;
  const ordinal = parsed[0] as number;
  if (ordinal < 1) return PyErr_SetString(PyExc_ValueError, 'ordinal must be >= 1');
  return new_date_subclass_ex(...ord_to_ymd(ordinal), cls);
}

/** ValueError for text that is no isoformat() string. */
export function invalidIsoformat(text: PyObject): null {
  const repr = reprString(text);
  return repr === null ? null : PyErr_SetString(PyExc_ValueError, `Invalid isoformat string: ${repr}`);
}

function date_fromisoformat(cls: PyObject, dtstr: PyObject): PyObject | null {
  if (!PyUnicode_Check(dtstr)) return PyErr_SetString(PyExc_TypeError, 'fromisoformat: argument must be str');
  const text = PyUnicode_AsUTF8AndSize(dtstr);
  if (text === null) return invalidIsoformat(dtstr);
  const len = utf8Length(text);
  const date = len === 7 || len === 8 || len === 10 ? parse_isoformat_date(cString(text), len) : -1;
  return typeof date === 'number' ? invalidIsoformat(dtstr) : new_date_subclass_ex(...date, cls);
}

function date_fromisocalendar(cls: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, 'iii:fromisocalendar', ['year', 'week', 'day']);
  if (parsed === null) {
    if (PyErr_ExceptionMatches(PyExc_OverflowError)) {
      PyErr_SetString(PyExc_ValueError, 'ISO calendar component out of range');
    }
    return null;
  }
  const [year, week, day] = parsed as number[];
  const date = iso_to_ymd(year!, week!, day!);
  if (typeof date !== 'number') return new_date_subclass_ex(...date, cls);
  if (date === -4) return PyErr_SetString(PyExc_ValueError, `Year is out of range: ${year}`);
  if (date === -2) return PyErr_SetString(PyExc_ValueError, `Invalid week: ${week}`);
  return PyErr_SetString(PyExc_ValueError, `Invalid day: ${day} (range is [1, 7])`);
}

// ------------------------------------------------------------------------------------------------------ arithmetic

function add_date_timedelta(date: PyDateTime_Date, delta: PyDateTime_Delta, sign: 1 | -1): PyObject | null {
  const ymd = normalize_date(date.year, date.month, date.day + sign * delta.days);
  return ymd === null ? null : new_date_subclass_ex(...ymd, date.ob_type);
}

function date_add(left: PyObject, right: PyObject): PyObject | null {
  if (PyDateTime_Check(left) || PyDateTime_Check(right)) return notImplemented();
  if (PyDate_Check(left)) return PyDelta_Check(right) ? add_date_timedelta(left, right, 1) : notImplemented();
  return PyDelta_Check(left) ? add_date_timedelta(right as PyDateTime_Date, left, 1) : notImplemented();
}

export const ordinalOf = (date: PyDateTime_Date): number => ymd_to_ord(date.year, date.month, date.day);

function date_subtract(left: PyObject, right: PyObject): PyObject | null {
  if (PyDateTime_Check(left) || PyDateTime_Check(right) || !PyDate_Check(left)) return notImplemented();
  if (PyDate_Check(right)) return new_delta(ordinalOf(left) - ordinalOf(right), 0, 0, false);
  return PyDelta_Check(right) ? add_date_timedelta(left, right, -1) : notImplemented();
}

// ------------------------------------------------------------------------------------------------------ text

function date_repr(op: PyObject): PyObject {
  const { year, month, day } = op as PyDateTime_Date;
  return PyUnicode_FromString(`${op.ob_type.tp_name}(${year}, ${month}, ${day})`);
}

export const isoDate = (d: PyDateTime_Date): string => `${pad(d.year, 4)}-${pad(d.month)}-${pad(d.day)}`;

function date_strftime(self: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, 'U:strftime', ['format']);
  if (parsed === null) return null;
  const tuple = PyObject_CallMethodNoArgs(self, id_timetuple);
  if (tuple === null) return null;
  const result = wrap_strftime(self, parsed[0] as PyUnicodeObject, tuple, self);
  Py_DECREF(tuple);
  return result;
}

export function date_format(self: PyObject, args: PyTupleObject): PyObject | null {
  const parsed = PyArg_ParseTuple(args, 'U:__format__');
  if (parsed === null) return null;
  const format = parsed[0] as PyUnicodeObject;
  return format.length === 0 ? PyObject_Str(self) : PyObject_CallMethodOneArg(self, id_strftime, format);
}

// ------------------------------------------------------------------------------------------------------ other methods

function date_isocalendar(op: PyObject): PyObject {
  const self = op as PyDateTime_Date;
  let year = self.year;
  const today = ordinalOf(self);
  let [week, day] = divmod(today - iso_week1_monday(year), 7);
  if (week < 0) {
    year--;
    [week, day] = divmod(today - iso_week1_monday(year), 7);
  } else if (week >= 52 && today >= iso_week1_monday(year + 1)) {
    year++;
    week = 0;
  }
  return iso_calendar_date_new_impl(isocalendar_date_type, year, week + 1, day + 1);
}

/** What memcmp says of the dates. */
export const compareDates = (a: PyDateTime_Date, b: PyDateTime_Date): number =>
  a.year - b.year || a.month - b.month || a.day - b.day;

function date_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject {
  if (!PyDate_Check(other) || PyDateTime_Check(other)) return notImplemented();
  return diff_to_bool(compareDates(self as PyDateTime_Date, other), op);
}

/** The fields as they lie in memory. */
const dateBytes = (d: PyDateTime_Date): Uint8Array => Uint8Array.of(d.year >> 8, d.year & 255, d.month, d.day);

function date_timetuple(op: PyObject): PyObject | null {
  const { year, month, day } = op as PyDateTime_Date;
  return build_struct_time(year, month, day, 0, 0, 0, -1);
}

function date_reduce(op: PyObject): PyObject {
  const state = PyTuple_FromArraySteal([PyBytes_FromStringAndSize(dateBytes(op as PyDateTime_Date))]);
  return PyTuple_FromArraySteal([Py_NewRef(op.ob_type), state]);
}

const ordinalMethod = (name: string, f: (date: PyDateTime_Date) => number, doc: string): PyMethodDef =>
  method(name, METH_NOARGS, (self: PyObject) => PyLong_FromLong(f(self as PyDateTime_Date)), null, doc);
const weekdayOf = (d: PyDateTime_Date): number => weekday(d.year, d.month, d.day);

export const PyDateTime_DateType: PyTypeObject = defineModuleType({
  tp_name: 'datetime.date',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_doc: 'date(year, month, day) --> date object',
  construct: (type) => new PyDateTime_Date(type),
  tp_repr: date_repr,
  nb_add: date_add,
  nb_subtract: date_subtract,
  tp_hash: (self) => cachedHash(self, (d: PyDateTime_Date) => _Py_HashBytes(dateBytes(d))),
  tp_str: (self) => PyObject_CallMethodNoArgs(self, id_isoformat),
  tp_richcompare: date_richcompare,
  tp_methods: [
    method(
      'fromtimestamp',
      METH_O | METH_CLASS,
      date_fromtimestamp,
      '($type, timestamp, /)',
      'Create a date from a POSIX timestamp.\n\n' +
        'The timestamp is a number, e.g. created via time.time(), that is interpreted\nas local time.',
    ),
    method(
      'fromordinal',
      METH_VARARGS | METH_CLASS,
      date_fromordinal,
      null,
      'int -> date corresponding to a proleptic Gregorian ordinal.',
    ),
    method(
      'fromisoformat',
      METH_O | METH_CLASS,
      date_fromisoformat,
      null,
      'str -> Construct a date from a string in ISO 8601 format.',
    ),
    method(
      'fromisocalendar',
      METH_VARARGS | METH_KEYWORDS | METH_CLASS,
      date_fromisocalendar,
      null,
      'int, int, int -> Construct a date from the ISO year, week number and weekday.\n\n' +
        'This is the inverse of the date.isocalendar() function',
    ),
    method(
      'today',
      METH_NOARGS | METH_CLASS,
      date_today,
      null,
      'Current date or datetime:  same as self.__class__.fromtimestamp(time.time()).',
    ),
    method(
      'ctime',
      METH_NOARGS,
      (self: PyObject) => format_ctime(self as PyDateTime_Date, 0, 0, 0),
      null,
      'Return ctime() style string.',
    ),
    method('strftime', METH_VARARGS | METH_KEYWORDS, date_strftime, null, 'format -> strftime() style string.'),
    method('__format__', METH_VARARGS, date_format, null, 'Formats self with strftime.'),
    method('timetuple', METH_NOARGS, date_timetuple, null, 'Return time tuple, compatible with time.localtime().'),
    method(
      'isocalendar',
      METH_NOARGS,
      date_isocalendar,
      null,
      'Return a named tuple containing ISO year, week number, and weekday.',
    ),
    method(
      'isoformat',
      METH_NOARGS,
      (self: PyObject) => PyUnicode_FromString(isoDate(self as PyDateTime_Date)),
      null,
      'Return string in ISO 8601 format, YYYY-MM-DD.',
    ),
    ordinalMethod(
      'isoweekday',
      (d) => weekdayOf(d) + 1,
      'Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7',
    ),
    ordinalMethod('toordinal', ordinalOf, 'Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1.'),
    ordinalMethod(
      'weekday',
      weekdayOf,
      'Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6',
    ),
    ...replaceMethods(
      'Return date with new specified fields.',
      '($self, /, year=unchanged, month=unchanged, day=unchanged)',
      ['year', 'month', 'day'],
      3,
      (self, [year, month, day]) => new_date_subclass_ex(year!, month!, day!, self.ob_type),
    ),
    method('__reduce__', METH_NOARGS, date_reduce, null, '__reduce__() -> (cls, state)'),
  ],
  tp_getset: ['year', 'month', 'day'].map(numberGetter),
  tp_new: date_new,
});
