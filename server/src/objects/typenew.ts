// Making a class: type.__new__, in the order of CPython's allocations. Follows type_new and its helpers in
// Objects/typeobject.c, CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyObject_Malloc } from '../heap/obmalloc';
import { PySequence_Tuple } from './abstract';
import { PyObject_CallFunctionObjArgs, PyObject_Vectorcall, PyObject_VectorcallDict } from './call';
import { PyCell_Check, PyCell_Set } from './cellobject';
import {
  PyDict_Check,
  PyDict_Contains,
  PyDict_Copy,
  PyDict_DelItem,
  PyDict_GetItemWithError,
  PyDict_SetItem,
  _PyDict_HasOnlyStringKeys,
  _PyDict_Next,
  next_key,
  next_value,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_GetRaisedException, PyErr_SetRaisedException, PyErr_SetString, reprText } from './errors';
import {
  PyExc_AttributeError,
  PyExc_RuntimeWarning,
  PyExc_TypeError,
  PyExc_ValueError,
  _PyException_AddNote,
} from './exceptions';
import { PyClassMethod_New, PyFunction_Check, PyStaticMethod_New } from './funcobject';
import { PyList_AsTuple, PyList_New, PyList_Sort } from './listobject';
import type { PyObject } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_GenericGetDict,
  PyObject_GenericSetAttr,
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  Py_None,
  isAcceptableDict,
  setInstanceDict,
} from './objectprotocol';
import type { Out } from './objectprotocol';
import { PyBaseObject_Type } from './objecttype';
import { tstate, vmInterface } from './pystate';
import { PyType_GenericAlloc, subtype_clear, subtype_dealloc, subtype_traverse } from './subtype';
import { PySuper_Type } from './superobject';
import { PyTuple_Check, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_Check, PyType_IsSubtype } from './typebasics';
import { _PyType_Lookup } from './typecache';
import { MANAGED_WEAKREF_OFFSET, PyType_Ready } from './typeready';
import { _PyObject_LookupSpecial } from './typelookup';
import { fixup_slot_dispatchers } from './typeslots';
import type { PyGetSetDef, PyTypeObject } from './typestruct';
import * as flag from './typestruct';
import { Py_MEMBER_SLOT, Py_T_OBJECT_EX } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, PyUnicode_IsIdentifier, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyErr_WarnEx } from './warnings';

const id___classcell__ = _Py_ID('__classcell__');
const id___classdictcell__ = _Py_ID('__classdictcell__');
const id___class_getitem__ = _Py_ID('__class_getitem__');
const id___dict__ = _Py_ID('__dict__');
const id___doc__ = _Py_ID('__doc__');
const id___init_subclass__ = _Py_ID('__init_subclass__');
const id___module__ = _Py_ID('__module__');
const id___mro_entries__ = _Py_ID('__mro_entries__');
const id___name__ = _Py_ID('__name__');
const id___new__ = _Py_ID('__new__');
const id___qualname__ = _Py_ID('__qualname__');
const id___set_name__ = _Py_ID('__set_name__');
const id___slots__ = _Py_ID('__slots__');

// ---------------------------------------------------------------------------------------------------- layout

/** The type from which `type` has the layout of its instances: the last one that added to the struct. */
export function solid_base(type: PyTypeObject): PyTypeObject {
  const base = type.tp_base !== null ? solid_base(type.tp_base) : PyBaseObject_Type;
  return type.tp_basicsize !== base.tp_basicsize || type.tp_itemsize !== base.tp_itemsize ? type : base;
}

