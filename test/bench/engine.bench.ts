/**
 * The engine beside CPython, Pyodide, Skulpt and Brython: the programs of test/bench/programs, each in a process of its own,
 * in turns. CPU milliseconds (of all threads) for ten calls of main(): the median of the later measurements; the first
 * one, in which JavaScript engines compile, is a mean at the end. Then what else the engine promises: how soon a program
 * starts, and a million objects.
 *
 *   npm run bench -- engine                 HEAPSCOPE_PYTHON names the CPython 3.13 to compare with
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { geometricMean, median, type BenchRow } from '../support/bench';
import { bundleForNode } from '../../scripts/lib/bundleTests.mjs';
import { cpython } from '../../scripts/lib/cpython.mjs';
import { root } from '../../scripts/lib/project.mjs';

const ROUNDS = Number(process.env.HEAPSCOPE_BENCH_ROUNDS ?? 3);
/** Measurements in a process; the first few are V8's time to compile and not counted into the median. */
const CALLS = 10;
const WARM = 4;

const folder = join(root, 'test', 'bench');

interface Answer {
  readonly version?: string;
  readonly times: number[];
}

function answer(command: string, args: readonly string[]): Answer | undefined {
  const child = spawnSync(command, args, { encoding: 'utf8', timeout: 120_000 });
  if (child.status !== 0) return undefined;
  return JSON.parse(child.stdout.trim().split('\n').at(-1)!) as Answer;
}

type Contestant = (program: string) => Answer | undefined;

/** Times of one program by contestant: those after the warm-up, and the first ones. */
interface Times {
  readonly steady: Record<string, number[]>;
  readonly first: Record<string, number[]>;
}

function measure(program: string, contestants: ReadonlyMap<string, Contestant>): Times {
  const times: Times = { steady: {}, first: {} };
  const failed = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of contestants) {
      if (failed.has(name)) continue;
      const result = run(join(folder, 'programs', program));
      if (result === undefined) failed.add(name);
      else {
        (times.first[name] ??= []).push(result.times[0]!);
        (times.steady[name] ??= []).push(median(result.times.slice(WARM)));
      }
    }
  }
  return times;
}

async function programs(): Promise<BenchRow[]> {
  const [engine] = (await bundleForNode('bench-engine', [join(folder, 'runners', 'heapscope.ts')])) as [string];
  const contestants = new Map<string, Contestant>();
  contestants.set('Heapscope', (program) => answer(process.execPath, [engine, program, String(CALLS)]));
  const python = cpython();
  const names = new Map<string, string>();
  if (python) {
    const run: Contestant = (program) => answer(python, [join(folder, 'runners', 'python.py'), program, String(CALLS)]);
    const name = `CPython ${run(join(folder, 'programs', 'fib.py'))!.version!}`;
    names.set('CPython', name);
    contestants.set(name, run);
  }
  for (const other of ['pyodide', 'skulpt', 'brython']) {
    const runner = join(folder, 'runners', 'browserEngines.mjs');
    const run: Contestant = (program) => answer(process.execPath, [runner, other, program, String(CALLS)]);
    const version = run(join(folder, 'programs', 'fib.py'))?.version;
    if (version === undefined) continue;
    const name = `${other[0]!.toUpperCase()}${other.slice(1)} ${version}`;
    names.set(other, name);
    contestants.set(name, run);
  }
  const files = readdirSync(join(folder, 'programs')).filter((file) => file.endsWith('.py'));
  const rows: BenchRow[] = [];
  const reference = names.get('CPython');
  /** Ratios to CPython by contestant. */
  const steady: Record<string, number[]> = {};
  const first: Record<string, number[]> = {};
  for (const file of files.sort()) {
    const times = measure(file, contestants);
    const all = Object.fromEntries(Object.entries(times.steady).map(([name, values]) => [name, median(values)]));
    const { Heapscope: value, ...peers } = all;
    if (value === undefined) throw new Error(`${file} failed`);
    rows.push({ name: file.replace('.py', ''), value, unit: 'ms', peers });
    if (reference === undefined) continue;
    for (const name of Object.keys(all)) {
      (steady[name] ??= []).push(all[name]! / all[reference]!);
      (first[name] ??= []).push(median(times.first[name]!) / all[reference]!);
    }
  }
  if (reference === undefined) return rows;
  const mean = (name: string, ratios: Record<string, number[]>, limit?: number): BenchRow => {
    const { Heapscope: value, ...peers } = Object.fromEntries(
      Object.entries(ratios).map(([who, values]) => [who, geometricMean(values)]),
    );
    return { name, value: value!, unit: `× ${reference}`, ...(limit === undefined ? {} : { limit }), peers };
  };
  rows.push(mean('geometric mean (of the programs that run)', steady, 4));
  rows.push(mean('geometric mean of the first ten calls', first));
  return rows;
}

