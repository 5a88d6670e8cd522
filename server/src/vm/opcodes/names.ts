// Names of modules and classes, globals and builtins. See README.md.
import { Py_DECREF } from '../../heap/refcount';
import { PyMapping_GetOptionalItem, PyObject_DelItem, PyObject_SetItem } from '../../objects/abstract';
import type { PyCodeObject } from '../../objects/codestruct';
import {
  PyDict_CheckExact,
  PyDict_New,
  PyDict_Pop,
  PyDict_SetItem,
  _PyDict_LoadGlobal,
} from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_SetString, reprText } from '../../objects/errors';
import { PyExc_NameError, PyExc_SystemError } from '../../objects/exceptions';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import { tstate } from '../../objects/pystate';
import { _Py_ID } from '../../objects/unicodeobject';
import { loadNameSlow, nameError } from '../cevalerrors';
import { _Py_Specialize_LoadGlobal } from '../specialize';

declare let S: (PyObject | null)[],
  sp: number,
  pc: number,
  oparg: number,
  code: PyCodeObject,
  frame: _PyInterpreterFrame;
declare function NEXT(n: number): never;
declare function ERROR(): never;
declare function DEOPT(op: unknown): never;
declare function ADAPTIVE(specialize: void): void;
declare function SAVE(): void;
declare function INCREF(op: PyObject): void;
declare function DECREF(op: PyObject | null): void;

/** value -- */
export function STORE_NAME(): void {
  const locals = frame.f_locals;
  const value = S[sp - 1]!;
  SAVE();
  let err: number;
  if (locals === null) {
    PyErr_SetString(PyExc_SystemError, `no locals found when storing ${reprText(code.names[oparg]!)}`);
    err = -1;
  } else if (PyDict_CheckExact(locals)) err = PyDict_SetItem(locals, code.names[oparg]!, value);
  else err = PyObject_SetItem(locals, code.names[oparg]!, value);
  sp--;
  DECREF(value);
  if (err !== 0) ERROR();
  NEXT(1);
}

/** @cold -- */
export function DELETE_NAME(): void {
  const name = code.names[oparg]!;
  if (frame.f_locals === null) {
    PyErr_SetString(PyExc_SystemError, `no locals when deleting ${reprText(name)}`);
    ERROR();
  }
  if (PyObject_DelItem(frame.f_locals!, name) !== 0) {
    nameError(name);
    ERROR();
  }
  NEXT(1);
}

/** -- value */
export function LOAD_NAME(): void {
  SAVE();
  const value = loadNameSlow(frame, code.names[oparg]!);
  if (value === null) ERROR();
  S[sp++] = value;
  NEXT(1);
}

/** -- value, NULL if (oparg & 1) */
export function LOAD_GLOBAL(): void {
  ADAPTIVE(_Py_Specialize_LoadGlobal(frame.f_globals, frame.f_builtins, code, pc, code.names[oparg >> 1]!));
  SAVE();
  const name = code.names[oparg >> 1]!;
  let value: PyObject | null = null;
  if (PyDict_CheckExact(frame.f_globals) && PyDict_CheckExact(frame.f_builtins)) {
    value = _PyDict_LoadGlobal(frame.f_globals, frame.f_builtins as PyDictObject, name);
    if (value === null) {
      if (tstate.current_exception === null) nameError(name);
      ERROR();
    }
  } else {
    const out: { value: PyObject | null } = { value: null };
    if (PyMapping_GetOptionalItem(frame.f_globals, name, out) < 0) ERROR();
    if (out.value === null && PyMapping_GetOptionalItem(frame.f_builtins, name, out) < 0) ERROR();
    value = out.value;
    if (value === null) {
      nameError(name);
      ERROR();
    }
  }
  S[sp++] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  NEXT(5);
}

