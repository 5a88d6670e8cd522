// C's pow(), correctly rounded. A JavaScript engine's own may be off in the last bit, which would show in constants.
// Computed in fixed point on big integers: slow, but folding needs it a few times in a file at most.

const BITS = 192n;
const ONE = 1n << BITS;

/** Splits a finite non-zero double into an odd-ish integer mantissa and a power of two. */
function split(x: number): { mantissa: bigint; exponent: number } {
  let exponent = 0;
  let m = Math.abs(x);
  while (m !== Math.floor(m)) {
    m *= 2;
    exponent--;
  }
  let mantissa = BigInt(m);
  while ((mantissa & 0xffffffffn) === 0n) {
    mantissa >>= 32n;
    exponent += 32;
  }
  while ((mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  return { mantissa, exponent };
}

function bits(n: bigint): number {
  return n === 0n ? 0 : n.toString(2).length;
}

/** ln(num / den) for a ratio near 1, in fixed point: 2 artanh((num - den) / (num + den)). */
function lnRatio(num: bigint, den: bigint): bigint {
  if (num < den) return -lnRatio(den, num);
  const z = ((num - den) << BITS) / (num + den);
  const z2 = (z * z) >> BITS;
  let term = z;
  let sum = 0n;
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k;
    term = (term * z2) >> BITS;
  }
  return 2n * sum;
}

let ln2Cache: bigint | undefined;
function ln2(): bigint {
  return (ln2Cache ??= lnRatio(2n, 1n));
}

/** exp(x) for fixed-point x, as a fixed-point number in [1, 2) and a power of two. */
function expFixed(x: bigint): { value: bigint; exponent: number } {
  const l = ln2();
  let k = x / l;
  let r = x - k * l;
  if (r < 0n) {
    r += l;
    k -= 1n;
  }
  let term = ONE;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n += 1n) {
    sum += term;
    term = ((term * r) >> BITS) / n;
  }
  return { value: sum, exponent: Number(k) };
}

/** The double nearest to value * 2**exponent, ties to even. Overflows to Infinity, underflows to 0. */
function toDouble(value: bigint, exponent: number): number {
  const top = bits(value) + exponent;
  if (top > 1025) return Infinity;
  if (top < -1080) return 0;
  const drop = Math.max(bits(value) - 53, -1074 - exponent);
  let mantissa: bigint;
  if (drop <= 0) mantissa = value << BigInt(-drop);
  else {
    const d = BigInt(drop);
    mantissa = value >> d;
    const rest = value - (mantissa << d);
    const half = 1n << (d - 1n);
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
  }
  const e = exponent + drop;
  const h = Math.trunc(e / 2);
  return Number(mantissa) * 2 ** h * 2 ** (e - h);
}

export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (!Number.isFinite(y)) {
    const a = Math.abs(x);
    return a === 1 ? 1 : a > 1 === y > 0 ? Infinity : 0;
  }
  const odd = Number.isInteger(y) && Math.abs(y) < 2 ** 53 && Math.abs(y) % 2 === 1;
  if (x === 0 || !Number.isFinite(x)) {
    const zero = (x === 0) === y > 0;
    const negative = odd && (x < 0 || Object.is(x, -0));
    const r = zero ? 0 : Infinity;
    return negative ? -r : r;
  }
  if (x < 0 && !Number.isInteger(y)) return NaN;
  const sign = x < 0 && odd ? -1 : 1;
  const { mantissa, exponent } = split(x);
  if (mantissa === 1n && exponent === 0) return sign;
  // A whole power of few bits is computed exactly.
  if (Number.isInteger(y) && Math.abs(y) * bits(mantissa) <= 4096) {
    const n = Math.abs(y);
    const power = mantissa ** BigInt(n);
    if (y > 0) return sign * toDouble(power, exponent * n);
    const scale = bits(power) + 128;
    let quotient = (1n << BigInt(scale)) / power;
    if (quotient * power !== 1n << BigInt(scale)) quotient = (quotient << 1n) | 1n;
    else quotient <<= 1n;
    return sign * toDouble(quotient, -exponent * n - scale - 1);
  }
  // ln |x| * y, then exp.
  const n = bits(mantissa);
  // mantissa / 2**(n - 1) lies in [1, 2): halve once more above sqrt(2) to keep the series short.
  let twos = exponent + n - 1;
  let den = 1n << BigInt(n - 1);
  if (mantissa * mantissa > 2n * den * den) {
    den <<= 1n;
    twos += 1;
  }
  const ln = lnRatio(mantissa, den) + BigInt(twos) * ln2();
  const ys = split(y);
  let product = ln * ys.mantissa;
  product = ys.exponent >= 0 ? product << BigInt(ys.exponent) : product >> BigInt(-ys.exponent);
  if (y < 0) product = -product;
  const limit = ONE * 800n;
  if (product > limit) return sign * Infinity;
  if (product < -limit) return sign * 0;
  const { value, exponent: e } = expFixed(product);
  return sign * toDouble(value, e - Number(BITS));
}
