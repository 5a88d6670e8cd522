// type: calling classes, attributes of classes, their life and death. The rest of Objects/typeobject.c is in typebasics.ts,
// typecache.ts, typelookup.ts, mro.ts, typeready.ts, typeslots.ts (with slotwrappers.ts, slotfunctions.ts), typenew.ts,
// typeattributes.ts, subtype.ts, objecttype.ts (object), objectreduce.ts and superobject.ts; this file exports it all.
// Follows CPython 3.13.

import { PyObject_GC_Del } from '../heap/alloc';
import { _PyObject_GC_UNTRACK } from '../heap/gclists';
import { PyMem_Free } from '../heap/obmalloc';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { _PyObject_RealIsInstance, _PyObject_RealIsSubclass } from './abstract';
import { boolResult } from './boolobject';
import { _Py_CheckFunctionResult, _PyObject_MakeTpCall } from './call';
import {
  PyDict_GetItemWithError,
  _PyDict_SetItem_LockHeld,
  PyDict_Clear,
  PyDict_GET_SIZE,
  PyDict_Keys,
  PyDict_New,
  _PyDictKeys_DecRef,
  _PyDict_KeysSize,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_GetRaisedException, PyErr_SetRaisedException, PyErr_SetString, reprText } from './errors';
import { PyExc_AttributeError, PyExc_TypeError } from './exceptions';
import { _PyArg_NoKwnames } from './getargs';
import { PyLong_FromLong } from './longobject';
import { type_mro } from './mro';
import type { PyObject, visitproc } from './object';
import { merge_class_dict } from './objecttype';
import { _PyObject_SetAttributeErrorContext } from './objectprotocol';
import type { PyTupleObject } from './tuplestruct';
import * as attr from './typeattributes';
import { PyObject_TypeCheck, _PyType_GetSubclasses, remove_all_subclasses } from './typebasics';
import { PyType_Modified, _PyType_Lookup, _PyType_LookupRef } from './typecache';
import { type_new } from './typenew';
import { update_slot } from './typeslots';
import type { PyGetSetDef, PyMemberDef } from './typestruct';
import * as flag from './typestruct';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  PyTypeObject,
  defineType,
  method,
} from './typestruct';
import { _Py_union_type_or } from './unionobject';
import { PyUnicode_CheckExact, PyUnicode_Check, PyUnicode_InternInPlace, _PyUnicode_Copy } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export * from './typebasics';
export * from './typecache';
export * from './typelookup';
export * from './objecttype';
export * from './subtype';
export * from './superobject';
export { mro_implementation } from './mro';
export { PyType_Ready, _PyStaticType_InitBuiltin } from './typeready';
export { _PyType_CalculateMetaclass, best_base, type_new } from './typenew';
export { _PyObject_GetState } from './objectreduce';
export {
  PyType_GetFullyQualifiedName,
  PyType_GetName,
  PyType_GetQualName,
  _PyType_GetFullyQualifiedName,
  type_module,
  type_name,
  type_qualname,
  type_repr,
} from './typeattributes';
export { PyTypeObject } from './typestruct';

export function PyType_GetFlags(type: PyTypeObject): number {
  return type.tp_flags;
}
export function _PyType_IsReady(type: PyTypeObject): boolean {
  return type.tp_dict !== null;
}

// ---------------------------------------------------------------------------------------------------- calling

function keywords(kwds: PyDictObject | null): number {
  return kwds === null ? 0 : PyDict_GET_SIZE(kwds);
}

/** tp_call of classes: `__new__`, and `__init__` if that made an instance. */
function type_call(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): Owned<PyObject> | null {
  const type = self as PyTypeObject;
  if (type === PyType_Type) {
    const nargs = args.ob_item.length;
    if (nargs === 1 && keywords(kwds) === 0) return Py_NewRef(args.ob_item[0]!.ob_type);
    if (nargs !== 3) return PyErr_SetString(PyExc_TypeError, 'type() takes 1 or 3 arguments');
  }
  if (type.tp_new === null) return PyErr_SetString(PyExc_TypeError, `cannot create '${type.tp_name}' instances`);
  const obj = _Py_CheckFunctionResult(type, type.tp_new(type, args, kwds));
  if (obj === null || !PyObject_TypeCheck(obj, type)) return obj;
  const init = obj.ob_type.tp_init;
  if (init !== null && init(obj, args, kwds) < 0) {
    Py_DECREF(obj);
    return null;
  }
  return obj;
}

