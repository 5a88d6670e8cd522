// Every conformance program prints what the real CPython 3.13 printed, run as a user runs it: the built command line in a
// process of its own. The recordings come from CPython; nothing here is our own output.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(process.cwd());
const folders = [join(root, '../shared/conformance'), join(root, 'test/conformance/programs')].filter((folder) => existsSync(folder));
const cli = join(root, 'dist/cli.js');

const known = new Set(
  [...readFileSync(join(root, 'test/conformance/known-differences.md'), 'utf8').matchAll(/^- `(\w+)`:/gm)].map((m) => m[1]!),
);

function run(folder: string, name: string): Promise<string> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [cli, 'run', `${name}.py`], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.on('close', () => done(out));
  });
}

for (const folder of folders) {
  describe(`conformance programs of ${folder.split("/").slice(-2).join("/")}`, function () {
    this.timeout(120_000);
    for (const file of readdirSync(folder).filter((f) => f.endsWith('.py')).sort()) {
      const name = file.slice(0, -3);
      const recorded = join(folder, `${name}.3.13.out`);
      if (!existsSync(recorded)) continue;
      it(name, async () => {
        const out = await run(folder, name);
        const expected = readFileSync(recorded, 'utf8');
        if (known.has(name)) assert.notEqual(out, expected, 'passes now: take it off known-differences.md');
        else assert.equal(out, expected);
      });
    }
  });
}

describe('the conformance folder', () => {
  it('is there, or the recordings of this repository are', function () {
    if (folders.length === 0) this.skip();
    assert.ok(folders.length > 0);
  });
});
