// The tokenizer.
//
// Follows: Parser/lexer/lexer.c. The states and their order are CPython's, because its error messages and places
// depend on them. With `extraTokens` it also makes COMMENT and NL tokens, as the tokenize module does.
// Deviations: no type comments; columns see tokenizerState.ts.

import { isPrintable, scanIdentifier } from './characters';
import { NumberTokenizer } from './tokenizerNumbers';
import {
  Done,
  EOF,
  MAX_EXPR_NESTING,
  MAXFSTRINGLEVEL,
  MAXINDENT,
  MAXLEVEL,
  TABSIZE,
  TokenizerMode,
} from './tokenizerState';
import { PyToken_OneChar, PyToken_ThreeChars, PyToken_TwoChars, T, type Token } from './tokens';

const enum C {
  TAB = 0x09,
  NL = 0x0a,
  FF = 0x0c,
  CR = 0x0d,
  SPACE = 0x20,
  BANG = 0x21,
  DQUOTE = 0x22,
  HASH = 0x23,
  SQUOTE = 0x27,
  LPAR = 0x28,
  RPAR = 0x29,
  DOT = 0x2e,
  ZERO = 0x30,
  NINE = 0x39,
  COLON = 0x3a,
  EQUAL = 0x3d,
  LSQB = 0x5b,
  BACKSLASH = 0x5c,
  RSQB = 0x5d,
  LBRACE = 0x7b,
  RBRACE = 0x7d,
}

const enum Class {
  OTHER,
  DIGIT,
  /** Starts an identifier and no string prefix. */
  LETTER,
  /** One of b, r, u, f: may start a string prefix. */
  PREFIX,
}

const charClass = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const char = String.fromCharCode(c);
  charClass[c] = /[bruf]/i.test(char)
    ? Class.PREFIX
    : /[a-z_]/i.test(char)
      ? Class.LETTER
      : /[0-9]/.test(char)
        ? Class.DIGIT
        : Class.OTHER;
}

export class Tokenizer extends NumberTokenizer {
  /** The next token. After ENDMARKER or ERRORTOKEN it keeps giving ends or errors. */
  get(): Token {
    const mode = this.mode;
    return mode.inFString ? this.fstringMode(mode) : this.normalMode(mode);
  }

  private continuationLine(): boolean {
    let c = this.nextc();
    if (c === C.CR) c = this.nextc();
    if (c !== C.NL) {
      this.done = Done.E_LINECONT;
      return false;
    }
    c = this.nextc();
    if (c === EOF) {
      this.done = Done.E_EOF;
      this.cur = this.inp;
      return false;
    }
    this.backup(c);
    return true;
  }

  /**
   * Reads the indentation of a new line and counts indents or dedents into `pendin`.
   * Gives 0 for a line with code, 1 for a blank one (white space and comments only), or an error token.
   */
  private indentation(): 0 | 1 | Token {
    let col = 0;
    let altcol = 0;
    let contLineCol = 0;
    this.atbol = false;
    let c: number;
    for (;;) {
      c = this.nextc();
      if (c === C.SPACE) {
        col++;
        altcol++;
      } else if (c === C.TAB) {
        col = (Math.trunc(col / TABSIZE) + 1) * TABSIZE;
        altcol++;
      } else if (c === C.FF) {
        col = altcol = 0;
      } else if (c === C.BACKSLASH) {
        // The first backslash fixes the indentation of what comes on the next physical line.
        contLineCol = contLineCol || col;
        if (!this.continuationLine()) return this.errorToken();
      } else break;
    }
    this.backup(c);
    if (c === C.HASH || c === C.NL || c === C.CR) return 1;
    if (this.level !== 0) return 0;
    if (contLineCol) col = altcol = contLineCol;
    const { indstack, altindstack } = this;
    if (col === indstack[this.indent]) {
      if (altcol !== altindstack[this.indent]) return this.fail(Done.E_TABSPACE);
    } else if (col > indstack[this.indent]) {
      if (this.indent + 1 >= MAXINDENT) return this.fail(Done.E_TOODEEP);
      if (altcol <= altindstack[this.indent]) return this.fail(Done.E_TABSPACE);
      this.pendin++;
      indstack[++this.indent] = col;
      altindstack[this.indent] = altcol;
    } else {
      while (this.indent > 0 && col < indstack[this.indent]) {
        this.pendin--;
        this.indent--;
      }
      if (col !== indstack[this.indent]) return this.fail(Done.E_DEDENT);
      if (altcol !== altindstack[this.indent]) return this.fail(Done.E_TABSPACE);
    }
    return 0;
  }

