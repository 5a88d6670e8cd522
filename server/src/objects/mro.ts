// Method resolution order: the C3 linearisation, and a metaclass's own mro(). Follows Objects/typeobject.c, CPython 3.13.

import { Py_DECREF, Py_NewRef, Py_XDECREF, Py_XNewRef } from '../heap/refcount';
import type { Owned } from '../heap/refcount';
import { PySequence_List, PySequence_Tuple } from './abstract';
import { PyDict_New, PyDict_SetItem, _PyDict_Next, next_key } from './dictobject';
import { PyErr_SetString } from './errors';
import { PyExc_TypeError } from './exceptions';
import { PyList_Append, PyList_Check, PyList_New } from './listobject';
import type { PyListObject } from './liststruct';
import type { PyObject } from './object';
import { PyObject_GetOptionalAttr, PyObject_Repr, Py_None } from './objectprotocol';
import type { Out } from './objectprotocol';
import { PyTuple_FromArraySteal } from './tupleobject';
import type { PyTupleObject } from './tuplestruct';
import { PyType_IsSubtype, _Py_TPFLAGS_STATIC_BUILTIN, type_is_subtype_base_chain } from './typebasics';
import { PyType_Modified, invalidateVersion } from './typecache';
import { solid_base } from './typenew';
import { PyType_Type } from './typeobject';
import { call_unbound_noarg, lookup_maybe_method, lookup_method, unbound } from './typelookup';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS } from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_Check } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';

const id___name__ = _Py_ID('__name__');
const id_mro = _Py_ID('mro');

function tail_contains(items: readonly PyObject[], whence: number, o: PyObject): boolean {
  for (let j = whence + 1; j < items.length; j++) if (items[j] === o) return true;
  return false;
}

/** The class's __name__, or its repr. Owned, or null with an exception. */
function class_name(cls: PyObject): Owned<PyObject> | null {
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(cls, id___name__, slot) === 0) return PyObject_Repr(cls);
  return slot.value;
}

function check_duplicates(bases: readonly PyObject[]): number {
  for (let i = 0; i < bases.length; i++) {
    const o = bases[i]!;
    for (let j = i + 1; j < bases.length; j++) {
      if (bases[j] !== o) continue;
      const name = class_name(o);
      if (name !== null) {
        const text = PyUnicode_Check(name) ? ` ${(name as PyUnicodeObject).str}` : '';
        PyErr_SetString(PyExc_TypeError, `duplicate base class${text}`);
        Py_DECREF(name);
      }
      return -1;
    }
  }
  return 0;
}

/** Reports the classes that were candidates for the next place. */
function set_mro_error(to_merge: readonly PyObject[][], remain: readonly number[]): void {
  const set = PyDict_New();
  for (let i = 0; i < to_merge.length; i++) {
    const c = to_merge[i]![remain[i]!];
    if (c !== undefined && PyDict_SetItem(set, c, Py_None) < 0) {
      Py_DECREF(set);
      return;
    }
  }
  const names: string[] = [];
  for (let pos = _PyDict_Next(set, 0); pos >= 0; pos = _PyDict_Next(set, pos)) {
    const name = class_name(next_key);
    if (name === null) {
      Py_DECREF(set);
      return;
    }
    names.push((name.ob_type.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS) !== 0 ? (name as PyUnicodeObject).str : '?');
    Py_DECREF(name);
  }
  PyErr_SetString(
    PyExc_TypeError,
    `Cannot create a consistent method resolution order (MRO) for bases ${names.join(', ')}`,
  );
  Py_DECREF(set);
}

/** Appends the merged classes to the list `acc`. −1 with TypeError when there is no order that suits all. */
function pmerge(acc: PyListObject, to_merge: readonly PyObject[][]): number {
  const remain = to_merge.map(() => 0);
  again: for (;;) {
    let empty_cnt = 0;
    next: for (let i = 0; i < to_merge.length; i++) {
      const candidate = to_merge[i]![remain[i]!];
      if (candidate === undefined) {
        empty_cnt++;
        continue;
      }
      for (let j = 0; j < to_merge.length; j++) if (tail_contains(to_merge[j]!, remain[j]!, candidate)) continue next;
      if (PyList_Append(acc, candidate) < 0) return -1;
      for (let j = 0; j < to_merge.length; j++) if (to_merge[j]![remain[j]!] === candidate) remain[j]!++;
      continue again;
    }
    if (empty_cnt === to_merge.length) return 0;
    set_mro_error(to_merge, remain);
    return -1;
  }
}

