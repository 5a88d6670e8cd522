// Local, cell and constant loads and stores. See README.md.
import { Py_NewRef } from '../../heap/refcount';
import { PyCell_New } from '../../objects/cellobject';
import type { PyCellObject } from '../../objects/cellstruct';
import type { PyCodeObject } from '../../objects/codestruct';
import type { PyObject } from '../../objects/object';
import { PyMapping_GetOptionalItem } from '../../objects/abstract';
import { _PyEval_FormatExcUnbound, unboundLocal } from '../cevalerrors';

declare let S: (PyObject | null)[], base: number, sp: number, pc: number, oparg: number, code: PyCodeObject;
declare let consts: readonly PyObject[], frame: { f_funcobj: { func_closure: { ob_item: PyObject[] } | null } };
declare function NEXT(n: number): never;
declare function ERROR(): never;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;
declare function XDECREF(op: PyObject | null): void;

/** -- value */
export function LOAD_FAST(): void {
  const value = S[base + oparg]!;
  INCREF(value);
  S[sp++] = value;
  NEXT(1);
}

/** -- value : or UnboundLocalError */
export function LOAD_FAST_CHECK(): void {
  const value = S[base + oparg]!;
  if (value === null) {
    SAVE();
    unboundLocal(code, oparg);
    ERROR();
  }
  INCREF(value);
  S[sp++] = value;
  NEXT(1);
}

/** -- value : the local becomes unbound */
export function LOAD_FAST_AND_CLEAR(): void {
  S[sp++] = S[base + oparg]!;
  S[base + oparg] = null;
  NEXT(1);
}

/** -- value1, value2 */
export function LOAD_FAST_LOAD_FAST(): void {
  const left = S[base + (oparg >> 4)]!;
  const right = S[base + (oparg & 15)]!;
  INCREF(left);
  INCREF(right);
  S[sp] = left;
  S[sp + 1] = right;
  sp += 2;
  NEXT(1);
}

/** -- value */
export function LOAD_CONST(): void {
  const value = consts[oparg]!;
  INCREF(value);
  S[sp++] = value;
  NEXT(1);
}

/** value -- */
export function STORE_FAST(): void {
  const old = S[base + oparg]!;
  S[base + oparg] = S[--sp]!;
  XDECREF(old);
  NEXT(1);
}

/** value1 -- value2 */
export function STORE_FAST_LOAD_FAST(): void {
  const old = S[base + (oparg >> 4)]!;
  S[base + (oparg >> 4)] = S[--sp]!;
  XDECREF(old);
  const value = S[base + (oparg & 15)]!;
  INCREF(value);
  S[sp++] = value;
  NEXT(1);
}

/** value2, value1 -- */
export function STORE_FAST_STORE_FAST(): void {
  let old = S[base + (oparg >> 4)]!;
  S[base + (oparg >> 4)] = S[--sp]!;
  XDECREF(old);
  old = S[base + (oparg & 15)]!;
  S[base + (oparg & 15)] = S[--sp]!;
  XDECREF(old);
  NEXT(1);
}

/** -- */
export function DELETE_FAST(): void {
  const old = S[base + oparg]!;
  if (old === null) {
    SAVE();
    unboundLocal(code, oparg);
    ERROR();
  }
  S[base + oparg] = null;
  DECREF(old);
  NEXT(1);
}

/** -- : the local goes into a cell */
export function MAKE_CELL(): void {
  const value = S[base + oparg]!;
  const cell = PyCell_New(value);
  S[base + oparg] = cell;
  XDECREF(value);
  NEXT(1);
}

/** -- */
export function COPY_FREE_VARS(): void {
  const items = frame.f_funcobj.func_closure!.ob_item;
  const n = base + code.co_nlocalsplus - oparg;
  for (let i = 0; i < oparg; i++) {
    const value = items[i]!;
    INCREF(value);
    S[n + i] = value;
  }
  NEXT(1);
}

/** -- value */
export function LOAD_DEREF(): void {
  const value = (S[base + oparg] as PyCellObject).ob_ref!;
  if (value === null) {
    SAVE();
    _PyEval_FormatExcUnbound(code, oparg);
    ERROR();
  }
  INCREF(value);
  S[sp++] = value;
  NEXT(1);
}

/** value -- */
export function STORE_DEREF(): void {
  const cell = S[base + oparg] as PyCellObject;
  const old = cell.ob_ref;
  cell.ob_ref = S[--sp]!;
  XDECREF(old);
  NEXT(1);
}

/** @cold -- */
export function DELETE_DEREF(): void {
  const cell = S[base + oparg] as PyCellObject;
  const old = cell.ob_ref;
  if (old === null) {
    _PyEval_FormatExcUnbound(code, oparg);
    ERROR();
  }
  cell.ob_ref = null;
  DECREF(old);
  NEXT(1);
}

/** @cold class_dict -- value */
export function LOAD_FROM_DICT_OR_DEREF(): void {
  const name = code.co_localsplusnames.ob_item[oparg]!;
  const out: { value: PyObject | null } = { value: null };
  if (PyMapping_GetOptionalItem(S[sp - 1]!, name, out) < 0) ERROR();
  let value = out.value;
  if (value === null) {
    value = (S[base + oparg] as PyCellObject).ob_ref;
    if (value === null) {
      _PyEval_FormatExcUnbound(code, oparg);
      ERROR();
    }
    value = Py_NewRef(value!);
  }
  const old = S[sp - 1]!;
  S[sp - 1] = value;
  DECREF(old);
  NEXT(1);
}
