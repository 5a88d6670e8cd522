// A collection, played: really run on the parked program and watched; the changed state is thrown away afterwards.
// The scan is not observable event by event; it is followed here over the same lists in the same order of tp_traverse,
// from the numbers the collector itself came to.

import { gc_collect, setGCObserver } from '../../heap/gc';
import { gcstate } from '../../heap/gclists';
import { bytesInUse } from '../../heap/obmalloc';
import { setHeapObserver } from '../../heap/runtime';
import type { HeapObject } from '../../heap/header';
import type { PyObject } from '../../objects/object';
import { PyWeakReference } from '../../objects/weakrefstruct';
import type { PyFunctionObject } from '../../objects/funcstruct';
import { PyFunction_Check } from '../../objects/funcobject';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type {
  ClearedWeakref,
  CollectMember,
  CollectPhase,
  CollectPlay,
  CollectQuery,
  Generation,
  GenerationLane,
  Member,
  RanFinalizer,
  ScanEvent,
} from '../../protocol/heapProtocol';
import { shortText, typeName } from '../describe';
import { accessLabel, generationSizes, titleOf } from './scene';
import type { Scene } from './scene';

export function lanes(): GenerationLane[] {
  const sizes = generationSizes();
  return gcstate.generations.map((g, i) => ({
    generation: i as Generation,
    objects: sizes[i]!,
    count: g.count,
    threshold: g.threshold,
  }));
}

/** What the observer saw, by object. */
interface Watched {
  examined: PyObject[];
  updated: Map<PyObject, number>;
  subtracted: Map<PyObject, number>;
  weakrefs: { target: PyObject; ref: PyWeakReference; callback: string | null; runs: boolean }[];
  finalizers: PyObject[];
  unreachable: PyObject[];
  doomed: PyObject[];
  died: PyObject[];
  collected: number;
  uncollectable: number;
}

function traverse(op: HeapObject, visit: (to: PyObject) => void): void {
  op.ob_type.tp_traverse?.(op as never, (to) => visit(to as PyObject));
}

function weakrefsTo(scene: Scene, dead: ReadonlySet<PyObject>): Watched['weakrefs'] {
  const found: Watched['weakrefs'] = [];
  for (const op of scene.snapshot.objects) {
    if (!(op instanceof PyWeakReference) || op.wr_object === null || !dead.has(op.wr_object)) continue;
    const callback = op.wr_callback;
    const name =
      callback === null
        ? null
        : PyFunction_Check(callback)
          ? ((callback as PyFunctionObject).func_qualname as PyUnicodeObject).str
          : shortText(callback);
    found.push({ target: op.wr_object, ref: op, callback: name, runs: callback !== null && !dead.has(op) });
  }
  return found;
}

function run(scene: Scene, generation: Generation): Watched {
  const w: Watched = {
    examined: [],
    updated: new Map(),
    subtracted: new Map(),
    weakrefs: [],
    finalizers: [],
    unreachable: [],
    doomed: [],
    died: [],
    collected: 0,
    uncollectable: 0,
  };
  let clearing = false;
  setGCObserver({
    begin: (_generation, objects) => void (w.examined = objects as PyObject[]),
    updatedRefs: () => {
      for (const op of w.examined) w.updated.set(op, op.gc_refs);
    },
    subtractedRefs: () => {
      for (const op of w.examined) w.subtracted.set(op, op.gc_refs);
    },
    separated: (_reachable, unreachable) => {
      w.unreachable = unreachable as PyObject[];
      w.weakrefs = weakrefsTo(scene, new Set(w.unreachable));
    },
    weakrefsHandled: (unreachable) => {
      w.finalizers = (unreachable as PyObject[]).filter(
        (op) => (op.gc_flags & 1) === 0 && op.ob_type.tp_finalize !== null,
      );
    },
    finalized: () => undefined,
    clearing: (doomed) => {
      w.doomed = doomed as PyObject[];
      clearing = true;
    },
    done: (collected, uncollectable) => {
      w.collected = collected;
      w.uncollectable = uncollectable;
    },
  });
  setHeapObserver({ born: () => undefined, dying: (op) => void (clearing && w.died.push(op as PyObject)) });
  try {
    gc_collect(generation);
  } finally {
    setGCObserver(null);
    setHeapObserver(null);
  }
  return w;
}

/** What move_unreachable does with these numbers, in order; only events between members of the play are kept. */
function scan(
  examined: readonly PyObject[],
  edges: ReadonlyMap<PyObject, readonly PyObject[]>,
  start: ReadonlyMap<PyObject, number>,
  number: ReadonlyMap<PyObject, Member>,
  label: (from: PyObject, to: PyObject) => string,
): ScanEvent[] {
  const refs = new Map(start);
  const state = new Map<PyObject, 'ahead' | 'stays' | 'aside'>();
  for (const op of examined) state.set(op, 'ahead');
  const events: ScanEvent[] = [];
  const queue = [...examined];
  for (let i = 0; i < queue.length; i++) {
    const op = queue[i]!;
    const member = number.get(op);
    if (refs.get(op) === 0) {
      state.set(op, 'aside');
      if (member !== undefined) events.push({ kind: 'aside', member });
      continue;
    }
    // As in the collector, an object is still "ahead" to itself while its own references are followed.
    if (member !== undefined) events.push({ kind: 'stays', member });
    for (const to of edges.get(op)!) {
      const at = state.get(to);
      const target = number.get(to);
      if (at === 'aside') {
        state.set(to, 'ahead');
        queue.push(to);
      } else if (at !== 'ahead' || refs.get(to) !== 0) continue;
      refs.set(to, 1);
      if (member !== undefined && target !== undefined) {
        events.push({ kind: 'reached', member: target, from: member, label: label(op, to), back: at === 'aside' });
      } else if (target !== undefined && at === 'aside') {
        // Reached from an object that is left out: it returns all the same.
        events.push({ kind: 'reached', member: target, from: target, label: '', back: true });
      }
    }
    state.set(op, 'stays');
  }
  return events;
}

