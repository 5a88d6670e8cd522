// The compiler and the disassembler against what CPython 3.13 made of test/compiler/cases.txt (recorded by
// test/compiler/record.py).

import assert from 'node:assert';
import { compile } from '../../../server/src/compiler/index';
import { dis } from '../../../server/src/compiler/dis';
import { parse } from '../../../server/src/parser/index';
import { type CompiledRecord, compareCode } from '../../support/compiledRecords';
import recorded from './generated/recorded.json';

interface Case extends CompiledRecord {
  name: string;
  source: string;
  dis?: string;
}

const cases = recorded.cases as unknown as Case[];

describe(`compiler, as CPython ${recorded.python} has it`, () => {
  for (const { name, mode, flags, source, refused, code, warnings = [], error, dis: text } of cases) {
    it(name, () => {
      const parsed = parse(source, '<string>', { mode });
      if (refused !== undefined) {
        assert.ok(!parsed.ok, 'the parser accepts it');
        return;
      }
      assert.ok(parsed.ok, parsed.ok ? '' : parsed.error.msg);
      const result = compile(parsed.tree, { filename: '<string>', mode, flags });
      if (error !== undefined) {
        assert.ok(!result.ok, 'compiled');
        const { type, msg, lineno, offset, end_lineno, end_offset } = result.error;
        assert.deepStrictEqual([type, msg, lineno, offset, end_lineno, end_offset], error);
        return;
      }
      assert.ok(result.ok, result.ok ? '' : result.error.msg);
      assert.deepStrictEqual(compareCode(result.code, code!).differences, []);
      assert.deepStrictEqual(
        result.warnings.map((w) => [w.msg, w.lineno]),
        warnings,
      );
      assert.strictEqual(dis(result.code), text);
    });
  }
});
