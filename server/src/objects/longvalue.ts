// Arithmetic on int values (number | bigint) with no Python object in sight: what Objects/longobject.c does on digits.
// A value is a number exactly when it is a safe integer, never −0.

import { BudgetExhausted } from '../heap/runtime';

export type IntValue = number | bigint;

/** Results longer than this end the run: one such product would hold the thread for seconds. */
const MAX_BITS = 1 << 28;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const MAX_SAFE_BIG = BigInt(MAX_SAFE);

/** The one form of a bigint. */
export function normalize(v: bigint): IntValue {
  return v <= MAX_SAFE_BIG && v >= -MAX_SAFE_BIG ? Number(v) : v;
}

/** An integral double of any size as a value. */
export function fromDouble(d: number): IntValue {
  return Number.isSafeInteger(d) ? d + 0 : normalize(BigInt(d));
}

export function add(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r;
  }
  return normalize(BigInt(a) + BigInt(b));
}

export function sub(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r;
  }
  return normalize(BigInt(a) - BigInt(b));
}

export function mul(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r + 0;
  }
  if (typeof a === 'bigint' || typeof b === 'bigint') checkBits(bitLength(a) + bitLength(b));
  return normalize(BigInt(a) * BigInt(b));
}

function checkBits(bits: number): void {
  if (bits > MAX_BITS) {
    throw new BudgetExhausted(
      'memory',
      `an int of about ${Math.round(bits / 8 / 1048576)} MB is too large for this sandbox`,
    );
  }
}

/** Python's floor division and modulo at once; `b` is not 0. */
export function divmod(a: IntValue, b: IntValue): [IntValue, IntValue] {
  if (typeof a === 'number' && typeof b === 'number') {
    let m = a % b;
    if (m !== 0 && m < 0 !== b < 0) m += b;
    const dividend = a - m;
    if (dividend <= MAX_SAFE && dividend >= -MAX_SAFE) return [dividend / b + 0, m + 0];
  }
  const x = BigInt(a);
  const y = BigInt(b);
  let q = x / y;
  let m = x % y;
  if (m !== 0n && m < 0n !== y < 0n) {
    m += y;
    q -= 1n;
  }
  return [normalize(q), normalize(m)];
}

export function floordiv(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number') {
    let m = a % b;
    if (m !== 0 && m < 0 !== b < 0) m += b;
    const dividend = a - m;
    if (dividend <= MAX_SAFE && dividend >= -MAX_SAFE) return dividend / b + 0;
  }
  return divmod(a, b)[0];
}

export function mod(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number') {
    let m = a % b;
    if (m !== 0 && m < 0 !== b < 0) m += b;
    return m + 0;
  }
  return divmod(a, b)[1];
}

/** a ** b for b ≥ 0. */
export function pow(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a ** b;
    // Doubles multiply exactly while every power stays a safe integer.
    if (r <= MAX_SAFE && r >= -MAX_SAFE) {
      if (b <= 64) {
        let p = 1;
        for (let i = 0; i < b; i++) p *= a;
        return p + 0;
      }
      // |a| is 0 or 1 here.
      return r + 0;
    }
  }
  const bits = bitLength(a);
  if (bits > 1) checkBits(typeof b === 'number' ? (bits - 1) * b : Infinity);
  return normalize(BigInt(a) ** BigInt(b));
}

/** pow(a, e, m) for e ≥ 0 and m ≠ 0, with m's sign. */
export function powmod(a: IntValue, e: IntValue, m: IntValue): IntValue {
  let modulus = BigInt(m);
  const negative = modulus < 0n;
  if (negative) modulus = -modulus;
  let result: bigint;
  if (modulus < 0x4000000n && typeof e === 'number') {
    // Products stay below 2^52: doubles are exact.
    const mm = Number(modulus);
    let base = Number(((BigInt(a) % modulus) + modulus) % modulus);
    let r = 1 % mm;
    let n = e;
    while (n > 0) {
      if (n % 2 === 1) r = (r * base) % mm;
      base = (base * base) % mm;
      n = Math.floor(n / 2);
    }
    result = BigInt(r);
  } else {
    let base = ((BigInt(a) % modulus) + modulus) % modulus;
    result = 1n % modulus;
    const bits = BigInt(e).toString(2);
    if (bits.length * bitLength(m) > 1 << 26) checkBits(Infinity);
    for (let i = bits.length - 1; i >= 0; i--) {
      if (bits[i] === '1') result = (result * base) % modulus;
      base = (base * base) % modulus;
    }
  }
  if (negative && result !== 0n) result -= modulus;
  return normalize(result);
}

/** Modular inverse of a modulo n > 0, or null when there is none. */
export function invmod(a: IntValue, n: IntValue): IntValue | null {
  let x = BigInt(a);
  let m = BigInt(n);
  let b = 1n;
  let c = 0n;
  while (m !== 0n) {
    let q = x / m;
    let r = x % m;
    if (r !== 0n && r < 0n !== m < 0n) {
      q -= 1n;
      r += m;
    }
    x = m;
    m = r;
    const t = b - q * c;
    b = c;
    c = t;
  }
  return x === 1n ? normalize(b) : null;
}

export function neg(a: IntValue): IntValue {
  return typeof a === 'number' ? 0 - a : normalize(-a);
}

