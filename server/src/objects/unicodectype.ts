// Properties and case mappings of characters. Follows Objects/unicodectype.c and Objects/unicodeobject.c's character
// tests, CPython 3.13 (Unicode 15.1). The tables are recorded from a real CPython (unicodetype_db.ts); what is beyond
// Latin-1 is unpacked when first asked for. A leaf module.

import * as db from './unicodetype_db';

const { ALPHA_MASK, CASED_MASK, CASE_IGNORABLE_MASK, LINEBREAK_MASK, LOWER_MASK, NUMERIC_MASK } = db;
const { PRINTABLE_MASK, SPACE_MASK, SRE_CASED_MASK, TITLE_MASK, UPPER_MASK, XID_CONTINUE_MASK, XID_START_MASK } = db;

export { unidata_version } from './unicodetype_db';

const MAX_UNICODE = 0x10ffff;
const base36 = (text: string): number => parseInt(text, 36);

/** Unpacks runs of flags into `table`, as far as it reaches. */
function unpackFlags(table: Uint16Array): Uint16Array {
  let at = 0;
  for (const run of db.FLAG_RUNS.split(';')) {
    const [gap, length, flags] = run.split(',').map(base36) as [number, number, number];
    at += gap;
    if (at >= table.length) break;
    table.fill(flags, at, at + length);
    at += length;
  }
  return table;
}

/** Flags of Latin-1, which is all that most programs need. */
const latin1 = unpackFlags(new Uint16Array(256));
let all: Uint16Array | null = null;

function flagsOf(ch: number): number {
  if (ch < 256) return latin1[ch]!;
  if (ch > MAX_UNICODE) return 0;
  all ??= unpackFlags(new Uint16Array(MAX_UNICODE + 1));
  return all[ch]!;
}

/** Unpacks 'gap,count,step,delta' groups into a map of code points. */
function unpackDeltas(text: string, into: Map<number, number>): Map<number, number> {
  let at = 0;
  for (const group of text.split(';')) {
    if (group === '') continue;
    const [gap, count, step, delta] = group.split(',').map(base36) as [number, number, number, number];
    at += gap;
    for (let i = 0; i < count; i++) into.set(at + i * step, at + i * step + delta);
    at += (count - 1) * step;
  }
  return into;
}

function unpackSpecial(text: string, into: Map<number, number[]>): Map<number, number[]> {
  for (const entry of text.split(';')) {
    if (entry === '') continue;
    const [from, ...to] = entry.split(',').map(base36);
    into.set(from!, to);
  }
  return into;
}

interface CaseTables {
  lower: Map<number, number>;
  lowerSpecial: Map<number, number[]>;
  simpleLower: Map<number, number>;
  upper: Map<number, number>;
  upperSpecial: Map<number, number[]>;
  title: Map<number, number>;
  titleSpecial: Map<number, number[]>;
  fold: Map<number, number>;
  foldSpecial: Map<number, number[]>;
}
let caseTables: CaseTables | null = null;
function cases(): CaseTables {
  caseTables ??= {
    lower: unpackDeltas(db.LOWER_RUNS, new Map()),
    lowerSpecial: unpackSpecial(db.LOWER_SPECIAL, new Map()),
    simpleLower: unpackDeltas(db.SIMPLE_LOWER, new Map()),
    upper: unpackDeltas(db.UPPER_RUNS, new Map()),
    upperSpecial: unpackSpecial(db.UPPER_SPECIAL, new Map()),
    title: unpackDeltas(db.TITLE_RUNS, new Map()),
    titleSpecial: unpackSpecial(db.TITLE_SPECIAL, new Map()),
    fold: unpackDeltas(db.FOLD_RUNS, new Map()),
    foldSpecial: unpackSpecial(db.FOLD_SPECIAL, new Map()),
  };
  return caseTables;
}

interface NumberTables {
  decimal: Map<number, number>;
  digit: Map<number, number>;
  numeric: Map<number, number>;
}
let numberTables: NumberTables | null = null;
function numbers(): NumberTables {
  if (numberTables !== null) return numberTables;
  const unpack = (text: string, into: Map<number, number>): Map<number, number> => {
    let at = 0;
    for (const run of text.split(';')) {
      const [gap, count, value] = run.split(',') as [string, string, string];
      const [numerator, denominator] = value.split('/').map(base36);
      at += base36(gap);
      for (let i = 0; i < base36(count); i++) into.set(at + i, numerator! / (denominator ?? 1) + i);
      at += base36(count);
    }
    return into;
  };
  const decimal = unpack(db.DECIMAL_RUNS, new Map());
  const digit = unpack(db.DIGIT_RUNS, new Map(decimal));
  numberTables = { decimal, digit, numeric: unpack(db.NUMERIC_RUNS, new Map(digit)) };
  return numberTables;
}

