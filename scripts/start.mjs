// @ts-check
// npm start [-- FILE_OR_FOLDER]: from a fresh checkout to an editor with Heapscope in it.
// Installs what is missing, builds, and opens, whichever comes first:
//   1. the desktop VS Code of this machine (`code` on PATH, or the one HEAPSCOPE_VSCODE names),
//   2. one that @vscode/test-electron downloads,
//   3. the VS Code inside npm's code-server, with the packaged extension, on localhost.
// HEAPSCOPE_HOST=desktop | download | code-server chooses by hand. Without an argument the lessons are opened.

import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { codeServerObstacle, installVsix, startUserServer } from './lib/codeServer.mjs';
import { canDownload, displayObstacle, downloadDesktop, findCodeCommand } from './lib/desktop.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { cacheFolder, Failure, progress, root, runMain } from './lib/project.mjs';

const usage = `usage: npm start [-- FILE_OR_FOLDER]

Opens a VS Code with Heapscope on FILE_OR_FOLDER, or on the lessons.
  HEAPSCOPE_VSCODE=PATH      use this VS Code's command
  HEAPSCOPE_HOST=desktop     the VS Code of this machine, or fail
  HEAPSCOPE_HOST=download    one that is downloaded, or fail
  HEAPSCOPE_HOST=code-server the one in npm's code-server, in the browser
  HEAPSCOPE_PORT=PORT        code-server's port (default 8017, or the next free one)
`;

/** Where sittings with a VS Code of our own keep their state: not in the person's own profile. */
const profileFolder = join(cacheFolder, 'profile');

/**
 * The lessons, copied to where a person may change them: the checkout stays as it is.
 * @returns {string}
 */
function lessonsFolder() {
  const source = join(root, 'media', 'lessons');
  if (!existsSync(source)) return join(root, 'test', 'vscode', 'files');
  const copy = join(cacheFolder, 'lessons');
  mkdirSync(join(copy, '.as-given'), { recursive: true });
  for (const name of readdirSync(source)) {
    if (!name.endsWith('.py')) continue;
    // The copy is brought up to date, unless the person changed it: then the lesson as it was is not what they have.
    const [mine, before, now] = [join(copy, name), join(copy, '.as-given', name), join(source, name)];
    const changed = existsSync(mine) && existsSync(before) && !readFileSync(mine).equals(readFileSync(before));
    if (changed) continue;
    copyFileSync(now, mine);
    copyFileSync(now, before);
  }
  return copy;
}

/** @param {string | undefined} argument @returns {{ folder: string, file?: string }} */
function target(argument) {
  if (!argument) {
    const folder = lessonsFolder();
    const first = readdirSync(folder)
      .sort()
      .find((name) => name.endsWith('.py'));
    return { folder, file: first && join(folder, first) };
  }
  // npm runs scripts in the project's folder; a relative path is meant from where the person stands.
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  if (!existsSync(path)) throw new Failure(`There is no ${path}.`);
  return statSync(path).isDirectory() ? { folder: path } : { folder: dirname(path), file: path };
}

/**
 * Opens a desktop VS Code on the source tree (extension development mode).
 * @param {string} command
 * @param {{ folder: string, file?: string }} what
 */
async function openDesktop(command, { folder, file }) {
  const args = [
    '--new-window',
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${join(profileFolder, 'desktop')}`,
    `--extensions-dir=${join(profileFolder, 'desktop-extensions')}`,
    ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-telemetry'],
    folder,
    ...(file ? [file] : []),
  ];
  // VS Code is a program of its own: it stays when this script ends.
  const child = spawn(command, args, { detached: true, stdio: 'ignore', shell: process.platform === 'win32' });
  await new Promise((done, fail) => {
    child.on('error', (error) => fail(new Failure(`${command} could not be started: ${error.message}`)));
    child.on('exit', (code) => {
      if (code) fail(new Failure(`${command} ended at once with ${code}. Try HEAPSCOPE_HOST=code-server npm start`));
    });
    setTimeout(done, 3000);
  });
  child.unref();
  progress(`VS Code is open on ${file ?? folder}`);
}

/** @param {{ folder: string, file?: string }} what */
async function openCodeServer({ folder, file }) {
  const obstacle = codeServerObstacle();
  if (obstacle) {
    throw new Failure(
      `No VS Code was found (${obstacle}).\nInstall VS Code and its \`code\` command, or set HEAPSCOPE_VSCODE to it, and run npm start again.`,
    );
  }
  const { ensureCodeServer, freePort } = await import('./lib/codeServer.mjs');
  await ensureCodeServer();
  const { makePackage } = await import('./package.mjs');
  progress('packing the extension');
  const vsix = await makePackage({ out: join(cacheFolder, 'heapscope.vsix') });
  const dataFolder = join(profileFolder, 'code-server');
  const extensionsFolder = join(profileFolder, 'code-server-extensions');
  rmSync(extensionsFolder, { recursive: true, force: true });
  progress('installing it');
  await installVsix({ vsix, dataFolder, extensionsFolder });
  const wanted = Number(process.env.HEAPSCOPE_PORT ?? 8017);
  const port = (await isFree(wanted)) ? wanted : await freePort();
  const server = await startUserServer({ dataFolder, extensionsFolder, port });
  const query = new URLSearchParams({ folder });
  if (file)
    query.set('payload', JSON.stringify([['openFile', `vscode-remote://${new URL(server.origin).host}${file}`]]));
  const address = `${server.origin}/?${query}`;
  process.stdout.write(`\nHeapscope is ready in VS Code at\n\n    ${address}\n\nCtrl+C ends it.\n`);
  openBrowser(address);
  await new Promise((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
    void server.ended.then(done);
  });
  await server.stop();
}

/** @param {number} port @returns {Promise<boolean>} */
async function isFree(port) {
  const { createServer } = await import('node:net');
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

/** Shows the address in the person's browser, where there is a screen. @param {string} address */
function openBrowser(address) {
  if (displayObstacle() || process.env.CI === 'true' || process.env.HEAPSCOPE_NO_BROWSER === '1') return;
  const command = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(command, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

await runMain(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.length > 1) {
    process.stdout.write(usage);
    return args.includes('--help') ? 0 : 2;
  }
  const host = process.env.HEAPSCOPE_HOST;
  if (host && !['desktop', 'download', 'code-server'].includes(host))
    throw new Failure(`HEAPSCOPE_HOST=${host}?\n\n${usage}`);
  await ensureDependencies();
  const what = target(args[0]);
  const hidden = displayObstacle();
  const command = host === undefined || host === 'desktop' ? findCodeCommand() : undefined;
  if (host === 'desktop' && !command) {
    throw new Failure('No desktop VS Code: there is no `code` on PATH. Set HEAPSCOPE_VSCODE to its command.');
  }
  if (command && (!hidden || host === 'desktop')) {
    await buildAll();
    progress(`opening ${command}`);
    return openDesktop(command, what);
  }
  if (host === 'download' || (host === undefined && !hidden && (await canDownload()))) {
    await buildAll();
    try {
      return await openDesktop(await downloadDesktop(), what);
    } catch (error) {
      if (host === 'download') throw error;
      progress(`that did not work: ${/** @type {Error} */ (error).message}`);
    }
  }
  const why = hidden
    ? `${hidden}, so the editor is served for a browser`
    : 'no desktop VS Code was found and none can be downloaded';
  progress(host ? 'VS Code from npm (code-server)' : `${why}: VS Code from npm (code-server)`);
  return openCodeServer(what);
});

async function buildAll() {
  const { build } = await import('./build.mjs');
  await build({ quiet: true });
  progress('built');
}
