// enumerate and reversed. Follows Objects/enumobject.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyNumber_Index, PyObject_GetIter, PySequence_Check, PySequence_GetItem, PySequence_Size } from './abstract';
import { PyObject_CallNoArgs } from './call';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_IndexError, PyExc_StopIteration, PyExc_TypeError } from './exceptions';
import { PyGCObject } from './gcobject';
import { Py_GenericAlias } from './genericaliasobject';
import {
  _PyArg_CheckPositional,
  _PyArg_NoKeywords,
  _PyArg_NoKwnames,
  _PyArg_UnpackKeywordsDict,
  argParser,
} from './getargs';
import { PyLong_AsSsize_t, PyLong_AsValue, PyLong_FromLong, PyLong_FromValue } from './longobject';
import type { IntValue } from './longvalue';
import { add } from './longvalue';
import type { PyObject } from './object';
import { PyObject_SelfIter, Py_None } from './objectprotocol';
import { PyTuple_FromArraySteal, PyTuple_Pack, tuple_empty } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_GenericAlloc, _PyObject_LookupSpecial } from './typeobject';
import type { PyTypeObject } from './typestruct';
import {
  METH_CLASS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  defineType,
  method,
} from './typestruct';
import { _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const PY_SSIZE_T_MAX = 2n ** 63n - 1n;

/**
 * Puts a pair (both stolen) into `result`, the tuple handed out before, if nobody else has it; else into a new tuple.
 * Returns a new reference to the tuple used.
 */
export function recyclePair(result: PyTupleObject, first: PyObject, second: PyObject): Owned<PyTupleObject> {
  if (result.ob_refcnt !== 1) return PyTuple_FromArraySteal([first, second]);
  Py_INCREF(result);
  const items = result.ob_item;
  const oldFirst = items[0]!;
  const oldSecond = items[1]!;
  items[0] = first;
  items[1] = second;
  Py_DECREF(oldFirst);
  Py_DECREF(oldSecond);
  if (result.gc_next === null) _PyObject_GC_TRACK(result);
  return result;
}

export class enumobject extends PyGCObject {
  /** The next index, while it is a safe integer. */
  en_index: number;
  en_sit: PyObject | null;
  en_result: PyTupleObject | null;
  /** The next index once it is larger than a C long holds: an object. */
  en_longindex: PyObject | null;
  /** Between a safe integer and a C long. */
  en_bigindex: IntValue | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.en_index = 0;
    this.en_sit = null;
    this.en_result = null;
    this.en_longindex = null;
    this.en_bigindex = null;
  }
}

function enum_new_impl(type: PyTypeObject, iterable: PyObject, start: PyObject | null): PyObject | null {
  const en = type.tp_alloc!(type, 0) as enumobject | null;
  if (en === null) return null;
  if (start !== null) {
    const index = PyNumber_Index(start);
    if (index === null) {
      Py_DECREF(en);
      return null;
    }
    const value = PyLong_AsValue(index);
    if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value) {
      en.en_longindex = index;
    } else {
      if (typeof value === 'number') en.en_index = value;
      else en.en_bigindex = value;
      Py_DECREF(index);
    }
  }
  en.en_sit = PyObject_GetIter(iterable);
  if (en.en_sit === null) {
    Py_DECREF(en);
    return null;
  }
  en.en_result = PyTuple_Pack(Py_None, Py_None);
  return en;
}

const newParser = argParser('enumerate', ['iterable', 'start'], 1);

function enum_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwargs, newParser);
  return parsed === null ? null : enum_new_impl(type, parsed[0]!, parsed[1]!);
}

function check_keyword(kwnames: PyTupleObject, index: number, name: string): boolean {
  const kw = kwnames.ob_item[index] as PyUnicodeObject;
  if (kw.str === name) return true;
  PyErr_SetString(PyExc_TypeError, `'${kw.str}' is an invalid keyword argument for enumerate()`);
  return false;
}

