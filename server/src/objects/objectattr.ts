// Attribute access: the part of Objects/object.c (CPython 3.13) that reads, writes and deletes attributes. Everything here
// is exported by objectprotocol.ts too.
//
// C's out parameters (`PyObject **result`) are objects with a `value`, as everywhere in the engine.

import { Py_DECREF, Py_INCREF, Py_XDECREF } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import {
  PyDict_Check,
  PyDict_DelItem,
  PyDict_GetItemWithError,
  PyDict_New,
  PyDict_SetItem,
  _PyObject_MaterializeManagedDict,
  _PyObject_SetManagedDict,
  _PyObject_StoreInstanceAttribute,
  _PyObject_TryGetInstanceAttribute,
  new_dict_with_shared_keys,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_GetRaisedException,
  PyErr_GivenExceptionMatches,
  PyErr_Occurred,
  PyErr_SetRaisedException,
  PyErr_SetString,
} from './errors';
import { PyExc_AttributeError, PyExc_KeyError, PyExc_TypeError } from './exceptions';
import { _Py_module_getattro, _Py_module_getattro_impl } from './moduleobject';
import type { PyModuleObject } from './modulestruct';
import type { descrgetfunc, PyObject } from './object';
import { PyType_IsSubtype, PyType_Type, _Py_type_getattro, _Py_type_getattro_impl } from './typeobject';
import { _PyType_Lookup } from './typecache';
import type { PyTypeObject } from './typestruct';
import {
  Py_TPFLAGS_INLINE_VALUES,
  Py_TPFLAGS_MANAGED_DICT,
  Py_TPFLAGS_METHOD_DESCRIPTOR,
  Py_TPFLAGS_UNICODE_SUBCLASS,
} from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_FromString, PyUnicode_InternInPlace, PyUnicode_Type } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

/** Where a function puts a result besides its return value: C's `PyObject **result`. */
export interface Out {
  value: PyObject | null;
}

const id_name = _Py_ID('name');
const id_obj = _Py_ID('obj');

function isStr(name: PyObject): name is PyUnicodeObject {
  return (name.ob_type.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS) !== 0;
}

function nameNotString(name: PyObject): null {
  return PyErr_SetString(PyExc_TypeError, `attribute name must be string, not '${name.ob_type.tp_name}'`);
}

/** The descriptor has a `__set__` or `__delete__`: it goes before the instance's dictionary. */
export function PyDescr_IsData(descr: PyObject): boolean {
  return descr.ob_type.tp_descr_set !== null;
}

/**
 * The instance dictionary as it is, without making one: null when there is none (yet). Borrowed. What reading
 * through _PyObject_ComputedDictPointer or _PyObject_GetManagedDict gives in C.
 */
export function _PyObject_GetManagedDict(obj: PyObject): PyDictObject | null {
  return obj.ob_dict;
}

/**
 * _PyObject_GetDictPtr: makes the dictionary from inline values if need be, and returns it: borrowed; null when the
 * object has none yet, undefined when it cannot have one. Sets no exception.
 */