/** The base that decides about the layout. Borrowed, or null with TypeError when the bases' layouts conflict. */
export function best_base(bases: PyTupleObject): PyTypeObject | null {
  let base: PyTypeObject | null = null;
  let winner: PyTypeObject | null = null;
  for (const base_i of bases.ob_item) {
    if (!PyType_Check(base_i)) return PyErr_SetString(PyExc_TypeError, 'bases must be types');
    if (base_i.tp_dict === null && PyType_Ready(base_i) < 0) return null;
    if ((base_i.tp_flags & flag.Py_TPFLAGS_BASETYPE) === 0) {
      return PyErr_SetString(PyExc_TypeError, `type '${base_i.tp_name}' is not an acceptable base type`);
    }
    const candidate = solid_base(base_i);
    if (winner === null) {
      winner = candidate;
      base = base_i;
    } else if (!PyType_IsSubtype(winner, candidate)) {
      if (!PyType_IsSubtype(candidate, winner)) {
        return PyErr_SetString(PyExc_TypeError, 'multiple bases have instance lay-out conflict');
      }
      winner = candidate;
      base = base_i;
    }
  }
  return base;
}

/** The most derived of the metatype and the bases' metatypes. Borrowed, or null with TypeError when they conflict. */
export function _PyType_CalculateMetaclass(metatype: PyTypeObject, bases: PyTupleObject): PyTypeObject | null {
  let winner = metatype;
  for (const tmp of bases.ob_item) {
    const tmptype = tmp.ob_type;
    if (PyType_IsSubtype(winner, tmptype)) continue;
    if (PyType_IsSubtype(tmptype, winner)) {
      winner = tmptype;
      continue;
    }
    return PyErr_SetString(
      PyExc_TypeError,
      'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of ' +
        'all its bases',
    );
  }
  return winner;
}

// ---------------------------------------------------------------------------------------------------- __dict__, __weakref__

function get_builtin_base_with_dict(type: PyTypeObject): PyTypeObject | null {
  for (let t = type; t.tp_base !== null; t = t.tp_base) {
    if (t.tp_dictoffset !== 0 && (t.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) === 0) return t;
  }
  return null;
}

/** A built-in base's own `__dict__` descriptor: borrowed, null with TypeError when there is none to use. */
function get_dict_descriptor(base: PyTypeObject, obj: PyObject): PyObject | null {
  const descr = _PyType_Lookup(base, id___dict__);
  if (descr !== null && descr.ob_type.tp_descr_set !== null && descr.ob_type.tp_descr_get !== null) return descr;
  return PyErr_SetString(PyExc_TypeError, `this __dict__ descriptor does not support '${obj.ob_type.tp_name}' objects`);
}

function subtype_dict(obj: PyObject, context: unknown): PyObject | null {
  const base = get_builtin_base_with_dict(obj.ob_type);
  if (base === null) return PyObject_GenericGetDict(obj, context);
  const descr = get_dict_descriptor(base, obj);
  return descr === null ? null : descr.ob_type.tp_descr_get!(descr, obj, obj.ob_type);
}

function subtype_setdict(obj: PyObject, value: PyObject | null, _context: unknown): number {
  const base = get_builtin_base_with_dict(obj.ob_type);
  if (base !== null) {
    const descr = get_dict_descriptor(base, obj);
    return descr === null ? -1 : descr.ob_type.tp_descr_set!(descr, obj, value);
  }
  if (obj.ob_type.tp_dictoffset === 0) {
    PyErr_SetString(PyExc_AttributeError, 'This object has no __dict__');
    return -1;
  }
  if (value !== null && !isAcceptableDict(value)) return -1;
  return setInstanceDict(obj, value as PyDictObject | null);
}

function subtype_getweakref(obj: PyObject, _context: unknown): PyObject | null {
  if (obj.ob_type.tp_weaklistoffset === 0) {
    return PyErr_SetString(PyExc_AttributeError, 'This object has no __weakref__');
  }
  return Py_NewRef(obj.ob_weakreflist ?? Py_None);
}

