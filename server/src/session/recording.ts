// The first pass over a program: run it to its end or to its budget, and note which lines ran and how much memory there
// was. Everything later is a replay of this.

import type { TracebackException } from '../vm/tracebackformat';
import { lastReport } from '../vm/displayexception';
import { Int32List } from './objectRegistry';
import type { Outcome } from './program';
import { runProgram } from './program';
import type { RunSource } from './runSource';

/** More lines than this are not recorded, whatever the budget allows: each costs 4 bytes. */
const MAX_STEPS = 20_000_000;
/** A run that exceeds its budget is shown as it was after this time: every look at it replays that much. */
const SHOWN_MILLISECONDS = 100;

export interface Output {
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface Recording {
  /** Line of each step. */
  readonly lines: Int32Array;
  readonly output: readonly Output[];
  readonly outcome: Outcome;
  /** The exception nobody caught. */
  readonly failure: TracebackException | null;
  /** Lines that were run, where the recording was cut short because the budget ran out; else lines.length. */
  readonly ran: number;
  /** Where replays of a run cut short have to stop. */
  readonly stop: { readonly step: number; readonly ticks: number } | null;
}

/**
 * Runs `source` once. `limit`: where an earlier recording of the same source was cut short, and how it ended: this one
 * ends there as well.
 */
export function record(
  source: RunSource,
  now: () => number,
  onLine: (line: number) => void,
  limit?: Pick<Recording, 'stop' | 'outcome' | 'ran'>,
): Recording {
  const lines = new Int32List();
  const output: Output[] = [];
  let shown: { step: number; ticks: number } | null = null;
  const began = now();
  const ended = runProgram({
    source: source.bytes,
    path: source.path,
    host: source.host((stream, text) => {
      const last = output.at(-1);
      if (last?.stream === stream) last.text += text;
      else output.push({ stream, text });
    }),
    budget: {
      steps: Math.min(source.budget.instructions, MAX_STEPS),
      ticks: limit?.stop?.ticks ?? source.budget.instructions * 20,
      memoryBytes: source.budget.memory * 1048576,
      milliseconds: limit?.stop ? Infinity : source.budget.seconds * 1000,
    },
    interventions: source.interventions,
    ...(limit?.stop ? { parkAt: limit.stop.step } : {}),
    watcher: {
      line: (_step, _frame, lineno) => {
        lines.push(lineno);
        onLine(lineno);
      },
    },
    finalize: false,
    now,
    onTicks: (ticks) => {
      source.checkCancelled();
      if (shown === null && now() - began > SHOWN_MILLISECONDS) shown = { step: lines.length, ticks };
    },
  });
  const outcome = limit?.stop ? limit.outcome : ended;
  const ran = limit?.stop ? limit.ran : lines.length;
  const late = shown as { step: number; ticks: number } | null;
  const endless = outcome.kind === 'budget' && (outcome.budget === 'time' || outcome.budget === 'instructions');
  const stop = limit?.stop ?? (endless ? (late ?? { step: ran, ticks: Infinity }) : null);
  if (stop !== null) {
    lines.truncate(stop.step);
  }
  return {
    lines: lines.view(),
    output,
    outcome,
    failure: outcome.kind === 'finished' && outcome.exitCode !== 0 ? lastReport : null,
    ran,
    stop,
  };
}
