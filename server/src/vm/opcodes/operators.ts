// Unary and binary operators, comparisons, truth. See README.md.
import { PyNumber_Invert, PyNumber_Negative, PySequence_Contains } from '../../objects/abstract';
import { Py_False, Py_True } from '../../objects/boolobject';
import type { PyCodeObject } from '../../objects/codestruct';
import { PyDict_Contains, PyDict_Type } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyFloat_FromDouble, PyFloat_Type } from '../../objects/floatobject';
import type { PyFloatObject } from '../../objects/floatstruct';
import type { PyListObject } from '../../objects/liststruct';
import { PyList_Type } from '../../objects/listobject';
import { PyLong_FromLong, PyLong_Type, long_add, long_mul, long_sub, small_ints } from '../../objects/longobject';
import type { PyLongObject } from '../../objects/longstruct';
import type { CompareOp, PyObject } from '../../objects/object';
import { PyObject_IsTrue, PyObject_RichCompare, Py_None } from '../../objects/objectprotocol';
import { PyFrozenSet_Type, PySet_Type, _PySet_Contains } from '../../objects/setobject';
import { PyUnicode_Append, PyUnicode_Concat, PyUnicode_Type, _PyUnicode_Equal } from '../../objects/unicodeobject';
import { emptyUnicode } from '../../objects/unicode_interned';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { binaryOps, freeFloat, freeInt, freeStr, smallIntOp } from '../cevalhelpers';
import {
  _Py_Specialize_BinaryOp,
  _Py_Specialize_CompareOp,
  _Py_Specialize_ContainsOp,
  _Py_Specialize_ToBool,
} from '../specialize';

declare let S: (PyObject | null)[], base: number, sp: number, pc: number, oparg: number, code: PyCodeObject;
declare let words: Int32Array;
declare function NEXT(n: number): never;
declare function NEXT_BOOL(condition: boolean, n: number): never;
declare function ERROR(): never;
declare function DEOPT(op: string): never;
declare function ADAPTIVE(specialize: void): void;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;

/** value -- res */
export function UNARY_NEGATIVE(): void {
  const value = S[sp - 1]!;
  SAVE();
  const res = PyNumber_Negative(value);
  S[sp - 1] = res;
  DECREF(value);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}

/** value -- res */
export function UNARY_INVERT(): void {
  const value = S[sp - 1]!;
  SAVE();
  const res = PyNumber_Invert(value);
  S[sp - 1] = res;
  DECREF(value);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}

/** bool -- bool */
export function UNARY_NOT(): void {
  const value = S[--sp]!;
  NEXT_BOOL(value === Py_False, 1);
}

/** value -- bool */
export function TO_BOOL(): void {
  ADAPTIVE(_Py_Specialize_ToBool(S[sp - 1]!, code, pc));
  const value = S[sp - 1]!;
  SAVE();
  const n = PyObject_IsTrue(value);
  S[sp - 1] = n > 0 ? Py_True : Py_False;
  DECREF(value);
  if (n < 0) {
    sp--;
    ERROR();
  }
  NEXT(4);
}
/** bool -- bool */
export function TO_BOOL_BOOL(): void {
  const value = S[sp - 1]!;
  if (value !== Py_True && value !== Py_False) DEOPT('TO_BOOL');
  NEXT(4);
}
/** int -- bool */
export function TO_BOOL_INT(): void {
  const value = S[sp - 1]!;
  if (value.ob_type !== PyLong_Type) DEOPT('TO_BOOL');
  const flag = (value as PyLongObject).value !== 0;
  if (--value.ob_refcnt === 0) freeInt(value);
  sp--;
  NEXT_BOOL(flag, 4);
}
/** list -- bool */
export function TO_BOOL_LIST(): void {
  const value = S[sp - 1]!;
  if (value.ob_type !== PyList_Type) DEOPT('TO_BOOL');
  const flag = (value as PyListObject).ob_item.length !== 0;
  sp--;
  DECREF(value);
  NEXT_BOOL(flag, 4);
}
/** None -- bool */
export function TO_BOOL_NONE(): void {
  if (S[sp - 1] !== Py_None) DEOPT('TO_BOOL');
  sp--;
  NEXT_BOOL(false, 4);
}
/** str -- bool */
export function TO_BOOL_STR(): void {
  const value = S[sp - 1]!;
  if (value.ob_type !== PyUnicode_Type) DEOPT('TO_BOOL');
  const flag = value !== emptyUnicode;
  sp--;
  if (flag) DECREF(value);
  NEXT_BOOL(flag, 4);
}
/** value -- True */
export function TO_BOOL_ALWAYS_TRUE(): void {
  const value = S[sp - 1]!;
  if (value.ob_type.tp_version_tag !== code.caches[pc]!.version) DEOPT('TO_BOOL');
  sp--;
  DECREF(value);
  NEXT_BOOL(true, 4);
}

