// `heapscope run FILE`: what `python FILE` would do, and a report or an audit when asked.

import { BudgetExhausted, Unsupported } from '../heap/runtime';
import type { Host } from '../modules/host';
import { liveFrames } from '../session/liveFrames';
import { Py_Initialize } from '../vm/pylifecycle';
import { runToExit } from '../vm/pythonrun';
import type { Arguments } from './arguments';

/** Exit codes of our own, beside the program's: a limit of the sandbox, something not supported. */
const EXIT_BUDGET = 124;
const EXIT_UNSUPPORTED = 125;

/** Runs; the exit code. */
export function runProgram(args: Arguments, source: Uint8Array, host: Host): number {
  Py_Initialize(host);
  try {
    return runToExit({ source, path: args.file });
  } catch (error) {
    if (error instanceof BudgetExhausted || error instanceof Unsupported) {
      const frame = liveFrames().at(-1);
      const place =
        frame === undefined ? '' : `  File "${frame.filename}", line ${frame.lineno}, in ${frame.qualname}\n`;
      host.writeStderr(`${place}heapscope: ${error.message}\n`);
      return error instanceof BudgetExhausted ? EXIT_BUDGET : EXIT_UNSUPPORTED;
    }
    throw error;
  }
}
