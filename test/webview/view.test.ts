/** The heap view in Chromium, asked the way its users ask: by role, name and value, with mouse and keyboard. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { buildTestPage, bundleSize } from './support/build.mjs';
import { problemsOf, startHost, type OpenOptions, type TestHost } from './support/browser';

interface Harness {
  send(name: string, params: unknown): void;
  asked(): Promise<{ call: string; params: Record<string, unknown> }[]>;
  bytes: Record<string, number>;
}
const asked = (tab: Page): ReturnType<Harness['asked']> =>
  tab.evaluate(() => (window as unknown as { harness: Harness }).harness.asked());
const send = (tab: Page, name: string, params: unknown): Promise<void> =>
  tab.evaluate(([n, p]) => (window as unknown as { harness: Harness }).harness.send(n as string, p), [name, params]);

/** Where each box is, by its id. */
const places = (tab: Page): Promise<Record<string, string>> =>
  tab.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('.objects-view [role=treeitem]')].map((e) => [
        e.dataset['id']!,
        e.style.transform,
      ]),
    ),
  );

describe('heap view', () => {
  let host: TestHost;
  let tab: Page;
  const open = async (o: OpenOptions = {}): Promise<Page> => (tab = await host.open(o));

  before(async function () {
    this.timeout(120_000);
    await buildTestPage();
    host = await startHost();
  });
  after(() => host.close());
  afterEach(async () => {
    const problems = problemsOf(tab);
    await tab.context().close();
    assert.deepEqual(problems, [], 'errors, warnings or CSP violations in the page');
  });

  const item = (name: RegExp): ReturnType<Page['getByRole']> => tab.getByRole('treeitem', { name });
  const status = (text: RegExp): Promise<void> =>
    tab.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' });
  const key = (k: string): Promise<void> => tab.keyboard.press(k);

  it('shows frames with their names, and objects with counts, generations and cells', async () => {
    await open({ scenario: 'list', step: 4 });
    const frame = item(/^frame <module> at line 10/);
    assert.equal(await frame.count(), 1);
    assert.match((await frame.textContent())!, /head.*to Node/);
    const node = item(/^Node generation 0 references 1 .*'bee'/);
    assert.equal(await node.count(), 1);
    await status(/Step [\d,]+, line 10\. Node\('bee'\) was made.*3 objects/);
  });

  it('tells what changed at a step: counts before and after, new, freed', async () => {
    await open({ scenario: 'lru', step: 5 });
    await item(/^Node generation 1 references 3 now 4/)
      .first()
      .waitFor({ state: 'attached' });
    await key('.');
    await item(/^Node freed references were 1 now 0/).waitFor({ state: 'attached' });
    await status(/Step 19,997.*del old brought Node to 0/);
    await key('.');
    await item(/^tuple .*'d'/)
      .first()
      .waitFor({ state: 'attached' });
    assert.equal(await item(/freed/).count(), 0, 'a ghost stays one step');
  });

  it('keeps every box in its place while stepping, and finds it again going back', async () => {
    await open({ scenario: 'lru', step: 0 });
    const seen: Record<string, string>[] = [await places(tab)];
    for (let i = 1; i < 9; i++) {
      await key('.');
      await status(new RegExp(`Step 19,99${i + 1}`));
      seen.push(await places(tab));
    }
    for (let i = 1; i < seen.length; i++)
      for (const [id, at] of Object.entries(seen[i]!))
        if (seen[i - 1]![id] !== undefined) assert.equal(at, seen[i - 1]![id], `box ${id} at step ${i}`);
    await key('<');
    await status(/Step 0/);
  });

  it('hulls garbage and says so', async () => {
    await open({ scenario: 'graph', step: 13 });
    assert.equal(await item(/garbage: nothing can reach it/).count(), 4);
    assert.equal(await tab.locator('.island').count(), 1);
    assert.match((await tab.locator('.island-label').textContent())!, /4 objects nothing can reach/);
    await tab.getByText('4 garbage', { exact: true }).waitFor();
  });

  it('folds 5,358 objects to a readable screen, unfolds a group, and says what it did', async () => {
    await open({ scenario: 'server' });
    const n = await tab.getByRole('treeitem').count();
    assert.ok(n > 15 && n < 75, `${n} boxes`);
    const group = item(/^[\d,]+ × Link/);
    assert.equal(await group.getAttribute('aria-expanded'), 'false');
    await tab.getByRole('treeitem').first().focus();
    await group.dblclick();
    await status(/× Link unfolded/);
    assert.ok((await tab.getByRole('treeitem').count()) > n + 12);
  });

  it('walks along references with the arrow keys', async () => {
    await open({ scenario: 'tree' });
    await item(/^frame <module>/).focus();
    const focused = (): Promise<string> => tab.evaluate(() => document.activeElement?.textContent ?? '');
    await key('ArrowRight');
    assert.match(await focused(), /class Tree/);
    await key('ArrowDown');
    assert.match(await focused(), /50/);
    await key('ArrowRight');
    assert.match(await focused(), /70/);
    await key('ArrowLeft');
    assert.match(await focused(), /50/);
    await key('ArrowLeft');
    assert.match(await focused(), /<module>/);
  });

  it('searches by value and shows the object it finds', async () => {
    await open({ scenario: 'server' });
    await key('/');
    await tab.keyboard.type("'u77'");
    await tab.getByRole('option', { name: /dict/ }).first().waitFor();
    await key('Enter');
    await item(/^dict .*'u77'/).waitFor({ state: 'attached' });
    assert.equal(await item(/^dict .*'u77'/).getAttribute('aria-selected'), 'true');
  });

  it('filters by type, and around one object', async () => {
    await open({ scenario: 'lru', step: 3 });
    await tab.getByRole('button', { name: 'Filter' }).click();
    await tab.getByRole('combobox', { name: 'Type' }).selectOption('Node');
    await tab.waitForFunction(() => document.querySelectorAll('.box.object').length === 6);
    await tab.getByRole('button', { name: 'Clear filter' }).click();
    await item(/^set /).first().click();
    await key('f');
    await tab.getByText('Around set').waitFor();
    assert.ok((await tab.locator('.box.object').count()) < 12);
    await tab.getByRole('button', { name: 'End focus' }).click();
  });

  it('shows atoms as objects on request', async () => {
    await open({ scenario: 'list', step: 4 });
    await tab.getByRole('button', { name: 'Filter' }).click();
    await tab.getByText('Atoms as objects').click();
    await item(/^str .*'bee'/)
      .first()
      .waitFor({ state: 'attached' });
    await item(/^NoneType .*references ∞/)
      .first()
      .waitFor({ state: 'attached' });
  });

  it('opens an object’s page with holders, path, history, bytes and trees', async () => {
    await open({ scenario: 'lru', step: 3 });
    await item(/^Node .*'d'/).dblclick();
    const page = tab.getByRole('complementary', { name: 'Object' });
    await page.getByRole('heading', { name: /Node #\d+/ }).waitFor();
    await page.getByText("dict['d']").waitFor();
    await page.getByText('local node of LRU.put()').waitFor();
    await page.getByRole('rowheader', { name: 'ob_refcnt' }).waitFor();
    await page.getByText('sys.getrefcount(x) would show 3').waitFor();
    const tree = page.getByRole('tree', { name: /Refers to/ });
    await tree.getByRole('treeitem', { name: /list/ }).first().waitFor();
    const referrers = page.getByRole('tree', { name: /Referred to by/ });
    await referrers.getByRole('treeitem').first().focus();
    await key('ArrowRight');
    await referrers.locator('[aria-level="2"]').first().waitFor();
    await page
      .getByRole('button', { name: /^line \d+/ })
      .first()
      .click();
    assert.ok((await asked(tab)).some((a) => a.call === 'revealLine'));
    await key('Escape');
  });

  it('follows the editor: steps, other runs, objects to show', async () => {
    await open({ scenario: 'lru', step: 0 });
    await send(tab, 'showObject', { run: 'lru-1', id: '12' });
    await tab.getByRole('complementary', { name: 'Object' }).getByRole('heading', { name: '#12' }).waitFor();
    await send(tab, 'showView', { view: 'memory' });
    await tab.getByRole('tab', { name: 'Memory', selected: true }).waitFor();
    await send(tab, 'stepped', {
      run: 'lru-1',
      uri: '',
      fileName: 'x.py',
      documentVersion: 1,
      python: '3.13',
      state: 'parked',
      steps: 19999,
      step: 19995,
    });
    await status(/Step 19,995/);
    await send(tab, 'runReplaced', {
      run: 'other',
      uri: '',
      fileName: 'x.py',
      documentVersion: 2,
      python: '3.13',
      state: 'none',
      steps: 0,
      step: 0,
      message: 'The file has a syntax error.',
    });
    await tab.getByRole('alert').filter({ hasText: 'syntax error' }).waitFor();
  });

  it('goes through time: slider, field, play, marks', async () => {
    await open({ scenario: 'lru' });
    const slider = tab.getByRole('slider', { name: 'Step' });
    assert.match((await slider.getAttribute('aria-valuetext'))!, /step 19,999 of 19,999/);
    await slider.focus();
    await key('ArrowLeft');
    await status(/Step 19,998/);
    await tab.getByRole('textbox', { name: 'Step' }).fill('19,992');
    await key('Enter');
    await status(/Step 19,992/);
    await tab.getByRole('combobox', { name: 'Speed' }).selectOption('10');
    await tab.getByRole('button', { name: 'Play' }).click();
    await status(/Step 19,999/);
    await tab.getByRole('button', { name: 'Play' }).waitFor();
    await tab.getByRole('button', { name: 'Previous mark' }).click();
    await status(/collection|cycle|Step/);
  });

  it('draws the memory map and answers what lies in a block', async () => {
    await open({ scenario: 'lru', blocks: 20_000 });
    await key('2');
    await tab.getByText('20,000 blocks').waitFor();
    const side = tab.getByRole('region', { name: 'Memory in numbers' });
    await side.getByRole('rowheader', { name: 'str' }).waitFor();
    await side.getByRole('rowheader', { name: 'items of list' }).waitFor();
    const map = tab.getByRole('application', { name: /Memory map/ });
    await map.focus();
    await key('ArrowRight');
    await status(/Pool \d+, (blocks of|not carved)/);
    await key('Enter');
    await tab.waitForTimeout(400);
    await map.click({ position: { x: 500, y: 250 } });
    await status(/block of \d+ bytes|Free block/);
    await tab.getByRole('combobox', { name: 'Colour by' }).selectOption('age');
    await tab.waitForTimeout(200);
  });

  it('goes from an object to its block and back', async () => {
    await open({ scenario: 'lru', blocks: 20_000, step: 3 });
    await item(/^Node .*'d'/).dblclick();
    await tab.getByRole('button', { name: 'Show in memory' }).click();
    await tab.getByRole('heading', { name: 'Block', exact: true }).waitFor();
    await tab.getByRole('region', { name: 'Memory in numbers' }).getByRole('button', { name: /Node/ }).first().click();
    await tab.getByRole('button', { name: 'Show in the picture' }).click();
    await tab.getByRole('tab', { name: 'Objects', selected: true }).waitFor();
  });

  it('plays the collector with its numbers', async () => {
    await open({ scenario: 'graph', step: 13 });
    await key('3');
    await tab.getByRole('listitem').filter({ hasText: 'generation 0' }).first().waitFor();
    await tab.getByRole('button', { name: 'Watch the collector' }).click();
    await tab.getByRole('button', { name: 'Pause' }).click();
    await tab.getByRole('button', { name: 'Copy counts' }).click();
    await status(/refcount is copied into its gc_refs/);
    await tab.locator('.gc-badge').first().waitFor();
    await tab.getByRole('button', { name: 'Find the unreachable' }).click();
    await status(/something outside holds it|set aside/);
    await tab.getByRole('button', { name: 'Clear and free' }).click();
    await tab.getByRole('heading', { name: /Unreachable/ }).waitFor();
    await tab.getByRole('button', { name: 'Done' }).click();
    await status(/gc\.collect\(2\) returns 4: 4 objects freed/);
  });

  it('looks inside a line', async () => {
    await open({ scenario: 'lru', step: 3 });
    await key('4');
    await tab.getByRole('row', { name: /LOAD_ATTR/ }).waitFor();
    await tab.getByRole('button', { name: 'Next instruction' }).click();
    await status(/LOAD_FAST self.*4 to 5, pushed on the stack/);
    await tab
      .getByRole('region', { name: /Operand stack after LOAD_FAST/ })
      .getByText('LRU')
      .first()
      .waitFor();
  });

  it('has sortable tables with growth since a marked step, and copies them', async () => {
    await open({ scenario: 'lru', step: 0 });
    await key('5');
    await tab.getByRole('button', { name: 'Mark this step' }).click();
    await tab.getByRole('columnheader', { name: 'Growth', exact: true }).waitFor();
    for (let i = 0; i < 3; i++) await key('.');
    await tab.getByRole('row', { name: /Node 6 \+1/ }).waitFor();
    await tab.getByRole('columnheader', { name: /Type/ }).getByRole('button').click();
    await tab.locator('[role=columnheader][aria-sort=ascending]').filter({ hasText: 'Type' }).waitFor();
    await tab.getByRole('button', { name: 'Copy the table' }).click();
    const copied = (await asked(tab)).find((a) => a.call === 'copy')!.params['text'] as string;
    assert.match(copied, /^Type\tObjects\tGrowth/);
    await tab.getByRole('button', { name: 'Retainers' }).click();
    await tab.getByRole('row', { name: /LRU/ }).first().waitFor();
    await tab.getByRole('button', { name: 'Collections', exact: true }).click();
    await tab
      .getByRole('row', { name: /threshold/ })
      .first()
      .waitFor();
  });

  it('exports the picture and the heap', async () => {
    await open({ scenario: 'lru', step: 3 });
    const saved = async (name: string, suffix: string): Promise<Record<string, unknown>> => {
      await tab.getByRole('button', { name: 'Export' }).click();
      await tab.getByRole('menuitem', { name }).click();
      await status(new RegExp(`${suffix} was handed to the editor`));
      return (await asked(tab)).filter((a) => a.call === 'save').pop()!.params;
    };
    const svg = await saved('Picture as SVG', 'svg');
    assert.match(svg['name'] as string, /lru_cache-step-\d+\.svg/);
    assert.match(svg['data'] as string, /^<svg .*Node/s);
    assert.match((await saved('Heap as DOT', 'dot'))['data'] as string, /^digraph heap/);
    assert.ok(JSON.parse((await saved('Heap as JSON', 'json'))['data'] as string).objects.length > 30);
    const png = await saved('Picture as PNG', 'png');
    assert.equal(png['mime'], 'image/png');
  });

  it('survives a reload with camera, folds, selection and places', async () => {
    await open({ scenario: 'lru', step: 3 });
    await item(/^LRU .*cap/).click();
    await key('+');
    await key(' ');
    await status(/folded/);
    const before = await places(tab);
    await tab.waitForTimeout(700);
    const world = await tab.locator('.graph-world').getAttribute('style');
    await tab.reload();
    await tab.getByRole('treeitem').first().waitFor({ state: 'attached' });
    assert.deepEqual(await places(tab), before);
    assert.equal(
      (await tab.locator('.graph-world').getAttribute('style'))!.match(/translate.*\)/)![0],
      world!.match(/translate.*\)/)![0],
    );
    assert.equal(await item(/^LRU .*folded/).getAttribute('aria-selected'), 'true');
  });

  it('keeps folds, selection and places when the file is edited and runs again', async () => {
    await open({ scenario: 'lru', step: 3 });
    await item(/^LRU .*cap/).click();
    await key(' ');
    await status(/folded/);
    const before = await places(tab);
    const info = { uri: 'file:///lesson.py', fileName: 'lru_cache.py', python: '3.13', state: 'parked', steps: 19999 };
    await send(tab, 'runReplaced', { ...info, run: 'lru-2', documentVersion: 2, step: 19995 });
    await status(/Step 19,995/);
    const after = await places(tab);
    for (const [id, at] of Object.entries(after)) if (before[id] !== undefined) assert.equal(at, before[id], id);
    assert.equal(await item(/^LRU .*folded/).getAttribute('aria-selected'), 'true');
    await send(tab, 'runReplaced', { ...info, uri: 'file:///other.py', run: 'x', documentVersion: 1, step: 19995 });
    await item(/^LRU /).and(tab.locator('[aria-expanded=true]')).waitFor({ state: 'attached' });
  });

  it('shows Python’s strings as text, never as markup', async () => {
    await open({ scenario: 'hostile' });
    await item(/<img src=x onerror=alert\(1\)>/)
      .first()
      .waitFor({ state: 'attached' });
    assert.equal(await tab.locator('img').count(), 0);
    await item(/^<img/).first().dblclick();
    await tab.getByRole('complementary', { name: 'Object' }).getByRole('heading', { name: /<img/ }).waitFor();
    assert.equal(await tab.locator('img, script:not([nonce])').count(), 0);
  });

  it('moves nothing under reduced motion', async () => {
    await open({ scenario: 'lru', step: 2, reducedMotion: true });
    await key('.');
    assert.equal(await tab.evaluate(() => document.getAnimations().length), 0);
  });

  it('stays within 120 KB gzipped and 200 KB a view', async () => {
    await open({ scenario: 'server' });
    assert.ok(bundleSize() <= 120 * 1024, `${bundleSize()} bytes`);
    const { view } = (await tab.evaluate(() => (window as unknown as { harness: Harness }).harness.bytes)) as {
      view?: number;
    } & Record<string, number>;
    const bytes =
      view ?? (await tab.evaluate(() => (window as unknown as { harness: Harness }).harness.bytes['heap/view']!));
    assert.ok(bytes > 1000 && bytes <= 200_000, `${bytes} bytes`);
  });
});
