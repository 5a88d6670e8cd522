// Running frames: the ways into the interpreter loop (vm/ceval.generated.ts), and what the object layer asks of the VM.
// Follows the parts of Python/ceval.c around the loop, CPython 3.13.

import type { Borrowed, Owned } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XNewRef } from '../heap/refcount';
import { PyDict_New, PyDict_Update } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_SystemError } from '../objects/exceptions';
import {
  PyUnstable_InterpreterFrame_GetLine,
  _PyFrame_GetFirstComplete,
  _PyFrame_GetFrameObject,
  _PyFrame_GetLocals,
} from '../objects/frameobject';
import { PyFrameLocalsProxy_Check } from '../objects/framelocalsproxy';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyCodeObject } from '../objects/codestruct';
import { _PyEval_BuiltinsFromGlobals, _PyFunction_FromConstructor } from '../objects/funcobject';
import type { PyFunctionObject } from '../objects/funcstruct';
import { setFrameFunctions } from '../objects/genobject';
import type { PyObject } from '../objects/object';
import type { VmInterface } from '../objects/pystate';
import { EVAL_LOOP_CHANGED, setVmInterface, tstate } from '../objects/pystate';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { _PyErr_WriteUnraisableDefaultHook } from '../objects/unraisable';
import { warnFromC, warn_explicit } from '../modules/_warnings';
import { PyImport_ImportModule } from '../modules/import';
import { pushAndInit_steal } from './callframe';
import { evalFast, evalTraced } from './ceval.generated';
import { Py_CompileStringObject } from './compilestring';
import { PyErr_DisplayException } from './displayexception';
import { _PyFrame_ClearExceptCode, _PyFrame_ClearLocals, _PyThreadState_GetFrame } from './frame';
import { builtinsDict, isFinalizing } from './pylifecycle';
import { traced } from './tracehooks';

/** How a frame is entered: see evalFast. */
const START = 0;
const THROW = 1;
const GO_ON = 2;

/** undefined: a slice is over, and it wants to be called again. */
type EvalLoop = (frame: _PyInterpreterFrame, mode: number) => Owned<PyObject> | null | undefined;

const CO_OPTIMIZED = 1;
/** PyCF_MASK: the flags of `from __future__ import`. */
const PyCF_MASK = 0x1fe0000;

/** Runs a frame that is linked to nothing yet, until it returns, yields or raises. Owned, or null with an exception. */
export function _PyEval_EvalFrame(frame: _PyInterpreterFrame, throwflag: boolean): Owned<PyObject> | null {
  const mode = throwflag ? THROW : START;
  const first: EvalLoop = traced() ? evalTraced : evalFast;
  let run = first;
  let result = run(frame, mode);
  // The end of a slice, or of the loop's time: in again, now maybe into optimised code, or into the other loop.
  while (result === undefined) {
    if (betweenSlices !== null) betweenSlices();
    tstate.eval_breaker &= ~EVAL_LOOP_CHANGED;
    run = traced() ? evalTraced : evalFast;
    result = run(tstate.current_frame as _PyInterpreterFrame, GO_ON);
  }
  // The loop that called this one has to change as well.
  if (run !== first) tstate.eval_breaker |= EVAL_LOOP_CHANGED;
  return result;
}

/**
 * A thread's outermost call: runs `func` with borrowed arguments until it ends, or until `stop` says, where a slice ends,
 * that it is to wait: then undefined, and vmstate.reentry and tstate.current_frame are where it goes on.
 */
export function startThreadLoop(
  func: PyFunctionObject,
  args: readonly PyObject[],
  stop: () => boolean,
): Owned<PyObject> | null | undefined {
  Py_INCREF(func);
  for (const arg of args) Py_INCREF(arg);
  const frame = pushAndInit_steal(func, null, args, 0, args.length, null);
  if (frame === null) return null;
  const run: EvalLoop = traced() ? evalTraced : evalFast;
  const result = run(frame, START);
  return result === undefined && !stop() ? goOnThreadLoop(stop) : result;
}
/** Goes on with it. */
export function goOnThreadLoop(stop: () => boolean): Owned<PyObject> | null | undefined {
  for (;;) {
    tstate.eval_breaker &= ~EVAL_LOOP_CHANGED;
    const run: EvalLoop = traced() ? evalTraced : evalFast;
    const result = run(tstate.current_frame as _PyInterpreterFrame, GO_ON);
    if (result !== undefined || stop()) return result;
  }
}

/** What else is to run when the main thread's slice is over: threads that wait. */
let betweenSlices: (() => void) | null;
onRuntimeReset(() => {
  betweenSlices = null;
});
export function setBetweenSlices(run: (() => void) | null): void {
  betweenSlices = run;
}

/** Calls `func` with borrowed arguments; `locals` (borrowed) is the namespace of code that is not optimised. */
export function _PyEval_Vector(
  func: PyFunctionObject,
  locals: Borrowed<PyObject> | null,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  Py_INCREF(func);
  if (locals !== null) Py_INCREF(locals);
  for (let i = 0; i < args.length; i++) args[i]!.ob_refcnt++;
  const nargs = kwnames === null ? args.length : args.length - kwnames.ob_item.length;
  const frame = pushAndInit_steal(func, locals, args, 0, nargs, kwnames);
  return frame === null ? null : _PyEval_EvalFrame(frame, false);
}

