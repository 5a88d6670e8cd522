// Which loads of locals may find none, and instructions that do two things at once. Follows Python/flowgraph.c.

import { Op } from '../opcodes';
import type { Instr } from '../instructionSequence';
import { type Block, clearVisited, hasFallthrough, isJump, setOp0, setOp1 } from './block';
import { removeRedundantNops } from './cleanup';

function maybePush(b: Block, low: number, high: number, stack: Block[]): void {
  const newLow = b.unsafeLow | low;
  const newHigh = b.unsafeHigh | high;
  if (newLow === b.unsafeLow && newHigh === b.unsafeHigh) return;
  b.unsafeLow = newLow;
  b.unsafeHigh = newHigh;
  if (!b.visited) {
    stack.push(b);
    b.visited = true;
  }
}

function scanBlock(b: Block, stack: Block[]): void {
  let low = b.unsafeLow;
  let high = b.unsafeHigh;
  for (const instr of b.instrs) {
    if (instr.except !== null) maybePush(instr.except, low, high, stack);
    const { oparg } = instr;
    if (oparg >= 64) continue;
    const isHigh = oparg >= 32;
    const bit = 1 << (oparg & 31);
    switch (instr.op) {
      case Op.DELETE_FAST:
      case Op.LOAD_FAST_AND_CLEAR:
      case Op.STORE_FAST_MAYBE_NULL:
        if (isHigh) high |= bit;
        else low |= bit;
        break;
      case Op.LOAD_FAST:
      case Op.STORE_FAST:
      case Op.LOAD_FAST_CHECK:
        if (instr.op === Op.LOAD_FAST && (isHigh ? high : low) & bit) instr.op = Op.LOAD_FAST_CHECK;
        if (isHigh) high &= ~bit;
        else low &= ~bit;
        break;
      default:
        break;
    }
  }
  if (b.next !== null && hasFallthrough(b)) maybePush(b.next, low, high, stack);
  const last = b.last();
  if (last !== null && isJump(last.op)) maybePush(last.target!, low, high, stack);
}

/** Beyond 64 locals only what happened in the same block counts. */
function scanManyLocals(entry: Block, nlocals: number): void {
  const states = new Int32Array(nlocals - 64);
  let blockNumber = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    blockNumber++;
    for (const instr of b.instrs) {
      const i = instr.oparg - 64;
      if (i < 0) continue;
      switch (instr.op) {
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Op.STORE_FAST_MAYBE_NULL:
          states[i] = blockNumber - 1;
          break;
        case Op.STORE_FAST:
          states[i] = blockNumber;
          break;
        case Op.LOAD_FAST:
          if (states[i] !== blockNumber) instr.op = Op.LOAD_FAST_CHECK;
          states[i] = blockNumber;
          break;
        default:
          break;
      }
    }
  }
}

/** Turns LOAD_FAST into LOAD_FAST_CHECK where the local may be unset. */
export function addChecksForLoadsOfUninitializedVariables(entry: Block, nlocals: number, nparams: number): void {
  if (nlocals === 0) return;
  if (nlocals > 64) {
    scanManyLocals(entry, nlocals);
    nlocals = 64;
  }
  clearVisited(entry);
  const stack: Block[] = [];
  let low = 0;
  let high = 0;
  for (let i = nparams; i < nlocals; i++) {
    if (i < 32) low |= 1 << i;
    else high |= 1 << (i - 32);
  }
  maybePush(entry, low, high, stack);
  for (let b: Block | null = entry; b !== null; b = b.next) scanBlock(b, stack);
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.visited = false;
    scanBlock(b, stack);
  }
}

function makeSuperInstruction(a: Instr, b: Instr, op: Op): void {
  const line1 = a.loc.lineno;
  const line2 = b.loc.lineno;
  if (line1 >= 0 && line2 >= 0 && line1 !== line2) return;
  if (a.oparg >= 16 || b.oparg >= 16) return;
  setOp1(a, op, (a.oparg << 4) | b.oparg);
  setOp0(b, Op.NOP);
}

export function insertSuperInstructions(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { instrs } = b;
    for (let i = 0; i + 1 < instrs.length; i++) {
      const instr = instrs[i]!;
      const next = instrs[i + 1]!;
      if (instr.op === Op.LOAD_FAST) {
        if (next.op === Op.LOAD_FAST) makeSuperInstruction(instr, next, Op.LOAD_FAST_LOAD_FAST);
      } else if (instr.op === Op.STORE_FAST) {
        if (next.op === Op.LOAD_FAST) makeSuperInstruction(instr, next, Op.STORE_FAST_LOAD_FAST);
        else if (next.op === Op.STORE_FAST) makeSuperInstruction(instr, next, Op.STORE_FAST_STORE_FAST);
      }
    }
  }
  removeRedundantNops(entry);
}
