// The _collections module: deque (dequeobject.ts), defaultdict (defaultdict.ts), OrderedDict, and helpers of Counter and
// namedtuple. Follows Modules/_collectionsmodule.c, CPython 3.13.

import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XINCREF } from '../heap/refcount';
import { PyIter_Next, PyNumber_Add, PyObject_GetIter, PyObject_SetItem } from '../objects/abstract';
import { PyObject_CallFunctionObjArgs } from '../objects/call';
import { argSsize } from '../objects/clinic';
import {
  PyDict_Check,
  PyDict_Type,
  _PyDict_GetItem_KnownHash,
  _PyDict_SetItem_KnownHash,
  _PyObject_HashFast,
  key_hash_hi,
} from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { reprString } from '../objects/reprstring';
import { PyExc_AttributeError, PyExc_IndexError, PyExc_TypeError } from '../objects/exceptions';
import { PyGCObject } from '../objects/gcobject';
import { _PyArg_CheckPositional, _PyArg_NoKeywords } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddType, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import { PyObject_GetAttr, Py_None } from '../objects/objectprotocol';
import { PyODict_Type } from '../objects/odictobject';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { _PyType_Lookup } from '../objects/typecache';
import { _PyType_Name } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_NOARGS,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  _Py_T_OBJECT,
  method,
} from '../objects/typestruct';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import { defdict_type } from './defaultdict';
import { deque_type, dequeiter_type, dequereviter_type } from './dequeobject';

const id_get = _Py_ID('get');
const id_setitem = _Py_ID('__setitem__');

/** Counter's loop over a plain dict: gets and sets with one hash. */
function countInDict(mapping: PyDictObject, it: PyObject): void {
  const one = PyLong_FromLong(1);
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    const lo = _PyObject_HashFast(key);
    const hi = key_hash_hi;
    let failed = lo === -1 && hi === -1;
    if (!failed) {
      const oldval = _PyDict_GetItem_KnownHash(mapping, key, lo, hi);
      if (oldval === null) {
        failed = PyErr_Occurred() !== null || _PyDict_SetItem_KnownHash(mapping, key, one, lo, hi) < 0;
      } else {
        const newval = PyNumber_Add(oldval, one);
        failed = newval === null || _PyDict_SetItem_KnownHash(mapping, key, newval, lo, hi) < 0;
        Py_XDECREF(newval);
      }
    }
    Py_DECREF(key);
    if (failed) break;
  }
  Py_DECREF(one);
}

function countInMapping(mapping: PyObject, it: PyObject): void {
  const bound_get = PyObject_GetAttr(mapping, id_get);
  if (bound_get === null) return;
  const one = PyLong_FromLong(1);
  const zero = PyLong_FromLong(0);
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    let failed = true;
    const oldval = PyObject_CallFunctionObjArgs(bound_get, key, zero);
    if (oldval !== null) {
      const newval = PyNumber_Add(oldval, one);
      Py_DECREF(oldval);
      failed = newval === null || PyObject_SetItem(mapping, key, newval) < 0;
      Py_XDECREF(newval);
    }
    Py_DECREF(key);
    if (failed) break;
  }
  Py_DECREF(one);
  Py_DECREF(zero);
  Py_DECREF(bound_get);
}

function _count_elements(_module: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('_count_elements', args.length, 2, 2)) return null;
  const mapping = args[0]!;
  const it = PyObject_GetIter(args[1]!);
  if (it === null) return null;
  const mapping_get = _PyType_Lookup(mapping.ob_type, id_get);
  const mapping_setitem = _PyType_Lookup(mapping.ob_type, id_setitem);
  Py_XINCREF(mapping_get);
  Py_XINCREF(mapping_setitem);
  if (
    mapping_get !== null &&
    mapping_get === _PyType_Lookup(PyDict_Type, id_get) &&
    mapping_setitem !== null &&
    mapping_setitem === _PyType_Lookup(PyDict_Type, id_setitem) &&
    PyDict_Check(mapping)
  ) {
    countInDict(mapping, it);
  } else {
    countInMapping(mapping, it);
  }
  Py_XDECREF(mapping_get);
  Py_XDECREF(mapping_setitem);
  Py_DECREF(it);
  return PyErr_Occurred() !== null ? null : Py_NewRef(Py_None);
}

