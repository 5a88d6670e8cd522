// The parser's machinery: tokens read so far, memoized results, names and numbers, and raising errors.
//
// Follows: Parser/pegen.c, Parser/pegen_errors.c, Parser/pegen.h.
// Like CPython's, the parser runs twice over a program it cannot parse: the second time with the invalid_* rules,
// which look for known mistakes. Where CPython sets an error and returns NULL up the stack, this one throws
// ParseFailure. `text` is what CPython gives for a source passed as a string.

import type { expr, Located } from '../ast/nodes';
import * as mk from './nodes';
import { byteOffsetToCharacterOffset } from './characters';
import { ParseFailure, placelessError, type PyParserWarning, type PySyntaxErrorInfo } from './errors';
import { parseNumber } from './numberLiterals';
import type { Tokenizer } from './tokenizer';
import { Done } from './tokenizerState';
import { keywordTypes, softkwlist, T, type Token } from './tokens';

/** "Where the tokenizer is now", as the end of an error's range. */
const CURRENT_POS = -5;

/**
 * CPython's limit on nested rule calls, less what its innermost rules add: enter() is called where rules recur, with
 * as many calls as CPython makes from one such place to the next.
 */
const MAXSTACK = 6000 - 30;

/** What may be asked of the parser. */
export interface ParseOptions {
  /** 'exec' (a module) unless told otherwise. */
  mode?: 'exec' | 'eval' | 'single';
  /** The source is the content of the file named: an error's `text` is then the file's line. */
  isFile?: boolean;
  /** Gives the character(s) that `\N{name}` stands for, null for an unknown name; else setUnicodeNames's is asked. */
  lookupUnicodeName?: (name: string) => string | null;
  /** `from __future__ import barry_as_FLUFL` is in force (in 3.13.0 the import does not touch its own source). */
  barryAsBDFL?: boolean;
  /** Raise _IncompleteInputError, as the REPL asks, when the input ends too early. */
  allowIncompleteInput?: boolean;
  /** In 'single' mode, do not close open blocks at the end of the input. */
  dontImplyDedent?: boolean;
  /** Give the result's `identifiers`. */
  identifiers?: boolean;
}

/** Where nobody has told the parser names, every one passes: an editor's outline does not judge them. */
export let unicodeNames: (name: string) => string | null = () => '\ufffd';

/** Tells the parser what `\N{name}` stands for, for all sources from now on. The engine does, at start. */
export function setUnicodeNames(lookup: (name: string) => string | null): void {
  unicodeNames = lookup;
}

export abstract class ParserState {
  protected readonly tokens: Token[] = [];
  /** How many tokens have been read. */
  protected fill = 0;
  /** The next token's index. */
  protected mark = 0;
  /** Whether the invalid_* rules are tried. */
  protected call_invalid_rules = false;
  /** Whether this is the first pass, in which shortcuts with the same outcome may be taken. */
  protected firstPass = true;
  /** The node of the last successful recall(). */
  protected recalled: unknown = null;
  protected readonly barryAsBDFL: boolean;
  private level = 0;
  readonly warnings: PyParserWarning[];

  constructor(
    protected readonly tok: Tokenizer,
    protected readonly options: ParseOptions,
  ) {
    this.warnings = tok.warnings;
    this.barryAsBDFL = options.barryAsBDFL ?? false;
  }

  // --- Tokens

  private parsingStarted = false;

  private fillToken(): void {
    const { tok } = this;
    const token = tok.get();
    if (token.type === T.NAME) {
      // No keyword is longer than 8 characters.
      if (token.end - token.start <= 8) {
        token.type = keywordTypes.get(tok.src.slice(token.start, token.end)) ?? T.NAME;
      }
    } else if (token.type === T.ENDMARKER && this.options.mode === 'single' && this.parsingStarted) {
      // Interactive input gets its last NEWLINE here.
      token.type = T.NEWLINE;
      this.parsingStarted = false;
      if (tok.indent && !this.options.dontImplyDedent) {
        tok.pendin = -tok.indent;
        tok.indent = 0;
      }
      this.tokens[this.fill++] = token;
      return;
    }
    this.parsingStarted = true;
    this.tokens[this.fill++] = token;
    if (token.type === T.ERRORTOKEN) this.tokenizerError();
  }

