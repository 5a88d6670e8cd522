// BaseException's functions and the accessors that C code uses on any exception.
// Follows the first part of Objects/exceptions.c, CPython 3.13. Functions only: the types, which are built while modules
// are being evaluated, are in exceptions.ts, and the two files import each other.

import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef, Py_INCREF } from '../heap/refcount';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PySequence_Tuple } from './abstract';
import { PyDict_Check, PyDict_Next } from './dictobject';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import type { PyBaseExceptionObject } from './exceptionstruct';
import { _PyArg_NoKeywords } from './getargs';
import { PyList_Append, PyList_Check, PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import type { PyObject, visitproc } from './object';
import { PyObject_GetOptionalAttr, PyObject_Repr, PyObject_SetAttr, PyObject_Str, Py_None } from './objectprotocol';
import { PyTraceBack_Check } from './traceback';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { PyTuple_New, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyDictObject } from './dictstruct';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TPFLAGS_TYPE_SUBCLASS } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const id___notes__ = _Py_ID('__notes__');

export function PyExceptionClass_Check(op: PyObject): op is PyTypeObject {
  return (
    (op.ob_type.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS) !== 0 &&
    ((op as PyTypeObject).tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS) !== 0
  );
}
export function PyExceptionInstance_Check(op: PyObject): op is PyBaseExceptionObject {
  return (op.ob_type.tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS) !== 0;
}
/** The name of an exception class as tp_name has it (with its module for built-in ones outside builtins). */
export function PyExceptionClass_Name(op: PyObject): string {
  return (op as PyTypeObject).tp_name;
}

/** `_PyType_Name`: a type's name without its module. */
function shortName(type: PyTypeObject): string {
  return type.tp_name.slice(type.tp_name.lastIndexOf('.') + 1);
}

export function BaseException_new(type: PyTypeObject, args: PyTupleObject | null): Owned<PyBaseExceptionObject> | null {
  const self = type.tp_alloc!(type, 0) as PyBaseExceptionObject | null;
  if (self === null) return null;
  if (args !== null) self.args = Py_NewRef(args);
  else self.args = PyTuple_New(0);
  return self;
}

export function BaseException_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (!_PyArg_NoKeywords(self.ob_type.tp_name, kwds)) return -1;
  const exc = self as PyBaseExceptionObject;
  const old = exc.args;
  exc.args = Py_NewRef(args);
  Py_XDECREF(old);
  return 0;
}

export function BaseException_clear(self: PyBaseExceptionObject): void {
  let t: PyObject | null = self.ob_dict;
  self.ob_dict = null;
  Py_XDECREF(t);
  t = self.args;
  self.args = null;
  Py_XDECREF(t);
  t = self.notes;
  self.notes = null;
  Py_XDECREF(t);
  t = self.traceback;
  self.traceback = null;
  Py_XDECREF(t);
  t = self.cause;
  self.cause = null;
  Py_XDECREF(t);
  t = self.context;
  self.context = null;
  Py_XDECREF(t);
}

export function BaseException_dealloc(self: PyBaseExceptionObject): void {
  PyObject_GC_UnTrack(self);
  if (Py_TRASHCAN_BEGIN(self, BaseException_dealloc)) return;
  BaseException_clear(self);
  self.ob_type.tp_free!(self as never);
  Py_TRASHCAN_END();
}

export function BaseException_traverse(self: PyBaseExceptionObject, visit: visitproc): void {
  if (self.ob_dict !== null) visit(self.ob_dict);
  if (self.args !== null) visit(self.args);
  if (self.notes !== null) visit(self.notes);
  if (self.traceback !== null) visit(self.traceback);
  if (self.cause !== null) visit(self.cause);
  if (self.context !== null) visit(self.context);
}

export function BaseException_str(self: PyObject): Owned<PyObject> | null {
  const args = (self as PyBaseExceptionObject).args!;
  switch (args.ob_item.length) {
    case 0:
      return PyUnicode_FromString('');
    case 1:
      return PyObject_Str(args.ob_item[0]!);
    default:
      return PyObject_Str(args);
  }
}

