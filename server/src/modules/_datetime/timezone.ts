// datetime.tzinfo, datetime.timezone, and the calls to a tzinfo's methods. Follows Modules/_datetimemodule.c, CPython 3.13.

import { staticObject } from '../../heap/alloc';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { PyObject_CallMethod, PyObject_CallMethodOneArg, PyObject_CallNoArgs } from '../../objects/call';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_NotImplementedError, PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { PyInstanceObject } from '../../objects/instancestruct';
import { defineModuleType } from '../../objects/moduletype';
import type { CompareOp } from '../../objects/object';
import { PyObject, Py_EQ, Py_NE } from '../../objects/object';
import type { Out } from '../../objects/objectattr';
import { PyObject_GetOptionalAttr } from '../../objects/objectattr';
import { Py_None, Py_NotImplemented } from '../../objects/objectprotocol';
import { reprString } from '../../objects/reprstring';
import { PyTuple_FromArray, PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_GenericNew, _PyObject_GetState } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import { METH_NOARGS, METH_O, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_HEAPTYPE, method } from '../../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import { divmod } from './calendar';
import { delta_bool, isOffset, new_delta, new_timezone } from './construct';
import { add_datetime_timedelta } from './datetime';
import { PyDateTime_DeltaType, delta_hash, delta_negative, delta_richcompare, delta_subtract, pad } from './delta';
import type { PyDateTime_DateTime, PyDateTime_Delta } from './structs';
import { PyDateTime_Check, PyDateTime_TimeZone, PyDelta_Check, tzinfoOf } from './structs';

const id_tzname = _Py_ID('tzname');
const id___getinitargs__ = _Py_ID('__getinitargs__');

// ------------------------------------------------------------------------------------------------------ calls

/** tzinfo.NAME(arg) for utcoffset and dst: None, or a timedelta of less than a day; null with an exception. */
function call_tzinfo_method(tzinfo: PyObject, name: string, arg: PyObject): Owned<PyObject> | null {
  if (tzinfo === Py_None) return Py_NewRef(Py_None);
  const offset = PyObject_CallMethod(tzinfo, name, arg);
  if (offset === null || offset === Py_None) return offset;
  if (!PyDelta_Check(offset)) {
    const type = offset.ob_type.tp_name;
    Py_DECREF(offset);
    return PyErr_SetString(PyExc_TypeError, `tzinfo.${name}() must return None or timedelta, not '${type}'`);
  }
  if (isOffset(offset)) return offset;
  Py_DECREF(offset);
  return PyErr_SetString(
    PyExc_ValueError,
    'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).',
  );
}

export const call_utcoffset = (tzinfo: PyObject, arg: PyObject): Owned<PyObject> | null =>
  call_tzinfo_method(tzinfo, 'utcoffset', arg);
export const call_dst = (tzinfo: PyObject, arg: PyObject): Owned<PyObject> | null =>
  call_tzinfo_method(tzinfo, 'dst', arg);

/** tzinfo.tzname(arg): None or a str; null with an exception. */
export function call_tzname(tzinfo: PyObject, arg: PyObject): Owned<PyObject> | null {
  if (tzinfo === Py_None) return Py_NewRef(Py_None);
  const result = PyObject_CallMethodOneArg(tzinfo, id_tzname, arg);
  if (result === null || result === Py_None || PyUnicode_Check(result)) return result;
  const type = result.ob_type.tp_name;
  Py_DECREF(result);
  return PyErr_SetString(PyExc_TypeError, `tzinfo.tzname() must return None or a string, not '${type}'`);
}

/** The zone that parsed text names: `offset` null for none. */
export function tzinfo_from_isoformat_results(offset: [number, number] | null): Owned<PyObject> | null {
  if (offset === null) return Py_NewRef(Py_None);
  if (offset[0] === 0) return Py_NewRef(utc_timezone);
  const delta = new_delta(0, offset[0], offset[1], true);
  if (delta === null) return null;
  const tzinfo = new_timezone(delta, null);
  Py_DECREF(delta);
  return tzinfo;
}

/** `+HH:MM[:SS[.ffffff]]` of an offset, with `sep` for the first two colons. */
function offsetText(offset: PyDateTime_Delta, sep: string): string | null {
  let sign = '+';
  let positive = Py_NewRef(offset);
  if (offset.days < 0) {
    sign = '-';
    Py_DECREF(positive);
    const negated = delta_negative(offset);
    if (negated === null) return null;
    positive = negated;
  }
  const us = positive.microseconds;
  const [allMinutes, seconds] = divmod(positive.seconds, 60);
  const [hours, minutes] = divmod(allMinutes, 60);
  Py_DECREF(positive);
  let text = `${sign}${pad(hours)}${sep}${pad(minutes)}`;
  if (seconds !== 0 || us !== 0) text += `${sep}${pad(seconds)}`;
  return us !== 0 ? `${text}.${pad(us, 6)}` : text;
}

