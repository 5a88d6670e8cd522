// Inside a line: its instructions as they ran, the operand stack after each, and whose count each moved. A replay that
// looks at every count before and after each instruction of the frame.

import { disassembly } from '../../compiler/dis';
import type { Instruction } from '../../compiler/dis';
import { IMMORTAL_LIMIT } from '../../heap/header';
import { visitEdges } from '../../objects/edges';
import type { _PyInterpreterFrame } from '../../objects/framestruct';
import type { PyObject } from '../../objects/object';
import type { PyUnicodeObject } from '../../objects/unicodestruct';
import type { CountMove, LineDetail, LineInstruction, StackEntry } from '../../protocol/heapProtocol';
import { shortText, typeName } from '../describe';
import { describeFrame } from '../liveFrames';
import type { Watcher } from '../program';
import { Park } from '../program';
import { titleOf } from './scene';
import type { ProviderSession } from './session';
import { STATIC_SERIAL } from './session';

const MAX_INSTRUCTIONS = 500;
const MAX_MOVES = 24;
/** In a larger heap only what is near the frame is looked at. */
const MAX_WATCHED = 30_000;
const MAX_NEAR = 4000;

type SerialOf = (op: PyObject) => number;

/** Who refers to what, as far as the frame itself goes. */
interface Holdings {
  stack: Map<PyObject, number>;
  names: Map<PyObject, string[]>;
}

interface Running {
  instruction: Instruction | null;
  counts: Map<PyObject, number>;
  held: Holdings;
  born: Set<PyObject>;
  died: Map<PyObject, { count: number; typeName: string; title: string; id: string }>;
  innerSteps: number;
}

function holdings(frame: _PyInterpreterFrame): Holdings {
  const { base, localsplus, f_executable: code } = frame;
  const names = new Map<PyObject, string[]>();
  for (const [i, name] of code.co_localsplusnames.ob_item.entries()) {
    const op = localsplus[base + i];
    if (op === null || op === undefined) continue;
    const known = names.get(op);
    const text = (name as PyObject & { str: string }).str;
    if (known === undefined) names.set(op, [text]);
    else known.push(text);
  }
  const stack = new Map<PyObject, number>();
  for (const op of localsplus.slice(base + code.co_nlocalsplus, frame.stacktop)) {
    if (op !== null && op !== undefined) stack.set(op, (stack.get(op) ?? 0) + 1);
  }
  return { stack, names };
}

class LineWatch {
  readonly instructions: LineInstruction[] = [];
  /** Operand stack as the line begins. */
  stack: StackEntry[] = [];
  cut = false;
  functionName = '';
  private frame: _PyInterpreterFrame | null = null;
  private byOffset = new Map<number, Instruction>();
  private running: Running | null = null;
  private readonly living = new Set<PyObject>();
  private readonly ascii: boolean;

  constructor(
    private readonly step: number,
    private readonly source: string,
    private readonly serialOf: SerialOf,
  ) {
    this.ascii = /^[\x00-\x7f]*$/.test(source);
  }

  readonly watcher: Watcher = {
    born: (op) => {
      this.living.add(op);
      this.running?.born.add(op);
    },
    dying: (op) => {
      this.living.delete(op);
      const { running } = this;
      if (running === null || running.born.delete(op)) return;
      const count = running.counts.get(op);
      if (count !== undefined)
        running.died.set(op, { count, typeName: typeName(op), title: titleOf(op), id: this.id(op) });
    },
    line: (step, frame) => {
      if (this.frame === null) {
        if (step === this.step) this.begin(frame);
      } else if (frame === this.frame) this.end();
      else if (this.running !== null) this.running.innerSteps++;
    },
    instruction: (frame, unit) => {
      if (frame !== this.frame) return;
      this.finish();
      if (this.instructions.length >= MAX_INSTRUCTIONS) {
        this.cut = true;
        throw new Park(this.step);
      }
      this.start(unit);
    },
    return: (frame) => void (frame === this.frame && this.end()),
    yield: (frame) => void (frame === this.frame && this.end()),
    unwind: (frame) => void (frame === this.frame && this.end()),
  };

