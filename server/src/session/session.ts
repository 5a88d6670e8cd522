// A document's run, in the engine worker: run it, look at it, go to any step of it. All state is a function of the
// source and the step; going anywhere is a replay.

import { bytesInUse, allocatedBlocks } from '../heap/obmalloc';
import { gc_collect, setGCObserver, trackedObjects } from '../heap/gc';
import { _Py_IsImmortal } from '../heap/refcount';
import { setHeapObserver } from '../heap/runtime';
import { compile } from '../compiler';
import { dis } from '../compiler/dis';
import type { Host } from '../modules/host';
import { stdlibSource } from '../modules/stdlib';
import { visitEdges } from '../objects/edges';
import type { PyObject } from '../objects/object';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { PyUnicode_Check } from '../objects/unicodeobject';
import { parse } from '../parser';
import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import type { HeapProvider, RunInfo, StepInfo } from '../protocol/heapProtocol';
import { visitInterpreterRoots } from '../vm/pylifecycle';
import { lastReport } from '../vm/displayexception';
import type { TracebackException } from '../vm/tracebackformat';
import type { FoundCycle } from './cycles';
import { edgeText, findCycles, isClosed } from './cycles';
import { isAtom, shortText, sizeOf, typeName } from './describe';
import type { HeapSnapshot } from './heapSnapshot';
import { addressText, takeSnapshot } from './heapSnapshot';
import { HintCollector } from './hints';
import type { LiveFrame } from './liveFrames';
import { liveFrames } from './liveFrames';
import { Provider } from './provider/provider';
import { ProviderError } from './provider/session';
import { Witness } from './provider/witness';
import type { Outcome, Watcher } from './program';
import { runProgram } from './program';
import type { Analysis, EngineCalls, Finding, Hint, HoverResult, OpenParams, Place, Status } from './workerProtocol';

/** Serial numbers of objects made before the program's first line begin here. */
const OLD_SERIAL = 2 ** 40;
/** Beyond this, closing lines of cycles are not bisected. */
const MAX_BISECT_STEPS = 200_000;

const HEAP_CALLS: ReadonlySet<string> = new Set<keyof HeapProvider>([
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
]);

/** What a parked replay knows beside the heap itself. */
export interface Parked {
  step: number;
  outcome: Outcome;
  serials: Map<PyObject, number>;
  bySerial: Map<number, PyObject>;
  births: Map<PyObject, { step: number; line: number }>;
  witness: Witness;
  snapshot(): HeapSnapshot;
}

export class Session {
  private params!: OpenParams;
  private bytes!: Uint8Array;
  private lines: number[] = [];
  readonly series = { bytes: [] as number[], objects: [] as number[] };
  private output: { stream: 'stdout' | 'stderr'; text: string }[] = [];
  private outcome: Outcome | null = null;
  private failure: TracebackException | null = null;
  private step = 0;
  private parked: Parked | null = null;
  private mark: number | undefined;
  /** Of the pass that sees the whole run. */
  witness: Witness | null = null;

  private readonly provider = new Provider(this);

  constructor(private readonly now: () => number) {}

  get steps(): number {
    return this.lines.length;
  }
  lineAt(step: number): number {
    return this.lines[step] ?? 0;
  }
  sourceLine(line: number): string {
    return this.params.source.split(/\r\n|\r|\n/)[line - 1] ?? '';
  }
  get run(): string {
    return this.params.run;
  }

  private host(sink: (stream: 'stdout' | 'stderr', text: string) => void): Host {
    const inputs = [...this.params.inputs];
    const own = this.params.path;
    return {
      writeStdout: (text) => sink('stdout', text),
      writeStderr: (text) => sink('stderr', text),
      readStdinLine: () => {
        const line = inputs.shift();
        return line === undefined ? '' : `${line}\n`;
      },
      readFile: (path) => (path === own ? this.bytes : stdlibSource(path)),
      listDirectory: () => null,
      argv: [own],
      cwd: own.slice(0, Math.max(1, own.lastIndexOf('/'))),
    };
  }

