// @ts-check
// npm run readme: brings the README's measured parts up to date, between their markers: how exact the simulation is
// (from the last `npm test -- unit conformance`), which of the standard library's modules can be imported, and the tables
// of commands and settings.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lessons } from './lib/lessons.mjs';
import { Failure, progress, root, runMain } from './lib/project.mjs';
import { commands, settings } from './lib/readmeTables.mjs';

/** What programs that teach or solve exercises import, and a little more. */
const modules =
  'abc argparse array ast asyncio atexit base64 bisect calendar cmath collections concurrent.futures configparser ' +
  'contextlib copy csv ctypes dataclasses datetime decimal difflib dis doctest enum fnmatch fractions functools gc ' +
  'glob graphlib hashlib heapq hmac html http.client inspect io ipaddress itertools json keyword linecache locale ' +
  'logging math mmap multiprocessing numbers operator os pathlib pickle platform pprint psutil queue random re reprlib ' +
  'sched secrets selectors shelve shutil signal socket sqlite3 ssl statistics string struct subprocess sys tempfile ' +
  'textwrap threading time timeit tkinter tokenize traceback tracemalloc types typing unicodedata unittest ' +
  'urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zipfile zlib zoneinfo';

/** @param {string} part @returns {{ passed: number, failed: number, suites: Record<string, number>, failures: Record<string, number> }} */
function resultOf(part) {
  const file = join(root, '.cache', `result-${part}.json`);
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (!result?.suites) throw new Failure(`There are no figures of ${part} yet: run npm test -- ${part}`);
  return result;
}

/** @returns {string} */
function figures() {
  const { suites: unit, failures: unitFailures } = resultOf('unit');
  const { suites: conformance, failures } = resultOf('conformance');
  const differing = [...read('test/conformance/known-differences.md').matchAll(/^- `(\w+)`:/gm)].length;
  const sum = (/** @type {Record<string, number>} */ suites, /** @type {RegExp} */ pattern) =>
    Object.entries(suites)
      .filter(([title]) => pattern.test(title))
      .reduce((total, [, count]) => total + count, 0);
  const programs = sum(conformance, /^conformance programs/);
  const failed = sum(failures, /^conformance programs/);
  const rows = [
    ['programs about memory and the language, every line of their output', programs - differing, differing + failed],
    ['lessons, every line of their output', sum(conformance, /^the lessons/) > 0 ? lessons().length : 0, 0],
    [
      'compiler: code objects, instruction by instruction',
      sum(unit, /^compiler, as CPython/),
      sum(unitFailures, /^compiler, as CPython/),
    ],
    [
      'parser: syntax trees and error messages',
      sum(unit, /^parser, as CPython/),
      sum(unitFailures, /^parser, as CPython/),
    ],
    [
      'built-in types: their attributes, slots and sizes',
      sum(unit, /^built-in types, as CPython/),
      sum(unitFailures, /^built-in types, as CPython/),
    ],
  ];
  return [
    '| Compared with the real CPython 3.13.0 | equal | not yet |',
    '| --- | ---: | ---: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}

/** @param {string} name */
const read = (name) => readFileSync(join(root, name), 'utf8');

/** @returns {Promise<string>} */
async function library() {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-imports-'));
  /** @type {string[]} */
  const yes = [];
  /** @type {string[]} */
  const no = [];
  for (const name of modules.split(' ')) {
    writeFileSync(join(folder, 'probe.py'), `import ${name}\n`);
    const code = await new Promise((done) =>
      spawn(process.execPath, [join(root, 'dist', 'cli.js'), 'run', 'probe.py'], { cwd: folder, stdio: 'ignore' }).on(
        'close',
        done,
      ),
    );
    (code === 0 ? yes : no).push(`\`${name}\``);
  }
  rmSync(folder, { recursive: true, force: true });
  return `Can be imported: ${yes.join(' ')}.\n\nCannot: ${no.join(' ')}, and packages that are not part of Python.`;
}

/** @param {string} text @param {string} name @param {string} content */
function put(text, name, content) {
  const pattern = new RegExp(`(<!-- ${name}[^>]*-->\\n)[^]*?(\\n<!-- end of ${name} -->)`);
  if (!pattern.test(text)) throw new Failure(`README.md has no <!-- ${name} --> … <!-- end of ${name} -->`);
  return text.replace(pattern, (_, start, end) => `${start}\n${content}\n${end}`);
}

await runMain(async () => {
  let text = put(read('README.md'), 'figures', figures());
  text = put(text, 'settings', settings());
  text = put(text, 'commands', commands());
  text = put(text, 'library', await library());
  writeFileSync(join(root, 'README.md'), text);
  const { format, resolveConfig } = await import('prettier');
  const file = join(root, 'README.md');
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  progress('README.md is up to date');
});
