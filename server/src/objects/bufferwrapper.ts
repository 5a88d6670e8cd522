// Buffers of Python classes: __buffer__ and __release_buffer__ (PEP 688). Follows the buffer slots of
// Objects/typeobject.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK, _PyObject_GC_UNTRACK } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import { PyNumber_AsSsize_t, PyLong_FromLong } from './longobject';
import { PyObject_GetBuffer } from './bufferobject';
import type { Py_buffer } from './bufferstruct';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from './call';
import {
  PyErr_FormatUnraisable,
  PyErr_GetRaisedException,
  PyErr_Occurred,
  PyErr_SetRaisedException,
  PyErr_SetString,
} from './errors';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyArg_UnpackTuple } from './getargs';
import {
  PyMemoryView_Check,
  PyMemoryView_FromBuffer,
  PyMemoryView_Type,
  _PyMemoryView_FromBufferProc,
} from './memoryobject';
import type { PyMemoryViewObject } from './memoryobject';
import { PyObject } from './object';
import { Py_None } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import { PyTypeObject, Py_TPFLAGS_HAVE_GC, defineType } from './typestruct';
import { _Py_ID } from './unicodeobject';

type getbufferproc = (obj: PyObject, view: Py_buffer, flags: number) => number;
type releasebufferproc = (obj: PyObject, view: Py_buffer) => void;

const id___buffer__ = _Py_ID('__buffer__');
const id___release_buffer__ = _Py_ID('__release_buffer__');
const id_release = _Py_ID('release');

/** What stands as `obj` in a buffer that `__buffer__` gave: keeps the memoryview and the object. */
class PyBufferWrapper extends PyObject {
  mv: PyMemoryViewObject | null;
  obj: PyObject | null;
  constructor(type: PyTypeObject, mv: PyMemoryViewObject, obj: PyObject) {
    super(type);
    this.mv = mv;
    this.obj = Py_NewRef(obj);
  }
}

function bufferwrapper_releasebuf(self: PyBufferWrapper, view: Py_buffer): void {
  const { mv, obj } = self;
  if (mv === null || obj === null) return;
  mv.ob_type.bf_releasebuffer?.(mv, view);
  // A C function is called when the memoryview itself is released.
  if (mv.view.obj !== obj && obj.ob_type.bf_releasebuffer === slot_bf_releasebuffer)
    releasebuffer_call_python(obj, view);
  self.mv = null;
  Py_DECREF(mv);
  self.obj = null;
  Py_DECREF(obj);
}

const _PyBufferWrapper_Type = defineType({
  tp_name: '_buffer_wrapper',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (self: PyBufferWrapper) => {
    _PyObject_GC_UNTRACK(self);
    Py_XDECREF(self.mv);
    Py_XDECREF(self.obj);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: PyBufferWrapper, visit) => {
    if (self.mv !== null) visit(self.mv);
    if (self.obj !== null) visit(self.obj);
  },
  bf_releasebuffer: bufferwrapper_releasebuf as releasebufferproc,
});

export function slot_bf_getbuffer(self: PyObject, buffer: Py_buffer, flags: number): number {
  const flags_obj = PyLong_FromLong(flags);
  const ret = PyObject_CallMethodOneArg(self, id___buffer__, flags_obj);
  Py_DECREF(flags_obj);
  if (ret === null) return -1;
  if (!PyMemoryView_Check(ret)) {
    PyErr_SetString(PyExc_TypeError, '__buffer__ returned non-memoryview object');
    Py_DECREF(ret);
    return -1;
  }
  if (PyObject_GetBuffer(ret, buffer, flags) < 0) {
    Py_DECREF(ret);
    return -1;
  }
  const wrapper = PyObject_GC_New(new PyBufferWrapper(_PyBufferWrapper_Type, ret, self), 32);
  _PyObject_GC_TRACK(wrapper);
  buffer.obj = wrapper;
  // The buffer's own reference to the view is the wrapper's now.
  Py_DECREF(ret);
  return 0;
}

