// The heap audit (design invariant 2) over every conformance program: at each instruction of its beginning, and ever more
// rarely after, every count in the heap equals the references that can be found. The verdict is the command line's own;
// what is audited is the whole heap, the library's objects and the interpreter's included.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(process.cwd());
const cli = join(root, 'dist/cli.js');
const folders = [
  join(root, '../shared/conformance'),
  join(root, 'test/conformance/programs'),
  join(root, 'media/lessons'),
].filter((folder) => existsSync(folder));

/** Programs whose audit finds something still, and what; one that is clean fails the run. */
const knownFindings: Readonly<Record<string, string>> = {};

interface Verdict {
  code: number | null;
  stderr: string;
}

function audit(folder: string, file: string): Promise<Verdict> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [cli, 'run', file, '--audit'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', (code) => done({ code, stderr }));
  });
}

/** Runs `jobs` with as many processes as there are processors; each answer is there when its test asks for it. */
function inParallel<T>(jobs: (() => Promise<T>)[]): Promise<T>[] {
  let next = 0;
  const settle: ((value: T) => void)[] = [];
  const results = jobs.map((_, i) => new Promise<T>((resolve) => (settle[i] = resolve)));
  const work = async (): Promise<void> => {
    while (next < jobs.length) {
      const i = next++;
      settle[i]!(await jobs[i]!());
    }
  };
  for (let i = 0; i < Math.max(2, cpus().length); i++) void work();
  return results;
}

for (const folder of folders) {
  describe(`the heap audit of ${folder.split('/').slice(-2).join('/')}`, function () {
    this.timeout(600_000);
    const files = readdirSync(folder)
      // Counting by hand (Py_IncRef) makes references that nobody holds: that is what such a program is about.
      .filter((file) => file.endsWith('.py') && !/Py_IncRef/.test(readFileSync(join(folder, file), 'utf8')))
      .sort();
    let verdicts: Promise<Verdict>[] = [];
    before(() => {
      verdicts = inParallel(files.map((file) => () => audit(folder, file)));
    });
    for (const [i, file] of files.entries()) {
      it(file, async () => {
        const { stderr } = await verdicts[i]!;
        const clean = /audit: \d+ looks over \d+ instructions: every count is right/;
        if (file in knownFindings) assert.doesNotMatch(stderr, clean, 'clean now: take it off knownFindings');
        else assert.match(stderr, clean, stderr.slice(-2000));
      });
    }
  });
}
