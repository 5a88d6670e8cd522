// The _csv module: reading and writing comma-separated values. Follows Modules/_csv.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import { PyMem_Free, PyMem_Malloc, PyMem_Realloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyIter_Next, PyNumber_Check, PyNumber_Float, PyObject_GetIter } from '../objects/abstract';
import { PyObject_CallOneArg, PyObject_VectorcallDict } from '../objects/call';
import { PyDict_GetItemWithError, PyDict_Keys, PyDict_New, PyDict_Pop, PyDict_SetItem } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_NewException,
  PyErr_Occurred,
  PyErr_SetString,
} from '../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyGCObject } from '../objects/gcobject';
import { PyArg_UnpackTuple, _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import { PyList_Append, PyList_New } from '../objects/listobject';
import type { PyListObject } from '../objects/liststruct';
import { PyLong_AsInt, PyLong_AsSsize_t, PyLong_CheckExact, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { PyObject, visitproc } from '../objects/object';
import { PyObject_GetAttrString, PyObject_GetOptionalAttr } from '../objects/objectattr';
import { PyCallable_Check, PyObject_IsTrue, PyObject_SelfIter, PyObject_Str, Py_None } from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_KEYWORDS,
  METH_O,
  METH_VARARGS,
  Py_READONLY,
  Py_T_BOOL,
  Py_T_ULONG,
  _Py_T_OBJECT,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromOrdinal, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import type { Arg } from './support';
import { keywordMethod, none, positionalMethod } from './support';

const id_write = _Py_ID('write');

/** _csv.Error and the registry of dialects; the module's dict owns both. */
let Error_: PyObject = null as never;
let dialects: PyDictObject = null as never;
let field_limit = 131072;
onRuntimeReset(() => {
  Error_ = null as never;
  dialects = null as never;
  field_limit = 131072;
});

const [QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL] = [0, 1, 2, 3, 4, 5];

// ------------------------------------------------------------------------------------------------------------- Dialect

class DialectObj extends PyGCObject {
  doublequote = true;
  skipinitialspace = false;
  strict = false;
  quoting = QUOTE_MINIMAL;
  /** Characters; '' is NOT_SET. */
  delimiter = ',';
  quotechar = '"';
  escapechar = '';
  lineterminator: PyUnicodeObject | null = null;
}

const kws = [
  'dialect',
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
];
const dialectParser = argParser(null, kws, 0);

function registered(name: PyObject): Owned<PyObject> | null {
  const dialect = PyDict_GetItemWithError(dialects, name);
  if (dialect !== null) return Py_NewRef(dialect);
  return PyErr_Occurred() !== null ? null : PyErr_SetString(Error_, 'unknown dialect');
}

/** A 1-character option; null with TypeError. */
function charOption(name: string, src: Arg, missing: string, noneAllowed: boolean): string | null {
  if (src === null) return missing;
  if (noneAllowed && src === Py_None) return '';
  if (!PyUnicode_Check(src)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `"${name}" must be string${noneAllowed ? ' or None' : ''}, not ${src.ob_type.tp_name}`,
    );
  }
  if (src.length !== 1) return PyErr_SetString(PyExc_TypeError, `"${name}" must be a 1-character string`);
  return src.str;
}
function boolOption(src: Arg, missing: boolean): boolean | null {
  if (src === null) return missing;
  const b = PyObject_IsTrue(src);
  return b < 0 ? null : b !== 0;
}

/** Reads the options into a fresh dialect; false with an exception. */
function configure(self: DialectObj, o: Arg[]): boolean {
  const [delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skipinitialspace, strict] = o as [
    Arg,
    Arg,
    Arg,
    Arg,
    Arg,
    Arg,
    Arg,
    Arg,
  ];
  const bad = (type: PyObject, message: string): false => {
    PyErr_SetString(type, message);
    return false;
  };
  const c = charOption('delimiter', delimiter, ',', false);
  if (c === null) return false;
  self.delimiter = c;
  const dq = boolOption(doublequote, true);
  if (dq === null) return false;
  self.doublequote = dq;
  const esc = charOption('escapechar', escapechar, '', true);
  if (esc === null) return false;
  self.escapechar = esc;
  if (lineterminator === null) self.lineterminator = PyUnicode_FromString('\r\n');
  else if (lineterminator !== Py_None) {
    if (!PyUnicode_Check(lineterminator)) return bad(PyExc_TypeError, '"lineterminator" must be a string');
    self.lineterminator = Py_NewRef(lineterminator);
  }
  const quote = charOption('quotechar', quotechar, '"', true);
  if (quote === null) return false;
  self.quotechar = quote;
  if (quoting !== null) {
    if (!PyLong_CheckExact(quoting)) return bad(PyExc_TypeError, '"quoting" must be an integer');
    const q = PyLong_AsInt(quoting);
    if (q === -1 && PyErr_Occurred() !== null) return false;
    self.quoting = q;
  }
  const skip = boolOption(skipinitialspace, false);
  if (skip === null) return false;
  self.skipinitialspace = skip;
  const str = boolOption(strict, false);
  if (str === null) return false;
  self.strict = str;

  if (self.quoting < 0 || self.quoting > QUOTE_NOTNULL!) return bad(PyExc_TypeError, 'bad "quoting" value');
  if (quotechar === Py_None && quoting === null) self.quoting = QUOTE_NONE!;
  if (self.quoting !== QUOTE_NONE && self.quotechar === '') {
    return bad(PyExc_TypeError, 'quotechar must be set if quoting enabled');
  }
  if (self.lineterminator === null) return bad(PyExc_TypeError, 'lineterminator must be set');
  const space = !self.skipinitialspace;
  for (const [name, ch, allowspace] of [
    ['delimiter', self.delimiter, true],
    ['escapechar', self.escapechar, space],
    ['quotechar', self.quotechar, space],
  ] as const) {
    if (ch === '\r' || ch === '\n' || (ch === ' ' && !allowspace)) return bad(PyExc_ValueError, `bad ${name} value`);
    if (ch !== '' && self.lineterminator.str.includes(ch)) {
      return bad(PyExc_ValueError, `bad ${name} or lineterminator value`);
    }
  }
  for (const [one, two] of [
    ['delimiter', 'escapechar'],
    ['delimiter', 'quotechar'],
    ['escapechar', 'quotechar'],
  ] as const) {
    if (self[one] === self[two] && self[one] !== '') return bad(PyExc_ValueError, `bad ${one} or ${two} value`);
  }
  return true;
}

function dialect_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwargs, dialectParser);
  if (parsed === null) return null;
  let dialect: Arg = parsed[0]!;
  const options: Arg[] = parsed.slice(1);
  if (dialect !== null) {
    dialect = PyUnicode_Check(dialect) ? registered(dialect) : Py_NewRef(dialect);
    if (dialect === null) return null;
    if (dialect instanceof DialectObj && options.every((o) => o === null)) return dialect;
  }
  const self = type.tp_alloc!(type, 0) as DialectObj | null;
  if (self === null) {
    Py_XDECREF(dialect);
    return null;
  }
  for (const o of options) Py_XNewRef(o);
  if (dialect !== null) {
    for (let i = 0; i < options.length; i++) {
      if (options[i] !== null) continue;
      options[i] = PyObject_GetAttrString(dialect, kws[i + 1]!);
      if (options[i] === null) PyErr_Clear();
    }
  }
  const good = configure(self, options);
  if (!good) Py_DECREF(self);
  Py_XDECREF(dialect);
  for (const o of options) Py_XDECREF(o);
  return good ? self : null;
}

