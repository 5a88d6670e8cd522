// str.format, str.format_map and str.__format__, and the parsers that string.Formatter uses (module _string). Follows
// Objects/stringlib/unicode_format.h, CPython 3.13.

import { PyObject_Del, PyObject_New } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_GetItem, PySequence_Check, PySequence_GetItem } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { PY_SSIZE_T_MAX } from './clinic';
import { PyComplex_CheckExact } from './complexobject';
import { PyErr_SetObject, PyErr_SetString } from './errors';
import { PyExc_IndexError, PyExc_KeyError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyFloat_CheckExact } from './floatobject';
import {
  _PyComplex_FormatAdvancedWriter,
  _PyFloat_FormatAdvancedWriter,
  _PyLong_FormatAdvancedWriter,
  _PyUnicode_FormatAdvanced,
  _PyUnicode_FormatAdvancedWriter,
} from './formatter_unicode';
import { _PyArg_BadArgument } from './getargs';
import { PyLong_CheckExact, PyLong_FromSsize_t } from './longobject';
import { PyObject } from './object';
import { PyObject_Format } from './objectformat';
import {
  Py_None,
  PyObject_ASCII,
  PyObject_GetAttr,
  PyObject_Repr,
  PyObject_SelfIter,
  PyObject_Str,
} from './objectprotocol';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTypeObject } from './typestruct';
import { defineType, Py_TPFLAGS_DISALLOW_INSTANTIATION } from './typestruct';
import {
  PyUnicode_Check,
  PyUnicode_CheckExact,
  PyUnicode_READ_CHAR,
  unicode_char,
  unicode_substring,
  UnicodeWriter,
} from './unicode_core';
import { emptyUnicode } from './unicode_interned';
import { Py_UNICODE_TODECIMAL } from './unicodectype';
import type { PyUnicodeObject } from './unicodestruct';

/** A part of a string; `str` null: there is none. */
interface SubString {
  str: PyUnicodeObject | null;
  start: number;
  end: number;
}
const substring = (str: PyUnicodeObject | null, start: number, end: number): SubString => ({ str, start, end });

/** A new string of the part, or None. */
function SubString_new_object(s: SubString): Owned<PyObject> {
  return s.str === null ? Py_NewRef(Py_None) : unicode_substring(s.str, s.start, s.end);
}
const valueError = (message: string): null => PyErr_SetString(PyExc_ValueError, message);

const OPEN = 123;
const CLOSE = 125;
const COLON = 58;
const BANG = 33;
const DOT = 46;
const LBRACKET = 91;
const RBRACKET = 93;

interface AutoNumber {
  state: 'init' | 'auto' | 'manual';
  field_number: number;
}

/** The part as a number; −1 when it is none, −2 with ValueError. */
function get_integer(s: SubString): number {
  if (s.start >= s.end) return -1;
  let n = 0;
  for (let i = s.start; i < s.end; i++) {
    const digit = Py_UNICODE_TODECIMAL(PyUnicode_READ_CHAR(s.str!, i));
    if (digit < 0) return -1;
    n = n * 10 + digit;
    if (n >= PY_SSIZE_T_MAX) {
      valueError('Too many decimal digits in format string');
      return -2;
    }
  }
  return n;
}

/** Walks over the `.name` and `[index]` that follow a field's first name. */
interface FieldNameIterator {
  str: SubString;
  index: number;
}
interface FieldNamePart {
  is_attribute: boolean;
  /** −1 when the part is a name. */
  index: number;
  name: SubString;
}

/** The next part, 'end', or null with ValueError. */
function FieldNameIterator_next(self: FieldNameIterator): FieldNamePart | 'end' | null {
  const { str, end } = self.str;
  if (self.index >= end) return 'end';
  const first = PyUnicode_READ_CHAR(str!, self.index++);
  const start = self.index;
  let part: FieldNamePart;
  if (first === DOT) {
    while (self.index < end) {
      const c = PyUnicode_READ_CHAR(str!, self.index);
      if (c === LBRACKET || c === DOT) break;
      self.index++;
    }
    part = { is_attribute: true, index: -1, name: substring(str, start, self.index) };
  } else if (first === LBRACKET) {
    while (self.index < end && PyUnicode_READ_CHAR(str!, self.index) !== RBRACKET) self.index++;
    if (self.index >= end) return valueError("Missing ']' in format string");
    const name = substring(str, start, self.index++);
    const index = get_integer(name);
    if (index === -2) return null;
    part = { is_attribute: false, index, name };
  } else return valueError("Only '.' or '[' may follow ']' in format field specifier");
  if (part.name.start === part.name.end) return valueError('Empty attribute in format string');
  return part;
}

