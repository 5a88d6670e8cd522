// Which objects `id()` has been asked about, once a program wants to go the way back (ctypes). JavaScript references only:
// nothing the program can see.

import { onRuntimeReset } from '../heap/runtime';
import type { PyObject } from '../objects/object';

/** The last ones asked for, by address; null until somebody wants them. */
let asked: Map<number, PyObject> | null;
onRuntimeReset(() => {
  asked = null;
});

const LIMIT = 100_000;

export function rememberIds(): void {
  asked ??= new Map();
}

/** id() was called: `address` is `op`'s. */
export function noteId(address: number, op: PyObject): void {
  if (asked === null) return;
  if (asked.size >= LIMIT) asked.clear();
  asked.set(address, op);
}

/** The object that has had this address, dead or alive; null when id() was not asked about it. */
export function askedFor(address: number): PyObject | null {
  return asked?.get(address) ?? null;
}
