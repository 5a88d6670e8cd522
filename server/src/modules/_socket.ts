// The _socket module of a machine without a network: pairs of connected sockets work, everything that would leave the
// machine fails as it does where there is no network. Follows Modules/socketmodule.c, CPython 3.13.

import { PyObject_Del } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { _PyObject_GC_TRACK } from '../heap/gclists';
import { onRuntimeReset } from '../heap/runtime';
import { PyCapsule_New } from '../objects/capsule';
import { PyBool_FromLong } from '../objects/boolobject';
import { newBuffer, PyBuffer_Release, PyObject_GetBuffer } from '../objects/bufferobject';
import { PyBUF_SIMPLE, PyBUF_WRITABLE } from '../objects/bufferstruct';
import { PyBytes_FromStringAndSize } from '../objects/bytesobject';
import {
  PyErr_NewException,
  PyErr_Occurred,
  PyErr_SetFromErrnoWithFilenameObject,
  PyErr_SetString,
} from '../objects/errors';
import { PyExc_OSError, PyExc_TimeoutError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddObject, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { Py_None, PyObject_IsTrue } from '../objects/objectprotocol';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyMethodDef, PyTypeObject } from '../objects/typestruct';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_TPFLAGS_BASETYPE, method } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import type { Waitable } from './descriptors';
import { closeDescriptor, descriptor, openDescriptor } from './descriptors';
import { SOCKET } from './socketconstants';

const EBADF = 9;
const EAGAIN = 11;
const EPIPE = 32;
const ENETUNREACH = 101;
const ENOTCONN = 107;

/** One end of a pair: what has arrived and not been read. */
class Endpoint implements Waitable {
  inbox: number[] = [];
  peer: Endpoint | null = null;
  closed = false;
  /** Nothing more will arrive, nothing more may be sent (shutdown). */
  ended = false;
  sealed = false;
  readable(): boolean {
    return this.inbox.length > 0 || this.ended || this.hungUp();
  }
  writable(): boolean {
    return true;
  }
  hungUp(): boolean {
    return this.peer === null || this.peer.closed;
  }
}

let defaultTimeout: number;
onRuntimeReset(() => {
  defaultTimeout = -1;
});

class PySocketSockObject extends PyObject {
  sock_fd = -1;
  sock_family = 2;
  sock_type = 1;
  sock_proto = 0;
  /** Seconds; 0 does not wait, −1 waits for ever. */
  sock_timeout = defaultTimeout;
}

function raise(errno: number): null {
  return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, errno, null);
}
const none = (): PyObject => Py_NewRef(Py_None);
const as = (op: PyObject): PySocketSockObject => op as PySocketSockObject;
/** The endpoint of an open socket, or null with an exception. */
function endpoint(op: PyObject): Endpoint | null {
  const end = descriptor(as(op).sock_fd);
  return end instanceof Endpoint ? end : raise(EBADF);
}

function sock_init(op: PyObject, args: PyObject, kwargs: PyObject | null): number {
  const given = [2, 1, 0];
  const argv = (args as PyTupleObject).ob_item;
  let fd = -1;
  void kwargs;
  for (const [i, arg] of argv.entries()) {
    if (arg === Py_None) continue;
    const n = PyLong_AsInt(arg);
    if (n === -1 && PyErr_Occurred()) return -1;
    if (i < 3 && n !== -1) given[i] = n;
    else if (i === 3) fd = n;
  }
  const self = as(op);
  [self.sock_family, self.sock_type, self.sock_proto] = given as [number, number, number];
  self.sock_timeout = defaultTimeout;
  self.sock_fd = fd >= 0 ? fd : openDescriptor(new Endpoint());
  return 0;
}

function close(op: PyObject): PyObject {
  const self = as(op);
  const end = descriptor(self.sock_fd);
  if (end instanceof Endpoint) end.closed = true;
  closeDescriptor(self.sock_fd);
  self.sock_fd = -1;
  return none();
}

