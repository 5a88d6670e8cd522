// Doubles to text and text to doubles. Follows Python/pystrtod.c, CPython 3.13.

import { BudgetExhausted } from '../heap/runtime';
import type { Decimal } from './dtoa';
import { fixedDigits, shortestDigits, significantDigits } from './dtoa';

/** Py_DTSF_*. */
export interface DoubleFlags {
  /** A '+' before what is not negative. */
  sign?: boolean;
  /** '.0' after what would look like an int. */
  addDot0?: boolean;
  /** Keep the decimal point and, for 'g', trailing zeros. */
  alt?: boolean;
  /** No '-' before what is rounded to zero. */
  noNegZero?: boolean;
}

/** PyOS_double_to_string: `format_code` is one of e E f F g G r; `precision` is not used by 'r'. */
export function PyOS_double_to_string(val: number, format_code: string, precision: number, flags: DoubleFlags): string {
  const lower = format_code.toLowerCase();
  const text = format_float_short(val, lower, precision, flags);
  return lower === format_code ? text : text.toUpperCase();
}

function digitsFor(d: number, code: string, precision: number): Decimal {
  switch (code) {
    case 'e':
      return significantDigits(d, precision + 1);
    case 'f':
      return fixedDigits(d, precision);
    case 'g':
      return significantDigits(d, precision === 0 ? 1 : precision);
    default:
      return shortestDigits(d);
  }
}

function format_float_short(d: number, code: string, precision: number, flags: DoubleFlags): string {
  const plus = flags.sign === true ? '+' : '';
  if (Number.isNaN(d)) return `${plus}nan`;
  let negative = d < 0 || Object.is(d, -0);
  if (!Number.isFinite(d)) return `${negative ? '-' : plus}inf`;
  if (precision > 0x1fffff00) throw new BudgetExhausted('memory', `a number with ${precision} digits`);
  let { digits, decpt } = digitsFor(d, code, precision);
  if (code === 'e') precision++;
  else if (code === 'g' && precision === 0) precision = 1;
  if (flags.noNegZero === true && (digits === '' || digits === '0')) negative = false;
  const addDot0 = flags.addDot0 === true;
  const alt = flags.alt === true;

  // The text is a slice of the digits in an endless row of zeros; vend says where it stops.
  let vend = digits.length;
  let useExp = false;
  switch (code) {
    case 'e':
      useExp = true;
      vend = precision;
      break;
    case 'f':
      vend = decpt + precision;
      break;
    case 'g':
      if (decpt <= -4 || decpt > (addDot0 ? precision - 1 : precision)) useExp = true;
      if (alt) vend = precision;
      break;
    default:
      if (decpt <= -4 || decpt > 16) useExp = true;
  }
  let exp = 0;
  if (useExp) {
    exp = decpt - 1;
    decpt = 1;
  }
  vend = Math.max(vend, !useExp && addDot0 ? decpt + 1 : decpt);
  const zeros = vend > digits.length ? '0'.repeat(vend - digits.length) : '';
  let text: string;
  if (decpt <= 0) text = `0.${'0'.repeat(-decpt)}${digits}${zeros}`;
  else {
    const row = digits + zeros;
    text = `${row.slice(0, decpt)}.${row.slice(decpt)}`;
  }
  if (text.endsWith('.') && !alt) text = text.slice(0, -1);
  if (useExp) {
    const size = String(Math.abs(exp)).padStart(2, '0');
    text += `e${exp < 0 ? '-' : '+'}${size}`;
  }
  return (negative ? '-' : plus) + text;
}

const floatSyntax = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;

/**
 * The value of a whole text, white space already cut off: decimal, `inf`, `nan`, underscores between digits. null when it
 * is none.
 */
export function parseFloatText(text: string): number | null {
  if (text.includes('_')) {
    if (!underscoresBetweenDigits(text)) return null;
    text = text.replaceAll('_', '');
  }
  return floatSyntax.test(text) ? valueOf(text) : null;
}

function underscoresBetweenDigits(text: string): boolean {
  const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '_' && !(isDigit(text[i - 1]) && isDigit(text[i + 1]))) return false;
  }
  return true;
}

function valueOf(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  if ((last >= 48 && last <= 57) || last === 46) return Number(text);
  if (/n$/i.test(text) && !/^[+-]?inf/i.test(text)) return NaN;
  return text.startsWith('-') ? -Infinity : Infinity;
}

const floatPrefix = /[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)/iy;

/** PyOS_string_to_double with an endptr: the number that `text` has at `start` and where it ends; null for none. */
export function PyOS_string_to_double(text: string, start = 0): { value: number; end: number } | null {
  floatPrefix.lastIndex = start;
  const match = floatPrefix.exec(text);
  return match === null ? null : { value: valueOf(match[0]), end: start + match[0].length };
}
