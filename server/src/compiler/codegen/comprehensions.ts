// Comprehensions and generator expressions, inlined (PEP 709) or as functions of their own. Follows Python/compile.c.

import type { DictComp, GeneratorExp, ListComp, SetComp, comprehension as Generator, expr } from '../../ast/nodes';
import { syntaxError } from '../errors';
import { type Label, NO_LABEL } from '../instructionSequence';
import { LOC, Loc, NO_LOCATION } from '../location';
import { Op } from '../opcodes';
import { CELL, DEF_LOCAL, DEF_NONLOCAL, FREE, type SymtableEntry, symbolToScope } from '../symtable';
import type { Compiler } from './compiler';
import { jumpIf } from './controlFlow';
import { wrapInStopIterationHandler } from './definitions';
import { FBlock, Scope, indexOf } from './unit';

type ComprehensionExpr = ListComp | SetComp | DictComp | GeneratorExp;

/** What inlining a comprehension has to undo at its end. */
interface InlinedState {
  /** Names whose outer values wait on the stack. */
  pushedLocals: string[];
  /** Outer flags of names that mean something else inside. */
  tempSymbols: Map<string, number>;
  /** Names that became fast locals for the time. */
  fastHidden: string[];
  cleanup: Label;
}

const names = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
} as const;

/** Emits the innermost element: yields it or adds it to the container `depth` iterators down. */
function element(c: Compiler, e: ComprehensionExpr, depth: number): Loc {
  if (e.kind === 'DictComp') {
    c.visitExpr(e.key);
    c.visitExpr(e.value);
    const loc = new Loc(e.key.lineno, e.value.end_lineno, e.key.col_offset, e.value.end_col_offset);
    c.addopI(loc, Op.MAP_ADD, depth + 1);
    return loc;
  }
  const loc = LOC(e.elt);
  c.visitExpr(e.elt);
  switch (e.kind) {
    case 'ListComp':
      c.addopI(loc, Op.LIST_APPEND, depth + 1);
      break;
    case 'SetComp':
      c.addopI(loc, Op.SET_ADD, depth + 1);
      break;
    case 'GeneratorExp':
      c.addopYield(loc);
      c.addop(loc, Op.POP_TOP);
      break;
  }
  return loc;
}

function generator(c: Compiler, loc: Loc, e: ComprehensionExpr, index: number, depth: number, onStack: boolean): void {
  if (e.generators[index]!.is_async) asyncGenerator(c, loc, e, index, depth, onStack);
  else syncGenerator(c, loc, e, index, depth, onStack);
}

/** The one expression of `for y in [expr]`, which is an assignment in disguise. */
function soleElement(iter: expr): expr | null {
  if ((iter.kind !== 'List' && iter.kind !== 'Tuple') || iter.elts.length !== 1) return null;
  const elt = iter.elts[0]!;
  return elt.kind === 'Starred' ? null : elt;
}

function syncGenerator(
  c: Compiler,
  loc: Loc,
  e: ComprehensionExpr,
  index: number,
  depth: number,
  onStack: boolean,
): void {
  let start = c.newLabel();
  const ifCleanup = c.newLabel();
  const anchor = c.newLabel();
  const gen = e.generators[index]!;
  if (!onStack) {
    if (index === 0) {
      // The outermost iterator is an implicit argument.
      c.u.argcount = 1;
      c.addopI(loc, Op.LOAD_FAST, 0);
    } else {
      const sole = soleElement(gen.iter);
      if (sole !== null) {
        c.visitExpr(sole);
        start = NO_LABEL;
      } else {
        c.visitExpr(gen.iter);
        c.addop(LOC(gen.iter), Op.GET_ITER);
      }
    }
  }
  if (start !== NO_LABEL) {
    depth++;
    c.useLabel(start);
    c.addopJump(LOC(gen.iter), Op.FOR_ITER, anchor);
  }
  c.visitExpr(gen.target);
  for (const test of gen.ifs) jumpIf(c, loc, test, ifCleanup, false);
  let eltLoc = LOC(e.kind === 'DictComp' ? e.key : e.elt);
  if (index + 1 < e.generators.length) generator(c, loc, e, index + 1, depth, false);
  else eltLoc = element(c, e, depth);
  c.useLabel(ifCleanup);
  if (start !== NO_LABEL) {
    c.addopJump(eltLoc, Op.JUMP, start);
    c.useLabel(anchor);
    c.addop(NO_LOCATION, Op.END_FOR);
    c.addop(NO_LOCATION, Op.POP_TOP);
  }
}

