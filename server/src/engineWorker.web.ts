// The engine worker as a Web Worker.

import { inflateSync } from 'fflate';
import { useStdlibArchive } from './modules/stdlibArchive';
import { examine } from './analyses';
import { createEngine } from './session/engine';
import type { EngineRequest } from './session/workerProtocol';

/** What comes first: the memory shared with the server, null where the page allows none. */
interface Hello {
  shared: SharedArrayBuffer | null;
}
interface WorkerScope {
  /** Ends with a blank and the folder the bundles are in (browserMain.ts). */
  name: string;
  onmessage: ((event: { data: Hello | EngineRequest }) => void) | null;
  postMessage(message: unknown): void;
}
const scope = globalThis as unknown as WorkerScope;

/** Makes the library importable; without an archive there are only the modules written in TypeScript. */
async function loadStdlib(): Promise<void> {
  const folder = scope.name.slice(scope.name.lastIndexOf(' ') + 1);
  const answer = await fetch(`${folder}/stdlib.bin`);
  if (answer.ok) useStdlibArchive(new Uint8Array(await answer.arrayBuffer()), (bytes) => inflateSync(bytes));
}

const ready = loadStdlib().catch(() => undefined);
let answer: ((request: EngineRequest) => void) | null = null;
scope.onmessage = ({ data }) => {
  if ('shared' in data) {
    answer = createEngine({
      now: () => performance.now(),
      examine,
      post: (reply) => scope.postMessage(reply),
      later: (callback) => void setTimeout(callback, 0),
      shared: data.shared === null ? null : new Int32Array(data.shared),
    });
  } else void ready.then(() => answer?.(data));
};
