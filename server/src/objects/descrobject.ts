// Descriptors of built-in types: methods, class methods, members, getters and setters, slot wrappers.
// property is in propertyobject.ts, mappingproxy and method-wrapper are in mappingproxy.ts; all are exported from here.
// Follows Objects/descrobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { _PyObject_RealIsSubclass } from './abstract';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyObject_VectorcallDict, PyVectorcall_Call, _PyStack_AsDict, _Py_EnterRecursiveCall } from './call';
import {
  PyGetSetDescrObject,
  PyMemberDescrObject,
  PyMethodDescrObject,
  PyWrapperDescrObject,
  PyWrapperFlag_KEYWORDS,
} from './descrstruct';
import type { PyDescrObject, wrapperbase } from './descrstruct';
import { PyDict_GET_SIZE } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_AttributeError, PyExc_SystemError, PyExc_TypeError } from './exceptions';
import { PyWrapper_New } from './mappingproxy';
import { PyCFunction_NewEx } from './methodobject';
import type { PyObject, vectorcallfunc, visitproc } from './object';
import { PyObject_GenericGetAttr, PyObject_GetAttr, Py_None, _PyObject_FunctionStr } from './objectprotocol';
import { tstate } from './pystate';
import { PyMember_GetOne, PyMember_SetOne } from './structmember';
import { PyTuple_FromArray, PyTuple_FromArraySteal, PyTuple_GetSlice, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import {
  PyObject_TypeCheck,
  PyType_Check,
  PyType_IsSubtype,
  _PyType_GetDocFromInternalDoc,
  _PyType_GetTextSignatureFromInternalDoc,
} from './typebasics';
import type {
  edgeproc,
  PyCFunctionFast,
  PyCFunctionFastWithKeywords,
  PyCFunctionNoArgs,
  PyCFunctionO,
  PyCFunctionVarArgs,
  PyCFunctionWithKeywords,
  PyGetSetDef,
  PyMemberDef,
  PyMethodDef,
  PyTypeObject,
} from './typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_METHOD_DESCRIPTOR,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_Check, PyUnicode_FromString, PyUnicode_InternFromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export * from './descrstruct';
export { PyDictProxy_New, PyDictProxy_Type, PyWrapper_New, _PyMethodWrapper_Type } from './mappingproxy';
export { PyProperty_Type, _PyObject_IsAbstract } from './propertyobject';
export { PyDescr_IsData } from './objectattr';

const id___qualname__ = _Py_ID('__qualname__');
const id_getattr = _Py_ID('getattr');

export function PyDescr_TYPE(descr: PyDescrObject): PyTypeObject {
  return descr.d_type;
}
export function PyDescr_NAME(descr: PyDescrObject): PyObject {
  return descr.d_name;
}

function nameOf(descr: PyDescrObject): string {
  return (descr.d_name as PyUnicodeObject).str;
}

function descr_dealloc(descr: PyDescrObject): void {
  _PyObject_GC_UNTRACK(descr);
  Py_XDECREF(descr.d_type);
  Py_XDECREF(descr.d_name);
  Py_XDECREF(descr.d_qualname);
  PyObject_GC_Del(descr);
}

function descr_traverse(descr: PyDescrObject, visit: visitproc): void {
  visit(descr.d_type);
}

function descr_edges(descr: PyDescrObject, emit: edgeproc): void {
  emit(descr.d_type, 'field', '__objclass__');
  emit(descr.d_name, 'field', '__name__');
  if (descr.d_qualname !== null) emit(descr.d_qualname, 'field', '__qualname__');
}

function descr_repr(kind: string, self: PyObject): PyObject | null {
  const descr = self as PyDescrObject;
  return PyUnicode_FromString(`<${kind} '${nameOf(descr)}' of '${descr.d_type.tp_name}' objects>`);
}

/** `obj` is an instance of the class the descriptor belongs to. False with TypeError. */
function descr_check(descr: PyDescrObject, obj: PyObject): boolean {
  if (PyObject_TypeCheck(obj, descr.d_type)) return true;
  PyErr_SetString(
    PyExc_TypeError,
    `descriptor '${nameOf(descr)}' for '${descr.d_type.tp_name}' objects doesn't apply to a ` +
      `'${obj.ob_type.tp_name}' object`,
  );
  return false;
}

// ---------------------------------------------------------------------------------------------------- __get__, __set__

function classmethod_get(self: PyObject, obj: PyObject | null, type: PyObject | null): PyObject | null {
  const descr = self as PyMethodDescrObject;
  const of = descr.d_type.tp_name;
  if (type === null) {
    if (obj === null) {
      const text = `descriptor '${nameOf(descr)}' for type '${of}' needs either an object or a type`;
      return PyErr_SetString(PyExc_TypeError, text);
    }
    type = obj.ob_type;
  }
  if (!PyType_Check(type)) {
    const what = (type as PyObject).ob_type.tp_name;
    const text = `descriptor '${nameOf(descr)}' for type '${of}' needs a type, not a '${what}' as arg 2`;
    return PyErr_SetString(PyExc_TypeError, text);
  }
  if (!PyType_IsSubtype(type, descr.d_type)) {
    const text = `descriptor '${nameOf(descr)}' requires a subtype of '${of}' but received '${type.tp_name}'`;
    return PyErr_SetString(PyExc_TypeError, text);
  }
  return PyCFunction_NewEx(descr.d_method, type, null);
}

function method_get(self: PyObject, obj: PyObject | null, _type: PyObject | null): PyObject | null {
  const descr = self as PyMethodDescrObject;
  if (obj === null) return Py_NewRef(descr);
  return descr_check(descr, obj) ? PyCFunction_NewEx(descr.d_method, obj, null) : null;
}

function member_get(self: PyObject, obj: PyObject | null, _type: PyObject | null): PyObject | null {
  const descr = self as PyMemberDescrObject;
  if (obj === null) return Py_NewRef(descr);
  return descr_check(descr, obj) ? PyMember_GetOne(obj, descr.d_member) : null;
}

function getset_get(self: PyObject, obj: PyObject | null, _type: PyObject | null): PyObject | null {
  const descr = self as PyGetSetDescrObject;
  if (obj === null) return Py_NewRef(descr);
  if (!descr_check(descr, obj)) return null;
  const getset = descr.d_getset;
  if (getset.get !== null) return getset.get(obj as never, getset.closure);
  return PyErr_SetString(
    PyExc_AttributeError,
    `attribute '${nameOf(descr)}' of '${descr.d_type.tp_name}' objects is not readable`,
  );
}

function wrapperdescr_get(self: PyObject, obj: PyObject | null, _type: PyObject | null): PyObject | null {
  const descr = self as PyWrapperDescrObject;
  if (obj === null) return Py_NewRef(descr);
  return descr_check(descr, obj) ? PyWrapper_New(descr, obj) : null;
}

function member_set(self: PyObject, obj: PyObject, value: PyObject | null): number {
  const descr = self as PyMemberDescrObject;
  return descr_check(descr, obj) ? PyMember_SetOne(obj, descr.d_member, value) : -1;
}

function getset_set(self: PyObject, obj: PyObject, value: PyObject | null): number {
  const descr = self as PyGetSetDescrObject;
  if (!descr_check(descr, obj)) return -1;
  const getset = descr.d_getset;
  if (getset.set !== null) return getset.set(obj as never, value, getset.closure);
  PyErr_SetString(
    PyExc_AttributeError,
    `attribute '${nameOf(descr)}' of '${descr.d_type.tp_name}' objects is not writable`,
  );
  return -1;
}

// ---------------------------------------------------------------------------------------------------- calling methods

/** TypeError `list.append() …`. */
export function functionError(func: PyObject, text: (name: string) => string): null {
  const funcstr = _PyObject_FunctionStr(func);
  if (funcstr === null) return null;
  PyErr_SetString(PyExc_TypeError, text(funcstr.str));
  Py_DECREF(funcstr);
  return null;
}

/** There is a self of the right type, and no keywords if `kwnames` are given. */
function method_check_args(
  func: PyObject,
  args: readonly PyObject[],
  nargs: number,
  kwnames: PyTupleObject | null,
): boolean {
  if (nargs < 1) {
    functionError(func, (name) => `unbound method ${name} needs an argument`);
    return false;
  }
  if (!descr_check(func as PyDescrObject, args[0]!)) return false;
  if (kwnames !== null && kwnames.ob_item.length !== 0) {
    functionError(func, (name) => `${name} takes no keyword arguments`);
    return false;
  }
  return true;
}

function positional(args: readonly PyObject[], kwnames: PyTupleObject | null): number {
  return kwnames === null ? args.length : args.length - kwnames.ob_item.length;
}

const IN_CALL = ' while calling a Python object';

const method_vectorcall_VARARGS: vectorcallfunc = (func, args, kwnames) => {
  const nargs = positional(args, kwnames);
  if (!method_check_args(func, args, nargs, kwnames)) return null;
  const argstuple = PyTuple_FromArray(args.slice(1, nargs));
  let result: PyObject | null = null;
  if (!_Py_EnterRecursiveCall(IN_CALL)) {
    result = ((func as PyMethodDescrObject).d_method.ml_meth as PyCFunctionVarArgs)(args[0]!, argstuple);
    Py_DECREF(argstuple);
    tstate.c_recursion_remaining++;
    return result;
  }
  Py_DECREF(argstuple);
  return result;
};

const method_vectorcall_VARARGS_KEYWORDS: vectorcallfunc = (func, args, kwnames) => {
  const nargs = positional(args, kwnames);
  if (!method_check_args(func, args, nargs, null)) return null;
  const argstuple = PyTuple_FromArray(args.slice(1, nargs));
  let result: PyObject | null = null;
  let kwdict: PyDictObject | null = null;
  let ok = true;
  if (kwnames !== null && kwnames.ob_item.length > 0) {
    kwdict = _PyStack_AsDict(args, nargs, kwnames);
    ok = kwdict !== null;
  }
  if (ok && !_Py_EnterRecursiveCall(IN_CALL)) {
    const meth = (func as PyMethodDescrObject).d_method.ml_meth as PyCFunctionWithKeywords;
    result = meth(args[0]!, argstuple, kwdict);
    tstate.c_recursion_remaining++;
  }
  Py_DECREF(argstuple);
  Py_XDECREF(kwdict);
  return result;
};

const method_vectorcall_FASTCALL: vectorcallfunc = (func, args, kwnames) => {
  const nargs = positional(args, kwnames);
  if (!method_check_args(func, args, nargs, kwnames) || _Py_EnterRecursiveCall(IN_CALL)) return null;
  const result = ((func as PyMethodDescrObject).d_method.ml_meth as PyCFunctionFast)(args[0]!, args.slice(1));
  tstate.c_recursion_remaining++;
  return result;
};

const method_vectorcall_FASTCALL_KEYWORDS: vectorcallfunc = (func, args, kwnames) => {
  const nargs = positional(args, kwnames);
  if (!method_check_args(func, args, nargs, null) || _Py_EnterRecursiveCall(IN_CALL)) return null;
  const meth = (func as PyMethodDescrObject).d_method.ml_meth as PyCFunctionFastWithKeywords;
  const result = meth(args[0]!, args.slice(1), kwnames);
  tstate.c_recursion_remaining++;
  return result;
};

const method_vectorcall_NOARGS: vectorcallfunc = (func, args, kwnames) => {
  const nargs = positional(args, kwnames);
  if (!method_check_args(func, args, nargs, kwnames)) return null;
  if (nargs !== 1) return functionError(func, (name) => `${name} takes no arguments (${nargs - 1} given)`);
  if (_Py_EnterRecursiveCall(IN_CALL)) return null;
  const result = ((func as PyMethodDescrObject).d_method.ml_meth as PyCFunctionNoArgs)(args[0]!);
  tstate.c_recursion_remaining++;
  return result;
};

const method_vectorcall_O: vectorcallfunc = (func, args, kwnames) => {
  const nargs = positional(args, kwnames);
  if (!method_check_args(func, args, nargs, kwnames)) return null;
  if (nargs !== 2) return functionError(func, (name) => `${name} takes exactly one argument (${nargs - 1} given)`);
  if (_Py_EnterRecursiveCall(IN_CALL)) return null;
  const result = ((func as PyMethodDescrObject).d_method.ml_meth as PyCFunctionO)(args[0]!, args[1]!);
  tstate.c_recursion_remaining++;
  return result;
};

function needsArgument(descr: PyDescrObject): null {
  const text = `descriptor '${nameOf(descr)}' of '${descr.d_type.tp_name}' object needs an argument`;
  return PyErr_SetString(PyExc_TypeError, text);
}

/** Calling a classmethod descriptor itself: binds it to the first argument. */
function classmethoddescr_call(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const descr = self as PyMethodDescrObject;
  if (args.ob_item.length < 1) return needsArgument(descr);
  const bound = classmethod_get(descr, null, args.ob_item[0]!);
  if (bound === null) return null;
  const res = PyObject_VectorcallDict(bound, args.ob_item.slice(1), kwds);
  Py_DECREF(bound);
  return res;
}

/** Calls the slot function with Python arguments. */
export function wrapperdescr_raw_call(
  descr: PyWrapperDescrObject,
  self: PyObject,
  args: PyTupleObject,
  kwds: PyDictObject | null,
): Owned<PyObject> | null {
  const base = descr.d_base;
  if ((base.flags & PyWrapperFlag_KEYWORDS) === 0 && kwds !== null && PyDict_GET_SIZE(kwds) !== 0) {
    return PyErr_SetString(PyExc_TypeError, `wrapper ${base.name}() takes no keyword arguments`);
  }
  return base.wrapper!(self, args, descr.d_wrapped as never, kwds);
}

function wrapperdescr_call(callable: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const descr = callable as PyWrapperDescrObject;
  const argc = args.ob_item.length;
  if (argc < 1) return needsArgument(descr);
  const self = args.ob_item[0]!;
  if (_PyObject_RealIsSubclass(self.ob_type, descr.d_type) !== 1) {
    return PyErr_SetString(
      PyExc_TypeError,
      `descriptor '${nameOf(descr)}' requires a '${descr.d_type.tp_name}' object but received a ` +
        `'${self.ob_type.tp_name}'`,
    );
  }
  const rest = PyTuple_GetSlice(args, 1, argc) as PyTupleObject | null;
  if (rest === null) return null;
  const result = wrapperdescr_raw_call(descr, self, rest, kwds);
  Py_DECREF(rest);
  return result;
}

// ---------------------------------------------------------------------------------------------------- attributes

function calculate_qualname(descr: PyDescrObject): Owned<PyObject> | null {
  const type_qualname = PyObject_GetAttr(descr.d_type, id___qualname__);
  if (type_qualname === null) return null;
  if (!PyUnicode_Check(type_qualname)) {
    Py_DECREF(type_qualname);
    return PyErr_SetString(PyExc_TypeError, '<descriptor>.__objclass__.__qualname__ is not a unicode object');
  }
  const res = PyUnicode_FromString(`${(type_qualname as PyUnicodeObject).str}.${nameOf(descr)}`);
  Py_DECREF(type_qualname);
  return res;
}

export function descr_get_qualname(descr: PyDescrObject): Owned<PyObject> | null {
  descr.d_qualname ??= calculate_qualname(descr);
  return Py_XNewRef(descr.d_qualname);
}

function descr_reduce(self: PyObject): PyObject | null {
  const getattr = _PyEval_GetBuiltin(id_getattr);
  if (getattr === null) return null;
  const descr = self as PyDescrObject;
  return PyTuple_FromArraySteal([getattr, PyTuple_Pack(descr.d_type, descr.d_name)]);
}

function docOrNone(doc: string | null): PyObject | null {
  return doc === null ? Py_NewRef(Py_None) : PyUnicode_FromString(doc);
}

const getset = (name: string, get: PyGetSetDef['get']): PyGetSetDef => ({ name, get, set: null, doc: null });
const qualnameGetSet = getset('__qualname__', descr_get_qualname);
const descr_methods = [method('__reduce__', METH_NOARGS, descr_reduce)];
const descr_members: PyMemberDef[] = [
  { name: '__objclass__', type: _Py_T_OBJECT, field: 'd_type', flags: Py_READONLY, doc: null },
  { name: '__name__', type: _Py_T_OBJECT, field: 'd_name', flags: Py_READONLY, doc: null },
];
const method_getset = [
  getset('__doc__', (descr: PyMethodDescrObject) =>
    _PyType_GetDocFromInternalDoc(descr.d_method.ml_name, descr.d_method.ml_doc),
  ),
  qualnameGetSet,
  getset('__text_signature__', ({ d_method }: PyMethodDescrObject) =>
    _PyType_GetTextSignatureFromInternalDoc(d_method.ml_name, d_method.ml_doc, d_method.ml_flags),
  ),
];

// ---------------------------------------------------------------------------------------------------- types

const common = {
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: descr_dealloc,
  tp_traverse: descr_traverse,
  tp_getattro: PyObject_GenericGetAttr,
  tp_members: descr_members,
  edges: descr_edges,
};

export const PyMethodDescr_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'method_descriptor',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
  tp_repr: (self) => descr_repr('method', self),
  tp_call: (self, args, kwds) => PyVectorcall_Call(self, args, kwds),
  tp_descr_get: method_get,
  tp_methods: descr_methods,
  tp_getset: method_getset,
});

