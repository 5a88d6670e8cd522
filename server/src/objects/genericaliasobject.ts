// types.GenericAlias: list[int] and the like. Follows Objects/genericaliasobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyObject_GetIter, PySequence_Contains } from './abstract';
import { Py_False, Py_True } from './boolobject';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { PyObject_Call, PyVectorcall_Function } from './call';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString, PyErr_SetNone } from './errors';
import { PyExc_AttributeError, PyExc_StopIteration, PyExc_TypeError } from './exceptions';
import { _PyArg_CheckPositional, _PyArg_NoKeywords } from './getargs';
import { _Py_make_parameters, _Py_subs_parameters, typeReprItem } from './genericparameters';
import { PyList_Append } from './listobject';
import { PyObject } from './object';
import type { CompareOp, visitproc } from './object';
import {
  PyObject_Dir,
  PyObject_GenericGetAttr,
  PyObject_GetAttr,
  PyObject_Hash,
  PyObject_RichCompare,
  PyObject_RichCompareBool,
  PyObject_SelfIter,
  PyObject_SetAttr,
  Py_None,
  Py_NotImplemented,
} from './objectprotocol';
import { hashError, hash_hi, isHashError, makeHash } from './pyhash';
import { PyType_GenericAlloc } from './subtype';
import { PyTuple_Check, PyTuple_FromArraySteal, PyTuple_New, PyTuple_Pack, PyTuple_Type } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyObject_TypeCheck } from './typebasics';
import type { PyTypeObject } from './typestruct';
import {
  METH_NOARGS,
  METH_O,
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL,
  Py_T_BOOL,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { _Py_union_type_or } from './unionobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export { _Py_make_parameters, _Py_subs_parameters } from './genericparameters';

const id___orig_class__ = _Py_ID('__orig_class__');
const id_iter = _Py_ID('iter');
const id_next = _Py_ID('next');

export class gaobject extends PyObject {
  origin: PyObject;
  args: PyTupleObject;
  parameters: PyTupleObject | null;
  /** `*tuple[int]`. */
  starred: boolean;

  constructor(type: PyTypeObject) {
    super(type);
    this.origin = null as never;
    this.args = null as never;
    this.parameters = null;
    this.starred = false;
    this.ob_weakreflist = null;
    this.vectorcall = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

export function _PyGenericAlias_Check(op: PyObject): op is gaobject {
  return PyObject_TypeCheck(op, Py_GenericAliasType);
}

function ga_dealloc(alias: gaobject): void {
  _PyObject_GC_UNTRACK(alias);
  if (alias.ob_weakreflist !== null) PyObject_ClearWeakRefs(alias);
  Py_XDECREF(alias.origin);
  Py_XDECREF(alias.args);
  Py_XDECREF(alias.parameters);
  alias.ob_type.tp_free!(alias as never);
}

function ga_traverse(alias: gaobject, visit: visitproc): void {
  if (alias.origin !== null) visit(alias.origin);
  if (alias.args !== null) visit(alias.args);
  if (alias.parameters !== null) visit(alias.parameters);
}

function ga_repr(self: PyObject): PyObject | null {
  const alias = self as gaobject;
  const origin = typeReprItem(alias.origin);
  if (origin === null) return null;
  const items: string[] = [];
  for (const p of alias.args.ob_item) {
    const item = typeReprItem(p);
    if (item === null) return null;
    items.push(item);
  }
  return PyUnicode_FromString(`${alias.starred ? '*' : ''}${origin}[${items.length === 0 ? '()' : items.join(', ')}]`);
}

/** `__parameters__`, computed once. Borrowed, or null with an exception. */
function parameters(alias: gaobject): PyTupleObject | null {
  alias.parameters ??= _Py_make_parameters(alias.args);
  return alias.parameters;
}

function ga_getitem(self: PyObject, item: PyObject): PyObject | null {
  const alias = self as gaobject;
  const params = parameters(alias);
  if (params === null) return null;
  const newargs = _Py_subs_parameters(self, alias.args, params, item);
  if (newargs === null) return null;
  const res = Py_GenericAlias(alias.origin, newargs) as gaobject;
  res.starred = alias.starred;
  Py_DECREF(newargs);
  return res;
}

function ga_hash(self: PyObject): number {
  const alias = self as gaobject;
  const lo = PyObject_Hash(alias.origin);
  const hi = hash_hi;
  if (isHashError(lo)) return hashError();
  const args = PyObject_Hash(alias.args);
  if (isHashError(args)) return hashError();
  return makeHash(lo ^ args, hi ^ hash_hi);
}

/** Notes on the new object which alias made it, where it takes attributes. Takes `obj` over. */
function set_orig_class(obj: PyObject | null, self: PyObject): PyObject | null {
  if (obj === null || PyObject_SetAttr(obj, id___orig_class__, self) >= 0) return obj;
  if (!PyErr_ExceptionMatches(PyExc_AttributeError) && !PyErr_ExceptionMatches(PyExc_TypeError)) {
    Py_DECREF(obj);
    return null;
  }
  PyErr_Clear();
  return obj;
}

function ga_call(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  return set_orig_class(PyObject_Call((self as gaobject).origin, args, kwds), self);
}

function ga_vectorcall(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const origin = (self as gaobject).origin;
  return set_orig_class(PyVectorcall_Function(origin)!(origin, args, kwnames), self);
}

/** Attributes of the alias itself; all others are the origin's. */
const attr_exceptions = [
  '__class__',
  '__bases__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__copy__',
  '__deepcopy__',
];

function ga_getattro(self: PyObject, name: PyObject): PyObject | null {
  if (PyUnicode_Check(name)) {
    const text = (name as PyUnicodeObject).str;
    if (!attr_exceptions.includes(text)) {
      return PyObject_GetAttr((self as gaobject).origin, name);
    }
  }
  return PyObject_GenericGetAttr(self, name);
}

function ga_richcompare(a: PyObject, b: PyObject, op: CompareOp): PyObject | null {
  if (!_PyGenericAlias_Check(b) || (op !== 2 && op !== 3)) return Py_NewRef(Py_NotImplemented);
  if (op === 3) {
    const eq = ga_richcompare(a, b, 2);
    if (eq === null) return null;
    Py_DECREF(eq);
    return Py_NewRef(eq === Py_True ? Py_False : Py_True);
  }
  const aa = a as gaobject;
  if (aa.starred !== b.starred) return Py_NewRef(Py_False);
  const eq = PyObject_RichCompareBool(aa.origin, b.origin, 2);
  if (eq < 0) return null;
  return eq === 0 ? Py_NewRef(Py_False) : PyObject_RichCompare(aa.args, b.args, 2);
}

function cannotCheck(what: string): () => null {
  return () => PyErr_SetString(PyExc_TypeError, `${what}() argument 2 cannot be a parameterized generic`);
}

function ga_reduce(self: PyObject): PyObject | null {
  const alias = self as gaobject;
  if (alias.starred) {
    const plain = Py_GenericAlias(alias.origin, alias.args);
    const iter = PyObject_GetIter(plain);
    Py_DECREF(plain);
    if (iter === null) return null;
    const next = _PyEval_GetBuiltin(id_next);
    if (next !== null) return PyTuple_FromArraySteal([next, PyTuple_FromArraySteal([iter])]);
    Py_DECREF(iter);
    return null;
  }
  return PyTuple_FromArraySteal([Py_NewRef(alias.ob_type), PyTuple_Pack(alias.origin, alias.args)]);
}

function ga_dir(self: PyObject): PyObject | null {
  const dir = PyObject_Dir((self as gaobject).origin);
  if (dir === null) return null;
  for (const text of attr_exceptions) {
    const entry = PyUnicode_FromString(text)!;
    const contains = PySequence_Contains(dir, entry);
    const failed = contains < 0 || (contains === 0 && PyList_Append(dir, entry) < 0);
    Py_DECREF(entry);
    if (failed) {
      Py_DECREF(dir);
      return null;
    }
  }
  return dir;
}

function setup_ga(alias: gaobject, origin: PyObject, args: PyObject): void {
  alias.origin = Py_NewRef(origin);
  alias.args = PyTuple_Check(args) ? Py_NewRef(args) : (PyTuple_Pack(args) as PyTupleObject);
  alias.vectorcall = PyVectorcall_Function(origin) !== null ? ga_vectorcall : null;
}

function ga_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('GenericAlias', kwds)) return null;
  if (!_PyArg_CheckPositional('GenericAlias', args.ob_item.length, 2, 2)) return null;
  const self = type.tp_alloc!(type, 0) as gaobject;
  setup_ga(self, args.ob_item[0]!, args.ob_item[1]!);
  return self;
}

/** origin[args]; `args` is a tuple, or the only argument. Owned. */
export function Py_GenericAlias(origin: PyObject, args: PyObject): Owned<PyObject> {
  const alias = PyType_GenericAlloc(Py_GenericAliasType, 0) as gaobject;
  setup_ga(alias, origin, args);
  return alias;
}

function ga_iter(self: PyObject): PyObject | null {
  const gi = new gaiterobject(_Py_GenericAliasIterType);
  gi.obj = Py_NewRef(self as gaobject);
  PyObject_GC_New(gi, 24);
  _PyObject_GC_TRACK(gi);
  return gi;
}

export const Py_GenericAliasType: PyTypeObject = defineType({
  tp_name: 'types.GenericAlias',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
  tp_doc:
    'GenericAlias(origin, args, /)\n--\n\nRepresent a PEP 585 generic type\n\n' +
    'E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).',
  tp_weaklistoffset: 40,
  construct: (type) => new gaobject(type),
  tp_dealloc: ga_dealloc,
  tp_repr: ga_repr,
  tp_hash: ga_hash,
  tp_call: ga_call,
  tp_getattro: ga_getattro,
  tp_traverse: ga_traverse,
  tp_richcompare: ga_richcompare,
  tp_iter: ga_iter,
  tp_alloc: PyType_GenericAlloc,
  tp_new: ga_new,
  tp_free: PyObject_GC_Del,
  nb_or: _Py_union_type_or,
  mp_subscript: ga_getitem,
  tp_methods: [
    method('__mro_entries__', METH_O, (self: PyObject, _bases: PyObject) => PyTuple_Pack((self as gaobject).origin)),
    method('__instancecheck__', METH_O, cannotCheck('isinstance')),
    method('__subclasscheck__', METH_O, cannotCheck('issubclass')),
    method('__reduce__', METH_NOARGS, ga_reduce),
    method('__dir__', METH_NOARGS, ga_dir),
  ],
  tp_members: [
    { name: '__origin__', type: _Py_T_OBJECT, field: 'origin', flags: Py_READONLY, doc: null },
    { name: '__args__', type: _Py_T_OBJECT, field: 'args', flags: Py_READONLY, doc: null },
    { name: '__unpacked__', type: Py_T_BOOL, field: 'starred', flags: Py_READONLY, doc: null },
  ],
  tp_getset: [
    {
      name: '__parameters__',
      get: (alias: gaobject) => {
        const params = parameters(alias);
        if (params !== null) Py_INCREF(params);
        return params;
      },
      set: null,
      doc: 'Type variables in the GenericAlias.',
    },
    {
      name: '__typing_unpacked_tuple_args__',
      get: (alias: gaobject) => Py_NewRef(alias.starred && alias.origin === PyTuple_Type ? alias.args : Py_None),
      set: null,
      doc: null,
    },
  ],
});

// ---------------------------------------------------------------------------------------------------- iterator

/** Gives the starred alias, once: `*tuple[int]`. */
class gaiterobject extends PyObject {
  obj: gaobject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.obj = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

function ga_iter_clear(gi: gaiterobject): void {
  const obj = gi.obj;
  gi.obj = null;
  Py_XDECREF(obj);
}

function ga_iternext(self: PyObject): PyObject | null {
  const gi = self as gaiterobject;
  if (gi.obj === null) return PyErr_SetNone(PyExc_StopIteration);
  const starred = Py_GenericAlias(gi.obj.origin, gi.obj.args) as gaobject;
  starred.starred = true;
  ga_iter_clear(gi);
  return starred;
}

function ga_iter_reduce(self: PyObject): PyObject | null {
  const iter = _PyEval_GetBuiltin(id_iter);
  if (iter === null) return null;
  const obj = (self as gaiterobject).obj;
  return PyTuple_FromArraySteal([iter, PyTuple_Pack(obj ?? PyTuple_New(0))]);
}

export const _Py_GenericAliasIterType: PyTypeObject = defineType({
  tp_name: 'generic_alias_iterator',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (gi: gaiterobject) => {
    PyObject_GC_UnTrack(gi);
    Py_XDECREF(gi.obj);
    PyObject_GC_Del(gi);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: ga_iternext,
  tp_traverse: (gi: gaiterobject, visit: visitproc) => {
    if (gi.obj !== null) visit(gi.obj);
  },
  tp_clear: ga_iter_clear,
  tp_methods: [method('__reduce__', METH_NOARGS, ga_iter_reduce)],
});
