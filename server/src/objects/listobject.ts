// list. Follows Objects/listobject.c, CPython 3.13; this file has the type and its methods, and exports everything that
// listobject.c has: listcore.ts (memory, C API), listiter.ts, listsort.ts.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { PyIndex_Check, PySequence_Fast } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { argSsize } from './clinic';
import type { PyDictObject } from './dictstruct';
import { PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { reprString } from './reprstring';
import { PyExc_IndexError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { Py_GenericAlias } from './genericaliasobject';
import {
  _PyArg_CheckPositional,
  _PyArg_NoKeywords,
  _PyArg_NoKwnames,
  _PyArg_UnpackKeywords,
  argParser,
} from './getargs';
import {
  MAX_LIST_ITEMS,
  PyList_Check,
  PyList_FromArraySteal,
  PyList_New,
  _PyList_AppendTakeRef,
  _list_extend,
  ins1,
  list_ass_slice,
  list_clear,
  list_dealloc,
  list_from_array,
  list_inplace_repeat_impl,
  list_resize,
  list_slice,
} from './listcore';
import { list___reversed__, list_iter } from './listiter';
import { list_sort_impl } from './listsort';
import { PyListObject } from './liststruct';
import { PyLong_FromLong, PyNumber_AsSsize_t } from './longobject';
import type { CompareOp, PyObject, visitproc } from './object';
import { Py_EQ, Py_NE } from './object';
import {
  PyObject_HashNotImplemented,
  PyObject_IsTrue,
  PyObject_Repr,
  PyObject_RichCompare,
  PyObject_RichCompareBool,
  Py_None,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack, _PyEval_SliceIndexNotNone } from './sliceobject';
import { compareLengths } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_GenericAlloc, PyType_GenericNew } from './typeobject';
import type { PyTypeObject, edgeproc } from './typestruct';
import {
  METH_CLASS,
  METH_COEXIST,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_LIST_SUBCLASS,
  Py_TPFLAGS_SEQUENCE,
  _Py_TPFLAGS_MATCH_SELF,
  defineType,
  method,
} from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';

export { PyListObject } from './liststruct';
export * from './listcore';
export * from './listiter';
export * from './listsort';

const itemsOf = (self: PyObject): PyObject[] => (self as PyListObject).ob_item;

function list_repr(self: PyObject): PyObject | null {
  const v = self as PyListObject;
  if (v.ob_item.length === 0) return PyUnicode_FromString('[]');
  const entered = Py_ReprEnter(v);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('[...]') : null;
  let text = '[';
  // repr may change the list. In 3.13.0 nothing holds the item meanwhile but the list.
  for (let i = 0; i < v.ob_item.length; i++) {
    if (i > 0) text += ', ';
    const s = PyObject_Repr(v.ob_item[i]!);
    if (s === null) {
      Py_ReprLeave(v);
      return null;
    }
    text += s.str;
    Py_DECREF(s);
  }
  Py_ReprLeave(v);
  return PyUnicode_FromString(text + ']');
}

function list_length(self: PyObject): number {
  return itemsOf(self).length;
}

function list_contains(self: PyObject, el: PyObject): number {
  const a = self as PyListObject;
  for (let i = 0; i < a.ob_item.length; i++) {
    const item = Py_NewRef(a.ob_item[i]!);
    const cmp = PyObject_RichCompareBool(item, el, Py_EQ);
    Py_DECREF(item);
    if (cmp !== 0) return cmp;
  }
  return 0;
}

export function list_item(self: PyObject, i: number): Owned<PyObject> | null {
  const items = itemsOf(self);
  if (i < 0 || i >= items.length) return PyErr_SetString(PyExc_IndexError, 'list index out of range');
  return Py_NewRef(items[i]!);
}

function list_concat(self: PyObject, other: PyObject): PyObject | null {
  if (!PyList_Check(other)) {
    return PyErr_SetString(PyExc_TypeError, `can only concatenate list (not "${other.ob_type.tp_name}") to list`);
  }
  return list_from_array(itemsOf(self).concat(other.ob_item));
}

function list_repeat(self: PyObject, n: number): PyObject | null {
  const src = itemsOf(self);
  if (src.length === 0 || n <= 0) return PyList_New(0);
  if (src.length > MAX_LIST_ITEMS / n) return PyErr_NoMemory();
  const items: PyObject[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < src.length; j++) {
      const item = src[j]!;
      Py_INCREF(item);
      items.push(item);
    }
  }
  return PyList_FromArraySteal(items);
}

