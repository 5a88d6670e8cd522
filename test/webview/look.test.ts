/** Every view in three themes and two widths: axe finds nothing, and the picture is the known one. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { buildTestPage } from './support/build.mjs';
import { startHost, type OpenOptions, type TestHost, type Theme } from './support/browser';
import { compareScreenshot, tolerance } from './support/fingerprint';

interface Look {
  readonly name: string;
  readonly open: OpenOptions;
  readonly ready: (tab: Page) => Promise<void>;
}

const settle = (tab: Page): Promise<void> => tab.waitForTimeout(450);
const press =
  (...keys: string[]) =>
  async (tab: Page): Promise<void> => {
    for (const key of keys) await tab.keyboard.press(key);
    await settle(tab);
  };

const looks: readonly Look[] = [
  { name: 'linked-list', open: { scenario: 'list', step: 10 }, ready: press() },
  { name: 'tree', open: { scenario: 'tree', step: 10 }, ready: press() },
  { name: 'graph-with-cycle', open: { scenario: 'graph', step: 13 }, ready: press() },
  { name: 'lru-cache', open: { scenario: 'lru', step: 4 }, ready: press() },
  { name: 'freed', open: { scenario: 'lru', step: 6 }, ready: press() },
  { name: 'folded', open: { scenario: 'server' }, ready: press() },
  {
    name: 'object-page',
    open: { scenario: 'lru', step: 4 },
    ready: async (tab) => {
      await tab
        .getByRole('treeitem', { name: /^Node .*'d'/ })
        .first()
        .dispatchEvent('dblclick');
      await tab.getByText('Referred to by').waitFor();
      await settle(tab);
    },
  },
  { name: 'memory', open: { scenario: 'lru', blocks: 200_000 }, ready: press('2') },
  {
    name: 'collect',
    open: { scenario: 'graph', step: 13 },
    ready: async (tab) => {
      await tab.keyboard.press('3');
      await tab.getByRole('button', { name: 'Watch the collector' }).click();
      await tab.getByRole('button', { name: 'Pause' }).click();
      await tab.getByRole('button', { name: 'Clear and free' }).click();
      await settle(tab);
    },
  },
  { name: 'line', open: { scenario: 'lru', step: 3 }, ready: press('4') },
  { name: 'tables', open: { scenario: 'lru', step: 3 }, ready: press('5') },
  {
    name: 'filter',
    open: { scenario: 'lru', step: 3 },
    ready: async (tab) => {
      await tab.getByRole('button', { name: 'Filter' }).click();
      await settle(tab);
    },
  },
  { name: 'help', open: { scenario: 'list', step: 4 }, ready: press('?') },
];

/** Pages being looked at at once: most of a look is waiting for things to settle. */
const atOnce = 4;

interface Shot {
  readonly name: string;
  readonly look: Look;
  readonly theme: Theme;
  readonly size: 'wide' | 'narrow';
}
const shots: readonly Shot[] = (['dark', 'light', 'high-contrast'] as const).flatMap((theme) =>
  (['wide', 'narrow'] as const).flatMap((size) =>
    looks.map((look) => ({ name: `${look.name}, ${theme}, ${size}`, look, theme, size })),
  ),
);

describe('look', () => {
  let host: TestHost;
  const under = new Map<Shot, Promise<{ far: number; violations: string[] }>>();

  before(async function () {
    this.timeout(120_000);
    await buildTestPage();
    host = await startHost();
  });
  after(async () => {
    await Promise.allSettled(under.values());
    await host.close();
  });

  async function take({ look, theme, size }: Shot): Promise<{ far: number; violations: string[] }> {
    const [width, height] = size === 'wide' ? [1400, 900] : [360, 740];
    const tab = await host.open({ ...look.open, theme, width, height, reducedMotion: true });
    try {
      await look.ready(tab);
      await tab.mouse.move(1, 1);
      const far = await compareScreenshot(tab, `${look.name}-${theme}-${size}`);
      // Narrow pages differ in layout, not in colour: one theme of them says it all.
      const found =
        size === 'wide' || theme === 'dark' ? (await new AxeBuilder({ page: tab }).analyze()).violations : [];
      const violations = found.map(
        (v) =>
          `${v.id}: ${v.nodes
            .slice(0, 3)
            .map((n) => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? n.failureSummary ?? ''))
            .join(' | ')}`,
      );
      return { far, violations };
    } finally {
      await tab.context().close();
    }
  }

  for (const [i, shot] of shots.entries()) {
    it(shot.name, async () => {
      // The next few are begun along with this one.
      for (const next of shots.slice(i, i + atOnce)) {
        if (under.has(next)) continue;
        const taken = take(next);
        taken.catch(() => undefined);
        under.set(next, taken);
      }
      const { far, violations } = await under.get(shot)!;
      assert.deepEqual(violations, []);
      assert.ok(
        far <= tolerance,
        `differs by ${far.toFixed(1)} from the known picture (HEAPSCOPE_UPDATE_SCREENSHOTS=1 records it anew)`,
      );
    });
  }

  it('fits a 4K screen', async () => {
    const tab = await host.open({ scenario: 'server', width: 3840, height: 2160 });
    await settle(tab);
    await compareScreenshot(tab, 'folded-dark-4k');
    assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    await tab.context().close();
  });
});
