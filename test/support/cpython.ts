// Where a real CPython 3.13 is, for tests that ask it. There may be none: tests must then skip, with that reason.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

let found: string | null | undefined;

/** The path of a CPython 3.13 (HEAPSCOPE_PYTHON, pyenv's, python3.13 on the PATH), or null. */
export function cpython(): string | null {
  if (found !== undefined) return found;
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const candidates = [
    process.env['HEAPSCOPE_PYTHON'],
    ...(existsSync(versions) ? readdirSync(versions) : [])
      .filter((name) => name.startsWith('3.13.'))
      .map((name) => join(versions, name, 'bin', 'python')),
    'python3.13',
  ];
  found = candidates.find((path): path is string => path !== undefined && answers(path)) ?? null;
  return found;
}

function answers(path: string): boolean {
  try {
    const version = execFileSync(path, ['-c', 'import sys; print(sys.implementation.name, *sys.version_info[:2])'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return version.trim() === 'cpython 3 13';
  } catch {
    return false;
  }
}
