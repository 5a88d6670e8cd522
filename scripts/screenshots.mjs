// @ts-check
// npm run screenshots [-- NAME…]: the README's pictures, taken in a real VS Code (code-server's, with the packaged
// extension) and written to docs/pictures. Look at them before you commit them.

import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, Workbench } from '../test/support/workbench.mjs';
import { animate, decode, encode } from './lib/apng.mjs';
import { installVsix, startTestServer } from './lib/codeServer.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { Failure, progress, root, runMain } from './lib/project.mjs';
import { makePackage } from './package.mjs';

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.statusBar.visible': true,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.hover.delay': 100,
  'editor.fontSize': 14,
  'editor.lineHeight': 21,
  'editor.scrollBeyondLastLine': false,
  'editor.occurrencesHighlight': 'off',
  'editor.renderLineHighlight': 'none',
  'editor.guides.indentation': false,
  'workbench.editor.enablePreview': false,
};

const size = { width: 1280, height: 720 };

/** What is photographed. @type {Record<string, (workbench: Workbench) => Promise<void>>} */
const pictures = {
  /** The first thing a reader sees: hints, a problem, a hover and the heap, at one moment of a small program. */
  async heapscope(workbench) {
    await prepare(workbench);
    await workbench.command('Heapscope: Show Heap');
    await settleHeap(workbench);
    await workbench.goTo(17);
    await workbench.press('Control+Alt+Enter');
    await workbench.currentLine((line) => line === 17);
    await settleHeap(workbench);
    save('heapscope.png', encode(decode(await workbench.page.screenshot())));
  },

  /** A hover names everyone who holds an object. */
  async hover(workbench) {
    await prepare(workbench);
    await workbench.goTo(16);
    await workbench.press('Control+Alt+Enter');
    await workbench.currentLine((line) => line === 16);
    await workbench.page.waitForTimeout(600);
    await workbench.hover(10, 'ann');
    await workbench.page.waitForTimeout(800);
    const clip = { x: 0, y: 0, width: 800, height: 560 };
    save('hover.png', encode(decode(await workbench.page.screenshot({ clip }))));
  },

  /** Step by step through the same program, to its garbage and the collector. */
  async tour(workbench) {
    await prepare(workbench);
    await workbench.command('Heapscope: Show Heap');
    await settleHeap(workbench);
    await workbench.editor.click({ position: { x: 300, y: 500 } });
    await workbench.command('Heapscope: Go to First Step');
    await workbench.currentLine((line) => line === 1);
    /** @type {{ picture: import('./lib/apng.mjs').Picture, milliseconds: number }[]} */
    const frames = [];
    const take = async (/** @type {number} */ milliseconds) => {
      frames.push({ picture: decode(await workbench.page.screenshot()), milliseconds });
    };
    await workbench.page.waitForTimeout(800);
    await take(900);
    for (let step = 0; step < 40; step++) {
      const before = await workbench.markedLine();
      await workbench.press('Alt+.');
      await workbench.page.waitForTimeout(250);
      const line = await workbench.markedLine();
      if (line === undefined) break;
      // A picture on the way makes the movement of the heap visible.
      await take(120);
      await workbench.page.waitForTimeout(900);
      await take(line >= 14 ? 1500 : line === before ? 500 : 900);
    }
    await workbench.page.waitForTimeout(900);
    await take(2500);
    save('tour.png', animate(frames));
  },
};

/** Opens the program and waits for its hints. @param {Workbench} workbench */
async function prepare(workbench) {
  await workbench.openFile('friends.py');
  await workbench.hint(10, /refs/, 60_000);
  if (await workbench.page.locator('.explorer-folders-view').isVisible())
    await workbench.command('View: Toggle Primary Side Bar Visibility');
}

/** @param {Workbench} workbench */
async function settleHeap(workbench) {
  const view = await workbench.webview('#heap *');
  await workbench.until(async () => (await view.locator('.box').count()) > 0, 'objects in the heap');
  await workbench.page.waitForTimeout(1500);
}

/** @param {string} name @param {Buffer} data */
function save(name, data) {
  const folder = join(root, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), data);
  progress(`docs/pictures/${name} (${Math.round(statSync(join(folder, name)).size / 1024)} KB)`);
}

await runMain(async () => {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in pictures));
  if (unknown.length)
    throw new Failure(`There is no picture ${unknown.join(', ')}. There are: ${Object.keys(pictures).join(' ')}`);
  await ensureDependencies();
  const scratch = mkdtempSync(join(tmpdir(), 'heapscope-pictures-'));
  const folder = join(scratch, 'friends');
  cpSync(join(root, 'docs', 'tour'), folder, { recursive: true });
  const extensionsFolder = join(scratch, 'extensions');
  const prebuilt = process.env.HEAPSCOPE_PREBUILT === '1';
  const vsix = await makePackage({ out: join(scratch, 'heapscope.vsix'), prebuilt });
  await installVsix({ vsix, dataFolder: join(scratch, 'data'), extensionsFolder });
  try {
    for (const name of names.length ? names : Object.keys(pictures)) {
      // Each in a VS Code of its own, as it looks when it is new.
      const dataFolder = join(scratch, `data-${name}`);
      const server = await startTestServer({ dataFolder, settings, extensionsFolder });
      const browser = await launchBrowser();
      try {
        const url = `${server.origin}/?folder=${encodeURIComponent(folder)}`;
        await pictures[name](await Workbench.open(browser, url, size));
      } finally {
        await browser.close();
        await server.stop();
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});
