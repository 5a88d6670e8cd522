// sin and cos as glibc 2.36 computes them on x86-64 with fused multiply-add: table look-up at multiples of 1/128 and
// short series.

import { highWord } from './bits';
import { fma } from './fma';
import { nearestPair, sincosTable } from './sincosTable';

const big = 52776558133248; // 1.5 · 2^45: adding it rounds to a multiple of 1/128
const hp0 = 1.5707963267948966; // π/2
const hp1 = 6.123233995736766e-17; // and its rest
const mp1 = 1.5707963407039642;
const mp2 = -1.3909067564377153e-8;
const pp3 = -4.97899623147991e-17;
const pp4 = -1.9034889620193266e-25;
const toint = 6755399441055744;

function doCos(x: number, dx: number): number {
  if (x < 0) dx = -dx;
  const ax = Math.abs(x);
  const u = ax + big - big;
  const t = ax - u + dx;
  const tab = sincosTable();
  const k = u * 512;
  const xx = t * t;
  const s = fma(t * xx, fma(xx, 0.008333332142857223, -0.16666666666666488), t);
  const c = xx * fma(xx, fma(xx, 0.001388888740079376, -0.04166666666666644), 0.5);
  const sn = tab[k]!;
  const cs = tab[k + 2]!;
  const cor = fma(-sn, s, fma(-cs, c, fma(-s, tab[k + 1]!, tab[k + 3]!)));
  return cs + cor;
}

function doSin(x: number, dx: number): number {
  const ax = Math.abs(x);
  if (ax < 0.126) {
    const xx = x * x;
    let p = fma(-2.5022014848318398e-8, xx, 2.755729806860771e-6);
    p = fma(p, xx, -0.00019841269834414642);
    p = fma(p, xx, 0.008333333333332329);
    p = fma(p, xx, -0.16666666666666666);
    return x + fma(fma(p, x, -0.5 * dx), xx, dx);
  }
  if (x <= 0) dx = -dx;
  const u = ax + big - big;
  const t = ax - u;
  const tab = sincosTable();
  const k = u * 512;
  const xx = t * t;
  const s = t + fma(t * xx, fma(xx, 0.008333332142857223, -0.16666666666666488), dx);
  const c = fma(t, dx, xx * fma(xx, fma(xx, 0.001388888740079376, -0.04166666666666644), 0.5));
  const sn = tab[k]!;
  const cs = tab[k + 2]!;
  const cor = fma(cs, s, fma(-sn, c, fma(s, tab[k + 3]!, tab[k + 1]!)));
  const r = sn + cor;
  return x < 0 ? -r : r;
}

/** What reduce() leaves: the remainder in two parts. */
export let reducedHigh = 0;
export let reducedLow = 0;

/** x less the nearest multiple of π/2, for |x| < 105414350; gives the multiple. */
function reduceModerate(x: number): number {
  const xn = fma(x, 0.6366197723675814, toint) - toint;
  const y = fma(-xn, mp2, fma(-xn, mp1, x));
  const t2 = fma(-xn, pp3, y);
  const b = fma(-xn, pp4, t2);
  reducedLow = fma(-xn, pp3, y - t2) + fma(-xn, pp4, t2 - b);
  reducedHigh = b;
  return xn & 3;
}

const piBits = 1300n;
let halfPiFixed = 0n;

/** π/2 · 2^1300, by Machin's formula. */
function halfPiDigits(): bigint {
  if (halfPiFixed !== 0n) return halfPiFixed;
  const arccot = (n: bigint): bigint => {
    let power = (1n << (piBits + 32n)) / n;
    let sum = 0n;
    for (let k = 1n; power !== 0n; k += 4n) {
      sum += power / k - power / (n * n) / (k + 2n);
      power /= n * n * n * n;
    }
    return sum;
  };
  halfPiFixed = (8n * arccot(5n) - 2n * arccot(239n)) >> 32n;
  return halfPiFixed;
}

/** x less the nearest multiple of π/2, for any finite |x| ≥ 10^8, exactly and then rounded; gives the multiple. */
function reduceLarge(x: number): number {
  const negative = x < 0;
  // |x| is a multiple of 2^-27 here.
  const ax = Math.abs(x);
  const fixed = ax < 2 ** 53 ? BigInt(ax * 134217728) << (piBits - 27n) : BigInt(ax) << piBits;
  const unit = halfPiDigits();
  let n = fixed / unit;
  let rest = fixed - n * unit;
  if (2n * rest > unit) {
    n += 1n;
    rest -= unit;
  }
  // The rest is at least 2^-62: as a number with 230 bits after the point it loses nothing that shows.
  const [high, low] = nearestPair(rest >> (piBits - 230n));
  reducedHigh = negative ? -high : high;
  reducedLow = negative ? -low : low;
  const quadrant = Number(n & 3n);
  return negative ? (4 - quadrant) & 3 : quadrant;
}

/** x less the nearest multiple of π/2 into reducedHigh and reducedLow; gives the multiple modulo 4. */
export function reduce(x: number): number {
  return (highWord(x) & 0x7fffffff) < 0x419921fb ? reduceModerate(x) : reduceLarge(x);
}

function inQuadrant(n: number): number {
  const r = (n & 1) !== 0 ? doCos(reducedHigh, reducedLow) : doSin(reducedHigh, reducedLow);
  return (n & 2) !== 0 ? -r : r;
}

export function sin(x: number): number {
  const k = highWord(x) & 0x7fffffff;
  if (k < 0x3e500000) return x;
  if (k < 0x3feb6000) return doSin(x, 0);
  if (k < 0x400368fd) {
    const r = doCos(hp0 - Math.abs(x), hp1);
    return x < 0 ? -Math.abs(r) : Math.abs(r);
  }
  if (k >= 0x7ff00000) return NaN;
  return inQuadrant(reduce(x));
}

export function cos(x: number): number {
  const k = highWord(x) & 0x7fffffff;
  if (k < 0x3e400000) return 1;
  if (k < 0x3feb6000) return doCos(x, 0);
  if (k < 0x400368fd) {
    const y = hp0 - Math.abs(x);
    const a = y + hp1;
    return doSin(a, y - a + hp1);
  }
  if (k >= 0x7ff00000) return NaN;
  return inQuadrant(reduce(x) + 1);
}
