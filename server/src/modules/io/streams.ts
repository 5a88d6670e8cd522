// The stream types of _io. Follows Modules/_io/{iobase,bytesio,stringio,bufferedio,textio,fileio}.c, CPython 3.13.
// All of them are one structure here; what each one can do is in its method table.

import { PyObject_GC_Del } from '../../heap/alloc';
import { PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyIter_Next, PyObject_GetIter, PyObject_Size } from '../../objects/abstract';
import { PyBool_FromLong } from '../../objects/boolobject';
import {
  bytesOf,
  PyBuffer_Release,
  PyObject_CheckBuffer,
  PyObject_GetBuffer,
  newBuffer,
} from '../../objects/bufferobject';
import { PyBytes_FromStringAndSize } from '../../objects/bytesobject';
import type { PyBytesObject } from '../../objects/bytesstruct';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from '../../objects/call';
import { PyErr_Occurred, PyErr_SetString, reprText, PyErr_Clear } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { _PyArg_UnpackKeywordsDict, argParser, _PyArg_BadArgument } from '../../objects/getargs';
import { PyList_FromArraySteal } from '../../objects/listobject';
import { PyLong_AsSsize_t, PyLong_FromLong } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import { PyObject } from '../../objects/object';
import { PyObject_SelfIter, Py_None } from '../../objects/objectprotocol';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyDictObject } from '../../objects/dictstruct';
import type { PyGetSetDef, PyMethodDef, PyTypeObject, TypeSpec } from '../../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../../objects/typestruct';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../../objects/unicodeobject';
import { PyUnicode_AsEncodedString, PyUnicode_Decode } from '../../objects/unicode_codecs';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import type { FileDescription } from '../descriptors';
import { closeDescriptor, writeDescription } from '../descriptors';
import type { FileContent } from '../virtualfiles';
import { closedFile, unsupportedOperation } from './errors';
import { PyBUF_WRITABLE } from '../../objects/bufferstruct';

