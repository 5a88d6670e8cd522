// Doubles as bits. Byte order is little endian wherever JavaScript runs today.

const f64 = new Float64Array(1);
const u32 = new Uint32Array(f64.buffer);

/** The upper 32 bits of a double: sign, exponent and 20 bits of fraction, as a signed number. */
export function highWord(x: number): number {
  f64[0] = x;
  return u32[1]! | 0;
}

/** The lower 32 bits, as an unsigned number. */
export function lowWord(x: number): number {
  f64[0] = x;
  return u32[0]!;
}

/** The double with these upper and lower 32 bits. */
export function fromWords(high: number, low: number): number {
  u32[1] = high;
  u32[0] = low;
  return f64[0]!;
}

/** x with other upper 32 bits. */
export function withHighWord(x: number, high: number): number {
  f64[0] = x;
  u32[1] = high;
  return f64[0]!;
}

/** x with its lower 32 bits cleared. */
export function clearLowWord(x: number): number {
  f64[0] = x;
  u32[0] = 0;
  return f64[0]!;
}

/** The neighbour of a non-zero x away from zero (up) or towards it. */
export function neighbour(x: number, away: boolean): number {
  f64[0] = x;
  if (away) {
    u32[0]! += 1;
    if (u32[0] === 0) u32[1]! += 1;
  } else {
    if (u32[0] === 0) u32[1]! -= 1;
    u32[0]! -= 1;
  }
  return f64[0]!;
}
