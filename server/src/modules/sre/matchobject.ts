// re.Match. Follows the match half of Modules/_sre/sre.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../../heap/alloc';
import { _PyObject_GC_TRACK, PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { PyIndex_Check } from '../../objects/abstract';
import { newBuffer, PyBuffer_Release } from '../../objects/bufferobject';
import { asIndex } from '../../objects/clinic';
import { PyDict_GetItemWithError, PyDict_New, PyDict_Next, PyDict_SetItem } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Occurred, PyErr_SetString } from '../../objects/errors';
import { PyExc_IndexError } from '../../objects/exceptions';
import { Py_GenericAlias } from '../../objects/genericaliasobject';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords, argParser } from '../../objects/getargs';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from '../../objects/longobject';
import { defineModuleType } from '../../objects/moduletype';
import type { visitproc } from '../../objects/object';
import { PyObject } from '../../objects/object';
import { Py_None, PyObject_Repr } from '../../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject } from '../../objects/typestruct';
import {
  _Py_T_OBJECT,
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  method,
  Py_READONLY,
  Py_T_PYSSIZET,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
} from '../../objects/typestruct';
import { PyUnicode_FromString } from '../../objects/unicodeobject';
import type { PatternObject } from './pattern';
import { compile_template, cut, getslice, pattern_error, wrongSpan } from './pattern';
import type { SreState } from './state';
import { getstring, NOWHERE } from './state';
import { expand_template } from './template';

export class MatchObject extends PyObject {
  string: PyObject | null;
  /** The spans of all groups, once asked for. */
  regs: PyTupleObject | null = null;
  pattern: PatternObject | null;
  pos: number;
  endpos: number;
  /** −1 for none. */
  lastindex: number;
  /** Groups with the whole match. */
  groups: number;
  /** Start and end of each group, −1 where it took no part. */
  mark: Int32Array;
  constructor(type: PyTypeObject, pattern: PatternObject, state: SreState, string: PyObject) {
    super(type);
    this.string = string;
    this.pattern = pattern;
    this.pos = state.pos;
    this.endpos = state.endpos;
    this.lastindex = state.lastindex;
    this.groups = pattern.groups + 1;
    this.mark = new Int32Array(2 * this.groups).fill(-1);
  }
  get ob_size(): number {
    return this.mark.length;
  }
}

/** pattern_new_match: a Match, None when `status` is 0, null with an exception. */
export function newMatch(
  pattern: PatternObject,
  state: SreState,
  string: PyObject,
  status: number,
): Owned<MatchObject> | null {
  if (status === 0) return Py_NewRef(Py_None) as MatchObject;
  if (status < 0) return pattern_error(status);
  const match = PyObject_GC_New(new MatchObject(Match_Type, pattern, state, string), 88 + 16 * (pattern.groups + 1));
  Py_INCREF(pattern);
  Py_INCREF(string);
  const { mark } = match;
  mark[0] = state.start;
  mark[1] = state.ptr;
  for (let j = 0; j < pattern.groups * 2; j += 2) {
    if (j + 1 > state.lastmark || state.mark[j] === NOWHERE || state.mark[j + 1] === NOWHERE) continue;
    mark[j + 2] = state.mark[j]!;
    mark[j + 3] = state.mark[j + 1]!;
    if (mark[j + 2]! > mark[j + 3]!) {
      Py_DECREF(match);
      return wrongSpan();
    }
  }
  _PyObject_GC_TRACK(match);
  return match;
}

/** match_getslice_by_index: a group's text, or `def` where it took no part. */
export function groupText(self: MatchObject, index: number, def: PyObject): Owned<PyObject> | null {
  const string = self.string!;
  if (string === Py_None || self.mark[index * 2]! < 0) return Py_NewRef(def);
  const view = newBuffer();
  const text = getstring(string, view);
  if (text === null) return null;
  PyBuffer_Release(view);
  const i = Math.min(self.mark[index * 2]!, text.length);
  const j = Math.min(self.mark[index * 2 + 1]!, text.length);
  return getslice(text.isbytes, string, i, j);
}

