// The _json module; its types are in json/. Follows Modules/_json.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { PyArg_ParseTuple } from '../objects/argformat';
import { PyModule_Add, PyModule_Create } from '../objects/moduleobject';
import { readyModuleTypes, takeModuleType } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import type { PyTupleObject } from '../objects/tuplestruct';
import { METH_O, METH_VARARGS, method } from '../objects/typestruct';
import { PyEncoderType } from './json/encoder';
import { PyScannerType } from './json/scanner';
import {
  checkString,
  py_encode_basestring,
  py_encode_basestring_ascii,
  rvalIndexTuple,
  scanstring_unicode,
} from './json/strings';

function py_scanstring(_m: PyObject, args: PyTupleObject): PyObject | null {
  const parsed = PyArg_ParseTuple(args, 'On|p:scanstring');
  if (parsed === null) return null;
  const pystr = parsed[0] as PyObject;
  if (!checkString(pystr)) return null;
  const position = { next: -1 };
  const rval = scanstring_unicode(pystr, parsed[1] as number, parsed[2] !== 0, position);
  return rvalIndexTuple(rval, position.next);
}

export function PyInit__json(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_json',
    m_doc: 'json speedups\n',
    m_methods: [
      method(
        'encode_basestring_ascii',
        METH_O,
        py_encode_basestring_ascii,
        null,
        'encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string',
      ),
      method(
        'encode_basestring',
        METH_O,
        py_encode_basestring,
        null,
        'encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string',
      ),
      method(
        'scanstring',
        METH_VARARGS,
        py_scanstring,
        null,
        'scanstring(string, end, strict=True) -> (string, end)\n\n' +
          'Reads the JSON string whose opening quote stands before index `end`. Gives the string and the index\n' +
          'behind its closing quote; control characters are allowed unless strict.',
      ),
    ],
    m_exec: (module) => {
      if (readyModuleTypes(null, PyScannerType, PyEncoderType) < 0) return -1;
      if (PyModule_Add(module, 'make_scanner', takeModuleType(PyScannerType)) < 0) return -1;
      return PyModule_Add(module, 'make_encoder', takeModuleType(PyEncoderType));
    },
  });
}
