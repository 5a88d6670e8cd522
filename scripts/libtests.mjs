// @ts-check
// Runs files of CPython's own Lib/test on the engine and on CPython, and prints both results side by side.
//   node scripts/libtests.mjs [NAME…]          test files by name (gc, weakref, …); none: the list below
//   --grep TEXT       only tests whose id contains TEXT (nothing is kept of such a run)
//   --details         print the tracebacks of what differs
//   --markdown FILE   write the table of all results kept so far
//   --stall SECONDS   how long one test may take (60)
// CPython is the one scripts/lib/cpython.mjs finds; the tests are its own Lib/test or $LIBTEST. Needs dist/cli.js.
// Results are kept in .cache/libtests; CPython's are made once.

import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { cpython } from './lib/cpython.mjs';
import { Failure, root, runMain } from './lib/project.mjs';

const DEFAULT = `
gc weakref weakset list tuple dict set dictviews userdict userlist userstring sys memoryview bytes str int long float
complex bool range slice iter enumerate generators generator_stop genexps coroutines asyncgen descr descrtut class super
property finalization exceptions exception_group exception_hierarchy exception_variations raise with scope funcattrs
copy copyreg collections deque defaultdict ordered_dict itertools functools heapq bisect array structseq types typing
type_aliases type_params type_annotations type_comments genericalias genericclass dataclasses enum contextlib
contextlib_async abc frame listcomps setcomps dictcomps named_expressions patma unpack unpack_ex compare richcmp hash
format fstring string reprlib random math operator builtin sort call extcall opcache traceback augassign binop contains
decorators baseexception context cmath fractions decimal numeric_tower int_literal index isinstance subclassinit
metaclass dynamicclassattribute dynamic keywordonlyarg positional_only_arg global nonlocal grammar future lambda
lltrace code code_module compile dis inspect peepholer compiler_assemble compiler_codegen syntax string_literals
eof flufl unicode_identifiers utf8source unparse ast symtable tokenize keyword pprint print stringprep strftime
statistics textwrap difflib graphlib queue sched types types_coroutine typechecks ucn unicode_file unicodedata codecs
bufio io memoryio fileio univnewlines file pickle pickletools json csv re struct time datetime calendar calendar
atexit warnings weakref audit bigmem bdb sys_setprofile sys_settrace monitoring pow int_literal longexp osx_env
pyclbr picklebuffer pkgutil module module_prop modulefinder import importlib optimizer perfmaps pulldom
unittest doctest contains crossinterp cppext yield_from pep646_syntax except_star string_literals strtod stable_abi_ctypes
tuple userlist zip type_cache xxlimited
`;

/** @typedef {{ outcome: string, reason?: string, details: string[] }} Test */
/** @typedef {Record<string, Test>} Outcomes */

const cache = join(root, '.cache', 'libtests');

/** The command for CPython and the folder of its tests. */
function judge() {
  const command = cpython() ?? 'python3.13';
  const asked = spawnSync(command, ['-c', 'import test, sys; print(sys.version.split()[0]); print(test.__path__[0])'], {
    encoding: 'utf8',
  });
  if (asked.status !== 0) throw new Failure(`${command} does not run, or has no Lib/test; set HEAPSCOPE_PYTHON`);
  const [version, folder] = asked.stdout.trim().split('\n');
  return { command, version: version ?? '', folder: process.env['LIBTEST'] ?? folder ?? '' };
}

/** Processor time a process has used; undefined where /proc does not tell. @param {number | undefined} pid */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/**
 * Runs one test file to its end, again without the test at which it stopped, as often as needed.
 * @param {string} command
 * @param {string[]} before arguments before the script
 * @param {string} folder
 * @param {string} module
 * @param {{ stall: number, grep: string | undefined }} options
 * @returns {Promise<Outcomes>}
 */
async function runFile(command, before, folder, module, { stall, grep }) {
  /** @type {Outcomes} */
  const outcomes = {};
  for (let attempt = 0; attempt < 20; attempt++) {
    writeFileSync(join(folder, 'leave_out.txt'), Object.keys(outcomes).join('\n'));
    const args = [...before, join(folder, 'main.py'), module, join(folder, 'leave_out.txt')];
    if (grep !== undefined) args.push(grep);
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let current = module;
    let done = false;
    /** @type {string[]} */
    let other = [];
    let hung = false;
    let since = 0;
    let waited = 0;
    // By processor time where the system tells it: a busy machine makes no test hang.
    const timer = setInterval(() => {
      const now = cpuSeconds(child.pid) ?? (waited += 2);
      if (now - since < stall) return;
      hung = true;
      child.kill('SIGKILL');
    }, 2000);
    const progress = () => {
      since = cpuSeconds(child.pid) ?? (waited = 0);
    };
    for await (const line of createInterface({ input: child.stderr })) {
      const at = line.indexOf('@@');
      if (at < 0) {
        other.push(line);
        continue;
      }
      progress();
      const [word, id = '', outcome = '', reason] = line.slice(at + 2).split('\t');
      if (word === 'done') done = true;
      else if (word === 'start') {
        current = id;
        other = [];
      } else if (word === 'detail') {
        const test = (outcomes[id] ??= { outcome, details: [] });
        if (test.details.length < 5) test.details.push((reason ?? '').replaceAll('\\n', '\n'));
      } else if (word === 'end') {
        const test = (outcomes[id] ??= { outcome, details: [] });
        test.outcome = outcome;
        if (outcome === 'skipped') test.reason = reason ?? '';
      }
    }
    clearInterval(timer);
    if (done) break;
    outcomes[current] = { outcome: hung ? 'hung' : 'crashed', details: [other.slice(-30).join('\n')] };
    if (current === module) break;
  }
  return outcomes;
}

