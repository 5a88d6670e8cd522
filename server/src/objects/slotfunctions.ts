// The slot functions of heap types: each calls the Python method that the class defines (slot_tp_repr calls __repr__).
// Follows "Slot wrappers that call the corresponding __foo__ slot" in Objects/typeobject.c, CPython 3.13.

import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PY_ITERSEARCH_CONTAINS, _PyNumber_Index, _PySequence_IterSearch } from './abstract';
import { PyBool_Check } from './boolobject';
import { PyObject_Call, PyObject_CallOneArg, PyObject_Vectorcall, _PyObject_Call_Prepend } from './call';
import { PyWrapperDescr_Type } from './descrobject';
import type { PyWrapperDescrObject } from './descrstruct';
import type { PyDictObject } from './dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_GetRaisedException,
  PyErr_SetRaisedException,
  PyErr_SetString,
  PyErr_WriteUnraisable,
} from './errors';
import { PyExc_AttributeError, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PySeqIter_New } from './iterobject';
import { PyLong_Check, PyLong_FromLong, PyLong_Type, PyNumber_AsSsize_t } from './longobject';
import type { PyLongObject } from './longstruct';
import type { CompareOp, PyObject, binaryfunc, unaryfunc } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_HashNotImplemented,
  PyObject_IsTrue,
  PyObject_RichCompareBool,
  Py_None,
  Py_NotImplemented,
  _PyObject_GenericGetAttrWithDict,
  pointerText,
} from './objectprotocol';
import type { Out } from './objectprotocol';
import { hashError, hashFromBigInt, hashFromNumber } from './pyhash';
import { tstate } from './pystate';
import type { PyTupleObject } from './tuplestruct';
import { PyType_IsSubtype } from './typebasics';
import { _PyType_Lookup } from './typecache';
import {
  call_unbound_noarg,
  lookup_maybe_method,
  lookup_method,
  unbound,
  vectorcall_maybe,
  vectorcall_method,
  vectorcall_unbound,
} from './typelookup';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_METHOD_DESCRIPTOR } from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';

const id___bool__ = _Py_ID('__bool__');
const id___call__ = _Py_ID('__call__');
const id___contains__ = _Py_ID('__contains__');
const id___del__ = _Py_ID('__del__');
const id___delattr__ = _Py_ID('__delattr__');
const id___delete__ = _Py_ID('__delete__');
const id___delitem__ = _Py_ID('__delitem__');
const id___get__ = _Py_ID('__get__');
const id___getattr__ = _Py_ID('__getattr__');
const id___getattribute__ = _Py_ID('__getattribute__');
const id___getitem__ = _Py_ID('__getitem__');
const id___hash__ = _Py_ID('__hash__');
const id___init__ = _Py_ID('__init__');
const id___ipow__ = _Py_ID('__ipow__');
const id___iter__ = _Py_ID('__iter__');
const id___len__ = _Py_ID('__len__');
const id___new__ = _Py_ID('__new__');
const id___next__ = _Py_ID('__next__');
const id___pow__ = _Py_ID('__pow__');
const id___repr__ = _Py_ID('__repr__');
const id___set__ = _Py_ID('__set__');
const id___setattr__ = _Py_ID('__setattr__');
const id___setitem__ = _Py_ID('__setitem__');

// SLOT0, SLOT1: methods with no and with one argument, whose result is the slot's.

function SLOT0(dunder: string): unaryfunc {
  const name = _Py_ID(dunder);
  return (self) => vectorcall_method(name, [self]);
}
function SLOT1(dunder: string): binaryfunc {
  const name = _Py_ID(dunder);
  return (self, arg1) => vectorcall_method(name, [self, arg1]);
}

/** The class of `right` has the method `name` from elsewhere than the class of `left`. 1, 0, or −1 with an exception. */
function method_is_overloaded(left: PyObject, right: PyObject, name: PyObject): number {
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(right.ob_type, name, slot) < 0) return -1;
  const b = slot.value;
  if (b === null) return 0;
  if (PyObject_GetOptionalAttr(left.ob_type, name, slot) < 0) {
    Py_DECREF(b);
    return -1;
  }
  const a = slot.value;
  if (a === null) {
    Py_DECREF(b);
    return 1;
  }
  const ok = PyObject_RichCompareBool(a, b, 3);
  Py_DECREF(a);
  Py_DECREF(b);
  return ok;
}

