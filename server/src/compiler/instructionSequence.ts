// The flat list of instructions code generation writes, with labels. Follows Python/instruction_sequence.c.

import type { Loc } from './location';
import type { Block } from './flowgraph/block';

export class Instr {
  /** Where it jumps to, or where the handler is that it pushes. */
  target: Block | null = null;
  /** The handler in force. */
  except: Block | null = null;

  constructor(
    public op: number,
    public oparg: number,
    public loc: Loc,
  ) {}

  copy(): Instr {
    const instr = new Instr(this.op, this.oparg, this.loc);
    instr.target = this.target;
    instr.except = this.except;
    return instr;
  }
}

/** A label's number; jumps carry it as oparg until blocks are made. */
export type Label = number;
export const NO_LABEL: Label = -1;

export class InstructionSequence {
  readonly instrs: Instr[] = [];
  /** Index of the instruction each label stands before. */
  readonly labels: number[] = [];

  newLabel(): Label {
    this.labels.push(-1);
    return this.labels.length - 1;
  }

  useLabel(label: Label): void {
    this.labels[label] = this.instrs.length;
  }

  add(op: number, oparg: number, loc: Loc): void {
    this.instrs.push(new Instr(op, oparg, loc));
  }

  insert(pos: number, op: number, oparg: number, loc: Loc): void {
    this.instrs.splice(pos, 0, new Instr(op, oparg, loc));
    const { labels } = this;
    for (let i = 0; i < labels.length; i++) if (labels[i]! >= pos) labels[i]!++;
  }
}
