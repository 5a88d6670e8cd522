// functools._lru_cache_wrapper: a dict of results, and for a bounded cache a circular list of links from the least to the
// most recently used. Follows Modules/_functoolsmodule.c, CPython 3.13.

import { PyObject_Del, PyObject_GC_Del, PyObject_New } from '../../heap/alloc';
import { PyObject_GC_UnTrack } from '../../heap/gclists';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyIndex_Check } from '../../objects/abstract';
import { PyObject_Call, PyObject_Vectorcall } from '../../objects/call';
import { PyMethod_New } from '../../objects/classobject';
import {
  PyDict_Clear,
  PyDict_GET_SIZE,
  PyDict_New,
  _PyDict_GetItem_KnownHash,
  _PyDict_Next,
  _PyDict_Pop_KnownHash,
  _PyDict_SetItem_KnownHash,
  _PyObject_HashFast,
  key_hash_hi,
  next_key,
  next_value,
} from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_OverflowError, PyExc_TypeError } from '../../objects/exceptions';
import { PyGCObject } from '../../objects/gcobject';
import { _PyArg_UnpackKeywordsDict, argParser } from '../../objects/getargs';
import { PyLong_CheckExact, PyLong_FromLong, PyNumber_AsSsize_t } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import { PyObject } from '../../objects/object';
import type { Out } from '../../objects/objectattr';
import {
  PyCallable_Check,
  PyObject_GenericGetDict,
  PyObject_GenericSetDict,
  PyObject_GetAttrString,
  PyObject_IsTrue,
  Py_None,
} from '../../objects/objectprotocol';
import { PyTuple_FromArray } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import type { PyTypeObject } from '../../objects/typestruct';
import {
  METH_NOARGS,
  METH_VARARGS,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_METHOD_DESCRIPTOR,
  method,
} from '../../objects/typestruct';
import { PyUnicode_CheckExact } from '../../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';

/** The ends of links: `next` and `prev` are borrowed. The cache object is the list's root. */
interface Chain {
  prev: Chain | null;
  next: Chain | null;
}

export class lru_list_elem extends PyObject implements Chain {
  prev: Chain | null = null;
  next: Chain | null = null;
  hash_lo = 0;
  hash_hi = 0;
  key: PyObject;
  result: PyObject;

  constructor(key: PyObject, result: PyObject) {
    super(lru_list_elem_type);
    this.key = key;
    this.result = result;
  }
}

const UNCACHED = 0;
const INFINITE = 1;
const BOUNDED = 2;

export class lru_cache_object extends PyGCObject implements Chain {
  prev: Chain = this;
  next: Chain = this;
  wrapper = UNCACHED;
  typed = false;
  cache: PyDictObject | null = null;
  hits = 0;
  func: PyObject | null = null;
  /** −1: unbounded. */
  maxsize = 0;
  misses = 0;
  kwd_mark: PyObject | null = null;
  lru_list_elem_type: PyObject | null = null;
  cache_info_type: PyObject | null = null;

  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.ob_weakreflist = null;
  }
}

/** What divides positional from keyword arguments in a key; the module's. */
let kwd_mark: PyObject;
export function setKwdMark(op: PyObject): void {
  kwd_mark = op;
}

function lru_list_elem_dealloc(link: lru_list_elem): void {
  Py_DECREF(link.key);
  Py_DECREF(link.result);
  PyObject_Del(link);
}

export const lru_list_elem_type: PyTypeObject = defineModuleType({
  tp_name: 'functools._lru_list_elem',
  heap: 'immutable',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dealloc: lru_list_elem_dealloc,
  tp_free: PyObject_Del,
  edges: (link: lru_list_elem, emit) => {
    emit(link.key, 'key', 'key');
    emit(link.result, 'value', 'result');
  },
});

function lru_cache_make_key(self: lru_cache_object, args: PyTupleObject, kwds: PyDictObject | null): PyObject {
  const items = args.ob_item;
  const kwds_size = kwds === null ? 0 : PyDict_GET_SIZE(kwds);
  if (!self.typed && kwds_size === 0) {
    if (items.length === 1) {
      const key = items[0]!;
      if (PyUnicode_CheckExact(key) || PyLong_CheckExact(key)) return Py_NewRef(key);
    }
    return Py_NewRef(args);
  }
  const key = items.slice();
  if (kwds_size !== 0) {
    key.push(self.kwd_mark!);
    for (let pos = _PyDict_Next(kwds!, 0); pos >= 0; pos = _PyDict_Next(kwds!, pos)) key.push(next_key, next_value);
  }
  if (self.typed) {
    for (let i = 0; i < items.length; i++) key.push(items[i]!.ob_type);
    if (kwds_size !== 0) {
      for (let pos = _PyDict_Next(kwds!, 0); pos >= 0; pos = _PyDict_Next(kwds!, pos)) key.push(next_value.ob_type);
    }
  }
  return PyTuple_FromArray(key);
}

