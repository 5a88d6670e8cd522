// Compares our code objects with CPython's over many files. Reads dump_compiled.py's output on stdin.
//
//   python3.13 test/support/dump_compiled.py FILE… | node compare.js [--max N] [--trace] [--json]
//
// Records without a tree (--no-ast) are parsed by our parser.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { mod } from '../../server/src/ast/nodes';
import { compile } from '../../server/src/compiler/index';
import { decodeSource, parse } from '../../server/src/parser/index';
import { type CompiledRecord, compareCode, reviveTree } from '../support/compiledRecords';

function treeOf(record: CompiledRecord): mod | string {
  if (record.ast !== undefined) return reviveTree(record.ast);
  const filename = record.file ?? '<string>';
  let source = record.source;
  if (source === undefined) {
    const decoded = decodeSource(readFileSync(filename), filename);
    if (!decoded.ok) return decoded.error.msg;
    source = decoded.source;
  }
  const parsed = parse(source, filename, { mode: record.mode });
  return parsed.ok ? parsed.tree : parsed.error.msg;
}

function name(record: CompiledRecord): string {
  return record.file ?? JSON.stringify(record.source ?? '').slice(0, 2000);
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const max = args.includes('--max') ? Number(args[args.indexOf('--max') + 1]) : 20;
  const trace = args.includes('--trace');
  const jsonOut = args.includes('--json');
  let files = 0;
  let units = 0;
  let equal = 0;
  let shown = 0;
  let time = 0;
  let refused = 0;
  const fields = new Map<string, number>();
  const show = (text: string): void => {
    if (shown++ < max) console.log(text);
  };
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const record = JSON.parse(line) as CompiledRecord;
    if (record.refused !== undefined) {
      refused++;
      continue;
    }
    if (trace) console.error(record.file);
    files++;
    const tree = treeOf(record);
    if (typeof tree === 'string') {
      show(`${name(record)}: our parser refuses: ${tree}`);
      continue;
    }
    const started = performance.now();
    let result;
    try {
      result = compile(tree, {
        filename: record.file ?? '<string>',
        mode: record.mode,
        flags: record.flags ?? 0,
      });
    } catch (e) {
      show(`${name(record)}: threw ${(e as Error).stack}`);
      continue;
    }
    time += performance.now() - started;
    if (record.error !== undefined) {
      const got = result.ok
        ? 'no error'
        : JSON.stringify([
            result.error.type,
            result.error.msg,
            result.error.lineno,
            result.error.offset,
            result.error.end_lineno,
            result.error.end_offset,
          ]);
      if (got === JSON.stringify(record.error)) equal++;
      else show(`${name(record)}: error\n  ours   ${got}\n  theirs ${JSON.stringify(record.error)}`);
      units++;
      continue;
    }
    if (!result.ok) {
      show(`${name(record)}: ours refuses: ${result.error.msg} line ${result.error.lineno}`);
      continue;
    }
    const warnings = JSON.stringify(result.warnings.map((w) => [w.msg, w.lineno]));
    if (warnings !== JSON.stringify(record.warnings)) {
      show(`${name(record)}: warnings\n  ours   ${warnings}\n  theirs ${JSON.stringify(record.warnings)}`);
    }
    const compared = compareCode(result.code, record.code!);
    units += compared.units;
    equal += compared.equal;
    if (jsonOut && compared.differences.length > 0) {
      console.log(JSON.stringify({ file: record.file, differences: compared.differences }));
      continue;
    }
    for (const d of compared.differences) {
      fields.set(d.field, (fields.get(d.field) ?? 0) + 1);
      show(`${name(record)}: ${d.path} ${d.field}\n  ours   ${d.ours}\n  theirs ${d.theirs}`);
    }
  }
  console.log(
    `${files} files (${refused} refused by CPython), ${units} code objects, ${equal} equal, ${time.toFixed(0)} ms`,
  );
  console.log([...fields].map(([f, n]) => `${f}: ${n}`).join(', '));
}

void main();
