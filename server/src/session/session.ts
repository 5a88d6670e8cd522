// A document's run, in the engine worker: run it, look at it, go to any step of it. All state is a function of the
// source and the step; going anywhere is a replay.

import { PyErr_Clear } from '../objects/errors';
import { gc_collect } from '../heap/gc';
import { compile } from '../compiler';
import { dis } from '../compiler/dis';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { tstate } from '../objects/pystate';
import { isProviderCall } from '../protocol/heapCalls';
import type { RunInfo, StepInfo } from '../protocol/heapProtocol';
import { outcomeFindings, parsedOrFinding, sentence } from './findings';
import { HintCollector } from './hints';
import { HolderNames } from './hover/holders';
import { hoverAt } from './hover/hover';
import { linker } from './hover/links';
import { resolveText } from './hover/resolve';
import { isAtom, shortText } from './describe';
import { lineStory } from './hover/lineStory';
import { CallCounter, lenses } from './lenses';
import { LineTracer, instructionPosition, instructionText, parkInside } from './lineTrace';
import type { LineTrace } from './lineTrace';
import type { LiveFrame } from './liveFrames';
import { liveFrames } from './liveFrames';
import { ObjectRegistry } from './objectRegistry';
import type { Definition } from './outline';
import { outline } from './outline';
import type { mod } from '../ast/nodes';
import { parse } from '../parser';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject } from '../objects/object';
import { Bindings } from './bindings';
import type { HoverContext } from './hover/context';
import type { Sample } from './hover/sparkline';
import { CountSampler } from './countSampler';
import { Memory } from './provider/memory';
import { Scene } from './provider/scene';
import type { Watcher } from './program';
import { Provider } from './provider/provider';
import { ProviderError } from './provider/session';
import type { Witness } from './provider/witness';
import type { Recording } from './recording';
import { record } from './recording';
import type { Parked, ReplayWatcher } from './replay';
import { replay } from './replay';
import { makeReport } from './report/build';
import type { ReportFormat } from './report/layout';
import { layOut } from './report/layout';
import type { HeapReport } from './report/model';
import type { Intervention, RunSource } from './runSource';
import { Cancelled, Needs, runSource, folderOf } from './runSource';
import type { Examination, Examine } from './survey/examination';
import { runAgain } from './survey/runAgain';
import type {
  CollectReply,
  EngineCalls,
  Finding,
  Hint,
  HoverResult,
  Lens,
  OpenParams,
  OpenReply,
  Status,
} from './workerProtocol';

/** What is shown beside the text at a step. */
interface Look {
  readonly step: number;
  readonly hints: readonly Hint[];
  readonly lenses: readonly Lens[];
  /** What the line before did, in a sentence. */
  readonly sentence: string;
  readonly calls: CallCounter;
  readonly counts: CountSampler;
}

/** What the session needs of the thread it runs in. */
export interface SessionHost {
  /** Milliseconds, for the budget. */
  now(): number;
  /** Processor time of this thread in milliseconds; absent: not known. */
  cpu?(): number;
  /** Whether the request under way is not wanted any more. */
  cancelled(): boolean;
  /** The program gets on. */
  alive(): void;
  /** The line being run, told often. */
  atLine(line: number): void;
  /** The analyses; absent: none. */
  readonly examine?: Examine;
}

export class Session {
  private params: OpenParams | null = null;
  private source!: RunSource;
  private recording: Recording | null = null;
  private sourceLines: readonly string[] = [];
  private tree: mod | null = null;
  private definitions: readonly Definition[] = [];
  private bindings: Bindings | null = null;
  private interventions: Intervention[] = [];
  step = 0;
  /** Instructions of the step's line that are done already; 0: at the line's beginning. */
  instruction = 0;
  private currentParked: Parked | null = null;
  private currentLook: Look | null = null;
  private currentTrace: LineTrace | null = null;
  private currentScene: Scene | null = null;
  private currentReport: HeapReport | null = null;
  private mark: number | undefined;
  private ownFindings: readonly Finding[] = [];
  /** Of the pass that saw the whole run. */
  witness: Witness | null = null;

  private readonly provider = new Provider(this);

  constructor(private readonly thread: SessionHost) {}

  // What the provider sees.

  get run(): string {
    return this.params === null ? '' : this.runId(this.params);
  }
  private runId(params: OpenParams): string {
    return this.interventions.length === 0 ? params.run : `${params.run}.${this.interventions.length}`;
  }
  get steps(): number {
    return this.recording?.lines.length ?? 0;
  }
  lineAt(step: number): number {
    return this.recording?.lines[step] ?? 0;
  }
  sourceLine(line: number): string {
    return this.sourceLines[line - 1] ?? '';
  }

