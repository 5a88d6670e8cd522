// The C library's floating-point functions as CPython sees them on x86-64 Linux (glibc), whose results are correctly
// rounded in all but very rare cases; JavaScript's Math is not.

export const pow = (x: number, y: number): number => {
  // C says 1 for these two; JavaScript says NaN.
  if (x === 1 || (x === -1 && (y === Infinity || y === -Infinity))) return 1;
  return x ** y;
};
export const exp = Math.exp;
export const log = Math.log;
export const log2 = Math.log2;
export const log10 = Math.log10;
export const log1p = Math.log1p;
export const expm1 = Math.expm1;
export const sin = Math.sin;
export const cos = Math.cos;
export const tan = Math.tan;
export const asin = Math.asin;
export const acos = Math.acos;
export const atan = Math.atan;
export const atan2 = Math.atan2;
export const sinh = Math.sinh;
export const cosh = Math.cosh;
export const tanh = Math.tanh;
export const asinh = Math.asinh;
export const acosh = Math.acosh;
export const atanh = Math.atanh;
export const hypot = (x: number, y: number): number => Math.hypot(x, y);

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

/** cbrt, correctly signed. */
export const cbrt = Math.cbrt;
export const exp2 = (x: number): number => 2 ** x;

/** Taylor and continued-fraction error function; replaced where exactness was measured to matter. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a >= 6) return x < 0 ? -1 : 1;
  if (a < 1.5) {
    let fk = 25.5;
    let acc = 0;
    for (let i = 0; i < 25; i++) {
      acc = 2 + (x * x * acc) / fk;
      fk -= 1;
    }
    return (acc * x * Math.exp(-x * x)) / 1.772453850905516;
  }
  const c = erfcContinued(a);
  return x < 0 ? c - 1 : 1 - c;
}
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a < 1.5) return 1 - erf(x);
  const c = erfcContinued(a);
  return x > 0 ? c : 2 - c;
}
function erfcContinued(x: number): number {
  if (x >= 30) return 0;
  const x2 = x * x;
  let a = 0;
  let da = 0.5;
  let p = 1;
  let p1 = 0;
  let q = da + x2;
  let q1 = 1;
  for (let i = 0; i < 50; i++) {
    a += da;
    da += 2;
    const b = da + x2;
    [p1, p] = [p, b * p - a * p1];
    [q1, q] = [q, b * q - a * q1];
  }
  return ((p / q) * x * Math.exp(-x2)) / 1.772453850905516;
}
