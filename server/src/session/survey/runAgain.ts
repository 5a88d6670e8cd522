// A recorded program's run once more for the analyses: with the same inputs and files, and no further than it was
// recorded. A changed text gets as much time as the recorded one had.

import type { Outcome, Watcher } from '../program';
import { runProgram } from '../program';
import type { Recording } from '../recording';
import type { RunSource } from '../runSource';
import { Needs } from '../runSource';
import type { SurveyRun } from './survey';

/** How many more lines a changed program may run than the recorded one did. */
const MORE_LINES = 1.5;
const SOME_LINES = 1000;
/** Milliseconds that a changed program may take. */
const CHANGED = 3000;

/** `exact`: the recording that this run repeats; null for a changed text, which is only held against `like`. */
export function runAgain(
  source: RunSource,
  exact: Recording | null,
  like: Recording,
  now: () => number,
  watcher: Watcher,
  options: Parameters<SurveyRun['run']>[1] = {},
): Outcome {
  const stop = exact?.stop ?? null;
  const parkAt = options.parkAt ?? stop?.step;
  try {
    return runProgram({
      source: source.bytes,
      path: source.path,
      host: source.host((stream, text) => options.sink?.(stream, text)),
      budget: {
        steps: exact === null ? like.lines.length * MORE_LINES + SOME_LINES : Infinity,
        ticks: stop?.ticks ?? source.budget.instructions * 20,
        memoryBytes: source.budget.memory * 1048576,
        milliseconds: exact === null ? CHANGED : Infinity,
      },
      interventions: source.interventions,
      ...(parkAt === undefined ? {} : { parkAt }),
      watcher,
      finalize: options.finalize === true,
      now,
      onTicks: () => source.checkCancelled(),
    });
  } catch (error) {
    // It reads a file or a line that the recorded program did not: nothing to compare with.
    if (error instanceof Needs) return { kind: 'unsupported', message: 'reads something else', line: 0 };
    throw error;
  }
}
