import * as vscode from 'vscode';
import { equal, match, ok } from './check';
import { edit, heapscope, hints, hover, open, problems, ran, until } from './program';

const twoNames = 'a = []\nb = a\nb = None\ndel a\n';

const cycle = [
  'import gc',
  'class Node:',
  '    pass',
  'a = Node()',
  'b = Node()',
  'a.next = b',
  'b.next = a',
  'del a, b',
  'print(gc.collect())',
].join('\n');

describe('the extension', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('starts on a Python file and runs it', async () => {
    const { status } = await open(twoNames);
    ok(await (await heapscope()).started, 'the server started');
    equal(status.info.state, 'parked', 'state');
    equal(status.info.steps, 4, 'steps');
    equal(status.info.step, 4, 'the end of the run is shown');
  });

  it('gives hints at the ends of lines', async () => {
    const { document } = await open(twoNames);
    const found = await until(async () => {
      const lines = await hints(document);
      return lines.has(2) && lines;
    }, 'a hint on line 2');
    match(found.get(2) ?? '', /list · refs 1 → 2/, 'the hint of b = a');
  });

  it('runs again when the text changes', async () => {
    const { document, status } = await open(twoNames);
    await edit(document, `${twoNames}c = 1\n`);
    const next = await ran(document);
    ok(next.info.run !== status.info.run, 'another run');
    equal(next.info.steps, 5, 'steps');
  });

  it('answers hovers', async () => {
    const { document } = await open('a = []\nb = a\n');
    match(await hover(document, 2, 0), /list/, 'hover on b');
  });

  it('steps back and forth', async () => {
    const { document } = await open(twoNames);
    const api = await heapscope();
    const step = (): number | undefined => api.statusOf(document.uri)?.info.step;
    await vscode.commands.executeCommand('heapscope.firstStep');
    equal(step(), 0, 'first step');
    await vscode.commands.executeCommand('heapscope.stepForward');
    await vscode.commands.executeCommand('heapscope.stepForward');
    equal(step(), 2, 'two steps on');
    await vscode.commands.executeCommand('heapscope.stepBack');
    equal(step(), 1, 'one back');
    await vscode.commands.executeCommand('heapscope.goToStep', document.uri.toString(), 3);
    equal(step(), 3, 'step 3');
    await vscode.commands.executeCommand('heapscope.lastStep');
    equal(step(), 4, 'the end');
  });

  it('reports the cycle as a problem', async () => {
    const { document } = await open(cycle);
    const found = await until(
      () => problems(document).find(({ code }) => codeOf(code) === 'cycle'),
      'a cycle in Problems',
    );
    match(found.message, /next/, 'the message');
  });

  it('shows the disassembly in a language of its own', async () => {
    await open(twoNames);
    await vscode.commands.executeCommand('heapscope.showDisassembly');
    const document = await until(
      () => vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'heapscope-disassembly'),
      'the disassembly',
    );
    match(document.getText(), /RESUME/, 'the disassembly');
  });

  it('opens the heap beside the editor', async () => {
    await open(cycle);
    await vscode.commands.executeCommand('heapscope.showHeap');
    await until(
      () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('heapscope.heap')),
      'a tab with the heap',
    );
  });

  it('leaves documents of other languages alone', async () => {
    const api = await heapscope();
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: twoNames });
    await vscode.window.showTextDocument(document);
    await new Promise((done) => setTimeout(done, 500));
    equal(api.statusOf(document.uri), undefined, 'status');
    equal((await hints(document)).size, 0, 'hints');
  });
});

function codeOf(code: vscode.Diagnostic['code']): string {
  return String(typeof code === 'object' ? code.value : code);
}
