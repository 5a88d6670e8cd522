// The hyperbolic functions, expm1, log1p, log10, cbrt, erf, erfc and hypot as glibc 2.36 computes them on x86-64: Sun's
// fdlibm (see THIRD_PARTY_NOTICES) with glibc's own order of evaluation, and glibc's exp and log inside. expm1 and log1p
// are built with fused multiply-add there, the others are not.

import { clearLowWord, highWord, withHighWord } from './bits';
import { exp, log } from './explog';
import { fma } from './fma';

const ln2 = 0.6931471805599453;
const ln2hi = 0.6931471803691238;
const ln2lo = 1.9082149292705877e-10;
const sqrt = Math.sqrt;
const withSign = (magnitude: number, x: number): number => (x < 0 ? -magnitude : magnitude);

export function expm1(x: number): number {
  const hx = highWord(x);
  const negative = hx < 0;
  const ix = hx & 0x7fffffff;
  if (ix >= 0x4043687a) {
    if (ix >= 0x40862e42) {
      if (Number.isNaN(x)) return x;
      if (x > 709.782712893384) return Infinity;
    }
    if (negative) return -1;
  }
  let k = 0;
  let c = 0;
  if (ix > 0x3fd62e42) {
    let hi: number;
    let lo: number;
    if (ix < 0x3ff0a2b2) {
      k = negative ? -1 : 1;
      hi = x - k * ln2hi;
      lo = k * ln2lo;
    } else {
      k = Math.trunc(1.4426950408889634 * x + (negative ? -0.5 : 0.5));
      hi = x - k * ln2hi;
      lo = k * ln2lo;
    }
    x = hi - lo;
    c = hi - x - lo;
  } else if (ix < 0x3c900000) return x;
  const hfx = 0.5 * x;
  const hxs = x * hfx;
  const R1 = fma(hxs, -0.03333333333333313, 1);
  const h2 = hxs * hxs;
  const R2 = fma(hxs, -7.93650757867488e-5, 0.0015873015872548146);
  const h4 = h2 * h2;
  const R3 = fma(hxs, -2.0109921818362437e-7, 4.008217827329362e-6);
  const r1 = fma(h4, R3, fma(h2, R2, R1));
  let t = fma(-r1, hfx, 3);
  let e = hxs * ((r1 - t) / fma(-x, t, 6));
  if (k === 0) return x - fma(x, e, -hxs);
  e = fma(e - c, x, -c);
  e -= hxs;
  if (k === -1) return 0.5 * (x - e) - 0.5;
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  let y: number;
  if (k <= -2 || k > 56) {
    y = 1 - (e - x);
    return withHighWord(y, highWord(y) + (k << 20)) - 1;
  }
  if (k < 20) {
    t = withHighWord(1, 0x3ff00000 - (0x200000 >> k));
    y = t - (e - x);
  } else {
    t = withHighWord(1, (0x3ff - k) << 20);
    y = x - (e + t);
    y += 1;
  }
  return withHighWord(y, highWord(y) + (k << 20));
}

