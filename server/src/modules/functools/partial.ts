// functools.partial. Follows Modules/_functoolsmodule.c, CPython 3.13.

import { PyObject_GenericGetAttr, PyObject_GenericSetAttr } from '../../objects/objectattr';
import { PyObject_GC_Del } from '../../heap/alloc';
import { PyObject_GC_UnTrack } from '../../heap/gclists';
import { PyMem_Free, PyMem_Malloc } from '../../heap/obmalloc';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../../heap/refcount';
import { PySequence_Concat, PySequence_Tuple } from '../../objects/abstract';
import { PyObject_Call, PyObject_Vectorcall, PyVectorcall_Function, _PyObject_MakeTpCall } from '../../objects/call';
import {
  PyDict_Check,
  PyDict_CheckExact,
  PyDict_Copy,
  PyDict_GET_SIZE,
  PyDict_Merge,
  PyDict_New,
  _PyDict_Next,
  next_key,
  next_value,
} from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_FutureWarning, PyExc_TypeError } from '../../objects/exceptions';
import { PyGCObject } from '../../objects/gcobject';
import { Py_GenericAlias } from '../../objects/genericaliasobject';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject } from '../../objects/object';
import {
  PyCallable_Check,
  PyObject_GenericGetDict,
  PyObject_GenericSetDict,
  PyObject_Repr,
  PyObject_Str,
  Py_None,
  Py_ReprEnter,
  Py_ReprLeave,
} from '../../objects/objectprotocol';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_GetSlice, PyTuple_Pack } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyObject_TypeCheck, PyType_GenericAlloc } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import {
  METH_CLASS,
  METH_NOARGS,
  METH_O,
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_IMMUTABLETYPE,
  _Py_T_OBJECT,
  method,
  VECTORCALLOFFSET,
} from '../../objects/typestruct';
import { PyType_GetQualName, type_module } from '../../objects/typeattributes';
import { PyUnicode_FromString } from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyErr_WarnEx } from '../../objects/warnings';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';

/** `fn`, `args` and `kw` are null only while the object is made or after tp_clear. */
export class partialobject extends PyGCObject {
  fn: PyObject | null = null;
  args: PyTupleObject | null = null;
  kw: PyDictObject | null = null;

  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.ob_weakreflist = null;
    this.vectorcall = null;
  }
}

function partial_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const n = args.ob_item.length;
  if (n < 1) return PyErr_SetString(PyExc_TypeError, "type 'partial' takes at least one argument");
  let func = args.ob_item[0]!;
  let pargs: PyTupleObject | null = null;
  let pkw: PyDictObject | null = null;
  if (PyObject_TypeCheck(func, partial_type) && func.ob_dict === null) {
    // A partial of a partial: its function is called directly, with the arguments of both.
    const part = func as partialobject;
    pargs = part.args;
    pkw = part.kw;
    func = part.fn!;
  }
  if (!PyCallable_Check(func)) return PyErr_SetString(PyExc_TypeError, 'the first argument must be callable');
  const pto = type.tp_alloc!(type, 0) as partialobject | null;
  if (pto === null) return null;
  pto.fn = Py_NewRef(func);
  const nargs = PyTuple_GetSlice(args, 1, n)!;
  if (pargs === null) pto.args = nargs;
  else {
    pto.args = PySequence_Concat(pargs, nargs) as PyTupleObject | null;
    Py_DECREF(nargs);
    if (pto.args === null) {
      Py_DECREF(pto);
      return null;
    }
  }
  if (pkw === null || PyDict_GET_SIZE(pkw) === 0) {
    if (kw === null) pto.kw = PyDict_New();
    else pto.kw = kw.ob_refcnt === 1 ? Py_NewRef(kw) : (PyDict_Copy(kw) as PyDictObject | null);
  } else {
    pto.kw = PyDict_Copy(pkw) as PyDictObject | null;
    if (kw !== null && pto.kw !== null && PyDict_Merge(pto.kw, kw, 1) !== 0) {
      Py_DECREF(pto);
      return null;
    }
  }
  if (pto.kw === null) {
    Py_DECREF(pto);
    return null;
  }
  partial_setvectorcall(pto);
  return pto;
}

function partial_clear(pto: partialobject): void {
  const { fn, args, kw, ob_dict } = pto;
  pto.fn = null;
  Py_XDECREF(fn);
  pto.args = null;
  Py_XDECREF(args);
  pto.kw = null;
  Py_XDECREF(kw);
  pto.ob_dict = null;
  Py_XDECREF(ob_dict);
}

