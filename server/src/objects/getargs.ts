// Argument checking and unpacking for functions written in TypeScript. Follows Python/getargs.c, CPython 3.13; the
// messages are CPython's.

import { PyDict_GetItemWithError, PyDict_GET_SIZE, PyDict_Next, _PyDict_HasOnlyStringKeys } from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import type { PyObject } from './object';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_UNICODE_SUBCLASS } from './typestruct';
import type { PyUnicodeObject } from './unicodestruct';
import { PyUnicode_FromString } from './unicodeobject';
import { Py_DECREF } from '../heap/refcount';
import { Py_None } from './objectprotocol';

/** `expected N arguments, got M`. False with TypeError when `nargs` is outside [min, max]. */
export function _PyArg_CheckPositional(name: string | null, nargs: number, min: number, max: number): boolean {
  if (nargs >= min && nargs <= max) return true;
  const few = nargs < min;
  const bound = few ? min : max;
  const qualifier = min === max ? '' : few ? 'at least ' : 'at most ';
  if (name !== null) {
    PyErr_SetString(
      PyExc_TypeError,
      `${name} expected ${qualifier}${bound} argument${bound === 1 ? '' : 's'}, got ${nargs}`,
    );
  } else {
    PyErr_SetString(
      PyExc_TypeError,
      `unpacked tuple should have ${qualifier}${bound} element${bound === 1 ? '' : 's'}, but has ${nargs}`,
    );
  }
  return false;
}

/** PyArg_UnpackTuple: the tuple's items (borrowed) when their number is within bounds, else null with TypeError. */
export function PyArg_UnpackTuple(args: PyTupleObject, name: string, min: number, max: number): PyObject[] | null {
  return _PyArg_CheckPositional(name, args.ob_item.length, min, max) ? args.ob_item : null;
}

/** False with TypeError when `kwargs` holds anything. */
export function _PyArg_NoKeywords(funcname: string, kwargs: PyDictObject | null): boolean {
  if (kwargs === null || PyDict_GET_SIZE(kwargs) === 0) return true;
  PyErr_SetString(PyExc_TypeError, `${funcname}() takes no keyword arguments`);
  return false;
}

/** False with TypeError when a key is no str. */
export function PyArg_ValidateKeywordArguments(kwargs: PyDictObject): boolean {
  if (_PyDict_HasOnlyStringKeys(kwargs)) return true;
  PyErr_SetString(PyExc_TypeError, 'keywords must be strings');
  return false;
}

/** False with TypeError when `kwnames` holds anything. */
export function _PyArg_NoKwnames(funcname: string, kwnames: PyTupleObject | null): boolean {
  if (kwnames === null || kwnames.ob_item.length === 0) return true;
  PyErr_SetString(PyExc_TypeError, `${funcname}() takes no keyword arguments`);
  return false;
}

/** False with TypeError when `args` holds anything. */
export function _PyArg_NoPositional(funcname: string, args: PyTupleObject | null): boolean {
  if (args === null || args.ob_item.length === 0) return true;
  PyErr_SetString(PyExc_TypeError, `${funcname}() takes no positional arguments`);
  return false;
}

/** Sets TypeError `f() argument must be X, not Y`; `displayname` is "argument", "argument 2", "argument 'x'". */
export function _PyArg_BadArgument(fname: string, displayname: string, expected: string, arg: PyObject): null {
  const actual = arg === Py_None ? 'None' : (arg.ob_type as PyTypeObject).tp_name;
  return PyErr_SetString(PyExc_TypeError, `${fname}() ${displayname} must be ${expected}, not ${actual}`);
}

/** What a function with keyword parameters declares once, at module level. */
export interface _PyArg_Parser {
  fname: string | null;
  /** Parameter names in order; '' for positional-only ones. */
  keywords: readonly string[];
  posonly: number;
  /** Required positionals, most positionals, required keyword-only ones. */
  minpos: number;
  maxpos: number;
  minkw: number;
}

/**
 * Describes a signature: `keywords` with '' for positional-only parameters; the first `minpos` are required; those after
 * `maxpos` (all, if absent) are keyword-only, `minkw` of them required.
 */
export function argParser(
  fname: string | null,
  keywords: readonly string[],
  minpos: number,
  maxpos = keywords.length,
  minkw = 0,
): _PyArg_Parser {
  let posonly = 0;
  while (posonly < keywords.length && keywords[posonly] === '') posonly++;
  return { fname, keywords, posonly, minpos, maxpos, minkw };
}

function keywordText(op: PyObject): string {
  return (op as PyUnicodeObject).str;
}

function error_unexpected_keyword_arg(
  kwargs: PyDictObject | null,
  kwnames: PyTupleObject | null,
  parser: _PyArg_Parser,
): void {
  const fname = parser.fname === null ? 'this function' : `${parser.fname}()`;
  const names: PyObject[] = [];
  if (kwargs !== null)
    PyDict_Next(kwargs, (key) => {
      names.push(key);
    });
  else names.push(...kwnames!.ob_item);
  for (const keyword of names) {
    if ((keyword.ob_type.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS) === 0) {
      PyErr_SetString(PyExc_TypeError, 'keywords must be strings');
      return;
    }
    const text = keywordText(keyword);
    if (text === '' || !parser.keywords.includes(text)) {
      const suggestion = closestKeyword(text, parser.keywords);
      const hint = suggestion === null ? '' : `. Did you mean '${suggestion}'?`;
      PyErr_SetString(PyExc_TypeError, `${fname} got an unexpected keyword argument '${text}'${hint}`);
      return;
    }
  }
  PyErr_SetString(PyExc_TypeError, `invalid keyword argument for ${fname}`);
}

