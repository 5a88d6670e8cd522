// The values of string and bytes literals: prefixes, quotes, escapes.
//
// Follows: Parser/string_parser.c, Objects/unicodeobject.c (_PyUnicode_DecodeUnicodeEscapeInternal2),
// Objects/bytesobject.c (_PyBytes_DecodeEscape2).

/** What decoding gave: the value, or the text of the exception, and where the first doubtful escape is. */
export interface Decoded<V> {
  value: V | null;
  /** Set if value is null: the message of the UnicodeDecodeError ('unicode error') or ValueError ('value error'). */
  error: string | null;
  /** Offset, in the text given, of the character after the backslash of the first doubtful escape; -1 if none. */
  invalidEscape: number;
}

/** A str value; `codePoints` is there if `value` alone would join two surrogates into one character. */
export interface StrValue {
  type: 'str';
  value: string;
  codePoints?: readonly number[];
}

const endsHigh = (text: string): boolean => (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
const startsLow = (text: string): boolean => (text.charCodeAt(0) & 0xfc00) === 0xdc00;

/** Joins strs; two surrogates that meet stay two characters. */
export function concatenate(parts: readonly StrValue[]): StrValue {
  if (parts.length === 1) return parts[0];
  let value = '';
  let split = false;
  for (const part of parts) {
    split ||= part.codePoints !== undefined || (startsLow(part.value) && endsHigh(value));
    value += part.value;
  }
  if (!split) return { type: 'str', value };
  const codePoints = parts.flatMap((part) => part.codePoints ?? Array.from(part.value, (c) => c.codePointAt(0)!));
  return { type: 'str', value, codePoints };
}

const isOctal = (c: number): boolean => c >= 0x30 && c <= 0x37;

function hexValue(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The character of a one-letter escape, -1 if `c` is no such letter. */
function simpleEscape(c: number): number {
  switch (c) {
    case 0x5c:
    case 0x27:
    case 0x22:
      return c;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x74:
      return 0x09;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x76:
      return 0x0b;
    case 0x61:
      return 0x07;
    default:
      return -1;
  }
}

/** Reads one to three octal digits at `i`; gives the value and the offset after them. */
function octalEscape(text: string, i: number): [number, number] {
  let value = 0;
  const stop = Math.min(i + 3, text.length);
  while (i < stop && isOctal(text.charCodeAt(i))) value = value * 8 + text.charCodeAt(i++) - 0x30;
  return [value, i];
}

/**
 * The messages tell positions in a copy of the literal's body that CPython makes first, in which a character above
 * U+007F takes ten bytes and a backslash before one six. Gives the position in it of `text[offset]`.
 */
function copyPosition(text: string, offset: number): number {
  let position = 0;
  for (let i = 0; i < offset;) {
    if (text.charCodeAt(i) === 0x5c) {
      position++;
      if (++i >= offset) break;
      if (text.charCodeAt(i) >= 0x80) position += 5;
    }
    const char = text.codePointAt(i)!;
    position += char < 0x80 ? 1 : 10;
    i += char > 0xffff ? 2 : 1;
  }
  return position;
}

/**
 * Decodes the escapes of a str literal's body.
 * @param lookupName gives the character of `\N{name}`, null if there is none
 */
export function decodeUnicodeWithEscapes(text: string, lookupName: (name: string) => string | null): Decoded<StrValue> {
  let invalidEscape = -1;
  let out = '';
  let plainFrom = 0;
  // What came before a place where two surrogates must not join.
  const done: StrValue[] = [];
  const fail = (start: number, end: number, reason: string): Decoded<StrValue> => {
    const from = copyPosition(text, start);
    const to = copyPosition(text, end);
    const where = to === from + 1 ? `byte 0x5c in position ${from}` : `bytes in position ${from}-${to - 1}`;
    return { value: null, error: `'unicodeescape' codec can't decode ${where}: ${reason}`, invalidEscape: -1 };
  };

  for (let i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', plainFrom)) {
    const start = i;
    out += text.slice(plainFrom, i);
    i++;
    if (i >= text.length || text.charCodeAt(i) >= 0x80) {
      // CPython makes an escaped backslash of it.
      out += '\\';
      plainFrom = i;
      continue;
    }
    const c = text.charCodeAt(i++);
    const simple = simpleEscape(c);
    if (simple >= 0) out += String.fromCharCode(simple);
    else if (isOctal(c)) {
      const [value, end] = octalEscape(text, i - 1);
      i = end;
      if (value > 0o377 && invalidEscape < 0) invalidEscape = i - 3;
      out += String.fromCharCode(value);
    } else if (c === 0x78 || c === 0x75 || c === 0x55) {
      const count = c === 0x78 ? 2 : c === 0x75 ? 4 : 8;
      let value = 0;
      for (const stop = i + count; i < stop; i++) {
        const digit = i < text.length ? hexValue(text.charCodeAt(i)) : -1;
        if (digit < 0) {
          return fail(start, i, `truncated \\${String.fromCharCode(c)}${'X'.repeat(count)} escape`);
        }
        value = value * 16 + digit;
      }
      if (value > 0x10ffff) return fail(start, i, 'illegal Unicode character');
      const char = String.fromCodePoint(value);
      if (startsLow(char) && endsHigh(out)) {
        done.push({ type: 'str', value: out });
        out = '';
      }
      out += char;
    } else if (c === 0x4e) {
      if (text.charCodeAt(i) !== 0x7b) return fail(start, i, 'malformed \\N character escape');
      const nameStart = i + 1;
      const close = text.indexOf('}', nameStart);
      if (close < 0) return fail(start, text.length, 'malformed \\N character escape');
      if (close === nameStart) return fail(start, close, 'malformed \\N character escape');
      i = close + 1;
      const char = lookupName(text.slice(nameStart, close));
      if (char === null) return fail(start, i, 'unknown Unicode character name');
      out += char;
    } else if (c !== 0x0a) {
      if (invalidEscape < 0) invalidEscape = i - 1;
      out += `\\${String.fromCharCode(c)}`;
    }
    plainFrom = i;
  }
  out += text.slice(plainFrom);
  const value = concatenate([...done, { type: 'str', value: out }]);
  return { value, error: null, invalidEscape };
}

/** Decodes the escapes of a bytes literal's body, which is ASCII. */
export function decodeBytesWithEscapes(text: string): Decoded<Uint8Array> {
  const out = new Uint8Array(text.length);
  let length = 0;
  let invalidEscape = -1;
  let i = 0;
  while (i < text.length) {
    let c = text.charCodeAt(i++);
    if (c !== 0x5c) {
      out[length++] = c;
      continue;
    }
    if (i >= text.length) return { value: null, error: 'Trailing \\ in string', invalidEscape: -1 };
    c = text.charCodeAt(i++);
    const simple = simpleEscape(c);
    if (simple >= 0) out[length++] = simple;
    else if (isOctal(c)) {
      const [value, end] = octalEscape(text, i - 1);
      i = end;
      if (value > 0o377 && invalidEscape < 0) invalidEscape = i - 3;
      out[length++] = value & 0xff;
    } else if (c === 0x78) {
      const high = i < text.length ? hexValue(text.charCodeAt(i)) : -1;
      const low = i + 1 < text.length ? hexValue(text.charCodeAt(i + 1)) : -1;
      if (high < 0 || low < 0) {
        return { value: null, error: `invalid \\x escape at position ${i - 2}`, invalidEscape: -1 };
      }
      out[length++] = high * 16 + low;
      i += 2;
    } else if (c !== 0x0a) {
      if (invalidEscape < 0) invalidEscape = i - 1;
      out[length++] = 0x5c;
      out[length++] = c;
    }
  }
  return { value: out.slice(0, length), error: null, invalidEscape };
}

/** A STRING token taken apart. */
export interface LiteralParts {
  bytes: boolean;
  raw: boolean;
  /** Written with a lower-case u, which CPython records. */
  unicode: boolean;
  /** Offset of the body in the token's text, and the offset after its end. */
  start: number;
  end: number;
}

/** Takes the text of a STRING token apart. */
export function splitLiteral(text: string): LiteralParts {
  let bytes = false;
  let raw = false;
  let i = 0;
  let c = text.charCodeAt(0);
  while (c !== 0x22 && c !== 0x27) {
    const lower = c | 0x20;
    if (lower === 0x62) bytes = true;
    else if (lower === 0x72) raw = true;
    c = text.charCodeAt(++i);
  }
  const unicode = text.charCodeAt(0) === 0x75;
  const triple = text.length - i >= 6 && text.charCodeAt(i + 1) === c && text.charCodeAt(i + 2) === c;
  const quotes = triple ? 3 : 1;
  return { bytes, raw, unicode, start: i + quotes, end: text.length - quotes };
}