/** The first name of a field, its value if it is a number (−1 otherwise), and what follows; null with ValueError. */
function field_name_split(
  str: PyUnicodeObject,
  start: number,
  end: number,
  auto_number: AutoNumber | null,
): { first: SubString; first_idx: number; rest: FieldNameIterator } | null {
  let i = start;
  while (i < end) {
    const c = PyUnicode_READ_CHAR(str, i);
    if (c === LBRACKET || c === DOT) break;
    i++;
  }
  const first = substring(str, start, i);
  let first_idx = get_integer(first);
  if (first_idx === -2) return null;
  const empty = start >= i;
  if (auto_number !== null) {
    if (empty || first_idx !== -1) {
      if (auto_number.state === 'init') auto_number.state = empty ? 'auto' : 'manual';
      if (auto_number.state === 'manual' && empty) {
        return valueError('cannot switch from manual field specification to automatic field numbering');
      }
      if (auto_number.state === 'auto' && !empty) {
        return valueError('cannot switch from automatic field numbering to manual field specification');
      }
    }
    if (empty) first_idx = auto_number.field_number++;
  }
  return { first, first_idx, rest: { str: substring(str, i, end), index: i } };
}

/** The object a field names: owned, or null with an exception. `args` null: format_map. */
function get_field_object(
  input: SubString,
  args: PyObject | null,
  kwargs: PyObject | null,
  auto_number: AutoNumber,
): Owned<PyObject> | null {
  const split = field_name_split(input.str!, input.start, input.end, auto_number);
  if (split === null) return null;
  let obj: PyObject | null;
  if (split.first_idx === -1) {
    const key = SubString_new_object(split.first);
    if (kwargs === null) {
      PyErr_SetObject(PyExc_KeyError, key);
      obj = null;
    } else obj = PyObject_GetItem(kwargs, key);
    Py_DECREF(key);
    if (obj === null) return null;
  } else {
    if (args === null) return valueError('Format string contains positional fields');
    obj = PySequence_GetItem(args, split.first_idx);
    if (obj === null) {
      return PyErr_SetString(
        PyExc_IndexError,
        `Replacement index ${split.first_idx} out of range for positional args tuple`,
      );
    }
  }
  for (;;) {
    const part = FieldNameIterator_next(split.rest);
    if (part === 'end') return obj;
    const next: PyObject | null = part === null ? null : followPart(obj, part);
    Py_DECREF(obj);
    if (next === null) return null;
    obj = next;
  }
}

function followPart(obj: PyObject, part: FieldNamePart): Owned<PyObject> | null {
  if (!part.is_attribute && part.index !== -1) {
    if (PySequence_Check(obj)) return PySequence_GetItem(obj, part.index);
    const index = PyLong_FromSsize_t(part.index);
    const item = PyObject_GetItem(obj, index);
    Py_DECREF(index);
    return item;
  }
  const name = SubString_new_object(part.name);
  const value = part.is_attribute ? PyObject_GetAttr(obj, name) : PyObject_GetItem(obj, name);
  Py_DECREF(name);
  return value;
}

/** Writes `fieldobj` in the given format; false with an exception. */
function render_field(fieldobj: PyObject, spec: SubString, writer: UnicodeWriter): boolean {
  let formatter: typeof _PyUnicode_FormatAdvancedWriter | null = null;
  if (PyUnicode_CheckExact(fieldobj)) formatter = _PyUnicode_FormatAdvancedWriter;
  else if (PyLong_CheckExact(fieldobj)) formatter = _PyLong_FormatAdvancedWriter;
  else if (PyFloat_CheckExact(fieldobj)) formatter = _PyFloat_FormatAdvancedWriter;
  else if (PyComplex_CheckExact(fieldobj)) formatter = _PyComplex_FormatAdvancedWriter;
  if (formatter !== null) return formatter(writer, fieldobj, spec.str ?? emptyUnicode, spec.start, spec.end) === 0;
  const spec_object = spec.str === null ? Py_NewRef(emptyUnicode) : unicode_substring(spec.str, spec.start, spec.end);
  const result = PyObject_Format(fieldobj, spec_object) as PyUnicodeObject | null;
  if (result !== null) writer.add(result);
  Py_DECREF(spec_object);
  Py_XDECREF(result);
  return result !== null;
}

/** One piece of a format string: literal text, and a field if one follows it. */
interface Markup {
  literal: SubString;
  field_present: boolean;
  field_name: SubString;
  format_spec: SubString;
  /** 0: none. */
  conversion: number;
  needs_expanding: boolean;
}

