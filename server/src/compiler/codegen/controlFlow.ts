// Conditions, loops, `return`, `break`, `continue`, `if`, `while`, `for`, `with`. Follows Python/compile.c.

import type {
  AsyncFor,
  AsyncWith,
  BoolOp,
  Compare,
  For,
  If,
  IfExp,
  Return,
  While,
  With,
  expr,
  stmt,
} from '../../ast/nodes';
import { syntaxError } from '../errors';
import type { Label } from '../instructionSequence';
import { LOC, type Loc, NO_LOCATION } from '../location';
import { Op } from '../opcodes';
import { addCompare, checkCompare } from './comparisons';
import type { Compiler } from './compiler';
import { FBlock, Scope } from './unit';

/** Jumps to `next` if the truth of `e` is `cond`, else falls through. */
export function jumpIf(c: Compiler, loc: Loc, e: expr, next: Label, cond: boolean): void {
  switch (e.kind) {
    case 'UnaryOp':
      if (e.op === 'Not') return jumpIf(c, loc, e.operand, next, !cond);
      break;
    case 'BoolOp':
      return jumpIfBoolOp(c, loc, e, next, cond);
    case 'IfExp':
      return jumpIfIfExp(c, loc, e, next, cond);
    case 'Compare':
      if (e.ops.length > 1) return jumpIfCompare(c, e, next, cond);
      break;
    default:
      break;
  }
  c.visitExpr(e);
  const eLoc = LOC(e);
  c.addop(eLoc, Op.TO_BOOL);
  c.addopJump(eLoc, cond ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next);
}

function jumpIfBoolOp(c: Compiler, loc: Loc, e: BoolOp, next: Label, cond: boolean): void {
  const isOr = e.op === 'Or';
  const next2 = isOr !== cond ? c.newLabel() : next;
  const last = e.values.length - 1;
  for (let i = 0; i < last; i++) jumpIf(c, loc, e.values[i]!, next2, isOr);
  jumpIf(c, loc, e.values[last]!, next, cond);
  if (next2 !== next) c.useLabel(next2);
}

function jumpIfIfExp(c: Compiler, loc: Loc, e: IfExp, next: Label, cond: boolean): void {
  const end = c.newLabel();
  const next2 = c.newLabel();
  jumpIf(c, loc, e.test, next2, false);
  jumpIf(c, loc, e.body, next, cond);
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(next2);
  jumpIf(c, loc, e.orelse, next, cond);
  c.useLabel(end);
}

function jumpIfCompare(c: Compiler, e: Compare, next: Label, cond: boolean): void {
  const loc = LOC(e);
  const n = e.ops.length - 1;
  checkCompare(c, e);
  const cleanup = c.newLabel();
  c.visitExpr(e.left);
  for (let i = 0; i < n; i++) {
    c.visitExpr(e.comparators[i]!);
    c.addopI(loc, Op.SWAP, 2);
    c.addopI(loc, Op.COPY, 2);
    addCompare(c, loc, e.ops[i]!);
    c.addop(loc, Op.TO_BOOL);
    c.addopJump(loc, Op.POP_JUMP_IF_FALSE, cleanup);
  }
  c.visitExpr(e.comparators[n]!);
  addCompare(c, loc, e.ops[n]!);
  c.addop(loc, Op.TO_BOOL);
  c.addopJump(loc, cond ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, next);
  const end = c.newLabel();
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(cleanup);
  c.addop(loc, Op.POP_TOP);
  if (!cond) c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, next);
  c.useLabel(end);
}

export function ifExp(c: Compiler, e: IfExp): void {
  const end = c.newLabel();
  const next = c.newLabel();
  jumpIf(c, LOC(e), e.test, next, false);
  c.visitExpr(e.body);
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(next);
  c.visitExpr(e.orelse);
  c.useLabel(end);
}

export function ifStatement(c: Compiler, first: If): void {
  // A chain of elifs is a loop here, not a recursion: it may be long.
  const ends: Label[] = [];
  let s: If | null = first;
  while (s !== null) {
    const end = c.newLabel();
    const orelse: stmt[] = s.orelse;
    const next = orelse.length > 0 ? c.newLabel() : end;
    jumpIf(c, LOC(s), s.test, next, false);
    c.visitStmts(s.body);
    ends.push(end);
    if (orelse.length === 0) break;
    c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
    c.useLabel(next);
    const only: stmt = orelse[0]!;
    if (orelse.length === 1 && only.kind === 'If') s = only;
    else {
      c.visitStmts(orelse);
      s = null;
    }
  }
  for (let i = ends.length - 1; i >= 0; i--) c.useLabel(ends[i]!);
}

