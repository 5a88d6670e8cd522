// PyType_Ready: completes a type whose spec (built-in) or slots and dict (class) are given: bases, MRO, descriptors in its
// dict, inherited slots and flags. Follows Objects/typeobject.c, CPython 3.13.
//
// Slots are flat here, C's tp_as_number and so on do not exist as structs: each slot is inherited by itself, which comes to
// the same as C's two steps (slot by slot where both types have the struct, the whole struct where the type has none).

import { subtype_dealloc } from './subtype';
import { PyObject_Del, PyObject_GC_Del } from '../heap/alloc';
import { Py_DECREF, Py_NewRef, _Py_SetImmortal } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyBytes_Type } from './bytesobject';
import {
  PyDescr_NAME,
  PyDescr_NewClassMethod,
  PyDescr_NewGetSet,
  PyDescr_NewMember,
  PyDescr_NewMethod,
} from './descrobject';
import type { PyDescrObject } from './descrstruct';
import {
  PyDict_Contains,
  PyDict_New,
  PyDict_SetDefault,
  PyDict_SetItem,
  PyDict_Type,
  _PyDict_NewKeysForClass,
} from './dictobject';
import { PyExc_BaseException } from './exceptions';
import { PyStaticMethod_New } from './funcobject';
import { PyList_Type } from './listobject';
import { PyLong_Type } from './longobject';
import { PyCFunction_NewEx } from './methodobject';
import { mro_internal } from './mro';
import type { PyObject } from './object';
import { PyBaseObject_Type } from './objecttype';
import { PyObject_HashNotImplemented, Py_None } from './objectprotocol';
import { tp_new_wrapper } from './slotwrappers';
import { PyTuple_New, PyTuple_Pack, PyTuple_Type } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_IsSubtype, _PyType_DocWithoutSignature, _Py_TPFLAGS_STATIC_BUILTIN, add_subclass } from './typebasics';
import { assignStaticVersionTag } from './typecache';
import { PyType_Type } from './typeobject';
import { add_operators } from './typeslots';
import type { PyMethodDef, PyTypeObject, SlotName, TypeSpec } from './typestruct';
import * as flag from './typestruct';
import { METH_CLASS, METH_COEXIST, METH_KEYWORDS, METH_STATIC, METH_VARARGS, SLOT_NAMES, method } from './typestruct';
import { PyUnicode_FromString, PyUnicode_Type, _Py_ID } from './unicodeobject';

const id___doc__ = _Py_ID('__doc__');
const id___eq__ = _Py_ID('__eq__');
const id___hash__ = _Py_ID('__hash__');
const id___new__ = _Py_ID('__new__');

const COLLECTION_FLAGS = flag.Py_TPFLAGS_SEQUENCE | flag.Py_TPFLAGS_MAPPING;
/** Bytes of pre-header: the gc head, and pointers to dict and weak references. */
const GC_HEAD = 16;
const DICT_AND_WEAKREFS = 16;
export const MANAGED_WEAKREF_OFFSET = -32;

// ---------------------------------------------------------------------------------------------------- static types

/**
 * Puts a static type back to what its spec says: a fresh interpreter knows nothing of the last one. Slots, flags and sizes,
 * inherited ones included, are the same in every interpreter and are left as the first one made them.
 */
export function resetStaticType(type: PyTypeObject): void {
  const spec = type.spec!;
  if (type.staticOperators === null) {
    const slots = type as unknown as Record<SlotName, unknown>;
    for (const name of Object.keys(spec)) {
      if (isSlotName(name)) slots[name] = spec[name] ?? null;
    }
    type.ob_type = spec.metatype !== undefined ? spec.metatype() : PyType_Type;
    type.tp_basicsize = spec.tp_basicsize;
    type.tp_itemsize = spec.tp_itemsize ?? 0;
    type.tp_flags = spec.tp_flags ?? 0;
    if (type.heapSpec) {
      type.tp_flags |= flag.Py_TPFLAGS_HEAPTYPE | (spec.heap === 'immutable' ? flag.Py_TPFLAGS_IMMUTABLETYPE : 0);
    }
    type.tp_doc = spec.tp_doc ?? null;
    type.tp_methods = spec.tp_methods ?? [];
    type.tp_members = spec.tp_members ?? [];
    type.tp_getset = spec.tp_getset ?? [];
    type.tp_base = spec.tp_base !== undefined ? spec.tp_base() : null;
    type.tp_dictoffset = spec.tp_dictoffset ?? 0;
    type.tp_weaklistoffset = spec.tp_weaklistoffset ?? 0;
    // Right from now on: objects of the type are made before it is ready.
    type.presize = (type.tp_flags & flag.Py_TPFLAGS_HAVE_GC) !== 0 ? GC_HEAD : 0;
    if (type.heapSpec) addHeapSlots(type, spec);
    type.construct = spec.construct ?? null;
    type.edges = spec.edges ?? null;
  }
  if (madeUnhashable.has(type)) type.tp_hash = null;
  type.tp_flags &= ~flag.Py_TPFLAGS_READY;
  if (!type.heapSpec) _Py_SetImmortal(type);
  type.tp_dict = null;
  type.tp_bases = null;
  type.tp_mro = null;
  type.tp_subclasses = null;
  type.tp_version_tag = 0;
  type.ht_cached_keys = null;
  type.ob_weakreflist = null;
}

