// When reference cycles were closed: a replay that looks for cycles among the program's own objects at every line, or, in
// a long run of many objects, at every so many lines; then a second replay says at which of them it was.

import { cycles, cycleThrough, graphOf } from '../graph';
import type { PyObject } from '../../objects/object';
import type { TimelineMark } from '../../protocol/heapProtocol';
import { isAtom, typeName } from '../describe';
import { isFurniture, refersTo, visitUserEdges } from '../survey/cycleSearch';
import type { Watcher } from '../program';
import type { ProviderSession } from './session';

/** Objects looked at in all, line by line: well below a second. */
const MAX_LOOKS = 80_000;
/** In a longer run nothing is looked for: even replaying it twice would be noticed. */
const MAX_STEPS = 100_000;
const MAX_MARKS = 5000;
const MAX_NAMED = 3;
/** More cycles than this are one blur anyway: they stay at the step where they were seen. */
const MAX_REFINED = 300;

/** Seen at step `to`, not yet at `from`. */
interface Closed {
  readonly from: number;
  readonly to: number;
  /** Serial numbers on a shortest way round. */
  readonly way: readonly number[];
  readonly text: string;
  at: number;
}

type SerialOf = (op: PyObject) => number;

/** The living objects of the program that can be part of a cycle. */
class Own {
  readonly objects = new Set<PyObject>();
  private importing = true;

  constructor(private readonly session: ProviderSession) {}

  line(step: number): void {
    const { session } = this;
    this.importing = /^\s*(import|from)\b/.test(session.sourceLine(session.lineAt(step)));
  }
  born(op: PyObject): void {
    if (!this.importing && !isAtom(op) && !isFurniture(op)) this.objects.add(op);
  }
  dying(op: PyObject): void {
    this.objects.delete(op);
  }
}

/** Steps between two looks, so that all of them together stay affordable. */
function interval(session: ProviderSession): number {
  const own = session.witness?.ownObjects ?? [];
  let sum = 0;
  for (let step = 0; step < session.steps; step++) sum += (own[step] ?? 0) + 4;
  return Math.max(1, Math.ceil(sum / MAX_LOOKS));
}

function describe(way: readonly PyObject[], serialOf: SerialOf): string {
  const names = way.slice(0, MAX_NAMED).map((op) => `${typeName(op)} #${serialOf(op)}`);
  const more = way.length - names.length;
  return `${names.join(' → ')} → ${more > 0 ? `${more} more → ` : ''}back`;
}

/** Cycles that were not there at the look before. */
class Search {
  readonly found: Closed[] = [];
  private known = new Set<PyObject>();
  private lastLook = -1;

  constructor(private readonly serialOf: SerialOf) {}

  look(step: number, objects: ReadonlySet<PyObject>): void {
    const from = this.lastLook;
    this.lastLook = step;
    const nodes = [...objects];
    const index = new Map(nodes.map((op, i) => [op, i]));
    const lists = nodes.map((op) => {
      const to: number[] = [];
      visitUserEdges(op, (target) => {
        const j = index.get(target);
        if (j !== undefined) to.push(j);
      });
      return to;
    });
    const graph = graphOf(lists);
    const component = cycles(graph);
    const now = new Set<PyObject>();
    const told = new Set<number>();
    for (const [i, op] of nodes.entries()) {
      const c = component[i]!;
      if (c === 0) continue;
      now.add(op);
      if (this.known.has(op) || told.has(c) || this.found.length >= MAX_MARKS) continue;
      told.add(c);
      const way = cycleThrough(graph, i).map((n) => nodes[n]!);
      this.found.push({
        from,
        to: step,
        way: way.map((member) => this.serialOf(member)),
        text: describe(way, this.serialOf),
        at: step,
      });
    }
    this.known = now;
  }
}

/** Where it was not looked at every line: the first step at which the way round was whole. */
function refine(session: ProviderSession, found: readonly Closed[]): void {
  const wanted = new Map<number, PyObject | null>();
  for (const { way } of found) for (const serial of way) wanted.set(serial, null);
  let open = [...found];
  session.observe((serialOf): Watcher => ({
    born: (op) => {
      const serial = serialOf(op);
      if (wanted.has(serial)) wanted.set(serial, op);
    },
    dying: (op) => {
      const serial = serialOf(op);
      if (wanted.has(serial)) wanted.set(serial, null);
    },
    line: (step) => {
      open = open.filter((c) => {
        if (step <= c.from) return true;
        const way = c.way.map((serial) => wanted.get(serial) ?? null);
        const whole = way.every((op, i) => op !== null && refersTo(op, way[(i + 1) % way.length] ?? op));
        if (whole) c.at = step;
        return !whole && step < c.to;
      });
    },
  }));
}

/** A mark at each line that made something part of a cycle it was not part of before. */
export function cycleMarks(session: ProviderSession): TimelineMark[] {
  if (session.steps > MAX_STEPS) return [];
  const every = interval(session);
  const own = new Own(session);
  let search: Search | null = null;
  session.observe((serialOf) => {
    const s = (search = new Search(serialOf));
    return {
      born: (op) => own.born(op),
      dying: (op) => own.dying(op),
      line: (step) => {
        own.line(step);
        if (step % every === 0) s.look(step, own.objects);
      },
    };
  });
  const found = (search as Search | null)?.found ?? [];
  (search as Search | null)?.look(session.steps, own.objects);
  if (every > 1 && found.length > 0 && found.length <= MAX_REFINED) refine(session, found);
  // What is seen at a step was done by the line before it.
  return found.map(({ at, text }) => ({ kind: 'cycle', step: Math.max(0, at - 1), count: 1, text }));
}
