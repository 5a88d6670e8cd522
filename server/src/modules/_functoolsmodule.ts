// The _functools module: reduce, cmp_to_key, partial (functools/partial.ts), the wrapper of lru_cache (functools/lrucache.ts).
// Follows Modules/_functoolsmodule.c, CPython 3.13.

import { PyObject_GenericGetAttr } from '../objects/objectattr';
import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { PyIter_Next, PyObject_GetIter } from '../objects/abstract';
import { PyObject_Call, PyObject_CallNoArgs, PyObject_Vectorcall } from '../objects/call';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_AttributeError, PyExc_TypeError } from '../objects/exceptions';
import { PyGCObject } from '../objects/gcobject';
import { PyArg_UnpackTuple, _PyArg_UnpackKeywords, _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddType, PyModule_Create } from '../objects/moduleobject';
import type { PyModuleObject } from '../objects/modulestruct';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { CompareOp, PyObject } from '../objects/object';
import { PyObject_RichCompare } from '../objects/objectprotocol';
import { PyTuple_New } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyBaseObject_Type } from '../objects/typeobject';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_VARARGS,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  _Py_T_OBJECT,
  method,
} from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { lru_cache_type, lru_list_elem_type, setKwdMark } from './functools/lrucache';
import { partial_type } from './functools/partial';

/** A key that compares through a function; without `object` the maker of keys. */
class keyobject extends PyGCObject {
  cmp: PyObject | null;
  object: PyObject | null;

  constructor(cmp: PyObject | null, object: PyObject | null) {
    super(keyobject_type);
    this.cmp = cmp;
    this.object = object;
  }
}

function newKey(cmp: PyObject, object: PyObject | null): PyObject {
  const key = PyObject_GC_New(new keyobject(Py_NewRef(cmp), Py_XNewRef(object)), 32);
  _PyObject_GC_TRACK(key);
  return key;
}

function keyobject_clear(ko: keyobject): void {
  const { cmp, object } = ko;
  ko.cmp = null;
  Py_XDECREF(cmp);
  ko.object = null;
  Py_XDECREF(object);
}

function keyobject_dealloc(ko: keyobject): void {
  PyObject_GC_UnTrack(ko);
  keyobject_clear(ko);
  PyObject_GC_Del(ko);
}

const keyParser = argParser('K', ['obj'], 1);

function keyobject_call(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const a = _PyArg_UnpackKeywordsDict(args, kwds, keyParser);
  return a === null ? null : newKey((self as keyobject).cmp!, a[0]!);
}

function keyobject_richcompare(ko: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  if (other.ob_type !== ko.ob_type) return PyErr_SetString(PyExc_TypeError, 'other argument must be K instance');
  const x = (ko as keyobject).object;
  const y = (other as keyobject).object;
  if (x === null || y === null) return PyErr_SetString(PyExc_AttributeError, 'object');
  const res = PyObject_Vectorcall((ko as keyobject).cmp!, [x, y], null);
  if (res === null) return null;
  const answer = PyObject_RichCompare(res, PyLong_FromLong(0), op);
  Py_DECREF(res);
  return answer;
}

const keyobject_type: PyTypeObject = defineModuleType({
  tp_name: 'functools.KeyWrapper',
  heap: 'immutable',
  tp_getattro: PyObject_GenericGetAttr,
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dealloc: keyobject_dealloc,
  tp_call: keyobject_call,
  tp_traverse: (ko: keyobject, visit) => {
    if (ko.cmp !== null) visit(ko.cmp);
    if (ko.object !== null) visit(ko.object);
  },
  tp_clear: keyobject_clear,
  tp_richcompare: keyobject_richcompare,
  tp_members: [{ name: 'obj', type: _Py_T_OBJECT, field: 'object', flags: 0, doc: 'Value wrapped by a key function.' }],
  tp_getset: [{ name: '__text_signature__', get: () => PyUnicode_FromString('(obj)'), set: null, doc: null }],
  edges: (ko: keyobject, emit) => {
    if (ko.cmp !== null) emit(ko.cmp, 'field', 'cmp');
    if (ko.object !== null) emit(ko.object, 'field', 'obj');
  },
});

