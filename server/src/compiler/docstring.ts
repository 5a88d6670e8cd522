// Docstrings: finding and cleaning them. Follows _PyAST_GetDocString (Python/ast.c) and _PyCompile_CleanDoc
// (Python/compile.c).

import type { Constant, stmt } from '../ast/nodes';
import { CompileAbort } from './errors';

/** The string constant a body starts with, or null. */
export function getDocString(body: readonly stmt[]): Constant | null {
  const first = body[0];
  if (first === undefined || first.kind !== 'Expr') return null;
  const value = first.value;
  return value.kind === 'Constant' && value.value.type === 'str' ? value : null;
}

function expandtabs(s: string): string {
  if (!s.includes('\t')) return s;
  let out = '';
  let column = 0;
  for (const ch of s) {
    if (ch === '\t') {
      const n = 8 - (column % 8);
      out += ' '.repeat(n);
      column += n;
    } else {
      out += ch;
      column++;
      if (ch === '\n' || ch === '\r') column = 0;
    }
  }
  return out;
}

/** CPython cleans a docstring as UTF-8, which has no lone surrogates: an exception there. */
function checkSurrogates(s: string): void {
  if (!/\p{Surrogate}/u.test(s)) return;
  let start = -1;
  let first = 0;
  let position = 0;
  for (const ch of s) {
    const code = ch.codePointAt(0)!;
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    if (start >= 0 && !isSurrogate) break;
    if (start < 0 && isSurrogate) {
      start = position;
      first = code;
    }
    position++;
  }
  const end = position - 1;
  const what =
    start === end
      ? `character '\\u${first.toString(16)}' in position ${start}`
      : `characters in position ${start}-${end}`;
  throw new CompileAbort('UnicodeEncodeError', `'utf-8' codec can't encode ${what}: surrogates not allowed`, null);
}

/**
 * `inspect.cleandoc` without the removal of blank lines: tabs expanded, the first line's indentation and the other
 * lines' common one taken away.
 */
export function cleanDoc(docstring: string): string {
  checkSurrogates(docstring);
  const doc = expandtabs(docstring);
  const lines = doc.split('\n');
  let margin = Infinity;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    let indent = 0;
    while (line.charCodeAt(indent) === 32) indent++;
    if (indent < line.length) margin = Math.min(margin, indent);
  }
  if (margin === Infinity) margin = 0;
  let lead = 0;
  while (doc.charCodeAt(lead) === 32) lead++;
  if (lead === 0 && margin === 0) return doc;
  // The first line's leading spaces may run on into nothing else: a newline stops them.
  lines[0] = lines[0]!.slice(Math.min(lead, lines[0]!.length));
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    let n = 0;
    while (n < margin && line.charCodeAt(n) === 32) n++;
    lines[i] = line.slice(n);
  }
  return lines.join('\n');
}
