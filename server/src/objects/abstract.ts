// The object protocol by operation: sequences, mappings, iteration, isinstance. Numbers are in abstractnumber.ts.
// Follows Objects/abstract.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import {
  PyObject_CallNoArgs,
  PyObject_CallOneArg,
  PyObject_CallMethodNoArgs,
  _Py_EnterRecursiveCall,
  _Py_LeaveRecursiveCall,
} from './call';
import { PyDict_CheckExact, PyDict_Items, PyDict_Keys, PyDict_Values, PyDict_GetItemRef } from './dictobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_IndexError, PyExc_KeyError, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PySeqIter_New } from './iterobject';
import { PyList_CheckExact, PyList_New, _PyList_Extend } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t, PyNumber_AsSsize_t } from './longobject';
import {
  PyIndex_Check,
  PyNumber_Add,
  PyNumber_InPlaceAdd,
  PyNumber_InPlaceMultiply,
  PyNumber_Multiply,
} from './abstractnumber';
import type { PyObject } from './object';
import { Py_EQ } from './object';
import {
  Py_None,
  Py_NotImplemented,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_RichCompareBool,
  _PyObject_NextNotImplemented,
} from './objectprotocol';
import { PySlice_FromIndices } from './sliceobject';
import { Py_GenericAlias } from './genericaliasobject';
import { PyTuple_CheckExact, PyTuple_FromArray, PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_Check, PyType_IsSubtype, PyType_Type } from './typeobject';
import { _PyObject_LookupSpecial } from './typeslots';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_TUPLE_SUBCLASS } from './typestruct';
import { _PyUnion_Check } from './unionobject';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';

export * from './abstractnumber';
export { PyObject_Format } from './objectformat';

export function PyObject_Type(op: PyObject): Owned<PyObject> {
  return Py_NewRef(op.ob_type);
}

function typeError(message: string): null {
  return PyErr_SetString(PyExc_TypeError, message);
}
const nameOf = (op: PyObject): string => op.ob_type.tp_name;

/** len(op), or −1 with TypeError. */
export function PyObject_Size(op: PyObject): number {
  const sq_length = op.ob_type.sq_length;
  if (sq_length !== null) return sq_length(op);
  return PyMapping_Size(op);
}
export const PyObject_Length = PyObject_Size;

export function _PyObject_HasLen(op: PyObject): boolean {
  return op.ob_type.sq_length !== null || op.ob_type.mp_length !== null;
}

/** operator.length_hint: the hint, `defaultvalue` when there is none, −1 with an exception. */
export function PyObject_LengthHint(op: PyObject, defaultvalue: number): number {
  if (_PyObject_HasLen(op)) {
    const res = PyObject_Size(op);
    if (res >= 0) return res;
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
    PyErr_Clear();
  }
  const hint = _PyObject_LookupSpecial(op, _Py_ID('__length_hint__'));
  if (hint === null) return PyErr_Occurred() ? -1 : defaultvalue;
  const result = PyObject_CallNoArgs(hint);
  Py_DECREF(hint);
  if (result === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_Clear();
      return defaultvalue;
    }
    return -1;
  }
  if (result === Py_NotImplemented) {
    Py_DECREF(result);
    return defaultvalue;
  }
  if (!PyLong_Check(result)) {
    typeError(`__length_hint__ must be an integer, not ${nameOf(result)}`);
    Py_DECREF(result);
    return -1;
  }
  const m = PyLong_AsSsize_t(result);
  Py_DECREF(result);
  if (m < 0 && PyErr_Occurred()) return -1;
  if (m < 0) {
    PyErr_SetString(PyExc_ValueError, '__length_hint__() should return >= 0');
    return -1;
  }
  return m;
}

