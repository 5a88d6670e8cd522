// Dead blocks, redundant NOPs and jumps, small blocks worth copying. Follows Python/flowgraph.c.

import type { Instr } from '../instructionSequence';
import { type Loc, NO_LOCATION } from '../location';
import { Op } from '../opcodes';
import {
  type Block,
  exitsScope,
  hasFallthrough,
  hasTarget,
  isJump,
  isUnconditionalJump,
  nextNonempty,
  setOp0,
} from './block';

/** Counts predecessors and empties the blocks that have none. */
export function removeUnreachable(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.predecessors = 0;
    b.visited = false;
  }
  const stack: Block[] = [entry];
  entry.predecessors = 1;
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.visited = true;
    const { next } = b;
    if (next !== null && hasFallthrough(b)) {
      if (!next.visited) stack.push(next);
      next.predecessors++;
    }
    const { instrs } = b;
    for (let i = 0; i < instrs.length; i++) {
      const instr = instrs[i]!;
      if (!hasTarget(instr.op)) continue;
      const target = instr.target!;
      if (!target.visited) stack.push(target);
      target.predecessors++;
    }
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.predecessors === 0) {
      b.instrs.length = 0;
      b.exceptHandler = false;
    }
  }
}

/** The place of the first instruction to come that has one or is no NOP. */
function nextLocation(b: Block): Loc {
  for (const instr of b.instrs) {
    if (instr.op === Op.NOP && instr.loc.lineno === -1) continue;
    return instr.loc;
  }
  return NO_LOCATION;
}

/** Drops the NOPs whose line nobody would miss; gives how many. */
export function removeRedundantNopsIn(b: Block): number {
  const { instrs } = b;
  const n = instrs.length;
  let dest = 0;
  let prevLine = -1;
  for (let src = 0; src < n; src++) {
    const instr = instrs[src]!;
    const line = instr.loc.lineno;
    if (instr.op === Op.NOP) {
      if (line < 0) continue;
      if (prevLine === line) continue;
      if (src < n - 1) {
        const after = instrs[src + 1]!;
        const nextLine = after.loc.lineno;
        if (nextLine === line) continue;
        if (nextLine < 0) {
          after.loc = instr.loc;
          continue;
        }
      } else {
        const next = nextNonempty(b.next);
        if (next !== null && line === nextLocation(next).lineno) continue;
      }
    }
    if (dest !== src) instrs[dest] = instr;
    dest++;
    prevLine = line;
  }
  instrs.length = dest;
  return n - dest;
}

export function removeRedundantNops(entry: Block): number {
  let removed = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) removed += removeRedundantNopsIn(b);
  return removed;
}

/** Also pairs that push and pop nothing but a constant or a copy. */
export function removeRedundantNopsAndPairs(entry: Block): void {
  for (let done = false; !done;) {
    done = true;
    let instr: Instr | null = null;
    for (let b: Block | null = entry; b !== null; b = b.next) {
      removeRedundantNopsIn(b);
      if (b.isTarget) instr = null;
      for (const current of b.instrs) {
        const prev: Instr | null = instr;
        instr = current;
        if (current.op !== Op.POP_TOP || prev === null) continue;
        if (prev.op === Op.LOAD_CONST || (prev.op === Op.COPY && prev.oparg === 1)) {
          setOp0(prev, Op.NOP);
          setOp0(current, Op.NOP);
          done = false;
        }
      }
      if ((instr !== null && isJump(instr.op)) || !hasFallthrough(b)) instr = null;
    }
  }
}

function removeRedundantJumps(entry: Block): number {
  let changes = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last();
    if (last === null || !isUnconditionalJump(last.op)) continue;
    if (nextNonempty(last.target) === nextNonempty(b.next)) {
      changes++;
      setOp0(last, Op.NOP);
    }
  }
  return changes;
}

export function removeRedundantNopsAndJumps(entry: Block): void {
  for (;;) {
    const nops = removeRedundantNops(entry);
    const jumps = removeRedundantJumps(entry);
    if (nops + jumps === 0) return;
  }
}

export function hasNoLineno(b: Block): boolean {
  for (const instr of b.instrs) if (instr.loc.lineno >= 0) return false;
  return true;
}

const MAX_COPY_SIZE = 4;

/** A jump to a small exit block, or to one without lines, is replaced by the block itself. */
function inlineTarget(b: Block): boolean {
  const last = b.last();
  if (last === null || !isUnconditionalJump(last.op)) return false;
  const target = last.target!;
  const smallExit = exitsScope(target) && target.instrs.length <= MAX_COPY_SIZE;
  const noLineno = hasNoLineno(target) && !hasFallthrough(target);
  if (!smallExit && !noLineno) return false;
  const removedOp = last.op;
  setOp0(last, Op.NOP);
  for (const instr of target.instrs) b.instrs.push(instr.copy());
  if (noLineno) {
    const end = b.last()!;
    // A jump that checks for signals must not become one that does not.
    if (isUnconditionalJump(end.op) && removedOp === Op.JUMP) end.op = Op.JUMP;
  }
  target.predecessors--;
  return true;
}

export function inlineSmallOrNoLinenoBlocks(entry: Block): void {
  for (let changes = true; changes;) {
    changes = false;
    for (let b: Block | null = entry; b !== null; b = b.next) if (inlineTarget(b)) changes = true;
  }
}
