// classmethod and staticmethod. Follows the second half of Objects/funcobject.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { boolResult } from './boolobject';
import { PyObject_Call } from './call';
import { PyMethod_New } from './classobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_RuntimeError } from './exceptions';
import { PyWrappedMethodObject } from './funcstruct';
import { PyArg_UnpackTuple, _PyArg_NoKeywords } from './getargs';
import type { PyObject, visitproc } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_GenericGetDict,
  PyObject_GenericSetDict,
  PyObject_GetOptionalAttr,
  PyObject_Repr,
  PyObject_SetAttr,
} from './objectprotocol';
import type { Out } from './objectprotocol';
import { _PyObject_IsAbstract } from './propertyobject';
import { PyType_GenericAlloc, PyType_GenericNew } from './subtype';
import type { PyTupleObject } from './tuplestruct';
import type { edgeproc, PyGetSetDef, PyMemberDef, PyTypeObject, TypeSpec } from './typestruct';
import { Py_READONLY, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_HAVE_GC, _Py_T_OBJECT, defineType } from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_FromString } from './unicodeobject';

const COPIED = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__'].map((name) => _Py_ID(name));

/** What functools.wraps does: the wrapper gets the function's names and annotations. 0, or −1 with an exception. */
function functools_wraps(wrapper: PyObject, wrapped: PyObject): number {
  const slot: Out = { value: null };
  for (const name of COPIED) {
    if (PyObject_GetOptionalAttr(wrapped, name, slot) < 0) return -1;
    const value = slot.value;
    if (value === null) continue;
    const res = PyObject_SetAttr(wrapper, name, value);
    Py_DECREF(value);
    if (res < 0) return -1;
  }
  return 0;
}

function dealloc(self: PyWrappedMethodObject): void {
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(self.callable);
  Py_XDECREF(self.ob_dict);
  self.ob_type.tp_free!(self as never);
}

function traverse(self: PyWrappedMethodObject, visit: visitproc): void {
  if (self.callable !== null) visit(self.callable);
  if (self.ob_dict !== null) visit(self.ob_dict);
}

function clear(self: PyWrappedMethodObject): void {
  const callable = self.callable;
  self.callable = null;
  Py_XDECREF(callable);
  const dict = self.ob_dict;
  self.ob_dict = null;
  Py_XDECREF(dict);
}

function edges(self: PyWrappedMethodObject, emit: edgeproc): void {
  if (self.callable !== null) emit(self.callable, 'field', '__func__');
  if (self.ob_dict !== null) emit(self.ob_dict, 'field', '__dict__');
}

function callableOf(self: PyObject, what: string): PyObject | null {
  const callable = (self as PyWrappedMethodObject).callable;
  return callable ?? PyErr_SetString(PyExc_RuntimeError, `uninitialized ${what} object`);
}

function init(what: string, self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (!_PyArg_NoKeywords(what, kwds)) return -1;
  const a = PyArg_UnpackTuple(args, what, 1, 1);
  if (a === null) return -1;
  const cm = self as PyWrappedMethodObject;
  const old = cm.callable;
  cm.callable = Py_NewRef(a[0]!);
  Py_XDECREF(old);
  return functools_wraps(cm, cm.callable);
}

function repr(what: string, self: PyObject): PyObject | null {
  const text = PyObject_Repr((self as PyWrappedMethodObject).callable);
  if (text === null) return null;
  const result = PyUnicode_FromString(`<${what}(${text.str})>`);
  Py_DECREF(text);
  return result;
}

/** In 3.13 the function's own `__get__` is not asked any more. */
function cm_descr_get(self: PyObject, obj: PyObject | null, type: PyObject | null): PyObject | null {
  const callable = callableOf(self, 'classmethod');
  return callable === null ? null : PyMethod_New(callable, type ?? obj!.ob_type);
}

function sm_descr_get(self: PyObject, _obj: PyObject | null, _type: PyObject | null): PyObject | null {
  const callable = callableOf(self, 'staticmethod');
  return callable === null ? null : Py_NewRef(callable);
}

function sm_call(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  return PyObject_Call((self as PyWrappedMethodObject).callable!, args, kwargs);
}

const member = (name: string): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field: 'callable',
  flags: Py_READONLY,
  doc: null,
});
const getsets: PyGetSetDef[] = [
  {
    name: '__isabstractmethod__',
    get: (self: PyWrappedMethodObject) => boolResult(_PyObject_IsAbstract(self.callable)),
    set: null,
    doc: null,
  },
  { name: '__dict__', get: PyObject_GenericGetDict, set: PyObject_GenericSetDict, doc: null },
];

const common: Omit<TypeSpec, 'tp_name'> = {
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_dictoffset: 24,
  construct: (type) => new PyWrappedMethodObject(type),
  tp_dealloc: dealloc,
  tp_traverse: traverse,
  tp_clear: clear,
  tp_getattro: PyObject_GenericGetAttr,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
  tp_members: [member('__func__'), member('__wrapped__')],
  tp_getset: getsets,
  edges,
};

export const PyClassMethod_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'classmethod',
  tp_doc:
    'classmethod(function, /)\n--\n\nConvert a function to be a class method.\n\n' +
    'A class method receives the class as implicit first argument,\n' +
    'just like an instance method receives the instance.\nTo declare a class method, use this idiom:\n\n' +
    '  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\n' +
    'It can be called either on the class (e.g. C.f()) or on an instance\n' +
    '(e.g. C().f()).  The instance is ignored except for its class.\n' +
    'If a class method is called for a derived class, the derived class\n' +
    'object is passed as the implied first argument.\n\n' +
    'Class methods are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.',
  tp_repr: (self) => repr('classmethod', self),
  tp_descr_get: cm_descr_get,
  tp_init: (self, args, kwds) => init('classmethod', self, args, kwds),
});

export const PyStaticMethod_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'staticmethod',
  tp_doc:
    'staticmethod(function, /)\n--\n\nConvert a function to be a static method.\n\n' +
    'A static method does not receive an implicit first argument.\nTo declare a static method, use this idiom:\n\n' +
    '     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n             ...\n\n' +
    'It can be called either on the class (e.g. C.f()) or on an instance\n' +
    '(e.g. C().f()). Both the class and the instance are ignored, and\n' +
    'neither is passed implicitly as the first argument to the method.\n\n' +
    'Static methods in Python are similar to those found in Java or C++.\n' +
    'For a more advanced concept, see the classmethod builtin.',
  tp_repr: (self) => repr('staticmethod', self),
  tp_call: sm_call,
  tp_descr_get: sm_descr_get,
  tp_init: (self, args, kwds) => init('staticmethod', self, args, kwds),
});

function newWrapped(type: PyTypeObject, callable: PyObject): Owned<PyObject> {
  const self = PyType_GenericAlloc(type, 0) as PyWrappedMethodObject;
  self.callable = Py_NewRef(callable);
  return self;
}

/** A classmethod object over `callable`, without copied attributes. Owned. */
export function PyClassMethod_New(callable: PyObject): Owned<PyObject> | null {
  return newWrapped(PyClassMethod_Type, callable);
}
/** A staticmethod object over `callable`, without copied attributes. Owned. */
export function PyStaticMethod_New(callable: PyObject): Owned<PyObject> | null {
  return newWrapped(PyStaticMethod_Type, callable);
}
