// PyTypeObject, its flags, and `defineType`, with which every static type is written down.
// Follows Include/cpython/object.h and Include/object.h, CPython 3.13. A leaf module, like object.ts.

import { staticAddress } from '../heap/obmalloc';
import { IMMORTAL_REFCNT } from '../heap/header';
import type * as t from './object';
import { PyObject } from './object';
import type { PyDictObject, PyDictKeysObject } from './dictstruct';
import type { PyTupleObject } from './tuplestruct';
import type { Py_buffer } from './bufferstruct';

export const Py_TPFLAGS_INLINE_VALUES = 1 << 2;
export const Py_TPFLAGS_MANAGED_WEAKREF = 1 << 3;
export const Py_TPFLAGS_MANAGED_DICT = 1 << 4;
export const Py_TPFLAGS_PREHEADER = Py_TPFLAGS_MANAGED_WEAKREF | Py_TPFLAGS_MANAGED_DICT;
export const Py_TPFLAGS_SEQUENCE = 1 << 5;
export const Py_TPFLAGS_MAPPING = 1 << 6;
export const Py_TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7;
export const Py_TPFLAGS_IMMUTABLETYPE = 1 << 8;
export const Py_TPFLAGS_HEAPTYPE = 1 << 9;
export const Py_TPFLAGS_BASETYPE = 1 << 10;
export const Py_TPFLAGS_HAVE_VECTORCALL = 1 << 11;
export const Py_TPFLAGS_READY = 1 << 12;
export const Py_TPFLAGS_READYING = 1 << 13;
export const Py_TPFLAGS_HAVE_GC = 1 << 14;
export const Py_TPFLAGS_METHOD_DESCRIPTOR = 1 << 17;
export const Py_TPFLAGS_VALID_VERSION_TAG = 1 << 19;
export const Py_TPFLAGS_IS_ABSTRACT = 1 << 20;
export const _Py_TPFLAGS_MATCH_SELF = 1 << 22;
export const Py_TPFLAGS_ITEMS_AT_END = 1 << 23;
export const Py_TPFLAGS_LONG_SUBCLASS = 1 << 24;
export const Py_TPFLAGS_LIST_SUBCLASS = 1 << 25;
export const Py_TPFLAGS_TUPLE_SUBCLASS = 1 << 26;
export const Py_TPFLAGS_BYTES_SUBCLASS = 1 << 27;
export const Py_TPFLAGS_UNICODE_SUBCLASS = 1 << 28;
export const Py_TPFLAGS_DICT_SUBCLASS = 1 << 29;
export const Py_TPFLAGS_BASE_EXC_SUBCLASS = 1 << 30;
export const Py_TPFLAGS_TYPE_SUBCLASS = 1 << 31;

// How a method wants its arguments (ml_flags).
export const METH_VARARGS = 0x0001;
export const METH_KEYWORDS = 0x0002;
export const METH_NOARGS = 0x0004;
export const METH_O = 0x0008;
export const METH_CLASS = 0x0010;
export const METH_STATIC = 0x0020;
export const METH_COEXIST = 0x0040;
export const METH_FASTCALL = 0x0080;

/** METH_NOARGS. */
export type PyCFunctionNoArgs = (self: PyObject) => PyObject | null;
/** METH_O. */
export type PyCFunctionO = (self: PyObject, arg: PyObject) => PyObject | null;
/** METH_FASTCALL. */
export type PyCFunctionFast = (self: PyObject, args: readonly PyObject[]) => PyObject | null;
/** METH_FASTCALL | METH_KEYWORDS: `args` as in a vectorcall. */
export type PyCFunctionFastWithKeywords = (
  self: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
) => PyObject | null;
/** METH_VARARGS. */
export type PyCFunctionVarArgs = (self: PyObject, args: PyTupleObject) => PyObject | null;
/** METH_VARARGS | METH_KEYWORDS. */
export type PyCFunctionWithKeywords = (
  self: PyObject,
  args: PyTupleObject,
  kwargs: PyDictObject | null,
) => PyObject | null;
export type PyCFunction =
  | PyCFunctionNoArgs
  | PyCFunctionO
  | PyCFunctionFast
  | PyCFunctionFastWithKeywords
  | PyCFunctionVarArgs
  | PyCFunctionWithKeywords;

