// The _struct module: packing values into bytes by a format. Follows Modules/_struct.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyIndex_Check, _PyNumber_Index } from '../objects/abstract';
import { PyObject_GetBuffer, PyBuffer_Release, bytesOf, newBuffer } from '../objects/bufferobject';
import type { Py_buffer } from '../objects/bufferstruct';
import { PyBUF_SIMPLE, PyBUF_WRITABLE } from '../objects/bufferstruct';
import { PyBytes_Check, PyBytes_FromStringAndSize } from '../objects/bytesobject';
import { PyByteArrayObject, PyBytesObject } from '../objects/bytesstruct';
import { PyObject_CallOneArg } from '../objects/call';
import { argSsize } from '../objects/clinic';
import {
  PyDict_Clear,
  PyDict_GET_SIZE,
  PyDict_GetItemWithError,
  PyDict_New,
  PyDict_SetItem,
} from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_NewException,
  PyErr_Occurred,
  PyErr_SetString,
} from '../objects/errors';
import { PyExc_BufferError, PyExc_IndexError, PyExc_OverflowError, PyExc_TypeError } from '../objects/exceptions';
import { PyFloat_AsDouble } from '../objects/floatobject';
import { PyGCObject } from '../objects/gcobject';
import {
  _PyArg_CheckPositional,
  _PyArg_UnpackKeywords,
  _PyArg_UnpackKeywordsDict,
  argParser,
} from '../objects/getargs';
import { PyLong_AsValue, PyLong_Check, PyLong_FromLong, PyNumber_AsSsize_t } from '../objects/longobject';
import { PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import type { PyModuleObject } from '../objects/modulestruct';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { doubleToHalf, fitsNative, isIntFormat, storeInt, unpackNative } from '../objects/nativeformat';
import type { PyObject, visitproc } from '../objects/object';
import { PyObject_IsTrue, PyObject_Repr, PyObject_SelfIter, Py_None } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { latin1Text } from '../objects/unicode_codecs';
import { PyUnicode_AsASCIIString, PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';

/** struct.error; the module's dict owns it. */
let StructError: PyObject = null as never;
onRuntimeReset(() => {
  StructError = null as never;
});
const fail = (message: string): null => PyErr_SetString(StructError, message);

// ------------------------------------------------------------------------------------------------------------- formats

/** Sizes with a byte order given ('<', '>', '!', '='); there is no alignment then. */
const standardSizes: Record<string, number> = {
  x: 1,
  b: 1,
  B: 1,
  c: 1,
  s: 1,
  p: 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 4,
  L: 4,
  q: 8,
  Q: 8,
  '?': 1,
  e: 2,
  f: 4,
  d: 8,
};
/** Native sizes, which are the alignments, too. */
const nativeSizes: Record<string, number> = { ...standardSizes, l: 8, L: 8, n: 8, N: 8, P: 8 };
/** Formats as the standard sizes need them, in nativeformat's terms. */
const standardCode: Record<string, string> = { l: 'i', L: 'I' };

/** formatcode: `repeat` items of one format from `offset` on. */
interface FormatCode {
  format: string;
  /** The native format of the same size. */
  code: string;
  offset: number;
  size: number;
  repeat: number;
}
const SIZEOF_FORMATCODE = 32;

class PyStructObject extends PyGCObject {
  s_size = -1;
  s_len = -1;
  s_codes: FormatCode[] | null = null;
  s_codes_addr = 0;
  s_format: PyObject | null = null;
  bigEndian = false;
  native = true;
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_weakreflist = null;
  }
}

/** prepare_s: reads the format. 0, or −1 with an exception. */
function prepare_s(self: PyStructObject): number {
  const format = latin1Text((self.s_format as PyBytesObject).ob_sval);
  const error = (message: string): number => {
    fail(message);
    return -1;
  };
  if (format.includes('\0')) return error('embedded null character');
  const order = format[0] ?? '';
  const native = order === '@' || !'<>!='.includes(order) || order === '';
  const sizes = native ? nativeSizes : standardSizes;
  let at = order !== '' && '@<>!='.includes(order) ? 1 : 0;
  let size = 0;
  let len = 0;
  const codes: FormatCode[] = [];
  const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';
  while (at < format.length) {
    let c = format[at++]!;
    if (' \t\n\v\f\r'.includes(c)) continue;
    let num = 1;
    if (isDigit(c)) {
      let digits = c;
      while (isDigit(format[at])) digits += format[at++]!;
      if (BigInt(digits) > 0x7fffffffffffffffn) return error('total struct size too long');
      num = Number(digits);
      if (at >= format.length) return error('repeat count given without format specifier');
      c = format[at++]!;
    }
    const itemsize = Object.hasOwn(sizes, c) ? sizes[c]! : 0;
    if (itemsize === 0) return error('bad char in struct format');
    if (native && size > 0 && itemsize > 1) size += itemsize - 1 - ((size - 1) % itemsize);
    if (num > (2 ** 63 - size) / itemsize) return error('total struct size too long');
    const code = native ? c : (standardCode[c] ?? c);
    if (c === 's' || c === 'p') {
      len++;
      codes.push({ format: c, code, offset: size, size: num, repeat: 1 });
    } else if (c !== 'x') {
      len += num;
      if (num > 0) codes.push({ format: c, code, offset: size, size: itemsize, repeat: num });
    }
    size += num * itemsize;
  }
  self.s_size = size;
  self.s_len = len;
  self.bigEndian = order === '>' || order === '!';
  self.native = native;
  if (self.s_codes !== null) PyMem_Free(self.s_codes_addr);
  self.s_codes = codes;
  self.s_codes_addr = PyMem_Malloc((codes.length + 1) * SIZEOF_FORMATCODE);
  return 0;
}

const scratch = new Uint8Array(8);

function s_unpack_internal(self: PyStructObject, bytes: Uint8Array, start: number): Owned<PyObject> {
  const items: PyObject[] = [];
  for (const { code, format, offset, size, repeat } of self.s_codes!) {
    let at = start + offset;
    for (let j = repeat; j > 0; j--) {
      if (format === 's') items.push(PyBytes_FromStringAndSize(bytes.slice(at, at + size)));
      else if (format === 'p') {
        const n = size === 0 ? 0 : Math.min(bytes[at]!, size - 1);
        items.push(PyBytes_FromStringAndSize(bytes.slice(at + 1, at + 1 + n)));
      } else if (self.bigEndian && size > 1) {
        for (let k = 0; k < size; k++) scratch[k] = bytes[at + size - 1 - k]!;
        items.push(unpackNative(scratch, 0, code));
      } else items.push(unpackNative(bytes, at, code));
      at += size;
    }
  }
  return PyTuple_FromArraySteal(items);
}

const NO_FLOAT = 'required argument is not a float';

/** Writes one value, little endian, into `to`. False with an exception. */
function packItem(
  self: PyStructObject,
  to: Uint8Array,
  v: PyObject,
  format: string,
  code: string,
  size: number,
): boolean {
  if (isIntFormat(code)) {
    let index: PyObject | null = v;
    if (PyLong_Check(v)) Py_NewRef(v);
    else if (!PyIndex_Check(v)) {
      fail('required argument is not an integer');
      return false;
    } else if ((index = _PyNumber_Index(v)) === null) return false;
    let value = PyLong_AsValue(index);
    Py_DECREF(index);
    if (format === 'P') {
      if (value >= -(2n ** 63n) && value < 0) value = BigInt.asUintN(64, BigInt(value));
      if (value < 0 || value >= 2n ** 64n) {
        fail('int too large to convert');
        return false;
      }
    } else if (!fitsNative(value, code)) {
      const bits = BigInt(size * 8);
      const signed = format === format.toLowerCase();
      const low = signed ? -(1n << (bits - 1n)) : 0n;
      const high = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
      fail(`'${format}' format requires ${low} <= number <= ${high}`);
      return false;
    }
    storeInt(to, 0, value, code);
    return true;
  }
  switch (format) {
    case 'c':
      if (!PyBytes_Check(v) || (v as PyBytesObject).ob_sval.length !== 1) {
        fail('char format requires a bytes object of length 1');
        return false;
      }
      to[0] = (v as PyBytesObject).ob_sval[0]!;
      return true;
    case '?': {
      const truth = PyObject_IsTrue(v);
      to[0] = truth;
      return truth >= 0;
    }
  }
  const d = PyFloat_AsDouble(v);
  if (d === -1 && PyErr_Occurred() !== null) {
    fail(NO_FLOAT);
    return false;
  }
  const view = new DataView(to.buffer);
  if (format === 'd') view.setFloat64(0, d, true);
  else if (format === 'f') {
    if (!self.native && Number.isFinite(d) && !Number.isFinite(Math.fround(d))) {
      PyErr_SetString(PyExc_OverflowError, 'float too large to pack with f format');
      return false;
    }
    view.setFloat32(0, d, true);
  } else {
    const half = doubleToHalf(d);
    if (half === null) {
      PyErr_SetString(PyExc_OverflowError, 'float too large to pack with e format');
      return false;
    }
    view.setUint16(0, half, true);
  }
  return true;
}

/** s_pack_internal: writes the values; false with an exception. */
function s_pack_internal(self: PyStructObject, args: readonly PyObject[], first: number, buf: Uint8Array): boolean {
  buf.fill(0, 0, self.s_size);
  let i = first;
  for (const { code, format, offset, size, repeat } of self.s_codes!) {
    let at = offset;
    for (let j = repeat; j > 0; j--) {
      const v = args[i++]!;
      if (format === 's' || format === 'p') {
        if (!(v instanceof PyBytesObject) && !(v instanceof PyByteArrayObject)) {
          fail(`argument for '${format}' must be a bytes object`);
          return false;
        }
        const p = bytesOf(v)!;
        if (format === 's') buf.set(p.subarray(0, size), at);
        else {
          const n = size === 0 ? 0 : Math.min(p.length, size - 1);
          if (n > 0) buf.set(p.subarray(0, n), at + 1);
          if (size > 0) buf[at] = Math.min(n, 255);
        }
      } else {
        const one = new Uint8Array(8);
        if (!packItem(self, one, v, format, code, size)) {
          if (PyLong_Check(v) && PyErr_ExceptionMatches(PyExc_OverflowError)) fail('int too large to convert');
          return false;
        }
        for (let k = 0; k < size; k++) buf[at + k] = self.bigEndian ? one[size - 1 - k]! : one[k]!;
      }
      at += size;
    }
  }
  return true;
}

// -------------------------------------------------------------------------------------------------------------- Struct

function s_new(type: PyTypeObject): PyObject | null {
  const self = type.tp_alloc!(type, 0) as PyStructObject | null;
  if (self !== null) self.s_format = Py_NewRef(Py_None);
  return self;
}

const initParser = argParser('Struct', ['format'], 1);

function s_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwds, initParser);
  if (parsed === null) return -1;
  let format: PyObject | null = parsed[0]!;
  if (PyUnicode_Check(format)) {
    format = PyUnicode_AsASCIIString(format);
    if (format === null) return -1;
  } else Py_NewRef(format);
  if (!PyBytes_Check(format)) {
    PyErr_SetString(
      PyExc_TypeError,
      `Struct() argument 1 must be a str or bytes object, not ${format.ob_type.tp_name.split('.').pop()!}`,
    );
    Py_DECREF(format);
    return -1;
  }
  const s = self as PyStructObject;
  const old = s.s_format;
  s.s_format = format;
  Py_XDECREF(old);
  return prepare_s(s);
}

