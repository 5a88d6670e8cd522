// One document's engine worker, as the language server sees it: calls with promises, and a way to end what runs at once.

import type { EngineCall, EngineCalls, EngineReply, EngineRequest } from '../session/workerProtocol';
import { SharedCell } from '../session/workerProtocol';

/** A started worker; made by the process shell. */
export interface WorkerHandle {
  post(message: EngineRequest): void;
  onMessage(listener: (reply: EngineReply) => void): void;
  onExit(listener: () => void): void;
  terminate(): void;
  /** Memory shared with it (workerProtocol.ts), where the host has such; without, only terminating it stops a run. */
  readonly shared: Int32Array | null;
}
export type WorkerFactory = () => WorkerHandle;

export class EngineGone extends Error {}

/** How long a run that was cancelled may take to notice, before its worker is ended. */
const GRACE_MILLISECONDS = 250;
/** How long after a worker was taken the next spare one is started. */
const SPARE_DELAY_MILLISECONDS = 400;

/** The spare worker is trained when nobody has asked anything for so long. */
const IDLE_MILLISECONDS = 4000;
/** How often a training may begin, and how many runs it has. */
const TRAININGS = 3;
const TRAINING_RUNS = 2;

/** Makes workers and keeps a warm one in reserve: starting one takes longer than running most programs. */
export class EnginePool {
  private spare: WorkerHandle | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  /** Calls of all documents that are under way. */
  private calls = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private trainings = 0;
  /** The last run of the training that is going on, 0 when there is none. */
  private training = 0;

  constructor(private readonly create: WorkerFactory) {}

  take(): WorkerHandle {
    const worker = this.spare ?? this.create();
    // What is left of its warming up gives way.
    if (worker.shared !== null) Atomics.store(worker.shared, SharedCell.cancelled, LAST_WARM_UP_ID);
    this.spare = null;
    this.training = 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fill(), SPARE_DELAY_MILLISECONDS);
    return worker;
  }

  /** A call to some worker begins (+1) or has ended (−1). While there is any, no spare worker is trained. */
  count(change: 1 | -1): void {
    this.calls += change;
    clearTimeout(this.idle);
    const shared = this.spare?.shared;
    if (this.training !== 0 && shared) Atomics.store(shared, SharedCell.cancelled, this.training);
    this.training = 0;
    this.whenIdle();
  }

  private fill(): void {
    if (this.spare !== null || this.closed) return;
    const worker = this.create();
    this.spare = worker;
    this.trainings = 0;
    worker.onExit(() => {
      if (this.spare === worker) this.spare = null;
    });
    worker.onMessage((reply) => {
      if (this.spare !== worker || this.training === 0 || reply.id !== this.training) return;
      // It got to its end: enough.
      this.training = 0;
      this.trainings = TRAININGS;
    });
    // Its first run makes the interpreter's tables and lets V8 see the eval loop at work.
    for (let i = 0; i < 2; i++) worker.post(warmUp(WARM_UP_ID, WARM_UP, 100_000));
    this.whenIdle();
  }

  private whenIdle(): void {
    if (this.calls > 0 || this.spare === null || this.closed) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.train(), IDLE_MILLISECONDS);
  }

  /**
   * Imports what programs import, so that V8 has compiled what that needs before somebody waits for it. Takes seconds, so
   * only where it can be broken off.
   */
  private train(): void {
    const worker = this.spare;
    if (worker === null || worker.shared === null || this.calls > 0 || this.closed) return;
    if (this.trainings >= TRAININGS) return;
    const first = WARM_UP_ID + 1 + this.trainings++ * (TRAINING_RUNS + 1);
    this.training = first + TRAINING_RUNS;
    for (let i = 0; i < TRAINING_RUNS; i++) worker.post(warmUp(first + i, TRAINING, 10_000_000));
    // A small run at last, which frees the memory of the others.
    worker.post(warmUp(this.training, WARM_UP, 100_000));
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.idle);
    this.spare?.terminate();
    this.spare = null;
  }
}

/** Ids of runs nobody waits for: below those of calls, and growing, because cancelling one cancels those before it. */
const WARM_UP_ID = -1000;
const LAST_WARM_UP_ID = -1;

function warmUp(id: number, source: string, instructions: number): EngineRequest {
  const params: Parameters<EngineCalls['open']>[0] = {
    run: 'warm',
    uri: '',
    path: '/warm.py',
    fileName: 'warm.py',
    documentVersion: 0,
    source,
    inputs: [],
    inputsEnd: true,
    siblings: false,
    files: {},
    folders: {},
    watch: [],
    budget: { seconds: 10, instructions, memory: 256 },
  };
  return { id, call: 'open', params };
}

