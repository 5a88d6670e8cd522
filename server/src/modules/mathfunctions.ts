// The numerical half of the math module, free of Python objects. Follows Modules/mathmodule.c, CPython 3.13.

import * as libm from '../objects/libm';
import { scaleRounded } from '../objects/longvalue';

/** What C reports through errno. */
export type Errno = 'domain' | 'range' | null;
export interface Result {
  value: number;
  error: Errno;
}
const ok = (value: number): Result => ({ value, error: null });
const domain = (value = NaN): Result => ({ value, error: 'domain' });
const range = (value = Infinity): Result => ({ value, error: 'range' });

/** π·x's sine, exact at multiples of one half. */
export function sinpi(x: number): number {
  const y = Math.abs(x) % 2;
  const n = libm.round(2 * y);
  let r: number;
  switch (n) {
    case 0:
      r = libm.sin(Math.PI * y);
      break;
    case 1:
      r = libm.cos(Math.PI * (y - 0.5));
      break;
    case 2:
      r = libm.sin(Math.PI * (1 - y));
      break;
    case 3:
      r = -libm.cos(Math.PI * (y - 1.5));
      break;
    default:
      r = libm.sin(Math.PI * (y - 2));
      break;
  }
  return libm.copysign(1, x) * r;
}

// Lanczos' approximation of the gamma function, N = 13, with its g.
const lanczos_g = 6.024680040776729583740234375;
const lanczos_g_minus_half = 5.524680040776729583740234375;
const numerator = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
];
const denominator = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

function lanczosSum(x: number): number {
  let num = 0;
  let den = 0;
  if (x < 5) {
    for (let i = numerator.length - 1; i >= 0; i--) {
      num = num * x + numerator[i]!;
      den = den * x + denominator[i]!;
    }
  } else {
    for (let i = 0; i < numerator.length; i++) {
      num = num / x + numerator[i]!;
      den = den / x + denominator[i]!;
    }
  }
  return num / den;
}

/** Γ(n) for n = 1 … 23: exact. */
const gammaIntegral: number[] = [1];
for (let n = 1; n < 23; n++) gammaIntegral.push(gammaIntegral[n - 1]! * n);

export function tgamma(x: number): Result {
  if (!Number.isFinite(x)) return Number.isNaN(x) || x > 0 ? ok(x) : domain();
  if (x === 0) return domain(libm.copysign(Infinity, x));
  if (x === Math.floor(x)) {
    if (x < 0) return domain();
    if (x <= gammaIntegral.length) return ok(gammaIntegral[x - 1]!);
  }
  const absx = Math.abs(x);
  if (absx < 1e-20) {
    const r = 1 / x;
    return Number.isFinite(r) ? ok(r) : range(r);
  }
  if (absx > 200) return x < 0 ? ok(0 / sinpi(x)) : range();
  const y = absx + lanczos_g_minus_half;
  let z = absx > lanczos_g_minus_half ? y - absx - lanczos_g_minus_half : y - lanczos_g_minus_half - absx;
  z = (z * lanczos_g) / y;
  let r: number;
  if (x < 0) {
    r = ((-Math.PI / sinpi(absx) / absx) * libm.exp(y)) / lanczosSum(absx);
    r -= z * r;
    if (absx < 140) r /= libm.pow(y, absx - 0.5);
    else {
      const half = libm.pow(y, absx / 2 - 0.25);
      r = r / half / half;
    }
  } else {
    r = lanczosSum(absx) / libm.exp(y);
    r += z * r;
    if (absx < 140) r *= libm.pow(y, absx - 0.5);
    else {
      const half = libm.pow(y, absx / 2 - 0.25);
      r = r * half * half;
    }
  }
  return Number.isFinite(r) ? ok(r) : range(r);
}

