// The _io module: StringIO, BytesIO, files and open() over virtual files. Follows Modules/_io/*.c, CPython 3.13.
// Deviation: the layers of a file (raw, buffered, text) share one content and one position; nothing is ever waiting in
// a buffer. TextIOWrapper and the Buffered classes accept what open() and BytesIO make, not streams written in Python.

import type { Owned } from '../heap/refcount';
import { Py_NewRef, Py_DECREF } from '../heap/refcount';
import { PyErr_NewException } from '../objects/errors';
import { PyExc_BlockingIOError, PyExc_OSError, PyExc_ValueError } from '../objects/exceptions';
import { PyModule_AddIntConstant, PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import { PyObject_GetAttr, Py_None } from '../objects/objectprotocol';
import { PyTuple_Pack } from '../objects/tupleobject';
import type { PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, method } from '../objects/typestruct';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import { PyImport_ImportModule } from './import';
import { IO_TYPES } from './io/streams';
import { BytesIO_Type, bytesiobuf_type } from './io/bytesio';
import { io_open } from './io/open';
import { setUnsupportedOperation } from './io/errors';

const TYPES = [...Object.values(IO_TYPES), BytesIO_Type];

export function PyInit__io(): Owned<PyObject> | null {
  if (readyModuleTypes(null, ...TYPES, bytesiobuf_type) < 0) return null;
  const m = PyModule_Create({
    m_name: '_io',
    m_doc: 'The io module provides the Python interfaces to stream handling.',
    m_methods: [
      method('open_code', METH_FASTCALL | METH_KEYWORDS, io_open, null),
      method(
        'text_encoding',
        METH_FASTCALL,
        (_m: PyObject, args: readonly PyObject[]) =>
          args[0] === Py_None ? PyUnicode_FromString('locale') : Py_NewRef(args[0]!),
        null,
      ),
    ],
  });
  if (m === null) return null;
  const bases = PyTuple_Pack(PyExc_OSError, PyExc_ValueError);
  const error = PyErr_NewException('io.UnsupportedOperation', bases, null);
  Py_DECREF(bases);
  setUnsupportedOperation(error);
  PyModule_AddObject(m, 'UnsupportedOperation', error);
  const builtins = PyImport_ImportModule('builtins')!;
  PyModule_AddObject(m, 'open', PyObject_GetAttr(builtins, _Py_ID('open')));
  Py_DECREF(builtins);
  PyModule_AddObject(m, 'BlockingIOError', Py_NewRef(PyExc_BlockingIOError));
  PyModule_AddIntConstant(m, 'DEFAULT_BUFFER_SIZE', 8192);
  for (const type of TYPES) {
    PyModule_AddObject(m, (type as PyTypeObject).tp_name.slice('_io.'.length), Py_NewRef(type));
  }
  return m;
}
