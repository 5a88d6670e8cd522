// The time module on a virtual clock: it starts at a fixed moment and moves with the program's own work (and its
// sleeps), so that every run sees the same times. Follows Modules/timemodule.c, CPython 3.13.

import { onRuntimeReset } from '../heap/runtime';
import { sleepOfThread } from '../vm/threads';
import type { Owned } from '../heap/refcount';
import { Py_NewRef } from '../heap/refcount';
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
import { METH_FASTCALL, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

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

function momentOf(name: string, args: readonly PyObject[]): number | null {
  if (!_PyArg_CheckPositional(name, args.length, 0, 1)) return null;
  if (args.length === 0 || args[0] === Py_None) return Number((EPOCH + tick()) / 1000000n);
  const s = PyFloat_AsDouble(args[0]!);
  if (s === -1 && PyErr_Occurred()) return null;
  const ms = Math.floor(s) * 1000;
  if (Math.abs(ms) > 8.64e15) return PyErr_SetString(PyExc_OverflowError, 'timestamp out of range for platform time_t');
  return ms;
}
function gmtime(name: string) {
  return (_m: PyObject, args: readonly PyObject[]): PyObject | null => {
    const ms = momentOf(name, args);
    return ms === null ? null : structTime(fields(ms));
  };
}

/** Nine numbers out of a struct_time or tuple. */
function getargs(op: PyObject): number[] | null {
  if (!PyTuple_Check(op)) return PyErr_SetString(PyExc_TypeError, 'Tuple or struct_time argument required');
  const items = (op as PyTupleObject).ob_item;
  if (items.length < 9) return PyErr_SetString(PyExc_TypeError, 'time tuple must have exactly 9 items');
  const out: number[] = [];
  for (const item of items.slice(0, 9)) {
    const v = PyLong_AsInt(item);
    if (v === -1 && PyErr_Occurred()) return null;
    out.push(v);
  }
  return out;
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
  return format.replace(/%(.)/gs, (_all, c: string) => one(c));
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
  const t = args.length === 2 ? getargs(args[1]!) : fields(Number((EPOCH + tick()) / 1000000n));
  return t === null ? null : PyUnicode_FromString(strftime((args[0] as PyUnicodeObject).str, t));
}

function asctime(t: number[]): PyObject {
  return PyUnicode_FromString(
    `${DAYS[t[6]!]!.slice(0, 3)} ${MONTHS[t[1]! - 1]!.slice(0, 3)} ${pad(t[2]!, 2, ' ')} ${pad(t[3]!)}:${pad(t[4]!)}:${pad(t[5]!)} ${t[0]!}`,
  );
}
function time_asctime(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('asctime', args.length, 0, 1)) return null;
  const t = args.length === 1 ? getargs(args[0]!) : fields(Number((EPOCH + tick()) / 1000000n));
  return t === null ? null : asctime(t);
}
function time_ctime(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const ms = momentOf('ctime', args);
  return ms === null ? null : asctime(fields(ms));
}
function time_mktime(_m: PyObject, arg: PyObject): PyObject | null {
  const t = getargs(arg);
  if (t === null) return null;
  return PyFloat_FromDouble(Date.UTC(t[0]!, t[1]! - 1, t[2], t[3], t[4], t[5]) / 1000);
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
  PyModule_AddObject(m, 'timezone', PyLong_FromLong(0));
  PyModule_AddObject(m, 'altzone', PyLong_FromLong(0));
  PyModule_AddObject(m, 'daylight', PyLong_FromLong(0));
  PyModule_AddObject(m, 'tzname', PyTuple_FromArraySteal([PyUnicode_FromString('UTC'), PyUnicode_FromString('UTC')]));
  return m;
}
