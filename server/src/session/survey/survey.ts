// Runs a program again, looking for what the analyses ask about, and tells it as plain facts. Up to four replays: one
// that watches births and deaths; one for the cycles found, if any; one instruction by instruction for containers that
// may leak and for sys.getrefcount; one to the very end of the interpreter for finalizers that had not run.

import type { GCObserver } from '../../heap/gc';
import { setGCObserver } from '../../heap/gc';
import { setHeapObserver } from '../../heap/runtime';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyMemoryViewObject } from '../../objects/memoryobject';
import { PyMemoryView_Check } from '../../objects/memoryobject';
import type { PyObject } from '../../objects/object';
import { tstate } from '../../objects/pystate';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import { sizeOf, typeName } from '../describe';
import type { Outcome, Watcher } from '../program';
import { containersAtEnd } from './containers';
import { CloseUp } from './closeUp';
import { searchCycles } from './cycleSearch';
import type { CycleFact, ExportFact, Facts, FinalizerRun, Unfinalized } from './facts';
import { namesNow } from './names';
import type { SeenCircle } from './observe';
import { Observer, changed } from './observe';
import { unreachableAmong } from './retained';
import type { Tracked } from './track';
import { Tracker } from './track';

/** More objects than this at the end are not searched for cycles. */
const MAX_LIVING = 100_000;
/** Kinds of cycles told of. */
const MAX_KINDS = 8;
/** Longer programs are not watched instruction by instruction. */
const MAX_CLOSE_UP_STEPS = 300_000;

const idle: GCObserver = {
  begin: () => undefined,
  updatedRefs: () => undefined,
  subtractedRefs: () => undefined,
  separated: () => undefined,
  weakrefsHandled: () => undefined,
  finalized: () => undefined,
  clearing: () => undefined,
  done: () => undefined,
};

export interface SurveyRun {
  source: string;
  path: string;
  run(
    watcher: Watcher,
    options?: {
      finalize?: boolean;
      /** Park before this step. */
      parkAt?: number;
      sink?: (stream: 'stdout' | 'stderr', text: string) => void;
    },
  ): Outcome;
}
export interface SurveyWants {
  /** Times and names of cycles. */
  details: boolean;
  refcounts: boolean;
  /** Nothing but cycles. */
  cyclesOnly?: boolean;
}

/**
 * In slices: between them the engine may be used for something else, so that nothing of the engine's is kept across a
 * `yield`.
 */
