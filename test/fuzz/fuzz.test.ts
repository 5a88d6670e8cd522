// Random programs (generator.ts), run under the heap audit, and beside real CPython where there is one: the same output
// or it is our bug. The seeds are fixed, so that a failure comes again; HEAPSCOPE_FUZZ_PROGRAMS=10000 runs more of them,
// HEAPSCOPE_FUZZ_SECONDS is the box of time.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BudgetExhausted, Unsupported } from '../../server/src/heap/runtime';
import { emptyHost } from '../../server/src/modules/host';
import type { AuditResult } from '../../server/src/session/heapAudit';
import { endAudit, startAudit } from '../../server/src/session/heapAudit';
import { useStdlibArchive } from '../../server/src/modules/stdlibArchive';
import { Py_FinalizeEx, Py_Initialize } from '../../server/src/vm/pylifecycle';
import { runMain } from '../../server/src/vm/pythonrun';
import { inflateRawSync } from 'node:zlib';
import { cpython } from '../../scripts/lib/cpython.mjs';
import { skip } from '../support/skip';
import { generate } from './generator';

const PROGRAMS = Number(process.env['HEAPSCOPE_FUZZ_PROGRAMS'] ?? 400);
const SECONDS = Number(process.env['HEAPSCOPE_FUZZ_SECONDS'] ?? 90);
const folder = resolve('.cache/fuzz');

interface Ours {
  stdout: string;
  stderr: string;
  audit: AuditResult;
}

/** One run in this realm, from a fresh interpreter to its end. */
function run(source: string, path: string): Ours {
  let stdout = '';
  let stderr = '';
  Py_Initialize({
    ...emptyHost,
    argv: [path],
    cwd: folder,
    writeStdout: (text) => (stdout += text),
    writeStderr: (text) => (stderr += text),
  });
  const audit = startAudit(48);
  try {
    runMain({ source: Buffer.from(source), path });
    endAudit();
    Py_FinalizeEx();
  } catch (error) {
    if (!(error instanceof BudgetExhausted || error instanceof Unsupported)) throw error;
    stderr += error.message;
  } finally {
    endAudit();
  }
  return { stdout, stderr, audit };
}

function real(python: string, path: string): Promise<{ stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = spawn(python, [path], { cwd: folder, env: { ...process.env, PYTHONHASHSEED: '0' } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', () => done({ stdout, stderr }));
  });
}

describe('random programs', function () {
  this.timeout(SECONDS * 2000 + 60_000);
  before(() => {
    useStdlibArchive(readFileSync(resolve('dist/stdlib.bin')), (bytes) => inflateRawSync(bytes));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  });

  it('keep every count right', () => {
    const end = Date.now() + SECONDS * 400;
    let programs = 0;
    for (let seed = 1; seed <= PROGRAMS && Date.now() < end; seed++, programs++) {
      const source = generate(seed);
      const { audit } = run(source, join(folder, 'program.py'));
      assert.deepEqual(audit.findings, [], `seed ${seed}:\n${source}`);
    }
    process.stdout.write(`    ${programs} programs audited\n`);
    assert.ok(programs > 0);
  });

  it('print what CPython prints', async function () {
    const python = cpython();
    if (python === null) skip(this, 'there is no CPython 3.13 on this machine to compare with');
    const end = Date.now() + SECONDS * 600;
    let programs = 0;
    const different: string[] = [];
    for (let seed = 1; seed <= PROGRAMS && Date.now() < end; seed++, programs++) {
      const source = generate(seed);
      const path = join(folder, `seed${seed}.py`);
      writeFileSync(path, source);
      const [ours, theirs] = [run(source, path), await real(python, path)];
      if (ours.stdout !== theirs.stdout || lastLine(ours.stderr) !== lastLine(theirs.stderr)) {
        different.push(`seed ${seed}: ${firstDifference(ours.stdout + ours.stderr, theirs.stdout + theirs.stderr)}`);
      } else rmSync(path);
    }
    process.stdout.write(`    ${programs} programs compared\n`);
    assert.deepEqual(different, []);
  });
});

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)!;
}

function firstDifference(ours: string, theirs: string): string {
  const a = ours.split('\n');
  const b = theirs.split('\n');
  const i = a.findIndex((line, n) => line !== b[n]);
  return `line ${i + 1} of the output: ours ${JSON.stringify(a[i])}, CPython's ${JSON.stringify(b[i])}`;
}
