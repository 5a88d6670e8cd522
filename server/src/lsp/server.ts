// The language server: documents and their runs; the features are in features/. Knows LSP; knows nothing of processes.

import type { ClientCapabilities, Connection, InitializeResult } from 'vscode-languageserver';
import { CodeActionKind, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientNotifications, ServerNotifications, ServerRequests, Settings } from '../protocol/lspProtocol';
import type { ServerContext } from './context';
import { DocumentRun, pathOf, uriBeside } from './documentRun';
import type { DocumentRunEvents, Reason } from './documentRun';
import type { WorkerFactory } from './engineClient';
import { EnginePool } from './engineClient';
import { publishDiagnostics, serveCodeActions } from './features/diagnostics';
import { serveHeapView } from './features/heapView';
import { serveHints } from './features/hints';
import { serveHover } from './features/hover';
import { serveLenses } from './features/lenses';
import { serveTime } from './features/time';
import { defaultSettings, runsDiffer, settingsFrom } from './settings';

/** More workers than this that do nothing are not kept. */
const MAX_IDLE_WORKERS = 4;
/** Settings that do not come are not waited for longer. */
const SETTINGS_WAIT_MILLISECONDS = 500;

/** Serves `connection`, with engine workers from `factory`. Returns at once. */
export function serve(connection: Connection, factory: WorkerFactory, documentation: string | null = null): void {
  const pool = new EnginePool(factory);
  const runs = new Map<string, DocumentRun>();
  const documents = new TextDocuments<TextDocument>({
    create: (uri, languageId, version, content) => TextDocument.create(uri, languageId, version, content),
    update: (document, changes, version) => {
      let updated = document;
      for (const change of changes) {
        runs.get(document.uri)?.edited(updated, change);
        updated = TextDocument.update(updated, [change], version);
      }
      return updated;
    },
  });
  /** By document: a setting may be a folder's own. */
  const settings = new Map<string, Settings>();
  const configured = new Map<string, Promise<void>>();
  const settingsOf = (uri: string): Settings => settings.get(uri) ?? defaultSettings;
  let capabilities: ClientCapabilities = {};

  const notify: ServerContext['notify'] = (name: keyof ServerNotifications, params: object) =>
    void connection.sendNotification(name, params);
  const refresh = (): void => {
    if (capabilities.workspace?.inlayHint?.refreshSupport === true) {
      connection.languages.inlayHint.refresh().catch(() => undefined);
    }
    if (capabilities.workspace?.codeLens?.refreshSupport === true)
      connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  };
  /** Null where the client does not answer such requests, as other editors' do not. */
  const askClient = async <M extends keyof ServerRequests>(
    method: M,
    params: ServerRequests[M]['params'],
  ): Promise<ServerRequests[M]['result'] | null> => {
    try {
      return await connection.sendRequest<ServerRequests[M]['result']>(method, params);
    } catch {
      return null;
    }
  };

  const events: DocumentRunEvents = {
    shown: (run) => {
      if (run.status !== null) notify('heapscope/status', run.status);
      refresh();
      spareWorkers();
    },
    diagnosed: (run) => publishDiagnostics(context, run),
    output: (run, stream, text, first) =>
      notify('heapscope/output', { uri: run.uri, run: run.status?.info.run ?? '', first, stream, text }),
    log: (message) => connection.console.error(message),
    file: (uri, path) => {
      const wanted = uriBeside(uri, path);
      const open = documents.get(wanted);
      return open === undefined
        ? askClient('heapscope/readFile', { uri: wanted, forDocument: uri })
        : Promise.resolve(open.getText());
    },
    folder: (uri, path) => askClient('heapscope/listFolder', { uri: uriBeside(uri, path), forDocument: uri }),
    input: (uri, run, prompt, line) => askClient('heapscope/input', { uri, run, prompt, line }),
  };

  /** Documents that were not looked at for long give their workers back. */
  const spareWorkers = (): void => {
    const idle = [...runs.values()].filter((run) => run.idle).sort((a, b) => b.used - a.used);
    for (const run of idle.slice(MAX_IDLE_WORKERS)) run.release();
  };

  const start = (document: TextDocument, delay: number, reason: Reason): void => {
    if (document.languageId !== 'python') return;
    let run = runs.get(document.uri);
    if (run === undefined) runs.set(document.uri, (run = new DocumentRun(document.uri, pool, events)));
    const mine = run;
    mine.pending = true;
    void whenConfigured(document.uri).then(() => {
      const now = documents.get(document.uri);
      if (now !== undefined && runs.get(document.uri) === mine) mine.schedule(now, settingsOf(now.uri), delay, reason);
    });
  };

  const context: ServerContext = {
    connection,
    documents,
    runs,
    settingsOf,
    get capabilities() {
      return capabilities;
    },
    documentation,
    notify,
    start,
    runOf: (uri) => {
      const run = runs.get(uri);
      const document = documents.get(uri);
      if (run?.released === true && document !== undefined) start(document, 0, 'changed');
      return run;
    },
  };

  const configure = async (uri: string): Promise<void> => {
    if (capabilities.workspace?.configuration !== true) return;
    const read: unknown = await connection.workspace
      .getConfiguration({ scopeUri: uri, section: 'heapscope' })
      .catch(() => null);
    if (documents.get(uri) === undefined) return;
    const before = settingsOf(uri);
    settings.set(uri, settingsFrom(read));
    takeUp(uri, before);
  };
  /** Lets what changed in a document's settings be seen; on opening it there is nothing to be changed yet. */
  const takeUp = (uri: string, before: Settings): void => {
    const document = documents.get(uri);
    const run = runs.get(uri);
    if (document === undefined || run === undefined || run.pending) return;
    if (runsDiffer(before, settingsOf(uri))) start(document, 0, 'changed');
    else {
      publishDiagnostics(context, run);
      refresh();
    }
  };
  /** A document's settings are there, or do not come. */
  const whenConfigured = (uri: string): Promise<void> => {
    let ready = configured.get(uri);
    if (ready === undefined) {
      const late = new Promise<void>((done) => setTimeout(done, SETTINGS_WAIT_MILLISECONDS));
      configured.set(uri, (ready = Promise.race([configure(uri), late])));
    }
    return ready;
  };

  connection.onInitialize((params): InitializeResult => {
    capabilities = params.capabilities;
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        inlayHintProvider: { resolveProvider: true },
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
      serverInfo: { name: 'heapscope' },
    };
  });
  connection.onDidChangeConfiguration(() => {
    for (const { uri } of documents.all()) void configure(uri);
  });

  const automatically = (document: TextDocument): string =>
    runs.get(document.uri)?.directives.run ?? settingsOf(document.uri).run.automatically;
  const opened = new Set<string>();
  documents.onDidOpen(({ document }) => {
    opened.add(document.uri);
    void whenConfigured(document.uri).then(() => {
      if (settingsOf(document.uri).run.automatically !== 'never' && documents.get(document.uri) !== undefined)
        start(document, 0, 'opened');
    });
  });
  documents.onDidChangeContent(({ document }) => {
    // Opening a document also counts as a change of it.
    if (opened.delete(document.uri)) return;
    if (automatically(document) === 'onType') start(document, settingsOf(document.uri).run.delay, 'typed');
    // Programs that import it see the new text.
    for (const run of runs.values()) {
      if (run.uri === document.uri || !run.reads(pathOf(document.uri))) continue;
      const other = documents.get(run.uri);
      if (other !== undefined && automatically(other) === 'onType')
        start(other, settingsOf(other.uri).run.delay, 'changed');
    }
  });
  documents.onDidSave(({ document }) => {
    if (automatically(document) === 'onSave') start(document, 0, 'saved');
  });
  documents.onDidClose(({ document }) => {
    runs.get(document.uri)?.dispose();
    runs.delete(document.uri);
    settings.delete(document.uri);
    configured.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    notify('heapscope/gone', { uri: document.uri });
  });
  connection.onNotification('heapscope/focus', ({ uri }: ClientNotifications['heapscope/focus']) => {
    const run = uri === null ? undefined : runs.get(uri);
    if (run !== undefined) run.used = Date.now();
  });
  connection.onShutdown(() => {
    for (const run of runs.values()) run.dispose();
    runs.clear();
    pool.close();
  });

  serveHints(context);
  serveHover(context);
  serveLenses(context);
  serveCodeActions(context);
  serveTime(context);
  serveHeapView(context);

  documents.listen(connection);
  connection.listen();
}
