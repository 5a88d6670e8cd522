// object: the base of all types, its methods and slots. Pickling is in objectreduce.ts.
// Follows Objects/typeobject.c, CPython 3.13.

import { PyObject_Del } from '../heap/alloc';
import { addressOf } from '../heap/obmalloc';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PySequence_GetItem, PySequence_List, PySequence_Size } from './abstract';
import { Py_False, Py_True } from './boolobject';
import {
  PyDict_Check,
  PyDict_Copy,
  PyDict_GET_SIZE,
  PyDict_Keys,
  PyDict_New,
  PyDict_Update,
  _PyDict_DetachFromObject,
  _PyObject_MaterializeManagedDict,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import { PyErr_Clear, PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import { _PyArg_BadArgument } from './getargs';
import { PyInstanceObject } from './instancestruct';
import { PyList_Sort } from './listobject';
import { PyLong_FromLong } from './longobject';
import { PyModule_Type } from './moduleobject';
import type { CompareOp } from './object';
import { PyObject } from './object';
import {
  PyObject_GenericGetAttr,
  PyObject_GenericSetAttr,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_RichCompareBool,
  PyObject_Str,
  Py_None,
  Py_NotImplemented,
  pointerText,
} from './objectprotocol';
import type { Out } from './objectprotocol';
import { object___getstate__, object___reduce__, object___reduce_ex__ } from './objectreduce';
import { _Py_HashPointer } from './pyhash';
import { PyType_GenericAlloc, subtype_dealloc } from './subtype';
import type { PyTupleObject } from './tuplestruct';
import { type_abstractmethods, type_module, type_qualname } from './typeattributes';
import { PyType_Check, PyType_IsSubtype } from './typebasics';
import type { PyTypeObject } from './typestruct';
import * as flag from './typestruct';
import { METH_CLASS, METH_NOARGS, METH_O, defineType, method } from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const id___bases__ = _Py_ID('__bases__');
const id___class__ = _Py_ID('__class__');
const id___dict__ = _Py_ID('__dict__');

// ---------------------------------------------------------------------------------------------------- making objects

function excess_args(args: PyTupleObject, kwds: PyDictObject | null): boolean {
  return args.ob_item.length !== 0 || (kwds !== null && PyDict_GET_SIZE(kwds) !== 0);
}

/** object.__init__: complains of arguments when it is the one to be called for them, or when nobody else is. */
export function object_init(self: PyObject, args: PyTupleObject, kwds: PyDictObject | null): number {
  if (!excess_args(args, kwds)) return 0;
  const type = self.ob_type;
  const takes = '.__init__() takes exactly one argument (the instance to initialize)';
  if (type.tp_init !== object_init) {
    PyErr_SetString(PyExc_TypeError, `object${takes}`);
    return -1;
  }
  if (type.tp_new === object_new) {
    PyErr_SetString(PyExc_TypeError, `${type.tp_name}${takes}`);
    return -1;
  }
  return 0;
}

/** object.__new__. */
export function object_new(type: PyTypeObject, args: PyTupleObject, kwds: PyDictObject | null): Owned<PyObject> | null {
  if (excess_args(args, kwds)) {
    if (type.tp_new !== object_new) {
      return PyErr_SetString(PyExc_TypeError, 'object.__new__() takes exactly one argument (the type to instantiate)');
    }
    if (type.tp_init === object_init) return PyErr_SetString(PyExc_TypeError, `${type.tp_name}() takes no arguments`);
  }
  if ((type.tp_flags & flag.Py_TPFLAGS_IS_ABSTRACT) !== 0) return refuseAbstract(type);
  return type.tp_alloc!(type, 0);
}

function refuseAbstract(type: PyTypeObject): null {
  const abstract_methods = type_abstractmethods(type);
  if (abstract_methods === null) return null;
  const sorted = PySequence_List(abstract_methods);
  Py_DECREF(abstract_methods);
  if (sorted === null) return null;
  if (PyList_Sort(sorted) !== 0) {
    Py_DECREF(sorted);
    return null;
  }
  const names: string[] = [];
  for (const [i, item] of sorted.ob_item.entries()) {
    if (!PyUnicode_Check(item)) {
      const what = (item as PyObject).ob_type.tp_name;
      PyErr_SetString(PyExc_TypeError, `sequence item ${i}: expected str instance, ${what} found`);
      Py_DECREF(sorted);
      return null;
    }
    names.push((item as PyUnicodeObject).str);
  }
  Py_DECREF(sorted);
  const methods = names.length > 1 ? 'methods' : 'method';
  return PyErr_SetString(
    PyExc_TypeError,
    `Can't instantiate abstract class ${type.tp_name} without an implementation for abstract ${methods} ` +
      `'${names.join("', '")}'`,
  );
}

function object_dealloc(self: PyObject): void {
  self.ob_type.tp_free!(self as never);
}

// ---------------------------------------------------------------------------------------------------- slots

export function object_repr(self: PyObject): Owned<PyObject> | null {
  const type = self.ob_type;
  const mod = type_module(type);
  if (mod === null) PyErr_Clear();
  const name = type_qualname(type) as PyUnicodeObject;
  const module = mod !== null && PyUnicode_Check(mod) ? (mod as PyUnicodeObject).str : null;
  const text = module !== null && module !== 'builtins' ? `${module}.${name.str}` : type.tp_name;
  const rtn = PyUnicode_FromString(`<${text} object at ${pointerText(self)}>`);
  Py_XDECREF(mod);
  Py_DECREF(name);
  return rtn;
}

function object_str(self: PyObject): PyObject | null {
  return (self.ob_type.tp_repr ?? object_repr)(self);
}

/** By identity; != is what == says, turned round. */
export function _Py_BaseObject_RichCompare(self: PyObject, other: PyObject, op: CompareOp): Owned<PyObject> | null {
  if (op === 2) return Py_NewRef(self === other ? Py_True : Py_NotImplemented);
  if (op !== 3 || self.ob_type.tp_richcompare === null) return Py_NewRef(Py_NotImplemented);
  const res = self.ob_type.tp_richcompare(self, other, 2);
  if (res === null || res === Py_NotImplemented) return res;
  const ok = PyObject_IsTrue(res);
  Py_DECREF(res);
  return ok < 0 ? null : Py_NewRef(ok !== 0 ? Py_False : Py_True);
}

/** _Py_HashPointer of the object: the hash by identity. */
export function PyObject_GenericHash(self: PyObject): number {
  return _Py_HashPointer(addressOf(self.ob_addr, self.ob_type.presize));
}

// ---------------------------------------------------------------------------------------------------- __class__

function compatible_with_tp_base(child: PyTypeObject): boolean {
  const parent = child.tp_base;
  return (
    parent !== null &&
    child.tp_basicsize === parent.tp_basicsize &&
    child.tp_itemsize === parent.tp_itemsize &&
    child.tp_dictoffset === parent.tp_dictoffset &&
    child.tp_weaklistoffset === parent.tp_weaklistoffset &&
    ((child.tp_flags ^ parent.tp_flags) & flag.Py_TPFLAGS_HAVE_GC) === 0 &&
    (child.tp_dealloc === subtype_dealloc || child.tp_dealloc === parent.tp_dealloc)
  );
}

function same_slots_added(a: PyTypeObject, b: PyTypeObject): boolean {
  if ((a.tp_flags & b.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) === 0) return false;
  let size = a.tp_base!.tp_basicsize;
  if (a.tp_dictoffset === size && b.tp_dictoffset === size) size += 8;
  if (a.tp_weaklistoffset === size && b.tp_weaklistoffset === size) size += 8;
  if (a.ht_slots !== null && b.ht_slots !== null) {
    if (PyObject_RichCompareBool(a.ht_slots, b.ht_slots, 2) !== 1) return false;
    size += 8 * a.ht_slots.ob_item.length;
  }
  return size === a.tp_basicsize && size === b.tp_basicsize;
}

/** Instances of the one type can be made instances of the other. False with TypeError. */
export function compatible_for_assignment(oldto: PyTypeObject, newto: PyTypeObject, attr: string): boolean {
  if (newto.tp_free !== oldto.tp_free) {
    PyErr_SetString(
      PyExc_TypeError,
      `${attr} assignment: '${newto.tp_name}' deallocator differs from '${oldto.tp_name}'`,
    );
    return false;
  }
  // The highest supertype each is laid out like; those two have to be compatible.
  let newbase = newto;
  let oldbase = oldto;
  while (compatible_with_tp_base(newbase)) newbase = newbase.tp_base!;
  while (compatible_with_tp_base(oldbase)) oldbase = oldbase.tp_base!;
  const sameBases = newbase === oldbase || (newbase.tp_base === oldbase.tp_base && same_slots_added(newbase, oldbase));
  const sameFlags = flag.Py_TPFLAGS_INLINE_VALUES | flag.Py_TPFLAGS_PREHEADER;
  if (sameBases && ((oldto.tp_flags ^ newto.tp_flags) & sameFlags) === 0) return true;
  PyErr_SetString(
    PyExc_TypeError,
    `${attr} assignment: '${newto.tp_name}' object layout differs from '${oldto.tp_name}'`,
  );
  return false;
}

function object_get_class(self: PyObject): PyObject | null {
  return Py_NewRef(self.ob_type);
}

function object_set_class(self: PyObject, value: PyObject | null): number {
  if (value === null) {
    PyErr_SetString(PyExc_TypeError, "can't delete __class__ attribute");
    return -1;
  }
  if (!PyType_Check(value)) {
    const what = (value as PyObject).ob_type.tp_name;
    PyErr_SetString(PyExc_TypeError, `__class__ must be set to a class, not '${what}' object`);
    return -1;
  }
  const newto = value;
  const oldto = self.ob_type;
  const modules = PyType_IsSubtype(newto, PyModule_Type) && PyType_IsSubtype(oldto, PyModule_Type);
  if (!modules && ((newto.tp_flags | oldto.tp_flags) & flag.Py_TPFLAGS_IMMUTABLETYPE) !== 0) {
    PyErr_SetString(PyExc_TypeError, '__class__ assignment only supported for mutable types or ModuleType subclasses');
    return -1;
  }
  if (!compatible_for_assignment(oldto, newto, '__class__')) return -1;
  // Inline values are laid out by the class's shared keys: they move into a dict of their own.
  if ((oldto.tp_flags & flag.Py_TPFLAGS_INLINE_VALUES) !== 0) {
    const dict = _PyObject_MaterializeManagedDict(self);
    if (dict === null || _PyDict_DetachFromObject(dict, self) < 0) return -1;
  }
  if ((newto.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) !== 0) Py_INCREF(newto);
  self.ob_type = newto;
  if ((oldto.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) !== 0) Py_DECREF(oldto);
  return 0;
}

// ---------------------------------------------------------------------------------------------------- methods

function object_subclasshook(_cls: PyObject, _arg: PyObject): PyObject | null {
  return Py_NewRef(Py_NotImplemented);
}

function object_init_subclass(_cls: PyObject): PyObject | null {
  return Py_NewRef(Py_None);
}

function object___format__(self: PyObject, format_spec: PyObject): PyObject | null {
  if (!PyUnicode_Check(format_spec)) return _PyArg_BadArgument('__format__', 'argument', 'str', format_spec);
  if ((format_spec as PyUnicodeObject).length > 0) {
    return PyErr_SetString(PyExc_TypeError, `unsupported format string passed to ${self.ob_type.tp_name}.__format__`);
  }
  return PyObject_Str(self);
}

/** Py_SIZE of a variable-sized object: where its struct keeps it. */
function itemCount(self: PyObject): number {
  const struct = self as unknown as { ob_item?: unknown[]; ob_sval?: Uint8Array; ob_size?: number };
  return (struct.ob_item ?? struct.ob_sval)?.length ?? struct.ob_size ?? 0;
}

function object___sizeof__(self: PyObject): PyObject | null {
  const type = self.ob_type;
  const items = type.tp_itemsize > 0 ? itemCount(self) * type.tp_itemsize : 0;
  return PyLong_FromLong(type.tp_basicsize + items);
}

/** Adds the names of `aclass` and its bases to `dict`. 0, or −1 with an exception. */
export function merge_class_dict(dict: PyDictObject, aclass: PyObject): number {
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(aclass, id___dict__, slot) < 0) return -1;
  const classdict = slot.value;
  if (classdict !== null) {
    const status = PyDict_Update(dict, classdict);
    Py_DECREF(classdict);
    if (status < 0) return -1;
  }
  if (PyObject_GetOptionalAttr(aclass, id___bases__, slot) < 0) return -1;
  const bases = slot.value;
  if (bases === null) return 0;
  const n = PySequence_Size(bases);
  let status = n < 0 ? -1 : 0;
  for (let i = 0; i < n && status === 0; i++) {
    const base = PySequence_GetItem(bases, i);
    if (base === null) {
      status = -1;
      break;
    }
    status = merge_class_dict(dict, base) < 0 ? -1 : 0;
    Py_DECREF(base);
  }
  Py_DECREF(bases);
  return status;
}

function object___dir__(self: PyObject): PyObject | null {
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(self, id___dict__, slot) < 0) return null;
  const own = slot.value;
  let dict: PyDictObject | null;
  if (own !== null && PyDict_Check(own)) {
    dict = PyDict_Copy(own) as PyDictObject | null;
    Py_DECREF(own);
  } else {
    Py_XDECREF(own);
    dict = PyDict_New();
  }
  if (dict === null) return null;
  let result: PyObject | null = null;
  if (PyObject_GetOptionalAttr(self, id___class__, slot) >= 0) {
    const itsclass = slot.value;
    if (itsclass === null || merge_class_dict(dict, itsclass) === 0) result = PyDict_Keys(dict);
    Py_XDECREF(itsclass);
  }
  Py_DECREF(dict);
  return result;
}

