// What the server asks of the editor: a line for `input()`, and the modules beside the user's file.

import * as vscode from 'vscode';
import { fileName } from './format';
import type { Server } from './server';

/** A module larger than this is none. */
const largestFile = 4 * 2 ** 20;

export function answerServer(server: Server): void {
  server.answer('heapscope/input', async ({ uri, prompt, line }) => {
    const value = await vscode.window.showInputBox({
      title: vscode.l10n.t('{0}, line {1}: input()', fileName(uri), line),
      prompt: prompt || vscode.l10n.t('A line for the program. Escape is the end of its input.'),
      placeHolder: vscode.l10n.t('Lines in a “# input:” comment are taken without asking.'),
      ignoreFocusOut: true,
    });
    return value ?? null;
  });

  server.answer('heapscope/readFile', async ({ uri, forDocument }) => {
    const file = vscode.Uri.parse(uri);
    if (!mayRead(file, forDocument)) return null;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === file.toString());
    if (open) return open.getText();
    try {
      const { size, type } = await vscode.workspace.fs.stat(file);
      if (size > largestFile || !(type & vscode.FileType.File)) return null;
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    } catch {
      return null;
    }
  });

  server.answer('heapscope/listFolder', async ({ uri, forDocument }) => {
    const folder = vscode.Uri.parse(uri);
    if (!mayRead(folder, forDocument)) return null;
    try {
      const entries = await vscode.workspace.fs.readDirectory(folder);
      return entries.map(([name, type]) => (type & vscode.FileType.Directory ? `${name}/` : name)).sort();
    } catch {
      return null;
    }
  });
}

/** A program reads below its own folder, and in the workspace folder it belongs to; nowhere else. */
function mayRead(wanted: vscode.Uri, forDocument: string): boolean {
  const document = vscode.Uri.parse(forDocument);
  const own = vscode.Uri.joinPath(document, '..');
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri;
  const path = vscode.Uri.joinPath(wanted, '.').path;
  return [own, folder].some(
    (root) =>
      root !== undefined &&
      root.scheme === wanted.scheme &&
      root.authority === wanted.authority &&
      (path === root.path || path.startsWith(root.path.endsWith('/') ? root.path : `${root.path}/`)),
  );
}
