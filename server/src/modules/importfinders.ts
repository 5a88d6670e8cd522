// Where modules come from: TypeScript, the standard library, source files. Follows the finders and loaders of
// Lib/importlib/_bootstrap.py and _bootstrap_external.py, CPython 3.13.

import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyDict_GetItemString, PyDict_SetItemString } from '../objects/dictobject';
import type { PyDictObject } from '../objects/dictstruct';
import { PyErr_SetString } from '../objects/errors';
import { PyExc_ImportError, PyExc_SyntaxError } from '../objects/exceptions';
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
import { PyImport_GetModule, PyImport_ImportModule, PyImport_SetModule, notFound, removeModule } from './import';
import { lookAlongPath, whileCreatingModule, whileReadingCode, withFramesRemoved, withModuleLock } from './importheld';
import {
  makeFinder,
  namespaceFolders,
  newExtensionFileLoader,
  newNamespaceLoader,
  newNamespacePath,
  newSourceFileLoader,
} from './loaders';
import { newModuleSpec, newNamespaceSpec, setInitializing } from './modulespec';
import { isStartupModule, loadModule } from './startupmodules';
import type { StdlibModule } from './stdlib';
import { LIB_DYNLOAD, STDLIB_DIR, stdlibCode } from './stdlib';
import { isFolder, listFolder, openContent } from './virtualfiles';

/** Finds `name` (on `path` when it is a submodule), executes it and returns it; owned, or null with an exception. */
export function findAndExec(name: PyObject, path: PyObject | null): Owned<PyObject> | null {
  const text = (name as PyUnicodeObject).str;
  if (PySys_GetObject('meta_path') === Py_None) {
    return PyErr_SetString(PyExc_ImportError, 'sys.meta_path is None, Python is likely shutting down');
  }
  if (text === 'genericpath') {
    // It imports os, which needs it complete: a real start-up has imported os first.
    const os = PyImport_ImportModule('os');
    if (os === null) return null;
    Py_DECREF(os);
    const known = PyImport_GetModule(name);
    if (known !== null) return Py_NewRef(known);
  }
  const load = (): Owned<PyObject> | null => find_and_load(name, text, path);
  return loadModule(text, isStartupModule(text) ? load : () => withModuleLock(load));
}

/** Modules written in TypeScript that are shared libraries in CPython: found along sys.path, loaded by a loader each. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'math cmath readline array binascii unicodedata select fcntl grp mmap resource syslog termios zlib pyexpat ' +
    '_bisect _contextvars _csv _datetime _decimal _hashlib _heapq _json _lsprof _md5 _opcode _pickle _posixsubprocess ' +
    '_queue _random _sha1 _sha2 _sha3 _blake2 _socket _statistics _struct _zoneinfo _bz2 _lzma _asyncio _ctypes ' +
    '_testcapi _testinternalcapi _testlimitedcapi _testsinglephase _testmultiphase'
  ).split(' '),
);

/** Frozen into the executable: found before anything along sys.path. */
const FROZEN: ReadonlySet<string> = new Set(
  'importlib importlib.util importlib.machinery ntpath runpy __hello__ __phello__ __phello__.spam'.split(' '),
);

/** Where a module is. Library code is the caller's. */
type Found =
  | { kind: 'builtin' }
  | { kind: 'library'; library: StdlibModule }
  | { kind: 'extension' }
  | { kind: 'file'; file: string; isPackage: boolean; bytes: Uint8Array }
  /** Folders without an __init__.py, all that sys.path has under this name. */
  | { kind: 'namespace'; folders: string[] };