/** op[key]. */
export function PyObject_GetItem(op: PyObject, key: PyObject): Owned<PyObject> | null {
  const type = op.ob_type;
  if (type.mp_subscript !== null) return type.mp_subscript(op, key);
  if (type.sq_item !== null) {
    if (PyIndex_Check(key)) {
      const i = PyNumber_AsSsize_t(key, PyExc_IndexError);
      if (i === -1 && PyErr_Occurred()) return null;
      return PySequence_GetItem(op, i);
    }
    return typeError(`sequence index must be integer, not '${nameOf(key)}'`);
  }
  if (PyType_Check(op)) {
    if ((op as PyObject) === PyType_Type) return Py_GenericAlias(op, key);
    const found: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(op, _Py_ID('__class_getitem__'), found) < 0) return null;
    if (found.value !== null && found.value !== Py_None) {
      const result = PyObject_CallOneArg(found.value, key);
      Py_DECREF(found.value);
      return result;
    }
    if (found.value !== null) Py_DECREF(found.value);
    return typeError(`type '${(op as unknown as PyTypeObject).tp_name}' is not subscriptable`);
  }
  return typeError(`'${nameOf(op)}' object is not subscriptable`);
}

/** PyMapping_GetOptionalItem: 1 with `result.value` owned, 0 for a KeyError, −1 with an exception. */
export function PyMapping_GetOptionalItem(op: PyObject, key: PyObject, result: { value: PyObject | null }): number {
  if (PyDict_CheckExact(op)) return PyDict_GetItemRef(op, key, result);
  result.value = PyObject_GetItem(op, key);
  if (result.value !== null) return 1;
  if (!PyErr_ExceptionMatches(PyExc_KeyError)) return -1;
  PyErr_Clear();
  return 0;
}

/** op[key] = value: 0, or −1 with an exception. */
export function PyObject_SetItem(op: PyObject, key: PyObject, value: PyObject): number {
  const type = op.ob_type;
  if (type.mp_ass_subscript !== null) return type.mp_ass_subscript(op, key, value);
  if (type.sq_ass_item !== null || type.sq_item !== null) {
    if (type.sq_ass_item !== null) {
      if (PyIndex_Check(key)) {
        const i = PyNumber_AsSsize_t(key, PyExc_IndexError);
        return i === -1 && PyErr_Occurred() ? -1 : PySequence_SetItem(op, i, value);
      }
      typeError(`sequence index must be integer, not '${nameOf(key)}'`);
      return -1;
    }
  }
  typeError(`'${nameOf(op)}' object does not support item assignment`);
  return -1;
}

/** del op[key]: 0, or −1 with an exception. */
export function PyObject_DelItem(op: PyObject, key: PyObject): number {
  const type = op.ob_type;
  if (type.mp_ass_subscript !== null) return type.mp_ass_subscript(op, key, null);
  if (type.sq_ass_item !== null) {
    if (PyIndex_Check(key)) {
      const i = PyNumber_AsSsize_t(key, PyExc_IndexError);
      return i === -1 && PyErr_Occurred() ? -1 : PySequence_DelItem(op, i);
    }
    typeError(`sequence index must be integer, not '${nameOf(key)}'`);
    return -1;
  }
  typeError(`'${nameOf(op)}' object does not support item deletion`);
  return -1;
}

export function PySequence_Check(op: PyObject): boolean {
  return (op.ob_type.tp_flags & Py_TPFLAGS_DICT_SUBCLASS) === 0 && op.ob_type.sq_item !== null;
}

export function PySequence_Size(op: PyObject): number {
  const type = op.ob_type;
  if (type.sq_length !== null) return type.sq_length(op);
  typeError(
    type.mp_length !== null ? `${nameOf(op)} is not a sequence` : `object of type '${nameOf(op)}' has no len()`,
  );
  return -1;
}
export const PySequence_Length = PySequence_Size;

export function PySequence_Concat(s: PyObject, o: PyObject): Owned<PyObject> | null {
  if (s.ob_type.sq_concat !== null) return s.ob_type.sq_concat(s, o);
  if (PySequence_Check(s) && PySequence_Check(o)) {
    const result = PyNumber_Add(s, o);
    return result;
  }
  return typeError(`'${nameOf(s)}' object can't be concatenated`);
}

export function PySequence_Repeat(o: PyObject, count: number): Owned<PyObject> | null {
  if (o.ob_type.sq_repeat !== null) return o.ob_type.sq_repeat(o, count);
  if (PySequence_Check(o)) {
    const n = PyLong_FromSsize_t(count);
    const result = PyNumber_Multiply(o, n);
    Py_DECREF(n);
    return result;
  }
  return typeError(`'${nameOf(o)}' object can't be repeated`);
}

