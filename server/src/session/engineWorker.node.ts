// The engine worker as a Node worker thread.

import { parentPort, workerData } from 'node:worker_threads';
import { loadStdlib } from './stdlib.node';
import { createEngine } from './engine';
import type { EngineRequest } from './workerProtocol';

loadStdlib();
const { shared } = (workerData ?? {}) as { shared?: SharedArrayBuffer };
const answer = createEngine({
  now: () => performance.now(),
  post: (reply) => parentPort!.postMessage(reply),
  later: (callback) => void setImmediate(callback),
  shared: shared === undefined ? null : new Int32Array(shared),
});
parentPort!.on('message', answer as (request: EngineRequest) => void);
