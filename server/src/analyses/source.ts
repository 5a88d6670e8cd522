// The user's text and its syntax tree, as the analyses and their quick fixes see it: who is where, and edits.

import type { ClassDef, FunctionDef, AsyncFunctionDef, Located, expr, mod, stmt } from '../ast/nodes';
import { parse } from '../parser';
import type { Edit, Place } from '../session/workerProtocol';

export type FunctionNode = FunctionDef | AsyncFunctionDef;
export type Node = { readonly kind: string } & Partial<Located>;

/** Calls `visit` for each node below `root` and for itself, in order; false: not below that one. */
export function walk(root: unknown, visit: (node: Node, parents: readonly Node[]) => boolean | void): void {
  const parents: Node[] = [];
  const go = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) go(item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    const isNode = typeof node.kind === 'string';
    if (isNode && visit(node, parents) === false) return;
    if (isNode) parents.push(node);
    for (const [key, child] of Object.entries(node)) if (key !== 'kind' && typeof child === 'object') go(child);
    if (isNode) parents.pop();
  };
  go(root);
}

export function isFunction(node: { kind: string }): node is FunctionNode {
  return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef';
}

/** `a`, `a.b.c`; null for anything else. */
export function dotted(node: expr): string | null {
  if (node.kind === 'Name') return node.id;
  if (node.kind !== 'Attribute') return null;
  const owner = dotted(node.value);
  return owner === null ? null : `${owner}.${node.attr}`;
}

export interface ClassInfo {
  node: ClassDef;
  /** First line of the statement, decorators included. */
  firstLine: number;
}

export class Source {
  readonly lines: readonly string[];
  readonly newline: string;
  readonly tree: mod;
  readonly classes: ClassInfo[] = [];
  readonly functions: { node: FunctionNode; owner: ClassDef | null; firstLine: number }[] = [];
  readonly indentUnit: string;

  private constructor(
    readonly text: string,
    tree: mod,
  ) {
    this.tree = tree;
    this.lines = text.split(/\r\n|\r|\n/);
    this.newline = /\r\n/.test(text) ? '\r\n' : '\n';
    walk(tree, (node, parents) => {
      if (node.kind === 'ClassDef') {
        const c = node as ClassDef;
        this.classes.push({ node: c, firstLine: Math.min(c.lineno, ...c.decorator_list.map((d) => d.lineno)) });
      } else if (isFunction(node)) {
        const owner = parents.at(-1);
        this.functions.push({
          node,
          owner: owner?.kind === 'ClassDef' ? (owner as ClassDef) : null,
          firstLine: Math.min(node.lineno, ...node.decorator_list.map((d) => d.lineno)),
        });
      }
    });
    this.indentUnit = this.findIndentUnit();
  }

  /** null when the text does not parse. */
  static of(text: string, path: string): Source | null {
    const parsed = parse(text, path, { isFile: true });
    return parsed.ok ? new Source(text, parsed.tree) : null;
  }

  private findIndentUnit(): string {
    for (const { node } of this.functions) {
      const first = node.body[0];
      if (first === undefined || first.lineno === node.lineno) continue;
      const [outer, inner] = [this.indentOf(node.lineno), this.indentOf(first.lineno)];
      if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
    }
    return '    ';
  }

  line(line: number): string {
    return this.lines[line - 1] ?? '';
  }
  indentOf(line: number): string {
    return /^[ \t]*/.exec(this.line(line))![0];
  }

  /** A column of the syntax tree (UTF-8 bytes) as UTF-16 units. */
  column(line: number, bytes: number): number {
    const text = this.line(line);
    let at = 0;
    let column = 0;
    while (at < bytes && column < text.length) {
      const code = text.codePointAt(column)!;
      at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      column += code >= 0x10000 ? 2 : 1;
    }
    return column;
  }

  /** Where a node is, when it is on one line; else its first line's part. */
  placeOf(node: Located): Place {
    const start = this.column(node.lineno, node.col_offset);
    const end =
      node.end_lineno === node.lineno
        ? this.column(node.lineno, node.end_col_offset)
        : this.line(node.lineno).trimEnd().length;
    return { line: node.lineno, start, end };
  }
  /** A definition's name. */
  placeOfName(node: ClassDef | FunctionNode): Place {
    const line = this.line(node.lineno);
    const from = this.column(node.lineno, node.col_offset);
    const start = line.indexOf(node.name, from + (node.kind === 'ClassDef' ? 5 : 3));
    return start < 0 ? { line: node.lineno } : { line: node.lineno, start, end: start + node.name.length };
  }

