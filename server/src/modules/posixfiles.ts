// The part of posix that works on file descriptors, and scandir(), over the virtual files. Follows Modules/posixmodule.c,
// CPython 3.13. Links, owners, permissions and other devices do not exist.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBool_FromLong } from '../objects/boolobject';
import { bytesOf } from '../objects/bufferobject';
import { PyBytes_Check, PyBytes_FromStringAndSize } from '../objects/bytesobject';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError } from '../objects/exceptions';
import { PyLong_AsInt, PyLong_AsSsize_t, PyLong_Check, PyLong_FromLong } from '../objects/longobject';
import { defineModuleType } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { PyObject_Repr, PyObject_SelfIter, Py_None } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyMethodDef } from '../objects/typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_HAVE_GC,
  method,
} from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import type { FileDescription } from './descriptors';
import {
  closeDescriptor,
  description,
  descriptor,
  fileDescription,
  newPipe,
  openDescriptor,
  readDescription,
  writeDescription,
} from './descriptors';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { pathText, raiseErrno, statOf } from './posixmodule';
import { keywordMethod, none, positionalMethod } from './support';
import { absolutePath, createContent, isFolder, keepContent, listFolder, openContent } from './virtualfiles';

const ENOENT = 2;
const EBADF = 9;
const EEXIST = 17;
const ENOTDIR = 20;
const EISDIR = 21;
const ESPIPE = 29;

/** An int argument, or null with an exception. */
function intArg(arg: PyObject): number | null {
  const n = PyLong_AsInt(arg);
  return n === -1 && PyErr_Occurred() ? null : n;
}
function descriptionOf(arg: PyObject): FileDescription | null {
  const fd = intArg(arg);
  return fd === null ? null : (description(fd) ?? raiseErrno(EBADF, null));
}

/** open(2): a new descriptor, or an errno below zero. */
export function openPath(path: string, flags: number): number {
  const creating = (flags & 0o100) !== 0;
  const writing = (flags & 3) !== 0;
  if (isFolder(path) && openContent(path) === null) return -EISDIR;
  let content = path === '/dev/null' ? { bytes: new Uint8Array(0), size: 0 } : openContent(path);
  if (content === null) {
    if (!creating) return -ENOENT;
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    if (!isFolder(folder)) return openContent(folder) === null ? -ENOENT : -ENOTDIR;
    content = createContent(path);
  } else if (creating && (flags & 0o200) !== 0) return -EEXIST;
  else if (path !== '/dev/null') {
    if ((flags & 0o1000) !== 0 && writing) content = createContent(path);
    else if (writing) keepContent(path, content);
  }
  return openDescriptor(fileDescription(content, path, flags));
}

function os_open(_m: PyObject, argv: (PyObject | null)[]): PyObject | null {
  const text = pathText(argv[0]!);
  const flags = text === null ? null : intArg(argv[1]!);
  if (flags === null) return null;
  const fd = openPath(absolutePath(text!), flags);
  return fd < 0 ? raiseErrno(-fd, argv[0]!) : PyLong_FromLong(fd);
}

