// datetime.time. Follows Modules/_datetimemodule.c, CPython 3.13.

import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import type { Owned } from '../../heap/refcount';
import { PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { PyObject_CallMethodNoArgs } from '../../objects/call';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { defineModuleType } from '../../objects/moduletype';
import type { CompareOp, PyObject } from '../../objects/object';
import { Py_EQ, Py_NE } from '../../objects/object';
import { PyObject_Hash, Py_None, Py_NotImplemented } from '../../objects/objectprotocol';
import { PyBool_FromLong } from '../../objects/boolobject';
import { _Py_HashBytes, hashError } from '../../objects/pyhash';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject, edgeproc } from '../../objects/typestruct';
import {
  METH_CLASS,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  Py_TPFLAGS_BASETYPE,
  method,
} from '../../objects/typestruct';
import { PyUnicode_AsUTF8AndSize } from '../../objects/unicode_codecs';
import { PyUnicode_Check, _Py_ID } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { cString, parse_isoformat_time, utf8Length } from './calendar';
import {
  callWithInts,
  check_tzinfo_subclass,
  new_delta,
  new_time_ex2,
  new_time_subclass_fold_ex,
  time_alloc,
} from './construct';
import { date_format, invalidIsoformat, pickledState } from './date';
import { delta_cmp, delta_subtract, diff_to_bool } from './delta';
import { intTuple, reprWith, timeText, withOffset, wrap_strftime } from './format';
import type { Clock } from './methods';
import { numberGetter, reduceMethods, replaceMethods, tzinfoGetter } from './methods';
import type { PyDateTime_Delta } from './structs';
import { PyDateTime_Time, PyDelta_Check, PyTime_Check, cachedHash, tzinfoOf } from './structs';
import { call_dst, call_tzname, call_utcoffset, tzinfo_from_isoformat_results } from './timezone';

const id_isoformat = _Py_ID('isoformat');

/** Frees a time or datetime. */
export function clock_dealloc(self: Clock): void {
  Py_XDECREF(self.tzinfo);
  self.ob_type.tp_free!(self as never);
}
export function clockEdges(self: Clock, emit: edgeproc): void {
  if (self.tzinfo !== null) emit(self.tzinfo, 'field', 'tzinfo');
}

/** The tzinfo of a pickled state is one; else false with TypeError. */
export function goodPickledTzinfo(tzinfo: PyObject): boolean {
  if (tzinfo === Py_None || check_tzinfo_subclass(tzinfo)) return true;
  PyErr_SetString(PyExc_TypeError, 'bad tzinfo state arg');
  return false;
}

const keywords = ['hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'];

function time_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const given = args.ob_item;
  if (given.length === 1 || given.length === 2) {
    const state = pickledState(given[0]!, 6, (at) => (at(0) & 0x7f) < 24, 'time');
    if (state === null) return null;
    if (state !== undefined) {
      const self = time_from_pickle(type, state.ob_sval, given[1] ?? Py_None);
      Py_DECREF(state);
      return self;
    }
  }
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, '|iiiiO$i', keywords);
  if (parsed === null) return null;
  const [hour, minute, second, us, , fold] = parsed as (number | null)[];
  const tzinfo = (parsed[4] as PyObject | null) ?? Py_None;
  return new_time_ex2(hour ?? 0, minute ?? 0, second ?? 0, us ?? 0, tzinfo, fold ?? 0, type);
}

function time_from_pickle(type: PyTypeObject, data: Uint8Array, tzinfo: PyObject): Owned<PyObject> | null {
  if (!goodPickledTzinfo(tzinfo)) return null;
  const self = type.tp_alloc!(type, tzinfo !== Py_None ? 1 : 0) as PyDateTime_Time | null;
  if (self === null) return null;
  self.hour = data[0]! & 0x7f;
  self.fold = data[0]! >> 7;
  self.minute = data[1]!;
  self.second = data[2]!;
  self.microsecond = (data[3]! << 16) | (data[4]! << 8) | data[5]!;
  if (tzinfo !== Py_None) self.tzinfo = Py_NewRef(tzinfo);
  return self;
}

const time_utcoffset = (self: PyObject): Owned<PyObject> | null =>
  call_utcoffset(tzinfoOf(self as PyDateTime_Time), Py_None);

