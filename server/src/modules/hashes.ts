// Hash functions behind _md5, _sha1, _sha2, _sha3, _blake2 and _hashlib, and what their types have in common. Follows
// Modules/md5module.c, sha1module.c, sha2module.c, sha3module.c and _hashopenssl.c, CPython 3.13. The computing is
// done by @noble/hashes.

import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import { PyObject_Del, PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF } from '../heap/refcount';
import { PyObject_CheckBuffer, bytesOf } from '../objects/bufferobject';
import { PyErr_Clear, PyErr_SetString } from '../objects/errors';
import { PyExc_BufferError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyLong_AsValue, PyLong_FromLong } from '../objects/longobject';
import { defineModuleType } from '../objects/moduletype';
import { PyNumber_Index } from '../objects/abstract';
import { PyObject } from '../objects/object';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyMethodDef, PyTypeObject } from '../objects/typestruct';
import {
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { Arg } from './support';
import { bytes, keywordMethod, none } from './support';

/** A hash being computed. */
export interface Hasher {
  update(data: Uint8Array): unknown;
  clone(): Hasher;
  digest(): Uint8Array;
  /** `length` bytes of an extendable-output function. */
  xof?(length: number): Uint8Array;
}
export interface Algorithm {
  create: () => Hasher;
  digest_size: number;
  block_size: number;
  /** Whether digest() takes a length. */
  xof?: boolean;
}
const algorithm = (hash: { create: () => unknown; outputLen: number; blockLen: number }, xof = false): Algorithm => ({
  create: hash.create as () => Hasher,
  digest_size: xof ? 0 : hash.outputLen,
  block_size: hash.blockLen,
  xof,
});

export const algorithms: Readonly<Record<string, Algorithm>> = {
  md5: algorithm(md5),
  ripemd160: algorithm(ripemd160),
  sha1: algorithm(sha1),
  sha224: algorithm(sha224),
  sha256: algorithm(sha256),
  sha384: algorithm(sha384),
  sha512: algorithm(sha512),
  sha512_224: algorithm(sha512_224),
  sha512_256: algorithm(sha512_256),
  sha3_224: algorithm(sha3_224),
  sha3_256: algorithm(sha3_256),
  sha3_384: algorithm(sha3_384),
  sha3_512: algorithm(sha3_512),
  shake_128: algorithm(shake128, true),
  shake_256: algorithm(shake256, true),
};

/** A hash object. The state C keeps beside the object is a block of its own. */
export class HashObject extends PyObject {
  name: string;
  hasher: Hasher | null;
  digest_size: number;
  block_size: number;
  state_addr: number;
  constructor(type: PyTypeObject) {
    super(type);
    this.name = '';
    this.hasher = null;
    this.digest_size = 0;
    this.block_size = 0;
    this.state_addr = 0;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** GET_BUFFER_VIEW_OR_ERROR: the bytes to hash; null with TypeError or BufferError. */
export function hashInput(obj: PyObject): Uint8Array | null {
  if (PyUnicode_Check(obj)) return PyErr_SetString(PyExc_TypeError, 'Strings must be encoded before hashing');
  if (!PyObject_CheckBuffer(obj)) return PyErr_SetString(PyExc_TypeError, 'object supporting the buffer API required');
  const data = bytesOf(obj);
  if (data !== null) return data;
  PyErr_Clear();
  return PyErr_SetString(PyExc_BufferError, 'Buffer must be single dimension');
}

/** A fresh hash object over `data` (none when null); null with an exception. */
export function newHash(type: PyTypeObject, name: string, how: Algorithm, data: Arg): Owned<PyObject> | null {
  const input = data === null ? null : hashInput(data);
  if (data !== null && input === null) return null;
  const self = type.tp_alloc!(type, 0) as HashObject;
  self.name = name;
  self.hasher = how.create();
  self.digest_size = how.digest_size;
  self.block_size = how.block_size;
  self.state_addr = PyMem_Malloc(24);
  if (input !== null) self.hasher.update(input);
  return self;
}

const hex = (data: Uint8Array): string => Array.from(data, (b) => b.toString(16).padStart(2, '0')).join('');

function digestOf(op: PyObject): Uint8Array {
  return (op as HashObject).hasher!.clone().digest();
}

/** A hash's length argument for SHAKE; −1 with ValueError or another exception. */
function xofLength(arg: PyObject): number {
  const index = PyNumber_Index(arg);
  if (index === null) return -1;
  const length = PyLong_AsValue(index);
  Py_DECREF(index);
  if (length < 0) {
    PyErr_SetString(PyExc_ValueError, 'value must be positive');
    return -1;
  }
  if (length >= 1 << 29) {
    PyErr_SetString(PyExc_ValueError, 'length is too large');
    return -1;
  }
  return Number(length);
}
function xofDigest(op: PyObject, length: number): Uint8Array {
  return length === 0 ? new Uint8Array(0) : (op as HashObject).hasher!.clone().xof!(length);
}

export function copyHash(op: PyObject): PyObject {
  const self = op as HashObject;
  const made = self.ob_type.tp_alloc!(self.ob_type, 0) as HashObject;
  made.name = self.name;
  made.hasher = self.hasher!.clone();
  made.digest_size = self.digest_size;
  made.block_size = self.block_size;
  made.state_addr = PyMem_Malloc(24);
  return made;
}

function update(op: PyObject, data: PyObject): PyObject | null {
  const input = hashInput(data);
  if (input === null) return null;
  (op as HashObject).hasher!.update(input);
  return none();
}

export function hashMethods(xof: boolean, updateParameter: string): PyMethodDef[] {
  const digests = xof
    ? [
        method(
          'digest',
          METH_O,
          (op: PyObject, arg: PyObject) => {
            const length = xofLength(arg);
            return length < 0 ? null : bytes(xofDigest(op, length));
          },
          '($self, length, /)',
          'Return the digest value as a bytes object.',
        ),
        method(
          'hexdigest',
          METH_O,
          (op: PyObject, arg: PyObject) => {
            const length = xofLength(arg);
            return length < 0 ? null : PyUnicode_FromString(hex(xofDigest(op, length)));
          },
          '($self, length, /)',
          'Return the digest value as a string of hexadecimal digits.',
        ),
      ]
    : [
        method(
          'digest',
          METH_NOARGS,
          (op: PyObject) => bytes(digestOf(op)),
          '($self, /)',
          'Return the digest value as a bytes object.',
        ),
        method(
          'hexdigest',
          METH_NOARGS,
          (op: PyObject) => PyUnicode_FromString(hex(digestOf(op))),
          '($self, /)',
          'Return the digest value as a string of hexadecimal digits.',
        ),
      ];
  return [
    method('copy', METH_NOARGS, copyHash, '($self, /)', 'Return a copy of the hash object.'),
    ...digests,
    method(
      'update',
      METH_O,
      update,
      `($self, ${updateParameter}, /)`,
      "Update this hash object's state with the provided string.",
    ),
  ];
}

export const hashGetset = [
  { name: 'block_size', get: (self: HashObject) => PyLong_FromLong(self.block_size), set: null, doc: null },
  { name: 'name', get: (self: HashObject) => PyUnicode_FromString(self.name), set: null, doc: null },
  { name: 'digest_size', get: (self: HashObject) => PyLong_FromLong(self.digest_size), set: null, doc: null },
];

export function hashDealloc(op: PyObject): void {
  const self = op as HashObject;
  const gc = (self.ob_type.tp_flags & Py_TPFLAGS_HAVE_GC) !== 0;
  if (gc) PyObject_GC_UnTrack(self);
  if (self.state_addr !== 0) PyMem_Free(self.state_addr);
  if (gc) PyObject_GC_Del(self);
  else PyObject_Del(self);
}

/** The type of one module's hash objects, which only the module's functions make. */
export function hashType(tp_name: string, tp_basicsize: number, xof = false): PyTypeObject {
  return defineModuleType({
    tp_name,
    tp_basicsize,
    tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    construct: (type) => new HashObject(type),
    tp_dealloc: hashDealloc,
    tp_traverse: () => undefined,
    tp_alloc: PyType_GenericAlloc,
    tp_methods: hashMethods(xof, 'obj'),
    tp_getset: hashGetset,
  });
}

/** The function that makes hash objects: `name(string=b'', *, usedforsecurity=True)`. */
export function hashFunction(fname: string, name: string, type: () => PyTypeObject, doc: string): PyMethodDef {
  return keywordMethod(
    fname,
    ['string', 'usedforsecurity'],
    0,
    1,
    (_, [data]) => newHash(type(), name, algorithms[name]!, data!),
    "($module, /, string=b'', *, usedforsecurity=True)",
    doc,
  );
}
