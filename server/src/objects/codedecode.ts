// Makes a code object ready to run: opcodes and arguments by code unit, warmed-up counters, the exception table.
// Follows _PyCode_Quicken (Python/specialize.c) and get_exception_handler (Python/ceval.c), CPython 3.13.

import { opcodeCaches } from '../compiler/opcodes';
import type { PyCodeObject } from './codestruct';

const EXTENDED_ARG = 71;
const RESUME = 149;

/** adaptive_counter_warmup(): value 1, backoff 1. */
const WARMUP = (1 << 4) | 1;

/** Once, before the first frame of the code. */
export function decodeCode(co: PyCodeObject): void {
  const bytes = co.unit.co_code;
  const n = bytes.length >> 1;
  const words = new Int32Array(n);
  const counters = new Uint16Array(n);
  let extended = 0;
  let firsttraceable = n;
  for (let i = 0; i < n; i++) {
    const op = bytes[2 * i]!;
    const arg = extended | bytes[2 * i + 1]!;
    words[i] = op | (arg << 8);
    if (op === EXTENDED_ARG) {
      extended = arg << 8;
      continue;
    }
    extended = 0;
    if (op === RESUME && firsttraceable === n) firsttraceable = i;
    const caches = opcodeCaches[op]!;
    if (caches > 0) {
      counters[i] = WARMUP;
      i += caches;
    }
  }
  co.words = words;
  co.counters = counters;
  co.caches = new Array<null>(n).fill(null);
  co._co_firsttraceable = firsttraceable;
  co.handlers = decodeExceptionTable(co.unit.co_exceptiontable);
}

/** The instruction that is executed at a code unit, specialised or not. */
export function opcodeAt(co: PyCodeObject, unit: number): number {
  return co.words[unit]! & 255;
}
export function opargAt(co: PyCodeObject, unit: number): number {
  return co.words[unit]! >> 8;
}
export function setOpcode(co: PyCodeObject, unit: number, opcode: number): void {
  co.words[unit] = (co.words[unit]! & ~255) | opcode;
}

/** start, end, handler, depth, lasti of each entry; null for an empty table. */
export function decodeExceptionTable(table: Uint8Array): Int32Array | null {
  if (table.length === 0) return null;
  const out: number[] = [];
  let at = 0;
  const varint = (): number => {
    let byte = table[at++]!;
    let value = byte & 63;
    while ((byte & 64) !== 0) {
      byte = table[at++]!;
      value = (value << 6) | (byte & 63);
    }
    return value;
  };
  while (at < table.length) {
    const start = varint();
    const size = varint();
    const handler = varint();
    const depth_and_lasti = varint();
    out.push(start, start + size, handler, depth_and_lasti >> 1, depth_and_lasti & 1);
  }
  return Int32Array.from(out);
}
