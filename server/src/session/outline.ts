// Where a program's classes and functions are, from its syntax tree.

import type { mod, stmt } from '../ast/nodes';
import { parse } from '../parser';

export interface Definition {
  readonly kind: 'class' | 'function';
  readonly name: string;
  /** Of the `def` or `class` itself, 1-based. */
  readonly line: number;
  /** What code objects and classes call their first line: that of the first decorator, if there is one. */
  readonly first: number;
  /** First and last line of the body. */
  readonly body: number;
  readonly end: number;
}

/** All definitions, outer ones before those inside them. */
export function outline(tree: mod): Definition[] {
  const found: Definition[] = [];
  const visit = (node: stmt): void => {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') {
      found.push({
        kind: node.kind === 'ClassDef' ? 'class' : 'function',
        name: node.name,
        line: node.lineno,
        first: Math.min(node.lineno, ...node.decorator_list.map((d) => d.lineno)),
        body: node.body[0]!.lineno,
        end: node.end_lineno,
      });
    }
    for (const value of Object.values(node) as unknown[]) {
      if (!Array.isArray(value)) continue;
      for (const item of value as { kind?: string; body?: unknown; lineno?: number }[]) {
        if (item === null || typeof item !== 'object') continue;
        // Statements, and what holds statements: handlers of try, cases of match.
        if (Array.isArray(item.body)) visit(item as unknown as stmt);
      }
    }
  };
  if ('body' in tree && Array.isArray(tree.body)) for (const node of tree.body) visit(node);
  return found;
}

export function outlineOf(source: string, path: string): Definition[] {
  const parsed = parse(source, path, { isFile: true });
  return parsed.ok ? outline(parsed.tree) : [];
}
