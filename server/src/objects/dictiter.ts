// The six iterators of dicts. Follows Objects/dictobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PySequence_List } from './abstract';
import { _PyEval_GetBuiltin } from './builtinlookup';
import { get_index_from_order } from './dictkeys';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_RuntimeError } from './exceptions';
import { PyLong_FromLong } from './longobject';
import { PyObject } from './object';
import type { visitproc } from './object';
import { PyObject_SelfIter, Py_None } from './objectprotocol';
import { PyTuple_FromArraySteal, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { METH_NOARGS, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';
import { _Py_ID } from './unicodeobject';

export class dictiterobject extends PyObject {
  /** null once exhausted. */
  di_dict: PyDictObject | null;
  /** The dict's size when iteration began; −1 after it was seen to have changed. */
  di_used: number;
  di_pos: number;
  /** Of item iterators: the tuple handed out last, reused if nobody kept it. */
  di_result: PyTupleObject | null;
  len: number;

  constructor(type: PyTypeObject, dict: PyDictObject) {
    super(type);
    this.di_dict = dict;
    this.di_used = dict.ma_used;
    this.di_pos = 0;
    this.di_result = null;
    this.len = dict.ma_used;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** A new iterator of the given type over `dict` (borrowed). */
export function dictiter_new(dict: PyDictObject, itertype: PyTypeObject): Owned<dictiterobject> {
  const di = PyObject_GC_New(new dictiterobject(itertype, Py_NewRef(dict)), 56);
  if (
    itertype === PyDictRevIterKey_Type ||
    itertype === PyDictRevIterItem_Type ||
    itertype === PyDictRevIterValue_Type
  ) {
    di.di_pos = (dict.ma_values !== null ? dict.ma_used : dict.ma_keys.dk_nentries) - 1;
  }
  if (itertype === PyDictIterItem_Type || itertype === PyDictRevIterItem_Type) {
    di.di_result = PyTuple_Pack(Py_None, Py_None);
  }
  _PyObject_GC_TRACK(di);
  return di;
}

function dictiter_dealloc(di: dictiterobject): void {
  _PyObject_GC_UNTRACK(di);
  Py_XDECREF(di.di_dict);
  Py_XDECREF(di.di_result);
  PyObject_GC_Del(di);
}

function dictiter_traverse(di: dictiterobject, visit: visitproc): void {
  if (di.di_dict !== null) visit(di.di_dict);
  if (di.di_result !== null) visit(di.di_result);
}

function dictiter_len(self: PyObject): PyObject | null {
  const di = self as dictiterobject;
  return PyLong_FromLong(di.di_dict !== null && di.di_used === di.di_dict.ma_used ? di.len : 0);
}

/** Pickles as iter(list of what is left), without disturbing the iterator. */
function dictiter_reduce(self: PyObject): PyObject | null {
  const di = self as dictiterobject;
  // C iterates over a copy of the struct on its stack. The copy here is no object of the program's either: it counts
  // no allocation, its references are the original's, except for the dict that exhausting it gives up.
  const tmp = Object.assign(Object.create(dictiterobject.prototype) as dictiterobject, di);
  tmp.ob_refcnt = 2;
  tmp.gc_next = null;
  tmp.gc_prev = null;
  if (tmp.di_dict !== null) Py_INCREF(tmp.di_dict);
  const list = PySequence_List(tmp);
  Py_XDECREF(tmp.di_dict);
  if (list === null) return null;
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  if (iter === null) {
    Py_DECREF(list);
    return null;
  }
  return PyTuple_FromArraySteal([iter, PyTuple_FromArraySteal([list])]);
}

const dictiter_methods = [
  method('__length_hint__', METH_NOARGS, dictiter_len, null, 'Private method returning an estimate of len(list(it)).'),
  method('__reduce__', METH_NOARGS, dictiter_reduce, null, 'Return state information for pickling.'),
];

function exhausted(di: dictiterobject, d: PyDictObject): null {
  di.di_dict = null;
  Py_DECREF(d);
  return null;
}

function changedSize(di: dictiterobject): null {
  di.di_used = -1;
  return PyErr_SetString(PyExc_RuntimeError, 'dictionary changed size during iteration');
}

/**
 * The entry to hand out next (index into the keys), having moved on; −1 when there is none: then the iterator let go of
 * its dict, and an exception may be set.
 */
function nextEntry(di: dictiterobject, d: PyDictObject): number {
  if (di.di_used !== d.ma_used) {
    changedSize(di);
    return -1;
  }
  let i = di.di_pos;
  let index: number;
  const values = d.ma_values;
  if (values !== null) {
    if (i >= d.ma_used) {
      exhausted(di, d);
      return -1;
    }
    index = get_index_from_order(values, i);
  } else {
    const keys = d.ma_keys;
    const n = keys.dk_nentries;
    const column = keys.me_value;
    while (i < n && column[i] === null) i++;
    if (i >= n) {
      exhausted(di, d);
      return -1;
    }
    index = i;
  }
  if (di.len === 0) {
    PyErr_SetString(PyExc_RuntimeError, 'dictionary keys changed during iteration');
    exhausted(di, d);
    return -1;
  }
  di.di_pos = i + 1;
  di.len--;
  return index;
}

export function dictiter_iternextkey(self: PyObject): PyObject | null {
  const di = self as dictiterobject;
  const d = di.di_dict;
  if (d === null) return null;
  const index = nextEntry(di, d);
  return index < 0 ? null : Py_NewRef(d.ma_keys.me_key[index]!);
}

export function dictiter_iternextvalue(self: PyObject): PyObject | null {
  const di = self as dictiterobject;
  const d = di.di_dict;
  if (d === null) return null;
  const index = nextEntry(di, d);
  if (index < 0) return null;
  return Py_NewRef(d.ma_values !== null ? d.ma_values.values[index]! : d.ma_keys.me_value[index]!);
}

/** Puts a pair (both stolen) into the iterator's tuple if it has the only reference, else into a new one. */
function pairResult(di: dictiterobject, key: PyObject, value: PyObject): PyObject {
  const result = di.di_result!;
  if (result.ob_refcnt !== 1) return PyTuple_FromArraySteal([key, value]);
  Py_INCREF(result);
  const items = result.ob_item;
  const oldkey = items[0]!;
  const oldvalue = items[1]!;
  items[0] = key;
  items[1] = value;
  Py_DECREF(oldkey);
  Py_DECREF(oldvalue);
  if (result.gc_next === null) _PyObject_GC_TRACK(result);
  return result;
}

export function dictiter_iternextitem(self: PyObject): PyObject | null {
  const di = self as dictiterobject;
  const d = di.di_dict;
  if (d === null) return null;
  const index = nextEntry(di, d);
  if (index < 0) return null;
  const value = d.ma_values !== null ? d.ma_values.values[index]! : d.ma_keys.me_value[index]!;
  return pairResult(di, Py_NewRef(d.ma_keys.me_key[index]!), Py_NewRef(value));
}

function dictreviter_iternext(self: PyObject): PyObject | null {
  const di = self as dictiterobject;
  const d = di.di_dict;
  if (d === null) return null;
  if (di.di_used !== d.ma_used) return changedSize(di);
  let i = di.di_pos;
  if (i < 0) return exhausted(di, d);
  const keys = d.ma_keys;
  let index = i;
  let value: PyObject;
  if (d.ma_values !== null) {
    index = get_index_from_order(d.ma_values, i);
    value = d.ma_values.values[index]!;
  } else {
    const column = keys.me_value;
    while (column[i] === null) if (--i < 0) return exhausted(di, d);
    index = i;
    value = column[i]!;
  }
  const key = keys.me_key[index]!;
  di.di_pos = i - 1;
  di.len--;
  if (di.ob_type === PyDictRevIterKey_Type) return Py_NewRef(key);
  if (di.ob_type === PyDictRevIterValue_Type) return Py_NewRef(value);
  return pairResult(di, Py_NewRef(key), Py_NewRef(value));
}

function defineIterator(tp_name: string, tp_iternext: (self: PyObject) => PyObject | null): PyTypeObject {
  return defineType({
    tp_name,
    tp_basicsize: 56,
    tp_flags: Py_TPFLAGS_HAVE_GC,
    tp_dealloc: dictiter_dealloc,
    tp_traverse: dictiter_traverse,
    tp_iter: PyObject_SelfIter,
    tp_iternext,
    tp_methods: dictiter_methods,
  });
}

export const PyDictIterKey_Type = defineIterator('dict_keyiterator', dictiter_iternextkey);
export const PyDictIterValue_Type = defineIterator('dict_valueiterator', dictiter_iternextvalue);
export const PyDictIterItem_Type = defineIterator('dict_itemiterator', dictiter_iternextitem);
export const PyDictRevIterKey_Type = defineIterator('dict_reversekeyiterator', dictreviter_iternext);
export const PyDictRevIterValue_Type = defineIterator('dict_reversevalueiterator', dictreviter_iternext);
export const PyDictRevIterItem_Type = defineIterator('dict_reverseitemiterator', dictreviter_iternext);
