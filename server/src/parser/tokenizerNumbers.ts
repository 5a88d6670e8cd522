// Numeric literals.
//
// Follows: Parser/lexer/lexer.c, the number part of tok_get_normal_mode, tok_decimal_tail, verify_end_of_number.

import { Done, EOF, TokenizerState } from './tokenizerState';
import { T, type Token } from './tokens';

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHexDigit = (c: number): boolean => isDigit(c) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);
const isIdentifierChar = (c: number): boolean =>
  (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || isDigit(c) || c === 0x5f || c >= 128;

export abstract class NumberTokenizer extends TokenizerState {
  /** Whether the characters ahead are `word` and then no identifier character; reads nothing. */
  private lookahead(word: string): boolean {
    const { src, cur, inp } = this;
    let matched = 0;
    while (matched < word.length && cur + matched < inp && src.charCodeAt(cur + matched) === word.charCodeAt(matched)) {
      matched++;
    }
    if (cur + matched >= inp) {
      this.noteEnd();
      return matched === word.length;
    }
    return matched === word.length && !isIdentifierChar(src.charCodeAt(cur + matched));
  }

  /** What looking beyond the current line does: at the end of the input the tokenizer knows that it ended. */
  private noteEnd(): void {
    if (this.inp === this.src.length && this.done === Done.E_OK) this.done = Done.E_EOF;
  }

  /**
   * Complains of a literal with a letter glued to it: a warning before a keyword that may follow a number in valid
   * code, else an error. `c` has just been read. Gives false after an error.
   */
  private verifyEndOfNumber(c: number, kind: string): boolean {
    if (this.extraTokens || c === EOF) return true;
    let allowed = false;
    switch (c) {
      case 0x61: // a
        allowed = this.lookahead('nd');
        break;
      case 0x65: // e
        allowed = this.lookahead('lse');
        break;
      case 0x66: // f
        allowed = this.lookahead('or');
        break;
      case 0x69: {
        if (this.cur >= this.inp) this.noteEnd();
        const c2 = this.cur < this.inp ? this.src.charCodeAt(this.cur) : EOF;
        allowed = c2 === 0x66 || c2 === 0x6e || c2 === 0x73;
        break;
      }
      case 0x6f: // o
        allowed = this.lookahead('r');
        break;
      case 0x6e: // n
        allowed = this.lookahead('ot');
        break;
      default:
        break;
    }
    if (allowed) {
      this.warn(`invalid ${kind} literal`);
    } else if (c < 128 && isIdentifierChar(c)) {
      this.backup(c);
      this.syntaxError(`invalid ${kind} literal`);
      return false;
    }
    return true;
  }

  /** Reads the rest of a run of digits and underscores; gives the character after it, or 0 after an error. */
  private decimalTail(): number {
    for (;;) {
      let c: number;
      do c = this.nextc();
      while (isDigit(c));
      if (c !== 0x5f) return c;
      c = this.nextc();
      if (!isDigit(c)) {
        this.backup(c);
        this.syntaxError('invalid decimal literal');
        return 0;
      }
    }
  }

  /** Reads the digits after `0x`, `0o` or `0b`. */
  private radixLiteral(kind: string, accepts: (c: number) => boolean): Token | null {
    const decimalOnly = kind !== 'hexadecimal';
    let c = this.nextc();
    do {
      if (c === 0x5f) c = this.nextc();
      if (!accepts(c)) {
        if (decimalOnly && isDigit(c)) {
          return this.syntaxError(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`);
        }
        this.backup(c);
        return this.syntaxError(`invalid ${kind} literal`);
      }
      do c = this.nextc();
      while (accepts(c));
    } while (c === 0x5f);
    if (decimalOnly && isDigit(c)) {
      return this.syntaxError(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`);
    }
    if (!this.verifyEndOfNumber(c, kind)) return this.errorToken();
    this.backup(c);
    return null;
  }

  /** A number whose first digit `c` has been read. */
  protected number(c: number): Token {
    if (c !== 0x30) {
      c = this.decimalTail();
      if (c === 0) return this.errorToken();
      return c === 0x2e ? this.fraction(this.nextc()) : this.exponent(c);
    }
    c = this.nextc();
    let failure: Token | null | undefined;
    if (c === 0x78 || c === 0x58) failure = this.radixLiteral('hexadecimal', isHexDigit);
    else if (c === 0x6f || c === 0x4f) failure = this.radixLiteral('octal', (d) => d >= 0x30 && d < 0x38);
    else if (c === 0x62 || c === 0x42) failure = this.radixLiteral('binary', (d) => d === 0x30 || d === 0x31);
    if (failure !== undefined) return failure ?? this.token(T.NUMBER, this.start, this.cur);

    for (;;) {
      if (c === 0x5f) {
        c = this.nextc();
        if (!isDigit(c)) {
          this.backup(c);
          return this.syntaxError('invalid decimal literal');
        }
      }
      if (c !== 0x30) break;
      c = this.nextc();
    }
    const zerosEnd = this.cur;
    let nonzero = false;
    if (isDigit(c)) {
      nonzero = true;
      c = this.decimalTail();
      if (c === 0) return this.errorToken();
    }
    if (c === 0x2e) return this.fraction(this.nextc());
    if (c === 0x65 || c === 0x45 || c === 0x6a || c === 0x4a) return this.exponent(c);
    if (nonzero && !this.extraTokens) {
      this.backup(c);
      return this.syntaxError(
        'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        this.column(this.lineStart, this.start + 1),
        this.column(this.lineStart, zerosEnd),
      );
    }
    if (!this.verifyEndOfNumber(c, 'decimal')) return this.errorToken();
    this.backup(c);
    return this.token(T.NUMBER, this.start, this.cur);
  }

  /** The part after a decimal point, whose first character `c` has been read. */
  protected fraction(c: number): Token {
    if (isDigit(c)) {
      c = this.decimalTail();
      if (c === 0) return this.errorToken();
    }
    return this.exponent(c);
  }

  /** The part after the digits, from an exponent or `j` on; `c` has been read. */
  private exponent(c: number): Token {
    if (c === 0x65 || c === 0x45) {
      const e = c;
      c = this.nextc();
      if (c === 0x2b || c === 0x2d) {
        c = this.nextc();
        if (!isDigit(c)) {
          this.backup(c);
          return this.syntaxError('invalid decimal literal');
        }
      } else if (!isDigit(c)) {
        this.backup(c);
        if (!this.verifyEndOfNumber(e, 'decimal')) return this.errorToken();
        this.backup(e);
        return this.token(T.NUMBER, this.start, this.cur);
      }
      c = this.decimalTail();
      if (c === 0) return this.errorToken();
    }
    if (c === 0x6a || c === 0x4a) {
      c = this.nextc();
      if (!this.verifyEndOfNumber(c, 'imaginary')) return this.errorToken();
    } else if (!this.verifyEndOfNumber(c, 'decimal')) return this.errorToken();
    this.backup(c);
    return this.token(T.NUMBER, this.start, this.cur);
  }
}
