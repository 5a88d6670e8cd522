// Instances of classes made in Python whose layout is `object`'s: dict, inline values, weak references and slots.
// The type's functions are in subtype.ts. A leaf module (see object.ts).
import { PyObject } from './object';
import type { PyTypeObject } from './typestruct';

/**
 * What PyType_GenericAlloc makes for a heap type derived from `object` alone. Every field is there whether or not the
 * class uses it, so that all plain instances have one JavaScript shape.
 */
export class PyInstanceObject extends PyObject {
  constructor(type: PyTypeObject) {
    super(type);
    this.ob_dict = null;
    this.ob_values = null;
    this.ob_weakreflist = null;
    this.ob_slots = NO_SLOTS;
    this.gc_next = null;
    this.gc_prev = null;
    this.gc_refs = 0;
    this.gc_flags = 0;
  }
}

/** Stands for the slots of a class that has none; never written to. */
export const NO_SLOTS: never[] = [];
