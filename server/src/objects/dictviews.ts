// dict_keys, dict_values and dict_items. Follows Objects/dictobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyIter_Next, PyObject_GetIter, PyObject_Size, PySequence_Contains, PySequence_List } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from './call';
import { PyDictProxy_New } from './descrobject';
import {
  PyDict_Check,
  PyDict_CheckExact,
  PyDict_Contains,
  PyDict_GetItemRef,
  _PyDict_DelItem_KnownHash,
  _PyDict_GetItem_KnownHash,
  _PyDict_Next,
  next_hash_hi,
  next_hash_lo,
  next_key,
  next_value,
} from './dictcore';
import {
  PyDictIterItem_Type,
  PyDictIterKey_Type,
  PyDictIterValue_Type,
  PyDictRevIterItem_Type,
  PyDictRevIterKey_Type,
  PyDictRevIterValue_Type,
  dictiter_new,
} from './dictiter';
import { PyDict_Copy } from './dictmerge';
import { _PyDictViewObject } from './dictstruct';
import type { PyDictObject } from './dictstruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import type { CompareOp, PyObject, visitproc } from './object';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE } from './object';
import type { Out } from './objectattr';
import {
  PyObject_Repr,
  PyObject_RichCompareBool,
  Py_NotImplemented,
  Py_ReprEnter,
  Py_ReprLeave,
} from './objectprotocol';
import { PyAnySet_Check, PySet_Add, PySet_CheckExact, PySet_New, _PySet_Update } from './setobject';
import { PyTuple_Check, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyGetSetDef, PyTypeObject, TypeSpec } from './typestruct';
import { METH_NOARGS, METH_O, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

/** A view of this kind, of dict or of OrderedDict. (They cannot be subclassed further.) */
function isView(op: PyObject, type: PyTypeObject): boolean {
  return op.ob_type === type || op.ob_type.tp_base === type;
}
export const PyDictKeys_Check = (op: PyObject): op is _PyDictViewObject => isView(op, PyDictKeys_Type);
export const PyDictValues_Check = (op: PyObject): op is _PyDictViewObject => isView(op, PyDictValues_Type);
export const PyDictItems_Check = (op: PyObject): op is _PyDictViewObject => isView(op, PyDictItems_Type);
/** A view that behaves like a set: of keys or items, of dict or OrderedDict. */
export const PyDictViewSet_Check = (op: PyObject): op is _PyDictViewObject =>
  PyDictKeys_Check(op) || PyDictItems_Check(op);

/** A view of the given type (or a subtype: OrderedDict's) on `dict`, borrowed. null with TypeError. */
export function _PyDictView_New(dict: PyObject, type: PyTypeObject): Owned<_PyDictViewObject> | null {
  if (!PyDict_Check(dict)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `${type.tp_name}() requires a dict argument, not '${dict.ob_type.tp_name}'`,
    );
  }
  const dv = PyObject_GC_New(new _PyDictViewObject(type, Py_NewRef(dict)), 24);
  _PyObject_GC_TRACK(dv);
  return dv;
}

function dictview_dealloc(dv: _PyDictViewObject): void {
  _PyObject_GC_UNTRACK(dv);
  Py_XDECREF(dv.dv_dict);
  PyObject_GC_Del(dv);
}

function dictview_traverse(dv: _PyDictViewObject, visit: visitproc): void {
  if (dv.dv_dict !== null) visit(dv.dv_dict);
}

const dictOf = (self: PyObject): PyDictObject => (self as _PyDictViewObject).dv_dict!;

function dictview_len(self: PyObject): number {
  return dictOf(self).ma_used;
}

function dictview_mapping(self: _PyDictViewObject): PyObject | null {
  return PyDictProxy_New(self.dv_dict!);
}

const dictview_getset: PyGetSetDef[] = [
  { name: 'mapping', get: dictview_mapping, set: null, doc: 'dictionary that this view refers to' },
];

/** Every item of `self` is in `other`: 1, 0, or −1 with an exception. */
function all_contained_in(self: PyObject, other: PyObject): number {
  const iter = PyObject_GetIter(self);
  if (iter === null) return -1;
  let ok = 1;
  for (;;) {
    const next = PyIter_Next(iter);
    if (next === null) {
      if (PyErr_Occurred() !== null) ok = -1;
      break;
    }
    ok = PySequence_Contains(other, next);
    Py_DECREF(next);
    if (ok <= 0) break;
  }
  Py_DECREF(iter);
  return ok;
}