  private replay(
    watcher: Watcher,
    parkAt?: number,
    sink: (stream: 'stdout' | 'stderr', text: string) => void = () => undefined,
  ): Outcome {
    const { budget } = this.params;
    return runProgram({
      source: this.bytes,
      path: this.params.path,
      host: this.host(sink),
      budget: {
        steps: budget.instructions,
        ticks: budget.instructions * 20,
        memoryBytes: budget.memory * 1048576,
        milliseconds: budget.seconds * 1000,
      },
      watcher,
      finalize: false,
      now: this.now,
      ...(parkAt === undefined ? {} : { parkAt }),
    });
  }

  open(params: OpenParams): ReturnType<EngineCalls['open']> {
    this.params = params;
    this.bytes = new TextEncoder().encode(params.source);
    this.lines = [];
    this.series.bytes = [];
    this.series.objects = [];
    this.output = [];
    this.failure = null;
    this.parked = null;
    const syntax = this.syntaxError();
    if (syntax !== null) return { analysis: null, findings: [syntax] };
    this.outcome = this.replay(
      {
        line: (_step, _frame, lineno) => {
          this.lines.push(lineno);
          this.series.bytes.push(bytesInUse());
          this.series.objects.push(allocatedBlocks());
        },
      },
      undefined,
      (stream, text) => {
        const last = this.output.at(-1);
        if (last?.stream === stream) last.text += text;
        else this.output.push({ stream, text });
      },
    );
    if (this.outcome.kind === 'finished' && this.outcome.exitCode !== 0) this.failure = lastReport;
    this.step = this.steps;
    const analysis = this.analyse();
    return { analysis, findings: analysis.findings };
  }

  private syntaxError(): Finding | null {
    const parsed = parse(this.params.source, this.params.path, { isFile: true });
    const error: PySyntaxErrorInfo | null = parsed.ok
      ? ((): PySyntaxErrorInfo | null => {
          const compiled = compile(parsed.tree, { filename: this.params.path, source: this.params.source });
          return compiled.ok ? null : compiled.error;
        })()
      : parsed.error;
    if (error === null) return null;
    const start = Math.max(0, (error.offset ?? 1) - 1);
    const sameLine = error.end_lineno === error.lineno && error.end_offset !== null && error.end_offset - 1 > start;
    return {
      code: error.type,
      severity: 'error',
      message: `${error.type}: ${error.msg}`,
      place: { line: error.lineno ?? 1, start, end: sameLine ? error.end_offset! - 1 : start + 1 },
      related: [],
    };
  }

  /** The second look: hints, cycles, what went wrong. Leaves the program parked at its end. */
  private analyse(): Analysis {
    const lastStep = new Map<number, number>();
    const times = new Map<number, number>();
    for (const [step, line] of this.lines.entries()) {
      lastStep.set(line, step);
      times.set(line, (times.get(line) ?? 0) + 1);
    }
    const collector = new HintCollector(lastStep, times);
    const found: FoundCycle[] = [];
    this.parked = this.watch(
      undefined,
      {
        line: (step, frame, lineno) => collector.line(step, frame, lineno),
        return: (frame) => collector.return(frame),
        born: (op) => collector.born(op),
        dying: (op) => collector.dying(op),
      },
      (step, unreachable, serialOf) => {
        found.push(...findCycles(unreachable, serialOf, step, true, true));
      },
    );
    this.witness = this.parked.witness;
    const findings: Finding[] = [];
    this.addOutcome(findings);
    found.push(...this.cyclesAtEnd());
    for (const cycle of found.slice(0, 5)) findings.push(this.cycleFinding(cycle));
    return {
      info: this.info(),
      hints: [...collector.hints.values()] satisfies Hint[],
      findings,
      lenses: [],
      output: this.output,
    };
  }

