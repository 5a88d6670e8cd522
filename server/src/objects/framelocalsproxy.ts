// What `frame.f_locals` of a function is: a mapping that reads and writes the function's own variables (PEP 667).
// Follows the first part of Objects/frameobject.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_GetItem, PyObject_GetIter, PyIter_Next, PyMapping_Keys } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { PyCell_Check } from './cellobject';
import type { PyCellObject } from './cellstruct';
import {
  PyDict_Check,
  PyDict_Contains,
  PyDict_GET_SIZE,
  PyDict_GetItem,
  PyDict_New,
  PyDict_Next,
  PyDict_SetItem,
  PyDict_Update,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetString,
  _PyErr_SetKeyError,
  reprText,
} from './errors';
import { PyExc_KeyError, PyExc_TypeError } from './exceptions';
import { PyFrame_Check } from './frameobject';
import type { PyFrameObject, _PyInterpreterFrame } from './framestruct';
import { _PyArg_CheckPositional } from './getargs';
import { PyList_Append, PyList_New, PyList_Reverse } from './listobject';
import type { PyListObject } from './liststruct';
import { PyObject, Py_EQ, Py_NE } from './object';
import type { CompareOp, visitproc } from './object';
import {
  PyObject_Hash,
  PyObject_Repr,
  PyObject_RichCompare,
  PyObject_RichCompareBool,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import { isHashError } from './pyhash';
import { PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import {
  METH_COEXIST,
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_MAPPING,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';

const CO_FAST_HIDDEN = 0x10;
const CO_FAST_CELL = 0x40;
const CO_FAST_FREE = 0x80;

class PyFrameLocalsProxyObject extends PyObject {
  frame: PyFrameObject | null;
  constructor(type: PyTypeObject) {
    super(type);
    this.frame = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
const frameOf = (self: PyObject): PyFrameObject => (self as PyFrameLocalsProxyObject).frame!;

/** The value of a variable by its index, through its cell if it has one; null when unbound. Borrowed. */
export function framelocalsproxy_getval(frame: _PyInterpreterFrame, i: number): Borrowed<PyObject> | null {
  if (frame.base + i >= frame.localsplus.length) return null;
  const value = frame.localsplus[frame.base + i] ?? null;
  if (value === null) return null;
  const kind = frame.f_executable.unit.co_localspluskinds[i]!;
  if ((kind === CO_FAST_FREE || (kind & CO_FAST_CELL) !== 0) && PyCell_Check(value))
    return (value as PyCellObject).ob_ref;
  return value;
}

/** Index of variable `key`: bound (read) or not hidden (write); −1 when there is none, −2 with an exception. */
function getkeyindex(f: PyFrameObject, key: PyObject, read: boolean): number {
  const frame = f.f_frame;
  const co = frame.f_executable;
  if (isHashError(PyObject_Hash(key))) return -2;
  const names = co.co_localsplusnames.ob_item;
  const usable = (i: number): boolean =>
    read ? framelocalsproxy_getval(frame, i) !== null : (co.unit.co_localspluskinds[i]! & CO_FAST_HIDDEN) === 0;
  let found = false;
  for (let i = 0; i < names.length; i++) {
    if (names[i] === key) {
      if (usable(i)) return i;
      found = true;
    }
  }
  if (found) return -1;
  for (let i = 0; i < names.length; i++) {
    const same = PyObject_RichCompareBool(names[i]!, key, Py_EQ);
    if (same < 0) return -2;
    if (same && usable(i)) return i;
  }
  return -1;
}

function getitem(self: PyObject, key: PyObject): Owned<PyObject> | null {
  const f = frameOf(self);
  const i = getkeyindex(f, key, true);
  if (i === -2) return null;
  if (i >= 0) return Py_NewRef(framelocalsproxy_getval(f.f_frame, i)!);
  if (f.f_extra_locals !== null) {
    const value = PyDict_GetItem(f.f_extra_locals, key);
    if (value !== null) return Py_NewRef(value);
  }
  return PyErr_SetString(PyExc_KeyError, `local variable '${reprText(key)}' is not defined`);
}

function setitem(self: PyObject, key: PyObject, value: PyObject | null): number {
  const f = frameOf(self);
  const frame = f.f_frame;
  if (value === null) {
    PyErr_SetString(PyExc_TypeError, 'cannot remove variables from FrameLocalsProxy');
    return -1;
  }
  const i = getkeyindex(f, key, false);
  if (i === -2) return -1;
  if (i >= 0) {
    const kind = frame.f_executable.unit.co_localspluskinds[i]!;
    const old = frame.localsplus[frame.base + i]!;
    if ((kind === CO_FAST_FREE || (kind & CO_FAST_CELL) !== 0) && old !== null && PyCell_Check(old)) {
      const cell = old as PyCellObject;
      const oldvalue = cell.ob_ref;
      if (value !== oldvalue) {
        cell.ob_ref = Py_NewRef(value);
        Py_XDECREF(oldvalue);
      }
    } else if (value !== old) {
      frame.localsplus[frame.base + i] = Py_NewRef(value);
      Py_XDECREF(old);
    }
    return 0;
  }
  f.f_extra_locals ??= PyDict_New();
  return PyDict_SetItem(f.f_extra_locals, key, value);
}

/** A new list of what `pick` makes of each bound variable and each extra one. */
function collect(self: PyObject, pick: (name: PyObject, value: PyObject) => Owned<PyObject>): Owned<PyListObject> {
  const f = frameOf(self);
  const list = PyList_New(0);
  const add = (name: PyObject, value: PyObject): void => {
    const item = pick(name, value);
    PyList_Append(list, item);
    Py_DECREF(item);
  };
  const names = f.f_frame.f_executable.co_localsplusnames.ob_item;
  for (let i = 0; i < names.length; i++) {
    const value = framelocalsproxy_getval(f.f_frame, i);
    if (value !== null) add(names[i]!, value);
  }
  if (f.f_extra_locals !== null) PyDict_Next(f.f_extra_locals, add);
  return list;
}
const keys = (self: PyObject): Owned<PyListObject> => collect(self, (name) => Py_NewRef(name));
const values = (self: PyObject): Owned<PyListObject> => collect(self, (_, value) => Py_NewRef(value));
const items = (self: PyObject): Owned<PyListObject> => collect(self, (name, value) => PyTuple_Pack(name, value));

function length(self: PyObject): number {
  const f = frameOf(self);
  const n = f.f_frame.f_executable.co_nlocalsplus;
  let size = f.f_extra_locals !== null ? PyDict_GET_SIZE(f.f_extra_locals as PyDictObject) : 0;
  for (let i = 0; i < n; i++) if (framelocalsproxy_getval(f.f_frame, i) !== null) size++;
  return size;
}
function contains(self: PyObject, key: PyObject): number {
  const f = frameOf(self);
  const i = getkeyindex(f, key, true);
  if (i === -2) return -1;
  if (i >= 0) return 1;
  return f.f_extra_locals !== null ? PyDict_Contains(f.f_extra_locals, key) : 0;
}

function isMappingOfOurs(op: PyObject): boolean {
  return PyDict_Check(op) || op.ob_type === PyFrameLocalsProxy_Type;
}
/** 0, or −1 with or without an exception. */
function merge(self: PyObject, other: PyObject): number {
  if (!isMappingOfOurs(other)) return -1;
  const names = PyMapping_Keys(other);
  if (names === null) return -1;
  const iter = PyObject_GetIter(names);
  Py_DECREF(names);
  if (iter === null) return -1;
  for (let key = PyIter_Next(iter); key !== null; key = PyIter_Next(iter)) {
    const value = PyObject_GetItem(other, key);
    const failed = value === null || setitem(self, key, value) < 0;
    Py_DECREF(key);
    Py_XDECREF(value);
    if (failed) {
      Py_DECREF(iter);
      return -1;
    }
  }
  Py_DECREF(iter);
  return PyErr_Occurred() !== null ? -1 : 0;
}
function asDict(self: PyObject): Owned<PyDictObject> | null {
  const dict = PyDict_New();
  if (PyDict_Update(dict, self) < 0) {
    Py_DECREF(dict);
    return null;
  }
  return dict;
}

function iter(self: PyObject): Owned<PyObject> | null {
  const names = keys(self);
  const result = PyObject_GetIter(names);
  Py_DECREF(names);
  return result;
}
function richcompare(self: PyObject, other: PyObject, op: CompareOp): Owned<PyObject> | null {
  if (other.ob_type === PyFrameLocalsProxy_Type) {
    const same = frameOf(self) === frameOf(other);
    if (op === Py_EQ) return PyBool_FromLong(same ? 1 : 0);
    if (op === Py_NE) return PyBool_FromLong(same ? 0 : 1);
  } else if (PyDict_Check(other)) {
    const dict = asDict(self);
    if (dict === null) return null;
    const result = PyObject_RichCompare(dict, other, op);
    Py_DECREF(dict);
    return result;
  }
  return Py_NewRef(Py_NotImplemented);
}
function repr(self: PyObject): Owned<PyObject> | null {
  const i = Py_ReprEnter(self);
  if (i !== 0) return i > 0 ? PyUnicode_FromString('{...}') : null;
  const dict = asDict(self);
  const result = dict === null ? null : PyObject_Repr(dict);
  Py_XDECREF(dict);
  Py_ReprLeave(self);
  return result;
}
function or(self: PyObject, other: PyObject): Owned<PyObject> | null {
  if (!isMappingOfOurs(self) || !isMappingOfOurs(other)) return Py_NewRef(Py_NotImplemented);
  const dict = asDict(self);
  if (dict === null) return null;
  if (PyDict_Update(dict, other) < 0) {
    Py_DECREF(dict);
    return null;
  }
  return dict;
}
function inplaceOr(self: PyObject, other: PyObject): Owned<PyObject> | null {
  if (!isMappingOfOurs(other) || merge(self, other) < 0) return Py_NewRef(Py_NotImplemented);
  return Py_NewRef(self);
}
function update(self: PyObject, other: PyObject): Owned<PyObject> | null {
  if (merge(self, other) < 0) {
    return PyErr_SetString(PyExc_TypeError, 'update() argument must be dict or another FrameLocalsProxy');
  }
  return Py_NewRef(Py_None);
}
function getOr(name: string, onMissing: (self: PyObject, key: PyObject, value: PyObject) => number) {
  return (self: PyObject, args: readonly PyObject[]): Owned<PyObject> | null => {
    if (args.length < 1 || args.length > 2)
      return PyErr_SetString(PyExc_TypeError, `${name} expected 1 or 2 arguments`);
    const result = getitem(self, args[0]!);
    if (result !== null || !PyErr_ExceptionMatches(PyExc_KeyError)) return result;
    PyErr_Clear();
    const value = args[1] ?? Py_None;
    return onMissing(self, args[0]!, value) < 0 ? null : Py_NewRef(value);
  };
}
function reversed(self: PyObject): Owned<PyObject> | null {
  const list = keys(self);
  PyList_Reverse(list);
  return list;
}

function proxy_new(type: PyTypeObject, args: PyTupleObject): Owned<PyObject> | null {
  if (args.ob_item.length !== 1) {
    return PyErr_SetString(PyExc_TypeError, `FrameLocalsProxy expected 1 argument, got ${args.ob_item.length}`);
  }
  const item = args.ob_item[0]!;
  if (!PyFrame_Check(item))
    return PyErr_SetString(PyExc_TypeError, `expect frame, not ${(item as PyObject).ob_type.tp_name}`);
  const self = type.tp_alloc!(type, 0) as PyFrameLocalsProxyObject;
  self.frame = Py_NewRef(item);
  return self;
}
function clear(self: PyFrameLocalsProxyObject): void {
  const frame = self.frame;
  self.frame = null;
  Py_XDECREF(frame);
}

export function PyFrameLocalsProxy_Check(op: PyObject): boolean {
  return op.ob_type === PyFrameLocalsProxy_Type;
}

export const PyFrameLocalsProxy_Type = defineType({
  tp_name: 'FrameLocalsProxy',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING,
  construct: (type) => new PyFrameLocalsProxyObject(type),
  tp_dealloc: (self: PyFrameLocalsProxyObject) => {
    PyObject_GC_UnTrack(self);
    clear(self);
    self.ob_type.tp_free!(self as never);
  },
  tp_repr: repr,
  nb_or: or,
  nb_inplace_or: inplaceOr,
  sq_contains: contains,
  mp_length: length,
  mp_subscript: getitem,
  mp_ass_subscript: setitem,
  tp_traverse: (self: PyFrameLocalsProxyObject, visit: visitproc) => {
    if (self.frame !== null) visit(self.frame);
  },
  tp_clear: clear,
  tp_richcompare: richcompare,
  tp_iter: iter,
  tp_new: proxy_new,
  tp_free: (self: PyFrameLocalsProxyObject) => PyObject_GC_Del(self),
  tp_methods: [
    method('__contains__', METH_O | METH_COEXIST, (self: PyObject, key: PyObject) => {
      const result = contains(self, key);
      return result < 0 ? null : PyBool_FromLong(result);
    }),
    method('__getitem__', METH_O | METH_COEXIST, getitem),
    method('update', METH_O, update),
    method('__reversed__', METH_NOARGS, reversed),
    method('copy', METH_NOARGS, asDict),
    method('keys', METH_NOARGS, keys),
    method('values', METH_NOARGS, values),
    method('items', METH_NOARGS, items),
    method(
      'get',
      METH_FASTCALL,
      getOr('get', () => 0),
    ),
    method('setdefault', METH_FASTCALL, getOr('setdefault', setitem)),
  ],
});

/** A proxy of a frame's variables. Owned. */
export function _PyFrameLocalsProxy_New(f: PyFrameObject): Owned<PyObject> | null {
  const args = PyTuple_Pack(f);
  const proxy = proxy_new(PyFrameLocalsProxy_Type, args);
  Py_DECREF(args);
  return proxy;
}
