// sys.settrace and sys.setprofile: the loop's events handed to functions of the program. Follows
// Python/legacy_tracing.c, the trampolines of Python/sysmodule.c and the parts of Python/instrumentation.c below them,
// CPython 3.13. What a C function is called with is seen at the CALL instruction, and what became of it at the next event
// of the same frame. Deviations: no jumps (f_lineno cannot be set), no exception event for a StopIteration that a for
// loop or `yield from` took.

import { Op } from '../compiler/opcodes';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_Vectorcall } from '../objects/call';
import { PyMethod_Type } from '../objects/classobject';
import type { PyMethodObject } from '../objects/classobject';
import { opcodeAt } from '../objects/codedecode';
import { PyMethodDescr_Type } from '../objects/descrobject';
import { PyErr_GetRaisedException, PyErr_SetRaisedException } from '../objects/errors';
import type { PyBaseExceptionObject } from '../objects/exceptionstruct';
import { _PyFrame_GetFrameObject } from '../objects/frameobject';
import type { PyFrameObject, _PyInterpreterFrame } from '../objects/framestruct';
import { PyCFunction_Check } from '../objects/methodobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { EVAL_LOOP_CHANGED, tstate } from '../objects/pystate';
import { PyTuple_Pack } from '../objects/tupleobject';
import { _Py_ID } from '../objects/unicodeobject';

/** tstate->c_traceobj and c_profileobj; owned. */
let traceFunction: PyObject | null;
let profileFunction: PyObject | null;
/** tstate->tracing: while a function of ours runs, nothing is reported. */
let tracing: number;
/** Calls of C functions that have been reported and not ended: the frame and the callable (owned). */
let calls: { frame: _PyInterpreterFrame; callable: PyObject }[];
onRuntimeReset(() => {
  traceFunction = null;
  profileFunction = null;
  tracing = 0;
  calls = [];
});
registerRoots((visit) => {
  if (traceFunction !== null) visit(traceFunction);
  if (profileFunction !== null) visit(profileFunction);
  for (const { callable } of calls) visit(callable);
});

export function legacyTracing(): boolean {
  return traceFunction !== null || profileFunction !== null;
}
export function PySys_GetTrace(): PyObject | null {
  return traceFunction;
}
export function PySys_GetProfile(): PyObject | null {
  return profileFunction;
}

/** null: off. The loops that run change at their next call or jump. */
export function _PyEval_SetTrace(func: PyObject | null): void {
  const old = traceFunction;
  if (func !== null) Py_INCREF(func);
  traceFunction = func;
  tstate.eval_breaker |= EVAL_LOOP_CHANGED;
  Py_XDECREF(old);
}
export function _PyEval_SetProfile(func: PyObject | null): void {
  const old = profileFunction;
  if (func !== null) Py_INCREF(func);
  profileFunction = func;
  tstate.eval_breaker |= EVAL_LOOP_CHANGED;
  if (func === null) {
    const open = calls;
    calls = [];
    for (const { callable } of open) Py_DECREF(callable);
  }
  Py_XDECREF(old);
}

type Event = 'call' | 'line' | 'return' | 'exception' | 'opcode' | 'c_call' | 'c_return' | 'c_exception';

function call_trampoline(
  callback: PyObject,
  frame: PyFrameObject,
  event: Event,
  arg: PyObject,
): Owned<PyObject> | null {
  Py_INCREF(callback);
  tracing++;
  const result = PyObject_Vectorcall(callback, [frame, _Py_ID(event), arg], null);
  tracing--;
  Py_DECREF(callback);
  return result;
}

/** trace_trampoline. False: an exception is set, and tracing is off. */
function trace(frame: PyFrameObject, event: Event, arg: PyObject): boolean {
  const callback = event === 'call' ? traceFunction : frame.f_trace;
  if (callback === null) return true;
  Py_INCREF(frame);
  const result = call_trampoline(callback, frame, event, arg);
  const old = frame.f_trace;
  if (result === null) {
    _PyEval_SetTrace(null);
    frame.f_trace = null;
    Py_XDECREF(old);
  } else if (result !== Py_None) {
    frame.f_trace = result;
    Py_XDECREF(old);
  } else Py_DECREF(result);
  frame.f_lineno = 0;
  Py_DECREF(frame);
  return result !== null;
}

/** profile_trampoline. */
function profile(frame: PyFrameObject, event: Event, arg: PyObject): boolean {
  Py_INCREF(frame);
  const result = call_trampoline(profileFunction!, frame, event, arg);
  if (result === null) _PyEval_SetProfile(null);
  else Py_DECREF(result);
  Py_DECREF(frame);
  return result !== null;
}

/** Both, as far as they are on and not being called; the profiler first. */
function both(f: _PyInterpreterFrame, event: Event, arg: PyObject): boolean {
  if (tracing > 0) return true;
  if (profileFunction !== null && !profile(_PyFrame_GetFrameObject(f), event, arg)) return false;
  return traceFunction === null || trace(_PyFrame_GetFrameObject(f), event, arg);
}