  /** The line table counts UTF-8 bytes, editors UTF-16 units. */
  private column(offset: number): number {
    return this.ascii
      ? offset
      : new TextDecoder().decode(new TextEncoder().encode(this.source).subarray(0, offset)).length;
  }

  private id(op: PyObject): string {
    return String(this.serialOf(op) || STATIC_SERIAL + op.ob_addr);
  }

  private begin(frame: _PyInterpreterFrame): void {
    this.frame = frame;
    this.stack = this.stackOf(frame);
    this.functionName = (frame.f_executable.co_qualname as PyUnicodeObject).str;
    for (const instruction of disassembly(frame.f_executable.unit).instructions)
      this.byOffset.set(instruction.offset, instruction);
  }

  private end(): never {
    this.finish();
    throw new Park(this.step);
  }

  /** Objects whose counts are looked at: all of a small heap, else what is near the frame. */
  private watched(): Iterable<PyObject> {
    if (this.living.size <= MAX_WATCHED) return this.living;
    const near = new Set<PyObject>();
    const { names, stack, namespace } = describeFrame(this.frame!);
    for (const [, op] of names) if (op !== null) near.add(op);
    for (const op of stack) if (op !== null) near.add(op);
    if (namespace !== null) near.add(namespace);
    for (const op of near) {
      if (near.size > MAX_NEAR) break;
      near.add(op.ob_type);
      visitEdges(op, (to) => {
        if (to !== null && to !== undefined) near.add(to);
      });
    }
    return near;
  }

  private start(unit: number): void {
    const counts = new Map<PyObject, number>();
    for (const op of this.watched()) if (op.ob_refcnt < IMMORTAL_LIMIT) counts.set(op, op.ob_refcnt);
    this.running = {
      instruction: this.byOffset.get(2 * unit) ?? null,
      counts,
      held: holdings(this.frame!),
      born: new Set(),
      died: new Map(),
      innerSteps: 0,
    };
  }

  private finish(): void {
    const { running, frame } = this;
    if (running === null || frame === null) return;
    this.running = null;
    const { instruction } = running;
    if (instruction === null) return;
    const position = instruction.position;
    const sameLine = position !== null && position.lineno === position.end_lineno;
    this.instructions.push({
      offset: instruction.offset,
      opname: instruction.opname,
      arg: instruction.arg,
      argRepr: instruction.argrepr,
      ...(sameLine && position.col_offset !== null && position.end_col_offset !== null
        ? { columns: [this.column(position.col_offset), this.column(position.end_col_offset)] as const }
        : {}),
      stack: this.stackOf(frame),
      moves: this.moves(running, instruction, holdings(frame)),
      innerSteps: running.innerSteps,
    });
  }

  private stackOf(frame: _PyInterpreterFrame): StackEntry[] {
    const { base, localsplus, f_executable: code } = frame;
    return localsplus.slice(base + code.co_nlocalsplus, frame.stacktop).map((op): StackEntry => {
      if (op === null || op === undefined) return { text: 'NULL', typeName: '', borrowed: false };
      return { text: shortText(op), typeName: typeName(op), id: this.id(op), borrowed: false };
    });
  }

