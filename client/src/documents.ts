// Documents that are made, not read: the disassembly and the heap report of a program. They follow the program.

import * as vscode from 'vscode';
import { fileName } from './format';
import type { Runs } from './runs';
import type { Server } from './server';

const scheme = 'heapscope';

/** What can be shown, and the ending that gives it its language. */
export type DocumentKind = 'disassembly' | 'report';
const endings: Record<DocumentKind, string> = { disassembly: 'pydis', report: 'heapreport' };

export class Documents implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    runs: Runs,
  ) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      runs.onDidChange(({ uri }) => this.refresh(uri)),
    ];
  }

  async show(kind: DocumentKind, source: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${fileName(source)}.${endings[kind]}`, query: source });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const source = uri.query;
    const reply = uri.path.endsWith(endings.disassembly)
      ? await this.server.request('heapscope/disassembly', { uri: source })
      : await this.server.request('heapscope/report', { uri: source, format: 'text' });
    return reply?.text ?? vscode.l10n.t('{0} has no run.', fileName(source));
  }

  private refresh(source: string): void {
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === scheme && document.uri.query === source) this.changed.fire(document.uri);
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
