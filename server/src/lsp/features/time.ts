// The extension's own requests: where the program stands, moving it, collecting, its texts.

import type {
  CollectOutcome,
  CollectParams,
  DocumentParams,
  GotoParams,
  MarkParams,
  MoveParams,
  ReportParams,
  RunStatus,
  RunToLineParams,
  TextReply,
} from '../../protocol/lspProtocol';
import type { ServerContext } from '../context';

export function serveTime(context: ServerContext): void {
  const { connection, documents, runs } = context;
  connection.onRequest('heapscope/status', (p: DocumentParams) => runs.get(p.uri)?.status ?? null);

  connection.onRequest('heapscope/goto', (p: GotoParams) => {
    const run = context.runOf(p.uri);
    const info = run?.status?.info;
    if (run === undefined || info === undefined || (p.run !== undefined && p.run !== info.run)) return null;
    const step = p.step === 'first' ? 0 : p.step === 'last' ? info.steps : p.step;
    return run.move(run.ask('goto', { step }));
  });
  connection.onRequest('heapscope/move', (p: MoveParams) => {
    const run = context.runOf(p.uri);
    return run?.move(run.ask('move', { by: p.by, delta: p.delta })) ?? null;
  });
  connection.onRequest('heapscope/runToLine', (p: RunToLineParams) => {
    const run = context.runOf(p.uri);
    return run?.move(run.ask('runToLine', { line: p.line, direction: p.direction })) ?? null;
  });
  connection.onRequest('heapscope/mark', (p: MarkParams) => {
    const run = context.runOf(p.uri);
    return run?.move(run.ask('mark', { step: p.step })) ?? null;
  });

  connection.onRequest('heapscope/restart', (p: DocumentParams): RunStatus | null => {
    const document = documents.get(p.uri);
    if (document !== undefined) context.start(document, 0, 'asked');
    return runs.get(p.uri)?.status ?? null;
  });
  connection.onRequest('heapscope/continue', (p: DocumentParams): RunStatus | null => {
    const document = documents.get(p.uri);
    const run = runs.get(p.uri);
    if (document !== undefined) run?.continue(document, context.settingsOf(document.uri));
    return run?.status ?? null;
  });

  connection.onRequest('heapscope/collect', async (p: CollectParams): Promise<CollectOutcome | null> => {
    const run = context.runOf(p.uri);
    const reply = (await run?.ask('collect', { generation: p.generation })) ?? null;
    if (run === undefined || reply === null) return null;
    const status = await run.move(Promise.resolve(reply.status));
    const { result, finalizers, callbacks } = reply;
    return status === null ? null : { status, result, finalizers, callbacks };
  });

  const text = async (answer: Promise<string | null> | undefined): Promise<TextReply | null> => {
    const value = (await answer) ?? null;
    return value === null ? null : { text: value };
  };
  connection.onRequest('heapscope/disassembly', (p: DocumentParams) =>
    text(context.runOf(p.uri)?.ask('disassembly', null)),
  );
  connection.onRequest('heapscope/report', (p: ReportParams) =>
    text(context.runOf(p.uri)?.ask('report', { format: p.format })),
  );
}