function dictview_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  if (!PyAnySet_Check(other) && !PyDictViewSet_Check(other)) return Py_NewRef(Py_NotImplemented);
  const len_self = PyObject_Size(self);
  if (len_self < 0) return null;
  const len_other = PyObject_Size(other);
  if (len_other < 0) return null;
  let ok = 0;
  switch (op) {
    case Py_NE:
    case Py_EQ:
      if (len_self === len_other) ok = all_contained_in(self, other);
      if (op === Py_NE && ok >= 0) ok = ok === 0 ? 1 : 0;
      break;
    case Py_LT:
      if (len_self < len_other) ok = all_contained_in(self, other);
      break;
    case Py_LE:
      if (len_self <= len_other) ok = all_contained_in(self, other);
      break;
    case Py_GT:
      if (len_self > len_other) ok = all_contained_in(other, self);
      break;
    case Py_GE:
      if (len_self >= len_other) ok = all_contained_in(other, self);
      break;
  }
  return ok < 0 ? null : PyBool_FromLong(ok);
}

function dictview_repr(self: PyObject): PyObject | null {
  const rc = Py_ReprEnter(self);
  if (rc !== 0) return rc > 0 ? PyUnicode_FromString('...') : null;
  let result: PyObject | null = null;
  const seq = PySequence_List(self);
  if (seq !== null) {
    const text = PyObject_Repr(seq);
    Py_DECREF(seq);
    if (text !== null) {
      result = PyUnicode_FromString(`${self.ob_type.tp_name}(${(text as PyUnicodeObject).str})`);
      Py_DECREF(text);
    }
  }
  Py_ReprLeave(self);
  return result;
}

function dictkeys_contains(self: PyObject, obj: PyObject): number {
  return PyDict_Contains(dictOf(self), obj);
}

function dictitems_contains(self: PyObject, obj: PyObject): number {
  if (!PyTuple_Check(obj) || (obj as PyTupleObject).ob_item.length !== 2) return 0;
  const [key, value] = (obj as PyTupleObject).ob_item;
  const found: Out = { value: null };
  let result = PyDict_GetItemRef(dictOf(self), key!, found);
  if (result === 1) {
    result = PyObject_RichCompareBool(found.value!, value!, Py_EQ);
    Py_DECREF(found.value!);
  }
  return result;
}

function dictviews_to_set(self: PyObject): Owned<PyObject> | null {
  let left = self;
  if (PyDictKeys_Check(self) && PyDict_CheckExact(dictOf(self))) left = dictOf(self);
  return PySet_New(left);
}

/** A new set of self's items, changed by one of set's in-place methods. */
function changedSet(self: PyObject, name: PyObject, other: PyObject): PyObject | null {
  const result = dictviews_to_set(self);
  if (result === null) return null;
  const tmp = PyObject_CallMethodOneArg(result, name, other);
  if (tmp === null) {
    Py_DECREF(result);
    return null;
  }
  Py_DECREF(tmp);
  return result;
}

const id_difference_update = _Py_ID('difference_update');
const id_symmetric_difference_update = _Py_ID('symmetric_difference_update');
const id_intersection = _Py_ID('intersection');
const id_items = _Py_ID('items');

function dictviews_sub(self: PyObject, other: PyObject): PyObject | null {
  return changedSet(self, id_difference_update, other);
}

export function _PyDictView_Intersect(self: PyObject, other: PyObject): PyObject | null {
  if (!PyDictViewSet_Check(self)) {
    const tmp = other;
    other = self;
    self = tmp;
  }
  const len_self = dictview_len(self);
  if (PySet_CheckExact(other) && len_self <= PyObject_Size(other)) {
    return PyObject_CallMethodOneArg(other, id_intersection, self);
  }
  if (PyDictViewSet_Check(other) && dictview_len(other) > len_self) {
    const tmp: PyObject = other;
    other = self;
    self = tmp;
  }
  const result = PySet_New(null);
  if (result === null) return null;
  const it = PyObject_GetIter(other);
  if (it === null) {
    Py_DECREF(result);
    return null;
  }
  const contains = PyDictKeys_Check(self) ? dictkeys_contains : dictitems_contains;
  for (let key = PyIter_Next(it); key !== null; key = PyIter_Next(it)) {
    const rv = contains(self, key);
    if (rv < 0 || (rv > 0 && PySet_Add(result, key) < 0)) {
      Py_DECREF(it);
      Py_DECREF(result);
      Py_DECREF(key);
      return null;
    }
    Py_DECREF(key);
  }
  Py_DECREF(it);
  if (PyErr_Occurred() !== null) {
    Py_DECREF(result);
    return null;
  }
  return result;
}

function dictviews_or(self: PyObject, other: PyObject): PyObject | null {
  const result = dictviews_to_set(self);
  if (result === null) return null;
  if (_PySet_Update(result, other) < 0) {
    Py_DECREF(result);
    return null;
  }
  return result;
}

