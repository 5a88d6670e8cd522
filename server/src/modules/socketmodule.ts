// The _socket, select and _posixsubprocess modules: enough for asyncio's event loop, which waits in select() and wakes
// itself through a pair of sockets. There is no network and no other process, so that nothing ever arrives: select()
// only lets its time pass. Names follow Modules/socketmodule.c and selectmodule.c, CPython 3.13.

import { PyObject_Free } from '../heap/obmalloc';
import { Py_DECREF } from '../heap/refcount';
import { onRuntimeReset, unsupported } from '../heap/runtime';
import { PySequence_Size } from '../objects/abstract';
import { bytesOf } from '../objects/bufferobject';
import { argInt } from '../objects/clinic';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_NewException, PyErr_Occurred, PyErr_SetString } from '../objects/errors';
import { PyExc_BlockingIOError, PyExc_OSError, PyExc_TimeoutError, PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyArg_UnpackKeywordsDict, argParser } from '../objects/getargs';
import { PyList_New } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddIntConstant, PyModule_AddObjectRef, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { Py_False, Py_True } from '../objects/boolobject';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyType_GenericAlloc } from '../objects/typeobject';
import type { PyMethodDef, PyTypeObject } from '../objects/typestruct';
import {
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_T_INT,
  method,
} from '../objects/typestruct';
import { none, positionalMethod } from './support';
import { advanceClock } from './timemodule';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const constants: Record<string, number> = {
  AF_UNSPEC: 0,
  AF_UNIX,
  AF_INET: 2,
  AF_INET6: 10,
  SOCK_STREAM,
  SOCK_DGRAM: 2,
  SOCK_RAW: 3,
  SOCK_NONBLOCK: 2048,
  SOCK_CLOEXEC: 524288,
  MSG_OOB: 1,
  MSG_PEEK: 2,
  MSG_DONTROUTE: 4,
  MSG_DONTWAIT: 64,
  MSG_NOSIGNAL: 16384,
  AI_PASSIVE: 1,
  AI_CANONNAME: 2,
  AI_NUMERICHOST: 4,
  AI_NUMERICSERV: 1024,
  EAI_NONAME: -2,
  EAI_FAMILY: -6,
  SOL_SOCKET: 1,
  SO_REUSEADDR: 2,
  SO_TYPE: 3,
  SO_ERROR: 4,
  SO_BROADCAST: 6,
  SO_KEEPALIVE: 9,
  SO_REUSEPORT: 15,
  SOMAXCONN: 4096,
  IPPROTO_IP: 0,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
  IPPROTO_IPV6: 41,
  IPV6_V6ONLY: 26,
  TCP_NODELAY: 1,
  NI_NUMERICHOST: 1,
  NI_NUMERICSERV: 2,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
};

const NO_NETWORK = 'network sockets';

class PySocketSockObject extends PyObject {
  sock_fd: number;
  family: number;
  type: number;
  proto: number;
  sock_timeout: number;
  constructor(type: PyTypeObject) {
    super(type);
    this.sock_fd = -1;
    this.family = 0;
    this.type = 0;
    this.proto = 0;
    this.sock_timeout = -1;
  }
}

let nextFd = 3;
onRuntimeReset(() => {
  nextFd = 3;
});

const socketParser = argParser('socket', ['family', 'type', 'proto', 'fileno'], 0);

/** Only the ends of a pair can be made: socket(fileno=…). */
function sock_initobj(op: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const parsed = _PyArg_UnpackKeywordsDict(args, kwds, socketParser);
  if (parsed === null) return -1;
  const self = op as PySocketSockObject;
  if (parsed[3] == null || parsed[3] === Py_None) unsupported(NO_NETWORK);
  const numbers: number[] = [];
  for (const arg of parsed) {
    const n = arg === null ? 0 : argInt(arg);
    if (n === null) return -1;
    numbers.push(n);
  }
  [self.family, self.type, self.proto, self.sock_fd] = numbers as [number, number, number, number];
  if (self.family === -1) self.family = AF_UNIX;
  if (self.type === -1) self.type = SOCK_STREAM;
  if (self.proto === -1) self.proto = 0;
  return 0;
}

function settimeout(op: PyObject, arg: PyObject): PyObject | null {
  const self = op as PySocketSockObject;
  if (arg === Py_None) self.sock_timeout = -1;
  else {
    const t = PyFloat_AsDouble(arg);
    if (t === -1 && PyErr_Occurred() !== null) return null;
    if (t < 0) return PyErr_SetString(PyExc_ValueError, 'Timeout value out of range');
    self.sock_timeout = t;
  }
  return none();
}

function closeSocket(op: PyObject): PyObject {
  (op as PySocketSockObject).sock_fd = -1;
  return none();
}

const never = (name: string): PyMethodDef =>
  method(name, METH_FASTCALL | METH_KEYWORDS, (): PyObject | null => unsupported(NO_NETWORK), null);

const readonlyInt = (name: string) => ({ name, type: Py_T_INT, field: name, flags: Py_READONLY, doc: null });