/** A program run from the command line: wall and CPU milliseconds, megabytes at most. */
function commandLine(source: string): { wall: number; cpu: number; megabytes: number; output: string } {
  const temporary = mkdtempSync(join(tmpdir(), 'heapscope-bench-'));
  try {
    const file = join(temporary, 'program.py');
    writeFileSync(file, source);
    const usage = join(temporary, 'usage.json');
    const preload = join(temporary, 'usage.cjs');
    writeFileSync(
      preload,
      `if (require('node:worker_threads').isMainThread) process.on('exit', () =>
        require('node:fs').writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage())));`,
    );
    const start = performance.now();
    const child = spawnSync(process.execPath, ['--require', preload, join(root, 'dist', 'cli.js'), 'run', file], {
      encoding: 'utf8',
    });
    const wall = performance.now() - start;
    if (child.status !== 0) throw new Error(child.stderr);
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, 'utf8')) as NodeJS.ResourceUsage;
    return { wall, cpu: (userCPUTime + systemCPUTime) / 1000, megabytes: maxRSS / 1024, output: child.stdout };
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

const IMPORTS = 'import dataclasses, typing, collections, enum, functools, random\n';
const MILLION = `import gc
class Obj:
    def __init__(self, i):
        self.i = i
objs = [Obj(i) for i in range(1_000_000)]
del objs
gc.collect()
`;

function starts(): BenchRow[] {
  const rows: BenchRow[] = [];
  // Once for V8's code cache, which the first run after an installation makes.
  commandLine(IMPORTS);
  const samples = (source: string, count: number) => Array.from({ length: count }, () => commandLine(source));
  const bare = samples('pass\n', 9);
  const importing = samples(IMPORTS, 5);
  const bareWall = median(bare.map((s) => s.wall));
  const bareCpu = median(bare.map((s) => s.cpu));
  rows.push({ name: 'command line, an empty program', value: bareWall, unit: 'ms', limit: 150 });
  rows.push({ name: 'the same, CPU', value: bareCpu, unit: 'ms' });
  const wall = median(importing.map((s) => s.wall)) - bareWall;
  const cpu = median(importing.map((s) => s.cpu)) - bareCpu;
  rows.push({ name: 'dataclasses, typing, collections, enum, functools, random', value: wall, unit: 'ms', limit: 120 });
  rows.push({ name: 'the same, CPU', value: cpu, unit: 'ms' });
  const million = samples(MILLION, 3);
  rows.push({
    name: 'a million objects: made, deleted, gc.collect()',
    value: median(million.map((s) => s.wall)) / 1000,
    unit: 's',
    limit: 4,
  });
  rows.push({
    name: 'memory for it',
    value: Math.max(...million.map((s) => s.megabytes)),
    unit: 'MB',
    limit: 1536,
  });
  return rows;
}

export async function run(): Promise<BenchRow[]> {
  return [...(await programs()), ...starts()];
}