function s_clear(self: PyStructObject): number {
  const format = self.s_format;
  self.s_format = null;
  Py_XDECREF(format);
  return 0;
}

function s_dealloc(op: PyObject): void {
  const self = op as PyStructObject;
  PyObject_GC_UnTrack(self);
  if (self.ob_weakreflist !== null) PyObject_ClearWeakRefs(self);
  if (self.s_codes !== null) PyMem_Free(self.s_codes_addr);
  Py_XDECREF(self.s_format);
  self.ob_type.tp_free!(self as never);
}

function s_unpack(op: PyObject, buffer: PyObject): PyObject | null {
  const self = op as PyStructObject;
  const bytes = bytesOf(buffer);
  if (bytes === null) return null;
  if (bytes.length !== self.s_size) return fail(`unpack requires a buffer of ${self.s_size} bytes`);
  return s_unpack_internal(self, bytes, 0);
}

/** Where the struct lies in a buffer of `len` bytes; −1 with an exception. `verb` is pack or unpack. */
function place(self: PyStructObject, offset: number, len: number, packing: boolean): number {
  const size = self.s_size;
  let at = offset;
  if (at < 0) {
    if (at + size > 0) {
      fail(`${packing ? 'no space to pack' : 'not enough data to unpack'} ${size} bytes at offset ${offset}`);
      return -1;
    }
    if (at + len < 0) {
      fail(`offset ${offset} out of range for ${len}-byte buffer`);
      return -1;
    }
    at += len;
  }
  if (len - at < size) {
    fail(
      `${packing ? 'pack_into' : 'unpack_from'} requires a buffer of at least ${size + at} bytes for ` +
        `${packing ? 'packing' : 'unpacking'} ${size} bytes at offset ${at} (actual buffer size is ${len})`,
    );
    return -1;
  }
  return at;
}