  // Running.

  open(params: OpenParams): OpenReply {
    this.params = params;
    this.recording = null;
    this.interventions = [];
    this.sourceLines = params.source.split(/\r\n|\r|\n/);
    this.mark = undefined;
    this.instruction = 0;
    this.forget();
    this.source = runSource(params, this.interventions, () => {
      this.thread.alive();
      if (this.thread.cancelled()) throw new Cancelled();
    });
    const parsed = parsedOrFinding(params);
    if ('finding' in parsed) return { kind: 'syntax', findings: [parsed.finding] };
    try {
      this.recording = this.record();
      this.tree = parsed.tree;
      this.definitions = outline(parsed.tree);
      this.bindings = null;
      this.step = this.steps;
      const status = this.status()!;
      this.ownFindings = outcomeFindings(params, this.recording);
      return { kind: 'ran', status, findings: this.ownFindings, output: this.recording.output };
    } catch (error) {
      this.recording = null;
      this.forget();
      if (error instanceof Cancelled) return { kind: 'cancelled' };
      if (!(error instanceof Needs)) throw error;
      const line = this.ownFrames().at(-1)?.lineno ?? 1;
      return { kind: 'needs', need: error.what.kind === 'input' ? { ...error.what, line } : error.what };
    }
  }

  private record(limit?: Recording): Recording {
    return record(this.source, this.stopwatch(), (line) => this.thread.atLine(line), limit);
  }

  /** Time the program has had: the processor's, but on a busy machine at least half of the clock's. */
  private stopwatch(): () => number {
    const { thread } = this;
    const began = thread.now();
    const cpuBegan = thread.cpu?.() ?? 0;
    return () => {
      const wall = thread.now() - began;
      return thread.cpu === undefined ? wall : Math.max(thread.cpu() - cpuBegan, wall / 2);
    };
  }

  private forget(): void {
    this.currentParked = null;
    this.currentLook = null;
    this.currentTrace = null;
    this.currentScene = null;
    this.currentReport = null;
  }

  private replay(step: number, watcher?: ReplayWatcher, registry?: ObjectRegistry): Parked {
    const recording = this.recording!;
    // Whatever was parked is gone from here on, also when this is cancelled half-way.
    this.currentParked = null;
    // The heap view shows what the last line changed: the state before it is pictured on the way, not replayed for.
    const approach = this.provider.wantsBefore(step)
      ? { approach: (before: Parked) => this.provider.pictureBefore(before) }
      : {};
    const until = step >= this.steps ? undefined : step;
    const parked = replay(this.source, recording, until, { ...watcher, ...approach }, registry);
    parked.step = step;
    return parked;
  }

  /** The program parked at `step`, replayed there if it stands elsewhere. */
  park(step: number, instruction = 0): Parked {
    if (this.currentParked?.step !== step || this.currentParked.instruction !== instruction) {
      this.currentParked =
        instruction === 0 ? this.replay(step) : this.replay(step + 1, parkInside(step, instruction, this.params!.path));
      this.currentParked.step = step;
      this.currentParked.instruction = instruction;
    }
    return this.currentParked;
  }
  /** The parked state has been run on: the next question replays. */
  discardPark(): void {
    this.currentParked = null;
  }

  /** Where the program is shown: parked before its current instruction. */
  private parkHere(): Parked {
    return this.park(this.step, this.instruction);
  }

  /** A replay that looks closely, up to `step`: hints, lenses, collections. */
  private look(step: number): Look {
    if (this.currentLook?.step === step) return this.currentLook;
    const recording = this.recording!;
    const registry = new ObjectRegistry();
    const collector = new HintCollector(recording.lines, step, registry, this.sourceLines);
    const calls = new CallCounter();
    const counts = new CountSampler(registry, this.source.imports, step);
    const whole = step === this.steps;
    const { path } = this.params!;
    this.currentParked = this.replay(
      step,
      {
        line: (s, frame, lineno) => {
          counts.line(s);
          collector.line(s, frame, lineno);
        },
        return: (frame) => collector.return(frame),
        unwind: (frame) => collector.return(frame),
        born: (op) => {
          counts.born(op);
          collector.born(op);
        },
        dying: (op) => collector.dying(op),
        call: (frame) => {
          if ((frame.f_executable.co_filename as PyUnicodeObject).str === path) calls.call(frame);
        },
      },
      registry,
    );
    collector.parked(tstate.current_frame as _PyInterpreterFrame | null);
    if (whole) {
      this.witness = this.currentParked.witness;
    }
    const before = step > 0 ? collector.hints.get(this.lineAt(step - 1)) : undefined;
    this.currentLook = {
      step,
      hints: [...collector.hints.values()],
      lenses: lenses(this.definitions, registry, calls),
      sentence: before?.step === step - 1 ? plainText(before.tooltip) : '',
      calls,
      counts,
    };
    return this.currentLook;
  }

