// mappingproxy, the read-only view that `C.__dict__` is, and method-wrapper, a bound slot wrapper.
// Follows the middle of Objects/descrobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import {
  PyMapping_Check,
  PyNumber_Or,
  PyObject_GetItem,
  PyObject_GetIter,
  PyObject_Size,
  PySequence_Contains,
} from './abstract';
import { Py_False, Py_True } from './boolobject';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyObject_CallMethodNoArgs, PyObject_VectorcallMethod } from './call';
import { descr_get_qualname, wrapperdescr_raw_call } from './descrobject';
import type { PyWrapperDescrObject } from './descrstruct';
import { mappingproxyobject, wrapperobject } from './descrstruct';
import { PyDict_CheckExact, PyDict_Contains } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import { Py_GenericAlias } from './genericaliasobject';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyList_Check } from './listobject';
import type { CompareOp, PyObject, visitproc } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_Hash,
  PyObject_Repr,
  PyObject_RichCompare,
  PyObject_Str,
  Py_None,
  Py_NotImplemented,
  objectAddress,
  pointerText,
} from './objectprotocol';
import { _Py_HashPointer, hash_hi, makeHash } from './pyhash';
import { PyTuple_Check, PyTuple_FromArraySteal, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import {
  PyObject_TypeCheck,
  _PyType_GetDocFromInternalDoc,
  _PyType_GetTextSignatureFromInternalDoc,
} from './typebasics';
import type { PyGetSetDef, PyTypeObject } from './typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_MAPPING,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_FromString } from './unicodeobject';

const id_get = _Py_ID('get');
const id_getattr = _Py_ID('getattr');

// ---------------------------------------------------------------------------------------------------- mappingproxy

function mapping(self: PyObject): PyObject {
  return (self as mappingproxyobject).mapping;
}

function mappingproxy_or(left: PyObject, right: PyObject): PyObject | null {
  if (PyObject_TypeCheck(left, PyDictProxy_Type)) left = mapping(left);
  if (PyObject_TypeCheck(right, PyDictProxy_Type)) right = mapping(right);
  return PyNumber_Or(left, right);
}

function mappingproxy_ior(self: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `'|=' is not supported by ${self.ob_type.tp_name}; use '|' instead`);
}

function mappingproxy_contains(self: PyObject, key: PyObject): number {
  const m = mapping(self);
  return PyDict_CheckExact(m) ? PyDict_Contains(m, key) : PySequence_Contains(m, key);
}

function mappingproxy_get(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('get', args.length, 1, 2)) return null;
  return PyObject_VectorcallMethod(id_get, [mapping(self), args[0]!, args[1] ?? Py_None], null);
}

function forward(name: string): (self: PyObject) => PyObject | null {
  const id = _Py_ID(name);
  return (self) => PyObject_CallMethodNoArgs(mapping(self), id);
}

function mappingproxy_dealloc(self: mappingproxyobject): void {
  _PyObject_GC_UNTRACK(self);
  Py_DECREF(self.mapping);
  PyObject_GC_Del(self);
}

function mappingproxy_repr(self: PyObject): PyObject | null {
  const repr = PyObject_Repr(mapping(self));
  if (repr === null) return null;
  const result = PyUnicode_FromString(`mappingproxy(${repr.str})`);
  Py_DECREF(repr);
  return result;
}

/** A mappingproxy over `m` (borrowed). Owned, or null with TypeError when it is no mapping. */
export function PyDictProxy_New(m: PyObject): Owned<PyObject> | null {
  if (!PyMapping_Check(m) || PyList_Check(m) || PyTuple_Check(m)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `mappingproxy() argument must be a mapping, not ${(m as PyObject).ob_type.tp_name}`,
    );
  }
  const pp = PyObject_GC_New(new mappingproxyobject(PyDictProxy_Type, Py_NewRef(m)), 24);
  _PyObject_GC_TRACK(pp);
  return pp;
}

const newParser = argParser('mappingproxy', ['mapping'], 1);

function mappingproxy_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const a = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  return a === null ? null : PyDictProxy_New(a[0]!);
}