function os_read(_m: PyObject, [fd, count]: readonly PyObject[]): PyObject | null {
  const d = descriptionOf(fd!);
  const n = d === null ? null : PyLong_AsSsize_t(count!);
  if (d === null || n === null || (n === -1 && PyErr_Occurred())) return null;
  if (!d.canRead) return raiseErrno(EBADF, null);
  if (n < 0) return raiseErrno(22, null);
  return PyBytes_FromStringAndSize(readDescription(d, n));
}
function os_write(_m: PyObject, [fd, data]: readonly PyObject[]): PyObject | null {
  const d = descriptionOf(fd!);
  const bytes = d === null ? null : bytesOf(data!);
  if (d === null || bytes === null) return null;
  if (!d.canWrite) return raiseErrno(EBADF, null);
  if (d.kind === 'write end' && d.hungUp()) return raiseErrno(32, null);
  writeDescription(d, bytes.slice());
  return PyLong_FromLong(bytes.length);
}
function os_lseek(_m: PyObject, [fd, offset, how]: readonly PyObject[]): PyObject | null {
  const d = descriptionOf(fd!);
  const n = d === null ? null : PyLong_AsSsize_t(offset!);
  const whence = d === null ? null : intArg(how!);
  if (d === null || n === null || whence === null || (n === -1 && PyErr_Occurred())) return null;
  if (d.kind !== 'file') return raiseErrno(ESPIPE, null);
  const to = whence === 0 ? n : whence === 1 ? d.pos + n : d.content.size + n;
  if (to < 0) return raiseErrno(22, null);
  d.pos = to;
  return PyLong_FromLong(to);
}
function os_ftruncate(_m: PyObject, [fd, length]: readonly PyObject[]): PyObject | null {
  const d = descriptionOf(fd!);
  const n = d === null ? null : PyLong_AsSsize_t(length!);
  if (d === null || n === null || (n === -1 && PyErr_Occurred())) return null;
  if (!d.canWrite || d.kind !== 'file') return raiseErrno(22, null);
  const { content } = d;
  if (n > content.bytes.length) {
    const grown = new Uint8Array(n);
    grown.set(content.bytes.subarray(0, content.size));
    content.bytes = grown;
  } else if (n > content.size) content.bytes.fill(0, content.size, n);
  content.size = n;
  return none();
}
function os_close(_m: PyObject, argv: (PyObject | null)[]): PyObject | null {
  const fd = intArg(argv[0]!);
  if (fd === null) return null;
  return closeDescriptor(fd) || (fd >= 0 && fd <= 2) ? none() : raiseErrno(EBADF, null);
}
function os_dup(_m: PyObject, fd: PyObject): PyObject | null {
  const n = intArg(fd);
  if (n === null) return null;
  const target = descriptor(n);
  return target === undefined ? raiseErrno(EBADF, null) : PyLong_FromLong(openDescriptor(target));
}
function os_fstat(_m: PyObject, argv: (PyObject | null)[]): PyObject | null {
  const d = descriptionOf(argv[0]!);
  if (d === null) return null;
  return statOf(d.kind === 'file' ? 0o100600 : d.kind === 'standard' ? 0o20620 : 0o10600, d.content.size);
}

// ---------------------------------------------------------------------------------------------------- scandir

class DirEntry extends PyObject {
  name = '';
  path = '';
  /** The path asked for was bytes: so are name and path. */
  bytes = false;
  full = '';
}
const entryText = (self: DirEntry, text: string): PyObject =>
  self.bytes ? PyBytes_FromStringAndSize(new TextEncoder().encode(text)) : PyUnicode_FromString(text);
const entryIs = (name: string, is: (self: DirEntry) => boolean): PyMethodDef =>
  method(name, METH_FASTCALL | METH_KEYWORDS, ((op: PyObject) => PyBool_FromLong(is(op as DirEntry))) as never, null);

const DirEntry_Type = defineModuleType({
  tp_name: 'posix.DirEntry',
  tp_basicsize: 120,
  construct: (type) => new DirEntry(type),
  tp_alloc: PyType_GenericAlloc,
  tp_dealloc: (self: DirEntry) => self.ob_type.tp_free!(self as never),
  tp_repr: (op: PyObject) => {
    const name = entryText(op as DirEntry, (op as DirEntry).name);
    const repr = PyObject_Repr(name) as PyUnicodeObject | null;
    Py_DECREF(name);
    if (repr === null) return null;
    const text = PyUnicode_FromString(`<DirEntry ${repr.str}>`);
    Py_DECREF(repr);
    return text;
  },
  tp_getset: [
    { name: 'name', get: (op: DirEntry) => entryText(op, op.name), set: null, doc: null },
    { name: 'path', get: (op: DirEntry) => entryText(op, op.path), set: null, doc: null },
  ],
  tp_methods: [
    entryIs('is_dir', (self) => isFolder(self.full)),
    entryIs('is_file', (self) => openContent(self.full) !== null),
    entryIs('is_symlink', () => false),
    entryIs('is_junction', () => false),
    method('inode', METH_NOARGS, () => PyLong_FromLong(1), null),
    method(
      'stat',
      METH_FASTCALL | METH_KEYWORDS,
      ((op: PyObject) => {
        const content = openContent((op as DirEntry).full);
        return statOf(content === null ? 0o40755 : 0o100644, content === null ? 4096 : content.size);
      }) as never,
      null,
    ),
    method('__fspath__', METH_NOARGS, (op: PyObject) => entryText(op as DirEntry, (op as DirEntry).path), null),
    method('__class_getitem__', METH_O | METH_CLASS, Py_GenericAlias as never, null),
  ],
});

