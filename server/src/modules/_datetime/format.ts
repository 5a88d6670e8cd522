// strftime with the directives that only the datetime types know, and the way to the time module. Follows
// Modules/_datetimemodule.c, CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import {
  PyObject_CallFunctionObjArgs,
  PyObject_CallMethod,
  PyObject_CallNoArgs,
  PyObject_CallOneArg,
} from '../../objects/call';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError } from '../../objects/exceptions';
import { PyLong_FromLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { reprString } from '../../objects/reprstring';
import { PyTuple_FromArraySteal } from '../../objects/tupleobject';
import { PyUnicode_Check, PyUnicode_FromString } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyImport_ImportModuleAttrString } from '../import';
import { days_before_month, weekday } from './calendar';
import { pad } from './delta';
import type { PyDateTime_Date } from './structs';
import { PyDateTime_Check, PyTime_Check } from './structs';
import { call_tzname, format_utcoffset } from './timezone';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function format_ctime(date: PyDateTime_Date, hours: number, minutes: number, seconds: number): Owned<PyObject> {
  const { year, month, day } = date;
  return PyUnicode_FromString(
    `${DAYS[weekday(year, month, day)]!} ${MONTHS[month - 1]!} ${String(day).padStart(2)} ` +
      `${pad(hours)}:${pad(minutes)}:${pad(seconds)} ${pad(year, 4)}`,
  );
}

/** `name(arguments, tzinfo=…, fold=…)`, in the order in which `extras` come; null with an exception. */
export function reprWith(base: string, ...extras: ['tzinfo' | 'fold', PyObject | number | null][]): PyObject | null {
  let text = base;
  for (const [name, value] of extras) {
    if (value === null || value === 0 || value === Py_None) continue;
    const shown = typeof value === 'number' ? String(value) : reprString(value);
    if (shown === null) return null;
    text = `${text.slice(0, -1)}, ${name}=${shown})`;
  }
  return PyUnicode_FromString(text);
}

/** Borrowed; null for None or objects without. */
function get_tzinfo_member(self: PyObject): PyObject | null {
  const tzinfo = PyDateTime_Check(self) || PyTime_Check(self) ? self.tzinfo : null;
  return tzinfo === Py_None ? null : tzinfo;
}

function zReplacement(object: PyObject, sep: string, tzinfoarg: PyObject): string | null {
  const tzinfo = get_tzinfo_member(object);
  return tzinfo === null ? '' : format_utcoffset(sep, tzinfo, tzinfoarg);
}

function make_Zreplacement(object: PyObject, tzinfoarg: PyObject): string | null {
  const tzinfo = get_tzinfo_member(object);
  if (tzinfo === null) return '';
  const name = call_tzname(tzinfo, tzinfoarg);
  if (name === null) return null;
  if (name === Py_None) {
    Py_DECREF(name);
    return '';
  }
  const percent = PyUnicode_FromString('%');
  const two = PyUnicode_FromString('%%');
  const replaced = PyObject_CallMethod(name, 'replace', percent, two);
  Py_DECREF(percent);
  Py_DECREF(two);
  Py_DECREF(name);
  if (replaced === null) return null;
  const text = PyUnicode_Check(replaced)
    ? (replaced as PyUnicodeObject).str
    : PyErr_SetString(PyExc_TypeError, 'tzname.replace() did not return a string');
  Py_DECREF(replaced);
  return text;
}

/** strftime of `timetuple`, after %z, %:z, %Z and %f have been replaced by what `object` says. */
export function wrap_strftime(
  object: PyObject,
  format: PyUnicodeObject,
  timetuple: PyObject,
  tzinfoarg: PyObject,
): Owned<PyObject> | null {
  const strftime = PyImport_ImportModuleAttrString('time', 'strftime');
  if (strftime === null) return null;
  const text = format.str;
  const known = new Map<string, string>();
  let out = '';
  let start = 0;
  for (let i = text.indexOf('%'); i >= 0 && i + 1 < text.length; i = text.indexOf('%', i)) {
    const end = i;
    let directive = text[i + 1]!;
    i += 2;
    if (directive === ':' && text[i] === 'z') {
      directive = ':z';
      i++;
    }
    if (directive !== 'z' && directive !== ':z' && directive !== 'Z' && directive !== 'f') continue;
    let replacement: string | null | undefined = known.get(directive);
    if (replacement === undefined) {
      if (directive === 'Z') replacement = make_Zreplacement(object, tzinfoarg);
      else if (directive !== 'f') replacement = zReplacement(object, directive === 'z' ? '' : ':', tzinfoarg);
      else replacement = pad(PyTime_Check(object) || PyDateTime_Check(object) ? object.microsecond : 0, 6);
      if (replacement === null) {
        Py_DECREF(strftime);
        return null;
      }
      known.set(directive, replacement);
    }
    out += text.slice(start, end) + replacement;
    start = i;
  }
  const newformat = start === 0 ? Py_NewRef(format) : PyUnicode_FromString(out + text.slice(start));
  const result = PyObject_CallFunctionObjArgs(strftime, newformat, timetuple);
  Py_DECREF(newformat);
  Py_DECREF(strftime);
  return result;
}

/** time.time(). */
export function time_time(): Owned<PyObject> | null {
  const time = PyImport_ImportModuleAttrString('time', 'time');
  if (time === null) return null;
  const result = PyObject_CallNoArgs(time);
  Py_DECREF(time);
  return result;
}

export const intTuple = (numbers: number[]): Owned<PyObject> =>
  PyTuple_FromArraySteal(numbers.map((n) => PyLong_FromLong(n)));

export function build_struct_time(
  y: number,
  m: number,
  d: number,
  hh: number,
  mm: number,
  ss: number,
  dstflag: number,
): Owned<PyObject> | null {
  const struct_time = PyImport_ImportModuleAttrString('time', 'struct_time');
  if (struct_time === null) return null;
  const fields = intTuple([y, m, d, hh, mm, ss, weekday(y, m, d), days_before_month(y, m) + d, dstflag]);
  const result = PyObject_CallOneArg(struct_time, fields);
  Py_DECREF(fields);
  Py_DECREF(struct_time);
  return result;
}

/** `text` and the offset behind it. */
export function withOffset(text: string, tzinfo: PyObject | null, arg: PyObject): Owned<PyObject> | null {
  if (tzinfo === null || tzinfo === Py_None) return PyUnicode_FromString(text);
  const offset = format_utcoffset(':', tzinfo, arg);
  return offset === null ? null : PyUnicode_FromString(text + offset);
}

/** The clock's fields as isoformat's `timespec` wants them; null for a spec that does not exist. */
export function timeText(
  spec: string | null,
  time: { hour: number; minute: number; second: number; microsecond: number },
): string | null {
  const { hour, minute, second, microsecond: us } = time;
  const minutes = `${pad(hour)}:${pad(minute)}`;
  const seconds = `${minutes}:${pad(second)}`;
  switch (spec ?? 'auto') {
    case 'auto':
      return us === 0 ? seconds : `${seconds}.${pad(us, 6)}`;
    case 'hours':
      return pad(hour);
    case 'minutes':
      return minutes;
    case 'seconds':
      return seconds;
    case 'milliseconds':
      return `${seconds}.${pad(Math.trunc(us / 1000), 3)}`;
    case 'microseconds':
      return `${seconds}.${pad(us, 6)}`;
    default:
      return null;
  }
}
