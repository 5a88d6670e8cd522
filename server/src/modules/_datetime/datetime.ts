// datetime.datetime: construction, arithmetic, comparison, text. Its conversions are in datetimeconvert.ts. Follows
// Modules/_datetimemodule.c, CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { PyObject_CallMethodOneArg } from '../../objects/call';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { defineModuleType } from '../../objects/moduletype';
import type { CompareOp, PyObject } from '../../objects/object';
import { Py_EQ, Py_NE } from '../../objects/object';
import { Py_None, Py_NotImplemented } from '../../objects/objectprotocol';
import { _Py_HashBytes, hashError } from '../../objects/pyhash';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyMethodDef, PyTypeObject } from '../../objects/typestruct';
import { METH_KEYWORDS, METH_NOARGS, METH_VARARGS, Py_TPFLAGS_BASETYPE, method } from '../../objects/typestruct';
import { PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import { divmod, normalize_date } from './calendar';
import { datetime_alloc, new_datetime_ex2, new_datetime_subclass_fold_ex, new_delta } from './construct';
import { PyDateTime_DateType, compareDates, isoDate, monthIsSane, ordinalOf, pickledState } from './date';
import { datetime_classmethods, datetime_conversions } from './datetimeconvert';
import { delta_cmp, delta_subtract, diff_to_bool } from './delta';
import { format_ctime, reprWith, timeText, withOffset } from './format';
import { numberGetter, reduceMethods, replaceMethods, tzinfoGetter } from './methods';
import { PyDateTime_Check, PyDateTime_DateTime, PyDelta_Check, cachedHash, tzinfoOf } from './structs';
import type { PyDateTime_Delta } from './structs';
import {
  clockBytes,
  clockEdges,
  clock_dealloc,
  compareClocks,
  compareNaive,
  goodPickledTzinfo,
  hashOfMoment,
  secondsOf,
} from './time';
import { call_dst, call_tzname, call_utcoffset } from './timezone';

const id_isoformat = _Py_ID('isoformat');

// ------------------------------------------------------------------------------------------------------ construction

const keywords = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'];

function datetime_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const given = args.ob_item;
  if (given.length === 1 || given.length === 2) {
    const state = pickledState(given[0]!, 10, (at) => monthIsSane(at(2) & 0x7f), 'datetime');
    if (state === null) return null;
    if (state !== undefined) {
      const self = datetime_from_pickle(type, state.ob_sval, given[1] ?? Py_None);
      Py_DECREF(state);
      return self;
    }
  }
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, 'iii|iiiiO$i', keywords);
  if (parsed === null) return null;
  const [year, month, day, hour, minute, second, us, , fold] = parsed as (number | null)[];
  const tzinfo = (parsed[7] as PyObject | null) ?? Py_None;
  return new_datetime_ex2(year!, month!, day!, hour ?? 0, minute ?? 0, second ?? 0, us ?? 0, tzinfo, fold ?? 0, type);
}

function datetime_from_pickle(type: PyTypeObject, data: Uint8Array, tzinfo: PyObject): Owned<PyObject> | null {
  if (!goodPickledTzinfo(tzinfo)) return null;
  const self = type.tp_alloc!(type, tzinfo !== Py_None ? 1 : 0) as PyDateTime_DateTime | null;
  if (self === null) return null;
  self.year = data[0]! * 256 + data[1]!;
  self.month = data[2]! & 0x7f;
  self.fold = data[2]! >> 7;
  self.day = data[3]!;
  self.hour = data[4]!;
  self.minute = data[5]!;
  self.second = data[6]!;
  self.microsecond = (data[7]! << 16) | (data[8]! << 8) | data[9]!;
  if (tzinfo !== Py_None) self.tzinfo = Py_NewRef(tzinfo);
  return self;
}

