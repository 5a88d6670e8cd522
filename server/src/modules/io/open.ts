// open(). Follows _io_open_impl in Modules/_io/_iomodule.c, CPython 3.13.

import { Py_DECREF, Py_NewRef } from '../../heap/refcount';
import { PyObject_Vectorcall } from '../../objects/call';
import { PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { _PyArg_UnpackKeywords, argParser } from '../../objects/getargs';
import { PyLong_AsInt, PyLong_Check, PyLong_FromLong } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { Py_True } from '../../objects/boolobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { pathText, raiseErrno } from '../posixmodule';
import { description } from '../descriptors';
import { openPath } from '../posixfiles';
import { absolutePath } from '../virtualfiles';
import type { StreamObject } from './streams';
import { IO_TYPES, newStream } from './streams';

const parser = argParser(
  'open',
  ['file', 'mode', 'buffering', 'encoding', 'errors', 'newline', 'closefd', 'opener'],
  1,
  8,
);

/** The text of a str argument; undefined when it is absent or None. */
function text(op: PyObject | null | undefined): string | undefined {
  return op == null || op === Py_None || !PyUnicode_Check(op) ? undefined : (op as PyUnicodeObject).str;
}

const O_RDONLY = 0;
const O_WRONLY = 1;
const O_RDWR = 2;
const O_CLOEXEC = 0o2000000;
/** O_CREAT, O_EXCL, O_TRUNC, O_APPEND by the letter of the mode. */
const FLAGS: Readonly<Record<string, number>> = { r: 0, w: 0o1100, x: 0o300, a: 0o2100 };

/** opener(file, flags): a descriptor, or null with an exception. */
function callOpener(opener: PyObject, file: PyObject, flags: number): number | null {
  const flagsArg = PyLong_FromLong(flags);
  const result = PyObject_Vectorcall(opener, [file, flagsArg], null);
  Py_DECREF(flagsArg);
  if (result === null) return null;
  const fd = PyLong_Check(result) ? PyLong_AsInt(result) : -1;
  if (!PyLong_Check(result)) PyErr_SetString(PyExc_TypeError, 'expected integer from opener');
  else if (fd < 0 && !PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, `opener returned ${fd}`);
  Py_DECREF(result);
  if (fd < 0) return null;
  return description(fd) === undefined ? raiseErrno(9, file) : fd;
}

export function io_open(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, parser);
  if (argv === null) return null;
  const file = argv[0]!;
  if (argv[1] != null && !PyUnicode_Check(argv[1])) {
    return PyErr_SetString(PyExc_TypeError, `open() argument 'mode' must be str, not ${argv[1].ob_type.tp_name}`);
  }
  const mode = text(argv[1]) ?? 'r';
  for (let i = 0; i < mode.length; i++) {
    if (!'axrwb+t'.includes(mode[i]!) || mode.indexOf(mode[i]!) !== i)
      return PyErr_SetString(PyExc_ValueError, `invalid mode: '${mode}'`);
  }
  const kind = [...mode].filter((c) => 'axrw'.includes(c));
  const binary = mode.includes('b');
  const updating = mode.includes('+');
  if (binary && mode.includes('t')) return PyErr_SetString(PyExc_ValueError, "can't have text and binary mode at once");
  if (kind.length !== 1) {
    return PyErr_SetString(
      PyExc_ValueError,
      kind.length > 1
        ? 'must have exactly one of create/read/write/append mode'
        : 'Must have exactly one of create/read/write/append mode and at most one plus',
    );
  }
  const encoding = text(argv[3]);
  if (binary && encoding !== undefined)
    return PyErr_SetString(PyExc_ValueError, "binary mode doesn't take an encoding argument");
  if (binary && text(argv[4]) !== undefined)
    return PyErr_SetString(PyExc_ValueError, "binary mode doesn't take an errors argument");
  if (binary && text(argv[5]) !== undefined)
    return PyErr_SetString(PyExc_ValueError, "binary mode doesn't take a newline argument");
  let buffering = -1;
  if (argv[2] != null) {
    buffering = PyLong_AsInt(argv[2]);
    if (buffering === -1 && PyErr_Occurred()) return null;
  }
  if (buffering === 0 && !binary) return PyErr_SetString(PyExc_ValueError, "can't have unbuffered text I/O");
  const flags = FLAGS[kind[0]!]! | (updating ? O_RDWR : kind[0] === 'r' ? O_RDONLY : O_WRONLY) | O_CLOEXEC;
  let fd: number;
  if (PyLong_Check(file)) {
    fd = PyLong_AsInt(file);
    if (fd === -1 && PyErr_Occurred()) return null;
    if (fd < 0) return PyErr_SetString(PyExc_ValueError, 'negative file descriptor');
    if (description(fd) === undefined) return raiseErrno(9, file);
  } else if (argv[7] != null && argv[7] !== Py_None) {
    const number = callOpener(argv[7], file, flags);
    if (number === null) return null;
    fd = number;
  } else {
    const name = pathText(file);
    if (name === null) return null;
    fd = openPath(absolutePath(name), flags);
    if (fd < 0) return raiseErrno(-fd, file);
  }
  const target = description(fd)!;
  const canRead = kind[0] === 'r' || updating;
  const canWrite = kind[0] !== 'r' || updating;
  const type = !binary
    ? IO_TYPES.TextIOWrapper
    : buffering === 0
      ? IO_TYPES.FileIO
      : updating
        ? IO_TYPES.BufferedRandom
        : canWrite
          ? IO_TYPES.BufferedWriter
          : IO_TYPES.BufferedReader;
  const stream = newStream(type) as StreamObject | null;
  if (stream === null) return null;
  stream.content = target.content;
  stream.fd = fd;
  stream.closefd = argv[6] == null || argv[6] === Py_True;
  stream.target = target;
  stream.canRead = canRead;
  stream.canWrite = canWrite;
  stream.appending = kind[0] === 'a';
  stream.pos = kind[0] === 'a' ? target.content.size : target.kind === 'standard' ? 0 : target.pos;
  stream.name = Py_NewRef(file);
  stream.mode = binary ? `${kind[0]!}b${updating ? '+' : ''}` : mode;
  stream.encoding = encoding === undefined || encoding === 'locale' ? 'UTF-8' : encoding;
  stream.errors = text(argv[4]) ?? 'strict';
  stream.newline = argv[5] == null || argv[5] === Py_None ? null : text(argv[5])!;
  return stream;
}
