// Random edits over real programs, many of them in the middle of a word: nothing crashes, nothing is answered late, what is
// shown belongs to the text (a fresh server says the same of it), and memory does not grow.
//
// HEAPSCOPE_FUZZ_EDITS: how many edits (else as many as fit into a minute); HEAPSCOPE_FUZZ_SEED; HEAPSCOPE_FUZZ_FOLDER: more
// programs.

import { strict as assert } from 'node:assert';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Diagnostic, Position } from 'vscode-languageserver/node';
import { root } from '../../scripts/lib/project.mjs';
import { LspClient } from '../support/lspClient';

const edits = Number(process.env.HEAPSCOPE_FUZZ_EDITS ?? 10_000);
const seconds = process.env.HEAPSCOPE_FUZZ_EDITS === undefined ? 60 : 3600;
const seed = Number(process.env.HEAPSCOPE_FUZZ_SEED ?? 4);
/** Edits that come as fast as the client can send them; then it waits and compares. */
const BURST = 25;
const settings = {
  run: { delay: 2 },
  budget: { seconds: 20, instructions: 20_000, memory: 128 },
  hints: { level: 'all' },
};

function random(from: number): () => number {
  let a = from;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function programs(): string[] {
  const found: string[] = [];
  const look = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) look(path);
      else if (name.endsWith('.py') && statSync(path).size < 20_000) found.push(path);
    }
  };
  for (const folder of ['test/conformance', 'media/lessons', 'test/webview/programs', 'test/vscode/files']) {
    try {
      look(join(root, folder));
    } catch {
      // Not there in this checkout.
    }
  }
  if (process.env.HEAPSCOPE_FUZZ_FOLDER !== undefined) look(process.env.HEAPSCOPE_FUZZ_FOLDER);
  return found;
}

const SNIPPETS = [
  '\n',
  '    ',
  '(',
  ')',
  ':',
  '=',
  '"',
  '#',
  'x = []\n',
  'del ',
  'for i in range(3):\n    ',
  'while True:\n    pass\n',
  'import gc\ngc.collect()\n',
  'a.b = a\n',
  'return ',
  'é',
  '😀',
  '\r\n',
  '\t',
  'class C:\n    __slots__ = ()\n',
  'def f(x=[]):\n    x.append(x)\n',
  'raise ValueError(1)\n',
  '# heap: watch x\n',
  'lambda: 0',
  '1/0\n',
];

