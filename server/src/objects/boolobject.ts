// bool. Follows Objects/boolobject.c, CPython 3.13.

import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { staticObject } from '../heap/alloc';
import { PyErr_WarnEx } from './warnings';
import { PyExc_DeprecationWarning } from './exceptions';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from './getargs';
import { PyLong_Type, long_and, long_or, long_xor, long_invert } from './longobject';
import { PyLongObject } from './longstruct';
import type { PyDictObject } from './dictstruct';
import type { PyObject } from './object';
import { PyObject_IsTrue } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { defineType } from './typestruct';
import { _Py_ID } from './unicodeobject';

export function PyBool_Check(op: PyObject): boolean {
  return op.ob_type === PyBool_Type;
}

/** Py_True or Py_False, a new reference. */
export function PyBool_FromLong(value: number | boolean): Owned<PyObject> {
  return Py_NewRef(value ? Py_True : Py_False);
}

function bool_repr(self: PyObject): PyObject | null {
  return Py_NewRef(self === Py_True ? _Py_ID('True') : _Py_ID('False'));
}

function bool_new(_type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (!_PyArg_NoKeywords('bool', kwargs)) return null;
  if (!_PyArg_CheckPositional('bool', args.ob_item.length, 0, 1)) return null;
  const ok = args.ob_item.length === 0 ? 0 : PyObject_IsTrue(args.ob_item[0]!);
  return ok < 0 ? null : PyBool_FromLong(ok);
}

function bool_vectorcall(_type: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (!_PyArg_NoKwnames('bool', kwnames)) return null;
  if (!_PyArg_CheckPositional('bool', args.length, 0, 1)) return null;
  const ok = args.length === 0 ? 0 : PyObject_IsTrue(args[0]!);
  return ok < 0 ? null : PyBool_FromLong(ok);
}

/** Warns that `~` is used on a bool. 0, or −1 with an exception. */
export function warnBoolInversion(): number {
  return PyErr_WarnEx(
    PyExc_DeprecationWarning,
    "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. " +
      'This returns the bitwise inversion of the underlying int object and is usually not what you expect ' +
      "from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the " +
      'bitwise inversion of the underlying int.',
    1,
  );
}
function bool_invert(self: PyObject): PyObject | null {
  if (warnBoolInversion() < 0) return null;
  return long_invert(self);
}

const bothBool = (a: PyObject, b: PyObject): boolean => PyBool_Check(a) && PyBool_Check(b);

export const PyBool_Type: PyTypeObject = defineType({
  tp_name: 'bool',
  tp_basicsize: 24,
  tp_itemsize: 4,
  tp_doc:
    'bool(object=False, /)\n--\n\nReturns True when the argument is true, False otherwise.\n' +
    'The builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.',
  tp_base: () => PyLong_Type,
  tp_repr: bool_repr,
  tp_new: bool_new,
  tp_vectorcall: bool_vectorcall,
  // The two singletons are immortal; nothing else has this type.
  tp_dealloc: (self: PyObject) => Py_NewRef(self),
  nb_invert: bool_invert,
  nb_and: (a, b) => (bothBool(a, b) ? PyBool_FromLong(a === Py_True && b === Py_True) : long_and(a, b)),
  nb_xor: (a, b) => (bothBool(a, b) ? PyBool_FromLong(a !== b) : long_xor(a, b)),
  nb_or: (a, b) => (bothBool(a, b) ? PyBool_FromLong(a === Py_True || b === Py_True) : long_or(a, b)),
});

export const Py_False: PyLongObject = staticObject(new PyLongObject(PyBool_Type, 0), 28);
export const Py_True: PyLongObject = staticObject(new PyLongObject(PyBool_Type, 1), 28);

/** Turns an int result (−1 error, 0, 1) into a bool object. */
export function boolResult(value: number): PyObject | null {
  return value < 0 ? null : PyBool_FromLong(value);
}

/** Gives up `op` and returns its truth as C code does after PyObject_RichCompare: −1, 0 or 1. */
export function truthOf_steal(op: PyObject | null): number {
  if (op === null) return -1;
  if (op === Py_True) return 1;
  if (op === Py_False || op === null) return 0;
  const truth = PyObject_IsTrue(op);
  Py_DECREF(op);
  return truth;
}
