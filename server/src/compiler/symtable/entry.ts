// A block's symbol table entry. Follows Include/internal/pycore_symtable.h.

import type { Loc } from '../location';
import { mangle } from '../mangle';

export const DEF_GLOBAL = 1;
export const DEF_LOCAL = 2;
export const DEF_PARAM = 4;
export const DEF_NONLOCAL = 8;
export const USE = 16;
export const DEF_FREE_CLASS = 64;
export const DEF_IMPORT = 128;
export const DEF_ANNOT = 256;
export const DEF_COMP_ITER = 512;
export const DEF_TYPE_PARAM = 1024;
export const DEF_COMP_CELL = 2048;
export const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;

/** A symbol's flags hold its scope above this bit, once analysed. */
export const SCOPE_OFFSET = 12;
const SCOPE_MASK = DEF_GLOBAL | DEF_LOCAL | DEF_PARAM | DEF_NONLOCAL;

export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;

export function symbolToScope(flags: number): number {
  return (flags >> SCOPE_OFFSET) & SCOPE_MASK;
}

export type BlockType =
  | 'FunctionBlock'
  | 'ClassBlock'
  | 'ModuleBlock'
  | 'AnnotationBlock'
  | 'TypeAliasBlock'
  | 'TypeParametersBlock'
  | 'TypeVariableBlock';

export const enum Comprehension {
  None = 0,
  List = 1,
  Dict = 2,
  Set = 3,
  Generator = 4,
}

export interface Directive {
  name: string;
  loc: Loc;
}

export class SymtableEntry {
  /** Name to flags, in the order the names first came up. */
  readonly symbols = new Map<string, number>();
  readonly varnames: string[] = [];
  children: SymtableEntry[] = [];
  directives: Directive[] | null = null;
  /** In a generic class's type parameter scope: the only names that are mangled. */
  mangledNames: Set<string> | null = null;
  /** What a type variable's block holds, for messages. */
  scopeInfo: string | null = null;
  readonly isFunctionLike: boolean;
  nested = false;
  generator = false;
  coroutine = false;
  comprehension: Comprehension = Comprehension.None;
  varargs = false;
  varkeywords = false;
  needsClassClosure = false;
  needsClassdict = false;
  compInlined = false;
  /** Directly within a class. */
  inClass = false;
  compIterTarget = false;
  canSeeClassScope = false;
  /** Not 0 while the outermost iterable of a comprehension is visited. */
  compIterExpr = 0;

  constructor(
    readonly name: string,
    readonly type: BlockType,
    readonly loc: Loc,
  ) {
    this.isFunctionLike =
      type === 'FunctionBlock' ||
      type === 'TypeVariableBlock' ||
      type === 'TypeAliasBlock' ||
      type === 'TypeParametersBlock';
  }

  getSymbol(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  getScope(name: string): number {
    return symbolToScope(this.symbols.get(name) ?? 0);
  }
}

/** Mangles `name` as this block does (_Py_MaybeMangle). */
export function maybeMangle(privateName: string | null, entry: SymtableEntry, name: string): string {
  if (entry.mangledNames !== null && !entry.mangledNames.has(name)) return name;
  return mangle(privateName, name);
}
