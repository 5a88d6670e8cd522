// Bound methods; and instancemethod, which only C code can make. Follows Objects/classobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { Py_False, Py_True } from './boolobject';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyObject_Call, PyObject_Vectorcall, PyVectorcall_Call } from './call';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import { _PyArg_CheckPositional, _PyArg_NoKeywords } from './getargs';
import { PyInstanceMethodObject, PyMethodObject } from './methodstruct';
import type { CompareOp, PyObject, visitproc } from './object';
import {
  PyCallable_Check,
  PyObject_GenericSetAttr,
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_Hash,
  PyObject_Repr,
  PyObject_RichCompareBool,
  Py_None,
  Py_NotImplemented,
  objectAddress,
  pointerText,
} from './objectprotocol';
import type { Out } from './objectprotocol';
import { _Py_HashPointer, hashError, hash_hi, isHashError, makeHash } from './pyhash';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { _PyType_Lookup } from './typecache';
import type { PyMemberDef, PyTypeObject } from './typestruct';
import {
  METH_NOARGS,
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export { PyInstanceMethodObject, PyMethodObject } from './methodstruct';

const id___doc__ = _Py_ID('__doc__');
const id___name__ = _Py_ID('__name__');
const id___qualname__ = _Py_ID('__qualname__');
const id_getattr = _Py_ID('getattr');

export function PyMethod_Check(op: PyObject): op is PyMethodObject {
  return op.ob_type === PyMethod_Type;
}
export function PyMethod_GET_FUNCTION(op: PyObject): PyObject {
  return (op as PyMethodObject).im_func;
}
export function PyMethod_GET_SELF(op: PyObject): PyObject {
  return (op as PyMethodObject).im_self;
}

function method_vectorcall(
  callable: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const im = callable as PyMethodObject;
  return PyObject_Vectorcall(im.im_func, args.length === 0 ? [im.im_self] : [im.im_self, ...args], kwnames);
}

/** `func` bound to `self`, both borrowed. Owned. */
export function PyMethod_New(func: PyObject, self: PyObject): Owned<PyMethodObject> {
  const im = new PyMethodObject(PyMethod_Type, func, self);
  Py_INCREF(func);
  Py_INCREF(self);
  im.vectorcall = method_vectorcall;
  PyObject_GC_New(im, 48);
  _PyObject_GC_TRACK(im);
  return im;
}

function method_dealloc(im: PyMethodObject): void {
  _PyObject_GC_UNTRACK(im);
  if (im.ob_weakreflist !== null) PyObject_ClearWeakRefs(im);
  Py_DECREF(im.im_func);
  Py_DECREF(im.im_self);
  PyObject_GC_Del(im);
}

function method_traverse(im: PyMethodObject, visit: visitproc): void {
  visit(im.im_func);
  visit(im.im_self);
}

/** Attributes of the type go first (there are few), all others are the function's. */
function getattroOf(func: (obj: PyObject) => PyObject, obj: PyObject, name: PyObject): PyObject | null {
  const tp = obj.ob_type;
  const descr = _PyType_Lookup(tp, name);
  if (descr === null) return PyObject_GetAttr(func(obj), name);
  const f = descr.ob_type.tp_descr_get;
  if (f === null) return Py_NewRef(descr);
  Py_INCREF(descr);
  const res = f(descr, obj, tp);
  Py_DECREF(descr);
  return res;
}

function method_getattro(obj: PyObject, name: PyObject): PyObject | null {
  return getattroOf(PyMethod_GET_FUNCTION, obj, name);
}

function method_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('method', kwargs)) return null;
  const items = args.ob_item;
  if (!_PyArg_CheckPositional('method', items.length, 2, 2)) return null;
  const [func, instance] = items as [PyObject, PyObject];
  if (!PyCallable_Check(func)) return PyErr_SetString(PyExc_TypeError, 'first argument must be callable');
  if (instance === Py_None) return PyErr_SetString(PyExc_TypeError, 'instance must not be None');
  return PyMethod_New(func, instance);
}

function method_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  if ((op !== 2 && op !== 3) || !PyMethod_Check(self) || !PyMethod_Check(other)) return Py_NewRef(Py_NotImplemented);
  let eq = PyObject_RichCompareBool(self.im_func, other.im_func, 2);
  if (eq < 0) return null;
  if (eq === 1) eq = self.im_self === other.im_self ? 1 : 0;
  return Py_NewRef((eq === 1) === (op === 2) ? Py_True : Py_False);
}

function method_hash(self: PyObject): number {
  const im = self as PyMethodObject;
  const lo = _Py_HashPointer(objectAddress(im.im_self));
  const hi = hash_hi;
  const func = PyObject_Hash(im.im_func);
  if (isHashError(func)) return hashError();
  return makeHash(lo ^ func, hi ^ hash_hi);
}

/** A str attribute's text, '?' when it is missing or no str; null with an exception. */
function textAttr(op: PyObject, ...names: PyUnicodeObject[]): string | null {
  const slot: Out = { value: null };
  for (const name of names) {
    if (PyObject_GetOptionalAttr(op, name, slot) < 0) return null;
    if (slot.value !== null) break;
  }
  const value = slot.value;
  const text = value !== null && PyUnicode_Check(value) ? (value as PyUnicodeObject).str : '?';
  Py_XDECREF(value);
  return text;
}

