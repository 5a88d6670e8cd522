// The _thread module for one thread: locks, RLock, thread-local data, identities. Starting a thread is not simulated.
// Follows Modules/_threadmodule.c, CPython 3.13. Waiting for a lock that is held can never end here: it ends the run.

import { PyObject_Del, PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { unsupported } from '../heap/runtime';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyErr_Occurred, PyErr_SetString, PyErr_SetNone } from '../objects/errors';
import { PyExc_RuntimeError, PyExc_SystemExit, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { PyObject_IsTrue, Py_None, pointerText } from '../objects/objectprotocol';
import { PyStructSequence_NewType } from '../objects/structseq';
import { PyTuple_Pack } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';

/** What pthread_self() gives the main thread; any number would do. */
const MAIN_IDENT = 140000000000000;

class lockobject extends PyObject {
  /** How often it is held: at most once for a plain lock. */
  count: number;
  constructor(type: PyTypeObject) {
    super(type);
    this.count = 0;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** A lock, open. */
function newLock(type: PyTypeObject): Owned<PyObject> | null {
  return type.tp_alloc!(type, 0);
}

function lock_dealloc(self: PyObject): void {
  PyObject_GC_UnTrack(self);
  if (self.ob_weakreflist != null) PyObject_ClearWeakRefs(self);
  self.ob_type.tp_free!(self as never);
}

const acquireParser = argParser('acquire', ['blocking', 'timeout'], 0, 2);
/** The two arguments of acquire: may it wait, and is its patience limited? Null with an exception. */
function patience(args: readonly PyObject[], kwnames: PyTupleObject | null): { waits: boolean } | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, acquireParser);
  if (argv === null) return null;
  const blocking = argv[0] == null ? 1 : PyObject_IsTrue(argv[0]);
  if (blocking < 0) return null;
  let timeout = -1;
  if (argv[1] != null) {
    timeout = PyFloat_AsDouble(argv[1]);
    if (timeout === -1 && PyErr_Occurred()) return null;
  }
  if (blocking === 0 && timeout !== -1) {
    return PyErr_SetString(PyExc_ValueError, "can't specify a timeout for a non-blocking call");
  }
  if (timeout < 0 && timeout !== -1)
    return PyErr_SetString(PyExc_ValueError, 'timeout value must be a non-negative number');
  return { waits: blocking === 1 && timeout === -1 };
}

function lock_acquire(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const self = op as lockobject;
  const p = patience(args, kwnames);
  if (p === null) return null;
  if (self.count > 0) {
    if (p.waits) unsupported('waiting for a lock that is held: the one simulated thread would wait for ever');
    return PyBool_FromLong(false);
  }
  self.count = 1;
  return PyBool_FromLong(true);
}
function lock_release(op: PyObject): PyObject | null {
  const self = op as lockobject;
  if (self.count === 0) return PyErr_SetString(PyExc_RuntimeError, 'release unlocked lock');
  self.count = 0;
  return Py_NewRef(Py_None);
}
const repr =
  (kind: string) =>
  (op: PyObject): PyObject => {
    const self = op as lockobject;
    const state = self.count > 0 ? 'locked' : 'unlocked';
    const owner = kind === 'RLock' ? ` owner=${self.count > 0 ? MAIN_IDENT : 0} count=${self.count}` : '';
    return PyUnicode_FromString(`<${state} ${self.ob_type.tp_name} object${owner} at ${pointerText(self)}>`);
  };

const FAST_KW = METH_FASTCALL | METH_KEYWORDS;
const lock_type = defineModuleType({
  tp_name: '_thread.lock',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_weaklistoffset: 24,
  construct: (type) => new lockobject(type),
  tp_doc: 'A lock object is a synchronization primitive.',
  tp_dealloc: lock_dealloc,
  tp_traverse: () => undefined,
  tp_repr: repr('lock'),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_new: newLock,
  tp_methods: [
    method('acquire_lock', FAST_KW, lock_acquire, null),
    method('acquire', FAST_KW, lock_acquire, '($self, /, blocking=True, timeout=-1)'),
    method('release_lock', METH_NOARGS, lock_release, null),
    method('release', METH_NOARGS, lock_release, '($self, /)'),
    method('locked_lock', METH_NOARGS, (op: PyObject) => PyBool_FromLong((op as lockobject).count > 0), null),
    method('locked', METH_NOARGS, (op: PyObject) => PyBool_FromLong((op as lockobject).count > 0), '($self, /)'),
    method('__enter__', FAST_KW, lock_acquire, null),
    method('__exit__', METH_FASTCALL, lock_release, null),
    method(
      '_at_fork_reinit',
      METH_NOARGS,
      (op: PyObject) => {
        (op as lockobject).count = 0;
        return Py_NewRef(Py_None);
      },
      null,
    ),
  ],
});

function rlock_acquire(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  if (patience(args, kwnames) === null) return null;
  (op as lockobject).count++;
  return PyBool_FromLong(true);
}
function rlock_release(op: PyObject): PyObject | null {
  const self = op as lockobject;
  if (self.count === 0) return PyErr_SetString(PyExc_RuntimeError, 'cannot release un-acquired lock');
  self.count--;
  return Py_NewRef(Py_None);
}
const RLock_type = defineModuleType({
  tp_name: '_thread.RLock',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_weaklistoffset: 40,
  construct: (type) => new lockobject(type),
  tp_dealloc: lock_dealloc,
  tp_traverse: () => undefined,
  tp_repr: repr('RLock'),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_new: newLock,
  tp_methods: [
    method('acquire', FAST_KW, rlock_acquire, null),
    method('release', METH_NOARGS, rlock_release, null),
    method('_is_owned', METH_NOARGS, (op: PyObject) => PyBool_FromLong((op as lockobject).count > 0), null),
    method('_recursion_count', METH_NOARGS, (op: PyObject) => PyLong_FromLong((op as lockobject).count), null),
    method(
      '_release_save',
      METH_NOARGS,
      (op: PyObject) => {
        const self = op as lockobject;
        if (self.count === 0) return PyErr_SetString(PyExc_RuntimeError, 'cannot release un-acquired lock');
        const saved = PyTuple_Pack(PyLong_FromLong(self.count), PyLong_FromLong(MAIN_IDENT));
        self.count = 0;
        return saved;
      },
      null,
    ),
    method(
      '_acquire_restore',
      METH_FASTCALL,
      (op: PyObject) => {
        (op as lockobject).count = 1;
        return Py_NewRef(Py_None);
      },
      null,
    ),
    method('__enter__', FAST_KW, rlock_acquire, null),
    method('__exit__', METH_FASTCALL, rlock_release, null),
    method(
      '_at_fork_reinit',
      METH_NOARGS,
      (op: PyObject) => {
        (op as lockobject).count = 0;
        return Py_NewRef(Py_None);
      },
      null,
    ),
  ],
});

class localobject extends PyObject {
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
const local_type = defineModuleType({
  tp_name: '_thread._local',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dictoffset: 16,
  tp_weaklistoffset: 32,
  construct: (type) => new localobject(type),
  tp_doc: 'Thread-local data',
  tp_dealloc: (self: PyObject) => {
    PyObject_GC_UnTrack(self);
    if (self.ob_weakreflist != null) PyObject_ClearWeakRefs(self);
    const dict = self.ob_dict;
    self.ob_dict = null;
    if (dict != null) Py_DECREF(dict);
    self.ob_type.tp_free!(self as never);
  },
  tp_traverse: (self: PyObject, visit) => {
    if (self.ob_dict != null) visit(self.ob_dict);
  },
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_new: newLock,
});

class handleobject extends PyObject {
  done = false;
}
const handle_type = defineModuleType({
  tp_name: '_thread._ThreadHandle',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_IMMUTABLETYPE,
  construct: (type) => new handleobject(type),
  tp_dealloc: (self: PyObject) => self.ob_type.tp_free!(self as never),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
  tp_new: newLock,
  tp_repr: () => PyUnicode_FromString(`<_ThreadHandle object: ident=${MAIN_IDENT}>`),
  tp_getset: [{ name: 'ident', get: () => PyLong_FromLong(MAIN_IDENT), set: null, doc: null }],
  tp_methods: [
    method('join', METH_FASTCALL, () => Py_NewRef(Py_None), null),
    method('is_done', METH_NOARGS, (op: PyObject) => PyBool_FromLong((op as handleobject).done), null),
    method(
      '_set_done',
      METH_NOARGS,
      (op: PyObject) => {
        (op as handleobject).done = true;
        return Py_NewRef(Py_None);
      },
      null,
    ),
  ],
});

const noThreads = (): never => unsupported('starting a thread');
const none = (): PyObject => Py_NewRef(Py_None);
const ident = (): PyObject => PyLong_FromLong(MAIN_IDENT);

export function PyInit__thread(): Owned<PyObject> | null {
  if (readyModuleTypes(lock_type, RLock_type, local_type, handle_type) < 0) return null;
  const allocate = (): PyObject | null => newLock(lock_type);
  const exit = (): null => PyErr_SetNone(PyExc_SystemExit);
  const m = PyModule_Create({
    m_name: '_thread',
    m_doc:
      "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    m_methods: [
      method('start_new_thread', METH_FASTCALL, noThreads, null),
      method('start_new', METH_FASTCALL, noThreads, null),
      method('start_joinable_thread', FAST_KW, noThreads, null),
      method('daemon_threads_allowed', METH_NOARGS, () => PyBool_FromLong(true), null),
      method('allocate_lock', METH_NOARGS, allocate, null),
      method('allocate', METH_NOARGS, allocate, null),
      method('exit_thread', METH_NOARGS, exit, null),
      method('exit', METH_NOARGS, exit, null),
      method('interrupt_main', METH_FASTCALL, () => unsupported('interrupting the main thread'), null),
      method('get_ident', METH_NOARGS, ident, null),
      method('get_native_id', METH_NOARGS, () => PyLong_FromLong(1), null),
      method('_count', METH_NOARGS, () => PyLong_FromLong(0), null),
      method('stack_size', METH_FASTCALL, () => PyLong_FromLong(0), null),
      method('_excepthook', METH_FASTCALL, none, null),
      method('_is_main_interpreter', METH_NOARGS, () => PyBool_FromLong(true), null),
      method('_shutdown', METH_NOARGS, none, null),
      method('_make_thread_handle', METH_FASTCALL, () => newLock(handle_type), null),
      method('_get_main_thread_ident', METH_NOARGS, ident, null),
    ],
  });
  if (m === null) return null;
  PyModule_AddObject(m, 'LockType', Py_NewRef(lock_type));
  PyModule_AddObject(m, 'lock', Py_NewRef(lock_type));
  PyModule_AddObject(m, 'RLock', Py_NewRef(RLock_type));
  PyModule_AddObject(m, '_local', Py_NewRef(local_type));
  PyModule_AddObject(m, '_ThreadHandle', Py_NewRef(handle_type));
  PyModule_AddObject(m, 'error', Py_NewRef(PyExc_RuntimeError));
  PyModule_AddObject(m, 'TIMEOUT_MAX', PyFloat_FromDouble(9223372036));
  PyModule_AddObject(
    m,
    '_ExceptHookArgs',
    PyStructSequence_NewType({
      name: '_thread._ExceptHookArgs',
      doc: 'ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.',
      fields: ['exc_type', 'exc_value', 'exc_traceback', 'thread'].map((name) => ({ name, doc: null })),
      n_in_sequence: 4,
    }),
  );
  return m;
}