/** `count` bytes that have arrived (fewer, when there are fewer), or null with an exception. */
function take(op: PyObject, count: number): Uint8Array | null {
  const end = endpoint(op);
  if (end === null) return null;
  if (end.peer === null) return raise(ENOTCONN);
  if (end.inbox.length === 0 && !end.readable()) {
    if (as(op).sock_timeout === 0) return raise(EAGAIN);
    return PyErr_SetString(PyExc_TimeoutError, 'timed out');
  }
  return Uint8Array.from(end.inbox.splice(0, count));
}
function recv(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const n = args.length === 0 ? 0 : PyLong_AsInt(args[0]!);
  if (n === -1 && PyErr_Occurred()) return null;
  if (n < 0) return PyErr_SetString(PyExc_ValueError, 'negative buffersize in recv');
  const bytes = take(op, n);
  return bytes === null ? null : PyBytes_FromStringAndSize(bytes);
}
function recv_into(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const view = newBuffer();
  if (PyObject_GetBuffer(args[0]!, view, PyBUF_WRITABLE) < 0) return null;
  const bytes = take(op, view.len);
  if (bytes !== null) view.buf.set(bytes, view.offset);
  PyBuffer_Release(view);
  return bytes === null ? null : PyLong_FromLong(bytes.length);
}
function send(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const view = newBuffer();
  if (PyObject_GetBuffer(args[0]!, view, PyBUF_SIMPLE) < 0) return null;
  const bytes = view.buf.slice(view.offset, view.offset + view.len);
  PyBuffer_Release(view);
  const end = endpoint(op);
  if (end === null) return null;
  if (end.peer === null) return raise(ENOTCONN);
  if (end.peer.closed || end.sealed) return raise(EPIPE);
  for (const byte of bytes) end.peer.inbox.push(byte);
  return PyLong_FromLong(bytes.length);
}
function sendall(op: PyObject, args: readonly PyObject[]): PyObject | null {
  const sent = send(op, args);
  if (sent === null) return null;
  Py_DECREF(sent);
  return none();
}
function shutdown(op: PyObject, how: PyObject): PyObject | null {
  const n = PyLong_AsInt(how);
  if (n === -1 && PyErr_Occurred()) return null;
  const end = endpoint(op);
  if (end === null) return null;
  if (end.peer === null) return raise(ENOTCONN);
  if (n !== 1) end.ended = true;
  if (n !== 0) {
    end.sealed = true;
    end.peer.ended = true;
  }
  return none();
}
function setblocking(op: PyObject, flag: PyObject): PyObject | null {
  const blocking = PyObject_IsTrue(flag);
  if (blocking < 0) return null;
  as(op).sock_timeout = blocking === 1 ? -1 : 0;
  return none();
}
/** A timeout argument; null with an exception. */
function timeoutOf(arg: PyObject): number | null {
  if (arg === Py_None) return -1;
  const s = PyFloat_AsDouble(arg);
  if (s === -1 && PyErr_Occurred()) return null;
  return s < 0 ? PyErr_SetString(PyExc_ValueError, 'Timeout value out of range') : s;
}
const timeoutObject = (s: number): PyObject => (s < 0 ? none() : PyFloat_FromDouble(s));
function settimeout(op: PyObject, arg: PyObject): PyObject | null {
  const s = timeoutOf(arg);
  if (s === null) return null;
  as(op).sock_timeout = s;
  return none();
}

/** A method that fails as it would without a network. */
const unreachable = (name: string): PyMethodDef => method(name, METH_FASTCALL, () => raise(ENETUNREACH), null);
const field = (
  name: string,
  get: (s: PySocketSockObject) => PyObject,
): { name: string; get: (op: PyObject) => PyObject; set: null; doc: null } => ({
  name,
  get: (op) => get(as(op)),
  set: null,
  doc: null,
});

const sock_type = defineModuleType({
  tp_name: '_socket.socket',
  tp_basicsize: 48,
  tp_flags: Py_TPFLAGS_BASETYPE,
  construct: (type) => new PySocketSockObject(type),
  tp_doc: 'A socket of the simulated machine.',
  tp_dealloc: (op: PyObject) => {
    Py_DECREF(close(op));
    op.ob_type.tp_free!(op as never);
  },
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_Del,
  tp_new: (type: PyTypeObject) => type.tp_alloc!(type, 0),
  tp_init: sock_init as never,
  tp_getset: [
    field('family', (s) => PyLong_FromLong(s.sock_family)),
    field('type', (s) => PyLong_FromLong(s.sock_type)),
    field('proto', (s) => PyLong_FromLong(s.sock_proto)),
    field('timeout', (s) => timeoutObject(s.sock_timeout)),
  ],
  tp_methods: [
    method('fileno', METH_NOARGS, (op: PyObject) => PyLong_FromLong(as(op).sock_fd), null),
    method('close', METH_NOARGS, close, null),
    method(
      'detach',
      METH_NOARGS,
      (op: PyObject) => {
        const fd = as(op).sock_fd;
        as(op).sock_fd = -1;
        return PyLong_FromLong(fd);
      },
      null,
    ),
    method('recv', METH_FASTCALL, recv, null),
    method('recv_into', METH_FASTCALL, recv_into, null),
    method('send', METH_FASTCALL, send, null),
    method('sendall', METH_FASTCALL, sendall, null),
    method('shutdown', METH_O, shutdown, null),
    method('setblocking', METH_O, setblocking, null),
    method('getblocking', METH_NOARGS, (op: PyObject) => PyBool_FromLong(as(op).sock_timeout !== 0), null),
    method('settimeout', METH_O, settimeout, null),
    method('gettimeout', METH_NOARGS, (op: PyObject) => timeoutObject(as(op).sock_timeout), null),
    method('setsockopt', METH_FASTCALL, none, null),
    method('getsockopt', METH_FASTCALL, () => PyLong_FromLong(0), null),
    method('getsockname', METH_NOARGS, () => PyUnicode_FromString(''), null),
    method(
      'getpeername',
      METH_NOARGS,
      (op: PyObject) => (endpoint(op)?.peer ? PyUnicode_FromString('') : raise(ENOTCONN)),
      null,
    ),
    ...['_accept', 'bind', 'connect', 'connect_ex', 'listen', 'sendto', 'recvfrom'].map(unreachable),
  ],
});

