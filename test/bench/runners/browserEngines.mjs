// @ts-check
// Runs a benchmark program in Pyodide, Skulpt or Brython: browserEngines.mjs ENGINE PROGRAM ROUNDS. Prints the CPU
// milliseconds (of all threads of this process: the compiler of JavaScript works beside) of each ten calls of main().

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';

const [engine, file, rounds] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const version = JSON.parse(readFileSync(require.resolve(`${engine}/package.json`), 'utf8')).version;
const program = `${readFileSync(file, 'utf8')}
print("@mark")
for _round in range(${rounds}):
    for _call in range(10):
        main()
    print("@mark")
`;

/** @type {number[]} */
const marks = [];
/** @param {string} text */
function output(text) {
  if (!text.startsWith('@mark')) return;
  const { user, system } = process.cpuUsage();
  marks.push((user + system) / 1000);
}

/** @param {string} name */
const load = (name) => vm.runInThisContext(readFileSync(require.resolve(name), 'utf8'), { filename: name });

/** @type {Record<string, () => Promise<void>>} */
const engines = {
  pyodide: async () => {
    const { loadPyodide } = await import('pyodide');
    const pyodide = await loadPyodide({ indexURL: join(require.resolve('pyodide/package.json'), '..') });
    pyodide.setStdout({ batched: output });
    pyodide.runPython(program);
  },
  skulpt: async () => {
    load('skulpt/dist/skulpt.min.js');
    load('skulpt/dist/skulpt-stdlib.js');
    const { Sk } = /** @type {any} */ (globalThis);
    Sk.configure({
      output,
      read: (/** @type {string} */ name) => {
        if (Sk.builtinFiles?.files[name] === undefined) throw new Error(`no file ${name}`);
        return Sk.builtinFiles.files[name];
      },
      __future__: Sk.python3,
      execLimit: null,
    });
    await Sk.misceval.asyncToPromise(() => Sk.importMainWithBody('program', false, program, true));
  },
  brython: async () => {
    pretendBrowser();
    Object.assign(globalThis, { module: { exports: {} } });
    load('brython/brython.js');
    load('brython/brython_stdlib.js');
    const { __BRYTHON__: $B } = /** @type {any} */ (globalThis);
    // Its print goes to the console.
    const { log } = console;
    console.log = (text) => output(String(text));
    try {
      $B.runPythonSource(program, 'program');
    } finally {
      console.log = log;
    }
  },
};

/** The little of a page that Brython looks at when it is loaded. */
function pretendBrowser() {
  const element = () => ({
    getElementsByTagName: () => [],
    appendChild: () => undefined,
    setAttribute: () => undefined,
    addEventListener: () => undefined,
    style: {},
  });
  const href = 'http://localhost/';
  Object.assign(globalThis, {
    window: globalThis,
    self: globalThis,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    document: {
      ...element(),
      dispatchEvent: () => true,
      scripts: [],
      getElementById: () => null,
      querySelectorAll: () => [],
      createElement: element,
      currentScript: { src: `${href}brython.js`, getAttribute: () => null },
      documentElement: element(),
      body: element(),
      head: element(),
      location: { href, pathname: '/', origin: href },
    },
    location: { href, pathname: '/', origin: href, protocol: 'http:' },
    MutationObserver: class {
      observe() {}
      disconnect() {}
    },
  });
}

await engines[engine]();
const times = marks.slice(1).map((mark, i) => mark - marks[i]);
process.stdout.write(`${JSON.stringify({ version, times })}\n`);
process.exit(0);