/** The offset of `tzinfo` as text, '' for none; null with an exception. */
export function format_utcoffset(sep: string, tzinfo: PyObject, arg: PyObject): string | null {
  const offset = call_utcoffset(tzinfo, arg);
  if (offset === null) return null;
  const text = offset === Py_None ? '' : offsetText(offset as PyDateTime_Delta, sep);
  Py_DECREF(offset);
  return text;
}

// ------------------------------------------------------------------------------------------------------ tzinfo

const nogo = (name: string) => (): null =>
  PyErr_SetString(PyExc_NotImplementedError, `a tzinfo subclass must implement ${name}()`);

function tzinfo_fromutc(self: PyObject, dt: PyObject): PyObject | null {
  if (!PyDateTime_Check(dt)) return PyErr_SetString(PyExc_TypeError, 'fromutc: argument must be a datetime');
  if (tzinfoOf(dt) !== self) return PyErr_SetString(PyExc_ValueError, 'fromutc: dt.tzinfo is not self');
  const off = call_utcoffset(self, dt);
  if (off === null) return null;
  if (off === Py_None) {
    PyErr_SetString(PyExc_ValueError, 'fromutc: non-None utcoffset() result required');
    Py_DECREF(off);
    return null;
  }
  let dst = call_dst(self, dt);
  if (dst === Py_None) PyErr_SetString(PyExc_ValueError, 'fromutc: non-None dst() result required');
  const delta = dst === null || dst === Py_None ? null : (delta_subtract(off, dst) as PyDateTime_Delta | null);
  let result = delta === null ? null : (add_datetime_timedelta(dt, delta, 1) as PyDateTime_DateTime | null);
  if (result !== null) {
    Py_XDECREF(dst);
    dst = call_dst(tzinfoOf(dt), result);
    let good = dst !== null;
    if (dst === Py_None) {
      good = false;
      PyErr_SetString(PyExc_ValueError, 'fromutc: tz.dst() gave inconsistent results; cannot convert');
    } else if (dst !== null && delta_bool(dst as PyDateTime_Delta)) {
      const shifted = add_datetime_timedelta(result, dst as PyDateTime_Delta, 1);
      Py_DECREF(result);
      result = shifted as PyDateTime_DateTime | null;
    }
    if (!good) {
      Py_XDECREF(result);
      result = null;
    }
  }
  Py_XDECREF(delta);
  Py_XDECREF(dst);
  Py_DECREF(off);
  return result;
}

function tzinfo_reduce(self: PyObject): PyObject | null {
  const out: Out = { value: null };
  if (PyObject_GetOptionalAttr(self, id___getinitargs__, out) < 0) return null;
  let args: PyObject | null;
  if (out.value !== null) {
    args = PyObject_CallNoArgs(out.value);
    Py_DECREF(out.value);
  } else args = PyTuple_FromArray([]);
  if (args === null) return null;
  const state = _PyObject_GetState(self);
  if (state === null) {
    Py_DECREF(args);
    return null;
  }
  return PyTuple_FromArraySteal([Py_NewRef(self.ob_type), args, state]);
}

export const PyDateTime_TZInfoType: PyTypeObject = defineModuleType({
  tp_name: 'datetime.tzinfo',
  tp_basicsize: 16,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_doc: 'Abstract base class for time zone info objects.',
  construct: (type) => ((type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0 ? new PyInstanceObject(type) : new PyObject(type)),
  tp_methods: [
    method('tzname', METH_O, nogo('tzname'), null, 'datetime -> string name of time zone.'),
    method(
      'utcoffset',
      METH_O,
      nogo('utcoffset'),
      null,
      'datetime -> timedelta showing offset from UTC, negative values indicating West of UTC',
    ),
    method('dst', METH_O, nogo('dst'), null, 'datetime -> DST offset as timedelta positive east of UTC.'),
    method('fromutc', METH_O, tzinfo_fromutc, null, 'datetime in UTC -> datetime in local time.'),
    method('__reduce__', METH_NOARGS, tzinfo_reduce, null, '-> (cls, state)'),
  ],
  tp_new: (type, args, kw) => PyType_GenericNew(type, args, kw),
});

// ------------------------------------------------------------------------------------------------------ timezone

function timezone_new(_type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kw, 'O!|U:timezone', ['offset', 'name'], PyDateTime_DeltaType);
  return parsed === null ? null : new_timezone(parsed[0] as PyDateTime_Delta, parsed[1] as PyObject | null);
}