export const PyBaseObject_Type: PyTypeObject = defineType({
  tp_name: 'object',
  tp_basicsize: 16,
  tp_flags: flag.Py_TPFLAGS_BASETYPE,
  tp_doc:
    'object()\n--\n\nThe base class of the class hierarchy.\n\n' +
    'When called, it accepts no arguments and returns a new featureless\n' +
    'instance that has no instance attributes and cannot be given any.\n',
  construct: (type) =>
    (type.tp_flags & flag.Py_TPFLAGS_HEAPTYPE) !== 0 ? new PyInstanceObject(type) : new PyObject(type),
  tp_dealloc: object_dealloc,
  tp_repr: object_repr,
  tp_hash: PyObject_GenericHash,
  tp_str: object_str,
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_richcompare: _Py_BaseObject_RichCompare,
  tp_init: object_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: object_new,
  tp_free: PyObject_Del,
  tp_methods: [
    method('__reduce_ex__', METH_O, object___reduce_ex__, '($self, protocol, /)', 'Helper for pickle.'),
    method('__reduce__', METH_NOARGS, object___reduce__, '($self, /)', 'Helper for pickle.'),
    method('__getstate__', METH_NOARGS, object___getstate__, '($self, /)', 'Helper for pickle.'),
    method(
      '__subclasshook__',
      METH_CLASS | METH_O,
      object_subclasshook,
      '($type, object, /)',
      'Abstract classes can override this to customize issubclass().\n\n' +
        'This is invoked early on by abc.ABCMeta.__subclasscheck__().\n' +
        'It should return True, False or NotImplemented.  If it returns\n' +
        'NotImplemented, the normal algorithm is used.  Otherwise, it\n' +
        'overrides the normal algorithm (and the outcome is cached).\n',
    ),
    method(
      '__init_subclass__',
      METH_CLASS | METH_NOARGS,
      object_init_subclass,
      '($type, /)',
      'This method is called when a class is subclassed.\n\n' +
        'The default implementation does nothing. It may be\noverridden to extend subclasses.\n',
    ),
    method(
      '__format__',
      METH_O,
      object___format__,
      '($self, format_spec, /)',
      'Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.',
    ),
    method('__sizeof__', METH_NOARGS, object___sizeof__, '($self, /)', 'Size of object in memory, in bytes.'),
    method('__dir__', METH_NOARGS, object___dir__, '($self, /)', 'Default dir() implementation.'),
  ],
  tp_getset: [{ name: '__class__', get: object_get_class, set: object_set_class, doc: "the object's class" }],
});
