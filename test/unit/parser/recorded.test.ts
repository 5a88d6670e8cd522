// The parser against what CPython 3.13 made of test/parser/cases.txt (recorded by test/parser/record.py).

import assert from 'node:assert';
import { parse } from '../../../server/src/parser/index';
import { dumpTree } from '../../parser/dumpTree';
import recorded from './generated/recorded.json';

interface Case {
  name: string;
  mode: string;
  source: string;
  tree?: string;
  error?: unknown[];
  warnings?: unknown[][];
}

const fields = recorded.fields as Record<string, string[]>;

describe(`parser, as CPython ${recorded.python} has it`, () => {
  for (const { name, mode, source, tree, error, warnings = [] } of recorded.cases as Case[]) {
    it(name, () => {
      const isFile = mode.endsWith('@');
      const codeop = mode.endsWith('!');
      const result = parse(source, '<string>', {
        mode: mode.replace(/[!@]$/, '') as 'exec' | 'eval' | 'single',
        isFile,
        allowIncompleteInput: codeop,
        dontImplyDedent: codeop,
      });
      if (error) {
        assert.ok(!result.ok, 'accepted');
        const { type, msg, lineno, offset, text, end_lineno, end_offset } = result.error;
        assert.deepStrictEqual([type, msg, lineno, offset, text, end_lineno, end_offset], error);
      } else {
        assert.ok(result.ok, `refused: ${result.ok ? '' : result.error.msg}`);
        assert.strictEqual(dumpTree(result.tree, fields), tree);
      }
      assert.deepStrictEqual(
        result.warnings.map((warning) => [warning.category, warning.msg, warning.lineno]),
        warnings,
      );
    });
  }
});