type BinarySlot = keyof PyTypeObject & `nb_${string}`;

/**
 * SLOT1BIN: a binary operator, with its reflected method. `test`: the function that stands in the slot where it is not the
 * one returned (for nb_power).
 */
function SLOT1BIN(slot: BinarySlot, dunder: string, rdunder: string, test: (() => unknown) | null = null): binaryfunc {
  const name = _Py_ID(dunder);
  const rname = _Py_ID(rdunder);
  const binary: binaryfunc = (self, other) => {
    const testfunc = test === null ? binary : test();
    const st = self.ob_type;
    const ot = other.ob_type;
    let do_other = st !== ot && ot[slot] === testfunc;
    if (st[slot] === testfunc) {
      if (do_other && PyType_IsSubtype(ot, st)) {
        const ok = method_is_overloaded(self, other, rname);
        if (ok < 0) return null;
        if (ok !== 0) {
          const r = vectorcall_maybe(rname, [other, self]);
          if (r !== Py_NotImplemented) return r;
          Py_DECREF(r);
          do_other = false;
        }
      }
      const r = vectorcall_maybe(name, [self, other]);
      if (r !== Py_NotImplemented || other.ob_type === self.ob_type) return r;
      Py_DECREF(r);
    }
    if (do_other) return vectorcall_maybe(rname, [other, self]);
    return Py_NewRef(Py_NotImplemented);
  };
  return binary;
}

// ---------------------------------------------------------------------------------------------------- containers

export function slot_sq_length(self: PyObject): number {
  const res = vectorcall_method(id___len__, [self]);
  if (res === null) return -1;
  const index = _PyNumber_Index(res);
  Py_DECREF(res);
  if (index === null) return -1;
  if ((index as PyLongObject).value < 0) {
    Py_DECREF(index);
    PyErr_SetString(PyExc_ValueError, '__len__() should return >= 0');
    return -1;
  }
  const len = PyNumber_AsSsize_t(index, PyExc_OverflowError);
  Py_DECREF(index);
  return len;
}
export const slot_mp_length = slot_sq_length;

export function slot_sq_item(self: PyObject, i: number): PyObject | null {
  const ival = PyLong_FromLong(i);
  const retval = vectorcall_method(id___getitem__, [self, ival]);
  Py_DECREF(ival);
  return retval;
}

/** Calls the one method to set, the other to delete; the result counts only as success or failure. */
function setOrDelete(set: PyObject, del: PyObject, self: PyObject, key: PyObject, value: PyObject | null): number {
  const res = value === null ? vectorcall_method(del, [self, key]) : vectorcall_method(set, [self, key, value]);
  if (res === null) return -1;
  Py_DECREF(res);
  return 0;
}

export function slot_sq_ass_item(self: PyObject, index: number, value: PyObject | null): number {
  const ival = PyLong_FromLong(index);
  const res = setOrDelete(id___setitem__, id___delitem__, self, ival, value);
  Py_DECREF(ival);
  return res;
}

export function slot_sq_contains(self: PyObject, value: PyObject): number {
  const func = lookup_maybe_method(self, id___contains__);
  if (func === Py_None) {
    Py_DECREF(func);
    PyErr_SetString(PyExc_TypeError, `'${self.ob_type.tp_name}' object is not a container`);
    return -1;
  }
  if (func !== null) {
    const res = vectorcall_unbound(unbound, func, [self, value]);
    Py_DECREF(func);
    if (res === null) return -1;
    const result = PyObject_IsTrue(res);
    Py_DECREF(res);
    return result;
  }
  return tstate.current_exception !== null ? -1 : _PySequence_IterSearch(self, value, PY_ITERSEARCH_CONTAINS);
}

export const slot_mp_subscript = SLOT1('__getitem__');

export function slot_mp_ass_subscript(self: PyObject, key: PyObject, value: PyObject | null): number {
  return setOrDelete(id___setitem__, id___delitem__, self, key, value);
}

