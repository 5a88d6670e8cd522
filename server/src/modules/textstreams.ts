// sys.stdin, sys.stdout and sys.stderr: _io.TextIOWrapper objects over the host's streams. The rest of _io is in _io.ts.
// Follows the parts of Modules/_io/textio.c that programs see on standard streams, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_NewRef, Py_DECREF } from '../heap/refcount';
import { PyObject_GetIter, PyIter_Next } from '../objects/abstract';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_OSError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsSsize_t, PyLong_FromLong } from '../objects/longobject';
import { PyObject } from '../objects/object';
import { PyObject_SelfIter, Py_None } from '../objects/objectprotocol';
import type { PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_TPFLAGS_HAVE_GC, defineType, method } from '../objects/typestruct';
import { _PyUnicode_AsUTF8String, hasSurrogates } from '../objects/unicode_codecs';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { host } from './host';

type Stream = 0 | 1 | 2;
const NAMES = ['<stdin>', '<stdout>', '<stderr>'];

class StandardStreamObject extends PyObject {
  fd: Stream;
  closed: boolean;
  constructor(type: PyTypeObject, fd: Stream) {
    super(type);
    this.fd = fd;
    this.closed = false;
    this.ob_dict = null;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

function open(self: StandardStreamObject): boolean {
  if (!self.closed) return true;
  PyErr_SetString(PyExc_ValueError, 'I/O operation on closed file.');
  return false;
}

function write(op: PyObject, text: PyObject): PyObject | null {
  const self = op as StandardStreamObject;
  if (!PyUnicode_Check(text))
    return PyErr_SetString(PyExc_TypeError, `write() argument must be str, not ${text.ob_type.tp_name}`);
  if (!open(self)) return null;
  if (self.fd === 0) return unsupportedOperation('not writable');
  const u = text as PyUnicodeObject;
  let shown = u.str;
  if (u.kind !== 1 && hasSurrogates(u)) {
    const data = _PyUnicode_AsUTF8String(u, self.fd === 1 ? null : 'backslashreplace');
    if (data === null) return null;
    shown = new TextDecoder().decode(data.ob_sval);
    Py_DECREF(data);
  }
  if (self.fd === 1) host.writeStdout(shown);
  else host.writeStderr(shown);
  return PyLong_FromLong(u.length);
}
function unsupportedOperation(message: string): null {
  return PyErr_SetString(PyExc_OSError, message);
}

function writelines(op: PyObject, lines: PyObject): PyObject | null {
  const it = PyObject_GetIter(lines);
  if (it === null) return null;
  for (;;) {
    const line = PyIter_Next(it);
    if (line === null) break;
    const written = write(op, line);
    Py_DECREF(line);
    if (written === null) {
      Py_DECREF(it);
      return null;
    }
    Py_DECREF(written);
  }
  Py_DECREF(it);
  return PyErr_Occurred() ? null : Py_NewRef(Py_None);
}

/** Text read ahead by read(n) and readline(n). */
let pending = '';
function readline(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const self = op as StandardStreamObject;
  if (!open(self)) return null;
  if (self.fd !== 0) return unsupportedOperation('not readable');
  let line = pending !== '' ? pending : host.readStdinLine();
  pending = '';
  if (args.length > 0 && args[0] !== Py_None) {
    const limit = PyLong_AsSsize_t(args[0]!);
    if (limit === -1 && PyErr_Occurred()) return null;
    if (limit >= 0 && line.length > limit) {
      pending = line.slice(limit);
      line = line.slice(0, limit);
    }
  }
  return PyUnicode_FromString(line);
}
function read(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const self = op as StandardStreamObject;
  if (!open(self)) return null;
  if (self.fd !== 0) return unsupportedOperation('not readable');
  let limit = -1;
  if (args.length > 0 && args[0] !== Py_None) {
    limit = PyLong_AsSsize_t(args[0]!);
    if (limit === -1 && PyErr_Occurred()) return null;
  }
  let text = pending;
  pending = '';
  while (limit < 0 || text.length < limit) {
    const line = host.readStdinLine();
    if (line === '') break;
    text += line;
  }
  if (limit >= 0 && text.length > limit) {
    pending = text.slice(limit);
    text = text.slice(0, limit);
  }
  return PyUnicode_FromString(text);
}
function readlines(): PyObject {
  const lines: PyObject[] = [];
  if (pending !== '') lines.push(PyUnicode_FromString(pending));
  pending = '';
  for (let line = host.readStdinLine(); line !== ''; line = host.readStdinLine())
    lines.push(PyUnicode_FromString(line));
  return PyList_FromArraySteal(lines);
}

const no = (): PyObject => PyBool_FromLong(false);
const none = (): PyObject => Py_NewRef(Py_None);
const text = (value: string) => (): PyObject => PyUnicode_FromString(value);
const fd = (op: PyObject): Stream => (op as StandardStreamObject).fd;

export const StandardStream_Type: PyTypeObject = defineType({
  tp_name: '_io.TextIOWrapper',
  tp_basicsize: 216,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dictoffset: 200,
  tp_weaklistoffset: 208,
  tp_dealloc: (self: StandardStreamObject) => {
    PyObject_GC_UnTrack(self);
    const dict = self.ob_dict;
    self.ob_dict = null;
    if (dict !== null) Py_DECREF(dict);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: StandardStreamObject, visit) => {
    if (self.ob_dict !== null) visit(self.ob_dict);
  },
  tp_repr: (op) =>
    PyUnicode_FromString(
      `<_io.TextIOWrapper name='${NAMES[fd(op)]!}' mode='${fd(op) === 0 ? 'r' : 'w'}' encoding='utf-8'>`,
    ),
  tp_iter: PyObject_SelfIter,
  tp_iternext: (op) => {
    const line = readline(op, []);
    if (line !== null && (line as PyUnicodeObject).length === 0) {
      Py_DECREF(line);
      return null;
    }
    return line;
  },
  tp_methods: [
    method('write', METH_O, write, '($self, text, /)'),
    method('writelines', METH_O, writelines, '($self, lines, /)'),
    method('flush', METH_NOARGS, none, '($self, /)'),
    method(
      'close',
      METH_NOARGS,
      (op: PyObject) => {
        (op as StandardStreamObject).closed = true;
        return none();
      },
      '($self, /)',
    ),
    method('fileno', METH_NOARGS, (op: PyObject) => PyLong_FromLong(fd(op)), '($self, /)'),
    method('isatty', METH_NOARGS, no, '($self, /)'),
    method('readable', METH_NOARGS, (op: PyObject) => PyBool_FromLong(fd(op) === 0), '($self, /)'),
    method('writable', METH_NOARGS, (op: PyObject) => PyBool_FromLong(fd(op) !== 0), '($self, /)'),
    method('seekable', METH_NOARGS, no, '($self, /)'),
    method('readline', METH_FASTCALL, readline, '($self, size=-1, /)'),
    method('readlines', METH_NOARGS, readlines, '($self, /)'),
    method('read', METH_FASTCALL, read, '($self, size=-1, /)'),
    method('reconfigure', METH_FASTCALL | 2, none, null),
    method('__enter__', METH_NOARGS, (op: PyObject) => Py_NewRef(op), null),
    method('__exit__', METH_FASTCALL, none, null),
  ],
  tp_getset: [
    { name: 'name', get: (op: PyObject) => PyUnicode_FromString(NAMES[fd(op)]!), set: null, doc: null },
    { name: 'mode', get: (op: PyObject) => PyUnicode_FromString(fd(op) === 0 ? 'r' : 'w'), set: null, doc: null },
    { name: 'encoding', get: text('utf-8'), set: null, doc: null },
    {
      name: 'errors',
      get: (op: PyObject) => PyUnicode_FromString(fd(op) === 2 ? 'backslashreplace' : 'strict'),
      set: null,
      doc: null,
    },
    { name: 'newlines', get: none, set: null, doc: null },
    { name: 'line_buffering', get: (op: PyObject) => PyBool_FromLong(fd(op) === 2), set: null, doc: null },
    { name: 'write_through', get: no, set: null, doc: null },
    {
      name: 'closed',
      get: (op: PyObject) => PyBool_FromLong((op as StandardStreamObject).closed),
      set: null,
      doc: null,
    },
  ],
});

/** A standard stream, open. */
export function newStandardStream(fd: Stream): Owned<PyObject> {
  if (fd === 0) pending = '';
  const self = PyObject_GC_New(new StandardStreamObject(StandardStream_Type, fd), 216);
  _PyObject_GC_TRACK(self);
  return self;
}