function asyncGenerator(
  c: Compiler,
  loc: Loc,
  e: ComprehensionExpr,
  index: number,
  depth: number,
  onStack: boolean,
): void {
  const start = c.newLabel();
  const except = c.newLabel();
  const ifCleanup = c.newLabel();
  const gen = e.generators[index]!;
  if (!onStack) {
    if (index === 0) {
      c.u.argcount = 1;
      c.addopI(loc, Op.LOAD_FAST, 0);
    } else {
      c.visitExpr(gen.iter);
      c.addop(LOC(gen.iter), Op.GET_AITER);
    }
  }
  c.useLabel(start);
  c.pushFblock(loc, FBlock.AsyncComprehensionGenerator, start, NO_LABEL, null);
  c.addopJump(loc, Op.SETUP_FINALLY, except);
  c.addop(loc, Op.GET_ANEXT);
  c.loadNone(loc);
  c.addYieldFrom(loc, true);
  c.addop(loc, Op.POP_BLOCK);
  c.visitExpr(gen.target);
  for (const test of gen.ifs) jumpIf(c, loc, test, ifCleanup, false);
  depth++;
  let eltLoc = LOC(e.kind === 'DictComp' ? e.key : e.elt);
  if (index + 1 < e.generators.length) generator(c, loc, e, index + 1, depth, false);
  else eltLoc = element(c, e, depth);
  c.useLabel(ifCleanup);
  c.addopJump(eltLoc, Op.JUMP, start);
  c.popFblock();
  c.useLabel(except);
  c.addop(loc, Op.END_ASYNC_FOR);
}

// ---- inlining

function pushInlinedState(c: Compiler, loc: Loc, comp: SymtableEntry): InlinedState {
  const { u } = c;
  const outer = c.entry;
  const state: InlinedState = { pushedLocals: [], tempSymbols: new Map(), fastHidden: [], cleanup: NO_LABEL };
  const inClassBlock = outer.type === 'ClassBlock' && u.inInlinedComp === 0;
  u.inInlinedComp++;
  for (const [name, symbol] of comp.symbols) {
    const scope = symbolToScope(symbol);
    const outSymbol = outer.getSymbol(name);
    const outScope = symbolToScope(outSymbol);
    // Where a name's scope inside differs from outside, it is the inner one's while the comprehension is compiled.
    // Free inside means the same as outside; and a cell inside that is free outside is dereferenced either way.
    if ((scope !== outScope && scope !== FREE && !(scope === CELL && outScope === FREE)) || inClassBlock) {
      outer.symbols.set(name, symbol);
      state.tempSymbols.set(name, outSymbol);
    }
    if ((symbol & DEF_LOCAL && !(symbol & DEF_NONLOCAL)) || inClassBlock) {
      if (!outer.isFunctionLike && u.fastHidden.get(name) !== true) {
        u.fastHidden.set(name, true);
        state.fastHidden.push(name);
      }
      // The outer value, which may be none, waits on the stack. Of a cell it is the cell that waits.
      c.addopI(loc, Op.LOAD_FAST_AND_CLEAR, indexOf(u.varnames, c.mangle(name)));
      if (scope === CELL) {
        c.addopI(loc, Op.MAKE_CELL, indexOf(outScope === FREE ? u.freevars : u.cellvars, c.mangle(name)));
      }
      state.pushedLocals.push(name);
    }
  }
  const { lists, dicts } = c.constCache.footprint;
  lists.add(Math.sign(state.pushedLocals.length));
  dicts.add(Math.sign(state.tempSymbols.size));
  if (state.pushedLocals.length > 0) {
    // The outermost iterator was evaluated before: bring it back to the top.
    c.addopI(loc, Op.SWAP, state.pushedLocals.length + 1);
    state.cleanup = c.newLabel();
    c.addopJump(loc, Op.SETUP_FINALLY, state.cleanup);
  }
  return state;
}