// ---------------------------------------------------------------------------------------------------- numbers

export const slot_nb_add = SLOT1BIN('nb_add', '__add__', '__radd__');
export const slot_nb_subtract = SLOT1BIN('nb_subtract', '__sub__', '__rsub__');
export const slot_nb_multiply = SLOT1BIN('nb_multiply', '__mul__', '__rmul__');
export const slot_nb_matrix_multiply = SLOT1BIN('nb_matrix_multiply', '__matmul__', '__rmatmul__');
export const slot_nb_remainder = SLOT1BIN('nb_remainder', '__mod__', '__rmod__');
export const slot_nb_divmod = SLOT1BIN('nb_divmod', '__divmod__', '__rdivmod__');

const slot_nb_power_binary = SLOT1BIN('nb_power', '__pow__', '__rpow__', () => slot_nb_power);

export function slot_nb_power(self: PyObject, other: PyObject, modulus: PyObject): PyObject | null {
  if (modulus === Py_None) return slot_nb_power_binary(self, other);
  // With three arguments there is no __rpow__; but the slot may be that of another operand.
  if (self.ob_type.nb_power === slot_nb_power) return vectorcall_method(id___pow__, [self, other, modulus]);
  return Py_NewRef(Py_NotImplemented);
}

export const slot_nb_negative = SLOT0('__neg__');
export const slot_nb_positive = SLOT0('__pos__');
export const slot_nb_absolute = SLOT0('__abs__');

export function slot_nb_bool(self: PyObject): number {
  let using_len = false;
  let func = lookup_maybe_method(self, id___bool__);
  if (func === null) {
    if (tstate.current_exception !== null) return -1;
    func = lookup_maybe_method(self, id___len__);
    if (func === null) return tstate.current_exception !== null ? -1 : 1;
    using_len = true;
  }
  const value = call_unbound_noarg(unbound, func, self);
  if (value === null) {
    Py_DECREF(func);
    return -1;
  }
  let result: number;
  if (using_len || PyBool_Check(value)) {
    result = PyObject_IsTrue(value);
  } else {
    PyErr_SetString(PyExc_TypeError, `__bool__ should return bool, returned ${value.ob_type.tp_name}`);
    result = -1;
  }
  Py_DECREF(value);
  Py_DECREF(func);
  return result;
}

export const slot_nb_index = SLOT0('__index__');
export const slot_nb_invert = SLOT0('__invert__');
export const slot_nb_lshift = SLOT1BIN('nb_lshift', '__lshift__', '__rlshift__');
export const slot_nb_rshift = SLOT1BIN('nb_rshift', '__rshift__', '__rrshift__');
export const slot_nb_and = SLOT1BIN('nb_and', '__and__', '__rand__');
export const slot_nb_xor = SLOT1BIN('nb_xor', '__xor__', '__rxor__');
export const slot_nb_or = SLOT1BIN('nb_or', '__or__', '__ror__');
export const slot_nb_int = SLOT0('__int__');
export const slot_nb_float = SLOT0('__float__');
export const slot_nb_inplace_add = SLOT1('__iadd__');
export const slot_nb_inplace_subtract = SLOT1('__isub__');
export const slot_nb_inplace_multiply = SLOT1('__imul__');
export const slot_nb_inplace_matrix_multiply = SLOT1('__imatmul__');
export const slot_nb_inplace_remainder = SLOT1('__imod__');
export function slot_nb_inplace_power(self: PyObject, arg1: PyObject, _arg2: PyObject): PyObject | null {
  return vectorcall_method(id___ipow__, [self, arg1]);
}
export const slot_nb_inplace_lshift = SLOT1('__ilshift__');
export const slot_nb_inplace_rshift = SLOT1('__irshift__');
export const slot_nb_inplace_and = SLOT1('__iand__');
export const slot_nb_inplace_xor = SLOT1('__ixor__');
export const slot_nb_inplace_or = SLOT1('__ior__');
export const slot_nb_floor_divide = SLOT1BIN('nb_floor_divide', '__floordiv__', '__rfloordiv__');
export const slot_nb_true_divide = SLOT1BIN('nb_true_divide', '__truediv__', '__rtruediv__');
export const slot_nb_inplace_floor_divide = SLOT1('__ifloordiv__');
export const slot_nb_inplace_true_divide = SLOT1('__itruediv__');

