/**
 * The real thing behind the view: an engine worker as the language server starts it, and a host that answers what the
 * extension's host would. Messages cross as JSON, as they do between the server and the extension.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { RunInfo } from '../../../server/src/protocol/heapProtocol';
import { EngineClient, EnginePool } from '../../../server/src/lsp/engineClient';
import { startWorker } from '../../../server/src/lsp/startWorker.node';
import type { Status } from '../../../server/src/session/workerProtocol';

const root = process.cwd();
export const programs = join(root, 'test', 'webview', 'programs');

export interface Question {
  readonly call: string;
  readonly params: Record<string, unknown>;
  /** Length of the answer as JSON. */
  readonly bytes: number;
}

export class RealHost {
  readonly asked: Question[] = [];
  readonly saved: { name: string; data: unknown }[] = [];
  readonly revealed: number[] = [];
  private info!: RunInfo;
  private runs = 0;
  private source = '';
  private name = '';
  private tab: Page | undefined;
  private readonly pool = new EnginePool(() => startWorker(join(root, 'dist', 'engineWorker.js')));
  private readonly engine = new EngineClient(this.pool);

  /** Runs a program of test/webview/programs, or a text; its end is what is shown. */
  async run(program: string, source = readFileSync(join(programs, `${program}.py`), 'utf8')): Promise<RunInfo> {
    this.name = program;
    this.source = source;
    this.runs++;
    const reply = await this.engine.call('open', {
      run: `run-${this.runs}`,
      uri: `file:///programs/${program}.py`,
      path: `/programs/${program}.py`,
      fileName: `${program}.py`,
      documentVersion: this.runs,
      source,
      inputs: [],
      inputsEnd: true,
      siblings: false,
      files: {},
      folders: {},
      watch: [],
      budget: { seconds: 60, instructions: 2_000_000, memory: 512 },
    });
    if (reply.kind !== 'ran') throw new Error(JSON.stringify(reply));
    this.pool.close();
    return (this.info = reply.status.info);
  }

  /** The n-th step, from 1, at which this line of the source is about to run. */
  async stepAt(text: string, nth = 1): Promise<number> {
    const line = this.source.split('\n').findIndex((l) => l.trim().startsWith(text)) + 1;
    if (line === 0) throw new Error(`${this.name}.py has no line ${text}`);
    await this.engine.call('goto', { step: this.info.steps });
    // From the end, the search goes on at the beginning.
    let step = -1;
    for (let i = 0; i < nth; i++) {
      const status: Status | null = await this.engine.call('runToLine', { line, direction: 'forward' });
      if (status === null || status.info.step <= step) throw new Error(`${text} does not run ${nth} times`);
      step = status.info.step;
    }
    return step;
  }

  async goto(step: number): Promise<RunInfo> {
    const status = await this.engine.call('goto', { step });
    return (this.info = status!.info);
  }

  /** Where the run stands now. */
  async state(): Promise<RunInfo> {
    const status = await this.engine.call('status', null);
    return (this.info = status!.info);
  }

  /** The worker dies, as after a bug of ours; the next call starts another. */
  async restart(): Promise<void> {
    this.engine.stop();
    await this.run(this.name, this.source);
  }

  private readonly answers: Record<string, (p: never) => unknown> = {
    hello: () => this.info,
    goto: ({ step }: { step: number }) => this.goto(step),
    mark: async ({ step }: { step: number | null }) => {
      const status = await this.engine.call('mark', { step });
      return (this.info = status!.info);
    },
    collectNow: async ({ generation }: { generation: 0 | 1 | 2 }) => {
      const outcome = await this.engine.call('collect', { generation });
      return (this.info = outcome!.status.info);
    },
    stepInstruction: async ({ delta }: { delta: 1 | -1 }) => {
      const status = await this.engine.call('move', { by: 'instruction', delta });
      return (this.info = status!.info);
    },
    revealLine: ({ line }: { line: number }) => {
      this.revealed.push(line);
      return null;
    },
    save: (p: { name: string; data: unknown }) => {
      this.saved.push(p);
      return { saved: true };
    },
    copy: () => null,
  };

  /** One message of the view, answered. */
  async answer(method: string, params: unknown): Promise<unknown> {
    const call = method.replace('heap/', '');
    const own = this.answers[call];
    let reply: unknown;
    try {
      reply =
        own === undefined
          ? await this.engine.call('heap', { call: call as never, params })
          : { ok: await (own as (p: unknown) => unknown)(params) };
    } catch (error) {
      reply = { err: { code: 'internal', message: error instanceof Error ? error.message : String(error) } };
    }
    const text = JSON.stringify(reply);
    this.asked.push({ call, params: params as Record<string, unknown>, bytes: text.length });
    return JSON.parse(text) as unknown;
  }

  /** Called by the test browser before the page loads. */
  async attach(tab: Page): Promise<void> {
    this.tab = tab;
    await tab.exposeFunction('realHost', (method: string, params: unknown) => this.answer(method, params));
  }

  /** Sends an event of the host to the view. */
  async send(name: string, params: unknown): Promise<void> {
    await this.tab!.evaluate(
      ([n, p]) => (window as unknown as { harness: { send(n: unknown, p: unknown): void } }).harness.send(n, p),
      [name, params] as const,
    );
  }

  close(): void {
    this.engine.stop();
  }
}