export interface PyMethodDef {
  ml_name: string;
  ml_meth: PyCFunction;
  ml_flags: number;
  /** CPython's docstring head: `name($self, x, /)\n--\n\n…`, from which __text_signature__ and __doc__ come. */
  ml_doc: string | null;
}

/** One entry of a type's or module's method table. `signature` is CPython's text signature, e.g. `($self, object, /)`. */
export function method<F extends PyCFunction>(
  ml_name: string,
  ml_flags: number,
  ml_meth: F,
  signature: string | null = null,
  doc = '',
): PyMethodDef {
  return {
    ml_name,
    ml_flags,
    ml_meth,
    ml_doc: signature === null ? doc || null : `${ml_name}${signature}\n--\n\n${doc}`,
  };
}

// Member types (Include/descrobject.h) and flags.
export const Py_T_INT = 1;
export const Py_T_DOUBLE = 4;
export const Py_T_STRING = 5;
export const _Py_T_OBJECT = 6;
export const Py_T_UINT = 11;
export const Py_T_ULONG = 12;
export const Py_T_BOOL = 14;
export const Py_T_OBJECT_EX = 16;
export const Py_T_LONGLONG = 17;
export const Py_T_PYSSIZET = 19;
export const Py_READONLY = 1;

/** What tells PyType_FromSpec where instances keep their vectorcall: a member, which stays. It shows an address. */
export const VECTORCALLOFFSET = {
  name: '__vectorcalloffset__',
  type: Py_T_PYSSIZET,
  field: 'ob_addr',
  flags: Py_READONLY,
  doc: null,
};
/** Ours: the value is in ob_slots[slot], as for `__slots__`. */
export const Py_MEMBER_SLOT = 1 << 16;

export interface PyMemberDef {
  name: string;
  type: number;
  /** The JavaScript field that holds the value (number, boolean, string or PyObject | null, by `type`). */
  field: string;
  flags: number;
  doc: string | null;
  /** Index into ob_slots, for Py_MEMBER_SLOT. */
  slot?: number;
}

export interface PyGetSetDef {
  name: string;
  get: ((self: never, closure: unknown) => PyObject | null) | null;
  set: ((self: never, value: PyObject | null, closure: unknown) => number) | null;
  doc: string | null;
  closure?: unknown;
}

/** All slots a type may fill. Flat: CPython's tp_as_number etc. are written nb_add, sq_item, mp_subscript, am_await… */
export interface TypeSlotFunctions {
  tp_dealloc: t.destructor | null;
  tp_repr: t.unaryfunc | null;
  tp_hash: t.hashfunc | null;
  tp_call: t.callfunc | null;
  tp_str: t.unaryfunc | null;
  tp_getattro: t.getattrofunc | null;
  tp_setattro: t.setattrofunc | null;
  /** Calls `visit` once for each reference CPython's traverse visits, in its order. */
  tp_traverse: ((self: never, visit: t.visitproc) => void) | null;
  tp_clear: ((self: never) => void) | null;
  tp_richcompare: t.richcmpfunc | null;
  tp_iter: t.unaryfunc | null;
  /** null without an exception means exhausted. */
  tp_iternext: t.unaryfunc | null;
  tp_descr_get: t.descrgetfunc | null;
  tp_descr_set: t.descrsetfunc | null;
  tp_init: t.initproc | null;
  tp_alloc: t.allocfunc | null;
  tp_new: t.newfunc | null;
  tp_free: t.destructor | null;
  tp_is_gc: ((self: never) => boolean) | null;
  tp_del: t.destructor | null;
  tp_finalize: t.destructor | null;
  /** Called with the type itself as `callable`. */
  tp_vectorcall: t.vectorcallfunc | null;

