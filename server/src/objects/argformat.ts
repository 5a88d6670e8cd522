// Argument parsing by format strings, for those C functions whose messages depend on it. Follows Python/getargs.c,
// CPython 3.13. Units known here: `i` (a C int), `n` (an index), `p` (a truth value, as 0 or 1), `O`, `O!`, `U` (a str), `s` (a str without NUL, as JavaScript text), `C`
// (one character); `|`, `$`, `:name`.

import { Py_DECREF } from '../heap/refcount';
import { PyNumber_Index } from './abstract';
import { PyDict_GET_SIZE, PyDict_GetItemWithError, PyDict_Next } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { closestKeyword } from './getargs';
import { PyLong_AsLongLong, PyLong_AsSsize_t } from './longobject';
import type { PyObject } from './object';
import { PyObject_IsTrue, Py_None } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import { PyObject_TypeCheck } from './typebasics';
import type { PyTypeObject } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import { PyUnicode_AsUTF8AndSize } from './unicode_codecs';

/** A parameter's value: what its unit makes of it, or null where the argument is absent. */
export type ArgValue = PyObject | number | string | null;

/** "must be …" for an argument of the wrong type, or the converted value. `undefined` as value with an exception set. */
function convertitem(arg: PyObject, unit: string, type: PyTypeObject | null): { value?: ArgValue; msg?: string } {
  const wrong = (expected: string): { msg: string } => ({
    msg: `must be ${expected}, not ${arg === Py_None ? 'None' : arg.ob_type.tp_name}`,
  });
  switch (unit) {
    case 'i': {
      const v = PyLong_AsLongLong(arg);
      if (v === null) return {};
      if (v > 2147483647 || v < -2147483648) {
        PyErr_SetString(
          PyExc_OverflowError,
          v > 0 ? 'signed integer is greater than maximum' : 'signed integer is less than minimum',
        );
        return {};
      }
      return { value: Number(v) };
    }
    case 'n': {
      const index = PyNumber_Index(arg);
      if (index === null) return {};
      const v = PyLong_AsSsize_t(index);
      Py_DECREF(index);
      return v === -1 && PyErr_Occurred() !== null ? {} : { value: v };
    }
    case 'p': {
      const truth = PyObject_IsTrue(arg);
      return truth < 0 ? {} : { value: truth };
    }
    case 'O!':
      return PyObject_TypeCheck(arg, type!) ? { value: arg } : wrong(type!.tp_name);
    case 'U':
      return PyUnicode_Check(arg) ? { value: arg } : wrong('str');
    case 's': {
      if (!PyUnicode_Check(arg)) return wrong('str');
      const text = PyUnicode_AsUTF8AndSize(arg);
      if (text === null) return {};
      if (text.includes('\0')) {
        PyErr_SetString(PyExc_ValueError, 'embedded null character');
        return {};
      }
      return { value: arg.str };
    }
    case 'C':
      return PyUnicode_Check(arg) && arg.length === 1 ? { value: arg.str } : wrong('a unicode character');
    default:
      return { value: arg };
  }
}

interface Format {
  fname: string | null;
  units: string[];
  /** Parameters before `|` and before `$`. */
  min: number;
  max: number;
  hasMin: boolean;
}

const formats = new Map<string, Format>();
function parseFormat(format: string): Format {
  let parsed = formats.get(format);
  if (parsed === undefined) {
    const [body, fname] = format.split(':') as [string, string?];
    const units: string[] = [];
    let min = -1;
    let max = -1;
    for (let i = 0; i < body.length; i++) {
      const c = body[i]!;
      if (c === '|') min = units.length;
      else if (c === '$') max = units.length;
      else if (body[i + 1] === '!') {
        units.push('O!');
        i++;
      } else units.push(c);
    }
    const n = units.length;
    parsed = { fname: fname ?? null, units, min: min < 0 ? n : min, max: max < 0 ? n : max, hasMin: min >= 0 };
    formats.set(format, parsed);
  }
  return parsed;
}

function convert(arg: PyObject, i: number, f: Format, types: readonly PyTypeObject[], out: ArgValue[]): boolean {
  const unit = f.units[i]!;
  let type: PyTypeObject | null = null;
  if (unit === 'O!') {
    let nth = 0;
    for (let j = 0; j < i; j++) if (f.units[j] === 'O!') nth++;
    type = types[nth]!;
  }
  const { value, msg } = convertitem(arg, unit, type);
  if (value !== undefined) {
    out[i] = value;
    return true;
  }
  if (PyErr_Occurred() === null) {
    PyErr_SetString(PyExc_TypeError, `${f.fname === null ? '' : `${f.fname}() `}argument ${i + 1} ${msg}`);
  }
  return false;
}

