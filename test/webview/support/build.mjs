// Bundles the view and its test page into .cache/webview-test/. `node test/webview/support/build.mjs [--production]`
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const outdir = join(root, '.cache', 'webview-test');

export async function buildTestPage() {
  const options = {
    bundle: true,
    format: 'iife',
    target: ['es2022', 'chrome120'],
    loader: { '.svg': 'text' },
    absWorkingDir: root,
    legalComments: 'none',
    logLevel: 'warning',
    outdir,
    minify: !process.env.NOMIN,
  };
  const define = { 'process.env.NODE_ENV': '"production"' };
  const view = await build({ ...options, entryPoints: { heap: 'client/webview/main.ts' }, define, metafile: true });
  await build({
    ...options,
    entryPoints: {
      harness: 'test/webview/support/harness.ts',
      provider: 'test/webview/support/providerWorker.ts',
      themes: 'test/webview/support/themes.css',
    },
  });
  return view.metafile;
}

/** Size of what is shipped, compressed. */
export function bundleSize() {
  return ['heap.js', 'heap.css'].reduce((sum, f) => sum + gzipSync(readFileSync(join(outdir, f))).length, 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const metafile = await buildTestPage();
  const inputs = Object.values(metafile.outputs)
    .flatMap((o) => Object.entries(o.inputs))
    .map(([name, { bytesInOutput }]) => [name, bytesInOutput])
    .sort((a, b) => b[1] - a[1]);
  if (process.argv.includes('--sizes'))
    for (const [name, bytes] of inputs.slice(0, 30)) console.log(String(bytes).padStart(8), name);
  console.log((bundleSize() / 1024).toFixed(1) + ' KiB gzipped');
}
