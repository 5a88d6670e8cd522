// The state of a compilation, and what all code generation is made of: emitting instructions, constants, names,
// scopes, frame blocks. Follows Python/compile.c of CPython 3.13.

import type { ConstantValue, expr, expr_context, mod, stmt } from '../../ast/nodes';
import { assembleUnit } from '../assemble';
import type { CodeConst, CodeUnit } from '../codeunit';
import { ConstCache, NONE, intConst, strConst } from '../constants';
import { type CompileWarning, syntaxError } from '../errors';
import { type FutureFeatures, PyCF_ALLOW_TOP_LEVEL_AWAIT } from '../future';
import { type Label, NO_LABEL } from '../instructionSequence';
import { Loc, NO_LOCATION } from '../location';
import { mangle } from '../mangle';
import { INTRINSIC_ASYNC_GEN_WRAP, Op } from '../opcodes';
import {
  type BlockKey,
  CELL,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  Symtable,
  type SymtableEntry,
  maybeMangle,
} from '../symtable';
import type { Target } from '../target';
import { FBlock, type FBlockInfo, Scope, Unit, indexOf } from './unit';

/** The oparg of a LOAD_ATTR or LOAD_SUPER_ATTR says more than the name's index. */
export const enum AttrKind {
  Attr,
  Method,
  SuperAttr,
  SuperMethod,
  ZeroSuperAttr,
  ZeroSuperMethod,
}

const MAX_BLOCKS = 21; // CO_MAXBLOCKS

/** The tables of names and constants that a unit has (struct compiler_unit_metadata). */
const UNIT_DICTS = 6;

export const RESUME_AFTER_YIELD = 1;
const RESUME_AFTER_YIELD_FROM = 2;
const RESUME_AFTER_AWAIT = 3;

export const MAKE_FUNCTION_DEFAULTS = 1;
export const MAKE_FUNCTION_KWDEFAULTS = 2;
export const MAKE_FUNCTION_ANNOTATIONS = 4;
export const MAKE_FUNCTION_CLOSURE = 8;

export interface CompilerSettings {
  filename: string;
  optimize: number;
  flags: number;
  target: Target;
}

export abstract class Compiler {
  u!: Unit;
  readonly stack: Unit[] = [];
  interactive = false;
  nestLevel = 0;
  /** The highest nestLevel there was. */
  deepest = 0;
  readonly constCache = new ConstCache();
  readonly warnings: CompileWarning[] = [];
  readonly symtable: Symtable;
  readonly flags: number;

  constructor(
    tree: mod,
    readonly settings: CompilerSettings,
    readonly future: FutureFeatures,
  ) {
    this.flags = future.features;
    this.symtable = new Symtable(tree, future);
  }

  /** What there is before code is generated: the tree's tuples and the symbol table. */
  addToFootprint(folded: readonly ConstantValue[]): void {
    this.constCache.addFolded(folded);
    const { footprint } = this.constCache;
    const { dicts, lists } = footprint;
    const depth = (entry: SymtableEntry): number => 1 + Math.max(0, ...entry.children.map(depth));
    // The arena's list, the stacks of units and of blocks; the constants and the blocks. Analysis has one for each level.
    lists.add(3 + 2 * this.symtable.entries);
    dicts.add(2 + this.symtable.entries);
    for (const { directives } of this.symtable.blocks.values()) {
      if (directives === null) continue;
      lists.add(1);
      // Each with its name and place.
      for (let i = 0; i < directives.length; i++) footprint.tuple(5);
    }
    dicts.add(depth(this.symtable.top));
    dicts.add(-depth(this.symtable.top));
  }

  abstract visitExpr(e: expr): void;
  abstract visitStmt(s: stmt): void;

  visitExprs(exprs: readonly expr[]): void {
    for (let i = 0; i < exprs.length; i++) this.visitExpr(exprs[i]!);
  }

  visitStmts(stmts: readonly stmt[]): void {
    for (let i = 0; i < stmts.length; i++) this.visitStmt(stmts[i]!);
  }

  get entry(): SymtableEntry {
    return this.u.entry;
  }

  get isTopLevelAwait(): boolean {
    return (this.flags & PyCF_ALLOW_TOP_LEVEL_AWAIT) !== 0 && this.entry.type === 'ModuleBlock';
  }

