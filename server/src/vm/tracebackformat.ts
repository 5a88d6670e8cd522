// Tracebacks as text: frames with their source lines and carets, exception lines, groups. Pure: works on plain data that
// displayexception.ts has taken out of the objects. Follows Lib/traceback.py, CPython 3.13, without colours.

import type { expr, mod } from '../ast/nodes';
import { parse } from '../parser';

export interface FrameSummary {
  filename: string;
  lineno: number | null;
  endLineno: number | null;
  /** Byte offsets in their lines; null where the line table has none. */
  colno: number | null;
  endColno: number | null;
  name: string;
  /** The source lines lineno … endLineno; '' where the source is not to be had. */
  lines: string[];
}

export interface TracebackException {
  /** `module.QualName`, without module for builtins and __main__. */
  type: string;
  text: string;
  notes: string[];
  stack: FrameSummary[];
  hasTraceback: boolean;
  cause: TracebackException | null;
  context: TracebackException | null;
  suppressContext: boolean;
  exceptions: TracebackException[] | null;
  syntaxError: SyntaxErrorDetails | null;
}

export interface SyntaxErrorDetails {
  filename: string | null;
  lineno: number | null;
  endLineno: number | null;
  text: string | null;
  offset: number | null;
  endOffset: number | null;
  msg: string;
}

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';
const RECURSIVE_CUTOFF = 3;
const MAX_GROUP_WIDTH = 15;
const MAX_GROUP_DEPTH = 10;

/** Character index of a byte offset in a line. */
function characterOffset(line: string, byteOffset: number): number {
  let bytes = 0;
  let chars = 0;
  for (const ch of line) {
    if (bytes >= byteOffset) break;
    const cp = ch.codePointAt(0)!;
    bytes += cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    chars += ch.length;
  }
  return chars;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
/** Columns a text takes on a terminal. */
function displayWidth(line: string, offset = line.length): number {
  let width = 0;
  for (const ch of line.slice(0, offset)) width += WIDE.test(ch) ? 2 : 1;
  return width;
}

interface Anchors {
  leftLine: number;
  leftCol: number;
  rightLine: number;
  rightCol: number;
}

/** Where in an expression the failing operator, call or subscript stands: the ^^^ among the ~~~. */
function extractAnchors(segment: string): Anchors | null {
  const parsed = parse(`(\n${segment}\n)`, '<traceback>');
  if (!parsed.ok) return null;
  const tree: mod = parsed.tree;
  if (tree.kind !== 'Module' || tree.body.length !== 1) return null;
  const statement = tree.body[0]!;
  if (statement.kind !== 'Expr') return null;
  const lines = segment.split('\n');
  type Place = [line: number, col: number];
  const valid = (line: number, col: number): Place | null => {
    while (line < lines.length && col >= lines[line]!.length) {
      col = 0;
      line++;
    }
    return line < lines.length ? [line, col] : null;
  };
  const until = (start: Place | null, stop: (ch: string) => boolean): Place | null => {
    let at = start;
    while (at !== null) {
      const ch = lines[at[0]]![at[1]]!;
      if (ch === '\\' || ch === '#') at = valid(at[0] + 1, 0);
      else if (stop(ch)) return at;
      else at = valid(at[0], at[1] + 1);
    }
    return null;
  };
  const endOf = (e: expr): Place => [
    e.end_lineno - 2,
    characterOffset(lines[e.end_lineno - 2] ?? '', e.end_col_offset),
  ];
  const validEnd = (e: expr): Place | null => valid(...endOf(e));
  const e = statement.value;
  if (e.kind === 'BinOp') {
    const at = until(validEnd(e.left), (ch) => !/\s/.test(ch) && ch !== ')');
    if (at === null) return null;
    const [line, col] = at;
    let right = col + 1;
    const text = lines[line]!;
    const rightLine = e.right.lineno - 2;
    if (
      right < text.length &&
      (rightLine > line || right < characterOffset(lines[rightLine]!, e.right.col_offset)) &&
      !/[\s\\#]/.test(text[right]!)
    ) {
      right++;
    }
    return { leftLine: line, leftCol: col, rightLine: line, rightCol: right };
  }
  if (e.kind === 'Subscript' || e.kind === 'Call') {
    const open = e.kind === 'Subscript' ? '[' : '(';
    const left = until(validEnd(e.kind === 'Subscript' ? e.value : e.func), (ch) => ch === open);
    if (left === null) return null;
    const right = endOf(e);
    return { leftLine: left[0], leftCol: left[1], rightLine: right[0], rightCol: right[1] };
  }
  return null;
}

/** False where carets would underline a whole `return f(…)` or `x = f(…)`, or the whole line. */
function shouldShowCarets(start: number, end: number, lines: string[], anchors: Anchors | null): boolean {
  const parsed = parse(lines.join('\n'), '<traceback>');
  if (parsed.ok && parsed.tree.kind === 'Module') {
    const statement = parsed.tree.body[0];
    if (statement === undefined) return false;
    let value: expr | null = null;
    if (statement.kind === 'Return' && statement.value?.kind === 'Call' && statement.value.func.kind === 'Name')
      value = statement.value;
    else if (
      statement.kind === 'Assign' &&
      statement.value.kind === 'Call' &&
      statement.targets.length === 1 &&
      statement.targets[0]!.kind === 'Name'
    ) {
      value = statement.value;
    }
    if (
      value !== null &&
      value.lineno === 1 &&
      value.end_lineno === lines.length &&
      value.col_offset === start &&
      value.end_col_offset === end
    ) {
      return false;
    }
  }
  if (anchors !== null) return true;
  return lines[0]!.slice(0, start).trimStart() !== '' || lines[lines.length - 1]!.slice(end).trimEnd() !== '';
}

const leading = (line: string): string => /^[ \t]*/.exec(line)![0];

/** textwrap.dedent: the longest common leading white space goes; blank lines become empty. */
function dedent(lines: string[]): string[] {
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = leading(line);
    if (margin === null) margin = indent;
    else {
      let i = 0;
      while (i < margin.length && margin[i] === indent[i]) i++;
      margin = margin.slice(0, i);
    }
  }
  const cut = margin?.length ?? 0;
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(cut)));
}