export function and(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a & b;
  return normalize(BigInt(a) & BigInt(b));
}
export function or(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a | b;
  return normalize(BigInt(a) | BigInt(b));
}
export function xor(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a ^ b;
  return normalize(BigInt(a) ^ BigInt(b));
}

/** a << n for n ≥ 0. */
export function lshift(a: IntValue, n: IntValue): IntValue {
  if (a === 0) return 0;
  if (typeof a === 'number' && typeof n === 'number' && n < 53) {
    const r = a * 2 ** n;
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r;
  }
  checkBits(bitLength(a) + Number(n));
  return normalize(BigInt(a) << BigInt(n));
}

/** a >> n for n ≥ 0, rounding down. */
export function rshift(a: IntValue, n: IntValue): IntValue {
  if (typeof a === 'number') {
    if (typeof n === 'bigint' || n >= 53) return a < 0 ? -1 : 0;
    return Math.floor(a / 2 ** n) + 0;
  }
  if (typeof n === 'bigint') return a < 0n ? -1 : 0;
  return normalize(a >> BigInt(n));
}

/** Number of bits of |a|. */
export function bitLength(a: IntValue): number {
  if (typeof a === 'number') {
    const x = Math.abs(a);
    if (x < 4294967296) return 32 - Math.clz32(x);
    return 64 - Math.clz32(Math.floor(x / 4294967296));
  }
  const x = a < 0n ? -a : a;
  const hex = x.toString(16);
  return hex.length * 4 - (Math.clz32(parseInt(hex[0]!, 16)) - 28);
}

/** Number of 30-bit digits CPython stores; 0 for 0. */
export function digitCount(a: IntValue): number {
  if (typeof a === 'number') {
    const x = a < 0 ? -a : a;
    return x === 0 ? 0 : x < 1073741824 ? 1 : 2;
  }
  return Math.ceil(bitLength(a) / 30);
}

/** −1, 0 or 1. */
export function compare(a: IntValue, b: IntValue): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** a / b correctly rounded; null when the result is too large for a double. `b` is not 0. */
export function truediv(a: IntValue, b: IntValue): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  let x = BigInt(a);
  let y = BigInt(b);
  const negative = x < 0n !== y < 0n;
  if (x < 0n) x = -x;
  if (y < 0n) y = -y;
  if (x === 0n) return negative ? -0 : 0;
  const diff = bitLength(x) - bitLength(y);
  if (diff > 1025) return null;
  if (diff < -1080) return negative ? -0 : 0;
  // A quotient of 66 bits or so, its last bit sticky; subnormal results get their rounding from the scaling below.
  const shift = Math.max(diff, -1022) - 66;
  let q: bigint;
  let r: bigint;
  if (shift >= 0) {
    y <<= BigInt(shift);
    q = x / y;
    r = x % y;
  } else {
    x <<= BigInt(-shift);
    q = x / y;
    r = x % y;
  }
  if (r !== 0n) q |= 1n;
  const result = scaleRounded(q, shift);
  if (result === Infinity) return null;
  return negative ? -result : result;
}

/** q · 2^e as the nearest double (ties to even), for q > 0. */
export function scaleRounded(q: bigint, e: number): number {
  const bits = bitLength(q);
  // Bits of the result that fit: 53, fewer when it is subnormal.
  const top = bits + e;
  const keep = Math.min(53, top + 1074);
  if (keep < 0) return 0;
  const drop = bits - keep;
  if (drop <= 0) return Number(q) * 2 ** Math.max(e, -1074) * (e < -1074 ? 2 ** (e + 1074) : 1);
  const half = 1n << BigInt(drop - 1);
  const rest = q & ((1n << BigInt(drop)) - 1n);
  let m = q >> BigInt(drop);
  if (rest > half || (rest === half && (m & 1n) === 1n)) m += 1n;
  const exponent = e + drop;
  if (exponent > 1023) return Infinity;
  const scaled = exponent < -1022 ? Number(m) * 2 ** (exponent + 60) * 2 ** -60 : Number(m) * 2 ** exponent;
  return scaled;
}

/** The nearest double, or null when there is none (overflow). */
export function toDouble(a: IntValue): number | null {
  if (typeof a === 'number') return a;
  const d = Number(a);
  return Number.isFinite(d) ? d : null;
}

/** ⌊√n⌋ for n ≥ 0. */
export function isqrt(a: IntValue): IntValue {
  if (typeof a === 'number') {
    let r = Math.floor(Math.sqrt(a));
    while (r * r > a) r--;
    while ((r + 1) * (r + 1) <= a) r++;
    return r;
  }
  let x = 1n << BigInt(Math.ceil(bitLength(a) / 2));
  for (;;) {
    const y = (x + a / x) >> 1n;
    if (y >= x) return normalize(x);
    x = y;
  }
}

export function gcd(a: IntValue, b: IntValue): IntValue {
  if (typeof a === 'number' && typeof b === 'number') {
    let x = Math.abs(a);
    let y = Math.abs(b);
    while (y !== 0) {
      const t = x % y;
      x = y;
      y = t;
    }
    return x;
  }
  let x = BigInt(a);
  let y = BigInt(b);
  if (x < 0n) x = -x;
  if (y < 0n) y = -y;
  while (y !== 0n) {
    const t = x % y;
    x = y;
    y = t;
  }
  return normalize(x);
}