function enumerate_vectorcall(
  type: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const tp = type as PyTypeObject;
  const nkwargs = kwnames === null ? 0 : kwnames.ob_item.length;
  const nargs = args.length - nkwargs;
  if (args.length === 2) {
    if (nkwargs === 1) {
      if (!check_keyword(kwnames!, 0, 'start')) return null;
    } else if (nkwargs === 2) {
      if ((kwnames!.ob_item[0] as PyUnicodeObject).str === 'start') {
        return check_keyword(kwnames!, 1, 'iterable') ? enum_new_impl(tp, args[1]!, args[0]!) : null;
      }
      if (!check_keyword(kwnames!, 0, 'iterable') || !check_keyword(kwnames!, 1, 'start')) return null;
    }
    return enum_new_impl(tp, args[0]!, args[1]!);
  }
  if (args.length === 1) {
    if (nkwargs === 1 && !check_keyword(kwnames!, 0, 'iterable')) return null;
    return enum_new_impl(tp, args[0]!, null);
  }
  if (nargs === 0) return PyErr_SetString(PyExc_TypeError, "enumerate() missing required argument 'iterable'");
  return PyErr_SetString(PyExc_TypeError, `enumerate() takes at most 2 arguments (${args.length} given)`);
}

function enum_dealloc(en: enumobject): void {
  PyObject_GC_UnTrack(en);
  Py_XDECREF(en.en_sit);
  Py_XDECREF(en.en_result);
  Py_XDECREF(en.en_longindex);
  en.ob_type.tp_free!(en as never);
}

/** The index beyond a safe integer. */
function next_long(en: enumobject): Owned<PyObject> {
  if (en.en_longindex !== null) {
    const next_index = en.en_longindex;
    en.en_longindex = PyLong_FromValue(add(PyLong_AsValue(next_index), 1));
    return next_index;
  }
  const value: IntValue = en.en_bigindex ?? en.en_index;
  const after = add(value, 1);
  if (value === PY_SSIZE_T_MAX) {
    en.en_bigindex = null;
    en.en_longindex = PyLong_FromValue(after);
  } else {
    en.en_bigindex = after;
  }
  return PyLong_FromValue(value);
}

export function enum_next(self: PyObject): PyObject | null {
  const en = self as enumobject;
  const it = en.en_sit!;
  const next_item = it.ob_type.tp_iternext!(it);
  if (next_item === null) return null;
  const index = en.en_index;
  if (index < Number.MAX_SAFE_INTEGER && en.en_longindex === null && en.en_bigindex === null) {
    en.en_index = index + 1;
    return recyclePair(en.en_result!, PyLong_FromLong(index), next_item);
  }
  return recyclePair(en.en_result!, next_long(en), next_item);
}

function enum_reduce(self: PyObject): PyObject | null {
  const en = self as enumobject;
  const index = en.en_longindex !== null ? Py_NewRef(en.en_longindex) : PyLong_FromValue(en.en_bigindex ?? en.en_index);
  return PyTuple_FromArraySteal([Py_NewRef(en.ob_type), PyTuple_FromArraySteal([Py_NewRef(en.en_sit!), index])]);
}

export const PyEnum_Type: PyTypeObject = defineType({
  tp_name: 'enumerate',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc:
    'enumerate(iterable, start=0)\n--\n\nReturn an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n' +
    'The enumerate object yields pairs containing a count (from start, which\n' +
    'defaults to zero) and a value yielded by the iterable argument.\n\n' +
    'enumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  tp_dealloc: enum_dealloc,
  tp_traverse: (en: enumobject, visit) => {
    if (en.en_sit !== null) visit(en.en_sit);
    if (en.en_result !== null) visit(en.en_result);
    if (en.en_longindex !== null) visit(en.en_longindex);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: enum_next,
  tp_alloc: PyType_GenericAlloc,
  tp_new: enum_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: enumerate_vectorcall,
  tp_methods: [
    method('__reduce__', METH_NOARGS, enum_reduce, null, 'Return state information for pickling.'),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (type: PyObject, item: PyObject) => Py_GenericAlias(type, item),
      null,
      'See PEP 585',
    ),
  ],
  construct: (type) => new enumobject(type),
});

// ----------------------------------------------------------------------------------------------------------- reversed

export class reversedobject extends PyGCObject {
  index: number;
  /** null once exhausted. */
  seq: PyObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.index = -1;
    this.seq = null;
  }
}

const id_reversed = _Py_ID('__reversed__');

