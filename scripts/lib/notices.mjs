// @ts-check
// THIRD_PARTY_NOTICES: the licences of the npm packages that are inside dist/, as the bundler found them, and of what
// other build steps add to it. Written by `npm run package`; a test says when the committed one is out of date.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/** Names a licence file may have. */
const licenceFile = /^(licen[cs]e|copying|notice|thirdpartynotices)(\.|-|$)/i;

/**
 * The npm packages inside the bundles.
 * @returns {string[]} folders below node_modules, sorted
 */
export function bundledPackages() {
  const file = join(root, '.cache', 'metafiles.json');
  /** @type {Record<string, { outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }>} */
  const metafiles = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const names = new Set();
  for (const metafile of Object.values(metafiles)) {
    for (const output of Object.values(metafile.outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        // A checkout whose node_modules is a link has its packages elsewhere.
        const found = /^(?:.*?\/)?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(input);
        if (found && bytesInOutput > 0) names.add(found[1]);
      }
    }
  }
  return [...names].sort();
}

/** @returns {string} the text of THIRD_PARTY_NOTICES for dist/ as it is now */
export function notices() {
  const extra = readExtra();
  const sections = bundledPackages().map((folder) => {
    const packageJson = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const title = `${packageJson.name} ${packageJson.version} (${packageJson.license})`;
    return `${title}\n\n${licenceText(join(root, folder), packageJson)}`;
  });
  const head =
    'Heapscope itself is under the MIT licence (LICENSE). It contains the following works of others.\n' +
    'This file is written by `npm run package`.';
  return `${[head, ...sections, ...extra].join(`\n\n${'-'.repeat(80)}\n\n`).trim()}\n`;
}

/**
 * Notices of what no package.json speaks of: scripts/notices/*.txt, and what other steps of the build leave in
 * .cache/notices/*.txt (CPython's library does).
 */
function readExtra() {
  return [join(root, 'scripts', 'notices'), join(root, '.cache', 'notices')].filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8').trim()),
  );
}

/** @param {string} folder @param {{ license?: string, author?: string | { name: string } }} packageJson */
function licenceText(folder, packageJson) {
  const files = readdirSync(folder).filter((name) => licenceFile.test(name));
  if (files.length) {
    return files
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
      .join('\n\n');
  }
  const author = typeof packageJson.author === 'object' ? packageJson.author.name : packageJson.author;
  return `Licence ${packageJson.license}${author ? `, © ${author}` : ''}; the package holds no licence text.`;
}

export function writeNotices() {
  writeFileSync(join(root, 'THIRD_PARTY_NOTICES'), notices());
}
