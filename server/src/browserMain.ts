// The language server as a web worker.

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { WorkerHandle } from './lsp/engineClient';
import { serve } from './lsp/server';
import type { EngineReply, EngineRequest } from './session/workerProtocol';
import { SharedCell } from './session/workerProtocol';

interface WebWorker {
  postMessage(message: EngineRequest | { shared: SharedArrayBuffer | null }): void;
  onmessage: ((event: { data: EngineReply }) => void) | null;
  onerror: (() => void) | null;
  terminate(): void;
}
declare const self: { name: string };
declare const Worker: new (url: string, options: { name: string }) => WebWorker;
declare const Blob: new (parts: string[], options: { type: string }) => object;
/** The page lets its workers share memory: where it is served with the headers for that. */
declare const crossOriginIsolated: boolean | undefined;
declare const URL: { createObjectURL(blob: object): string };

// The client names this worker `heapscope FOLDER` (its own address is a blob's); VS Code puts the host's name before it.
const folder = self.name.slice(self.name.lastIndexOf(' ') + 1);

// By way of a blob: a worker's script must be of this page's origin, what it imports need not be.
const source = `importScripts(${JSON.stringify(`${folder}/engineWebWorker.js`)});`;
const script = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));

const scope = globalThis as never;
function startWorker(): WorkerHandle {
  const worker = new Worker(script, { name: self.name });
  // Without shared memory a run cannot be asked to stop: its worker is ended, and the spare one takes over.
  const memory =
    typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated
      ? new SharedArrayBuffer(4 * SharedCell.count)
      : null;
  const shared = memory === null ? null : new Int32Array(memory);
  if (shared !== null) shared[SharedCell.cancelled] = -(2 ** 31);
  worker.postMessage({ shared: memory });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.onmessage = (event) => listener(event.data);
    },
    onExit: (listener) => {
      worker.onerror = listener;
    },
    terminate: () => worker.terminate(),
    shared,
  };
}

serve(
  createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope)),
  startWorker,
  // Beside the folder of the bundles.
  `${folder.slice(0, folder.lastIndexOf('/'))}/docs/diagnostics`,
);