export function PySequence_InPlaceConcat(s: PyObject, o: PyObject): Owned<PyObject> | null {
  const type = s.ob_type;
  if (type.sq_inplace_concat !== null) return type.sq_inplace_concat(s, o);
  if (type.sq_concat !== null) return type.sq_concat(s, o);
  if (PySequence_Check(s) && PySequence_Check(o)) return PyNumber_InPlaceAdd(s, o);
  return typeError(`'${nameOf(s)}' object can't be concatenated`);
}

export function PySequence_InPlaceRepeat(o: PyObject, count: number): Owned<PyObject> | null {
  const type = o.ob_type;
  if (type.sq_inplace_repeat !== null) return type.sq_inplace_repeat(o, count);
  if (type.sq_repeat !== null) return type.sq_repeat(o, count);
  if (PySequence_Check(o)) {
    const n = PyLong_FromSsize_t(count);
    const result = PyNumber_InPlaceMultiply(o, n);
    Py_DECREF(n);
    return result;
  }
  return typeError(`'${nameOf(o)}' object can't be repeated`);
}

/** s[i] with a negative index counted from the end. */
export function PySequence_GetItem(s: PyObject, i: number): Owned<PyObject> | null {
  const type = s.ob_type;
  if (type.sq_item !== null) {
    if (i < 0 && type.sq_length !== null) {
      const n = type.sq_length(s);
      if (n < 0) return null;
      i += n;
    }
    return type.sq_item(s, i);
  }
  return typeError(
    type.mp_subscript !== null ? `${nameOf(s)} is not a sequence` : `'${nameOf(s)}' object does not support indexing`,
  );
}

export function PySequence_GetSlice(s: PyObject, i1: number, i2: number): Owned<PyObject> | null {
  if (s.ob_type.mp_subscript === null) return typeError(`'${nameOf(s)}' object is unsliceable`);
  const slice = PySlice_FromIndices(i1, i2);
  const result = s.ob_type.mp_subscript(s, slice);
  Py_DECREF(slice);
  return result;
}

export function PySequence_SetItem(s: PyObject, i: number, o: PyObject): number {
  return assignItem(s, i, o, 'item assignment');
}
export function PySequence_DelItem(s: PyObject, i: number): number {
  return assignItem(s, i, null, 'item deletion');
}
function assignItem(s: PyObject, i: number, o: PyObject | null, what: string): number {
  const type = s.ob_type;
  if (type.sq_ass_item !== null) {
    if (i < 0 && type.sq_length !== null) {
      const n = type.sq_length(s);
      if (n < 0) return -1;
      i += n;
    }
    return type.sq_ass_item(s, i, o);
  }
  typeError(
    type.mp_ass_subscript !== null
      ? `${nameOf(s)} is not a sequence`
      : `'${nameOf(s)}' object does not support ${what}`,
  );
  return -1;
}

/** s[i1:i2] = o, or deletion when `o` is null. */
export function PySequence_SetSlice(s: PyObject, i1: number, i2: number, o: PyObject | null): number {
  if (s.ob_type.mp_ass_subscript === null) {
    typeError(`'${nameOf(s)}' object doesn't support slice ${o === null ? 'deletion' : 'assignment'}`);
    return -1;
  }
  const slice = PySlice_FromIndices(i1, i2);
  const result = s.ob_type.mp_ass_subscript(s, slice, o);
  Py_DECREF(slice);
  return result;
}

/** tuple(v). */
export function PySequence_Tuple(v: PyObject): Owned<PyObject> | null {
  if (PyTuple_CheckExact(v)) return Py_NewRef(v);
  if (PyList_CheckExact(v)) return PyTuple_FromArray((v as PyListObject).ob_item);
  const it = PyObject_GetIter(v);
  if (it === null) return null;
  if (PyObject_LengthHint(v, 10) === -1) {
    Py_DECREF(it);
    return null;
  }
  const items: PyObject[] = [];
  for (;;) {
    const item = PyIter_Next(it);
    if (item === null) break;
    items.push(item);
  }
  if (PyErr_Occurred()) {
    Py_DECREF(it);
    for (let i = items.length - 1; i >= 0; i--) Py_DECREF(items[i]!);
    return null;
  }
  Py_DECREF(it);
  return PyTuple_FromArraySteal(items);
}

