// @ts-check
// Where a real CPython 3.13 is: for what records from it, compares with it or is measured beside it. There may be none.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** @type {string | null | undefined} */
let found;

/**
 * The interpreter itself (its sys.executable, not a launcher whose own start would be counted) of the first CPython
 * 3.13 among HEAPSCOPE_PYTHON, pyenv's and those on the PATH; null if there is none.
 * @returns {string | null}
 */
export function cpython() {
  return (found ??=
    candidates()
      .map(executable)
      .find((path) => path !== null) ?? null);
}

function candidates() {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const pyenv = (existsSync(versions) ? readdirSync(versions) : []).filter((name) => name.startsWith('3.13.'));
  return [
    ...(process.env.HEAPSCOPE_PYTHON ? [process.env.HEAPSCOPE_PYTHON] : []),
    ...pyenv.map((name) => join(versions, name, 'bin', 'python')),
    'python3.13',
    'python3',
    'python',
  ];
}

/** @param {string} command @returns {string | null} */
function executable(command) {
  const code = 'import sys; print(sys.implementation.name, *sys.version_info[:2], sys.executable)';
  const child = spawnSync(command, ['-c', code], { encoding: 'utf8' });
  return /^cpython 3 13 (.+)/.exec(child.stdout ?? '')?.[1] ?? null;
}
