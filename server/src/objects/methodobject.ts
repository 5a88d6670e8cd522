// builtin_function_or_method: functions written in C (here: TypeScript), of modules and bound to objects.
// Follows Objects/methodobject.c, CPython 3.13. METH_METHOD is not used.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { Py_False, Py_True } from './boolobject';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyVectorcall_Call, _Py_CheckFunctionResult, _Py_EnterRecursiveCall } from './call';
import { functionError } from './descrobject';
import { PyDict_GET_SIZE } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_SystemError, PyExc_TypeError } from './exceptions';
import { PyCFunctionObject } from './methodstruct';
import { PyModule_Check } from './moduleobject';
import type { CompareOp, PyObject, vectorcallfunc, visitproc } from './object';
import { PyObject_GetAttr, Py_None, Py_NotImplemented, objectAddress, pointerText } from './objectprotocol';
import { _Py_HashPointer, hash_hi, makeHash } from './pyhash';
import { tstate } from './pystate';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import {
  PyObject_TypeCheck,
  PyType_Check,
  _PyType_GetDocFromInternalDoc,
  _PyType_GetTextSignatureFromInternalDoc,
} from './typebasics';
import type {
  edgeproc,
  PyCFunction,
  PyCFunctionFast,
  PyCFunctionFastWithKeywords,
  PyCFunctionNoArgs,
  PyCFunctionO,
  PyCFunctionVarArgs,
  PyCFunctionWithKeywords,
  PyGetSetDef,
  PyMethodDef,
  PyTypeObject,
} from './typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_STATIC,
  METH_VARARGS,
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

export { PyCFunctionObject } from './methodstruct';

const id___qualname__ = _Py_ID('__qualname__');
const id_getattr = _Py_ID('getattr');

export function PyCFunction_Check(op: PyObject): op is PyCFunctionObject {
  return PyObject_TypeCheck(op, PyCFunction_Type);
}
export function PyCFunction_CheckExact(op: PyObject): op is PyCFunctionObject {
  return op.ob_type === PyCFunction_Type;
}
export function PyCFunction_GET_FUNCTION(op: PyObject): PyCFunction {
  return (op as PyCFunctionObject).m_ml.ml_meth;
}
export function PyCFunction_GET_FLAGS(op: PyObject): number {
  return (op as PyCFunctionObject).m_ml.ml_flags;
}
/** What the function gets as `self`: null for a static one. */
export function PyCFunction_GET_SELF(op: PyObject): PyObject | null {
  const m = op as PyCFunctionObject;
  return (m.m_ml.ml_flags & METH_STATIC) !== 0 ? null : m.m_self;
}

// ---------------------------------------------------------------------------------------------------- calling

function cfunction_check_kwargs(func: PyObject, kwnames: PyTupleObject | null): boolean {
  if (kwnames === null || kwnames.ob_item.length === 0) return true;
  functionError(func, (name) => `${name} takes no keyword arguments`);
  return false;
}

const IN_CALL = ' while calling a Python object';

const cfunction_vectorcall_FASTCALL: vectorcallfunc = (func, args, kwnames) => {
  if (!cfunction_check_kwargs(func, kwnames) || _Py_EnterRecursiveCall(IN_CALL)) return null;
  const result = ((func as PyCFunctionObject).m_ml.ml_meth as PyCFunctionFast)(PyCFunction_GET_SELF(func)!, args);
  tstate.c_recursion_remaining++;
  return result;
};

const cfunction_vectorcall_FASTCALL_KEYWORDS: vectorcallfunc = (func, args, kwnames) => {
  if (_Py_EnterRecursiveCall(IN_CALL)) return null;
  const meth = (func as PyCFunctionObject).m_ml.ml_meth as PyCFunctionFastWithKeywords;
  const result = meth(PyCFunction_GET_SELF(func)!, args, kwnames);
  tstate.c_recursion_remaining++;
  return result;
};

const cfunction_vectorcall_NOARGS: vectorcallfunc = (func, args, kwnames) => {
  if (!cfunction_check_kwargs(func, kwnames)) return null;
  if (args.length !== 0) return functionError(func, (name) => `${name} takes no arguments (${args.length} given)`);
  if (_Py_EnterRecursiveCall(IN_CALL)) return null;
  const result = ((func as PyCFunctionObject).m_ml.ml_meth as PyCFunctionNoArgs)(PyCFunction_GET_SELF(func)!);
  tstate.c_recursion_remaining++;
  return result;
};