function uncached_lru_cache_wrapper(
  self: lru_cache_object,
  args: PyTupleObject,
  kwds: PyDictObject | null,
): PyObject | null {
  self.misses++;
  return PyObject_Call(self.func!, args, kwds);
}

function infinite_lru_cache_wrapper(
  self: lru_cache_object,
  args: PyTupleObject,
  kwds: PyDictObject | null,
): PyObject | null {
  const key = lru_cache_make_key(self, args, kwds);
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  let result: PyObject | null = null;
  if (lo !== -1 || hi !== -1) {
    result = _PyDict_GetItem_KnownHash(self.cache!, key, lo, hi);
    if (result !== null) {
      Py_INCREF(result);
      self.hits++;
    } else if (PyErr_Occurred() === null) {
      self.misses++;
      result = PyObject_Call(self.func!, args, kwds);
      if (result !== null && _PyDict_SetItem_KnownHash(self.cache!, key, result, lo, hi) < 0) {
        Py_DECREF(result);
        result = null;
      }
    }
  }
  Py_DECREF(key);
  return result;
}

function lru_cache_extract_link(link: Chain): void {
  link.prev!.next = link.next;
  link.next!.prev = link.prev;
}

function lru_cache_append_link(root: Chain, link: Chain): void {
  const last = root.prev!;
  last.next = root.prev = link;
  link.prev = last;
  link.next = root;
}

function lru_cache_prepend_link(root: Chain, link: Chain): void {
  const first = root.next!;
  first.prev = root.next = link;
  link.prev = root;
  link.next = first;
}

function bounded_lru_cache_wrapper(
  self: lru_cache_object,
  args: PyTupleObject,
  kwds: PyDictObject | null,
): PyObject | null {
  const key = lru_cache_make_key(self, args, kwds);
  const lo = _PyObject_HashFast(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) {
    Py_DECREF(key);
    return null;
  }
  const found = _PyDict_GetItem_KnownHash(self.cache!, key, lo, hi) as lru_list_elem | null;
  if (found !== null) {
    lru_cache_extract_link(found);
    lru_cache_append_link(self, found);
    self.hits++;
    const hit = Py_NewRef(found.result);
    Py_DECREF(key);
    return hit;
  }
  if (PyErr_Occurred() !== null) {
    Py_DECREF(key);
    return null;
  }
  self.misses++;
  const result = PyObject_Call(self.func!, args, kwds);
  if (result === null) {
    Py_DECREF(key);
    return null;
  }
  if (_PyDict_GetItem_KnownHash(self.cache!, key, lo, hi) !== null) {
    // The call has put the key there itself.
    Py_DECREF(key);
    return result;
  }
  if (PyErr_Occurred() !== null) {
    Py_DECREF(key);
    Py_DECREF(result);
    return null;
  }
  if (PyDict_GET_SIZE(self.cache!) < self.maxsize || self.next === self) return addLink(self, key, result, lo, hi);
  return reuseOldest(self, key, result, lo, hi);
}

/** Room is left: a new link. Takes over `key` and `result`; returns the result owned. */
function addLink(self: lru_cache_object, key: PyObject, result: PyObject, lo: number, hi: number): PyObject | null {
  const link = PyObject_New(new lru_list_elem(key, result), 56);
  link.hash_lo = lo;
  link.hash_hi = hi;
  if (_PyDict_SetItem_KnownHash(self.cache!, key, link, lo, hi) < 0) {
    Py_DECREF(link);
    return null;
  }
  lru_cache_append_link(self, link);
  return Py_NewRef(result);
}

