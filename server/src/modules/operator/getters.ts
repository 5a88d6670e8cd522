// operator.itemgetter, attrgetter and methodcaller. Follows Modules/_operator.c, CPython 3.13.

import { PyObject_GenericGetAttr } from '../../objects/objectattr';
import { PyObject_GC_Del, PyObject_GC_New } from '../../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../../heap/gclists';
import { PyMem_Free, PyMem_Malloc } from '../../heap/obmalloc';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../../heap/refcount';
import { PyObject_GetItem } from '../../objects/abstract';
import { PyObject_Call, PyObject_VectorcallDict, PyObject_VectorcallMethod } from '../../objects/call';
import { PyDict_GET_SIZE, _PyDict_Next, next_key, next_value } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Clear, PyErr_SetString } from '../../objects/errors';
import { reprString } from '../../objects/reprstring';
import { PyExc_TypeError } from '../../objects/exceptions';
import { PyGCObject } from '../../objects/gcobject';
import { PyArg_UnpackTuple, _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from '../../objects/getargs';
import { PyLong_AsSsize_t, PyLong_CheckExact } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import type { PyObject, unaryfunc, vectorcallfunc } from '../../objects/object';
import { PyObject_GetAttr, PyObject_GetAttrString, Py_ReprEnter, Py_ReprLeave } from '../../objects/objectprotocol';
import {
  PyTuple_CheckExact,
  PyTuple_FromArray,
  PyTuple_FromArraySteal,
  PyTuple_GetSlice,
  PyTuple_New,
  PyTuple_Pack,
} from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject, TypeSpec } from '../../objects/typestruct';
import {
  METH_NOARGS,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
  VECTORCALLOFFSET,
} from '../../objects/typestruct';
import {
  PyUnicode_Check,
  PyUnicode_FromString,
  PyUnicode_Join,
  _PyUnicode_InternMortal,
} from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyImport_ImportModule } from '../import';

/** What the three have in common: they take one positional argument. */
function commonSpec(
  name: string,
  reduce: unaryfunc,
  call: vectorcallfunc,
): Pick<
  TypeSpec,
  'heap' | 'tp_members' | 'tp_getattro' | 'tp_flags' | 'tp_getset' | 'tp_methods' | 'tp_call' | 'tp_free' | 'tp_name'
> {
  return {
    tp_name: `operator.${name}`,
    heap: 'immutable',
    tp_getattro: PyObject_GenericGetAttr,
    tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
    tp_call: (self, args, kw) => (_PyArg_NoKeywords(name, kw) ? call(self, args.ob_item, null) : null),
    tp_free: PyObject_GC_Del,
    tp_members: [VECTORCALLOFFSET],
    tp_methods: [method('__reduce__', METH_NOARGS, reduce, null, 'Return state information for pickling')],
    tp_getset: [{ name: '__text_signature__', get: () => PyUnicode_FromString('(obj, /)'), set: null, doc: null }],
  };
}

function guardedRepr(self: PyObject, text: () => string | null): PyObject | null {
  const name = self.ob_type.tp_name;
  const status = Py_ReprEnter(self);
  if (status !== 0) return status < 0 ? null : PyUnicode_FromString(`${name}(...)`);
  const inner = text();
  Py_ReprLeave(self);
  return inner === null ? null : PyUnicode_FromString(name + inner);
}

function newTuple(items: readonly PyObject[], get: (item: PyObject) => Owned<PyObject> | null): PyObject | null {
  const result = PyTuple_New(items.length);
  for (let i = 0; i < items.length; i++) {
    const val = get(items[i]!);
    if (val === null) {
      Py_DECREF(result);
      return null;
    }
    result.ob_item[i] = val;
  }
  return result;
}

// itemgetter

class itemgetterobject extends PyGCObject {
  nitems: number;
  item: PyObject | null;
  /** −1 unless `item` is a single index that is no negative one. */
  index = -1;

  constructor(item: PyObject, nitems: number) {
    super(itemgetter_type);
    this.nitems = nitems;
    this.item = item;
    this.vectorcall = itemgetter_vectorcall;
  }
}

function itemgetter_new(_type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('itemgetter', kwds)) return null;
  const nitems = args.ob_item.length;
  if (nitems <= 1 && PyArg_UnpackTuple(args, 'itemgetter', 1, 1) === null) return null;
  const item = nitems === 1 ? args.ob_item[0]! : args;
  const ig = PyObject_GC_New(new itemgetterobject(Py_NewRef(item), nitems), 48);
  if (PyLong_CheckExact(item)) {
    const index = PyLong_AsSsize_t(item);
    if (index < 0) PyErr_Clear();
    else ig.index = index;
  }
  _PyObject_GC_TRACK(ig);
  return ig;
}