export function lgamma(x: number): Result {
  if (!Number.isFinite(x)) return ok(Number.isNaN(x) ? x : Infinity);
  if (x === Math.floor(x) && x <= 2) return x <= 0 ? domain(Infinity) : ok(0);
  const absx = Math.abs(x);
  if (absx < 1e-20) return ok(-libm.log(absx));
  let r = libm.log(lanczosSum(absx)) - lanczos_g;
  r += (absx - 0.5) * (libm.log(absx + lanczos_g - 0.5) - 1);
  if (x < 0) r = 1.1447298858494002 - libm.log(Math.abs(sinpi(absx))) - libm.log(absx) - r;
  return Number.isFinite(r) ? ok(r) : range(r);
}

/** IEEE 754 remainder. */
export function remainder(x: number, y: number): Result {
  if (Number.isFinite(x) && Number.isFinite(y)) {
    if (y === 0) return domain();
    const absx = Math.abs(x);
    const absy = Math.abs(y);
    const m = absx % absy;
    const c = absy - m;
    const r = m < c ? m : m > c ? -c : m - 2 * ((0.5 * (absx - m)) % absy);
    return ok(libm.copysign(1, x) * r);
  }
  if (Number.isNaN(x)) return ok(x);
  if (Number.isNaN(y)) return ok(y);
  return Math.abs(x) === Infinity ? domain() : ok(x);
}

/** C's log with its errors: −∞ and a domain error at 0, nan below. */
export function log(x: number): Result {
  if (Number.isFinite(x)) {
    if (x > 0) return ok(libm.log(x));
    return domain(x === 0 ? -Infinity : NaN);
  }
  return Number.isNaN(x) || x > 0 ? ok(x) : domain();
}
export function log2(x: number): Result {
  if (!Number.isFinite(x)) return Number.isNaN(x) || x > 0 ? ok(x) : domain();
  if (x > 0) return ok(libm.log2(x));
  return domain(x === 0 ? -Infinity : NaN);
}
export function log10(x: number): Result {
  if (Number.isFinite(x)) {
    if (x > 0) return ok(libm.log10(x));
    return domain(x === 0 ? -Infinity : NaN);
  }
  return Number.isNaN(x) || x > 0 ? ok(x) : domain();
}

/** The error function by its series near 0 and a continued fraction beyond, as glibc's results round. */
export function erf(x: number): number {
  return libm.erf(x);
}
export function erfc(x: number): number {
  return libm.erfc(x);
}

// Double-double helpers for hypot, dist and sumprod.
function twoProduct(x: number, y: number): [number, number] {
  const z = x * y;
  const [xh, xl] = split(x);
  const [yh, yl] = split(y);
  return [z, xl * yl - (z - xh * yh - xl * yh - xh * yl)];
}
function split(x: number): [number, number] {
  const t = x * 134217729;
  const hi = t - (t - x);
  return [hi, x - hi];
}
function fastSum(a: number, b: number): [number, number] {
  const x = a + b;
  return [x, a - x + b];
}
function twoSum(a: number, b: number): [number, number] {
  const x = a + b;
  const z = x - a;
  return [x, a - (x - z) + (b - z)];
}

/** √Σv², correctly rounded in almost every case; `max` is the largest |v|. */
export function vectorNorm(vec: number[], max: number, foundNan: boolean): number {
  if (max === Infinity) return max;
  if (foundNan) return NaN;
  if (max === 0 || vec.length <= 1) return max;
  const max_e = libm.frexp(max)[1];
  if (max_e < -1023) {
    const min = 2 ** -1022;
    return (
      min *
      vectorNorm(
        vec.map((v) => v / min),
        max / min,
        foundNan,
      )
    );
  }
  const scale = libm.ldexp(1, -max_e);
  let csum = 1;
  let frac1 = 0;
  let frac2 = 0;
  for (const v of vec) {
    const x = v * scale;
    const [ph, pl] = twoProduct(x, x);
    const [sh, sl] = fastSum(csum, ph);
    csum = sh;
    frac1 += pl;
    frac2 += sl;
  }
  let h = Math.sqrt(csum - 1 + (frac1 + frac2));
  const [ph, pl] = twoProduct(-h, h);
  const [sh, sl] = fastSum(csum, ph);
  csum = sh;
  frac1 += pl;
  frac2 += sl;
  const x = csum - 1 + (frac1 + frac2);
  h += x / (2 * h);
  return h / scale;
}

