// split, rsplit, splitlines, partition, rpartition of str. Follows Objects/stringlib/split.h and partition.h as
// Objects/unicodeobject.c uses them, CPython 3.13: also how long the result list's array is.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { argSsize } from './clinic';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_UnpackKeywords, argParser } from './getargs';
import { PyList_Append, PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import type { PyObject } from './object';
import { Py_None, PyObject_IsTrue } from './objectprotocol';
import { new_split_list, split_add } from './splitlist';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import {
  PyUnicode_Check,
  PyUnicode_CheckExact,
  unicode_from_ascii,
  unicode_from_points,
  unicode_from_units,
  unicode_points,
} from './unicode_core';
import { emptyUnicode } from './unicode_interned';
import { unitFind, unitRFind } from './unicode_search';
import { Py_UNICODE_ISLINEBREAK, Py_UNICODE_ISSPACE } from './unicodectype';
import type { PyUnicodeObject } from './unicodestruct';

/** STRINGLIB_NEW of units [start, end) of the text. */
function sub_units(op: PyUnicodeObject, start: number, end: number): Owned<PyUnicodeObject> {
  const text = op.str.slice(start, end);
  if (op.ascii) return unicode_from_ascii(text);
  if (op.kind !== 4) return unicode_from_units(text);
  const points: number[] = [];
  for (const ch of text) points.push(ch.codePointAt(0)!);
  return unicode_from_points(points);
}

/** The code point at a unit index of a well-formed text, for kinds 1 and 2; kind 4 walks over points. */
function codeAt(op: PyUnicodeObject): (i: number) => number {
  if (op.kind === 4) {
    const points = unicode_points(op);
    return (i) => points[i]!;
  }
  const str = op.str;
  return (i) => str.charCodeAt(i);
}
function sub_points(op: PyUnicodeObject, start: number, end: number): Owned<PyUnicodeObject> {
  return op.kind === 4 ? unicode_from_points(unicode_points(op), start, end) : sub_units(op, start, end);
}

function split_whitespace(op: PyUnicodeObject, maxcount: number): Owned<PyListObject> | null {
  const list = new_split_list(maxcount);
  const at = codeAt(op);
  const len = op.length;
  let i = 0;
  while (maxcount-- > 0) {
    while (i < len && Py_UNICODE_ISSPACE(at(i))) i++;
    if (i === len) break;
    const j = i;
    i++;
    while (i < len && !Py_UNICODE_ISSPACE(at(i))) i++;
    if (j === 0 && i === len && PyUnicode_CheckExact(op)) {
      list.ob_item.push(Py_NewRef(op));
      break;
    }
    split_add(list, sub_points(op, j, i));
  }
  if (i < len) {
    // Only when maxcount was reached: the rest without its leading white space.
    while (i < len && Py_UNICODE_ISSPACE(at(i))) i++;
    if (i !== len) split_add(list, sub_points(op, i, len));
  }
  return list;
}

function rsplit_whitespace(op: PyUnicodeObject, maxcount: number): Owned<PyListObject> | null {
  const list = new_split_list(maxcount);
  const at = codeAt(op);
  const len = op.length;
  let i = len - 1;
  while (maxcount-- > 0) {
    while (i >= 0 && Py_UNICODE_ISSPACE(at(i))) i--;
    if (i < 0) break;
    const j = i;
    i--;
    while (i >= 0 && !Py_UNICODE_ISSPACE(at(i))) i--;
    if (j === len - 1 && i < 0 && PyUnicode_CheckExact(op)) {
      list.ob_item.push(Py_NewRef(op));
      break;
    }
    split_add(list, sub_points(op, i + 1, j + 1));
  }
  if (i >= 0) {
    while (i >= 0 && Py_UNICODE_ISSPACE(at(i))) i--;
    if (i >= 0) split_add(list, sub_points(op, 0, i + 1));
  }
  list.ob_item.reverse();
  return list;
}

/** A list of `op` alone, as when the separator can't be in it. */
function alone(op: PyUnicodeObject): Owned<PyListObject> {
  const list = PyList_New(1);
  list.ob_item[0] = Py_NewRef(op);
  return list;
}

const emptySeparator = (): null => PyErr_SetString(PyExc_ValueError, 'empty separator');

function split(op: PyUnicodeObject, sep: PyUnicodeObject | null, maxcount: number): Owned<PyListObject> | null {
  if (sep === null) return split_whitespace(op, maxcount < 0 ? Math.trunc((op.length - 1) / 2) + 1 : maxcount);
  if (maxcount < 0) maxcount = sep.length === 0 ? 0 : Math.floor(op.length / sep.length) + 1;
  if (op.kind < sep.kind || op.length < sep.length) return alone(op);
  if (sep.length === 0) return emptySeparator();
  const list = new_split_list(maxcount);
  let i = 0;
  while (maxcount-- > 0) {
    const at = unitFind(op, sep, i);
    if (at < 0) break;
    split_add(list, sub_units(op, i, at));
    i = at + sep.str.length;
  }
  if (list.ob_item.length === 0 && PyUnicode_CheckExact(op)) list.ob_item.push(Py_NewRef(op));
  else split_add(list, sub_units(op, i, op.str.length));
  return list;
}

function rsplit(op: PyUnicodeObject, sep: PyUnicodeObject | null, maxcount: number): Owned<PyListObject> | null {
  if (sep === null) return rsplit_whitespace(op, maxcount < 0 ? Math.trunc((op.length - 1) / 2) + 1 : maxcount);
  if (maxcount < 0) maxcount = sep.length === 0 ? 0 : Math.floor(op.length / sep.length) + 1;
  if (op.kind < sep.kind || op.length < sep.length) return alone(op);
  if (sep.length === 0) return emptySeparator();
  const list = new_split_list(maxcount);
  let j = op.str.length;
  while (maxcount-- > 0) {
    const at = unitRFind(op, sep, j - sep.str.length);
    if (at < 0) break;
    split_add(list, sub_units(op, at + sep.str.length, j));
    j = at;
  }
  if (list.ob_item.length === 0 && PyUnicode_CheckExact(op)) list.ob_item.push(Py_NewRef(op));
  else split_add(list, sub_units(op, 0, j));
  list.ob_item.reverse();
  return list;
}

const notStr = (op: PyObject): null => PyErr_SetString(PyExc_TypeError, `must be str, not ${op.ob_type.tp_name}`);

/** PyUnicode_Split: `sep` null splits at white space, a negative `maxsplit` everywhere. */
export function PyUnicode_Split(s: PyObject, sep: PyObject | null, maxsplit: number): Owned<PyListObject> | null {
  if (!PyUnicode_Check(s)) return notStr(s);
  if (sep !== null && !PyUnicode_Check(sep)) return notStr(sep);
  return split(s, sep, maxsplit);
}
export function PyUnicode_RSplit(s: PyObject, sep: PyObject | null, maxsplit: number): Owned<PyListObject> | null {
  if (!PyUnicode_Check(s)) return notStr(s);
  if (sep !== null && !PyUnicode_Check(sep)) return notStr(sep);
  return rsplit(s, sep, maxsplit);
}

function splitArgs(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  parser: typeof splitParser,
  how: typeof split,
): Owned<PyObject> | null {
  let sep: PyObject | null = null;
  let maxsplit: number | null = -1;
  if (kwnames === null && args.length <= 1) {
    if (args.length === 1) sep = args[0]!;
  } else {
    const unpacked = _PyArg_UnpackKeywords(args, kwnames, parser);
    if (unpacked === null) return null;
    sep = unpacked[0] ?? null;
    if (unpacked[1] != null && (maxsplit = argSsize(unpacked[1])) === null) return null;
  }
  if (sep === null || sep === Py_None) return how(self as PyUnicodeObject, null, maxsplit);
  if (PyUnicode_Check(sep)) return how(self as PyUnicodeObject, sep, maxsplit);
  return PyErr_SetString(PyExc_TypeError, `must be str or None, not ${sep.ob_type.tp_name}`);
}
const splitParser = argParser('split', ['sep', 'maxsplit'], 0);
const rsplitParser = argParser('rsplit', ['sep', 'maxsplit'], 0);
export function unicode_split(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  return splitArgs(self, args, kwnames, splitParser, split);
}
export function unicode_rsplit(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  return splitArgs(self, args, kwnames, rsplitParser, rsplit);
}

/** PyUnicode_Splitlines. */
export function PyUnicode_Splitlines(self: PyObject, keepends: boolean): Owned<PyListObject> | null {
  const op = self as PyUnicodeObject;
  const list = PyList_New(0);
  const at = codeAt(op);
  const len = op.length;
  for (let i = 0, j = 0; i < len; j = i) {
    while (i < len && !Py_UNICODE_ISLINEBREAK(at(i))) i++;
    let eol = i;
    if (i < len) {
      i += at(i) === 13 && i + 1 < len && at(i + 1) === 10 ? 2 : 1;
      if (keepends) eol = i;
    }
    const sub = j === 0 && eol === len && PyUnicode_CheckExact(op) ? Py_NewRef(op) : sub_points(op, j, eol);
    PyList_Append(list, sub);
    Py_DECREF(sub);
    if (sub === op) break;
  }
  return list;
}
const splitlinesParser = argParser('splitlines', ['keepends'], 0);
export function unicode_splitlines(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, splitlinesParser);
  if (unpacked === null) return null;
  const keepends = unpacked[0] == null ? 0 : PyObject_IsTrue(unpacked[0]);
  return keepends < 0 ? null : PyUnicode_Splitlines(self, keepends === 1);
}

