// Calendar arithmetic and the reading of ISO 8601 text, all on plain numbers. Follows the first part of
// Modules/_datetimemodule.c, CPython 3.13. Functions that may fail say so; those that set exceptions return null.

import { PyErr_SetString } from '../../objects/errors';
import { PyExc_OverflowError, PyExc_ValueError } from '../../objects/exceptions';

export const MINYEAR = 1;
export const MAXYEAR = 9999;
export const MAXORDINAL = 3652059;
export const MAX_DELTA_DAYS = 999999999;

/** floor(x / y) and the remainder, y > 0. */
export function divmod(x: number, y: number): [number, number] {
  const q = Math.floor(x / y);
  return [q, x - q * y];
}

const daysInMonth = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysBeforeMonth = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

export const is_leap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
export const days_in_month = (year: number, month: number): number =>
  month === 2 && is_leap(year) ? 29 : daysInMonth[month]!;
export const days_before_month = (year: number, month: number): number =>
  daysBeforeMonth[month]! + (month > 2 && is_leap(year) ? 1 : 0);

function days_before_year(year: number): number {
  const y = year - 1;
  return y * 365 + Math.trunc(y / 4) - Math.trunc(y / 100) + Math.trunc(y / 400);
}

export type YMD = [year: number, month: number, day: number];

const [DI4Y, DI100Y, DI400Y] = [1461, 36524, 146097];

/** The date of an ordinal; 1 is 1 January of year 1. */
export function ord_to_ymd(ordinal: number): YMD {
  const [n400, in400] = divmod(ordinal - 1, DI400Y!);
  const [n100, in100] = divmod(in400, DI100Y!);
  const [n4, in4] = divmod(in100, DI4Y!);
  const [n1, n] = divmod(in4, 365);
  const year = n400 * 400 + 1 + n100 * 100 + n4 * 4 + n1;
  if (n1 === 4 || n100 === 4) return [year - 1, 12, 31];
  let month = (n + 50) >> 5;
  let preceding = days_before_month(year, month);
  if (preceding > n) {
    month--;
    preceding -= days_in_month(year, month);
  }
  return [year, month, n - preceding + 1];
}

export const ymd_to_ord = (year: number, month: number, day: number): number =>
  days_before_year(year) + days_before_month(year, month) + day;

/** Monday is 0. */
export const weekday = (year: number, month: number, day: number): number => (ymd_to_ord(year, month, day) + 6) % 7;

/** Ordinal of the Monday that begins the first ISO week of a year. */
export function iso_week1_monday(year: number): number {
  const first = ymd_to_ord(year, 1, 1);
  const first_weekday = (first + 6) % 7;
  return first - first_weekday + (first_weekday > 3 ? 7 : 0);
}

/** The date of an ISO week's day, or −4 (year), −2 (week), −3 (day) for what is out of range. */
export function iso_to_ymd(year: number, week: number, day: number): YMD | number {
  if (year < MINYEAR || year > MAXYEAR) return -4;
  if (week <= 0 || week >= 53) {
    const first = week === 53 ? weekday(year, 1, 1) : -1;
    if (first !== 3 && !(first === 2 && is_leap(year))) return -2;
  }
  if (day <= 0 || day >= 8) return -3;
  return ord_to_ymd(iso_week1_monday(year) + (week - 1) * 7 + day - 1);
}

// ------------------------------------------------------------------------------------------------------ range checks

function fail(message: string): false {
  PyErr_SetString(PyExc_ValueError, message);
  return false;
}

/** False with OverflowError. */
export function check_delta_day_range(days: number): boolean {
  if (days >= -MAX_DELTA_DAYS && days <= MAX_DELTA_DAYS) return true;
  PyErr_SetString(PyExc_OverflowError, `days=${days}; must have magnitude <= ${MAX_DELTA_DAYS}`);
  return false;
}

/** False with ValueError. */
export function check_date_args(year: number, month: number, day: number): boolean {
  if (year < MINYEAR || year > MAXYEAR) return fail(`year ${year} is out of range`);
  if (month < 1 || month > 12) return fail('month must be in 1..12');
  return (day >= 1 && day <= days_in_month(year, month)) || fail('day is out of range for month');
}

/** False with ValueError. */
export function check_time_args(h: number, m: number, s: number, us: number, fold: number): boolean {
  if (h < 0 || h > 23) return fail('hour must be in 0..23');
  if (m < 0 || m > 59) return fail('minute must be in 0..59');
  if (s < 0 || s > 59) return fail('second must be in 0..59');
  if (us < 0 || us > 999999) return fail('microsecond must be in 0..999999');
  return fold === 0 || fold === 1 || fail('fold must be either 0 or 1');
}

// ------------------------------------------------------------------------------------------------------ normalization

/** Days, seconds, microseconds with the last two in range. */
export function normalize_d_s_us(d: number, s: number, us: number): [d: number, s: number, us: number] {
  let carry: number;
  [carry, us] = divmod(us, 1000000);
  [carry, s] = divmod(s + carry, 24 * 3600);
  return [d + carry, s, us];
}

