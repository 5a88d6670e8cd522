/**
 * The heap view's numbers: main-thread CPU in Chromium without a GPU, as DevTools counts it (tasks, in thread time, so
 * that other programs on the machine do not count). Medians. Prints a table, and fails when a limit is exceeded.
 *
 *   node scripts/bench.mjs webview, or bundle this file with esbuild and run it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { buildTestPage, bundleSize } from '../webview/support/build.mjs';
import { startHost, type OpenOptions, type TestHost } from '../webview/support/browser';

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

class Meter {
  private constructor(
    readonly tab: Page,
    private readonly cdp: CDPSession,
  ) {}

  static async on(tab: Page): Promise<Meter> {
    const cdp = await tab.context().newCDPSession(tab);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Meter(tab, cdp);
  }

  /** Milliseconds of main-thread tasks so far. */
  async now(): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return metrics.find((m) => m.name === 'TaskDuration')!.value * 1000;
  }

  async during(work: () => Promise<void>): Promise<number> {
    const before = await this.now();
    await work();
    return (await this.now()) - before;
  }
}

/** A view that never folds, as a user may choose; state as VS Code would hand it back. */
async function openUnfolded(host: TestHost, o: OpenOptions): Promise<Page> {
  const tab = await host.open(o);
  await tab.evaluate(() =>
    sessionStorage.setItem(
      'vscode-state',
      JSON.stringify({ version: 1, ui: { budget: 0 }, layout: { columns: [], slots: [], drawn: [] } }),
    ),
  );
  await tab.reload();
  await tab.getByRole('treeitem').first().waitFor({ state: 'attached' });
  await tab.waitForTimeout(1500);
  return tab;
}

const frames = (tab: Page, n: number, move: (i: number) => void): Promise<void> =>
  tab.evaluate(
    ([count, body]) =>
      new Promise<void>((resolve) => {
        const step = new Function('i', `(${body as string})(i)`) as (i: number) => void;
        let i = 0;
        const next = (): void => {
          if (i >= (count as number)) return resolve();
          step(i++);
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    [n, move.toString()] as const,
  );

/** `animated`: with the quarter second in which new boxes and arrows fade in. */
async function steps(host: TestHost, n: number, animated: boolean): Promise<number> {
  const tab = await openUnfolded(host, { scenario: 'boxes', n, step: 0, reducedMotion: !animated });
  const meter = await Meter.on(tab);
  const idle = await meter.during(() => tab.waitForTimeout(700));
  const times: number[] = [];
  for (let i = 0; i < 9; i++) {
    times.push(
      (await meter.during(async () => {
        await tab.keyboard.press('.');
        await tab.waitForTimeout(700);
      })) - idle,
    );
  }
  await tab.context().close();
  return median(times.slice(1));
}

async function pan(host: TestHost): Promise<number> {
  const tab = await openUnfolded(host, { scenario: 'boxes', n: 500 });
  const meter = await Meter.on(tab);
  const run = (): Promise<void> =>
    frames(tab, 60, (i) =>
      document
        .querySelector('.graph')!
        .dispatchEvent(
          new WheelEvent('wheel', { deltaX: i % 2 ? 9 : 7, deltaY: i < 30 ? 8 : -8, cancelable: true, bubbles: true }),
        ),
    );
  await run();
  const total = await meter.during(run);
  await tab.context().close();
  return total / 60;
}

async function folding(host: TestHost): Promise<number> {
  const tab = await host.open({ scenario: 'server' });
  await tab.waitForTimeout(1500);
  const meter = await Meter.on(tab);
  await tab.getByRole('button', { name: 'Filter' }).click();
  const times: number[] = [];
  for (let i = 0; i < 6; i++) {
    await tab.waitForTimeout(500);
    // Another scope asks for the whole view again: decode, fold, lay out, draw.
    times.push(
      await meter.during(async () => {
        await tab.getByRole('combobox', { name: 'Whose objects' }).selectOption(i % 2 ? 'mine' : 'all');
        await tab.waitForTimeout(900);
      }),
    );
  }
  await tab.context().close();
  return median(times);
}

async function memory(host: TestHost): Promise<{ overview: number; pools: number }> {
  const tab = await host.open({ scenario: 'lru', blocks: 1_000_000 });
  await tab.keyboard.press('2');
  await tab.getByText('1,000,000 blocks').waitFor({ timeout: 60_000 });
  await tab.waitForTimeout(2500);
  const meter = await Meter.on(tab);
  const run = (): Promise<void> =>
    frames(tab, 40, (i) =>
      document.querySelector('.memory-stage')!.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY: i % 2 ? 6 : -6,
          clientX: 500,
          clientY: 400,
          cancelable: true,
          bubbles: true,
        }),
      ),
    );
  await run();
  const overview = (await meter.during(run)) / 40;
  await frames(tab, 12, () =>
    document
      .querySelector('.memory-stage')!
      .dispatchEvent(
        new WheelEvent('wheel', { deltaY: -120, clientX: 500, clientY: 400, cancelable: true, bubbles: true }),
      ),
  );
  await run();
  const pools = (await meter.during(run)) / 40;
  await tab.context().close();
  return { overview, pools };
}

async function timeline(host: TestHost): Promise<number> {
  const tab = await host.open({ scenario: 'lru', steps: 1_000_000 });
  await tab.waitForTimeout(2500);
  const meter = await Meter.on(tab);
  const zoom = (): Promise<void> =>
    frames(tab, 40, (i) =>
      document.querySelector('.timeline-chart')!.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY: i < 20 ? -90 : 90,
          clientX: 800,
          clientY: 800,
          cancelable: true,
          bubbles: true,
        }),
      ),
    );
  await zoom();
  await tab.waitForTimeout(600);
  const total = await meter.during(async () => {
    await zoom();
    await tab.waitForTimeout(400);
  });
  await tab.context().close();
  return total / 40;
}

export async function run(): Promise<BenchRow[]> {
  await buildTestPage();
  const host = await startHost();
  const rows: BenchRow[] = [];
  const add = (name: string, value: number, unit: string, limit: number): void => {
    rows.push({ name, value, unit, limit });
    console.log(
      `${name.padEnd(48)} ${value.toFixed(1).padStart(8)} ${unit.padEnd(4)} (at most ${limit})${value > limit ? '  OVER' : ''}`,
    );
  };
  try {
    add('step, 50 boxes', await steps(host, 50, false), 'ms', 16);
    add('step, 500 boxes', await steps(host, 500, false), 'ms', 50);
    add('step and all frames of its animation, 50 boxes', await steps(host, 50, true), 'ms', 33);
    add('step and all frames of its animation, 500 boxes', await steps(host, 500, true), 'ms', 67);
    add('pan a frame, 500 boxes', await pan(host), 'ms', 16.6);
    add('5,358 objects: fetch, fold, draw', await folding(host), 'ms', 100);
    const map = await memory(host);
    add('memory map, 1,000,000 blocks, a frame of all', map.overview, 'ms', 10);
    add('memory map, 1,000,000 blocks, a frame of pools', map.pools, 'ms', 10);
    add('timeline, 1,000,000 steps, a zoom', await timeline(host), 'ms', 10);
    add('bundle, gzipped', bundleSize() / 1024, 'KiB', 120);
  } finally {
    await host.close();
  }
  return rows;
}

if (process.argv[1]?.includes('webview.bench')) {
  void run().then((rows) => {
    const folder = join(process.cwd(), 'artifacts', 'bench');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'webview.json'), JSON.stringify(rows, null, 1) + '\n');
    process.exitCode = rows.some((r) => r.value > r.limit) ? 1 : 0;
  });
}
