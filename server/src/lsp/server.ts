// The language server: documents, their runs, and the features asked of them. Knows LSP; knows nothing of processes.

import type { Connection, InitializeResult } from 'vscode-languageserver';
import { MarkupKind, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ProviderCall } from '../protocol/heapProtocol';
import type {
  ClientNotifications,
  CollectParams,
  DocumentParams,
  GotoParams,
  MarkParams,
  MoveParams,
  ReportParams,
  RunStatus,
  RunToLineParams,
  ServerNotifications,
  Settings,
  TextReply,
} from '../protocol/lspProtocol';
import { diagnosticOf, inlayHintOf } from './convert';
import { DocumentRun } from './documentRun';
import type { WorkerFactory } from './engineClient';

const defaults: Settings = {
  python: '3.13',
  run: { automatically: 'onType', delay: 150 },
  budget: { seconds: 5, instructions: 1_000_000, memory: 1024 },
  hints: { level: 'bindings' },
  codeLens: { enabled: true },
  diagnostics: {
    cycle: true,
    leak: true,
    slots: true,
    finalizer: true,
    'dead-weakref': true,
    export: true,
    'shared-default': true,
    getrefcount: true,
  },
};

const providerCalls: ProviderCall[] = [
  'view',
  'object',
  'holders',
  'referrers',
  'referents',
  'path',
  'history',
  'search',
  'memory',
  'blocks',
  'block',
  'locate',
  'timeline',
  'collect',
  'lanes',
  'line',
  'types',
  'retainers',
  'collections',
  'export',
];