describe('random edits', function () {
  this.timeout((seconds + 600) * 1000);

  it(`never crash the server, never leave something stale (seed ${seed})`, async () => {
    const next = random(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const files = programs();
    assert.ok(files.length > 5, 'programs to edit');
    const client = await LspClient.start({ settings });
    let judge = await LspClient.start({ settings });
    let judged = 0;
    let compared = 0;
    let broken = 0;
    let done = 0;
    let rssEarly = 0;
    let judgeUses = 0;
    const until = Date.now() + seconds * 1000;
    try {
      while (done < edits && Date.now() < until) {
        const file = pick(files);
        const uri = `file:///fuzz/${basename(file)}`;
        const original = readFileSync(file, 'utf8');
        await client.open(uri, original);
        for (let round = 0; round < 4 && done < edits; round++) {
          for (let i = 0; i < BURST; i++, done++) {
            await edit(client, uri, original, next, pick);
            // Somebody looks while the text is in flux: any answer will do, but there must be one.
            if (next() < 0.05) void client.hintList(uri);
            if (next() < 0.05) void client.hover(uri, Math.floor(next() * 40), Math.floor(next() * 30));
            if (next() < 0.02) void client.request('heapscope/move', { uri, by: 'line', delta: -1 });
            if (next() < 0.3) await new Promise((wake) => setTimeout(wake, next() * 15));
          }
          // Most of these texts do not parse: now and then one that is likely to.
          if (next() < 0.6) {
            await client.change(uri, original);
            for (let i = 0; i < 3; i++, done++) await lineEdit(client, uri, next, pick);
          }
          const mine = await settled(client, uri);
          judged++;
          if (mine.outdated) {
            broken++;
            // What is kept for a text that does not parse must still stand in the text.
            const lines = client.text(uri).split(/\r\n|\r|\n/).length;
            for (const hint of mine.lines) assert.ok(hint < lines, `a hint at line ${hint} of ${lines}`);
          }
          // One server for all judgements would hide what builds up in it.
          if (++judgeUses % 40 === 0) {
            await judge.stop();
            judge = await LspClient.start({ settings });
          }
          const text = client.text(uri);
          await judge.open(uri, text);
          const fresh = await settled(judge, uri);
          await judge.close(uri);
          if ([...mine.codes, ...fresh.codes].includes('budget')) continue;
          compared++;
          assert.deepEqual(mine.diagnostics, fresh.diagnostics, `diagnostics of ${basename(file)}:\n${text}`);
          if (!mine.outdated) {
            assert.deepEqual(mine.hints, fresh.hints, `hints of ${basename(file)}:\n${text}`);
            assert.deepEqual(mine.lenses, fresh.lenses, `lenses of ${basename(file)}:\n${text}`);
          }
        }
        await client.close(uri);
        if (rssEarly === 0 && judged >= 12) rssEarly = rss(client);
      }
      const rssLate = rss(client);
      process.stdout.write(
        `      ${done} edits, ${judged} stops (${broken} at a text that does not parse), ${compared} compared, ` +
          `${rssEarly >> 20} → ${rssLate >> 20} MB\n`,
      );
      assert.ok(compared > 3, 'texts compared');
      // A worker more or less is allowed for: they come and go with runs that can't be cancelled.
      if (rssEarly > 0) assert.ok(rssLate < rssEarly * 1.5 + 500 * 2 ** 20, `memory ${rssEarly} → ${rssLate}`);
    } finally {
      await client.stop();
      await judge.stop();
    }
  });
});

function rss(client: LspClient): number {
  try {
    const status = readFileSync(`/proc/${client.process.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

interface Settled {
  hints: string[];
  lines: number[];
  lenses: string[];
  diagnostics: string[];
  codes: string[];
  outdated: boolean;
}

/** What is shown once the server has caught up with the text. */
async function settled(client: LspClient, uri: string): Promise<Settled> {
  const list = await client.diagnosed(uri, 120);
  const status = await client.request('heapscope/status', { uri });
  const hints = await client.hints(uri);
  const lenses = await client.lenses(uri);
  const text = (d: Diagnostic): string =>
    `${d.range.start.line}:${d.range.start.character} ${String(d.code)} ${String(d.message)}`;
  return {
    hints: [...hints].map(([line, label]) => `${line} ${label}`).sort(),
    lines: [...hints.keys()].map((line) => line - 1),
    lenses: [...lenses].map(([line, title]) => `${line} ${title}`),
    diagnostics: list.map(text).sort(),
    codes: list.map((d) => String(d.code)),
    outdated: status === null || status.outdated,
  };
}

const STATEMENTS = [
  'x = []',
  'del x',
  'y = [x, x]',
  'pass',
  'import gc; gc.collect()',
  'x = y = None',
  'raise KeyError',
];

/** One line more, or less, or twice: what a person does between texts that run. */
async function lineEdit(
  client: LspClient,
  uri: string,
  next: () => number,
  pick: <T>(list: readonly T[]) => T,
): Promise<void> {
  const lines = client.text(uri).split('\n');
  const line = Math.floor(next() * lines.length);
  const start = { line, character: 0 };
  const indentation = /^\s*/.exec(lines[line]!)![0];
  const kind = next();
  if (kind < 0.5) return client.change(uri, `${indentation}${pick(STATEMENTS)}\n`, { start, end: start });
  if (kind < 0.75) return client.change(uri, `${lines[line]!}\n`, { start, end: start });
  if (line + 1 < lines.length) await client.change(uri, '', { start, end: { line: line + 1, character: 0 } });
}

async function edit(
  client: LspClient,
  uri: string,
  original: string,
  next: () => number,
  pick: <T>(list: readonly T[]) => T,
): Promise<void> {
  const text = client.text(uri);
  const kind = next();
  // Back to something that runs, now and then.
  if (kind < 0.06) return client.change(uri, original);
  const lines = text.split('\n');
  const place = (): Position => {
    const line = Math.floor(next() * lines.length);
    return { line, character: Math.floor(next() * (lines[line]!.replace(/\r$/, '').length + 1)) };
  };
  const at = place();
  if (kind < 0.5) return client.change(uri, pick(SNIPPETS), { start: at, end: at });
  if (kind < 0.7) {
    // A letter or a few go.
    const length = lines[at.line]!.replace(/\r$/, '').length;
    const end = { line: at.line, character: Math.min(length, at.character + 1 + Math.floor(next() * 4)) };
    return client.change(uri, '', { start: at, end });
  }
  if (kind < 0.8) {
    // Lines go.
    const last = Math.min(lines.length - 1, at.line + 1 + Math.floor(next() * 3));
    return client.change(uri, '', { start: { line: at.line, character: 0 }, end: { line: last, character: 0 } });
  }
  if (kind < 0.9) {
    // A line comes from elsewhere.
    const start = { line: at.line, character: 0 };
    return client.change(uri, `${pick(original.split('\n'))}\n`, { start, end: start });
  }
  // A stretch is replaced by another.
  const other = place();
  const [start, end] =
    other.line < at.line || (other.line === at.line && other.character < at.character) ? [other, at] : [at, other];
  if (end.line - start.line > 3) return client.change(uri, pick(original.split('\n')), { start: at, end: at });
  return client.change(uri, pick(SNIPPETS), { start, end });
}