/** Reads a field from after its '{'; false with ValueError. */
function parse_field(str: SubString, out: Markup): boolean {
  const op = str.str!;
  const read = (): number => PyUnicode_READ_CHAR(op, str.start++);
  const fail = (message: string): false => {
    valueError(message);
    return false;
  };
  out.field_name = substring(op, str.start, str.start);
  let c = 0;
  while (str.start < str.end) {
    c = read();
    if (c === OPEN) return fail("unexpected '{' in field name");
    if (c === LBRACKET) {
      while (str.start < str.end && PyUnicode_READ_CHAR(op, str.start) !== RBRACKET) str.start++;
      continue;
    }
    if (c === CLOSE || c === COLON || c === BANG) break;
  }
  out.field_name.end = str.start - 1;
  if (c !== BANG && c !== COLON) return c === CLOSE ? true : fail("expected '}' before end of string");
  if (c === BANG) {
    if (str.start >= str.end) return fail('end of string while looking for conversion specifier');
    out.conversion = read();
    if (str.start < str.end) {
      c = read();
      if (c === CLOSE) return true;
      if (c !== COLON) return fail("expected ':' after conversion specifier");
    }
  }
  out.format_spec = substring(op, str.start, str.start);
  let depth = 1;
  while (str.start < str.end) {
    c = read();
    if (c === OPEN) {
      out.needs_expanding = true;
      depth++;
    } else if (c === CLOSE && --depth === 0) {
      out.format_spec.end = str.start - 1;
      return true;
    }
  }
  return fail("unmatched '{' in format spec");
}

/** MarkupIterator_next: the next piece, moving str.start on; 'end', or null with ValueError. */
function MarkupIterator_next(str: SubString): Markup | 'end' | null {
  if (str.start >= str.end) return 'end';
  const op = str.str!;
  const none = substring(null, 0, 0);
  const out: Markup = {
    literal: none,
    field_present: false,
    field_name: none,
    format_spec: none,
    conversion: 0,
    needs_expanding: false,
  };
  const start = str.start;
  let c = 0;
  let markup_follows = false;
  while (str.start < str.end) {
    c = PyUnicode_READ_CHAR(op, str.start++);
    if (c === OPEN || c === CLOSE) {
      markup_follows = true;
      break;
    }
  }
  const at_end = str.start >= str.end;
  let len = str.start - start;
  if (c === CLOSE && (at_end || PyUnicode_READ_CHAR(op, str.start) !== c)) {
    return valueError("Single '}' encountered in format string");
  }
  if (at_end && c === OPEN) return valueError("Single '{' encountered in format string");
  if (!at_end) {
    if (PyUnicode_READ_CHAR(op, str.start) === c) {
      // A doubled brace: the text up to and with the first, and no field.
      str.start++;
      markup_follows = false;
    } else len--;
  }
  out.literal = substring(op, start, start + len);
  if (!markup_follows) return out;
  out.field_present = true;
  return parse_field(str, out) ? out : null;
}

function do_conversion(obj: PyObject, conversion: number): Owned<PyObject> | null {
  switch (String.fromCodePoint(conversion)) {
    case 'r':
      return PyObject_Repr(obj);
    case 's':
      return PyObject_Str(obj);
    case 'a':
      return PyObject_ASCII(obj);
  }
  const shown = conversion > 32 && conversion < 127 ? String.fromCharCode(conversion) : `\\x${conversion.toString(16)}`;
  return valueError(`Unknown conversion specifier ${shown}`);
}

/** What one call of str.format goes by. */
interface FormatCall {
  args: PyObject | null;
  kwargs: PyObject | null;
  auto_number: AutoNumber;
}

function output_markup(markup: Markup, writer: UnicodeWriter, call: FormatCall, depth: number): boolean {
  let fieldobj = get_field_object(markup.field_name, call.args, call.kwargs, call.auto_number);
  if (fieldobj === null) return false;
  if (markup.conversion !== 0) {
    const converted = do_conversion(fieldobj, markup.conversion);
    Py_DECREF(fieldobj);
    if (converted === null) return false;
    fieldobj = converted;
  }
  let spec = markup.format_spec;
  let expanded: PyUnicodeObject | null = null;
  if (markup.needs_expanding) {
    expanded = build_string(spec, call, depth - 1);
    if (expanded === null) {
      Py_DECREF(fieldobj);
      return false;
    }
    spec = substring(expanded, 0, expanded.length);
  }
  const ok = render_field(fieldobj, spec, writer);
  Py_DECREF(fieldobj);
  Py_XDECREF(expanded);
  return ok;
}

function build_string(input: SubString, call: FormatCall, depth: number): Owned<PyUnicodeObject> | null {
  if (depth <= 0) return valueError('Max string recursion exceeded');
  const writer = new UnicodeWriter();
  writer.overallocate = true;
  const str = { ...input };
  for (;;) {
    const markup = MarkupIterator_next(str);
    if (markup === null) return writer.dealloc();
    if (markup === 'end') return writer.finish();
    const last = str.start === str.end;
    if (markup.literal.end !== markup.literal.start) {
      if (!markup.field_present && last) writer.overallocate = false;
      writer.addSlice(markup.literal.str!, markup.literal.start, markup.literal.end);
    }
    if (markup.field_present) {
      if (last) writer.overallocate = false;
      if (!output_markup(markup, writer, call, depth)) return writer.dealloc();
    }
  }
}