/** A date whose day may be out of its month; null with OverflowError when there is no such date. */
export function normalize_date(y: number, m: number, d: number): YMD | null {
  const dim = days_in_month(y, m);
  if (d < 1 || d > dim) {
    if (d === 0) {
      m--;
      if (m > 0) d = days_in_month(y, m);
      else [y, m, d] = [y - 1, 12, 31];
    } else if (d === dim + 1) {
      m++;
      d = 1;
      if (m > 12) [y, m] = [y + 1, 1];
    } else {
      const ordinal = ymd_to_ord(y, m, 1) + d - 1;
      if (ordinal < 1 || ordinal > MAXORDINAL) return PyErr_SetString(PyExc_OverflowError, 'date value out of range');
      return ord_to_ymd(ordinal);
    }
  }
  if (y >= MINYEAR && y <= MAXYEAR) return [y, m, d];
  return PyErr_SetString(PyExc_OverflowError, 'date value out of range');
}

// ------------------------------------------------------------------------------------------------------ ISO 8601 text

/** UTF-8 text that ends in NUL, as C sees it. */
export function cString(text: string): (i: number) => number {
  const data = new TextEncoder().encode(text);
  return (i) => data[i] ?? 0;
}
export const utf8Length = (text: string): number => new TextEncoder().encode(text).length;
type Text = (i: number) => number;

const [DASH, COLON, DOT, COMMA, PLUS, LETTER_W, LETTER_Z] = [45, 58, 46, 44, 43, 87, 90];
export const is_digit = (c: number): boolean => c >= 48 && c <= 57;

/** `n` digits at `p`, or −1. */
function parse_digits(s: Text, p: number, n: number): number {
  let v = 0;
  for (let i = 0; i < n; i++) {
    const c = s(p + i);
    if (!is_digit(c)) return -1;
    v = v * 10 + c - 48;
  }
  return v;
}

/** The date that the first `len` bytes of an isoformat() string tell, or a number below 0. */
export function parse_isoformat_date(s: Text, len: number): YMD | number {
  const year = parse_digits(s, 0, 4);
  if (year < 0) return -1;
  let p = 4;
  const uses_separator = s(p) === DASH;
  if (uses_separator) p++;
  if (s(p) === LETTER_W) {
    const week = parse_digits(s, p + 1, 2);
    if (week < 0) return -3;
    p += 3;
    let day = 1;
    if (p < len) {
      if (uses_separator && s(p++) !== DASH) return -2;
      day = parse_digits(s, p, 1);
      if (day < 0) return -4;
    }
    const date = iso_to_ymd(year, week, day);
    return typeof date === 'number' ? date - 3 : date;
  }
  const month = parse_digits(s, p, 2);
  if (month < 0) return -1;
  p += 2;
  if (uses_separator && s(p++) !== DASH) return -2;
  const day = parse_digits(s, p, 2);
  return day < 0 ? -1 : [year, month, day];
}

interface ClockTime {
  /** Hour, minute, second, microsecond. */
  fields: [number, number, number, number];
  /** Text is left over. */
  rest: boolean;
}

function parse_hh_mm_ss_ff(s: Text, start: number, end: number): ClockTime | number {
  const fields: [number, number, number, number] = [0, 0, 0, 0];
  let p = start;
  let has_separator = true;
  for (let i = 0; i < 3; i++) {
    const v = parse_digits(s, p, 2);
    if (v < 0) return -3;
    fields[i] = v;
    const c = s(p + 2);
    p += 3;
    if (i === 0) has_separator = c === COLON;
    if (p >= end) return { fields, rest: c !== 0 };
    if (has_separator && c === COLON) continue;
    if (c === DOT || c === COMMA) break;
    if (has_separator) return -4;
    p--;
  }
  const digits = Math.min(end - p, 6);
  const us = parse_digits(s, p, digits);
  if (us < 0) return -3;
  fields[3] = us * 10 ** (6 - digits);
  p += digits;
  while (is_digit(s(p))) p++;
  return { fields, rest: s(p) !== 0 };
}

export interface IsoTime {
  fields: [number, number, number, number];
  /** Seconds and microseconds east of UTC; null where the text names no zone. */
  offset: [number, number] | null;
}

/** The time of an isoformat() string, from byte `start` to byte `end`, or a number below 0. */
export function parse_isoformat_time(s: Text, start: number, end: number): IsoTime | number {
  let zone = start;
  do {
    const c = s(zone);
    if (c === LETTER_Z || c === PLUS || c === DASH) break;
  } while (++zone < end);
  const time = parse_hh_mm_ss_ff(s, start, zone);
  if (typeof time === 'number') return time;
  if (zone === end) return time.rest ? -5 : { fields: time.fields, offset: null };
  if (s(zone) === LETTER_Z) return s(zone + 1) !== 0 ? -5 : { fields: time.fields, offset: [0, 0] };
  const sign = s(zone) === DASH ? -1 : 1;
  const tz = parse_hh_mm_ss_ff(s, zone + 1, end);
  if (typeof tz === 'number' || tz.rest) return -5;
  const [h, m, sec, us] = tz.fields;
  return { fields: time.fields, offset: [sign * (h * 3600 + m * 60 + sec), sign * us] };
}

/** Where the date of an ISO datetime ends: the place of the separator, in bytes, or −1. */
export function _find_isoformat_datetime_separator(s: Text, len: number): number {
  if (len === 7) return 7;
  if (s(4) === DASH) {
    if (s(5) !== LETTER_W) return 10;
    if (len < 8) return -1;
    if (len > 8 && s(8) === DASH) {
      if (len === 9) return -1;
      return len > 10 && is_digit(s(10)) ? 8 : 10;
    }
    return 8;
  }
  if (s(4) !== LETTER_W) return 8;
  let idx = 7;
  while (idx < len && is_digit(s(idx))) idx++;
  if (idx < 9) return idx;
  return idx % 2 === 0 ? 7 : 8;
}