  /** What the analyses find, in slices; the last value is the answer. */
  *findings(): Generator<void, ReturnType<EngineCalls['findings']>> {
    const { params, recording } = this;
    if (params === null || recording === null) return null;
    const run = this.run;
    const found = yield* this.examine(params, recording);
    if (run !== this.run) return null;
    // The picture is taken now, when nobody waits for it.
    this.parkHere().snapshot();
    return { run, status: this.status()!, findings: [...this.ownFindings, ...found] };
  }

  private *examine(params: OpenParams, recording: Recording): Generator<void, readonly Finding[]> {
    const { examine } = this.thread;
    if (examine === undefined) return [];
    const check = (): void => {
      this.thread.alive();
      if (this.thread.cancelled()) throw new Cancelled();
    };
    const examination: Examination = {
      path: params.path,
      source: params.source,
      now: () => this.thread.now(),
      runOf: (text) => {
        const mine = text === params.source;
        // A changed text may import where the program did not: then nothing lies beside it, rather than no answer.
        const folders = { [folderOf(params.path)]: [], ...params.folders };
        const source = mine ? this.source : runSource({ ...params, source: text, folders }, [], check);
        return (watcher, options) => {
          this.discardPark();
          return runAgain(source, mine ? recording : null, recording, () => this.thread.now(), watcher, options);
        };
      },
    };
    try {
      return yield* examine(examination);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      // A mistake of ours takes nothing else with it: the run is there, and its hints.
      const what = error instanceof Error ? error.message.split('\n')[0] : String(error);
      const message = `Heapscope’s analyses failed: ${what}`;
      return [{ code: 'internal', severity: 'information', message, place: { line: 1 }, related: [] }];
    }
  }

  // Where it stands.

  info(): RunInfo {
    const params = this.params!;
    const { outcome, failure } = this.recording!;
    const failed = outcome.kind === 'budget' || outcome.kind === 'unsupported';
    return {
      run: this.run,
      uri: params.uri,
      fileName: params.fileName,
      documentVersion: params.documentVersion,
      python: '3.13',
      state:
        outcome.kind === 'budget' ? 'budget' : outcome.kind === 'unsupported' || failure !== null ? 'failed' : 'parked',
      steps: this.steps,
      step: this.step,
      ...(this.instruction === 0 ? {} : { instruction: this.instruction }),
      ...(failed ? { message: sentence(outcome.message), messageLine: outcome.line } : {}),
      ...(this.mark === undefined ? {} : { mark: this.mark }),
    };
  }

  stepInfo(step: number): StepInfo {
    const line = this.lineAt(step);
    const parked = this.currentParked?.step === step ? this.currentParked : null;
    const before = this.currentLook?.step === step ? this.currentLook.sentence : '';
    return {
      step,
      line,
      source: line === 0 ? '' : this.sourceLine(line),
      functionName: this.ownFrames().at(-1)?.qualname ?? '<module>',
      sentence: before !== '' ? before : line === 0 ? 'The program has ended.' : `Line ${line} is next.`,
      objects: parked?.witness.ownObjects[step] ?? 0,
      bytes: parked?.witness.ownBytes[step] ?? 0,
      garbage: parked?.pictured === true ? garbageOf(parked) : 0,
    };
  }

  private ownFrames(): LiveFrame[] {
    return liveFrames().filter((frame) => frame.filename === this.params?.path);
  }

  status(): Status | null {
    if (this.recording === null) return null;
    const look = this.look(this.step);
    this.parkHere();
    const trace = this.instruction === 0 ? null : this.trace(this.step);
    this.parkHere();
    return {
      info: this.info(),
      at: this.stepInfo(this.step),
      frames: this.ownFrames()
        .reverse()
        .map((frame) => ({ functionName: frame.qualname, uri: this.params!.uri, line: frame.lineno })),
      ...(trace === null
        ? {}
        : { instruction: instructionPosition(trace, this.instruction, (line) => this.sourceLine(line)) }),
      hints: [...look.hints, ...this.watched()],
      lenses: look.lenses,
    };
  }

