// Modules beside the program, as CPython 3.13 imports them: each folder of modules/ holds a main.py with its modules and what
// a real CPython printed. Run from disk by the command line, and from an editor's texts, which may differ from the disk.

import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runMain } from '../../server/src/vm/pythonrun';
import { Py_Initialize } from '../../server/src/vm/pylifecycle';
import { runSource } from '../../server/src/session/runSource';
import { loadStdlib } from '../../server/src/session/stdlib.node';
import type { OpenParams } from '../../server/src/session/workerProtocol';

const root = resolve(process.cwd());
const folder = join(root, 'test/conformance/modules');

/** All of a folder as an editor would hand it over: texts by path, names by folder. */
function texts(from: string, at: string): Pick<OpenParams, 'files' | 'folders'> {
  const files: Record<string, string> = {};
  const folders: Record<string, string[]> = {};
  const walk = (path: string, shown: string): void => {
    const names = readdirSync(path).sort();
    folders[shown] = names.map((name) => (statSync(join(path, name)).isDirectory() ? `${name}/` : name));
    for (const name of names) {
      if (statSync(join(path, name)).isDirectory()) walk(join(path, name), `${shown}/${name}`);
      else files[`${shown}/${name}`] = readFileSync(join(path, name), 'utf8');
    }
  };
  walk(from, at);
  return { files, folders };
}

/** What the program `main.py` prints in a world of the editor's texts. */
function runInEditor(given: Pick<OpenParams, 'files' | 'folders'>): string {
  const path = '/work/main.py';
  const source = runSource(
    {
      ...given,
      run: '1',
      uri: 'untitled:main.py',
      path,
      fileName: 'main.py',
      documentVersion: 1,
      source: given.files[path]!,
      inputs: [],
      inputsEnd: true,
      siblings: true,
      watch: [],
      budget: { seconds: 60, instructions: 1e9, memory: 1e9 },
    },
    [],
    () => undefined,
  );
  let out = '';
  Py_Initialize(source.host((stream, text) => (out += stream === 'stdout' ? text : '')));
  runMain({ source: source.bytes, path });
  return out;
}

describe('modules beside the program', function () {
  this.timeout(60_000);
  before(() => loadStdlib(join(root, 'dist/stdlib.bin')));

  for (const name of readdirSync(folder)) {
    const recorded = (): string => readFileSync(join(folder, name, 'main.3.13.out'), 'utf8');
    it(`${name}: from disk`, () => {
      const { stdout } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'run', 'main.py'], {
        cwd: join(folder, name),
        encoding: 'utf8',
      });
      assert.equal(stdout, recorded());
    });
    it(`${name}: from the editor's texts`, () => {
      assert.equal(runInEditor(texts(join(folder, name), '/work')), recorded());
    });
  }

  it('takes what the editor holds, saved or not', () => {
    const given = texts(join(folder, 'circular'), '/work');
    const files = { ...given.files, '/work/main.py': 'import a\nprint(a.text)\n', '/work/a.py': "text = 'not saved'\n" };
    assert.equal(runInEditor({ files, folders: given.folders }), 'not saved\n');
  });
});
