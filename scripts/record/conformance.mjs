// @ts-check
// Records what a real CPython 3.13 prints for conformance programs of ours, beside them as NAME.3.13.out.
//   node scripts/record/conformance.mjs [NAME…]      all that have no recording yet, or the named ones anew
// A folder of test/conformance/modules is a program too: its main.py with the modules beside it.
// A program is recorded only if a second run prints the same, with another hash seed.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpython } from '../lib/cpython.mjs';
import { Failure, progress, root, runMain } from '../lib/project.mjs';

const folder = join(root, 'test', 'conformance', 'programs');
const python = cpython() ?? '';

const withModules = join(root, 'test', 'conformance', 'modules');

/** @param {string} file @param {string} seed @param {string} cwd */
function run(file, seed, cwd = folder) {
  try {
    return execFileSync(python, ['-B', file], {
      cwd,
      env: { ...process.env, PYTHONHASHSEED: seed },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    // A program may end with an exception of its own: what it printed counts.
    const { stdout, status } = /** @type {{ stdout?: Buffer, status?: number | null }} */ (error);
    if (stdout === undefined || status === null || status === undefined) throw error;
    return stdout;
  }
}

await runMain(async () => {
  if (python === '') throw new Failure('no CPython 3.13 found; set HEAPSCOPE_PYTHON to one');
  const names = process.argv.slice(2);
  const programs = readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .map((file) => file.slice(0, -3));
  for (const name of programs) {
    const recording = join(folder, `${name}.3.13.out`);
    if (names.length ? !names.includes(name) : existsSync(recording)) continue;
    const first = run(`${name}.py`, '0');
    if (!first.equals(run(`${name}.py`, '12345'))) {
      progress(`${name}: prints something else each time, not recorded`);
      continue;
    }
    writeFileSync(recording, first);
    progress(`${name}: recorded, ${first.length} bytes`);
  }
  for (const name of readdirSync(withModules)) {
    const recording = join(withModules, name, 'main.3.13.out');
    if (names.length ? !names.includes(name) : existsSync(recording)) continue;
    writeFileSync(recording, run('main.py', '0', join(withModules, name)));
    progress(`${name}: recorded`);
  }
  return 0;
});