export function whileLoop(c: Compiler, s: While): void {
  const loop = c.newLabel();
  const body = c.newLabel();
  const end = c.newLabel();
  const anchor = c.newLabel();
  const loc = LOC(s);
  c.useLabel(loop);
  c.pushFblock(loc, FBlock.WhileLoop, loop, end, null);
  jumpIf(c, loc, s.test, anchor, false);
  c.useLabel(body);
  c.visitStmts(s.body);
  // The test stands at the bottom once more (up to 3.13).
  jumpIf(c, loc, s.test, body, true);
  c.popFblock();
  c.useLabel(anchor);
  c.visitStmts(s.orelse);
  c.useLabel(end);
}

export function forLoop(c: Compiler, s: For): void {
  const start = c.newLabel();
  const body = c.newLabel();
  const cleanup = c.newLabel();
  const end = c.newLabel();
  c.pushFblock(LOC(s), FBlock.ForLoop, start, end, null);
  c.visitExpr(s.iter);
  const loc = LOC(s.iter);
  c.addop(loc, Op.GET_ITER);
  c.useLabel(start);
  c.addopJump(loc, Op.FOR_ITER, cleanup);
  // For tracing loops over several lines; goes away where redundant.
  c.addop(LOC(s.target), Op.NOP);
  c.useLabel(body);
  c.visitExpr(s.target);
  c.visitStmts(s.body);
  c.addopJump(NO_LOCATION, Op.JUMP, start);
  c.useLabel(cleanup);
  c.addop(NO_LOCATION, Op.END_FOR);
  c.addop(NO_LOCATION, Op.POP_TOP);
  c.popFblock();
  c.visitStmts(s.orelse);
  c.useLabel(end);
}

export function asyncFor(c: Compiler, s: AsyncFor): void {
  const loc = LOC(s);
  if (c.isTopLevelAwait) c.entry.coroutine = true;
  else if (c.u.scopeType !== Scope.AsyncFunction) syntaxError(loc, "'async for' outside async function");
  const start = c.newLabel();
  const except = c.newLabel();
  const end = c.newLabel();
  c.visitExpr(s.iter);
  c.addop(LOC(s.iter), Op.GET_AITER);
  c.useLabel(start);
  c.pushFblock(loc, FBlock.ForLoop, start, end, null);
  c.addopJump(loc, Op.SETUP_FINALLY, except);
  c.addop(loc, Op.GET_ANEXT);
  c.loadNone(loc);
  c.addYieldFrom(loc, true);
  c.addop(loc, Op.POP_BLOCK);
  c.visitExpr(s.target);
  c.visitStmts(s.body);
  c.addopJump(NO_LOCATION, Op.JUMP, start);
  c.popFblock();
  c.useLabel(except);
  // The iterable's place: this ends the `for`, not the body.
  c.addop(LOC(s.iter), Op.END_ASYNC_FOR);
  c.visitStmts(s.orelse);
  c.useLabel(end);
}

export function returnStatement(c: Compiler, s: Return): void {
  let loc = LOC(s);
  const { value } = s;
  const { entry } = c;
  if (!entry.isFunctionLike) syntaxError(loc, "'return' outside function");
  if (value !== null && entry.coroutine && entry.generator) {
    syntaxError(loc, "'return' with value in async generator");
  }
  const preserveTos = value !== null && value.kind !== 'Constant';
  if (preserveTos) c.visitExpr(value);
  else if (value !== null) {
    loc = LOC(value);
    c.addop(loc, Op.NOP);
  }
  if (value === null || value.lineno !== s.lineno) {
    loc = LOC(s);
    c.addop(loc, Op.NOP);
  }
  loc = c.unwindFblockStack(loc, preserveTos, false).loc;
  if (value === null) c.loadNone(loc);
  else if (value.kind === 'Constant') c.loadConst(loc, value.value);
  c.addop(loc, Op.RETURN_VALUE);
}