/** PyEval_EvalCodeEx without arguments: everything borrowed. */
export function PyEval_EvalCode(
  code: PyObject,
  globals: PyObject,
  locals: PyObject,
  closure: PyObject | null,
): Owned<PyObject> | null {
  const co = code as PyCodeObject;
  const builtins = _PyEval_BuiltinsFromGlobals(globals as PyDictObject);
  if (builtins === null) return null;
  const func = _PyFunction_FromConstructor({
    fc_globals: globals as PyDictObject,
    fc_builtins: builtins as PyDictObject,
    fc_name: co.co_name,
    fc_qualname: co.co_name,
    fc_code: co,
    fc_defaults: null,
    fc_kwdefaults: null,
    fc_closure: closure as PyTupleObject | null,
  });
  const res = _PyEval_Vector(func, locals, [], null);
  Py_DECREF(func);
  return res;
}

function functionVectorcall(
  callable: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const func = callable as PyFunctionObject;
  const optimized = ((func.func_code as PyCodeObject).co_flags & CO_OPTIMIZED) !== 0;
  return _PyEval_Vector(func, optimized ? null : func.func_globals, args, kwnames);
}

/** The namespace of the running frame, a fresh dict for a function's: what locals() gives. */
export function _PyEval_GetFrameLocals(): Owned<PyObject> | null {
  const frame = _PyThreadState_GetFrame();
  if (frame === null) return PyErr_SetString(PyExc_SystemError, 'frame does not exist');
  const locals = _PyFrame_GetLocals(frame);
  if (locals === null || !PyFrameLocalsProxy_Check(locals)) return locals;
  const ret = PyDict_New();
  const failed = PyDict_Update(ret, locals) < 0;
  Py_DECREF(locals);
  if (!failed) return ret;
  Py_DECREF(ret);
  return null;
}

/** The frame `depth` calls up; 0 is the running one. null past the end. */
function frameAt(depth: number): _PyInterpreterFrame | null {
  let frame = _PyThreadState_GetFrame();
  for (let i = depth; i > 0 && frame !== null; i--) frame = _PyFrame_GetFirstComplete(frame.previous);
  return frame;
}

const filenameOf = (frame: _PyInterpreterFrame): PyObject => frame.f_executable.co_filename;

/** Frames of the import system, which a warning is never blamed on. */
function is_internal_frame(frame: _PyInterpreterFrame): boolean {
  const { str } = filenameOf(frame) as PyUnicodeObject;
  return str.includes('importlib') && str.includes('_bootstrap');
}
function warningFrame(stackLevel: number): _PyInterpreterFrame | null {
  let frame = _PyThreadState_GetFrame();
  const all = stackLevel <= 0 || (frame !== null && is_internal_frame(frame));
  for (let level = stackLevel; --level > 0 && frame !== null;) {
    do frame = _PyFrame_GetFirstComplete(frame.previous);
    while (!all && frame !== null && is_internal_frame(frame));
  }
  return frame;
}

/** PyErr_WarnExplicitObject, for the compiler. */
function warnExplicit(category: PyObject, message: string, filename: PyObject, lineno: number): number {
  const text = PyUnicode_FromString(message);
  const r = warn_explicit(category, text, filename, lineno, null, null, null, null);
  Py_DECREF(text);
  return r;
}

function compileString(
  source: string,
  filename: PyObject,
  mode: 'exec' | 'eval' | 'single',
  flags: number,
  inherit: boolean,
  optimize: number,
): Owned<PyObject> | null {
  const frame = inherit ? _PyThreadState_GetFrame() : null;
  const all = frame === null ? flags : flags | (frame.f_executable.co_flags & PyCF_MASK);
  return Py_CompileStringObject(source, filename, mode, all, optimize, warnExplicit);
}

const vm: VmInterface = {
  functionVectorcall,
  getGlobals: () => _PyThreadState_GetFrame()?.f_globals ?? null,
  getBuiltins: () => _PyThreadState_GetFrame()?.f_builtins ?? builtinsDict(),
  getFrameLocals: _PyEval_GetFrameLocals,
  evalClassBody: (func, locals) => _PyEval_Vector(func as PyFunctionObject, locals, [], null),
  evalCode: PyEval_EvalCode,
  compileString,
  getFrame: (depth) => {
    const frame = frameAt(depth);
    return frame === null ? null : Py_NewRef(_PyFrame_GetFrameObject(frame));
  },
  getFrameModuleName: (depth) => {
    const frame = frameAt(depth);
    return frame === null ? null : Py_XNewRef(frame.f_funcobj.func_module);
  },
  isFinalizing,
  displayException: PyErr_DisplayException,
  unraisableHook: _PyErr_WriteUnraisableDefaultHook,
  warningContext: (stackLevel) => {
    const frame = warningFrame(stackLevel);
    if (frame === null) return null;
    return {
      globals: frame.f_globals,
      filename: Py_NewRef(filenameOf(frame)),
      lineno: PyUnstable_InterpreterFrame_GetLine(frame),
    };
  },
  warn: warnFromC,
  importModule: PyImport_ImportModule,
};

/** Connects the object layer with the loop: before anything is called. */
export function _PyEval_Init(): void {
  tstate.current_frame = null;
  setVmInterface(vm);
  setFrameFunctions(_PyEval_EvalFrame, _PyFrame_ClearExceptCode, _PyFrame_ClearLocals);
}
