// re.Pattern. Follows the pattern half of Modules/_sre/sre.c, CPython 3.13.
// Deviation: code lists are not validated (only re._compiler makes them); bad ones end in an error or in the budget.

import { registerRoots } from '../../heap/roots';
import { PyObject_GC_Del, PyObject_GC_New } from '../../heap/alloc';
import { _PyObject_GC_TRACK, PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { onRuntimeReset } from '../../heap/runtime';
import { PyBool_FromLong } from '../../objects/boolobject';
import { newBuffer, PyBuffer_Release, PyObject_CheckBuffer } from '../../objects/bufferobject';
import { bytes_join } from '../../objects/bytes_methods';
import {
  emptyBytes,
  PyBytes_CheckExact,
  PyBytes_FromObject,
  PyBytes_FromStringAndSize,
} from '../../objects/bytesobject';
import { PyObject_CallOneArg, PyObject_Vectorcall } from '../../objects/call';
import { argInt, argSsize, PY_SSIZE_T_MAX } from '../../objects/clinic';
import { PyDictProxy_New } from '../../objects/descrobject';
import { PyDict_Check, PyDict_GET_SIZE, PyDict_New } from '../../objects/dictobject';
import type { PyDictObject } from '../../objects/dictstruct';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_NoMemory, PyErr_SetString } from '../../objects/errors';
import { PyExc_OverflowError, PyExc_RuntimeError, PyExc_SystemError, PyExc_TypeError } from '../../objects/exceptions';
import { Py_GenericAlias } from '../../objects/genericaliasobject';
import type { _PyArg_Parser } from '../../objects/getargs';
import { _PyArg_BadArgument, _PyArg_UnpackKeywords, argParser } from '../../objects/getargs';
import { PyCallIter_New } from '../../objects/iterobject';
import { PyList_Append, PyList_Check, PyList_New } from '../../objects/listobject';
import type { PyListObject } from '../../objects/liststruct';
import { PyLong_Check, PyLong_FromSsize_t } from '../../objects/longobject';
import type { PyLongObject } from '../../objects/longstruct';
import { defineModuleType } from '../../objects/moduletype';
import type { CompareOp, visitproc } from '../../objects/object';
import { Py_EQ, Py_NE, PyObject } from '../../objects/object';
import {
  Py_None,
  Py_NotImplemented,
  PyCallable_Check,
  PyObject_GetAttrString,
  PyObject_Hash,
  PyObject_Repr,
  PyObject_RichCompareBool,
} from '../../objects/objectprotocol';
import { _Py_HashBytes, hash_hi, hashError, isHashError, makeHash } from '../../objects/pyhash';
import { vmInterface } from '../../objects/pystate';
import { PyTuple_Check, PyTuple_FromArraySteal } from '../../objects/tupleobject';
import type { PyTupleObject } from '../../objects/tuplestruct';
import type { PyTypeObject } from '../../objects/typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  method,
  Py_READONLY,
  Py_T_INT,
  Py_T_PYSSIZET,
  _Py_T_OBJECT,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
} from '../../objects/typestruct';
import {
  _PyUnicode_Copy,
  PyUnicode_Check,
  PyUnicode_CheckExact,
  PyUnicode_FromString,
  PyUnicode_Join,
  PyUnicode_Substring,
} from '../../objects/unicodeobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { SreCode } from './characters';
import * as k from './constants';
import { sre_match, sre_search } from './match';
import { newMatch } from './matchobject';
import { newScanner } from './scanner';
import type { SreState } from './state';
import { getstring, newState, NOWHERE } from './state';
import type { TemplateObject } from './template';
import { expand_template, Template_Type } from './template';

export class PatternObject extends PyObject {
  groups: number;
  /** Group numbers by name; null when no group has one. */
  groupindex: PyObject | null = null;
  indexgroup: PyTupleObject | null = null;
  /** The source. */
  pattern: PyObject | null = null;
  flags: number;
  /** 1 bytes, 0 str, −1 neither (pattern None). */
  isbytes = -1;
  sre: SreCode;
  readonly codesize: number;
  constructor(type: PyTypeObject, groups: number, flags: number, code: Uint32Array) {
    super(type);
    this.groups = groups;
    this.flags = flags;
    this.sre = new SreCode(code);
    this.codesize = code.length;
    this.ob_weakreflist = null;
  }
  get ob_size(): number {
    return this.codesize;
  }
}