function type_vectorcall(
  metatype: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const nargs = args.length - (kwnames === null ? 0 : kwnames.ob_item.length);
  if (nargs === 1 && metatype === PyType_Type) {
    return _PyArg_NoKwnames('type', kwnames) ? Py_NewRef(args[0]!.ob_type) : null;
  }
  return _PyObject_MakeTpCall(metatype, args, kwnames);
}

function type_init(_cls: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  const nargs = args.ob_item.length;
  if (nargs === 1 && keywords(kwds) !== 0) {
    PyErr_SetString(PyExc_TypeError, 'type.__init__() takes no keyword arguments');
    return -1;
  }
  if (nargs !== 1 && nargs !== 3) {
    PyErr_SetString(PyExc_TypeError, 'type.__init__() takes 1 or 3 arguments');
    return -1;
  }
  return 0;
}

// ---------------------------------------------------------------------------------------------------- attributes

/**
 * Attribute lookup on a class: data descriptor of the metatype, the class's own MRO, then the rest of the metatype. Owned,
 * null with an exception; undefined when there is none and `suppress` asks for no AttributeError.
 */
export function _Py_type_getattro_impl(
  type: PyTypeObject,
  name: PyUnicodeObject,
  suppress: boolean,
): Owned<PyObject> | null | undefined {
  const metatype = type.ob_type;
  const meta_attribute = _PyType_Lookup(metatype, name);
  let meta_get: PyTypeObject['tp_descr_get'] = null;
  if (meta_attribute !== null) {
    Py_INCREF(meta_attribute);
    meta_get = meta_attribute.ob_type.tp_descr_get;
    if (meta_get !== null && meta_attribute.ob_type.tp_descr_set !== null) {
      const res = meta_get(meta_attribute, type, metatype);
      Py_DECREF(meta_attribute);
      return res;
    }
  }
  const attribute = _PyType_Lookup(type, name);
  if (attribute !== null) {
    Py_INCREF(attribute);
    const local_get = attribute.ob_type.tp_descr_get;
    Py_XDECREF(meta_attribute);
    if (local_get === null) return attribute;
    const res = local_get(attribute, null, type);
    Py_DECREF(attribute);
    return res;
  }
  if (meta_get !== null) {
    const res = meta_get(meta_attribute!, type, metatype);
    Py_DECREF(meta_attribute!);
    return res;
  }
  if (meta_attribute !== null) return meta_attribute;
  if (suppress) return undefined;
  return PyErr_SetString(PyExc_AttributeError, `type object '${type.tp_name}' has no attribute '${name.str}'`);
}

/** tp_getattro of classes. */
export function _Py_type_getattro(type: PyObject, name: PyObject): Owned<PyObject> | null {
  if (!PyUnicode_Check(name)) {
    const what = (name as PyObject).ob_type.tp_name;
    return PyErr_SetString(PyExc_TypeError, `attribute name must be string, not '${what}'`);
  }
  return _Py_type_getattro_impl(type as PyTypeObject, name as PyUnicodeObject, false) as PyObject | null;
}

function is_dunder_name(name: string): boolean {
  return name.length > 4 && name.startsWith('__') && name.endsWith('__');
}

function type_setattro(self: PyObject, name: PyObject, value: PyObject | null): number {
  const type = self as PyTypeObject;
  if ((type.tp_flags & flag.Py_TPFLAGS_IMMUTABLETYPE) !== 0) {
    const text = `cannot set ${reprText(name)} attribute of immutable type '${type.tp_name}'`;
    PyErr_SetString(PyExc_TypeError, text);
    return -1;
  }
  if (!PyUnicode_Check(name)) {
    const what = (name as PyObject).ob_type.tp_name;
    PyErr_SetString(PyExc_TypeError, `attribute name must be string, not '${what}'`);
    return -1;
  }
  let key = name as PyUnicodeObject;
  if (PyUnicode_CheckExact(key)) Py_INCREF(key);
  else key = _PyUnicode_Copy(key) as PyUnicodeObject;
  key = PyUnicode_InternInPlace(key);
  const descr = _PyType_LookupRef(type.ob_type, key);
  const f = descr === null ? null : descr.ob_type.tp_descr_set;
  let res: number;
  let old_value: PyObject | null = null;
  if (f !== null) res = f(descr!, type, value);
  else {
    // The old value lives on until all that is known of the type is true again: its destructor may look.
    old_value = Py_XNewRef(PyDict_GetItemWithError(type.tp_dict!, key));
    PyType_Modified(type);
    res = _PyDict_SetItem_LockHeld(type.tp_dict!, key, value);
    if (res < 0) {
      PyErr_SetString(PyExc_AttributeError, `type object '${type.tp_name}' has no attribute '${key.str}'`);
      _PyObject_SetAttributeErrorContext(type, key);
    } else if (is_dunder_name(key.str)) res = update_slot(type, key);
  }
  Py_DECREF(key);
  Py_XDECREF(descr);
  Py_XDECREF(old_value);
  return res;
}

