// Modules. Follows Objects/moduleobject.c, and for the repr Lib/importlib/_bootstrap.py, CPython 3.13.
// Deviation: modules written here are made by PyModule_Create alone, which also runs `m_exec`; no multi-phase init.

import { PyObject_GC_Del } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../heap/refcount';
import type { Borrowed, Owned } from '../heap/refcount';
import { PySequence_Contains } from './abstract';
import { PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import {
  PyDict_Check,
  PyDict_Contains,
  PyDict_DelItem,
  PyDict_GetItemWithError,
  PyDict_Keys,
  PyDict_New,
  PyDict_SetItem,
  PyDict_SetItemString,
  _PyDict_Next,
  next_key,
  next_value,
} from './dictobject';
import type { PyDictObject } from './dictstruct';
import {
  PyErr_BadArgument,
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_FormatUnraisable,
  PyErr_SetString,
  PyErr_WriteUnraisable,
  reprText,
} from './errors';
import { PyExc_AttributeError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError } from './exceptions';
import { _PyArg_BadArgument, _PyArg_UnpackKeywordsDict, argParser } from './getargs';
import { PyList_Check } from './listobject';
import type { PyListObject } from './liststruct';
import { PyLong_FromLong } from './longobject';
import { PyCFunction_NewEx } from './methodobject';
import type { PyModuleDef } from './modulestruct';
import { PyModuleObject } from './modulestruct';
import type { PyObject, visitproc } from './object';
import {
  PyObject_GenericSetAttr,
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_Repr,
  PyObject_SetAttr,
  PyObject_SetAttrString,
  PyObject_Str,
  Py_None,
  _PyObject_GenericGetAttrWithDict,
} from './objectprotocol';
import type { Out } from './objectprotocol';
import { PyAnySet_Check, PySet_Contains } from './setobject';
import { _PyType_AllocNoTrack } from './subtype';
import { PySys_GetObject } from './sysdict';
import { tstate } from './pystate';
import type { PyTupleObject } from './tuplestruct';
import { PyObject_TypeCheck } from './typebasics';
import { PyType_Ready } from './typeready';
import type { PyMethodDef, PyTypeObject } from './typestruct';
import {
  METH_CLASS,
  METH_NOARGS,
  METH_STATIC,
  Py_READONLY,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_HAVE_GC,
  _Py_T_OBJECT,
  defineType,
  method,
} from './typestruct';
import { _Py_ID } from './unicode_interned';
import { PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString } from './unicodeobject';
import type { PyUnicodeObject } from './unicodestruct';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export { PyModuleObject } from './modulestruct';
export type { PyModuleDef } from './modulestruct';

const id___annotations__ = _Py_ID('__annotations__');
const id___dict__ = _Py_ID('__dict__');
const id___dir__ = _Py_ID('__dir__');
const id___doc__ = _Py_ID('__doc__');
const id___file__ = _Py_ID('__file__');
const id___getattr__ = _Py_ID('__getattr__');
const id___loader__ = _Py_ID('__loader__');
const id___name__ = _Py_ID('__name__');
const id___package__ = _Py_ID('__package__');
const id___spec__ = _Py_ID('__spec__');
const id__initializing = _Py_ID('_initializing');
const id__uninitialized_submodules = _Py_ID('_uninitialized_submodules');
const id_has_location = _Py_ID('has_location');
const id_loader = _Py_ID('loader');
const id_name = _Py_ID('name');
const id_origin = _Py_ID('origin');

export function PyModule_Check(op: PyObject): op is PyModuleObject {
  return PyObject_TypeCheck(op, PyModule_Type);
}
export function PyModule_CheckExact(op: PyObject): op is PyModuleObject {
  return op.ob_type === PyModule_Type;
}

/** The module's dict: borrowed. */
export function PyModule_GetDict(m: PyObject): Borrowed<PyDictObject> {
  return m.ob_dict!;
}
export const _PyModule_GetDict = PyModule_GetDict;
export function PyModule_GetState(m: PyObject): unknown {
  return (m as PyModuleObject).md_state;
}

function str(op: PyObject): string {
  return (op as PyUnicodeObject).str;
}

// ---------------------------------------------------------------------------------------------------- making modules

/** The five names every module has. 0, or −1 with an exception. */
function module_init_dict(mod: PyModuleObject, md_dict: PyDictObject, name: PyObject, doc: PyObject | null): number {
  if (PyDict_SetItem(md_dict, id___name__, name) !== 0) return -1;
  if (PyDict_SetItem(md_dict, id___doc__, doc ?? Py_None) !== 0) return -1;
  if (PyDict_SetItem(md_dict, id___package__, Py_None) !== 0) return -1;
  if (PyDict_SetItem(md_dict, id___loader__, Py_None) !== 0) return -1;
  if (PyDict_SetItem(md_dict, id___spec__, Py_None) !== 0) return -1;
  if (PyUnicode_CheckExact(name)) {
    const old = mod.md_name;
    mod.md_name = Py_NewRef(name);
    Py_XDECREF(old);
  }
  return 0;
}

function new_module(type: PyTypeObject): Owned<PyModuleObject> {
  const m = _PyType_AllocNoTrack(type, 0) as PyModuleObject;
  m.ob_dict = PyDict_New();
  _PyObject_GC_TRACK(m);
  return m;
}

/** An empty module of this name (borrowed). Owned, or null with an exception. */
export function PyModule_NewObject(name: PyObject): Owned<PyModuleObject> | null {
  const m = new_module(PyModule_Type);
  if (module_init_dict(m, m.ob_dict!, name, null) === 0) return m;
  Py_DECREF(m);
  return null;
}
export function PyModule_New(name: string): Owned<PyModuleObject> | null {
  const nameobj = PyUnicode_FromString(name)!;
  const module = PyModule_NewObject(nameobj);
  Py_DECREF(nameobj);
  return module;
}

/** Adds functions bound to the module. 0, or −1 with an exception. */
export function PyModule_AddFunctions(m: PyObject, functions: readonly PyMethodDef[]): number {
  const name = PyModule_GetNameObject(m);
  if (name === null) return -1;
  let res = 0;
  for (const fdef of functions) {
    if ((fdef.ml_flags & (METH_CLASS | METH_STATIC)) !== 0) {
      PyErr_SetString(PyExc_ValueError, 'module functions cannot set METH_CLASS or METH_STATIC');
      res = -1;
      break;
    }
    const func = PyCFunction_NewEx(fdef, m, name);
    res = PyObject_SetAttrString(m, fdef.ml_name, func) !== 0 ? -1 : 0;
    Py_DECREF(func);
    if (res < 0) break;
  }
  Py_DECREF(name);
  return res;
}

/** The module that `def` describes, executed. Owned, or null with an exception. */
export function PyModule_Create(def: PyModuleDef): Owned<PyModuleObject> | null {
  const m = PyModule_New(def.m_name);
  if (m === null) return null;
  m.md_def = def;
  const failed =
    PyModule_AddFunctions(m, def.m_methods) !== 0 ||
    (def.m_doc !== null && PyModule_SetDocString(m, def.m_doc) !== 0) ||
    (def.m_exec != null && def.m_exec(m) !== 0);
  if (!failed) return m;
  Py_DECREF(m);
  return null;
}

export function PyModule_SetDocString(m: PyObject, doc: string): number {
  const v = PyUnicode_FromString(doc)!;
  const res = PyObject_SetAttr(m, id___doc__, v);
  Py_DECREF(v);
  return res;
}

/** Adds `value` (borrowed; null with an exception set passes the failure on). 0, or −1 with an exception. */
export function PyModule_AddObjectRef(mod: PyObject, name: string, value: PyObject | null): number {
  return value === null ? -1 : PyDict_SetItemString(mod.ob_dict!, name, value);
}
/** The same, taking the reference over. */
export function PyModule_Add(mod: PyObject, name: string, value: Owned<PyObject> | null): number {
  const res = PyModule_AddObjectRef(mod, name, value);
  Py_XDECREF(value);
  return res;
}
/** The same, but on failure the reference stays the caller's. */
export function PyModule_AddObject(mod: PyObject, name: string, value: Owned<PyObject> | null): number {
  const res = PyModule_AddObjectRef(mod, name, value);
  if (res === 0) Py_DECREF(value!);
  return res;
}
export function PyModule_AddIntConstant(mod: PyObject, name: string, value: number): number {
  return PyModule_Add(mod, name, PyLong_FromLong(value));
}
export function PyModule_AddStringConstant(mod: PyObject, name: string, value: string): number {
  return PyModule_Add(mod, name, PyUnicode_FromString(value));
}
export function PyModule_AddType(module: PyObject, type: PyTypeObject): number {
  if (PyType_Ready(type) < 0) return -1;
  return PyModule_AddObjectRef(module, type.tp_name.slice(type.tp_name.lastIndexOf('.') + 1), type);
}

/** `__name__`. Owned, or null with SystemError. */
export function PyModule_GetNameObject(m: PyObject): Owned<PyObject> | null {
  if (!PyModule_Check(m)) {
    PyErr_BadArgument();
    return null;
  }
  const name = m.ob_dict === null ? null : PyDict_GetItemWithError(m.ob_dict, id___name__);
  if (name !== null && PyUnicode_Check(name)) return Py_NewRef(name);
  return tstate.current_exception !== null ? null : PyErr_SetString(PyExc_SystemError, 'nameless module');
}
/** `__file__`. Owned, or null with SystemError. */
export function PyModule_GetFilenameObject(m: PyObject): Owned<PyObject> | null {
  if (!PyModule_Check(m)) {
    PyErr_BadArgument();
    return null;
  }
  const file = m.ob_dict === null ? null : PyDict_GetItemWithError(m.ob_dict, id___file__);
  if (file !== null && PyUnicode_Check(file)) return Py_NewRef(file);
  return tstate.current_exception !== null ? null : PyErr_SetString(PyExc_SystemError, 'module filename missing');
}

// ---------------------------------------------------------------------------------------------------- clearing

/** Sets to None the names that `which` wants, in order. */
function clearNames(d: PyDictObject, which: (name: string) => boolean): void {
  for (let pos = _PyDict_Next(d, 0); pos >= 0; pos = _PyDict_Next(d, pos)) {
    const key = next_key;
    if (next_value === Py_None || !PyUnicode_Check(key) || !which(str(key))) continue;
    if (PyDict_SetItem(d, key, Py_None) !== 0) PyErr_FormatUnraisable('Exception ignored on clearing module dict');
  }
}

/**
 * The end of a module at interpreter exit: its names are set to None, those with one leading underscore first, so that
 * finalizers find as much as possible; __builtins__ stays.
 */
export function _PyModule_ClearDict(d: PyDictObject): void {
  clearNames(d, (name) => name[0] === '_' && name[1] !== '_');
  clearNames(d, (name) => name !== '__builtins__');
}
export function _PyModule_Clear(m: PyObject): void {
  if (m.ob_dict !== null) _PyModule_ClearDict(m.ob_dict);
}

function module_dealloc(m: PyModuleObject): void {
  PyObject_GC_UnTrack(m);
  if (m.ob_weakreflist !== null) PyObject_ClearWeakRefs(m);
  if (m.md_def !== null && m.md_def.m_free != null) m.md_def.m_free(m);
  Py_XDECREF(m.ob_dict);
  Py_XDECREF(m.md_name);
  m.ob_type.tp_free!(m as never);
}

function module_traverse(m: PyModuleObject, visit: visitproc): void {
  if (m.md_def !== null && m.md_def.m_traverse != null) m.md_def.m_traverse(m, visit);
  if (m.ob_dict !== null) visit(m.ob_dict);
}

function module_clear(m: PyModuleObject): void {
  if (m.md_def !== null && m.md_def.m_clear != null) {
    m.md_def.m_clear(m);
    if (tstate.current_exception !== null) PyErr_WriteUnraisable(null);
  }
  const dict = m.ob_dict;
  m.ob_dict = null;
  Py_XDECREF(dict);
}

// ---------------------------------------------------------------------------------------------------- attributes

/** spec._initializing is true. 1, 0, or −1 with an exception. */
export function _PyModuleSpec_IsInitializing(spec: PyObject | null): number {
  if (spec === null) return 0;
  const slot: Out = { value: null };
  let rc = PyObject_GetOptionalAttr(spec, id__initializing, slot);
  if (rc > 0) {
    rc = PyObject_IsTrue(slot.value!);
    Py_DECREF(slot.value!);
  }
  return rc;
}

/** `name` is a submodule that is being imported. 1, 0, or −1 with an exception. */
export function _PyModuleSpec_IsUninitializedSubmodule(spec: PyObject | null, name: PyObject): number {
  if (spec === null) return 0;
  const slot: Out = { value: null };
  let rc = PyObject_GetOptionalAttr(spec, id__uninitialized_submodules, slot);
  if (rc > 0) {
    rc = PySequence_Contains(slot.value!, name);
    Py_DECREF(slot.value!);
  }
  return rc;
}

/** spec.origin if the module comes from a file: 1 with the text, 0, or −1 with an exception. */
function _PyModuleSpec_GetFileOrigin(spec: PyObject, origin: { text: string | null }): number {
  origin.text = null;
  const slot: Out = { value: null };
  let rc = PyObject_GetOptionalAttr(spec, id_has_location, slot);
  if (rc <= 0) return rc;
  rc = PyObject_IsTrue(slot.value!);
  Py_DECREF(slot.value!);
  if (rc <= 0) return rc;
  rc = PyObject_GetOptionalAttr(spec, id_origin, slot);
  if (rc <= 0) return rc;
  if (PyUnicode_Check(slot.value!)) origin.text = str(slot.value!);
  Py_DECREF(slot.value!);
  return origin.text === null ? 0 : 1;
}

/** The file lies where the program does, and so may hide a module of the same name from the library. */
function _PyModule_IsPossiblyShadowing(origin: string | null): boolean {
  if (origin === null) return false;
  const file = origin.endsWith('/__init__.py') ? origin.slice(0, -'/__init__.py'.length) : origin;
  const slash = file.lastIndexOf('/');
  const path = PySys_GetObject('path');
  if (slash < 0 || path === null || !PyList_Check(path)) return false;
  const first = (path as PyListObject).ob_item[0];
  return first !== undefined && PyUnicode_Check(first) && str(first) === file.slice(0, slash);
}

/** The AttributeError for a module without the attribute: says what probably went wrong. */
function missingAttribute(m: PyModuleObject, name: PyUnicodeObject): null {
  const mod_name = PyDict_GetItemWithError(m.ob_dict!, id___name__);
  if (mod_name === null || !PyUnicode_Check(mod_name)) {
    if (tstate.current_exception !== null) return null;
    return PyErr_SetString(PyExc_AttributeError, `module has no attribute '${name.str}'`);
  }
  const spec = PyDict_GetItemWithError(m.ob_dict!, id___spec__);
  if (spec === null && tstate.current_exception !== null) return null;
  const module = `module '${str(mod_name)}'`;
  let text = `${module} has no attribute '${name.str}'`;
  if (spec !== null) {
    const origin: { text: string | null } = { text: null };
    if (_PyModuleSpec_GetFileOrigin(spec, origin) < 0) return null;
    const shadowing = _PyModule_IsPossiblyShadowing(origin.text);
    const stdlib = shadowing ? PySys_GetObject('stdlib_module_names') : null;
    const shadowingStdlib = stdlib !== null && PyAnySet_Check(stdlib) ? PySet_Contains(stdlib, mod_name) : 0;
    if (shadowingStdlib < 0) return null;
    if (shadowingStdlib > 0) {
      text +=
        ` (consider renaming '${origin.text}' since it has the same name as the standard library module named ` +
        `'${str(mod_name)}' and the import system gives it precedence)`;
    } else {
      const initializing = _PyModuleSpec_IsInitializing(spec);
      if (initializing < 0) return null;
      const circular = ' (most likely due to a circular import)';
      if (initializing > 0) {
        if (shadowing) {
          text +=
            ` (consider renaming '${origin.text}' if it has the same name as a third-party module you intended to ` +
            'import)';
        } else {
          const from = origin.text !== null ? ` from '${origin.text}'` : '';
          text = `partially initialized ${module}${from} has no attribute '${name.str}'${circular}`;
        }
      } else {
        const uninitialized = _PyModuleSpec_IsUninitializedSubmodule(spec, name);
        if (uninitialized < 0) return null;
        if (uninitialized > 0) text = `cannot access submodule '${name.str}' of ${module}${circular}`;
      }
    }
  }
  return PyErr_SetString(PyExc_AttributeError, text);
}

/** Attribute lookup on a module, with its `__getattr__`. Owned; null with an exception, or without with `suppress`. */
export function _Py_module_getattro_impl(m: PyModuleObject, name: PyObject, suppress: boolean): Owned<PyObject> | null {
  const attr = _PyObject_GenericGetAttrWithDict(m, name, null, suppress);
  if (attr !== null) return attr;
  if (suppress) {
    if (tstate.current_exception !== null) return null;
  } else {
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return null;
    PyErr_Clear();
  }
  const getattr = PyDict_GetItemWithError(m.ob_dict!, id___getattr__);
  if (getattr !== null) {
    Py_NewRef(getattr);
    const result = PyObject_CallOneArg(getattr, name);
    if (result === null && suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
    Py_DECREF(getattr);
    return result;
  }
  if (suppress || tstate.current_exception !== null) return null;
  return missingAttribute(m, name as PyUnicodeObject);
}

/** tp_getattro of modules. */
export function _Py_module_getattro(self: PyObject, name: PyObject): Owned<PyObject> | null {
  return _Py_module_getattro_impl(self as PyModuleObject, name, false);
}

/** The module's `__dict__` attribute if it is a dict: owned, else null with TypeError. */
function dictOf(m: PyObject): Owned<PyDictObject> | null {
  const dict = PyObject_GetAttr(m, id___dict__);
  if (dict !== null && PyDict_Check(dict)) return dict;
  Py_XDECREF(dict);
  return PyErr_SetString(PyExc_TypeError, '<module>.__dict__ is not a dictionary');
}

function module_dir(self: PyObject): PyObject | null {
  const dict = dictOf(self);
  if (dict === null) return null;
  const dirfunc = PyDict_GetItemWithError(dict, id___dir__);
  let result: PyObject | null = null;
  if (dirfunc !== null) result = PyObject_CallNoArgs(dirfunc);
  else if (tstate.current_exception === null) result = PyDict_Keys(dict);
  Py_DECREF(dict);
  return result;
}

function module_get_annotations(m: PyModuleObject): PyObject | null {
  const dict = dictOf(m);
  if (dict === null) return null;
  let annotations = PyDict_GetItemWithError(dict, id___annotations__);
  if (annotations !== null) {
    Py_NewRef(annotations);
  } else if (tstate.current_exception === null) {
    annotations = PyDict_New();
    if (PyDict_SetItem(dict, id___annotations__, annotations) !== 0) {
      Py_DECREF(annotations);
      annotations = null;
    }
  }
  Py_DECREF(dict);
  return annotations;
}

function module_set_annotations(m: PyModuleObject, value: PyObject | null): number {
  const dict = dictOf(m);
  if (dict === null) return -1;
  let ret = -1;
  if (value !== null) {
    ret = PyDict_SetItem(dict, id___annotations__, value);
  } else {
    const there = PyDict_Contains(dict, id___annotations__);
    if (there > 0) ret = PyDict_DelItem(dict, id___annotations__);
    else if (there === 0) PyErr_SetString(PyExc_AttributeError, '__annotations__');
  }
  Py_DECREF(dict);
  return ret;
}

// ---------------------------------------------------------------------------------------------------- repr

/** An attribute, or None where it is missing. Owned, or null with an exception. */
function attrOrNone(op: PyObject, name: PyObject): Owned<PyObject> | null {
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(op, name, slot) < 0) return null;
  return slot.value ?? Py_NewRef(Py_None);
}

/** The text of `op`'s repr or str; null with an exception. Gives `op` up. */
function textOf_steal(op: PyObject, convert: (op: PyObject) => PyUnicodeObject | null): string | null {
  const text = convert(op);
  Py_DECREF(op);
  if (text === null) return null;
  const result = text.str;
  Py_DECREF(text);
  return result;
}

/** importlib._bootstrap._module_repr_from_spec. null with an exception. */
function reprFromSpec(spec: PyObject): string | null {
  const nameobj = attrOrNone(spec, id_name);
  if (nameobj === null) return null;
  const name = nameobj === Py_None ? "'?'" : reprText(nameobj);
  Py_DECREF(nameobj);
  const origin = attrOrNone(spec, id_origin);
  if (origin === null) return null;
  if (origin === Py_None) {
    Py_DECREF(origin);
    const loader = attrOrNone(spec, id_loader);
    if (loader === null) return null;
    if (loader === Py_None) {
      Py_DECREF(loader);
      return `<module ${name}>`;
    }
    const text = textOf_steal(loader, PyObject_Repr);
    return text === null ? null : `<module ${name} (${text})>`;
  }
  const located = attrOrNone(spec, id_has_location);
  const truth = located === null ? -1 : PyObject_IsTrue(located);
  Py_XDECREF(located);
  if (truth < 0) {
    Py_DECREF(origin);
    return null;
  }
  const text = textOf_steal(origin, truth !== 0 ? PyObject_Repr : PyObject_Str);
  if (text === null) return null;
  return truth !== 0 ? `<module ${name} from ${text}>` : `<module ${name} (${text})>`;
}

/** importlib._bootstrap._module_repr. */
function module_repr(m: PyObject): PyObject | null {
  const spec = attrOrNone(m, id___spec__);
  if (spec === null) return null;
  const truth = PyObject_IsTrue(spec);
  let text: string | null = null;
  if (truth > 0) {
    text = reprFromSpec(spec);
    Py_DECREF(spec);
    return text === null ? null : PyUnicode_FromString(text);
  }
  Py_DECREF(spec);
  if (truth < 0) return null;
  const slot: Out = { value: null };
  if (PyObject_GetOptionalAttr(m, id___name__, slot) < 0) return null;
  const name = slot.value === null ? "'?'" : textOf_steal(slot.value, PyObject_Repr);
  if (name === null || PyObject_GetOptionalAttr(m, id___file__, slot) < 0) return null;
  if (slot.value !== null) {
    text = textOf_steal(slot.value, PyObject_Repr);
    return text === null ? null : PyUnicode_FromString(`<module ${name} from ${text}>`);
  }
  const loader = attrOrNone(m, id___loader__);
  if (loader === null) return null;
  if (loader === Py_None) {
    Py_DECREF(loader);
    return PyUnicode_FromString(`<module ${name}>`);
  }
  text = textOf_steal(loader, PyObject_Repr);
  return text === null ? null : PyUnicode_FromString(`<module ${name} (${text})>`);
}

// ---------------------------------------------------------------------------------------------------- the type

function module_new(type: PyTypeObject): PyObject | null {
  return new_module(type);
}

const initParser = argParser('module', ['name', 'doc'], 1);

function module_init(self: PyObject, args: PyTupleObject, kwargs: PyDictObject | null): number {
  const a = _PyArg_UnpackKeywordsDict(args, kwargs, initParser);
  if (a === null) return -1;
  const name = a[0]!;
  if (!PyUnicode_Check(name)) {
    _PyArg_BadArgument('module', "argument 'name'", 'str', name);
    return -1;
  }
  self.ob_dict ??= PyDict_New();
  return module_init_dict(self as PyModuleObject, self.ob_dict, name, a[1] ?? null);
}

export const PyModule_Type: PyTypeObject = defineType({
  tp_name: 'module',
  tp_basicsize: 56,
  tp_flags: Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc:
    'module(name, doc=None)\n--\n\nCreate a module object.\n\n' +
    'The name must be a string; the optional doc argument can have any type.',
  tp_dictoffset: 16,
  tp_weaklistoffset: 40,
  construct: (type) => new PyModuleObject(type),
  tp_dealloc: module_dealloc,
  tp_repr: module_repr,
  tp_getattro: _Py_module_getattro,
  tp_setattro: PyObject_GenericSetAttr,
  tp_traverse: module_traverse,
  tp_clear: module_clear,
  tp_init: module_init,
  tp_new: module_new,
  tp_free: PyObject_GC_Del,
  tp_methods: [method('__dir__', METH_NOARGS, module_dir, null, '__dir__() -> list\nspecialized dir() implementation')],
  tp_members: [{ name: '__dict__', type: _Py_T_OBJECT, field: 'ob_dict', flags: Py_READONLY, doc: null }],
  tp_getset: [{ name: '__annotations__', get: module_get_annotations, set: module_set_annotations, doc: null }],
  edges: (m: PyModuleObject, emit) => {
    if (m.ob_dict !== null) emit(m.ob_dict, 'field', '__dict__');
    if (m.md_name !== null) emit(m.md_name, 'field', 'md_name');
    if (m.md_def !== null && m.md_def.m_traverse != null) m.md_def.m_traverse(m, (op) => emit(op, 'field', 'md_state'));
  },
});