// ---------------------------------------------------------------------------------------------------- the rest of tp_*

export function slot_tp_repr(self: PyObject): PyObject | null {
  const func = lookup_maybe_method(self, id___repr__);
  if (func !== null) {
    const res = call_unbound_noarg(unbound, func, self);
    Py_DECREF(func);
    return res;
  }
  PyErr_Clear();
  return PyUnicode_FromString(`<${self.ob_type.tp_name} object at ${pointerText(self)}>`);
}

export const slot_tp_str = SLOT0('__str__');

export function slot_tp_hash(self: PyObject): number {
  let func = lookup_maybe_method(self, id___hash__);
  if (func === Py_None) {
    Py_DECREF(func);
    func = null;
  }
  if (func === null) return PyObject_HashNotImplemented(self);
  const res = call_unbound_noarg(unbound, func, self);
  Py_DECREF(func);
  if (res === null) return hashError();
  if (!PyLong_Check(res)) {
    PyErr_SetString(PyExc_TypeError, '__hash__ method should return an integer');
    return hashError();
  }
  // Where the value fits a hash it is the hash; a longer int is hashed.
  const value = res.value;
  let h: number;
  if (typeof value === 'number') h = hashFromNumber(value);
  else if (BigInt.asIntN(64, value) === value) h = hashFromBigInt(value);
  else h = PyLong_Type.tp_hash!(res);
  Py_DECREF(res);
  return h;
}

export function slot_tp_call(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const meth = lookup_method(self, id___call__);
  if (meth === null) return null;
  const res = unbound ? _PyObject_Call_Prepend(meth, self, args, kwds) : PyObject_Call(meth, args, kwds);
  Py_DECREF(meth);
  return res;
}

/** tp_getattro of a class with __getattribute__ and without __getattr__. */
export function _Py_slot_tp_getattro(self: PyObject, name: PyObject): PyObject | null {
  return vectorcall_method(id___getattribute__, [self, name]);
}

function call_attribute(self: PyObject, attr: PyObject, name: PyObject): Owned<PyObject> | null {
  if ((attr.ob_type.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR) !== 0) {
    return PyObject_Vectorcall(attr, [self, name], null);
  }
  const f = attr.ob_type.tp_descr_get;
  let descr: PyObject | null = null;
  if (f !== null) {
    descr = f(attr, self, self.ob_type);
    if (descr === null) return null;
    attr = descr;
  }
  const res = PyObject_CallOneArg(attr, name);
  Py_XDECREF(descr);
  return res;
}

/** tp_getattro of a class with __getattr__. Puts the simpler one in its place where there is none. */
export function _Py_slot_tp_getattr_hook(self: PyObject, name: PyObject): PyObject | null {
  const tp = self.ob_type;
  const getattr = _PyType_Lookup(tp, id___getattr__);
  if (getattr === null) {
    tp.tp_getattro = _Py_slot_tp_getattro;
    return _Py_slot_tp_getattro(self, name);
  }
  Py_INCREF(getattr);
  const getattribute = _PyType_Lookup(tp, id___getattribute__);
  let res: PyObject | null;
  if (
    getattribute === null ||
    (getattribute.ob_type === PyWrapperDescr_Type &&
      (getattribute as PyWrapperDescrObject).d_wrapped === PyObject_GenericGetAttr)
  ) {
    res = _PyObject_GenericGetAttrWithDict(self, name, null, true);
    // No result and no exception: AttributeError was suppressed.
    if (res === null && tstate.current_exception === null) res = call_attribute(self, getattr, name);
  } else {
    Py_INCREF(getattribute);
    res = call_attribute(self, getattribute, name);
    Py_DECREF(getattribute);
    if (res === null && PyErr_ExceptionMatches(PyExc_AttributeError)) {
      PyErr_Clear();
      res = call_attribute(self, getattr, name);
    }
  }
  Py_DECREF(getattr);
  return res;
}

