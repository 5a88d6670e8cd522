// The number protocol: binary operators with their reflected forms, in-place ones, conversions.
// Follows the number half of Objects/abstract.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyByteArray_Check } from './bytearrayobject';
import { PyBytes_Check } from './bytesobject';
import { PyObject_CallNoArgs } from './call';
import { PyCFunction_CheckExact } from './methodobject';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_DeprecationWarning, PyExc_OverflowError, PyExc_TypeError } from './exceptions';
import { PyFloat_Check, PyFloat_CheckExact, PyFloat_FromDouble, PyFloat_FromString } from './floatobject';
import { PyLong_FromUnicodeObject, _PyLong_Format } from './longformat';
import { PyLong_AsDouble, PyLong_Check, PyLong_CheckExact, PyLong_FromValue, PyNumber_AsSsize_t } from './longobject';
import type { PyLongObject } from './longstruct';
import type { PyFloatObject } from './floatstruct';
import type { PyCFunctionObject } from './methodstruct';
import type { PyObject, binaryfunc, ternaryfunc } from './object';
import { Py_NotImplemented, Py_None } from './objectprotocol';
import { PyType_IsSubtype } from './typeobject';
import { _PyObject_LookupSpecial } from './typeslots';
import type { SlotName } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import { PyErr_WarnEx } from './warnings';
import { bytesLikeText } from './bytesliketext';

type BinarySlot = Extract<SlotName, `nb_${string}`>;

function typeError(message: string): null {
  return PyErr_SetString(PyExc_TypeError, message);
}
const nameOf = (op: PyObject): string => op.ob_type.tp_name;

/** True when `op` has __index__. */
export function PyIndex_Check(op: PyObject): boolean {
  return op.ob_type.nb_index !== null;
}
export function PyNumber_Check(op: PyObject): boolean {
  const t = op.ob_type;
  return t.nb_index !== null || t.nb_int !== null || t.nb_float !== null || t.tp_name === 'complex';
}

/**
 * v op w: v's slot, then w's, but w's first when w's type is a proper subtype of v's that overrides it. Owned result,
 * a new reference to NotImplemented when neither knows, or null.
 */
function binary_op1(v: PyObject, w: PyObject, slot: BinarySlot): PyObject | null {
  const vt = v.ob_type;
  const wt = w.ob_type;
  const slotv = vt[slot] as binaryfunc | null;
  let slotw: binaryfunc | null = null;
  if (wt !== vt) {
    slotw = wt[slot] as binaryfunc | null;
    if (slotw === slotv) slotw = null;
  }
  if (slotv !== null) {
    if (slotw !== null && PyType_IsSubtype(wt, vt)) {
      const x = slotw(v, w);
      if (x !== Py_NotImplemented) return x;
      Py_DECREF(x);
      slotw = null;
    }
    const x = slotv(v, w);
    if (x !== Py_NotImplemented) return x;
    Py_DECREF(x);
  }
  if (slotw !== null) {
    const x = slotw(v, w);
    if (x !== Py_NotImplemented) return x;
    Py_DECREF(x);
  }
  return Py_NewRef(Py_NotImplemented);
}

function binop_type_error(v: PyObject, w: PyObject, name: string): null {
  return typeError(`unsupported operand type(s) for ${name}: '${nameOf(v)}' and '${nameOf(w)}'`);
}

function binary_op(v: PyObject, w: PyObject, slot: BinarySlot, name: string): PyObject | null {
  const result = binary_op1(v, w, slot);
  if (result !== Py_NotImplemented) return result;
  Py_DECREF(result);
  // `print >> file` is a mistake made often enough for C to name it.
  if (
    slot === 'nb_rshift' &&
    PyCFunction_CheckExact(v) &&
    (v as unknown as PyCFunctionObject).m_ml.ml_name === 'print'
  ) {
    return typeError(
      `unsupported operand type(s) for ${name}: '${nameOf(v)}' and '${nameOf(w)}'. Did you mean "print(<message>, file=<output_stream>)"?`,
    );
  }
  return binop_type_error(v, w, name);
}

export const PyNumber_Or = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_or', '|');
export const PyNumber_Xor = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_xor', '^');
export const PyNumber_And = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_and', '&');
export const PyNumber_Lshift = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_lshift', '<<');
export const PyNumber_Rshift = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_rshift', '>>');
export const PyNumber_Subtract = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_subtract', '-');
export const PyNumber_Divmod = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_divmod', 'divmod()');
export const PyNumber_MatrixMultiply = (v: PyObject, w: PyObject): PyObject | null =>
  binary_op(v, w, 'nb_matrix_multiply', '@');
