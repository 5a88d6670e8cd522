// Codecs given by a table: charmap_encode, charmap_decode, charmap_build. Follows Objects/unicodeobject.c, CPython 3.13.

import { PyObject_Del, PyObject_New } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyObject_GetItem } from './abstract';
import { PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyDict_New, PyDict_SetItem } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_BadArgument, PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from './errors';
import { PyExc_LookupError, PyExc_TypeError } from './exceptions';
import { PyLong_AsLong, PyLong_Check, PyLong_FromLong } from './longobject';
import { PyObject } from './object';
import { Py_None } from './objectprotocol';
import { defineType, METH_NOARGS, method, Py_TPFLAGS_DISALLOW_INSTANTIATION } from './typestruct';
import { DecodeErrors, EncodeErrors } from './unicode_codec_errors';
import { ByteWriter, PyUnicode_DecodeLatin1, unicode_encode_ucs1, xmlcharrefs } from './unicode_codecs';
import {
  MAX_UNICODE,
  pointsOf,
  PyUnicode_Check,
  PyUnicode_CheckExact,
  PyUnicode_READ_CHAR,
  UnicodeWriter,
} from './unicode_core';
import { emptyUnicode } from './unicode_interned';
import type { PyUnicodeObject } from './unicodestruct';

const UNDEFINED = 'character maps to <undefined>';

/** What a mapping gives for a key: owned, null for nothing (also None), undefined with an exception. */
function lookup(mapping: PyObject, key: number): Owned<PyObject> | null | undefined {
  const w = PyLong_FromLong(key);
  const x = PyObject_GetItem(mapping, w);
  Py_DECREF(w);
  if (x === null) {
    if (!PyErr_ExceptionMatches(PyExc_LookupError)) return undefined;
    PyErr_Clear();
    return null;
  }
  if (x === Py_None) {
    Py_DECREF(x);
    return null;
  }
  return x;
}

/** Writes what byte `ch` stands for; 0 when it is undefined, −1 with an exception, else 1. */
function decodeOne(mapping: PyObject, ch: number, writer: UnicodeWriter): number {
  const item = lookup(mapping, ch);
  if (item === undefined) return -1;
  if (item === null) return 0;
  let status = 1;
  if (PyLong_Check(item)) {
    const value = PyLong_AsLong(item);
    if (value === 0xfffe) status = 0;
    else if (value < 0 || value > MAX_UNICODE) {
      PyErr_Clear();
      PyErr_SetString(PyExc_TypeError, 'character mapping must be in range(0x110000)');
      status = -1;
    } else writer.addChar(value);
  } else if (PyUnicode_Check(item)) {
    if (item.length === 1 && PyUnicode_READ_CHAR(item, 0) === 0xfffe) status = 0;
    else {
      writer.overallocate = true;
      writer.add(item);
    }
  } else {
    PyErr_SetString(PyExc_TypeError, 'character mapping must return integer, None or str');
    status = -1;
  }
  Py_DECREF(item);
  return status;
}

/** `mapping`: a str indexed by byte, any mapping from ints, or null for Latin-1. */
export function PyUnicode_DecodeCharmap(
  bytes: Uint8Array,
  mapping: PyObject | null,
  errors: string | null,
): Owned<PyUnicodeObject> | null {
  if (mapping === null) return PyUnicode_DecodeLatin1(bytes);
  if (bytes.length === 0) return Py_NewRef(emptyUnicode);
  const writer = new UnicodeWriter();
  writer.overallocate = true;
  const state = new DecodeErrors(errors, 'charmap', bytes);
  const table = PyUnicode_CheckExact(mapping) ? pointsOf(mapping) : null;
  let s = 0;
  while (s >= 0 && s < state.input.length) {
    const ch = state.input[s]!;
    let status: number;
    if (table === null) status = decodeOne(mapping, ch, writer);
    else {
      const x = ch < table.length ? table[ch]! : 0xfffe;
      status = x === 0xfffe ? 0 : 1;
      if (status === 1) writer.addChar(x);
    }
    if (status === 1) s++;
    else if (status < 0) s = -1;
    else s = state.call(UNDEFINED, s, s + 1, writer);
  }
  state.release();
  return s < 0 ? writer.dealloc() : writer.finish();
}

/** What charmap_build makes of most tables: C's is a three-level trie. */
export class EncodingMapObject extends PyObject {
  bytes: Map<number, number> = new Map();
  count2 = 0;
  count3 = 0;
}

export const EncodingMapType = defineType({
  tp_name: 'EncodingMap',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: (self: EncodingMapObject) => PyObject_Del(self),
  tp_methods: [
    method(
      'size',
      METH_NOARGS,
      (self: PyObject) => {
        const map = self as EncodingMapObject;
        return PyLong_FromLong(63 + 16 * map.count2 + 128 * map.count3);
      },
      '($self, /)',
    ),
  ],
});

