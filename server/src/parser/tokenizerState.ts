// The tokenizer's input, positions, modes and errors; what every part of it shares.
//
// Follows: Parser/lexer/state.{c,h}, Parser/tokenizer/{utf8_tokenizer,helpers}.c.
// Deviation: the source is a JavaScript string and offsets count UTF-16 units; columns are turned into UTF-8 bytes
// where a token is made.

import { codePointLength, isAscii, utf8Length } from './characters';
import type { PyParserWarning, PySyntaxErrorInfo } from './errors';
import { T, Token } from './tokens';

export const MAXINDENT = 100;
export const MAXLEVEL = 200;
export const MAXFSTRINGLEVEL = 150;
export const MAX_EXPR_NESTING = 3;
export const TABSIZE = 8;

/** "No character": the end of input. */
export const EOF = -1;

/** Why the tokenizer stopped (errcode.h). */
export const enum Done {
  E_OK,
  E_EOF,
  E_ERROR,
  E_DEDENT,
  E_TABSPACE,
  E_TOODEEP,
  E_LINECONT,
  E_EOFS,
  E_EOLS,
  E_DECODE,
}

/** One level of f-string nesting; level 0 is ordinary code. */
export class TokenizerMode {
  inFString = false;
  curly_bracket_depth = 0;
  curly_bracket_expr_start_depth = -1;
  f_string_quote = 0;
  f_string_quote_size = 0;
  f_string_raw = false;
  f_string_start = 0;
  f_string_multi_line_start = 0;
  f_string_line_start = 0;
  /** Where the text of the current replacement field's expression starts; -1 if no field was seen. */
  last_expr_start = -1;
  /** Where that text ends; -1 if not known yet. */
  last_expr_end = -1;
  f_string_debug = false;
  in_format_spec = false;
}

/** Makes the line ends `\n`; in exec mode ends the last line with one. */
export function translateNewlines(source: string, execInput: boolean): string {
  if (source.includes('\r')) source = source.replace(/\r\n?/g, '\n');
  if (execInput && source.length > 0 && source.charCodeAt(source.length - 1) !== 0x0a) source += '\n';
  return source;
}

export abstract class TokenizerState {
  /** The translated source. */
  readonly src: string;
  readonly ascii: boolean;
  /** Whether `src` ends with a newline that the source has not. */
  readonly newlineAdded: boolean;

  /** Next character. */
  cur = 0;
  /** End of the line in the buffer: characters up to here may be read without asking for a new line. */
  inp = 0;
  /** Start of the line where no token was being read when it was fetched: where CPython's buffer begins. */
  buf = 0;
  /** Start of the current token, -1 if none. */
  start = -1;
  done = Done.E_OK as Done;
  /** The exception that goes with E_ERROR. */
  error: PySyntaxErrorInfo | null = null;
  lineno = 0;
  lineStart = 0;
  /** Start of the line where the current token started. */
  tokenLineStart = 0;
  firstLineno = 0;
  multiLineStart = 0;

  indent = 0;
  readonly indstack: number[] = [0];
  readonly altindstack: number[] = [0];
  atbol = true;
  pendin = 0;

  level = 0;
  readonly parenstack: number[] = [];
  readonly parenlinenostack: number[] = [];
  readonly parencolstack: number[] = [];

  readonly modes: TokenizerMode[] = [new TokenizerMode()];
  commentNewline = false;
  /** Text to attach to the token being made (see Token.metadata). */
  metadata: string | null = null;

  readonly warnings: PyParserWarning[] = [];

  /**
   * @param extraTokens also make COMMENT and NL tokens and be lenient as the `tokenize` module is
   */
  constructor(
    source: string,
    readonly filename: string,
    execInput: boolean,
    readonly extraTokens: boolean,
  ) {
    this.src = translateNewlines(source, execInput);
    this.ascii = isAscii(this.src);
    this.newlineAdded = execInput && source.length > 0 && !/[\n\r]$/.test(source);
  }