export function BaseException_repr(self: PyObject): Owned<PyObject> | null {
  const args = (self as PyBaseExceptionObject).args!;
  const single = args.ob_item.length === 1;
  const text = PyObject_Repr(single ? args.ob_item[0]! : args);
  if (text === null) return null;
  const str = (text as PyUnicodeObject).str;
  const result = PyUnicode_FromString(shortName(self.ob_type) + (single ? `(${str})` : str));
  Py_DECREF(text);
  return result;
}

export function BaseException_reduce(self: PyObject): Owned<PyObject> | null {
  const exc = self as PyBaseExceptionObject;
  if (exc.args !== null && exc.ob_dict !== null) return PyTuple_Pack(self.ob_type, exc.args, exc.ob_dict);
  return PyTuple_Pack(self.ob_type, exc.args!);
}

export function BaseException_setstate(self: PyObject, state: PyObject): Owned<PyObject> | null {
  if (state !== Py_None) {
    if (!PyDict_Check(state)) return PyErr_SetString(PyExc_TypeError, 'state is not a dictionary');
    let failed = false;
    PyDict_Next(state as PyDictObject, (key, value) => {
      if (failed) return;
      Py_INCREF(key);
      Py_INCREF(value);
      const res = PyObject_SetAttr(self, key, value);
      Py_DECREF(value);
      Py_DECREF(key);
      if (res < 0) failed = true;
    });
    if (failed) return null;
  }
  return Py_NewRef(Py_None);
}

export function BaseException_with_traceback(self: PyObject, tb: PyObject): Owned<PyObject> | null {
  if (PyException_SetTraceback(self, tb) !== 0) return null;
  return Py_NewRef(self);
}

export function BaseException_add_note(self: PyObject, note: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(note)) {
    return PyErr_SetString(PyExc_TypeError, `note must be a str, not '${note.ob_type.tp_name}'`);
  }
  const slot: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(self, id___notes__, slot) < 0) return null;
  let notes = slot.value;
  if (notes === null) {
    notes = PyList_New(0);
    if (PyObject_SetAttr(self, id___notes__, notes) < 0) {
      Py_DECREF(notes);
      return null;
    }
  } else if (!PyList_Check(notes)) {
    Py_DECREF(notes);
    return PyErr_SetString(PyExc_TypeError, 'Cannot add note: __notes__ is not a list');
  }
  const failed = PyList_Append(notes as PyListObject, note) < 0;
  Py_DECREF(notes);
  return failed ? null : Py_NewRef(Py_None);
}

/** Adds a note to an exception: 0, or −1 with an exception. */
export function _PyException_AddNote(exc: PyObject, note: PyObject): number {
  if (!PyExceptionInstance_Check(exc)) {
    PyErr_SetString(PyExc_TypeError, `exc must be an exception, not '${(exc as PyObject).ob_type.tp_name}'`);
    return -1;
  }
  const r = BaseException_add_note(exc, note);
  Py_XDECREF(r);
  return r === null ? -1 : 0;
}

export function BaseException_get_args(self: PyBaseExceptionObject): Owned<PyObject> {
  return Py_NewRef(self.args ?? Py_None);
}
export function BaseException_set_args(self: PyBaseExceptionObject, val: PyObject | null): number {
  if (val === null) {
    PyErr_SetString(PyExc_TypeError, 'args may not be deleted');
    return -1;
  }
  const seq = PySequence_Tuple(val);
  if (seq === null) return -1;
  const old = self.args;
  self.args = seq as PyTupleObject;
  Py_XDECREF(old);
  return 0;
}

