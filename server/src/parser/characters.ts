// What the tokenizer needs to know of Unicode: identifiers (PEP 3131), printability, and columns in UTF-8 bytes.
//
// Follows: Objects/unicodeobject.c (_PyUnicode_ScanIdentifier), Objects/unicodectype.c (_PyUnicode_IsPrintable).
// Deviation: the properties are those of the JavaScript engine's Unicode version, which may be newer than CPython's.

const identifierStart = /^[\p{XIDS}_]/u;
const identifierPart = /^\p{XIDC}/u;
const nonPrintable = /^[\p{C}\p{Z}]/u;

/**
 * How many UTF-16 units at the start of `text` make an identifier; `text.length` if all do.
 */
export function scanIdentifier(text: string): number {
  let i = 0;
  while (i < text.length) {
    const char = String.fromCodePoint(text.codePointAt(i)!);
    if (!(i === 0 ? identifierStart : identifierPart).test(char)) return i;
    i += char.length;
  }
  return i;
}

/** Whether `str.isprintable()` holds for the code point. */
export function isPrintable(codePoint: number): boolean {
  if (codePoint < 0x7f) return codePoint >= 0x20;
  return !nonPrintable.test(String.fromCodePoint(codePoint));
}

/** Whether the string has no character above U+007F. */
export function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}

/** The length in UTF-8 bytes of `text[start:end]`; a lone surrogate counts 3. */
export function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

/** The number of code points in `text[start:end]`. */
export function codePointLength(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    count++;
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && i + 1 < end && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return count;
}

/**
 * CPython's _PyPegen_byte_offset_to_character_offset: how many characters the first `offset` UTF-8 bytes of `line`
 * decode to, a cut character counting one. An offset past the end counts the terminating NUL, as CPython's does.
 */
export function byteOffsetToCharacterOffset(line: string, offset: number): number {
  if (offset <= 0) return 0;
  let bytes = 0;
  let count = 0;
  for (let i = 0; i < line.length; i++) {
    if (bytes >= offset) return count;
    const unit = line.charCodeAt(i);
    count++;
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if ((unit & 0xfc00) === 0xd800 && (line.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return offset > bytes ? count + 1 : count;
}
