// The heap audit (design invariant 2): every mortal object's count equals the references that can be found by walking
// all owners, and no two objects live in one block. It knows no Python type: how to enumerate roots and edges is handed in.

import type { HeapObject } from './header';
import { trackedObjects } from './gc';
import { IMMORTAL_LIMIT } from './header';
import { setHeapObserver } from './runtime';

export interface AuditSource {
  /** Calls `visit` once for each counted reference that no object owns: frames, stacks, the interpreter, C state. */
  visitRoots(visit: (op: HeapObject) => void): void;
  /** Calls `visit` once for each reference `op` owns. */
  visitOwned(op: HeapObject, visit: (op: HeapObject) => void): void;
  /** Immortal objects that own references without being reachable otherwise: the static types. */
  staticOwners(): Iterable<HeapObject>;
}

export interface AuditDifference {
  object: HeapObject;
  /** ob_refcnt. */
  counted: number;
  /** References found. */
  found: number;
  /** Another living object at the same address: one of the two was freed while something still refers to it. */
  sharesBlockWith?: HeapObject;
}

/** All objects given a block and not deallocated since `watchLifetimes`; null when nobody watches. */
let alive: Set<object> | null = null;

/** From now on every birth and death is noted, so that the audit also sees what nobody refers to any more (leaks). */
export function watchLifetimes(): void {
  const set = new Set<object>();
  alive = set;
  setHeapObserver({
    born: (op) => {
      set.add(op);
    },
    dying: (op) => {
      set.delete(op);
    },
  });
}
export function stopWatching(): void {
  alive = null;
  setHeapObserver(null);
}
export function livingObjects(): ReadonlySet<object> | null {
  return alive;
}

/**
 * Compares. Only meaningful at an instruction boundary with no C function under way, whose temporaries nobody sees.
 * At most `limit` differences are returned.
 */
export function auditHeap(source: AuditSource, limit = 20): AuditDifference[] {
  const found = new Map<HeapObject, number>();
  const queue: HeapObject[] = [];
  const count = (op: HeapObject): void => {
    const n = found.get(op);
    if (n === undefined) {
      found.set(op, 1);
      queue.push(op);
    } else found.set(op, n + 1);
  };
  const discover = (op: HeapObject): void => {
    if (!found.has(op)) {
      found.set(op, 0);
      queue.push(op);
    }
  };
  source.visitRoots(count);
  for (const op of source.staticOwners()) discover(op);
  for (const op of trackedObjects()) discover(op);
  if (alive !== null) for (const op of alive) if ((op as HeapObject).ob_refcnt > 0) discover(op as HeapObject);
  for (let i = 0; i < queue.length; i++) source.visitOwned(queue[i]!, count);
  const differences: AuditDifference[] = [];
  const inhabitants = new Map<number, HeapObject>();
  for (const [object, references] of found) {
    const other = inhabitants.get(object.ob_addr);
    if (other !== undefined) {
      differences.push({ object, counted: object.ob_refcnt, found: references, sharesBlockWith: other });
      if (differences.length >= limit) break;
    } else inhabitants.set(object.ob_addr, object);
    if (object.ob_refcnt < IMMORTAL_LIMIT && object.ob_refcnt !== references) {
      differences.push({ object, counted: object.ob_refcnt, found: references });
      if (differences.length >= limit) break;
    }
  }
  return differences;
}