function list_inplace_repeat(self: PyObject, n: number): PyObject | null {
  return list_inplace_repeat_impl(self as PyListObject, n) < 0 ? null : Py_NewRef(self);
}

function list_inplace_concat(self: PyObject, other: PyObject): PyObject | null {
  return _list_extend(self as PyListObject, other) < 0 ? null : Py_NewRef(self);
}

/** a[i] = v; for null del a[i], which leaves the array's size as it is. 0, or −1 with IndexError. */
export function list_ass_item(self: PyObject, i: number, v: PyObject | null): number {
  const items = itemsOf(self);
  if (i < 0 || i >= items.length) {
    PyErr_SetString(PyExc_IndexError, 'list assignment index out of range');
    return -1;
  }
  const old = items[i]!;
  if (v !== null) {
    Py_INCREF(v);
    items[i] = v;
  } else {
    removeItem(items, i);
  }
  Py_DECREF(old);
  return 0;
}

function removeItem(items: PyObject[], i: number): void {
  if (i === items.length - 1) items.pop();
  else if (i === 0) items.shift();
  else items.splice(i, 1);
}

function list_insert(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('insert', args.length, 2, 2)) return null;
  const index = argSsize(args[0]!);
  if (index === null) return null;
  ins1(self as PyListObject, index, args[1]!);
  return Py_NewRef(Py_None);
}

function list_append(self: PyObject, object: PyObject): PyObject | null {
  Py_INCREF(object);
  _PyList_AppendTakeRef(self as PyListObject, object);
  return Py_NewRef(Py_None);
}

function list_extend(self: PyObject, iterable: PyObject): PyObject | null {
  return _list_extend(self as PyListObject, iterable) < 0 ? null : Py_NewRef(Py_None);
}

/** list.pop(index): the item, or null with IndexError. */
export function list_pop_impl(self: PyListObject, index: number): Owned<PyObject> | null {
  const items = self.ob_item;
  const n = items.length;
  if (n === 0) return PyErr_SetString(PyExc_IndexError, 'pop from empty list');
  if (index < 0) index += n;
  if (index < 0 || index >= n) return PyErr_SetString(PyExc_IndexError, 'pop index out of range');
  const v = items[index]!;
  if (n === 1) {
    Py_INCREF(v);
    list_clear(self);
  } else {
    list_resize(self, n - 1);
    removeItem(items, index);
  }
  return v;
}

function list_pop(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('pop', args.length, 0, 1)) return null;
  const index = args.length > 0 ? argSsize(args[0]!) : -1;
  return index === null ? null : list_pop_impl(self as PyListObject, index);
}

function list_index(self: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('index', args.length, 1, 3)) return null;
  const a = self as PyListObject;
  const value = args[0]!;
  let start: number | null = 0;
  let stop: number | null = Infinity;
  if (args.length > 1 && (start = _PyEval_SliceIndexNotNone(args[1]!)) === null) return null;
  if (args.length > 2 && (stop = _PyEval_SliceIndexNotNone(args[2]!)) === null) return null;
  if (start < 0) start = Math.max(0, start + a.ob_item.length);
  if (stop < 0) stop = Math.max(0, stop + a.ob_item.length);
  for (let i = start; i < stop && i < a.ob_item.length; i++) {
    const obj = Py_NewRef(a.ob_item[i]!);
    const cmp = PyObject_RichCompareBool(obj, value, Py_EQ);
    Py_DECREF(obj);
    if (cmp > 0) return PyLong_FromLong(i);
    if (cmp < 0) return null;
  }
  const text = reprString(value);
  return text === null ? null : PyErr_SetString(PyExc_ValueError, `${text} is not in list`);
}

function list_count(self: PyObject, value: PyObject): PyObject | null {
  const a = self as PyListObject;
  let count = 0;
  for (let i = 0; i < a.ob_item.length; i++) {
    const obj = a.ob_item[i]!;
    if (obj === value) {
      count++;
      continue;
    }
    Py_INCREF(obj);
    const cmp = PyObject_RichCompareBool(obj, value, Py_EQ);
    Py_DECREF(obj);
    if (cmp > 0) count++;
    else if (cmp < 0) return null;
  }
  return PyLong_FromLong(count);
}