function time_repr(op: PyObject): PyObject | null {
  const { hour, minute, second, microsecond: us, tzinfo, fold } = op as PyDateTime_Time;
  const rest = us !== 0 ? `, ${second}, ${us}` : second !== 0 ? `, ${second}` : '';
  return reprWith(`${op.ob_type.tp_name}(${hour}, ${minute}${rest})`, ['tzinfo', tzinfo], ['fold', fold]);
}

function time_isoformat(op: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, '|s:isoformat', ['timespec']);
  if (parsed === null) return null;
  const self = op as PyDateTime_Time;
  const text = timeText(parsed[0] as string | null, self);
  if (text === null) return PyErr_SetString(PyExc_ValueError, 'Unknown timespec value');
  return withOffset(text, self.tzinfo, Py_None);
}

function time_strftime(op: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, 'U:strftime', ['format']);
  if (parsed === null) return null;
  const { hour, minute, second } = op as PyDateTime_Time;
  const tuple = intTuple([1900, 1, 1, hour, minute, second, 0, 1, -1]);
  const result = wrap_strftime(op, parsed[0] as PyUnicodeObject, tuple, Py_None);
  Py_DECREF(tuple);
  return result;
}

/** What memcmp says of the clocks. */
export const compareClocks = (a: Clock, b: Clock): number =>
  a.hour - b.hour || a.minute - b.minute || a.second - b.second || a.microsecond - b.microsecond;

/** Seconds since midnight. */
export const secondsOf = (c: Clock): number => c.hour * 3600 + c.minute * 60 + c.second;

function time_richcompare(self_: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  const self = self_ as PyDateTime_Time;
  if (!PyTime_Check(other)) return Py_NewRef(Py_NotImplemented);
  if (tzinfoOf(self) === tzinfoOf(other)) return diff_to_bool(compareClocks(self, other), op);
  const offset1 = time_utcoffset(self);
  if (offset1 === null) return null;
  const offset2 = time_utcoffset(other);
  if (offset2 === null) {
    Py_DECREF(offset1);
    return null;
  }
  let result: PyObject | null;
  if (offset1 === offset2 || (PyDelta_Check(offset1) && PyDelta_Check(offset2) && delta_cmp(offset1, offset2) === 0)) {
    result = diff_to_bool(compareClocks(self, other), op);
  } else if (offset1 !== Py_None && offset2 !== Py_None) {
    const seconds = (clock: Clock, offset: PyDateTime_Delta): number =>
      secondsOf(clock) - offset.days * 86400 - offset.seconds;
    const diff =
      seconds(self, offset1 as PyDateTime_Delta) - seconds(other, offset2 as PyDateTime_Delta) ||
      self.microsecond - other.microsecond;
    result = diff_to_bool(diff, op);
  } else result = compareNaive(op, 'times');
  Py_DECREF(offset1);
  Py_DECREF(offset2);
  return result;
}

/** A naive and an aware one are different; there is no order among them. */
export function compareNaive(op: CompareOp, what: string): Owned<PyObject> | null {
  if (op === Py_EQ || op === Py_NE) return PyBool_FromLong(op === Py_NE);
  return PyErr_SetString(PyExc_TypeError, `can't compare offset-naive and offset-aware ${what}`);
}

/** `days` and the clock as a timedelta less `offset`, hashed. */
export function hashOfMoment(days: number, clock: Clock, offset: PyObject): number {
  const temp1 = new_delta(days, secondsOf(clock), clock.microsecond, true);
  if (temp1 === null) return hashError();
  const temp2 = delta_subtract(temp1, offset);
  Py_DECREF(temp1);
  if (temp2 === null) return hashError();
  const lo = PyObject_Hash(temp2);
  Py_DECREF(temp2);
  return lo;
}

export const clockBytes = (c: Clock): number[] => [
  c.hour,
  c.minute,
  c.second,
  c.microsecond >> 16,
  (c.microsecond >> 8) & 255,
  c.microsecond & 255,
];

function computeHash(self: PyDateTime_Time): number {
  const self0 =
    self.fold !== 0
      ? new_time_ex2(self.hour, self.minute, self.second, self.microsecond, tzinfoOf(self), 0, self.ob_type)
      : Py_NewRef(self);
  if (self0 === null) return hashError();
  const offset = time_utcoffset(self0);
  Py_DECREF(self0);
  if (offset === null) return hashError();
  const lo = offset === Py_None ? _Py_HashBytes(Uint8Array.from(clockBytes(self))) : hashOfMoment(0, self, offset);
  Py_DECREF(offset);
  return lo;
}

