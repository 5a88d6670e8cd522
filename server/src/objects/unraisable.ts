// Exceptions that nobody can handle: errors in `__del__`, weak reference callbacks, gc callbacks. They go to
// sys.unraisablehook. Follows the unraisable half of Python/errors.c, CPython 3.13.

import { registerRoots } from '../heap/roots';
import { heapObserver, onRuntimeReset } from '../heap/runtime';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyObject_CallOneArg } from './call';
import { PyErr_Clear, PyErr_GetRaisedException, PyErr_SetString, reprText } from './errors';
import { PyExc_TypeError } from './exceptions';
import type { PyBaseExceptionObject } from './exceptionstruct';
import { _PyFrame_GetFirstComplete, _PyFrame_GetFrameObject } from './frameobject';
import type { _PyInterpreterFrame } from './framestruct';
import type { PyObject } from './object';
import { PyObject_GetAttr, PyObject_Str, Py_None } from './objectprotocol';
import { tstate } from './pystate';
import { PyStructSequence_New, _PyStructSequence_InitBuiltin } from './structseq';
import { PySys_GetAttr, PySys_GetObject, PySys_WriteStderr } from './sysdict';
import { PyTraceBack_Print, _PyTraceBack_FromFrame } from './traceback';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

/** sys.UnraisableHookArgs; owned once made. */
let hookArgsType: PyTypeObject | null;
onRuntimeReset(() => {
  hookArgsType = null;
});
registerRoots((visit) => {
  if (hookArgsType !== null) visit(hookArgsType);
});
const FIELDS = ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object'];

function make_unraisable_hook_args(items: (PyObject | null)[]): Owned<PyTupleObject> {
  hookArgsType ??= _PyStructSequence_InitBuiltin({
    name: 'UnraisableHookArgs',
    doc: 'UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.',
    fields: FIELDS.map((name) => ({ name, doc: null })),
    n_in_sequence: FIELDS.length,
  });
  const args = PyStructSequence_New(hookArgsType!)!;
  for (const [i, item] of items.entries()) args.ob_item[i] = Py_NewRef(item ?? Py_None);
  return args;
}

function text(op: PyObject, failed: string): string {
  const s = PyObject_Str(op);
  if (s === null) {
    PyErr_Clear();
    return failed;
  }
  const result = (s as PyUnicodeObject).str;
  Py_DECREF(s);
  return result;
}
function attributeText(op: PyObject, name: string): string {
  const attr = PyObject_GetAttr(op, _Py_ID(name));
  if (attr === null || !PyUnicode_Check(attr)) {
    PyErr_Clear();
    Py_XDECREF(attr);
    return '<unknown>';
  }
  const result = (attr as PyUnicodeObject).str;
  Py_DECREF(attr);
  return result;
}

/** write_unraisable_exc: the report to sys.stderr. */
function write_unraisable_exc(
  type: PyObject,
  value: PyObject | null,
  tb: PyObject | null,
  err_msg: PyObject | null,
  obj: PyObject | null,
): void {
  const file = PySys_GetObject('stderr');
  if (file === null || file === Py_None) return;
  let out = '';
  const message = err_msg !== null && err_msg !== Py_None ? text(err_msg, '') : null;
  if (obj !== null && obj !== Py_None) out += `${message ?? 'Exception ignored in'}: ${reprText(obj)}\n`;
  else if (message !== null) out += `${message}:\n`;
  PyErr_Clear();
  PySys_WriteStderr(out);
  if (tb !== null && tb !== Py_None && PyTraceBack_Print(tb, file) < 0) PyErr_Clear();
  out = '';
  const module = attributeText(type, '__module__');
  const qualname = attributeText(type, '__qualname__');
  out += module === 'builtins' || module === '__main__' ? qualname : `${module}.${qualname}`;
  if (value !== null && value !== Py_None) out += `: ${text(value, '<exception str() failed>')}`;
  PySys_WriteStderr(out + '\n');
}

/** sys.unraisablehook's default. 0, or −1 with TypeError. */
export function _PyErr_WriteUnraisableDefaultHook(args: PyObject): number {
  if (args.ob_type !== hookArgsType) {
    PyErr_SetString(PyExc_TypeError, 'sys.unraisablehook argument type must be UnraisableHookArgs');
    return -1;
  }
  const [type, value, tb, err_msg, obj] = (args as PyTupleObject).ob_item as [
    PyObject,
    PyObject,
    PyObject,
    PyObject,
    PyObject,
  ];
  write_unraisable_exc(type, value, tb, err_msg, obj);
  return 0;
}

/** A traceback of the running frame alone; owned, null when no Python code runs. */
function currentTraceback(): Owned<PyObject> | null {
  const frame = _PyFrame_GetFirstComplete(tstate.current_frame as _PyInterpreterFrame | null);
  return frame === null ? null : _PyTraceBack_FromFrame(null, _PyFrame_GetFrameObject(frame));
}

/** Reports the exception that is set, and clears it. `message` null: "Exception ignored in: <obj>". */
function format_unraisable(message: string | null, obj: PyObject | null): void {
  const exc = PyErr_GetRaisedException() as PyBaseExceptionObject | null;
  if (exc === null) return;
  if (heapObserver !== null) heapObserver.unraisable?.(exc);
  exc.traceback ??= currentTraceback();
  const err_msg = message === null ? null : PyUnicode_FromString(message);
  const type = exc.ob_type;
  const tb = exc.traceback;
  const hook = PySys_GetAttr(_Py_ID('unraisablehook'));
  if (hook === null || hook === Py_None) write_unraisable_exc(type, exc, tb, err_msg, obj);
  else {
    const args = make_unraisable_hook_args([type, exc, tb, err_msg, obj]);
    Py_NewRef(hook);
    const res = PyObject_CallOneArg(hook, args);
    Py_DECREF(args);
    if (res === null) {
      const second = PyErr_GetRaisedException() as PyBaseExceptionObject;
      const what = PyUnicode_FromString('Exception ignored in sys.unraisablehook');
      write_unraisable_exc(second.ob_type, second, second.traceback, what, hook);
      Py_DECREF(what);
      Py_DECREF(second);
    } else Py_DECREF(res);
    Py_DECREF(hook);
  }
  Py_XDECREF(err_msg);
  Py_DECREF(exc);
}

/** PyErr_FormatUnraisable: with a message of its own; `obj` is appended when given. */
export function PyErr_FormatUnraisable(message: string, obj: PyObject | null = null): void {
  format_unraisable(obj === null ? message : `${message} ${reprText(obj)}`, null);
}

/** PyErr_WriteUnraisable: "Exception ignored in: <obj>". */
export function PyErr_WriteUnraisable(obj: PyObject | null): void {
  format_unraisable(null, obj);
}