function itemgetter_vectorcall(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  if (!_PyArg_NoKwnames('itemgetter', kwnames) || !_PyArg_CheckPositional('itemgetter', args.length, 1, 1)) return null;
  const ig = self as itemgetterobject;
  const obj = args[0]!;
  if (ig.nitems === 1) {
    if (ig.index >= 0 && PyTuple_CheckExact(obj) && ig.index < obj.ob_item.length)
      return Py_NewRef(obj.ob_item[ig.index]!);
    return PyObject_GetItem(obj, ig.item!);
  }
  return newTuple((ig.item as PyTupleObject).ob_item, (item) => PyObject_GetItem(obj, item));
}

function itemgetter_reduce(self: PyObject): PyObject | null {
  const ig = self as itemgetterobject;
  if (ig.nitems !== 1) return PyTuple_Pack(ig.ob_type, ig.item!);
  return PyTuple_FromArraySteal([Py_NewRef(ig.ob_type), PyTuple_Pack(ig.item!)]);
}

function itemgetter_clear(ig: itemgetterobject): void {
  const item = ig.item;
  ig.item = null;
  Py_XDECREF(item);
}

export const itemgetter_type: PyTypeObject = defineModuleType({
  ...commonSpec('itemgetter', itemgetter_reduce, itemgetter_vectorcall),
  tp_basicsize: 48,
  tp_doc:
    'itemgetter(item, /, *items)\n--\n\n' +
    'Return a callable object that fetches the given item(s) from its operand.\n' +
    'After f = itemgetter(2), the call f(r) returns r[2].\n' +
    'After g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])',
  tp_new: itemgetter_new,
  tp_repr: (self) =>
    guardedRepr(self, () => {
      const ig = self as itemgetterobject;
      const inner = reprString(ig.item!);
      return inner === null || ig.nitems !== 1 ? inner : `(${inner})`;
    }),
  tp_traverse: (ig: itemgetterobject, visit) => {
    if (ig.item !== null) visit(ig.item);
  },
  tp_clear: itemgetter_clear,
  tp_dealloc: (ig: itemgetterobject) => {
    PyObject_GC_UnTrack(ig);
    itemgetter_clear(ig);
    PyObject_GC_Del(ig);
  },
  edges: (ig: itemgetterobject, emit) => {
    if (ig.item !== null) emit(ig.item, 'field', 'item');
  },
});

// attrgetter

class attrgetterobject extends PyGCObject {
  /** For each attribute its name, or the names of a chain in a tuple. */
  attr: PyTupleObject | null;

  constructor(attr: PyTupleObject) {
    super(attrgetter_type);
    this.attr = attr;
    this.vectorcall = attrgetter_vectorcall;
  }
}

const interned = (text: string): Owned<PyObject> => _PyUnicode_InternMortal(PyUnicode_FromString(text));

function attrgetter_new(_type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('attrgetter', kwds)) return null;
  const names = args.ob_item;
  if (names.length <= 1 && PyArg_UnpackTuple(args, 'attrgetter', 1, 1) === null) return null;
  const attr = newTuple(names, (name) => {
    if (!PyUnicode_Check(name)) return PyErr_SetString(PyExc_TypeError, 'attribute name must be a string');
    if (!name.str.includes('.')) return _PyUnicode_InternMortal(Py_NewRef(name));
    return PyTuple_FromArraySteal(name.str.split('.').map(interned));
  });
  if (attr === null) return null;
  const ag = PyObject_GC_New(new attrgetterobject(attr as PyTupleObject), 40);
  _PyObject_GC_TRACK(ag);
  return ag;
}

function dotted_getattr(obj: PyObject, attr: PyObject): Owned<PyObject> | null {
  if (!PyTuple_CheckExact(attr)) return PyObject_GetAttr(obj, attr);
  let current = Py_NewRef(obj);
  const names = attr.ob_item;
  for (let i = 0; i < names.length; i++) {
    const next = PyObject_GetAttr(current, names[i]!);
    Py_DECREF(current);
    if (next === null) return null;
    current = next;
  }
  return current;
}

function attrgetter_vectorcall(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  if (!_PyArg_NoKwnames('attrgetter', kwnames) || !_PyArg_CheckPositional('attrgetter', args.length, 1, 1)) return null;
  const attrs = (self as attrgetterobject).attr!.ob_item;
  const obj = args[0]!;
  return attrs.length === 1 ? dotted_getattr(obj, attrs[0]!) : newTuple(attrs, (attr) => dotted_getattr(obj, attr));
}

function dotjoinattr(attr: PyObject): Owned<PyObject> | null {
  if (!PyTuple_CheckExact(attr)) return Py_NewRef(attr);
  const dot = PyUnicode_FromString('.');
  const joined = PyUnicode_Join(dot, attr);
  Py_DECREF(dot);
  return joined;
}

