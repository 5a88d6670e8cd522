// @ts-check
// Where things are, and the few process helpers every script shares. Node built-ins only: this runs on a fresh
// checkout, before anything is installed.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The parsed package.json of the project. */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** `publisher.name`, as VS Code knows the extension. */
export const extensionId = `${manifest.publisher}.${manifest.name}`;

/** The machine's cache for what is too big for the project: code-server, its Node, downloaded VS Codes. */
export const cacheFolder =
  process.env.HEAPSCOPE_CACHE ??
  join(
    process.platform === 'win32'
      ? (process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Caches')
        : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')),
    'heapscope',
  );

/** An error whose message is all the user needs: no stack is printed for it. */
export class Failure extends Error {}

const started = Date.now();

/**
 * One line of progress with the seconds since start.
 * @param {string} text
 */
export function progress(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(3);
  process.stderr.write(`[${seconds} s] ${text}\n`);
}

/** @returns {string} npm's own file, to run with this Node whatever the shell is; or '' when only `npm` on PATH is known. */
function npmFile() {
  const given = process.env.npm_execpath;
  return given && /npm-cli\.js$/.test(given) ? given : '';
}

/**
 * Runs npm, quietly: its output shows only when it fails.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function npm(args, options = {}) {
  const file = npmFile();
  await run(file ? process.execPath : 'npm', file ? [file, ...args] : args, { ...options, shell: !file });
}

/**
 * Runs a command to its end. Output is kept back and becomes part of the failure when the command fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, inherit?: boolean, limitSeconds?: number }} [options]
 *   limitSeconds: after so long it is ended, and that is a failure
 * @returns {Promise<string>} what it printed on stdout
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      shell: options.shell === true && process.platform === 'win32',
      stdio: options.inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      timeout: (options.limitSeconds ?? 0) * 1000,
    });
    let out = '';
    let all = '';
    child.stdout?.on('data', (data) => {
      out += data;
      all += data;
    });
    child.stderr?.on('data', (data) => (all += data));
    child.on('error', (error) => reject(new Failure(`${command} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(out);
      else reject(new Failure(`${[command, ...args].join(' ')} ended with ${code ?? signal}\n${all.slice(-6000)}`));
    });
  });
}

/**
 * The full path of a program on PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function which(name) {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  const first = found.status === 0 ? found.stdout.split(/\r?\n/)[0].trim() : '';
  return first && existsSync(first) ? first : undefined;
}

/**
 * Runs a script's main function; a Failure prints its message alone and ends with 1.
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(
      `\n${error instanceof Failure ? error.message : (/** @type {Error} */ (error).stack ?? error)}\n`,
    );
    process.exitCode = 1;
  }
}
