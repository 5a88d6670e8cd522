// The engine worker as a Web Worker.

import { createEngine } from './engine';
import type { EngineRequest } from './workerProtocol';

interface WorkerScope {
  onmessage: ((event: { data: EngineRequest }) => void) | null;
  postMessage(message: unknown): void;
}
const scope = globalThis as unknown as WorkerScope;
const answer = createEngine(() => performance.now());
scope.onmessage = (event) => scope.postMessage(answer(event.data));