function clearFields<T extends PyObject>(self: T, ...fields: (keyof T & string)[]): number {
  for (const field of fields) {
    const old = self[field] as PyObject | null;
    self[field] = null as never;
    Py_XDECREF(old);
  }
  return 0;
}

const charOrNone = (c: string): PyObject => (c === '' ? none() : PyUnicode_FromOrdinal(c.codePointAt(0)!)!);
const readonly = (name: string, type: number) => ({ name, type, field: name, flags: Py_READONLY, doc: null });

const Dialect_Type: PyTypeObject = defineModuleType({
  tp_name: '_csv.Dialect',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'CSV dialect\n\nThe Dialect type records CSV dialect options.\n',
  construct: (type) => new DialectObj(type),
  tp_dealloc: (op: PyObject) => {
    PyObject_GC_UnTrack(op);
    clearFields(op as DialectObj, 'lineterminator');
    op.ob_type.tp_free!(op as never);
  },
  tp_traverse: (self: DialectObj, visit: visitproc) => {
    if (self.lineterminator !== null) visit(self.lineterminator);
  },
  tp_clear: (self: DialectObj) => clearFields(self, 'lineterminator'),
  tp_alloc: PyType_GenericAlloc,
  tp_new: dialect_new,
  tp_free: PyObject_GC_Del,
  tp_members: [
    readonly('skipinitialspace', Py_T_BOOL),
    readonly('doublequote', Py_T_BOOL),
    readonly('strict', Py_T_BOOL),
  ],
  tp_getset: [
    { name: 'delimiter', get: (self: DialectObj) => charOrNone(self.delimiter), set: null, doc: null },
    { name: 'escapechar', get: (self: DialectObj) => charOrNone(self.escapechar), set: null, doc: null },
    { name: 'lineterminator', get: (self: DialectObj) => Py_XNewRef(self.lineterminator), set: null, doc: null },
    { name: 'quotechar', get: (self: DialectObj) => charOrNone(self.quotechar), set: null, doc: null },
    { name: 'quoting', get: (self: DialectObj) => PyLong_FromLong(self.quoting), set: null, doc: null },
  ],
});