/** list(v). */
export function PySequence_List(v: PyObject): Owned<PyListObject> | null {
  const result = PyList_New(0);
  const rv = _PyList_Extend(result, v);
  if (rv === null) {
    Py_DECREF(result);
    return null;
  }
  Py_DECREF(rv);
  return result;
}

/** A list or tuple with v's items: `v` itself when it is one. TypeError gets the text `m`. */
export function PySequence_Fast(v: PyObject, m: string): Owned<PyTupleObject | PyListObject> | null {
  if (PyList_CheckExact(v) || PyTuple_CheckExact(v)) return Py_NewRef(v as PyListObject);
  const it = PyObject_GetIter(v);
  if (it === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) PyErr_SetString(PyExc_TypeError, m);
    return null;
  }
  const list = PySequence_List(it);
  Py_DECREF(it);
  return list;
}

export const PY_ITERSEARCH_COUNT = 1;
export const PY_ITERSEARCH_INDEX = 2;
export const PY_ITERSEARCH_CONTAINS = 3;

/** Counts, finds or tests `obj` in any iterable; −1 with an exception. */
export function _PySequence_IterSearch(seq: PyObject, obj: PyObject, operation: 1 | 2 | 3): number {
  const it = PyObject_GetIter(seq);
  if (it === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      typeError(
        operation === PY_ITERSEARCH_CONTAINS
          ? `argument of type '${nameOf(seq)}' is not iterable`
          : `argument of type '${nameOf(seq)}' is not iterable`,
      );
    }
    return -1;
  }
  let n = 0;
  for (;;) {
    const item = PyIter_Next(it);
    if (item === null) {
      if (PyErr_Occurred()) n = -1;
      break;
    }
    const cmp = PyObject_RichCompareBool(item, obj, Py_EQ);
    Py_DECREF(item);
    if (cmp < 0) {
      n = -1;
      break;
    }
    if (cmp > 0) {
      if (operation === PY_ITERSEARCH_COUNT) n++;
      else if (operation === PY_ITERSEARCH_INDEX) {
        Py_DECREF(it);
        return n;
      } else {
        Py_DECREF(it);
        return 1;
      }
    } else if (operation === PY_ITERSEARCH_INDEX) n++;
  }
  if (n >= 0 && operation === PY_ITERSEARCH_INDEX) {
    PyErr_SetString(PyExc_ValueError, 'sequence.index(x): x not in sequence');
    n = -1;
  }
  Py_DECREF(it);
  return operation === PY_ITERSEARCH_CONTAINS && n > 0 ? 0 : n;
}

export function PySequence_Count(s: PyObject, o: PyObject): number {
  return _PySequence_IterSearch(s, o, PY_ITERSEARCH_COUNT);
}
export function PySequence_Index(s: PyObject, o: PyObject): number {
  return _PySequence_IterSearch(s, o, PY_ITERSEARCH_INDEX);
}
/** ob in seq: 1, 0, −1. */
export function PySequence_Contains(seq: PyObject, ob: PyObject): number {
  const sq_contains = seq.ob_type.sq_contains;
  if (sq_contains !== null) return sq_contains(seq, ob);
  return _PySequence_IterSearch(seq, ob, PY_ITERSEARCH_CONTAINS);
}

export function PyMapping_Check(op: PyObject): boolean {
  return op.ob_type.mp_subscript !== null;
}

export function PyMapping_Size(op: PyObject): number {
  const type = op.ob_type;
  if (type.mp_length !== null) return type.mp_length(op);
  typeError(type.sq_length !== null ? `${nameOf(op)} is not a mapping` : `object of type '${nameOf(op)}' has no len()`);
  return -1;
}

export function PyMapping_GetItemString(op: PyObject, key: string): Owned<PyObject> | null {
  const k = PyUnicode_FromString(key);
  const r = PyObject_GetItem(op, k);
  Py_DECREF(k);
  return r;
}

