// str.translate and str.maketrans. Follows Objects/unicodeobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyObject_GetItem } from './abstract';
import { argStr } from './clinic';
import { PyDict_CheckExact, PyDict_New, PyDict_Next, PyDict_SetItem } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from './errors';
import { PyExc_LookupError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_CheckPositional } from './getargs';
import { PyLong_AsLong, PyLong_Check, PyLong_FromLong } from './longobject';
import type { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { translateErrorHandler } from './unicode_codec_errors';
import { MAX_UNICODE, PyUnicode_Check, PyUnicode_READ_CHAR, UnicodeWriter } from './unicode_core';
import { PyUnicode_FromObject } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

/** What a mapping has for a character: nothing (it stays), None (it goes), or an int or str, owned. */
type Mapped = { item: Owned<PyObject> | null };

function charmaptranslate_lookup(ch: number, mapping: PyObject, result: Mapped): boolean {
  result.item = null;
  const w = PyLong_FromLong(ch);
  const x = PyObject_GetItem(mapping, w);
  Py_DECREF(w);
  if (x === null) {
    if (!PyErr_ExceptionMatches(PyExc_LookupError)) return false;
    PyErr_Clear();
    return true;
  }
  if (PyLong_Check(x)) {
    const value = PyLong_AsLong(x);
    if (value < 0 || value > MAX_UNICODE) {
      PyErr_Clear();
      PyErr_SetString(PyExc_ValueError, 'character mapping must be in range(0x110000)');
      Py_DECREF(x);
      return false;
    }
  } else if (x !== Py_None && !PyUnicode_Check(x)) {
    PyErr_SetString(PyExc_TypeError, 'character mapping must return integer, None or str');
    Py_DECREF(x);
    return false;
  }
  result.item = x;
  return true;
}

const NOT_LOOKED_UP = -1;
const DELETED = -2;

/**
 * unicode_fast_translate: ASCII to ASCII, each character looked up once. The index where it gave up, or −1 with an
 * exception.
 */
function unicode_fast_translate(
  input: PyUnicodeObject,
  mapping: PyObject,
  writer: UnicodeWriter,
  ignore: boolean,
): number {
  const table = new Int16Array(128).fill(NOT_LOOKED_UP);
  const result: Mapped = { item: null };
  for (let i = 0; i < input.length; i++) {
    const ch = input.str.charCodeAt(i);
    if (table[ch] === NOT_LOOKED_UP) {
      if (!charmaptranslate_lookup(ch, mapping, result)) return -1;
      const item = result.item;
      let to = -3;
      if (item === null) to = ch;
      else if (item === Py_None) to = DELETED;
      else if (PyLong_Check(item)) to = PyLong_AsLong(item);
      else if ((item as PyUnicodeObject).length === 1) to = PyUnicode_READ_CHAR(item as PyUnicodeObject, 0);
      if (item !== null) Py_DECREF(item);
      if (to > 127 || to === -3) return i;
      table[ch] = to;
    }
    const to = table[ch]!;
    if (to === DELETED) {
      if (!ignore) return i;
    } else writer.addASCII(String.fromCharCode(to));
  }
  return input.length;
}

/** _PyUnicode_TranslateCharmap. */
export function PyUnicode_Translate(
  str: PyObject,
  mapping: PyObject,
  errors: string | null,
): Owned<PyUnicodeObject> | null {
  const input = str as PyUnicodeObject;
  if (input.length === 0) return PyUnicode_FromObject(input);
  const writer = new UnicodeWriter();
  writer.overallocate = true;
  const ignore = errors === 'ignore';
  const result: Mapped = { item: null };
  let i = 0;
  if (input.ascii) {
    i = unicode_fast_translate(input, mapping, writer, ignore);
    if (i < 0) return null;
  }
  while (i < input.length) {
    const ch = PyUnicode_READ_CHAR(input, i);
    if (!charmaptranslate_lookup(ch, mapping, result)) return null;
    const item = result.item;
    if (item === null) {
      writer.addChar(ch);
      i++;
      continue;
    }
    if (item !== Py_None) {
      if (PyLong_Check(item)) writer.addChar(PyLong_AsLong(item));
      else writer.add(item as PyUnicodeObject);
      Py_DECREF(item);
      i++;
      continue;
    }
    Py_DECREF(item);
    let end = i + 1;
    while (end < input.length) {
      if (!charmaptranslate_lookup(PyUnicode_READ_CHAR(input, end), mapping, result)) return null;
      const other = result.item;
      if (other !== null) Py_DECREF(other);
      if (other !== Py_None) break;
      end++;
    }
    if (ignore) i = end;
    else {
      const handled = translateErrorHandler(errors, 'character maps to <undefined>', input, i, end);
      if (handled === null) return null;
      writer.add(handled.replacement);
      Py_DECREF(handled.replacement);
      i = handled.newpos;
    }
  }
  return writer.finish();
}
export function unicode_translate(self: PyObject, table: PyObject): Owned<PyObject> | null {
  return PyUnicode_Translate(self, table, 'ignore');
}

/** new[key] = value, with both given up; false with an exception. */
function put_steal(dict: PyObject, key: Owned<PyObject>, value: Owned<PyObject> | null): boolean {
  const ok = PyDict_SetItem(dict as PyDictObject, key, value ?? Py_None) >= 0;
  Py_DECREF(key);
  if (value !== null) Py_DECREF(value);
  return ok;
}

/** Fills `dict` from the arguments; false with an exception. */
function fill(dict: PyObject, x: PyObject, y: PyUnicodeObject | null, z: PyUnicodeObject | null): boolean {
  if (y !== null) {
    if (!PyUnicode_Check(x)) {
      PyErr_SetString(PyExc_TypeError, 'first maketrans argument must be a string if there is a second argument');
      return false;
    }
    if (x.length !== y.length) {
      PyErr_SetString(PyExc_ValueError, 'the first two maketrans arguments must have equal length');
      return false;
    }
    for (let i = 0; i < x.length; i++) {
      const key = PyLong_FromLong(PyUnicode_READ_CHAR(x, i));
      if (!put_steal(dict, key, PyLong_FromLong(PyUnicode_READ_CHAR(y, i)))) return false;
    }
    if (z !== null) {
      for (let i = 0; i < z.length; i++) {
        if (!put_steal(dict, PyLong_FromLong(PyUnicode_READ_CHAR(z, i)), null)) return false;
      }
    }
    return true;
  }
  if (!PyDict_CheckExact(x)) {
    PyErr_SetString(PyExc_TypeError, 'if you give only one argument to maketrans it must be a dict');
    return false;
  }
  const entries: [PyObject, PyObject][] = [];
  PyDict_Next(x as PyDictObject, (key, value) => {
    entries.push([key, value]);
  });
  for (const [key, value] of entries) {
    if (PyUnicode_Check(key)) {
      if (key.length !== 1) {
        PyErr_SetString(PyExc_ValueError, 'string keys in translate table must be of length 1');
        return false;
      }
      const newkey = PyLong_FromLong(PyUnicode_READ_CHAR(key, 0));
      const ok = PyDict_SetItem(dict as PyDictObject, newkey, value) >= 0;
      Py_DECREF(newkey);
      if (!ok) return false;
    } else if (PyLong_Check(key)) {
      if (PyDict_SetItem(dict as PyDictObject, key, value) < 0) return false;
    } else {
      PyErr_SetString(PyExc_TypeError, 'keys in translate table must be strings or integers');
      return false;
    }
  }
  return true;
}

export function unicode_maketrans(_self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  if (!_PyArg_CheckPositional('maketrans', args.length, 1, 3)) return null;
  let y: PyUnicodeObject | null = null;
  let z: PyUnicodeObject | null = null;
  if (args.length > 1 && (y = argStr('maketrans', 'argument 2', args[1]!)) === null) return null;
  if (args.length > 2 && (z = argStr('maketrans', 'argument 3', args[2]!)) === null) return null;
  const dict = PyDict_New();
  if (dict === null) return null;
  if (fill(dict, args[0]!, y, z)) return dict;
  Py_DECREF(dict);
  return null;
}
