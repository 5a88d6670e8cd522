// The command line's second half, with the engine in it: a bundle of its own, so that the first half starts at once
// (cli/main.ts). Knows Node's streams and files.

import { existsSync, fstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { ChildProgram, ChildResult, Host } from '../modules/host';
import { loadBundle } from '../session/loadBundle.node';
import { loadStdlib } from '../session/stdlib.node';
import type { Arguments } from './arguments';
import { runChild } from './child';
import { disassemble } from './disassemble';
import { runProgram } from './run';
import { writeAll } from './write.node';

function isCharacterDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
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
  // A terminal, which shows each line at once. (Asking process.stdout would make a stream of it.)
  const interactive = isCharacterDevice(1);
  let out = '';
  const flush = (): void => {
    if (out !== '') writeAll(1, out);
    out = '';
  };
  return {
    writeStdout: (text) => {
      out += text;
      if (out.length > 8192 || interactive) flush();
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
    runChild: (program) => {
      flush();
      return newEngine()(program);
    },
  };
}

type RunChild = (program: ChildProgram) => ChildResult;

/** An engine that has no run of its own at the moment: its module state is one interpreter's. */
let spare: RunChild | null = null;
/** Runs a child process in another copy of this bundle; copies are used again. */
function newEngine(): RunChild {
  const { childProcess } =
    spare === null ? loadBundle<{ childProcess: RunChild }>(__filename).exports : { childProcess: spare };
  spare = null;
  return (program) => {
    const result = childProcess(program);
    spare = childProcess;
    return result;
  };
}

/** `python ARGS` for a program that runs in another copy of this bundle. */
export function childProcess(program: ChildProgram): ChildResult {
  return runChild(program, (own) => newEngine()(own));
}

/** What `heapscope dis` prints. */
export function disassembleFile(file: string): { ok: boolean; text: string } {
  return disassemble(readFileSync(file), file);
}

/** Runs a program as `python FILE` would; the exit code. */
export function runFile(args: Arguments): number {
  loadStdlib();
  const host = nodeHost(args);
  // `__file__` and tracebacks show the absolute path; sys.argv[0] what was given.
  const code = runProgram({ ...args, file: resolve(args.file) }, readFileSync(args.file), host);
  host.flush?.();
  return code;
}