/** What PyType_FromMetaclass gives every type: a way to die, and a traverse that sees the instance's type. */
function addHeapSlots(type: PyTypeObject, spec: TypeSpec): void {
  type.tp_dealloc ??= subtype_dealloc;
  const traverse = spec.tp_traverse ?? null;
  if (traverse === null) return;
  type.tp_traverse = (self: PyObject, visit) => {
    visit(self.ob_type);
    traverse(self as never, visit);
  };
}

const slotNames = new Set<string>(SLOT_NAMES);
function isSlotName(name: string): name is SlotName {
  return slotNames.has(name);
}

/** _PyStaticType_InitBuiltin: readies a type of the core, its bases before it. 0, or −1 with an exception. */
export function _PyStaticType_InitBuiltin(type: PyTypeObject): number {
  if ((type.tp_flags & flag.Py_TPFLAGS_READY) !== 0) return 0;
  if (type.tp_base !== null && _PyStaticType_InitBuiltin(type.tp_base) < 0) return -1;
  type.tp_flags |= _Py_TPFLAGS_STATIC_BUILTIN;
  return readyStatic(type);
}

function readyStatic(type: PyTypeObject): number {
  type.tp_flags |= flag.Py_TPFLAGS_IMMUTABLETYPE;
  assignStaticVersionTag(type);
  return type_ready(type);
}

// ---------------------------------------------------------------------------------------------------- ready

/** PyType_Ready: nothing if it is ready already. 0, or −1 with an exception. */
export function PyType_Ready(type: PyTypeObject): number {
  if ((type.tp_flags & flag.Py_TPFLAGS_READY) !== 0) return 0;
  if ((type.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) !== 0) return type_ready(type);
  if (type.tp_base !== null && PyType_Ready(type.tp_base) < 0) return -1;
  return readyStatic(type);
}

function type_ready(type: PyTypeObject): number {
  type.tp_flags |= flag.Py_TPFLAGS_READYING;
  const res = ready_steps(type);
  type.tp_flags &= ~flag.Py_TPFLAGS_READYING;
  if (res === 0) type.tp_flags |= flag.Py_TPFLAGS_READY;
  return res;
}

function ready_steps(type: PyTypeObject): number {
  const known = type.staticOperators !== null;
  type.tp_dict ??= PyDict_New();
  if (type_ready_set_bases(type) < 0) return -1;
  if (mro_internal(type, null) < 0) return -1;
  if (type.spec !== null && !type.heapSpec) _Py_SetImmortal(type.tp_mro!);
  if (type_ready_set_new(type) < 0) return -1;
  if (type_ready_fill_dict(type) < 0) return -1;
  if (!known) {
    if (type_ready_inherit(type) < 0) return -1;
    type_ready_preheader(type);
  }
  if (type_ready_set_hash(type) < 0) return -1;
  if (type_ready_add_subclasses(type) < 0) return -1;
  type_ready_managed_dict(type);
  type.vectorcall = type.tp_vectorcall;
  return 0;
}

function type_ready_set_bases(type: PyTypeObject): number {
  if (type.tp_bases !== null) return 0;
  if (type.tp_base === null && type !== PyBaseObject_Type) {
    type.tp_base = PyBaseObject_Type;
    if ((type.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) !== 0) Py_NewRef(PyBaseObject_Type);
  }
  const bases: PyTupleObject =
    type.tp_base === null ? (PyTuple_New(0) as PyTupleObject) : (PyTuple_Pack(type.tp_base) as PyTupleObject);
  if (type.spec !== null && !type.heapSpec) _Py_SetImmortal(bases);
  type.tp_bases = bases;
  return 0;
}