function formatFrame(frame: FrameSummary): string {
  let row = `  File "${frame.filename}", line ${frame.lineno ?? 'None'}, in ${frame.name}\n`;
  if (frame.lines.length === 0 || frame.lines.every((line) => line.trim() === '')) return row;
  const dedented = dedent(frame.lines);
  if (frame.colno === null || frame.endColno === null || frame.lineno === null) {
    return row + `    ${frame.lines[0]!.trim()}\n`;
  }
  const count = (frame.endLineno ?? frame.lineno) - frame.lineno + 1;
  const first = frame.lines[0]!;
  const last = frame.lines[count - 1] ?? '';
  const all = dedented.slice(0, count);
  const removed = first.length - all[0]!.length;
  const start = Math.max(0, characterOffset(first, frame.colno) - removed);
  const end = Math.max(0, characterOffset(last, frame.endColno) - removed);
  const lastIndex = all.length - 1;
  const dpStart = displayWidth(all[0]!, start);
  const dpEnd = displayWidth(all[lastIndex]!, end);
  const joined = all.join('\n');
  const segment = joined.slice(start, joined.length - (all[lastIndex]!.length - end));
  const anchors = extractAnchors(segment);
  const carets = shouldShowCarets(start, end, all, anchors);
  const significant = new Set([0, lastIndex]);
  let left = 0;
  let right = 0;
  let primary = '^';
  if (anchors !== null) {
    left = displayWidth(all[anchors.leftLine]!, anchors.leftCol + (anchors.leftLine === 0 ? start : 0));
    right = displayWidth(all[anchors.rightLine]!, anchors.rightCol + (anchors.rightLine === 0 ? start : 0));
    primary = '~';
    for (const line of [anchors.leftLine, anchors.rightLine]) for (const d of [-1, 0, 1]) significant.add(line + d);
  }
  significant.delete(-1);
  significant.delete(all.length);
  const result: string[] = [];
  const output = (line: number): void => {
    const text = all[line]!;
    result.push(text);
    if (!carets) return;
    const spaces = text.length - text.trimStart().length;
    const n = line === lastIndex ? dpEnd : displayWidth(text);
    let marks = '';
    for (let col = 0; col < n; col++) {
      if (col < spaces || (line === 0 && col < dpStart)) marks += ' ';
      else if (
        anchors !== null &&
        (line > anchors.leftLine || (line === anchors.leftLine && col >= left)) &&
        (line < anchors.rightLine || (line === anchors.rightLine && col < right))
      ) {
        marks += '^';
      } else marks += primary;
    }
    result.push(marks);
  };
  const shown = [...significant].sort((a, b) => a - b);
  for (const [i, line] of shown.entries()) {
    if (i > 0) {
      const gap = line - shown[i - 1]!;
      if (gap === 2) output(line - 1);
      else if (gap > 2) result.push(`...<${gap - 1} lines>...`);
    }
    output(line);
  }
  row += dedent(result)
    .map((line) => `    ${line}\n`)
    .join('');
  return row;
}

/** The frames, runs of more than three equal ones cut short. */
export function formatStack(stack: readonly FrameSummary[]): string {
  let out = '';
  let last: FrameSummary | null = null;
  let count = 0;
  const repeated = (): string => {
    const more = count - RECURSIVE_CUTOFF;
    return `  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]\n`;
  };
  for (const frame of stack) {
    if (last === null || last.filename !== frame.filename || last.lineno !== frame.lineno || last.name !== frame.name) {
      if (count > RECURSIVE_CUTOFF) out += repeated();
      last = frame;
      count = 0;
    }
    count++;
    if (count > RECURSIVE_CUTOFF) continue;
    out += formatFrame(frame);
  }
  if (count > RECURSIVE_CUTOFF) out += repeated();
  return out;
}

