// Tokens as editor features get them.

import assert from 'node:assert';
import { T, tokenize, utf16Column } from '../../../server/src/parser/index';

describe('tokenize', () => {
  it('tells keywords, soft keywords, operators and positions', () => {
    const { tokens, error } = tokenize('if x:\r\n  match ** 1\r\n');
    assert.strictEqual(error, null);
    assert.deepStrictEqual(
      tokens.map(({ type, text, line, character, endCharacter }) => [type, text, line, character, endCharacter]),
      [
        [T.if, 'if', 0, 0, 2],
        [T.NAME, 'x', 0, 3, 4],
        [T.COLON, ':', 0, 4, 5],
        [T.NEWLINE, '', 0, 5, 5],
        [T.INDENT, '  ', 1, 0, 2],
        [T.NAME, 'match', 1, 2, 7],
        [T.DOUBLESTAR, '**', 1, 8, 10],
        [T.NUMBER, '1', 1, 11, 12],
        [T.NEWLINE, '', 1, 12, 12],
        [T.DEDENT, '', 2, 0, 0],
        [T.ENDMARKER, '', 2, 0, 0],
      ],
    );
    assert.deepStrictEqual(
      tokens.filter((token) => token.softKeyword).map((token) => token.text),
      ['match'],
    );
  });

  it('gives comments and blank line ends when asked', () => {
    const types = (comments: boolean): T[] => tokenize('# a\n\nx # b\n', comments).tokens.map((token) => token.type);
    assert.deepStrictEqual(types(false), [T.NAME, T.NEWLINE, T.ENDMARKER]);
    assert.deepStrictEqual(types(true), [T.COMMENT, T.NL, T.NL, T.NAME, T.COMMENT, T.NEWLINE, T.ENDMARKER]);
  });

  it('takes f-strings apart', () => {
    const texts = tokenize("f'a{b!r:>{c}}d'").tokens.map((token) => token.text);
    assert.deepStrictEqual(texts.slice(0, 14), ["f'", 'a', '{', 'b', '!', 'r', ':', '>', '{', 'c', '}', '', '}', 'd']);
  });

  it('counts columns in UTF-16 units', () => {
    const { tokens } = tokenize('"😀é" + x');
    assert.deepStrictEqual([tokens[1].character, tokens[2].character], [6, 8]);
    assert.strictEqual(utf16Column('"😀é" + x', 9), 6);
  });

  it('stops at what it cannot read and says why', () => {
    const { tokens, error } = tokenize('a\nb = "c');
    assert.strictEqual(tokens.length, 4);
    assert.strictEqual(error?.msg, 'unterminated string literal (detected at line 2)');
  });

  it('is lenient with brackets', () => {
    assert.strictEqual(tokenize('a)]').error, null);
  });
});
