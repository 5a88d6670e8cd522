// The iterators that co_lines() and co_positions() return. Follows Objects/codeobject.c, CPython 3.13.

import { PyObject_Del, PyObject_New } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import type { LocationEntry } from './codelocations';
import { decodeLocations } from './codelocations';
import type { PyCodeObject } from './codestruct';
import { PyLong_FromLong } from './longobject';
import { PyObject } from './object';
import { PyObject_SelfIter, Py_None } from './objectprotocol';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_BASETYPE, defineType } from './typestruct';

class codeiterator extends PyObject {
  code: PyCodeObject;
  entries: LocationEntry[];
  index: number;
  unit: number;
  constructor(type: PyTypeObject, code: PyCodeObject) {
    super(type);
    this.code = Py_NewRef(code);
    this.entries = decodeLocations(code.unit.co_linetable, code.co_firstlineno);
    this.index = 0;
    this.unit = 0;
  }
}
function dealloc(self: codeiterator): void {
  Py_DECREF(self.code);
  PyObject_Del(self);
}
function numberOrNone(value: number | null): Owned<PyObject> {
  return value === null ? Py_NewRef(Py_None) : PyLong_FromLong(value);
}
function tuple(values: (number | null)[]): Owned<PyObject> {
  return PyTuple_FromArraySteal(values.map(numberOrNone));
}

/** Ranges of bytes with their line, neighbours of the same line merged. */
function lineiter_next(op: PyObject): Owned<PyObject> | null {
  const self = op as codeiterator;
  const first = self.entries[self.index];
  if (first === undefined) return null;
  let end = first.end;
  for (self.index++; self.entries[self.index]?.line === first.line; self.index++) end = self.entries[self.index]!.end;
  return tuple([first.start * 2, end * 2, first.line]);
}
function positionsiter_next(op: PyObject): Owned<PyObject> | null {
  const self = op as codeiterator;
  let entry = self.entries[self.index];
  if (entry !== undefined && self.unit >= entry.end) entry = self.entries[++self.index];
  if (entry === undefined) return null;
  self.unit++;
  return tuple([entry.line, entry.endLine, entry.column, entry.endColumn]);
}

const _PyLineIterator = defineType({
  tp_name: 'line_iterator',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_dealloc: dealloc,
  tp_iter: (op) => PyObject_SelfIter(op),
  tp_iternext: lineiter_next,
  edges: (op: codeiterator, emit) => emit(op.code, 'field', 'code'),
});
const _PyPositionsIterator = defineType({
  tp_name: 'positions_iterator',
  tp_basicsize: 80,
  tp_flags: Py_TPFLAGS_BASETYPE,
  tp_dealloc: dealloc,
  tp_iter: (op) => PyObject_SelfIter(op),
  tp_iternext: positionsiter_next,
  edges: (op: codeiterator, emit) => emit(op.code, 'field', 'code'),
});

export function code_lines(code: PyCodeObject): Owned<PyObject> {
  return PyObject_New(new codeiterator(_PyLineIterator, code), 64);
}
export function code_positions(code: PyCodeObject): Owned<PyObject> {
  return PyObject_New(new codeiterator(_PyPositionsIterator, code), 80);
}