function unpackFrom(self: PyStructObject, buffer: PyObject, offset: PyObject | null): PyObject | null {
  const bytes = bytesOf(buffer);
  if (bytes === null) return null;
  const given = offset === null ? 0 : argSsize(offset);
  if (given === null) return null;
  const at = place(self, given, bytes.length, false);
  return at < 0 ? null : s_unpack_internal(self, bytes, at);
}

const unpackFromParser = argParser('unpack_from', ['buffer', 'offset'], 1);

function s_unpack_from(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywords(args, kwnames, unpackFromParser);
  return parsed === null ? null : unpackFrom(self as PyStructObject, parsed[0]!, parsed[1]!);
}

function s_pack(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const self = op as PyStructObject;
  if (args.length !== self.s_len) {
    return fail(`pack expected ${self.s_len} items for packing (got ${args.length})`);
  }
  const bytes = new Uint8Array(self.s_size);
  return s_pack_internal(self, args, 0, bytes) ? PyBytes_FromStringAndSize(bytes) : null;
}

function s_pack_into(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const self = op as PyStructObject;
  if (args.length !== self.s_len + 2) {
    if (args.length === 0) return fail('pack_into expected buffer argument');
    if (args.length === 1) return fail('pack_into expected offset argument');
    return fail(`pack_into expected ${self.s_len} items for packing (got ${args.length - 2})`);
  }
  const view = newBuffer();
  if (PyObject_GetBuffer(args[0]!, view, PyBUF_WRITABLE) < 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError) || PyErr_ExceptionMatches(PyExc_BufferError)) {
      PyErr_Clear();
      PyErr_SetString(
        PyExc_TypeError,
        `argument must be read-write bytes-like object, not ${args[0] === Py_None ? 'None' : args[0]!.ob_type.tp_name}`,
      );
    }
    return null;
  }
  const offset = PyNumber_AsSsize_t(args[1]!, PyExc_IndexError);
  let done = !(offset === -1 && PyErr_Occurred() !== null);
  if (done) {
    const at = place(self, offset, view.len, true);
    done = at >= 0 && s_pack_internal(self, args, 2, view.buf.subarray(view.offset + at, view.offset + view.len));
  }
  PyBuffer_Release(view);
  return done ? Py_NewRef(Py_None) : null;
}

