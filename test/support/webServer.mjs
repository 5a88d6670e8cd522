// @ts-check
// VS Code for the Web, as a page served from here: no remote, no Node, every extension in the browser's worker. The
// workbench is the one inside code-server.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCodeServer, quietSettings } from '../../scripts/lib/codeServer.mjs';

const mimeTypes = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
});

/** What code-server changed in VS Code's workbench to tie the page to its server, and what stood there before. */
const untied = /** @type {[RegExp, string][]} */ ([
  [/,remoteAuthority:location\.host\}/, '}'],
  // The user's settings: on the server's disk there, in the browser's store in VS Code itself.
  [
    /\.file\(this\.userDataPath\)\.with\(\{scheme:(\w+)\.vscodeRemote\}\)/,
    '.file("/").with({scheme:$1.vscodeUserData})',
  ],
]);

/** @param {string} workbench @returns {string} */
function untie(workbench) {
  return untied.reduce((text, [pattern, original]) => {
    if (!pattern.test(text)) throw new Error(`code-server changed: its workbench has no ${pattern} any more`);
    return text.replace(pattern, original);
  }, workbench);
}

/**
 * Serves VS Code for the Web.
 * @param {{ extension: string, tests?: string, folder: string, settings?: Record<string, unknown> }} options
 *   extension: the folder of the extension (the source tree, or an unpacked package); tests: the bundled suite, which
 *   VS Code runs at once; without it the page is a person's
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startWebServer({ extension, tests, folder, settings = {} }) {
  const { vscode } = await ensureCodeServer();
  const workbenchFile = join(vscode, 'out', 'vs', 'code', 'browser', 'workbench', 'workbench.js');
  const workbench = untie(readFileSync(workbenchFile, 'utf8'));
  /** What is served: a path's beginning, and the folder behind it. @type {[string, string][]} */
  const mounts = [
    ['/vscode/', vscode],
    // VS Code runs tests in the extension host of the extension they are part of: below its address they must stand.
    ...(tests ? [/** @type {[string, string]} */ (['/extension/the-tests/', dirname(tests)])] : []),
    ['/extension/', extension],
    ['/support/', join(dirname(fileURLToPath(import.meta.url)), 'webFolder')],
  ];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    if (path === '/folder-list') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(textFiles(folder)));
      return;
    }
    if (path === '/') {
      response.setHeader('Content-Type', 'text/html');
      response.end(page());
      return;
    }
    const mount = mounts.find(([start]) => path.startsWith(start));
    const file = mount && !path.includes('..') && join(mount[1], path.slice(mount[0].length));
    if (!file || !existsSync(file) || !statSync(file).isFile()) {
      response.statusCode = 404;
      response.end('not found');
      return;
    }
    response.setHeader('Content-Type', mimeTypes[extname(file)] ?? 'application/octet-stream');
    response.end(file === workbenchFile ? workbench : readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const authority = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const origin = `http://${authority}`;

  /** @param {string} path */
  const uri = (path) => ({ scheme: 'http', authority, path });
  function page() {
    const configuration = {
      folderUri: { scheme: 'heapscope-folder', authority: 'web', path: '/' },
      ...(tests
        ? {
            additionalBuiltinExtensions: [uri('/support')],
            developmentOptions: {
              enableSmokeTestDriver: true,
              logLevel: 3,
              extensions: [uri('/extension')],
              extensionTestsPath: uri('/extension/the-tests/index.js'),
            },
          }
        : { additionalBuiltinExtensions: [uri('/support'), uri('/extension')] }),
      // code-server's own options; without them its workbench throws.
      userDataPath: '/',
      isEnabledFileDownloads: true,
      isEnabledFileUploads: true,
      isEnabledCoderGettingStarted: false,
      enableWorkspaceTrust: false,
      webviewEndpoint: `${origin}/vscode/out/vs/workbench/contrib/webview/browser/pre`,
      configurationDefaults: { ...quietSettings, ...settings },
      productConfiguration: { extensionsGallery: undefined, enableTelemetry: false },
    };
    const html = readFileSync(join(vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
    return html
      .replaceAll(
        '{{WORKBENCH_WEB_CONFIGURATION}}',
        JSON.stringify(configuration).replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
      )
      .replaceAll('{{WORKBENCH_WEB_BASE_URL}}', '/vscode')
      .replaceAll('{{WORKBENCH_NLS_FALLBACK_URL}}', '/vscode/out/nls.messages.js')
      .replaceAll('{{WORKBENCH_NLS_URL}}', '')
      .replaceAll('{{WORKBENCH_AUTH_SESSION}}', '')
      .replaceAll(/\{\{(VS_)?BASE\}\}/g, '')
      .replaceAll('{{WORKBENCH_SCRIPT_NONCE}}', 'none');
  }
  return { url: `${origin}/`, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

/**
 * The text files of a folder, by path below it.
 * @param {string} folder
 * @returns {Record<string, string>}
 */
function textFiles(folder) {
  /** @type {Record<string, string>} */
  const files = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !/[\\/](\.git|node_modules)[\\/]/.test(file)) {
      files[`/${relative(folder, file).replaceAll('\\', '/')}`] = readFileSync(file, 'utf8');
    }
  }
  return files;
}
