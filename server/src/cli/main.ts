// The command line: `heapscope run FILE`, `heapscope dis FILE`. A process shell. The engine runs in a worker thread, because
// only there can the stack be made as deep as CPython's C stack is; it is a bundle of its own (cli/engine.ts).

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { loadBundle } from '../session/loadBundle.node';
import { tuneV8 } from '../session/tuneV8.node';
import type { Arguments } from './arguments';
import type * as EngineModule from './engine';
import { USAGE, parseArguments } from './arguments';
import { writeAll } from './write.node';

type Engine = typeof EngineModule;

/** Megabytes. CPython's own limit on C recursion (10,000 calls) needs about half of it here. */
const STACK_MB = 240;

function start(): void {
  const parsed = parseArguments(process.argv.slice(2));
  if ('error' in parsed) {
    writeAll(2, `${parsed.error}\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  if (parsed.command === 'help') {
    writeAll(1, USAGE);
    return;
  }
  if (!existsSync(parsed.file)) {
    writeAll(2, `heapscope: can't open file '${resolve(parsed.file)}': [Errno 2] No such file or directory\n`);
    process.exitCode = 2;
    return;
  }
  const worker = new Worker(__filename, {
    workerData: parsed,
    // The engine writes to the file descriptors itself. With these, Node makes no streams to pass its output on.
    stdout: true,
    stderr: true,
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: 4096 },
  });
  worker.on('message', (code: number) => {
    process.exitCode = code;
  });
  worker.on('error', (error) => {
    writeAll(2, `heapscope: internal error: ${error.stack ?? error.message}\n`);
    process.exitCode = 70;
  });
}

function work(args: Arguments): number {
  // Here and not before the worker starts: with other flags V8 refuses the code cache of Node's own modules.
  tuneV8();
  const { exports: engine, save } = loadBundle<Engine>(join(__dirname, 'cliEngine.js'));
  if (args.command === 'dis') {
    const result = engine.disassembleFile(args.file);
    writeAll(result.ok ? 1 : 2, result.text);
    return result.ok ? 0 : 1;
  }
  const code = engine.runFile(args);
  save();
  return code;
}

if (isMainThread) start();
else parentPort!.postMessage(work(workerData as Arguments));