const cfunction_vectorcall_O: vectorcallfunc = (func, args, kwnames) => {
  if (!cfunction_check_kwargs(func, kwnames)) return null;
  if (args.length !== 1) {
    return functionError(func, (name) => `${name} takes exactly one argument (${args.length} given)`);
  }
  if (_Py_EnterRecursiveCall(IN_CALL)) return null;
  const result = ((func as PyCFunctionObject).m_ml.ml_meth as PyCFunctionO)(PyCFunction_GET_SELF(func)!, args[0]!);
  tstate.c_recursion_remaining++;
  return result;
};

/** tp_call: METH_VARARGS functions are called with the tuple they get here, the others through their vectorcall. */
function cfunction_call(func: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const m = func as PyCFunctionObject;
  const flags = m.m_ml.ml_flags;
  if ((flags & METH_VARARGS) === 0) return PyVectorcall_Call(func, args, kwargs);
  const self = PyCFunction_GET_SELF(func)!;
  let result: PyObject | null;
  if ((flags & METH_KEYWORDS) !== 0) {
    result = (m.m_ml.ml_meth as PyCFunctionWithKeywords)(self, args, kwargs);
  } else {
    if (kwargs !== null && PyDict_GET_SIZE(kwargs) !== 0) {
      return PyErr_SetString(PyExc_TypeError, `${m.m_ml.ml_name}() takes no keyword arguments`);
    }
    result = (m.m_ml.ml_meth as PyCFunctionVarArgs)(self, args);
  }
  return _Py_CheckFunctionResult(func, result);
}

/** The vectorcall for a function's flags; null when it is called through tp_call. */
function vectorcallFor(ml: PyMethodDef): vectorcallfunc | null {
  switch (ml.ml_flags & (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS)) {
    case METH_VARARGS:
    case METH_VARARGS | METH_KEYWORDS:
      return null;
    case METH_FASTCALL:
      return cfunction_vectorcall_FASTCALL;
    case METH_FASTCALL | METH_KEYWORDS:
      return cfunction_vectorcall_FASTCALL_KEYWORDS;
    case METH_NOARGS:
      return cfunction_vectorcall_NOARGS;
    case METH_O:
      return cfunction_vectorcall_O;
    default:
      return PyErr_SetString(PyExc_SystemError, `${ml.ml_name}() method: bad call flags`);
  }
}

// ---------------------------------------------------------------------------------------------------- making

const SIZEOF_PyCFunctionObject = 56;

/** A function over `ml` with `self` and `module` (both borrowed, may be null). Owned. */
export function PyCFunction_NewEx(
  ml: PyMethodDef,
  self: PyObject | null,
  module: PyObject | null,
): Owned<PyCFunctionObject> {
  const op = new PyCFunctionObject(PyCFunction_Type, ml);
  op.vectorcall = vectorcallFor(ml);
  if (self !== null) Py_INCREF(self);
  op.m_self = self;
  if (module !== null) Py_INCREF(module);
  op.m_module = module;
  PyObject_GC_New(op, SIZEOF_PyCFunctionObject);
  _PyObject_GC_TRACK(op);
  return op;
}
export function PyCFunction_New(ml: PyMethodDef, self: PyObject | null): Owned<PyCFunctionObject> {
  return PyCFunction_NewEx(ml, self, null);
}

function meth_dealloc(m: PyCFunctionObject): void {
  PyObject_GC_UnTrack(m);
  if (Py_TRASHCAN_BEGIN(m, meth_dealloc)) return;
  if (m.ob_weakreflist !== null) PyObject_ClearWeakRefs(m);
  Py_XDECREF(m.mm_class);
  Py_XDECREF(m.m_self);
  Py_XDECREF(m.m_module);
  PyObject_GC_Del(m);
  Py_TRASHCAN_END();
}

function meth_traverse(m: PyCFunctionObject, visit: visitproc): void {
  if (m.mm_class !== null) visit(m.mm_class);
  if (m.m_self !== null) visit(m.m_self);
  if (m.m_module !== null) visit(m.m_module);
}

function meth_edges(m: PyCFunctionObject, emit: edgeproc): void {
  if (m.m_self !== null) emit(m.m_self, 'field', '__self__');
  if (m.m_module !== null) emit(m.m_module, 'field', '__module__');
}

// ---------------------------------------------------------------------------------------------------- attributes

/** A function of a module rather than a method of an object. */
function isFree(m: PyCFunctionObject): boolean {
  return m.m_self === null || PyModule_Check(m.m_self);
}

