// The run of one document: kept in step with its text, cancelled by an edit, asked by the features.

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CollectOutcome, RunStatus, Settings } from '../protocol/lspProtocol';
import type { Analysis, Finding, Status } from '../session/workerProtocol';
import type { WorkerFactory } from './engineClient';
import { EngineClient, EngineGone } from './engineClient';

export interface DocumentRunEvents {
  /** Findings for the text now in the editor; hints and lenses may be asked for afresh. */
  updated(run: DocumentRun): void;
  output(run: DocumentRun, stream: 'stdout' | 'stderr', text: string, first: boolean): void;
  log(message: string): void;
}

let runs = 0;

/** `# heap: input …` lines and `# input:` comment blocks give what input() reads. */
export function inputsOf(source: string): string[] {
  const inputs: string[] = [];
  let block = false;
  for (const line of source.split(/\r\n|\r|\n/)) {
    const start = /^#\s*input:\s*(.*)$/.exec(line);
    if (start !== null) {
      block = true;
      if (start[1] !== '') inputs.push(start[1]!);
    } else if (block && /^#/.test(line)) inputs.push(line.replace(/^#\s?/, ''));
    else block = false;
  }
  return inputs;
}

export class DocumentRun {
  readonly engine: EngineClient;
  analysis: Analysis | null = null;
  findings: readonly Finding[] = [];
  /** Version of the text that `findings` belong to. */
  findingsVersion = -1;
  /** The text in the editor does not parse: `analysis` is an older text's. */
  outdated = false;
  status: RunStatus | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private generation = 0;

  constructor(
    readonly uri: string,
    factory: WorkerFactory,
    private readonly events: DocumentRunEvents,
  ) {
    this.engine = new EngineClient(factory);
  }

  /** Runs `document` after `delay` milliseconds without another call. */
  schedule(document: TextDocument, settings: Settings, delay: number): void {
    clearTimeout(this.timer);
    if (this.engine.busy) this.engine.stop();
    const generation = ++this.generation;
    this.timer = setTimeout(() => void this.start(document, settings, generation), delay);
  }

  private async start(document: TextDocument, settings: Settings, generation: number): Promise<void> {
    const version = document.version;
    const path = pathOf(this.uri);
    const run = String(++runs);
    try {
      const { analysis, findings } = await this.engine.call('open', {
        run,
        uri: this.uri,
        path,
        fileName: path.slice(path.lastIndexOf('/') + 1),
        documentVersion: version,
        source: document.getText(),
        inputs: inputsOf(document.getText()),
        budget: settings.budget,
      });
      if (generation !== this.generation || document.version !== version) return;
      this.findings = findings;
      this.findingsVersion = version;
      this.outdated = analysis === null;
      if (analysis !== null) {
        this.analysis = analysis;
        this.events.output(this, 'stdout', '', true);
        for (const { stream, text } of analysis.output) this.events.output(this, stream, text, false);
        this.setStatus(await this.engine.call('status', null));
      } else if (this.status !== null) this.status = { ...this.status, outdated: true };
      if (generation === this.generation) this.events.updated(this);
    } catch (error) {
      if (error instanceof EngineGone) return;
      this.events.log(error instanceof Error ? error.message : String(error));
      this.engine.stop();
    }
  }

  private setStatus(status: Status | null): RunStatus | null {
    if (status === null) return null;
    const count = (code: string): number => this.findings.filter((finding) => finding.code === code).length;
    this.status = {
      uri: this.uri,
      info: status.info,
      at: status.at,
      frames: status.frames,
      leaks: count('leak'),
      cycles: count('cycle'),
      outdated: this.outdated,
    };
    return this.status;
  }

  /** Moves the parked program; null without a run, or when it was replaced meanwhile. */
  async move(act: (engine: EngineClient) => Promise<Status | null>): Promise<RunStatus | null> {
    if (this.status === null) return null;
    try {
      const status = await act(this.engine);
      return status === null ? null : this.setStatus(status);
    } catch (error) {
      if (!(error instanceof EngineGone)) this.events.log(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  async collect(generation: 0 | 1 | 2): Promise<CollectOutcome | null> {
    let outcome: CollectOutcome | null = null;
    await this.move(async (engine) => {
      const r = await engine.call('collect', { generation });
      if (r === null) return null;
      const status = this.setStatus(r.status)!;
      outcome = {
        status,
        result: {
          returned: r.returned,
          examined: 0,
          freed: r.freed,
          freedBytes: r.freedBytes,
          resurrected: 0,
          uncollectable: 0,
          promoted: 0,
        },
        finalizers: [],
        callbacks: [],
      };
      return r.status;
    });
    return outcome;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.generation++;
    this.engine.stop();
  }
}

/** What the program is called in tracebacks. */
export function pathOf(uri: string): string {
  try {
    return decodeURIComponent(new URL(uri).pathname);
  } catch {
    return uri;
  }
}
