// `'…%s…' % (a, b)` with simple conversions is compiled as the f-string it means. Follows optimize_format in
// Python/ast_opt.c.

import type { BinOp, Constant, JoinedStr, Located, expr } from '../../ast/nodes';

/** Literals inside have no place of their own. */
const nowhere: Located = { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 };
const MAXDIGITS = 3;

function literal(value: string): Constant {
  return { kind: 'Constant', value: { type: 'str', value }, kind_: null, ...nowhere };
}

class Format {
  private pos = 0;

  constructor(private readonly fmt: string) {}

  get atEnd(): boolean {
    return this.pos >= this.fmt.length;
  }

  /** The text up to the next conversion, `%%` undone; null where there is none. */
  literal(): string | null {
    const { fmt } = this;
    const start = this.pos;
    let pos = start;
    while (pos < fmt.length) {
      if (fmt[pos] !== '%') pos++;
      else if (fmt[pos + 1] === '%') pos += 2;
      else break;
    }
    this.pos = pos;
    return pos === start ? null : fmt.slice(start, pos).replaceAll('%%', '%');
  }

  /** At most two digits; undefined for more, and at the string's end. */
  private number(): number | null | undefined {
    const start = this.pos;
    while (this.fmt[this.pos]! >= '0' && this.fmt[this.pos]! <= '9') {
      this.pos++;
      if (this.pos - start >= MAXDIGITS) return undefined;
    }
    if (this.atEnd) return undefined;
    return this.pos === start ? null : Number(this.fmt.slice(start, this.pos));
  }

  /** A conversion after its `%`: its letter and the format spec it comes to; undefined for what is not simple. */
  conversion(): { letter: string; spec: string } | undefined {
    this.pos++;
    let leftJustified = false;
    while ('-+ #0'.includes(this.fmt[this.pos] ?? 'x')) {
      if (this.fmt[this.pos] === '-') leftJustified = true;
      this.pos++;
    }
    if (this.atEnd) return undefined;
    const width = this.number();
    if (width === undefined) return undefined;
    let precision: number | null | undefined = null;
    if (this.fmt[this.pos] === '.') {
      this.pos++;
      if (this.atEnd) return undefined;
      precision = this.number();
      if (precision === undefined) return undefined;
      precision ??= 0;
    }
    const letter = this.fmt[this.pos++]!;
    if (letter !== 's' && letter !== 'r' && letter !== 'a') return undefined;
    let spec = '';
    if (!leftJustified && width !== null && width > 0) spec += '>';
    if (width !== null) spec += String(width);
    if (precision !== null) spec += `.${precision}`;
    return { letter, spec };
  }
}

/** The f-string for `fmt % (elts…)`, or null where the formatting has to stay for run time. */
export function formatToJoinedStr(node: BinOp, fmt: string, elts: readonly expr[]): JoinedStr | null {
  const values: expr[] = [];
  const format = new Format(fmt);
  let count = 0;
  for (;;) {
    const text = format.literal();
    if (text !== null) values.push(literal(text));
    if (format.atEnd) break;
    const value = elts[count++];
    if (value === undefined) return null; // more conversions than items
    const conversion = format.conversion();
    if (conversion === undefined) return null;
    values.push({
      kind: 'FormattedValue',
      value,
      conversion: conversion.letter.charCodeAt(0),
      format_spec: conversion.spec === '' ? null : literal(conversion.spec),
      lineno: value.lineno,
      col_offset: value.col_offset,
      end_lineno: value.end_lineno,
      end_col_offset: value.end_col_offset,
    });
  }
  if (count < elts.length) return null;
  return {
    kind: 'JoinedStr',
    values,
    lineno: node.lineno,
    col_offset: node.col_offset,
    end_lineno: node.end_lineno,
    end_col_offset: node.end_col_offset,
  };
}
