// The engine worker as a Node worker thread.

import { parentPort, workerData } from 'node:worker_threads';
import { loadStdlib } from './session/stdlib.node';
import { examine } from './analyses';
import { threadClock } from './session/threadClock.node';
import { tuneV8 } from './session/tuneV8.node';
import { createEngine } from './session/engine';
import type { EngineRequest } from './session/workerProtocol';

tuneV8();
loadStdlib();
const { shared } = (workerData ?? {}) as { shared?: SharedArrayBuffer };
const cpu = threadClock();
const answer = createEngine({
  now: () => performance.now(),
  ...(cpu === null ? {} : { cpu }),
  examine,
  post: (reply) => parentPort!.postMessage(reply),
  later: (callback) => void setImmediate(callback),
  shared: shared === undefined ? null : new Int32Array(shared),
});
parentPort!.on('message', answer as (request: EngineRequest) => void);
