// What the engine needs of C's <math.h>: glibc's functions (libm/) and the ones that work on bits.

import { cbrtWith } from '../libm/fdlibm';

export * from '../libm';

const bits = new DataView(new ArrayBuffer(8));

/** frexp: x = m · 2^e with 0.5 ≤ |m| < 1; [x, 0] for 0, inf and nan. */
export function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  bits.setFloat64(0, x);
  let hi = bits.getUint32(0);
  let e = (hi >>> 20) & 0x7ff;
  let adjust = 0;
  if (e === 0) {
    bits.setFloat64(0, x * 2 ** 64);
    hi = bits.getUint32(0);
    e = (hi >>> 20) & 0x7ff;
    adjust = -64;
  }
  bits.setUint32(0, (hi & 0x800fffff) | (1022 << 20));
  return [bits.getFloat64(0), e - 1022 + adjust];
}

/** ldexp: x · 2^e, rounded once. */
export function ldexp(x: number, e: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  if (e > 2100) e = 2100;
  if (e < -2200) e = -2200;
  const [m, k] = frexp(x);
  const exponent = e + k;
  if (exponent > 1024) return x < 0 ? -Infinity : Infinity;
  if (exponent >= -1021) return exponent === 1024 ? m * 2 * 2 ** 1023 : m * 2 ** exponent;
  if (exponent < -1075) return x < 0 ? -0 : 0;
  // Subnormal: one rounding, by the last multiplication.
  return m * 2 ** (exponent + 1020) * 2 ** -1020;
}

export function copysign(x: number, y: number): number {
  const negative = y < 0 || Object.is(y, -0) || (Number.isNaN(y) && nanIsNegative(y));
  return negative ? -Math.abs(x) : Math.abs(x);
}
function nanIsNegative(y: number): boolean {
  bits.setFloat64(0, y);
  return (bits.getUint32(0) & 0x80000000) !== 0;
}

/** C's fmod. JavaScript's % is the same function. */
export const fmod = (x: number, y: number): number => x % y;

/** Nearest integer, halves to even: C's rint in the default mode. */
export function rint(x: number): number {
  if (Math.abs(x) >= 4503599627370496 || x === 0) return x;
  const f = Math.floor(x);
  const d = x - f;
  let r = d < 0.5 ? f : d > 0.5 ? f + 1 : f % 2 === 0 ? f : f + 1;
  if (r === 0 && x < 0) r = -0;
  return r;
}

/** C's round: halves away from zero. */
export function round(x: number): number {
  if (Math.abs(x) >= 4503599627370496 || x === 0) return x;
  const t = Math.trunc(x);
  const r = Math.abs(x - t) >= 0.5 ? t + Math.sign(x) : t;
  return r === 0 && x < 0 ? -0 : r;
}

export const cbrt = (x: number): number => cbrtWith(x, frexp, ldexp);
