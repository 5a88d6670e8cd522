// What is known of each document's run, and which document is in front. Everything on screen (status bar, current
// line, heap view, context keys) follows from here.

import * as vscode from 'vscode';
import type { RunStatus } from '../../server/src/protocol/lspProtocol';
import type { Server } from './server';

export class Runs implements vscode.Disposable {
  private readonly statuses = new Map<string, RunStatus>();
  private readonly changed = new vscode.EventEmitter<RunStatus>();
  private readonly activeChanged = new vscode.EventEmitter<RunStatus | undefined>();
  private readonly disposables: vscode.Disposable[] = [this.changed, this.activeChanged];
  private activeUri: string | undefined;

  /** A run moved, ended, or was replaced. */
  readonly onDidChange = this.changed.event;
  /** Another document's run is in front, or the one in front changed. */
  readonly onDidChangeActive = this.activeChanged.event;

  constructor(private readonly server: Server) {
    server.on('heapscope/status', (status) => this.update(status));
    server.on('heapscope/gone', ({ uri }) => this.forget(uri));
    this.disposables.push(
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document.uri.toString())),
    );
  }

  /** Takes up the editor that is open already. After the server's start. */
  begin(): void {
    this.follow(vscode.window.activeTextEditor);
  }

  /** The document whose run is shown: the Python editor that was in front last. */
  get active(): RunStatus | undefined {
    return this.activeUri === undefined ? undefined : this.statuses.get(this.activeUri);
  }

  get activeDocument(): string | undefined {
    return this.activeUri;
  }

  get(uri: string): RunStatus | undefined {
    return this.statuses.get(uri);
  }

  /** The document whose run this is. */
  ofRun(run: string): RunStatus | undefined {
    return [...this.statuses.values()].find((status) => status.info.run === run);
  }

  /** Takes a status that a request or a notification brought. */
  update(status: RunStatus): void {
    // The server may have more to say of a document that was closed meanwhile; its name may be another's by now.
    if (
      !vscode.workspace.textDocuments.some(
        (document) => isDocument(document, status.uri) && this.server.isProgram(document),
      )
    ) {
      return;
    }
    this.statuses.set(status.uri, status);
    this.changed.fire(status);
    if (status.uri === this.activeUri) this.activeMoved();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    // A webview, an output panel or a text of another language in front: the program shown stays the same.
    if (!editor || !this.server.isProgram(editor.document)) return;
    const uri = editor.document.uri.toString();
    if (uri === this.activeUri) return;
    this.activeUri = uri;
    this.server.notify('heapscope/focus', { uri });
    this.activeMoved();
  }

  private forget(uri: string): void {
    this.statuses.delete(uri);
    if (uri !== this.activeUri) return;
    if (!vscode.workspace.textDocuments.some((document) => isDocument(document, uri))) {
      this.activeUri = undefined;
      this.server.notify('heapscope/focus', { uri: null });
      this.follow(vscode.window.activeTextEditor);
    }
    this.activeMoved();
  }

  private activeMoved(): void {
    const status = this.active;
    const has = status !== undefined && status.info.state !== 'none';
    setContext('heapscope.hasRun', has);
    setContext('heapscope.canStepBack', has && (status.info.step > 0 || (status.instruction?.index ?? 0) > 0));
    setContext('heapscope.canStepForward', has && status.info.step < status.info.steps);
    this.activeChanged.fire(status);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

function isDocument(document: vscode.TextDocument, uri: string): boolean {
  return document.uri.toString() === uri;
}

const contexts = new Map<string, boolean>();

function setContext(name: string, value: boolean): void {
  if (contexts.get(name) === value) return;
  contexts.set(name, value);
  void vscode.commands.executeCommand('setContext', name, value);
}