  nb_add: t.binaryfunc | null;
  nb_subtract: t.binaryfunc | null;
  nb_multiply: t.binaryfunc | null;
  nb_remainder: t.binaryfunc | null;
  nb_divmod: t.binaryfunc | null;
  nb_power: t.ternaryfunc | null;
  nb_negative: t.unaryfunc | null;
  nb_positive: t.unaryfunc | null;
  nb_absolute: t.unaryfunc | null;
  nb_bool: t.inquiry | null;
  nb_invert: t.unaryfunc | null;
  nb_lshift: t.binaryfunc | null;
  nb_rshift: t.binaryfunc | null;
  nb_and: t.binaryfunc | null;
  nb_xor: t.binaryfunc | null;
  nb_or: t.binaryfunc | null;
  nb_int: t.unaryfunc | null;
  nb_float: t.unaryfunc | null;
  nb_inplace_add: t.binaryfunc | null;
  nb_inplace_subtract: t.binaryfunc | null;
  nb_inplace_multiply: t.binaryfunc | null;
  nb_inplace_remainder: t.binaryfunc | null;
  nb_inplace_power: t.ternaryfunc | null;
  nb_inplace_lshift: t.binaryfunc | null;
  nb_inplace_rshift: t.binaryfunc | null;
  nb_inplace_and: t.binaryfunc | null;
  nb_inplace_xor: t.binaryfunc | null;
  nb_inplace_or: t.binaryfunc | null;
  nb_floor_divide: t.binaryfunc | null;
  nb_true_divide: t.binaryfunc | null;
  nb_inplace_floor_divide: t.binaryfunc | null;
  nb_inplace_true_divide: t.binaryfunc | null;
  nb_index: t.unaryfunc | null;
  nb_matrix_multiply: t.binaryfunc | null;
  nb_inplace_matrix_multiply: t.binaryfunc | null;

  sq_length: t.lenfunc | null;
  sq_concat: t.binaryfunc | null;
  sq_repeat: t.ssizeargfunc | null;
  sq_item: t.ssizeargfunc | null;
  sq_ass_item: t.ssizeobjargproc | null;
  sq_contains: t.objobjproc | null;
  sq_inplace_concat: t.binaryfunc | null;
  sq_inplace_repeat: t.ssizeargfunc | null;

  mp_length: t.lenfunc | null;
  mp_subscript: t.binaryfunc | null;
  mp_ass_subscript: t.objobjargproc | null;

  am_await: t.unaryfunc | null;
  am_aiter: t.unaryfunc | null;
  am_anext: t.unaryfunc | null;
  am_send: t.sendfunc | null;

  /** Fills `view`; 0, or −1 with an exception. */
  bf_getbuffer: ((self: PyObject, view: Py_buffer, flags: number) => number) | null;
  bf_releasebuffer: ((self: PyObject, view: Py_buffer) => void) | null;
}

export type SlotName = keyof TypeSlotFunctions;

/** How a reference an object owns is to be named: for views, holders and the audit. */
export type EdgeKind =
  'attribute' | 'item' | 'key' | 'value' | 'slot' | 'cell' | 'field' | 'local' | 'stack' | 'type' | 'weakref';
/** Called for each reference owned; `label` is a field name, an index, or the key object for a dict's value. */
export type edgeproc = (op: PyObject, kind: EdgeKind, label: string | number | PyObject) => void;

export interface TypeSpec extends Partial<TypeSlotFunctions> {
  /** As CPython's: `list`, `collections.deque`, `types.GenericAlias`. */
  tp_name: string;
  tp_basicsize: number;
  tp_itemsize?: number;
  /** Without DEFAULT, READY and HEAPTYPE, which are added. */
  tp_flags?: number;
  tp_doc?: string | null;
  tp_methods?: PyMethodDef[];
  tp_members?: PyMemberDef[];
  tp_getset?: PyGetSetDef[];
  /** A function, so that the order of modules does not matter. `object` when absent. */
  tp_base?: () => PyTypeObject;
  /**
   * CPython makes this type with PyType_FromModuleAndSpec: a heap type, counted and seen by the collector, to which its
   * instances hold references. Its tp_traverse leaves the type out: that is added. Most are immutable.
   */
  heap?: 'immutable' | 'mutable';
  /** A metatype other than `type`. */
  metatype?: () => PyTypeObject;
  /** Nonzero where instances have `ob_dict`; −1 for a managed one. */
  tp_dictoffset?: number;
  /** Nonzero where instances have `ob_weakreflist`. */
  tp_weaklistoffset?: number;
  /**
   * Makes the bare JavaScript object for PyType_GenericAlloc: `type` may be a subclass. Inherited like tp_alloc.
   */
  construct?: (type: PyTypeObject, nitems: number) => PyObject;
  /**
   * Every reference an instance owns, each exactly once, with its name: also those that tp_traverse leaves out
   * because no cycle can go through them. Not needed where tp_traverse is complete and names add nothing.
   */
  edges?: (self: never, emit: edgeproc) => void;
}

