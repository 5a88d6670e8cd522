// io.BytesIO: a stream over a bytes object of its own, which it shares for as long as nobody writes. Follows
// Modules/_io/bytesio.c, CPython 3.13. Deviation: a TextIOWrapper or Buffered… over it writes through `content`.

import { PyObject_GC_Del } from '../../heap/alloc';
import { PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_REFCNT, Py_XDECREF } from '../../heap/refcount';
import { PyIter_Next, PyObject_GetIter } from '../../objects/abstract';
import {
  PyBuffer_FillInfo,
  PyBuffer_Release,
  PyObject_CheckBuffer,
  PyObject_GetBuffer,
  newBuffer,
} from '../../objects/bufferobject';
import { PyBUF_CONTIG_RO, PyBUF_WRITABLE } from '../../objects/bufferstruct';
import type { Py_buffer } from '../../objects/bufferstruct';
import { PyBytes_CheckExact, PyBytes_FromStringAndSize, PyBytes_New, _PyBytes_Resize } from '../../objects/bytesobject';
import type { PyBytesObject } from '../../objects/bytesstruct';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyDict_Check, PyDict_Copy, PyDict_Update } from '../../objects/dictobject';
import { PyErr_Clear, PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_BufferError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { _PyArg_BadArgument, _PyArg_UnpackKeywordsDict, argParser } from '../../objects/getargs';
import { PyList_FromArraySteal } from '../../objects/listobject';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from '../../objects/longobject';
import { PyMemoryView_FromObject } from '../../objects/memoryobject';
import { defineModuleType } from '../../objects/moduletype';
import { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyMethodDef, PyTypeObject } from '../../objects/typestruct';
import {
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../../objects/typestruct';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import { PyErr_WriteUnraisable } from '../../objects/unraisable';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { _PySys_GetSizeOf } from '../sysmodule';
import type { FileContent } from '../virtualfiles';
import { closedFile } from './errors';
import { IO_TYPES, StreamObject, capable, newStream, stream } from './streams';

class BytesIOObject extends StreamObject implements FileContent {
  /** The buffer; null when closed. More than one reference: to be copied before anything changes. */
  buf: PyBytesObject | null;
  string_size: number;
  /** Views of the buffer. While there are any it neither moves nor changes its size. */
  exports: number;

  constructor(type: PyTypeObject) {
    super(type);
    this.buf = null;
    this.string_size = 0;
    this.exports = 0;
    this.mode = 'b';
    this.content = this;
  }

  // What a stream on top of this one sees.
  get bytes(): Uint8Array {
    return this.buf === null ? new Uint8Array(0) : this.buf.ob_sval;
  }
  get size(): number {
    return this.string_size;
  }
  set size(n: number) {
    this.string_size = n;
  }
  reserve(end: number): void {
    if (end > this.bytes.length) resize_buffer(this, end);
    else if (shared(this)) unshare_buffer(this, Math.max(end, this.string_size));
  }
}
const B = (op: PyObject): BytesIOObject => op as BytesIOObject;

const shared = (self: BytesIOObject): boolean => Py_REFCNT(self.buf!) > 1;

function check_exports(self: BytesIOObject): boolean {
  if (self.exports === 0) return true;
  PyErr_SetString(PyExc_BufferError, 'Existing exports of data: object cannot be re-sized');
  return false;
}

/** The contents, in an array of `size` bytes. */
function copied(self: BytesIOObject, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(self.buf!.ob_sval.subarray(0, Math.min(size, self.string_size)));
  return bytes;
}

/** Makes the buffer this stream's own, with room for `size` bytes. */
function unshare_buffer(self: BytesIOObject, size: number): void {
  const bytes = copied(self, size);
  const old = self.buf!;
  self.buf = size === 0 ? PyBytes_FromStringAndSize(bytes) : PyBytes_New(bytes);
  Py_DECREF(old);
}

/** Makes room for `size` bytes: some more when it grows a little, exactly one more when it jumps or shrinks a lot. */
function resize_buffer(self: BytesIOObject, size: number): void {
  let alloc = self.buf!.ob_sval.length;
  if (size < Math.floor(alloc / 2)) alloc = size + 1;
  else if (size < alloc) return;
  else if (size < alloc * 1.125) alloc = size + (size >> 3) + (size < 9 ? 3 : 6);
  else alloc = size + 1;
  if (shared(self)) unshare_buffer(self, alloc);
  else self.buf = _PyBytes_Resize(self.buf!, copied(self, alloc));
}

/** Writes a bytes-like object at the position: how many bytes, or −1 with an exception. */
function write_bytes(self: BytesIOObject, b: PyObject): number {
  if (self.buf === null) {
    closedFile();
    return -1;
  }
  if (!check_exports(self)) return -1;
  const buffer = newBuffer();
  if (PyObject_GetBuffer(b, buffer, PyBUF_CONTIG_RO) < 0) return -1;
  const nbytes = buffer.len;
  if (nbytes > 0) {
    const endpos = self.pos + nbytes;
    if (endpos > self.buf.ob_sval.length) resize_buffer(self, endpos);
    else if (shared(self)) unshare_buffer(self, Math.max(endpos, self.string_size));
    const { ob_sval } = self.buf;
    if (self.pos > self.string_size) ob_sval.fill(0, self.string_size, self.pos);
    ob_sval.set(buffer.buf.subarray(buffer.offset, buffer.offset + nbytes), self.pos);
    self.pos = endpos;
    if (self.string_size < endpos) self.string_size = endpos;
  }
  PyBuffer_Release(buffer);
  return nbytes;
}

type Unary = (op: PyObject) => PyObject | null;
type Fast = (op: PyObject, args: readonly PyObject[]) => PyObject | null;
/** Refuses on a closed stream. */
const open =
  <F extends (op: PyObject, ...rest: never[]) => PyObject | null>(f: F) =>
  (op: PyObject, ...rest: unknown[]): PyObject | null =>
    B(op).buf === null ? closedFile() : f(op, ...(rest as never[]));

/** An optional size, −1 without one; null with an exception. */
function sizeOf(arg: PyObject | undefined): number | null {
  if (arg === undefined || arg === Py_None) return -1;
  const n = PyLong_AsSsize_t(arg);
  return n === -1 && PyErr_Occurred() ? null : n;
}

function read_bytes(self: BytesIOObject, size: number): Owned<PyObject> {
  const buf = self.buf!;
  const { pos } = self;
  self.pos += size;
  // All of it: the buffer itself.
  if (size > 1 && pos === 0 && size === buf.ob_sval.length && self.exports === 0) return Py_NewRef(buf);
  return PyBytes_FromStringAndSize(buf.ob_sval.slice(pos, pos + size));
}

/** How many bytes there are up to and with the next newline, `len` at most. */
function scan_eol(self: BytesIOObject, len: number): number {
  if (self.pos >= self.string_size) return 0;
  const maxlen = self.string_size - self.pos;
  const n = len < 0 || len > maxlen ? maxlen : len;
  const at = self.buf!.ob_sval.indexOf(10, self.pos);
  return at < 0 || at >= self.pos + n ? n : at + 1 - self.pos;
}

const bytesio_read: Fast = (op, args) => {
  const self = B(op);
  let size = sizeOf(args[0]);
  if (size === null) return null;
  const n = self.string_size - self.pos;
  if (size < 0 || size > n) size = Math.max(0, n);
  return read_bytes(self, size);
};
const bytesio_readline: Fast = (op, args) => {
  const size = sizeOf(args[0]);
  return size === null ? null : read_bytes(B(op), scan_eol(B(op), size));
};
const bytesio_readlines: Fast = (op, args) => {
  const self = B(op);
  const maxsize = sizeOf(args[0]);
  if (maxsize === null) return null;
  const lines: PyObject[] = [];
  let size = 0;
  for (let n = scan_eol(self, -1); n !== 0; n = scan_eol(self, -1)) {
    lines.push(PyBytes_FromStringAndSize(self.buf!.ob_sval.slice(self.pos, self.pos + n)));
    self.pos += n;
    size += n;
    if (maxsize > 0 && size >= maxsize) break;
  }
  return PyList_FromArraySteal(lines);
};
function bytesio_iternext(op: PyObject): PyObject | null {
  const self = B(op);
  if (self.buf === null) return closedFile();
  const n = scan_eol(self, -1);
  return n === 0 ? null : read_bytes(self, n);
}
function bytesio_readinto(op: PyObject, target: PyObject): PyObject | null {
  const self = B(op);
  const room = newBuffer();
  if (!PyObject_CheckBuffer(target) || PyObject_GetBuffer(target, room, PyBUF_WRITABLE) < 0) {
    PyErr_Clear();
    return _PyArg_BadArgument('readinto', 'argument', 'read-write bytes-like object', target);
  }
  if (self.buf === null) {
    PyBuffer_Release(room);
    return closedFile();
  }
  const len = Math.max(0, Math.min(room.len, self.string_size - self.pos));
  room.buf.set(self.buf.ob_sval.subarray(self.pos, self.pos + len), room.offset);
  self.pos += len;
  PyBuffer_Release(room);
  return PyLong_FromSsize_t(len);
}

const bytesio_truncate: Fast = (op, args) => {
  const self = B(op);
  if (!check_exports(self)) return null;
  let size = self.pos;
  if (args.length > 0 && args[0] !== Py_None) {
    size = PyLong_AsSsize_t(args[0]!);
    if (size === -1 && PyErr_Occurred()) return null;
    if (size < 0) return PyErr_SetString(PyExc_ValueError, `negative size value ${size}`);
  }
  if (size < self.string_size) {
    self.string_size = size;
    resize_buffer(self, size);
  }
  return PyLong_FromSsize_t(size);
};
const bytesio_seek: Fast = (op, args) => {
  const self = B(op);
  const pos = PyLong_AsSsize_t(args[0]!);
  if (pos === -1 && PyErr_Occurred()) return null;
  const whence = args.length > 1 ? PyLong_AsSsize_t(args[1]!) : 0;
  if (whence === -1 && PyErr_Occurred()) return null;
  if (pos < 0 && whence === 0) return PyErr_SetString(PyExc_ValueError, `negative seek value ${pos}`);
  if (whence !== 0 && whence !== 1 && whence !== 2) {
    return PyErr_SetString(PyExc_ValueError, `invalid whence value (${whence}, should be 0, 1 or 2)`);
  }
  self.pos = Math.max(0, pos + (whence === 0 ? 0 : whence === 1 ? self.pos : self.string_size));
  return PyLong_FromSsize_t(self.pos);
};

function bytesio_write(op: PyObject, b: PyObject): PyObject | null {
  const n = write_bytes(B(op), b);
  return n < 0 ? null : PyLong_FromSsize_t(n);
}
function bytesio_writelines(op: PyObject, lines: PyObject): PyObject | null {
  const it = PyObject_GetIter(lines);
  if (it === null) return null;
  for (let item = PyIter_Next(it); item !== null; item = PyIter_Next(it)) {
    const r = write_bytes(B(op), item);
    Py_DECREF(item);
    if (r < 0) {
      Py_DECREF(it);
      return null;
    }
  }
  Py_DECREF(it);
  return PyErr_Occurred() ? null : Py_NewRef(Py_None);
}

const bytesio_getvalue: Unary = (op) => {
  const self = B(op);
  if (self.string_size !== self.buf!.ob_sval.length && self.exports === 0) {
    if (shared(self)) unshare_buffer(self, self.string_size);
    else self.buf = _PyBytes_Resize(self.buf!, copied(self, self.string_size));
  }
  return Py_NewRef(self.buf!);
};
const bytesio_getbuffer: Unary = (op) => {
  const buf = PyType_GenericAlloc(bytesiobuf_type, 0) as bytesiobuf | null;
  if (buf === null) return null;
  buf.source = Py_NewRef(B(op));
  const view = PyMemoryView_FromObject(buf);
  Py_DECREF(buf);
  return view;
};
function bytesio_close(op: PyObject): PyObject | null {
  const self = B(op);
  if (!check_exports(self)) return null;
  const { buf } = self;
  self.buf = null;
  self.closed = true;
  Py_XDECREF(buf);
  return Py_NewRef(Py_None);
}

function bytesio_sizeof(op: PyObject): PyObject | null {
  const self = B(op);
  let size = self.ob_type.tp_basicsize;
  if (self.buf !== null && !shared(self)) {
    const s = _PySys_GetSizeOf(self.buf);
    if (s < 0) return null;
    size += s;
  }
  return PyLong_FromSsize_t(size);
}
const bytesio_getstate: Unary = (op) => {
  const value = bytesio_getvalue(op);
  if (value === null) return null;
  const dict = op.ob_dict == null ? Py_NewRef(Py_None) : PyDict_Copy(op.ob_dict);
  return PyTuple_FromArraySteal([value, PyLong_FromSsize_t(B(op).pos), dict!]);
};
function bytesio_setstate(op: PyObject, state: PyObject): PyObject | null {
  const self = B(op);
  if (!PyTuple_Check(state) || (state as PyTupleObject).ob_item.length < 3) {
    const { tp_name } = state.ob_type;
    const what = `${self.ob_type.tp_name}.__setstate__ argument should be 3-tuple, got ${tp_name}`;
    return PyErr_SetString(PyExc_TypeError, what);
  }
  if (!check_exports(self)) return null;
  const [value, position, dict] = (state as PyTupleObject).ob_item as [PyObject, PyObject, PyObject];
  self.string_size = 0;
  self.pos = 0;
  if (write_bytes(self, value) < 0) return null;
  if (!PyLong_Check(position)) {
    const what = `second item of state must be an integer, not ${position.ob_type.tp_name}`;
    return PyErr_SetString(PyExc_TypeError, what);
  }
  const pos = PyLong_AsSsize_t(position);
  if (pos === -1 && PyErr_Occurred()) return null;
  if (pos < 0) return PyErr_SetString(PyExc_ValueError, 'position value cannot be negative');
  self.pos = pos;
  if (dict !== Py_None) {
    if (!PyDict_Check(dict)) {
      const what = `third item of state should be a dict, got a ${dict.ob_type.tp_name}`;
      return PyErr_SetString(PyExc_TypeError, what);
    }
    if (self.ob_dict == null) self.ob_dict = Py_NewRef(dict as PyDictObject);
    else if (PyDict_Update(self.ob_dict, dict) < 0) return null;
  }
  return Py_NewRef(Py_None);
}

const initParser = argParser('BytesIO', ['initial_bytes'], 0, 1);
function bytesio_init(op: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): number {
  const argv = _PyArg_UnpackKeywordsDict(args, kwargs, initParser);
  if (argv === null) return -1;
  const self = B(op);
  self.string_size = 0;
  self.pos = 0;
  if (!check_exports(self)) return -1;
  const initial = argv[0] ?? null;
  if (initial === null || initial === Py_None) return 0;
  if (PyBytes_CheckExact(initial)) {
    const old = self.buf;
    self.buf = Py_NewRef(initial);
    Py_XDECREF(old);
    self.string_size = initial.ob_sval.length;
    return 0;
  }
  if (write_bytes(self, initial) < 0) return -1;
  self.pos = 0;
  return 0;
}
function bytesio_new(type: PyTypeObject): PyObject | null {
  const self = newStream(type) as BytesIOObject | null;
  if (self !== null) self.buf = PyBytes_FromStringAndSize(new Uint8Array(0));
  return self;
}
function bytesio_dealloc(op: PyObject): void {
  const self = B(op);
  PyObject_GC_UnTrack(self);
  if (self.exports > 0) {
    PyErr_SetString(PyExc_SystemError, 'deallocated BytesIO object has exported buffers');
    PyErr_WriteUnraisable(null);
  }
  const { buf, ob_dict } = self;
  self.buf = null;
  Py_XDECREF(buf);
  self.ob_dict = null;
  Py_XDECREF(ob_dict ?? null);
  if (self.ob_weakreflist != null) PyObject_ClearWeakRefs(self);
  self.ob_type.tp_free!(self as never);
}

const methods: PyMethodDef[] = [
  ...capable.filter(({ ml_name }) => !['seek', 'tell', 'truncate'].includes(ml_name)),
  method(
    'tell',
    METH_NOARGS,
    open((op) => PyLong_FromSsize_t(B(op).pos)),
    '($self, /)',
  ),
  method('write', METH_O, bytesio_write, '($self, b, /)'),
  method('writelines', METH_O, open(bytesio_writelines), '($self, lines, /)'),
  method('read1', METH_FASTCALL, open(bytesio_read), '($self, size=-1, /)'),
  method('readinto', METH_O, bytesio_readinto, '($self, buffer, /)'),
  method('readline', METH_FASTCALL, open(bytesio_readline), '($self, size=-1, /)'),
  method('readlines', METH_FASTCALL, open(bytesio_readlines), '($self, size=None, /)'),
  method('read', METH_FASTCALL, open(bytesio_read), '($self, size=-1, /)'),
  method('getbuffer', METH_NOARGS, open(bytesio_getbuffer), '($self, /)'),
  method('getvalue', METH_NOARGS, open(bytesio_getvalue), '($self, /)'),
  method('seek', METH_FASTCALL, open(bytesio_seek), '($self, pos, whence=0, /)'),
  method('truncate', METH_FASTCALL, open(bytesio_truncate), '($self, size=None, /)'),
  method('close', METH_NOARGS, bytesio_close, '($self, /)'),
  method('__getstate__', METH_NOARGS, open(bytesio_getstate), null),
  method('__setstate__', METH_O, open(bytesio_setstate), null),
  method('__sizeof__', METH_NOARGS, bytesio_sizeof, null),
];

export const BytesIO_Type: PyTypeObject = stream('BytesIO', 64, () => IO_TYPES._BufferedIOBase, methods, [], {
  construct: (type) => new BytesIOObject(type),
  tp_new: bytesio_new,
  tp_init: bytesio_init as never,
  tp_dealloc: bytesio_dealloc,
  tp_iternext: bytesio_iternext,
  tp_traverse: (op: PyObject, visit) => {
    if (op.ob_dict != null) visit(op.ob_dict);
    const { buf } = B(op);
    if (buf !== null) visit(buf);
  },
});

/** What getbuffer()'s memoryview is a view of: keeps the stream, and counts its exports. */
class bytesiobuf extends PyObject {
  source: BytesIOObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.source = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
function bytesiobuf_getbuffer(op: PyObject, view: Py_buffer, flags: number): number {
  const b = (op as bytesiobuf).source!;
  if (b.exports === 0 && shared(b)) unshare_buffer(b, b.string_size);
  if (PyBuffer_FillInfo(view, op, b.buf!.ob_sval, 0, b.string_size, false, flags) < 0) return -1;
  b.exports++;
  return 0;
}
export const bytesiobuf_type: PyTypeObject = defineModuleType({
  tp_name: '_io._BytesIOBuffer',
  heap: 'immutable',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
  construct: (type) => new bytesiobuf(type),
  tp_dealloc: (op: PyObject) => {
    PyObject_GC_UnTrack(op);
    const { source } = op as bytesiobuf;
    (op as bytesiobuf).source = null;
    Py_XDECREF(source);
    op.ob_type.tp_free!(op as never);
  },
  tp_traverse: (op: PyObject, visit) => {
    const { source } = op as bytesiobuf;
    if (source !== null) visit(source);
  },
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  bf_getbuffer: bytesiobuf_getbuffer,
  bf_releasebuffer: (op: PyObject) => {
    (op as bytesiobuf).source!.exports--;
  },
});