/** PyUnicode_Partition: (before, sep, after), or (str, '', ''). */
export function PyUnicode_Partition(str_obj: PyObject, sep_obj: PyObject): Owned<PyTupleObject> | null {
  if (!PyUnicode_Check(str_obj)) return notStr(str_obj);
  if (!PyUnicode_Check(sep_obj)) return notStr(sep_obj);
  if (str_obj.kind >= sep_obj.kind && str_obj.length >= sep_obj.length) {
    if (sep_obj.length === 0) return emptySeparator();
    const at = unitFind(str_obj, sep_obj, 0);
    if (at >= 0) {
      return PyTuple_FromArraySteal([
        sub_units(str_obj, 0, at),
        Py_NewRef(sep_obj),
        sub_units(str_obj, at + sep_obj.str.length, str_obj.str.length),
      ]);
    }
  }
  return PyTuple_FromArraySteal([Py_NewRef(str_obj), Py_NewRef(emptyUnicode), Py_NewRef(emptyUnicode)]);
}
export function PyUnicode_RPartition(str_obj: PyObject, sep_obj: PyObject): Owned<PyTupleObject> | null {
  if (!PyUnicode_Check(str_obj)) return notStr(str_obj);
  if (!PyUnicode_Check(sep_obj)) return notStr(sep_obj);
  if (str_obj.kind >= sep_obj.kind && str_obj.length >= sep_obj.length) {
    if (sep_obj.length === 0) return emptySeparator();
    const at = unitRFind(str_obj, sep_obj, str_obj.str.length - sep_obj.str.length);
    if (at >= 0) {
      return PyTuple_FromArraySteal([
        sub_units(str_obj, 0, at),
        Py_NewRef(sep_obj),
        sub_units(str_obj, at + sep_obj.str.length, str_obj.str.length),
      ]);
    }
  }
  return PyTuple_FromArraySteal([Py_NewRef(emptyUnicode), Py_NewRef(emptyUnicode), Py_NewRef(str_obj)]);
}
export function unicode_partition(self: PyObject, sep: PyObject): Owned<PyObject> | null {
  return PyUnicode_Partition(self, sep);
}
export function unicode_rpartition(self: PyObject, sep: PyObject): Owned<PyObject> | null {
  return PyUnicode_RPartition(self, sep);
}
