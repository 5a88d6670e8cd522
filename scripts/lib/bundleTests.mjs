// @ts-check
// Bundles test files into out/, where mocha runs them: as ES modules with shared chunks for Node (so the engine is
// there once, in the form it ships in: names in one scope, no getters between modules), and as one CommonJS file for
// VS Code's extension hosts.

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { root } from './project.mjs';

/**
 * All *.test.ts below a folder, sorted.
 * @param {string} folder
 * @returns {string[]}
 */
export function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What an ES module lacks of what bundled CommonJS code may ask for. */
const commonJsNames = [
  "import { createRequire as heapscopeCreateRequire } from 'node:module';",
  "import { fileURLToPath as heapscopeFileURLToPath } from 'node:url';",
  'const require = heapscopeCreateRequire(import.meta.url);',
  'const __filename = heapscopeFileURLToPath(import.meta.url);',
  "const __dirname = __filename.replace(/[\\\\/][^\\\\/]*$/, '');",
].join('\n');

/**
 * Bundles files for Node.
 * @param {string} name the folder below out/
 * @param {string[]} files
 * @returns {Promise<string[]>} the bundled files, in the same order
 */
export async function bundleForNode(name, files) {
  const esbuild = await import('esbuild');
  const outdir = join(root, 'out', name);
  rmSync(outdir, { recursive: true, force: true });
  if (files.length === 0) return [];
  await esbuild.build({
    entryPoints: files,
    outdir,
    outbase: root,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    external: ['*.mjs'],
    banner: { js: commonJsNames },
    define: { 'process.env.NODE_ENV': '"test"' },
    sourcemap: 'linked',
    logLevel: 'warning',
    plugins: [keepScriptsOutside()],
  });
  return files.map((file) => join(outdir, relative(root, file)).replace(/\.ts$/, '.mjs'));
}

/**
 * Plain .mjs helpers find the project by their own place, so they are imported from where they stand.
 * @returns {import('esbuild').Plugin}
 */
function keepScriptsOutside() {
  return {
    name: 'keep-scripts-outside',
    setup(build) {
      build.onResolve({ filter: /^\..*\.mjs$/ }, (args) => ({
        path: `file://${join(args.resolveDir, args.path)}`,
        external: true,
      }));
    },
  };
}

/**
 * Bundles test/vscode/suite into one file that Node's and the browser's extension host can load.
 * @returns {Promise<string>} its path, for extensionTestsPath
 */
export async function bundleSuite() {
  const esbuild = await import('esbuild');
  const folder = join(root, 'test', 'vscode', 'suite');
  const outfile = join(root, 'out', 'suite', 'index.js');
  await esbuild.build({
    entryPoints: [join(folder, 'index.ts')],
    outfile,
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    target: 'es2022',
    external: ['vscode'],
    define: { 'process.env.NODE_ENV': '"test"' },
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [
      {
        // mocha's browser build is CommonJS in a package of modules; taken out of the package, esbuild sees it as such.
        name: 'mocha-browser',
        setup(build) {
          const file = join(root, 'node_modules', 'mocha', 'mocha.js');
          build.onResolve({ filter: /^mocha\/mocha\.js$/ }, () => ({ path: file, namespace: 'mocha-browser' }));
          build.onLoad({ filter: /.*/, namespace: 'mocha-browser' }, () => ({
            contents: readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL.*$/m, ''),
            loader: 'js',
          }));
        },
      },
      {
        name: 'all-tests',
        setup(build) {
          build.onResolve({ filter: /^all-tests$/ }, () => ({ path: 'all-tests', namespace: 'all-tests' }));
          build.onLoad({ filter: /.*/, namespace: 'all-tests' }, () => ({
            contents: testFiles(folder)
              .map((file) => `import ${JSON.stringify(`./${basename(file)}`)};`)
              .join('\n'),
            resolveDir: folder,
            loader: 'ts',
          }));
        },
      },
    ],
  });
  return outfile;
}
