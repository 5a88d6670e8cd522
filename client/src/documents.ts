// Documents that are made, not read: the disassembly and the heap report of a program. They follow the program.

import * as vscode from 'vscode';
import { fileName } from './format';
import type { Runs } from './runs';
import type { Server } from './server';

const scheme = 'heapscope';
/** A report takes several runs of the program: it waits for a pause. */
const PAUSE_MILLISECONDS = 400;

/** What can be shown, and the ending that gives it its language. */
export type DocumentKind = 'disassembly' | 'report';
const endings: Record<DocumentKind, string> = { disassembly: 'pydis', report: 'heapreport' };

export class Documents implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  /** What was shown last: stays while a newer text does not parse, or is being run. */
  private readonly shown = new Map<string, string>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly server: Server,
    runs: Runs,
  ) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      runs.onDidChange(({ uri, info }) => {
        if (info.state !== 'running') this.refreshSoon(uri);
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) if (document.uri.scheme === scheme) this.refreshSoon(document.uri.query);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.shown.delete(uri.toString())),
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
    const key = uri.toString();
    if (reply !== null) this.shown.set(key, reply.text);
    return this.shown.get(key) ?? vscode.l10n.t('{0} has no run.', fileName(source));
  }

  private refreshSoon(source: string): void {
    clearTimeout(this.timers.get(source));
    this.timers.set(
      source,
      setTimeout(() => {
        this.timers.delete(source);
        this.refresh(source);
      }, PAUSE_MILLISECONDS),
    );
  }

  private refresh(source: string): void {
    for (const { document } of vscode.window.visibleTextEditors) {
      if (document.uri.scheme === scheme && document.uri.query === source) this.changed.fire(document.uri);
    }
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
