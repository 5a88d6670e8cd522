// What `%` of str and of bytes have in common: reading a conversion specification, fetching arguments, integers. Follows
// unicode_format_arg_parse, mainformatlong and _PyUnicode_FormatLong of Objects/unicodeobject.c and their counterparts in
// Objects/bytesobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { _PyNumber_Index, PyMapping_Check, PyNumber_Check, PyNumber_Long, PyObject_GetItem } from './abstract';
import { argInt, argSsize, INT_MAX, PY_SSIZE_T_MAX } from './clinic';
import { PyErr_ExceptionMatches, PyErr_SetString } from './errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyLong_Format } from './longformat';
import { PyLong_Check } from './longobject';
import type { PyObject } from './object';
import { PyTuple_Check } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';

export const F_LJUST = 1;
export const F_SIGN = 2;
export const F_BLANK = 4;
export const F_ALT = 8;
export const F_ZERO = 16;

/** One conversion specification. */
export interface FormatArg {
  ch: number;
  flags: number;
  /** −1 when not given, like prec. */
  width: number;
  prec: number;
  /** Whether the conversion character was read right after the digits of a width or precision. */
  afterDigits: boolean;
}

const flagOf: Record<string, number> = { '-': F_LJUST, '+': F_SIGN, ' ': F_BLANK, '#': F_ALT, '0': F_ZERO };
const isDigit = (ch: number): boolean => ch >= 48 && ch <= 57;

/** A `%` operation under way: where it is in the format and which argument is next. */
export class FormatContext {
  pos = 0;
  private args: PyObject;
  private args_owned = false;
  private argidx: number;
  private arglen: number;
  readonly dict: PyObject | null;

  /** `makeKey` makes the object that looks up `%(name)`; `isText` says which types are no mapping. */
  constructor(
    readonly length: number,
    readonly read: (i: number) => number,
    args: PyObject,
    private readonly makeKey: (start: number, end: number) => Owned<PyObject>,
    isText: (op: PyObject) => boolean,
    private readonly precTooBig = 'precision too big',
  ) {
    this.args = args;
    const tuple = PyTuple_Check(args);
    this.arglen = tuple ? (args as PyTupleObject).ob_item.length : -1;
    this.argidx = tuple ? 0 : -2;
    this.dict = PyMapping_Check(args) && !tuple && !isText(args) ? args : null;
  }

  /** The next argument, borrowed; null with TypeError. */
  nextArg(): PyObject | null {
    const i = this.argidx;
    if (i >= this.arglen) return PyErr_SetString(PyExc_TypeError, 'not enough arguments for format string');
    this.argidx++;
    return this.arglen < 0 ? this.args : (this.args as PyTupleObject).ob_item[i]!;
  }
  /** Whether arguments are left that should have been used. */
  argsLeft(): boolean {
    return this.argidx < this.arglen;
  }
  /** Gives up what it holds. */
  release(): void {
    if (this.args_owned) Py_DECREF(this.args);
  }

  /** Reads the specification after a '%' (not '%%'); null with an exception. */
  parse(): FormatArg | null {
    const arg: FormatArg = { ch: 0, flags: 0, width: -1, prec: -1, afterDigits: false };
    if (this.pos < this.length && this.read(this.pos) === 40 && !this.parseKey()) return null;
    let more = true;
    let digits = false;
    /** Reads one more character; there may be none. */
    const next = (): number => {
      more = this.pos < this.length;
      arg.afterDigits = digits;
      if (more) arg.ch = this.read(this.pos++);
      return arg.ch;
    };
    for (next(); more; next()) {
      const flag = flagOf[String.fromCharCode(arg.ch)];
      if (flag === undefined) break;
      arg.flags |= flag;
    }
    if (more && arg.ch === 42) {
      const v = this.starArg();
      if (v === null) return null;
      const width = argSsize(v);
      if (width === null) return null;
      if (width < 0) arg.flags |= F_LJUST;
      arg.width = Math.abs(width);
      next();
    } else if (more && isDigit(arg.ch)) {
      arg.width = 0;
      digits = true;
      for (; more && isDigit(arg.ch); next()) {
        arg.width = arg.width * 10 + arg.ch - 48;
        if (arg.width >= PY_SSIZE_T_MAX) return PyErr_SetString(PyExc_ValueError, 'width too big');
      }
    }
    digits = false;
    if (more && arg.ch === 46) {
      arg.prec = 0;
      const first = next();
      if (more && first === 42) {
        const v = this.starArg();
        if (v === null) return null;
        const prec = argInt(v);
        if (prec === null) return null;
        arg.prec = Math.max(0, prec);
        next();
      } else {
        digits = isDigit(arg.ch);
        for (; more && isDigit(arg.ch); next()) {
          arg.prec = arg.prec * 10 + arg.ch - 48;
          if (arg.prec > INT_MAX) return PyErr_SetString(PyExc_ValueError, this.precTooBig);
        }
      }
    }
    digits = false;
    if (more && (arg.ch === 104 || arg.ch === 108 || arg.ch === 76)) next();
    return more ? arg : PyErr_SetString(PyExc_ValueError, 'incomplete format');
  }

