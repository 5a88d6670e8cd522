// Basic blocks and what their last instructions say about control flow. Follows Python/flowgraph.c.

import { HAS_JUMP, Op, opcodeFlags } from '../opcodes';
import type { Instr, InstructionSequence } from '../instructionSequence';

export class Block {
  instrs: Instr[] = [];
  next: Block | null = null;
  /** Is the start a jump target? */
  isTarget = false;
  /** Handlers in force, while exception targets are labelled. */
  exceptStack: Block[] | null = null;
  predecessors = 0;
  startDepth = -1;
  preserveLasti = false;
  visited = false;
  exceptHandler = false;
  cold = false;
  warm = false;
  /** Locals, by bit, that may be unset: numbers 0 ‥ 31 and 32 ‥ 63. */
  unsafeLow = 0;
  unsafeHigh = 0;
  /** Index of the first instruction, when the code is laid out. */
  start = 0;

  last(): Instr | null {
    const n = this.instrs.length;
    return n > 0 ? this.instrs[n - 1]! : null;
  }
}

export function isBlockPush(op: number): boolean {
  return op === Op.SETUP_FINALLY || op === Op.SETUP_WITH || op === Op.SETUP_CLEANUP;
}

export function isJump(op: number): boolean {
  return (opcodeFlags[op]! & HAS_JUMP) !== 0;
}

export function hasTarget(op: number): boolean {
  return isJump(op) || isBlockPush(op);
}

export function isUnconditionalJump(op: number): boolean {
  return (
    op === Op.JUMP ||
    op === Op.JUMP_NO_INTERRUPT ||
    op === Op.JUMP_FORWARD ||
    op === Op.JUMP_BACKWARD ||
    op === Op.JUMP_BACKWARD_NO_INTERRUPT
  );
}

export function isScopeExit(op: number): boolean {
  return op === Op.RETURN_VALUE || op === Op.RETURN_CONST || op === Op.RAISE_VARARGS || op === Op.RERAISE;
}

function isTerminator(op: number): boolean {
  return isJump(op) || isScopeExit(op);
}

export function hasFallthrough(b: Block): boolean {
  const last = b.last();
  return last === null || !(isScopeExit(last.op) || isUnconditionalJump(last.op));
}

export function exitsScope(b: Block): boolean {
  const last = b.last();
  return last !== null && isScopeExit(last.op);
}

export function nextNonempty(b: Block | null): Block | null {
  while (b !== null && b.instrs.length === 0) b = b.next;
  return b;
}

export function setOp0(instr: Instr, op: Op): void {
  instr.op = op;
  instr.oparg = 0;
}

export function setOp1(instr: Instr, op: Op, oparg: number): void {
  instr.op = op;
  instr.oparg = oparg;
}

/** All blocks in order, their `visited` cleared. */
export function clearVisited(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) b.visited = false;
}

/** Cuts a sequence into blocks at labels in use and after jumps and exits, and links jumps to their targets. */
export function buildBlocks(seq: InstructionSequence): Block {
  const { instrs, labels } = seq;
  const targets = new Uint8Array(instrs.length + 1);
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    if (hasTarget(instr.op)) {
      instr.oparg = labels[instr.oparg]!;
      targets[instr.oparg] = 1;
    }
  }
  const entry = new Block();
  const starts: (Block | undefined)[] = [];
  let current = entry;
  let terminated = false;
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    if (targets[i] === 1) {
      if (current.instrs.length > 0 || current.isTarget) {
        const b = new Block();
        current.next = b;
        current = b;
      }
      current.isTarget = true;
      starts[i] = current;
    } else if (terminated) {
      const b = new Block();
      current.next = b;
      current = b;
    }
    current.instrs.push(instr);
    terminated = isTerminator(instr.op);
  }
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    if (hasTarget(instr.op)) instr.target = starts[instr.oparg] ?? null;
  }
  return entry;
}
