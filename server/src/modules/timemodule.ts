// The time module on a virtual clock: it starts at a fixed moment and moves with the program's own work (and its
// sleeps), so that every run sees the same times. Follows Modules/timemodule.c, CPython 3.13.

import { onRuntimeReset } from '../heap/runtime';
import { sleepOfThread } from '../vm/threads';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyObject_Call } from '../objects/call';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../objects/getargs';
import { PyLong_AsInt, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { namespaceObject } from '../objects/namespaceobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyStructSequence_New, PyStructSequence_NewType, PyStructSequence_SetItem } from '../objects/structseq';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_NOARGS, METH_O, METH_VARARGS, method } from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { days_before_month } from './_datetime/calendar';
import { _PyTime_ObjectToTime_t, _PyTime_gmtime } from './_datetime/localtime';
import { PyImport_ImportModuleAttrString } from './import';
import { raiseErrno } from './posixmodule';

/** 2025-01-01T00:00:00Z, in nanoseconds. */
const EPOCH = 1735689600_000000000n;
/** Nanoseconds since the program started. Each look at the clock costs one tick. */
let elapsed: bigint;
const TICK = 1000n;
let structTimeType: PyTypeObject | null;
onRuntimeReset(() => {
  elapsed = 0n;
  structTimeType = null;
});
function tick(): bigint {
  elapsed += TICK;
  return elapsed;
}

/** The time of day in nanoseconds since the epoch, as PyTime_Time gives it. */
export const clockTime = (): bigint => EPOCH + tick();

/** Nanoseconds since the start, without a look at the clock being counted. */
export const elapsedTime = (): bigint => elapsed;

/** Lets time pass: the program waits. */
export function advanceClock(s: number): void {
  elapsed += BigInt(Math.round(s * 1e9));
}

const seconds = (ns: bigint): PyObject => PyFloat_FromDouble(Number(ns) / 1e9);

function time_sleep(_m: PyObject, arg: PyObject): PyObject | null {
  const s = PyFloat_AsDouble(arg);
  if (s === -1 && PyErr_Occurred()) return null;
  if (Number.isNaN(s)) return PyErr_SetString(PyExc_ValueError, 'Invalid value NaN (not a number)');
  if (s < 0) return PyErr_SetString(PyExc_ValueError, 'sleep length must be non-negative');
  advanceClock(s);
  sleepOfThread();
  return PyErr_Occurred() ? null : Py_NewRef(Py_None);
}

const FIELDS = [
  'tm_year',
  'tm_mon',
  'tm_mday',
  'tm_hour',
  'tm_min',
  'tm_sec',
  'tm_wday',
  'tm_yday',
  'tm_isdst',
  'tm_zone',
  'tm_gmtoff',
];

/** The date as nine numbers; the simulated machine's zone is UTC. */
function fields(ms: number): number[] {
  const d = new Date(ms);
  const start = Date.UTC(d.getUTCFullYear(), 0, 1);
  const yday = Math.floor((Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()) - start) / 86400000) + 1;
  return [
    d.getUTCFullYear(),
    d.getUTCMonth() + 1,
    d.getUTCDate(),
    d.getUTCHours(),
    d.getUTCMinutes(),
    d.getUTCSeconds(),
    (d.getUTCDay() + 6) % 7,
    yday,
    0,
  ];
}

function structTime(numbers: number[]): Owned<PyObject> {
  const seq = PyStructSequence_New(structTimeType!)!;
  for (let i = 0; i < 9; i++) PyStructSequence_SetItem(seq, i, PyLong_FromLong(numbers[i]!));
  PyStructSequence_SetItem(seq, 9, PyUnicode_FromString('UTC'));
  PyStructSequence_SetItem(seq, 10, PyLong_FromLong(0));
  return seq;
}

/** The nine numbers of a moment in seconds, and of now without an argument; null with an exception. */
function momentOf(name: string, args: readonly PyObject[]): number[] | null {
  if (!_PyArg_CheckPositional(name, args.length, 0, 1)) return null;
  if (args.length === 0 || args[0] === Py_None) return fields(Number((EPOCH + tick()) / 1000000n));
  const t = _PyTime_ObjectToTime_t(args[0]!);
  const tm = t === null ? null : _PyTime_gmtime(t);
  if (tm === null) return null;
  const { year, month, day, hour, minute, second } = tm;
  const wday = (((Math.floor(t! / 86400) + 3) % 7) + 7) % 7;
  return [year, month, day, hour, minute, second, wday, days_before_month(year, month) + day, 0];
}
function gmtime(name: string) {
  return (_m: PyObject, args: readonly PyObject[]): PyObject | null => {
    const t = momentOf(name, args);
    return t === null ? null : structTime(t);
  };
}