class ScandirIterator extends PyObject {
  entries: DirEntry[] = [];
}
const close = (op: PyObject): PyObject => {
  const self = op as ScandirIterator;
  for (const entry of self.entries) Py_DECREF(entry);
  self.entries = [];
  return none();
};
const ScandirIterator_Type = defineModuleType({
  tp_name: 'posix.ScandirIterator',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  construct: (type) => new ScandirIterator(type),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_traverse: (self: ScandirIterator, visit) => {
    for (const entry of self.entries) visit(entry);
  },
  tp_dealloc: (self: ScandirIterator) => {
    PyObject_GC_UnTrack(self);
    Py_DECREF(close(self));
    self.ob_type.tp_free!(self as never);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: (op: PyObject) => (op as ScandirIterator).entries.shift() ?? null,
  tp_methods: [
    method('close', METH_NOARGS, close, null),
    method('__enter__', METH_NOARGS, (op: PyObject) => Py_NewRef(op), null),
    method('__exit__', METH_FASTCALL, close, null),
  ],
});
export const posixFileTypes = [DirEntry_Type, ScandirIterator_Type];
export { DirEntry_Type };

function scandir(_m: PyObject, argv: (PyObject | null)[]): PyObject | null {
  const given = argv[0] == null || argv[0] === Py_None ? null : argv[0];
  if (given !== null && PyLong_Check(given))
    return PyErr_SetString(PyExc_TypeError, 'scandir: listing an open descriptor is not simulated');
  const text = given === null ? '.' : pathText(given);
  if (text === null) return null;
  const full = absolutePath(text);
  const names = listFolder(full);
  if (names === null) return raiseErrno(openContent(full) === null ? ENOENT : ENOTDIR, given);
  const bytes = given !== null && PyBytes_Check(given);
  const it = ScandirIterator_Type.tp_alloc!(ScandirIterator_Type, 0) as ScandirIterator;
  for (const name of names) {
    const entry = DirEntry_Type.tp_alloc!(DirEntry_Type, 0) as DirEntry;
    entry.name = name;
    entry.path = text.endsWith('/') ? `${text}${name}` : `${text}/${name}`;
    entry.full = full === '/' ? `/${name}` : `${full}/${name}`;
    entry.bytes = bytes;
    it.entries.push(entry);
  }
  return it;
}

export function posixFileMethods(): PyMethodDef[] {
  return [
    keywordMethod('open', ['path', 'flags', 'mode', 'dir_fd'], 2, 3, os_open),
    keywordMethod('close', ['fd'], 1, 1, os_close),
    positionalMethod('read', 2, 2, os_read),
    positionalMethod('write', 2, 2, os_write),
    positionalMethod('lseek', 3, 3, os_lseek),
    positionalMethod('ftruncate', 2, 2, os_ftruncate),
    method('dup', METH_O, os_dup, '($module, fd, /)'),
    keywordMethod('fstat', ['fd'], 1, 1, os_fstat),
    keywordMethod('fsync', ['fd'], 1, 1, none),
    positionalMethod('closerange', 2, 2, none),
    positionalMethod('set_inheritable', 2, 2, none),
    method('get_inheritable', METH_O, () => PyBool_FromLong(false), '($module, fd, /)'),
    positionalMethod('set_blocking', 2, 2, none),
    method('get_blocking', METH_O, () => PyBool_FromLong(true), '($module, fd, /)'),
    method(
      'pipe',
      METH_NOARGS,
      () => {
        const ends = newPipe().map((end) => PyLong_FromLong(openDescriptor(end)));
        return PyTuple_FromArraySteal(ends);
      },
      '($module, /)',
    ),
    keywordMethod('scandir', ['path'], 0, 1, scandir, '($module, /, path=None)'),
  ];
}
