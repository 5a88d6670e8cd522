// Where cells and free variables lie, and the instructions a code object starts with. Follows Python/flowgraph.c.

import type { Unit } from '../codegen/unit';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR } from '../codeunit';
import { Instr } from '../instructionSequence';
import { Loc, NO_LOCATION } from '../location';
import { Op } from '../opcodes';
import type { Block } from './block';

/** Each cell's and free variable's index in localsplus, before those that are arguments too are merged. */
function cellFixedOffsets(u: Unit): Int32Array {
  const nlocals = u.varnames.size;
  const fixed = new Int32Array(u.cellvars.size + u.freevars.size);
  for (let i = 0; i < fixed.length; i++) fixed[i] = nlocals + i;
  for (const [name, index] of u.cellvars) {
    const arg = u.varnames.get(name);
    if (arg !== undefined) fixed[index] = arg;
  }
  return fixed;
}

function insertPrefix(u: Unit, entry: Block, fixed: Int32Array, flags: number): void {
  const prefix: Instr[] = [];
  if (u.freevars.size > 0) prefix.push(new Instr(Op.COPY_FREE_VARS, u.freevars.size, NO_LOCATION));
  const ncells = u.cellvars.size;
  if (ncells > 0) {
    const order: number[] = [];
    for (let i = 0; i < ncells; i++) order.push(i);
    order.sort((a, b) => fixed[a]! - fixed[b]!);
    // The oparg is the cell's own index for now; fixCellOffsets makes it the slot's.
    for (const cell of order) prefix.push(new Instr(Op.MAKE_CELL, cell, NO_LOCATION));
  }
  if (flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) {
    const loc = new Loc(u.firstlineno, u.firstlineno, -1, -1);
    prefix.push(new Instr(Op.RETURN_GENERATOR, 0, loc), new Instr(Op.POP_TOP, 0, loc));
  }
  if (prefix.length > 0) entry.instrs.unshift(...prefix);
}

/** Turns indices of cells and free variables into slots; gives how many cells are arguments. */
function fixCellOffsets(u: Unit, entry: Block, fixed: Int32Array): number {
  const nlocals = u.varnames.size;
  let dropped = 0;
  for (let i = 0; i < fixed.length; i++) {
    if (fixed[i] === i + nlocals) fixed[i]! -= dropped;
    else dropped++;
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      switch (instr.op) {
        case Op.MAKE_CELL:
        case Op.LOAD_CLOSURE:
        case Op.LOAD_DEREF:
        case Op.STORE_DEREF:
        case Op.DELETE_DEREF:
        case Op.LOAD_FROM_DICT_OR_DEREF:
          instr.oparg = fixed[instr.oparg]!;
          break;
        default:
          break;
      }
    }
  }
  return dropped;
}

/** Gives the number of fast locals, cells and free variables together. */
export function prepareLocalsplus(u: Unit, entry: Block, flags: number): number {
  const n = u.varnames.size + u.cellvars.size + u.freevars.size;
  const fixed = cellFixedOffsets(u);
  insertPrefix(u, entry, fixed, flags);
  if (fixed.length === 0) return n;
  return n - fixCellOffsets(u, entry, fixed);
}