/** gettmarg: nine numbers out of a struct_time or tuple; null with TypeError. */
function getargs(name: string, op: PyObject): number[] | null {
  if (!PyTuple_Check(op)) return PyErr_SetString(PyExc_TypeError, 'Tuple or struct_time argument required');
  const items = (op as PyTupleObject).ob_item;
  if (items.length !== 9) return PyErr_SetString(PyExc_TypeError, `${name}(): illegal time tuple argument`);
  const out: number[] = [];
  for (const item of items) {
    const v = PyLong_AsInt(item);
    if (v === -1 && PyErr_Occurred()) return null;
    out.push(v);
  }
  return out;
}

/** getargs and checktm: zeros where they stand for the first are put right; null with an exception. */
function checkedTime(name: string, op: PyObject): number[] | null {
  const t = getargs(name, op);
  if (t === null) return null;
  const [year, mon, mday, hour, min, sec, wday, yday, isdst] = t as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const limits: [string, number, number, number][] = [
    ['month', mon, 0, 12],
    ['day of month', mday, 0, 31],
    ['hour', hour, 0, 23],
    ['minute', min, 0, 59],
    ['seconds', sec, 0, 61],
    ['day of week', wday, -1, Infinity],
    ['day of year', yday, 0, 366],
  ];
  for (const [what, value, low, high] of limits) {
    if (value < low || value > high) return PyErr_SetString(PyExc_ValueError, `${what} out of range`);
  }
  return [year, mon || 1, mday || 1, hour, min, sec, (wday + 7) % 7, yday || 1, isdst];
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const pad = (n: number, width = 2, fill = '0'): string => String(n).padStart(width, fill);

/** strftime in the C locale. */
export function strftime(format: string, t: number[]): string {
  const [year, mon, mday, hour, min, sec, wday, yday] = t as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const weekNumber = (first: number): number => Math.floor((yday - 1 + 7 - ((((wday + 1) % 7) - first + 7) % 7)) / 7);
  const iso = isoWeek(year, yday, wday);
  const one = (c: string): string => {
    switch (c) {
      case 'a':
        return DAYS[wday]!.slice(0, 3);
      case 'A':
        return DAYS[wday]!;
      case 'b':
      case 'h':
        return MONTHS[mon - 1]!.slice(0, 3);
      case 'B':
        return MONTHS[mon - 1]!;
      case 'c':
        return `${one('a')} ${one('b')} ${pad(mday, 2, ' ')} ${one('T')} ${year}`;
      case 'C':
        return pad(Math.floor(year / 100));
      case 'd':
        return pad(mday);
      case 'D':
      case 'x':
        return `${pad(mon)}/${pad(mday)}/${pad(year % 100)}`;
      case 'e':
        return pad(mday, 2, ' ');
      case 'F':
        return `${year}-${pad(mon)}-${pad(mday)}`;
      case 'g':
        return pad(iso.year % 100);
      case 'G':
        return String(iso.year);
      case 'H':
        return pad(hour);
      case 'I':
        return pad(hour % 12 === 0 ? 12 : hour % 12);
      case 'j':
        return pad(yday, 3);
      case 'm':
        return pad(mon);
      case 'M':
        return pad(min);
      case 'n':
        return '\n';
      case 'p':
        return hour < 12 ? 'AM' : 'PM';
      case 'r':
        return `${one('I')}:${pad(min)}:${pad(sec)} ${one('p')}`;
      case 'R':
        return `${pad(hour)}:${pad(min)}`;
      case 's':
        return String(Math.floor(Date.UTC(year, mon - 1, mday, hour, min, sec) / 1000));
      case 'S':
        return pad(sec);
      case 't':
        return '\t';
      case 'T':
      case 'X':
        return `${pad(hour)}:${pad(min)}:${pad(sec)}`;
      case 'u':
        return String(wday + 1);
      case 'U':
        return pad(weekNumber(0));
      case 'V':
        return pad(iso.week);
      case 'w':
        return String((wday + 1) % 7);
      case 'W':
        return pad(weekNumber(1));
      case 'y':
        return pad(year % 100);
      case 'Y':
        return String(year);
      case 'z':
        return '+0000';
      case 'Z':
        return 'UTC';
      case '%':
        return '%';
      default:
        return `%${c}`;
    }
  };
  // glibc's flags: no padding, blanks, zeros, upper case; E and O ask for a locale's own forms, and C has none.
  return format.replace(/%([-_0^]?)([EO]?)([a-zA-Z%])/g, (all, flag: string, modifier: string, c: string) => {
    const text = one(c);
    if (text === `%${c}`) return all;
    if (modifier !== '' && !'cCxXyYdeHImMSuUVwW'.includes(c)) return all;
    if (flag === '^') return text.toUpperCase();
    if (flag === '' || !/^[0 ]*\d+$/.test(text)) return text;
    const digits = text.replace(/^[0 ]+(?=\d)/, '');
    return flag === '-' ? digits : digits.padStart(text.length, flag === '_' ? ' ' : '0');
  });
}
function isoWeek(year: number, yday: number, wday: number): { year: number; week: number } {
  const week = Math.floor((yday - 1 - wday + 10) / 7);
  const weeksIn = (y: number): number => {
    const p = (n: number): number => (n + Math.floor(n / 4) - Math.floor(n / 100) + Math.floor(n / 400)) % 7;
    return p(y) === 4 || p(y - 1) === 3 ? 53 : 52;
  };
  if (week < 1) return { year: year - 1, week: weeksIn(year - 1) };
  if (week > weeksIn(year)) return { year: year + 1, week: 1 };
  return { year, week };
}

function time_strftime(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('strftime', args.length, 1, 2)) return null;
  if (!PyUnicode_Check(args[0]!)) return _PyArg_BadArgument('strftime', 'argument 1', 'str', args[0]!);
  const text = (args[0] as PyUnicodeObject).str;
  const t = args.length === 2 ? checkedTime('strftime', args[1]!) : fields(Number((EPOCH + tick()) / 1000000n));
  if (t === null) return null;
  if (text.includes('\0')) return PyErr_SetString(PyExc_ValueError, 'embedded null character');
  return PyUnicode_FromString(strftime(text, t));
}

