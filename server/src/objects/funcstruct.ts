// PyFunctionObject, and the classmethod and staticmethod objects; the types are in funcobject.ts. A leaf module.
// Follows Include/cpython/funcobject.h, CPython 3.13.
import { PyObject } from './object';
import type { PyDictObject } from './dictstruct';
import type { PyTupleObject } from './tuplestruct';
import type { PyTypeObject } from './typestruct';

/** A Python function. All references owned; `func_dict` is `ob_dict`, `func_weakreflist` is `ob_weakreflist`. */
export class PyFunctionObject extends PyObject {
  func_globals: PyDictObject;
  func_builtins: PyDictObject;
  func_name: PyObject;
  func_qualname: PyObject;
  /** A code object (vm's PyCodeObject). */
  func_code: PyObject;
  func_defaults: PyTupleObject | null;
  func_kwdefaults: PyDictObject | null;
  /** A tuple of cells. */
  func_closure: PyTupleObject | null;
  func_doc: PyObject;
  func_module: PyObject | null;
  /** A dict, or (3.11+) the tuple of alternating names and values that MAKE_FUNCTION was given. */
  func_annotations: PyObject | null;
  func_typeparams: PyObject | null;
  /** For the VM's inline caches; 0: none assigned, or none may be any more. */
  func_version: number;

  constructor(
    type: PyTypeObject,
    globals: PyDictObject,
    builtins: PyDictObject,
    name: PyObject,
    qualname: PyObject,
    code: PyObject,
    doc: PyObject,
    module: PyObject | null,
  ) {
    super(type);
    this.func_globals = globals;
    this.func_builtins = builtins;
    this.func_name = name;
    this.func_qualname = qualname;
    this.func_code = code;
    this.func_defaults = null;
    this.func_kwdefaults = null;
    this.func_closure = null;
    this.func_doc = doc;
    this.func_module = module;
    this.func_annotations = null;
    this.func_typeparams = null;
    this.func_version = 0;
    this.ob_dict = null;
    this.ob_weakreflist = null;
    this.vectorcall = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** classmethod and staticmethod objects (their C structs are alike). */
export class PyWrappedMethodObject extends PyObject {
  callable: PyObject | null;

  constructor(type: PyTypeObject) {
    super(type);
    this.callable = null;
    this.ob_dict = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
