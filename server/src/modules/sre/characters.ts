// Categories, sets and positions of sre. Follows sre_category, SRE(charset) and SRE(at) of Modules/_sre, CPython 3.13.
// The locale is C: its letters are ASCII's.

import {
  Py_UNICODE_ISALNUM,
  Py_UNICODE_ISDECIMAL,
  Py_UNICODE_ISLINEBREAK,
  Py_UNICODE_ISSPACE,
  Py_UNICODE_TOLOWER,
  Py_UNICODE_TOUPPER,
} from '../../objects/unicodectype';
import * as k from './constants';

export function sre_lower_ascii(ch: number): number {
  return ch >= 65 && ch <= 90 ? ch + 32 : ch;
}
export function sre_upper_ascii(ch: number): number {
  return ch >= 97 && ch <= 122 ? ch - 32 : ch;
}
export function sre_lower_unicode(ch: number): number {
  return ch < 128 ? sre_lower_ascii(ch) : Py_UNICODE_TOLOWER(ch);
}
export function sre_upper_unicode(ch: number): number {
  return ch < 128 ? sre_upper_ascii(ch) : Py_UNICODE_TOUPPER(ch);
}
/** Whether a character is a pattern's letter in either case, by the locale. */
export function char_loc_ignore(pattern: number, ch: number): boolean {
  return ch === pattern || sre_lower_ascii(ch) === pattern || sre_upper_ascii(ch) === pattern;
}

const isAsciiDigit = (ch: number): boolean => ch >= 48 && ch <= 57;
const isAsciiSpace = (ch: number): boolean => ch === 32 || (ch >= 9 && ch <= 13);
export function isAsciiWord(ch: number): boolean {
  return (ch >= 97 && ch <= 122) || (ch >= 65 && ch <= 90) || isAsciiDigit(ch) || ch === 95;
}
export function isUnicodeWord(ch: number): boolean {
  return ch < 128 ? isAsciiWord(ch) : Py_UNICODE_ISALNUM(ch);
}

/** sre_category: pairs of a category and what is not in it. */
export function sre_category(category: number, ch: number): boolean {
  const negated = (category & 1) === 1;
  let member: boolean;
  switch (category >> 1) {
    case 0:
      member = isAsciiDigit(ch);
      break;
    case 1:
      member = isAsciiSpace(ch);
      break;
    case 2:
    case 4:
      member = isAsciiWord(ch);
      break;
    case 3:
      member = ch === 10;
      break;
    case 5:
      member = Py_UNICODE_ISDECIMAL(ch);
      break;
    case 6:
      member = Py_UNICODE_ISSPACE(ch);
      break;
    case 7:
      member = isUnicodeWord(ch);
      break;
    case 8:
      member = Py_UNICODE_ISLINEBREAK(ch);
      break;
    default:
      return false;
  }
  return member !== negated;
}

/** A pattern's code with what was learnt about its sets. */
export class SreCode {
  /** By position of a set: for each Latin-1 character 0 not known, 1 no member, 2 member. */
  private readonly known: (Uint8Array | undefined)[] = [];

  constructor(readonly code: Uint32Array) {}

  /** SRE(charset): whether `ch` is in the set that begins at `set`. */
  charset(set: number, ch: number): boolean {
    if (ch > 255) return this.member(set, ch);
    const table = (this.known[set] ??= new Uint8Array(256));
    if (table[ch] === 0) table[ch] = this.member(set, ch) ? 2 : 1;
    return table[ch] === 2;
  }

  private member(set: number, ch: number): boolean {
    const { code } = this;
    let ok = true;
    for (;;) {
      switch (code[set++]) {
        case k.OP_FAILURE:
          return !ok;
        case k.OP_LITERAL:
          if (ch === code[set]) return ok;
          set++;
          break;
        case k.OP_CATEGORY:
          if (sre_category(code[set]!, ch)) return ok;
          set++;
          break;
        case k.OP_CHARSET:
          if (ch < 256 && (code[set + (ch >> 5)]! & (1 << (ch & 31))) !== 0) return ok;
          set += 8;
          break;
        case k.OP_RANGE:
          if (code[set]! <= ch && ch <= code[set + 1]!) return ok;
          set += 2;
          break;
        case k.OP_RANGE_UNI_IGNORE: {
          if (code[set]! <= ch && ch <= code[set + 1]!) return ok;
          const upper = sre_upper_unicode(ch);
          if (code[set]! <= upper && upper <= code[set + 1]!) return ok;
          set += 2;
          break;
        }
        case k.OP_NEGATE:
          ok = !ok;
          break;
        case k.OP_BIGCHARSET: {
          const count = code[set++]!;
          if (ch < 0x10000) {
            // 256 block numbers of a byte each, then the blocks of 256 bits.
            const block = (code[set + (ch >> 10)]! >>> (((ch >> 8) & 3) * 8)) & 0xff;
            if ((code[set + 64 + block * 8 + ((ch & 255) >> 5)]! & (1 << (ch & 31))) !== 0) return ok;
          }
          set += 64 + count * 8;
          break;
        }
        default:
          return false;
      }
    }
  }

  /** SRE(charset_loc_ignore). */
  charsetLocIgnore(set: number, ch: number): boolean {
    const lo = sre_lower_ascii(ch);
    if (this.charset(set, lo)) return true;
    const up = sre_upper_ascii(ch);
    return up !== lo && this.charset(set, up);
  }
}