/** A copy of type `type` with other tzinfo and fold. */
export function datetimeLike(
  dt: PyDateTime_DateTime,
  tzinfo: PyObject,
  fold: number,
): Owned<PyDateTime_DateTime> | null {
  const { year, month, day, hour, minute, second, microsecond } = dt;
  return new_datetime_ex2(year, month, day, hour, minute, second, microsecond, tzinfo, fold, dt.ob_type);
}

export const datetime_utcoffset = (self: PyObject): Owned<PyObject> | null =>
  call_utcoffset(tzinfoOf(self as PyDateTime_DateTime), self);

// ------------------------------------------------------------------------------------------------------ arithmetic

/** date + factor * delta, with the tzinfo of `date`. */
export function add_datetime_timedelta(
  date: PyDateTime_DateTime,
  delta: PyDateTime_Delta,
  factor: 1 | -1,
): Owned<PyObject> | null {
  let second = date.second + delta.seconds * factor;
  let microsecond = date.microsecond + delta.microseconds * factor;
  let carry: number;
  [carry, microsecond] = divmod(microsecond, 1000000);
  second += carry;
  let minute: number;
  [minute, second] = divmod(second, 60);
  let hour: number;
  [hour, minute] = divmod(date.minute + minute, 60);
  [carry, hour] = divmod(date.hour + hour, 24);
  const ymd = normalize_date(date.year, date.month, date.day + delta.days * factor + carry);
  if (ymd === null) return null;
  return new_datetime_subclass_fold_ex(...ymd, hour, minute, second, microsecond, tzinfoOf(date), 0, date.ob_type);
}

function datetime_add(left: PyObject, right: PyObject): PyObject | null {
  if (PyDateTime_Check(left)) {
    if (PyDelta_Check(right)) return add_datetime_timedelta(left, right, 1);
  } else if (PyDelta_Check(left)) return add_datetime_timedelta(right as PyDateTime_DateTime, left, 1);
  return Py_NewRef(Py_NotImplemented);
}

export function datetime_subtract(left: PyObject, right: PyObject): Owned<PyObject> | null {
  if (!PyDateTime_Check(left)) return Py_NewRef(Py_NotImplemented);
  if (PyDelta_Check(right)) return add_datetime_timedelta(left, right, -1);
  if (!PyDateTime_Check(right)) return Py_NewRef(Py_NotImplemented);
  let offdiff: PyObject | null = null;
  if (tzinfoOf(left) !== tzinfoOf(right)) {
    const offset1 = datetime_utcoffset(left);
    if (offset1 === null) return null;
    const offset2 = datetime_utcoffset(right);
    if (offset2 === null) {
      Py_DECREF(offset1);
      return null;
    }
    let failed = false;
    if ((offset1 !== Py_None) !== (offset2 !== Py_None)) {
      PyErr_SetString(PyExc_TypeError, "can't subtract offset-naive and offset-aware datetimes");
      failed = true;
    } else if (offset1 !== offset2 && delta_cmp(offset1 as PyDateTime_Delta, offset2 as PyDateTime_Delta) !== 0) {
      offdiff = delta_subtract(offset1, offset2);
      failed = offdiff === null;
    }
    Py_DECREF(offset1);
    Py_DECREF(offset2);
    if (failed) return null;
  }
  const result = new_delta(
    ordinalOf(left) - ordinalOf(right),
    secondsOf(left) - secondsOf(right),
    left.microsecond - right.microsecond,
    true,
  );
  if (result === null || offdiff === null) {
    Py_XDECREF(offdiff);
    return result;
  }
  const difference = delta_subtract(result, offdiff);
  Py_DECREF(result);
  Py_DECREF(offdiff);
  return difference;
}

// ------------------------------------------------------------------------------------------------------ comparison

/** The offset that `dt` had with the other fold. */
function get_flip_fold_offset(dt: PyDateTime_DateTime): Owned<PyObject> | null {
  const flipped = datetimeLike(dt, tzinfoOf(dt), dt.fold === 0 ? 1 : 0);
  if (flipped === null) return null;
  const result = datetime_utcoffset(flipped);
  Py_DECREF(flipped);
  return result;
}

