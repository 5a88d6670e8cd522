import * as vscode from 'vscode';

describe('the extension', () => {
  it('activates on a Python file', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: 'a = []\nb = a\n' });
    await vscode.window.showTextDocument(document);
    await vscode.extensions.getExtension('heapscope.heapscope')?.activate();
    const commands = await vscode.commands.getCommands(true);
    if (!commands.includes('heapscope.showHeap')) throw new Error('no command');
  });
});