const dictGetSet: PyGetSetDef = {
  name: '__dict__',
  get: subtype_dict,
  set: subtype_setdict,
  doc: 'dictionary for instance variables',
};
const weakrefGetSet: PyGetSetDef = {
  name: '__weakref__',
  get: subtype_getweakref,
  set: null,
  doc: 'list of weak references to the object',
};
const subtype_getsets_full = [dictGetSet, weakrefGetSet];
const subtype_getsets_dict_only = [dictGetSet];
const subtype_getsets_weakref_only = [weakrefGetSet];

// ---------------------------------------------------------------------------------------------------- __slots__

interface type_new_ctx {
  metatype: PyTypeObject;
  args: PyTupleObject;
  kwds: PyDictObject | null;
  orig_dict: PyDictObject;
  name: PyUnicodeObject;
  bases: PyTupleObject;
  base: PyTypeObject;
  /** Owned; null when the class has no __slots__. */
  slots: PyTupleObject | null;
  nslot: number;
  add_dict: boolean;
  add_weak: boolean;
  may_add_dict: boolean;
  may_add_weak: boolean;
}

function typeError(message: string): -1 {
  PyErr_SetString(PyExc_TypeError, message);
  return -1;
}

function type_new_visit_slots(ctx: type_new_ctx): number {
  for (const name of ctx.slots!.ob_item) {
    if (!PyUnicode_Check(name)) return typeError(`__slots__ items must be strings, not '${name.ob_type.tp_name}'`);
    if (!PyUnicode_IsIdentifier(name)) return typeError('__slots__ must be identifiers');
    const text = (name as PyUnicodeObject).str;
    if (text === '__dict__') {
      if (!ctx.may_add_dict || ctx.add_dict) return typeError('__dict__ slot disallowed: we already got one');
      ctx.add_dict = true;
    }
    if (text === '__weakref__') {
      if (!ctx.may_add_weak || ctx.add_weak) return typeError('__weakref__ slot disallowed: we already got one');
      ctx.add_weak = true;
    }
  }
  return 0;
}

/** _Py_Mangle: `__x` of class C becomes `_C__x`. Owned. */
function mangle(className: string, ident: PyUnicodeObject): Owned<PyUnicodeObject> {
  const name = ident.str;
  const stripped = className.replace(/^_+/, '');
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.') || stripped === '') return Py_NewRef(ident);
  return PyUnicode_FromString(`_${stripped}${name}`) as PyUnicodeObject;
}

/** The names of the slots without __dict__ and __weakref__, mangled and sorted: a tuple, owned; null with an exception. */
function type_new_copy_slots(ctx: type_new_ctx, dict: PyDictObject): Owned<PyTupleObject> | null {
  const names = ctx.slots!.ob_item as PyUnicodeObject[];
  const kept = names.filter(
    (slot) => !((ctx.add_dict && slot.str === '__dict__') || (ctx.add_weak && slot.str === '__weakref__')),
  );
  const new_slots = PyList_New(kept.length)!;
  for (let j = 0; j < kept.length; j++) {
    const slot = mangle(ctx.name.str, kept[j]!);
    new_slots.ob_item[j] = slot;
    const r = PyDict_Contains(dict, slot);
    // These are put into the namespace by the class statement and taken out again below.
    const ours = slot.str === '__qualname__' || slot.str === '__classcell__' || slot.str === '__classdictcell__';
    if (r > 0 && !ours) {
      PyErr_SetString(PyExc_ValueError, `${reprText(slot)} in __slots__ conflicts with class variable`);
    }
    if (r < 0 || (r > 0 && !ours)) {
      new_slots.ob_item.length = j + 1;
      Py_DECREF(new_slots);
      return null;
    }
  }
  if (PyList_Sort(new_slots) === -1) {
    Py_DECREF(new_slots);
    return null;
  }
  const tuple = PyList_AsTuple(new_slots) as PyTupleObject | null;
  Py_DECREF(new_slots);
  return tuple;
}