export class StreamObject extends PyObject {
  /** What the stream reads and writes: a file's or a BytesIO's bytes; empty for StringIO. */
  content: FileContent;
  /** StringIO's text. */
  text: string;
  /** In bytes, or in code points for StringIO. */
  pos: number;
  closed: boolean;
  canRead: boolean;
  canWrite: boolean;
  appending: boolean;
  /** The `name` attribute; owned. */
  name: PyObject | null;
  mode: string;
  encoding: string;
  errors: string;
  newline: string | null;
  /** The stream below, for TextIOWrapper(buffer); owned. */
  below: PyObject | null;
  /** The open file behind it: its descriptor, −1 for none, and what that stands for. */
  fd: number;
  closefd: boolean;
  target: FileDescription | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.content = { bytes: new Uint8Array(0), size: 0 };
    this.text = '';
    this.pos = 0;
    this.closed = false;
    this.canRead = true;
    this.canWrite = true;
    this.appending = false;
    this.name = null;
    this.mode = '';
    this.encoding = 'UTF-8';
    this.errors = 'strict';
    this.newline = '\n';
    this.below = null;
    this.fd = -1;
    this.closefd = true;
    this.target = null;
    this.ob_dict = null;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
const S = (op: PyObject): StreamObject => op as StreamObject;

/** A stream of a type of ours, open and empty. */
export function newStream(type: PyTypeObject): Owned<PyObject> | null {
  return type.tp_alloc!(type, 0);
}

function stream_dealloc(self: StreamObject): void {
  PyObject_GC_UnTrack(self);
  if (self.ob_weakreflist !== null && self.ob_weakreflist !== undefined) PyObject_ClearWeakRefs(self);
  const { ob_dict, name, below } = self;
  if (!self.closed && self.fd >= 0) closeStream(self);
  self.ob_dict = null;
  self.name = null;
  self.below = null;
  Py_XDECREF(name);
  Py_XDECREF(below);
  if (ob_dict !== null && ob_dict !== undefined) Py_DECREF(ob_dict);
  self.ob_type.tp_free!(self as never);
}

const none = (): PyObject => Py_NewRef(Py_None);
type Fast = (self: PyObject, args: readonly PyObject[]) => PyObject | null;

/** The optional size argument; −1: everything. Null with an exception. */
function sizeOf(args: readonly PyObject[]): number | null {
  if (args.length === 0 || args[0] === Py_None) return -1;
  const n = PyLong_AsSsize_t(args[0]!);
  return n === -1 && PyErr_Occurred() ? null : n;
}
function canRead(self: StreamObject): boolean {
  if (self.closed) closedFile();
  else if (!self.canRead) unsupportedOperation(self.mode.includes('b') ? 'read' : 'not readable');
  else {
    if (self.target !== null) beforeReading(self, self.target);
    return true;
  }
  return false;
}
function canWrite(self: StreamObject): boolean {
  if (self.closed) closedFile();
  else if (!self.canWrite) unsupportedOperation(self.mode.includes('b') ? 'write' : 'not writable');
  else return true;
  return false;
}

/** What a pipe has to give may have to be written first; what was read of it by descriptor is gone. */
function beforeReading(self: StreamObject, target: FileDescription): void {
  target.prepare();
  if (target.kind === 'read end' && target.pos > self.pos) self.pos = target.pos;
}

// Bytes

function takeBytes(self: StreamObject, n: number): Uint8Array {
  const { bytes, size } = self.content;
  const end = n < 0 ? size : Math.min(size, self.pos + n);
  const out = bytes.slice(Math.min(self.pos, size), Math.max(end, Math.min(self.pos, size)));
  self.pos += out.length;
  if (self.target !== null && self.target.kind === 'read end') self.target.pos = self.pos;
  return out;
}
/** Bytes up to and with the next newline. */
function takeLine(self: StreamObject, limit: number): Uint8Array {
  const { bytes, size } = self.content;
  const at = bytes.indexOf(10, self.pos);
  const n = (at < 0 || at >= size ? size : at + 1) - self.pos;
  return takeBytes(self, Math.max(0, limit >= 0 ? Math.min(limit, n) : n));
}
function putBytes(self: StreamObject, data: Uint8Array): void {
  const { content, target } = self;
  if (target !== null && target.kind !== 'file') {
    writeDescription(target, data);
    return;
  }
  if (self.appending) self.pos = content.size;
  const end = self.pos + data.length;
  content.reserve?.(end);
  if (end > content.bytes.length) {
    const grown = new Uint8Array(Math.max(end, content.bytes.length * 2));
    grown.set(content.bytes.subarray(0, content.size));
    content.bytes = grown;
  }
  content.bytes.set(data, self.pos);
  self.pos = end;
  content.size = Math.max(content.size, end);
}

const bytes_read: Fast = (op, args) => {
  const n = sizeOf(args);
  if (n === null || !canRead(S(op))) return null;
  return PyBytes_FromStringAndSize(takeBytes(S(op), n));
};
const bytes_readline: Fast = (op, args) => {
  const n = sizeOf(args);
  if (n === null || !canRead(S(op))) return null;
  return PyBytes_FromStringAndSize(takeLine(S(op), n));
};
function bytes_write(op: PyObject, data: PyObject): PyObject | null {
  if (PyUnicode_Check(data)) return PyErr_SetString(PyExc_TypeError, "a bytes-like object is required, not 'str'");
  const bytes = bytesOf(data);
  if (bytes === null || !canWrite(S(op))) return null;
  putBytes(S(op), bytes.slice());
  return PyLong_FromLong(bytes.length);
}
function bytes_readinto(op: PyObject, target: PyObject): PyObject | null {
  const room = newBuffer();
  if (!PyObject_CheckBuffer(target) || PyObject_GetBuffer(target, room, PyBUF_WRITABLE) < 0) {
    PyErr_Clear();
    return _PyArg_BadArgument('readinto', 'argument', 'read-write bytes-like object', target);
  }
  const data = canRead(S(op)) ? takeBytes(S(op), room.len) : null;
  if (data !== null) room.buf.set(data, room.offset);
  PyBuffer_Release(room);
  return data === null ? null : PyLong_FromLong(data.length);
}
const seek: Fast = (op, args) => {
  const self = S(op);
  if (self.closed) return closedFile();
  const offset = PyLong_AsSsize_t(args[0]!);
  if (offset === -1 && PyErr_Occurred()) return null;
  const whence = args.length > 1 ? PyLong_AsSsize_t(args[1]!) : 0;
  if (whence === -1 && PyErr_Occurred()) return null;
  const size = self.text !== '' ? lengthOf(self.text) : self.content.size;
  if (whence === 0 && offset < 0) return PyErr_SetString(PyExc_ValueError, `negative seek value ${offset}`);
  self.pos = Math.max(0, whence === 0 ? offset : whence === 1 ? self.pos + offset : size + offset);
  return PyLong_FromLong(self.pos);
};
const tell = (op: PyObject): PyObject | null => (S(op).closed ? closedFile() : PyLong_FromLong(S(op).pos));
const truncate: Fast = (op, args) => {
  const self = S(op);
  const n = sizeOf(args);
  if (n === null || !canWrite(self)) return null;
  const size = n < 0 ? self.pos : n;
  self.content.size = Math.min(self.content.size, size);
  if (self.text !== '') self.text = slice(self.text, 0, size);
  return PyLong_FromLong(size);
};

// Text

const isWide = /[\ud800-\udbff]/;
function lengthOf(text: string): number {
  return isWide.test(text) ? Array.from(text).length : text.length;
}
function slice(text: string, from: number, to: number): string {
  return isWide.test(text) ? Array.from(text).slice(from, to).join('') : text.slice(from, to);
}
function takeText(self: StreamObject, n: number): PyObject {
  const out = slice(self.text, self.pos, n < 0 ? Infinity : self.pos + n);
  self.pos += lengthOf(out);
  return PyUnicode_FromString(out);
}
const string_read: Fast = (op, args) => {
  const n = sizeOf(args);
  return n === null || !canRead(S(op)) ? null : takeText(S(op), n);
};
const string_readline: Fast = (op, args) => {
  const self = S(op);
  const n = sizeOf(args);
  if (n === null || !canRead(self)) return null;
  const rest = slice(self.text, self.pos, Infinity);
  const at = rest.indexOf('\n');
  const line = lengthOf(at < 0 ? rest : rest.slice(0, at + 1));
  return takeText(self, n >= 0 ? Math.min(n, line) : line);
};
function string_write(op: PyObject, text: PyObject): PyObject | null {
  const self = S(op);
  if (!PyUnicode_Check(text))
    return PyErr_SetString(PyExc_TypeError, `string argument expected, got '${text.ob_type.tp_name}'`);
  if (!canWrite(self)) return null;
  const u = text as PyUnicodeObject;
  const data =
    self.newline === null
      ? u.str.replace(/\r\n?/g, '\n')
      : self.newline === '\r\n'
        ? u.str.replace(/\n/g, '\r\n')
        : u.str;
  const size = lengthOf(self.text);
  const length = lengthOf(data);
  if (self.pos === size) self.text += data;
  else if (self.pos > size) self.text += '\0'.repeat(self.pos - size) + data;
  else self.text = slice(self.text, 0, self.pos) + data + slice(self.text, self.pos + length, Infinity);
  self.pos += length;
  return PyLong_FromLong(u.length);
}
const string_getvalue = (op: PyObject): PyObject | null =>
  S(op).closed ? closedFile() : PyUnicode_FromString(S(op).text);

function decode(self: StreamObject, bytes: Uint8Array): PyObject | null {
  const text = PyUnicode_Decode(bytes, self.encoding, self.errors);
  if (text === null || self.newline !== null) return text;
  const u = text as PyUnicodeObject;
  if (!u.str.includes('\r')) return text;
  const translated = PyUnicode_FromString(u.str.replace(/\r\n?/g, '\n'));
  Py_DECREF(text);
  return translated;
}
const text_read: Fast = (op, args) => {
  const self = S(op);
  const n = sizeOf(args);
  if (n === null || !canRead(self)) return null;
  if (n < 0) return decode(self, takeBytes(self, -1));
  // n characters of UTF-8: count the bytes that start one.
  const { bytes, size } = self.content;
  let end = self.pos;
  for (let left = n; end < size; end++) {
    if ((bytes[end]! & 0xc0) !== 0x80 && left-- === 0) break;
  }
  return decode(self, takeBytes(self, end - self.pos));
};
const text_readline: Fast = (op, args) => {
  const self = S(op);
  const n = sizeOf(args);
  return n === null || !canRead(self) ? null : decode(self, takeLine(self, n));
};
function text_write(op: PyObject, text: PyObject): PyObject | null {
  const self = S(op);
  if (!PyUnicode_Check(text)) {
    return PyErr_SetString(PyExc_TypeError, `write() argument must be str, not ${text.ob_type.tp_name}`);
  }
  if (!canWrite(self)) return null;
  const bytes = PyUnicode_AsEncodedString(text, self.encoding, self.errors);
  if (bytes === null) return null;
  putBytes(self, (bytes as PyBytesObject).ob_sval);
  Py_DECREF(bytes);
  return PyLong_FromLong((text as PyUnicodeObject).length);
}

// What all have

/** Lines until the hint is reached; by calling the object's own readline, as _IOBase does. */
const readlines: Fast = (op, args) => {
  const hint = sizeOf(args);
  if (hint === null) return null;
  const lines: PyObject[] = [];
  let total = 0;
  for (;;) {
    const line = PyObject_CallMethodNoArgs(op, _Py_ID('readline'));
    if (line === null) {
      for (const l of lines) Py_DECREF(l);
      return null;
    }
    const n = PyObject_Size(line);
    if (n <= 0) {
      Py_DECREF(line);
      if (n === 0) return PyList_FromArraySteal(lines);
      return null;
    }
    lines.push(line);
    total += n;
    if (hint > 0 && total > hint) return PyList_FromArraySteal(lines);
  }
};
function writelines(op: PyObject, lines: PyObject): PyObject | null {
  const it = PyObject_GetIter(lines);
  if (it === null) return null;
  for (;;) {
    const line = PyIter_Next(it);
    if (line === null) break;
    const result = PyObject_CallMethodOneArg(op, _Py_ID('write'), line);
    Py_DECREF(line);
    if (result === null) {
      Py_DECREF(it);
      return null;
    }
    Py_DECREF(result);
  }
  Py_DECREF(it);
  return PyErr_Occurred() ? null : none();
}
function iternext(op: PyObject): PyObject | null {
  const line = PyObject_CallMethodNoArgs(op, _Py_ID('readline'));
  if (line === null) return null;
  if (PyObject_Size(line) > 0) return line;
  Py_DECREF(line);
  return null;
}
function closeStream(self: StreamObject): void {
  if (self.closed) return;
  self.closed = true;
  if (self.below instanceof StreamObject) closeStream(self.below);
  if (self.fd >= 0 && self.closefd) closeDescriptor(self.fd);
}
const close = (op: PyObject): PyObject => {
  closeStream(S(op));
  return none();
};
const fileno = (op: PyObject): PyObject | null => {
  const self = S(op);
  if (self.closed) return closedFile();
  const fd = self.fd < 0 && self.below instanceof StreamObject ? self.below.fd : self.fd;
  return fd < 0 ? unsupportedOperation('fileno') : PyLong_FromLong(fd);
};
const check =
  (f: (self: StreamObject) => PyObject | null) =>
  (op: PyObject): PyObject | null =>
    S(op).closed ? closedFile() : f(S(op));
const refuse = (what: string): PyMethodDef => method(what, METH_FASTCALL, () => unsupportedOperation(what), null);

const COMMON: PyMethodDef[] = [
  method('close', METH_NOARGS, close, '($self, /)'),
  method('flush', METH_NOARGS, check(none), '($self, /)'),
  method(
    'isatty',
    METH_NOARGS,
    check(() => PyBool_FromLong(false)),
    '($self, /)',
  ),
  method('readlines', METH_FASTCALL, readlines, '($self, hint=-1, /)'),
  method('writelines', METH_O, writelines, '($self, lines, /)'),
  method(
    '__enter__',
    METH_NOARGS,
    check((self) => Py_NewRef(self)),
    null,
  ),
  method('__exit__', METH_FASTCALL, (op: PyObject) => PyObject_CallMethodNoArgs(op, _Py_ID('close')), null),
];
const base = (extra: PyMethodDef[]): PyMethodDef[] => extra;
export const capable: PyMethodDef[] = [
  method(
    'readable',
    METH_NOARGS,
    check((self) => PyBool_FromLong(self.canRead)),
    '($self, /)',
  ),
  method(
    'writable',
    METH_NOARGS,
    check((self) => PyBool_FromLong(self.canWrite)),
    '($self, /)',
  ),
  method(
    'seekable',
    METH_NOARGS,
    check(() => PyBool_FromLong(true)),
    '($self, /)',
  ),
  method('seek', METH_FASTCALL, seek, '($self, offset, whence=0, /)'),
  method('tell', METH_NOARGS, tell, '($self, /)'),
  method('truncate', METH_FASTCALL, truncate, '($self, pos=None, /)'),
];
const bytesMethods: PyMethodDef[] = [
  ...capable,
  method('read', METH_FASTCALL, bytes_read, '($self, size=-1, /)'),
  method('read1', METH_FASTCALL, bytes_read, '($self, size=-1, /)'),
  method('readall', METH_NOARGS, (op: PyObject) => bytes_read(op, []), '($self, /)'),
  method(
    'peek',
    METH_FASTCALL,
    (op: PyObject, args: readonly PyObject[]) => {
      const { pos } = S(op);
      const result = bytes_read(op, args);
      S(op).pos = pos;
      return result;
    },
    '($self, size=0, /)',
  ),
  method('readline', METH_FASTCALL, bytes_readline, '($self, size=-1, /)'),
  method('readinto', METH_O, bytes_readinto, '($self, buffer, /)'),
  method('write', METH_O, bytes_write, '($self, b, /)'),
  method('fileno', METH_NOARGS, fileno, '($self, /)'),
];
const textMethods = (
  read: Fast,
  line: Fast,
  write: (op: PyObject, text: PyObject) => PyObject | null,
): PyMethodDef[] => [
  ...capable,
  method('read', METH_FASTCALL, read, '($self, size=-1, /)'),
  method('readline', METH_FASTCALL, line, '($self, size=-1, /)'),
  method('write', METH_O, write, '($self, s, /)'),
];

const closed: PyGetSetDef = {
  name: 'closed',
  get: (op: PyObject) => PyBool_FromLong(S(op).closed),
  set: null,
  doc: null,
};
const nameField: PyGetSetDef[] = [
  {
    name: 'name',
    get: (op: PyObject) => Py_NewRef(S(op).name ?? Py_None),
    set: (op: PyObject, value: PyObject | null) => {
      const old = S(op).name;
      S(op).name = value === null ? null : Py_NewRef(value);
      Py_XDECREF(old);
      return 0;
    },
    doc: null,
  },
  {
    name: 'mode',
    get: (op: PyObject) => PyUnicode_FromString(S(op).mode),
    set: (op: PyObject, value: PyObject | null) => {
      if (value !== null && PyUnicode_Check(value)) S(op).mode = (value as PyUnicodeObject).str;
      return 0;
    },
    doc: null,
  },
];
const str = (name: string, get: (self: StreamObject) => string | null): PyGetSetDef => ({
  name,
  get: (op: PyObject) => {
    const value = get(S(op));
    return value === null ? none() : PyUnicode_FromString(value);
  },
  set: null,
  doc: null,
});
/** The stream below a text file: the same file, open for bytes. */
const buffer: PyGetSetDef = {
  name: 'buffer',
  get: (op: PyObject) => {
    const self = S(op);
    if (self.below === null) {
      const below = newStream(
        self.canRead && self.canWrite
          ? IO_TYPES.BufferedRandom
          : self.canWrite
            ? IO_TYPES.BufferedWriter
            : IO_TYPES.BufferedReader,
      );
      if (below === null) return null;
      S(below).content = self.content;
      S(below).pos = self.pos;
      S(below).canRead = self.canRead;
      S(below).canWrite = self.canWrite;
      S(below).target = self.target;
      S(below).fd = self.fd;
      S(below).closefd = false;
      S(below).mode = 'rb';
      S(below).name = self.name === null ? null : Py_NewRef(self.name);
      self.below = below;
    }
    return Py_NewRef(self.below);
  },
  set: null,
  doc: null,
};

type Parent = (() => PyTypeObject) | undefined;
export function stream(
  name: string,
  size: number,
  parent: Parent,
  methods: PyMethodDef[],
  getset: PyGetSetDef[],
  more: Partial<TypeSpec> = {},
): PyTypeObject {
  return defineModuleType({
    tp_name: `_io.${name}`,
    tp_basicsize: size,
    tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    ...(parent === undefined ? {} : { tp_base: parent }),
    tp_dictoffset: size - 24,
    tp_weaklistoffset: size - 16,
    construct: (type) => new StreamObject(type),
    tp_dealloc: stream_dealloc,
    tp_traverse: (self: StreamObject, visit) => {
      if (self.ob_dict !== null && self.ob_dict !== undefined) visit(self.ob_dict);
      if (self.name !== null) visit(self.name);
      if (self.below !== null) visit(self.below);
    },
    tp_iter: PyObject_SelfIter,
    tp_iternext: iternext,
    tp_alloc: PyType_GenericAlloc,
    tp_free: PyObject_GC_Del,
    tp_new: (type: PyTypeObject) => newStream(type),
    tp_methods: methods,
    tp_getset: getset,
    ...more,
  });
}

type Init = (self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null) => number;
const stringParser = argParser('StringIO', ['initial_value', 'newline'], 0, 2);
const stringio_init: Init = (op, args, kwargs) => {
  const argv = _PyArg_UnpackKeywordsDict(args, kwargs, stringParser);
  if (argv === null) return -1;
  const self = S(op);
  self.newline = argv[1] == null ? '\n' : argv[1] === Py_None ? null : (argv[1] as PyUnicodeObject).str;
  self.text = '';
  self.pos = 0;
  if (argv[0] != null && argv[0] !== Py_None) {
    if (!PyUnicode_Check(argv[0])) {
      PyErr_SetString(PyExc_TypeError, `initial_value must be str or None, not ${argv[0].ob_type.tp_name}`);
      return -1;
    }
    const n = string_write(op, argv[0]);
    if (n === null) return -1;
    Py_DECREF(n);
    self.pos = 0;
  }
  return 0;
};
const wrapParser = argParser(
  'TextIOWrapper',
  ['buffer', 'encoding', 'errors', 'newline', 'line_buffering', 'write_through'],
  1,
  6,
);
const textio_init: Init = (op, args, kwargs) => {
  const argv = _PyArg_UnpackKeywordsDict(args, kwargs, wrapParser);
  if (argv === null) return -1;
  const self = S(op);
  if (!(argv[0] instanceof StreamObject)) {
    PyErr_SetString(PyExc_TypeError, `TextIOWrapper over '${argv[0]!.ob_type.tp_name}' is not simulated`);
    return -1;
  }
  self.below = Py_NewRef(argv[0]);
  self.content = argv[0].content;
  self.pos = argv[0].pos;
  self.target = argv[0].target;
  self.canRead = argv[0].canRead;
  self.canWrite = argv[0].canWrite;
  self.appending = argv[0].appending;
  self.name = argv[0].name === null ? null : Py_NewRef(argv[0].name);
  const text = (i: number): string | null =>
    argv[i] == null || argv[i] === Py_None ? null : (argv[i] as PyUnicodeObject).str;
  self.encoding = text(1) ?? 'UTF-8';
  self.errors = text(2) ?? 'strict';
  self.newline = text(3);
  return 0;
};

const _IOBase = stream(
  '_IOBase',
  32,
  undefined,
  base([
    ...COMMON,
    ...['seek', 'truncate', 'fileno'].map(refuse),
    method('tell', METH_NOARGS, () => unsupportedOperation('seek'), null),
    method('readline', METH_FASTCALL, () => unsupportedOperation('read'), null),
    ...['readable', 'writable', 'seekable'].map((name) =>
      method(
        name,
        METH_NOARGS,
        check(() => PyBool_FromLong(false)),
        '($self, /)',
      ),
    ),
    ...['_checkReadable', '_checkWritable', '_checkSeekable', '_checkClosed'].map((name) =>
      method(name, METH_FASTCALL, none, null),
    ),
  ]),
  [closed],
);
const _RawIOBase = stream('_RawIOBase', 32, () => _IOBase, base([refuse('read'), refuse('write')]), []);
const _BufferedIOBase = stream(
  '_BufferedIOBase',
  32,
  () => _IOBase,
  base([refuse('read'), refuse('write'), refuse('read1'), refuse('readinto'), refuse('detach')]),
  [],
);
const _TextIOBase = stream(
  '_TextIOBase',
  32,
  () => _IOBase,
  base([refuse('read'), refuse('readline'), refuse('write'), refuse('detach')]),
  [str('encoding', () => null), str('errors', () => null), str('newlines', () => null)],
);
const fileRepr = (op: PyObject): PyObject =>
  PyUnicode_FromString(`<${op.ob_type.tp_name}${S(op).name === null ? '' : ` name=${reprText(S(op).name!)}`}>`);
const buffered = (name: string): PyTypeObject =>
  stream(name, 152, () => _BufferedIOBase, bytesMethods, nameField, { tp_repr: fileRepr, tp_init: wrapBytes as never });
/** BufferedReader(raw) and friends: the same content, once more. */
const wrapBytes: Init = (op, args) => {
  const below = args.ob_item[0];
  if (!(below instanceof StreamObject)) {
    PyErr_SetString(PyExc_TypeError, `${op.ob_type.tp_name} over this stream is not simulated`);
    return -1;
  }
  S(op).content = below.content;
  S(op).pos = below.pos;
  S(op).target = below.target;
  S(op).below = Py_NewRef(below);
  S(op).mode = 'b';
  return 0;
};

export const IO_TYPES = {
  _IOBase,
  _RawIOBase,
  _BufferedIOBase,
  _TextIOBase,
  FileIO: stream('FileIO', 48, () => _RawIOBase, bytesMethods, nameField, { tp_repr: fileRepr }),
  BufferedReader: buffered('BufferedReader'),
  BufferedWriter: buffered('BufferedWriter'),
  BufferedRandom: buffered('BufferedRandom'),
  BufferedRWPair: buffered('BufferedRWPair'),
  StringIO: stream(
    'StringIO',
    168,
    () => _TextIOBase,
    [
      ...textMethods(string_read, string_readline, string_write),
      method('getvalue', METH_NOARGS, string_getvalue, '($self, /)'),
    ],
    [str('newlines', () => null), { name: 'line_buffering', get: () => PyBool_FromLong(false), set: null, doc: null }],
    { tp_init: stringio_init as never },
  ),
  TextIOWrapper: stream(
    'TextIOWrapper',
    200,
    () => _TextIOBase,
    [
      ...textMethods(text_read, text_readline, text_write),
      method('reconfigure', METH_FASTCALL | METH_KEYWORDS, none as never, null),
      method('fileno', METH_NOARGS, fileno, '($self, /)'),
    ],
    [
      ...nameField,
      buffer,
      str('encoding', (self) => self.encoding),
      str('errors', (self) => self.errors),
      str('newlines', () => null),
      { name: 'line_buffering', get: () => PyBool_FromLong(false), set: null, doc: null },
      { name: 'write_through', get: () => PyBool_FromLong(false), set: null, doc: null },
    ],
    {
      tp_init: textio_init as never,
      tp_repr: (op) =>
        PyUnicode_FromString(
          `<_io.TextIOWrapper${S(op).name === null ? '' : ` name=${reprText(S(op).name!)}`}${S(op).mode === '' ? '' : ` mode='${S(op).mode}'`} encoding='${S(op).encoding}'>`,
        ),
    },
  ),
  IncrementalNewlineDecoder: stream('IncrementalNewlineDecoder', 40, undefined, [], []),
};