function reversed_new_impl(type: PyTypeObject, seq: PyObject): PyObject | null {
  const reversed_meth = _PyObject_LookupSpecial(seq, id_reversed);
  if (reversed_meth === null && PyErr_Occurred() !== null) return null;
  if (reversed_meth !== null && reversed_meth !== Py_None) {
    const res = PyObject_CallNoArgs(reversed_meth);
    Py_DECREF(reversed_meth);
    return res;
  }
  if (reversed_meth === Py_None || !PySequence_Check(seq)) {
    Py_XDECREF(reversed_meth);
    return PyErr_SetString(PyExc_TypeError, `'${seq.ob_type.tp_name}' object is not reversible`);
  }
  const n = PySequence_Size(seq);
  if (n === -1) return null;
  const ro = type.tp_alloc!(type, 0) as reversedobject | null;
  if (ro === null) return null;
  ro.index = n - 1;
  ro.seq = Py_NewRef(seq);
  return ro;
}

function reversed_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (
    (type === PyReversed_Type || type.tp_init === PyReversed_Type.tp_init) &&
    !_PyArg_NoKeywords('reversed', kwargs)
  ) {
    return null;
  }
  if (!_PyArg_CheckPositional('reversed', args.ob_item.length, 1, 1)) return null;
  return reversed_new_impl(type, args.ob_item[0]!);
}

function reversed_vectorcall(
  type: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  if (!_PyArg_NoKwnames('reversed', kwnames) || !_PyArg_CheckPositional('reversed', args.length, 1, 1)) return null;
  return reversed_new_impl(type as PyTypeObject, args[0]!);
}

function reversed_dealloc(ro: reversedobject): void {
  PyObject_GC_UnTrack(ro);
  Py_XDECREF(ro.seq);
  ro.ob_type.tp_free!(ro as never);
}

function reversed_next(self: PyObject): PyObject | null {
  const ro = self as reversedobject;
  if (ro.index >= 0) {
    const item = PySequence_GetItem(ro.seq!, ro.index);
    if (item !== null) {
      ro.index--;
      return item;
    }
    if (PyErr_ExceptionMatches(PyExc_IndexError) || PyErr_ExceptionMatches(PyExc_StopIteration)) PyErr_Clear();
  }
  ro.index = -1;
  const seq = ro.seq;
  ro.seq = null;
  Py_XDECREF(seq);
  return null;
}

function reversed_len(self: PyObject): PyObject | null {
  const ro = self as reversedobject;
  if (ro.seq === null) return PyLong_FromLong(0);
  const seqsize = PySequence_Size(ro.seq);
  if (seqsize === -1) return null;
  return PyLong_FromLong(seqsize < ro.index + 1 ? 0 : ro.index + 1);
}

function reversed_reduce(self: PyObject): PyObject | null {
  const ro = self as reversedobject;
  if (ro.seq === null) return PyTuple_FromArraySteal([Py_NewRef(ro.ob_type), PyTuple_Pack(tuple_empty)]);
  return PyTuple_FromArraySteal([Py_NewRef(ro.ob_type), PyTuple_Pack(ro.seq), PyLong_FromLong(ro.index)]);
}

function reversed_setstate(self: PyObject, state: PyObject): PyObject | null {
  const ro = self as reversedobject;
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred() !== null) return null;
  if (ro.seq !== null) {
    const n = PySequence_Size(ro.seq);
    if (n < 0) return null;
    ro.index = Math.max(-1, Math.min(index, n - 1));
  }
  return Py_NewRef(Py_None);
}

export const PyReversed_Type: PyTypeObject = defineType({
  tp_name: 'reversed',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'reversed(sequence, /)\n--\n\nReturn a reverse iterator over the values of the given sequence.',
  tp_dealloc: reversed_dealloc,
  tp_traverse: (ro: reversedobject, visit) => {
    if (ro.seq !== null) visit(ro.seq);
  },
  tp_iter: PyObject_SelfIter,
  tp_iternext: reversed_next,
  tp_alloc: PyType_GenericAlloc,
  tp_new: reversed_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: reversed_vectorcall,
  tp_methods: [
    method(
      '__length_hint__',
      METH_NOARGS,
      reversed_len,
      null,
      'Private method returning an estimate of len(list(it)).',
    ),
    method('__reduce__', METH_NOARGS, reversed_reduce, null, 'Return state information for pickling.'),
    method('__setstate__', METH_O, reversed_setstate, null, 'Set state information for unpickling.'),
  ],
  construct: (type) => new reversedobject(type),
});