/** Runs the collection. The caller must discard the parked state. */
export function playCollection(scene: Scene, q: CollectQuery): CollectPlay {
  const { snapshot } = scene;
  // Everything in words before it happens: afterwards some of it is gone.
  const before = lanes();
  const facts = new Map<PyObject, CollectMember>();
  const edges = new Map<PyObject, PyObject[]>();
  for (const [n, op] of snapshot.objects.entries()) {
    if (op === null) continue;
    const generation = snapshot.generation[n]!;
    if (generation < 0 || generation > q.generation) continue;
    facts.set(op, {
      id: scene.id(op),
      typeName: typeName(op),
      title: titleOf(op),
      refcount: op.ob_refcnt,
      generation: generation as Generation,
      size: snapshot.size[n]!,
    });
    const own: PyObject[] = [];
    traverse(op, (to) => own.push(to));
    edges.set(op, own);
  }
  const mine = scene.mine;
  const label = (from: PyObject, to: PyObject): string => {
    const target = snapshot.nodeOf.get(to);
    const edge = snapshot.edges[snapshot.nodeOf.get(from)!]!.find((e) => e.to === target && e.kind !== 'key');
    return edge === undefined ? '' : accessLabel(edge);
  };
  const bytes = bytesInUse();
  const w = run(scene, q.generation);
  const freedBytes = Math.max(0, bytes - bytesInUse());
  const examined = w.examined.filter((op) => facts.has(op));
  const dead = new Set(w.unreachable);
  const wanted = examined.filter((op) => mine[snapshot.nodeOf.get(op)!] === 1 || dead.has(op));
  const kept = new Set(wanted.slice(0, q.maxObjects));
  const shown = examined.filter((op) => kept.has(op));
  const number = new Map(shown.map((op, i) => [op, i]));

  const refs: [Member, Member, string][] = [];
  for (const op of shown) {
    for (const to of edges.get(op)!) if (number.has(to)) refs.push([number.get(op)!, number.get(to)!, label(op, to)]);
  }
  const members = (list: readonly PyObject[]): Member[] => list.flatMap((op) => number.get(op) ?? []);
  const doomed = new Set(w.doomed);
  const phases: CollectPhase[] = [
    { phase: 'update_refs', gcRefs: shown.map((op) => w.updated.get(op) ?? 0) },
    { phase: 'subtract_refs', refs, gcRefs: shown.map((op) => w.subtracted.get(op) ?? 0) },
    { phase: 'move_unreachable', events: scan(examined, edges, w.subtracted, number, label) },
    {
      phase: 'weakrefs',
      cleared: w.weakrefs.flatMap((r): ClearedWeakref[] => {
        const target = number.get(r.target);
        if (target === undefined) return [];
        return [
          { target, weakref: scene.id(r.ref), ...(r.callback === null ? {} : { callback: r.callback }), ran: r.runs },
        ];
      }),
    },
    {
      phase: 'finalizers',
      ran: w.finalizers.flatMap((op): RanFinalizer[] => {
        const member = number.get(op);
        return member === undefined ? [] : [{ member, name: `${facts.get(op)!.typeName}.__del__`, output: '' }];
      }),
    },
  ];
  const survivors = w.unreachable.filter((op) => !doomed.has(op));
  // Without finalizers nobody can come back; then whoever is missing died of a weak reference's callback.
  if (w.finalizers.length > 0) phases.push({ phase: 'resurrection', survivors: members(survivors) });
  phases.push({ phase: 'tp_clear', steps: clearSteps(w, edges, number) });
  const freed = w.died.filter((op) => dead.has(op)).length;
  const stay = examined.length - w.unreachable.length;
  return {
    step: q.step,
    generation: q.generation,
    reason: 'asked',
    before,
    after: lanes(),
    objects: shown.map((op) => facts.get(op)!),
    omitted: examined.length - shown.length,
    phases,
    result: {
      returned: w.collected + w.uncollectable,
      examined: w.examined.length,
      freed,
      freedBytes,
      resurrected: w.finalizers.length > 0 ? survivors.length : 0,
      uncollectable: w.uncollectable,
      promoted: q.generation < 2 ? stay : 0,
    },
  };
}

/** Whose tp_clear let whom die: the list is cleared in order, and who dies of it falls before the next one's turn. */
function clearSteps(
  w: Watched,
  edges: ReadonlyMap<PyObject, readonly PyObject[]>,
  number: ReadonlyMap<PyObject, Member>,
): { cleared: Member; freed: Member[] }[] {
  const steps: { cleared: Member; freed: Member[] }[] = [];
  const order = w.died;
  const gone = new Set<PyObject>();
  let at = 0;
  for (const op of w.doomed) {
    if (gone.has(op)) continue;
    // Everything that hangs on this object dies in one go; the next death that does not belongs to the next turn.
    const reach = new Set<PyObject>([op]);
    for (const from of reach) for (const to of edges.get(from) ?? []) reach.add(to);
    const freed: Member[] = [];
    while (at < order.length && (reach.has(order[at]!) || !number.has(order[at]!))) {
      const dead = order[at++]!;
      gone.add(dead);
      const member = number.get(dead);
      if (member !== undefined) freed.push(member);
    }
    const cleared = number.get(op);
    if (cleared !== undefined) steps.push({ cleared, freed });
  }
  return steps;
}
