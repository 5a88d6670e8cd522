// The select module on the simulated machine's descriptors. Follows Modules/selectmodule.c, CPython 3.13. Nothing happens
// while a program waits, so waiting moves the clock; waiting without end for what cannot come ends the run.

import { PyObject_Del } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_NewRef } from '../heap/refcount';
import { unsupported } from '../heap/runtime';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyErr_Occurred, PyErr_SetFromErrnoWithFilenameObject, PyErr_SetString } from '../objects/errors';
import { PyExc_OSError, PyExc_ValueError } from '../objects/exceptions';
import { PyObject_AsFileDescriptor } from '../objects/fileobject';
import { PyFloat_AsDouble } from '../objects/floatobject';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { PySequence_List } from '../objects/abstract';
import type { PyListObject } from '../objects/liststruct';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyMethodDef, PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, method } from '../objects/typestruct';
import { descriptor } from './descriptors';
import { SELECT } from './socketconstants';
import { advanceClock } from './timemodule';

const POLLIN = 1;
const POLLOUT = 4;
const POLLHUP = 16;
const POLLNVAL = 32;

const none = (): PyObject => Py_NewRef(Py_None);

/** A timeout in seconds: −1 for none given, null with an exception. */
function seconds(arg: PyObject | null, perSecond: number): number | null {
  if (arg === null || arg === Py_None) return -1;
  const t = PyFloat_AsDouble(arg);
  if (t === -1 && PyErr_Occurred()) return null;
  return t < 0 ? -1 : t / perSecond;
}
/** Nothing is ready: time passes. */
function wait(timeout: number): void {
  if (timeout < 0) unsupported('waiting for a socket: nothing can arrive while the one simulated thread waits');
  advanceClock(timeout);
}

/** The set of descriptors that a poll or epoll object watches. */
class pollobject extends PyObject {
  watched = new Map<number, number>();
  closed = false;
}
const as = (op: PyObject): pollobject => op as pollobject;

/** What of `mask` is true of fd now. */
function events(fd: number, mask: number): number {
  const target = descriptor(fd);
  if (target === undefined) return POLLNVAL;
  let now = 0;
  if ((mask & POLLIN) !== 0 && target.readable()) now |= POLLIN;
  if ((mask & POLLOUT) !== 0 && target.writable()) now |= POLLOUT;
  if (target.hungUp()) now |= POLLHUP;
  return now;
}
function ready(self: pollobject): PyObject[] {
  const found: PyObject[] = [];
  for (const [fd, mask] of self.watched) {
    const now = events(fd, mask);
    if (now !== 0) found.push(PyTuple_FromArraySteal([PyLong_FromLong(fd), PyLong_FromLong(now)]));
  }
  return found;
}

type Fast = (op: PyObject, args: readonly PyObject[], kwnames: PyTupleObject | null) => PyObject | null;
const FAST_KW = METH_FASTCALL | METH_KEYWORDS;
/** The methods poll and epoll objects share; `perSecond` is the unit of poll()'s timeout. */
function pollMethods(perSecond: number, always: number): PyMethodDef[] {
  const maskParser = argParser('register', ['fd', 'eventmask'], 1, 2);
  const pollParser = argParser('poll', ['timeout', 'maxevents'], 0, 2);
  const put =
    (expect: boolean | null): Fast =>
    (op, args, kwnames) => {
      const argv = _PyArg_UnpackKeywords(args, kwnames, maskParser);
      if (argv === null) return null;
      const fd = PyObject_AsFileDescriptor(argv[0]!);
      if (fd < 0) return null;
      const mask = argv[1] == null ? always : PyLong_AsInt(argv[1]);
      if (mask === -1 && PyErr_Occurred()) return null;
      if (expect !== null && as(op).watched.has(fd) !== expect) return raise(expect ? 2 : 17);
      as(op).watched.set(fd, mask);
      return none();
    };
  return [
    method('register', FAST_KW, put(perSecond === 1 ? false : null), null),
    method('modify', FAST_KW, put(true), null),
    method(
      'unregister',
      METH_O,
      (op: PyObject, arg: PyObject) => {
        const fd = PyObject_AsFileDescriptor(arg);
        if (fd < 0) return null;
        return as(op).watched.delete(fd) ? none() : raise(2);
      },
      null,
    ),
    method(
      'poll',
      FAST_KW,
      ((op, args, kwnames) => {
        const argv = _PyArg_UnpackKeywords(args, kwnames, pollParser);
        if (argv === null) return null;
        const timeout = seconds(argv[0] ?? null, perSecond);
        if (timeout === null) return null;
        if (as(op).closed) return PyErr_SetString(PyExc_ValueError, 'I/O operation on closed epoll object');
        const found = ready(as(op));
        if (found.length === 0 && timeout !== 0) wait(timeout);
        return PyList_FromArraySteal(found);
      }) as Fast,
      null,
    ),
  ];
}
function raise(errno: number): null {
  return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, errno, null);
}
function close(op: PyObject): PyObject {
  as(op).closed = true;
  as(op).watched.clear();
  return none();
}

