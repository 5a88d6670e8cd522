// Building and taking apart of containers and strings. See README.md.
import { Py_DECREF } from '../../heap/refcount';
import type { PyCodeObject } from '../../objects/codestruct';
import { PySequence_Check } from '../../objects/abstract';
import { PyDict_Update, _PyDict_FromItems, _PyDict_MergeEx, _PyDict_SetItem_Take2 } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from '../../objects/errors';
import { PyExc_AttributeError, PyExc_TypeError } from '../../objects/exceptions';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import { PyList_Type, _PyList_AppendTakeRef, _PyList_Extend, _PyList_FromArraySteal } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import type { PyObject } from '../../objects/object';
import { PyObject_Format } from '../../objects/objectformat';
import { PySet_Add, PySet_New, _PySet_Update } from '../../objects/setobject';
import { PySlice_New } from '../../objects/sliceobject';
import { PyTuple_Type, _PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import { PyUnicode_Type, _PyUnicode_JoinArray } from '../../objects/unicodeobject';
import { emptyUnicode } from '../../objects/unicode_interned';
import { _PyEval_FormatKwargsError } from '../cevalerrors';
import { conversionFuncs, _PyEval_UnpackIterable } from '../cevalhelpers';
import { _Py_Specialize_UnpackSequence } from '../specialize';

declare let S: (PyObject | null)[],
  sp: number,
  pc: number,
  oparg: number,
  code: PyCodeObject,
  frame: _PyInterpreterFrame;
declare function NEXT(n: number): never;
declare function ERROR(): never;
declare function DEOPT(op: string): never;
declare function ADAPTIVE(specialize: void): void;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;

/** values[oparg] -- tuple */
export function BUILD_TUPLE(): void {
  sp -= oparg;
  S[sp] = _PyTuple_FromArraySteal(S as PyObject[], sp, oparg);
  sp++;
  NEXT(1);
}
/** values[oparg] -- list */
export function BUILD_LIST(): void {
  sp -= oparg;
  S[sp] = _PyList_FromArraySteal(S as PyObject[], sp, oparg);
  sp++;
  NEXT(1);
}
/** values[oparg] -- set */
export function BUILD_SET(): void {
  SAVE();
  const res = PySet_New(null)!;
  let n = 0;
  for (let i = sp - oparg; i < sp; i++) {
    const value = S[i]!;
    if (n === 0) n = PySet_Add(res, value);
    Py_DECREF(value);
  }
  sp -= oparg;
  if (n !== 0) {
    DECREF(res);
    ERROR();
  }
  S[sp++] = res;
  NEXT(1);
}
/** key, value, … -- dict */
export function BUILD_MAP(): void {
  SAVE();
  const n = sp - 2 * oparg;
  const res = _PyDict_FromItems(S as PyObject[], n, S as PyObject[], n + 1, oparg, 2);
  for (let i = n; i < sp; i++) {
    const value = S[i]!;
    S[i] = null;
    DECREF(value);
  }
  sp = n;
  if (res === null) ERROR();
  S[sp++] = res;
  NEXT(1);
}
/** values[oparg], keys -- dict */
export function BUILD_CONST_KEY_MAP(): void {
  SAVE();
  const right = S[sp - 1] as PyTupleObject;
  const n = sp - 1 - oparg;
  const res = _PyDict_FromItems(right.ob_item, 0, S as PyObject[], n, oparg);
  for (let i = n; i < sp; i++) {
    const value = S[i]!;
    S[i] = null;
    DECREF(value);
  }
  sp = n;
  if (res === null) ERROR();
  S[sp++] = res;
  NEXT(1);
}
/** pieces[oparg] -- str */
export function BUILD_STRING(): void {
  SAVE();
  const n = sp - oparg;
  const res = _PyUnicode_JoinArray(emptyUnicode, S.slice(n, sp) as PyObject[]);
  for (let i = n; i < sp; i++) {
    const value = S[i]!;
    DECREF(value);
  }
  sp = n;
  if (res === null) ERROR();
  S[sp++] = res;
  NEXT(1);
}
/** @cold start, stop, step if oparg is 3 -- slice */
export function BUILD_SLICE(): void {
  const n = sp - oparg;
  const res = PySlice_New(S[n]!, S[n + 1]!, oparg === 3 ? S[n + 2]! : null);
  for (let i = n; i < sp; i++) Py_DECREF(S[i]!);
  sp = n;
  S[sp++] = res;
  NEXT(1);
}

/** list, …, v -- list, … */
export function LIST_APPEND(): void {
  const value = S[--sp]!;
  _PyList_AppendTakeRef(S[sp - oparg] as PyListObject, value);
  NEXT(1);
}
/** set, …, v -- set, … */
export function SET_ADD(): void {
  const value = S[sp - 1]!;
  SAVE();
  const n = PySet_Add(S[sp - 1 - oparg]!, value);
  sp--;
  DECREF(value);
  if (n !== 0) ERROR();
  NEXT(1);
}
/** dict, …, key, value -- dict, … */
export function MAP_ADD(): void {
  SAVE();
  sp -= 2;
  const n = _PyDict_SetItem_Take2(S[sp - oparg] as PyDictObject, S[sp]!, S[sp + 1]!);
  if (n !== 0) ERROR();
  NEXT(1);
}
/** list, …, iterable -- list, … */
export function LIST_EXTEND(): void {
  const value = S[sp - 1]!;
  SAVE();
  const n = _PyList_Extend(S[sp - 1 - oparg] as PyListObject, value);
  if (n === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError) && value.ob_type.tp_iter === null && !PySequence_Check(value)) {
      PyErr_Clear();
      PyErr_SetString(PyExc_TypeError, `Value after * must be an iterable, not ${value.ob_type.tp_name}`);
    }
    sp--;
    DECREF(value);
    ERROR();
  }
  sp--;
  DECREF(value);
  NEXT(1);
}
/** @cold set, …, iterable -- set, … */
export function SET_UPDATE(): void {
  const value = S[sp - 1]!;
  const n = _PySet_Update(S[sp - 1 - oparg]!, value);
  sp--;
  DECREF(value);
  if (n < 0) ERROR();
  NEXT(1);
}
/** @cold dict, …, update -- dict, … */
export function DICT_UPDATE(): void {
  const value = S[sp - 1]!;
  const n = PyDict_Update(S[sp - 1 - oparg]!, value);
  if (n < 0 && PyErr_ExceptionMatches(PyExc_AttributeError)) {
    PyErr_SetString(PyExc_TypeError, `'${value.ob_type.tp_name}' object is not a mapping`);
  }
  sp--;
  DECREF(value);
  if (n < 0) ERROR();
  NEXT(1);
}
/** @cold callable, NULL, args, dict, …, update -- callable, NULL, args, dict, … */
export function DICT_MERGE(): void {
  const value = S[sp - 1]!;
  const n = _PyDict_MergeEx(S[sp - 1 - oparg]!, value, 2);
  if (n < 0) _PyEval_FormatKwargsError(S[sp - 4 - oparg]!, value);
  sp--;
  DECREF(value);
  if (n < 0) ERROR();
  NEXT(1);
}