export const PyDictProxy_Type: PyTypeObject = defineType({
  tp_name: 'mappingproxy',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING,
  tp_doc: 'mappingproxy(mapping)\n--\n\nRead-only proxy of a mapping.',
  tp_dealloc: mappingproxy_dealloc,
  tp_repr: mappingproxy_repr,
  tp_hash: (self) => PyObject_Hash(mapping(self)),
  tp_str: (self) => PyObject_Str(mapping(self)),
  tp_getattro: PyObject_GenericGetAttr,
  tp_traverse: (self: mappingproxyobject, visit: visitproc) => visit(self.mapping),
  tp_richcompare: (self, w, op) => PyObject_RichCompare(mapping(self), w, op),
  tp_iter: (self) => PyObject_GetIter(mapping(self)),
  tp_new: mappingproxy_new,
  nb_or: mappingproxy_or,
  nb_inplace_or: mappingproxy_ior,
  mp_length: (self) => PyObject_Size(mapping(self)),
  mp_subscript: (self, key) => PyObject_GetItem(mapping(self), key),
  sq_contains: mappingproxy_contains,
  tp_methods: [
    method(
      'get',
      METH_FASTCALL,
      mappingproxy_get,
      '($self, key, default=None, /)',
      'Return the value for key if key is in the mapping, else default.',
    ),
    method('keys', METH_NOARGS, forward('keys'), null, "D.keys() -> a set-like object providing a view on D's keys"),
    method('values', METH_NOARGS, forward('values'), null, "D.values() -> an object providing a view on D's values"),
    method(
      'items',
      METH_NOARGS,
      forward('items'),
      null,
      "D.items() -> a set-like object providing a view on D's items",
    ),
    method('copy', METH_NOARGS, forward('copy'), null, 'D.copy() -> a shallow copy of D'),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
      null,
      'See PEP 585',
    ),
    method('__reversed__', METH_NOARGS, forward('__reversed__'), null, 'D.__reversed__() -> reverse iterator'),
  ],
});

// ---------------------------------------------------------------------------------------------------- method-wrapper

function wrapper_dealloc(wp: wrapperobject): void {
  PyObject_GC_UnTrack(wp);
  Py_XDECREF(wp.descr);
  Py_XDECREF(wp.self);
  PyObject_GC_Del(wp);
}

function wrapper_traverse(wp: wrapperobject, visit: visitproc): void {
  visit(wp.descr);
  visit(wp.self);
}

function wrapper_richcompare(a: PyObject, b: PyObject, op: CompareOp): PyObject | null {
  if ((op !== 2 && op !== 3) || a.ob_type !== _PyMethodWrapper_Type || b.ob_type !== _PyMethodWrapper_Type) {
    return Py_NewRef(Py_NotImplemented);
  }
  const wa = a as wrapperobject;
  const wb = b as wrapperobject;
  const eq = wa.descr === wb.descr && wa.self === wb.self;
  return Py_NewRef(eq === (op === 2) ? Py_True : Py_False);
}

function wrapper_hash(self: PyObject): number {
  const wp = self as wrapperobject;
  const lo = _Py_HashPointer(objectAddress(wp.self));
  const hi = hash_hi;
  const descr = _Py_HashPointer(objectAddress(wp.descr));
  return makeHash(lo ^ descr, hi ^ hash_hi);
}

function wrapper_repr(self: PyObject): PyObject | null {
  const wp = self as wrapperobject;
  const of = `${wp.self.ob_type.tp_name} object at ${pointerText(wp.self)}`;
  return PyUnicode_FromString(`<method-wrapper '${wp.descr.d_base.name}' of ${of}>`);
}

function wrapper_reduce(self: PyObject): PyObject | null {
  const getattr = _PyEval_GetBuiltin(id_getattr);
  if (getattr === null) return null;
  const wp = self as wrapperobject;
  return PyTuple_FromArraySteal([getattr, PyTuple_Pack(wp.self, wp.descr.d_name)]);
}

/** A slot wrapper bound to `self`. Owned. */
export function PyWrapper_New(descr: PyWrapperDescrObject, self: PyObject): Owned<PyObject> {
  const wp = PyObject_GC_New(new wrapperobject(_PyMethodWrapper_Type, Py_NewRef(descr), Py_NewRef(self)), 32);
  _PyObject_GC_TRACK(wp);
  return wp;
}

const getset = (name: string, get: PyGetSetDef['get']): PyGetSetDef => ({ name, get, set: null, doc: null });

export const _PyMethodWrapper_Type: PyTypeObject = defineType({
  tp_name: 'method-wrapper',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: wrapper_dealloc,
  tp_repr: wrapper_repr,
  tp_hash: wrapper_hash,
  tp_call: (self, args, kwds) =>
    wrapperdescr_raw_call((self as wrapperobject).descr, (self as wrapperobject).self, args, kwds),
  tp_getattro: PyObject_GenericGetAttr,
  tp_traverse: wrapper_traverse,
  tp_richcompare: wrapper_richcompare,
  tp_methods: [method('__reduce__', METH_NOARGS, wrapper_reduce)],
  tp_members: [{ name: '__self__', type: _Py_T_OBJECT, field: 'self', flags: Py_READONLY, doc: null }],
  tp_getset: [
    getset('__objclass__', (wp: wrapperobject) => Py_NewRef(wp.descr.d_type)),
    getset('__name__', (wp: wrapperobject) => PyUnicode_FromString(wp.descr.d_base.name)),
    getset('__qualname__', (wp: wrapperobject) => descr_get_qualname(wp.descr)),
    getset('__doc__', ({ descr }: wrapperobject) => _PyType_GetDocFromInternalDoc(descr.d_base.name, descr.d_base.doc)),
    getset('__text_signature__', ({ descr }: wrapperobject) =>
      _PyType_GetTextSignatureFromInternalDoc(descr.d_base.name, descr.d_base.doc, 0),
    ),
  ],
});