export function* survey(subject: SurveyRun, wants: SurveyWants): Generator<void, Facts> {
  const lines = subject.source.split(/\r\n|\r|\n/);
  const sourceLine = (line: number): string => lines[line - 1] ?? '';
  const observer = new Observer(subject.path, sizeOf, noteResize);
  let output = '';
  setGCObserver(observer.gc);
  const outcome = subject.run(observer.watcher, {
    sink: (_stream, text) => {
      output += text;
    },
  });
  setGCObserver(null);
  setHeapObserver(null);
  const failed = outcome.kind !== 'finished' || outcome.exitCode !== 0;
  const ended = outcome.kind === 'finished';
  const unreachable = ended ? atEnd(observer) : new Set<PyObject>();
  for (const op of observer.births.keys()) {
    const record = observer.classes.get(op.ob_type);
    if (record !== undefined) observer.countInstance(op, record);
  }
  const unfinalized = ended ? notFinalized(observer, unreachable) : [];
  const exports = [...failedResizes(observer), ...(ended ? waitingResizes(observer) : [])];
  const containers =
    ended && wants.details && wants.cyclesOnly !== true
      ? containersAtEnd(observer, subject.path).map(({ fact }) => fact)
      : [];
  const defaults = [...observer.defaults.values()].flat().flatMap((watch) =>
    watch.dirty > 0 || changed(watch)
      ? [
          {
            line: watch.code.unit.co_firstlineno,
            qualname: watch.code.unit.co_qualname,
            parameter: watch.parameter,
            type: typeName(watch.value),
            length: lengthText(watch.value),
            calls: watch.calls,
            dirty: watch.dirty,
          },
        ]
      : [],
  );
  const classes = [...observer.classes.values()]
    .filter((record) => record.made > 0)
    .map((record) => ({
      name: record.name,
      line: record.line,
      peak: record.peak,
      peakStep: record.peakStep,
      made: record.made,
      left: record.alive,
      bytesAtPeak: record.peakBytes + Math.round((record.peak * record.dictBytes) / Math.max(1, record.counted)),
      hasDict: record.type.tp_dictoffset !== 0,
      withDict: record.withDict,
      weaklyReferenced: record.weaklyReferenced,
      attributes: record.attributes,
    }));
  const facts: Facts = {
    outcome,
    output,
    failed,
    steps: observer.steps,
    times: observer.times,
    cycles: [],
    classes,
    finalizers: observer.finalizers,
    unfinalized,
    deadWeakrefs: observer.deadWeakrefs,
    exports,
    defaults,
    containers,
    uses: [],
    refcounts: [],
  };
  const kinds = kindsOf(observer.circles);
  if (!wants.details) {
    facts.cycles = kinds.map((kind) => undetailed(kind));
    return facts;
  }
  if (kinds.length > 0) {
    yield;
    const tracker = new Tracker(
      subject.path,
      kinds.map((kind) => kind.sample),
      sourceLine,
    );
    setGCObserver({ ...idle, ...tracker.gc });
    subject.run(tracker.watcher);
    setGCObserver(null);
    tracker.finish();
    setHeapObserver(null);
    facts.cycles = tracker.tracked.map((tracked, i) => cycleFact(kinds[i]!, tracked));
  }
  if (wants.cyclesOnly === true) return facts;
  const leaky = containers.filter((c) => c.owner !== 'lru_cache' && c.kept > 0).map((c) => c.serial);
  if ((leaky.length > 0 || wants.refcounts) && observer.steps <= MAX_CLOSE_UP_STEPS) {
    yield;
    const closeUp = new CloseUp(subject.path, leaky, wants.refcounts);
    subject.run(closeUp.watcher);
    setHeapObserver(null);
    facts.uses = closeUp.facts;
    facts.refcounts = closeUp.refcounts;
  }
  if (unfinalized.length > 0) {
    yield;
    const before = observer.finalizers.length;
    facts.finalizers = [...observer.finalizers, ...finalizersAtExit(subject).slice(before)];
  }
  return facts;
}

/** Circles still there at the end are noted; gives what of the user's nothing reaches any more. */
function atEnd(observer: Observer): Set<PyObject> {
  const living = [...observer.births.keys()].filter((op) => op.ob_refcnt > 0);
  if (living.length > MAX_LIVING) return new Set();
  const unreachable = unreachableAmong(living);
  for (const circle of searchCycles([...unreachable], observer.isOwn, observer.isForeign))
    observer.note(circle, 'garbage', null);
  const reachable = living.filter((op) => !unreachable.has(op));
  for (const circle of searchCycles(reachable, observer.isOwn, observer.isForeign))
    observer.note(circle, 'reachable', null);
  return unreachable;
}

interface Kind {
  sample: SeenCircle;
  count: number;
  bytes: number;
}

