// What sys offers to event loops: hooks of asynchronous generators, where coroutines were made. Follows
// Python/sysmodule.c, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { asyncGenHooks } from '../objects/asyncgenobject';
import { PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_TypeError, PyExc_ValueError } from '../objects/exceptions';
import { coroutineOrigins } from '../objects/genobject';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import type { PyObject } from '../objects/object';
import { PyCallable_Check, Py_None } from '../objects/objectprotocol';
import { PyStructSequence_New, _PyStructSequence_InitBuiltin, PyStructSequence_SetItem } from '../objects/structseq';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyMethodDef } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, method } from '../objects/typestruct';

const hooksParser = argParser('set_asyncgen_hooks', ['firstiter', 'finalizer'], 0, 2);
function sys_set_asyncgen_hooks(
  _m: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, hooksParser);
  if (argv === null) return null;
  const [firstiter, finalizer] = argv;
  for (const [name, hook] of [
    ['finalizer', finalizer],
    ['firstiter', firstiter],
  ] as const) {
    if (hook != null && hook !== Py_None && !PyCallable_Check(hook)) {
      return PyErr_SetString(PyExc_TypeError, `callable ${name} expected, got ${hook.ob_type.tp_name}`);
    }
  }
  for (const [name, hook] of [
    ['finalizer', finalizer],
    ['firstiter', firstiter],
  ] as const) {
    if (hook == null) continue;
    const old = asyncGenHooks[name];
    asyncGenHooks[name] = hook === Py_None ? null : Py_NewRef(hook);
    Py_XDECREF(old);
  }
  return Py_NewRef(Py_None);
}
function sys_get_asyncgen_hooks(): Owned<PyObject> | null {
  const type = _PyStructSequence_InitBuiltin({
    name: 'asyncgen_hooks',
    doc: 'get_asyncgen_hooks\n\nAsyncGenHooks',
    fields: ['firstiter', 'finalizer'].map((name) => ({ name, doc: null })),
    n_in_sequence: 2,
  });
  if (type === null) return null;
  const res = PyStructSequence_New(type);
  PyStructSequence_SetItem(res, 0, Py_NewRef(asyncGenHooks.firstiter ?? Py_None));
  PyStructSequence_SetItem(res, 1, Py_NewRef(asyncGenHooks.finalizer ?? Py_None));
  return res;
}

const depthParser = argParser('set_coroutine_origin_tracking_depth', ['depth'], 1, 1);
function sys_set_coroutine_origin_tracking_depth(
  _m: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): Owned<PyObject> | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, depthParser);
  if (argv === null) return null;
  const depth = PyLong_AsInt(argv[0]!);
  if (depth === -1 && PyErr_Occurred()) return null;
  if (depth < 0) return PyErr_SetString(PyExc_ValueError, 'depth must be >= 0');
  coroutineOrigins.depth = depth;
  return Py_NewRef(Py_None);
}

export const sysAsyncMethods: PyMethodDef[] = [
  method('get_asyncgen_hooks', METH_NOARGS, sys_get_asyncgen_hooks, '($module, /)'),
  method('set_asyncgen_hooks', METH_FASTCALL | METH_KEYWORDS, sys_set_asyncgen_hooks, null),
  method(
    'get_coroutine_origin_tracking_depth',
    METH_NOARGS,
    () => PyLong_FromLong(coroutineOrigins.depth),
    '($module, /)',
  ),
  method(
    'set_coroutine_origin_tracking_depth',
    METH_FASTCALL | METH_KEYWORDS,
    sys_set_coroutine_origin_tracking_depth,
    '($module, /, depth)',
  ),
];