  private starArg(): PyObject | null {
    const v = this.nextArg();
    return v === null || PyLong_Check(v) ? v : PyErr_SetString(PyExc_TypeError, '* wants int');
  }

  /** `(name)`: the argument is looked up in the mapping. False with an exception. */
  private parseKey(): boolean {
    if (this.dict === null) {
      PyErr_SetString(PyExc_TypeError, 'format requires a mapping');
      return false;
    }
    const start = ++this.pos;
    let depth = 1;
    while (depth > 0 && this.pos < this.length) {
      const ch = this.read(this.pos++);
      if (ch === 41) depth--;
      else if (ch === 40) depth++;
    }
    if (depth > 0) {
      PyErr_SetString(PyExc_ValueError, 'incomplete format key');
      return false;
    }
    const key = this.makeKey(start, this.pos - 1);
    if (this.args_owned) {
      this.args_owned = false;
      Py_DECREF(this.args);
    }
    const value = PyObject_GetItem(this.dict, key);
    Py_DECREF(key);
    if (value === null) return false;
    this.args = value;
    this.args_owned = true;
    this.arglen = -1;
    this.argidx = -2;
    return true;
  }

  /** `inBytes`: a byte from 128 on is a negative char in C, unless it was read as one after digits. */
  unsupported(arg: FormatArg, inBytes = false): null {
    const printable = arg.ch >= 31 && arg.ch <= 126;
    if (inBytes && arg.ch >= 128 && !arg.afterDigits) {
      return PyErr_SetString(PyExc_OverflowError, 'character argument not in range(0x110000)');
    }
    const shown = printable || inBytes ? String.fromCharCode(arg.ch) : '?';
    return PyErr_SetString(
      PyExc_ValueError,
      `unsupported format character '${shown}' (0x${arg.ch.toString(16)}) at index ${this.pos - 1}`,
    );
  }
}

/** The int behind an argument of %d, %o, %x: owned, or null with TypeError. */
export function integerArg(v: PyObject, type: string): Owned<PyObject> | null {
  const integral = 'oxX'.includes(type);
  if (PyNumber_Check(v)) {
    if (PyLong_Check(v)) return Py_NewRef(v);
    const iobj = integral ? _PyNumber_Index(v) : PyNumber_Long(v);
    if (iobj !== null || !PyErr_ExceptionMatches(PyExc_TypeError)) return iobj;
  }
  const wanted = integral ? 'an integer' : 'a real number';
  return PyErr_SetString(PyExc_TypeError, `%${type} format: ${wanted} is required, not ${v.ob_type.tp_name}`);
}

/** _PyUnicode_FormatLong: `["-"] ["0x"] digits`, at least `prec` digits; null with an exception. */
export function formatLong(val: PyObject, alt: boolean, prec: number, type: string): string | null {
  if (prec > INT_MAX - 3) return PyErr_SetString(PyExc_OverflowError, 'precision too large');
  const base = type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const text = _PyLong_Format(val, base, alt && base !== 10);
  if (text === null) return null;
  const sign = text.startsWith('-') ? 1 : 0;
  const head = sign + (alt && base !== 10 ? 2 : 0);
  const full = text.slice(0, head) + text.slice(head).padStart(prec, '0');
  return type === 'X' ? full.toUpperCase() : full;
}