/** re._compile_template, looked up once; owned. */
let compileTemplate: PyObject | null;
onRuntimeReset(() => {
  compileTemplate = null;
});
registerRoots((visit) => {
  if (compileTemplate !== null) visit(compileTemplate);
});

export function getslice(isbytes: boolean, string: PyObject, start: number, end: number): Owned<PyObject> | null {
  if (!isbytes) return PyUnicode_Substring(string, start, end);
  if (PyBytes_CheckExact(string)) {
    if (start === 0 && end === string.ob_sval.length) return Py_NewRef(string);
    return PyBytes_FromStringAndSize(string.ob_sval.slice(start, end));
  }
  const view = newBuffer();
  const text = getstring(string, view);
  if (text === null) return null;
  PyBuffer_Release(view);
  return PyBytes_FromStringAndSize(Uint8Array.from(text.str!.slice(start, end), (c) => c.charCodeAt(0)));
}

/** state_getslice: a group of the last match; where it took no part '' (`empty`) or None. */
function groupSlice(state: SreState, index: number, string: PyObject, empty: boolean): Owned<PyObject> | null {
  const at = (index - 1) * 2;
  if (at >= state.lastmark || state.mark[at] === NOWHERE || state.mark[at + 1] === NOWHERE) {
    return empty ? getslice(state.isbytes, string, 0, 0) : Py_NewRef(Py_None);
  }
  const i = state.mark[at]!;
  const j = state.mark[at + 1]!;
  return i > j ? wrongSpan() : getslice(state.isbytes, string, i, j);
}
export function wrongSpan(): null {
  return PyErr_SetString(
    PyExc_SystemError,
    'The span of capturing group is wrong, please report a bug for the re module.',
  );
}
export function pattern_error(_status: number): null {
  return PyErr_SetString(PyExc_RuntimeError, 'internal error in regular expression engine');
}

const positionParser = (name: string): _PyArg_Parser => argParser(name, ['string', 'pos', 'endpos'], 1);
const parsers = {
  match: positionParser('match'),
  fullmatch: positionParser('fullmatch'),
  search: positionParser('search'),
  findall: positionParser('findall'),
  finditer: positionParser('finditer'),
  scanner: positionParser('scanner'),
  split: argParser('split', ['string', 'maxsplit'], 1),
  sub: argParser('sub', ['repl', 'string', 'count'], 2),
  subn: argParser('subn', ['repl', 'string', 'count'], 2),
  compile: argParser('compile', ['pattern', 'flags', 'code', 'groups', 'groupindex', 'indexgroup'], 6),
};

/** (string, pos, endpos), and the state for them; null with an exception. */
function begin(
  self: PatternObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  parser: _PyArg_Parser,
): { string: PyObject; state: SreState } | null {
  let string: PyObject;
  let pos: number | null = 0;
  let endpos: number | null = PY_SSIZE_T_MAX;
  if (kwnames === null && args.length === 1) string = args[0]!;
  else {
    const unpacked = _PyArg_UnpackKeywords(args, kwnames, parser);
    if (unpacked === null) return null;
    string = unpacked[0]!;
    if (unpacked[1] != null && (pos = argSsize(unpacked[1])) === null) return null;
    if (unpacked[2] != null && (endpos = argSsize(unpacked[2])) === null) return null;
  }
  const state = newState(string, self.isbytes, self.groups, pos, endpos);
  return state && { string, state };
}

function once(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  how: 'match' | 'fullmatch' | 'search',
): Owned<PyObject> | null {
  const self = op as PatternObject;
  const begun = begin(self, args, kwnames, parsers[how]);
  if (begun === null) return null;
  const { state, string } = begun;
  state.ptr = state.start;
  state.match_all = how === 'fullmatch';
  const status = how === 'search' ? sre_search(state, self.sre) : sre_match(state, self.sre);
  const result = newMatch(self, state, string, status);
  state.release();
  return result;
}
function pattern_match(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): Owned<PyObject> | null {
  return once(op, args, kwnames, 'match');
}
function pattern_fullmatch(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  return once(op, args, kwnames, 'fullmatch');
}
function pattern_search(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  return once(op, args, kwnames, 'search');
}

