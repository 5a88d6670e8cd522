// What only one object keeps alive, and what nothing outside a set keeps alive: by CPython's own arithmetic, counts less
// the references that come from within.

import { visitEdges } from '../../objects/edges';
import type { PyObject } from '../../objects/object';
import { _Py_IsImmortal } from '../../heap/refcount';

const LIMIT = 60_000;

function edgesOf(op: PyObject, emit: (to: PyObject) => void): void {
  visitEdges(op, (to, kind) => {
    if (to !== null && to !== undefined && kind !== 'weakref') emit(to);
  });
}

/** Those of `objects` that nothing but themselves refers to. */
export function unreachableAmong(objects: Iterable<PyObject>): Set<PyObject> {
  const outside = new Map<PyObject, number>();
  for (const op of objects) outside.set(op, _Py_IsImmortal(op) ? Infinity : op.ob_refcnt);
  for (const op of outside.keys()) {
    edgesOf(op, (to) => {
      const count = outside.get(to);
      if (count !== undefined) outside.set(to, count - 1);
    });
  }
  const reached = new Set<PyObject>();
  const stack: PyObject[] = [];
  for (const [op, count] of outside) {
    if (count <= 0) continue;
    reached.add(op);
    stack.push(op);
  }
  while (stack.length > 0) {
    edgesOf(stack.pop()!, (to) => {
      if (!outside.has(to) || reached.has(to)) return;
      reached.add(to);
      stack.push(to);
    });
  }
  return new Set([...outside.keys()].filter((op) => !reached.has(op)));
}

/** What would die with `owner`, itself apart; null when that is too much to look through. */
export function keptOnlyBy(owner: PyObject, isLimit: (op: PyObject) => boolean): PyObject[] | null {
  const within = new Set<PyObject>([owner]);
  const stack = [owner];
  while (stack.length > 0) {
    edgesOf(stack.pop()!, (to) => {
      if (within.has(to) || _Py_IsImmortal(to) || isLimit(to)) return;
      within.add(to);
      stack.push(to);
    });
    if (within.size > LIMIT) return null;
  }
  const outside = new Map<PyObject, number>();
  for (const op of within) outside.set(op, op.ob_refcnt);
  for (const op of within) {
    edgesOf(op, (to) => {
      const count = outside.get(to);
      if (count !== undefined) outside.set(to, count - 1);
    });
  }
  outside.set(owner, 0);
  const reached = new Set<PyObject>();
  for (const [op, count] of outside) {
    if (count <= 0 || reached.has(op)) continue;
    reached.add(op);
    stack.push(op);
    while (stack.length > 0) {
      edgesOf(stack.pop()!, (to) => {
        if (to === owner || !within.has(to) || reached.has(to)) return;
        reached.add(to);
        stack.push(to);
      });
    }
  }
  return [...within].filter((op) => op !== owner && !reached.has(op));
}
