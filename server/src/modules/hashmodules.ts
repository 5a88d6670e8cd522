// The _md5, _sha1, _sha2 and _sha3 modules. Follow Modules/md5module.c, sha1module.c, sha2module.c and sha3module.c,
// CPython 3.13.

import { PyObject_Del } from '../heap/alloc';
import type { PyDictObject } from '../objects/dictstruct';
import { _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import {
  PyModule_AddObjectRef,
  PyModule_AddStringConstant,
  PyModule_AddType,
  PyModule_Create,
} from '../objects/moduleobject';
import type { PyModuleObject } from '../objects/modulestruct';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import { Py_TPFLAGS_IMMUTABLETYPE } from '../objects/typestruct';
import {
  HashObject,
  algorithms,
  hashDealloc,
  hashFunction,
  hashGetset,
  hashMethods,
  hashType,
  newHash,
} from './hashes';
import { bytes } from './support';

const MD5Type = hashType('_md5.md5', 32);
const SHA1Type = hashType('_sha1.sha1', 40);
const SHA224Type = hashType('_sha2.SHA224Type', 32);
const SHA256Type = hashType('_sha2.SHA256Type', 32);
const SHA384Type = hashType('_sha2.SHA384Type', 32);
const SHA512Type = hashType('_sha2.SHA512Type', 32);

function addTypes(module: PyModuleObject, types: Record<string, PyTypeObject>): number {
  if (readyModuleTypes(module, ...Object.values(types)) < 0) return -1;
  for (const [name, type] of Object.entries(types)) if (PyModule_AddObjectRef(module, name, type) < 0) return -1;
  return 0;
}

export function PyInit__md5(): PyObject | null {
  return PyModule_Create({
    m_name: '_md5',
    m_doc: null,
    m_methods: [
      hashFunction('md5', 'md5', () => MD5Type, 'Return a new MD5 hash object; optionally initialized with a string.'),
    ],
    m_exec: (module) => addTypes(module, { MD5Type }),
  });
}

export function PyInit__sha1(): PyObject | null {
  return PyModule_Create({
    m_name: '_sha1',
    m_doc: null,
    m_methods: [
      hashFunction(
        'sha1',
        'sha1',
        () => SHA1Type,
        'Return a new SHA1 hash object; optionally initialized with a string.',
      ),
    ],
    m_exec: (module) => addTypes(module, { SHA1Type }),
  });
}

export function PyInit__sha2(): PyObject | null {
  const make = (name: string, type: PyTypeObject) =>
    hashFunction(
      name,
      name,
      () => type,
      `Return a new ${name.toUpperCase().replace('SHA', 'SHA-')} hash object; optionally initialized with a string.`,
    );
  return PyModule_Create({
    m_name: '_sha2',
    m_doc: null,
    m_methods: [
      make('sha256', SHA256Type),
      make('sha224', SHA224Type),
      make('sha512', SHA512Type),
      make('sha384', SHA384Type),
    ],
    m_exec: (module) => addTypes(module, { SHA224Type, SHA256Type, SHA384Type, SHA512Type }),
  });
}

function sha3Type(name: string, bits: number): PyTypeObject {
  const how = algorithms[name]!;
  const xof = how.xof === true;
  const parser = argParser(name, ['', 'usedforsecurity'], 0, 1);
  const rate = how.block_size * 8;
  const type: PyTypeObject = defineModuleType({
    tp_name: `_sha3.${name}`,
    tp_basicsize: 32,
    tp_flags: Py_TPFLAGS_IMMUTABLETYPE,
    tp_doc: xof
      ? `${name}([data], *, usedforsecurity=True) -> SHAKE object\n\nReturn a new SHAKE hash object.`
      : `${name}([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of ${bits} bytes.`,
    construct: (t) => new HashObject(t),
    tp_dealloc: hashDealloc,
    tp_alloc: PyType_GenericAlloc,
    tp_free: PyObject_Del,
    tp_new: (t: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => {
      const parsed = _PyArg_UnpackKeywordsDict(args, kwargs, parser);
      return parsed === null ? null : newHash(t, name, how, parsed[0]!);
    },
    tp_methods: hashMethods(xof, 'data'),
    tp_getset: [
      ...hashGetset,
      { name: '_capacity_bits', get: () => PyLong_FromLong(1600 - rate), set: null, doc: null },
      { name: '_rate_bits', get: () => PyLong_FromLong(rate), set: null, doc: null },
      { name: '_suffix', get: () => bytes(Uint8Array.of(xof ? 0x1f : 0x06)), set: null, doc: null },
    ],
  });
  return type;
}
const sha3Types = [
  sha3Type('sha3_224', 28),
  sha3Type('sha3_256', 32),
  sha3Type('sha3_384', 48),
  sha3Type('sha3_512', 64),
  sha3Type('shake_128', 0),
  sha3Type('shake_256', 0),
];

export function PyInit__sha3(): PyObject | null {
  return PyModule_Create({
    m_name: '_sha3',
    m_doc: null,
    m_methods: [],
    m_exec: (module) => {
      if (readyModuleTypes(module, ...sha3Types) < 0) return -1;
      for (const type of sha3Types) if (PyModule_AddType(module, type) < 0) return -1;
      return PyModule_AddStringConstant(module, 'implementation', 'HACL');
    },
  });
}
