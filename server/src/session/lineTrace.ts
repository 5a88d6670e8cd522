// A line's instructions, one by one: the operand stack before each, and what each did to counts.

import { disassembly } from '../compiler/dis';
import type { Instruction } from '../compiler/dis';
import type { CodeUnit } from '../compiler/codeunit';
import { _Py_IsImmortal } from '../heap/refcount';
import { codePositions } from '../objects/codelocations';
import { visitEdges } from '../objects/edges';
import type { _PyInterpreterFrame } from '../objects/framestruct';
import type { PyObject } from '../objects/object';
import type { PyUnicodeObject } from '../objects/unicodestruct';
import { utf16Column } from '../parser';
import type { InstructionPosition } from '../protocol/lspProtocol';
import { isAtom, shortText, typeName } from './describe';
import type { ObjectRegistry } from './objectRegistry';
import { Park } from './program';
import type { ReplayWatcher } from './replay';

/** Instructions of one step that are kept; a line that executes more is cut there. */
const MAX_INSTRUCTIONS = 2000;
/** How many objects around the frame have their counts watched. */
const NEIGHBOURS = 400;

export interface TracedMove {
  readonly serial: number;
  readonly typeName: string;
  readonly title: string;
  /** 0: it was made by the instruction. */
  readonly before: number;
  /** −1: freed. */
  readonly after: number;
}

export interface TracedInstruction {
  readonly opname: string;
  readonly arg: number | null;
  readonly argrepr: string;
  /** 1-based; 0 where the line table has none. */
  readonly line: number;
  /** UTF-8 columns in that line, where the instruction belongs to one line. */
  readonly columns: readonly [start: number, end: number] | null;
  /** Operand stack before it, bottom first. */
  readonly stack: readonly { readonly text: string; readonly serial: number; readonly typeName: string }[];
  /** What it did. */
  moves: readonly TracedMove[];
}

export interface LineTrace {
  readonly step: number;
  readonly instructions: readonly TracedInstruction[];
  readonly cut: boolean;
}

function isOwn(frame: _PyInterpreterFrame, path: string): boolean {
  return (frame.f_executable.co_filename as PyUnicodeObject).str === path;
}

/** Parks a replay inside the line of `step`, before its instruction number `index`. */
export function parkInside(step: number, index: number, path: string): ReplayWatcher {
  let at = -1;
  let seen = 0;
  return {
    line: (s) => void (at = s),
    instruction: (frame) => {
      if (at !== step || !isOwn(frame, path)) return;
      if (seen++ === index) throw new Park(step);
    },
  };
}

const units = new WeakMap<CodeUnit, Map<number, Instruction>>();
function instructionAt(unit: CodeUnit, index: number): Instruction | undefined {
  let byUnit = units.get(unit);
  if (byUnit === undefined) {
    byUnit = new Map(disassembly(unit).instructions.map((i) => [i.offset / 2, i]));
    units.set(unit, byUnit);
  }
  return byUnit.get(index);
}

export class LineTracer implements ReplayWatcher {
  private readonly instructions: TracedInstruction[] = [];
  private at = -1;
  private cut = false;
  private counts = new Map<PyObject, number>();
  private births: PyObject[] = [];
  private deaths = new Map<PyObject, { title: string; serial: number; typeName: string; before: number }>();

  constructor(
    private readonly step: number,
    private readonly path: string,
    private readonly registry: ObjectRegistry,
  ) {}

  readonly line = (s: number): void => {
    this.at = s;
  };

  readonly instruction = (frame: _PyInterpreterFrame, unit: number): void => {
    if (this.at !== this.step || !isOwn(frame, this.path)) return;
    this.close();
    if (this.instructions.length >= MAX_INSTRUCTIONS) {
      this.cut = true;
      return;
    }
    const code = frame.f_executable;
    const described = instructionAt(code.unit, unit);
    const positions = codePositions(code);
    const [line, endLine, start, end] = [0, 1, 2, 3].map((k) => positions[4 * unit + k]!) as [
      number,
      number,
      number,
      number,
    ];
    const top = frame.base + code.co_nlocalsplus;
    const stack = frame.localsplus.slice(top, frame.stacktop);
    this.instructions.push({
      opname: described?.opname ?? `unit ${unit}`,
      arg: described?.arg ?? null,
      argrepr: described?.argrepr ?? '',
      line: Math.max(0, line),
      columns: line > 0 && line === endLine && start >= 0 && end >= start ? [start, end] : null,
      stack: stack.map((op) =>
        op === null || op === undefined
          ? { text: 'NULL', serial: 0, typeName: '' }
          : { text: shortText(op), serial: this.registry.serialOf(op), typeName: typeName(op) },
      ),
      moves: [],
    });
    this.watch(frame);
  };