/** match_getindex: the number of a group given by number or name; −1 with IndexError. */
function match_getindex(self: MatchObject, index: PyObject | undefined): number {
  if (index === undefined) return 0;
  let i = -1;
  if (PyIndex_Check(index)) i = asIndex(index, null) ?? -1;
  else if (self.pattern!.groupindex !== null) {
    const number = PyDict_GetItemWithError(self.pattern!.groupindex as PyDictObject, index);
    if (number !== null && PyLong_Check(number)) i = PyLong_AsSsize_t(number);
  }
  if (i >= 0 && i < self.groups) return i;
  if (PyErr_Occurred() === null) PyErr_SetString(PyExc_IndexError, 'no such group');
  return -1;
}
function group(self: MatchObject, index: PyObject | undefined, def: PyObject): Owned<PyObject> | null {
  const i = match_getindex(self, index);
  return i < 0 ? null : groupText(self, i, def);
}

/** A tuple of what `get` gives for each of `n`, or null when it gives null once. */
function tupleOf(n: number, get: (i: number) => Owned<PyObject> | null): Owned<PyTupleObject> | null {
  const items: PyObject[] = [];
  for (let i = 0; i < n; i++) {
    const item = get(i);
    if (item === null) {
      for (const made of items) Py_DECREF(made);
      return null;
    }
    items.push(item);
  }
  return PyTuple_FromArraySteal(items);
}

function match_group(op: PyObject, args: PyTupleObject): Owned<PyObject> | null {
  const self = op as MatchObject;
  const items = args.ob_item;
  if (items.length < 2) return group(self, items[0], Py_None);
  return tupleOf(items.length, (i) => group(self, items[i], Py_None));
}
function match_getitem(op: PyObject, name: PyObject): Owned<PyObject> | null {
  return group(op as MatchObject, name, Py_None);
}
const groupsParser = argParser('groups', ['default'], 0);
function match_groups(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, groupsParser);
  if (unpacked === null) return null;
  const self = op as MatchObject;
  return tupleOf(self.groups - 1, (i) => groupText(self, i + 1, unpacked[0] ?? Py_None));
}
const groupdictParser = argParser('groupdict', ['default'], 0);
function match_groupdict(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, groupdictParser);
  if (unpacked === null) return null;
  const self = op as MatchObject;
  const result = PyDict_New();
  if (result === null || self.pattern!.groupindex === null) return result;
  const keys: PyObject[] = [];
  PyDict_Next(self.pattern!.groupindex as PyDictObject, (key) => {
    keys.push(key);
  });
  for (const key of keys) {
    const value = group(self, key, unpacked[0] ?? Py_None);
    const failed = value === null || PyDict_SetItem(result as PyDictObject, key, value) < 0;
    Py_XDECREF(value);
    if (failed) {
      Py_DECREF(result);
      return null;
    }
  }
  return result;
}
const expandParser = argParser('expand', ['template'], 1);
function match_expand(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, expandParser);
  if (unpacked === null) return null;
  const filter = compile_template((op as MatchObject).pattern!, unpacked[0]!);
  if (filter === null) return null;
  const result = expand_template(filter, op as MatchObject);
  Py_DECREF(filter);
  return result;
}

function pair(a: number, b: number): Owned<PyObject> {
  return PyTuple_FromArraySteal([PyLong_FromSsize_t(a), PyLong_FromSsize_t(b)]);
}
/** The number of the group in (group=0), −1 with an exception. */
function groupArg(op: PyObject, name: string, args: readonly PyObject[]): number {
  return _PyArg_CheckPositional(name, args.length, 0, 1) ? match_getindex(op as MatchObject, args[0]) : -1;
}
function match_start(op: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const i = groupArg(op, 'start', args);
  return i < 0 ? null : PyLong_FromSsize_t((op as MatchObject).mark[i * 2]!);
}
function match_end(op: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const i = groupArg(op, 'end', args);
  return i < 0 ? null : PyLong_FromSsize_t((op as MatchObject).mark[i * 2 + 1]!);
}
function match_span(op: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const i = groupArg(op, 'span', args);
  const { mark } = op as MatchObject;
  return i < 0 ? null : pair(mark[i * 2]!, mark[i * 2 + 1]!);
}
function match_regs(self: MatchObject): Owned<PyObject> {
  if (self.regs === null) {
    const items: PyObject[] = [];
    for (let i = 0; i < self.groups; i++) items.push(pair(self.mark[i * 2]!, self.mark[i * 2 + 1]!));
    self.regs = PyTuple_FromArraySteal(items);
  }
  return Py_NewRef(self.regs);
}
function match_repr(op: PyObject): Owned<PyObject> | null {
  const self = op as MatchObject;
  const group0 = groupText(self, 0, Py_None);
  if (group0 === null) return null;
  const repr = PyObject_Repr(group0);
  Py_DECREF(group0);
  if (repr === null) return null;
  const shown = cut(repr, 50);
  Py_DECREF(repr);
  return PyUnicode_FromString(
    `<${self.ob_type.tp_name} object; span=(${self.mark[0]!}, ${self.mark[1]!}), match=${shown}>`,
  );
}

