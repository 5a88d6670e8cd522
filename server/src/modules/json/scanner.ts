// _json.Scanner, which reads JSON. Follows Modules/_json.c, CPython 3.13.

import { PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyArg_ParseTupleAndKeywords } from '../../objects/argformat';
import { PyBool_FromLong } from '../../objects/boolobject';
import { PyBytes_FromStringAndSize } from '../../objects/bytesobject';
import { PyObject_CallOneArg, _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall } from '../../objects/call';
import { PyDict_New, PyDict_SetDefaultRef, PyDict_SetItem } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_ValueError } from '../../objects/exceptions';
import { PyFloat_FromString, PyFloat_Type } from '../../objects/floatobject';
import { PyGCObject } from '../../objects/gcobject';
import { PyList_Append, PyList_New } from '../../objects/listobject';
import { parseLong } from '../../objects/longformat';
import { PyLong_FromValue, PyLong_Type } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject, visitproc } from '../../objects/object';
import type { Out } from '../../objects/objectattr';
import { PyObject_GetAttrString } from '../../objects/objectattr';
import { PyObject_IsTrue, Py_None } from '../../objects/objectprotocol';
import { PyTuple_Pack } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyMemberDef, PyTypeObject } from '../../objects/typestruct';
import { Py_READONLY, Py_TPFLAGS_HAVE_GC, Py_T_BOOL, _Py_T_OBJECT } from '../../objects/typestruct';
import { PyUnicode_READ_CHAR, textSlice } from '../../objects/unicode_core';
import { PyUnicode_FromString, PyUnicode_InternFromString } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { Position } from './strings';
import { checkString, raise_errmsg, raise_stop_iteration, rvalIndexTuple, scanstring_unicode } from './strings';

const FIELDS = ['object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant'] as const;

class PyScannerObject extends PyGCObject {
  strict = false;
  object_hook: PyObject | null = null;
  object_pairs_hook: PyObject | null = null;
  parse_float: PyObject | null = null;
  parse_int: PyObject | null = null;
  parse_constant: PyObject | null = null;
}

/** Clears fields of a struct in their order. */
export function clearFields<T extends PyObject>(self: T, fields: readonly (keyof T & string)[]): void {
  for (const field of fields) {
    const old = self[field] as PyObject | null;
    self[field] = null as never;
    Py_XDECREF(old);
  }
}
export function visitFields<T extends PyObject>(
  self: T,
  fields: readonly (keyof T & string)[],
  visit: visitproc,
): void {
  for (const field of fields) {
    const value = self[field] as PyObject | null;
    if (value !== null) visit(value);
  }
}
export const objectMember = (name: string, field = name): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field,
  flags: Py_READONLY,
  doc: name,
});
export const boolMember = (name: string): PyMemberDef => ({ ...objectMember(name), type: Py_T_BOOL });

/** Index of the first character at or behind `idx` that is no whitespace. */
function skipSpace(s: PyUnicodeObject, idx: number): number {
  for (; idx < s.length; idx++) {
    const c = PyUnicode_READ_CHAR(s, idx);
    if (c !== 32 && c !== 9 && c !== 10 && c !== 13) break;
  }
  return idx;
}
/** The character at `idx`, −1 behind the end. */
const at = (s: PyUnicodeObject, idx: number): number => (idx < s.length ? PyUnicode_READ_CHAR(s, idx) : -1);

