// _testcapi's ways to call, and types that can be called in several. Follows Modules/_testcapi/vectorcall.c, CPython 3.13.

import type { Owned } from '../../heap/refcount';
import { Py_NewRef } from '../../heap/refcount';
import { onRuntimeReset } from '../../heap/runtime';
import { PyBool_FromLong } from '../../objects/boolobject';
import { PyObject_Vectorcall, PyObject_VectorcallDict, PyVectorcall_Call } from '../../objects/call';
import { PyMethod_New } from '../../objects/classobject';
import { PyDict_Check } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../../objects/exceptions';
import { PyFunction_Check } from '../../objects/funcobject';
import { PyType_FromModuleAndSpec, defineModuleType } from '../../objects/moduletype';
import { resetStaticType } from '../../objects/typeready';
import { PyInstanceObject } from '../../objects/instancestruct';
import { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { PyObject_TypeCheck } from '../../objects/typebasics';
import { PyTuple_Check } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyBaseObject_Type, PyType_Check } from '../../objects/typeobject';
import type { PyMethodDef, PyTypeObject } from '../../objects/typestruct';
import {
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_METHOD_DESCRIPTOR,
  method,
} from '../../objects/typestruct';
import { PyUnicode_FromString } from '../../objects/unicodeobject';
import { none, positionalMethod } from '../support';

const NO_ARGS: readonly PyObject[] = [];

function fastcall_args(args: PyObject): readonly PyObject[] | null {
  if (args === Py_None) return NO_ARGS;
  if (PyTuple_Check(args)) return (args as PyTupleObject).ob_item;
  return PyErr_SetString(PyExc_TypeError, 'args must be None or a tuple');
}

function pyobject_fastcalldict(_m: PyObject, [func, func_args, kwargs]: readonly PyObject[]): PyObject | null {
  const stack = fastcall_args(func_args!);
  if (stack === null) return null;
  if (kwargs === Py_None) return PyObject_VectorcallDict(func!, stack, null);
  if (!PyDict_Check(kwargs!)) return PyErr_SetString(PyExc_TypeError, 'kwnames must be None or a dict');
  return PyObject_VectorcallDict(func!, stack, kwargs as PyDictObject);
}

function pyobject_vectorcall(_m: PyObject, [func, func_args, kwnames]: readonly PyObject[]): PyObject | null {
  const stack = fastcall_args(func_args!);
  if (stack === null) return null;
  if (kwnames === Py_None) return PyObject_Vectorcall(func!, stack, null);
  if (!PyTuple_Check(kwnames!)) return PyErr_SetString(PyExc_TypeError, 'kwnames must be None or a tuple');
  const names = kwnames as PyTupleObject;
  if (stack.length < names.ob_item.length) return PyErr_SetString(PyExc_ValueError, 'kwnames longer than args');
  return PyObject_Vectorcall(func!, stack, names.ob_item.length === 0 ? null : names);
}

function pyvectorcall_call(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const [func, argstuple, kwargs] = args;
  if (!PyTuple_Check(argstuple!)) return PyErr_SetString(PyExc_TypeError, 'args must be a tuple');
  if (kwargs !== undefined && !PyDict_Check(kwargs)) return PyErr_SetString(PyExc_TypeError, 'kwargs must be a dict');
  return PyVectorcall_Call(func!, argstuple as PyTupleObject, (kwargs as PyDictObject | undefined) ?? null);
}

function function_setvectorcall(_m: PyObject, func: PyObject): PyObject | null {
  if (!PyFunction_Check(func)) return PyErr_SetString(PyExc_TypeError, "'func' must be a function");
  // 0: a version no specialised instruction has kept.
  func.func_version = 0;
  func.vectorcall = () => PyUnicode_FromString('overridden');
  return none();
}

// ---------------------------------------------------------------------------------------------------- types

/** MethodDescriptorObject and MethodDescriptor2Object: `first` is the base's pointer, `vectorcall` the one that is used. */
class MethodDescriptorObject extends PyObject {
  first = false;
  constructor(type: PyTypeObject) {
    super(type);
    this.vectorcall = null;
  }
}
const descriptor_vectorcall = (callable: PyObject): PyObject =>
  PyBool_FromLong((callable as MethodDescriptorObject).first);