function timezone_dealloc(self: PyDateTime_TimeZone): void {
  Py_DECREF(self.offset);
  Py_XDECREF(self.name);
  self.ob_type.tp_free!(self as never);
}

function timezone_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject {
  if ((op !== Py_EQ && op !== Py_NE) || !(other instanceof PyDateTime_TimeZone)) return Py_NewRef(Py_NotImplemented);
  return delta_richcompare((self as PyDateTime_TimeZone).offset, other.offset, op);
}

/** False with TypeError unless `dt` is None or a datetime. */
function check_argument(dt: PyObject, name: string): boolean {
  if (dt === Py_None || PyDateTime_Check(dt)) return true;
  PyErr_SetString(
    PyExc_TypeError,
    `${name}(dt) argument must be a datetime instance or None, not ${dt.ob_type.tp_name}`,
  );
  return false;
}

function timezone_repr(op: PyObject): PyObject | null {
  const self = op as PyDateTime_TimeZone;
  const type = self.ob_type.tp_name;
  if (self === utc_timezone) return PyUnicode_FromString(`${type}.utc`);
  const offset = reprString(self.offset);
  if (offset === null) return null;
  if (self.name === null) return PyUnicode_FromString(`${type}(${offset})`);
  const name = reprString(self.name);
  return name === null ? null : PyUnicode_FromString(`${type}(${offset}, ${name})`);
}

function timezone_str(op: PyObject): PyObject | null {
  const self = op as PyDateTime_TimeZone;
  if (self.name !== null) return Py_NewRef(self.name);
  if (self === utc_timezone || !delta_bool(self.offset)) return PyUnicode_FromString('UTC');
  const text = offsetText(self.offset, ':');
  return text === null ? null : PyUnicode_FromString(`UTC${text}`);
}

function timezone_fromutc(self: PyObject, dt: PyObject): PyObject | null {
  if (!PyDateTime_Check(dt)) return PyErr_SetString(PyExc_TypeError, 'fromutc: argument must be a datetime');
  if (dt.tzinfo !== self) return PyErr_SetString(PyExc_ValueError, 'fromutc: dt.tzinfo is not self');
  return add_datetime_timedelta(dt, (self as PyDateTime_TimeZone).offset, 1);
}

function timezone_getinitargs(op: PyObject): PyObject {
  const self = op as PyDateTime_TimeZone;
  return PyTuple_FromArray(self.name === null ? [self.offset] : [self.offset, self.name]);
}

/** A method for a datetime or None. */
const forDatetime = (name: string, body: (self: PyDateTime_TimeZone) => PyObject | null, doc: string) =>
  method(
    name,
    METH_O,
    (self: PyObject, dt: PyObject) => (check_argument(dt, name) ? body(self as PyDateTime_TimeZone) : null),
    null,
    doc,
  );

export const PyDateTime_TimeZoneType: PyTypeObject = defineModuleType({
  tp_name: 'datetime.timezone',
  tp_basicsize: 32,
  tp_doc: 'Fixed offset from UTC implementation of tzinfo.',
  tp_base: () => PyDateTime_TZInfoType,
  construct: (type) => new PyDateTime_TimeZone(type),
  tp_dealloc: timezone_dealloc,
  tp_repr: timezone_repr,
  tp_hash: (self) => delta_hash((self as PyDateTime_TimeZone).offset),
  tp_str: timezone_str,
  tp_richcompare: timezone_richcompare,
  edges: (self: PyDateTime_TimeZone, emit) => {
    emit(self.offset, 'field', 'offset');
    if (self.name !== null) emit(self.name, 'field', 'name');
  },
  tp_methods: [
    forDatetime(
      'tzname',
      timezone_str,
      "If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'.",
    ),
    forDatetime('utcoffset', (self) => Py_NewRef(self.offset), 'Return fixed offset.'),
    forDatetime('dst', () => Py_NewRef(Py_None), 'Return None.'),
    method('fromutc', METH_O, timezone_fromutc, null, 'datetime in UTC -> datetime in local time.'),
    method('__getinitargs__', METH_NOARGS, timezone_getinitargs, null, 'pickle support'),
  ],
  tp_new: timezone_new,
});

/** datetime.UTC; its offset, the static empty difference, is filled in when the module is initialised. */
export const utc_timezone: PyDateTime_TimeZone = staticObject(new PyDateTime_TimeZone(PyDateTime_TimeZoneType), 32);
