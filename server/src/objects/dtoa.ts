// Decimal digits of a double, correctly rounded, ties to even. Gives what Python/dtoa.c's _Py_dg_dtoa gives, CPython 3.13.
// JavaScript's own conversions are exact too, but round ties up and stop at 100 digits: where a tie or more digits are in
// play, bigint arithmetic decides.

export interface Decimal {
  /** Without trailing zeros; '' when a value was rounded to nothing (mode 3), '0' for zero itself. */
  digits: string;
  /** The decimal point stands before digits[decpt] (may lie outside the digits). */
  decpt: number;
}

const scratch = new DataView(new ArrayBuffer(8));

/** |d| = mantissa · 2^exponent, exactly. */
export function frexpExact(d: number): { mantissa: bigint; exponent: number } {
  scratch.setFloat64(0, Math.abs(d));
  const bits = scratch.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

function stripZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return end === digits.length ? digits : digits.slice(0, end);
}

/** The integer nearest to |d|·10^places, ties to even. */
function scaledRound(d: number, places: number): bigint {
  const { mantissa, exponent } = frexpExact(d);
  let num = mantissa;
  let den = 1n;
  if (exponent >= 0) num <<= BigInt(exponent);
  else den <<= BigInt(-exponent);
  if (places >= 0) num *= 10n ** BigInt(places);
  else den *= 10n ** BigInt(-places);
  const q = num / den;
  const twice = 2n * (num - q * den);
  return twice > den || (twice === den && (q & 1n) === 1n) ? q + 1n : q;
}

/** Whether |d| lies exactly between two decimals of `places` digits after the point. */
function isTie(d: number, places: number): boolean {
  // Such a number has places + 1 binary digits after the point.
  return (Math.abs(d) * 2 ** (places + 1)) % 2 === 1;
}

/** Mode 0: the shortest digits that give the same double back. `d` is finite. */
export function shortestDigits(d: number): Decimal {
  if (d === 0) return { digits: '0', decpt: 1 };
  const text = Math.abs(d).toExponential();
  const e = text.indexOf('e');
  const mantissa = text.slice(0, e);
  return {
    digits: mantissa.length === 1 ? mantissa : mantissa[0]! + mantissa.slice(2),
    decpt: Number(text.slice(e + 1)) + 1,
  };
}

/** Mode 2: `ndigits` (at least 1) significant digits. */
export function significantDigits(d: number, ndigits: number): Decimal {
  if (d === 0) return { digits: '0', decpt: 1 };
  // The exponent of the leading digit; a rounding up to the next power of ten is seen below.
  const exponent = Number(Math.abs(d).toExponential(20).split('e')[1]);
  const places = ndigits - 1 - exponent;
  if (ndigits <= 101 && places >= 0 && places < 1000 && !isTie(d, places)) {
    const text = Math.abs(d).toExponential(ndigits - 1);
    const e = text.indexOf('e');
    return { digits: stripZeros(text.slice(0, e).replace('.', '')), decpt: Number(text.slice(e + 1)) + 1 };
  }
  const digits = scaledRound(d, places).toString();
  return { digits: stripZeros(digits), decpt: digits.length - places };
}

/** Mode 3: `places` digits after the decimal point. */
export function fixedDigits(d: number, places: number): Decimal {
  if (d === 0) return { digits: '0', decpt: 1 };
  let digits: string;
  if (places >= 0 && places <= 100 && Math.abs(d) < 1e21 && !isTie(d, places)) {
    digits = Math.abs(d).toFixed(places).replace('.', '').replace(/^0+/, '');
  } else if (places > 1100) {
    // No double has that many digits after the point.
    const all = fixedDigits(d, 1100);
    return all.digits === '' ? { digits: '', decpt: -places } : all;
  } else {
    const value = scaledRound(d, places);
    digits = value === 0n ? '' : value.toString();
  }
  if (digits === '') return { digits: '', decpt: -places };
  return { digits: stripZeros(digits), decpt: digits.length - places };
}
