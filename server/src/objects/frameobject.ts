// Frame objects, and what can be asked of an interpreter frame without running it. Follows Objects/frameobject.c and
// Python/frame.c, CPython 3.13; `f_locals` of functions is in framelocalsproxy.ts. Pushing and clearing: vm/frame.ts.
// Deviation: f_lineno cannot be set, tracing is not supported.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_UNTRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { lineOfUnit } from './codelocations';
import type { PyCodeObject } from './codestruct';
import { PyErr_GetRaisedException, PyErr_SetRaisedException, PyErr_SetString, reprText } from './errors';
import { PyExc_RuntimeError, PyExc_AttributeError, PyExc_ValueError, PyExc_TypeError } from './exceptions';
import { _PyFrameLocalsProxy_New, framelocalsproxy_getval } from './framelocalsproxy';
import type { _PyInterpreterFrame } from './framestruct';
import {
  FRAME_EXECUTING,
  FRAME_OWNED_BY_FRAME_OBJECT,
  FRAME_OWNED_BY_GENERATOR,
  FRAME_OWNED_BY_THREAD,
  PyFrameObject,
} from './framestruct';
import { _PyGen_Finalize } from './genobject';
import { PyLong_FromLong, PyLong_FromSsize_t, PyLong_CheckExact } from './longobject';
import type { PyObject, visitproc } from './object';
import { Py_None, pointerText } from './objectprotocol';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import type { edgeproc } from './typestruct';
import { METH_NOARGS, Py_TPFLAGS_HAVE_GC, Py_T_BOOL, defineType, method } from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyBool_FromLong, Py_False, Py_True } from './boolobject';

export { PyFrameObject, _PyInterpreterFrame } from './framestruct';

const FRAME_BASICSIZE = 136;

export function PyFrame_Check(op: PyObject): op is PyFrameObject {
  return op.ob_type === PyFrame_Type;
}

/** Is the frame before its first RESUME, part-way through making cells or a generator? */
export function _PyFrame_IsIncomplete(frame: _PyInterpreterFrame): boolean {
  return frame.owner !== FRAME_OWNED_BY_GENERATOR && frame.instr_ptr < frame.f_executable._co_firsttraceable;
}
export function _PyFrame_GetFirstComplete(start: _PyInterpreterFrame | null): _PyInterpreterFrame | null {
  let frame = start;
  while (frame !== null && _PyFrame_IsIncomplete(frame)) frame = frame.previous;
  return frame;
}

/** The frame object of a frame, made when first asked for. Borrowed: the frame owns it. */
export function _PyFrame_GetFrameObject(frame: _PyInterpreterFrame): PyFrameObject {
  if (frame.frame_obj !== null) return frame.frame_obj;
  const exc = PyErr_GetRaisedException();
  const f = _PyFrame_New_NoTrack(frame);
  PyErr_SetRaisedException(exc);
  frame.frame_obj = f;
  return f;
}

/** Visits what a frame owns, in C's order. Of a frame that runs, the locals and the stack are not visited. */
export function _PyFrame_Traverse(frame: _PyInterpreterFrame, visit: visitproc, running = false): void {
  if (frame.frame_obj !== null) visit(frame.frame_obj);
  if (frame.f_locals !== null) visit(frame.f_locals);
  if (frame.f_funcobj !== null) visit(frame.f_funcobj);
  visit(frame.f_executable);
  if (running) return;
  const stack = frame.localsplus;
  for (let i = frame.base; i < frame.stacktop; i++) {
    const value = stack[i]!;
    if (value !== null) visit(value);
  }
}

/** The line being executed, or −1. */
export function PyUnstable_InterpreterFrame_GetLine(frame: _PyInterpreterFrame): number {
  return lineOfUnit(frame.f_executable, frame.instr_ptr);
}
export function PyFrame_GetLineNumber(f: PyFrameObject): number {
  return f.f_lineno !== 0 ? f.f_lineno : PyUnstable_InterpreterFrame_GetLine(f.f_frame);
}
export function PyFrame_GetCode(f: PyFrameObject): Owned<PyCodeObject> {
  return Py_NewRef(f.f_frame.f_executable);
}
/** `f_back`; owned, or null. */
export function PyFrame_GetBack(f: PyFrameObject): Owned<PyFrameObject> | null {
  if (f.f_back !== null) return Py_NewRef(f.f_back);
  const prev = _PyFrame_GetFirstComplete(f.f_frame.previous);
  return prev === null ? null : Py_NewRef(_PyFrame_GetFrameObject(prev));
}

/** Do comprehensions run in this frame, with variables of their own, right now? */
export function _PyFrame_HasHiddenLocals(frame: _PyInterpreterFrame): boolean {
  const kinds = frame.f_executable.unit.co_localspluskinds;
  for (let i = 0; i < kinds.length; i++) {
    if ((kinds[i]! & 0x10) !== 0 && framelocalsproxy_getval(frame, i) !== null) return true;
  }
  return false;
}

