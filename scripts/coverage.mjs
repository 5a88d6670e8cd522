// @ts-check
// npm run coverage [-- PART…]: which lines of the engine the tests reach (unit, conformance and audit unless parts are
// named). Prints a table, writes coverage/ (HTML and JSON), and fails below the limit.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './lib/install.mjs';
import { root, runMain } from './lib/project.mjs';

/** Per cent of the lines of server/src/{parser,compiler,heap,objects,modules,vm,session}. */
const limit = 90;

await runMain(async () => {
  await ensureDependencies();
  const parts = process.argv.slice(2);
  const data = join(root, '.cache', 'coverage');
  rmSync(data, { recursive: true, force: true });
  const tests = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'test.mjs'), ...(parts.length ? parts : ['unit', 'conformance', 'audit'])],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NODE_V8_COVERAGE: data },
    },
  );
  const c8 = join(root, 'node_modules', 'c8', 'bin', 'c8.js');
  const layers = ['parser', 'compiler', 'heap', 'objects', 'modules', 'vm', 'session'];
  const include = layers.flatMap((layer) => ['--include', `server/src/${layer}/**`]);
  const report = spawnSync(
    process.execPath,
    [
      ...[c8, 'report', '--temp-directory', data, '--exclude-after-remap', '--reporter', 'text', '--reporter', 'html'],
      ...['--reporter', 'json-summary', '--reports-dir', join(root, 'coverage'), ...include],
      ...['--check-coverage', '--lines', String(limit), '--functions', '0', '--branches', '0', '--statements', '0'],
    ],
    { cwd: root, stdio: 'inherit' },
  );
  return tests.status || report.status || 0;
});
