/**
 * The view in Chromium against the real engine: a worker as the language server starts it answers every question, about
 * programs that CPython 3.13.0 judged. Roles, names and values are asked for as a user meets them.
 */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import type { CollectPlay, HeapViewWire, LineDetail } from '../../server/src/protocol/heapProtocol';
import { decodeView } from '../../server/src/protocol/heapCodec';
import { buildTestPage } from './support/build.mjs';
import { problemsOf, startHost, type OpenOptions, type TestHost } from './support/browser';
import { RealHost } from './support/realHost';

type Reply<T> = { ok: T };

describe('heap view on the real engine', () => {
  let host: TestHost;
  let real: RealHost;
  let tab: Page;

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
  afterEach(async () => {
    const problems = problemsOf(tab);
    await tab.context().close();
    assert.deepEqual(problems, [], 'errors, warnings or CSP violations in the page');
  });

  /** Runs a program and opens the view where this line is about to run for the n-th time. */
  const open = async (program: string, line: string, nth = 1, o: OpenOptions = {}): Promise<Page> => {
    await real.run(program);
    await real.goto(await real.stepAt(line, nth));
    return (tab = await host.open({ reducedMotion: true, ...o, attach: (page) => real.attach(page) }));
  };
  const item = (name: RegExp): ReturnType<Page['getByRole']> => tab.getByRole('treeitem', { name });
  const seen = (name: RegExp): Promise<void> => item(name).first().waitFor({ state: 'attached', timeout: 15_000 });
  const status = (text: RegExp): Promise<void> =>
    tab.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached', timeout: 15_000 });
  const key = (k: string): Promise<void> => tab.keyboard.press(k);
  const ask = async <T>(call: string, params: object): Promise<T> => {
    const { run, step } = await real.state();
    return ((await real.answer(`heap/${call}`, { run, step, ...params })) as Reply<T>).ok;
  };
  const accessible = async (what: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page: tab }).analyze();
    assert.deepEqual(
      violations.map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 140)} ${v.nodes[0]?.failureSummary}`),
      [],
      `axe, ${what}`,
    );
  };

  it('linked list: counts go up with a name, down without it, and the last one frees a chain', async () => {
    await open('linked_list', 'head = reverse');
    await seen(/^frame <module> at line 21/);
    // Made by `second = head.next`: the badge says from what to what.
    await seen(/^Node generation 0 references 1 now 2 .*'bee'/);
    await seen(/^class Node /);
    await seen(/^function reverse generation 0 references 1|^function generation 0 references 1 reverse/);
    assert.equal(await item(/library/).count(), 0);
    await real.goto(await real.stepAt('head = head.next', 1));
    await real.send('stepped', await real.state());
    await status(/second was unbound/);
    await seen(/^Node generation 0 references \d now \d .*'bee'|^Node generation 0 references 1 .*'bee'/);
    await key('.');
    await status(/freed Node/);
    assert.equal(await item(/^Node freed/).count(), 1);
    await key('.');
    await status(/freed Node #\d+, Node #\d+ and Node #\d+; head now names None; the program has ended/);
    assert.equal(await item(/^Node freed/).count(), 3);
    assert.equal(await item(/^Node generation/).count(), 0);
  });

  it('tree: each call has a frame of its own, and dropping the root frees what only it held', async () => {
    await open('tree', 'root.left = insert', 1);
    const frames = item(/^frame insert/);
    assert.ok((await frames.count()) >= 1);
    await real.goto(await real.stepAt('print(keys', 1));
    await real.send('stepped', await real.state());
    await status(/freed .*Tree/);
    // The left subtree lives on: the name left holds it.
    assert.equal(await item(/^Tree generation/).count(), 3);
    assert.equal(await item(/^Tree freed/).count(), 4);
    await accessible('tree');
  });

  it('graph with a cycle: garbage in a hull with its weak reference, until the collector comes', async () => {
    await open('graph_cycle', 'waiting =');
    await status(/6 objects can no longer be reached/);
    assert.equal(await item(/^City .*garbage: nothing can reach it.*in a reference cycle/).count(), 3);
    await tab.getByText('garbage: 6 objects nothing can reach').waitFor();
    await seen(/^ReferenceType .*weakly to City/);
    assert.match((await tab.locator('.kpis').textContent())!, /6\s*garbage/);
    await real.goto((await real.state()).steps);
    await real.send('stepped', await real.state());
    await seen(/^frame <module>/);
    await tab.getByText('garbage: 6 objects').waitFor({ state: 'detached' });
    await key('5');
    await tab.getByRole('button', { name: 'Collections' }).click();
    // CPython prints 13 here: seven objects of its own start-up are garbage too.
    const row = tab.getByRole('row').filter({ hasText: 'asked' });
    assert.match((await row.first().textContent())!, /28\s*2\s*asked\s*[\d,]+\s*13/);
  });

  it('LRU cache: evicted entries are ghosts for one step; the ring stays a cycle in use', async () => {
    await open('lru_cache', 'log = [');
    await seen(/^Node freed references were 2 now 0 .*'b'/);
    await seen(/^LRUCache generation 0 references 2 now 1 capacity 3/);
    assert.ok((await item(/^Node .*in a reference cycle/).count()) >= 5);
    await key('.');
    await tab.getByRole('treeitem', { name: /freed/ }).first().waitFor({ state: 'detached' });
  });

  it('an object’s page: holders, what keeps it alive, its count over the whole run, its bytes', async () => {
    await open('lru_cache', 'log = [');
    await item(/^Node .*'d'/)
      .first()
      .dispatchEvent('dblclick');
    const page = tab.getByRole('complementary').or(tab.locator('.object-page'));
    await tab.getByText('Referred to by').waitFor();
    await tab.getByText('local cache of main').waitFor();
    await tab
      .getByRole('button', { name: /^step \d+/ })
      .nth(3)
      .waitFor();
    const text = (await page.first().textContent())!;
    assert.match(text, /<__main__\.Node object at 0x7f/);
    assert.match(text, /generation 0, in a cycle/);
    assert.match(text, /attribute next of Node #\d+/);
    assert.match(text, /local cache of main/);
    assert.match(text, /ob_refcnt/);
    assert.match(text, /\.key.*'d'/);
    await tab
      .getByText(/step \d+/)
      .first()
      .waitFor();
    assert.match(text, /2 references, line 48/);
    await tab
      .getByRole('button', { name: /^line 47/ })
      .first()
      .click();
    assert.deepEqual(real.revealed.splice(0), [47]);
    // Its count, step by step, is the program's own.
    const id = /Node #(\d+)/.exec((await page.getByRole('heading', { level: 2 }).first().textContent())!)![1]!;
    const history = await ask<{ steps: number[]; counts: number[] }>('history', { id });
    for (const step of [history.steps[1]!, history.steps.at(-2)!]) {
      await real.goto(step);
      const view = decodeView(await viewAt(step));
      const shown = view.objects.find((o) => o.id === id)!.refcount;
      assert.equal(shown, history.counts[history.steps.indexOf(step)], `count at step ${step}`);
    }
    await accessible('object page');
  });
  const viewAt = (step: number, since?: number): Promise<HeapViewWire> =>
    ask('view', {
      step,
      scope: 'mine',
      atoms: 'inline',
      maxObjects: 20_000,
      maxCells: 1000,
      include: [],
      ...(since === undefined ? {} : { since }),
    });

  it('memory map: pools, owners, what the step did, free lists', async () => {
    await open('churn', 'del data');
    await key('2');
    await tab
      .getByText(/[\d,]+ blocks/)
      .first()
      .waitFor();
    const side = tab.locator('.memory-side');
    await side.getByText('Past pymalloc').waitFor();
    assert.match((await side.textContent())!, /bytes new\s*97\.7 KiB|bytes\s*97\.7 KiB/);
    assert.match((await side.textContent())!, /Free lists/);
    const map = await ask<{ freeLists: { name: string; count: number; limit: number }[]; allocated: unknown }>(
      'memory',
      {},
    );
    assert.ok(map.freeLists.every((f) => f.count > 0 && f.count <= f.limit));
    assert.ok(map.freeLists.length > 0);
    await accessible('memory');
  });

  it('timeline: own objects and bytes, collections with their reason, exceptions, finalizers, callbacks', async () => {
    await open('churn', 'data =');
    const { steps } = await real.state();
    const line = await ask<{ marks: { kind: string; count: number; text: string }[] }>('timeline', {
      from: 0,
      to: steps,
      buckets: 2000,
    });
    const count = (kind: string): number => line.marks.filter((m) => m.kind === kind).reduce((n, m) => n + m.count, 0);
    assert.equal(count('exception'), 6);
    assert.ok(count('collection') >= 3);
    assert.match(line.marks.find((m) => m.kind === 'exception')!.text, /ValueError: 0/);
    await key('5');
    await tab.getByRole('button', { name: 'Collections' }).click();
    await tab.getByRole('cell', { name: 'threshold' }).first().waitFor();
    await real.run('collector');
    const marks = (await ask<typeof line>('timeline', { from: 0, to: (await real.state()).steps, buckets: 500 })).marks;
    assert.equal(
      marks.filter((m) => m.kind === 'finalizer').reduce((n, m) => n + m.count, 0),
      4,
    );
    assert.equal(
      marks.filter((m) => m.kind === 'callback').reduce((n, m) => n + m.count, 0),
      1,
    );
  });

  it('the collector, played: phase by phase as CPython does it', async () => {
    await open('collector', 'found = gc.collect()');
    await key('3');
    await tab.getByRole('button', { name: 'Watch the collector' }).click();
    await tab.getByRole('button', { name: 'Pause' }).click();
    for (const phase of [
      'Copy counts',
      'Subtract inner references',
      'Find the unreachable',
      'Weak references',
      'Finalizers',
      'Clear and free',
      'Done',
    ])
      await tab.getByRole('button', { name: phase }).click();
    await accessible('collect');
    const play = await ask<CollectPlay>('collect', { generation: 2, dryRun: true, maxObjects: 2000 });
    checkPlay(play);
    // CPython 3.13.0 prints these for this program.
    assert.equal(play.result.returned, 6);
    const title = (i: number): string => play.objects[i]!.typeName;
    const phase = <P extends CollectPlay['phases'][number]['phase']>(
      name: P,
    ): Extract<CollectPlay['phases'][number], { phase: P }> =>
      play.phases.find((p) => p.phase === name) as Extract<CollectPlay['phases'][number], { phase: P }>;
    const ran = phase('finalizers').ran;
    assert.deepEqual(
      ran.map((f) => [f.name, f.output]),
      [
        ['Phoenix.__del__', 'finalizer of bird 1\n'],
        ['Phoenix.__del__', 'finalizer of bird 2\n'],
        ['Spark.__del__', 'finalizer of spark 1\n'],
        ['Spark.__del__', 'finalizer of spark 2\n'],
      ],
    );
    assert.deepEqual(
      phase('weakrefs')
        .cleared.filter((c) => c.callback !== undefined)
        .map((c) => [title(c.target), c.callback, c.ran]),
      [
        ['Ring', '<lambda>', true],
        ['Ring', '<lambda>', false],
      ],
    );
    assert.deepEqual(phase('resurrection').survivors.map(title), ['Phoenix', 'Phoenix']);
    assert.equal(play.result.resurrected, 2);
    // What it would do is what it does.
    await real.goto(await real.stepAt('print(found'));
    const view = decodeView(await viewAt((await real.state()).step));
    assert.equal(view.frames[0]!.names.find((n) => n.label === 'found')!.text, '6');
    assert.equal(view.objects.filter((o) => o.typeName === 'Phoenix' && !o.flags.freed).length, 2);
    assert.equal(view.objects.filter((o) => o.typeName === 'Spark' && !o.flags.freed).length, 0);
  });

  /** What holds of every collection. */
  function checkPlay(play: CollectPlay): void {
    let counts: readonly number[] = [];
    const unreachable = new Set<number>();
    for (const p of play.phases) {
      if (p.phase === 'update_refs') {
        counts = p.gcRefs;
        assert.deepEqual(
          p.gcRefs,
          play.objects.map((o) => o.refcount),
          'gc_refs begin as the counts',
        );
      } else if (p.phase === 'subtract_refs') {
        const inner = play.objects.map(() => 0);
        for (const [, to] of p.refs) inner[to]!++;
        // References from omitted members count too, so it may be less, never more.
        p.gcRefs.forEach((n, i) =>
          assert.ok(n >= 0 && n <= counts[i]! - inner[i]!, `${play.objects[i]!.typeName}: ${n}`),
        );
        counts = p.gcRefs;
      } else if (p.phase === 'move_unreachable') {
        const reached = new Set<number>();
        for (const e of p.events) {
          if (e.kind === 'reached') reached.add(e.member);
          else if (e.kind === 'stays')
            assert.ok(counts[e.member]! > 0 || reached.has(e.member), 'what stays is held from outside or was reached');
          if (e.kind === 'aside') unreachable.add(e.member);
          else if (e.kind === 'reached' && e.back) unreachable.delete(e.member);
        }
      } else if (p.phase === 'tp_clear') {
        const freed = new Set(p.steps.flatMap((s) => s.freed));
        const back = new Set(play.phases.flatMap((q) => (q.phase === 'resurrection' ? q.survivors : [])));
        assert.deepEqual(
          [...unreachable].filter((m) => !back.has(m)).sort((a, b) => a - b),
          [...freed].sort((a, b) => a - b),
          'what was set aside is what dies',
        );
      }
    }
    assert.equal(play.result.freed, play.result.returned, 'gc.collect() returns how many it found and freed');
  }

  it('inside a line: instructions, operand stack, whose count moved and why', async () => {
    await open('lru_cache', 'last.next = node', 1);
    await key('4');
    const table = tab.getByRole('table', { name: /Instructions/ });
    await table.getByRole('row').nth(1).waitFor();
    assert.match((await table.textContent())!, /STORE_ATTR/);
    const { step } = await real.state();
    const detail = await ask<LineDetail>('line', { step });
    assert.deepEqual(
      detail.instructions.map((i) => i.opname),
      ['LOAD_FAST_LOAD_FAST', 'STORE_ATTR'],
    );
    assert.equal(detail.functionName, 'LRUCache._append');
    assert.deepEqual(
      detail.instructions[0]!.stack.map((s) => s.typeName),
      ['Node', 'Node'],
    );
    const moves = detail.instructions.flatMap((i) => i.moves.map((m) => [m.typeName, m.before, m.after]));
    assert.ok(moves.length >= 3, JSON.stringify(moves));
    // The sums over the instructions are what the next step shows.
    const before = decodeView(await viewAt(step));
    const after = decodeView(await viewAt(step + 1));
    for (const o of after.objects) {
      if (o.flags.freed || o.flags.isNew) continue;
      const was = before.objects.find((b) => b.id === o.id);
      const sum = detail.instructions
        .flatMap((i) => i.moves)
        .filter((m) => m.id === o.id)
        .reduce((n, m) => n + m.after - m.before, 0);
      if (was) assert.equal(was.refcount + sum, o.refcount, `${o.typeName} #${o.id}`);
    }
    await accessible('line');
  });

  it('stands inside a line: the picture before an instruction, with the operand stack', async () => {
    await open('lru_cache', 'last.next = node', 1);
    const { step } = await real.state();
    await key('4');
    await tab
      .getByRole('row', { name: /STORE_ATTR/ })
      .getByRole('button', { name: 'STORE_ATTR' })
      .click();
    await tab.getByRole('heading', { name: 'Counts through the line' }).waitFor();
    await tab.getByRole('button', { name: 'Run to here' }).click();
    await tab.getByRole('row', { name: /next: STORE_ATTR/ }).waitFor();
    await status(/LOAD_FAST_LOAD_FAST node, last: Node #\d+ went from 3 to 4 references/);
    assert.equal((await ask<LineDetail>('line', { step })).current, 1);
    await key('1');
    await seen(/^frame LRUCache\._append .*stack 0 +to .*stack 1 +to/);
    assert.equal((await real.state()).instruction, 1);
    // On by one: the line is done, and nothing is left on the stack.
    await real.answer('heap/stepInstruction', { delta: 1 });
    await real.send('stepped', await real.state());
    await status(/^Step \d+/);
    assert.equal((await real.state()).step, step + 1);
    assert.equal((await real.state()).instruction, undefined);
    await item(/^frame LRUCache\._append .*stack 0/).waitFor({ state: 'detached' });
  });

  it('marks where cycles were closed', async () => {
    await open('graph_cycle', 'waiting =');
    const { steps } = await real.state();
    const { marks } = await ask<{ marks: { kind: string; step: number; text: string }[] }>('timeline', {
      from: 0,
      to: steps,
      buckets: 500,
      cycles: true,
    });
    const closed = marks.filter((m) => m.kind === 'cycle');
    // Two roads back: the second and the third connection each close one.
    assert.equal(closed.length, 2);
    for (const { text } of closed) assert.match(text, /^City #\d+ → list #\d+ → City #\d+ → 1 more → back$/);
    const cyclic = async (step: number): Promise<number> => {
      await real.goto(step);
      return decodeView(await viewAt(step)).objects.filter((o) => o.cycle > 0).length;
    };
    for (const { step } of closed) assert.ok((await cyclic(step)) < (await cyclic(step + 1)), `step ${step}`);
  });

  it('names references after their fields, and shows what is empty', async () => {
    await real.run(
      'fields',
      'import itertools\nrows = [[], {}, set()]\nit = iter(rows)\npairs = zip(rows, rows)\nrest = itertools.chain(rows)\nend = 1\n',
    );
    await real.goto(await real.stepAt('end = 1'));
    tab = await host.open({ reducedMotion: true, attach: (page) => real.attach(page) });
    await seen(/^list_iterator .*it_seq +to/);
    await seen(/^zip .*ittuple +to/);
    await seen(/^chain .*source +to/);
    for (const text of [/^list .* \[\]$/, /^dict .* \{\}$/, /^set .* set\(\)$/]) await seen(text);
    assert.equal(await item(/field \d/).count(), 0);
  });

  it('each document has its own places, selection and folds', async () => {
    await open('linked_list', 'head = reverse');
    const cat = item(/^Node .*'cat'/);
    await cat.click();
    await key('p');
    await item(/^Node .*'cat'.*/)
      .first()
      .waitFor();
    await tab.keyboard.press('Shift+ArrowDown');
    await tab.waitForTimeout(500);
    const world = (): Promise<string> =>
      tab.locator('.graph-world').evaluate((e) => (e as HTMLElement).style.transform);
    const [place, camera] = [await cat.evaluate((e) => (e as HTMLElement).style.transform), await world()];
    await real.run('tree');
    await real.send('runReplaced', await real.state());
    await seen(/^Tree /);
    assert.equal(await tab.getByRole('treeitem', { selected: true }).count(), 0);
    await real.run('linked_list');
    await real.goto(await real.stepAt('head = reverse'));
    await real.send('runReplaced', await real.state());
    await seen(/^Node .*'cat'/);
    assert.equal(await cat.getAttribute('aria-selected'), 'true');
    assert.match((await cat.textContent())!, /pinned/);
    assert.equal(await cat.evaluate((e) => (e as HTMLElement).style.transform), place);
    assert.equal(await world(), camera);
  });

  it('deltas make the same view as a full answer', async () => {
    await open('lru_cache', 'log = [');
    const { steps } = await real.state();
    for (const step of [20, 21, 22, 60, steps - 3, steps - 2]) {
      await real.goto(step - 1);
      const base = decodeView(await viewAt(step - 1));
      await real.goto(step);
      const delta = decodeView(await viewAt(step, step - 1));
      assert.equal(delta.since, step - 1);
      const objects = new Map(base.objects.map((o) => [o.id, o]));
      for (const id of delta.removed) objects.delete(id);
      for (const o of delta.objects) objects.set(o.id, o);
      const full = decodeView(await viewAt(step));
      assert.equal(full.since, undefined);
      assert.deepEqual(
        [...objects.values()].sort((a, b) => Number(a.id) - Number(b.id)),
        full.objects,
      );
      assert.ok(delta.objects.length <= full.objects.length);
    }
  });

  it('folds a heap of 4,500 objects, in less than 200 KB of JSON', async () => {
    await open('big', 'last =');
    await tab.getByText(/objects folded into \d+ groups/).waitFor({ timeout: 20_000 });
    assert.ok((await tab.getByRole('treeitem').count()) < 80);
    const view = real.asked.find((q) => q.call === 'view')!;
    assert.ok(view.bytes <= 200_000, `${view.bytes} bytes`);
    await accessible('folded');
  });

  it('the library’s objects stay out of “mine”, and come in with all', async () => {
    await open('graph_cycle', 'waiting =');
    const mine = decodeView(await viewAt((await real.state()).step));
    assert.ok(mine.objects.every((o) => !o.flags.library));
    assert.ok(mine.objects.length < 30, `${mine.objects.length}`);
    await tab.getByRole('button', { name: 'Filter' }).click();
    await tab.getByRole('combobox', { name: 'Whose objects' }).selectOption('all');
    await tab.getByText(/objects folded into \d+ groups/).waitFor({ timeout: 20_000 });
  });

  it('survives an edit, a worker that dies, and a reload, with selection and places', async () => {
    await open('linked_list', 'head = reverse');
    await item(/^Node .*'cat'/).click();
    const place = await item(/^Node .*'cat'/).evaluate((e) => (e as HTMLElement).style.transform);
    await real.restart();
    await real.goto(await real.stepAt('head = reverse'));
    await real.send('runReplaced', await real.state());
    await seen(/^Node .*'cat'/);
    await tab.waitForTimeout(500);
    assert.equal(await item(/^Node .*'cat'/).evaluate((e) => (e as HTMLElement).style.transform), place);
    await tab.reload();
    await seen(/^Node .*'cat'/);
    assert.equal(await item(/^Node .*'cat'/).evaluate((e) => (e as HTMLElement).style.transform), place);
    assert.equal(await item(/^Node .*'cat'/).getAttribute('aria-selected'), 'true');
  });

  it('every lesson-like program, every view: nothing is wrong in the page, and axe finds nothing', async () => {
    await open('lesson_counts', 'a = None');
    for (const k of ['1', '2', '3', '4', '5']) {
      await key(k);
      await tab.waitForTimeout(350);
      await accessible(`view ${k}`);
    }
    assert.match((await tab.locator('.kpis').textContent())!, /objects/);
  });
});
