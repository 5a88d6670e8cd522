// A collection, played: really run on the parked program and watched; the changed state is thrown away afterwards.
// The scan is not observable event by event; it is followed here over the same lists in the same order of tp_traverse,
// from the numbers the collector itself came to.

import { gc_collect, setGCObserver } from '../../heap/gc';
import { gcstate } from '../../heap/gclists';
import { bytesInUse } from '../../heap/obmalloc';
import { setHeapObserver } from '../../heap/runtime';
import type { HeapObject } from '../../heap/header';
import type { PyObject } from '../../objects/object';
import type { PyWeakReference } from '../../objects/weakrefstruct';
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
  finalizers: { op: PyObject; output: string; error: string }[];
  unreachable: PyObject[];
  doomed: PyObject[];
  died: Set<PyObject>;
  /** tp_clear by tp_clear: of whom, and who died before the next. */
  clears: { cleared: PyObject; died: PyObject[] }[];
  collected: number;
  uncollectable: number;
}

function traverse(op: HeapObject, visit: (to: PyObject) => void): void {
  op.ob_type.tp_traverse?.(op as never, (to) => visit(to as PyObject));
}

function callbackName(ref: PyWeakReference): string | null {
  const callback = ref.wr_callback;
  if (callback === null) return null;
  return PyFunction_Check(callback)
    ? ((callback as PyFunctionObject).func_qualname as PyUnicodeObject).str
    : shortText(callback);
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
    died: new Set(),
    clears: [],
    collected: 0,
    uncollectable: 0,
  };
  const { witness } = scene.parked;
  setGCObserver({
    begin: (_generation, objects) => void (w.examined = objects as PyObject[]),
    updatedRefs: () => {
      for (const op of w.examined) w.updated.set(op, op.gc_refs);
    },
    subtractedRefs: () => {
      for (const op of w.examined) w.subtracted.set(op, op.gc_refs);
    },
    separated: (_reachable, unreachable) => void (w.unreachable = unreachable as PyObject[]),
    weakrefCleared: (op) => {
      const ref = op as PyWeakReference;
      if (ref.wr_object !== null)
        w.weakrefs.push({ target: ref.wr_object, ref, callback: callbackName(ref), runs: false });
    },
    weakrefsHandled: () => undefined,
    finalizing: (op) => void w.finalizers.push({ op: op as PyObject, output: '', error: '' }),
    finalized: () => undefined,
    clearing: (doomed) => void (w.doomed = doomed as PyObject[]),
    clearingOne: (op) => void w.clears.push({ cleared: op as PyObject, died: [] }),
    done: (collected, uncollectable) => {
      w.collected = collected;
      w.uncollectable = uncollectable;
    },
  });
  setHeapObserver({
    born: () => undefined,
    dying: (op) => {
      w.died.add(op as PyObject);
      w.clears.at(-1)?.died.push(op as PyObject);
    },
    callback: (op) => {
      const seen = w.weakrefs.find((r) => r.ref === op);
      if (seen !== undefined) seen.runs = true;
    },
    unraisable: (exception) => {
      const last = w.finalizers.at(-1);
      if (last !== undefined && w.clears.length === 0) last.error = typeName(exception as PyObject);
    },
  });
  witness.output = (_stream, text) => {
    const last = w.finalizers.at(-1);
    if (last !== undefined && w.clears.length === 0) last.output += text;
  };
  try {
    gc_collect(generation);
  } finally {
    setGCObserver(null);
    setHeapObserver(null);
    witness.output = null;
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
      if (target === undefined) continue;
      const from = member === undefined ? { from: -1 as const, label: '' } : { from: member, label: label(op, to) };
      events.push({ kind: 'reached', member: target, ...from, back: at === 'aside' });
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
      ran: w.finalizers.flatMap(({ op, output, error }): RanFinalizer[] => {
        const member = number.get(op);
        if (member === undefined) return [];
        const name = `${facts.get(op)!.typeName}.__del__`;
        return [{ member, name, output, ...(error === '' ? {} : { error }) }];
      }),
    },
  ];
  // Who is neither cleared nor dead came back to life in a finalizer.
  const survivors = w.unreachable.filter((op) => !doomed.has(op) && !w.died.has(op));
  if (w.finalizers.length > 0) phases.push({ phase: 'resurrection', survivors: members(survivors) });
  phases.push({
    phase: 'tp_clear',
    steps: w.clears.flatMap(({ cleared, died }) => {
      const member = number.get(cleared);
      return member === undefined ? [] : [{ cleared: member, freed: members(died) }];
    }),
  });
  const freed = w.unreachable.filter((op) => w.died.has(op)).length;
  const after = lanes();
  return {
    step: q.step,
    generation: q.generation,
    reason: 'asked',
    before,
    after,
    objects: shown.map((op) => facts.get(op)!),
    omitted: examined.length - shown.length,
    phases,
    result: {
      returned: w.collected + w.uncollectable,
      examined: w.examined.length,
      freed,
      freedBytes,
      resurrected: survivors.length,
      uncollectable: w.uncollectable,
      promoted: q.generation < 2 ? after[q.generation + 1]!.objects - before[q.generation + 1]!.objects : 0,
    },
  };
}
