// Replays of a recorded run: to any step, with every birth numbered, parked there to be looked at.

import { setGCObserver } from '../heap/gc';
import { setHeapObserver } from '../heap/runtime';
import { lineOfUnit } from '../objects/codelocations';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject } from '../objects/object';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { visitInterpreterRoots } from '../vm/pylifecycle';
import { sizeOf } from './describe';
import type { HeapSnapshot } from './heapSnapshot';
import { takeSnapshot } from './heapSnapshot';
import type { Birth } from './objectRegistry';
import { ObjectRegistry } from './objectRegistry';
import type { Outcome, Watcher } from './program';
import { runProgram } from './program';
import type { Recording } from './recording';
import { Witness } from './provider/witness';
import type { RunSource } from './runSource';

/** What a parked replay knows beside the heap itself. */
export interface Parked {
  step: number;
  /** Instructions of the step's line that are done. */
  instruction: number;
  readonly outcome: Outcome;
  readonly registry: ObjectRegistry;
  readonly witness: Witness;
  readonly serials: { get(op: PyObject): number | undefined };
  readonly births: { get(op: PyObject): Birth | undefined };
  /** The picture of the heap, taken when first asked for. */
  snapshot(): HeapSnapshot;
  /** It has been taken: asking costs nothing. */
  readonly pictured: boolean;
}

/** What may listen to a replay beside a Watcher. */
export interface ReplayWatcher extends Watcher {
  /** The user's objects that a collection finds unreachable, before it does anything to them. */
  unreachable?(step: number, objects: PyObject[]): void;
  /** Before anything else: what else is seen of this replay. */
  witnessed?(witness: Witness): void;
  /** The program as it stands one line before the end of the replay: to be looked at within the call. */
  approach?(parked: Parked): void;
}

/** Collections that find more of the user's objects than this are not looked into. */
const MAX_UNREACHABLE = 20_000;

/**
 * Runs `source` again up to `step` (undefined: to the end as it was recorded) and leaves it there. `registry`: given by
 * callers whose watcher needs it. `finalize`: go on through the interpreter's own end; then there is nothing to look at.
 */
export function replay(
  source: RunSource,
  recording: Recording,
  step: number | undefined,
  listener: ReplayWatcher = {},
  registry = new ObjectRegistry(),
  options: { finalize?: boolean } = {},
): Parked {
  const stop = step === undefined ? recording.stop : null;
  const parkAt = step ?? stop?.step;
  const end = parkAt ?? recording.lines.length;
  const { path } = source;
  const isOwn = (frame: _PyInterpreterFrame): boolean =>
    (frame.f_executable.co_filename as PyUnicodeObject).str === path;
  /** Control leaves a frame of the user's: what happens next happens on its caller's line. */
  const left = (frame: _PyInterpreterFrame): void => {
    for (let f = frame.previous; f !== null; f = f.previous) {
      if (f.f_executable === null || f.f_funcobj === null || f.isInitShim || !isOwn(f)) continue;
      registry.line = lineOfUnit(f.f_executable, f.instr_ptr);
      return;
    }
  };
  const { unreachable } = listener;
  if (unreachable !== undefined) {
    setGCObserver({
      begin: () => undefined,
      updatedRefs: () => undefined,
      subtractedRefs: () => undefined,
      separated: (_reachable, objects) => {
        const mine = (objects as PyObject[]).filter((op) => registry.isMine(op));
        if (mine.length > 0 && mine.length < MAX_UNREACHABLE) unreachable(registry.step, mine);
      },
      weakrefsHandled: () => undefined,
      finalized: () => undefined,
      clearing: () => undefined,
      done: () => undefined,
    });
  }
  const witness = new Witness({
    path,
    isImport: (line) => source.imports[line - 1] === true,
    end,
  });
  listener.witnessed?.(witness);
  const stateAt = (at: number, outcome: Outcome): Parked => {
    let snapshot: HeapSnapshot | null = null;
    return {
      step: at,
      instruction: 0,
      outcome,
      registry,
      witness,
      serials: { get: (op) => (op.ob_serial === 0 ? undefined : op.ob_serial) },
      births: { get: (op) => registry.birth(op) },
      snapshot: () => (snapshot ??= takeSnapshot({ visitInterpreterRoots, living: registry.living(), sizeOf })),
      get pictured() {
        return snapshot !== null;
      },
    };
  };
  const watcher = witness.wrap(listener);
  const outcome = runProgram({
    source: source.bytes,
    path,
    host: source.host((stream, text) => witness.output?.(stream, text)),
    budget: {
      steps: Infinity,
      ticks: stop?.ticks ?? Infinity,
      memoryBytes: source.budget.memory * 1048576,
      milliseconds: Infinity,
    },
    watcher: {
      ...watcher,
      line: (s, frame, lineno) => {
        if (s === 0) registry.start();
        registry.step = s;
        registry.line = lineno;
        if (listener.approach !== undefined && s === end - 1)
          listener.approach(stateAt(s, { kind: 'parked', step: s }));
        watcher.line?.(s, frame, lineno);
      },
      return: (frame) => {
        watcher.return?.(frame);
        if (isOwn(frame)) left(frame);
      },
      yield: (frame) => {
        watcher.yield?.(frame);
        if (isOwn(frame)) left(frame);
      },
      unwind: (frame) => {
        watcher.unwind?.(frame);
        if (isOwn(frame)) left(frame);
      },
      born: (op) => {
        registry.born(op);
        watcher.born?.(op);
      },
      dying: (op) => {
        watcher.dying?.(op);
        registry.dying(op);
      },
    },
    finalize: options.finalize === true,
    interventions: source.interventions,
    now: () => 0,
    onTicks: () => source.checkCancelled(),
    ...(parkAt === undefined ? {} : { parkAt }),
  });
  witness.finish(end);
  setGCObserver(null);
  setHeapObserver(null);
  return stateAt(end, outcome);
}
