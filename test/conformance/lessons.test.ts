// Every lesson prints what the real CPython 3.13 printed (recorded by scripts/record/lessons.py), and what its own
// comments say it prints.

import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(process.cwd());
const folder = join(root, 'media/lessons');
const cli = join(root, 'dist/cli.js');
const lessons = readdirSync(folder)
  .filter((name) => name.endsWith('.py'))
  .sort();

function run(name: string): Promise<string> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [cli, 'run', name], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.on('close', () => done(out));
  });
}

describe('the lessons', function () {
  this.timeout(120_000);

  it('cover what they are to teach', () => {
    const subjects = lessons.map((name) => name.replace(/^\d+_|\.py$/g, ''));
    for (const subject of [
      'allocation',
      'reference_counting',
      'the_collector',
      'deallocation',
      'the_large_list',
      'leaks',
      'weakref',
      'memoryview',
      'slots',
      'watching_memory',
    ]) {
      assert.ok(subjects.includes(subject), `a lesson about ${subject}`);
    }
  });

  lessons.forEach((name, index) => {
    describe(name, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const recorded = readFileSync(join(root, 'test/conformance/lessons', name.replace('.py', '.3.13.out')), 'utf8');

      it('has its number and a title', () => {
        assert.match(text, new RegExp(`^# Lesson ${index + 1}: \\S`));
        assert.equal(Number.parseInt(name, 10), index + 1);
      });

      it('says in its comments what CPython prints', () => {
        const promised = [...text.matchAll(/# prints (.*)$/gm)].map(([, line]) => `${line}\n`).join('');
        assert.equal(promised, recorded);
      });

      it('prints in the simulation what CPython prints', async () => {
        assert.equal(await run(name), recorded);
      });
    });
  });
});