/** The linearisation: a tuple when there is one base, else a list. Owned, or null with TypeError. */
export function mro_implementation(type: PyTypeObject): Owned<PyTupleObject | PyListObject> | null {
  const bases = type.tp_bases!.ob_item as PyTypeObject[];
  for (const base of bases) {
    if (base.tp_mro === null) {
      return PyErr_SetString(PyExc_TypeError, `Cannot extend an incomplete type '${base.tp_name}'`);
    }
  }
  if (bases.length === 1) {
    const base_mro = bases[0]!.tp_mro!.ob_item;
    const items: PyObject[] = [Py_NewRef(type)];
    for (const cls of base_mro) items.push(Py_NewRef(cls));
    return PyTuple_FromArraySteal(items) as PyTupleObject;
  }
  if (check_duplicates(bases) < 0) return null;
  const to_merge: PyObject[][] = bases.map((base) => base.tp_mro!.ob_item);
  to_merge.push(bases);
  const result = PyList_New(1)! as PyListObject;
  result.ob_item[0] = Py_NewRef(type);
  if (pmerge(result, to_merge) < 0) {
    Py_DECREF(result);
    return null;
  }
  return result;
}

/** type.mro(). */
export function type_mro(self: PyObject): Owned<PyObject> | null {
  const seq = mro_implementation(self as PyTypeObject);
  if (seq === null || PyList_Check(seq)) return seq;
  const list = PySequence_List(seq);
  Py_DECREF(seq);
  return list;
}

/** What a metaclass's mro() gave: all classes, and none that the instances' layout does not allow. */
function mro_check(type: PyTypeObject, mro: PyTupleObject): number {
  const solid = solid_base(type);
  for (const obj of mro.ob_item) {
    if ((obj.ob_type.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS) === 0) {
      PyErr_SetString(PyExc_TypeError, `mro() returned a non-class ('${obj.ob_type.tp_name}')`);
      return -1;
    }
    const base = obj as PyTypeObject;
    if (!PyType_IsSubtype(solid, solid_base(base))) {
      PyErr_SetString(PyExc_TypeError, `mro() returned base with unsuitable layout ('${base.tp_name}')`);
      return -1;
    }
  }
  return 0;
}

/** The order as the metaclass wants it, checked. Owned, or null with an exception. */
function mro_invoke(type: PyTypeObject): Owned<PyTupleObject> | null {
  const custom = type.ob_type !== PyType_Type;
  let mro_result: PyObject | null;
  if (custom) {
    const mro_meth = lookup_method(type, id_mro);
    if (mro_meth === null) return null;
    mro_result = call_unbound_noarg(unbound, mro_meth, type);
    Py_DECREF(mro_meth);
  } else {
    mro_result = mro_implementation(type);
  }
  if (mro_result === null) return null;
  const new_mro = PySequence_Tuple(mro_result) as PyTupleObject | null;
  Py_DECREF(mro_result);
  if (new_mro === null) return null;
  if (new_mro.ob_item.length === 0) {
    Py_DECREF(new_mro);
    return PyErr_SetString(PyExc_TypeError, 'type MRO must not be empty');
  }
  if (custom && mro_check(type, new_mro) < 0) {
    Py_DECREF(new_mro);
    return null;
  }
  return new_mro;
}

/** Takes the version away from a type whose order the cache cannot follow. `bases`: its bases, or its MRO. */
function type_mro_modified(type: PyTypeObject, bases: PyTupleObject): void {
  let cacheable = true;
  if (type.ob_type !== PyType_Type) {
    const mro_meth = lookup_maybe_method(type, id_mro);
    if (mro_meth === null) {
      cacheable = false;
    } else {
      const type_mro_meth = lookup_maybe_method(PyType_Type, id_mro);
      cacheable = mro_meth === type_mro_meth;
      Py_DECREF(mro_meth);
      Py_XDECREF(type_mro_meth);
    }
  }
  if (cacheable) cacheable = bases.ob_item.every((b) => PyType_IsSubtype(type, b as PyTypeObject));
  if (!cacheable) invalidateVersion(type);
}

/**
 * Computes and sets type.tp_mro. 1 when it was set: the old one goes to `old.value` (owned) when `old` is given, else it is
 * given up. 0 when a custom mro() has set it meanwhile, −1 with an exception.
 */
export function mro_internal(type: PyTypeObject, old: { value: PyTupleObject | null } | null): number {
  const old_mro = Py_XNewRef(type.tp_mro);
  const new_mro = mro_invoke(type);
  const reent = type.tp_mro !== old_mro;
  Py_XDECREF(old_mro);
  if (new_mro === null) return -1;
  if (reent) {
    Py_DECREF(new_mro);
    return 0;
  }
  type.tp_mro = new_mro;
  type_mro_modified(type, new_mro);
  type_mro_modified(type, type.tp_bases!);
  if ((type.tp_flags & _Py_TPFLAGS_STATIC_BUILTIN) === 0) PyType_Modified(type);
  if (old !== null) old.value = old_mro;
  else Py_XDECREF(old_mro);
  return 1;
}

export { type_is_subtype_base_chain };