const callDialect = (dialect: PyObject | null, kwargs: PyDictObject | null): Owned<PyObject> | null =>
  PyObject_VectorcallDict(Dialect_Type, dialect === null ? [] : [dialect], kwargs);

// -------------------------------------------------------------------------------------------------------------- reader

const enum State {
  START_RECORD,
  START_FIELD,
  ESCAPED_CHAR,
  IN_FIELD,
  IN_QUOTED_FIELD,
  ESCAPE_IN_QUOTED_FIELD,
  QUOTE_IN_QUOTED_FIELD,
  EAT_CRNL,
  AFTER_ESCAPED_CRNL,
}
/** What follows the last character of a line. */
const EOL = '';

class ReaderObj extends PyGCObject {
  input_iter: PyObject | null = null;
  dialect: DialectObj | null = null;
  fields: PyListObject | null = null;
  state = State.START_RECORD;
  /** The field so far, and the length of its memory in characters of 4 bytes. */
  field = '';
  field_len = 0;
  field_size = 0;
  field_addr = 0;
  unquoted_field = false;
  line_num = 0;
}

function parse_save_field(self: ReaderObj): boolean {
  const quoting = self.dialect!.quoting;
  let field: PyObject | null;
  if (self.unquoted_field && self.field_len === 0 && (quoting === QUOTE_NOTNULL || quoting === QUOTE_STRINGS))
    field = none();
  else {
    field = PyUnicode_FromString(self.field);
    if (self.unquoted_field && self.field_len !== 0 && (quoting === QUOTE_NONNUMERIC || quoting === QUOTE_STRINGS)) {
      const number = PyNumber_Float(field);
      Py_DECREF(field);
      if (number === null) return false;
      field = number;
    }
    self.field = '';
    self.field_len = 0;
  }
  const res = PyList_Append(self.fields!, field);
  Py_DECREF(field);
  return res >= 0;
}

function parse_add_char(self: ReaderObj, c: string): boolean {
  if (self.field_len >= field_limit) {
    PyErr_SetString(Error_, `field larger than field limit (${field_limit})`);
    return false;
  }
  if (self.field_len === self.field_size) {
    self.field_size = self.field_size === 0 ? 4096 : 2 * self.field_size;
    const bytes = 4 * self.field_size;
    self.field_addr = self.field_addr === 0 ? PyMem_Malloc(bytes) : PyMem_Realloc(self.field_addr, bytes);
  }
  self.field += c;
  self.field_len++;
  return true;
}

