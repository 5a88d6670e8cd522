// What our own Python files of server/library (ctypes, psutil) need from the engine. No module of CPython's.

import { arenasAllocated, addressOf, largeBytesInUse } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, _Py_IsImmortal } from '../heap/refcount';
import { unsupported } from '../heap/runtime';
import { PyErr_Clear, PyErr_Occurred } from '../objects/errors';
import { PyLong_AsInt, PyLong_AsLong, PyLong_FromLong } from '../objects/longobject';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyObject_Size } from '../objects/abstract';
import { Py_None } from '../objects/objectprotocol';
import { METH_FASTCALL, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { askedFor, rememberIds } from './heldids';

/** Resident memory of CPython 3.13 on Linux before the first arena: code, data, the C library's heap. Bytes. */
const INTERPRETER_BASE = 8 * 1024 ** 2;
const ARENA_SIZE = 1024 ** 2;
const UINT32 = 2 ** 32;

/** The living object at `address`, which id() must have given; ends the run with a message otherwise. */
function objectAt(address: number): PyObject {
  const op = askedFor(address);
  if (op === null) return unsupported('reading memory at an address that id() did not give');
  if (op.ob_refcnt <= 0 || addressOf(op.ob_addr, op.ob_type.presize) !== address) {
    return unsupported('reading the memory of an object that has been freed: what stands there is not defined');
  }
  return op;
}

/** `size` bytes at `offset` of an object's head: ob_refcnt, ob_type, and ob_size where there is one. */
function field(op: PyObject, offset: number): number {
  if (offset === 0) return _Py_IsImmortal(op) ? UINT32 - 1 : op.ob_refcnt;
  if (offset === 8) return addressOf(op.ob_type.ob_addr, op.ob_type.ob_type.presize);
  if (offset === 16 && op.ob_type.tp_itemsize !== 0 && !['int', 'bool'].includes(op.ob_type.tp_name)) {
    const n = PyObject_Size(op);
    if (n >= 0) return n;
    PyErr_Clear();
  }
  return unsupported(`reading byte ${offset} of a ${op.ob_type.tp_name} object`);
}

function peek(_m: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const address = PyLong_AsLong(args[0]!);
  const size = PyLong_AsInt(args[1]!);
  if (PyErr_Occurred()) return null;
  // The head lies within 24 bytes of the object's address.
  const at = [0, 8, 16].find((offset) => askedFor(address - offset) !== null) ?? 0;
  const value = field(objectAt(address - at), at);
  // Little-endian: a narrower type sees the low bytes. As a signed one, the sign is the highest of them.
  const narrow = size >= 8 ? value : value % 2 ** (8 * size);
  const negative = args[2] !== undefined && size < 8 && narrow >= 2 ** (8 * size - 1) && PyLong_AsInt(args[2]) === 1;
  return PyLong_FromLong(negative ? narrow - 2 ** (8 * size) : narrow);
}

const none = (): Owned<PyObject> => Py_NewRef(Py_None);

export function PyInit__heapscope(): Owned<PyObject> | null {
  rememberIds();
  return PyModule_Create({
    m_name: '_heapscope',
    m_doc: 'The simulated machine, for ctypes and psutil.',
    m_methods: [
      method('peek', METH_FASTCALL, peek, null),
      method(
        'object_at',
        METH_O,
        (_m: PyObject, address: PyObject) => {
          const n = PyLong_AsLong(address);
          return PyErr_Occurred() ? null : Py_NewRef(objectAt(n));
        },
        null,
      ),
      method(
        'incref',
        METH_O,
        (_m: PyObject, op: PyObject) => {
          Py_INCREF(op);
          return none();
        },
        null,
      ),
      method(
        'decref',
        METH_O,
        (_m: PyObject, op: PyObject) => {
          if (op.ob_refcnt <= 1) return unsupported('giving back a reference that nobody holds');
          Py_DECREF(op);
          return none();
        },
        null,
      ),
      method(
        'resident',
        METH_NOARGS,
        () => {
          const large = Math.ceil(largeBytesInUse() / 4096) * 4096;
          return PyLong_FromLong(INTERPRETER_BASE + arenasAllocated() * ARENA_SIZE + large);
        },
        null,
      ),
      method('getpid', METH_NOARGS, () => PyLong_FromLong(4242), null),
      method('unsupported', METH_O, (_m: PyObject, what: PyObject) => unsupported((what as PyUnicodeObject).str), null),
    ],
  });
}
