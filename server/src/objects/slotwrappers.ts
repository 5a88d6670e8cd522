// The wrappers: a built-in's slot function called with Python arguments, as `str.__len__(s)` does. One for each kind of slot.
// Follows "Generic wrappers for overloadable operators" in Objects/typeobject.c, CPython 3.13.

import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBool_FromLong } from './boolobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetNone, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_StopIteration, PyExc_SystemError, PyExc_TypeError } from './exceptions';
import { PyArg_UnpackTuple } from './getargs';
import { PyLong_FromBigInt, PyLong_FromLong, PyNumber_AsSsize_t } from './longobject';
import type * as t from './object';
import type { CompareOp, PyObject } from './object';
import { Py_None } from './objectprotocol';
import { hashToBigInt, hash_hi, isHashError } from './pyhash';
import { tstate } from './pystate';
import { slot_tp_new, slot_tp_setattro } from './slotfunctions';
import { PyTuple_GetSlice } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_Check, PyType_IsSubtype } from './typebasics';
import type { PyTypeObject } from './typestruct';

function check_num_args(args: PyTupleObject, n: number): boolean {
  const given = args.ob_item.length;
  if (given === n) return true;
  PyErr_SetString(PyExc_TypeError, `expected ${n} argument${n === 1 ? '' : 's'}, got ${given}`);
  return false;
}

/** An int result: null with an exception on −1, else None. */
function noneUnlessError(res: number): PyObject | null {
  return res === -1 && tstate.current_exception !== null ? null : Py_NewRef(Py_None);
}

export function wrap_lenfunc(self: PyObject, args: PyTupleObject, func: t.lenfunc): PyObject | null {
  if (!check_num_args(args, 0)) return null;
  const res = func(self);
  if (res === -1 && tstate.current_exception !== null) return null;
  // The greatest Py_ssize_t is no double.
  return res === 0x8000000000000000 ? PyLong_FromBigInt(0x7fffffffffffffffn) : PyLong_FromLong(res);
}

export function wrap_inquirypred(self: PyObject, args: PyTupleObject, func: t.inquiry): PyObject | null {
  if (!check_num_args(args, 0)) return null;
  const res = func(self);
  return res === -1 && tstate.current_exception !== null ? null : PyBool_FromLong(res);
}

export function wrap_binaryfunc(self: PyObject, args: PyTupleObject, func: t.binaryfunc): PyObject | null {
  return check_num_args(args, 1) ? func(self, args.ob_item[0]!) : null;
}
// A function of its own, as in C: descriptors made with the one are not taken for the other (update_one_slot).
export function wrap_binaryfunc_l(self: PyObject, args: PyTupleObject, func: t.binaryfunc): PyObject | null {
  return check_num_args(args, 1) ? func(self, args.ob_item[0]!) : null;
}
export function wrap_binaryfunc_r(self: PyObject, args: PyTupleObject, func: t.binaryfunc): PyObject | null {
  return check_num_args(args, 1) ? func(args.ob_item[0]!, self) : null;
}

/** For __pow__ only. */
export function wrap_ternaryfunc(self: PyObject, args: PyTupleObject, func: t.ternaryfunc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 1, 2);
  return a === null ? null : func(self, a[0]!, a[1] ?? Py_None);
}
export function wrap_ternaryfunc_r(self: PyObject, args: PyTupleObject, func: t.ternaryfunc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 1, 2);
  return a === null ? null : func(a[0]!, self, a[1] ?? Py_None);
}

export function wrap_unaryfunc(self: PyObject, args: PyTupleObject, func: t.unaryfunc): PyObject | null {
  return check_num_args(args, 0) ? func(self) : null;
}

export function wrap_indexargfunc(self: PyObject, args: PyTupleObject, func: t.ssizeargfunc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 1, 1);
  if (a === null) return null;
  const i = PyNumber_AsSsize_t(a[0]!, PyExc_OverflowError);
  return i === -1 && tstate.current_exception !== null ? null : func(self, i);
}

/** The index argument of a sequence slot, counted from the start; −1 with an exception. */
function getindex(self: PyObject, arg: PyObject): number {
  let i = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
  if (i === -1 && tstate.current_exception !== null) return -1;
  if (i < 0 && self.ob_type.sq_length !== null) {
    const n = self.ob_type.sq_length(self);
    if (n < 0) return -1;
    i += n;
  }
  return i;
}