/** lhs, rhs -- res */
export function BINARY_OP(): void {
  ADAPTIVE(_Py_Specialize_BinaryOp(S[sp - 2]!, S[sp - 1]!, code, pc, oparg, S, base));
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  SAVE();
  let res: PyObject | null = null;
  if (left.ob_type === PyLong_Type && right.ob_type === PyLong_Type) {
    res = smallIntOp(oparg, (left as PyLongObject).value, (right as PyLongObject).value);
  }
  if (res === null) res = binaryOps[oparg]!(left, right);
  S[sp - 2] = res;
  DECREF(left);
  sp--;
  DECREF(right);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(2);
}
/** int, int -- int */
export function BINARY_OP_ADD_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyLong_Type || right.ob_type !== PyLong_Type) DEOPT('BINARY_OP');
  const x = (left as PyLongObject).value;
  const y = (right as PyLongObject).value;
  let res: PyObject | null = null;
  if (
    typeof x === 'number' &&
    typeof y === 'number' &&
    x < 1073741824 &&
    x > -1073741824 &&
    y < 1073741824 &&
    y > -1073741824
  ) {
    const r = x + y;
    if (r >= -5 && r <= 256) {
      res = small_ints[r + 5]!;
      INCREF(res);
    } else if (r <= 9007199254740991 && r >= -9007199254740991) res = PyLong_FromLong(r);
    else res = long_add(left, right);
  } else res = long_add(left, right);
  S[--sp - 1] = res;
  if (--right.ob_refcnt === 0) freeInt(right);
  if (--left.ob_refcnt === 0) freeInt(left);
  NEXT(2);
}
/** int, int -- int */
export function BINARY_OP_SUBTRACT_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyLong_Type || right.ob_type !== PyLong_Type) DEOPT('BINARY_OP');
  const x = (left as PyLongObject).value;
  const y = (right as PyLongObject).value;
  let res: PyObject | null = null;
  if (
    typeof x === 'number' &&
    typeof y === 'number' &&
    x < 1073741824 &&
    x > -1073741824 &&
    y < 1073741824 &&
    y > -1073741824
  ) {
    const r = x - y;
    if (r >= -5 && r <= 256) {
      res = small_ints[r + 5]!;
      INCREF(res);
    } else if (r <= 9007199254740991 && r >= -9007199254740991) res = PyLong_FromLong(r);
    else res = long_sub(left, right);
  } else res = long_sub(left, right);
  S[--sp - 1] = res;
  if (--right.ob_refcnt === 0) freeInt(right);
  if (--left.ob_refcnt === 0) freeInt(left);
  NEXT(2);
}
/** int, int -- int */
export function BINARY_OP_MULTIPLY_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyLong_Type || right.ob_type !== PyLong_Type) DEOPT('BINARY_OP');
  const x = (left as PyLongObject).value;
  const y = (right as PyLongObject).value;
  let res: PyObject | null = null;
  if (
    typeof x === 'number' &&
    typeof y === 'number' &&
    x < 1073741824 &&
    x > -1073741824 &&
    y < 1073741824 &&
    y > -1073741824
  ) {
    // −0 does not survive the addition.
    const r = x * y + 0;
    if (r <= 9007199254740991 && r >= -9007199254740991) res = PyLong_FromLong(r);
    else res = long_mul(left, right);
  } else res = long_mul(left, right);
  S[--sp - 1] = res;
  if (--right.ob_refcnt === 0) freeInt(right);
  if (--left.ob_refcnt === 0) freeInt(left);
  NEXT(2);
}
/** float, float -- float */
export function BINARY_OP_ADD_FLOAT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyFloat_Type || right.ob_type !== PyFloat_Type) DEOPT('BINARY_OP');
  const x = (left as PyFloatObject).ob_fval + (right as PyFloatObject).ob_fval;
  sp--;
  if (left.ob_refcnt === 1) {
    (left as PyFloatObject).ob_fval = x;
    if (--right.ob_refcnt === 0) freeFloat(right);
  } else if (right.ob_refcnt === 1) {
    (right as PyFloatObject).ob_fval = x;
    left.ob_refcnt--;
    S[sp - 1] = right;
  } else {
    S[sp - 1] = PyFloat_FromDouble(x);
    left.ob_refcnt--;
    right.ob_refcnt--;
  }
  NEXT(2);
}
/** float, float -- float */
export function BINARY_OP_SUBTRACT_FLOAT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyFloat_Type || right.ob_type !== PyFloat_Type) DEOPT('BINARY_OP');
  const x = (left as PyFloatObject).ob_fval - (right as PyFloatObject).ob_fval;
  sp--;
  if (left.ob_refcnt === 1) {
    (left as PyFloatObject).ob_fval = x;
    if (--right.ob_refcnt === 0) freeFloat(right);
  } else if (right.ob_refcnt === 1) {
    (right as PyFloatObject).ob_fval = x;
    left.ob_refcnt--;
    S[sp - 1] = right;
  } else {
    S[sp - 1] = PyFloat_FromDouble(x);
    left.ob_refcnt--;
    right.ob_refcnt--;
  }
  NEXT(2);
}
/** float, float -- float */
export function BINARY_OP_MULTIPLY_FLOAT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyFloat_Type || right.ob_type !== PyFloat_Type) DEOPT('BINARY_OP');
  const x = (left as PyFloatObject).ob_fval * (right as PyFloatObject).ob_fval;
  sp--;
  if (left.ob_refcnt === 1) {
    (left as PyFloatObject).ob_fval = x;
    if (--right.ob_refcnt === 0) freeFloat(right);
  } else if (right.ob_refcnt === 1) {
    (right as PyFloatObject).ob_fval = x;
    left.ob_refcnt--;
    S[sp - 1] = right;
  } else {
    S[sp - 1] = PyFloat_FromDouble(x);
    left.ob_refcnt--;
    right.ob_refcnt--;
  }
  NEXT(2);
}
/** str, str -- str */
export function BINARY_OP_ADD_UNICODE(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyUnicode_Type || right.ob_type !== PyUnicode_Type) DEOPT('BINARY_OP');
  SAVE();
  const res = PyUnicode_Concat(left, right);
  S[sp - 2] = res;
  if (--left.ob_refcnt === 0) freeStr(left);
  if (--right.ob_refcnt === 0) freeStr(right);
  sp--;
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(2);
}
/** str, str -- : together with the STORE_FAST behind it; extends the local in place when nobody else has it */
export function BINARY_OP_INPLACE_ADD_UNICODE(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyUnicode_Type || right.ob_type !== PyUnicode_Type) DEOPT('BINARY_OP');
  const n = base + (words[pc + 2]! >> 8);
  if (S[n] !== left) DEOPT('BINARY_OP');
  SAVE();
  left.ob_refcnt--;
  S[sp - 2] = null;
  const res = PyUnicode_Append(left, right);
  S[n] = res;
  if (--right.ob_refcnt === 0) freeStr(right);
  sp -= 2;
  if (res === null) ERROR();
  NEXT(3);
}

