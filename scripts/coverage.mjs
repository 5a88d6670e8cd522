// @ts-check
// npm run coverage [-- PART…]: which lines of the engine the tests reach (unit, conformance and audit unless parts are
// named). Prints a table by folder and the files that are reached least, writes coverage/ (HTML and JSON), and fails below
// the limit. V8 counts in every process, the command lines that run the programs among them; so nothing may rebuild dist/
// meanwhile.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CoverageReport } from 'monocart-coverage-reports';
import { ensureDependencies } from './lib/install.mjs';
import { Failure, root, runMain } from './lib/project.mjs';

/** Per cent of the lines of server/src/{parser,compiler,heap,objects,modules,vm,session}. */
const limit = 90;
const layers = ['parser', 'compiler', 'heap', 'objects', 'modules', 'vm', 'session'];
const engineFile = new RegExp(`server/src/(${layers.join('|')})/`);

/** @typedef {{ covered: number, total: number }} Lines */
/** @param {Lines} lines */
const percent = ({ covered, total }) => (total === 0 ? 100 : (100 * covered) / total);
/** @param {string} name @param {Lines} lines */
const row = (name, lines) =>
  console.log(
    `${name.padEnd(48)} ${percent(lines).toFixed(1).padStart(5)} %  ${lines.covered} of ${lines.total} lines`,
  );

await runMain(async () => {
  await ensureDependencies();
  const parts = process.argv.slice(2);
  const data = join(root, '.cache', 'coverage');
  rmSync(data, { recursive: true, force: true });
  const tests = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'test.mjs'), ...(parts.length ? parts : ['unit', 'conformance', 'audit'])],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_V8_COVERAGE: data } },
  );
  const report = new CoverageReport({
    name: 'Heapscope: what the tests reach of the engine',
    outputDir: join(root, 'coverage'),
    baseDir: root,
    reports: ['v8', 'json-summary'],
    logging: 'error',
    entryFilter: (entry) => /\/(dist\/cliEngine\.js|out\/(unit|conformance|audit)\/.*)$/.test(entry.url),
    sourceFilter: (path) => engineFile.test(path),
  });
  await report.addFromDir(data);
  const results = await report.generate();
  if (results === undefined) throw new Failure('V8 left no counts');
  const files = results.files.map((file) => {
    const { covered, total } = file.summary.lines ?? { covered: 0, total: 0 };
    return { path: file.sourcePath ?? '', lines: { covered: Number(covered), total: Number(total) } };
  });
  /** @param {{ lines: Lines }[]} list @returns {Lines} */
  const sum = (list) => ({
    covered: list.reduce((n, { lines }) => n + lines.covered, 0),
    total: list.reduce((n, { lines }) => n + lines.total, 0),
  });
  console.log('\nleast reached:');
  const missing = files.toSorted((a, b) => b.lines.total - b.lines.covered - (a.lines.total - a.lines.covered));
  for (const { path, lines } of missing.slice(0, 30)) row(path, lines);
  console.log('\nby folder:');
  for (const layer of layers) row(layer, sum(files.filter(({ path }) => path.includes(`server/src/${layer}/`))));
  const all = sum(files);
  row('all', all);
  if (percent(all) < limit) console.log(`below ${limit} %`);
  return tests.status || (percent(all) < limit ? 1 : 0);
});
