// The run of one document: kept in step with its text, cancelled by an edit, asked by the features.

import type { TextDocument, TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { RunStatus, Settings } from '../protocol/lspProtocol';
import type { EngineCall, EngineCalls, Finding, Hint, Lens, Need, OpenParams, Status } from '../session/workerProtocol';
import type { Directives } from './directives';
import { SUPPORTED_PYTHON, directivesOf, unsupportedPython } from './directives';
import type { EnginePool } from './engineClient';
import { EngineClient, EngineGone } from './engineClient';
import { LineMap } from './lineMap';

/** What a run asks of the server around it. */
export interface DocumentRunEvents {
  /** Hints and lenses may be asked for afresh; `status` is new. */
  shown(run: DocumentRun): void;
  /** `findings` are those of the text now in the editor. */
  diagnosed(run: DocumentRun): void;
  output(run: DocumentRun, stream: 'stdout' | 'stderr', text: string, first: boolean): void;
  log(message: string): void;
  /** A file or folder beside the program, by path; null: there is none. */
  file(uri: string, path: string): Promise<string | null>;
  folder(uri: string, path: string): Promise<readonly string[] | null>;
  /** A line for input(); null: there is none. */
  input(uri: string, run: string, prompt: string, line: number): Promise<string | null>;
}

/** Why a run begins: only what the person did on purpose may put a question in front of them. */
export type Reason = 'opened' | 'typed' | 'saved' | 'asked' | 'changed';

/** A run that is still under way after this is shown as running. */
const RUNNING_AFTER_MILLISECONDS = 150;
/** Beyond its budget, and then the worker is ended: a single operation takes too long to look at the clock. */
const STUCK_AFTER_MILLISECONDS = 1500;
const MAX_NEEDS = 200;
/**
 * While the analyses run, a hover waits this long for its turn: the editor shows that it loads, and cancels it when the
 * pointer moves on. After a run that used up its budget the analyses' runs are as long, and a hover does without.
 */
const HOVER_PATIENCE_MILLISECONDS = 5000;
const HOVER_PATIENCE_AFTER_BUDGET_MILLISECONDS = 40;
/** What going on multiplies the budget with. */
const MORE = 5;

let runs = 0;

export class DocumentRun {
  private readonly engine: EngineClient;
  /** What is shown belongs to this text (its version), moved by `lines` to the text now. */
  shownVersion = -1;
  hints: readonly Hint[] = [];
  lenses: readonly Lens[] = [];
  lines: LineMap | null = null;
  findings: readonly Finding[] = [];
  /** Version of the text that `findings` belong to. */
  findingsVersion = -1;
  /** The text in the editor does not parse: what is shown is an older text's. */
  outdated = false;
  /** A run is under way or about to begin: what is shown is an older text's. */
  pending = false;
  directives: Directives = directivesOf('');
  private current: RunStatus | null = null;
  private opening = false;
  /** The analyses keep the engine busy, a slice at a time. */
  private analysing = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private runningTimer: ReturnType<typeof setTimeout> | undefined;
  private stuckTimer: ReturnType<typeof setTimeout> | undefined;
  private generation = 0;
  private files: Record<string, string | null> = {};
  private folders: Record<string, readonly string[] | null> = {};
  private answers: string[] = [];
  private answersEnd = false;
  private more = 1;
  /** When it was looked at last. */
  used = 0;

  constructor(
    readonly uri: string,
    pool: EnginePool,
    private readonly events: DocumentRunEvents,
  ) {
    this.engine = new EngineClient(pool);
  }

  get status(): RunStatus | null {
    return this.current;
  }
  /** The program is being run right now, or will be after a moment's quiet. */
  get running(): boolean {
    return this.pending || this.opening;
  }
  /** It holds a worker that does nothing. */
  get idle(): boolean {
    return this.engine.alive && !this.running && !this.engine.busy;
  }

  /** The text changes. */
  edited(document: TextDocument, change: TextDocumentContentChangeEvent): void {
    this.lines?.apply(document, change);
    this.more = 1;
  }

  /** The files the program read beside it. */
  reads(path: string): boolean {
    return typeof this.files[path] === 'string';
  }

  /** Runs `document` after `delay` milliseconds without another call. */
  schedule(document: TextDocument, settings: Settings, delay: number, reason: Reason): void {
    clearTimeout(this.timer);
    this.clearTimers();
    this.engine.cancel();
    this.opening = false;
    this.analysing = false;
    this.pending = true;
    if (reason === 'asked') {
      this.answers = [];
      this.answersEnd = false;
    }
    const generation = ++this.generation;
    const refreshed = this.refreshFiles();
    const begin = (): void => void refreshed.then(() => this.start(document, settings, generation, reason));
    if (delay === 0) begin();
    else this.timer = setTimeout(begin, delay);
  }

  /** Goes on after the budget ran out: again, with a larger one. */
  continue(document: TextDocument, settings: Settings): void {
    if (this.current?.info.state === 'budget') this.more *= MORE;
    this.schedule(document, settings, 0, 'typed');
  }

  /** What the program read last time may be different now. */
  private async refreshFiles(): Promise<void> {
    const known = [...Object.keys(this.files), ...Object.keys(this.folders)];
    if (known.length === 0) return;
    const files: typeof this.files = {};
    const folders: typeof this.folders = {};
    await Promise.all([
      ...Object.keys(this.files).map(async (path) => (files[path] = await this.events.file(this.uri, path))),
      ...Object.keys(this.folders).map(async (path) => (folders[path] = await this.events.folder(this.uri, path))),
    ]);
    this.files = files;
    this.folders = folders;
  }

  private budget(settings: Settings): OpenParams['budget'] {
    const { seconds, instructions, memory } = { ...settings.budget, ...this.directives.budget };
    return {
      seconds: Math.min(3600, seconds * this.more),
      instructions: Math.min(2_000_000_000, instructions * this.more),
      memory: Math.min(4096, memory * Math.min(4, this.more)),
    };
  }

  private async start(document: TextDocument, settings: Settings, generation: number, reason: Reason): Promise<void> {
    if (generation !== this.generation) return;
    this.pending = false;
    this.opening = true;
    const { version } = document;
    const source = document.getText();
    const run = String(++runs);
    this.used = Date.now();
    this.directives = directivesOf(source);
    const budget = this.budget(settings);
    const lines = new LineMap(document.lineCount);
    const current = (): boolean => generation === this.generation;
    this.runningTimer = setTimeout(() => current() && this.showRunning(run, version), RUNNING_AFTER_MILLISECONDS);
    const notes: Finding[] = [...this.directives.findings];
    if (!SUPPORTED_PYTHON.includes(settings.python)) notes.push(note('version', unsupportedPython(settings.python), 1));
    try {
      for (let needs = 0; ; needs++) {
        this.watch(budget.seconds * 1000, () => current() && this.stuck(version, lines, notes));
        const reply = await this.engine.call('open', {
          run,
          uri: this.uri,
          path: pathOf(this.uri),
          fileName: fileNameOf(this.uri),
          documentVersion: version,
          source,
          inputs: [...this.directives.inputs, ...this.answers],
          inputsEnd: this.answersEnd,
          siblings: needs < MAX_NEEDS && pathOf(this.uri).startsWith('/'),
          files: this.files,
          folders: this.folders,
          watch: this.directives.watch,
          budget,
        });
        clearTimeout(this.stuckTimer);
        if (!current()) return;
        if (reply.kind === 'cancelled') return;
        if (reply.kind === 'needs') {
          const waiting = await this.fetch(reply.need, run, reason);
          if (waiting !== null) notes.push(waiting);
          if (!current()) return;
          continue;
        }
        this.clearTimers();
        this.opening = false;
        if (reply.kind === 'syntax') {
          this.outdated = true;
          if (this.current !== null) this.current = { ...this.current, outdated: true };
          this.diagnose(version, [...reply.findings, ...notes]);
          this.events.shown(this);
          return;
        }
        this.outdated = false;
        this.shownVersion = version;
        this.lines = lines;
        this.events.output(this, 'stdout', '', true);
        for (const { stream, text } of reply.output) this.events.output(this, stream, text, false);
        this.take(reply.status);
        this.used = Date.now();
        this.analysing = true;
        // Asked before anything is shown: a run with nothing to do may have to give its worker back then.
        const analysed = this.engine.call('findings', null);
        this.events.shown(this);
        const answer = await analysed;
        if (current()) this.analysing = false;
        if (!current() || answer === null) return;
        const waits = notes.some((n) => n.code === 'input');
        this.diagnose(version, [...answer.findings.filter((f) => !waits || f.code !== 'EOFError'), ...notes]);
        if (this.current?.info.run === answer.run) {
          this.take(answer.status);
          this.events.shown(this);
        }
        return;
      }
    } catch (error) {
      if (!current()) return;
      this.clearTimers();
      this.opening = false;
      const line = this.engine.line || 1;
      const what =
        error instanceof EngineGone
          ? 'Heapscope’s engine ran out of memory.'
          : `Heapscope failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
      this.events.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.engine.stop();
      this.diagnose(version, [note('internal', what, line), ...notes]);
      this.events.shown(this);
    }
  }

  /** Calls `stuck` when the program is past its budget and does not get on. */
  private watch(milliseconds: number, stuck: () => void): void {
    clearTimeout(this.stuckTimer);
    let last = this.engine.pulse;
    const look = (): void => {
      const now = this.engine.pulse;
      const moves = now !== null && (!now.begun || last === null || !last.begun || now.beat !== last.beat);
      last = now;
      if (moves) this.stuckTimer = setTimeout(look, STUCK_AFTER_MILLISECONDS);
      else stuck();
    };
    // Where it cannot be told whether it moves, it gets the time that looking closely at it may take, too.
    const shared = last !== null;
    this.stuckTimer = setTimeout(
      () => {
        last = this.engine.pulse;
        if (shared) this.stuckTimer = setTimeout(look, STUCK_AFTER_MILLISECONDS);
        else stuck();
      },
      shared ? milliseconds : 4 * milliseconds + STUCK_AFTER_MILLISECONDS,
    );
  }

  private clearTimers(): void {
    clearTimeout(this.runningTimer);
    clearTimeout(this.stuckTimer);
  }

  /** Gets what the run asks for; a finding where it will have to do without. */
  private async fetch(need: Need, run: string, reason: Reason): Promise<Finding | null> {
    if (need.kind !== 'input') {
      if (need.kind === 'file') this.files[need.path] = await this.events.file(this.uri, need.path);
      else this.folders[need.path] = await this.events.folder(this.uri, need.path);
      return null;
    }
    const ask = reason === 'opened' || reason === 'saved' || reason === 'asked';
    const answer = ask ? await this.events.input(this.uri, run, need.prompt, need.line) : null;
    if (answer !== null) {
      this.answers.push(answer);
      return null;
    }
    this.answersEnd = true;
    return note(
      'input',
      'The program waits for a line here. Give it in a `# input:` comment, or run again to be asked.',
      need.line,
    );
  }

  private diagnose(version: number, findings: readonly Finding[]): void {
    this.findings = findings;
    this.findingsVersion = version;
    if (this.current !== null) this.current = { ...this.current, ...this.counts() };
    this.events.diagnosed(this);
  }

  private counts(): { leaks: number; cycles: number } {
    const count = (code: string): number => this.findings.filter((finding) => finding.code === code).length;
    return { leaks: count('leak'), cycles: count('cycle') };
  }

  /** It has not even looked at the clock: one operation goes on and on. */
  private stuck(version: number, lines: LineMap, notes: readonly Finding[]): void {
    const line = this.engine.line || 1;
    this.generation++;
    this.clearTimers();
    this.opening = false;
    this.engine.stop();
    const message = 'A single operation here takes longer than the program’s budget.';
    this.hints = [];
    this.lenses = [];
    this.lines = lines;
    this.shownVersion = version;
    this.outdated = false;
    const status = this.blank(String(runs), version);
    this.current = { ...status, info: { ...status.info, state: 'budget', message, messageLine: line } };
    this.diagnose(version, [{ ...note('budget', message, line), severity: 'warning' }, ...notes]);
    this.events.shown(this);
  }

  private blank(run: string, version: number): RunStatus {
    return {
      uri: this.uri,
      info: {
        run,
        uri: this.uri,
        fileName: fileNameOf(this.uri),
        documentVersion: version,
        python: SUPPORTED_PYTHON[0]!,
        state: 'running',
        steps: 0,
        step: 0,
      },
      at: { step: 0, line: 0, source: '', functionName: '', sentence: '', objects: 0, bytes: 0, garbage: 0 },
      frames: [],
      leaks: 0,
      cycles: 0,
      outdated: false,
    };
  }

  private showRunning(run: string, version: number): void {
    const before = this.current;
    this.current =
      before === null ? this.blank(run, version) : { ...before, info: { ...before.info, state: 'running' } };
    this.events.shown(this);
  }

  private take(status: Status): RunStatus {
    const { info, at, frames, instruction, hints, lenses } = status;
    this.hints = hints;
    this.lenses = lenses;
    this.current = {
      uri: this.uri,
      info,
      at,
      frames,
      ...(instruction === undefined ? {} : { instruction }),
      ...this.counts(),
      outdated: this.outdated,
    };
    return this.current;
  }

  /** Asks the engine, unless the program is running: then there is no answer, at once. */
  async ask<C extends EngineCall>(
    call: C,
    params: Parameters<EngineCalls[C]>[0],
  ): Promise<ReturnType<EngineCalls[C]> | null> {
    if (this.running || this.current === null || !this.engine.alive) return null;
    this.used = Date.now();
    try {
      const answer = this.engine.call(call, params);
      if (!this.analysing || call !== 'hover') return await answer;
      const patience =
        this.current.info.state === 'budget' ? HOVER_PATIENCE_AFTER_BUDGET_MILLISECONDS : HOVER_PATIENCE_MILLISECONDS;
      const late = new Promise<null>((done) => setTimeout(() => done(null), patience));
      return await Promise.race([answer, late]);
    } catch (error) {
      if (!(error instanceof EngineGone)) this.events.log(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  /** Moves the parked program, and shows it there. Null without a run, or when it was replaced meanwhile. */
  async move(answer: Promise<Status | null>): Promise<RunStatus | null> {
    const { generation } = this;
    const status = await answer;
    if (status === null || generation !== this.generation) return null;
    const taken = this.take(status);
    this.events.shown(this);
    return taken;
  }

  /** Gives the worker back; what is shown stays. Asked again, the program runs again. */
  release(): void {
    this.engine.stop();
  }
  get released(): boolean {
    return !this.engine.alive && !this.running && this.shownVersion >= 0;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.clearTimers();
    this.generation++;
    this.engine.stop();
  }
}

function note(code: string, message: string, line: number): Finding {
  return { code, severity: 'information', message, place: { line }, related: [] };
}

/** What the program is called in tracebacks. */
export function pathOf(uri: string): string {
  try {
    return decodeURIComponent(new URL(uri).pathname);
  } catch {
    return uri;
  }
}
function fileNameOf(uri: string): string {
  const path = pathOf(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The uri of a path in the same place as a document. */
export function uriBeside(document: string, path: string): string {
  const at = document.indexOf(new URL(document).pathname);
  return (
    document.slice(0, at) +
    path
      .split('/')
      .map((part) => encodeURIComponent(part))
      .join('/')
  );
}
