// exp, exp2, log, log2 and pow as glibc 2.36 computes them on x86-64 with fused multiply-add. Follows the algorithms of
// Arm's Optimized Routines that glibc has (sysdeps/ieee754/dbl-64/e_exp.c, e_exp2.c, e_log.c, e_log2.c, e_pow.c). Where
// fma() stands, the C compiler contracts a product and a sum; exp2 is not built with it there.

import { fromWords, highWord, lowWord } from './bits';
import { fma } from './fma';
import { expTable, log2Table, logTable, powLogTable } from './tables';

const shift = 6755399441055744; // 1.5 · 2^52: adding it rounds to an integer
const invLn2N = 184.6649652337873; // 128/ln 2
const negLn2hiN = -0.005415212348111709;
const negLn2loN = -1.2864023111638346e-14;

/** 2^(n/128) scaled further by 2^adjust. */
function scaleOf(n: number, adjust: number): number {
  const value = expTable[2 * (n & 127) + 1]!;
  return fromWords(highWord(value) + (((n >> 7) + adjust) << 20), lowWord(value));
}

/** scale·(1 + tmp) where the scale alone may overflow or be subnormal; `up` is the exponent taken off for n > 0. */
function specialCase(n: number, tmp: number, sign: number, up: number, fused: boolean): number {
  if (n > 0) {
    const scale = sign * scaleOf(n, -up);
    return 2 ** up * (fused ? fma(scale, tmp, scale) : scale + scale * tmp);
  }
  // The product is used twice here, in two branches: not contracted.
  const scale = sign * scaleOf(n, 1022);
  const product = scale * tmp;
  let y = scale + product;
  if (Math.abs(y) < 1) {
    // Round once to the precision a subnormal result has.
    const one = y < 0 ? -1 : 1;
    let lo = scale - y + product;
    const hi = one + y;
    lo = one - hi + y + lo;
    y = hi + lo - one;
    if (y === 0) y = sign * 0;
  }
  return 2.2250738585072014e-308 * y;
}

/** sign · exp(x + xtail): the end of exp and of pow. */
function expInline(x: number, xtail: number, sign: number, withTail: boolean): number {
  const ax = Math.abs(x);
  if (ax < 5.551115123125783e-17) return sign * (1 + x);
  if (ax >= 1024) return x < 0 ? sign * 0 : sign * Infinity;
  const kd = fma(invLn2N, x, shift) - shift;
  let r = fma(kd, negLn2loN, fma(kd, negLn2hiN, x));
  if (withTail) r += xtail;
  const r2 = r * r;
  const tail = expTable[2 * (kd & 127)]!;
  const low = fma(r2, fma(r, 0.16666666666665886, 0.49999999999996786), tail + r);
  const tmp = fma(r2 * r2, fma(r, 0.008333335853059549, 0.0416666808410674), low);
  if (ax >= 512) return specialCase(kd, tmp, sign, 1009, true);
  const scale = sign * scaleOf(kd, 0);
  return fma(scale, tmp, scale);
}

export function exp(x: number): number {
  if (!(x > -Infinity && x < Infinity)) return x === -Infinity ? 0 : x + 1;
  return expInline(x, 0, 1, false);
}

export function exp2(x: number): number {
  if (!(x > -Infinity && x < Infinity)) return x === -Infinity ? 0 : x + 1;
  const ax = Math.abs(x);
  if (ax < 5.551115123125783e-17) return 1 + x;
  if (x >= 1024) return Infinity;
  if (x <= -1075) return 0;
  const n = x * 128 + shift - shift;
  const r = x - n / 128;
  const r2 = r * r;
  const tmp =
    expTable[2 * (n & 127)]! +
    r * 0.6931471805599453 +
    r2 * (0.24022650695909065 + r * 0.0555041086686087) +
    r2 * r2 * (0.009618131975721055 + r * 0.0013332074570119598);
  if (ax > 928) return specialCase(n, tmp, 1, 1, false);
  const scale = scaleOf(n, 0);
  return scale + scale * tmp;
}

const ln2hi = 0.6931471805598903;
const ln2lo = 5.497923018708371e-14;

/** x = 2^k · z with z from 2^-1 · (1 + offset) on; the interval of z. Written to the three variables below. */
let splitK = 0;
let splitZ = 0;
let splitIndex = 0;
function split(x: number, offset: number, tableBits: number): void {
  let adjust = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 4503599627370496;
    adjust = 52;
  }
  const hi = highWord(x);
  const tmp = hi - offset;
  splitIndex = (tmp >> (20 - tableBits)) & ((1 << tableBits) - 1);
  splitK = (tmp >> 20) - adjust;
  splitZ = fromWords(hi - (tmp & 0xfff00000), lowWord(x));
}

