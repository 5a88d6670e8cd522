// `try` in all its forms. Follows Python/compile.c.

import type { ExceptHandler, Try, TryStar } from '../../ast/nodes';
import { syntaxError } from '../errors';
import { NO_LABEL } from '../instructionSequence';
import { LOC, NO_LOCATION } from '../location';
import { INTRINSIC_PREP_RERAISE_STAR, Op } from '../opcodes';
import type { Compiler } from './compiler';
import { FBlock } from './unit';

export function tryStatement(c: Compiler, s: Try): void {
  if (s.finalbody.length > 0) tryFinally(c, s);
  else tryExcept(c, s);
}

export function tryStarStatement(c: Compiler, s: TryStar): void {
  if (s.finalbody.length > 0) tryFinally(c, s);
  else tryStarExcept(c, s);
}

/** The finally body is compiled twice: after the body, and as a handler that raises again. */
function tryFinally(c: Compiler, s: Try | TryStar): void {
  const loc = LOC(s);
  const body = c.newLabel();
  const end = c.newLabel();
  const exit = c.newLabel();
  const cleanup = c.newLabel();
  c.addopJump(loc, Op.SETUP_FINALLY, end);
  c.useLabel(body);
  c.pushFblock(loc, FBlock.FinallyTry, body, end, s.finalbody);
  if (s.handlers.length === 0) c.visitStmts(s.body);
  else if (s.kind === 'Try') tryExcept(c, s);
  else tryStarExcept(c, s);
  c.addop(NO_LOCATION, Op.POP_BLOCK);
  c.popFblock();
  c.visitStmts(s.finalbody);
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exit);

  c.useLabel(end);
  c.addopJump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.addop(NO_LOCATION, Op.PUSH_EXC_INFO);
  c.pushFblock(NO_LOCATION, FBlock.FinallyEnd, end, NO_LABEL, null);
  c.visitStmts(s.finalbody);
  c.popFblock();
  c.addopI(NO_LOCATION, Op.RERAISE, 0);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(exit);
}

/** `name = None; del name`, at the end of a handler that bound a name. */
function unbind(c: Compiler, handler: ExceptHandler): void {
  if (handler.name === null) return;
  c.loadNone(NO_LOCATION);
  c.nameop(NO_LOCATION, handler.name, 'Store');
  c.nameop(NO_LOCATION, handler.name, 'Del');
}

function tryExcept(c: Compiler, s: Try): void {
  const loc = LOC(s);
  const body = c.newLabel();
  let except = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  c.addopJump(loc, Op.SETUP_FINALLY, except);
  c.useLabel(body);
  c.pushFblock(loc, FBlock.TryExcept, body, NO_LABEL, null);
  c.visitStmts(s.body);
  c.popFblock();
  c.addop(NO_LOCATION, Op.POP_BLOCK);
  c.visitStmts(s.orelse);
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(except);
  c.addopJump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.addop(NO_LOCATION, Op.PUSH_EXC_INFO);
  // At run time a block is pushed here.
  c.pushFblock(loc, FBlock.ExceptionHandler, NO_LABEL, NO_LABEL, null);
  const n = s.handlers.length;
  for (let i = 0; i < n; i++) {
    const handler = s.handlers[i]!;
    const hLoc = LOC(handler);
    if (handler.type === null && i < n - 1) syntaxError(hLoc, "default 'except:' must be last");
    except = c.newLabel();
    if (handler.type !== null) {
      c.visitExpr(handler.type);
      c.addop(hLoc, Op.CHECK_EXC_MATCH);
      c.addopJump(hLoc, Op.POP_JUMP_IF_FALSE, except);
    }
    if (handler.name !== null) {
      const cleanupEnd = c.newLabel();
      const cleanupBody = c.newLabel();
      c.nameop(hLoc, handler.name, 'Store');
      c.addopJump(hLoc, Op.SETUP_CLEANUP, cleanupEnd);
      c.useLabel(cleanupBody);
      c.pushFblock(hLoc, FBlock.HandlerCleanup, cleanupBody, NO_LABEL, handler.name);
      c.visitStmts(handler.body);
      c.popFblock();
      c.addop(NO_LOCATION, Op.POP_BLOCK);
      c.addop(NO_LOCATION, Op.POP_BLOCK);
      c.addop(NO_LOCATION, Op.POP_EXCEPT);
      unbind(c, handler);
      c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
      c.useLabel(cleanupEnd);
      unbind(c, handler);
      c.addopI(NO_LOCATION, Op.RERAISE, 1);
    } else {
      const cleanupBody = c.newLabel();
      c.addop(hLoc, Op.POP_TOP);
      c.useLabel(cleanupBody);
      c.pushFblock(hLoc, FBlock.HandlerCleanup, cleanupBody, NO_LABEL, null);
      c.visitStmts(handler.body);
      c.popFblock();
      c.addop(NO_LOCATION, Op.POP_BLOCK);
      c.addop(NO_LOCATION, Op.POP_EXCEPT);
      c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
    }
    c.useLabel(except);
  }
  c.popFblock();
  c.addopI(NO_LOCATION, Op.RERAISE, 0);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(end);
}