/** The cache is full: the oldest link is used again for the new key. Takes over `key` and `result`. */
function reuseOldest(self: lru_cache_object, key: PyObject, result: PyObject, lo: number, hi: number): PyObject | null {
  const link = self.next as lru_list_elem;
  lru_cache_extract_link(link);
  const popped: Out = { value: null };
  const res = _PyDict_Pop_KnownHash(self.cache!, link.key, link.hash_lo, link.hash_hi, popped);
  if (res < 0) {
    lru_cache_prepend_link(self, link);
    Py_DECREF(key);
    Py_DECREF(result);
    return null;
  }
  if (res === 0) {
    // The call has removed the oldest key already: the link is an orphan.
    Py_DECREF(link);
    Py_DECREF(key);
    return result;
  }
  const oldkey = link.key;
  const oldresult = link.result;
  link.hash_lo = lo;
  link.hash_hi = hi;
  link.key = key;
  link.result = result;
  if (_PyDict_SetItem_KnownHash(self.cache!, key, link, lo, hi) < 0) {
    Py_DECREF(popped.value!);
    Py_DECREF(link);
    Py_DECREF(oldkey);
    Py_DECREF(oldresult);
    return null;
  }
  lru_cache_append_link(self, link);
  Py_INCREF(result);
  Py_DECREF(popped.value!);
  Py_DECREF(oldkey);
  Py_DECREF(oldresult);
  return result;
}

const newParser = argParser('lru_cache', ['user_function', 'maxsize', 'typed', 'cache_info_type'], 4);

function lru_cache_new(type: PyTypeObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  const a = _PyArg_UnpackKeywordsDict(args, kw, newParser);
  if (a === null) return null;
  const [func, maxsize_O, typedArg, cache_info_type] = a as [PyObject, PyObject, PyObject, PyObject];
  const typed = PyObject_IsTrue(typedArg);
  if (typed < 0) return null;
  if (!PyCallable_Check(func)) return PyErr_SetString(PyExc_TypeError, 'the first argument must be callable');
  let maxsize = -1;
  let wrapper = INFINITE;
  if (maxsize_O !== Py_None) {
    if (!PyIndex_Check(maxsize_O)) return PyErr_SetString(PyExc_TypeError, 'maxsize should be integer or None');
    maxsize = PyNumber_AsSsize_t(maxsize_O, PyExc_OverflowError);
    if (maxsize === -1 && PyErr_Occurred() !== null) return null;
    if (maxsize < 0) maxsize = 0;
    wrapper = maxsize === 0 ? UNCACHED : BOUNDED;
  }
  const cache = PyDict_New();
  const obj = type.tp_alloc!(type, 0) as lru_cache_object | null;
  if (obj === null) {
    Py_DECREF(cache);
    return null;
  }
  obj.wrapper = wrapper;
  obj.typed = typed !== 0;
  obj.cache = cache;
  obj.func = Py_NewRef(func);
  obj.maxsize = maxsize;
  obj.kwd_mark = Py_NewRef(kwd_mark);
  obj.lru_list_elem_type = Py_NewRef(lru_list_elem_type);
  obj.cache_info_type = Py_NewRef(cache_info_type);
  return obj;
}

/** Empties the list; its first link, whose chain ends with null, or null when there was none. */
function lru_cache_unlink_list(self: lru_cache_object): Chain | null {
  const link = self.next;
  if (link === self) return null;
  self.prev.next = null;
  self.next = self.prev = self;
  return link;
}

function lru_cache_clear_list(link: Chain | null): void {
  while (link !== null) {
    const next: Chain | null = link.next;
    Py_DECREF(link as lru_list_elem);
    link = next;
  }
}

function lru_cache_tp_clear(self: lru_cache_object): void {
  const list = lru_cache_unlink_list(self);
  const { cache, func, kwd_mark: mark, lru_list_elem_type: linkType, cache_info_type, ob_dict } = self;
  self.cache = null;
  Py_XDECREF(cache);
  self.func = null;
  Py_XDECREF(func);
  self.kwd_mark = null;
  Py_XDECREF(mark);
  self.lru_list_elem_type = null;
  Py_XDECREF(linkType);
  self.cache_info_type = null;
  Py_XDECREF(cache_info_type);
  self.ob_dict = null;
  Py_XDECREF(ob_dict);
  lru_cache_clear_list(list);
}

function lru_cache_dealloc(obj: lru_cache_object): void {
  PyObject_GC_UnTrack(obj);
  if (obj.ob_weakreflist !== null) PyObject_ClearWeakRefs(obj);
  lru_cache_tp_clear(obj);
  PyObject_GC_Del(obj);
}

function lru_cache_call(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const self = op as lru_cache_object;
  if (self.wrapper === BOUNDED) return bounded_lru_cache_wrapper(self, args, kwds);
  return self.wrapper === INFINITE
    ? infinite_lru_cache_wrapper(self, args, kwds)
    : uncached_lru_cache_wrapper(self, args, kwds);
}