function format(self: PyObject, args: PyObject | null, kwargs: PyObject | null): Owned<PyUnicodeObject> | null {
  const op = self as PyUnicodeObject;
  // Fields may stand in format specifications, but no deeper.
  return build_string(
    substring(op, 0, op.length),
    { args, kwargs, auto_number: { state: 'init', field_number: 0 } },
    2,
  );
}
export function do_string_format(self: PyObject, args: PyObject, kwargs: PyObject | null): Owned<PyObject> | null {
  return format(self, args, kwargs);
}
export function do_string_format_map(self: PyObject, obj: PyObject): Owned<PyObject> | null {
  return format(self, null, obj);
}

/** str.__format__. */
export function unicode___format__(self: PyObject, spec: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(spec)) return _PyArg_BadArgument('__format__', 'argument', 'str', spec);
  return _PyUnicode_FormatAdvanced(self, spec);
}

class formatteriterobject extends PyObject {
  str: PyUnicodeObject;
  it_markup: SubString;
  constructor(type: PyTypeObject, str: PyUnicodeObject) {
    super(type);
    this.str = str;
    this.it_markup = substring(str, 0, str.length);
  }
}
function formatteriter_next(self: PyObject): Owned<PyObject> | null {
  const markup = MarkupIterator_next((self as formatteriterobject).it_markup);
  if (markup === null || markup === 'end') return null;
  const spec =
    markup.field_present && markup.format_spec.str === null
      ? Py_NewRef(emptyUnicode)
      : SubString_new_object(markup.format_spec);
  return PyTuple_FromArraySteal([
    SubString_new_object(markup.literal),
    SubString_new_object(markup.field_name),
    spec,
    markup.conversion === 0 ? Py_NewRef(Py_None) : unicode_char(markup.conversion),
  ]);
}
const PyFormatterIter_Type = defineType({
  tp_name: 'formatteriterator',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: (it: formatteriterobject) => {
    Py_DECREF(it.str);
    PyObject_Del(it);
  },
  tp_iter: (self: PyObject) => PyObject_SelfIter(self),
  tp_iternext: formatteriter_next,
  edges: (it: formatteriterobject, emit) => emit(it.str, 'field', 'str'),
});

const expectedStr = (op: PyObject): null => PyErr_SetString(PyExc_TypeError, `expected str, got ${op.ob_type.tp_name}`);

/** _string.formatter_parser(str). */
export function formatter_parser(self: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(self)) return expectedStr(self);
  return PyObject_New(new formatteriterobject(PyFormatterIter_Type, Py_NewRef(self)), 48);
}

class fieldnameiterobject extends PyObject {
  str: PyUnicodeObject;
  it_field: FieldNameIterator;
  constructor(type: PyTypeObject, str: PyUnicodeObject) {
    super(type);
    this.str = str;
    this.it_field = { str: substring(str, 0, str.length), index: 0 };
  }
}
function fieldnameiter_next(self: PyObject): Owned<PyObject> | null {
  const part = FieldNameIterator_next((self as fieldnameiterobject).it_field);
  if (part === null || part === 'end') return null;
  return PyTuple_FromArraySteal([
    PyBool_FromLong(part.is_attribute),
    part.index === -1 ? SubString_new_object(part.name) : PyLong_FromSsize_t(part.index),
  ]);
}
const PyFieldNameIter_Type = defineType({
  tp_name: 'fieldnameiterator',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: (it: fieldnameiterobject) => {
    Py_DECREF(it.str);
    PyObject_Del(it);
  },
  tp_iter: (self: PyObject) => PyObject_SelfIter(self),
  tp_iternext: fieldnameiter_next,
  edges: (it: fieldnameiterobject, emit) => emit(it.str, 'field', 'str'),
});

/** _string.formatter_field_name_split(str). */
export function formatter_field_name_split(self: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(self)) return expectedStr(self);
  const it = PyObject_New(new fieldnameiterobject(PyFieldNameIter_Type, Py_NewRef(self)), 56);
  const split = field_name_split(self, 0, self.length, null);
  if (split === null) {
    Py_DECREF(it);
    return null;
  }
  it.it_field = split.rest;
  const first = split.first_idx === -1 ? SubString_new_object(split.first) : PyLong_FromSsize_t(split.first_idx);
  return PyTuple_FromArraySteal([first, it]);
}
