// What Argument Clinic's generated code does with single arguments, for functions written by hand. The messages are
// CPython 3.13's. Each converter returns null (or NaN-free numbers) and sets the exception when the argument is bad.

import { Py_DECREF } from '../heap/refcount';
import { PyIndex_Check, PyNumber_Index } from './abstractnumber';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_BadArgument } from './getargs';
import { PyLong_AsInt, PyLong_AsSsize_t, PyNumber_AsSsize_t } from './longobject';
import type { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { PySlice_AdjustIndices, PySlice_Unpack } from './sliceobject';
import { PyUnicode_Check } from './unicode_core';
import type { PyUnicodeObject } from './unicodestruct';

export const PY_SSIZE_T_MAX = 2 ** 63;
export const INT_MAX = 0x7fffffff;

/** `Py_ssize_t`: an int or an object with __index__; null with TypeError or OverflowError. */
export function argSsize(arg: PyObject): number | null {
  const index = PyNumber_Index(arg);
  if (index === null) return null;
  const value = PyLong_AsSsize_t(index);
  Py_DECREF(index);
  return value === -1 && PyErr_Occurred() !== null ? null : value;
}

/** `int`: 32 bits. */
export function argInt(arg: PyObject): number | null {
  const value = PyLong_AsInt(arg);
  return value === -1 && PyErr_Occurred() !== null ? null : value;
}

/** PyNumber_AsSsize_t with an overflow error of type `exc`, or clipping when null. */
export function asIndex(arg: PyObject, exc: PyObject | null): number | null {
  const value = PyNumber_AsSsize_t(arg, exc);
  return value === -1 && PyErr_Occurred() !== null ? null : value;
}

/** `slice_index(accept={int, NoneType})`: `missing` when None or absent. */
export function argSliceIndex(arg: PyObject | null | undefined, missing: number): number | null {
  if (arg === undefined || arg === null || arg === Py_None) return missing;
  if (!PyIndex_Check(arg)) {
    return PyErr_SetString(PyExc_TypeError, 'slice indices must be integers or None or have an __index__ method');
  }
  return asIndex(arg, null);
}

/** `unicode`: a str, borrowed. */
export function argStr(fname: string, displayname: string, arg: PyObject): PyUnicodeObject | null {
  return PyUnicode_Check(arg) ? arg : _PyArg_BadArgument(fname, displayname, 'str', arg);
}

/** `str` as a C string: also refuses embedded null characters. */
export function argCString(fname: string, displayname: string, arg: PyObject): string | null {
  if (!PyUnicode_Check(arg)) return _PyArg_BadArgument(fname, displayname, 'str', arg);
  if (arg.str.includes('\0')) return embeddedNull();
  return arg.str;
}
export function embeddedNull(): null {
  return PyErr_SetString(PyExc_ValueError, 'embedded null character');
}

/** `int` read as one byte (append, insert and the like of bytes types): null with TypeError or ValueError. */
export function tooLarge(message: string): null {
  return PyErr_SetString(PyExc_OverflowError, message);
}

/** ADJUST_INDICES: clips a slice of a sequence of `length` as find, count and startswith do. */
export function adjustEnd(end: number, length: number): number {
  if (end > length) return length;
  if (end < 0) {
    end += length;
    return end < 0 ? 0 : end;
  }
  return end;
}
export function adjustStart(start: number, length: number): number {
  if (start >= 0) return start;
  start += length;
  return start < 0 ? 0 : start;
}

/** PySlice_Unpack and PySlice_AdjustIndices for a sequence of `length`; null with an exception. */
export function unpackSlice(
  slice: PyObject,
  length: number,
): { start: number; stop: number; step: number; slicelength: number } | null {
  const unpacked = PySlice_Unpack(slice);
  if (unpacked === null) return null;
  return PySlice_AdjustIndices(length, unpacked.start, unpacked.stop, unpacked.step);
}