/** Secondary bases may bring a dict or weak references. */
function type_new_slots_bases(ctx: type_new_ctx): void {
  const bases = ctx.bases.ob_item as PyTypeObject[];
  if (bases.length < 2) return;
  for (const base of bases) {
    if (base === ctx.base) continue;
    if (ctx.may_add_dict && base.tp_dictoffset !== 0) ctx.add_dict = true;
    if (ctx.may_add_weak && base.tp_weaklistoffset !== 0) ctx.add_weak = true;
  }
}

function type_new_slots(ctx: type_new_ctx, dict: PyDictObject): number {
  ctx.may_add_dict = ctx.base.tp_dictoffset === 0;
  ctx.may_add_weak = ctx.base.tp_weaklistoffset === 0 && ctx.base.tp_itemsize === 0;
  if (ctx.slots === null) {
    ctx.add_dict = ctx.may_add_dict;
    ctx.add_weak = ctx.may_add_weak;
    return 0;
  }
  if (ctx.nslot > 0 && ctx.base.tp_itemsize !== 0) {
    return typeError(`nonempty __slots__ not supported for subtype of '${ctx.base.tp_name}'`);
  }
  if (type_new_visit_slots(ctx) < 0) return -1;
  const new_slots = type_new_copy_slots(ctx, dict);
  if (new_slots === null) return -1;
  const old = ctx.slots;
  ctx.slots = new_slots;
  Py_DECREF(old);
  ctx.nslot = new_slots.ob_item.length;
  type_new_slots_bases(ctx);
  return 0;
}

function type_new_get_slots(ctx: type_new_ctx, dict: PyDictObject): number {
  const slots = PyDict_GetItemWithError(dict, id___slots__);
  if (slots === null) return tstate.current_exception !== null ? -1 : 0;
  const new_slots = (PyUnicode_Check(slots) ? PyTuple_Pack(slots) : PySequence_Tuple(slots)) as PyTupleObject | null;
  if (new_slots === null) return -1;
  ctx.slots = new_slots;
  ctx.nslot = new_slots.ob_item.length;
  return 0;
}

// ---------------------------------------------------------------------------------------------------- the type object

function type_new_alloc(ctx: type_new_ctx): PyTypeObject {
  const metatype = ctx.metatype;
  const type = metatype.tp_alloc!(metatype, ctx.nslot) as PyTypeObject;
  type.tp_flags = flag.Py_TPFLAGS_HEAPTYPE | flag.Py_TPFLAGS_BASETYPE | flag.Py_TPFLAGS_HAVE_GC;
  type.tp_bases = Py_NewRef(ctx.bases);
  type.tp_base = Py_NewRef(ctx.base);
  type.tp_dealloc = subtype_dealloc;
  type.tp_alloc = PyType_GenericAlloc;
  type.tp_free = PyObject_GC_Del;
  type.tp_traverse = subtype_traverse;
  type.tp_clear = subtype_clear;
  type.ht_name = Py_NewRef(ctx.name);
  return type;
}

function type_new_init(ctx: type_new_ctx): PyTypeObject | null {
  const dict = PyDict_Copy(ctx.orig_dict) as PyDictObject | null;
  if (dict === null) return null;
  if (type_new_get_slots(ctx, dict) < 0 || type_new_slots(ctx, dict) < 0) {
    const slots = ctx.slots;
    ctx.slots = null;
    Py_XDECREF(slots);
    Py_DECREF(dict);
    return null;
  }
  const type = type_new_alloc(ctx);
  type.tp_dict = dict;
  type.ht_slots = ctx.slots;
  ctx.slots = null;
  return type;
}

/** __module__, from the globals of the frame that makes the class. */
function type_new_set_module(dict: PyDictObject): number {
  const r = PyDict_Contains(dict, id___module__);
  if (r !== 0) return r < 0 ? -1 : 0;
  const globals = vmInterface.getGlobals();
  if (globals === null) return 0;
  const module = PyDict_GetItemWithError(globals as PyDictObject, id___name__);
  if (module === null) return tstate.current_exception !== null ? -1 : 0;
  return PyDict_SetItem(dict, id___module__, module);
}

