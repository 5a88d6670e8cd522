// The disassembler: what CPython 3.13's `dis.dis` prints, and the same as data. Follows Lib/dis.py.

import type { CodeConst, CodeUnit } from './codeunit';
import { reprConstant } from './constantRepr';
import {
  HAS_ARG,
  HAS_CONST,
  HAS_EXC,
  HAS_FREE,
  HAS_JUMP,
  HAS_LOCAL,
  HAS_NAME,
  Op,
  cmp_op,
  intrinsic1Names,
  intrinsic2Names,
  nbOps,
  opcodeCaches,
  opcodeFlags,
  opname,
} from './opcodes';
import { type ExceptionEntry, type LocationEntry, parseExceptionTable, parseLocationTable } from './tables';

export interface Instruction {
  opname: string;
  opcode: number;
  /** null where the instruction takes none. */
  arg: number | null;
  /** What the argument means, as text; empty where there is nothing to say. */
  argrepr: string;
  /** Byte offset of the instruction itself, and of the EXTENDED_ARGs before it. */
  offset: number;
  startOffset: number;
  /** Byte offset of what follows the instruction and its caches. */
  endOffset: number;
  /** The first instruction of a line (or of code without line) in this run. */
  startsLine: boolean;
  lineNumber: number | null;
  /** L-number, for a jump target and where a handler's range begins or ends. */
  label: number | null;
  /** Byte offset of where it jumps to, or null. */
  jumpTarget: number | null;
  position: LocationEntry | null;
}

export interface DisOptions {
  /** The column of byte offsets. */
  showOffsets?: boolean;
  /** A line for each inline cache entry. */
  showCaches?: boolean;
  /** The address of a code object, as its repr shows it. */
  addressOf?: (code: CodeUnit) => string;
}

export interface Disassembly {
  instructions: Instruction[];
  exceptions: ExceptionEntry[];
  /** L-number by byte offset. */
  labels: ReadonlyMap<number, number>;
}

export function reprCode(code: CodeUnit, addressOf?: (code: CodeUnit) => string): string {
  const address = addressOf === undefined ? '0x0' : addressOf(code);
  const line = code.co_firstlineno !== 0 ? code.co_firstlineno : -1;
  return `<code object ${code.co_name} at ${address}, file "${code.co_filename}", line ${line}>`;
}

function reprConst(value: CodeConst, addressOf?: (code: CodeUnit) => string): string {
  return value.type === 'code' ? reprCode(value.code, addressOf) : reprConstant(value);
}

interface RawInstruction {
  op: number;
  arg: number | null;
  offset: number;
  startOffset: number;
}

function unpack(code: Uint8Array): RawInstruction[] {
  const raw: RawInstruction[] = [];
  let extended = 0;
  let extensions = 0;
  for (let i = 0; i < code.length;) {
    const op = code[i]!;
    let arg: number | null = null;
    if (opcodeFlags[op]! & HAS_ARG) {
      arg = code[i + 1]! | extended;
      extended = op === Op.EXTENDED_ARG ? arg << 8 : 0;
    } else extended = 0;
    if (op === Op.EXTENDED_ARG) {
      extensions++;
      raw.push({ op, arg, offset: i, startOffset: i });
    } else {
      raw.push({ op, arg, offset: i, startOffset: i - 2 * extensions });
      extensions = 0;
    }
    i += 2 + 2 * opcodeCaches[op]!;
  }
  return raw;
}

function jumpTarget(op: number, arg: number | null, offset: number): number | null {
  if (arg === null || !(opcodeFlags[op]! & HAS_JUMP)) return null;
  const back = op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT;
  return offset + 2 + 2 * opcodeCaches[op]! + (back ? -arg : arg) * 2;
}

const conversions = ['', 'str', 'repr', 'ascii'];
const functionAttributes = ['defaults', 'kwdefaults', 'annotations', 'closure'];

