// Small things the instructions share. Follows Python/ceval.c, CPython 3.13.

import { PyObject_Free } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, _Py_Dealloc } from '../heap/refcount';
import { heapObserver } from '../heap/runtime';
import {
  NB_AND,
  NB_FLOOR_DIVIDE,
  NB_INPLACE_ADD as NB_INPLACE,
  NB_LSHIFT,
  NB_OR,
  NB_REMAINDER,
  NB_RSHIFT,
  NB_XOR,
} from '../compiler/opcodes';
import * as A from '../objects/abstract';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import type { PyListObject } from '../objects/liststruct';
import { PyLong_FromLong } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyObject_ASCII, PyObject_Repr, PyObject_Str, _PyObject_FunctionStr } from '../objects/objectprotocol';
import { tstate } from '../objects/pystate';
import { PyType_GenericAlloc } from '../objects/subtype';
import type { PyTypeObject } from '../objects/typestruct';
import type { Stack } from './frame';

/**
 * The operators on ints that have no specialised instruction, for 32-bit operands of exact type int: what binaryOps would
 * give, sooner. null: not one of these cases, nothing done.
 */
export function smallIntOp(op: number, x: number | bigint, y: number | bigint): Owned<PyObject> | null {
  if (typeof x !== 'number' || typeof y !== 'number' || (x | 0) !== x || (y | 0) !== y) return null;
  switch (op) {
    case NB_REMAINDER:
    case NB_INPLACE + NB_REMAINDER: {
      if (y <= 0) return null;
      const r = ((x | 0) % (y | 0)) | 0;
      return PyLong_FromLong(r < 0 ? r + y : r);
    }
    case NB_FLOOR_DIVIDE:
    case NB_INPLACE + NB_FLOOR_DIVIDE:
      return y <= 0 ? null : PyLong_FromLong(Math.floor(x / y));
    case NB_AND:
    case NB_INPLACE + NB_AND:
      return PyLong_FromLong(x & y);
    case NB_OR:
    case NB_INPLACE + NB_OR:
      return PyLong_FromLong(x | y);
    case NB_XOR:
    case NB_INPLACE + NB_XOR:
      return PyLong_FromLong(x ^ y);
    case NB_RSHIFT:
    case NB_INPLACE + NB_RSHIFT:
      return y < 0 || y > 31 ? null : PyLong_FromLong(x >> y);
    case NB_LSHIFT:
    case NB_INPLACE + NB_LSHIFT:
      return y < 0 || y > 20 ? null : PyLong_FromLong(x * (1 << y));
    default:
      return null;
  }
}

/** By NB_* number (compiler/opcodes.ts). */
export const binaryOps: readonly ((a: PyObject, b: PyObject) => PyObject | null)[] = [
  A.PyNumber_Add,
  A.PyNumber_And,
  A.PyNumber_FloorDivide,
  A.PyNumber_Lshift,
  A.PyNumber_MatrixMultiply,
  A.PyNumber_Multiply,
  A.PyNumber_Remainder,
  A.PyNumber_Or,
  A._PyNumber_PowerNoMod,
  A.PyNumber_Rshift,
  A.PyNumber_Subtract,
  A.PyNumber_TrueDivide,
  A.PyNumber_Xor,
  A.PyNumber_InPlaceAdd,
  A.PyNumber_InPlaceAnd,
  A.PyNumber_InPlaceFloorDivide,
  A.PyNumber_InPlaceLshift,
  A.PyNumber_InPlaceMatrixMultiply,
  A.PyNumber_InPlaceMultiply,
  A.PyNumber_InPlaceRemainder,
  A.PyNumber_InPlaceOr,
  A._PyNumber_InPlacePowerNoMod,
  A.PyNumber_InPlaceRshift,
  A.PyNumber_InPlaceSubtract,
  A.PyNumber_InPlaceTrueDivide,
  A.PyNumber_InPlaceXor,
];

/** FVC_STR, FVC_REPR, FVC_ASCII. */
export const conversionFuncs: readonly ((op: PyObject) => PyObject | null)[] = [
  PyObject_Str,
  PyObject_Str,
  PyObject_Repr,
  PyObject_ASCII,
];