/** Adds what is taken over; false when it was null. */
function append_steal(list: PyListObject, item: Owned<PyObject> | null): boolean {
  if (item === null) return false;
  PyList_Append(list, item);
  Py_DECREF(item);
  return true;
}
/** Moves on behind a match. */
function advance(state: SreState): void {
  state.must_advance = state.ptr === state.start;
  state.start = state.ptr;
}
/** The next match: 1, 0, or −1 with an exception. */
function nextMatch(self: PatternObject, state: SreState): number {
  state.reset();
  state.ptr = state.start;
  const status = sre_search(state, self.sre);
  if (status >= 0) return status;
  pattern_error(status);
  return -1;
}

function findallItem(self: PatternObject, state: SreState, string: PyObject): Owned<PyObject> | null {
  if (self.groups === 0) return getslice(state.isbytes, string, state.start, state.ptr);
  if (self.groups === 1) return groupSlice(state, 1, string, true);
  const items: PyObject[] = [];
  for (let i = 1; i <= self.groups; i++) {
    const item = groupSlice(state, i, string, true);
    if (item === null) {
      for (const made of items) Py_DECREF(made);
      return null;
    }
    items.push(item);
  }
  return PyTuple_FromArraySteal(items);
}
function pattern_findall(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const self = op as PatternObject;
  const begun = begin(self, args, kwnames, parsers.findall);
  if (begun === null) return null;
  const { state, string } = begun;
  const list = PyList_New(0);
  let ok = true;
  while (ok && state.start <= state.end) {
    const status = nextMatch(self, state);
    if (status === 0) break;
    ok = status > 0 && append_steal(list, findallItem(self, state, string));
    advance(state);
  }
  state.release();
  if (ok) return list;
  Py_DECREF(list);
  return null;
}

function pattern_scanner(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const begun = begin(op as PatternObject, args, kwnames, parsers.scanner);
  return begun === null ? null : newScanner(op as PatternObject, begun.state, begun.string);
}
function pattern_finditer(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const begun = begin(op as PatternObject, args, kwnames, parsers.finditer);
  if (begun === null) return null;
  const scanner = newScanner(op as PatternObject, begun.state, begun.string);
  const search = PyObject_GetAttrString(scanner, 'search');
  Py_DECREF(scanner);
  if (search === null) return null;
  const iterator = PyCallIter_New(search, Py_None);
  Py_DECREF(search);
  return iterator;
}

function pattern_split(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): Owned<PyObject> | null {
  const self = op as PatternObject;
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, parsers.split);
  if (unpacked === null) return null;
  const maxsplit = unpacked[1] == null ? 0 : argSsize(unpacked[1]);
  if (maxsplit === null) return null;
  const string = unpacked[0]!;
  const state = newState(string, self.isbytes, self.groups, 0, PY_SSIZE_T_MAX);
  if (state === null) return null;
  const list = PyList_New(0);
  let ok = true;
  let last = state.start;
  for (let n = 0; ok && (maxsplit === 0 || n < maxsplit); n++) {
    const status = nextMatch(self, state);
    if (status === 0) break;
    ok = status > 0 && append_steal(list, getslice(state.isbytes, string, last, state.start));
    for (let i = 1; ok && i <= self.groups; i++) ok = append_steal(list, groupSlice(state, i, string, false));
    advance(state);
    last = state.start;
  }
  ok &&= append_steal(list, getslice(state.isbytes, string, last, state.endpos));
  state.release();
  if (ok) return list;
  Py_DECREF(list);
  return null;
}

/** compile_template: what re makes of a replacement with backslashes; null with an exception. */
export function compile_template(pattern: PatternObject, template: PyObject): Owned<TemplateObject> | null {
  if (compileTemplate === null) {
    const re = vmInterface.importModule('re');
    if (re === null) return null;
    compileTemplate = PyObject_GetAttrString(re, '_compile_template');
    Py_DECREF(re);
    if (compileTemplate === null) return null;
  }
  let result = PyObject_Vectorcall(compileTemplate, [pattern, template], null);
  if (result === null && PyErr_ExceptionMatches(PyExc_TypeError)) {
    // It may only be unhashable: once more with the plain type.
    let plain: PyObject | null = null;
    if (PyUnicode_Check(template) && !PyUnicode_CheckExact(template)) {
      PyErr_Clear();
      plain = _PyUnicode_Copy(template);
    } else if (PyObject_CheckBuffer(template) && !PyBytes_CheckExact(template)) {
      PyErr_Clear();
      plain = PyBytes_FromObject(template);
    }
    if (plain === null) return null;
    result = PyObject_Vectorcall(compileTemplate, [pattern, plain], null);
    Py_DECREF(plain);
  }
  if (result === null || result.ob_type === Template_Type) return result as TemplateObject | null;
  PyErr_SetString(PyExc_RuntimeError, `the result of compiling a replacement string is ${result.ob_type.tp_name}`);
  Py_DECREF(result);
  return null;
}