// ------------------------------------------------------------------------------------------------------- _tuplegetter

class _tuplegetterobject extends PyGCObject {
  index: number;
  doc: PyObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.index = 0;
    this.doc = null;
  }
}

function tuplegetter_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('_tuplegetter', kwargs)) return null;
  if (!_PyArg_CheckPositional('_tuplegetter', args.ob_item.length, 2, 2)) return null;
  const index = argSsize(args.ob_item[0]!);
  if (index === null) return null;
  const self = type.tp_alloc!(type, 0) as _tuplegetterobject | null;
  if (self === null) return null;
  self.index = index;
  self.doc = Py_NewRef(args.ob_item[1]!);
  return self;
}

function tuplegetter_descr_get(self: PyObject, obj: PyObject | null): Owned<PyObject> | null {
  const { index } = self as _tuplegetterobject;
  if (obj === null || obj === Py_None) return Py_NewRef(self);
  if (!PyTuple_Check(obj)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `descriptor for index '${index}' for tuple subclasses doesn't apply to '${obj.ob_type.tp_name}' object`,
    );
  }
  if (index < 0 || index >= obj.ob_item.length) return PyErr_SetString(PyExc_IndexError, 'tuple index out of range');
  return Py_NewRef(obj.ob_item[index]!);
}

function tuplegetter_descr_set(_self: PyObject, _obj: PyObject, value: PyObject | null): number {
  PyErr_SetString(PyExc_AttributeError, value === null ? "can't delete attribute" : "can't set attribute");
  return -1;
}

function tuplegetter_clear(self: _tuplegetterobject): void {
  const doc = self.doc;
  self.doc = null;
  Py_XDECREF(doc);
}

function tuplegetter_dealloc(self: _tuplegetterobject): void {
  PyObject_GC_UnTrack(self);
  tuplegetter_clear(self);
  self.ob_type.tp_free!(self as never);
}

function tuplegetter_reduce(op: PyObject): PyObject | null {
  const self = op as _tuplegetterobject;
  Py_INCREF(self.ob_type);
  const args = PyTuple_FromArraySteal([PyLong_FromLong(self.index), Py_NewRef(self.doc!)]);
  return PyTuple_FromArraySteal([self.ob_type, args]);
}

function tuplegetter_repr(op: PyObject): PyObject | null {
  const self = op as _tuplegetterobject;
  const doc = reprString(self.doc!);
  return doc === null ? null : PyUnicode_FromString(`${_PyType_Name(self.ob_type)}(${self.index}, ${doc})`);
}

export const tuplegetter_type: PyTypeObject = defineModuleType({
  tp_name: 'collections._tuplegetter',
  heap: 'immutable',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dealloc: tuplegetter_dealloc,
  tp_repr: tuplegetter_repr,
  tp_traverse: (self: _tuplegetterobject, visit) => {
    if (self.doc !== null) visit(self.doc);
  },
  tp_clear: tuplegetter_clear,
  tp_descr_get: tuplegetter_descr_get,
  tp_descr_set: tuplegetter_descr_set,
  tp_new: tuplegetter_new,
  tp_members: [{ name: '__doc__', type: _Py_T_OBJECT, field: 'doc', flags: 0, doc: null }],
  tp_methods: [method('__reduce__', METH_NOARGS, tuplegetter_reduce)],
  construct: (type) => new _tuplegetterobject(type),
});

/** Makes the module: a new reference, or null with an exception. */
export function PyInit__collections(): PyObject | null {
  const types = [deque_type, defdict_type, dequeiter_type, dequereviter_type, tuplegetter_type];
  const module = PyModule_Create({
    m_name: '_collections',
    m_exec: (module) => readyModuleTypes(module, ...types),
    m_doc:
      'High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n' +
      '- defaultdict:  dict subclass with a default value factory\n',
    m_methods: [
      method(
        '_count_elements',
        METH_FASTCALL,
        _count_elements,
        '($module, mapping, iterable, /)',
        'Count elements in the iterable, updating the mapping',
      ),
    ],
  });
  if (module === null) return null;
  for (const type of [...types, PyODict_Type]) {
    if (PyModule_AddType(module, type) < 0) {
      Py_DECREF(module);
      return null;
    }
  }
  return module;
}