export function wrap_sq_item(self: PyObject, args: PyTupleObject, func: t.ssizeargfunc): PyObject | null {
  if (!check_num_args(args, 1)) return null;
  const i = getindex(self, args.ob_item[0]!);
  return i === -1 && tstate.current_exception !== null ? null : func(self, i);
}
export function wrap_sq_setitem(self: PyObject, args: PyTupleObject, func: t.ssizeobjargproc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 2, 2);
  if (a === null) return null;
  const i = getindex(self, a[0]!);
  if (i === -1 && tstate.current_exception !== null) return null;
  return noneUnlessError(func(self, i, a[1]!));
}
export function wrap_sq_delitem(self: PyObject, args: PyTupleObject, func: t.ssizeobjargproc): PyObject | null {
  if (!check_num_args(args, 1)) return null;
  const i = getindex(self, args.ob_item[0]!);
  if (i === -1 && tstate.current_exception !== null) return null;
  return noneUnlessError(func(self, i, null));
}

export function wrap_objobjproc(self: PyObject, args: PyTupleObject, func: t.objobjproc): PyObject | null {
  if (!check_num_args(args, 1)) return null;
  const res = func(self, args.ob_item[0]!);
  return res === -1 && tstate.current_exception !== null ? null : PyBool_FromLong(res);
}
export function wrap_objobjargproc(self: PyObject, args: PyTupleObject, func: t.objobjargproc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 2, 2);
  return a === null ? null : noneUnlessError(func(self, a[0]!, a[1]!));
}
export function wrap_delitem(self: PyObject, args: PyTupleObject, func: t.objobjargproc): PyObject | null {
  return check_num_args(args, 1) ? noneUnlessError(func(self, args.ob_item[0]!, null)) : null;
}

/** Refuses `object.__setattr__(int, …)` and the like: calls that jump over a built-in's own tp_setattro. */
function hackcheck(self: PyObject, func: t.setattrofunc, what: string): boolean {
  const type = self.ob_type;
  if (type.tp_mro === null) return true;
  const mro = type.tp_mro.ob_item as PyTypeObject[];
  let defining_type = type;
  for (let i = mro.length - 1; i >= 0; i--) {
    const base = mro[i]!;
    if (base.tp_setattro !== slot_tp_setattro && base.tp_setattro === type.tp_setattro) {
      defining_type = base;
      break;
    }
  }
  for (let base: PyTypeObject | null = defining_type; base !== null; base = base.tp_base) {
    if (base.tp_setattro === func) break;
    if (base.tp_setattro !== slot_tp_setattro) {
      PyErr_SetString(PyExc_TypeError, `can't apply this ${what} to ${type.tp_name} object`);
      return false;
    }
  }
  return true;
}

export function wrap_setattr(self: PyObject, args: PyTupleObject, func: t.setattrofunc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 2, 2);
  if (a === null || !hackcheck(self, func, '__setattr__')) return null;
  return func(self, a[0]!, a[1]!) < 0 ? null : Py_NewRef(Py_None);
}
export function wrap_delattr(self: PyObject, args: PyTupleObject, func: t.setattrofunc): PyObject | null {
  if (!check_num_args(args, 1) || !hackcheck(self, func, '__delattr__')) return null;
  return func(self, args.ob_item[0]!, null) < 0 ? null : Py_NewRef(Py_None);
}

export function wrap_hashfunc(self: PyObject, args: PyTupleObject, func: t.hashfunc): PyObject | null {
  if (!check_num_args(args, 0)) return null;
  const lo = func(self);
  if (isHashError(lo)) return null;
  return PyLong_FromBigInt(hashToBigInt(lo, hash_hi));
}

export function wrap_call(
  self: PyObject,
  args: PyTupleObject,
  func: t.callfunc,
  kwds: PyDictObject | null,
): PyObject | null {
  return func(self, args, kwds);
}

export function wrap_del(self: PyObject, args: PyTupleObject, func: (self: PyObject) => void): PyObject | null {
  if (!check_num_args(args, 0)) return null;
  func(self);
  return Py_NewRef(Py_None);
}

