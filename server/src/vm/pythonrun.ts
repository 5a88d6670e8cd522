// Running a script as `python FILE` does: compile, execute as __main__, report what was not caught, exit code.
// Follows Python/pythonrun.c and Modules/main.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_Vectorcall } from '../objects/call';
import type { ConstantObjects } from '../objects/codeobject';
import { PyCode_FromUnit, newConstantObjects, releaseConstants } from '../objects/codeobject';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyBytes_CheckExact } from '../objects/bytesobject';
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
import { PyLong_AsLong, PyLong_Check } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyObject_GetOptionalAttr, Py_None } from '../objects/objectprotocol';
import { vmInterface } from '../objects/pystate';
import { PySys_GetObject, PySys_WriteStderr } from '../objects/sysdict';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import { decodeSource } from '../parser';
import { warn_explicit } from '../modules/_warnings';
import { compileToUnit } from './compilestring';
import { Py_FinalizeEx, newMainModule } from './pylifecycle';

/** handle_system_exit: the exit code of the SystemExit that is set, its message printed; clears it. */
function handle_system_exit(): number {
  const exc = PyErr_GetRaisedException()!;
  const found: { value: PyObject | null } = { value: null };
  if (PyObject_GetOptionalAttr(exc, _Py_ID('code'), found) < 0) PyErr_Clear();
  const code = found.value;
  let exitcode = 0;
  if (code === null || code === Py_None) exitcode = 0;
  else if (PyLong_Check(code)) {
    exitcode = PyLong_AsLong(code);
    PyErr_Clear();
  } else {
    const sys_stderr = PySys_GetObject('stderr');
    if (sys_stderr !== null && sys_stderr !== Py_None) {
      PyFile_WriteObject(code, sys_stderr, Py_PRINT_RAW);
      PyErr_Clear();
    }
    PySys_WriteStderr('\n');
    exitcode = 1;
  }
  Py_XDECREF(code);
  Py_DECREF(exc);
  return exitcode & 0xff;
}

/** PyErr_PrintEx: hands the exception that is set to sys.excepthook and clears it. Returns the exit code of SystemExit, or 1. */
export function PyErr_Print(): number {
  if (PyErr_ExceptionMatches(PyExc_SystemExit)) return handle_system_exit();
  const exc = PyErr_GetRaisedException() as PyBaseExceptionObject;
  const hook = PySys_GetObject('excepthook');
  if (hook === null) {
    PySys_WriteStderr('sys.excepthook is missing\n');
    vmInterface.displayException(exc);
    Py_DECREF(exc);
    return 1;
  }
  Py_NewRef(hook);
  const tb = exc.traceback ?? Py_None;
  const result = PyObject_Vectorcall(hook, [exc.ob_type, exc, tb], null);
  let code = 1;
  if (result === null) {
    if (PyErr_ExceptionMatches(PyExc_SystemExit)) code = handle_system_exit();
    else {
      const second = PyErr_GetRaisedException()!;
      PySys_WriteStderr('Error in sys.excepthook:\n');
      vmInterface.displayException(second);
      PySys_WriteStderr('\nOriginal exception was:\n');
      vmInterface.displayException(exc);
      Py_DECREF(second);
    }
  } else Py_DECREF(result);
  Py_DECREF(hook);
  Py_DECREF(exc);
  return code;
}

export interface MainScript {
  /** The file's bytes. */
  source: Uint8Array;
  /** As given on the command line: shown in tracebacks. */
  path: string;
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
  const module = newMainModule(script.path);
  const dict = module.ob_dict as PyDictObject;
  const result = executeScript(script, dict, options.keep === true);
  let exitCode = 0;
  if (result === null) exitCode = PyErr_Print();
  else Py_DECREF(result);
  return exitCode;
}

/** What the running main script owns beside its frame. */
let running: [PyObject, PyObject, ConstantObjects, PyObject[]] | null;
onRuntimeReset(() => {
  running = null;
});
/** The main script's code while it runs; borrowed. */
export function mainCode(): PyObject | null {
  return running === null ? null : running[0];
}
registerRoots((visit) => {
  if (running === null) return;
  const [code, filename, constants, literals] = running;
  visit(code);
  visit(filename);
  visit(constants.filename);
  for (const op of constants.objects.values()) visit(op);
  for (const op of literals) visit(op);
});

function executeScript(script: MainScript, dict: PyDictObject, keep: boolean): Owned<PyObject> | null {
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
  // The parser joins a bytes literal's parts, and joined with nothing one part is itself: the tree has it twice.
  const literals = [...constants.objects.values()].filter((op) => PyBytes_CheckExact(op));
  for (const op of literals) Py_NewRef(op);
  running = [code, filename, constants, literals];
  const result = vmInterface.evalCode(code, dict, dict, null);
  flush();
  if (!keep) {
    running = null;
    for (const op of literals) Py_DECREF(op);
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