function asctime(t: number[]): PyObject {
  return PyUnicode_FromString(
    `${DAYS[t[6]!]!.slice(0, 3)} ${MONTHS[t[1]! - 1]!.slice(0, 3)} ${pad(t[2]!, 2, ' ')} ${pad(t[3]!)}:${pad(t[4]!)}:${pad(t[5]!)} ${t[0]!}`,
  );
}
function time_asctime(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('asctime', args.length, 0, 1)) return null;
  const t = args.length === 1 ? checkedTime('asctime', args[0]!) : fields(Number((EPOCH + tick()) / 1000000n));
  return t === null ? null : asctime(t);
}
function time_ctime(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const t = momentOf('ctime', args);
  return t === null ? null : asctime(t);
}
function time_mktime(_m: PyObject, arg: PyObject): PyObject | null {
  const t = getargs('mktime', arg);
  if (t === null) return null;
  const moment = new Date(0);
  moment.setUTCFullYear(t[0]!, t[1]! - 1, t[2]);
  moment.setUTCHours(t[3]!, t[4], t[5]);
  const ms = moment.getTime();
  if (Number.isNaN(ms)) return PyErr_SetString(PyExc_OverflowError, 'mktime argument out of range');
  // Summer time in a zone that has none is an hour off.
  return PyFloat_FromDouble(ms / 1000 - (t[8]! > 0 ? 3600 : 0));
}

const CLOCKS = {
  CLOCK_REALTIME: 0,
  CLOCK_MONOTONIC: 1,
  CLOCK_PROCESS_CPUTIME_ID: 2,
  CLOCK_THREAD_CPUTIME_ID: 3,
  CLOCK_MONOTONIC_RAW: 4,
  CLOCK_BOOTTIME: 7,
  CLOCK_TAI: 11,
} as const;

/** Nanoseconds on one of the clocks, all but the calendar's since the program began; null with an exception. */
function clockOf(id: PyObject): bigint | null {
  const n = PyLong_AsInt(id);
  if (n === -1 && PyErr_Occurred()) return null;
  if (!(Object.values(CLOCKS) as number[]).includes(n)) return raiseErrno(22, null);
  return n === CLOCKS.CLOCK_REALTIME || n === CLOCKS.CLOCK_TAI ? EPOCH + tick() : tick();
}
function onClock(convert: (ns: bigint) => PyObject) {
  return (_m: PyObject, id: PyObject): PyObject | null => {
    const ns = clockOf(id);
    return ns === null ? null : convert(ns);
  };
}