/** Serves `connection`, with an engine worker from `factory` for each document. Returns at once. */
export function serve(connection: Connection, factory: WorkerFactory): void {
  const documents = new TextDocuments(TextDocument);
  const runs = new Map<string, DocumentRun>();
  let settings = defaults;
  let canRefreshHints = false;
  let canConfigure = false;

  const notify = <N extends keyof ServerNotifications>(name: N, params: ServerNotifications[N]): void => {
    void connection.sendNotification(name, params);
  };
  const isPython = (document: TextDocument): boolean => document.languageId === 'python';

  const updated = (run: DocumentRun): void => {
    const document = documents.get(run.uri);
    if (document === undefined || document.version !== run.findingsVersion) return;
    const shown = run.findings.filter((f) => (settings.diagnostics as Record<string, boolean>)[f.code] !== false);
    void connection.sendDiagnostics({
      uri: run.uri,
      version: document.version,
      diagnostics: shown.map((f) => diagnosticOf(document, f)),
    });
    if (run.status !== null) notify('heapscope/status', run.status);
    if (canRefreshHints) connection.languages.inlayHint.refresh().catch(() => undefined);
  };

  const runOf = (document: TextDocument): DocumentRun => {
    let run = runs.get(document.uri);
    if (run === undefined) {
      run = new DocumentRun(document.uri, factory, {
        updated,
        output: (r, stream, text, first) => {
          notify('heapscope/output', { uri: r.uri, run: r.analysis?.info.run ?? '', first, stream, text });
        },
        log: (message) => connection.console.error(message),
      });
      runs.set(document.uri, run);
    }
    return run;
  };

  const start = (document: TextDocument, delay: number): void => {
    if (isPython(document)) runOf(document).schedule(document, settings, delay);
  };

  const configure = async (): Promise<void> => {
    if (!canConfigure) return;
    const read = (await connection.workspace.getConfiguration('heapscope')) as Partial<Settings> | null;
    if (read !== null && typeof read === 'object') {
      settings = {
        ...defaults,
        ...read,
        run: { ...defaults.run, ...read.run },
        budget: { ...defaults.budget, ...read.budget },
        hints: { ...defaults.hints, ...read.hints },
        diagnostics: { ...defaults.diagnostics, ...read.diagnostics },
      };
    }
  };

  connection.onInitialize(({ capabilities }): InitializeResult => {
    canRefreshHints = capabilities.workspace?.inlayHint?.refreshSupport === true;
    canConfigure = capabilities.workspace?.configuration === true;
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        inlayHintProvider: true,
      },
      serverInfo: { name: 'heapscope' },
    };
  });
  connection.onInitialized(() => {
    void configure();
  });
  connection.onDidChangeConfiguration(() => {
    void configure().then(() => {
      for (const document of documents.all()) start(document, 0);
    });
  });

  const opened = new Set<string>();
  documents.onDidOpen(({ document }) => {
    opened.add(document.uri);
    if (settings.run.automatically !== 'never') start(document, 0);
  });
  documents.onDidChangeContent(({ document }) => {
    // Opening a document also counts as a change of it.
    if (opened.delete(document.uri)) return;
    if (settings.run.automatically === 'onType') start(document, settings.run.delay);
  });
  documents.onDidSave(({ document }) => {
    if (settings.run.automatically === 'onSave') start(document, 0);
  });
  documents.onDidClose(({ document }) => {
    runs.get(document.uri)?.dispose();
    runs.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    notify('heapscope/gone', { uri: document.uri });
  });

  connection.languages.inlayHint.on(({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    const run = runs.get(textDocument.uri);
    if (document === undefined || run?.analysis == null || settings.hints.level === 'off') return [];
    // Hints of another version would stand at the wrong lines: none until the run has caught up.
    if (run.analysis.info.documentVersion !== document.version) return [];
    return run.analysis.hints
      .filter((hint) => hint.line - 1 >= range.start.line && hint.line - 1 <= range.end.line)
      .filter((hint) => settings.hints.level === 'all' || hint.binding || /freed|gc found/.test(hint.label))
      .map((hint) => inlayHintOf(document, hint))
      .filter((hint) => hint !== null);
  });

  connection.onHover(async ({ textDocument, position }) => {
    const run = runs.get(textDocument.uri);
    const document = documents.get(textDocument.uri);
    if (run?.analysis == null || document === undefined || run.analysis.info.documentVersion !== document.version)
      return null;
    try {
      const h = await run.engine.call('hover', { line: position.line + 1, column: position.character });
      if (h === null) return null;
      return {
        contents: { kind: MarkupKind.Markdown, value: h.markdown },
        range: { start: { line: h.line - 1, character: h.start }, end: { line: h.line - 1, character: h.end } },
      };
    } catch {
      return null;
    }
  });

  /** A request that moves the program: the new status is also told to everybody. */
  const moving = async (uri: string, act: Parameters<DocumentRun['move']>[0]): Promise<RunStatus | null> => {
    const status = (await runs.get(uri)?.move(act)) ?? null;
    if (status !== null) notify('heapscope/status', status);
    return status;
  };

  connection.onRequest('heapscope/status', (p: DocumentParams) => runs.get(p.uri)?.status ?? null);
  connection.onRequest('heapscope/goto', (p: GotoParams) => {
    const info = runs.get(p.uri)?.status?.info;
    if (info === undefined || (p.run !== undefined && p.run !== info.run)) return null;
    const step = p.step === 'first' ? 0 : p.step === 'last' ? info.steps : p.step;
    return moving(p.uri, (engine) => engine.call('goto', { step }));
  });
  connection.onRequest('heapscope/move', (p: MoveParams) => {
    const info = runs.get(p.uri)?.status?.info;
    if (info === undefined) return null;
    return moving(p.uri, (engine) => engine.call('goto', { step: info.step + p.delta }));
  });
  connection.onRequest('heapscope/runToLine', (p: RunToLineParams) =>
    moving(p.uri, (engine) => engine.call('runToLine', { line: p.line, direction: p.direction })),
  );
  const again = (p: DocumentParams): RunStatus | null => {
    const document = documents.get(p.uri);
    if (document !== undefined) start(document, 0);
    return runs.get(p.uri)?.status ?? null;
  };
  connection.onRequest('heapscope/restart', again);
  connection.onRequest('heapscope/continue', again);
  connection.onRequest('heapscope/collect', async (p: CollectParams) => {
    const outcome = (await runs.get(p.uri)?.collect(p.generation)) ?? null;
    if (outcome !== null) notify('heapscope/status', outcome.status);
    return outcome;
  });
  connection.onRequest('heapscope/mark', (p: MarkParams) =>
    moving(p.uri, (engine) => engine.call('mark', { step: p.step })),
  );
  const text = async (answer: Promise<string | null> | undefined): Promise<TextReply | null> => {
    const value = await answer?.catch(() => null);
    return value == null ? null : { text: value };
  };
  connection.onRequest('heapscope/disassembly', (p: DocumentParams) =>
    text(runs.get(p.uri)?.engine.call('disassembly', null)),
  );
  connection.onRequest('heapscope/report', (p: ReportParams) =>
    text(runs.get(p.uri)?.engine.call('report', { format: p.format })),
  );
  for (const call of providerCalls) {
    connection.onRequest(`heap/${call}`, async (p: { run?: string }) => {
      const run = [...runs.values()].find((r) => r.status?.info.run === p.run);
      if (run === undefined) return { err: { code: 'stale', message: 'this run has been replaced' } };
      try {
        return await run.engine.call('heap', { call, params: p });
      } catch (error) {
        return { err: { code: 'internal', message: error instanceof Error ? error.message : String(error) } };
      }
    });
  }
  connection.onNotification('heapscope/focus', (_p: ClientNotifications['heapscope/focus']) => undefined);

  documents.listen(connection);
  connection.listen();
}
