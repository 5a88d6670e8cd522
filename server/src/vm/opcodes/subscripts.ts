// x[i], x[a:b], and assignment to them. See README.md.
import { Py_DECREF } from '../../heap/refcount';
import { PyObject_DelItem, PyObject_GetItem, PyObject_SetItem } from '../../objects/abstract';
import type { PyCodeObject } from '../../objects/codestruct';
import { PyDict_GetItemRef, PyDict_Type, _PyDict_SetItem_Take2 } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { _PyErr_SetKeyError } from '../../objects/errors';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyFunctionObject } from '../../objects/funcstruct';
import { PyList_Type } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyLong_Type } from '../../objects/longobject';
import type { PyLongObject } from '../../objects/longstruct';
import type { PyObject } from '../../objects/object';
import { _PyBuildSlice_ConsumeRefs } from '../../objects/sliceobject';
import { PyTuple_Type } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { Py_TPFLAGS_HEAPTYPE } from '../../objects/typestruct';
import { PyUnicode_Type } from '../../objects/unicodeobject';
import { latin1Chars } from '../../objects/unicode_interned';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { freeInt } from '../cevalhelpers';
import { pushFrame_steal } from '../frame';
import { _Py_Specialize_BinarySubscr, _Py_Specialize_StoreSubscr } from '../specialize';

declare let S: (PyObject | null)[], sp: number, pc: number, code: PyCodeObject, frame: _PyInterpreterFrame;
declare function NEXT(n: number): never;
declare function ENTER(frame: _PyInterpreterFrame): never;
declare function ERROR(): never;
declare function DEOPT(op: string): never;
declare function ADAPTIVE(specialize: void): void;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;

/** container, sub -- res */
export function BINARY_SUBSCR(): void {
  ADAPTIVE(_Py_Specialize_BinarySubscr(S[sp - 2]!, S[sp - 1]!, code, pc));
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  SAVE();
  const res = PyObject_GetItem(left, right);
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
/** list, int -- res */
export function BINARY_SUBSCR_LIST_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (right.ob_type !== PyLong_Type || left.ob_type !== PyList_Type) DEOPT('BINARY_SUBSCR');
  const n = (right as PyLongObject).value as number;
  const items = (left as PyListObject).ob_item;
  if (!(n >= 0 && n < 1073741824 && n < items.length)) DEOPT('BINARY_SUBSCR');
  const res = items[n]!;
  INCREF(res);
  S[--sp - 1] = res;
  if (--right.ob_refcnt === 0) freeInt(right);
  DECREF(left);
  NEXT(2);
}
/** tuple, int -- res */
export function BINARY_SUBSCR_TUPLE_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (right.ob_type !== PyLong_Type || left.ob_type !== PyTuple_Type) DEOPT('BINARY_SUBSCR');
  const n = (right as PyLongObject).value as number;
  const items = (left as PyTupleObject).ob_item;
  if (!(n >= 0 && n < 1073741824 && n < items.length)) DEOPT('BINARY_SUBSCR');
  const res = items[n]!;
  INCREF(res);
  S[--sp - 1] = res;
  if (--right.ob_refcnt === 0) freeInt(right);
  DECREF(left);
  NEXT(2);
}
/** str, int -- res : an ASCII character */
export function BINARY_SUBSCR_STR_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (right.ob_type !== PyLong_Type || left.ob_type !== PyUnicode_Type) DEOPT('BINARY_SUBSCR');
  const n = (right as PyLongObject).value as number;
  if (!(n >= 0 && n < 1073741824 && n < (left as PyUnicodeObject).length)) DEOPT('BINARY_SUBSCR');
  if ((left as PyUnicodeObject).kind === 4) DEOPT('BINARY_SUBSCR');
  const ch = (left as PyUnicodeObject).str.charCodeAt(n);
  if (ch >= 128) DEOPT('BINARY_SUBSCR');
  const res = latin1Chars[ch]!;
  INCREF(res);
  S[--sp - 1] = res;
  if (--right.ob_refcnt === 0) freeInt(right);
  DECREF(left);
  NEXT(2);
}
/** dict, key -- value */
export function BINARY_SUBSCR_DICT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (left.ob_type !== PyDict_Type) DEOPT('BINARY_SUBSCR');
  SAVE();
  const out: { value: PyObject | null } = { value: null };
  const n = PyDict_GetItemRef(left, right, out);
  if (n === 0) _PyErr_SetKeyError(right);
  S[sp - 2] = out.value;
  DECREF(left);
  sp--;
  DECREF(right);
  if (n <= 0) {
    sp--;
    ERROR();
  }
  NEXT(2);
}
/** container, sub -- : into a Python `__getitem__` */
export function BINARY_SUBSCR_GETITEM(): void {
  const left = S[sp - 2]!;
  const type = left.ob_type;
  if ((type.tp_flags & Py_TPFLAGS_HEAPTYPE) === 0) DEOPT('BINARY_SUBSCR');
  const func = type.spec_getitem as PyFunctionObject;
  if (func === null || func.func_version !== type.spec_getitem_version) DEOPT('BINARY_SUBSCR');
  INCREF(func);
  const callee = pushFrame_steal(func, -1, 2);
  callee.localsplus[callee.base] = left;
  callee.localsplus[callee.base + 1] = S[sp - 1]!;
  sp -= 2;
  frame.return_offset = 2;
  ENTER(callee);
}

