// _testcapi's exporters of buffers. Follows Modules/_testcapi/buffer.c and parts of Modules/_testcapimodule.c, CPython 3.13.

import { PyObject_GC_Del } from '../../heap/alloc';
import { PyObject_GC_UnTrack } from '../../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyBuffer_FillInfo, PyObject_GetBuffer, newBuffer } from '../../objects/bufferobject';
import type { Py_buffer } from '../../objects/bufferstruct';
import { PyBytes_FromStringAndSize } from '../../objects/bytesobject';
import type { PyBytesObject } from '../../objects/bytesstruct';
import { PyObject_CallMethodOneArg } from '../../objects/call';
import { PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_BufferError, PyExc_SystemError } from '../../objects/exceptions';
import { PyLong_AsInt, PyLong_FromLong } from '../../objects/longobject';
import { PyMemoryView_FromBuffer } from '../../objects/memoryobject';
import { defineModuleType } from '../../objects/moduletype';
import { PyObject } from '../../objects/object';
import type { visitproc } from '../../objects/object';
import { vmInterface } from '../../objects/pystate';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import { METH_O, Py_TPFLAGS_HAVE_GC, method } from '../../objects/typestruct';
import { _Py_ID } from '../../objects/unicodeobject';
import { positionalMethod } from '../support';

const PyBUF_READ = 0x100;
const PyBUF_WRITE = 0x200;

class testBufObject extends PyObject {
  obj: PyObject | null = null;
  references = 0;
}

export const testBufType = defineModuleType({
  tp_name: 'testBufType',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  construct: (type) => new testBufObject(type),
  tp_new: (type: PyTypeObject) => {
    const self = type.tp_alloc!(type, 0) as testBufObject;
    self.obj = PyBytes_FromStringAndSize(new TextEncoder().encode('test'));
    return self;
  },
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_traverse: (self: testBufObject, visit: visitproc) => {
    if (self.obj !== null) visit(self.obj);
  },
  tp_clear: (self: testBufObject) => {
    const obj = self.obj;
    self.obj = null;
    Py_XDECREF(obj);
  },
  tp_dealloc: (self: testBufObject) => {
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self.obj);
    self.ob_type.tp_free!(self as never);
  },
  bf_getbuffer: (op: PyObject, view: Py_buffer, flags: number) => {
    const self = op as testBufObject;
    if (PyObject_GetBuffer(self.obj!, view, flags) < 0) return -1;
    Py_DECREF(view.obj!);
    view.obj = Py_NewRef(self);
    self.references++;
    return 0;
  },
  bf_releasebuffer: (op: PyObject) => {
    (op as testBufObject).references--;
  },
  tp_getset: [
    { name: 'references', get: (self: testBufObject) => PyLong_FromLong(self.references), set: null, doc: null },
  ],
});

/** A memory view of the bytes themselves, which nobody keeps alive but the caller. */
function buffer_fill_info(_m: PyObject, [source, readonly, flagsArg]: readonly PyObject[]): PyObject | null {
  const ro = PyLong_AsInt(readonly!);
  const flags = PyLong_AsInt(flagsArg!);
  if ((ro === -1 || flags === -1) && PyErr_Occurred()) return null;
  if (flags === PyBUF_READ || flags === PyBUF_WRITE)
    return PyErr_SetString(PyExc_SystemError, 'Objects/abstract.c: bad argument to internal function');
  const bytes = (source as PyBytesObject).ob_sval;
  const view = newBuffer();
  if (PyBuffer_FillInfo(view, null, bytes, 0, bytes.length, ro !== 0, flags) < 0) return null;
  return PyMemoryView_FromBuffer(view);
}

/** struct.calcsize. */
function PyBuffer_SizeFromFormat(_m: PyObject, format: PyObject): PyObject | null {
  const struct = vmInterface.importModule('struct');
  if (struct === null) return null;
  const size = PyObject_CallMethodOneArg(struct, _Py_ID('calcsize'), format);
  Py_DECREF(struct);
  return size;
}

export const bufferMethods = [
  positionalMethod('buffer_fill_info', 3, 3, buffer_fill_info),
  method('PyBuffer_SizeFromFormat', METH_O, PyBuffer_SizeFromFormat),
  method('getbuffer_with_null_view', METH_O, () =>
    PyErr_SetString(PyExc_BufferError, 'PyObject_GetBuffer: view==NULL argument is obsolete'),
  ),
];
