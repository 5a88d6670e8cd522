// The heap report against CPython: the programs beside this file print what tracemalloc, sys.getsizeof and gc.callbacks
// say there, recorded by a real CPython 3.13 (NAME.3.13.out), and the report of the simulated run has to say the same.

import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reportOf } from '../../../server/src/cli/report';
import { stdlibSource } from '../../../server/src/modules/stdlib';
import type { HeapReport } from '../../../server/src/session/report/model';
import type { ReportFormat } from '../../../server/src/session/report/layout';
import { loadStdlib } from '../../../server/src/session/stdlib.node';

const folder = join(resolve(process.cwd()), 'test/unit/report/programs');

function laidOut(text: string, format: ReportFormat, lines: readonly string[] = []): string {
  const path = '/work/program.py';
  const source = new TextEncoder().encode(text);
  const host = {
    writeStdout: () => undefined,
    writeStderr: () => undefined,
    readStdinLine: () => '',
    readFile: (file: string) => (file === path ? source : stdlibSource(file)),
    listDirectory: () => null,
    argv: [path],
    cwd: '/work',
  };
  return reportOf({ source, path, fileName: 'program.py' }, host, lines, format);
}
const report = (text: string, lines: readonly string[] = []): HeapReport =>
  JSON.parse(laidOut(text, 'json', lines)) as HeapReport;

function program(name: string): { text: string; recorded: unknown } {
  return {
    text: readFileSync(join(folder, `${name}.py`), 'utf8'),
    recorded: JSON.parse(readFileSync(join(folder, `${name}.3.13.out`), 'utf8')),
  };
}

describe('the heap report', function () {
  this.timeout(120_000);
  before(() => loadStdlib(join(resolve(process.cwd()), 'dist/stdlib.bin')));

  it('holds for each line the bytes and blocks that tracemalloc counts', () => {
    const { text, recorded } = program('lines');
    const lines = text.split('\n');
    const [from, to] = [lines.indexOf('# begin') + 1, lines.indexOf('# end') + 1];
    const own = report(text).lines.filter(({ line }) => line > from && line < to);
    const said = Object.entries(recorded as Record<string, [number, number]>);
    assert.ok(own.length > 15);
    assert.deepEqual(
      own.filter((l) => l.heldBlocks > 0).map((l) => [l.line, l.heldBytes, l.heldBlocks]),
      said.flatMap(([line, [size, count]]) => (+line > from && +line < to ? [[+line, size, count]] : [])),
    );
  });

  it('sizes objects as sys.getsizeof does, type by type', () => {
    const { text, recorded } = program('sizes');
    const types = new Map(report(text).types.own.map((row) => [row.type, row]));
    for (const [type, bytes] of Object.entries(recorded as Record<string, number>))
      assert.equal(types.get(type)?.bytes, bytes, type);
  });

  it('knows each collection and each death as gc.callbacks and `__del__` do', () => {
    const { text, recorded } = program('collector');
    const { collections, dead } = recorded as { collections: [number, number, number][]; dead: string[] };
    const made = report(text);
    // Those of the imports and the first gc.collect() come before the callback.
    assert.deepEqual(
      made.collections.slice(-collections.length).map((c) => [c.generation, c.collected, c.uncollectable]),
      collections,
    );
    assert.equal(made.callbacks.filter((c) => c.kind === 'finalizer').length, dead.length);
    const lives = made.lives.filter(({ type }) => type === 'Node');
    const causes = lives.map(({ died, finalized }) => [died?.cause ?? 'lives', finalized]);
    const collected = ['collector', true];
    assert.deepEqual(causes, [
      ...[1, 2, 3, 4, 5].map(() => collected),
      ['reference', true],
      ['lives', false],
      collected,
    ]);
    assert.deepEqual(
      made.cycles.map(({ path, state, count }) => [path.split(' → ').length - 1, state, count]),
      [
        [3, 'collected', 1],
        [2, 'collected', 1],
        [1, 'collected', 1],
      ].sort((a, b) => Number(b[0]) - Number(a[0])),
    );
  });

  const PAIR = `class Node:
    pass
a = Node()
b = Node()
a.next = b
b.prev = a
c = [1, 2, 3]
d = c
del c
d = None
del a, b
`;

  it('tells what was freed where and by what, and what a cycle keeps', () => {
    const { freed, cycles, lives, summary, exit } = report(PAIR);
    const list = freed.find(({ types }) => types.some(({ type }) => type === 'list'))!;
    assert.deepEqual([list.line, list.cause, list.by, list.objects], [10, 'reference', 'name bound anew', 1]);
    // sys.getsizeof([1, 2, 3]) is 88 where the list is a copy of a constant.
    assert.equal(list.bytes, 88);
    assert.deepEqual(
      cycles.map(({ path, state, bytes, closed, garbageSince }) => [
        path,
        state,
        bytes,
        closed?.line,
        garbageSince?.line,
      ]),
      [['a.next → b.prev → a', 'garbage', 96, 6, 11]],
    );
    assert.equal(summary.garbage, 2);
    assert.deepEqual(
      lives.map(({ born, died }) => [born.line, died]),
      [
        [3, null],
        [4, null],
      ],
    );
    assert.ok(exit!.freed.some(({ types }) => types.some(({ type, objects }) => type === 'Node' && objects === 2)));
  });

  it('is read as text: every section there, no line too wide', () => {
    const text = laidOut(PAIR, 'text');
    for (const title of ['Summary', 'Cycles', 'What each line made and freed', 'The allocator (pymalloc)'])
      assert.ok(text.includes(`\n${title}\n`), title);
    assert.match(text, /^Heap report of program\.py/);
    assert.ok(Math.max(...text.split('\n').map((line) => line.length)) < 180);
    const markdown = laidOut(PAIR, 'markdown');
    assert.match(markdown, /^# Heap report/);
    assert.match(markdown, /\| --- \| ---: \|/);
  });

  it('gives the program its input again, and says how it ended', () => {
    const { lives, outcome } = report('class A: pass\nkeep = [A() for _ in range(int(input()))]\n1 / 0\n', ['3\n']);
    assert.equal(lives.length, 3);
    assert.equal(outcome, 'ended with ZeroDivisionError: division by zero');
  });
});