/** container, start, stop -- res */
export function BINARY_SLICE(): void {
  SAVE();
  const right = _PyBuildSlice_ConsumeRefs(S[sp - 2]!, S[sp - 1]!);
  sp -= 2;
  const left = S[sp - 1]!;
  SAVE();
  const res = PyObject_GetItem(left, right);
  DECREF(right);
  S[sp - 1] = res;
  DECREF(left);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}

/** v, container, start, stop -- */
export function STORE_SLICE(): void {
  SAVE();
  const right = _PyBuildSlice_ConsumeRefs(S[sp - 2]!, S[sp - 1]!);
  sp -= 2;
  SAVE();
  const n = PyObject_SetItem(S[sp - 1]!, right, S[sp - 2]!);
  DECREF(right);
  const left = S[sp - 1]!;
  const value = S[sp - 2]!;
  S[sp - 2] = left;
  sp--;
  DECREF(value);
  sp--;
  DECREF(left);
  if (n !== 0) ERROR();
  NEXT(1);
}

/** v, container, sub -- */
export function STORE_SUBSCR(): void {
  ADAPTIVE(_Py_Specialize_StoreSubscr(S[sp - 2]!, S[sp - 1]!, code, pc));
  const value = S[sp - 3]!;
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  SAVE();
  const n = PyObject_SetItem(left, right, value);
  S[sp - 3] = right;
  sp--;
  DECREF(value);
  sp--;
  DECREF(left);
  sp--;
  DECREF(right);
  if (n !== 0) ERROR();
  NEXT(2);
}
/** v, list, int -- */
export function STORE_SUBSCR_LIST_INT(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  if (right.ob_type !== PyLong_Type || left.ob_type !== PyList_Type) DEOPT('STORE_SUBSCR');
  const n = (right as PyLongObject).value as number;
  const items = (left as PyListObject).ob_item;
  if (!(n >= 0 && n < 1073741824 && n < items.length)) DEOPT('STORE_SUBSCR');
  const old = items[n]!;
  items[n] = S[sp - 3]!;
  S[sp - 3] = left;
  sp -= 2;
  DECREF(old);
  if (--right.ob_refcnt === 0) freeInt(right);
  sp--;
  DECREF(left);
  NEXT(2);
}
/** v, dict, key -- */
export function STORE_SUBSCR_DICT(): void {
  const left = S[sp - 2]!;
  if (left.ob_type !== PyDict_Type) DEOPT('STORE_SUBSCR');
  SAVE();
  const n = _PyDict_SetItem_Take2(left as PyDictObject, S[sp - 1]!, S[sp - 3]!);
  sp -= 3;
  DECREF(left);
  if (n !== 0) ERROR();
  NEXT(2);
}

/** @cold container, sub -- */
export function DELETE_SUBSCR(): void {
  const left = S[sp - 2]!;
  const right = S[sp - 1]!;
  const n = PyObject_DelItem(left, right);
  sp -= 2;
  Py_DECREF(left);
  Py_DECREF(right);
  if (n !== 0) ERROR();
  NEXT(1);
}