function describeArg(
  unit: CodeUnit,
  op: number,
  arg: number,
  offset: number,
  labels: ReadonlyMap<number, number>,
  addressOf?: (code: CodeUnit) => string,
): string {
  const flags = opcodeFlags[op]!;
  const name = (i: number): string => unit.co_names[i] ?? '';
  const local = (i: number): string => unit.co_localsplusnames[i] ?? '';
  if (flags & HAS_CONST) return reprConst(unit.co_consts[arg]!, addressOf);
  if (flags & HAS_NAME) {
    switch (op) {
      case Op.LOAD_GLOBAL:
        return arg & 1 ? `${name(arg >> 1)} + NULL` : name(arg >> 1);
      case Op.LOAD_ATTR:
        return arg & 1 ? `${name(arg >> 1)} + NULL|self` : name(arg >> 1);
      case Op.LOAD_SUPER_ATTR:
        return arg & 1 ? `${name(arg >> 2)} + NULL|self` : name(arg >> 2);
      default:
        return name(arg);
    }
  }
  if (flags & (HAS_JUMP | HAS_EXC)) return `to L${labels.get(jumpTarget(op, arg, offset)!) ?? '?'}`;
  switch (op) {
    case Op.LOAD_FAST_LOAD_FAST:
    case Op.STORE_FAST_LOAD_FAST:
    case Op.STORE_FAST_STORE_FAST:
      return `${local(arg >> 4)}, ${local(arg & 15)}`;
    case Op.COMPARE_OP:
      return arg & 16 ? `bool(${cmp_op[arg >> 5]!})` : cmp_op[arg >> 5]!;
    case Op.CONVERT_VALUE:
      return conversions[arg]!;
    case Op.SET_FUNCTION_ATTRIBUTE:
      return functionAttributes.filter((_, i) => arg & (1 << i)).join(', ');
    case Op.BINARY_OP:
      return nbOps[arg]!;
    case Op.CALL_INTRINSIC_1:
      return intrinsic1Names[arg]!;
    case Op.CALL_INTRINSIC_2:
      return intrinsic2Names[arg]!;
    default:
      return flags & (HAS_LOCAL | HAS_FREE) ? local(arg) : '';
  }
}

function makeLabels(raw: readonly RawInstruction[], exceptions: readonly ExceptionEntry[]): Map<number, number> {
  const offsets = new Set<number>();
  for (const { op, arg, offset } of raw) {
    const target = jumpTarget(op, arg, offset);
    if (target !== null) offsets.add(target);
  }
  for (const { start, end, target } of exceptions) offsets.add(start).add(end).add(target);
  return new Map([...offsets].sort((a, b) => a - b).map((offset, i) => [offset, i + 1]));
}

/** One code object's instructions and handlers as data. */
export function disassembly(unit: CodeUnit, options: DisOptions = {}): Disassembly {
  const raw = unpack(unit.co_code);
  const exceptions = parseExceptionTable(unit.co_exceptiontable);
  const labels = makeLabels(raw, exceptions);
  const locations = parseLocationTable(unit.co_linetable, unit.co_firstlineno);
  const lineStarts = new Map<number, number | null>();
  let last: number | null | undefined;
  for (const entry of locations) {
    if (entry.lineno !== last) lineStarts.set(entry.start, entry.lineno);
    last = entry.lineno;
  }
  let at = 0;
  let lineNumber: number | null = null;
  const instructions = raw.map(({ op, arg, offset, startOffset }): Instruction => {
    while (at < locations.length && locations[at]!.end <= offset) at++;
    const startsLine = lineStarts.has(offset);
    if (startsLine) lineNumber = lineStarts.get(offset) ?? null;
    return {
      opname: opname[op]!,
      opcode: op,
      arg,
      argrepr: arg === null ? '' : describeArg(unit, op, arg, offset, labels, options.addressOf),
      offset,
      startOffset,
      endOffset: offset + 2 + 2 * opcodeCaches[op]!,
      startsLine,
      lineNumber,
      label: labels.get(offset) ?? null,
      jumpTarget: jumpTarget(op, arg, offset),
      position: locations[at] ?? null,
    };
  });
  return { instructions, exceptions, labels };
}

const OPNAME_WIDTH = 20;
const OPARG_WIDTH = 5;
const NO_LINENO = '  --';

/** What the first entry of each cache value is called, and how many entries the value takes. */
const cacheNames: { readonly [opname: string]: readonly (readonly [string, number])[] } = {
  LOAD_GLOBAL: [
    ['counter', 1],
    ['index', 1],
    ['module_keys_version', 1],
    ['builtin_keys_version', 1],
  ],
  LOAD_ATTR: [
    ['counter', 1],
    ['version', 2],
    ['keys_version', 2],
    ['descr', 4],
  ],
  STORE_ATTR: [
    ['counter', 1],
    ['version', 2],
    ['index', 1],
  ],
  CALL: [
    ['counter', 1],
    ['func_version', 2],
  ],
  TO_BOOL: [
    ['counter', 1],
    ['version', 2],
  ],
};

