// References that no object and no frame owns: what CPython keeps in interpreter state and in C globals. Whoever keeps
// one says so here, so that the audit can count it and a view can name it.

import type { HeapObject } from './header';

type RootVisitor = (visit: (op: HeapObject) => void) => void;

const visitors: RootVisitor[] = [];

/** Registers (once, when a module is loaded) how to visit each counted reference of some state, each exactly once. */
export function registerRoots(visitor: RootVisitor): void {
  visitors.push(visitor);
}

/** Calls `visit` for each reference that was registered. */
export function visitRegisteredRoots(visit: (op: HeapObject) => void): void {
  for (const visitor of visitors) visitor(visit);
}
