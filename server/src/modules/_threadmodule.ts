// The _thread module: locks, RLock, thread-local data, threads. Follows Modules/_threadmodule.c, CPython 3.13.
// A thread runs from its start to its end inside the call that starts it: one of the orders that CPython may choose, as
// if the new thread got the interpreter's lock at once and kept it. One that goes on for long (it waits for what another
// is to do) is stopped between two slices of its loop (vm/threads.ts), and goes on while the main thread sleeps, joins,
// waits or begins a slice. A lock that would have to be waited for with nobody to release it ends the run.

import { PyObject_Del, PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_INCREF, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import { unsupported, onRuntimeReset } from '../heap/runtime';
import { PyBool_FromLong } from '../objects/boolobject';
import {
  PyErr_Occurred,
  PyErr_SetString,
  PyErr_SetNone,
  PyErr_Clear,
  PyErr_ExceptionMatches,
  reprText,
} from '../objects/errors';
import {
  PyExc_RuntimeError,
  PyExc_SystemExit,
  PyExc_ValueError,
  PyExc_KeyboardInterrupt,
  PyExc_TypeError,
} from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyArg_UnpackKeywords, argParser, _PyArg_CheckPositional } from '../objects/getargs';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { PyObject_GetAttr, PyObject_IsTrue, Py_None, pointerText, PyCallable_Check } from '../objects/objectprotocol';
import { PyStructSequence_NewType } from '../objects/structseq';
import { PyTuple_FromArraySteal, PyTuple_Check } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_IMMUTABLETYPE,
  method,
} from '../objects/typestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import { PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyDict_Check } from '../objects/dictcore';
import { PyErr_FormatUnraisable } from '../objects/unraisable';
import type { PyLongObject } from '../objects/longstruct';
import { PyObject_Call, PyObject_CallNoArgs } from '../objects/call';
import { PyFile_WriteObject, PyFile_WriteString, Py_PRINT_RAW, _PyFile_Flush } from '../objects/fileobject';
import type { PyBaseExceptionObject } from '../objects/exceptionstruct';
import { PyObject_GetOptionalAttr, type Out } from '../objects/objectattr';

import { PySys_GetObject } from '../objects/sysdict';
import { vmInterface } from '../objects/pystate';
import { advanceClock } from './timemodule';
import { runAsThread, waitForThreads, waitForThreadsAtExit, waitOfThread } from '../vm/threads';
import { local_dummy_type, local_type } from './_threadlocal';

/** What pthread_self() gives the main thread; any number would do. */
const MAIN_IDENT = 140000000000000;

const WAITING = 'waiting for a lock that is held and that nobody will release: it would wait for ever';