  /**
   * Replays with every birth numbered. `listener` may be made once the numbers are at hand. `onCollection`: the user's
   * objects a collection finds unreachable.
   */
  private watch(
    parkAt: number | undefined,
    listener: Watcher | ((serialOf: (op: PyObject) => number) => Watcher),
    onCollection?: (step: number, unreachable: PyObject[], serialOf: (op: PyObject) => number) => void,
  ): Parked {
    const serials = new Map<PyObject, number>();
    const births = new Map<PyObject, { step: number; line: number }>();
    const living = new Set<PyObject>();
    let started = false;
    let next = 1;
    let old = OLD_SERIAL;
    let step = -1;
    let line = 0;
    const serialOf = (op: PyObject): number => serials.get(op) ?? 0;
    const imports = this.params.source.split(/\r\n|\r|\n/).map((text) => /^\s*(import|from)\s/.test(text));
    const witness = new Witness({
      path: this.params.path,
      isImport: (n) => imports[n - 1] === true,
      end: parkAt ?? this.steps,
    });
    const watcher = witness.wrap(typeof listener === 'function' ? listener(serialOf) : listener);
    setGCObserver({
      begin: () => undefined,
      updatedRefs: () => undefined,
      subtractedRefs: () => undefined,
      separated: (_reachable, unreachable) => {
        const mine = (unreachable as PyObject[]).filter((op) => (serials.get(op) ?? OLD_SERIAL) < OLD_SERIAL);
        if (onCollection !== undefined && mine.length > 0 && mine.length < 20_000) onCollection(step, mine, serialOf);
      },
      weakrefsHandled: () => undefined,
      finalized: () => undefined,
      clearing: () => undefined,
      done: () => undefined,
    });
    const outcome = this.replay(
      {
        ...watcher,
        line: (s, frame, lineno) => {
          started = true;
          step = s;
          line = lineno;
          watcher.line?.(s, frame, lineno);
        },
        born: (op) => {
          serials.set(op, started ? next++ : old++);
          births.set(op, { step: Math.max(0, step), line });
          living.add(op);
          watcher.born?.(op);
        },
        dying: (op) => {
          watcher.dying?.(op);
          living.delete(op);
        },
      },
      parkAt,
      (stream, text) => witness.output?.(stream, text),
    );
    witness.finish(parkAt ?? this.steps);
    setGCObserver(null);
    setHeapObserver(null);
    let snapshot: HeapSnapshot | null = null;
    const bySerial = new Map<number, PyObject>();
    for (const op of living) bySerial.set(serials.get(op)!, op);
    return {
      step: parkAt ?? this.steps,
      outcome,
      serials,
      bySerial,
      births,
      witness,
      snapshot: () => (snapshot ??= takeSnapshot({ visitInterpreterRoots, living, sizeOf })),
    };
  }

  private cyclesAtEnd(): FoundCycle[] {
    const parked = this.parked!;
    const serialOf = (op: PyObject): number => parked.serials.get(op) ?? 0;
    const mine: PyObject[] = [];
    for (const op of trackedObjects()) {
      const serial = serialOf(op as PyObject);
      if (serial > 0 && serial < OLD_SERIAL) mine.push(op as PyObject);
      if (mine.length > 20_000) return [];
    }
    const snapshot = parked.snapshot();
    const reached = (op: PyObject): boolean => snapshot.alive[snapshot.nodeOf.get(op) ?? 0] === 1;
    const isMine = (cycle: FoundCycle): boolean => cycle.serials.some((s) => !isLibrary(parked, s));
    const isLibrary = (p: Parked, serial: number): boolean => {
      const op = p.bySerial.get(serial);
      return op === undefined || p.births.get(op)?.line === 0;
    };
    return [
      ...findCycles(
        mine.filter((op) => !reached(op)),
        serialOf,
        this.steps,
        true,
        false,
      ),
      ...findCycles(mine.filter(reached), serialOf, this.steps, false, false),
    ].filter(isMine);
  }

  private cycleFinding(cycle: FoundCycle): Finding {
    const line = this.closingLine(cycle);
    const state = cycle.collected
      ? `The collector freed it at line ${this.lineAt(cycle.seenAt) || this.lineAt(this.steps - 1)}.`
      : cycle.garbage
        ? 'Nothing reaches it any more, and it was never collected: only the collector can free it.'
        : 'It is still in use; when it is dropped, counts alone will not free it.';
    return {
      code: 'cycle',
      severity: cycle.garbage ? 'warning' : 'hint',
      message: `Reference cycle closed here: ${cycle.path} (${cycle.bytes} bytes). ${state}`,
      place: { line },
      related: [],
    };
  }

