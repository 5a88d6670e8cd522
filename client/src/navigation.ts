// Going to a place in a program's text.

import * as vscode from 'vscode';

/** Shows a line (1-based) of a document, in the editor that shows it already where there is one. */
export async function goToLine(uri: string, line: number, column = 0): Promise<void> {
  const wanted = vscode.Uri.parse(uri);
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri);
  const document = open?.document ?? (await vscode.workspace.openTextDocument(wanted));
  const at = new vscode.Position(Math.max(0, Math.min(line - 1, document.lineCount - 1)), column);
  await vscode.window.showTextDocument(document, {
    viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(at, at),
  });
}
