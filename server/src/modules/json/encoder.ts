// _json.Encoder, which writes JSON. Follows Modules/_json.c, CPython 3.13.

import { PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyMapping_Items, PySequence_Fast, PySequence_Repeat } from '../../objects/abstract';
import { PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { Py_False, Py_True } from '../../objects/boolobject';
import { PyObject_CallOneArg, _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall } from '../../objects/call';
import {
  PyDict_Check,
  PyDict_CheckExact,
  PyDict_Contains,
  PyDict_DelItem,
  PyDict_GET_SIZE,
  PyDict_SetItem,
  _PyDict_Next,
  next_key,
  next_value,
} from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { PyFloat_Check, PyFloat_Type } from '../../objects/floatobject';
import type { PyFloatObject } from '../../objects/floatstruct';
import { PyGCObject } from '../../objects/gcobject';
import { PyList_Check, PyList_Sort } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyLong_Check, PyLong_FromVoidPtr, PyLong_Type } from '../../objects/longobject';
import { PyCFunction_Check } from '../../objects/methodobject';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject, visitproc } from '../../objects/object';
import { Py_None, objectAddress } from '../../objects/objectprotocol';
import { reprString } from '../../objects/reprstring';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject } from '../../objects/typestruct';
import { Py_TPFLAGS_HAVE_GC } from '../../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { boolMember, clearFields, objectMember, visitFields } from './scanner';
import { py_encode_basestring, py_encode_basestring_ascii } from './strings';

const FIELDS = ['markers', 'defaultfn', 'encoder', 'indent', 'key_separator', 'item_separator'] as const;

class PyEncoderObject extends PyGCObject {
  markers: PyObject | null = null;
  defaultfn: PyObject | null = null;
  encoder: PyObject | null = null;
  indent: PyObject | null = null;
  key_separator: PyUnicodeObject | null = null;
  item_separator: PyUnicodeObject | null = null;
  sort_keys = false;
  skipkeys = false;
  allow_nan = false;
  fast_encode: typeof py_encode_basestring | null = null;
}

/** The text so far: C's _PyUnicodeWriter. */
interface Writer {
  text: string;
}

const KEYWORDS = [
  'markers',
  'default',
  'encoder',
  'indent',
  'key_separator',
  'item_separator',
  'sort_keys',
  'skipkeys',
  'allow_nan',
];

function encoder_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kwds, 'OOOOUUppp:make_encoder', KEYWORDS);
  if (parsed === null) return null;
  const [markers, defaultfn, encoder, indent] = parsed as [PyObject, PyObject, PyObject, PyObject];
  if (markers !== Py_None && !PyDict_Check(markers)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `make_encoder() argument 1 must be dict or None, not ${markers.ob_type.tp_name}`,
    );
  }
  const s = type.tp_alloc!(type, 0) as PyEncoderObject | null;
  if (s === null) return null;
  s.markers = Py_NewRef(markers);
  s.defaultfn = Py_NewRef(defaultfn);
  s.encoder = Py_NewRef(encoder);
  s.indent = Py_NewRef(indent);
  s.key_separator = Py_NewRef(parsed[4] as PyUnicodeObject);
  s.item_separator = Py_NewRef(parsed[5] as PyUnicodeObject);
  s.sort_keys = parsed[6] === 1;
  s.skipkeys = parsed[7] === 1;
  s.allow_nan = parsed[8] === 1;
  if (PyCFunction_Check(encoder)) {
    const f = encoder.m_ml.ml_meth;
    if (f === py_encode_basestring || f === py_encode_basestring_ascii)
      s.fast_encode = f as typeof py_encode_basestring;
  }
  return s;
}

function encoder_call(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kwds, 'On:_iterencode', ['obj', '_current_indent_level']);
  if (parsed === null) return null;
  const self = op as PyEncoderObject;
  let newline_indent: string | null = null;
  if (self.indent !== Py_None) {
    const repeated = PySequence_Repeat(self.indent!, parsed[1] as number);
    if (repeated === null) return null;
    newline_indent = `\n${(repeated as PyUnicodeObject).str}`;
    Py_DECREF(repeated);
  }
  const writer: Writer = { text: '' };
  if (!encode(self, writer, parsed[0] as PyObject, newline_indent)) return null;
  return PyTuple_FromArraySteal([PyUnicode_FromString(writer.text)]);
}