const poll_Type = defineModuleType({
  tp_name: 'select.poll',
  tp_basicsize: 48,
  tp_flags: 0,
  construct: (type) => new pollobject(type),
  tp_dealloc: (op: PyObject) => op.ob_type.tp_free!(op as never),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
  tp_methods: pollMethods(1000, POLLIN | 2 | POLLOUT),
});
const pyEpoll_Type = defineModuleType({
  tp_name: 'select.epoll',
  tp_basicsize: 24,
  tp_flags: 0,
  construct: (type) => new pollobject(type),
  tp_doc: 'Returns an epolling object.',
  tp_dealloc: (op: PyObject) => op.ob_type.tp_free!(op as never),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
  tp_new: (type: PyTypeObject) => type.tp_alloc!(type, 0),
  tp_getset: [{ name: 'closed', get: (op: PyObject) => PyBool_FromLong(as(op).closed), set: null, doc: null }],
  tp_methods: [
    ...pollMethods(1, POLLIN | 2 | POLLOUT),
    method('close', METH_NOARGS, close, null),
    method('fileno', METH_NOARGS, () => PyLong_FromLong(0), null),
    method('__enter__', METH_NOARGS, (op: PyObject) => Py_NewRef(op), null),
    method('__exit__', METH_FASTCALL, close, null),
  ],
});

function select(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const timeout = seconds(args[3] ?? null, 1);
  if (timeout === null) return null;
  const found: PyObject[][] = [[], [], []];
  for (let i = 0; i < 3; i++) {
    const list = PySequence_List(args[i]!) as PyListObject | null;
    if (list === null) return null;
    for (const item of list.ob_item) {
      const fd = PyObject_AsFileDescriptor(item);
      if (fd < 0) return null;
      if (i < 2 && (events(fd, i === 0 ? POLLIN : POLLOUT) & (POLLIN | POLLOUT)) !== 0) found[i]!.push(Py_NewRef(item));
    }
  }
  if (found.every((list) => list.length === 0) && timeout !== 0) wait(timeout);
  return PyTuple_FromArraySteal(found.map((list) => PyList_FromArraySteal(list)));
}

export function PyInit_select(): Owned<PyObject> | null {
  if (readyModuleTypes(null, poll_Type, pyEpoll_Type) < 0) return null;
  const m = PyModule_Create({
    m_name: 'select',
    m_doc: 'This module supports asynchronous I/O on multiple file descriptors.',
    m_methods: [
      method('select', METH_FASTCALL, select, null),
      method('poll', METH_NOARGS, () => poll_Type.tp_alloc!(poll_Type, 0), null),
    ],
  });
  if (m === null) return null;
  for (const [name, value] of Object.entries(SELECT)) PyModule_AddIntConstant(m, name, value);
  PyModule_AddObject(m, 'error', Py_NewRef(PyExc_OSError));
  PyModule_AddObject(m, 'epoll', Py_NewRef(pyEpoll_Type));
  return m;
}