/** __qualname__ moves from the dict into the type; the name, if there is none. */
function type_new_set_ht_name(type: PyTypeObject, dict: PyDictObject): number {
  const qualname = PyDict_GetItemWithError(dict, id___qualname__);
  if (qualname === null) {
    if (tstate.current_exception !== null) return -1;
    type.ht_qualname = Py_NewRef(type.ht_name!);
    return 0;
  }
  if (!PyUnicode_Check(qualname)) {
    return typeError(`type __qualname__ must be a str, not ${(qualname as PyObject).ob_type.tp_name}`);
  }
  type.ht_qualname = Py_NewRef(qualname);
  return PyDict_DelItem(dict, id___qualname__);
}

/** tp_doc is a copy of the docstring in memory of its own. */
function type_new_set_doc(type: PyTypeObject, dict: PyDictObject): number {
  const doc = PyDict_GetItemWithError(dict, id___doc__);
  if (doc === null) return tstate.current_exception !== null ? -1 : 0;
  if (!PyUnicode_Check(doc)) return 0;
  const text = (doc as PyUnicodeObject).str;
  const nul = text.indexOf('\0');
  type.tp_doc = nul < 0 ? text : text.slice(0, nul);
  type.tp_doc_addr = PyObject_Malloc(utf8Length(type.tp_doc) + 1);
  return 0;
}

