// Compares our trees with CPython 3.13's, node for node, over the files (or folders) given.
// Usage: node out/parser/compareTrees.js PYTHON path…

import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { parse } from '../../server/src/parser/index';
import { dumpTree } from './dumpTree';
import { unicodeNames } from './unicodeNames';

const [python, ...roots] = process.argv.slice(2);
const oracle = path.resolve('test/parser/oracle.py');

function collect(where: string, out: string[]): void {
  if (statSync(where).isFile()) {
    if (where.endsWith('.py')) out.push(where);
    return;
  }
  for (const name of readdirSync(where).sort()) {
    const full = path.join(where, name);
    if (statSync(full).isDirectory() || name.endsWith('.py')) collect(full, out);
  }
}

const lookupUnicodeName = unicodeNames(python);

async function main(): Promise<void> {
  const fields = JSON.parse(execFileSync(python, [oracle, 'fields'], { encoding: 'utf8' })) as Record<string, string[]>;
  const files: string[] = [];
  for (const root of roots) collect(root, files);
  const child = spawn(python, [oracle, 'trees'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(files.join('\n'));
  let i = 0;
  let equal = 0;
  let refused = 0;
  let different = 0;
  let skipped = 0;
  let milliseconds = 0;
  let characters = 0;
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const file = files[i++];
    const expected = JSON.parse(line) as {
      tree?: string;
      error?: unknown[];
      deep?: boolean;
      warnings: unknown[];
    } | null;
    if (!expected || expected.deep) {
      skipped++;
      continue;
    }
    const source = new TextDecoder('utf-8').decode(readFileSync(file));
    const before = performance.now();
    const result = parse(source, '<string>', { lookupUnicodeName });
    milliseconds += performance.now() - before;
    characters += source.length;
    const warnings = result.warnings.map((w) => [w.category, w.msg, w.lineno]);
    let problem = '';
    if (result.ok) {
      if (!expected.tree) problem = `accepted, CPython says ${JSON.stringify(expected.error)}`;
      else {
        const ours = dumpTree(result.tree, fields);
        if (ours !== expected.tree) {
          let at = 0;
          while (ours[at] === expected.tree[at]) at++;
          const from = Math.max(0, at - 200);
          problem = `differs\n  ours:    ${ours.slice(from, at + 100)}\n  CPython: ${expected.tree.slice(from, at + 100)}`;
        }
      }
    } else {
      const { error } = result;
      const ours = [error.type, error.msg, error.lineno, error.offset, error.text, error.end_lineno, error.end_offset];
      if (JSON.stringify(ours) !== JSON.stringify(expected.error)) {
        problem = `refused: ${JSON.stringify(ours)}${expected.error ? `\n  CPython: ${JSON.stringify(expected.error)}` : ''}`;
      } else refused++;
    }
    if (!problem && JSON.stringify(warnings) !== JSON.stringify(expected.warnings)) {
      problem = `warnings ${JSON.stringify(warnings)}\n  CPython: ${JSON.stringify(expected.warnings)}`;
    }
    if (problem) {
      different++;
      console.log(`${file}: ${problem}`);
    } else if (result.ok) equal++;
  }
  console.log(
    `${files.length} files: ${equal} equal, ${refused} refused alike, ${different} different, ${skipped} skipped`,
  );
  console.log(
    `${(characters / 1000).toFixed(0)} KB in ${milliseconds.toFixed(0)} ms: ${((milliseconds / characters) * 20000).toFixed(2)} ms for 20 KB`,
  );
  process.exitCode = different ? 1 : 0;
}

void main();
