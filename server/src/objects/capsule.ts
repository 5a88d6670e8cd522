// Capsules: what C modules wrap their C interface in. Here there is nothing inside. Follows Objects/capsule.c, CPython 3.13.

import { PyObject_GC_Del, PyObject_GC_New } from '../heap/alloc';
import type { Owned } from '../heap/refcount';
import { onRuntimeReset } from '../heap/runtime';
import { PyGCObject } from './gcobject';
import { defineModuleType, readyModuleTypes } from './moduletype';
import type { PyTypeObject } from './typestruct';
import { Py_TPFLAGS_HAVE_GC } from './typestruct';
import { PyUnicode_FromString } from './unicodeobject';
import { pointer } from './weakrefobject';

class PyCapsule extends PyGCObject {
  name: string;
  constructor(type: PyTypeObject, name: string) {
    super(type);
    this.name = name;
  }
}

export const PyCapsule_Type: PyTypeObject = defineModuleType({
  tp_name: 'PyCapsule',
  tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Capsule objects wrap a pointer that C code gives to other C code.',
  tp_dealloc: (op: PyCapsule) => PyObject_GC_Del(op),
  tp_repr: (op) => PyUnicode_FromString(`<capsule object "${(op as PyCapsule).name}" at ${pointer(op)}>`),
  tp_traverse: () => undefined,
});

let ready = false;
onRuntimeReset(() => {
  ready = false;
});

/** An empty capsule, untracked as in C. */
export function PyCapsule_New(name: string): Owned<PyCapsule> | null {
  if (!ready) {
    if (readyModuleTypes(null, PyCapsule_Type) < 0) return null;
    ready = true;
  }
  return PyObject_GC_New(new PyCapsule(PyCapsule_Type, name), 64);
}