function utf8Length(text: string): number {
  let n = 0;
  for (const ch of text) {
    const code = ch.codePointAt(0)!;
    n += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return n;
}

/** Wraps dict[attr] by `wrap` if it is a plain function: `__new__` is a staticmethod without being told so. */
function type_new_wrap(dict: PyDictObject, attr: PyObject, wrap: (func: PyObject) => PyObject | null): number {
  const func = PyDict_GetItemWithError(dict, attr);
  if (func === null) return tstate.current_exception !== null ? -1 : 0;
  if (!PyFunction_Check(func)) return 0;
  const wrapped = wrap(func);
  if (wrapped === null) return -1;
  const res = PyDict_SetItem(dict, attr, wrapped);
  Py_DECREF(wrapped);
  return res;
}

/** Member descriptors for the slots; flags and offsets for dict and weak references. */
function type_new_descriptors(ctx: type_new_ctx, type: PyTypeObject): void {
  let slotoffset = ctx.base.tp_basicsize;
  let slot = ctx.base.ht_nslots;
  if (type.ht_slots !== null) {
    type.tp_members = (type.ht_slots.ob_item as PyUnicodeObject[]).map((name) => {
      slotoffset += 8;
      return { name: name.str, type: Py_T_OBJECT_EX, field: '', flags: Py_MEMBER_SLOT, doc: null, slot: slot++ };
    });
  }
  type.ht_nslots = slot;
  if (ctx.add_weak) {
    type.tp_flags |= flag.Py_TPFLAGS_MANAGED_WEAKREF;
    type.tp_weaklistoffset = MANAGED_WEAKREF_OFFSET;
  }
  if (ctx.add_dict) {
    type.tp_flags |= flag.Py_TPFLAGS_MANAGED_DICT;
    type.tp_dictoffset = -1;
  }
  type.tp_basicsize = slotoffset;
  type.tp_itemsize = ctx.base.tp_itemsize;
}

function type_new_set_slots(ctx: type_new_ctx, type: PyTypeObject): void {
  const dict = type.tp_dictoffset !== 0;
  const weak = type.tp_weaklistoffset !== 0;
  if (dict && weak) type.tp_getset = subtype_getsets_full;
  else if (weak) type.tp_getset = subtype_getsets_weakref_only;
  else if (dict) type.tp_getset = subtype_getsets_dict_only;
  else type.tp_getset = [];
  if (dict || ctx.nslot > 0) {
    if (ctx.base.tp_getattro === null) type.tp_getattro = PyObject_GenericGetAttr;
    if (ctx.base.tp_setattro === null) type.tp_setattro = PyObject_GenericSetAttr;
  }
}

/** Puts `value` into the cell that the class body left under `name`, and takes the cell out of the dict. */
function type_new_set_cell(dict: PyDictObject, name: PyUnicodeObject, value: PyObject): number {
  const cell = PyDict_GetItemWithError(dict, name);
  if (cell === null) return tstate.current_exception !== null ? -1 : 0;
  if (!PyCell_Check(cell)) {
    return typeError(`${name.str} must be a nonlocal cell, not ${reprText((cell as PyObject).ob_type)}`);
  }
  PyCell_Set(cell, value);
  return PyDict_DelItem(dict, name);
}

function type_new_set_attrs(ctx: type_new_ctx, type: PyTypeObject): number {
  const dict = type.tp_dict!;
  type.tp_name = ctx.name.str;
  if (type.tp_name.includes('\0')) {
    PyErr_SetString(PyExc_ValueError, 'type name must not contain null characters');
    return -1;
  }
  if (type_new_set_module(dict) < 0) return -1;
  if (type_new_set_ht_name(type, dict) < 0) return -1;
  if (type_new_set_doc(type, dict) < 0) return -1;
  if (type_new_wrap(dict, id___new__, PyStaticMethod_New) < 0) return -1;
  if (type_new_wrap(dict, id___init_subclass__, PyClassMethod_New) < 0) return -1;
  if (type_new_wrap(dict, id___class_getitem__, PyClassMethod_New) < 0) return -1;
  type_new_descriptors(ctx, type);
  type_new_set_slots(ctx, type);
  if (type_new_set_cell(dict, id___classcell__, type) < 0) return -1;
  return type_new_set_cell(dict, id___classdictcell__, dict);
}

/** Calls __set_name__ of the attributes that have one. 0, or −1 with an exception. */
function type_new_set_names(type: PyTypeObject): number {
  const names_to_set = PyDict_Copy(type.tp_dict!) as PyDictObject | null;
  if (names_to_set === null) return -1;
  for (let pos = _PyDict_Next(names_to_set, 0); pos >= 0; pos = _PyDict_Next(names_to_set, pos)) {
    const key = next_key;
    const value = next_value;
    const set_name = _PyObject_LookupSpecial(value, id___set_name__);
    if (set_name === null) {
      if (tstate.current_exception === null) continue;
      Py_DECREF(names_to_set);
      return -1;
    }
    const res = PyObject_CallFunctionObjArgs(set_name, type, key);
    Py_DECREF(set_name);
    if (res === null) {
      const exc = PyErr_GetRaisedException()!;
      const note = PyUnicode_FromString(
        `Error calling __set_name__ on '${value.ob_type.tp_name}' instance ${reprText(key)} in '${type.tp_name}'`,
      )!;
      _PyException_AddNote(exc, note);
      Py_DECREF(note);
      PyErr_SetRaisedException(exc);
      Py_DECREF(names_to_set);
      return -1;
    }
    Py_DECREF(res);
  }
  Py_DECREF(names_to_set);
  return 0;
}

/** super(type, type).__init_subclass__(**kwds). 0, or −1 with an exception. */
function type_new_init_subclass(type: PyTypeObject, kwds: PyDictObject | null): number {
  const su = PyObject_Vectorcall(PySuper_Type, [type, type], null);
  if (su === null) return -1;
  const func = PyObject_GetAttr(su, id___init_subclass__);
  Py_DECREF(su);
  if (func === null) return -1;
  const result = PyObject_VectorcallDict(func, [], kwds);
  Py_DECREF(func);
  if (result === null) return -1;
  Py_DECREF(result);
  return 0;
}

/** Keys in the namespace that aren't strings get a RuntimeWarning. 0, or −1 with an exception. */
function warnOfOtherKeys(type: PyTypeObject): number {
  if (_PyDict_HasOnlyStringKeys(type.tp_dict!)) return 0;
  return PyErr_WarnEx(PyExc_RuntimeWarning, `non-string key in the __dict__ of class ${type.tp_name.slice(0, 200)}`, 1);
}

function type_new_impl(ctx: type_new_ctx): PyTypeObject | null {
  const type = type_new_init(ctx);
  if (type === null) return null;
  if (type_new_set_attrs(ctx, type) === 0 && PyType_Ready(type) === 0) {
    fixup_slot_dispatchers(type);
    if (warnOfOtherKeys(type) === 0 && type_new_set_names(type) === 0 && type_new_init_subclass(type, ctx.kwds) === 0)
      return type;
  }
  Py_DECREF(type);
  return null;
}

/** Sets ctx.base and takes a reference to ctx.bases. 1: another metatype has made the class (`made.value`). */
function type_new_get_bases(ctx: type_new_ctx, made: Out): number {
  if (ctx.bases.ob_item.length === 0) {
    ctx.base = PyBaseObject_Type;
    ctx.bases = PyTuple_Pack(PyBaseObject_Type) as PyTupleObject;
    return 0;
  }
  for (const base of ctx.bases.ob_item) {
    if (PyType_Check(base)) continue;
    const slot: Out = { value: null };
    if (PyObject_GetOptionalAttr(base, id___mro_entries__, slot) < 0) return -1;
    if (slot.value !== null) {
      typeError("type() doesn't support MRO entry resolution; use types.new_class()");
      Py_DECREF(slot.value);
      return -1;
    }
  }
  const winner = _PyType_CalculateMetaclass(ctx.metatype, ctx.bases);
  if (winner === null) return -1;
  if (winner !== ctx.metatype) {
    if (winner.tp_new !== type_new) {
      made.value = winner.tp_new!(winner, ctx.args, ctx.kwds);
      return made.value === null ? -1 : 1;
    }
    ctx.metatype = winner;
  }
  const base = best_base(ctx.bases);
  if (base === null) return -1;
  ctx.base = base;
  Py_INCREF(ctx.bases);
  return 0;
}

/** type.__new__(metatype, name, bases, dict, **kwds). Owned, or null with an exception. */
export function type_new(
  metatype: PyTypeObject,
  args: PyTupleObject,
  kwds: PyDictObject | null,
): Owned<PyObject> | null {
  const items = args.ob_item;
  if (items.length !== 3) {
    typeError(`type.__new__() takes exactly 3 arguments (${items.length} given)`);
    return null;
  }
  const [name, bases, orig_dict] = items as [PyObject, PyObject, PyObject];
  const bad = !PyUnicode_Check(name) ? 1 : !PyTuple_Check(bases) ? 2 : !PyDict_Check(orig_dict) ? 3 : 0;
  if (bad !== 0) {
    const arg = items[bad - 1]!;
    const what = arg === Py_None ? 'None' : arg.ob_type.tp_name;
    typeError(`type.__new__() argument ${bad} must be ${['str', 'tuple', 'dict'][bad - 1]!}, not ${what}`);
    return null;
  }
  const ctx: type_new_ctx = {
    metatype,
    args,
    kwds,
    orig_dict: orig_dict as PyDictObject,
    name: name as PyUnicodeObject,
    bases: bases as PyTupleObject,
    base: PyBaseObject_Type,
    slots: null,
    nslot: 0,
    add_dict: false,
    add_weak: false,
    may_add_dict: false,
    may_add_weak: false,
  };
  const made: Out = { value: null };
  const res = type_new_get_bases(ctx, made);
  if (res !== 0) return made.value;
  const type = type_new_impl(ctx);
  Py_DECREF(ctx.bases);
  return type;
}