/** BuiltinImporter, FrozenImporter and PathFinder, one after the other; null: there is no such module. */
function locate(text: string, path: PyObject | null): Found | null {
  if (path === null) {
    if (builtinModuleNames.includes(text) && !EXTENSIONS.has(text)) return { kind: 'builtin' };
    // What a real start-up imports is in sys.modules there before the program could put a file of its own in its way.
    const library = isStartupModule(text) || FROZEN.has(text) ? stdlibCode(FROZEN_IMPORTLIB[text] ?? text) : null;
    if (library !== null) return { kind: 'library', library };
    makeFinder(host.cwd, () => host.listDirectory(host.cwd) ?? []);
  } else {
    for (const folder of searchFolders(path)) makeFinder(folder, () => listFolder(folder) ?? []);
  }
  lookAlongPath();
  const folders: string[] = [];
  const tail = text.slice(text.lastIndexOf('.') + 1);
  for (const folder of searchFolders(path)) {
    if (folder === LIB_DYNLOAD) {
      if (EXTENSIONS.has(text) && builtinModuleNames.includes(text)) return { kind: 'extension' };
    } else if (folder === STDLIB_DIR || folder.startsWith(`${STDLIB_DIR}/`)) {
      const library = whileReadingCode(() => stdlibCode(text));
      if (library !== null) return { kind: 'library', library };
    } else {
      const names = listFolder(folder);
      if (names === null) continue;
      const below = `${folder}/${tail}`;
      if (names.includes(tail)) {
        const file = `${below}/__init__.py`;
        const bytes = fileBytes(file);
        if (bytes !== null) return { kind: 'file', file, isPackage: true, bytes };
      }
      const bytes = names.includes(`${tail}.py`) ? fileBytes(`${below}.py`) : null;
      if (bytes !== null) return { kind: 'file', file: `${below}.py`, isPackage: false, bytes };
      if (names.includes(tail) && isFolder(below)) folders.push(below);
    }
  }
  return folders.length === 0 ? null : { kind: 'namespace', folders };
}

function fileBytes(file: string): Uint8Array | null {
  const content = openContent(file);
  return content === null ? null : content.bytes.subarray(0, content.size);
}

function find_and_load(name: PyObject, text: string, path: PyObject | null): Owned<PyObject> | null {
  const found = locate(text, path);
  if (found === null) return notFound(`No module named '${text}'`, name);
  switch (found.kind) {
    case 'builtin':
    case 'extension': {
      const module = whileCreatingModule(found.kind === 'extension', () => initBuiltinModule(text));
      return module === undefined
        ? notFound(`No module named '${text}'`, name)
        : module && registerBuiltin(name, module);
    }
    case 'library': {
      const { code, filename, isPackage } = found.library;
      const module = execModule(name, code, filename, isPackage);
      Py_DECREF(code);
      if (module !== null && text in FROZEN_IMPORTLIB && connectImportlib(text, module, findSpec, executeAgain) < 0) {
        Py_DECREF(module);
        return null;
      }
      return module;
    }
    case 'file': {
      const code = compiled(found);
      if (code === null) return null;
      const module = execModule(name, code, found.file, found.isPackage);
      Py_DECREF(code);
      return module;
    }
    case 'namespace':
      return namespacePackage(name, found.folders);
  }
}

/** The code of a source file; owned, or null with an exception. */
function compiled(found: { file: string; bytes: Uint8Array }): Owned<PyObject> | null {
  const decoded = decodeSource(found.bytes);
  if (!decoded.ok) return PyErr_SetString(PyExc_SyntaxError, decoded.error.msg);
  const filename = PyUnicode_FromString(found.file);
  const code = vmInterface.compileString(decoded.source, filename, 'exec', 0, false, -1);
  Py_DECREF(filename);
  return code;
}

/** What importing `name` would find, without importing it: a spec or None, owned. */
function findSpec(name: string, path: PyObject | null): Owned<PyObject> {
  const found = locate(name, path);
  if (found === null) return Py_NewRef(Py_None);
  if (found.kind === 'builtin') return newModuleSpec(name, 'built-in', null);
  if (found.kind === 'namespace') return newModuleSpec(name, null, found.folders);
  const file =
    found.kind === 'library' ? found.library.filename : found.kind === 'file' ? found.file : extensionFile(name);
  if (found.kind === 'library') Py_DECREF(found.library.code);
  const isPackage = found.kind === 'library' ? found.library.isPackage : found.kind === 'file' && found.isPackage;
  const loader = found.kind === 'extension' ? newExtensionFileLoader(name, file) : newSourceFileLoader(name, file);
  const spec = newModuleSpec(name, file, isPackage ? [folderOf(file)] : null, loader);
  Py_DECREF(loader);
  return spec;
}

function extensionFile(name: string): string {
  return `${LIB_DYNLOAD}/${name}.cpython-313-x86_64-linux-gnu.so`;
}
function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function searchFolders(path: PyObject | null): string[] {
  const given = path ?? PySys_GetObject('path');
  const list = (given === null ? null : (namespaceFolders(given) ?? given)) as PyListObject | null;
  if (list === null || !Array.isArray(list.ob_item)) return [];
  return list.ob_item
    .filter((item) => PyUnicode_Check(item))
    .map((item) => (item as PyUnicodeObject).str.replace(/\/$/, '') || host.cwd);
}