  private moves(running: Running, instruction: Instruction, now: Holdings): CountMove[] {
    const moves: (CountMove & { readonly rank: number })[] = [];
    for (const op of running.born) {
      if (op.ob_type.tp_name === 'frame' || op.ob_refcnt <= 0 || op.ob_refcnt >= IMMORTAL_LIMIT) continue;
      moves.push({
        ...this.named(op),
        before: 0,
        after: op.ob_refcnt,
        cause: `made${where(op, running.held, now, instruction)}`,
        rank: 0,
      });
    }
    for (const [, dead] of running.died) {
      const { count, ...named } = dead;
      if (named.typeName === 'frame') continue;
      moves.push({ ...named, before: count, after: -1, cause: 'its last reference went', rank: 1 });
    }
    for (const [op, before] of running.counts) {
      if (running.died.has(op)) continue;
      const after = op.ob_refcnt;
      const cause = where(op, running.held, now, instruction);
      if (after !== before)
        moves.push({
          ...this.named(op),
          before,
          after,
          cause: cause.replace(/^, /, '') || other(op, after - before, running),
          rank: 2,
        });
      else if (cause !== '') moves.push({ ...this.named(op), before, after, cause: cause.replace(/^, /, ''), rank: 3 });
    }
    return moves
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MAX_MOVES)
      .map(({ rank: _, ...move }) => move);
  }

  private named(op: PyObject): { id: string; typeName: string; title: string } {
    return { id: this.id(op), typeName: typeName(op), title: titleOf(op) };
  }
}

/** What became of the frame's own references to `op`, and of the name the instruction stores into. */
function where(op: PyObject, before: Holdings, now: Holdings, instruction: Instruction): string {
  const parts: string[] = [];
  const oldNames = before.names.get(op) ?? [];
  const newNames = now.names.get(op) ?? [];
  const stack = (now.stack.get(op) ?? 0) - (before.stack.get(op) ?? 0);
  for (const name of newNames) if (!oldNames.includes(name)) parts.push(`stored in local ${name}`);
  for (const name of oldNames) if (!newNames.includes(name)) parts.push(`let go by local ${name}`);
  if (stack > 0) parts.push(stack === 1 ? 'pushed on the stack' : `pushed on the stack ${stack} times`);
  if (stack < 0) parts.push(taken(instruction, newNames.length > oldNames.length));
  return parts.length === 0 ? '' : `, ${parts.filter((p) => p !== '').join(', ')}`;
}

/** Where a reference taken off the stack goes. */
function taken(instruction: Instruction, named: boolean): string {
  const { opname, argrepr } = instruction;
  if (opname === 'STORE_NAME' || opname === 'STORE_GLOBAL') return `stored in global ${argrepr}`;
  if (opname === 'STORE_ATTR') return `popped (attribute ${argrepr})`;
  if (opname === 'STORE_SUBSCR') return 'popped (item stored)';
  return named ? '' : 'popped';
}

/** A reference outside the frame came or went. */
function other(op: PyObject, delta: number, running: Running): string {
  for (const made of running.born) if (delta > 0 && made.ob_type === op) return `type of the new ${typeName(made)}`;
  for (const [, dead] of running.died)
    if (delta < 0 && op.ob_type.tp_name === 'type' && dead.typeName === shortText(op).replace('class ', ''))
      return `a ${dead.typeName} of it died`;
  return delta > 0 ? 'stored in another object' : 'let go by another object';
}

/**
 * Which of the line's own instructions comes next when `done` instructions ran. What ran of a called function counts as
 * well: then it is still the call.
 */
export function instructionNow({ instructions }: LineDetail, done: number): number {
  const call = instructions.findIndex((i) => i.innerSteps > 0);
  return Math.min(done, call < 0 ? instructions.length - 1 : call);
}

export function lineDetail(session: ProviderSession, step: number): LineDetail {
  const info = session.stepInfo(step);
  const detail = { step, line: info.line, source: info.source, functionName: info.functionName, current: -1 };
  if (step >= session.steps) return { ...detail, stack: [], instructions: [], cut: false };
  let watch: LineWatch | null = null;
  session.observe((serialOf) => (watch = new LineWatch(step, info.source, serialOf)).watcher);
  const { stack, instructions, cut, functionName } = watch! as LineWatch;
  return { ...detail, functionName, stack, instructions, cut };
}