function match_clear(self: MatchObject): void {
  const { string, regs, pattern } = self;
  self.string = null;
  self.regs = null;
  self.pattern = null;
  Py_XDECREF(string);
  Py_XDECREF(regs);
  Py_XDECREF(pattern);
}
function match_traverse(self: MatchObject, visit: visitproc): void {
  if (self.string !== null) visit(self.string);
  if (self.regs !== null) visit(self.regs);
  if (self.pattern !== null) visit(self.pattern);
}
const FASTKW = METH_FASTCALL | METH_KEYWORDS;

export const Match_Type: PyTypeObject = defineModuleType({
  tp_name: 're.Match',
  heap: 'immutable',
  tp_basicsize: 88,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
  tp_dealloc: (self: MatchObject) => {
    PyObject_GC_UnTrack(self);
    match_clear(self);
    PyObject_GC_Del(self);
  },
  tp_traverse: match_traverse,
  tp_clear: match_clear,
  tp_repr: match_repr,
  mp_subscript: match_getitem,
  tp_methods: [
    method(
      'group',
      METH_VARARGS,
      match_group,
      null,
      'group([group1, ...]) -> str or tuple.\nSubgroups of the match by number or name; 0 is the whole match.',
    ),
    method('start', METH_FASTCALL, match_start, '($self, group=0, /)'),
    method('end', METH_FASTCALL, match_end, '($self, group=0, /)'),
    method('span', METH_FASTCALL, match_span, '($self, group=0, /)'),
    method('groups', FASTKW, match_groups, '($self, /, default=None)'),
    method('groupdict', FASTKW, match_groupdict, '($self, /, default=None)'),
    method('expand', FASTKW, match_expand, '($self, /, template)'),
    method('__copy__', METH_NOARGS, (self: PyObject) => Py_NewRef(self), '($self, /)'),
    method('__deepcopy__', METH_O, (self: PyObject, _memo: PyObject) => Py_NewRef(self), '($self, memo, /)'),
    method('__class_getitem__', METH_O | METH_CLASS, Py_GenericAlias, '($type, object, /)'),
  ],
  tp_members: [
    { name: 'string', type: _Py_T_OBJECT, field: 'string', flags: Py_READONLY, doc: 'The string that was searched.' },
    { name: 're', type: _Py_T_OBJECT, field: 'pattern', flags: Py_READONLY, doc: 'The regular expression object.' },
    { name: 'pos', type: Py_T_PYSSIZET, field: 'pos', flags: Py_READONLY, doc: 'Where the search began.' },
    { name: 'endpos', type: Py_T_PYSSIZET, field: 'endpos', flags: Py_READONLY, doc: 'Where the search had to end.' },
  ],
  tp_getset: [
    {
      name: 'lastindex',
      doc: 'The number of the last matched capturing group.',
      set: null,
      get: (self: MatchObject) => (self.lastindex >= 0 ? PyLong_FromSsize_t(self.lastindex) : Py_NewRef(Py_None)),
    },
    {
      name: 'lastgroup',
      doc: 'The name of the last matched capturing group.',
      set: null,
      get: (self: MatchObject) => Py_NewRef(self.pattern!.indexgroup?.ob_item[self.lastindex] ?? Py_None),
    },
    { name: 'regs', doc: null, set: null, get: match_regs },
  ],
});