export function _PyObject_GetDictPtr(obj: PyObject): PyDictObject | null | undefined {
  const tp = obj.ob_type;
  if ((tp.tp_flags & Py_TPFLAGS_MANAGED_DICT) === 0) return tp.tp_dictoffset === 0 ? undefined : obj.ob_dict;
  if ((tp.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0 && obj.ob_dict === null) _PyObject_MaterializeManagedDict(obj);
  return obj.ob_dict;
}

/** Puts `v` and `name` into the AttributeError that is set, for suggestions; the exception owns them. −1 on failure. */
export function _PyObject_SetAttributeErrorContext(v: PyObject, name: PyObject): number {
  if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return 0;
  const exc = PyErr_GetRaisedException()!;
  if (PyErr_GivenExceptionMatches(exc, PyExc_AttributeError)) {
    const the_exc = exc as PyObject & { name: PyObject | null; obj: PyObject | null };
    if (the_exc.name === null && the_exc.obj === null) {
      if (PyObject_SetAttr(exc, id_name, name) !== 0 || PyObject_SetAttr(exc, id_obj, v) !== 0) return 1;
    }
  }
  PyErr_SetRaisedException(exc);
  return 0;
}

function noAttribute(v: PyObject, name: PyUnicodeObject): null {
  return PyErr_SetString(PyExc_AttributeError, `'${v.ob_type.tp_name}' object has no attribute '${name.str}'`);
}

/** `v.name`. Owned, or null with an exception. */
export function PyObject_GetAttr(v: PyObject, name: PyObject): Owned<PyObject> | null {
  if (!isStr(name)) return nameNotString(name);
  const getattro = v.ob_type.tp_getattro;
  const result = getattro !== null ? getattro(v, name) : noAttribute(v, name);
  if (result === null) _PyObject_SetAttributeErrorContext(v, name);
  return result;
}

/** PyObject_GetAttr by a JavaScript string. */
export function PyObject_GetAttrString(v: PyObject, name: string): Owned<PyObject> | null {
  const w = PyUnicode_FromString(name);
  if (w === null) return null;
  const result = PyObject_GetAttr(v, w);
  Py_DECREF(w);
  return result;
}

/**
 * `v.name` where it may be missing: 1 with the attribute, owned, in `result.value`; 0 and null, without an exception,
 * when there is none (an AttributeError was suppressed); −1 and null with any other exception.
 */
export function PyObject_GetOptionalAttr(v: PyObject, name: PyObject, result: Out): number {
  result.value = null;
  if (!isStr(name)) {
    nameNotString(name);
    return -1;
  }
  const getattro = v.ob_type.tp_getattro;
  let found: PyObject | null;
  if (getattro === PyObject_GenericGetAttr) {
    found = _PyObject_GenericGetAttrWithDict(v, name, null, true);
    result.value = found;
    return found !== null ? 1 : PyErr_Occurred() ? -1 : 0;
  }
  if (getattro === _Py_type_getattro) {
    const attr = _Py_type_getattro_impl(v as PyTypeObject, name, true);
    if (attr === undefined) return 0;
    found = attr;
  } else if (getattro === _Py_module_getattro) {
    found = _Py_module_getattro_impl(v as PyModuleObject, name, true);
    result.value = found;
    return found !== null ? 1 : PyErr_Occurred() ? -1 : 0;
  } else if (getattro !== null) {
    found = getattro(v, name);
  } else {
    return 0;
  }
  result.value = found;
  if (found !== null) return 1;
  if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
  PyErr_Clear();
  return 0;
}
/** The name this had up to 3.12. */
export const _PyObject_LookupAttr = PyObject_GetOptionalAttr;

export function PyObject_GetOptionalAttrString(v: PyObject, name: string, result: Out): number {
  result.value = null;
  const w = PyUnicode_FromString(name);
  if (w === null) return -1;
  const res = PyObject_GetOptionalAttr(v, w, result);
  Py_DECREF(w);
  return res;
}

/** 1 when `v` has the attribute, 0 when not, −1 with an exception. */
export function PyObject_HasAttrWithError(v: PyObject, name: PyObject): number {
  const slot: Out = { value: null };
  const res = PyObject_GetOptionalAttr(v, name, slot);
  Py_XDECREF(slot.value);
  return res;
}

/** PyObject_HasAttrWithError with any error taken as "no" (and dropped). */
export function PyObject_HasAttr(v: PyObject, name: PyObject): boolean {
  const res = PyObject_HasAttrWithError(v, name);
  if (res < 0) {
    PyErr_Clear();
    return false;
  }
  return res !== 0;
}

export function PyObject_HasAttrString(v: PyObject, name: string): boolean {
  const slot: Out = { value: null };
  const res = PyObject_GetOptionalAttrString(v, name, slot);
  if (res < 0) PyErr_Clear();
  Py_XDECREF(slot.value);
  return res > 0;
}

/** `v.name = value`; `value` null deletes. 0, or −1 with an exception. The name is interned. */
export function PyObject_SetAttr(v: PyObject, name: PyObject, value: PyObject | null): number {
  if (!isStr(name)) {
    nameNotString(name);
    return -1;
  }
  const tp = v.ob_type;
  Py_INCREF(name);
  const interned = PyUnicode_InternInPlace(name);
  if (tp.tp_setattro !== null) {
    const err = tp.tp_setattro(v, interned, value);
    Py_DECREF(interned);
    return err;
  }
  Py_DECREF(interned);
  const what = tp.tp_getattro === null ? 'no attributes' : 'only read-only attributes';
  const how = value === null ? 'del' : 'assign to';
  PyErr_SetString(PyExc_TypeError, `'${tp.tp_name}' object has ${what} (${how} .${name.str})`);
  return -1;
}

export function PyObject_SetAttrString(v: PyObject, name: string, value: PyObject | null): number {
  const s = PyUnicode_FromString(name);
  if (s === null) return -1;
  const res = PyObject_SetAttr(v, s, value);
  Py_DECREF(s);
  return res;
}

/** `del v.name`. */
export function PyObject_DelAttr(v: PyObject, name: PyObject): number {
  return PyObject_SetAttr(v, name, null);
}

/** For one lookup at a time: set and read without anything in between. */
const attrSlot: Out = { value: null };

/**
 * For `obj.name(…)`: `method.value` is the attribute, owned, or null with an exception. 1: it is an unbound method that
 * takes `obj` as its first argument, and no bound method was made; else 0.
 */
export function _PyObject_GetMethod(obj: PyObject, name: PyObject, method: Out): number {
  const tp = obj.ob_type;
  if (tp.tp_getattro !== PyObject_GenericGetAttr || name.ob_type !== PyUnicode_Type) {
    method.value = PyObject_GetAttr(obj, name);
    return 0;
  }
  const descr = _PyType_Lookup(tp, name as PyUnicodeObject);
  let f: descrgetfunc | null = null;
  let found = false;
  if (descr !== null) {
    Py_INCREF(descr);
    if ((descr.ob_type.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR) !== 0) {
      found = true;
    } else {
      f = descr.ob_type.tp_descr_get;
      if (f !== null && descr.ob_type.tp_descr_set !== null) {
        method.value = f(descr, obj, tp);
        Py_DECREF(descr);
        return 0;
      }
    }
  }
  let dict: PyDictObject | null = null;
  if ((tp.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0 && _PyObject_TryGetInstanceAttribute(obj, name, attrSlot)) {
    const attr = attrSlot.value;
    if (attr !== null) {
      attrSlot.value = null;
      method.value = attr;
      Py_XDECREF(descr);
      return 0;
    }
  } else if (tp.tp_dictoffset !== 0) {
    dict = obj.ob_dict;
  }
  if (dict !== null) {
    Py_INCREF(dict);
    const attr = PyDict_GetItemWithError(dict, name);
    if (attr !== null) {
      Py_INCREF(attr);
      method.value = attr;
      Py_DECREF(dict);
      Py_XDECREF(descr);
      return 0;
    }
    Py_DECREF(dict);
    if (PyErr_Occurred()) {
      Py_XDECREF(descr);
      method.value = null;
      return 0;
    }
  }
  if (found) {
    method.value = descr;
    return 1;
  }
  if (f !== null) {
    method.value = f(descr!, obj, obj.ob_type);
    Py_DECREF(descr!);
    return 0;
  }
  method.value = descr;
  if (descr !== null) return 0;
  noAttribute(obj, name as PyUnicodeObject);
  _PyObject_SetAttributeErrorContext(obj, name);
  return 0;
}

/**
 * The default attribute lookup: data descriptor, instance dictionary (`dict` if given), other descriptor. Owned, or
 * null with AttributeError; with `suppress` a missing attribute sets no exception.
 */
export function _PyObject_GenericGetAttrWithDict(
  obj: PyObject,
  name: PyObject,
  dict: PyDictObject | null,
  suppress: boolean,
): Owned<PyObject> | null {
  const tp = obj.ob_type;
  if (!isStr(name)) return nameNotString(name);
  Py_INCREF(name);
  const descr = _PyType_Lookup(tp, name);
  let f: descrgetfunc | null = null;
  let res: PyObject | null = null;
  if (descr !== null) {
    Py_INCREF(descr);
    f = descr.ob_type.tp_descr_get;
    if (f !== null && descr.ob_type.tp_descr_set !== null) {
      res = f(descr, obj, obj.ob_type);
      if (res === null && suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
      Py_DECREF(descr);
      Py_DECREF(name);
      return res;
    }
  }
  if (dict === null) {
    if ((tp.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
      if (name.ob_type === PyUnicode_Type && _PyObject_TryGetInstanceAttribute(obj, name, attrSlot)) {
        const found = attrSlot.value;
        if (found !== null) {
          attrSlot.value = null;
          Py_XDECREF(descr);
          Py_DECREF(name);
          return found;
        }
      } else {
        dict = obj.ob_dict;
        if (dict === null) {
          dict = _PyObject_MaterializeManagedDict(obj);
          if (dict === null) {
            Py_XDECREF(descr);
            Py_DECREF(name);
            return null;
          }
        }
      }
    } else if (tp.tp_dictoffset !== 0) {
      dict = obj.ob_dict;
    }
  }
  if (dict !== null) {
    Py_INCREF(dict);
    res = PyDict_GetItemWithError(dict, name);
    if (res !== null) {
      Py_INCREF(res);
      Py_DECREF(dict);
      Py_XDECREF(descr);
      Py_DECREF(name);
      return res;
    }
    Py_DECREF(dict);
    if (PyErr_Occurred()) {
      if (suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
      } else {
        Py_XDECREF(descr);
        Py_DECREF(name);
        return null;
      }
    }
  }
  if (f !== null) {
    res = f(descr!, obj, obj.ob_type);
    if (res === null && suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
    Py_DECREF(descr!);
    Py_DECREF(name);
    return res;
  }
  if (descr !== null) {
    Py_DECREF(name);
    return descr;
  }
  if (!suppress) {
    noAttribute(obj, name);
    _PyObject_SetAttributeErrorContext(obj, name);
  }
  Py_DECREF(name);
  return null;
}

/** tp_getattro of `object` and of most types. */
export function PyObject_GenericGetAttr(obj: PyObject, name: PyObject): Owned<PyObject> | null {
  return _PyObject_GenericGetAttrWithDict(obj, name, null, false);
}

/** The default assignment or (`value` null) deletion, into `dict` if given. 0, or −1 with an exception. */
export function _PyObject_GenericSetAttrWithDict(
  obj: PyObject,
  name: PyObject,
  value: PyObject | null,
  dict: PyDictObject | null,
): number {
  const tp = obj.ob_type;
  if (!isStr(name)) {
    nameNotString(name);
    return -1;
  }
  Py_INCREF(name);
  Py_INCREF(tp);
  const descr = _PyType_Lookup(tp, name);
  let res = -1;
  if (descr !== null) {
    Py_INCREF(descr);
    const f = descr.ob_type.tp_descr_set;
    if (f !== null) {
      res = f(descr, obj, value);
      Py_DECREF(descr);
      Py_DECREF(tp);
      Py_DECREF(name);
      return res;
    }
  }
  if (dict === null) {
    if ((tp.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
      res = _PyObject_StoreInstanceAttribute(obj, name, value);
    } else if (tp.tp_dictoffset === 0) {
      if (descr === null) {
        const generic = tp.tp_setattro === PyObject_GenericSetAttr;
        PyErr_SetString(
          PyExc_AttributeError,
          `'${tp.tp_name}' object has no attribute '${name.str}'` +
            (generic ? ' and no __dict__ for setting new attributes' : ''),
        );
        _PyObject_SetAttributeErrorContext(obj, name);
      } else {
        PyErr_SetString(PyExc_AttributeError, `'${tp.tp_name}' object attribute '${name.str}' is read-only`);
      }
      Py_XDECREF(descr);
      Py_DECREF(tp);
      Py_DECREF(name);
      return -1;
    } else {
      // _PyObjectDict_SetItem
      const d = ensure_dict(obj, tp);
      if (d !== null) res = value === null ? PyDict_DelItem(d, name) : PyDict_SetItem(d, name, value);
    }
  } else {
    Py_INCREF(dict);
    res = value === null ? PyDict_DelItem(dict, name) : PyDict_SetItem(dict, name, value);
    Py_DECREF(dict);
  }
  if (res < 0 && PyErr_ExceptionMatches(PyExc_KeyError)) {
    if (PyType_IsSubtype(tp, PyType_Type)) {
      const t = obj as PyTypeObject;
      PyErr_SetString(PyExc_AttributeError, `type object '${t.tp_name}' has no attribute '${name.str}'`);
    } else {
      noAttribute(obj, name);
    }
    _PyObject_SetAttributeErrorContext(obj, name);
  }
  Py_XDECREF(descr);
  Py_DECREF(tp);
  Py_DECREF(name);
  return res;
}

/** tp_setattro of `object` and of most types. */
export function PyObject_GenericSetAttr(obj: PyObject, name: PyObject, value: PyObject | null): number {
  return _PyObject_GenericSetAttrWithDict(obj, name, value, null);
}

/**
 * The instance dictionary, made (and kept by the object) if there was none; borrowed. For objects whose attributes are
 * not inline values. A heap type's dictionaries share their keys from the start.
 */
function ensure_dict(obj: PyObject, tp: PyTypeObject): PyDictObject | null {
  let dict = obj.ob_dict;
  if (dict === null) {
    const cached = tp.ht_cached_keys;
    dict = cached !== null ? new_dict_with_shared_keys(cached) : PyDict_New();
    obj.ob_dict = dict;
  }
  return dict;
}

/** The getter of `__dict__`: makes the dictionary if there was none. Owned, or null with AttributeError. */
export function PyObject_GenericGetDict(obj: PyObject, _context?: unknown): Owned<PyObject> | null {
  const tp = obj.ob_type;
  let dict: PyDictObject | null;
  if ((tp.tp_flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
    dict = obj.ob_dict;
    if (dict === null) {
      dict =
        obj.ob_values !== null && obj.ob_values.valid ? _PyObject_MaterializeManagedDict(obj) : ensure_dict(obj, tp);
    }
  } else if (tp.tp_dictoffset === 0) {
    return PyErr_SetString(PyExc_AttributeError, 'This object has no __dict__');
  } else {
    dict = ensure_dict(obj, tp);
  }
  if (dict !== null) Py_INCREF(dict);
  return dict;
}

/** Checks what is assigned to `__dict__`: false with TypeError when it is no dict. `value` null is not asked about. */
export function isAcceptableDict(value: PyObject): value is PyDictObject {
  if (PyDict_Check(value)) return true;
  PyErr_SetString(PyExc_TypeError, `__dict__ must be set to a dictionary, not a '${value.ob_type.tp_name}'`);
  return false;
}

/** Replaces the instance dictionary (null: none). 0, or −1 with an exception. */
export function setInstanceDict(obj: PyObject, value: PyDictObject | null): number {
  if ((obj.ob_type.tp_flags & Py_TPFLAGS_MANAGED_DICT) !== 0) return _PyObject_SetManagedDict(obj, value) ?? 0;
  const old = obj.ob_dict;
  if (value !== null) Py_INCREF(value);
  obj.ob_dict = value;
  Py_XDECREF(old);
  return 0;
}

/** The setter of `__dict__`. */
export function PyObject_GenericSetDict(obj: PyObject, value: PyObject | null, _context?: unknown): number {
  if (obj.ob_type.tp_dictoffset === 0) {
    PyErr_SetString(PyExc_AttributeError, 'This object has no __dict__');
    return -1;
  }
  if (value === null) {
    PyErr_SetString(PyExc_TypeError, 'cannot delete __dict__');
    return -1;
  }
  return isAcceptableDict(value) ? setInstanceDict(obj, value) : -1;
}
