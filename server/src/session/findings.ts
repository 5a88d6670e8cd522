// What a run tells in diagnostics: what does not parse, what was raised, what the analyses found.

import { compile } from '../compiler';
import type { mod } from '../ast/nodes';
import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import { parse } from '../parser';
import type { Recording } from './recording';
import type { Finding, OpenParams, Place } from './workerProtocol';

/** A text's tree, or CPython's own words about why it does not compile. */
export function parsedOrFinding(params: OpenParams): { tree: mod } | { finding: Finding } {
  const parsed = parse(params.source, params.path, { isFile: true });
  const error: PySyntaxErrorInfo | null = parsed.ok
    ? ((): PySyntaxErrorInfo | null => {
        const compiled = compile(parsed.tree, { filename: params.path, source: params.source });
        return compiled.ok ? null : compiled.error;
      })()
    : parsed.error;
  if (parsed.ok && error === null) return { tree: parsed.tree };
  return { finding: syntaxFinding(error!) };
}

function syntaxFinding(error: PySyntaxErrorInfo): Finding {
  const start = Math.max(0, (error.offset ?? 1) - 1);
  const sameLine = error.end_lineno === error.lineno && error.end_offset !== null && error.end_offset - 1 > start;
  return {
    code: error.type,
    severity: 'error',
    message: `${error.type}: ${error.msg}`,
    place: { line: error.lineno ?? 1, start, end: sameLine ? error.end_offset! - 1 : start + 1 },
    related: [],
  };
}

/** How the run ended, where it did not end well. */
export function outcomeFindings(params: OpenParams, recording: Recording): Finding[] {
  const findings: Finding[] = [];
  const { outcome, failure, ran, stop } = recording;
  if (outcome.kind === 'budget' || outcome.kind === 'unsupported') {
    const shown =
      stop !== null && stop.step < ran
        ? ` It ran ${ran.toLocaleString('en')} lines; shown are the first ${stop.step.toLocaleString('en')}.`
        : '';
    findings.push({
      code: outcome.kind,
      severity: outcome.kind === 'budget' ? 'warning' : 'information',
      message: `${sentence(outcome.message)}${shown}`,
      place: { line: outcome.line || 1 },
      related: [],
    });
  }
  if (failure === null) return findings;
  const mine = failure.stack.filter((frame) => frame.filename === params.path && frame.lineno !== null);
  const at = mine.at(-1);
  findings.push({
    code: failure.type,
    severity: 'error',
    message: [failure.text === '' ? failure.type : `${failure.type}: ${failure.text}`, ...explanation(failure)].join(
      '\n',
    ),
    place: { line: at?.lineno ?? 1 },
    related: mine.map((frame) => ({ place: { line: frame.lineno! } satisfies Place, message: `in ${frame.name}` })),
  });
  return findings;
}

/** Modules of Python's own library that the simulation lacks. */
const NOT_SIMULATED = new Set(
  'curses dbm ensurepip idlelib mmap multiprocessing resource socketserver sqlite3 ssl termios tkinter turtle venv'.split(
    ' ',
  ),
);

/** What a message that is CPython's does not say: why the module is there in the person's Python and not here. */
function explanation({ type, text }: { readonly type: string; readonly text: string }): string[] {
  const name = type === 'ModuleNotFoundError' ? /^No module named '(_?[\w]+)/.exec(text)?.[1] : undefined;
  if (name === undefined || text.includes('is not a package')) return [];
  if (NOT_SIMULATED.has(name.replace(/^_/, '')))
    return [`Heapscope does not simulate \`${name}\`, though it is part of Python.`];
  return [
    'Heapscope runs the program in a simulation: it has Python’s own library and the modules beside the file, but ' +
      'nothing that is installed on this machine.',
  ];
}

export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