function restoreLocals(c: Compiler, loc: Loc, state: InlinedState): void {
  const n = state.pushedLocals.length;
  c.addopI(loc, Op.SWAP, n + 1);
  for (let i = n - 1; i >= 0; i--) {
    c.addopI(loc, Op.STORE_FAST_MAYBE_NULL, indexOf(c.u.varnames, c.mangle(state.pushedLocals[i]!)));
  }
}

function popInlinedState(c: Compiler, loc: Loc, state: InlinedState): void {
  c.u.inInlinedComp--;
  if (state.pushedLocals.length > 0) {
    c.addop(NO_LOCATION, Op.POP_BLOCK);
    const end = c.newLabel();
    c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
    c.useLabel(state.cleanup);
    // The unfinished result lies beneath the exception.
    c.addopI(NO_LOCATION, Op.SWAP, 2);
    c.addop(NO_LOCATION, Op.POP_TOP);
    restoreLocals(c, loc, state);
    c.addopI(NO_LOCATION, Op.RERAISE, 0);
    c.useLabel(end);
    restoreLocals(c, loc, state);
  }
  for (const [name, symbol] of state.tempSymbols) c.entry.symbols.set(name, symbol);
  const { lists, dicts } = c.constCache.footprint;
  lists.add(-Math.sign(state.pushedLocals.length));
  dicts.add(-Math.sign(state.tempSymbols.size));
  // False, not absent: the names are still marked hidden in the code object.
  for (const name of state.fastHidden) c.u.fastHidden.set(name, false);
}

function comprehensionIter(c: Compiler, gen: Generator): void {
  c.visitExpr(gen.iter);
  c.addop(LOC(gen.iter), gen.is_async ? Op.GET_AITER : Op.GET_ITER);
}

export function comprehension(c: Compiler, e: ComprehensionExpr): void {
  const loc = LOC(e);
  const outerScope = c.u.scopeType;
  const topLevelAwait = c.isTopLevelAwait;
  const entry = c.symtable.lookup(e);
  const isAsync = entry.coroutine;
  const outermost = e.generators[0]!;
  let state: InlinedState | null = null;
  if (entry.compInlined) {
    comprehensionIter(c, outermost);
    state = pushInlinedState(c, loc, entry);
  } else c.enterScope(names[e.kind], Scope.Comprehension, e, e.lineno);

  if (
    isAsync &&
    e.kind !== 'GeneratorExp' &&
    outerScope !== Scope.AsyncFunction &&
    outerScope !== Scope.Comprehension &&
    !topLevelAwait
  ) {
    syntaxError(loc, 'asynchronous comprehension outside of an asynchronous function');
  }
  if (e.kind !== 'GeneratorExp') {
    const build = e.kind === 'ListComp' ? Op.BUILD_LIST : e.kind === 'SetComp' ? Op.BUILD_SET : Op.BUILD_MAP;
    c.addopI(loc, build, 0);
    if (state !== null) c.addopI(loc, Op.SWAP, 2);
  }
  generator(c, loc, e, 0, 0, state !== null);
  if (state !== null) return popInlinedState(c, loc, state);

  if (e.kind === 'GeneratorExp') wrapInStopIterationHandler(c);
  else c.addop(loc, Op.RETURN_VALUE);
  const code = c.optimizeAndAssemble(true);
  c.exitScope();
  if (topLevelAwait && isAsync) c.entry.coroutine = true;
  c.makeClosure(loc, code, 0);
  comprehensionIter(c, outermost);
  c.addopI(loc, Op.CALL, 0);
  if (isAsync && e.kind !== 'GeneratorExp') c.addAwait(loc, 0);
}