  warn(loc: Loc, msg: string): void {
    this.warnings.push({
      category: 'SyntaxWarning',
      msg,
      lineno: loc.lineno,
      col_offset: loc.col_offset,
      end_lineno: loc.end_lineno,
      end_col_offset: loc.end_col_offset,
    });
  }

  // ---- instructions

  addop(loc: Loc, op: Op): void {
    this.u.seq.add(op, 0, loc);
  }

  addopI(loc: Loc, op: Op, oparg: number): void {
    this.u.seq.add(op, oparg, loc);
  }

  addopJump(loc: Loc, op: Op, label: Label): void {
    this.u.seq.add(op, label, loc);
  }

  newLabel(): Label {
    return this.u.seq.newLabel();
  }

  useLabel(label: Label): void {
    this.u.seq.useLabel(label);
  }

  addConst(value: ConstantValue): number {
    return this.u.addConst(this.constCache.merge(value));
  }

  loadConst(loc: Loc, value: ConstantValue): void {
    this.u.seq.add(Op.LOAD_CONST, this.addConst(value), loc);
  }

  loadNone(loc: Loc): void {
    this.u.seq.add(Op.LOAD_CONST, this.u.addConst(NONE), loc);
  }

  loadStr(loc: Loc, value: string): void {
    this.loadConst(loc, strConst(value));
  }

  loadInt(loc: Loc, value: number): void {
    this.loadConst(loc, intConst(value));
  }

  loadStrTuple(loc: Loc, names: readonly string[]): void {
    this.loadConst(loc, { made: 'compiler', type: 'tuple', items: names.map(strConst) });
  }

  loadCode(loc: Loc, code: CodeConst): void {
    this.u.seq.add(Op.LOAD_CONST, this.u.addConst(code), loc);
  }

  mangle(name: string): string {
    return maybeMangle(this.u.privateName, this.u.entry, name);
  }

  /** An instruction whose oparg is a name's index. */
  addopName(loc: Loc, op: Op, name: string): void {
    this.u.seq.add(op, indexOf(this.u.names, this.mangle(name)), loc);
  }

  addopAttr(loc: Loc, kind: AttrKind, name: string): void {
    const i = indexOf(this.u.names, this.mangle(name));
    switch (kind) {
      case AttrKind.Attr:
        return this.addopI(loc, Op.LOAD_ATTR, i << 1);
      case AttrKind.Method:
        return this.addopI(loc, Op.LOAD_ATTR, (i << 1) | 1);
      case AttrKind.SuperAttr:
        return this.addopI(loc, Op.LOAD_SUPER_ATTR, (i << 2) | 2);
      case AttrKind.SuperMethod:
        return this.addopI(loc, Op.LOAD_SUPER_ATTR, (i << 2) | 3);
      case AttrKind.ZeroSuperAttr:
        return this.addopI(loc, Op.LOAD_SUPER_ATTR, i << 2);
      case AttrKind.ZeroSuperMethod:
        return this.addopI(loc, Op.LOAD_SUPER_ATTR, (i << 2) | 1);
    }
  }

  addopYield(loc: Loc): void {
    if (this.entry.generator && this.entry.coroutine) {
      this.addopI(loc, Op.CALL_INTRINSIC_1, INTRINSIC_ASYNC_GEN_WRAP);
    }
    this.addopI(loc, Op.YIELD_VALUE, 0);
    this.addopI(loc, Op.RESUME, RESUME_AFTER_YIELD);
  }

  /** The loop of `yield from` and `await`. */
  addYieldFrom(loc: Loc, isAwait: boolean): void {
    const send = this.newLabel();
    const fail = this.newLabel();
    const exit = this.newLabel();
    this.useLabel(send);
    this.addopJump(loc, Op.SEND, exit);
    // A handler for the StopIteration that close() or throw() may let out of the inner iterator.
    this.addopJump(loc, Op.SETUP_FINALLY, fail);
    this.addopI(loc, Op.YIELD_VALUE, 1);
    this.addop(NO_LOCATION, Op.POP_BLOCK);
    this.addopI(loc, Op.RESUME, isAwait ? RESUME_AFTER_AWAIT : RESUME_AFTER_YIELD_FROM);
    this.addopJump(loc, Op.JUMP_NO_INTERRUPT, send);
    this.useLabel(fail);
    this.addop(loc, Op.CLEANUP_THROW);
    this.useLabel(exit);
    this.addop(loc, Op.END_SEND);
  }

