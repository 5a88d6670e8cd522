// @ts-check
// Renders media/icon.svg to media/icon.png (256 pixels), with Chromium. To be run by hand after a change of the drawing.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../test/support/workbench.mjs';
import { root, runMain } from './lib/project.mjs';

await runMain(async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
    const svg = readFileSync(join(root, 'media', 'icon.svg'), 'utf8');
    await page.setContent(`<style>body { margin: 0; background: transparent } svg { display: block }</style>${svg}`);
    await page.screenshot({ path: join(root, 'media', 'icon.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
});
