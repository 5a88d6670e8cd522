// The built language server through a real LSP client over stdio. Counts are what sys.getrefcount shows in CPython 3.13,
// less the one of its own argument.

import { strict as assert } from 'node:assert';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Diagnostic, Hover, InlayHint, MessageConnection } from 'vscode-languageserver/node';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-languageserver/node';
import type { RunStatus } from '../../server/src/protocol/lspProtocol';

const server = join(resolve(process.cwd()), 'dist/server.js');
const uri = 'file:///work/program.py';

let child: ChildProcess;
let client: MessageConnection;
let version = 0;
const published: { version: number; diagnostics: Diagnostic[] }[] = [];

async function until<T>(what: string, get: () => T | undefined | null | Promise<T | undefined | null>): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const value = await get();
    if (value !== undefined && value !== null) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no ${what}`);
}

/** Opens or replaces the text; the diagnostics published for it. */
async function show(text: string): Promise<Diagnostic[]> {
  version++;
  if (version === 1) {
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'python', version, text },
    });
  } else {
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }
  const mine = version;
  return (await until('diagnostics', () => published.find((p) => p.version === mine))).diagnostics;
}
const status = (): Promise<RunStatus | null> => client.sendRequest('heapscope/status', { uri });
async function hints(): Promise<Map<number, string>> {
  const list: InlayHint[] = await client.sendRequest('textDocument/inlayHint', {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } },
  });
  return new Map(
    list.map((hint) => [
      hint.position.line + 1,
      Array.isArray(hint.label) ? hint.label.map((part) => part.value).join('') : hint.label,
    ]),
  );
}
async function hover(line: number, character: number): Promise<string> {
  const result: Hover | null = await client.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position: { line: line - 1, character },
  });
  return result === null ? '' : (result.contents as { value: string }).value;
}

describe('the language server', function () {
  this.timeout(60_000);

  before(async () => {
    child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    client = createMessageConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
    client.onNotification('textDocument/publishDiagnostics', (p: { version: number; diagnostics: Diagnostic[] }) => {
      published.push(p);
    });
    client.listen();
    await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await client.sendNotification('initialized', {});
  });
  after(() => {
    client.dispose();
    child.kill();
  });

  it('tells what a line did to the counts', async () => {
    await show('a = []\nb = a\nb = None\ndel a\n');
    const found = await hints();
    assert.match(found.get(1)!, /list · refs 1/);
    assert.match(found.get(2)!, /list · refs 1 → 2/);
    assert.match(found.get(3)!, /refs 2 → 1/);
    assert.match(found.get(4)!, /freed list \(56 B\)/);
  });

  it('names who holds an object', async () => {
    await show('a = []\nb = a\nc = [a]\n');
    const text = await hover(1, 0);
    assert.match(text, /3 references/);
    assert.match(text, /global `a`/);
    assert.match(text, /global `b`/);
    assert.match(text, /`c\[0\]`/);
    assert.match(text, /sys\.getrefcount` would show 4/);
  });

  it('steps, and hovers show that step', async () => {
    await show('a = []\nb = a\nc = a\n');
    assert.equal((await status())!.info.steps, 3);
    await client.sendRequest('heapscope/goto', { uri, step: 1 });
    assert.match(await hover(1, 0), /1 reference\b/);
    await client.sendRequest('heapscope/move', { uri, by: 'line', delta: 1 });
    assert.match(await hover(1, 0), /2 references/);
  });

  it('finds a cycle at the line that closed it', async () => {
    const found = await show(
      'import gc\nclass N: pass\na = N()\nb = N()\na.next = b\nb.prev = a\ndel a, b\nprint(gc.collect())\n',
    );
    const cycle = found.find((d) => d.code === 'cycle')!;
    assert.ok(cycle);
    assert.equal(cycle.range.start.line, 5);
    assert.match(String(cycle.message), /a\.next → b\.prev → a/);
  });

  it('says what does not parse, in CPython’s words, and goes on afterwards', async () => {
    const [error] = await show('x = (1,\n');
    assert.match(String(error!.message), /'\(' was never closed/);
    assert.equal((await show('x = 1\n')).length, 0);
  });

  it('puts an uncaught exception at its line', async () => {
    const [error] = await show('def f():\n    return 1 / 0\nf()\n');
    assert.match(String(error!.message), /ZeroDivisionError: division by zero/);
    assert.equal(error!.range.start.line, 1);
    assert.equal(error!.relatedInformation?.length, 2);
  });

  it('stops an endless loop within its budget, and stays answerable', async () => {
    const done = show('while True:\n    pass\n');
    const began = Date.now();
    await status();
    assert.ok(Date.now() - began < 5000, 'answers while the program runs');
    const [report] = await done;
    assert.equal(report!.code, 'budget');
  });

  it('collects on request', async () => {
    await show('class N: pass\na = N()\na.me = a\ndel a\nx = 1\n');
    const outcome: { result: { returned: number } } = await client.sendRequest('heapscope/collect', {
      uri,
      generation: 2,
    });
    assert.equal(outcome.result.returned, 1);
  });

  it('disassembles', async () => {
    await show('x = 1\n');
    const { text }: { text: string } = await client.sendRequest('heapscope/disassembly', { uri });
    assert.match(text, /RESUME/);
  });
});