/** @param {Outcomes} outcomes */
function count(outcomes) {
  const counts = { ran: 0, passed: 0, failed: 0, error: 0, skipped: 0, hung: 0, crashed: 0 };
  for (const { outcome } of Object.values(outcomes)) {
    counts.ran++;
    counts[/** @type {keyof typeof counts} */ (outcome)]++;
  }
  return counts;
}

/** Tests that are worse here than there. @type {(ours: Outcomes, theirs: Outcomes) => string[]} */
function worse(ours, theirs) {
  return Object.keys({ ...theirs, ...ours }).filter((id) => {
    const here = ours[id]?.outcome ?? 'missing';
    const there = theirs[id]?.outcome ?? 'missing';
    return here !== there && here !== 'passed';
  });
}

/** @param {string} file @returns {Outcomes} */
const load = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The table of everything kept. */
function markdown(/** @type {string} */ version) {
  const files = readdirSync(join(cache, 'ours')).sort();
  const head = '| file | CPython: passed | skipped | not passed | ours: passed | skipped | not passed | differs |';
  const rows = [head, '| --- | --: | --: | --: | --: | --: | --: | --: |'];
  const total = [0, 0, 0, 0, 0, 0, 0];
  for (const file of files) {
    const ours = load(join(cache, 'ours', file));
    const theirs = load(join(cache, version, file));
    const a = count(theirs);
    const b = count(ours);
    const numbers = [
      a.passed,
      a.skipped,
      a.ran - a.passed - a.skipped,
      b.passed,
      b.skipped,
      b.ran - b.passed - b.skipped,
      worse(ours, theirs).length,
    ];
    numbers.forEach((n, i) => (total[i] = (total[i] ?? 0) + n));
    rows.push(`| ${file.replace('.json', '')} | ${numbers.join(' | ')} |`);
  }
  rows.push(`| **${files.length} files** | ${total.join(' | ')} |`);
  return rows.join('\n');
}

runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      grep: { type: 'string' },
      details: { type: 'boolean' },
      markdown: { type: 'string' },
      stall: { type: 'string' },
    },
  });
  const { command, version, folder } = judge();
  const stall = Number(values.stall ?? 60);
  const work = join(cache, process.env['WORK'] ?? 'work');
  for (const d of [work, join(cache, 'ours'), join(cache, version)]) mkdirSync(d, { recursive: true });
  copyFileSync(join(root, 'scripts', 'lib', 'libtests_main.py'), join(work, 'main.py'));
  if (!existsSync(join(work, 'test'))) symlinkSync(folder, join(work, 'test'));
  const names = positionals.length > 0 ? positionals : values.markdown ? [] : [...new Set(DEFAULT.trim().split(/\s+/))];
  const cli = process.env['CLI'] ?? join(root, 'dist', 'cli.js');
  for (const short of names) {
    const name = `test_${short.replace(/^test_/, '')}`;
    if (!existsSync(join(folder, `${name}.py`)) && !existsSync(join(folder, name))) {
      console.log(`${name}: no such file`);
      continue;
    }
    const theirFile = join(cache, version, `${name}.json`);
    const grep = values.grep;
    if (!existsSync(theirFile)) {
      const theirs = await runFile(command, ['-E', '-s'], work, `test.${name}`, { stall: 300, grep: undefined });
      writeFileSync(theirFile, JSON.stringify(theirs));
    }
    const started = Date.now();
    const ours = await runFile(process.execPath, [cli, 'run'], work, `test.${name}`, { stall, grep });
    if (grep === undefined) writeFileSync(join(cache, 'ours', `${name}.json`), JSON.stringify(ours));
    const theirs = load(theirFile);
    const filtered =
      grep === undefined ? theirs : Object.fromEntries(Object.entries(theirs).filter(([id]) => id.includes(grep)));
    const bad = worse(ours, filtered);
    /** @type {(outcomes: Outcomes) => string} */
    const show = (outcomes) =>
      Object.entries(count(outcomes))
        .filter(([, n]) => n > 0)
        .map(([k, n]) => `${n} ${k}`)
        .join(', ');
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${name}: ${show(ours)} (CPython ${show(filtered)}); ${bad.length} differ; ${seconds} s`);
    for (const id of bad) {
      console.log(
        `  ${id}: ${ours[id]?.outcome ?? 'missing'} (CPython ${filtered[id]?.outcome ?? 'missing'}) ${ours[id]?.reason ?? ''}`,
      );
      if (values.details) for (const d of ours[id]?.details ?? []) console.log(d.replace(/^/gm, '      '));
    }
  }
  if (values.markdown) writeFileSync(values.markdown, `${markdown(version)}\n`);
});