function method_repr(self: PyObject): PyObject | null {
  const im = self as PyMethodObject;
  const name = textAttr(im.im_func, id___qualname__, id___name__);
  if (name === null) return null;
  const of = PyObject_Repr(im.im_self);
  if (of === null) return null;
  const result = PyUnicode_FromString(`<bound method ${name} of ${of.str}>`);
  Py_DECREF(of);
  return result;
}

function method_reduce(self: PyObject): PyObject | null {
  const im = self as PyMethodObject;
  const funcname = PyObject_GetAttr(im.im_func, id___name__);
  if (funcname === null) return null;
  const getattr = _PyEval_GetBuiltin(id_getattr);
  if (getattr === null) {
    Py_DECREF(funcname);
    return null;
  }
  return PyTuple_FromArraySteal([getattr, PyTuple_FromArraySteal([Py_NewRef(im.im_self), funcname])]);
}

const member = (name: string, field: string, doc: string): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field,
  flags: Py_READONLY,
  doc,
});
const FUNC_DOC = 'the function (or other callable) implementing a method';

export const PyMethod_Type: PyTypeObject = defineType({
  tp_name: 'method',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
  tp_doc: 'method(function, instance, /)\n--\n\nCreate a bound instance method object.',
  tp_weaklistoffset: 32,
  tp_dealloc: method_dealloc,
  tp_repr: method_repr,
  tp_hash: method_hash,
  tp_call: PyVectorcall_Call,
  tp_getattro: method_getattro,
  tp_setattro: PyObject_GenericSetAttr,
  tp_traverse: method_traverse,
  tp_richcompare: method_richcompare,
  tp_descr_get: (self: PyObject) => Py_NewRef(self),
  tp_new: method_new,
  tp_methods: [method('__reduce__', METH_NOARGS, method_reduce, '($self, /)')],
  tp_members: [
    member('__func__', 'im_func', FUNC_DOC),
    member('__self__', 'im_self', 'the instance to which a method is bound'),
  ],
  tp_getset: [
    {
      name: '__doc__',
      get: (im: PyMethodObject) => PyObject_GetAttr(im.im_func, id___doc__),
      set: null,
      doc: null,
    },
  ],
  edges: (im: PyMethodObject, emit) => {
    emit(im.im_func, 'field', '__func__');
    emit(im.im_self, 'field', '__self__');
  },
});

// ---------------------------------------------------------------------------------------------------- instancemethod

function functionOf(self: PyObject): PyObject {
  return (self as PyInstanceMethodObject).func;
}

export function PyInstanceMethod_New(func: PyObject): Owned<PyObject> {
  const im = PyObject_GC_New(new PyInstanceMethodObject(PyInstanceMethod_Type, Py_NewRef(func)), 24);
  _PyObject_GC_TRACK(im);
  return im;
}

function instancemethod_dealloc(self: PyInstanceMethodObject): void {
  _PyObject_GC_UNTRACK(self);
  Py_DECREF(self.func);
  PyObject_GC_Del(self);
}

function instancemethod_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  const type = PyInstanceMethod_Type;
  if ((op !== 2 && op !== 3) || self.ob_type !== type || other.ob_type !== type) return Py_NewRef(Py_NotImplemented);
  const eq = PyObject_RichCompareBool(functionOf(self), functionOf(other), 2);
  return eq < 0 ? null : Py_NewRef((eq === 1) === (op === 2) ? Py_True : Py_False);
}

function instancemethod_repr(self: PyObject): PyObject | null {
  const name = textAttr(functionOf(self), id___name__);
  return name === null ? null : PyUnicode_FromString(`<instancemethod ${name} at ${pointerText(self)}>`);
}

function instancemethod_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('instancemethod', kwargs)) return null;
  if (!_PyArg_CheckPositional('instancemethod', args.ob_item.length, 1, 1)) return null;
  const func = args.ob_item[0]!;
  if (!PyCallable_Check(func)) return PyErr_SetString(PyExc_TypeError, 'first argument must be callable');
  return PyInstanceMethod_New(func);
}

export const PyInstanceMethod_Type: PyTypeObject = defineType({
  tp_name: 'instancemethod',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc: 'instancemethod(function, /)\n--\n\nBind a function to a class.',
  tp_dealloc: instancemethod_dealloc,
  tp_repr: instancemethod_repr,
  tp_call: (self, args, kwds) => PyObject_Call(functionOf(self), args, kwds),
  tp_getattro: (obj, name) => getattroOf(functionOf, obj, name),
  tp_setattro: PyObject_GenericSetAttr,
  tp_traverse: (self: PyInstanceMethodObject, visit: visitproc) => visit(self.func),
  tp_richcompare: instancemethod_richcompare,
  tp_descr_get: (self, obj) => (obj === null ? Py_NewRef(functionOf(self)) : PyMethod_New(functionOf(self), obj)),
  tp_new: instancemethod_new,
  tp_members: [member('__func__', 'func', FUNC_DOC)],
  tp_getset: [
    {
      name: '__doc__',
      get: (self: PyInstanceMethodObject) => PyObject_GetAttr(self.func, id___doc__),
      set: null,
      doc: null,
    },
  ],
});