const formatText = (self: PyStructObject): Owned<PyObject> =>
  PyUnicode_FromString(latin1Text((self.s_format as PyBytesObject).ob_sval));

function s_repr(op: PyObject): PyObject | null {
  const format = formatText(op as PyStructObject);
  const repr = PyObject_Repr(format);
  Py_DECREF(format);
  if (repr === null) return null;
  const text = PyUnicode_FromString(`${op.ob_type.tp_name.split('.').pop()!}(${(repr as { str?: string }).str!})`);
  Py_DECREF(repr);
  return text;
}

// ----------------------------------------------------------------------------------------------------- unpack_iterator

class unpackiterobject extends PyGCObject {
  so: PyStructObject | null = null;
  buf: Py_buffer = newBuffer();
  index = 0;
}

function unpackiter_dealloc(op: PyObject): void {
  const self = op as unpackiterobject;
  PyObject_GC_UnTrack(self);
  Py_XDECREF(self.so);
  PyBuffer_Release(self.buf);
  PyObject_GC_Del(self);
}

function unpackiter_iternext(op: PyObject): PyObject | null {
  const self = op as unpackiterobject;
  const so = self.so;
  if (so === null) return null;
  if (self.index >= self.buf.len) {
    self.so = null;
    Py_DECREF(so);
    PyBuffer_Release(self.buf);
    return null;
  }
  const result = s_unpack_internal(so, self.buf.buf, self.buf.offset + self.index);
  self.index += so.s_size;
  return result;
}

const unpackiter_type = defineModuleType({
  tp_name: '_struct.unpack_iterator',
  tp_basicsize: 112,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  construct: (type) => new unpackiterobject(type),
  tp_dealloc: unpackiter_dealloc,
  tp_traverse: (self: unpackiterobject, visit: visitproc) => {
    if (self.so !== null) visit(self.so);
    if (self.buf.obj !== null) visit(self.buf.obj);
  },
  tp_alloc: PyType_GenericAlloc,
  tp_iter: PyObject_SelfIter,
  tp_iternext: unpackiter_iternext,
  tp_methods: [
    method(
      '__length_hint__',
      METH_NOARGS,
      (op: PyObject) => {
        const self = op as unpackiterobject;
        return PyLong_FromLong(self.so === null ? 0 : (self.buf.len - self.index) / self.so.s_size);
      },
      null,
    ),
  ],
});

