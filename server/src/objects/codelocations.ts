// Where in the source each instruction comes from: reading co_linetable. Follows the location table part of
// Objects/codeobject.c, CPython 3.13 (InternalDocs/code_objects.md describes the format).

import type { PyCodeObject } from './codestruct';

/** Entries of the location table, as they stand: from code unit `start` on, `line` null where there is none. */
export interface LocationEntry {
  start: number;
  end: number;
  line: number | null;
  endLine: number | null;
  column: number | null;
  endColumn: number | null;
}

/** Decodes the whole table. Columns are UTF-8 bytes, from 0. */
export function decodeLocations(table: Uint8Array, firstlineno: number): LocationEntry[] {
  const entries: LocationEntry[] = [];
  let at = 0;
  let unit = 0;
  let computedLine = firstlineno;
  const varint = (): number => {
    let byte = table[at++]!;
    let value = byte & 63;
    for (let shift = 6; (byte & 64) !== 0; shift += 6) {
      byte = table[at++]!;
      value |= (byte & 63) << shift;
    }
    return value;
  };
  const signedVarint = (): number => {
    const value = varint();
    return (value & 1) !== 0 ? -(value >>> 1) : value >>> 1;
  };
  while (at < table.length) {
    const first = table[at++]!;
    const code = (first >> 3) & 15;
    const start = unit;
    unit += (first & 7) + 1;
    let line: number | null = null;
    let endLine: number | null = null;
    let column: number | null = null;
    let endColumn: number | null = null;
    if (code === 14) {
      computedLine += signedVarint();
      line = computedLine;
      endLine = line + varint();
      // 0 stands for "unknown", hence the one.
      const c = varint();
      const e = varint();
      column = c === 0 ? null : c - 1;
      endColumn = e === 0 ? null : e - 1;
    } else if (code === 13) {
      computedLine += signedVarint();
      line = endLine = computedLine;
    } else if (code >= 10 && code <= 12) {
      computedLine += code - 10;
      line = endLine = computedLine;
      column = table[at++]!;
      endColumn = table[at++]!;
    } else if (code < 10) {
      line = endLine = computedLine;
      const second = table[at++]!;
      column = (code << 3) | (second >> 4);
      endColumn = column + (second & 15);
    }
    entries.push({ start, end: unit, line, endLine, column, endColumn });
  }
  return entries;
}

/** Line, end line, column, end column of each code unit of `code`, four a unit, −1 for none. Made once. */
export function codePositions(code: PyCodeObject): Int32Array {
  if (code.positions !== null) return code.positions;
  const positions = new Int32Array((code.unit.co_code.length / 2) * 4).fill(-1);
  for (const entry of decodeLocations(code.unit.co_linetable, code.co_firstlineno)) {
    for (let unit = entry.start; unit < entry.end && unit * 4 < positions.length; unit++) {
      positions[unit * 4] = entry.line ?? -1;
      positions[unit * 4 + 1] = entry.endLine ?? -1;
      positions[unit * 4 + 2] = entry.column ?? -1;
      positions[unit * 4 + 3] = entry.endColumn ?? -1;
    }
  }
  code.positions = positions;
  return positions;
}

/** PyCode_Addr2Line, by code unit instead of byte: the line, or −1; the first line for a unit before the code. */
export function lineOfUnit(code: PyCodeObject, unit: number): number {
  if (unit < 0) return code.co_firstlineno;
  return codePositions(code)[unit * 4] ?? -1;
}

/** The old line table (co_lnotab): pairs of byte and line increments, split where one does not fit its byte. */
export function decode_linetable(code: PyCodeObject): Uint8Array {
  const out: number[] = [];
  let offset = 0;
  let line = code.co_firstlineno;
  for (const entry of decodeLocations(code.unit.co_linetable, code.co_firstlineno)) {
    const at = entry.line ?? -1;
    if (at === line) continue;
    let bdelta = 2 * entry.start - offset;
    let ldelta = at - line;
    for (; bdelta > 255; bdelta -= 255) out.push(255, 0);
    for (; ldelta > 127; ldelta -= 127, bdelta = 0) out.push(bdelta, 127);
    for (; ldelta < -128; ldelta += 128, bdelta = 0) out.push(bdelta, 128);
    out.push(bdelta, ldelta & 255);
    offset = 2 * entry.start;
    line = at;
  }
  return Uint8Array.from(out);
}
