// What stands under the cursor: the expression, by the program's syntax tree.

import type { AST, Attribute, Call, Name, Subscript, expr, mod } from '../../ast/nodes';

export type Target =
  | { readonly kind: 'expression'; readonly node: Name | Attribute | Subscript; readonly call: Call | null }
  /** A name that is no expression: of a definition, an argument, an import. */
  | { readonly kind: 'name'; readonly name: string };

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** UTF-8 column of a UTF-16 one. */
export function byteColumn(line: string, column: number): number {
  return new TextEncoder().encode(line.slice(0, column)).length;
}

interface Positioned {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}
function covers(node: Positioned, line: number, column: number): boolean {
  if (line < node.lineno || line > node.end_lineno) return false;
  if (line === node.lineno && column < node.col_offset) return false;
  return !(line === node.end_lineno && column > node.end_col_offset);
}
function isNode(value: unknown): value is AST & Partial<Positioned> {
  return value !== null && typeof value === 'object' && 'kind' in value;
}

/** The smallest node at a place, and its parents, innermost first. */
function pathTo(tree: mod, line: number, column: number): AST[] {
  const path: AST[] = [];
  let node: AST | null = tree;
  while (node !== null) {
    path.unshift(node);
    let next: AST | null = null;
    const look = (value: unknown): void => {
      if (!isNode(value)) return;
      if (value.lineno === undefined) {
        // Without a place of its own (arguments, comprehensions): look through it.
        for (const child of Object.values(value) as unknown[]) each(child);
        // The inner one wins where two touch: `a` of `a.b`, but `b` when the cursor is between name and dot's right.
      } else if (covers(value as Positioned, line, column) && (next === null || narrower(value, next))) next = value;
    };
    const each = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(look);
      else look(value);
    };
    for (const value of Object.values(node) as unknown[]) each(value);
    node = next;
  }
  return path;
}
function narrower(a: AST & Partial<Positioned>, b: AST): boolean {
  const other = b as Positioned;
  // At a border two nodes touch: the one that begins there has the cursor on its first letter.
  return a.lineno! > other.lineno || (a.lineno === other.lineno && a.col_offset! > other.col_offset);
}

/** What the cursor at a 1-based line and UTF-16 column means; null in comments, text and keywords. */
export function targetAt(tree: mod, text: string, line: number, column: number): (Target & Span) | null {
  const word = wordAt(text, column);
  const at = byteColumn(text, word === null ? column : word.start);
  const [node, ...parents] = pathTo(tree, line, at);
  if (node === undefined) return null;
  const call = parents.find((p): p is Call => p.kind === 'Call') ?? null;
  const callOf = (n: expr): Call | null => (call !== null && call.func === n ? call : null);
  if (word === null) {
    // At a bracket, or at the number or text inside: the subscript as a whole.
    const found = [node, ...parents].find(
      (p): p is Subscript => p.kind === 'Subscript' && (p.value.end_lineno < line || p.value.end_col_offset <= at),
    );
    if (found === undefined || found.end_lineno !== line || found.lineno !== line || inComment(text, column))
      return null;
    return { kind: 'expression', node: found, call: null, ...span(text, found.col_offset, found.end_col_offset) };
  }
  if (node.kind === 'Name' && node.id === word.text) return { kind: 'expression', node, call: callOf(node), ...word };
  if (node.kind === 'Attribute' && node.attr === word.text) {
    const start = node.lineno === line ? span(text, node.col_offset, node.end_col_offset).start : word.start;
    return { kind: 'expression', node, call: callOf(node), start, end: word.end };
  }
  if (node.kind === 'Constant' || node.kind === 'JoinedStr' || node.kind === 'Module') return null;
  // Comments lie inside statements too; a name outside an expression is one of these.
  if (inComment(text, column)) return null;
  const named = ['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'arg', 'alias', 'Global', 'Nonlocal', 'ExceptHandler'];
  if (!named.includes(node.kind) || /^(def|class|async|as|import|from|global|nonlocal|except)$/.test(word.text)) {
    return null;
  }
  return { kind: 'name', name: word.text, start: word.start, end: word.end };
}

function span(text: string, start: number, end: number): Span {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  return { start: decoder.decode(bytes.slice(0, start)).length, end: decoder.decode(bytes.slice(0, end)).length };
}

function wordAt(text: string, column: number): { text: string; start: number; end: number } | null {
  for (const m of text.matchAll(/[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]*/gu)) {
    if (m.index <= column && column <= m.index + m[0].length) {
      return { text: m[0], start: m.index, end: m.index + m[0].length };
    }
  }
  return null;
}

function inComment(text: string, column: number): boolean {
  const hash = /^(?:[^#'"]|'[^']*'|"[^"]*")*#/.exec(text);
  return hash !== null && hash[0].length <= column;
}
