// How a compile-time error leaves the compiler's recursion. Thrown and caught inside this directory only: `compile()`
// turns it into a result.

import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import type { Loc } from './location';

export class CompileAbort {
  constructor(
    readonly type: PySyntaxErrorInfo['type'],
    readonly msg: string,
    readonly loc: Loc | null,
  ) {}
}

/** Raises a SyntaxError at `loc`. */
export function syntaxError(loc: Loc, msg: string): never {
  throw new CompileAbort('SyntaxError', msg, loc);
}

export function recursionError(): never {
  throw new CompileAbort('RecursionError', 'maximum recursion depth exceeded during compilation', null);
}

/**
 * How many nested statements and expressions the folding and the symbol table passes accept
 * (Py_C_RECURSION_LIMIT and the scale of Python/symtable.c).
 */
export const RECURSION_LIMIT = 10000;

export interface CompileWarning {
  /** DeprecationWarning: of what an operator says when a constant is folded; it belongs to the code that compiles. */
  category: 'SyntaxWarning' | 'DeprecationWarning';
  msg: string;
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}
