// The zlib module: its checksums. Follows Modules/zlibmodule.c, CPython 3.13.
// Deviation: compression is not simulated (what it gives would have to agree byte for byte with the C library).

import { Py_DECREF } from '../heap/refcount';
import { unsupported } from '../heap/runtime';
import { bytesOf } from '../objects/bufferobject';
import { PyErr_NewException } from '../objects/errors';
import { PyLong_FromLong } from '../objects/longobject';
import {
  PyModule_AddIntConstant,
  PyModule_AddObjectRef,
  PyModule_AddStringConstant,
  PyModule_Create,
} from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { METH_FASTCALL, METH_KEYWORDS, method } from '../objects/typestruct';
import { adler32, crc32 } from './checksums';
import { argUint32, positionalMethod } from './support';

const constants: Record<string, number> = {
  MAX_WBITS: 15,
  DEFLATED: 8,
  DEF_MEM_LEVEL: 8,
  DEF_BUF_SIZE: 16384,
  Z_NO_COMPRESSION: 0,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1,
  Z_FILTERED: 1,
  Z_HUFFMAN_ONLY: 2,
  Z_RLE: 3,
  Z_FIXED: 4,
  Z_DEFAULT_STRATEGY: 0,
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_SYNC_FLUSH: 2,
  Z_FULL_FLUSH: 3,
  Z_FINISH: 4,
  Z_BLOCK: 5,
  Z_TREES: 6,
};

const checksum = (
  name: string,
  start: number,
  update: (data: Uint8Array, value: number) => number,
  signature: string,
  doc: string,
): ReturnType<typeof method> =>
  positionalMethod(
    name,
    1,
    2,
    (_, [a, v]) => {
      const data = bytesOf(a!);
      const value = data === null ? null : argUint32(v, start);
      return value === null ? null : PyLong_FromLong(update(data!, value));
    },
    signature,
    doc,
  );

const notSimulated = (name: string, signature: string, doc: string): ReturnType<typeof method> =>
  method(name, METH_FASTCALL | METH_KEYWORDS, (): PyObject | null => unsupported(`zlib.${name}()`), signature, doc);

/** Makes the module: a new reference, or null with an exception. */
export function PyInit_zlib(): PyObject | null {
  return PyModule_Create({
    m_name: 'zlib',
    m_doc:
      'The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.',
    m_methods: [
      checksum(
        'adler32',
        1,
        adler32,
        '($module, data, value=1, /)',
        'Compute an Adler-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.',
      ),
      notSimulated(
        'compress',
        '($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)',
        'Returns a bytes object containing compressed data.',
      ),
      notSimulated(
        'compressobj',
        '($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=None)',
        'Return a compressor object.',
      ),
      checksum(
        'crc32',
        0,
        crc32,
        '($module, data, value=0, /)',
        'Compute a CRC-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.',
      ),
      notSimulated(
        'decompress',
        '($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)',
        'Returns a bytes object containing the uncompressed data.',
      ),
      notSimulated('decompressobj', "($module, /, wbits=MAX_WBITS, zdict=b'')", 'Return a decompressor object.'),
      notSimulated('_ZlibDecompressor', '($module, /, wbits=MAX_WBITS, zdict=b"")', 'Create a decompressor object.'),
    ],
    m_exec: (module) => {
      const error = PyErr_NewException('zlib.error', null, null);
      if (error === null) return -1;
      let res = PyModule_AddObjectRef(module, 'error', error);
      Py_DECREF(error);
      for (const [name, value] of Object.entries(constants)) {
        if (res === 0) res = PyModule_AddIntConstant(module, name, value);
      }
      for (const [name, value] of [
        ['ZLIB_VERSION', '1.2.13'],
        ['ZLIB_RUNTIME_VERSION', '1.2.13'],
        ['__version__', '1.0'],
      ] as const) {
        if (res === 0) res = PyModule_AddStringConstant(module, name, value);
      }
      return res;
    },
  });
}
