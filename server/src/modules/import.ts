// The import system: __import__, sys.modules, and where modules come from. Follows Python/import.c and
// Lib/importlib/_bootstrap.py, CPython 3.13, whose Python half is done here in TypeScript: its frames are cut out of
// tracebacks by CPython too, and nothing else of it shows.
//
// Finders, in order: modules written in TypeScript (builtinModules.ts), the standard library (stdlib.ts), then source
// files along sys.path through the host.

import type { Borrowed, Owned } from '../heap/refcount';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_GetItem, PyObject_SetItem } from '../objects/abstract';
import {
  PyDict_CheckExact,
  PyDict_DelItem,
  PyDict_GetItemString,
  PyDict_GetItemWithError,
  PyDict_New,
} from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetString,
  PyErr_SetImportErrorSubclass,
} from '../objects/errors';
import {
  PyExc_KeyError,
  PyExc_TypeError,
  PyExc_ValueError,
  PyExc_ImportError,
  PyExc_ModuleNotFoundError,
} from '../objects/exceptions';
import { _PyArg_UnpackKeywords, argParser } from '../objects/getargs';
import { PyList_Append, PyList_GET_SIZE, PyList_SetSlice } from '../objects/listobject';
import { PyLong_AsInt } from '../objects/longobject';
import { PyModule_Check } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import {
  PyObject_GetAttr,
  PyObject_GetOptionalAttr,
  PyObject_IsTrue,
  PyObject_SetAttr,
  Py_None,
} from '../objects/objectprotocol';
import type { PyTupleObject } from '../objects/tuplestruct';
import { PyUnicode_Check, PyUnicode_FromString, _Py_ID } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { findAndExec } from './importfinders';
import { uninitializedSubmodules } from './modulespec';
import type { PyImportErrorObject } from '../objects/exceptionstruct';
import { tstate } from '../objects/pystate';
import { unicode_eq } from '../objects/unicode_core';

/** sys.modules; owned by the interpreter. */
export let modulesDict: PyDictObject;
onRuntimeReset(() => {
  modulesDict = null as unknown as PyDictObject;
});
export function _PyImport_InitModules(): void {
  modulesDict = PyDict_New();
}
/** Takes sys.modules away at exit: the caller owns what it gets. */
export function _PyImport_TakeModules(): Owned<PyDictObject> | null {
  const modules = modulesDict as PyDictObject | null;
  modulesDict = null as unknown as PyDictObject;
  return modules;
}

/** sys.modules[name], or null: without an exception when there is none. */
export function PyImport_GetModule(name: PyObject): Borrowed<PyObject> | null {
  if (PyDict_CheckExact(modulesDict)) return PyDict_GetItemWithError(modulesDict, name);
  const mod = PyObject_GetItem(modulesDict, name);
  if (mod === null) {
    if (PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_Clear();
    return null;
  }
  Py_DECREF(mod);
  return mod;
}
export function PyImport_SetModule(name: PyObject, module: PyObject): number {
  return PyObject_SetItem(modulesDict, name, module);
}
export function removeModule(name: PyObject): void {
  if (PyDict_GetItemWithError(modulesDict, name) !== null) PyDict_DelItem(modulesDict, name);
}

/** `import a.b.c` from C code: the module named, owned. */
export function PyImport_ImportModule(name: string): Owned<PyObject> | null {
  const pname = PyUnicode_FromString(name);
  const result = importAbsolute(pname);
  Py_DECREF(pname);
  return result;
}

/** An attribute of a module imported by name; owned, or null with an exception. */
export function PyImport_ImportModuleAttrString(modname: string, attrname: string): Owned<PyObject> | null {
  const mod = PyImport_ImportModule(modname);
  if (mod === null) return null;
  const name = PyUnicode_FromString(attrname);
  const attr = PyObject_GetAttr(mod, name);
  Py_DECREF(name);
  Py_DECREF(mod);
  return attr;
}

/** The module `abs_name` itself, imported with its parents if need be. Owned. */
export function importAbsolute(abs_name: PyObject): Owned<PyObject> | null {
  const known = PyImport_GetModule(abs_name);
  if (known !== null && known !== Py_None) return Py_NewRef(known);
  if (PyErr_Occurred()) return null;
  const text = (abs_name as PyUnicodeObject).str;
  if (known === Py_None) {
    return notFound(`import of ${text} halted; None in sys.modules`, abs_name);
  }
  let path: PyObject | null = null;
  let parent: PyObject | null = null;
  const dot = text.lastIndexOf('.');
  if (dot >= 0) {
    const parentName = PyUnicode_FromString(text.slice(0, dot));
    parent = importAbsolute(parentName);
    Py_DECREF(parentName);
    if (parent === null) return null;
    // Importing the parent may have imported this module.
    const again = PyImport_GetModule(abs_name);
    if (again !== null) {
      Py_DECREF(parent);
      return Py_NewRef(again);
    }
    const found: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(parent, _Py_ID('__path__'), found) < 0) {
      Py_DECREF(parent);
      return null;
    }
    if (found.value === null) {
      Py_DECREF(parent);
      return notFound(`No module named '${text}'; '${text.slice(0, dot)}' is not a package`, abs_name);
    }
    path = found.value;
  }
  const pending =
    parent !== null && PyModule_Check(parent)
      ? uninitializedSubmodules(PyDict_GetItemString(parent.ob_dict!, '__spec__'))
      : null;
  if (pending !== null) {
    const child = PyUnicode_FromString(text.slice(dot + 1));
    Py_INCREF(pending);
    PyList_Append(pending, child);
    Py_DECREF(child);
  }
  const module = findAndExec(abs_name, path);
  if (pending !== null) {
    const last = PyList_GET_SIZE(pending) - 1;
    if (last >= 0) PyList_SetSlice(pending, last, last + 1, null);
    Py_DECREF(pending);
  }
  if (path !== null) Py_DECREF(path);
  if (module !== null && parent !== null) {
    const child = PyUnicode_FromString(text.slice(dot + 1));
    if (PyObject_SetAttr(parent, child, module) < 0) PyErr_Clear();
    Py_DECREF(child);
  }
  if (parent !== null) Py_DECREF(parent);
  return module;
}

