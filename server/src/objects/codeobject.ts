// Code objects: what the compiler made, as a Python object. Follows Objects/codeobject.c, CPython 3.13. Location tables
// are read in codelocations.ts, iterators over them are in codeiterators.ts.

import type { CodeConst, CodeUnit } from '../compiler/codeunit';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_LOCAL } from '../compiler/codeunit';
import { PyObject_Del, PyObject_New } from '../heap/alloc';
import { PyMem_Free, PyMem_Malloc } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PySequence_Tuple } from './abstract';
import { pointerText, PyObject_Hash, PyObject_RichCompareBool, Py_None, Py_NotImplemented } from './objectprotocol';
import { PyBool_FromLong } from './boolobject';
import { PyBytes_FromStringAndSize } from './bytesobject';
import { code_lines, code_positions } from './codeiterators';
import { decode_linetable } from './codelocations';
import { code_new, code_replace } from './codenew';
import { PyCodeObject } from './codestruct';
import { PyComplex_FromDoubles } from './complexobject';
import { PyFloat_FromDouble } from './floatobject';
import { PyErr_Occurred } from './errors';
import { PyExc_DeprecationWarning } from './exceptions';
import { _PyArg_UnpackKeywords, argParser } from './getargs';
import { PyLong_AsInt, PyLong_FromBigInt, PyLong_FromSsize_t } from './longobject';
import type { CompareOp, PyObject } from './object';
import { Py_EQ, Py_NE } from './object';
import { hashFromBigInt, hash_hi, hashToBigInt, isHashError } from './pyhash';
import { PyFrozenSet_New } from './setobject';
import { Py_Ellipsis } from './sliceobject';
import { PyTuple_FromArraySteal, PyTuple_GetItem, PyTuple_New } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  Py_READONLY,
  Py_T_INT,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import type { PyMemberDef } from './typestruct';
import { PyUnicode_FromString, _PyUnicode_InternImmortal, _PyUnicode_InternMortal } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx } from './warnings';
import { PyObject_ClearWeakRefs } from './weakrefobject';

/** offsetof(PyCodeObject, co_code_adaptive). */
const CODE_OFFSET = 200;

/** interp->func_state.next_version: versions of code objects and functions; 1 … . 0 once they are used up. */
export const func_state = { next_version: 1 };
onRuntimeReset(() => {
  func_state.next_version = 1;
});

export function PyCode_Check(op: PyObject): op is PyCodeObject {
  return op.ob_type === PyCode_Type;
}

/**
 * The objects of one compilation's constants: where two constants are the same JavaScript object, they are one Python
 * object.
 */
export interface ConstantObjects {
  /** const_cache: each constant's object, until the compilation ends. */
  objects: Map<CodeConst, Owned<PyObject>>;
  /** The syntax tree's references (its arena's), until `releaseConstants`. */
  tree: Owned<PyObject>[];
  /** co_filename: one object for all code of a compilation. */
  filename: Owned<PyObject>;
  /** const_cache: equal tuples and bytes of a compilation are one object; what it owns the cache does not. */
  merged: PyObject[];
  /** The same by a hash of their items' addresses, and by content. */
  mergedTuples: Map<number, PyTupleObject[]>;
  mergedBytes: Map<string, PyObject>;
  /** How interned strings are made: those of code that was read by marshal are immortal. */
  intern: typeof _PyUnicode_InternMortal;
}

