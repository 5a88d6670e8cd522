// The thread state: what CPython keeps in PyThreadState and the interpreter state and the object layer needs.
// One thread, one interpreter. Follows Include/cpython/pystate.h, CPython 3.13.

import { onRuntimeReset } from '../heap/runtime';
import type { PyObject, vectorcallfunc } from './object';

/** Entry of the stack of exceptions being handled; each generator has its own. */
export interface _PyErr_StackItem {
  exc_value: PyObject | null;
  previous_item: _PyErr_StackItem | null;
}

export interface PyThreadState {
  /** The exception that is set; owned. null: none. */
  current_exception: PyObject | null;
  exc_info: _PyErr_StackItem;
  /** The running frame: vm/frame.ts's InterpreterFrame (declared there; opaque here). */
  current_frame: unknown;
  py_recursion_limit: number;
  py_recursion_remaining: number;
  c_recursion_remaining: number;
  recursion_headroom: number;
  /** Bits that make the eval loop stop at its next check; EVAL_*. */
  eval_breaker: number;
  /** The trashcan (Py_TRASHCAN_BEGIN): objects whose deallocation was put off, newest first. */
  delete_later: PyObject[];
  /** sys.modules, builtins dict and other roots of the interpreter; owned. */
  roots: Record<string, PyObject | null>;
}

export const EVAL_GC_SCHEDULED = 1;
/** sys.settrace or sys.setprofile was called: the loop leaves itself, to be entered with or without events. */
export const EVAL_LOOP_CHANGED = 2;

/** Py_C_RECURSION_LIMIT of a release build on x86-64. */
export const Py_C_RECURSION_LIMIT = 10000;
export const Py_DEFAULT_RECURSION_LIMIT = 1000;

export let tstate: PyThreadState;

onRuntimeReset(() => {
  tstate = {
    current_exception: null,
    exc_info: { exc_value: null, previous_item: null },
    current_frame: null,
    py_recursion_limit: Py_DEFAULT_RECURSION_LIMIT,
    py_recursion_remaining: Py_DEFAULT_RECURSION_LIMIT,
    c_recursion_remaining: Py_C_RECURSION_LIMIT,
    recursion_headroom: 0,
    eval_breaker: 0,
    delete_later: [],
    roots: {},
  };
});

/** What the object layer needs of the VM. vm/ fills it in when it is loaded (setVmInterface). */
export interface VmInterface {
  /** A Python function's vectorcall: runs its code in a new frame. */
  functionVectorcall: vectorcallfunc;
  /** The current frame's globals (null when no frame runs) and builtins: borrowed. */
  getGlobals(): PyObject | null;
  getBuiltins(): PyObject | null;
  /** _PyEval_GetFrameLocals: what `locals()` returns; owned, null with an exception. */
  getFrameLocals(): PyObject | null;
  /** _PyEval_Vector of a class body: runs `func`'s code with `locals` as its namespace. Owned result or null. */
  evalClassBody(func: PyObject, locals: PyObject): PyObject | null;
  /** PyEval_EvalCode(Ex): runs a code object; `closure` a tuple of cells or null. Owned result or null. */
  evalCode(code: PyObject, globals: PyObject, locals: PyObject, closure: PyObject | null): PyObject | null;
  /**
   * Py_CompileStringObject: `mode` exec, eval or single; `flags` PyCF_* and CO_FUTURE_* bits, those of the running code
   * included when `inherit`. Owned code object, or null with SyntaxError & co.
   */
  compileString(
    source: string,
    filename: PyObject,
    mode: 'exec' | 'eval' | 'single',
    flags: number,
    inherit: boolean,
    optimize: number,
  ): PyObject | null;
  /** The frame object `depth` calls up (0: the running Python frame); owned. null without an exception past the end. */
  getFrame(depth: number): PyObject | null;
  /** `__name__` of the globals of the function running `depth` calls up; owned, or null. */
  getFrameModuleName(depth: number): PyObject | null;
  isFinalizing(): boolean;
  /** Prints an exception as the interpreter does: sys.excepthook's default. */
  displayException(value: PyObject): void;
  /** sys.unraisablehook's default: `unraisable` is an UnraisableHookArgs. 0, or −1 with an exception. */
  unraisableHook(unraisable: PyObject): number;
  /**
   * Where a warning `stackLevel` frames up belongs: globals (borrowed), file (owned str) and line of that Python frame;
   * null when the stack is not that deep.
   */
  warningContext(stackLevel: number): { globals: PyObject; filename: PyObject; lineno: number } | null;
  /** `warnings.warn`, one frame up per stack level; 0, or −1 with an exception. */
  warn(category: PyObject, message: string, stackLevel: number, source?: PyObject): number;
  /** `__import__` as C code calls it. Owned, or null with an exception. */
  importModule(name: string): PyObject | null;
}
export let vmInterface: VmInterface;
export function setVmInterface(vm: VmInterface): void {
  vmInterface = vm;
}
