// `heapscope run FILE`: what `python FILE` would do, and a report or an audit when asked.

import { BudgetExhausted, Unsupported } from '../heap/runtime';
import type { Host } from '../modules/host';
import { liveFrames } from '../session/liveFrames';
import { Py_FinalizeEx, Py_Initialize } from '../vm/pylifecycle';
import { setTraceHooks } from '../vm/tracehooks';
import type { MainScript } from '../vm/pythonrun';
import { runMain, runToExit, useWarnOptions } from '../vm/pythonrun';
import type { AuditResult } from '../session/heapAudit';
import { endAudit, startAudit } from '../session/heapAudit';
import type { Arguments } from './arguments';
import { recordingInput, reportOf } from './report';

/** Exit codes of our own, beside the program's: a limit of the sandbox, something not supported. */
const EXIT_BUDGET = 124;
const EXIT_UNSUPPORTED = 125;
/** `--audit` found a count that is wrong: our bug, not the program's. */
const EXIT_AUDIT = 71;

function auditText(audit: AuditResult): string {
  const lines = audit.findings.map(
    ({ type, repr, counted, found, line, sharesBlockWith }) =>
      `heapscope: audit: line ${line}: ${type} ${repr}: ob_refcnt ${counted}, references found ${found}` +
      `${sharesBlockWith === null ? '' : `, at the address of ${sharesBlockWith}`}\n`,
  );
  const verdict = audit.findings.length === 0 ? 'every count is right' : `${audit.findings.length} counts are wrong`;
  return `${lines.join('')}heapscope: audit: ${audit.audits} looks over ${audit.instructions} instructions: ${verdict}\n`;
}

/** A run that ended in a way of our own: says so, and gives the exit code. */
function endedByUs(error: unknown, host: Host): number {
  if (!(error instanceof BudgetExhausted || error instanceof Unsupported)) throw error;
  const frame = liveFrames().at(-1);
  const place = frame === undefined ? '' : `  File "${frame.filename}", line ${frame.lineno}, in ${frame.qualname}\n`;
  host.writeStderr(`${place}heapscope: ${error.message}\n`);
  return error instanceof BudgetExhausted ? EXIT_BUDGET : EXIT_UNSUPPORTED;
}

/** Runs what `python` was asked for by a program; the exit code. */
export function runInterpreter(script: MainScript, host: Host, warnoptions: readonly string[]): number {
  Py_Initialize(host);
  try {
    if (warnoptions.length > 0) useWarnOptions(warnoptions);
    return runToExit(script);
  } catch (error) {
    return endedByUs(error, host);
  }
}

/** Runs; the exit code. The report, where one is asked for, goes to standard error after all else. */
export function runProgram(args: Arguments, source: Uint8Array, host: Host): number {
  if (args.report === undefined) return runOnce(args, source, host);
  const { host: noting, lines } = recordingInput(host);
  const code = runOnce(args, source, noting);
  host.flush?.();
  const file = { source, path: args.file, fileName: args.file.slice(args.file.lastIndexOf('/') + 1) };
  host.writeStderr(reportOf(file, host, lines, args.report));
  return code;
}

function runOnce(args: Arguments, source: Uint8Array, host: Host): number {
  Py_Initialize(host);
  const audit = args.audit ? startAudit() : null;
  // tracemalloc asks at any allocation which line is being executed: the loop with events always knows.
  if (audit === null && Buffer.from(source).includes('tracemalloc')) setTraceHooks({});
  try {
    const exitCode = runMain({ source, path: args.file });
    if (audit !== null) endAudit();
    Py_FinalizeEx();
    if (audit === null) return exitCode;
    host.writeStderr(auditText(audit));
    return audit.findings.length === 0 ? exitCode : EXIT_AUDIT;
  } catch (error) {
    return endedByUs(error, host);
  }
}
