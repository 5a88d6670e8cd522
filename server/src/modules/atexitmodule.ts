// The atexit module. Follows Modules/atexitmodule.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_Call } from '../objects/call';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_FormatUnraisable, PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError } from '../objects/exceptions';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_Create } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_EQ } from '../objects/object';
import { PyCallable_Check, PyObject_RichCompareBool, Py_None } from '../objects/objectprotocol';
import { PyTuple_FromArray } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, method } from '../objects/typestruct';

/** A registered call; all owned. */
interface Callback {
  func: PyObject;
  args: PyTupleObject;
  kwargs: PyDictObject | null;
}
/** What was unregistered leaves a hole. */
let callbacks: (Callback | null)[];
onRuntimeReset(() => {
  callbacks = [];
});
registerRoots((visit) => {
  for (const cb of callbacks) {
    if (cb === null) continue;
    visit(cb.func);
    visit(cb.args);
    if (cb.kwargs !== null) visit(cb.kwargs);
  }
});

function release(cb: Callback): void {
  Py_DECREF(cb.func);
  Py_DECREF(cb.args);
  Py_XDECREF(cb.kwargs);
}

/** Runs what was registered, last first; errors are unraisable. Also sys.exit's path through Py_FinalizeEx. */
export function _PyAtExit_Call(): void {
  for (let i = callbacks.length - 1; i >= 0; i--) {
    const cb = callbacks[i];
    if (cb === undefined || cb === null) continue;
    const func = Py_NewRef(cb.func);
    const res = PyObject_Call(cb.func, cb.args, cb.kwargs);
    if (res === null) PyErr_FormatUnraisable('Exception ignored in atexit callback', func);
    else Py_DECREF(res);
    Py_DECREF(func);
  }
  atexit_cleanup();
}
function atexit_cleanup(): void {
  const all = callbacks;
  callbacks = [];
  for (const cb of all) if (cb !== null) release(cb);
}

function register(_m: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  if (args.ob_item.length === 0)
    return PyErr_SetString(PyExc_TypeError, 'register() takes at least 1 argument (0 given)');
  const func = args.ob_item[0]!;
  if (!PyCallable_Check(func)) return PyErr_SetString(PyExc_TypeError, 'the first argument must be callable');
  callbacks.push({
    func: Py_NewRef(func),
    args: PyTuple_FromArray(args.ob_item.slice(1)) as PyTupleObject,
    kwargs: kwargs === null ? null : Py_NewRef(kwargs),
  });
  return Py_NewRef(func);
}

function unregister(_m: PyObject, func: PyObject): PyObject | null {
  for (let i = 0; i < callbacks.length; i++) {
    const cb = callbacks[i];
    if (cb == null) continue;
    const eq = PyObject_RichCompareBool(cb.func, func, Py_EQ);
    if (eq < 0) return null;
    if (eq === 0 || callbacks[i] !== cb) continue;
    callbacks[i] = null;
    release(cb);
  }
  return Py_NewRef(Py_None);
}

export function PyInit_atexit(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: 'atexit',
    m_doc:
      'allow programmer to define multiple exit functions to be executed upon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n',
    m_methods: [
      method('register', METH_VARARGS | METH_KEYWORDS, register, '($module, func, /, *args, **kwargs)'),
      method('unregister', METH_O, unregister, '($module, func, /)'),
      method('_clear', METH_NOARGS, () => (atexit_cleanup(), Py_NewRef(Py_None)), '($module, /)'),
      method('_run_exitfuncs', METH_NOARGS, () => (_PyAtExit_Call(), Py_NewRef(Py_None)), '($module, /)'),
      method('_ncallbacks', METH_NOARGS, () => PyLong_FromLong(callbacks.length), '($module, /)'),
    ],
  });
}
