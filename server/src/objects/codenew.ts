// Code objects made by programs: code(…), code.replace(…). Follows code_new and code_replace of Objects/codeobject.c,
// CPython 3.13. The parts are checked as there; instructions that make no sense are run as they are, as there.

import type { CodeUnit } from '../compiler/codeunit';
import {
  CO_FAST_CELL,
  CO_FAST_FREE,
  CO_FAST_HIDDEN,
  CO_FAST_LOCAL,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
} from '../compiler/codeunit';
import { opcodeCaches } from '../compiler/opcodes';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PySequence_Tuple } from './abstract';
import { PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import type { PyBytesObject } from './bytesstruct';
import { PyCode_FromParts, get_localsplus_names, isName, _PyCode_GetCode } from './codeobject';
import type { PyCodeObject } from './codestruct';
import { PyErr_Occurred, PyErr_SetString } from './errors';
import { PyExc_SystemError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import {
  _PyArg_BadArgument,
  _PyArg_CheckPositional,
  _PyArg_NoKeywords,
  _PyArg_UnpackKeywords,
  argParser,
} from './getargs';
import type { PyDictObject } from './dictstruct';
import { PyLong_AsInt } from './longobject';
import type { PyObject } from './object';
import { PyFrozenSet_CheckExact, PyFrozenSet_New } from './setobject';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_FromArraySteal, PyTuple_New } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import {
  PyUnicode_Check,
  PyUnicode_CheckExact,
  _PyUnicode_Copy,
  _PyUnicode_InternImmortal,
  _PyUnicode_InternMortal,
} from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const EXTENDED_ARG = 71;
const LOAD_FAST_AND_CLEAR = 86;

/** What a code object is made of, all borrowed. */
interface Parts {
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  nlocals: number;
  stacksize: number;
  flags: number;
  firstlineno: number;
  code: PyObject;
  consts: PyObject;
  names: PyObject;
  varnames: PyObject;
  freevars: PyObject;
  cellvars: PyObject;
  filename: PyObject;
  name: PyObject;
  qualname: PyObject;
  linetable: PyObject;
  exceptiontable: PyObject;
}

const items = (tuple: PyObject): PyObject[] => (tuple as PyTupleObject).ob_item;
const bytes = (op: PyObject): Uint8Array => (op as PyBytesObject).ob_sval;
const text = (op: PyObject): string => (op as PyUnicodeObject).str;

/** Interns the names of a tuple, in place. 0, or −1 with SystemError. */
function intern_strings(tuple: PyObject): number {
  const list = items(tuple);
  for (let i = list.length - 1; i >= 0; i--) {
    if (!PyUnicode_CheckExact(list[i]!)) {
      PyErr_SetString(PyExc_SystemError, 'non-string found in code slot');
      return -1;
    }
    list[i] = _PyUnicode_InternImmortal(list[i]!);
  }
  return 0;
}
/** Interns the strings among constants that look like names, in place; whether there was one. Null with an exception. */
function intern_constants(tuple: PyObject): boolean | null {
  const list = items(tuple);
  let modified = false;
  for (let i = list.length - 1; i >= 0; i--) {
    const v = list[i]!;
    if (PyUnicode_CheckExact(v)) {
      if (!isName.test(text(v))) continue;
      list[i] = _PyUnicode_InternMortal(v);
      if (list[i] !== v) modified = true;
    } else if (PyTuple_CheckExact(v)) {
      if (intern_constants(v) === null) return null;
    } else if (PyFrozenSet_CheckExact(v)) {
      const tmp = PySequence_Tuple(v);
      if (tmp === null) return null;
      const changed = intern_constants(tmp);
      const set = changed === true ? PyFrozenSet_New(tmp) : null;
      Py_DECREF(tmp);
      if (changed === null || (changed && set === null)) return null;
      if (set !== null) {
        list[i] = set;
        Py_DECREF(v);
        modified = true;
      }
    }
  }
  return modified;
}

/** Names and kinds of all fast locals. */
function localsplus(p: Parts): { names: PyObject[]; kinds: number[] } {
  const names: PyObject[] = [];
  const kinds: number[] = [];
  const add = (name: PyObject, kind: number): void => {
    names.push(name);
    kinds.push(kind);
  };
  for (const name of items(p.varnames)) add(name, CO_FAST_LOCAL);
  const nvarnames = names.length;
  for (const name of items(p.cellvars)) {
    // A cell that is an argument too shares its place.
    const at = names.findIndex((other, i) => i < nvarnames && text(other) === text(name));
    if (at >= 0) kinds[at]! |= CO_FAST_CELL;
    else add(name, CO_FAST_CELL);
  }
  for (const name of items(p.freevars)) add(name, CO_FAST_FREE);
  return { names, kinds };
}

/** Outside functions, what comprehensions save and put back is hidden from locals(). 0, or −1 with an exception. */
function markHidden(code: Uint8Array, kinds: number[]): number {
  let extended_arg = 0;
  for (let i = 0; i + 1 < code.length; i += 2 * (1 + opcodeCaches[code[i]!]!)) {
    const oparg = (extended_arg << 8) | code[i + 1]!;
    if (code[i] === EXTENDED_ARG) {
      extended_arg = oparg;
      continue;
    }
    extended_arg = 0;
    if (code[i] !== LOAD_FAST_AND_CLEAR) continue;
    if (oparg >= kinds.length) {
      PyErr_SetString(PyExc_ValueError, `code: LOAD_FAST_AND_CLEAR oparg ${oparg} out of range`);
      return -1;
    }
    kinds[oparg]! |= CO_FAST_HIDDEN;
  }
  return 0;
}

function badCall(): null {
  return PyErr_SetString(PyExc_SystemError, 'Objects/codeobject.c: bad argument to internal function');
}

/** PyUnstable_Code_NewWithPosOnlyArgs: owned, or null with an exception. */
function PyUnstable_Code_NewWithPosOnlyArgs(p: Parts): Owned<PyCodeObject> | null {
  const { names, kinds } = localsplus(p);
  const code = bytes(p.code);
  if ((p.flags & CO_OPTIMIZED) === 0 && markHidden(code, kinds) < 0) return null;
  if (p.argcount < p.posonlyargcount || p.stacksize < 0 || p.flags < 0) return badCall();
  if (code.length % 2 !== 0) return PyErr_SetString(PyExc_ValueError, 'code: co_code is malformed');
  const nlocals = kinds.filter((kind) => (kind & CO_FAST_LOCAL) !== 0).length;
  const flag = (bit: number): number => ((p.flags & bit) !== 0 ? 1 : 0);
  if (nlocals - p.argcount - p.kwonlyargcount - flag(CO_VARARGS) - flag(CO_VARKEYWORDS) < 0) {
    return PyErr_SetString(PyExc_ValueError, 'code: co_varnames is too small');
  }
  if (p.nlocals !== items(p.varnames).length) {
    return PyErr_SetString(PyExc_ValueError, 'code: co_nlocals != len(co_varnames)');
  }
  const localsplusnames = PyTuple_FromArraySteal(names.map((name) => Py_NewRef(name)));
  if (intern_strings(p.names) < 0 || intern_constants(p.consts) === null || intern_strings(localsplusnames) < 0) {
    Py_DECREF(localsplusnames);
    return null;
  }
  const unit: CodeUnit = {
    co_filename: text(p.filename),
    co_name: text(p.name),
    co_qualname: text(p.qualname),
    co_argcount: p.argcount,
    co_posonlyargcount: p.posonlyargcount,
    co_kwonlyargcount: p.kwonlyargcount,
    co_stacksize: p.stacksize,
    co_firstlineno: p.firstlineno,
    co_flags: p.flags,
    co_code: code.slice(),
    co_consts: [],
    co_names: items(p.names).map(text),
    co_localsplusnames: names.map(text),
    co_localspluskinds: Uint8Array.from(kinds),
    co_linetable: bytes(p.linetable),
    co_exceptiontable: bytes(p.exceptiontable),
  };
  return PyCode_FromParts(unit, {
    consts: Py_NewRef(p.consts as PyTupleObject),
    names: Py_NewRef(p.names as PyTupleObject),
    localsplusnames,
    localspluskinds: PyBytes_FromStringAndSize(unit.co_localspluskinds),
    linetable: Py_NewRef(p.linetable),
    exceptiontable: Py_NewRef(p.exceptiontable),
    filename: _PyUnicode_InternMortal(Py_NewRef(p.filename)),
    name: _PyUnicode_InternMortal(Py_NewRef(p.name)),
    qualname: _PyUnicode_InternMortal(Py_NewRef(p.qualname)),
  });
}

type Kind = 'int' | 'bytes' | 'tuple' | 'str';
/** Checks an argument's type; an int's value goes into `numbers`. False with TypeError. */
function check(fname: string, label: string, arg: PyObject, kind: Kind): boolean {
  const fits = kind === 'bytes' ? PyBytes_Check(arg) : kind === 'tuple' ? PyTuple_Check(arg) : PyUnicode_Check(arg);
  if (!fits) _PyArg_BadArgument(fname, label, kind, arg);
  return fits;
}

function validate_and_copy_tuple(tup: PyObject): Owned<PyTupleObject> | null {
  const copy: PyObject[] = [];
  for (const item of items(tup)) {
    if (!PyUnicode_Check(item)) {
      copy.forEach((name) => Py_DECREF(name));
      return PyErr_SetString(PyExc_TypeError, `name tuples must contain only strings, not '${item.ob_type.tp_name}'`);
    }
    copy.push(PyUnicode_CheckExact(item) ? Py_NewRef(item) : _PyUnicode_Copy(item as PyUnicodeObject));
  }
  return PyTuple_FromArraySteal(copy);
}

const NEW: readonly (readonly [keyof Parts, Kind])[] = [
  ['argcount', 'int'],
  ['posonlyargcount', 'int'],
  ['kwonlyargcount', 'int'],
  ['nlocals', 'int'],
  ['stacksize', 'int'],
  ['flags', 'int'],
  ['code', 'bytes'],
  ['consts', 'tuple'],
  ['names', 'tuple'],
  ['varnames', 'tuple'],
  ['filename', 'str'],
  ['name', 'str'],
  ['qualname', 'str'],
  ['firstlineno', 'int'],
  ['linetable', 'bytes'],
  ['exceptiontable', 'bytes'],
  ['freevars', 'tuple'],
  ['cellvars', 'tuple'],
];

export function code_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  void type;
  if (!_PyArg_NoKeywords('code', kwargs)) return null;
  const argv = args.ob_item;
  if (!_PyArg_CheckPositional('code', argv.length, 16, 18)) return null;
  const empty = PyTuple_New(0);
  const parts = { freevars: empty, cellvars: empty } as unknown as Record<keyof Parts, PyObject | number>;
  for (const [i, arg] of argv.entries()) {
    const [name, kind] = NEW[i]!;
    if (kind === 'int') {
      const n = PyLong_AsInt(arg);
      if (n === -1 && PyErr_Occurred()) return null;
      parts[name] = n;
    } else {
      if (!check('code', `argument ${i + 1}`, arg, kind)) return null;
      parts[name] = arg;
    }
  }
  for (const name of ['argcount', 'posonlyargcount', 'kwonlyargcount', 'nlocals'] as const) {
    if ((parts[name] as number) < 0) {
      return PyErr_SetString(PyExc_ValueError, `code: ${name} must not be negative`);
    }
  }
  const copies: PyObject[] = [];
  let co: PyObject | null = null;
  for (const name of ['names', 'varnames', 'freevars', 'cellvars'] as const) {
    const copy = validate_and_copy_tuple(parts[name] as PyObject);
    if (copy === null) break;
    copies.push(copy);
    parts[name] = copy;
  }
  if (copies.length === 4) co = PyUnstable_Code_NewWithPosOnlyArgs(parts as unknown as Parts);
  copies.forEach((copy) => Py_DECREF(copy));
  return co;
}