  /** The line after which the cycle's members refer to each other all the way round. */
  private closingLine(cycle: FoundCycle): number {
    const fallback = this.lineAt(Math.min(cycle.seenAt, this.steps - 1)) || 1;
    if (this.steps > MAX_BISECT_STEPS) return fallback;
    let low = 0;
    let high = Math.min(cycle.seenAt, this.steps);
    while (low < high) {
      const mid = (low + high) >> 1;
      const parked = this.watch(mid, {});
      if (isClosed(cycle.serials.map((serial) => parked.bySerial.get(serial)))) high = mid;
      else low = mid + 1;
    }
    this.parked = null;
    return this.lineAt(low - 1) || fallback;
  }

  private addOutcome(findings: Finding[]): void {
    const outcome = this.outcome!;
    if (outcome.kind === 'budget' || outcome.kind === 'unsupported') {
      findings.push({
        code: outcome.kind,
        severity: outcome.kind === 'budget' ? 'warning' : 'information',
        message: outcome.message,
        place: { line: outcome.line || 1 },
        related: [],
      });
    }
    const failure = this.failure;
    if (failure === null) return;
    const mine = failure.stack.filter((frame) => frame.filename === this.params.path && frame.lineno !== null);
    const at = mine.at(-1);
    findings.push({
      code: failure.type,
      severity: 'error',
      message: failure.text === '' ? failure.type : `${failure.type}: ${failure.text}`,
      place: { line: at?.lineno ?? 1 },
      related: mine.map((frame) => ({ place: { line: frame.lineno! } satisfies Place, message: `in ${frame.name}` })),
    });
  }

  info(): RunInfo {
    const outcome = this.outcome!;
    const failed = outcome.kind === 'budget' || outcome.kind === 'unsupported';
    return {
      run: this.params.run,
      uri: this.params.uri,
      fileName: this.params.fileName,
      documentVersion: this.params.documentVersion,
      python: '3.13',
      state:
        outcome.kind === 'budget'
          ? 'budget'
          : outcome.kind === 'unsupported' || this.failure !== null
            ? 'failed'
            : 'parked',
      steps: this.steps,
      step: this.step,
      ...(failed ? { message: outcome.message, messageLine: outcome.line } : {}),
      ...(this.mark === undefined ? {} : { mark: this.mark }),
    };
  }

  /** The program parked at `step`, replayed there if it stands elsewhere. */
  park(step: number): Parked {
    if (this.parked?.step === step) return this.parked;
    this.parked = this.watch(step >= this.steps ? undefined : step, {});
    this.parked.step = step;
    return this.parked;
  }

  /** Replays with a listener, to its end or to where the listener throws Park; what was parked is gone. */
  observe(listener: (serialOf: (op: PyObject) => number) => Watcher): void {
    this.parked = null;
    this.watch(undefined, listener);
  }

  stepInfo(step: number): StepInfo {
    const line = this.lineAt(step);
    return {
      step,
      line,
      source: line === 0 ? '' : this.sourceLine(line),
      functionName: this.ownFrames().at(-1)?.qualname ?? '<module>',
      sentence: line === 0 ? 'The program has ended.' : `Line ${line} is next.`,
      objects: this.series.objects[Math.min(step, this.steps - 1)] ?? 0,
      bytes: this.series.bytes[Math.min(step, this.steps - 1)] ?? 0,
      garbage: 0,
    };
  }

  private ownFrames(): LiveFrame[] {
    return liveFrames().filter((frame) => frame.filename === this.params.path);
  }

  status(): Status | null {
    if (this.outcome === null) return null;
    this.park(this.step);
    return {
      info: this.info(),
      at: this.stepInfo(this.step),
      frames: this.ownFrames()
        .reverse()
        .map((frame) => ({ functionName: frame.qualname, uri: this.params.uri, line: frame.lineno })),
    };
  }

  goto(step: number): Status | null {
    this.step = Math.max(0, Math.min(this.steps, step));
    return this.status();
  }