/** Appends a str that is given over; false passes a failure on. */
function accumulate(writer: Writer, encoded: Owned<PyObject> | null): boolean {
  if (encoded === null) return false;
  writer.text += (encoded as PyUnicodeObject).str;
  Py_DECREF(encoded);
  return true;
}

function encode_float(s: PyEncoderObject, obj: PyObject): Owned<PyObject> | null {
  const d = (obj as PyFloatObject).ob_fval;
  if (Number.isFinite(d)) return PyFloat_Type.tp_repr!(obj);
  if (s.allow_nan) return PyUnicode_FromString(d > 0 ? 'Infinity' : d < 0 ? '-Infinity' : 'NaN');
  const repr = reprString(obj);
  if (repr === null) return null;
  return PyErr_SetString(PyExc_ValueError, `Out of range float values are not JSON compliant: ${repr}`);
}

function encode_string(s: PyEncoderObject, obj: PyObject): Owned<PyObject> | null {
  if (s.fast_encode !== null) return s.fast_encode(null, obj);
  const encoded = PyObject_CallOneArg(s.encoder!, obj);
  if (encoded === null || PyUnicode_Check(encoded)) return encoded;
  const type = encoded.ob_type.tp_name;
  Py_DECREF(encoded);
  return PyErr_SetString(PyExc_TypeError, `encoder() must return a string, not ${type}`);
}

/**
 * Marks `obj` as being encoded: its id (owned), undefined where no marks are kept; null with ValueError when it is being
 * encoded already.
 */
function mark(s: PyEncoderObject, obj: PyObject): Owned<PyObject> | null | undefined {
  if (s.markers === Py_None) return undefined;
  const ident = PyLong_FromVoidPtr(objectAddress(obj));
  const has_key = PyDict_Contains(s.markers!, ident);
  if (has_key === 0 && PyDict_SetItem(s.markers!, ident, obj) === 0) return ident;
  if (has_key > 0) PyErr_SetString(PyExc_ValueError, 'Circular reference detected');
  Py_DECREF(ident);
  return null;
}

/** Takes the mark away; false with an exception, or where `good` is already false. */
function unmark(s: PyEncoderObject, ident: Owned<PyObject> | undefined, good: boolean): boolean {
  if (ident === undefined) return good;
  if (good) good = PyDict_DelItem(s.markers!, ident) >= 0;
  Py_DECREF(ident);
  return good;
}

/** Writes `obj`; false with an exception. */
function encode(s: PyEncoderObject, writer: Writer, obj: PyObject, newline_indent: string | null): boolean {
  if (obj === Py_None) writer.text += 'null';
  else if (obj === Py_True) writer.text += 'true';
  else if (obj === Py_False) writer.text += 'false';
  else if (PyUnicode_Check(obj)) return accumulate(writer, encode_string(s, obj));
  else if (PyLong_Check(obj)) return accumulate(writer, PyLong_Type.tp_repr!(obj));
  else if (PyFloat_Check(obj)) return accumulate(writer, encode_float(s, obj));
  else {
    const list = PyList_Check(obj) || PyTuple_Check(obj);
    if (!list && !PyDict_Check(obj)) return encode_default(s, writer, obj, newline_indent);
    if (_Py_EnterRecursiveCall(' while encoding a JSON object')) return false;
    const good = (list ? encode_list : encode_dict)(s, writer, obj, newline_indent);
    _Py_LeaveRecursiveCall();
    return good;
  }
  return true;
}

function encode_default(s: PyEncoderObject, writer: Writer, obj: PyObject, newline_indent: string | null): boolean {
  const ident = mark(s, obj);
  if (ident === null) return false;
  const newobj = PyObject_CallOneArg(s.defaultfn!, obj);
  let good = newobj !== null && !_Py_EnterRecursiveCall(' while encoding a JSON object');
  if (good) {
    good = encode(s, writer, newobj!, newline_indent);
    _Py_LeaveRecursiveCall();
  }
  Py_XDECREF(newobj);
  return unmark(s, ident, good);
}

/** The key as a str; undefined for one to be skipped. */
function keyString(s: PyEncoderObject, key: PyObject): Owned<PyObject> | null | undefined {
  if (PyUnicode_Check(key)) return Py_NewRef(key);
  if (PyFloat_Check(key)) return encode_float(s, key);
  if (key === Py_True || key === Py_False || key === Py_None) {
    return PyUnicode_FromString(key === Py_None ? 'null' : key === Py_True ? 'true' : 'false');
  }
  if (PyLong_Check(key)) return PyLong_Type.tp_repr!(key);
  if (s.skipkeys) return undefined;
  return PyErr_SetString(PyExc_TypeError, `keys must be str, int, float, bool or None, not ${key.ob_type.tp_name}`);
}

