// Reference cycles of the user's objects: found when the collector meets them, or still there at the end; and the line
// that closed them, by bisection over replays.

import { visitEdges } from '../objects/edges';
import type { PyObject } from '../objects/object';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { PyUnicode_Check } from '../objects/unicodeobject';
import { cycleThrough, cycles, graphOf } from './graph';
import { sizeOf, typeName } from './describe';

export interface FoundCycle {
  /** Serial numbers of its members, the shortest way round first. */
  serials: number[];
  /** `a.next → b.prev → a`, with types for names. */
  path: string;
  bytes: number;
  /** The step at which it was seen. */
  seenAt: number;
  garbage: boolean;
  collected: boolean;
}

export function edgeText(kind: string, label: string | number | PyObject): string {
  if (typeof label === 'number') return `[${label}]`;
  if (typeof label === 'string') return kind === 'item' ? `[${label}]` : label === '' ? '' : `.${label}`;
  return PyUnicode_Check(label) ? `['${(label as PyUnicodeObject).str}']` : '[…]';
}

/** Cycles among `members`, the shortest path round each. Leaves out what every class is by itself. */
export function findCycles(
  members: readonly PyObject[],
  serialOf: (op: PyObject) => number,
  seenAt: number,
  garbage: boolean,
  collected: boolean,
): FoundCycle[] {
  const index = new Map(members.map((op, i) => [op, i]));
  const labels: Map<number, string>[] = members.map(() => new Map<number, string>());
  const lists = members.map((op, i) => {
    const own: number[] = [];
    visitEdges(op, (to, kind, label) => {
      const j = index.get(to);
      if (j === undefined || kind === 'type') return;
      own.push(j);
      if (!labels[i]!.has(j)) labels[i]!.set(j, edgeText(kind, label));
    });
    return own;
  });
  const graph = graphOf(lists);
  const component = cycles(graph);
  const found: FoundCycle[] = [];
  const seen = new Set<number>();
  for (let i = 0; i < members.length; i++) {
    const c = component[i]!;
    if (c === 0 || seen.has(c)) continue;
    seen.add(c);
    const all = members.filter((_op, j) => component[j] === c);
    // A class refers to itself through its own mro and descriptors; a function to its module's globals: not news.
    if (all.some((op) => ['type', 'module', 'getset_descriptor', 'function'].includes(op.ob_type.tp_name))) continue;
    const way = cycleThrough(graph, i);
    const path = way
      .map((j, at) => `${typeName(members[j]!)}${labels[j]!.get(way[(at + 1) % way.length]!) ?? ''}`)
      .join(' → ');
    found.push({
      serials: way.map((j) => serialOf(members[j]!)),
      path: `${path} → ${typeName(members[i]!)}`,
      bytes: all.reduce((sum, op) => sum + sizeOf(op), 0),
      seenAt,
      garbage,
      collected,
    });
  }
  return found;
}

/** Whether the objects, in this order, each refer to the next, round to the first. */
export function isClosed(members: readonly (PyObject | undefined)[]): boolean {
  for (const [i, op] of members.entries()) {
    const next = members[(i + 1) % members.length];
    if (op === undefined || next === undefined || op.ob_refcnt <= 0) return false;
    let refers = false;
    visitEdges(op, (to) => {
      if (to === next) refers = true;
    });
    if (!refers) return false;
  }
  return true;
}