type Filter = { kind: 'literal' | 'template' | 'callable'; object: Owned<PyObject> };

/** What sub() replaces by: a literal, a template or a function. null with an exception. */
function subFilter(self: PatternObject, repl: PyObject): Filter | null {
  if (PyCallable_Check(repl)) return { kind: 'callable', object: Py_NewRef(repl) };
  const view = newBuffer();
  const text = getstring(repl, view);
  let literal = false;
  if (text === null) PyErr_Clear();
  else {
    literal = text.str !== null ? !text.str.includes('\\') : !text.points!.includes(92);
    PyBuffer_Release(view);
  }
  if (literal) return { kind: 'literal', object: Py_NewRef(repl) };
  const template = compile_template(self, repl);
  if (template === null) return null;
  if (template.items.length > 0) return { kind: 'template', object: template };
  const object = Py_NewRef(template.literal!);
  Py_DECREF(template);
  return { kind: 'literal', object };
}

/** What stands for the match just found; null with an exception. */
function replacement(self: PatternObject, state: SreState, string: PyObject, filter: Filter): Owned<PyObject> | null {
  if (filter.kind === 'literal') return Py_NewRef(filter.object);
  const match = newMatch(self, state, string, 1);
  if (match === null) return null;
  const item =
    filter.kind === 'template'
      ? expand_template(filter.object as TemplateObject, match)
      : PyObject_CallOneArg(filter.object, match);
  Py_DECREF(match);
  return item;
}

function subx(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  name: 'sub' | 'subn',
): Owned<PyObject> | null {
  const self = op as PatternObject;
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, parsers[name]);
  if (unpacked === null) return null;
  const [repl, string] = unpacked as [PyObject, PyObject];
  const count = unpacked[2] == null ? 0 : argSsize(unpacked[2]);
  if (count === null) return null;
  const filter = subFilter(self, repl);
  if (filter === null) return null;
  const state = newState(string, self.isbytes, self.groups, 0, PY_SSIZE_T_MAX);
  if (state === null) {
    Py_DECREF(filter.object);
    return null;
  }
  const list = PyList_New(0);
  let ok = true;
  let n = 0;
  let i = 0;
  while (ok && (count === 0 || n < count)) {
    const status = nextMatch(self, state);
    if (status === 0) break;
    ok = status > 0;
    if (ok && i < state.start) ok = append_steal(list, getslice(state.isbytes, string, i, state.start));
    const item = ok ? replacement(self, state, string, filter) : null;
    if (item === null) ok = false;
    else {
      if (item !== Py_None) PyList_Append(list, item);
      Py_DECREF(item);
    }
    i = state.ptr;
    n++;
    advance(state);
  }
  if (ok && i < state.endpos) ok = append_steal(list, getslice(state.isbytes, string, i, state.endpos));
  state.release();
  Py_DECREF(filter.object);
  const item = ok ? joinPieces(list, state.isbytes, string) : null;
  Py_DECREF(list);
  if (item === null || name === 'sub') return item;
  return PyTuple_FromArraySteal([item, PyLong_FromSsize_t(n)]);
}
function joinPieces(list: PyListObject, isbytes: boolean, string: PyObject): Owned<PyObject> | null {
  const joiner = getslice(isbytes, string, 0, 0);
  if (joiner === null || list.ob_item.length === 0) return joiner;
  const item = isbytes ? bytes_join(emptyBytes, list) : PyUnicode_Join(joiner, list);
  Py_DECREF(joiner);
  return item;
}
function pattern_sub(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): Owned<PyObject> | null {
  return subx(op, args, kwnames, 'sub');
}
function pattern_subn(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): Owned<PyObject> | null {
  return subx(op, args, kwnames, 'subn');
}