class Formatter {
  readonly lines: string[] = [];

  constructor(
    private readonly linenoWidth: number,
    private readonly offsetWidth: number,
    private readonly labelWidth: number,
    private readonly showCaches: boolean,
  ) {}

  instruction(instr: Instruction): void {
    this.line(instr);
    if (!this.showCaches) return;
    const caches = opcodeCaches[instr.opcode]!;
    if (caches === 0) return;
    let { offset } = instr;
    for (const [name, size] of cacheNames[instr.opname] ?? [['counter', 1] as const]) {
      for (let i = 0; i < size; i++) {
        offset += 2;
        this.line({
          ...instr,
          opname: 'CACHE',
          opcode: Op.CACHE,
          arg: 0,
          argrepr: i === 0 ? `${name}: 0` : '',
          offset,
          startsLine: false,
          label: null,
        });
      }
    }
  }

  private line(instr: Instruction): void {
    if (this.linenoWidth > 0 && instr.startsLine && instr.offset > 0) this.lines.push('');
    const fields: string[] = [];
    if (this.linenoWidth > 0) {
      const text = instr.startsLine ? (instr.lineNumber === null ? NO_LINENO : String(instr.lineNumber)) : '';
      fields.push(text.padStart(this.linenoWidth));
    }
    fields.push((instr.label === null ? '' : `L${instr.label}:`).padStart(this.labelWidth));
    if (this.offsetWidth > 0) fields.push(`${String(instr.offset).padStart(this.offsetWidth)}  `);
    fields.push('   ', instr.opname.padEnd(OPNAME_WIDTH));
    if (instr.arg !== null) {
      const excess = Math.max(0, instr.opname.length - OPNAME_WIDTH);
      fields.push(String(instr.arg).padStart(OPARG_WIDTH - excess));
      if (instr.argrepr !== '') fields.push(`(${instr.argrepr})`);
    }
    this.lines.push(fields.join(' ').trimEnd());
  }

  exceptionTable({ exceptions, labels }: Disassembly): void {
    if (exceptions.length === 0) return;
    this.lines.push('ExceptionTable:');
    for (const e of exceptions) {
      const range = `L${labels.get(e.start)!} to L${labels.get(e.end)!}`;
      this.lines.push(`  ${range} -> L${labels.get(e.target)!} [${e.depth}]${e.lasti ? ' lasti' : ''}`);
    }
  }
}

function lineColumnWidth(instructions: readonly Instruction[]): number {
  let max = -1;
  let none = false;
  for (const { startsLine, lineNumber } of instructions) {
    if (!startsLine) continue;
    if (lineNumber === null) none = true;
    // Line 0 counts as none here, as in dis.py.
    else if (lineNumber > 0) max = Math.max(max, lineNumber);
  }
  if (max === -1) return 0;
  const width = Math.max(3, String(max).length);
  return none ? Math.max(width, NO_LINENO.length) : width;
}

/** The lines `dis.disassemble(code)` prints: one code object, without those in it. */
export function disassemble(unit: CodeUnit, options: DisOptions = {}): string[] {
  const result = disassembly(unit, options);
  const formatter = new Formatter(
    lineColumnWidth(result.instructions),
    options.showOffsets === true ? String(Math.max(unit.co_code.length - 2, 9999)).length : 0,
    4 + String(result.labels.size).length,
    options.showCaches === true,
  );
  for (const instr of result.instructions) formatter.instruction(instr);
  formatter.exceptionTable(result);
  return formatter.lines;
}

/** What `dis.dis(code)` prints: the code object and all those in it, `depth` levels deep. */
export function dis(unit: CodeUnit, options: DisOptions = {}, depth = Infinity): string {
  const lines: string[] = [];
  const add = (code: CodeUnit, levels: number): void => {
    lines.push(...disassemble(code, options));
    if (levels <= 0) return;
    for (const value of code.co_consts) {
      if (value.type !== 'code') continue;
      lines.push('', `Disassembly of ${reprCode(value.code, options.addressOf)}:`);
      add(value.code, levels - 1);
    }
  };
  add(unit, depth);
  return lines.map((line) => `${line}\n`).join('');
}