  /** The next token, not consumed. */
  protected peek(): Token {
    if (this.mark === this.fill) this.fillToken();
    return this.tokens[this.mark];
  }

  /** The next token's type. */
  protected type(): T {
    if (this.mark === this.fill) this.fillToken();
    return this.tokens[this.mark].type;
  }

  /** Consumes and gives the next token if it is of this type, else null. */
  protected expect(type: T): Token | null {
    if (this.mark === this.fill) this.fillToken();
    const token = this.tokens[this.mark];
    if (token.type !== type) return null;
    this.mark++;
    return token;
  }

  /** Consumes the next token if it is of this type; whether it was. */
  protected accept(type: T): boolean {
    if (this.mark === this.fill) this.fillToken();
    if (this.tokens[this.mark].type !== type) return false;
    this.mark++;
    return true;
  }

  /** `&&'x'`: consumes the token or raises "expected 'x'". */
  protected expectForced(type: T, expected: string): Token {
    const token = this.peek();
    if (token.type !== type) this.raiseAt(token, `expected '${expected}'`);
    this.mark++;
    return token;
  }

  protected text(token: Token): string {
    return this.tok.src.slice(token.start, token.end);
  }

  /** Whether the next token is this soft keyword. */
  protected atSoftKeyword(word: string): boolean {
    const token = this.peek();
    return token.type === T.NAME && token.end - token.start === word.length && this.text(token) === word;
  }

  /** Consumes this soft keyword and gives its token, or null. */
  protected expectSoftKeyword(word: string): Token | null {
    return this.atSoftKeyword(word) ? this.tokens[this.mark++] : null;
  }

  /** The rule SOFT_KEYWORD: any NAME that is a prefix of a soft keyword, as CPython's strncmp has it. */
  protected softKeywordToken(): boolean {
    const token = this.peek();
    if (token.type !== T.NAME) return false;
    this.mark++;
    const text = this.text(token);
    return softkwlist.some((word) => word.startsWith(text));
  }

  /** The last token consumed that is no NEWLINE, INDENT, DEDENT or ENDMARKER; it ends a node's position. */
  protected last(): Token {
    let i = this.mark - 1;
    let token = this.tokens[i];
    while (i > 0 && (token.type === T.ENDMARKER || (token.type >= T.NEWLINE && token.type <= T.DEDENT))) {
      token = this.tokens[--i];
    }
    return token;
  }

  // --- Memoized results

  /** Looks for what `rule` gave here before; if found, moves to its end and leaves its node in `recalled`. */
  protected recall(rule: number): boolean {
    if (this.mark === this.fill) this.fillToken();
    for (let memo = this.tokens[this.mark].memo; memo !== null; memo = memo.next) {
      if (memo.rule === rule) {
        this.mark = memo.mark;
        this.recalled = memo.node;
        return true;
      }
    }
    return false;
  }

  /** Records what `rule` gave from token `start` to here, and gives it back. */
  protected remember<N>(rule: number, start: number, node: N): N {
    const token = this.tokens[start];
    token.memo = { rule, node, mark: this.mark, next: token.memo };
    return node;
  }

  // --- Names and numbers

  protected identifier(token: Token): string {
    const text = this.tok.src.slice(token.start, token.end);
    if (this.tok.ascii) return text;
    const id = text.normalize('NFKC');
    if (id !== text && (id === 'None' || id === 'True' || id === 'False')) {
      throw new ParseFailure(placelessError('ValueError', `identifier field can't represent '${id}' constant`));
    }
    return id;
  }

  /** NAME */
  protected name(): ReturnType<typeof mk.Name> | null {
    const token = this.peek();
    if (token.type !== T.NAME) return null;
    this.mark++;
    return mk.Name(this.identifier(token), 'Load', token, token);
  }

