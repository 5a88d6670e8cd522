// PyErr_WarnEx: what C code calls to warn. The machinery (filters, registries, showing) is modules/_warnings.ts, which
// the VM plugs in; before that, and without a frame, nothing is shown. Follows Python/_warnings.c, CPython 3.13.

import type { PyObject } from './object';
import { vmInterface } from './pystate';

/** Warns with `message`, `stackLevel` frames up: 0, or −1 with an exception when a filter says error. */
export function PyErr_WarnEx(category: PyObject, message: string, stackLevel: number): number {
  return vmInterface.warn(category, message, stackLevel);
}

/** PyErr_WarnEx for a warning about the object `source`, of which tracemalloc may know where it was allocated. */
export function _PyErr_WarnFormat(source: PyObject, category: PyObject, stackLevel: number, message: string): number {
  return vmInterface.warn(category, message, stackLevel, source);
}
