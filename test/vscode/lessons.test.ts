// What a learner does: opens each lesson from the palette, reads the hints and follows what the lessons say to try,
// in the editor's own DOM, with the installed package, in both kinds of extension host. Screenshots go to
// artifacts/lessons-*.

import * as assert from 'node:assert';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/project.mjs';
import { describeUser } from '../support/userSession';

const lessons = readdirSync(join(root, 'media/lessons'))
  .filter((name) => name.endsWith('.py'))
  .sort();

// A folder without lessons: they come from the extension, as they do for a person.
describeUser('a learner', 'lessons', 'test/vscode/files', (user) => {
  const { picture } = user;

  /** Opens a lesson as a person does: palette, list, Enter. */
  async function openLesson(name: string): Promise<void> {
    await user.workbench.command('Heapscope: Open Lesson', { asks: true });
    const box = user.workbench.page.locator('.quick-input-widget input.input').first();
    await box.waitFor();
    await box.fill(name);
    await user.workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
    await user.workbench.press('Enter');
    await user.workbench.page.locator('.tab.active').filter({ hasText: name }).first().waitFor({ timeout: 15_000 });
  }

  /** Brings the first line that holds this text on screen and gives its number. */
  async function find(text: string): Promise<number> {
    const number = await user.workbench.until(async () => {
      const shown = await user.workbench.lines();
      return [...shown].find(([, line]) => line.text.includes(text))?.[0];
    }, `${text} is on screen`);
    return number;
  }

  /** Scrolls to a line by its number. */
  const show = (line: number): Promise<void> => user.workbench.goTo(line);

  it('is offered all lessons, by number and title', async () => {
    await user.workbench.openFile('names.py');
    await user.workbench.hint(2, /refs/, 60_000);
    await user.workbench.command('Heapscope: Open Lesson', { asks: true });
    const entries = await user.workbench.quickPicks();
    await picture('list');
    assert.equal(entries.length, lessons.length, entries.join(' | '));
    entries.forEach((entry, index) => assert.match(entry, new RegExp(`^${index + 1}\\. \\w`)));
    await user.workbench.press('Escape');
  });

  for (const name of lessons) {
    it(`opens ${name} and sees what its lines did`, async () => {
      await openLesson(name);
      await user.workbench.until(
        async () => {
          const bar = (await user.workbench.statusBar()).find((text) => text.includes('Heapscope:')) ?? '';
          return /\d steps · CPython 3\.13/.test(bar);
        },
        'the lesson ran to its end',
        60_000,
      );
      // Down the file, a screen at a time, until a line with a hint is on screen.
      const hinted = async (): Promise<boolean> =>
        [...(await user.workbench.lines()).values()].some(({ hints }) => hints.length > 0);
      for (let tries = 0; tries < 30 && !(await hinted()); tries++) {
        await user.workbench.page.waitForTimeout(500);
        if (tries % 3 === 2) await user.workbench.press(tries % 12 === 11 ? 'Control+Home' : 'PageDown');
      }
      await picture(name.slice(0, -3));
      assert.ok(await hinted(), 'a line with a hint');
    });
  }

  it('follows the classic: counts, then a hover that names the holders', async () => {
    await openLesson('02_reference_counting.py');
    await show(12);
    const line = await find('b = a');
    assert.match(await user.workbench.hint(line, /refs/), /refs 1 → 2/);
    assert.match(await user.workbench.hint(line + 2, /refs/), /refs 2 → 1/);
    await show(line + 1);
    await user.workbench.press('Control+Alt+Enter');
    await user.workbench.currentLine((at) => at === line + 1);
    const text = await user.workbench.hover(line, 'a');
    await picture('02-hover');
    assert.match(text, /2 references/);
    assert.match(text, /global a/);
    assert.match(text, /global b/);
    await user.workbench.press('Escape');
    await user.workbench.command('Heapscope: Go to Last Step');
  });

  it('finds the cycle of the collector lesson in Problems', async () => {
    await openLesson('03_the_collector.py');
    const rows = await user.workbench.until(
      async () => {
        const all = await user.workbench.problems();
        return all.some((row) => /cycle/i.test(row)) && all;
      },
      'a cycle in Problems',
      60_000,
    );
    await picture('03-problems');
    assert.ok(rows.length > 0);
    await user.workbench.command('View: Hide Panel');
  });
});