export const PyClassMethodDescr_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'classmethod_descriptor',
  tp_basicsize: 56,
  tp_repr: (self) => descr_repr('method', self),
  tp_call: classmethoddescr_call,
  tp_descr_get: classmethod_get,
  tp_getset: method_getset,
});

export const PyMemberDescr_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'member_descriptor',
  tp_basicsize: 48,
  tp_repr: (self) => descr_repr('member', self),
  tp_descr_get: member_get,
  tp_descr_set: member_set,
  tp_methods: descr_methods,
  tp_getset: [getset('__doc__', (descr: PyMemberDescrObject) => docOrNone(descr.d_member.doc)), qualnameGetSet],
});

export const PyGetSetDescr_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'getset_descriptor',
  tp_basicsize: 48,
  tp_repr: (self) => descr_repr('attribute', self),
  tp_descr_get: getset_get,
  tp_descr_set: getset_set,
  tp_getset: [getset('__doc__', (descr: PyGetSetDescrObject) => docOrNone(descr.d_getset.doc)), qualnameGetSet],
});

export const PyWrapperDescr_Type: PyTypeObject = defineType({
  ...common,
  tp_name: 'wrapper_descriptor',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_METHOD_DESCRIPTOR,
  tp_repr: (self) => descr_repr('slot wrapper', self),
  tp_call: wrapperdescr_call,
  tp_descr_get: wrapperdescr_get,
  tp_methods: descr_methods,
  tp_getset: [
    getset('__doc__', (descr: PyWrapperDescrObject) =>
      _PyType_GetDocFromInternalDoc(descr.d_base.name, descr.d_base.doc),
    ),
    qualnameGetSet,
    getset('__text_signature__', (descr: PyWrapperDescrObject) =>
      _PyType_GetTextSignatureFromInternalDoc(descr.d_base.name, descr.d_base.doc, 0),
    ),
  ],
});

