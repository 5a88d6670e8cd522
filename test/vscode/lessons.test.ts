// What a learner does: opens each lesson from the palette, reads the hints and follows what the lessons say to try,
// in the editor's own DOM, with the installed package, in both kinds of extension host. Screenshots go to
// artifacts/lessons-*.

import * as assert from 'node:assert';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeServerObstacle } from '../../scripts/lib/codeServer.mjs';
import { root } from '../../scripts/lib/project.mjs';
import { skip } from '../support/skip';
import { UserSession, type HostKind } from '../support/userSession';
import type { Workbench } from '../support/workbench.mjs';

const lessons = readdirSync(join(root, 'media/lessons'))
  .filter((name) => name.endsWith('.py'))
  .sort();

for (const host of ['node', 'web'] satisfies HostKind[]) {
  describe(`a learner (${host})`, function () {
    this.timeout(180_000);
    this.slow(60_000);
    let session: UserSession;
    let workbench: Workbench;

    before(async function () {
      const obstacle = codeServerObstacle();
      if (obstacle) skip(this, obstacle);
      // A folder without lessons: they come from the extension, as they do for a person.
      session = await UserSession.start(host, 'test/vscode/files');
      workbench = session.workbench;
    });

    after(async () => {
      workbench?.saveLog(`lessons-${host}`);
      await session?.stop();
    });

    afterEach(async function () {
      const test = this.currentTest;
      if (test?.state === 'failed')
        await workbench?.screenshot(`lessons-${host}-FAILED-${test.title.replace(/\W+/g, '-')}`);
    });

    const picture = (name: string): Promise<string> => workbench.screenshot(`lessons-${host}-${name}`);

    /** Opens a lesson as a person does: palette, list, Enter. */
    async function openLesson(name: string): Promise<void> {
      await workbench.command('Heapscope: Open Lesson', { asks: true });
      const box = workbench.page.locator('.quick-input-widget input.input').first();
      await box.waitFor();
      await box.fill(name);
      await workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
      await workbench.press('Enter');
      await workbench.page.locator('.tab.active').filter({ hasText: name }).first().waitFor({ timeout: 15_000 });
    }

    /** Brings the first line that holds this text on screen and gives its number. */
    async function find(text: string): Promise<number> {
      const number = await workbench.until(async () => {
        const shown = await workbench.lines();
        return [...shown].find(([, line]) => line.text.includes(text))?.[0];
      }, `${text} is on screen`);
      return number;
    }

    /** Scrolls to a line by its number. */
    const show = (line: number): Promise<void> => workbench.goTo(line);

    it('is offered all lessons, by number and title', async () => {
      await workbench.openFile('names.py');
      await workbench.hint(2, /refs/, 60_000);
      await workbench.command('Heapscope: Open Lesson', { asks: true });
      const entries = await workbench.quickPicks();
      await picture('list');
      assert.equal(entries.length, lessons.length, entries.join(' | '));
      entries.forEach((entry, index) => assert.match(entry, new RegExp(`^${index + 1}\\. \\w`)));
      await workbench.press('Escape');
    });

    for (const name of lessons) {
      it(`opens ${name} and sees what its lines did`, async () => {
        await openLesson(name);
        await workbench.until(
          async () => {
            const bar = (await workbench.statusBar()).find((text) => text.includes('Heapscope:')) ?? '';
            return /\d steps · CPython 3\.13/.test(bar);
          },
          'the lesson ran to its end',
          60_000,
        );
        // Down the file, a screen at a time, until a line with a hint is on screen.
        const hinted = async (): Promise<boolean> =>
          [...(await workbench.lines()).values()].some(({ hints }) => hints.length > 0);
        for (let tries = 0; tries < 30 && !(await hinted()); tries++) {
          await workbench.page.waitForTimeout(500);
          if (tries % 3 === 2) await workbench.press(tries % 12 === 11 ? 'Control+Home' : 'PageDown');
        }
        await picture(name.slice(0, -3));
        assert.ok(await hinted(), 'a line with a hint');
      });
    }

    it('follows the classic: counts, then a hover that names the holders', async () => {
      await openLesson('02_reference_counting.py');
      await show(12);
      const line = await find('b = a');
      assert.match(await workbench.hint(line, /refs/), /refs 1 → 2/);
      assert.match(await workbench.hint(line + 2, /refs/), /refs 2 → 1/);
      await show(line + 1);
      await workbench.press('Control+Alt+Enter');
      await workbench.currentLine((at) => at === line + 1);
      const text = await workbench.hover(line, 'a');
      await picture('02-hover');
      assert.match(text, /2 references/);
      assert.match(text, /global a/);
      assert.match(text, /global b/);
      await workbench.press('Escape');
      await workbench.command('Heapscope: Go to Last Step');
    });

    it('finds the cycle of the collector lesson in Problems', async () => {
      await openLesson('03_the_collector.py');
      const rows = await workbench.until(
        async () => {
          const all = await workbench.problems();
          return all.some((row) => /cycle/i.test(row)) && all;
        },
        'a cycle in Problems',
        60_000,
      );
      await picture('03-problems');
      assert.ok(rows.length > 0);
      await workbench.command('View: Hide Panel');
    });
  });
}