function lru_cache_descr_get(self: PyObject, obj: PyObject | null): PyObject | null {
  return obj === Py_None || obj === null ? Py_NewRef(self) : PyMethod_New(self, obj);
}

function cache_info(op: PyObject): PyObject | null {
  const self = op as lru_cache_object;
  const args = [
    PyLong_FromLong(self.hits),
    PyLong_FromLong(self.misses),
    self.maxsize === -1 ? Py_NewRef(Py_None) : PyLong_FromLong(self.maxsize),
    PyLong_FromLong(PyDict_GET_SIZE(self.cache!)),
  ];
  const result = PyObject_Vectorcall(self.cache_info_type!, args, null);
  for (let i = 0; i < args.length; i++) Py_DECREF(args[i]!);
  return result;
}

function cache_clear(op: PyObject): PyObject | null {
  const self = op as lru_cache_object;
  const list = lru_cache_unlink_list(self);
  self.hits = self.misses = 0;
  PyDict_Clear(self.cache!);
  lru_cache_clear_list(list);
  return Py_NewRef(Py_None);
}

/** Links are no containers of their own for the collector: the cache visits what they hold. */
function lru_cache_tp_traverse(self: lru_cache_object, visit: (op: PyObject) => void): void {
  for (let link: Chain = self.next; link !== self; link = link.next!) {
    visit((link as lru_list_elem).key);
    visit((link as lru_list_elem).result);
    visit(lru_list_elem_type);
  }
  if (self.cache !== null) visit(self.cache);
  if (self.func !== null) visit(self.func);
  if (self.kwd_mark !== null) visit(self.kwd_mark);
  if (self.lru_list_elem_type !== null) visit(self.lru_list_elem_type);
  if (self.cache_info_type !== null) visit(self.cache_info_type);
  if (self.ob_dict !== null) visit(self.ob_dict);
}

export const lru_cache_type: PyTypeObject = defineModuleType({
  tp_name: 'functools._lru_cache_wrapper',
  heap: 'immutable',
  tp_basicsize: 152,
  tp_dictoffset: 136,
  tp_weaklistoffset: 144,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc:
    'Create a cached callable that wraps another function.\n\n' +
    'user_function:      the function being cached\n\n' +
    'maxsize:  0         for no caching\n' +
    '          None      for unlimited cache size\n' +
    '          n         for a bounded cache\n\n' +
    'typed:    False     cache f(3) and f(3.0) as identical calls\n' +
    '          True      cache f(3) and f(3.0) as distinct calls\n\n' +
    'cache_info_type:    namedtuple class with the fields:\n' +
    '                        hits misses currsize maxsize\n',
  tp_dealloc: lru_cache_dealloc,
  tp_call: lru_cache_call,
  tp_traverse: lru_cache_tp_traverse,
  tp_clear: lru_cache_tp_clear,
  tp_descr_get: lru_cache_descr_get,
  tp_new: lru_cache_new,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    method('cache_info', METH_NOARGS, cache_info, '($self, /)', 'Report cache statistics'),
    method('cache_clear', METH_NOARGS, cache_clear, '($self, /)', 'Clear the cache and cache statistics'),
    method('__reduce__', METH_NOARGS, (self: PyObject) => PyObject_GetAttrString(self, '__qualname__')),
    method('__copy__', METH_VARARGS, (self: PyObject) => Py_NewRef(self)),
    method('__deepcopy__', METH_VARARGS, (self: PyObject) => Py_NewRef(self)),
  ],
  tp_getset: [{ name: '__dict__', get: PyObject_GenericGetDict, set: PyObject_GenericSetDict, doc: null }],
  construct: (type) => new lru_cache_object(type),
  edges: (self: lru_cache_object, emit) => {
    // The list's own reference to each link (the cache dict has the other).
    for (let link: Chain = self.next; link !== self; link = link.next!) emit(link as lru_list_elem, 'field', 'link');
    if (self.cache !== null) emit(self.cache, 'field', 'cache');
    if (self.func !== null) emit(self.func, 'field', 'func');
    if (self.kwd_mark !== null) emit(self.kwd_mark, 'field', 'kwd_mark');
    if (self.lru_list_elem_type !== null) emit(self.lru_list_elem_type, 'field', 'lru_list_elem_type');
    if (self.cache_info_type !== null) emit(self.cache_info_type, 'field', 'cache_info_type');
    if (self.ob_dict !== null) emit(self.ob_dict, 'field', '__dict__');
  },
});
