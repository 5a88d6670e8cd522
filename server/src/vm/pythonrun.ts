// Running a script as `python FILE` does: compile, execute as __main__, report what was not caught, exit code.
// Follows Python/pythonrun.c and Modules/main.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { PyObject_Vectorcall } from '../objects/call';
import type { ConstantObjects } from '../objects/codeobject';
import { PyCode_FromUnit, newConstantObjects, releaseConstantCache, releaseConstants } from '../objects/codeobject';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import type { PyDictObject } from '../objects/dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_GetRaisedException,
  PyErr_SetRaisedException,
  PyErr_SetString,
} from '../objects/errors';
import { PyExc_SyntaxError, PyExc_SystemExit } from '../objects/exceptions';
import type { PyBaseExceptionObject } from '../objects/exceptionstruct';
import { PyFile_WriteObject, Py_PRINT_RAW, _PyFile_Flush } from '../objects/fileobject';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsLong, PyLong_Check } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyObject_GetOptionalAttr, Py_None } from '../objects/objectprotocol';
import { vmInterface } from '../objects/pystate';
import { PySys_GetObject, PySys_SetObject, PySys_WriteStderr } from '../objects/sysdict';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import { decodeSource } from '../parser';
import { warn_explicit } from '../modules/_warnings';
import { PyImport_ImportModule } from '../modules/import';
import { simulateCompilation } from './compilationheap';
import { compileToUnit } from './compilestring';
import { Py_FinalizeEx, newMainModule } from './pylifecycle';

/** handle_system_exit: the exit code of the SystemExit that is set, its message printed; clears it. */
function handle_system_exit(): number {
  let exc = PyErr_GetRaisedException()!;
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(exc, _Py_ID('code'), found) < 0) PyErr_Clear();
  const code = found.value;
  let exitcode = 1;
  if (code === null || code === Py_None || PyLong_Check(code)) {
    if (code !== null && PyLong_Check(code)) {
      exitcode = PyLong_AsLong(code);
      PyErr_Clear();
    } else exitcode = 0;
    Py_XDECREF(code);
  } else {
    // The exception goes, with all that its traceback held, before its code is printed.
    Py_DECREF(exc);
    exc = code;
    const sys_stderr = PySys_GetObject('stderr');
    if (sys_stderr !== null && sys_stderr !== Py_None) {
      PyFile_WriteObject(code, sys_stderr, Py_PRINT_RAW);
      PyErr_Clear();
    }
    PySys_WriteStderr('\n');
  }
  Py_DECREF(exc);
  return exitcode & 0xff;
}

/**
 * PyErr_Print: remembers the exception that is set as sys.last_exc, hands it to sys.excepthook and clears it. Returns the
 * exit code of SystemExit, with which CPython's Py_Exit ends the process there and then, or null.
 */
export function PyErr_Print(): number | null {
  if (PyErr_ExceptionMatches(PyExc_SystemExit)) return handle_system_exit();
  const exc = PyErr_GetRaisedException() as PyBaseExceptionObject;
  const typ = Py_NewRef(exc.ob_type);
  const tb = Py_NewRef(exc.traceback ?? Py_None);
  const last: [string, PyObject][] = [
    ['last_exc', exc],
    ['last_type', typ],
    ['last_value', exc],
    ['last_traceback', tb],
  ];
  for (const [name, value] of last) PySys_SetObject(name, value);
  const hook = Py_XNewRef(PySys_GetObject('excepthook'));
  let code: number | null = null;
  if (hook === null) {
    PySys_WriteStderr('sys.excepthook is missing\n');
    vmInterface.displayException(exc);
  } else {
    const result = PyObject_Vectorcall(hook, [typ, exc, tb], null);
    if (result !== null) Py_DECREF(result);
    // Py_Exit never comes back: what this function owns stays owned.
    else if (PyErr_ExceptionMatches(PyExc_SystemExit)) code = handle_system_exit();
    else {
      const second = PyErr_GetRaisedException()!;
      PySys_WriteStderr('Error in sys.excepthook:\n');
      vmInterface.displayException(second);
      PySys_WriteStderr('\nOriginal exception was:\n');
      vmInterface.displayException(exc);
      Py_DECREF(second);
    }
  }
  Py_XDECREF(hook);
  Py_DECREF(typ);
  Py_DECREF(exc);
  Py_DECREF(tb);
  return code;
}

