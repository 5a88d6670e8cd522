// What is too deep or too big, and that nothing makes the parser throw.

import assert from 'node:assert';
import fc from 'fast-check';
import { parse } from '../../../server/src/parser/index';

/** 'ok', or the exception. */
function verdict(source: string): string {
  const result = parse(source, '<string>');
  return result.ok ? 'ok' : `${result.error.type}: ${result.error.msg}`;
}

const overflow = 'MemoryError: Parser stack overflowed - Python source too complex to parse';
const parentheses = 'SyntaxError: too many nested parentheses';

describe('parser limits', () => {
  /** A construct, the least count of it that CPython refuses, and how. */
  const limits: [string, (n: number) => string, number, string][] = [
    ['not', (n) => `${'not '.repeat(n)}x`, 5970, overflow],
    ['unary minus', (n) => `${'-'.repeat(n)}x`, 5970, overflow],
    ['conditional expressions', (n) => `${'a if b else '.repeat(n)}x`, 5970, overflow],
    ['elif', (n) => `if x: pass\n${'elif x: pass\n'.repeat(n)}`, 5966, overflow],
    ['lambda defaults', (n) => `${'lambda x='.repeat(n)}1${': 1'.repeat(n)}`, 747, overflow],
    ['comparisons in parentheses', (n) => `${'x<('.repeat(n)}x${')'.repeat(n)}`, 193, overflow],
    ['parentheses', (n) => `${'('.repeat(n)}x${')'.repeat(n)}`, 201, parentheses],
    ['brackets', (n) => `${'['.repeat(n)}x${']'.repeat(n)}`, 201, parentheses],
    ['calls', (n) => `${'f('.repeat(n)}x${')'.repeat(n)}`, 201, parentheses],
    ['patterns', (n) => `match x:\n case ${'['.repeat(n)}x${']'.repeat(n)}: pass`, 201, parentheses],
    [
      'indentation',
      (n) => `${Array.from({ length: n }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')}${' '.repeat(n)}pass\n`,
      100,
      'IndentationError: too many levels of indentation',
    ],
  ];
  for (const [name, make, limit, refusal] of limits) {
    it(`${name}: ${limit} are too many`, () => {
      assert.strictEqual(verdict(make(limit - 1)), 'ok');
      assert.strictEqual(verdict(make(limit)), refusal);
    });
  }

  it('long flat programs are no problem', () => {
    assert.strictEqual(verdict(`x${' + x'.repeat(20000)}`), 'ok');
    assert.strictEqual(verdict(`x${'.a()[0]'.repeat(20000)}`), 'ok');
    assert.strictEqual(verdict(`[${'x, '.repeat(50000)}]`), 'ok');
    assert.strictEqual(verdict('x = 1\n'.repeat(20000)), 'ok');
  });

  it('a broken program may be as deep', () => {
    assert.match(verdict(`${'('.repeat(150)}x y${')'.repeat(150)}`), /Perhaps you forgot a comma/);
    assert.strictEqual(verdict('{'.repeat(190)), "SyntaxError: '{' was never closed");
    assert.match(verdict(`${'[a for b in '.repeat(100)}x y${']'.repeat(100)}`), /SyntaxError/);
  });

  it('a number may have 4300 digits, in another base more', () => {
    assert.strictEqual(verdict('9'.repeat(4300)), 'ok');
    assert.match(verdict('9'.repeat(4301)), /Exceeds the limit \(4300 digits\)/);
    assert.strictEqual(verdict(`0x${'f'.repeat(10000)}`), 'ok');
  });

  it('text that is no text', () => {
    assert.strictEqual(verdict('a\0'), 'SyntaxError: source code string cannot contain null bytes');
    assert.match(
      verdict('é\ud800'),
      /^UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 1/,
    );
  });

  it('unknown character names are asked for, once each place', () => {
    const asked: string[] = [];
    const lookupUnicodeName = (name: string): string | null => {
      asked.push(name);
      return name === 'BULLET' ? '•' : null;
    };
    assert.ok(parse("'\\N{BULLET}'", '<string>', { lookupUnicodeName }).ok);
    assert.ok(!parse("'\\N{NO SUCH}'", '<string>', { lookupUnicodeName }).ok);
    assert.deepStrictEqual([...new Set(asked)], ['BULLET', 'NO SUCH']);
  });

  it('no text makes it throw, and errors lie inside the text', () => {
    const piece = fc.constantFrom(
      ...'( ) [ ] { } : , ; = . * ** -> := @ + not in is if else for while def class lambda yield await async match case'
        .split(' ')
        .concat([
          'try',
          'except',
          'with',
          'as',
          'import',
          'from',
          'print',
          'f"',
          "f'{",
          '"',
          "'''",
          '\\',
          '#',
          '\n',
          '\n    ',
        ]),
      ...['\t', '\f', 'x', 'y.z', '1', '0x', 'é', '😀', "'a'", 'type', '!r}', '{x=}', '\r\n', '$'],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 25 }), (pieces) => {
        const source = pieces.join(' ');
        const result = parse(source, '<string>');
        if (result.ok || result.error.lineno === null) return;
        const lines = source.split(/\r\n?|\n/).length;
        assert.ok(result.error.lineno >= 1 && result.error.lineno <= lines + 1);
      }),
      { numRuns: 2000, seed: 313 },
    );
  });
});
