// How codecs report what they can't convert: the error handlers and the exceptions they get. Follows
// unicode_decode_call_errorhandler_writer, unicode_encode_call_errorhandler and unicode_translate_call_errorhandler of
// Objects/unicodeobject.c, and the accessors of UnicodeError in Objects/exceptions.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyObject_CallOneArg, PyObject_Vectorcall } from './call';
import { argSsize } from './clinic';
import { PyCodec_LookupError } from './codecs';
import { PyErr_SetObject, PyErr_SetString } from './errors';
import {
  PyExc_IndexError,
  PyExc_TypeError,
  PyExc_UnicodeDecodeError,
  PyExc_UnicodeEncodeError,
  PyExc_UnicodeTranslateError,
} from './exceptions';
import type { PyUnicodeErrorObject } from './exceptionstruct';
import { PyLong_FromSsize_t } from './longobject';
import type { PyObject } from './object';
import { PyTuple_Check } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { UnicodeWriter } from './unicode_core';
import { PyUnicode_Check, PyUnicode_FromString } from './unicode_core';
import type { PyUnicodeObject } from './unicodestruct';

/** An exception of one of the UnicodeError types, from arguments that are given up. */
function create(type: PyObject, args: (Owned<PyObject> | null)[]): Owned<PyUnicodeErrorObject> | null {
  const exc = PyObject_Vectorcall(type, args as PyObject[], null);
  for (const arg of args) Py_XDECREF(arg);
  return exc as PyUnicodeErrorObject | null;
}

/** Sets the position and reason of an exception that is used again. */
function update(exc: PyUnicodeErrorObject, start: number, end: number, reason: string): void {
  exc.start = start;
  exc.end = end;
  const old = exc.reason;
  exc.reason = PyUnicode_FromString(reason);
  Py_XDECREF(old);
}

/** An item of the tuple that a handler returned: [replacement (borrowed), position], or null with TypeError. */
function parse(restuple: PyObject, message: string, bytesToo: boolean): [PyObject, number] | null {
  if (!PyTuple_Check(restuple) || (restuple as PyTupleObject).ob_item.length !== 2) {
    return PyErr_SetString(PyExc_TypeError, message);
  }
  const [replacement, position] = (restuple as PyTupleObject).ob_item as [PyObject, PyObject];
  if (!bytesToo && !PyUnicode_Check(replacement)) return PyErr_SetString(PyExc_TypeError, message);
  const newpos = argSsize(position);
  if (newpos === null) return null;
  if (bytesToo && !PyUnicode_Check(replacement) && !PyBytes_Check(replacement)) {
    return PyErr_SetString(PyExc_TypeError, message);
  }
  return [replacement, newpos];
}

function outOfBounds(position: number): null {
  return PyErr_SetString(PyExc_IndexError, `position ${position} from error handler out of bounds`);
}

/** The errors of one call of a decoder. The input may be replaced by a handler. */
export class DecodeErrors {
  private handler: PyObject | null = null;
  private exc: PyUnicodeErrorObject | null = null;

  constructor(
    readonly errors: string | null,
    public encoding: string,
    public input: Uint8Array,
  ) {}

  /**
   * Calls the handler for input[start:end] and writes its replacement. The position to go on at, or −1 with an
   * exception.
   */
  call(reason: string, start: number, end: number, writer: UnicodeWriter): number {
    if (this.handler === null) {
      this.handler = PyCodec_LookupError(this.errors);
      if (this.handler === null) return -1;
    }
    if (this.exc === null) {
      this.exc = create(PyExc_UnicodeDecodeError, [
        PyUnicode_FromString(this.encoding),
        PyBytes_FromStringAndSize(this.input.slice()),
        PyLong_FromSsize_t(start),
        PyLong_FromSsize_t(end),
        PyUnicode_FromString(reason),
      ]);
      if (this.exc === null) return -1;
    } else update(this.exc, start, end, reason);
    const restuple = PyObject_CallOneArg(this.handler, this.exc);
    if (restuple === null) return -1;
    const parsed = parse(restuple, 'decoding error handler must return (str, int) tuple', false);
    let newpos = -1;
    if (parsed !== null) {
      const input = PyUnicodeDecodeError_GetObject(this.exc);
      if (input !== null) {
        const bytes = (input as PyBytesObject).ob_sval;
        Py_DECREF(input);
        this.input = bytes;
        newpos = parsed[1] < 0 ? bytes.length + parsed[1] : parsed[1];
        if (newpos < 0 || newpos > bytes.length) {
          outOfBounds(newpos);
          newpos = -1;
        } else writer.add(parsed[0] as PyUnicodeObject);
      }
    }
    Py_DECREF(restuple);
    return newpos;
  }

  /** Gives up what it holds: at the end of the decoder, however it ends. */
  release(): void {
    Py_XDECREF(this.handler);
    Py_XDECREF(this.exc);
  }
}

/** The errors of one call of an encoder. */
export class EncodeErrors {
  private handler: PyObject | null = null;
  private exc: PyUnicodeErrorObject | null = null;

  constructor(
    readonly errors: string | null,
    public encoding: string,
    readonly unicode: PyUnicodeObject,
  ) {}

  private make(start: number, end: number, reason: string): boolean {
    if (this.exc === null) {
      this.exc = create(PyExc_UnicodeEncodeError, [
        PyUnicode_FromString(this.encoding),
        Py_NewRef(this.unicode),
        PyLong_FromSsize_t(start),
        PyLong_FromSsize_t(end),
        PyUnicode_FromString(reason),
      ]);
    } else update(this.exc, start, end, reason);
    return this.exc !== null;
  }