  /** Awaits the top of the stack; `arg` tells GET_AWAITABLE where from. */
  addAwait(loc: Loc, arg: number): void {
    this.addopI(loc, Op.GET_AWAITABLE, arg);
    this.loadNone(loc);
    this.addYieldFrom(loc, true);
  }

  popExceptAndReraise(loc: Loc): void {
    this.addopI(loc, Op.COPY, 3);
    this.addop(loc, Op.POP_EXCEPT);
    this.addopI(loc, Op.RERAISE, 1);
  }

  callExitWithNones(loc: Loc): void {
    this.loadNone(loc);
    this.loadNone(loc);
    this.loadNone(loc);
    this.addopI(loc, Op.CALL, 2);
  }

  // ---- names

  forbidName(loc: Loc, name: string, ctx: expr_context): void {
    if (name !== '__debug__') return;
    if (ctx === 'Store') syntaxError(loc, 'cannot assign to __debug__');
    if (ctx === 'Del') syntaxError(loc, 'cannot delete __debug__');
  }

  private loadClassdict(loc: Loc): void {
    this.addopI(loc, Op.LOAD_DEREF, indexOf(this.u.freevars, '__classdict__'));
  }

  nameop(loc: Loc, name: string, ctx: expr_context): void {
    this.forbidName(loc, name, ctx);
    const { u } = this;
    const { entry } = u;
    const mangled = this.mangle(name);
    const scope = entry.getScope(mangled);
    switch (scope) {
      case FREE:
        return this.derefop(loc, indexOf(u.freevars, mangled), ctx);
      case CELL:
        return this.derefop(loc, indexOf(u.cellvars, mangled), ctx);
      case LOCAL:
        if (entry.isFunctionLike || u.fastHidden.get(mangled) === true) {
          const op = ctx === 'Load' ? Op.LOAD_FAST : ctx === 'Store' ? Op.STORE_FAST : Op.DELETE_FAST;
          return this.addopI(loc, op, indexOf(u.varnames, mangled));
        }
        break;
      case GLOBAL_IMPLICIT:
        if (entry.isFunctionLike) return this.globalop(loc, mangled, ctx, entry.canSeeClassScope);
        break;
      case GLOBAL_EXPLICIT:
        return this.globalop(loc, mangled, ctx, false);
      default:
        break;
    }
    const i = indexOf(u.names, mangled);
    if (ctx === 'Load') {
      if (entry.type === 'ClassBlock' && u.inInlinedComp > 0) this.addopI(loc, Op.LOAD_GLOBAL, i << 1);
      else this.addopI(loc, Op.LOAD_NAME, i);
    } else this.addopI(loc, ctx === 'Store' ? Op.STORE_NAME : Op.DELETE_NAME, i);
  }

  private derefop(loc: Loc, i: number, ctx: expr_context): void {
    if (ctx !== 'Load') return this.addopI(loc, ctx === 'Store' ? Op.STORE_DEREF : Op.DELETE_DEREF, i);
    if (this.entry.type === 'ClassBlock' && this.u.inInlinedComp === 0) {
      this.addop(loc, Op.LOAD_LOCALS);
      this.addopI(loc, Op.LOAD_FROM_DICT_OR_DEREF, i);
    } else if (this.entry.canSeeClassScope) {
      this.loadClassdict(loc);
      this.addopI(loc, Op.LOAD_FROM_DICT_OR_DEREF, i);
    } else this.addopI(loc, Op.LOAD_DEREF, i);
  }

  private globalop(loc: Loc, mangled: string, ctx: expr_context, seesClass: boolean): void {
    if (ctx === 'Load' && seesClass) {
      this.loadClassdict(loc);
      this.addopI(loc, Op.LOAD_FROM_DICT_OR_GLOBALS, indexOf(this.u.names, mangled));
      return;
    }
    const i = indexOf(this.u.names, mangled);
    if (ctx === 'Load') this.addopI(loc, Op.LOAD_GLOBAL, i << 1);
    else this.addopI(loc, ctx === 'Store' ? Op.STORE_GLOBAL : Op.DELETE_GLOBAL, i);
  }

