// collections.defaultdict. Follows Modules/_collectionsmodule.c, CPython 3.13.

import { PyObject_GenericGetAttr } from '../objects/objectattr';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PyObject_GC_Del } from '../heap/alloc';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { PyObject_GetIter, PyObject_SetItem } from '../objects/abstract';
import { PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs, PyObject_CallNoArgs } from '../objects/call';
import { PyDict_Check, PyDict_Type, PyDict_Update, Py_EMPTY_KEYS } from '../objects/dictobject';
import { PyDictObject } from '../objects/dictstruct';
import { PyErr_SetObject, PyErr_SetString } from '../objects/errors';
import { PyExc_KeyError, PyExc_TypeError } from '../objects/exceptions';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { defineModuleType } from '../objects/moduletype';
import type { PyObject } from '../objects/object';
import {
  PyCallable_Check,
  PyObject_Repr,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from '../objects/objectprotocol';
import { PyTuple_GetSlice, PyTuple_New, PyTuple_Pack } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyObject_TypeCheck, PyType_GenericAlloc, _PyType_Name } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_CLASS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  _Py_T_OBJECT,
  method,
} from '../objects/typestruct';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';

export class defdictobject extends PyDictObject {
  default_factory: PyObject | null;

  constructor(type: PyTypeObject) {
    super(type, Py_EMPTY_KEYS);
    this.default_factory = null;
  }
}

const id_items = _Py_ID('items');

function defdict_missing(self: PyObject, key: PyObject): PyObject | null {
  const factory = (self as defdictobject).default_factory;
  if (factory === null || factory === Py_None) {
    const tup = PyTuple_Pack(key);
    PyErr_SetObject(PyExc_KeyError, tup);
    Py_DECREF(tup);
    return null;
  }
  const value = PyObject_CallNoArgs(factory);
  if (value === null) return null;
  if (PyObject_SetItem(self, key, value) < 0) {
    Py_DECREF(value);
    return null;
  }
  return value;
}

function new_defdict(dd: defdictobject, arg: PyObject): PyObject | null {
  return PyObject_CallFunctionObjArgs(dd.ob_type, dd.default_factory ?? Py_None, arg);
}

function defdict_copy(self: PyObject): PyObject | null {
  return new_defdict(self as defdictobject, self);
}

function defdict_reduce(self: PyObject): PyObject | null {
  const dd = self as defdictobject;
  const factory = dd.default_factory;
  const args = factory === null || factory === Py_None ? PyTuple_New(0) : PyTuple_Pack(factory);
  let result: PyObject | null = null;
  const items = PyObject_CallMethodNoArgs(dd, id_items);
  if (items !== null) {
    const iter = PyObject_GetIter(items);
    if (iter !== null) {
      result = PyTuple_Pack(dd.ob_type, args, Py_None, Py_None, iter);
      Py_DECREF(iter);
    }
    Py_DECREF(items);
  }
  Py_DECREF(args);
  return result;
}

function clearFactory(dd: defdictobject): void {
  const factory = dd.default_factory;
  dd.default_factory = null;
  Py_XDECREF(factory);
}

function defdict_dealloc(dd: defdictobject): void {
  PyObject_GC_UnTrack(dd);
  clearFactory(dd);
  PyDict_Type.tp_dealloc!(dd as never);
}

function defdict_repr(self: PyObject): PyObject | null {
  const dd = self as defdictobject;
  const baserepr = PyDict_Type.tp_repr!(dd);
  if (baserepr === null) return null;
  let defrepr: PyObject | null;
  if (dd.default_factory === null) defrepr = PyUnicode_FromString('None');
  else {
    const status = Py_ReprEnter(dd.default_factory);
    if (status < 0) {
      Py_DECREF(baserepr);
      return null;
    }
    defrepr = status > 0 ? PyUnicode_FromString('...') : PyObject_Repr(dd.default_factory);
    Py_ReprLeave(dd.default_factory);
  }
  if (defrepr === null) {
    Py_DECREF(baserepr);
    return null;
  }
  const text = (op: PyObject): string => (op as PyObject & { str: string }).str;
  const result = PyUnicode_FromString(`${_PyType_Name(dd.ob_type)}(${text(defrepr)}, ${text(baserepr)})`);
  Py_DECREF(defrepr);
  Py_DECREF(baserepr);
  return result;
}

function defdict_or(left: PyObject, right: PyObject): PyObject | null {
  const leftIsOne = PyObject_TypeCheck(left, defdict_type);
  const self = leftIsOne ? left : right;
  const other = leftIsOne ? right : left;
  if (!PyDict_Check(other)) return Py_NewRef(Py_NotImplemented);
  const fresh = new_defdict(self as defdictobject, left);
  if (fresh === null) return null;
  if (PyDict_Update(fresh, right) < 0) {
    Py_DECREF(fresh);
    return null;
  }
  return fresh;
}

function defdict_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const dd = self as defdictobject;
  const olddefault = dd.default_factory;
  const n = args.ob_item.length;
  const newdefault = n > 0 ? args.ob_item[0]! : null;
  if (newdefault !== null && newdefault !== Py_None && !PyCallable_Check(newdefault)) {
    PyErr_SetString(PyExc_TypeError, 'first argument must be callable or None');
    return -1;
  }
  const newargs = PyTuple_GetSlice(args, 1, n)!;
  dd.default_factory = Py_XNewRef(newdefault);
  const result = PyDict_Type.tp_init!(dd, newargs, kwds);
  Py_DECREF(newargs);
  Py_XDECREF(olddefault);
  return result;
}

export const defdict_type: PyTypeObject = defineModuleType({
  tp_name: 'collections.defaultdict',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_base: () => PyDict_Type,
  tp_doc:
    'defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n' +
    'The default factory is called without arguments to produce\n' +
    'a new value when a key is not present, in __getitem__ only.\n' +
    'A defaultdict compares equal to a dict with the same items.\n' +
    'All remaining arguments are treated the same as if they were\n' +
    'passed to the dict constructor, including keyword arguments.\n',
  tp_dealloc: defdict_dealloc,
  tp_repr: defdict_repr,
  tp_traverse: (dd: defdictobject, visit) => {
    if (dd.default_factory !== null) visit(dd.default_factory);
    PyDict_Type.tp_traverse!(dd as never, visit);
  },
  tp_clear: (dd: defdictobject) => {
    clearFactory(dd);
    PyDict_Type.tp_clear!(dd as never);
  },
  tp_init: defdict_init,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  nb_or: defdict_or,
  tp_members: [
    {
      name: 'default_factory',
      type: _Py_T_OBJECT,
      field: 'default_factory',
      flags: 0,
      doc: 'Factory for default value called by __missing__().',
    },
  ],
  tp_methods: [
    method(
      '__missing__',
      METH_O,
      defdict_missing,
      null,
      '__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n' +
        '  if self.default_factory is None: raise KeyError((key,))\n' +
        '  self[key] = value = self.default_factory()\n  return value\n',
    ),
    method('copy', METH_NOARGS, defdict_copy, null, 'D.copy() -> a shallow copy of D.'),
    method('__copy__', METH_NOARGS, defdict_copy, null, 'D.copy() -> a shallow copy of D.'),
    method('__reduce__', METH_NOARGS, defdict_reduce, null, 'Return state information for pickling.'),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
      null,
      'See PEP 585',
    ),
  ],
  construct: (type) => new defdictobject(type),
  edges: (dd: defdictobject, emit) => {
    if (dd.default_factory !== null) emit(dd.default_factory, 'field', 'default_factory');
    PyDict_Type.edges!(dd as never, emit);
  },
});