function endOfField(self: ReaderObj, c: string): boolean {
  if (!parse_save_field(self)) return false;
  self.state = c === EOL ? State.START_RECORD : State.EAT_CRNL;
  return true;
}

/** One character, or EOL. False with an exception. */
function parse_process_char(self: ReaderObj, c: string): boolean {
  const dialect = self.dialect!;
  const newline = c === '\n' || c === '\r';
  switch (self.state) {
    case State.START_RECORD:
    case State.START_FIELD:
      if (self.state === State.START_RECORD) {
        if (c === EOL) return true;
        if (newline) {
          self.state = State.EAT_CRNL;
          return true;
        }
        self.state = State.START_FIELD;
      }
      self.unquoted_field = true;
      if (newline || c === EOL) return endOfField(self, c);
      if (c === dialect.quotechar && dialect.quoting !== QUOTE_NONE) {
        self.unquoted_field = false;
        self.state = State.IN_QUOTED_FIELD;
      } else if (c === dialect.escapechar) self.state = State.ESCAPED_CHAR;
      else if (c === ' ' && dialect.skipinitialspace) return true;
      else if (c === dialect.delimiter) return parse_save_field(self);
      else {
        if (!parse_add_char(self, c)) return false;
        self.state = State.IN_FIELD;
      }
      return true;
    case State.ESCAPED_CHAR:
      if (newline) {
        if (!parse_add_char(self, c)) return false;
        self.state = State.AFTER_ESCAPED_CRNL;
        return true;
      }
      if (!parse_add_char(self, c === EOL ? '\n' : c)) return false;
      self.state = State.IN_FIELD;
      return true;
    case State.AFTER_ESCAPED_CRNL:
    case State.IN_FIELD:
      if (self.state === State.AFTER_ESCAPED_CRNL && c === EOL) return true;
      if (newline || c === EOL) return endOfField(self, c);
      if (c === dialect.escapechar) self.state = State.ESCAPED_CHAR;
      else if (c === dialect.delimiter) {
        if (!parse_save_field(self)) return false;
        self.state = State.START_FIELD;
      } else return parse_add_char(self, c);
      return true;
    case State.IN_QUOTED_FIELD:
      if (c === EOL) return true;
      if (c === dialect.escapechar) self.state = State.ESCAPE_IN_QUOTED_FIELD;
      else if (c === dialect.quotechar && dialect.quoting !== QUOTE_NONE) {
        self.state = dialect.doublequote ? State.QUOTE_IN_QUOTED_FIELD : State.IN_FIELD;
      } else return parse_add_char(self, c);
      return true;
    case State.ESCAPE_IN_QUOTED_FIELD:
      if (!parse_add_char(self, c === EOL ? '\n' : c)) return false;
      self.state = State.IN_QUOTED_FIELD;
      return true;
    case State.QUOTE_IN_QUOTED_FIELD:
      if (c !== EOL && dialect.quoting !== QUOTE_NONE && c === dialect.quotechar) {
        if (!parse_add_char(self, c)) return false;
        self.state = State.IN_QUOTED_FIELD;
      } else if (c !== EOL && c === dialect.delimiter) {
        if (!parse_save_field(self)) return false;
        self.state = State.START_FIELD;
      } else if (newline || c === EOL) return endOfField(self, c);
      else if (!dialect.strict) {
        if (!parse_add_char(self, c)) return false;
        self.state = State.IN_FIELD;
      } else {
        PyErr_SetString(Error_, `'${dialect.delimiter}' expected after '${dialect.quotechar}'`);
        return false;
      }
      return true;
    case State.EAT_CRNL:
      if (newline) return true;
      if (c === EOL) {
        self.state = State.START_RECORD;
        return true;
      }
      PyErr_SetString(
        Error_,
        "new-line character seen in unquoted field - do you need to open the file with newline=''?",
      );
      return false;
  }
}