/** `loaded`: the code comes out of a .pyc (r_object in Python/marshal.c), not from the compiler. */
export function newConstantObjects(filename: string, loaded = false): ConstantObjects {
  const intern = loaded ? _PyUnicode_InternImmortal : _PyUnicode_InternMortal;
  return {
    objects: new Map(),
    tree: [],
    filename: PyUnicode_FromString(filename),
    merged: [],
    mergedTuples: new Map(),
    mergedBytes: new Map(),
    intern,
  };
}
/** The compilation has ended; its syntax tree is still there. */
export function releaseConstantCache(constants: ConstantObjects): void {
  for (const op of constants.objects.values()) Py_DECREF(op);
  constants.objects.clear();
}
/** Gives up the references of the compilation itself. What code objects hold stays. */
export function releaseConstants(constants: ConstantObjects): void {
  releaseConstantCache(constants);
  for (const op of constants.tree) Py_DECREF(op);
  constants.tree.length = 0;
  Py_DECREF(constants.filename);
}

export const isName = /^[A-Za-z0-9_]*$/;

/** The object for a constant, made when first met; a new reference. Strings that look like names are interned. */
export function constantObject(value: CodeConst, constants: ConstantObjects): Owned<PyObject> {
  switch (value.type) {
    case 'None':
      return Py_NewRef(Py_None);
    case 'bool':
      return PyBool_FromLong(value.value ? 1 : 0);
    case 'Ellipsis':
      return Py_NewRef(Py_Ellipsis);
    default:
  }
  const known = constants.objects.get(value);
  if (known !== undefined) return Py_NewRef(known);
  let op: PyObject;
  /** The parser's own object, where interning gave another. */
  let literal: PyObject | null = null;
  switch (value.type) {
    case 'int':
      op = PyLong_FromBigInt(value.value);
      break;
    case 'float':
      op = PyFloat_FromDouble(value.value);
      break;
    case 'complex':
      op = PyComplex_FromDoubles(value.real, value.imag);
      break;
    case 'str':
      op = PyUnicode_FromString(value.value);
      if (isName.test(value.value)) {
        literal = Py_NewRef(op);
        op = constants.intern(op);
      }
      break;
    case 'bytes':
      op = PyBytes_FromStringAndSize(value.value);
      break;
    case 'tuple':
      op = mergedTuple(
        constants,
        value.items.map((item) => constantObject(item, constants)),
      );
      break;
    case 'frozenset': {
      // CPython builds it twice, which can change its order: folding makes it of the source's items, merging of equal
      // constants then makes it anew of that set's items.
      const source = PyTuple_FromArraySteal(value.items.map((item) => constantObject(item, constants)));
      const folded = PyFrozenSet_New(source)!;
      const items = PySequence_Tuple(folded)!;
      op = PyFrozenSet_New(items)!;
      Py_DECREF(source);
      Py_DECREF(folded);
      Py_DECREF(items);
      break;
    }
    case 'code':
      return PyCode_FromUnit(value.code, constants);
  }
  constants.objects.set(value, Py_NewRef(op));
  literal ??= Py_NewRef(op);
  if (value.made === 'compiler') Py_DECREF(literal);
  else constants.tree.push(literal);
  // The parser joins a bytes literal's parts, and joined with nothing one part is itself: the tree has it twice.
  if (value.type === 'bytes' && value.made === undefined) constants.tree.push(Py_NewRef(op));
  return op;
}

function internedTuple(constants: ConstantObjects, names: readonly string[]): Owned<PyTupleObject> {
  return mergedTuple(
    constants,
    names.map((name) => _PyUnicode_InternImmortal(PyUnicode_FromString(name))),
  );
}

/** _PyCompile_ConstCacheMergeOne: the compilation's tuple of these items, which are stolen; a new reference. */
function mergedTuple(constants: ConstantObjects, items: Owned<PyObject>[]): Owned<PyTupleObject> {
  // Equal items are one object by now.
  const n = items.length;
  let hash = n;
  for (let i = 0; i < n; i++) hash = (Math.imul(hash, 31) + ((items[i]!.ob_addr / 16) | 0)) | 0;
  const others = constants.mergedTuples.get(hash);
  if (others !== undefined) {
    for (const known of others) {
      if (!sameItems(known.ob_item, items)) continue;
      for (const item of items) Py_DECREF(item);
      return Py_NewRef(known);
    }
  }
  const tuple = PyTuple_FromArraySteal(items);
  constants.merged.push(tuple);
  if (others === undefined) constants.mergedTuples.set(hash, [tuple]);
  else others.push(tuple);
  return tuple;
}

