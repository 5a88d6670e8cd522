// The heap view's host: makes its panel (beside the editor, in a window of its own) or its place in the panel area,
// answers what only the editor can, and forwards every other question to the server.

import * as vscode from 'vscode';
import { Messenger } from 'vscode-messenger';
import type { NotificationType, RequestType, WebviewIdMessageParticipant } from 'vscode-messenger-common';
import type {
  Bulk,
  CallParams,
  CallReply,
  CallResult,
  ErrorCode,
  HeapCall,
  HeapEvent,
  HeapEvents,
  HostCall,
  ProviderCall,
  RunInfo,
} from '../../server/src/protocol/heapProtocol';
import { providerCalls } from '../../server/src/protocol/heapCalls';
import type { RunStatus } from '../../server/src/protocol/lspProtocol';
import { heapPage } from './heapPage';
import { goToLine } from './navigation';
import type { Runs } from './runs';
import type { Server } from './server';

const panelType = 'heapscope.heap';
const viewType = 'heapscope.heapView';
const protocol = 1;

class CallError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

type HostAnswers = { [C in HostCall]: (params: CallParams<C>, view: View) => Promise<CallResult<C>> };

/** One place the heap is shown in. */
interface View {
  readonly participant: WebviewIdMessageParticipant;
  readonly show: () => void;
  /** It has said hello and is on screen: it listens. A hidden one is gone, and says hello when it is shown again. */
  ready: boolean;
  /** What it is to be told once it listens. */
  readonly waiting: (() => void)[];
}

export class HeapViews implements vscode.Disposable, vscode.WebviewViewProvider, vscode.WebviewPanelSerializer {
  private readonly messenger = new Messenger({ ignoreHiddenViews: false });
  private readonly views = new Set<View>();
  private readonly subscriptions: vscode.Disposable[];
  private panel: vscode.WebviewPanel | undefined;
  private shownRun: string | undefined;

  constructor(
    private readonly server: Server,
    private readonly runs: Runs,
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    for (const call of providerCalls) this.forward(call);
    for (const call of Object.keys(this.answers) as HostCall[]) this.serve(call);
    this.subscriptions = [
      runs.onDidChangeActive((status) => this.tell(status)),
      vscode.window.registerWebviewPanelSerializer(panelType, this),
      vscode.window.registerWebviewViewProvider(viewType, this),
    ];
  }