/** The value of keyword `name`, or null. Borrowed. */
function lookup(kwargs: PyDictObject, name: string): PyObject | null {
  const key = PyUnicode_FromString(name);
  const value = PyDict_GetItemWithError(kwargs, key);
  Py_DECREF(key);
  return value;
}

/** PyArg_ParseTuple. The values in order, or null with an exception. */
export function PyArg_ParseTuple(
  args: PyTupleObject,
  format: string,
  ...types: readonly PyTypeObject[]
): ArgValue[] | null {
  const f = parseFormat(format);
  const nargs = args.ob_item.length;
  const max = f.units.length;
  if (nargs < f.min || nargs > max) {
    const who = f.fname === null ? 'function' : `${f.fname}()`;
    const bound = nargs < f.min ? f.min : max;
    const how = f.min === max ? 'exactly' : nargs < f.min ? 'at least' : 'at most';
    return PyErr_SetString(
      PyExc_TypeError,
      `${who} takes ${how} ${bound} argument${bound === 1 ? '' : 's'} (${nargs} given)`,
    );
  }
  const out: ArgValue[] = new Array<ArgValue>(max).fill(null);
  for (let i = 0; i < nargs; i++) if (!convert(args.ob_item[i]!, i, f, types, out)) return null;
  return out;
}

/** PyArg_ParseTupleAndKeywords, without positional-only parameters. The values by parameter, or null with an exception. */
export function PyArg_ParseTupleAndKeywords(
  args: PyTupleObject,
  kwargs: PyDictObject | null,
  format: string,
  kwlist: readonly string[],
  ...types: readonly PyTypeObject[]
): ArgValue[] | null {
  const f = parseFormat(format);
  const who = f.fname === null ? 'function' : `${f.fname}()`;
  const len = kwlist.length;
  const nargs = args.ob_item.length;
  let nkwargs = kwargs === null ? 0 : PyDict_GET_SIZE(kwargs);
  const out: ArgValue[] = new Array<ArgValue>(len).fill(null);
  if (nargs + nkwargs > len) {
    return PyErr_SetString(
      PyExc_TypeError,
      `${who} takes at most ${len} ${nargs === 0 ? 'keyword ' : ''}argument${len === 1 ? '' : 's'} (${nargs + nkwargs} given)`,
    );
  }
  for (let i = 0; i < len; i++) {
    if (i === f.max && f.max < nargs) {
      return PyErr_SetString(
        PyExc_TypeError,
        f.max === 0
          ? `${who} takes no positional arguments`
          : `${who} takes ${f.hasMin ? 'at most' : 'exactly'} ${f.max} positional argument${f.max === 1 ? '' : 's'} (${nargs} given)`,
      );
    }
    let current: PyObject | null = null;
    if (i < nargs) current = args.ob_item[i]!;
    else if (nkwargs > 0) {
      current = lookup(kwargs!, kwlist[i]!);
      if (current !== null) nkwargs--;
      else if (PyErr_Occurred() !== null) return null;
    }
    if (current !== null) {
      if (!convert(current, i, f, types, out)) return null;
      continue;
    }
    if (i < f.min) {
      return PyErr_SetString(PyExc_TypeError, `${who} missing required argument '${kwlist[i]!}' (pos ${i + 1})`);
    }
    if (nkwargs === 0) return out;
  }
  if (nkwargs === 0) return out;
  for (let i = 0; i < nargs; i++) {
    if (lookup(kwargs!, kwlist[i]!) !== null) {
      return PyErr_SetString(
        PyExc_TypeError,
        `argument for ${who} given by name ('${kwlist[i]!}') and position (${i + 1})`,
      );
    }
  }
  return unexpectedKeyword(kwargs!, kwlist, f.fname === null ? 'this function' : who);
}

function unexpectedKeyword(kwargs: PyDictObject, kwlist: readonly string[], who: string): null {
  const keys: PyObject[] = [];
  PyDict_Next(kwargs, (key) => {
    keys.push(key);
  });
  for (const key of keys) {
    if (!PyUnicode_Check(key)) return PyErr_SetString(PyExc_TypeError, 'keywords must be strings');
    if (kwlist.includes(key.str)) continue;
    const suggestion = closestKeyword(key.str, kwlist);
    const hint = suggestion === null ? '' : `. Did you mean '${suggestion}'?`;
    return PyErr_SetString(PyExc_TypeError, `${who} got an unexpected keyword argument '${key.str}'${hint}`);
  }
  return PyErr_SetString(PyExc_TypeError, `invalid keyword argument for ${who}`);
}