// ---------------------------------------------------------------------------------------------------- life and death

function type_dealloc(type: PyTypeObject): void {
  _PyObject_GC_UNTRACK(type);
  if (type.tp_bases !== null) {
    const exc = PyErr_GetRaisedException();
    remove_all_subclasses(type, type.tp_bases);
    PyErr_SetRaisedException(exc);
  }
  PyObject_ClearWeakRefs(type);
  Py_XDECREF(type.tp_base);
  Py_XDECREF(type.tp_dict);
  Py_XDECREF(type.tp_bases);
  Py_XDECREF(type.tp_mro);
  const subclasses = type.tp_subclasses;
  type.tp_subclasses = null;
  Py_XDECREF(subclasses);
  PyMem_Free(type.tp_doc_addr);
  Py_XDECREF(type.ht_name);
  Py_XDECREF(type.ht_qualname);
  Py_XDECREF(type.ht_slots);
  if (type.ht_cached_keys !== null) _PyDictKeys_DecRef(type.ht_cached_keys);
  Py_XDECREF(type.ht_module);
  type.ob_type.tp_free!(type as never);
}

/** Only heap types are asked (type_is_gc). What is left out can't be part of a cycle. */
function type_traverse(type: PyTypeObject, visit: visitproc): void {
  if (type.tp_dict !== null) visit(type.tp_dict);
  if (type.tp_mro !== null) visit(type.tp_mro);
  if (type.tp_bases !== null) visit(type.tp_bases);
  if (type.tp_base !== null) visit(type.tp_base);
  if (type.ht_module !== null) visit(type.ht_module);
}

/** Empties the dict but keeps it, as well as bases and base: instances that die later still need them. */
function type_clear(type: PyTypeObject): void {
  PyType_Modified(type);
  if (type.tp_dict !== null) PyDict_Clear(type.tp_dict);
  const module = type.ht_module;
  type.ht_module = null;
  Py_XDECREF(module);
  const mro = type.tp_mro;
  type.tp_mro = null;
  Py_XDECREF(mro);
}

// ---------------------------------------------------------------------------------------------------- methods

function type___subclasses__(self: PyObject): PyObject | null {
  return _PyType_GetSubclasses(self as PyTypeObject);
}
function type_prepare(): PyObject | null {
  return PyDict_New();
}
function type___instancecheck__(self: PyObject, instance: PyObject): PyObject | null {
  return boolResult(_PyObject_RealIsInstance(instance, self));
}
function type___subclasscheck__(self: PyObject, subclass: PyObject): PyObject | null {
  return boolResult(_PyObject_RealIsSubclass(subclass, self));
}
function type___dir__(self: PyObject): PyObject | null {
  const dict = PyDict_New();
  const result = merge_class_dict(dict, self) === 0 ? PyDict_Keys(dict) : null;
  Py_DECREF(dict);
  return result;
}

const SIZEOF_PyTypeObject = 416;
const SIZEOF_PyHeapTypeObject = 928;
const SIZEOF_PyMemberDef = 40;

function type___sizeof__(self: PyObject): PyObject | null {
  const type = self as PyTypeObject;
  if ((type.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) === 0) return PyLong_FromLong(SIZEOF_PyTypeObject);
  const keys = type.ht_cached_keys;
  return PyLong_FromLong(SIZEOF_PyHeapTypeObject + (keys === null ? 0 : _PyDict_KeysSize(keys)));
}

const member = (name: string, type: number, field: string): PyMemberDef => ({
  name,
  type,
  field,
  flags: flag.Py_READONLY,
  doc: null,
});
const getset = (name: string, get: PyGetSetDef['get'], set: PyGetSetDef['set'] = null): PyGetSetDef => ({
  name,
  get,
  set,
  doc: null,
});

