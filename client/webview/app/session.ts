/**
 * The view's side of a run: where it stands, what is on screen, and going elsewhere. Steps asked for while one is being
 * fetched are merged: only the last one counts, so scrubbing never queues up.
 */
import type { HeapView, RunInfo } from '../../../server/src/protocol/heapProtocol';
import { HeapCallError, type Messages } from '../host/messages';
import { HeapModel } from '../model/heapModel';
import type { UiState } from './state';

export type SessionChange = 'run' | 'step' | 'status';

export class Session {
  info: RunInfo | undefined;
  view: HeapView | undefined;
  /** Why nothing is shown, or what went wrong with the last request. */
  problem: string | null = null;
  private readonly model = new HeapModel();
  private wanted: number | null = null;
  private fetching = false;
  /** A step inside the line that was told while another state was being fetched. */
  private late: RunInfo | undefined;
  private baseKey = '';
  private slowTimer = 0;

  constructor(
    private readonly messages: Messages,
    private readonly ui: UiState,
    private readonly changed: (what: SessionChange) => void,
  ) {
    messages.on('stepped', (info) => this.adopt(info));
    messages.on('runReplaced', (info) => this.adopt(info));
  }

  get run(): string {
    return this.info?.run ?? '';
  }
  get step(): number {
    return this.info?.step ?? 0;
  }
  get steps(): number {
    return this.info?.steps ?? 0;
  }
  object(id: string): ReturnType<HeapModel['object']> {
    return this.model.object(id);
  }

  async open(): Promise<void> {
    try {
      this.adopt(
        await this.messages.call('hello', { protocol: 1, ...(this.ui.perRun.run ? { run: this.ui.perRun.run } : {}) }),
      );
    } catch (e) {
      this.fail(e);
    }
  }

  /** Ask the host to park elsewhere; the editor goes along. */
  async goto(step: number): Promise<void> {
    if (!this.info) return;
    const target = Math.max(0, Math.min(this.info.steps, Math.round(step)));
    const { instruction: _, ...info } = this.info;
    this.info = { ...info, step: target };
    // Most answers are there within a frame or two: then one drawing does for both.
    window.clearTimeout(this.slowTimer);
    this.slowTimer = window.setTimeout(() => this.changed('status'), 60);
    this.wanted = target;
    if (this.fetching) return;
    this.fetching = true;
    try {
      while (this.wanted !== null) {
        const next: number = this.wanted;
        this.wanted = null;
        const info = await this.messages.call('goto', { run: this.run, step: next });
        if (this.wanted === null) this.info = info;
        await this.fetch(info.step);
      }
    } catch (e) {
      this.fail(e);
    } finally {
      this.fetching = false;
    }
    const { late } = this;
    this.late = undefined;
    if (late) this.adopt(late);
  }

  /** The same step again, with other choices (scope, atoms) or after an event. */
  async refresh(): Promise<void> {
    try {
      await this.fetch(this.step);
    } catch (e) {
      this.fail(e);
    }
  }

  /** On or back by so many instructions of the line; the editor goes along. */
  async stepInstructions(count: number): Promise<void> {
    if (!this.info || this.fetching || count === 0) return;
    this.fetching = true;
    let info: RunInfo | undefined;
    try {
      for (let i = 0; i < Math.abs(count); i++)
        info = await this.messages.call('stepInstruction', { run: this.run, delta: count > 0 ? 1 : -1 });
    } catch (e) {
      this.fail(e);
    }
    this.fetching = false;
    this.late = undefined;
    if (info) this.adopt(info);
  }

  async mark(step: number | null): Promise<void> {
    this.adopt(await this.messages.call('mark', { run: this.run, step }));
  }

  private adopt(info: RunInfo): void {
    const before = this.info;
    this.info = info;
    this.problem = info.state === 'none' ? (info.message ?? 'Open a Python file to see its heap.') : null;
    if (before?.run !== info.run) {
      this.model.clear();
      this.view = undefined;
      this.changed('run');
    }
    if (info.state === 'none') return this.changed('status');
    if (this.fetching) {
      // Our own `goto` comes back as an event too; only somebody else's step is news.
      if (before?.run === info.run && before.step !== info.step) this.wanted = info.step;
      else if (before?.run === info.run && before.instruction !== info.instruction) this.late = info;
      return this.changed('status');
    }
    const shown = this.view?.info;
    if (
      this.view?.run !== info.run ||
      shown?.step !== info.step ||
      shown.instruction !== info.instruction ||
      before?.steps !== info.steps
    )
      void this.refresh();
    else this.changed('status');
  }

  private async fetch(step: number): Promise<void> {
    const { run } = this;
    const { scope, atoms } = this.ui;
    const key = `${scope} ${atoms}`;
    const since = key === this.baseKey ? this.model.base(run) : undefined;
    const ask = (base: number | undefined): ReturnType<typeof this.messages.call<'view'>> =>
      this.messages.call('view', {
        run,
        step,
        scope,
        atoms,
        maxObjects: 20_000,
        maxCells: 1000,
        include: this.ui.perRun.shown,
        ...(base === undefined ? {} : { since: base }),
      });
    const wire = await ask(since === step ? undefined : since);
    if (run !== this.run) return;
    try {
      this.view = this.model.apply(wire);
    } catch {
      this.view = this.model.apply(await ask(undefined));
    }
    this.baseKey = key;
    this.problem = null;
    window.clearTimeout(this.slowTimer);
    this.changed('step');
  }

  private fail(e: unknown): void {
    // A stale answer is no problem: the event about the new run is on its way.
    if (e instanceof HeapCallError && e.code === 'stale') return;
    this.problem = e instanceof Error ? e.message : String(e);
    this.changed('status');
  }
}
