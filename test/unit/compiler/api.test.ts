// What `compile` promises beyond the bytes of a code object: identities, limits, warnings, never an exception.

import assert from 'node:assert';
import fc from 'fast-check';
import type { CodeUnit } from '../../../server/src/compiler/codeunit';
import { disassembly, dis } from '../../../server/src/compiler/dis';
import { type CompileOptions, type CompileResult, compile } from '../../../server/src/compiler/index';
import { parseExceptionTable, parseLocationTable } from '../../../server/src/compiler/tables';
import { parse } from '../../../server/src/parser/index';

function compiled(source: string, options: Partial<CompileOptions> = {}): CompileResult {
  const parsed = parse(source, 'x.py', { mode: options.mode ?? 'exec' });
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.error.msg);
  return compile(parsed.tree, { filename: 'x.py', source, ...options });
}

function code(source: string, options: Partial<CompileOptions> = {}): CodeUnit {
  const result = compiled(source, options);
  assert.ok(result.ok, result.ok ? '' : result.error.msg);
  return result.code;
}

function inner(unit: CodeUnit, name: string): CodeUnit {
  for (const c of unit.co_consts) if (c.type === 'code' && c.code.co_name === name) return c.code;
  assert.fail(`no ${name}`);
}

describe('compile()', () => {
  it('gives equal constants of all code units one identity', () => {
    const module = code('x = (1, "a b")\ndef f(): return (1, "a b"), 1.5\ndef g(): return 1.5, -0.0, 0.0');
    const [f, g] = [inner(module, 'f'), inner(module, 'g')];
    const tuple = module.co_consts.find((c) => c.type === 'tuple' && c.items.length === 2);
    const inF = f.co_consts.find((c) => c.type === 'tuple');
    assert.ok(inF?.type === 'tuple' && tuple?.type === 'tuple');
    assert.strictEqual(inF.items[0], tuple);
    const inG = g.co_consts.find((c) => c.type === 'tuple');
    assert.ok(inG?.type === 'tuple');
    assert.strictEqual(inG.items[0], inF.items[1]);
    assert.notStrictEqual(inG.items[1], inG.items[2]);
  });

  it('leaves constants of different types apart', () => {
    const { co_consts } = code('f(1); f(1.0); f(True); f("1"); f(b"1"); f(1j)');
    assert.deepStrictEqual(
      co_consts.map((c) => c.type),
      ['int', 'float', 'bool', 'str', 'bytes', 'complex', 'None'],
    );
  });

  it('names place and line of an error', () => {
    const result = compiled('def f():\n  pass\n  break\n');
    assert.deepStrictEqual(result, {
      ok: false,
      error: {
        type: 'SyntaxError',
        msg: "'break' outside loop",
        filename: 'x.py',
        lineno: 3,
        offset: 3,
        text: '  break\n',
        end_lineno: 3,
        end_offset: 8,
      },
    });
  });

  it('gives warnings with their places', () => {
    const result = compiled('x is 1\nassert (a, b)\n');
    assert.ok(result.ok);
    assert.deepStrictEqual(
      result.warnings.map((w) => [w.category, w.msg, w.lineno, w.col_offset, w.end_lineno, w.end_col_offset]),
      [
        ['SyntaxWarning', '"is" with \'int\' literal. Did you mean "=="?', 1, 0, 1, 6],
        ['SyntaxWarning', 'assertion is always true, perhaps remove parentheses?', 2, 0, 2, 13],
      ],
    );
  });

  it('drops assertions and docstrings as -O and -OO ask', () => {
    const source = '"""doc"""\nassert x\nprint(__debug__)\n';
    const strings = (optimize: 0 | 1 | 2): [boolean, boolean] => {
      const { co_consts, co_names } = code(source, { optimize });
      return [co_names.includes('x'), co_consts.some((c) => c.type === 'str' && c.value === 'doc')];
    };
    assert.deepStrictEqual(
      [strings(0), strings(1), strings(2)],
      [
        [true, true],
        [false, true],
        [false, false],
      ],
    );
  });

  it('refuses a docstring that UTF-8 cannot hold', () => {
    const result = compiled('def f(): "ab\\ud800\\ud801 \\ud800"');
    assert.ok(!result.ok);
    assert.strictEqual(result.error.type, 'UnicodeEncodeError');
    assert.strictEqual(
      result.error.msg,
      "'utf-8' codec can't encode characters in position 2-3: surrogates not allowed",
    );
    assert.strictEqual(result.error.filename, null);
  });

  it('accepts sums of 9990 terms and refuses those past the limit', () => {
    assert.ok(compiled(Array.from({ length: 9990 }, () => 'a').join('+')).ok);
    const result = compiled(Array.from({ length: 10_010 }, () => 'a').join('+'));
    assert.ok(!result.ok);
    assert.strictEqual(result.error.type, 'RecursionError');
    assert.strictEqual(result.error.msg, 'maximum recursion depth exceeded during compilation');
    assert.strictEqual(result.error.lineno, null);
  });

  it('answers RecursionError, never an exception, however deep a tree is', () => {
    for (const [head, step] of [
      ['a', '.b'],
      ['a', '()'],
      ['a', '[0]'],
      ['a', ' if b else c'],
    ] as const) {
      const parsed = parse(head + step.repeat(50_000), 'x.py', { mode: 'exec' });
      if (!parsed.ok) continue;
      const result = compile(parsed.tree, { filename: 'x.py' });
      assert.ok(!result.ok);
      assert.strictEqual(result.error.type, 'RecursionError');
    }
  });

  it('compiles arms of elif by the thousand', () => {
    const arms = Array.from({ length: 3000 }, (_, i) => `elif a == ${i}:\n  b\n`).join('');
    assert.ok(compiled(`if a:\n  b\n${arms}else:\n  c\n`).ok);
  });
});

