// The _queue module: SimpleQueue over a ring buffer. Follows Modules/_queuemodule.c, CPython 3.13.
// Deviation: with one thread nobody can fill the queue that a program waits for. Waiting with a timeout lets the virtual
// clock run; waiting without one is not simulated.

import { PyObject_GC_UnTrack } from '../heap/gclists';
import { PyMem_Malloc, PyMem_Free } from '../heap/obmalloc';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset, unsupported } from '../heap/runtime';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBool_FromLong } from '../objects/boolobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_NewExceptionWithDoc, PyErr_SetNone, PyErr_SetString } from '../objects/errors';
import { PyExc_ValueError } from '../objects/exceptions';
import { PyFloat_Check } from '../objects/floatobject';
import type { PyFloatObject } from '../objects/floatstruct';
import { PyGCObject } from '../objects/gcobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { _PyArg_NoKeywords, _PyArg_NoPositional } from '../objects/getargs';
import { PyLong_AsLongLong, PyLong_FromLong } from '../objects/longobject';
import { PyModule_AddObjectRef, PyModule_AddType, PyModule_Create } from '../objects/moduleobject';
import { defineModuleType, readyModuleTypes } from '../objects/moduletype';
import type { PyObject, visitproc } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';
import type { PyTypeObject } from '../objects/typestruct';
import {
  METH_CLASS,
  METH_NOARGS,
  METH_O,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  method,
} from '../objects/typestruct';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import type { Arg } from './support';
import { argBool, keywordMethod, none } from './support';
import { advanceClock } from './timemodule';

const INITIAL_RING_BUF_CAPACITY = 8;

/** The module state's reference. */
let EmptyError: PyObject | null = null;
onRuntimeReset(() => {
  EmptyError = null;
});
registerRoots((visit) => {
  if (EmptyError !== null) visit(EmptyError);
});

class simplequeueobject extends PyGCObject {
  /** The items in order; C keeps them in a ring of `cap` places. */
  items: PyObject[] = [];
  cap = 0;
  items_addr = 0;

  constructor(type: PyTypeObject) {
    super(type);
    this.ob_weakreflist = null;
  }
}

function RingBuf_Fini(self: simplequeueobject): void {
  const { items, items_addr } = self;
  self.items = [];
  self.cap = 0;
  self.items_addr = 0;
  for (const item of items) Py_DECREF(item);
  PyMem_Free(items_addr);
}

function resize_ringbuf(self: simplequeueobject, capacity: number): void {
  const cap = Math.max(INITIAL_RING_BUF_CAPACITY, capacity);
  if (cap === self.cap) return;
  const addr = PyMem_Malloc(cap * 8);
  PyMem_Free(self.items_addr);
  self.items_addr = addr;
  self.cap = cap;
}

function simplequeue_dealloc(self: simplequeueobject): void {
  PyObject_GC_UnTrack(self);
  RingBuf_Fini(self);
  if (self.ob_weakreflist !== null) PyObject_ClearWeakRefs(self);
  self.ob_type.tp_free!(self as never);
}

function simplequeue_new(type: PyTypeObject, args: PyTupleObject, kwargs: PyDictObject | null): PyObject | null {
  const plain = type === SimpleQueueType || type.tp_init === SimpleQueueType.tp_init;
  if (plain && !(_PyArg_NoPositional('SimpleQueue', args) && _PyArg_NoKeywords('SimpleQueue', kwargs))) return null;
  const self = type.tp_alloc!(type, 0) as simplequeueobject | null;
  if (self !== null) resize_ringbuf(self, INITIAL_RING_BUF_CAPACITY);
  return self;
}

function put(op: PyObject, item: PyObject): PyObject {
  const self = op as simplequeueobject;
  if (self.items.length === self.cap) resize_ringbuf(self, self.cap * 2);
  self.items.push(Py_NewRef(item));
  return none();
}