/** ModuleNotFoundError with its name. */
export function notFound(message: string, name: PyObject): null {
  const msg = PyUnicode_FromString(message);
  PyErr_SetImportErrorSubclass(PyExc_ModuleNotFoundError, msg, name, null);
  Py_DECREF(msg);
  return null;
}

/** resolve_name: the absolute name of a relative import; owned, or null. */
function resolve_name(name: string, globals: PyObject, level: number): Owned<PyObject> | null {
  if (!PyDict_CheckExact(globals)) return PyErr_SetString(PyExc_TypeError, 'globals must be a dict');
  const package_ = PyDict_GetItemWithError(globals, _Py_ID('__package__'));
  const spec = PyDict_GetItemWithError(globals, _Py_ID('__spec__'));
  let text: string;
  if (package_ !== null && package_ !== Py_None) {
    if (!PyUnicode_Check(package_)) return PyErr_SetString(PyExc_TypeError, 'package must be a string');
    text = (package_ as PyUnicodeObject).str;
  } else if (spec !== null && spec !== Py_None) {
    const parent = PyObject_GetAttr(spec, _Py_ID('parent'));
    if (parent === null) return null;
    text = (parent as PyUnicodeObject).str;
    Py_DECREF(parent);
  } else {
    const modName = PyDict_GetItemWithError(globals, _Py_ID('__name__'));
    if (modName === null) return PyErr_SetString(PyExc_KeyError, "'__name__' not in globals");
    text = (modName as PyUnicodeObject).str;
    if (PyDict_GetItemWithError(globals, _Py_ID('__path__')) === null) {
      const dot = text.lastIndexOf('.');
      if (dot < 0) return PyErr_SetString(PyExc_ImportError, 'attempted relative import with no known parent package');
      text = text.slice(0, dot);
    }
  }
  if (text === '') return PyErr_SetString(PyExc_ImportError, 'attempted relative import with no known parent package');
  for (let up = 1; up < level; up++) {
    const dot = text.lastIndexOf('.');
    if (dot < 0) return PyErr_SetString(PyExc_ImportError, 'attempted relative import beyond top-level package');
    text = text.slice(0, dot);
  }
  return PyUnicode_FromString(name === '' ? text : `${text}.${name}`);
}

/** Is the exception that is set a ModuleNotFoundError for `name` itself (and not for what it imports)? */
function isMissing(name: PyObject): boolean {
  if (!PyErr_ExceptionMatches(PyExc_ModuleNotFoundError)) return false;
  const missing = (tstate.current_exception as PyImportErrorObject).name;
  return missing !== null && PyUnicode_Check(missing) && unicode_eq(missing, name as PyUnicodeObject);
}

