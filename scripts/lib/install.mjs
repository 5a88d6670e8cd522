// @ts-check
// Installs what a checkout misses: the npm dependencies, and Debian's Chromium for the tests that look at a page.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, npm, progress, root, run, which } from './project.mjs';

/** `npm ci`, when node_modules is missing or older than the lock file. */
export async function ensureDependencies() {
  const stamp = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(stamp) && existsSync(join(root, 'node_modules', 'esbuild')) && process.env.CI !== 'true') {
    // A lock file touched by a checkout is not worth reinstalling everything for: npm brings it up to date.
    progress('npm install (the lock file is newer than node_modules)');
    await npm(['install', '--no-audit', '--no-fund', '--prefer-offline']);
    return;
  }
  progress('npm ci');
  await npm(['ci', '--no-audit', '--no-fund', '--prefer-offline']);
}

/** Where a Chromium may be, in the order they are tried. */
const chromiumPlaces = [
  process.env.HEAPSCOPE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {string | undefined} the path of a Chromium that is installed */
export function findChromium() {
  return chromiumPlaces.find((place) => place && existsSync(place)) ?? which('chromium') ?? which('google-chrome');
}

/**
 * A Chromium's path; on Debian, as root, it is installed when it is missing.
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  await aptInstall(['chromium']);
  const installed = findChromium();
  if (installed) return installed;
  throw new Failure(
    'No Chromium was found. Install one (Debian: apt-get install chromium) or set HEAPSCOPE_CHROMIUM to its path.',
  );
}

/**
 * Installs Debian packages; does nothing but explain where it may not.
 * @param {string[]} packages
 */
export async function aptInstall(packages) {
  const names = packages.join(' ');
  if (!which('apt-get')) throw new Failure(`These are needed and this is not a Debian: ${names}. Install them first.`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  progress(`apt-get install ${names}`);
  try {
    const apt = [...sudo, 'apt-get', 'install', '-y', '--no-install-recommends', ...packages];
    try {
      await run(apt[0], apt.slice(1), { env });
    } catch {
      // The package lists may be missing or old.
      const update = [...sudo, 'apt-get', 'update'];
      await run(update[0], update.slice(1), { env });
      await run(apt[0], apt.slice(1), { env });
    }
  } catch (error) {
    throw new Failure(
      `Debian packages are missing: ${names}\nAs root, run: apt-get install ${names}\n${/** @type {Error} */ (error).message}`,
    );
  }
}

/**
 * Which of these Debian packages are not installed.
 * @param {string[]} packages
 * @returns {Promise<string[]>}
 */
export async function missingPackages(packages) {
  if (!which('dpkg-query')) return [];
  /** @type {string[]} */
  const missing = [];
  for (const name of packages) {
    // dpkg's own placeholder, not JavaScript's.
    // eslint-disable-next-line no-template-curly-in-string
    const state = await run('dpkg-query', ['-W', '-f', '${Status}', name]).catch(() => '');
    if (!state.startsWith('install ok')) missing.push(name);
  }
  return missing;
}
