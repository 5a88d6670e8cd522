// weakref.proxy objects: every operation is passed on to the referent while it lives.
// Follows the proxy half of Objects/weakrefobject.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import * as A from './abstract';
import { PyObject_Call, PyObject_CallMethodNoArgs } from './call';
import { PyErr_SetString } from './errors';
import { PyExc_ReferenceError, PyExc_TypeError } from './exceptions';
import type { binaryfunc, PyObject, unaryfunc } from './object';
import {
  PyCallable_Check,
  PyObject_GetAttr,
  PyObject_IsTrue,
  PyObject_RichCompare,
  PyObject_SetAttr,
  PyObject_Str,
} from './objectprotocol';
import type { PyTypeObject, TypeSpec } from './typestruct';
import { METH_NOARGS, Py_TPFLAGS_HAVE_GC, defineType, method } from './typestruct';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';
import {
  PyWeakref_CheckProxy,
  _PyWeakref_GET_REF,
  clear_weakref,
  gc_clear,
  gc_traverse,
  get_or_create_weakref,
  pointer,
} from './weakrefobject';
import { PyWeakReference } from './weakrefstruct';
import { fullyQualifiedText } from './typeattributes';

/** The object itself for anything but a proxy; the referent (owned) or null with ReferenceError for a proxy. */
function unwrap(op: PyObject): Owned<PyObject> | null {
  if (!PyWeakref_CheckProxy(op)) return Py_NewRef(op);
  return _PyWeakref_GET_REF(op) ?? PyErr_SetString(PyExc_ReferenceError, 'weakly-referenced object no longer exists');
}

const unary =
  (f: unaryfunc): unaryfunc =>
  (proxy) => {
    const op = unwrap(proxy);
    if (op === null) return null;
    const res = f(op);
    Py_DECREF(op);
    return res;
  };
