// What a program says to Heapscope in comments: `# heap: budget 2s`, `# heap: watch a, b`, `# input: Ada`.

import type { Settings } from '../protocol/lspProtocol';
import type { Finding } from '../session/workerProtocol';

export interface Directives {
  readonly inputs: readonly string[];
  readonly budget: Partial<Settings['budget']>;
  readonly watch: readonly { readonly line: number; readonly expressions: readonly string[] }[];
  readonly hints: Settings['hints']['level'] | null;
  readonly run: Settings['run']['automatically'] | null;
  /** What is wrong with them. */
  readonly findings: readonly Finding[];
}

export const SUPPORTED_PYTHON = ['3.13'];

export function unsupportedPython(version: string): string {
  return `CPython ${version} is not simulated; this runs as CPython ${SUPPORTED_PYTHON.join(' or ')}.`;
}

/** Reads the comments of a text. A line that only looks like one, inside a string, is taken for one: they are rare. */
export function directivesOf(source: string): Directives {
  const inputs: string[] = [];
  const budget: { -readonly [K in keyof Settings['budget']]?: number } = {};
  const watch: { line: number; expressions: string[] }[] = [];
  const findings: Finding[] = [];
  let hints: Directives['hints'] = null;
  let run: Directives['run'] = null;
  let block = false;
  for (const [i, text] of source.split(/\r\n|\r|\n/).entries()) {
    const input = /^#\s*input:(.*)$/.exec(text);
    if (input !== null) {
      block = true;
      if (input[1]!.trim() !== '') inputs.push(input[1]!.replace(/^ /, ''));
      continue;
    }
    const heap = /^\s*#\s*heap:\s*(\w*)\s*[=:]?\s*(.*?)\s*$/.exec(text);
    if (heap === null) {
      // The lines of a comment block that begins with an empty `# input:`.
      if (block && /^#/.test(text)) inputs.push(text.replace(/^# ?/, ''));
      else block = false;
      continue;
    }
    block = false;
    const [, name, value] = heap as unknown as [string, string, string];
    const wrong = (message: string): void => {
      const start = text.indexOf('heap');
      findings.push({
        code: 'directive',
        severity: 'information',
        message,
        place: { line: i + 1, start, end: text.trimEnd().length },
        related: [],
      });
    };
    switch (name) {
      case 'python':
      case 'version':
        if (!SUPPORTED_PYTHON.includes(value)) wrong(unsupportedPython(value || '?'));
        break;
      case 'budget': {
        const m = /^([\d.]+)\s*(ms|s|k|m|kb|mb|gb|lines|steps)?$/i.exec(value);
        const n = Number(m?.[1]);
        const unit = (m?.[2] ?? 's').toLowerCase();
        if (m === null || !(n > 0)) wrong('A budget is a time, a number of lines or a size: `2s`, `100k`, `64mb`.');
        else if (unit === 'ms' || unit === 's') budget.seconds = Math.min(600, unit === 's' ? n : n / 1000);
        else if (unit === 'kb' || unit === 'mb' || unit === 'gb') {
          budget.memory = Math.max(16, n * { kb: 1 / 1024, mb: 1, gb: 1024 }[unit]);
        } else budget.instructions = Math.round(n * (unit === 'k' ? 1000 : unit === 'm' ? 1_000_000 : 1));
        break;
      }
      case 'input':
        inputs.push(value);
        break;
      case 'inputs':
        inputs.push(...value.split(',').map((part) => part.trim()));
        break;
      case 'watch':
        if (value === '') wrong('What is to be watched? `# heap: watch a, nodes[0]`');
        else watch.push({ line: i + 1, expressions: splitOutside(value) });
        break;
      case 'hints':
        if (value === 'off' || value === 'bindings' || value === 'all') hints = value;
        else wrong('Hints are `off`, `bindings` or `all`.');
        break;
      case 'run':
        if (value === 'onType' || value === 'onSave' || value === 'never') run = value;
        else wrong('A program runs `onType`, `onSave` or `never` by itself.');
        break;
      case 'ignore':
        if (!/^(\[[\w\s,-]+\])?$/.test(value))
          wrong('`# heap: ignore` or, for some codes only, `# heap: ignore[cycle, leak]`.');
        break;
      default:
        wrong(
          `Heapscope knows python, budget, input, inputs, watch, hints, run and ignore${name === '' ? '' : `, not ${name}`}.`,
        );
    }
  }
  return { inputs, budget, watch, hints, run, findings };
}

/** At the commas that are in no brackets. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const c of text) {
    if ('([{'.includes(c)) depth++;
    if (')]}'.includes(c)) depth--;
    if (c === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += c;
  }
  return [...parts, part.trim()].filter((p) => p !== '');
}