/** left, right -- res */
export function COMPARE_OP(): void {
  ADAPTIVE(_Py_Specialize_CompareOp(S[sp - 2]!, S[sp - 1]!, code, pc, oparg));
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  SAVE();
  let res = PyObject_RichCompare(left, right, (oparg >> 5) as CompareOp);
  S[sp - 2] = res;
  DECREF(left);
  sp--;
  DECREF(right);
  if (res === null) {
    sp--;
    ERROR();
  }
  if ((oparg & 16) !== 0 && res !== Py_True && res !== Py_False) {
    SAVE();
    const n = PyObject_IsTrue(res!);
    S[sp - 1] = n > 0 ? Py_True : Py_False;
    DECREF(res);
    if (n < 0) {
      sp--;
      ERROR();
    }
  }
  NEXT(2);
}
/** float, float -- bool */
export function COMPARE_OP_FLOAT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyFloat_Type || right.ob_type !== PyFloat_Type) DEOPT('COMPARE_OP');
  const x = (left as PyFloatObject).ob_fval;
  const y = (right as PyFloatObject).ob_fval;
  const flag = ((x < y ? 2 : x > y ? 4 : x === y ? 8 : 1) & oparg) !== 0;
  if (--left.ob_refcnt === 0) freeFloat(left);
  if (--right.ob_refcnt === 0) freeFloat(right);
  sp -= 2;
  NEXT_BOOL(flag, 2);
}
/** int, int -- bool : both of one digit */
export function COMPARE_OP_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyLong_Type || right.ob_type !== PyLong_Type) DEOPT('COMPARE_OP');
  const x = (left as PyLongObject).value as number;
  const y = (right as PyLongObject).value as number;
  if (!(x < 1073741824 && x > -1073741824 && y < 1073741824 && y > -1073741824)) DEOPT('COMPARE_OP');
  const flag = ((x < y ? 2 : x > y ? 4 : 8) & oparg) !== 0;
  if (--left.ob_refcnt === 0) freeInt(left);
  if (--right.ob_refcnt === 0) freeInt(right);
  sp -= 2;
  NEXT_BOOL(flag, 2);
}
/** str, str -- bool */
export function COMPARE_OP_STR(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyUnicode_Type || right.ob_type !== PyUnicode_Type) DEOPT('COMPARE_OP');
  const flag = ((_PyUnicode_Equal(left as PyUnicodeObject, right as PyUnicodeObject) ? 8 : 6) & oparg) !== 0;
  if (--left.ob_refcnt === 0) freeStr(left);
  if (--right.ob_refcnt === 0) freeStr(right);
  sp -= 2;
  NEXT_BOOL(flag, 2);
}