function methodOutputAsList(o: PyObject, name: string): Owned<PyObject> | null {
  const output = PyObject_CallMethodNoArgs(o, _Py_ID(name));
  if (output === null) return null;
  const it = PyObject_GetIter(output);
  if (it === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      typeError(`${nameOf(o)}.${name}() returned a non-iterable (type ${nameOf(output)})`);
    }
    Py_DECREF(output);
    return null;
  }
  Py_DECREF(output);
  const result = PySequence_List(it);
  Py_DECREF(it);
  return result;
}
export function PyMapping_Keys(o: PyObject): Owned<PyObject> | null {
  return PyDict_CheckExact(o) ? PyDict_Keys(o) : methodOutputAsList(o, 'keys');
}
export function PyMapping_Items(o: PyObject): Owned<PyObject> | null {
  return PyDict_CheckExact(o) ? PyDict_Items(o) : methodOutputAsList(o, 'items');
}
export function PyMapping_Values(o: PyObject): Owned<PyObject> | null {
  return PyDict_CheckExact(o) ? PyDict_Values(o) : methodOutputAsList(o, 'values');
}

/** iter(o). */
export function PyObject_GetIter(o: PyObject): Owned<PyObject> | null {
  const type = o.ob_type;
  const f = type.tp_iter;
  if (f === null) {
    if (PySequence_Check(o)) return PySeqIter_New(o);
    return typeError(`'${type.tp_name}' object is not iterable`);
  }
  const res = f(o);
  if (res !== null && !PyIter_Check(res)) {
    typeError(`iter() returned non-iterator of type '${nameOf(res)}'`);
    Py_DECREF(res);
    return null;
  }
  return res;
}

export function PyObject_GetAIter(o: PyObject): Owned<PyObject> | null {
  const type = o.ob_type;
  if (type.am_aiter === null) return typeError(`'${type.tp_name}' object is not an async iterable`);
  const it = type.am_aiter(o);
  if (it !== null && it.ob_type.am_anext === null) {
    typeError(`aiter() returned not an async iterator of type '${nameOf(it)}'`);
    Py_DECREF(it);
    return null;
  }
  return it;
}

export function PyIter_Check(op: PyObject): boolean {
  const tp_iternext = op.ob_type.tp_iternext;
  return tp_iternext !== null && tp_iternext !== (_PyObject_NextNotImplemented as unknown);
}
export function PyAIter_Check(op: PyObject): boolean {
  return op.ob_type.am_anext !== null;
}

/** The next item; null without an exception at the end (a StopIteration is cleared), null with one on failure. */
export function PyIter_Next(iter: PyObject): Owned<PyObject> | null {
  const result = iter.ob_type.tp_iternext!(iter);
  if (result === null && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_StopIteration)) PyErr_Clear();
  return result;
}

/** `__class__` of any object when it is a type-like thing: borrowed-style test for abstract isinstance. */
function abstract_get_bases(cls: PyObject): { value: PyObject | null } | null {
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(cls, _Py_ID('__bases__'), found) < 0) return null;
  if (found.value !== null && (found.value.ob_type.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) === 0) {
    Py_DECREF(found.value);
    found.value = null;
  }
  return found;
}

function abstract_issubclass(derived: PyObject, cls: PyObject): number {
  if (derived === cls) return 1;
  const bases = abstract_get_bases(derived);
  if (bases === null) return -1;
  if (bases.value === null) return 0;
  let r = 0;
  for (const base of [...(bases.value as PyTupleObject).ob_item]) {
    if (_Py_EnterRecursiveCall(' in __issubclass__')) {
      r = -1;
      break;
    }
    r = abstract_issubclass(base, cls);
    _Py_LeaveRecursiveCall();
    if (r !== 0) break;
  }
  Py_DECREF(bases.value);
  return r;
}

function check_class(cls: PyObject, error: string): boolean {
  const bases = abstract_get_bases(cls);
  if (bases === null) return false;
  if (bases.value === null) {
    typeError(error);
    return false;
  }
  Py_DECREF(bases.value);
  return true;
}