  private normalMode(mode: TokenizerMode): Token {
    nextline: for (;;) {
      let blankline = false;
      this.start = -1;
      if (this.atbol) {
        const indentation = this.indentation();
        if (typeof indentation === 'object') return indentation;
        blankline = indentation === 1;
      }
      this.start = this.cur;
      this.tokenLineStart = this.lineStart;
      if (this.pendin !== 0) {
        if (this.pendin < 0) {
          this.pendin++;
          return this.extraTokens ? this.token(T.DEDENT, this.cur, this.cur) : this.emptyToken(T.DEDENT);
        }
        this.pendin--;
        if (!this.extraTokens) return this.emptyToken(T.INDENT);
        this.start = this.lineStart;
        return this.token(T.INDENT, this.lineStart, this.cur);
      }
      // Peeking here lets a new line begin before the token's start is noted.
      if (this.cur === this.inp) this.backup(this.nextc());

      again: for (;;) {
        this.start = -1;
        let c: number;
        do c = this.nextc();
        while (c === C.SPACE || c === C.TAB || c === C.FF);
        this.start = c === EOF ? this.cur : this.cur - 1;
        this.tokenLineStart = this.lineStart;

        if (c === C.HASH) {
          const { src, inp } = this;
          let i = this.cur;
          while (i < inp && src.charCodeAt(i) !== C.NL) i++;
          this.cur = i;
          if (this.extraTokens) {
            this.commentNewline = blankline;
            return this.token(T.COMMENT, this.start, this.cur);
          }
          c = this.nextc();
          // In CPython the token's start stays at the '#', also for the NEWLINE after the comment.
        }
        if (c === EOF) {
          if (this.level || this.done !== Done.E_EOF) return this.errorToken();
          return this.emptyToken(T.ENDMARKER);
        }

        const cls = c < 128 ? charClass[c] : Class.LETTER;
        if (cls >= Class.LETTER) return this.nameOrString(c, cls);

        if (c === C.NL) {
          this.atbol = true;
          if (blankline || this.level > 0) {
            if (this.extraTokens) {
              this.commentNewline = false;
              return this.token(T.NL, this.start, this.cur);
            }
            continue nextline;
          }
          if (this.commentNewline && this.extraTokens) {
            this.commentNewline = false;
            return this.token(T.NL, this.start, this.cur);
          }
          return this.token(T.NEWLINE, this.start, this.cur - 1);
        }
        if (c === C.DOT) return this.dot();
        if (cls === Class.DIGIT) return this.number(c);
        if (c === C.DQUOTE || c === C.SQUOTE) return this.string(c);
        if (c === C.BACKSLASH) {
          if (!this.continuationLine()) return this.errorToken();
          continue again;
        }
        return this.punctuation(c, mode);
      }
    }
  }

  private dot(): Token {
    const c = this.nextc();
    if (c >= C.ZERO && c <= C.NINE) return this.fraction(c);
    if (c === C.DOT) {
      const c2 = this.nextc();
      if (c2 === C.DOT) return this.token(T.ELLIPSIS, this.start, this.cur);
      this.backup(c2);
    }
    this.backup(c);
    return this.token(T.DOT, this.start, this.cur);
  }

  private nameOrString(c: number, cls: Class): Token {
    if (cls === Class.PREFIX) {
      let sawB = false;
      let sawR = false;
      let sawU = false;
      let sawF = false;
      for (;;) {
        const lower = c | 0x20;
        if (lower === 0x62 && !(sawB || sawU || sawF)) sawB = true;
        else if (lower === 0x75 && !(sawB || sawU || sawR || sawF)) sawU = true;
        else if (lower === 0x72 && !(sawR || sawU)) sawR = true;
        else if (lower === 0x66 && !(sawF || sawB || sawU)) sawF = true;
        else break;
        c = this.nextc();
        if (c === C.DQUOTE || c === C.SQUOTE) return sawF ? this.fstringStart(c) : this.string(c);
      }
      if (c === EOF) return this.token(T.NAME, this.start, this.cur);
      this.cur--;
    }
    const { src, inp } = this;
    let i = this.cur;
    let nonascii = cls === Class.LETTER && c >= 128;
    for (; i < inp; i++) {
      const unit = src.charCodeAt(i);
      if (unit < 128) {
        if (charClass[unit] === Class.OTHER) break;
      } else nonascii = true;
    }
    this.cur = i;
    // Reading on at the end of the input is what tells the parser that it ended here.
    if (i === inp) this.backup(this.nextc());
    if (nonascii && !this.extraTokens) {
      const failure = this.verifyIdentifier();
      if (failure) return failure;
    }
    return this.token(T.NAME, this.start, this.cur);
  }