export function Py_UNICODE_ISSPACE(ch: number): boolean {
  return (flagsOf(ch) & SPACE_MASK) !== 0;
}
export function Py_UNICODE_ISLINEBREAK(ch: number): boolean {
  return (flagsOf(ch) & LINEBREAK_MASK) !== 0;
}
export function Py_UNICODE_ISALPHA(ch: number): boolean {
  return (flagsOf(ch) & ALPHA_MASK) !== 0;
}
export function Py_UNICODE_ISLOWER(ch: number): boolean {
  return (flagsOf(ch) & LOWER_MASK) !== 0;
}
export function Py_UNICODE_ISUPPER(ch: number): boolean {
  return (flagsOf(ch) & UPPER_MASK) !== 0;
}
export function Py_UNICODE_ISTITLE(ch: number): boolean {
  return (flagsOf(ch) & TITLE_MASK) !== 0;
}
export function Py_UNICODE_ISDECIMAL(ch: number): boolean {
  return (flagsOf(ch) & db.DECIMAL_MASK) !== 0;
}
export function Py_UNICODE_ISDIGIT(ch: number): boolean {
  return (flagsOf(ch) & db.DIGIT_MASK) !== 0;
}
export function Py_UNICODE_ISNUMERIC(ch: number): boolean {
  return (flagsOf(ch) & NUMERIC_MASK) !== 0;
}
export function Py_UNICODE_ISPRINTABLE(ch: number): boolean {
  return (flagsOf(ch) & PRINTABLE_MASK) !== 0;
}
export function Py_UNICODE_ISALNUM(ch: number): boolean {
  return (flagsOf(ch) & (ALPHA_MASK | db.DECIMAL_MASK | db.DIGIT_MASK | NUMERIC_MASK)) !== 0;
}
export function _PyUnicode_IsXidStart(ch: number): boolean {
  return (flagsOf(ch) & XID_START_MASK) !== 0;
}
export function _PyUnicode_IsXidContinue(ch: number): boolean {
  return (flagsOf(ch) & XID_CONTINUE_MASK) !== 0;
}
export function _PyUnicode_IsCased(ch: number): boolean {
  return (flagsOf(ch) & CASED_MASK) !== 0;
}
export function _PyUnicode_IsCaseIgnorable(ch: number): boolean {
  return (flagsOf(ch) & CASE_IGNORABLE_MASK) !== 0;
}
/** Whether sre takes the character for cased: one of its simple mappings differs from it. */
export function sre_unicode_iscased(ch: number): boolean {
  return (flagsOf(ch) & SRE_CASED_MASK) !== 0;
}

/** The value of a decimal digit, −1 for other characters. */
export function Py_UNICODE_TODECIMAL(ch: number): number {
  if (ch < 128) return ch >= 48 && ch <= 57 ? ch - 48 : -1;
  return numbers().decimal.get(ch) ?? -1;
}
export function Py_UNICODE_TODIGIT(ch: number): number {
  return numbers().digit.get(ch) ?? -1;
}
/** The numeric value, perhaps a fraction; −1 when there is none. */
export function Py_UNICODE_TONUMERIC(ch: number): number {
  return numbers().numeric.get(ch) ?? -1;
}

/** Simple (one to one) mappings. */
export function Py_UNICODE_TOLOWER(ch: number): number {
  if (ch < 128) return ch >= 65 && ch <= 90 ? ch + 32 : ch;
  const tables = cases();
  return tables.simpleLower.get(ch) ?? tables.lower.get(ch) ?? ch;
}
export function Py_UNICODE_TOUPPER(ch: number): number {
  if (ch < 128) return ch >= 97 && ch <= 122 ? ch - 32 : ch;
  return cases().upper.get(ch) ?? ch;
}

/** Full mappings: one to three code points, appended to `out`. */
export function _PyUnicode_ToLowerFull(ch: number, out: number[]): void {
  if (ch < 128) {
    out.push(ch >= 65 && ch <= 90 ? ch + 32 : ch);
    return;
  }
  const tables = cases();
  const special = tables.lowerSpecial.get(ch);
  if (special !== undefined) out.push(...special);
  else out.push(tables.lower.get(ch) ?? ch);
}
export function _PyUnicode_ToUpperFull(ch: number, out: number[]): void {
  if (ch < 128) {
    out.push(ch >= 97 && ch <= 122 ? ch - 32 : ch);
    return;
  }
  const tables = cases();
  const special = tables.upperSpecial.get(ch);
  if (special !== undefined) out.push(...special);
  else out.push(tables.upper.get(ch) ?? ch);
}
export function _PyUnicode_ToTitleFull(ch: number, out: number[]): void {
  const tables = cases();
  const special = tables.titleSpecial.get(ch);
  if (special !== undefined) {
    out.push(...special);
    return;
  }
  const title = tables.title.get(ch);
  if (title !== undefined) out.push(title);
  else _PyUnicode_ToUpperFull(ch, out);
}
export function _PyUnicode_ToFoldedFull(ch: number, out: number[]): void {
  const tables = cases();
  const special = tables.foldSpecial.get(ch);
  if (special !== undefined) {
    out.push(...special);
    return;
  }
  const fold = tables.fold.get(ch);
  if (fold !== undefined) out.push(fold);
  else _PyUnicode_ToLowerFull(ch, out);
}

export const _PyUnicode_IsWhitespace = Py_UNICODE_ISSPACE;
export const _PyUnicode_ToDecimalDigit = Py_UNICODE_TODECIMAL;
