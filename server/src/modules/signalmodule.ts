// The _signal module. Follows Modules/signalmodule.c, CPython 3.13. A signal arrives only when the program sends it to
// itself; its handler then runs at once (CPython runs it before the next bytecode that checks for it).

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset, unsupported } from '../heap/runtime';
import { PyObject_Vectorcall } from '../objects/call';
import { PyDict_GetItemString } from '../objects/dictobject';
import {
  PyErr_Occurred,
  PyErr_SetFromErrnoWithFilenameObject,
  PyErr_SetNone,
  PyErr_SetString,
} from '../objects/errors';
import { PyExc_KeyboardInterrupt, PyExc_OSError, PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { _PyArg_CheckPositional } from '../objects/getargs';
import { PyLong_AsInt, PyLong_Check, PyLong_FromLong } from '../objects/longobject';
import {
  PyModule_AddIntConstant,
  PyModule_AddObject,
  PyModule_Create,
  PyModule_GetDict,
} from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { PyCallable_Check, Py_None } from '../objects/objectprotocol';
import { PySet_Add, PySet_New } from '../objects/setobject';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { SIGNAL } from './osconstants';

const NSIG = 65;
const SIG_DFL = 0;
const SIG_IGN = 1;
const SIGINT = 2;

/** What is set for each signal: an object (owned) or SIG_DFL, SIG_IGN. */
let handlers: (PyObject | number)[];
let wakeup_fd: number;
onRuntimeReset(() => {
  handlers = new Array<PyObject | number>(NSIG).fill(SIG_DFL);
  wakeup_fd = -1;
});
registerRoots((visit) => {
  for (const h of handlers) if (typeof h !== 'number') visit(h);
});

/** A signal's number, or −1 with an exception. */
function signum(arg: PyObject): number {
  const n = PyLong_AsInt(arg);
  if (n === -1 && PyErr_Occurred()) return -1;
  if (n < 1 || n >= NSIG) {
    PyErr_SetString(PyExc_ValueError, 'signal number out of range');
    return -1;
  }
  return n;
}
const handlerObject = (h: PyObject | number): PyObject => (typeof h === 'number' ? PyLong_FromLong(h) : Py_NewRef(h));

function signal_signal(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('signal', args.length, 2, 2)) return null;
  const n = signum(args[0]!);
  if (n < 0) return null;
  const handler = args[1]!;
  let value: PyObject | number = handler;
  if (PyLong_Check(handler)) {
    const code = PyLong_AsInt(handler);
    if (code === -1 && PyErr_Occurred()) return null;
    value = code;
  }
  if (value !== SIG_DFL && value !== SIG_IGN && (typeof value === 'number' || !PyCallable_Check(value))) {
    return PyErr_SetString(
      PyExc_TypeError,
      'signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object',
    );
  }
  if (n === 9 || n === 19) return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, 22, null);
  const old = handlers[n]!;
  handlers[n] = typeof value === 'number' ? value : Py_NewRef(value);
  return typeof old === 'number' ? PyLong_FromLong(old) : old;
}
function signal_getsignal(_m: PyObject, arg: PyObject): PyObject | null {
  const n = signum(arg);
  return n < 0 ? null : handlerObject(handlers[n]!);
}

/** A signal arrives. 0, or −1 with what its handler raised. */
function deliver(n: number): number {
  const handler = handlers[n]!;
  // What these do when nobody handles them: nothing (SIGCHLD, SIGCONT, SIGURG, SIGWINCH), or end the process.
  if (handler === SIG_IGN || (handler === SIG_DFL && [17, 18, 23, 28].includes(n))) return 0;
  if (typeof handler === 'number') unsupported(`being ended by signal ${n}`);
  const number = PyLong_FromLong(n);
  const result = PyObject_Vectorcall(handler, [number, Py_None], null);
  Py_DECREF(number);
  if (result === null) return -1;
  Py_DECREF(result);
  return 0;
}
function signal_raise_signal(_m: PyObject, arg: PyObject): PyObject | null {
  const n = signum(arg);
  return n < 0 || deliver(n) < 0 ? null : Py_NewRef(Py_None);
}

const NAMES: Readonly<Record<number, string>> = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  4: 'Illegal instruction',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating point exception',
  9: 'Killed',
  11: 'Segmentation fault',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
};

export function PyInit__signal(): Owned<PyObject> | null {
  const none = (): PyObject => Py_NewRef(Py_None);
  const zero = (): PyObject => PyLong_FromLong(0);
  const emptySet = (): PyObject | null => PySet_New(null);
  const m = PyModule_Create({
    m_name: '_signal',
    m_doc: 'This module provides mechanisms to use signal handlers in Python.',
    m_methods: [
      method(
        'default_int_handler',
        METH_FASTCALL,
        () => PyErr_SetNone(PyExc_KeyboardInterrupt),
        '($module, signalnum, frame, /)',
      ),
      method('alarm', METH_O, zero, '($module, seconds, /)'),
      method('signal', METH_FASTCALL, signal_signal, '($module, signalnum, handler, /)'),
      method('raise_signal', METH_O, signal_raise_signal, '($module, signalnum, /)'),
      method(
        'strsignal',
        METH_O,
        (_m: PyObject, arg: PyObject) => {
          const n = signum(arg);
          if (n < 0) return null;
          return NAMES[n] === undefined ? none() : PyUnicode_FromString(NAMES[n]);
        },
        '($module, signalnum, /)',
      ),
      method('getsignal', METH_O, signal_getsignal, '($module, signalnum, /)'),
      method(
        'set_wakeup_fd',
        METH_FASTCALL | METH_KEYWORDS,
        (_m: PyObject, args: readonly PyObject[]) => {
          if (!_PyArg_CheckPositional('set_wakeup_fd', args.length, 1, 1)) return null;
          const fd = PyLong_AsInt(args[0]!);
          if (fd === -1 && PyErr_Occurred()) return null;
          const old = wakeup_fd;
          wakeup_fd = fd;
          return PyLong_FromLong(old);
        },
        null,
      ),
      method('siginterrupt', METH_FASTCALL, none, null),
      method('pthread_sigmask', METH_FASTCALL, emptySet, null),
      method('sigpending', METH_NOARGS, emptySet, null),
      method(
        'valid_signals',
        METH_NOARGS,
        () => {
          const all = PySet_New(null);
          if (all === null) return null;
          for (let n = 1; n < NSIG; n++) {
            if (n === 32 || n === 33) continue;
            const number = PyLong_FromLong(n);
            if (PySet_Add(all, number) < 0) return null;
            Py_DECREF(number);
          }
          return all;
        },
        '($module, /)',
      ),
    ],
  });
  if (m === null) return null;
  for (const [name, value] of Object.entries({ ...SIGNAL, SIG_DFL, SIG_IGN })) PyModule_AddIntConstant(m, name, value);
  PyModule_AddObject(m, 'ItimerError', Py_NewRef(PyExc_OSError));
  handlers[SIGINT] = Py_NewRef(PyDict_GetItemString(PyModule_GetDict(m), 'default_int_handler')!);
  return m;
}
