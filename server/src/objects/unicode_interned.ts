// Static strings, the singletons, and the table of interned strings. Follows Objects/unicodeobject.c (intern_common and
// around it) and Include/internal/pycore_global_strings.h, CPython 3.13. A leaf module: `_Py_ID` may be called while
// modules are evaluated, so the strings made here get their type when unicodeobject.ts registers it.

import { IMMORTAL_REFCNT } from '../heap/header';
import { staticAddress } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { _Py_IsImmortal, _Py_SetImmortal, Py_DECREF, Py_INCREF, Py_NewRef, Py_SET_REFCNT } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import type { PyObject } from './object';
import type { PyTypeObject } from './typestruct';
import { STARTUP_STRINGS } from './unicode_startup_strings';
import { STATIC_IDENTIFIERS, STATIC_LITERALS } from './unicode_static_strings';
import {
  PyUnicodeObject,
  SSTATE_INTERNED_IMMORTAL,
  SSTATE_INTERNED_IMMORTAL_STATIC,
  SSTATE_INTERNED_MORTAL,
  SSTATE_NOT_INTERNED,
  unicode_extra,
} from './unicodestruct';

let unicodeType = null as unknown as PyTypeObject;
const statics: PyUnicodeObject[] = [];
const staticByText = new Map<string, PyUnicodeObject>();

/** Gives the static strings their type; called once by unicodeobject.ts. */
export function registerUnicodeType(type: PyTypeObject): void {
  unicodeType = type;
  for (const op of statics) op.ob_type = type;
}

function newStatic(text: string, ascii: boolean): PyUnicodeObject {
  const op = new PyUnicodeObject(unicodeType, text, text.length, 1, ascii);
  op.ob_addr = staticAddress((ascii ? 40 : 56) + text.length + 1);
  op.ob_refcnt = IMMORTAL_REFCNT;
  op.interned = SSTATE_INTERNED_IMMORTAL_STATIC;
  statics.push(op);
  staticByText.set(text, op);
  return op;
}

/** The empty string: there is only one (apart from instances of subclasses). */
export const emptyUnicode: PyUnicodeObject = newStatic('', true);
/** The one-character strings of Latin-1. */
export const latin1Chars: readonly PyUnicodeObject[] = Array.from({ length: 256 }, (_, ch) => {
  const op = newStatic(String.fromCharCode(ch), ch < 128);
  // Being interned filled in their UTF-8 copy.
  if (ch >= 128) unicode_extra(op).utf8_length = 2;
  return op;
});
for (const text of STATIC_LITERALS) newStatic(text, true);
for (const text of STATIC_IDENTIFIERS) if (!staticByText.has(text)) newStatic(text, true);
// Not static in C, but as immortal, and there before the program is.
for (const text of STARTUP_STRINGS) if (!staticByText.has(text)) newStatic(text, true);

// Immortal objects are counted like others; each run begins with the same numbers.
onRuntimeReset(() => {
  for (const op of statics) op.ob_refcnt = IMMORTAL_REFCNT;
});

/**
 * The static, immortal, interned string of this text: borrowed. For literals in the engine's own sources (ASCII). A text
 * that CPython has no static string for is made static here when first asked for.
 */
export function _Py_ID(text: string): PyUnicodeObject {
  return staticByText.get(text) ?? newStatic(text, true);
}

/** Interned strings that are not static, by text; kind-4 strings apart from those of lone surrogates. */
let interned: Map<string, PyUnicodeObject>;
let interned4: Map<string, PyUnicodeObject>;
onRuntimeReset(() => {
  interned = new Map();
  interned4 = new Map();
});

function tableFor(op: PyUnicodeObject): Map<string, PyUnicodeObject> {
  return op.kind === 4 ? interned4 : interned;
}

function immortalize_interned(op: PyUnicodeObject): void {
  if (!_Py_IsImmortal(op)) _Py_SetImmortal(op);
  op.interned = SSTATE_INTERNED_IMMORTAL;
}

function intern_common(s: PyUnicodeObject, immortalize: boolean): PyUnicodeObject {
  if (s.ob_type !== unicodeType) return s;
  if (s.interned !== SSTATE_NOT_INTERNED) {
    if (s.interned === SSTATE_INTERNED_MORTAL && immortalize) immortalize_interned(s);
    return s;
  }
  if (s.kind !== 4) {
    const r = staticByText.get(s.str);
    if (r !== undefined) {
      Py_INCREF(r);
      Py_DECREF(s);
      return r;
    }
  }
  if (_Py_IsImmortal(s)) immortalize = true;
  const table = tableFor(s);
  const t = table.get(s.str);
  if (t !== undefined) {
    Py_INCREF(t);
    Py_DECREF(s);
    if (immortalize && t.interned === SSTATE_INTERNED_MORTAL) immortalize_interned(t);
    return t;
  }
  // The table's key and value are references that C does not count, so nothing is to be added here.
  table.set(s.str, s);
  s.interned = SSTATE_INTERNED_MORTAL;
  if (immortalize) immortalize_interned(s);
  return s;
}

/**
 * The interned string equal to `s`, perhaps `s` itself; mortal if it was not there yet. Takes over the reference to `s`
 * and gives one to the result: `op = PyUnicode_InternInPlace(op)`. Instances of subclasses come back unchanged.
 */
export function PyUnicode_InternInPlace<T extends PyObject>(s: T): Owned<T> {
  return (s instanceof PyUnicodeObject ? intern_common(s, false) : s) as T;
}
export const _PyUnicode_InternMortal = PyUnicode_InternInPlace;
export const PyUnicode_InternMortal = PyUnicode_InternInPlace;
/** The same, and the result is immortal: names in code objects. */
export function _PyUnicode_InternImmortal<T extends PyObject>(s: T): Owned<T> {
  return (s instanceof PyUnicodeObject ? intern_common(s, true) : s) as T;
}

/** The interned string of this text if there is one now (borrowed), without making any. Not for surrogate pairs. */
export function lookupInterned(text: string): PyUnicodeObject | undefined {
  return staticByText.get(text) ?? interned.get(text);
}

/** unicode_dealloc's part: a mortal interned string leaves the table. */
export function unicode_forget_interned(op: PyUnicodeObject): void {
  tableFor(op).delete(op.str);
}

export function PyUnicode_CHECK_INTERNED(op: PyObject): number {
  return (op as PyUnicodeObject).interned;
}

/** Number of interned strings, static ones included (sys.getunicodeinternedsize). */
export function _PyUnicode_InternedSize(onlyImmortal = false): number {
  let count = statics.length;
  for (const table of [interned, interned4]) {
    for (const op of table.values()) if (!onlyImmortal || op.interned === SSTATE_INTERNED_IMMORTAL) count++;
  }
  return count;
}

/** An immortal string that deallocation reached all the same is put back (unicode_dealloc). */
export function unicode_revive_immortal(op: PyUnicodeObject): void {
  Py_SET_REFCNT(op, IMMORTAL_REFCNT);
}

/** A new reference to the empty string. */
export function unicode_get_empty(): Owned<PyUnicodeObject> {
  return Py_NewRef(emptyUnicode);
}
/** A new reference to a one-character Latin-1 string. */
export function get_latin1_char(ch: number): Owned<PyUnicodeObject> {
  return Py_NewRef(latin1Chars[ch]!);
}