function socketpair(_m: PyObject, args: readonly PyObject[]): PyObject | null {
  const numbers: number[] = [];
  for (const arg of args) {
    const n = arg === Py_None ? 0 : PyLong_AsInt(arg);
    if (n === -1 && PyErr_Occurred()) return null;
    numbers.push(n);
  }
  const ends = [new Endpoint(), new Endpoint()] as const;
  ends[0].peer = ends[1];
  ends[1].peer = ends[0];
  const made: PyObject[] = [];
  for (const end of ends) {
    const s = sock_type.tp_alloc!(sock_type, 0) as PySocketSockObject | null;
    if (s === null) return null;
    s.sock_family = numbers[0] ?? 1;
    s.sock_type = numbers[1] ?? 1;
    s.sock_proto = numbers[2] ?? 0;
    s.sock_timeout = defaultTimeout;
    s.sock_fd = openDescriptor(end);
    made.push(s);
  }
  return PyTuple_FromArraySteal(made);
}

export function PyInit__socket(): Owned<PyObject> | null {
  if (readyModuleTypes(null, sock_type) < 0) return null;
  const gaierror = PyErr_NewException('socket.gaierror', PyExc_OSError, null);
  const herror = PyErr_NewException('socket.herror', PyExc_OSError, null);
  if (gaierror === null || herror === null) return null;
  const noName = (): null => PyErr_SetString(gaierror, '[Errno -3] Temporary failure in name resolution');
  const m = PyModule_Create({
    m_name: '_socket',
    m_doc: 'Implementation module for socket operations.\n\nSee the socket module for documentation.',
    m_methods: [
      ...['gethostbyname', 'gethostbyname_ex', 'gethostbyaddr', 'getaddrinfo', 'getnameinfo'].map((name) =>
        method(name, METH_FASTCALL, noName, null),
      ),
      method('gethostname', METH_NOARGS, () => PyUnicode_FromString('localhost'), null),
      method('socketpair', METH_FASTCALL, socketpair, null),
      method(
        'close',
        METH_O,
        (_m: PyObject, fd: PyObject) => {
          const n = PyLong_AsInt(fd);
          if (n === -1 && PyErr_Occurred()) return null;
          const end = descriptor(n);
          if (end instanceof Endpoint) end.closed = true;
          return closeDescriptor(n) ? none() : raise(EBADF);
        },
        null,
      ),
      method('dup', METH_O, () => raise(EBADF), null),
      method('getdefaulttimeout', METH_NOARGS, () => timeoutObject(defaultTimeout), null),
      method(
        'setdefaulttimeout',
        METH_O,
        (_m: PyObject, arg: PyObject) => {
          const s = timeoutOf(arg);
          if (s === null) return null;
          defaultTimeout = s;
          return none();
        },
        null,
      ),
      method('if_nameindex', METH_NOARGS, () => PyList_FromArraySteal([]), null),
    ],
  });
  if (m === null) return null;
  for (const [name, value] of Object.entries(SOCKET)) PyModule_AddIntConstant(m, name, value);
  for (const [name, value] of [
    ['gaierror', gaierror],
    ['herror', herror],
    ['error', Py_NewRef(PyExc_OSError)],
    ['timeout', Py_NewRef(PyExc_TimeoutError)],
    ['SocketType', Py_NewRef(sock_type)],
    ['socket', Py_NewRef(sock_type)],
  ] as const) {
    PyModule_AddObject(m, name, value);
  }
  const capsule = PyCapsule_New('_socket.CAPI');
  if (capsule === null) return null;
  // Unlike most: what it wraps refers to the socket type.
  _PyObject_GC_TRACK(capsule);
  PyModule_AddObject(m, 'CAPI', capsule);
  return m;
}
