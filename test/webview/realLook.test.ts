/**
 * Pictures of real programs from the real engine: four textbook structures and the lessons, in three themes and two
 * widths. One page a program and width; themes change as they do in the editor, by the body's class.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { buildTestPage } from './support/build.mjs';
import { problemsOf, startHost, type TestHost } from './support/browser';
import { compareScreenshot, tolerance } from './support/fingerprint';
import { RealHost } from './support/realHost';

const themes = ['dark', 'light', 'high-contrast'] as const;
const sizes = { wide: [1400, 900], narrow: [360, 740] } as const;
const folder = join(process.cwd(), 'media', 'lessons');

/** Each where it has most to show. */
const structures: readonly (readonly [program: string, line: string])[] = [
  ['linked_list', 'head = reverse'],
  ['tree', 'keys = inorder'],
  ['graph_cycle', 'waiting ='],
  ['lru_cache', 'log = ['],
];

describe('look of real programs', () => {
  let host: TestHost;
  let real: RealHost;
  before(async function () {
    this.timeout(120_000);
    await buildTestPage();
    host = await startHost();
    real = new RealHost();
  });
  after(async () => {
    real.close();
    await host.close();
  });

  /** `most`: all themes narrow, too; else narrow in one. */
  async function look(name: string, most: boolean): Promise<void> {
    const wrong: string[] = [];
    for (const [size, [width, height]] of Object.entries(sizes)) {
      const before = real.asked.length;
      const tab: Page = await host.open({ width, height, reducedMotion: true, attach: (page) => real.attach(page) });
      try {
        // The marks of cycles come last, when everything else has been drawn.
        const complete = (): boolean =>
          real.asked.slice(before).some((q) => q.call === 'timeline' && q.params['cycles'] === true);
        for (let i = 0; i < 100 && !complete(); i++) await tab.waitForTimeout(100);
        await tab.waitForTimeout(400);
        await tab.mouse.move(1, 1);
        for (const theme of most || size === 'wide' ? themes : themes.slice(0, 1)) {
          await tab.evaluate((t) => {
            document.body.className = `vscode-${t}`;
          }, theme);
          await tab.waitForTimeout(250);
          const far = await compareScreenshot(tab, `real-${name}-${theme}-${size}`);
          if (far > tolerance) wrong.push(`${theme}, ${size} differs by ${far.toFixed(1)}`);
          if (size === 'wide' && (most || theme === 'dark')) {
            const { violations } = await new AxeBuilder({ page: tab }).analyze();
            wrong.push(...violations.map((v) => `axe, ${theme}: ${v.id} ${v.nodes[0]?.html.slice(0, 120)}`));
          }
        }
        wrong.push(...problemsOf(tab));
      } finally {
        await tab.context().close();
      }
    }
    assert.deepEqual(wrong, [], 'HEAPSCOPE_UPDATE_SCREENSHOTS=1 records the pictures anew');
  }

  for (const [program, line] of structures) {
    it(program.replace('_', ' '), async () => {
      await real.run(program);
      await real.goto(await real.stepAt(line));
      await look(program, true);
    });
  }

  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.py'))
    .sort()) {
    it(`lesson ${file}`, async () => {
      const { steps } = await real.run(file.replace('.py', ''), readFileSync(join(folder, file), 'utf8'));
      // Somewhere past the middle: the names are bound, and not all is gone again.
      await real.goto(Math.floor(steps * 0.6));
      await look(file.replace('.py', ''), false);
    });
  }
});