describe('tables and disassembly', () => {
  const source = 'def f(a):\n  try:\n    return g(a)\n  except E as e:\n    x = e\n    raise\n';
  const f = inner(code(source), 'f');

  it('the location table covers all of the code', () => {
    let at = 0;
    for (const entry of parseLocationTable(f.co_linetable, f.co_firstlineno)) {
      assert.strictEqual(entry.start, at);
      at = entry.end;
    }
    assert.strictEqual(at, f.co_code.length);
  });

  it('handlers lie inside the code', () => {
    const entries = parseExceptionTable(f.co_exceptiontable);
    assert.ok(entries.length > 0);
    for (const e of entries) {
      assert.ok(e.start < e.end && e.end <= f.co_code.length && e.target < f.co_code.length);
    }
  });

  it('instructions follow each other', () => {
    let at = 0;
    for (const i of disassembly(f).instructions) {
      assert.strictEqual(i.startOffset, at);
      at = i.endOffset;
    }
    assert.strictEqual(at, f.co_code.length);
  });

  it('shows offsets and addresses where asked', () => {
    const unit = code('def f(): pass');
    assert.match(
      dis(unit, { addressOf: () => '0x7f0000000010' }),
      /<code object f at 0x7f0000000010, file "x.py", line 1>/,
    );
    assert.match(dis(unit, { showOffsets: true }), /^ +0 +0 +RESUME/);
    assert.match(dis(code('a.b'), { showCaches: true }), /CACHE/);
  });
});

describe('any program', () => {
  // Programs from a small grammar: what matters is that every one ends in a result with consistent tables.
  const name = fc.constantFrom('a', 'b', '__c', 'd');
  const { expr } = fc.letrec<{ expr: string }>((tie) => ({
    expr: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'e' },
      name,
      fc.constantFrom('1', '-1', "'s'", 'None', '2.5', '(yield)', '(await a)', '...', '1j'),
      fc
        .tuple(tie('expr'), fc.constantFrom('+', '**', '%', 'and', '<', 'is', 'in'), tie('expr'))
        .map((t) => `(${t.join(' ')})`),
      fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => `${a}(${b}, *a, k=${b})`),
      fc.tuple(tie('expr'), name, tie('expr')).map(([a, n, b]) => `[${a} for ${n} in ${b}]`),
      fc.tuple(name, tie('expr')).map(([n, a]) => `(${n} := ${a})`),
      fc.tuple(name, tie('expr')).map(([n, a]) => `(lambda ${n}: ${a})`),
    ),
  }));
  const indent = (s: string): string => s.replace(/^/gm, '  ');
  const { suite } = fc.letrec<{ suite: string }>((tie) => ({
    suite: fc.oneof(
      { maxDepth: 4, depthIdentifier: 's' },
      expr,
      fc.tuple(name, expr).map(([n, e]) => `${n} = ${e}`),
      fc.constantFrom('break', 'continue', 'return', 'global a', 'nonlocal b', 'del d', 'raise', 'pass', 'import a.b'),
      fc.tuple(tie('suite'), tie('suite')).map(([a, b]) => `${a}\n${b}`),
      fc.tuple(expr, tie('suite'), tie('suite')).map(([e, a, b]) => `while ${e}:\n${indent(a)}\nelse:\n${indent(b)}`),
      fc
        .tuple(tie('suite'), tie('suite'))
        .map(([a, b]) => `try:\n${indent(a)}\nexcept E as e:\n${indent(b)}\nfinally:\n  pass`),
      fc.tuple(expr, tie('suite')).map(([e, a]) => `with ${e} as a:\n${indent(a)}`),
      fc.tuple(name, tie('suite')).map(([n, a]) => `async def ${n}(a, b=1):\n${indent(a)}`),
      fc.tuple(name, tie('suite')).map(([n, a]) => `class ${n}[T]:\n${indent(a)}`),
      fc.tuple(expr, name, tie('suite')).map(([e, n, a]) => `match ${e}:\n  case [${n}, *_]:\n${indent(indent(a))}`),
    ),
  }));

  it('compiles or is refused', () => {
    let accepted = 0;
    fc.assert(
      fc.property(suite, (source) => {
        const parsed = parse(source, 'x.py', { mode: 'exec' });
        if (!parsed.ok) return;
        const result = compile(parsed.tree, { filename: 'x.py', source });
        if (!result.ok) {
          assert.strictEqual(result.error.type, 'SyntaxError', result.error.msg);
          return;
        }
        accepted++;
        const check = (unit: CodeUnit): void => {
          assert.strictEqual(unit.co_code.length % 2, 0);
          assert.strictEqual(disassembly(unit).instructions.at(-1)!.endOffset, unit.co_code.length);
          assert.strictEqual(unit.co_localspluskinds.length, unit.co_localsplusnames.length);
          for (const c of unit.co_consts) if (c.type === 'code') check(c.code);
        };
        check(result.code);
      }),
      { numRuns: 500, seed: 3_13_0 },
    );
    assert.ok(accepted > 100, `${accepted} accepted`);
  });
});