function object_isinstance(inst: PyObject, cls: PyObject): number {
  if (PyType_Check(cls)) {
    if (PyType_IsSubtype(inst.ob_type, cls as unknown as PyTypeObject)) return 1;
    const found: { value: PyObject | null } = { value: null };
    let r = PyObject_GetOptionalAttr(inst, _Py_ID('__class__'), found);
    if (r < 0) return -1;
    r = 0;
    if (found.value !== null) {
      const icls = found.value;
      if (icls !== (inst.ob_type as PyObject) && PyType_Check(icls)) {
        r = PyType_IsSubtype(icls as unknown as PyTypeObject, cls as unknown as PyTypeObject) ? 1 : 0;
      }
      Py_DECREF(icls);
    }
    return r;
  }
  if (!check_class(cls, 'isinstance() arg 2 must be a type, a tuple of types, or a union')) return -1;
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(inst, _Py_ID('__class__'), found) < 0) return -1;
  if (found.value === null) return 0;
  const r = abstract_issubclass(found.value, cls);
  Py_DECREF(found.value);
  return r;
}

/** isinstance(inst, cls): 1, 0, −1. */
export function PyObject_IsInstance(inst: PyObject, cls: PyObject): number {
  if ((inst.ob_type as PyObject) === cls) return 1;
  if (cls.ob_type === PyType_Type) return object_isinstance(inst, cls);
  if (_PyUnion_Check(cls))
    return anyOf((cls as unknown as { args: PyTupleObject }).args, (c) => PyObject_IsInstance(inst, c));
  if ((cls.ob_type.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) !== 0) {
    if (_Py_EnterRecursiveCall(' in __instancecheck__')) return -1;
    const r = anyOf(cls as PyTupleObject, (c) => PyObject_IsInstance(inst, c));
    _Py_LeaveRecursiveCall();
    return r;
  }
  return viaSpecial(cls, inst, '__instancecheck__', object_isinstance);
}

function recursive_issubclass(derived: PyObject, cls: PyObject): number {
  if (PyType_Check(cls) && PyType_Check(derived)) {
    return PyType_IsSubtype(derived as unknown as PyTypeObject, cls as unknown as PyTypeObject) ? 1 : 0;
  }
  if (!check_class(derived, 'issubclass() arg 1 must be a class')) return -1;
  if (!_PyUnion_Check(cls) && !check_class(cls, 'issubclass() arg 2 must be a class, a tuple of classes, or a union'))
    return -1;
  return abstract_issubclass(derived, cls);
}

/** issubclass(derived, cls): 1, 0, −1. */
export function PyObject_IsSubclass(derived: PyObject, cls: PyObject): number {
  if (cls.ob_type === PyType_Type) return derived === cls ? 1 : recursive_issubclass(derived, cls);
  if (_PyUnion_Check(cls))
    return anyOf((cls as unknown as { args: PyTupleObject }).args, (c) => PyObject_IsSubclass(derived, c));
  if ((cls.ob_type.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS) !== 0) {
    if (_Py_EnterRecursiveCall(' in __subclasscheck__')) return -1;
    const r = anyOf(cls as PyTupleObject, (c) => PyObject_IsSubclass(derived, c));
    _Py_LeaveRecursiveCall();
    return r;
  }
  return viaSpecial(cls, derived, '__subclasscheck__', recursive_issubclass);
}

function anyOf(classes: PyTupleObject, test: (cls: PyObject) => number): number {
  for (const cls of classes.ob_item) {
    const r = test(cls);
    if (r !== 0) return r;
  }
  return 0;
}

function viaSpecial(
  cls: PyObject,
  subject: PyObject,
  name: string,
  fallback: (subject: PyObject, cls: PyObject) => number,
): number {
  const checker = _PyObject_LookupSpecial(cls, _Py_ID(name));
  if (checker !== null) {
    if (_Py_EnterRecursiveCall(` in ${name}`)) {
      Py_DECREF(checker);
      return -1;
    }
    const res = PyObject_CallOneArg(checker, subject);
    _Py_LeaveRecursiveCall();
    Py_DECREF(checker);
    if (res === null) return -1;
    const ok = PyObject_IsTrue(res);
    Py_DECREF(res);
    return ok;
  }
  return PyErr_Occurred() ? -1 : fallback(subject, cls);
}

/** For type's own __instancecheck__ and __subclasscheck__. */
export function _PyObject_RealIsInstance(inst: PyObject, cls: PyObject): number {
  return object_isinstance(inst, cls);
}
export function _PyObject_RealIsSubclass(derived: PyObject, cls: PyObject): number {
  return recursive_issubclass(derived, cls);
}