function s_iter_unpack(op: PyObject, buffer: PyObject): PyObject | null {
  const self = op as PyStructObject;
  if (self.s_size === 0) return fail('cannot iteratively unpack with a struct of length 0');
  const iter = PyType_GenericAlloc(unpackiter_type, 0) as unpackiterobject;
  if (PyObject_GetBuffer(buffer, iter.buf, PyBUF_SIMPLE) < 0) {
    Py_DECREF(iter);
    return null;
  }
  if (iter.buf.len % self.s_size !== 0) {
    fail(`iterative unpacking requires a buffer of a multiple of ${self.s_size} bytes`);
    Py_DECREF(iter);
    return null;
  }
  iter.so = Py_NewRef(self);
  return iter;
}

const HELP = 'See help(struct) for more on format strings.';
const Struct_Type: PyTypeObject = defineModuleType({
  tp_name: '_struct.Struct',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_weaklistoffset: 48,
  tp_doc: 'Struct(fmt) --> compiled struct object\n\n',
  construct: (type) => new PyStructObject(type),
  tp_dealloc: s_dealloc,
  tp_repr: s_repr,
  tp_traverse: (self: PyStructObject, visit: visitproc) => {
    if (self.s_format !== null) visit(self.s_format);
  },
  tp_clear: s_clear,
  tp_init: s_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: s_new,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    method(
      'iter_unpack',
      METH_O,
      s_iter_unpack,
      '($self, buffer, /)',
      'Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated\ninvocation of unpack_from().\n\nRequires that the bytes length be a multiple of the struct size.',
    ),
    method(
      'pack',
      METH_FASTCALL,
      s_pack,
      null,
      'S.pack(v1, v2, ...) -> bytes\n\nReturn a bytes object containing values v1, v2, ... packed according\nto the format string S.format.  See help(struct) for more on format\nstrings.',
    ),
    method(
      'pack_into',
      METH_FASTCALL,
      s_pack_into,
      null,
      'S.pack_into(buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string S.format\nand write the packed bytes into the writable buffer buf starting at\noffset.  Note that the offset is a required argument.  See\nhelp(struct) for more on format strings.',
    ),
    method(
      'unpack',
      METH_O,
      s_unpack,
      '($self, buffer, /)',
      `Return a tuple containing unpacked values.\n\nUnpack according to the format string Struct.format. The buffer's size\nin bytes must be Struct.size.\n\n${HELP}`,
    ),
    method(
      'unpack_from',
      METH_FASTCALL | METH_KEYWORDS,
      s_unpack_from,
      '($self, /, buffer, offset=0)',
      `Return a tuple containing unpacked values.\n\nValues are unpacked according to the format string Struct.format.\n\nThe buffer's size in bytes, starting at position offset, must be\nat least Struct.size.\n\n${HELP}`,
    ),
    method(
      '__sizeof__',
      METH_NOARGS,
      (op: PyObject) =>
        PyLong_FromLong(op.ob_type.tp_basicsize + SIZEOF_FORMATCODE * ((op as PyStructObject).s_codes!.length + 1)),
      null,
      'S.__sizeof__() -> size of S in memory, in bytes',
    ),
  ],
  tp_getset: [
    { name: 'format', get: (self: PyStructObject) => formatText(self), set: null, doc: 'struct format string' },
    {
      name: 'size',
      get: (self: PyStructObject) => PyLong_FromLong(self.s_size),
      set: null,
      doc: 'struct size in bytes',
    },
  ],
});

// ----------------------------------------------------------------------------------------------------------- functions

const MAXCACHE = 100;
const cacheOf = (module: PyObject): PyDictObject => (module as PyModuleObject).md_state as PyDictObject;

/** cache_struct_converter: the Struct for a format, owned; null with an exception. */
function structFor(module: PyObject, format: PyObject): Owned<PyStructObject> | null {
  const cache = cacheOf(module);
  const known = PyDict_GetItemWithError(cache, format);
  if (known !== null) return Py_NewRef(known as PyStructObject);
  if (PyErr_Occurred() !== null) return null;
  const made = PyObject_CallOneArg(Struct_Type, format) as PyStructObject | null;
  if (made === null) return null;
  if (PyDict_GET_SIZE(cache) >= MAXCACHE) PyDict_Clear(cache);
  if (PyDict_SetItem(cache, format, made) < 0) PyErr_Clear();
  return made;
}