/** 1 when one of the two is at a time whose offset depends on its fold, and so equals nothing; −1 with an exception. */
function pep495_eq_exception(
  self: PyDateTime_DateTime,
  other: PyDateTime_DateTime,
  offset_self: PyObject,
  offset_other: PyObject,
): number {
  for (const [dt, offset] of [
    [self, offset_self],
    [other, offset_other],
  ] as const) {
    const flipped = get_flip_fold_offset(dt);
    if (flipped === null) return -1;
    const differs = flipped !== offset && delta_cmp(flipped as PyDateTime_Delta, offset as PyDateTime_Delta) !== 0;
    Py_DECREF(flipped);
    if (differs) return 1;
  }
  return 0;
}

function datetime_richcompare(self_: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  const self = self_ as PyDateTime_DateTime;
  if (!PyDateTime_Check(other)) return Py_NewRef(Py_NotImplemented);
  const compareFields = (): number => compareDates(self, other) || compareClocks(self, other);
  if (tzinfoOf(self) === tzinfoOf(other)) return diff_to_bool(compareFields(), op);
  const offset1 = datetime_utcoffset(self);
  if (offset1 === null) return null;
  const offset2 = datetime_utcoffset(other);
  if (offset2 === null) {
    Py_DECREF(offset1);
    return null;
  }
  let result: PyObject | null = null;
  const finish = (diff: number): PyObject | null => {
    if ((op === Py_EQ || op === Py_NE) && diff === 0) {
      const ex = pep495_eq_exception(self, other, offset1, offset2);
      if (ex < 0) return null;
      diff = ex;
    }
    return diff_to_bool(diff, op);
  };
  if (offset1 === offset2 || (PyDelta_Check(offset1) && PyDelta_Check(offset2) && delta_cmp(offset1, offset2) === 0)) {
    result = finish(compareFields());
  } else if (offset1 !== Py_None && offset2 !== Py_None) {
    const delta = datetime_subtract(self, other) as PyDateTime_Delta | null;
    if (delta !== null) {
      const diff = delta.days || delta.seconds | delta.microseconds;
      Py_DECREF(delta);
      result = finish(diff);
    }
  } else result = compareNaive(op, 'datetimes');
  Py_DECREF(offset1);
  Py_DECREF(offset2);
  return result;
}

const datetimeBytes = (d: PyDateTime_DateTime): Uint8Array =>
  Uint8Array.of(d.year >> 8, d.year & 255, d.month, d.day, ...clockBytes(d));

function computeHash(self: PyDateTime_DateTime): number {
  const self0 = self.fold !== 0 ? datetimeLike(self, tzinfoOf(self), 0) : Py_NewRef(self);
  if (self0 === null) return hashError();
  const offset = datetime_utcoffset(self0);
  Py_DECREF(self0);
  if (offset === null) return hashError();
  const lo = offset === Py_None ? _Py_HashBytes(datetimeBytes(self)) : hashOfMoment(ordinalOf(self), self, offset);
  Py_DECREF(offset);
  return lo;
}

// ------------------------------------------------------------------------------------------------------ text

function datetime_repr(op: PyObject): PyObject | null {
  const { year, month, day, hour, minute, second, microsecond: us, tzinfo, fold } = op as PyDateTime_DateTime;
  const rest = us !== 0 ? `, ${second}, ${us}` : second !== 0 ? `, ${second}` : '';
  const base = `${op.ob_type.tp_name}(${year}, ${month}, ${day}, ${hour}, ${minute}${rest})`;
  return reprWith(base, ['fold', fold], ['tzinfo', tzinfo]);
}

function datetime_str(self: PyObject): PyObject | null {
  const space = PyUnicode_FromString(' ');
  const res = PyObject_CallMethodOneArg(self, id_isoformat, space);
  Py_DECREF(space);
  return res;
}

