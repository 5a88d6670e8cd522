// The command line: `heapscope run FILE`, `heapscope dis FILE`. A process shell: the only part of it that knows Node.
// The program runs in a worker thread, because only there can the stack be made as deep as CPython's C stack is.

import { existsSync, readFileSync, readdirSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Host } from '../modules/host';
import { disassemble } from './disassemble';
import type { Arguments } from './arguments';
import { USAGE, parseArguments } from './arguments';
import { runProgram } from './run';
import { loadStdlib } from '../session/stdlib.node';

/** Megabytes. CPython's own limit on C recursion (10,000 calls) needs about half of it here. */
const STACK_MB = 240;

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') continue;
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(1);
      throw error;
    }
  }
}

/** Streams of this process; files of the program's own folder, to be read only. */
function nodeHost(args: Arguments): Host {
  const root = dirname(resolve(args.file));
  let stdin: string[] | null = null;
  const lines = (): string[] => {
    let text = '';
    try {
      text = readFileSync(args.stdin ?? 0, 'utf8');
    } catch {
      // No standard input at all reads as an empty one.
    }
    return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  };
  const inside = (path: string): string | null => {
    const full = resolve(path);
    return full === root || full.startsWith(root.endsWith(sep) ? root : root + sep) ? full : null;
  };
  let out = '';
  const flush = (): void => {
    if (out !== '') writeAll(1, out);
    out = '';
  };
  return {
    writeStdout: (text) => {
      out += text;
      if (out.length > 8192 || process.stdout.isTTY) flush();
    },
    writeStderr: (text) => {
      flush();
      writeAll(2, text);
    },
    readStdinLine: () => (stdin ??= lines()).shift() ?? '',
    readFile: (path) => {
      const full = inside(path);
      return full !== null && existsSync(full) && statSync(full).isFile() ? readFileSync(full) : null;
    },
    listDirectory: (path) => {
      const full = inside(path);
      return full !== null && existsSync(full) && statSync(full).isDirectory() ? readdirSync(full) : null;
    },
    argv: [args.file, ...args.rest],
    cwd: root,
    flush,
  };
}

function inWorker(args: Arguments): number {
  loadStdlib();
  const host = nodeHost(args);
  // `__file__` and tracebacks show the absolute path; sys.argv[0] what was given.
  const code = runProgram({ ...args, file: resolve(args.file) }, readFileSync(args.file), host);
  host.flush?.();
  return code;
}

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
  if (parsed.command === 'dis') {
    const result = disassemble(readFileSync(parsed.file), parsed.file);
    writeAll(result.ok ? 1 : 2, result.text);
    process.exitCode = result.ok ? 0 : 1;
    return;
  }
  const worker = new Worker(__filename, {
    workerData: parsed,
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

if (isMainThread) start();
else {
  const code = inWorker(workerData as Arguments);
  parentPort!.postMessage(code);
}