/** The names as they were given. */
function attrgetter_args(ag: attrgetterobject): Owned<PyObject> | null {
  return newTuple(ag.attr!.ob_item, dotjoinattr);
}

function attrgetter_text(ag: attrgetterobject): string | null {
  const attrs = ag.attr!.ob_item;
  const op = attrs.length === 1 ? dotjoinattr(attrs[0]!) : attrgetter_args(ag);
  if (op === null) return null;
  const inner = reprString(op);
  Py_DECREF(op);
  return inner === null || attrs.length !== 1 ? inner : `(${inner})`;
}

function attrgetter_reduce(self: PyObject): PyObject | null {
  const args = attrgetter_args(self as attrgetterobject);
  return args === null ? null : PyTuple_FromArraySteal([Py_NewRef(self.ob_type), args]);
}

function attrgetter_clear(ag: attrgetterobject): void {
  const attr = ag.attr;
  ag.attr = null;
  Py_XDECREF(attr);
}

export const attrgetter_type: PyTypeObject = defineModuleType({
  ...commonSpec('attrgetter', attrgetter_reduce, attrgetter_vectorcall),
  tp_basicsize: 40,
  tp_doc:
    'attrgetter(attr, /, *attrs)\n--\n\n' +
    'Return a callable object that fetches the given attribute(s) from its operand.\n' +
    "After f = attrgetter('name'), the call f(r) returns r.name.\n" +
    "After g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\n" +
    "After h = attrgetter('name.first', 'name.last'), the call h(r) returns\n" +
    '(r.name.first, r.name.last).',
  tp_new: attrgetter_new,
  tp_repr: (self) => guardedRepr(self, () => attrgetter_text(self as attrgetterobject)),
  tp_traverse: (ag: attrgetterobject, visit) => {
    if (ag.attr !== null) visit(ag.attr);
  },
  tp_clear: attrgetter_clear,
  tp_dealloc: (ag: attrgetterobject) => {
    PyObject_GC_UnTrack(ag);
    attrgetter_clear(ag);
    PyObject_GC_Del(ag);
  },
  edges: (ag: attrgetterobject, emit) => {
    if (ag.attr !== null) emit(ag.attr, 'field', 'attr');
  },
});

// methodcaller

class methodcallerobject extends PyGCObject {
  name: PyObject | null;
  /** All of the constructor's arguments, the name included. */
  xargs: PyTupleObject | null;
  kwds: PyDictObject | null;
  /** Made by the first call: the arguments with room for the object in front (borrowed), and the keywords' names. */
  vectorcall_args: PyObject[] | null = null;
  vectorcall_block = 0;
  vectorcall_kwnames: PyTupleObject | null = null;

  constructor(name: PyObject, xargs: PyTupleObject, kwds: PyDictObject | null) {
    super(methodcaller_type);
    this.name = name;
    this.xargs = xargs;
    this.kwds = kwds;
    this.vectorcall = methodcaller_vectorcall;
  }
}

function initializeVectorcall(mc: methodcallerobject): PyObject[] {
  const args = mc.xargs!.ob_item.slice();
  if (mc.kwds !== null) {
    const names: PyObject[] = [];
    for (let pos = _PyDict_Next(mc.kwds, 0); pos >= 0; pos = _PyDict_Next(mc.kwds, pos)) {
      names.push(next_key);
      args.push(next_value);
    }
    mc.vectorcall_block = PyMem_Malloc(args.length * 8);
    mc.vectorcall_kwnames = PyTuple_FromArray(names);
  } else mc.vectorcall_block = PyMem_Malloc(args.length * 8);
  mc.vectorcall_args = args;
  return args;
}

function methodcaller_vectorcall(
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const nargs = kwnames === null ? args.length : args.length - kwnames.ob_item.length;
  if (!_PyArg_CheckPositional('methodcaller', nargs, 1, 1) || !_PyArg_NoKwnames('methodcaller', kwnames)) return null;
  const mc = self as methodcallerobject;
  const stack = (mc.vectorcall_args ?? initializeVectorcall(mc)).slice();
  stack[0] = args[0]!;
  return PyObject_VectorcallMethod(mc.name!, stack, mc.vectorcall_kwnames);
}

function methodcaller_new(_type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if (args.ob_item.length < 1) {
    return PyErr_SetString(PyExc_TypeError, 'methodcaller needs at least one argument, the method name');
  }
  const name = args.ob_item[0]!;
  if (!PyUnicode_Check(name)) return PyErr_SetString(PyExc_TypeError, 'method name must be a string');
  Py_INCREF(name);
  const mc = PyObject_GC_New(
    new methodcallerobject(_PyUnicode_InternMortal(name), Py_NewRef(args), Py_XNewRef(kwds)),
    64,
  );
  _PyObject_GC_TRACK(mc);
  return mc;
}

