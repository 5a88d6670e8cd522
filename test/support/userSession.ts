// A person's VS Code with the installed package, for tests that click and look: code-server's (extension host in
// Node), or VS Code for the Web (extension host in a worker).

import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { codeServerObstacle, installVsix, startTestServer } from '../../scripts/lib/codeServer.mjs';
import { root } from '../../scripts/lib/project.mjs';
import { makePackage } from '../../scripts/package.mjs';
import { startWebServer } from './webServer.mjs';
import { skip } from './skip';
import { launchBrowser, Workbench } from './workbench.mjs';

export type HostKind = 'node' | 'web';

/** Settings that tests rely on. */
const testSettings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.fontFamily': 'monospace',
  'workbench.editor.enablePreview': false,
  'files.autoSave': 'off',
};

let installed: Promise<string> | undefined;

/**
 * The installed package's folder: packed and installed once for all tests of this process.
 */
export function installedPackage(): Promise<string> {
  installed ??= (async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'heapscope-package-'));
    process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
    // HEAPSCOPE_PREBUILT=1: take dist/ as it is, for quick rounds while writing tests.
    const prebuilt = process.env.HEAPSCOPE_PREBUILT === '1';
    const vsix = await makePackage({ out: join(scratch, 'heapscope.vsix'), prebuilt });
    const extensionsFolder = join(scratch, 'extensions');
    await installVsix({ vsix, dataFolder: join(scratch, 'data'), extensionsFolder });
    return extensionsFolder;
  })();
  return installed;
}

/** What the tests of one host have in hand. */
export interface User {
  /** Once the tests run. */
  readonly workbench: Workbench;
  /** A screenshot: artifacts/PREFIX-HOST-NAME.png. */
  picture(name: string): Promise<string>;
}

/**
 * Tests of what a person does, in both kinds of extension host. Each has a VS Code with the installed package and a copy
 * of `folder`; its log and a picture of each failure go to artifacts.
 */
export function describeUser(title: string, prefix: string, folder: string, tests: (user: User) => void): void {
  for (const host of ['node', 'web'] satisfies HostKind[]) {
    describe(`${title} (${host})`, function () {
      this.timeout(180_000);
      this.slow(60_000);
      let session: UserSession | undefined;
      const user: User = {
        get workbench() {
          if (session === undefined) throw new Error('VS Code has not started');
          return session.workbench;
        },
        picture: (name) => user.workbench.screenshot(`${prefix}-${host}-${name}`),
      };

      before(async function () {
        const obstacle = codeServerObstacle();
        if (obstacle) skip(this, obstacle);
        session = await UserSession.start(host, folder);
      });
      after(async () => {
        session?.workbench.saveLog(`${prefix}-${host}`);
        await session?.stop();
      });
      afterEach(async function () {
        const test = this.currentTest;
        if (test?.state === 'failed' && session !== undefined)
          await user.picture(`FAILED-${test.title.replace(/\W+/g, '-')}`);
      });

      tests(user);
    });
  }
}

export class UserSession {
  private constructor(
    readonly workbench: Workbench,
    /** The folder that is open: a copy, free to be changed. */
    readonly folder: string,
    private readonly browser: Browser,
    private readonly stopServer: () => Promise<void>,
    private readonly scratch: string,
  ) {}

  /**
   * Opens a folder's copy in VS Code.
   * @param folder below the project
   */
  static async start(host: HostKind, folder: string, settings: Record<string, unknown> = {}): Promise<UserSession> {
    const extensionsFolder = await installedPackage();
    const scratch = mkdtempSync(join(tmpdir(), 'heapscope-user-'));
    const copy = join(scratch, 'folder');
    cpSync(join(root, folder), copy, { recursive: true });
    const all = { ...testSettings, ...settings };
    let url: string;
    let stop: () => Promise<void>;
    if (host === 'node') {
      const server = await startTestServer({ dataFolder: join(scratch, 'data'), settings: all, extensionsFolder });
      url = `${server.origin}/?folder=${encodeURIComponent(copy)}`;
      stop = server.stop;
    } else {
      const name = readdirSync(extensionsFolder).find((entry) => entry.startsWith('heapscope.heapscope'));
      if (!name) throw new Error(`Heapscope is not in ${extensionsFolder}`);
      const server = await startWebServer({ extension: join(extensionsFolder, name), folder: copy, settings: all });
      url = server.url;
      stop = server.stop;
    }
    const browser = await launchBrowser();
    try {
      const workbench = await Workbench.open(browser, url);
      return new UserSession(workbench, copy, browser, stop, scratch);
    } catch (error) {
      await browser.close();
      await stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.stopServer();
    rmSync(this.scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