/** `T.__new__` of a type that has a tp_new of its own; inheriting it otherwise, where that is allowed. */
function type_ready_set_new(type: PyTypeObject): number {
  const base = type.tp_base;
  // Inherited, when the type was readied in an earlier interpreter: the wrapper is made for a tp_new of its own only.
  if (type.staticOperators !== null && type.spec!.tp_new == null) return 0;
  // A built-in type derived from object does not inherit object.__new__, which knows nothing of its struct.
  if (type.tp_new === null && base === PyBaseObject_Type && type.spec !== null && type.spec.heap !== 'mutable') {
    type.tp_flags |= flag.Py_TPFLAGS_DISALLOW_INSTANTIATION;
  }
  if ((type.tp_flags & flag.Py_TPFLAGS_DISALLOW_INSTANTIATION) !== 0) {
    type.tp_new = null;
    return 0;
  }
  if (type.tp_new !== null) return add_tp_new_wrapper(type);
  type.tp_new = base!.tp_new;
  return 0;
}

const tp_new_methoddef: PyMethodDef = method(
  '__new__',
  METH_VARARGS | METH_KEYWORDS,
  tp_new_wrapper,
  '($type, *args, **kwargs)',
  'Create and return a new object.  See help(type) for accurate signature.',
);

function add_tp_new_wrapper(type: PyTypeObject): number {
  const dict = type.tp_dict!;
  const r = PyDict_Contains(dict, id___new__);
  if (r !== 0) return r < 0 ? -1 : 0;
  const func = PyCFunction_NewEx(tp_new_methoddef, type, null);
  const res = PyDict_SetItem(dict, id___new__, func);
  Py_DECREF(func);
  return res;
}

// ---------------------------------------------------------------------------------------------------- filling the dict

function type_ready_fill_dict(type: PyTypeObject): number {
  if (add_operators(type) < 0) return -1;
  if (type_add_methods(type) < 0) return -1;
  for (const def of type.tp_members) if (add_descriptor(type, PyDescr_NewMember(type, def)) < 0) return -1;
  for (const def of type.tp_getset) if (add_descriptor(type, PyDescr_NewGetSet(type, def)) < 0) return -1;
  return type_dict_set_doc(type);
}

/** Enters a new descriptor under its name unless something is there. */
function add_descriptor(type: PyTypeObject, descr: Owned<PyObject>): number {
  const res = PyDict_SetDefault(type.tp_dict!, PyDescr_NAME(descr as PyDescrObject), descr) === null ? -1 : 0;
  Py_DECREF(descr);
  return res;
}

function type_add_methods(type: PyTypeObject): number {
  for (const meth of type.tp_methods) if (type_add_method(type, meth) < 0) return -1;
  return 0;
}

function type_add_method(type: PyTypeObject, meth: PyMethodDef): number {
  let descr: PyObject;
  let name: PyObject;
  if ((meth.ml_flags & METH_CLASS) !== 0) {
    descr = PyDescr_NewClassMethod(type, meth);
    name = PyDescr_NAME(descr as PyDescrObject);
  } else if ((meth.ml_flags & METH_STATIC) !== 0) {
    const cfunc = PyCFunction_NewEx(meth, type, null);
    descr = PyStaticMethod_New(cfunc)!;
    Py_DECREF(cfunc);
    name = _Py_ID(meth.ml_name);
  } else {
    descr = PyDescr_NewMethod(type, meth);
    name = PyDescr_NAME(descr as PyDescrObject);
  }
  let err: number;
  if ((meth.ml_flags & METH_COEXIST) === 0) err = PyDict_SetDefault(type.tp_dict!, name, descr) === null ? -1 : 0;
  else err = PyDict_SetItem(type.tp_dict!, name, descr);
  Py_DECREF(descr);
  return err < 0 ? -1 : 0;
}

function type_dict_set_doc(type: PyTypeObject): number {
  const dict = type.tp_dict!;
  const r = PyDict_Contains(dict, id___doc__);
  if (r !== 0) return r < 0 ? -1 : 0;
  if (type.tp_doc === null) return PyDict_SetItem(dict, id___doc__, Py_None);
  const doc = PyUnicode_FromString(_PyType_DocWithoutSignature(type.tp_name, type.tp_doc)!)!;
  const res = PyDict_SetItem(dict, id___doc__, doc);
  Py_DECREF(doc);
  return res;
}