/** The last reference to an exact int is gone. */
export function freeInt(op: PyObject): void {
  if (heapObserver !== null) heapObserver.dying(op);
  PyObject_Free(op.ob_addr);
}
export function freeFloat(op: PyObject): void {
  _Py_Dealloc(op);
}
export function freeStr(op: PyObject): void {
  _Py_Dealloc(op);
}

const NONE: PyObject[] = [];

/** The arguments of a vectorcall out of the stack: a fresh array, which may not be kept or changed. */
export function argsOf(stack: Stack, start: number, n: number): PyObject[] {
  switch (n) {
    case 0:
      return NONE;
    case 1:
      return [stack[start]!];
    case 2:
      return [stack[start]!, stack[start + 1]!];
    case 3:
      return [stack[start]!, stack[start + 1]!, stack[start + 2]!];
    default:
      return stack.slice(start, start + n) as PyObject[];
  }
}

/** _PyType_NewManagedObject: a bare instance of a plain class, tracked. */
export function newManagedObject(type: PyTypeObject): Owned<PyObject> {
  return PyType_GenericAlloc(type, 0);
}

/** 0, or −1 with TypeError: what stands after * in a call cannot be iterated. */
export function check_args_iterable(func: PyObject, args: PyObject): number {
  if (args.ob_type.tp_iter !== null || A.PySequence_Check(args)) return 0;
  PyErr_Clear();
  const funcstr = _PyObject_FunctionStr(func);
  if (funcstr !== null) {
    PyErr_SetString(
      PyExc_TypeError,
      `${funcstr.str} argument after * must be an iterable, not ${args.ob_type.tp_name}`,
    );
    Py_DECREF(funcstr);
  }
  return -1;
}

/**
 * Iterates `v` and stores the results below `sp`, downwards: `argcnt` items, then (unless `argcntafter` is −1) a list of
 * the rest and `argcntafter` items from its end. 1, or 0 with an exception and nothing stored.
 */
export function _PyEval_UnpackIterable(
  v: PyObject,
  argcnt: number,
  argcntafter: number,
  stack: Stack,
  top: number,
): number {
  let sp = top;
  let i = 0;
  const it = A.PyObject_GetIter(v);
  if (it === null) {
    if (PyErr_ExceptionMatches(PyExc_TypeError) && v.ob_type.tp_iter === null && !A.PySequence_Check(v)) {
      PyErr_SetString(PyExc_TypeError, `cannot unpack non-iterable ${v.ob_type.tp_name} object`);
    }
    return 0;
  }
  const failed = (): number => {
    for (; i > 0; i--) Py_DECREF(stack[sp++]!);
    Py_DECREF(it);
    return 0;
  };
  for (; i < argcnt; i++) {
    const w = A.PyIter_Next(it);
    if (w === null) {
      if (tstate.current_exception === null) {
        PyErr_SetString(
          PyExc_ValueError,
          argcntafter === -1
            ? `not enough values to unpack (expected ${argcnt}, got ${i})`
            : `not enough values to unpack (expected at least ${argcnt + argcntafter}, got ${i})`,
        );
      }
      return failed();
    }
    stack[--sp] = w;
  }
  if (argcntafter === -1) {
    const w = A.PyIter_Next(it);
    if (w === null) {
      if (tstate.current_exception !== null) return failed();
      Py_DECREF(it);
      return 1;
    }
    Py_DECREF(w);
    PyErr_SetString(PyExc_ValueError, `too many values to unpack (expected ${argcnt})`);
    return failed();
  }
  const l = A.PySequence_List(it) as PyListObject | null;
  if (l === null) return failed();
  stack[--sp] = l;
  i++;
  const ll = l.ob_item.length;
  if (ll < argcntafter) {
    PyErr_SetString(
      PyExc_ValueError,
      `not enough values to unpack (expected at least ${argcnt + argcntafter}, got ${argcnt + ll})`,
    );
    return failed();
  }
  for (let j = argcntafter; j > 0; j--) stack[--sp] = l.ob_item[ll - j]!;
  l.ob_item.length = ll - argcntafter;
  Py_DECREF(it);
  return 1;
}