export function log1p(x: number): number {
  const hx = highWord(x);
  const ax = hx & 0x7fffffff;
  let k = 1;
  let f = 0;
  let hu = 1;
  let c = 0;
  if (hx < 0x3fda827a) {
    if (ax >= 0x3ff00000 && !(x > -1)) return x === -1 ? -Infinity : NaN;
    if (ax < 0x3e200000) return ax < 0x3c900000 ? x : x - x * x * 0.5;
    if (hx > 0 || hx <= (0xbfd2bec3 | 0)) {
      k = 0;
      f = x;
      hu = 1;
    }
  } else if (hx >= 0x7ff00000) return x;
  if (k !== 0) {
    let u: number;
    if (hx < 0x43400000) {
      u = 1 + x;
      hu = highWord(u);
      k = (hu >> 20) - 1023;
      c = k > 0 ? 1 - (u - x) : x - (u - 1);
      c /= u;
    } else {
      u = x;
      hu = highWord(u);
      k = (hu >> 20) - 1023;
    }
    hu &= 0x000fffff;
    if (hu < 0x6a09e) u = withHighWord(u, hu | 0x3ff00000);
    else {
      k += 1;
      u = withHighWord(u, hu | 0x3fe00000);
      hu = (0x00100000 - hu) >> 2;
    }
    f = u - 1;
  }
  const hfsq = 0.5 * f * f;
  if (hu === 0) {
    if (f === 0) {
      if (k === 0) return 0;
      c = fma(k, ln2lo, c);
      return fma(k, ln2hi, c);
    }
    const R = hfsq * fma(-0.6666666666666666, f, 1);
    if (k === 0) return f - R;
    return fma(k, ln2hi, -(R - fma(k, ln2lo, c) - f));
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const R2 = fma(z, 0.2857142874366239, 0.3999999999940942);
  const z4 = z2 * z2;
  const R3 = fma(z, 0.1818357216161805, 0.22222198432149784);
  const z6 = z4 * z2;
  const R4 = fma(z, 0.14798198605116586, 0.15313837699209373);
  const R = fma(z6, R4, fma(z4, R3, fma(z, 0.6666666666666735, z2 * R2)));
  if (k === 0) return f - (hfsq - s * (hfsq + R));
  return fma(k, ln2hi, -(hfsq - (s * (hfsq + R) + fma(k, ln2lo, c)) - f));
}

export function sinh(x: number): number {
  const ix = highWord(x) & 0x7fffffff;
  if (ix >= 0x7ff00000) return x;
  const h = x < 0 ? -0.5 : 0.5;
  const a = Math.abs(x);
  if (ix < 0x40360000) {
    if (ix < 0x3e300000) return x;
    const t = expm1(a);
    if (ix < 0x3ff00000) return h * (2 * t - (t * t) / (t + 1));
    return h * (t + t / (t + 1));
  }
  if (ix < 0x40862e42) return h * exp(a);
  if (a <= 710.4758600739439) {
    const w = exp(0.5 * a);
    return h * w * w;
  }
  return x * Infinity;
}

export function cosh(x: number): number {
  const ix = highWord(x) & 0x7fffffff;
  const a = Math.abs(x);
  if (ix < 0x40360000) {
    if (ix < 0x3fd62e43) {
      if (ix < 0x3c800000) return 1;
      const t = expm1(a);
      const w = 1 + t;
      return 1 + (t * t) / (w + w);
    }
    const t = exp(a);
    return 0.5 * t + 0.5 / t;
  }
  if (ix < 0x40862e42) return 0.5 * exp(a);
  if (a <= 710.4758600739439) {
    const w = exp(0.5 * a);
    return 0.5 * w * w;
  }
  return Number.isNaN(x) ? x : Infinity;
}

export function tanh(x: number): number {
  const ix = highWord(x) & 0x7fffffff;
  if (ix >= 0x7ff00000) return Number.isNaN(x) ? x : x > 0 ? 1 : -1;
  if (x === 0) return x;
  let z: number;
  if (ix < 0x40360000) {
    if (ix < 0x3c800000) return x * (1 + x);
    if (ix >= 0x3ff00000) z = 1 - 2 / (expm1(2 * Math.abs(x)) + 2);
    else {
      const t = expm1(-2 * Math.abs(x));
      z = -t / (t + 2);
    }
  } else z = 1;
  return x < 0 ? -z : z;
}

export function asinh(x: number): number {
  const ix = highWord(x) & 0x7fffffff;
  if (ix < 0x3e300000) return x;
  const xa = Math.abs(x);
  let w: number;
  if (ix > 0x41b00000) {
    if (ix >= 0x7ff00000) return x;
    w = log(xa) + ln2;
  } else if (ix > 0x40000000) w = log(2 * xa + 1 / (sqrt(xa * xa + 1) + xa));
  else {
    const t = xa * xa;
    w = log1p(xa + t / (1 + sqrt(1 + t)));
  }
  return withSign(w, x);
}

export function acosh(x: number): number {
  if (x > 2) {
    if (x >= 268435456) return x === Infinity ? x : log(x) + ln2;
    return log(2 * x - 1 / (x + sqrt(x * x - 1)));
  }
  if (x > 1) {
    const t = x - 1;
    return log1p(t + sqrt(2 * t + t * t));
  }
  return x === 1 ? 0 : NaN;
}

export function atanh(x: number): number {
  const xa = Math.abs(x);
  let t: number;
  if (xa < 0.5) {
    if (xa < 3.725290298461914e-9) return x;
    t = xa + xa;
    t = 0.5 * log1p(t + (t * xa) / (1 - xa));
  } else if (xa < 1) t = 0.5 * log1p((xa + xa) / (1 - xa));
  else return xa > 1 || Number.isNaN(x) ? NaN : x / 0;
  return withSign(t, x);
}

export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x === Infinity ? x : NaN;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    k = -54;
    x *= 18014398509481984;
  }
  const hx = highWord(x);
  k += (hx >> 20) - 1023;
  const i = k < 0 ? 1 : 0;
  const y = k + i;
  x = withHighWord(x, (hx & 0x000fffff) | ((0x3ff - i) << 20));
  const z = y * 3.694239077158931e-13 + 0.4342944819032518 * log(x);
  return z + y * 0.30102999566361177;
}

