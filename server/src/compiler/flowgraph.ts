// From the instructions code generation wrote to the ones that are assembled: the optimiser. Follows
// _PyCfg_OptimizeCodeUnit and _PyCfg_OptimizedCfgToInstructionSequence in Python/flowgraph.c of CPython 3.13.

import type { Unit } from './codegen/unit';
import type { CodeConst } from './codeunit';
import type { ConstCache } from './constants';
import { type Block, buildBlocks } from './flowgraph/block';
import {
  inlineSmallOrNoLinenoBlocks,
  removeRedundantNopsAndJumps,
  removeRedundantNopsAndPairs,
  removeUnreachable,
} from './flowgraph/cleanup';
import { labelExceptionTargets, markExceptHandlers } from './flowgraph/exceptions';
import { calculateStackdepth, convertPseudoOps, normalizeJumps, pushColdBlocksToEnd } from './flowgraph/layout';
import { resolveLineNumbers } from './flowgraph/lines';
import { addChecksForLoadsOfUninitializedVariables, insertSuperInstructions } from './flowgraph/locals';
import { ConstList, optimizeBlock, optimizeLoadConst } from './flowgraph/peephole';
import { prepareLocalsplus } from './flowgraph/prefix';
import { HAS_CONST, opcodeFlags } from './opcodes';

export interface OptimizedUnit {
  entry: Block;
  stacksize: number;
  nlocalsplus: number;
  consts: readonly CodeConst[];
}

function optimizeCfg(entry: Block, consts: ConstList): void {
  inlineSmallOrNoLinenoBlocks(entry);
  removeUnreachable(entry);
  resolveLineNumbers(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) optimizeLoadConst(b, consts);
  for (let b: Block | null = entry; b !== null; b = b.next) optimizeBlock(b, consts);
  removeRedundantNopsAndPairs(entry);
  removeUnreachable(entry);
  removeRedundantNopsAndJumps(entry);
}

/** Drops the constants nothing uses. The first stays: it may be a docstring. */
function removeUnusedConsts(entry: Block, consts: CodeConst[]): CodeConst[] {
  if (consts.length === 0) return consts;
  const used = new Uint8Array(consts.length);
  used[0] = 1;
  let count = 1;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      if (opcodeFlags[instr.op]! & HAS_CONST && used[instr.oparg] === 0) {
        used[instr.oparg] = 1;
        count++;
      }
    }
  }
  if (count === consts.length) return consts;
  const newIndex = new Int32Array(consts.length);
  const kept: CodeConst[] = [];
  for (let i = 0; i < consts.length; i++) {
    if (used[i] === 0) continue;
    newIndex[i] = kept.length;
    kept.push(consts[i]!);
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      if (opcodeFlags[instr.op]! & HAS_CONST) instr.oparg = newIndex[instr.oparg]!;
    }
  }
  return kept;
}

export function optimizeUnit(u: Unit, cache: ConstCache, flags: number): OptimizedUnit {
  const entry = buildBlocks(u.seq);
  markExceptHandlers(entry);
  labelExceptionTargets(entry);
  const list = new ConstList(u.consts, cache);
  optimizeCfg(entry, list);
  const consts = removeUnusedConsts(entry, list.items);
  addChecksForLoadsOfUninitializedVariables(entry, u.varnames.size, u.entry.varnames.length);
  insertSuperInstructions(entry);
  pushColdBlocksToEnd(entry);
  resolveLineNumbers(entry);

  // A frame has room for one value at least.
  const stacksize = Math.max(1, calculateStackdepth(entry));
  const nlocalsplus = prepareLocalsplus(u, entry, flags);
  convertPseudoOps(entry);
  normalizeJumps(entry);
  return { entry, stacksize, nlocalsplus, consts };
}
