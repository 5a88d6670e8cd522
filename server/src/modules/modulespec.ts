// importlib.machinery.ModuleSpec for modules that our finders load. Follows ModuleSpec of Lib/importlib/_bootstrap.py,
// CPython 3.13, as a type of its own: the Python class would cost every program an import of importlib.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import { PyObject_GC_UnTrack, _PyObject_GC_TRACK } from '../heap/gclists';
import type { Owned } from '../heap/refcount';
import { Py_DECREF, Py_NewRef } from '../heap/refcount';
import { PyBool_FromLong, Py_False, Py_True } from '../objects/boolobject';
import { reprText } from '../objects/errors';
import { PyList_FromArraySteal } from '../objects/listobject';
import { PyObject } from '../objects/object';
import { Py_None } from '../objects/objectprotocol';
import type { PyTypeObject } from '../objects/typestruct';
import { Py_TPFLAGS_HAVE_GC, _Py_T_OBJECT, defineType } from '../objects/typestruct';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import type { PyUnicodeObject } from '../objects/unicodestruct';

const FIELDS = [
  'name',
  'loader',
  'origin',
  'loader_state',
  'submodule_search_locations',
  'cached',
  '_uninitialized_submodules',
  '_initializing',
] as const;

class ModuleSpecObject extends PyObject {
  name: PyObject = Py_None;
  loader: PyObject = Py_None;
  origin: PyObject = Py_None;
  loader_state: PyObject = Py_None;
  submodule_search_locations: PyObject = Py_None;
  cached: PyObject = Py_None;
  _uninitialized_submodules: PyObject = Py_None;
  _initializing: PyObject = Py_None;
  has_location = false;
  constructor(type: PyTypeObject) {
    super(type);
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

export const ModuleSpec_Type: PyTypeObject = defineType({
  tp_name: '_frozen_importlib.ModuleSpec',
  tp_basicsize: 32,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_dealloc: (self: ModuleSpecObject) => {
    PyObject_GC_UnTrack(self);
    for (const field of FIELDS) Py_DECREF(self[field]);
    PyObject_GC_Del(self);
  },
  tp_traverse: (self: ModuleSpecObject, visit) => {
    for (const field of FIELDS) visit(self[field]);
  },
  tp_repr: (op) => {
    const self = op as ModuleSpecObject;
    const parts = [`name=${reprText(self.name)}`];
    if (self.loader !== Py_None) parts.push(`loader=${reprText(self.loader)}`);
    if (self.origin !== Py_None) parts.push(`origin=${reprText(self.origin)}`);
    if (self.submodule_search_locations !== Py_None) {
      parts.push(`submodule_search_locations=${reprText(self.submodule_search_locations)}`);
    }
    return PyUnicode_FromString(`ModuleSpec(${parts.join(', ')})`);
  },
  tp_members: FIELDS.map((name) => ({ name, type: _Py_T_OBJECT, field: name, flags: 0, doc: null })),
  tp_getset: [
    {
      name: 'parent',
      get: (self: ModuleSpecObject) => {
        const name = (self.name as PyUnicodeObject).str;
        if (self.submodule_search_locations !== Py_None) return Py_NewRef(self.name);
        return PyUnicode_FromString(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
      },
      set: null,
      doc: "The name of the module's parent.",
    },
    { name: 'has_location', get: (self: ModuleSpecObject) => PyBool_FromLong(self.has_location), set: null, doc: null },
  ],
  edges: (self: ModuleSpecObject, emit) => {
    for (const field of FIELDS) emit(self[field], 'field', field);
  },
});

/** A spec with `loader` (borrowed); `search`: the folders of a package, null for a plain module. */
export function newModuleSpec(
  name: string,
  origin: string | null,
  search: readonly string[] | null,
  loader: PyObject = Py_None,
): Owned<PyObject> {
  const self = PyObject_GC_New(new ModuleSpecObject(ModuleSpec_Type), 32);
  self.name = PyUnicode_FromString(name);
  self.loader = Py_NewRef(loader);
  self.origin = origin === null ? Py_NewRef(Py_None) : PyUnicode_FromString(origin);
  self.loader_state = Py_NewRef(Py_None);
  self.submodule_search_locations =
    search === null ? Py_NewRef(Py_None) : PyList_FromArraySteal(search.map((folder) => PyUnicode_FromString(folder)));
  self.cached = Py_NewRef(Py_None);
  self._uninitialized_submodules = PyList_FromArraySteal([]);
  self._initializing = Py_NewRef(Py_False);
  self.has_location = origin !== 'built-in' && origin !== null;
  _PyObject_GC_TRACK(self);
  return self;
}

/** The list of submodules of a package's spec that are being imported (borrowed); null for specs of other kinds. */
export function uninitializedSubmodules(spec: PyObject | null): PyObject | null {
  return spec instanceof ModuleSpecObject ? spec._uninitialized_submodules : null;
}

/** The spec of a package without __init__.py; `search` is given over. */
export function newNamespaceSpec(name: string, search: Owned<PyObject>, loader: PyObject): Owned<PyObject> {
  const self = newModuleSpec(name, null, null, loader) as ModuleSpecObject;
  Py_DECREF(self.submodule_search_locations);
  self.submodule_search_locations = search;
  return self;
}

/** `_initializing`: whether the module's code is being executed (_load_unlocked of Lib/importlib/_bootstrap.py). */
export function setInitializing(spec: PyObject, value: boolean): void {
  (spec as ModuleSpecObject)._initializing = value ? Py_True : Py_False;
}