  runToLine(line: number, direction: 'forward' | 'back'): Status | null {
    const at = this.step;
    const n = this.steps;
    for (let i = 1; i <= n; i++) {
      const step = direction === 'forward' ? (at + i) % n : (at - i + 2 * n) % n;
      if (this.lines[step] === line) return this.goto(step);
    }
    return null;
  }

  setMark(step: number | null): Status | null {
    this.mark = step ?? undefined;
    return this.status();
  }

  collect(generation: 0 | 1 | 2): ReturnType<EngineCalls['collect']> {
    this.parked = null;
    this.park(this.step);
    const before = bytesInUse();
    let count = 0;
    setHeapObserver({ born: () => undefined, dying: () => void count++ });
    const returned = gc_collect(generation);
    setHeapObserver(null);
    const status = this.status()!;
    const result = { status, returned, freed: count, freedBytes: Math.max(0, before - bytesInUse()), output: '' };
    this.parked = null;
    return result;
  }

  disassembly(): string | null {
    const parsed = parse(this.params.source, this.params.path);
    if (!parsed.ok) return null;
    const compiled = compile(parsed.tree, { filename: this.params.path, source: this.params.source });
    return compiled.ok ? dis(compiled.code) : null;
  }

  report(format: 'text' | 'markdown' | 'json'): string | null {
    const { snapshot, serials } = this.park(this.step);
    const rows = new Map<string, { count: number; bytes: number }>();
    const s = snapshot();
    for (const op of s.objects) {
      if (op === null || _Py_IsImmortal(op) || (serials.get(op) ?? OLD_SERIAL) >= OLD_SERIAL) continue;
      const row = rows.get(typeName(op)) ?? { count: 0, bytes: 0 };
      row.count++;
      row.bytes += sizeOf(op);
      rows.set(typeName(op), row);
    }
    const table = [...rows].sort((a, b) => b[1].bytes - a[1].bytes);
    if (format === 'json')
      return JSON.stringify({ step: this.step, types: table.map(([type, row]) => ({ type, ...row })) }, null, 2);
    const head = `Heap report of ${this.params.fileName}, step ${this.step} of ${this.steps}\n\n`;
    return (
      head +
      table
        .map(
          ([type, row]) =>
            `${type.padEnd(30)} ${String(row.count).padStart(8)} objects ${String(row.bytes).padStart(10)} bytes\n`,
        )
        .join('')
    );
  }