  // ---- scopes

  enterScope(
    name: string,
    scopeType: Scope,
    key: BlockKey | SymtableEntry,
    lineno: number,
    privateName: string | null = null,
  ): Unit {
    const entry = isEntry(key) ? key : this.symtable.lookup(key);
    const outer = this.stack.length > 0 || this.nestLevel > 0 ? this.u : null;
    const unit = new Unit(name, scopeType, entry, lineno, privateName ?? outer?.privateName ?? null);
    if (outer !== null) this.stack.push(outer);
    this.u = unit;
    this.constCache.footprint.dicts.add(UNIT_DICTS);
    this.constCache.footprint.lists.add(1);
    this.constCache.footprint.lists.add(-1);
    this.nestLevel++;
    if (this.nestLevel > this.deepest) this.deepest = this.nestLevel;
    if (scopeType === Scope.Module) this.addopI(new Loc(0, lineno, 0, 0), Op.RESUME, 0);
    else {
      this.setQualname();
      this.addopI(new Loc(lineno, lineno, 0, 0), Op.RESUME, 0);
    }
    return unit;
  }

  exitScope(): void {
    this.nestLevel--;
    this.constCache.footprint.dicts.add(-UNIT_DICTS);
    const outer = this.stack.pop();
    if (outer !== undefined) this.u = outer;
  }

  private setQualname(): void {
    const { u, stack } = this;
    let depth = stack.length;
    let base: string | null = null;
    if (depth > 1) {
      let parent = stack[depth - 1]!;
      if (parent.scopeType === Scope.TypeParams) {
        // Type parameter scopes don't show: look at what is around.
        if (depth === 2) {
          u.qualname = u.name;
          return;
        }
        depth--;
        parent = stack[depth - 1]!;
      }
      let forceGlobal = false;
      if (u.scopeType === Scope.Function || u.scopeType === Scope.AsyncFunction || u.scopeType === Scope.Class) {
        const scope = parent.entry.getScope(mangle(parent.privateName, u.name));
        forceGlobal = scope === GLOBAL_EXPLICIT;
      }
      if (!forceGlobal) {
        base =
          parent.scopeType === Scope.Function ||
          parent.scopeType === Scope.AsyncFunction ||
          parent.scopeType === Scope.Lambda
            ? `${parent.qualname}.<locals>`
            : parent.qualname;
      }
    }
    u.qualname = base === null ? u.name : `${base}.${u.name}`;
  }

  /** Ends the current unit's code, with `return None` if wanted, and makes the code object of it. */
  optimizeAndAssemble(addNone: boolean): CodeUnit {
    if (addNone) this.loadNone(NO_LOCATION);
    this.addop(NO_LOCATION, Op.RETURN_VALUE);
    return assembleUnit(this.u, this.constCache, this.settings.filename, this.flags, this.settings.target);
  }

  private refType(name: string): number {
    if (this.u.scopeType === Scope.Class && (name === '__class__' || name === '__classdict__')) return CELL;
    return this.entry.getScope(name);
  }

  hasFree(name: string): boolean {
    return this.refType(name) === FREE;
  }

  makeClosure(loc: Loc, code: CodeUnit, flags: number): void {
    const names = code.co_localsplusnames;
    let free = 0;
    for (let i = 0; i < names.length; i++) {
      if (!(code.co_localspluskinds[i]! & 0x80)) continue;
      const name = names[i]!;
      const table = this.refType(name) === CELL ? this.u.cellvars : this.u.freevars;
      const arg = table.get(name);
      if (arg === undefined) throw new Error(`free variable ${name} of ${code.co_name} is not in ${this.u.name}`);
      this.addopI(loc, Op.LOAD_CLOSURE, arg);
      free++;
    }
    if (free > 0) {
      flags |= MAKE_FUNCTION_CLOSURE;
      this.addopI(loc, Op.BUILD_TUPLE, free);
    }
    this.loadCode(loc, this.constCache.mergeCode(code));
    this.addop(loc, Op.MAKE_FUNCTION);
    for (const bit of [
      MAKE_FUNCTION_CLOSURE,
      MAKE_FUNCTION_ANNOTATIONS,
      MAKE_FUNCTION_KWDEFAULTS,
      MAKE_FUNCTION_DEFAULTS,
    ]) {
      if (flags & bit) this.addopI(loc, Op.SET_FUNCTION_ATTRIBUTE, bit);
    }
  }