/** Circles of one shape together. Garbage tells more than what is still in use. */
function kindsOf(circles: readonly SeenCircle[]): Kind[] {
  const kinds = new Map<string, Kind>();
  const rank = { collected: 2, garbage: 2, reachable: 1 };
  for (const circle of circles) {
    const shape = circle.types
      .map((type, i) => type + circle.access[i]!.replace(/\d+|'[^']*'/g, '…'))
      .sort()
      .join(' ');
    const kind = kinds.get(shape);
    if (kind === undefined) kinds.set(shape, { sample: circle, count: 1, bytes: circle.bytes });
    else {
      kind.count++;
      kind.bytes += circle.bytes;
      if (rank[circle.state] > rank[kind.sample.state]) kind.sample = circle;
    }
  }
  return [...kinds.values()]
    .sort((a, b) => rank[b.sample.state] - rank[a.sample.state] || b.bytes - a.bytes)
    .slice(0, MAX_KINDS);
}

const onlyFunctions = new Set(['function', 'tuple', 'cell']);

function undetailed({ sample, count, bytes }: Kind): CycleFact {
  return {
    edges: sample.types.map((type, i) => ({
      owner: type,
      ownerType: type,
      targetType: sample.types[(i + 1) % sample.types.length]!,
      access: sample.access[i]!,
      attribute: sample.attribute[i]!,
      made: null,
    })),
    path: '',
    names: [],
    count,
    bytes,
    closed: null,
    garbageSince: null,
    functionEnd: null,
    state: sample.state,
    collected: sample.found,
    functionsOnly: sample.types.every((type) => onlyFunctions.has(type)),
    serials: sample.serials,
  };
}

function cycleFact(kind: Kind, tracked: Tracked): CycleFact {
  const { sample } = kind;
  const n = sample.serials.length;
  // Start after the reference that closed it, at a member that has a name.
  const closing = tracked.made.reduce(
    (best, at, i) => ((at?.step ?? -1) >= (tracked.made[best]?.step ?? -1) ? i : best),
    0,
  );
  let start = (closing + 1) % n;
  for (let i = 0; i < n && tracked.names[start]?.direct !== true; i++) start = (start + 1) % n;
  if (tracked.names[start]?.direct !== true) {
    start = (closing + 1) % n;
    for (let i = 0; i < n && tracked.names[start] === null && !sample.instance[start]; i++) start = (start + 1) % n;
  }
  const named = (i: number): string | null => {
    const name = tracked.names[i];
    if (name != null && (name.direct || sample.instance[i])) return name.text;
    return sample.instance[i] || i === start ? `${sample.types[i]} #${sample.serials[i]}` : null;
  };
  const order = Array.from({ length: n }, (_v, i) => (start + i) % n);
  const parts: string[] = [];
  const edges: CycleFact['edges'] = [];
  let text = named(start)!;
  for (const i of order) {
    const target = (i + 1) % n;
    const at = tracked.made[i] ?? null;
    edges.push({
      owner: text,
      ownerType: sample.types[i]!,
      targetType: sample.types[target]!,
      access: sample.access[i]!,
      attribute: sample.instance[i] || sample.attribute[i] !== null ? sample.attribute[i]! : null,
      made: at,
    });
    text += sample.access[i]!;
    const next = named(target);
    if (next === null) continue;
    parts.push(text);
    text = next;
  }
  const base = undetailed(kind);
  return {
    ...base,
    edges,
    path: [...parts, named(start)!].join(' → '),
    names: order.flatMap((i) => (tracked.names[i]?.direct === true ? [tracked.names[i]!.text] : [])),
    closed: tracked.closed,
    garbageSince: sample.state === 'reachable' ? null : tracked.changed,
    functionEnd: sample.state === 'reachable' ? null : tracked.changedByReturn,
    serials: order.map((i) => sample.serials[i]!),
  };
}

// -------------------------------------------------------------------------------------------------------- finalizers

/** Objects with a Python `__del__` of the user's that are still there. */
function notFinalized(observer: Observer, unreachable: ReadonlySet<PyObject>): Unfinalized[] {
  const list: Unfinalized[] = [];
  let names: ReturnType<typeof namesNow> | null = null;
  for (const [op, birth] of observer.births) {
    if (op.ob_type.spec !== null || op.ob_type.tp_finalize === null || op.ob_refcnt <= 0) continue;
    if (observer.classes.get(op.ob_type)?.own !== true) continue;
    names ??= namesNow(observer.position, null, observer.globals, '');
    list.push({
      className: typeName(op),
      serial: birth.serial,
      reachable: !unreachable.has(op),
      name: names.get(op)?.text ?? null,
    });
    if (list.length >= 1000) break;
  }
  return list;
}

/** All finalizers of a run that goes on to the interpreter's end. */
function finalizersAtExit(subject: SurveyRun): FinalizerRun[] {
  const observer = new Observer(subject.path, sizeOf, () => undefined);
  let ended = false;
  const { watcher } = observer;
  const depth = (frame: _PyInterpreterFrame): boolean => {
    let f = frame.previous;
    while (f !== null && !observer.position.isOwn(f)) f = f.previous;
    return f === null;
  };
  const left = (frame: _PyInterpreterFrame): void => {
    if (observer.position.isOwn(frame) && frame.f_locals === observer.globals && depth(frame)) ended = true;
  };
  setGCObserver(observer.gc);
  subject.run(
    {
      ...watcher,
      call: (frame) => {
        const before = observer.finalizers.length;
        watcher.call!(frame);
        if (ended && observer.finalizers.length > before) observer.finalizers.at(-1)!.atExit = true;
      },
      return: (frame) => {
        watcher.return!(frame);
        left(frame);
      },
      unwind: (frame) => {
        watcher.unwind!(frame);
        left(frame);
      },
    },
    { finalize: true },
  );
  setGCObserver(null);
  setHeapObserver(null);
  return observer.finalizers;
}

// ---------------------------------------------------------------------------------------------------------- buffers

type Exporter = PyObject & { ob_exports: number };

function viewsOf(observer: Observer, exporter: PyObject): PyMemoryViewObject[] {
  const views: PyMemoryViewObject[] = [];
  for (const op of observer.births.keys())
    if (PyMemoryView_Check(op) && op.mbuf !== null && !op.released && (op.view.obj as PyObject | null) === exporter)
      views.push(op);
  return views;
}

function exported(observer: Observer): Exporter[] {
  const found: Exporter[] = [];
  for (const op of observer.births.keys())
    if (((op as Exporter).ob_exports ?? 0) > 0 && op.ob_refcnt > 0) found.push(op as Exporter);
  return found;
}

function noteResize(observer: Observer, frame: _PyInterpreterFrame): void {
  const names = namesNow(observer.position, frame, observer.globals, '');
  const exception = tstate.current_exception as (PyObject & { args?: { ob_item: (PyObject | null)[] } }) | null;
  const message = (exception?.args?.ob_item[0] as PyUnicodeObject | undefined)?.str ?? '';
  observer.resizes.push({
    at: observer.position.at,
    message,
    exporters: exported(observer).map((exporter) => ({
      exporter,
      name: names.get(exporter)?.text ?? null,
      views: viewsOf(observer, exporter).map((op) => ({
        op,
        name: names.get(op)?.text ?? null,
        birth: observer.births.get(op)!,
      })),
    })),
  });
}

function failedResizes(observer: Observer): ExportFact[] {
  return observer.resizes.flatMap(({ at, message, exporters }) =>
    exporters.map(({ exporter, name, views }) => ({
      at,
      message,
      name,
      type: typeName(exporter),
      raised: true,
      views: views.map((view) => ({ name: view.name, type: typeName(view.op), born: view.birth.at })),
    })),
  );
}

/** What has views at the end, and lines that resize it: the next time they run, they fail. */
function waitingResizes(observer: Observer): ExportFact[] {
  const names = namesNow(observer.position, null, observer.globals, '');
  return exported(observer).flatMap((exporter) => {
    const name = names.get(exporter)?.text ?? null;
    const birth = observer.births.get(exporter);
    if (name === null || birth === undefined) return [];
    const views = viewsOf(observer, exporter).map((op) => ({
      name: names.get(op)?.text ?? null,
      type: typeName(op),
      born: observer.births.get(op)!.at,
    }));
    return [{ at: birth.at, message: '', name, type: typeName(exporter), raised: false, views }];
  });
}

function lengthText(op: PyObject): number {
  const sized = op as PyObject & { ob_item?: unknown[]; ma_used?: number; used?: number; ob_size?: number };
  return sized.ob_item?.length ?? sized.ma_used ?? sized.used ?? sized.ob_size ?? 0;
}