function time_strptime(_m: PyObject, args: PyTupleObject): PyObject | null {
  const parse = PyImport_ImportModuleAttrString('_strptime', '_strptime_time');
  if (parse === null) return null;
  const result = PyObject_Call(parse, args, null);
  Py_DECREF(parse);
  return result;
}

function time_get_clock_info(_m: PyObject, name: PyObject): PyObject | null {
  const text = PyUnicode_Check(name) ? (name as PyUnicodeObject).str : '';
  const implementation: Record<string, string> = {
    time: 'clock_gettime(CLOCK_REALTIME)',
    monotonic: 'clock_gettime(CLOCK_MONOTONIC)',
    perf_counter: 'clock_gettime(CLOCK_MONOTONIC)',
    process_time: 'clock_gettime(CLOCK_PROCESS_CPUTIME_ID)',
    thread_time: 'clock_gettime(CLOCK_THREAD_CPUTIME_ID)',
  };
  if (implementation[text] === undefined) return PyErr_SetString(PyExc_ValueError, 'unknown clock');
  return namespaceObject([
    ['implementation', PyUnicode_FromString(implementation[text])],
    ['monotonic', PyBool_FromLong(text !== 'time')],
    ['adjustable', PyBool_FromLong(text === 'time')],
    ['resolution', PyFloat_FromDouble(1e-9)],
  ]);
}

export function PyInit_time(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: 'time',
    m_doc: 'This module provides various functions to manipulate time values.',
    m_methods: [
      method('time', METH_NOARGS, () => seconds(EPOCH + tick()), null, 'time() -> floating-point number'),
      method('time_ns', METH_NOARGS, () => PyLong_FromBigInt(EPOCH + tick()), null),
      method('monotonic', METH_NOARGS, () => seconds(tick()), null),
      method('monotonic_ns', METH_NOARGS, () => PyLong_FromBigInt(tick()), null),
      method('perf_counter', METH_NOARGS, () => seconds(tick()), null),
      method('perf_counter_ns', METH_NOARGS, () => PyLong_FromBigInt(tick()), null),
      method('process_time', METH_NOARGS, () => seconds(tick()), null),
      method('process_time_ns', METH_NOARGS, () => PyLong_FromBigInt(tick()), null),
      method('thread_time', METH_NOARGS, () => seconds(tick()), null),
      method('thread_time_ns', METH_NOARGS, () => PyLong_FromBigInt(tick()), null),
      method('sleep', METH_O, time_sleep, '($module, object, /)'),
      method('gmtime', METH_FASTCALL, gmtime('gmtime'), null),
      method('localtime', METH_FASTCALL, gmtime('localtime'), null),
      method('mktime', METH_O, time_mktime, null),
      method('asctime', METH_FASTCALL, time_asctime, null),
      method('ctime', METH_FASTCALL, time_ctime, null),
      method('strftime', METH_FASTCALL, time_strftime, null),
      method('clock_gettime', METH_O, onClock(seconds), null),
      method('clock_gettime_ns', METH_O, onClock(PyLong_FromBigInt), null),
      method(
        'clock_getres',
        METH_O,
        onClock(() => PyFloat_FromDouble(1e-9)),
        null,
      ),
      method('strptime', METH_VARARGS, time_strptime, null),
      method('get_clock_info', METH_O, time_get_clock_info, null),
    ],
  });
  if (m === null) return null;
  structTimeType = PyStructSequence_NewType({
    name: 'time.struct_time',
    doc: null,
    fields: FIELDS.map((name) => ({ name, doc: null })),
    n_in_sequence: 9,
  });
  PyModule_AddObject(m, 'struct_time', Py_NewRef(structTimeType!));
  for (const [name, id] of Object.entries(CLOCKS)) PyModule_AddObject(m, name, PyLong_FromLong(id));
  PyModule_AddObject(m, '_STRUCT_TM_ITEMS', PyLong_FromLong(FIELDS.length));
  PyModule_AddObject(m, 'timezone', PyLong_FromLong(0));
  PyModule_AddObject(m, 'altzone', PyLong_FromLong(0));
  PyModule_AddObject(m, 'daylight', PyLong_FromLong(0));
  PyModule_AddObject(m, 'tzname', PyTuple_FromArraySteal([PyUnicode_FromString('UTC'), PyUnicode_FromString('UTC')]));
  return m;
}
