// The language server as the rest of the extension sees it: typed requests, and state instead of a connection. Node's
// and the browser's entry differ only in how they make the client.

import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type {
  ClientNotifications,
  HeapRequests,
  LinkCommands,
  LspRequests,
  ServerNotifications,
  ServerRequests,
} from '../../server/src/protocol/lspProtocol';
import { lessonScheme } from './lessons';

/** Makes the client: a process in desktop VS Code, a worker in a browser. */
export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

type Requests = LspRequests & HeapRequests;

/** Schemes of documents that are programs, besides those of the workspace's folders. Not `git`: those are old texts. */
const programSchemes = ['file', 'untitled', 'vscode-remote', 'vscode-vfs', lessonScheme];

/** Commands that the server's hovers and hints may name in links. */
const linkCommands: readonly (keyof LinkCommands)[] = [
  'heapscope.showObject',
  'heapscope.listReferrers',
  'heapscope.goToStep',
  'heapscope.goToLine',
  'heapscope.showHeap',
  'heapscope.collectGarbage',
  'heapscope.continueRun',
];

export class Server implements vscode.Disposable {
  private client: BaseLanguageClient | undefined;
  private starting: Promise<boolean> | undefined;
  /** What the client is told to listen to and to answer, before it starts. */
  private readonly handlers: ((client: BaseLanguageClient) => void)[] = [];

  constructor(
    private readonly create: ClientFactory,
    private readonly storageUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The schemes of Python documents that have a run. */
  schemes(): Set<string> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return new Set([...programSchemes, this.storageUri.scheme, ...folders.map((folder) => folder.uri.scheme)]);
  }

  isProgram(document: vscode.TextDocument): boolean {
    return document.languageId === 'python' && this.schemes().has(document.uri.scheme);
  }

  /** Starts the server, once. Says so, once, when it does not start. */
  start(): Promise<boolean> {
    this.starting ??= this.run();
    return this.starting;
  }

  private async run(): Promise<boolean> {
    const client = this.create({
      documentSelector: [...this.schemes()].map((scheme) => ({ scheme, language: 'python' })),
      outputChannel: this.log,
      diagnosticCollectionName: 'heapscope',
      markdown: { isTrusted: { enabledCommands: [...linkCommands] } },
      synchronize: { configurationSection: 'heapscope' },
    });
    this.client = client;
    try {
      for (const handle of this.handlers) handle(client);
      await client.start();
      return true;
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      const show = vscode.l10n.t('Show Log');
      const text = vscode.l10n.t(
        'Heapscope could not start: {0}',
        error instanceof Error ? error.message : String(error),
      );
      void vscode.window.showErrorMessage(text, show).then((chosen) => chosen === show && this.log.show());
      return false;
    }
  }

  /** Listens to a notification. Before `start`. */
  on<M extends keyof ServerNotifications>(method: M, listen: (params: ServerNotifications[M]) => void): void {
    this.handlers.push((client) => client.onNotification(method, (params: ServerNotifications[M]) => listen(params)));
  }

  /** Answers a request. Before `start`. */
  answer<M extends keyof ServerRequests>(
    method: M,
    answer: (params: ServerRequests[M]['params']) => Promise<ServerRequests[M]['result']>,
  ): void {
    this.handlers.push((client) => client.onRequest(method, (params: ServerRequests[M]['params']) => answer(params)));
  }

  async request<M extends keyof Requests>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']> {
    if (!(await this.start()) || !this.client) throw new Error(vscode.l10n.t('Heapscope is not running.'));
    return this.client.sendRequest<Requests[M]['result']>(method, params);
  }

  notify<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void {
    void this.starting?.then(async (running) => {
      if (running) await this.client?.sendNotification(method, params);
    });
  }

  async stop(): Promise<void> {
    await this.starting;
    if (this.client?.needsStop()) await this.client.stop(2000);
  }

  dispose(): void {
    void this.client?.dispose();
  }
}