function parse_reset(self: ReaderObj): void {
  const old = self.fields;
  self.fields = PyList_New(0);
  Py_XDECREF(old);
  self.field = '';
  self.field_len = 0;
  self.state = State.START_RECORD;
  self.unquoted_field = false;
}

function Reader_iternext(op: PyObject): PyObject | null {
  const self = op as ReaderObj;
  parse_reset(self);
  do {
    const line = PyIter_Next(self.input_iter!);
    if (line === null) {
      if (PyErr_Occurred() === null && (self.field_len !== 0 || self.state === State.IN_QUOTED_FIELD)) {
        if (self.dialect!.strict) PyErr_SetString(Error_, 'unexpected end of data');
        else if (parse_save_field(self)) break;
      }
      return null;
    }
    if (!PyUnicode_Check(line)) {
      PyErr_SetString(
        Error_,
        `iterator should return strings, not ${line.ob_type.tp_name} (the file should be opened in text mode)`,
      );
      Py_DECREF(line);
      return null;
    }
    self.line_num++;
    for (const c of line.str) {
      if (!parse_process_char(self, c)) {
        Py_DECREF(line);
        return null;
      }
    }
    Py_DECREF(line);
    if (!parse_process_char(self, EOL)) return null;
  } while (self.state !== State.START_RECORD);
  const fields = self.fields;
  self.fields = null;
  return fields;
}

const readerFields = ['dialect', 'input_iter', 'fields'] as const;
const Reader_Type: PyTypeObject = defineModuleType({
  tp_name: '_csv.reader',
  tp_basicsize: 88,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_doc: 'CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n',
  construct: (type) => new ReaderObj(type),
  tp_dealloc: (op: PyObject) => {
    const self = op as ReaderObj;
    PyObject_GC_UnTrack(self);
    clearFields(self, ...readerFields);
    if (self.field_addr !== 0) PyMem_Free(self.field_addr);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: ReaderObj, visit: visitproc) => {
    for (const field of readerFields) if (self[field] !== null) visit(self[field]!);
  },
  tp_clear: (self: ReaderObj) => clearFields(self, ...readerFields),
  tp_alloc: PyType_GenericAlloc,
  tp_iter: PyObject_SelfIter,
  tp_iternext: Reader_iternext,
  tp_members: [readonly('dialect', _Py_T_OBJECT), readonly('line_num', Py_T_ULONG)],
});

function csv_reader(_module: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const self = PyObject_GC_New(new ReaderObj(Reader_Type), 88);
  parse_reset(self);
  const given = PyArg_UnpackTuple(args, '', 1, 2);
  if (given !== null && (self.input_iter = PyObject_GetIter(given[0]!)) !== null) {
    self.dialect = callDialect(given[1] ?? null, kwargs) as DialectObj | null;
    if (self.dialect !== null) {
      _PyObject_GC_TRACK(self);
      return self;
    }
  }
  Py_DECREF(self);
  return null;
}

// -------------------------------------------------------------------------------------------------------------- writer

const MEM_INCR = 32768;

class WriterObj extends PyGCObject {
  write: PyObject | null = null;
  dialect: DialectObj | null = null;
  /** The record so far, and the length of its memory in characters of 4 bytes. */
  rec: string[] = [];
  rec_len = 0;
  rec_size = 0;
  rec_addr = 0;
  num_fields = 0;
  error_obj: PyObject | null = null;
}

function growRecord(self: WriterObj, length: number): void {
  if (length <= self.rec_size) return;
  self.rec_size = (Math.floor(length / MEM_INCR) + 1) * MEM_INCR;
  const bytes = 4 * self.rec_size;
  self.rec_addr = self.rec_addr === 0 ? PyMem_Malloc(bytes) : PyMem_Realloc(self.rec_addr, bytes);
}