const cbrtFactor = [
  1 / 1.5874010519681994748,
  1 / 1.2599210498948731648,
  1,
  1.2599210498948731648,
  1.5874010519681994748,
];

/** cbrt, by a polynomial and one step of Halley's method; frexp and ldexp are given by the caller's module. */
export function cbrtWith(
  x: number,
  frexp: (x: number) => [number, number],
  ldexp: (x: number, e: number) => number,
): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const [xm, xe] = frexp(Math.abs(x));
  const u =
    0.35489576504391986 +
    (1.50819193781584896 +
      (-2.11499494167371287 +
        (2.4469312256353443 + (-1.83469277483613086 + (0.784932344976639262 - 0.145263899385486377 * xm) * xm) * xm) *
          xm) *
        xm) *
      xm;
  const t2 = u * u * u;
  const ym = ((u * (t2 + 2 * xm)) / (2 * t2 + xm)) * cbrtFactor[2 + (xe % 3)]!;
  return ldexp(x > 0 ? ym : -ym, Math.trunc(xe / 3));
}

function hypotKernel(ax: number, ay: number): number {
  const h = sqrt(ax * ax + ay * ay);
  let t1: number;
  let t2: number;
  if (h <= 2 * ay) {
    const delta = h - ay;
    t1 = ax * (2 * delta - ax);
    t2 = (delta - 2 * (ax - ay)) * delta;
  } else {
    const delta = h - ax;
    t1 = 2 * delta * (ax - 2 * ay);
    t2 = (4 * delta - ay) * ay + delta * delta;
  }
  return h - (t1 + t2) / (2 * h);
}

export function hypot(x: number, y: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return Infinity;
    return x + y;
  }
  x = Math.abs(x);
  y = Math.abs(y);
  const ax = x < y ? y : x;
  const ay = x < y ? x : y;
  const scale = 2 ** -600;
  if (ax > 2 ** 511) {
    if (ay <= ax * 2 ** -54) return ax + ay;
    return hypotKernel(ax * scale, ay * scale) / scale;
  }
  if (ay < 2 ** -459) {
    if (ax >= ay / 2 ** -54) return ax + ay;
    return hypotKernel(ax / scale, ay / scale) * scale;
  }
  if (ay <= ax * 2 ** -54) return ax + ay;
  return hypotKernel(ax, ay);
}

const erx = 0.84506291151046753;
const efx = 0.12837916709551259;
const pp = [
  0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442, -2.3763016656650163e-5,
];
const qq = [
  0, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 1.3249473800432164e-4, -3.960228278775368e-6,
];
const pa = [
  -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175, -0.11089469428239668,
  0.035478304325618236, -0.002166375594868791,
];
const qa = [
  0, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
  0.011984499846799107,
];
const ra = [
  -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
  -184.60509290671104, -81.2874355063066, -9.814329344169145,
];
const sa = [
  0, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
  108.63500554177944, 6.570249770319282, -0.0604244152148581,
];
const rb = [
  -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
  -1025.0951316110772, -483.5191916086514,
];
const sb = [
  0, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
  474.52854120695537, -22.44095244658582,
];

/** erf(x)/x - 1 for |x| < 0.84375. */
function erfSmall(x: number): number {
  const z = x * x;
  const r1 = pp[0]! + z * pp[1]!;
  const z2 = z * z;
  const r2 = pp[2]! + z * pp[3]!;
  const z4 = z2 * z2;
  const s1 = 1 + z * qq[1]!;
  const s2 = qq[2]! + z * qq[3]!;
  const s3 = qq[4]! + z * qq[5]!;
  return (r1 + z2 * r2 + z4 * pp[4]!) / (s1 + z2 * s2 + z4 * s3);
}