function meth_reduce(self: PyObject): PyObject | null {
  const m = self as PyCFunctionObject;
  const name = PyUnicode_FromString(m.m_ml.ml_name)!;
  if (isFree(m)) return name;
  const getattr = _PyEval_GetBuiltin(id_getattr);
  if (getattr === null) {
    Py_DECREF(name);
    return null;
  }
  return PyTuple_FromArraySteal([getattr, PyTuple_FromArraySteal([Py_NewRef(m.m_self!), name])]);
}

function meth_get__qualname__(m: PyCFunctionObject): PyObject | null {
  if (isFree(m)) return PyUnicode_FromString(m.m_ml.ml_name);
  const self = m.m_self!;
  const type_qualname = PyObject_GetAttr(PyType_Check(self) ? self : self.ob_type, id___qualname__);
  if (type_qualname === null) return null;
  if (!PyUnicode_Check(type_qualname)) {
    Py_DECREF(type_qualname);
    return PyErr_SetString(PyExc_TypeError, '<method>.__class__.__qualname__ is not a unicode object');
  }
  const res = PyUnicode_FromString(`${(type_qualname as PyUnicodeObject).str}.${m.m_ml.ml_name}`);
  Py_DECREF(type_qualname);
  return res;
}

function meth_repr(self: PyObject): PyObject | null {
  const m = self as PyCFunctionObject;
  if (isFree(m)) return PyUnicode_FromString(`<built-in function ${m.m_ml.ml_name}>`);
  const of = m.m_self!;
  return PyUnicode_FromString(
    `<built-in method ${m.m_ml.ml_name} of ${of.ob_type.tp_name} object at ${pointerText(of)}>`,
  );
}

function meth_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  if ((op !== 2 && op !== 3) || !PyCFunction_Check(self) || !PyCFunction_Check(other)) {
    return Py_NewRef(Py_NotImplemented);
  }
  const eq = self.m_self === other.m_self && self.m_ml.ml_meth === other.m_ml.ml_meth;
  return Py_NewRef(eq === (op === 2) ? Py_True : Py_False);
}

/** Addresses of C functions, invented in the order they are asked for. */
let functionAddresses: Map<PyCFunction, number>;
onRuntimeReset(() => {
  functionAddresses = new Map();
});
function functionAddress(meth: PyCFunction): number {
  let address = functionAddresses.get(meth);
  if (address === undefined) functionAddresses.set(meth, (address = 0x4a0000 + functionAddresses.size * 128));
  return address;
}

function meth_hash(self: PyObject): number {
  const m = self as PyCFunctionObject;
  const lo = m.m_self === null ? makeHash(0, 0) : _Py_HashPointer(objectAddress(m.m_self));
  const hi = hash_hi;
  const func = _Py_HashPointer(functionAddress(m.m_ml.ml_meth));
  return makeHash(lo ^ func, hi ^ hash_hi);
}

const getset = (name: string, get: PyGetSetDef['get']): PyGetSetDef => ({ name, get, set: null, doc: null });

export const PyCFunction_Type: PyTypeObject = defineType({
  tp_name: 'builtin_function_or_method',
  tp_basicsize: SIZEOF_PyCFunctionObject,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
  tp_weaklistoffset: 40,
  tp_dealloc: meth_dealloc,
  tp_repr: meth_repr,
  tp_hash: meth_hash,
  tp_call: cfunction_call,
  tp_traverse: meth_traverse,
  tp_richcompare: meth_richcompare,
  tp_methods: [method('__reduce__', METH_NOARGS, meth_reduce)],
  tp_members: [{ name: '__module__', type: _Py_T_OBJECT, field: 'm_module', flags: 0, doc: null }],
  tp_getset: [
    getset('__doc__', ({ m_ml }: PyCFunctionObject) => _PyType_GetDocFromInternalDoc(m_ml.ml_name, m_ml.ml_doc)),
    getset('__name__', (m: PyCFunctionObject) => PyUnicode_FromString(m.m_ml.ml_name)),
    getset('__qualname__', meth_get__qualname__),
    getset('__self__', (m: PyCFunctionObject) => Py_NewRef(PyCFunction_GET_SELF(m) ?? Py_None)),
    getset('__text_signature__', ({ m_ml }: PyCFunctionObject) =>
      _PyType_GetTextSignatureFromInternalDoc(m_ml.ml_name, m_ml.ml_doc, m_ml.ml_flags),
    ),
  ],
  edges: meth_edges,
});