  /** NUMBER */
  protected number(): expr | null {
    const token = this.expect(T.NUMBER);
    if (!token) return null;
    const value = parseNumber(this.text(token));
    if (typeof value === 'string') {
      this.raiseRange(
        token.lineno,
        -1,
        token.end_lineno,
        -1,
        `${value} - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.`,
      );
    }
    return mk.Constant(value, null, token, token);
  }

  // --- Nesting

  /** Enters `weight` nested rules, as CPython counts them; leave() must follow. */
  protected enter(weight: number): void {
    this.level += weight;
    if (this.level > MAXSTACK) throw stackOverflow();
  }

  protected leave(weight: number): void {
    this.level -= weight;
  }

  // --- Errors

  /** Starts the second pass. */
  protected resetForErrorPass(): void {
    for (const token of this.tokens) token.memo = null;
    this.mark = 0;
    this.level = 0;
    this.call_invalid_rules = true;
    this.firstPass = false;
  }

  private tokenizerError(): never {
    const { tok } = this;
    if (tok.error) throw new ParseFailure(tok.error);
    switch (tok.done) {
      case Done.E_EOF:
        if (tok.level) this.raiseUnclosedParenthesis();
        this.raiseSyntaxError('unexpected EOF while parsing');
        break;
      case Done.E_DEDENT:
        this.raiseIndentationError('unindent does not match any outer indentation level');
        break;
      case Done.E_TABSPACE:
        this.raiseRange(
          tok.lineno,
          0,
          tok.lineno,
          -1,
          'inconsistent use of tabs and spaces in indentation',
          'TabError',
        );
        break;
      case Done.E_TOODEEP:
        this.raiseRange(tok.lineno, 0, tok.lineno, -1, 'too many levels of indentation', 'IndentationError');
        break;
      case Done.E_LINECONT: {
        // CPython has read one byte after the backslash.
        const column = tok.column(tok.buf, tok.cur - 1);
        this.raiseRange(
          tok.lineno,
          Math.max(column, 0),
          tok.lineno,
          -1,
          'unexpected character after line continuation character',
        );
        break;
      }
      default:
        this.raiseRange(tok.lineno, 0, tok.lineno, -1, 'unknown parsing error');
    }
  }

  protected raiseUnclosedParenthesis(): never {
    const { tok } = this;
    const i = tok.level - 1;
    const line = tok.parenlinenostack[i];
    this.raiseRange(
      line,
      tok.parencolstack[i],
      line,
      -1,
      `'${String.fromCharCode(tok.parenstack[i])}' was never closed`,
    );
  }

  /** RAISE_SYNTAX_ERROR: at the last token read, wherever the parser stands. */
  protected raiseSyntaxError(msg: string, type: PySyntaxErrorInfo['type'] = 'SyntaxError'): never {
    this.raiseAtToken(this.tokens[this.fill - 1], msg, type);
  }

  /** RAISE_INDENTATION_ERROR */
  protected raiseIndentationError(msg: string): never {
    this.raiseSyntaxError(msg, 'IndentationError');
  }

  /** RAISE_SYNTAX_ERROR_ON_NEXT_TOKEN */
  protected raiseOnNextToken(msg: string): never {
    this.raiseAtToken(this.peek(), msg, 'SyntaxError');
  }

  private raiseAtToken(token: Token, msg: string, type: PySyntaxErrorInfo['type']): never {
    const { tok } = this;
    const column = token.col_offset === -1 ? tok.column(tok.lineStart, tok.cur) : token.col_offset + 1;
    const endColumn = token.end_col_offset === -1 ? -1 : token.end_col_offset + 1;
    this.raiseKnownLocation(type, msg, token.lineno, column, token.end_lineno, endColumn);
  }

  /** RAISE_SYNTAX_ERROR_KNOWN_RANGE, or _KNOWN_LOCATION if `b` is left out. */
  protected raiseAt(a: Located, msg: string, b: Located = a): never {
    this.raiseRange(a.lineno, a.col_offset, b.end_lineno, b.end_col_offset, msg);
  }

