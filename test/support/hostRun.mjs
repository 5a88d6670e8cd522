// @ts-check
// What the two launchers (codeServerHost, webHost) share: the flags of a desktop VS Code, and one run of a test suite
// in a page of VS Code.

import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { artifactsFolder, launchBrowser, Workbench } from './workbench.mjs';

/**
 * @typedef {object} HostFlags
 * @property {string} development folder of the extension under development
 * @property {string} tests the bundled suite
 * @property {string} folder the folder to open
 * @property {string} scratch a folder for this run, removed afterwards
 * @property {string} [extensions] --extensions-dir
 */

/** Flags that take the next argument as their value when there is no `=`. */
const withValue = new Set(['user-data-dir', 'extensions-dir']);

/**
 * @param {string[]} args
 * @param {string} scratch
 * @returns {HostFlags}
 */
function parseFlags(args, scratch) {
  /** @type {Map<string, string>} */
  const flags = new Map();
  for (let i = 0; i < args.length; i++) {
    const found = /^--([^=]+)(?:=(.*))?$/.exec(args[i]);
    if (!found) flags.set('', args[i]);
    else flags.set(found[1], found[2] ?? (withValue.has(found[1]) ? args[++i] : ''));
  }
  const development = flags.get('extensionDevelopmentPath');
  const tests = flags.get('extensionTestsPath');
  if (!development || !tests) throw new Error('--extensionDevelopmentPath=… and --extensionTestsPath=… are needed');
  return {
    development: resolve(development),
    tests: resolve(tests.endsWith('.js') ? tests : `${tests}.js`),
    folder: resolve(flags.get('') ?? join(scratch, 'workspace')),
    scratch,
    extensions: flags.get('extensions-dir'),
  };
}

/** Lines of the suite's reporter begin so; the rest of a host's log is noise. */
const mark = '[heapscope] ';

/**
 * Runs a launcher: opens the page that `start` prepares, passes on what the tests print, and exits with their code.
 * @param {string} name
 * @param {(flags: HostFlags) => Promise<{ url: string, stop: () => Promise<void> }>} start
 */
export async function runHost(name, start) {
  const scratch = mkdtempSync(join(tmpdir(), 'heapscope-host-'));
  const verbose = process.env.HEAPSCOPE_VERBOSE === '1';
  mkdirSync(artifactsFolder, { recursive: true });
  const log = createWriteStream(join(artifactsFolder, `${name}.log`));
  let exitCode = 1;
  /** What has to be ended, last first. @type {(() => Promise<unknown>)[]} */
  const cleanup = [];
  const clean = async () => {
    for (const end of cleanup.splice(0).reverse()) await end().catch((error) => log.write(`${error}\n`));
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => void clean().then(() => process.exit(1)));
  }
  try {
    const flags = parseFlags(process.argv.slice(2), scratch);
    mkdirSync(flags.folder, { recursive: true });
    const { url, stop } = await start(flags);
    cleanup.push(stop);
    const browser = await launchBrowser();
    cleanup.push(() => browser.close());
    /** @type {(code: number) => void} */
    let finish = () => undefined;
    /** @type {Promise<number>} */
    const finished = new Promise((done) => (finish = done));
    const limit = Number(process.env.HEAPSCOPE_HOST_LIMIT_SECONDS ?? 600);
    const timer = setTimeout(() => {
      process.stderr.write(`${name}: the tests did not end within ${limit} s\n`);
      finish(1);
    }, limit * 1000);
    const workbench = await Workbench.open(browser, url, {
      prepare: async (page) => {
        await page.exposeFunction('codeAutomationLog', (/** @type {string} */ level, /** @type {unknown[]} */ args) => {
          const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
          log.write(`${level}: ${text}\n`);
          if (text.startsWith(mark)) process.stdout.write(`${text.slice(mark.length)}\n`);
          else if (verbose) process.stderr.write(`${text}\n`);
        });
        await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => finish(code));
      },
    });
    exitCode = await finished;
    clearTimeout(timer);
    if (exitCode !== 0) {
      await workbench.screenshot(name);
      workbench.saveLog(`${name}-page`);
    }
  } catch (error) {
    process.stderr.write(`${name}: ${/** @type {Error} */ (error).stack ?? error}\n`);
  }
  await clean();
  process.exit(exitCode);
}
