// _testcapi's functions that show how they were called, in a module, a class, on instances, as class and static methods.
// Follows the calling conventions part of Modules/_testcapimodule.c, CPython 3.13.

import { PyObject_Del } from '../../heap/alloc';
import type { Owned } from '../../heap/refcount';
import { Py_NewRef, Py_XNewRef } from '../../heap/refcount';
import { PyDict_New, PyDict_SetItem } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_GenericAlloc, PyType_GenericNew } from '../../objects/typeobject';
import type { PyMethodDef } from '../../objects/typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_STATIC,
  METH_VARARGS,
  method,
} from '../../objects/typestruct';

type Self = PyObject | null;

const none_or = (self: Self): PyObject => Py_NewRef(self ?? Py_None);
const tupleOf = (args: readonly PyObject[]): Owned<PyObject> =>
  PyTuple_FromArraySteal(args.map((arg) => Py_NewRef(arg)));
const pack = (...items: Owned<PyObject>[]): Owned<PyObject> => PyTuple_FromArraySteal(items);

function fastcall_keywords(self: Self, args: readonly PyObject[], kwnames: PyTupleObject | null): Owned<PyObject> {
  const names = kwnames?.ob_item ?? [];
  const positional = tupleOf(args.slice(0, args.length - names.length));
  if (kwnames === null) return pack(none_or(self), positional);
  const kwargs = PyDict_New();
  names.forEach((name, i) => PyDict_SetItem(kwargs, name, args[args.length - names.length + i]!));
  return pack(none_or(self), positional, kwargs);
}

function varargs_keywords(self: Self, args: PyTupleObject, kwargs: PyDictObject | null): Owned<PyObject> {
  return kwargs === null
    ? pack(none_or(self), Py_NewRef(args))
    : pack(none_or(self), Py_NewRef(args), Py_XNewRef(kwargs)!);
}

/** One function of each kind; `flags` says whose methods they are. */
export function callMethods(flags: number): PyMethodDef[] {
  return [
    method('meth_varargs', METH_VARARGS | flags, ((self: Self, args: PyTupleObject) =>
      pack(none_or(self), Py_NewRef(args))) as never),
    method('meth_varargs_keywords', METH_VARARGS | METH_KEYWORDS | flags, varargs_keywords as never),
    method('meth_o', METH_O | flags, ((self: Self, obj: PyObject) => pack(none_or(self), Py_NewRef(obj))) as never),
    method('meth_noargs', METH_NOARGS | flags, ((self: Self) => none_or(self)) as never),
    method('meth_fastcall', METH_FASTCALL | flags, ((self: Self, args: readonly PyObject[]) =>
      pack(none_or(self), tupleOf(args))) as never),
    method('meth_fastcall_keywords', METH_FASTCALL | METH_KEYWORDS | flags, fastcall_keywords as never),
  ];
}

const methodsType = (name: string, flags: number, doc: string) =>
  defineModuleType({
    tp_name: `_testcapi.${name}`,
    tp_basicsize: 16,
    tp_new: PyType_GenericNew,
    tp_alloc: PyType_GenericAlloc,
    tp_free: PyObject_Del,
    tp_methods: callMethods(flags),
    tp_doc: doc,
  });
export const callTypes = [
  methodsType('MethInstance', 0, 'Instance methods of every calling convention'),
  methodsType('MethClass', METH_CLASS, 'Class methods of every calling convention'),
  methodsType('MethStatic', METH_STATIC, 'Static methods of every calling convention'),
];