/** The names of all slot functions, in one fixed order. */
export const SLOT_NAMES: readonly SlotName[] = [
  'tp_dealloc',
  'tp_repr',
  'tp_hash',
  'tp_call',
  'tp_str',
  'tp_getattro',
  'tp_setattro',
  'tp_traverse',
  'tp_clear',
  'tp_richcompare',
  'tp_iter',
  'tp_iternext',
  'tp_descr_get',
  'tp_descr_set',
  'tp_init',
  'tp_alloc',
  'tp_new',
  'tp_free',
  'tp_is_gc',
  'tp_del',
  'tp_finalize',
  'tp_vectorcall',
  'nb_add',
  'nb_subtract',
  'nb_multiply',
  'nb_remainder',
  'nb_divmod',
  'nb_power',
  'nb_negative',
  'nb_positive',
  'nb_absolute',
  'nb_bool',
  'nb_invert',
  'nb_lshift',
  'nb_rshift',
  'nb_and',
  'nb_xor',
  'nb_or',
  'nb_int',
  'nb_float',
  'nb_inplace_add',
  'nb_inplace_subtract',
  'nb_inplace_multiply',
  'nb_inplace_remainder',
  'nb_inplace_power',
  'nb_inplace_lshift',
  'nb_inplace_rshift',
  'nb_inplace_and',
  'nb_inplace_xor',
  'nb_inplace_or',
  'nb_floor_divide',
  'nb_true_divide',
  'nb_inplace_floor_divide',
  'nb_inplace_true_divide',
  'nb_index',
  'nb_matrix_multiply',
  'nb_inplace_matrix_multiply',
  'sq_length',
  'sq_concat',
  'sq_repeat',
  'sq_item',
  'sq_ass_item',
  'sq_contains',
  'sq_inplace_concat',
  'sq_inplace_repeat',
  'mp_length',
  'mp_subscript',
  'mp_ass_subscript',
  'am_await',
  'am_aiter',
  'am_anext',
  'am_send',
  'bf_getbuffer',
  'bf_releasebuffer',
];

/** A type. Static types are made by `defineType`, heap types by typeobject.ts's type_new. */
// The slots are listed one by one: V8 keeps an object with as many fields in its fast form only if the constructor writes
// each of them by name (Object.assign would make every access to a type a hash lookup).
export class PyTypeObject extends PyObject implements TypeSlotFunctions {
  tp_name: string;
  tp_basicsize: number;
  tp_itemsize: number;
  tp_flags: number;
  tp_doc: string | null = null;
  /** A heap type's tp_doc is a copy in a block of its own. */
  tp_doc_addr = 0;
  tp_methods: PyMethodDef[] = [];
  tp_members: PyMemberDef[] = [];
  tp_getset: PyGetSetDef[] = [];
  tp_base: PyTypeObject | null = null;
  tp_dict: PyDictObject | null = null;
  tp_dictoffset: number;
  tp_weaklistoffset: number;
  tp_bases: PyTupleObject | null = null;
  tp_mro: PyTupleObject | null = null;
  /** Weak registry of direct subclasses, in the order they were made. */
  tp_subclasses: PyDictObject | null = null;
  tp_version_tag = 0;
  presize = 0;
  construct: ((type: PyTypeObject, nitems: number) => PyObject) | null = null;
  edges: ((self: never, emit: edgeproc) => void) | null = null;

