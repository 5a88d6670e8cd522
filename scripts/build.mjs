// @ts-check
// Builds dist/ with esbuild.
//   node scripts/build.mjs [--production] [--watch] [NAME…]
// An entry whose source does not exist (yet) is skipped with a note. `scripts/generate-*.mjs`, where there are any, run
// first: they make sources or data files that the entries need, and are cheap when nothing changed.

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStdlib } from './build-stdlib.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { lessons } from './lib/lessons.mjs';
import { Failure, progress, root, run, runMain } from './lib/project.mjs';

/**
 * @typedef {{ name: string, source: string, platform: 'node' | 'browser', format: 'cjs' | 'iife' | 'esm',
 *   external?: string[], banner?: string, alias?: Record<string, string> }} Entry
 */

/** What is built: dist/NAME.js out of SOURCE. @type {Entry[]} */
export const entries = [
  { name: 'extension', source: 'client/src/extension.ts', platform: 'node', format: 'cjs', external: ['vscode'] },
  { name: 'browser', source: 'client/src/browser.ts', platform: 'browser', format: 'cjs', external: ['vscode'] },
  { name: 'server', source: 'server/src/main.ts', platform: 'node', format: 'cjs' },
  { name: 'serverWorker', source: 'server/src/browserMain.ts', platform: 'browser', format: 'iife' },
  { name: 'engineWorker', source: 'server/src/engineWorker.node.ts', platform: 'node', format: 'cjs' },
  { name: 'engineWebWorker', source: 'server/src/engineWorker.web.ts', platform: 'browser', format: 'iife' },
  { name: 'cli', source: 'server/src/cli/main.ts', platform: 'node', format: 'cjs', banner: '#!/usr/bin/env node' },
  { name: 'cliEngine', source: 'server/src/cli/engine.ts', platform: 'node', format: 'cjs' },
  { name: 'webview/heap', source: 'client/webview/main.ts', platform: 'browser', format: 'iife' },
];

/**
 * esbuild's options for an entry.
 * @param {Entry} entry
 * @param {{ production: boolean }} mode
 * @returns {import('esbuild').BuildOptions}
 */
export function options(entry, { production }) {
  return {
    entryPoints: { [entry.name]: join(root, entry.source) },
    outdir: join(root, 'dist'),
    absWorkingDir: root,
    bundle: true,
    platform: entry.platform,
    format: entry.format,
    target: entry.platform === 'node' ? ['node20'] : ['es2022', 'chrome120'],
    mainFields: entry.platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    conditions: [entry.platform, 'import'],
    external: entry.external ?? [],
    alias: entry.alias ?? {},
    banner: entry.banner ? { js: entry.banner } : {},
    loader: { '.svg': 'text' },
    define: {
      'process.env.NODE_ENV': production ? '"production"' : '"development"',
      HEAPSCOPE_LESSONS: JSON.stringify(lessons()),
    },
    minify: production,
    legalComments: 'none',
    sourcemap: production ? false : 'linked',
    metafile: true,
    logLevel: 'warning',
  };
}

/** Removes what an earlier build left, source maps above all; the library's archive takes long to make and stays. */
function removeBundles() {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist)) {
    if (name !== 'stdlib.bin') rmSync(join(dist, name), { recursive: true, force: true });
  }
}

/** Runs every scripts/generate-*.mjs, in the order of their names. */
async function generate() {
  for (const file of readdirSync(join(root, 'scripts')).sort()) {
    if (/^generate-.*\.mjs$/.test(file))
      await run(process.execPath, [join(root, 'scripts', file)], { limitSeconds: 300 });
  }
}

/**
 * Builds dist/.
 * @param {{ production?: boolean, watch?: boolean, only?: string[], quiet?: boolean }} [mode]
 * @returns {Promise<{ built: string[], skipped: string[] }>}
 */
export async function build({ production = false, watch = false, only = [], quiet = false } = {}) {
  const esbuild = await import('esbuild');
  const chosen = entries.filter((entry) => only.length === 0 || only.includes(entry.name));
  if (production && only.length === 0) removeBundles();
  await generate();
  /** @type {string[]} */
  const built = [];
  /** @type {string[]} */
  const skipped = [];
  /** @type {string[]} */
  const failed = [];
  /** @type {Record<string, import('esbuild').Metafile>} */
  const metafiles = {};
  for (const entry of chosen) {
    if (!existsSync(join(root, entry.source))) {
      skipped.push(entry.name);
      if (!quiet) progress(`skipped dist/${entry.name}.js: there is no ${entry.source}`);
      continue;
    }
    if (watch) {
      const context = await esbuild.context({ ...options(entry, { production }), logLevel: 'info' });
      await context.watch();
    } else {
      try {
        const result = await esbuild.build(options(entry, { production }));
        if (result.metafile) metafiles[entry.name] = result.metafile;
      } catch {
        // esbuild has said what is wrong; the other entries may still be of use.
        failed.push(entry.name);
        continue;
      }
    }
    built.push(entry.name);
  }
  if (!watch && only.length === 0) {
    try {
      await buildStdlib();
    } catch (error) {
      process.stderr.write(`dist/stdlib.bin: ${/** @type {Error} */ (error).message}\n`);
      failed.push('stdlib.bin');
    }
    // Which npm packages really are inside: THIRD_PARTY_NOTICES is made from it.
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(join(root, '.cache', 'metafiles.json'), JSON.stringify(metafiles));
  }
  if (failed.length) throw new Failure(`The build of ${failed.join(', ')} failed.`);
  if (!quiet) progress(`built ${built.join(', ')}${production ? ' (production)' : ''}`);
  return { built, skipped };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    const args = process.argv.slice(2);
    const unknown = args.filter((arg) => arg.startsWith('-') && arg !== '--production' && arg !== '--watch');
    const names = args.filter((arg) => !arg.startsWith('-'));
    if (unknown.length || names.some((name) => !entries.some((entry) => entry.name === name))) {
      process.stderr.write(
        `usage: node scripts/${basename(process.argv[1])} [--production] [--watch] [${entries.map((e) => e.name).join(' | ')}]\n`,
      );
      return 2;
    }
    // vsce runs this before it packs; `npm run package` has built already.
    if (process.env.HEAPSCOPE_PREBUILT === '1') return 0;
    await ensureDependencies();
    await build({ production: args.includes('--production'), watch: args.includes('--watch'), only: names });
    return 0;
  });
}
