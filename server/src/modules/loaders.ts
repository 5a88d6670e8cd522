// The loader and finder objects of Lib/importlib/_bootstrap_external.py that an import leaves behind, CPython 3.13. The
// import system proper is ours (importfinders.ts): these are what `__loader__`, `__spec__.loader` and the collector see.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyObject_GetIter, PyObject_Size, PySequence_Contains, PySequence_GetItem } from '../objects/abstract';
import { reprText } from '../objects/errors';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyObject } from '../objects/object';
import { PySet_Add, PySet_New } from '../objects/setobject';
import { PyTuple_FromArraySteal } from '../objects/tupleobject';
import type { PyTypeObject } from '../objects/typestruct';
import { Py_READONLY, Py_TPFLAGS_HAVE_GC, _Py_T_OBJECT, defineType } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';

/** An instance with a few attributes, as Python's classes of the same name have them. */
class ImportObject extends PyObject {
  fields: PyObject[] = [];
  constructor(type: PyTypeObject) {
    super(type);
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
  get name(): PyObject {
    return this.fields[0]!;
  }
  get path(): PyObject {
    return this.fields[this.fields.length - 1]!;
  }
}

function importType(name: string, members: readonly string[], repr?: (self: ImportObject) => string): PyTypeObject {
  return defineType({
    tp_name: `_frozen_importlib_external.${name}`,
    tp_basicsize: 16,
    tp_flags: Py_TPFLAGS_HAVE_GC,
    tp_dealloc: (self: ImportObject) => {
      PyObject_GC_UnTrack(self);
      for (const op of self.fields) Py_DECREF(op);
      PyObject_GC_Del(self);
    },
    tp_traverse: (self: ImportObject, visit) => self.fields.forEach((op) => visit(op)),
    tp_repr: repr === undefined ? undefined : (self) => PyUnicode_FromString(repr(self as ImportObject)),
    tp_members: members.map((member) => ({
      name: member,
      type: _Py_T_OBJECT,
      field: member,
      flags: Py_READONLY,
      doc: null,
    })),
  });
}
const SourceFileLoader_Type = importType('SourceFileLoader', ['name', 'path']);
const ExtensionFileLoader_Type = importType('ExtensionFileLoader', ['name', 'path']);
const FileFinder_Type = importType('FileFinder', ['path'], (self) => `FileFinder(${reprText(self.path)})`);

function newImportObject(type: PyTypeObject, fields: Owned<PyObject>[]): Owned<PyObject> {
  const self = PyObject_GC_New(new ImportObject(type), 16);
  self.fields = fields;
  _PyObject_GC_TRACK(self);
  return self;
}

/** What loaded a source file of the library or of the program. */
export function newSourceFileLoader(name: string, path: string): Owned<PyObject> {
  return newImportObject(SourceFileLoader_Type, [PyUnicode_FromString(name), PyUnicode_FromString(path)]);
}
/** What loaded a module that is a shared library in CPython. */
export function newExtensionFileLoader(name: string, path: string): Owned<PyObject> {
  return newImportObject(ExtensionFileLoader_Type, [PyUnicode_FromString(name), PyUnicode_FromString(path)]);
}

const NamespaceLoader_Type = importType('NamespaceLoader', ['_path']);
Object.defineProperty(ImportObject.prototype, '_path', {
  get(this: ImportObject): PyObject {
    return this.fields[0]!;
  },
});

/** The `__path__` of a package without __init__.py: its folders, in a list. */
const NamespacePath_Type = defineType({
  tp_name: '_frozen_importlib_external._NamespacePath',
  tp_basicsize: 16,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (self: ImportObject) => {
    PyObject_GC_UnTrack(self);
    for (const op of self.fields) Py_DECREF(op);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: ImportObject, visit) => self.fields.forEach((op) => visit(op)),
  tp_repr: (self) => PyUnicode_FromString(`_NamespacePath(${reprText(namespaceFolders(self)!)})`),
  tp_iter: (self) => PyObject_GetIter(namespaceFolders(self)!),
  sq_length: (self) => PyObject_Size(namespaceFolders(self)!),
  sq_item: (self, i) => PySequence_GetItem(namespaceFolders(self)!, i),
  sq_contains: (self, item) => PySequence_Contains(namespaceFolders(self)!, item),
});

/** The list of folders of such a path (borrowed); null for other objects. */
export function namespaceFolders(op: PyObject): PyObject | null {
  return op.ob_type === NamespacePath_Type ? (op as ImportObject).fields[0]! : null;
}
export function newNamespacePath(folders: readonly string[]): Owned<PyObject> {
  return newImportObject(NamespacePath_Type, [
    PyList_FromArraySteal(folders.map((text) => PyUnicode_FromString(text))),
  ]);
}
export function newNamespaceLoader(path: PyObject): Owned<PyObject> {
  return newImportObject(NamespaceLoader_Type, [Py_NewRef(path)]);
}

/** sys.path_importer_cache's finders for the script's own folder and for packages; made when they are first searched. */
let finders: Map<string, PyObject>;
onRuntimeReset(() => {
  finders = new Map();
});
registerRoots((visit) => {
  for (const finder of finders.values()) visit(finder);
});

/** FileFinder(folder), with its loaders by suffix and the names it found there. Once; the interpreter keeps it. */
export function makeFinder(folder: string, list: () => readonly string[]): void {
  if (finders.has(folder)) return;
  const loaders = ['.cpython-313-x86_64-linux-gnu.so', '.abi3.so', '.so', '.py', '.pyc'].map((suffix) =>
    PyTuple_FromArraySteal([PyUnicode_FromString(suffix), PyUnicode_FromString(suffix)]),
  );
  const cache = PySet_New(null)!;
  const relaxed = PySet_New(null)!;
  for (const name of list()) {
    const text = PyUnicode_FromString(name);
    PySet_Add(cache, text);
    Py_DECREF(text);
  }
  const fields = [PyList_FromArraySteal(loaders), cache, relaxed, PyUnicode_FromString(folder)];
  finders.set(folder, newImportObject(FileFinder_Type, fields));
}
