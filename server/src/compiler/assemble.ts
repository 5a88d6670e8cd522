// From blocks to a code object: jump offsets, bytes, location and exception tables. Follows Python/assemble.c and
// compute_code_flags in Python/compile.c of CPython 3.13.

import type { Unit } from './codegen/unit';
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_FAST_CELL,
  CO_FAST_FREE,
  CO_FAST_HIDDEN,
  CO_FAST_LOCAL,
  CO_GENERATOR,
  CO_NESTED,
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
  type CodeUnit,
} from './codeunit';
import type { ConstCache } from './constants';
import { optimizeUnit } from './flowgraph';
import { type Block, isJump } from './flowgraph/block';
import { PyCF_MASK } from './future';
import type { Instr } from './instructionSequence';
import { type Loc, NO_LOCATION, sameLocation } from './location';
import { Op, opcodeCaches } from './opcodes';
import type { Target } from './target';

function computeCodeFlags(u: Unit, compilerFlags: number): number {
  const { entry } = u;
  let flags = 0;
  if (entry.isFunctionLike) {
    flags |= CO_NEWLOCALS | CO_OPTIMIZED;
    if (entry.nested) flags |= CO_NESTED;
    if (entry.generator) flags |= entry.coroutine ? CO_ASYNC_GENERATOR : CO_GENERATOR;
    if (entry.varargs) flags |= CO_VARARGS;
    if (entry.varkeywords) flags |= CO_VARKEYWORDS;
  }
  if (entry.coroutine && !entry.generator) flags |= CO_COROUTINE;
  return flags | (compilerFlags & PyCF_MASK);
}

/** A growing run of bytes. */
class ByteWriter {
  private bytes = new Uint8Array(64);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(this.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.length++] = byte;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** Code units an instruction takes: prefixes for a large oparg, itself, its caches. */
function instrSize(instr: Instr): number {
  const { oparg } = instr;
  const extended = oparg <= 0xff ? 0 : oparg <= 0xffff ? 1 : oparg <= 0xffffff ? 2 : 3;
  return 1 + extended + opcodeCaches[instr.op]!;
}

/** Lays the blocks out in a row: all instructions, and each block's index in them. */
function flatten(entry: Block): Instr[] {
  const instrs: Instr[] = [];
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.start = instrs.length;
    for (let i = 0; i < b.instrs.length; i++) instrs.push(b.instrs[i]!);
  }
  return instrs;
}

function resolveUnconditionalJumps(instrs: readonly Instr[]): void {
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    if (instr.op === Op.JUMP) {
      instr.op = instr.target!.start > i ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD;
    } else if (instr.op === Op.JUMP_NO_INTERRUPT) {
      instr.op = instr.target!.start > i ? Op.JUMP_FORWARD : Op.JUMP_BACKWARD_NO_INTERRUPT;
    }
  }
}

/** Sets jumps' opargs. A longer oparg moves what follows, so that it takes rounds; gives offsets by index. */
function resolveJumpOffsets(instrs: readonly Instr[]): Int32Array {
  const offsets = new Int32Array(instrs.length + 1);
  // The first round measures jumps by their targets' indices, as CPython does.
  for (const instr of instrs) if (isJump(instr.op)) instr.oparg = instr.target!.start;
  for (let again = true; again;) {
    let total = 0;
    for (let i = 0; i < instrs.length; i++) {
      offsets[i] = total;
      total += instrSize(instrs[i]!);
    }
    offsets[instrs.length] = total;
    again = false;
    let offset = 0;
    for (let i = 0; i < instrs.length; i++) {
      const instr = instrs[i]!;
      const size = instrSize(instr);
      offset += size;
      if (!isJump(instr.op)) continue;
      const target = offsets[instr.target!.start]!;
      instr.oparg = target < offset ? offset - target : target - offset;
      if (instrSize(instr) !== size) again = true;
    }
  }
  return offsets;
}

function assembleCode(instrs: readonly Instr[], size: number): Uint8Array {
  const code = new Uint8Array(size * 2);
  let p = 0;
  for (let i = 0; i < instrs.length; i++) {
    const { op, oparg } = instrs[i]!;
    if (oparg > 0xff) {
      if (oparg > 0xffff) {
        if (oparg > 0xffffff) {
          code[p++] = Op.EXTENDED_ARG;
          code[p++] = oparg >>> 24;
        }
        code[p++] = Op.EXTENDED_ARG;
        code[p++] = (oparg >> 16) & 0xff;
      }
      code[p++] = Op.EXTENDED_ARG;
      code[p++] = (oparg >> 8) & 0xff;
    }
    code[p++] = op;
    code[p++] = oparg & 0xff;
    p += 2 * opcodeCaches[op]!;
  }
  return code;
}

// ---- location table

const enum LocationForm {
  OneLine0 = 10,
  NoColumns = 13,
  Long = 14,
  None = 15,
}

class LocationWriter {
  readonly out = new ByteWriter();

  constructor(private lineno: number) {}

  private first(form: number, length: number): void {
    this.out.push(0x80 | (form << 3) | (length - 1));
  }

  private varint(value: number): void {
    while (value >= 64) {
      this.out.push(0x40 | (value & 0x3f));
      value >>>= 6;
    }
    this.out.push(value);
  }

  private signedVarint(value: number): void {
    this.varint(value < 0 ? ((-value << 1) | 1) >>> 0 : (value << 1) >>> 0);
  }