function wrap_richcmpfunc(self: PyObject, args: PyTupleObject, func: t.richcmpfunc, op: CompareOp): PyObject | null {
  return check_num_args(args, 1) ? func(self, args.ob_item[0]!, op) : null;
}
export function richcmp_lt(self: PyObject, args: PyTupleObject, func: t.richcmpfunc): PyObject | null {
  return wrap_richcmpfunc(self, args, func, 0);
}
export function richcmp_le(self: PyObject, args: PyTupleObject, func: t.richcmpfunc): PyObject | null {
  return wrap_richcmpfunc(self, args, func, 1);
}
export function richcmp_eq(self: PyObject, args: PyTupleObject, func: t.richcmpfunc): PyObject | null {
  return wrap_richcmpfunc(self, args, func, 2);
}
export function richcmp_ne(self: PyObject, args: PyTupleObject, func: t.richcmpfunc): PyObject | null {
  return wrap_richcmpfunc(self, args, func, 3);
}
export function richcmp_gt(self: PyObject, args: PyTupleObject, func: t.richcmpfunc): PyObject | null {
  return wrap_richcmpfunc(self, args, func, 4);
}
export function richcmp_ge(self: PyObject, args: PyTupleObject, func: t.richcmpfunc): PyObject | null {
  return wrap_richcmpfunc(self, args, func, 5);
}

export function wrap_next(self: PyObject, args: PyTupleObject, func: t.unaryfunc): PyObject | null {
  if (!check_num_args(args, 0)) return null;
  const res = func(self);
  if (res === null && tstate.current_exception === null) PyErr_SetNone(PyExc_StopIteration);
  return res;
}

export function wrap_descr_get(self: PyObject, args: PyTupleObject, func: t.descrgetfunc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 1, 2);
  if (a === null) return null;
  const obj = a[0] === Py_None ? null : a[0]!;
  const type = a[1] === undefined || a[1] === Py_None ? null : a[1];
  if (type === null && obj === null) return PyErr_SetString(PyExc_TypeError, '__get__(None, None) is invalid');
  return func(self, obj, type);
}
export function wrap_descr_set(self: PyObject, args: PyTupleObject, func: t.descrsetfunc): PyObject | null {
  const a = PyArg_UnpackTuple(args, '', 2, 2);
  return a === null || func(self, a[0]!, a[1]!) < 0 ? null : Py_NewRef(Py_None);
}
export function wrap_descr_delete(self: PyObject, args: PyTupleObject, func: t.descrsetfunc): PyObject | null {
  if (!check_num_args(args, 1)) return null;
  return func(self, args.ob_item[0]!, null) < 0 ? null : Py_NewRef(Py_None);
}

export function wrap_init(
  self: PyObject,
  args: PyTupleObject,
  func: t.initproc,
  kwds: PyDictObject | null,
): PyObject | null {
  return func(self, args, kwds) < 0 ? null : Py_NewRef(Py_None);
}

/** What `T.__new__` is for a built-in T: `self` is T, the first argument the class to make. */
export function tp_new_wrapper(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): PyObject | null {
  if (self === null || !PyType_Check(self)) {
    return PyErr_SetString(PyExc_SystemError, "__new__() called with non-type 'self'");
  }
  const type = self;
  const n = args.ob_item.length;
  if (n < 1) return PyErr_SetString(PyExc_TypeError, `${type.tp_name}.__new__(): not enough arguments`);
  const subtype = args.ob_item[0]!;
  if (!PyType_Check(subtype)) {
    const what = (subtype as PyObject).ob_type.tp_name;
    return PyErr_SetString(PyExc_TypeError, `${type.tp_name}.__new__(X): X is not a type object (${what})`);
  }
  if (!PyType_IsSubtype(subtype, type)) {
    return PyErr_SetString(
      PyExc_TypeError,
      `${type.tp_name}.__new__(${subtype.tp_name}): ${subtype.tp_name} is not a subtype of ${type.tp_name}`,
    );
  }
  // object.__new__(dict) would make a dict that dict.__new__ knows nothing of.
  let staticbase: PyTypeObject | null = subtype;
  while (staticbase !== null && staticbase.tp_new === slot_tp_new) staticbase = staticbase.tp_base;
  if (staticbase !== null && staticbase.tp_new !== type.tp_new) {
    return PyErr_SetString(
      PyExc_TypeError,
      `${type.tp_name}.__new__(${subtype.tp_name}) is not safe, use ${staticbase.tp_name}.__new__()`,
    );
  }
  const rest = PyTuple_GetSlice(args, 1, n) as PyTupleObject | null;
  if (rest === null) return null;
  const res = type.tp_new!(subtype, rest, kwds);
  Py_DECREF(rest);
  return res;
}
