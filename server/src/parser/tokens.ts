// Token types, keywords and the token record.
//
// Follows: Grammar/Tokens, Include/internal/pycore_token.h (numbers 0..64 are CPython 3.13's own) and
// Parser/pegen.c:_get_keyword_or_name_type for the split of NAME into keywords.
// Deviation: keyword types are numbered by us from 100 (CPython's come out of its parser generator).

export const enum T {
  ENDMARKER = 0,
  NAME = 1,
  NUMBER = 2,
  STRING = 3,
  NEWLINE = 4,
  INDENT = 5,
  DEDENT = 6,
  LPAR = 7,
  RPAR = 8,
  LSQB = 9,
  RSQB = 10,
  COLON = 11,
  COMMA = 12,
  SEMI = 13,
  PLUS = 14,
  MINUS = 15,
  STAR = 16,
  SLASH = 17,
  VBAR = 18,
  AMPER = 19,
  LESS = 20,
  GREATER = 21,
  EQUAL = 22,
  DOT = 23,
  PERCENT = 24,
  LBRACE = 25,
  RBRACE = 26,
  EQEQUAL = 27,
  NOTEQUAL = 28,
  LESSEQUAL = 29,
  GREATEREQUAL = 30,
  TILDE = 31,
  CIRCUMFLEX = 32,
  LEFTSHIFT = 33,
  RIGHTSHIFT = 34,
  DOUBLESTAR = 35,
  PLUSEQUAL = 36,
  MINEQUAL = 37,
  STAREQUAL = 38,
  SLASHEQUAL = 39,
  PERCENTEQUAL = 40,
  AMPEREQUAL = 41,
  VBAREQUAL = 42,
  CIRCUMFLEXEQUAL = 43,
  LEFTSHIFTEQUAL = 44,
  RIGHTSHIFTEQUAL = 45,
  DOUBLESTAREQUAL = 46,
  DOUBLESLASH = 47,
  DOUBLESLASHEQUAL = 48,
  AT = 49,
  ATEQUAL = 50,
  RARROW = 51,
  ELLIPSIS = 52,
  COLONEQUAL = 53,
  EXCLAMATION = 54,
  OP = 55,
  FSTRING_START = 59,
  FSTRING_MIDDLE = 60,
  FSTRING_END = 61,
  COMMENT = 62,
  NL = 63,
  ERRORTOKEN = 64,

  False = 100,
  None = 101,
  True = 102,
  and = 103,
  as = 104,
  assert = 105,
  async = 106,
  await = 107,
  break = 108,
  class = 109,
  continue = 110,
  def = 111,
  del = 112,
  elif = 113,
  else = 114,
  except = 115,
  finally = 116,
  for = 117,
  from = 118,
  global = 119,
  if = 120,
  import = 121,
  in = 122,
  is = 123,
  lambda = 124,
  nonlocal = 125,
  not = 126,
  or = 127,
  pass = 128,
  raise = 129,
  return = 130,
  try = 131,
  while = 132,
  with = 133,
  yield = 134,
}

/** The hard keywords, in the order of their numbers from `T.False` on. */
export const kwlist: readonly string[] = [
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del',
  'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal',
  'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield',
]; // prettier-ignore

/** The soft keywords, in CPython's order. */
export const softkwlist: readonly string[] = ['_', 'case', 'match', 'type'];

/** Keyword text to token type. */
export const keywordTypes: ReadonlyMap<string, T> = new Map(kwlist.map((word, i) => [word, (T.False as number) + i]));

const operatorNames: Readonly<Record<string, T>> = {
  '(': T.LPAR, ')': T.RPAR, '[': T.LSQB, ']': T.RSQB, ':': T.COLON, ',': T.COMMA, ';': T.SEMI, '+': T.PLUS,
  '-': T.MINUS, '*': T.STAR, '/': T.SLASH, '|': T.VBAR, '&': T.AMPER, '<': T.LESS, '>': T.GREATER, '=': T.EQUAL,
  '.': T.DOT, '%': T.PERCENT, '{': T.LBRACE, '}': T.RBRACE, '~': T.TILDE, '^': T.CIRCUMFLEX, '@': T.AT,
  '!': T.EXCLAMATION,
}; // prettier-ignore

const oneChar = new Uint8Array(128).fill(T.OP);
for (const [text, type] of Object.entries(operatorNames)) oneChar[text.charCodeAt(0)] = type;

/** The type of a one-character operator, `T.OP` if `c` (a code unit) is none. */
export function PyToken_OneChar(c: number): T {
  return c >= 0 && c < 128 ? oneChar[c] : T.OP;
}

/** The type of a two-character operator, `T.OP` if there is none of these characters. */
export function PyToken_TwoChars(c1: number, c2: number): T {
  if (c2 === 0x3d /* = */) {
    switch (c1) {
      case 0x21: return T.NOTEQUAL;
      case 0x25: return T.PERCENTEQUAL;
      case 0x26: return T.AMPEREQUAL;
      case 0x2a: return T.STAREQUAL;
      case 0x2b: return T.PLUSEQUAL;
      case 0x2d: return T.MINEQUAL;
      case 0x2f: return T.SLASHEQUAL;
      case 0x3a: return T.COLONEQUAL;
      case 0x3c: return T.LESSEQUAL;
      case 0x3d: return T.EQEQUAL;
      case 0x3e: return T.GREATEREQUAL;
      case 0x40: return T.ATEQUAL;
      case 0x5e: return T.CIRCUMFLEXEQUAL;
      case 0x7c: return T.VBAREQUAL;
      default: return T.OP;
    }
  }
  switch (c1) {
    case 0x2a: return c2 === 0x2a ? T.DOUBLESTAR : T.OP;
    case 0x2d: return c2 === 0x3e ? T.RARROW : T.OP;
    case 0x2f: return c2 === 0x2f ? T.DOUBLESLASH : T.OP;
    case 0x3c: return c2 === 0x3c ? T.LEFTSHIFT : c2 === 0x3e ? T.NOTEQUAL : T.OP;
    case 0x3e: return c2 === 0x3e ? T.RIGHTSHIFT : T.OP;
    default: return T.OP;
  }
} // prettier-ignore

/** The type of a three-character operator, `T.OP` if there is none of these characters. */
export function PyToken_ThreeChars(c1: number, c2: number, c3: number): T {
  if (c3 === 0x3d && c1 === c2) {
    switch (c1) {
      case 0x2a: return T.DOUBLESTAREQUAL;
      case 0x2f: return T.DOUBLESLASHEQUAL;
      case 0x3c: return T.LEFTSHIFTEQUAL;
      case 0x3e: return T.RIGHTSHIFTEQUAL;
      default: return T.OP;
    }
  }
  return T.OP;
} // prettier-ignore

/** A memoized result of a grammar rule that started at a token; `mark` is where the rule ended. */
export interface Memo {
  readonly rule: number;
  node: unknown;
  mark: number;
  readonly next: Memo | null;
}

/**
 * A token. `start` and `end` are offsets in UTF-16 units into the tokenizer's source; columns are in UTF-8 bytes
 * and -1 where CPython has none (INDENT, DEDENT, ENDMARKER).
 */
export class Token {
  memo: Memo | null = null;
  constructor(
    public type: T,
    readonly start: number,
    readonly end: number,
    readonly lineno: number,
    readonly col_offset: number,
    readonly end_lineno: number,
    readonly end_col_offset: number,
    /** How many brackets are open after this token. */
    readonly level: number,
    /** The source text of a replacement field written with `=`, on the token that ends its expression. */
    readonly metadata: string | null,
  ) {}
}