/** left, right -- bool */
export function IS_OP(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  const flag = (left === right) !== (oparg !== 0);
  S[sp - 2] = flag ? Py_True : Py_False;
  DECREF(left);
  sp -= 2;
  DECREF(right);
  NEXT_BOOL(flag, 1);
}

/** left, right -- bool */
export function CONTAINS_OP(): void {
  ADAPTIVE(_Py_Specialize_ContainsOp(S[sp - 1]!, code, pc));
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  SAVE();
  const n = PySequence_Contains(right, left);
  S[sp - 2] = Py_None;
  DECREF(left);
  sp--;
  DECREF(right);
  sp--;
  if (n < 0) ERROR();
  NEXT_BOOL((n ^ oparg) !== 0, 2);
}
/** left, set -- bool */
export function CONTAINS_OP_SET(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (right.ob_type !== PySet_Type && right.ob_type !== PyFrozenSet_Type) DEOPT('CONTAINS_OP');
  SAVE();
  const n = _PySet_Contains(right as never, left);
  S[sp - 2] = Py_None;
  DECREF(left);
  sp--;
  DECREF(right);
  sp--;
  if (n < 0) ERROR();
  NEXT_BOOL((n ^ oparg) !== 0, 2);
}
/** left, dict -- bool */
export function CONTAINS_OP_DICT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (right.ob_type !== PyDict_Type) DEOPT('CONTAINS_OP');
  SAVE();
  const n = PyDict_Contains(right as PyDictObject, left);
  S[sp - 2] = Py_None;
  DECREF(left);
  sp--;
  DECREF(right);
  sp--;
  if (n < 0) ERROR();
  NEXT_BOOL((n ^ oparg) !== 0, 2);
}