  private verifyIdentifier(): Token | null {
    const text = this.src.slice(this.start, this.cur);
    const invalid = scanIdentifier(text);
    if (invalid === text.length) return null;
    const ch = text.codePointAt(invalid)!;
    const char = String.fromCodePoint(ch);
    if (invalid + char.length < text.length) this.cur = this.start + invalid + char.length;
    const code = `U+${ch.toString(16).toUpperCase().padStart(4, '0')}`;
    return this.syntaxError(
      isPrintable(ch) ? `invalid character '${char}' (${code})` : `invalid non-printable character ${code}`,
    );
  }

  /** A string literal that is no f-string; its first quote has been read. */
  private string(quote: number): Token {
    this.firstLineno = this.lineno;
    this.multiLineStart = this.lineStart;
    let quoteSize = 1;
    let endQuoteSize = 0;
    let escapedQuote = false;
    let c = this.nextc();
    if (c === quote) {
      c = this.nextc();
      if (c === quote) quoteSize = 3;
      else endQuoteSize = 1;
    }
    if (c !== quote) this.backup(c);

    while (endQuoteSize !== quoteSize) {
      c = this.nextc();
      if (c === EOF || (quoteSize === 1 && c === C.NL))
        return this.unterminatedString(quote, quoteSize, c, escapedQuote);
      if (c === quote) endQuoteSize++;
      else {
        endQuoteSize = 0;
        if (c === C.BACKSLASH) {
          c = this.nextc();
          if (c === quote) escapedQuote = true;
        }
      }
    }
    return this.token(T.STRING, this.start, this.cur);
  }

  private unterminatedString(quote: number, quoteSize: number, c: number, escapedQuote: boolean): Token {
    // The error is shown at the opening quote.
    this.cur = this.start + 1;
    this.lineStart = this.multiLineStart;
    const detected = this.lineno;
    this.lineno = this.firstLineno;
    if (this.insideFString) {
      const { f_string_quote, f_string_quote_size } = this.mode;
      if (f_string_quote === quote && f_string_quote_size === quoteSize) {
        return this.syntaxError("f-string: expecting '}'");
      }
    }
    if (quoteSize === 3) {
      this.syntaxError(`unterminated triple-quoted string literal (detected at line ${detected})`);
      if (c !== C.NL) this.done = Done.E_EOFS;
    } else {
      const hint = escapedQuote ? '; perhaps you escaped the end quote?' : '';
      this.syntaxError(`unterminated string literal (detected at line ${detected})${hint}`);
      if (c !== C.NL) this.done = Done.E_EOLS;
    }
    return this.errorToken();
  }

  private fstringStart(quote: number): Token {
    let quoteSize = 1;
    this.firstLineno = this.lineno;
    this.multiLineStart = this.lineStart;
    const after = this.nextc();
    if (after === quote) {
      const afterAfter = this.nextc();
      if (afterAfter === quote) quoteSize = 3;
      else {
        this.backup(afterAfter);
        this.backup(after);
      }
    } else this.backup(after);

    const { start, src } = this;
    if (this.modes.length >= MAXFSTRINGLEVEL) return this.syntaxError('too many nested f-strings');
    const mode = new TokenizerMode();
    mode.inFString = true;
    mode.f_string_quote = quote;
    mode.f_string_quote_size = quoteSize;
    mode.f_string_start = start;
    mode.f_string_multi_line_start = this.lineStart;
    mode.f_string_line_start = this.lineno;
    mode.f_string_raw = (src.charCodeAt(start) | 0x20) === 0x72 || (src.charCodeAt(start + 1) | 0x20) === 0x72;
    this.modes.push(mode);
    return this.token(T.FSTRING_START, start, this.cur);
  }

  /**
   * Keeps track of where a replacement field's expression starts and ends, for `{expr=}`. In 3.13.0 the first `!`
   * ends it, also that of a `!=`.
   */
  private updateFStringExpr(mode: TokenizerMode, c: number): void {
    if (c === C.LBRACE) {
      mode.last_expr_start = this.cur;
      mode.last_expr_end = -1;
    } else if (mode.last_expr_end === -1) mode.last_expr_end = this.start;
  }

