// The descriptors that PyType_Ready makes from method, member, getset and slot tables, and property; the types are in
// descrobject.ts. A leaf module. Follows Include/cpython/descrobject.h, CPython 3.13.
import { PyObject } from './object';
import type { PyDictObject } from './dictstruct';
import type { PyTupleObject } from './tuplestruct';
import type { PyGetSetDef, PyMemberDef, PyMethodDef, PyTypeObject, SlotName } from './typestruct';

/** PyDescr_COMMON. */
export class PyDescrObject extends PyObject {
  /** The class the descriptor belongs to; owned. */
  d_type: PyTypeObject;
  d_name: PyObject;
  d_qualname: PyObject | null;

  constructor(type: PyTypeObject, d_type: PyTypeObject, d_name: PyObject) {
    super(type);
    this.d_type = d_type;
    this.d_name = d_name;
    this.d_qualname = null;
    this.vectorcall = null;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

export class PyMethodDescrObject extends PyDescrObject {
  d_method: PyMethodDef;
  constructor(type: PyTypeObject, d_type: PyTypeObject, d_name: PyObject, method: PyMethodDef) {
    super(type, d_type, d_name);
    this.d_method = method;
  }
}

export class PyMemberDescrObject extends PyDescrObject {
  d_member: PyMemberDef;
  constructor(type: PyTypeObject, d_type: PyTypeObject, d_name: PyObject, member: PyMemberDef) {
    super(type, d_type, d_name);
    this.d_member = member;
  }
}

export class PyGetSetDescrObject extends PyDescrObject {
  d_getset: PyGetSetDef;
  constructor(type: PyTypeObject, d_type: PyTypeObject, d_name: PyObject, getset: PyGetSetDef) {
    super(type, d_type, d_name);
    this.d_getset = getset;
  }
}

/** Calls a slot function with Python arguments: `wrapped` is the function in the slot. */
export type wrapperfunc = (
  self: PyObject,
  args: PyTupleObject,
  wrapped: never,
  kwds: PyDictObject | null,
) => PyObject | null;

/** One line of the slot table (typeslots.ts): a special method's name, its slot and how each calls the other. */
export interface wrapperbase {
  name: string;
  slot: SlotName;
  /** The slot function for heap types, which calls the Python method. null: none, the slot is only wrapped. */
  function: unknown;
  /** null: the slot has no special method of its own. */
  wrapper: wrapperfunc | null;
  doc: string;
  /** PyWrapperFlag_KEYWORDS. */
  flags: number;
  /** The interned name; set when the table is built. */
  name_strobj: PyObject;
}

export const PyWrapperFlag_KEYWORDS = 1;

export class PyWrapperDescrObject extends PyDescrObject {
  d_base: wrapperbase;
  d_wrapped: unknown;
  constructor(type: PyTypeObject, d_type: PyTypeObject, d_name: PyObject, base: wrapperbase, wrapped: unknown) {
    super(type, d_type, d_name);
    this.d_base = base;
    this.d_wrapped = wrapped;
  }
}

/** method-wrapper: a wrapper descriptor bound to an object. */
export class wrapperobject extends PyObject {
  descr: PyWrapperDescrObject;
  self: PyObject;
  constructor(type: PyTypeObject, descr: PyWrapperDescrObject, self: PyObject) {
    super(type);
    this.descr = descr;
    this.self = self;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** mappingproxy. */
export class mappingproxyobject extends PyObject {
  mapping: PyObject;
  constructor(type: PyTypeObject, mapping: PyObject) {
    super(type);
    this.mapping = mapping;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

export class propertyobject extends PyObject {
  prop_get: PyObject | null;
  prop_set: PyObject | null;
  prop_del: PyObject | null;
  prop_doc: PyObject | null;
  prop_name: PyObject | null;
  /** The docstring was the getter's. */
  getter_doc: boolean;
  constructor(type: PyTypeObject) {
    super(type);
    this.prop_get = null;
    this.prop_set = null;
    this.prop_del = null;
    this.prop_doc = null;
    this.prop_name = null;
    this.getter_doc = false;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}
