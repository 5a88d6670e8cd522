// repr() of str. Follows unicode_repr of Objects/unicodeobject.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { PyErr_NoMemory } from './errors';
import type { PyObject } from './object';
import { MAX_LENGTH, PyUnicode_New, PyUnicode_READ_CHAR, UnicodeWriter } from './unicode_core';
import { Py_UNICODE_ISPRINTABLE } from './unicodectype';
import type { PyUnicodeObject } from './unicodestruct';

const hex = (ch: number, width: number): string => ch.toString(16).padStart(width, '0');

/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, whichever is the shortest for the character. */
export function escapeOf(ch: number): string {
  return ch < 0x100 ? `\\x${hex(ch, 2)}` : ch < 0x10000 ? `\\u${hex(ch, 4)}` : `\\U${hex(ch, 8)}`;
}

/** What stands in a repr for a character that can't stand there itself; null when it can. */
export function reprEscape(ch: number, quote: number): string | null {
  if (ch === quote || ch === 0x5c) return `\\${String.fromCharCode(ch)}`;
  if (ch >= 0x20 && ch < 0x7f) return null;
  if (ch === 9) return '\\t';
  if (ch === 10) return '\\n';
  if (ch === 13) return '\\r';
  return ch >= 0x7f && Py_UNICODE_ISPRINTABLE(ch) ? null : escapeOf(ch);
}

const unprintableASCII = /[\x00-\x1f\x7f\\]/;

export function unicode_repr(self: PyObject): Owned<PyUnicodeObject> | null {
  const op = self as PyUnicodeObject;
  const quote = op.str.includes("'") && !op.str.includes('"') ? '"' : "'";
  if (op.ascii && !unprintableASCII.test(op.str) && !(quote === "'" && op.str.includes("'"))) {
    if (op.length + 2 > MAX_LENGTH) return PyErr_NoMemory();
    return PyUnicode_New(quote + op.str + quote, op.length + 2, 1, true);
  }
  const writer = new UnicodeWriter();
  writer.addASCII(quote);
  const q = quote.charCodeAt(0);
  for (let i = 0; i < op.length; i++) {
    const ch = PyUnicode_READ_CHAR(op, i);
    const escape = reprEscape(ch, q);
    if (escape === null) writer.addChar(ch);
    else writer.addASCII(escape);
    if (writer.length > MAX_LENGTH) return PyErr_NoMemory();
  }
  writer.addASCII(quote);
  return writer.finish();
}