/** |erf(x)| - erx for 0.84375 ≤ |x| < 1.25. */
function erfMiddle(x: number): number {
  const s = Math.abs(x) - 1;
  const P1 = pa[0]! + s * pa[1]!;
  const s2 = s * s;
  const Q1 = 1 + s * qa[1]!;
  const s4 = s2 * s2;
  const P2 = pa[2]! + s * pa[3]!;
  const s6 = s4 * s2;
  const Q2 = qa[2]! + s * qa[3]!;
  const P3 = pa[4]! + s * pa[5]!;
  const Q3 = qa[4]! + s * qa[5]!;
  return (P1 + s2 * P2 + s4 * P3 + s6 * pa[6]!) / (Q1 + s2 * Q2 + s4 * Q3 + s6 * qa[6]!);
}

/** x·erfc(x) for x ≥ 1.25; `border` is the upper half of the number where the second approximation begins. */
function erfcLarge(x: number, border: number): number {
  const s = 1 / (x * x);
  const s2 = s * s;
  const s4 = s2 * s2;
  const s6 = s4 * s2;
  let R: number;
  let S: number;
  if (highWord(x) < border) {
    const s8 = s4 * s4;
    const R1 = ra[0]! + s * ra[1]!;
    const S1 = 1 + s * sa[1]!;
    const R2 = ra[2]! + s * ra[3]!;
    const S2 = sa[2]! + s * sa[3]!;
    const R3 = ra[4]! + s * ra[5]!;
    const S3 = sa[4]! + s * sa[5]!;
    const R4 = ra[6]! + s * ra[7]!;
    const S4 = sa[6]! + s * sa[7]!;
    R = R1 + s2 * R2 + s4 * R3 + s6 * R4;
    S = S1 + s2 * S2 + s4 * S3 + s6 * S4 + s8 * sa[8]!;
  } else {
    const R1 = rb[0]! + s * rb[1]!;
    const S1 = 1 + s * sb[1]!;
    const R2 = rb[2]! + s * rb[3]!;
    const S2 = sb[2]! + s * sb[3]!;
    const R3 = rb[4]! + s * rb[5]!;
    const S3 = sb[4]! + s * sb[5]!;
    const S4 = sb[6]! + s * sb[7]!;
    R = R1 + s2 * R2 + s4 * R3 + s6 * rb[6]!;
    S = S1 + s2 * S2 + s4 * S3 + s6 * S4;
  }
  const z = clearLowWord(x);
  return exp(-z * z - 0.5625) * exp((z - x) * (z + x) + R / S);
}

export function erf(x: number): number {
  const ix = highWord(x) & 0x7fffffff;
  if (ix >= 0x7ff00000) return Number.isNaN(x) ? x : x > 0 ? 1 : -1;
  if (ix < 0x3feb0000) {
    if (ix < 0x3e300000) return ix < 0x00800000 ? 0.0625 * (16 * x + 16 * efx * x) : x + efx * x;
    return x + x * erfSmall(x);
  }
  if (ix < 0x3ff40000) return x >= 0 ? erx + erfMiddle(x) : -erx - erfMiddle(x);
  if (ix >= 0x40180000) return x >= 0 ? 1 : -1;
  const a = Math.abs(x);
  const r = erfcLarge(a, 0x4006db6e);
  return x >= 0 ? 1 - r / a : r / a - 1;
}

export function erfc(x: number): number {
  const ix = highWord(x) & 0x7fffffff;
  if (ix >= 0x7ff00000) return Number.isNaN(x) ? x : x > 0 ? 0 : 2;
  if (ix < 0x3feb0000) {
    if (ix < 0x3c700000) return 1 - x;
    const y = erfSmall(x);
    if (highWord(x) < 0x3fd00000) return 1 - (x + x * y);
    let r = x * y;
    r += x - 0.5;
    return 0.5 - r;
  }
  if (ix < 0x3ff40000) return x >= 0 ? 1 - erx - erfMiddle(x) : 1 + (erx + erfMiddle(x));
  if (ix >= 0x403c0000) return x > 0 ? 0 : 2;
  if (x < 0 && ix >= 0x40180000) return 2;
  const a = Math.abs(x);
  const r = erfcLarge(a, 0x4006db6d);
  return x > 0 ? r / a : 2 - r / a;
}
