// Where modules come from: TypeScript, the standard library, source files. Follows the finders and loaders of
// Lib/importlib/_bootstrap.py and _bootstrap_external.py, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyDict_SetItemString } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_SyntaxError } from '../objects/exceptions';
import type { PyListObject } from '../objects/liststruct';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyModule_NewObject } from '../objects/moduleobject';
import type { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import { vmInterface } from '../objects/pystate';
import { PySys_GetObject } from '../objects/sysdict';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { decodeSource } from '../parser/source';
import { builtinModuleNames, initBuiltinModule } from './builtinModules';
import { FROZEN_IMPORTLIB, connectImportlib } from './frozenimportlib';
import { host } from './host';
import { PyImport_GetModule, PyImport_SetModule, notFound, removeModule } from './import';
import { makeScriptFinder, newExtensionFileLoader, newSourceFileLoader } from './loaders';
import { newModuleSpec } from './modulespec';
import { isStartupModule, loadModule } from './startupmodules';
import { stdlibCode } from './stdlib';

/** Finds `name` (on `path` when it is a submodule), executes it and returns it; owned, or null with an exception. */
export function findAndExec(name: PyObject, path: PyObject | null): Owned<PyObject> | null {
  const text = (name as PyUnicodeObject).str;
  return loadModule(text, () => find_and_load(name, text, path));
}

/** Modules written in TypeScript that are shared libraries in CPython: found along sys.path, loaded by a loader each. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'math cmath array binascii unicodedata select fcntl grp mmap resource syslog termios zlib pyexpat ' +
    '_bisect _contextvars _csv _datetime _decimal _hashlib _heapq _json _lsprof _md5 _opcode _pickle _posixsubprocess ' +
    '_queue _random _sha1 _sha2 _sha3 _blake2 _socket _statistics _struct _zoneinfo _bz2 _lzma _asyncio _ctypes ' +
    '_testcapi _testinternalcapi _testlimitedcapi _testsinglephase _testmultiphase'
  ).split(' '),
);

function find_and_load(name: PyObject, text: string, path: PyObject | null): Owned<PyObject> | null {
  if (path === null && !isStartupModule(text) && (EXTENSIONS.has(text) || !builtinModuleNames.includes(text))) {
    makeScriptFinder(host.cwd, host.listDirectory(host.cwd) ?? []);
  }
  const builtin = initBuiltinModule(text);
  if (builtin !== undefined) return builtin === null ? null : registerBuiltin(name, builtin);
  const frozen = FROZEN_IMPORTLIB[text];
  const lib = stdlibCode(frozen ?? text);
  if (lib !== null) {
    const module = execModule(name, lib.code, lib.filename, lib.isPackage);
    Py_DECREF(lib.code);
    if (module !== null && frozen !== undefined && connectImportlib(text, module, findSpec) < 0) {
      Py_DECREF(module);
      return null;
    }
    return module;
  }
  for (const folder of searchFolders(path)) {
    const base = `${folder}/${text.slice(text.lastIndexOf('.') + 1)}`;
    for (const [file, isPackage] of [
      [`${base}/__init__.py`, true],
      [`${base}.py`, false],
    ] as const) {
      const bytes = host.readFile(file);
      if (bytes === null) continue;
      const decoded = decodeSource(bytes);
      if (!decoded.ok) return PyErr_SetString(PyExc_SyntaxError, decoded.error.msg);
      const filename = PyUnicode_FromString(file);
      const code = vmInterface.compileString(decoded.source, filename, 'exec', 0, false, -1);
      Py_DECREF(filename);
      if (code === null) return null;
      const module = execModule(name, code, file, isPackage);
      Py_DECREF(code);
      return module;
    }
  }
  return notFound(`No module named '${text}'`, name);
}

/** What importing `name` would find, without importing it: a spec or None, owned. */
function findSpec(name: string, path: PyObject | null): Owned<PyObject> {
  if (builtinModuleNames.includes(name)) return newModuleSpec(name, 'built-in', null);
  const lib = stdlibCode(name);
  if (lib !== null) {
    Py_DECREF(lib.code);
    return newModuleSpec(
      name,
      lib.filename,
      lib.isPackage ? lib.filename.slice(0, lib.filename.lastIndexOf('/')) : null,
    );
  }
  for (const folder of searchFolders(path)) {
    const base = `${folder}/${name.slice(name.lastIndexOf('.') + 1)}`;
    if (host.readFile(`${base}/__init__.py`) !== null) return newModuleSpec(name, `${base}/__init__.py`, base);
    if (host.readFile(`${base}.py`) !== null) return newModuleSpec(name, `${base}.py`, null);
  }
  return Py_NewRef(Py_None);
}

function searchFolders(path: PyObject | null): string[] {
  const list = (path ?? PySys_GetObject('path')) as PyListObject | null;
  if (list === null || !Array.isArray(list.ob_item)) return [];
  return list.ob_item
    .filter((item) => PyUnicode_Check(item))
    .map((item) => (item as PyUnicodeObject).str.replace(/\/$/, '') || host.cwd);
}

function registerBuiltin(name: PyObject, module: PyObject): Owned<PyObject> | null {
  const dict = module.ob_dict as PyDictObject;
  const text = (name as PyUnicodeObject).str;
  const loader = EXTENSIONS.has(text) ? newExtensionFileLoader(text, 'built-in') : Py_NewRef(Py_None);
  const spec = newModuleSpec(text, 'built-in', null, loader);
  PyDict_SetItemString(dict, '__spec__', spec);
  Py_DECREF(loader);
  Py_DECREF(spec);
  if (PyImport_SetModule(name, module) < 0) {
    Py_DECREF(module);
    return null;
  }
  return module;
}

function setString(dict: PyDictObject, key: string, value: string): void {
  const v = PyUnicode_FromString(value);
  PyDict_SetItemString(dict, key, v);
  Py_DECREF(v);
}

/** Makes a module, runs its code in it, and gives back what sys.modules then holds under its name. */
function execModule(name: PyObject, code: PyObject, filename: string, isPackage: boolean): Owned<PyObject> | null {
  const text = (name as PyUnicodeObject).str;
  const module = PyModule_NewObject(name);
  if (module === null) return null;
  const dict = module.ob_dict as PyDictObject;
  const loader = newSourceFileLoader(text, filename);
  const spec = newModuleSpec(text, filename, isPackage ? filename.slice(0, filename.lastIndexOf('/')) : null, loader);
  setString(dict, '__package__', isPackage ? text : text.slice(0, Math.max(0, text.lastIndexOf('.'))));
  PyDict_SetItemString(dict, '__loader__', loader);
  PyDict_SetItemString(dict, '__spec__', spec);
  Py_DECREF(loader);
  Py_DECREF(spec);
  if (isPackage) {
    const paths = PyList_FromArraySteal([PyUnicode_FromString(filename.slice(0, filename.lastIndexOf('/')))]);
    PyDict_SetItemString(dict, '__path__', paths);
    Py_DECREF(paths);
  }
  setString(dict, '__file__', filename);
  PyDict_SetItemString(dict, '__cached__', Py_None);
  PyDict_SetItemString(dict, '__builtins__', builtinsDict());
  if (PyImport_SetModule(name, module) < 0) {
    Py_DECREF(module);
    return null;
  }
  const result = vmInterface.evalCode(code, dict, dict, null);
  if (result === null) {
    removeModule(name);
    Py_DECREF(module);
    return null;
  }
  Py_DECREF(result);
  // A module may replace itself in sys.modules while it runs.
  const final = PyImport_GetModule(name);
  Py_DECREF(module);
  return final === null ? notFound(`import of ${text} failed: it is not in sys.modules`, name) : Py_NewRef(final);
}

function builtinsDict(): PyObject {
  const builtins = initBuiltinModule('builtins')!;
  const dict = builtins.ob_dict!;
  Py_DECREF(builtins);
  return dict;
}