function time_fromisoformat(cls: PyObject, tstr: PyObject): PyObject | null {
  if (!PyUnicode_Check(tstr)) return PyErr_SetString(PyExc_TypeError, 'fromisoformat: argument must be str');
  const text = PyUnicode_AsUTF8AndSize(tstr);
  if (text === null) return invalidIsoformat(tstr);
  const time = parse_isoformat_time(cString(text), text.startsWith('T') ? 1 : 0, utf8Length(text));
  if (typeof time === 'number') return invalidIsoformat(tstr);
  const tzinfo = tzinfo_from_isoformat_results(time.offset);
  if (tzinfo === null) return null;
  const [hour, minute, second, us] = time.fields;
  const t =
    cls === PyDateTime_TimeType
      ? new_time_ex2(hour, minute, second, us, tzinfo, 0, PyDateTime_TimeType)
      : callWithInts(cls, time.fields, tzinfo);
  Py_DECREF(tzinfo);
  return t;
}

export const PyDateTime_TimeType: PyTypeObject = defineModuleType({
  tp_name: 'datetime.time',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_doc:
    'time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\n' +
    'All arguments are optional. tzinfo may be None, or an instance of\n' +
    'a tzinfo subclass. The remaining arguments may be ints.\n',
  construct: (type) => new PyDateTime_Time(type),
  tp_dealloc: clock_dealloc,
  tp_repr: time_repr,
  tp_hash: (self) => cachedHash(self, computeHash),
  tp_str: (self) => PyObject_CallMethodNoArgs(self, id_isoformat),
  tp_richcompare: time_richcompare,
  edges: clockEdges,
  tp_alloc: (type, nitems) => time_alloc(type, nitems),
  tp_methods: [
    method(
      'isoformat',
      METH_VARARGS | METH_KEYWORDS,
      time_isoformat,
      null,
      'Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n\n' +
        'The optional argument timespec specifies the number of additional terms\n' +
        "of the time to include. Valid options are 'auto', 'hours', 'minutes',\n" +
        "'seconds', 'milliseconds' and 'microseconds'.\n",
    ),
    method('strftime', METH_VARARGS | METH_KEYWORDS, time_strftime, null, 'format -> strftime() style string.'),
    method(
      '__format__',
      METH_VARARGS,
      (self: PyObject, args: PyTupleObject) => date_format(self, args),
      null,
      'Formats self with strftime.',
    ),
    method('utcoffset', METH_NOARGS, time_utcoffset, null, 'Return self.tzinfo.utcoffset(self).'),
    method(
      'tzname',
      METH_NOARGS,
      (self: PyObject) => call_tzname(tzinfoOf(self as PyDateTime_Time), Py_None),
      null,
      'Return self.tzinfo.tzname(self).',
    ),
    method(
      'dst',
      METH_NOARGS,
      (self: PyObject) => call_dst(tzinfoOf(self as PyDateTime_Time), Py_None),
      null,
      'Return self.tzinfo.dst(self).',
    ),
    ...replaceMethods(
      'Return time with new specified fields.',
      '($self, /, hour=unchanged, minute=unchanged, second=unchanged,\n' +
        '        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)',
      keywords,
      5,
      (self, [hour, minute, second, us, fold], tzinfo) =>
        new_time_subclass_fold_ex(
          hour!,
          minute!,
          second!,
          us!,
          tzinfo ?? tzinfoOf(self as PyDateTime_Time),
          fold!,
          self.ob_type,
        ),
    ),
    method(
      'fromisoformat',
      METH_O | METH_CLASS,
      time_fromisoformat,
      null,
      'string -> time from a string in ISO 8601 format',
    ),
    ...reduceMethods((self: PyDateTime_Time, proto) => {
      const data = Uint8Array.from(clockBytes(self));
      if (proto > 3 && self.fold !== 0) data[0]! |= 128;
      return data;
    }),
  ],
  tp_getset: [...['hour', 'minute', 'second', 'microsecond'].map(numberGetter), tzinfoGetter, numberGetter('fold')],
  tp_new: time_new,
});