  private entry(loc: Loc, length: number): void {
    if (loc.lineno === -1) return this.first(LocationForm.None, length);
    const delta = loc.lineno - this.lineno;
    const column = loc.col_offset;
    const endColumn = loc.end_col_offset;
    if (column < 0 || endColumn < 0) {
      if (loc.end_lineno === loc.lineno || loc.end_lineno < 0) {
        this.first(LocationForm.NoColumns, length);
        this.signedVarint(delta);
        this.lineno = loc.lineno;
        return;
      }
    } else if (loc.end_lineno === loc.lineno) {
      if (delta === 0 && column < 80 && endColumn - column < 16 && endColumn >= column) {
        this.first(column >> 3, length);
        this.out.push(((column & 7) << 4) | (endColumn - column));
        return;
      }
      if (delta >= 0 && delta < 3 && column < 128 && endColumn < 128) {
        this.first(LocationForm.OneLine0 + delta, length);
        this.out.push(column);
        this.out.push(endColumn);
        this.lineno = loc.lineno;
        return;
      }
    }
    this.first(LocationForm.Long, length);
    this.signedVarint(delta);
    this.varint(loc.end_lineno - loc.lineno);
    this.varint(column + 1);
    this.varint(endColumn + 1);
    this.lineno = loc.lineno;
  }

  write(loc: Loc, size: number): void {
    while (size > 8) {
      this.entry(loc, 8);
      size -= 8;
    }
    if (size > 0) this.entry(loc, size);
  }
}

function assembleLocations(instrs: readonly Instr[], firstlineno: number): Uint8Array {
  const writer = new LocationWriter(firstlineno);
  let loc: Loc = NO_LOCATION;
  let size = 0;
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i]!;
    if (!sameLocation(loc, instr.loc)) {
      writer.write(loc, size);
      loc = instr.loc;
      size = 0;
    }
    size += instrSize(instr);
  }
  writer.write(loc, size);
  return writer.out.finish();
}

// ---- exception table

function exceptionItem(out: ByteWriter, value: number, msb: number): void {
  for (let shift = 24; shift > 0; shift -= 6) {
    if (value >= 1 << shift) {
      out.push(((value >> shift) & 0x3f) | 0x40 | msb);
      msb = 0;
    }
  }
  out.push((value & 0x3f) | msb);
}

function assembleExceptions(instrs: readonly Instr[], offsets: Int32Array): Uint8Array {
  const out = new ByteWriter();
  let handler: Block | null = null;
  let start = 0;
  const emit = (end: number): void => {
    if (handler === null) return;
    const depth = handler.startDepth - 1 - (handler.preserveLasti ? 1 : 0);
    exceptionItem(out, start, 0x80);
    exceptionItem(out, end - start, 0);
    exceptionItem(out, offsets[handler.start]!, 0);
    exceptionItem(out, (depth << 1) | (handler.preserveLasti ? 1 : 0), 0);
  };
  for (let i = 0; i < instrs.length; i++) {
    const { except } = instrs[i]!;
    // Handlers that begin at the same instruction are one.
    if (except === handler || (except !== null && handler !== null && except.start === handler.start)) continue;
    emit(offsets[i]!);
    start = offsets[i]!;
    handler = except;
  }
  emit(offsets[instrs.length]!);
  return out.finish();
}

// ---- the code object

function localsplus(u: Unit, n: number): { names: string[]; kinds: Uint8Array } {
  const names = new Array<string>(n);
  const kinds = new Uint8Array(n);
  for (const [name, i] of u.varnames) {
    let kind = CO_FAST_LOCAL;
    if (u.fastHidden.has(name)) kind |= CO_FAST_HIDDEN;
    if (u.cellvars.has(name)) kind |= CO_FAST_CELL;
    names[i] = name;
    kinds[i] = kind;
  }
  const nlocals = u.varnames.size;
  let dropped = 0;
  for (const [name, i] of u.cellvars) {
    if (u.varnames.has(name)) {
      dropped++;
      continue;
    }
    names[i + nlocals - dropped] = name;
    kinds[i + nlocals - dropped] = CO_FAST_CELL;
  }
  for (const [name, i] of u.freevars) {
    names[i + nlocals - dropped] = name;
    kinds[i + nlocals - dropped] = CO_FAST_FREE;
  }
  return { names, kinds };
}

/** Optimises and assembles a finished unit. */
export function assembleUnit(
  u: Unit,
  cache: ConstCache,
  filename: string,
  compilerFlags: number,
  _target: Target,
): CodeUnit {
  const flags = computeCodeFlags(u, compilerFlags);
  const { entry, stacksize, nlocalsplus, consts } = optimizeUnit(u, cache, flags);
  const instrs = flatten(entry);
  resolveUnconditionalJumps(instrs);
  const offsets = resolveJumpOffsets(instrs);
  const { names, kinds } = localsplus(u, nlocalsplus);
  const co_code = assembleCode(instrs, offsets[instrs.length]!);
  const co_linetable = assembleLocations(instrs, u.firstlineno);
  const co_exceptiontable = assembleExceptions(instrs, offsets);
  cache.addCode(consts, [co_exceptiontable, co_linetable, co_code]);
  return {
    co_filename: filename,
    co_name: u.name,
    co_qualname: u.qualname,
    co_argcount: u.posonlyargcount + u.argcount,
    co_posonlyargcount: u.posonlyargcount,
    co_kwonlyargcount: u.kwonlyargcount,
    co_stacksize: stacksize,
    co_firstlineno: u.firstlineno,
    co_flags: flags,
    co_code,
    co_consts: consts,
    co_names: cache.mergeNames([...u.names.keys()]),
    co_localsplusnames: cache.mergeNames(names),
    co_localspluskinds: kinds,
    co_linetable,
    co_exceptiontable,
  };
}