  // Heap types only (PyHeapTypeObject).
  ht_name: PyObject | null = null;
  ht_qualname: PyObject | null = null;
  ht_slots: PyTupleObject | null = null;
  ht_module: PyObject | null = null;
  /** The key table that instances share. */
  ht_cached_keys: PyDictKeysObject | null = null;
  /** Number of `__slots__` values an instance has in ob_slots, bases included. */
  ht_nslots = 0;
  /** `_spec_cache.init`, `.getitem`: what a specialised call found. */
  spec_init: PyObject | null = null;
  spec_getitem: PyObject | null = null;
  spec_getitem_version = 0;

  tp_dealloc: TypeSlotFunctions['tp_dealloc'] = null;
  tp_repr: TypeSlotFunctions['tp_repr'] = null;
  tp_hash: TypeSlotFunctions['tp_hash'] = null;
  tp_call: TypeSlotFunctions['tp_call'] = null;
  tp_str: TypeSlotFunctions['tp_str'] = null;
  tp_getattro: TypeSlotFunctions['tp_getattro'] = null;
  tp_setattro: TypeSlotFunctions['tp_setattro'] = null;
  tp_traverse: TypeSlotFunctions['tp_traverse'] = null;
  tp_clear: TypeSlotFunctions['tp_clear'] = null;
  tp_richcompare: TypeSlotFunctions['tp_richcompare'] = null;
  tp_iter: TypeSlotFunctions['tp_iter'] = null;
  tp_iternext: TypeSlotFunctions['tp_iternext'] = null;
  tp_descr_get: TypeSlotFunctions['tp_descr_get'] = null;
  tp_descr_set: TypeSlotFunctions['tp_descr_set'] = null;
  tp_init: TypeSlotFunctions['tp_init'] = null;
  tp_alloc: TypeSlotFunctions['tp_alloc'] = null;
  tp_new: TypeSlotFunctions['tp_new'] = null;
  tp_free: TypeSlotFunctions['tp_free'] = null;
  tp_is_gc: TypeSlotFunctions['tp_is_gc'] = null;
  tp_del: TypeSlotFunctions['tp_del'] = null;
  tp_finalize: TypeSlotFunctions['tp_finalize'] = null;
  tp_vectorcall: TypeSlotFunctions['tp_vectorcall'] = null;
  nb_add: TypeSlotFunctions['nb_add'] = null;
  nb_subtract: TypeSlotFunctions['nb_subtract'] = null;
  nb_multiply: TypeSlotFunctions['nb_multiply'] = null;
  nb_remainder: TypeSlotFunctions['nb_remainder'] = null;
  nb_divmod: TypeSlotFunctions['nb_divmod'] = null;
  nb_power: TypeSlotFunctions['nb_power'] = null;
  nb_negative: TypeSlotFunctions['nb_negative'] = null;
  nb_positive: TypeSlotFunctions['nb_positive'] = null;
  nb_absolute: TypeSlotFunctions['nb_absolute'] = null;
  nb_bool: TypeSlotFunctions['nb_bool'] = null;
  nb_invert: TypeSlotFunctions['nb_invert'] = null;
  nb_lshift: TypeSlotFunctions['nb_lshift'] = null;
  nb_rshift: TypeSlotFunctions['nb_rshift'] = null;
  nb_and: TypeSlotFunctions['nb_and'] = null;
  nb_xor: TypeSlotFunctions['nb_xor'] = null;
  nb_or: TypeSlotFunctions['nb_or'] = null;
  nb_int: TypeSlotFunctions['nb_int'] = null;
  nb_float: TypeSlotFunctions['nb_float'] = null;
  nb_inplace_add: TypeSlotFunctions['nb_inplace_add'] = null;
  nb_inplace_subtract: TypeSlotFunctions['nb_inplace_subtract'] = null;
  nb_inplace_multiply: TypeSlotFunctions['nb_inplace_multiply'] = null;
  nb_inplace_remainder: TypeSlotFunctions['nb_inplace_remainder'] = null;
  nb_inplace_power: TypeSlotFunctions['nb_inplace_power'] = null;
  nb_inplace_lshift: TypeSlotFunctions['nb_inplace_lshift'] = null;
  nb_inplace_rshift: TypeSlotFunctions['nb_inplace_rshift'] = null;
  nb_inplace_and: TypeSlotFunctions['nb_inplace_and'] = null;
  nb_inplace_xor: TypeSlotFunctions['nb_inplace_xor'] = null;
  nb_inplace_or: TypeSlotFunctions['nb_inplace_or'] = null;
  nb_floor_divide: TypeSlotFunctions['nb_floor_divide'] = null;
  nb_true_divide: TypeSlotFunctions['nb_true_divide'] = null;
  nb_inplace_floor_divide: TypeSlotFunctions['nb_inplace_floor_divide'] = null;
  nb_inplace_true_divide: TypeSlotFunctions['nb_inplace_true_divide'] = null;
  nb_index: TypeSlotFunctions['nb_index'] = null;
  nb_matrix_multiply: TypeSlotFunctions['nb_matrix_multiply'] = null;
  nb_inplace_matrix_multiply: TypeSlotFunctions['nb_inplace_matrix_multiply'] = null;
  sq_length: TypeSlotFunctions['sq_length'] = null;
  sq_concat: TypeSlotFunctions['sq_concat'] = null;
  sq_repeat: TypeSlotFunctions['sq_repeat'] = null;
  sq_item: TypeSlotFunctions['sq_item'] = null;
  sq_ass_item: TypeSlotFunctions['sq_ass_item'] = null;
  sq_contains: TypeSlotFunctions['sq_contains'] = null;
  sq_inplace_concat: TypeSlotFunctions['sq_inplace_concat'] = null;
  sq_inplace_repeat: TypeSlotFunctions['sq_inplace_repeat'] = null;
  mp_length: TypeSlotFunctions['mp_length'] = null;
  mp_subscript: TypeSlotFunctions['mp_subscript'] = null;
  mp_ass_subscript: TypeSlotFunctions['mp_ass_subscript'] = null;
  am_await: TypeSlotFunctions['am_await'] = null;
  am_aiter: TypeSlotFunctions['am_aiter'] = null;
  am_anext: TypeSlotFunctions['am_anext'] = null;
  am_send: TypeSlotFunctions['am_send'] = null;
  bf_getbuffer: TypeSlotFunctions['bf_getbuffer'] = null;
  bf_releasebuffer: TypeSlotFunctions['bf_releasebuffer'] = null;