function methodcaller_clear(mc: methodcallerobject): void {
  const { name, xargs, kwds } = mc;
  mc.name = null;
  Py_XDECREF(name);
  mc.xargs = null;
  Py_XDECREF(xargs);
  mc.kwds = null;
  Py_XDECREF(kwds);
  if (mc.vectorcall_args !== null) {
    PyMem_Free(mc.vectorcall_block);
    mc.vectorcall_args = null;
    const kwnames = mc.vectorcall_kwnames;
    mc.vectorcall_kwnames = null;
    Py_XDECREF(kwnames);
  }
}

function methodcaller_call(self: PyObject, args: PyTupleObject, kw: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('methodcaller', kw)) return null;
  if (!_PyArg_CheckPositional('methodcaller', args.ob_item.length, 1, 1)) return null;
  const mc = self as methodcallerobject;
  const bound = PyObject_GetAttr(args.ob_item[0]!, mc.name!);
  if (bound === null) return null;
  const cargs = PyTuple_GetSlice(mc.xargs!, 1, mc.xargs!.ob_item.length)!;
  const result = PyObject_Call(bound, cargs, mc.kwds);
  Py_DECREF(cargs);
  Py_DECREF(bound);
  return result;
}

function methodcaller_text(mc: methodcallerobject): string | null {
  const texts: string[] = [];
  const args = mc.xargs!.ob_item;
  for (let i = 1; i < args.length; i++) {
    const text = reprString(args[i]!);
    if (text === null) return null;
    texts.push(text);
  }
  const kwds = mc.kwds;
  if (kwds !== null) {
    for (let pos = _PyDict_Next(kwds, 0); pos >= 0; pos = _PyDict_Next(kwds, pos)) {
      const name = (next_key as PyUnicodeObject).str;
      const text = reprString(next_value);
      if (text === null) return null;
      texts.push(`${name}=${text}`);
    }
  }
  const name = reprString(mc.name!);
  return name === null ? null : `(${[name, ...texts].join(', ')})`;
}

function methodcaller_reduce(self: PyObject): PyObject | null {
  const mc = self as methodcallerobject;
  const args = mc.xargs!.ob_item;
  if (mc.kwds === null || PyDict_GET_SIZE(mc.kwds) === 0) {
    const newargs = PyTuple_FromArray([mc.name!, ...args.slice(1)]);
    return PyTuple_FromArraySteal([Py_NewRef(mc.ob_type), newargs]);
  }
  const functools = PyImport_ImportModule('functools');
  if (functools === null) return null;
  const partial = PyObject_GetAttrString(functools, 'partial');
  Py_DECREF(functools);
  if (partial === null) return null;
  const constructor = PyObject_VectorcallDict(partial, [mc.ob_type, mc.name!], mc.kwds);
  Py_DECREF(partial);
  if (constructor === null) return null;
  return PyTuple_FromArraySteal([constructor, PyTuple_GetSlice(mc.xargs!, 1, args.length)!]);
}

export const methodcaller_type: PyTypeObject = defineModuleType({
  ...commonSpec('methodcaller', methodcaller_reduce, methodcaller_vectorcall),
  tp_call: methodcaller_call,
  tp_basicsize: 64,
  tp_doc:
    'methodcaller(name, /, *args, **kwargs)\n--\n\n' +
    'Return a callable object that calls the given method on its operand.\n' +
    "After f = methodcaller('name'), the call f(r) returns r.name().\n" +
    "After g = methodcaller('name', 'date', foo=1), the call g(r) returns\n" +
    "r.name('date', foo=1).",
  tp_new: methodcaller_new,
  tp_repr: (self) => guardedRepr(self, () => methodcaller_text(self as methodcallerobject)),
  tp_traverse: (mc: methodcallerobject, visit) => {
    if (mc.name !== null) visit(mc.name);
    if (mc.xargs !== null) visit(mc.xargs);
    if (mc.kwds !== null) visit(mc.kwds);
  },
  tp_clear: methodcaller_clear,
  tp_dealloc: (mc: methodcallerobject) => {
    PyObject_GC_UnTrack(mc);
    methodcaller_clear(mc);
    PyObject_GC_Del(mc);
  },
  edges: (mc: methodcallerobject, emit) => {
    if (mc.name !== null) emit(mc.name, 'field', 'name');
    if (mc.xargs !== null) emit(mc.xargs, 'field', 'args');
    if (mc.kwds !== null) emit(mc.kwds, 'field', 'kwds');
    if (mc.vectorcall_kwnames !== null) emit(mc.vectorcall_kwnames, 'field', 'vectorcall_kwnames');
  },
});
