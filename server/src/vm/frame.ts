// Pushing, clearing and popping of frames, and the stack they live on. Follows Python/frame.c, the inline functions of
// Include/internal/pycore_frame.h and the frame part of Python/ceval.c, CPython 3.13.
//
// The frames of calls share one array, as CPython's share data stack chunks. A called frame may begin on top of its
// caller's stack, right where the caller pushed the arguments, so that nothing is copied.

import { _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF, _Py_Dealloc } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { decodeCode } from '../objects/codedecode';
import type { PyCodeObject } from '../objects/codestruct';
import { NOT_DECODED } from '../objects/codestruct';
import type { PyDictObject } from '../objects/dictstruct';
import { _PyFrame_GetFirstComplete, _PyFrame_GetFrameObject, _PyFrame_IsIncomplete } from '../objects/frameobject';
import type { PyFrameObject } from '../objects/framestruct';
import {
  FRAME_CLEARED,
  FRAME_OWNED_BY_FRAME_OBJECT,
  FRAME_OWNED_BY_THREAD,
  _PyInterpreterFrame,
} from '../objects/framestruct';
import type { PyFunctionObject } from '../objects/funcstruct';
import type { PyObject } from '../objects/object';
import { tstate } from '../objects/pystate';

export type Stack = (PyObject | null)[];

/** The running thread's stack of locals and operands. Never replaced while it runs, only lengthened. */
export let datastack: Stack;
/** First free slot of it. */
let top: number;
/** Dead frame structs, to be used again. */
let pool: _PyInterpreterFrame[];
/** Where each frame on the stack began to count: what `top` goes back to. Parallel to nothing: stored by depth. */
let tops: number[];

/** A frame that is being cleared while a destructor runs, or a value between two frames: owned, but on no stack. */
export let limbo: (PyObject | _PyInterpreterFrame)[];

const CHUNK = 4096;
const template: Stack = [];

onRuntimeReset(() => {
  datastack = [];
  top = 0;
  pool = [];
  tops = [];
  limbo = [];
  growStack(CHUNK);
});

function growStack(size: number): void {
  // Pushed one by one, so that V8 keeps the array without holes.
  while (datastack.length < size) datastack.push(null);
}

/** A thread's stack, while another runs. */
export interface DataStack {
  stack: Stack;
  top: number;
  tops: number[];
}
/** Goes over to another thread's stack; gives the one that was in use. */
export function swapDataStack(to: DataStack): DataStack {
  const from = { stack: datastack, top, tops };
  datastack = to.stack;
  top = to.top;
  tops = to.tops;
  if (datastack.length === 0) growStack(CHUNK);
  return from;
}

/** A fresh array for the locals and stack of a generator or a frame object. */
export function newStack(size: number): Stack {
  while (template.length < size) template.push(null);
  return template.slice(0, size);
}

/** The current frame, complete or not. */
export function currentFrame(): _PyInterpreterFrame | null {
  return tstate.current_frame as _PyInterpreterFrame | null;
}

/**
 * _PyFrame_PushUnchecked: a new frame for `func` (taken over) at `base` of the stack, or on top of all (−1). The first
 * `ready` locals are in place already when `base` is given, else the caller puts them; the others are made null.
 */
export function pushFrame_steal(func: PyFunctionObject, base: number, ready: number): _PyInterpreterFrame {
  const code = func.func_code as PyCodeObject;
  if (code.words === NOT_DECODED) decodeCode(code);
  const at = base < 0 ? top : base;
  tops.push(top);
  const nlocalsplus = code.co_nlocalsplus;
  const end = at + nlocalsplus + code.co_stacksize;
  top = end;
  if (end > datastack.length) growStack(end + CHUNK);
  const stack = datastack;
  for (let i = at + ready, n = at + nlocalsplus; i < n; i++) stack[i] = null;
  const frame = pool.length > 0 ? pool.pop()! : new _PyInterpreterFrame();
  code.ob_refcnt++;
  frame.f_executable = code;
  frame.f_funcobj = func;
  frame.f_globals = func.func_globals;
  frame.f_builtins = func.func_builtins;
  frame.f_locals = null;
  frame.frame_obj = null;
  frame.instr_ptr = 0;
  frame.localsplus = stack;
  frame.base = at;
  frame.stacktop = at + nlocalsplus;
  frame.return_offset = 0;
  frame.owner = FRAME_OWNED_BY_THREAD;
  frame.entry = false;
  frame.generator = null;
  return frame;
}

