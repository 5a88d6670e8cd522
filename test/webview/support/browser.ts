/** Serves the built test page under the CSP the extension uses, and opens it in Chromium. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { heapPage } from '../../../client/src/heapPage';
import { chromium, type Browser, type Page } from 'playwright-core';

const root = process.cwd();
const built = join(root, '.cache', 'webview-test');
export const artifacts = join(root, 'artifacts', 'webview');

export type Theme = 'dark' | 'light' | 'high-contrast';
export interface OpenOptions {
  scenario?: string;
  theme?: Theme;
  width?: number;
  height?: number;
  step?: number;
  steps?: number;
  n?: number;
  blocks?: number;
  reducedMotion?: boolean;
  /** Called before the page loads: a real host gives it its functions. */
  attach?(tab: Page): Promise<void>;
}

export interface TestHost {
  readonly url: string;
  readonly browser: Browser;
  open(options?: OpenOptions): Promise<Page>;
  close(): Promise<void>;
}

const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' };

/** The extension's own page; the worker is the harness's. */
function page(theme: string, nonce: string, origin: string): string {
  return heapPage({
    cspSource: origin,
    scriptUri: '/heap.js',
    styleUri: '/heap.css',
    nonce,
    language: 'en',
    title: 'Heap',
    extra: {
      csp: `worker-src ${origin}`,
      head: '<link rel="stylesheet" href="/themes.css">',
      body: ` class="vscode-${theme.replace(/[^a-z-]/g, '')}"`,
      before: `<script nonce="${nonce}" src="/harness.js"></script>`,
    },
  });
}

export function findChromium(): string | undefined {
  return [
    process.env['HEAPSCOPE_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((p) => p !== undefined && existsSync(p));
}

export async function startHost(): Promise<TestHost> {
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(page(url.searchParams.get('theme') ?? 'dark', 'n0nce', `http://${request.headers.host}`));
      return;
    }
    const name = url.pathname.slice(1);
    if (!/^[a-z]+\.(js|css)$/.test(name)) return void response.writeHead(404).end();
    readFile(join(built, name)).then(
      (data) => {
        response.setHeader('content-type', types[name.split('.')[1]!]!);
        response.end(data);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium found: set HEAPSCOPE_CHROMIUM to one.');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
  return {
    url,
    browser,
    async open(o = {}) {
      const context = await browser.newContext({
        viewport: { width: o.width ?? 1400, height: o.height ?? 900 },
        reducedMotion: o.reducedMotion ? 'reduce' : 'no-preference',
      });
      const tab = await context.newPage();
      const problems: string[] = [];
      tab.on('pageerror', (e) => problems.push(e.stack ?? e.message));
      tab.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') problems.push(m.text());
      });
      (tab as Page & { problems?: string[] }).problems = problems;
      await o.attach?.(tab);
      const query = new URLSearchParams();
      for (const key of ['scenario', 'theme', 'step', 'steps', 'n', 'blocks'] as const)
        if (o[key] !== undefined) query.set(key, String(o[key]));
      await tab.goto(`${url}/?${query}`);
      await tab.getByRole('treeitem').first().waitFor({ state: 'attached', timeout: 20_000 });
      return tab;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Errors and CSP violations the page reported. */
export const problemsOf = (tab: Page): string[] => (tab as Page & { problems?: string[] }).problems ?? [];