// ---------------------------------------------------------------------------------------------------- making them

/** descr_new: gives a fresh descriptor its memory (in C it comes from PyType_GenericAlloc) and tracks it. */
function descr_new<T extends PyDescrObject>(descr: T): Owned<T> {
  PyObject_GC_New(descr, descr.ob_type.tp_basicsize);
  _PyObject_GC_TRACK(descr);
  Py_INCREF(descr.d_type);
  return descr;
}

function interned(name: string): Owned<PyObject> {
  return PyUnicode_InternFromString(name)!;
}

/** The vectorcall for a method's flags; null with SystemError when they make no sense. */
function methodVectorcall(def: PyMethodDef): vectorcallfunc | null {
  switch (def.ml_flags & (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS)) {
    case METH_VARARGS:
      return method_vectorcall_VARARGS;
    case METH_VARARGS | METH_KEYWORDS:
      return method_vectorcall_VARARGS_KEYWORDS;
    case METH_FASTCALL:
      return method_vectorcall_FASTCALL;
    case METH_FASTCALL | METH_KEYWORDS:
      return method_vectorcall_FASTCALL_KEYWORDS;
    case METH_NOARGS:
      return method_vectorcall_NOARGS;
    case METH_O:
      return method_vectorcall_O;
    default:
      return PyErr_SetString(PyExc_SystemError, `${def.ml_name}() method: bad call flags`);
  }
}