function dictitems_xor(d1: PyDictObject, d2: PyDictObject): PyObject | null {
  const temp_dict = PyDict_Copy(d1);
  if (temp_dict === null) return null;
  const result_set = PySet_New(null)!;
  let failed = false;
  for (let pos = _PyDict_Next(d2, 0); !failed && pos >= 0; pos = failed ? -1 : _PyDict_Next(d2, pos)) {
    const key = next_key;
    const val2 = next_value;
    const lo = next_hash_lo;
    const hi = next_hash_hi;
    Py_INCREF(key);
    Py_INCREF(val2);
    const val1 = _PyDict_GetItem_KnownHash(temp_dict, key, lo, hi);
    let to_delete = 0;
    if (val1 !== null) {
      Py_INCREF(val1);
      to_delete = PyObject_RichCompareBool(val1, val2, Py_EQ);
      failed = to_delete < 0;
    } else {
      failed = PyErr_Occurred() !== null;
    }
    if (!failed) {
      if (to_delete > 0) failed = _PyDict_DelItem_KnownHash(temp_dict, key, lo, hi) < 0;
      else {
        const pair = PyTuple_Pack(key, val2);
        failed = PySet_Add(result_set, pair) < 0;
        Py_DECREF(pair);
      }
    }
    Py_DECREF(key);
    Py_XDECREF(val1);
    Py_DECREF(val2);
  }
  if (!failed) {
    const remaining_pairs = PyObject_CallMethodNoArgs(temp_dict, id_items);
    failed = remaining_pairs === null || _PySet_Update(result_set, remaining_pairs) < 0;
    Py_DECREF(temp_dict);
    Py_XDECREF(remaining_pairs);
  } else {
    Py_DECREF(temp_dict);
  }
  if (!failed) return result_set;
  Py_DECREF(result_set);
  return null;
}

function dictviews_xor(self: PyObject, other: PyObject): PyObject | null {
  if (PyDictItems_Check(self) && PyDictItems_Check(other)) return dictitems_xor(dictOf(self), dictOf(other));
  return changedSet(self, id_symmetric_difference_update, other);
}

function dictviews_isdisjoint(self: PyObject, other: PyObject): PyObject | null {
  if (self === other) return PyBool_FromLong(dictview_len(self) === 0);
  if (PyAnySet_Check(other) || PyDictViewSet_Check(other)) {
    const len_other = PyObject_Size(other);
    if (len_other === -1) return null;
    if (len_other > dictview_len(self)) {
      const tmp = other;
      other = self;
      self = tmp;
    }
  }
  const it = PyObject_GetIter(other);
  if (it === null) return null;
  for (let item = PyIter_Next(it); item !== null; item = PyIter_Next(it)) {
    const contains = PySequence_Contains(self, item);
    Py_DECREF(item);
    if (contains !== 0) {
      Py_DECREF(it);
      return contains < 0 ? null : PyBool_FromLong(0);
    }
  }
  Py_DECREF(it);
  return PyErr_Occurred() !== null ? null : PyBool_FromLong(1);
}

const isdisjoint = method(
  'isdisjoint',
  METH_O,
  dictviews_isdisjoint,
  null,
  'Return True if the view and the given iterable have a null intersection.',
);

/** What all three views have. `reverse` is their reverse iterator's type. */
function defineView(spec: TypeSpec, reverse: () => PyTypeObject, what: string, set: boolean): PyTypeObject {
  const reversed = method(
    '__reversed__',
    METH_NOARGS,
    (self: PyObject) => dictiter_new(dictOf(self), reverse()),
    null,
    `Return a reverse iterator over the dict ${what}.`,
  );
  return defineType({
    tp_flags: Py_TPFLAGS_HAVE_GC,
    tp_dealloc: dictview_dealloc,
    tp_traverse: dictview_traverse,
    tp_repr: dictview_repr,
    sq_length: dictview_len,
    tp_getset: dictview_getset,
    tp_methods: set ? [isdisjoint, reversed] : [reversed],
    ...(set
      ? {
          tp_richcompare: dictview_richcompare,
          nb_subtract: dictviews_sub,
          nb_and: _PyDictView_Intersect,
          nb_xor: dictviews_xor,
          nb_or: dictviews_or,
        }
      : {}),
    edges: (dv: _PyDictViewObject, emit) => {
      if (dv.dv_dict !== null) emit(dv.dv_dict, 'field', 'dict');
    },
    ...spec,
  });
}

export const PyDictKeys_Type: PyTypeObject = defineView(
  {
    tp_name: 'dict_keys',
    tp_basicsize: 24,
    tp_iter: (self) => dictiter_new(dictOf(self), PyDictIterKey_Type),
    sq_contains: dictkeys_contains,
  },
  () => PyDictRevIterKey_Type,
  'keys',
  true,
);

export const PyDictItems_Type: PyTypeObject = defineView(
  {
    tp_name: 'dict_items',
    tp_basicsize: 24,
    tp_iter: (self) => dictiter_new(dictOf(self), PyDictIterItem_Type),
    sq_contains: dictitems_contains,
  },
  () => PyDictRevIterItem_Type,
  'items',
  true,
);

export const PyDictValues_Type: PyTypeObject = defineView(
  {
    tp_name: 'dict_values',
    tp_basicsize: 24,
    tp_iter: (self) => dictiter_new(dictOf(self), PyDictIterValue_Type),
  },
  () => PyDictRevIterValue_Type,
  'values',
  false,
);