/** A sum of products in triple length, for sumprod's float path. */
export class TripleLength {
  private hi = 0;
  private lo = 0;
  private tiny = 0;
  addProduct(x: number, y: number): void {
    const [ph, pl] = twoProduct(x, y);
    const [sh, sl] = twoSum(this.hi, ph);
    const [r1h, r1l] = twoSum(this.lo, pl);
    const [r2h, r2l] = twoSum(r1h, sl);
    this.hi = sh;
    this.lo = r2h;
    this.tiny += r1l + r2l;
  }
  value(): number {
    const [h, l] = twoSum(this.lo, this.tiny);
    const [h2, l2] = twoSum(this.hi, h);
    return h2 + (l2 + l);
  }
}

/** Shewchuk's exact summation, rounded once. `overflow` and `invalid` are fsum's two errors. */
export function fsum(values: Iterable<number>): number | 'overflow' | 'invalid' {
  let partials: number[] = [];
  let specialSum = 0;
  let infSum = 0;
  for (const value of values) {
    let x = value;
    const kept: number[] = [];
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const hi = x + y;
      const lo = y - (hi - x);
      if (lo !== 0) kept.push(lo);
      x = hi;
    }
    if (x !== 0) {
      if (!Number.isFinite(x)) {
        if (Number.isFinite(value)) return 'overflow';
        if (Math.abs(value) === Infinity) infSum += value;
        specialSum += value;
        partials = [];
        continue;
      }
      kept.push(x);
    }
    partials = kept;
  }
  if (specialSum !== 0) return Number.isNaN(infSum) ? 'invalid' : specialSum;
  let n = partials.length;
  if (n === 0) return 0;
  let hi = partials[--n]!;
  let lo = 0;
  while (n > 0) {
    const x = hi;
    const y = partials[--n]!;
    hi = x + y;
    lo = y - (hi - x);
    if (lo !== 0) break;
  }
  // Round half even across what is left.
  if (n > 0 && ((lo < 0 && partials[n - 1]! < 0) || (lo > 0 && partials[n - 1]! > 0))) {
    const y = lo * 2;
    const x = hi + y;
    if (y === x - hi) hi = x;
  }
  return hi;
}

/** x·y + z with one rounding. */
export function fma(x: number, y: number, z: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z)) return x * y + z;
  if (x === 0 || y === 0) return x * y + z;
  const [mx, ex] = integerMantissa(x);
  const [my, ey] = integerMantissa(y);
  let p = mx * my;
  let e = ex + ey;
  if (z !== 0) {
    let [mz, ez] = integerMantissa(z);
    if (ez > e) {
      mz <<= BigInt(ez - e);
    } else if (e > ez) {
      p <<= BigInt(e - ez);
      e = ez;
    }
    p += mz;
    ez = e;
  }
  if (p === 0n) return 0;
  const negative = p < 0n;
  const r = scaleRounded(negative ? -p : p, e);
  return negative ? -r : r;
}
function integerMantissa(x: number): [bigint, number] {
  const [m, e] = libm.frexp(x);
  return [BigInt(m * 2 ** 53), e - 53];
}

const view = new DataView(new ArrayBuffer(8));
/** The next double after x towards y, `steps` times. */
export function nextafter(x: number, y: number, steps = 1n): number {
  if (steps === 0n) return x;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === y) return y;
  const ordered = (v: number): bigint => {
    view.setFloat64(0, v);
    const bits = view.getBigUint64(0);
    return bits >> 63n ? -(bits & 0x7fffffffffffffffn) : bits;
  };
  const a = ordered(x);
  const b = ordered(y);
  const target = a < b ? (a + steps > b ? b : a + steps) : a - steps < b ? b : a - steps;
  view.setBigUint64(0, target < 0n ? (1n << 63n) | -target : target);
  const r = view.getFloat64(0);
  return r === 0 && target === 0n && (x < 0 || Object.is(x, -0)) ? -0 : r;
}

export function ulp(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a === Infinity) return a;
  const up = nextafter(a, Infinity);
  if (up === Infinity) return a - nextafter(a, -Infinity);
  return up - a;
}