/** seq -- values[oparg] */
export function UNPACK_SEQUENCE(): void {
  ADAPTIVE(_Py_Specialize_UnpackSequence(S[sp - 1]!, code, pc, oparg));
  const value = S[sp - 1]!;
  SAVE();
  const n = _PyEval_UnpackIterable(value, oparg, -1, S, sp - 1 + oparg);
  sp += oparg - 1;
  if (n === 0) {
    sp -= oparg;
    DECREF(value);
    ERROR();
  }
  DECREF(value);
  NEXT(2);
}
/** tuple -- b, a */
export function UNPACK_SEQUENCE_TWO_TUPLE(): void {
  const value = S[sp - 1]!;
  if (value.ob_type !== PyTuple_Type || (value as PyTupleObject).ob_item.length !== 2) DEOPT('UNPACK_SEQUENCE');
  const left = (value as PyTupleObject).ob_item[0]!;
  const right = (value as PyTupleObject).ob_item[1]!;
  INCREF(left);
  INCREF(right);
  S[sp - 1] = right;
  S[sp++] = left;
  DECREF(value);
  NEXT(2);
}
/** tuple -- values[oparg] */
export function UNPACK_SEQUENCE_TUPLE(): void {
  const value = S[sp - 1]!;
  if (value.ob_type !== PyTuple_Type || (value as PyTupleObject).ob_item.length !== oparg) DEOPT('UNPACK_SEQUENCE');
  sp--;
  for (let i = oparg - 1; i >= 0; i--) {
    const left = (value as PyTupleObject).ob_item[i]!;
    INCREF(left);
    S[sp++] = left;
  }
  DECREF(value);
  NEXT(2);
}
/** list -- values[oparg] */
export function UNPACK_SEQUENCE_LIST(): void {
  const value = S[sp - 1]!;
  if (value.ob_type !== PyList_Type || (value as PyListObject).ob_item.length !== oparg) DEOPT('UNPACK_SEQUENCE');
  sp--;
  for (let i = oparg - 1; i >= 0; i--) {
    const left = (value as PyListObject).ob_item[i]!;
    INCREF(left);
    S[sp++] = left;
  }
  DECREF(value);
  NEXT(2);
}
/** @cold seq -- after[oparg >> 8], list, before[oparg & 255] */
export function UNPACK_EX(): void {
  const n = 1 + (oparg & 0xff) + (oparg >> 8);
  const value = S[sp - 1]!;
  const ok = _PyEval_UnpackIterable(value, oparg & 0xff, oparg >> 8, S, sp - 1 + n);
  sp += n - 1;
  if (ok === 0) {
    sp -= n;
    DECREF(value);
    ERROR();
  }
  DECREF(value);
  NEXT(1);
}

/** value -- str */
export function CONVERT_VALUE(): void {
  const value = S[sp - 1]!;
  SAVE();
  const res = conversionFuncs[oparg]!(value);
  S[sp - 1] = res;
  DECREF(value);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}
/** value -- str */
export function FORMAT_SIMPLE(): void {
  const value = S[sp - 1]!;
  if (value.ob_type !== PyUnicode_Type) {
    SAVE();
    const res = PyObject_Format(value, null);
    S[sp - 1] = res;
    DECREF(value);
    if (res === null) {
      sp--;
      ERROR();
    }
  }
  NEXT(1);
}
/** value, spec -- str */
export function FORMAT_WITH_SPEC(): void {
  const value = S[sp - 2]!;
  const right = S[sp - 1]!;
  SAVE();
  const res = PyObject_Format(value, right);
  S[sp - 2] = res;
  DECREF(value);
  sp--;
  DECREF(right);
  if (res === null) {
    sp--;
    ERROR();
  }
  NEXT(1);
}