function formatSyntaxError(type: string, e: SyntaxErrorDetails): string {
  let out = '';
  let suffix = '';
  if (e.lineno !== null)
    out += `  File "${e.filename === null || e.filename === '' ? '<string>' : e.filename}", line ${e.lineno}\n`;
  else if (e.filename !== null) suffix = ` (${e.filename})`;
  if (e.text !== null) {
    const rtext = e.text.replace(/\n+$/, '');
    const ltext = rtext.replace(/^[ \n\f]+/, '');
    const spaces = rtext.length - ltext.length;
    if (e.offset === null) out += `    ${ltext}\n`;
    else {
      let offset = e.offset;
      let endOffset =
        e.lineno === e.endLineno
          ? e.endOffset === null || e.endOffset === 0
            ? offset
            : e.endOffset
          : rtext.length + 1;
      if (e.text !== '' && offset > e.text.length) offset = rtext.length + 1;
      if (e.text !== '' && endOffset > e.text.length) endOffset = rtext.length + 1;
      if (offset >= endOffset || endOffset < 0) endOffset = offset + 1;
      const col = offset - 1 - spaces;
      const endCol = endOffset - 1 - spaces;
      out += `    ${ltext}\n`;
      if (col >= 0) {
        const space = [...ltext.slice(0, col)].map((c) => (/\s/.test(c) ? c : ' ')).join('');
        out += `    ${space}${'^'.repeat(endCol - col)}\n`;
      }
    }
  }
  return out + `${type}: ${e.msg === '' ? '<no detail available>' : e.msg}${suffix}\n`;
}

/** The last lines: type and message, notes. */
export function formatExceptionOnly(te: TracebackException): string {
  let out =
    te.syntaxError !== null
      ? formatSyntaxError(te.type, te.syntaxError)
      : te.text === ''
        ? `${te.type}\n`
        : `${te.type}: ${te.text}\n`;
  for (const note of te.notes)
    out += note
      .split('\n')
      .map((line) => `${line}\n`)
      .join('');
  return out;
}

interface PrintContext {
  depth: number;
  needClose: boolean;
}

function emit(context: PrintContext, text: string, margin: string | null = null): string {
  if (context.depth === 0) return text;
  const indent = ' '.repeat(2 * context.depth) + (margin ?? '|') + ' ';
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
  return lines.map((line) => `${indent}${line}\n`).join('');
}

/** The whole report, causes first. */
export function formatException(
  te: TracebackException,
  context: PrintContext = { depth: 0, needClose: false },
): string {
  const chain: [string | null, TracebackException][] = [];
  for (let exc: TracebackException | null = te; exc !== null;) {
    if (exc.cause !== null) {
      chain.push([CAUSE, exc]);
      exc = exc.cause;
    } else if (exc.context !== null && !exc.suppressContext) {
      chain.push([CONTEXT, exc]);
      exc = exc.context;
    } else {
      chain.push([null, exc]);
      exc = null;
    }
  }
  let out = '';
  for (let i = chain.length - 1; i >= 0; i--) {
    const [message, exc] = chain[i]!;
    if (message !== null) out += emit(context, message);
    if (exc.exceptions === null) {
      if (exc.hasTraceback && exc.stack.length > 0) {
        out += emit(context, 'Traceback (most recent call last):\n');
        out += emit(context, formatStack(exc.stack));
      }
      out += emit(context, formatExceptionOnly(exc));
    } else if (context.depth > MAX_GROUP_DEPTH) {
      out += emit(context, `... (max_group_depth is ${MAX_GROUP_DEPTH})\n`);
    } else out += formatGroup(exc, context);
  }
  return out;
}

function formatGroup(exc: TracebackException, context: PrintContext): string {
  let out = '';
  const top = context.depth === 0;
  if (top) context.depth++;
  if (exc.hasTraceback && exc.stack.length > 0) {
    out += emit(context, 'Exception Group Traceback (most recent call last):\n', top ? '+' : null);
    out += emit(context, formatStack(exc.stack));
  }
  out += emit(context, formatExceptionOnly(exc));
  const members = exc.exceptions!;
  const n = members.length <= MAX_GROUP_WIDTH ? members.length : MAX_GROUP_WIDTH + 1;
  context.needClose = false;
  for (let i = 0; i < n; i++) {
    const last = i === n - 1;
    if (last) context.needClose = true;
    const truncated = i >= MAX_GROUP_WIDTH;
    out += `${' '.repeat(2 * context.depth)}${i === 0 ? '+-' : '  '}+---------------- ${truncated ? '...' : i + 1} ----------------\n`;
    context.depth++;
    if (!truncated) out += formatException(members[i]!, context);
    else {
      const remaining = members.length - MAX_GROUP_WIDTH;
      out += emit(context, `and ${remaining} more exception${remaining > 1 ? 's' : ''}\n`);
    }
    if (last && context.needClose) {
      out += `${' '.repeat(2 * context.depth)}+------------------------------------\n`;
      context.needClose = false;
    }
    context.depth--;
  }
  if (top) context.depth = 0;
  return out;
}
