// The language server as a web worker.

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { serve } from './lsp/server';
import type { EngineReply, EngineRequest } from './session/workerProtocol';

interface WebWorker {
  postMessage(message: EngineRequest): void;
  onmessage: ((event: { data: EngineReply }) => void) | null;
  onerror: (() => void) | null;
  terminate(): void;
}
declare const self: { location: { href: string } };
declare const Worker: new (url: string) => WebWorker;

const scope = globalThis as never;
serve(createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope)), () => {
  const worker = new Worker(new URL('engineWebWorker.js', self.location.href).toString());
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.onmessage = (event) => listener(event.data);
    },
    onExit: (listener) => {
      worker.onerror = listener;
    },
    terminate: () => worker.terminate(),
  };
});