export interface MainScript {
  /** The file's bytes. */
  source: Uint8Array;
  /** As given on the command line: shown in tracebacks. */
  path: string;
  /** `python -c` and a program on standard input: `__main__` has no file, and imports look in the current folder. */
  command?: boolean;
  /** `python -I`: they do not even look there. */
  isolated?: boolean;
}

/** What a main script is while it runs: kept by the caller until the run is over. */
export interface MainRun {
  /** 0, 1 or what SystemExit said; undefined until finished. */
  exitCode?: number;
}

/**
 * Compiles and executes `script` as __main__ in the interpreter just started. The exit code; nothing is torn down. `keep`:
 * the module's code and constants stay as while it ran, so that the end of a run looks like its last line.
 */
export function runMain(script: MainScript, options: { keep?: boolean } = {}): number {
  const module = newMainModule(script);
  running = { module: Py_NewRef(module), code: null, filename: null, constants: null };
  const result = executeScript(script, module, options.keep === true);
  if (options.keep !== true) {
    const held = running.module;
    running = null;
    Py_DECREF(held);
  }
  let exitCode: number | null = 0;
  if (result === null) exitCode = PyErr_Print();
  else Py_DECREF(result);
  return exitCode ?? 1;
}

/** What the running main script owns beside its frame. */
let running: {
  module: Owned<PyObject>;
  code: Owned<PyObject> | null;
  filename: Owned<PyObject> | null;
  constants: ConstantObjects | null;
} | null;
onRuntimeReset(() => {
  running = null;
});
/** The main script's code while it runs; borrowed. */
export function mainCode(): PyObject | null {
  return running === null ? null : running.code;
}
registerRoots((visit) => {
  if (running === null) return;
  const { module, code, filename, constants } = running;
  visit(module);
  if (code !== null) visit(code);
  if (filename !== null) visit(filename);
  if (constants === null) return;
  visit(constants.filename);
  for (const op of constants.tree) visit(op);
});

function executeScript(script: MainScript, module: PyObject, keep: boolean): Owned<PyObject> | null {
  const dict = module.ob_dict as PyDictObject;
  const decoded = decodeSource(script.source);
  if (!decoded.ok) return PyErr_SetString(PyExc_SyntaxError, decoded.error.msg);
  const filename = PyUnicode_FromString(script.path);
  const unit = compileToUnit(decoded.source, filename, 'exec', 0, 0, (category, message, file, lineno) => {
    const text = PyUnicode_FromString(message);
    const r = warn_explicit(category, text, file, lineno, null, null, null, null);
    Py_DECREF(text);
    return r;
  });
  if (unit === null) {
    Py_DECREF(filename);
    return null;
  }
  // The syntax tree's constants live while a main script runs: one reference more than its code objects hold.
  const constants = newConstantObjects(script.path);
  const code = PyCode_FromUnit(unit, constants);
  simulateCompilation(constants, unit, true);
  releaseConstantCache(constants);
  const run = running!;
  Object.assign(run, { code, filename, constants });
  const result = vmInterface.evalCode(code, dict, dict, null);
  flush();
  if (!keep) {
    Object.assign(run, { code: null, filename: null, constants: null });
    Py_DECREF(code);
    releaseConstants(constants);
    Py_DECREF(filename);
  }
  return result;
}

function flush(): void {
  const exc = PyErr_GetRaisedException();
  for (const name of ['stdout', 'stderr']) {
    const file = PySys_GetObject(name);
    if (file !== null && file !== Py_None && _PyFile_Flush(file) < 0) PyErr_Clear();
  }
  PyErr_SetRaisedException(exc);
}

/** Runs a script from beginning to end, teardown included. The exit code. */
export function runToExit(script: MainScript): number {
  const exitCode = runMain(script);
  Py_FinalizeEx();
  return exitCode;
}

/** `-W`: sys.warnoptions, which warnings reads when it is imported, now. */
export function useWarnOptions(options: readonly string[]): void {
  const list = PyList_FromArraySteal(options.map((option) => PyUnicode_FromString(option)));
  PySys_SetObject('warnoptions', list);
  Py_DECREF(list);
  const warnings = PyImport_ImportModule('warnings');
  if (warnings === null) PyErr_Clear();
  Py_XDECREF(warnings);
}
