// _testcapi's odd objects: containers the collector cannot see, classes taken out of its sight, the old __del__ slot, a C
// awaitable. Follows Modules/_testcapi/gc.c and parts of Modules/_testcapimodule.c, CPython 3.13.

import { PyObject_Del } from '../../heap/alloc';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_SET_REFCNT } from '../../heap/refcount';
import { PyObject_CallOneArg } from '../../objects/call';
import { PyErr_GetRaisedException, PyErr_SetRaisedException, PyErr_SetString, reprText } from '../../objects/errors';
import { PyExc_TypeError } from '../../objects/exceptions';
import type { PyDictObject } from '../../objects/dictstruct';
import { _PyArg_UnpackKeywordsDict, argParser } from '../../objects/getargs';
import { defineModuleType } from '../../objects/moduletype';
import { PyObject } from '../../objects/object';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_Check, PyType_GenericAlloc } from '../../objects/typeobject';
import { _PyType_Lookup } from '../../objects/typecache';
import type { PyTypeObject } from '../../objects/typestruct';
import { METH_O, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HEAPTYPE, method } from '../../objects/typestruct';
import { PyUnicode_FromString } from '../../objects/unicodeobject';
import { PyErr_WriteUnraisable } from '../../objects/unraisable';

/** Holds one object, and nothing else is known about it. */
class Holder extends PyObject {
  value: PyObject;
  constructor(type: PyTypeObject) {
    super(type);
    this.value = null as never;
  }
}
function holder_dealloc(self: Holder): void {
  Py_DECREF(self.value);
  self.ob_type.tp_free!(self as never);
}
const newHolder =
  (name: string) =>
  (type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): Owned<PyObject> | null => {
    const argv = _PyArg_UnpackKeywordsDict(args, kwargs, argParser(name, ['value'], 1, 1));
    if (argv === null) return null;
    const self = type.tp_alloc!(type, 0) as Holder;
    self.value = Py_NewRef(argv[0]!);
    return self;
  };
const holderType = (name: string) => ({
  tp_name: name,
  tp_basicsize: 24,
  construct: (type: PyTypeObject) => new Holder(type),
  tp_new: newHolder(name),
  tp_dealloc: holder_dealloc,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
});

export const ContainerNoGC_type = defineModuleType({
  ...holderType('_testcapi.ContainerNoGC'),
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_getset: [{ name: 'value', get: (self: Holder) => Py_NewRef(self.value), set: null, doc: null }],
});
export const awaitType = defineModuleType({
  ...holderType('awaitType'),
  tp_doc: 'C level type with tp_as_async',
  am_await: (self: PyObject) => Py_NewRef((self as Holder).value),
});

const heapTypeExpected = (obj: PyObject): null =>
  PyErr_SetString(PyExc_TypeError, `heap type expected, got ${reprText(obj)}`);
const isHeapType = (obj: PyObject): obj is PyTypeObject =>
  PyType_Check(obj) && ((obj as PyTypeObject).tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0;

/** Makes a class whose instances the collector does not know. */
function without_gc(_m: PyObject, obj: PyObject): PyObject | null {
  if (!isHeapType(obj)) return heapTypeExpected(obj);
  if ((obj.tp_flags & Py_TPFLAGS_HAVE_GC) !== 0) {
    obj.tp_flags &= ~Py_TPFLAGS_HAVE_GC;
    obj.tp_free = PyObject_Del as never;
    obj.tp_traverse = null;
    obj.tp_clear = null;
  }
  return Py_NewRef(obj);
}

/** The old tp_del: calls __tp_del__ on an object with one reference lent for it. */
function slot_tp_del(self: PyObject): void {
  Py_SET_REFCNT(self, 1);
  const exc = PyErr_GetRaisedException();
  const name = PyUnicode_FromString('__tp_del__');
  const del = _PyType_Lookup(self.ob_type, name);
  Py_DECREF(name);
  if (del !== null) {
    Py_NewRef(del);
    const res = PyObject_CallOneArg(del, self);
    Py_DECREF(del);
    if (res === null) PyErr_WriteUnraisable(del);
    else Py_DECREF(res);
  }
  PyErr_SetRaisedException(exc);
  Py_SET_REFCNT(self, self.ob_refcnt - 1);
}
function with_tp_del(_m: PyObject, obj: PyObject): PyObject | null {
  if (!isHeapType(obj)) return heapTypeExpected(obj);
  obj.tp_del = slot_tp_del;
  return Py_NewRef(obj);
}

export const containerMethods = [method('without_gc', METH_O, without_gc), method('with_tp_del', METH_O, with_tp_del)];
