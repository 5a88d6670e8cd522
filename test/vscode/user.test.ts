// What a user does and sees, in the editor's own DOM, with the installed package: once with the extension in Node, once
// in VS Code for the Web. Screenshots go to artifacts/vscode-*.

import * as assert from 'node:assert';
import { codeServerObstacle } from '../../scripts/lib/codeServer.mjs';
import { skip } from '../support/skip';
import { UserSession, type HostKind } from '../support/userSession';
import type { Workbench } from '../support/workbench.mjs';

for (const host of ['node', 'web'] satisfies HostKind[]) {
  describe(`a user of the installed package (${host})`, function () {
    this.timeout(180_000);
    this.slow(60_000);
    let session: UserSession;
    let workbench: Workbench;

    before(async function () {
      const obstacle = codeServerObstacle();
      if (obstacle) skip(this, obstacle);
      session = await UserSession.start(host, 'test/vscode/files');
      workbench = session.workbench;
    });

    after(async () => {
      workbench?.saveLog(`vscode-${host}`);
      await session?.stop();
    });

    afterEach(async function () {
      const test = this.currentTest;
      if (test?.state === 'failed')
        await workbench?.screenshot(`vscode-${host}-FAILED-${test.title.replace(/\W+/g, '-')}`);
    });

    const picture = (name: string): Promise<string> => workbench.screenshot(`vscode-${host}-${name}`);

    it('opens a Python file and sees hints at the ends of lines', async () => {
      await workbench.openFile('names.py');
      assert.match(await workbench.hint(2, /refs/), /list · refs 1 → 2/);
      await picture('hints');
    });

    it('sees the program in the status bar, and its menu', async () => {
      const item = await workbench.until(
        async () => (await workbench.statusBar()).find((text) => text.includes('CPython 3.13')),
        'the status bar shows the program',
      );
      assert.match(item, /objects · .* (steps|step \d+ of \d+) · CPython 3\.13/);
      await workbench.page.locator('.statusbar-item', { hasText: 'CPython 3.13' }).click();
      const entries = await workbench.quickPicks();
      await picture('menu');
      for (const entry of ['Show Heap', 'Collect Garbage', 'Step Back', 'Choose CPython Version', 'Open Lesson']) {
        assert.ok(
          entries.some((text) => text.includes(entry)),
          `the menu has ${entry}: ${entries.join(' | ')}`,
        );
      }
      await workbench.press('Escape');
    });

    it('steps back and forth and sees the current line move', async () => {
      await workbench.openFile('cycle.py');
      await workbench.hint(10, /./);
      await workbench.command('Heapscope: Go to First Step');
      await workbench.currentLine((line) => line === 1);
      await workbench.press('Alt+.');
      await workbench.currentLine((line) => line === 4);
      await workbench.press('Alt+,');
      await workbench.currentLine((line) => line === 1);
      await workbench.command('Heapscope: Go to Last Step');
      await workbench.currentLine((line) => line === undefined);
    });

    it('runs to the cursor, and hovers over a name there', async () => {
      await workbench.goTo(14);
      await workbench.press('Control+Alt+Enter');
      await workbench.currentLine((line) => line === 14);
      await picture('current-line');
      const text = await workbench.hover(12, 'a');
      await picture('hover');
      assert.match(text, /Node/);
      assert.match(text, /\b2\b/, 'global a and b.next hold it');
      await workbench.command('Heapscope: Go to Last Step');
    });

    it('finds the cycle in Problems', async () => {
      const problems = await workbench.until(async () => {
        const rows = await workbench.problems();
        return rows.some((row) => /a\.next|cycle/i.test(row)) && rows;
      }, 'the cycle is a problem');
      await picture('problems');
      assert.ok(problems.some((row) => /cycle\.py/.test(row)));
      await workbench.command('View: Hide Panel');
    });

    it('shows the heap beside the editor', async () => {
      await workbench.command('Heapscope: Show Heap');
      const view = await workbench.webview('#heap *');
      await workbench.until(
        async () => /Node|list|dict/.test(await view.locator('body').innerText()),
        'objects in the heap',
      );
      await picture('heap');
    });

    it('collects garbage and is told what was found', async () => {
      await workbench.openFile('cycle.py');
      await workbench.command('Heapscope: Collect Garbage');
      assert.match(await workbench.notification(/unreachable|no garbage/), /Found \d+ unreachable|no garbage/);
      await picture('collected');
      await workbench.command('Notifications: Clear All Notifications');
    });

    it('collects garbage from the palette and sees the objects go', async () => {
      await workbench.openFile('garbage.py');
      await workbench.hint(11, /refs/);
      const view = await workbench.webview('#heap *');
      const garbage = view.locator('.box.garbage');
      await workbench.until(
        async () => (await garbage.count()) >= 2,
        'two nodes that nobody can reach are in the heap',
      );
      await picture('garbage');
      await workbench.command('Heapscope: Collect Garbage');
      assert.match(await workbench.notification(/unreachable/), /Found 2 unreachable, freed \d+ objects/);
      await workbench.until(
        async () => (await view.locator('.box.garbage:not(.freed)').count()) === 0,
        'the nodes are gone from the heap',
      );
      await picture('garbage-gone');
      await workbench.command('Notifications: Clear All Notifications');
    });

    it('chooses a CPython version', async () => {
      await workbench.openFile('names.py');
      await workbench.command('Heapscope: Choose CPython Version', { asks: true });
      const versions = await workbench.quickPicks();
      await picture('versions');
      assert.ok(
        versions.some((text) => text.startsWith('CPython 3.13')),
        versions.join(' | '),
      );
      await workbench.pick(versions.at(-1)!.split(',')[0]!);
      await workbench.hint(2, /refs/);
    });

    it('reads the disassembly and the report, in colours', async () => {
      await workbench.openFile('cycle.py');
      await workbench.command('Heapscope: Show Disassembly');
      await workbench.until(
        async () => (await workbench.page.locator('.tab.active', { hasText: 'cycle.py.pydis' }).count()) > 0,
        'the disassembly is open',
      );
      await workbench.until(
        async () => (await workbench.colours('RESUME')).length > 0,
        'an instruction in the disassembly',
      );
      await picture('disassembly');
      assert.notDeepEqual(await workbench.colours('RESUME'), await workbench.colours('None'));
      await workbench.openFile('cycle.py');
      await workbench.command('Heapscope: Show Heap Report');
      await workbench.until(
        async () => (await workbench.page.locator('.tab.active', { hasText: 'cycle.py.heapreport' }).count()) > 0,
        'the report is open',
      );
      await picture('report');
    });

    it('sees its output', async () => {
      await workbench.openFile('cycle.py');
      await workbench.command('Heapscope: Show Output');
      await workbench.page.locator('.part.panel', { hasText: 'Output' }).waitFor();
      await workbench.until(
        async () => /\S/.test(await workbench.page.locator('.part.panel .view-lines').innerText()),
        'the output shows what the program printed',
      );
      await picture('output');
      await workbench.command('View: Hide Panel');
    });

    it('switches the hints off and on', async () => {
      await workbench.openFile('names.py');
      await workbench.hint(2, /refs/);
      await workbench.press('Control+Alt+h');
      await workbench.until(
        async () => ((await workbench.lines()).get(2)?.hints.length ?? 0) === 0,
        'the hints are gone',
      );
      await workbench.press('Control+Alt+h');
      await workbench.hint(2, /refs/);
    });

    it('sees directives in comments highlighted', async () => {
      await workbench.openFile('directives.py');
      await workbench.until(async () => (await workbench.colours('heap')).length > 0, 'the file is coloured');
      const [directive] = await workbench.colours('heap');
      const [comment] = await workbench.colours('ordinary');
      assert.notEqual(directive, comment);
      await picture('directives');
    });

    it('types a bug and an infinite loop, and goes on working', async () => {
      await workbench.openFile('names.py');
      await workbench.hint(2, /refs/);
      await workbench.editor.click();
      await workbench.press('Control+End');
      await workbench.page.keyboard.type('x = 1 +\n');
      await workbench.until(
        async () => (await workbench.problems()).some((row) => /invalid syntax/i.test(row)),
        'the syntax error is a problem',
      );
      await picture('syntax-error');
      await workbench.command('View: Hide Panel');
      const retype = async (text: string): Promise<void> => {
        await workbench.editor.click();
        await workbench.press('Control+a', 'Delete');
        await workbench.page.keyboard.type(text);
      };
      await retype('a = []\nb = a\nwhile True: pass\n');
      await workbench.hint(2, /refs/, 30_000);
      await picture('infinite-loop');
      await retype('a = []\nb = a\nc = b\n');
      assert.match(await workbench.hint(3, /refs/), /list · refs 2 → 3/);
      await workbench.command('File: Revert File');
    });

    it('changes the theme and still reads everything', async () => {
      await workbench.openFile('cycle.py');
      for (const theme of ['Light Modern', 'Dark High Contrast']) {
        await workbench.command('Preferences: Color Theme', { asks: true });
        await workbench.page.locator('.quick-input-widget input.input').first().fill(theme);
        await workbench.accept(theme, theme);
        await workbench.page.waitForTimeout(500);
        await workbench.hint(10, /./);
        await picture(`theme-${theme.replace(/\W+/g, '-').toLowerCase()}`);
      }
    });
  });
}