function sameItems(a: readonly PyObject[], b: readonly PyObject[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function mergedBytes(constants: ConstantObjects, bytes: Uint8Array): Owned<PyObject> {
  const key = textOfBytes(bytes);
  const known = constants.mergedBytes.get(key);
  if (known !== undefined) return Py_NewRef(known);
  const op = PyBytes_FromStringAndSize(bytes);
  constants.mergedBytes.set(key, op);
  constants.merged.push(op);
  return op;
}

/** A character for each byte. */
function textOfBytes(bytes: Uint8Array): string {
  const CHUNK = 4096;
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) text += textOfBytes(bytes.subarray(i, i + CHUNK));
  return text;
}

/** A code object, with all nested ones, out of what the compiler made. */
export function PyCode_FromUnit(unit: CodeUnit, constants: ConstantObjects): Owned<PyCodeObject> {
  for (const name of unit.compilation?.identifiers ?? [])
    Py_DECREF(_PyUnicode_InternImmortal(PyUnicode_FromString(name)));
  const consts = mergedTuple(
    constants,
    unit.co_consts.map((value) => constantObject(value, constants)),
  );
  const names = internedTuple(constants, unit.co_names);
  const localsplusnames = internedTuple(constants, unit.co_localsplusnames);
  const localspluskinds = PyBytes_FromStringAndSize(unit.co_localspluskinds);
  const linetable = mergedBytes(constants, unit.co_linetable);
  const exceptiontable = mergedBytes(constants, unit.co_exceptiontable);
  constants.filename = constants.intern(constants.filename);
  return PyCode_FromParts(unit, {
    consts,
    names,
    localsplusnames,
    localspluskinds,
    linetable,
    exceptiontable,
    filename: Py_NewRef(constants.filename),
    name: constants.intern(PyUnicode_FromString(unit.co_name)),
    qualname: constants.intern(PyUnicode_FromString(unit.co_qualname)),
  });
}

/** The objects a code object is made of, beside its plain data. */
export interface CodeParts {
  consts: PyTupleObject;
  names: PyTupleObject;
  localsplusnames: PyTupleObject;
  localspluskinds: PyObject;
  linetable: PyObject;
  exceptiontable: PyObject;
  filename: PyObject;
  name: PyObject;
  qualname: PyObject;
}

/** _PyCode_New: owned; takes over the references of `parts`. */
export function PyCode_FromParts(unit: CodeUnit, parts: CodeParts): Owned<PyCodeObject> {
  const co = PyObject_New(new PyCodeObject(PyCode_Type, unit), code_size(unit));
  co.co_consts = parts.consts;
  co.co_names = parts.names;
  co.co_localsplusnames = parts.localsplusnames;
  co.co_localspluskinds = parts.localspluskinds;
  co.co_linetable = parts.linetable;
  co.co_exceptiontable = parts.exceptiontable;
  co.co_filename = parts.filename;
  co.co_name = parts.name;
  co.co_qualname = parts.qualname;
  for (const kind of unit.co_localspluskinds) {
    if ((kind & CO_FAST_LOCAL) !== 0) {
      co.co_nlocals++;
      if ((kind & CO_FAST_CELL) !== 0) co.co_ncellvars++;
    } else if ((kind & CO_FAST_CELL) !== 0) co.co_ncellvars++;
    else if ((kind & CO_FAST_FREE) !== 0) co.co_nfreevars++;
  }
  co.co_version = func_state.next_version;
  if (func_state.next_version !== 0) func_state.next_version++;
  co.consts = co.co_consts.ob_item;
  co.names = co.co_names.ob_item;
  return co;
}

function code_size(unit: CodeUnit): number {
  return (CODE_OFFSET + unit.co_code.length + 7) & ~7;
}

/** Called with the version of a code object that dies: funcobject.ts's cache by version. */
let codeDied: (version: number) => void = () => undefined;
export function setCodeDied(f: (version: number) => void): void {
  codeDied = f;
}

function code_dealloc(co: PyCodeObject): void {
  codeDied(co.co_version);
  Py_DECREF(co.co_consts);
  Py_DECREF(co.co_names);
  Py_DECREF(co.co_localsplusnames);
  Py_DECREF(co.co_localspluskinds);
  Py_DECREF(co.co_filename);
  Py_DECREF(co.co_name);
  Py_DECREF(co.co_qualname);
  Py_DECREF(co.co_linetable);
  Py_DECREF(co.co_exceptiontable);
  if (co.cached_addr !== 0) {
    Py_XDECREF(co.cached_code);
    Py_XDECREF(co.cached_cellvars);
    Py_XDECREF(co.cached_freevars);
    Py_XDECREF(co.cached_varnames);
    PyMem_Free(co.cached_addr);
  }
  if (co.ob_weakreflist !== null) PyObject_ClearWeakRefs(co);
  PyObject_Del(co);
}

function init_co_cached(co: PyCodeObject): void {
  if (co.cached_addr === 0) co.cached_addr = PyMem_Malloc(32);
}
/** The names of one kind of fast locals, a new tuple. */
export function get_localsplus_names(co: PyCodeObject, kind: number): Owned<PyTupleObject> {
  const picked: PyObject[] = [];
  const kinds = co.unit.co_localspluskinds;
  for (let i = 0; i < kinds.length; i++) {
    if ((kinds[i]! & kind) !== 0) picked.push(Py_NewRef(co.co_localsplusnames.ob_item[i]!));
  }
  return picked.length === 0 ? PyTuple_New(0) : PyTuple_FromArraySteal(picked);
}
/** `co_varnames`, made once. Owned. */
export function _PyCode_GetVarnames(co: PyCodeObject): Owned<PyObject> {
  init_co_cached(co);
  if (co.cached_varnames === null) co.cached_varnames = get_localsplus_names(co, CO_FAST_LOCAL);
  return Py_NewRef(co.cached_varnames);
}
export const PyCode_GetVarnames = _PyCode_GetVarnames;
export function _PyCode_GetCellvars(co: PyCodeObject): Owned<PyObject> {
  init_co_cached(co);
  if (co.cached_cellvars === null) co.cached_cellvars = get_localsplus_names(co, CO_FAST_CELL);
  return Py_NewRef(co.cached_cellvars);
}
export const PyCode_GetCellvars = _PyCode_GetCellvars;
export function _PyCode_GetFreevars(co: PyCodeObject): Owned<PyObject> {
  init_co_cached(co);
  if (co.cached_freevars === null) co.cached_freevars = get_localsplus_names(co, CO_FAST_FREE);
  return Py_NewRef(co.cached_freevars);
}
export const PyCode_GetFreevars = _PyCode_GetFreevars;
export function _PyCode_GetCode(co: PyCodeObject): Owned<PyObject> {
  init_co_cached(co);
  if (co.cached_code === null) co.cached_code = PyBytes_FromStringAndSize(co.unit.co_code);
  return Py_NewRef(co.cached_code);
}
export const PyCode_GetCode = _PyCode_GetCode;

export function PyCode_GetNumFree(co: PyCodeObject): number {
  return co.co_nfreevars;
}
export function PyUnstable_Code_GetFirstFree(co: PyCodeObject): number {
  return co.co_nlocalsplus - co.co_nfreevars;
}

function code_repr(op: PyObject): Owned<PyObject> {
  const co = op as PyCodeObject;
  const text = (s: PyObject): string => (s as PyUnicodeObject).str;
  const lineno = co.co_firstlineno !== 0 ? co.co_firstlineno : -1;
  return PyUnicode_FromString(
    `<code object ${text(co.co_name)} at ${pointerText(co)}, file "${text(co.co_filename)}", line ${lineno}>`,
  );
}

/** The opcodes and arguments of the code as compiled, two bytes each, without inline caches. */
function sameInstructions(a: PyCodeObject, b: PyCodeObject): boolean {
  const x = a.unit.co_code;
  const y = b.unit.co_code;
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
}
function code_richcompare(self: PyObject, other: PyObject, op: CompareOp): Owned<PyObject> | null {
  if ((op !== Py_EQ && op !== Py_NE) || !PyCode_Check(self) || !PyCode_Check(other))
    return Py_NewRef(Py_NotImplemented);
  let eq = 1;
  if (
    PyObject_RichCompareBool(self.co_name, other.co_name, Py_EQ) === 0 ||
    self.co_argcount !== other.co_argcount ||
    self.co_posonlyargcount !== other.co_posonlyargcount ||
    self.co_kwonlyargcount !== other.co_kwonlyargcount ||
    self.co_flags !== other.co_flags ||
    self.co_firstlineno !== other.co_firstlineno ||
    !sameInstructions(self, other)
  ) {
    eq = 0;
  } else {
    const pairs: [PyObject, PyObject][] = [
      [self.co_consts, other.co_consts],
      [self.co_names, other.co_names],
      [self.co_localsplusnames, other.co_localsplusnames],
      [self.co_linetable, other.co_linetable],
      [self.co_exceptiontable, other.co_exceptiontable],
    ];
    for (const [a, b] of pairs) {
      eq = PyObject_RichCompareBool(a, b, Py_EQ);
      if (eq <= 0) break;
    }
    if (eq < 0) return null;
  }
  return PyBool_FromLong((op === Py_EQ) === (eq === 1) ? 1 : 0);
}

const MASK = (1n << 64n) - 1n;
function code_hash(op: PyObject): number {
  const co = op as PyCodeObject;
  let uhash = 20221211n;
  const scramble = (h: bigint): void => {
    uhash = ((uhash ^ (h & MASK)) * 1000003n) & MASK;
  };
  for (const part of [
    co.co_name,
    co.co_consts,
    co.co_names,
    co.co_localsplusnames,
    co.co_linetable,
    co.co_exceptiontable,
  ]) {
    const lo = PyObject_Hash(part);
    if (isHashError(lo)) return lo;
    scramble(hashToBigInt(lo, hash_hi));
  }
  for (const n of [co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_flags, co.co_firstlineno]) {
    scramble(BigInt(n));
  }
  scramble(BigInt(co.unit.co_code.length / 2));
  for (const byte of co.unit.co_code) scramble(BigInt(byte));
  return hashFromBigInt(uhash);
}

const varnameParser = argParser('_varname_from_oparg', ['oparg'], 1, 1);
function code__varname_from_oparg(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, varnameParser);
  if (argv === null) return null;
  const oparg = PyLong_AsInt(argv[0]!);
  if (oparg === -1 && PyErr_Occurred()) return null;
  const name = PyTuple_GetItem((op as PyCodeObject).co_localsplusnames, oparg);
  return name === null ? null : Py_NewRef(name);
}