function partial_dealloc(pto: partialobject): void {
  PyObject_GC_UnTrack(pto);
  if (pto.ob_weakreflist !== null) PyObject_ClearWeakRefs(pto);
  partial_clear(pto);
  pto.ob_type.tp_free!(pto as never);
}

function partial_descr_get(self: PyObject, obj: PyObject | null): PyObject | null {
  if (obj === Py_None || obj === null) return Py_NewRef(self);
  const message =
    'functools.partial will be a method descriptor in future Python versions; ' +
    'wrap it in staticmethod() if you want to preserve the old behavior';
  return PyErr_WarnEx(PyExc_FutureWarning, message, 1) < 0 ? null : Py_NewRef(self);
}

function partial_vectorcall(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const pto = self as partialobject;
  if (PyDict_GET_SIZE(pto.kw!) !== 0) {
    // Merging keywords is tp_call's work: from now on it is used at once.
    pto.vectorcall = null;
    return _PyObject_MakeTpCall(pto, args, kwnames);
  }
  const own = pto.args!.ob_item;
  if (args.length === 0) return PyObject_Vectorcall(pto.fn!, own, null);
  const total = own.length + args.length;
  // C's array: on its own stack up to five arguments. (With one argument of its own, it uses the caller's.)
  const block = total > 5 && own.length !== 1 ? PyMem_Malloc(total * 8) : 0;
  const ret = PyObject_Vectorcall(pto.fn!, own.concat(args), kwnames);
  PyMem_Free(block);
  return ret;
}

/** Without a vectorcall of the function itself there is no point in one here. */
function partial_setvectorcall(pto: partialobject): void {
  pto.vectorcall = PyVectorcall_Function(pto.fn!) === null ? null : partial_vectorcall;
}

function partial_call(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const pto = self as partialobject;
  let kwargs2: PyDictObject | null;
  if (PyDict_GET_SIZE(pto.kw!) === 0) kwargs2 = Py_XNewRef(kwargs);
  else {
    kwargs2 = PyDict_Copy(pto.kw!) as PyDictObject | null;
    if (kwargs2 === null) return null;
    if (kwargs !== null && PyDict_Merge(kwargs2, kwargs, 1) !== 0) {
      Py_DECREF(kwargs2);
      return null;
    }
  }
  const args2 = PySequence_Concat(pto.args!, args);
  if (args2 === null) {
    Py_XDECREF(kwargs2);
    return null;
  }
  const res = PyObject_Call(pto.fn!, args2 as PyTupleObject, kwargs2);
  Py_DECREF(args2);
  Py_XDECREF(kwargs2);
  return res;
}

function takeText(op: PyUnicodeObject | null): string | null {
  if (op === null) return null;
  const text = op.str;
  Py_DECREF(op);
  return text;
}

function argumentText(pto: partialobject): string | null {
  let text = '';
  const args = pto.args!.ob_item;
  for (let i = 0; i < args.length; i++) {
    const item = takeText(PyObject_Repr(args[i]!));
    if (item === null) return null;
    text += `, ${item}`;
  }
  const kw = pto.kw!;
  for (let pos = _PyDict_Next(kw, 0); pos >= 0; pos = _PyDict_Next(kw, pos)) {
    const value = Py_NewRef(next_value);
    const key = takeText(PyObject_Str(next_key));
    const item = key === null ? null : takeText(PyObject_Repr(value));
    Py_DECREF(value);
    if (item === null) return null;
    text += `, ${key!}=${item}`;
  }
  return text;
}

function partial_repr(self: PyObject): PyObject | null {
  const pto = self as partialobject;
  const status = Py_ReprEnter(pto);
  if (status !== 0) return status < 0 ? null : PyUnicode_FromString('...');
  let result: PyObject | null = null;
  const args = argumentText(pto);
  const mod = args === null ? null : type_module(pto.ob_type);
  if (mod !== null) {
    const name = PyType_GetQualName(pto.ob_type);
    if (name !== null) {
      const modText = takeText(PyObject_Str(mod));
      const nameText = modText === null ? null : takeText(PyObject_Str(name));
      const fn = nameText === null ? null : takeText(PyObject_Repr(pto.fn));
      if (fn !== null) result = PyUnicode_FromString(`${modText!}.${nameText!}(${fn}${args!})`);
      Py_DECREF(name);
    }
    Py_DECREF(mod);
  }
  Py_ReprLeave(pto);
  return result;
}