/** _PyFrame_PushTrampolineUnchecked: a frame of `code` that belongs to no function, with `stackdepth` slots in use. */
export function pushTrampoline(code: PyCodeObject, none: PyFunctionObject, stackdepth: number): _PyInterpreterFrame {
  if (code.words === NOT_DECODED) decodeCode(code);
  const at = top;
  tops.push(top);
  top = at + code.co_nlocalsplus + code.co_stacksize;
  if (top > datastack.length) growStack(top + CHUNK);
  const frame = pool.length > 0 ? pool.pop()! : new _PyInterpreterFrame();
  code.ob_refcnt++;
  frame.f_executable = code;
  none.ob_refcnt++;
  frame.f_funcobj = none;
  frame.f_globals = null as never;
  frame.f_builtins = null as never;
  frame.f_locals = null;
  frame.frame_obj = null;
  frame.instr_ptr = 0;
  frame.localsplus = datastack;
  frame.base = at;
  frame.stacktop = at + code.co_nlocalsplus + stackdepth;
  frame.return_offset = 0;
  frame.owner = FRAME_OWNED_BY_THREAD;
  frame.entry = false;
  frame.generator = null;
  return frame;
}

/** _PyThreadState_PopFrame: the frame's stretch of the stack is free again, its struct too. */
export function popFrame(frame: _PyInterpreterFrame): void {
  top = tops.pop()!;
  if (pool.length < 64) pool.push(frame);
}

/** The innermost frame a program can see, or null. */
export function _PyThreadState_GetFrame(): _PyInterpreterFrame | null {
  return _PyFrame_GetFirstComplete(tstate.current_frame as _PyInterpreterFrame | null);
}

/** The frame lives on in its frame object: its content moves there. */
function take_ownership(f: PyFrameObject, frame: _PyInterpreterFrame): void {
  const code = frame.f_executable;
  code.ob_refcnt++;
  const own = new _PyInterpreterFrame();
  own.f_executable = code;
  own.f_funcobj = frame.f_funcobj;
  own.f_globals = frame.f_globals;
  own.f_builtins = frame.f_builtins;
  own.f_locals = frame.f_locals;
  own.frame_obj = null;
  own.instr_ptr = frame.instr_ptr;
  const n = frame.stacktop - frame.base;
  own.localsplus = newStack(Math.max(n, code.co_nlocalsplus));
  for (let i = 0; i < n; i++) own.localsplus[i] = frame.localsplus[frame.base + i]!;
  own.base = 0;
  own.stacktop = n;
  own.return_offset = frame.return_offset;
  own.owner = FRAME_OWNED_BY_FRAME_OBJECT;
  // A frame that died before its RESUME (a generator's, just made) counts as begun.
  if (_PyFrame_IsIncomplete(own)) own.instr_ptr = code._co_firsttraceable + 1;
  f.f_frame = own;
  const prev = _PyFrame_GetFirstComplete(frame.previous);
  own.previous = null;
  if (prev !== null) f.f_back = Py_NewRef(_PyFrame_GetFrameObject(prev));
  if (!_PyObject_GC_IS_TRACKED(f)) _PyObject_GC_TRACK(f);
}