function encode_dict(s: PyEncoderObject, writer: Writer, dct: PyObject, newline_indent: string | null): boolean {
  if (PyDict_GET_SIZE(dct as PyDictObject) === 0) {
    writer.text += '{}';
    return true;
  }
  const ident = mark(s, dct);
  if (ident === null) return false;
  writer.text += '{';
  const inner = s.indent === Py_None ? null : newline_indent! + (s.indent as PyUnicodeObject).str;
  const separator = s.item_separator!.str + (inner ?? '');
  let first = true;
  const pair = (key: PyObject, value: PyObject): boolean => {
    const keystr = keyString(s, key);
    if (keystr === undefined) return true;
    if (keystr === null) return false;
    writer.text += first ? (inner ?? '') : separator;
    first = false;
    const encoded = encode_string(s, keystr);
    Py_DECREF(keystr);
    if (!accumulate(writer, encoded)) return false;
    writer.text += s.key_separator!.str;
    return encode(s, writer, value, inner);
  };
  let good = true;
  if (s.sort_keys || !PyDict_CheckExact(dct)) {
    const items = PyMapping_Items(dct) as PyListObject | null;
    good = items !== null && !(s.sort_keys && PyList_Sort(items) < 0);
    for (let i = 0; good && i < items!.ob_item.length; i++) {
      const item = items!.ob_item[i]!;
      if (!PyTuple_Check(item) || item.ob_item.length !== 2) {
        PyErr_SetString(PyExc_ValueError, 'items must return 2-tuples');
        good = false;
      } else good = pair(item.ob_item[0]!, item.ob_item[1]!);
    }
    Py_XDECREF(items);
  } else {
    for (let pos = _PyDict_Next(dct as PyDictObject, 0); good && pos >= 0;) {
      good = pair(next_key, next_value);
      if (good) pos = _PyDict_Next(dct as PyDictObject, pos);
    }
  }
  if (!unmark(s, ident, good)) return false;
  writer.text += first || inner === null ? '}' : `${newline_indent!}}`;
  return true;
}

function encode_list(s: PyEncoderObject, writer: Writer, seq: PyObject, newline_indent: string | null): boolean {
  const s_fast = PySequence_Fast(seq, '_iterencode_list needs a sequence');
  if (s_fast === null) return false;
  const items = (): readonly PyObject[] => s_fast.ob_item;
  if (items().length === 0) {
    Py_DECREF(s_fast);
    writer.text += '[]';
    return true;
  }
  const ident = mark(s, seq);
  if (ident === null) {
    Py_DECREF(s_fast);
    return false;
  }
  const inner = s.indent === Py_None ? null : newline_indent! + (s.indent as PyUnicodeObject).str;
  const separator = s.item_separator!.str + (inner ?? '');
  writer.text += `[${inner ?? ''}`;
  let good = true;
  for (let i = 0; good && i < items().length; i++) {
    if (i > 0) writer.text += separator;
    good = encode(s, writer, items()[i]!, inner);
  }
  good = unmark(s, ident, good);
  Py_DECREF(s_fast);
  if (good) writer.text += inner === null ? ']' : `${newline_indent!}]`;
  return good;
}

export const PyEncoderType: PyTypeObject = defineModuleType({
  tp_name: '_json.Encoder',
  heap: 'mutable',
  tp_basicsize: 80,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
  construct: (type) => new PyEncoderObject(type),
  tp_dealloc: (self: PyEncoderObject) => {
    PyObject_GC_UnTrack(self);
    clearFields(self, FIELDS);
    self.ob_type.tp_free!(self as never);
  },
  tp_call: encoder_call,
  tp_traverse: (self: PyEncoderObject, visit: visitproc) => visitFields(self, FIELDS, visit),
  tp_clear: (self: PyEncoderObject) => clearFields(self, FIELDS),
  tp_members: [
    ...FIELDS.map((name) => objectMember(name === 'defaultfn' ? 'default' : name, name)),
    boolMember('sort_keys'),
    boolMember('skipkeys'),
  ],
  tp_new: encoder_new,
});