export function BaseException_get_tb(self: PyBaseExceptionObject): Owned<PyObject> {
  return Py_NewRef(self.traceback ?? Py_None);
}
export function BaseException_set_tb(self: PyBaseExceptionObject, tb: PyObject | null): number {
  if (tb === null) {
    PyErr_SetString(PyExc_TypeError, '__traceback__ may not be deleted');
    return -1;
  }
  const old = self.traceback;
  if (PyTraceBack_Check(tb)) self.traceback = Py_NewRef(tb);
  else if (tb === Py_None) self.traceback = null;
  else {
    PyErr_SetString(PyExc_TypeError, '__traceback__ must be a traceback or None');
    return -1;
  }
  Py_XDECREF(old);
  return 0;
}

export function BaseException_get_context(self: PyBaseExceptionObject): Owned<PyObject> {
  return Py_NewRef(self.context ?? Py_None);
}
export function BaseException_get_cause(self: PyBaseExceptionObject): Owned<PyObject> {
  return Py_NewRef(self.cause ?? Py_None);
}
/** Checks a new `__context__` or `__cause__`: undefined with an exception set, else the owned value (null for None). */
function chained(arg: PyObject | null, name: 'context' | 'cause'): Owned<PyObject> | null | undefined {
  if (arg === null) PyErr_SetString(PyExc_TypeError, `__${name}__ may not be deleted`);
  else if (arg === Py_None) return null;
  else if (PyExceptionInstance_Check(arg)) return Py_NewRef(arg);
  else PyErr_SetString(PyExc_TypeError, `exception ${name} must be None or derive from BaseException`);
  return undefined;
}
export function BaseException_set_context(self: PyBaseExceptionObject, arg: PyObject | null): number {
  const context = chained(arg, 'context');
  if (context === undefined) return -1;
  PyException_SetContext_steal(self, context);
  return 0;
}
export function BaseException_set_cause(self: PyBaseExceptionObject, arg: PyObject | null): number {
  const cause = chained(arg, 'cause');
  if (cause === undefined) return -1;
  PyException_SetCause_steal(self, cause);
  return 0;
}

/** `self.__traceback__`, or null when there is none. */
export function PyException_GetTraceback(self: PyObject): Owned<PyObject> | null {
  return Py_XNewRef((self as PyBaseExceptionObject).traceback);
}
/** Sets `__traceback__` to a traceback or None: 0, or −1 with an exception. */
export function PyException_SetTraceback(self: PyObject, tb: PyObject): number {
  return BaseException_set_tb(self as PyBaseExceptionObject, tb);
}
export function PyException_GetCause(self: PyObject): Owned<PyObject> | null {
  return Py_XNewRef((self as PyBaseExceptionObject).cause);
}
/** Takes over the reference to `cause`, as PyException_SetCause does. */
export function PyException_SetCause_steal(self: PyObject, cause: Owned<PyObject> | null): void {
  const exc = self as PyBaseExceptionObject;
  exc.suppress_context = true;
  const old = exc.cause;
  exc.cause = cause;
  Py_XDECREF(old);
}
export function PyException_GetContext(self: PyObject): Owned<PyObject> | null {
  return Py_XNewRef((self as PyBaseExceptionObject).context);
}
/** Takes over the reference to `context`, as PyException_SetContext does. */
export function PyException_SetContext_steal(self: PyObject, context: Owned<PyObject> | null): void {
  const exc = self as PyBaseExceptionObject;
  const old = exc.context;
  exc.context = context;
  Py_XDECREF(old);
}
export const PyException_SetCause = PyException_SetCause_steal;
export const PyException_SetContext = PyException_SetContext_steal;

export function PyException_GetArgs(self: PyObject): Owned<PyTupleObject> {
  return Py_NewRef((self as PyBaseExceptionObject).args!);
}
export function PyException_SetArgs(self: PyObject, args: Borrowed<PyTupleObject>): void {
  const exc = self as PyBaseExceptionObject;
  const old = exc.args;
  exc.args = Py_NewRef(args);
  Py_XDECREF(old);
}

/** Releases a field and sets it to `value` (owned), in Py_XSETREF's order. */
export function setField<K extends string>(
  self: { [P in K]: PyObject | null },
  field: K,
  value: PyObject | null,
): void {
  const old = self[field];
  self[field] = value as never;
  Py_XDECREF(old);
}
