// What a run tells in diagnostics: what does not parse, what was raised, what the analyses found.

import { compile } from '../compiler';
import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import { trackedObjects } from '../heap/gc';
import type { PyObject } from '../objects/object';
import { parse } from '../parser';
import type { FoundCycle } from './cycles';
import { findCycles, isClosed } from './cycles';
import type { Recording } from './recording';
import type { Parked } from './replay';
import type { Finding, OpenParams, Place } from './workerProtocol';

/** Beyond this, closing lines of cycles are not searched for. */
const MAX_SEARCHED_STEPS = 200_000;

/** CPython's own words about a text that does not compile; null when it does. */
export function syntaxFinding(params: OpenParams): Finding | null {
  const parsed = parse(params.source, params.path, { isFile: true });
  const error: PySyntaxErrorInfo | null = parsed.ok
    ? ((): PySyntaxErrorInfo | null => {
        const compiled = compile(parsed.tree, { filename: params.path, source: params.source });
        return compiled.ok ? null : compiled.error;
      })()
    : parsed.error;
  if (error === null) return null;
  const start = Math.max(0, (error.offset ?? 1) - 1);
  const sameLine = error.end_lineno === error.lineno && error.end_offset !== null && error.end_offset - 1 > start;
  return {
    code: error.type,
    severity: 'error',
    message: `${error.type}: ${error.msg}`,
    place: { line: error.lineno ?? 1, start, end: sameLine ? error.end_offset! - 1 : start + 1 },
    related: [],
  };
}

/** How the run ended, where it did not end well. */
export function outcomeFindings(params: OpenParams, recording: Recording): Finding[] {
  const findings: Finding[] = [];
  const { outcome, failure, ran, stop } = recording;
  if (outcome.kind === 'budget' || outcome.kind === 'unsupported') {
    const shown =
      stop !== null && stop.step < ran
        ? ` It ran ${ran.toLocaleString('en')} lines; shown are the first ${stop.step.toLocaleString('en')}.`
        : '';
    findings.push({
      code: outcome.kind,
      severity: outcome.kind === 'budget' ? 'warning' : 'information',
      message: `${sentence(outcome.message)}${shown}`,
      place: { line: outcome.line || 1 },
      related: [],
    });
  }
  if (failure === null) return findings;
  const mine = failure.stack.filter((frame) => frame.filename === params.path && frame.lineno !== null);
  const at = mine.at(-1);
  findings.push({
    code: failure.type,
    severity: 'error',
    message: failure.text === '' ? failure.type : `${failure.type}: ${failure.text}`,
    place: { line: at?.lineno ?? 1 },
    related: mine.map((frame) => ({ place: { line: frame.lineno! } satisfies Place, message: `in ${frame.name}` })),
  });
  return findings;
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** What the analyses need of a session. */
export interface FindingsContext {
  readonly params: OpenParams;
  readonly recording: Recording;
  /** Cycles that collections met during the run. */
  readonly collected: readonly FoundCycle[];
  /** The program at its end. */
  atEnd(): Parked;
  /** A replay up to a step. */
  replayTo(step: number): Parked;
  lineAt(step: number): number;
}

/** The analyses, in slices: between them the engine answers other questions. Returns what they found. */
export function* analyse(context: FindingsContext): Generator<void, Finding[]> {
  const findings: Finding[] = [];
  const cycles = [...context.collected, ...cyclesAtEnd(context)];
  yield;
  for (const cycle of cycles.slice(0, 5)) findings.push(yield* cycleFinding(context, cycle));
  return findings;
}

function cyclesAtEnd(context: FindingsContext): FoundCycle[] {
  const parked = context.atEnd();
  const { registry } = parked;
  const serialOf = (op: PyObject): number => registry.serialOf(op);
  const mine: PyObject[] = [];
  for (const op of trackedObjects()) {
    if (registry.isMine(op as PyObject)) mine.push(op as PyObject);
    if (mine.length > 20_000) return [];
  }
  const snapshot = parked.snapshot();
  const reached = (op: PyObject): boolean => snapshot.alive[snapshot.nodeOf.get(op) ?? 0] === 1;
  const isLibrary = (serial: number): boolean => {
    const op = registry.object(serial);
    return op === undefined || registry.birth(op)?.line === 0;
  };
  const { length } = context.recording.lines;
  return [
    ...findCycles(
      mine.filter((op) => !reached(op)),
      serialOf,
      length,
      true,
      false,
    ),
    ...findCycles(mine.filter(reached), serialOf, length, false, false),
  ].filter((cycle) => cycle.serials.some((serial) => !isLibrary(serial)));
}

function* cycleFinding(context: FindingsContext, cycle: FoundCycle): Generator<void, Finding> {
  const line = yield* closingLine(context, cycle);
  const { length } = context.recording.lines;
  const state = cycle.collected
    ? `The collector freed it at line ${context.lineAt(cycle.seenAt) || context.lineAt(length - 1)}.`
    : cycle.garbage
      ? 'Nothing reaches it any more, and it was never collected: only the collector can free it.'
      : 'It is still in use; when it is dropped, counts alone will not free it.';
  return {
    code: 'cycle',
    severity: cycle.garbage ? 'warning' : 'hint',
    message: `Reference cycle closed here: ${cycle.path} (${cycle.bytes} bytes). ${state}`,
    place: { line },
    related: [],
  };
}

/** The line after which the cycle's members refer to each other all the way round. */
function* closingLine(context: FindingsContext, cycle: FoundCycle): Generator<void, number> {
  const { length } = context.recording.lines;
  const fallback = context.lineAt(Math.min(cycle.seenAt, length - 1)) || 1;
  if (length > MAX_SEARCHED_STEPS) return fallback;
  let low = 0;
  let high = Math.min(cycle.seenAt, length);
  while (low < high) {
    const mid = (low + high) >> 1;
    const parked = context.replayTo(mid);
    if (isClosed(cycle.serials.map((serial) => parked.registry.object(serial)))) high = mid;
    else low = mid + 1;
    yield;
  }
  return context.lineAt(low - 1) || fallback;
}
