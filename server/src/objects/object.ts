// PyObject: the root of all simulated objects, and the C function types that types are made of.
// Follows Include/object.h and Include/cpython/object.h, CPython 3.13. A leaf module: it imports nothing at run time
// but the heap's header, so that every other file of objects/ may extend it whatever the import order.

import { HeapObject } from '../heap/header';
import type { PyTypeObject } from './typestruct';
import type { PyDictObject, PyDictValues } from './dictstruct';
import type { PyTupleObject } from './tuplestruct';

/**
 * The base of all objects. NULL of C is null here: a function that returns `PyObject | null` returns null when it
 * has set an exception (pystate.ts), as in CPython; one that returns an int returns −1.
 */
export class PyObject extends HeapObject {
  declare ob_type: PyTypeObject;
  /**
   * The instance dictionary, wherever C keeps it (managed pre-header, tp_dictoffset): present on objects whose type has
   * `tp_dictoffset !== 0`, null while there is none yet.
   */
  declare ob_dict: PyDictObject | null;
  /**
   * Inline values (Py_TPFLAGS_INLINE_VALUES): set on plain instances for all their life; not to be used any more once
   * `ob_values.valid` is false, as then they have moved into the dict.
   */
  declare ob_values: PyDictValues | null;
  /** Head of the list of weak references to this object: present where `tp_weaklistoffset !== 0`. */
  declare ob_weakreflist: PyObject | null;
  /** Values of `__slots__` members of the class and its bases, by slot index: present where the type has any. */
  declare ob_slots: (PyObject | null)[];
  /** C's vectorcall pointer, present on objects whose type has Py_TPFLAGS_HAVE_VECTORCALL. */
  declare vectorcall: vectorcallfunc | null;

  constructor(type: PyTypeObject) {
    super(type);
  }
}

export type { PyDictValues };

// In all of these, arguments are borrowed and results are owned, as in C.
export type visitproc = (op: PyObject) => void;
export type destructor = (self: never) => void;
export type unaryfunc = (self: PyObject) => PyObject | null;
export type binaryfunc = (a: PyObject, b: PyObject) => PyObject | null;
export type ternaryfunc = (a: PyObject, b: PyObject, c: PyObject) => PyObject | null;
/** 1, 0, or −1 with an exception. */
export type inquiry = (self: PyObject) => number;
export type lenfunc = (self: PyObject) => number;
export type ssizeargfunc = (self: PyObject, i: number) => PyObject | null;
/** `value` null means delete. */
export type ssizeobjargproc = (self: PyObject, i: number, value: PyObject | null) => number;
export type objobjproc = (self: PyObject, value: PyObject) => number;
export type objobjargproc = (self: PyObject, key: PyObject, value: PyObject | null) => number;
/** Low half of the hash; the high half is in pyhash.ts's register. */
export type hashfunc = (self: PyObject) => number;
export type richcmpfunc = (a: PyObject, b: PyObject, op: CompareOp) => PyObject | null;
export type getattrofunc = (self: PyObject, name: PyObject) => PyObject | null;
export type setattrofunc = (self: PyObject, name: PyObject, value: PyObject | null) => number;
export type descrgetfunc = (self: PyObject, obj: PyObject | null, type: PyObject | null) => PyObject | null;
export type descrsetfunc = (self: PyObject, obj: PyObject, value: PyObject | null) => number;
export type initproc = (self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null) => number;
export type newfunc = (type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null) => PyObject | null;
export type allocfunc = (type: PyTypeObject, nitems: number) => PyObject | null;
export type callfunc = (self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null) => PyObject | null;
/**
 * `args`: positional arguments, then the values of the keywords named in `kwnames` (null when none). Borrowed; the
 * callee must neither keep nor change the array.
 */
export type vectorcallfunc = (
  callable: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
) => PyObject | null;
/** PyIter_Send's result: PYGEN_RETURN 0, PYGEN_ERROR −1, PYGEN_NEXT 1, with the value in `result`. */
export type sendfunc = (self: PyObject, value: PyObject, result: { value: PyObject | null }) => number;

export type CompareOp = 0 | 1 | 2 | 3 | 4 | 5;
export const Py_LT = 0;
export const Py_LE = 1;
export const Py_EQ = 2;
export const Py_NE = 3;
export const Py_GT = 4;
export const Py_GE = 5;
