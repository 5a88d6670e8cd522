// Asynchronous generators, and the awaitables of their methods. Follows Objects/genobject.c, CPython 3.13.

import { registerFreeList } from '../heap/freelists';
import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { GC_FINALIZED } from '../heap/header';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef, _Py_NewReference } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_CallOneArg } from './call';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_GetRaisedException,
  PyErr_SetNone,
  PyErr_SetRaisedException,
  PyErr_SetString,
  PyErr_WriteUnraisable,
} from './errors';
import {
  PyExc_DeprecationWarning,
  PyExc_GeneratorExit,
  PyExc_RuntimeError,
  PyExc_RuntimeWarning,
  PyExc_StopAsyncIteration,
  PyExc_StopIteration,
} from './exceptions';
import { FRAME_COMPLETED } from './framestruct';
import type { PyGenObject } from './framestruct';
import {
  NON_INIT_CORO_MSG,
  PyGen_am_send,
  _PyGen_Finalize,
  _PyGen_SetStopIterationValue,
  _gen_throw,
  classGetItem,
  gen_dealloc,
  gen_edges,
  gen_getcode,
  gen_getframe,
  gen_getsuspended,
  gen_getyieldfrom,
  gen_repr_as,
  gen_send,
  gen_sizeof,
  gen_throw,
  gen_traverse,
  nameGetSets,
} from './genobject';
import { PyArg_UnpackTuple } from './getargs';
import { PyObject } from './object';
import type { visitproc } from './object';
import { PyObject_CallFinalizerFromDealloc, PyObject_SelfIter, Py_None } from './objectprotocol';
import { tstate } from './pystate';
import type { PyTupleObject } from './tuplestruct';
import type { PyMethodDef, PyTypeObject } from './typestruct';
import {
  METH_FASTCALL,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  Py_READONLY,
  Py_TPFLAGS_HAVE_GC,
  Py_T_BOOL,
  defineType,
  method,
} from './typestruct';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx, _PyErr_WarnFormat } from './warnings';

const ASYNC_GEN_IGNORED_EXIT_MSG = 'async generator ignored GeneratorExit';
const AWAITABLE_STATE_INIT = 0;
const AWAITABLE_STATE_ITER = 1;
const AWAITABLE_STATE_CLOSED = 2;
const _PyAsyncGen_MAXFREELIST = 80;

/** sys.set_asyncgen_hooks(); owned. */
export const asyncGenHooks: { firstiter: PyObject | null; finalizer: PyObject | null } = {
  firstiter: null,
  finalizer: null,
};

