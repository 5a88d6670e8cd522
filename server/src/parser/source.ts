// From a file's bytes to its text: byte order mark, coding cookie (PEP 263), and what CPython says of bad ones.
//
// Follows: Parser/tokenizer/{helpers,file_tokenizer,string_tokenizer}.c.
// Deviations: of the many encodings Python knows, those here are UTF-8, Latin-1, ASCII and what the host's
// TextDecoder reads; bytes that are not UTF-8 under a cookie that says they are (or in a bytes object given to
// compile()) are reported at their line's start, where CPython names the token they are in.

import { placelessError, type PySyntaxErrorInfo } from './errors';

export type DecodedSource =
  { ok: true; source: string; encoding: string; bom: boolean } | { ok: false; error: PySyntaxErrorInfo };

/** How the bytes came: as a program's file, or as a bytes object given to compile() (so also an imported module). */
export type SourceKind = 'file' | 'string';

const cookie = /^[ \t\f]*#[^\n]*?coding[:=][ \t]*([-_.A-Za-z0-9]+)/;
const blankOrComment = /^[ \t\f]*(?:#|$)/;

/** get_normal_name: the two encodings with many spellings get one each. */
function normalName(name: string): string {
  const lower = name.slice(0, 12).toLowerCase().replace(/_/g, '-');
  if (lower === 'utf-8' || lower.startsWith('utf-8-')) return 'utf-8';
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(lower)) return 'iso-8859-1';
  return name;
}

/** The encoding a cookie in the first two lines names, null if there is none. */
function findCookie(bytes: Uint8Array): string | null {
  let start = 0;
  for (let line = 0; line < 2; line++) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
    let text = '';
    for (let i = start; i < Math.min(end, start + 4096); i++) text += String.fromCharCode(bytes[i]);
    const match = cookie.exec(text);
    if (match) return normalName(match[1]);
    if (!blankOrComment.test(text) || end >= bytes.length) return null;
    start = bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? end + 2 : end + 1;
  }
  return null;
}

/** Where the bytes stop being UTF-8 and why, in the words of Python's codec; null if they are UTF-8. */
function findInvalidUtf8(bytes: Uint8Array): { at: number; reason: string } | null {
  const { length } = bytes;
  for (let i = 0; i < length;) {
    const b = bytes[i];
    if (b < 0x80) {
      i++;
      continue;
    }
    const size = b < 0xc2 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 0;
    if (!size) return { at: i, reason: 'invalid start byte' };
    const low = b === 0xe0 ? 0xa0 : b === 0xf0 ? 0x90 : 0x80;
    const high = b === 0xed ? 0x9f : b === 0xf4 ? 0x8f : 0xbf;
    for (let k = 1; k < size; k++) {
      if (i + k >= length) return { at: i, reason: 'unexpected end of data' };
      const c = bytes[i + k];
      if (c < (k === 1 ? low : 0x80) || c > (k === 1 ? high : 0xbf)) {
        return { at: i, reason: 'invalid continuation byte' };
      }
    }
    i += size;
  }
  return null;
}

function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) line++;
  }
  return line;
}

/** What Windows-1252 has for 0x80 to 0x9f; U+FFFD where it has nothing. */
const windows1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

