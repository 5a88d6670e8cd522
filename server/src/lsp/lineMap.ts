// Where the lines of an older text are now: the edits since, line by line. So that what belongs to the older text can be
// shown at the right lines until there is something newer.

import type { TextDocument, TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { lineText } from './convert';

const NONE = -1;

export class LineMap {
  /** By line now: the line (0-based) it was, or NONE. */
  private origins: number[];
  /** Lines now that are no longer what they were. */
  private touched = new Set<number>();

  constructor(lines: number) {
    this.origins = Array.from({ length: lines }, (_v, i) => i);
  }

  get changed(): boolean {
    return this.touched.size > 0 || this.origins.some((o, i) => o !== i);
  }

  /** The older text's line, and whether it reads as it did. */
  originOf(line: number): { line: number; same: boolean } | null {
    const origin = this.origins[line];
    return origin === undefined || origin === NONE ? null : { line: origin, same: !this.touched.has(line) };
  }

  /** Where a line of the older text is now. */
  lineOf(origin: number): { line: number; same: boolean } | null {
    const line = this.origins.indexOf(origin);
    return line < 0 ? null : { line, same: !this.touched.has(line) };
  }

  /** `document` as it is before the change. */
  apply(document: TextDocument, change: TextDocumentContentChangeEvent): void {
    const { text, range } = 'range' in change ? change : smallest(document, change.text);
    const added = text.split(/\r\n|\r|\n/).length - 1;
    const { start, end } = range;
    const first = this.origins[start.line] ?? NONE;
    const last = this.origins[end.line] ?? NONE;
    const firstTouched = this.touched.has(start.line);
    const lastTouched = this.touched.has(end.line);
    const firstKept = start.character >= lineText(document, start.line).trimEnd().length;
    // Whole lines come or go before the last one: it stays what it is.
    const lastKept = start.character === 0 && end.character === 0 && (text === '' || /[\r\n]$/.test(text));
    const fresh: { origin: number; touched: boolean }[] = Array.from({ length: added + 1 }, () => ({
      origin: NONE,
      touched: false,
    }));
    fresh[added] = { origin: last, touched: lastTouched || !lastKept };
    // A line that is added to at its end, by a line break, is what it was.
    if (added > 0 && firstKept && !lastKept) {
      const broken = start.line === end.line && /^[ \t]*[\r\n]/.test(text);
      if (broken || start.line !== end.line) {
        fresh[0] = { origin: first, touched: firstTouched || !/^[ \t]*[\r\n]/.test(text) };
        if (start.line === end.line) fresh[added] = { origin: NONE, touched: false };
      }
    }
    const before = this.origins.slice(0, start.line);
    const after = this.origins.slice(end.line + 1);
    const shift = added - (end.line - start.line);
    const touched = new Set<number>();
    for (const line of this.touched) {
      if (line < start.line) touched.add(line);
      else if (line > end.line) touched.add(line + shift);
    }
    for (const [i, { origin, touched: is }] of fresh.entries()) if (is && origin !== NONE) touched.add(start.line + i);
    this.origins = [...before, ...fresh.map((f) => f.origin), ...after];
    this.touched = touched;
  }
}

/** A whole new text as the change from the first difference to the last. */
function smallest(
  document: TextDocument,
  text: string,
): {
  text: string;
  range: { start: ReturnType<TextDocument['positionAt']>; end: ReturnType<TextDocument['positionAt']> };
} {
  const old = document.getText();
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < most - start && old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail))
    tail++;
  return {
    text: text.slice(start, text.length - tail),
    range: { start: document.positionAt(start), end: document.positionAt(old.length - tail) },
  };
}