function datetime_isoformat(op: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, '|Cs:isoformat', ['sep', 'timespec']);
  if (parsed === null) return null;
  const self = op as PyDateTime_DateTime;
  const time = timeText(parsed[1] as string | null, self);
  if (time === null) return PyErr_SetString(PyExc_ValueError, 'Unknown timespec value');
  const sep = (parsed[0] as string | null) ?? 'T';
  return withOffset(`${isoDate(self)}${sep}${time}`, self.tzinfo, self);
}

function datetime_ctime(op: PyObject): PyObject {
  const self = op as PyDateTime_DateTime;
  return format_ctime(self, self.hour, self.minute, self.second);
}

const ofTzinfo = (name: string, call: (tzinfo: PyObject, arg: PyObject) => PyObject | null): PyMethodDef =>
  method(
    name,
    METH_NOARGS,
    (self: PyObject) => call(tzinfoOf(self as PyDateTime_DateTime), self),
    null,
    `Return self.tzinfo.${name}(self).`,
  );

export const PyDateTime_DateTimeType: PyTypeObject = defineModuleType({
  tp_name: 'datetime.datetime',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_base: () => PyDateTime_DateType,
  tp_doc:
    'datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\n' +
    'The year, month and day arguments are required. tzinfo may be None, or an\n' +
    'instance of a tzinfo subclass. The remaining arguments may be ints.\n',
  construct: (type) => new PyDateTime_DateTime(type),
  tp_dealloc: (self: PyDateTime_DateTime) => clock_dealloc(self),
  tp_repr: datetime_repr,
  nb_add: datetime_add,
  nb_subtract: datetime_subtract,
  tp_hash: (self) => cachedHash(self, computeHash),
  tp_str: datetime_str,
  tp_richcompare: datetime_richcompare,
  edges: (self: PyDateTime_DateTime, emit) => clockEdges(self, emit),
  tp_alloc: (type, nitems) => datetime_alloc(type, nitems),
  tp_methods: [
    ...datetime_classmethods(),
    ...datetime_conversions('before'),
    method('ctime', METH_NOARGS, datetime_ctime, null, 'Return ctime() style string.'),
    ...datetime_conversions('after'),
    method(
      'isoformat',
      METH_VARARGS | METH_KEYWORDS,
      datetime_isoformat,
      null,
      '[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n' +
        "sep is used to separate the year from the time, and defaults to 'T'.\n" +
        'The optional argument timespec specifies the number of additional terms\n' +
        "of the time to include. Valid options are 'auto', 'hours', 'minutes',\n" +
        "'seconds', 'milliseconds' and 'microseconds'.\n",
    ),
    ofTzinfo('utcoffset', (tz, dt) => call_utcoffset(tz, dt)),
    ofTzinfo('tzname', (tz, dt) => call_tzname(tz, dt)),
    ofTzinfo('dst', (tz, dt) => call_dst(tz, dt)),
    ...replaceMethods(
      'Return datetime with new specified fields.',
      '($self, /, year=unchanged, month=unchanged, day=unchanged,\n' +
        '        hour=unchanged, minute=unchanged, second=unchanged,\n' +
        '        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)',
      keywords,
      8,
      (self, [year, month, day, hour, minute, second, us, fold], tzinfo) =>
        new_datetime_subclass_fold_ex(
          year!,
          month!,
          day!,
          hour!,
          minute!,
          second!,
          us!,
          tzinfo ?? tzinfoOf(self as PyDateTime_DateTime),
          fold!,
          self.ob_type,
        ),
    ),
    ...datetime_conversions('last'),
    ...reduceMethods((self: PyDateTime_DateTime, proto) => {
      const data = datetimeBytes(self);
      if (proto > 3 && self.fold !== 0) data[2]! |= 128;
      return data;
    }),
  ],
  tp_getset: [...['hour', 'minute', 'second', 'microsecond'].map(numberGetter), tzinfoGetter, numberGetter('fold')],
  tp_new: datetime_new,
});
