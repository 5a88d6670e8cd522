// What the types of itertools have in common. Follows Modules/itertoolsmodule.c, CPython 3.13.

import { PyObject_GenericGetAttr } from '../../objects/objectattr';
import { PyObject_GC_Del } from '../../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../../heap/gclists';
import { PyMem_Free } from '../../heap/obmalloc';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyObject_GetIter } from '../../objects/abstract';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_DeprecationWarning, PyExc_TypeError } from '../../objects/exceptions';
import { PyGCObject } from '../../objects/gcobject';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_UnpackKeywordsDict, argParser } from '../../objects/getargs';
import { PyLong_FromLong } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject, newfunc, unaryfunc } from '../../objects/object';
import { PyObject_SelfIter, Py_None } from '../../objects/objectprotocol';
import { PyTuple_Check, PyTuple_FromArray, PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import type { PyMethodDef, PyTypeObject, TypeSpec } from '../../objects/typestruct';
import {
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../../objects/typestruct';
import { PyErr_WarnEx } from '../../objects/warnings';

export { PyGCObject };

/** A tuple of references that are taken over. */
export const tuple = (...items: PyObject[]): Owned<PyTupleObject> => PyTuple_FromArraySteal(items);
export const ref = Py_NewRef;
export const int = (n: number): Owned<PyObject> => PyLong_FromLong(n);
export const none = (): Owned<PyObject> => Py_NewRef(Py_None);

const PICKLE = 'Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.';

/** A method that warns before it does its work: the pickling of itertools is deprecated. */
export function reduceMethod(reduce: unaryfunc): PyMethodDef {
  return method(
    '__reduce__',
    METH_NOARGS,
    (self: PyObject) => (PyErr_WarnEx(PyExc_DeprecationWarning, PICKLE, 1) < 0 ? null : reduce(self)),
    null,
    'Return state information for pickling.',
  );
}
export function setstateMethod(setstate: (self: PyObject, state: PyObject) => PyObject | null): PyMethodDef {
  return method(
    '__setstate__',
    METH_O,
    (self: PyObject, state: PyObject) =>
      PyErr_WarnEx(PyExc_DeprecationWarning, PICKLE, 1) < 0 ? null : setstate(self, state),
    null,
    'Set state information for unpickling.',
  );
}

/** The items of a state that must be a tuple of `min` to `max`; null with TypeError. */
export function stateItems(state: PyObject, min: number, max = min): readonly PyObject[] | null {
  if (!PyTuple_Check(state)) return PyErr_SetString(PyExc_TypeError, 'state is not a tuple');
  const n = state.ob_item.length;
  if (n >= min && n <= max) return state.ob_item;
  const bound = min === max ? 'exactly' : n < min ? 'at least' : 'at most';
  const count = n < min ? min : max;
  return PyErr_SetString(
    PyExc_TypeError,
    `function takes ${bound} ${count} argument${count === 1 ? '' : 's'} (${n} given)`,
  );
}

/** Replaces a reference the object owns; `value` is borrowed. */
export function setField<T extends object, K extends keyof T>(self: T, field: K, value: T[K] & PyObject): void {
  const old = self[field] as PyObject | null;
  self[field] = Py_NewRef(value);
  Py_XDECREF(old);
}

/** Gives up a reference the object owns. */
export function clearField<T extends object, K extends keyof T>(self: T, field: K): void {
  const old = self[field] as PyObject | null;
  self[field] = null as T[K];
  Py_XDECREF(old);
}

/** A tp_new whose arguments are positional. `name` is the type's, for messages. */
export function positional(
  name: string,
  min: number,
  max: number,
  create: (type: PyTypeObject, args: readonly PyObject[]) => PyObject | null,
  self: () => PyTypeObject,
): newfunc {
  return (type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => {
    if ((type === self() || type.tp_init === self().tp_init) && !_PyArg_NoKeywords(name, kwargs)) return null;
    return _PyArg_CheckPositional(name, args.ob_item.length, min, max) ? create(type, args.ob_item) : null;
  };
}

/** A tp_new with keyword parameters; absent ones are null. */
export function keywords(
  name: string,
  names: readonly string[],
  minpos: number,
  maxpos: number,
  create: (type: PyTypeObject, args: (PyObject | null)[]) => PyObject | null,
): newfunc {
  const parser = argParser(name, names, minpos, maxpos);
  return (type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => {
    const parsed = _PyArg_UnpackKeywordsDict(args, kwargs, parser);
    return parsed === null ? null : create(type, parsed);
  };
}

/** Allocates an object of the type and gives it its iterator over `iterable`; null with an exception. */
export function withIterator<T extends PyGCObject & { it: PyObject | null }>(
  type: PyTypeObject,
  iterable: PyObject,
): T | null {
  const it = PyObject_GetIter(iterable);
  if (it === null) return null;
  const lz = type.tp_alloc!(type, 0) as T | null;
  if (lz === null) Py_DECREF(it);
  else lz.it = it;
  return lz;
}

export interface IterSpec<T extends PyGCObject> {
  name: string;
  basicsize: number;
  doc: string;
  construct: (type: PyTypeObject) => T;
  /** The references the object owns, in the order its deallocator gives them up. */
  owned: readonly (keyof T & string)[];
  /** In the order tp_traverse visits them, where that differs. */
  visited?: readonly (keyof T & string)[];
  create: newfunc;
  next: unaryfunc;
  methods?: PyMethodDef[];
  /** Memory besides the object itself, freed last. */
  blocks?: (self: T) => number[];
  more?: Partial<TypeSpec>;
}

/** A type of itertools. */
export function defineIter<T extends PyGCObject>(spec: IterSpec<T>): PyTypeObject {
  const owned = spec.owned;
  const visited = spec.visited ?? owned;
  return defineModuleType({
    tp_name: `itertools.${spec.name}`,
    heap: 'immutable',
    tp_getattro: PyObject_GenericGetAttr,
    tp_basicsize: spec.basicsize,
    tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    tp_doc: spec.doc,
    tp_dealloc: (self: T) => {
      PyObject_GC_UnTrack(self);
      for (const field of owned) Py_XDECREF(self[field] as PyObject | null);
      if (spec.blocks !== undefined) for (const addr of spec.blocks(self)) PyMem_Free(addr);
      self.ob_type.tp_free!(self as never);
    },
    tp_traverse: (self: T, visit) => {
      for (const field of visited) if (self[field] !== null) visit(self[field] as PyObject);
    },
    tp_iter: PyObject_SelfIter,
    tp_iternext: spec.next,
    tp_alloc: PyType_GenericAlloc,
    tp_new: spec.create,
    tp_free: PyObject_GC_Del,
    tp_methods: spec.methods ?? [],
    construct: spec.construct,
    edges: (self: T, emit) => {
      for (const field of visited) if (self[field] !== null) emit(self[field] as PyObject, 'field', field);
    },
    ...spec.more,
  });
}

/**
 * The tuple an iterator handed out last, to be changed in place: itself if nobody kept it, else a copy, which takes its
 * place. Returns it borrowed.
 */
export function ownResult(self: { result: PyTupleObject | null }): PyTupleObject {
  const result = self.result!;
  if (result.ob_refcnt > 1) {
    const copy = PyTuple_FromArray(result.ob_item);
    self.result = copy;
    Py_DECREF(result);
    return copy;
  }
  if (result.gc_next === null) _PyObject_GC_TRACK(result);
  return result;
}

/** Puts a borrowed item into a tuple; the old one is given up. */
export function replaceItem(result: PyTupleObject, i: number, elem: PyObject): void {
  const old = result.ob_item[i]!;
  result.ob_item[i] = Py_NewRef(elem);
  Py_XDECREF(old);
}