export const PyNumber_FloorDivide = (v: PyObject, w: PyObject): PyObject | null =>
  binary_op(v, w, 'nb_floor_divide', '//');
export const PyNumber_TrueDivide = (v: PyObject, w: PyObject): PyObject | null =>
  binary_op(v, w, 'nb_true_divide', '/');
export const PyNumber_Remainder = (v: PyObject, w: PyObject): PyObject | null => binary_op(v, w, 'nb_remainder', '%');

export function PyNumber_Add(v: PyObject, w: PyObject): Owned<PyObject> | null {
  const result = binary_op1(v, w, 'nb_add');
  if (result !== Py_NotImplemented) return result;
  Py_DECREF(result);
  const sq_concat = v.ob_type.sq_concat;
  return sq_concat !== null ? sq_concat(v, w) : binop_type_error(v, w, '+');
}

function sequence_repeat(
  repeat: (o: PyObject, n: number) => PyObject | null,
  seq: PyObject,
  n: PyObject,
): PyObject | null {
  if (!PyIndex_Check(n)) return typeError(`can't multiply sequence by non-int of type '${nameOf(n)}'`);
  const count = PyNumber_AsSsize_t(n, PyExc_OverflowError);
  return count === -1 && PyErr_Occurred() ? null : repeat(seq, count);
}

export function PyNumber_Multiply(v: PyObject, w: PyObject): Owned<PyObject> | null {
  const result = binary_op1(v, w, 'nb_multiply');
  if (result !== Py_NotImplemented) return result;
  Py_DECREF(result);
  if (v.ob_type.sq_repeat !== null) return sequence_repeat(v.ob_type.sq_repeat, v, w);
  if (w.ob_type.sq_repeat !== null) return sequence_repeat(w.ob_type.sq_repeat, w, v);
  return binop_type_error(v, w, '*');
}

function ternary_op(v: PyObject, w: PyObject, z: PyObject, name: string): PyObject | null {
  const vt = v.ob_type;
  const wt = w.ob_type;
  const slotv = vt.nb_power;
  let slotw: ternaryfunc | null = null;
  if (wt !== vt) {
    slotw = wt.nb_power;
    if (slotw === slotv) slotw = null;
  }
  if (slotv !== null) {
    if (slotw !== null && PyType_IsSubtype(wt, vt)) {
      const x = slotw(v, w, z);
      if (x !== Py_NotImplemented) return x;
      Py_DECREF(x);
      slotw = null;
    }
    const x = slotv(v, w, z);
    if (x !== Py_NotImplemented) return x;
    Py_DECREF(x);
  }
  if (slotw !== null) {
    const x = slotw(v, w, z);
    if (x !== Py_NotImplemented) return x;
    Py_DECREF(x);
  }
  const slotz = z.ob_type.nb_power;
  if (slotz !== null && slotz !== slotv && slotz !== slotw) {
    const x = slotz(v, w, z);
    if (x !== Py_NotImplemented) return x;
    Py_DECREF(x);
  }
  if (z === Py_None) return binop_type_error(v, w, name);
  return typeError(`unsupported operand type(s) for ${name}: '${nameOf(v)}', '${nameOf(w)}', '${nameOf(z)}'`);
}
export function PyNumber_Power(v: PyObject, w: PyObject, z: PyObject): Owned<PyObject> | null {
  return ternary_op(v, w, z, '** or pow()');
}

