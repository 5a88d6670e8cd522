// The engine worker as a Node worker thread.

import { parentPort } from 'node:worker_threads';
import { loadStdlib } from './stdlib.node';
import { createEngine } from './engine';
import type { EngineRequest } from './workerProtocol';

loadStdlib();
const answer = createEngine(() => performance.now());
parentPort!.on('message', (request: EngineRequest) => parentPort!.postMessage(answer(request)));
