// types.UnionType: int | str. Follows Objects/unionobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Borrowed, Owned } from '../heap/refcount';
import { PyNumber_Or } from './abstract';
import { _PyGenericAlias_Check } from './genericaliasobject';
import { _Py_make_parameters, _Py_subs_parameters, typeReprItem } from './genericparameters';
import { PyObject } from './object';
import type { CompareOp, visitproc } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_GetAttr,
  PyObject_Hash,
  PyObject_RichCompare,
  PyObject_RichCompareBool,
  Py_None,
  Py_NotImplemented,
  _PyNone_Type,
} from './objectprotocol';
import { hashError, hash_hi, makeHash } from './pyhash';
import { PyFrozenSet_New, PySet_New } from './setobject';
import { PyType_GenericAlloc } from './subtype';
import { PyTuple_FromArray } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_Check } from './typebasics';
import type { PyTypeObject } from './typestruct';
import { Py_READONLY, Py_TPFLAGS_HAVE_GC, _Py_T_OBJECT, defineType } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

export class unionobject extends PyObject {
  args: PyTupleObject;
  parameters: PyTupleObject | null;

  constructor(type: PyTypeObject, args: PyTupleObject) {
    super(type);
    this.args = args;
    this.parameters = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

export function _PyUnion_Check(op: PyObject): op is unionobject {
  return op.ob_type === _PyUnion_Type;
}

/** The union's types, a tuple: borrowed. */
export function _Py_union_args(self: PyObject): Borrowed<PyTupleObject> {
  return (self as unionobject).args;
}

function union_dealloc(self: unionobject): void {
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(self.args);
  Py_XDECREF(self.parameters);
  self.ob_type.tp_free!(self as never);
}

function union_traverse(self: unionobject, visit: visitproc): void {
  visit(self.args);
  if (self.parameters !== null) visit(self.parameters);
}

function union_hash(self: PyObject): number {
  const args = PyFrozenSet_New((self as unionobject).args);
  if (args === null) return hashError();
  const lo = PyObject_Hash(args);
  const hi = hash_hi;
  Py_DECREF(args);
  return lo === -1 && hi === -1 ? hashError() : makeHash(lo, hi);
}

function union_richcompare(a: PyObject, b: PyObject, op: CompareOp): PyObject | null {
  if (!_PyUnion_Check(b) || (op !== 2 && op !== 3)) return Py_NewRef(Py_NotImplemented);
  const a_set = PySet_New((a as unionobject).args);
  if (a_set === null) return null;
  const b_set = PySet_New(b.args);
  const result = b_set === null ? null : PyObject_RichCompare(a_set, b_set, op);
  Py_XDECREF(b_set);
  Py_DECREF(a_set);
  return result;
}

/** `obj` is among the types already. 1, 0, or −1 with an exception. */
function contains(items: readonly PyObject[], obj: PyObject): number {
  for (const item of items) {
    const alias = _PyGenericAlias_Check(item) && _PyGenericAlias_Check(obj);
    const same = alias ? PyObject_RichCompareBool(item, obj, 2) : item === obj ? 1 : 0;
    if (same !== 0) return same;
  }
  return 0;
}

function get_types(obj: PyObject): readonly PyObject[] {
  if (obj === Py_None) return [_PyNone_Type];
  return _PyUnion_Check(obj) ? obj.args.ob_item : [obj];
}

function is_unionable(obj: PyObject): boolean {
  return (
    obj === Py_None ||
    PyType_Check(obj) ||
    _PyGenericAlias_Check(obj) ||
    _PyUnion_Check(obj) ||
    (obj as PyObject).ob_type.tp_name === 'typing.TypeAliasType'
  );
}

/** nb_or of types: a union without duplicates, or one of the operands. Owned, or null with an exception. */
export function _Py_union_type_or(self: PyObject, other: PyObject): Owned<PyObject> | null {
  if (!is_unionable(self) || !is_unionable(other)) return Py_NewRef(Py_NotImplemented);
  const items1 = get_types(self);
  const merged = [...items1];
  for (const arg of get_types(other)) {
    const duplicate = contains(items1, arg);
    if (duplicate < 0) return null;
    if (duplicate === 0) merged.push(arg);
  }
  if (merged.length === items1.length) return Py_NewRef(self === Py_None ? _PyNone_Type : self);
  const tuple = PyTuple_FromArray(merged) as PyTupleObject;
  const result = make_union(tuple);
  Py_DECREF(tuple);
  return result;
}

function union_repr(self: PyObject): PyObject | null {
  const items: string[] = [];
  for (const p of (self as unionobject).args.ob_item) {
    const item = p === _PyNone_Type ? 'None' : typeReprItem(p);
    if (item === null) return null;
    items.push(item);
  }
  return PyUnicode_FromString(items.join(' | '));
}

function parameters(alias: unionobject): PyTupleObject | null {
  alias.parameters ??= _Py_make_parameters(alias.args);
  return alias.parameters;
}

function union_getitem(self: PyObject, item: PyObject): PyObject | null {
  const alias = self as unionobject;
  const params = parameters(alias);
  if (params === null) return null;
  const newargs = _Py_subs_parameters(self, alias.args, params, item);
  if (newargs === null) return null;
  const items = newargs.ob_item;
  let res: PyObject | null;
  if (items.length === 0) {
    res = make_union(newargs);
  } else {
    res = Py_NewRef(items[0]!);
    for (let i = 1; i < items.length && res !== null; i++) {
      const left: PyObject = res;
      res = PyNumber_Or(left, items[i]!);
      Py_DECREF(left);
    }
  }
  Py_DECREF(newargs);
  return res;
}

function union_getattro(self: PyObject, name: PyObject): PyObject | null {
  // What the typing module relies on.
  if (PyUnicode_Check(name) && (name as PyUnicodeObject).str === '__module__')
    return PyObject_GetAttr(self.ob_type, name);
  return PyObject_GenericGetAttr(self, name);
}

export const _PyUnion_Type: PyTypeObject = defineType({
  tp_name: 'types.UnionType',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Represent a PEP 604 union type\n\nE.g. for int | str',
  tp_dealloc: union_dealloc,
  tp_repr: union_repr,
  tp_hash: union_hash,
  tp_getattro: union_getattro,
  tp_traverse: union_traverse,
  tp_richcompare: union_richcompare,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  nb_or: _Py_union_type_or,
  mp_subscript: union_getitem,
  tp_members: [{ name: '__args__', type: _Py_T_OBJECT, field: 'args', flags: Py_READONLY, doc: null }],
  tp_getset: [
    {
      name: '__parameters__',
      get: (alias: unionobject) => {
        const params = parameters(alias);
        if (params !== null) Py_INCREF(params);
        return params;
      },
      set: null,
      doc: 'Type variables in the types.UnionType.',
    },
  ],
});

function make_union(args: PyTupleObject): Owned<PyObject> {
  const result = PyObject_GC_New(new unionobject(_PyUnion_Type, Py_NewRef(args)), 32);
  _PyObject_GC_TRACK(result);
  return result;
}
