// The language server as a Node process.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import type { WorkerHandle } from './lsp/engineClient';
import { serve } from './lsp/server';
import type { EngineReply } from './session/workerProtocol';
import { tuneV8 } from './session/tuneV8.node';
import { SharedCell } from './session/workerProtocol';

tuneV8();

const documentation = pathToFileURL(join(__dirname, '..', 'docs', 'diagnostics')).href;

function startWorker(): WorkerHandle {
  const memory = new SharedArrayBuffer(4 * SharedCell.count);
  const shared = new Int32Array(memory);
  shared[SharedCell.cancelled] = -(2 ** 31);
  const worker = new Worker(join(__dirname, 'engineWorker.js'), {
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

serve(createConnection(ProposedFeatures.all), startWorker, documentation);
