// sin(k/128) and cos(k/128), each as the nearest double and the double nearest to the rest: computed from the power
// series in integer arithmetic at first use, so that they take no room in the bundle.

const precision = 230n;
const one = 1n << precision;

/** The double nearest to v · 2^-230. */
function nearest(v: bigint): number {
  if (v === 0n) return 0;
  const negative = v < 0n;
  let a = negative ? -v : v;
  const excess = a.toString(2).length - 53;
  let exponent = -Number(precision);
  if (excess > 0) {
    const half = 1n << BigInt(excess - 1);
    const rest = a & ((half << 1n) - 1n);
    a >>= BigInt(excess);
    if (rest > half || (rest === half && (a & 1n) === 1n)) a += 1n;
    exponent += excess;
  }
  const d = Number(a) * 2 ** exponent;
  return negative ? -d : d;
}

/** Σ (-1)^i x^(2i+first) / (2i+first)! */
function series(x: bigint, first: number): bigint {
  const x2 = (x * x) >> precision;
  let term = first === 1 ? x : one;
  let sum = term;
  for (let i = first; term !== 0n; i += 2) {
    term = -((term * x2) >> precision) / BigInt((i + 1) * (i + 2));
    sum += term;
  }
  return sum;
}

/** v · 2^-230 as the nearest double and the double nearest to the rest. */
export function nearestPair(v: bigint): [number, number] {
  const d = nearest(v);
  // d is a multiple of 2^-130 here, or of the unit of v.
  const whole = BigInt(Math.trunc(d * 2 ** 130));
  return [d, nearest(v - (whole << (precision - 130n)))];
}

let table: Float64Array | null = null;

/** Four numbers for each k from 0 to 127: sin, its rest, cos, its rest. */
export function sincosTable(): Float64Array {
  if (table !== null) return table;
  const t = new Float64Array(512);
  for (let k = 0; k < 128; k++) {
    const x = (one / 128n) * BigInt(k);
    const s = series(x, 1);
    const c = series(x, 0);
    [t[4 * k]!, t[4 * k + 1]!] = nearestPair(s);
    [t[4 * k + 2]!, t[4 * k + 3]!] = nearestPair(c);
  }
  table = t;
  return t;
}