const cmpParser = argParser('cmp_to_key', ['mycmp'], 1);

function cmp_to_key(_module: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const a = _PyArg_UnpackKeywords(args, kwnames, cmpParser);
  return a === null ? null : newKey(a[0]!, null);
}

/** The pair of arguments for reduce's function: made anew when the function has kept the last one. */
function functools_reduce(_module: PyObject, tuple: PyTupleObject): PyObject | null {
  const a = PyArg_UnpackTuple(tuple, 'reduce', 2, 3);
  if (a === null) return null;
  const func = a[0]!;
  let result = Py_XNewRef(a[2] ?? null);
  const it = PyObject_GetIter(a[1]!);
  if (it === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_SetString(PyExc_TypeError, 'reduce() arg 2 must support iteration');
    }
    Py_XDECREF(result);
    return null;
  }
  let args = PyTuple_New(2);
  let failed = false;
  for (;;) {
    if (args.ob_refcnt > 1) {
      Py_DECREF(args);
      args = PyTuple_New(2);
    }
    const op2 = PyIter_Next(it);
    if (op2 === null) {
      failed = PyErr_Occurred() !== null;
      break;
    }
    if (result === null) {
      result = op2;
      continue;
    }
    const items = args.ob_item;
    const old0 = items[0] as PyObject | null;
    items[0] = result;
    Py_XDECREF(old0);
    const old1 = items[1] as PyObject | null;
    items[1] = op2;
    Py_XDECREF(old1);
    result = PyObject_Call(func, args, null);
    if (result === null) {
      failed = true;
      break;
    }
    // A collection may have found the tuple to hold only atoms.
    if (args.gc_next === null) _PyObject_GC_TRACK(args);
  }
  Py_DECREF(args);
  if (failed) {
    Py_XDECREF(result);
    result = null;
  } else if (result === null) PyErr_SetString(PyExc_TypeError, 'reduce() of empty iterable with no initial value');
  Py_DECREF(it);
  return result;
}

export function PyInit__functools(): PyObject | null {
  const mark = PyObject_CallNoArgs(PyBaseObject_Type);
  if (mark === null) return null;
  setKwdMark(mark);
  return PyModule_Create({
    m_name: '_functools',
    m_doc: 'Tools that operate on functions.',
    m_methods: [
      method(
        'reduce',
        METH_VARARGS,
        functools_reduce,
        null,
        'reduce(function, iterable[, initial], /) -> value\n\n' +
          'Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\n' +
          'This effectively reduces the iterable to a single value.  If initial is present,\n' +
          'it is placed before the items of the iterable in the calculation, and serves as\n' +
          'a default when the iterable is empty.\n\n' +
          'For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\n' +
          'calculates ((((1 + 2) + 3) + 4) + 5).',
      ),
      method(
        'cmp_to_key',
        METH_FASTCALL | METH_KEYWORDS,
        cmp_to_key,
        '($module, /, mycmp)',
        'Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.',
      ),
    ],
    m_exec: (m) => {
      m.md_state = mark;
      if (readyModuleTypes(m, partial_type, lru_cache_type, keyobject_type, lru_list_elem_type) < 0) return -1;
      return PyModule_AddType(m, partial_type) < 0 || PyModule_AddType(m, lru_cache_type) < 0 ? -1 : 0;
    },
    m_traverse: (m, visit) => {
      if (m.md_state !== null) visit(m.md_state as PyObject);
    },
    m_clear: releaseMark,
    m_free: releaseMark,
  });
}

function releaseMark(m: PyModuleObject): void {
  const mark = m.md_state as PyObject | null;
  m.md_state = null;
  Py_XDECREF(mark);
}
