/**
 * Screenshots compared with tolerance: each is reduced to a 32×20 grid of mean colours, kept as a few hundred bytes of
 * text beside the tests. Fonts and antialiasing differ between machines; a view that lost its boxes does not pass.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { artifacts } from './browser';

const file = join(process.cwd(), 'test', 'webview', 'screenshots.json');
const [across, down] = [32, 20];

/** Mean difference (0…255) above which a picture counts as another one. */
export const tolerance = 9;

export async function fingerprint(tab: Page, png: Buffer): Promise<string> {
  return tab.evaluate(
    async ([data, w, h]) => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + data;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = w;
      canvas.height = h;
      const g = canvas.getContext('2d')!;
      g.imageSmoothingQuality = 'high';
      g.drawImage(image, 0, 0, w, h);
      const pixels = g.getImageData(0, 0, w, h).data;
      let text = '';
      // Four bits a channel are enough for means.
      for (let i = 0; i < pixels.length; i += 4)
        text +=
          (pixels[i]! >> 4).toString(16) + (pixels[i + 1]! >> 4).toString(16) + (pixels[i + 2]! >> 4).toString(16);
      return text;
    },
    [png.toString('base64'), across, down] as const,
  );
}

export function difference(a: string, b: string): number {
  if (a.length !== b.length) return 255;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(parseInt(a[i]!, 16) - parseInt(b[i]!, 16)) * 16;
  return sum / a.length;
}

function known(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Saves the picture under artifacts/ and gives how far it is from the known one; 0 when it was recorded just now. */
export async function compareScreenshot(tab: Page, name: string): Promise<number> {
  mkdirSync(artifacts, { recursive: true });
  const png = await tab.screenshot({ path: join(artifacts, name + '.png'), animations: 'disabled' });
  const print = await fingerprint(tab, png);
  const all = known();
  const before = all[name];
  if (before !== undefined && process.env['HEAPSCOPE_UPDATE_SCREENSHOTS'] === undefined)
    return difference(before, print);
  all[name] = print;
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, JSON.stringify(sorted, null, 1) + '\n');
  return 0;
}
