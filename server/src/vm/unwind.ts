// Raising inside the eval loop: traceback entries, handlers, the recursion check. Follows the end of
// _PyEval_EvalFrameDefault and get_exception_handler (Python/ceval.c), CPython 3.13.

import { Py_DECREF } from '../heap/refcount';
import { opcodeAt } from '../objects/codedecode';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_RecursionError, PyExc_SystemError } from '../objects/exceptions';
import { _PyFrame_GetFrameObject, _PyFrame_IsIncomplete } from '../objects/frameobject';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import { PyLong_FromLong } from '../objects/longobject';
import { tstate } from '../objects/pystate';
import { PyTraceBack_Here } from '../objects/traceback';

/** True: too deep, RecursionError is set. */
export function _Py_CheckRecursiveCallPy(): boolean {
  if (tstate.recursion_headroom > 0) {
    if (tstate.py_recursion_remaining < -50) throw new Error('Cannot recover from Python stack overflow.');
    return false;
  }
  if (tstate.py_recursion_remaining <= 0) {
    tstate.recursion_headroom++;
    PyErr_SetString(PyExc_RecursionError, 'maximum recursion depth exceeded');
    tstate.recursion_headroom--;
    return true;
  }
  return false;
}

/** An exception was raised in `frame`: it gets a traceback entry. */
export function raised(frame: _PyInterpreterFrame): void {
  if (tstate.current_exception === null) PyErr_SetString(PyExc_SystemError, 'error return without exception set');
  if (!_PyFrame_IsIncomplete(frame)) PyTraceBack_Here(_PyFrame_GetFrameObject(frame));
}

/**
 * Unwinds the frame's stack to the handler of code unit `pc`, pushes what the handler expects, and returns its code unit;
 * −1: there is none, the stack is empty.
 */
export function exceptionHandler(frame: _PyInterpreterFrame, pc: number): number {
  const code = frame.f_executable;
  const handlers = code.handlers;
  const bottom = frame.base + code.co_nlocalsplus;
  let found = -1;
  if (handlers !== null) {
    for (let i = 0; i < handlers.length; i += 5) {
      if (handlers[i]! > pc) break;
      if (pc < handlers[i + 1]!) {
        found = i;
        break;
      }
    }
  }
  const level = found < 0 ? bottom : bottom + handlers![found + 3]!;
  const stack = frame.localsplus;
  while (frame.stacktop > level) {
    const value = stack[--frame.stacktop]!;
    if (value !== null) Py_DECREF(value);
  }
  if (found < 0) return -1;
  if (handlers![found + 4] !== 0) stack[frame.stacktop++] = PyLong_FromLong(frame.instr_ptr);
  const exc = tstate.current_exception;
  tstate.current_exception = null;
  stack[frame.stacktop++] = exc;
  return handlers![found + 2]!;
}

export function unknownOpcode(frame: _PyInterpreterFrame): number {
  PyErr_SetString(PyExc_SystemError, `unknown opcode ${opcodeAt(frame.f_executable, frame.instr_ptr)}`);
  return 0;
}
