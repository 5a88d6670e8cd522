// One code object in the making (`struct compiler_unit` and its metadata in Python/compile.c).

import type { CodeConst } from '../codeunit';
import { InstructionSequence, type Label } from '../instructionSequence';
import type { Loc } from '../location';
import { comparePyStrings } from '../mangle';
import { CELL, DEF_COMP_CELL, DEF_FREE_CLASS, FREE, type SymtableEntry, symbolToScope } from '../symtable';
import type { stmt } from '../../ast/nodes';

export const enum Scope {
  Module,
  Class,
  Function,
  AsyncFunction,
  Lambda,
  Comprehension,
  TypeParams,
}

/** What a statement is nested in, and so what leaving it early has to undo. */
export const enum FBlock {
  WhileLoop,
  ForLoop,
  TryExcept,
  FinallyTry,
  FinallyEnd,
  With,
  AsyncWith,
  HandlerCleanup,
  PopValue,
  ExceptionHandler,
  ExceptionGroupHandler,
  AsyncComprehensionGenerator,
  StopIteration,
}

export interface FBlockInfo {
  type: FBlock;
  block: Label;
  loc: Loc;
  exit: Label;
  /** A finally body, or the name an except clause binds. */
  datum: readonly stmt[] | string | null;
}

/** The names a unit's symbols of one scope get indices for, in Python's order. */
function namesByScope(entry: SymtableEntry, scope: number, flag: number, offset: number): Map<string, number> {
  const names: string[] = [];
  for (const [name, flags] of entry.symbols) {
    if (symbolToScope(flags) === scope || flags & flag) names.push(name);
  }
  const map = new Map<string, number>();
  if (names.length > 1) names.sort(comparePyStrings);
  for (const name of names) map.set(name, offset++);
  return map;
}

export class Unit {
  readonly seq = new InstructionSequence();
  qualname: string;
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;
  readonly consts: CodeConst[] = [];
  private readonly constIndex = new Map<CodeConst, number>();
  readonly names = new Map<string, number>();
  readonly varnames = new Map<string, number>();
  readonly cellvars: Map<string, number>;
  readonly freevars: Map<string, number>;
  /** Names that are fast locals only within inlined comprehensions of a class or module; true while in one. */
  readonly fastHidden = new Map<string, boolean>();
  /** A class's attributes assigned through `self`. */
  readonly staticAttributes = new Set<string>();
  readonly fblocks: FBlockInfo[] = [];
  inInlinedComp = 0;

  constructor(
    readonly name: string,
    readonly scopeType: Scope,
    readonly entry: SymtableEntry,
    readonly firstlineno: number,
    readonly privateName: string | null,
  ) {
    this.qualname = name;
    for (const varname of entry.varnames) this.varnames.set(varname, this.varnames.size);
    this.cellvars = namesByScope(entry, CELL, DEF_COMP_CELL, 0);
    if (entry.needsClassClosure) indexOf(this.cellvars, '__class__');
    if (entry.needsClassdict) indexOf(this.cellvars, '__classdict__');
    this.freevars = namesByScope(entry, FREE, DEF_FREE_CLASS, this.cellvars.size);
  }

  /** The index of a constant that is merged already. */
  addConst(value: CodeConst): number {
    let i = this.constIndex.get(value);
    if (i === undefined) {
      i = this.consts.length;
      this.consts.push(value);
      this.constIndex.set(value, i);
    }
    return i;
  }
}

/** The index a name has in a table, which it is added to if new. */
export function indexOf(names: Map<string, number>, name: string): number {
  let i = names.get(name);
  if (i === undefined) {
    i = names.size;
    names.set(name, i);
  }
  return i;
}