function partial_reduce(self: PyObject): PyObject | null {
  const pto = self as partialobject;
  const args = PyTuple_Pack(pto.fn!);
  const state = PyTuple_Pack(pto.fn!, pto.args!, pto.kw!, pto.ob_dict ?? Py_None);
  const result = PyTuple_Pack(pto.ob_type, args, state);
  Py_DECREF(args);
  Py_DECREF(state);
  return result;
}

function partial_setstate(self: PyObject, state: PyObject): PyObject | null {
  const pto = self as partialobject;
  const items = PyTuple_Check(state) && state.ob_item.length === 4 ? state.ob_item : null;
  if (
    items === null ||
    !PyCallable_Check(items[0]!) ||
    !PyTuple_Check(items[1]!) ||
    (items[2]! !== Py_None && !PyDict_Check(items[2]!))
  ) {
    return PyErr_SetString(PyExc_TypeError, 'invalid partial state');
  }
  const [fn, givenArgs, givenKw, dict] = items as [PyObject, PyObject, PyObject, PyObject];
  const fnargs = PyTuple_CheckExact(givenArgs) ? Py_NewRef(givenArgs) : PySequence_Tuple(givenArgs);
  if (fnargs === null) return null;
  const kw =
    givenKw === Py_None ? PyDict_New() : PyDict_CheckExact(givenKw) ? Py_NewRef(givenKw) : PyDict_Copy(givenKw);
  if (kw === null) {
    Py_DECREF(fnargs);
    return null;
  }
  if (dict !== Py_None) Py_INCREF(dict);
  const old = { fn: pto.fn, args: pto.args, kw: pto.kw, dict: pto.ob_dict };
  pto.fn = Py_NewRef(fn);
  Py_XDECREF(old.fn);
  pto.args = fnargs as PyTupleObject;
  Py_XDECREF(old.args);
  pto.kw = kw as PyDictObject;
  Py_XDECREF(old.kw);
  pto.ob_dict = dict === Py_None ? null : (dict as PyDictObject);
  Py_XDECREF(old.dict);
  partial_setvectorcall(pto);
  return Py_NewRef(Py_None);
}

const readonly = (name: string, field: string, doc: string) => ({
  name,
  type: _Py_T_OBJECT,
  field,
  flags: Py_READONLY,
  doc,
});

export const partial_type: PyTypeObject = defineModuleType({
  tp_name: 'functools.partial',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_basicsize: 64,
  tp_dictoffset: 40,
  tp_weaklistoffset: 48,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc:
    'partial(func, /, *args, **keywords)\n--\n\n' +
    'Create a new function with partial application of the given arguments\nand keywords.',
  tp_dealloc: partial_dealloc,
  tp_repr: partial_repr,
  tp_call: partial_call,
  tp_traverse: (pto: partialobject, visit) => {
    if (pto.fn !== null) visit(pto.fn);
    if (pto.args !== null) visit(pto.args);
    if (pto.kw !== null) visit(pto.kw);
    if (pto.ob_dict !== null) visit(pto.ob_dict);
  },
  tp_clear: partial_clear,
  tp_descr_get: partial_descr_get,
  tp_new: partial_new,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    method('__reduce__', METH_NOARGS, partial_reduce),
    method('__setstate__', METH_O, partial_setstate),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
      null,
      'See PEP 585',
    ),
  ],
  tp_members: [
    readonly('func', 'fn', 'function object to use in future partial calls'),
    readonly('args', 'args', 'tuple of arguments to future partial calls'),
    readonly('keywords', 'kw', 'dictionary of keyword arguments to future partial calls'),
    VECTORCALLOFFSET,
  ],
  tp_getset: [{ name: '__dict__', get: PyObject_GenericGetDict, set: PyObject_GenericSetDict, doc: null }],
  construct: (type) => new partialobject(type),
  edges: (pto: partialobject, emit) => {
    if (pto.fn !== null) emit(pto.fn, 'field', 'func');
    if (pto.args !== null) emit(pto.args, 'field', 'args');
    if (pto.kw !== null) emit(pto.kw, 'field', 'keywords');
    if (pto.ob_dict !== null) emit(pto.ob_dict, 'field', '__dict__');
  },
});
