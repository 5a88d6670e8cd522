// The interpreter's frames and frame objects; types in frameobject.ts, pushing and popping in vm/frame.ts. A leaf module.
// Follows Include/internal/pycore_frame.h, CPython 3.13.
import { PyObject } from './object';
import type { PyCodeObject } from './codestruct';
import type { PyDictObject } from './dictstruct';
import type { PyFunctionObject } from './funcstruct';
import type { PyTypeObject } from './typestruct';

export const FRAME_CREATED = -3;
export const FRAME_SUSPENDED = -2;
export const FRAME_SUSPENDED_YIELD_FROM = -1;
export const FRAME_EXECUTING = 0;
export const FRAME_COMPLETED = 1;
export const FRAME_CLEARED = 4;

export const FRAME_OWNED_BY_THREAD = 0;
export const FRAME_OWNED_BY_GENERATOR = 1;
export const FRAME_OWNED_BY_FRAME_OBJECT = 2;

/**
 * An activation of a code object: no Python object. Its locals and operand stack are a stretch of an array: the thread's
 * one (frames of calls), or one of its own (generators, frames that a frame object took over).
 */
export class _PyInterpreterFrame {
  /** Owned. null: a shim between a class call and `__init__`, whose only local is the new object. */
  f_executable: PyCodeObject;
  previous: _PyInterpreterFrame | null;
  /** Owned. */
  f_funcobj: PyFunctionObject;
  /** Borrowed from the function. */
  f_globals: PyDictObject;
  f_builtins: PyObject;
  /** Owned; null for optimised code. */
  f_locals: PyObject | null;
  /** Owned. */
  frame_obj: PyFrameObject | null;
  /** Code unit being executed, or about to be. */
  instr_ptr: number;
  localsplus: (PyObject | null)[];
  /** Where in `localsplus` this frame's locals begin, and one past the top of its stack. */
  base: number;
  stacktop: number;
  /** How far beyond instr_ptr execution goes on when the callee returns. */
  return_offset: number;
  owner: number;
  /** Entered from C code (here: from JavaScript): returning from it leaves the eval loop. */
  entry: boolean;
  /** Owned by this generator (borrowed), when owner is FRAME_OWNED_BY_GENERATOR. */
  generator: PyGenObject | null;
  /** A shim for `__init__`: returning to it checks the result and gives the object back. */
  isInitShim: boolean;

  constructor() {
    const none = null as never;
    this.f_executable = none;
    this.previous = null;
    this.f_funcobj = none;
    this.f_globals = none;
    this.f_builtins = none;
    this.f_locals = null;
    this.frame_obj = null;
    this.instr_ptr = 0;
    this.localsplus = none;
    this.base = 0;
    this.stacktop = 0;
    this.return_offset = 0;
    this.owner = FRAME_OWNED_BY_THREAD;
    this.entry = false;
    this.generator = null;
    this.isInitShim = false;
  }
}

/** What a program sees of a frame (`sys._getframe()`, tracebacks). */
export class PyFrameObject extends PyObject {
  /** Owned; set when the frame is finished. */
  f_back: PyFrameObject | null;
  f_frame: _PyInterpreterFrame;
  f_trace: PyObject | null;
  f_lineno: number;
  f_trace_lines: boolean;
  f_trace_opcodes: boolean;
  f_extra_locals: PyObject | null;
  f_locals_cache: PyObject | null;

  constructor(type: PyTypeObject, frame: _PyInterpreterFrame) {
    super(type);
    this.f_back = null;
    this.f_frame = frame;
    this.f_trace = null;
    this.f_lineno = 0;
    this.f_trace_lines = true;
    this.f_trace_opcodes = false;
    this.f_extra_locals = null;
    this.f_locals_cache = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** Generators, coroutines and asynchronous generators: one struct in C too (_PyGenObject_HEAD). */
export class PyGenObject extends PyObject {
  gi_name: PyObject;
  gi_qualname: PyObject;
  /** The exception the generator is handling. */
  gi_exc_state: { exc_value: PyObject | null; previous_item: PyErrStackItem | null };
  /** ag_origin_or_finalizer, cr_origin_or_finalizer. Owned. */
  gi_origin_or_finalizer: PyObject | null;
  ag_hooks_inited: boolean;
  ag_closed: boolean;
  ag_running_async: boolean;
  gi_frame_state: number;
  gi_iframe: _PyInterpreterFrame;

  constructor(type: PyTypeObject, name: PyObject, qualname: PyObject, frame: _PyInterpreterFrame) {
    super(type);
    this.gi_name = name;
    this.gi_qualname = qualname;
    this.gi_exc_state = { exc_value: null, previous_item: null };
    this.gi_origin_or_finalizer = null;
    this.ag_hooks_inited = false;
    this.ag_closed = false;
    this.ag_running_async = false;
    this.gi_frame_state = FRAME_CREATED;
    this.gi_iframe = frame;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
type PyErrStackItem = { exc_value: PyObject | null; previous_item: PyErrStackItem | null };