  /** What `# heap: watch` comments ask for, at the ends of their lines. */
  private watched(): Hint[] {
    const { watch } = this.params!;
    if (watch.length === 0) return [];
    const frames = this.ownFrames();
    const named = watch.map(({ line, expressions }) => ({
      line,
      found: expressions.map((text) => ({ text, op: resolveText(text, frames) })),
    }));
    return named.map(({ line, found }) => ({
      line,
      step: -1,
      parts: found.map(({ text, op }) => ({
        text:
          op === null
            ? `${text}: –`
            : isAtom(op)
              ? `${text}: ${shortText(op)}`
              : `${text}: ${shortText(op)} · refs ${op.ob_refcnt}`,
      })),
      tooltip: 'Watched here, at the step that is shown.',
      binding: true,
    }));
  }

  // Moving.

  goto(step: number): Status | null {
    this.step = Math.max(0, Math.min(this.steps, step));
    this.instruction = 0;
    return this.status();
  }

  move(by: 'line' | 'instruction', delta: 1 | -1): Status | null {
    if (this.recording === null) return null;
    if (by === 'line') {
      // From inside a line, back goes to its beginning.
      return this.goto(delta < 0 && this.instruction > 0 ? this.step : this.step + delta);
    }
    const next = this.instruction + delta;
    if (next < 0) {
      if (this.step === 0) return this.goto(0);
      const last = Math.max(0, this.trace(this.step - 1).instructions.length - 1);
      this.step--;
      this.instruction = last;
    } else if (this.step >= this.steps) return this.goto(this.steps);
    else if (next >= this.trace(this.step).instructions.length) return this.goto(this.step + 1);
    else this.instruction = next;
    return this.status();
  }

  runToLine(line: number, direction: 'forward' | 'back'): Status | null {
    const at = this.step;
    const n = this.steps;
    for (let i = 1; i <= n; i++) {
      const step = direction === 'forward' ? (at + i) % n : (at - i + 2 * n) % n;
      if (this.lineAt(step) === line) return this.goto(step);
    }
    return null;
  }

  setMark(step: number | null): Status | null {
    this.mark = step ?? undefined;
    return this.status();
  }

  /** The instructions of a step's line, one by one. */
  trace(step: number): LineTrace {
    if (this.currentTrace?.step === step) return this.currentTrace;
    const registry = new ObjectRegistry();
    const tracer = new LineTracer(step, this.params!.path, registry);
    this.currentParked = this.replay(step + 1, tracer, registry);
    this.currentTrace = tracer.finish();
    return this.currentTrace;
  }

  instructionText(step: number, index: number): string {
    const found = this.trace(step).instructions[index];
    return found === undefined ? '' : instructionText(found);
  }

  /** Really collects, where the program stands: it goes on from there with what is left. */
  collect(generation: 0 | 1 | 2): CollectReply | null {
    const { recording } = this;
    if (recording === null) return null;
    this.instruction = 0;
    const before = this.step;
    const play = this.provider.collect({
      run: this.run,
      step: before,
      generation,
      dryRun: false,
      maxObjects: 5000,
    });
    const finalizers = play.phases.flatMap((phase) => (phase.phase === 'finalizers' ? phase.ran : []));
    const callbacks = play.phases.flatMap((phase) =>
      phase.phase === 'weakrefs' ? phase.cleared.flatMap((c) => (c.ran && c.callback ? [c.callback] : [])) : [],
    );
    this.interventions.push({
      step: before,
      act: () => {
        gc_collect(generation);
        PyErr_Clear();
      },
    });
    const old = recording.lines.length;
    this.recording = this.record(recording);
    this.forget();
    // Finalizers of the user's ran as steps; the program stands after them.
    const grown = before >= old ? this.steps : before + Math.max(0, this.finalizerSteps(recording, before));
    this.step = Math.min(this.steps, grown);
    return {
      status: this.status()!,
      result: play.result,
      finalizers: finalizers.map(({ name, output, error }) => ({ name, output, ...(error ? { error } : {}) })),
      callbacks,
    };
  }

  /** How many lines the last collection ran: the recording before it goes on after them. */
  private finalizerSteps(before: Recording, step: number): number {
    const now = this.recording!.lines;
    const next = before.lines[step];
    for (let at = step; at < now.length && at < step + 100_000; at++) {
      if (now[at] === next && now[at + 1] === before.lines[step + 1]) return at - step;
    }
    return 0;
  }

  // Questions.

