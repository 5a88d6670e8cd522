// @ts-check
// Desktop VS Codes: the one a person has, or the one @vscode/test-electron can download.

import { existsSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import { cacheFolder, Failure, progress, which } from './project.mjs';

/** Where test-electron gets VS Code. */
const downloadHost = 'update.code.visualstudio.com';

/**
 * The `code` command of the person's own VS Code: HEAPSCOPE_VSCODE, or the one on PATH.
 * @returns {string | undefined}
 */
export function findCodeCommand() {
  const given = process.env.HEAPSCOPE_VSCODE;
  if (given) {
    const found = existsSync(given) ? given : which(given);
    if (!found) throw new Failure(`HEAPSCOPE_VSCODE is set to ${given}, and there is no such program.`);
    return found;
  }
  return ['code', 'code-insiders', 'codium'].map(which).find((place) => place !== undefined);
}

/** Why a window can't be shown here; undefined where it can. @returns {string | undefined} */
export function displayObstacle() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return undefined;
  return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

/** @returns {Promise<boolean>} whether VS Code's download server can be found from here, within two seconds */
export async function canDownload() {
  const timeout = new Promise((resolve) => setTimeout(() => resolve(false), 2000));
  const found = lookup(downloadHost).then(
    () => true,
    () => false,
  );
  return /** @type {Promise<boolean>} */ (Promise.race([found, timeout]));
}

/**
 * A downloaded desktop VS Code's executable.
 * @returns {Promise<string>}
 */
export async function downloadDesktop() {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  progress('downloading VS Code (100 MB, kept for the next time)');
  return downloadAndUnzipVSCode({ version: 'stable', cachePath: join(cacheFolder, 'vscode') });
}

/**
 * The executable to run tests in, and what it is: a desktop VS Code where one can be had and shown, code-server's
 * otherwise. HEAPSCOPE_HOST=desktop or code-server decides it by hand.
 * @param {string} fallback the launcher for code-server's
 * @returns {Promise<{ executable: string, kind: 'desktop' | 'code-server' }>}
 */
export async function testExecutable(fallback) {
  const wanted = process.env.HEAPSCOPE_HOST;
  if (wanted !== 'desktop') {
    if (wanted === 'code-server' || displayObstacle() || !(await canDownload())) {
      return { executable: fallback, kind: 'code-server' };
    }
  }
  return { executable: await downloadDesktop(), kind: 'desktop' };
}
