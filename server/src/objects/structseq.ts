// Tuples with named fields, as sys.version_info and time.struct_time are. Follows Objects/structseq.c, CPython 3.13.
// Those of sys are static types (`PyStructSequence_InitBuiltin`), the others heap types.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import { IMMORTAL_REFCNT } from '../heap/header';
import { staticAddress } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PySequence_Fast } from './abstract';
import {
  PyDict_Check,
  PyDict_GetItemStringRef,
  PyDict_Keys,
  PyDict_New,
  PyDict_PopString,
  PyDict_SetItemString,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { reprString } from './reprstring';
import { PyExc_TypeError } from './exceptions';
import { _PyArg_NoPositional, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import type { PyListObject } from './liststruct';
import { PyLong_FromLong } from './longobject';
import type { PyObject, visitproc } from './object';
import type { Out } from './objectattr';
import { PyObject_Repr, Py_None } from './objectprotocol';
import { PyType_FromModuleAndSpec } from './moduletype';
import { PyTuple_FromArray, PyTuple_FromArraySteal, PyTuple_Pack, PyTuple_Type } from './tupleobject';
import { PyTupleObject } from './tuplestruct';
import { PyType_Ready } from './typeobject';
import { resetStaticType } from './typeready';
import {
  METH_KEYWORDS,
  METH_NOARGS,
  METH_VARARGS,
  PyTypeObject,
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  _Py_T_OBJECT,
  method,
} from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';

/** The name of a field that has an index only. */
export const PyStructSequence_UnnamedField = 'unnamed field';

export interface PyStructSequence_Desc {
  name: string;
  doc: string | null;
  fields: { name: string; doc: string | null }[];
  /** Fields that are items of the tuple; the others are attributes only. */
  n_in_sequence: number;
}

/** A value of such a type: a tuple of the visible fields, and the rest. */
export class PyStructSequence extends PyTupleObject {
  hidden: (PyObject | null)[];

  constructor(type: PyTypeObject, visible: PyObject[], hidden: (PyObject | null)[]) {
    super(type, visible);
    this.hidden = hidden;
  }
}
// Member descriptors read a JavaScript field by its name: field i is `$i`.
for (let i = 0; i < 40; i++) {
  Object.defineProperty(PyStructSequence.prototype, `$${i}`, {
    get(this: PyStructSequence): PyObject | null {
      return PyStructSequence_GetItem(this, i);
    },
  });
}

/** What a type of this kind knows of itself. */
const descriptions = new WeakMap<PyTypeObject, PyStructSequence_Desc>();
const descOf = (type: PyTypeObject): PyStructSequence_Desc => descriptions.get(type)!;

/** An untracked value of the type with all fields NULL, to be filled with PyStructSequence_SetItem. */
export function PyStructSequence_New(type: PyTypeObject): Owned<PyStructSequence> {
  const desc = descOf(type);
  const nulls = (n: number): null[] => {
    const array: null[] = [];
    for (let i = 0; i < n; i++) array.push(null);
    return array;
  };
  const hidden = desc.fields.length - desc.n_in_sequence;
  const op = new PyStructSequence(type, nulls(desc.n_in_sequence) as unknown as PyObject[], nulls(hidden));
  return PyObject_GC_New(op, type.tp_basicsize + desc.fields.length * 8);
}

/** Steals `value`. */
export function PyStructSequence_SetItem(op: PyStructSequence, i: number, value: PyObject): void {
  const n = op.ob_item.length;
  if (i < n) op.ob_item[i] = value;
  else op.hidden[i - n] = value;
}

/** Borrowed. */
export function PyStructSequence_GetItem(op: PyStructSequence, i: number): PyObject | null {
  const n = op.ob_item.length;
  return i < n ? op.ob_item[i]! : op.hidden[i - n]!;
}

function structseq_traverse(op: PyStructSequence, visit: visitproc): void {
  for (let i = 0; i < op.ob_item.length; i++) if (op.ob_item[i] !== null) visit(op.ob_item[i]!);
  for (const item of op.hidden) if (item !== null) visit(item);
}

function structseq_dealloc(op: PyStructSequence): void {
  PyObject_GC_UnTrack(op);
  for (let i = 0; i < op.ob_item.length; i++) Py_XDECREF(op.ob_item[i]!);
  for (const item of op.hidden) Py_XDECREF(item);
  PyObject_GC_Del(op);
}

const newParser = argParser('structseq', ['sequence', 'dict'], 1);

function structseq_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  if (parsed === null) return null;
  const dict = parsed[1]!;
  const desc = descOf(type);
  const min_len = desc.n_in_sequence;
  const max_len = desc.fields.length;
  const seq = PySequence_Fast(parsed[0]!, 'constructor requires a sequence');
  if (seq === null) return null;
  const items = (seq as PyListObject | PyTupleObject).ob_item;
  let error: string | null = null;
  if (dict !== null && !PyDict_Check(dict)) error = `${type.tp_name}() takes a dict as second arg, if any`;
  else if (min_len === max_len) {
    if (items.length !== min_len)
      error = `${type.tp_name}() takes a ${min_len}-sequence (${items.length}-sequence given)`;
  } else if (items.length < min_len) {
    error = `${type.tp_name}() takes an at least ${min_len}-sequence (${items.length}-sequence given)`;
  } else if (items.length > max_len) {
    error = `${type.tp_name}() takes an at most ${max_len}-sequence (${items.length}-sequence given)`;
  }
  if (error !== null) {
    Py_DECREF(seq);
    return PyErr_SetString(PyExc_TypeError, error);
  }
  const res = PyStructSequence_New(type);
  const len = items.length;
  for (let i = 0; i < len; i++) PyStructSequence_SetItem(res, i, Py_NewRef(items[i]!));
  Py_DECREF(seq);
  let found = 0;
  for (let i = len; i < max_len; i++) {
    const ob: Out = { value: null };
    if (dict !== null && PyDict_GetItemStringRef(dict, desc.fields[i]!.name, ob) < 0) {
      Py_DECREF(res);
      return null;
    }
    if (ob.value !== null) found++;
    PyStructSequence_SetItem(res, i, ob.value ?? Py_NewRef(Py_None));
  }
  if (dict !== null && (dict as PyDictObject).ma_used > found) {
    Py_DECREF(res);
    return PyErr_SetString(PyExc_TypeError, `${type.tp_name}() got duplicate or unexpected field name(s)`);
  }
  _PyObject_GC_TRACK(res);
  return res;
}

function structseq_repr(self: PyObject): PyObject | null {
  const op = self as PyStructSequence;
  const names = op.ob_type.tp_members;
  let text = `${op.ob_type.tp_name}(`;
  for (let i = 0; i < op.ob_item.length; i++) {
    const repr = PyObject_Repr(op.ob_item[i]!);
    if (repr === null) return null;
    text += `${i > 0 ? ', ' : ''}${names[i]!.name}=${repr.str}`;
    Py_DECREF(repr);
  }
  return PyUnicode_FromString(text + ')');
}

function structseq_reduce(self: PyObject): PyObject | null {
  const op = self as PyStructSequence;
  const { fields } = descOf(op.ob_type);
  const n = op.ob_item.length;
  const tup = PyTuple_FromArray(op.ob_item);
  const dict = PyDict_New();
  for (let i = n; i < fields.length; i++) PyDict_SetItemString(dict, fields[i]!.name, PyStructSequence_GetItem(op, i)!);
  const result = PyTuple_FromArraySteal([Py_NewRef(op.ob_type), PyTuple_Pack(tup, dict)]);
  Py_DECREF(tup);
  Py_DECREF(dict);
  return result;
}

function structseq_replace(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoPositional('__replace__', args)) return null;
  const op = self as PyStructSequence;
  const { fields, name } = descOf(op.ob_type);
  if (fields.some((field) => field.name === PyStructSequence_UnnamedField)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `__replace__() is not supported for ${name} because it has unnamed field(s)`,
    );
  }
  const result = PyStructSequence_New(op.ob_type);
  for (const [i, field] of fields.entries()) {
    const ob: Out = { value: null };
    if (kwargs !== null && PyDict_PopString(kwargs, field.name, ob) < 0) {
      Py_DECREF(result);
      return null;
    }
    PyStructSequence_SetItem(result, i, ob.value ?? Py_NewRef(PyStructSequence_GetItem(op, i)!));
  }
  if (kwargs !== null && kwargs.ma_used > 0) {
    const names = PyDict_Keys(kwargs);
    if (names !== null) {
      const text = reprString(names);
      if (text !== null) PyErr_SetString(PyExc_TypeError, `Got unexpected field name(s): ${text}`);
      Py_DECREF(names);
    }
    Py_DECREF(result);
    return null;
  }
  return result;
}