function simplequeue_get(op: PyObject, block: boolean, timeout: PyObject): PyObject | null {
  const self = op as simplequeueobject;
  let seconds = -1;
  if (block && timeout !== Py_None) {
    const given = PyFloat_Check(timeout) ? (timeout as PyFloatObject).ob_fval : PyLong_AsLongLong(timeout);
    if (given === null) return null;
    seconds = Number(given);
    if (Number.isNaN(seconds)) return PyErr_SetString(PyExc_ValueError, 'Invalid value NaN (not a number)');
    if (seconds < 0) return PyErr_SetString(PyExc_ValueError, "'timeout' must be a non-negative number");
  }
  if (self.items.length > 0) {
    if (self.items.length < Math.trunc(self.cap / 4)) resize_ringbuf(self, Math.trunc(self.cap / 2));
    return self.items.shift()!;
  }
  if (block) {
    if (seconds < 0) unsupported('waiting for an item that no other thread can put into the queue');
    advanceClock(seconds);
  }
  PyErr_SetNone(EmptyError!);
  return null;
}

const keywords = ['item', 'block', 'timeout'];

const SimpleQueueType: PyTypeObject = defineModuleType({
  tp_name: '_queue.SimpleQueue',
  heap: 'immutable',
  tp_basicsize: 72,
  tp_flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_weaklistoffset: 64,
  tp_doc: 'SimpleQueue()\n--\n\nSimple, unbounded, reentrant FIFO queue.',
  construct: (type) => new simplequeueobject(type),
  tp_dealloc: simplequeue_dealloc,
  tp_traverse: (self: simplequeueobject, visit: visitproc) => {
    for (const item of self.items) visit(item);
  },
  tp_clear: RingBuf_Fini,
  tp_methods: [
    method(
      'empty',
      METH_NOARGS,
      (self: PyObject) => PyBool_FromLong((self as simplequeueobject).items.length === 0),
      '($self, /)',
      'Return True if the queue is empty, False otherwise (not reliable!).',
    ),
    keywordMethod(
      'get',
      ['block', 'timeout'],
      0,
      2,
      (self, [block, timeout]: Arg[]) => {
        const waits = argBool(block, true);
        return waits === null ? null : simplequeue_get(self, waits, timeout ?? Py_None);
      },
      '($self, /, block=True, timeout=None)',
      'Remove and return an item from the queue.',
    ),
    method(
      'get_nowait',
      METH_NOARGS,
      (self: PyObject) => simplequeue_get(self, false, Py_None),
      '($self, /)',
      'Remove and return an item from the queue without blocking.',
    ),
    keywordMethod(
      'put',
      keywords,
      1,
      3,
      (self, [item, block]: Arg[]) => (argBool(block, true) === null ? null : put(self, item!)),
      '($self, /, item, block=True, timeout=None)',
      'Put the item on the queue.',
    ),
    keywordMethod(
      'put_nowait',
      ['item'],
      1,
      1,
      (self, [item]: Arg[]) => put(self, item!),
      '($self, /, item)',
      'Put an item into the queue without blocking.',
    ),
    method(
      'qsize',
      METH_NOARGS,
      (self: PyObject) => PyLong_FromLong((self as simplequeueobject).items.length),
      '($self, /)',
      'Return the approximate size of the queue (not reliable!).',
    ),
    method(
      '__class_getitem__',
      METH_O | METH_CLASS,
      (cls: PyObject, item: PyObject) => Py_GenericAlias(cls, item),
      null,
      'See PEP 585',
    ),
  ],
  tp_new: simplequeue_new,
});

export function PyInit__queue(): Owned<PyObject> | null {
  return PyModule_Create({
    m_name: '_queue',
    m_doc:
      'C implementation of the Python queue module.\n' +
      'This module is an implementation detail, please do not use it directly.',
    m_methods: [],
    m_exec: (module) => {
      EmptyError = PyErr_NewExceptionWithDoc(
        '_queue.Empty',
        'Exception raised by Queue.get(block=0)/get_nowait().',
        null,
        null,
      );
      if (EmptyError === null || PyModule_AddObjectRef(module, 'Empty', EmptyError) < 0) return -1;
      if (readyModuleTypes(module, SimpleQueueType) < 0) return -1;
      return PyModule_AddType(module, SimpleQueueType);
    },
  });
}