/** -- value, NULL if (oparg & 1) */
export function LOAD_GLOBAL_MODULE(): void {
  const cache = code.caches[pc]!;
  const keys = frame.f_globals.ma_keys;
  if (keys.dk_version !== cache.keys_version) DEOPT('LOAD_GLOBAL');
  const value = keys.me_value[cache.index]!;
  if (value === null) DEOPT('LOAD_GLOBAL');
  INCREF(value);
  S[sp++] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  NEXT(5);
}

/** -- value, NULL if (oparg & 1) */
export function LOAD_GLOBAL_BUILTIN(): void {
  const cache = code.caches[pc]!;
  if (frame.f_globals.ma_keys.dk_version !== cache.keys_version) DEOPT('LOAD_GLOBAL');
  const keys = (frame.f_builtins as PyDictObject).ma_keys;
  if (keys.dk_version !== cache.version) DEOPT('LOAD_GLOBAL');
  const value = keys.me_value[cache.index]!;
  if (value === null) DEOPT('LOAD_GLOBAL');
  INCREF(value);
  S[sp++] = value;
  if ((oparg & 1) !== 0) S[sp++] = null;
  NEXT(5);
}

/** value -- */
export function STORE_GLOBAL(): void {
  const value = S[sp - 1]!;
  SAVE();
  const err = PyDict_SetItem(frame.f_globals, code.names[oparg]!, value);
  sp--;
  DECREF(value);
  if (err !== 0) ERROR();
  NEXT(1);
}

/** @cold -- */
export function DELETE_GLOBAL(): void {
  const name = code.names[oparg]!;
  const err = PyDict_Pop(frame.f_globals, name, null);
  if (err < 0) ERROR();
  if (err === 0) {
    nameError(name);
    ERROR();
  }
  NEXT(1);
}

/** @cold -- locals */
export function LOAD_LOCALS(): void {
  const value = frame.f_locals!;
  if (value === null) {
    PyErr_SetString(PyExc_SystemError, 'no locals found');
    ERROR();
  }
  INCREF(value);
  S[sp++] = value;
  NEXT(1);
}

/** @cold mod_or_class_dict -- value */
export function LOAD_FROM_DICT_OR_GLOBALS(): void {
  const name = code.names[oparg]!;
  const out: { value: PyObject | null } = { value: null };
  const owner = S[sp - 1]!;
  if (PyMapping_GetOptionalItem(owner, name, out) < 0) ERROR();
  if (out.value === null && PyMapping_GetOptionalItem(frame.f_globals, name, out) < 0) ERROR();
  if (out.value === null && PyMapping_GetOptionalItem(frame.f_builtins, name, out) < 0) ERROR();
  if (out.value === null) {
    nameError(name);
    ERROR();
  }
  S[sp - 1] = out.value;
  DECREF(owner);
  NEXT(1);
}

/** @cold -- build_class */
export function LOAD_BUILD_CLASS(): void {
  const out: { value: PyObject | null } = { value: null };
  if (PyMapping_GetOptionalItem(frame.f_builtins, _Py_ID('__build_class__'), out) < 0) ERROR();
  if (out.value === null) {
    PyErr_SetString(PyExc_NameError, '__build_class__ not found');
    ERROR();
  }
  S[sp++] = out.value;
  NEXT(1);
}

/** @cold -- : makes sure that the namespace has `__annotations__` */
export function SETUP_ANNOTATIONS(): void {
  const locals = frame.f_locals!;
  if (locals === null) {
    PyErr_SetString(PyExc_SystemError, 'no locals found when setting up annotations');
    ERROR();
  }
  const out: { value: PyObject | null } = { value: null };
  if (PyMapping_GetOptionalItem(locals, _Py_ID('__annotations__'), out) < 0) ERROR();
  if (out.value !== null) Py_DECREF(out.value);
  else {
    const dict = PyDict_New();
    const err = PyObject_SetItem(locals, _Py_ID('__annotations__'), dict);
    Py_DECREF(dict);
    if (err !== 0) ERROR();
  }
  NEXT(1);
}
