// @ts-check
// Writes l10n/bundle.l10n.json: the extension's English texts, for translators. With --check it only says whether the
// bundle is up to date (a test runs that).

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runMain } from './lib/project.mjs';

const bundleFile = join(root, 'l10n', 'bundle.l10n.json');

/** @returns {string} what the bundle should hold */
export function bundle() {
  const folder = join(root, 'client', 'src');
  const texts = new Set();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const source = readFileSync(join(folder, name), 'utf8');
    for (const [, , literal] of source.matchAll(/l10n\.t\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)) {
      texts.add(literal.replace(/\\(['"`\\])/g, '$1'));
    }
  }
  return `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), null, 2)}\n`;
}

/** @returns {boolean} */
export function isUpToDate() {
  return existsSync(bundleFile) && readFileSync(bundleFile, 'utf8') === bundle();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    if (process.argv.includes('--check')) {
      if (isUpToDate()) return 0;
      process.stderr.write('l10n/bundle.l10n.json is out of date: node scripts/l10n.mjs\n');
      return 1;
    }
    mkdirSync(join(root, 'l10n'), { recursive: true });
    writeFileSync(bundleFile, bundle());
    return 0;
  });
}
