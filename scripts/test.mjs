// @ts-check
// Runs the tests.
//   npm test                     all parts, in order
//   npm test -- PART…            some of them
//   npm test -- unit --grep X    a part's tests by name
// Installs what is missing first. Ends with one line, `N passed, N failed, N skipped`, and exits with 1 when any failed.
// CI=true means a clean checkout that nobody watches: the same tests, no prompts.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies } from './lib/install.mjs';
import { Failure, progress, root, runMain } from './lib/project.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, reasons: string[] }} Result */

/** @type {(passed?: number, failed?: number, skipped?: number, reasons?: string[]) => Result} */
const result = (passed = 0, failed = 0, skipped = 0, reasons = []) => ({ passed, failed, skipped, reasons });

/** The parts in their order: what they need besides npm packages, and how they run. @type {Record<string, () => Promise<Result>>} */
const parts = {
  types: () => check('typescript/bin/tsc', ['-b', '--pretty', 'false', ...projects]),
  // No cache: rules about imports look at other files than the one they report on.
  lint: () => check('eslint/bin/eslint.js', ['.', '--max-warnings=0']),
  format: () =>
    check('prettier/bin/prettier.cjs', [
      '.',
      '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-location',
      '.cache/prettier',
    ]),
  unit: () => mochaPart('unit'),
  conformance: () => mochaPart('conformance'),
  audit: () => mochaPart('audit'),
  fuzz: () => mochaPart('fuzz'),
  lsp: () => mochaPart('lsp'),
  webview: () => mochaPart('webview'),
  vscode: () => mochaPart('vscode'),
  package: () => mochaPart('package'),
};

/** TypeScript's projects; each says itself what it refers to. */
const projects = ['server', 'client', 'client/webview', 'scripts', 'test'];

/** Parts that run the built extension. */
const needBuild = new Set(['unit', 'conformance', 'audit', 'fuzz', 'lsp', 'webview', 'vscode']);

/** @type {string | undefined} */
let grep;

/**
 * Runs a tool of node_modules, its output shown.
 * @param {string} tool
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string[]} [flags] Node's own
 * @returns {Promise<number>} its exit code
 */
function node(tool, args, env = process.env, flags = []) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, tool, ...args], { cwd: root, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A part that is one check of the whole. @param {string} tool @param {string[]} args */
async function check(tool, args) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const code = await node(join(root, 'node_modules', tool), args);
  return code === 0 ? result(1) : result(0, 1);
}

/**
 * Bundles test/NAME/**.test.ts and runs it under mocha, in a process of its own.
 * @param {string} name
 * @returns {Promise<Result>}
 */
async function mochaPart(name) {
  const { bundleForNode, testFiles } = await import('./lib/bundleTests.mjs');
  // test/vscode/suite runs inside VS Code (hosts.test.ts has it run there), not here.
  const files = testFiles(join(root, 'test', name)).filter(
    (file) => !file.startsWith(join(root, 'test/vscode/suite/')),
  );
  if (files.length === 0) {
    process.stdout.write(`  there are no tests in test/${name}\n`);
    return result();
  }
  return mocha(name, await bundleForNode(name, files));
}

/**
 * @param {string} name
 * @param {string[]} files
 * @returns {Promise<Result>}
 */
async function mocha(name, files) {
  const report = join(root, '.cache', `result-${name}.json`);
  rmSync(report, { force: true });
  const args = ['--reporter', join(root, 'test', 'support', 'reporter.mjs'), '--timeout', '60000', '--slow', '2000'];
  if (grep) args.push('--grep', grep);
  const env = { ...process.env, HEAPSCOPE_RESULT: report, HEAPSCOPE_ROOT: root };
  // Enough for a program of a million objects.
  const flags = [`--max-old-space-size=${Math.min(4096, Math.floor(totalmem() / 2 ** 21))}`];
  const code = await node(join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'), [...args, ...files], env, flags);
  if (!existsSync(report)) {
    process.stdout.write(`  mocha ended with ${code} before it reported\n`);
    return result(0, 1);
  }
  /** @type {Result} */
  const found = JSON.parse(readFileSync(report, 'utf8'));
  if (code !== 0 && found.failed === 0) found.failed = 1;
  return found;
}

/** @param {Result} total @param {Result} more */
function add(total, more) {
  total.passed += more.passed;
  total.failed += more.failed;
  total.skipped += more.skipped;
  total.reasons.push(...more.reasons);
}

await runMain(async () => {
  const args = process.argv.slice(2);
  const at = args.findIndex((arg) => arg === '--grep' || arg === '-g');
  if (at >= 0) [, grep] = args.splice(at, 2);
  const unknown = args.filter((arg) => !(arg in parts));
  if (unknown.length) {
    throw new Failure(`There is no part ${unknown.join(', ')}. The parts are: ${Object.keys(parts).join(' ')}`);
  }
  const chosen = args.length ? Object.keys(parts).filter((name) => args.includes(name)) : Object.keys(parts);
  await ensureDependencies();
  progress(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`);
  const total = result();
  /** @type {string[]} */
  const failedParts = [];
  if (chosen.some((name) => needBuild.has(name))) {
    const { build } = await import('./build.mjs');
    try {
      await build();
    } catch (error) {
      // Parts that need no more than sources still have something to say.
      process.stdout.write(`  the build failed: ${/** @type {Error} */ (error).message}\n`);
      add(total, result(0, 1));
      failedParts.push('build');
    }
  }
  for (const name of chosen) {
    const start = Date.now();
    process.stdout.write(`\n── ${name} ──\n`);
    const outcome = await parts[name]().catch((error) => {
      process.stdout.write(`  ${error instanceof Failure ? error.message : error.stack}\n`);
      return result(0, 1);
    });
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    process.stdout.write(
      `   ${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped (${seconds} s)\n`,
    );
    if (outcome.failed) failedParts.push(name);
    add(total, outcome);
  }
  if (total.reasons.length)
    process.stdout.write(`\nskipped:\n${total.reasons.map((reason) => `  ${reason}\n`).join('')}`);
  if (failedParts.length) process.stdout.write(`\nfailed parts: ${failedParts.join(', ')}\n`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed ? 1 : 0;
});
