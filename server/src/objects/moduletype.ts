// Types that belong to a module written in TypeScript: they come to life when the module is first imported, as those that
// CPython 3.13 makes with PyType_FromModuleAndSpec do. A type whose spec says `heap` is such a type in every respect; the
// others are static in CPython too, or not worth the difference (_io).

import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_GC_New } from '../heap/alloc';
import { _PyObject_GC_TRACK } from '../heap/gclists';
import { IMMORTAL_REFCNT } from '../heap/header';
import { staticAddress } from '../heap/obmalloc';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyDict_Contains, PyDict_SetItem } from './dictobject';
import type { PyModuleObject } from './modulestruct';
import { PyType_Ready } from './typeobject';
import { resetStaticType } from './typeready';
import type { TypeSpec } from './typestruct';
import { PyTypeObject } from './typestruct';
import { PyUnicode_InternInPlace } from './unicode_interned';
import { PyUnicode_FromString, _Py_ID } from './unicodeobject';

/** Writes down a type, like defineType, without listing it among those that every interpreter starts with. */
export function defineModuleType(spec: TypeSpec): PyTypeObject {
  const type = new PyTypeObject(null, spec);
  type.ob_addr = staticAddress(416);
  type.ob_refcnt = IMMORTAL_REFCNT;
  return type;
}

/** Called by a module's initialisation, once per interpreter. 0, or −1 with an exception. */
export function readyModuleTypes(module: PyModuleObject | null, ...types: PyTypeObject[]): number {
  for (const type of types) resetStaticType(type);
  for (const type of types) {
    if ((type.heapSpec ? PyType_FromModuleAndSpec(module, type) : PyType_Ready(type)) < 0) return -1;
  }
  return 0;
}

/** Made in this run; each owned once, by its module's state. */
let made: PyTypeObject[];
onRuntimeReset(() => {
  made = [];
});
registerRoots((visit) => {
  for (const type of made) visit(type);
});

/** For a type that the module's state does not keep: its one reference is the caller's from now on. */
export function takeModuleType(type: PyTypeObject): Owned<PyTypeObject> {
  made = made.filter((other) => other !== type);
  return type as Owned<PyTypeObject>;
}

const SIZEOF_PyHeapTypeObject = 928;
const SIZEOF_PyMemberDef = 40;

/**
 * PyType_FromMetaclass for a type that has just been reset: it gets a block, names and its place among the collector's
 * objects. Its one reference is the module state's, which here is never given back. 0, or −1 with an exception.
 */
export function PyType_FromModuleAndSpec(module: PyModuleObject | null, type: PyTypeObject): number {
  const spec = type.spec!;
  const dot = spec.tp_name.lastIndexOf('.');
  type.ob_refcnt = 1;
  made.push(type);
  PyObject_GC_New(type, SIZEOF_PyHeapTypeObject + (spec.tp_members?.length ?? 0) * SIZEOF_PyMemberDef);
  type.ht_name = PyUnicode_FromString(spec.tp_name.slice(dot + 1));
  type.ht_qualname = Py_NewRef(type.ht_name);
  type.ht_module = module === null ? null : Py_NewRef(module);
  _PyObject_GC_TRACK(type);
  if (PyType_Ready(type) < 0) return -1;
  if (dot < 0 || PyDict_Contains(type.tp_dict!, _Py_ID('__module__')) !== 0) return 0;
  const name = PyUnicode_InternInPlace(PyUnicode_FromString(spec.tp_name.slice(0, dot)));
  const r = PyDict_SetItem(type.tp_dict!, _Py_ID('__module__'), name);
  Py_DECREF(name);
  return r;
}