export function slot_tp_setattro(self: PyObject, name: PyObject, value: PyObject | null): number {
  return setOrDelete(id___setattr__, id___delattr__, self, name, value);
}

const name_op = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'].map((name) => _Py_ID(name));

export function slot_tp_richcompare(self: PyObject, other: PyObject, op: CompareOp): PyObject | null {
  const func = lookup_maybe_method(self, name_op[op]!);
  if (func === null) {
    PyErr_Clear();
    return Py_NewRef(Py_NotImplemented);
  }
  const res = vectorcall_unbound(unbound, func, [self, other]);
  Py_DECREF(func);
  return res;
}

function notIterable(self: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `'${self.ob_type.tp_name}' object is not iterable`);
}

export function slot_tp_iter(self: PyObject): PyObject | null {
  let func = lookup_maybe_method(self, id___iter__);
  if (func === Py_None) {
    Py_DECREF(func);
    return notIterable(self);
  }
  if (func !== null) {
    const res = call_unbound_noarg(unbound, func, self);
    Py_DECREF(func);
    return res;
  }
  PyErr_Clear();
  func = lookup_maybe_method(self, id___getitem__);
  if (func === null) return notIterable(self);
  Py_DECREF(func);
  return PySeqIter_New(self);
}

export function slot_tp_iternext(self: PyObject): PyObject | null {
  return vectorcall_method(id___next__, [self]);
}

export function slot_tp_descr_get(self: PyObject, obj: PyObject | null, type: PyObject | null): PyObject | null {
  const tp = self.ob_type;
  const get = _PyType_Lookup(tp, id___get__);
  if (get === null) {
    if (tp.tp_descr_get === slot_tp_descr_get) tp.tp_descr_get = null;
    return Py_NewRef(self);
  }
  Py_INCREF(get);
  const res = PyObject_Vectorcall(get, [self, obj ?? Py_None, type ?? Py_None], null);
  Py_DECREF(get);
  return res;
}

export function slot_tp_descr_set(self: PyObject, target: PyObject, value: PyObject | null): number {
  return setOrDelete(id___set__, id___delete__, self, target, value);
}

export function slot_tp_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const meth = lookup_method(self, id___init__);
  if (meth === null) return -1;
  const res = unbound ? _PyObject_Call_Prepend(meth, self, args, kwds) : PyObject_Call(meth, args, kwds);
  Py_DECREF(meth);
  if (res === null) return -1;
  if (res !== Py_None) {
    PyErr_SetString(PyExc_TypeError, `__init__() should return None, not '${res.ob_type.tp_name}'`);
    Py_DECREF(res);
    return -1;
  }
  Py_DECREF(res);
  return 0;
}

export function slot_tp_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  const func = PyObject_GetAttr(type, id___new__);
  if (func === null) return null;
  const result = _PyObject_Call_Prepend(func, type, args, kwds);
  Py_DECREF(func);
  return result;
}

/** Calls __del__; what it raises is reported and forgotten, and an exception that is set stays. */
export function slot_tp_finalize(self: PyObject): void {
  const exc = PyErr_GetRaisedException();
  const del = lookup_maybe_method(self, id___del__);
  if (del !== null) {
    const res = call_unbound_noarg(unbound, del, self);
    if (res === null) PyErr_WriteUnraisable(del);
    else Py_DECREF(res);
    Py_DECREF(del);
  }
  PyErr_SetRaisedException(exc);
}

function awaitable(name: string): unaryfunc {
  const id = _Py_ID(name);
  return (self) => {
    const func = lookup_maybe_method(self, id);
    if (func === null) {
      return PyErr_SetString(PyExc_AttributeError, `object ${self.ob_type.tp_name} does not have ${name} method`);
    }
    const res = call_unbound_noarg(unbound, func, self);
    Py_DECREF(func);
    return res;
  };
}
export const slot_am_await = awaitable('__await__');
export const slot_am_aiter = awaitable('__aiter__');
export const slot_am_anext = awaitable('__anext__');

/** The names these had before 3.12. */
export const slot_tp_getattr_hook = _Py_slot_tp_getattr_hook;
export const slot_tp_getattro = _Py_slot_tp_getattro;