/** What `f_locals` is: the namespace itself, or a proxy. Owned, or null with an exception. */
export function _PyFrame_GetLocals(frame: _PyInterpreterFrame): Owned<PyObject> | null {
  if ((frame.f_executable.co_flags & 1) === 0 && !_PyFrame_HasHiddenLocals(frame)) return Py_NewRef(frame.f_locals!);
  return _PyFrameLocalsProxy_New(_PyFrame_GetFrameObject(frame));
}

/** PyFrame_GetLocals: the same of a frame object. Its frame may not know it any more, once it is the object's own. */
export function PyFrame_GetLocals(f: PyFrameObject): Owned<PyObject> | null {
  const frame = f.f_frame;
  if ((frame.f_executable.co_flags & 1) === 0 && !_PyFrame_HasHiddenLocals(frame)) return Py_NewRef(frame.f_locals!);
  return _PyFrameLocalsProxy_New(f);
}

/** A frame object, untracked. */
export function _PyFrame_New_NoTrack(frame: _PyInterpreterFrame): Owned<PyFrameObject> {
  const code = frame.f_executable;
  const size = FRAME_BASICSIZE + 8 * (code.co_nlocalsplus + code.co_stacksize);
  return PyObject_GC_New(new PyFrameObject(PyFrame_Type, frame), size);
}

function clearField(f: PyFrameObject, field: 'f_back' | 'f_trace' | 'f_extra_locals' | 'f_locals_cache'): void {
  const old = f[field];
  f[field] = null;
  Py_XDECREF(old);
}
function clearStack(frame: _PyInterpreterFrame): void {
  for (let i = frame.base; i < frame.stacktop; i++) {
    const value = frame.localsplus[i]!;
    frame.localsplus[i] = null;
    Py_XDECREF(value);
  }
}

function frame_dealloc(f: PyFrameObject): void {
  if (_PyObject_GC_IS_TRACKED(f)) _PyObject_GC_UNTRACK(f);
  if (Py_TRASHCAN_BEGIN(f, frame_dealloc)) return;
  const frame = f.f_frame;
  let co: PyObject | null = null;
  if (frame.owner === FRAME_OWNED_BY_FRAME_OBJECT) {
    co = frame.f_executable;
    const func = frame.f_funcobj;
    frame.f_funcobj = null as never;
    Py_XDECREF(func);
    const locals = frame.f_locals;
    frame.f_locals = null;
    Py_XDECREF(locals);
    clearStack(frame);
  }
  clearField(f, 'f_back');
  clearField(f, 'f_trace');
  clearField(f, 'f_extra_locals');
  clearField(f, 'f_locals_cache');
  PyObject_GC_Del(f);
  Py_XDECREF(co);
  Py_TRASHCAN_END();
}

function frame_traverse(f: PyFrameObject, visit: visitproc): void {
  if (f.f_back !== null) visit(f.f_back);
  if (f.f_trace !== null) visit(f.f_trace);
  if (f.f_extra_locals !== null) visit(f.f_extra_locals);
  if (f.f_locals_cache !== null) visit(f.f_locals_cache);
  if (f.f_frame.owner === FRAME_OWNED_BY_FRAME_OBJECT) _PyFrame_Traverse(f.f_frame, visit);
}

function frame_tp_clear(f: PyFrameObject): void {
  clearField(f, 'f_trace');
  clearField(f, 'f_extra_locals');
  clearField(f, 'f_locals_cache');
  clearStack(f.f_frame);
  f.f_frame.stacktop = f.f_frame.base;
  const locals = f.f_frame.f_locals;
  f.f_frame.f_locals = null;
  Py_XDECREF(locals);
}

function frame_clear(op: PyObject): Owned<PyObject> | null {
  const f = op as PyFrameObject;
  const frame = f.f_frame;
  if (frame.owner === FRAME_OWNED_BY_GENERATOR) {
    const gen = frame.generator!;
    if (gen.gi_frame_state === FRAME_EXECUTING) return cannotClear('an executing');
    if (gen.gi_frame_state === -2 || gen.gi_frame_state === -1) return cannotClear('a suspended');
    _PyGen_Finalize(gen);
  } else if (frame.owner === FRAME_OWNED_BY_THREAD) return cannotClear('an executing');
  else frame_tp_clear(f);
  return Py_NewRef(Py_None);
}
function cannotClear(which: string): null {
  return PyErr_SetString(PyExc_RuntimeError, `cannot clear ${which} frame`);
}

