// @ts-check
// npm run package: the extension as heapscope-VERSION.vsix.
// Builds for production (no source maps), writes THIRD_PARTY_NOTICES from what the bundles really hold, and lets vsce
// pack the files that .vscodeignore allows.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { writeNotices } from './lib/notices.mjs';
import { Failure, manifest, progress, root, run, runMain } from './lib/project.mjs';

/** The largest package that may be, in bytes. */
export const sizeLimit = 8 * 2 ** 20;

/** Tells the prepublish script, which vsce runs, that dist/ is ready. */
const prebuiltEnv = { ...process.env, HEAPSCOPE_PREBUILT: '1' };

/** @returns {Promise<string[]>} the files vsce would pack, sorted */
export async function listPackage() {
  const out = await run(process.execPath, [vsceFile(), 'ls', '--no-dependencies'], { env: prebuiltEnv });
  return out
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('Executing') && !line.startsWith('>'))
    .sort();
}

function vsceFile() {
  return join(root, 'node_modules', '@vscode/vsce', 'vsce');
}

/**
 * Makes the package.
 * @param {{ out?: string, prebuilt?: boolean }} [options] prebuilt: dist/ is a production build already
 * @returns {Promise<string>} the .vsix
 */
export async function makePackage({ out, prebuilt = false } = {}) {
  if (!prebuilt) {
    await build({ production: true, quiet: true });
    writeNotices();
  }
  const file = out ?? join(root, `${manifest.name}-${manifest.version}.vsix`);
  mkdirSync(join(file, '..'), { recursive: true });
  // `--no-dependencies`: all is bundled, node_modules stays out.
  const args = [
    'package',
    '--no-dependencies',
    '--out',
    file,
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
  ];
  await run(process.execPath, [vsceFile(), ...args], { env: prebuiltEnv });
  if (!existsSync(file)) throw new Failure('vsce made no package');
  const { size } = statSync(file);
  if (size > sizeLimit) throw new Failure(`${file} has ${size} bytes; at most ${sizeLimit} are allowed`);
  return file;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    await ensureDependencies();
    const file = await makePackage();
    progress(`${file} (${(statSync(file).size / 2 ** 20).toFixed(2)} MB)`);
  });
}