function list_remove(self: PyObject, value: PyObject): PyObject | null {
  const a = self as PyListObject;
  for (let i = 0; i < a.ob_item.length; i++) {
    const obj = Py_NewRef(a.ob_item[i]!);
    const cmp = PyObject_RichCompareBool(obj, value, Py_EQ);
    Py_DECREF(obj);
    if (cmp > 0) return list_ass_slice(a, i, i + 1, null) === 0 ? Py_NewRef(Py_None) : null;
    if (cmp < 0) return null;
  }
  return PyErr_SetString(PyExc_ValueError, 'list.remove(x): x not in list');
}

const sortParser = argParser('sort', ['key', 'reverse'], 0, 0);

function list_sort(self: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  let keyfunc: PyObject | null = null;
  let reverse = 0;
  if (args.length > 0) {
    const parsed = _PyArg_UnpackKeywords(args, kwnames, sortParser);
    if (parsed === null) return null;
    keyfunc = parsed[0]!;
    if (parsed[1] !== null && (reverse = PyObject_IsTrue(parsed[1]!)) < 0) return null;
  }
  return list_sort_impl(self as PyListObject, keyfunc, reverse > 0);
}

function list_traverse(op: PyListObject, visit: visitproc): void {
  const items = op.ob_item;
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!;
    if (item !== null) visit(item);
  }
}

function list_edges(op: PyListObject, emit: edgeproc): void {
  const items = op.ob_item;
  for (let i = 0; i < items.length; i++) if (items[i] !== null) emit(items[i]!, 'item', i);
}

function list_richcompare(v: PyObject, w: PyObject, op: CompareOp): PyObject | null {
  if (!PyList_Check(v) || !PyList_Check(w)) return Py_NewRef(Py_NotImplemented);
  if (v.ob_item.length !== w.ob_item.length && (op === Py_EQ || op === Py_NE)) return PyBool_FromLong(op === Py_NE);
  // Comparing may change either list.
  let i = 0;
  for (; i < v.ob_item.length && i < w.ob_item.length; i++) {
    const vitem = v.ob_item[i]!;
    const witem = w.ob_item[i]!;
    if (vitem === witem) continue;
    Py_INCREF(vitem);
    Py_INCREF(witem);
    const k = PyObject_RichCompareBool(vitem, witem, Py_EQ);
    Py_DECREF(vitem);
    Py_DECREF(witem);
    if (k < 0) return null;
    if (k === 0) break;
  }
  if (i >= v.ob_item.length || i >= w.ob_item.length) return compareLengths(v.ob_item.length, w.ob_item.length, op);
  if (op === Py_EQ || op === Py_NE) return PyBool_FromLong(op === Py_NE);
  const vitem = Py_NewRef(v.ob_item[i]!);
  const witem = Py_NewRef(w.ob_item[i]!);
  const result = PyObject_RichCompare(vitem, witem, op);
  Py_DECREF(vitem);
  Py_DECREF(witem);
  return result;
}

function list_init_impl(self: PyListObject, iterable: PyObject | null): number {
  if (self.ob_item_addr !== 0) list_clear(self);
  return iterable === null ? 0 : _list_extend(self, iterable);
}

function list___init__(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): number {
  if (
    (self.ob_type === PyList_Type || self.ob_type.tp_new === PyList_Type.tp_new) &&
    !_PyArg_NoKeywords('list', kwargs)
  ) {
    return -1;
  }
  if (!_PyArg_CheckPositional('list', args.ob_item.length, 0, 1)) return -1;
  return list_init_impl(self as PyListObject, args.ob_item.length > 0 ? args.ob_item[0]! : null);
}

function list_vectorcall(type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (!_PyArg_NoKwnames('list', kwnames)) return null;
  if (!_PyArg_CheckPositional('list', args.length, 0, 1)) return null;
  const list = PyType_GenericAlloc(type as PyTypeObject, 0) as PyListObject | null;
  if (list === null) return null;
  if (args.length > 0 && list_init_impl(list, args[0]!) < 0) {
    Py_DECREF(list);
    return null;
  }
  return list;
}