/** Set by suggestions.ts's owner: _Py_CalculateSuggestions over keyword names. */
export let closestKeyword: (name: string, keywords: readonly string[]) => string | null = () => null;
export function setKeywordSuggestions(f: typeof closestKeyword): void {
  closestKeyword = f;
}

/**
 * _PyArg_UnpackKeywords for a vectorcall's arguments. Returns the arguments by parameter (borrowed; null where absent),
 * as long as `parser.keywords`, or null with TypeError.
 */
export function _PyArg_UnpackKeywords(
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
  parser: _PyArg_Parser,
): (PyObject | null)[] | null {
  const nkw = kwnames === null ? 0 : kwnames.ob_item.length;
  return unpack(args, args.length - nkw, null, kwnames, parser);
}

/** The same for a tuple and a dict, as tp_new and tp_init get them. */
export function _PyArg_UnpackKeywordsDict(
  args: PyTupleObject,
  kwargs: PyDictObject | null,
  parser: _PyArg_Parser,
): (PyObject | null)[] | null {
  return unpack(args.ob_item, args.ob_item.length, kwargs, null, parser);
}

function lookup(
  args: readonly PyObject[],
  nargs: number,
  kwargs: PyDictObject | null,
  kwnames: PyTupleObject | null,
  name: string,
): PyObject | null {
  if (kwnames !== null) {
    const items = kwnames.ob_item;
    for (let i = 0; i < items.length; i++) if (keywordText(items[i]!) === name) return args[nargs + i]!;
    return null;
  }
  const key = PyUnicode_FromString(name);
  const value = PyDict_GetItemWithError(kwargs!, key);
  Py_DECREF(key);
  return value;
}

function unpack(
  args: readonly PyObject[],
  nargs: number,
  kwargs: PyDictObject | null,
  kwnames: PyTupleObject | null,
  parser: _PyArg_Parser,
): (PyObject | null)[] | null {
  const { keywords, posonly, minpos, maxpos, minkw } = parser;
  const maxargs = keywords.length;
  const out: (PyObject | null)[] = new Array<PyObject | null>(maxargs).fill(null);
  let nkwargs = kwargs !== null ? PyDict_GET_SIZE(kwargs) : kwnames !== null ? kwnames.ob_item.length : 0;
  if (nkwargs === 0 && minkw === 0 && minpos <= nargs && nargs <= maxpos) {
    for (let i = 0; i < nargs; i++) out[i] = args[i]!;
    return out;
  }
  const who = parser.fname === null ? 'function' : `${parser.fname}()`;
  if (nargs + nkwargs > maxargs) {
    return PyErr_SetString(
      PyExc_TypeError,
      `${who} takes at most ${maxargs} ${nargs === 0 ? 'keyword ' : ''}argument${maxargs === 1 ? '' : 's'} (${nargs + nkwargs} given)`,
    );
  }
  if (nargs > maxpos) {
    if (maxpos === 0) return PyErr_SetString(PyExc_TypeError, `${who} takes no positional arguments`);
    return PyErr_SetString(
      PyExc_TypeError,
      `${who} takes ${minpos < maxpos ? 'at most' : 'exactly'} ${maxpos} positional argument${maxpos === 1 ? '' : 's'} (${nargs} given)`,
    );
  }
  const minposonly = Math.min(posonly, minpos);
  if (nargs < minposonly) {
    return PyErr_SetString(
      PyExc_TypeError,
      `${who} takes ${minposonly < maxpos ? 'at least' : 'exactly'} ${minposonly} positional argument${minposonly === 1 ? '' : 's'} (${nargs} given)`,
    );
  }
  const reqlimit = minkw > 0 ? maxpos + minkw : minpos;
  for (let i = 0; i < nargs; i++) out[i] = args[i]!;
  for (let i = Math.max(nargs, posonly); i < maxargs; i++) {
    let current: PyObject | null = null;
    if (nkwargs > 0) current = lookup(args, nargs, kwargs, kwnames, keywords[i]!);
    else if (i >= reqlimit) break;
    out[i] = current;
    if (current !== null) nkwargs--;
    else if (i < minpos || (maxpos <= i && i < reqlimit)) {
      return PyErr_SetString(PyExc_TypeError, `${who} missing required argument '${keywords[i]!}' (pos ${i + 1})`);
    }
  }
  if (nkwargs > 0) {
    for (let i = posonly; i < nargs; i++) {
      if (lookup(args, nargs, kwargs, kwnames, keywords[i]!) !== null) {
        return PyErr_SetString(
          PyExc_TypeError,
          `argument for ${who} given by name ('${keywords[i]!}') and position (${i + 1})`,
        );
      }
    }
    error_unexpected_keyword_arg(kwargs, kwnames, parser);
    return null;
  }
  return out;
}
