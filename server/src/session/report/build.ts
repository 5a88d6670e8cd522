// Makes the heap report of a recorded run at a step: a replay that is watched, a survey for the cycles, and at the end of
// the program one more run through the interpreter's end. The same for the editor and for the command line.

import {
  POOLS_PER_ARENA,
  POOL_GRANULES,
  POOL_OVERHEAD_GRANULES,
  allocatedBlocks,
  blockSize,
  bytesInUse,
  inspectAllocator,
} from '../../heap/obmalloc';
import { freeLists } from '../../heap/freelists';
import { ObjectRegistry } from '../objectRegistry';
import { Scene } from '../provider/scene';
import { retainers, typeTotals } from '../provider/tables';
import type { TypeTotal } from '../provider/tables';
import type { Witness } from '../provider/witness';
import type { Recording } from '../recording';
import type { Parked } from '../replay';
import { replay } from '../replay';
import type { RunSource } from '../runSource';
import type { CycleFact } from '../survey/facts';
import { runAgain } from '../survey/runAgain';
import type { SurveyRun } from '../survey/survey';
import { survey } from '../survey/survey';
import type {
  HeapReport,
  ReportCollection,
  ReportCycle,
  ReportLine,
  ReportPymalloc,
  ReportRetainer,
  ReportType,
} from './model';
import { ReportObserver } from './observe';

/** Objects listed as retainers. */
const MAX_RETAINERS = 50;

export interface ReportInput {
  readonly fileName: string;
  readonly text: string;
  readonly source: RunSource;
  readonly recording: Recording;
  readonly step: number;
  now(): number;
}

/** Nothing may be parked that is still wanted: the runs of this put an end to it. */
export function makeReport(input: ReportInput): HeapReport {
  const { source, recording } = input;
  const steps = recording.lines.length;
  const step = Math.max(0, Math.min(input.step, steps));
  const ended = step === steps;
  const registry = new ObjectRegistry();
  const observer = new ReportObserver(source.path, registry, false);
  const parked = replay(source, recording, ended ? undefined : step, observer.watcher(), registry);
  const scene = new Scene(parked);
  const lineAt = (s: number): number => recording.lines[Math.min(s, steps - 1)] ?? 0;
  const own = typeTotals(scene, 'mine');
  const report: Omit<HeapReport, 'cycles' | 'exit'> = {
    version: 1,
    file: input.fileName,
    python: '3.13',
    step,
    steps,
    ended,
    outcome: ended ? outcomeText(recording) : '',
    summary: summary(parked, scene, observer, step, lineAt),
    types: { own: typeRows(own), library: typeRows(without(typeTotals(scene, 'all'), own)) },
    lines: lineRows(observer, parked, input.text),
    freed: observer.freed(false),
    lives: observer.lives,
    livesOmitted: observer.livesOmitted,
    collections: collectionRows(parked.witness, lineAt),
    callbacks: observer.callbacks,
    retainers: retainerRows(scene),
    pymalloc: pymalloc(observer),
  };
  const cycles = findCycles(input, step, ended);
  const exit = ended && recording.outcome.kind === 'finished' ? atExit(input, report.collections.length) : null;
  return { ...report, cycles, exit };
}

function outcomeText({ outcome, failure, stop, ran, lines }: Recording): string {
  if (failure !== null) return `ended with ${failure.text === '' ? failure.type : `${failure.type}: ${failure.text}`}`;
  if (outcome.kind === 'finished') return outcome.exitCode === 0 ? '' : `ended with exit code ${outcome.exitCode}`;
  if (outcome.kind === 'parked') return '';
  const cut =
    stop !== null && stop.step < ran ? `; shown are its first ${lines.length.toLocaleString('en')} lines` : '';
  return `stopped at line ${outcome.line}: ${outcome.message}${cut}`;
}

