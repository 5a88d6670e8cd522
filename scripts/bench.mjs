// @ts-check
// npm run bench [-- NAME…] [--save]: the benchmarks of test/bench/NAME.bench.ts, all of them unless some are named, in
// one table. Each file exports `run()`, which gives rows (test/support/bench.ts). The table goes to
// artifacts/bench/results.md and .json, and with --save to docs/benchmarks.md and .json as well.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { bundleForNode } from './lib/bundleTests.mjs';
import { cpython } from './lib/cpython.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { Failure, manifest, progress, root, runMain, which } from './lib/project.mjs';

/** @typedef {{ name: string, value: number, unit: string, limit?: number, peers?: Record<string, number> }} Row */
/** @typedef {{ bench: string, seconds: number, rows: Row[] }} Result */

/** What the numbers were measured on. */
function machine() {
  const version = (/** @type {string} */ command, /** @type {string[]} */ args) => {
    const found = which(command);
    const out = found ? spawnSync(found, args, { encoding: 'utf8' }) : undefined;
    return out?.status === 0 ? `${out.stdout}${out.stderr}`.trim().split('\n')[0] : undefined;
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    heapscope: manifest.version,
    commit: version('git', ['-C', root, 'rev-parse', '--short', 'HEAD']),
    node: process.versions.node,
    v8: process.versions.v8,
    python: version(cpython() ?? 'python3', ['--version']),
    chromium: version('chromium', ['--version']),
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? '?'}`,
    // Times on the wall mean little on a busy machine.
    load: `${loadavg()[2].toFixed(1)} on ${cpus().length} CPUs, mean of the last 15 minutes`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${platform()} ${release()} ${arch()}`,
  };
}

/** @param {number} value */
const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** More is better for rates only. @param {Row} row */
const failed = (row) =>
  row.limit !== undefined && (row.unit.endsWith('/s') ? row.value < row.limit : row.value > row.limit);

/**
 * @param {Result[]} results
 * @param {ReturnType<typeof machine>} where
 */
function markdown(results, where) {
  const lines = ['# Benchmarks', ''];
  lines.push(
    "Medians. A peer's ratio is ours divided by theirs, measured in the same run, in turns. `npm run bench` makes this.",
    '',
  );
  for (const [name, value] of Object.entries(where)) if (value) lines.push(`- ${name}: ${value}`);
  for (const { bench, rows } of results) {
    const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers ?? {})))];
    lines.push('', `## ${bench}`, '');
    lines.push(`| | Heapscope | limit | ${peers.map((peer) => `${peer} |`).join(' ')}`.trimEnd());
    lines.push(`|---|---:|---:|${peers.map(() => '---:|').join('')}`);
    for (const row of rows) {
      const limit =
        row.limit === undefined ? '' : `${number(row.limit)} ${row.unit}${failed(row) ? ' **missed**' : ''}`;
      const others = peers.map((peer) => {
        const value = row.peers?.[peer];
        return value === undefined ? '' : `${number(value)} (${number(row.value / value)}×)`;
      });
      lines.push(`| ${[row.name, `${number(row.value)} ${row.unit}`, limit, ...others].join(' | ')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

await runMain(async () => {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith('-'));
  const folder = join(root, 'test', 'bench');
  const known = readdirSync(folder)
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.replace('.bench.ts', ''))
    .sort();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length) throw new Failure(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(' ')}`);
  await ensureDependencies();
  await build({ production: true, quiet: true });
  const chosen = names.length ? names : known;
  const files = await bundleForNode(
    'bench',
    chosen.map((name) => join(folder, `${name}.bench.ts`)),
  );
  /** @type {Result[]} */
  const results = [];
  for (const [index, file] of files.entries()) {
    progress(`bench ${chosen[index]}`);
    const start = Date.now();
    const { run } = /** @type {{ run: () => Promise<Row[]> }} */ (await import(pathToFileURL(file).href));
    results.push({ bench: chosen[index], rows: await run(), seconds: Math.round((Date.now() - start) / 1000) });
  }
  const where = machine();
  const table = markdown(results, where);
  const outputs = [join(root, 'artifacts', 'bench', 'results')];
  if (args.includes('--save')) outputs.push(join(root, 'docs', 'benchmarks'));
  for (const output of outputs) {
    mkdirSync(join(output, '..'), { recursive: true });
    writeFileSync(`${output}.md`, table);
    writeFileSync(`${output}.json`, `${JSON.stringify({ machine: where, results }, null, 2)}\n`);
  }
  process.stdout.write(`\n${table}`);
  const missed = results.flatMap(({ rows }) => rows.filter(failed));
  if (missed.length)
    process.stdout.write(`\n${missed.length} limits missed: ${missed.map(({ name }) => name).join('; ')}\n`);
  return missed.length ? 1 : 0;
});