/** asend(), anext(), athrow() and aclose() awaitables, and the wrapper around a yielded value: two references each. */
class AsyncGenHelper extends PyObject {
  gen: PyGenObject | null;
  /** The value to send, athrow()'s argument tuple (null: aclose()), or the wrapped value. */
  value: PyObject | null;
  state: number;
  constructor(type: PyTypeObject) {
    super(type);
    this.gen = null;
    this.value = null;
    this.state = AWAITABLE_STATE_INIT;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

let wrapped_free: AsyncGenHelper[];
let asend_free: AsyncGenHelper[];
onRuntimeReset(() => {
  wrapped_free = [];
  asend_free = [];
  asyncGenHooks.firstiter = null;
  asyncGenHooks.finalizer = null;
});
registerRoots((visit) => {
  if (asyncGenHooks.firstiter !== null) visit(asyncGenHooks.firstiter);
  if (asyncGenHooks.finalizer !== null) visit(asyncGenHooks.finalizer);
});
registerFreeList({
  name: 'async generator value',
  limit: _PyAsyncGen_MAXFREELIST,
  blocks: () => wrapped_free.map((op) => op.ob_addr),
});
registerFreeList({
  name: 'async generator send',
  limit: _PyAsyncGen_MAXFREELIST,
  blocks: () => asend_free.map((op) => op.ob_addr),
});
/** Gives the blocks of the free lists back. */
export function _PyAsyncGen_ClearFreeLists(): void {
  while (wrapped_free.length > 0) PyObject_GC_Del(wrapped_free.pop()!);
  while (asend_free.length > 0) PyObject_GC_Del(asend_free.pop()!);
}

export function PyAsyncGen_CheckExact(op: PyObject): op is PyGenObject {
  return op.ob_type === PyAsyncGen_Type;
}

/** The hooks are asked once, when a generator is first iterated. True: an exception. */
function init_hooks(o: PyGenObject): boolean {
  if (o.ag_hooks_inited) return false;
  o.ag_hooks_inited = true;
  if (asyncGenHooks.finalizer !== null) o.gi_origin_or_finalizer = Py_NewRef(asyncGenHooks.finalizer);
  const firstiter = asyncGenHooks.firstiter;
  if (firstiter !== null) {
    const held = Py_NewRef(firstiter);
    const res = PyObject_CallOneArg(held, o);
    Py_DECREF(held);
    if (res === null) return true;
    Py_DECREF(res);
  }
  return false;
}

function async_gen_anext(op: PyObject): Owned<PyObject> | null {
  return init_hooks(op as PyGenObject) ? null : asend_new(op as PyGenObject, null);
}
function async_gen_asend(op: PyObject, arg: PyObject): Owned<PyObject> | null {
  return init_hooks(op as PyGenObject) ? null : asend_new(op as PyGenObject, arg);
}
function async_gen_aclose(op: PyObject): Owned<PyObject> | null {
  return init_hooks(op as PyGenObject) ? null : athrow_new(op as PyGenObject, null);
}
function async_gen_athrow(op: PyObject, args: PyTupleObject): Owned<PyObject> | null {
  if (args.ob_item.length > 1) {
    const message = 'the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.';
    if (PyErr_WarnEx(PyExc_DeprecationWarning, message, 1) < 0) return null;
  }
  return init_hooks(op as PyGenObject) ? null : athrow_new(op as PyGenObject, args);
}

export const PyAsyncGen_Type = defineType({
  tp_name: 'async_generator',
  tp_basicsize: 144,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_weaklistoffset: 16,
  tp_dealloc: (gen: PyGenObject) => gen_dealloc(gen),
  tp_repr: (op) => gen_repr_as('async_generator')(op),
  tp_traverse: (gen: PyGenObject, visit: visitproc) => {
    if (gen.gi_origin_or_finalizer !== null) visit(gen.gi_origin_or_finalizer);
    gen_traverse(gen, visit);
  },
  tp_finalize: (gen: PyGenObject) => _PyGen_Finalize(gen),
  am_aiter: (op) => PyObject_SelfIter(op),
  am_anext: async_gen_anext,
  am_send: (op, value, result) => PyGen_am_send(op, value, result),
  tp_methods: [
    method('asend', METH_O, async_gen_asend, null, "asend(v) -> send 'v' in generator."),
    method(
      'athrow',
      METH_VARARGS,
      async_gen_athrow,
      null,
      'athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python.',
    ),
    method('aclose', METH_NOARGS, async_gen_aclose, null, 'aclose() -> raise GeneratorExit inside generator.'),
    method(
      '__sizeof__',
      METH_NOARGS,
      (op: PyObject) => gen_sizeof(op),
      null,
      'gen.__sizeof__() -> size of gen in memory, in bytes',
    ),
    ...lazyClassGetItem(),
  ],
  tp_members: [{ name: 'ag_running', type: Py_T_BOOL, field: 'ag_running_async', flags: Py_READONLY, doc: null }],
  tp_getset: [
    ...lazyNames(),
    {
      name: 'ag_await',
      get: (gen: PyGenObject) => gen_getyieldfrom(gen),
      set: null,
      doc: 'object being awaited on, or None',
    },
    { name: 'ag_frame', get: (gen: PyGenObject) => gen_getframe(gen), set: null, doc: null },
    { name: 'ag_code', get: (gen: PyGenObject) => gen_getcode(gen), set: null, doc: null },
    { name: 'ag_suspended', get: (gen: PyGenObject) => gen_getsuspended(gen), set: null, doc: null },
  ],
  edges: (gen: PyGenObject, emit) => gen_edges(gen, emit),
});
function lazyClassGetItem(): PyMethodDef[] {
  return [classGetItem()];
}
function lazyNames(): ReturnType<typeof nameGetSets> {
  return nameGetSets('async generator');
}

/** What a step of the generator means to who awaits it: a yielded value raises StopIteration with it. */
function unwrap_value(gen: PyGenObject, result: Owned<PyObject> | null): Owned<PyObject> | null {
  if (result === null) {
    if (tstate.current_exception === null) PyErr_SetNone(PyExc_StopAsyncIteration);
    if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit))
      gen.ag_closed = true;
    gen.ag_running_async = false;
    return null;
  }
  if (isWrapped(result)) {
    _PyGen_SetStopIterationValue((result as AsyncGenHelper).value);
    Py_DECREF(result);
    gen.ag_running_async = false;
    return null;
  }
  return result;
}
function isWrapped(op: PyObject): boolean {
  return op.ob_type === _PyAsyncGenWrappedValue_Type;
}