/** v op= w: the in-place slot, else the plain operator. */
function binary_iop1(v: PyObject, w: PyObject, iop: BinarySlot, op: BinarySlot): PyObject | null {
  const slot = v.ob_type[iop] as binaryfunc | null;
  if (slot !== null) {
    const x = slot(v, w);
    if (x !== Py_NotImplemented) return x;
    Py_DECREF(x);
  }
  return binary_op1(v, w, op);
}
function binary_iop(v: PyObject, w: PyObject, iop: BinarySlot, op: BinarySlot, name: string): PyObject | null {
  const result = binary_iop1(v, w, iop, op);
  if (result !== Py_NotImplemented) return result;
  Py_DECREF(result);
  return binop_type_error(v, w, name);
}
export const PyNumber_InPlaceOr = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_or', 'nb_or', '|=');
export const PyNumber_InPlaceXor = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_xor', 'nb_xor', '^=');
export const PyNumber_InPlaceAnd = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_and', 'nb_and', '&=');
export const PyNumber_InPlaceLshift = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_lshift', 'nb_lshift', '<<=');
export const PyNumber_InPlaceRshift = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_rshift', 'nb_rshift', '>>=');
export const PyNumber_InPlaceSubtract = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_subtract', 'nb_subtract', '-=');
export const PyNumber_InPlaceMatrixMultiply = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_matrix_multiply', 'nb_matrix_multiply', '@=');
export const PyNumber_InPlaceFloorDivide = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_floor_divide', 'nb_floor_divide', '//=');
export const PyNumber_InPlaceTrueDivide = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_true_divide', 'nb_true_divide', '/=');
export const PyNumber_InPlaceRemainder = (v: PyObject, w: PyObject): PyObject | null =>
  binary_iop(v, w, 'nb_inplace_remainder', 'nb_remainder', '%=');

export function PyNumber_InPlaceAdd(v: PyObject, w: PyObject): Owned<PyObject> | null {
  const result = binary_iop1(v, w, 'nb_inplace_add', 'nb_add');
  if (result !== Py_NotImplemented) return result;
  Py_DECREF(result);
  const f = v.ob_type.sq_inplace_concat ?? v.ob_type.sq_concat;
  return f !== null ? f(v, w) : binop_type_error(v, w, '+=');
}

export function PyNumber_InPlaceMultiply(v: PyObject, w: PyObject): Owned<PyObject> | null {
  const result = binary_iop1(v, w, 'nb_inplace_multiply', 'nb_multiply');
  if (result !== Py_NotImplemented) return result;
  Py_DECREF(result);
  const f = v.ob_type.sq_inplace_repeat ?? v.ob_type.sq_repeat;
  if (f !== null) return sequence_repeat(f, v, w);
  if (w.ob_type.sq_repeat !== null) return sequence_repeat(w.ob_type.sq_repeat, w, v);
  return binop_type_error(v, w, '*=');
}

export function PyNumber_InPlacePower(v: PyObject, w: PyObject, z: PyObject): Owned<PyObject> | null {
  const slot = v.ob_type.nb_inplace_power;
  if (slot !== null) {
    const x = slot(v, w, z);
    if (x !== Py_NotImplemented) return x;
    Py_DECREF(x);
  }
  return ternary_op(v, w, z, '**=');
}

/** v ** w and v **= w without a modulus: what the VM's table of operators holds. */
export const _PyNumber_PowerNoMod = (v: PyObject, w: PyObject): PyObject | null =>
  ternary_op(v, w, Py_None, '** or pow()');
export const _PyNumber_InPlacePowerNoMod = (v: PyObject, w: PyObject): PyObject | null =>
  PyNumber_InPlacePower(v, w, Py_None);

function unary(
  op: PyObject,
  slot: 'nb_negative' | 'nb_positive' | 'nb_invert' | 'nb_absolute',
  what: string,
): PyObject | null {
  const f = op.ob_type[slot];
  return f !== null ? f(op) : typeError(`bad operand type for ${what}: '${nameOf(op)}'`);
}
export const PyNumber_Negative = (op: PyObject): PyObject | null => unary(op, 'nb_negative', 'unary -');
export const PyNumber_Positive = (op: PyObject): PyObject | null => unary(op, 'nb_positive', 'unary +');
export const PyNumber_Invert = (op: PyObject): PyObject | null => unary(op, 'nb_invert', 'unary ~');
export const PyNumber_Absolute = (op: PyObject): PyObject | null => unary(op, 'nb_absolute', 'abs()');

/** operator.index, subclass instances included. */
export function _PyNumber_Index(item: PyObject): Owned<PyObject> | null {
  if (PyLong_Check(item)) return Py_NewRef(item);
  if (!PyIndex_Check(item)) return typeError(`'${nameOf(item)}' object cannot be interpreted as an integer`);
  const result = item.ob_type.nb_index!(item);
  if (result === null || PyLong_CheckExact(result)) return result;
  if (!PyLong_Check(result)) {
    typeError(`__index__ returned non-int (type ${nameOf(result)})`);
    Py_DECREF(result);
    return null;
  }
  if (
    PyErr_WarnEx(
      PyExc_DeprecationWarning,
      `__index__ returned non-int (type ${nameOf(result)}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.`,
      1,
    ) < 0
  ) {
    Py_DECREF(result);
    return null;
  }
  return result;
}

