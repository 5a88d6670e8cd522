import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('heapscope.showHeap', () =>
      vscode.window.showInformationMessage('Heapscope: hello'),
    ),
  );
}
