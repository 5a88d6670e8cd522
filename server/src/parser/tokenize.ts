// Tokens for editor features: highlighting, folding, what stands at a position.
//
// Follows: Lib/tokenize.py, which asks the same tokenizer for comments and is as lenient.
// Positions are an editor's: lines from 0, columns in UTF-16 units.

import type { PySyntaxErrorInfo } from '../ast/syntaxError';
import { Tokenizer } from './tokenizer';
import { keywordTypes, softkwlist, T } from './tokens';

export interface EditorToken {
  type: T;
  text: string;
  line: number;
  character: number;
  endLine: number;
  endCharacter: number;
  /** A NAME that is a soft keyword somewhere (`match`, `case`, `type`, `_`); only the grammar can tell. */
  softKeyword: boolean;
}

export interface Tokens {
  tokens: EditorToken[];
  /** What stopped the tokenizer before the end; null if nothing did. */
  error: PySyntaxErrorInfo | null;
}

/**
 * The tokens of a source. Hard keywords have types of their own (`T.if` and so on), operators too.
 * @param comments also gives COMMENT tokens, and NL tokens for line ends that end no statement
 */
export function tokenize(source: string, comments = false): Tokens {
  const tokenizer = new Tokenizer(source, '<string>', true, true);
  const { src } = tokenizer;
  const tokens: EditorToken[] = [];
  let line = 0;
  let lineStart = 0;
  // Tokens come in rising order of start, but a token inside an f-string may be asked for before its line began.
  const place = (offset: number): [number, number] => {
    if (offset < lineStart) line = lineStart = 0;
    for (let newline = src.indexOf('\n', lineStart); newline >= 0 && newline < offset;) {
      line++;
      lineStart = newline + 1;
      newline = src.indexOf('\n', lineStart);
    }
    return [line, offset - lineStart];
  };
  for (;;) {
    const token = tokenizer.get();
    if (token.type === T.ERRORTOKEN) return { tokens, error: tokenizer.error };
    if ((token.type === T.COMMENT || token.type === T.NL) && !comments) continue;
    const text = src.slice(token.start, token.end);
    const type = token.type === T.NAME ? (keywordTypes.get(text) ?? T.NAME) : token.type;
    const [startLine, character] = place(token.start);
    const [endLine, endCharacter] = place(token.end);
    const softKeyword = type === T.NAME && softkwlist.includes(text);
    tokens.push({ type, text, line: startLine, character, endLine, endCharacter, softKeyword });
    if (token.type === T.ENDMARKER) return { tokens, error: null };
  }
}

/** The column in UTF-16 units of a column in UTF-8 bytes (a tree's `col_offset`) in a line. */
export function utf16Column(line: string, byteColumn: number): number {
  let bytes = 0;
  let i = 0;
  while (i < line.length && bytes < byteColumn) {
    const char = line.codePointAt(i)!;
    bytes += char < 0x80 ? 1 : char < 0x800 ? 2 : char < 0x10000 ? 3 : 4;
    i += char > 0xffff ? 2 : 1;
  }
  return i;
}