/** The frame begins or goes on. False: an exception is set. */
export function legacyCall(f: _PyInterpreterFrame): boolean {
  return both(f, 'call', Py_None);
}
export function legacyReturn(f: _PyInterpreterFrame, value: PyObject): boolean {
  if (tracing > 0) return true;
  Py_INCREF(value);
  const ok = both(f, 'return', value);
  Py_DECREF(value);
  return ok;
}

/** A report while an exception is set: it stays, unless the report itself raises. */
function besideException(report: (exc: PyObject) => boolean): void {
  const exc = PyErr_GetRaisedException()!;
  if (report(exc)) PyErr_SetRaisedException(exc);
  else Py_DECREF(exc);
}
export function legacyThrow(f: _PyInterpreterFrame): void {
  if (tracing === 0) besideException(() => both(f, 'call', Py_None));
}
export function legacyUnwind(f: _PyInterpreterFrame): void {
  if (tracing === 0) besideException(() => both(f, 'return', Py_None));
}
export function legacyException(f: _PyInterpreterFrame): void {
  if (tracing > 0) return;
  besideException((exc) => {
    if (!endOfCall(f, 'c_exception')) return false;
    if (traceFunction === null) return true;
    const arg = PyTuple_Pack(exc.ob_type, exc, (exc as PyBaseExceptionObject).traceback ?? Py_None);
    const ok = trace(_PyFrame_GetFrameObject(f), 'exception', arg);
    Py_DECREF(arg);
    return ok;
  });
}

/** A line begins. */
export function legacyLine(f: _PyInterpreterFrame, line: number): boolean {
  if (tracing > 0 || traceFunction === null) return true;
  const frame = _PyFrame_GetFrameObject(f);
  if (!frame.f_trace_lines || frame.f_trace === null) return true;
  frame.f_lineno = line;
  return trace(frame, 'line', Py_None);
}

/** Each instruction, after the line. False: an exception is set. */
export function legacyInstruction(f: _PyInterpreterFrame, unit: number, sp: number): boolean {
  if (tracing > 0) return true;
  if (profileFunction !== null) {
    if (!endOfCall(f, 'c_return')) return false;
    if (!beginOfCall(f, unit, sp)) return false;
  }
  if (traceFunction === null || f.frame_obj === null || !f.frame_obj.f_trace_opcodes) return true;
  return opcodeAt(f.f_executable, unit) === Op.RESUME || trace(f.frame_obj, 'opcode', Py_None);
}

/** What the profiler is told about `callable`: a C function, or null for what is not one. Owned. */
function cFunction(callable: PyObject, first: PyObject | null): Owned<PyObject> | null {
  if (PyCFunction_Check(callable)) return Py_NewRef(callable);
  if (callable.ob_type === PyMethodDescr_Type) {
    return first === null ? null : callable.ob_type.tp_descr_get!(callable, first, first.ob_type);
  }
  if (callable.ob_type === PyMethod_Type) {
    const { im_func } = callable as PyMethodObject;
    if (PyCFunction_Check(im_func)) return Py_NewRef(im_func);
  }
  return null;
}

function beginOfCall(f: _PyInterpreterFrame, unit: number, sp: number): boolean {
  const code = f.f_executable;
  // The instruction itself: the one that runs may be specialised.
  const opcode = code.unit.co_code[2 * unit]!;
  if (opcode !== Op.CALL && opcode !== Op.CALL_KW && opcode !== Op.CALL_FUNCTION_EX) return true;
  const oparg = code.words[unit]! >> 8;
  const S = f.localsplus;
  let callable: PyObject;
  let first: PyObject | null;
  if (opcode === Op.CALL_FUNCTION_EX) {
    callable = S[sp - 3 - (oparg & 1)]!;
    const args = S[sp - 1 - (oparg & 1)] as { ob_item?: readonly PyObject[] } | null;
    first = args?.ob_item?.[0] ?? null;
  } else {
    const at = sp - oparg - (opcode === Op.CALL_KW ? 3 : 2);
    callable = S[at]!;
    first = S[at + 1] ?? (oparg > 0 ? S[at + 2]! : null);
  }
  const reported = cFunction(callable, first);
  if (reported === null) return tstate.current_exception === null;
  if (!profile(_PyFrame_GetFrameObject(f), 'c_call', reported)) {
    Py_DECREF(reported);
    return false;
  }
  calls.push({ frame: f, callable: reported });
  return true;
}

/** The call of a C function that this frame was in is over. */
function endOfCall(f: _PyInterpreterFrame, event: 'c_return' | 'c_exception'): boolean {
  const last = calls.at(-1);
  if (last === undefined || last.frame !== f) return true;
  calls.pop();
  const ok = profileFunction === null || profile(_PyFrame_GetFrameObject(f), event, last.callable);
  Py_DECREF(last.callable);
  return ok;
}