// ---------------------------------------------------------------------------------------------------- inheriting

function inherit_special(type: PyTypeObject, base: PyTypeObject): void {
  if (
    (type.tp_flags & flag.Py_TPFLAGS_HAVE_GC) === 0 &&
    (base.tp_flags & flag.Py_TPFLAGS_HAVE_GC) !== 0 &&
    type.tp_traverse === null &&
    type.tp_clear === null
  ) {
    type.tp_flags |= flag.Py_TPFLAGS_HAVE_GC;
    type.tp_traverse = base.tp_traverse;
    type.tp_clear = base.tp_clear;
  }
  type.tp_flags |= base.tp_flags & flag.Py_TPFLAGS_PREHEADER;
  if (type.tp_basicsize === 0) type.tp_basicsize = base.tp_basicsize;
  if (type.tp_itemsize === 0) type.tp_itemsize = base.tp_itemsize;
  if (type.tp_weaklistoffset === 0) type.tp_weaklistoffset = base.tp_weaklistoffset;
  if (type.tp_dictoffset === 0) type.tp_dictoffset = base.tp_dictoffset;
  if (base.delDecrefsType) type.delDecrefsType = true;
  type.construct ??= base.construct;
  type.edges ??= base.edges;

  if (PyType_IsSubtype(base, PyExc_BaseException)) type.tp_flags |= flag.Py_TPFLAGS_BASE_EXC_SUBCLASS;
  else if (PyType_IsSubtype(base, PyType_Type)) type.tp_flags |= flag.Py_TPFLAGS_TYPE_SUBCLASS;
  else if (PyType_IsSubtype(base, PyLong_Type)) type.tp_flags |= flag.Py_TPFLAGS_LONG_SUBCLASS;
  else if (PyType_IsSubtype(base, PyBytes_Type)) type.tp_flags |= flag.Py_TPFLAGS_BYTES_SUBCLASS;
  else if (PyType_IsSubtype(base, PyUnicode_Type)) type.tp_flags |= flag.Py_TPFLAGS_UNICODE_SUBCLASS;
  else if (PyType_IsSubtype(base, PyTuple_Type)) type.tp_flags |= flag.Py_TPFLAGS_TUPLE_SUBCLASS;
  else if (PyType_IsSubtype(base, PyList_Type)) type.tp_flags |= flag.Py_TPFLAGS_LIST_SUBCLASS;
  else if (PyType_IsSubtype(base, PyDict_Type)) type.tp_flags |= flag.Py_TPFLAGS_DICT_SUBCLASS;

  type.tp_flags |= base.tp_flags & (flag._Py_TPFLAGS_MATCH_SELF | flag.Py_TPFLAGS_ITEMS_AT_END);
}

/** The class says itself how it compares or hashes. 1, 0, or −1 with an exception. */
function overrides_hash(type: PyTypeObject): number {
  const r = PyDict_Contains(type.tp_dict!, id___eq__);
  return r === 0 ? PyDict_Contains(type.tp_dict!, id___hash__) : r;
}

/** Slots that inherit_slots treats one like the other; the others have rules of their own. */
const PLAIN_SLOTS: readonly SlotName[] = SLOT_NAMES.filter(
  (name) =>
    !/^tp_/.test(name) ||
    [
      'tp_dealloc',
      'tp_repr',
      'tp_call',
      'tp_str',
      'tp_iter',
      'tp_iternext',
      'tp_descr_get',
      'tp_descr_set',
      'tp_init',
      'tp_alloc',
      'tp_is_gc',
      'tp_finalize',
    ].includes(name),
);

