// The lessons as a user sees them: hints, and the problems their comments promise, at the lines they promise them at.

import { strict as assert } from 'node:assert';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic, InlayHint, MessageConnection } from 'vscode-languageserver/node';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-languageserver/node';

const root = resolve(process.cwd());
const folder = join(root, 'media/lessons');

/** Problems that must be there: lesson, code, the text of the line. */
const promised: [lesson: string, code: string, line: string][] = [
  ['03_the_collector', 'cycle', 'b.next = a'],
  ['06_leaks', 'cycle', 'self.pages.append(image)'],
  ['06_leaks', 'finalizer', 'def __del__(self):'],
  ['07_weakref', 'dead-weakref', 'dead = weakref.ref(Node("temporary"))  # nobody holds the node: it is dead already'],
  ['08_memoryview', 'export', 'data.append(1)'],
  ['09_slots', 'slots', 'class Point:'],
  ['10_watching_memory', 'leak', 'visited = []'],
];

/** Lessons that show how to do without: nothing of this may be reported there. */
const free: [lesson: string, code: string][] = [
  ['01_allocation', 'cycle'],
  ['02_reference_counting', 'cycle'],
  ['05_the_large_list', 'cycle'],
  ['07_weakref', 'cycle'],
  ['08_memoryview', 'cycle'],
  ['10_watching_memory', 'cycle'],
];

interface Seen {
  uri: string;
  hints: Map<number, string>;
  lines: string[];
}

describe('the lessons in the language server', function () {
  this.timeout(60_000);
  let child: ChildProcess;
  let client: MessageConnection;
  const published = new Map<string, Diagnostic[]>();

  before(async () => {
    child = spawn(process.execPath, [join(root, 'dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    client = createMessageConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
    client.onNotification('textDocument/publishDiagnostics', (p: { uri: string; diagnostics: Diagnostic[] }) => {
      published.set(p.uri, p.diagnostics);
    });
    // A machine that is busy with other things is no reason to fail.
    client.onRequest('workspace/configuration', () => [{ budget: { seconds: 60 } }]);
    client.listen();
    const capabilities = { workspace: { configuration: true } };
    await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
    await client.sendNotification('initialized', {});
  });
  after(() => {
    client.dispose();
    child.kill();
  });

  const opened = new Map<string, Promise<Seen>>();
  async function open(name: string): Promise<Seen> {
    const uri = `file:///lessons/${name}.py`;
    const text = readFileSync(join(folder, `${name}.py`), 'utf8');
    const textDocument = { uri, languageId: 'python', version: 1, text };
    await client.sendNotification('textDocument/didOpen', { textDocument });
    for (let i = 0; i < 600 && !published.has(uri); i++) await new Promise((done) => setTimeout(done, 50));
    const hints: InlayHint[] = await client.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } },
    });
    const labels = hints.map(({ position, label }): [number, string] => [
      position.line,
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    ]);
    return { uri, hints: new Map(labels), lines: text.split('\n') };
  }
  /** Each lesson is opened once. */
  function lesson(name: string): Promise<Seen> {
    const seen = opened.get(name) ?? open(name);
    opened.set(name, seen);
    return seen;
  }
  const at = (seen: Seen, { range }: Diagnostic): string => seen.lines[range.start.line] ?? '';

  for (const file of readdirSync(folder).filter((each) => each.endsWith('.py'))) {
    it(`${file} runs to its end, and has hints`, async () => {
      const seen = await lesson(file.slice(0, -3));
      const diagnostics = published.get(seen.uri) ?? [];
      const errors = diagnostics.filter(({ severity }) => severity === 1);
      assert.deepEqual(
        errors.map(({ message }) => message),
        [],
      );
      assert.ok(!diagnostics.some(({ code }) => code === 'budget'), 'within the budget');
      assert.ok(seen.hints.size >= 3, `${seen.hints.size} hints`);
    });
  }

  for (const [name, code, line] of promised) {
    it(`${name} has a ${code} at ${line}`, async () => {
      const seen = await lesson(name);
      // The analyses come after the hints.
      const find = (): string[] =>
        (published.get(seen.uri) ?? []).filter((each) => each.code === code).map((each) => at(seen, each));
      for (let i = 0; i < 900 && !find().some((text) => text.includes(line)); i++) {
        await new Promise((done) => setTimeout(done, 50));
      }
      assert.ok(
        find().some((text) => text.includes(line)),
        `${code} at: ${find().join(' | ') || 'nowhere'}`,
      );
    });
  }

  for (const [name, code] of free) {
    it(`${name} has no ${code}`, async () => {
      const seen = await lesson(name);
      assert.deepEqual(
        (published.get(seen.uri) ?? []).filter((each) => each.code === code).map((each) => at(seen, each)),
        [],
      );
    });
  }

  it('the classic of reference counting: 1 → 2, then 2 → 1', async () => {
    const { hints, lines } = await lesson('02_reference_counting');
    assert.match(hints.get(lines.indexOf('b = a')) ?? '', /refs 1 → 2/);
    assert.match(hints.get(lines.indexOf('del b')) ?? '', /refs 2 → 1/);
  });
});