  /**
   * Shows the heap where the settings say.
   * @returns the view, to tell it what to show
   */
  async open(): Promise<View | undefined> {
    const place = vscode.workspace.getConfiguration('heapscope').get<string>('heap.location', 'beside');
    if (place === 'panel') {
      await vscode.commands.executeCommand(`${viewType}.focus`);
      return [...this.views].find(({ ready }) => ready) ?? [...this.views][0];
    }
    if (!this.panel) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: place !== 'window' };
      this.adopt(vscode.window.createWebviewPanel(panelType, vscode.l10n.t('Heap'), column));
      // A window of its own is something only a browser without windows lacks; there the panel stays beside.
      if (place === 'window') {
        await vscode.commands.executeCommand('workbench.action.moveEditorToNewWindow').then(undefined, () => undefined);
      }
    } else this.panel.reveal(undefined, true);
    return [...this.views].find(({ show }) => show === this.showPanel);
  }

  /** Opens the heap and tells it something, at once or as soon as it listens. */
  async openAndSend<E extends HeapEvent>(event: E, params: HeapEvents[E]): Promise<void> {
    const view = await this.open();
    if (!view) return;
    const send = (): void => this.send(view, event, params);
    if (view.ready) send();
    else view.waiting.push(send);
  }

  // VS Code brings the panel back after a reload.
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    return Promise.resolve();
  }

  // The view in the panel area was opened.
  resolveWebviewView(view: vscode.WebviewView): void {
    const shown = this.register(this.messenger.registerWebviewView(view), view, () => view.show(true));
    view.onDidChangeVisibility(() => {
      if (!view.visible) shown.ready = false;
    });
    this.fill(view.webview);
  }

  private readonly showPanel = (): void => this.panel?.reveal(undefined, true);

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'heap.svg');
    const shown = this.register(this.messenger.registerWebviewPanel(panel), panel, this.showPanel);
    panel.onDidChangeViewState(() => {
      if (!panel.visible) shown.ready = false;
    });
    this.fill(panel.webview);
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
    });
  }

  private register(
    participant: WebviewIdMessageParticipant,
    container: { onDidDispose: vscode.Event<void> },
    show: () => void,
  ): View {
    const view: View = { participant, show, ready: false, waiting: [] };
    this.views.add(view);
    container.onDidDispose(() => this.views.delete(view));
    return view;
  }

  private fill(webview: vscode.Webview): void {
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = heapPage({
      cspSource: webview.cspSource,
      scriptUri: uri('heap.js'),
      styleUri: uri('heap.css'),
      nonce: Array.from(globalThis.crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16)).join(''),
      language: vscode.env.language,
      title: vscode.l10n.t('Heap'),
    });
  }

  // -------------------------------------------------------------------------------------------------------------
  // Events to the views

  private tell(status: RunStatus | undefined): void {
    if (!status) return;
    const event = status.info.run === this.shownRun ? 'stepped' : 'runReplaced';
    this.shownRun = status.info.run;
    for (const view of this.views) if (view.ready) this.send(view, event, status.info);
  }

  private send<E extends HeapEvent>(view: View, event: E, params: HeapEvents[E]): void {
    const type: NotificationType<HeapEvents[E]> = { method: `heap/${event}` };
    this.messenger.sendNotification(type, view.participant, params);
  }

  // -------------------------------------------------------------------------------------------------------------
  // Questions of the views

  private forward<C extends ProviderCall>(call: C): void {
    this.reply(call, (params) => this.server.request(`heap/${call}`, params as never) as Promise<CallReply<C>>);
  }

  private serve<C extends HostCall>(call: C): void {
    this.reply(call, async (params, view) => ({ ok: await this.answers[call](params, view) }) as CallReply<C>);
  }

  /** Whatever happens inside, the view gets a `Reply`. */
  private reply<C extends HeapCall>(
    call: C,
    answer: (params: CallParams<C>, view: View) => Promise<CallReply<C>>,
  ): void {
    const type: RequestType<CallParams<C>, CallReply<C>> = { method: `heap/${call}` };
    this.messenger.onRequest(type, async (params, sender) => {
      const { webviewId } = sender as WebviewIdMessageParticipant;
      const view = [...this.views].find(({ participant }) => participant.webviewId === webviewId);
      try {
        if (!view) throw new CallError('internal', 'This view is closed.');
        return await answer(params, view);
      } catch (error) {
        const code = error instanceof CallError ? error.code : 'internal';
        const message = error instanceof Error ? error.message : String(error);
        if (code === 'internal') this.log.error(`heap/${call}: ${message}`);
        return { err: { code, message } } as CallReply<C>;
      }
    });
  }

  private readonly answers: HostAnswers = {
    hello: ({ protocol: spoken }, view) => {
      if (spoken !== protocol) {
        return Promise.reject(
          new CallError('protocol', vscode.l10n.t('This view is of another version. Close it and open it again.')),
        );
      }
      view.ready = true;
      // After the answer, not before it.
      setTimeout(() => view.waiting.splice(0).forEach((send) => send()));
      const status = this.runs.active;
      if (!status || status.info.state === 'none') {
        return Promise.reject(new CallError('noRun', vscode.l10n.t('Open a Python file to see its heap.')));
      }
      this.shownRun = status.info.run;
      return Promise.resolve(status.info);
    },
    goto: ({ run, step }) => this.moved(run, (uri) => this.server.request('heapscope/goto', { uri, run, step })),
    stepInstruction: ({ run, delta }) =>
      this.moved(run, (uri) => this.server.request('heapscope/move', { uri, by: 'instruction', delta })),
    mark: ({ run, step }) => this.moved(run, (uri) => this.server.request('heapscope/mark', { uri, run, step })),
    collectNow: ({ run, generation }) =>
      this.moved(run, async (uri) => {
        const outcome = await this.server.request('heapscope/collect', { uri, generation });
        return outcome?.status ?? null;
      }),
    revealLine: async ({ line }) => {
      const uri = this.runs.activeDocument;
      if (uri !== undefined) await goToLine(uri, line);
      return null;
    },
    save: async ({ name, data }) => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      const target = await vscode.window.showSaveDialog({
        defaultUri: folder ? vscode.Uri.joinPath(folder, name) : undefined,
        saveLabel: vscode.l10n.t('Export'),
      });
      if (!target) return { saved: false };
      await vscode.workspace.fs.writeFile(
        target,
        typeof data === 'string' ? new TextEncoder().encode(data) : bytesOf(data),
      );
      return { saved: true };
    },
    copy: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
  };

  private async moved(run: string, move: (uri: string) => Promise<RunStatus | null>): Promise<RunInfo> {
    const status = this.runs.ofRun(run);
    const next = status && (await move(status.uri));
    if (!next) throw new CallError('stale', vscode.l10n.t('This run is over: the text changed.'));
    this.runs.update(next);
    return next.info;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel?.dispose();
  }
}

/** A bulk column's bytes, whichever way it came. */
function bytesOf(bulk: Bulk<'u8'>): Uint8Array {
  if (bulk instanceof Uint8Array) return bulk;
  if (ArrayBuffer.isView(bulk)) return new Uint8Array(bulk.buffer, bulk.byteOffset, bulk.byteLength);
  return Uint8Array.from(atob(bulk.base64), (character) => character.charCodeAt(0));
}