class lockobject extends PyObject {
  /** How often it is held: at most once for a plain lock. */
  count: number;
  /** An RLock's: the thread that holds it. */
  owner: number;
  constructor(type: PyTypeObject) {
    super(type);
    this.count = 0;
    this.owner = 0;
    this.ob_weakreflist = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

let currentIdent: number;
let threadsStarted: number;
let threadsRunning: number;
onRuntimeReset(() => {
  currentIdent = MAIN_IDENT;
  threadsStarted = 0;
  threadsRunning = 0;
});

/** Runs `call` as a new thread. `func` is what an exception that comes out is reported with. */
function runThread(
  func: PyObject,
  ident: number,
  daemon: boolean,
  call: () => PyObject | null,
  ended: () => void,
): void {
  threadsRunning++;
  runAsThread({
    func,
    daemon,
    call,
    enter: () => {
      const starter = currentIdent;
      currentIdent = ident;
      return () => {
        currentIdent = starter;
      };
    },
    ended: (res) => {
      if (res !== null) Py_DECREF(res);
      else if (PyErr_ExceptionMatches(PyExc_SystemExit)) PyErr_Clear();
      else PyErr_FormatUnraisable(`Exception ignored in thread started by ${reprText(func) ?? '<NULL>'}`, null);
      threadsRunning--;
      ended();
    },
  });
}
/** The state's reference. */
let excepthook_type: PyTypeObject;
const nextIdent = (): number => MAIN_IDENT - 8392704 * ++threadsStarted;

function start_new_thread(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  if (!_PyArg_CheckPositional('start_new_thread', args.length, 2, 3)) return null;
  const [func, fargs, kwargs] = args as [PyObject, PyObject, PyObject | undefined];
  if (!PyCallable_Check(func)) return PyErr_SetString(PyExc_TypeError, 'first arg must be callable');
  if (!PyTuple_Check(fargs)) return PyErr_SetString(PyExc_TypeError, '2nd arg must be a tuple');
  if (kwargs !== undefined && !PyDict_Check(kwargs)) {
    return PyErr_SetString(PyExc_TypeError, 'optional 3rd arg must be a dictionary');
  }
  const ident = nextIdent();
  Py_INCREF(func);
  const call = (): PyObject | null => PyObject_Call(func, fargs, (kwargs ?? null) as PyDictObject | null);
  runThread(func, ident, true, call, () => undefined);
  Py_DECREF(func);
  return PyLong_FromLong(ident);
}
const joinableParser = argParser('start_joinable_thread', ['function', 'handle', 'daemon'], 1, 1);
function start_joinable_thread(
  _m: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, joinableParser);
  if (argv === null) return null;
  const func = argv[0]!;
  if (!PyCallable_Check(func)) return PyErr_SetString(PyExc_TypeError, 'thread function must be callable');
  let handle: PyObject | null = argv[1] ?? null;
  if (handle === null || handle === Py_None) handle = newLock(handle_type);
  else if (handle.ob_type !== handle_type) return PyErr_SetString(PyExc_TypeError, "'handle' must be a _ThreadHandle");
  else Py_INCREF(handle);
  const self = handle as handleobject;
  if (self.started) {
    Py_DECREF(self);
    return PyErr_SetString(PyExc_RuntimeError, 'thread already started');
  }
  self.started = true;
  self.thread_ident = nextIdent();
  Py_INCREF(func);
  const ended = (): void => {
    self.done = true;
  };
  const daemon = argv[2] == null || PyObject_IsTrue(argv[2]) !== 0;
  runThread(func, self.thread_ident, daemon, () => PyObject_CallNoArgs(func), ended);
  Py_DECREF(func);
  return self;
}

/** Writes which thread an exception ended, and its traceback. −1 with an exception. */
function thread_excepthook_file(file: PyObject, exc: PyObject, thread: PyObject): number {
  if (PyFile_WriteString('Exception in thread ', file) < 0) return -1;
  const name: Out = { value: null };
  if (thread !== Py_None && PyObject_GetOptionalAttr(thread, _Py_ID('name'), name) < 0) return -1;
  const text = name.value ?? PyLong_FromLong(currentIdent);
  const r = PyFile_WriteObject(text, file, Py_PRINT_RAW);
  Py_DECREF(text);
  if (r < 0 || PyFile_WriteString(':\n', file) < 0) return -1;
  vmInterface.displayException(exc as PyBaseExceptionObject);
  return _PyFile_Flush(file);
}

/** Deviation: the traceback itself goes to sys.stderr, even if the thread has kept another. */
function thread_excepthook(_m: PyObject, args: PyObject): PyObject | null {
  if (args.ob_type !== excepthook_type) {
    return PyErr_SetString(PyExc_TypeError, '_thread.excepthook argument type must be ExceptHookArgs');
  }
  const [exc_type, exc_value, , thread] = (args as PyTupleObject).ob_item as [PyObject, PyObject, PyObject, PyObject];
  if (exc_type === PyExc_SystemExit) return Py_NewRef(Py_None);
  let file = Py_XNewRef(PySys_GetObject('stderr'));
  if (file === null || file === Py_None) {
    Py_XDECREF(file);
    if (thread === Py_None) return Py_NewRef(Py_None);
    file = PyObject_GetAttr(thread, _Py_ID('_stderr'));
    if (file === null || file === Py_None) return file;
  }
  const res = thread_excepthook_file(file, exc_value, thread);
  Py_DECREF(file);
  return res < 0 ? null : Py_NewRef(Py_None);
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
function patience(
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): { waits: boolean; timeout: number } | null {
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
  return { waits: blocking === 1 && timeout === -1, timeout: blocking === 1 ? timeout : 0 };
}

function lock_acquire(op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null): PyObject | null {
  const self = op as lockobject;
  const p = patience(args, kwnames);
  if (p === null) return null;
  if (self.count > 0) {
    const free = (): boolean => self.count === 0;
    if (p.timeout !== 0) {
      const taken = (): void => {
        self.count = 1;
        self.owner = ident;
      };
      const ident = currentIdent;
      if (waitOfThread(self, p.timeout, free, taken)) return PyBool_FromLong(true);
      waitForThreads(free, p.waits);
    }
    if (!free()) {
      if (p.waits) unsupported(WAITING);
      if (p.timeout > 0) advanceClock(p.timeout);
      return PyBool_FromLong(false);
    }
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
    const owner = kind === 'RLock' ? ` owner=${self.count > 0 ? self.owner : 0} count=${self.count}` : '';
    return PyUnicode_FromString(`<${state} ${self.ob_type.tp_name} object${owner} at ${pointerText(self)}>`);
  };

const FAST_KW = METH_FASTCALL | METH_KEYWORDS;
const lock_type = defineModuleType({
  tp_name: '_thread.lock',
  heap: 'immutable',
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
  const p = patience(args, kwnames);
  if (p === null) return null;
  const self = op as lockobject;
  if (self.count > 0 && self.owner !== currentIdent) {
    const free = (): boolean => self.count === 0;
    if (p.timeout !== 0) {
      const taken = (): void => {
        self.count = 1;
        self.owner = ident;
      };
      const ident = currentIdent;
      if (waitOfThread(self, p.timeout, free, taken)) return PyBool_FromLong(true);
      waitForThreads(free, p.waits);
    }
    if (!free()) {
      if (p.waits) unsupported(WAITING);
      if (p.timeout > 0) advanceClock(p.timeout);
      return PyBool_FromLong(false);
    }
  }
  self.owner = currentIdent;
  self.count++;
  return PyBool_FromLong(true);
}
function rlock_release(op: PyObject): PyObject | null {
  const self = op as lockobject;
  if (self.count === 0 || self.owner !== currentIdent) {
    return PyErr_SetString(PyExc_RuntimeError, 'cannot release un-acquired lock');
  }
  self.count--;
  return Py_NewRef(Py_None);
}
const RLock_type = defineModuleType({
  tp_name: '_thread.RLock',
  heap: 'immutable',
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
    method(
      '_is_owned',
      METH_NOARGS,
      (op: PyObject) => PyBool_FromLong((op as lockobject).count > 0 && (op as lockobject).owner === currentIdent),
      null,
    ),
    method('_recursion_count', METH_NOARGS, (op: PyObject) => PyLong_FromLong((op as lockobject).count), null),
    method(
      '_release_save',
      METH_NOARGS,
      (op: PyObject) => {
        const self = op as lockobject;
        if (self.count === 0) return PyErr_SetString(PyExc_RuntimeError, 'cannot release un-acquired lock');
        const saved = PyTuple_FromArraySteal([PyLong_FromLong(self.count), PyLong_FromLong(self.owner)]);
        self.count = 0;
        return saved;
      },
      null,
    ),
    method(
      '_acquire_restore',
      METH_FASTCALL,
      (op: PyObject, [state]: readonly PyObject[]) => {
        const self = op as lockobject;
        const [count] = (state as PyTupleObject).ob_item as [PyLongObject];
        const owner = currentIdent;
        const free = (): boolean => self.count === 0;
        const taken = (): void => {
          self.count = Number(count.value);
          self.owner = owner;
        };
        if (!free() && waitOfThread(self, -1, free, taken)) return Py_NewRef(Py_None);
        waitForThreads(free, true);
        if (!free()) unsupported(WAITING);
        taken();
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

class handleobject extends PyObject {
  started = false;
  done = false;
  thread_ident = 0;
}
const handle_type = defineModuleType({
  tp_name: '_thread._ThreadHandle',
  heap: 'immutable',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_IMMUTABLETYPE,
  construct: (type) => new handleobject(type),
  tp_dealloc: (self: PyObject) => self.ob_type.tp_free!(self as never),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
  tp_new: newLock,
  tp_repr: (op: PyObject) => PyUnicode_FromString(`<_ThreadHandle object: ident=${(op as handleobject).thread_ident}>`),
  tp_getset: [
    { name: 'ident', get: (op: PyObject) => PyLong_FromLong((op as handleobject).thread_ident), set: null, doc: null },
  ],
  tp_methods: [
    method(
      'join',
      METH_FASTCALL,
      (op: PyObject, args: readonly PyObject[]) => {
        const self = op as handleobject;
        if (self.started && !self.done) waitForThreads(() => self.done, args.length === 0 || args[0] === Py_None);
        return Py_NewRef(Py_None);
      },
      null,
    ),
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

const none = (): PyObject => Py_NewRef(Py_None);
const mainIdent = (): PyObject => PyLong_FromLong(MAIN_IDENT);
const ident = (): PyObject => PyLong_FromLong(currentIdent);

export function PyInit__thread(): Owned<PyObject> | null {
  const allocate = (): PyObject | null => newLock(lock_type);
  const exit = (): null => PyErr_SetNone(PyExc_SystemExit);
  const m = PyModule_Create({
    m_name: '_thread',
    m_exec: (module) => readyModuleTypes(module, lock_type, RLock_type, local_dummy_type, local_type, handle_type),
    m_doc:
      "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    m_methods: [
      method('start_new_thread', METH_FASTCALL, start_new_thread, null),
      method('start_new', METH_FASTCALL, start_new_thread, null),
      method('start_joinable_thread', FAST_KW, start_joinable_thread, null),
      method('daemon_threads_allowed', METH_NOARGS, () => PyBool_FromLong(true), null),
      method('allocate_lock', METH_NOARGS, allocate, null),
      method('allocate', METH_NOARGS, allocate, null),
      method('exit_thread', METH_NOARGS, exit, null),
      method('exit', METH_NOARGS, exit, null),
      method('interrupt_main', METH_FASTCALL, () => PyErr_SetNone(PyExc_KeyboardInterrupt), null),
      method('_excepthook', METH_O, thread_excepthook, '($module, (exc_type, exc_value, exc_traceback, thread), /)'),
      method('get_ident', METH_NOARGS, ident, null),
      method(
        'get_native_id',
        METH_NOARGS,
        () => PyLong_FromLong(currentIdent === MAIN_IDENT ? 4242 : 4242 + (MAIN_IDENT - currentIdent) / 8392704),
        null,
      ),
      method('_count', METH_NOARGS, () => PyLong_FromLong(threadsRunning), null),
      method('stack_size', METH_FASTCALL, () => PyLong_FromLong(0), null),
      method('_is_main_interpreter', METH_NOARGS, () => PyBool_FromLong(true), null),
      method(
        '_shutdown',
        METH_NOARGS,
        () => {
          waitForThreadsAtExit();
          return none();
        },
        null,
      ),
      method(
        '_make_thread_handle',
        METH_FASTCALL,
        (_m: PyObject, args: readonly PyObject[]) => {
          const handle = newLock(handle_type) as handleobject | null;
          if (handle === null) return null;
          handle.thread_ident = args.length === 0 ? MAIN_IDENT : Number((args[0] as PyLongObject).value);
          return handle;
        },
        null,
      ),
      method('_get_main_thread_ident', METH_NOARGS, mainIdent, null),
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
  excepthook_type = PyStructSequence_NewType({
    name: '_thread._ExceptHookArgs',
    doc: 'ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.',
    fields: ['exc_type', 'exc_value', 'exc_traceback', 'thread'].map((name) => ({ name, doc: null })),
    n_in_sequence: 4,
  })!;
  PyModule_AddObject(m, '_ExceptHookArgs', Py_NewRef(excepthook_type));
  return m;
}