function join_append(self: WriterObj, field: PyUnicodeObject | null, wantQuotes: boolean): boolean {
  const dialect = self.dialect!;
  let quoted = wantQuotes;
  if ((field === null || field.length === 0) && dialect.delimiter === ' ' && dialect.skipinitialspace) {
    if (
      dialect.quoting === QUOTE_NONE ||
      (field === null && (dialect.quoting === QUOTE_STRINGS || dialect.quoting === QUOTE_NOTNULL))
    ) {
      PyErr_SetString(
        self.error_obj!,
        'empty field must be quoted if delimiter is a space and skipinitialspace is true',
      );
      return false;
    }
    quoted = true;
  }
  const out: string[] = [];
  const terminator = dialect.lineterminator!.str;
  for (const c of field === null ? '' : field.str) {
    if (
      c === dialect.delimiter ||
      c === dialect.escapechar ||
      c === dialect.quotechar ||
      c === '\n' ||
      c === '\r' ||
      terminator.includes(c)
    ) {
      let escape = false;
      if (dialect.quoting === QUOTE_NONE) escape = true;
      else {
        if (c === dialect.quotechar) {
          if (dialect.doublequote) out.push(dialect.quotechar);
          else escape = true;
        } else if (c === dialect.escapechar) escape = true;
        if (!escape) quoted = true;
      }
      if (escape) {
        if (dialect.escapechar === '') {
          PyErr_SetString(self.error_obj!, 'need to escape, but no escapechar set');
          return false;
        }
        out.push(dialect.escapechar);
      }
    }
    out.push(c);
  }
  if (self.num_fields > 0) self.rec.push(dialect.delimiter);
  if (quoted) self.rec.push(dialect.quotechar);
  for (const c of out) self.rec.push(c);
  if (quoted) self.rec.push(dialect.quotechar);
  self.rec_len = self.rec.length;
  growRecord(self, self.rec_len);
  self.num_fields++;
  return true;
}

function appendField(self: WriterObj, field: PyObject, quoted: boolean): boolean {
  if (PyUnicode_Check(field)) return join_append(self, field, quoted);
  if (field === Py_None) return join_append(self, null, quoted);
  const text = PyObject_Str(field) as PyUnicodeObject | null;
  if (text === null) return false;
  const done = join_append(self, text, quoted);
  Py_DECREF(text);
  return done;
}

function csv_writerow(op: PyObject, seq: PyObject): PyObject | null {
  const self = op as WriterObj;
  const dialect = self.dialect!;
  const iter = PyObject_GetIter(seq);
  if (iter === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_SetString(self.error_obj!, `iterable expected, not ${seq.ob_type.tp_name}`);
    }
    return null;
  }
  self.rec = [];
  self.rec_len = 0;
  self.num_fields = 0;
  let null_field = false;
  for (let field = PyIter_Next(iter); field !== null; field = PyIter_Next(iter)) {
    let quoted = false;
    if (dialect.quoting === QUOTE_NONNUMERIC) quoted = !PyNumber_Check(field);
    else if (dialect.quoting === QUOTE_ALL) quoted = true;
    else if (dialect.quoting === QUOTE_STRINGS) quoted = PyUnicode_Check(field);
    else if (dialect.quoting === QUOTE_NOTNULL) quoted = field !== Py_None;
    null_field = field === Py_None;
    const done = appendField(self, field, quoted);
    Py_DECREF(field);
    if (!done) {
      Py_DECREF(iter);
      return null;
    }
  }
  Py_DECREF(iter);
  if (PyErr_Occurred() !== null) return null;
  if (self.num_fields > 0 && self.rec_len === 0) {
    if (
      dialect.quoting === QUOTE_NONE ||
      (null_field && (dialect.quoting === QUOTE_STRINGS || dialect.quoting === QUOTE_NOTNULL))
    ) {
      return PyErr_SetString(self.error_obj!, 'single empty field record must be quoted');
    }
    self.num_fields--;
    if (!join_append(self, null, true)) return null;
  }
  for (const c of dialect.lineterminator!.str) self.rec.push(c);
  self.rec_len = self.rec.length;
  growRecord(self, self.rec_len);
  const line = PyUnicode_FromString(self.rec.join(''));
  const result = PyObject_CallOneArg(self.write!, line);
  Py_DECREF(line);
  return result;
}