function summary(
  parked: Parked,
  scene: Scene,
  observer: ReportObserver,
  step: number,
  lineAt: (step: number) => number,
): HeapReport['summary'] {
  const { witness } = parked;
  const { mine, snapshot } = scene;
  const totals = { own: 0, ownBytes: 0, library: 0, libraryBytes: 0, garbage: 0, garbageBytes: 0 };
  for (let n = snapshot.firstObject; n < mine.length; n++) {
    const size = snapshot.size[n]!;
    if (mine[n] === 1) {
      totals.own++;
      totals.ownBytes += size;
      if (snapshot.alive[n] === 0) {
        totals.garbage++;
        totals.garbageBytes += size;
      }
    } else {
      totals.library++;
      totals.libraryBytes += size;
    }
  }
  let peak = 0;
  const bytes = witness.ownBytes.slice(0, step + 1);
  for (const [s, value] of bytes.entries()) if (value > bytes[peak]!) peak = s;
  const generations: [number, number, number] = [0, 0, 0];
  for (const c of witness.collections) generations[Math.min(2, Math.max(0, c.generation))]!++;
  return {
    linesRun: step,
    differentLines: observer.times.size,
    made: observer.ownMade,
    freedByReference: observer.ownFreed.reference,
    freedByCollector: observer.ownFreed.collector,
    left: observer.ownMade - observer.ownFreed.reference - observer.ownFreed.collector,
    alive: totals.own,
    aliveBytes: totals.ownBytes,
    garbage: totals.garbage,
    garbageBytes: totals.garbageBytes,
    libraryAlive: totals.library,
    libraryBytes: totals.libraryBytes,
    peakBytes: bytes[peak] ?? 0,
    // What is there before a step was brought about by the line before.
    peak: peak === 0 ? null : { step: peak - 1, line: lineAt(peak - 1) },
    collections: generations,
    found: witness.collections.reduce((sum, c) => sum + c.collected, 0),
    uncollectable: witness.collections.reduce((sum, c) => sum + c.uncollectable, 0),
  };
}

function typeRows(totals: ReadonlyMap<string, TypeTotal>): ReportType[] {
  return [...totals]
    .map(([type, { count, bytes, retained }]) => ({ type, objects: count, bytes, retained }))
    .sort((a, b) => b.bytes - a.bytes || (a.type < b.type ? -1 : 1));
}

function without(
  all: ReadonlyMap<string, TypeTotal>,
  own: ReadonlyMap<string, TypeTotal>,
): ReadonlyMap<string, TypeTotal> {
  const rest = new Map<string, TypeTotal>();
  for (const [type, total] of all) {
    const mine = own.get(type);
    const count = total.count - (mine?.count ?? 0);
    if (count > 0)
      rest.set(type, {
        ...total,
        count,
        bytes: total.bytes - (mine?.bytes ?? 0),
        retained: Math.max(0, total.retained - (mine?.retained ?? 0)),
      });
  }
  return rest;
}

function lineRows(observer: ReportObserver, parked: Parked, text: string): ReportLine[] {
  const source = text.split(/\r\n|\r|\n/);
  const alive = new Map<number, number>();
  for (const op of parked.registry.livingMine()) {
    const line = parked.registry.birth(op)!.line;
    alive.set(line, (alive.get(line) ?? 0) + 1);
  }
  const freed = new Map<number, number>();
  for (const group of observer.freed(false)) freed.set(group.line, (freed.get(group.line) ?? 0) + group.objects);
  const blocks = observer.blocksByLine();
  return [...observer.times]
    .sort(([a], [b]) => a - b)
    .map(([line, times]) => {
      const memory = blocks.get(line);
      return {
        line,
        text: source[line - 1]?.trim() ?? '',
        times,
        made: observer.made.get(line) ?? 0,
        alive: alive.get(line) ?? 0,
        blocks: memory?.blocks ?? 0,
        blockBytes: memory?.bytes ?? 0,
        heldBlocks: memory?.heldBlocks ?? 0,
        heldBytes: memory?.heldBytes ?? 0,
        freed: freed.get(line) ?? 0,
      };
    });
}

