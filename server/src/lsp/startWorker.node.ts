// An engine worker as a thread of Node.

import { Worker } from 'node:worker_threads';
import type { EngineReply } from '../session/workerProtocol';
import { SharedCell } from '../session/workerProtocol';
import type { WorkerHandle } from './engineClient';

/** Starts one. `bundle`: path of the built engineWorker.js. */
export function startWorker(bundle: string): WorkerHandle {
  const memory = new SharedArrayBuffer(4 * SharedCell.count);
  const shared = new Int32Array(memory);
  shared[SharedCell.cancelled] = -(2 ** 31);
  const worker = new Worker(bundle, {
    workerData: { shared: memory },
    // As deep as CPython's C recursion needs.
    resourceLimits: { stackSizeMb: 240, maxOldGenerationSizeMb: 3072, maxYoungGenerationSizeMb: 96 },
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', (reply: EngineReply) => listener(reply)),
    onExit: (listener) => {
      worker.on('error', listener);
      worker.on('exit', listener);
    },
    terminate: () => void worker.terminate(),
    shared,
  };
}