function registerBuiltin(name: PyObject, module: PyObject): Owned<PyObject> | null {
  const dict = module.ob_dict as PyDictObject;
  const text = (name as PyUnicodeObject).str;
  const extension = EXTENSIONS.has(text);
  const loader = extension ? newExtensionFileLoader(text, extensionFile(text)) : Py_NewRef(Py_None);
  const spec = newModuleSpec(text, extension ? extensionFile(text) : 'built-in', null, loader);
  if (extension) {
    setString(dict, '__file__', extensionFile(text));
    PyDict_SetItemString(dict, '__loader__', loader);
  }
  setString(dict, '__package__', '');
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
  const spec = newModuleSpec(text, filename, isPackage ? [folderOf(filename)] : null, loader);
  setString(dict, '__package__', isPackage ? text : text.slice(0, Math.max(0, text.lastIndexOf('.'))));
  PyDict_SetItemString(dict, '__loader__', loader);
  PyDict_SetItemString(dict, '__spec__', spec);
  Py_DECREF(loader);
  setInitializing(spec, true);
  if (isPackage) {
    const paths = PyList_FromArraySteal([PyUnicode_FromString(folderOf(filename))]);
    PyDict_SetItemString(dict, '__path__', paths);
    Py_DECREF(paths);
  }
  setString(dict, '__file__', filename);
  PyDict_SetItemString(dict, '__cached__', Py_None);
  PyDict_SetItemString(dict, '__builtins__', builtinsDict());
  const result =
    PyImport_SetModule(name, module) < 0
      ? null
      : withFramesRemoved(2, () => vmInterface.evalCode(code, dict, dict, null));
  setInitializing(spec, false);
  Py_DECREF(spec);
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

/** A package of folders without an __init__.py (PEP 420). */
function namespacePackage(name: PyObject, folders: readonly string[]): Owned<PyObject> | null {
  const module = PyModule_NewObject(name);
  if (module === null) return null;
  const dict = module.ob_dict as PyDictObject;
  const paths = newNamespacePath(folders);
  const loader = newNamespaceLoader(paths);
  const spec = newNamespaceSpec((name as PyUnicodeObject).str, Py_NewRef(paths), loader);
  PyDict_SetItemString(dict, '__package__', name);
  PyDict_SetItemString(dict, '__loader__', loader);
  PyDict_SetItemString(dict, '__spec__', spec);
  PyDict_SetItemString(dict, '__path__', paths);
  PyDict_SetItemString(dict, '__file__', Py_None);
  Py_DECREF(spec);
  Py_DECREF(loader);
  Py_DECREF(paths);
  if (PyImport_SetModule(name, module) < 0) {
    Py_DECREF(module);
    return null;
  }
  return module;
}

/** importlib._bootstrap._exec: runs a module's code again in its own dictionary, as reload() does. Owned, or null. */
export function executeAgain(name: PyObject, module: PyObject): Owned<PyObject> | null {
  const text = (name as PyUnicodeObject).str;
  const dot = text.lastIndexOf('.');
  let path: PyObject | null = null;
  if (dot >= 0) {
    const parent = PyUnicode_FromString(text.slice(0, dot));
    const package_ = PyImport_GetModule(parent);
    Py_DECREF(parent);
    path = package_ === null ? null : PyDict_GetItemString(package_.ob_dict!, '__path__');
  }
  const found = locate(text, path);
  if (found === null) return notFound(`spec not found for the module '${text}'`, name);
  const code = found.kind === 'library' ? found.library.code : found.kind === 'file' ? compiled(found) : undefined;
  if (code === null) return null;
  if (code !== undefined) {
    const dict = module.ob_dict as PyDictObject;
    const result = vmInterface.evalCode(code, dict, dict, null);
    Py_DECREF(code);
    if (result === null) return null;
    Py_DECREF(result);
  }
  return Py_NewRef(PyImport_GetModule(name) ?? module);
}

function builtinsDict(): PyObject {
  const builtins = initBuiltinModule('builtins')!;
  const dict = builtins.ob_dict!;
  Py_DECREF(builtins);
  return dict;
}