function collectionRows(witness: Witness, lineAt: (step: number) => number): ReportCollection[] {
  return witness.collections.map((c) => ({
    step: c.step,
    line: lineAt(c.step),
    generation: c.generation,
    reason: c.reason,
    examined: c.examined,
    collected: c.collected,
    uncollectable: c.uncollectable,
    freedBytes: c.freedBytes,
    finalizers: c.finalizers,
  }));
}

function retainerRows(scene: Scene): ReportRetainer[] {
  const names = new Map<unknown, string>();
  for (const frame of scene.frames)
    for (const [name, op] of frame.names) if (op !== null && !names.has(op)) names.set(op, name);
  return retainers(scene, 'mine')
    .slice(0, MAX_RETAINERS)
    .map(({ id, typeName, title, retained }) => {
      const n = scene.node(id);
      return {
        serial: Number(id),
        type: typeName,
        title,
        name: names.get(scene.object(n)) ?? '',
        bytes: scene.snapshot.size[n]!,
        retained,
      };
    });
}

function pymalloc(observer: ReportObserver): ReportPymalloc {
  const { arenas, pools, large } = inspectAllocator();
  const classes = new Map<number, { blockSize: number; pools: number; used: number; free: number }>();
  for (const pool of pools) {
    const size = (pool.szidx + 1) * 16;
    let row = classes.get(size);
    if (row === undefined) classes.set(size, (row = { blockSize: size, pools: 0, used: 0, free: 0 }));
    const fit = Math.floor((POOL_GRANULES - POOL_OVERHEAD_GRANULES) / (pool.szidx + 1));
    row.pools++;
    row.used += pool.count;
    row.free += fit - pool.count;
  }
  const rows = [...classes.values()].sort((a, b) => a.blockSize - b.blockSize);
  return {
    arenas: arenas.length,
    arenaBytes: arenas.length * 2 ** 20,
    pools: pools.length,
    poolsFree: arenas.length * POOLS_PER_ARENA - pools.length,
    blocks: allocatedBlocks(),
    blockBytes: rows.reduce((sum, row) => sum + row.used * row.blockSize, 0),
    grownBlocks: allocatedBlocks() - observer.atFirstLine.blocks,
    grownBytes: bytesInUse() - observer.atFirstLine.bytes,
    largeBlocks: large.length,
    largeBytes: large.reduce((sum, [, size]) => sum + size, 0),
    classes: rows,
    freeLists: freeLists()
      .map((list) => {
        const blocks = list.blocks();
        const bytes = blocks.reduce((sum, block) => sum + blockSize(block), 0);
        return { name: list.name, blocks: blocks.length, limit: list.limit, bytes };
      })
      .filter((list) => list.blocks > 0),
  };
}

function findCycles({ source, recording, text, now }: ReportInput, step: number, ended: boolean): ReportCycle[] {
  const run: SurveyRun['run'] = (watcher, options) => {
    const outcome = runAgain(source, recording, recording, now, watcher, {
      ...options,
      ...(ended ? {} : { parkAt: step }),
    });
    // For the survey the program ends where it is shown.
    return outcome.kind === 'parked' ? { kind: 'finished', exitCode: 0 } : outcome;
  };
  const slices = survey(
    { source: text, path: source.path, run },
    { details: true, refcounts: false, cyclesOnly: true },
  );
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value.cycles.map(cycleRow);
  }
}

function cycleRow(fact: CycleFact): ReportCycle {
  const { path, count, bytes, state, closed, garbageSince, collected } = fact;
  return {
    path,
    count,
    bytes,
    state,
    closed,
    garbageSince,
    collected,
    edges: fact.edges.map(({ owner, access, made }) => ({ text: `${owner}${access}`, made })),
  };
}

/** `before`: collections up to the program's last line. */
function atExit({ source, recording }: ReportInput, before: number): HeapReport['exit'] {
  const registry = new ObjectRegistry();
  const observer = new ReportObserver(source.path, registry, true);
  const { witness } = replay(source, recording, undefined, observer.watcher(), registry, { finalize: true });
  return {
    freed: observer.freed(true),
    callbacks: observer.callbacks.filter(({ cause }) => cause === 'exit'),
    collections: collectionRows(witness, () => 0).slice(before),
  };
}