/** _PyNumber_Index as an exact int. */
export function PyNumber_Index(item: PyObject): Owned<PyObject> | null {
  const result = _PyNumber_Index(item);
  return result === null ? null : exactLong_steal(result);
}
function exactLong_steal(op: PyObject): PyObject {
  if (PyLong_CheckExact(op)) return op;
  const copy = PyLong_FromValue((op as PyLongObject).value);
  Py_DECREF(op);
  return copy;
}

/** int(o). */
export function PyNumber_Long(o: PyObject): Owned<PyObject> | null {
  if (PyLong_CheckExact(o)) return Py_NewRef(o);
  const type = o.ob_type;
  if (type.nb_int !== null) {
    const result = type.nb_int(o);
    if (result === null || PyLong_CheckExact(result)) return result;
    if (!PyLong_Check(result)) {
      typeError(`__int__ returned non-int (type ${nameOf(result)})`);
      Py_DECREF(result);
      return null;
    }
    if (
      PyErr_WarnEx(
        PyExc_DeprecationWarning,
        `__int__ returned non-int (type ${nameOf(result)}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.`,
        1,
      ) < 0
    ) {
      Py_DECREF(result);
      return null;
    }
    return exactLong_steal(result);
  }
  if (type.nb_index !== null) return PyNumber_Index(o);
  const trunc = _PyObject_LookupSpecial(o, _Py_ID('__trunc__'));
  if (trunc !== null) {
    if (PyErr_WarnEx(PyExc_DeprecationWarning, 'The delegation of int() to __trunc__ is deprecated.', 1) < 0) {
      Py_DECREF(trunc);
      return null;
    }
    const result = PyObject_CallNoArgs(trunc);
    Py_DECREF(trunc);
    if (result === null || PyLong_CheckExact(result)) return result;
    if (PyLong_Check(result)) return exactLong_steal(result);
    if (!PyIndex_Check(result)) {
      typeError(`__trunc__ returned non-Integral (type ${nameOf(result)})`);
      Py_DECREF(result);
      return null;
    }
    const index = PyNumber_Index(result);
    Py_DECREF(result);
    return index;
  }
  if (PyErr_Occurred()) return null;
  if (PyUnicode_Check(o) || PyBytes_Check(o) || PyByteArray_Check(o)) return PyLong_FromUnicodeObject(o, 10);
  const viaBuffer = bytesLikeText(o);
  if (viaBuffer !== null) {
    const result = PyLong_FromUnicodeObject(viaBuffer, 10);
    Py_DECREF(viaBuffer);
    return result;
  }
  if (PyErr_Occurred()) return null;
  return typeError(`int() argument must be a string, a bytes-like object or a real number, not '${nameOf(o)}'`);
}

/** float(o). */
export function PyNumber_Float(o: PyObject): Owned<PyObject> | null {
  if (PyFloat_CheckExact(o)) return Py_NewRef(o);
  const type = o.ob_type;
  if (type.nb_float !== null) {
    const res = type.nb_float(o);
    if (res === null || PyFloat_CheckExact(res)) return res;
    if (!PyFloat_Check(res)) {
      typeError(`${nameOf(o)}.__float__ returned non-float (type ${nameOf(res)})`);
      Py_DECREF(res);
      return null;
    }
    if (
      PyErr_WarnEx(
        PyExc_DeprecationWarning,
        `${nameOf(o)}.__float__ returned non-float (type ${nameOf(res)}).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python.`,
        1,
      ) < 0
    ) {
      Py_DECREF(res);
      return null;
    }
    const value = (res as PyFloatObject).ob_fval;
    Py_DECREF(res);
    return PyFloat_FromDouble(value);
  }
  if (type.nb_index !== null) {
    const index = _PyNumber_Index(o);
    if (index === null) return null;
    const value = PyLong_AsDouble(index);
    Py_DECREF(index);
    return value === -1 && PyErr_Occurred() ? null : PyFloat_FromDouble(value);
  }
  if (PyFloat_Check(o)) return PyFloat_FromDouble(o.ob_fval);
  return PyFloat_FromString(o);
}

/** bin, oct, hex: `n` through __index__, in `base`, with its prefix. */
export function PyNumber_ToBase(n: PyObject, base: number): Owned<PyObject> | null {
  const index = _PyNumber_Index(n);
  if (index === null) return null;
  const text = _PyLong_Format(index, base);
  Py_DECREF(index);
  return text === null ? null : PyUnicode_FromString(text);
}