function newDescriptor(type: PyTypeObject, first: boolean): PyObject {
  const op = type.tp_alloc!(type, 0) as MethodDescriptorObject;
  op.first = first;
  op.vectorcall = descriptor_vectorcall;
  return op;
}

const MethodDescriptorBase_Type = defineModuleType({
  tp_name: 'MethodDescriptorBase',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_HAVE_VECTORCALL,
  construct: (type) => new MethodDescriptorObject(type),
  tp_new: (type: PyTypeObject) => newDescriptor(type, true),
  tp_call: PyVectorcall_Call,
  tp_descr_get: (func: PyObject, obj: PyObject | null) =>
    obj === null || obj === Py_None ? Py_NewRef(func) : PyMethod_New(func, obj),
});
const MethodDescriptorDerived_Type = defineModuleType({
  tp_name: 'MethodDescriptorDerived',
  tp_basicsize: 24,
  tp_base: () => MethodDescriptorBase_Type,
  tp_flags: Py_TPFLAGS_BASETYPE,
});
const MethodDescriptorNopGet_Type = defineModuleType({
  tp_name: 'MethodDescriptorNopGet',
  tp_basicsize: 24,
  tp_base: () => MethodDescriptorBase_Type,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_call: (_self: PyObject, args: PyObject) => Py_NewRef(args),
  tp_descr_get: (func: PyObject) => Py_NewRef(func),
});
const MethodDescriptor2_Type = defineModuleType({
  tp_name: 'MethodDescriptor2',
  tp_basicsize: 32,
  tp_base: () => MethodDescriptorBase_Type,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
  tp_new: (type: PyTypeObject) => newDescriptor(type, false),
  tp_call: PyVectorcall_Call,
});
export const vectorcallTypes = [
  MethodDescriptorBase_Type,
  MethodDescriptorDerived_Type,
  MethodDescriptorNopGet_Type,
  MethodDescriptor2_Type,
];

/** May derive from a class with a dict: it has all the fields. */
class VectorCallObject extends PyInstanceObject {
  constructor(type: PyTypeObject) {
    super(type);
    this.vectorcall = null;
  }
}

/** Types that make_vectorcall_class() has made in this run. */
let made: PyTypeObject[];
onRuntimeReset(() => {
  made = [];
});

function set_vectorcall(self: PyObject, type: PyObject): PyObject | null {
  if (!PyObject_TypeCheck(self, type as PyTypeObject))
    return PyErr_SetString(PyExc_TypeError, `expected ${(type as PyTypeObject).tp_name} instance`);
  self.vectorcall = () => PyUnicode_FromString('vectorcall');
  return none();
}

function make_vectorcall_class(_m: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const base = (args[0] as PyTypeObject | undefined) ?? PyBaseObject_Type;
  if (!PyType_Check(base)) return PyErr_SetString(PyExc_TypeError, 'make_vectorcall_class() argument 1 must be type');
  const type = defineModuleType({
    tp_name: '_testcapi.VectorcallClass',
    tp_basicsize: base.tp_basicsize + 8,
    tp_base: () => base,
    heap: 'mutable',
    tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
    construct: (t) => new VectorCallObject(t),
    tp_call: () => PyUnicode_FromString('tp_call'),
    tp_methods: [method('set_vectorcall', METH_O, set_vectorcall, '($self, type, /)')],
  });
  made.push(type);
  resetStaticType(type);
  return PyType_FromModuleAndSpec(null, type) < 0 ? null : Py_NewRef(type);
}

export const vectorcallMethods: PyMethodDef[] = [
  positionalMethod('pyobject_fastcalldict', 3, 3, pyobject_fastcalldict),
  positionalMethod('pyobject_vectorcall', 3, 3, pyobject_vectorcall),
  method('function_setvectorcall', METH_O, function_setvectorcall),
  positionalMethod('pyvectorcall_call', 2, 3, pyvectorcall_call),
  positionalMethod('make_vectorcall_class', 0, 1, make_vectorcall_class),
  positionalMethod('has_vectorcall_flag', 1, 1, (_m, [type]) =>
    PyBool_FromLong(((type as PyTypeObject).tp_flags & Py_TPFLAGS_HAVE_VECTORCALL) !== 0),
  ),
];
