// What a match works on: SRE_STATE. Follows Modules/_sre/sre.h and state_init of sre.c, CPython 3.13.

import { newBuffer, PyBuffer_Release, PyObject_GetBuffer } from '../../objects/bufferobject';
import type { Py_buffer } from '../../objects/bufferstruct';
import { PyBUF_SIMPLE } from '../../objects/bufferstruct';
import { PyErr_SetString } from '../../objects/errors';
import { PyExc_TypeError } from '../../objects/exceptions';
import type { PyObject } from '../../objects/object';
import { latin1Text } from '../../objects/unicode_codecs';
import { PyUnicode_Check, unicode_points } from '../../objects/unicode_core';

/** A text to search in: a string's or a buffer's. */
export interface SreText {
  /** One unit a character; null when `points` is used. */
  str: string | null;
  /** Code points of a string that has some beyond U+FFFF. */
  points: Uint32Array | null;
  length: number;
  isbytes: boolean;
}

/** getstring: the characters of a str or of anything with a buffer, which `view` then holds; null with TypeError. */
export function getstring(string: PyObject, view: Py_buffer): SreText | null {
  if (PyUnicode_Check(string)) {
    const wide = string.kind === 4;
    return {
      str: wide ? null : string.str,
      points: wide ? unicode_points(string) : null,
      length: string.length,
      isbytes: false,
    };
  }
  if (PyObject_GetBuffer(string, view, PyBUF_SIMPLE) < 0) {
    return PyErr_SetString(PyExc_TypeError, `expected string or bytes-like object, got '${string.ob_type.tp_name}'`);
  }
  const text = latin1Text(view.buf, view.offset, view.offset + view.len);
  return { str: text, points: null, length: view.len, isbytes: true };
}

/** No position: a mark that is not set, a repeat that has not matched yet. */
export const NOWHERE = -1;

export class SreState {
  readonly str: string | null;
  readonly points: Uint32Array | null;
  readonly isbytes: boolean;
  /** Where the engine is; at the end of a match, its end. */
  ptr = 0;
  /** Start of the current attempt; after a search, of the match. −1: a scanner has come to its end. */
  start: number;
  readonly end: number;
  readonly pos: number;
  readonly endpos: number;
  match_all = false;
  must_advance = false;
  /** Highest mark that was set; marks above are not valid. */
  lastmark = -1;
  lastindex = -1;
  readonly mark: Int32Array;
  /** The repeat under way, as a number of the engine's pool; −1: none. */
  repeat = -1;

  constructor(
    text: SreText,
    groups: number,
    readonly view: Py_buffer,
    start: number,
    end: number,
  ) {
    this.str = text.str;
    this.points = text.points;
    this.isbytes = text.isbytes;
    const clip = (n: number): number => (n < 0 ? 0 : n > text.length ? text.length : n);
    this.start = clip(start);
    this.end = clip(end);
    this.pos = this.start;
    this.endpos = this.end;
    this.mark = new Int32Array(groups * 2);
  }

  /** state_reset: before another search in the same text. */
  reset(): void {
    this.lastmark = -1;
    this.lastindex = -1;
    this.repeat = -1;
  }
  /** state_fini: the buffer is given up. */
  release(): void {
    PyBuffer_Release(this.view);
  }
}

/** state_init: null with TypeError. `isbytes` is the pattern's: 1, 0, or −1 for either. */
export function newState(
  string: PyObject,
  isbytes: number,
  groups: number,
  start: number,
  end: number,
): SreState | null {
  const view = newBuffer();
  const text = getstring(string, view);
  if (text === null) return null;
  let problem: string | null = null;
  if (text.isbytes && isbytes === 0) problem = 'cannot use a string pattern on a bytes-like object';
  else if (!text.isbytes && isbytes > 0) problem = 'cannot use a bytes pattern on a string-like object';
  if (problem === null) return new SreState(text, groups, view, start, end);
  PyBuffer_Release(view);
  return PyErr_SetString(PyExc_TypeError, problem);
}
