// Python strings as JavaScript strings: code points, and the rare string whose surrogates must not pair up (see
// ConstantValue in ast/nodes.ts).

import type { ConstantValue } from '../ast/nodes';

export type StrConstant = Extract<ConstantValue, { type: 'str' }>;

function isHigh(c: number): boolean {
  return c >= 0xd800 && c < 0xdc00;
}

function isLow(c: number): boolean {
  return c >= 0xdc00 && c < 0xe000;
}

/** The code points of a str constant. */
export function codePointsOf(s: StrConstant): readonly number[] {
  return s.codePoints ?? Array.from(s.value, (ch) => ch.codePointAt(0)!);
}

/** How many characters Python counts in it. */
export function strLength(s: StrConstant): number {
  if (s.codePoints !== undefined) return s.codePoints.length;
  const { value } = s;
  let n = value.length;
  for (let i = 0; i + 1 < value.length; i++) {
    if (isHigh(value.charCodeAt(i)) && isLow(value.charCodeAt(i + 1))) {
      n--;
      i++;
    }
  }
  return n;
}

export function fromCodePoints(points: readonly number[]): StrConstant {
  let value = '';
  let pairs = false;
  for (let i = 0; i < points.length; i++) {
    value += String.fromCodePoint(points[i]!);
    if (i > 0 && isHigh(points[i - 1]!) && isLow(points[i]!)) pairs = true;
  }
  return pairs ? { type: 'str', value, codePoints: points } : { type: 'str', value };
}

export function concatStr(a: StrConstant, b: StrConstant): StrConstant {
  const joins = isHigh(a.value.charCodeAt(a.value.length - 1)) && isLow(b.value.charCodeAt(0));
  if (a.codePoints === undefined && b.codePoints === undefined && !joins) {
    return { type: 'str', value: a.value + b.value };
  }
  return fromCodePoints([...codePointsOf(a), ...codePointsOf(b)]);
}

export function repeatStr(s: StrConstant, times: number): StrConstant {
  if (times === 0) return { type: 'str', value: '' };
  const joins = isHigh(s.value.charCodeAt(s.value.length - 1)) && isLow(s.value.charCodeAt(0));
  if (s.codePoints === undefined && !joins) return { type: 'str', value: s.value.repeat(times) };
  const points: number[] = [];
  for (let i = 0; i < times; i++) points.push(...codePointsOf(s));
  return fromCodePoints(points);
}

/** A key that tells strings apart as Python does. */
export function strKey(s: StrConstant): string {
  return s.codePoints === undefined ? `s${s.value.length}:${s.value}` : `S${s.codePoints.join()}`;
}
