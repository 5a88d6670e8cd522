// Fused multiply-add: a·b + c with one rounding, as the instruction that C libraries use on x86-64. Method: Boldo and
// Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd".

import { lowWord, neighbour } from './bits';

const splitter = 134217729; // 2^27 + 1

/** The error of the rounded product p = a·b, exactly; no overflow below 2^996. */
export function productError(a: number, b: number, p: number): number {
  let t = splitter * a;
  const ah = t - (t - a);
  const al = a - ah;
  t = splitter * b;
  const bh = t - (t - b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

/** The error of the rounded sum s = a + b, exactly. */
export function sumError(a: number, b: number, s: number): number {
  const bb = s - a;
  return a - (s - bb) + (b - bb);
}

/** a·b + c, rounded once. For finite a, b below 2^996 whose product's error is not below the smallest double. */
export function fma(a: number, b: number, c: number): number {
  const uh = a * b;
  const ul = productError(a, b, uh);
  if (ul === 0) return uh + c;
  const th = c + ul;
  const tl = sumError(c, ul, th);
  const vh = uh + th;
  const vl = sumError(uh, th, vh);
  // tl + vl, rounded to odd.
  let z = tl + vl;
  const rest = sumError(tl, vl, z);
  if (rest !== 0 && (lowWord(z) & 1) === 0) z = neighbour(z, rest > 0 === z > 0);
  return vh + z;
}
