// Arithmetic on constants as CPython does it: exact integers, doubles, complex numbers. A result of undefined means
// that Python would raise. A complex power with a fractional or imaginary exponent may differ from CPython in the last
// bit: it takes the host's sine, cosine, exponential. Follows Objects/longobject.c, floatobject.c and complexobject.c.

import * as libm from '../../libm';
import { pow as floatPow } from '../../libm';

export interface Complex {
  real: number;
  imag: number;
}

/** int to float, correctly rounded; undefined where Python raises OverflowError. */
export function intToFloat(n: bigint): number | undefined {
  const x = Number(n);
  return Number.isFinite(x) ? x : undefined;
}

export function bitLength(n: bigint): number {
  const m = n < 0n ? -n : n;
  return m === 0n ? 0 : m.toString(2).length;
}

export function intFloorDiv(a: bigint, b: bigint): bigint | undefined {
  if (b === 0n) return undefined;
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
}

export function intMod(a: bigint, b: bigint): bigint | undefined {
  if (b === 0n) return undefined;
  const r = a % b;
  return r !== 0n && r < 0n !== b < 0n ? r + b : r;
}

/** The double nearest to p / q * 2**shift (p >= 0, q > 0), ties to even; undefined on overflow. */
export function roundRatio(p: bigint, q: bigint, shift = 0): number | undefined {
  if (p === 0n) return 0;
  // Scale to a quotient of 55 or 56 bits, fewer where the result is subnormal, and make the remainder a sticky bit.
  let scale = 55 - (bitLength(p) - bitLength(q));
  const exponent = -scale + shift;
  if (exponent < -1076) scale -= -1076 - exponent;
  const num = scale >= 0 ? p << BigInt(scale) : p;
  const den = scale >= 0 ? q : q << BigInt(-scale);
  let quotient = num / den;
  if (quotient * den !== num) quotient |= 1n;
  // quotient * 2**(shift - scale): round by hand to 53 bits (or to the subnormals' spacing).
  const e = shift - scale;
  const drop = Math.max(bitLength(quotient) - 53, -1074 - e, 0);
  const dropped = BigInt(drop);
  let mantissa = quotient >> dropped;
  const rest = quotient - (mantissa << dropped);
  const half = drop === 0 ? 0n : 1n << (dropped - 1n);
  if (drop > 0 && (rest > half || (rest === half && (mantissa & 1n) === 1n))) mantissa += 1n;
  const exp2 = e + drop;
  const x = Number(mantissa);
  const result =
    exp2 >= -1022 && exp2 <= 971 ? x * 2 ** exp2 : x * 2 ** Math.trunc(exp2 / 2) * 2 ** (exp2 - Math.trunc(exp2 / 2));
  return Number.isFinite(result) ? result : undefined;
}

export function intTrueDiv(a: bigint, b: bigint): number | undefined {
  if (b === 0n) return undefined;
  const limit = 9007199254740992n;
  if (a >= -limit && a <= limit && b >= -limit && b <= limit) return Number(a) / Number(b);
  const negative = a < 0n !== b < 0n;
  const r = roundRatio(a < 0n ? -a : a, b < 0n ? -b : b);
  if (r === undefined) return undefined;
  return negative ? -r : r;
}

export function floatMod(v: number, w: number): number | undefined {
  if (w === 0) return undefined;
  const mod = v % w;
  if (mod !== 0 && !Number.isNaN(mod)) return w < 0 !== mod < 0 ? mod + w : mod;
  return Number.isNaN(mod) ? mod : copysign(0, w);
}

export function floatFloorDiv(v: number, w: number): number | undefined {
  if (w === 0) return undefined;
  const mod = v % w;
  let div = (v - mod) / w;
  if (mod !== 0 && w < 0 !== mod < 0) div -= 1;
  if (div === 0) return copysign(0, v / w);
  const floor = Math.floor(div);
  return div - floor > 0.5 ? floor + 1 : floor;
}

export function copysign(x: number, sign: number): number {
  const negative = sign < 0 || Object.is(sign, -0);
  return negative ? -Math.abs(x) : Math.abs(x);
}

/** float ** float: a float, a complex for a root of a negative number, undefined where Python raises. */
export function floatPower(v: number, w: number): number | Complex | undefined {
  if (w === 0) return 1;
  if (v === 0 && w < 0) return undefined;
  if (v < 0 && Number.isFinite(v) && Number.isFinite(w) && w !== Math.floor(w)) {
    return complexPower({ real: v, imag: 0 }, { real: w, imag: 0 });
  }
  const r = floatPow(v, w);
  if (!Number.isFinite(r) && Number.isFinite(v) && Number.isFinite(w)) return undefined;
  return r;
}

export function complexMul(a: Complex, b: Complex): Complex {
  return { real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real };
}

export function complexDiv(a: Complex, b: Complex): Complex | undefined {
  const absReal = Math.abs(b.real);
  const absImag = Math.abs(b.imag);
  if (absReal >= absImag) {
    if (absReal === 0) return undefined;
    const ratio = b.imag / b.real;
    const denom = b.real + b.imag * ratio;
    return { real: (a.real + a.imag * ratio) / denom, imag: (a.imag - a.real * ratio) / denom };
  }
  if (absImag >= absReal) {
    const ratio = b.real / b.imag;
    const denom = b.real * ratio + b.imag;
    return { real: (a.real * ratio + a.imag) / denom, imag: (a.imag * ratio - a.real) / denom };
  }
  return { real: NaN, imag: NaN };
}

function complexPowUnsigned(x: Complex, n: number): Complex {
  let r: Complex = { real: 1, imag: 0 };
  let p = x;
  for (let mask = 1; mask > 0 && n >= mask; mask <<= 1) {
    if (n & mask) r = complexMul(r, p);
    p = complexMul(p, p);
  }
  return r;
}

export function complexPower(a: Complex, b: Complex): Complex | undefined {
  let r: Complex | undefined;
  if (b.imag === 0 && b.real === Math.floor(b.real) && Math.abs(b.real) <= 100) {
    const n = Math.abs(b.real);
    const power = complexPowUnsigned(a, n);
    r = b.real > 0 ? power : complexDiv({ real: 1, imag: 0 }, power);
  } else if (b.real === 0 && b.imag === 0) {
    r = { real: 1, imag: 0 };
  } else if (a.real === 0 && a.imag === 0) {
    if (b.imag !== 0 || b.real < 0) return undefined;
    r = { real: 0, imag: 0 };
  } else {
    const vabs = libm.hypot(a.real, a.imag);
    let len = floatPow(vabs, b.real);
    const at = libm.atan2(a.imag, a.real);
    let phase = at * b.real;
    if (b.imag !== 0) {
      len /= libm.exp(at * b.imag);
      phase += b.imag * libm.log(vabs);
    }
    // The cosine of an infinite angle is a domain error.
    if (Math.abs(phase) === Infinity) return undefined;
    r = { real: len * libm.cos(phase), imag: len * libm.sin(phase) };
  }
  if (r === undefined) return undefined;
  if (Math.abs(r.real) === Infinity || Math.abs(r.imag) === Infinity) return undefined;
  return r;
}