const REPLACE: readonly (readonly [string, keyof Parts, Kind])[] = [
  ['co_argcount', 'argcount', 'int'],
  ['co_posonlyargcount', 'posonlyargcount', 'int'],
  ['co_kwonlyargcount', 'kwonlyargcount', 'int'],
  ['co_nlocals', 'nlocals', 'int'],
  ['co_stacksize', 'stacksize', 'int'],
  ['co_flags', 'flags', 'int'],
  ['co_firstlineno', 'firstlineno', 'int'],
  ['co_code', 'code', 'bytes'],
  ['co_consts', 'consts', 'tuple'],
  ['co_names', 'names', 'tuple'],
  ['co_varnames', 'varnames', 'tuple'],
  ['co_freevars', 'freevars', 'tuple'],
  ['co_cellvars', 'cellvars', 'tuple'],
  ['co_filename', 'filename', 'str'],
  ['co_name', 'name', 'str'],
  ['co_qualname', 'qualname', 'str'],
  ['co_linetable', 'linetable', 'bytes'],
  ['co_exceptiontable', 'exceptiontable', 'bytes'],
];
const replaceParser = argParser(
  'replace',
  REPLACE.map(([name]) => name),
  0,
  0,
);

/** code.replace(): a copy with other values; owned, or null with an exception. */
export function code_replace(
  op: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const self = op as PyCodeObject;
  const argv = _PyArg_UnpackKeywords(args, kwnames, replaceParser);
  if (argv === null) return null;
  const parts = {
    argcount: self.co_argcount,
    posonlyargcount: self.co_posonlyargcount,
    kwonlyargcount: self.co_kwonlyargcount,
    nlocals: self.co_nlocals,
    stacksize: self.co_stacksize,
    flags: self.co_flags,
    firstlineno: self.co_firstlineno,
    consts: self.co_consts,
    names: self.co_names,
    filename: self.co_filename,
    name: self.co_name,
    qualname: self.co_qualname,
    linetable: self.co_linetable,
    exceptiontable: self.co_exceptiontable,
  } as unknown as Record<keyof Parts, PyObject | number>;
  for (const [i, [name, part, kind]] of REPLACE.entries()) {
    const arg = argv[i];
    if (arg == null) continue;
    if (kind === 'int') {
      const n = PyLong_AsInt(arg);
      if (n === -1 && PyErr_Occurred()) return null;
      parts[part] = n;
    } else {
      if (!check('replace', `argument '${name}'`, arg, kind)) return null;
      parts[part] = arg;
    }
  }
  for (const [name, part] of REPLACE.slice(0, 7)) {
    if ((parts[part] as number) < 0) {
      return PyErr_SetString(PyExc_ValueError, `${name} must be a positive integer`);
    }
  }
  const made: PyObject[] = [];
  const fill = (part: keyof Parts, make: () => Owned<PyObject>): void => {
    if (parts[part] !== undefined) return;
    const value = make();
    made.push(value);
    parts[part] = value;
  };
  fill('code', () => _PyCode_GetCode(self));
  fill('varnames', () => get_localsplus_names(self, CO_FAST_LOCAL));
  fill('cellvars', () => get_localsplus_names(self, CO_FAST_CELL));
  fill('freevars', () => get_localsplus_names(self, CO_FAST_FREE));
  const co = PyUnstable_Code_NewWithPosOnlyArgs(parts as unknown as Parts);
  made.forEach((value) => Py_XDECREF(value));
  return co;
}
