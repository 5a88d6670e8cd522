// Lines for what has none: exits are copied so that each copy has the line it is reached from. Follows
// Python/flowgraph.c.

import type { Loc } from '../location';
import { NO_LOCATION } from '../location';
import { HAS_EVAL_BREAK, opcodeFlags } from '../opcodes';
import { Block, exitsScope, hasFallthrough, isJump, nextNonempty } from './block';
import { hasNoLineno } from './cleanup';

function hasEvalBreak(b: Block): boolean {
  for (const instr of b.instrs) if (opcodeFlags[instr.op]! & HAS_EVAL_BREAK) return true;
  return false;
}

function isExitOrEvalCheckWithoutLineno(b: Block): boolean {
  return (exitsScope(b) || hasEvalBreak(b)) && hasNoLineno(b);
}

function duplicateExitsWithoutLineno(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last();
    if (last === null || !isJump(last.op)) continue;
    const target = nextNonempty(last.target)!;
    if (!isExitOrEvalCheckWithoutLineno(target) || target.predecessors <= 1) continue;
    const copy = new Block();
    copy.instrs = target.instrs.map((instr) => instr.copy());
    copy.instrs[0]!.loc = last.loc;
    last.target = copy;
    target.predecessors--;
    copy.predecessors = 1;
    copy.next = target.next;
    copy.isTarget = true;
    target.next = copy;
  }
  // What is left can only be fallen into, from one place.
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { next } = b;
    if (next === null || b.instrs.length === 0 || !hasFallthrough(b)) continue;
    if (isExitOrEvalCheckWithoutLineno(next)) next.instrs[0]!.loc = b.last()!.loc;
  }
}

/** Passes places on within blocks and to blocks with a single predecessor. */
function propagateLineNumbers(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last();
    if (last === null) continue;
    let prev: Loc = NO_LOCATION;
    for (const instr of b.instrs) {
      if (instr.loc.lineno < 0) instr.loc = prev;
      else prev = instr.loc;
    }
    const { next } = b;
    if (next !== null && next.predecessors === 1 && hasFallthrough(b)) {
      const first = next.instrs[0];
      if (first !== undefined && first.loc.lineno < 0) first.loc = prev;
    }
    if (isJump(last.op)) {
      const target = last.target!;
      if (target.predecessors === 1) {
        const first = target.instrs[0];
        if (first !== undefined && first.loc.lineno < 0) first.loc = prev;
      }
    }
  }
}

export function resolveLineNumbers(entry: Block): void {
  duplicateExitsWithoutLineno(entry);
  propagateLineNumbers(entry);
}