const sock_type = defineModuleType({
  tp_name: '_socket.socket',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_BASETYPE,
  construct: (type) => new PySocketSockObject(type),
  tp_dealloc: (op: PyObject) => op.ob_type.tp_free!(op as never),
  tp_free: (op: PyObject) => PyObject_Free(op.ob_addr),
  tp_alloc: PyType_GenericAlloc,
  tp_new: (type: PyTypeObject) => type.tp_alloc!(type, 0),
  tp_init: sock_initobj,
  tp_members: [readonlyInt('family'), readonlyInt('type'), readonlyInt('proto')],
  tp_methods: [
    method('fileno', METH_NOARGS, (op: PyObject) => PyLong_FromLong((op as PySocketSockObject).sock_fd), null),
    method(
      'detach',
      METH_NOARGS,
      (op: PyObject) => {
        const fd = (op as PySocketSockObject).sock_fd;
        (op as PySocketSockObject).sock_fd = -1;
        return PyLong_FromLong(fd);
      },
      null,
    ),
    method('close', METH_NOARGS, closeSocket, null),
    method(
      'setblocking',
      METH_O,
      (op: PyObject, flag: PyObject) => {
        (op as PySocketSockObject).sock_timeout = flag === Py_False ? 0 : -1;
        return none();
      },
      null,
    ),
    method(
      'gettimeout',
      METH_NOARGS,
      (op: PyObject) => {
        const t = (op as PySocketSockObject).sock_timeout;
        return t < 0 ? none() : PyFloat_FromDouble(t);
      },
      null,
    ),
    method('settimeout', METH_O, settimeout, null),
    method(
      'send',
      METH_FASTCALL,
      (_op: PyObject, args: readonly PyObject[]) => {
        const data = bytesOf(args[0]!);
        return data === null ? null : PyLong_FromLong(data.length);
      },
      null,
    ),
    method(
      'recv',
      METH_FASTCALL,
      () => PyErr_SetString(PyExc_BlockingIOError, '[Errno 11] Resource temporarily unavailable'),
      null,
    ),
    ...['accept', '_accept', 'bind', 'connect', 'connect_ex', 'getpeername', 'getsockname', 'getsockopt', 'listen'].map(never),
    ...['recv_into', 'recvfrom', 'sendall', 'sendto', 'setsockopt', 'shutdown'].map(never),
  ],
});

/** The two ends of a pipe that nothing goes through. */
function socketpair(): PyObject {
  const end = (): PyObject => {
    const s = sock_type.tp_alloc!(sock_type, 0) as PySocketSockObject;
    s.family = AF_UNIX;
    s.type = SOCK_STREAM;
    s.sock_fd = nextFd++;
    return s;
  };
  return PyTuple_FromArraySteal([end(), end()]);
}

/** Makes the module: a new reference, or null with an exception. */
export function PyInit__socket(): PyObject | null {
  return PyModule_Create({
    m_name: '_socket',
    m_doc: 'Implementation module for socket operations.\n\nSee the socket module for documentation.',
    m_methods: [
      method('socketpair', METH_FASTCALL, socketpair, '($module, family=AF_UNIX, type=SOCK_STREAM, proto=0, /)'),
      method('getdefaulttimeout', METH_NOARGS, () => none(), null),
      ...['setdefaulttimeout', 'getaddrinfo', 'getnameinfo', 'gethostname', 'gethostbyname', 'gethostbyaddr'].map(never),
      ...['inet_aton', 'inet_ntoa', 'inet_pton', 'inet_ntop', 'htons', 'ntohs', 'htonl', 'ntohl', 'dup', 'close'].map(never),
    ],
    m_exec: (module) => {
      if (readyModuleTypes(module, sock_type) < 0) return -1;
      let res = PyModule_AddObjectRef(module, 'socket', sock_type);
      if (res === 0) res = PyModule_AddObjectRef(module, 'SocketType', sock_type);
      if (res === 0) res = PyModule_AddObjectRef(module, 'error', PyExc_OSError);
      if (res === 0) res = PyModule_AddObjectRef(module, 'timeout', PyExc_TimeoutError);
      if (res === 0) res = PyModule_AddObjectRef(module, 'has_ipv6', Py_True);
      for (const name of ['herror', 'gaierror']) {
        const error = PyErr_NewException(`socket.${name}`, PyExc_OSError, null);
        if (error === null) return -1;
        if (res === 0) res = PyModule_AddObjectRef(module, name, error);
        Py_DECREF(error);
      }
      for (const [name, value] of Object.entries(constants)) {
        if (res === 0) res = PyModule_AddIntConstant(module, name, value);
      }
      return res;
    },
  });
}

function select_select(_module: PyObject, args: readonly PyObject[]): PyObject | null {
  for (const list of args.slice(0, 3)) if (PySequence_Size(list) < 0) return null;
  const timeout = args[3] ?? Py_None;
  if (timeout === Py_None) unsupported('waiting for ever: nothing can wake the program');
  const s = PyFloat_AsDouble(timeout);
  if (s === -1 && PyErr_Occurred() !== null) return null;
  if (s < 0) return PyErr_SetString(PyExc_ValueError, 'timeout must be non-negative');
  advanceClock(s);
  return PyTuple_FromArraySteal([PyList_New(0), PyList_New(0), PyList_New(0)]);
}

/** Makes the module: a new reference, or null with an exception. */
export function PyInit_select(): PyObject | null {
  return PyModule_Create({
    m_name: 'select',
    m_doc: 'This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\n\nOn Windows, only sockets are supported; on Unix, all file descriptors.',
    m_methods: [positionalMethod('select', 3, 4, select_select, '($module, rlist, wlist, xlist, timeout=None, /)')],
    m_exec: (module) => PyModule_AddObjectRef(module, 'error', PyExc_OSError),
  });
}

/** Makes the module: a new reference, or null with an exception. */
export function PyInit__posixsubprocess(): PyObject | null {
  return PyModule_Create({
    m_name: '_posixsubprocess',
    m_doc: 'A POSIX helper for the subprocess module.',
    m_methods: [method('fork_exec', METH_FASTCALL, (): PyObject | null => unsupported('starting a process'), null)],
  });
}
