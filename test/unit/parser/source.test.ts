// From bytes to text. Messages are those of CPython 3.13.0 run on such files, or compile() given such bytes.

import assert from 'node:assert';
import { decodeSource, type SourceKind } from '../../../server/src/parser/index';

const bytes = (latin1: string): Uint8Array => Uint8Array.from(latin1, (char) => char.charCodeAt(0));

function refusal(latin1: string, kind?: SourceKind): string {
  const decoded = decodeSource(bytes(latin1), 'x.py', kind);
  assert.ok(!decoded.ok, 'accepted');
  return decoded.error.msg;
}

function text(latin1: string): [string, string, boolean] {
  const decoded = decodeSource(bytes(latin1), 'x.py');
  assert.ok(decoded.ok, 'refused');
  return [decoded.source, decoded.encoding, decoded.bom];
}

describe('decodeSource', () => {
  it('reads UTF-8, with and without a byte order mark', () => {
    assert.deepStrictEqual(text('x = "\xc3\xa9"'), ['x = "é"', 'utf-8', false]);
    assert.deepStrictEqual(text('\xef\xbb\xbfx'), ['x', 'utf-8', true]);
    assert.deepStrictEqual(text('\xef\xbb\xbf# coding: utf-8\nx'), ['# coding: utf-8\nx', 'utf-8', true]);
  });

  it('heeds a coding cookie in a comment of the first two lines', () => {
    assert.deepStrictEqual(text('# -*- coding: latin-1 -*-\n"\xe9"').slice(0, 2), [
      '# -*- coding: latin-1 -*-\n"é"',
      'iso-8859-1',
    ]);
    assert.strictEqual(text('#!/usr/bin/python\r\n# vim: set fileencoding=iso-8859-15 :\n"\xa4"')[0].at(-2), '€');
    assert.strictEqual(text('# coding: cp1252\n"\x80"')[0].at(-2), '€');
    assert.strictEqual(text('# coding=utf8\n"\xc3\xa9"')[0].at(-2), 'é');
  });

  it('heeds none elsewhere', () => {
    assert.match(refusal('\n\n# coding: latin-1\n"\xe9"'), /on line 4, but no encoding declared/);
    assert.match(refusal('x = 1 # coding: latin-1\n"\xe9"'), /on line 2, but no encoding declared/);
    assert.match(refusal('x = 1\n# coding: latin-1\n"\xe9"'), /on line 3, but no encoding declared/);
  });

  it("words a file's errors as the interpreter does", () => {
    assert.strictEqual(
      refusal('x = 1\n# caf\xe9\n'),
      "Non-UTF-8 code starting with '\\xe9' in file x.py on line 2, but no encoding declared; " +
        'see https://peps.python.org/pep-0263/ for details',
    );
    assert.strictEqual(refusal('# coding: nope\n'), 'encoding problem: nope');
    assert.strictEqual(refusal('# coding: ascii\n"\xe9"'), 'encoding problem: ascii');
    assert.strictEqual(refusal('\xef\xbb\xbf# coding: latin-1\n'), 'encoding problem: iso-8859-1 with BOM');
    assert.strictEqual(refusal('x\n\0'), 'source code cannot contain null bytes');
  });

  it('words the errors of compile() given bytes', () => {
    assert.strictEqual(refusal('# coding: nope\n', 'string'), 'unknown encoding: nope');
    assert.strictEqual(
      refusal('# coding: ascii\nx = "\xe9"\n', 'string'),
      "'ascii' codec can't decode byte 0xe9 in position 21: ordinal not in range(128)",
    );
    assert.strictEqual(refusal('x\0', 'string'), 'source code string cannot contain null bytes');
  });

  it('refuses what only looks like UTF-8', () => {
    for (const bad of ['\xc0\x80', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xe2\x82', '\xff', '\x80']) refusal(bad);
    for (const good of ['\xc2\x80', '\xed\x9f\xbf', '\xf4\x8f\xbf\xbf', '\xe2\x82\xac']) text(good);
  });
});