/** Calls __release_buffer__; what it raises is reported, an exception that is set stays. */
function releasebuffer_call_python(self: PyObject, buffer: Py_buffer): void {
  const exc = PyErr_GetRaisedException();
  const name = self.ob_type.tp_name;
  const wrapper = buffer.obj !== null && buffer.obj.ob_type === _PyBufferWrapper_Type ? buffer.obj : null;
  let mv: PyObject | null;
  if (wrapper !== null) {
    // The same memoryview that __buffer__ gave.
    mv = (wrapper as PyBufferWrapper).mv;
    if (mv === null) {
      PyErr_SetRaisedException(exc);
      return;
    }
    Py_NewRef(mv);
  } else {
    mv = PyMemoryView_FromBuffer(buffer);
    if (mv === null) {
      PyErr_FormatUnraisable(`Exception ignored in bf_releasebuffer of ${name}`, null);
      PyErr_SetRaisedException(exc);
      return;
    }
    // The memory is about to go: nobody may keep another view of it.
    (mv as PyMemoryViewObject).restricted = true;
  }
  const ret = PyObject_CallMethodOneArg(self, id___release_buffer__, mv);
  if (ret === null) PyErr_FormatUnraisable(`Exception ignored in __release_buffer__ of ${name}`, null);
  else Py_DECREF(ret);
  if (wrapper === null) {
    const res = PyObject_CallMethodNoArgs(mv, id_release);
    if (res === null) PyErr_FormatUnraisable(`Exception ignored in bf_releasebuffer of ${name}`, null);
    else Py_DECREF(res);
  }
  Py_DECREF(mv);
  PyErr_SetRaisedException(exc);
}

/** The next bf_releasebuffer that is no Python function's, in the order of the type's bases. */
function inheritedRelease(type: PyTypeObject): releasebufferproc | null {
  const mro = type.tp_mro === null ? [] : (type.tp_mro as PyTupleObject).ob_item;
  for (const base of mro.slice(mro.indexOf(type) + 1)) {
    if (!(base instanceof PyTypeObject)) continue;
    if (base.bf_releasebuffer !== null && base.bf_releasebuffer !== slot_bf_releasebuffer) return base.bf_releasebuffer;
  }
  return null;
}
export function slot_bf_releasebuffer(self: PyObject, buffer: Py_buffer): void {
  releasebuffer_call_python(self, buffer);
  inheritedRelease(self.ob_type)?.(self, buffer);
}

export function wrap_buffer(self: PyObject, args: PyTupleObject, wrapped: unknown): PyObject | null {
  const argv = PyArg_UnpackTuple(args, '', 1, 1);
  if (argv === null) return null;
  const flags = PyNumber_AsSsize_t(argv[0]!, PyExc_OverflowError);
  if (flags === -1 && PyErr_Occurred()) return null;
  if (flags > 0x7fffffff || flags < -0x80000000) {
    return PyErr_SetString(PyExc_OverflowError, 'buffer flags out of range');
  }
  return _PyMemoryView_FromBufferProc(self, flags, wrapped as getbufferproc);
}
export function wrap_releasebuffer(self: PyObject, args: PyTupleObject, _wrapped: unknown): PyObject | null {
  const argv = PyArg_UnpackTuple(args, '', 1, 1);
  if (argv === null) return null;
  const mview = argv[0]!;
  if (mview.ob_type !== PyMemoryView_Type) return PyErr_SetString(PyExc_TypeError, 'expected a memoryview object');
  const { view, released } = mview as PyMemoryViewObject;
  if (view.obj === null) return Py_NewRef(Py_None);
  if (view.obj !== self) return PyErr_SetString(PyExc_ValueError, "memoryview's buffer is not this object");
  if (released) return PyErr_SetString(PyExc_ValueError, "memoryview's buffer has already been released");
  const res = PyObject_CallMethodNoArgs(mview, id_release);
  if (res === null) return null;
  Py_DECREF(res);
  return Py_NewRef(Py_None);
}
