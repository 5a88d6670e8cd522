// The order of blocks, the direction of jumps, the depth of the stack. Follows Python/flowgraph.c.

import { Instr } from '../instructionSequence';
import { NO_LOCATION } from '../location';
import { Op, opcodeStackEffect } from '../opcodes';
import {
  Block,
  clearVisited,
  hasFallthrough,
  hasTarget,
  isBlockPush,
  isJump,
  isScopeExit,
  isUnconditionalJump,
} from './block';
import { removeRedundantNopsAndJumps } from './cleanup';

function markWarm(entry: Block): void {
  clearVisited(entry);
  const stack: Block[] = [entry];
  entry.visited = true;
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.warm = true;
    const { next } = b;
    if (next !== null && !next.visited && hasFallthrough(b)) {
      stack.push(next);
      next.visited = true;
    }
    const last = b.last();
    if (last !== null && isJump(last.op) && !last.target!.visited) {
      stack.push(last.target!);
      last.target!.visited = true;
    }
  }
}

function markCold(entry: Block): void {
  markWarm(entry);
  clearVisited(entry);
  const stack: Block[] = [];
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.exceptHandler) {
      stack.push(b);
      b.visited = true;
    }
  }
  const reach = (b: Block): void => {
    if (b.warm || b.visited) return;
    stack.push(b);
    b.visited = true;
  };
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.cold = true;
    if (b.next !== null && hasFallthrough(b)) reach(b.next);
    const last = b.last();
    if (last !== null && isJump(last.op)) reach(last.target!);
  }
}

/** Blocks reached through exceptions only go to the end. */
export function pushColdBlocksToEnd(entry: Block): void {
  if (entry.next === null) return;
  markCold(entry);
  // A cold block must not fall into a warm one once it is moved.
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { next } = b;
    if (!b.cold || next === null || !next.warm || !hasFallthrough(b)) continue;
    const jump = new Block();
    const instr = new Instr(Op.JUMP_NO_INTERRUPT, 0, NO_LOCATION);
    instr.target = next;
    next.isTarget = true;
    jump.instrs.push(instr);
    jump.cold = true;
    jump.next = next;
    jump.predecessors = 1;
    b.next = jump;
  }
  let coldBlocks: Block | null = null;
  let coldTail: Block | null = null;
  let b = entry;
  while (b.next !== null) {
    while (b.next !== null && !b.next.cold) b = b.next;
    if (b.next === null) break;
    let end: Block = b.next;
    while (end.next !== null && end.next.cold) end = end.next;
    if (coldTail === null) coldBlocks = b.next;
    else coldTail.next = b.next;
    coldTail = end;
    b.next = end.next;
    end.next = null;
  }
  b.next = coldBlocks;
  if (coldBlocks !== null) removeRedundantNopsAndJumps(entry);
}

/** Instructions only the compiler knows become real ones. */
export function convertPseudoOps(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      if (isBlockPush(instr.op)) {
        instr.op = Op.NOP;
        instr.oparg = 0;
        instr.target = null;
      } else if (instr.op === Op.LOAD_CLOSURE) instr.op = Op.LOAD_FAST;
      else if (instr.op === Op.STORE_FAST_MAYBE_NULL) instr.op = Op.STORE_FAST;
    }
  }
  removeRedundantNopsAndJumps(entry);
}

const reversed = new Map<number, Op>([
  [Op.POP_JUMP_IF_NOT_NONE, Op.POP_JUMP_IF_NONE],
  [Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE],
  [Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE],
  [Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE],
]);

/** Conditional jumps only go forward: one that would go back jumps over an unconditional one instead. */
export function normalizeJumps(entry: Block): void {
  clearVisited(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.visited = true;
    const last = b.last();
    if (last === null || !isJump(last.op) || isUnconditionalJump(last.op)) continue;
    const target = last.target!;
    if (!target.visited) continue;
    const op = reversed.get(last.op);
    if (op === undefined) continue;
    const back = new Block();
    const jump = new Instr(Op.JUMP, 0, last.loc);
    jump.target = target;
    back.instrs.push(jump);
    last.op = op;
    last.target = b.next;
    back.cold = b.cold;
    back.next = b.next;
    b.next = back;
  }
}

function pushDepth(b: Block, depth: number, stack: Block[]): void {
  if (b.startDepth >= 0) {
    if (b.startDepth !== depth) throw new Error('Invalid CFG, inconsistent stackdepth');
    return;
  }
  b.startDepth = depth;
  stack.push(b);
}

/** The most values that lie on the stack at once; also notes each block's depth at its start. */
export function calculateStackdepth(entry: Block): number {
  for (let b: Block | null = entry; b !== null; b = b.next) b.startDepth = -1;
  const stack: Block[] = [];
  let max = 0;
  pushDepth(entry, 0, stack);
  while (stack.length > 0) {
    const b = stack.pop()!;
    let depth = b.startDepth;
    let next = b.next;
    const { instrs } = b;
    for (let i = 0; i < instrs.length; i++) {
      const instr = instrs[i]!;
      const { op } = instr;
      const effect = opcodeStackEffect(op, instr.oparg);
      // A block push counts only where its handler starts.
      const after = isBlockPush(op) ? depth : depth + effect;
      if (after < 0) throw new Error('Invalid CFG, stack underflow');
      if (after > max) max = after;
      if (hasTarget(op)) {
        const targetDepth = depth + effect;
        if (targetDepth > max) max = targetDepth;
        pushDepth(instr.target!, targetDepth, stack);
      }
      depth = after;
      if (isUnconditionalJump(op) || isScopeExit(op)) {
        next = null;
        break;
      }
    }
    if (next !== null) pushDepth(next, depth, stack);
  }
  return max;
}