function list___sizeof__(self: PyObject): PyObject | null {
  return PyLong_FromLong(self.ob_type.tp_basicsize + (self as PyListObject).allocated * 8);
}

function indexError(item: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `list indices must be integers or slices, not ${item.ob_type.tp_name}`);
}

/** self[item]: a new reference, or null with an exception. */
export function list_subscript(self: PyObject, item: PyObject): Owned<PyObject> | null {
  if (PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred() !== null) return null;
    if (i < 0) i += itemsOf(self).length;
    return list_item(self, i);
  }
  if (!PySlice_Check(item)) return indexError(item);
  const unpacked = PySlice_Unpack(item);
  if (unpacked === null) return null;
  const src = itemsOf(self);
  const { start, stop, step, slicelength } = PySlice_AdjustIndices(
    src.length,
    unpacked.start,
    unpacked.stop,
    unpacked.step,
  );
  if (slicelength <= 0) return PyList_New(0);
  if (step === 1) return list_slice(self as PyListObject, start, stop);
  const items: PyObject[] = [];
  for (let cur = start, i = 0; i < slicelength; cur += step, i++) items.push(Py_NewRef(src[cur]!));
  return PyList_FromArraySteal(items);
}

/** del self[start:…:step] for step ≠ 1; the items deleted go in the order they had. */
function deleteExtended(self: PyListObject, start: number, step: number, slicelength: number): number {
  if (slicelength <= 0) return 0;
  let stop = start + slicelength * step;
  if (step < 0) {
    stop = start + 1;
    start = stop + step * (slicelength - 1) - 1;
    step = -step;
  }
  const addr = PyMem_Malloc(slicelength * 8);
  const items = self.ob_item;
  const garbage: PyObject[] = [];
  const kept: PyObject[] = items.slice(0, start);
  for (let i = start, next = start; i < items.length; i++) {
    if (i === next && garbage.length < slicelength) {
      garbage.push(items[i]!);
      next += step;
    } else {
      kept.push(items[i]!);
    }
  }
  self.ob_item = kept;
  list_resize(self, kept.length);
  for (let i = 0; i < garbage.length; i++) Py_DECREF(garbage[i]!);
  PyMem_Free(addr);
  return 0;
}

function assignExtended(self: PyListObject, seq: PyObject, start: number, step: number, slicelength: number): number {
  const seqitems = (seq as PyListObject | PyTupleObject).ob_item;
  if (seqitems.length !== slicelength) {
    PyErr_SetString(
      PyExc_ValueError,
      `attempt to assign sequence of size ${seqitems.length} to extended slice of size ${slicelength}`,
    );
    Py_DECREF(seq);
    return -1;
  }
  if (slicelength === 0) {
    Py_DECREF(seq);
    return 0;
  }
  const addr = PyMem_Malloc(slicelength * 8);
  const items = self.ob_item;
  const garbage: PyObject[] = [];
  for (let cur = start, i = 0; i < slicelength; cur += step, i++) {
    garbage.push(items[cur]!);
    items[cur] = Py_NewRef(seqitems[i]!);
  }
  for (let i = 0; i < slicelength; i++) Py_DECREF(garbage[i]!);
  PyMem_Free(addr);
  Py_DECREF(seq);
  return 0;
}

/** self[item] = value, or del self[item] for null. 0, or −1 with an exception. */
export function list_ass_subscript(op: PyObject, item: PyObject, value: PyObject | null): number {
  const self = op as PyListObject;
  if (PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred() !== null) return -1;
    if (i < 0) i += self.ob_item.length;
    return list_ass_item(self, i, value);
  }
  if (!PySlice_Check(item)) {
    indexError(item);
    return -1;
  }
  const unpacked = PySlice_Unpack(item);
  if (unpacked === null) return -1;
  let seq: PyObject | null = null;
  if (value !== null) {
    seq =
      self === value
        ? list_slice(self, 0, self.ob_item.length)
        : PySequence_Fast(value, 'must assign iterable to extended slice');
    if (seq === null) return -1;
  }
  const { start, stop, step, slicelength } = PySlice_AdjustIndices(
    self.ob_item.length,
    unpacked.start,
    unpacked.stop,
    unpacked.step,
  );
  if (step === 1) {
    // s[5:2] = … inserts before 5, not before 2.
    const res = list_ass_slice(self, start, Math.max(start, stop), seq);
    if (seq !== null) Py_DECREF(seq);
    return res;
  }
  return seq === null
    ? deleteExtended(self, start, step, slicelength)
    : assignExtended(self, seq, start, step, slicelength);
}