  readonly born = (op: PyObject): void => {
    if (this.at === this.step) this.births.push(op);
  };

  readonly dying = (op: PyObject): void => {
    if (this.at !== this.step || isAtom(op)) return;
    const before = this.counts.get(op);
    this.deaths.set(op, {
      title: shortText(op),
      serial: this.registry.serialOf(op),
      typeName: typeName(op),
      before: before ?? 0,
    });
  };

  /** Counts of what the frame holds, and of what that holds, before an instruction. */
  private watch(frame: _PyInterpreterFrame): void {
    const { counts } = this;
    counts.clear();
    this.births = [];
    this.deaths.clear();
    const note = (op: PyObject | null | undefined): void => {
      if (op === null || op === undefined || counts.size >= NEIGHBOURS || counts.has(op)) return;
      if (!isAtom(op) && !_Py_IsImmortal(op)) counts.set(op, op.ob_refcnt);
    };
    for (let f: _PyInterpreterFrame | null = frame; f !== null; f = f.previous) {
      if (f.f_executable === null || f.f_funcobj === null || !isOwn(f, this.path)) continue;
      for (let i = f.base; i < f.stacktop; i++) note(f.localsplus[i]);
      if (f.f_locals !== null) visitEdges(f.f_locals, note);
    }
    for (const op of [...counts.keys()]) if (counts.size < NEIGHBOURS) visitEdges(op, note);
  }

  /** The instruction before is over: what it did. */
  private close(): void {
    const last = this.instructions.at(-1);
    if (last === undefined || this.cut) return;
    const moves: TracedMove[] = [];
    for (const [op, before] of this.counts) {
      if (this.deaths.has(op) || op.ob_refcnt === before) continue;
      moves.push({ ...this.title(op), before, after: op.ob_refcnt });
    }
    for (const op of this.births) {
      if (this.deaths.has(op) || isAtom(op) || this.counts.has(op) || op.ob_type.tp_name === 'frame') continue;
      moves.push({ ...this.title(op), before: 0, after: op.ob_refcnt });
    }
    for (const [, { title, serial, typeName: name, before }] of this.deaths) {
      if (before > 0) moves.push({ title, serial, typeName: name, before, after: -1 });
    }
    last.moves = moves;
  }

  private title(op: PyObject): { serial: number; title: string; typeName: string } {
    return { serial: this.registry.serialOf(op), title: shortText(op), typeName: typeName(op) };
  }

  finish(): LineTrace {
    this.close();
    return { step: this.step, instructions: this.instructions, cut: this.cut };
  }
}

export function instructionText(i: TracedInstruction): string {
  if (i.argrepr !== '') return `${i.opname} ${i.argrepr}`;
  return i.arg === null ? i.opname : `${i.opname} ${i.arg}`;
}

export function moveText(move: TracedMove): string {
  const name = `${move.typeName}${move.serial > 0 && move.serial < 2 ** 40 ? ` #${move.serial}` : ''}`;
  if (move.after < 0) return `${name}: freed`;
  if (move.before === 0) return `${name}: new, ${move.after}`;
  return `${name}: ${move.before} → ${move.after}`;
}

function utf16(line: string, [start, end]: readonly [number, number]): readonly [number, number] {
  return [utf16Column(line, start), utf16Column(line, end)];
}

/** The program before instruction `index` of the line, for the editor. */
export function instructionPosition(
  trace: LineTrace,
  index: number,
  sourceLine: (line: number) => string,
): InstructionPosition | undefined {
  const here = trace.instructions[index];
  if (here === undefined) return undefined;
  return {
    index,
    count: trace.instructions.length,
    text: instructionText(here),
    stack: here.stack.map((entry) => entry.text),
    moves: (trace.instructions[index - 1]?.moves ?? []).map(moveText),
    ...(here.columns === null ? {} : { columns: utf16(sourceLine(here.line), here.columns) }),
  };
}