  textOf(node: Located): string {
    const from = this.column(node.lineno, node.col_offset);
    const to = this.column(node.end_lineno, node.end_col_offset);
    if (node.lineno === node.end_lineno) return this.line(node.lineno).slice(from, to);
    return [
      this.line(node.lineno).slice(from),
      ...this.lines.slice(node.lineno, node.end_lineno - 1),
      this.line(node.end_lineno).slice(0, to),
    ].join('\n');
  }

  /** The innermost simple statement (or head of a compound one) that covers the line, with the block it is in. */
  statementAt(line: number): { statement: stmt; block: readonly stmt[] } | null {
    let found: { statement: stmt; block: readonly stmt[] } | null = null;
    const inBlock = (block: readonly stmt[]): void => {
      for (const statement of block) {
        if (statement.lineno > line || statement.end_lineno < line) continue;
        found = { statement, block };
        for (const child of Object.values(statement) as unknown[]) blocksOf(child, inBlock);
      }
    };
    if (this.tree.kind === 'Module') inBlock(this.tree.body);
    return found;
  }

  functionAt(line: number): FunctionNode | null {
    let found: FunctionNode | null = null;
    for (const { node } of this.functions) if (node.lineno <= line && line <= node.end_lineno) found = node;
    return found;
  }

  /** A new line before a line, or after the last. */
  insertBefore(line: number, text: string): Edit {
    if (line > this.lines.length || (line === this.lines.length && this.line(line) === '')) return this.append(text);
    return { line, start: 0, endLine: line, end: 0, text: text + this.newline };
  }
  private append(text: string): Edit {
    const last = this.lines.length;
    const { length } = this.line(last);
    const before = length === 0 ? '' : this.newline;
    return { line: last, start: length, endLine: last, end: length, text: before + text + this.newline };
  }
  insertAfter(line: number, text: string): Edit {
    if (line >= this.lines.length) return this.append(text);
    return this.insertBefore(line + 1, text);
  }
  replace(node: Located, text: string): Edit {
    return {
      line: node.lineno,
      start: this.column(node.lineno, node.col_offset),
      endLine: node.end_lineno,
      end: this.column(node.end_lineno, node.end_col_offset),
      text,
    };
  }

  /** The text with edits made; they must not overlap. */
  apply(edits: readonly Edit[]): string {
    const starts: number[] = [0];
    for (const match of this.text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
    const at = (line: number, column: number): number => starts[line - 1]! + column;
    let { text } = this;
    const inOrder = edits.map((edit, i) => ({ edit, i }));
    inOrder.sort((a, b) => at(b.edit.line, b.edit.start) - at(a.edit.line, a.edit.start) || b.i - a.i);
    for (const { edit } of inOrder)
      text = text.slice(0, at(edit.line, edit.start)) + edit.text + text.slice(at(edit.endLine, edit.end));
    return text;
  }

  /** `import module`, unless it is there already: after the docstring and what imports come first. */
  importEdit(module: string): Edit[] {
    if (this.tree.kind !== 'Module') return [];
    let after = 0;
    for (const [i, statement] of this.tree.body.entries()) {
      if (statement.kind === 'Import' && statement.names.some((n) => n.name === module && n.asname === null)) return [];
      const isDocstring = i === 0 && statement.kind === 'Expr' && statement.value.kind === 'Constant';
      if (isDocstring || statement.kind === 'Import' || statement.kind === 'ImportFrom') after = statement.end_lineno;
      else break;
    }
    // Comments at the top (`#!`, coding, licence, directives) stay at the top.
    if (after === 0) while (/^\s*#/.test(this.line(after + 1))) after++;
    return [this.insertBefore(after + 1, `import ${module}`)];
  }
}

function blocksOf(value: unknown, each: (block: readonly stmt[]) => void): void {
  if (!Array.isArray(value) || value.length === 0) return;
  const first = value[0] as { kind?: string; lineno?: number; body?: unknown };
  if (first.kind === 'ExceptHandler' || first.kind === 'match_case' || first.kind === undefined) {
    for (const item of value as { body?: unknown }[]) if (item?.body !== undefined) blocksOf(item.body, each);
  } else if (typeof first.lineno === 'number' && statements.has(first.kind!)) each(value as stmt[]);
}
const statements = new Set(
  (
    'FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While If ' +
    'With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue'
  ).split(' '),
);

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
