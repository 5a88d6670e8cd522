// Compares what we and CPython 3.13 make of sources that corpus.py made: errors attribute by attribute, or trees.
// Usage: node out/parser/compareSources.js PYTHON corpus.jsonl [how many differences to show]

import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { parse } from '../../server/src/parser/index';
import { dumpTree } from './dumpTree';
import { unicodeNames } from './unicodeNames';

const [python, corpus, show = '40'] = process.argv.slice(2);
const oracle = path.resolve('test/parser/oracle.py');

interface Verdict {
  tree?: string;
  error?: unknown[];
  deep?: boolean;
  warnings: unknown[];
}

async function main(): Promise<void> {
  const fields = JSON.parse(execFileSync(python, [oracle, 'fields'], { encoding: 'utf8' })) as Record<string, string[]>;
  const sources = readFileSync(corpus, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, string]);
  const child = spawn(python, [oracle, 'sources'], { stdio: ['pipe', 'pipe', 'inherit'] });
  createReadStream(corpus).pipe(child.stdin);
  const kinds = new Map<string, { count: number; example: string }>();
  let i = 0;
  let errors = 0;
  let sameErrors = 0;
  let sameMessage = 0;
  let trees = 0;
  let sameTrees = 0;
  let warningsDiffer = 0;
  let milliseconds = 0;
  let slowest = 0;
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const [mode, source] = sources[i++];
    const expected = JSON.parse(line) as Verdict;
    if (expected.deep) continue;
    const before = performance.now();
    const result = parse(source, '<string>', {
      mode: mode.replace(/[!@]$/, '') as 'exec' | 'eval' | 'single',
      isFile: mode.endsWith('@'),
      allowIncompleteInput: mode.endsWith('!'),
      dontImplyDedent: mode.endsWith('!'),
      lookupUnicodeName: unicodeNames(python),
    });
    const took = performance.now() - before;
    milliseconds += took;
    slowest = Math.max(slowest, took);
    let ours: string;
    let theirs: string;
    let message = '';
    if (result.ok) ours = dumpTree(result.tree, fields);
    else {
      const { error: e } = result;
      ours = JSON.stringify([e.type, e.msg, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset]);
      message = e.msg;
    }
    if (expected.error) {
      errors++;
      theirs = JSON.stringify(expected.error);
      if (ours === theirs) sameErrors++;
      if (message === expected.error[1]) sameMessage++;
    } else {
      trees++;
      theirs = expected.tree!;
      if (ours === theirs) sameTrees++;
    }
    let kind = '';
    if (ours !== theirs) {
      const what = expected.error ? String(expected.error[1]) : 'a tree';
      kind = `${what.replace(/'[^']*'|\d+/g, '*')} | ${result.ok ? 'a tree' : message.replace(/'[^']*'|\d+/g, '*')}`;
    } else {
      const warnings = JSON.stringify(result.warnings.map((w) => [w.category, w.msg, w.lineno]));
      const unique = JSON.stringify([...new Set(JSON.parse(warnings).map((w: unknown) => JSON.stringify(w)))]);
      const theirUnique = JSON.stringify([...new Set(expected.warnings.map((w) => JSON.stringify(w)))]);
      if (unique !== theirUnique) {
        warningsDiffer++;
        kind = 'warnings';
        ours = warnings;
        theirs = JSON.stringify(expected.warnings);
      }
    }
    if (!kind) continue;
    const seen = kinds.get(kind);
    if (seen) {
      seen.count++;
      continue;
    }
    const clip = (text: string): string => (text.length > 700 ? `${text.slice(0, 700)}…` : text);
    kinds.set(kind, {
      count: 1,
      example: `${clip(JSON.stringify([mode, source]))}\n  ours:    ${clip(ours)}\n  CPython: ${clip(theirs)}`,
    });
  }
  const sorted = [...kinds].sort((a, b) => b[1].count - a[1].count);
  for (const [kind, { count, example }] of sorted.slice(0, Number(show)))
    console.log(`${count} × ${kind}\n  ${example}`);
  const percent = (a: number, b: number): string => `${a}/${b} (${((100 * a) / Math.max(b, 1)).toFixed(3)} %)`;
  console.log(
    `errors: ${percent(sameErrors, errors)} the same in every attribute, ${percent(sameMessage, errors)} in message`,
  );
  console.log(`trees: ${percent(sameTrees, trees)} the same; warnings differ ${warningsDiffer} times`);
  console.log(`${(milliseconds / i).toFixed(3)} ms each, slowest ${slowest.toFixed(1)} ms`);
  process.exitCode = sameErrors === errors && sameTrees === trees ? 0 : 1;
}

void main();