/** The wrapper that tells a value yielded by an asynchronous generator from what it awaits. */
export function _PyAsyncGenValueWrapperNew(val: PyObject): Owned<PyObject> {
  let o = wrapped_free.pop();
  if (o !== undefined) _Py_NewReference(o);
  else o = PyObject_GC_New(new AsyncGenHelper(_PyAsyncGenWrappedValue_Type), 24);
  o.value = Py_NewRef(val);
  _PyObject_GC_TRACK(o);
  return o;
}

function clearFields(o: AsyncGenHelper): void {
  const gen = o.gen;
  o.gen = null;
  Py_XDECREF(gen);
  const value = o.value;
  o.value = null;
  Py_XDECREF(value);
}
function traverse(o: AsyncGenHelper, visit: visitproc): void {
  if (o.gen !== null) visit(o.gen);
  if (o.value !== null) visit(o.value);
}

const _PyAsyncGenWrappedValue_Type = defineType({
  tp_name: 'async_generator_wrapped_value',
  tp_basicsize: 24,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (o: AsyncGenHelper) => {
    _PyObject_GC_UNTRACK(o);
    clearFields(o);
    if (wrapped_free.length < _PyAsyncGen_MAXFREELIST) wrapped_free.push(o);
    else PyObject_GC_Del(o);
  },
  tp_traverse: traverse,
});

// asend() and anext()

function asend_new(gen: PyGenObject, sendval: PyObject | null): Owned<PyObject> {
  let o = asend_free.pop();
  if (o !== undefined) _Py_NewReference(o);
  else o = PyObject_GC_New(new AsyncGenHelper(_PyAsyncGenASend_Type), 40);
  o.gen = Py_NewRef(gen);
  o.value = Py_XNewRef(sendval);
  o.state = AWAITABLE_STATE_INIT;
  _PyObject_GC_TRACK(o);
  return o;
}
const REUSED_ASEND = 'cannot reuse already awaited __anext__()/asend()';
const RUNNING_ANEXT = 'anext(): asynchronous generator is already running';