  private setFStringExpr(mode: TokenizerMode): void {
    if (!mode.f_string_debug || this.metadata !== null) return;
    const text = this.src.slice(mode.last_expr_start, mode.last_expr_end);
    // CPython drops comments, not looking at whether the '#' is in a string.
    this.metadata = text.includes('#') ? text.replace(/#[^\n]*/g, '') : text;
  }

  private punctuation(c: number, mode: TokenizerMode): Token {
    const inFString = this.insideFString;
    if (inFString && mode.curly_bracket_expr_start_depth >= 0) {
      if (c === C.COLON || c === C.RBRACE || c === C.BANG || c === C.LBRACE) {
        // The bracket depth is raised only further down.
        const cursor = mode.curly_bracket_depth - (c !== C.LBRACE ? 1 : 0);
        const valid = cursor === 0 || (cursor === 1 && (mode.f_string_debug || mode.in_format_spec));
        if (valid) {
          this.updateFStringExpr(mode, c);
          if (c !== C.LBRACE) this.setFStringExpr(mode);
        }
        if (c === C.COLON && cursor === mode.curly_bracket_expr_start_depth) {
          mode.inFString = true;
          mode.in_format_spec = true;
          return this.token(T.COLON, this.start, this.cur);
        }
      }
    }

    const c2 = this.nextc();
    let type = PyToken_TwoChars(c, c2);
    if (type !== T.OP) {
      const c3 = this.nextc();
      const type3 = PyToken_ThreeChars(c, c2, c3);
      if (type3 !== T.OP) type = type3;
      else this.backup(c3);
      return this.token(type, this.start, this.cur);
    }
    this.backup(c2);

    if (c === C.LPAR || c === C.LSQB || c === C.LBRACE) {
      if (this.level >= MAXLEVEL) return this.syntaxError('too many nested parentheses');
      this.parenstack[this.level] = c;
      this.parenlinenostack[this.level] = this.lineno;
      this.parencolstack[this.level] = this.column(this.lineStart, this.start);
      this.level++;
      if (inFString) mode.curly_bracket_depth++;
    } else if (c === C.RPAR || c === C.RSQB || c === C.RBRACE) {
      const failure = this.closeBracket(c, mode);
      if (failure) return failure;
    }

    if (!isPrintable(c)) {
      return this.syntaxError(`invalid non-printable character U+${c.toString(16).toUpperCase().padStart(4, '0')}`);
    }
    if (c === C.EQUAL && mode.curly_bracket_expr_start_depth >= 0) mode.f_string_debug = true;
    return this.token(PyToken_OneChar(c), this.start, this.cur);
  }

  private closeBracket(c: number, mode: TokenizerMode): Token | null {
    const inFString = this.insideFString;
    const char = String.fromCharCode(c);
    if (inFString && !mode.curly_bracket_depth && c === C.RBRACE) {
      return this.syntaxError("f-string: single '}' is not allowed");
    }
    if (!this.extraTokens && !this.level) return this.syntaxError(`unmatched '${char}'`);
    if (this.level > 0) {
      this.level--;
      const opening = this.parenstack[this.level];
      const matches =
        (opening === C.LPAR && c === C.RPAR) ||
        (opening === C.LSQB && c === C.RSQB) ||
        (opening === C.LBRACE && c === C.RBRACE);
      if (!this.extraTokens && !matches) {
        if (inFString && opening === C.LBRACE && mode.curly_bracket_depth - 1 === mode.curly_bracket_expr_start_depth) {
          return this.syntaxError(`f-string: unmatched '${char}'`);
        }
        const line = this.parenlinenostack[this.level];
        const where = line !== this.lineno ? ` on line ${line}` : '';
        return this.syntaxError(
          `closing parenthesis '${char}' does not match opening parenthesis '${String.fromCharCode(opening)}'${where}`,
        );
      }
    }
    if (inFString) {
      mode.curly_bracket_depth--;
      if (mode.curly_bracket_depth < 0) return this.syntaxError(`f-string: unmatched '${char}'`);
      if (c === C.RBRACE && mode.curly_bracket_depth === mode.curly_bracket_expr_start_depth) {
        mode.curly_bracket_expr_start_depth--;
        mode.inFString = true;
        mode.in_format_spec = false;
        mode.f_string_debug = false;
      }
    }
    return null;
  }

  private enterReplacementField(mode: TokenizerMode): Token | null {
    mode.curly_bracket_expr_start_depth++;
    if (mode.curly_bracket_expr_start_depth >= MAX_EXPR_NESTING) {
      return this.syntaxError('f-string: expressions nested too deeply');
    }
    mode.inFString = false;
    return null;
  }

  /** The text of an f-string, up to its end or to a replacement field. */
  private fstringMode(mode: TokenizerMode): Token {
    this.start = this.cur;
    this.firstLineno = this.lineno;
    this.tokenLineStart = this.lineStart;
    const startChar = this.nextc();
    if (startChar === C.LBRACE) {
      const peek = this.nextc();
      this.backup(peek);
      this.backup(startChar);
      if (peek !== C.LBRACE) return this.enterReplacementField(mode) ?? this.normalMode(mode);
    } else this.backup(startChar);

    let atEnd = true;
    for (let i = 0; i < mode.f_string_quote_size; i++) {
      const quote = this.nextc();
      if (quote !== mode.f_string_quote) {
        this.backup(quote);
        atEnd = false;
        break;
      }
    }
    if (!atEnd) return this.fstringMiddle(mode);
    this.modes.pop();
    return this.token(T.FSTRING_END, this.start, this.cur);
  }

  private fstringMiddle(mode: TokenizerMode): Token {
    let endQuoteSize = 0;
    let unicodeEscape = false;
    this.multiLineStart = this.lineStart;
    while (endQuoteSize !== mode.f_string_quote_size) {
      const c = this.nextc();
      const inFormatSpec = mode.in_format_spec && mode.curly_bracket_expr_start_depth >= 0;
      if (c === EOF || (mode.f_string_quote_size === 1 && c === C.NL)) {
        if (inFormatSpec && c === C.NL) {
          // A newline ends the format spec.
          this.backup(c);
          mode.inFString = false;
          mode.in_format_spec = false;
          return this.token(T.FSTRING_MIDDLE, this.start, this.cur);
        }
        return this.unterminatedFString(mode, c);
      }
      if (c === mode.f_string_quote) {
        endQuoteSize++;
        continue;
      }
      endQuoteSize = 0;

      if (c === C.LBRACE) {
        this.updateFStringExpr(mode, c);
        const peek = this.nextc();
        if (peek === C.LBRACE && !inFormatSpec) return this.token(T.FSTRING_MIDDLE, this.start, this.cur - 1);
        this.backup(peek);
        this.backup(c);
        mode.in_format_spec = false;
        return this.enterReplacementField(mode) ?? this.token(T.FSTRING_MIDDLE, this.start, this.cur);
      }
      if (c === C.RBRACE) {
        if (unicodeEscape) return this.token(T.FSTRING_MIDDLE, this.start, this.cur);
        const peek = this.nextc();
        if (peek === C.RBRACE && !inFormatSpec && mode.curly_bracket_depth === 0) {
          return this.token(T.FSTRING_MIDDLE, this.start, this.cur - 1);
        }
        this.backup(peek);
        this.backup(c);
        mode.inFString = false;
        mode.in_format_spec = false;
        return this.token(T.FSTRING_MIDDLE, this.start, this.cur);
      }
      if (c === C.BACKSLASH) {
        let peek = this.nextc();
        if (peek === C.LBRACE || peek === C.RBRACE) {
          if (!mode.f_string_raw) this.warn(`invalid escape sequence '\\${String.fromCharCode(peek)}'`);
          this.backup(peek);
          continue;
        }
        if (!mode.f_string_raw && peek === 0x4e /* N */) {
          peek = this.nextc();
          if (peek === C.LBRACE) unicodeEscape = true;
          else this.backup(peek);
        }
      }
    }
    // The quotes belong to FSTRING_END, the next token.
    this.cur -= mode.f_string_quote_size;
    return this.token(T.FSTRING_MIDDLE, this.start, this.cur);
  }

  private unterminatedFString(mode: TokenizerMode, c: number): Token {
    this.cur = mode.f_string_start + 1;
    this.lineStart = mode.f_string_multi_line_start;
    const detected = this.lineno;
    this.lineno = mode.f_string_line_start;
    if (mode.f_string_quote_size === 3) {
      this.syntaxError(`unterminated triple-quoted f-string literal (detected at line ${detected})`);
      if (c !== C.NL) this.done = Done.E_EOFS;
      return this.errorToken();
    }
    return this.syntaxError(`unterminated f-string literal (detected at line ${detected})`);
  }
}