const [COMMA, COLON, QUOTE, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [44, 58, 34, 91, 93, 123, 125];

/** What stands behind the opening brace, up to the closing one. */
function parse_object(
  s: PyScannerObject,
  memo: PyDictObject,
  pystr: PyUnicodeObject,
  start: number,
  position: Position,
): Owned<PyObject> | null {
  const pairs = s.object_pairs_hook !== Py_None;
  const rval = pairs ? PyList_New(0) : PyDict_New();
  const fail = (message: string | null, where = 0): null => {
    if (message !== null) raise_errmsg(message, pystr, where);
    Py_DECREF(rval);
    return null;
  };
  let idx = skipSpace(pystr, start);
  if (at(pystr, idx) !== CLOSE_BRACE) {
    for (;;) {
      if (at(pystr, idx) !== QUOTE) return fail('Expecting property name enclosed in double quotes', idx);
      const read = scanstring_unicode(pystr, idx + 1, s.strict, position);
      if (read === null) return fail(null);
      const known: Out = { value: null };
      const set = PyDict_SetDefaultRef(memo, read, read, known);
      Py_DECREF(read);
      if (set < 0) return fail(null);
      const key = known.value!;
      idx = skipSpace(pystr, position.next);
      if (at(pystr, idx) !== COLON) {
        fail("Expecting ':' delimiter", idx);
        Py_DECREF(key);
        return null;
      }
      const val = scan_once(s, memo, pystr, skipSpace(pystr, idx + 1), position);
      if (val === null) {
        Py_DECREF(key);
        return fail(null);
      }
      let added: number;
      if (pairs) {
        const item = PyTuple_Pack(key, val);
        Py_DECREF(key);
        Py_DECREF(val);
        added = PyList_Append(rval, item);
        Py_DECREF(item);
      } else {
        added = PyDict_SetItem(rval, key, val);
        Py_DECREF(key);
        Py_DECREF(val);
      }
      if (added < 0) return fail(null);
      idx = skipSpace(pystr, position.next);
      const c = at(pystr, idx);
      if (c === CLOSE_BRACE) break;
      if (c !== COMMA) return fail("Expecting ',' delimiter", idx);
      const comma = idx;
      idx = skipSpace(pystr, idx + 1);
      if (at(pystr, idx) === CLOSE_BRACE) return fail('Illegal trailing comma before end of object', comma);
    }
  }
  position.next = idx + 1;
  const hook = pairs ? s.object_pairs_hook! : s.object_hook!;
  if (hook === Py_None) return rval;
  const val = PyObject_CallOneArg(hook, rval);
  Py_DECREF(rval);
  return val;
}

function parse_array(
  s: PyScannerObject,
  memo: PyDictObject,
  pystr: PyUnicodeObject,
  start: number,
  position: Position,
): Owned<PyObject> | null {
  const rval = PyList_New(0);
  const fail = (message: string | null, where = 0): null => {
    if (message !== null) raise_errmsg(message, pystr, where);
    Py_DECREF(rval);
    return null;
  };
  let idx = skipSpace(pystr, start);
  if (at(pystr, idx) !== CLOSE_BRACKET) {
    for (;;) {
      const val = scan_once(s, memo, pystr, idx, position);
      if (val === null) return fail(null);
      const added = PyList_Append(rval, val);
      Py_DECREF(val);
      if (added < 0) return fail(null);
      idx = skipSpace(pystr, position.next);
      const c = at(pystr, idx);
      if (c === CLOSE_BRACKET) break;
      if (c !== COMMA) return fail("Expecting ',' delimiter", idx);
      const comma = idx;
      idx = skipSpace(pystr, idx + 1);
      if (at(pystr, idx) === CLOSE_BRACKET) return fail('Illegal trailing comma before end of array', comma);
    }
  }
  position.next = idx + 1;
  return rval;
}

function parse_constant(s: PyScannerObject, constant: string, idx: number, position: Position): Owned<PyObject> | null {
  const cstr = PyUnicode_InternFromString(constant);
  const rval = PyObject_CallOneArg(s.parse_constant!, cstr);
  Py_DECREF(cstr);
  position.next = idx + constant.length;
  return rval;
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const [MINUS, PLUS, DOT, ZERO, UPPER_E, LOWER_E] = [45, 43, 46, 48, 69, 101];

function match_number(
  s: PyScannerObject,
  pystr: PyUnicodeObject,
  start: number,
  position: Position,
): Owned<PyObject> | null {
  const end_idx = pystr.length - 1;
  const digits = (from: number): number => {
    while (isDigit(at(pystr, from))) from++;
    return from;
  };
  let idx = start;
  if (at(pystr, idx) === MINUS) idx++;
  const first = at(pystr, idx);
  if (!isDigit(first)) return raise_stop_iteration(start);
  idx = first === ZERO ? idx + 1 : digits(idx + 1);
  let is_float = false;
  if (at(pystr, idx) === DOT && isDigit(at(pystr, idx + 1))) {
    is_float = true;
    idx = digits(idx + 2);
  }
  const e = at(pystr, idx);
  if (idx < end_idx && (e === LOWER_E || e === UPPER_E)) {
    const e_start = idx;
    idx++;
    const sign = at(pystr, idx);
    if (idx < end_idx && (sign === MINUS || sign === PLUS)) idx++;
    idx = digits(idx);
    if (isDigit(at(pystr, idx - 1))) is_float = true;
    else idx = e_start;
  }
  const text = textSlice(pystr, start, idx);
  position.next = idx;
  const custom = is_float ? s.parse_float! : s.parse_int!;
  let rval: PyObject | null;
  if (custom !== (is_float ? PyFloat_Type : PyLong_Type)) {
    const numstr = PyUnicode_FromString(text);
    rval = PyObject_CallOneArg(custom, numstr);
    Py_DECREF(numstr);
    return rval;
  }
  const numstr = PyBytes_FromStringAndSize(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  if (is_float) rval = PyFloat_FromString(numstr);
  else {
    const value = parseLong(text, 10);
    rval = value == null ? null : PyLong_FromValue(value);
  }
  Py_DECREF(numstr);
  return rval;
}

const CONSTANTS: Record<string, string> = {
  n: 'null',
  t: 'true',
  f: 'false',
  N: 'NaN',
  I: 'Infinity',
  '-': '-Infinity',
};

/** One term that begins at `idx`, `position` set behind it; null with an exception. */
function scan_once(
  s: PyScannerObject,
  memo: PyDictObject,
  pystr: PyUnicodeObject,
  idx: number,
  position: Position,
): Owned<PyObject> | null {
  if (idx < 0) return PyErr_SetString(PyExc_ValueError, 'idx cannot be negative');
  if (idx >= pystr.length) return raise_stop_iteration(idx);
  const c = PyUnicode_READ_CHAR(pystr, idx);
  if (c === QUOTE) return scanstring_unicode(pystr, idx + 1, s.strict, position);
  if (c === OPEN_BRACE || c === OPEN_BRACKET) {
    const what = c === OPEN_BRACE ? 'object' : 'array';
    if (_Py_EnterRecursiveCall(` while decoding a JSON ${what} from a unicode string`)) return null;
    const res = (c === OPEN_BRACE ? parse_object : parse_array)(s, memo, pystr, idx + 1, position);
    _Py_LeaveRecursiveCall();
    return res;
  }
  const constant = CONSTANTS[String.fromCodePoint(c)];
  if (constant !== undefined && textSlice(pystr, idx, idx + constant.length) === constant) {
    if (constant === 'NaN' || constant.endsWith('Infinity')) return parse_constant(s, constant, idx, position);
    position.next = idx + constant.length;
    return constant === 'null' ? Py_NewRef(Py_None) : PyBool_FromLong(constant === 'true');
  }
  return match_number(s, pystr, idx, position);
}

function scanner_call(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kwds, 'On:scan_once', ['string', 'idx']);
  if (parsed === null) return null;
  const pystr = parsed[0] as PyObject;
  if (!checkString(pystr)) return null;
  const memo = PyDict_New();
  const position = { next: -1 };
  const rval = scan_once(self as PyScannerObject, memo, pystr, parsed[1] as number, position);
  Py_DECREF(memo);
  return rvalIndexTuple(rval, position.next);
}

function scanner_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const parsed = PyArg_ParseTupleAndKeywords(args, kwds, 'O:make_scanner', ['context']);
  if (parsed === null) return null;
  const ctx = parsed[0] as PyObject;
  const s = type.tp_alloc!(type, 0) as PyScannerObject | null;
  if (s === null) return null;
  const strict = PyObject_GetAttrString(ctx, 'strict');
  const truth = strict === null ? -1 : PyObject_IsTrue(strict);
  Py_XDECREF(strict);
  let failed = truth < 0;
  s.strict = truth > 0;
  for (const field of FIELDS) {
    if (failed) break;
    s[field] = PyObject_GetAttrString(ctx, field);
    failed = s[field] === null;
  }
  if (!failed) return s;
  Py_DECREF(s);
  return null;
}

export const PyScannerType: PyTypeObject = defineModuleType({
  tp_name: '_json.Scanner',
  heap: 'mutable',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc: 'JSON scanner object',
  construct: (type) => new PyScannerObject(type),
  tp_dealloc: (self: PyScannerObject) => {
    PyObject_GC_UnTrack(self);
    clearFields(self, FIELDS);
    self.ob_type.tp_free!(self as never);
  },
  tp_call: scanner_call,
  tp_traverse: (self: PyScannerObject, visit: visitproc) => visitFields(self, FIELDS, visit),
  tp_clear: (self: PyScannerObject) => clearFields(self, FIELDS),
  tp_members: [boolMember('strict'), ...FIELDS.map((name) => objectMember(name))],
  tp_new: scanner_new,
});