/**
 * On the stack while handlers run: the exception group, the list of exceptions to raise in the end, the rest of the
 * group that no handler has matched yet.
 */
function tryStarExcept(c: Compiler, s: TryStar): void {
  const loc = LOC(s);
  const body = c.newLabel();
  let except = c.newLabel();
  const orelse = c.newLabel();
  const end = c.newLabel();
  const cleanup = c.newLabel();
  const reraiseStar = c.newLabel();
  c.addopJump(loc, Op.SETUP_FINALLY, except);
  c.useLabel(body);
  c.pushFblock(loc, FBlock.TryExcept, body, NO_LABEL, null);
  c.visitStmts(s.body);
  c.popFblock();
  c.addop(NO_LOCATION, Op.POP_BLOCK);
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, orelse);
  c.useLabel(except);
  c.addopJump(NO_LOCATION, Op.SETUP_CLEANUP, cleanup);
  c.addop(NO_LOCATION, Op.PUSH_EXC_INFO);
  c.pushFblock(loc, FBlock.ExceptionGroupHandler, NO_LABEL, NO_LABEL, null);
  const n = s.handlers.length;
  for (let i = 0; i < n; i++) {
    const handler = s.handlers[i]!;
    const hLoc = LOC(handler);
    except = c.newLabel();
    const exceptWithError = c.newLabel();
    const noMatch = c.newLabel();
    if (i === 0) {
      c.addopI(hLoc, Op.BUILD_LIST, 0);
      c.addopI(hLoc, Op.COPY, 2);
    }
    if (handler.type !== null) {
      c.visitExpr(handler.type);
      c.addop(hLoc, Op.CHECK_EG_MATCH);
      c.addopI(hLoc, Op.COPY, 1);
      c.addopJump(hLoc, Op.POP_JUMP_IF_NONE, noMatch);
    }
    const cleanupEnd = c.newLabel();
    const cleanupBody = c.newLabel();
    if (handler.name !== null) c.nameop(hLoc, handler.name, 'Store');
    else c.addop(hLoc, Op.POP_TOP);
    c.addopJump(hLoc, Op.SETUP_CLEANUP, cleanupEnd);
    c.useLabel(cleanupBody);
    c.pushFblock(hLoc, FBlock.HandlerCleanup, cleanupBody, NO_LABEL, handler.name);
    c.visitStmts(handler.body);
    c.popFblock();
    c.addop(NO_LOCATION, Op.POP_BLOCK);
    unbind(c, handler);
    c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, except);
    c.useLabel(cleanupEnd);
    unbind(c, handler);
    // What the handler raised joins the list.
    c.addopI(NO_LOCATION, Op.LIST_APPEND, 3);
    c.addop(NO_LOCATION, Op.POP_TOP);
    c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exceptWithError);
    c.useLabel(except);
    c.addop(NO_LOCATION, Op.NOP); // holds a place that is passed on to it
    c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, exceptWithError);
    c.useLabel(noMatch);
    c.addop(hLoc, Op.POP_TOP);
    c.useLabel(exceptWithError);
    if (i === n - 1) {
      c.addopI(NO_LOCATION, Op.LIST_APPEND, 1);
      c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, reraiseStar);
    }
  }
  c.popFblock();
  const reraise = c.newLabel();
  c.useLabel(reraiseStar);
  c.addopI(NO_LOCATION, Op.CALL_INTRINSIC_2, INTRINSIC_PREP_RERAISE_STAR);
  c.addopI(NO_LOCATION, Op.COPY, 1);
  c.addopJump(NO_LOCATION, Op.POP_JUMP_IF_NOT_NONE, reraise);
  c.addop(NO_LOCATION, Op.POP_TOP);
  c.addop(NO_LOCATION, Op.POP_BLOCK);
  c.addop(NO_LOCATION, Op.POP_EXCEPT);
  c.addopJump(NO_LOCATION, Op.JUMP_NO_INTERRUPT, end);
  c.useLabel(reraise);
  c.addop(NO_LOCATION, Op.POP_BLOCK);
  c.addopI(NO_LOCATION, Op.SWAP, 2);
  c.addop(NO_LOCATION, Op.POP_EXCEPT);
  c.addopI(NO_LOCATION, Op.RERAISE, 0);
  c.useLabel(cleanup);
  c.popExceptAndReraise(NO_LOCATION);
  c.useLabel(orelse);
  c.visitStmts(s.orelse);
  c.useLabel(end);
}