/** Copies from `base` (a member of the MRO) what it defines itself and the type does not. 0, or −1 with an exception. */
function inherit_slots(type: PyTypeObject, base: PyTypeObject): number {
  const basebase = base.tp_base;
  const own = type as unknown as Record<SlotName, unknown>;
  const from = base as unknown as Record<SlotName, unknown>;
  const under = basebase as unknown as Record<SlotName, unknown> | null;
  // Before tp_call is copied.
  if (type.tp_call === null && (base.tp_flags & flag.Py_TPFLAGS_HAVE_VECTORCALL) !== 0) {
    type.tp_flags |= flag.Py_TPFLAGS_HAVE_VECTORCALL;
  }
  for (let i = 0; i < PLAIN_SLOTS.length; i++) {
    const name = PLAIN_SLOTS[i]!;
    const value = from[name];
    if (value !== null && own[name] === null && (under === null || value !== under[name])) own[name] = value;
  }
  if (type.tp_getattro === null) type.tp_getattro = base.tp_getattro;
  if (type.tp_setattro === null) type.tp_setattro = base.tp_setattro;
  // Comparison and hash go together, and only when neither is overridden anywhere.
  if (type.tp_richcompare === null && type.tp_hash === null) {
    const r = overrides_hash(type);
    if (r < 0) return -1;
    if (r === 0) {
      type.tp_richcompare = base.tp_richcompare;
      type.tp_hash = base.tp_hash;
    }
  }
  if (
    base.tp_descr_get !== null &&
    type.tp_descr_get === base.tp_descr_get &&
    (type.tp_flags & flag.Py_TPFLAGS_IMMUTABLETYPE) !== 0 &&
    (base.tp_flags & flag.Py_TPFLAGS_METHOD_DESCRIPTOR) !== 0
  ) {
    type.tp_flags |= flag.Py_TPFLAGS_METHOD_DESCRIPTOR;
  }
  if (((type.tp_flags ^ base.tp_flags) & flag.Py_TPFLAGS_HAVE_GC) === 0) {
    if (type.tp_free === null && base.tp_free !== null && (basebase === null || base.tp_free !== basebase.tp_free)) {
      type.tp_free = base.tp_free;
    }
  } else if (
    (type.tp_flags & flag.Py_TPFLAGS_HAVE_GC) !== 0 &&
    type.tp_free === null &&
    base.tp_free === PyObject_Del
  ) {
    type.tp_free = PyObject_GC_Del;
  }
  return 0;
}

function type_ready_inherit(type: PyTypeObject): number {
  const base = type.tp_base;
  if (base !== null) inherit_special(type, base);
  const mro = type.tp_mro!.ob_item as PyTypeObject[];
  for (let i = 1; i < mro.length; i++) {
    const b = mro[i]!;
    if (inherit_slots(type, b) < 0) return -1;
    if ((type.tp_flags & COLLECTION_FLAGS) === 0) type.tp_flags |= b.tp_flags & COLLECTION_FLAGS;
  }
  return 0;
}

function type_ready_preheader(type: PyTypeObject): void {
  if ((type.tp_flags & flag.Py_TPFLAGS_MANAGED_DICT) !== 0) type.tp_dictoffset = -1;
  if ((type.tp_flags & flag.Py_TPFLAGS_MANAGED_WEAKREF) !== 0) type.tp_weaklistoffset = MANAGED_WEAKREF_OFFSET;
  type.presize =
    ((type.tp_flags & flag.Py_TPFLAGS_HAVE_GC) !== 0 ? GC_HEAD : 0) +
    ((type.tp_flags & flag.Py_TPFLAGS_PREHEADER) !== 0 ? DICT_AND_WEAKREFS : 0);
}

/** Static types that got their tp_hash below: it is done again in every interpreter, for the entry in the dict. */
const madeUnhashable = new Set<PyTypeObject>();

/** A type that defines __eq__ without __hash__ cannot be hashed. */
function type_ready_set_hash(type: PyTypeObject): number {
  if (type.tp_hash !== null) return 0;
  const r = PyDict_Contains(type.tp_dict!, id___hash__);
  if (r !== 0) return r < 0 ? -1 : 0;
  if (PyDict_SetItem(type.tp_dict!, id___hash__, Py_None) < 0) return -1;
  type.tp_hash = PyObject_HashNotImplemented;
  if (type.spec !== null) madeUnhashable.add(type);
  return 0;
}

function type_ready_add_subclasses(type: PyTypeObject): number {
  for (const base of type.tp_bases!.ob_item) if (add_subclass(base as PyTypeObject, type) < 0) return -1;
  return 0;
}

/** Classes whose instances have a dict share the keys; where the layout is object's, values live in the instance. */
function type_ready_managed_dict(type: PyTypeObject): void {
  if ((type.tp_flags & flag.Py_TPFLAGS_MANAGED_DICT) === 0) return;
  type.ht_cached_keys ??= _PyDict_NewKeysForClass();
  if (type.tp_itemsize === 0 && type.tp_basicsize === 16) type.tp_flags |= flag.Py_TPFLAGS_INLINE_VALUES;
}