  // ---- frame blocks

  pushFblock(loc: Loc, type: FBlock, block: Label, exit: Label, datum: FBlockInfo['datum']): void {
    if (this.u.fblocks.length >= MAX_BLOCKS) syntaxError(loc, 'too many statically nested blocks');
    this.u.fblocks.push({ type, block, loc, exit, datum });
  }

  popFblock(): void {
    this.u.fblocks.pop();
  }

  /**
   * Emits what leaving one block early takes. With `preserveTos` the value on top (being returned) is kept.
   * Gives the place of what follows.
   */
  unwindFblock(loc: Loc, info: FBlockInfo, preserveTos: boolean): Loc {
    switch (info.type) {
      case FBlock.WhileLoop:
      case FBlock.ExceptionHandler:
      case FBlock.ExceptionGroupHandler:
      case FBlock.AsyncComprehensionGenerator:
      case FBlock.StopIteration:
        return loc;
      case FBlock.ForLoop:
        if (preserveTos) this.addopI(loc, Op.SWAP, 2);
        this.addop(loc, Op.POP_TOP);
        return loc;
      case FBlock.TryExcept:
        this.addop(loc, Op.POP_BLOCK);
        return loc;
      case FBlock.FinallyTry:
        this.addop(loc, Op.POP_BLOCK);
        if (preserveTos) this.pushFblock(loc, FBlock.PopValue, NO_LABEL, NO_LABEL, null);
        this.visitStmts(info.datum as readonly stmt[]);
        if (preserveTos) this.popFblock();
        // What follows belongs to no line: the finally body comes last in the eyes of a tracer.
        return NO_LOCATION;
      case FBlock.FinallyEnd:
        if (preserveTos) this.addopI(loc, Op.SWAP, 2);
        this.addop(loc, Op.POP_TOP);
        if (preserveTos) this.addopI(loc, Op.SWAP, 2);
        this.addop(loc, Op.POP_BLOCK);
        this.addop(loc, Op.POP_EXCEPT);
        return loc;
      case FBlock.With:
      case FBlock.AsyncWith:
        this.addop(info.loc, Op.POP_BLOCK);
        if (preserveTos) this.addopI(info.loc, Op.SWAP, 2);
        this.callExitWithNones(info.loc);
        if (info.type === FBlock.AsyncWith) this.addAwait(info.loc, 2);
        this.addop(info.loc, Op.POP_TOP);
        return NO_LOCATION;
      case FBlock.HandlerCleanup:
        if (info.datum !== null) this.addop(loc, Op.POP_BLOCK);
        if (preserveTos) this.addopI(loc, Op.SWAP, 2);
        this.addop(loc, Op.POP_BLOCK);
        this.addop(loc, Op.POP_EXCEPT);
        if (typeof info.datum === 'string') {
          this.loadNone(loc);
          this.nameop(loc, info.datum, 'Store');
          this.nameop(loc, info.datum, 'Del');
        }
        return loc;
      case FBlock.PopValue:
        if (preserveTos) this.addopI(loc, Op.SWAP, 2);
        this.addop(loc, Op.POP_TOP);
        return loc;
    }
  }

  /** Unwinds all blocks, or those within the nearest loop, which is then given. */
  unwindFblockStack(loc: Loc, preserveTos: boolean, toLoop: boolean): { loc: Loc; loop: FBlockInfo | null } {
    const { fblocks } = this.u;
    const top = fblocks[fblocks.length - 1];
    if (top === undefined) return { loc, loop: null };
    if (top.type === FBlock.ExceptionGroupHandler) {
      syntaxError(loc, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
    if (toLoop && (top.type === FBlock.WhileLoop || top.type === FBlock.ForLoop)) return { loc, loop: top };
    fblocks.pop();
    const after = this.unwindFblock(loc, top, preserveTos);
    const result = this.unwindFblockStack(after, preserveTos, toLoop);
    fblocks.push(top);
    return result;
  }
}

function isEntry(key: BlockKey | SymtableEntry): key is SymtableEntry {
  return 'symbols' in key;
}