  /** A question of the heap view: always a Reply. */
  heap(call: string, params: unknown): unknown {
    const answers = this.provider as unknown as Partial<Record<string, (p: unknown) => unknown>>;
    try {
      if (!HEAP_CALLS.has(call)) throw new ProviderError('badRequest', `${call} is no question of the heap view`);
      if (this.outcome === null) throw new ProviderError('noRun', 'Nothing has run yet.');
      return { ok: answers[call]!.call(this.provider, params) };
    } catch (error) {
      if (error instanceof ProviderError) return { err: { code: error.code, message: error.message } };
      return {
        err: { code: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      };
    }
  }

  /** The parked state has been run on: the next question replays. */
  discardPark(): void {
    this.parked = null;
  }

  hover(line: number, column: number): HoverResult | null {
    const text = this.sourceLine(line);
    const chain = [...text.matchAll(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g)].find(
      (m) => m.index <= column && column <= m.index + m[0].length,
    );
    if (chain === undefined) return null;
    const within = column - chain.index;
    const parts: string[] = [];
    let end = 0;
    for (const part of chain[0].split('.')) {
      parts.push(part);
      end += part.length + (parts.length > 1 ? 1 : 0);
      if (end >= within) break;
    }
    const parked = this.park(this.step);
    const op = this.resolve(parts);
    if (op === null) return null;
    const snapshot = parked.snapshot();
    const node = snapshot.nodeOf.get(op);
    const holders: string[] = [];
    if (node !== undefined) {
      for (const [from, edges] of snapshot.edges.entries()) {
        for (const edge of edges) if (edge.to === node) holders.push(this.place(snapshot, from, edge.kind, edge.label));
      }
    }
    const immortal = _Py_IsImmortal(op);
    const generation = node === undefined ? -1 : snapshot.generation[node]!;
    const birth = parked.births.get(op);
    const lines = [
      `**${typeName(op)}** \`${shortText(op)}\``,
      immortal
        ? 'Immortal: it is never freed, and its count means nothing.'
        : `**${op.ob_refcnt} reference${op.ob_refcnt === 1 ? '' : 's'}**${holders.length > 0 ? `: ${holders.slice(0, 8).join(', ')}${holders.length > 8 ? ` and ${holders.length - 8} more` : ''}` : ''}`,
    ];
    if (!immortal)
      lines.push(`\`sys.getrefcount\` would show ${op.ob_refcnt + 1}: its own argument is one reference more.`);
    lines.push(
      `${sizeOf(op)} bytes · ${generation < 0 ? 'not tracked by the collector' : `generation ${generation}`} · at \`${addressText(op)}\``,
    );
    if (birth !== undefined && birth.line > 0) lines.push(`Born at line ${birth.line}, step ${birth.step}.`);
    return { markdown: lines.join('\n\n'), line, start: chain.index, end: chain.index + end };
  }

  private place(snapshot: HeapSnapshot, from: number, kind: string, label: string | number | PyObject): string {
    if (from === 0) return 'the interpreter';
    const text =
      typeof label === 'string'
        ? label
        : typeof label === 'number'
          ? String(label)
          : PyUnicode_Check(label)
            ? (label as PyUnicodeObject).str
            : '…';
    if (from < snapshot.firstObject) {
      const frame = snapshot.frames[from - 1]!;
      return kind === 'stack'
        ? `the stack of ${frame.qualname}`
        : kind === 'local'
          ? `local \`${text}\` of ${frame.qualname}`
          : `the frame of ${frame.qualname}`;
    }
    const owner = snapshot.objects[from]!;
    if (owner === this.mainNamespace()) return `global \`${text}\``;
    if (kind === 'attribute' || kind === 'slot') return `attribute \`${text}\` of a ${typeName(owner)}`;
    return `a ${typeName(owner)}${edgeText(kind, label)}`;
  }

  private mainNamespace(): PyObject | null {
    return liveFrames()[0]?.namespace ?? this.endNamespace;
  }
  /** After the module's frame is gone its dict is found through the interpreter's roots. */
  private get endNamespace(): PyObject | null {
    let dict: PyObject | null = null;
    visitInterpreterRoots((root) => {
      visitEdges(root, (op, _kind, label) => {
        if (typeof label === 'object' && PyUnicode_Check(label) && (label as PyUnicodeObject).str === '__main__')
          dict = op.ob_dict;
      });
    });
    return dict;
  }

  private resolve(parts: readonly string[]): PyObject | null {
    let op: PyObject | null = null;
    const frames = this.ownFrames();
    for (const frame of [frames.at(-1), frames[0]]) {
      if (frame === undefined || op !== null) continue;
      for (const [name, value] of frame.names) if (name === parts[0] && value !== null) op = value;
    }
    if (op === null) {
      const dict = this.mainNamespace();
      if (dict !== null) op = this.member(dict, parts[0]!);
    }
    for (const part of parts.slice(1)) {
      if (op === null) return null;
      op = this.member(op, part) ?? (op.ob_dict != null ? this.member(op.ob_dict, part) : null);
    }
    return op;
  }
  private member(owner: PyObject, name: string): PyObject | null {
    let found: PyObject | null = null;
    visitEdges(owner, (op, kind, label) => {
      const text =
        typeof label === 'string'
          ? label
          : typeof label === 'object' && PyUnicode_Check(label)
            ? (label as PyUnicodeObject).str
            : null;
      if (text === name && kind !== 'key' && kind !== 'type') found = op;
    });
    return found;
  }
}

/** For the provider: whether an object belongs to the user's program. */
export function isMine(parked: Parked, op: PyObject): boolean {
  const serial = parked.serials.get(op);
  return serial !== undefined && serial < OLD_SERIAL && !isAtom(op);
}