const FLAG_NAMES: readonly [string, number][] = [
  ['re.IGNORECASE', k.FLAG_IGNORECASE],
  ['re.LOCALE', k.FLAG_LOCALE],
  ['re.MULTILINE', k.FLAG_MULTILINE],
  ['re.DOTALL', k.FLAG_DOTALL],
  ['re.UNICODE', k.FLAG_UNICODE],
  ['re.VERBOSE', k.FLAG_VERBOSE],
  ['re.DEBUG', k.FLAG_DEBUG],
  ['re.ASCII', k.FLAG_ASCII],
];
function pattern_repr(op: PyObject): Owned<PyObject> | null {
  const self = op as PatternObject;
  let { flags } = self;
  if (self.isbytes === 0 && (flags & (k.FLAG_LOCALE | k.FLAG_UNICODE | k.FLAG_ASCII)) === k.FLAG_UNICODE)
    flags &= ~k.FLAG_UNICODE;
  const names: string[] = [];
  for (const [name, value] of FLAG_NAMES) {
    if ((flags & value) === 0) continue;
    names.push(name);
    flags &= ~value;
  }
  if (flags !== 0) names.push(`0x${(flags >>> 0).toString(16)}`);
  const repr = PyObject_Repr(self.pattern);
  if (repr === null) return null;
  const shown = cut(repr, 200);
  Py_DECREF(repr);
  return PyUnicode_FromString(`re.compile(${shown}${names.length > 0 ? `, ${names.join('|')}` : ''})`);
}
/** The first characters of a text: `%.nR`. */
export function cut(text: PyUnicodeObject, n: number): string {
  return text.length <= n ? text.str : [...text.str].slice(0, n).join('');
}

function pattern_hash(op: PyObject): number {
  const self = op as PatternObject;
  const lo = PyObject_Hash(self.pattern!);
  if (isHashError(lo)) return hashError();
  const hi = hash_hi;
  const { code } = self.sre;
  const lo2 = _Py_HashBytes(new Uint8Array(code.buffer, code.byteOffset, code.byteLength));
  const hi2 = hash_hi;
  // Small numbers go into the low half; −1 into both.
  const sign = self.isbytes < 0 ? -1 : 0;
  return makeHash(lo ^ lo2 ^ self.flags ^ self.isbytes ^ code.length, hi ^ hi2 ^ sign ^ (self.flags < 0 ? -1 : 0));
}
function pattern_richcompare(a: PyObject, b: PyObject, op: CompareOp): Owned<PyObject> | null {
  if ((op !== Py_EQ && op !== Py_NE) || b.ob_type !== Pattern_Type) return Py_NewRef(Py_NotImplemented);
  if (a === b) return PyBool_FromLong(op === Py_EQ);
  const left = a as PatternObject;
  const right = b as PatternObject;
  const code = right.sre.code;
  let equal =
    left.flags === right.flags && left.isbytes === right.isbytes && left.sre.code.length === code.length ? 1 : 0;
  if (equal === 1 && !left.sre.code.every((word, i) => word === code[i])) equal = 0;
  if (equal === 1) equal = PyObject_RichCompareBool(left.pattern!, right.pattern!, Py_EQ);
  return equal < 0 ? null : PyBool_FromLong((equal === 1) === (op === Py_EQ));
}

function pattern_clear(self: PatternObject): void {
  const { groupindex, indexgroup, pattern } = self;
  self.groupindex = null;
  self.indexgroup = null;
  self.pattern = null;
  Py_XDECREF(groupindex);
  Py_XDECREF(indexgroup);
  Py_XDECREF(pattern);
}
function pattern_dealloc(self: PatternObject): void {
  PyObject_GC_UnTrack(self);
  if (self.ob_weakreflist !== null) PyObject_ClearWeakRefs(self);
  pattern_clear(self);
  PyObject_GC_Del(self);
}
function pattern_traverse(self: PatternObject, visit: visitproc): void {
  if (self.groupindex !== null) visit(self.groupindex);
  if (self.indexgroup !== null) visit(self.indexgroup);
  if (self.pattern !== null) visit(self.pattern);
}
const itself = (self: PyObject): Owned<PyObject> => Py_NewRef(self);

const FASTKW = METH_FASTCALL | METH_KEYWORDS;
const POS = '($self, /, string, pos=0, endpos=sys.maxsize)';