  /** The spec of a type of C code: PyType_Ready starts from it. */
  readonly spec: TypeSpec | null;
  readonly heapSpec: boolean;
  delDecrefsType: boolean;
  /**
   * Static types only: what stays the same in every interpreter, found out by the first one. The slots that the type fills
   * itself, each with its line of the slot table; null until then.
   */
  staticOperators: readonly (readonly [line: object, func: unknown])[] | null = null;

  constructor(metatype: PyTypeObject | null, spec: TypeSpec | null) {
    super(metatype as PyTypeObject);
    this.spec = spec;
    this.heapSpec = spec?.heap !== undefined;
    this.delDecrefsType = this.heapSpec && spec!.tp_dealloc !== undefined;
    this.tp_name = spec?.tp_name ?? '';
    this.tp_basicsize = spec?.tp_basicsize ?? 0;
    this.tp_itemsize = spec?.tp_itemsize ?? 0;
    this.tp_flags = 0;
    this.tp_dictoffset = 0;
    this.tp_weaklistoffset = 0;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
    this.ob_weakreflist = null;
    this.vectorcall = null;
  }
}
/** All static types, in the order their modules were evaluated; typeobject.ts readies them, bases first. */
export const staticTypes: PyTypeObject[] = [];

/**
 * Writes down a static type. Nothing of Python exists yet when this runs (module evaluation): the type is filled in
 * by PyType_Ready when an interpreter starts. Throws if a collectable type lacks tp_traverse.
 */
export function defineType(spec: TypeSpec): PyTypeObject {
  if (((spec.tp_flags ?? 0) & Py_TPFLAGS_HAVE_GC) !== 0 && spec.tp_traverse == null && spec.tp_base === undefined) {
    throw new Error(`${spec.tp_name}: a collectable type needs tp_traverse`);
  }
  const type = new PyTypeObject(null, spec);
  type.ob_addr = staticAddress(416);
  type.ob_refcnt = IMMORTAL_REFCNT;
  staticTypes.push(type);
  return type;
}
