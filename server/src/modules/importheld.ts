// What importlib holds while it imports a module: the lock's lists and callback, the tables of the loader. A program sees
// none of it, but what its module allocates meanwhile comes from free lists without them, and the collector's counter
// stands higher. Follows _find_and_load, _ModuleLock and SourceLoader of Lib/importlib, CPython 3.13.

import { gc_count_allocation, gc_count_free } from '../heap/gclists';
import { Py_DECREF } from '../heap/refcount';
import { registerRoots } from '../heap/roots';
import { onRuntimeReset } from '../heap/runtime';
import { PyDict_New } from '../objects/dictobject';
import { PyList_New } from '../objects/listobject';
import type { PyObject } from '../objects/object';
import { PyTuple_New } from '../objects/tupleobject';

let held: PyObject[];
onRuntimeReset(() => {
  held = [];
});
registerRoots((visit) => {
  for (const op of held) visit(op);
});

/** The lock's manager, the lock, its two locks, the callback for its end and the weak reference that has it. */
const LOCK_OBJECTS = 6;

/** Containers made together and let go together. */
interface Containers {
  dicts?: number;
  lists?: number;
  /** Lengths. */
  tuples?: readonly number[];
  /** Objects of types without a free list. */
  others?: number;
}

/** Runs `work` while `containers` are there. */
export function withHeld<T>(containers: Containers, work: () => T): T {
  const { dicts = 0, lists = 0, tuples = [], others = 0 } = containers;
  const before = held.length;
  for (let i = 0; i < others; i++) gc_count_allocation();
  for (let i = 0; i < dicts; i++) held.push(PyDict_New());
  for (let i = 0; i < lists; i++) held.push(PyList_New(0));
  for (const length of tuples) held.push(PyTuple_New(length));
  const result = work();
  while (held.length > before) Py_DECREF(held.pop()!);
  for (let i = 0; i < others; i++) gc_count_free();
  return result;
}

const nothing = (): void => undefined;

/** Runs `load` under a module's lock: _ModuleLockManager. */
export function withModuleLock<T>(load: () => T): T {
  // The KeyError that says that there is no lock yet.
  withHeld({ tuples: [1] }, nothing);
  const result = withHeld({ lists: 2, tuples: [1], others: LOCK_OBJECTS }, load);
  // __exit__(*args, **kwargs), and what it calls with them.
  withHeld({ dicts: 2, tuples: [3, 3] }, nothing);
  return result;
}

/** PathFinder looks along sys.path. */
export function lookAlongPath(): void {
  withHeld({ lists: 2, tuples: [1, 1, 1, 3] }, nothing);
}

/** Runs `read`, which gives a file's code: SourceLoader.get_code. */
export function whileReadingCode<T>(read: () => T): T {
  return withHeld({ dicts: 2, lists: 1 }, read);
}

/** Runs `create`, which makes a module written in C: found by BuiltinImporter, or along the path when it `hasFile`. */
export function whileCreatingModule<T>(hasFile: boolean, create: () => T): T {
  return withHeld({ dicts: 1, lists: hasFile ? 3 : 0, tuples: hasFile ? [1, 2, 4] : [1, 2] }, create);
}

/** Runs `call` as _call_with_frames_removed(f, *args) does. */
export function withFramesRemoved<T>(args: number, call: () => T): T {
  return withHeld({ dicts: 1, tuples: [args] }, call);
}