export function log(x: number): number {
  if (x >= 0.9375 && x < 1.064697265625) {
    if (x === 1) return 0;
    const r = x - 1;
    const r2 = r * r;
    const r3 = r * r2;
    const p3 = fma(
      r3,
      -0.08328363062289341,
      fma(r2, 0.09181994006195467, fma(r, -0.10000486757818193, 0.11110712032936046)),
    );
    const p2 = fma(r3, p3, fma(r2, -0.12499997863982555, fma(r, 0.14285715076560868, -0.16666666669929706)));
    const p1 = fma(r3, p2, fma(r2, 0.19999999999320328, fma(r, -0.24999999999998432, 0.3333333333333352)));
    const big = r * 134217728;
    const rhi = r + big - big;
    const rlo = r - rhi;
    const w = rhi * rhi * -0.5;
    const hi = r + w;
    const lo = fma(-0.5 * rlo, rhi + r, r - hi + w);
    return fma(r3, p1, lo) + hi;
  }
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x === Infinity ? x : NaN;
  split(x, 0x3fe60000, 7);
  const z = splitZ;
  const k = splitK;
  const invc = logTable[2 * splitIndex]!;
  const logc = logTable[2 * splitIndex + 1]!;
  const r = fma(z, invc, -1);
  const w = fma(k, ln2hi, logc);
  const hi = w + r;
  const lo = fma(k, ln2lo, w - hi + r);
  const r2 = r * r;
  const q = fma(
    r2,
    fma(r, -0.16667054827627667, 0.20000304511814496),
    fma(r, -0.2499999999622955, 0.33333333331825593),
  );
  return fma(r * r2, q, fma(r2, -0.5000000000000001, lo)) + hi;
}

const invLn2hi = 1.4426950407214463;
const invLn2lo = 1.6751713164886512e-10;

export function log2(x: number): number {
  if (x >= 0.9576029777526855 && x < 1.0442743301391602) {
    if (x === 1) return 0;
    const r = x - 1;
    const hi = r * invLn2hi;
    let lo = fma(r, invLn2lo, fma(r, invLn2hi, -hi));
    const r2 = r * r;
    const r4 = r2 * r2;
    const q = fma(r, 0.48089834696298744, -0.7213475204444817);
    const y = fma(r2, q, hi);
    lo += fma(r2, q, hi - y);
    const low = fma(
      r2,
      fma(r, 0.2060992861022954, -0.24044917405728863),
      fma(r, 0.2885390081805197, -0.360673760222145),
    );
    const high = fma(
      r2,
      fma(r, 0.13046826811283835, -0.14483316576701266),
      fma(r, 0.1603032746063156, -0.18033596705327856),
    );
    return y + fma(r4, fma(r4, high, low), lo);
  }
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x === Infinity ? x : NaN;
  split(x, 0x3fe60000, 6);
  const at = 2 * splitIndex;
  const r = fma(splitZ, log2Table[at]!, -1);
  const t1 = r * invLn2hi;
  const t2 = fma(r, invLn2lo, fma(r, invLn2hi, -t1));
  const t3 = splitK + log2Table[at + 1]!;
  const hi = t3 + t1;
  const lo = t3 - hi + t1 + t2;
  const r2 = r * r;
  const p = fma(
    r2 * r2,
    fma(r, 0.2061202382173603, -0.2404693555628422),
    fma(r2, fma(r, 0.2885390073180969, -0.36067375954075914), fma(r, 0.4808983469629985, -0.7213475204444882)),
  );
  return fma(r2, p, lo) + hi;
}

const isOddInteger = (y: number): boolean => Math.abs(y) < 9007199254740992 && Math.abs(y) % 2 === 1;

export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (y === Infinity || y === -Infinity) {
    if (x === -1) return 1;
    return Math.abs(x) < 1 === y < 0 ? Infinity : 0;
  }
  let sign = 1;
  if (x === 0 || x === Infinity || x === -Infinity) {
    const negative = (x < 0 || Object.is(x, -0)) && isOddInteger(y);
    const square = negative ? -(x * x) : x * x;
    return y < 0 ? 1 / square : square;
  }
  if (x < 0) {
    if (y !== Math.floor(y)) return NaN;
    if (isOddInteger(y)) sign = -1;
    x = -x;
  }
  const ay = Math.abs(y);
  if (ay >= 9223372036854775808 || ay < 2.710505431213761e-20) {
    if (x === 1) return 1;
    if (ay < 1) return x > 1 ? 1 + y : 1 - y;
    return x > 1 === y > 0 ? Infinity : 0;
  }
  // log(x) as hi + lo.
  splitPow(x);
  const at = 3 * splitIndex;
  const k = splitK;
  const r = fma(splitZ, powLogTable[at]!, -1);
  const t1 = fma(k, ln2hi, powLogTable[at + 1]!);
  const t2 = t1 + r;
  const lo1 = fma(k, ln2lo, powLogTable[at + 2]!);
  const lo2 = t1 - t2 + r;
  const ar = -0.5 * r;
  const ar2 = r * ar;
  const ar3 = r * ar2;
  const high = t2 + ar2;
  const lo3 = fma(ar, r, -ar2);
  const lo4 = t2 - high + ar2;
  const q = fma(
    ar2,
    fma(ar2, fma(r, 1.0000415263675542, -1.142909628459501), fma(r, -0.6666666663487739, 0.7999999995323976)),
    fma(r, 0.5000000000000007, -0.6666666666666679),
  );
  const low = fma(ar3, q, lo1 + lo2 + lo3 + lo4);
  const hi = high + low;
  const lo = high - hi + low;
  const ehi = y * hi;
  const elo = fma(y, lo, fma(y, hi, -ehi));
  return expInline(ehi, elo, sign, true);
}

/** As split(), with pow's finer interval border (its offset has bits in the low word's upper half). */
function splitPow(x: number): void {
  let adjust = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 4503599627370496;
    adjust = 52;
  }
  const hi = highWord(x);
  const tmp = hi - 0x3fe69555;
  splitIndex = (tmp >> 13) & 127;
  splitK = (tmp >> 20) - adjust;
  splitZ = fromWords(hi - (tmp & 0xfff00000), lowWord(x));
}
