// The attributes of a class that are its fields: __name__, __bases__, __mro__, __doc__ …, and assigning to them.
// Follows Objects/typeobject.c, CPython 3.13.

import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PyDictProxy_New } from './descrobject';
import {
  PyDict_Contains,
  PyDict_DelItem,
  PyDict_GetItem,
  PyDict_GetItemWithError,
  PyDict_New,
  PyDict_Pop,
  PyDict_SetItem,
} from './dictobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetObject, PyErr_SetString } from './errors';
import { PyExc_AttributeError, PyExc_KeyError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { PyList_Append, PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import { mro_internal } from './mro';
import type { PyObject } from './object';
import { compatible_for_assignment } from './objecttype';
import { PyObject_IsTrue, Py_None } from './objectprotocol';
import { tstate } from './pystate';
import { PyTuple_Check, PyTuple_New, PyTuple_Pack } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import {
  PyType_Check,
  PyType_IsSubtype,
  _PyType_GetDocFromInternalDoc,
  _PyType_GetSubclasses,
  _PyType_GetTextSignatureFromInternalDoc,
  _PyType_HasSubclasses,
  _PyType_Name,
  add_all_subclasses,
  remove_all_subclasses,
  type_is_subtype_base_chain,
} from './typebasics';
import { PyType_Modified } from './typecache';
import { best_base } from './typenew';
import { PyType_Type } from './typeobject';
import { update_all_slots } from './typeslots';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_IS_ABSTRACT } from './typestruct';
import { PyUnicode_Check, PyUnicode_FromString, PyUnicode_InternFromString, _Py_ID } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const id___abstractmethods__ = _Py_ID('__abstractmethods__');
const id___annotations__ = _Py_ID('__annotations__');
const id___doc__ = _Py_ID('__doc__');
const id___firstlineno__ = _Py_ID('__firstlineno__');
const id___module__ = _Py_ID('__module__');
const id___type_params__ = _Py_ID('__type_params__');
const id_builtins = _Py_ID('builtins');

function isHeap(type: PyTypeObject): boolean {
  return (type.tp_flags & Py_TPFLAGS_HEAPTYPE) !== 0;
}

function check_set_special_type_attr(type: PyTypeObject, value: PyObject | null, name: string): value is PyObject {
  if ((type.tp_flags & Py_TPFLAGS_IMMUTABLETYPE) !== 0) {
    PyErr_SetString(PyExc_TypeError, `cannot set '${name}' attribute of immutable type '${type.tp_name}'`);
    return false;
  }
  if (value === null) {
    PyErr_SetString(PyExc_TypeError, `cannot delete '${name}' attribute of immutable type '${type.tp_name}'`);
    return false;
  }
  return true;
}

export function type_name(type: PyTypeObject): Owned<PyObject> {
  return isHeap(type) ? Py_NewRef(type.ht_name!) : PyUnicode_FromString(_PyType_Name(type))!;
}

export function type_qualname(type: PyTypeObject): Owned<PyObject> {
  return isHeap(type) ? Py_NewRef(type.ht_qualname!) : PyUnicode_FromString(_PyType_Name(type))!;
}

function assignsString(type: PyTypeObject, value: PyObject | null, attr: string): value is PyUnicodeObject {
  if (!check_set_special_type_attr(type, value, attr)) return false;
  if (PyUnicode_Check(value)) return true;
  const what = (value as PyObject).ob_type.tp_name;
  PyErr_SetString(PyExc_TypeError, `can only assign string to ${type.tp_name}.${attr}, not '${what}'`);
  return false;
}

export function type_set_name(type: PyTypeObject, value: PyObject | null): number {
  if (!assignsString(type, value, '__name__')) return -1;
  if (value.str.includes('\0')) {
    PyErr_SetString(PyExc_ValueError, 'type name must not contain null characters');
    return -1;
  }
  type.tp_name = value.str;
  const old = type.ht_name!;
  type.ht_name = Py_NewRef(value);
  Py_DECREF(old);
  return 0;
}

export function type_set_qualname(type: PyTypeObject, value: PyObject | null): number {
  if (!assignsString(type, value, '__qualname__')) return -1;
  const old = type.ht_qualname!;
  type.ht_qualname = Py_NewRef(value);
  Py_DECREF(old);
  return 0;
}

/** `__module__`. Owned, or null with AttributeError. */
export function type_module(type: PyTypeObject): Owned<PyObject> | null {
  if (isHeap(type)) {
    const mod = PyDict_GetItemWithError(type.tp_dict!, id___module__);
    if (mod !== null) return Py_NewRef(mod);
    return tstate.current_exception !== null ? null : PyErr_SetString(PyExc_AttributeError, '__module__');
  }
  const dot = type.tp_name.lastIndexOf('.');
  return dot < 0 ? Py_NewRef(id_builtins) : PyUnicode_InternFromString(type.tp_name.slice(0, dot));
}

export function type_set_module(type: PyTypeObject, value: PyObject | null): number {
  if (!check_set_special_type_attr(type, value, '__module__')) return -1;
  PyType_Modified(type);
  if (PyDict_Pop(type.tp_dict!, id___firstlineno__, null) < 0) return -1;
  return PyDict_SetItem(type.tp_dict!, id___module__, value);
}

/** `module.qualname`, or the qualname alone for builtins and __main__ (PyType_GetFullyQualifiedName). */
export function _PyType_GetFullyQualifiedName(type: PyTypeObject, sep: string): Owned<PyObject> | null {
  if (!isHeap(type)) return PyUnicode_FromString(type.tp_name);
  const qualname = type_qualname(type);
  const module = type_module(type);
  if (module === null) {
    Py_DECREF(qualname);
    return null;
  }
  const text = PyUnicode_Check(module) ? (module as PyUnicodeObject).str : null;
  const plain = text === null || text === 'builtins' || text === '__main__';
  Py_DECREF(module);
  if (plain) return qualname;
  const result = PyUnicode_FromString(`${text}${sep}${(qualname as PyUnicodeObject).str}`);
  Py_DECREF(qualname);
  return result;
}
export function PyType_GetFullyQualifiedName(type: PyTypeObject): Owned<PyObject> | null {
  return _PyType_GetFullyQualifiedName(type, '.');
}
/** What %T shows of an object in C's formats: the fully qualified name of its type. */
export function fullyQualifiedText(op: PyObject): string {
  const type = op.ob_type;
  if (!isHeap(type)) return type.tp_name;
  const name = PyType_GetFullyQualifiedName(type);
  if (name === null) return type.tp_name;
  const text = (name as PyUnicodeObject).str;
  Py_DECREF(name);
  return text;
}
/** PyType_GetQualName. */
export const PyType_GetQualName = type_qualname;
export const PyType_GetName = type_name;

export function type_abstractmethods(type: PyTypeObject): Owned<PyObject> | null {
  // `type` has this very descriptor under the name.
  const mod = type !== PyType_Type ? PyDict_GetItemWithError(type.tp_dict!, id___abstractmethods__) : null;
  if (mod !== null) return Py_NewRef(mod);
  if (tstate.current_exception === null) PyErr_SetObject(PyExc_AttributeError, id___abstractmethods__);
  return null;
}

export function type_set_abstractmethods(type: PyTypeObject, value: PyObject | null): number {
  let abstract = 0;
  let res: number;
  if (value !== null) {
    abstract = PyObject_IsTrue(value);
    if (abstract < 0) return -1;
    res = PyDict_SetItem(type.tp_dict!, id___abstractmethods__, value);
  } else {
    res = PyDict_DelItem(type.tp_dict!, id___abstractmethods__);
    if (res !== 0 && PyErr_ExceptionMatches(PyExc_KeyError)) {
      PyErr_SetObject(PyExc_AttributeError, id___abstractmethods__);
      return -1;
    }
  }
  if (res === 0) {
    PyType_Modified(type);
    if (abstract !== 0) type.tp_flags |= Py_TPFLAGS_IS_ABSTRACT;
    else type.tp_flags &= ~Py_TPFLAGS_IS_ABSTRACT;
  }
  return res;
}

// ---------------------------------------------------------------------------------------------------- __bases__

/** Recomputes the MRO of the type and its subclasses; each change goes into the list `temp` as (type, new, old). */
function mro_hierarchy(type: PyTypeObject, temp: PyListObject): number {
  const old: { value: PyTupleObject | null } = { value: null };
  let res = mro_internal(type, old);
  if (res <= 0) return res;
  const new_mro = type.tp_mro!;
  const tuple = old.value !== null ? PyTuple_Pack(type, new_mro, old.value) : PyTuple_Pack(type, new_mro);
  res = PyList_Append(temp, tuple);
  Py_DECREF(tuple);
  if (res < 0) {
    type.tp_mro = old.value;
    Py_DECREF(new_mro);
    return -1;
  }
  Py_XDECREF(old.value);
  if (_PyType_HasSubclasses(type)) {
    // A copy: a custom mro() may change the bases of subclasses.
    const subclasses = _PyType_GetSubclasses(type) as PyListObject | null;
    if (subclasses === null) return -1;
    for (let i = 0; i < subclasses.ob_item.length; i++) {
      res = mro_hierarchy(subclasses.ob_item[i] as PyTypeObject, temp);
      if (res < 0) break;
    }
    Py_DECREF(subclasses);
  }
  return res;
}

function checkNewBases(type: PyTypeObject, new_bases: PyObject | null): PyTypeObject | null {
  if (!check_set_special_type_attr(type, new_bases, '__bases__')) return null;
  if (!PyTuple_Check(new_bases)) {
    const what = (new_bases as PyObject).ob_type.tp_name;
    return PyErr_SetString(PyExc_TypeError, `can only assign tuple to ${type.tp_name}.__bases__, not ${what}`);
  }
  const items = (new_bases as PyTupleObject).ob_item;
  if (items.length === 0) {
    return PyErr_SetString(PyExc_TypeError, `can only assign non-empty tuple to ${type.tp_name}.__bases__, not ()`);
  }
  for (const base of items) {
    if (!PyType_Check(base)) {
      const what = (base as PyObject).ob_type.tp_name;
      return PyErr_SetString(PyExc_TypeError, `${type.tp_name}.__bases__ must be tuple of classes, not '${what}'`);
    }
    // A custom mro() may be at work on `base`: its tp_base is new already, its MRO is not.
    if (PyType_IsSubtype(base, type) || (base.tp_mro !== null && type_is_subtype_base_chain(base, type))) {
      return PyErr_SetString(PyExc_TypeError, 'a __bases__ item causes an inheritance cycle');
    }
  }
  const new_base = best_base(new_bases as PyTupleObject);
  if (new_base === null || !compatible_for_assignment(type.tp_base!, new_base, '__bases__')) return null;
  return new_base;
}

export function type_set_bases(type: PyTypeObject, value: PyObject | null): number {
  const new_base = checkNewBases(type, value);
  if (new_base === null) return -1;
  const new_bases = value as PyTupleObject;
  const old_bases = type.tp_bases!;
  const old_base = type.tp_base!;
  type.tp_bases = Py_NewRef(new_bases);
  type.tp_base = Py_NewRef(new_base);
  const temp = PyList_New(0)! as PyListObject;
  if (mro_hierarchy(type, temp) < 0) {
    for (let i = temp.ob_item.length - 1; i >= 0; i--) {
      const [cls, new_mro, old_mro] = (temp.ob_item[i] as PyTupleObject).ob_item as [
        PyTypeObject,
        PyTupleObject,
        PyTupleObject | undefined,
      ];
      if (cls.tp_mro === new_mro) {
        cls.tp_mro = Py_XNewRef(old_mro ?? null);
        Py_DECREF(new_mro);
      }
    }
    Py_DECREF(temp);
    if (type.tp_bases === new_bases) {
      type.tp_bases = old_bases;
      type.tp_base = old_base;
      Py_DECREF(new_bases);
      Py_DECREF(new_base);
    } else {
      Py_DECREF(old_bases);
      Py_DECREF(old_base);
    }
    return -1;
  }
  Py_DECREF(temp);
  let res = 0;
  // Nothing more to do if a custom mro() has assigned other bases meanwhile.
  if (type.tp_bases === new_bases) {
    remove_all_subclasses(type, old_bases);
    res = add_all_subclasses(type, new_bases);
    update_all_slots(type);
  }
  Py_DECREF(old_bases);
  Py_DECREF(old_base);
  return res;
}

// ---------------------------------------------------------------------------------------------------- the rest

export function type_get_doc(type: PyTypeObject): PyObject | null {
  if (!isHeap(type) && type.tp_doc !== null) return _PyType_GetDocFromInternalDoc(type.tp_name, type.tp_doc);
  const result = PyDict_GetItemWithError(type.tp_dict!, id___doc__);
  if (result === null) return tstate.current_exception !== null ? null : Py_NewRef(Py_None);
  const get = result.ob_type.tp_descr_get;
  return get !== null ? get(result, null, type) : Py_NewRef(result);
}

export function type_set_doc(type: PyTypeObject, value: PyObject | null): number {
  if (!check_set_special_type_attr(type, value, '__doc__')) return -1;
  PyType_Modified(type);
  return PyDict_SetItem(type.tp_dict!, id___doc__, value);
}

export function type_get_annotations(type: PyTypeObject): PyObject | null {
  if (!isHeap(type)) {
    const text = `type object '${type.tp_name}' has no attribute '__annotations__'`;
    return PyErr_SetString(PyExc_AttributeError, text);
  }
  const dict = type.tp_dict!;
  const annotations = PyDict_GetItemWithError(dict, id___annotations__);
  if (annotations !== null) {
    const get = annotations.ob_type.tp_descr_get;
    return get !== null ? get(annotations, null, type) : Py_NewRef(annotations);
  }
  if (tstate.current_exception !== null) return null;
  const made = PyDict_New();
  if (PyDict_SetItem(dict, id___annotations__, made) < 0) {
    Py_DECREF(made);
    return null;
  }
  PyType_Modified(type);
  return made;
}

export function type_set_annotations(type: PyTypeObject, value: PyObject | null): number {
  if ((type.tp_flags & Py_TPFLAGS_IMMUTABLETYPE) !== 0) {
    PyErr_SetString(PyExc_TypeError, `cannot set '__annotations__' attribute of immutable type '${type.tp_name}'`);
    return -1;
  }
  const dict = type.tp_dict!;
  let result: number;
  if (value !== null) {
    result = PyDict_SetItem(dict, id___annotations__, value);
  } else {
    const there = PyDict_Contains(dict, id___annotations__);
    if (there === 0) PyErr_SetString(PyExc_AttributeError, '__annotations__');
    if (there <= 0) return -1;
    result = PyDict_DelItem(dict, id___annotations__);
  }
  if (result === 0) PyType_Modified(type);
  return result;
}

export function type_get_type_params(type: PyTypeObject): PyObject | null {
  if (type === PyType_Type) return PyTuple_New(0);
  const params = PyDict_GetItem(type.tp_dict!, id___type_params__);
  return params !== null ? Py_NewRef(params) : PyTuple_New(0);
}

export function type_set_type_params(type: PyTypeObject, value: PyObject | null): number {
  if (!check_set_special_type_attr(type, value, '__type_params__')) return -1;
  const result = PyDict_SetItem(type.tp_dict!, id___type_params__, value);
  if (result === 0) PyType_Modified(type);
  return result;
}

export function type_get_bases(type: PyTypeObject): PyObject | null {
  return Py_NewRef(type.tp_bases ?? Py_None);
}
export function type_get_mro(type: PyTypeObject): PyObject | null {
  return Py_NewRef(type.tp_mro ?? Py_None);
}
export function type_dict(type: PyTypeObject): PyObject | null {
  return type.tp_dict === null ? Py_NewRef(Py_None) : PyDictProxy_New(type.tp_dict);
}
export function type_get_text_signature(type: PyTypeObject): PyObject | null {
  return _PyType_GetTextSignatureFromInternalDoc(type.tp_name, type.tp_doc, 0);
}

/** `<class 'module.qualname'>`. */
export function type_repr(self: PyObject): Owned<PyObject> | null {
  const type = self as PyTypeObject;
  const mod = type_module(type);
  if (mod === null) PyErr_Clear();
  const name = type_qualname(type) as PyUnicodeObject;
  const module = mod !== null && PyUnicode_Check(mod) ? (mod as PyUnicodeObject).str : null;
  const text = module !== null && module !== 'builtins' ? `${module}.${name.str}` : type.tp_name;
  const rtn = PyUnicode_FromString(`<class '${text}'>`);
  Py_XDECREF(mod);
  Py_DECREF(name);
  return rtn;
}
