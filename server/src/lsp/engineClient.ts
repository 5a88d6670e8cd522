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

/** Makes workers and keeps a warm one in reserve: starting one takes longer than running most programs. */
export class EnginePool {
  private spare: WorkerHandle | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(private readonly create: WorkerFactory) {}

  take(): WorkerHandle {
    const worker = this.spare ?? this.create();
    // What is left of its warming up gives way.
    if (worker.shared !== null) Atomics.store(worker.shared, SharedCell.cancelled, WARM_UP_ID);
    this.spare = null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fill(), SPARE_DELAY_MILLISECONDS);
    return worker;
  }

  private fill(): void {
    if (this.spare !== null || this.closed) return;
    const worker = this.create();
    this.spare = worker;
    worker.onExit(() => {
      if (this.spare === worker) this.spare = null;
    });
    // Its first run makes the interpreter's tables and lets V8 see the eval loop at work.
    for (let i = 0; i < 2; i++) {
      worker.post({
        id: WARM_UP_ID,
        call: 'open',
        params: {
          run: 'warm',
          uri: '',
          path: '/warm.py',
          fileName: 'warm.py',
          documentVersion: 0,
          source: WARM_UP,
          inputs: [],
          inputsEnd: true,
          siblings: false,
          files: {},
          folders: {},
          watch: [],
          budget: { seconds: 1, instructions: 100_000, memory: 64 },
        } satisfies Parameters<EngineCalls['open']>[0],
      });
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.spare?.terminate();
    this.spare = null;
  }
}

const WARM_UP_ID = -1;
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
    return new Promise((resolve, reject) => {
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