  hover(line: number, column: number): HoverResult | null {
    const { params, recording, tree } = this;
    if (params === null || recording === null || tree === null) return null;
    const look = this.look(this.step);
    const parked = this.parkHere();
    const scene = this.sceneOf(parked);
    const bindings = (this.bindings ??= new Bindings(tree));
    let memory: Memory | null = null;
    const context: HoverContext = {
      uri: params.uri,
      run: this.run,
      tree,
      definitions: this.definitions,
      parked,
      scene,
      session: this,
      step: this.step,
      calls: look.calls,
      collections: this.witness?.collections ?? [],
      frames: this.ownFrames(),
      memory: () => (memory ??= new Memory(scene)),
      history: (op) => this.history(op, parked, look.counts),
      lastRun: (wanted) => this.lastRun([wanted]),
      trace: (step) => this.trace(step),
      boundAt: (name) => this.lastLineOf(bindings.names.get(name)),
      isLocal: (name, { line: first, end }) => bindings.names.get(name)?.some((l) => l >= first && l <= end) === true,
      attributeSetAt: (name) => this.lastLineOf(bindings.attributes.get(name)),
    };
    return hoverAt(context, this.sourceLine(line), line, column);
  }

  private sceneOf(parked: Parked): Scene {
    if (this.currentScene?.parked !== parked) this.currentScene = new Scene(parked);
    return this.currentScene;
  }

  /** The last step before now at which one of these lines ran; −1: none. */
  private lastRun(lines: readonly number[]): number {
    for (let step = this.step - 1; step >= 0; step--) if (lines.includes(this.lineAt(step))) return step;
    return -1;
  }
  private lastLineOf(lines: readonly number[] | undefined): number | null {
    if (lines === undefined) return null;
    const step = this.lastRun(lines);
    return step < 0 ? null : this.lineAt(step);
  }

  /** Sampled while the program was looked at; short lives between samples show little more than their ends. */
  private history(op: PyObject, parked: Parked, counts: CountSampler): readonly Sample[] {
    const birth = parked.registry.birth(op);
    if (birth === undefined) return [];
    const samples = counts.of(op.ob_serial).filter((s) => s.step > birth.step);
    return [...samples, { step: Math.max(this.step, birth.step + 1), count: op.ob_refcnt }];
  }

  hintStory(step: number): string | null {
    if (this.recording === null || step >= this.steps) return null;
    const trace = this.trace(step);
    const parked = this.park(step + 1);
    return lineStory(trace, new HolderNames(this.sceneOf(parked), linker(this.params!.uri, this.run)), parked);
  }

  /** Replays with a listener, to its end or to where the listener throws Park; what was parked is gone. */
  observe(listener: (serialOf: (op: PyObject) => number) => Watcher): void {
    const registry = new ObjectRegistry();
    this.replay(
      this.steps,
      listener((op) => registry.serialOf(op)),
      registry,
    );
    this.currentParked = null;
  }

  disassembly(): string | null {
    if (this.params === null) return null;
    const { source, path } = this.params;
    const parsed = parse(source, path);
    if (!parsed.ok) return null;
    const compiled = compile(parsed.tree, { filename: path, source });
    return compiled.ok ? dis(compiled.code) : null;
  }

  report(format: ReportFormat): string | null {
    const { params, recording } = this;
    if (params === null || recording === null) return null;
    if (this.currentReport === null || this.currentReport.step !== this.step) {
      this.discardPark();
      const { source, step } = this;
      const now = (): number => this.thread.now();
      this.currentReport = makeReport({ fileName: params.fileName, text: params.source, source, recording, step, now });
      this.discardPark();
    }
    return layOut(this.currentReport, format);
  }

  /** A question of the heap view: always a Reply. */
  heap(call: string, params: unknown): unknown {
    const answers = this.provider as unknown as Partial<Record<string, (p: unknown) => unknown>>;
    try {
      if (!isProviderCall(call)) throw new ProviderError('badRequest', `${call} is no question of the heap view`);
      if (this.recording === null) throw new ProviderError('noRun', 'Nothing has run yet.');
      return { ok: answers[call]!.call(this.provider, params) };
    } catch (error) {
      if (error instanceof ProviderError) return { err: { code: error.code, message: error.message } };
      return {
        err: { code: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      };
    }
  }
}

/** Objects of the program's that nothing reaches any more. */
function garbageOf(parked: Parked): number {
  const { objects, alive, firstObject } = parked.snapshot();
  let count = 0;
  for (let n = firstObject; n < objects.length; n++) {
    if (alive[n] === 0 && parked.registry.isMine(objects[n]!)) count++;
  }
  return count;
}

/** A hint's story without its Markdown. */
function plainText(markdown: string): string {
  return markdown
    .split('\n\n')[0]!
    .replace(/\*\*|`/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