export const PyType_Type: PyTypeObject = defineType({
  tp_name: 'type',
  tp_basicsize: SIZEOF_PyHeapTypeObject,
  tp_itemsize: SIZEOF_PyMemberDef,
  tp_flags:
    flag.Py_TPFLAGS_HAVE_GC |
    flag.Py_TPFLAGS_BASETYPE |
    flag.Py_TPFLAGS_TYPE_SUBCLASS |
    flag.Py_TPFLAGS_HAVE_VECTORCALL |
    flag.Py_TPFLAGS_ITEMS_AT_END,
  tp_doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
  tp_dictoffset: 264,
  tp_weaklistoffset: 368,
  construct: (metatype) => new PyTypeObject(metatype, null),
  tp_dealloc: type_dealloc,
  tp_repr: attr.type_repr,
  tp_call: type_call,
  tp_getattro: _Py_type_getattro,
  tp_setattro: type_setattro,
  tp_traverse: type_traverse,
  tp_clear: type_clear,
  tp_init: type_init,
  tp_new: type_new,
  tp_free: PyObject_GC_Del,
  tp_is_gc: (type: PyTypeObject) => (type.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) !== 0,
  tp_vectorcall: type_vectorcall,
  nb_or: _Py_union_type_or,
  tp_methods: [
    method('mro', METH_NOARGS, type_mro, '($self, /)', "Return a type's method resolution order."),
    method('__subclasses__', METH_NOARGS, type___subclasses__, '($self, /)', 'Return a list of immediate subclasses.'),
    method(
      '__prepare__',
      METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
      type_prepare,
      '($cls, name, bases, /, **kwds)',
      'Create the namespace for the class statement',
    ),
    method(
      '__instancecheck__',
      METH_O,
      type___instancecheck__,
      '($self, instance, /)',
      'Check if an object is an instance.',
    ),
    method(
      '__subclasscheck__',
      METH_O,
      type___subclasscheck__,
      '($self, subclass, /)',
      'Check if a class is a subclass.',
    ),
    method('__dir__', METH_NOARGS, type___dir__, '($self, /)', 'Specialized __dir__ implementation for types.'),
    method('__sizeof__', METH_NOARGS, type___sizeof__, '($self, /)', 'Return memory consumption of the type object.'),
  ],
  tp_members: [
    member('__basicsize__', flag.Py_T_PYSSIZET, 'tp_basicsize'),
    member('__itemsize__', flag.Py_T_PYSSIZET, 'tp_itemsize'),
    member('__flags__', flag.Py_T_ULONG, 'tp_flags'),
    member('__weakrefoffset__', flag.Py_T_PYSSIZET, 'tp_weaklistoffset'),
    member('__base__', flag._Py_T_OBJECT, 'tp_base'),
    member('__dictoffset__', flag.Py_T_PYSSIZET, 'tp_dictoffset'),
  ],
  tp_getset: [
    getset('__name__', attr.type_name, attr.type_set_name),
    getset('__qualname__', attr.type_qualname, attr.type_set_qualname),
    getset('__bases__', attr.type_get_bases, attr.type_set_bases),
    getset('__mro__', attr.type_get_mro),
    getset('__module__', attr.type_module, attr.type_set_module),
    getset('__abstractmethods__', attr.type_abstractmethods, attr.type_set_abstractmethods),
    getset('__dict__', attr.type_dict),
    getset('__doc__', attr.type_get_doc, attr.type_set_doc),
    getset('__text_signature__', attr.type_get_text_signature),
    getset('__annotations__', attr.type_get_annotations, attr.type_set_annotations),
    getset('__type_params__', attr.type_get_type_params, attr.type_set_type_params),
  ],
  edges: (type: PyTypeObject, emit) => {
    if (type.tp_dict !== null) emit(type.tp_dict, 'field', '__dict__');
    if (type.tp_mro !== null) emit(type.tp_mro, 'field', '__mro__');
    if (type.tp_bases !== null) emit(type.tp_bases, 'field', '__bases__');
    // A static type only borrows its base.
    if (type.tp_base !== null && type.spec === null) emit(type.tp_base, 'field', '__base__');
    if (type.tp_subclasses !== null) emit(type.tp_subclasses, 'field', '__subclasses__');
    if (type.ht_name !== null) emit(type.ht_name, 'field', '__name__');
    if (type.ht_qualname !== null) emit(type.ht_qualname, 'field', '__qualname__');
    if (type.ht_slots !== null) emit(type.ht_slots, 'field', '__slots__');
    if (type.ht_module !== null) emit(type.ht_module, 'field', 'ht_module');
    const keys = type.ht_cached_keys;
    // A table may outlive its class in the dicts of instances; while both live it is the class's.
    if (keys !== null) for (const key of keys.me_key) if (key !== null) emit(key, 'key', '');
  },
});

// The attributes of a class are its tp_dict: code that reads `ob_dict` of any object finds them there.
Object.defineProperty(PyTypeObject.prototype, 'ob_dict', {
  get(this: PyTypeObject): PyDictObject | null {
    return this.tp_dict;
  },
  set(this: PyTypeObject, dict: PyDictObject | null) {
    this.tp_dict = dict;
  },
});