export const Pattern_Type: PyTypeObject = defineModuleType({
  tp_name: 're.Pattern',
  heap: 'immutable',
  tp_basicsize: 96,
  tp_itemsize: 4,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_doc: 'Compiled regular expression object.',
  tp_weaklistoffset: 64,
  tp_dealloc: pattern_dealloc,
  tp_traverse: pattern_traverse,
  tp_clear: pattern_clear,
  tp_repr: pattern_repr,
  tp_hash: pattern_hash,
  tp_richcompare: pattern_richcompare,
  tp_methods: [
    method('match', FASTKW, pattern_match, POS),
    method('fullmatch', FASTKW, pattern_fullmatch, POS),
    method('search', FASTKW, pattern_search, POS),
    method('sub', FASTKW, pattern_sub, '($self, /, repl, string, count=0)'),
    method('subn', FASTKW, pattern_subn, '($self, /, repl, string, count=0)'),
    method('findall', FASTKW, pattern_findall, POS),
    method('split', FASTKW, pattern_split, '($self, /, string, maxsplit=0)'),
    method('finditer', FASTKW, pattern_finditer, POS),
    method('scanner', FASTKW, pattern_scanner, POS),
    method('__copy__', METH_NOARGS, itself, '($self, /)'),
    method('__deepcopy__', METH_O, (self: PyObject, _memo: PyObject) => Py_NewRef(self), '($self, memo, /)'),
    method('__class_getitem__', METH_O | METH_CLASS, Py_GenericAlias, '($type, object, /)'),
  ],
  tp_members: [
    { name: 'pattern', type: _Py_T_OBJECT, field: 'pattern', flags: Py_READONLY, doc: 'The source of the expression.' },
    { name: 'flags', type: Py_T_INT, field: 'flags', flags: Py_READONLY, doc: 'The flags in force.' },
    {
      name: 'groups',
      type: Py_T_PYSSIZET,
      field: 'groups',
      flags: Py_READONLY,
      doc: 'The number of capturing groups.',
    },
  ],
  tp_getset: [
    {
      name: 'groupindex',
      doc: 'Group numbers by name.',
      set: null,
      get: (self: PatternObject) => (self.groupindex === null ? PyDict_New() : PyDictProxy_New(self.groupindex)),
    },
  ],
});

/** _sre.compile. */
export function sre_compile(
  _module: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const unpacked = _PyArg_UnpackKeywords(args, kwnames, parsers.compile) as PyObject[] | null;
  if (unpacked === null) return null;
  const [pattern, flagsArg, codeArg, groupsArg, groupindex, indexgroup] = unpacked as [
    PyObject,
    PyObject,
    PyObject,
    PyObject,
    PyObject,
    PyObject,
  ];
  const flags = argInt(flagsArg);
  if (flags === null) return null;
  if (!PyList_Check(codeArg)) return _PyArg_BadArgument('compile', "argument 'code'", 'list', codeArg);
  const groups = argSsize(groupsArg);
  if (groups === null) return null;
  if (!PyDict_Check(groupindex)) return _PyArg_BadArgument('compile', "argument 'groupindex'", 'dict', groupindex);
  if (!PyTuple_Check(indexgroup)) return _PyArg_BadArgument('compile', "argument 'indexgroup'", 'tuple', indexgroup);
  if (groups < 0 || groups > k.SRE_MAXGROUPS) return PyErr_NoMemory();
  const items = codeArg.ob_item;
  const code = new Uint32Array(items.length);
  for (let i = 0; i < code.length; i++) {
    const item = items[i]!;
    if (!PyLong_Check(item)) return PyErr_SetString(PyExc_TypeError, 'an integer is required');
    const value = (item as PyLongObject).value;
    if (value < 0 || value > 0xffffffff) {
      return PyErr_SetString(PyExc_OverflowError, 'regular expression code size limit exceeded');
    }
    code[i] = Number(value);
  }
  const self = PyObject_GC_New(new PatternObject(Pattern_Type, groups, flags, code), 96 + 4 * code.length);
  _PyObject_GC_TRACK(self);
  if (pattern !== Py_None) {
    const view = newBuffer();
    const text = getstring(pattern, view);
    if (text === null) {
      Py_DECREF(self);
      return null;
    }
    self.isbytes = text.isbytes ? 1 : 0;
    PyBuffer_Release(view);
  }
  Py_INCREF(pattern);
  self.pattern = pattern;
  if (PyDict_GET_SIZE(groupindex as PyDictObject) > 0) {
    self.groupindex = Py_NewRef(groupindex);
    if ((indexgroup as PyTupleObject).ob_item.length > 0) self.indexgroup = Py_NewRef(indexgroup as PyTupleObject);
  }
  return self;
}
