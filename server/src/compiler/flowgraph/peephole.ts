// Rewriting within a block: constant conditions, constant tuples, jumps to jumps, SWAPs. Follows Python/flowgraph.c.

import type { CodeConst } from '../codeunit';
import { type ConstCache, FALSE, TRUE } from '../constants';
import { isTrue } from '../folding/operators';
import { Instr } from '../instructionSequence';
import { Op } from '../opcodes';
import { type Block, hasTarget, setOp0, setOp1 } from './block';
import type { ConstantValue } from '../../ast/nodes';

/** A unit's constants while they may still grow. */
export class ConstList {
  constructor(
    readonly items: CodeConst[],
    private readonly cache: ConstCache,
  ) {}

  add(value: ConstantValue): number {
    const merged = this.cache.merge(value);
    const i = this.items.indexOf(merged);
    if (i >= 0) return i;
    this.items.push(merged);
    return this.items.length - 1;
  }

  isTrue(i: number): boolean {
    const value = this.items[i]!;
    return value.type === 'code' || isTrue(value);
  }
}

/** What a LOAD_CONST makes superfluous after it. */
export function optimizeLoadConst(b: Block, consts: ConstList): void {
  const { instrs } = b;
  let op = 0;
  let oparg = 0;
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    const isCopyOfLoadConst = op === Op.LOAD_CONST && instr.op === Op.COPY && instr.oparg === 1;
    if (!isCopyOfLoadConst) {
      op = instr.op;
      oparg = instr.oparg;
    }
    if (op !== Op.LOAD_CONST) continue;
    const next = instrs[i + 1];
    if (next === undefined) continue;
    switch (next.op) {
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE: {
        setOp0(instr, Op.NOP);
        if (consts.isTrue(oparg) === (next.op === Op.POP_JUMP_IF_TRUE)) next.op = Op.JUMP;
        else setOp0(next, Op.NOP);
        break;
      }
      case Op.IS_OP: {
        if (consts.items[oparg]!.type !== 'None') break;
        let jump = instrs[i + 2];
        if (jump === undefined) break;
        if (jump.op === Op.TO_BOOL) {
          setOp0(jump, Op.NOP);
          jump = instrs[i + 3];
          if (jump === undefined) break;
        }
        let invert = next.oparg !== 0;
        if (jump.op === Op.POP_JUMP_IF_FALSE) invert = !invert;
        else if (jump.op !== Op.POP_JUMP_IF_TRUE) break;
        setOp0(instr, Op.NOP);
        setOp0(next, Op.NOP);
        jump.op = invert ? Op.POP_JUMP_IF_NOT_NONE : Op.POP_JUMP_IF_NONE;
        break;
      }
      case Op.RETURN_VALUE:
        setOp0(instr, Op.NOP);
        setOp1(next, Op.RETURN_CONST, oparg);
        i++;
        break;
      case Op.TO_BOOL: {
        const index = consts.add(consts.isTrue(oparg) ? TRUE : FALSE);
        setOp0(instr, Op.NOP);
        setOp1(next, Op.LOAD_CONST, index);
        break;
      }
      default:
        break;
    }
  }
}

/** LOAD_CONST ×n, BUILD_TUPLE n: one constant. */
function foldTuple(b: Block, at: number, n: number, consts: ConstList): void {
  const { instrs } = b;
  for (let i = at - n; i < at; i++) if (instrs[i]!.op !== Op.LOAD_CONST) return;
  const items: ConstantValue[] = [];
  for (let i = at - n; i < at; i++) {
    // A tuple with a code object in it does not come up: MAKE_FUNCTION follows each.
    const value = consts.items[instrs[i]!.oparg]!;
    if (value.type === 'code') return;
    items.push(value);
  }
  const index = consts.add({ made: 'compiler', type: 'tuple', items });
  for (let i = at - n; i < at; i++) setOp0(instrs[i]!, Op.NOP);
  setOp1(instrs[at]!, Op.LOAD_CONST, index);
}

/** A jump to a jump goes where that one goes. */
function jumpThread(b: Block, instr: Instr, target: Instr, op: Op): boolean {
  if (instr.target === target.target) return false;
  // The NOP keeps the line; it goes away if nothing needs it.
  setOp0(instr, Op.NOP);
  const jump = new Instr(op, 0, target.loc);
  jump.target = target.target;
  b.instrs.push(jump);
  return true;
}