/** co_lnotab, deprecated: pairs of byte and line increments. */
function code_getlnotab(co: PyCodeObject): Owned<PyObject> | null {
  if (PyErr_WarnEx(PyExc_DeprecationWarning, 'co_lnotab is deprecated, use co_lines instead.', 1) < 0) return null;
  return PyBytes_FromStringAndSize(decode_linetable(co));
}

function code_sizeof(op: PyObject): Owned<PyObject> {
  return PyLong_FromSsize_t(code_size((op as PyCodeObject).unit));
}

const int = (name: string): PyMemberDef => ({ name, type: Py_T_INT, field: name, flags: Py_READONLY, doc: null });
const object = (name: string): PyMemberDef => ({
  name,
  type: _Py_T_OBJECT,
  field: name,
  flags: Py_READONLY,
  doc: null,
});

export const PyCode_Type = defineType({
  tp_name: 'code',
  tp_basicsize: CODE_OFFSET,
  tp_itemsize: 2,
  tp_weaklistoffset: 144,
  tp_dealloc: code_dealloc,
  tp_repr: code_repr,
  tp_new: (type, args, kwargs) => code_new(type, args, kwargs),
  tp_doc:
    'code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)\n--\n\nCreate a code object.  Not for the faint of heart.',
  tp_hash: code_hash,
  tp_richcompare: code_richcompare,
  tp_methods: [
    method('__sizeof__', METH_NOARGS, code_sizeof),
    method('co_lines', METH_NOARGS, (op: PyObject) => code_lines(op as PyCodeObject)),
    method('co_positions', METH_NOARGS, (op: PyObject) => code_positions(op as PyCodeObject)),
    method(
      'replace',
      METH_FASTCALL | METH_KEYWORDS,
      (op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => code_replace(op, args, kwnames),
      '($self, /, **changes)',
      'Return a copy of the code object with new values for the specified fields.',
    ),
    method(
      '_varname_from_oparg',
      METH_FASTCALL | METH_KEYWORDS,
      code__varname_from_oparg,
      '($self, /, oparg)',
      '(internal-only) Return the local variable name for the given oparg.\n\nWARNING: this method is for internal use only and may change or go away.',
    ),
    method(
      '__replace__',
      METH_FASTCALL | METH_KEYWORDS,
      (op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => code_replace(op, args, kwnames),
      '($self, /, **changes)',
      'The same as replace().',
    ),
  ],
  tp_members: [
    int('co_argcount'),
    int('co_posonlyargcount'),
    int('co_kwonlyargcount'),
    int('co_stacksize'),
    int('co_flags'),
    int('co_nlocals'),
    object('co_consts'),
    object('co_names'),
    object('co_filename'),
    object('co_name'),
    object('co_qualname'),
    int('co_firstlineno'),
    object('co_linetable'),
    object('co_exceptiontable'),
  ],
  tp_getset: [
    { name: 'co_lnotab', get: (co: PyCodeObject) => code_getlnotab(co), set: null, doc: null },
    { name: '_co_code_adaptive', get: (co: PyCodeObject) => _PyCode_GetCode(co), set: null, doc: null },
    { name: 'co_varnames', get: (co: PyCodeObject) => _PyCode_GetVarnames(co), set: null, doc: null },
    { name: 'co_cellvars', get: (co: PyCodeObject) => _PyCode_GetCellvars(co), set: null, doc: null },
    { name: 'co_freevars', get: (co: PyCodeObject) => _PyCode_GetFreevars(co), set: null, doc: null },
    { name: 'co_code', get: (co: PyCodeObject) => _PyCode_GetCode(co), set: null, doc: null },
  ],
  edges: (co: PyCodeObject, emit) => {
    emit(co.co_consts, 'field', 'co_consts');
    emit(co.co_names, 'field', 'co_names');
    emit(co.co_localsplusnames, 'field', 'co_localsplusnames');
    emit(co.co_localspluskinds, 'field', 'co_localspluskinds');
    emit(co.co_filename, 'field', 'co_filename');
    emit(co.co_name, 'field', 'co_name');
    emit(co.co_qualname, 'field', 'co_qualname');
    emit(co.co_linetable, 'field', 'co_linetable');
    emit(co.co_exceptiontable, 'field', 'co_exceptiontable');
    for (const cached of [co.cached_code, co.cached_varnames, co.cached_cellvars, co.cached_freevars]) {
      if (cached !== null) emit(cached, 'field', '_co_cached');
    }
  },
});
