// Reading a code object's tables back: places (co_linetable) and handlers (co_exceptiontable). Follows
// Objects/codeobject.c and Python/assemble.c; the formats are those of CPython 3.11 to 3.14.

export interface LocationEntry {
  /** Bytes of co_code it covers: from `start` up to `end`. */
  start: number;
  end: number;
  /** null where the instructions belong to no line, or columns are not known. */
  lineno: number | null;
  end_lineno: number | null;
  col_offset: number | null;
  end_col_offset: number | null;
}

class Reader {
  pos = 0;

  constructor(readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.pos >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.pos++]!;
  }

  /** Little end first. */
  varint(): number {
    let b = this.byte();
    let value = b & 63;
    for (let shift = 6; b & 64; shift += 6) {
      b = this.byte();
      value |= (b & 63) << shift;
    }
    return value;
  }

  signedVarint(): number {
    const u = this.varint();
    return u & 1 ? -(u >> 1) : u >> 1;
  }

  /** Big end first, as the exception table has them. */
  bigEndianVarint(): number {
    let b = this.byte();
    let value = b & 63;
    while (b & 64) {
      b = this.byte();
      value = (value << 6) | (b & 63);
    }
    return value;
  }
}

export function parseLocationTable(linetable: Uint8Array, firstlineno: number): LocationEntry[] {
  const entries: LocationEntry[] = [];
  const r = new Reader(linetable);
  let line = firstlineno;
  let start = 0;
  while (!r.atEnd) {
    const first = r.byte();
    const form = (first >> 3) & 15;
    const end = start + ((first & 7) + 1) * 2;
    let endLine: number | null = null;
    let col: number | null = null;
    let endCol: number | null = null;
    if (form === 14) {
      line += r.signedVarint();
      endLine = line + r.varint();
      col = r.varint() - 1;
      endCol = r.varint() - 1;
      if (col < 0) col = null;
      if (endCol < 0) endCol = null;
    } else if (form === 13) {
      line += r.signedVarint();
      endLine = line;
    } else if (form >= 10 && form <= 12) {
      line += form - 10;
      endLine = line;
      col = r.byte();
      endCol = r.byte();
    } else if (form < 10) {
      const second = r.byte();
      endLine = line;
      col = (form << 3) | (second >> 4);
      endCol = col + (second & 15);
    }
    entries.push({
      start,
      end,
      lineno: form === 15 ? null : line,
      end_lineno: endLine,
      col_offset: col,
      end_col_offset: endCol,
    });
    start = end;
  }
  return entries;
}

export interface ExceptionEntry {
  /** Bytes of co_code it covers: from `start` up to `end`; and where the handler is. */
  start: number;
  end: number;
  target: number;
  /** How many values stay on the stack. */
  depth: number;
  /** The instruction's offset is pushed beneath the exception. */
  lasti: boolean;
}

export function parseExceptionTable(exceptiontable: Uint8Array): ExceptionEntry[] {
  const entries: ExceptionEntry[] = [];
  const r = new Reader(exceptiontable);
  while (!r.atEnd) {
    const start = r.bigEndianVarint() * 2;
    const end = start + r.bigEndianVarint() * 2;
    const target = r.bigEndianVarint() * 2;
    const depthLasti = r.bigEndianVarint();
    entries.push({ start, end, target, depth: depthLasti >> 1, lasti: (depthLasti & 1) === 1 });
  }
  return entries;
}