/** Releases what is on the frame's stack and in its locals, first to last, then `f_locals`. */
export function _PyFrame_ClearLocals(frame: _PyInterpreterFrame): void {
  const stack = frame.localsplus;
  const end = frame.stacktop;
  for (let i = frame.base; i < end; i++) {
    const value = stack[i]!;
    if (value !== null) {
      stack[i] = null;
      if (--value.ob_refcnt === 0) deallocFromFrame(frame, value);
    }
  }
  frame.stacktop = frame.base;
  const locals = frame.f_locals;
  if (locals !== null) {
    frame.f_locals = null;
    if (--locals.ob_refcnt === 0) deallocFromFrame(frame, locals);
  }
}
/** A destructor may run any code: what the frame still holds must be findable meanwhile. */
function deallocFromFrame(frame: _PyInterpreterFrame, value: PyObject): void {
  limbo.push(frame);
  _Py_Dealloc(value);
  limbo.pop();
}

/** Clears all the frame owns but its code, unless a frame object takes it over. The frame must be unlinked already. */
export function _PyFrame_ClearExceptCode(frame: _PyInterpreterFrame): void {
  const f = frame.frame_obj;
  if (f !== null) {
    frame.frame_obj = null;
    if (f.ob_refcnt > 1) {
      take_ownership(f, frame);
      Py_DECREF(f);
      return;
    }
    Py_DECREF(f);
  }
  _PyFrame_ClearLocals(frame);
  // Not through Py_DECREF: what V8 learns about its operand is shared by all callers.
  const func = frame.f_funcobj;
  if (--func.ob_refcnt === 0) _Py_Dealloc(func);
}

function clear_thread_frame(frame: _PyInterpreterFrame): void {
  tstate.c_recursion_remaining--;
  _PyFrame_ClearExceptCode(frame);
  const code = frame.f_executable;
  if (--code.ob_refcnt === 0) _Py_Dealloc(code);
  tstate.c_recursion_remaining++;
  popFrame(frame);
}

function clear_gen_frame(frame: _PyInterpreterFrame): void {
  const gen = frame.generator!;
  gen.gi_frame_state = FRAME_CLEARED;
  tstate.exc_info = gen.gi_exc_state.previous_item!;
  gen.gi_exc_state.previous_item = null;
  tstate.c_recursion_remaining--;
  _PyFrame_ClearExceptCode(frame);
  const exc = gen.gi_exc_state.exc_value;
  gen.gi_exc_state.exc_value = null;
  Py_XDECREF(exc);
  tstate.c_recursion_remaining++;
  frame.previous = null;
}

/** Clears a frame that is finished (unlinked already) and gives its place back. */
export function _PyEval_FrameClearAndPop(frame: _PyInterpreterFrame): void {
  if (frame.owner === FRAME_OWNED_BY_THREAD) clear_thread_frame(frame);
  else clear_gen_frame(frame);
}

/** Moves a frame off the thread's stack into an array of its own: what makes a generator of a call. */
export function _PyFrame_Copy(src: _PyInterpreterFrame, dest: _PyInterpreterFrame): void {
  const code = src.f_executable;
  dest.f_executable = code;
  dest.f_funcobj = src.f_funcobj;
  dest.f_globals = src.f_globals;
  dest.f_builtins = src.f_builtins;
  dest.f_locals = src.f_locals;
  dest.frame_obj = src.frame_obj;
  dest.instr_ptr = src.instr_ptr;
  dest.localsplus = newStack(code.co_nlocalsplus + code.co_stacksize);
  const n = src.stacktop - src.base;
  for (let i = 0; i < n; i++) dest.localsplus[i] = src.localsplus[src.base + i]!;
  dest.base = 0;
  dest.stacktop = n;
  dest.return_offset = src.return_offset;
  dest.owner = src.owner;
  dest.previous = null;
}

/** The dict of globals of the innermost frame a program can see, or null. */
export function currentGlobals(): PyDictObject | null {
  return _PyThreadState_GetFrame()?.f_globals ?? null;
}
