// BaseExceptionGroup and ExceptionGroup: splitting, and what `except*` raises again.
// Follows Objects/exceptions.c, CPython 3.13. The static type is built in exceptions.ts.

import { registerRoots } from '../heap/roots';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import { onRuntimeReset } from '../heap/runtime';
import {
  PyObject_IsInstance,
  PyObject_IsSubclass,
  PySequence_Check,
  PySequence_List,
  PySequence_Size,
  PySequence_Tuple,
} from './abstract';
import {
  PyObject_CallMethodOneArg,
  PyObject_CallObject,
  PyObject_CallOneArg,
  _Py_EnterRecursiveCall,
  _Py_LeaveRecursiveCall,
} from './call';
import { PyErr_GivenExceptionMatches, PyErr_NewException, PyErr_SetString } from './errors';
import {
  BaseException_clear,
  BaseException_init,
  BaseException_new,
  BaseException_traverse,
  PyExceptionClass_Check,
  PyExceptionInstance_Check,
  PyException_GetCause,
  PyException_GetContext,
  PyException_GetTraceback,
  PyException_SetCause_steal,
  PyException_SetContext_steal,
  PyException_SetTraceback,
  setField,
} from './exceptionbase';
import { PyExc_BaseExceptionGroup, PyExc_Exception, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import type { PyDictObject } from './dictstruct';
import type { PyBaseExceptionGroupObject, PyBaseExceptionObject } from './exceptionstruct';
import { _PyArg_NoKeywords } from './getargs';
import { PyList_Append, PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import type { PyObject, visitproc } from './object';
import {
  PyCallable_Check,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_SetAttr,
  Py_None,
} from './objectprotocol';
import { PyTuple_CheckExact, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_Check, PyType_IsSubtype } from './typeobject';
import type { PyTypeObject } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const id_derive = _Py_ID('derive');
const id___notes__ = _Py_ID('__notes__');

/** The heap type ExceptionGroup; owned by the interpreter. */
let PyExc_ExceptionGroup: PyTypeObject | null = null;
onRuntimeReset(() => {
  PyExc_ExceptionGroup = null;
});
registerRoots((visit) => {
  if (PyExc_ExceptionGroup !== null) visit(PyExc_ExceptionGroup);
});

export function _PyBaseExceptionGroup_Check(op: PyObject): op is PyBaseExceptionGroupObject {
  return PyType_IsSubtype(op.ob_type, PyExc_BaseExceptionGroup);
}

/** Makes the class ExceptionGroup(BaseExceptionGroup, Exception). Borrowed (the interpreter owns it), or null. */
export function create_exception_group_class(): PyTypeObject | null {
  const bases = PyTuple_Pack(PyExc_BaseExceptionGroup, PyExc_Exception);
  PyExc_ExceptionGroup = PyErr_NewException('builtins.ExceptionGroup', bases, null) as PyTypeObject | null;
  Py_DECREF(bases);
  return PyExc_ExceptionGroup;
}
/** _PyExc_ClearExceptionGroupType, at exit. */
export function _PyExc_ClearExceptionGroupType(): void {
  const type = PyExc_ExceptionGroup;
  PyExc_ExceptionGroup = null;
  Py_XDECREF(type);
}
/** The interpreter's reference to ExceptionGroup, for the audit. */
export function exceptionGroupRoot(): PyTypeObject | null {
  return PyExc_ExceptionGroup;
}

export function BaseExceptionGroup_new(type: PyTypeObject, args: PyTupleObject): Owned<PyObject> | null {
  const given = args.ob_item;
  if (given.length !== 2) {
    return PyErr_SetString(
      PyExc_TypeError,
      `BaseExceptionGroup.__new__() takes exactly 2 arguments (${given.length} given)`,
    );
  }
  const [message, sequence] = given as [PyObject, PyObject];
  if (!PyUnicode_Check(message)) {
    const actual = message === Py_None ? 'None' : (message as PyObject).ob_type.tp_name;
    return PyErr_SetString(PyExc_TypeError, `BaseExceptionGroup.__new__() argument 1 must be str, not ${actual}`);
  }
  if (!PySequence_Check(sequence)) {
    return PyErr_SetString(PyExc_TypeError, 'second argument (exceptions) must be a sequence');
  }
  const exceptions = PySequence_Tuple(sequence) as PyTupleObject | null;
  if (exceptions === null) return null;
  const self = build(type, args, message, exceptions);
  if (self === null) Py_DECREF(exceptions);
  return self;
}

/** Checks the parts and makes the group, which takes over `exceptions` if it is made. */
function build(
  type: PyTypeObject,
  args: PyTupleObject,
  message: PyObject,
  exceptions: PyTupleObject,
): Owned<PyObject> | null {
  if (exceptions.ob_item.length === 0) {
    return PyErr_SetString(PyExc_ValueError, 'second argument (exceptions) must be a non-empty sequence');
  }
  let nested_base_exceptions = false;
  for (let i = 0; i < exceptions.ob_item.length; i++) {
    const exc = exceptions.ob_item[i]!;
    if (!PyExceptionInstance_Check(exc)) {
      return PyErr_SetString(PyExc_ValueError, `Item ${i} of second argument (exceptions) is not an exception`);
    }
    const ordinary = PyObject_IsInstance(exc, PyExc_Exception);
    if (ordinary < 0) return null;
    if (ordinary === 0) nested_base_exceptions = true;
  }
  let cls = type;
  if (cls === PyExc_ExceptionGroup) {
    if (nested_base_exceptions) {
      return PyErr_SetString(PyExc_TypeError, 'Cannot nest BaseExceptions in an ExceptionGroup');
    }
  } else if (cls === PyExc_BaseExceptionGroup) {
    // Ordinary exceptions only: the group is an ordinary exception itself.
    if (!nested_base_exceptions && PyExc_ExceptionGroup !== null) cls = PyExc_ExceptionGroup;
  } else if (nested_base_exceptions) {
    const ordinary = PyObject_IsSubclass(cls, PyExc_Exception);
    if (ordinary < 0) return null;
    if (ordinary === 1) return PyErr_SetString(PyExc_TypeError, `Cannot nest BaseExceptions in '${cls.tp_name}'`);
  }
  const self = BaseException_new(cls, args) as PyBaseExceptionGroupObject | null;
  if (self === null) return null;
  self.msg = Py_NewRef(message);
  self.excs = exceptions;
  return self;
}

/** BaseExceptionGroup(msg, excs). */
export function _PyExc_CreateExceptionGroup(msg_str: string, excs: PyObject): Owned<PyObject> | null {
  const msg = PyUnicode_FromString(msg_str);
  const args = PyTuple_Pack(msg, excs);
  Py_DECREF(msg);
  const result = PyObject_CallObject(PyExc_BaseExceptionGroup, args);
  Py_DECREF(args);
  return result;
}

export function BaseExceptionGroup_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (!_PyArg_NoKeywords(self.ob_type.tp_name, kwds)) return -1;
  return BaseException_init(self, args, kwds);
}
export function BaseExceptionGroup_clear(self: PyBaseExceptionGroupObject): void {
  setField(self, 'msg', null);
  setField(self, 'excs', null);
  BaseException_clear(self);
}
export function BaseExceptionGroup_dealloc(self: PyBaseExceptionGroupObject): void {
  PyObject_GC_UnTrack(self);
  BaseExceptionGroup_clear(self);
  self.ob_type.tp_free!(self as never);
}
export function BaseExceptionGroup_traverse(self: PyBaseExceptionGroupObject, visit: visitproc): void {
  if (self.msg !== null) visit(self.msg);
  if (self.excs !== null) visit(self.excs);
  BaseException_traverse(self, visit);
}
export function BaseExceptionGroup_str(op: PyObject): Owned<PyObject> {
  const self = op as PyBaseExceptionGroupObject;
  const n = self.excs!.ob_item.length;
  return PyUnicode_FromString(`${(self.msg as PyUnicodeObject).str} (${n} sub-exception${n > 1 ? 's' : ''})`);
}

export function BaseExceptionGroup_derive(op: PyObject, excs: PyObject): Owned<PyObject> | null {
  const args = PyTuple_Pack((op as PyBaseExceptionGroupObject).msg!, excs);
  const eg = PyObject_CallObject(PyExc_BaseExceptionGroup, args);
  Py_DECREF(args);
  return eg;
}

/** A group of `excs` (a list of parts of `orig`) with orig's metadata, null when there are none; undefined: exception. */
function exceptiongroup_subset(
  orig: PyBaseExceptionGroupObject,
  excs: PyListObject,
): Owned<PyObject> | null | undefined {
  const num_excs = PySequence_Size(excs);
  if (num_excs < 0) return undefined;
  if (num_excs === 0) return null;
  const eg = PyObject_CallMethodOneArg(orig, id_derive, excs);
  if (eg === null) return undefined;
  if (!_PyBaseExceptionGroup_Check(eg)) {
    PyErr_SetString(PyExc_TypeError, 'derive must return an instance of BaseExceptionGroup');
    Py_DECREF(eg);
    return undefined;
  }
  const tb = PyException_GetTraceback(orig);
  if (tb !== null) {
    const res = PyException_SetTraceback(eg, tb);
    Py_DECREF(tb);
    if (res < 0) {
      Py_DECREF(eg);
      return undefined;
    }
  }
  PyException_SetContext_steal(eg, PyException_GetContext(orig));
  PyException_SetCause_steal(eg, PyException_GetCause(orig));
  const notes: { value: PyObject | null } = { value: null };
  let failed = PyObject_GetOptionalAttr(orig, id___notes__, notes) < 0;
  if (!failed && notes.value !== null) {
    if (PySequence_Check(notes.value)) {
      const copy = PySequence_List(notes.value);
      Py_DECREF(notes.value);
      if (copy === null) failed = true;
      else {
        failed = PyObject_SetAttr(eg, id___notes__, copy) < 0;
        Py_DECREF(copy);
      }
    } else Py_DECREF(notes.value);
  }
  if (failed) {
    Py_DECREF(eg);
    return undefined;
  }
  return eg;
}

/** What split() and subgroup() select by: a type or tuple of types, a predicate, or a set of leaves themselves. */
type Matcher = { by: 'type' | 'predicate'; value: PyObject } | { by: 'instances'; leaves: Set<PyObject> };

function get_matcher(value: PyObject): Matcher | null {
  if (PyCallable_Check(value) && !PyType_Check(value)) return { by: 'predicate', value };
  if (PyExceptionClass_Check(value)) return { by: 'type', value };
  if (PyTuple_CheckExact(value) && (value as PyTupleObject).ob_item.every((item) => PyExceptionClass_Check(item))) {
    return { by: 'type', value };
  }
  return PyErr_SetString(
    PyExc_TypeError,
    'expected an exception type, a tuple of exception types, or a callable (other than a class)',
  );
}
/** 1, 0, or −1 with an exception. */
function check_match(exc: PyObject, matcher: Matcher): number {
  if (matcher.by === 'instances') return !_PyBaseExceptionGroup_Check(exc) && matcher.leaves.has(exc) ? 1 : 0;
  if (matcher.by === 'type') return PyErr_GivenExceptionMatches(exc, matcher.value) ? 1 : 0;
  const matches = PyObject_CallOneArg(matcher.value, exc);
  if (matches === null) return -1;
  const is_true = PyObject_IsTrue(matches);
  Py_DECREF(matches);
  return is_true;
}

interface Split {
  match: Owned<PyObject> | null;
  rest: Owned<PyObject> | null;
}

/** Splits `exc` into what matches and (if asked for) the rest; null with an exception. */
function split_recursive(exc: PyObject, matcher: Matcher, construct_rest: boolean): Split | null {
  const is_match = check_match(exc, matcher);
  if (is_match < 0) return null;
  if (is_match) return { match: Py_NewRef(exc), rest: null };
  if (!_PyBaseExceptionGroup_Check(exc)) return { match: null, rest: construct_rest ? Py_NewRef(exc) : null };
  const match_list = PyList_New(0);
  const rest_list = construct_rest ? PyList_New(0) : null;
  const result = split_parts(exc, matcher, match_list, rest_list);
  Py_DECREF(match_list);
  Py_XDECREF(rest_list);
  return result;
}
function split_parts(
  eg: PyBaseExceptionGroupObject,
  matcher: Matcher,
  match_list: PyListObject,
  rest_list: PyListObject | null,
): Split | null {
  for (const e of eg.excs!.ob_item) {
    if (_Py_EnterRecursiveCall(' in exceptiongroup_split_recursive')) return null;
    const part = split_recursive(e, matcher, rest_list !== null);
    _Py_LeaveRecursiveCall();
    if (part === null) return null;
    if (part.match !== null) {
      PyList_Append(match_list, part.match);
      Py_DECREF(part.match);
    }
    if (part.rest !== null) {
      PyList_Append(rest_list!, part.rest);
      Py_DECREF(part.rest);
    }
  }
  const match = exceptiongroup_subset(eg, match_list);
  if (match === undefined) return null;
  let rest: PyObject | null | undefined = null;
  if (rest_list !== null) {
    rest = exceptiongroup_subset(eg, rest_list);
    if (rest === undefined) {
      Py_XDECREF(match);
      return null;
    }
  }
  return { match, rest };
}

export function BaseExceptionGroup_split(self: PyObject, value: PyObject): Owned<PyObject> | null {
  const matcher = get_matcher(value);
  if (matcher === null) return null;
  const split = split_recursive(self, matcher, true);
  if (split === null) return null;
  const result = PyTuple_Pack(split.match ?? Py_None, split.rest ?? Py_None);
  Py_XDECREF(split.match);
  Py_XDECREF(split.rest);
  return result;
}
export function BaseExceptionGroup_subgroup(self: PyObject, value: PyObject): Owned<PyObject> | null {
  const matcher = get_matcher(value);
  if (matcher === null) return null;
  const split = split_recursive(self, matcher, false);
  if (split === null) return null;
  return split.match ?? Py_NewRef(Py_None);
}

function collect_leaves(exc: PyObject, leaves: Set<PyObject>): void {
  if (_PyBaseExceptionGroup_Check(exc)) for (const e of exc.excs!.ob_item) collect_leaves(e, leaves);
  else leaves.add(exc);
}
function is_same_exception_metadata(e1: PyBaseExceptionObject, e2: PyBaseExceptionObject): boolean {
  return e1.notes === e2.notes && e1.traceback === e2.traceback && e1.cause === e2.cause && e1.context === e2.context;
}

/**
 * What a try/except* raises in the end: `orig` is what was caught, `excs` a list of what its clauses raised or raised
 * again. None when there is nothing to raise; null with an exception.
 */
export function _PyExc_PrepReraiseStar(orig: PyObject, excs: PyListObject): Owned<PyObject> | null {
  if (excs.ob_item.length === 0) return Py_NewRef(Py_None);
  // A naked exception was wrapped: only one clause can have run.
  if (!_PyBaseExceptionGroup_Check(orig)) return Py_NewRef(excs.ob_item[0]!);
  const raised_list = PyList_New(0);
  const reraised_list = PyList_New(0);
  const result = prepare(orig, excs, raised_list, reraised_list);
  Py_DECREF(raised_list);
  Py_DECREF(reraised_list);
  return result;
}
function prepare(
  orig: PyBaseExceptionGroupObject,
  excs: PyListObject,
  raised_list: PyListObject,
  reraised_list: PyListObject,
): Owned<PyObject> | null {
  for (const e of excs.ob_item) {
    if (e === Py_None) continue;
    PyList_Append(is_same_exception_metadata(e as PyBaseExceptionObject, orig) ? reraised_list : raised_list, e);
  }
  // The part of orig with exactly the leaves that were raised again, in orig's own nesting.
  const leaves = new Set<PyObject>();
  for (const e of reraised_list.ob_item) collect_leaves(e, leaves);
  const split = split_recursive(orig, { by: 'instances', leaves }, false);
  if (split === null) return null;
  const reraised_eg = split.match ?? Py_NewRef(Py_None);
  if (raised_list.ob_item.length === 0) return reraised_eg;
  if (reraised_eg !== Py_None) PyList_Append(raised_list, reraised_eg);
  Py_DECREF(reraised_eg);
  if (raised_list.ob_item.length > 1) return _PyExc_CreateExceptionGroup('', raised_list);
  return Py_NewRef(raised_list.ob_item[0]!);
}