  get mode(): TokenizerMode {
    return this.modes[this.modes.length - 1];
  }

  get insideFString(): boolean {
    return this.modes.length > 1;
  }

  /** The next code unit, moving on to the next line when this one is used up; EOF at the end or after an error. */
  nextc(): number {
    if (this.cur !== this.inp) return this.src.charCodeAt(this.cur++);
    return this.underflow();
  }

  private underflow(): number {
    if (this.done !== Done.E_OK) return EOF;
    const { src, inp } = this;
    if (inp === src.length) {
      this.done = Done.E_EOF;
      this.cur = inp;
      return EOF;
    }
    const newline = src.indexOf('\n', inp);
    if (this.start < 0) this.buf = this.cur;
    this.lineStart = this.cur;
    this.lineno++;
    this.inp = newline < 0 ? src.length : newline + 1;
    return src.charCodeAt(this.cur++);
  }

  /** Un-reads `c`, which must be what nextc gave last. */
  backup(c: number): void {
    if (c !== EOF) this.cur--;
  }

  // Columns are asked for in rising order within a line, so one remembered place makes the conversion linear.
  private columnLine = -1;
  private columnOffset = 0;
  private columnBytes = 0;

  /** The column in UTF-8 bytes of `offset` in the line that starts at `lineStart`. */
  column(lineStart: number, offset: number): number {
    if (this.ascii) return offset - lineStart;
    if (lineStart !== this.columnLine || offset < this.columnOffset) {
      this.columnLine = lineStart;
      this.columnOffset = lineStart;
      this.columnBytes = 0;
    }
    this.columnBytes += utf8Length(this.src, this.columnOffset, offset);
    this.columnOffset = offset;
    return this.columnBytes;
  }

  /** Makes a token of `src[start:end]`; MAKE_TOKEN with positions. */
  token(type: T, start: number, end: number): Token {
    const startColumn = this.column(this.tokenLineStart, this.start);
    const metadata = this.metadata;
    this.metadata = null;
    const multiline = type === T.STRING || type === T.FSTRING_MIDDLE;
    return new Token(
      type,
      start,
      end,
      multiline ? this.firstLineno : this.lineno,
      startColumn,
      this.lineno,
      this.column(this.lineStart, this.cur),
      this.level,
      metadata,
    );
  }

  /** Makes a token that stands for no text and has no columns (INDENT, DEDENT, ENDMARKER, ERRORTOKEN). */
  emptyToken(type: T): Token {
    this.metadata = null;
    return new Token(type, this.cur, this.cur, this.lineno, -1, this.lineno, -1, this.level, null);
  }

  errorToken(): Token {
    return this.emptyToken(T.ERRORTOKEN);
  }

  /** Ends tokenizing with one of the errors the parser words (see the parser's tokenizerError). */
  fail(done: Done): Token {
    this.done = done;
    this.cur = this.inp;
    return this.errorToken();
  }

  /** Ends tokenizing with a SyntaxError at the current character, or in the given range of character columns. */
  syntaxError(msg: string, offset = -1, endOffset = -1): Token {
    if (this.done === Done.E_ERROR) return this.errorToken();
    const { src, lineStart } = this;
    if (offset === -1) offset = codePointLength(src, lineStart, this.cur);
    if (endOffset === -1) endOffset = offset;
    let lineEnd = src.indexOf('\n', lineStart);
    if (lineEnd < 0) lineEnd = src.length;
    this.error = {
      type: 'SyntaxError',
      msg,
      filename: this.filename,
      lineno: this.lineno,
      offset,
      text: src.slice(lineStart, lineEnd),
      end_lineno: this.lineno,
      end_offset: endOffset,
    };
    this.done = Done.E_ERROR;
    return this.errorToken();
  }

  warn(msg: string): void {
    if (this.extraTokens) return;
    this.warnings.push({ category: 'SyntaxWarning', msg, filename: this.filename, lineno: this.lineno });
  }
}