/** _handle_fromlist: submodules named in `from package import …` are imported if need be. */
function handleFromlist(module: PyObject, fromlist: PyObject): boolean {
  const items = (fromlist as PyTupleObject).ob_item;
  for (const item of items) {
    const text = (item as PyUnicodeObject).str;
    const found: { value: PyObject | null } = { value: null };
    if (text === '*') {
      if (PyObject_GetOptionalAttr(module, _Py_ID('__all__'), found) < 0) return false;
      if (found.value !== null) {
        const all = found.value as PyTupleObject;
        const ok = Array.isArray(all.ob_item) ? handleFromlist(module, all) : true;
        Py_DECREF(found.value);
        if (!ok) return false;
      }
      continue;
    }
    const r = PyObject_GetOptionalAttr(module, item, found);
    if (r < 0) return false;
    if (found.value !== null) {
      Py_DECREF(found.value);
      continue;
    }
    const name = PyObject_GetAttr(module, _Py_ID('__name__'));
    if (name === null) return false;
    const full = PyUnicode_FromString(`${(name as PyUnicodeObject).str}.${text}`);
    Py_DECREF(name);
    const sub = importAbsolute(full);
    if (sub === null) {
      // No such submodule: `from` itself will complain about the missing name.
      const missing = isMissing(full);
      Py_DECREF(full);
      if (!missing) return false;
      PyErr_Clear();
    } else {
      Py_DECREF(full);
      Py_DECREF(sub);
    }
  }
  return true;
}

/** PyImport_ImportModuleLevelObject. Owned, or null with an exception. */
export function PyImport_ImportModuleLevelObject(
  name: PyObject,
  globals: PyObject | null,
  fromlist: PyObject | null,
  level: number,
): Owned<PyObject> | null {
  if (!PyUnicode_Check(name)) return PyErr_SetString(PyExc_TypeError, 'module name must be a string');
  if (level < 0) return PyErr_SetString(PyExc_ValueError, 'level must be >= 0');
  const text = (name as PyUnicodeObject).str;
  let abs_name: PyObject | null;
  if (level > 0) {
    if (globals === null) return PyErr_SetString(PyExc_KeyError, "'__name__' not in globals");
    abs_name = resolve_name(text, globals, level);
    if (abs_name === null) return null;
  } else {
    if (text === '') return PyErr_SetString(PyExc_ValueError, 'Empty module name');
    abs_name = Py_NewRef(name);
  }
  const mod = importAbsolute(abs_name);
  if (mod === null) {
    Py_DECREF(abs_name);
    return null;
  }
  const has_from = fromlist !== null && fromlist !== Py_None ? PyObject_IsTrue(fromlist) : 0;
  let result: PyObject | null = mod;
  if (has_from < 0) {
    Py_DECREF(mod);
    result = null;
  } else if (has_from === 0) {
    // `import a.b.c` binds a; `from . import x` never gets here without a fromlist.
    if (level === 0 || text !== '') {
      const dot = text.indexOf('.');
      if (dot >= 0) {
        Py_DECREF(mod);
        const absText = (abs_name as PyUnicodeObject).str;
        const frontText = level === 0 ? text.slice(0, dot) : absText.slice(0, absText.length - (text.length - dot));
        const front = PyUnicode_FromString(frontText);
        result = level === 0 ? importAbsolute(front) : xref(PyImport_GetModule(front));
        Py_DECREF(front);
      }
    }
  } else {
    const found: { value: PyObject | null } = { value: null };
    if (PyObject_GetOptionalAttr(mod, _Py_ID('__path__'), found) < 0) {
      Py_DECREF(mod);
      result = null;
    } else if (found.value !== null) {
      Py_DECREF(found.value);
      if (!handleFromlist(mod, fromlist!)) {
        Py_DECREF(mod);
        result = null;
      }
    }
  }
  Py_DECREF(abs_name);
  return result;
}
function xref(op: PyObject | null): PyObject | null {
  return op === null ? null : Py_NewRef(op);
}

const importParser = argParser('__import__', ['name', 'globals', 'locals', 'fromlist', 'level'], 1, 5);
export function builtin___import__(
  _m: PyObject,
  args: readonly PyObject[],
  kwnames: PyTupleObject | null,
): PyObject | null {
  const argv = _PyArg_UnpackKeywords(args, kwnames, importParser);
  if (argv === null) return null;
  let level = 0;
  if (argv[4] != null) {
    level = PyLong_AsInt(argv[4]);
    if (level === -1 && PyErr_Occurred()) return null;
  }
  return PyImport_ImportModuleLevelObject(argv[0]!, argv[1] ?? null, argv[3] ?? null, level);
}
