// _random.Random: the Mersenne Twister MT19937. Follows Modules/_randommodule.c, CPython 3.13. A generator that is not
// seeded by the program gets a fixed seed instead of the system's entropy, so that runs repeat.

import { PyObject_Del } from '../heap/alloc';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyNumber_Absolute } from '../objects/abstract';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { _PyArg_CheckPositional, _PyArg_NoKeywords } from '../objects/getargs';
import { PyLong_AsLongLong, PyLong_Check, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import type { PyLongObject } from '../objects/longstruct';
import { PyModule_AddType, PyModule_Create } from '../objects/moduleobject';
import { PyObject } from '../objects/object';
import { PyObject_Hash, Py_None } from '../objects/objectprotocol';
import { hashToBigInt, hash_hi, isHashError } from '../objects/pyhash';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_TPFLAGS_BASETYPE, method } from '../objects/typestruct';

const N = 624;
const M = 397;

class RandomObject extends PyObject {
  index: number;
  state: Uint32Array;
  constructor(type: PyTypeObject) {
    super(type);
    this.index = 0;
    this.state = new Uint32Array(N);
  }
}

function genrand_uint32(self: RandomObject): number {
  const mt = self.state;
  if (self.index >= N) {
    for (let k = 0; k < N; k++) {
      const y = (mt[k]! & 0x80000000) | (mt[(k + 1) % N]! & 0x7fffffff);
      mt[k] = mt[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    self.index = 0;
  }
  let y = mt[self.index++]!;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  y ^= y >>> 18;
  return y >>> 0;
}

function init_genrand(self: RandomObject, seed: number): void {
  const mt = self.state;
  mt[0] = seed;
  for (let i = 1; i < N; i++) {
    const prev = mt[i - 1]! ^ (mt[i - 1]! >>> 30);
    mt[i] = Math.imul(1812433253, prev) + i;
  }
  self.index = N;
}

function init_by_array(self: RandomObject, key: number[]): void {
  const mt = self.state;
  init_genrand(self, 19650218);
  let i = 1;
  let j = 0;
  for (let k = Math.max(N, key.length); k > 0; k--) {
    mt[i] = (mt[i]! ^ Math.imul(mt[i - 1]! ^ (mt[i - 1]! >>> 30), 1664525)) + key[j]! + j;
    i++;
    j++;
    if (i >= N) {
      mt[0] = mt[N - 1]!;
      i = 1;
    }
    if (j >= key.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    mt[i] = (mt[i]! ^ Math.imul(mt[i - 1]! ^ (mt[i - 1]! >>> 30), 1566083941)) - i;
    i++;
    if (i >= N) {
      mt[0] = mt[N - 1]!;
      i = 1;
    }
  }
  mt[0] = 0x80000000;
}

/** random_seed: 0, or −1 with an exception. */
function random_seed(self: RandomObject, arg: PyObject | null): number {
  let n: bigint;
  if (arg === null || arg === Py_None) {
    n = 0x5eed_0000_0000_0001n;
  } else if (PyLong_Check(arg)) {
    const abs = PyNumber_Absolute(arg);
    if (abs === null) return -1;
    n = BigInt((abs as PyLongObject).value);
    Py_DECREF(abs);
  } else {
    const lo = PyObject_Hash(arg);
    if (isHashError(lo)) return -1;
    n = BigInt.asUintN(64, hashToBigInt(lo, hash_hi));
  }
  const key: number[] = [];
  do {
    key.push(Number(n & 0xffffffffn));
    n >>= 32n;
  } while (n !== 0n);
  init_by_array(self, key);
  return 0;
}

function seed(op: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('seed', args.length, 0, 1)) return null;
  return random_seed(op as RandomObject, args[0] ?? null) < 0 ? null : Py_NewRef(Py_None);
}

function random(op: PyObject): PyObject {
  const self = op as RandomObject;
  const a = genrand_uint32(self) >>> 5;
  const b = genrand_uint32(self) >>> 6;
  return PyFloat_FromDouble((a * 67108864 + b) / 9007199254740992);
}

function getrandbits(op: PyObject, arg: PyObject): PyObject | null {
  const self = op as RandomObject;
  const v = PyLong_AsLongLong(arg);
  if (v === null) return null;
  if (v < 0) return PyErr_SetString(PyExc_ValueError, 'number of bits must be non-negative');
  let k = Number(v);
  if (k > 2147483647) return PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C int');
  if (k === 0) return PyLong_FromLong(0);
  if (k <= 32) return PyLong_FromLong(genrand_uint32(self) >>> (32 - k));
  let result = 0n;
  for (let shift = 0n; k > 0; k -= 32, shift += 32n) {
    let r = genrand_uint32(self);
    if (k < 32) r >>>= 32 - k;
    result |= BigInt(r) << shift;
  }
  return PyLong_FromBigInt(result);
}

function getstate(op: PyObject): PyObject {
  const self = op as RandomObject;
  const items: PyObject[] = [];
  for (const word of self.state) items.push(PyLong_FromLong(word));
  items.push(PyLong_FromLong(self.index));
  return PyTuple_FromArraySteal(items);
}

function setstate(op: PyObject, state: PyObject): PyObject | null {
  const self = op as RandomObject;
  if (!PyTuple_Check(state)) return PyErr_SetString(PyExc_TypeError, 'state vector must be a tuple');
  const items = (state as PyTupleObject).ob_item;
  if (items.length !== N + 1) return PyErr_SetString(PyExc_ValueError, 'state vector is the wrong size');
  const words: number[] = [];
  for (const item of items) {
    const v = PyLong_AsLongLong(item);
    if (v === null) return null;
    words.push(Number(v));
  }
  const index = words[N]!;
  if (index < 0 || index > N) return PyErr_SetString(PyExc_ValueError, 'invalid state');
  self.state.set(words.slice(0, N).map((w) => w >>> 0));
  self.index = index;
  return Py_NewRef(Py_None);
}

export const Random_Type: PyTypeObject = defineModuleType({
  tp_name: '_random.Random',
  heap: 'mutable',
  tp_basicsize: 2520,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_doc: 'Random() -> create a random number generator with its own internal state.',
  construct: (type) => new RandomObject(type),
  tp_dealloc: (self: PyObject) => self.ob_type.tp_free!(self as never),
  tp_free: PyObject_Del,
  tp_new: (type, args, kwargs: PyDictObject | null) => {
    const self = type.tp_alloc!(type, 0) as RandomObject | null;
    if (self === null) return null;
    if (type === Random_Type && !_PyArg_NoKeywords('Random', kwargs)) return null;
    if (args.ob_item.length <= 1 && random_seed(self, args.ob_item[0] ?? null) === 0) return self;
    Py_DECREF(self);
    return PyErr_Occurred()
      ? null
      : PyErr_SetString(PyExc_TypeError, `Random() takes at most 1 argument (${args.ob_item.length} given)`);
  },
  tp_init: (self, args, kwargs: PyDictObject | null) => {
    if (self.ob_type === Random_Type && !_PyArg_NoKeywords('Random', kwargs)) return -1;
    return random_seed(self as RandomObject, args.ob_item[0] ?? null);
  },
  tp_methods: [
    method('random', METH_NOARGS, random, '($self, /)', 'random() -> x in the interval [0, 1).'),
    method(
      'seed',
      METH_FASTCALL,
      seed,
      '($self, n=None, /)',
      'seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier.',
    ),
    method('getstate', METH_NOARGS, getstate, '($self, /)', 'getstate() -> tuple containing the current state.'),
    method('setstate', METH_O, setstate, '($self, state, /)', 'setstate(state) -> None.  Restores generator state.'),
    method(
      'getrandbits',
      METH_O,
      getrandbits,
      '($self, k, /)',
      'getrandbits(k) -> x.  Generates an int with k random bits.',
    ),
  ],
});

export function PyInit__random(): Owned<PyObject> | null {
  const m = PyModule_Create({
    m_name: '_random',
    m_doc: 'Module implements the Mersenne Twister random number generator.',
    m_methods: [],
    m_exec: (module) => readyModuleTypes(module, Random_Type),
  });
  if (m === null) return null;
  PyModule_AddType(m, Random_Type);
  return m;
}