/** Calls a method's body with the Struct of a format. */
function withStruct(module: PyObject, format: PyObject, body: (s: PyStructObject) => PyObject | null): PyObject | null {
  const s = structFor(module, format);
  if (s === null) return null;
  const result = body(s);
  Py_DECREF(s);
  return result;
}

function checkFormat(args: readonly PyObject[]): boolean {
  if (args.length > 0) return true;
  PyErr_SetString(PyExc_TypeError, 'missing format argument');
  return false;
}

const fromParser = argParser('unpack_from', ['', 'buffer', 'offset'], 2);

/** Makes the module: a new reference, or null with an exception. */
export function PyInit__struct(): PyObject | null {
  return PyModule_Create({
    m_name: '_struct',
    m_doc: null,
    m_methods: [
      method(
        '_clearcache',
        METH_NOARGS,
        (module: PyObject) => {
          PyDict_Clear(cacheOf(module));
          return Py_NewRef(Py_None);
        },
        '($module, /)',
        'Clear the internal cache.',
      ),
      method(
        'calcsize',
        METH_O,
        (module: PyObject, format: PyObject) => withStruct(module, format, (s) => PyLong_FromLong(s.s_size)),
        '($module, format, /)',
        'Return size in bytes of the struct described by the format string.',
      ),
      method(
        'iter_unpack',
        METH_FASTCALL,
        (module: PyObject, args: readonly PyObject[]) =>
          _PyArg_CheckPositional('iter_unpack', args.length, 2, 2)
            ? withStruct(module, args[0]!, (s) => s_iter_unpack(s, args[1]!))
            : null,
        '($module, format, buffer, /)',
        'Return an iterator yielding tuples unpacked from the given bytes.\n\nThe bytes are unpacked according to the format string, like\na repeated invocation of unpack_from().\n\nRequires that the bytes length be a multiple of the format struct size.',
      ),
      method(
        'pack',
        METH_FASTCALL,
        (module: PyObject, args: readonly PyObject[]) =>
          checkFormat(args) ? withStruct(module, args[0]!, (s) => s_pack(s, args.slice(1))) : null,
        null,
        `pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\nto the format string.  See help(struct) for more on format strings.`,
      ),
      method(
        'pack_into',
        METH_FASTCALL,
        (module: PyObject, args: readonly PyObject[]) =>
          checkFormat(args) ? withStruct(module, args[0]!, (s) => s_pack_into(s, args.slice(1))) : null,
        null,
        'pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string and write\nthe packed bytes into the writable buffer buf starting at offset.  Note\nthat the offset is a required argument.  See help(struct) for more\non format strings.',
      ),
      method(
        'unpack',
        METH_FASTCALL,
        (module: PyObject, args: readonly PyObject[]) =>
          _PyArg_CheckPositional('unpack', args.length, 2, 2)
            ? withStruct(module, args[0]!, (s) => s_unpack(s, args[1]!))
            : null,
        '($module, format, buffer, /)',
        `Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size in bytes must be calcsize(format).\n\n${HELP}`,
      ),
      method(
        'unpack_from',
        METH_FASTCALL | METH_KEYWORDS,
        (module: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => {
          const parsed = _PyArg_UnpackKeywords(args, kwnames, fromParser);
          return parsed === null ? null : withStruct(module, parsed[0]!, (s) => unpackFrom(s, parsed[1]!, parsed[2]!));
        },
        '($module, format, /, buffer, offset=0)',
        `Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size, minus offset, must be at least calcsize(format).\n\n${HELP}`,
      ),
    ],
    m_exec: (module) => {
      module.md_state = PyDict_New();
      if (readyModuleTypes(module, Struct_Type, unpackiter_type) < 0) return -1;
      if (PyModule_AddObjectRef(module, 'Struct', Struct_Type) < 0) return -1;
      const error = PyErr_NewException('struct.error', null, null);
      if (error === null) return -1;
      StructError = error;
      const res = PyModule_AddObjectRef(module, 'error', error);
      Py_DECREF(error);
      return res;
    },
    m_traverse: (module, visit) => {
      if (module.md_state !== null) visit(module.md_state as PyObject);
    },
    m_clear: (module) => {
      const cache = module.md_state as PyObject | null;
      module.md_state = null;
      Py_XDECREF(cache);
    },
    m_free: (module) => {
      const cache = module.md_state as PyObject | null;
      module.md_state = null;
      Py_XDECREF(cache);
    },
  });
}