export function PyDescr_NewMethod(type: PyTypeObject, def: PyMethodDef): Owned<PyObject> {
  const descr = descr_new(new PyMethodDescrObject(PyMethodDescr_Type, type, interned(def.ml_name), def));
  descr.vectorcall = methodVectorcall(def);
  return descr;
}
export function PyDescr_NewClassMethod(type: PyTypeObject, def: PyMethodDef): Owned<PyObject> {
  return descr_new(new PyMethodDescrObject(PyClassMethodDescr_Type, type, interned(def.ml_name), def));
}
export function PyDescr_NewMember(type: PyTypeObject, def: PyMemberDef): Owned<PyObject> {
  return descr_new(new PyMemberDescrObject(PyMemberDescr_Type, type, interned(def.name), def));
}
export function PyDescr_NewGetSet(type: PyTypeObject, def: PyGetSetDef): Owned<PyObject> {
  return descr_new(new PyGetSetDescrObject(PyGetSetDescr_Type, type, interned(def.name), def));
}
export function PyDescr_NewWrapper(type: PyTypeObject, base: wrapperbase, wrapped: unknown): Owned<PyObject> {
  return descr_new(new PyWrapperDescrObject(PyWrapperDescr_Type, type, Py_NewRef(base.name_strobj), base, wrapped));
}