function frame_sizeof(op: PyObject): Owned<PyObject> {
  const code = (op as PyFrameObject).f_frame.f_executable;
  return PyLong_FromSsize_t(FRAME_BASICSIZE + 8 * (code.co_nlocalsplus + code.co_stacksize));
}
function frame_repr(op: PyObject): Owned<PyObject> {
  const f = op as PyFrameObject;
  const code = f.f_frame.f_executable;
  return PyUnicode_FromString(
    `<frame at ${pointerText(op)}, file ${reprText(code.co_filename)}, line ${PyFrame_GetLineNumber(f)}, code ${(code.co_name as PyUnicodeObject).str}>`,
  );
}
/** Only a trace function may jump, and there are none here. */
function frame_setlineno(_f: PyFrameObject, value: PyObject | null): number {
  if (value === null) PyErr_SetString(PyExc_AttributeError, 'cannot delete attribute');
  else if (!PyLong_CheckExact(value)) PyErr_SetString(PyExc_ValueError, 'lineno must be an integer');
  else PyErr_SetString(PyExc_ValueError, 'f_lineno can only be set in a trace function');
  return -1;
}
function frame_settrace_opcodes(f: PyFrameObject, value: PyObject | null): number {
  if (value !== Py_True && value !== Py_False) {
    PyErr_SetString(PyExc_TypeError, 'attribute value type must be bool');
    return -1;
  }
  f.f_trace_opcodes = value === Py_True;
  return 0;
}
function frame_settrace(f: PyFrameObject, value: PyObject | null): number {
  const old = f.f_trace;
  f.f_trace = value === Py_None ? null : Py_XNewRef(value);
  Py_XDECREF(old);
  return 0;
}

/** References of a frame's own storage, with names: for views and the audit. */
export function frameEdges(frame: _PyInterpreterFrame, emit: edgeproc): void {
  const names = frame.f_executable.unit.co_localsplusnames;
  for (let i = frame.base; i < frame.stacktop; i++) {
    const value = frame.localsplus[i]!;
    const index = i - frame.base;
    if (value === null) continue;
    if (index < names.length) emit(value, 'local', names[index]!);
    else emit(value, 'stack', index - names.length);
  }
  if (frame.f_funcobj !== null) emit(frame.f_funcobj, 'field', 'function');
  emit(frame.f_executable, 'field', 'f_code');
  if (frame.f_locals !== null) emit(frame.f_locals, 'field', 'f_locals');
  if (frame.frame_obj !== null) emit(frame.frame_obj, 'field', 'frame object');
}

export const PyFrame_Type = defineType({
  tp_name: 'frame',
  tp_basicsize: FRAME_BASICSIZE,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: frame_dealloc,
  tp_repr: frame_repr,
  tp_traverse: frame_traverse,
  tp_clear: frame_tp_clear,
  tp_methods: [
    method('clear', METH_NOARGS, frame_clear, null, 'F.clear(): clear most references held by the frame'),
    method('__sizeof__', METH_NOARGS, frame_sizeof, null, 'F.__sizeof__() -> size of F in memory, in bytes'),
  ],
  tp_members: [{ name: 'f_trace_lines', type: Py_T_BOOL, field: 'f_trace_lines', flags: 0, doc: null }],
  tp_getset: [
    { name: 'f_back', get: (f: PyFrameObject) => PyFrame_GetBack(f) ?? Py_NewRef(Py_None), set: null, doc: null },
    { name: 'f_locals', get: (f: PyFrameObject) => PyFrame_GetLocals(f), set: null, doc: null },
    {
      name: 'f_lineno',
      get: (f: PyFrameObject) => {
        const line = PyFrame_GetLineNumber(f);
        return line < 0 ? Py_NewRef(Py_None) : PyLong_FromLong(line);
      },
      set: frame_setlineno,
      doc: null,
    },
    { name: 'f_trace', get: (f: PyFrameObject) => Py_NewRef(f.f_trace ?? Py_None), set: frame_settrace, doc: null },
    { name: 'f_lasti', get: (f: PyFrameObject) => PyLong_FromLong(f.f_frame.instr_ptr * 2), set: null, doc: null },
    { name: 'f_globals', get: (f: PyFrameObject) => Py_NewRef(f.f_frame.f_globals), set: null, doc: null },
    { name: 'f_builtins', get: (f: PyFrameObject) => Py_NewRef(f.f_frame.f_builtins), set: null, doc: null },
    { name: 'f_code', get: (f: PyFrameObject) => Py_NewRef(f.f_frame.f_executable), set: null, doc: null },
    {
      name: 'f_trace_opcodes',
      get: (f: PyFrameObject) => PyBool_FromLong(f.f_trace_opcodes),
      set: frame_settrace_opcodes,
      doc: null,
    },
  ],
  edges: (f: PyFrameObject, emit) => {
    if (f.f_back !== null) emit(f.f_back, 'field', 'f_back');
    if (f.f_trace !== null) emit(f.f_trace, 'field', 'f_trace');
    if (f.f_extra_locals !== null) emit(f.f_extra_locals, 'field', 'extra locals');
    if (f.f_locals_cache !== null) emit(f.f_locals_cache, 'field', 'locals cache');
    if (f.f_frame.owner === FRAME_OWNED_BY_FRAME_OBJECT) frameEdges(f.f_frame, emit);
  },
});
