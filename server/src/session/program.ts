// One run of a program in this realm, from a fresh interpreter to its end or to the step it is to be parked at.
// A step is one executed line of the user's own file, counted from 0.

import type { CollectionNote } from '../heap/runtime';
import { BudgetExhausted, Unsupported, setHeapObserver } from '../heap/runtime';
import { setMemoryLimit } from '../heap/obmalloc';
import type { Host } from '../modules/host';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject } from '../objects/object';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { setTickHandler } from '../vm/vmstate';
import { Py_FinalizeEx, Py_Initialize } from '../vm/pylifecycle';
import { runMain } from '../vm/pythonrun';
import type { TraceHooks } from '../vm/tracehooks';
import { setTraceHooks } from '../vm/tracehooks';
import { liveFrames } from './liveFrames';

export interface Budget {
  /** Lines executed. */
  steps: number;
  /** Function calls and backward jumps, library code included. */
  ticks: number;
  memoryBytes: number;
  milliseconds: number;
}
export const defaultBudget: Budget = {
  steps: 1_000_000,
  ticks: 20_000_000,
  memoryBytes: 1024 ** 3,
  milliseconds: 5000,
};

export type BudgetKind = 'time' | 'instructions' | 'memory' | 'output' | 'recursion';

/** How a run ended. `line` is 1-based in the user's file, 0 when unknown. */
export type Outcome =
  | { kind: 'finished'; exitCode: number }
  | { kind: 'parked'; step: number }
  | { kind: 'budget'; budget: BudgetKind; message: string; line: number }
  | { kind: 'unsupported'; message: string; line: number };

/** How often the budget and a cancellation are looked at: well below a millisecond apart. */
const TICK_SLICE = 1 << 12;

/** Thrown out of a hook (a watcher's too) to stop a run where it stands; its state stays to be looked at. */
export class Park extends Error {
  constructor(readonly step: number) {
    super('parked');
  }
}

export interface Watcher {
  /** Before line event `step` of the user's file. */
  line?(step: number, frame: _PyInterpreterFrame, lineno: number): void;
  instruction?(frame: _PyInterpreterFrame, unit: number, opcode: number): void;
  call?(frame: _PyInterpreterFrame): void;
  return?(frame: _PyInterpreterFrame): void;
  yield?(frame: _PyInterpreterFrame): void;
  resume?(frame: _PyInterpreterFrame): void;
  /** An exception leaves the frame. */
  unwind?(frame: _PyInterpreterFrame): void;
  exception?(frame: _PyInterpreterFrame, exception: PyObject): void;
  born?(op: PyObject): void;
  dying?(op: PyObject): void;
  /** Memory was handed out or given back: addresses in granules, sizes as they were asked for. */
  allocated?(block: number, nbytes: number): void;
  released?(block: number): void;
  collecting?(): void;
  collected?(collection: CollectionNote): void;
  /** A weak reference's callback is about to be called. */
  callback?(ref: PyObject): void;
  /** An exception that nobody can catch is about to be reported. */
  unraisable?(exception: PyObject): void;
}

export interface RunOptions {
  source: Uint8Array;
  path: string;
  host: Host;
  budget: Budget;
  watcher: Watcher;
  /** Park before this line event; absent: run to the end. */
  parkAt?: number;
  /** What is done to the program from outside before a step (at its end, where the step is beyond it), in order of steps. */
  interventions?: readonly { readonly step: number; act(): void }[];
  /** Tear the interpreter down at the end, as a process does; otherwise it stays to be looked at. */
  finalize: boolean;
  now(): number;
  /** Asked every few thousand ticks. May throw. */
  onTicks?(ticks: number): void;
}