export function optimizeBlock(b: Block, consts: ConstList): void {
  const { instrs } = b;
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    const { op, oparg } = instr;
    const next = instrs[i + 1];
    const nextOp = next === undefined ? 0 : next.op;
    switch (op) {
      case Op.BUILD_TUPLE:
        if (nextOp === Op.UNPACK_SEQUENCE && oparg === next!.oparg) {
          if (oparg === 1) {
            setOp0(instr, Op.NOP);
            setOp0(next!, Op.NOP);
            continue;
          }
          if (oparg === 2 || oparg === 3) {
            setOp0(instr, Op.NOP);
            next!.op = Op.SWAP;
            continue;
          }
        }
        if (i >= oparg) foldTuple(b, i, oparg, consts);
        break;
      case Op.POP_JUMP_IF_NOT_NONE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE: {
        const target = firstOf(instr);
        if (target !== null && target.op === Op.JUMP && jumpThread(b, instr, target, op)) i--;
        break;
      }
      case Op.JUMP:
      case Op.JUMP_NO_INTERRUPT: {
        const target = firstOf(instr);
        if (target === null) break;
        if (target.op === Op.JUMP) {
          if (jumpThread(b, instr, target, Op.JUMP)) i--;
        } else if (target.op === Op.JUMP_NO_INTERRUPT) {
          if (jumpThread(b, instr, target, op)) i--;
        }
        break;
      }
      case Op.STORE_FAST:
        if (nextOp === op && oparg === next!.oparg && instr.loc.lineno === next!.loc.lineno) {
          setOp0(instr, Op.POP_TOP);
        }
        break;
      case Op.SWAP:
        if (oparg === 1) setOp0(instr, Op.NOP);
        break;
      case Op.LOAD_GLOBAL:
        if (nextOp === Op.PUSH_NULL && (oparg & 1) === 0) {
          instr.oparg |= 1;
          setOp0(next!, Op.NOP);
        }
        break;
      case Op.COMPARE_OP:
        if (nextOp === Op.TO_BOOL) {
          setOp0(instr, Op.NOP);
          setOp1(next!, Op.COMPARE_OP, oparg | 16);
        }
        break;
      case Op.CONTAINS_OP:
      case Op.IS_OP:
        if (nextOp === Op.TO_BOOL) {
          setOp0(instr, Op.NOP);
          setOp1(next!, op, oparg);
        }
        break;
      case Op.TO_BOOL:
        if (nextOp === Op.TO_BOOL) setOp0(instr, Op.NOP);
        break;
      case Op.UNARY_NOT:
        if (nextOp === Op.TO_BOOL) {
          setOp0(instr, Op.NOP);
          setOp0(next!, Op.UNARY_NOT);
        } else if (nextOp === Op.UNARY_NOT) {
          setOp0(instr, Op.NOP);
          setOp0(next!, Op.NOP);
        }
        break;
      default:
        break;
    }
  }
  for (let i = 0; i < instrs.length; i++) {
    if (instrs[i]!.op === Op.SWAP) {
      i = swaptimize(b, i);
      applyStaticSwaps(b, i);
    }
  }
}

/** The first instruction a jump leads to. */
function firstOf(instr: Instr): Instr | null {
  return hasTarget(instr.op) ? (instr.target!.instrs[0] ?? null) : null;
}

// ---- SWAPs

const VISITED = -1;

/** Replaces a run of SWAPs and NOPs by the shortest one of the same effect; gives the index of the run's end. */
function swaptimize(b: Block, start: number): number {
  const { instrs } = b;
  let depth = instrs[start]!.oparg;
  let len = 0;
  let more = false;
  const limit = instrs.length - start;
  while (++len < limit) {
    const instr = instrs[start + len]!;
    if (instr.op === Op.SWAP) {
      depth = Math.max(depth, instr.oparg);
      more = true;
    } else if (instr.op !== Op.NOP) break;
  }
  if (!more) return start;
  const stack: number[] = [];
  for (let i = 0; i < depth; i++) stack.push(i);
  for (let i = 0; i < len; i++) {
    const instr = instrs[start + i]!;
    if (instr.op !== Op.SWAP) continue;
    const top = stack[0]!;
    stack[0] = stack[instr.oparg - 1]!;
    stack[instr.oparg - 1] = top;
  }
  // Undo the permutation cycle by cycle, writing from the run's end.
  let current = len - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === VISITED || stack[i] === i) continue;
    let j = i;
    for (;;) {
      if (j !== 0) setOp1(instrs[start + current--]!, Op.SWAP, j + 1);
      if (stack[j] === VISITED) break;
      const nextJ = stack[j]!;
      stack[j] = VISITED;
      j = nextJ;
    }
  }
  while (current >= 0) setOp0(instrs[start + current--]!, Op.NOP);
  return start + len - 1;
}

function isSwappable(op: number): boolean {
  return op === Op.STORE_FAST || op === Op.STORE_FAST_MAYBE_NULL || op === Op.POP_TOP;
}

function storesTo(instr: Instr): number {
  return instr.op === Op.STORE_FAST || instr.op === Op.STORE_FAST_MAYBE_NULL ? instr.oparg : -1;
}

function nextSwappable(b: Block, i: number, lineno: number): number {
  const { instrs } = b;
  while (++i < instrs.length) {
    const instr = instrs[i]!;
    // Names must not change between two lines in another order than is written.
    if (lineno >= 0 && instr.loc.lineno !== lineno) return -1;
    if (instr.op === Op.NOP) continue;
    return isSwappable(instr.op) ? i : -1;
  }
  return -1;
}

/** Swaps instructions that store, instead of the values they store. */
function applyStaticSwaps(b: Block, at: number): void {
  const { instrs } = b;
  for (let i = at; i >= 0; i--) {
    const swap = instrs[i]!;
    if (swap.op !== Op.SWAP) {
      if (swap.op === Op.NOP || isSwappable(swap.op)) continue;
      return;
    }
    const j = nextSwappable(b, i, -1);
    if (j < 0) return;
    let k = j;
    const { lineno } = instrs[j]!.loc;
    for (let count = swap.oparg - 1; count > 0; count--) {
      k = nextSwappable(b, k, lineno);
      if (k < 0) return;
    }
    const storeJ = storesTo(instrs[j]!);
    const storeK = storesTo(instrs[k]!);
    if (storeJ >= 0 || storeK >= 0) {
      if (storeJ === storeK) return;
      for (let idx = j + 1; idx < k; idx++) {
        const store = storesTo(instrs[idx]!);
        if (store >= 0 && (store === storeJ || store === storeK)) return;
      }
    }
    setOp0(swap, Op.NOP);
    const temp = instrs[j]!;
    instrs[j] = instrs[k]!;
    instrs[k] = temp;
  }
}