function csv_writerows(self: PyObject, seqseq: PyObject): PyObject | null {
  const rows = PyObject_GetIter(seqseq);
  if (rows === null) return null;
  for (let row = PyIter_Next(rows); row !== null; row = PyIter_Next(rows)) {
    const result = csv_writerow(self, row);
    Py_DECREF(row);
    if (result === null) {
      Py_DECREF(rows);
      return null;
    }
    Py_DECREF(result);
  }
  Py_DECREF(rows);
  return PyErr_Occurred() !== null ? null : none();
}

const writerFields = ['dialect', 'write', 'error_obj'] as const;
const Writer_Type: PyTypeObject = defineModuleType({
  tp_name: '_csv.writer',
  tp_basicsize: 72,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_doc:
    'CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n',
  construct: (type) => new WriterObj(type),
  tp_dealloc: (op: PyObject) => {
    const self = op as WriterObj;
    PyObject_GC_UnTrack(self);
    clearFields(self, ...writerFields);
    if (self.rec_addr !== 0) PyMem_Free(self.rec_addr);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: WriterObj, visit: visitproc) => {
    for (const field of writerFields) if (self[field] !== null) visit(self[field]!);
  },
  tp_clear: (self: WriterObj) => clearFields(self, ...writerFields),
  tp_alloc: PyType_GenericAlloc,
  tp_methods: [
    method(
      'writerow',
      METH_O,
      csv_writerow,
      null,
      'writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.  Non-string\nelements will be converted to string.',
    ),
    method(
      'writerows',
      METH_O,
      csv_writerows,
      null,
      'writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.  Non-string\nelements will be converted to string.',
    ),
  ],
  tp_members: [readonly('dialect', _Py_T_OBJECT)],
});

function csv_writer(_module: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const self = PyObject_GC_New(new WriterObj(Writer_Type), 72);
  self.error_obj = Py_NewRef(Error_);
  const given = PyArg_UnpackTuple(args, '', 1, 2);
  if (given !== null) {
    const write: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(given[0]!, id_write, write) >= 0) {
      self.write = write.value;
      if (self.write === null || !PyCallable_Check(self.write)) {
        PyErr_SetString(PyExc_TypeError, 'argument 1 must have a "write" method');
      } else {
        self.dialect = callDialect(given[1] ?? null, kwargs) as DialectObj | null;
        if (self.dialect !== null) {
          _PyObject_GC_TRACK(self);
          return self;
        }
      }
    }
  }
  Py_DECREF(self);
  return null;
}

// ----------------------------------------------------------------------------------------------------------- functions

function csv_register_dialect(_module: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const given = PyArg_UnpackTuple(args, '', 1, 2);
  if (given === null) return null;
  if (!PyUnicode_Check(given[0]!)) return PyErr_SetString(PyExc_TypeError, 'dialect name must be a string');
  const dialect = callDialect(given[1] ?? null, kwargs);
  if (dialect === null) return null;
  const res = PyDict_SetItem(dialects, given[0]!, dialect);
  Py_DECREF(dialect);
  return res < 0 ? null : none();
}

function csv_unregister_dialect(_module: PyObject, [name]: Arg[]): PyObject | null {
  const popped: { value: PyObject | null } = { value: null };
  const rc = PyDict_Pop(dialects, name!, popped);
  if (rc < 0) return null;
  if (rc === 0) return PyErr_SetString(Error_, 'unknown dialect');
  Py_XDECREF(popped.value);
  return none();
}

function csv_field_size_limit(_module: PyObject, [limit]: Arg[]): PyObject | null {
  const old = field_limit;
  if (limit !== null) {
    if (!PyLong_CheckExact(limit!)) return PyErr_SetString(PyExc_TypeError, 'limit must be an integer');
    const value = PyLong_AsSsize_t(limit);
    if (value === -1 && PyErr_Occurred() !== null) return null;
    field_limit = value;
  }
  return PyLong_FromLong(old);
}

