// The language server as a person meets it, through a real client over stdio: from an edit to fresh hints, hovers of a
// parked program, and answers while a program runs away. The wait after the last key is left out.

import type { BenchRow } from '../support/bench';
import { LspClient } from '../support/lspClient';

const uri = 'file:///bench/program.py';
const EDITS = 60;
const WARM_UP = 15;
const HOVERS = 200;

/** 200 lines that run 10,000: classes, a tree, caches, comprehensions, cycles, collections. */
export function program(): string {
  const lines = [
    'import gc',
    'import sys',
    '',
    'class Node:',
    '    def __init__(self, value, parent=None):',
    '        self.value = value',
    '        self.parent = parent',
    '        self.children = []',
    '',
    '    def add(self, value):',
    '        child = Node(value, self)',
    '        self.children.append(child)',
    '        return child',
    '',
    'class Point:',
    '    __slots__ = ("x", "y")',
    '    def __init__(self, x, y):',
    '        self.x = x',
    '        self.y = y',
    '',
    'root = Node(0)',
    'items = []',
    'cache = {}',
    '',
  ];
  const tail = [
    'for i in range(4):',
    '    x = root.add(i)',
    '    y = Point(i, x)',
    ...Array.from({ length: 18 }, (_v, k) => `    cache[i, ${k}] = work_${k}(33)`),
    'del items[:]',
    'a = root',
    'b = a',
    'b = None',
    'gc.collect()',
    'print(len(cache), sys.getrefcount(root))',
  ];
  for (let k = 0; lines.length + tail.length < 196; k++) {
    lines.push(
      `def work_${k}(n, seen={}):`,
      `    total = ${k}`,
      '    for i in range(n):',
      `        total += i * ${k + 1}`,
      '        pair = (i, total)',
      '        items.append(pair)',
      '    return [total, str(n)]',
      '',
    );
  }
  return `${[...lines, ...tail].join('\n')}\n`;
}

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))]!;

export async function run(): Promise<BenchRow[]> {
  const client = await LspClient.start({
    settings: {
      run: { delay: 0 },
      hints: { level: 'all' },
      budget: { seconds: 2, instructions: 50_000_000, memory: 512 },
    },
  });
  try {
    const text = program();
    await client.show(uri, text, 60);
    const { steps } = client.statuses.get(uri)!.info;
    const place = text.split('\n').indexOf('a = root');
    const toHints: number[] = [];
    const toDiagnostics: number[] = [];
    for (let i = 0; i < WARM_UP + EDITS; i++) {
      const start = { line: place, character: 8 };
      const began = performance.now();
      await client.change(
        uri,
        i % 2 === 0 ? ' ' : '',
        i % 2 === 0 ? { start, end: start } : { start, end: { line: place, character: 9 } },
      );
      const version = client.version(uri);
      await client.until('a run', () => {
        const status = client.statuses.get(uri)!;
        return status.info.documentVersion === version && status.info.state === 'parked';
      });
      const hints = await client.hintList(uri);
      const hinted = performance.now();
      if (hints.length < 20) throw new Error('no hints');
      await client.diagnosed(uri);
      if (i >= WARM_UP) {
        toHints.push(hinted - began);
        toDiagnostics.push(performance.now() - began);
      }
    }
    const lines = client.text(uri).split('\n');
    const places = lines.flatMap((line, at) => {
      const found = /^(root|items|cache|a|b|x|y|i)\b|\b(root|items|cache)\b/.exec(line);
      return found === null ? [] : [{ line: at, character: found.index }];
    });
    const hovers: number[] = [];
    let answered = 0;
    await client.request('heapscope/goto', { uri, step: Math.floor(steps / 2) });
    await client.hover(uri, places[0]!.line, places[0]!.character);
    for (let i = 0; i < HOVERS; i++) {
      const { line, character } = places[i % places.length]!;
      const began = performance.now();
      if ((await client.hover(uri, line, character)) !== '') answered++;
      hovers.push(performance.now() - began);
    }
    if (answered < HOVERS * 0.5) throw new Error(`only ${answered} of ${HOVERS} hovers said something`);
    // A program that runs away: everything is asked all the time.
    const looped = performance.now();
    await client.change(uri, `${text}while True:\n    pass\n`);
    const version = client.version(uri);
    let worst = 0;
    while (client.diagnostics.get(uri)!.version !== version) {
      for (const ask of [
        () => client.hover(uri, 22, 1),
        () => client.hintList(uri),
        () => client.lenses(uri),
        () => client.request('heapscope/status', { uri }),
        () => client.request('heapscope/move', { uri, by: 'line', delta: -1 }),
      ]) {
        const began = performance.now();
        await ask();
        worst = Math.max(worst, performance.now() - began);
        await new Promise((done) => setTimeout(done, 5));
      }
    }
    const reported = (performance.now() - looped) / 1000;
    return [
      {
        name: `edit to hints, ${lines.length - 1} lines, ${steps} steps, median`,
        value: quantile(toHints, 0.5),
        unit: 'ms',
        limit: 60,
      },
      { name: 'edit to hints, 95 %', value: quantile(toHints, 0.95), unit: 'ms', limit: 120 },
      { name: 'edit to diagnostics, median', value: quantile(toDiagnostics, 0.5), unit: 'ms' },
      { name: 'hover on a parked program, median', value: quantile(hovers, 0.5), unit: 'ms' },
      { name: 'hover on a parked program, 95 %', value: quantile(hovers, 0.95), unit: 'ms', limit: 20 },
      { name: 'slowest answer beside `while True:`', value: worst, unit: 'ms', limit: 50 },
      { name: '`while True:` with a budget of 2 s reported after', value: reported, unit: 's' },
    ];
  } finally {
    await client.stop();
  }
}