export function PyUnicode_BuildEncodingMap(string: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(string) || string.length === 0) {
    PyErr_BadArgument();
    return null;
  }
  const points = pointsOf(string);
  const length = Math.min(points.length, 256);
  let need_dict = points[0] !== 0;
  const level1 = new Set<number>();
  const level2 = new Set<number>();
  for (let i = 1; i < length; i++) {
    const ch = points[i]!;
    if (ch === 0 || ch > 0xffff) {
      need_dict = true;
      break;
    }
    if (ch === 0xfffe) continue;
    level1.add(ch >> 11);
    level2.add(ch >> 7);
  }
  if (level1.size >= 0xff || level2.size >= 0xff) need_dict = true;
  if (need_dict) {
    const result = PyDict_New();
    if (result === null) return null;
    for (let i = 0; i < length; i++) {
      const key = PyLong_FromLong(points[i]!);
      const value = PyLong_FromLong(i);
      const rc = PyDict_SetItem(result as PyDictObject, key, value);
      Py_DECREF(key);
      Py_DECREF(value);
      if (rc < 0) {
        Py_DECREF(result);
        return null;
      }
    }
    return result;
  }
  const map = new EncodingMapObject(EncodingMapType);
  map.count2 = level1.size;
  map.count3 = level2.size;
  for (let i = 1; i < length; i++) if (points[i] !== 0xfffe) map.bytes.set(points[i]!, i);
  map.bytes.set(0, 0);
  return PyObject_New(map, 64 + 16 * map.count2 + 128 * map.count3 - 1);
}

/** charmapencode_lookup: int or bytes, owned; null for nothing; undefined with an exception. */
function encodeLookup(mapping: PyObject, ch: number): Owned<PyObject> | null | undefined {
  const x = lookup(mapping, ch);
  if (x === null || x === undefined) return x;
  if (PyLong_Check(x)) {
    const value = PyLong_AsLong(x);
    if (value >= 0 && value <= 255) return x;
    PyErr_Clear();
    PyErr_SetString(PyExc_TypeError, 'character mapping must be in range(256)');
  } else if (PyBytes_Check(x)) return x;
  else {
    PyErr_SetString(PyExc_TypeError, `character mapping must return integer, bytes or None, not ${x.ob_type.tp_name}`);
  }
  Py_DECREF(x);
  return undefined;
}

/** Whether `ch` can be encoded: 1, 0, or −1 with an exception. Writes it unless `writer` is null. */
function encodeOne(mapping: PyObject, ch: number, writer: ByteWriter | null): number {
  if (mapping instanceof EncodingMapObject) {
    const byte = mapping.bytes.get(ch);
    if (byte === undefined) return 0;
    if (writer !== null) writer.push(byte);
    return 1;
  }
  const rep = encodeLookup(mapping, ch);
  if (rep === undefined) return -1;
  if (rep === null) return 0;
  if (writer !== null) {
    if (PyLong_Check(rep)) writer.push(PyLong_AsLong(rep));
    else writer.pushBytes((rep as PyBytesObject).ob_sval);
  }
  Py_DECREF(rep);
  return 1;
}

/** Writes a replacement text through the mapping; false with an exception. */
function encodeText(mapping: PyObject, points: ArrayLike<number>, writer: ByteWriter, fail: () => void): boolean {
  for (let i = 0; i < points.length; i++) {
    const status = encodeOne(mapping, points[i]!, writer);
    if (status === 0) fail();
    if (status <= 0) return false;
  }
  return true;
}

/** charmap_encoding_error: where to go on, or −1 with an exception. */
function encodingError(
  op: PyUnicodeObject,
  pos: number,
  mapping: PyObject,
  state: EncodeErrors,
  writer: ByteWriter,
): number {
  const points = pointsOf(op);
  let end = pos + 1;
  while (end < points.length) {
    const status = encodeOne(mapping, points[end]!, null);
    if (status < 0) return -1;
    if (status > 0) break;
    end++;
  }
  const fail = (): void => state.raise(pos, end, UNDEFINED);
  const codes = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));
  switch (state.errors) {
    case null:
    case 'strict':
      fail();
      return -1;
    case 'replace':
      return encodeText(mapping, codes('?'.repeat(end - pos)), writer, fail) ? end : -1;
    case 'ignore':
      return end;
    case 'xmlcharrefreplace':
      return encodeText(mapping, codes(xmlcharrefs(op, pos, end)), writer, fail) ? end : -1;
  }
  const handled = state.call(UNDEFINED, pos, end);
  if (handled === null) return -1;
  let ok = true;
  if (PyBytes_Check(handled.replacement)) writer.pushBytes((handled.replacement as PyBytesObject).ob_sval);
  else ok = encodeText(mapping, pointsOf(handled.replacement as PyUnicodeObject), writer, fail);
  Py_DECREF(handled.replacement);
  return ok ? handled.newpos : -1;
}

export function _PyUnicode_EncodeCharmap(
  unicode: PyObject,
  mapping: PyObject | null,
  errors: string | null,
): Owned<PyBytesObject> | null {
  const op = unicode as PyUnicodeObject;
  if (mapping === null) return unicode_encode_ucs1(op, errors, 256);
  const points = pointsOf(op);
  const writer = new ByteWriter(op.length);
  const state = new EncodeErrors(errors, 'charmap', op);
  let pos = 0;
  while (pos >= 0 && pos < points.length) {
    const status = encodeOne(mapping, points[pos]!, writer);
    if (status > 0) pos++;
    else pos = status < 0 ? -1 : encodingError(op, pos, mapping, state, writer);
  }
  state.release();
  return pos < 0 ? null : PyBytes_FromStringAndSize(writer.finish());
}