class Decoder {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly filename: string,
    private readonly kind: SourceKind,
  ) {}

  private refuse(msg: string): DecodedSource {
    const error = placelessError('SyntaxError', msg);
    // compile() puts the file's name and no place into it.
    if (this.kind === 'string') Object.assign(error, { filename: this.filename, lineno: 0, offset: -1 });
    return { ok: false, error };
  }

  private unknownEncoding(name: string): DecodedSource {
    return this.refuse(this.kind === 'file' ? `encoding problem: ${name}` : `unknown encoding: ${name}`);
  }

  decode(): DecodedSource {
    const { bytes } = this;
    const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const body = bom ? bytes.subarray(3) : bytes;
    const named = findCookie(body);
    if (bom && named !== null && named !== 'utf-8') return this.refuse(`encoding problem: ${named} with BOM`);
    return this.decodeBody(body, named, bom);
  }

  private decodeBody(body: Uint8Array, named: string | null, bom: boolean): DecodedSource {
    const encoding = named ?? 'utf-8';
    const accept = (source: string): DecodedSource => this.withoutNul({ ok: true, source, encoding, bom });
    const label = encoding.toLowerCase().replace(/_/g, '-');
    if (label === 'utf-8' || label === 'utf8') {
      const invalid = findInvalidUtf8(body);
      return invalid
        ? this.notUtf8(body, invalid.at, invalid.reason, named !== null || bom)
        : accept(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body));
    }
    if (label === 'iso-8859-1') return accept(latin1(body));
    if (label === 'ascii' || label === 'us-ascii') {
      const at = body.findIndex((byte) => byte >= 0x80);
      if (at < 0) return accept(latin1(body));
      if (this.kind === 'file') return this.unknownEncoding(encoding);
      const byte = hex(body[at]);
      return this.refuse(`'ascii' codec can't decode byte 0x${byte} in position ${at}: ordinal not in range(128)`);
    }
    if (label === 'cp1252' || label === 'windows-1252') {
      // Some releases of Node decode this one as Latin-1.
      const source = latin1(body).replace(/[\x80-\x9f]/g, (char) => windows1252.charAt(char.charCodeAt(0) - 0x80));
      return source.includes('\ufffd') ? this.unknownEncoding(encoding) : accept(source);
    }
    try {
      const decoder = new TextDecoder(label.replace(/^cp(125\d)$/, 'windows-$1'), { fatal: true, ignoreBOM: true });
      return accept(decoder.decode(body));
    } catch {
      return this.unknownEncoding(encoding);
    }
  }

  private notUtf8(body: Uint8Array, at: number, reason: string, declared: boolean): DecodedSource {
    const lineno = lineOf(body, at);
    if (this.kind === 'file' && !declared) {
      return this.refuse(
        `Non-UTF-8 code starting with '\\x${hex(body[at])}' in file ${this.filename} on line ${lineno}, ` +
          'but no encoding declared; see https://peps.python.org/pep-0263/ for details',
      );
    }
    let runStart = at;
    while (runStart > 0 && body[runStart - 1] >= 0x80) runStart--;
    const msg = `(unicode error) 'utf-8' codec can't decode byte 0x${hex(body[at])} in position ${at - runStart}: ${reason}`;
    return { ok: false, error: this.atLine(msg, lineno, new TextDecoder().decode(body)) };
  }

  private atLine(msg: string, lineno: number, source: string): PySyntaxErrorInfo {
    const line = source.split(/\r\n?|\n/, lineno)[lineno - 1].replace(/\0.*/s, '');
    return {
      type: 'SyntaxError',
      msg,
      filename: this.filename,
      lineno,
      offset: 0,
      text: line,
      end_lineno: lineno,
      end_offset: 0,
    };
  }

  private withoutNul(decoded: DecodedSource & { ok: true }): DecodedSource {
    const at = decoded.source.indexOf('\0');
    if (at < 0) return decoded;
    if (this.kind === 'string') {
      return { ok: false, error: placelessError('SyntaxError', 'source code string cannot contain null bytes') };
    }
    const lineno = decoded.source.slice(0, at).split(/\r\n?|\n/).length;
    return { ok: false, error: this.atLine('source code cannot contain null bytes', lineno, decoded.source) };
  }
}

function latin1(bytes: Uint8Array): string {
  const chunks: string[] = [];
  for (let i = 0; i < bytes.length; i += 8192) chunks.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
  return chunks.join('');
}

/**
 * Decodes a program's bytes as CPython does before it parses them.
 * @param filename is named in errors
 * @param kind tells whose words an error has: those for a file, or those for a bytes object
 */
export function decodeSource(bytes: Uint8Array, filename = '<string>', kind: SourceKind = 'file'): DecodedSource {
  return new Decoder(bytes, filename, kind).decode();
}