const VARKW = METH_VARARGS | METH_KEYWORDS;

/** Makes the module: a new reference, or null with an exception. */
export function PyInit__csv(): PyObject | null {
  return PyModule_Create({
    m_name: '_csv',
    m_doc: 'CSV parsing and writing.\n',
    m_methods: [
      method(
        'reader',
        VARKW,
        csv_reader,
        null,
        '    csv_reader = reader(iterable [, dialect=\'excel\']\n                        [optional keyword args])\n    for row in csv_reader:\n        process(row)\n\nThe "iterable" argument can be any object that returns a line\nof input for each iteration, such as a file object or a list.  The\noptional "dialect" parameter is discussed below.  The function\nalso accepts optional keyword arguments which override settings\nprovided by the dialect.\n\nThe returned object is an iterator.  Each iteration returns a row\nof the CSV file (which can span multiple input lines).\n',
      ),
      method(
        'writer',
        VARKW,
        csv_writer,
        null,
        "    csv_writer = csv.writer(fileobj [, dialect='excel']\n                            [optional keyword args])\n    for row in sequence:\n        csv_writer.writerow(row)\n\n    [or]\n\n    csv_writer = csv.writer(fileobj [, dialect='excel']\n                            [optional keyword args])\n    csv_writer.writerows(rows)\n\nThe \"fileobj\" argument can be any object that supports the file API.\n",
      ),
      method(
        'register_dialect',
        VARKW,
        csv_register_dialect,
        null,
        'Create a mapping from a string name to a dialect class.\n    dialect = csv.register_dialect(name[, dialect[, **fmtparams]])',
      ),
      positionalMethod(
        'list_dialects',
        0,
        0,
        () => PyDict_Keys(dialects),
        '($module, /)',
        'Return a list of all known dialect names.\n\n    names = csv.list_dialects()',
      ),
      keywordMethod(
        'unregister_dialect',
        ['name'],
        1,
        1,
        csv_unregister_dialect,
        '($module, /, name)',
        'Delete the name/dialect mapping associated with a string name.\n\n    csv.unregister_dialect(name)',
      ),
      keywordMethod(
        'get_dialect',
        ['name'],
        1,
        1,
        (_, [name]) => registered(name!),
        '($module, /, name)',
        'Return the dialect instance associated with name.\n\n    dialect = csv.get_dialect(name)',
      ),
      keywordMethod(
        'field_size_limit',
        ['new_limit'],
        0,
        1,
        csv_field_size_limit,
        '($module, /, new_limit=<unrepresentable>)',
        'Sets an upper limit on parsed fields.\n\n    csv.field_size_limit([limit])\n\nReturns old limit. If limit is not given, no new limit is set and\nthe old limit is returned',
      ),
    ],
    m_exec: (module) => {
      if (readyModuleTypes(module, Dialect_Type, Reader_Type, Writer_Type) < 0) return -1;
      let res = PyModule_AddObjectRef(module, 'Dialect', Dialect_Type);
      if (res === 0) res = PyModule_AddObjectRef(module, 'Reader', Reader_Type);
      if (res === 0) res = PyModule_AddObjectRef(module, 'Writer', Writer_Type);
      dialects = PyDict_New();
      if (res === 0) res = PyModule_AddObjectRef(module, '_dialects', dialects);
      Py_DECREF(dialects);
      for (const [name, value] of Object.entries({
        QUOTE_MINIMAL,
        QUOTE_ALL,
        QUOTE_NONNUMERIC,
        QUOTE_NONE,
        QUOTE_STRINGS,
        QUOTE_NOTNULL,
      })) {
        if (res === 0) res = PyModule_AddIntConstant(module, name, value!);
      }
      const error = PyErr_NewException('_csv.Error', null, null);
      if (error === null || res < 0) return -1;
      Error_ = error;
      res = PyModule_AddObjectRef(module, 'Error', error);
      Py_DECREF(error);
      return res;
    },
  });
}
