// PyCFunctionObject (builtin functions and methods), PyMethodObject and PyInstanceMethodObject (bound methods); the
// types are in methodobject.ts and classobject.ts. A leaf module.
import { PyObject } from './object';
import type { PyMethodDef, PyTypeObject } from './typestruct';

export class PyCFunctionObject extends PyObject {
  m_ml: PyMethodDef;
  /** What the function gets as `self`: the object it is bound to, or its module; owned. */
  m_self: PyObject | null;
  /** `__module__`; owned. */
  m_module: PyObject | null;
  /** PyCMethodObject's mm_class; owned. */
  mm_class: PyTypeObject | null;

  constructor(type: PyTypeObject, ml: PyMethodDef) {
    super(type);
    this.m_ml = ml;
    this.m_self = null;
    this.m_module = null;
    this.mm_class = null;
    this.ob_weakreflist = null;
    this.vectorcall = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** A bound method. */
export class PyMethodObject extends PyObject {
  im_func: PyObject;
  im_self: PyObject;

  constructor(type: PyTypeObject, func: PyObject, self: PyObject) {
    super(type);
    this.im_func = func;
    this.im_self = self;
    this.ob_weakreflist = null;
    this.vectorcall = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

export class PyInstanceMethodObject extends PyObject {
  func: PyObject;

  constructor(type: PyTypeObject, func: PyObject) {
    super(type);
    this.func = func;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
