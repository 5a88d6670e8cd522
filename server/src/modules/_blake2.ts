// The _blake2 module. Follows Modules/_blake2/*.c, CPython 3.13.
// Deviation: hashing in trees (fanout and the parameters after it) is not simulated.

import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { PyObject_Del } from '../heap/alloc';
import { unsupported } from '../heap/runtime';
import { bytesOf } from '../objects/bufferobject';
import { argInt } from '../objects/clinic';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_ValueError } from '../objects/exceptions';
import { _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import { PyModule_AddIntConstant, PyModule_AddType, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyDict_SetItemString } from '../objects/dictobject';
import { PyLong_FromLong } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyObject_IsTrue } from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { Py_TPFLAGS_BASETYPE, Py_TPFLAGS_IMMUTABLETYPE } from '../objects/typestruct';
import { Py_DECREF } from '../heap/refcount';
import type { Hasher } from './hashes';
import { HashObject, hashDealloc, hashGetset, hashMethods, newHash } from './hashes';

interface Variant {
  name: string;
  digest: number;
  key: number;
  salt: number;
  block: number;
  size: number;
  create: (options: { dkLen: number; key?: Uint8Array; salt?: Uint8Array; personalization?: Uint8Array }) => unknown;
}
const variants: Variant[] = [
  { name: 'blake2b', digest: 64, key: 64, salt: 16, block: 128, size: 440, create: (o) => blake2b.create(o) },
  { name: 'blake2s', digest: 32, key: 32, salt: 8, block: 64, size: 232, create: (o) => blake2s.create(o) },
];
const keywords = [
  '',
  'digest_size',
  'key',
  'salt',
  'person',
  'fanout',
  'depth',
  'leaf_size',
  'node_offset',
  'node_depth',
  'inner_size',
  'last_node',
  'usedforsecurity',
];
const treeDefaults = [1, 1, 0, 0, 0, 0, 0];

function padded(data: Uint8Array, size: number): Uint8Array | undefined {
  if (data.length === 0) return undefined;
  const out = new Uint8Array(size);
  out.set(data);
  return out;
}

function create(v: Variant, type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwargs, argParser(v.name, keywords, 0, 1));
  if (parsed === null) return null;
  const fail = (message: string): null => PyErr_SetString(PyExc_ValueError, message);
  let dkLen: number | null = v.digest;
  if (parsed[1] !== null) dkLen = argInt(parsed[1]!);
  if (dkLen === null) return null;
  const parts: Uint8Array[] = [];
  for (let i = 2; i <= 4; i++) {
    const part = parsed[i] === null ? new Uint8Array(0) : bytesOf(parsed[i]!);
    if (part === null) return null;
    parts.push(part);
  }
  const [key, salt, person] = parts as [Uint8Array, Uint8Array, Uint8Array];
  if (dkLen <= 0 || dkLen > v.digest) return fail(`digest_size must be between 1 and ${v.digest} bytes`);
  if (salt.length > v.salt) return fail(`maximum salt length is ${v.salt} bytes`);
  if (person.length > v.salt) return fail(`maximum person length is ${v.salt} bytes`);
  for (let i = 5; i <= 11; i++) {
    if (parsed[i] === null) continue;
    const value = i === 11 ? PyObject_IsTrue(parsed[i]!) : argInt(parsed[i]!);
    if (value === null || (i === 11 && value < 0)) return null;
    if (i === 5 && (value < 0 || value > 255)) return fail('fanout must be between 0 and 255');
    if (i === 6 && (value <= 0 || value > 255)) return fail('depth must be between 1 and 255');
    if (value !== treeDefaults[i - 5]) unsupported(`${v.name}() hashing in a tree (${keywords[i]!})`);
  }
  if (key.length > v.key) return fail(`maximum key length is ${v.key} bytes`);
  const options: Parameters<Variant['create']>[0] = { dkLen };
  if (key.length > 0) options.key = key.slice();
  const saltPadded = padded(salt, v.salt);
  if (saltPadded !== undefined) options.salt = saltPadded;
  const personPadded = padded(person, v.salt);
  if (personPadded !== undefined) options.personalization = personPadded;
  return newHash(
    type,
    v.name,
    { create: () => v.create(options) as Hasher, digest_size: dkLen, block_size: v.block },
    parsed[0]!,
  );
}

const types = variants.map((v) =>
  defineModuleType({
    tp_name: `_blake2.${v.name}`,
    tp_basicsize: v.size,
    tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    tp_doc: `${v.name}(data=b'', /, *, digest_size=_blake2.${v.name}.MAX_DIGEST_SIZE,\n        key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0,\n        node_offset=0, node_depth=0, inner_size=0, last_node=False,\n        usedforsecurity=True)\n--\n\nReturn a new ${v.name.replace('blake', 'BLAKE')} hash object.`,
    construct: (type) => new HashObject(type),
    tp_dealloc: hashDealloc,
    tp_alloc: PyType_GenericAlloc,
    tp_free: PyObject_Del,
    tp_new: (type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => create(v, type, args, kwargs),
    tp_methods: hashMethods(false, 'data'),
    tp_getset: hashGetset,
  }),
);

/** Makes the module: a new reference, or null with an exception. */
export function PyInit__blake2(): PyObject | null {
  return PyModule_Create({
    m_name: '_blake2',
    m_doc: '_blake2b provides BLAKE2b for hashlib\n',
    m_methods: [],
    m_exec: (module) => {
      if (readyModuleTypes(module, ...types) < 0) return -1;
      for (const [i, v] of variants.entries()) {
        if (PyModule_AddType(module, types[i]!) < 0) return -1;
        const limits = { SALT_SIZE: v.salt, PERSON_SIZE: v.salt, MAX_KEY_SIZE: v.key, MAX_DIGEST_SIZE: v.digest };
        for (const [name, value] of Object.entries(limits)) {
          const number = PyLong_FromLong(value);
          const res = PyDict_SetItemString(types[i]!.tp_dict!, name, number);
          Py_DECREF(number);
          if (res < 0 || PyModule_AddIntConstant(module, `${v.name.toUpperCase()}_${name}`, value) < 0) return -1;
        }
      }
      return 0;
    },
  });
}
