// Which handler covers which instruction. Follows Python/flowgraph.c.

import { Op } from '../opcodes';
import { type Block, clearVisited, hasFallthrough, isBlockPush, isJump, setOp0 } from './block';

const RESUME_DEPTH1 = 4;

export function markExceptHandlers(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) if (isBlockPush(instr.op)) instr.target!.exceptHandler = true;
  }
}

/** Gives each instruction its handler, and takes the POP_BLOCKs out. */
export function labelExceptionTargets(entry: Block): void {
  clearVisited(entry);
  const todo: Block[] = [entry];
  entry.visited = true;
  entry.exceptStack = [];
  while (todo.length > 0) {
    const b = todo.pop()!;
    // The innermost handler is last. Handed on to one successor, copied for the others.
    const stack = b.exceptStack!;
    let handedOn = false;
    b.exceptStack = null;
    let handler = stack[stack.length - 1] ?? null;
    let yieldDepth = -1;
    const { instrs } = b;
    for (let i = 0; i < instrs.length; i++) {
      const instr = instrs[i]!;
      const { op } = instr;
      if (isBlockPush(op)) {
        const target = instr.target!;
        if (!target.visited) {
          target.exceptStack = stack.slice();
          todo.push(target);
          target.visited = true;
        }
        if (op === Op.SETUP_WITH || op === Op.SETUP_CLEANUP) target.preserveLasti = true;
        stack.push(target);
        handler = target;
      } else if (op === Op.POP_BLOCK) {
        stack.pop();
        handler = stack[stack.length - 1] ?? null;
        setOp0(instr, Op.NOP);
      } else {
        instr.except = handler;
        if (isJump(op)) {
          const target = instr.target!;
          if (!target.visited) {
            if (hasFallthrough(b)) target.exceptStack = stack.slice();
            else {
              target.exceptStack = stack;
              handedOn = true;
            }
            todo.push(target);
            target.visited = true;
          }
        } else if (op === Op.YIELD_VALUE) yieldDepth = stack.length;
        else if (op === Op.RESUME && instr.oparg !== 0) {
          if (yieldDepth === 1) instr.oparg |= RESUME_DEPTH1;
          yieldDepth = -1;
        }
      }
    }
    const { next } = b;
    if (next !== null && !next.visited && hasFallthrough(b)) {
      next.exceptStack = handedOn ? stack.slice() : stack;
      todo.push(next);
      next.visited = true;
    }
  }
}