/** Runs. Never throws for what the program does; our own bugs do throw. */
export function runProgram(options: RunOptions): Outcome {
  const { watcher, budget } = options;
  Py_Initialize(options.host);
  setMemoryLimit(budget.memoryBytes);
  const began = options.now();
  setTickHandler((ticks) => {
    options.onTicks?.(ticks);
    if (ticks > budget.ticks || options.now() - began > budget.milliseconds) {
      throw new BudgetExhausted('time', 'the program ran longer than its budget');
    }
  }, TICK_SLICE);
  let step = 0;
  const acts = options.interventions ?? [];
  let nextAct = 0;
  /** Frames' files, compared by object: one string per compilation. */
  let mine: PyObject | null = null;
  const isMine = (frame: _PyInterpreterFrame): boolean => {
    const file = frame.f_executable.co_filename;
    if (file === mine) return true;
    if ((file as PyUnicodeObject).str !== options.path) return false;
    mine = file;
    return true;
  };
  const hooks: TraceHooks = {
    line: (frame, lineno) => {
      if (!isMine(frame)) return;
      // Acting may run lines of its own (a `__del__`): steps like others.
      while (nextAct < acts.length && acts[nextAct]!.step <= step) acts[nextAct++]!.act();
      if (step === options.parkAt) throw new Park(step);
      if (step >= budget.steps)
        throw new BudgetExhausted('instructions', `the program executed more than ${budget.steps} lines`);
      watcher.line?.(step, frame, lineno);
      step++;
    },
  };
  if (watcher.instruction !== undefined) hooks.instruction = watcher.instruction.bind(watcher);
  if (watcher.call !== undefined) hooks.call = watcher.call.bind(watcher);
  if (watcher.return !== undefined) hooks.return = (frame) => watcher.return!(frame);
  if (watcher.yield !== undefined) hooks.yield = (frame) => watcher.yield!(frame);
  if (watcher.resume !== undefined) hooks.resume = watcher.resume.bind(watcher);
  if (watcher.unwind !== undefined) hooks.unwind = watcher.unwind.bind(watcher);
  if (watcher.exception !== undefined) hooks.exception = watcher.exception.bind(watcher);
  setTraceHooks(hooks);
  if (watcher.born !== undefined || watcher.dying !== undefined) {
    setHeapObserver({
      born: (op) => watcher.born?.(op as PyObject),
      dying: (op) => watcher.dying?.(op as PyObject),
      ...(watcher.collected === undefined ? {} : { collected: watcher.collected.bind(watcher) }),
      ...(watcher.allocated === undefined ? {} : { allocated: watcher.allocated.bind(watcher) }),
      ...(watcher.released === undefined ? {} : { released: watcher.released.bind(watcher) }),
      collecting: () => watcher.collecting?.(),
      callback: (ref) => watcher.callback?.(ref as PyObject),
      unraisable: (exception) => watcher.unraisable?.(exception as PyObject),
    });
  } else setHeapObserver(null);
  try {
    const exitCode = runMain({ source: options.source, path: options.path }, { keep: !options.finalize });
    while (nextAct < acts.length) acts[nextAct++]!.act();
    if (options.finalize) Py_FinalizeEx();
    return { kind: 'finished', exitCode };
  } catch (error) {
    if (error instanceof Park) return { kind: 'parked', step: error.step };
    if (error instanceof BudgetExhausted)
      return { kind: 'budget', budget: error.budget, message: error.message, line: currentLine(options.path) };
    if (error instanceof Unsupported)
      return { kind: 'unsupported', message: error.message, line: currentLine(options.path) };
    // A stack overflow of ours is a limit of the sandbox, not a bug to hide and not the program's exception.
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      return {
        kind: 'budget',
        budget: 'recursion',
        message: 'the program recursed deeper than this sandbox can follow',
        line: currentLine(options.path),
      };
    }
    throw error;
  } finally {
    setTraceHooks(null);
  }
}

/** The line the innermost frame of the user's file stands at. */
function currentLine(path: string): number {
  for (const frame of liveFrames().reverse()) if (frame.filename === path) return frame.lineno;
  return 0;
}