function asend_send(op: PyObject, sent: PyObject | null): Owned<PyObject> | null {
  const o = op as AsyncGenHelper;
  let arg = sent;
  if (o.state === AWAITABLE_STATE_CLOSED) return PyErr_SetString(PyExc_RuntimeError, REUSED_ASEND);
  if (o.state === AWAITABLE_STATE_INIT) {
    if (o.gen!.ag_running_async) {
      o.state = AWAITABLE_STATE_CLOSED;
      return PyErr_SetString(PyExc_RuntimeError, RUNNING_ANEXT);
    }
    if (arg === null || arg === Py_None) arg = o.value;
    o.state = AWAITABLE_STATE_ITER;
  }
  o.gen!.ag_running_async = true;
  const result = unwrap_value(o.gen!, gen_send(o.gen!, arg as PyObject));
  if (result === null) o.state = AWAITABLE_STATE_CLOSED;
  return result;
}
function asend_throw(op: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const o = op as AsyncGenHelper;
  if (o.state === AWAITABLE_STATE_CLOSED) return PyErr_SetString(PyExc_RuntimeError, REUSED_ASEND);
  if (o.state === AWAITABLE_STATE_INIT) {
    if (o.gen!.ag_running_async) {
      o.state = AWAITABLE_STATE_CLOSED;
      return PyErr_SetString(PyExc_RuntimeError, RUNNING_ANEXT);
    }
    o.state = AWAITABLE_STATE_ITER;
    o.gen!.ag_running_async = true;
  }
  const result = unwrap_value(o.gen!, gen_throw(o.gen!, args));
  if (result === null) {
    o.gen!.ag_running_async = false;
    o.state = AWAITABLE_STATE_CLOSED;
  }
  return result;
}
/** close() of both awaitables: throws GeneratorExit and takes a normal end for success. */
function closeBy(
  throwing: (op: PyObject, args: readonly PyObject[]) => PyObject | null,
): (op: PyObject) => PyObject | null {
  return (op) => {
    if ((op as AsyncGenHelper).state === AWAITABLE_STATE_CLOSED) return Py_NewRef(Py_None);
    const result = throwing(op, [PyExc_GeneratorExit]);
    if (result !== null) {
      Py_DECREF(result);
      return PyErr_SetString(PyExc_RuntimeError, 'coroutine ignored GeneratorExit');
    }
    if (
      PyErr_ExceptionMatches(PyExc_StopIteration) ||
      PyErr_ExceptionMatches(PyExc_StopAsyncIteration) ||
      PyErr_ExceptionMatches(PyExc_GeneratorExit)
    ) {
      PyErr_Clear();
      return Py_NewRef(Py_None);
    }
    return null;
  };
}
/** _PyErr_WarnUnawaitedAgenMethod. */
function warnUnawaitedMethod(o: AsyncGenHelper, name: string): void {
  const gen = o.gen!;
  const qualname = (gen.gi_qualname as PyUnicodeObject).str;
  const message = `coroutine method '${name}' of '${qualname}' was never awaited`;
  const exc = PyErr_GetRaisedException();
  if (_PyErr_WarnFormat(gen, PyExc_RuntimeWarning, 1, message) < 0) PyErr_WriteUnraisable(gen);
  PyErr_SetRaisedException(exc);
}

const _PyAsyncGenASend_Type = defineType({
  tp_name: 'async_generator_asend',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (o: AsyncGenHelper) => {
    if (PyObject_CallFinalizerFromDealloc(o) !== 0) return;
    _PyObject_GC_UNTRACK(o);
    clearFields(o);
    if (asend_free.length < _PyAsyncGen_MAXFREELIST) {
      o.gc_flags &= ~GC_FINALIZED;
      asend_free.push(o);
    } else PyObject_GC_Del(o);
  },
  tp_traverse: traverse,
  tp_iter: (op) => PyObject_SelfIter(op),
  tp_iternext: (op) => asend_send(op, null),
  am_await: (op) => PyObject_SelfIter(op),
  tp_finalize: (o: AsyncGenHelper) => {
    if (o.state === AWAITABLE_STATE_INIT) warnUnawaitedMethod(o, 'asend');
  },
  tp_methods: [
    method('send', METH_O, asend_send),
    method('throw', METH_FASTCALL, asend_throw),
    method('close', METH_NOARGS, closeBy(asend_throw)),
  ],
});

// athrow() and aclose()

function athrow_new(gen: PyGenObject, args: PyObject | null): Owned<PyObject> {
  const o = PyObject_GC_New(new AsyncGenHelper(_PyAsyncGenAThrow_Type), 40);
  o.gen = Py_NewRef(gen);
  o.value = Py_XNewRef(args);
  _PyObject_GC_TRACK(o);
  return o;
}
const REUSED_ATHROW = 'cannot reuse already awaited aclose()/athrow()';