const structseq_methods = [
  method('__reduce__', METH_NOARGS, structseq_reduce),
  method(
    '__replace__',
    METH_VARARGS | METH_KEYWORDS,
    structseq_replace,
    '($self, /, **changes)',
    'Return a copy of the structure with new values for the specified fields.',
  ),
];

/** A new static type of this kind, ready for use; `tp_flags` are added. null with an exception. */
export function _PyStructSequence_InitBuiltin(desc: PyStructSequence_Desc, tp_flags = 0): PyTypeObject | null {
  return newType(desc, tp_flags, false);
}

/** A new heap type of this kind; null with an exception. The reference is for the state of the module that makes it. */
export function PyStructSequence_NewType(desc: PyStructSequence_Desc): Owned<PyTypeObject> | null {
  return newType(desc, 0, true);
}

function newType(desc: PyStructSequence_Desc, tp_flags: number, heap: boolean): PyTypeObject | null {
  const hidden = desc.fields.length - desc.n_in_sequence;
  const type = new PyTypeObject(null, {
    tp_name: desc.name,
    heap: heap ? 'mutable' : undefined,
    tp_basicsize: 24 + hidden * 8,
    tp_itemsize: 8,
    tp_flags: Py_TPFLAGS_HAVE_GC | tp_flags,
    tp_doc: desc.doc,
    tp_base: () => PyTuple_Type,
    tp_dealloc: structseq_dealloc,
    tp_repr: structseq_repr,
    tp_traverse: structseq_traverse,
    tp_new: structseq_new,
    tp_methods: structseq_methods,
    tp_members: desc.fields.flatMap(({ name, doc }, i) =>
      name === PyStructSequence_UnnamedField
        ? []
        : [{ name, type: _Py_T_OBJECT, field: `$${i}`, flags: Py_READONLY, doc }],
    ),
    edges: (op: PyStructSequence, emit) => {
      for (let i = 0; i < op.ob_item.length; i++) if (op.ob_item[i] !== null) emit(op.ob_item[i]!, 'item', i);
      for (const item of op.hidden) if (item !== null) emit(item, 'field', 'hidden');
    },
  });
  type.ob_addr = staticAddress(416);
  type.ob_refcnt = IMMORTAL_REFCNT;
  descriptions.set(type, desc);
  resetStaticType(type);
  if ((heap ? PyType_FromModuleAndSpec(null, type) : PyType_Ready(type)) < 0) return null;
  const unnamed = desc.fields.filter(({ name }) => name === PyStructSequence_UnnamedField).length;
  const sizes: [string, number][] = [
    ['n_sequence_fields', desc.n_in_sequence],
    ['n_fields', desc.fields.length],
    ['n_unnamed_fields', unnamed],
  ];
  for (const [key, value] of sizes) {
    const v = PyLong_FromLong(value);
    PyDict_SetItemString(type.tp_dict!, key, v);
    Py_DECREF(v);
  }
  const visible = desc.fields.slice(0, desc.n_in_sequence).filter(({ name }) => name !== PyStructSequence_UnnamedField);
  const keys = PyTuple_FromArraySteal(visible.map(({ name }) => PyUnicode_FromString(name)));
  PyDict_SetItemString(type.tp_dict!, '__match_args__', keys);
  Py_DECREF(keys);
  return type;
}
