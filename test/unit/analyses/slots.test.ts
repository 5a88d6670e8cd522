// The analysis `slots` against CPython: slots.json holds what tracemalloc measured there (scripts/record/slots.py).

import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finding } from '../../../server/src/session/workerProtocol';
import { applyFix, examineText } from '../../support/examine';

interface Case {
  name: string;
  source: string;
  expression: string;
  count: number;
  now: number;
  slots: number;
}
const { cases } = JSON.parse(readFileSync(join(resolve(process.cwd()), 'test/unit/analyses/slots.json'), 'utf8')) as {
  cases: Case[];
};

const found = (source: string): Finding | undefined => examineText(source).findings.find((f) => f.code === 'slots');
const numbers = (text: string): number[] =>
  [...text.matchAll(/([\d,]+) bytes?\b/g)].map((m) => Number(m[1]!.replace(/,/g, '')));

describe('analyses: slots', function () {
  this.timeout(120_000);

  for (const c of cases) {
    it(`says what CPython says: ${c.name}`, () => {
      const program = `${c.source}\nthings = [${c.expression} for _ in range(${c.count})]\nprint(len(things))\n`;
      const before = examineText(program);
      const finding = before.findings.find((f) => f.code === 'slots');
      assert.ok(finding, 'reported');
      const { message } = finding;
      const saved = c.now - c.slots;
      assert.ok(message.startsWith(`${c.count.toLocaleString('en')} instances of `), message);
      const said = numbers(message);
      assert.ok(said.includes(c.now), `${c.now} in: ${message}`);
      assert.ok(said.includes(c.slots), `${c.slots} in: ${message}`);
      assert.ok(said.includes(saved), `${saved} in: ${message}`);
      assert.ok(message.includes(`${Math.round((100 * saved) / c.now)} %`), message);
      const after = examineText(applyFix(program, finding.fixes![0]!));
      assert.equal(after.output, before.output);
      assert.ok(!after.findings.some((f) => f.code === 'slots'));
    });
  }

  const things = 'things = [T() for _ in range(20)]\n';
  const silent: Record<string, string> = {
    'attributes that only some have': `class T:\n    pass\n${things}things[3].extra = 1\n`,
    'a look at __dict__': `class T:\n    def __init__(self):\n        self.a = 1\n${things}print(things[0].__dict__)\n`,
    'vars()': `class T:\n    def __init__(self):\n        self.a = 1\n${things}print(vars(things[0]))\n`,
    'vars() in a line that did not run': `class T:\n    def __init__(self):\n        self.a = 1\n    def show(self):\n        return vars(self)\n${things}`,
    'a class attribute of the same name': `class T:\n    a = 0\n    def __init__(self):\n        self.a = 1\n${things}`,
    'a property that is no slot but keeps one':
      `class A:\n    def __init__(self):\n        self.x = 1\nclass B:\n    def __init__(self):\n        self.y = 1\n` +
      `class T(A, B):\n    pass\n${things}`,
    'an exception': `class T(Exception):\n    def __init__(self):\n        self.a = 1\n${things}`,
    'a base of the library': `import threading\nclass T(threading.Thread):\n    def __init__(self):\n        super().__init__()\n        self.a = 1\n`,
    'an enum': `import enum\nclass T(enum.Enum):\n    A = 1\n    B = 2\n    C = 3\n    D = 4\nprint(list(T))\n`,
    'a named tuple': `from typing import NamedTuple\nclass T(NamedTuple):\n    a: int = 1\n${things}`,
    'a subclass of tuple': `class T(tuple):\n    def __new__(cls):\n        self = super().__new__(cls, (1,))\n        self.a = 2\n        return self\n${things}`,
    cached_property:
      `from functools import cached_property\nclass T:\n    def __init__(self):\n        self.a = 1\n    @cached_property\n` +
      `    def b(self):\n        return 2\n${things}print(things[0].b)\n`,
    'slots that are there': `class T:\n    __slots__ = ('a',)\n    def __init__(self):\n        self.a = 1\n${things}`,
    'a class decorator that sets attributes': `def mark(o):\n    o.marked = True\n    return o\nclass T:\n    def __init__(self):\n        self.a = 1\n${things}mark(things[0])\n`,
    'attributes by computed names':
      `class T:\n    def __init__(self, **kw):\n        for k in kw:\n            setattr(self, k, kw[k])\n` +
      `things = [T(**{'n%d' % i: i}) for i in range(10)]\n`,
    'one instance': 'class T:\n    def __init__(self):\n        self.a = 1\nt = T()\n',
  };
  for (const [what, source] of Object.entries(silent)) {
    it(`is silent: ${what}`, () => assert.equal(found(source)?.message, undefined));
  }

  it('counts __weakref__ in where instances are weakly referenced', () => {
    const source = `import weakref\nclass T:\n    def __init__(self):\n        self.a = 1\n${things}refs = [weakref.ref(t) for t in things]\nprint(refs[3]().a)\n`;
    const finding = found(source)!;
    assert.match(finding.fixes![0]!.edits[0]!.text, /__slots__ = \('a', '__weakref__'\)/);
    assert.equal(examineText(applyFix(source, finding.fixes![0]!)).output, '1\n');
  });

  it('goes after the docstring', () => {
    const source = `class T:\n    """A thing.\n\n    Long."""\n\n    def __init__(self):\n        self.a = 1\n\n${things}`;
    const text = applyFix(source, found(source)!.fixes![0]!);
    assert.ok(
      text.startsWith(
        `class T:\n    """A thing.\n\n    Long."""\n\n    __slots__ = ('a',)\n\n    def __init__(self):\n`,
      ),
      text,
    );
  });

  it('names an attribute set from outside on every instance', () => {
    const source = `class T:\n    def __init__(self):\n        self.a = 1\n${things}for t in things:\n    t.b = 2\nprint(things[0].b)\n`;
    const finding = found(source)!;
    assert.match(finding.fixes![0]!.edits[0]!.text, /\('a', 'b'\)/);
  });
});
