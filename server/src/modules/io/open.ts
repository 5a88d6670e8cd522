// open(). Follows _io_open_impl in Modules/_io/_iomodule.c, CPython 3.13.

import { Py_NewRef } from '../../heap/refcount';
import { PyErr_Occurred, PyErr_SetString, PyErr_SetFromErrnoWithFilenameObject } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError, PyExc_OSError } from '../../objects/exceptions';
import { _PyArg_UnpackKeywords, argParser } from '../../objects/getargs';
import { PyLong_AsInt, PyLong_Check } from '../../objects/longobject';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyUnicode_Check } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { pathText, raiseErrno } from '../posixmodule';
import { absolutePath, createContent, isFolder, keepContent, openContent } from '../virtualfiles';
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

export function io_open(_m: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, parser);
  if (argv === null) return null;
  const file = argv[0]!;
  if (PyLong_Check(file)) return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, 9, null);
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
  const name = pathText(file);
  if (name === null) return null;
  const path = absolutePath(name);
  if (isFolder(path) && openContent(path) === null) return raiseErrno(21, file);
  let content = openContent(path);
  switch (kind[0]!) {
    case 'r':
      if (content === null) return raiseErrno(2, file);
      if (updating) keepContent(path, content);
      break;
    case 'x':
      if (content !== null) return raiseErrno(17, file);
      content = createContent(path);
      break;
    case 'w':
      content = createContent(path);
      break;
    default:
      if (content === null) content = createContent(path);
      else keepContent(path, content);
  }
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
  stream.content = content!;
  stream.canRead = canRead;
  stream.canWrite = canWrite;
  stream.appending = kind[0] === 'a';
  stream.pos = kind[0] === 'a' ? content!.size : 0;
  stream.name = Py_NewRef(file);
  stream.mode = binary ? `${kind[0]!}b${updating ? '+' : ''}` : mode;
  stream.encoding = encoding === undefined || encoding === 'locale' ? 'UTF-8' : encoding;
  stream.errors = text(argv[4]) ?? 'strict';
  stream.newline = argv[5] == null || argv[5] === Py_None ? null : text(argv[5])!;
  return stream;
}
