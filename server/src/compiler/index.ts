// The compiler: a tree in, a code unit or a SyntaxError out. Never throws for what a program contains.
// Follows Python/compile.c of CPython 3.13: future features, constant folding, symbol table, code generation.

import type { mod, stmt } from '../ast/nodes';
import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import { CodeGenerator } from './codegen/generator';
import { body } from './codegen/definitions';
import { Scope } from './codegen/unit';
import type { CodeUnit } from './codeunit';
import { foldConstants } from './constantFolding';
import { CompileAbort, type CompileWarning } from './errors';
import type { Footprint } from './footprint';
import { futureFeatures } from './future';
import { LOC, Loc } from './location';
import { type Target, target313 } from './target';

export type { CompileWarning } from './errors';
export type { CodeConst, CodeUnit } from './codeunit';

export interface CompileOptions {
  filename: string;
  /** The mode of `compile()`; by default what the tree is. */
  mode?: 'exec' | 'eval' | 'single';
  /** -O level; 0 by default. */
  optimize?: 0 | 1 | 2;
  /** Future features and PyCF_* flags inherited from the code that compiles. */
  flags?: number;
  /** The source, for the text of errors. */
  source?: string;
  target?: Target;
}

export type CompileResult = ({ ok: true } & Compiled) | { ok: false; error: PySyntaxErrorInfo };

function startLocation(stmts: readonly stmt[]): Loc {
  const first = stmts[0];
  return first === undefined ? new Loc(1, 1, 0, 0) : LOC(first);
}

interface Compiled {
  code: CodeUnit;
  warnings: CompileWarning[];
  /** What CPython's compiler would have had of containers. */
  footprint: Footprint;
}

function generate(tree: mod, options: CompileOptions): Compiled {
  const future = futureFeatures(tree);
  future.features |= options.flags ?? 0;
  const optimize = options.optimize ?? 0;
  const folding = foldConstants(tree, optimize, future.features);
  const c = new CodeGenerator(
    tree,
    { filename: options.filename, optimize, flags: future.features, target: options.target ?? target313 },
    future,
  );
  c.addToFootprint(folding.tuples);
  c.enterScope('<module>', Scope.Module, tree, 1);
  switch (tree.kind) {
    case 'Module':
      body(c, startLocation(tree.body), tree.body);
      break;
    case 'Interactive':
      c.interactive = true;
      body(c, new Loc(1, 1, 0, 0), tree.body);
      break;
    case 'Expression':
      c.visitExpr(tree.body);
      break;
  }
  const code = c.optimizeAndAssemble(tree.kind !== 'Expression');
  c.constCache.footprint.keys = c.symtable.namedBlocks() + c.deepest - 1;
  return { code, warnings: [...folding.warnings, ...c.warnings], footprint: c.constCache.footprint };
}

function sourceLine(source: string | undefined, lineno: number): string | null {
  if (source === undefined) return null;
  const lines = source.split(/(?<=\r\n|\n|\r(?!\n))/);
  return lines[lineno - 1] ?? null;
}

function errorInfo(abort: CompileAbort, options: CompileOptions): PySyntaxErrorInfo {
  const { loc } = abort;
  return {
    type: abort.type,
    msg: abort.msg,
    filename: loc === null ? null : options.filename,
    lineno: loc?.lineno ?? null,
    offset: loc === null ? null : loc.col_offset + 1,
    text: loc === null ? null : sourceLine(options.source, loc.lineno),
    end_lineno: loc?.end_lineno ?? null,
    end_offset: loc === null || loc.end_col_offset < 0 ? null : loc.end_col_offset + 1,
  };
}

/**
 * Compiles a tree. The tree is changed: constants in it are folded (parse again, or copy it, to keep one as written).
 * Gives the module's code unit and the SyntaxWarnings met, or the error Python would raise.
 */
export function compile(tree: mod, options: CompileOptions): CompileResult {
  try {
    return { ok: true, ...generate(tree, options) };
  } catch (e) {
    if (e instanceof CompileAbort) return { ok: false, error: errorInfo(e, options) };
    // Nesting deeper than JavaScript's stack has room for.
    if (e instanceof RangeError) {
      const abort = new CompileAbort('RecursionError', 'maximum recursion depth exceeded during compilation', null);
      return { ok: false, error: errorInfo(abort, options) };
    }
    throw e;
  }
}