const binary =
  (f: binaryfunc): binaryfunc =>
  (x, y) => {
    const a = unwrap(x);
    if (a === null) return null;
    const b = unwrap(y);
    if (b === null) {
      Py_DECREF(a);
      return null;
    }
    const res = f(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
    return res;
  };
const power =
  (f: (v: PyObject, w: PyObject, z: PyObject) => PyObject | null) =>
  (v: PyObject, w: PyObject, z: PyObject): PyObject | null =>
    binary((a, b) => {
      const c = unwrap(z);
      if (c === null) return null;
      const res = f(a, b, c);
      Py_DECREF(c);
      return res;
    })(v, w);
const integer = (proxy: PyObject, f: (op: PyObject) => number): number => {
  const op = unwrap(proxy);
  if (op === null) return -1;
  const res = f(op);
  Py_DECREF(op);
  return res;
};

function proxy_dealloc(self: PyWeakReference): void {
  PyObject_GC_UnTrack(self);
  clear_weakref(self);
  PyObject_GC_Del(self);
}

function proxy_iternext(proxy: PyObject): PyObject | null {
  const op = unwrap(proxy);
  if (op === null) return null;
  if (!A.PyIter_Check(op)) {
    PyErr_SetString(PyExc_TypeError, `Weakref proxy referenced a non-iterator '${op.ob_type.tp_name}' object`);
    Py_DECREF(op);
    return null;
  }
  const res = A.PyIter_Next(op);
  Py_DECREF(op);
  return res;
}

function proxy_repr(proxy: PyObject): PyObject | null {
  const obj = _PyWeakref_GET_REF(proxy as PyWeakReference);
  if (obj === null) return PyUnicode_FromString(`<weakproxy at ${pointer(proxy)}; dead>`);
  const repr = PyUnicode_FromString(
    `<weakproxy at ${pointer(proxy)}; to '${fullyQualifiedText(obj)}' at ${pointer(obj)}>`,
  );
  Py_DECREF(obj);
  return repr;
}

const common: Omit<TypeSpec, 'tp_name'> = {
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  construct: (type: PyTypeObject) => new PyWeakReference(type),
  tp_dealloc: proxy_dealloc,
  tp_repr: proxy_repr,
  tp_str: unary(PyObject_Str_),
  tp_getattro: binary((a, b) => PyObject_GetAttr(a, b)),
  tp_setattro: (proxy, name, value) => integer(proxy, (op) => PyObject_SetAttr(op, name, value)),
  tp_traverse: gc_traverse,
  tp_clear: gc_clear,
  tp_richcompare: (x, y, op) => binary((a, b) => PyObject_RichCompare(a, b, op))(x, y),
  tp_iter: unary((op) => A.PyObject_GetIter(op)),
  tp_iternext: proxy_iternext,
  nb_add: binary((a, b) => A.PyNumber_Add(a, b)),
  nb_subtract: binary((a, b) => A.PyNumber_Subtract(a, b)),
  nb_multiply: binary((a, b) => A.PyNumber_Multiply(a, b)),
  nb_remainder: binary((a, b) => A.PyNumber_Remainder(a, b)),
  nb_divmod: binary((a, b) => A.PyNumber_Divmod(a, b)),
  nb_power: power((a, b, c) => A.PyNumber_Power(a, b, c)),
  nb_negative: unary((op) => A.PyNumber_Negative(op)),
  nb_positive: unary((op) => A.PyNumber_Positive(op)),
  nb_absolute: unary((op) => A.PyNumber_Absolute(op)),
  nb_bool: (proxy) => integer(proxy, (op) => PyObject_IsTrue(op)),
  nb_invert: unary((op) => A.PyNumber_Invert(op)),
  nb_lshift: binary((a, b) => A.PyNumber_Lshift(a, b)),
  nb_rshift: binary((a, b) => A.PyNumber_Rshift(a, b)),
  nb_and: binary((a, b) => A.PyNumber_And(a, b)),
  nb_xor: binary((a, b) => A.PyNumber_Xor(a, b)),
  nb_or: binary((a, b) => A.PyNumber_Or(a, b)),
  nb_int: unary((op) => A.PyNumber_Long(op)),
  nb_float: unary((op) => A.PyNumber_Float(op)),
  nb_inplace_add: binary((a, b) => A.PyNumber_InPlaceAdd(a, b)),
  nb_inplace_subtract: binary((a, b) => A.PyNumber_InPlaceSubtract(a, b)),
  nb_inplace_multiply: binary((a, b) => A.PyNumber_InPlaceMultiply(a, b)),
  nb_inplace_remainder: binary((a, b) => A.PyNumber_InPlaceRemainder(a, b)),
  nb_inplace_power: power((a, b, c) => A.PyNumber_InPlacePower(a, b, c)),
  nb_inplace_lshift: binary((a, b) => A.PyNumber_InPlaceLshift(a, b)),
  nb_inplace_rshift: binary((a, b) => A.PyNumber_InPlaceRshift(a, b)),
  nb_inplace_and: binary((a, b) => A.PyNumber_InPlaceAnd(a, b)),
  nb_inplace_xor: binary((a, b) => A.PyNumber_InPlaceXor(a, b)),
  nb_inplace_or: binary((a, b) => A.PyNumber_InPlaceOr(a, b)),
  nb_floor_divide: binary((a, b) => A.PyNumber_FloorDivide(a, b)),
  nb_true_divide: binary((a, b) => A.PyNumber_TrueDivide(a, b)),
  nb_inplace_floor_divide: binary((a, b) => A.PyNumber_InPlaceFloorDivide(a, b)),
  nb_inplace_true_divide: binary((a, b) => A.PyNumber_InPlaceTrueDivide(a, b)),
  nb_index: unary((op) => A.PyNumber_Index(op)),
  nb_matrix_multiply: binary((a, b) => A.PyNumber_MatrixMultiply(a, b)),
  nb_inplace_matrix_multiply: binary((a, b) => A.PyNumber_InPlaceMatrixMultiply(a, b)),
  sq_length: (proxy) => integer(proxy, (op) => A.PyObject_Length(op)),
  sq_contains: (proxy, value) => integer(proxy, (op) => A.PySequence_Contains(op, value)),
  mp_length: (proxy) => integer(proxy, (op) => A.PyObject_Length(op)),
  mp_subscript: binary((a, b) => A.PyObject_GetItem(a, b)),
  mp_ass_subscript: (proxy, key, value) =>
    integer(proxy, (op) => (value === null ? A.PyObject_DelItem(op, key) : A.PyObject_SetItem(op, key, value))),
};
function PyObject_Str_(op: PyObject): PyObject | null {
  return PyObject_Str(op);
}

export const _PyWeakref_ProxyType: PyTypeObject = defineType({
  ...common,
  tp_name: 'weakref.ProxyType',
  tp_methods: [
    method(
      '__bytes__',
      METH_NOARGS,
      unary((op) => PyObject_CallMethodNoArgs(op, _Py_ID('__bytes__'))),
    ),
    method(
      '__reversed__',
      METH_NOARGS,
      unary((op) => PyObject_CallMethodNoArgs(op, _Py_ID('__reversed__'))),
    ),
  ],
});

export const _PyWeakref_CallableProxyType: PyTypeObject = defineType({
  ...common,
  tp_name: 'weakref.CallableProxyType',
  tp_call: (proxy, args, kwargs) => unary((op) => PyObject_Call(op, args, kwargs))(proxy),
});

/** weakref.proxy(ob, callback). */
export function PyWeakref_NewProxy(ob: PyObject, callback: PyObject | null): Owned<PyObject> | null {
  return get_or_create_weakref(
    PyCallable_Check(ob) ? _PyWeakref_CallableProxyType : _PyWeakref_ProxyType,
    ob,
    callback,
  );
}
