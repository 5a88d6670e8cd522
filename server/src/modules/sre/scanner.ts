// _sre.SRE_Scanner: what pattern.scanner() and finditer() walk with. Follows Modules/_sre/sre.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../../heap/alloc';
import { _PyObject_GC_TRACK, PyObject_GC_UnTrack } from '../../heap/gclists';
import type { Owned } from '../../heap/refcount';
import { Py_NewRef, Py_XDECREF } from '../../heap/refcount';
import { defineModuleType } from '../../objects/moduletype';
import { PyObject } from '../../objects/object';
import { Py_None } from '../../objects/objectprotocol';
import type { PyTypeObject } from '../../objects/typestruct';
import {
  _Py_T_OBJECT,
  METH_NOARGS,
  method,
  Py_READONLY,
  Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
} from '../../objects/typestruct';
import { sre_match, sre_search } from './match';
import { newMatch } from './matchobject';
import type { PatternObject } from './pattern';
import type { SreState } from './state';

class ScannerObject extends PyObject {
  pattern: PatternObject | null;
  state: SreState;
  /** The state's string; owned, but as in C not seen by the collector. */
  string: PyObject;
  constructor(type: PyTypeObject, pattern: PatternObject, state: SreState, string: PyObject) {
    super(type);
    this.pattern = pattern;
    this.state = state;
    this.string = string;
  }
}

/** A scanner over a state that it takes over. */
export function newScanner(pattern: PatternObject, state: SreState, string: PyObject): Owned<PyObject> {
  const scanner = PyObject_GC_New(new ScannerObject(Scanner_Type, Py_NewRef(pattern), state, Py_NewRef(string)), 248);
  _PyObject_GC_TRACK(scanner);
  return scanner;
}

function step(op: PyObject, how: typeof sre_match): Owned<PyObject> | null {
  const { state, pattern, string } = op as ScannerObject;
  if (state.start < 0) return Py_NewRef(Py_None);
  state.reset();
  state.ptr = state.start;
  const status = how(state, pattern!.sre);
  const match = newMatch(pattern!, state, string, status);
  if (status === 0) state.start = -1;
  else {
    state.must_advance = state.ptr === state.start;
    state.start = state.ptr;
  }
  return match;
}

export const Scanner_Type: PyTypeObject = defineModuleType({
  tp_name: '_sre.SRE_Scanner',
  heap: 'immutable',
  tp_basicsize: 248,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: (self: ScannerObject) => {
    PyObject_GC_UnTrack(self);
    self.state.release();
    Py_XDECREF(self.string);
    const { pattern } = self;
    self.pattern = null;
    Py_XDECREF(pattern);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: ScannerObject, visit) => {
    if (self.pattern !== null) visit(self.pattern);
  },
  tp_clear: (self: ScannerObject) => {
    const { pattern } = self;
    self.pattern = null;
    Py_XDECREF(pattern);
  },
  edges: (self: ScannerObject, emit) => {
    if (self.pattern !== null) emit(self.pattern, 'field', 'pattern');
    emit(self.string, 'field', 'string');
    if (self.state.view.obj !== null) emit(self.state.view.obj, 'field', 'buffer');
  },
  tp_methods: [
    method('match', METH_NOARGS, (self: PyObject) => step(self, sre_match), '($self, /)'),
    method('search', METH_NOARGS, (self: PyObject) => step(self, sre_search), '($self, /)'),
  ],
  tp_members: [{ name: 'pattern', type: _Py_T_OBJECT, field: 'pattern', flags: Py_READONLY, doc: null }],
});