  /** raise_encode_exception. */
  raise(start: number, end: number, reason: string): void {
    if (this.make(start, end, reason)) PyErr_SetObject(this.exc!.ob_type, this.exc);
  }

  /** Calls the handler. Its replacement (str or bytes, owned) and where to go on, or null with an exception. */
  call(reason: string, start: number, end: number): { replacement: Owned<PyObject>; newpos: number } | null {
    if (this.handler === null) {
      this.handler = PyCodec_LookupError(this.errors);
      if (this.handler === null) return null;
    }
    if (!this.make(start, end, reason)) return null;
    const restuple = PyObject_CallOneArg(this.handler, this.exc!);
    if (restuple === null) return null;
    const parsed = parse(restuple, 'encoding error handler must return (str/bytes, int) tuple', true);
    if (parsed === null) {
      Py_DECREF(restuple);
      return null;
    }
    const length = this.unicode.length;
    const newpos = parsed[1] < 0 ? length + parsed[1] : parsed[1];
    if (newpos < 0 || newpos > length) {
      Py_DECREF(restuple);
      return outOfBounds(newpos);
    }
    const replacement = parsed[0];
    Py_INCREF(replacement);
    Py_DECREF(restuple);
    return { replacement, newpos };
  }

  release(): void {
    Py_XDECREF(this.handler);
    Py_XDECREF(this.exc);
  }
}

/** unicode_translate_call_errorhandler, for one stretch of characters. */
export function translateErrorHandler(
  errors: string | null,
  reason: string,
  input: PyUnicodeObject,
  start: number,
  end: number,
): { replacement: Owned<PyUnicodeObject>; newpos: number } | null {
  const handler = PyCodec_LookupError(errors);
  if (handler === null) return null;
  const exc = create(PyExc_UnicodeTranslateError, [
    Py_NewRef(input),
    PyLong_FromSsize_t(start),
    PyLong_FromSsize_t(end),
    PyUnicode_FromString(reason),
  ]);
  const restuple = exc === null ? null : PyObject_CallOneArg(handler, exc);
  Py_XDECREF(exc);
  Py_DECREF(handler);
  if (restuple === null) return null;
  const parsed = parse(restuple, 'translating error handler must return (str, int) tuple', false);
  if (parsed === null) {
    Py_DECREF(restuple);
    return null;
  }
  const newpos = parsed[1] < 0 ? input.length + parsed[1] : parsed[1];
  if (newpos < 0 || newpos > input.length) {
    Py_DECREF(restuple);
    return outOfBounds(newpos);
  }
  const replacement = Py_NewRef(parsed[0] as PyUnicodeObject);
  Py_DECREF(restuple);
  return { replacement, newpos };
}

/** PyUnicodeDecodeError_Create raised at once: for decoders that know no handler but strict. */
export function raiseDecodeError(
  encoding: string,
  input: Uint8Array,
  start: number,
  end: number,
  reason: string,
): null {
  const exc = create(PyExc_UnicodeDecodeError, [
    PyUnicode_FromString(encoding),
    PyBytes_FromStringAndSize(input.slice()),
    PyLong_FromSsize_t(start),
    PyLong_FromSsize_t(end),
    PyUnicode_FromString(reason),
  ]);
  if (exc !== null) {
    PyErr_SetObject(PyExc_UnicodeDecodeError, exc);
    Py_DECREF(exc);
  }
  return null;
}

function attribute(
  attr: PyObject | null,
  name: string,
  check: (op: PyObject) => boolean,
  what: string,
): Owned<PyObject> | null {
  if (attr === null) return PyErr_SetString(PyExc_TypeError, `${name} attribute not set`);
  if (!check(attr)) return PyErr_SetString(PyExc_TypeError, `${name} attribute must be ${what}`);
  return Py_NewRef(attr);
}
export function PyUnicodeEncodeError_GetEncoding(exc: PyObject): Owned<PyObject> | null {
  return attribute((exc as PyUnicodeErrorObject).encoding, 'encoding', PyUnicode_Check, 'unicode');
}
export const PyUnicodeDecodeError_GetEncoding = PyUnicodeEncodeError_GetEncoding;
export function PyUnicodeEncodeError_GetObject(exc: PyObject): Owned<PyObject> | null {
  return attribute((exc as PyUnicodeErrorObject).object, 'object', PyUnicode_Check, 'unicode');
}
export const PyUnicodeTranslateError_GetObject = PyUnicodeEncodeError_GetObject;
export function PyUnicodeDecodeError_GetObject(exc: PyObject): Owned<PyObject> | null {
  return attribute((exc as PyUnicodeErrorObject).object, 'object', PyBytes_Check, 'bytes');
}

/** The object of a UnicodeError with its start and end moved into it; `object` is owned. null with an exception. */
export function unicodeErrorRange(
  exc: PyObject,
  bytes: boolean,
): { object: Owned<PyObject>; start: number; end: number } | null {
  const object = bytes ? PyUnicodeDecodeError_GetObject(exc) : PyUnicodeEncodeError_GetObject(exc);
  if (object === null) return null;
  const size = bytes ? (object as PyBytesObject).ob_sval.length : (object as PyUnicodeObject).length;
  let { start, end } = exc as PyUnicodeErrorObject;
  if (start < 0) start = 0;
  if (start >= size) start = size - 1;
  if (end < 1) end = 1;
  if (end > size) end = size;
  return { object, start, end };
}