const list_methods = [
  method('__getitem__', METH_O | METH_COEXIST, list_subscript, '($self, index, /)', 'Return self[index].'),
  method('__reversed__', METH_NOARGS, list___reversed__, '($self, /)', 'Return a reverse iterator over the list.'),
  method('__sizeof__', METH_NOARGS, list___sizeof__, '($self, /)', 'Return the size of the list in memory, in bytes.'),
  method(
    'clear',
    METH_NOARGS,
    (self: PyObject) => {
      list_clear(self as PyListObject);
      return Py_NewRef(Py_None);
    },
    '($self, /)',
    'Remove all items from list.',
  ),
  method(
    'copy',
    METH_NOARGS,
    (self: PyObject) => list_slice(self as PyListObject, 0, itemsOf(self).length),
    '($self, /)',
    'Return a shallow copy of the list.',
  ),
  method('append', METH_O, list_append, '($self, object, /)', 'Append object to the end of the list.'),
  method('insert', METH_FASTCALL, list_insert, '($self, index, object, /)', 'Insert object before index.'),
  method('extend', METH_O, list_extend, '($self, iterable, /)', 'Extend list by appending elements from the iterable.'),
  method(
    'pop',
    METH_FASTCALL,
    list_pop,
    '($self, index=-1, /)',
    'Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.',
  ),
  method(
    'remove',
    METH_O,
    list_remove,
    '($self, value, /)',
    'Remove first occurrence of value.\n\nRaises ValueError if the value is not present.',
  ),
  method(
    'index',
    METH_FASTCALL,
    list_index,
    '($self, value, start=0, stop=sys.maxsize, /)',
    'Return first index of value.\n\nRaises ValueError if the value is not present.',
  ),
  method('count', METH_O, list_count, '($self, value, /)', 'Return number of occurrences of value.'),
  method(
    'reverse',
    METH_NOARGS,
    (self: PyObject) => {
      itemsOf(self).reverse();
      return Py_NewRef(Py_None);
    },
    '($self, /)',
    'Reverse *IN PLACE*.',
  ),
  method(
    'sort',
    METH_FASTCALL | METH_KEYWORDS,
    list_sort,
    '($self, /, *, key=None, reverse=False)',
    'Sort the list in ascending order and return None.\n\n' +
      'The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n' +
      'order of two equal elements is maintained).\n\n' +
      'If a key function is given, apply it once to each list item and sort them,\n' +
      'ascending or descending, according to their function values.\n\n' +
      'The reverse flag can be set to sort in descending order.',
  ),
  method(
    '__class_getitem__',
    METH_O | METH_CLASS,
    (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
    null,
    'See PEP 585',
  ),
];

export const PyList_Type: PyTypeObject = defineType({
  tp_name: 'list',
  tp_basicsize: 40,
  tp_flags:
    Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LIST_SUBCLASS | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_SEQUENCE,
  tp_doc:
    'list(iterable=(), /)\n--\n\nBuilt-in mutable sequence.\n\n' +
    'If no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
  tp_dealloc: list_dealloc,
  tp_repr: list_repr,
  tp_hash: PyObject_HashNotImplemented,
  tp_traverse: list_traverse,
  tp_clear: list_clear,
  tp_richcompare: list_richcompare,
  tp_iter: list_iter,
  tp_init: list___init__,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: list_vectorcall,
  sq_length: list_length,
  sq_concat: list_concat,
  sq_repeat: list_repeat,
  sq_item: list_item,
  sq_ass_item: list_ass_item,
  sq_contains: list_contains,
  sq_inplace_concat: list_inplace_concat,
  sq_inplace_repeat: list_inplace_repeat,
  mp_length: list_length,
  mp_subscript: list_subscript,
  mp_ass_subscript: list_ass_subscript,
  tp_methods: list_methods,
  construct: (type) => new PyListObject(type),
  edges: list_edges,
});
