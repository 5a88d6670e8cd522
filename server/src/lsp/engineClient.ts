// One document's engine worker, as the language server sees it: calls with promises, and a way to end it at once.

import type { EngineCall, EngineCalls, EngineReply, EngineRequest } from '../session/workerProtocol';

/** A started worker; made by the process shell. */
export interface WorkerHandle {
  post(message: EngineRequest): void;
  onMessage(listener: (reply: EngineReply) => void): void;
  onExit(listener: () => void): void;
  terminate(): void;
}
export type WorkerFactory = () => WorkerHandle;

export class EngineGone extends Error {}

export class EngineClient {
  private worker: WorkerHandle | null = null;
  private nextId = 1;
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

  constructor(private readonly create: WorkerFactory) {}

  get busy(): boolean {
    return this.waiting.size > 0;
  }

  /** Calls the engine. Rejects with EngineGone when it is stopped meanwhile. */
  call<C extends EngineCall>(call: C, params: Parameters<EngineCalls[C]>[0]): Promise<ReturnType<EngineCalls[C]>> {
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker.post({ id, call, params });
    });
  }

  private start(): WorkerHandle {
    const worker = this.create();
    worker.onMessage((reply) => {
      const entry = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if ('error' in reply) entry?.reject(new Error(reply.error));
      else entry?.resolve(reply.ok);
    });
    worker.onExit(() => {
      if (this.worker === worker) this.stop();
    });
    return worker;
  }

  /** Ends what runs; the next call starts afresh. */
  stop(): void {
    const worker = this.worker;
    this.worker = null;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) reject(new EngineGone('the engine was stopped'));
    worker?.terminate();
  }
}
