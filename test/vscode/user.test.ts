// What a user does and sees, in the editor's own DOM, with the installed package: once with the extension in Node, once
// in VS Code for the Web. Screenshots go to artifacts/vscode-*.

import * as assert from 'node:assert';
import { describeUser } from '../support/userSession';

describeUser('a user of the installed package', 'vscode', 'test/vscode/files', (user) => {
  const { picture } = user;

  it('opens a Python file and sees hints at the ends of lines', async () => {
    await user.workbench.openFile('names.py');
    assert.match(await user.workbench.hint(2, /refs/), /list · refs 1 → 2/);
    await picture('hints');
  });

  it('sees the program in the status bar, and its menu', async () => {
    const item = await user.workbench.until(
      async () => (await user.workbench.statusBar()).find((text) => text.includes('CPython 3.13')),
      'the status bar shows the program',
    );
    assert.match(item, /objects · .* (steps|step \d+ of \d+) · CPython 3\.13/);
    await user.workbench.page.locator('.statusbar-item', { hasText: 'CPython 3.13' }).click();
    const entries = await user.workbench.quickPicks();
    await picture('menu');
    for (const entry of ['Show Heap', 'Collect Garbage', 'Step Back', 'Choose CPython Version', 'Open Lesson']) {
      assert.ok(
        entries.some((text) => text.includes(entry)),
        `the menu has ${entry}: ${entries.join(' | ')}`,
      );
    }
    await user.workbench.press('Escape');
  });

  it('steps back and forth and sees the current line move', async () => {
    await user.workbench.openFile('cycle.py');
    await user.workbench.hint(10, /./);
    await user.workbench.command('Heapscope: Go to First Step');
    await user.workbench.currentLine((line) => line === 1);
    await user.workbench.press('Alt+.');
    await user.workbench.currentLine((line) => line === 4);
    await user.workbench.press('Alt+,');
    await user.workbench.currentLine((line) => line === 1);
    await user.workbench.command('Heapscope: Go to Last Step');
    await user.workbench.currentLine((line) => line === undefined);
  });

  it('runs to the cursor, and hovers over a name there', async () => {
    await user.workbench.goTo(14);
    await user.workbench.press('Control+Alt+Enter');
    await user.workbench.currentLine((line) => line === 14);
    await picture('current-line');
    const text = await user.workbench.hover(12, 'a');
    await picture('hover');
    assert.match(text, /Node/);
    assert.match(text, /\b2\b/, 'global a and b.next hold it');
    await user.workbench.command('Heapscope: Go to Last Step');
  });

  it('finds the cycle in Problems', async () => {
    const problems = await user.workbench.until(async () => {
      const rows = await user.workbench.problems();
      return rows.some((row) => /a\.next|cycle/i.test(row)) && rows;
    }, 'the cycle is a problem');
    await picture('problems');
    assert.ok(problems.some((row) => /cycle\.py/.test(row)));
    await user.workbench.command('View: Hide Panel');
  });

  it('shows the heap beside the editor', async () => {
    await user.workbench.command('Heapscope: Show Heap');
    const view = await user.workbench.webview('#heap *');
    await user.workbench.until(
      async () => /Node|list|dict/.test(await view.locator('body').innerText()),
      'objects in the heap',
    );
    await picture('heap');
  });

  it('collects garbage and is told what was found', async () => {
    await user.workbench.openFile('cycle.py');
    await user.workbench.command('Heapscope: Collect Garbage');
    assert.match(await user.workbench.notification(/unreachable|no garbage/), /Found \d+ unreachable|no garbage/);
    await picture('collected');
    await user.workbench.command('Notifications: Clear All Notifications');
  });

  it('collects garbage from the palette and sees the objects go', async () => {
    await user.workbench.openFile('garbage.py');
    await user.workbench.hint(11, /refs/);
    const view = await user.workbench.webview('#heap *');
    const garbage = view.locator('.box.garbage');
    await user.workbench.until(
      async () => (await garbage.count()) >= 2,
      'two nodes that nobody can reach are in the heap',
    );
    await picture('garbage');
    await user.workbench.command('Heapscope: Collect Garbage');
    assert.match(await user.workbench.notification(/unreachable/), /Found 2 unreachable, freed \d+ objects/);
    await user.workbench.until(
      async () => (await view.locator('.box.garbage:not(.freed)').count()) === 0,
      'the nodes are gone from the heap',
    );
    await picture('garbage-gone');
    await user.workbench.command('Notifications: Clear All Notifications');
  });

  it('chooses a CPython version', async () => {
    await user.workbench.openFile('names.py');
    await user.workbench.command('Heapscope: Choose CPython Version', { asks: true });
    const versions = await user.workbench.quickPicks();
    await picture('versions');
    assert.ok(
      versions.some((text) => text.startsWith('CPython 3.13')),
      versions.join(' | '),
    );
    await user.workbench.pick(versions.at(-1)!.split(',')[0]!);
    await user.workbench.hint(2, /refs/);
  });

  it('reads the disassembly and the report, in colours', async () => {
    await user.workbench.openFile('cycle.py');
    await user.workbench.command('Heapscope: Show Disassembly');
    await user.workbench.until(
      async () => (await user.workbench.page.locator('.tab.active', { hasText: 'cycle.py.pydis' }).count()) > 0,
      'the disassembly is open',
    );
    await user.workbench.until(
      async () => (await user.workbench.colours('RESUME')).length > 0,
      'an instruction in the disassembly',
    );
    await picture('disassembly');
    assert.notDeepEqual(await user.workbench.colours('RESUME'), await user.workbench.colours('None'));
    await user.workbench.openFile('cycle.py');
    await user.workbench.command('Heapscope: Show Heap Report');
    await user.workbench.until(
      async () => (await user.workbench.page.locator('.tab.active', { hasText: 'cycle.py.heapreport' }).count()) > 0,
      'the report is open',
    );
    await picture('report');
  });

  it('sees its output', async () => {
    await user.workbench.openFile('cycle.py');
    await user.workbench.command('Heapscope: Show Output');
    await user.workbench.page.locator('.part.panel', { hasText: 'Output' }).waitFor();
    await user.workbench.until(
      async () => /\S/.test(await user.workbench.page.locator('.part.panel .view-lines').innerText()),
      'the output shows what the program printed',
    );
    await picture('output');
    await user.workbench.command('View: Hide Panel');
  });

  it('switches the hints off and on', async () => {
    await user.workbench.openFile('names.py');
    await user.workbench.hint(2, /refs/);
    await user.workbench.press('Control+Alt+h');
    await user.workbench.until(
      async () => ((await user.workbench.lines()).get(2)?.hints.length ?? 0) === 0,
      'the hints are gone',
    );
    await user.workbench.press('Control+Alt+h');
    await user.workbench.hint(2, /refs/);
  });

  it('sees directives in comments highlighted', async () => {
    await user.workbench.openFile('directives.py');
    await user.workbench.until(async () => (await user.workbench.colours('heap')).length > 0, 'the file is coloured');
    const [directive] = await user.workbench.colours('heap');
    const [comment] = await user.workbench.colours('ordinary');
    assert.notEqual(directive, comment);
    await picture('directives');
  });

  it('takes the light bulb’s __slots__, and the problem is gone', async () => {
    await user.workbench.openFile('slots.py');
    const told = async (): Promise<string | undefined> =>
      (await user.workbench.problems('instances of Point')).find((row) => /instances of Point/.test(row));
    await user.workbench.until(told, 'Point would be smaller with __slots__', 60_000);
    await user.workbench.command('View: Hide Panel');
    await user.workbench.quickFix(1, 'Add __slots__', () => picture('light-bulb'));
    await user.workbench.until(
      async () => /__slots__ = \('x', 'y'\)/.test((await user.workbench.lines()).get(2)?.text ?? ''),
      'the class has __slots__',
    );
    await user.workbench.until(async () => (await told()) === undefined, 'the problem is gone', 60_000);
    await picture('light-bulb-after');
    await user.workbench.problems();
    await user.workbench.command('View: Hide Panel');
    await user.workbench.command('File: Revert File');
  });

  it('types a bug and an infinite loop, and goes on working', async () => {
    await user.workbench.openFile('names.py');
    await user.workbench.hint(2, /refs/);
    await user.workbench.editor.click();
    await user.workbench.press('Control+End');
    await user.workbench.page.keyboard.type('x = 1 +\n');
    await user.workbench.until(
      async () => (await user.workbench.problems()).some((row) => /invalid syntax/i.test(row)),
      'the syntax error is a problem',
    );
    await picture('syntax-error');
    await user.workbench.command('View: Hide Panel');
    const retype = async (text: string): Promise<void> => {
      await user.workbench.editor.click();
      await user.workbench.press('Control+a', 'Delete');
      await user.workbench.page.keyboard.type(text);
    };
    await retype('a = []\nb = a\nwhile True: pass\n');
    await user.workbench.hint(2, /refs/, 30_000);
    await picture('infinite-loop');
    await retype('a = []\nb = a\nc = b\n');
    assert.match(await user.workbench.hint(3, /refs/), /list · refs 2 → 3/);
    await user.workbench.command('File: Revert File');
  });

  it('changes the theme and still reads everything', async () => {
    await user.workbench.openFile('cycle.py');
    for (const theme of ['Light Modern', 'Dark High Contrast']) {
      await user.workbench.command('Preferences: Color Theme', { asks: true });
      await user.workbench.page.locator('.quick-input-widget input.input').first().fill(theme);
      await user.workbench.accept(theme, theme);
      await user.workbench.page.waitForTimeout(500);
      await user.workbench.hint(10, /./);
      await picture(`theme-${theme.replace(/\W+/g, '-').toLowerCase()}`);
    }
  });
});