const TRAINING = `
import dataclasses, typing, collections, enum, functools, random, re
@dataclasses.dataclass
class Point:
    x: int
    y: int = 0
class Colour(enum.Enum):
    RED = 1
    GREEN = 2
print(Point(1), Colour.RED, collections.Counter('abca'), re.findall('a+', 'banana'))
`;
const WARM_UP = `
class Node:
    def __init__(self, value, parent=None):
        self.value = value
        self.parent = parent
        self.children = []
    def add(self, value):
        child = Node(value, self)
        self.children.append(child)
        return child
root = Node(0)
table = {}
for i in range(300):
    node = root.add(i)
    table[i, 'k'] = [node, str(i), i * 2]
    if i % 3: node = None
text = ', '.join(f'{k}' for k in sorted(table))
try:
    table['none']
except KeyError as error:
    pass
del root, node
`;

interface Waiting {
  readonly id: number;
  readonly call: EngineCall;
  readonly params: unknown;
  /** Nobody waits for the answer any more. */
  dropped: boolean;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class EngineClient {
  private worker: WorkerHandle | null = null;
  private nextId = 1;
  private waiting = new Map<number, Waiting>();
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly pool: EnginePool) {}

  /** It has a worker. */
  get alive(): boolean {
    return this.worker !== null;
  }
  get busy(): boolean {
    return [...this.waiting.values()].some((w) => !w.dropped);
  }
  /** The line (1-based) its program is at, 0 where that cannot be known. */
  get line(): number {
    const shared = this.worker?.shared ?? null;
    return shared === null ? 0 : Atomics.load(shared, SharedCell.line);
  }

  /** Where the worker is with what was asked last: not begun, and how far; null where that cannot be known. */
  get pulse(): { begun: boolean; beat: number } | null {
    const shared = this.worker?.shared ?? null;
    if (shared === null) return null;
    const begun = Atomics.load(shared, SharedCell.current) >= Math.min(...this.waiting.keys(), this.nextId - 1);
    return { begun, beat: Atomics.load(shared, SharedCell.pulse) };
  }

  /** Calls the engine. Rejects with EngineGone when it is stopped or cancelled meanwhile. */
  call<C extends EngineCall>(call: C, params: Parameters<EngineCalls[C]>[0]): Promise<ReturnType<EngineCalls[C]>> {
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    this.pool.count(1);
    const answer = new Promise<ReturnType<EngineCalls[C]>>((resolve, reject) => {
      this.waiting.set(id, {
        id,
        call,
        params,
        dropped: false,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      worker.post({ id, call, params });
    });
    const ended = (): void => this.pool.count(-1);
    answer.then(ended, ended);
    return answer;
  }

  private start(): WorkerHandle {
    const worker = this.pool.take();
    worker.onMessage((reply) => {
      if (this.worker !== worker) return;
      const entry = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if (entry === undefined || entry.dropped) {
        if (![...this.waiting.values()].some((w) => w.dropped)) clearTimeout(this.watchdog);
        return;
      }
      if ('error' in reply) entry.reject(new Error(reply.error));
      else entry.resolve(reply.ok);
    });
    worker.onExit(() => {
      if (this.worker === worker) this.stop();
    });
    return worker;
  }

  /** Drops all that is under way. The worker goes on to be used if it lets go of its run soon. */
  cancel(): void {
    const { worker } = this;
    if (worker === null || this.waiting.size === 0) return;
    for (const entry of this.waiting.values()) {
      if (entry.dropped) continue;
      entry.dropped = true;
      entry.reject(new EngineGone('the run was cancelled'));
    }
    if (worker.shared === null) {
      this.stop();
      return;
    }
    Atomics.store(worker.shared, SharedCell.cancelled, this.nextId - 1);
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.replace(worker), GRACE_MILLISECONDS);
  }

  /** The worker does not let go: another takes over what was asked since. */
  private replace(worker: WorkerHandle): void {
    if (this.worker !== worker || ![...this.waiting.values()].some((w) => w.dropped)) return;
    const open = [...this.waiting.values()].filter((w) => !w.dropped);
    this.waiting = new Map(open.map((w) => [w.id, w]));
    worker.terminate();
    this.worker = null;
    if (open.length === 0) return;
    this.worker = this.start();
    for (const { id, call, params } of open) this.worker.post({ id, call, params });
  }

  /** Ends the worker; the next call starts afresh. */
  stop(): void {
    const worker = this.worker;
    this.worker = null;
    clearTimeout(this.watchdog);
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { dropped, reject } of waiting) if (!dropped) reject(new EngineGone('the engine was stopped'));
    worker?.terminate();
  }
}