/** True (and an exception): the generator runs already. */
function alreadyRunning(o: AsyncGenHelper): boolean {
  if (!o.gen!.ag_running_async) return false;
  o.state = AWAITABLE_STATE_CLOSED;
  const name = o.value === null ? 'aclose' : 'athrow';
  PyErr_SetString(PyExc_RuntimeError, `${name}(): asynchronous generator is already running`);
  return true;
}
function yieldedWhileClosing(o: AsyncGenHelper): null {
  o.gen!.ag_running_async = false;
  o.state = AWAITABLE_STATE_CLOSED;
  return PyErr_SetString(PyExc_RuntimeError, ASYNC_GEN_IGNORED_EXIT_MSG);
}
/** aclose() ends in StopIteration: its await is done. */
function endOfClose(): void {
  if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit)) {
    PyErr_Clear();
    PyErr_SetNone(PyExc_StopIteration);
  }
}
function athrow_send(op: PyObject, arg: PyObject): Owned<PyObject> | null {
  const o = op as AsyncGenHelper;
  const gen = o.gen!;
  if (o.state === AWAITABLE_STATE_CLOSED) return PyErr_SetString(PyExc_RuntimeError, REUSED_ATHROW);
  if (gen.gi_frame_state >= FRAME_COMPLETED) {
    o.state = AWAITABLE_STATE_CLOSED;
    return PyErr_SetNone(PyExc_StopIteration);
  }
  let retval: PyObject | null;
  if (o.state === AWAITABLE_STATE_INIT) {
    if (alreadyRunning(o)) return null;
    if (gen.ag_closed) {
      o.state = AWAITABLE_STATE_CLOSED;
      return PyErr_SetNone(PyExc_StopAsyncIteration);
    }
    if (arg !== Py_None) return PyErr_SetString(PyExc_RuntimeError, NON_INIT_CORO_MSG);
    o.state = AWAITABLE_STATE_ITER;
    gen.ag_running_async = true;
    if (o.value === null) {
      gen.ag_closed = true;
      retval = _gen_throw(gen, false, PyExc_GeneratorExit, null, null);
      if (retval !== null && isWrapped(retval)) {
        Py_DECREF(retval);
        return yieldedWhileClosing(o);
      }
    } else {
      const args = PyArg_UnpackTuple(o.value as PyTupleObject, 'athrow', 1, 3);
      if (args === null) return null;
      retval = unwrap_value(gen, _gen_throw(gen, false, args[0]!, args[1] ?? null, args[2] ?? null));
    }
    if (retval !== null) return retval;
  } else {
    retval = gen_send(gen, arg);
    if (o.value !== null) return unwrap_value(gen, retval);
    if (retval !== null) {
      if (!isWrapped(retval)) return retval;
      Py_DECREF(retval);
      return yieldedWhileClosing(o);
    }
  }
  gen.ag_running_async = false;
  o.state = AWAITABLE_STATE_CLOSED;
  if (o.value === null) endOfClose();
  return null;
}
function athrow_throw(op: PyObject, args: readonly PyObject[]): Owned<PyObject> | null {
  const o = op as AsyncGenHelper;
  const gen = o.gen!;
  if (o.state === AWAITABLE_STATE_CLOSED) return PyErr_SetString(PyExc_RuntimeError, REUSED_ATHROW);
  if (o.state === AWAITABLE_STATE_INIT) {
    if (alreadyRunning(o)) return null;
    o.state = AWAITABLE_STATE_ITER;
    gen.ag_running_async = true;
  }
  let retval = gen_throw(gen, args);
  if (o.value !== null) retval = unwrap_value(gen, retval);
  else if (retval !== null && isWrapped(retval)) {
    Py_DECREF(retval);
    return yieldedWhileClosing(o);
  }
  if (retval === null) {
    gen.ag_running_async = false;
    o.state = AWAITABLE_STATE_CLOSED;
  }
  if (o.value === null) endOfClose();
  return retval;
}

const _PyAsyncGenAThrow_Type = defineType({
  tp_name: 'async_generator_athrow',
  tp_basicsize: 40,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (o: AsyncGenHelper) => {
    if (PyObject_CallFinalizerFromDealloc(o) !== 0) return;
    _PyObject_GC_UNTRACK(o);
    clearFields(o);
    PyObject_GC_Del(o);
  },
  tp_traverse: traverse,
  tp_iter: (op) => PyObject_SelfIter(op),
  tp_iternext: (op) => athrow_send(op, Py_None),
  am_await: (op) => PyObject_SelfIter(op),
  tp_finalize: (o: AsyncGenHelper) => {
    if (o.state === AWAITABLE_STATE_INIT) warnUnawaitedMethod(o, o.value !== null ? 'athrow' : 'aclose');
  },
  tp_methods: [
    method('send', METH_O, athrow_send),
    method('throw', METH_FASTCALL, athrow_throw),
    method('close', METH_NOARGS, closeBy(athrow_throw)),
  ],
});