export function breakStatement(c: Compiler, origin: Loc): void {
  c.addop(origin, Op.NOP);
  const { loc, loop } = c.unwindFblockStack(origin, false, true);
  if (loop === null) return syntaxError(origin, "'break' outside loop");
  const after = c.unwindFblock(loc, loop, false);
  c.addopJump(after, Op.JUMP, loop.exit);
}

export function continueStatement(c: Compiler, origin: Loc): void {
  c.addop(origin, Op.NOP);
  const { loc, loop } = c.unwindFblockStack(origin, false, true);
  if (loop === null) return syntaxError(origin, "'continue' not properly in loop");
  c.addopJump(loc, Op.JUMP, loop.block);
}

/** After an exception in a `with` body: what to do with what `__exit__` gave. */
function withExceptFinish(c: Compiler, cleanup: Label): void {
  const suppress = c.newLabel();
  c.addop(NO_LOCATION, Op.TO_BOOL);
  c.addopJump(NO_LOCATION, Op.POP_JUMP_IF_TRUE, suppress);
  c.addopI(NO_LOCATION, Op.RERAISE, 2);
  c.useLabel(suppress);
  c.addop(NO_LOCATION, Op.POP_TOP);
  c.addop(NO_LOCATION, Op.POP_BLOCK);
  c.addop(NO_LOCATION, Op.POP_EXCEPT);
  c.addop(NO_LOCATION, Op.POP_TOP);
  c.addop(NO_LOCATION, Op.POP_TOP);
  const exit = c.newLabel();
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exit);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(exit);
}

export function asyncWith(c: Compiler, s: AsyncWith, pos: number): void {
  let loc = LOC(s);
  const item = s.items[pos]!;
  if (c.isTopLevelAwait) c.entry.coroutine = true;
  else if (c.u.scopeType !== Scope.AsyncFunction) syntaxError(loc, "'async with' outside async function");
  const block = c.newLabel();
  const final = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.visitExpr(item.context_expr);
  loc = LOC(item.context_expr);
  c.addop(loc, Op.BEFORE_ASYNC_WITH);
  c.addAwait(loc, 1);
  c.addopJump(loc, Op.SETUP_WITH, final);
  c.useLabel(block);
  c.pushFblock(loc, FBlock.AsyncWith, block, final, null);
  if (item.optional_vars !== null) c.visitExpr(item.optional_vars);
  else c.addop(loc, Op.POP_TOP);
  if (pos + 1 === s.items.length) c.visitStmts(s.body);
  else asyncWith(c, s, pos + 1);
  c.popFblock();
  c.addop(loc, Op.POP_BLOCK);
  c.callExitWithNones(loc);
  c.addAwait(loc, 2);
  c.addop(loc, Op.POP_TOP);
  c.addopJump(loc, Op.JUMP, exit);
  c.useLabel(final);
  c.addopJump(loc, Op.SETUP_CLEANUP, cleanup);
  c.addop(loc, Op.PUSH_EXC_INFO);
  c.addop(loc, Op.WITH_EXCEPT_START);
  c.addAwait(loc, 2);
  withExceptFinish(c, cleanup);
  c.useLabel(exit);
}

export function withStatement(c: Compiler, s: With, pos: number): void {
  const item = s.items[pos]!;
  const block = c.newLabel();
  const final = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.visitExpr(item.context_expr);
  const loc = LOC(item.context_expr);
  c.addop(loc, Op.BEFORE_WITH);
  c.addopJump(loc, Op.SETUP_WITH, final);
  c.useLabel(block);
  c.pushFblock(loc, FBlock.With, block, final, null);
  if (item.optional_vars !== null) c.visitExpr(item.optional_vars);
  else c.addop(loc, Op.POP_TOP);
  if (pos + 1 === s.items.length) c.visitStmts(s.body);
  else withStatement(c, s, pos + 1);
  c.addop(NO_LOCATION, Op.POP_BLOCK);
  c.popFblock();
  c.callExitWithNones(loc);
  c.addop(loc, Op.POP_TOP);
  c.addopJump(loc, Op.JUMP, exit);
  c.useLabel(final);
  c.addopJump(loc, Op.SETUP_CLEANUP, cleanup);
  c.addop(loc, Op.PUSH_EXC_INFO);
  c.addop(loc, Op.WITH_EXCEPT_START);
  withExceptFinish(c, cleanup);
  c.useLabel(exit);
}