  /** RAISE_SYNTAX_ERROR_STARTING_FROM */
  protected raiseStartingFrom(a: Located, msg: string): never {
    this.raiseRange(a.lineno, a.col_offset, CURRENT_POS, CURRENT_POS, msg);
  }

  /** RAISE_ERROR_KNOWN_LOCATION; columns are 0-based bytes. */
  protected raiseRange(
    lineno: number,
    column: number,
    endLineno: number,
    endColumn: number,
    msg: string,
    type: PySyntaxErrorInfo['type'] = 'SyntaxError',
  ): never {
    const end = endColumn === CURRENT_POS ? CURRENT_POS : endColumn + 1;
    this.raiseKnownLocation(type, msg, lineno, column + 1, endLineno, end);
  }

  private raiseKnownLocation(
    type: PySyntaxErrorInfo['type'],
    msg: string,
    lineno: number,
    column: number,
    endLineno: number,
    endColumn: number,
  ): never {
    const { tok } = this;
    if (endLineno === CURRENT_POS) endLineno = tok.lineno;
    if (endColumn === CURRENT_POS) endColumn = tok.column(tok.lineStart, tok.cur);
    const text = this.errorLine(lineno);
    throw new ParseFailure({
      type,
      msg,
      filename: tok.filename,
      lineno,
      offset: byteOffsetToCharacterOffset(text, column),
      text,
      end_lineno: endLineno,
      end_offset: endColumn > 0 ? byteOffsetToCharacterOffset(text, endColumn) : endColumn,
    });
  }

  /**
   * The line an error shows. Of a source that is no file CPython shows what its tokenizer's buffer holds if that is
   * still on the line: with its line end, and from the start of a token that spans lines.
   */
  private errorLine(lineno: number): string {
    const { src, buf, inp } = this.tok;
    if (this.options.isFile && (this.options.mode ?? 'exec') === 'exec') {
      const line = this.fileLine(lineno);
      if (line !== null) return line;
    }
    if (this.tok.lineno <= lineno && inp > buf) return src.slice(buf, inp);
    let start = 0;
    for (let i = 1; i < lineno; i++) {
      const newline = src.indexOf('\n', start);
      if (newline < 0) break;
      start = newline + 1;
    }
    const end = src.indexOf('\n', start);
    return src.slice(start, end < 0 ? src.length : end);
  }

  /** A line of the file with its line end, null if it has no such line. */
  private fileLine(lineno: number): string | null {
    const { src } = this.tok;
    let start = 0;
    for (let i = 1; i < lineno; i++) {
      const newline = src.indexOf('\n', start);
      if (newline < 0) return null;
      start = newline + 1;
    }
    if (start >= src.length) return null;
    const end = src.indexOf('\n', start);
    return src.slice(start, end === src.length - 1 && this.tok.newlineAdded ? end : end + 1);
  }

  /**
   * Tokenizes what is left: an error there (or a bracket left open on an earlier line than the error we have) says
   * more than the error we have. Gives the error to report.
   */
  protected checkRestForTokenizerErrors(found: PySyntaxErrorInfo): PySyntaxErrorInfo {
    const { tok } = this;
    const line = this.tokens[this.fill - 1].lineno;
    let other: PySyntaxErrorInfo | null = null;
    for (;;) {
      const { type } = tok.get();
      if (type === T.ENDMARKER) break;
      if (type !== T.ERRORTOKEN) continue;
      if (tok.error) other = tok.error;
      else if (tok.level !== 0 && line > tok.parenlinenostack[tok.level - 1]) {
        other = catchFailure(() => this.raiseUnclosedParenthesis());
      }
      break;
    }
    // Inside an f-string the error in its expression stands.
    return other && !tok.insideFString ? other : found;
  }
}

/** The error that `raise` throws. */
export function catchFailure(raise: () => never): PySyntaxErrorInfo {
  try {
    raise();
  } catch (failure) {
    if (failure instanceof ParseFailure) return failure.error;
    throw failure;
  }
}

export function stackOverflow(): ParseFailure {
  return new ParseFailure(
    placelessError('MemoryError', 'Parser stack overflowed - Python source too complex to parse'),
  );
}
